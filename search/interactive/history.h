/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * history.h - the lines of earlier sessions, in $XDG_STATE_HOME/newsdex/history (XDG Base Directory
 * Specification 0.8; by default ~/.local/state). Internal to newssearch.
 *
 * Owns: the file, which is its owner's alone: what a newsroom looks for is nobody else's business.
 * Must not know: how lines are edited.
 *
 * A line of text a line. Several sessions may add to it at the same time.
 */
#ifndef NEWSDEX_INTERACTIVE_HISTORY_H
#define NEWSDEX_INTERACTIVE_HISTORY_H

#include "newsdex/buffer.h"

/* Lines that are kept. */
#define NEWSSEARCH_HISTORY_LINES 1000u

/* Zeroed: none is kept. */
typedef struct newssearch_history {
    ndx_buffer path;
    ndx_buffer last; /* the line added last: it is not added again */
} newssearch_history;

/* Finds the file and appends its lines to *lines, the oldest first, each with its line end. A file
 * that has grown long is cut to the last ones. Without a file or a home there are none, which is no
 * error. */
bool newssearch_history_open(newssearch_history *history, ndx_buffer *lines, ndx_error *error);
/* Adds a line (no line end in it). */
bool newssearch_history_add(newssearch_history *history, ndx_span line, ndx_error *error);
void newssearch_history_close(newssearch_history *history);

#endif
