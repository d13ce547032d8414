/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_values_write.c - values in chunks, their statistics: implements that part of glass_write.h.
 */
#include "glass_write.h"

static bool is_bound(const ndx_glass_values_writer *values, ndx_span value, int sign)
{
    const ndx_buffer *bound = sign < 0 ? &values->least : &values->greatest;
    int order = ndx_span_compare(value, ndx_buffer_span(bound));
    return !values->documents || (sign < 0 ? order < 0 : order > 0);
}

static bool set_bound(ndx_buffer *bound, ndx_span value)
{
    ndx_buffer_clear(bound);
    return ndx_buffer_append_span(bound, value);
}

static void end_chunk(ndx_glass_values_writer *values)
{
    ndx_buffer_append_varint(&values->chunks, values->first);
    ndx_buffer_append_counted(&values->chunks, ndx_buffer_span(&values->chunk));
    ndx_buffer_clear(&values->chunk);
}

bool ndx_glass_values_add(ndx_glass_values_writer *values, uint32_t docid, ndx_span value,
                          ndx_error *error)
{
    if (docid <= values->last || !value.size)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "values are out of order or empty");
    if ((is_bound(values, value, -1) && !set_bound(&values->least, value)) ||
        (is_bound(values, value, 1) && !set_bound(&values->greatest, value)))
        return ndx_error_memory(error, "writing values");
    if (values->chunk.size)
        ndx_buffer_append_varint(&values->chunk, docid - values->last - 1);
    else
        values->first = docid;
    ndx_buffer_append_counted(&values->chunk, value);
    values->last = docid;
    values->documents++;
    if (values->chunk.size >= NDX_GLASS_CHUNK_BYTES)
        end_chunk(values);
    return ndx_buffer_ok(&values->chunk, "writing values", error) &&
           ndx_buffer_ok(&values->chunks, "writing values", error);
}

bool ndx_glass_values_write_statistics(const ndx_glass_values_writer *values, uint32_t slot,
                                       ndx_glass_table_writer *table, ndx_error *error)
{
    ndx_glass_key key = {0};
    ndx_buffer tag = {0};
    ndx_span greatest = ndx_buffer_span(&values->greatest);
    if (!values->documents)
        return true;
    ndx_glass_key_append(&key, NDX_GLASS_KEY_VALUE_STATISTICS, 2);
    ndx_glass_key_append_last(&key, slot);
    ndx_buffer_append_varint(&tag, values->documents);
    ndx_buffer_append_counted(&tag, ndx_buffer_span(&values->least));
    if (!ndx_span_equal(ndx_buffer_span(&values->least), greatest))
        ndx_buffer_append_span(&tag, greatest);
    bool done = ndx_buffer_ok(&tag, "writing values", error) &&
                ndx_glass_table_add(table, ndx_glass_key_span(&key), ndx_buffer_span(&tag), error);
    ndx_buffer_free(&tag);
    return done;
}

bool ndx_glass_values_write(ndx_glass_values_writer *values, uint32_t slot,
                            ndx_glass_table_writer *table, ndx_error *error)
{
    if (values->chunk.size)
        end_chunk(values);
    if (!ndx_buffer_ok(&values->chunks, "writing values", error))
        return false;
    ndx_span chunks = ndx_buffer_span(&values->chunks);
    while (chunks.size) {
        uint32_t first;
        ndx_span tag;
        ndx_glass_key key = {0};
        if (!ndx_read_varint32(&chunks, &first) || !ndx_read_counted(&chunks, &tag))
            return ndx_error_set(error, NDX_ERROR_INTERNAL, "values are damaged");
        ndx_glass_key_append(&key, NDX_GLASS_KEY_VALUES, 2);
        ndx_glass_key_append_varint(&key, slot);
        ndx_glass_key_append_sorted(&key, first);
        if (!ndx_glass_table_add(table, ndx_glass_key_span(&key), tag, error))
            return false;
    }
    return true;
}

void ndx_glass_values_free(ndx_glass_values_writer *values)
{
    ndx_buffer_free(&values->least);
    ndx_buffer_free(&values->greatest);
    ndx_buffer_free(&values->chunk);
    ndx_buffer_free(&values->chunks);
}
