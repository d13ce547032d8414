/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lines.c - the formats of one line a result: tsv, paths, trec.
 *
 * tsv: rank, score, date, source, headline, id, path; of a batch, first the query's topic or
 * number; tabs and line ends inside a field become spaces. A header line comes first. trec: "topic
 * Q0 id rank score tag" (TREC run format); scores fall strictly in the order of the results, so
 * that a program that sorts by score keeps it; white space in an id is %20.
 */
#include "present/output.h"

#include <stdio.h>
#include <stdlib.h>

static bool tsv_header(const ndx_output_options *options, bool counts, ndx_buffer *out,
                       ndx_error *error)
{
    if (counts && !options->batch)
        return true; /* the number alone */
    ndx_buffer_append_text(out, options->batch ? "query\t" : "");
    ndx_buffer_append_text(out,
                           counts ? "count\n" : "rank\tscore\tdate\tsource\theadline\tid\tpath\n");
    return ndx_buffer_ok(out, "writing results", error);
}

static void append_query_column(ndx_output *output)
{
    if (!output->options->batch)
        return;
    ndx_output_append_topic(output->out, output);
    ndx_buffer_append_byte(output->out, '\t');
}

static bool tsv_count(ndx_output *output, const uint64_t *count, ndx_error *error)
{
    append_query_column(output);
    return ndx_output_count(output, count, error);
}

static bool tsv_row(ndx_output *output, uint64_t rank, const ndx_hit *hit, ndx_error *error)
{
    ndx_arena arena = {0};
    ndx_article article = {0};
    ndx_buffer *out = output->out;
    bool done = ndx_output_read_head(output, hit, &arena, &article, error);
    if (done) {
        append_query_column(output);
        static const ndx_field fields[] = {NDX_FIELD_SOURCE, NDX_FIELD_HEADLINE, NDX_FIELD_ID,
                                           NDX_FIELD_PATH};
        ndx_buffer_printf(out, "%llu\t%.6f\t", (unsigned long long)rank, hit->score);
        ndx_date_append_iso(out, &hit->record.date);
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            ndx_buffer_append_byte(out, '\t');
            ndx_output_append_field(out, article.field[fields[i]]);
        }
        ndx_buffer_append_byte(out, '\n');
        done = ndx_buffer_ok(out, "writing results", error);
    }
    ndx_arena_free(&arena);
    return done;
}

static bool tsv_hit(ndx_output *output, size_t rank, ndx_error *error)
{
    return tsv_row(output, ndx_results_rank(output->results, rank),
                   ndx_results_hit(output->results, rank), error);
}

static bool tsv_article(ndx_output *output, const ndx_hit *hit, ndx_error *error)
{
    return tsv_row(output, 1, hit, error);
}

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
    ndx_buffer_append_byte(output->out, '\n');
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

const ndx_output_format ndx_output_tsv = {
    .header = tsv_header, .hit = tsv_hit, .count = tsv_count, .article = tsv_article};
const ndx_output_format ndx_output_paths = {
    .hit = paths_hit, .count = ndx_output_count, .article = paths_article, .between = "\n"};
const ndx_output_format ndx_output_trec = {
    .hit = trec_hit, .count = ndx_output_count, .article = trec_article};
