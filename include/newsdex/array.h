/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * array.h - growing arrays of any item, and rising numbers.
 *
 * Owns: nothing; the array belongs to the caller, who frees it with free().
 */
#ifndef NEWSDEX_ARRAY_H
#define NEWSDEX_ARRAY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The array moved to twice its capacity (items), `first` items at first. item_size is in bytes.
 * NULL, with array and capacity as they were, when memory ran out. */
void *ndx_array_grow(void *array, size_t *capacity, size_t first, size_t item_size);

/* The array (NULL while *capacity is 0) with room for one item more than `count`: itself, or as
 * ndx_array_grow() gives it. */
static inline void *ndx_array_room(void *array, size_t count, size_t *capacity, size_t first,
                                   size_t item_size)
{
    return count < *capacity ? array : ndx_array_grow(array, capacity, first, item_size);
}

/* The index of the first of the rising numbers that is not below `number`; count if all are. */
static inline size_t ndx_array_lower_bound(const uint32_t *numbers, size_t count, uint32_t number)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Sorts the numbers and drops doubles; gives how many are left. numbers may be NULL when count is
 * 0. */
size_t ndx_array_sort_unique(uint32_t *numbers, size_t count);

#ifdef __cplusplus
}
#endif
#endif
