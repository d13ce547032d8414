/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * misspelling.h - how likely one word is written where another was meant. Internal to
 * libnewsdex-search.
 *
 * Owns: the channel of a noisy-channel model (Kernighan, Church, Gale, "A spelling correction program
 * based on a noisy channel model", COLING 1990). Must not know: which words an archive has.
 */
#ifndef NEWSDEX_RANKING_MISSPELLING_H
#define NEWSDEX_RANKING_MISSPELLING_H

#include "newsdex/words.h"

/* What it costs to take `typed`, folded, for `meant`, folded: the sum of the cheapest edits (those of
 * ndx_word_pattern), by kind:
 *
 *   1     a letter more, less, or another
 *   0.6   a letter written twice that is meant once, or the other way round (puttin, witkof), or one
 *         letter for another that sounds like it (putyn; vitkoff)
 *   0.8   two neighbours swapped
 *   + 0.5 where the edit is at the first letter, which few get wrong (Pollock, Zamora, "Automatic
 *         spelling correction in scientific and scholarly text", Communications of the ACM 27(4),
 *         1984)
 *
 * The figures are not measured; the tests say what comes of them (names and words of corpus/,
 * misspelt). Words of more than NDX_WORD_PATTERN_LETTERS are compared up to there. */
double ndx_misspelling_cost(ndx_span meant, ndx_span typed);

/* How good a word is for what was typed, to be compared with others: the log of its frequency, less
 * what the misspelling costs. A whole edit makes a word a hundred times less likely, so that a word
 * written as it is in the archive gives way only to one that is far more frequent. */
double ndx_misspelling_score(double cost, uint64_t frequency);

/* Is a word of this score so much worse than the best one that it need not be offered: by a whole
 * edit? */
bool ndx_misspelling_is_far_behind(double score, double best);

#endif
