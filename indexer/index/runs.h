/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * runs.h - articles of the commit to come that did not fit into memory: full batches, each written
 * as a shard of its own for a while. Internal to indexer/index.
 *
 * Owns: their folders, which of them an id is in. Must not know: when a batch is full, what comes
 * of the articles.
 *
 * A commit merges them (documents.h), which gives the shard that one batch would have given: so
 * nothing in an index depends on memory. Nothing of a run is synced to the disk: a crash leaves
 * folders that the next writer removes. In memory there is a bit an article; ids and inputs lie in
 * mapped files, 12 to 24 and 4 bytes an article.
 */
#ifndef NEWSDEX_INDEX_RUNS_H
#define NEWSDEX_INDEX_RUNS_H

#include "session.h"

typedef struct ndx_run {
    char *directory;
    ndx_shard_header header;
    ndx_glass_database *database;
    uint32_t first;   /* its first document's number among those of all runs */
    uint8_t *deleted; /* a bit a document; NULL: none */
    ndx_mapped_memory memory;
    const uint32_t *owner;   /* by document: the input + 1; 0: none */
    ndx_glass_cursor record; /* for those whose id comes again */
    ndx_words *words;        /* opened when first asked for */
    ndx_glass_cursor words_cursor;
} ndx_run;

/* A hash table of ids: open addressing, linear probing. */
typedef struct ndx_run_ids {
    ndx_mapped_memory tags, numbers;
    uint32_t *tag;    /* of the hash; 0 is free */
    uint32_t *number; /* of the document, among those of all runs */
    uint32_t capacity;
} ndx_run_ids;

typedef struct ndx_runs { /* zeroed: none */
    ndx_run **run;
    size_t count, capacity;
    uint64_t made;      /* ever: their names; stays when they are freed */
    uint32_t documents; /* of all runs, deleted ones too */
    ndx_run_ids ids;
    ndx_merge_source *source; /* while they are committed */
    const uint32_t **owner;
    ndx_merged_shards merged;
} ndx_runs;

/* Writes the batch as the next run. Documents and words of the batch stay. */
bool ndx_runs_add(ndx_runs *runs, ndx_session *session, ndx_batch *batch, ndx_error *error);

/* Is an article of this id in a run, and which is the newer? REPLACED: the older one left its run;
 * ADDED: there is none. version: the draft's. */
ndx_batch_outcome ndx_runs_settle(ndx_runs *runs, const ndx_draft *draft, ndx_span version,
                                  ndx_error *error);

/* All that are live, to be committed; good until they are cleared. No more are added. */
bool ndx_runs_documents(ndx_runs *runs, ndx_session *session, ndx_documents *documents,
                        ndx_error *error);

/* Removes them all. */
void ndx_runs_clear(ndx_runs *runs);
void ndx_runs_free(ndx_runs *runs);

#endif
