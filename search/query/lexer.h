/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lexer.h - the tokens of a query. Internal to the query language.
 *
 * Owns: where a token begins and ends. Must not know: how an operator is spelled (dialect.h),
 * precedence.
 */
#ifndef NEWSDEX_QUERY_LEXER_H
#define NEWSDEX_QUERY_LEXER_H

#include "newsdex/query.h"

typedef enum ndx_lexeme_kind {
    NDX_LEXEME_END,
    NDX_LEXEME_WORD,     /* text: as written */
    NDX_LEXEME_PHRASE,   /* text: between the quotes */
    NDX_LEXEME_EXACT,    /* "=": a word or phrase follows directly */
    NDX_LEXEME_NAME,     /* "@": ditto */
    NDX_LEXEME_FIELD,    /* text: the name, before the colon; a unit follows directly */
    NDX_LEXEME_FUNCTION, /* function, number; a group follows directly, or any unit (unit_follows) */
    NDX_LEXEME_OPEN,
    NDX_LEXEME_CLOSE,
    NDX_LEXEME_PLUS,
    NDX_LEXEME_MINUS,
    NDX_LEXEME_AND,
    NDX_LEXEME_OR,
    NDX_LEXEME_NOT,
    NDX_LEXEME_NEAR, /* number */
    NDX_LEXEME_BEFORE,
    NDX_LEXEME_NOT_NEAR,
    NDX_LEXEME_SENTENCE,
    NDX_LEXEME_PARAGRAPH,
    NDX_LEXEME_FIRST, /* behind what it is about: number */
    NDX_LEXEME_ALL,
    NDX_LEXEME_ERROR
} ndx_lexeme_kind;

typedef struct ndx_lexeme {
    ndx_lexeme_kind kind;
    ndx_span text;
    size_t begin, end;
    uint32_t number;
    ndx_query_kind function;
    bool unit_follows;
    const char *message; /* NDX_LEXEME_ERROR; else a remark on the word, or NULL */
} ndx_lexeme;

struct ndx_dialect_rules;

typedef struct ndx_lexer {
    ndx_span query;
    size_t at;
    const struct ndx_dialect_rules *rules;
} ndx_lexer;

/* The next token. after_field: the token must stand where the lexer is, a field's value, and
 * operators are words there. */
ndx_lexeme ndx_lexer_next(ndx_lexer *lexer, bool after_field);

#endif
