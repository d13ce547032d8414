/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * alias_file.h - the file of names that a search is given, or finds by itself. Internal to
 * newssearch.
 *
 * Owns: which file it is, and reading it. Must not know: what is in it (query/aliases.h).
 */
#ifndef NEWSDEX_ALIAS_FILE_H
#define NEWSDEX_ALIAS_FILE_H

#include "query/aliases.h"

/* The names of the file at path; NULL: of the first there is of $NEWSDEX_ALIASES,
 * $XDG_CONFIG_HOME/newsdex/aliases (~/.config without it) and the one that came with newsdex, of
 * none if none of these is there. *aliases is to be freed with ndx_aliases_free(). */
bool newssearch_read_aliases(const char *path, ndx_aliases **aliases, ndx_error *error);

#endif
