/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * markdown.c - results for a document or a ticket: CommonMark, as GitHub's Markdown reads it too.
 *
 * A list: "1. [Headline](address)  ", source and date, the snippet with matches in bold; with --full
 * each article as "# Headline", a list of its fields and the body. Text from articles is escaped
 * (ndx_output_append_markdown): it can open no link, no image, no HTML.
 */
#include "present/link.h"
#include "present/output.h"
#include "present/snippet.h"

#include <stdio.h>

/* ASCII punctuation at the ends of what is bold stays outside: "**#tag**" behind a letter would be
 * no emphasis (CommonMark, 6.2, flanking). */
static ndx_mark bold_part(ndx_span text, ndx_mark mark)
{
    const char *marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \n";
    while (mark.begin < mark.end && text.data[mark.begin] && strchr(marks, text.data[mark.begin]))
        mark.begin++;
    while (mark.begin < mark.end && text.data[mark.end - 1] &&
           strchr(marks, text.data[mark.end - 1]))
        mark.end--;
    return mark;
}

static void append_marked(ndx_buffer *out, const ndx_marked *marked)
{
    size_t at = 0;
    for (size_t i = 0; i < marked->mark_count; i++) {
        ndx_mark mark = bold_part(marked->text, marked->marks[i]);
        if (mark.begin == mark.end)
            continue;
        ndx_output_append_markdown(out, ndx_span_make(marked->text.data + at, mark.begin - at),
                                   at == 0);
        ndx_buffer_append_text(out, "**");
        ndx_output_append_markdown(
            out, ndx_span_make(marked->text.data + mark.begin, mark.end - mark.begin), false);
        ndx_buffer_append_text(out, "**");
        at = mark.end;
    }
    ndx_output_append_markdown(out, ndx_span_skip(marked->text, at), at == 0);
}

/* "[Headline](address)"; an article from standard input without an address has no link. */
static void append_linked(ndx_buffer *out, const ndx_article *article, const ndx_marked *headline)
{
    ndx_span url = article->field[NDX_FIELD_URL];
    ndx_span path = article->field[NDX_FIELD_PATH];
    bool web = ndx_link_is_web(url);
    bool linked = web || (path.size && !ndx_span_equal(path, NDX_SPAN("-")));
    ndx_buffer_append_text(out, linked ? "[" : "");
    if (headline->text.size)
        append_marked(out, headline);
    else
        ndx_buffer_append_text(out, "(no headline)");
    if (!linked)
        return;
    ndx_buffer_append_text(out, "](");
    if (web)
        ndx_link_append_web(out, url);
    else
        ndx_link_append_path(out, path);
    ndx_buffer_append_byte(out, ')');
}

/* "Example Wire, 2025-12-02T09:30Z" */
static void append_source_and_date(ndx_buffer *out, const ndx_article *article)
{
    ndx_span source = article->field[NDX_FIELD_SOURCE];
    ndx_output_append_markdown(out, source, true);
    if (source.size && article->date.precision != NDX_PRECISION_NONE)
        ndx_buffer_append_text(out, ", ");
    ndx_date_append_iso(out, &article->date);
}

static bool append_explanation(ndx_output *output, size_t rank, const char *indent,
                               ndx_error *error)
{
    ndx_buffer text = {0};
    bool done = ndx_results_explain_hit(output->results, rank, &text, error);
    ndx_buffer_printf(output->out, "\n%s```\n", indent);
    for (size_t at = 0; done && at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
        ndx_buffer_append_text(output->out, indent);
        ndx_output_append_field(output->out, ndx_span_make(text.data + at, size));
        ndx_buffer_append_byte(output->out, '\n');
        at += size + 1;
    }
    ndx_buffer_printf(output->out, "%s```\n", indent);
    ndx_buffer_free(&text);
    return done;
}

static bool markdown_hit(ndx_output *output, size_t rank, ndx_error *error)
{
    enum { SNIPPET_CHARACTERS = 240 };
    const ndx_hit *hit = ndx_results_hit(output->results, rank);
    ndx_buffer *out = output->out;
    ndx_arena arena = {0};
    ndx_article article = {0};
    ndx_marked headline;
    ndx_marked snippet;
    const uint32_t *positions;
    size_t count;
    ndx_words *words = ndx_index_words(output->index, &hit->record, error);
    bool done = words && ndx_record_article_head(words, &hit->record, &arena, &article, error) &&
                ndx_results_highlights(output->results, rank, &positions, &count, error) &&
                ndx_marked_field(words, &hit->record, NDX_TEXT_HEADLINE, positions, count, &arena,
                                 &headline, error) &&
                ndx_snippet(words, &hit->record, positions, count, SNIPPET_CHARACTERS, &arena,
                            &snippet, error);
    if (done) {
        char number[32];
        int indent = snprintf(number, sizeof number, "%llu. ",
                              (unsigned long long)ndx_results_rank(output->results, rank));
        ndx_buffer_append_text(out, number);
        append_linked(out, &article, &headline);
        ndx_buffer_printf(out, "\\\n%*s", indent, ""); /* a backslash: the line ends here */
        size_t before = out->size;
        append_source_and_date(out, &article);
        if (out->size > before && snippet.text.size)
            ndx_buffer_printf(out, "\\\n%*s", indent, "");
        ndx_buffer_append_text(out, snippet.cut_before ? "\u2026 " : "");
        append_marked(out, &snippet);
        ndx_buffer_append_text(out, snippet.cut_after ? " \u2026\n" : "\n");
        snprintf(number, sizeof number, "%*s", indent, "");
        done = !output->options->explain || append_explanation(output, rank, number, error);
    }
    ndx_arena_free(&arena);
    return done && ndx_buffer_ok(out, "writing results", error);
}

static void append_member(ndx_buffer *out, const char *name, ndx_span values)
{
    ndx_buffer joined = {0};
    if (!values.size)
        return;
    ndx_output_append_values(&joined, values);
    ndx_buffer_printf(out, "- %s: ", name);
    ndx_output_append_markdown(out, ndx_buffer_span(&joined), true);
    ndx_buffer_append_byte(out, '\n');
    out->failed |= joined.failed;
    ndx_buffer_free(&joined);
}

static void append_date_member(ndx_buffer *out, const char *name, const ndx_date *date)
{
    ndx_buffer text = {0};
    ndx_date_append_iso(&text, date);
    append_member(out, name, ndx_buffer_span(&text));
    ndx_buffer_free(&text);
}

static void append_body(ndx_buffer *out, ndx_span body)
{
    while (body.size) {
        const char *end = memchr(body.data, '\n', body.size);
        size_t size = end ? (size_t)(end - body.data) : body.size;
        ndx_buffer_append_byte(out, '\n');
        ndx_output_append_markdown(out, ndx_span_make(body.data, size), true);
        ndx_buffer_append_byte(out, '\n');
        body = ndx_span_skip(body, size);
        while (body.size && body.data[0] == '\n')
            body = ndx_span_skip(body, 1);
    }
}

static bool markdown_article(ndx_output *output, const ndx_hit *hit, ndx_error *error)
{
    static const ndx_field members[] = {NDX_FIELD_BYLINE,  NDX_FIELD_DATELINE, NDX_FIELD_SOURCE,
                                        NDX_FIELD_SECTION, NDX_FIELD_KEYWORDS, NDX_FIELD_LANGUAGE,
                                        NDX_FIELD_URL,     NDX_FIELD_ID,       NDX_FIELD_PATH};
    ndx_buffer *out = output->out;
    ndx_arena arena = {0};
    ndx_article article = {0};
    bool done = ndx_output_read_article(output, hit, &arena, &article, error);
    if (done) {
        ndx_span headline = article.field[NDX_FIELD_HEADLINE];
        ndx_buffer_append_text(out, output->options->batch ? "### " : "# ");
        ndx_output_append_markdown(out, headline.size ? headline : NDX_SPAN("(no headline)"), true);
        ndx_buffer_append_text(out, "\n\n");
        append_date_member(out, "date", &article.date);
        append_date_member(out, "modified", &article.modified);
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            append_member(out, ndx_field_describe(members[i])->name, article.field[members[i]]);
        append_body(out, article.field[NDX_FIELD_BODY]);
    }
    ndx_arena_free(&arena);
    return done && ndx_buffer_ok(out, "writing an article", error);
}

static bool markdown_whole(ndx_output *output, size_t rank, ndx_error *error)
{
    if (rank > 0)
        ndx_buffer_append_byte(output->out, '\n');
    return markdown_article(output, ndx_results_hit(output->results, rank), error) &&
           (!output->options->explain || append_explanation(output, rank, "", error));
}

/* "## witkoff moscow" */
static bool markdown_begin(ndx_output *output, ndx_error *error)
{
    ndx_buffer_append_text(output->out, "## ");
    ndx_output_append_markdown(output->out, output->query, true);
    ndx_buffer_append_text(output->out, "\n\n");
    return ndx_buffer_ok(output->out, "writing results", error);
}

static bool markdown_end(ndx_output *output, ndx_error *error)
{
    if (!ndx_results_count(output->results) && output->options->batch)
        ndx_buffer_append_text(output->out, "Nothing found.\n");
    return ndx_buffer_ok(output->out, "writing results", error);
}

const ndx_output_format ndx_output_markdown = {
    .begin = markdown_begin,
    .hit = markdown_hit,
    .whole = markdown_whole,
    .end = markdown_end,
    .count = ndx_output_count,
    .article = markdown_article,
    .parted = true,
};
