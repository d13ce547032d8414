/* SPDX-License-Identifier: GPL-2.0-or-later */
/* show.c - a query's tree as text, and the caret under a place in a query (newsdex/query.h). */
#include "newsdex/query.h"

#include "newsdex/utf8.h"

static const char *const operators[] = {
    [NDX_QUERY_SIDE] = " ",          [NDX_QUERY_AND] = " AND ",
    [NDX_QUERY_OR] = " OR ",         [NDX_QUERY_SENTENCE] = " w/s ",
    [NDX_QUERY_PARAGRAPH] = " w/p ", [NDX_QUERY_NEAR] = " w/%u ",
    [NDX_QUERY_BEFORE] = " pre/%u ", [NDX_QUERY_NOT_NEAR] = " not w/%u ",
};

static void append_roles(ndx_buffer *out, const ndx_query_node *node)
{
    static const char *const forms[] = {
        [NDX_FORM_STEM] = "", [NDX_FORM_EXACT] = "=", [NDX_FORM_CASE] = "case:"};
    ndx_buffer_append_text(out, node->scope == NDX_SCOPE_HEADLINE ? "title:" : "");
    ndx_buffer_append_text(out, forms[node->form]);
}

static void append_leaf(ndx_buffer *out, const ndx_query_node *node)
{
    static const char *const names[] = {
        [NDX_QUERY_AUTHOR] = "by",       [NDX_QUERY_SOURCE] = "source",
        [NDX_QUERY_SECTION] = "section", [NDX_QUERY_LANGUAGE] = "lang",
        [NDX_QUERY_URL] = "url",         [NDX_QUERY_ID] = "id",
        [NDX_QUERY_LENGTH] = "length",   [NDX_QUERY_COPIES] = "dup",
        [NDX_QUERY_LIKE] = "like",
    };
    if (node->kind == NDX_QUERY_DATE) {
        ndx_buffer_append_text(out, "date:");
        ndx_date_range_append(out, &node->range);
        return;
    }
    if (node->kind == NDX_QUERY_WORDS)
        append_roles(out, node);
    else
        ndx_buffer_printf(out, "%s:", names[node->kind]);
    const char *quote = node->quoted ? "\"" : "";
    ndx_buffer_append_text(out, quote);
    ndx_utf8_append_printable(out, node->text);
    ndx_buffer_append_text(out, quote);
}

/* What stands before the bracket. */
static void append_function(ndx_buffer *out, const ndx_query_node *node)
{
    if (node->kind == NDX_QUERY_AT_LEAST)
        ndx_buffer_printf(out, "atleast%u", node->distance);
    else if (node->kind == NDX_QUERY_FIRST)
        ndx_buffer_printf(out, "first/%u", node->distance);
    else if (node->kind == NDX_QUERY_LEAD)
        ndx_buffer_append_text(out, "hlead");
}

static void append_tree(ndx_buffer *out, const ndx_query_node *node)
{
    if (node->demand == NDX_DEMAND_REQUIRED)
        ndx_buffer_append_byte(out, '+');
    if (node->demand == NDX_DEMAND_EXCLUDED)
        ndx_buffer_append_byte(out, '-');
    if (node->kind == NDX_QUERY_ALL) {
        ndx_buffer_append_byte(out, '*');
        return;
    }
    if (node->kind == NDX_QUERY_NOT) {
        ndx_buffer_append_text(out, "(NOT ");
        append_tree(out, node->children[0]);
        ndx_buffer_append_byte(out, ')');
        return;
    }
    if (!node->child_count) {
        append_leaf(out, node);
        return;
    }
    append_function(out, node);
    ndx_buffer_append_byte(out, '(');
    for (size_t i = 0; i < node->child_count; i++) {
        if (i) {
            const char *text = operators[node->kind];
            const char *percent = strchr(text, '%');
            if (percent)
                ndx_buffer_printf(out, "%.*s%u ", (int)(percent - text), text, node->distance);
            else
                ndx_buffer_append_text(out, text);
        }
        append_tree(out, node->children[i]);
    }
    ndx_buffer_append_byte(out, ')');
}

bool ndx_query_append_tree(ndx_buffer *out, const ndx_query_node *node)
{
    if (node)
        append_tree(out, node);
    return !out->failed;
}

/* Columns, taking every character as one column wide: good enough for a caret, and wrong only for
 * wide characters and marks. */
static size_t columns(ndx_span text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

bool ndx_query_append_caret(ndx_buffer *out, ndx_span text, size_t begin, size_t end)
{
    enum { AROUND = 60 };
    if (begin > text.size)
        begin = text.size;
    if (end > text.size)
        end = text.size;
    if (end < begin)
        end = begin;
    size_t from = begin > AROUND ? begin - AROUND : 0;
    while (from > 0 && ((unsigned char)text.data[from] & 0xC0) == 0x80)
        from--;
    ndx_span shown = ndx_utf8_cut(ndx_span_skip(text, from), begin - from + 2 * (size_t)AROUND);
    size_t shown_end = end - from < shown.size ? end - from : shown.size;
    ndx_buffer_append_text(out, "  ");
    size_t lead = 2;
    if (from) {
        ndx_buffer_append_text(out, "...");
        lead += 3;
    }
    ndx_buffer line = {0};
    ndx_utf8_append_printable(&line, shown);
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] == '\n' || line.data[i] == '\t')
            line.data[i] = ' ';
    ndx_buffer_append_span(out, ndx_buffer_span(&line));
    ndx_buffer_append_text(out, from + shown.size < text.size ? "...\n" : "\n");
    lead += columns(ndx_span_make(shown.data, begin - from));
    ndx_buffer_printf(out, "%*s^", (int)lead, "");
    size_t width = columns(ndx_span_make(shown.data + (begin - from), shown_end - (begin - from)));
    for (size_t i = 1; i < width; i++)
        ndx_buffer_append_byte(out, '~');
    ndx_buffer_append_byte(out, '\n');
    out->failed |= line.failed;
    ndx_buffer_free(&line);
    return !out->failed;
}
