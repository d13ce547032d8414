/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facets.h - how many of the matching articles have each source, section, language ...: exact
 * counts, the most frequent values first.
 *
 *     ndx_facet_list_read(NDX_SPAN("source,month"), &list, &error)
 *     facets = ndx_facets_count(&survey, &query, &list, &error);
 *     ndx_facets_write(facets, NDX_FACETS_LIMIT_DEFAULT, NDX_TABLE_JSON, &options, out, &error);
 *     ndx_facets_free(facets);
 *
 * Owns: what the facets are (one table), counting, how they look. Must not know: the command line.
 *
 * Values are as the articles have them, letter for letter; of a facet of several values (sections,
 * authors, keywords) an article counts once for each, so that counts may add up to more than the
 * articles. Values of one count come in the order of their bytes.
 *
 * TSV, CSV and Markdown have the columns facet, value, count and share (of the matching articles,
 * 0 to 1); last of each facet, with an empty value, those that have none. In JSON Lines "value" is
 * absent there; and where values are left out for the limit one more object says how many:
 * {"facet":"author","more":34}.
 */
#ifndef NEWSDEX_PRESENT_FACETS_H
#define NEWSDEX_PRESENT_FACETS_H

#include "present/survey.h"
#include "present/table.h"

#define NDX_FACETS_MAX 16u
#define NDX_FACETS_LIMIT_DEFAULT 10u /* values of a facet that are shown */

/* The facets there are, for help and errors: NULL past the end. */
typedef struct ndx_facet_info {
    const char *name;
    const char *description;
} ndx_facet_info;
const ndx_facet_info *ndx_facet_describe(size_t facet);

/* Which are asked for, in this order. */
typedef struct ndx_facet_list {
    size_t count;
    size_t facet[NDX_FACETS_MAX];
} ndx_facet_list;

/* "source,language": names parted by commas, each once. NDX_ERROR_USAGE for another, which says what
 * there is. */
bool ndx_facet_list_read(ndx_span text, ndx_facet_list *list, ndx_error *error);

typedef struct ndx_facets ndx_facets;

/* Reads the record of every match. NULL: *error. */
ndx_facets *ndx_facets_count(const ndx_survey *survey, const ndx_query *query,
                             const ndx_facet_list *list, ndx_error *error);
void ndx_facets_free(ndx_facets *facets); /* NULL does nothing */

uint64_t ndx_facets_matching(const ndx_facets *facets);
/* limit: values of each facet, at most; 0: all. */
bool ndx_facets_write(const ndx_facets *facets, uint64_t limit, ndx_table_kind kind,
                      const ndx_output_options *options, ndx_buffer *out, ndx_error *error);

#endif
