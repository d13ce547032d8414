/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vocabulary.h - the distinct words of a batch and the distinct terms they give, each known by a
 * small number. Internal.
 *
 * Owns: two hash tables (open addressing, linear probing; an entry's bytes lie in a pool) and
 * nothing that grows with the number of occurrences. Must not know: articles, how a word is folded
 * or stemmed.
 *
 * The ids here are those of the batch: in the order in which words were first met. A shard's
 * numbers, by falling frequency, are given when the batch is sealed.
 */
#ifndef NEWSDEX_SHARD_VOCABULARY_H
#define NEWSDEX_SHARD_VOCABULARY_H

#include "newsdex/words.h"

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#endif

#define NDX_NO_ID UINT32_MAX

/* Bytes one after another in large blocks: 16 bytes an allocation, as an arena aligns them, would
 * double what a vocabulary takes. */
typedef struct ndx_pool {
    struct ndx_pool_block *blocks;
    size_t bytes; /* allocated */
} ndx_pool;
const char *ndx_pool_add(ndx_pool *pool, const char *data, size_t size); /* NULL: memory */
char *ndx_pool_room(ndx_pool *pool, size_t size); /* not filled; NULL: memory */
void ndx_pool_free(ndx_pool *pool);

/* The hash table proper: hash << 32 | id + 1; 0 is free. */
typedef struct ndx_slots {
    uint64_t *slot;
    size_t capacity; /* a power of two, or 0 */
    size_t used;
} ndx_slots;

bool ndx_slots_add(ndx_slots *slots, uint32_t hash,
                   uint32_t id); /* one that is not there; false: memory */

/* Words met lately, by hash: most occurrences are of words so frequent that they stand here, in
 * memory that stays in the processor's cache, with all that is needed to know them. low and high:
 * of their bytes, zeros behind; with the size they say what a word of at most 16 bytes is. */
typedef struct ndx_recent_word {
    uint64_t low, high;
    uint64_t properties; /* size, kind, language, breaks, flags */
    uint32_t id;         /* NDX_NO_ID: the place is free */
} ndx_recent_word;

typedef struct ndx_entry {
    const char *surface; /* in the pool */
    uint32_t term;       /* id of the Z term, or NDX_NO_ID */
    uint16_t surface_size;
    uint16_t folded_size;
    uint16_t folded_at;                    /* the folded form begins here, counted from surface */
    uint8_t kind, language, breaks, flags; /* as in ndx_word */
} ndx_entry;

typedef struct ndx_term {
    const char *bytes; /* with its prefix, in the pool */
    uint32_t size;
} ndx_term;

typedef struct ndx_vocabulary {
    ndx_pool pool;
    ndx_slots words, terms_by_bytes;
    ndx_recent_word *recent; /* NULL before the first word, or when there was no memory for it */
    ndx_entry *entry;
    uint32_t entry_count;
    size_t entry_capacity;
    ndx_term *term;
    uint32_t term_count;
    size_t term_capacity;
} ndx_vocabulary;

void ndx_vocabulary_free(ndx_vocabulary *vocabulary); /* and zeroes */

/* What identifies a word. */
typedef struct ndx_word_key {
    ndx_span surface;
    uint8_t kind, language, breaks, flags;
} ndx_word_key;

uint32_t ndx_word_key_hash(const ndx_word_key *key);
/* The word's id, or NDX_NO_ID. */
uint32_t ndx_vocabulary_find(const ndx_vocabulary *vocabulary, const ndx_word_key *key,
                             uint32_t hash);
/* Asks the processor for the memory that ndx_vocabulary_find will look at, in three steps, each
 * some time after the one before, and the last some time before the search. With many words ahead
 * nobody waits for memory. */
void ndx_vocabulary_prefetch_slot(const ndx_vocabulary *vocabulary, uint32_t hash);
void ndx_vocabulary_prefetch_entry(const ndx_vocabulary *vocabulary, uint32_t hash);
void ndx_vocabulary_prefetch_surface(const ndx_vocabulary *vocabulary, uint32_t hash);
/* ---- words met lately ---- */

/* 256 KB: of news, they hold six words of seven, and half of a processor's second cache takes them. */
enum { NDX_RECENT_WORDS = 8192, NDX_SHORT_WORD_BYTES = 16 };

/* A key of at most NDX_SHORT_WORD_BYTES bytes, whole: its bytes in two numbers, zeros behind, and
 * all else in a third. */
typedef struct ndx_short_key {
    uint64_t low, high;
    uint64_t properties;
} ndx_short_key;

/* A key's size goes into the upper half. */
static inline uint64_t ndx_word_properties(const ndx_word_key *key)
{
    return (uint64_t)key->kind << 24 | (uint64_t)key->language << 16 | (uint64_t)key->breaks << 8 |
           key->flags;
}

/* readable: so many bytes can be read from data on, size at least. If they are enough, the size is
 * no branch that could be mispredicted. */
static inline ndx_short_key ndx_short_key_make(const char *data, size_t size, size_t readable,
                                               uint64_t properties)
{
    ndx_short_key key = {.properties = (uint64_t)size << 32 | properties};
    uint64_t both[2] = {0, 0};
#if defined(__SSE2__) && defined(__x86_64__)
    static const uint8_t mask[2 * NDX_SHORT_WORD_BYTES] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                           255, 255, 255, 255, 255, 255, 255, 255};
    if (readable >= NDX_SHORT_WORD_BYTES) {
        const void *from = mask + NDX_SHORT_WORD_BYTES - size;
        __m128i bytes = _mm_and_si128(_mm_loadu_si128((const __m128i *)(const void *)data),
                                      _mm_loadu_si128((const __m128i *)from));
        key.low = (uint64_t)_mm_cvtsi128_si64(bytes);
        key.high = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(bytes, bytes));
        return key;
    }
#else
    (void)readable;
#endif
    if (size)
        memcpy(both, data, size);
    key.low = both[0];
    key.high = both[1];
    return key;
}

/* Multiplied, then the high half folded onto the low one: twice, so that every byte reaches the low
 * bits, by which words are placed. */
static inline uint32_t ndx_short_key_hash(const ndx_short_key *key)
{
    uint64_t hash = (key->low ^ key->properties * 0xC2B2AE3D27D4EB4Fu) * 0x9E3779B97F4A7C15u;
    hash = ((hash ^ hash >> 32) + key->high) * 0xBF58476D1CE4E5B9u;
    return (uint32_t)(hash ^ hash >> 32);
}

/* The word's id; NDX_NO_ID: it was not met lately. */
static inline uint32_t ndx_vocabulary_find_recent(const ndx_vocabulary *vocabulary,
                                                  const ndx_short_key *key, uint32_t hash)
{
    if (!vocabulary->recent)
        return NDX_NO_ID;
    const ndx_recent_word *recent = &vocabulary->recent[hash & (NDX_RECENT_WORDS - 1)];
    bool same = ((recent->low ^ key->low) | (recent->high ^ key->high) |
                 (recent->properties ^ key->properties)) == 0;
    return same ? recent->id : NDX_NO_ID;
}

/* Puts it there, as the newest of its place. */
void ndx_vocabulary_remember(ndx_vocabulary *vocabulary, const ndx_short_key *key, uint32_t hash,
                             uint32_t id);

/* ---- adding ---- */

/* Adds a word that is not there; gives its id, NDX_NO_ID when memory ran out. */
uint32_t ndx_vocabulary_add(ndx_vocabulary *vocabulary, const ndx_word_key *key, uint32_t hash,
                            ndx_span folded, uint32_t term);
/* The id of the term, added if it is not there; NDX_NO_ID when memory ran out. */
uint32_t ndx_vocabulary_term(ndx_vocabulary *vocabulary, ndx_span term);

static inline ndx_span ndx_entry_surface(const ndx_entry *entry)
{
    return ndx_span_make(entry->surface, entry->surface_size);
}
static inline ndx_span ndx_entry_folded(const ndx_entry *entry)
{
    return ndx_span_make(entry->surface + entry->folded_at, entry->folded_size);
}

size_t ndx_vocabulary_bytes(const ndx_vocabulary *vocabulary);

#endif
