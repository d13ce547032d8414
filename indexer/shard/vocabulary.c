/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vocabulary.c - implements vocabulary.h. */
#include "vocabulary.h"

#include "newsdex/array.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* ---- pool ---- */

struct ndx_pool_block {
    struct ndx_pool_block *next;
    size_t capacity, used;
    char bytes[];
};

enum { FIRST_BLOCK_BYTES = 16 * 1024, LARGEST_BLOCK_BYTES = 256 * 1024 };

char *ndx_pool_room(ndx_pool *pool, size_t size)
{
    struct ndx_pool_block *block = pool->blocks;
    if (!block || block->capacity - block->used < size) {
        size_t capacity = block ? block->capacity * 2 : FIRST_BLOCK_BYTES;
        if (capacity > LARGEST_BLOCK_BYTES)
            capacity = LARGEST_BLOCK_BYTES;
        if (capacity < size)
            capacity = size;
        block = malloc(sizeof *block + capacity);
        if (!block)
            return NULL;
        block->capacity = capacity;
        block->used = 0;
        block->next = pool->blocks;
        pool->blocks = block;
        pool->bytes += sizeof *block + capacity;
    }
    char *room = block->bytes + block->used;
    block->used += size;
    return room;
}

const char *ndx_pool_add(ndx_pool *pool, const char *data, size_t size)
{
    char *copy = ndx_pool_room(pool, size);
    if (copy && size)
        memcpy(copy, data, size);
    return copy;
}

void ndx_pool_free(ndx_pool *pool)
{
    struct ndx_pool_block *block = pool->blocks;
    while (block) {
        struct ndx_pool_block *next = block->next;
        free(block);
        block = next;
    }
    *pool = (ndx_pool){0};
}

/* ---- slots ---- */

/* Kept at most half full: a miss then looks at 1.5 to 2.5 slots (Knuth, TAOCP 3, 6.4). */
static bool slots_make_room(ndx_slots *slots)
{
    if ((slots->used + 1) * 2 <= slots->capacity)
        return true;
    size_t capacity = slots->capacity ? slots->capacity * 2 : 1024;
    uint64_t *slot = calloc(capacity, sizeof *slot);
    if (!slot)
        return false;
    for (size_t i = 0; i < slots->capacity; i++) {
        if (!slots->slot[i])
            continue;
        size_t at = (size_t)(slots->slot[i] >> 32) & (capacity - 1);
        while (slot[at])
            at = (at + 1) & (capacity - 1);
        slot[at] = slots->slot[i];
    }
    free(slots->slot);
    slots->slot = slot;
    slots->capacity = capacity;
    return true;
}

static void slots_put(ndx_slots *slots, uint32_t hash, uint32_t id)
{
    size_t at = hash & (slots->capacity - 1);
    while (slots->slot[at])
        at = (at + 1) & (slots->capacity - 1);
    slots->slot[at] = (uint64_t)hash << 32 | (id + 1);
    slots->used++;
}

bool ndx_slots_add(ndx_slots *slots, uint32_t hash, uint32_t id)
{
    if (!slots_make_room(slots))
        return false;
    slots_put(slots, hash, id);
    return true;
}

/* ---- words ---- */

/* Numbers of entries and terms stay far below NDX_NO_ID. */
static void *grown(void *array, size_t *capacity, uint32_t count, size_t size)
{
    return count < UINT32_MAX / 2 - 1 ? ndx_array_room(array, count, capacity, 1024, size) : NULL;
}

static ndx_short_key short_key_of(const ndx_word_key *key)
{
    return ndx_short_key_make(key->surface.data, key->surface.size, key->surface.size,
                              ndx_word_properties(key));
}

uint32_t ndx_word_key_hash(const ndx_word_key *key)
{
    if (key->surface.size > NDX_SHORT_WORD_BYTES)
        return (uint32_t)XXH3_64bits_withSeed(key->surface.data, key->surface.size,
                                              ndx_word_properties(key));
    ndx_short_key numbers = short_key_of(key);
    return ndx_short_key_hash(&numbers);
}

/* ---- words met lately ---- */

static ndx_recent_word *new_recent_words(void)
{
    ndx_recent_word *recent = malloc(NDX_RECENT_WORDS * sizeof *recent);
    for (size_t i = 0; recent && i < NDX_RECENT_WORDS; i++)
        recent[i] = (ndx_recent_word){.id = NDX_NO_ID};
    return recent;
}

void ndx_vocabulary_remember(ndx_vocabulary *vocabulary, const ndx_short_key *key, uint32_t hash,
                             uint32_t id)
{
    if (vocabulary->recent || (vocabulary->recent = new_recent_words()))
        vocabulary->recent[hash & (NDX_RECENT_WORDS - 1)] =
            (ndx_recent_word){key->low, key->high, key->properties, id};
}

/* ---- all words ---- */

uint32_t ndx_vocabulary_find(const ndx_vocabulary *vocabulary, const ndx_word_key *key,
                             uint32_t hash)
{
    const ndx_slots *slots = &vocabulary->words;
    if (!slots->capacity)
        return NDX_NO_ID;
    for (size_t at = hash & (slots->capacity - 1); slots->slot[at];
         at = (at + 1) & (slots->capacity - 1)) {
        if (slots->slot[at] >> 32 != hash)
            continue;
        uint32_t id = (uint32_t)slots->slot[at] - 1;
        const ndx_entry *entry = &vocabulary->entry[id];
        if (entry->surface_size == key->surface.size && entry->kind == key->kind &&
            entry->language == key->language && entry->breaks == key->breaks &&
            entry->flags == key->flags &&
            (key->surface.size == 0 ||
             memcmp(entry->surface, key->surface.data, key->surface.size) == 0))
            return id;
    }
    return NDX_NO_ID;
}

#if defined(__GNUC__)
static inline void prefetch(const void *memory)
{
    __builtin_prefetch(memory);
}
#else
static inline void prefetch(const void *memory)
{
    (void)memory;
}
#endif

/* What stands in the hash's first slot, nearly always the right one; 0: nothing. */
static inline uint64_t first_slot(const ndx_slots *slots, uint32_t hash)
{
    return slots->capacity ? slots->slot[hash & (slots->capacity - 1)] : 0;
}

void ndx_vocabulary_prefetch_slot(const ndx_vocabulary *vocabulary, uint32_t hash)
{
    const ndx_slots *slots = &vocabulary->words;
    if (slots->capacity)
        prefetch(&slots->slot[hash & (slots->capacity - 1)]);
}

void ndx_vocabulary_prefetch_entry(const ndx_vocabulary *vocabulary, uint32_t hash)
{
    uint64_t slot = first_slot(&vocabulary->words, hash);
    if (slot)
        prefetch(&vocabulary->entry[(uint32_t)slot - 1]);
}

void ndx_vocabulary_prefetch_surface(const ndx_vocabulary *vocabulary, uint32_t hash)
{
    uint64_t slot = first_slot(&vocabulary->words, hash);
    if (slot)
        prefetch(vocabulary->entry[(uint32_t)slot - 1].surface);
}

uint32_t ndx_vocabulary_add(ndx_vocabulary *vocabulary, const ndx_word_key *key, uint32_t hash,
                            ndx_span folded, uint32_t term)
{
    if (key->surface.size > NDX_WORDS_ENTRY_BYTES || folded.size > NDX_WORDS_ENTRY_BYTES)
        return NDX_NO_ID;
    ndx_entry *entries = grown(vocabulary->entry, &vocabulary->entry_capacity,
                               vocabulary->entry_count, sizeof *entries);
    if (!entries)
        return NDX_NO_ID;
    vocabulary->entry = entries;
    if (!slots_make_room(&vocabulary->words))
        return NDX_NO_ID;
    bool same = ndx_span_equal(folded, key->surface);
    char both[2 * NDX_WORDS_ENTRY_BYTES];
    size_t size = key->surface.size;
    if (size)
        memcpy(both, key->surface.data, size);
    if (!same && folded.size) {
        memcpy(both + size, folded.data, folded.size);
        size += folded.size;
    }
    const char *bytes = ndx_pool_add(&vocabulary->pool, both, size);
    if (!bytes)
        return NDX_NO_ID;
    uint32_t id = vocabulary->entry_count++;
    vocabulary->entry[id] = (ndx_entry){
        .surface = bytes,
        .term = term,
        .surface_size = (uint16_t)key->surface.size,
        .folded_size = (uint16_t)folded.size,
        .folded_at = same ? 0 : (uint16_t)key->surface.size,
        .kind = key->kind,
        .language = key->language,
        .breaks = key->breaks,
        .flags = key->flags,
    };
    slots_put(&vocabulary->words, hash, id);
    return id;
}

/* ---- terms ---- */

uint32_t ndx_vocabulary_term(ndx_vocabulary *vocabulary, ndx_span term)
{
    uint32_t hash = (uint32_t)XXH3_64bits(term.data, term.size);
    ndx_slots *slots = &vocabulary->terms_by_bytes;

    for (size_t at = hash & (slots->capacity - 1); slots->capacity && slots->slot[at];
         at = (at + 1) & (slots->capacity - 1)) {
        if (slots->slot[at] >> 32 != hash)
            continue;
        uint32_t id = (uint32_t)slots->slot[at] - 1;
        if (ndx_span_equal(ndx_span_make(vocabulary->term[id].bytes, vocabulary->term[id].size),
                           term))
            return id;
    }
    ndx_term *terms =
        grown(vocabulary->term, &vocabulary->term_capacity, vocabulary->term_count, sizeof *terms);
    if (!terms)
        return NDX_NO_ID;
    vocabulary->term = terms;
    if (!slots_make_room(slots))
        return NDX_NO_ID;
    const char *bytes = ndx_pool_add(&vocabulary->pool, term.data, term.size);
    if (!bytes)
        return NDX_NO_ID;
    uint32_t id = vocabulary->term_count++;
    vocabulary->term[id] = (ndx_term){.bytes = bytes, .size = (uint32_t)term.size};
    slots_put(slots, hash, id);
    return id;
}

/* ---- all of it ---- */

size_t ndx_vocabulary_bytes(const ndx_vocabulary *vocabulary)
{
    return vocabulary->pool.bytes + vocabulary->entry_capacity * sizeof *vocabulary->entry +
           vocabulary->term_capacity * sizeof *vocabulary->term +
           (vocabulary->recent ? NDX_RECENT_WORDS * sizeof *vocabulary->recent : 0) +
           (vocabulary->words.capacity + vocabulary->terms_by_bytes.capacity) *
               sizeof *vocabulary->words.slot;
}

void ndx_vocabulary_free(ndx_vocabulary *vocabulary)
{
    if (!vocabulary)
        return;
    ndx_pool_free(&vocabulary->pool);
    free(vocabulary->recent);
    free(vocabulary->words.slot);
    free(vocabulary->terms_by_bytes.slot);
    free(vocabulary->entry);
    free(vocabulary->term);
    *vocabulary = (ndx_vocabulary){0};
}
