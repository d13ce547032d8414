/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard_header.h - what a shard says of itself, in its database's metadata. Internal to indexer/.
 *
 * Owns: the keys of a shard's metadata, the header's bytes. Must not know: libxapian, the index
 * directory.
 *
 * Every key but the header's begins with the shard's name, and the header's ends with it:
 * xapian-compact of several shards keeps one value a key, and so keeps all of them. The name is the
 * first 5 bytes of a hash of the shard's content, so that neither a clock nor a random number
 * enters an index; its first two bits are 0, so that the header, which is known last, has the last
 * key.
 *
 *   "newsdex:" name      header (below)
 *   name ...             the word list (words.h)
 *   name "~T" chunk      tombstones (indexer/index/tombstones.c); chunk: 4 bytes, big-endian, from 0
 *   name "~M" chunk      manifest (indexer/index/manifest.c)
 *
 * Header: varint format version (2), varint analysis version, varint signature version, counted
 * text newsdex version, counted text libxapian version, 3 bytes weights (body, headline, lead),
 * varints serial, update serial, documents, text bytes, words, bytes of the word list, chunks of
 * tombstones, chunks of the manifest, varint number of languages, and for each the varints language
 * and documents. A reader passes over nothing: another format version is an error.
 */
#ifndef NEWSDEX_SHARD_HEADER_H
#define NEWSDEX_SHARD_HEADER_H

#include "newsdex/record.h"
#include "newsdex/terms.h"

#define NDX_SHARD_FORMAT 2u
#define NDX_SHARD_HEADER_PREFIX "newsdex:"
#define NDX_SHARD_NAME_FIRST_MASK 0x3Fu

typedef struct ndx_shard_header {
    uint8_t name[NDX_WORDS_NAME_BYTES];
    uint32_t analysis_version, signature_version;
    char maker[32];          /* version of newsdex */
    char xapian_version[32]; /* whose stemmers were used */
    ndx_weights weights;
    uint64_t serial, update;
    uint64_t documents, text_bytes;
    uint64_t words, words_bytes;
    uint32_t tombstone_chunks, manifest_chunks;
    uint64_t languages[256]; /* documents by ndx_language */
} ndx_shard_header;

/* Sets versions to those of this program. */
void ndx_shard_header_init(ndx_shard_header *header);
bool ndx_shard_header_append(ndx_buffer *out, const ndx_shard_header *header);
/* name: what follows the prefix in the key. NDX_ERROR_VERSION for another format, NDX_ERROR_CORRUPT
 * for damaged bytes. */
bool ndx_shard_header_read(ndx_span bytes, ndx_span name, ndx_shard_header *header,
                           ndx_error *error);

enum { NDX_SHARD_TOMBSTONES = 'T', NDX_SHARD_MANIFEST = 'M' };
bool ndx_shard_header_key(ndx_buffer *out, const uint8_t name[NDX_WORDS_NAME_BYTES]);
bool ndx_shard_chunk_key(ndx_buffer *out, const uint8_t name[NDX_WORDS_NAME_BYTES], char what,
                         uint32_t chunk);

#endif
