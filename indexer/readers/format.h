/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * format.h - the interface of one file format, and the input it reads from. Internal to the
 * readers.
 *
 * To add a format: copy a small reader (text.c), write the four functions, add one row to
 * formats.c. Nothing else is touched.
 */
#ifndef NEWSDEX_READERS_FORMAT_H
#define NEWSDEX_READERS_FORMAT_H

#include "newsdex/reader.h"
#include "newsdex/text.h"

/* ---- input: bytes of a file, gunzipped, read ahead as asked (input.c) ---- */

typedef struct ndx_input ndx_input;

/* At least `want` bytes from the current place, or all that is left; *bytes borrowed until the next
 * call. Nothing is consumed. want is at most NDX_LIMIT_DOCUMENT_BYTES. */
bool ndx_input_peek(ndx_input *input, size_t want, ndx_span *bytes, ndx_error *error);
void ndx_input_consume(ndx_input *input, size_t size); /* size <= what the last peek gave */

/* The next line without its line end (LF, CR LF, CR), borrowed until the next call. A line longer
 * than `limit` gives NDX_STEP_ERROR with NDX_ERROR_LIMIT, once; the line is then passed over (in
 * bounded memory) and the next call goes on behind it. */
ndx_step ndx_input_line(ndx_input *input, size_t limit, ndx_span *line, ndx_error *error);

/* All that is left, within NDX_LIMIT_DOCUMENT_BYTES. */
bool ndx_input_all(ndx_input *input, ndx_span *bytes, ndx_error *error);

uint64_t ndx_input_line_number(const ndx_input *input); /* of the last line given, from 1 */
uint64_t ndx_input_offset(const ndx_input *input);      /* bytes consumed, gunzipped */

/* ---- charset (charset.c) ---- */

/* Turns raw into UTF-8. `declared` (may be empty) is what the document says of itself; a BOM wins
 * over it, and valid UTF-8 with multi-byte characters wins over a declaration of a single-byte
 * charset (WHATWG's labels are understood: iso-8859-1 means windows-1252). Without any: UTF-8 if
 * valid, else the library's detection. *utf8 is raw itself (no copy) when nothing had to change,
 * else bytes of *storage. Invalid sequences become U+FFFD and are added to *replaced. *charset (may
 * be NULL) gets the name used. */
bool ndx_charset_to_utf8(ndx_span raw, ndx_span declared, ndx_buffer *storage, ndx_span *utf8,
                         const char **charset, uint64_t *replaced, ndx_error *error);

/* The charset of a file that is converted piece by piece, in name[64], judged by its first bytes,
 * so that every piece is taken alike; empty when they are UTF-8 or nothing is detected. Give it as
 * `declared`. */
void ndx_charset_of_beginning(ndx_span head, char name[64]);

/* ---- the format ---- */

typedef struct ndx_format ndx_format;

/* What a format's step works with; given by reading.c. */
typedef struct ndx_source {
    ndx_input *input;
    const ndx_reading_options *options;
    ndx_span name;    /* NDX_FIELD_PATH */
    ndx_arena *arena; /* reset before every step: what an article's spans point to may live here */
} ndx_source;

struct ndx_format {
    ndx_format_info info;
    bool holds_many; /* ids without an own id get "#N" */
    /* How sure the format is that these first bytes (up to 64 KiB, gunzipped, after a BOM, raw
     * charset) are it: 0 no, 1-100. `by_name`: the file's extension is one of its. Must not fail.
     */
    unsigned (*sniff)(ndx_span head, bool by_name);
    /* A reader's state for one file, NULL on error. */
    void *(*open)(const ndx_source *source, ndx_error *error);
    /* Fills what the format knows of the article, which is zeroed but for the language that
     * --language said (dates are read in it); reading.c completes (path, id, language option, checks, cuts).
     */
    ndx_read (*next)(void *state, const ndx_source *source, ndx_article *article, ndx_error *error);
    void (*close)(void *state);
};

/* Sets field and origin (a literal) in one go; value borrowed. */
static inline void ndx_article_set(ndx_article *article, ndx_field field, ndx_span value,
                                   const char *origin)
{
    article->field[field] = value;
    article->origin[field] = ndx_span_of(value.size ? origin : NULL);
}

/* Sets the field, or adds a value to one that may have several; a single one keeps its first value.
 * What goes beyond the limit of a field is not added: it would be cut, and joining takes memory.
 * False: memory. (reading.c) */
bool ndx_article_add_value(ndx_arena *arena, ndx_article *article, ndx_field field, ndx_span value,
                           const char *origin);

/* Is the article's language what --language said, which stands in it before the format's step? */
bool ndx_article_language_is_said(const ndx_article *article);

/* Takes the language that the article declares of itself. What --language said stays, but for the
 * region that the article may add ("en-GB"): it tells how dates are written. (reading.c) */
void ndx_article_declare_language(ndx_article *article, ndx_span declared, const char *origin);

/* Reads text as the article's date (language from the article when known) and sets date, span and
 * origin; leaves all as it is and returns false when it is not a date. field: DATE or MODIFIED.
 * (reading.c) */
bool ndx_article_set_date(ndx_article *article, ndx_field field, ndx_span text, const char *origin);

/* Finds the names in a printed byline: "By Anna Smith and Bob Ray, Reuters" -> "Anna Smith\nBob
 * Ray"; in the languages of the corpus ("Von", "Par", "Por", "Автор"...). In the arena; false:
 * memory. (byline.c) */
bool ndx_byline_authors(ndx_arena *arena, ndx_span byline, ndx_span *authors);

/* Splits a dateline off the first paragraph of a body: "MOSCOW (Reuters) — The Kremlin ..." gives
 * dateline "MOSCOW (Reuters)", and where the text proper begins. False: there is none. (dateline.c)
 */
bool ndx_dateline_split(ndx_span paragraph, ndx_span *dateline, size_t *text_begins);

extern const ndx_format ndx_format_text;
extern const ndx_format ndx_format_markdown;
extern const ndx_format ndx_format_html;
extern const ndx_format ndx_format_json; /* one object, or an array of them, streamed */
extern const ndx_format ndx_format_jsonl;
extern const ndx_format ndx_format_csv;
extern const ndx_format ndx_format_tsv;

#endif
