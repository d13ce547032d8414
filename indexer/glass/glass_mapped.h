/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass_mapped.h - a mapped table and the items in its blocks, as the reader's files share them.
 * Internal to indexer/glass.
 *
 * Owns: what a table, a block and an item look like in memory, and the check of each before it is
 * used. Must not know: what keys and tags mean.
 */
#ifndef NEWSDEX_GLASS_MAPPED_H
#define NEWSDEX_GLASS_MAPPED_H

#include "glass_read.h"

typedef struct ndx_glass_mapped {
    const uint8_t *bytes; /* NULL: the table is empty */
    size_t size;          /* of the mapping */
    uint32_t root, level, block_bytes;
    uint32_t blocks; /* that can be read */
    uint32_t revision;
    const char *name;      /* "postlist" */
    const char *directory; /* the database's */
} ndx_glass_mapped;

struct ndx_glass_database {
    char *directory;
    ndx_glass_version version;
    ndx_glass_mapped table[NDX_GLASS_TABLE_COUNT];
};

/* A leaf's item. */
typedef struct ndx_glass_leaf_item {
    ndx_span key, part;
    uint32_t component; /* from 1 */
    bool first, last, compressed;
} ndx_glass_leaf_item;

/* "DIRECTORY/NAME.glass, block N: WHAT"; returns false. */
bool ndx_glass_damaged(const ndx_glass_mapped *table, uint32_t block, const char *what,
                       ndx_error *error);
#ifdef __clang_analyzer__ /* as in newsdex/error.h */
#define ndx_glass_damaged(...) ndx_error_is_false(ndx_glass_damaged(__VA_ARGS__))
#endif

/* Makes *place the first item of a block, if it is one of this level. */
bool ndx_glass_block_read(const ndx_glass_mapped *table, uint32_t number, uint32_t level,
                          ndx_glass_place *place, ndx_error *error);
/* Reads item `item` of a branch: key, component and child. */
bool ndx_glass_branch_item_read(const ndx_glass_mapped *table, const ndx_glass_place *branch,
                                uint32_t item, ndx_glass_leaf_item *read, uint32_t *child,
                                ndx_error *error);
/* Reads item `item` of a leaf; the block itself was checked. False if it reaches beyond. */
bool ndx_glass_leaf_item_read(const ndx_glass_mapped *table, const ndx_glass_place *leaf,
                              uint32_t item, ndx_glass_leaf_item *read, ndx_error *error);

/* The next item in the table, whatever it is, or END. */
ndx_step ndx_glass_cursor_step(ndx_glass_cursor *cursor, ndx_error *error);
/* The item the cursor stands at. */
bool ndx_glass_cursor_item(const ndx_glass_cursor *cursor, ndx_glass_leaf_item *item,
                           ndx_error *error);
bool ndx_glass_cursor_damaged(const ndx_glass_cursor *cursor, const char *what, ndx_error *error);
#ifdef __clang_analyzer__
#define ndx_glass_cursor_damaged(...) ndx_error_is_false(ndx_glass_cursor_damaged(__VA_ARGS__))
#endif
/* Frees what inflates (glass_tag.c). */
void ndx_glass_inflating_free(ndx_glass_cursor *cursor);

/* A varint at *at that ends before end and fits 32 bits; moves *at. */
static inline bool ndx_glass_read_varint(const uint8_t **at, const uint8_t *end, uint32_t *value)
{
    const uint8_t *from = *at;
    if (from < end && *from < 0x80) { /* nearly always */
        *value = *from;
        *at = from + 1;
        return true;
    }
    uint64_t sum = 0;
    for (unsigned shift = 0; from < end && shift < 35; shift += 7) {
        sum |= (uint64_t)(*from & 0x7F) << shift;
        if (*from++ < 0x80) {
            *value = (uint32_t)sum;
            *at = from;
            return sum <= UINT32_MAX;
        }
    }
    return false;
}

#endif
