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

/* The tree as a match tree, in the arena. Fields match every article, so that what is left is what
 * can be highlighted; leaves without words are left out. `all`: what stands side by side is
 * demanded
 * (--all). */
bool ndx_match_tree(const ndx_query_context *context, const ndx_query_node *node, bool all,
                    const ndx_match_node **out, ndx_error *error);

#endif
