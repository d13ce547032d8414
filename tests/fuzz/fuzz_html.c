/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_html.c - any bytes as an HTML page, and as a fragment: no crash, no leak, and what comes out
 * is normal text (libFuzzer entry point).
 */
#include "indexer/readers/html_fragment.h"
#include "newsdex/reader.h"
#include "newsdex/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ndx_reading_options options = {.format = "html"};
    ndx_span bytes = ndx_span_make((const char *)data, size);
    ndx_error error = {0};
    ndx_article article = {0};
    ndx_reading *reading = ndx_reading_open_memory(bytes, NDX_SPAN("fuzz.html"), &options, &error);
    if (reading && ndx_reading_next(reading, &article, &error) == NDX_READ_ARTICLE)
        for (int field = 0; field < NDX_FIELD_COUNT; field++)
            if (!ndx_field_describe((ndx_field)field)->multiple && field != NDX_FIELD_PATH &&
                field != NDX_FIELD_ID &&
                !ndx_text_is_normal(article.field[field], field == NDX_FIELD_BODY))
                abort();
    ndx_reading_close(reading);

    ndx_arena arena = {0};
    ndx_span text = {0};
    if (ndx_html_to_text(&arena, bytes, &text, &error) && !ndx_text_is_normal(text, true))
        abort();
    ndx_arena_free(&arena);
    return 0;
}
