/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merged.c - implements merged.h: what is known before a table is written, and the content. */
#include "merged_internal.h"
#include "shard_metadata.h"

#include <stdlib.h>

bool ndx_merge_source_is_deleted(const ndx_merge_source *source, uint32_t document)
{
    return source->deleted && (source->deleted[document / 8] >> document % 8 & 1);
}

uint32_t ndx_merge_source_live(const ndx_merge_source *source)
{
    uint32_t documents = (uint32_t)source->header->documents;
    uint32_t live = documents;
    for (uint32_t i = 0; source->deleted && i < documents; i++)
        live -= ndx_merge_source_is_deleted(source, i);
    return live;
}

bool ndx_merged_goes_on(const ndx_merged *merged, ndx_error *error)
{
    return !merged->how.interrupted || !merged->how.interrupted(merged->how.interrupted_context) ||
           ndx_error_set(error, NDX_ERROR_INTERRUPTED,
                         "interrupted; the index is as of the last commit");
}

bool ndx_merged_damaged(const ndx_merged_source *source, const char *what, ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT, "%s is damaged: %s", source->from.name, what);
}

void ndx_merged_touch(const ndx_merged *merged, ndx_touched *touched, ndx_glass_table table,
                      uint64_t bytes)
{
    uint64_t budget = merged->how.resident_bytes / 4;
    touched->bytes += bytes;
    if (touched->bytes < budget)
        return;
    touched->bytes = 0;
    for (uint32_t i = 0; i < merged->source_count; i++)
        ndx_glass_forget(merged->source[i].from.database, table);
    if (merged->memory.size > budget)
        ndx_mapped_memory_forget(&merged->memory);
}

/* ---- the sources ---- */

static bool fetch_words(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    ndx_merged_source *source = context;
    ndx_span bytes;
    ndx_buffer_clear(value);
    if (!ndx_glass_metadata(&source->words_cursor, key, &bytes, error))
        return false;
    return ndx_buffer_append_span(value, bytes) ||
           ndx_error_memory(error, "reading the words of a shard");
}

static bool open_source(ndx_merged_source *source, ndx_error *error)
{
    const ndx_shard_header *header = source->from.header;
    const ndx_glass_version *version = ndx_glass_version_of(source->from.database);
    if (header->documents != version->statistics.documents)
        return ndx_merged_damaged(source, "its header and its version file do not agree", error);
    source->documents = (uint32_t)header->documents;
    source->live = ndx_merge_source_live(&source->from);
    if (source->live == source->documents)
        source->from.deleted = NULL;
    ndx_glass_cursor_open(&source->words_cursor, source->from.database, NDX_GLASS_POSTLIST);
    source->words = ndx_words_open(ndx_span_make((const char *)header->name, sizeof header->name),
                                   fetch_words, source, error);
    if (!source->words)
        return ndx_error_prefix(error, "%s", source->from.name);
    source->dense = ndx_words_dense(source->words);
    source->word_count = ndx_words_count(source->words);
    return true;
}

static void close_words(ndx_merged_source *source)
{
    ndx_words_close(source->words);
    source->words = NULL;
    ndx_glass_cursor_close(&source->words_cursor);
}

static bool open_sources(ndx_merged *merged, ndx_error *error)
{
    uint64_t documents = 0;
    for (uint32_t i = 0; i < merged->source_count; i++) {
        ndx_merged_source *source = &merged->source[i];
        const ndx_shard_header *header = source->from.header;
        if (!open_source(source, error))
            return false;
        source->first = (uint32_t)documents;
        documents += source->live;
        if (documents >= UINT32_MAX)
            return ndx_error_set(error, NDX_ERROR_LIMIT,
                                 "the shards have more than %u articles together", UINT32_MAX);
        merged->header.text_bytes += header->text_bytes;
        for (size_t j = 0; j < 256; j++)
            merged->header.languages[j] += header->languages[j];
    }
    merged->header.documents = documents;
    return true;
}

/* ---- arrays ---- */

static bool add_needs(size_t *sum, uint64_t count, size_t item_size)
{
    size_t needs = ndx_mapped_memory_needs(count, item_size);
    if (needs > SIZE_MAX / 2 - *sum)
        return false;
    *sum += needs;
    return true;
}

static bool make_arrays(ndx_merged *merged, ndx_error *error)
{
    uint64_t words = 0;
    size_t needs = 0;
    bool fits = true;
    for (uint32_t i = 0; i < merged->source_count; i++) {
        const ndx_merged_source *source = &merged->source[i];
        words += source->word_count;
        fits = fits && add_needs(&needs, source->word_count, sizeof *source->word) &&
               (!source->from.deleted ||
                (add_needs(&needs, source->word_count, sizeof *source->dead) &&
                 add_needs(&needs, source->documents, sizeof *source->renumber)));
    }
    fits = fits && add_needs(&needs, words, sizeof *merged->frequency) &&
           add_needs(&needs, words, sizeof *merged->number);
    if (!fits)
        return ndx_error_memory(error, "merging shards");
    ndx_mapped_memory *memory = &merged->memory;
    if (!ndx_mapped_memory_open(memory, merged->how.directory, needs, error))
        return false;
    for (uint32_t i = 0; i < merged->source_count; i++) {
        ndx_merged_source *source = &merged->source[i];
        source->word = ndx_mapped_memory_take(memory, source->word_count, sizeof *source->word);
        if (!source->from.deleted)
            continue;
        source->dead = ndx_mapped_memory_take(memory, source->word_count, sizeof *source->dead);
        source->renumber =
            ndx_mapped_memory_take(memory, source->documents, sizeof *source->renumber);
    }
    merged->frequency = ndx_mapped_memory_take(memory, words, sizeof *merged->frequency);
    merged->number = ndx_mapped_memory_take(memory, words, sizeof *merged->number);
    return true;
}

static void renumber(ndx_merged_source *source)
{
    uint32_t next = source->first;
    for (uint32_t i = 0; i < source->documents; i++)
        source->renumber[i] = ndx_merge_source_is_deleted(&source->from, i) ? UINT32_MAX : next++;
}

static bool leave_out_deleted(ndx_merged *merged, ndx_error *error)
{
    for (uint32_t i = 0; i < merged->source_count; i++) {
        ndx_merged_source *source = &merged->source[i];
        if (!source->from.deleted)
            continue;
        renumber(source);
        if (!ndx_merged_count_dead(merged, source, error))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

ndx_merged *ndx_merged_new(const ndx_merge_source *sources, size_t count,
                           const ndx_seal_options *options, const ndx_merging *how,
                           ndx_error *error)
{
    ndx_merged *merged = calloc(1, sizeof *merged);
    if (!merged || !(merged->source = calloc(count + 1, sizeof *merged->source))) {
        free(merged);
        ndx_error_memory(error, "merging shards");
        return NULL;
    }
    merged->how = *how;
    merged->options = *options;
    merged->source_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        merged->source[i].from = sources[i];
    ndx_shard_header_begin(&merged->header, options);
    if (!open_sources(merged, error) || !make_arrays(merged, error) ||
        !leave_out_deleted(merged, error) || !ndx_merged_number_words(merged, error)) {
        ndx_merged_free(merged);
        return NULL;
    }
    return merged;
}

void ndx_merged_free(ndx_merged *merged)
{
    if (!merged)
        return;
    ndx_merged_records_close(&merged->records);
    ndx_merged_lists_close(merged);
    for (uint32_t i = 0; i < merged->source_count; i++)
        close_words(&merged->source[i]);
    ndx_words_numbering_free(&merged->numbering);
    ndx_mapped_memory_close(&merged->memory);
    free(merged->source);
    free(merged);
}

const ndx_shard_header *ndx_merged_header(const ndx_merged *merged)
{
    return &merged->header;
}

static bool write_metadata(void *context, ndx_put put, void *put_context, ndx_error *error)
{
    ndx_merged *merged = context;
    if (!ndx_merged_write_words(merged, put, put_context, error))
        return false;
    for (uint32_t i = 0; i < merged->source_count; i++)
        close_words(&merged->source[i]);
    return ndx_shard_put_rest(&merged->header, &merged->options, put, put_context, error);
}

ndx_shard_content ndx_merged_content(ndx_merged *merged)
{
    ndx_shard_content content = {
        .context = merged,
        .documents = (uint32_t)merged->header.documents,
        .metadata = write_metadata,
        .next_record = ndx_merged_next_record,
        .next_values = ndx_merged_next_values,
        .next_list = ndx_merged_next_list,
        .next_postings = ndx_merged_next_postings,
    };
    ndx_shard_uuid(&merged->header, content.uuid);
    return content;
}
