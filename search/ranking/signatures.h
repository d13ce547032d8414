/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * signatures.h - the signatures of all live articles of an index, side by side. Internal to
 * libnewsdex-search.
 *
 * Owns: the array, and the search for what may be like an article. Must not know: what is made of
 * it. Numbers are those of walk.h. 24 bytes an article.
 */
#ifndef NEWSDEX_RANKING_SIGNATURES_H
#define NEWSDEX_RANKING_SIGNATURES_H

#include "newsdex/analysis.h"
#include "ranking/walk.h"

typedef struct ndx_signature {
    uint64_t bits[NDX_SIGNATURE_BYTES / sizeof(uint64_t)];
} ndx_signature;

typedef struct ndx_signatures {
    size_t count; /* of all articles */
    ndx_signature *signature;
    uint32_t *words;    /* of the body; 0: the article has no signature */
    xc_docid *document; /* in ndx_index_database(); 0: the article is deleted */
} ndx_signatures;

/* To be freed also after an error; zeroed is fine. */
bool ndx_signatures_read(ndx_signatures *signatures, ndx_walk *walk, ndx_error *error);
void ndx_signatures_free(ndx_signatures *signatures);

/* In how many buckets the two agree, of NDX_SIGNATURE_BUCKETS; of texts that share nothing a
 * quarter does by chance. */
enum { NDX_SIGNATURE_BUCKETS = NDX_SIGNATURE_BYTES * 4 };
unsigned ndx_signatures_agreement(const ndx_signature *a, const ndx_signature *b);

/* The numbers of the articles that agree with this one in `least` buckets and more, rising, itself
 * not among them. `found` has room for all articles. Gives how many there are. */
size_t ndx_signatures_find(const ndx_signatures *signatures, size_t number, unsigned least,
                           uint32_t *found);

#endif
