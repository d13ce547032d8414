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
