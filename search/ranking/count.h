/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * count.h - how many articles match, exactly. Internal to libnewsdex-search.
 *
 * Owns: counting over mapped tables on several threads, and libxapian's way where that cannot be.
 */
#ifndef NEWSDEX_RANKING_COUNT_H
#define NEWSDEX_RANKING_COUNT_H

#include "newsdex/search.h"

/* Over mapped tables, on at most `jobs` threads (0: one). *counted is false, and *count not set,
 * where a shard has to be read through libxapian. offset, limit, sort and exact_total do not count.
 */
bool ndx_count_local(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                     ndx_analyser *analyser, unsigned jobs, bool *counted, uint64_t *count,
                     ndx_error *error);

/* Through libxapian: the oracle of the other. */
bool ndx_count_by_xapian(ndx_index *index, const ndx_query *query,
                         const ndx_search_options *options, ndx_analyser *analyser, uint64_t *count,
                         ndx_error *error);

#endif
