/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query.h - the query language: from text to a tree. Library newsdex-search.
 *
 * Owns: the grammar (newsdex-query(7)) and the tree. Must not know: an index, libxapian, how
 * results are shown.
 *
 *   query     = side , { side } ;                       side by side: ranked, any may match
 *   side      = [ "+" | "-" ] , or ;                    + demanded, - excluded
 *   or        = and , { "OR" , and } ;
 *   and       = not , { "AND" , not } ;
 *   not       = [ "NOT" ] , near , { "NOT" , near } ;   a NOT b: a and no b
 *   near      = unit , { proximity , unit } ;           left to right
 *   proximity = "w/" n | "pre/" n | "not w/" n | "w/s" | "w/p" ;
 *   unit      = text | function | field | "@" name | "(" query ")" | "*" ;
 *   text      = [ "=" ] , ( word | quote words quote ) ;    = exact forms, not stems
 *   function  = ( "atleast" n | "first/" n | "hlead" ) "(" query ")" ;
 *   field     = field name ":" , ( text | "(" query ")" ) ;
 *
 * In a word "*" and "?" are wildcards, and "~" or "~2" at its end makes it fuzzy.
 * What a distance, a function or title: and case: holds are words, phrases, OR, distances and
 * functions: what has places in a text.
 * Operators are written in capitals (AND OR NOT); w/ and pre/ in any case.
 */
#ifndef NEWSDEX_QUERY_H
#define NEWSDEX_QUERY_H

#include "newsdex/query_date.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_query_kind {
    NDX_QUERY_WORDS,    /* text: a word, or words that stand next to each other (quoted, or written
                           without a space between them); * and ? in it are wildcards */
    NDX_QUERY_AUTHOR,   /* by: */
    NDX_QUERY_SOURCE,   /* source: */
    NDX_QUERY_SECTION,  /* section: */
    NDX_QUERY_LANGUAGE, /* lang: */
    NDX_QUERY_URL,      /* url: */
    NDX_QUERY_ID,       /* id: */
    NDX_QUERY_DATE,     /* date: since: until: */
    NDX_QUERY_LENGTH,   /* length: words of the body */
    NDX_QUERY_COPIES,   /* dup: the article with this id and its copies */
    NDX_QUERY_LIKE,     /* like: ranks by the words that tell the article with this id */
    NDX_QUERY_SIDE,     /* children side by side */
    NDX_QUERY_AND,
    NDX_QUERY_OR,
    NDX_QUERY_NOT,       /* no article that matches the one child */
    NDX_QUERY_NEAR,      /* w/n: two children */
    NDX_QUERY_BEFORE,    /* pre/n */
    NDX_QUERY_NOT_NEAR,  /* not w/n */
    NDX_QUERY_SENTENCE,  /* w/s */
    NDX_QUERY_PARAGRAPH, /* w/p */
    NDX_QUERY_AT_LEAST,  /* atleast3( ): the child matches at so many places */
    NDX_QUERY_FIRST,     /* first/50( ): places in the headline or the first words of the body */
    NDX_QUERY_LEAD,      /* hlead( ): places in the headline or the body's first paragraph */
    NDX_QUERY_ALL        /* *: every article */
} ndx_query_kind;

typedef enum ndx_query_scope {                    /* where the words of a leaf are looked for */
                               NDX_SCOPE_ANY,     /* headline, byline, dateline, body */
                               NDX_SCOPE_HEADLINE /* title: */
} ndx_query_scope;

typedef enum ndx_query_form {                 /* which words a leaf's word stands for */
                              NDX_FORM_STEM,  /* of the same stem */
                              NDX_FORM_EXACT, /* =: the same but for case and accents */
                              NDX_FORM_CASE   /* case: as written */
} ndx_query_form;

typedef enum ndx_demand { /* of a child of NDX_QUERY_SIDE */
                          NDX_DEMAND_OPTIONAL,
                          NDX_DEMAND_REQUIRED, /* + */
                          NDX_DEMAND_EXCLUDED  /* - */
} ndx_demand;

typedef struct ndx_query_node {
    ndx_query_kind kind;
    ndx_demand demand;
    ndx_query_scope scope;
    ndx_query_form form;  /* NDX_QUERY_WORDS */
    bool quoted;          /* NDX_QUERY_WORDS: stood in quotes */
    bool prefix;          /* NDX_QUERY_URL: begins the URL or is its host, else the whole URL */
    uint32_t distance;    /* of w/, pre/, not w/; the number of atleast, first/ */
    uint32_t least, most; /* NDX_QUERY_LENGTH, inclusive */
    ndx_span text;        /* leaf: as written, without quotes and field */
    ndx_date_range range; /* NDX_QUERY_DATE */
    size_t begin, end;    /* byte range in the query text, for carets */
    struct ndx_query_node **children;
    size_t child_count;
} ndx_query_node;

/* A remark that is no error: something was understood in a way worth telling. */
typedef struct ndx_query_note {
    size_t begin, end;
    const char *message;
    struct ndx_query_note *next;
} ndx_query_note;

typedef struct ndx_query {
    ndx_arena arena; /* everything below lives here */
    ndx_span text;   /* a copy of the query */
    ndx_span read;   /* the same with the wildcards of its dialect as newsdex writes them: what the
                        texts of leaves are parts of, but for those of aliases */
    ndx_query_node *root; /* NULL: the query is empty */
    ndx_query_note *notes;
} ndx_query;

/* The place (ndx_error.place) of a mistake that is found only when a query is run against an index:
 * first byte, byte behind the last. */
#define NDX_QUERY_PLACE_LEAD "query bytes "
#define NDX_QUERY_PLACE NDX_QUERY_PLACE_LEAD "%zu-%zu"

typedef enum ndx_dialect { /* whose operators a query is written with: newsdex-query(7) */
                           NDX_DIALECT_NEWSDEX,
                           NDX_DIALECT_FACTIVA,
                           NDX_DIALECT_LEXIS
} ndx_dialect;
/* "newsdex", "factiva", "lexis". */
bool ndx_dialect_from_name(ndx_span name, ndx_dialect *dialect);

/* The distance of what may stand anywhere in the same field. */
#define NDX_QUERY_DISTANCE_SEGMENT 1000000u

struct ndx_aliases;

typedef struct ndx_query_options {
    int32_t today; /* days since 1970-01-01, for since:7d and the like (the caller's clock) */
    ndx_dialect dialect;
    const struct ndx_aliases *aliases; /* what @name stands for; NULL: nothing */
    bool aliases_always;               /* names are replaced wherever they stand */
} ndx_query_options;

/* Parses text. Zeroed *query; free it with ndx_query_free in any case. A wrong query:
 * NDX_ERROR_USAGE, the message says what was expected; *error_begin and *error_end (may be NULL)
 * give the bytes it is about. */
bool ndx_query_parse_as(ndx_query *query, ndx_span text, const ndx_query_options *options,
                        size_t *error_begin, size_t *error_end, ndx_error *error);

/* The same in newsdex's own dialect, without aliases. today: days since 1970-01-01 */
bool ndx_query_parse(ndx_query *query, ndx_span text, int32_t today, size_t *error_begin,
                     size_t *error_end, ndx_error *error);
void ndx_query_free(ndx_query *query);

/* Appends the query's line and beneath it "^~~~" under the bytes from begin to end, columns counted
 * in characters; a long query is shown around the place. */
bool ndx_query_append_caret(ndx_buffer *out, ndx_span text, size_t begin, size_t end);

/* Appends the tree, fully bracketed, as --explain shows it. */
bool ndx_query_append_tree(ndx_buffer *out, const ndx_query_node *node);

/* The fields a query may name, for help and errors: NULL past the end. */
typedef struct ndx_query_field {
    const char *name;
    const char *example;
    const char *description;
} ndx_query_field;
const ndx_query_field *ndx_query_field_describe(size_t index);

#ifdef __cplusplus
}
#endif
#endif
