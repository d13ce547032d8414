/* SPDX-License-Identifier: GPL-2.0-or-later */
/* content.c - implements content.h. */
#include "content.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static bool is_content(ndx_field field, bool language_detected)
{
    return field != NDX_FIELD_ID && field != NDX_FIELD_PATH &&
           !(field == NDX_FIELD_LANGUAGE && language_detected);
}

uint64_t ndx_content_hash(const ndx_article *article, bool language_detected)
{
    uint64_t hash = 0; /* of one field is the seed of the next */
    for (int i = 0; i < NDX_FIELD_COUNT; i++) {
        ndx_span field = article->field[i];
        if (is_content((ndx_field)i, language_detected))
            hash = XXH3_64bits_withSeed(field.size ? field.data : "", field.size, hash);
    }
    return hash;
}
