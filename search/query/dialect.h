/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dialect.h - how operators, functions and fields are spelled, as one table a dialect. Internal to
 * the query language.
 *
 * Owns: spellings, and how tight operators bind. Must not know: trees.
 */
#ifndef NEWSDEX_QUERY_DIALECT_H
#define NEWSDEX_QUERY_DIALECT_H

#include "query/lexer.h"

/* "#" in a spelling stands for a number; a space for any white space. The case of letters counts
 * only where it is said. */
typedef struct ndx_operator_spelling {
    const char *spelling;
    ndx_lexeme_kind kind;
    uint32_t number; /* of a spelling without "#" */
    bool capitals;
} ndx_operator_spelling;

typedef struct ndx_function_spelling {
    const char *spelling; /* up to the bracket */
    ndx_query_kind function;
    const char *field;    /* it is this field of newsdex, with its value in brackets; NULL: none */
    bool without_bracket; /* any unit may follow */
} ndx_function_spelling;

/* What the operators of a level are; levels go from tight to loose. */
enum { NDX_BINDS_NEAR = 1, NDX_BINDS_NOT = 2, NDX_BINDS_AND = 4, NDX_BINDS_OR = 8 };
enum { NDX_DIALECT_LEVELS = 4 };

typedef struct ndx_dialect_rules {
    const char *name;
    const ndx_operator_spelling *operators;
    size_t operator_count;
    const ndx_function_spelling *functions;
    size_t function_count;
    const ndx_function_spelling *equals; /* fields written NAME=value */
    size_t equals_count;
    unsigned levels[NDX_DIALECT_LEVELS];
    bool side_by_side; /* words may stand side by side, ranked; else they are a phrase */
    bool marks;        /* + - = @ and fields with a colon */
    char any;          /* the wildcard for any letters: "*", "!"; */
    char one;          /* for one letter */
    const char *first; /* an operator behind a word: "/f#/"; NULL: there is none */
} ndx_dialect_rules;

const ndx_dialect_rules *ndx_dialect_rules_of(ndx_dialect dialect);

/* Does the word have this spelling? *number is that of "#", or 0. */
bool ndx_spelling_fits(const char *spelling, ndx_span word, bool capitals, uint32_t *number);

/* The operator that the word, or the words, are in the dialect; NULL: none. */
const ndx_operator_spelling *ndx_dialect_operator(const ndx_dialect_rules *rules, ndx_span words,
                                                  uint32_t *number);

/* What to say of a word that is none of this dialect's operators but looks like one; NULL: nothing.
 */
const char *ndx_dialect_remark(const ndx_dialect_rules *rules, ndx_span word);

#endif
