/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk.h - from the PATHs of a run to the files to be read, in a fixed order. Internal to
 * indexer/index.
 *
 * Owns: which files count, their names, what is new, changed, unchanged or vanished. Must not know:
 * formats.
 *
 * PATHs in the order given, in a folder by the bytes of the names. A name that begins with a full
 * stop is passed over in folders (.git, .cache), and so is any newsdex index; given as a PATH it is
 * read. A file met twice counts once.
 */
#ifndef NEWSDEX_INDEX_WALK_H
#define NEWSDEX_INDEX_WALK_H

#include "inputs.h"
#include "newsdex/update.h"

typedef struct ndx_walk {
    uint32_t *order; /* ids of inputs met, in the order in which they are to be read */
    uint32_t count;
    size_t capacity;
    uint64_t bytes; /* of those that are not unchanged */
} ndx_walk;

/* Fills *walk and the states of inputs, NDX_INPUT_VANISHED too. What cannot be looked at is told
 * through options->callbacks.skipped and counted in *skipped; inputs below it are not taken to have
 * vanished. Up to `threads` look at the files of a folder. */
bool ndx_walk_paths(ndx_walk *walk, ndx_inputs *inputs, const char *index_path,
                    const ndx_update_options *options, unsigned threads, uint64_t *skipped,
                    ndx_error *error);
void ndx_walk_free(ndx_walk *walk);

#endif
