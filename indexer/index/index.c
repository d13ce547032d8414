/* SPDX-License-Identifier: GPL-2.0-or-later */
/* index.c - implements newsdex/index.h over snapshots. */
#include "newsdex/index.h"

#include "newsdex/xapian_error.h"
#include "snapshot.h"
#include "tables.h"

#include <stdlib.h>

struct ndx_index {
    ndx_snapshot **snapshot;
    size_t snapshot_count;
    ndx_shard **shard; /* of all snapshots */
    ndx_shard_info *info;
    size_t shard_count;
    ndx_shard **searched; /* shards with documents, as the database has them */
    size_t searched_count;
    xc_database *database;
    uint64_t languages[256];
};

const char *ndx_index_default_path(void)
{
    const char *path = getenv("NEWSDEX_INDEX");
    return path && *path ? path : "./newsdex.index";
}

static bool gather(ndx_index *index, ndx_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < index->snapshot_count; i++)
        count += index->snapshot[i]->count;
    index->shard = calloc(count + 1, sizeof *index->shard);
    index->searched = calloc(count + 1, sizeof *index->searched);
    index->info = calloc(count + 1, sizeof *index->info);
    if (!index->shard || !index->searched || !index->info)
        return ndx_error_memory(error, "opening an index");
    for (size_t i = 0; i < index->snapshot_count; i++) {
        const ndx_snapshot *snapshot = index->snapshot[i];
        for (size_t j = 0; j < snapshot->count; j++) {
            ndx_shard *shard = snapshot->shard[j];
            shard->directory = i;
            index->info[index->shard_count] = (ndx_shard_info){
                .directory = shard->name,
                .serial = shard->header.serial,
                .documents = shard->header.documents,
                .deleted = shard->deleted_count,
                .text_bytes = shard->header.text_bytes,
                .size_bytes = shard->size_bytes,
                .database = shard->database,
            };
            index->shard[index->shard_count++] = shard;
            if (shard->header.documents)
                index->searched[index->searched_count++] = shard;
            for (size_t k = 0; k < 256; k++)
                index->languages[k] += shard->header.languages[k];
        }
    }
    return true;
}

static bool join_databases(ndx_index *index, ndx_error *error)
{
    xc_error failure;
    if (!index->searched_count)
        return true;
    if (xc_database_new_empty(&index->database, &failure) != XC_OK)
        return ndx_error_from_xapian(error, &failure, "opening the index");
    for (size_t i = 0; i < index->searched_count; i++)
        if (xc_database_add(index->database, index->searched[i]->database, &failure) != XC_OK)
            return ndx_error_from_xapian(error, &failure, "opening the index");
    return true;
}

ndx_index *ndx_index_open(const char *const *paths, size_t count, ndx_error *error)
{
    ndx_index *index = calloc(1, sizeof *index);
    if (!index || !(index->snapshot = calloc(count + 1, sizeof *index->snapshot))) {
        free(index);
        ndx_error_memory(error, "opening an index");
        return NULL;
    }
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        index->snapshot[i] = ndx_snapshot_open(paths[i], false, error);
        done = index->snapshot[i] != NULL;
        index->snapshot_count += done;
    }
    if (!done || !gather(index, error) || !join_databases(index, error)) {
        ndx_index_close(index);
        return NULL;
    }
    return index;
}

void ndx_index_close(ndx_index *index)
{
    if (!index)
        return;
    xc_database_free(index->database);
    for (size_t i = 0; i < index->snapshot_count; i++)
        ndx_snapshot_close(index->snapshot[i]);
    free(index->snapshot);
    free(index->shard);
    free(index->searched);
    free(index->info);
    free(index);
}

xc_database *ndx_index_database(ndx_index *index)
{
    return index->database;
}

size_t ndx_index_shard_count(const ndx_index *index)
{
    return index->shard_count;
}

const ndx_shard_info *ndx_index_shard(const ndx_index *index, size_t shard)
{
    return shard < index->shard_count ? &index->info[shard] : NULL;
}

bool ndx_index_tables(ndx_index *index, size_t shard, ndx_tables **tables, ndx_error *error)
{
    return ndx_shard_tables(index->shard[shard], tables, error);
}

uint64_t ndx_index_articles(const ndx_index *index)
{
    uint64_t articles = 0;
    for (size_t i = 0; i < index->shard_count; i++)
        articles += index->info[i].documents - index->info[i].deleted;
    return articles;
}

uint64_t ndx_index_update_serial(const ndx_index *index)
{
    uint64_t last = 0;
    for (size_t i = 0; i < index->snapshot_count; i++)
        if (index->snapshot[i]->stub.update_serial > last)
            last = index->snapshot[i]->stub.update_serial;
    return last;
}

size_t ndx_index_directory_count(const ndx_index *index)
{
    return index->snapshot_count;
}

uint64_t ndx_index_directory_update(const ndx_index *index, size_t directory)
{
    return directory < index->snapshot_count ? index->snapshot[directory]->stub.update_serial : 0;
}

const uint64_t *ndx_index_language_counts(const ndx_index *index)
{
    return index->languages;
}

/* Names are hashes of content, so a record finds its shard among those of several indexes. */
static ndx_shard *shard_of(const ndx_index *index, const ndx_record *record)
{
    for (size_t i = 0; i < index->shard_count; i++) {
        ndx_shard *shard = index->shard[i];
        if (shard->header.serial == record->serial &&
            memcmp(shard->header.name, record->words_name, sizeof shard->header.name) == 0)
            return shard;
    }
    return NULL;
}

bool ndx_index_is_deleted(const ndx_index *index, const ndx_record *record)
{
    const ndx_shard *shard = shard_of(index, record);
    return shard && ndx_shard_is_deleted(shard, record->document);
}

bool ndx_index_is_after(const ndx_index *index, const ndx_record *record, const uint64_t *updates)
{
    const ndx_shard *shard = shard_of(index, record);
    return shard && record->update > updates[shard->directory];
}

/* Through the mapped tables where there are such: libxapian reads a block for every chunk. */
static ndx_words *words_of(ndx_shard *shard, ndx_error *error)
{
    ndx_tables *tables;
    ndx_words *words = NULL;
    if (!ndx_shard_tables(shard, &tables, error))
        return NULL;
    if (!tables)
        return ndx_shard_words(shard, error);
    if (ndx_tables_prepare(tables, 1, error))
        words = ndx_tables_words(tables, 0, error);
    if (!words)
        ndx_shard_name_in(shard, error);
    return words;
}

ndx_words *ndx_index_words(ndx_index *index, const ndx_record *record, ndx_error *error)
{
    ndx_shard *shard = shard_of(index, record);
    if (!shard) {
        ndx_error_set(error, NDX_ERROR_CORRUPT,
                      "an article's record names a shard (serial %llu) that is not in the index",
                      (unsigned long long)record->serial);
        return NULL;
    }
    return words_of(shard, error);
}

ndx_words *ndx_index_shard_words(ndx_index *index, size_t shard, ndx_error *error)
{
    return words_of(index->shard[shard], error);
}

bool ndx_index_name_shard(const ndx_index *index, ndx_span record_bytes, ndx_error *error)
{
    uint64_t serial;
    uint32_t document;
    if (!error || error->code != NDX_ERROR_CORRUPT)
        return false;
    if (index->searched_count == 1)
        return ndx_shard_name_in(index->searched[0], error);
    if (ndx_record_address(record_bytes, &serial, &document))
        for (size_t i = 0; i < index->searched_count; i++)
            if (index->searched[i]->header.serial == serial)
                return ndx_shard_name_in(index->searched[i], error);
    return false;
}

bool ndx_index_read_record(ndx_index *index, xc_docid document, xc_string *data, ndx_record *record,
                           ndx_error *error)
{
    xc_error xapian = {0};
    if (xc_database_get_data(index->database, document, data, &xapian))
        return ndx_error_from_xapian(error, &xapian, "reading an article");
    ndx_span bytes = ndx_span_make(data->data, data->size);
    return ndx_record_read(bytes, record, error) || ndx_index_name_shard(index, bytes, error);
}

bool ndx_index_find_id(ndx_index *index, ndx_span id, xc_docid *document, ndx_error *error)
{
    *document = 0;
    for (size_t i = index->snapshot_count; i-- > 0 && !*document;) {
        ndx_shard *shard;
        uint32_t number;
        if (!ndx_snapshot_find_id(index->snapshot[i], id, &shard, &number, error))
            return false;
        for (size_t j = 0; shard && j < index->searched_count; j++)
            if (index->searched[j] == shard) /* shards interleave: xapian_c/database.h */
                *document = (xc_docid)((uint64_t)number * index->searched_count + j + 1);
    }
    return true;
}
