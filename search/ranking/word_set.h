/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * word_set.h - the words and terms that a pattern of the query stands for, a wildcard or a fuzzy
 * word, shard by shard. Internal to libnewsdex-search.
 *
 * Owns: the expansion and its bound. Must not know: how candidates are looked up or ranked.
 *
 * A shard's word list gives the words that fit, and each its term. An article that has such a term
 * need not have such a word: `univers` stands for university and universe. Where every word of the
 * shard that gives the term fits, it has one for sure.
 */
#ifndef NEWSDEX_RANKING_WORD_SET_H
#define NEWSDEX_RANKING_WORD_SET_H

#include "ranking/plan_internal.h"

typedef struct ndx_word_set {
    ndx_word_pattern pattern;
    ndx_span name;              /* as a query has it, folded: "witk*", "witkoff~1" */
    ndx_candidates *candidates; /* its terms as one: at least the articles that match */
    bool exact;                 /* and no more, whichever shard is asked for any of them */
    const ndx_span *terms;      /* of all shards, each once, in order; no prefix */
    size_t term_count;
    /* For each shard with documents a byte for each term: 1 where words that give it fit; 1 where
     * all of them do. */
    const uint8_t *fitting, *whole;
    struct ndx_word_set *next;
} ndx_word_set;

/* What the pattern of the word stands for in the plan's index: looked up once a plan; borrowed from
 * it. More than NDX_LIMIT_WILDCARD_WORDS words are NDX_ERROR_USAGE with the word's place and their
 * number; so is what the patterns of a query may be together. NULL: *error. */
const ndx_word_set *ndx_word_set_of(ndx_plan *plan, const ndx_leaf_word *word, ndx_error *error);

/* Rows of those bytes. */
size_t ndx_word_set_shards(const ndx_plan *plan);

/* The articles that have a word that fits for sure, for ndx_lookup. NULL: *error. */
ndx_candidates *ndx_word_set_sure(ndx_plan *plan, const ndx_word_set *set, ndx_error *error);

/* The words themselves, folded, each once. */
enum { NDX_WORD_SET_SHOWN = 10 };
typedef struct ndx_set_words {
    uint64_t count;
    ndx_span first[NDX_WORD_SET_SHOWN]; /* in order; in the arena */
    size_t shown;
} ndx_set_words;
bool ndx_word_set_list(ndx_index *index, ndx_word_pattern pattern, ndx_arena *arena,
                       ndx_set_words *words, ndx_error *error);

#endif
