/* SPDX-License-Identifier: GPL-2.0-or-later */
/* count.c - how many articles match (newsdex/search.h, count.h). */
#include "ranking/count.h"

#include "ranking/match_walk.h"
#include "ranking/results.h"

bool ndx_count_by_xapian(ndx_index *index, const ndx_query *query,
                         const ndx_search_options *options, ndx_analyser *analyser, uint64_t *count,
                         ndx_error *error)
{
    bool exact;
    ndx_search_options all = *options;
    all.offset = 0;
    all.limit = 0;
    all.sort = NDX_SORT_RELEVANCE;
    all.exact_total = true;
    ndx_results *results = ndx_search_by_xapian(index, query, &all, analyser, error);
    if (!results)
        return false;
    *count = ndx_results_total(results, &exact);
    ndx_results_free(results);
    return exact ||
           ndx_error_set(error, NDX_ERROR_INTERNAL, "the number of matches is an estimate");
}

bool ndx_count(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
               ndx_analyser *analyser, uint64_t *count, ndx_error *error)
{
    bool counted;
    if (!ndx_match_walk(index, query, options, analyser, NULL, &counted, count, error))
        return false;
    return counted || ndx_count_by_xapian(index, query, options, analyser, count, error);
}
