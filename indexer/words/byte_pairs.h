/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * byte_pairs.h - looking for two bytes next to each other. Internal to indexer/words.
 *
 * Owns: doing it with what the processor has. Must not know: codes.
 *
 * One byte of a codeword stands in a text by chance every few hundred bytes, and each time a search
 * stops there for nothing costs a branch that nobody foresaw; two bytes seldom do.
 */
#ifndef NEWSDEX_WORDS_BYTE_PAIRS_H
#define NEWSDEX_WORDS_BYTE_PAIRS_H

#include <stdint.h>

/* The first place at or behind `from`, before `end`, where `last` stands and `first` before it;
 * NULL if there is none. from[-1] must be readable. */
typedef const uint8_t *(*ndx_pair_finder)(const uint8_t *from, const uint8_t *end, uint8_t first,
                                          uint8_t last);

/* The fastest that this processor can run. */
ndx_pair_finder ndx_best_pair_finder(void);
/* All that it can run, from 0, for tests: NULL past the last. */
ndx_pair_finder ndx_pair_finder_at(unsigned index);

#endif
