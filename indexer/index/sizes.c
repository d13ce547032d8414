/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sizes.c - implements sizes.h. */
#include "sizes.h"

#include "glass_read.h"
#include "shard_header.h"

static const ndx_size_part_info parts[NDX_SIZE_PART_COUNT] = {
    [NDX_SIZE_TEXTS] = {"texts", "texts, in the dense code"},
    [NDX_SIZE_RECORDS] = {"records", "records, all else"},
    [NDX_SIZE_WORD_POSTINGS] = {"word_postings", "postings of words"},
    [NDX_SIZE_NAME_POSTINGS] = {"name_postings", "postings of authors, sections, sources"},
    [NDX_SIZE_DAY_POSTINGS] = {"day_postings", "postings of dates and languages"},
    [NDX_SIZE_HOST_POSTINGS] = {"host_postings", "postings of hosts"},
    [NDX_SIZE_ID_POSTINGS] = {"id_postings", "postings of ids"},
    [NDX_SIZE_LENGTHS] = {"lengths", "document lengths"},
    [NDX_SIZE_VALUES] = {"values", "values"},
    [NDX_SIZE_WORDS] = {"words", "words"},
    [NDX_SIZE_MANIFEST] = {"manifest", "manifest of inputs"},
    [NDX_SIZE_OTHER_METADATA] = {"other_metadata", "header and tombstones"},
    [NDX_SIZE_SLOTS] = {"slots", "slots used by documents"},
    [NDX_SIZE_TERM_LISTS] = {"term_lists", "term lists of documents"},
    [NDX_SIZE_TREES] = {"trees", "B-trees: blocks, directories, free room"},
};

const ndx_size_part_info *ndx_size_part_describe(ndx_size_part part)
{
    return (unsigned)part < NDX_SIZE_PART_COUNT ? &parts[part] : NULL;
}

/* ---- which part an entry is of ---- */

static ndx_size_part part_of_term_kind(ndx_term_kind kind)
{
    switch (kind) {
    case NDX_TERM_WORD:
        return NDX_SIZE_WORD_POSTINGS;
    case NDX_TERM_DAY:
    case NDX_TERM_MONTH:
    case NDX_TERM_YEAR:
    case NDX_TERM_LANGUAGE:
        return NDX_SIZE_DAY_POSTINGS;
    case NDX_TERM_HOST:
        return NDX_SIZE_HOST_POSTINGS;
    case NDX_TERM_ID:
        return NDX_SIZE_ID_POSTINGS;
    default:
        return NDX_SIZE_NAME_POSTINGS;
    }
}

/* The longest prefix wins. */
static ndx_size_part part_of_term(ndx_span key)
{
    size_t longest = 0;
    ndx_size_part part = NDX_SIZE_WORD_POSTINGS;
    for (int kind = 0; kind < NDX_TERM_KIND_COUNT; kind++) {
        ndx_span prefix = ndx_span_of(ndx_term_describe((ndx_term_kind)kind)->prefix);
        if (prefix.size > longest && ndx_span_starts_with(key, prefix)) {
            longest = prefix.size;
            part = part_of_term_kind((ndx_term_kind)kind);
        }
    }
    return part;
}

/* name~M chunk, name~T chunk, newsdex:name, or the words' (shard_header.h). */
static ndx_size_part part_of_metadata(ndx_span name)
{
    if (ndx_span_starts_with(name, NDX_SPAN(NDX_SHARD_HEADER_PREFIX)))
        return NDX_SIZE_OTHER_METADATA;
    ndx_span rest = ndx_span_skip(name, NDX_WORDS_NAME_BYTES);
    if (rest.size < 2 || rest.data[0] != '~')
        return NDX_SIZE_WORDS;
    return rest.data[1] == NDX_SHARD_MANIFEST ? NDX_SIZE_MANIFEST : NDX_SIZE_OTHER_METADATA;
}

static ndx_size_part part_of_posting_key(ndx_span key)
{
    if (ndx_span_starts_with(key, ndx_span_make(NDX_GLASS_KEY_METADATA, 2)))
        return part_of_metadata(ndx_span_skip(key, 2));
    if (ndx_span_starts_with(key, ndx_span_make(NDX_GLASS_KEY_VALUE_STATISTICS, 2)) ||
        ndx_span_starts_with(key, ndx_span_make(NDX_GLASS_KEY_VALUES, 2)))
        return NDX_SIZE_VALUES;
    if (ndx_span_starts_with(key, ndx_span_make(NDX_GLASS_KEY_LENGTHS, 2)))
        return NDX_SIZE_LENGTHS;
    return part_of_term(key);
}

/* ---- tables ---- */

typedef bool (*entry_visitor)(ndx_sizes *sizes, ndx_glass_cursor *cursor, uint64_t *bytes,
                              ndx_error *error);

static bool entry_bytes(ndx_glass_cursor *cursor, uint64_t *bytes, ndx_error *error)
{
    ndx_span tag;
    if (cursor->single) {
        *bytes = cursor->key.size + cursor->part.size;
        return true;
    }
    if (!ndx_glass_cursor_tag(cursor, &tag, error))
        return false;
    *bytes = cursor->key.size + tag.size;
    return true;
}

static bool add_posting_entry(ndx_sizes *sizes, ndx_glass_cursor *cursor, uint64_t *bytes,
                              ndx_error *error)
{
    ndx_size_part part = part_of_posting_key(cursor->key);
    if (!entry_bytes(cursor, bytes, error))
        return false;
    sizes->bytes[part] += *bytes;
    return true;
}

static bool add_record(ndx_sizes *sizes, ndx_glass_cursor *cursor, uint64_t *bytes,
                       ndx_error *error)
{
    ndx_span data;
    ndx_record record;
    uint64_t text = 0;
    if (!entry_bytes(cursor, bytes, error) || !ndx_glass_cursor_tag(cursor, &data, error) ||
        !ndx_record_read(data, &record, error))
        return false;
    if (!cursor->compressed)
        for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
            text += record.code[i].size;
    sizes->bytes[NDX_SIZE_TEXTS] += text;
    sizes->bytes[NDX_SIZE_RECORDS] += *bytes - text;
    return true;
}

static bool add_term_list_entry(ndx_sizes *sizes, ndx_glass_cursor *cursor, uint64_t *bytes,
                                ndx_error *error)
{
    ndx_span key = cursor->key;
    uint32_t docid;
    if (!entry_bytes(cursor, bytes, error))
        return false;
    bool slots = ndx_glass_read_sorted(&key, &docid) && key.size == 1;
    sizes->bytes[slots ? NDX_SIZE_SLOTS : NDX_SIZE_TERM_LISTS] += *bytes;
    return true;
}

static bool add_table(ndx_sizes *sizes, const ndx_glass_database *database, ndx_glass_table table,
                      entry_visitor visit, ndx_error *error)
{
    const ndx_glass_root *root = &ndx_glass_version_of(database)->table[table];
    uint64_t file_bytes = (uint64_t)root->blocks * root->block_bytes;
    uint64_t sum = 0;
    ndx_glass_cursor cursor = {0};
    ndx_step step;
    bool done = true;
    ndx_glass_cursor_open(&cursor, database, table);
    while (done && (step = ndx_glass_cursor_next(&cursor, error)) == NDX_STEP_ROW) {
        uint64_t bytes = 0;
        done = visit(sizes, &cursor, &bytes, error);
        sum += bytes;
    }
    ndx_glass_cursor_close(&cursor);
    if (file_bytes > sum)
        sizes->bytes[NDX_SIZE_TREES] += file_bytes - sum;
    return done && step == NDX_STEP_END;
}

bool ndx_sizes_add(ndx_sizes *sizes, const char *directory, ndx_error *error)
{
    ndx_glass_database *database = ndx_glass_open(directory, error);
    bool done = database &&
                add_table(sizes, database, NDX_GLASS_POSTLIST, add_posting_entry, error) &&
                add_table(sizes, database, NDX_GLASS_DOCDATA, add_record, error) &&
                add_table(sizes, database, NDX_GLASS_TERMLIST, add_term_list_entry, error);
    ndx_glass_close(database);
    return done;
}
