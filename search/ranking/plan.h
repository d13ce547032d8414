/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plan.h - a query made ready to run: candidates for Xapian, and what the span matcher must judge.
 * Internal to libnewsdex-search.
 *
 * Owns: the translation of every kind of node, in both directions: to a Xapian query that finds at
 * least the articles that match (exactly those where `exact`), and to a judgement of one article.
 * Must not know: how a match is run, sorted or shown.
 */
#ifndef NEWSDEX_RANKING_PLAN_H
#define NEWSDEX_RANKING_PLAN_H

#include "newsdex/search.h"
#include "query/leaf.h"

typedef struct ndx_plan ndx_plan;

/* The languages that a query's words are stemmed in, most frequent first: the one with this code, or
 * (NULL) those of at least 1 % of the archive. NDX_ERROR_USAGE for an unknown one. */
enum { NDX_PLAN_LANGUAGES = 256 };
bool ndx_plan_choose_languages(const ndx_index *index, const char *language,
                               ndx_language languages[NDX_PLAN_LANGUAGES], size_t *chosen,
                               ndx_error *error);

/* One scoring leaf: what --explain shows of it. */
typedef struct ndx_plan_leaf {
    ndx_span label; /* the words as understood: "witkoff", "\"28 point plan\"" */
    ndx_span terms; /* "Zwitkoff", "Zplan|Zplän" ... for a person */
    const struct plan_node *place;
} ndx_plan_leaf;

ndx_plan *ndx_plan_new(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                       ndx_analyser *analyser, ndx_error *error);
/* The same for counting alone: without highlights. */
ndx_plan *ndx_plan_make(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                        ndx_analyser *analyser, ndx_error *error);
void ndx_plan_free(ndx_plan *plan);

/* Makes the Xapian queries, if that was not done yet: for whoever asks libxapian. */
bool ndx_plan_make_queries(ndx_plan *plan, ndx_error *error);
/* Once they are made. NULL: the query holds nothing to search for. Borrowed. */
const xc_query *ndx_plan_candidates(const ndx_plan *plan);
/* True when the candidates are the matches (tombstones aside). No term says which update brought an
 * article: with after_update they never are. */
bool ndx_plan_is_exact(const ndx_plan *plan);
/* Must the matcher or a tombstone be asked for each candidate? */
bool ndx_plan_needs_judgement(const ndx_plan *plan);

/* Does the article match, and is it not deleted? */
bool ndx_plan_judge(ndx_plan *plan, const ndx_record *record, bool *matches, ndx_error *error);

const ndx_plan_leaf *ndx_plan_leaf_at(const ndx_plan *plan, size_t index); /* NULL past the end */
/* False: the leaf never counts in a score, for it stands under a NOT, a - or behind a "not w/". */
bool ndx_plan_leaf_counts(const ndx_plan_leaf *leaf);
/* What must match for the leaf to count in a score: its own candidates first (*at NULL), then those
 * of the nodes around it, from the inside; NULL at the end. Borrowed. */
const xc_query *ndx_plan_leaf_next(const ndx_plan_leaf *leaf, const struct plan_node **at);
const ndx_language *ndx_plan_languages(const ndx_plan *plan, size_t *count);

#endif
