/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_list_write.c - postings and lengths in chunks: implements that part of glass_write.h. */
#include "glass_write.h"

/* ---- keys ---- */

bool ndx_glass_key_metadata(ndx_glass_key *key, ndx_span name)
{
    key->size = 0;
    return ndx_glass_key_append(key, NDX_GLASS_KEY_METADATA, 2) &&
           ndx_glass_key_append(key, name.data, name.size);
}

void ndx_glass_key_document(ndx_glass_key *key, uint32_t docid)
{
    key->size = 0;
    ndx_glass_key_append_sorted(key, docid);
}

void ndx_glass_key_slots_used(ndx_glass_key *key, uint32_t docid)
{
    ndx_glass_key_document(key, docid);
    ndx_glass_key_append(key, "", 1);
}

static bool list_key(ndx_glass_key *key, ndx_span term, bool continued, uint32_t first)
{
    key->size = 0;
    if (!term.size)
        return ndx_glass_key_append(key, NDX_GLASS_KEY_LENGTHS, 2) &&
               (!continued || ndx_glass_key_append_sorted(key, first));
    return ndx_glass_key_append_term(key, term) &&
           (!continued ||
            (ndx_glass_key_append(key, "", 1) && ndx_glass_key_append_sorted(key, first)));
}

/* ---- a list ---- */

void ndx_glass_list_begin(ndx_glass_list *list, ndx_glass_table_writer *table, ndx_span term,
                          uint64_t term_frequency, uint64_t collection_frequency)
{
    list->table = table;
    list->term = term;
    list->term_frequency = term_frequency;
    list->collection_frequency = collection_frequency;
    list->first = list->last = 0;
    list->continued = false;
    ndx_buffer_clear(&list->chunk);
}

static bool end_chunk(ndx_glass_list *list, bool is_last, ndx_error *error)
{
    ndx_glass_key key;
    ndx_buffer *tag = &list->tag;
    if (!list_key(&key, list->term, list->continued, list->first))
        return ndx_error_set(error, NDX_ERROR_LIMIT, "the term %.*s is too long to be written",
                             NDX_SPAN_ARGS(list->term));
    ndx_buffer_clear(tag);
    if (!list->continued) {
        ndx_buffer_append_varint(tag, list->term_frequency);
        ndx_buffer_append_varint(tag, list->collection_frequency);
        ndx_buffer_append_varint(tag, list->first - 1);
    }
    ndx_buffer_append_byte(tag, is_last ? '1' : '0');
    ndx_buffer_append_varint(tag, list->last - list->first);
    ndx_buffer_append_span(tag, ndx_buffer_span(&list->chunk));
    if (tag->failed || list->chunk.failed)
        return ndx_error_memory(error, "writing postings");
    ndx_buffer_clear(&list->chunk);
    list->continued = true;
    return ndx_glass_table_add(list->table, ndx_glass_key_span(&key), ndx_buffer_span(tag), error);
}

static inline uint8_t *put_varint(uint8_t *at, uint32_t value)
{
    if (value < 0x4000) { /* one byte or two, without a branch: there is room */
        uint32_t long_value = value >= 0x80;
        at[0] = (uint8_t)(value | long_value << 7);
        at[1] = (uint8_t)(value >> 7);
        return at + 1 + long_value;
    }
    for (; value >= 0x80; value >>= 7)
        *at++ = (uint8_t)(value | 0x80);
    *at++ = (uint8_t)value;
    return at;
}

/* Fills the chunk; gives how many postings it took, fewer than count when it is full. There is room
 * for a chunk and a posting more. */
static size_t fill_chunk(ndx_glass_list *list, const uint32_t *document, const uint32_t *wdf,
                         size_t count)
{
    uint8_t *begin = (uint8_t *)list->chunk.data;
    uint8_t *at = begin + list->chunk.size;
    uint32_t last = list->last;
    size_t taken = 0;
    for (; taken < count && at - begin < NDX_GLASS_CHUNK_BYTES; taken++) {
        uint32_t docid = document[taken] + 1;
        if (docid <= last)
            break;
        if (at > begin)
            at = put_varint(at, docid - last - 1);
        else
            list->first = docid;
        at = put_varint(at, wdf[taken]);
        last = docid;
    }
    list->last = last;
    list->chunk.size = (size_t)(at - begin);
    return taken;
}

bool ndx_glass_list_add_documents(ndx_glass_list *list, const uint32_t *document,
                                  const uint32_t *wdf, size_t count, ndx_error *error)
{
    enum { POSTING_BYTES_MAX = 10, ROOM_BYTES = NDX_GLASS_CHUNK_BYTES + POSTING_BYTES_MAX };
    while (count) {
        if (list->chunk.size >= NDX_GLASS_CHUNK_BYTES && !end_chunk(list, false, error))
            return false;
        if (!ndx_buffer_reserve(&list->chunk, ROOM_BYTES - list->chunk.size))
            return ndx_error_memory(error, "writing postings");
        size_t taken = fill_chunk(list, document, wdf, count);
        document += taken;
        wdf += taken;
        count -= taken;
        if (count && list->chunk.size < NDX_GLASS_CHUNK_BYTES)
            return ndx_error_set(error, NDX_ERROR_INTERNAL, "postings are out of order");
    }
    return true;
}

bool ndx_glass_list_add(ndx_glass_list *list, uint32_t docid, uint32_t wdf, ndx_error *error)
{
    uint32_t document = docid - 1;
    return ndx_glass_list_add_documents(list, &document, &wdf, 1, error);
}

bool ndx_glass_list_end(ndx_glass_list *list, ndx_error *error)
{
    return !list->chunk.size || end_chunk(list, true, error);
}

void ndx_glass_list_free(ndx_glass_list *list)
{
    ndx_buffer_free(&list->chunk);
    ndx_buffer_free(&list->tag);
}
