/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pipeline.h - files are read and analysed by several threads; parcels come out in input order.
 * Internal to indexer/index.
 *
 * Owns: the threads, how far they may run ahead. Must not know: shards, the index.
 *
 * A job is a few dozen consecutive files, up to 1 MiB together, or one larger file: small enough
 * that the threads end together. It gives one or more parcels. Threads take jobs in order; a thread
 * that is ahead waits when finished parcels hold more than their share of the memory, except the
 * one whose parcel is due next: so what comes out does not depend on the number of threads, and
 * nobody waits for ever.
 *
 * The thread that has a large file reads it into blocks, parcels whose articles are still to be
 * analysed, and threads that find no other job take these; when nobody does, it analyses its oldest
 * block itself. What one thread analyses always rises in the order in which it comes out, as a
 * drafter demands.
 */
#ifndef NEWSDEX_INDEX_PIPELINE_H
#define NEWSDEX_INDEX_PIPELINE_H

#include "inputs.h"
#include "newsdex/update.h"
#include "piece.h"

typedef enum ndx_event_kind {
    NDX_EVENT_BEGIN,     /* the articles that follow are of this input */
    NDX_EVENT_DONE,      /* it was read to its end; hash is set */
    NDX_EVENT_UNCHANGED, /* it was not read: the hash is the known one */
    NDX_EVENT_SKIPPED,   /* an article of it was passed over: error, id */
    NDX_EVENT_NOTED,     /* nothing is lost; error says how it is read */
    NDX_EVENT_FAILED     /* it could not be read (further): error */
} ndx_event_kind;

typedef struct ndx_event {
    ndx_event_kind kind;
    uint32_t input;
    uint64_t articles_before; /* of the parcel's piece */
    uint64_t bytes;           /* read of this file since the last event that told it */
    uint8_t hash[NDX_INPUT_HASH_BYTES];
    bool in_part;     /* FAILED: articles of it came before */
    ndx_error *error; /* owned by the parcel */
    uint64_t replaced_bytes;
} ndx_event;

typedef struct ndx_parcel {
    ndx_piece piece;
    ndx_event *event;
    size_t event_count, event_capacity;
    unsigned worker;  /* who analysed it */
    bool job_done;    /* the last of its job */
    ndx_error failed; /* code NDX_OK, or the pipeline cannot go on */
    double read_seconds, analyse_seconds;
    /* The pipeline's own. */
    struct ndx_parcel *next;
    struct ndx_block *block; /* articles read and not yet analysed */
    bool claimed, filled;
} ndx_parcel;

typedef struct ndx_pipeline_options {
    unsigned workers;                 /* 1 or more */
    uint64_t parcel_memory_bytes;     /* finished parcels may take this */
    uint64_t vocabulary_memory_bytes; /* the workers' words together */
    uint64_t update;                  /* serial */
    const ndx_reading_options *reading;
} ndx_pipeline_options;

typedef struct ndx_pipeline ndx_pipeline;

/* order: ids of inputs; both must not change until the pipeline is freed. */
ndx_pipeline *ndx_pipeline_new(const ndx_inputs *inputs, const uint32_t *order, uint32_t count,
                               const ndx_pipeline_options *options, ndx_error *error);

/* The next parcel, in input order. NDX_STEP_ROW with *parcel NULL: none was ready within
 * wait_milliseconds. */
ndx_step ndx_pipeline_next(ndx_pipeline *pipeline, unsigned wait_milliseconds, ndx_parcel **parcel,
                           ndx_error *error);
/* Gives a parcel back. */
void ndx_pipeline_release(ndx_pipeline *pipeline, ndx_parcel *parcel);

/* Stops the threads (within an article) and frees all. */
void ndx_pipeline_free(ndx_pipeline *pipeline);

double ndx_seconds(void); /* monotonic */

#endif
