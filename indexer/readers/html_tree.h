/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_tree.h - an HTML page as a tree: the tags, the nodes, the attributes. Internal to the HTML
 * reader.
 *
 * Owns: the list of tags with how their text is laid out (one table), and the tree's shape.
 * Must not know: articles, or which part of a page matters.
 *
 * The parser is libxml2's (2.9.14 in Debian 12), through its SAX events: well kept, robust, and it
 * gives unknown (HTML5) elements as events too. gumbo 0.10.1 follows HTML5 more closely but has no
 * maintainer upstream. Both are quadratic on hostile pages; measured: 200,000 attributes in one tag
 * (1.5 MB) take more than a minute in either, 100,000 nested <div> 4 s in libxml2 and more than a
 * minute in gumbo, 100,000 nested <b> with wrong end tags 20 s and more than a minute. html_tree.c
 * keeps libxml2 linear from outside, without losing text.
 *
 * Nodes lie in document order in one array; a node's descendants are those from its index + 1 up to
 * its `end`. So every walk is a loop and nothing recurses. Node 0 is the document.
 */
#ifndef NEWSDEX_READERS_HTML_TREE_H
#define NEWSDEX_READERS_HTML_TREE_H

#include "newsdex/buffer.h"

enum {
    HTML_IS_BLOCK = 1, /* begins and ends a line: its text is a paragraph of its own */
    HTML_IS_SILENT = 2 /* never shown as text of the page */
};

/* Sorted by name. */
#define HTML_TAGS(X)                                                                               \
    X(A, "a", 0)                                                                                   \
    X(ABBR, "abbr", 0)                                                                             \
    X(ADDRESS, "address", HTML_IS_BLOCK)                                                           \
    X(AMP_AD, "amp-ad", HTML_IS_SILENT)                                                            \
    X(AMP_SIDEBAR, "amp-sidebar", HTML_IS_BLOCK | HTML_IS_SILENT)                                  \
    X(APPLET, "applet", HTML_IS_SILENT)                                                            \
    X(AREA, "area", 0)                                                                             \
    X(ARTICLE, "article", HTML_IS_BLOCK)                                                           \
    X(ASIDE, "aside", HTML_IS_BLOCK)                                                               \
    X(AUDIO, "audio", HTML_IS_SILENT)                                                              \
    X(B, "b", 0)                                                                                   \
    X(BASE, "base", 0)                                                                             \
    X(BLOCKQUOTE, "blockquote", HTML_IS_BLOCK)                                                     \
    X(BODY, "body", HTML_IS_BLOCK)                                                                 \
    X(BR, "br", 0)                                                                                 \
    X(BUTTON, "button", HTML_IS_SILENT)                                                            \
    X(CANVAS, "canvas", HTML_IS_SILENT)                                                            \
    X(CAPTION, "caption", HTML_IS_BLOCK)                                                           \
    X(CENTER, "center", HTML_IS_BLOCK)                                                             \
    X(CITE, "cite", 0)                                                                             \
    X(CODE, "code", 0)                                                                             \
    X(COL, "col", 0)                                                                               \
    X(COLGROUP, "colgroup", 0)                                                                     \
    X(DATALIST, "datalist", HTML_IS_SILENT)                                                        \
    X(DD, "dd", HTML_IS_BLOCK)                                                                     \
    X(DETAILS, "details", HTML_IS_BLOCK)                                                           \
    X(DIALOG, "dialog", HTML_IS_BLOCK | HTML_IS_SILENT)                                            \
    X(DIR, "dir", HTML_IS_BLOCK)                                                                   \
    X(DIV, "div", HTML_IS_BLOCK)                                                                   \
    X(DL, "dl", HTML_IS_BLOCK)                                                                     \
    X(DT, "dt", HTML_IS_BLOCK)                                                                     \
    X(EM, "em", 0)                                                                                 \
    X(EMBED, "embed", 0)                                                                           \
    X(FIELDSET, "fieldset", HTML_IS_BLOCK)                                                         \
    X(FIGCAPTION, "figcaption", HTML_IS_BLOCK)                                                     \
    X(FIGURE, "figure", HTML_IS_BLOCK)                                                             \
    X(FONT, "font", 0)                                                                             \
    X(FOOTER, "footer", HTML_IS_BLOCK)                                                             \
    X(FORM, "form", HTML_IS_BLOCK)                                                                 \
    X(FRAME, "frame", 0)                                                                           \
    X(FRAMESET, "frameset", 0)                                                                     \
    X(H1, "h1", HTML_IS_BLOCK)                                                                     \
    X(H2, "h2", HTML_IS_BLOCK)                                                                     \
    X(H3, "h3", HTML_IS_BLOCK)                                                                     \
    X(H4, "h4", HTML_IS_BLOCK)                                                                     \
    X(H5, "h5", HTML_IS_BLOCK)                                                                     \
    X(H6, "h6", HTML_IS_BLOCK)                                                                     \
    X(HEAD, "head", HTML_IS_SILENT)                                                                \
    X(HEADER, "header", HTML_IS_BLOCK)                                                             \
    X(HGROUP, "hgroup", HTML_IS_BLOCK)                                                             \
    X(HR, "hr", HTML_IS_BLOCK)                                                                     \
    X(HTML, "html", 0)                                                                             \
    X(I, "i", 0)                                                                                   \
    X(IFRAME, "iframe", HTML_IS_SILENT)                                                            \
    X(IMG, "img", 0)                                                                               \
    X(INPUT, "input", 0)                                                                           \
    X(KEYGEN, "keygen", 0)                                                                         \
    X(LABEL, "label", 0)                                                                           \
    X(LEGEND, "legend", HTML_IS_BLOCK)                                                             \
    X(LI, "li", HTML_IS_BLOCK)                                                                     \
    X(LINK, "link", 0)                                                                             \
    X(MAIN, "main", HTML_IS_BLOCK)                                                                 \
    X(MAP, "map", 0)                                                                               \
    X(MARQUEE, "marquee", HTML_IS_SILENT)                                                          \
    X(MATH, "math", 0)                                                                             \
    X(MENU, "menu", HTML_IS_BLOCK)                                                                 \
    X(META, "meta", 0)                                                                             \
    X(NAV, "nav", HTML_IS_BLOCK)                                                                   \
    X(NOEMBED, "noembed", HTML_IS_SILENT)                                                          \
    X(NOFRAMES, "noframes", HTML_IS_SILENT)                                                        \
    X(NOSCRIPT, "noscript", HTML_IS_SILENT)                                                        \
    X(OBJECT, "object", HTML_IS_SILENT)                                                            \
    X(OL, "ol", HTML_IS_BLOCK)                                                                     \
    X(OPTGROUP, "optgroup", HTML_IS_SILENT)                                                        \
    X(OPTION, "option", HTML_IS_SILENT)                                                            \
    X(P, "p", HTML_IS_BLOCK)                                                                       \
    X(PARAM, "param", 0)                                                                           \
    X(PICTURE, "picture", 0)                                                                       \
    X(PRE, "pre", HTML_IS_BLOCK)                                                                   \
    X(Q, "q", 0)                                                                                   \
    X(RP, "rp", HTML_IS_SILENT)                                                                    \
    X(RT, "rt", HTML_IS_SILENT)                                                                    \
    X(S, "s", 0)                                                                                   \
    X(SCRIPT, "script", HTML_IS_SILENT)                                                            \
    X(SEARCH, "search", HTML_IS_BLOCK | HTML_IS_SILENT)                                            \
    X(SECTION, "section", HTML_IS_BLOCK)                                                           \
    X(SELECT, "select", HTML_IS_SILENT)                                                            \
    X(SMALL, "small", 0)                                                                           \
    X(SOURCE, "source", 0)                                                                         \
    X(SPAN, "span", 0)                                                                             \
    X(STRONG, "strong", 0)                                                                         \
    X(STYLE, "style", HTML_IS_SILENT)                                                              \
    X(SUB, "sub", 0)                                                                               \
    X(SUMMARY, "summary", HTML_IS_BLOCK)                                                           \
    X(SUP, "sup", 0)                                                                               \
    X(SVG, "svg", HTML_IS_SILENT)                                                                  \
    X(TABLE, "table", HTML_IS_BLOCK)                                                               \
    X(TBODY, "tbody", 0)                                                                           \
    X(TD, "td", 0)                                                                                 \
    X(TEMPLATE, "template", HTML_IS_SILENT)                                                        \
    X(TEXTAREA, "textarea", HTML_IS_SILENT)                                                        \
    X(TFOOT, "tfoot", 0)                                                                           \
    X(TH, "th", 0)                                                                                 \
    X(THEAD, "thead", 0)                                                                           \
    X(TIME, "time", 0)                                                                             \
    X(TITLE, "title", HTML_IS_SILENT)                                                              \
    X(TR, "tr", HTML_IS_BLOCK)                                                                     \
    X(TRACK, "track", 0)                                                                           \
    X(TT, "tt", 0)                                                                                 \
    X(U, "u", 0)                                                                                   \
    X(UL, "ul", HTML_IS_BLOCK)                                                                     \
    X(VIDEO, "video", HTML_IS_SILENT)                                                              \
    X(WBR, "wbr", 0)                                                                               \
    X(XMP, "xmp", HTML_IS_BLOCK)

typedef enum html_tag {
#define HTML_TAG_ENUM(tag, name, flags) HTML_##tag,
    HTML_TAGS(HTML_TAG_ENUM)
#undef HTML_TAG_ENUM
        HTML_TAG_OTHER, /* an element that is not in the table: inline, as the standard has it */
    HTML_TAG_TEXT,
    HTML_TAG_DOCUMENT
} html_tag;

/* The tag of that name, ASCII letters' case ignored; HTML_TAG_OTHER if it is not in the table. */
html_tag ndx_html_tag(ndx_span name);
unsigned ndx_html_tag_flags(html_tag tag);

typedef struct html_attribute {
    ndx_span name;
    ndx_span value; /* decoded */
} html_attribute;

typedef struct html_node {
    uint32_t parent; /* of the document: 0 */
    uint32_t end;    /* one past its last descendant */
    uint32_t first_attribute;
    uint16_t attribute_count;
    uint8_t tag;   /* html_tag */
    bool linked;   /* a text inside <a href> */
    ndx_span text; /* of a text: decoded; of an element that is not in the table: its name */
} html_node;

/* Zeroed is empty. Texts belong to `strings`. */
typedef struct html_tree {
    ndx_buffer nodes;      /* html_node */
    ndx_buffer attributes; /* html_attribute */
    ndx_arena strings;
} html_tree;

/* Attributes kept of one tag; what comes behind them says nothing about an article. */
#define HTML_LIMIT_ATTRIBUTES 64u
/* Nodes of a page: 40 bytes each; a long real page has 50,000. */
#define HTML_LIMIT_NODES (8u * 1024 * 1024)

/* Parses page (UTF-8). Whatever the bytes are, there is a tree: the only errors are memory and
 * HTML_LIMIT_NODES. Elements nested deeper than NDX_LIMIT_DEPTH are flattened; their text stays, in
 * order. tree: zeroed; to be freed in any case. */
bool ndx_html_parse(html_tree *tree, ndx_span page, ndx_error *error);
void ndx_html_tree_free(html_tree *tree);

static inline const html_node *ndx_html_nodes(const html_tree *tree)
{
    return (const html_node *)(const void *)tree->nodes.data;
}

static inline uint32_t ndx_html_node_count(const html_tree *tree)
{
    return (uint32_t)(tree->nodes.size / sizeof(html_node));
}

/* The attributes of a node: node->attribute_count of them. */
static inline const html_attribute *ndx_html_attributes(const html_tree *tree,
                                                        const html_node *node)
{
    return node->attribute_count
               ? (const html_attribute *)(const void *)tree->attributes.data + node->first_attribute
               : NULL;
}

/* The value of an attribute; name in lower case. False: there is none. An attribute without a value
 * gives the empty span. */
bool ndx_html_attribute(const html_tree *tree, const html_node *node, ndx_span name,
                        ndx_span *value);

#endif
