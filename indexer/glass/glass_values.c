/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_values.c - the values of a slot, and their statistics. */
#include "glass_mapped.h"

/* ---- statistics ---- */

bool ndx_glass_value_statistics_read(ndx_glass_cursor *cursor, uint32_t slot,
                                     ndx_glass_value_statistics *statistics, ndx_error *error)
{
    ndx_glass_key key;
    bool exact;
    ndx_span tag;
    *statistics = (ndx_glass_value_statistics){0};
    key.size = 0;
    ndx_glass_key_append(&key, NDX_GLASS_KEY_VALUE_STATISTICS,
                         sizeof NDX_GLASS_KEY_VALUE_STATISTICS - 1);
    ndx_glass_key_append_last(&key, slot);
    if (!ndx_glass_cursor_find(cursor, ndx_glass_key_span(&key), &exact, error))
        return false;
    if (!exact)
        return true;
    if (!ndx_glass_cursor_tag(cursor, &tag, error))
        return false;
    if (!ndx_read_varint32(&tag, &statistics->frequency) ||
        !ndx_read_counted(&tag, &statistics->lower))
        return ndx_glass_cursor_damaged(cursor, "the statistics of a value slot are damaged",
                                        error);
    statistics->upper = tag.size ? tag : statistics->lower; /* not counted: the rest */
    return true;
}

/* ---- values ---- */

void ndx_glass_values_open(ndx_glass_values *values, const ndx_glass_database *database,
                           uint32_t slot)
{
    *values = (ndx_glass_values){.slot = slot};
    ndx_glass_cursor_open(&values->cursor, database, NDX_GLASS_POSTLIST);
}

void ndx_glass_values_close(ndx_glass_values *values)
{
    ndx_glass_cursor_close(&values->cursor);
}

static void slot_key(ndx_glass_key *key, uint32_t slot)
{
    key->size = 0;
    ndx_glass_key_append(key, NDX_GLASS_KEY_VALUES, sizeof NDX_GLASS_KEY_VALUES - 1);
    ndx_glass_key_append_varint(key, slot);
}

static bool damaged(const ndx_glass_values *values, ndx_error *error)
{
    return ndx_glass_cursor_damaged(&values->cursor, "the values of a slot are damaged", error);
}

static ndx_step at_end(ndx_glass_values *values)
{
    values->ended = true;
    return NDX_STEP_END;
}

/* Does the cursor stand at a chunk of the slot, and with which first docid? */
static bool docid_of_key(const ndx_glass_values *values, uint32_t *docid)
{
    ndx_glass_key prefix;
    slot_key(&prefix, values->slot);
    ndx_span rest = values->cursor.key;
    if (!ndx_span_starts_with(rest, ndx_glass_key_span(&prefix)))
        return false;
    rest = ndx_span_skip(rest, prefix.size);
    return ndx_glass_read_sorted(&rest, docid) && rest.size == 0;
}

/* At the first value of the chunk the cursor stands at; END if it is not the slot's. */
static ndx_step begin_chunk(ndx_glass_values *values, ndx_error *error)
{
    uint32_t docid;
    ndx_span tag;
    if (!docid_of_key(values, &docid))
        return at_end(values);
    if (!ndx_glass_cursor_tag(&values->cursor, &tag, error))
        return NDX_STEP_ERROR;
    if (docid <= values->docid || !ndx_read_counted(&tag, &values->value)) {
        damaged(values, error);
        return NDX_STEP_ERROR;
    }
    values->docid = docid;
    values->rest = tag;
    return NDX_STEP_ROW;
}

static ndx_step next_chunk(ndx_glass_values *values, ndx_error *error)
{
    ndx_step step = ndx_glass_cursor_next(&values->cursor, error);
    if (step == NDX_STEP_END)
        return at_end(values);
    return step == NDX_STEP_ROW ? begin_chunk(values, error) : step;
}

/* To the last chunk that begins at or before docid, or the one behind it. */
static ndx_step seek_chunk(ndx_glass_values *values, uint32_t docid, ndx_error *error)
{
    ndx_glass_key key;
    uint32_t begin;
    slot_key(&key, values->slot);
    ndx_glass_key_append_sorted(&key, docid);
    if (!ndx_glass_cursor_find(&values->cursor, ndx_glass_key_span(&key), NULL, error))
        return NDX_STEP_ERROR;
    if (docid_of_key(values, &begin) && begin > values->docid)
        return begin_chunk(values, error);
    return next_chunk(values, error);
}

static bool decode(ndx_glass_values *values, ndx_error *error)
{
    uint32_t gap;
    if (!ndx_read_varint32(&values->rest, &gap) || gap >= UINT32_MAX - values->docid ||
        !ndx_read_counted(&values->rest, &values->value))
        return damaged(values, error);
    values->docid += gap + 1;
    return true;
}

ndx_step ndx_glass_values_next(ndx_glass_values *values, ndx_error *error)
{
    if (values->ended)
        return NDX_STEP_END;
    if (!values->docid)
        return seek_chunk(values, 1, error);
    if (!values->rest.size)
        return next_chunk(values, error);
    return decode(values, error) ? NDX_STEP_ROW : NDX_STEP_ERROR;
}

ndx_step ndx_glass_values_skip_to(ndx_glass_values *values, uint32_t docid, ndx_error *error)
{
    if (values->ended)
        return NDX_STEP_END;
    if (values->docid && values->docid >= docid)
        return NDX_STEP_ROW;
    /* In the chunk it stands in, then in the one that must have it. */
    while (values->rest.size && values->docid < docid)
        if (!decode(values, error))
            return NDX_STEP_ERROR;
    if (values->docid && values->docid >= docid)
        return NDX_STEP_ROW;
    ndx_step step = seek_chunk(values, docid ? docid : 1, error);
    while (step == NDX_STEP_ROW && values->docid < docid)
        step = ndx_glass_values_next(values, error);
    return step;
}
