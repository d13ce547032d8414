/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scoring.h - what of a tree of candidates gives weight. Internal to libnewsdex-search: scoring.c
 * makes it, scores.c runs it.
 *
 * A scope is a part of the tree that gives its weight where its condition holds; the whole tree is
 * one, and so is what stands under an AND, NOT or filter beside which something else may match:
 * `(a AND b) OR c` gives the weight of a only where b is as well.
 */
#ifndef NEWSDEX_RANKING_SCORING_H
#define NEWSDEX_RANKING_SCORING_H

#include "ranking/scores.h"

/* One term, or several that rank as one. */
typedef struct scoring_leaf {
    ndx_span *terms;
    size_t term_count;
    double weight; /* it gives no more than this, for wdf / (norm + wdf) is at most 1 */
    bool required; /* the scope's condition does not hold without it */
    struct scoring_leaf *next;
} scoring_leaf;

typedef struct scoring_scope {
    const ndx_candidates *condition;
    bool sufficient;  /* an article matches if any leaf does, and there is nothing but leaves */
    bool conjunction; /* it matches if all leaves do, and there is nothing but leaves */
    scoring_leaf *leaves, *last_leaf;
    size_t leaf_count;
    struct scoring_scope *nested; /* their scores are added where their conditions hold */
    size_t nested_count;
    double most;                /* the scope gives at most this */
    struct scoring_scope *next; /* beside it */
} scoring_scope;

struct ndx_scoring {
    const ndx_bm25 *bm25;
    scoring_scope root;
    ndx_arena arena;
};

#endif
