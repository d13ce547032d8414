/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippet.h - the part of an article that shows why it was found.
 *
 * Owns: which window of the text is best, and which of its bytes are to be marked. Must not know:
 * how marks look.
 */
#ifndef NEWSDEX_PRESENT_SNIPPET_H
#define NEWSDEX_PRESENT_SNIPPET_H

#include "newsdex/record.h"

/* Bytes of a text that are highlighted. */
typedef struct ndx_mark {
    size_t begin, end;
} ndx_mark;

/* Text with its marks; all in the arena it was made in. */
typedef struct ndx_marked {
    ndx_span text;
    const ndx_mark *marks;
    size_t mark_count;
    bool cut_before, cut_after; /* the text goes on */
} ndx_marked;

/* A whole field, marked at the positions (sorted, of the article, as ndx_results_highlights gives
 * them). */
bool ndx_marked_field(ndx_words *words, const ndx_record *record, ndx_text_field field,
                      const uint32_t *positions, size_t position_count, ndx_arena *arena,
                      ndx_marked *out, ndx_error *error);

/* The best window of about `characters` of the body, half as many of a script without spaces, whose
 * characters are twice as wide: most different words highlighted, then most of them, then the
 * earliest; begun at a sentence where one begins near. It cuts nothing that is written in one piece
 * (3-2, example.com/a, an entity) unless that is longer than a few words, and no character as a
 * reader sees it. Where the body ends it begins earlier, so that the room is used; a body that fits
 * is shown whole. The beginning of the body where nothing is highlighted in it. */
bool ndx_snippet(ndx_words *words, const ndx_record *record, const uint32_t *positions,
                 size_t position_count, size_t characters, ndx_arena *arena, ndx_marked *out,
                 ndx_error *error);

#endif
