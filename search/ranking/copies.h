/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copies.h - which articles are copies of one text: reprinted, cut, or given another headline.
 * Internal to libnewsdex-search.
 *
 * Owns: the clusters of copies. Must not know: from when on two articles are copies (copy_rule.h),
 * queries, results, how copies are shown.
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
 * document that is not there or deleted. Where a shard is remote, the first words of every article
 * that may be a copy are fetched. */
bool ndx_copies_of(ndx_copies *copies, xc_docid document, const xc_docid **documents, size_t *count,
                   ndx_error *error);

/* The same for many at once, which is faster on several threads: cluster[i] is the index in
 * `documents` of the first that is in the cluster of documents[i], i itself for the first. Clusters
 * are those of ndx_copies_of(). From 2,000 documents on every article of the index is read, once. */
bool ndx_copies_cluster(ndx_copies *copies, const xc_docid *documents, size_t count,
                        size_t *cluster, ndx_error *error);

#endif
