/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * leaf.h - the words of a query's leaf, analysed as article text is. Internal to libnewsdex-search.
 *
 * Owns: which forms a query word stands for. Must not know: libxapian, operators.
 */
#ifndef NEWSDEX_QUERY_LEAF_H
#define NEWSDEX_QUERY_LEAF_H

#include "newsdex/analysis.h"
#include "newsdex/matcher.h"
#include "newsdex/query.h"

/* What the analysis of a query needs. */
typedef struct ndx_query_context {
    ndx_arena *arena;
    ndx_analyser *analyser;
    const ndx_language
        *languages; /* that words are stemmed in; unstemmed is always one form more */
    size_t language_count;
    ndx_span query; /* the whole text, of which leaves are parts: for places in it */
} ndx_query_context;

/* One word of a leaf. */
typedef struct ndx_leaf_word {
    ndx_span surface;   /* as the query has it */
    ndx_span place;     /* it in the leaf's text; all of that where its white space was put right */
    bool ngram;         /* one character of a script written without spaces; folded: it, folded */
    bool touches_next;  /* nothing stands between it and the next word */
    bool function_word; /* of one of the languages: weighs little */
    bool
        pattern; /* a wildcard, a fuzzy word or an exact form: ndx_leaf_pattern() says which words fit it */
    uint8_t edits; /* of a fuzzy word */
    ndx_span folded;
    const ndx_match_form *forms; /* terms in each language, each once; n-gram: the character;
                                    pattern: it */
    size_t form_count;
} ndx_leaf_word;

static inline ndx_word_pattern ndx_leaf_pattern(const ndx_leaf_word *word)
{
    ndx_word_pattern pattern = {word->folded, word->edits};
    return pattern;
}

/* A leaf's text cut into words, in order, in one way. */
typedef struct ndx_leaf {
    const ndx_leaf_word *words;
    size_t count; /* 0: the text holds no word */
} ndx_leaf;

/* The ways in which the languages cut the text: one, but for elisions ("d'Ivoire" is two words in
 * French, one in English). *count is at least 1; the first way is that of the main language.
 *
 * Wildcards: in a word "*" stands for any run of characters, "?" for one. A "?" at a word's end is
 * punctuation, as it is in an address (before or behind a slash) and by itself. Behind a character
 * of a script written without spaces a "*" says nothing: words of such a script are found wherever
 * their characters stand. A wildcard that names less than two letters or digits is NDX_ERROR_USAGE
 * with its place (NDX_QUERY_PLACE).
 *
 * Fuzzy words: a "~" right behind a word, or "~" and a number of edits, where the text ends, or
 * white space or punctuation but another "~" or a slash follows; "~" is "~1". Less than three
 * letters or digits for one edit or five for two, more edits, and a wildcard with a "~" are
 * NDX_ERROR_USAGE with the place.
 *
 * An exact form is a pattern without wildcards. A word in the case that is written has that pattern
 * for its terms, and its surface among `forms`. */
bool ndx_leaf_read(const ndx_query_context *context, ndx_span text, ndx_query_form form,
                   const ndx_leaf **leaves, size_t *count, ndx_error *error);

/* Sets the error's place to the word's in the query. Returns false. */
bool ndx_leaf_set_place(const ndx_query_context *context, const ndx_leaf_word *word,
                        ndx_error *error);

/* Folded words of a value (source:, by:, section:), in the arena, without stemming: cut in no
 * language, as the indexer cuts values. */
bool ndx_leaf_folded_words(ndx_arena *arena, ndx_span text, const ndx_span **words, size_t *count,
                           ndx_error *error);

#endif
