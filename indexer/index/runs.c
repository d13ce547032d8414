/* SPDX-License-Identifier: GPL-2.0-or-later */
/* runs.c - implements runs.h. */
#include "runs.h"

#include "directory.h"
#include "newsdex/array.h"

#include <stdlib.h>

enum { SLOTS_LEAST = 1024 };

/* ---- ids ---- */

/* Two tables of the same places, so that an id that is new, as nearly all are, touches only the
 * smaller one. 0 is free. */
static uint32_t tag_of(uint64_t id_hash)
{
    return (uint32_t)(id_hash >> 32) | 1;
}

static uint32_t place_of(uint32_t tag, uint32_t capacity)
{
    return (uint32_t)((tag * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (capacity - 1);
}

static void put_id(ndx_run_ids *ids, uint32_t tag, uint32_t number)
{
    uint32_t at = place_of(tag, ids->capacity);
    while (ids->tag[at])
        at = (at + 1) & (ids->capacity - 1);
    ids->tag[at] = tag;
    ids->number[at] = number;
}

static void close_ids(ndx_run_ids *ids)
{
    ndx_mapped_memory_close(&ids->tags);
    ndx_mapped_memory_close(&ids->numbers);
    *ids = (ndx_run_ids){0};
}

static bool open_ids(ndx_run_ids *ids, const ndx_session *session, uint32_t capacity,
                     ndx_error *error)
{
    size_t needs = ndx_mapped_memory_needs(capacity, sizeof(uint32_t));
    *ids = (ndx_run_ids){.capacity = capacity};
    if (!ndx_mapped_memory_open(&ids->tags, session->path, needs, error) ||
        !ndx_mapped_memory_open(&ids->numbers, session->path, needs, error)) {
        close_ids(ids);
        return false;
    }
    ids->tag = ndx_mapped_memory_take(&ids->tags, capacity, sizeof *ids->tag);
    ids->number = ndx_mapped_memory_take(&ids->numbers, capacity, sizeof *ids->number);
    return true;
}

/* Room for so many documents, the table at most two thirds full. */
static bool grow_ids(ndx_runs *runs, const ndx_session *session, uint64_t documents,
                     ndx_error *error)
{
    ndx_run_ids *ids = &runs->ids;
    ndx_run_ids larger;
    uint64_t capacity = ids->capacity ? ids->capacity : SLOTS_LEAST;
    while (capacity * 2 < documents * 3)
        capacity *= 2;
    if (capacity == ids->capacity)
        return true;
    if (capacity > UINT32_MAX)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "a commit of more than %u articles",
                             UINT32_MAX / 3);
    if (!open_ids(&larger, session, (uint32_t)capacity, error))
        return false;
    for (uint32_t i = 0; i < ids->capacity; i++)
        if (ids->tag[i])
            put_id(&larger, ids->tag[i], ids->number[i]);
    close_ids(ids);
    *ids = larger;
    return true;
}

static bool note_id(void *context, uint32_t document, uint64_t id_hash)
{
    ndx_runs *runs = context;
    put_id(&runs->ids, tag_of(id_hash), runs->documents + document);
    return true;
}

/* ---- a run ---- */

static void remove_run(ndx_run *run)
{
    if (!run)
        return;
    ndx_words_close(run->words);
    ndx_glass_cursor_close(&run->words_cursor);
    ndx_glass_cursor_close(&run->record);
    ndx_glass_close(run->database);
    if (run->directory)
        ndx_remove_tree(run->directory, NULL);
    ndx_mapped_memory_close(&run->memory);
    free(run->directory);
    free(run->deleted);
    free(run);
}

static bool note_owner(void *context, uint32_t document, uint32_t input)
{
    uint32_t *owner = context;
    owner[document] = input + 1; /* NDX_NO_INPUT becomes 0 */
    return true;
}

static bool note_owners(ndx_run *run, const ndx_session *session, const ndx_batch *batch,
                        ndx_error *error)
{
    uint32_t documents = ndx_batch_documents(batch);
    size_t needs = ndx_mapped_memory_needs(documents, sizeof *run->owner);
    if (!ndx_mapped_memory_open(&run->memory, session->path, needs, error))
        return false;
    uint32_t *owner = ndx_mapped_memory_take(&run->memory, documents, sizeof *owner);
    run->owner = owner;
    ndx_batch_walk(batch, note_owner, owner);
    ndx_mapped_memory_forget(&run->memory);
    return true;
}

static bool write_run(ndx_run *run, ndx_session *session, ndx_batch *batch, uint64_t number,
                      ndx_error *error)
{
    ndx_buffer path = {0};
    ndx_sealed_batch of;
    const ndx_documents documents = ndx_documents_of_batch(&of, batch);
    const ndx_seal_options options = {.serial = session->snapshot->stub.next_serial,
                                      .update = session->update,
                                      .weights = session->weights};
    if (!ndx_path_join(&path, session->path, "tmp-run-") ||
        !ndx_buffer_printf(&path, "%08llu", (unsigned long long)number)) {
        ndx_buffer_free(&path);
        return ndx_error_memory(error, "writing a run");
    }
    run->directory = ndx_buffer_take(&path);
    if (!run->directory)
        return ndx_error_memory(error, "writing a run");
    return ndx_session_write(session, &documents, &options, run->directory, false, &run->header,
                             error) &&
           (run->database = ndx_glass_open(run->directory, error));
}

/* What was touched of files lately, to look up ids that came again, and by opening them: the
 * system maps up to 2 MiB around a byte. */
static void forget(const ndx_runs *runs)
{
    ndx_mapped_memory_forget(&runs->ids.numbers);
    for (size_t i = 0; i < runs->count; i++) {
        ndx_glass_forget(runs->run[i]->database, NDX_GLASS_DOCDATA);
        ndx_glass_forget(runs->run[i]->database, NDX_GLASS_POSTLIST);
    }
}

bool ndx_runs_add(ndx_runs *runs, ndx_session *session, ndx_batch *batch, ndx_error *error)
{
    uint64_t documents = (uint64_t)runs->documents + ndx_batch_documents(batch);
    ndx_run **larger = ndx_array_room(runs->run, runs->count, &runs->capacity, 16, sizeof *larger);
    if (larger)
        runs->run = larger;
    ndx_run *run = larger ? calloc(1, sizeof *run) : NULL;
    if (!run)
        return ndx_error_memory(error, "writing a run");
    run->first = runs->documents;
    if (!grow_ids(runs, session, documents, error) ||
        !write_run(run, session, batch, ++runs->made, error) ||
        !note_owners(run, session, batch, error)) {
        remove_run(run);
        return false;
    }
    ndx_batch_walk_ids(batch, note_id, runs);
    forget(runs);
    ndx_glass_cursor_open(&run->record, run->database, NDX_GLASS_DOCDATA);
    runs->run[runs->count++] = run;
    runs->documents = (uint32_t)documents;
    return true;
}

/* ---- an id that comes again ---- */

static bool is_deleted(const ndx_run *run, uint32_t document)
{
    return run->deleted && (run->deleted[document / 8] >> document % 8 & 1);
}

static bool delete_document(ndx_run *run, uint32_t document, ndx_error *error)
{
    if (!run->deleted)
        run->deleted = calloc((size_t)run->header.documents / 8 + 1, 1);
    if (!run->deleted)
        return ndx_error_memory(error, "noting a replaced article");
    run->deleted[document / 8] |= (uint8_t)(1u << document % 8);
    return true;
}

/* The run in which the document of this number is. */
static ndx_run *run_of(const ndx_runs *runs, uint32_t number)
{
    size_t low = 0;
    size_t high = runs->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (runs->run[middle]->first <= number)
            low = middle;
        else
            high = middle;
    }
    return runs->run[low];
}

static bool read_record(ndx_run *run, uint32_t document, ndx_record *record, ndx_error *error)
{
    ndx_span bytes;
    return ndx_glass_document_data(&run->record, document + 1, &bytes, error) &&
           ndx_record_read(bytes, record, error);
}

static bool fetch_words(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    ndx_run *run = context;
    ndx_span bytes;
    ndx_buffer_clear(value);
    return ndx_glass_metadata(&run->words_cursor, key, &bytes, error) &&
           (ndx_buffer_append_span(value, bytes) ||
            ndx_error_memory(error, "reading the words of a run"));
}

static ndx_words *words_of(ndx_run *run, ndx_error *error)
{
    if (!run->words) {
        const ndx_span name =
            ndx_span_make((const char *)run->header.name, sizeof run->header.name);
        ndx_glass_cursor_open(&run->words_cursor, run->database, NDX_GLASS_POSTLIST);
        run->words = ndx_words_open(name, fetch_words, run, error);
    }
    return run->words;
}

/* The live document of this id; *found NULL: none. */
static bool find_id(const ndx_runs *runs, ndx_span id, ndx_run **found, uint32_t *document,
                    ndx_record *record, ndx_error *error)
{
    const ndx_run_ids *ids = &runs->ids;
    uint32_t tag = tag_of(ndx_batch_id_hash(id));
    uint32_t at = place_of(tag, ids->capacity);
    *found = NULL;
    for (; ids->capacity && ids->tag[at]; at = (at + 1) & (ids->capacity - 1)) {
        if (ids->tag[at] != tag)
            continue;
        uint32_t number = ids->number[at];
        ndx_run *run = run_of(runs, number);
        *document = number - run->first;
        if (is_deleted(run, *document))
            continue;
        if (!read_record(run, *document, record, error))
            return false;
        bool has;
        ndx_words *words = words_of(run, error);
        if (!words || !ndx_record_has_id(words, record, id, &has, error))
            return false;
        if (has) {
            *found = run;
            return true;
        }
    }
    return true;
}

static bool version_of(ndx_run *run, const ndx_record *record, ndx_span *version, ndx_error *error)
{
    const ndx_word *word;
    *version = ndx_span_make(NULL, 0);
    if (!record->version)
        return true;
    if (!words_of(run, error) || !ndx_words_get(run->words, record->version - 1, &word, error))
        return false;
    *version = word->surface;
    return true;
}

ndx_batch_outcome ndx_runs_settle(ndx_runs *runs, const ndx_draft *draft, ndx_span version,
                                  ndx_error *error)
{
    ndx_run *run;
    uint32_t document;
    ndx_record record;
    ndx_span older;
    if (!find_id(runs, draft->id, &run, &document, &record, error))
        return NDX_BATCH_FAILED;
    if (!run)
        return NDX_BATCH_ADDED;
    if (!version_of(run, &record, &older, error))
        return NDX_BATCH_FAILED;
    if (ndx_version_compare(version, &draft->modified, older, &record.modified) < 0)
        return NDX_BATCH_PASSED_OVER;
    return delete_document(run, document, error) ? NDX_BATCH_REPLACED : NDX_BATCH_FAILED;
}

/* ---- all of them ---- */

bool ndx_runs_documents(ndx_runs *runs, ndx_session *session, ndx_documents *documents,
                        ndx_error *error)
{
    free(runs->source);
    free(runs->owner);
    forget(runs);
    close_ids(&runs->ids); /* none comes any more */
    runs->source = calloc(runs->count + 1, sizeof *runs->source);
    runs->owner = calloc(runs->count + 1, sizeof *runs->owner);
    if (!runs->source || !runs->owner)
        return ndx_error_memory(error, "merging runs");
    for (size_t i = 0; i < runs->count; i++) {
        const ndx_run *run = runs->run[i];
        runs->source[i] = (ndx_merge_source){.name = run->directory,
                                             .database = run->database,
                                             .header = &run->header,
                                             .deleted = run->deleted};
        runs->owner[i] = run->owner;
    }
    runs->merged = (ndx_merged_shards){.source = runs->source,
                                       .owner = runs->owner,
                                       .count = runs->count,
                                       .how = ndx_session_merging(session)};
    *documents = ndx_documents_of_merge(&runs->merged);
    return true;
}

void ndx_runs_clear(ndx_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        remove_run(runs->run[i]);
    runs->count = 0;
    runs->documents = 0;
    close_ids(&runs->ids);
    free(runs->source);
    free(runs->owner);
    runs->source = NULL;
    runs->owner = NULL;
}

void ndx_runs_free(ndx_runs *runs)
{
    ndx_runs_clear(runs);
    free(runs->run);
    *runs = (ndx_runs){.made = runs->made};
}
