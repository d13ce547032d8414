/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rows.c - the formats of one row a result for tables: tsv, csv.
 *
 * Columns: of a batch, first the query's topic or number; rank, score, date, source, headline, id,
 * path; of csv also language, section, url, byline; with --full the body. A header row comes first.
 * tsv: tabs and line ends inside a field become spaces. csv: RFC 4180, UTF-8 without a byte order
 * mark; ndx_output_append_csv says what is done about formulas.
 */
#include "present/output.h"

typedef struct row_style {
    const ndx_field *fields; /* behind rank and score */
    size_t field_count;
    char separator;
    const char *line_end;
    void (*append)(ndx_buffer *out, ndx_span text);
} row_style;

static const ndx_field fields[] = {NDX_FIELD_DATE,     NDX_FIELD_SOURCE,  NDX_FIELD_HEADLINE,
                                   NDX_FIELD_ID,       NDX_FIELD_PATH, /* tsv ends here */
                                   NDX_FIELD_LANGUAGE, NDX_FIELD_SECTION, NDX_FIELD_URL,
                                   NDX_FIELD_BYLINE};
static const row_style tsv = {fields, 5, '\t', "\n", ndx_output_append_field};
static const row_style csv = {fields, sizeof fields / sizeof *fields, ',', "\r\n",
                              ndx_output_append_csv};

static bool append_header(const row_style *style, const ndx_output_options *options, bool counts,
                          ndx_buffer *out, ndx_error *error)
{
    if (counts && !options->batch)
        return true; /* the number alone */
    if (options->batch)
        ndx_buffer_printf(out, "query%c", style->separator);
    if (counts) {
        ndx_buffer_append_text(out, "count");
    } else {
        ndx_buffer_printf(out, "rank%cscore", style->separator);
        for (size_t i = 0; i < style->field_count; i++)
            ndx_buffer_printf(out, "%c%s", style->separator,
                              ndx_field_describe(style->fields[i])->name);
        if (options->full)
            ndx_buffer_printf(out, "%cbody", style->separator);
    }
    ndx_buffer_append_text(out, style->line_end);
    return ndx_buffer_ok(out, "writing results", error);
}

static void append_query_column(const row_style *style, const ndx_output *output)
{
    if (!output->options->batch)
        return;
    if (output->topic.size)
        style->append(output->out, output->topic);
    else
        ndx_output_append_topic(output->out, output);
    ndx_buffer_append_byte(output->out, (unsigned char)style->separator);
}

static void append_field(const row_style *style, const ndx_article *article, ndx_field field,
                         ndx_buffer *out)
{
    ndx_buffer made = {0};
    ndx_span value = article->field[field];
    if (field == NDX_FIELD_DATE) {
        ndx_date_append_iso(&made, &article->date);
        value = ndx_buffer_span(&made);
    } else if (ndx_field_describe(field)->multiple) {
        ndx_output_append_values(&made, value);
        value = ndx_buffer_span(&made);
    }
    ndx_buffer_append_byte(out, (unsigned char)style->separator);
    style->append(out, value);
    out->failed |= made.failed;
    ndx_buffer_free(&made);
}

static bool append_row(const row_style *style, ndx_output *output, uint64_t rank,
                       const ndx_hit *hit, ndx_error *error)
{
    ndx_arena arena = {0};
    ndx_article article = {0};
    ndx_buffer *out = output->out;
    bool full = output->options->full;
    bool done = full ? ndx_output_read_article(output, hit, &arena, &article, error)
                     : ndx_output_read_head(output, hit, &arena, &article, error);
    if (done) {
        append_query_column(style, output);
        ndx_buffer_printf(out, "%llu%c%.6f", (unsigned long long)rank, style->separator,
                          hit->score);
        for (size_t i = 0; i < style->field_count; i++)
            append_field(style, &article, style->fields[i], out);
        if (full)
            append_field(style, &article, NDX_FIELD_BODY, out);
        ndx_buffer_append_text(out, style->line_end);
        done = ndx_buffer_ok(out, "writing results", error);
    }
    ndx_arena_free(&arena);
    return done;
}

static bool append_hit(const row_style *style, ndx_output *output, size_t rank, ndx_error *error)
{
    return append_row(style, output, ndx_results_rank(output->results, rank),
                      ndx_results_hit(output->results, rank), error);
}

/* ---- tsv ---- */

static bool tsv_header(const ndx_output_options *options, bool counts, ndx_buffer *out,
                       ndx_error *error)
{
    return append_header(&tsv, options, counts, out, error);
}

static bool tsv_hit(ndx_output *output, size_t rank, ndx_error *error)
{
    return append_hit(&tsv, output, rank, error);
}

static bool tsv_count(ndx_output *output, const uint64_t *count, ndx_error *error)
{
    append_query_column(&tsv, output);
    return ndx_output_count(output, count, error);
}

static bool tsv_article(ndx_output *output, const ndx_hit *hit, ndx_error *error)
{
    return append_row(&tsv, output, 1, hit, error);
}

/* ---- csv ---- */

static bool csv_header(const ndx_output_options *options, bool counts, ndx_buffer *out,
                       ndx_error *error)
{
    return append_header(&csv, options, counts, out, error);
}

static bool csv_hit(ndx_output *output, size_t rank, ndx_error *error)
{
    return append_hit(&csv, output, rank, error);
}

static bool csv_count(ndx_output *output, const uint64_t *count, ndx_error *error)
{
    if (!output->options->batch)
        return ndx_output_count(output, count, error);
    append_query_column(&csv, output);
    if (count)
        ndx_buffer_printf(output->out, "%llu", (unsigned long long)*count);
    ndx_buffer_append_text(output->out, csv.line_end);
    return ndx_buffer_ok(output->out, "writing a number", error);
}

static bool csv_article(ndx_output *output, const ndx_hit *hit, ndx_error *error)
{
    return append_row(&csv, output, 1, hit, error);
}

const ndx_output_format ndx_output_tsv = {
    .header = tsv_header, .hit = tsv_hit, .count = tsv_count, .article = tsv_article};
const ndx_output_format ndx_output_csv = {
    .header = csv_header, .hit = csv_hit, .count = csv_count, .article = csv_article};
