/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_date_tokens.h - the date of a query cut into numbers, words and signs. Internal to
 * libnewsdex-search.
 *
 * Owns: the words of dates, which are English. Must not know: in which order they make a date.
 */
#ifndef NEWSDEX_QUERY_QUERY_DATE_TOKENS_H
#define NEWSDEX_QUERY_QUERY_DATE_TOKENS_H

#include "newsdex/span.h"

typedef enum ndx_query_date_unit {
    NDX_QUERY_UNIT_DAY,
    NDX_QUERY_UNIT_WEEK,
    NDX_QUERY_UNIT_MONTH,
    NDX_QUERY_UNIT_QUARTER,
    NDX_QUERY_UNIT_YEAR,
    NDX_QUERY_UNIT_DECADE
} ndx_query_date_unit;

/* What a token is, and its value. */
typedef enum ndx_query_date_token_kind {
    NDX_QUERY_DATE_NUMBER,
    NDX_QUERY_DATE_SIGN,     /* '/', '.', ',' or '-'; white space is '-' */
    NDX_QUERY_DATE_MONTH,    /* 1 to 12 */
    NDX_QUERY_DATE_WEEKDAY,  /* 1 to 7, from Monday */
    NDX_QUERY_DATE_UNIT,     /* ndx_query_date_unit */
    NDX_QUERY_DATE_RELATIVE, /* days after today */
    NDX_QUERY_DATE_THIS,
    NDX_QUERY_DATE_LAST,
    NDX_QUERY_DATE_AGO,
    NDX_QUERY_DATE_DECADE, /* the s of 1990s */
    NDX_QUERY_DATE_ORDINAL /* the th of 30th: passed over */
} ndx_query_date_token_kind;

typedef struct ndx_query_date_token {
    ndx_query_date_token_kind kind;
    int value;
    size_t digits; /* of a number; else 0 */
} ndx_query_date_token;

#define NDX_QUERY_DATE_TOKENS 12u

/* tokens has room for NDX_QUERY_DATE_TOKENS. False: there are more, or something stands there that
 * is no part of a date. */
bool ndx_query_date_tokens(ndx_span text, ndx_query_date_token *tokens, size_t *count);

/* "monday" for 1. */
const char *ndx_query_date_weekday_name(int weekday);

#endif
