/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * manifest.h - which inputs a shard knows of: size, time, hash and articles of each. Internal to
 * indexer/index.
 *
 * Owns: the chunks' bytes. Must not know: where they are kept, what the inputs of the whole index
 * are (inputs.h).
 *
 * A chunk: varint size, then zlib's deflate stream (RFC 1950) of that many bytes: entries in the order
 * of their paths' bytes, each
 *   varint   bytes that the path shares with the one before (0 for the first of a chunk)
 *   counted  rest of the path
 *   byte     flags
 *   unless removed: varint size; varint modification time in nanoseconds since 1970 minus that of the
 *            entry before, zigzag (sign in the lowest bit); 5 bytes hash
 *   varint   number of ranges; each: varint distance of its first document from the end of the range
 *            before, zigzag; varint count
 */
#ifndef NEWSDEX_INDEX_MANIFEST_H
#define NEWSDEX_INDEX_MANIFEST_H

#include "newsdex/buffer.h"

/* Of XXH3-128's canonical form: it need only tell a file that was touched from one that changed. */
#define NDX_INPUT_HASH_BYTES 5u

enum {
    NDX_INPUT_REMOVED = 1,   /* no longer there, or not wanted */
    NDX_INPUT_INCOMPLETE = 2 /* an update was cut off while it was read: read it again */
};

typedef struct ndx_manifest_range {
    uint32_t first, count; /* documents of the shard */
} ndx_manifest_range;

typedef struct ndx_manifest_entry {
    ndx_span path; /* absolute */
    uint8_t flags;
    uint64_t size_bytes;
    int64_t modified_ns;
    uint8_t hash[NDX_INPUT_HASH_BYTES];
    const ndx_manifest_range *ranges; /* rising */
    uint32_t range_count;
} ndx_manifest_entry;

/* Writes entries one by one, in the order of their paths. Zeroed at first. */
typedef struct ndx_manifest_writer {
    ndx_buffer *chunks; /* the result; free with ndx_chunks_free */
    uint32_t chunk_count;
    uint32_t packed;  /* so many of them; the others wait for it */
    unsigned threads; /* to be set: so many chunks are compressed at a time; 0 is 1 */
    ndx_buffer raw, path;
    int64_t modified_ns;
} ndx_manifest_writer;
bool ndx_manifest_add(ndx_manifest_writer *writer, const ndx_manifest_entry *entry,
                      ndx_error *error);
bool ndx_manifest_finish(ndx_manifest_writer *writer, ndx_error *error);
void ndx_manifest_writer_free(ndx_manifest_writer *writer); /* the chunks too */

/* Calls for each entry of a chunk; borrowed during the call. NDX_ERROR_CORRUPT; false also when the
 * visitor says so. */
typedef bool (*ndx_manifest_visitor)(void *context, const ndx_manifest_entry *entry,
                                     ndx_error *error);
bool ndx_manifest_read(ndx_span chunk, ndx_manifest_visitor visitor, void *context,
                       ndx_error *error);

#endif
