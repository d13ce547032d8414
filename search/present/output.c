/* SPDX-License-Identifier: GPL-2.0-or-later */
/* output.c - the table of output formats, and what they share. */
#include "present/output.h"

static const ndx_output_format *const formats[] = {
    &ndx_output_text, &ndx_output_json, &ndx_output_tsv, &ndx_output_paths, &ndx_output_trec,
};

const ndx_output_format *ndx_output_format_at(size_t index)
{
    return index < sizeof formats / sizeof *formats ? formats[index] : NULL;
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
