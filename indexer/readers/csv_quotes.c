/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv_quotes.c - implements csv_quotes.h. */
#include "csv_quotes.h"

#include <stdint.h>

/* With two columns one comma in each line of a text makes rows of it: too common to speak of. */
enum { DOUBTFUL_COLUMNS_LEAST = 3 };

size_t ndx_csv_line_bytes(ndx_span bytes)
{
    const char *feed = bytes.size ? memchr(bytes.data, '\n', bytes.size) : NULL;
    size_t line = feed ? (size_t)(feed - bytes.data) : bytes.size;
    const char *ret = line ? memchr(bytes.data, '\r', line) : NULL;
    if (ret && (size_t)(ret - bytes.data) + 1 < line)
        return (size_t)(ret - bytes.data) + 1;
    if (feed)
        return line + 1;
    return ret ? line : SIZE_MAX; /* CR is the last byte */
}

size_t ndx_csv_line_ends(ndx_span bytes)
{
    size_t count = 0;
    for (size_t line; (line = ndx_csv_line_bytes(bytes)) != SIZE_MAX; count++)
        bytes = ndx_span_skip(bytes, line);
    return count;
}

/* The next line of *rest, without its line end; the last one may have none. */
static bool next_line(ndx_span *rest, bool complete_only, ndx_span *line)
{
    size_t size = ndx_csv_line_bytes(*rest);
    if (!rest->size || (size == SIZE_MAX && complete_only))
        return false;
    *line = size == SIZE_MAX ? *rest : ndx_span_make(rest->data, size);
    *rest = ndx_span_skip(*rest, line->size);
    while (line->size && (line->data[line->size - 1] == '\n' || line->data[line->size - 1] == '\r'))
        line->size--;
    return true;
}

static size_t count_columns(ndx_span line, char delimiter)
{
    size_t count = 1;
    const char *at;
    while (line.size && (at = memchr(line.data, delimiter, line.size))) {
        line = ndx_span_skip(line, (size_t)(at - line.data) + 1);
        count++;
    }
    return count;
}

/* Is it written as RFC 4180 has it, quotes around whole cells and doubled within them? Spaces
 * around a quoted cell are borne, many write them. */
static bool is_well_formed(ndx_span record, char delimiter, char quote)
{
    enum { BEGIN, PLAIN, QUOTED, QUOTE_IN_QUOTED, ENDED } at = BEGIN;
    for (size_t i = 0; i < record.size; i++) {
        char c = record.data[i];
        if (c == quote) {
            if (at == PLAIN || at == ENDED)
                return false;
            at = at == QUOTED ? QUOTE_IN_QUOTED : QUOTED;
        } else if (at == QUOTED) {
            continue;
        } else if (c == delimiter || c == '\n' || c == '\r') {
            at = BEGIN;
        } else if (c != ' ') {
            if (at == QUOTE_IN_QUOTED || at == ENDED)
                return false;
            at = PLAIN;
        } else if (at == QUOTE_IN_QUOTED) {
            at = ENDED;
        }
    }
    return true;
}

/* How many of the lines that are not empty have the columns of a row. */
static void count_rows(const ndx_csv_record *record, size_t *rows, size_t *lines)
{
    ndx_span rest = record->bytes;
    ndx_span line;
    *rows = *lines = 0;
    while (next_line(&rest, record->end == NDX_CSV_GOES_ON, &line)) {
        *lines += line.size > 0;
        *rows += line.size && count_columns(line, record->delimiter) == record->usual_columns;
    }
}

ndx_csv_verdict ndx_csv_judge(const ndx_csv_record *record)
{
    bool complete_only = record->end == NDX_CSV_GOES_ON;
    ndx_span rest = record->bytes;
    ndx_span line;
    size_t usual = record->usual_columns;
    if (!usual || !next_line(&rest, complete_only, &line) ||
        count_columns(line, record->delimiter) != usual)
        return NDX_CSV_CELLS;
    if (record->end == NDX_CSV_UNCLOSED)
        return NDX_CSV_TEXT;
    bool closed = record->end == NDX_CSV_CLOSED;
    if (closed && !rest.size)
        return record->columns == usual ||
                       is_well_formed(record->bytes, record->delimiter, record->quote)
                   ? NDX_CSV_CELLS
                   : NDX_CSV_TEXT;
    if (!next_line(&rest, complete_only, &line) || count_columns(line, record->delimiter) != usual)
        return NDX_CSV_CELLS;
    if (closed && record->columns != usual)
        return NDX_CSV_TEXT;
    size_t rows;
    size_t lines;
    count_rows(record, &rows, &lines);
    if (!is_well_formed(record->bytes, record->delimiter, record->quote))
        return rows * 2 > lines ? NDX_CSV_TEXT : NDX_CSV_CELLS;
    return closed && rows == lines && usual >= DOUBTFUL_COLUMNS_LEAST ? NDX_CSV_DOUBTFUL
                                                                      : NDX_CSV_CELLS;
}
