/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_content.c - the article's text among all that a page shows.
 *
 * Owns: the choice. Must not know: the article's other fields, except as clues.
 *
 * The page is cut into blocks (a paragraph, a heading, a list item: text between two block tags). A
 * block is worth its characters outside links if it is long enough to be prose (Kohlschuetter,
 * Fankhauser, Nejdl, Boilerplate Detection using Shallow Text Features, WSDM 2010: block length and
 * link density decide most). An element is worth the sum of its blocks. Elements whose names say
 * that they are something else (html_hints.c) are dropped, unless most of the page's worth is in
 * them: a name on <body> says nothing. The article is the element that is called an article's body,
 * if it holds a fair part of the worth, else the innermost one that holds most of it. In it, blocks
 * that are links, headings of nothing, captions and the like are left out. Thresholds were measured
 * on the 91 pages of the article extraction benchmark and on 60 pages of trafilatura's
 * (tests/bench/html.sh).
 */
#include "html_content.h"

static bool is_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Characters of a text as shown: runs of white space count as one, a reference as what it takes. */
static uint32_t shown_length(ndx_span text)
{
    uint32_t length = 0;
    bool space = true;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (is_space(c)) {
            length += !space;
            space = true;
        } else {
            length += (c & 0xC0) != 0x80;
            space = false;
        }
    }
    return length;
}

static const html_node *nodes_of(const html_content *content)
{
    return ndx_html_nodes(&content->page->tree);
}

/* ---- blocks ---- */

static bool end_block(html_content *content, html_block *block, uint32_t end)
{
    bool done = true;
    if (block->length) {
        block->end = end;
        done = ndx_buffer_append(&content->blocks, block, sizeof(*block));
    }
    *block = (html_block){0};
    return done;
}

/* True if a block ends between node - 1 and node: a block element ended or begins there. */
static bool parts_before(const html_node *nodes, uint32_t node)
{
    if (ndx_html_tag_flags((html_tag)nodes[node].tag) & HTML_IS_BLOCK)
        return true;
    for (uint32_t up = node - 1; up && up != nodes[node].parent; up = nodes[up].parent)
        if (ndx_html_tag_flags((html_tag)nodes[up].tag) & HTML_IS_BLOCK)
            return true;
    return false;
}

/* True if the next thing behind a <br> is another one. */
static bool doubled_break(const html_node *nodes, uint32_t node, uint32_t count)
{
    uint32_t next = node + 1;
    while (next < count && nodes[next].tag == HTML_TAG_TEXT &&
           ndx_span_trim(nodes[next].text).size == 0)
        next++;
    return next < count && nodes[next].tag == HTML_BR;
}

/* The nearest element around a node that is a block. */
static uint32_t holder_of(const html_node *nodes, uint32_t node)
{
    uint32_t up = nodes[node].parent;
    while (up && !(ndx_html_tag_flags((html_tag)nodes[up].tag) & HTML_IS_BLOCK))
        up = nodes[up].parent;
    return up;
}

static bool find_blocks(html_content *content)
{
    const html_node *nodes = nodes_of(content);
    html_block block = {0};
    bool done = true;
    for (uint32_t i = 1; i < content->count && done;) {
        if (content->dropped[i]) {
            if (ndx_html_tag_flags((html_tag)nodes[i].tag) & HTML_IS_BLOCK)
                done = end_block(content, &block, i);
            i = nodes[i].end;
            continue;
        }
        if (block.length && parts_before(nodes, i))
            done = end_block(content, &block, i);
        if (nodes[i].tag == HTML_TAG_TEXT) {
            uint32_t length = shown_length(nodes[i].text);
            if (length && !block.length) {
                block.first = i;
                block.holder = holder_of(nodes, i);
            }
            block.length += length;
            block.linked += nodes[i].linked ? length : 0;
        } else if (nodes[i].tag == HTML_BR && doubled_break(nodes, i, content->count)) {
            done = done && end_block(content, &block, i);
        }
        i++;
    }
    return done && end_block(content, &block, content->count);
}

/* ---- worth ---- */

static bool is_heading(uint8_t tag)
{
    return tag >= HTML_H1 && tag <= HTML_H6;
}

/* What a block counts when the article is looked for. */
static uint32_t block_worth(const html_content *content, const html_block *block)
{
    const html_node *holder = &nodes_of(content)[block->holder];
    uint32_t least = holder->tag == HTML_P ? 30 : 60;
    if (is_heading(holder->tag) || block->length < least || block->linked * 2 > block->length)
        return 0;
    return block->length - block->linked;
}

/* worth[] of every element: the sum over the blocks in it that are not dropped. */
static void sum_worth(html_content *content)
{
    const html_node *nodes = nodes_of(content);
    memset(content->worth, 0, content->count * sizeof(uint32_t));
    for (size_t i = 0; i < html_block_count(content); i++) {
        const html_block *block = html_block_at(content, i);
        if (!content->dropped[block->first])
            content->worth[block->holder] += block_worth(content, block);
    }
    for (uint32_t i = content->count; i-- > 1;)
        content->worth[nodes[i].parent] += content->worth[i];
}

/* What is dropped at once: never shown as text, or hidden. */
static void drop_silent(html_content *content)
{
    const html_node *nodes = nodes_of(content);
    content->dropped[0] = false;
    for (uint32_t i = 1; i < content->count; i++)
        content->dropped[i] = content->dropped[nodes[i].parent] ||
                              (ndx_html_tag_flags((html_tag)nodes[i].tag) & HTML_IS_SILENT) ||
                              (ndx_html_hint(content->page, i) & HTML_HINT_HIDDEN);
}

static bool is_noise(const html_content *content, uint32_t node)
{
    const html_node *nodes = nodes_of(content);
    unsigned hint = ndx_html_hint(content->page, node);
    uint64_t worth = content->worth[node];
    uint64_t total = content->worth[0];
    if (nodes[node].tag == HTML_BODY || nodes[node].tag == HTML_HTML)
        return false;
    if (hint & HTML_HINT_COMMENTS)
        return worth * 10 < total * 9;
    if (hint & HTML_HINT_BODY)
        return false;
    if ((hint & HTML_HINT_NOISE) || nodes[node].tag == HTML_ASIDE || nodes[node].tag == HTML_FORM)
        return worth * 10 < total * 3;
    return false;
}

static void drop_noise(html_content *content)
{
    const html_node *nodes = nodes_of(content);
    for (uint32_t i = 1; i < content->count; i++)
        content->dropped[i] = content->dropped[i] || content->dropped[nodes[i].parent] ||
                              (nodes[i].tag != HTML_TAG_TEXT && is_noise(content, i));
}

/* ---- the element ---- */

/* The innermost element that holds most of what `from` is worth. */
static uint32_t descend(const html_content *content, uint32_t from)
{
    const html_node *nodes = nodes_of(content);
    uint32_t at = from;
    if (content->worth[from] == 0)
        return from;
    for (uint32_t child = at + 1; child < nodes[at].end;) {
        if ((uint64_t)content->worth[child] * 100 >= (uint64_t)content->worth[from] * 70 &&
            nodes[child].tag != HTML_P) {
            at = child;
            child = at + 1;
        } else {
            child = nodes[child].end;
        }
    }
    return at;
}

static uint32_t choose_element(const html_content *content)
{
    const html_node *nodes = nodes_of(content);
    uint32_t best = 0;
    for (uint32_t i = 1; i < content->count; i++)
        if ((ndx_html_hint(content->page, i) & HTML_HINT_BODY) && !content->dropped[i] &&
            nodes[i].tag != HTML_BODY && nodes[i].tag != HTML_HTML &&
            (!best || content->worth[i] > content->worth[best] ||
             (content->worth[i] * 10 >= content->worth[best] * 9 && i < nodes[best].end)))
            best = i;
    if (best && (uint64_t)content->worth[best] * 10 >= (uint64_t)content->worth[0] * 3)
        return best;
    return descend(content, 0);
}

/* ---- the text ---- */

static bool block_text(html_content *content, const html_block *block, ndx_text *text)
{
    const html_node *nodes = nodes_of(content);
    for (uint32_t i = block->first; i < block->end;) {
        if (content->dropped[i]) {
            i = nodes[i].end;
            continue;
        }
        if (nodes[i].tag == HTML_TAG_TEXT) {
            if (!ndx_text_append(text, nodes[i].text, NDX_NEWLINES_ARE_SPACES))
                return false;
        } else if (nodes[i].tag == HTML_BR || nodes[i].tag == HTML_TD || nodes[i].tag == HTML_TH) {
            ndx_text_space(text);
        }
        i++;
    }
    return true;
}

static bool is_inside(const html_content *content, uint32_t node, uint32_t element)
{
    return node >= element && node < nodes_of(content)[element].end;
}

/* The hints of the elements from a block up to the article's element. */
static unsigned block_hints(const html_content *content, const html_block *block, uint32_t element)
{
    const html_node *nodes = nodes_of(content);
    unsigned hints = 0;
    for (uint32_t up = nodes[block->first].parent; up > element; up = nodes[up].parent)
        hints |= ndx_html_hint(content->page, up);
    return hints;
}

static bool is_kept(html_content *content, const html_block *block, uint32_t element)
{
    unsigned hints = block_hints(content, block, element);
    if (content->dropped[block->first] || !is_inside(content, block->first, element))
        return false;
    if (hints & HTML_HINT_CAPTION)
        return false;
    if ((hints & (HTML_HINT_BYLINE | HTML_HINT_DATE | HTML_HINT_MODIFIED)) && block->length < 150 &&
        !(hints & HTML_HINT_BODY))
        return false;
    if (block->linked * 10 > block->length * 6)
        return false;
    return true;
}

/* The standfirst: what stands between the headline and the article's element, and is called so, or
 * is a heading of a sentence's length. */
static bool emit_standfirst(html_content *content, uint32_t element, ndx_text *body)
{
    const html_node *nodes = nodes_of(content);
    uint32_t headline = content->clues->headline_node;
    bool done = true;
    for (size_t i = 0; headline && i < html_block_count(content) && done; i++) {
        const html_block *block = html_block_at(content, i);
        if (block->first <= headline || block->first < nodes[headline].end ||
            is_inside(content, block->first, element))
            continue;
        if (block->first > element)
            break;
        unsigned hints = block_hints(content, block, 0);
        if (content->dropped[block->first] || block->length < 40 ||
            block->linked * 2 > block->length ||
            (hints & (HTML_HINT_CAPTION | HTML_HINT_BYLINE | HTML_HINT_TEASER)))
            continue;
        bool heading = is_heading(nodes[block->holder].tag) && block->length >= 60;
        if (heading || (hints & HTML_HINT_STANDFIRST)) {
            done = block_text(content, block, body);
            ndx_text_paragraph(body);
        }
    }
    return done;
}

/* Lines that are marks of the page, not text, in the languages of the corpus. */
static bool is_mark(ndx_span line)
{
    static const char *const marks[] = {"advert",
                                        "advertisement",
                                        "advertising",
                                        "advertisements",
                                        "anzeige",
                                        "werbung",
                                        "publicidad",
                                        "publicidade",
                                        "publicité",
                                        "pubblicità",
                                        "advertentie",
                                        "реклама",
                                        "reklama",
                                        "reklame",
                                        "annonce",
                                        "إعلان",
                                        "comments",
                                        "share",
                                        "share this",
                                        "share this article",
                                        "loading...",
                                        "read more",
                                        "read more:",
                                        "weiterlesen",
                                        "lire la suite",
                                        "leer más",
                                        "read also",
                                        "print",
                                        "email",
                                        "follow us",
                                        "story continues below",
                                        "story continues below advertisement",
                                        "continue reading",
                                        "article continues below",
                                        "scroll down for video",
                                        "tags:",
                                        "tags",
                                        "topics"};
    if (line.size > 64)
        return false;
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (ndx_span_equal_nocase(line, ndx_span_of(marks[i])))
            return true;
    return (ndx_span_starts_with(line, NDX_SPAN("http://")) ||
            ndx_span_starts_with(line, NDX_SPAN("https://"))) &&
           !memchr(line.data, ' ', line.size);
}

/* Appends a block as a paragraph of its own unless it is a mark. */
static bool emit_block(html_content *content, const html_block *block, ndx_text *body)
{
    ndx_text text = {0};
    bool done = block_text(content, block, &text);
    ndx_span line = ndx_text_span(&text);
    if (done && !is_mark(line) && !ndx_span_equal_nocase(line, content->clues->headline)) {
        ndx_text_paragraph(body);
        done = ndx_text_append(body, line, NDX_NEWLINES_ARE_SPACES);
    }
    ndx_text_free(&text);
    return done;
}

/* True if the block is the page's headline element. */
static bool is_headline(const html_content *content, const html_block *block)
{
    uint32_t headline = content->clues->headline_node;
    return headline && is_inside(content, block->first, headline);
}

static bool emit(html_content *content, uint32_t element, ndx_text *body)
{
    size_t pending = SIZE_MAX; /* a heading that waits for text below it */
    bool done = true;
    for (size_t i = 0; i < html_block_count(content) && done; i++) {
        const html_block *block = html_block_at(content, i);
        if (!is_kept(content, block, element))
            continue;
        uint8_t tag = nodes_of(content)[block->holder].tag;
        if (is_headline(content, block))
            continue;
        if (is_heading(tag)) {
            pending = i;
            continue;
        }
        if (pending != SIZE_MAX) {
            done = emit_block(content, html_block_at(content, pending), body);
            pending = SIZE_MAX;
        }
        done = done && emit_block(content, block, body);
    }
    return done;
}

static bool open_content(html_content *content, html_page *page)
{
    content->page = page;
    content->count = ndx_html_node_count(&page->tree);
    size_t size = content->count * (sizeof(uint32_t) + sizeof(bool));
    if (!ndx_buffer_reserve(&content->memory, size))
        return false;
    content->worth = (uint32_t *)(void *)content->memory.data;
    content->dropped = (bool *)(content->worth + content->count);
    return true;
}

bool ndx_html_content(html_page *page, const html_content_clues *clues, ndx_span *body,
                      ndx_error *error)
{
    html_content content = {.clues = clues};
    ndx_text text = {0};
    bool done = open_content(&content, page);
    if (done) {
        drop_silent(&content);
        done = find_blocks(&content);
    }
    if (done) {
        sum_worth(&content);
        drop_noise(&content);
        sum_worth(&content);
        uint32_t element = choose_element(&content);
        done = emit_standfirst(&content, element, &text) && emit(&content, element, &text) &&
               ndx_arena_copy(page->arena, ndx_text_span(&text), body);
    }
    if (!done)
        ndx_error_memory(error, "reading an HTML page");
    ndx_text_free(&text);
    ndx_buffer_free(&content.blocks);
    ndx_buffer_free(&content.memory);
    return done;
}
