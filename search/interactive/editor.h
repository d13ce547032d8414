/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * editor.h - lines that a person types, or a program writes. Internal to newssearch.
 *
 * Owns: the prompt, editing and recalling lines where standard input and output are a terminal,
 * plain reading elsewhere. Must not know: what a line means.
 *
 * Editing is libedit's, loaded when a session begins: linked to newssearch it would cost every
 * search 0.5 ms (tenth percentile of 500 starts, with libtinfo, libbsd and libmd, which it brings). Without it
 * there is the terminal's own editing.
 */
#ifndef NEWSDEX_INTERACTIVE_EDITOR_H
#define NEWSDEX_INTERACTIVE_EDITOR_H

#include "newsdex/buffer.h"

typedef struct newssearch_editor newssearch_editor;

/* NULL: out of memory. What went wrong with the history is in *history_error: none is kept then. */
newssearch_editor *newssearch_editor_new(ndx_error *history_error);
void newssearch_editor_free(newssearch_editor *editor); /* NULL does nothing */

/* Does a person type? */
bool newssearch_editor_on_terminal(const newssearch_editor *editor);

typedef enum newssearch_line {
    NEWSSEARCH_LINE,          /* *line is one, without its end */
    NEWSSEARCH_LINE_DROPPED,  /* Ctrl-C */
    NEWSSEARCH_LINE_TOO_LONG, /* all of it was passed over */
    NEWSSEARCH_LINES_END,
    NEWSSEARCH_LINES_FAILED /* *error */
} newssearch_line;

typedef enum newssearch_prompt { /* shown on a terminal only */
                                 NEWSSEARCH_PROMPT_QUERY,
                                 NEWSSEARCH_PROMPT_MORE /* of a text that fills the screen */
} newssearch_prompt;

newssearch_line newssearch_editor_read(newssearch_editor *editor, newssearch_prompt prompt,
                                       ndx_buffer *line, ndx_error *error);

/* A line to be recalled, in this session and, on a terminal, in later ones. */
bool newssearch_editor_remember(newssearch_editor *editor, ndx_span line, ndx_error *error);

#endif
