/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * names.h - distinct texts, numbered from 0 in the order in which they come.
 *
 * Owns: copies of the texts, and the table that finds them. Must not know: what they name.
 */
#ifndef NEWSDEX_PRESENT_NAMES_H
#define NEWSDEX_PRESENT_NAMES_H

#include "newsdex/buffer.h"

/* Zeroed is empty. */
typedef struct ndx_names {
    ndx_arena arena;
    ndx_span *text; /* by number */
    uint64_t *hash; /* ditto */
    uint32_t count;
    size_t text_capacity, hash_capacity;
    uint32_t *slot;       /* number + 1; 0 is free */
    size_t slot_capacity; /* a power of two, or 0 */
} ndx_names;

/* The text's number; it is added if it is not there. */
bool ndx_names_number(ndx_names *names, ndx_span text, uint32_t *number, ndx_error *error);
/* False if it is not there. */
bool ndx_names_find(const ndx_names *names, ndx_span text, uint32_t *number);
void ndx_names_free(ndx_names *names);

#endif
