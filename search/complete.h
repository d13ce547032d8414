/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * complete.h - what the last word of a query that is being typed may become, for the shells.
 * Internal to newssearch.
 *
 * Owns: which fields have values that an index can name, and how a value is written in a query.
 * Must not know: any shell.
 *
 * "so" gives "source:", "source:reu" gives "source:reuters". A value of several words is written
 * with hyphens, "source:the-daily-example": a query takes words that are written together one by
 * one, and neither the query nor a shell wants quotes.
 */
#ifndef NEWSDEX_COMPLETE_H
#define NEWSDEX_COMPLETE_H

#include "newsdex/index.h"

/* Candidates of which no more are looked for: a list that is longer helps nobody. */
#define NEWSSEARCH_CANDIDATES 500u

/* Are there values to be looked up in an index? */
bool newssearch_completion_needs_index(ndx_span typed);

/* Appends candidates, a line each, each beginning with what was typed up to the word: typed may be
 * a query of which the last word is meant. Sorted as the index has them. index: NULL when none is
 * needed. Of "--saved=we" and the like: the names of saved searches that begin so. */
bool newssearch_complete(ndx_index *index, ndx_span typed, ndx_buffer *out, ndx_error *error);

#endif
