/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tombstones.c - implements tombstones.h. */
#include "tombstones.h"

#include "newsdex/array.h"

#include <stdlib.h>

enum { CHUNK_BYTES = 64 * 1024 };

void ndx_tombstones_free(ndx_tombstones *tombstones)
{
    free(tombstones->item);
    *tombstones = (ndx_tombstones){0};
}

bool ndx_tombstones_add(ndx_tombstones *tombstones, uint64_t serial, uint32_t document,
                        ndx_error *error)
{
    ndx_tombstone *larger = ndx_array_room(tombstones->item, tombstones->count,
                                           &tombstones->capacity, 64, sizeof *larger);
    if (!larger)
        return ndx_error_memory(error, "noting a deleted article");
    tombstones->item = larger;
    tombstones->item[tombstones->count++] = (ndx_tombstone){.serial = serial, .document = document};
    return true;
}

void ndx_chunks_free(ndx_buffer *chunks, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        ndx_buffer_free(&chunks[i]);
    free(chunks);
}

ndx_buffer *ndx_chunks_add(ndx_buffer **chunks, uint32_t *count)
{
    ndx_buffer *larger = realloc(*chunks, ((size_t)*count + 1) * sizeof *larger);
    if (!larger)
        return NULL;
    *chunks = larger;
    larger[*count] = (ndx_buffer){0};
    return &larger[(*count)++];
}

static int compare(const void *left, const void *right)
{
    const ndx_tombstone *a = left;
    const ndx_tombstone *b = right;
    if (a->serial != b->serial)
        return a->serial < b->serial ? -1 : 1;
    return a->document < b->document ? -1 : a->document > b->document;
}

static void sort(ndx_tombstones *tombstones)
{
    size_t kept = 0;
    if (tombstones->count)
        qsort(tombstones->item, tombstones->count, sizeof *tombstones->item, compare);
    for (size_t i = 0; i < tombstones->count; i++)
        if (!kept || compare(&tombstones->item[kept - 1], &tombstones->item[i]) != 0)
            tombstones->item[kept++] = tombstones->item[i];
    tombstones->count = kept;
}

bool ndx_tombstones_write(ndx_tombstones *tombstones, ndx_buffer **chunks, uint32_t *count,
                          ndx_error *error)
{
    ndx_buffer *chunk = NULL;
    *chunks = NULL;
    *count = 0;
    sort(tombstones);
    for (size_t first = 0, last; first < tombstones->count; first = last) {
        uint64_t serial = tombstones->item[first].serial;
        uint32_t before = 0;
        last = first; /* a group is at most what a chunk holds: a number takes 5 bytes */
        while (last < tombstones->count && tombstones->item[last].serial == serial &&
               last - first < CHUNK_BYTES / 5)
            last++;
        if (!chunk || chunk->size > CHUNK_BYTES)
            chunk = ndx_chunks_add(chunks, count);
        if (!chunk)
            return ndx_error_memory(error, "writing deleted articles");
        ndx_buffer_append_varint(chunk, serial);
        ndx_buffer_append_varint(chunk, last - first);
        for (size_t i = first; i < last; i++) {
            ndx_buffer_append_varint(chunk, tombstones->item[i].document - before);
            before = tombstones->item[i].document;
        }
        if (!ndx_buffer_ok(chunk, "writing deleted articles", error))
            return false;
    }
    return true;
}

bool ndx_tombstones_read(ndx_span chunk, ndx_tombstones *tombstones, ndx_error *error)
{
    while (chunk.size) {
        uint64_t serial, count;
        uint64_t document = 0;
        if (!ndx_read_varint(&chunk, &serial) || !ndx_read_varint(&chunk, &count) ||
            count > chunk.size)
            return ndx_error_set(error, NDX_ERROR_CORRUPT, "a list of deleted articles is damaged");
        for (uint64_t i = 0; i < count; i++) {
            uint32_t distance;
            if (!ndx_read_varint32(&chunk, &distance) || (document += distance) >= UINT32_MAX)
                return ndx_error_set(error, NDX_ERROR_CORRUPT,
                                     "a list of deleted articles is damaged");
            if (!ndx_tombstones_add(tombstones, serial, (uint32_t)document, error))
                return false;
        }
    }
    return true;
}
