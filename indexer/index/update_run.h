/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * update_run.h - one run of `update`: parcels into batches, batches into commits, by way of runs
 * where memory is short. Internal to indexer/index.
 *
 * Owns: which of two articles of one id stays, which old articles go, when a long run commits.
 */
#ifndef NEWSDEX_INDEX_UPDATE_RUN_H
#define NEWSDEX_INDEX_UPDATE_RUN_H

#include "pipeline.h"
#include "runs.h"
#include "walk.h"

/* A long run commits when so much text came in: an interrupt then loses at most that. Counted in
 * the articles' text, so that where it happens does not depend on threads or memory. */
#define NDX_COMMIT_TEXT_BYTES (UINT64_C(1) << 30)

typedef struct ndx_update_run {
    ndx_session *session;
    const ndx_update_options *options;
    ndx_update_summary *summary;
    ndx_walk walk;
    uint32_t *order; /* those of the walk that must be looked into */
    uint32_t order_count;
    ndx_pipeline *pipeline;
    unsigned workers;
    ndx_batch *batch;
    ndx_runs runs;              /* batches that were full before it */
    uint64_t runs_text_bytes;   /* that came in with them */
    uint32_t batch_begin_words; /* how many it began with: the threads' words */
    ndx_id_map *map;            /* by worker */
    uint64_t first_serial;      /* shards from this one on are of this run */
    uint64_t commit_text_bytes;
    ndx_arena old;       /* the article that is being replaced */
    ndx_buffer adjusted; /* a draft that is not as it came */
    ndx_update_progress progress;
    ndx_update_summary committed; /* as of this run's last commit */
    double started, told;         /* seconds */
} ndx_update_run;

/* Tells progress, a few times a second; with force always. */
void ndx_update_run_tell(ndx_update_run *run, const char *stage, bool force);

/* Reads all of run->order and commits; the last commit holds the vanished inputs too. */
bool ndx_update_run_all(ndx_update_run *run, ndx_error *error);

/* After a failure: the summary counts only what this run had committed, an interrupt says whether
 * there is any. */
void ndx_update_run_failed(ndx_update_run *run, ndx_error *error);

#endif
