/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass_cursor.c - the B-tree: finding a key, going from item to item.
 *
 * A cursor holds the block of each level and where it stands in it. A search begins in the lowest
 * block that must contain the key if keys rise, so that a skip within a long posting list costs one
 * or two binary searches. Each block is checked as a whole when it is entered, each item when it is
 * read. Levels fall on the way down and the first items of leaves rise on the way along, so no walk
 * is endless, whatever the blocks say.
 */
#include "glass_mapped.h"

#include <stdlib.h>

#undef ndx_glass_cursor_damaged /* glass_mapped.h has a macro of it for the analyser */

static uint32_t item_offset(const ndx_glass_place *place, uint32_t item)
{
    return ndx_glass_read2(place->block + NDX_GLASS_DIRECTORY + 2 * (size_t)item);
}

bool ndx_glass_cursor_damaged(const ndx_glass_cursor *cursor, const char *what, ndx_error *error)
{
    return ndx_glass_damaged(cursor->table, cursor->place[0].number, what, error);
}

/* ---- blocks ---- */

bool ndx_glass_block_read(const ndx_glass_mapped *table, uint32_t number, uint32_t level,
                          ndx_glass_place *place, ndx_error *error)
{
    if (number >= table->blocks)
        return ndx_glass_damaged(table, number, "it lies beyond the end of the file", error);
    const uint8_t *block = table->bytes + (size_t)number * table->block_bytes;
    uint32_t directory_end = ndx_glass_read2(block + 9);
    if (ndx_glass_read4(block) > table->revision)
        return ndx_glass_damaged(table, number, "it is newer than the version file", error);
    if (block[4] != level)
        return ndx_glass_damaged(table, number, "it is of another level than its parent says",
                                 error);
    if (directory_end < NDX_GLASS_DIRECTORY + 2 || directory_end > table->block_bytes)
        return ndx_glass_damaged(table, number, "its directory is damaged", error);
    *place = (ndx_glass_place){
        .block = block,
        .number = number,
        .count = (directory_end - NDX_GLASS_DIRECTORY) / 2,
    };
    return true;
}

/* Makes `number` the block of this level, at its first item. */
static bool enter_block(ndx_glass_cursor *cursor, uint32_t level, uint32_t number, ndx_error *error)
{
    ndx_glass_place *place = &cursor->place[level];
    if (!place->block || place->number != number)
        return ndx_glass_block_read(cursor->table, number, level, place, error);
    place->item = 0;
    return true;
}

/* ---- items ---- */

bool ndx_glass_leaf_item_read(const ndx_glass_mapped *table, const ndx_glass_place *leaf,
                              uint32_t item, ndx_glass_leaf_item *read, ndx_error *error)
{
    uint32_t offset = item_offset(leaf, item);
    uint32_t room = table->block_bytes;
    if (offset < NDX_GLASS_DIRECTORY || offset + 3 > room)
        return ndx_glass_damaged(table, leaf->number, "an item lies beyond it", error);
    const uint8_t *at = leaf->block + offset;
    uint32_t flags = ndx_glass_read2(at);
    uint32_t size = (flags & NDX_GLASS_ITEM_SIZE_MASK) + 3;
    bool first = flags & NDX_GLASS_ITEM_FIRST;
    uint32_t head = 3u + at[2] + (first ? 0 : 2);
    if (size > room - offset || head > size)
        return ndx_glass_damaged(table, leaf->number, "an item reaches beyond it", error);
    *read = (ndx_glass_leaf_item){
        .key = ndx_span_make((const char *)at + 3, at[2]),
        .part = ndx_span_make((const char *)at + head, size - head),
        .component = first ? 1 : ndx_glass_read2(at + head - 2),
        .first = first,
        .last = flags & NDX_GLASS_ITEM_LAST,
        .compressed = flags & NDX_GLASS_ITEM_COMPRESSED,
    };
    return true;
}

bool ndx_glass_branch_item_read(const ndx_glass_mapped *table, const ndx_glass_place *branch,
                                uint32_t item, ndx_glass_leaf_item *read, uint32_t *child,
                                ndx_error *error)
{
    uint32_t offset = item_offset(branch, item);
    if (offset < NDX_GLASS_DIRECTORY || offset + 7 > table->block_bytes ||
        offset + 7 + branch->block[offset + 4] > table->block_bytes)
        return ndx_glass_damaged(table, branch->number, "an item reaches beyond it", error);
    const uint8_t *at = branch->block + offset;
    *child = ndx_glass_read4(at);
    read->key = ndx_span_make((const char *)at + 5, at[4]);
    read->component = ndx_glass_read2(at + 5 + at[4]);
    return true;
}

/* How an item stands to the first component of `key`. */
static int compare_item(const ndx_glass_leaf_item *item, ndx_span key)
{
    int order = ndx_span_compare(item->key, key);
    if (order)
        return order;
    return item->component > 1;
}

static bool compare_at(const ndx_glass_cursor *cursor, uint32_t level, uint32_t item, ndx_span key,
                       int *order, ndx_error *error)
{
    ndx_glass_leaf_item read;
    uint32_t child;
    const ndx_glass_place *place = &cursor->place[level];
    if (level ? !ndx_glass_branch_item_read(cursor->table, place, item, &read, &child, error)
              : !ndx_glass_leaf_item_read(cursor->table, place, item, &read, error))
        return false;
    *order = compare_item(&read, key);
    return true;
}

/* A place between two items of a block: that before is not above the key (-1: none known), that
 * behind is above it. */
typedef struct bounds {
    int64_t low, high;
    bool exact; /* low is the key itself */
} bounds;

/* Draws the bounds together by what item `at` says. */
static bool look_at(const ndx_glass_cursor *cursor, uint32_t level, int64_t at, ndx_span key,
                    bounds *within, ndx_error *error)
{
    int order;
    if (!compare_at(cursor, level, (uint32_t)at, key, &order, error))
        return false;
    if (order > 0)
        within->high = at;
    else
        within->low = at;
    within->exact = order == 0;
    return true;
}

/* Draws them together until nothing lies between. */
static bool search_block(const ndx_glass_cursor *cursor, uint32_t level, ndx_span key,
                         bounds *within, ndx_error *error)
{
    while (!within->exact && within->high - within->low > 1)
        if (!look_at(cursor, level, within->low + (within->high - within->low) / 2, key, within,
                     error))
            return false;
    return true;
}

/* ---- down, along ---- */

static bool enter_child(ndx_glass_cursor *cursor, uint32_t level, ndx_error *error)
{
    ndx_glass_leaf_item item;
    uint32_t child;
    const ndx_glass_place *place = &cursor->place[level];
    return ndx_glass_branch_item_read(cursor->table, place, place->item, &item, &child, error) &&
           enter_block(cursor, level - 1, child, error);
}

/* From the item of `level` down to the first (or the last) item of a leaf. */
static bool descend(ndx_glass_cursor *cursor, uint32_t level, bool to_last, ndx_error *error)
{
    for (; level > 0; level--) {
        if (!enter_child(cursor, level, error))
            return false;
        if (to_last)
            cursor->place[level - 1].item = cursor->place[level - 1].count - 1;
    }
    return true;
}

/* The lowest level that has an item before or behind the one it stands at; above the root if none
 * has. */
static uint32_t level_with_room(const ndx_glass_cursor *cursor, bool forward)
{
    uint32_t level = 0;
    while (level <= cursor->table->level &&
           (forward ? cursor->place[level].item + 1 >= cursor->place[level].count
                    : cursor->place[level].item == 0))
        level++;
    return level;
}

static bool leaf_rises(const ndx_glass_cursor *cursor, const ndx_glass_place *before,
                       ndx_error *error)
{
    ndx_glass_leaf_item old;
    ndx_glass_leaf_item now;
    if (!ndx_glass_leaf_item_read(cursor->table, before, 0, &old, error) ||
        !ndx_glass_leaf_item_read(cursor->table, &cursor->place[0], 0, &now, error))
        return false;
    int order = ndx_span_compare(old.key, now.key);
    if (order < 0 || (order == 0 && old.component < now.component))
        return true;
    return ndx_glass_cursor_damaged(cursor, "its keys do not follow those of the block before it",
                                    error);
}

ndx_step ndx_glass_cursor_step(ndx_glass_cursor *cursor, ndx_error *error)
{
    uint32_t level = level_with_room(cursor, true);
    if (level > cursor->table->level)
        return NDX_STEP_END;
    cursor->place[level].item++;
    if (level == 0)
        return NDX_STEP_ROW;
    ndx_glass_place before = cursor->place[0];
    if (!descend(cursor, level, false, error) || !leaf_rises(cursor, &before, error))
        return NDX_STEP_ERROR;
    return NDX_STEP_ROW;
}

static ndx_step step_back(ndx_glass_cursor *cursor, ndx_error *error)
{
    uint32_t level = level_with_room(cursor, false);
    if (level > cursor->table->level)
        return NDX_STEP_END;
    cursor->place[level].item--;
    return descend(cursor, level, true, error) ? NDX_STEP_ROW : NDX_STEP_ERROR;
}

/* ---- the entry the cursor stands at ---- */

bool ndx_glass_cursor_item(const ndx_glass_cursor *cursor, ndx_glass_leaf_item *item,
                           ndx_error *error)
{
    return ndx_glass_leaf_item_read(cursor->table, &cursor->place[0], cursor->place[0].item, item,
                                    error);
}

static void take_entry(ndx_glass_cursor *cursor, const ndx_glass_leaf_item *item)
{
    cursor->key = item->key;
    cursor->part = item->part;
    cursor->compressed = item->compressed;
    cursor->single = item->last;
    cursor->tag_ready = false;
}

/* Before the first entry: no block is entered. */
static void rewind_cursor(ndx_glass_cursor *cursor)
{
    cursor->key = cursor->part = (ndx_span){0};
    cursor->single = true;
    cursor->compressed = cursor->tag_ready = false;
    cursor->place[0].block = NULL;
}

/* From whatever item it stands at back to its entry's first. Components fall one by one. */
static bool settle(ndx_glass_cursor *cursor, ndx_error *error)
{
    ndx_glass_leaf_item item;
    if (!ndx_glass_cursor_item(cursor, &item, error))
        return false;
    while (!item.first) {
        ndx_glass_leaf_item before = item;
        ndx_step step = step_back(cursor, error);
        if (step == NDX_STEP_ERROR)
            return false;
        if (step == NDX_STEP_END || !ndx_glass_cursor_item(cursor, &item, error) ||
            item.component != before.component - 1 || !ndx_span_equal(item.key, before.key))
            return ndx_glass_cursor_damaged(cursor, "a tag lacks its beginning", error);
    }
    take_entry(cursor, &item);
    return true;
}

/* ---- finding ---- */

/* Looks where keys that rise by little lie: at the item it stands at, the one behind, the last.
 * *inside: the key belongs into this block, and the bounds are those of it there. */
static bool look_near(const ndx_glass_cursor *cursor, uint32_t level, ndx_span key, bounds *within,
                      bool *inside, ndx_error *error)
{
    const ndx_glass_place *place = &cursor->place[level];
    int64_t count = place->count;
    int64_t item = place->item;
    *within = (bounds){-1, count, false};
    if (!look_at(cursor, level, item, key, within, error))
        return false;
    if (within->low == item && !within->exact && item + 1 < count &&
        !look_at(cursor, level, item + 1, key, within, error))
        return false;
    if (within->low == item + 1 && !within->exact && item + 2 < count &&
        !look_at(cursor, level, count - 1, key, within, error))
        return false;
    if (within->high == item && item > 0 && !look_at(cursor, level, 0, key, within, error))
        return false;
    *inside = within->exact || (within->low >= 0 && within->high < count);
    return true;
}

/* The lowest level whose block must have the key, and where in it; above the root if none is known
 * to. The leaf alone knows that a key lies before it: items of branches are cut. */
static bool level_to_search(const ndx_glass_cursor *cursor, ndx_span key, uint32_t *level,
                            bounds *within, ndx_error *error)
{
    bool inside = false;
    *level = 0;
    if (!cursor->place[0].block) {
        *level = cursor->table->level + 1;
        *within = (bounds){-1, 0, false};
        return true;
    }
    for (;; ++*level) {
        if (*level > cursor->table->level)
            return true;
        if (!look_near(cursor, *level, key, within, &inside, error))
            return false;
        if (inside)
            return true;
        if (within->low < 0) { /* before all that it stands at */
            *level = cursor->table->level + 1;
            return true;
        }
    }
}

static bool search_down(ndx_glass_cursor *cursor, uint32_t level, ndx_span key, bounds *within,
                        ndx_error *error)
{
    while (level > 0) {
        if (!search_block(cursor, level, key, within, error))
            return false;
        cursor->place[level].item = within->low < 0 ? 0 : (uint32_t)within->low;
        if (!enter_child(cursor, level, error))
            return false;
        level--;
        *within = (bounds){-1, cursor->place[level].count, false};
    }
    return search_block(cursor, 0, key, within, error);
}

static bool find(ndx_glass_cursor *cursor, ndx_span key, bool *exact, ndx_error *error)
{
    uint32_t level;
    bounds within;
    if (!level_to_search(cursor, key, &level, &within, error))
        return false;
    if (level > cursor->table->level) {
        level = cursor->table->level;
        if (!enter_block(cursor, level, cursor->table->root, error))
            return false;
        within = (bounds){-1, cursor->place[level].count, false};
    }
    if (!search_down(cursor, level, key, &within, error))
        return false;
    *exact = within.exact;
    cursor->place[0].item = within.low < 0 ? 0 : (uint32_t)within.low;
    if (within.low < 0) {
        ndx_step step = step_back(cursor, error);
        if (step == NDX_STEP_END)
            rewind_cursor(cursor);
        if (step != NDX_STEP_ROW)
            return step == NDX_STEP_END;
    }
    return settle(cursor, error);
}

bool ndx_glass_cursor_find(ndx_glass_cursor *cursor, ndx_span key, bool *exact, ndx_error *error)
{
    bool hit = false;
    bool done = true;
    if (cursor->table->bytes)
        done = find(cursor, key, &hit, error);
    if (!done)
        rewind_cursor(cursor);
    if (exact)
        *exact = hit && key.size;
    return done;
}

/* ---- public: the rest ---- */

void ndx_glass_cursor_open(ndx_glass_cursor *cursor, const ndx_glass_database *database,
                           ndx_glass_table table)
{
    *cursor = (ndx_glass_cursor){.table = &database->table[table], .single = true};
}

void ndx_glass_cursor_close(ndx_glass_cursor *cursor)
{
    ndx_buffer_free(&cursor->tag);
    ndx_glass_inflating_free(cursor);
    *cursor = (ndx_glass_cursor){0};
}

/* ---- going along ---- */

static ndx_step first_item(ndx_glass_cursor *cursor, ndx_error *error)
{
    uint32_t level = cursor->table->level;
    if (!cursor->table->bytes)
        return NDX_STEP_END;
    if (!enter_block(cursor, level, cursor->table->root, error) ||
        !descend(cursor, level, false, error))
        return NDX_STEP_ERROR;
    return NDX_STEP_ROW;
}

/* To the next first component; the null item in front of all is none. */
static ndx_step next_entry(ndx_glass_cursor *cursor, ndx_error *error)
{
    ndx_glass_leaf_item item;
    ndx_step step =
        cursor->place[0].block ? ndx_glass_cursor_step(cursor, error) : first_item(cursor, error);
    for (; step == NDX_STEP_ROW; step = ndx_glass_cursor_step(cursor, error)) {
        if (!ndx_glass_cursor_item(cursor, &item, error))
            return NDX_STEP_ERROR;
        if (item.first && item.key.size) {
            take_entry(cursor, &item);
            break;
        }
    }
    return step;
}

ndx_step ndx_glass_cursor_next(ndx_glass_cursor *cursor, ndx_error *error)
{
    ndx_step step = next_entry(cursor, error);
    if (step == NDX_STEP_ERROR)
        rewind_cursor(cursor);
    return step;
}

ndx_step ndx_glass_cursor_find_from(ndx_glass_cursor *cursor, ndx_span key, ndx_error *error)
{
    bool exact;
    if (!ndx_glass_cursor_find(cursor, key, &exact, error))
        return NDX_STEP_ERROR;
    return exact ? NDX_STEP_ROW : ndx_glass_cursor_next(cursor, error);
}
