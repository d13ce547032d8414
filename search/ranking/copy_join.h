/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copy_join.h - all articles of an index joined with their copies at once. Internal to
 * libnewsdex-search.
 *
 * Owns: which articles are asked for by the rule, so that the time grows with the articles and not
 * with their square. Must not know: what clusters are used for.
 */
#ifndef NEWSDEX_RANKING_COPY_JOIN_H
#define NEWSDEX_RANKING_COPY_JOIN_H

#include "ranking/copy_rule.h"

/* (*root)[number] is the number of an article that stands for all that hang together by copies of
 * copies; to be freed with free(). Each article is read once, on the sweep's threads; 140 bytes are
 * taken for each meanwhile. */
bool ndx_copy_join_all(ndx_sweep *sweep, ndx_copy_rule *rule, uint32_t **root, ndx_error *error);

#endif
