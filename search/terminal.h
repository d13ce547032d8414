/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terminal.h - what is known of the terminal behind standard output. Internal to newssearch.
 *
 * Owns: when there is colour, how wide lines are, where hyperlinks go. Must not know: what is
 * printed.
 */
#ifndef NEWSDEX_TERMINAL_H
#define NEWSDEX_TERMINAL_H

#include <stdbool.h>

/* The choices of --color and --hyperlink, in the order of their names. */
enum { NEWSSEARCH_AUTO, NEWSSEARCH_ALWAYS, NEWSSEARCH_NEVER };

/* auto: on a terminal that is not dumb, unless $NO_COLOR is set (https://no-color.org). */
bool newssearch_terminal_color(int when);

/* auto: where there is colour on a terminal, but on those known to print OSC 8 as letters. */
bool newssearch_terminal_hyperlinks(int when, bool color);

/* 0 where standard output is no terminal: a pipe gets a line a paragraph. */
unsigned newssearch_terminal_columns(void);
/* 0 likewise. */
unsigned newssearch_terminal_rows(void);

/* This machine and the current folder, for file: links; "" if they cannot be told. */
typedef struct newssearch_place {
    char host[256];
    char folder[4096];
} newssearch_place;
void newssearch_terminal_place(newssearch_place *place);

#endif
