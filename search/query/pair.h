/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pair.h - what may stand in a distance, and the distance of two queries that were read apart.
 *
 * Owns: the rule of what has places in a text. Must not know: the grammar, an index.
 */
#ifndef NEWSDEX_QUERY_PAIR_H
#define NEWSDEX_QUERY_PAIR_H

#include "newsdex/query.h"

/* Has it places in a text? Words, phrases, distances, functions, and alternatives of them; words side
 * by side are alternatives there. */
bool ndx_query_has_places(const ndx_query_node *node);

/* What matches where both do: kind NDX_QUERY_NEAR within so many words, NDX_QUERY_SENTENCE or
 * NDX_QUERY_PARAGRAPH. Both must have places (NDX_ERROR_USAGE) and outlive the pair, for texts are
 * borrowed from them; *pair is zeroed, free it with ndx_query_free in any case. Its nodes keep their
 * places in the texts of a and b. */
bool ndx_query_pair(const ndx_query *a, const ndx_query *b, ndx_query_kind kind, uint32_t distance,
                    ndx_query *pair, ndx_error *error);

#endif
