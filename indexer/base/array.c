/* SPDX-License-Identifier: GPL-2.0-or-later */
/* array.c - growing arrays (newsdex/array.h). */
#include "newsdex/array.h"

#include <stdlib.h>

void *ndx_array_grow(void *array, size_t *capacity, size_t first, size_t item_size)
{
    size_t larger = *capacity ? *capacity * 2 : first;
    if (larger < *capacity || larger > SIZE_MAX / item_size)
        return NULL;
    void *moved = realloc(array, larger * item_size);
    if (moved)
        *capacity = larger;
    return moved;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

size_t ndx_array_sort_unique(uint32_t *numbers, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || numbers[i] != numbers[kept - 1])
            numbers[kept++] = numbers[i];
    return kept;
}
