/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * absorb.h - the articles of a shard go into a batch. Internal to indexer/.
 *
 * Owns: from a record in a shard's numbers to a draft in the batch's ids, without any analysis:
 * terms come with the words. Must not know: where records lie, which articles are live.
 */
#ifndef NEWSDEX_SHARD_ABSORB_H
#define NEWSDEX_SHARD_ABSORB_H

#include "batch.h"

typedef struct ndx_absorber ndx_absorber;

/* words: the shard's list; borrowed. */
ndx_absorber *ndx_absorber_new(ndx_batch *batch, ndx_words *words, ndx_error *error);
void ndx_absorber_free(ndx_absorber *absorber);

bool ndx_absorber_add(ndx_absorber *absorber, ndx_span record, uint32_t input, ndx_error *error);

#endif
