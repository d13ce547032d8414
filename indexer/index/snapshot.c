/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snapshot.c - implements snapshot.h. */
#include "snapshot.h"

#include "directory.h"
#include "newsdex/analysis.h"
#include "newsdex/index.h"
#include "newsdex/xapian_error.h"
#include "tables.h"

#include <stdlib.h>
#include <time.h>

enum { OPEN_TRIES = 20, OPEN_PAUSE_MILLISECONDS = 10 };

static xc_bytes bytes_of(ndx_span span)
{
    return (xc_bytes){span.data, span.size};
}

/* ---- one shard ---- */

static void close_shard(ndx_shard *shard)
{
    if (!shard)
        return;
    ndx_words_close(shard->words);
    xc_database_free(shard->database);
    xc_string_free(&shard->value);
    ndx_tables_close(shard->tables);
    free(shard->path);
    free(shard->deleted);
    free(shard);
}

static bool read_header(ndx_shard *shard, const char *path, ndx_error *error)
{
    xc_term_cursor *keys = NULL;
    xc_error failure;
    bool done = false;
    ndx_span prefix = NDX_SPAN(NDX_SHARD_HEADER_PREFIX);
    if (xc_database_metadata_keys(shard->database, bytes_of(prefix), &keys, &failure) != XC_OK)
        goto failed;
    xc_step step = xc_term_cursor_next(keys, &failure);
    if (step == XC_ERROR)
        goto failed;
    if (step == XC_END) {
        ndx_error_set(error, NDX_ERROR_CORRUPT,
                      "%s is a Xapian database, but not a shard of newsdex", path);
        goto clean;
    }
    xc_bytes key = xc_term_cursor_term(keys);
    if (xc_database_get_metadata(shard->database, key, &shard->value, &failure) != XC_OK)
        goto failed;
    done = ndx_shard_header_read(ndx_span_make(shard->value.data, shard->value.size),
                                 ndx_span_skip(ndx_span_make(key.data, key.size), prefix.size),
                                 &shard->header, error);
    if (!done)
        ndx_error_prefix(error, "%s", path);
    goto clean;
failed:
    ndx_error_from_xapian(error, &failure, "reading %s", path);
clean:
    xc_term_cursor_free(keys);
    return done;
}

static bool check_documents(const ndx_shard *shard, const char *path, ndx_error *error)
{
    xc_doccount count;
    xc_error failure;
    if (xc_database_doccount(shard->database, &count, &failure) != XC_OK)
        return ndx_error_from_xapian(error, &failure, "reading %s", path);
    if (count != shard->header.documents)
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "%s has %u documents where its header says %llu", path, count,
                             (unsigned long long)shard->header.documents);
    return true;
}

static bool check_version(const ndx_shard *shard, const char *path, ndx_error *error)
{
    if (shard->header.analysis_version == NDX_ANALYSIS_VERSION)
        return true;
    return ndx_error_set(error, NDX_ERROR_VERSION,
                         "%s was made by newsdex %s with analysis version %u; this one has version "
                         "%u; run `newsindex rebuild` to "
                         "bring the index up to date",
                         path, shard->header.maker, shard->header.analysis_version,
                         NDX_ANALYSIS_VERSION);
}

static ndx_shard *open_shard(const char *directory, const char *name, bool any_analysis,
                             ndx_error *error)
{
    ndx_buffer path = {0};
    xc_error failure;
    bool done = false;
    ndx_shard *shard = calloc(1, sizeof *shard);
    if (!shard || !ndx_path_join(&path, directory, name)) {
        ndx_error_memory(error, "opening a shard");
        goto clean;
    }
    memcpy(shard->name, name, strlen(name) + 1);
    if (xc_database_open(path.data, XC_DATABASE_GLASS, &shard->database, &failure) != XC_OK) {
        ndx_error_from_xapian(error, &failure, "opening %s", path.data);
        if (error && (error->code == NDX_ERROR_CORRUPT || error->code == NDX_ERROR_NOT_FOUND))
            ndx_error_from_xapian(
                error, &failure,
                "%s is damaged or gone (remove the index and index the articles anew)", path.data);
        goto clean;
    }
    shard->size_bytes = ndx_tree_bytes(path.data);
    done = read_header(shard, path.data, error) && check_documents(shard, path.data, error) &&
           (any_analysis || check_version(shard, path.data, error));
    if (done && !(shard->path = ndx_buffer_take(&path)))
        done = ndx_error_memory(error, "opening a shard");
clean:
    ndx_buffer_free(&path);
    if (!done) {
        close_shard(shard);
        shard = NULL;
    }
    return shard;
}

/* ---- deleted documents ---- */

bool ndx_shard_is_deleted(const ndx_shard *shard, uint32_t document)
{
    return shard->deleted && document < shard->header.documents &&
           (shard->deleted[document / 8] >> document % 8 & 1);
}

bool ndx_shard_mark_deleted(ndx_shard *shard, uint32_t document, bool *marked, ndx_error *error)
{
    *marked = false;
    if (document >= shard->header.documents || ndx_shard_is_deleted(shard, document))
        return true;
    if (!shard->deleted)
        shard->deleted = calloc((size_t)shard->header.documents / 8 + 1, 1);
    if (!shard->deleted)
        return ndx_error_memory(error, "reading deleted articles");
    shard->deleted[document / 8] |= (uint8_t)(1u << document % 8);
    shard->deleted_count++;
    *marked = true;
    return true;
}

bool ndx_shard_chunk(ndx_shard *shard, char what, uint32_t chunk, ndx_span *bytes, ndx_error *error)
{
    ndx_buffer key = {0};
    xc_error failure;
    bool done = false;
    if (!ndx_shard_chunk_key(&key, shard->header.name, what, chunk)) {
        ndx_error_memory(error, "reading a shard");
    } else if (xc_database_get_metadata(shard->database, bytes_of(ndx_buffer_span(&key)),
                                        &shard->value, &failure) != XC_OK) {
        ndx_error_from_xapian(error, &failure, "reading %s", shard->name);
    } else {
        *bytes = ndx_span_make(shard->value.data, shard->value.size);
        done = true;
    }
    ndx_buffer_free(&key);
    return done;
}

bool ndx_shard_tombstones(ndx_shard *shard, ndx_tombstones *tombstones, ndx_error *error)
{
    for (uint32_t i = 0; i < shard->header.tombstone_chunks; i++) {
        ndx_span chunk;
        if (!ndx_shard_chunk(shard, NDX_SHARD_TOMBSTONES, i, &chunk, error))
            return false;
        if (!chunk.size)
            return ndx_error_set(error, NDX_ERROR_CORRUPT, "%s lacks its list of deleted articles",
                                 shard->name);
        if (!ndx_tombstones_read(chunk, tombstones, error))
            return ndx_error_prefix(error, "%s", shard->name);
    }
    return true;
}

static bool apply_tombstones(ndx_snapshot *snapshot, ndx_error *error)
{
    ndx_tombstones tombstones = {0};
    bool done = true;
    for (size_t i = 0; done && i < snapshot->count; i++)
        done = ndx_shard_tombstones(snapshot->shard[i], &tombstones, error);
    for (size_t i = 0; done && i < tombstones.count; i++) {
        ndx_shard *shard = ndx_snapshot_by_serial(snapshot, tombstones.item[i].serial);
        bool marked;
        if (shard)
            done = ndx_shard_mark_deleted(shard, tombstones.item[i].document, &marked, error);
    }
    ndx_tombstones_free(&tombstones);
    return done;
}

/* ---- all of it ---- */

static bool open_shards(ndx_snapshot *snapshot, bool any_analysis, ndx_error *error)
{
    snapshot->shard = calloc(snapshot->stub.count + 1, sizeof *snapshot->shard);
    if (!snapshot->shard)
        return ndx_error_memory(error, "opening an index");
    snapshot->count = 0;
    for (size_t i = 0; i < snapshot->stub.count; i++) {
        ndx_shard *shard = open_shard(snapshot->path, snapshot->stub.shard[i], any_analysis, error);
        if (!shard)
            return false;
        snapshot->shard[snapshot->count++] = shard;
        if (shard->header.serial >= snapshot->stub.next_serial ||
            (i && snapshot->shard[i - 1]->header.serial >= shard->header.serial))
            return ndx_error_set(
                error, NDX_ERROR_CORRUPT, "%s: the shard %s has serial %llu, which does not fit",
                snapshot->path, shard->name, (unsigned long long)shard->header.serial);
    }
    return apply_tombstones(snapshot, error);
}

static ndx_snapshot *open_once(const char *path, bool any_analysis, ndx_error *error)
{
    ndx_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot || !(snapshot->path = strdup(path))) {
        free(snapshot);
        ndx_error_memory(error, "opening an index");
        return NULL;
    }
    if (!ndx_stub_read(path, &snapshot->stub, error)) {
        if (error && (error->code == NDX_ERROR_CORRUPT || error->code == NDX_ERROR_VERSION))
            ndx_error_prefix(error, "%s", path);
        ndx_snapshot_close(snapshot);
        return NULL;
    }
    if (!open_shards(snapshot, any_analysis, error)) {
        ndx_snapshot_close(snapshot);
        return NULL;
    }
    return snapshot;
}

static bool explain_absence(const char *path, ndx_error *error)
{
    switch (ndx_directory_look(path)) {
    case NDX_DIRECTORY_ABSENT:
        return ndx_error_set(
            error, NDX_ERROR_NOT_FOUND,
            "there is no index at %s; make one with `newsindex update -i %s FOLDER`", path, path);
    case NDX_DIRECTORY_EMPTY:
        return ndx_error_set(error, NDX_ERROR_NOT_FOUND,
                             "%s holds no index yet; make one with `newsindex update -i %s FOLDER`",
                             path, path);
    case NDX_DIRECTORY_OTHER:
        return ndx_error_set(error, NDX_ERROR_CORRUPT, "%s is not an index of newsdex", path);
    case NDX_DIRECTORY_INDEX:
    case NDX_DIRECTORY_UNREADABLE:
        break;
    }
    return false; /* the error as it is */
}

/* A shard that cannot be opened although the stub names it: an update has replaced it since the
 * stub was read. */
ndx_snapshot *ndx_snapshot_open(const char *path, bool any_analysis, ndx_error *error)
{
    const struct timespec pause = {.tv_nsec = OPEN_PAUSE_MILLISECONDS * 1000000L};
    ndx_error failure = {0};
    if (ndx_directory_look(path) != NDX_DIRECTORY_INDEX) {
        ndx_error_set(error, NDX_ERROR_IO, "the folder %s cannot be read", path);
        explain_absence(path, error);
        return NULL;
    }
    for (unsigned attempt = 0; attempt < OPEN_TRIES; attempt++) {
        ndx_stub now;
        ndx_snapshot *snapshot = open_once(path, any_analysis, &failure);
        if (snapshot)
            return snapshot;
        if (failure.code == NDX_ERROR_MEMORY || failure.code == NDX_ERROR_VERSION)
            break;
        if (!ndx_stub_read(path, &now, NULL))
            break;
        ndx_stub_free(&now);
        nanosleep(&pause, NULL);
    }
    if (error)
        *error = failure;
    if (failure.code == NDX_ERROR_NOT_FOUND && error)
        error->code = NDX_ERROR_CORRUPT; /* the index is there, a part of it is not */
    return NULL;
}

void ndx_snapshot_close(ndx_snapshot *snapshot)
{
    if (!snapshot)
        return;
    for (size_t i = 0; i < snapshot->count; i++)
        close_shard(snapshot->shard[i]);
    free(snapshot->shard);
    ndx_stub_free(&snapshot->stub);
    free(snapshot->path);
    free(snapshot);
}

ndx_shard *ndx_snapshot_by_serial(const ndx_snapshot *snapshot, uint64_t serial)
{
    size_t low = 0;
    size_t high = snapshot->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (snapshot->shard[middle]->header.serial < serial)
            low = middle + 1;
        else
            high = middle;
    }
    return low < snapshot->count && snapshot->shard[low]->header.serial == serial
               ? snapshot->shard[low]
               : NULL;
}

/* ---- reading from it ---- */

static bool fetch_words(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    ndx_shard *shard = context;
    xc_error failure;
    ndx_buffer_clear(value);
    if (xc_database_get_metadata(shard->database, bytes_of(key), &shard->value, &failure) != XC_OK)
        return ndx_error_from_xapian(error, &failure, "reading the words of %s", shard->name);
    return ndx_buffer_append(value, shard->value.data, shard->value.size) ||
           ndx_error_memory(error, "reading the words of a shard");
}

ndx_words *ndx_shard_words(ndx_shard *shard, ndx_error *error)
{
    if (!shard->words)
        shard->words = ndx_words_open(
            ndx_span_make((const char *)shard->header.name, sizeof shard->header.name), fetch_words,
            shard, error);
    return shard->words;
}

bool ndx_shard_record(ndx_shard *shard, uint32_t document, ndx_span *bytes, ndx_error *error)
{
    xc_error failure;
    if (xc_database_get_data(shard->database, document + 1, &shard->value, &failure) != XC_OK)
        return ndx_error_from_xapian(error, &failure, "reading article %u of %s", document,
                                     shard->name);
    *bytes = ndx_span_make(shard->value.data, shard->value.size);
    return true;
}

/* A term may be the hash of several ids. */
static bool has_id(ndx_shard *shard, uint32_t document, ndx_span id, bool *has, ndx_error *error)
{
    ndx_span bytes;
    ndx_record record;
    ndx_buffer copy = {0}; /* the words' fetch reuses the shard's */
    *has = true;
    if (id.size <= NDX_ID_TERM_BYTES)
        return true;
    ndx_words *words = ndx_shard_words(shard, error);
    bool done =
        words && ndx_shard_record(shard, document, &bytes, error) &&
        (ndx_buffer_append_span(&copy, bytes) || ndx_error_memory(error, "looking for an id")) &&
        ndx_record_read(ndx_buffer_span(&copy), &record, error) &&
        ndx_record_has_id(words, &record, id, has, error);
    ndx_buffer_free(&copy);
    return done;
}

/* The live document that has the id and so the term; *found UINT32_MAX: none. */
static bool find_in_shard(ndx_shard *shard, ndx_span term, ndx_span id, uint32_t *found,
                          ndx_error *error)
{
    bool has = false;
    xc_posting_cursor *cursor = NULL;
    xc_error failure;
    xc_step step = XC_ERROR;
    *found = UINT32_MAX;
    if (xc_database_postings(shard->database, bytes_of(term), &cursor, &failure) == XC_OK) {
        while ((step = xc_posting_cursor_next(cursor, &failure)) == XC_ROW) {
            uint32_t document = xc_posting_cursor_docid(cursor) - 1;
            if (ndx_shard_is_deleted(shard, document))
                continue;
            if (!has_id(shard, document, id, &has, error)) {
                xc_posting_cursor_free(cursor);
                return false;
            }
            if (has) {
                *found = document;
                step = XC_END;
                break;
            }
        }
    }
    xc_posting_cursor_free(cursor);
    return step == XC_END ||
           ndx_error_from_xapian(error, &failure, "looking for an id in %s", shard->name);
}

bool ndx_snapshot_find_id(const ndx_snapshot *snapshot, ndx_span id, ndx_shard **shard,
                          uint32_t *document, ndx_error *error)
{
    ndx_buffer term = {0};
    bool done =
        ndx_term_append(&term, NDX_TERM_ID, id) || ndx_error_memory(error, "looking for an id");
    *shard = NULL;
    for (size_t i = snapshot->count; done && !*shard && i-- > 0;) {
        if (!snapshot->shard[i]->header.documents)
            continue;
        done = find_in_shard(snapshot->shard[i], ndx_buffer_span(&term), id, document, error);
        if (done && *document != UINT32_MAX)
            *shard = snapshot->shard[i];
    }
    ndx_buffer_free(&term);
    return done;
}
