/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * top.h - the best articles for a plan, over mapped tables, without libxapian. Internal to
 * libnewsdex-search.
 *
 * Owns: the match of all shards, on several threads; which candidates are judged. Must not know:
 * pages, how ties are parted, how results are shown.
 *
 * libxapian's way (search.c) is the oracle, and the way where this one is not: remote shards,
 * another table format, sorting by date, and what top.c passes on.
 */
#ifndef NEWSDEX_RANKING_TOP_H
#define NEWSDEX_RANKING_TOP_H

#include "ranking/plan.h"
#include "ranking/selection.h"
#include "tables.h"

typedef struct ndx_top {
    ndx_selection best;  /* best first; those that tie with the last wanted stand behind it */
    ndx_tables **tables; /* of each shard with documents, as ndx_index_database() has them */
    size_t shard_count;
    uint64_t total; /* matches */
    bool total_exact;
} ndx_top;

/* The best `wanted` (1 and more) of the plan, whose options say how many threads may run and
 * whether a total is wanted. *done is false where libxapian has to be asked. To be freed also after
 * an error. */
bool ndx_top_find(ndx_index *index, const ndx_plan *plan, size_t wanted, ndx_top *top, bool *done,
                  ndx_error *error);
void ndx_top_free(ndx_top *top); /* zeroed is fine */

#endif
