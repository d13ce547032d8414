/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard_writer_bulk.c - a shard as the tables themselves, each written once from beginning to end.
 *
 * Owns: which entries a shard's tables have and in what order, the statistics that libxapian's
 * matcher trusts. Must not know: how a table is written (glass_write.h), what terms and records
 * mean.
 *
 * The records fill a table of their own, so they are written by a second thread; where the content
 * allows it, this begins with the metadata, the first entries of the other table, whose lists wait
 * in memory meanwhile. The term lists of
 * the documents are left out; of that table there is what slots a document uses, without which
 * libxapian's server refuses documents.
 */
#include "shard_writer.h"

#include "glass_write.h"
#include "temporary_file.h"
#include "xapian_c/database.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

enum { BLOCK_BYTES = 8192, WAITING_BYTES = 64 * 1024 };

typedef struct writing {
    const char *directory;
    const ndx_shard_content *content;
    const ndx_shard_writing *how;
    ndx_glass_version version;
    ndx_glass_table_writer *postlist;
    bool second_thread;  /* writes the records */
    bool metadata_apart; /* and the metadata before them */
    atomic_bool stopped; /* one thread failed: the other need not go on */
    ndx_error second_error;
    bool second_done;
} writing;

/* ---- metadata ---- */

typedef struct putting {
    const writing *to;
    uint32_t count;
} putting;

static bool put_metadata(void *context, ndx_span name, ndx_span value, ndx_error *error)
{
    putting *at = context;
    const writing *to = at->to;
    ndx_glass_key key;
    if (!value.size)
        return true; /* to libxapian, an empty one is not there */
    if (!ndx_glass_key_metadata(&key, name))
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "a key of the metadata is too long");
    if (to->metadata_apart)
        return !atomic_load_explicit(&to->stopped, memory_order_relaxed) &&
               ndx_glass_table_add_first(to->postlist, ndx_glass_key_span(&key), value, error);
    return (++at->count % NDX_INTERRUPT_EVERY || ndx_shard_writing_goes_on(to->how, error)) &&
           ndx_glass_table_add(to->postlist, ndx_glass_key_span(&key), value, error);
}

static bool write_metadata(writing *to, ndx_error *error)
{
    putting metadata = {.to = to};
    bool done = to->content->metadata(to->content->context, put_metadata, &metadata, error);
    if (!done)
        atomic_store(&to->stopped, true);
    return done;
}

/* ---- records ---- */

static bool add_records(writing *to, ndx_glass_table_writer *table, ndx_error *error)
{
    ndx_span record;
    ndx_step step;
    uint32_t docid = 0;
    while ((step = to->content->next_record(to->content->context, &record, error)) ==
           NDX_STEP_ROW) {
        ndx_glass_key key;
        ndx_glass_key_document(&key, ++docid);
        if (!to->second_thread && docid % NDX_INTERRUPT_EVERY == 0 &&
            !ndx_shard_writing_goes_on(to->how, error))
            return false;
        if (atomic_load_explicit(&to->stopped, memory_order_relaxed) ||
            (record.size && /* to libxapian, none is empty */
             !ndx_glass_table_add(table, ndx_glass_key_span(&key), record, error)))
            return false;
    }
    return step == NDX_STEP_END;
}

static ndx_glass_table_writer *new_table(const writing *to, ndx_glass_table table, ndx_error *error)
{
    ndx_glass_table_writer *writer =
        ndx_glass_table_writer_new(to->directory, table, BLOCK_BYTES, error);
    if (writer && to->how->lasting)
        ndx_glass_table_begin_early(writer);
    return writer;
}

static bool write_records(writing *to, ndx_error *error)
{
    if (!to->content->documents)
        return true; /* the table is made when it is needed */
    ndx_glass_table_writer *table = new_table(to, NDX_GLASS_DOCDATA, error);
    if (table && to->second_thread) /* the lists take longer than the records */
        ndx_glass_table_sync_at_end(table);
    bool done = table && add_records(to, table, error) &&
                ndx_glass_table_finish(table, &to->version.table[NDX_GLASS_DOCDATA], error);
    ndx_glass_table_writer_free(table);
    if (!done)
        atomic_store(&to->stopped, true);
    return done;
}

static void *run_second_thread(void *context)
{
    writing *to = context;
    bool done = true;
    if (to->metadata_apart) {
        done = write_metadata(to, &to->second_error);
        ndx_glass_table_end_firsts(to->postlist);
    }
    to->second_done = done && write_records(to, &to->second_error);
    return NULL;
}

/* ---- values, lengths ---- */

/* Which slots a document uses: varints difference to the one before - 1. All slots are below 128.
 */
static bool add_slots_used(ndx_glass_table_writer *termlist, uint32_t docid,
                           const ndx_shard_values *values, ndx_error *error)
{
    ndx_glass_key key;
    uint8_t used[NDX_SLOT_COUNT];
    size_t count = 0;
    uint32_t next = 0; /* slot */
    for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++) {
        if (!values->value[slot].size)
            continue;
        used[count++] = (uint8_t)(slot - next);
        next = slot + 1;
    }
    ndx_glass_key_slots_used(&key, docid);
    return !count || ndx_glass_table_add(termlist, ndx_glass_key_span(&key),
                                         ndx_span_make((const char *)used, count), error);
}

static void count_length(ndx_glass_statistics *statistics, uint32_t length)
{
    /* The least length is that of a document with words: libxapian's own rule. */
    if (length && (!statistics->length_least || length < statistics->length_least))
        statistics->length_least = length;
    if (length > statistics->length_greatest)
        statistics->length_greatest = length;
    statistics->length_total += length;
}

/* Values and lengths wait for the statistics of all slots: finished chunks of each slot, and the
 * lengths as varints, go to a file. */
typedef struct waiting {
    ndx_temporary_file file;
    ndx_glass_values_writer slot[NDX_SLOT_COUNT];
    ndx_temporary_parts slot_parts[NDX_SLOT_COUNT];
    ndx_buffer lengths;
    ndx_temporary_parts length_parts;
    ndx_buffer part; /* read back */
} waiting;

static void free_waiting(waiting *values)
{
    for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++) {
        ndx_glass_values_free(&values->slot[slot]);
        ndx_temporary_parts_free(&values->slot_parts[slot]);
    }
    ndx_buffer_free(&values->lengths);
    ndx_temporary_parts_free(&values->length_parts);
    ndx_buffer_free(&values->part);
    ndx_temporary_file_close(&values->file);
}

static bool add_values(waiting *to, uint32_t docid, const ndx_shard_values *values,
                       ndx_error *error)
{
    for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++) {
        if (!values->value[slot].size)
            continue;
        ndx_glass_values_writer *writer = &to->slot[slot];
        if (!ndx_glass_values_add(writer, docid, values->value[slot], error) ||
            (writer->chunks.size >= WAITING_BYTES &&
             !ndx_temporary_parts_move(&to->slot_parts[slot], &to->file, &writer->chunks, error)))
            return false;
    }
    if (!ndx_buffer_append_varint(&to->lengths, values->length))
        return ndx_error_memory(error, "writing lengths");
    return to->lengths.size < WAITING_BYTES ||
           ndx_temporary_parts_move(&to->length_parts, &to->file, &to->lengths, error);
}

static bool gather_values(writing *to, ndx_glass_table_writer *termlist, waiting *gathered,
                          ndx_error *error)
{
    ndx_shard_values values;
    ndx_step step;
    uint32_t docid = 0;
    while ((step = to->content->next_values(to->content->context, &values, error)) ==
           NDX_STEP_ROW) {
        docid++;
        if (!add_values(gathered, docid, &values, error) ||
            !add_slots_used(termlist, docid, &values, error))
            return false;
        count_length(&to->version.statistics, values.length);
        if (docid % NDX_INTERRUPT_EVERY == 0 && !ndx_shard_writing_goes_on(to->how, error))
            return false;
    }
    to->version.statistics.documents = to->version.statistics.last_docid = docid;
    return step == NDX_STEP_END;
}

static bool add_lengths(ndx_glass_list *list, ndx_span lengths, uint32_t *docid, ndx_error *error)
{
    uint32_t length;
    while (ndx_read_varint32(&lengths, &length))
        if (!ndx_glass_list_add(list, ++*docid, length, error))
            return false;
    return true;
}

static bool put_lengths(ndx_glass_table_writer *table, waiting *from, ndx_error *error)
{
    ndx_glass_list list = {0};
    uint32_t docid = 0;
    bool done = true;
    ndx_glass_list_begin(&list, table, ndx_span_make(NULL, 0), 0, 0);
    for (size_t i = 0; done && i < from->length_parts.count; i++) {
        const ndx_temporary_part *part = &from->length_parts.part[i];
        done = ndx_temporary_file_read(&from->file, part->offset, part->size, &from->part, error) &&
               add_lengths(&list, ndx_buffer_span(&from->part), &docid, error);
    }
    done = done && add_lengths(&list, ndx_buffer_span(&from->lengths), &docid, error) &&
           ndx_glass_list_end(&list, error);
    ndx_glass_list_free(&list);
    return done;
}

static bool put_slot(ndx_glass_table_writer *table, waiting *from, uint32_t slot, ndx_error *error)
{
    for (size_t i = 0; i < from->slot_parts[slot].count; i++) {
        const ndx_temporary_part *part = &from->slot_parts[slot].part[i];
        if (!ndx_temporary_file_read(&from->file, part->offset, part->size, &from->part, error) ||
            !ndx_glass_values_put(ndx_buffer_span(&from->part), slot, table, error))
            return false;
    }
    return ndx_glass_values_write(&from->slot[slot], slot, table, error);
}

static bool put_values(writing *to, ndx_glass_table_writer *postlist,
                       ndx_glass_table_writer *termlist, ndx_error *error)
{
    waiting values = {.file = NDX_TEMPORARY_FILE(to->directory)};
    bool done = gather_values(to, termlist, &values, error);
    for (uint32_t slot = 0; done && slot < NDX_SLOT_COUNT; slot++)
        done = ndx_glass_values_write_statistics(&values.slot[slot], slot, postlist, error);
    for (uint32_t slot = 0; done && slot < NDX_SLOT_COUNT; slot++)
        done = put_slot(postlist, &values, slot, error);
    done = done && put_lengths(postlist, &values, error);
    free_waiting(&values);
    return done;
}

/* ---- postings ---- */

static bool put_list(writing *to, ndx_glass_list *list, ndx_error *error)
{
    ndx_shard_postings next;
    ndx_step step;
    while ((step = to->content->next_postings(to->content->context, &next, error)) ==
           NDX_STEP_ROW) {
        for (size_t i = 0; i < next.count; i++)
            if (next.wdf[i] > to->version.statistics.wdf_greatest)
                to->version.statistics.wdf_greatest = next.wdf[i];
        if (!ndx_glass_list_add_documents(list, next.document, next.wdf, next.count, error))
            return false;
    }
    return step == NDX_STEP_END && ndx_glass_list_end(list, error);
}

static bool put_lists(writing *to, ndx_glass_table_writer *postlist, ndx_error *error)
{
    ndx_glass_list list = {0};
    ndx_shard_list next;
    ndx_step step;
    bool done = true;
    for (uint32_t count = 1; done && (step = to->content->next_list(to->content->context, &next,
                                                                    error)) == NDX_STEP_ROW;
         count++) {
        ndx_glass_list_begin(&list, postlist, next.term, next.term_frequency,
                             next.collection_frequency);
        done = put_list(to, &list, error) &&
               (count % NDX_INTERRUPT_EVERY || ndx_shard_writing_goes_on(to->how, error)) &&
               !atomic_load_explicit(&to->stopped, memory_order_relaxed);
    }
    ndx_glass_list_free(&list);
    return done && step == NDX_STEP_END;
}

/* ---- all of them ---- */

static bool fill_tables(writing *to, ndx_error *error)
{
    ndx_glass_table_writer *termlist = new_table(to, NDX_GLASS_TERMLIST, error);
    bool done = termlist && put_values(to, to->postlist, termlist, error) &&
                ndx_glass_table_finish(termlist, &to->version.table[NDX_GLASS_TERMLIST], error) &&
                put_lists(to, to->postlist, error) &&
                ndx_glass_table_finish(to->postlist, &to->version.table[NDX_GLASS_POSTLIST], error);
    ndx_glass_table_writer_free(termlist);
    if (!done)
        atomic_store(&to->stopped, true);
    return done;
}

/* A thread that cannot be had is done without: its work is done before the rest. */
static bool begin_second_thread(writing *to, pthread_t *thread, ndx_error *error)
{
    to->second_thread = to->how->threads > 1 && to->content->documents;
    to->metadata_apart = to->second_thread && to->content->metadata_apart;
    if (to->metadata_apart &&
        !ndx_glass_table_begin_firsts(to->postlist, (size_t)(to->how->memory_bytes / 2), error))
        return false;
    if (to->second_thread && pthread_create(thread, NULL, run_second_thread, to) != 0) {
        to->second_thread = false;
        if (to->metadata_apart)
            ndx_glass_table_end_firsts(to->postlist);
        to->metadata_apart = false;
    }
    return true;
}

/* Records on a thread of their own, if there may be two. Of all else metadata come first: they let
 * the content's words go, which records do not need. */
static bool write_tables(writing *to, ndx_error *error)
{
    pthread_t thread;
    if (!begin_second_thread(to, &thread, error))
        return false;
    const bool second = to->second_thread;
    bool done = (to->metadata_apart || write_metadata(to, error)) &&
                (second || write_records(to, error)) && fill_tables(to, error);
    if (!second)
        return done;
    pthread_join(thread, NULL);
    if (!to->second_done && to->second_error.code != NDX_OK && error)
        *error = to->second_error;
    return done && to->second_done;
}

static bool write_shard(const char *directory, const ndx_shard_content *content,
                        const ndx_shard_writing *how, ndx_error *error)
{
    writing to = {.directory = directory, .content = content, .how = how};
    if (mkdir(directory, 0777) != 0)
        return ndx_error_errno(error, errno, "making the folder %s", directory);
    memcpy(to.version.uuid, content->uuid, sizeof to.version.uuid);
    to.version.revision = 1;
    for (size_t table = 0; table < NDX_GLASS_TABLE_COUNT; table++)
        to.version.table[table] = ndx_glass_root_absent(BLOCK_BYTES);
    to.postlist = new_table(&to, NDX_GLASS_POSTLIST, error);
    bool done = to.postlist && write_tables(&to, error) &&
                ndx_glass_version_write(directory, &to.version, error);
    ndx_glass_table_writer_free(to.postlist);
    return done;
}

const ndx_shard_writer ndx_shard_writer_bulk = {
    .name = "bulk", .by_tables = true, .write = write_shard};

/* ---- is it read? ---- */

static bool no_metadata(void *context, ndx_put put, void *put_context, ndx_error *error)
{
    (void)context;
    (void)put;
    (void)put_context;
    (void)error;
    return true;
}

static ndx_step no_values(void *context, ndx_shard_values *values, ndx_error *error)
{
    (void)context;
    (void)values;
    (void)error;
    return NDX_STEP_END;
}

static ndx_step no_list(void *context, ndx_shard_list *list, ndx_error *error)
{
    (void)context;
    (void)list;
    (void)error;
    return NDX_STEP_END;
}

bool ndx_shard_bulk_is_read(const char *scratch)
{
    const ndx_shard_content empty = {
        .metadata = no_metadata, .next_values = no_values, .next_list = no_list};
    const ndx_shard_writing how = {.threads = 1};
    xc_database *database = NULL;
    bool read = write_shard(scratch, &empty, &how, NULL) &&
                xc_database_open(scratch, 0, &database, NULL) == XC_OK;
    xc_database_free(database);
    return read;
}
