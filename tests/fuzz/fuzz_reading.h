/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_reading.h - any bytes read to their end as the articles of one format: what reader.h and
 * text.h promise of every article must hold.
 */
#ifndef NEWSDEX_TESTS_FUZZ_READING_H
#define NEWSDEX_TESTS_FUZZ_READING_H

#include "newsdex/limits.h"
#include "newsdex/reader.h"
#include "newsdex/text.h"

#include <stdlib.h>

static inline void fuzz_check_article(const ndx_article *article)
{
    const ndx_span *field = article->field;
    if (!field[NDX_FIELD_ID].size || !field[NDX_FIELD_PATH].size ||
        (!field[NDX_FIELD_HEADLINE].size && !field[NDX_FIELD_BODY].size))
        abort();
    for (int i = 0; i < NDX_FIELD_COUNT; i++) {
        bool short_field = i != NDX_FIELD_HEADLINE && i != NDX_FIELD_BODY;
        if (short_field && field[i].size > NDX_LIMIT_FIELD_BYTES)
            abort();
        if ((field[i].size > 0) != (article->origin[i].size > 0))
            abort();
        if (!ndx_field_describe((ndx_field)i)->multiple &&
            !ndx_text_is_normal(field[i], i == NDX_FIELD_BODY))
            abort();
    }
}

/* format NULL: chosen by content and by name. */
static inline void fuzz_reading(ndx_span bytes, const char *format, const char *name)
{
    static const ndx_field_mapping mappings[] = {{NDX_FIELD_HEADLINE, {"2", 1}},
                                                 {NDX_FIELD_BODY, {"text", 4}}};
    for (size_t mapped = 0; mapped < 2; mapped++) {
        ndx_reading_options options = {
            .format = format, .mappings = mappings, .mapping_count = mapped * 2};
        ndx_error error = {0};
        ndx_article article;
        ndx_reading *reading = ndx_reading_open_memory(bytes, ndx_span_of(name), &options, &error);
        ndx_read step = reading ? NDX_READ_ARTICLE : NDX_READ_END;
        /* every step takes a byte at least, or the reader goes round in circles */
        for (size_t steps = 0; step > NDX_READ_END; steps++) {
            if (steps > 64 * (bytes.size + 16) * 1032)
                abort();
            error = (ndx_error){0};
            step = ndx_reading_next(reading, &article, &error);
            if (step == NDX_READ_ARTICLE)
                fuzz_check_article(&article);
            else if (step != NDX_READ_END && (error.code == NDX_OK || !error.message[0]))
                abort();
        }
        ndx_reading_close(reading);
    }
}

#endif
