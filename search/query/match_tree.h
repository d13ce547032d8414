/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_tree.h - a query's tree as the span matcher takes it. Internal to libnewsdex-search.
 *
 * Owns: the meaning of the textual operators. Must not know: libxapian.
 */
#ifndef NEWSDEX_QUERY_MATCH_TREE_H
#define NEWSDEX_QUERY_MATCH_TREE_H

#include "query/leaf.h"

/* True if the tree holds words and their operators only: no field such as source: or date:. */
bool ndx_query_is_text(const ndx_query_node *node);

/* True if the tree holds fields and operators over them only, such as source:(a OR b): beside words
 * it narrows what is found, but is not what was looked for. */
bool ndx_query_is_filter(const ndx_query_node *node);

/* Is it looked for, and not only a filter or an exclusion? */
bool ndx_query_is_sought(const ndx_query_node *node);
/* Is a child of NDX_QUERY_SIDE demanded? Fields and NOT always are. `all`: what stands side by side
 * is (--all). */
bool ndx_query_is_demanded(const ndx_query_node *child, bool all);

/* The nodes that a match tree takes as given (NDX_MATCH_GIVEN), by their number; in the arena. */
typedef struct ndx_match_given {
    const ndx_query_node **node;
    size_t count, room;
} ndx_match_given;

/* The tree as a match tree, in the arena; leaves without words are left out. given: gets the nodes
 * that are no text; NULL: the tree is one of text. */
bool ndx_match_tree(const ndx_query_context *context, const ndx_query_node *node, bool all,
                    ndx_match_given *given, const ndx_match_node **out, ndx_error *error);

#endif
