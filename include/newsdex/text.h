/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.h - white space as an article's text has it. Every reader builds its text through this file.
 *
 * The normal form: valid UTF-8 (invalid bytes become U+FFFD); every run of Unicode White_Space
 * characters is one U+0020; a paragraph break is "\n\n" (body only); no white space at either end;
 * no NUL and no other control character (C0, C1, DEL: dropped); a byte order mark U+FEFF is
 * dropped. Zero-width and soft hyphens stay: they are text.
 */
#ifndef NEWSDEX_TEXT_H
#define NEWSDEX_TEXT_H

#include "newsdex/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Builds one normalised text piece by piece. Zeroed is empty; free with ndx_text_free. */
typedef struct ndx_text {
    ndx_buffer bytes;        /* the text so far, normal form */
    uint64_t replaced_bytes; /* invalid sequences replaced so far */
    unsigned lines_pending;  /* line ends in the white space so far */
    bool space_pending;
    bool paragraph_pending;
} ndx_text;

typedef enum ndx_newlines {
    NDX_NEWLINES_ARE_SPACES,       /* HTML: only ndx_text_paragraph() breaks */
    NDX_NEWLINES_BLANK_LINE_PARTS, /* plain text: a blank line breaks a paragraph, a line end is a
                                      space */
    NDX_NEWLINES_EACH_PARTS        /* every line end breaks a paragraph */
} ndx_newlines;

/* Appends raw bytes. A run of white space that ends one piece and goes on in the next is still one.
 * A piece must not end inside a UTF-8 sequence. False: out of memory (sticky in bytes.failed). */
bool ndx_text_append(ndx_text *text, ndx_span raw, ndx_newlines newlines);
void ndx_text_space(ndx_text *text);     /* white space here, if text follows */
void ndx_text_paragraph(ndx_text *text); /* a paragraph ends here, if text follows */
void ndx_text_clear(ndx_text *text);
void ndx_text_free(ndx_text *text);
static inline ndx_span ndx_text_span(const ndx_text *text)
{
    return ndx_buffer_span(&text->bytes);
}

/* raw as one normalised line (paragraph breaks become spaces), in the arena. False: out of memory.
 */
bool ndx_text_line(ndx_arena *arena, ndx_span raw, ndx_span *line);

/* True if text is in the normal form (paragraphs: "\n\n" allowed). */
bool ndx_text_is_normal(ndx_span text, bool paragraphs);

#ifdef __cplusplus
}
#endif
#endif
