/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spelling.h - "did you mean": what the words of a query that few or no articles have may have been
 * meant to be. Internal to libnewsdex-search.
 *
 * Owns: which words are in doubt, and what is offered for them. Must not know: how it is shown.
 * Nothing is ever applied: whoever searches decides. It is for queries that found little or nothing:
 * one walk over the words of the archive.
 */
#ifndef NEWSDEX_RANKING_SPELLING_H
#define NEWSDEX_RANKING_SPELLING_H

#include "newsdex/search.h"

enum {
    NDX_SUGGESTIONS_MOST = 3, /* for a word */
    NDX_DOUBTS_MOST = 16      /* words of a query that are looked into; the first ones */
};

/* What may have been meant. */
typedef struct ndx_suggestion {
    ndx_span text;     /* a word as the archive writes it most often, or two: "new york" */
    size_t begin, end; /* bytes of the query that it stands for; more than the word where two are to
                           be written together */
    bool is_pair;      /* two words, which belong in quotation marks */
    uint64_t articles; /* that have it */
} ndx_suggestion;

/* A word of the query that no article has, or that is so rare that another is far likelier. */
typedef struct ndx_doubt {
    ndx_span word;     /* as the query has it */
    size_t begin, end; /* its bytes in the query */
    uint64_t articles; /* that have it, whatever the dates asked for */
    ndx_suggestion suggestion[NDX_SUGGESTIONS_MOST]; /* best first */
    size_t suggestion_count;
} ndx_doubt;

typedef struct ndx_spelling {
    const ndx_doubt *doubts; /* in the order of the query */
    size_t count;
    ndx_span
        corrected; /* the query with the first suggestion of each doubt; empty: there is none */
} ndx_spelling;

/* Looks into the plain words of the query's text: no wildcards, fuzzy words, characters of scripts
 * without spaces, values of fields, and nothing that is excluded. Of the options the language counts,
 * and the threads. suggest: false leaves out the walk over the words, and so what may have been
 * meant: only words that no article has are in doubt then. Texts in the arena. */
bool ndx_spelling_of_query(ndx_index *index, const ndx_query *query,
                           const ndx_search_options *options, ndx_analyser *analyser, bool suggest,
                           ndx_arena *arena, ndx_spelling *spelling, ndx_error *error);

/* The same for one word; no doubts if it is none, or is frequent. */
bool ndx_spelling_of_word(ndx_index *index, ndx_span word, const ndx_search_options *options,
                          ndx_analyser *analyser, ndx_arena *arena, ndx_spelling *spelling,
                          ndx_error *error);

#endif
