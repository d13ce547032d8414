/* SPDX-License-Identifier: GPL-2.0-or-later */
/* candidates.c - makes trees of candidates, and Xapian queries of them (candidates.h). */
#include "ranking/candidates.h"

#include "newsdex/xapian_error.h"

/* ---- trees ---- */

static ndx_candidates *make(ndx_candidates_pool *pool, ndx_candidates_kind kind, size_t child_count,
                            ndx_error *error)
{
    ndx_candidates *made = ndx_arena_alloc(pool->arena, sizeof *made);
    ndx_candidates **children =
        ndx_arena_alloc(pool->arena, (child_count + 1) * sizeof(ndx_candidates *));
    if (!made || !children) {
        ndx_error_memory(error, "building the query");
        return NULL;
    }
    *made = (ndx_candidates){.kind = kind, .children = children, .child_count = child_count};
    if (pool->last_made)
        pool->last_made->made_next = made;
    else
        pool->first_made = made;
    pool->last_made = made;
    return made;
}

ndx_candidates *ndx_candidates_all(ndx_candidates_pool *pool, ndx_error *error)
{
    return make(pool, NDX_CANDIDATES_ALL, 0, error);
}

ndx_candidates *ndx_candidates_term(ndx_candidates_pool *pool, ndx_candidates_kind kind,
                                    ndx_span term, ndx_error *error)
{
    ndx_candidates *made = make(pool, kind, 0, error);
    if (made && !ndx_arena_copy(pool->arena, term, &made->term)) {
        ndx_error_memory(error, "building the query");
        return NULL;
    }
    return made;
}

ndx_candidates *ndx_candidates_combine(ndx_candidates_pool *pool, ndx_candidates_kind kind,
                                       ndx_candidates *const *children, size_t count,
                                       ndx_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!children[i])
            return NULL;
    ndx_candidates *made = make(pool, kind, count, error);
    for (size_t i = 0; made && i < count; i++)
        made->children[i] = children[i];
    return made;
}

ndx_candidates *ndx_candidates_pair(ndx_candidates_pool *pool, ndx_candidates_kind kind,
                                    ndx_candidates *left, ndx_candidates *right, ndx_error *error)
{
    ndx_candidates *const both[] = {left, right};
    return ndx_candidates_combine(pool, kind, both, 2, error);
}

ndx_candidates *ndx_candidates_scale(ndx_candidates_pool *pool, ndx_candidates *child,
                                     double factor, ndx_error *error)
{
    ndx_candidates *made = ndx_candidates_combine(pool, NDX_CANDIDATES_SCALED, &child, 1, error);
    if (made)
        made->factor = factor;
    return made;
}

/* ---- Xapian queries ---- */

static xc_bytes bytes_of(ndx_span span)
{
    return (xc_bytes){span.data, span.size};
}

static xc_operator operator_of(ndx_candidates_kind kind)
{
    switch (kind) {
    case NDX_CANDIDATES_OR:
        return XC_OR;
    case NDX_CANDIDATES_SYNONYM:
        return XC_SYNONYM;
    case NDX_CANDIDATES_AND_NOT:
        return XC_AND_NOT;
    case NDX_CANDIDATES_AND_MAYBE:
        return XC_AND_MAYBE;
    case NDX_CANDIDATES_FILTER:
        return XC_FILTER;
    default:
        return XC_AND;
    }
}

/* children: the made queries of the children. */
static xc_status make_query(ndx_candidates *node, const xc_query **children, xc_error *xapian)
{
    switch (node->kind) {
    case NDX_CANDIDATES_ALL:
        return xc_query_new_match_all(&node->query, xapian);
    case NDX_CANDIDATES_TERM:
        return xc_query_new_term(bytes_of(node->term), 1, 0, &node->query, xapian);
    case NDX_CANDIDATES_PREFIX:
        return xc_query_new_wildcard(bytes_of(node->term), 0, XC_WILDCARD_LIMIT_FIRST, XC_SYNONYM,
                                     &node->query, xapian);
    case NDX_CANDIDATES_SCALED:
        return xc_query_new_scaled(children[0], node->factor, &node->query, xapian);
    default:
        break;
    }
    xc_operator op = operator_of(node->kind);
    if (node->child_count == 2)
        return xc_query_new_pair(op, children[0], children[1], &node->query, xapian);
    return xc_query_new_combined(op, children, node->child_count, 0, &node->query, xapian);
}

bool ndx_candidates_make_queries(ndx_candidates_pool *pool, ndx_error *error)
{
    for (ndx_candidates *node = pool->first_made; node; node = node->made_next) {
        xc_error xapian = {0};
        const xc_query **children = (const xc_query **)(void *)ndx_arena_alloc(
            pool->arena, (node->child_count + 1) * sizeof *children);
        if (!children)
            return ndx_error_memory(error, "building the query");
        for (size_t i = 0; i < node->child_count; i++) /* they were made before */
            children[i] = node->children[i]->query;
        if (!node->query && make_query(node, children, &xapian) != XC_OK)
            return ndx_error_from_xapian(error, &xapian, "building the query");
    }
    return true;
}

void ndx_candidates_free_queries(ndx_candidates_pool *pool)
{
    for (ndx_candidates *node = pool->first_made; node; node = node->made_next)
        xc_query_free(node->query);
    pool->first_made = pool->last_made = NULL;
}
