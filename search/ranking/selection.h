/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * selection.h - the best of many scored documents. Internal to libnewsdex-search.
 *
 * Owns: which are kept: the best `wanted`, and all that tie with the last of them, for ties are
 * broken by what a score does not say. Must not know: where scores come from.
 */
#ifndef NEWSDEX_RANKING_SELECTION_H
#define NEWSDEX_RANKING_SELECTION_H

#include "newsdex/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct ndx_scored {
    double score;
    uint32_t shard;
    uint32_t docid;
} ndx_scored;

typedef struct ndx_selection {
    size_t wanted; /* 1 and more; SIZE_MAX: all */
    double least;  /* what scores less is not kept */
    ndx_scored *item;
    size_t count, capacity;
} ndx_selection;

void ndx_selection_begin(ndx_selection *selection, size_t wanted);
void ndx_selection_free(ndx_selection *selection); /* zeroed is fine */

/* Makes room for one more; for ndx_selection_add(). */
bool ndx_selection_grow(ndx_selection *selection, ndx_error *error);

static inline bool ndx_selection_add(ndx_selection *selection, ndx_scored scored, ndx_error *error)
{
    if (scored.score < selection->least)
        return true;
    if (selection->count == selection->capacity && !ndx_selection_grow(selection, error))
        return false;
    selection->item[selection->count++] = scored;
    return true;
}

/* Takes over what another one kept. */
bool ndx_selection_join(ndx_selection *selection, const ndx_selection *other, ndx_error *error);
/* Puts the best first and lets go of what need not be kept. */
void ndx_selection_settle(ndx_selection *selection);

/* Another way to look at them, for one who does not know how many he needs: once made a heap, the
 * best of those left is taken away, until none is. */
void ndx_selection_make_heap(ndx_selection *selection);
ndx_scored ndx_selection_take_best(ndx_selection *selection);

#endif
