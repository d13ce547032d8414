/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_walk.h - over all matches, to count or to visit them. Internal to libnewsdex-search.
 *
 * Owns: the walk over mapped tables on several threads. Must not know: what a visitor does.
 */
#ifndef NEWSDEX_RANKING_MATCH_WALK_H
#define NEWSDEX_RANKING_MATCH_WALK_H

#include "newsdex/matches.h"

/* Over mapped tables, on at most options->threads threads (0: one). *walked is false, and *count
 * not set, where a shard has to be read through libxapian. visitor NULL: all are only counted,
 * which reads no more than it must. offset, limit, sort and exact_total do not count. */
bool ndx_match_walk(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                    ndx_analyser *analyser, const ndx_matches_visitor *visitor, bool *walked,
                    uint64_t *count, ndx_error *error);

#endif
