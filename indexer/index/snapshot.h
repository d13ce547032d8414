/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snapshot.h - one index directory at one commit: its shards open, their headers read, tombstones
 * applied. Internal to indexer/.
 *
 * Owns: opening, and reading the stub again when an update replaced a shard meanwhile. Must not
 * know: manifests (an update reads those), queries.
 */
#ifndef NEWSDEX_INDEX_SNAPSHOT_H
#define NEWSDEX_INDEX_SNAPSHOT_H

#include "shard_header.h"
#include "stub.h"
#include "tombstones.h"
#include "xapian_c/xapian_c.h"

typedef struct ndx_shard {
    char name[NDX_SHARD_NAME_BYTES];
    xc_database *database;
    ndx_shard_header header;
    uint8_t *deleted; /* a bit a document; NULL: none */
    uint64_t deleted_count;
    uint64_t size_bytes; /* on disk */
    ndx_words *words;    /* opened when first asked for */
    xc_string value;     /* scratch */
    char *path;
    size_t directory;          /* number of its index directory among those opened together */
    struct ndx_tables *tables; /* as mapped files, when first asked for (tables.c) */
} ndx_shard;

typedef struct ndx_snapshot {
    char *path;
    ndx_stub stub;
    ndx_shard **shard; /* in the order of the stub: rising serials */
    size_t count;
} ndx_snapshot;

/* any_analysis: also an index whose analysis is another version's (rebuild, check). */
ndx_snapshot *ndx_snapshot_open(const char *path, bool any_analysis, ndx_error *error);
void ndx_snapshot_close(ndx_snapshot *snapshot);

bool ndx_shard_is_deleted(const ndx_shard *shard, uint32_t document);
/* Marks it in memory only. False: it was already, or there is no such document. */
bool ndx_shard_mark_deleted(ndx_shard *shard, uint32_t document, bool *marked, ndx_error *error);

/* NULL: none. */
ndx_shard *ndx_snapshot_by_serial(const ndx_snapshot *snapshot, uint64_t serial);
ndx_words *ndx_shard_words(ndx_shard *shard, ndx_error *error);
/* The record's bytes, borrowed until the next call on this shard. */
bool ndx_shard_record(ndx_shard *shard, uint32_t document, ndx_span *bytes, ndx_error *error);
/* A metadata value, ditto; empty if there is none. */
bool ndx_shard_chunk(ndx_shard *shard, char what, uint32_t chunk, ndx_span *bytes,
                     ndx_error *error);
/* Adds the tombstones that the shard carries. */
bool ndx_shard_tombstones(ndx_shard *shard, ndx_tombstones *tombstones, ndx_error *error);

/* The live document with this id, if there is one: *shard NULL if not. */
bool ndx_snapshot_find_id(const ndx_snapshot *snapshot, ndx_span id, ndx_shard **shard,
                          uint32_t *document, ndx_error *error);

#endif
