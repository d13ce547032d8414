/* SPDX-License-Identifier: GPL-2.0-or-later */
/* matcher_internal.h - what compiling a query for a list (matcher_compile.c), walking over an
 * article (matcher.c) and the operators (matcher_spans.c) share. */
#ifndef NEWSDEX_WORDS_MATCHER_INTERNAL_H
#define NEWSDEX_WORDS_MATCHER_INTERNAL_H

#include "byte_pairs.h"
#include "newsdex/matcher.h"

/* Spans sorted by first, then last, each once. */
typedef struct span_list {
    ndx_match_span *span;
    size_t count, capacity;
} span_list;

/* A leaf of more forms than this is not searched for in the bytes: matcher_search.c says why. */
enum { NDX_SEARCH_FORMS = 32 };

typedef struct codeword {
    uint8_t size;  /* 0: it has none */
    uint8_t probe; /* which of its bytes is looked for: the rarest */
    uint8_t bytes[NDX_DENSE_MAX_BYTES];
} codeword;

typedef struct leaf {
    uint8_t fields;
    ndx_numbers numbers;             /* sorted */
    codeword code[NDX_SEARCH_FORMS]; /* of the numbers, if there are not more */
    uint32_t *position;              /* where the words of the set stand in the article looked at */
    size_t count, capacity;
} leaf;

/* A node of the query with what it came to in the article looked at. */
typedef struct match {
    const ndx_match_node *node;
    leaf *leaf; /* NDX_MATCH_WORD */
    struct match *children;
    size_t child_count;
    size_t rarest; /* the child to look for in the bytes; of a phrase of words */
    bool matches;
    span_list spans;
    span_list *step; /* operators over children from left to right: what the first i + 1 came to,
                        kept for the highlights; the last is in spans */
} match;

struct ndx_matcher {
    ndx_words *words;
    match root;
    leaf *leaves;
    size_t leaf_count, leaf_room;
    uint8_t fields;                         /* that any leaf looks into */
    uint64_t *wanted;                       /* a bit a number: in some leaf's set */
    const bool *given;                      /* by the caller; NULL: nothing */
    bool sentences;                         /* some operator asks for breaks */
    uint32_t *sentence_end, *paragraph_end; /* positions of the words before breaks, rising */
    size_t sentence_count, sentence_room, paragraph_count, paragraph_room;
    span_list by_last; /* spans turned over, sorted by last */
    uint32_t *queue;   /* room for an index or a position a span */
    size_t queue_room;
    uint32_t *highlight;
    size_t highlight_room;
    const uint8_t *classes;
    uint32_t class_count;
    ndx_pair_finder find_pair;
};

/* matcher_compile.c: the numbers of a leaf. */
bool ndx_matcher_compile_leaf(ndx_matcher *matcher, const ndx_match_node *node, leaf *made,
                              ndx_error *error);

/* matcher_spans.c: fills matches and spans of a node and all below it from the leaves' positions.
 */
bool ndx_matcher_evaluate(ndx_matcher *matcher, const ndx_record *record, match *at,
                          ndx_error *error);

/* matcher_highlight.c: adds the positions of the words that take part in the spans `used` of a
 * node. */
bool ndx_matcher_mark(ndx_matcher *matcher, const match *at, const span_list *used, size_t *found,
                      ndx_error *error);

/* matcher_search.c: chooses what is looked for of a node whose children are compiled. */
void ndx_matcher_prepare_search(match *at);
void ndx_matcher_write_code(ndx_dense dense, uint32_t number, codeword *code);
/* Whether the article matches, found by looking for codewords in its bytes
 * without decoding it; false when that cannot tell and the article must be walked over. */
bool ndx_matcher_search(const ndx_matcher *matcher, const ndx_record *record, bool *matches);

bool ndx_span_list_has(const span_list *list, uint32_t first, uint32_t last);
size_t ndx_span_list_from(const span_list *list,
                          uint32_t first); /* first span at or behind `first` */
void ndx_span_list_sort(span_list *list);  /* and each once */
bool ndx_leaf_has(const leaf *l, uint32_t number);
bool ndx_positions_push(uint32_t **list, size_t *count, size_t *room, uint32_t value,
                        ndx_error *error);

bool ndx_span_list_add(span_list *list, uint32_t first, uint32_t last, ndx_error *error);

#endif
