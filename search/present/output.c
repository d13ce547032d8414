/* SPDX-License-Identifier: GPL-2.0-or-later */
/* output.c - the table of output formats, and what they share. */
#include "present/output.h"

#include "newsdex/utf8.h"

static const ndx_output_format *const formats[] = {
    &ndx_output_text, &ndx_output_json, &ndx_output_tsv, &ndx_output_paths, &ndx_output_trec,
};

const ndx_output_format *ndx_output_format_at(size_t index)
{
    return index < sizeof formats / sizeof *formats ? formats[index] : NULL;
}

void ndx_output_append_field(ndx_buffer *out, ndx_span text)
{
    size_t begin = out->size;
    ndx_utf8_append_printable(out, text);
    for (size_t i = begin; i < out->size; i++)
        if (out->data[i] == '\t' || out->data[i] == '\n')
            out->data[i] = ' ';
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
