/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * width.h - how many columns of a terminal text takes, and cutting it to so many.
 *
 * Owns: wcwidth(3), which follows the program's LC_CTYPE. Must not know: what the text is about, or
 * how a line is put together. Text has no controls: it was made by ndx_utf8_append_printable().
 */
#ifndef NEWSDEX_PRESENT_WIDTH_H
#define NEWSDEX_PRESENT_WIDTH_H

#include "newsdex/span.h"

#include <stdint.h>

/* Columns of a character: 0 for one that combines, 2 for a wide one; 1 for what the locale does not
 * know. */
unsigned ndx_width_of(uint32_t code);
size_t ndx_width(ndx_span text);

/* The longest beginning, or end, of at most so many columns. Characters that combine stay with the
 * one before them. */
ndx_span ndx_width_beginning(ndx_span text, size_t columns);
ndx_span ndx_width_end(ndx_span text, size_t columns);

/* Does it hold letters, or a mark, that make text run from right to left (Unicode's Bidi_Class R and
 * AL, by the blocks that are set aside for them: DerivedBidiClass.txt)? Such a text stands between
 * NDX_ISOLATE and NDX_ISOLATE_END on a terminal, or what is beside it in the line is turned around
 * with it (UAX #9, section 2.4). */
bool ndx_runs_from_right(ndx_span text);
#define NDX_ISOLATE "\u2068" /* FIRST STRONG ISOLATE */
#define NDX_ISOLATE_END "\u2069"

#endif
