/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard_judge.h - judging the articles of one shard by their mapped records, for one thread.
 * Internal to libnewsdex-search.
 *
 * Owns: the way from a docid to a record that is the shard's own, and to the plan's judgement of
 * it. Must not know: how candidates are found. Zeroed, it can be closed.
 */
#ifndef NEWSDEX_RANKING_SHARD_JUDGE_H
#define NEWSDEX_RANKING_SHARD_JUDGE_H

#include "newsdex/matches.h"
#include "ranking/plan_internal.h"
#include "tables.h"

typedef struct ndx_shard_judge {
    ndx_tables *tables; /* NULL: not open */
    ndx_glass_cursor records;
    plan_judge judge;
    ndx_matcher *matcher; /* if it judges alone; of `judge` */
    uint64_t after;       /* matches came with a later update than this; 0: any */
    ndx_record record;
} ndx_shard_judge;

/* thread: its number, for which ndx_tables_prepare() made room. Does nothing if it is open. */
bool ndx_shard_judge_open(ndx_shard_judge *by, const ndx_plan *plan, ndx_tables *tables,
                          size_t thread, ndx_error *error);
void ndx_shard_judge_close(ndx_shard_judge *by);

/* Was the shard written by no later update than options.after_update says? Then nothing in it is
 * new. */
bool ndx_shard_is_old(const ndx_plan *plan, const ndx_tables *tables);

/* Does the article match? bytes: its record, if they are known, else empty. */
bool ndx_shard_judge_article(ndx_shard_judge *by, uint32_t docid, ndx_span bytes, bool *matches,
                             ndx_error *error);

/* The same for one that is to be visited: its record is read whole, and its spans are found if they
 * are wanted. judged false: it is known to match. found: all but thread and document. */
bool ndx_shard_judge_find(ndx_shard_judge *by, uint32_t docid, ndx_span bytes, bool judged,
                          bool spans, ndx_found *found, bool *matches, ndx_error *error);

/* NDX_ERROR_CORRUPT unless the record is the one of this docid. */
bool ndx_shard_owns_record(const ndx_tables *tables, uint32_t docid, const ndx_record *record,
                           ndx_error *error);

#endif
