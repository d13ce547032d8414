/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tombstones.h - which documents of older shards a shard declares dead. Internal to indexer/index.
 *
 * Owns: the chunks' bytes. Must not know: where they are kept.
 *
 * A chunk: groups of varint serial, varint count, then count varints: the first document number,
 * and for each further one its distance from the one before. Serials and numbers rise. A tombstone
 * for a shard that no longer exists means nothing.
 */
#ifndef NEWSDEX_INDEX_TOMBSTONES_H
#define NEWSDEX_INDEX_TOMBSTONES_H

#include "newsdex/buffer.h"

typedef struct ndx_tombstone {
    uint64_t serial;
    uint32_t document;
} ndx_tombstone;

/* A growing list; zeroed is empty. */
typedef struct ndx_tombstones {
    ndx_tombstone *item;
    size_t count, capacity;
} ndx_tombstones;
void ndx_tombstones_free(ndx_tombstones *tombstones);
bool ndx_tombstones_add(ndx_tombstones *tombstones, uint64_t serial, uint32_t document,
                        ndx_error *error);

/* Sorts the list, drops doubles, and gives chunks of about 64 KiB: *chunks is an array of *count
 * buffers, to be freed with ndx_chunks_free. */
bool ndx_tombstones_write(ndx_tombstones *tombstones, ndx_buffer **chunks, uint32_t *count,
                          ndx_error *error);
void ndx_chunks_free(ndx_buffer *chunks, uint32_t count);
/* Adds an empty chunk; NULL: memory. */
ndx_buffer *ndx_chunks_add(ndx_buffer **chunks, uint32_t *count);

/* Adds what a chunk holds to the list. NDX_ERROR_CORRUPT. */
bool ndx_tombstones_read(ndx_span chunk, ndx_tombstones *tombstones, ndx_error *error);

#endif
