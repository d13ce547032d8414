/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_content.h - a page cut into blocks. Internal to html_content.c.
 */
#ifndef NEWSDEX_READERS_HTML_CONTENT_H
#define NEWSDEX_READERS_HTML_CONTENT_H

#include "html_page.h"

/* Text between two block tags. */
typedef struct html_block {
    uint32_t first;  /* its first text node */
    uint32_t end;    /* one past its last node */
    uint32_t holder; /* the block element around it */
    uint32_t length; /* characters shown */
    uint32_t linked; /* of these, in links */
} html_block;

typedef struct html_content {
    html_page *page;
    const html_content_clues *clues;
    uint32_t count; /* nodes */
    uint32_t *worth;
    bool *dropped;
    ndx_buffer memory; /* worth and dropped */
    ndx_buffer blocks; /* html_block, in order */
} html_content;

static inline size_t html_block_count(const html_content *content)
{
    return content->blocks.size / sizeof(html_block);
}

static inline const html_block *html_block_at(const html_content *content, size_t number)
{
    return (const html_block *)(const void *)content->blocks.data + number;
}

#endif
