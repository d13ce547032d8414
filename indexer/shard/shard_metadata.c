/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shard_metadata.c - implements shard_metadata.h. */
#include "shard_metadata.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* ---- the name ---- */

struct ndx_shard_namer {
    XXH3_state_t *state;
};

static void put_number(uint8_t bytes[8], uint64_t number)
{
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> 8 * i);
}

static void hash_number(XXH3_state_t *state, uint64_t number)
{
    uint8_t bytes[8];
    put_number(bytes, number);
    XXH3_64bits_update(state, bytes, sizeof bytes);
}

static void hash_chunks(XXH3_state_t *state, const ndx_buffer *chunks, uint32_t count)
{
    hash_number(state, count);
    for (uint32_t i = 0; i < count; i++) {
        hash_number(state, chunks[i].size);
        XXH3_64bits_update(state, chunks[i].data, chunks[i].size);
    }
}

ndx_shard_namer *ndx_shard_namer_new(const ndx_seal_options *options, uint64_t documents,
                                     ndx_error *error)
{
    ndx_shard_namer *namer = calloc(1, sizeof *namer);
    if (!namer || !(namer->state = XXH3_createState())) {
        free(namer);
        ndx_error_memory(error, "naming a shard");
        return NULL;
    }
    XXH3_64bits_reset(namer->state);
    hash_number(namer->state, options->serial);
    hash_number(namer->state, options->update);
    hash_number(namer->state, documents);
    hash_chunks(namer->state, options->manifest, options->manifest_chunks);
    hash_chunks(namer->state, options->tombstones, options->tombstone_chunks);
    return namer;
}

void ndx_shard_namer_add(ndx_shard_namer *namer, const ndx_word *word)
{
    uint8_t head[16];
    put_number(head, (uint64_t)word->kind << 48 | (uint64_t)word->language << 40 |
                         (uint64_t)word->breaks << 32 | (uint64_t)word->flags << 24 |
                         word->surface.size);
    put_number(head + 8, word->frequency);
    XXH3_64bits_update(namer->state, head, sizeof head);
    if (word->surface.size)
        XXH3_64bits_update(namer->state, word->surface.data, word->surface.size);
}

void ndx_shard_namer_end(const ndx_shard_namer *namer, uint8_t name[NDX_WORDS_NAME_BYTES])
{
    XXH64_canonical_t canonical;
    XXH64_canonicalFromHash(&canonical, XXH3_64bits_digest(namer->state));
    memcpy(name, canonical.digest, NDX_WORDS_NAME_BYTES);
    name[0] &= NDX_SHARD_NAME_FIRST_MASK;
}

void ndx_shard_namer_free(ndx_shard_namer *namer)
{
    if (!namer)
        return;
    XXH3_freeState(namer->state);
    free(namer);
}

void ndx_shard_uuid(const ndx_shard_header *header, uint8_t uuid[16])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(
        &canonical, XXH3_128bits_withSeed(header->name, sizeof header->name, header->text_bytes));
    memcpy(uuid, canonical.digest, sizeof canonical.digest);
}

/* ---- metadata ---- */

void ndx_shard_header_begin(ndx_shard_header *header, const ndx_seal_options *options)
{
    ndx_shard_header_init(header);
    header->weights = options->weights;
    header->serial = options->serial;
    header->update = options->update;
    header->tombstone_chunks = options->tombstone_chunks;
    header->manifest_chunks = options->manifest_chunks;
}

static bool put_chunks(const ndx_shard_header *header, char what, const ndx_buffer *chunks,
                       uint32_t count, ndx_put put, void *put_context, ndx_error *error)
{
    ndx_buffer key = {0};
    bool done = true;
    for (uint32_t i = 0; done && i < count; i++) {
        ndx_buffer_clear(&key);
        done = (ndx_shard_chunk_key(&key, header->name, what, i) ||
                ndx_error_memory(error, "writing metadata")) &&
               put(put_context, ndx_buffer_span(&key), ndx_buffer_span(&chunks[i]), error);
    }
    ndx_buffer_free(&key);
    return done;
}

static bool put_header(const ndx_shard_header *header, ndx_put put, void *put_context,
                       ndx_error *error)
{
    ndx_buffer key = {0};
    ndx_buffer value = {0};
    bool done = ndx_shard_header_key(&key, header->name) && ndx_shard_header_append(&value, header);
    if (!done)
        ndx_error_memory(error, "writing metadata");
    else
        done = put(put_context, ndx_buffer_span(&key), ndx_buffer_span(&value), error);
    ndx_buffer_free(&key);
    ndx_buffer_free(&value);
    return done;
}

bool ndx_shard_put_rest(const ndx_shard_header *header, const ndx_seal_options *options,
                        ndx_put put, void *put_context, ndx_error *error)
{
    return put_chunks(header, NDX_SHARD_MANIFEST, options->manifest, options->manifest_chunks, put,
                      put_context, error) &&
           put_chunks(header, NDX_SHARD_TOMBSTONES, options->tombstones, options->tombstone_chunks,
                      put, put_context, error) &&
           put_header(header, put, put_context, error);
}
