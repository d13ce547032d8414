/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * near_words.h - the words of an archive that some other word may have been meant to be. Internal to
 * libnewsdex-search.
 *
 * Owns: one walk over the words of all shards, and the choice of the best. Must not know: queries.
 */
#ifndef NEWSDEX_RANKING_NEAR_WORDS_H
#define NEWSDEX_RANKING_NEAR_WORDS_H

#include "newsdex/index.h"

enum { NDX_NEAR_MOST = 8 }; /* words kept of those that are near to one */

typedef struct ndx_near_word {
    ndx_span folded;
    ndx_span surface;   /* as it is written most often */
    ndx_span term;      /* of that */
    uint64_t frequency; /* in all shards, articles deleted since included */
    double score;       /* ndx_misspelling_score */
} ndx_near_word;

/* Those near to one word, best first, each folded form once. */
typedef struct ndx_near_words {
    ndx_near_word word[NDX_NEAR_MOST];
    size_t count;
} ndx_near_words;

/* What is near to a folded word: within the edits that a fuzzy word of so many letters may have; text
 * empty: a word so short is near to too much, and so is one that has a digit. Borrows `folded`. */
ndx_word_pattern ndx_near_pattern(ndx_span folded);

/* near[i]: the words that fit patterns[i], which are as ndx_near_pattern gives them (of an empty one
 * none), or have no edits. Of those with edits neither the word itself nor one with a digit. Texts in
 * the arena. */
bool ndx_near_words_find(ndx_index *index, const ndx_word_pattern *patterns, size_t count,
                         ndx_arena *arena, ndx_near_words *near, ndx_error *error);

#endif
