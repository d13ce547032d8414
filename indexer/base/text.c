/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.c - implements newsdex/text.h.
 *
 * Whole runs of text are copied at once: printable ASCII and the multi-byte characters that are
 * neither white space nor dropped. Everything else goes character by character.
 */
#include "newsdex/text.h"

#include "newsdex/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef enum byte_class {
    PLAIN,   /* printable ASCII but the space */
    SPACE,   /* space, tab, form feed, vertical tab */
    NEWLINE, /* LF, CR */
    CONTROL, /* dropped */
    HIGH     /* begins or continues a multi-byte character */
} byte_class;

static byte_class class_of(unsigned char byte)
{
    if (byte >= 0x80)
        return HIGH;
    if (byte > ' ' && byte != 0x7F)
        return PLAIN;
    if (byte == '\n' || byte == '\r')
        return NEWLINE;
    return byte == ' ' || byte == '\t' || byte == '\v' || byte == '\f' ? SPACE : CONTROL;
}

/* Unicode White_Space beyond ASCII (PropList.txt). */
static bool is_wide_space(uint32_t code)
{
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The length of the two or three bytes long character at `at` (a byte above 0x7F) if it is valid
 * and plain text; 0: look closer. The lead bytes of all that is white space or dropped are few: C2
 * (C1 controls, U+0085, U+00A0), E1 (U+1680), E2 (U+2000 to U+205F), E3 (U+3000), EF (U+FEFF). */
static size_t plain_high(const char *at, const char *end)
{
    unsigned char lead = (unsigned char)at[0];
    if (end - at < 3 || !continues(at[1]))
        return 0;
    unsigned char second = (unsigned char)at[1];
    if (lead < 0xE0)
        return lead > 0xC2 || (lead == 0xC2 && second > 0xA0) ? 2 : 0;
    if (lead > 0xEF || !continues(at[2]) || (lead == 0xE0 && second < 0xA0) ||
        (lead == 0xED && second > 0x9F))
        return 0;
    unsigned char third = (unsigned char)at[2];
    bool odd = (lead == 0xE1 && second == 0x9A) ||
               (lead == 0xE3 && second == 0x80 && third == 0x80) ||
               (lead == 0xE2 &&
                (second == 0x81 || (second == 0x80 && (third <= 0x8A || third >= 0xA8)))) ||
               (lead == 0xEF && second == 0xBB);
    return odd ? 0 : 3;
}

#ifdef __SSE2__
/* Passes over plain ASCII and single spaces between it, fifteen bytes at a time: the sixteenth says
 * whether plain text follows a space. after_text: a single space may stand at `at`. */
static const char *skip_plain(const char *at, const char *end, bool after_text)
{
    unsigned before = after_text;
    while (end - at >= 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i space = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' '));
        __m128i plain = _mm_andnot_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)),
                                         _mm_cmpgt_epi8(bytes, _mm_set1_epi8(' ')));
        unsigned texts = (unsigned)_mm_movemask_epi8(plain);
        unsigned spaces = (unsigned)_mm_movemask_epi8(space);
        unsigned good = texts | (spaces & (texts << 1 | before) & texts >> 1);
        unsigned bad = ~good & 0x7FFF;
        if (bad)
            return at + __builtin_ctz(bad);
        at += 15;
        before = 1; /* what stood at the end of the fifteen allows what follows */
    }
    return at;
}
#else
static const char *skip_plain(const char *at, const char *end, bool after_text)
{
    (void)end;
    (void)after_text;
    return at;
}
#endif

/* The end of the run of plain text that begins at `at`; a single space between two ASCII characters
 * belongs to it. */
static const char *plain_run(const char *at, const char *end)
{
    const char *begin = at;
    while (at < end) {
        at = skip_plain(at, end, at > begin);
        if (at >= end)
            break;
        if (class_of((unsigned char)*at) == PLAIN) {
            at++;
            /* by far the most frequent white space */
            if (at + 1 < end && *at == ' ' && class_of((unsigned char)at[1]) == PLAIN)
                at++;
            continue;
        }
        size_t length = (unsigned char)*at >= 0x80 ? plain_high(at, end) : 0;
        if (!length)
            break;
        at += length;
    }
    return at;
}

/* What is pending before the next character of text. */
static bool flush_pending(ndx_text *text)
{
    bool done = true;
    if (text->bytes.size && text->paragraph_pending)
        done = ndx_buffer_append(&text->bytes, "\n\n", 2);
    else if (text->bytes.size && text->space_pending)
        done = ndx_buffer_append_byte(&text->bytes, ' ');
    text->space_pending = text->paragraph_pending = false;
    text->lines_pending = 0;
    return done;
}

/* A run of white space from `at` on: gives its end. Blank lines count across CR LF, LF and CR. */
static const char *read_space(ndx_text *text, const char *at, const char *end,
                              ndx_newlines newlines)
{
    while (at < end) {
        byte_class class = class_of((unsigned char)*at);
        if (class == NEWLINE) {
            text->lines_pending++;
            at += *at == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
        } else if (class == SPACE || class == CONTROL) {
            at++;
        } else {
            break;
        }
    }
    text->space_pending = true;
    if ((newlines == NDX_NEWLINES_BLANK_LINE_PARTS && text->lines_pending > 1) ||
        (newlines == NDX_NEWLINES_EACH_PARTS && text->lines_pending > 0))
        text->paragraph_pending = true;
    return at;
}

static const char *read_high(ndx_text *text, const char *at, const char *end, ndx_newlines newlines)
{
    size_t length;
    uint32_t code = ndx_utf8_decode(at, end, &length);
    if (is_wide_space(code)) {
        text->space_pending = true;
        if (code == 0x2029 && newlines != NDX_NEWLINES_ARE_SPACES)
            text->paragraph_pending = true;
        return at + length;
    }
    if (code == 0xFEFF ||
        (code >= 0x80 && code < 0xA0)) /* byte order marks and C1 controls are dropped */
        return at + length;
    flush_pending(text);
    if (code == NDX_REPLACEMENT && !(length == 3 && memcmp(at, "\xEF\xBF\xBD", 3) == 0)) {
        ndx_buffer_append(&text->bytes, "\xEF\xBF\xBD", 3);
        text->replaced_bytes++;
    } else {
        ndx_buffer_append(&text->bytes, at, length);
    }
    return at + length;
}

bool ndx_text_append(ndx_text *text, ndx_span raw, ndx_newlines newlines)
{
    const char *at = raw.data;
    const char *end = raw.data ? raw.data + raw.size : raw.data;
    while (at < end) {
        const char *begin = at;
        at = plain_run(at, end);
        if (at > begin) {
            flush_pending(text);
            ndx_buffer_append(&text->bytes, begin, (size_t)(at - begin));
        }
        if (at >= end)
            break;
        switch (class_of((unsigned char)*at)) {
        case SPACE:
        case NEWLINE:
            at = read_space(text, at, end, newlines);
            break;
        case HIGH:
            at = read_high(text, at, end, newlines);
            break;
        default:
            at++;
            break;
        }
    }
    return !text->bytes.failed;
}

void ndx_text_space(ndx_text *text)
{
    text->space_pending = true;
}

void ndx_text_paragraph(ndx_text *text)
{
    text->paragraph_pending = true;
}

void ndx_text_clear(ndx_text *text)
{
    ndx_buffer_clear(&text->bytes);
    text->replaced_bytes = 0;
    text->lines_pending = 0;
    text->space_pending = text->paragraph_pending = false;
}

void ndx_text_free(ndx_text *text)
{
    if (!text)
        return;
    ndx_buffer_free(&text->bytes);
    *text = (ndx_text){0};
}

bool ndx_text_line(ndx_arena *arena, ndx_span raw, ndx_span *line)
{
    if (ndx_text_is_normal(raw, false)) /* most are */
        return ndx_arena_copy(arena, raw, line);
    ndx_text text = {0};
    bool done = ndx_text_append(&text, raw, NDX_NEWLINES_ARE_SPACES) &&
                ndx_arena_copy(arena, ndx_text_span(&text), line);
    ndx_text_free(&text);
    return done;
}

bool ndx_text_is_normal(ndx_span text, bool paragraphs)
{
    const char *at = text.data;
    const char *end = text.data ? text.data + text.size : text.data;
    bool after_space = true; /* white space may not begin the text */
    while (at < end) {
        byte_class class = class_of((unsigned char)*at);
        size_t length = 1;
        if (class == NEWLINE && paragraphs && !after_space && end - at > 2 && at[0] == '\n' &&
            at[1] == '\n') {
            after_space = true;
            at += 2;
            continue;
        }
        if (class == CONTROL || class == NEWLINE || (class == SPACE && (*at != ' ' || after_space)))
            return false;
        if (class == HIGH) {
            uint32_t code = ndx_utf8_decode(at, end, &length);
            if (is_wide_space(code) || code == 0xFEFF || code < 0xA0 ||
                (code == NDX_REPLACEMENT && !(length == 3 && memcmp(at, "\xEF\xBF\xBD", 3) == 0)))
                return false;
        }
        after_space = class == SPACE;
        at += length;
    }
    return text.size == 0 || !after_space;
}
