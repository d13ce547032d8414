/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bm25.c - implements bm25.h. */
#include "ranking/bm25.h"

#include <math.h>

void ndx_bm25_begin(ndx_bm25 *bm25, double k1, double b, uint64_t documents, uint64_t length_total)
{
    *bm25 = (ndx_bm25){.k1 = k1, .b = b, .documents = documents};
    if (k1 > 0 && b > 0 && length_total)
        bm25->length_factor = 1 / ((double)length_total / (double)documents);
    for (uint32_t length = 0; length < NDX_BM25_NORMS; length++)
        bm25->norm[length] = ndx_bm25_norm_of(bm25, length);
}

double ndx_bm25_weight(const ndx_bm25 *bm25, uint64_t frequency, double factor)
{
    double without = frequency < bm25->documents ? (double)(bm25->documents - frequency) : 0;
    double odds = (without + 0.5) / ((double)frequency + 0.5);
    if (odds < 2)
        odds = odds * 0.5 + 1;
    double weight = log(odds) * factor;
    weight *= bm25->k1 + 1;
    return weight;
}
