/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_tree.c - from libxml2's events to the tree.
 *
 * Owns: the tree's building, and what keeps libxml2 linear. Must not know: articles.
 *
 * libxml2 compares every attribute with all before it in its tag: a scan beforehand cuts tags of
 * more than SCAN_ATTRIBUTES. And it searches its stack of open elements at most tags: at
 * NDX_LIMIT_DEPTH open elements the parser is left and a new one goes on behind the tag, with an
 * empty stack; the tree's own stack, which is as bounded, stays. Nothing is fetched: no DTD and no
 * entity but HTML's own.
 */
#include "html_tree.h"

#include "newsdex/limits.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct tag_entry {
    const char *name;
    unsigned flags;
} tag_entry;

static const tag_entry tags[] = {
#define HTML_TAG_ENTRY(tag, name, flags) {name, flags},
    HTML_TAGS(HTML_TAG_ENTRY)
#undef HTML_TAG_ENTRY
};

typedef struct builder {
    html_tree *tree;
    htmlParserCtxtPtr parser;
    uint32_t open[NDX_LIMIT_DEPTH]; /* node numbers, the document first */
    size_t depth;
    ndx_buffer text; /* seen since the last tag: libxml2 gives it in pieces */
    bool linked;
    bool failed;   /* memory */
    bool too_many; /* nodes */
    bool restart;  /* libxml2's stack is full */
    size_t read;   /* bytes of the stretch that libxml2 had read then */
} builder;

static int compare_tag(const void *key, const void *entry)
{
    const ndx_span *name = key;
    const char *other = ((const tag_entry *)entry)->name;
    for (size_t i = 0; i < name->size; i++) {
        int order = (unsigned char)ndx_ascii_lower(name->data[i]) - (unsigned char)other[i];
        if (order)
            return order;
    }
    return other[name->size] ? -1 : 0;
}

html_tag ndx_html_tag(ndx_span name)
{
    const tag_entry *found =
        bsearch(&name, tags, sizeof(tags) / sizeof(*tags), sizeof(*tags), compare_tag);
    return found ? (html_tag)(found - tags) : HTML_TAG_OTHER;
}

unsigned ndx_html_tag_flags(html_tag tag)
{
    return (size_t)tag < sizeof(tags) / sizeof(*tags) ? tags[tag].flags : 0;
}

bool ndx_html_attribute(const html_tree *tree, const html_node *node, ndx_span name,
                        ndx_span *value)
{
    const html_attribute *attributes = ndx_html_attributes(tree, node);
    for (uint32_t i = 0; i < node->attribute_count; i++)
        if (ndx_span_equal_nocase(attributes[i].name, name)) {
            *value = attributes[i].value;
            return true;
        }
    return false;
}

void ndx_html_tree_free(html_tree *tree)
{
    ndx_buffer_free(&tree->nodes);
    ndx_buffer_free(&tree->attributes);
    ndx_arena_free(&tree->strings);
}

/* ---- building ---- */

static html_node *node_at(builder *b, uint32_t number)
{
    return (html_node *)(void *)b->tree->nodes.data + number;
}

static void stop(builder *b)
{
    if (b->parser)
        xmlStopParser(b->parser);
}

static void append_node(builder *b, html_node *node)
{
    node->parent = b->open[b->depth - 1];
    node->end = ndx_html_node_count(b->tree) + 1;
    node->linked = b->linked;
    b->too_many = node->end > HTML_LIMIT_NODES;
    b->failed = b->failed || !ndx_buffer_append(&b->tree->nodes, node, sizeof(*node));
    if (b->failed || b->too_many)
        stop(b);
}

static void pop(builder *b)
{
    html_node *node = node_at(b, b->open[--b->depth]);
    node->end = ndx_html_node_count(b->tree);
    if (node->tag == HTML_A)
        b->linked = false;
}

static ndx_span keep(builder *b, const char *text, size_t size)
{
    ndx_span copy = {0};
    if (!ndx_arena_copy(&b->tree->strings, ndx_span_make(text, size), &copy))
        b->failed = true;
    return copy;
}

/* Makes a node of the text seen so far. */
static void flush_text(builder *b)
{
    if (!b->text.size || b->failed || b->too_many)
        return;
    html_node node = {.tag = HTML_TAG_TEXT};
    node.text = keep(b, b->text.data, b->text.size);
    append_node(b, &node);
    ndx_buffer_clear(&b->text);
}

static void add_attributes(builder *b, html_node *node, const xmlChar **attributes)
{
    node->first_attribute = (uint32_t)(b->tree->attributes.size / sizeof(html_attribute));
    for (; attributes && attributes[0] && node->attribute_count < HTML_LIMIT_ATTRIBUTES;
         attributes += 2) {
        const char *name = (const char *)attributes[0];
        const char *value = (const char *)attributes[1];
        html_attribute attribute = {keep(b, name, strlen(name)),
                                    keep(b, value, value ? strlen(value) : 0)};
        if (!ndx_buffer_append(&b->tree->attributes, &attribute, sizeof(attribute)))
            b->failed = true;
        else
            node->attribute_count++;
    }
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
    builder *b = context;
    ndx_span text = ndx_span_of((const char *)name);
    if (b->failed || b->too_many || b->restart)
        return;
    flush_text(b);
    html_node node = {.tag = (uint8_t)ndx_html_tag(text)};
    if (node.tag == HTML_TAG_OTHER)
        node.text = keep(b, text.data, text.size);
    add_attributes(b, &node, attributes);
    if (node.tag == HTML_A) {
        ndx_span href;
        b->linked = ndx_html_attribute(b->tree, &node, NDX_SPAN("href"), &href);
    }
    uint32_t number = ndx_html_node_count(b->tree);
    append_node(b, &node);
    if (b->failed || b->too_many)
        return;
    if (b->depth < NDX_LIMIT_DEPTH)
        b->open[b->depth++] = number;
    if (b->parser->nameNr >= (int)NDX_LIMIT_DEPTH && node.tag != HTML_SCRIPT &&
        node.tag != HTML_STYLE) {
        const xmlParserInput *input = b->parser->input;
        b->restart = true;
        b->read = input->consumed + (size_t)(input->cur - input->base);
        stop(b);
    }
}

static bool is_open(builder *b, uint32_t number, html_tag tag, ndx_span name)
{
    const html_node *node = node_at(b, number);
    return node->tag == tag && (tag != HTML_TAG_OTHER || ndx_span_equal_nocase(node->text, name));
}

/* libxml2 has decided that the innermost such element ends; those in it that it has not ended (the
 * tree's stack was full, or the parser was new) end with it. */
static void on_end(void *context, const xmlChar *text)
{
    builder *b = context;
    if (b->restart || b->failed || b->too_many)
        return;
    flush_text(b);
    ndx_span name = ndx_span_of((const char *)text);
    html_tag tag = ndx_html_tag(name);
    for (size_t level = b->depth; level-- > 1;)
        if (is_open(b, b->open[level], tag, name)) {
            while (b->depth > level)
                pop(b);
            return;
        }
}

static void on_text(void *context, const xmlChar *text, int size)
{
    builder *b = context;
    if (b->failed || b->too_many || b->restart || size <= 0)
        return;
    if (!ndx_buffer_append(&b->text, text, (size_t)size)) {
        b->failed = true;
        stop(b);
    }
}

/* ---- the scan for tags with too many attributes ---- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The end of the attribute, or of the slash, at `at`; quoted values are not looked into. */
static const char *behind_attribute(const char *at, const char *end)
{
    for (at++; at < end && !is_space(*at) && *at != '>'; at++)
        if (*at == '=') {
            while (at + 1 < end && is_space(at[1]))
                at++;
            if (at + 1 < end && (at[1] == '"' || at[1] == '\'')) {
                const char *close = memchr(at + 2, at[1], (size_t)(end - at - 2));
                return close ? close + 1 : end;
            }
        }
    return at;
}

/* Attributes of a tag that libxml2 gets to see: 256 make at most 32,640 comparisons for about 1 KB.
 * No tag of a real page has as many, so none is cut that matters. */
#define SCAN_ATTRIBUTES 256u

/* Behind the next `close` (its letters in any case), or the end. */
static const char *behind_text(const char *at, const char *end, ndx_span close)
{
    while ((size_t)(end - at) >= close.size) {
        at = memchr(at, close.data[0], (size_t)(end - at));
        if (!at || (size_t)(end - at) < close.size)
            break;
        if (ndx_span_equal_nocase(ndx_span_make(at, close.size), close))
            return at + close.size;
        at++;
    }
    return end;
}

/* Scans one tag whose name begins at `at`. Behind its last attribute; *surplus: where the
 * attributes beyond the limit begin, NULL if there are none. */
static const char *scan_tag(const char *at, const char *end, const char **surplus)
{
    size_t count = 0;
    *surplus = NULL;
    while (at < end && !is_space(*at) && *at != '>')
        at++;
    while (at < end && *at != '>') {
        if (is_space(*at)) {
            at++;
            continue;
        }
        if (++count > SCAN_ATTRIBUTES && !*surplus)
            *surplus = at;
        at = behind_attribute(at, end);
    }
    return at;
}

/* Copies page to out without the attributes of a tag beyond the limit. cut: whether there were any.
 */
static bool cut_attributes(ndx_buffer *out, ndx_span page, bool *cut)
{
    const char *end = page.data + page.size;
    const char *copied = page.data;
    *cut = false;
    for (const char *at = page.data; at < end;) {
        const char *open = memchr(at, '<', (size_t)(end - at));
        if (!open)
            break;
        at = open + 1;
        if (end - at >= 3 && memcmp(at, "!--", 3) == 0) {
            at = behind_text(at + 1, end, NDX_SPAN("-->"));
            continue;
        }
        char letter = at < end ? ndx_ascii_lower(*at) : 0;
        if (letter < 'a' || letter > 'z')
            continue;
        const char *surplus;
        const char *name = at;
        at = scan_tag(at, end, &surplus);
        if (surplus) {
            *cut = true;
            if (!ndx_buffer_append(out, copied, (size_t)(surplus - copied)))
                return false;
            copied = at;
        }
        /* "a<b" in a script or a style is no tag */
        if ((size_t)(at - name) >= 6 &&
            ndx_span_equal_nocase(ndx_span_make(name, 6), NDX_SPAN("script")))
            at = behind_text(at, end, NDX_SPAN("</script"));
        else if ((size_t)(at - name) >= 5 &&
                 ndx_span_equal_nocase(ndx_span_make(name, 5), NDX_SPAN("style")))
            at = behind_text(at, end, NDX_SPAN("</style"));
    }
    return !*cut || ndx_buffer_append(out, copied, (size_t)(end - copied));
}

/* ---- parsing ---- */

/* Parses what begins at *at until the end or until libxml2's stack is full; *at: where to go on. */
static bool parse_stretch(builder *b, const char **at, const char *end)
{
    b->parser = htmlCreateMemoryParserCtxt(*at, (int)(end - *at));
    if (!b->parser)
        return false;
    htmlSAXHandler events = {.startElement = on_start,
                             .endElement = on_end,
                             .characters = on_text,
                             .ignorableWhitespace = on_text,
                             .cdataBlock = on_text};
    htmlSAXHandler *own = b->parser->sax;
    b->parser->sax = &events;
    b->parser->userData = b;
    htmlCtxtUseOptions(b->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                      HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED |
                                      HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(b->parser, XML_CHAR_ENCODING_UTF8);
    b->restart = false;
    htmlParseDocument(b->parser);
    b->failed = b->failed || b->parser->errNo == XML_ERR_NO_MEMORY;
    b->parser->sax = own;
    htmlFreeParserCtxt(b->parser);
    b->parser = NULL;
    if (b->restart) {
        *at += b->read < (size_t)(end - *at) ? b->read : (size_t)(end - *at);
        const char *close = memchr(*at, '>', (size_t)(end - *at));
        *at = close ? close + 1 : end;
    } else {
        *at = end;
    }
    return !b->failed;
}

/* libxml2 must be initialised once before several threads use it (xmlInitParser's documentation).
 */
static pthread_once_t library_ready = PTHREAD_ONCE_INIT;

bool ndx_html_parse(html_tree *tree, ndx_span page, ndx_error *error)
{
    pthread_once(&library_ready, xmlInitParser);
    builder b = {.tree = tree, .depth = 1};
    html_node document = {.end = 1, .tag = HTML_TAG_DOCUMENT};
    ndx_buffer shorter = {0};
    bool cut = false;
    bool done = ndx_buffer_append(&tree->nodes, &document, sizeof(document)) &&
                cut_attributes(&shorter, page, &cut);
    if (done && cut)
        page = ndx_buffer_span(&shorter);
    const char *end = page.data + page.size;
    for (const char *at = page.data; done && at < end && !b.too_many;)
        done = parse_stretch(&b, &at, end);
    flush_text(&b);
    done = done && !b.failed;
    while (b.depth > 1)
        pop(&b);
    ndx_buffer_free(&shorter);
    ndx_buffer_free(&b.text);
    if (!done)
        return ndx_error_memory(error, "reading an HTML page");
    if (b.too_many)
        return ndx_error_set(error, NDX_ERROR_LIMIT,
                             "the HTML page has more than %u elements and texts", HTML_LIMIT_NODES);
    node_at(&b, 0)->end = ndx_html_node_count(tree);
    return true;
}
