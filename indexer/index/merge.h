/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merge.h - several shards become one; deleted articles leave. Internal to indexer/index.
 *
 * Owns: which shards are merged when. Their tables are merged one by one (indexer/shard/merged.h)
 * where the writer writes tables; else, and to analyse texts anew, articles go into a batch
 * (indexer/shard/absorb.h). How either is committed is session.h.
 *
 * Shards are merged in tiers, each eight times the one below (by text; as Lucene's log merge
 * policy): when eight shards are of one tier, they become one of the next. So every article is
 * written again log8(n) times, and there are at most 7 shards a tier. A shard of which more than 30
 * % is deleted is written anew by itself. Where articles go through a batch, shards whose words do
 * not fit into memory stay apart.
 */
#ifndef NEWSDEX_INDEX_MERGE_H
#define NEWSDEX_INDEX_MERGE_H

#include "update_run.h"

/* After an update: what the tiers demand, perhaps nothing. */
bool ndx_merge_tiers(ndx_session *session, ndx_update_run *run, ndx_error *error);
/* All shards into one, if there is more than one or anything deleted. */
bool ndx_merge_all(ndx_session *session, ndx_update_run *run, ndx_error *error);
/* The same, always, with every text analysed anew. */
bool ndx_merge_rebuild(ndx_session *session, ndx_update_run *run, ndx_error *error);

#endif
