/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * aliases.h - the names of one person, place or organisation, from a file. Internal to
 * libnewsdex-search.
 *
 * Owns: the format of the file, and which name belongs to which group. Must not know: what a query
 * makes of a group, where files lie.
 *
 *   file    = { [ group ] , [ comment ] , line end } ;
 *   group   = name , { "=" , name } ;
 *   name    = '"' text '"' | text without '"' and "=" ;
 *   comment = "#" , [ white space , text ] ;            where a line begins, or behind white space
 *
 *   Witkoff = "Steve Witkoff" = Виткофф
 *   Kyiv = Kiev = Київ                                  # either spelling finds both
 *
 * Names of several words need no quotation marks. "=" in them is text: "=US" is a name whose first
 * character asks a query for the exact form. Names are compared word by word, folded (ndx_fold):
 * `u.s.` and `U.S.`, `Zürich` and `zurich` are one. A name may stand in one group only.
 */
#ifndef NEWSDEX_QUERY_ALIASES_H
#define NEWSDEX_QUERY_ALIASES_H

#include "newsdex/buffer.h"

typedef struct ndx_alias_name {
    ndx_span text;         /* as written, without quotation marks, white space put right */
    const ndx_span *words; /* folded; at least one */
    size_t word_count;
} ndx_alias_name;

/* One line: the names of one thing, as many as there are, the first one to be shown. */
typedef struct ndx_alias {
    const ndx_alias_name *names;
    size_t name_count; /* at least 1 */
    size_t line;       /* from 1 */
} ndx_alias;

typedef struct ndx_aliases ndx_aliases;

/* Reads the text of a file; path is for messages. NULL: *error, NDX_ERROR_FORMAT or NDX_ERROR_LIMIT
 * with the line as its place. Nothing of text is kept. */
ndx_aliases *ndx_aliases_parse(ndx_span text, const char *path, ndx_error *error);
void ndx_aliases_free(ndx_aliases *aliases); /* NULL does nothing */

/* The groups in the order of the file; NULL past the end. What is found is borrowed from aliases. */
const ndx_alias *ndx_aliases_at(const ndx_aliases *aliases, size_t index);

/* The group that has this name, of any case; *found is NULL where none has. False: out of memory. */
bool ndx_aliases_find(const ndx_aliases *aliases, ndx_span name, const ndx_alias **found,
                      ndx_error *error);

/* The group of the longest name that the folded words from `begin` on begin with, and how many words
 * it has; NULL: they begin with none. */
const ndx_alias *ndx_aliases_find_phrase(const ndx_aliases *aliases, const ndx_span *words,
                                         size_t count, size_t begin, size_t *length);

#endif
