/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold.h - results of which copies of one text are one. Internal to libnewsdex-search.
 *
 * Owns: which of the copies stands for all, and where. Must not know: what a copy is (copies.h).
 *
 * A cluster stands where the best of its articles ranks; the first publisher among those that match
 * is shown there, the others are its copies. Nothing is left out but to be shown there: totals count
 * every article.
 */
#ifndef NEWSDEX_RANKING_FOLD_H
#define NEWSDEX_RANKING_FOLD_H

#include "ranking/results.h"

/* Puts clusters in the place of the results' hits, so that offset and limit count clusters.
 * only_copied: those of one article are left out. */
bool ndx_results_fold(ndx_results *results, const ndx_query *query, ndx_analyser *analyser,
                      bool only_copied, ndx_error *error);

#endif
