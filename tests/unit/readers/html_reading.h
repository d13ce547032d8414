/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_reading.h - reads a page written in a test, through the public interface. */
#ifndef NEWSDEX_TESTS_HTML_READING_H
#define NEWSDEX_TESTS_HTML_READING_H

#include "unit/unit.h"

#include "newsdex/reader.h"

typedef struct html_reading {
    ndx_reading *reading;
    ndx_article article;
    ndx_error error;
    ndx_read step;
} html_reading;

static inline void html_read_bytes(html_reading *page, ndx_span bytes)
{
    static const ndx_reading_options options = {.format = "html"};
    *page = (html_reading){0};
    page->reading = ndx_reading_open_memory(bytes, NDX_SPAN("page.html"), &options, &page->error);
    assert_non_null(page->reading);
    page->step = ndx_reading_next(page->reading, &page->article, &page->error);
}

static inline void html_read(html_reading *page, const char *text)
{
    html_read_bytes(page, ndx_span_of(text));
    assert_int_equal(page->step, NDX_READ_ARTICLE);
}

static inline void html_done(html_reading *page)
{
    ndx_reading_close(page->reading);
}

static inline void assert_span(ndx_span span, const char *expected)
{
    assert_int_equal(span.size, strlen(expected));
    assert_memory_equal(span.data ? span.data : "", expected, span.size);
}

static inline bool holds(ndx_span span, const char *part)
{
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= span.size; i++)
        if (memcmp(span.data + i, part, size) == 0)
            return true;
    return false;
}

#define assert_field(page, which, text) assert_span((page).article.field[NDX_FIELD_##which], text)
#define assert_origin(page, which, text) assert_span((page).article.origin[NDX_FIELD_##which], text)

static inline void assert_date(const ndx_date *date, const char *expected)
{
    ndx_buffer iso = {0};
    ndx_date_append_iso(&iso, date);
    assert_span(ndx_buffer_span(&iso), expected);
    ndx_buffer_free(&iso);
}

/* Prose of several sentences that a reader takes for an article's. */
#define PROSE                                                                                      \
    "<p>The council met on Tuesday to discuss the new bridge, and nobody was surprised that the "  \
    "debate went on until midnight.</p>"                                                           \
    "<p>Residents, who had waited for hours, said that they would come again next week, rain or "  \
    "shine, until a decision is made.</p>"

/* A page with `head` in its head and `body` between the headline and the prose. */
#define PAGE(head, body)                                                                           \
    "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"                              \
    "<title>Council debates the bridge | The Example</title>" head                                 \
    "</head><body><h1>Council debates the bridge</h1>" body "<div>" PROSE "</div></body></html>"

#endif
