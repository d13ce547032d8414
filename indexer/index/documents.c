/* SPDX-License-Identifier: GPL-2.0-or-later */
/* documents.c - implements documents.h. */
#include "documents.h"

/* ---- of a batch ---- */

static bool walk_batch(void *context, ndx_batch_visitor visitor, void *visitor_context)
{
    const ndx_sealed_batch *of = context;
    return ndx_batch_walk(of->batch, visitor, visitor_context);
}

static bool open_batch(void *context, const ndx_seal_options *options, ndx_shard_content *content,
                       const ndx_shard_header **header, ndx_error *error)
{
    ndx_sealed_batch *of = context;
    of->seal = ndx_seal_new(of->batch, options, error);
    if (!of->seal)
        return false;
    *content = ndx_seal_content(of->seal);
    *header = ndx_seal_header(of->seal);
    return true;
}

static void close_batch(void *context)
{
    ndx_sealed_batch *of = context;
    ndx_seal_free(of->seal);
    of->seal = NULL;
}

ndx_documents ndx_documents_of_batch(ndx_sealed_batch *of, ndx_batch *batch)
{
    *of = (ndx_sealed_batch){.batch = batch};
    return (ndx_documents){
        .context = of,
        .count = ndx_batch_documents(batch),
        .walk = walk_batch,
        .open = open_batch,
        .close = close_batch,
    };
}

/* ---- of shards that are merged ---- */

static bool walk_merge(void *context, ndx_batch_visitor visitor, void *visitor_context)
{
    const ndx_merged_shards *of = context;
    uint32_t number = 0;
    for (size_t i = 0; i < of->count; i++) {
        const ndx_merge_source *source = &of->source[i];
        for (uint32_t j = 0; j < source->header->documents; j++) {
            uint32_t owner = of->owner[i][j];
            if (!ndx_merge_source_is_deleted(source, j) &&
                !visitor(visitor_context, number++, owner ? owner - 1 : NDX_NO_INPUT))
                return false;
        }
    }
    return true;
}

static bool open_merge(void *context, const ndx_seal_options *options, ndx_shard_content *content,
                       const ndx_shard_header **header, ndx_error *error)
{
    ndx_merged_shards *of = context;
    of->merged = ndx_merged_new(of->source, of->count, options, &of->how, error);
    if (!of->merged)
        return false;
    *content = ndx_merged_content(of->merged);
    *header = ndx_merged_header(of->merged);
    return true;
}

static void close_merge(void *context)
{
    ndx_merged_shards *of = context;
    ndx_merged_free(of->merged);
    of->merged = NULL;
}

ndx_documents ndx_documents_of_merge(ndx_merged_shards *of)
{
    uint32_t live = 0;
    for (size_t i = 0; i < of->count; i++)
        live += ndx_merge_source_live(&of->source[i]);
    return (ndx_documents){
        .context = of,
        .count = live,
        .walk = walk_merge,
        .open = open_merge,
        .close = close_merge,
    };
}
