/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_markdown.c - libFuzzer target: any bytes as a Markdown file and as a plain text file. What
 * comes out must be in the normal form of text.h.
 */
#include "newsdex/reader.h"
#include "newsdex/text.h"

#include <stdlib.h>

static void read_as(const char *format, ndx_span text)
{
    ndx_reading_options options = {.format = format};
    ndx_error error = {0};
    ndx_article article;
    ndx_reading *reading = ndx_reading_open_memory(text, NDX_SPAN("x"), &options, &error);
    if (!reading)
        return;
    for (ndx_read step = NDX_READ_ARTICLE; step > NDX_READ_END;) {
        step = ndx_reading_next(reading, &article, &error);
        if (step == NDX_READ_ARTICLE &&
            (!ndx_text_is_normal(article.field[NDX_FIELD_BODY], true) ||
             !ndx_text_is_normal(article.field[NDX_FIELD_HEADLINE], false) ||
             !ndx_text_is_normal(article.field[NDX_FIELD_BYLINE], false) ||
             !ndx_text_is_normal(article.field[NDX_FIELD_DATELINE], false)))
            abort();
    }
    ndx_reading_close(reading);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ndx_span text = ndx_span_make((const char *)data, size);
    read_as("markdown", text);
    read_as("text", text);
    return 0;
}
