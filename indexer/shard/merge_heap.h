/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merge_heap.h - which of several sorted sources comes next. Internal.
 *
 * Owns: a binary heap of their numbers. Must not know: what they give. A source that is in the heap
 * must not change what it stands at; it is taken out for that.
 */
#ifndef NEWSDEX_SHARD_MERGE_HEAP_H
#define NEWSDEX_SHARD_MERGE_HEAP_H

#include "newsdex/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct ndx_merge_heap {
    uint32_t *item; /* the first is the lowest */
    size_t count;
    /* <0, 0, >0: what source a stands at against b. */
    int (*compare)(const void *context, uint32_t a, uint32_t b);
    const void *context;
    uint32_t *group;
    size_t group_count;
} ndx_merge_heap;

/* For sources 0 to sources-1; none is in it yet. */
bool ndx_merge_heap_open(ndx_merge_heap *heap, uint32_t sources,
                         int (*compare)(const void *context, uint32_t a, uint32_t b),
                         const void *context, ndx_error *error);
void ndx_merge_heap_close(ndx_merge_heap *heap);

void ndx_merge_heap_add(ndx_merge_heap *heap, uint32_t source);
/* Takes out all that stand at the lowest: heap->group, rising. False: the heap is empty. */
bool ndx_merge_heap_take(ndx_merge_heap *heap);

#endif
