/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * csv_quotes.h - is the quotation mark that begins a cell a quote around it, or text? Internal to
 * the readers.
 *
 * Owns: that judgement, over bytes in memory. Must not know: reading, fields, charsets (delimiter,
 * quote and line ends are ASCII in all that a table comes in).
 *
 * Tables of headlines often hold their quotation marks as plain text: `"Great deal", says ...`.
 * Such a mark is closed by some mark far below or never, and what lies between would be one cell:
 * rows lost without a word. A cell that really holds line ends looks otherwise: its lines do not
 * have the columns of a row each. A record that is written as RFC 4180 has it, with the columns of
 * the table, is never judged to be text.
 */
#ifndef NEWSDEX_READERS_CSV_QUOTES_H
#define NEWSDEX_READERS_CSV_QUOTES_H

#include "newsdex/span.h"

typedef enum ndx_csv_verdict {
    NDX_CSV_CELLS,   /* its quotes are what they seem, or nothing speaks against it so far */
    NDX_CSV_TEXT,    /* the record is its first line, with the quotes as text */
    NDX_CSV_DOUBTFUL /* well-formed, and yet each of its lines looks like a row */
} ndx_csv_verdict;

/* How the record ends when its quotes are taken for quotes around cells. */
typedef enum ndx_csv_end {
    NDX_CSV_CLOSED,  /* bytes are the record, as far as its line end */
    NDX_CSV_GOES_ON, /* beyond bytes, which are its beginning */
    NDX_CSV_UNCLOSED /* never: bytes go as far as was looked */
} ndx_csv_end;

typedef struct ndx_csv_record {
    ndx_span bytes;
    char delimiter, quote;
    ndx_csv_end end;
    size_t columns;       /* of a closed one */
    size_t usual_columns; /* of the table's rows; 0: not known, then nothing is judged */
} ndx_csv_record;

ndx_csv_verdict ndx_csv_judge(const ndx_csv_record *record);

/* Bytes of the first line with its line end (LF, CR LF, CR); SIZE_MAX when it is not complete. */
size_t ndx_csv_line_bytes(ndx_span bytes);

/* Line ends within the bytes. */
size_t ndx_csv_line_ends(ndx_span bytes);

#endif
