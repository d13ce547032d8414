/* SPDX-License-Identifier: GPL-2.0-or-later */
/* manifest.c - implements manifest.h. */
#include "manifest.h"

#include "tombstones.h"

#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    CHUNK_BYTES = 128 * 1024,          /* before deflate: its window of 32 KiB well used */
    CHUNK_BYTES_MAX = 8 * 1024 * 1024, /* of a chunk from elsewhere */
    PATH_BYTES_MAX = 64 * 1024
};

static uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

/* ---- writing ---- */

void ndx_manifest_writer_free(ndx_manifest_writer *writer)
{
    ndx_chunks_free(writer->chunks, writer->chunk_count);
    ndx_buffer_free(&writer->raw);
    ndx_buffer_free(&writer->path);
    *writer = (ndx_manifest_writer){0};
}

/* Compresses a chunk in its place. False: no memory. */
static bool pack(ndx_buffer *chunk)
{
    ndx_buffer packed = {0};
    uLongf size = compressBound((uLong)chunk->size);
    bool done = ndx_buffer_append_varint(&packed, chunk->size) &&
                ndx_buffer_reserve(&packed, size) &&
                compress2((Bytef *)packed.data + packed.size, &size, (const Bytef *)chunk->data,
                          (uLong)chunk->size, 6) == Z_OK;
    if (done) {
        packed.size += size;
        ndx_buffer_free(chunk);
        *chunk = packed;
    } else {
        ndx_buffer_free(&packed);
    }
    return done;
}

typedef struct packing {
    ndx_buffer *chunk;
    bool started, done;
    pthread_t thread;
} packing;

static void *run_packing(void *context)
{
    packing *of = context;
    of->done = pack(of->chunk);
    return NULL;
}

/* Compresses what is waiting, each chunk on a thread: all else waits for the list. */
static bool pack_waiting(ndx_manifest_writer *writer, ndx_error *error)
{
    uint32_t count = writer->chunk_count - writer->packed;
    packing *of = calloc((size_t)count + 1, sizeof *of);
    bool done = of != NULL;
    for (uint32_t i = of ? count : 0; i-- > 0;) {
        of[i].chunk = &writer->chunks[writer->packed + i];
        of[i].started = i && pthread_create(&of[i].thread, NULL, run_packing, &of[i]) == 0;
        if (!of[i].started)
            run_packing(&of[i]);
    }
    for (uint32_t i = 0; of && i < count; i++) {
        if (of[i].started)
            pthread_join(of[i].thread, NULL);
        done = done && of[i].done;
    }
    free(of);
    writer->packed = writer->chunk_count;
    return done || ndx_error_memory(error, "compressing the list of inputs");
}

/* Ends a chunk. */
static bool flush(ndx_manifest_writer *writer, ndx_error *error)
{
    ndx_buffer *chunk = ndx_chunks_add(&writer->chunks, &writer->chunk_count);
    if (!chunk)
        return ndx_error_memory(error, "writing the list of inputs");
    *chunk = writer->raw;
    writer->raw = (ndx_buffer){0};
    ndx_buffer_clear(&writer->path);
    writer->modified_ns = 0;
    return writer->chunk_count - writer->packed < writer->threads || pack_waiting(writer, error);
}

bool ndx_manifest_add(ndx_manifest_writer *writer, const ndx_manifest_entry *entry,
                      ndx_error *error)
{
    ndx_buffer *raw = &writer->raw;
    size_t shared = 0;
    int64_t end = 0;
    while (shared < writer->path.size && shared < entry->path.size &&
           writer->path.data[shared] == entry->path.data[shared])
        shared++;
    ndx_buffer_append_varint(raw, shared);
    ndx_buffer_append_counted(raw, ndx_span_skip(entry->path, shared));
    ndx_buffer_append_byte(raw, entry->flags);
    if (!(entry->flags & NDX_INPUT_REMOVED)) {
        ndx_buffer_append_varint(raw, entry->size_bytes);
        ndx_buffer_append_varint(
            raw, zigzag((int64_t)((uint64_t)entry->modified_ns - (uint64_t)writer->modified_ns)));
        ndx_buffer_append(raw, entry->hash, sizeof entry->hash);
        writer->modified_ns = entry->modified_ns;
    }
    ndx_buffer_append_varint(raw, entry->range_count);
    for (uint32_t i = 0; i < entry->range_count; i++) {
        ndx_buffer_append_varint(raw, zigzag((int64_t)entry->ranges[i].first - end));
        ndx_buffer_append_varint(raw, entry->ranges[i].count);
        end = (int64_t)entry->ranges[i].first + entry->ranges[i].count;
    }
    ndx_buffer_clear(&writer->path);
    ndx_buffer_append_span(&writer->path, entry->path);
    if (raw->failed || writer->path.failed)
        return ndx_error_memory(error, "writing the list of inputs");
    return raw->size < CHUNK_BYTES || flush(writer, error);
}

bool ndx_manifest_finish(ndx_manifest_writer *writer, ndx_error *error)
{
    return (writer->raw.size == 0 || flush(writer, error)) && pack_waiting(writer, error);
}

/* ---- reading ---- */

typedef struct decoding {
    ndx_buffer path;
    ndx_manifest_range *ranges;
    uint32_t range_capacity;
    int64_t modified_ns;
} decoding;

static bool read_path(decoding *state, ndx_span *raw, ndx_manifest_entry *entry)
{
    uint64_t shared;
    ndx_span rest;
    if (!ndx_read_varint(raw, &shared) || shared > state->path.size ||
        !ndx_read_counted(raw, &rest) || rest.size > PATH_BYTES_MAX - shared)
        return false;
    state->path.size = (size_t)shared;
    if (!ndx_buffer_append_span(&state->path, rest))
        return false;
    entry->path = ndx_buffer_span(&state->path);
    return true;
}

static bool read_ranges(decoding *state, ndx_span *raw, ndx_manifest_entry *entry)
{
    int64_t end = 0;
    uint32_t count;
    if (!ndx_read_varint32(raw, &count) || count > raw->size / 2) /* each takes two bytes or more */
        return false;
    if (count > state->range_capacity) {
        ndx_manifest_range *larger = realloc(state->ranges, count * sizeof *larger);
        if (!larger)
            return false;
        state->ranges = larger;
        state->range_capacity = count;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint64_t distance;
        uint32_t size;
        if (!ndx_read_varint(raw, &distance) || distance > UINT64_C(1) << 40 ||
            !ndx_read_varint32(raw, &size))
            return false;
        int64_t first = end + unzigzag(distance);
        end = first + size;
        if (first < 0 || end > UINT32_MAX)
            return false;
        state->ranges[i] = (ndx_manifest_range){.first = (uint32_t)first, .count = size};
    }
    entry->ranges = state->ranges;
    entry->range_count = count;
    return true;
}

static bool read_entry(decoding *state, ndx_span *raw, ndx_manifest_entry *entry)
{
    uint64_t distance;
    *entry = (ndx_manifest_entry){0};
    if (!read_path(state, raw, entry) || !ndx_read_byte(raw, &entry->flags))
        return false;
    if (!(entry->flags & NDX_INPUT_REMOVED)) {
        if (!ndx_read_varint(raw, &entry->size_bytes) || !ndx_read_varint(raw, &distance) ||
            raw->size < sizeof entry->hash)
            return false;
        state->modified_ns = (int64_t)((uint64_t)state->modified_ns + (uint64_t)unzigzag(distance));
        entry->modified_ns = state->modified_ns;
        memcpy(entry->hash, raw->data, sizeof entry->hash);
        *raw = ndx_span_skip(*raw, sizeof entry->hash);
    }
    return read_ranges(state, raw, entry);
}

bool ndx_manifest_read(ndx_span chunk, ndx_manifest_visitor visitor, void *context,
                       ndx_error *error)
{
    ndx_buffer raw = {0};
    decoding state = {0};
    uint64_t size;
    bool done = false;
    if (!ndx_read_varint(&chunk, &size) || size > CHUNK_BYTES_MAX)
        goto damaged;
    if (!ndx_buffer_reserve(&raw, (size_t)size + 1)) {
        ndx_error_memory(error, "reading the list of inputs");
        goto clean;
    }
    uLongf got = (uLongf)size;
    if (uncompress((Bytef *)raw.data, &got, (const Bytef *)chunk.data, (uLong)chunk.size) != Z_OK ||
        got != size)
        goto damaged;
    raw.size = (size_t)size;
    ndx_span rest = ndx_buffer_span(&raw);
    while (rest.size) {
        ndx_manifest_entry entry;
        if (!read_entry(&state, &rest, &entry))
            goto damaged;
        if (!visitor(context, &entry, error))
            goto clean;
    }
    done = true;
    goto clean;
damaged:
    ndx_error_set(error, NDX_ERROR_CORRUPT, "a list of inputs is damaged");
clean:
    ndx_buffer_free(&raw);
    ndx_buffer_free(&state.path);
    free(state.ranges);
    return done;
}
