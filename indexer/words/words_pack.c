/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_pack.c - the packing of the list's values: size unpacked, then a raw deflate stream (RFC
 * 1951).
 *
 * Owns: zlib. Must not know: what is packed. Packed bytes are untrusted when read: the size is
 * bounded before memory is taken.
 */
#define ZLIB_CONST /* what is read is const */
#include "indexer/words/words_format.h"

#include <stdlib.h>
#include <zlib.h>

struct ndx_pack {
    z_stream stream;
    bool writing;
    bool ready;
};

enum {
    PACK_LEVEL = 9, /* 1.5 % smaller than 6, and chunks are small: 20 ms more for 50,000 words */
    DEFLATE_RATIO = 1032 /* the most that deflate expands */
};

ndx_pack *ndx_pack_new(bool writing, ndx_error *error)
{
    ndx_pack *pack = calloc(1, sizeof(*pack));
    int status = Z_MEM_ERROR;

    if (pack) {
        pack->writing = writing;
        status = writing ? deflateInit2(&pack->stream, PACK_LEVEL, Z_DEFLATED, -15, 9,
                                        Z_DEFAULT_STRATEGY)
                         : inflateInit2(&pack->stream, -15);
    }
    if (status != Z_OK) {
        ndx_pack_free(pack);
        ndx_error_memory(error, "setting up zlib");
        return NULL;
    }
    pack->ready = true;
    return pack;
}

void ndx_pack_free(ndx_pack *pack)
{
    if (!pack)
        return;
    if (pack->ready && pack->writing)
        deflateEnd(&pack->stream);
    else if (pack->ready)
        inflateEnd(&pack->stream);
    free(pack);
}

bool ndx_pack_append(ndx_pack *pack, ndx_span raw, ndx_buffer *out, ndx_error *error)
{
    z_stream *stream = &pack->stream;
    uLong bound = 0;

    if (raw.size > NDX_UNPACKED_LIMIT)
        return ndx_error_set(error, NDX_ERROR_LIMIT,
                             "a value of the word list would have %zu bytes", raw.size);
    if (deflateReset(stream) != Z_OK)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "zlib refused to start anew");
    ndx_buffer_append_varint(out, raw.size);
    bound = deflateBound(stream, (uLong)raw.size);
    if (!ndx_buffer_reserve(out, bound))
        return ndx_error_memory(error, "packing the word list");
    stream->next_in = (const Bytef *)raw.data;
    stream->avail_in = (uInt)raw.size;
    stream->next_out = (Bytef *)out->data + out->size;
    stream->avail_out = (uInt)bound;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "zlib could not pack %zu bytes", raw.size);
    out->size += bound - stream->avail_out;
    return ndx_buffer_ok(out, "packing the word list", error);
}

bool ndx_pack_read(ndx_pack *pack, ndx_span packed, ndx_buffer *raw, ndx_error *error)
{
    z_stream *stream = &pack->stream;
    uint64_t size = 0;

    ndx_buffer_clear(raw);
    if (!ndx_read_varint(&packed, &size) || size > NDX_UNPACKED_LIMIT ||
        size / DEFLATE_RATIO > packed.size)
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "a value of the word list is cut or damaged");
    if (inflateReset(stream) != Z_OK)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "zlib refused to start anew");
    if (!ndx_buffer_reserve(raw, size + 1))
        return ndx_error_memory(error, "reading the word list");
    stream->next_in = (const Bytef *)packed.data;
    stream->avail_in = (uInt)packed.size;
    stream->next_out = (Bytef *)raw->data;
    stream->avail_out = (uInt)size + 1; /* one more, to see that it ends there */
    if (inflate(stream, Z_FINISH) != Z_STREAM_END || stream->avail_out != 1 ||
        stream->avail_in != 0)
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "a value of the word list does not unpack to its %llu bytes",
                             (unsigned long long)size);
    raw->size = size;
    return true;
}
