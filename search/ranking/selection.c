/* SPDX-License-Identifier: GPL-2.0-or-later */
/* selection.c - implements selection.h. */
#include "ranking/selection.h"

#include <math.h>
#include <stdlib.h>

void ndx_selection_begin(ndx_selection *selection, size_t wanted)
{
    *selection = (ndx_selection){.wanted = wanted, .least = -INFINITY};
}

void ndx_selection_free(ndx_selection *selection)
{
    free(selection->item);
    *selection = (ndx_selection){0};
}

/* Shards and docids part ties only so that the order is the same however many threads there are. */
static int by_score(const void *a, const void *b)
{
    const ndx_scored *x = a;
    const ndx_scored *y = b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    if (x->shard != y->shard)
        return x->shard < y->shard ? -1 : 1;
    return x->docid < y->docid ? -1 : x->docid > y->docid;
}

void ndx_selection_settle(ndx_selection *selection)
{
    if (selection->count)
        qsort(selection->item, selection->count, sizeof *selection->item, by_score);
    if (selection->count <= selection->wanted)
        return;
    double least = selection->item[selection->wanted - 1].score;
    size_t kept = selection->wanted;
    while (kept < selection->count && selection->item[kept].score >= least)
        kept++;
    selection->count = kept;
    selection->least = least;
}

/* It is settled when it is full. Only then does it grow, if most had to be kept: so that sorting
 * costs little for each that comes. */
bool ndx_selection_grow(ndx_selection *selection, ndx_error *error)
{
    enum { LEAST = 64 };
    if (selection->wanted < selection->count)
        ndx_selection_settle(selection);
    if (selection->count < selection->capacity / 2)
        return true;
    size_t capacity = selection->capacity ? 2 * selection->capacity : LEAST;
    ndx_scored *grown = NULL;
    if (capacity <= SIZE_MAX / sizeof *grown)
        grown = realloc(selection->item, capacity * sizeof *grown);
    if (!grown)
        return ndx_error_memory(error, "ranking");
    selection->item = grown;
    selection->capacity = capacity;
    return true;
}

bool ndx_selection_join(ndx_selection *selection, const ndx_selection *other, ndx_error *error)
{
    for (size_t i = 0; i < other->count; i++)
        if (!ndx_selection_add(selection, other->item[i], error))
            return false;
    return true;
}

/* ---- heap ---- */

static void sink(ndx_selection *selection, size_t at)
{
    ndx_scored *item = selection->item;
    ndx_scored sinking = item[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= selection->count)
            break;
        if (child + 1 < selection->count && by_score(&item[child + 1], &item[child]) < 0)
            child++;
        if (by_score(&sinking, &item[child]) <= 0)
            break;
        item[at] = item[child];
        at = child;
    }
    item[at] = sinking;
}

void ndx_selection_make_heap(ndx_selection *selection)
{
    for (size_t at = selection->count / 2; at-- > 0;)
        sink(selection, at);
}

ndx_scored ndx_selection_take_best(ndx_selection *selection)
{
    ndx_scored best = selection->item[0];
    selection->item[0] = selection->item[--selection->count];
    if (selection->count)
        sink(selection, 0);
    return best;
}
