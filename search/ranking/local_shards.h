/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * local_shards.h - all shards of an index that have documents, as mapped tables. Internal to
 * libnewsdex-search.
 *
 * Owns: which they are, in the order of ndx_index_database(). Must not know: what is read there.
 */
#ifndef NEWSDEX_RANKING_LOCAL_SHARDS_H
#define NEWSDEX_RANKING_LOCAL_SHARDS_H

#include "newsdex/index.h"
#include "tables.h"

typedef struct ndx_local_shards {
    ndx_tables **tables; /* borrowed from the index */
    size_t count;
} ndx_local_shards;

/* Opens them, with room for so many threads. *all is false, and some are missing, where a shard has
 * to be read through libxapian. To be freed also after an error. */
bool ndx_local_shards_open(ndx_index *index, unsigned threads, ndx_local_shards *shards, bool *all,
                           ndx_error *error);
void ndx_local_shards_free(ndx_local_shards *shards); /* zeroed is fine */

#endif
