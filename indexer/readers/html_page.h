/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_page.h - one page on its way to an article: tree, hints, and what each stage gives the next.
 * Internal to the HTML reader. The stages, in order: html_tree (parse), html_hints (what class
 * names and roles say), html_linked_data (JSON-LD), html_metadata and html_date (fields),
 * html_content (body).
 */
#ifndef NEWSDEX_READERS_HTML_PAGE_H
#define NEWSDEX_READERS_HTML_PAGE_H

#include "format.h"
#include "html_tree.h"

/* What an element's class, id, role, itemprop and style say of it (html_hints.c). */
enum {
    HTML_HINT_BODY = 1,        /* the article's text: itemprop=articleBody, "article-body" */
    HTML_HINT_NOISE = 2,       /* share buttons, related links, advertisements, menus, ... */
    HTML_HINT_HIDDEN = 4,      /* not shown */
    HTML_HINT_COMMENTS = 8,    /* what readers wrote */
    HTML_HINT_BYLINE = 16,     /* the author's name */
    HTML_HINT_DATE = 32,       /* the date of publication */
    HTML_HINT_STANDFIRST = 64, /* the summary between headline and text */
    HTML_HINT_CAPTION = 128,   /* of a picture */
    HTML_HINT_ARTICLE = 256,   /* the whole article with its head: "article", "story" */
    HTML_HINT_HEADLINE = 512,
    HTML_HINT_MODIFIED = 1024, /* a date of change, not of publication */
    HTML_HINT_TEASER = 2048,   /* one of several: "card", "teaser", "list-item" */
    HTML_HINT_CONTENT = 4096   /* "content", "text", "main" alone: weak */
};

typedef struct html_page {
    html_tree tree;
    ndx_buffer hints; /* uint16_t, one a node */
    ndx_arena *arena; /* what the fields point to */
    ndx_span name;    /* of the file: its path may hold the date */
} html_page;

/* Fills page->hints. False: memory. */
bool ndx_html_hints(html_page *page, ndx_error *error);

static inline uint16_t ndx_html_hint(const html_page *page, uint32_t node)
{
    return ((const uint16_t *)(const void *)page->hints.data)[node];
}

/* All stages: a page (UTF-8) as an article whose texts are in the arena. article: zeroed but for the
 * language that --language said. False:
 * memory, or a limit of html_tree.h. (html.c) */
bool ndx_html_read(ndx_span text, ndx_span name, ndx_arena *arena, ndx_article *article,
                   ndx_error *error);

/* ---- text (html_text.c) ---- */

/* All shown text below a node as one line in the arena. spaced: elements are parted by a space even
 * where none is written (names in a row are parted by the style). False: memory. */
bool ndx_html_line(html_page *page, uint32_t node, bool spaced, ndx_span *line);
/* An attribute's value, decoded, as one line in the arena; empty if there is none. False: memory.
 */
bool ndx_html_attribute_line(html_page *page, uint32_t node, ndx_span name, ndx_span *line);
/* ---- body (html_content.c) ---- */

/* What the content stage knows from the metadata. */
typedef struct html_content_clues {
    ndx_span headline;
    uint32_t headline_node; /* 0: none */
} html_content_clues;

/* The article's text with its paragraphs, in the arena. Empty if the page has none. */
bool ndx_html_content(html_page *page, const html_content_clues *clues, ndx_span *body,
                      ndx_error *error);

#endif
