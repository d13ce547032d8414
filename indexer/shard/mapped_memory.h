/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mapped_memory.h - memory for arrays that grow with an index: a mapped file, unlinked as soon as
 * it is made, which the system may write out where it needs the room. Internal.
 *
 * Owns: the mapping. Must not know: what the arrays hold.
 */
#ifndef NEWSDEX_SHARD_MAPPED_MEMORY_H
#define NEWSDEX_SHARD_MAPPED_MEMORY_H

#include "newsdex/error.h"

#include <stddef.h>
#include <stdint.h>

/* Zeroed is none. */
typedef struct ndx_mapped_memory {
    uint8_t *bytes;
    size_t size, used;
    bool in_file; /* else it is small, or the file system maps no files */
} ndx_mapped_memory;

/* What ndx_mapped_memory_take will need for so many items; SIZE_MAX if that is no size. */
size_t ndx_mapped_memory_needs(uint64_t count, size_t item_size);

/* Makes it, all zeros. The room on the disk is there afterwards: writing to it cannot fail.
 * directory: where the file is made. */
bool ndx_mapped_memory_open(ndx_mapped_memory *memory, const char *directory, size_t size,
                            ndx_error *error);
void ndx_mapped_memory_close(ndx_mapped_memory *memory);

/* The next part of it, aligned for any number. No more may be taken than was opened (NULL). */
void *ndx_mapped_memory_take(ndx_mapped_memory *memory, uint64_t count, size_t item_size);

/* Its pages leave the process (not the system's cache); they come back when they are touched. */
void ndx_mapped_memory_forget(const ndx_mapped_memory *memory);

#endif
