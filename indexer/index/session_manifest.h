/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * session_manifest.h - the manifest of the shard about to be written. Internal to indexer/index.
 *
 * Owns: which inputs it names: those marked dirty, and those that have articles in the shard.
 */
#ifndef NEWSDEX_INDEX_SESSION_MANIFEST_H
#define NEWSDEX_INDEX_SESSION_MANIFEST_H

#include "documents.h"
#include "inputs.h"

typedef struct ndx_input_run {
    uint32_t input;
    ndx_manifest_range range;
} ndx_input_run;

typedef struct ndx_session_manifest { /* zeroed at first */
    ndx_manifest_writer writer;
    ndx_input_run *run; /* sorted by input, then document */
    size_t run_count, run_capacity;
    uint32_t *dirty; /* sorted by path */
    size_t dirty_count;
} ndx_session_manifest;

bool ndx_session_manifest_make(ndx_session_manifest *manifest, ndx_inputs *inputs,
                               const ndx_documents *documents, ndx_error *error);
/* After the commit: the inputs know the new shard's documents, and are no longer dirty. */
bool ndx_session_manifest_note(const ndx_session_manifest *manifest, ndx_inputs *inputs,
                               uint64_t serial, ndx_error *error);
void ndx_session_manifest_free(ndx_session_manifest *manifest);

#endif
