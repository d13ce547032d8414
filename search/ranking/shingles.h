/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shingles.h - the body of an article as the set of its shingles, to compare it with another word
 * by word. Internal to libnewsdex-search.
 *
 * Owns: what a shingle is here: four folded words, as in the signature (newsdex/analysis.h). Must
 * not know: from which alikeness on two articles are copies.
 */
#ifndef NEWSDEX_RANKING_SHINGLES_H
#define NEWSDEX_RANKING_SHINGLES_H

#include "newsdex/record.h"

/* Distinct hashes; zeroed is the empty set. */
typedef struct ndx_hash_set {
    uint64_t *slot; /* 0: free; a hash stands at its low bits or in the next free slot behind */
    size_t count;
    size_t capacity; /* a power of two, or 0 */
    size_t room;     /* for a larger one */
} ndx_hash_set;

enum { NDX_SHINGLE_MINIMA = 32 };

typedef struct ndx_shingles {
    ndx_hash_set shingles;
    ndx_hash_set
        figures; /* words with a digit in them: what tells one market report from the next */
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

/* Makes the set of a record's body. words: the list that the record names. */
bool ndx_shingles_make(ndx_shingles *shingles, ndx_word_hashes *hashes, ndx_words *words,
                       const ndx_record *record, ndx_error *error);

/* How much of the smaller set is in the larger one, 0 to 1; `none` if either is empty. The same
 * whichever comes first (containment: Broder, 1997, of the one that can be contained). */
double ndx_hash_set_containment(const ndx_hash_set *a, const ndx_hash_set *b, double none);

/* Have the two a least shingle in common? Of texts that share R of all their shingles the answer is
 * no with a probability of (1 - R)^32. */
bool ndx_shingles_share_least(const ndx_shingles *a, const ndx_shingles *b);

#endif
