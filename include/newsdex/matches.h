/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matches.h - every article that matches a query, with the places in it that do: what concordances,
 * timelines and exact numbers are made from. Library newsdex-search.
 *
 * Owns: the walk over all matches, on several threads. Must not know: ranking, how anything looks.
 */
#ifndef NEWSDEX_MATCHES_H
#define NEWSDEX_MATCHES_H

#include "newsdex/search.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NDX_MATCHES_THREADS_MAX 64u

/* A matching article as it is visited; all borrowed until the visit returns. */
typedef struct ndx_found {
    unsigned thread;          /* that visits, from 0: who keeps something keeps it by thread */
    xc_docid document;        /* as ndx_hit has it */
    ndx_span bytes;           /* the record's */
    const ndx_record *record; /* read; ndx_record_names() makes id and path whole */
    ndx_words *words;         /* of the record; this thread's own */
    /* Where the query matches (newsdex/matcher.h), fields taken into account; none for what gives
     * no spans, such as NOT. Only if they were asked for. */
    const ndx_match_span *spans;
    size_t span_count;
} ndx_found;

typedef struct ndx_matches_visitor {
    void *context;
    bool spans; /* wanted */
    /* Called once for each live article that matches. Of one thread articles come in the order in
     * which they were indexed, shard by shard; between threads there is none. False: *error, the
     * walk stops. */
    bool (*visit)(void *context, const ndx_found *found, ndx_error *error);
    /* How much has been looked at; called by the calling thread now and then; may be NULL. */
    void (*progress)(void *context, uint64_t done, uint64_t all);
} ndx_matches_visitor;

/* Visits all that match, on at most options->threads threads (0: one). offset, limit, sort and
 * exact_total do not count. The query and the analyser are as for ndx_search(). */
bool ndx_matches_visit(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                       ndx_analyser *analyser, const ndx_matches_visitor *visitor,
                       ndx_error *error);

#ifdef __cplusplus
}
#endif
#endif
