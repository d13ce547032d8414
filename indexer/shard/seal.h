/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * seal.h - a batch that is complete becomes the content of a shard: numbers, records, metadata.
 * Internal to indexer/.
 *
 * Owns: the order of numbers, the shard's name, the header. Must not know: how a shard is written,
 * the index directory.
 */
#ifndef NEWSDEX_SHARD_SEAL_H
#define NEWSDEX_SHARD_SEAL_H

#include "batch.h"
#include "shard_header.h"
#include "shard_writer.h"

/* What the index adds to a shard's metadata. */
typedef struct ndx_seal_options {
    uint64_t serial, update;
    ndx_weights weights;
    const ndx_buffer *tombstones; /* chunks */
    uint32_t tombstone_chunks;
    const ndx_buffer *manifest; /* chunks */
    uint32_t manifest_chunks;
} ndx_seal_options;

typedef struct ndx_seal ndx_seal;

/* batch and what options points to must outlive it; nothing more may be added to the batch. */
ndx_seal *ndx_seal_new(ndx_batch *batch, const ndx_seal_options *options, ndx_error *error);
void ndx_seal_free(ndx_seal *seal);

const ndx_shard_header *
ndx_seal_header(const ndx_seal *seal); /* words_bytes only once metadata was written */
ndx_shard_content ndx_seal_content(ndx_seal *seal);

#endif
