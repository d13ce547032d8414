/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * random.h - random articles in several shards and random queries over them, for tests that compare
 * two ways to answer. The same from run to run.
 */
#ifndef NEWSDEX_TESTS_SEARCH_RANDOM_H
#define NEWSDEX_TESTS_SEARCH_RANDOM_H

#include "newsdex/query_date.h"
#include "unit/index/support.h"

void random_begin(uint64_t from); /* not 0 */
uint32_t random_below(uint32_t bound);

/* Three shards: in the later ones articles of the first are changed, some vanish. */
void random_index(place *at);
/* Articles with the ids first to first + count - 1, a file of JSON Lines. */
void random_file(place *at, const char *name, uint32_t first, uint32_t count);

void random_query(ndx_buffer *out);
/* A side of the range, now and then both, to the day or to the minute. */
void random_range(ndx_date_range *range);
void random_words(ndx_buffer *out, uint32_t count, const char *between);

#endif
