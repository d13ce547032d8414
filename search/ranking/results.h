/* SPDX-License-Identifier: GPL-2.0-or-later */
/* results.h - what search.c and explain.c share of a finished search. */
#ifndef NEWSDEX_RANKING_RESULTS_H
#define NEWSDEX_RANKING_RESULTS_H

#include "newsdex/search.h"
#include "ranking/plan.h"

struct ndx_results {
    ndx_index *index;
    ndx_search_options options;
    ndx_plan *plan;
    ndx_hit *hits; /* from rank 0, in order */
    size_t found;
    uint64_t total;
    bool total_exact;
    xc_string data;
    ndx_arena arena;
};

/* As ndx_search, but an exact total is libxapian's as well. */
ndx_results *ndx_search_by_xapian(ndx_index *index, const ndx_query *query,
                                  const ndx_search_options *options, ndx_analyser *analyser,
                                  ndx_error *error);

/* An enquire as the search itself uses it, for another query. */
xc_enquire *ndx_results_enquire(const ndx_results *results, const xc_query *query,
                                ndx_error *error);

#endif
