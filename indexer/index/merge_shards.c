/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge_shards.c - implements merge_shards.h. */
#include "merge_shards.h"

#include "directory.h"

#include <stdlib.h>

/* ---- which input a document belongs to ---- */

static void note_range(const ndx_merge_shards *shards, const ndx_input_range *range, uint32_t input)
{
    for (size_t i = 0; i < shards->count; i++) {
        const ndx_shard_header *header = shards->source[i].header;
        if (header->serial != range->serial)
            continue;
        uint64_t end = (uint64_t)range->first + range->count;
        for (uint64_t j = range->first; j < end && j < header->documents; j++)
            shards->owner[i][j] = input + 1;
    }
}

static bool find_owners(ndx_merge_shards *shards, size_t count, const ndx_session *session,
                        ndx_error *error)
{
    const ndx_inputs *inputs = &session->inputs;
    size_t needs = 0;
    for (size_t i = 0; i < count; i++)
        needs += ndx_mapped_memory_needs(shards->source[i].header->documents, sizeof(uint32_t));
    if (!ndx_mapped_memory_open(&shards->memory, session->path, needs, error))
        return false;
    for (size_t i = 0; i < count; i++)
        shards->owner[i] = ndx_mapped_memory_take(
            &shards->memory, shards->source[i].header->documents, sizeof(uint32_t));
    for (uint32_t i = 0; i < inputs->count; i++)
        for (uint32_t at = inputs->input[i].ranges; at; at = inputs->range[at - 1].next)
            note_range(shards, &inputs->range[at - 1], i);
    return true;
}

/* ---- opening ---- */

static bool open_source(ndx_merge_shards *shards, const ndx_session *session,
                        const ndx_shard *shard, ndx_error *error)
{
    size_t at = shards->count++;
    ndx_buffer path = {0};
    bool done = ndx_path_join(&path, session->path, shard->name) ||
                ndx_error_memory(error, "merging shards");
    ndx_glass_database *database = done ? ndx_glass_open(path.data, error) : NULL;
    ndx_buffer_free(&path);
    shards->database[at] = database;
    shards->source[at] = (ndx_merge_source){.name = shard->name,
                                            .database = database,
                                            .header = &shard->header,
                                            .deleted = shard->deleted};
    return database != NULL;
}

bool ndx_merge_shards_open(ndx_merge_shards *shards, ndx_session *session, const uint64_t *serials,
                           size_t count, ndx_error *error)
{
    *shards = (ndx_merge_shards){0};
    shards->source = calloc(count + 1, sizeof *shards->source);
    shards->database = calloc(count + 1, sizeof *shards->database);
    shards->owner = calloc(count + 1, sizeof *shards->owner);
    if (!shards->source || !shards->database || !shards->owner)
        return ndx_error_memory(error, "merging shards");
    for (size_t i = 0; i < count; i++)
        if (!open_source(shards, session, ndx_snapshot_by_serial(session->snapshot, serials[i]),
                         error))
            return false;
    if (!find_owners(shards, count, session, error))
        return false;
    shards->documents = (ndx_merged_shards){.source = shards->source,
                                            .owner = (const uint32_t *const *)shards->owner,
                                            .count = count,
                                            .how = ndx_session_merging(session)};
    return true;
}

void ndx_merge_shards_close(ndx_merge_shards *shards)
{
    for (size_t i = 0; i < shards->count; i++)
        ndx_glass_close(shards->database[i]);
    ndx_mapped_memory_close(&shards->memory);
    free(shards->source);
    free(shards->database);
    free(shards->owner);
    *shards = (ndx_merge_shards){0};
}

ndx_documents ndx_merge_shards_documents(ndx_merge_shards *shards)
{
    return ndx_documents_of_merge(&shards->documents);
}
