/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matcher.h - the span matcher: everything positional over word numbers.
 *
 * Owns: what a phrase, a distance, a sentence mean; where in an article a query matches. Must not
 * know: libxapian, query syntax. What is counted, ranked, shown and highlighted asks this one
 * mechanism, so they cannot disagree.
 */
/*
 * What an operator gives. A span is the positions from the first to the last word of a match; every
 * node gives a set of spans and matches if it has one (AND, OR, NOT, ALL: as said there). WORD each
 * place where a word of the set stands. PHRASE     from each child a span, each beginning right
 * behind the one before; all such, also when one contains another. NEAR, BEFORE, SENTENCE,
 * PARAGRAPH two spans that share no word, in one text field, together in what the operator asks;
 * the result reaches from the first to the last word of both. Of these only the minimal ones are
 * kept: none contains another (Clarke, Cormack, Burkowski, "An algebra for structured text search
 * and a framework for its implementation", Computer Journal 38(1), 1995). The distance is the
 * difference of positions between the nearer ends, neighbours 1; it runs across sentences and
 *              paragraphs and never from one text field to another, however large it is. More than
 * two children are taken from left to right: (a near b) near c. NOT_NEAR   spans of the first child
 * that no span of the second overlaps or comes as near as the distance. OR         the spans of all
 * children that match.  AND: the same, if all match. Both look at the whole article. A word is
 * therefore not near itself, and `trump not w/3 "trump tower"` wants a Trump that is no tower.
 */
#ifndef NEWSDEX_MATCHER_H
#define NEWSDEX_MATCHER_H

#include "newsdex/record.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_match_kind {
    NDX_MATCH_WORD,     /* any word of the leaf's set, anywhere in its fields */
    NDX_MATCH_PHRASE,   /* children (words, or anything with spans) next to each other in this order
                         */
    NDX_MATCH_NEAR,     /* children within `distance`, any order (w/n) */
    NDX_MATCH_BEFORE,   /* first child before second within `distance` (pre/n) */
    NDX_MATCH_NOT_NEAR, /* spans of the first child with none of the second within `distance` */
    NDX_MATCH_SENTENCE, /* children in one sentence */
    NDX_MATCH_PARAGRAPH, /* children in one paragraph */
    NDX_MATCH_AND,
    NDX_MATCH_OR,
    NDX_MATCH_NOT,      /* one child: the article has no span of it; gives no spans itself */
    NDX_MATCH_AT_LEAST, /* one child with at least `distance` spans */
    NDX_MATCH_FIRST, /* spans of one child that end within the first `distance` words of the body or
                        stand in the headline */
    NDX_MATCH_LEAD,  /* spans of one child that stand in the headline or in the first paragraph of
                        the body */
    NDX_MATCH_GIVEN, /* matches if the caller says so (ndx_matcher_give), gives no spans */
    NDX_MATCH_ALL    /* matches every article, gives no spans */
} ndx_match_kind;

/* How a leaf picks its words from a list. */
typedef enum ndx_leaf_kind {
    NDX_LEAF_TERM,  /* words that give `text` as their term, in `language` (or NDX_LANGUAGE_ANY) */
    NDX_LEAF_EXACT, /* words whose folded form is `text` (the form, not the stem) */
    NDX_LEAF_CASE,  /* words whose surface is `text` */
    NDX_LEAF_PATTERN,  /* words that give a term, whose folded form fits the pattern of `text` and
                           `edits` (ndx_word_pattern) */
    NDX_LEAF_CHARACTER /* the n-gram character whose folded form is `text` */
} ndx_leaf_kind;

enum { /* bits of ndx_match_node.fields */
       NDX_IN_HEADLINE = 1u << NDX_TEXT_HEADLINE,
       NDX_IN_BYLINE = 1u << NDX_TEXT_BYLINE,
       NDX_IN_DATELINE = 1u << NDX_TEXT_DATELINE,
       NDX_IN_BODY = 1u << NDX_TEXT_BODY,
       NDX_IN_ANY = (1u << NDX_TEXT_COUNT) - 1
};

/* One alternative of a word leaf: the leaf matches if any alternative does (synonyms, stems in
 * several languages). */
typedef struct ndx_match_form {
    ndx_leaf_kind kind;
    ndx_span text;
    int language;  /* ndx_language or NDX_LANGUAGE_ANY */
    ndx_span term; /* NDX_LEAF_PATTERN: only words that give it, in any language; empty: all */
    uint8_t edits; /* NDX_LEAF_PATTERN */
} ndx_match_form;

typedef struct ndx_match_node {
    ndx_match_kind kind;
    uint8_t fields;              /* NDX_MATCH_WORD: where it may stand, NDX_IN_... */
    uint32_t distance;           /* NDX_MATCH_GIVEN: its number */
    const ndx_match_form *forms; /* NDX_MATCH_WORD */
    size_t form_count;
    const struct ndx_match_node *const *children;
    size_t child_count;
} ndx_match_node;

/* A query made ready for one word list: leaves resolved to numbers. One per thread and list. The
 * tree must outlive it. */
typedef struct ndx_matcher ndx_matcher;
ndx_matcher *ndx_matcher_new(const ndx_match_node *query, ndx_words *words, ndx_error *error);
void ndx_matcher_free(ndx_matcher *matcher);

/* What NDX_MATCH_GIVEN nodes come to in the article that is asked about next, by their numbers;
 * borrowed. Without it they do not match. */
void ndx_matcher_give(ndx_matcher *matcher, const bool *given);

/* Does the article match? The record must be of the matcher's word list. False with *error only
 * when it is damaged. */
bool ndx_matcher_matches(ndx_matcher *matcher, const ndx_record *record, bool *matches,
                         ndx_error *error);

/* Word positions from first to last, both included. */
typedef struct ndx_match_span {
    uint32_t first, last;
} ndx_match_span;

/* All spans of the whole query, sorted by first, then last; borrowed until the next call. A query
 * of AND and OR gives the spans of its parts that match. */
bool ndx_matcher_spans(ndx_matcher *matcher, const ndx_record *record, const ndx_match_span **spans,
                       size_t *count, bool *matches, ndx_error *error);

/* Positions of every single word that takes part in some span: what is highlighted. Sorted,
 * borrowed until the next call. */
bool ndx_matcher_highlights(ndx_matcher *matcher, const ndx_record *record,
                            const uint32_t **positions, size_t *count, ndx_error *error);

#ifdef __cplusplus
}
#endif
#endif
