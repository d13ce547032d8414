/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_tag.c - an entry's tag: as it lies in the file, or put together and inflated. */
#include "glass_mapped.h"

#include <stdlib.h>
#include <zlib.h>

enum { INFLATE_STEP_BYTES = 16384, RAW_DEFLATE_WINDOW = -15 };

/* ---- parts ---- */

/* To the entry's next component. */
static bool next_part(ndx_glass_cursor *cursor, uint32_t component, ndx_glass_leaf_item *item,
                      ndx_error *error)
{
    ndx_step step = ndx_glass_cursor_step(cursor, error);
    if (step == NDX_STEP_ERROR)
        return false;
    if (step == NDX_STEP_ROW && !ndx_glass_cursor_item(cursor, item, error))
        return false;
    if (step == NDX_STEP_END || item->first || item->component != component ||
        !ndx_span_equal(item->key, cursor->key))
        return ndx_glass_cursor_damaged(cursor, "a tag lacks its end", error);
    return true;
}

static bool check_size(const ndx_glass_cursor *cursor, ndx_error *error)
{
    if (cursor->tag.failed)
        return ndx_error_memory(error, "reading a table");
    if (cursor->tag.size <= NDX_GLASS_TAG_BYTES_MAX)
        return true;
    return ndx_glass_cursor_damaged(cursor, "a tag is too long", error);
}

static bool add_plain(ndx_glass_cursor *cursor, ndx_span part, ndx_error *error)
{
    ndx_buffer_append_span(&cursor->tag, part);
    return check_size(cursor, error);
}

/* ---- inflating ---- */

void ndx_glass_inflating_free(ndx_glass_cursor *cursor)
{
    if (cursor->inflating)
        inflateEnd(cursor->inflating);
    free(cursor->inflating);
    cursor->inflating = NULL;
}

static bool begin_inflating(ndx_glass_cursor *cursor, ndx_error *error)
{
    if (cursor->inflating)
        return inflateReset(cursor->inflating) == Z_OK ||
               ndx_error_set(error, NDX_ERROR_INTERNAL, "zlib cannot be reset");
    cursor->inflating = calloc(1, sizeof *cursor->inflating);
    if (cursor->inflating && inflateInit2(cursor->inflating, RAW_DEFLATE_WINDOW) == Z_OK)
        return true;
    free(cursor->inflating);
    cursor->inflating = NULL;
    return ndx_error_memory(error, "inflating a tag");
}

static bool add_inflated(ndx_glass_cursor *cursor, ndx_span part, bool last, ndx_error *error)
{
    z_stream *stream = cursor->inflating;
    ndx_buffer *tag = &cursor->tag;
    int status = Z_OK;
    stream->next_in = (z_const Bytef *)part.data;
    stream->avail_in = (uInt)part.size;
    while (status == Z_OK && stream->avail_in + (stream->avail_out == 0)) {
        if (!ndx_buffer_reserve(tag, INFLATE_STEP_BYTES) || !check_size(cursor, error))
            return check_size(cursor, error);
        stream->next_out = (Bytef *)tag->data + tag->size;
        stream->avail_out = INFLATE_STEP_BYTES;
        status = inflate(stream, Z_SYNC_FLUSH);
        tag->size += INFLATE_STEP_BYTES - stream->avail_out;
    }
    if (status == Z_MEM_ERROR)
        return ndx_error_memory(error, "inflating a tag");
    if (!(status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) ||
        (status == Z_STREAM_END) != last)
        return ndx_glass_cursor_damaged(cursor, "a compressed tag is damaged", error);
    return check_size(cursor, error);
}

/* ---- all of it ---- */

static bool assemble(ndx_glass_cursor *cursor, ndx_error *error)
{
    ndx_glass_leaf_item item = {.part = cursor->part, .last = cursor->single};
    ndx_buffer_clear(&cursor->tag);
    if (cursor->compressed && !begin_inflating(cursor, error))
        return false;
    for (uint32_t component = 1;;) {
        if (!(cursor->compressed ? add_inflated(cursor, item.part, item.last, error)
                                 : add_plain(cursor, item.part, error)))
            return false;
        if (item.last)
            return true;
        if (!next_part(cursor, ++component, &item, error))
            return false;
    }
}

bool ndx_glass_cursor_tag(ndx_glass_cursor *cursor, ndx_span *tag, ndx_error *error)
{
    if (cursor->single && !cursor->compressed) {
        *tag = cursor->part;
        return true;
    }
    if (!cursor->tag_ready) {
        if (!assemble(cursor, error)) {
            cursor->place[0].block = NULL; /* it stands somewhere within the tag */
            return false;
        }
        cursor->tag_ready = true;
    }
    *tag = ndx_buffer_span(&cursor->tag);
    return true;
}
