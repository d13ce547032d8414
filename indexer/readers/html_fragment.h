/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_fragment.h - HTML inside other formats (a feed's item, a JSON body) as plain text. Internal
 * to the readers.
 */
#ifndef NEWSDEX_READERS_HTML_FRAGMENT_H
#define NEWSDEX_READERS_HTML_FRAGMENT_H

#include "newsdex/text.h"

/* The text of a fragment of HTML (UTF-8) in the normal form of text.h with its paragraphs, in the
 * arena: references decoded; blocks and doubled <br> are paragraphs; scripts, styles, forms'
 * controls left out; everything else kept. Text without any markup comes out as it is, white space
 * normalised (line ends are spaces). False: memory, or HTML_LIMIT_NODES. */
bool ndx_html_to_text(ndx_arena *arena, ndx_span fragment, ndx_span *text, ndx_error *error);

#endif
