/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reference.h - what a query means, naively: straight from newsdex-query(7) and newsdex/matcher.h,
 * over plain words, trying all pairs, without an index.
 *
 * Owns: the meaning of every operator, word and field, a second time. Must not know: how newsdex
 * parses, indexes or matches; it shares spans and arenas with it and nothing else.
 */
#ifndef NEWSDEX_TESTS_SEARCH_REFERENCE_H
#define NEWSDEX_TESTS_SEARCH_REFERENCE_H

#include "newsdex/buffer.h"
#include "newsdex/span.h"

/* ---- articles ---- */

typedef enum reference_field {
    REFERENCE_HEADLINE,
    REFERENCE_BYLINE,
    REFERENCE_DATELINE,
    REFERENCE_BODY,
    REFERENCE_FIELDS
} reference_field;

typedef struct reference_word {
    ndx_span surface; /* as it is written */
    ndx_span folded;  /* without case and accents */
    ndx_span stem;    /* in the article's language */
    bool character;   /* one of a script without spaces: only itself finds it */
    reference_field field;
    uint32_t position;            /* in the field, from 0 */
    uint32_t sentence, paragraph; /* counted through the article */
} reference_word;

typedef struct reference_values { /* of a field: each its folded words */
    const ndx_span *words;
    size_t count;
} reference_values;

typedef struct reference_article {
    ndx_span id, url, language;
    ndx_span text[REFERENCE_FIELDS];
    reference_values source, byline, authors, section, keywords;
    bool dated;
    int32_t first_day, last_day; /* more than one where only the month or year is known */
    reference_word *words;       /* in the order of fields and text */
    size_t word_count;
    uint32_t field_words[REFERENCE_FIELDS];
} reference_article;

/* ---- queries ---- */

typedef enum reference_kind {
    REFERENCE_WORDS, /* one, or a phrase */
    REFERENCE_ALL,
    REFERENCE_SOURCE,
    REFERENCE_AUTHOR,
    REFERENCE_SECTION,
    REFERENCE_LANGUAGE,
    REFERENCE_URL,
    REFERENCE_ID,
    REFERENCE_DATE,
    REFERENCE_LENGTH,
    REFERENCE_SIDE,
    REFERENCE_OR,
    REFERENCE_AND,
    REFERENCE_NOT,
    REFERENCE_BUT_NOT, /* a NOT b */
    REFERENCE_NEAR,
    REFERENCE_BEFORE,
    REFERENCE_NOT_NEAR,
    REFERENCE_SENTENCE,
    REFERENCE_PARAGRAPH,
    REFERENCE_AT_LEAST, /* atleast3( ) */
    REFERENCE_FIRST,    /* first/5( ) */
    REFERENCE_LEAD,     /* hlead( ) */
    REFERENCE_TITLE,    /* title:( ) */
    REFERENCE_CASE      /* case:( ) */
} reference_kind;

typedef enum reference_demand {
    REFERENCE_OPTIONAL,
    REFERENCE_REQUIRED,
    REFERENCE_EXCLUDED
} reference_demand;

/* A word of a query. */
typedef struct reference_asked {
    ndx_span surface;
    ndx_span folded; /* a wildcard: the pattern */
    bool wildcard;
    uint32_t edits; /* that a word may be away: fuzzy; 0: none */
    bool character;
    const ndx_span *stems; /* in each language of the archive */
    size_t stem_count;
} reference_asked;

/* What stands in a query without a space: a word, or several characters of a script without
 * spaces. */
typedef struct reference_text {
    ndx_span written;
    const reference_asked *words;
    size_t count;
} reference_text;

typedef struct reference_node {
    reference_kind kind;
    reference_demand demand; /* of a child of REFERENCE_SIDE */
    ndx_span written;        /* of words and fields: how the query has them */
    const reference_asked *words;
    size_t word_count;
    bool exact;              /* = before them */
    ndx_span value;          /* of a field */
    reference_values values; /* its folded words */
    int32_t first_day, last_day;
    uint32_t least, most; /* REFERENCE_LENGTH: words of the body */
    uint32_t number;      /* of a distance or a function */
    const struct reference_node **children;
    size_t child_count;
} reference_node;

/* ---- what it comes to ---- */

typedef struct reference_span {
    reference_field field;
    uint32_t first, last; /* words of the field, both included */
} reference_span;

typedef struct reference_answer {
    bool matches;
    reference_span *spans; /* sorted by field, first, last; each once */
    size_t count;
} reference_answer;

/* all: what stands side by side is demanded (--all). The answer lives in the arena. */
reference_answer reference_evaluate(ndx_arena *arena, const reference_node *query,
                                    const reference_article *article, bool all);

/* "*" is any run of characters, "?" one of them. */
bool reference_pattern_fits(ndx_span pattern, ndx_span text);

/* The least number of characters inserted, deleted, replaced, or swapped with the next (none of
 * which is edited again) that makes one word of the other. */
uint32_t reference_edits(ndx_span one, ndx_span other);

#endif
