/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html.c - HTML pages as news sites serve them, one article a page.
 *
 * Owns: knowing a page when it sees one, its charset's declaration, and the order of the stages
 * (html_page.h). Must not know: what each stage does.
 */
#define _GNU_SOURCE /* memmem */

#include "html_metadata.h"

#include <stdlib.h>

typedef struct html_state {
    bool done; /* the page was read */
    ndx_buffer utf8;
} html_state;

/* ---- recognition ---- */

/* True if text holds `tag` (lower case, without the bracket) as a start tag. */
static bool has_tag(ndx_span text, const char *tag)
{
    ndx_span name = ndx_span_of(tag);
    for (size_t i = 0; i + name.size + 1 < text.size; i++) {
        const char *open = memchr(text.data + i, '<', text.size - i);
        if (!open)
            break;
        i = (size_t)(open - text.data);
        if (i + name.size + 1 >= text.size ||
            !ndx_span_equal_nocase(ndx_span_make(text.data + i + 1, name.size), name))
            continue;
        char behind = text.data[i + 1 + name.size];
        if (behind == '>' || behind == ' ' || behind == '\n' || behind == '\r' || behind == '\t' ||
            behind == '/')
            return true;
    }
    return false;
}

static ndx_span skip_xml_declaration(ndx_span text)
{
    text = ndx_span_trim(text);
    while (ndx_span_starts_with(text, NDX_SPAN("<?")) ||
           ndx_span_starts_with(text, NDX_SPAN("<!--"))) {
        bool comment = text.data[1] == '!';
        const char *close = comment ? memmem(text.data, text.size, "-->", 3)
                                    : memmem(text.data, text.size, "?>", 2);
        if (!close)
            break;
        text = ndx_span_trim(ndx_span_skip(text, (size_t)(close - text.data) + (comment ? 3 : 2)));
    }
    return text;
}

static unsigned html_sniff(ndx_span head, bool by_name)
{
    static const char *const tags[] = {"head",   "body", "title",   "meta",
                                       "script", "div",  "article", "p"};
    ndx_span text =
        skip_xml_declaration(ndx_span_make(head.data, head.size < 4096 ? head.size : 4096));
    if (text.size >= 14 &&
        ndx_span_equal_nocase(ndx_span_make(text.data, 14), NDX_SPAN("<!doctype html")))
        return 95;
    if (text.size && text.data[0] == '<' && has_tag(ndx_span_make(text.data, text.size), "html"))
        return 90;
    unsigned found = 0;
    bool has_tags = text.size && memchr(text.data, '<', text.size);
    for (size_t i = 0; has_tags && i < sizeof(tags) / sizeof(*tags); i++)
        found += has_tag(text, tags[i]);
    if (by_name)
        return found || (text.size && text.data[0] == '<') ? 85 : 60;
    if (text.size && text.data[0] == '<' && found >= 2)
        return 70;
    return 0;
}

/* ---- charset ---- */

static ndx_span charset_value(ndx_span tag)
{
    for (size_t i = 0; i + 8 < tag.size; i++) {
        if (!ndx_span_equal_nocase(ndx_span_make(tag.data + i, 7), NDX_SPAN("charset")))
            continue;
        const char *at = tag.data + i + 7;
        const char *end = tag.data + tag.size;
        while (at < end && strchr(" \t\r\n", *at))
            at++;
        if (at == end || *at != '=')
            continue;
        for (at++; at < end && strchr(" \t\r\n\"'", *at); at++)
            ;
        const char *stop = at;
        while (stop < end && !strchr(" \t\r\n\"';/>", *stop))
            stop++;
        if (stop > at)
            return ndx_span_between(at, stop);
    }
    return ndx_span_make(NULL, 0);
}

/* What the page declares: <meta charset>, http-equiv, or an XML declaration's encoding. The
 * standard looks at 1024 bytes; real pages have it later. */
static ndx_span declared_charset(ndx_span page)
{
    ndx_span head = ndx_span_make(page.data, page.size < 65536 ? page.size : 65536);
    for (size_t i = 0; i + 6 < head.size; i++) {
        if (head.data[i] != '<')
            continue;
        ndx_span rest = ndx_span_skip(head, i);
        const char *close = memchr(rest.data, '>', rest.size);
        ndx_span tag = close ? ndx_span_between(rest.data, close) : rest;
        if (ndx_span_starts_with(tag, NDX_SPAN("<?xml"))) {
            const char *encoding = memmem(tag.data, tag.size, "encoding=", 9);
            if (encoding && encoding + 10 < tag.data + tag.size) {
                const char *stop = memchr(encoding + 10, encoding[9],
                                          (size_t)(tag.data + tag.size - encoding - 10));
                if (stop)
                    return ndx_span_between(encoding + 10, stop);
            }
        }
        if (ndx_span_equal_nocase(ndx_span_make(tag.data, tag.size < 5 ? tag.size : 5),
                                  NDX_SPAN("<meta"))) {
            ndx_span value = charset_value(tag);
            if (value.size)
                return value;
        }
    }
    return ndx_span_make(NULL, 0);
}

/* ---- the stages ---- */

/* Takes a dateline off the body's first paragraph. */
static void take_dateline(ndx_article *article)
{
    ndx_span body = article->field[NDX_FIELD_BODY];
    const char *end = body.size ? memmem(body.data, body.size, "\n\n", 2) : NULL;
    ndx_span first = end ? ndx_span_between(body.data, end) : body;
    ndx_span dateline;
    size_t begins;
    if (!first.size || !ndx_dateline_split(first, &dateline, &begins) || begins > body.size)
        return;
    ndx_article_set(article, NDX_FIELD_DATELINE, dateline, "body");
    article->field[NDX_FIELD_BODY] = ndx_span_skip(body, begins);
}

static bool read_body(html_page *page, const html_facts *facts, const html_linked_data *data,
                      ndx_article *article, ndx_error *error)
{
    html_content_clues clues = {.headline = article->field[NDX_FIELD_HEADLINE],
                                .headline_node = facts->headline_node};
    ndx_span body = {0};
    if (!ndx_html_content(page, &clues, &body, error))
        return false;
    ndx_article_set(article, NDX_FIELD_BODY, body, "html");
    if (data->body.size && body.size < data->body.size / 4)
        ndx_article_set(article, NDX_FIELD_BODY, data->body, "json-ld:articleBody");
    take_dateline(article);
    return true;
}

bool ndx_html_read(ndx_span text, ndx_span name, ndx_arena *arena, ndx_article *article,
                   ndx_error *error)
{
    html_page page = {.arena = arena, .name = name};
    html_facts facts = {0};
    html_linked_data data = {0};
    bool done = ndx_html_parse(&page.tree, text, error) && ndx_html_hints(&page, error) &&
                ndx_html_facts(&page, &facts, error) &&
                ndx_html_linked_data(&page, facts.canonical, &data, error) &&
                ndx_html_metadata(&page, &facts, &data, article, error) &&
                ndx_html_dates(&page, &facts, &data, article, error) &&
                read_body(&page, &facts, &data, article, error);
    ndx_html_facts_free(&facts);
    ndx_buffer_free(&page.hints);
    ndx_html_tree_free(&page.tree);
    return done;
}

/* ---- the format ---- */

static void *html_open(const ndx_source *source, ndx_error *error)
{
    (void)source;
    html_state *state = calloc(1, sizeof(*state));
    if (!state)
        ndx_error_memory(error, "reading an HTML page");
    return state;
}

static ndx_read html_next(void *opened, const ndx_source *source, ndx_article *article,
                          ndx_error *error)
{
    html_state *state = opened;
    ndx_span raw;
    ndx_span text;
    if (state->done)
        return NDX_READ_END;
    state->done = true;
    if (!ndx_input_all(source->input, &raw, error))
        return NDX_READ_ERROR;
    ndx_span declared = source->options && source->options->charset
                            ? ndx_span_of(source->options->charset)
                            : declared_charset(raw);
    if (!ndx_charset_to_utf8(raw, declared, &state->utf8, &text, NULL, &article->replaced_bytes,
                             error))
        return NDX_READ_ERROR;
    if (!ndx_html_read(text, source->name, source->arena, article, error))
        return error && error->code == NDX_ERROR_LIMIT ? NDX_READ_SKIPPED : NDX_READ_ERROR;
    return NDX_READ_ARTICLE;
}

static void html_close(void *opened)
{
    html_state *state = opened;
    if (state)
        ndx_buffer_free(&state->utf8);
    free(state);
}

const ndx_format ndx_format_html = {
    .info = {"html", "HTML page with one article: JSON-LD, OpenGraph, <meta>, <time>, text",
             "html htm xhtml shtml amp"},
    .holds_many = false,
    .sniff = html_sniff,
    .open = html_open,
    .next = html_next,
    .close = html_close,
};
