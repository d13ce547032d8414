/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * documents.h - what a commit takes its documents from: a batch, or shards that are merged.
 * Internal to indexer/index.
 *
 * Owns: which document belongs to which input, and how the content of a shard is had. Must not
 * know: the commit, which shards are merged when.
 */
#ifndef NEWSDEX_INDEX_DOCUMENTS_H
#define NEWSDEX_INDEX_DOCUMENTS_H

#include "mapped_memory.h"
#include "merged.h"

typedef struct ndx_documents {
    void *context;
    uint32_t count; /* live ones */
    /* Calls for each, in order, with the input it belongs to or NDX_NO_INPUT. */
    bool (*walk)(void *context, ndx_batch_visitor visitor, void *visitor_context);
    /* The content of a shard of them and its header; good until they are closed. */
    bool (*open)(void *context, const ndx_seal_options *options, ndx_shard_content *content,
                 const ndx_shard_header **header, ndx_error *error);
    void (*close)(void *context);
} ndx_documents;

/* ---- of a batch ---- */

typedef struct ndx_sealed_batch {
    ndx_batch *batch;
    ndx_seal *seal;
} ndx_sealed_batch;

/* of: the caller's, as long as the documents are used. */
ndx_documents ndx_documents_of_batch(ndx_sealed_batch *of, ndx_batch *batch);

/* ---- of shards that are merged ---- */

typedef struct ndx_merged_shards {
    const ndx_merge_source *source;
    const uint32_t *const *owner; /* by source, document: the input + 1; 0: none */
    size_t count;
    ndx_merging how;
    ndx_merged *merged;
} ndx_merged_shards;

/* of: as above, all but `merged` set. */
ndx_documents ndx_documents_of_merge(ndx_merged_shards *of);

#endif
