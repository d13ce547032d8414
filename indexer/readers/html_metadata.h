/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_metadata.h - the fields of a page's article, except its body. Internal to the HTML reader.
 */
#ifndef NEWSDEX_READERS_HTML_METADATA_H
#define NEWSDEX_READERS_HTML_METADATA_H

#include "html_linked_data.h"

/* One <meta> that says something. */
typedef struct html_meta {
    ndx_span name;  /* as written: "article:published_time" */
    ndx_span value; /* one line */
} html_meta;

/* What is looked up again and again, gathered once. */
typedef struct html_facts {
    ndx_buffer metas;   /* html_meta, in order, values not empty */
    ndx_span title;     /* <title> */
    ndx_span canonical; /* <link rel=canonical>, og:url */
    const char *canonical_origin;
    ndx_span language; /* <html lang> and so on, as written */
    const char *language_origin;
    uint32_t headline_node; /* the <h1>, or what is called a headline; 0: none */
    ndx_span headline_text;
} html_facts;

/* Gathers facts. facts: zeroed; free with ndx_html_facts_free in any case. False: memory. */
bool ndx_html_facts(html_page *page, html_facts *facts, ndx_error *error);
void ndx_html_facts_free(html_facts *facts);

/* The value of the first <meta> of that name (letters and digits compared, case ignored), in the
 * order of the names; *name: as the page writes it. Empty: none. */
ndx_span ndx_html_meta(const html_facts *facts, const char *const *names, size_t name_count,
                       ndx_span *name);

/* "PREFIX:NAME" in the arena; just PREFIX if memory is short (an origin is no reason to fail). */
ndx_span ndx_html_origin(html_page *page, const char *prefix, ndx_span name);

/* Sets all fields but dates, body and dateline. False: memory. */
bool ndx_html_metadata(html_page *page, const html_facts *facts, const html_linked_data *data,
                       ndx_article *article, ndx_error *error);

/* Sets date and modified (html_date.c). The article's language and URL are set. False: memory. */
bool ndx_html_dates(html_page *page, const html_facts *facts, const html_linked_data *data,
                    ndx_article *article, ndx_error *error);

#endif
