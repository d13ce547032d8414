/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merge_shards.h - shards of the index, opened to be merged. Internal to indexer/index.
 *
 * Owns: their mapped tables, which input each of their documents belongs to. Must not know: which
 * shards are merged when, what is made of them (indexer/shard/merged.h).
 */
#ifndef NEWSDEX_INDEX_MERGE_SHARDS_H
#define NEWSDEX_INDEX_MERGE_SHARDS_H

#include "session.h"

typedef struct ndx_merge_shards {
    ndx_merge_source *source;
    ndx_glass_database **database;
    uint32_t **owner;
    size_t count;
    ndx_mapped_memory memory; /* of the owners */
    ndx_merged_shards documents;
} ndx_merge_shards;

/* serials: rising, of live shards; what deleted documents there are must not change meanwhile. */
bool ndx_merge_shards_open(ndx_merge_shards *shards, ndx_session *session, const uint64_t *serials,
                           size_t count, ndx_error *error);
void ndx_merge_shards_close(ndx_merge_shards *shards);
/* To be committed; good until they are closed. */
ndx_documents ndx_merge_shards_documents(ndx_merge_shards *shards);

#endif
