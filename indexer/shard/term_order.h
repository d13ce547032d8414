/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * term_order.h - terms in the order of their bytes. Internal.
 *
 * Owns: a sort that looks at eight bytes at a time (a radix sort of them, then each group of equals
 * by the next eight), three times as fast as comparing whole terms. Must not know: what a term is
 * of.
 */
#ifndef NEWSDEX_SHARD_TERM_ORDER_H
#define NEWSDEX_SHARD_TERM_ORDER_H

#include "newsdex/span.h"

#include <stdint.h>

typedef struct ndx_ordered_term {
    const char *bytes;
    uint64_t key; /* the sort's own */
    uint32_t size;
    uint32_t value; /* the caller's */
} ndx_ordered_term;

/* By bytes, the shorter first when one begins the other; equal ones stay in the order in which they
 * came. False: memory. */
bool ndx_term_order(ndx_ordered_term *terms, size_t count);

#endif
