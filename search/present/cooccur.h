/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cooccur.h - which names come together: an edge for each pair that stands within so many words, or in
 * one sentence or paragraph, with how often.
 *
 * Owns: the pairs, their order, their table. Must not know: what a name is (an alias group, a phrase:
 * any query that has places in a text), what a distance means (newsdex/matcher.h).
 *
 * A pair's numbers are those of the query `A w/n B`: articles that match, and places in them, minimal
 * spans that hold both. Each pair is a walk of its own over the articles that have both names, so the
 * cost follows from how many share two, not from how many names there are.
 */
#ifndef NEWSDEX_PRESENT_COOCCUR_H
#define NEWSDEX_PRESENT_COOCCUR_H

#include "present/survey.h"
#include "present/table.h"

#define NDX_COOCCUR_NAMES_MAX 1000u

typedef struct ndx_cooccur_name {
    ndx_span name; /* as it is shown */
    const ndx_query *query;
} ndx_cooccur_name;

typedef struct ndx_cooccur_options {
    ndx_query_kind kind; /* NDX_QUERY_NEAR, NDX_QUERY_SENTENCE or NDX_QUERY_PARAGRAPH */
    uint32_t distance;   /* of NDX_QUERY_NEAR: words, neighbours 1 */
    uint64_t limit;      /* rows; 0: all */
} ndx_cooccur_options;

/* Writes the edges as a table to *out: a, b (in the order of `names`), articles, matches; most matches
 * first, then by a and b. Pairs that never come together are left out. *pairs: all that do, also
 * beyond the limit. NDX_ERROR_USAGE for a name without a place in a text, NDX_ERROR_LIMIT for too
 * many names. The survey's progress counts pairs. */
bool ndx_cooccur(const ndx_survey *survey, const ndx_cooccur_name *names, size_t count,
                 const ndx_cooccur_options *options, ndx_table_kind kind,
                 const ndx_output_options *output, ndx_buffer *out, uint64_t *pairs,
                 ndx_error *error);

#endif
