/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * document_set.h - sets of documents in a window of a shard, for counting. Internal to
 * libnewsdex-search.
 *
 * Owns: a set as rising numbers while it is small, as bits when it is not. Must not know: terms,
 * queries.
 *
 * A document is its number in the window, from 0. Bits are used from one document in
 * NDX_SET_SPARSE_SHARE on: a word of bits then costs less than the number in it.
 */
#ifndef NEWSDEX_RANKING_DOCUMENT_SET_H
#define NEWSDEX_RANKING_DOCUMENT_SET_H

#include "newsdex/error.h"

#include <stddef.h>
#include <stdint.h>

enum { NDX_SET_SPARSE_SHARE = 64 };

typedef struct ndx_document_set {
    uint32_t size;  /* of the window; a multiple of 64 but for the last window */
    bool dense;     /* bits, else numbers */
    uint64_t *bits; /* (size + 63) / 64; those beyond size are 0 */
    uint32_t *number;
    size_t count;          /* of numbers */
    size_t capacity;       /* ditto */
    size_t words_capacity; /* of bits */
} ndx_document_set;

void ndx_document_set_free(ndx_document_set *set);
/* Empties it for a window of this size, sparse or dense. */
bool ndx_document_set_begin(ndx_document_set *set, uint32_t size, bool dense, ndx_error *error);
/* Makes it the same as a sparse one. */
bool ndx_document_set_copy(ndx_document_set *set, const ndx_document_set *from, ndx_error *error);
/* Makes room for so many numbers more. */
bool ndx_document_set_reserve(ndx_document_set *set, size_t more, ndx_error *error);

static inline void ndx_document_set_mark(ndx_document_set *set, uint32_t number)
{
    set->bits[number / 64] |= UINT64_C(1) << number % 64;
}
static inline bool ndx_document_set_has(const ndx_document_set *set, uint32_t number)
{
    return set->bits[number / 64] >> number % 64 & 1;
}

void ndx_document_set_fill(ndx_document_set *set); /* dense: all of the window */
uint64_t ndx_document_set_count(const ndx_document_set *set);
bool ndx_document_set_is_empty(const ndx_document_set *set);

/* Adds all of `other` to a dense set. */
void ndx_document_set_add(ndx_document_set *set, const ndx_document_set *other);
/* Keeps those that are in `other` (`in`), or those that are not. `set` may turn sparse. */
bool ndx_document_set_keep(ndx_document_set *set, const ndx_document_set *other, bool in,
                           ndx_error *error);
/* Makes a set with few documents sparse, one with many dense. */
bool ndx_document_set_settle(ndx_document_set *set, ndx_error *error);
/* Takes away those whose bit is set: bytes begin at the window's first document. */
void ndx_document_set_take_away(ndx_document_set *set, const uint8_t *bytes);

/* What document_set.c has of the next one: the next word of bits that is not empty. */
bool ndx_document_set_next_word(const ndx_document_set *set, uint32_t *from, uint32_t *number);

/* Walks over the set: *from is 0 at first. False at the end. */
static inline bool ndx_document_set_next(const ndx_document_set *set, uint32_t *from,
                                         uint32_t *number)
{
    if (!set->dense) {
        if (*from >= set->count)
            return false;
        *number = set->number[(*from)++];
        return true;
    }
    if (*from >= set->size)
        return false;
    uint64_t rest = set->bits[*from / 64] >> *from % 64;
    if (!rest)
        return ndx_document_set_next_word(set, from, number);
    *number = *from + (uint32_t)__builtin_ctzll(rest);
    *from = *number + 1;
    return true;
}

#endif
