/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shingles.h - the body of an article as its shingles, to compare it with another word
 * by word. Internal to libnewsdex-search.
 *
 * Owns: what a shingle is here: four folded words, as in the signature (newsdex/analysis.h). Must
 * not know: from when on two articles are copies.
 */
#ifndef NEWSDEX_RANKING_SHINGLES_H
#define NEWSDEX_RANKING_SHINGLES_H

#include "newsdex/record.h"

/* Hashes in the order of the text, and the set of them; zeroed is empty. */
typedef struct ndx_hashes {
    uint64_t *item; /* none is 0 */
    size_t count, room;
    uint64_t *slot;    /* 0: free; a hash stands at its low bits or in the next free slot behind */
    size_t slots;      /* a power of two; 0: not gathered yet */
    size_t slots_room; /* for more of them */
    size_t distinct;
} ndx_hashes;

enum { NDX_SHINGLE_MINIMA = 32 };

typedef struct ndx_shingles {
    ndx_hashes shingles;
    ndx_hashes figures; /* words with a digit, each with the word before it */
    /* The least shingle of each part into which hashes fall (one-permutation MinHash); UINT32_MAX
     * where a part has none. */
    uint32_t least[NDX_SHINGLE_MINIMA];
} ndx_shingles;
void ndx_shingles_free(ndx_shingles *shingles);

/* The hashes of a list's words, each looked up once. One a thread; zeroed is fine. */
typedef struct ndx_word_hashes {
    struct {
        ndx_words *words;
        uint64_t *hash; /* by number; 0: not looked up yet */
    } * list;
    size_t count, capacity;
} ndx_word_hashes;
void ndx_word_hashes_free(ndx_word_hashes *hashes);

/* Reads a record's body, and no more than its first `most` shingles. words: the list that the record
 * names. */
bool ndx_shingles_make(ndx_shingles *shingles, ndx_word_hashes *hashes, ndx_words *words,
                       const ndx_record *record, size_t most, ndx_error *error);

/* Have the two a least shingle in common? Of texts that share R of all their shingles the answer is
 * no with a probability of (1 - R)^32. */
bool ndx_shingles_share_least(const ndx_shingles *a, const ndx_shingles *b);

/* Makes the sets, which the next two want. */
bool ndx_shingles_gather(ndx_shingles *shingles, ndx_error *error);
/* How much of the smaller set is in the larger one, 0 to 1; `none` if either is empty. The same
 * whichever comes first (containment: Broder, 1997, of the one that can be contained). */
double ndx_hashes_containment(const ndx_hashes *a, const ndx_hashes *b, double none);
/* How much of the first items, `most` of them, is in the set, 0 to 1. */
double ndx_hashes_beginning(const ndx_hashes *items, const ndx_hashes *set, size_t most);

#endif
