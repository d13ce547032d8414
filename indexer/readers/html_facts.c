/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_facts.c - what a page says of itself in <head>, and where its headline stands.
 *
 * Owns: gathering. Must not know: which source of a field wins.
 */
#define _GNU_SOURCE /* memmem */

#include "html_metadata.h"

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* "og:site_name", "og.siteName" and "OG:SITE-NAME" are the same. */
static bool same_name(ndx_span name, const char *wanted)
{
    size_t i = 0;
    for (; i < name.size; i++) {
        if (!is_alphanumeric(name.data[i]))
            continue;
        while (*wanted && !is_alphanumeric(*wanted))
            wanted++;
        if (ndx_ascii_lower(name.data[i]) != ndx_ascii_lower(*wanted))
            return false;
        wanted++;
    }
    return *wanted == '\0';
}

ndx_span ndx_html_meta(const html_facts *facts, const char *const *names, size_t name_count,
                       ndx_span *name)
{
    const html_meta *metas = (const html_meta *)(const void *)facts->metas.data;
    size_t count = facts->metas.size / sizeof(html_meta);
    for (size_t i = 0; i < name_count; i++)
        for (size_t j = 0; j < count; j++)
            if (same_name(metas[j].name, names[i])) {
                *name = metas[j].name;
                return metas[j].value;
            }
    *name = ndx_span_make(NULL, 0);
    return *name;
}

ndx_span ndx_html_origin(html_page *page, const char *prefix, ndx_span name)
{
    ndx_buffer text = {0};
    ndx_span copy = {0};
    name = name.size > 64 ? ndx_span_make(name.data, 64) : name;
    bool done = ndx_buffer_append_text(&text, prefix) && ndx_buffer_append_byte(&text, ':') &&
                ndx_buffer_append_span(&text, name) &&
                ndx_text_line(page->arena, ndx_buffer_span(&text), &copy);
    ndx_buffer_free(&text);
    return done ? copy : ndx_span_of(prefix);
}

/* The first of the attributes that name a <meta>'s property; microdata and RDFa use them too. */
static bool add_meta(html_page *page, html_facts *facts, uint32_t node)
{
    static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
    const html_node *one = ndx_html_nodes(&page->tree) + node;
    html_meta meta = {{0}, {0}};
    for (size_t i = 0; i < 4 && !meta.name.size; i++)
        if (ndx_html_attribute(&page->tree, one, ndx_span_of(keys[i]), &meta.name))
            meta.name = ndx_span_trim(meta.name);
    if (!meta.name.size)
        return true;
    if (!ndx_html_attribute_line(page, node, NDX_SPAN("content"), &meta.value))
        return false;
    return !meta.value.size || ndx_buffer_append(&facts->metas, &meta, sizeof(meta));
}

static bool has_word(ndx_span list, ndx_span word)
{
    while (list.size) {
        size_t size = 0;
        while (size < list.size && !strchr(" \t\r\n\f", list.data[size]))
            size++;
        if (ndx_span_equal_nocase(ndx_span_make(list.data, size), word))
            return true;
        list = ndx_span_skip(list, size + 1);
    }
    return false;
}

static bool read_link(html_page *page, html_facts *facts, uint32_t node)
{
    ndx_span rel;
    const html_node *one = ndx_html_nodes(&page->tree) + node;
    if (facts->canonical.size || !ndx_html_attribute(&page->tree, one, NDX_SPAN("rel"), &rel) ||
        !has_word(rel, NDX_SPAN("canonical")))
        return true;
    facts->canonical_origin = "link:canonical";
    return ndx_html_attribute_line(page, node, NDX_SPAN("href"), &facts->canonical);
}

/* True if some element around the node has one of the hints, or is one of the two. */
static bool is_within(const html_page *page, uint32_t node, unsigned hints, html_tag a, html_tag b)
{
    const html_node *nodes = ndx_html_nodes(&page->tree);
    for (uint32_t up = node; up; up = nodes[up].parent)
        if (nodes[up].tag == a || nodes[up].tag == b ||
            ((ndx_html_hint(page, up) & hints) && nodes[up].tag != HTML_BODY &&
             nodes[up].tag != HTML_HTML && up != node))
            return true;
    return false;
}

/* True if the node stands in a part of the page that is called something else. A great part of the
 * page
 * ("content has-ads") is not meant by such a name. */
static bool is_in_noise(const html_page *page, uint32_t node)
{
    const html_node *nodes = ndx_html_nodes(&page->tree);
    for (uint32_t up = node; up; up = nodes[up].parent)
        if (nodes[up].tag == HTML_NAV || nodes[up].tag == HTML_FOOTER ||
            ((ndx_html_hint(page, up) & HTML_HINT_NOISE) && nodes[up].end - up < nodes[0].end / 4))
            return true;
    return false;
}

/* How well a heading's text agrees with <title> and og:title: 2 it begins there, 1 it is in it, 0
 * no. */
static unsigned title_agreement(ndx_span heading, ndx_span title)
{
    if (heading.size < 8 || heading.size > title.size)
        return 0;
    if (ndx_span_starts_with(title, heading))
        return 2;
    return memmem(title.data, title.size, heading.data, heading.size) != NULL;
}

/* Chooses among headings: the one that the title agrees with, else the first <h1> that is no
 * menu's. */
static bool find_headline(html_page *page, html_facts *facts)
{
    static const char *const title_names[] = {"og:title", "twitter:title"};
    const html_node *nodes = ndx_html_nodes(&page->tree);
    ndx_span name;
    ndx_span shared = ndx_html_meta(facts, title_names, 2, &name);
    unsigned best = 0;
    unsigned looked_at = 0;
    for (uint32_t i = 1; i < ndx_html_node_count(&page->tree) && looked_at < 64; i++) {
        bool named = (ndx_html_hint(page, i) & HTML_HINT_HEADLINE) && nodes[i].tag != HTML_BODY;
        bool heading = nodes[i].tag == HTML_H1 || nodes[i].tag == HTML_H2;
        if ((!heading && !named) || nodes[i].end - i > 200 ||
            is_within(page, i, HTML_HINT_COMMENTS, HTML_HEAD, HTML_SVG))
            continue;
        looked_at++;
        ndx_span line;
        if (!ndx_html_line(page, i, false, &line))
            return false;
        unsigned agreement = title_agreement(line, facts->title);
        unsigned other = title_agreement(line, shared);
        unsigned score = 4 * (agreement > other ? agreement : other);
        score += nodes[i].tag == HTML_H1 ? 3 : 0;
        score += (nodes[i].tag == HTML_H1 || agreement || other) && named ? 1 : 0;
        /* a heading for screen readers alone counts if the title says the same */
        if (agreement < 2 && (is_within(page, i, HTML_HINT_HIDDEN, HTML_NAV, HTML_FOOTER) ||
                              (ndx_html_hint(page, i) & HTML_HINT_HIDDEN)))
            continue;
        if (agreement < 2 && is_in_noise(page, i))
            score = score > 3 ? score - 3 : 0;
        if (score > best && line.size && line.size < 600 && score >= 3) {
            best = score;
            facts->headline_node = i;
            facts->headline_text = line;
        }
    }
    return true;
}

static void find_language(html_page *page, html_facts *facts, uint32_t html)
{
    static const char *const names[] = {"og:locale", "content-language", "dc.language", "language",
                                        "inLanguage"};
    const html_node *node = ndx_html_nodes(&page->tree) + html;
    facts->language_origin = "html:lang";
    if (html &&
        (ndx_html_attribute(&page->tree, node, NDX_SPAN("lang"), &facts->language) ||
         ndx_html_attribute(&page->tree, node, NDX_SPAN("xml:lang"), &facts->language)) &&
        ndx_span_trim(facts->language).size)
        return;
    ndx_span name;
    facts->language = ndx_html_meta(facts, names, 5, &name);
    facts->language_origin = "meta:language";
}

bool ndx_html_facts(html_page *page, html_facts *facts, ndx_error *error)
{
    static const char *const url_names[] = {"og:url"};
    const html_node *nodes = ndx_html_nodes(&page->tree);
    uint32_t html = 0;
    bool done = true;
    for (uint32_t i = 1; i < ndx_html_node_count(&page->tree) && done; i++) {
        if (nodes[i].tag == HTML_META)
            done = add_meta(page, facts, i);
        else if (nodes[i].tag == HTML_LINK)
            done = read_link(page, facts, i);
        else if (nodes[i].tag == HTML_TITLE && !facts->title.size &&
                 !is_within(page, i, 0, HTML_SVG, HTML_SVG))
            done = ndx_html_line(page, i, false, &facts->title);
        else if (nodes[i].tag == HTML_HTML && !html)
            html = i;
    }
    if (done && !facts->canonical.size) {
        ndx_span name;
        facts->canonical = ndx_html_meta(facts, url_names, 1, &name);
        facts->canonical_origin = "meta:og:url";
    }
    if (done)
        find_language(page, facts, html);
    done = done && find_headline(page, facts) && !facts->metas.failed;
    return done ? true : ndx_error_memory(error, "reading an HTML page");
}

void ndx_html_facts_free(html_facts *facts)
{
    ndx_buffer_free(&facts->metas);
}
