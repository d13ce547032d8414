/* SPDX-License-Identifier: GPL-2.0-or-later */
/* merge_heap.c - implements merge_heap.h. */
#include "merge_heap.h"

#include <stdlib.h>

bool ndx_merge_heap_open(ndx_merge_heap *heap, uint32_t sources,
                         int (*compare)(const void *context, uint32_t a, uint32_t b),
                         const void *context, ndx_error *error)
{
    *heap = (ndx_merge_heap){.compare = compare, .context = context};
    heap->item = malloc(((size_t)sources + 1) * sizeof *heap->item);
    heap->group = malloc(((size_t)sources + 1) * sizeof *heap->group);
    if (heap->item && heap->group)
        return true;
    ndx_merge_heap_close(heap);
    return ndx_error_memory(error, "merging shards");
}

void ndx_merge_heap_close(ndx_merge_heap *heap)
{
    free(heap->item);
    free(heap->group);
    *heap = (ndx_merge_heap){0};
}

/* Equal ones by their number, so that a group is in the order of the sources. */
static bool before(const ndx_merge_heap *heap, uint32_t a, uint32_t b)
{
    int order = heap->compare(heap->context, a, b);
    return order ? order < 0 : a < b;
}

void ndx_merge_heap_add(ndx_merge_heap *heap, uint32_t source)
{
    size_t at = heap->count++;
    while (at && before(heap, source, heap->item[(at - 1) / 2])) {
        heap->item[at] = heap->item[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->item[at] = source;
}

static uint32_t take_lowest(ndx_merge_heap *heap)
{
    uint32_t lowest = heap->item[0];
    uint32_t moved = heap->item[--heap->count];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < heap->count; at = child) {
        if (child + 1 < heap->count && before(heap, heap->item[child + 1], heap->item[child]))
            child++;
        if (!before(heap, heap->item[child], moved))
            break;
        heap->item[at] = heap->item[child];
    }
    if (heap->count)
        heap->item[at] = moved;
    return lowest;
}

bool ndx_merge_heap_take(ndx_merge_heap *heap)
{
    heap->group_count = 0;
    if (!heap->count)
        return false;
    heap->group[heap->group_count++] = take_lowest(heap);
    while (heap->count && heap->compare(heap->context, heap->item[0], heap->group[0]) == 0)
        heap->group[heap->group_count++] = take_lowest(heap);
    return true;
}
