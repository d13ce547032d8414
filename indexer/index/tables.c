/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tables.c - implements tables.h. */
#include "tables.h"

#include <stdlib.h>
#include <string.h>

typedef struct ndx_reading {
    ndx_words *words;
    ndx_glass_cursor metadata; /* what they are fetched with */
} ndx_reading;

/* Whatever keeps newsdex from reading the tables, libxapian may be able to. */
static bool is_another_way(ndx_code code)
{
    return code == NDX_ERROR_NOT_FOUND || code == NDX_ERROR_VERSION;
}

static bool open_tables(ndx_tables *tables, ndx_error *error)
{
    ndx_error failure;
    ndx_glass_database *database = ndx_glass_open(tables->shard->path, &failure);
    if (!database) {
        if (is_another_way(failure.code))
            return true;
        if (error)
            *error = failure;
        return false;
    }
    const ndx_glass_statistics *statistics = &ndx_glass_version_of(database)->statistics;
    uint64_t documents = tables->shard->header.documents;
    if (statistics->documents == documents && statistics->last_docid == documents) {
        tables->database = database;
        tables->documents = statistics->documents;
    } else {
        ndx_glass_close(database);
    }
    return true;
}

bool ndx_shard_tables(ndx_shard *shard, ndx_tables **out, ndx_error *error)
{
    *out = NULL;
    if (!shard->tables) {
        ndx_tables *tables = calloc(1, sizeof *tables);
        if (!tables)
            return ndx_error_memory(error, "opening a shard's tables");
        tables->shard = shard;
        if (!open_tables(tables, error)) {
            ndx_tables_close(tables);
            return false;
        }
        shard->tables = tables;
    }
    if (shard->tables->database)
        *out = shard->tables;
    return true;
}

void ndx_tables_close(ndx_tables *tables)
{
    if (!tables)
        return;
    for (size_t i = 0; i < tables->reading_count; i++) {
        ndx_words_close(tables->readings[i]->words);
        ndx_glass_cursor_close(&tables->readings[i]->metadata);
        free(tables->readings[i]);
    }
    free(tables->readings);
    ndx_glass_directory_free(tables->directory);
    free(tables->lengths);
    free(tables->times);
    ndx_glass_close(tables->database);
    free(tables);
}

bool ndx_tables_prepare(ndx_tables *tables, size_t threads, ndx_error *error)
{
    if (threads <= tables->reading_count)
        return true;
    ndx_reading **grown = realloc(tables->readings, threads * sizeof *grown);
    if (!grown)
        return ndx_error_memory(error, "opening a shard's tables");
    tables->readings = grown;
    while (tables->reading_count < threads) {
        ndx_reading *one = calloc(1, sizeof *one);
        if (!one)
            return ndx_error_memory(error, "opening a shard's tables");
        tables->readings[tables->reading_count++] = one;
    }
    return true;
}

bool ndx_tables_make_directory(ndx_tables *tables, ndx_error *error)
{
    if (!tables->directory)
        tables->directory = ndx_glass_directory_new(tables->database, error);
    return tables->directory != NULL;
}

bool ndx_tables_read_lengths(ndx_tables *tables, ndx_error *error)
{
    if (tables->lengths)
        return true;
    uint32_t *lengths = malloc((tables->documents + 1u) * sizeof *lengths);
    if (!lengths)
        return ndx_error_memory(error, "reading the lengths of a shard's articles");
    if (!ndx_glass_lengths_read(tables->database, lengths, tables->documents, error)) {
        ndx_shard_name_in(tables->shard, error);
        free(lengths);
        return false;
    }
    tables->lengths = lengths;
    return true;
}

static bool fill_times(const ndx_tables *tables, int64_t *times, ndx_error *error)
{
    ndx_glass_values values;
    ndx_step step;
    for (uint32_t i = 0; i < tables->documents; i++)
        times[i] = INT64_MIN;
    ndx_glass_values_open(&values, tables->database, NDX_SLOT_TIME);
    while ((step = ndx_glass_values_next(&values, error)) == NDX_STEP_ROW)
        if (values.docid && values.docid <= tables->documents)
            times[values.docid - 1] =
                (int64_t)xc_number_unserialise((xc_bytes){values.value.data, values.value.size});
    ndx_glass_values_close(&values);
    return step == NDX_STEP_END;
}

bool ndx_tables_read_times(ndx_tables *tables, ndx_error *error)
{
    if (tables->times)
        return true;
    int64_t *times = malloc((tables->documents + 1u) * sizeof *times);
    if (!times)
        return ndx_error_memory(error, "reading the times of a shard's articles");
    if (!fill_times(tables, times, error)) {
        ndx_shard_name_in(tables->shard, error);
        free(times);
        return false;
    }
    tables->times = times;
    return true;
}

static bool fetch(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    ndx_reading *reading = context;
    ndx_span bytes;
    ndx_buffer_clear(value);
    return ndx_glass_metadata(&reading->metadata, key, &bytes, error) &&
           (ndx_buffer_append_span(value, bytes) ||
            ndx_error_memory(error, "reading the words of a shard"));
}

ndx_words *ndx_tables_words(ndx_tables *tables, size_t thread, ndx_error *error)
{
    ndx_reading *reading = tables->readings[thread];
    if (!reading->words) {
        const uint8_t *name = tables->shard->header.name;
        ndx_glass_cursor_close(&reading->metadata);
        ndx_glass_cursor_open(&reading->metadata, tables->database, NDX_GLASS_POSTLIST);
        reading->words =
            ndx_words_open(ndx_span_make((const char *)name, sizeof tables->shard->header.name),
                           fetch, reading, error);
    }
    return reading->words;
}

bool ndx_shard_name_in(const ndx_shard *shard, ndx_error *error)
{
    if (!error || error->code != NDX_ERROR_CORRUPT ||
        strncmp(error->message, shard->name, strlen(shard->name)) == 0)
        return false;
    return ndx_error_prefix(error, "%s", shard->name);
}
