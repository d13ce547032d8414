/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * count.h - how many articles match, exactly, through libxapian: the oracle of the walk over mapped
 * tables, and the way where those cannot be had. Internal to libnewsdex-search.
 */
#ifndef NEWSDEX_RANKING_COUNT_H
#define NEWSDEX_RANKING_COUNT_H

#include "newsdex/search.h"

bool ndx_count_by_xapian(ndx_index *index, const ndx_query *query,
                         const ndx_search_options *options, ndx_analyser *analyser, uint64_t *count,
                         ndx_error *error);

#endif
