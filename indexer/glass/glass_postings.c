/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass_postings.c - the postings of a term, and document lengths, which are kept as such.
 *
 * A chunk is some thousand postings at most and is decoded from its beginning; a skip beyond it
 * asks the B-tree for the chunk with the docid. Docids rise within a chunk and from chunk to chunk,
 * or the list is damaged: so no walk is endless.
 */
#include "glass_mapped.h"

static bool damaged(const ndx_glass_postings *postings, ndx_error *error)
{
    return ndx_glass_cursor_damaged(&postings->cursor, "a list of postings is damaged", error);
}

/* ---- chunks ---- */

/* "1" or "0", the distance to the last docid, the first wdf. */
static bool begin_chunk(ndx_glass_postings *postings, uint32_t docid, ndx_error *error)
{
    uint32_t distance;
    if (postings->at == postings->end || (*postings->at & ~1u) != '0')
        return damaged(postings, error);
    postings->last_chunk = *postings->at++ == '1';
    if (!ndx_glass_read_varint(&postings->at, postings->end, &distance) ||
        distance > UINT32_MAX - docid || docid <= postings->docid ||
        !ndx_glass_read_varint(&postings->at, postings->end, &postings->wdf))
        return damaged(postings, error);
    postings->docid = docid;
    postings->chunk_last = docid + distance;
    postings->first_due = true;
    return true;
}

static bool take_tag(ndx_glass_postings *postings, ndx_error *error)
{
    ndx_span tag;
    if (!ndx_glass_cursor_tag(&postings->cursor, &tag, error))
        return false;
    postings->at = (const uint8_t *)tag.data;
    postings->end = postings->at + tag.size;
    return true;
}

/* The chunk without a docid in its key: what the whole list holds comes first. */
static bool begin_first_chunk(ndx_glass_postings *postings, ndx_error *error)
{
    uint32_t before;
    ndx_span tag;
    if (!ndx_glass_cursor_tag(&postings->cursor, &tag, error))
        return false;
    if (!ndx_read_varint32(&tag, &postings->frequency) ||
        !ndx_read_varint(&tag, &postings->collection_frequency) ||
        !ndx_read_varint32(&tag, &before) || before == UINT32_MAX)
        return damaged(postings, error);
    postings->at = (const uint8_t *)tag.data;
    postings->end = postings->at + tag.size;
    return begin_chunk(postings, before + 1, error);
}

/* Reads the docid from the key of a chunk that is not the first; false if it is another term's. */
static bool docid_of_key(const ndx_glass_postings *postings, uint32_t *docid)
{
    ndx_span prefix = ndx_glass_key_span(&postings->key);
    ndx_span rest = postings->cursor.key;
    if (!ndx_span_starts_with(rest, prefix))
        return false;
    rest = ndx_span_skip(rest, prefix.size);
    if (prefix.data[0] || (uint8_t)prefix.data[1] == 0xff) { /* a term's, not the lengths' */
        if (!rest.size || rest.data[0])
            return false;
        rest = ndx_span_skip(rest, 1);
    }
    return ndx_glass_read_sorted(&rest, docid) && rest.size == 0;
}

static ndx_step at_end(ndx_glass_postings *postings)
{
    postings->ended = true;
    return NDX_STEP_END;
}

static ndx_step next_chunk(ndx_glass_postings *postings, ndx_error *error)
{
    uint32_t docid;
    if (postings->last_chunk)
        return at_end(postings);
    ndx_step step = ndx_glass_cursor_next(&postings->cursor, error);
    if (step == NDX_STEP_END || (step == NDX_STEP_ROW && !docid_of_key(postings, &docid))) {
        damaged(postings, error);
        return NDX_STEP_ERROR;
    }
    if (step != NDX_STEP_ROW || !take_tag(postings, error) || !begin_chunk(postings, docid, error))
        return NDX_STEP_ERROR;
    return NDX_STEP_ROW;
}

/* To the chunk that must have the docid if any has: the last that begins at or before it. It lies
 * behind the chunk it stands in. */
static ndx_step seek_chunk(ndx_glass_postings *postings, uint32_t docid, ndx_error *error)
{
    ndx_glass_key key = postings->key;
    uint32_t begin;
    uint32_t stood_at = postings->docid;
    bool good =
        key.bytes[0] == 0 && key.bytes[1] != 0xff ? true : ndx_glass_key_append(&key, "", 1);
    good = good && ndx_glass_key_append_sorted(&key, docid);
    if (!good)
        return next_chunk(postings, error); /* no chunk but the first can have a key as long */
    if (!ndx_glass_cursor_find(&postings->cursor, ndx_glass_key_span(&key), NULL, error))
        return NDX_STEP_ERROR;
    if (!docid_of_key(postings, &begin)) { /* back at the first chunk: it was there already */
        if (!ndx_span_equal(postings->cursor.key, ndx_glass_key_span(&postings->key))) {
            damaged(postings, error);
            return NDX_STEP_ERROR;
        }
        return next_chunk(postings, error);
    }
    if (begin <= stood_at) /* the chunk it stood in: the docid lies in the gap behind it */
        return next_chunk(postings, error);
    if (!take_tag(postings, error) || !begin_chunk(postings, begin, error))
        return NDX_STEP_ERROR;
    return docid <= postings->chunk_last ? NDX_STEP_ROW : next_chunk(postings, error);
}

/* ---- opening ---- */

static void reset(ndx_glass_postings *postings)
{
    postings->docid = postings->wdf = postings->frequency = 0;
    postings->collection_frequency = 0;
    postings->at = postings->end = NULL;
    postings->chunk_last = 0;
    postings->first_due = false;
    postings->last_chunk = postings->ended = true;
}

static bool open_list(ndx_glass_postings *postings, ndx_error *error)
{
    bool exact;
    reset(postings);
    if (!ndx_glass_cursor_find(&postings->cursor, ndx_glass_key_span(&postings->key), &exact,
                               error))
        return false;
    if (!exact)
        return true;
    postings->ended = false;
    return begin_first_chunk(postings, error);
}

bool ndx_glass_postings_reopen(ndx_glass_postings *postings, ndx_span term, ndx_error *error)
{
    postings->key.size = 0;
    if (term.size && ndx_glass_key_append_term(&postings->key, term))
        return open_list(postings, error);
    postings->key.size = 0;
    reset(postings);
    return true;
}

bool ndx_glass_postings_open(ndx_glass_postings *postings, const ndx_glass_database *database,
                             ndx_span term, ndx_error *error)
{
    *postings = (ndx_glass_postings){0};
    ndx_glass_cursor_open(&postings->cursor, database, NDX_GLASS_POSTLIST);
    return ndx_glass_postings_reopen(postings, term, error);
}

bool ndx_glass_lengths_open(ndx_glass_postings *postings, const ndx_glass_database *database,
                            ndx_error *error)
{
    *postings = (ndx_glass_postings){0};
    ndx_glass_cursor_open(&postings->cursor, database, NDX_GLASS_POSTLIST);
    ndx_glass_key_append(&postings->key, NDX_GLASS_KEY_LENGTHS, sizeof NDX_GLASS_KEY_LENGTHS - 1);
    if (!open_list(postings, error))
        return false;
    const ndx_glass_statistics *statistics = &database->version.statistics;
    postings->frequency = statistics->documents;
    postings->collection_frequency = statistics->length_total;
    return true;
}

bool ndx_glass_postings_begin(ndx_glass_postings *postings, ndx_span term, ndx_error *error)
{
    reset(postings);
    postings->key.size = 0;
    if (!ndx_glass_key_append_term(&postings->key, term))
        return damaged(postings, error);
    postings->ended = false;
    return begin_first_chunk(postings, error);
}

void ndx_glass_postings_close(ndx_glass_postings *postings)
{
    ndx_glass_cursor_close(&postings->cursor);
    reset(postings);
}

/* ---- one by one ---- */

/* The posting behind the one it stands at, in the same chunk. */
static inline bool decode(ndx_glass_postings *postings)
{
    uint32_t gap;
    if (!ndx_glass_read_varint(&postings->at, postings->end, &gap) ||
        gap >= postings->chunk_last - postings->docid ||
        !ndx_glass_read_varint(&postings->at, postings->end, &postings->wdf))
        return false;
    postings->docid += gap + 1;
    return true;
}

ndx_step ndx_glass_postings_next(ndx_glass_postings *postings, ndx_error *error)
{
    if (postings->ended)
        return NDX_STEP_END;
    if (!postings->first_due && postings->at == postings->end) {
        ndx_step step = next_chunk(postings, error);
        if (step != NDX_STEP_ROW)
            return step;
    }
    if (postings->first_due) {
        postings->first_due = false;
        return NDX_STEP_ROW;
    }
    if (decode(postings))
        return NDX_STEP_ROW;
    damaged(postings, error);
    return NDX_STEP_ERROR;
}

/* A posting takes at most this many bytes. */
enum { POSTING_BYTES_MAX = 10 };

/* As ndx_glass_read_varint(), where at least POSTING_BYTES_MAX bytes follow or may be read. */
static inline bool read_within(const uint8_t **at, uint32_t *value)
{
    const uint8_t *from = *at;
    if (from[0] < 0x80) {
        *value = from[0];
        *at = from + 1;
        return true;
    }
    if (from[1] < 0x80) {
        *value = (from[0] & 0x7Fu) | (uint32_t)from[1] << 7;
        *at = from + 2;
        return true;
    }
    return ndx_glass_read_varint(at, from + 5, value);
}

/* As far as whole postings are sure to lie within the chunk. */
static bool skip_fast(ndx_glass_postings *postings, uint32_t docid)
{
    const uint8_t *at = postings->at;
    uint32_t wanted = postings->chunk_last < docid ? postings->chunk_last : docid;
    uint32_t reached = postings->docid;
    uint32_t wdf = postings->wdf;
    bool good = true;
    while (reached < wanted && postings->end - at >= POSTING_BYTES_MAX) {
        uint32_t gap;
        good = read_within(&at, &gap) && gap < postings->chunk_last - reached &&
               read_within(&at, &wdf);
        if (!good)
            break;
        reached += gap + 1;
    }
    postings->at = at;
    postings->docid = reached;
    postings->wdf = wdf;
    return good;
}

/* To the first posting of the chunk that is not below docid, else to the chunk's last. */
static bool skip_within(ndx_glass_postings *postings, uint32_t docid)
{
    postings->first_due = false;
    if (!skip_fast(postings, docid))
        return false;
    while (postings->docid < docid && postings->at != postings->end)
        if (!decode(postings))
            return false;
    return true;
}

ndx_step ndx_glass_postings_skip_to(ndx_glass_postings *postings, uint32_t docid, ndx_error *error)
{
    ndx_step step = NDX_STEP_ROW;
    if (postings->ended)
        return NDX_STEP_END;
    if (docid > postings->chunk_last && !postings->last_chunk)
        step = seek_chunk(postings, docid, error);
    while (step == NDX_STEP_ROW) {
        if (!skip_within(postings, docid)) {
            damaged(postings, error);
            return NDX_STEP_ERROR;
        }
        if (postings->docid >= docid)
            break;
        step = next_chunk(postings, error);
    }
    return step;
}

/* ---- many at a time ---- */

/* Decodes while whole postings are sure to lie within the chunk; *count is moved on. */
static bool decode_many(ndx_glass_postings *postings, uint32_t *docids, uint32_t *wdfs,
                        size_t capacity, size_t *count)
{
    const uint8_t *at = postings->at;
    uint32_t docid = postings->docid;
    uint32_t wdf = postings->wdf;
    uint32_t left = postings->chunk_last - docid;
    size_t done = *count;
    bool good = true;
    while (done < capacity && postings->end - at >= POSTING_BYTES_MAX) {
        uint32_t gap;
        good = read_within(&at, &gap) && gap < left && read_within(&at, &wdf);
        if (!good)
            break;
        left -= gap + 1;
        docid += gap + 1;
        docids[done] = docid;
        if (wdfs)
            wdfs[done] = wdf;
        done++;
    }
    postings->at = at;
    postings->docid = docid;
    postings->wdf = wdf;
    *count = done;
    return good;
}

static void give(const ndx_glass_postings *postings, uint32_t *docids, uint32_t *wdfs,
                 size_t *count)
{
    docids[*count] = postings->docid;
    if (wdfs)
        wdfs[*count] = postings->wdf;
    ++*count;
}

bool ndx_glass_postings_block(ndx_glass_postings *postings, uint32_t *docids, uint32_t *wdfs,
                              size_t capacity, size_t *count, ndx_error *error)
{
    *count = 0;
    ndx_step step = ndx_glass_postings_next(postings, error);
    if (step != NDX_STEP_ROW)
        return step == NDX_STEP_END;
    give(postings, docids, wdfs, count);
    if (!decode_many(postings, docids, wdfs, capacity, count))
        return damaged(postings, error);
    while (*count < capacity && postings->at != postings->end) {
        if (!decode(postings))
            return damaged(postings, error);
        give(postings, docids, wdfs, count);
    }
    return true;
}
