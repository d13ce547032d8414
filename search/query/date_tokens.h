/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_tokens.h - the date of a query cut into numbers, words and signs. Internal to
 * libnewsdex-search.
 *
 * Owns: the words of dates, which are English. Must not know: in which order they make a date.
 */
#ifndef NEWSDEX_QUERY_DATE_TOKENS_H
#define NEWSDEX_QUERY_DATE_TOKENS_H

#include "newsdex/span.h"

typedef enum ndx_date_unit {
    NDX_UNIT_DAY,
    NDX_UNIT_WEEK,
    NDX_UNIT_MONTH,
    NDX_UNIT_QUARTER,
    NDX_UNIT_YEAR,
    NDX_UNIT_DECADE
} ndx_date_unit;

typedef enum ndx_date_token_kind { /* value: */
                                   NDX_DATE_NUMBER,
                                   NDX_DATE_SIGN,     /* '/', '.', ',' or '-'; white space is '-' */
                                   NDX_DATE_MONTH,    /* 1 to 12 */
                                   NDX_DATE_WEEKDAY,  /* 1 to 7, from Monday */
                                   NDX_DATE_UNIT,     /* ndx_date_unit */
                                   NDX_DATE_RELATIVE, /* days after today */
                                   NDX_DATE_THIS,
                                   NDX_DATE_LAST,
                                   NDX_DATE_AGO,
                                   NDX_DATE_DECADE, /* the s of 1990s */
                                   NDX_DATE_ORDINAL /* the th of 30th: passed over */
} ndx_date_token_kind;

typedef struct ndx_date_token {
    ndx_date_token_kind kind;
    int value;
    size_t digits; /* of a number; else 0 */
} ndx_date_token;

#define NDX_DATE_TOKENS 12u

/* tokens has room for NDX_DATE_TOKENS. False: there are more, or something else stands there. */
bool ndx_date_tokens(ndx_span text, ndx_date_token *tokens, size_t *count);

const char *ndx_date_weekday_name(int weekday);

#endif
