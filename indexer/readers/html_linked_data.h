/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_linked_data.h - what a page's JSON-LD (schema.org) says of its article. Internal to the HTML
 * reader.
 */
#ifndef NEWSDEX_READERS_HTML_LINKED_DATA_H
#define NEWSDEX_READERS_HTML_LINKED_DATA_H

#include "html_page.h"

/* Lines in the arena, empty where nothing is said; several values are parted by "\n". */
typedef struct html_linked_data {
    ndx_span headline;
    ndx_span description;
    ndx_span authors;       /* persons, and names of which nothing is said */
    ndx_span organisations; /* authors that are organisations */
    ndx_span published;
    ndx_span created;
    ndx_span modified;
    ndx_span language;
    ndx_span publisher;
    ndx_span sections;
    ndx_span keywords;
    ndx_span id;
    ndx_span url;
    ndx_span body;   /* plain text, paragraphs kept */
    bool is_article; /* the values come from an article, not from a WebPage or a video */
} html_linked_data;

/* Reads all JSON-LD of the page; broken JSON is repaired where what is meant is plain, else passed
 * over. canonical: the page's own address, which tells one article from others; may be empty.
 * False: memory. */
bool ndx_html_linked_data(html_page *page, ndx_span canonical, html_linked_data *data,
                          ndx_error *error);

#endif
