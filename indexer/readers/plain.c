/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plain.c - plain text, one article a file.
 *
 * Owns: telling text from binary, the file's life. Must not know: what a headline or byline is
 * (press_text.c), charsets (charset.c).
 */
#include "base/scan.h"
#include "newsdex/limits.h"
#include "press.h"

#include <stdlib.h>

typedef struct plain_state {
    bool done;
    ndx_buffer utf8;
    ndx_text body;
} plain_state;

/* ---- sniffing ---- */

/* UTF-16 without a byte order mark: text of European languages has a zero in every second byte. */
static bool looks_like_utf16(ndx_span head)
{
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < head.size; i++)
        zeros[i & 1] += head.data[i] == 0;
    return head.size >= 8 && ((zeros[0] * 5 > head.size * 2 && zeros[1] * 50 < head.size) ||
                              (zeros[1] * 5 > head.size * 2 && zeros[0] * 50 < head.size));
}

/* Bytes that no text has: controls but for tab, line ends, form feed, backspace, escape. One in
 * fifty is borne, so that a text with some damage is still read; the well-known heads of binary
 * files have more. */
static bool looks_binary(ndx_span head)
{
    size_t controls = ndx_scan_count_controls(head.data, head.data + head.size);
    return controls * 50 > head.size && !looks_like_utf16(head);
}

static bool has_binary_signature(ndx_span head)
{
    static const char *const signatures[] = {"%PDF-",      "\x89PNG",    "GIF8",  "\xFF\xD8\xFF",
                                             "PK\x03\x04", "\x7F\x45LF", "BZh",   "\xFD\x37zXZ",
                                             "OggS",       "RIFF",       "{\\rtf"};
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (head.data[0] == signatures[i][0] &&
            ndx_span_starts_with(head, ndx_span_of(signatures[i])))
            return true;
    return false;
}

static unsigned plain_sniff(ndx_span head, bool by_name)
{
    if (head.size == 0 || has_binary_signature(head) || looks_binary(head))
        return 0;
    return by_name ? 50 : 10;
}

/* ---- reading ---- */

static void *plain_open(const ndx_source *source, ndx_error *error)
{
    plain_state *state = calloc(1, sizeof *state);
    (void)source;
    if (!state)
        ndx_error_memory(error, "reading a text file");
    return state;
}

static ndx_read plain_next(void *opaque, const ndx_source *source, ndx_article *article,
                           ndx_error *error)
{
    plain_state *state = opaque;
    ndx_span raw;
    ndx_span text;
    if (state->done)
        return NDX_READ_END;
    state->done = true;
    if (!ndx_input_all(source->input, &raw, error) ||
        !ndx_charset_to_utf8(raw, ndx_span_of(source->options->charset), &state->utf8, &text, NULL,
                             &article->replaced_bytes, error))
        return NDX_READ_ERROR;
    if (text.size > (size_t)NDX_LIMIT_ARTICLE_BYTES) {
        ndx_error_set(error, NDX_ERROR_LIMIT,
                      "the text has %zu bytes, more than the %u that an article may have; split it",
                      text.size, NDX_LIMIT_ARTICLE_BYTES);
        return NDX_READ_SKIPPED;
    }
    if (!ndx_press_read_text(source->arena, article, text, true, &state->body, error))
        return NDX_READ_ERROR;
    article->replaced_bytes += state->body.replaced_bytes;
    return NDX_READ_ARTICLE;
}

static void plain_close(void *opaque)
{
    plain_state *state = opaque;
    if (!state)
        return;
    ndx_buffer_free(&state->utf8);
    ndx_text_free(&state->body);
    free(state);
}

const ndx_format ndx_format_text = {
    .info = {"text", "plain text: headline, byline, date, body", "txt text asc"},
    .holds_many = false,
    .sniff = plain_sniff,
    .open = plain_open,
    .next = plain_next,
    .close = plain_close,
};
