/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scores.h - the scores of the candidates of a query, over the mapped tables of one shard, a window
 * of documents at a time. Internal to libnewsdex-search.
 *
 * Owns: what of a tree of candidates gives weight, and to which documents. Must not know: the query
 * language, records, which scores are the best, threads (each has scores of its own).
 *
 * The scores are libxapian's (bm25.h); only the order of the additions differs where three and more
 * terms are added up, so that the last bits may.
 */
#ifndef NEWSDEX_RANKING_SCORES_H
#define NEWSDEX_RANKING_SCORES_H

#include "ranking/bm25.h"
#include "ranking/lookup.h"

/* What gives weight, for all shards. It does not change and may be shared. */
typedef struct ndx_scoring ndx_scoring;

/* databases: of all shards with documents; the weights are of all of them together. The tree must
 * outlive it. *known is false, and NULL is given, where the tree gives weight in a way that only
 * libxapian has: to the terms that begin with a prefix. NULL with *known: *error. */
ndx_scoring *ndx_scoring_new(const ndx_candidates *candidates,
                             const ndx_glass_database *const *databases, size_t count,
                             const ndx_bm25 *bm25, bool *known, ndx_error *error);
void ndx_scoring_free(ndx_scoring *scoring); /* NULL does nothing */
/* Does anything give weight? */
bool ndx_scoring_ranks(const ndx_scoring *scoring);

typedef struct ndx_scores ndx_scores;

typedef struct ndx_scores_shard {
    const ndx_glass_database *database;
    size_t number;           /* which it is of those with documents */
    uint32_t documents;      /* docids 1 to documents are there */
    const uint32_t *lengths; /* a document each */
    const uint8_t *deleted;  /* a bit a document; NULL: none */
} ndx_scores_shard;

/* The scoring and the shard must outlive it. */
ndx_scores *ndx_scores_new(const ndx_scoring *scoring, const ndx_scores_shard *shard,
                           ndx_error *error);
void ndx_scores_free(ndx_scores *scores); /* NULL does nothing */

/* So many documents of the shard at most match. */
uint32_t ndx_scores_estimate(const ndx_scores *scores);

/* The candidates that are not deleted and may score `least` (-INFINITY: all of them) among the documents first to first + size - 1 (numbers from
 * 0; first is a multiple of 64, size at most NDX_SCORES_WINDOW), and the score of each, by its
 * number in the window: those of others mean nothing. Borrowed until the next call. Windows cost
 * least in rising order. */
enum { NDX_SCORES_WINDOW = 16384 };
bool ndx_scores_window(ndx_scores *scores, uint32_t first, uint32_t size, double least,
                       const ndx_document_set **set, const double **score, ndx_error *error);

#endif
