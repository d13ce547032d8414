/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h - rows and columns in every format that has them: text, JSON Lines, TSV, CSV, Markdown.
 *
 * Owns: alignment, headers, escapes. Must not know: what the rows are about.
 *
 * Cells are untrusted. In every format controls, terminal escapes and bidirectional overrides are
 * neutralised: in JSON they are escaped (\u202e), so that nothing is lost; elsewhere they become
 * U+FFFD, and tabs and line ends become spaces, so that a row is a line.
 */
#ifndef NEWSDEX_PRESENT_TABLE_H
#define NEWSDEX_PRESENT_TABLE_H

#include "present/output.h"

typedef enum ndx_cell_kind {
    NDX_CELL_TEXT,
    NDX_CELL_TEXT_RIGHT, /* its end is what counts: aligned to the right, cut at its beginning */
    NDX_CELL_NUMBER,
    NDX_CELL_REAL
} ndx_cell_kind;

typedef struct ndx_column {
    const char *name; /* a header, and the member's name in JSON */
    ndx_cell_kind kind;
    unsigned decimals; /* NDX_CELL_REAL; JSON has nine digits */
    unsigned most;     /* text that is too wide for the terminal: columns this one is cut to before
                          others are; 0: it is treated as all others */
} ndx_column;

typedef struct ndx_cell {
    ndx_span text;
    uint64_t number;
    double real; /* one that is not finite is absent */
    bool absent; /* empty; left out in JSON */
    bool strong; /* bold where there is colour, and in Markdown */
} ndx_cell;

typedef enum ndx_table_kind {
    NDX_TABLE_TEXT, /* aligned; as wide as the terminal, if it is known: the widest columns are cut.
                       Without rows nothing, not even the header */
    NDX_TABLE_JSON, /* JSON Lines: an object a row, no header */
    NDX_TABLE_TSV,
    NDX_TABLE_CSV,     /* RFC 4180; texts as of ndx_output_append_csv(), numbers as they are */
    NDX_TABLE_MARKDOWN /* a table as GitHub has it */
} ndx_table_kind;

typedef struct ndx_table ndx_table;

/* columns (one at least) are borrowed until the table is freed, options is copied. The header is
 * written at once. NULL: *error. */
ndx_table *ndx_table_new(ndx_table_kind kind, const ndx_output_options *options,
                         const ndx_column *columns, size_t column_count, ndx_buffer *out,
                         ndx_error *error);
/* A cell for each column. Text is copied if it must wait for the end, as in NDX_TABLE_TEXT; the
 * other formats write the row, so that *out may be printed and cleared between rows. */
bool ndx_table_row(ndx_table *table, const ndx_cell *cells, ndx_error *error);
/* Writes what waited. */
bool ndx_table_end(ndx_table *table, ndx_error *error);
void ndx_table_free(ndx_table *table); /* NULL does nothing */

#endif
