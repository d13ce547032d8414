/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_set.h - what a match found.
 *
 * Made by xc_enquire_match (enquire.h). It keeps its database alive.
 */
#ifndef XAPIAN_C_MATCH_SET_H
#define XAPIAN_C_MATCH_SET_H

#include "xapian_c/bytes.h"
#include "xapian_c/document.h"
#include "xapian_c/stem.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_match_set xc_match_set;

typedef struct xc_match_item {
    xc_docid docid;
    double weight;
    xc_doccount rank;           /* from 0 for the best of all, not of this page */
    xc_doccount collapse_count; /* a lower bound of how many more with the same key were left out */
} xc_match_item;

/* Items on this page, and the rank of the first. */
xc_doccount xc_match_set_size(const xc_match_set *set);
xc_doccount xc_match_set_first(const xc_match_set *set);
/* index from 0 on this page; at or beyond the size: XC_INVALID_ARGUMENT_ERROR. */
xc_status xc_match_set_item(const xc_match_set *set, xc_doccount index, xc_match_item *item,
                            xc_error *error);
xc_status xc_match_set_percent(const xc_match_set *set, xc_doccount index, int *percent,
                               xc_error *error);
xc_status xc_match_set_collapse_key(const xc_match_set *set, xc_doccount index, xc_string *key,
                                    xc_error *error);
xc_status xc_match_set_sort_key(const xc_match_set *set, xc_doccount index, xc_string *key,
                                xc_error *error);
/* A new handle. */
xc_status xc_match_set_document(const xc_match_set *set, xc_doccount index, xc_document **document,
                                xc_error *error);
/* Asks remote shards for several documents in one go; last is inclusive. */
xc_status xc_match_set_fetch(const xc_match_set *set, xc_doccount first, xc_doccount last,
                             xc_error *error);

/* How many match in all: bounds and an estimate, exact when the bounds meet. The second three count
 * what collapsing left out as well. */
typedef struct xc_match_counts {
    xc_doccount lower_bound;
    xc_doccount estimate;
    xc_doccount upper_bound;
    xc_doccount uncollapsed_lower_bound;
    xc_doccount uncollapsed_estimate;
    xc_doccount uncollapsed_upper_bound;
} xc_match_counts;
xc_status xc_match_set_counts(const xc_match_set *set, xc_match_counts *counts, xc_error *error);

xc_status xc_match_set_max_attained(const xc_match_set *set, double *weight, xc_error *error);
xc_status xc_match_set_max_possible(const xc_match_set *set, double *weight, xc_error *error);
/* Of a term of the query. */
xc_status xc_match_set_termfreq(const xc_match_set *set, xc_bytes term, xc_doccount *termfreq,
                                xc_error *error);
xc_status xc_match_set_termweight(const xc_match_set *set, xc_bytes term, double *weight,
                                  xc_error *error);
xc_status xc_match_set_weight_to_percent(const xc_match_set *set, double weight, int *percent,
                                         xc_error *error);

enum {
    XC_SNIPPET_BACKGROUND_MODEL = 1,
    XC_SNIPPET_EXHAUSTIVE = 2,
    XC_SNIPPET_EMPTY_WITHOUT_MATCH = 4,
    XC_SNIPPET_NGRAMS = 2048
};
/* A part of text of about `length` bytes with the query's unprefixed terms marked; HTML-escaped.
 * stemmer may be NULL. */
xc_status xc_match_set_snippet(const xc_match_set *set, xc_bytes text, size_t length,
                               const xc_stemmer *stemmer, unsigned flags, xc_bytes mark_start,
                               xc_bytes mark_end, xc_bytes omitted, xc_string *snippet,
                               xc_error *error);

xc_status xc_match_set_description(const xc_match_set *set, xc_string *text, xc_error *error);
void xc_match_set_free(xc_match_set *set); /* NULL does nothing */

#ifdef __cplusplus
}
#endif
#endif
