/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bm25.h - BM25 as libxapian computes it, to the last bit. Internal to libnewsdex-search.
 *
 * Owns: the formula. Must not know: terms, postings.
 *
 * Source: Robertson, Zaragoza, The Probabilistic Relevance Framework, 2009, section 3; the idf and
 * the order of the operations are those of libxapian 1.4 (weight/bm25weight.cc) with k2 = k3 = 0
 * and min_normlen 0. What a term gives an article is
 *
 *     weight * (wdf / (norm + wdf))
 *     weight = log(odds) * factor * (k1 + 1)
 *     odds   = (N - n + 0.5) / (n + 0.5), below 2 it is odds / 2 + 1
 *     norm   = k1 * (length / average length * b + (1 - b))
 *
 * with N articles, n of them with the term.
 */
#ifndef NEWSDEX_RANKING_BM25_H
#define NEWSDEX_RANKING_BM25_H

#include <stdint.h>

/* Norms of lengths below this are kept: an article of a thousand words is some 2,100 long. */
enum { NDX_BM25_NORMS = 2048 };

typedef struct ndx_bm25 {
    double k1, b;
    double length_factor; /* 1 / average length; 0 where lengths do not count */
    uint64_t documents;
    double norm[NDX_BM25_NORMS];
} ndx_bm25;

/* length_total: of all documents. */
void ndx_bm25_begin(ndx_bm25 *bm25, double k1, double b, uint64_t documents, uint64_t length_total);
/* The weight of a term in `frequency` documents. */
double ndx_bm25_weight(const ndx_bm25 *bm25, uint64_t frequency, double factor);

static inline double ndx_bm25_norm_of(const ndx_bm25 *bm25, uint32_t length)
{
    return bm25->k1 * (length * bm25->length_factor * bm25->b + (1 - bm25->b));
}

static inline double ndx_bm25_norm(const ndx_bm25 *bm25, uint32_t length)
{
    return length < NDX_BM25_NORMS ? bm25->norm[length] : ndx_bm25_norm_of(bm25, length);
}

static inline double ndx_bm25_score(double weight, double norm, uint32_t wdf)
{
    return wdf ? weight * (wdf / (norm + wdf)) : 0; /* both may be 0 */
}

#endif
