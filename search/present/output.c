/* SPDX-License-Identifier: GPL-2.0-or-later */
/* output.c - the table of output formats, and what they share. */
#include "present/output.h"

#include "newsdex/utf8.h"

static const ndx_output_format *const formats[] = {
    &ndx_output_text,     &ndx_output_json,  &ndx_output_tsv,  &ndx_output_csv,
    &ndx_output_markdown, &ndx_output_paths, &ndx_output_trec,
};

const ndx_output_format *ndx_output_format_at(size_t index)
{
    return index < sizeof formats / sizeof *formats ? formats[index] : NULL;
}

/* What ends a line or would move on to a column; U+2028 and U+2029 are line ends to some. */
static bool is_line_break(uint32_t code)
{
    return code == '\n' || code == '\r' || code == '\t' || code == 0x2028 || code == 0x2029;
}

void ndx_output_append_field(ndx_buffer *out, ndx_span text)
{
    size_t plain = 0; /* bytes before that are written */
    for (size_t at = 0, length; at < text.size; at += length) {
        if (!is_line_break(ndx_utf8_decode(text.data + at, text.data + text.size, &length)))
            continue;
        ndx_utf8_append_printable(out, ndx_span_make(text.data + plain, at - plain));
        ndx_buffer_append_byte(out, ' ');
        plain = at + length;
    }
    ndx_utf8_append_printable(out, ndx_span_skip(text, plain));
}

/* Equals, plus, minus, at, and their full-width twins, which spreadsheets take for them; behind
 * spaces as well. */
static bool begins_a_formula(ndx_span text)
{
    static const char *const beginnings[] = {"=",      "+",      "-",      "@",
                                             "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    text = ndx_span_trim(text);
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (ndx_span_starts_with(text, ndx_span_of(beginnings[i])))
            return true;
    return false;
}

void ndx_output_append_csv(ndx_buffer *out, ndx_span text)
{
    ndx_buffer safe = {0};
    bool quoted = begins_a_formula(text);
    ndx_buffer_append_text(&safe, quoted ? "'" : "");
    ndx_utf8_append_printable(&safe, text);
    for (size_t i = 0; i < safe.size; i++)
        quoted |= strchr("\",\n", safe.data[i]) != NULL;
    if (quoted)
        ndx_buffer_append_byte(out, '"');
    for (size_t i = 0; i < safe.size; i++) {
        if (safe.data[i] == '"')
            ndx_buffer_append_byte(out, '"');
        ndx_buffer_append_byte(out, (unsigned char)safe.data[i]);
    }
    if (quoted)
        ndx_buffer_append_byte(out, '"');
    out->failed |= safe.failed;
    ndx_buffer_free(&safe);
}

/* Bytes at the beginning that open a block: "- ", "+ ", "1. ", "===". What else does so is escaped
 * wherever it stands. */
static size_t block_mark(ndx_span text)
{
    size_t at = 0;
    while (at < text.size && text.data[at] >= '0' && text.data[at] <= '9')
        at++;
    if (at < text.size && strchr(at ? ".)" : "-+=:", text.data[at]))
        return at + 1;
    return 0;
}

void ndx_output_append_markdown(ndx_buffer *out, ndx_span text, bool line_begins)
{
    ndx_buffer safe = {0};
    ndx_output_append_field(&safe, text);
    size_t mark = line_begins ? block_mark(ndx_buffer_span(&safe)) : 0;
    for (size_t i = 0; i < safe.size; i++) {
        char byte = safe.data[i];
        if (byte == ' ' && i && safe.data[i - 1] == ' ') /* a paragraph's end is two line ends */
            continue;
        if ((byte && strchr("\\`*_[]<>&~|$#^", byte)) || i + 1 == mark)
            ndx_buffer_append_byte(out, '\\');
        ndx_buffer_append_byte(out, (unsigned char)byte);
    }
    out->failed |= safe.failed;
    ndx_buffer_free(&safe);
}

/* jansson escapes the controls below the space and leaves the others, what turns text around and
 * U+2028, U+2029: JSON allows them, a terminal must not see the first, and the last end a line to
 * some. */
void ndx_output_append_json(ndx_buffer *out, ndx_span json)
{
    for (size_t at = 0, length; at < json.size; at += length) {
        uint32_t code = ndx_utf8_decode(json.data + at, json.data + json.size, &length);
        if (ndx_utf8_is_printable(code) && code != 0x2028 && code != 0x2029)
            ndx_buffer_append(out, json.data + at, length);
        else
            ndx_buffer_printf(out, "\\u%04x", (unsigned)code);
    }
}

bool ndx_output_append_values(ndx_buffer *out, ndx_span values)
{
    while (values.size) {
        const char *end = memchr(values.data, '\n', values.size);
        size_t size = end ? (size_t)(end - values.data) : values.size;
        ndx_buffer_append(out, values.data, size);
        values = ndx_span_skip(values, end ? size + 1 : size);
        ndx_buffer_append_text(out, values.size ? "; " : "");
    }
    return !out->failed;
}

void ndx_output_append_topic(ndx_buffer *out, const ndx_output *output)
{
    if (output->topic.size)
        ndx_output_append_field(out, output->topic);
    else
        ndx_buffer_printf(out, "%llu", (unsigned long long)output->number);
}

bool ndx_output_count(ndx_output *output, const uint64_t *count, ndx_error *error)
{
    if (count)
        ndx_buffer_printf(output->out, "%llu\n", (unsigned long long)*count);
    else
        ndx_buffer_append_text(output->out, "-\n");
    return ndx_buffer_ok(output->out, "writing a number", error);
}

bool ndx_output_read_article(ndx_output *output, const ndx_hit *hit, ndx_arena *arena,
                             ndx_article *article, ndx_error *error)
{
    ndx_words *words = ndx_index_words(output->index, &hit->record, error);
    return words && ndx_record_article(words, &hit->record, arena, article, error);
}

bool ndx_output_read_head(ndx_output *output, const ndx_hit *hit, ndx_arena *arena,
                          ndx_article *article, ndx_error *error)
{
    ndx_words *words = ndx_index_words(output->index, &hit->record, error);
    return words && ndx_record_article_head(words, &hit->record, arena, article, error);
}
