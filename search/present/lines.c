/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lines.c - the formats of one line a result for other programs: paths, trec.
 *
 * trec: "topic Q0 id rank score tag" (TREC run format); scores fall strictly in the order of the
 * results, so that a program that sorts by score keeps it; white space in an id is %20.
 */
#include "present/output.h"

#include <stdio.h>
#include <stdlib.h>

/* Paths are for programs: the bytes as they are. */
static bool paths_article(ndx_output *output, const ndx_hit *hit, ndx_error *error)
{
    const ndx_word *atom = NULL;
    if (hit->record.path_atom) { /* a file of many articles */
        ndx_words *words = ndx_index_words(output->index, &hit->record, error);
        if (!words || !ndx_words_get(words, hit->record.path_atom - 1, &atom, error))
            return false;
    }
    ndx_buffer_append_span(output->out, atom ? atom->surface : hit->record.path);
    ndx_buffer_append_byte(output->out, (unsigned char)output->options->line_end);
    return ndx_buffer_ok(output->out, "writing results", error);
}

static bool paths_hit(ndx_output *output, size_t rank, ndx_error *error)
{
    return paths_article(output, ndx_results_hit(output->results, rank), error);
}

static void append_id(ndx_buffer *out, ndx_span id)
{
    for (size_t i = 0; i < id.size; i++) {
        if (strchr(" \t\r\n\f\v", id.data[i]) && id.data[i])
            ndx_buffer_append_text(out, "%20");
        else
            ndx_buffer_append_byte(out, (unsigned char)id.data[i]);
    }
}

static void append_topic(ndx_output *output)
{
    if (output->topic.size)
        append_id(output->out, output->topic);
    else
        ndx_buffer_printf(output->out, "%llu", (unsigned long long)output->number);
}

static bool trec_row(ndx_output *output, uint64_t rank, const ndx_hit *hit, ndx_error *error)
{
    enum { MICRO = 1000000 };
    /* scores are printed with six digits: the next one is at least one unit of them lower */
    double score = hit->score;
    if (output->has_last_score && score > output->last_score - 1.0 / MICRO)
        score = output->last_score - 1.0 / MICRO;
    char text[64];
    snprintf(text, sizeof text, "%.6f", score);
    output->last_score = strtod(text, NULL);
    output->has_last_score = true;
    append_topic(output);
    ndx_buffer_append_text(output->out, " Q0 ");
    append_id(output->out, hit->record.id);
    ndx_buffer_printf(output->out, " %llu %s %s\n", (unsigned long long)rank, text,
                      output->options->run_tag);
    return ndx_buffer_ok(output->out, "writing results", error);
}

static bool trec_hit(ndx_output *output, size_t rank, ndx_error *error)
{
    return trec_row(output, ndx_results_rank(output->results, rank),
                    ndx_results_hit(output->results, rank), error);
}

static bool trec_article(ndx_output *output, const ndx_hit *hit, ndx_error *error)
{
    return trec_row(output, 1, hit, error);
}

const ndx_output_format ndx_output_paths = {
    .hit = paths_hit, .count = ndx_output_count, .article = paths_article, .parted = true};
const ndx_output_format ndx_output_trec = {
    .hit = trec_hit, .count = ndx_output_count, .article = trec_article};
