/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass_format.h - libxapian's glass database, as far as newsdex writes and reads it without
 * libxapian. Internal to indexer/ and search/.
 *
 * Owns: the format, described here with the source of each rule, and how its numbers and keys are
 * packed. Must not know: news, records, what terms and values mean. Nothing here allocates.
 *
 * Format version 2016-03-14, the same in libxapian 1.4.0 to 1.4.32 and 2.0 to 2.1. Sources are
 * files of xapian-core/backends/glass/ at 1.4.22 (common/pack.h beside them).
 *
 * A database is a folder with the version file `iamglass` and a file `NAME.glass` for each table
 * that exists: postlist, docdata, termlist, position, spelling, synonym, in this order wherever
 * they are listed (glass_defs.h, table_type). libxapian makes all but postlist and termlist only
 * when they are needed (glass_lazytable.h).
 *
 * Version file (glass_version.cc: GlassVersion::write, serialise_stats, RootInfo::serialise):
 * 14 bytes magic; 2 bytes format version, high byte first; 16 bytes UUID; varint revision; for each
 * of the six tables varint root block, varint level << 2 | sequential << 1 | fake root, varint
 * entries, varint block size / 2048, varint compress_min (tags longer than this are deflated when
 * libxapian writes them; 0 never), counted free list; then varints documents, last docid -
 * documents, least document length, greatest wdf, greatest document length - greatest wdf, oldest
 * changeset (0), total length, greatest spelling frequency (0). The whole has at most 256 bytes
 * (GlassVersion::read). A free list that holds nothing is (glass_freelist.h: pack) varints
 * revision, blocks in the file, and four zeros. A table that has no file keeps a fake root: root 0,
 * level 0, entries 0, sequential and fake set, free list empty.
 *
 * Table (glass_table.h, glass_table.cc): blocks of one size, 2 to 64 KiB, a power of two; numbers
 * of two and four bytes have their high byte first. A block: 4 bytes revision, 1 byte level (0 for
 * leaves), 2 bytes largest free room, 2 bytes free room, 2 bytes end of the directory, then from
 * byte 11 the directory, two bytes an item in key order: where in the block it begins. Items are
 * packed against the block's end; what is free lies between. A table whose entries came in
 * ascending order and whose leaves stand in the file in the order of their keys is "sequential":
 * libxapian then walks it from leaf to next leaf.
 *   leaf item    2 bytes size of the item less 3, with flags above (compressed, last component,
 *                first component); 1 byte key length; key; if not the first component, 2 bytes
 *                number of the component, from 1; part of the tag.
 *   branch item  4 bytes block; 1 byte key length; key; 2 bytes component.
 * A tag that does not fit is cut into components. The first item of the leftmost leaf has no key
 * and no tag and is not counted as an entry. A branch item's key lies above all keys left of its
 * block and not above any in it: it is the first key there, cut one byte behind the first
 * difference to the key before it (enter_key_above_leaf); component 1 for a first component. The
 * first item of a branch block needs none: key and component are 0 (add_branch_item).
 *
 * Table postlist, in key order:
 *   \0 \xc0 key                        metadata (glass_database.cc: set_metadata); the tag is its
 * value \0 \xd0 last(slot)                 a value slot's statistics (glass_values.cc): varint
 * documents that have it, counted lower bound, upper bound unless equal \0 \xd8 varint slot,
 * sorted(docid) values of a slot from docid on: counted value, then for each that follows varint
 * docid difference - 1, counted value \0 \xe0 [sorted(docid)]            document lengths, as if
 * they were the postings of a term term [\0 sorted(docid)]            postings of a term; NUL in a
 * term is written \0 \xff Postings (glass_postlist.cc: make_start_of_first_chunk,
 * make_start_of_chunk): the first chunk has no docid in its key and begins with varints term
 * frequency, collection frequency (both 0 for the document lengths), docid - 1; each other chunk
 * has the docid of its first entry in its key. Then all have: "1" if it is the last, else "0";
 * varint last docid - first docid; varint wdf of the first; for each that follows varint docid
 * difference - 1, varint wdf. A chunk ends when it has NDX_GLASS_CHUNK_BYTES.
 *
 * Table docdata: sorted(docid), the document's data (glass_docdata.h).
 * Table termlist: sorted(docid), the document's terms (glass_termlisttable.cc; newsdex writes
 * none); sorted(docid) \0, which slots it uses: varints difference to the slot before - 1 (the
 * first as after -1) (glass_values.cc: add_document).
 *
 * varint   seven bits a byte, low first, high bit set on all but the last (pack_uint; LEB128)
 * counted  varint length, then the bytes (pack_string)
 * last     as many bytes as needed, low first, none for 0 (pack_uint_last)
 * sorted   sorts as the number does (pack_uint_preserving_sort): below 2^15 two bytes, high first;
 *          else n >= 3 bytes of 7 n + 1 bits: n - 2 one bits, a zero bit, and the number
 */
#ifndef NEWSDEX_GLASS_FORMAT_H
#define NEWSDEX_GLASS_FORMAT_H

#include "newsdex/span.h"

#include <stdint.h>

#define NDX_GLASS_VERSION_FILE "iamglass"
#define NDX_GLASS_MAGIC "\x0f\x0dXapian Glass"
#define NDX_GLASS_FORMAT_VERSION 0x046Eu /* (2016 - 2014) << 9 | 3 << 5 | 14 */

enum {
    NDX_GLASS_MAGIC_BYTES = 14,
    NDX_GLASS_UUID_BYTES = 16,
    NDX_GLASS_VERSION_BYTES_MAX = 256,
    NDX_GLASS_LEVELS_MAX = 10, /* BTREE_CURSOR_LEVELS */
    NDX_GLASS_BLOCK_BYTES_MIN = 2048,
    NDX_GLASS_BLOCK_BYTES_MAX = 65536,
    NDX_GLASS_KEY_BYTES_MAX = 255,
    NDX_GLASS_TERM_BYTES_MAX = 245,
    NDX_GLASS_COMPONENTS_MAX = 65535,
    NDX_GLASS_CHUNK_BYTES = 2000, /* CHUNKSIZE, CHUNK_SIZE_THRESHOLD: a chunk ends from here on */

    NDX_GLASS_DIRECTORY = 11, /* where a block's directory begins */
    NDX_GLASS_ITEM_SIZE_MASK = 0x1FFF,
    NDX_GLASS_ITEM_COMPRESSED = 0x8000,
    NDX_GLASS_ITEM_LAST = 0x4000,
    NDX_GLASS_ITEM_FIRST = 0x2000,
    NDX_GLASS_ITEM_BYTES_MAX = NDX_GLASS_ITEM_SIZE_MASK + 3
};

typedef enum ndx_glass_table {
    NDX_GLASS_POSTLIST,
    NDX_GLASS_DOCDATA,
    NDX_GLASS_TERMLIST,
    NDX_GLASS_POSITION,
    NDX_GLASS_SPELLING,
    NDX_GLASS_SYNONYM,
    NDX_GLASS_TABLE_COUNT
} ndx_glass_table;

#define NDX_GLASS_KEY_METADATA "\0\xc0"
#define NDX_GLASS_KEY_VALUE_STATISTICS "\0\xd0"
#define NDX_GLASS_KEY_VALUES "\0\xd8"
#define NDX_GLASS_KEY_LENGTHS "\0\xe0"

/* What the version file says of a table. */
typedef struct ndx_glass_root {
    uint32_t root; /* block */
    uint32_t level;
    uint64_t entries;
    bool fake;       /* the table has no file */
    bool sequential; /* leaves stand in key order */
    uint32_t block_bytes;
    uint32_t compress_min;
    uint32_t blocks; /* in the file; as the free list has it */
} ndx_glass_root;

/* What it says of the documents. */
typedef struct ndx_glass_statistics {
    uint32_t documents, last_docid;
    uint32_t length_least, length_greatest; /* bounds that the matcher trusts */
    uint32_t wdf_greatest;
    uint64_t length_total;
} ndx_glass_statistics;

typedef struct ndx_glass_version {
    uint8_t uuid[NDX_GLASS_UUID_BYTES];
    uint32_t revision;
    ndx_glass_root table[NDX_GLASS_TABLE_COUNT];
    ndx_glass_statistics statistics;
} ndx_glass_version;

/* ---- numbers in blocks ---- */

static inline uint32_t ndx_glass_read2(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}
static inline uint32_t ndx_glass_read4(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}
static inline void ndx_glass_write2(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}
static inline void ndx_glass_write4(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 24);
    at[1] = (uint8_t)(value >> 16);
    at[2] = (uint8_t)(value >> 8);
    at[3] = (uint8_t)value;
}

/* ---- keys ---- */

typedef struct ndx_glass_key {
    uint32_t size;
    uint8_t bytes[NDX_GLASS_KEY_BYTES_MAX];
} ndx_glass_key;

static inline ndx_span ndx_glass_key_span(const ndx_glass_key *key)
{
    return ndx_span_make((const char *)key->bytes, key->size);
}

/* Each appends and gives false if the key would be too long. */
static inline bool ndx_glass_key_append(ndx_glass_key *key, const void *data, size_t size)
{
    if (size > sizeof key->bytes - key->size)
        return false;
    if (size)
        memcpy(key->bytes + key->size, data, size);
    key->size += (uint32_t)size;
    return true;
}
static inline bool ndx_glass_key_append_varint(ndx_glass_key *key, uint32_t value)
{
    uint8_t bytes[5];
    size_t size = 0;
    for (; value >= 0x80; value >>= 7)
        bytes[size++] = (uint8_t)(value | 0x80);
    bytes[size++] = (uint8_t)value;
    return ndx_glass_key_append(key, bytes, size);
}
static inline bool ndx_glass_key_append_last(ndx_glass_key *key, uint32_t value)
{
    uint8_t bytes[4];
    size_t size = 0;
    for (; value; value >>= 8)
        bytes[size++] = (uint8_t)value;
    return ndx_glass_key_append(key, bytes, size);
}
static inline bool ndx_glass_key_append_sorted(ndx_glass_key *key, uint32_t value)
{
    uint8_t bytes[5];
    size_t size = 2;
    if (value >= 0x8000) {
        size = 3;
        while (size < 5 && value >> (7 * size + 1))
            size++;
    }
    for (size_t i = size; i-- > 0; value >>= 8)
        bytes[i] = (uint8_t)value;
    if (size > 2)
        bytes[0] |= (uint8_t)(0xFFu << (10 - size));
    return ndx_glass_key_append(key, bytes, size);
}
/* A term, NUL as \0 \xff. */
static inline bool ndx_glass_key_append_term(ndx_glass_key *key, ndx_span term)
{
    for (size_t i = 0; i < term.size; i++)
        if (!ndx_glass_key_append(key, term.data[i] ? &term.data[i] : "\0\xff",
                                  term.data[i] ? 1 : 2))
            return false;
    return true;
}

/* Reads what append_sorted wrote and moves *span past it. */
static inline bool ndx_glass_read_sorted(ndx_span *span, uint32_t *value)
{
    const uint8_t *at = (const uint8_t *)span->data;
    size_t size = 2;
    if (span->size < 2)
        return false;
    for (uint8_t bit = 0x80; size < 6 && at[0] & bit; bit >>= 1)
        size++;
    if (size > 5 || span->size < size)
        return false;
    uint64_t read = at[0];
    if (size > 2)
        read &= 0xFFu >> (size - 1);
    for (size_t i = 1; i < size; i++)
        read = read << 8 | at[i];
    if (read > UINT32_MAX)
        return false;
    *value = (uint32_t)read;
    *span = ndx_span_skip(*span, size);
    return true;
}

#endif
