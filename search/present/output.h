/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.h - the interface of an output format. To add one: a file with its functions, a row in
 * output.c.
 *
 * A format writes to a buffer that the program sends to standard output; it never prints. All
 * article text goes through ndx_utf8_append_printable (text for a person) or the format's own
 * escapes, which are below.
 */
#ifndef NEWSDEX_PRESENT_OUTPUT_H
#define NEWSDEX_PRESENT_OUTPUT_H

#include "newsdex/search.h"

typedef struct ndx_output_options {
    bool color;         /* escapes for a terminal */
    bool hyperlinks;    /* OSC 8 */
    unsigned columns;   /* width to wrap at; 0: do not wrap */
    const char *host;   /* of file: links; "" will do */
    const char *folder; /* that paths start from, absolute */
    const char *run_tag;
    bool explain;
    bool batch;    /* many queries: each says which one it answers */
    bool full;     /* results as whole articles */
    char line_end; /* paths: '\n', or '\0' for xargs -0 */
} ndx_output_options;

typedef struct ndx_output {
    ndx_index *index;
    ndx_results *results;
    const ndx_output_options *options;
    ndx_buffer *out;
    ndx_span topic;      /* of the query; of a batch: empty when it has none but its number */
    ndx_span query;      /* its text */
    uint64_t number;     /* in a batch, from 1; else 0 */
    double last_score;   /* trec: as printed */
    bool has_last_score; /* not before the first row */
} ndx_output;

/* All but hit, count and article may be NULL: nothing is written. */
typedef struct ndx_output_format {
    /* Once, before everything. counts: --count. */
    bool (*header)(const ndx_output_options *options, bool counts, ndx_buffer *out,
                   ndx_error *error);
    bool (*begin)(ndx_output *output, ndx_error *error); /* a query of a batch */
    bool (*hit)(ndx_output *output, size_t rank, ndx_error *error);
    bool (*whole)(ndx_output *output, size_t rank, ndx_error *error); /* --full; NULL: as hit */
    bool (*end)(ndx_output *output, ndx_error *error);
    bool (*failed)(ndx_output *output, ndx_error *error); /* a query of a batch that was wrong */
    /* --count. NULL: a query of a batch that was wrong. */
    bool (*count)(ndx_output *output, const uint64_t *count, ndx_error *error);
    bool (*article)(ndx_output *output, const ndx_hit *hit, ndx_error *error); /* --show */
    bool parted; /* an empty line stands between two answers of a batch */
    bool shows_total;
} ndx_output_format;

extern const ndx_output_format ndx_output_text;
extern const ndx_output_format ndx_output_json;
extern const ndx_output_format ndx_output_tsv;
extern const ndx_output_format ndx_output_csv;
extern const ndx_output_format ndx_output_markdown;
extern const ndx_output_format ndx_output_paths;
extern const ndx_output_format ndx_output_trec;

/* The rows of the table, in the order of the names of --format (newssearch_options.c); NULL past
 * the end. */
const ndx_output_format *ndx_output_format_at(size_t index);

/* ---- escapes ---- */

/* Neutralised, and tabs and line ends as spaces: one field of a line. */
void ndx_output_append_field(ndx_buffer *out, ndx_span text);
/* Neutralised, as a field of CSV: in quotes where RFC 4180 demands them, line ends kept. A text
 * that a spreadsheet would take for a formula gets an apostrophe in front of it, the mark of text
 * in all of them (OWASP, "CSV Injection"): articles are written by others, and a row opened in a
 * spreadsheet must not run anything. Programs that want the bytes read TSV or JSON. */
void ndx_output_append_csv(ndx_buffer *out, ndx_span text);
/* Neutralised, as text of CommonMark or GitHub's Markdown in which nothing is markup, HTML included;
 * line ends are spaces. line_begins: what would open a list, a heading or the like there is escaped
 * as well. */
void ndx_output_append_markdown(ndx_buffer *out, ndx_span text, bool line_begins);
/* A JSON text with the characters that are not printable inside its strings escaped. */
void ndx_output_append_json(ndx_buffer *out, ndx_span json);
/* The values of a multi-valued field, "; " between two. */
bool ndx_output_append_values(ndx_buffer *out, ndx_span values);

/* ---- what formats share ---- */

/* The query's topic, else its number in the batch, as a field. */
void ndx_output_append_topic(ndx_buffer *out, const ndx_output *output);
/* The number alone on its line, "-" for a query that was wrong. */
bool ndx_output_count(ndx_output *output, const uint64_t *count, ndx_error *error);

/* json.c: how many articles match, and how many matches are in them, as an object. */
bool ndx_output_json_counts(ndx_output *output, uint64_t articles, uint64_t matches,
                            ndx_error *error);

/* An article whole, without highlights, from its hit. */
bool ndx_output_read_article(ndx_output *output, const ndx_hit *hit, ndx_arena *arena,
                             ndx_article *article, ndx_error *error);
/* The same without its body. */
bool ndx_output_read_head(ndx_output *output, const ndx_hit *hit, ndx_arena *arena,
                          ndx_article *article, ndx_error *error);

#endif
