/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reader.h - from a file to articles. Library newsdex-readers; newssearch does not link it.
 *
 * Owns: opening an input, choosing its format by content and name, and stepping through its
 * articles. Must not know: analysis, the index. A format lives in indexer/readers/, one file each,
 * behind ndx_format (indexer/readers/format.h), listed in one table.
 *
 * Memory is bounded: a format with many articles a file streams them; what must be held whole (an
 * HTML page, one JSON value) is bounded by NDX_LIMIT_DOCUMENT_BYTES.
 */
#ifndef NEWSDEX_READER_H
#define NEWSDEX_READER_H

#include "newsdex/article.h"

#ifdef __cplusplus
extern "C" {
#endif

/* `--field name=path`: which value of the source a field is read from (JSON: a dotted path,
 * "data.published"; CSV/TSV: a column's name or number from 1; front matter: a key). */
typedef struct ndx_field_mapping {
    ndx_field field;
    ndx_span path;
} ndx_field_mapping;

/* What quotation marks in CSV and TSV are. AUTO: those around cells, unless what they would quote
 * has the columns of rows. */
typedef enum ndx_quotes { NDX_QUOTES_AUTO, NDX_QUOTES_CELLS, NDX_QUOTES_TEXT } ndx_quotes;

typedef struct ndx_reading_options {
    const char *format;   /* force this format by name; NULL: choose */
    const char *language; /* --language: of every article, whatever it declares, and its dates are
                             read in it; NULL: as the article says */
    const char *charset;  /* force; NULL: BOM, declaration, else detected */
    const ndx_field_mapping *mappings;
    size_t mapping_count;
    ndx_quotes quotes;
    bool (*interrupted)(void *context); /* asked now and then; NULL: never */
    void *context;
} ndx_reading_options;

typedef struct ndx_reading ndx_reading;

/* What a step gives. SKIPPED: one article (or a stretch of the file) could not be read, *error says
 * which and why, go on. NOTED: nothing is lost, but the user may want to know how the file is
 * taken, as *error says; go on. ERROR: the file cannot be read further (what came before stands). */
typedef enum ndx_read {
    NDX_READ_ERROR = -1,
    NDX_READ_END = 0,
    NDX_READ_ARTICLE = 1,
    NDX_READ_SKIPPED = 2,
    NDX_READ_NOTED = 3
} ndx_read;

/* Opens the file `path` ("-": standard input) to be read as articles whose NDX_FIELD_PATH is
 * `name`. gzip (RFC 1952, several members too) is seen by content and undone, within the limits.
 * options and what it points to must outlive the reading. NULL: *error. */
ndx_reading *ndx_reading_open(const char *path, ndx_span name, const ndx_reading_options *options,
                              ndx_error *error);

/* The same from memory: bytes must outlive the reading. */
ndx_reading *ndx_reading_open_memory(ndx_span bytes, ndx_span name,
                                     const ndx_reading_options *options, ndx_error *error);

/* The next article: filled, its spans borrowed until the next step or close. Headline and body are
 * never both empty (such an article is SKIPPED). Ids are set; id and path of every article are not
 * empty. */
ndx_read ndx_reading_next(ndx_reading *reading, ndx_article *article, ndx_error *error);

void ndx_reading_close(ndx_reading *reading); /* NULL does nothing */

const char *ndx_reading_format(const ndx_reading *reading); /* "html", "jsonl", ... */
uint64_t ndx_reading_bytes(const ndx_reading *reading); /* of the file consumed so far, as stored */

/* After NDX_READ_END: XXH3 128-bit of the file's bytes as stored (xxHash specification), canonical
 * (big-endian) form. */
void ndx_reading_hash(const ndx_reading *reading, uint8_t hash[16]);

/* The same over a file, without reading it as articles. */
bool ndx_file_hash(const char *path, uint8_t hash[16], uint64_t *size_bytes, ndx_error *error);

/* The table of formats, for `newsindex formats` and help: NULL past the end. */
typedef struct ndx_format_info {
    const char *name;
    const char *description;
    const char *extensions; /* space-separated, without the dot; each also with .gz */
} ndx_format_info;
const ndx_format_info *ndx_format_describe(size_t index);

/* The names that mean a field in JSON and as columns of CSV, in the order in which they are tried.
 * False past the end. */
bool ndx_json_mapping_describe(size_t index, ndx_field *field, const char **name);

#ifdef __cplusplus
}
#endif
#endif
