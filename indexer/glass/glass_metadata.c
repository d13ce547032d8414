/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_metadata.c - what one key gives: a document's data, metadata. */
#include "glass_mapped.h"

/* The tag of exactly this key, or nothing. */
static bool tag_of(ndx_glass_cursor *cursor, ndx_span key, ndx_span *tag, ndx_error *error)
{
    bool exact;
    *tag = (ndx_span){0};
    if (!ndx_glass_cursor_find(cursor, key, &exact, error))
        return false;
    return !exact || ndx_glass_cursor_tag(cursor, tag, error);
}

bool ndx_glass_document_data(ndx_glass_cursor *cursor, uint32_t docid, ndx_span *data,
                             ndx_error *error)
{
    ndx_glass_key key;
    key.size = 0;
    ndx_glass_key_append_sorted(&key, docid);
    return tag_of(cursor, ndx_glass_key_span(&key), data, error);
}

static bool metadata_key(ndx_glass_key *key, ndx_span name)
{
    key->size = 0;
    return ndx_glass_key_append(key, NDX_GLASS_KEY_METADATA, sizeof NDX_GLASS_KEY_METADATA - 1) &&
           ndx_glass_key_append(key, name.data, name.size);
}

bool ndx_glass_metadata(ndx_glass_cursor *cursor, ndx_span key, ndx_span *value, ndx_error *error)
{
    ndx_glass_key whole;
    *value = (ndx_span){0};
    if (!metadata_key(&whole, key)) /* too long to be there */
        return true;
    return tag_of(cursor, ndx_glass_key_span(&whole), value, error);
}

/* Ends the walk where the prefix ends. */
static ndx_step step_within(ndx_glass_cursor *cursor, ndx_step step, ndx_span prefix, ndx_span *key)
{
    ndx_glass_key whole;
    if (step != NDX_STEP_ROW)
        return step;
    if (!metadata_key(&whole, prefix) ||
        !ndx_span_starts_with(cursor->key, ndx_glass_key_span(&whole)))
        return NDX_STEP_END;
    *key = ndx_span_skip(cursor->key, sizeof NDX_GLASS_KEY_METADATA - 1);
    return NDX_STEP_ROW;
}

ndx_step ndx_glass_metadata_first(ndx_glass_cursor *cursor, ndx_span prefix, ndx_span *key,
                                  ndx_error *error)
{
    ndx_glass_key whole;
    if (!metadata_key(&whole, prefix))
        return NDX_STEP_END;
    return step_within(
        cursor, ndx_glass_cursor_find_from(cursor, ndx_glass_key_span(&whole), error), prefix, key);
}

ndx_step ndx_glass_metadata_next(ndx_glass_cursor *cursor, ndx_span prefix, ndx_span *key,
                                 ndx_error *error)
{
    return step_within(cursor, ndx_glass_cursor_next(cursor, error), prefix, key);
}
