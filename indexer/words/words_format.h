/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_format.h - the list of a shard's words as bytes, and what writing and reading it share.
 *
 * Owns: the format (version 2), described here byte by byte. Must not know: where values are kept.
 *
 * Entries stand in the list's sort order (ndx_word_compare) in chunks of NDX_CHUNK_ENTRIES, fewer
 * when they are long. A number is not stored with its entry: numbers go by falling frequency, then
 * sort order, so the number is the count of entries that are more frequent plus the count of
 * entries as frequent that stand before. For a frequency up to CLASS (most entries, by Zipf's law)
 * the directory counts the entries of each such "class" before each page and chunk; the few entries
 * above it carry their place among the equally frequent themselves, and a table gives the chunk of
 * their numbers.
 *
 * Keys are the list's name, a letter, and for all but the root an index of four bytes, high byte
 * first:
 *
 *   c INDEX  chunk
 *   d INDEX  directory page, NDX_PAGE_CHUNKS chunks each
 *   f INDEX  the most frequent numbers as texts show them, NDX_SHOWN_PAGE each; only in lists of
 *            NDX_SHOWN_CHUNKS chunks and more
 *   r        root
 *   s INDEX  separators, NDX_SEPARATORS_PAGE each
 *   t INDEX  table of chunks of the frequent numbers, NDX_TABLE_PAGE each
 *
 * Every value is packed: a varint with the size unpacked, then a raw deflate stream (RFC 1951); the
 * root has the version (one byte) before that. Below, "varint" is LEB128, "counted" a varint length
 * and bytes. Unpacked:
 *
 * root        varint entries, byte s of the dense code, byte CLASS, varint chunks, varint separators;
 *             for frequency 1 to CLASS: varint entries that have it;
 *             varint n, then for n frequencies above CLASS, rising: varint difference to the one before
 *             (first: to CLASS), varint entries that have it;
 *             for each directory page: descriptor.
 * directory   for each chunk: descriptor.
 * descriptor  byte kind of its first entry, bit 7 set when its term goes on from the chunk before;
 *             counted: a string above all terms (surfaces, if the kind is no word) of that kind before
 *             it and not above its first; the shortest such, or with bit 7 that term itself;
 *             counted: the smallest folded form in it, cut to NDX_ZONE_BYTES; counted: the largest, cut
 *             (both empty if none);
 *             for frequency 1 to CLASS: varint entries in it.
 * chunk       varint entries, then for each of the six first columns varint size, then the columns:
 *   control    a byte an entry: bits 0-1 how the surface comes from the base (0 equal, 1 first letter
 *              in upper case, 2 all; ASCII letters only), bit 2 an edit comes on top, bit 3 term as in
 *              the entry before, bit 4 term is the base, bit 5 a language byte, bit 6 a flags byte, bit
 *              7 a kind byte. The base is the folded form of a word and the surface of all else.
 *   shared     a byte an entry: bytes of the base that are as in the base before (0 at the first)
 *   length     varint an entry: bytes of the base that follow
 *   form       if neither bit 3 nor 4, of words: varint bytes of the base that the term has not, varint
 *              bytes it has behind them; if bit 2: varint bytes kept in front, varint bytes kept at the
 *              end, varint bytes between
 *   other      kind, language, flags bytes where said, else kind and language as before (0 at the
 *              first), flags 1 if the surface is ASCII, else 0 (0 of all but words); of separators: the
 *              break
 *   frequency  varint an entry; above CLASS a varint: entries as frequent that stand before it
 *   letters    to the end: of each entry those of base, term, edit
 * shown       an entry a number: byte kind | break << 2, counted surface
 * separators  varint an entry: number less the one before less 1 (first: number); then a byte an entry:
 *             the break
 * table       varint a number: zigzag of the difference of its chunk to that of the number before
 *             (first: to 0)
 */
#ifndef NEWSDEX_WORDS_FORMAT_H
#define NEWSDEX_WORDS_FORMAT_H

#include "newsdex/words.h"

#define NDX_WORDS_VERSION 2u
#define NDX_WORDS_NAME_LIMIT 16u         /* bytes of a list's name */
#define NDX_WORDS_ENTRY_LIMIT (1u << 28) /* entries of a list */
#define NDX_CHUNK_ENTRIES 256u   /* 128: 4 % larger on BBC; 512: each look-up takes twice as long */
#define NDX_CHUNK_LETTERS 16384u /* a chunk with this many ends */
#define NDX_PAGE_CHUNKS 64u
#define NDX_TABLE_PAGE 8192u
#define NDX_SHOWN_PAGE 512u
#define NDX_SHOWN_PAGES 8u /* 4,096 words are most that a snippet has */
#define NDX_SHOWN_WORDS (NDX_SHOWN_PAGE * NDX_SHOWN_PAGES)
#define NDX_SHOWN_CHUNKS 64u /* a smaller list has few chunks to look into */
#define NDX_SEPARATORS_PAGE 16384u
#define NDX_ZONE_BYTES 8u
#define NDX_CLASS_LIMIT 64u         /* of CLASS, in what is read */
#define NDX_CLASS_CHOSEN 24u        /* CLASS written */
#define NDX_UNPACKED_LIMIT 8388608u /* of one value */

/* ---- values (words_pack.c) ---- */

/* A deflate or inflate stream used again and again: setting one up costs more than a chunk does. */
typedef struct ndx_pack ndx_pack;
ndx_pack *ndx_pack_new(bool writing, ndx_error *error);
void ndx_pack_free(ndx_pack *pack);
/* Appends raw, packed. */
bool ndx_pack_append(ndx_pack *pack, ndx_span raw, ndx_buffer *out, ndx_error *error);
/* Replaces *raw by what was packed; NDX_ERROR_CORRUPT if it is not that. */
bool ndx_pack_read(ndx_pack *pack, ndx_span packed, ndx_buffer *raw, ndx_error *error);

/* ---- frequencies above CLASS ---- */

typedef struct ndx_rare {
    uint64_t frequency;
    uint32_t count, first; /* entries that have it; the first of their numbers */
} ndx_rare;

/* rares: rising. NULL if none has the frequency. */
static inline const ndx_rare *ndx_rare_of(const ndx_rare *rares, size_t count, uint64_t frequency)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rares[middle].frequency < frequency)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rares[low].frequency == frequency ? &rares[low] : NULL;
}

/* ---- chunks (words_chunk.c) ---- */

enum {
    NDX_COLUMN_CONTROL,
    NDX_COLUMN_SHARED,
    NDX_COLUMN_LENGTH,
    NDX_COLUMN_FORM,
    NDX_COLUMN_OTHER,
    NDX_COLUMN_FREQUENCY,
    NDX_COLUMN_LETTERS,
    NDX_COLUMN_COUNT
};

/* A chunk being written. Zeroed is empty. */
typedef struct ndx_chunk_writer {
    ndx_buffer column[NDX_COLUMN_COUNT];
    uint32_t entries;
    ndx_word previous;
} ndx_chunk_writer;

/* word's spans are borrowed until the next call. above: entries as frequent before it, written if
 * the frequency is above frequency_class. */
void ndx_chunk_add(ndx_chunk_writer *chunk, const ndx_word *word, uint32_t above,
                   uint32_t frequency_class);
/* Appends the chunk unpacked and empties it. */
bool ndx_chunk_finish(ndx_chunk_writer *chunk, ndx_buffer *raw, ndx_error *error);
void ndx_chunk_writer_free(ndx_chunk_writer *chunk);

/* A chunk in memory; words and letters belong to it. */
typedef struct ndx_chunk {
    ndx_word *word;
    uint32_t *number; /* as read: entries as frequent that stand before, if the frequency is above
                         CLASS; the reader makes it the number */
    char *letters;
    uint32_t entries;
} ndx_chunk;

bool ndx_chunk_read(ndx_span raw, uint32_t frequency_class, ndx_chunk **chunk, ndx_error *error);
void ndx_chunk_free(ndx_chunk *chunk);

/* One entry alone, its texts in the arena: of those with this frequency the one before which
 * `among` stand in the chunk (in the list, if the frequency is above frequency_class).
 * NDX_ERROR_CORRUPT if there is none. Costs about a tenth of reading the chunk, unpacking aside. */
bool ndx_chunk_find(ndx_span raw, uint32_t frequency_class, uint64_t frequency, uint32_t among,
                    ndx_arena *arena, ndx_word *word, ndx_error *error);

/* ---- small things of the format ---- */

/* What the list sorts an entry of a kind by, and what its directory names. */
static inline ndx_span ndx_word_sort_text(const ndx_word *word)
{
    return word->kind == NDX_WORD ? word->term : word->surface;
}

typedef struct ndx_words_key {
    char bytes[NDX_WORDS_NAME_LIMIT + 5];
    size_t size;
} ndx_words_key;

static inline ndx_span ndx_words_key_make(ndx_words_key *key, ndx_span name, char letter,
                                          uint32_t index)
{
    size_t at = name.size < NDX_WORDS_NAME_LIMIT ? name.size : NDX_WORDS_NAME_LIMIT;

    if (at)
        memcpy(key->bytes, name.data, at);
    key->bytes[at++] = letter;
    for (int shift = 24; letter != 'r' && shift >= 0; shift -= 8)
        key->bytes[at++] = (char)(uint8_t)(index >> shift);
    key->size = at;
    return ndx_span_make(key->bytes, at);
}

#endif
