/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * press_text.c - an article as plain text: which lines are the headline, the byline, the date, the
 * body.
 *
 * Owns: the order of the parts, and what a paragraph is. Must not know: file formats, charsets
 * (text is UTF-8), what a byline or a date looks like (byline.c, press_header.c, dateline.c).
 *
 * The order: header lines ("Title: ..."), slug lines of wire services, the headline, lines of
 * metadata with at most one standfirst before them, the body with its dateline, a signature.
 * Nothing is lost: a line is either in a field or in the body.
 *
 * Paragraphs are parted by blank lines. A body without any blank line has a paragraph a line if
 * most lines end as sentences do, or are longer than lines that were wrapped by hand.
 */
#include "base/scan.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"
#include "press.h"

#include <unicode/uchar.h>

enum {
    HEADLINE_LINES = 3,        /* of a headline that was wrapped */
    HEADLINE_CHARACTERS = 200, /* a longer first paragraph is text: the article has no headline */
    STANDFIRST_CHARACTERS = 300,
    WRAP_BYTES = 40,        /* a headline's line shorter than that was not wrapped for its length */
    HEADER_LINES = 16,      /* metadata lines below a headline, at most */
    TOP_BYTES = 256 * 1024, /* a longer paragraph is not looked at for a dateline */
    TOP_PARAGRAPHS = 3,     /* where a dateline is looked for */
    WRAPPED_BYTES = 120,    /* lines longer than that on average are paragraphs */
    NOTE_BYTES = 400        /* "(Adds Trump comment)" */
};

/* ---- lines ---- */

static ndx_span first_line(ndx_span text)
{
    if (text.size == 0)
        return text;
    return ndx_span_between(text.data, ndx_scan_line_end(text.data, text.data + text.size));
}

/* What follows the line, one that begins the text, and its end: LF, CR or both. */
static ndx_span behind_first(ndx_span text, ndx_span line)
{
    size_t size = line.size;
    if (size < text.size)
        size +=
            text.data[size] == '\r' && size + 1 < text.size && text.data[size + 1] == '\n' ? 2 : 1;
    return ndx_span_skip(text, size);
}

static ndx_span behind_line(ndx_span text)
{
    return behind_first(text, first_line(text));
}

static bool is_blank(ndx_span line)
{
    while (line.size) {
        unsigned char first = (unsigned char)line.data[0];
        if (first <= ' ') {
            line = ndx_span_skip(line, 1);
            continue;
        }
        if (first > ' ' && first < 0x80) /* most are told by it */
            return false;
        size_t length = 0;
        uint32_t c = ndx_utf8_decode(line.data, line.data + line.size, &length);
        if (!u_isUWhiteSpace((UChar32)c) && c != 0xFEFF && c != 0x200B && c >= 0x20)
            return false;
        line = ndx_span_skip(line, length);
    }
    return true;
}

static ndx_span skip_blank_lines(ndx_span text)
{
    while (text.size) {
        ndx_span line = first_line(text);
        if (!is_blank(line))
            break;
        text = behind_first(text, line);
    }
    return text;
}

/* From the first line up to a blank one, but no more than so many lines. */
static ndx_span first_lines(ndx_span text, size_t most)
{
    ndx_span rest = text;
    for (size_t lines = 0; rest.size && lines < most; lines++) {
        ndx_span line = first_line(rest);
        if (is_blank(line))
            break;
        rest = behind_first(rest, line);
    }
    return ndx_span_between(text.data, rest.data);
}

/* From the first line up to a blank one. */
static ndx_span first_block(ndx_span text)
{
    return first_lines(text, SIZE_MAX);
}

/* True if the text has more than so many characters. */
static bool is_longer(ndx_span text, size_t characters)
{
    size_t count = 0;
    if (text.size <= characters)
        return false;
    for (size_t i = 0; i < text.size && count <= characters; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count > characters;
}

/* ---- the parts ---- */

typedef struct text_parts {
    ndx_arena *arena;
    ndx_article *article;
    ndx_span rest; /* not read yet, no blank line first */
    ndx_text *body;
    bool lines_may_part;
    bool failed; /* out of memory */
} text_parts;

/* The next line, normalised, in the arena. */
static ndx_span peek_line(text_parts *parts)
{
    ndx_span line = ndx_span_make(NULL, 0);
    ndx_span raw = first_line(parts->rest);
    /* No header line or headline is longer; a 300 MB line is not copied to find that out. */
    if (raw.size > NDX_LIMIT_FIELD_BYTES)
        return line;
    parts->failed = parts->failed || !ndx_text_line(parts->arena, raw, &line);
    return line;
}

static void pass_line(text_parts *parts)
{
    parts->rest = skip_blank_lines(behind_line(parts->rest));
}

/* "BC-Ukraine-Talks, 3rd Ld-Writethru", "AM-Russia-Talks": the slug of American wire services. */
static bool is_slug(ndx_span line)
{
    static const char *const cycles[] = {"BC-", "AM-", "PM-", "BC--", "^BC"};
    if (line.size <= 5 || line.size > 80 || !strchr("ABP^", line.data[0]))
        return false;
    for (size_t i = 0; i < sizeof cycles / sizeof *cycles; i++)
        if (ndx_span_starts_with(line, ndx_span_of(cycles[i])) && line.data[3] != ' ')
            return true;
    return false;
}

/* Two "Key: value" lines or more at the very top are a header; one alone may be a headline
 * ("Source: Yermak to resign"). */
static void read_header(text_parts *parts)
{
    ndx_span all = parts->rest;
    size_t count = 0;
    while (count < HEADER_LINES && parts->rest.size && ndx_press_is_key_line(peek_line(parts)) &&
           !parts->failed) {
        parts->rest = behind_line(parts->rest);
        count++;
    }
    parts->rest = all;
    for (size_t i = 0; count >= 2 && i < count; i++) {
        if (!ndx_press_header_line(parts->arena, parts->article, peek_line(parts)))
            break;
        pass_line(parts);
    }
    for (size_t i = 0; i < 4 && parts->rest.size; i++) {
        ndx_span line = peek_line(parts);
        if (is_slug(line) && parts->article->field[NDX_FIELD_KEYWORDS].size == 0)
            ndx_article_set(parts->article, NDX_FIELD_KEYWORDS, line, "slug line");
        else if (ndx_press_is_key_line(line) ||
                 !ndx_press_header_line(parts->arena, parts->article, line))
            break;
        pass_line(parts);
    }
}

static bool is_metadata(text_parts *parts, ndx_span line)
{
    ndx_article copy = *parts->article;
    return ndx_press_header_line(parts->arena, &copy, line);
}

static bool begins_small(ndx_span line)
{
    size_t length = 0;
    line = ndx_span_trim(line);
    return line.size &&
           u_islower((UChar32)ndx_utf8_decode(line.data, line.data + line.size, &length));
}

/* How many lines of the block the headline takes: 1, or 2 or 3 if it was wrapped; 0: it is prose.
 */
static size_t headline_lines(text_parts *parts, ndx_span block)
{
    ndx_span rest = behind_line(block);
    ndx_span line = first_line(block);
    size_t lines = 1;
    while (rest.size && lines <= HEADLINE_LINES && line.size >= WRAP_BYTES &&
           begins_small(first_line(rest))) {
        line = first_line(rest);
        rest = behind_line(rest);
        lines++;
    }
    if (lines == 1)
        return 1;
    /* wrapped: a headline if it ends with its block or before metadata */
    if (lines <= HEADLINE_LINES &&
        (rest.size == 0 || is_metadata(parts, ndx_span_trim(first_line(rest)))))
        return lines;
    return 0;
}

/* Two sentences and a full stop at the end are prose; "St. Petersburg" and "U.S. talks" are no
 * ends. */
static bool is_prose(ndx_span line)
{
    size_t letters = 0;
    if (!ndx_span_ends_with(line, NDX_SPAN(".")))
        return false;
    for (size_t i = 0; i + 2 < line.size; i++) {
        if (line.data[i] == '.' && line.data[i + 1] == ' ' && letters >= 4 &&
            !begins_small(ndx_span_skip(line, i + 2)))
            return true;
        letters = line.data[i] == ' ' || line.data[i] == '.'
                      ? 0
                      : letters + (((unsigned char)line.data[i] & 0xC0) != 0x80);
    }
    return false;
}

static void read_headline(text_parts *parts)
{
    ndx_span block;
    ndx_span raw;
    ndx_span line;
    ndx_span dateline;
    size_t begins = 0;
    size_t lines = 0;
    if (parts->article->field[NDX_FIELD_HEADLINE].size || parts->rest.size == 0)
        return;
    /* two lines more tell whether the headline goes on, and what follows it */
    block = first_lines(
        ndx_span_make(parts->rest.data, parts->rest.size < 65536 ? parts->rest.size : 65536),
        HEADLINE_LINES + 2);
    lines = headline_lines(parts, block);
    raw = block;
    for (size_t i = 0; i < lines; i++)
        raw = behind_line(raw);
    raw = ndx_span_between(block.data, raw.data);
    if (lines == 0 || raw.size > (size_t)HEADLINE_CHARACTERS * 8 ||
        !ndx_text_line(parts->arena, raw, &line) || is_prose(line) ||
        is_longer(line, HEADLINE_CHARACTERS) || ndx_dateline_split(line, &dateline, &begins))
        return;
    ndx_article_set(parts->article, NDX_FIELD_HEADLINE, line, "first line");
    parts->rest = skip_blank_lines(ndx_span_skip(parts->rest, raw.size));
}

static void append_paragraph(text_parts *parts, ndx_span paragraph)
{
    ndx_text_append(parts->body, paragraph, NDX_NEWLINES_ARE_SPACES);
    ndx_text_paragraph(parts->body);
}

/* A standfirst: one short line between headline and byline, with a blank line behind it or none. */
static bool take_standfirst(text_parts *parts)
{
    ndx_span next = behind_line(parts->rest);
    ndx_span block = ndx_span_between(parts->rest.data, next.data);
    ndx_span behind = skip_blank_lines(next);
    ndx_span dateline;
    ndx_span line;
    size_t begins = 0;
    if (parts->body->bytes.size || behind.size == 0 || block.size > NDX_LIMIT_FIELD_BYTES ||
        is_longer(block, STANDFIRST_CHARACTERS))
        return false;
    next = first_line(behind);
    if (next.size > NDX_LIMIT_FIELD_BYTES || ndx_dateline_split(block, &dateline, &begins) ||
        !ndx_text_line(parts->arena, next, &line))
        return false;
    /* keys are too weak a sign so far down */
    if (ndx_press_is_key_line(line) || !is_metadata(parts, line))
        return false;
    append_paragraph(parts, block);
    parts->rest = behind;
    return true;
}

static void read_metadata(text_parts *parts)
{
    for (size_t i = 0; i < HEADER_LINES && parts->rest.size && !parts->failed; i++) {
        ndx_span line = peek_line(parts);
        if (ndx_press_header_line(parts->arena, parts->article, line))
            pass_line(parts);
        else if (!take_standfirst(parts))
            break;
    }
}

/* ---- body ---- */

static bool ends_sentence(ndx_span line)
{
    static const char *const ends[] = {"\u2026", "\u201d", "\u2019", "\u00bb", "\u3002",
                                       "\uff01", "\uff1f", "\u300d", "\u061f", "\u0964"};
    line = ndx_span_trim(line);
    if (line.size == 0)
        return false;
    char last = line.data[line.size - 1];
    if (!((unsigned char)last & 0x80))
        return last && strchr(".!?\"'):", last);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ndx_span_ends_with(line, ndx_span_of(ends[i])))
            return true;
    return false;
}

/* True if the text has no blank line, and its lines are paragraphs rather than wrapped at a margin.
 */
static bool lines_are_paragraphs(ndx_span text)
{
    size_t lines = 0;
    size_t sentences = 0;
    size_t bytes = 0;
    text = ndx_span_trim(text);
    for (ndx_span rest = text; rest.size;) {
        ndx_span line = first_line(rest);
        if (is_blank(line))
            return false;
        rest = behind_first(rest, line);
        lines++;
        bytes += line.size;
        sentences += ends_sentence(line);
    }
    return lines >= 2 && (sentences * 10 >= lines * 7 || bytes / lines > WRAPPED_BYTES);
}

static bool is_note(ndx_span paragraph)
{
    return paragraph.size < NOTE_BYTES && paragraph.size > 2 && paragraph.data[0] == '(' &&
           paragraph.data[paragraph.size - 1] == ')';
}

/* A dateline begins the first paragraph, or the one behind an editor's note, a standfirst or a
 * heading. */
static void read_top(text_parts *parts, bool by_line)
{
    for (size_t i = 0; i < TOP_PARAGRAPHS && parts->rest.size && !parts->failed; i++) {
        ndx_span raw = by_line ? first_line(parts->rest) : first_block(parts->rest);
        ndx_span paragraph;
        ndx_span text;
        /* only the head of a huge paragraph could matter */
        if (raw.size > TOP_BYTES)
            return;
        if (!ndx_text_line(parts->arena, raw, &paragraph)) {
            parts->failed = true;
            return;
        }
        text = ndx_press_take_dateline(parts->article, paragraph);
        append_paragraph(parts, text);
        parts->rest = skip_blank_lines(ndx_span_skip(parts->rest, raw.size));
        if (text.size != paragraph.size ||
            !(is_note(paragraph) || !is_longer(paragraph, HEADLINE_CHARACTERS / 2 - 1)))
            return;
    }
}

/* "— Anna Smith" or "By Anna Smith" as the last line, where there was no byline. */
static void read_signature(text_parts *parts)
{
    static const char *const dashes[] = {"\u2014", "\u2013", "--", "-"};
    ndx_span text = ndx_span_trim(parts->rest);
    ndx_span line = ndx_span_make(NULL, 0);
    ndx_span authors;
    size_t begin = text.size;
    if (parts->article->field[NDX_FIELD_BYLINE].size || text.size == 0)
        return;
    while (begin > 0 && text.data[begin - 1] != '\n' && text.size - begin < 200)
        begin--;
    if (begin == 0 || text.data[begin - 1] != '\n' ||
        !ndx_text_line(parts->arena, ndx_span_skip(text, begin), &line))
        return;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        ndx_span dash = ndx_span_of(dashes[i]);
        ndx_span name;
        if (!ndx_span_starts_with(line, dash))
            continue;
        name = ndx_span_trim(ndx_span_skip(line, dash.size));
        if (!ndx_press_is_name(name))
            return;
        ndx_article_set(parts->article, NDX_FIELD_BYLINE, line, "last line");
        if (parts->article->field[NDX_FIELD_AUTHORS].size == 0)
            ndx_article_set(parts->article, NDX_FIELD_AUTHORS, name, "last line");
        parts->rest = ndx_span_make(text.data, begin);
        return;
    }
    if (!ndx_press_is_byline(line) || !ndx_byline_authors(parts->arena, line, &authors) ||
        authors.size == 0)
        return;
    ndx_article_set(parts->article, NDX_FIELD_BYLINE, line, "last line");
    if (parts->article->field[NDX_FIELD_AUTHORS].size == 0)
        ndx_article_set(parts->article, NDX_FIELD_AUTHORS, authors, "last line");
    parts->rest = ndx_span_make(text.data, begin);
}

bool ndx_press_read_text(ndx_arena *arena, ndx_article *article, ndx_span text, bool lines_may_part,
                         ndx_text *body, ndx_error *error)
{
    text_parts parts = {.arena = arena,
                        .article = article,
                        .rest = skip_blank_lines(text),
                        .body = body,
                        .lines_may_part = lines_may_part};
    bool by_line = false;
    read_header(&parts);
    read_headline(&parts);
    read_metadata(&parts);
    by_line = lines_may_part && lines_are_paragraphs(parts.rest);
    read_signature(&parts);
    read_top(&parts, by_line);
    ndx_text_append(body, parts.rest,
                    by_line ? NDX_NEWLINES_EACH_PARTS : NDX_NEWLINES_BLANK_LINE_PARTS);
    if (parts.failed || body->bytes.failed)
        return ndx_error_memory(error, "reading a text");
    ndx_article_set(article, NDX_FIELD_BODY, ndx_text_span(body), "text");
    return true;
}
