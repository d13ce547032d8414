/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copies.h - which articles are copies of one text: reprinted, cut, or given another headline.
 * Internal to libnewsdex-search.
 *
 * Owns: what a copy is, and the clusters of copies. Must not know: queries, results, how copies are
 * shown.
 *
 * Two articles are copies of each other when their bodies share enough shingles (runs of four
 * folded words; Broder, "On the resemblance and containment of documents", 1997). Articles that can
 * be copies are found by the signatures taken when they were indexed (newsdex/analysis.h), and then
 * compared word by word. A cluster is all that hangs together by copies of copies, in the whole
 * index: so it is the same whichever of its articles is asked about, and whatever the order in
 * which articles came and the shards they lie in.
 */
#ifndef NEWSDEX_RANKING_COPIES_H
#define NEWSDEX_RANKING_COPIES_H

#include "newsdex/index.h"

/* When two articles are copies. */
enum {
    NDX_COPY_LEAST_WORDS = 20, /* a body of fewer has no copies */
    NDX_COPY_CUT = 3, /* the longer body has at most so many times the shorter one's words */
    /* Buckets of the signatures that agree, of 64: of a text cut to a third 32 do (one in twenty
     * such cuts has fewer than 26), of texts that have nothing in common 16, and 26 of one in 260. */
    NDX_COPY_AGREEMENT = 26,
};
/* The part of the shorter body's shingles that the longer one has. */
#define NDX_COPY_CONTAINMENT 0.65
/* The part of the shorter one's figures (words with digits) that it has; where it has fewer, what
 * is wanted of the shingles is NDX_COPY_VERBATIM: the market reports of two days are one text with
 * other figures. */
#define NDX_COPY_FIGURES 0.8
#define NDX_COPY_VERBATIM 0.95

/* Of one open index; for one thread, though it may start others. What was found is kept, so that a
 * cluster is looked for once. */
typedef struct ndx_copies ndx_copies;

/* Reads the signatures of all live articles, on at most so many threads (0: one). The index must
 * outlive it. NULL: *error. */
ndx_copies *ndx_copies_open(ndx_index *index, unsigned threads, ndx_error *error);
void ndx_copies_close(ndx_copies *copies); /* NULL does nothing */

/* The cluster of a live article of ndx_index_database(), itself included, first publisher first:
 * the earliest ndx_date_seconds, undated ones last, then by id. *documents is borrowed until
 * ndx_copies_close(). An article that has no copies is alone (*count 1). NDX_ERROR_NOT_FOUND for a
 * document that is not there or deleted. */
bool ndx_copies_of(ndx_copies *copies, xc_docid document, const xc_docid **documents, size_t *count,
                   ndx_error *error);

/* The same for many at once, which is faster on several threads: cluster[i] is the index in
 * `documents` of the first that is in the cluster of documents[i], i itself for the first. Clusters
 * are those of ndx_copies_of(). */
bool ndx_copies_cluster(ndx_copies *copies, const xc_docid *documents, size_t count,
                        size_t *cluster, ndx_error *error);

#endif
