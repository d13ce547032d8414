/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * postings.h - the postings of a batch, in memory up to a bound, then in sorted runs. Internal.
 *
 * Owns: how postings wait for the end of the batch, and their order by term then. Must not know:
 * what terms are of, how lists are written.
 *
 * Postings are appended to slices of growing size, which lie one after another in large blocks, so
 * that no posting costs an allocation and a rare term costs 16 bytes (Buettcher, Clarke, Cormack,
 * Information Retrieval, 2010, section 4.5.1). A full memory becomes a run: lists in the order of
 * their terms' bytes. Documents only rise, so the list of a term is that of the first run, then of
 * the second ...: nothing that comes out depends on where a run ended.
 */
#ifndef NEWSDEX_SHARD_POSTINGS_H
#define NEWSDEX_SHARD_POSTINGS_H

#include "vocabulary.h"

typedef struct ndx_postings ndx_postings;

/* More than this in memory must become a run: slices are addressed by 32 bits, and an article more
 * must fit. */
#define NDX_POSTINGS_BYTES_MAX (UINT64_C(7) << 29)

/* vocabulary: whose ids terms are; borrowed. directory: of the temporary file; borrowed. */
ndx_postings *ndx_postings_new(const ndx_vocabulary *vocabulary, const char *directory,
                               ndx_error *error);
void ndx_postings_free(ndx_postings *postings);

typedef struct ndx_term_count {
    uint32_t term, wdf;
} ndx_term_count;

/* The terms of a document, each once. document: from 0, above any before (of the same term). */
bool ndx_postings_add(ndx_postings *postings, uint32_t document, const ndx_term_count *terms,
                      size_t count, ndx_error *error);
/* A term that hardly any other document has: its bytes, wdf 0. */
bool ndx_postings_add_single(ndx_postings *postings, ndx_span term, uint32_t document,
                             ndx_error *error);

uint64_t ndx_postings_bytes(const ndx_postings *postings);       /* that a run would free */
uint64_t ndx_postings_fixed_bytes(const ndx_postings *postings); /* that stay in memory */
/* Writes what is in memory as a run. */
bool ndx_postings_spill(ndx_postings *postings, ndx_error *error);

/* ---- lists in the order of their terms ---- */

typedef struct ndx_postings_walk ndx_postings_walk;

/* renumber: by document, its number in the shard, or UINT32_MAX for one that left; NULL: all stay
 * as they are. Borrowed. Nothing more may be added. */
ndx_postings_walk *ndx_postings_walk_new(ndx_postings *postings, const uint32_t *renumber,
                                         ndx_error *error);
void ndx_postings_walk_free(ndx_postings_walk *walk);

/* The next term that has documents. */
ndx_step ndx_postings_walk_term(ndx_postings_walk *walk, ndx_span *term, uint64_t *term_frequency,
                                uint64_t *collection_frequency, ndx_error *error);
/* Its next postings, how many; 0 at the end of the list. Borrowed until the next call. */
size_t ndx_postings_walk_next(ndx_postings_walk *walk, const uint32_t **documents,
                              const uint32_t **wdfs);

#endif
