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

#endif
