/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pair.c - implements pair.h. */
#include "query/pair.h"

bool ndx_query_has_places(const ndx_query_node *node)
{
    if ((node->kind >= NDX_QUERY_AUTHOR && node->kind <= NDX_QUERY_LIKE) ||
        node->kind == NDX_QUERY_NOT || node->kind == NDX_QUERY_ALL || node->kind == NDX_QUERY_AND)
        return false;
    for (size_t i = 0; i < node->child_count; i++)
        if (!ndx_query_has_places(node->children[i]) ||
            node->children[i]->demand != NDX_DEMAND_OPTIONAL)
            return false;
    return true;
}

/* The tree as an operand: words side by side are alternatives. NULL: out of memory. */
static ndx_query_node *copy(ndx_arena *arena, const ndx_query_node *node)
{
    ndx_query_node *made = ndx_arena_alloc(arena, sizeof *made);
    ndx_query_node **children =
        ndx_arena_alloc(arena, (node->child_count + 1) * sizeof(ndx_query_node *));
    if (!made || !children)
        return NULL;
    *made = *node;
    made->children = children;
    made->demand = NDX_DEMAND_OPTIONAL;
    if (made->kind == NDX_QUERY_SIDE)
        made->kind = NDX_QUERY_OR;
    for (size_t i = 0; i < node->child_count; i++)
        if (!(children[i] = copy(arena, node->children[i])))
            return NULL;
    return made;
}

static bool check(const ndx_query *query, ndx_error *error)
{
    return (query->root && ndx_query_has_places(query->root)) ||
           ndx_error_set(error, NDX_ERROR_USAGE,
                         "'%.*s' has no place in a text: only words, phrases, distances and "
                         "alternatives (OR) have",
                         NDX_SPAN_ARGS(query->text));
}

bool ndx_query_pair(const ndx_query *a, const ndx_query *b, ndx_query_kind kind, uint32_t distance,
                    ndx_query *pair, ndx_error *error)
{
    if (!check(a, error) || !check(b, error))
        return false;
    ndx_query_node *root = ndx_arena_alloc(&pair->arena, sizeof *root);
    ndx_query_node **children = ndx_arena_alloc(&pair->arena, 2 * sizeof(ndx_query_node *));
    if (!root || !children || !(children[0] = copy(&pair->arena, a->root)) ||
        !(children[1] = copy(&pair->arena, b->root)))
        return ndx_error_memory(error, "reading the query");
    *root = (ndx_query_node){
        .kind = kind, .distance = distance, .children = children, .child_count = 2};
    pair->root = root;
    return true;
}
