/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * like.h - the words that tell what an article is about, to find others like it. Internal to
 * libnewsdex-search.
 *
 * Owns: which words, and how much each weighs in a query. Must not know: how the query is run.
 *
 * A word's uses in the article are counted, three times in the headline (as the index has it:
 * newsdex/terms.h), and the words with the greatest tf * ln(1 + (N - n + 0.5) / (n + 0.5)) are taken
 * (N articles, n of them with the word; as Lucene's MoreLikeThis chooses). The article is a long query, for which BM25 has a
 * part of its own: (k3 + 1) tf / (k3 + tf) with k3 = 8 (Robertson and others, "Okapi at TREC-3",
 * 1994), by which the word's BM25 is multiplied. Function words and words that no other article has
 * are left out; names and numbers count as any word does.
 *
 * Measured by tests/bench/like.sh on BASIL's hundred events, each told by three papers, among 9,389
 * other articles of those years.
 */
#ifndef NEWSDEX_RANKING_LIKE_H
#define NEWSDEX_RANKING_LIKE_H

#include "newsdex/index.h"

enum { NDX_LIKE_TERMS = 50 }; /* that are enough, and not too many */

typedef struct ndx_like_term {
    ndx_span term;       /* without prefix */
    ndx_span surface;    /* the form that stands most often in the articles, as written there */
    double weight;       /* that its score is to be multiplied by; more than 0 */
    double significance; /* by which they are ordered, greatest first */
} ndx_like_term;

/* The most significant words of all the records together, `wanted` at most, in the arena; their
 * spans may be borrowed from the index. Of several records (feedback) the counts' mean is taken, weighted by record_weights (NULL: all the
 * same; none is below 0, and one is above). Records are whole or skimmed. *count may be 0. */
bool ndx_like_terms(ndx_index *index, const ndx_record *const *records,
                    const double *record_weights, size_t record_count, size_t wanted,
                    ndx_arena *arena, ndx_like_term **terms, size_t *count, ndx_error *error);

#endif
