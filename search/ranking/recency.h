/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * recency.h - how much of a score is left to an article of some age (NDX_SORT_RECENCY). Internal to
 * libnewsdex-search.
 *
 * Exponential decay, as Li and Croft, "Time-based language models", CIKM 2003, take it for a prior
 * of news: half of it after the half life, a quarter after two. What is of the future is as of now.
 */
#ifndef NEWSDEX_RANKING_RECENCY_H
#define NEWSDEX_RANKING_RECENCY_H

#include "newsdex/search.h"

/* The factor, 0 to 1; 0 for an undated article (INT64_MIN). time: seconds since 1970-01-01. */
double ndx_recency(const ndx_search_options *options, int64_t time);

#endif
