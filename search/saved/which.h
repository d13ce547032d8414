/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * which.h - which saved searches the articles of an index meet, and what saved searches there are,
 * as lines. Library newsdex-saved.
 *
 * Owns: running one search after another, the lines. Must not know: the query language (the caller
 * parses), streams.
 */
#ifndef NEWSDEX_SAVED_WHICH_H
#define NEWSDEX_SAVED_WHICH_H

#include "saved/saved.h"

/* The caller's part in running searches of a folder. */
typedef struct ndx_saved_host {
    void *context;
    const char *folder;
    bool json; /* lines are JSON */
    /* Parses the search's query, by its dialect and aliases, into the zeroed *query; which is freed
     * here in any case. */
    bool (*parse)(void *context, const ndx_saved *saved, ndx_query *query, ndx_error *error);
    /* Is told of a search that cannot be read or run; the rest go on. error names the search. */
    void (*broken)(void *context, const ndx_error *error);
} ndx_saved_host;

/* Appends a line for each article and search that it meets, by article, then by name: the article's
 * id, a tab, the name; JSON: the article without its body, with "search". All articles count, whatever update brought them; dates are as of today. The
 * search's own indexes are not looked at. names: those to try, each of which must be there; count
 * 0: all. *met: so many lines, *broken: so many searches that could not be tried. */
bool ndx_saved_which(const ndx_saved_host *host, ndx_index *index, ndx_analyser *analyser,
                     int32_t today, const char *const *names, size_t count, ndx_buffer *out,
                     uint64_t *met, uint64_t *broken, ndx_error *error);

/* Appends a line for each saved search: its name, a tab, its options and query; JSON: as
 * ndx_saved_append_json() has it. *listed: so many; *broken as above. */
bool ndx_saved_append_list(const ndx_saved_host *host, ndx_buffer *out, uint64_t *listed,
                           uint64_t *broken, ndx_error *error);

#endif
