/* SPDX-License-Identifier: GPL-2.0-or-later */
/* articles.c - implements articles.h. */
#include "commands/articles.h"

#include "newsdex/xapian_error.h"

static bool visit(ndx_index *index, size_t shard, xc_docid document, xc_string *data,
                  ndx_record_visitor visitor, ndx_damage_visitor damaged, void *context,
                  ndx_error *error)
{
    xc_error xapian = {0};
    ndx_record record;
    ndx_error mishap = {0};
    bool read = true;
    if (xc_database_get_data(ndx_index_shard(index, shard)->database, document, data, &xapian))
        read = ndx_error_from_xapian(&mishap, &xapian, "reading a record");
    else
        read = ndx_record_read(ndx_span_make(data->data, data->size), &record, &mishap);
    if (!read && damaged) {
        damaged(context, shard, document, &mishap);
        return true;
    }
    if (!read) {
        if (error)
            *error = mishap;
        return false;
    }
    return visitor(context, shard, &record, ndx_index_is_deleted(index, &record), error);
}

static bool walk_shard(ndx_index *index, size_t shard, ndx_record_visitor visitor,
                       ndx_damage_visitor damaged, void *context, ndx_error *error)
{
    const ndx_shard_info *info = ndx_index_shard(index, shard);
    xc_error xapian = {0};
    xc_posting_cursor *cursor = NULL;
    xc_string data = XC_STRING_EMPTY;
    xc_bytes every = {"", 0};
    bool done = true;
    xc_step step = XC_END;
    if (xc_database_postings(info->database, every, &cursor, &xapian))
        return ndx_error_from_xapian(error, &xapian, "%s", info->directory);
    while (done && (step = xc_posting_cursor_next(cursor, &xapian)) == XC_ROW)
        done = visit(index, shard, xc_posting_cursor_docid(cursor), &data, visitor, damaged,
                     context, error);
    if (done && step == XC_ERROR)
        done = ndx_error_from_xapian(error, &xapian, "%s", info->directory);
    xc_posting_cursor_free(cursor);
    xc_string_free(&data);
    return done;
}

bool ndx_walk_records(ndx_index *index, ndx_record_visitor visitor, ndx_damage_visitor damaged,
                      void *context, ndx_error *error)
{
    for (size_t i = 0; i < ndx_index_shard_count(index); i++)
        if (!walk_shard(index, i, visitor, damaged, context, error))
            return false;
    return true;
}
