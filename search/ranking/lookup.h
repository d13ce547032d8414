/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lookup.h - candidates looked up in the mapped tables of one shard, a window of documents at a
 * time. Internal to libnewsdex-search.
 *
 * Owns: how sets are made from postings and values, and in what order. Must not know: the query
 * language, records, threads (each thread has lookups of its own).
 */
#ifndef NEWSDEX_RANKING_LOOKUP_H
#define NEWSDEX_RANKING_LOOKUP_H

#include "glass_read.h"
#include "ranking/candidates.h"
#include "ranking/document_set.h"

typedef struct ndx_lookup ndx_lookup;

/* documents: docids 1 to documents are there. shard: which it is of those with documents. The tree
 * and the tables must outlive it. */
ndx_lookup *ndx_lookup_new(const ndx_candidates *candidates, const ndx_glass_database *tables,
                           uint32_t documents, size_t shard, ndx_error *error);
void ndx_lookup_free(ndx_lookup *lookup); /* NULL does nothing */

/* At most so many documents of the shard; and *exactly: not fewer either. */
uint32_t ndx_lookup_estimate(const ndx_lookup *lookup, bool *exactly);

/* The candidates among the documents first to first + size - 1 (numbers from 0; first is a multiple
 * of 64). *set is borrowed until the next call. Windows cost least in rising order. */
bool ndx_lookup_window(ndx_lookup *lookup, uint32_t first, uint32_t size, ndx_document_set **set,
                       ndx_error *error);

/* Keeps the candidates of a set in that window. */
bool ndx_lookup_keep(ndx_lookup *lookup, uint32_t first, uint32_t size, ndx_document_set *set,
                     ndx_error *error);

#endif
