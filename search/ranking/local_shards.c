/* SPDX-License-Identifier: GPL-2.0-or-later */
/* local_shards.c - implements local_shards.h. */
#include "ranking/local_shards.h"

#include <stdlib.h>

bool ndx_local_shards_open(ndx_index *index, unsigned threads, ndx_local_shards *shards, bool *all,
                           ndx_error *error)
{
    size_t count = ndx_index_shard_count(index);
    *all = true;
    *shards = (ndx_local_shards){(ndx_tables **)calloc(count + 1, sizeof *shards->tables), 0};
    if (!shards->tables)
        return ndx_error_memory(error, "opening a shard's tables");
    for (size_t i = 0; i < count; i++) {
        ndx_tables *tables;
        if (!ndx_index_shard(index, i)->documents)
            continue;
        if (!ndx_index_tables(index, i, &tables, error) ||
            (tables && !ndx_tables_prepare(tables, threads, error)))
            return false;
        *all = tables != NULL;
        if (!tables)
            return true;
        shards->tables[shards->count++] = tables;
    }
    return true;
}

void ndx_local_shards_free(ndx_local_shards *shards)
{
    free((void *)shards->tables);
    *shards = (ndx_local_shards){0};
}
