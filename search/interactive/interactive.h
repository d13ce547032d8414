/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * interactive.h - newssearch --interactive: a conversation with an index that stays open. Internal to
 * newssearch.
 *
 * Owns: what a line means: a query, a command, an option; pages; the current query. Must not know:
 * how a query is answered or a result looks.
 */
#ifndef NEWSDEX_INTERACTIVE_H
#define NEWSDEX_INTERACTIVE_H

#include "answer.h"
#include "newssearch_options.h"

/* What the program has and a session needs. */
typedef struct newssearch_host {
    const newssearch_options *options;  /* as they were given */
    const newssearch_options *defaults; /* as they are where none is given */
    void *context;
    /* Options to settings; what is wrong with them is in *error. Asked anew for each answer: the day
     * and the width of the terminal change. The options stay where they are until the next time. */
    bool (*settings)(void *context, const newssearch_options *options,
                     newssearch_settings *settings, ndx_error *error);
    ndx_index *(*open)(const newssearch_options *options, ndx_error *error);
    /* Sends messages, then out, and empties both; all has reached the reader then. */
    bool (*send)(ndx_buffer *out, ndx_buffer *messages, ndx_error *error);
    const char *host, *folder; /* of links */
} newssearch_host;

/* first: a query to begin with, or empty. Gives newssearch's status: FOUND at the end of the
 * lines, FAILED when they cannot be read or nothing can be written. */
int newssearch_interactive(const newssearch_host *host, ndx_span first);

#endif
