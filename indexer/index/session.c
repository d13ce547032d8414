/* SPDX-License-Identifier: GPL-2.0-or-later */
/* session.c - implements session.h; what a new shard's manifest says is in session_manifest.c. */
#include "session.h"

#include "directory.h"
#include "session_manifest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MEMORY_LEAST = 16 * 1024 * 1024, THREADS_MAX = 256 };

uint64_t ndx_memory_default(uint64_t memory_bytes)
{
    const uint64_t most = UINT64_C(1) << 30;
    if (memory_bytes)
        return memory_bytes < MEMORY_LEAST ? MEMORY_LEAST : memory_bytes;
    long pages = sysconf(_SC_PHYS_PAGES);
    long page = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || page <= 0)
        return most / 4;
    uint64_t quarter = (uint64_t)pages * (uint64_t)page / 4;
    return quarter > most ? most : quarter < MEMORY_LEAST ? MEMORY_LEAST : quarter;
}

static unsigned choose_threads(unsigned jobs)
{
    if (!jobs) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        jobs = processors > 0 ? (unsigned)processors : 1;
    }
    return jobs > THREADS_MAX ? THREADS_MAX : jobs;
}

bool ndx_session_interrupted(void *context)
{
    const ndx_session *session = context;
    const ndx_update_callbacks *callbacks = session->options ? &session->options->callbacks : NULL;
    return callbacks && callbacks->interrupted && callbacks->interrupted(callbacks->context);
}

/* ---- opening ---- */

typedef struct cleaning {
    const char *directory;
    const ndx_stub *stub;
} cleaning;

static bool is_live(const ndx_stub *stub, const char *name)
{
    for (size_t i = 0; i < stub->count; i++)
        if (strcmp(stub->shard[i], name) == 0)
            return true;
    return false;
}

static bool clean_name(void *context, const char *name, ndx_error *error)
{
    const cleaning *state = context;
    ndx_buffer path = {0};
    ndx_directory_name kind = ndx_directory_name_of(state->directory, name);
    if (kind == NDX_NAME_FOREIGN || (kind == NDX_NAME_SHARD && is_live(state->stub, name)))
        return true;
    bool done = ndx_path_join(&path, state->directory, name)
                    ? ndx_remove_tree(path.data, error)
                    : ndx_error_memory(error, "cleaning up");
    ndx_buffer_free(&path);
    return done;
}

/* Removes what no stub names: only while the lock is held. */
static bool clean_directory(const char *directory, const ndx_stub *stub, ndx_error *error)
{
    cleaning state = {.directory = directory, .stub = stub};
    return ndx_directory_walk(directory, clean_name, &state, error);
}

static ndx_snapshot *empty_snapshot(const char *path, ndx_error *error)
{
    ndx_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot && (snapshot->path = strdup(path))) {
        snapshot->stub.next_serial = 1;
        return snapshot;
    }
    free(snapshot);
    ndx_error_memory(error, "opening an index");
    return NULL;
}

static bool prepare_directory(ndx_session *session, const ndx_session_needs *needs,
                              ndx_error *error)
{
    const char *path = session->path;
    ndx_directory_state state = ndx_directory_look(path);
    session->is_new = state != NDX_DIRECTORY_INDEX;
    switch (state) {
    case NDX_DIRECTORY_INDEX:
        return true;
    case NDX_DIRECTORY_OTHER:
        return ndx_error_set(
            error, NDX_ERROR_CORRUPT,
            "%s is not an index of newsdex and not an empty folder; give another path with -i",
            path);
    case NDX_DIRECTORY_UNREADABLE:
        return ndx_error_set(error, NDX_ERROR_IO, "the folder %s cannot be read", path);
    case NDX_DIRECTORY_ABSENT:
    case NDX_DIRECTORY_EMPTY:
        break;
    }
    if (!needs->create)
        return ndx_error_set(
            error, NDX_ERROR_NOT_FOUND,
            "there is no index at %s; make one with `newsindex update -i %s FOLDER`", path, path);
    if (state != NDX_DIRECTORY_ABSENT || needs->read_only)
        return true;
    session->made_folder = mkdir(path, 0777) == 0;
    return session->made_folder || errno == EEXIST ||
           ndx_error_errno(error, errno, "making the folder %s", path);
}

static bool choose_weights(ndx_session *session, ndx_error *error)
{
    const ndx_weights fallback = NDX_WEIGHTS_DEFAULT;
    const ndx_weights wanted =
        session->options ? session->options->weights : (ndx_weights){0, 0, 0};
    bool said = wanted.body || wanted.headline || wanted.lead;
    session->weights = said ? wanted : fallback;
    if (!session->snapshot->count)
        return true;
    const ndx_weights own = session->snapshot->shard[session->snapshot->count - 1]->header.weights;
    if (said &&
        (own.body != wanted.body || own.headline != wanted.headline || own.lead != wanted.lead))
        return ndx_error_set(
            error, NDX_ERROR_USAGE,
            "%s was made with the weights %u:%u:%u, which cannot be changed; make another index",
            session->path, own.body, own.headline, own.lead);
    session->weights = own;
    return true;
}

bool ndx_session_open(ndx_session *session, const char *path, const ndx_update_options *options,
                      ndx_session_needs needs, ndx_error *error)
{
    *session = (ndx_session){.lock = -1, .options = options};
    session->memory_bytes = ndx_memory_default(options ? options->memory_bytes : 0);
    session->threads = choose_threads(options ? options->jobs : 0);
    session->path = strdup(path);
    if (!session->path) {
        ndx_error_memory(error, "opening an index");
        goto failed;
    }
    if (!prepare_directory(session, &needs, error))
        goto failed;
    if (!needs.read_only) {
        if (!ndx_lock_take(path, options ? options->lock_wait_seconds : 0, ndx_session_interrupted,
                           session, &session->lock, error))
            goto failed;
        session->is_new = ndx_directory_look(path) !=
                          NDX_DIRECTORY_INDEX; /* another may have made it meanwhile */
    }
    session->snapshot = session->is_new ? empty_snapshot(path, error)
                                        : ndx_snapshot_open(path, needs.any_analysis, error);
    if (!session->snapshot ||
        (!needs.read_only && !clean_directory(path, &session->snapshot->stub, error)) ||
        !ndx_inputs_load(&session->inputs, session->snapshot, error) ||
        !choose_weights(session, error))
        goto failed;
    session->update = session->snapshot->stub.update_serial + 1;
    return true;
failed:
    ndx_session_close(session);
    return false;
}

/* What was to be a new index and came to nothing leaves nothing behind. */
static void leave_no_trace(const ndx_session *session)
{
    if (session->lock < 0 || !session->is_new ||
        ndx_directory_look(session->path) != NDX_DIRECTORY_EMPTY)
        return;
    ndx_lock_remove(session->path, session->lock);
    if (session->made_folder)
        rmdir(session->path); /* stays if another began to use it */
}

void ndx_session_close(ndx_session *session)
{
    ndx_snapshot_close(session->snapshot);
    if (session->path)
        leave_no_trace(session);
    ndx_inputs_free(&session->inputs);
    ndx_tombstones_free(&session->tombstones);
    ndx_lock_release(session->lock);
    free(session->path);
    *session = (ndx_session){.lock = -1};
}

bool ndx_session_kill(ndx_session *session, ndx_shard *shard, uint32_t document, bool *killed,
                      ndx_error *error)
{
    return ndx_shard_mark_deleted(shard, document, killed, error) &&
           (!*killed ||
            ndx_tombstones_add(&session->tombstones, shard->header.serial, document, error));
}

/* The path of a shard that is being written; false: memory. */
static bool temporary_path(const ndx_session *session, ndx_buffer *path)
{
    return ndx_path_join(path, session->path, "tmp-shard-") &&
           ndx_buffer_printf(path, "%08llu",
                             (unsigned long long)session->snapshot->stub.next_serial);
}

/* Whether the installed libxapian reads what the bulk writer writes is tried once a session: no
 * version number says it. */
bool ndx_session_choose_writer(ndx_session *session, ndx_error *error)
{
    ndx_writer wanted = session->options ? session->options->writer : NDX_WRITER_AUTO;
    ndx_buffer scratch = {0};
    if (session->writer)
        return true;
    session->writer =
        wanted == NDX_WRITER_XAPIAN ? &ndx_shard_writer_xapian : &ndx_shard_writer_bulk;
    if (wanted != NDX_WRITER_AUTO)
        return true;
    bool done = temporary_path(session, &scratch) || ndx_error_memory(error, "writing a shard");
    if (done && !ndx_shard_bulk_is_read(scratch.data)) {
        session->writer = &ndx_shard_writer_xapian;
        session->writer_fell_back = true;
    }
    if (done)
        done = ndx_remove_tree(scratch.data, error);
    ndx_buffer_free(&scratch);
    return done;
}

ndx_batch *ndx_session_batch(ndx_session *session, ndx_error *error)
{
    if (!ndx_session_choose_writer(session, error))
        return NULL;
    return ndx_batch_new(session->memory_bytes / 2, session->path,
                         session->writer->by_tables ? &session->weights : NULL, error);
}

ndx_merging ndx_session_merging(ndx_session *session)
{
    return (ndx_merging){
        .directory = session->path,
        .resident_bytes = session->memory_bytes / 2,
        .interrupted = ndx_session_interrupted,
        .interrupted_context = session,
    };
}

/* ---- committing ---- */

bool ndx_session_write(ndx_session *session, const ndx_documents *documents,
                       const ndx_seal_options *options, const char *directory, bool lasting,
                       ndx_shard_header *header, ndx_error *error)
{
    ndx_shard_content content;
    const ndx_shard_header *made;
    const ndx_shard_writing how = {.memory_bytes = session->memory_bytes / 8,
                                   .threads = session->threads,
                                   .lasting = lasting,
                                   .interrupted = ndx_session_interrupted,
                                   .interrupted_context = session};
    bool done = documents->open(documents->context, options, &content, &made, error) &&
                session->writer->write(directory, &content, &how, error);
    if (done)
        *header = *made;
    documents->close(documents->context);
    return done;
}

/* Writes the shard and gives it its name. */
static bool write_shard(ndx_session *session, const ndx_documents *documents,
                        const ndx_session_manifest *manifest, char name[NDX_SHARD_NAME_BYTES],
                        ndx_error *error)
{
    ndx_buffer temporary = {0};
    ndx_buffer final = {0};
    ndx_buffer *tombstones = NULL;
    uint32_t tombstone_chunks = 0;
    ndx_shard_header header;
    bool done = false;
    uint64_t serial = session->snapshot->stub.next_serial;

    if (!temporary_path(session, &temporary)) {
        ndx_error_memory(error, "writing a shard");
        goto clean;
    }
    if (!ndx_tombstones_write(&session->tombstones, &tombstones, &tombstone_chunks, error))
        goto clean;
    const ndx_seal_options options = {
        .serial = serial,
        .update = session->update,
        .weights = session->weights,
        .tombstones = tombstones,
        .tombstone_chunks = tombstone_chunks,
        .manifest = manifest->writer.chunks,
        .manifest_chunks = manifest->writer.chunk_count,
    };
    if (!ndx_session_write(session, documents, &options, temporary.data, true, &header, error) ||
        !ndx_sync_tree(temporary.data, error))
        goto clean;
    const uint8_t *hash = header.name;
    snprintf(name, NDX_SHARD_NAME_BYTES, "shard-%08llu-%02x%02x%02x%02x%02x",
             (unsigned long long)serial, hash[0], hash[1], hash[2], hash[3], hash[4]);
    if (!ndx_path_join(&final, session->path, name)) {
        ndx_error_memory(error, "writing a shard");
        goto clean;
    }
    if (rename(temporary.data, final.data) != 0) {
        ndx_error_errno(error, errno, "renaming %s to %s", temporary.data, final.data);
        goto clean;
    }
    done = true;
clean:
    if (!done && temporary.data)
        ndx_remove_tree(temporary.data, NULL);
    ndx_chunks_free(tombstones, tombstone_chunks);
    ndx_buffer_free(&temporary);
    ndx_buffer_free(&final);
    return done;
}

bool ndx_serial_is_among(uint64_t serial, const uint64_t *serials, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (serials[i] == serial)
            return true;
    return false;
}

static bool replace_stub(ndx_session *session, const char *added, const uint64_t *replaced,
                         size_t replaced_count, ndx_error *error)
{
    const ndx_snapshot *snapshot = session->snapshot;
    ndx_stub next = {.next_serial = snapshot->stub.next_serial + (added != NULL),
                     .update_serial = session->update};
    bool done = true;
    for (size_t i = 0; done && i < snapshot->count; i++)
        if (!ndx_serial_is_among(snapshot->shard[i]->header.serial, replaced, replaced_count))
            done = ndx_stub_add(&next, snapshot->shard[i]->name, error);
    if (done && added)
        done = ndx_stub_add(&next, added, error);
    if (done && next.count > NDX_SHARDS_MAX)
        done = ndx_error_set(error, NDX_ERROR_LIMIT,
                             "the index would have more than %u shards; run `newsindex compact`",
                             NDX_SHARDS_MAX);
    done = done && ndx_stub_write(session->path, &next, error);
    ndx_stub_free(&next);
    return done;
}

static bool reopen(ndx_session *session, ndx_error *error)
{
    ndx_snapshot *next = ndx_snapshot_open(session->path, true, error);
    if (!next)
        return ndx_error_prefix(error, "committed, but");
    ndx_snapshot_close(session->snapshot);
    session->snapshot = next;
    session->is_new = false;
    return clean_directory(session->path, &next->stub, error);
}

static bool commit(ndx_session *session, const ndx_documents *documents, const uint64_t *replaced,
                   size_t replaced_count, ndx_error *error)
{
    ndx_session_manifest manifest = {.writer.threads = session->threads};
    char name[NDX_SHARD_NAME_BYTES] = "";
    bool done = false;
    uint64_t serial = session->snapshot->stub.next_serial;

    if (!ndx_session_manifest_make(&manifest, &session->inputs, documents, error))
        goto clean;
    bool has_shard = documents->count || session->tombstones.count || manifest.writer.chunk_count;
    if (has_shard && !write_shard(session, documents, &manifest, name, error))
        goto clean;
    if (!replace_stub(session, has_shard ? name : NULL, replaced, replaced_count, error)) {
        if (has_shard)
            clean_directory(session->path, &session->snapshot->stub, NULL);
        goto clean;
    }
    session->tombstones.count = 0;
    done = ndx_session_manifest_note(&manifest, &session->inputs, serial, error) &&
           reopen(session, error);
clean:
    ndx_session_manifest_free(&manifest);
    return done;
}

bool ndx_session_commit(ndx_session *session, const ndx_documents *documents,
                        const uint64_t *replaced, size_t replaced_count, ndx_error *error)
{
    if (!ndx_session_choose_writer(session, error))
        return false;
    if (documents)
        return commit(session, documents, replaced, replaced_count, error);
    ndx_sealed_batch of;
    ndx_batch *empty = ndx_session_batch(session, error);
    if (!empty)
        return false;
    const ndx_documents none = ndx_documents_of_batch(&of, empty);
    bool done = commit(session, &none, replaced, replaced_count, error);
    ndx_batch_free(empty);
    return done;
}

void ndx_session_sum(const ndx_session *session, ndx_update_summary *summary)
{
    summary->writer = session->writer ? session->writer->name : NULL;
    summary->writer_fell_back = session->writer_fell_back;
    summary->shards = session->snapshot->count;
    summary->index_bytes = 0;
    for (size_t i = 0; i < session->snapshot->count; i++)
        summary->index_bytes += session->snapshot->shard[i]->size_bytes;
}
