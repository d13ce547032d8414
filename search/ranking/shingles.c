/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shingles.c - implements shingles.h. */
#include "ranking/shingles.h"

#include "newsdex/analysis.h"
#include "newsdex/array.h"

#include <stdlib.h>

/* ---- sets of hashes ---- */

static bool empty_set(ndx_hash_set *set, size_t most, ndx_error *error)
{
    size_t capacity = 64;
    while (capacity < most * 2)
        capacity *= 2;
    set->count = set->capacity = 0;
    if (capacity > set->room) {
        free(set->slot);
        set->slot = malloc(capacity * sizeof *set->slot);
        set->room = set->slot ? capacity : 0;
        if (!set->slot)
            return ndx_error_memory(error, "comparing articles");
    }
    memset(set->slot, 0, capacity * sizeof *set->slot);
    set->capacity = capacity;
    return true;
}

/* The slot that has the hash, or the free one where it belongs. */
static size_t slot_of(const ndx_hash_set *set, uint64_t hash)
{
    size_t at = (size_t)hash & (set->capacity - 1);
    while (set->slot[at] && set->slot[at] != hash)
        at = (at + 1) & (set->capacity - 1);
    return at;
}

static void add_to_set(ndx_hash_set *set, uint64_t hash)
{
    size_t at = slot_of(set, hash);
    set->count += !set->slot[at];
    set->slot[at] = hash;
}

double ndx_hash_set_containment(const ndx_hash_set *a, const ndx_hash_set *b, double none)
{
    const ndx_hash_set *smaller = a->count < b->count ? a : b;
    const ndx_hash_set *larger = smaller == a ? b : a;
    size_t common = 0;
    if (!smaller->count)
        return none;
    for (size_t i = 0; i < smaller->capacity; i++)
        common += smaller->slot[i] && larger->slot[slot_of(larger, smaller->slot[i])];
    return (double)common / (double)smaller->count;
}

/* ---- the hashes of words ---- */

/* What is kept of a word: its hash without the last two bits, which say what it is. */
enum { NOT_LOOKED_UP = 0, NO_WORD = 1, PLAIN_WORD = 2, FIGURE = 3, KINDS = 3 };

static uint64_t *hashes_of(ndx_word_hashes *hashes, ndx_words *words, ndx_error *error)
{
    for (size_t i = 0; i < hashes->count; i++)
        if (hashes->list[i].words == words)
            return hashes->list[i].hash;
    void *list =
        ndx_array_room(hashes->list, hashes->count, &hashes->capacity, 4, sizeof *hashes->list);
    if (list)
        hashes->list = list;
    uint64_t *hash = list ? calloc((size_t)ndx_words_count(words) + 1, sizeof *hash) : NULL;
    if (!hash) {
        ndx_error_memory(error, "comparing articles");
        return NULL;
    }
    hashes->list[hashes->count].words = words;
    hashes->list[hashes->count++].hash = hash;
    return hash;
}

void ndx_word_hashes_free(ndx_word_hashes *hashes)
{
    for (size_t i = 0; i < hashes->count; i++)
        free(hashes->list[i].hash);
    free(hashes->list);
    *hashes = (ndx_word_hashes){0};
}

static bool look_up(ndx_words *words, uint32_t number, uint64_t *hash, ndx_error *error)
{
    const ndx_word *word;
    if (!ndx_words_get(words, number, &word, error))
        return false;
    *hash = NO_WORD;
    if (word->kind == NDX_WORD)
        *hash = (ndx_word_hash(word->folded) & ~(uint64_t)KINDS) |
                (word->flags & NDX_TOKEN_DIGITS ? FIGURE : PLAIN_WORD);
    return true;
}

/* ---- an article's sets ---- */

static void add_shingle(ndx_shingles *to, uint64_t hash)
{
    uint32_t *least = &to->least[hash >> 59];
    if ((uint32_t)hash < *least)
        *least = (uint32_t)hash;
    add_to_set(&to->shingles, hash ? hash : 1);
}

static bool empty_shingles(ndx_shingles *shingles, size_t words, ndx_error *error)
{
    for (size_t i = 0; i < NDX_SHINGLE_MINIMA; i++)
        shingles->least[i] = UINT32_MAX;
    return empty_set(&shingles->shingles, words, error) &&
           empty_set(&shingles->figures, words, error);
}

bool ndx_shingles_make(ndx_shingles *shingles, ndx_word_hashes *hashes, ndx_words *words,
                       const ndx_record *record, ndx_error *error)
{
    const ndx_span code = record->code[NDX_TEXT_BODY];
    const uint8_t *at = (const uint8_t *)code.data;
    const uint8_t *end = code.size ? at + code.size : at;
    const ndx_dense dense = ndx_words_dense(words);
    uint64_t *hash = hashes_of(hashes, words, error);
    uint64_t a = 0; /* the last words */
    uint64_t b = 0;
    uint64_t c = 0;
    uint64_t d = 0;
    uint32_t number;
    if (!hash || !empty_shingles(shingles, record->word_count[NDX_TEXT_BODY], error))
        return false;
    for (size_t met = 0; at < end;) {
        if (!ndx_dense_read(dense, &at, end, &number) || number >= ndx_words_count(words))
            goto damaged;
        if (hash[number] == NOT_LOOKED_UP && !look_up(words, number, &hash[number], error))
            return false;
        if (hash[number] == NO_WORD)
            continue;
        if (met++ == record->word_count[NDX_TEXT_BODY]) /* there is no room for more */
            goto damaged;
        a = b;
        b = c;
        c = d;
        d = hash[number];
        if ((d & KINDS) == FIGURE)
            add_to_set(&shingles->figures, d);
        if (met >= NDX_SHINGLE_WORDS)
            add_shingle(shingles, ndx_shingle_hash(a, b, c, d));
    }
    return true;
damaged:
    return ndx_error_set(error, NDX_ERROR_CORRUPT, "the record of an article does not decode");
}

void ndx_shingles_free(ndx_shingles *shingles)
{
    free(shingles->shingles.slot);
    free(shingles->figures.slot);
    *shingles = (ndx_shingles){0};
}

bool ndx_shingles_share_least(const ndx_shingles *a, const ndx_shingles *b)
{
    for (size_t i = 0; i < NDX_SHINGLE_MINIMA; i++)
        if (a->least[i] == b->least[i] && a->least[i] != UINT32_MAX)
            return true;
    return false;
}
