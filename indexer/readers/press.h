/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * press.h - what newspapers print around an article: bylines, datelines, date lines, "Source: ..."
 * lines. Internal to the readers; ndx_byline_authors and ndx_dateline_split are in format.h.
 *
 * Must not know: any file format.
 */
#ifndef NEWSDEX_READERS_PRESS_H
#define NEWSDEX_READERS_PRESS_H

#include "format.h"

/* True if the name is a news agency's or wire service's ("Reuters", "AP", "dpa", "РИА Новости"). */
bool ndx_press_is_agency(ndx_span name);

/* The agency that a dateline names: "MOSCOW (Reuters)" -> "Reuters", "MOSCOW, Dec 2 /TASS/" ->
 * "TASS". Empty if none. Borrowed from dateline. */
ndx_span ndx_press_dateline_agency(ndx_span dateline);

/* True if the whole line is a printed byline: "By Anna Smith and Bob Ray", "Von Hans Meier, dpa",
 * "Anna Smith, Staff Writer"; not "By early 2005 the net could have ...". */
bool ndx_press_is_byline(ndx_span line);

/* True if the whole line is one person's name (a signature at the end of an article). */
bool ndx_press_is_name(ndx_span line);

/* How many bytes of text its beginning takes that equals prefix but for case; 0 if it does not
 * begin so. */
size_t ndx_press_prefix(ndx_span text, ndx_span prefix);

/* The first byte of a letter that folds to an ASCII letter: the long s, the sign for kelvin. */
static inline bool ndx_press_folds_to_ascii(char first)
{
    return (unsigned char)first == 0xC5 || (unsigned char)first == 0xE2;
}

/* False if the first byte tells already that text does not begin with prefix: spares most of a
 * table. */
static inline bool ndx_press_may_begin(ndx_span text, const char *prefix)
{
    if (text.size == 0)
        return false;
    if ((unsigned char)prefix[0] >= 0x80)
        return (unsigned char)text.data[0] >= 0x80;
    return ndx_ascii_lower(text.data[0]) == ndx_ascii_lower(prefix[0]) ||
           ndx_press_folds_to_ascii(text.data[0]);
}

/* If the line, one of those at the top of an article, is metadata - a byline, a date, "Source:
 * ...", "Updated: ..." - sets the fields that it tells (those not set yet) and returns true. The
 * line is normalised text that lives as long as the article's fields. False: it belongs to the
 * text. */
bool ndx_press_header_line(ndx_arena *arena, ndx_article *article, ndx_span line);

/* True if the line is "Key: value" with a key that ndx_press_header_line knows ("Title", "Datum",
 * "Автор"). */
bool ndx_press_is_key_line(ndx_span line);

/* Splits a value at the marks (", ;" as "," or ";") into the field's values, trimmed, parted by
 * "\n". */
bool ndx_press_set_values(ndx_arena *arena, ndx_article *article, ndx_field field, ndx_span value,
                          const char *marks, const char *origin);

/* Takes the dateline off a paragraph near the top: sets the dateline, and the source from its
 * agency if the article has none yet. Gives what remains of the paragraph; the whole if there is no
 * dateline. */
ndx_span ndx_press_take_dateline(ndx_article *article, ndx_span paragraph);

/* Reads UTF-8 text as an article: header lines, headline (if the article has none yet: by the first
 * line), byline, dates, dateline, body. What is set already stays. `lines_may_part`: a text without
 * blank lines may have a paragraph a line. Body is built in *body, which must outlive the article.
 * The other fields lie in the arena. */
bool ndx_press_read_text(ndx_arena *arena, ndx_article *article, ndx_span text, bool lines_may_part,
                         ndx_text *body, ndx_error *error);

#endif
