/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matches.c - every match visited (newsdex/matches.h): over mapped tables, and where those cannot be
 * had, one after another as libxapian gives them.
 */
#include "newsdex/matches.h"

#include "ranking/match_walk.h"
#include "ranking/plan_internal.h"
#include "ranking/results.h"

/* The articles are the hits of a search that wants all of them. */
static bool visit_hit(ndx_results *results, size_t rank, const ndx_matches_visitor *visitor,
                      ndx_error *error)
{
    const ndx_hit *hit = ndx_results_hit(results, rank);
    ndx_found found = {.document = hit->document, .bytes = hit->bytes, .record = &hit->record};
    bool matches = true;
    found.words = ndx_index_words(results->index, &hit->record, error);
    if (!found.words ||
        (visitor->spans && !ndx_plan_spans(&results->plan->judge, &hit->record, &found.spans,
                                           &found.span_count, &matches, error)))
        return ndx_index_name_shard(results->index, hit->bytes, error);
    return visitor->visit(visitor->context, &found, error);
}

static bool visit_by_xapian(ndx_index *index, const ndx_query *query,
                            const ndx_search_options *options, ndx_analyser *analyser,
                            const ndx_matches_visitor *visitor, ndx_error *error)
{
    ndx_search_options all = *options;
    all.offset = 0;
    all.limit = UINT32_MAX / 2;
    all.sort = NDX_SORT_OLDEST;
    all.exact_total = true;
    ndx_results *results = ndx_search_by_xapian(index, query, &all, analyser, error);
    bool done = results != NULL;
    size_t count = done ? ndx_results_count(results) : 0;
    for (size_t i = 0; done && i < count; i++) {
        done = visit_hit(results, i, visitor, error);
        if (visitor->progress)
            visitor->progress(visitor->context, i + 1, count);
    }
    ndx_results_free(results);
    return done;
}

bool ndx_matches_visit(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                       ndx_analyser *analyser, const ndx_matches_visitor *visitor, ndx_error *error)
{
    bool walked;
    uint64_t count;
    if (!ndx_match_walk(index, query, options, analyser, visitor, &walked, &count, error))
        return false;
    return walked || visit_by_xapian(index, query, options, analyser, visitor, error);
}
