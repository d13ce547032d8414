/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * results.h - what search.c, search_xapian.c and explain.c share of a search. Internal to
 * libnewsdex-search.
 */
#ifndef NEWSDEX_RANKING_RESULTS_H
#define NEWSDEX_RANKING_RESULTS_H

#include "newsdex/search.h"
#include "ranking/plan.h"

struct ndx_results {
    ndx_index *index;
    ndx_search_options options;
    ndx_plan *plan;
    size_t wanted; /* best ones that the page needs, 1 and more */
    ndx_hit *hits; /* from rank 0, in order */
    size_t found, room;
    uint64_t total;
    bool total_exact;
    ndx_arena arena;
};

/* Hits come in any order, more of them than are wanted where many tie with the last one (a query of
 * fields only scores nothing): no more than twice the wanted ones are in memory at a time. */
bool ndx_results_begin(ndx_results *results, size_t count, ndx_error *error);
/* document, score and bytes are given; the bytes are copied and the record is read. */
bool ndx_results_add(ndx_results *results, ndx_hit hit, ndx_error *error);
void ndx_results_end(ndx_results *results);

/* search_xapian.c: fills the hits and the total. */
bool ndx_results_search_by_xapian(ndx_results *results, ndx_error *error);

/* As ndx_search, but all of it is libxapian's. */
ndx_results *ndx_search_by_xapian(ndx_index *index, const ndx_query *query,
                                  const ndx_search_options *options, ndx_analyser *analyser,
                                  ndx_error *error);

/* search_xapian.c: an enquire as the search itself uses it, for another query. */
xc_enquire *ndx_results_enquire(const ndx_results *results, const xc_query *query,
                                ndx_error *error);

#endif
