/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass_directory.c - where each leaf of the documents' table begins, so that many documents far
 * apart are found without a search in the B-tree for each.
 *
 * The branch blocks above the leaves are read once: 8 bytes a leaf are kept. Where every document
 * has data, as in newsdex's shards, a leaf's first docid gives the place of every item in it, and
 * its key says whether that is so. What is found otherwise (several components, compressed, gaps)
 * is left to the cursor, but for a record that lies in two neighbouring leaves.
 *
 * Each step waits for memory: the leaf's block, the item, the record. So a stream takes documents
 * in batches, and while one is worked on the next have their memory fetched, a step ahead each.
 */
#include "glass_mapped.h"

#include <stdlib.h>

struct ndx_glass_directory {
    const ndx_glass_mapped *table;
    uint32_t count, capacity;
    uint32_t *first; /* docid at the place where item 0 would be: docid - first is the item */
    uint32_t *block;
};

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

/* ---- making ---- */

/* The docid of a key that may be cut. */
static uint32_t docid_of(ndx_span key)
{
    char whole[5] = {0};
    uint32_t docid = 0;
    if (key.size)
        memcpy(whole, key.data, key.size < sizeof whole ? key.size : sizeof whole);
    ndx_span read = ndx_span_make(whole, sizeof whole);
    return ndx_glass_read_sorted(&read, &docid) ? docid : 0;
}

static bool add_leaf(ndx_glass_directory *to, uint32_t first, uint32_t block, ndx_error *error)
{
    if (to->count && first < to->first[to->count - 1])
        return ndx_glass_damaged(to->table, block, "its keys do not follow those before it", error);
    if (to->count >= to->table->blocks)
        return ndx_glass_damaged(to->table, block, "there are more blocks than the file has",
                                 error);
    if (to->count == to->capacity) {
        uint32_t capacity = to->capacity * 2 + 64;
        uint32_t *grown_first = realloc(to->first, capacity * sizeof *grown_first);
        if (grown_first)
            to->first = grown_first;
        uint32_t *grown_block = realloc(to->block, capacity * sizeof *grown_block);
        if (grown_block)
            to->block = grown_block;
        if (!grown_first || !grown_block)
            return ndx_error_memory(error, "opening a shard's tables");
        to->capacity = capacity;
    }
    to->first[to->count] = first;
    to->block[to->count++] = block;
    return true;
}

/* All leaves below the block, in order; key: where the block begins, which its first item leaves
 * out. Levels fall, and there are not more leaves than blocks. */
static bool add_below(ndx_glass_directory *to, uint32_t number, uint32_t level, ndx_span key,
                      ndx_error *error)
{
    ndx_glass_place place;
    if (!ndx_glass_block_read(to->table, number, level, &place, error))
        return false;
    for (uint32_t i = 0; i < place.count; i++) {
        ndx_glass_leaf_item item;
        uint32_t child;
        if (!ndx_glass_branch_item_read(to->table, &place, i, &item, &child, error))
            return false;
        if (i)
            key = item.key;
        /* A leaf that goes on with a document has it as item 0. */
        if (!(level > 1 ? add_below(to, child, level - 1, key, error)
                        : add_leaf(to, docid_of(key), child, error)))
            return false;
    }
    return true;
}

ndx_glass_directory *ndx_glass_directory_new(const ndx_glass_database *database, ndx_error *error)
{
    ndx_glass_directory *made = calloc(1, sizeof *made);
    if (!made) {
        ndx_error_memory(error, "opening a shard's tables");
        return NULL;
    }
    const ndx_glass_mapped *table = &database->table[NDX_GLASS_DOCDATA];
    made->table = table;
    bool done = !table->bytes ||
                (table->level ? add_below(made, table->root, table->level, (ndx_span){0}, error)
                              : add_leaf(made, 0, table->root, error));
    if (done)
        return made;
    ndx_glass_directory_free(made);
    return NULL;
}

void ndx_glass_directory_free(ndx_glass_directory *directory)
{
    if (!directory)
        return;
    free(directory->first);
    free(directory->block);
    free(directory);
}

/* ---- looking up ---- */

/* The last leaf that begins at or before the docid, from leaf *at on if docids rise. */
static uint32_t leaf_of(const ndx_glass_directory *directory, uint32_t docid, uint32_t at)
{
    uint32_t low = directory->first[at] <= docid ? at : 0;
    uint32_t step = 1;
    while (low + step < directory->count && directory->first[low + step] <= docid) {
        low += step;
        step *= 2;
    }
    uint32_t high = low + step < directory->count ? low + step : directory->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (directory->first[middle] <= docid)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Where the leaf's directory has the item; NULL if that lies beyond the block. */
static const uint8_t *slot_of(const ndx_glass_directory *directory, uint32_t leaf, uint32_t docid)
{
    const ndx_glass_mapped *table = directory->table;
    uint64_t slot = NDX_GLASS_DIRECTORY + 2 * ((uint64_t)docid - directory->first[leaf]);
    if (directory->block[leaf] >= table->blocks || slot + 2 > table->block_bytes)
        return NULL;
    return table->bytes + (size_t)directory->block[leaf] * table->block_bytes + slot;
}

/* Reads the item that the leaf has at a place of its directory, if there is one. */
static bool item_at(const ndx_glass_directory *directory, uint32_t leaf, size_t slot,
                    ndx_glass_leaf_item *item)
{
    const ndx_glass_mapped *table = directory->table;
    const uint8_t *block = table->bytes + (size_t)directory->block[leaf] * table->block_bytes;
    ndx_glass_place place = {.block = block, .number = directory->block[leaf]};
    return block[4] == 0 && ndx_glass_read4(block) <= table->revision &&
           slot + 2 <= ndx_glass_read2(block + 9) &&
           ndx_glass_leaf_item_read(table, &place, (uint32_t)(slot - NDX_GLASS_DIRECTORY) / 2, item,
                                    NULL);
}

/* The record at the slot if it is that document's and whole; else no bytes. One that begins in the
 * leaf before and ends here is put together in the buffer: *joined. */
static ndx_span data_at(const ndx_glass_directory *directory, uint32_t leaf, const uint8_t *slot,
                        const ndx_glass_key *key, ndx_buffer *room, bool *joined)
{
    const ndx_glass_mapped *table = directory->table;
    const uint8_t *block = table->bytes + (size_t)directory->block[leaf] * table->block_bytes;
    const ndx_span nothing = {0};
    ndx_glass_leaf_item item;
    ndx_glass_leaf_item begin;
    *joined = false;
    if (!item_at(directory, leaf, (size_t)(slot - block), &item) || !item.last || item.compressed ||
        !ndx_span_equal(item.key, ndx_glass_key_span(key)))
        return nothing;
    if (item.first)
        return item.part;
    if (item.component != 2 || leaf == 0 || directory->block[leaf - 1] >= table->blocks)
        return nothing;
    block = table->bytes + (size_t)directory->block[leaf - 1] * table->block_bytes;
    size_t end = ndx_glass_read2(block + 9);
    if (end < NDX_GLASS_DIRECTORY + 2 || end > table->block_bytes ||
        !item_at(directory, leaf - 1, end - 2, &begin) || !begin.first || begin.compressed ||
        !ndx_span_equal(begin.key, item.key))
        return nothing;
    *joined = ndx_buffer_append_span(room, begin.part) && ndx_buffer_append_span(room, item.part);
    return *joined ? ndx_span_make(NULL, begin.part.size + item.part.size) : nothing;
}

/* ---- of many, one batch behind the other ---- */

enum { STREAM_LINE_BYTES = 64, STREAM_AHEAD_BYTES = 320 };

/* Finds the leaves; begins to fetch where they tell of the items. */
static void find_slots(const ndx_glass_directory *directory, ndx_glass_batch *batch, uint32_t *at)
{
    for (size_t i = 0; i < batch->count; i++) {
        batch->slot[i] = NULL;
        if (!directory->count)
            continue;
        batch->leaf[i] = *at = leaf_of(directory, batch->docid[i], *at);
        batch->slot[i] = slot_of(directory, *at, batch->docid[i]);
        if (batch->slot[i])
            PREFETCH(batch->slot[i]);
    }
}

/* Begins to fetch the items. */
static void fetch_items(const ndx_glass_directory *directory, const ndx_glass_batch *batch)
{
    const ndx_glass_mapped *table = directory->table;
    for (size_t i = 0; i < batch->count; i++) {
        size_t offset = batch->slot[i] ? ndx_glass_read2(batch->slot[i]) : 0;
        if (offset && offset < table->block_bytes)
            PREFETCH(table->bytes + (size_t)directory->block[batch->leaf[i]] * table->block_bytes +
                     offset);
    }
}

/* Data that was joined lies in the buffer, one after another, which may have moved meanwhile. */
static void place_joined(ndx_glass_batch *batch, const bool *joined)
{
    size_t at = 0;
    for (size_t i = 0; i < batch->count; i++)
        if (joined[i]) {
            batch->data[i].data = batch->room.data + at;
            at += batch->data[i].size;
        }
}

/* Looks at the items; begins to fetch the records. */
static bool fetch_data(const ndx_glass_directory *directory, ndx_glass_batch *batch,
                       ndx_error *error)
{
    bool joined[NDX_GLASS_BATCH];
    ndx_buffer_clear(&batch->room);
    for (size_t i = 0; i < batch->count; i++) {
        ndx_glass_key key;
        key.size = 0;
        joined[i] = false;
        batch->data[i] = (ndx_span){0};
        if (!batch->slot[i])
            continue;
        ndx_glass_key_append_sorted(&key, batch->docid[i]);
        batch->data[i] =
            data_at(directory, batch->leaf[i], batch->slot[i], &key, &batch->room, &joined[i]);
        size_t size = joined[i] ? 0 : batch->data[i].size;
        for (size_t ahead = STREAM_LINE_BYTES; ahead < size && ahead < STREAM_AHEAD_BYTES;
             ahead += STREAM_LINE_BYTES)
            PREFETCH(batch->data[i].data + ahead);
    }
    place_joined(batch, joined);
    return ndx_buffer_ok(&batch->room, "reading articles", error);
}

void ndx_glass_stream_open(ndx_glass_stream *stream, const ndx_glass_directory *directory)
{
    *stream = (ndx_glass_stream){.directory = directory};
}

void ndx_glass_stream_close(ndx_glass_stream *stream)
{
    for (size_t i = 0; i < NDX_GLASS_STREAM_BATCHES; i++)
        ndx_buffer_free(&stream->batch[i].room);
}

ndx_glass_batch *ndx_glass_stream_next(ndx_glass_stream *stream)
{
    return &stream->batch[stream->turn % NDX_GLASS_STREAM_BATCHES];
}

bool ndx_glass_stream_step(ndx_glass_stream *stream, ndx_glass_batch **due, ndx_error *error)
{
    ndx_glass_batch *batch[NDX_GLASS_STREAM_BATCHES];
    for (size_t i = 0; i < NDX_GLASS_STREAM_BATCHES; i++) /* 0 is the newest */
        batch[i] =
            &stream
                 ->batch[(stream->turn + NDX_GLASS_STREAM_BATCHES - i) % NDX_GLASS_STREAM_BATCHES];
    stream->turn++;
    *due = batch[NDX_GLASS_STREAM_BATCHES - 1];
    find_slots(stream->directory, batch[0], &stream->leaf);
    fetch_items(stream->directory, batch[1]);
    return fetch_data(stream->directory, batch[2], error);
}
