/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query.h - queries as trees.
 *
 * Owns: every operator of libxapian. A query never changes once made and shares its parts: the
 * subqueries given to a constructor stay the caller's and may be freed at once. The parts are
 * counted without locks, so queries that share some belong to one thread: to hand one over, build
 * it there again or serialise it.
 */
#ifndef XAPIAN_C_QUERY_H
#define XAPIAN_C_QUERY_H

#include <stdbool.h>

#include "xapian_c/bytes.h"
#include "xapian_c/cursor.h"
#include "xapian_c/posting_source.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_query xc_query;

typedef enum xc_operator {
    XC_AND,
    XC_OR,
    XC_AND_NOT,   /* the first but none of the others */
    XC_XOR,       /* an odd number of them */
    XC_AND_MAYBE, /* the first; the others only add weight */
    XC_FILTER,    /* all; the first alone gives weight */
    XC_NEAR,      /* within a window (parameter; 0: the number of subqueries), in any order */
    XC_PHRASE,    /* ditto, in this order. Both take single terms or XC_OR of terms only */
    XC_ELITE_SET, /* the best `parameter` of them (0: a default), then as XC_OR */
    XC_SYNONYM,   /* as XC_OR, weighed like one term */
    XC_MAX,       /* as XC_OR, the greatest weight counts */
    /* What xc_query_type can also say; made by constructors of their own. */
    XC_VALUE_RANGE,
    XC_VALUE_GE,
    XC_VALUE_LE,
    XC_SCALE_WEIGHT,
    XC_WILDCARD,
    XC_EDIT_DISTANCE, /* libxapian 2 */
    XC_LEAF_TERM,
    XC_LEAF_POSTING_SOURCE,
    XC_LEAF_MATCH_ALL,
    XC_LEAF_MATCH_NOTHING,
    XC_OPERATOR_OTHER
} xc_operator;

/* Leaves. */
xc_status xc_query_new_match_all(xc_query **query, xc_error *error);
xc_status xc_query_new_match_nothing(xc_query **query, xc_error *error);
/* wqf: how often the term occurs in the query, usually 1. position: where, from 1; 0: none. */
xc_status xc_query_new_term(xc_bytes term, xc_termcount wqf, xc_termpos position, xc_query **query,
                            xc_error *error);
xc_status xc_query_new_value_range(xc_slot slot, xc_bytes low, xc_bytes high, xc_query **query,
                                   xc_error *error);
xc_status xc_query_new_value_ge(xc_slot slot, xc_bytes low, xc_query **query, xc_error *error);
xc_status xc_query_new_value_le(xc_slot slot, xc_bytes high, xc_query **query, xc_error *error);
xc_status xc_query_new_posting_source(const xc_posting_source *source, xc_query **query,
                                      xc_error *error);

typedef enum xc_wildcard_limit {
    XC_WILDCARD_LIMIT_ERROR, /* more terms: XC_WILDCARD_ERROR when the match runs */
    XC_WILDCARD_LIMIT_FIRST,
    XC_WILDCARD_LIMIT_MOST_FREQUENT
} xc_wildcard_limit;

/* All terms that begin with `prefix`; max_expansion 0: without limit. combiner: XC_SYNONYM, XC_OR
 * or XC_MAX. */
xc_status xc_query_new_wildcard(xc_bytes prefix, xc_termcount max_expansion,
                                xc_wildcard_limit limit, xc_operator combiner, xc_query **query,
                                xc_error *error);

/* Trees. NULL among the subqueries is not allowed; no subqueries at all give "match nothing".
 * parameter: window or number for XC_NEAR, XC_PHRASE, XC_ELITE_SET, else 0. */
xc_status xc_query_new_combined(xc_operator op, const xc_query *const *subqueries, size_t count,
                                xc_termcount parameter, xc_query **query, xc_error *error);
/* The same of plain terms (wqf 1, positions 1, 2, ... for XC_NEAR and XC_PHRASE). */
xc_status xc_query_new_terms(xc_operator op, const xc_bytes *terms, size_t count,
                             xc_termcount parameter, xc_query **query, xc_error *error);
xc_status xc_query_new_pair(xc_operator op, const xc_query *left, const xc_query *right,
                            xc_query **query, xc_error *error);
/* All weights times factor, which must not be negative. */
xc_status xc_query_new_scaled(const xc_query *subquery, double factor, xc_query **query,
                              xc_error *error);

xc_status xc_query_copy(const xc_query *query, xc_query **copy, xc_error *error);
void xc_query_free(xc_query *query); /* NULL does nothing */

xc_operator xc_query_type(const xc_query *query);
bool xc_query_is_empty(const xc_query *query); /* matches nothing */
/* The sum of the terms' wqf, as weighting schemes see it. */
xc_termcount xc_query_length(const xc_query *query);
size_t xc_query_subquery_count(const xc_query *query);
/* A new handle. */
xc_status xc_query_subquery(const xc_query *query, size_t index, xc_query **subquery,
                            xc_error *error);
/* Terms in the order of their positions, or each once in order of bytes. */
xc_status xc_query_terms(const xc_query *query, xc_term_cursor **cursor, xc_error *error);
xc_status xc_query_unique_terms(const xc_query *query, xc_term_cursor **cursor, xc_error *error);

/* Not promised to be readable by another version of libxapian. Sources in C cannot be serialised.
 */
xc_status xc_query_serialise(const xc_query *query, xc_string *serialised, xc_error *error);
xc_status xc_query_unserialise(xc_bytes serialised, xc_query **query, xc_error *error);
/* "Query((moscow OR witkoff))". */
xc_status xc_query_description(const xc_query *query, xc_string *text, xc_error *error);

#ifdef __cplusplus
}
#endif
#endif
