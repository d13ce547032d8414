/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.h - the interface of an output format. To add one: a file with the three functions, a row
 * in output.c.
 *
 * A format writes to a buffer that the program sends to standard output; it never prints. All
 * article text goes through ndx_utf8_append_printable (text for a person) or the format's own
 * escapes.
 */
#ifndef NEWSDEX_PRESENT_OUTPUT_H
#define NEWSDEX_PRESENT_OUTPUT_H

#include "newsdex/search.h"

typedef struct ndx_output_options {
    bool color;        /* escapes for a terminal */
    unsigned columns;  /* width to wrap at; 0: do not wrap */
    const char *topic; /* trec */
    const char *run_tag;
    bool explain;
} ndx_output_options;

typedef struct ndx_output {
    ndx_index *index;
    ndx_results *results;
    const ndx_output_options *options;
    ndx_buffer *out;
    double last_score;   /* trec: as printed */
    bool has_last_score; /* not before the first row */
} ndx_output;

typedef struct ndx_output_format {
    bool (*begin)(ndx_output *output, ndx_error *error); /* NULL: nothing */
    bool (*hit)(ndx_output *output, size_t rank, ndx_error *error);
    bool (*end)(ndx_output *output, ndx_error *error);                         /* NULL: nothing */
    bool (*article)(ndx_output *output, const ndx_hit *hit, ndx_error *error); /* --show */
} ndx_output_format;

extern const ndx_output_format ndx_output_text;
extern const ndx_output_format ndx_output_json;
extern const ndx_output_format ndx_output_tsv;
extern const ndx_output_format ndx_output_paths;
extern const ndx_output_format ndx_output_trec;

/* The rows of the table, in the order of the names of --format (newssearch_options.c); NULL past
 * the end. */
const ndx_output_format *ndx_output_format_at(size_t index);

/* An article whole, without highlights, from its hit. */
bool ndx_output_read_article(ndx_output *output, const ndx_hit *hit, ndx_arena *arena,
                             ndx_article *article, ndx_error *error);
/* The same without its body. */
bool ndx_output_read_head(ndx_output *output, const ndx_hit *hit, ndx_arena *arena,
                          ndx_article *article, ndx_error *error);

#endif
