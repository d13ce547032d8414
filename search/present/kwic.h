/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kwic.h - the concordance: a row for each place where a query matches, with the words around it
 * (key word in context; Luhn, "Keyword-in-Context Index for Technical Literature", American
 * Documentation 11, 1960).
 *
 * Owns: what a row holds, how long it is, the order of rows. Must not know: how a match is found
 * (newsdex/matches.h), how a table looks (table.h), the command line.
 *
 * Rows are exactly the spans of the query's tree (newsdex/matcher.h), so a word that takes part in
 * two matches has two rows, and an article that matches by what has no place, as `NOT x`, has none.
 */
#ifndef NEWSDEX_PRESENT_KWIC_H
#define NEWSDEX_PRESENT_KWIC_H

#include "present/survey.h"
#include "present/table.h"

/* Words are compared by their folded forms (ndx_fold), in the order of code points. What is missing
 * comes first. Ties, and rows without a key, go by date, id, position: the same rows in the same
 * order whatever the shards and threads. */
typedef enum ndx_kwic_key_kind {
    NDX_KWIC_LEFT, /* the distance-th word before the match, counted from it: 1 stands next to it */
    NDX_KWIC_RIGHT, /* behind it */
    NDX_KWIC_MATCH, /* its own words, the first of them */
    NDX_KWIC_DATE,  /* the earliest moment it may be */
    NDX_KWIC_SOURCE,
    NDX_KWIC_ID
} ndx_kwic_key_kind;

typedef struct ndx_kwic_key {
    ndx_kwic_key_kind kind;
    unsigned distance; /* of NDX_KWIC_LEFT and NDX_KWIC_RIGHT, from 1; else 0 */
} ndx_kwic_key;

#define NDX_KWIC_KEYS_MAX 8u

typedef struct ndx_kwic_sort {
    ndx_kwic_key key[NDX_KWIC_KEYS_MAX];
    size_t count;
} ndx_kwic_sort;

/* "L1,R1,date": the value of --kwic-sort. NDX_ERROR_USAGE: names what there is. */
bool ndx_kwic_sort_parse(ndx_span text, ndx_kwic_sort *sort, ndx_error *error);
/* The names of all keys, for help and completion; NULL past the end. */
const char *ndx_kwic_key_name(size_t index);

#define NDX_KWIC_WINDOW_MAX 1000u

typedef struct ndx_kwic_options {
    uint32_t window; /* words on either side, at most NDX_KWIC_WINDOW_MAX; never from another field.
                        A match of more than twice as many words (and of more than four) is shortened
                        in its middle, where an ellipsis stands */
    ndx_kwic_sort sort;
    uint64_t offset, limit; /* of the sorted rows; limit 0: all. Memory: twice as many rows a thread
                               as offset and limit together, some 300 bytes each */
} ndx_kwic_options;
#define NDX_KWIC_OPTIONS_DEFAULT                                                                   \
    {                                                                                              \
        8, {{{0}}, 0}, 0, 0                                                                        \
    }

/* Writes the concordance of a query as a table to *out. Columns: left, match, right, source, date,
 * id; and for programs (JSON, TSV, CSV) path, field, position (of the match's first word in that
 * field, from 0), words (of the match), headline. JSON has the article's bytes, left + match + right
 * one behind another as they stand there; elsewhere white space in them is one space, a paragraph's
 * end too. Text ends with a line of how many there are.
 * *articles: that match. *rows: matches in them, also those beyond the limit. NDX_ERROR_USAGE for a
 * window that is too wide. */
bool ndx_kwic(const ndx_survey *survey, const ndx_query *query, const ndx_kwic_options *options,
              ndx_table_kind kind, const ndx_output_options *output, ndx_buffer *out,
              uint64_t *articles, uint64_t *rows, ndx_error *error);

#endif
