/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_text.c - the text of a part of a page: decoded, laid out, normalised.
 *
 * Owns: how elements part text. Must not know: which part of a page matters.
 */
#include "html_fragment.h"
#include "html_page.h"

bool ndx_html_attribute_line(html_page *page, uint32_t node, ndx_span name, ndx_span *line)
{
    ndx_span value;
    *line = ndx_span_make(NULL, 0);
    if (!ndx_html_attribute(&page->tree, ndx_html_nodes(&page->tree) + node, name, &value))
        return true;
    return ndx_text_line(page->arena, value, line);
}

/* Lays out the text of the nodes from `from` to `end`: blocks and doubled <br> are paragraphs. */
static bool append_paragraphs(const html_tree *tree, uint32_t from, uint32_t end, bool spaced,
                              ndx_text *text)
{
    const html_node *nodes = ndx_html_nodes(tree);
    for (uint32_t i = from; i < end;) {
        /* the blocks that end here: those of the previous node's ancestors that do not hold this
         * one */
        if (i > from)
            for (uint32_t up = i - 1; up >= from && up != nodes[i].parent; up = nodes[up].parent) {
                if (ndx_html_tag_flags((html_tag)nodes[up].tag) & HTML_IS_BLOCK)
                    ndx_text_paragraph(text);
                if (up == 0)
                    break;
            }
        uint32_t next = i + 1;
        if (spaced && i > from && nodes[i].parent != nodes[i - 1].parent)
            ndx_text_space(text);
        if (nodes[i].tag == HTML_TAG_TEXT) {
            if (!ndx_text_append(text, nodes[i].text, NDX_NEWLINES_ARE_SPACES))
                return false;
        } else if (nodes[i].tag == HTML_BR) {
            uint32_t behind = i + 1;
            while (behind < end && nodes[behind].tag == HTML_TAG_TEXT &&
                   ndx_span_trim(nodes[behind].text).size == 0)
                behind++;
            if (behind < end && nodes[behind].tag == HTML_BR)
                ndx_text_paragraph(text);
            else
                ndx_text_space(text);
        } else if (ndx_html_tag_flags((html_tag)nodes[i].tag) & HTML_IS_SILENT) {
            next = nodes[i].end;
        } else if (ndx_html_tag_flags((html_tag)nodes[i].tag) & HTML_IS_BLOCK) {
            ndx_text_paragraph(text);
        } else if (nodes[i].tag == HTML_TD || nodes[i].tag == HTML_TH) {
            ndx_text_space(text);
        }
        i = next;
    }
    return !text->bytes.failed;
}

bool ndx_html_line(html_page *page, uint32_t node, bool spaced, ndx_span *line)
{
    ndx_text text = {0};
    const html_node *nodes = ndx_html_nodes(&page->tree);
    bool done = append_paragraphs(&page->tree, node + 1, nodes[node].end, spaced, &text) &&
                ndx_text_line(page->arena, ndx_text_span(&text), line);
    ndx_text_free(&text);
    return done;
}

bool ndx_html_to_text(ndx_arena *arena, ndx_span fragment, ndx_span *text, ndx_error *error)
{
    html_tree tree = {0};
    ndx_text built = {0};
    bool done = ndx_html_parse(&tree, fragment, error);
    if (done) {
        done = append_paragraphs(&tree, 1, ndx_html_node_count(&tree), false, &built) &&
               ndx_arena_copy(arena, ndx_text_span(&built), text);
        if (!done)
            ndx_error_memory(error, "reading HTML text");
    }
    ndx_html_tree_free(&tree);
    ndx_text_free(&built);
    return done;
}
