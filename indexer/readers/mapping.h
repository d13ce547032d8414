/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mapping.h - which names of a source mean which field: one table for JSON members and CSV columns.
 * Internal to the readers.
 *
 * Owns: the table, and the order in which names are tried. Must not know: JSON, CSV.
 */
#ifndef NEWSDEX_READERS_MAPPING_H
#define NEWSDEX_READERS_MAPPING_H

#include "format.h"

/* The names tried for a field, in order: those of --field first and then only those; else the
 * table's. NULL past the end. */
typedef struct ndx_mapping_names {
    const ndx_reading_options *options;
    ndx_field field;
    size_t at;
    bool mapped; /* --field names this field */
} ndx_mapping_names;

ndx_mapping_names ndx_mapping_begin(const ndx_reading_options *options, ndx_field field);
bool ndx_mapping_next(ndx_mapping_names *names, ndx_span *name);

/* Which field the table gives a column's name; false: none. The case and "_", "-", " " do not
 * count. */
bool ndx_mapping_field(ndx_span name, ndx_field *field);

/* Sets a field from one raw text value of the source: normalised, a date parsed, names of authors
 * split where `split`. Several values of a field that has several are added to. origin: a text in
 * the arena. An unparsable date is left out. */
bool ndx_mapping_set(const ndx_source *source, ndx_article *article, ndx_field field, ndx_span raw,
                     const char *origin, bool split, ndx_error *error);

/* The body: raw text with its paragraphs (blank lines; every line end where there is no blank
 * line), or HTML if it clearly is. Built in *body, which outlives the article. */
bool ndx_mapping_set_body(const ndx_source *source, ndx_article *article, ndx_span raw,
                          const char *origin, ndx_text *body, ndx_error *error);

#endif
