/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merged.h - the content of a shard made from others: deleted documents are left out, words are
 * numbered anew, nothing is analysed or inverted. Internal to indexer/.
 *
 * Owns: from several shards' tables to one content, table by table, streaming. Must not know: the
 * index directory, which shards are merged when.
 *
 * What comes out is byte for byte what a batch with the same live articles in the same order would
 * give (seal.h). Little is allocated, whatever the size of the shards: arrays that grow with words
 * or documents (20 to 30 bytes a word, 4 a document where some are deleted) lie in mapped files.
 * All that shards say is untrusted: NDX_ERROR_CORRUPT names the shard.
 */
#ifndef NEWSDEX_SHARD_MERGED_H
#define NEWSDEX_SHARD_MERGED_H

#include "glass_read.h"
#include "seal.h"

typedef struct ndx_merge_source {
    const char *name; /* for messages */
    const ndx_glass_database *database;
    const ndx_shard_header *header;
    const uint8_t *deleted; /* a bit a document; NULL: none */
} ndx_merge_source;

typedef struct ndx_merging {
    const char *directory;              /* of temporary files */
    uint64_t resident_bytes;            /* mapped pages leave the process at about so many */
    bool (*interrupted)(void *context); /* may be NULL; called from the calling thread */
    void *interrupted_context;
} ndx_merging;

typedef struct ndx_merged ndx_merged;

bool ndx_merge_source_is_deleted(const ndx_merge_source *source, uint32_t document);
/* Documents that are not deleted. */
uint32_t ndx_merge_source_live(const ndx_merge_source *source);

/* Articles come in the order of the sources. Sources and what options point to must outlive it. */
ndx_merged *ndx_merged_new(const ndx_merge_source *sources, size_t count,
                           const ndx_seal_options *options, const ndx_merging *how,
                           ndx_error *error);
void ndx_merged_free(ndx_merged *merged);

const ndx_shard_header *
ndx_merged_header(const ndx_merged *merged); /* words_bytes only once metadata was written */
/* By tables only: its `next` is NULL. */
ndx_shard_content ndx_merged_content(ndx_merged *merged);

#endif
