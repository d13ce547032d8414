/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session.h - an index open for writing: lock held, snapshot and inputs loaded; the commit.
 * Internal to indexer/index.
 *
 * Owns: what is on the disk and in which order it gets there. Must not know: how articles are read.
 *
 * A commit: the shard is written into tmp-shard-SERIAL, its files and the folder are synced, the
 * folder gets its name, the stub is replaced (stub.h), and only then go the shards that it no
 * longer names. A crash anywhere leaves the old stub or the new one, and each names shards that are
 * whole; what else is there is removed by the next writer.
 */
#ifndef NEWSDEX_INDEX_SESSION_H
#define NEWSDEX_INDEX_SESSION_H

#include "documents.h"
#include "inputs.h"
#include "newsdex/update.h"
#include "shard_writer.h"

typedef struct ndx_session {
    char *path;
    int lock;
    ndx_snapshot *snapshot; /* never NULL: empty for a new index */
    bool is_new;            /* there is no stub yet */
    bool made_folder;       /* by this session */
    ndx_inputs inputs;
    ndx_tombstones tombstones; /* for the next shard */
    ndx_weights weights;
    uint64_t memory_bytes;
    unsigned threads;
    uint64_t update; /* serial of this run */
    const ndx_update_options *options;
    const ndx_shard_writer *writer; /* NULL: not yet chosen */
    bool writer_fell_back;
} ndx_session;

typedef struct ndx_session_needs {
    bool create;       /* make the index if there is none */
    bool read_only;    /* no lock, nothing removed (--dry-run) */
    bool any_analysis; /* also one of another analysis version */
} ndx_session_needs;

/* options may be NULL in ndx_session.options' place only where the caller gives none. */
bool ndx_session_open(ndx_session *session, const char *path, const ndx_update_options *options,
                      ndx_session_needs needs, ndx_error *error);
/* Without a commit, a folder made for the index goes again. */
void ndx_session_close(ndx_session *session);

/* Declares a document dead, with the next commit. *killed: it was alive. */
bool ndx_session_kill(ndx_session *session, ndx_shard *shard, uint32_t document, bool *killed,
                      ndx_error *error);

/* How shards are written; chosen when first asked for. */
bool ndx_session_choose_writer(ndx_session *session, ndx_error *error);
/* A batch for the next shard. */
ndx_batch *ndx_session_batch(ndx_session *session, ndx_error *error);
/* How shards are merged into the next. */
ndx_merging ndx_session_merging(ndx_session *session);

/* Writes the files of a shard into a folder that is made; nothing is synced. lasting: the caller
 * will do it. header: what it says of itself. */
bool ndx_session_write(ndx_session *session, const ndx_documents *documents,
                       const ndx_seal_options *options, const char *directory, bool lasting,
                       ndx_shard_header *header, ndx_error *error);

/* Commits documents (may be NULL: none), tombstones and inputs marked dirty as one new shard.
 * replaced: serials of shards that are no longer live, rising. Without anything to write and to
 * replace, only the stub is written. */
bool ndx_session_commit(ndx_session *session, const ndx_documents *documents,
                        const uint64_t *replaced, size_t replaced_count, ndx_error *error);

bool ndx_session_interrupted(void *session); /* as a callback */

bool ndx_serial_is_among(uint64_t serial, const uint64_t *serials, size_t count);

/* Sizes for the summary. */
void ndx_session_sum(const ndx_session *session, ndx_update_summary *summary);

/* 0: a quarter of the RAM, at most 1 GiB. */
uint64_t ndx_memory_default(uint64_t memory_bytes);

#endif
