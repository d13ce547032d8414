/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.c - results made for reading: headline, a line of where and when, a snippet, the id.
 *
 * Matched words are bold where there is colour, and the headline is a hyperlink where there are
 * some (OSC 8: Egmont Koblinger, "Hyperlinks in terminal emulators", 2017). Everything from an
 * article goes through ndx_utf8_append_printable, so that no escape of its own reaches the
 * terminal.
 */
#include "newsdex/utf8.h"
#include "present/link.h"
#include "present/output.h"
#include "present/snippet.h"
#include "present/width.h"

#define STYLE_HEADLINE "\x1B[1m"
#define STYLE_MATCH "\x1B[1;33m"
#define STYLE_DIM "\x1B[2m"
#define STYLE_OFF "\x1B[0m"
#define LINK_OFF "\x1B]8;;\x1B\\"

/* A writer that wraps at spaces. */
typedef struct writer {
    ndx_buffer *out;
    unsigned columns; /* 0: no wrapping */
    unsigned indent;
    unsigned column;
    ndx_buffer word; /* bytes not yet written: no space in them; escapes included */
    unsigned word_width;
    ndx_span link;    /* URI; empty: none. The indent of a new line is no part of it. */
    uint64_t link_id; /* tells the terminal that the lines are one link */
} writer;

static void open_link(writer *w)
{
    if (w->link.size) {
        ndx_buffer_printf(w->out, "\x1B]8;id=%llu;", (unsigned long long)w->link_id);
        ndx_buffer_append_span(w->out, w->link);
        ndx_buffer_append_text(w->out, "\x1B\\");
    }
}

static void close_link(writer *w)
{
    ndx_buffer_append_text(w->out, w->link.size ? LINK_OFF : "");
}

static void flush_word(writer *w)
{
    if (!w->word.size)
        return;
    if (w->columns && w->column > w->indent && w->column + w->word_width > w->columns) {
        while (w->out->size && w->out->data[w->out->size - 1] == ' ')
            w->out->size--;
        close_link(w);
        ndx_buffer_printf(w->out, "\n%*s", (int)w->indent, "");
        open_link(w);
        w->column = w->indent;
    }
    ndx_buffer_append_span(w->out, ndx_buffer_span(&w->word));
    w->column += w->word_width;
    ndx_buffer_clear(&w->word);
    w->word_width = 0;
}

static void write_style(writer *w, const char *style)
{
    ndx_buffer_append_text(&w->word, style);
}

static void write_text(writer *w, ndx_span text)
{
    const char *at = text.data;
    const char *end = text.data ? text.data + text.size : NULL;
    while (at < end) {
        size_t length;
        uint32_t code = ndx_utf8_decode(at, end, &length);
        if (code == ' ' || code == '\n' || code == '\t') {
            flush_word(w);
            if (w->out->size &&
                w->out->data[w->out->size - 1] != ' ') { /* a paragraph's end is two line ends */
                ndx_buffer_append_byte(w->out, ' ');
                w->column++;
            }
        } else {
            ndx_utf8_append_printable(&w->word, ndx_span_make(at, length));
            unsigned width = ndx_width_of(code);
            w->word_width += width;
            if (width == 2) /* wide characters may be parted anywhere */
                flush_word(w);
        }
        at += length;
    }
}

static void write_marked(writer *w, const ndx_marked *marked, const char *base, bool color)
{
    size_t at = 0;
    if (color)
        write_style(w, base);
    for (size_t i = 0; i < marked->mark_count; i++) {
        ndx_mark mark = marked->marks[i];
        write_text(w, ndx_span_make(marked->text.data + at, mark.begin - at));
        if (color)
            write_style(w, STYLE_MATCH);
        write_text(w, ndx_span_make(marked->text.data + mark.begin, mark.end - mark.begin));
        if (color) {
            write_style(w, STYLE_OFF);
            write_style(w, base);
        }
        at = mark.end;
    }
    write_text(w, ndx_span_skip(marked->text, at));
    if (color)
        write_style(w, STYLE_OFF);
}

static writer new_writer(const ndx_output *output, unsigned indent)
{
    writer w = {.out = output->out,
                .columns = output->options->columns,
                .indent = indent,
                .column = indent};
    return w;
}

static bool finish(writer *w, ndx_error *error)
{
    flush_word(w);
    close_link(w);
    w->out->failed |= w->word.failed;
    ndx_buffer_free(&w->word);
    ndx_buffer_append_byte(w->out, '\n');
    return ndx_buffer_ok(w->out, "writing results", error);
}

/* "The Daily Example | 2025-11-30 10:15 +02:00 | de" */
static void append_where_and_when(ndx_buffer *out, const ndx_article *article)
{
    size_t begin = out->size;
    ndx_span source = article->field[NDX_FIELD_SOURCE];
    if (source.size) {
        ndx_utf8_append_printable(out, source);
        ndx_buffer_append_text(out, " | ");
    }
    if (article->date.precision != NDX_PRECISION_NONE) {
        ndx_date_append_iso(out, &article->date);
        ndx_buffer_append_text(out, " | ");
    }
    if (article->field[NDX_FIELD_LANGUAGE].size) {
        ndx_utf8_append_printable(out, article->field[NDX_FIELD_LANGUAGE]);
        ndx_buffer_append_text(out, " | ");
    }
    if (out->size > begin)
        out->size -= 3;
}

static bool append_score(ndx_output *output, size_t rank, ndx_error *error)
{
    ndx_buffer text = {0};
    bool done = ndx_results_explain_hit(output->results, rank, &text, error);
    for (size_t at = 0; done && at < text.size;) {
        size_t end = at;
        while (end < text.size && text.data[end] != '\n')
            end++;
        ndx_buffer_append_text(output->out, "    ");
        ndx_buffer_append(output->out, text.data + at, end - at);
        ndx_buffer_append_byte(output->out, '\n');
        at = end + 1;
    }
    ndx_buffer_free(&text);
    return done;
}

/* Where the headline leads: the article's address, else its file. Terminals cut or refuse a URI
 * beyond some 2,000 bytes (VTE: 2,083). */
static void append_uri(const ndx_output *output, const ndx_article *article, ndx_buffer *out)
{
    enum { URI_BYTES = 2000 };
    const ndx_output_options *options = output->options;
    ndx_span url = article->field[NDX_FIELD_URL];
    ndx_span path = article->field[NDX_FIELD_PATH];
    if (!options->hyperlinks)
        return;
    if (ndx_link_is_web(url))
        ndx_link_append_web(out, url);
    else if (path.size && !ndx_span_equal(path, NDX_SPAN("-")))
        ndx_link_append_file(out, options->host, options->folder, path);
    if (out->size > URI_BYTES)
        ndx_buffer_clear(out);
}

/* "+7 copies: Harbor Tribune, The Daily Example, ..." */
static bool append_copies(ndx_output *output, const ndx_hit *hit, unsigned indent, ndx_error *error)
{
    enum { NAMED_MOST = 5 };
    ndx_buffer *out = output->out;
    bool color = output->options->color;
    bool done = true;
    if (!hit->copy_count)
        return true;
    ndx_buffer_printf(out, "%*s%s+%zu cop%s", (int)indent, "", color ? STYLE_DIM : "",
                      hit->copy_count, hit->copy_count == 1 ? "y" : "ies");
    for (size_t i = 0; done && i < hit->copy_count && i < NAMED_MOST; i++) {
        ndx_arena arena = {0};
        ndx_article article = {0};
        done = ndx_output_read_head(output, &hit->copies[i], &arena, &article, error);
        ndx_span source = article.field[NDX_FIELD_SOURCE];
        ndx_buffer_append_text(out, i ? ", " : ": ");
        ndx_utf8_append_printable(out, source.size ? source : hit->copies[i].record.id);
        ndx_arena_free(&arena);
    }
    ndx_buffer_append_text(out, hit->copy_count > NAMED_MOST ? ", ..." : "");
    ndx_buffer_printf(out, "%s\n", color ? STYLE_OFF : "");
    return done;
}

static bool text_hit(ndx_output *output, size_t rank, ndx_error *error)
{
    enum { SNIPPET_CHARACTERS = 240, INDENT = 4 };
    const ndx_hit *hit = ndx_results_hit(output->results, rank);
    bool color = output->options->color;
    ndx_buffer *out = output->out;
    ndx_arena arena = {0};
    ndx_buffer uri = {0};
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
    if (!done)
        goto done;
    writer w = new_writer(output, INDENT);
    if (rank > 0)
        ndx_buffer_append_byte(out, '\n');
    append_uri(output, &article, &uri);
    w.link = ndx_buffer_span(&uri);
    w.link_id = ndx_results_rank(output->results, rank);
    ndx_buffer_printf(out, "%2llu. ", (unsigned long long)w.link_id);
    open_link(&w);
    if (headline.text.size)
        write_marked(&w, &headline, STYLE_HEADLINE, color);
    else
        write_text(&w, NDX_SPAN("(no headline)"));
    done = finish(&w, error);
    ndx_buffer_printf(out, "%*s%s", INDENT, "", color ? STYLE_DIM : "");
    size_t before = out->size;
    append_where_and_when(out, &article);
    if (out->size > before)
        ndx_buffer_append_text(out, " | ");
    ndx_utf8_append_printable(out, hit->record.id);
    ndx_buffer_printf(out, "%s\n", color ? STYLE_OFF : "");
    done = done && append_copies(output, hit, INDENT, error);
    if (done && snippet.text.size) {
        ndx_buffer_printf(out, "%*s", INDENT, "");
        w = new_writer(output, INDENT);
        if (snippet.cut_before)
            write_text(&w, NDX_SPAN("\u2026 "));
        write_marked(&w, &snippet, "", color);
        if (snippet.cut_after)
            write_text(&w, NDX_SPAN(" \u2026"));
        done = finish(&w, error);
    }
    if (done && output->options->explain)
        done = append_score(output, rank, error);
done:
    out->failed |= uri.failed;
    ndx_buffer_free(&uri);
    ndx_arena_free(&arena);
    return done && ndx_buffer_ok(out, "writing results", error);
}

/* "query 3: witkoff moscow" */
static bool text_begin(ndx_output *output, ndx_error *error)
{
    bool color = output->options->color;
    writer w = new_writer(output, 0);
    ndx_buffer_append_text(output->out, color ? STYLE_DIM : "");
    ndx_buffer_append_text(output->out, "query ");
    ndx_output_append_topic(output->out, output);
    ndx_buffer_append_text(output->out, color ? ":" STYLE_OFF " " : ": ");
    write_text(&w, output->query);
    return finish(&w, error);
}

static bool text_end(ndx_output *output, ndx_error *error)
{
    bool exact;
    uint64_t total = ndx_results_total(output->results, &exact);
    size_t shown = ndx_results_count(output->results);
    if (!shown) { /* grep's habit: nothing found, nothing printed; but below a heading */
        ndx_buffer_append_text(output->out, output->options->batch ? "nothing found\n" : "");
        return ndx_buffer_ok(output->out, "writing results", error);
    }
    uint64_t first = ndx_results_rank(output->results, 0);
    ndx_buffer_printf(output->out, "\n%llu-%llu of %s%llu article%s\n", (unsigned long long)first,
                      (unsigned long long)(first + shown - 1), exact ? "" : "about ",
                      (unsigned long long)total, total == 1 ? "" : "s");
    return ndx_buffer_ok(output->out, "writing results", error);
}

/* "name: value" with the values of a multi-valued field parted by commas. */
static void append_header(ndx_buffer *out, const char *name, ndx_span value, bool color)
{
    if (!value.size)
        return;
    ndx_buffer_printf(out, "%s%s:%s ", color ? STYLE_DIM : "", name, color ? STYLE_OFF : "");
    for (size_t at = 0; at < value.size;) {
        const char *end = memchr(value.data + at, '\n', value.size - at);
        size_t size = end ? (size_t)(end - value.data) - at : value.size - at;
        if (at)
            ndx_buffer_append_text(out, ", ");
        ndx_utf8_append_printable(out, ndx_span_make(value.data + at, size));
        at += size + 1;
    }
    ndx_buffer_append_byte(out, '\n');
}

static bool write_headline(ndx_output *output, const ndx_marked *headline, ndx_error *error)
{
    writer w = new_writer(output, 0);
    if (!headline->text.size)
        return true;
    write_marked(&w, headline, STYLE_HEADLINE, output->options->color);
    return finish(&w, error);
}

static void append_headers(ndx_output *output, const ndx_article *article)
{
    static const ndx_field headers[] = {NDX_FIELD_BYLINE,   NDX_FIELD_AUTHORS, NDX_FIELD_DATELINE,
                                        NDX_FIELD_SOURCE,   NDX_FIELD_SECTION, NDX_FIELD_KEYWORDS,
                                        NDX_FIELD_LANGUAGE, NDX_FIELD_URL,     NDX_FIELD_ID,
                                        NDX_FIELD_PATH};
    bool color = output->options->color;
    ndx_buffer date = {0};
    ndx_date_append_iso(&date, &article->date);
    append_header(output->out, "date", ndx_buffer_span(&date), color);
    ndx_buffer_clear(&date);
    ndx_date_append_iso(&date, &article->modified);
    append_header(output->out, "modified", ndx_buffer_span(&date), color);
    ndx_buffer_free(&date);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        append_header(output->out, ndx_field_describe(headers[i])->name, article->field[headers[i]],
                      color);
}

/* The marks from *next on that lie in a paragraph, cut to it; a mark may go on in the one after. */
static bool mark_paragraph(const ndx_marked *body, size_t *next, size_t begin, size_t end,
                           ndx_arena *arena, ndx_marked *paragraph, ndx_error *error)
{
    ndx_mark *marks = ndx_arena_alloc(arena, (body->mark_count - *next) * sizeof *marks);
    size_t count = 0;
    if (!marks)
        return ndx_error_memory(error, "showing an article");
    while (*next < body->mark_count && body->marks[*next].begin < end) {
        ndx_mark mark = body->marks[*next];
        marks[count].begin = (mark.begin > begin ? mark.begin : begin) - begin;
        marks[count++].end = (mark.end < end ? mark.end : end) - begin;
        if (mark.end > end)
            break;
        ++*next;
    }
    *paragraph = (ndx_marked){.text = ndx_span_make(body->text.data + begin, end - begin),
                              .marks = marks,
                              .mark_count = count};
    return true;
}

static bool write_body(ndx_output *output, const ndx_marked *body, ndx_error *error)
{
    size_t next = 0;
    bool done = true;
    for (size_t at = 0; done && at < body->text.size;) {
        const char *line_end = memchr(body->text.data + at, '\n', body->text.size - at);
        size_t end = line_end ? (size_t)(line_end - body->text.data) : body->text.size;
        ndx_arena arena = {0};
        ndx_marked paragraph;
        writer w = new_writer(output, 0);
        ndx_buffer_append_byte(output->out, '\n');
        done = mark_paragraph(body, &next, at, end, &arena, &paragraph, error);
        if (done)
            write_marked(&w, &paragraph, "", output->options->color);
        done = finish(&w, done ? error : NULL) && done;
        ndx_arena_free(&arena);
        for (at = end; at < body->text.size && body->text.data[at] == '\n';)
            at++;
    }
    return done;
}

/* positions: what is highlighted, as ndx_results_highlights() gives it. */
static bool write_article(ndx_output *output, const ndx_hit *hit, const uint32_t *positions,
                          size_t count, ndx_error *error)
{
    ndx_arena arena = {0};
    ndx_article article = {0};
    ndx_marked headline;
    ndx_marked body;
    ndx_words *words = ndx_index_words(output->index, &hit->record, error);
    bool done = words && ndx_record_article_head(words, &hit->record, &arena, &article, error) &&
                ndx_marked_field(words, &hit->record, NDX_TEXT_HEADLINE, positions, count, &arena,
                                 &headline, error) &&
                ndx_marked_field(words, &hit->record, NDX_TEXT_BODY, positions, count, &arena,
                                 &body, error) &&
                write_headline(output, &headline, error);
    if (done) {
        append_headers(output, &article);
        done = write_body(output, &body, error);
    }
    ndx_arena_free(&arena);
    return done && ndx_buffer_ok(output->out, "writing an article", error);
}

static bool text_article(ndx_output *output, const ndx_hit *hit, ndx_error *error)
{
    return write_article(output, hit, NULL, 0, error);
}

static bool text_whole(ndx_output *output, size_t rank, ndx_error *error)
{
    enum { RULE = 72 };
    const uint32_t *positions;
    size_t count;
    if (!ndx_results_highlights(output->results, rank, &positions, &count, error))
        return false;
    if (rank > 0) {
        ndx_buffer_append_byte(output->out, '\n');
        for (unsigned i = 0; i < RULE; i++)
            ndx_buffer_append_byte(output->out, '-');
        ndx_buffer_append_text(output->out, "\n\n");
    }
    return write_article(output, ndx_results_hit(output->results, rank), positions, count, error) &&
           (!output->options->explain || append_score(output, rank, error));
}

const ndx_output_format ndx_output_text = {
    .begin = text_begin,
    .hit = text_hit,
    .whole = text_whole,
    .end = text_end,
    .count = ndx_output_count,
    .article = text_article,
    .parted = true,
    .shows_total = true,
};
