/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * candidates.h - which articles a query can match, as terms and sets of them. Internal to
 * libnewsdex-search.
 *
 * Owns: the tree of candidates and its way to a Xapian query. Must not know: the query language.
 * Whoever runs a query runs this tree: libxapian (candidates_xapian.c), or newsdex itself over
 * mapped tables (count.c). So the two cannot disagree about what was asked.
 */
#ifndef NEWSDEX_RANKING_CANDIDATES_H
#define NEWSDEX_RANKING_CANDIDATES_H

#include "newsdex/buffer.h"
#include "xapian_c/xapian_c.h"

typedef enum ndx_candidates_kind {
    NDX_CANDIDATES_ALL,       /* every article */
    NDX_CANDIDATES_TERM,      /* that have the term */
    NDX_CANDIDATES_PREFIX,    /* that have a term which begins with it */
    NDX_CANDIDATES_AND,       /* of all children */
    NDX_CANDIDATES_OR,        /* of any */
    NDX_CANDIDATES_SYNONYM,   /* of any, ranked as one */
    NDX_CANDIDATES_AND_NOT,   /* of the first and not of the second */
    NDX_CANDIDATES_AND_MAYBE, /* of the first; the second only ranks */
    NDX_CANDIDATES_FILTER,    /* of both; the second does not rank */
    NDX_CANDIDATES_SCALED     /* of the child, whose weight counts by the factor */
} ndx_candidates_kind;

typedef struct ndx_candidates {
    ndx_candidates_kind kind;
    ndx_span term; /* TERM, PREFIX */
    double factor; /* SCALED */
    struct ndx_candidates **children;
    size_t child_count;
    /* SYNONYM: for each shard with documents, in their order, a byte for each child, 0 where it is
     * not meant; NULL: all are meant everywhere. libxapian, which cannot be told, asks for all. */
    const uint8_t *meant;
    xc_query *query; /* once libxapian was to be asked */
    struct ndx_candidates *made_next;
} ndx_candidates;

/* Where trees are made: all in one arena, each after its children. Zeroed but for the arena. */
typedef struct ndx_candidates_pool {
    ndx_arena *arena;
    ndx_candidates *first_made, *last_made;
} ndx_candidates_pool;

/* Each gives NULL with *error when memory runs out, and when it is given NULL for a child (whose
 * maker has set *error). Children may be shared. */
ndx_candidates *ndx_candidates_all(ndx_candidates_pool *pool, ndx_error *error);
ndx_candidates *ndx_candidates_term(ndx_candidates_pool *pool, ndx_candidates_kind kind,
                                    ndx_span term, ndx_error *error);
ndx_candidates *ndx_candidates_pair(ndx_candidates_pool *pool, ndx_candidates_kind kind,
                                    ndx_candidates *left, ndx_candidates *right, ndx_error *error);
ndx_candidates *ndx_candidates_combine(ndx_candidates_pool *pool, ndx_candidates_kind kind,
                                       ndx_candidates *const *children, size_t count,
                                       ndx_error *error);
ndx_candidates *ndx_candidates_scale(ndx_candidates_pool *pool, ndx_candidates *child,
                                     double factor, ndx_error *error);

/* Makes the Xapian query of everything in the pool that has none yet. */
bool ndx_candidates_make_queries(ndx_candidates_pool *pool, ndx_error *error);
/* Frees the queries. */
void ndx_candidates_free_queries(ndx_candidates_pool *pool);

#endif
