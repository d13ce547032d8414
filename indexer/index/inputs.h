/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inputs.h - all inputs that the index knows and those of this run, in one table. Internal to
 * indexer/index.
 *
 * Owns: the union of the shards' manifests. Must not know: how inputs are read.
 *
 * What is said of an input by the shard with the highest serial holds; its articles are those of
 * all shards, less the deleted ones.
 */
#ifndef NEWSDEX_INDEX_INPUTS_H
#define NEWSDEX_INDEX_INPUTS_H

#include "manifest.h"
#include "snapshot.h"
#include "vocabulary.h"

typedef enum ndx_input_state {                   /* in this run */
                               NDX_INPUT_ABSENT, /* not met */
                               NDX_INPUT_NEW,
                               NDX_INPUT_CHANGED,
                               NDX_INPUT_TOUCHED, /* another time, same size: its hash must tell */
                               NDX_INPUT_UNCHANGED,
                               NDX_INPUT_VANISHED
} ndx_input_state;

typedef struct ndx_input {
    const char *path; /* absolute, NUL-terminated */
    const char *name; /* as this run's articles are to have it; NULL when not met */
    uint64_t size_bytes, now_size_bytes;
    int64_t modified_ns, now_modified_ns;
    uint64_t told_serial; /* of the shard whose manifest tells the rest of this */
    uint32_t ranges;      /* index + 1 into ndx_inputs.range */
    uint8_t hash[NDX_INPUT_HASH_BYTES];
    uint8_t flags; /* NDX_INPUT_REMOVED, NDX_INPUT_INCOMPLETE */
    uint8_t state;
    bool known;  /* a manifest has it */
    bool dirty;  /* to be written with the next shard */
    bool stream; /* standard input: no manifest entry */
} ndx_input;

typedef struct ndx_input_range {
    uint64_t serial;
    uint32_t first, count;
    uint32_t next; /* index + 1 */
} ndx_input_range;

typedef struct ndx_inputs {
    ndx_pool pool;
    ndx_slots slots;
    ndx_input *input;
    uint32_t count;
    size_t capacity;
    ndx_input_range *range;
    uint32_t range_count;
    size_t range_capacity;
} ndx_inputs;

void ndx_inputs_free(ndx_inputs *inputs);

/* The input with this path, added if it is not there; NDX_NO_ID: memory. */
uint32_t ndx_inputs_add(ndx_inputs *inputs, ndx_span path);
uint32_t ndx_inputs_find(const ndx_inputs *inputs, ndx_span path);
const char *ndx_inputs_text(ndx_inputs *inputs,
                            ndx_span text); /* a copy with a NUL; NULL: memory */
bool ndx_inputs_add_range(ndx_inputs *inputs, uint32_t input, uint64_t serial, uint32_t first,
                          uint32_t count);

/* Adds the manifests of all shards. */
bool ndx_inputs_load(ndx_inputs *inputs, ndx_snapshot *snapshot, ndx_error *error);

/* Does a document belong to the input? */
bool ndx_inputs_holds(const ndx_inputs *inputs, uint32_t input, uint64_t serial, uint32_t document);

#endif
