/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * enquire.h - running a query.
 *
 * Owns: the settings of a match and running it. What is given to a setter is kept alive by the
 * enquire and may be freed by the caller; the context of a callback is the caller's and must live
 * as long as matches are run.
 */
#ifndef XAPIAN_C_ENQUIRE_H
#define XAPIAN_C_ENQUIRE_H

#include <stdbool.h>

#include "xapian_c/bytes.h"
#include "xapian_c/cursor.h"
#include "xapian_c/database.h"
#include "xapian_c/expand.h"
#include "xapian_c/key_maker.h"
#include "xapian_c/match_decider.h"
#include "xapian_c/match_set.h"
#include "xapian_c/match_spy.h"
#include "xapian_c/query.h"
#include "xapian_c/weight.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_enquire xc_enquire;

typedef enum xc_docid_order {
    XC_DOCID_ASCENDING,
    XC_DOCID_DESCENDING,
    XC_DOCID_DONT_CARE
} xc_docid_order;

xc_status xc_enquire_new(const xc_database *database, xc_enquire **enquire, xc_error *error);
void xc_enquire_free(xc_enquire *enquire); /* NULL does nothing */

/* query_length 0: that of the query. */
xc_status xc_enquire_set_query(xc_enquire *enquire, const xc_query *query,
                               xc_termcount query_length, xc_error *error);
/* A new handle. */
xc_status xc_enquire_query(const xc_enquire *enquire, xc_query **query, xc_error *error);
xc_status xc_enquire_set_weight(xc_enquire *enquire, const xc_weight *weight, xc_error *error);
/* "trad" (parameter k, default 1) or "bo1". */
xc_status xc_enquire_set_expansion_scheme(xc_enquire *enquire, const char *name, double k,
                                          xc_error *error);
xc_status xc_enquire_set_docid_order(xc_enquire *enquire, xc_docid_order order, xc_error *error);
/* Leaves out what is below either; 0 is no limit. */
xc_status xc_enquire_set_cutoff(xc_enquire *enquire, int percent, double weight, xc_error *error);
/* At most `max` documents with the same value of the slot; XC_BAD_SLOT or 0: no collapsing. */
xc_status xc_enquire_set_collapse(xc_enquire *enquire, xc_slot slot, xc_doccount max,
                                  xc_error *error);
/* The order. reverse: greatest first. */
xc_status xc_enquire_set_sort_by_relevance(xc_enquire *enquire, xc_error *error);
xc_status xc_enquire_set_sort_by_value(xc_enquire *enquire, xc_slot slot, bool reverse,
                                       xc_error *error);
xc_status xc_enquire_set_sort_by_value_then_relevance(xc_enquire *enquire, xc_slot slot,
                                                      bool reverse, xc_error *error);
xc_status xc_enquire_set_sort_by_relevance_then_value(xc_enquire *enquire, xc_slot slot,
                                                      bool reverse, xc_error *error);
xc_status xc_enquire_set_sort_by_key(xc_enquire *enquire, const xc_key_maker *maker, bool reverse,
                                     xc_error *error);
xc_status xc_enquire_set_sort_by_key_then_relevance(xc_enquire *enquire, const xc_key_maker *maker,
                                                    bool reverse, xc_error *error);
xc_status xc_enquire_set_sort_by_relevance_then_key(xc_enquire *enquire, const xc_key_maker *maker,
                                                    bool reverse, xc_error *error);
/* After so long the match stops looking at more than it needs (check_at_least); it does not stop.
 * 0: no limit. */
xc_status xc_enquire_set_time_limit(xc_enquire *enquire, double seconds, xc_error *error);
xc_status xc_enquire_add_match_spy(xc_enquire *enquire, const xc_match_spy *spy, xc_error *error);
xc_status xc_enquire_clear_match_spies(xc_enquire *enquire, xc_error *error);

/* A match. first: how many of the best to pass over; max: how many to give at most. check_at_least:
 * how many to look at, at least, so that counts are exact up to there (the number of documents:
 * all). relevant and decider may be NULL. */
typedef struct xc_match_request {
    xc_doccount first;
    xc_doccount max;
    xc_doccount check_at_least;
    const xc_relevant_set *relevant;
    xc_match_decider decider;
    void *decider_context;
} xc_match_request;
xc_status xc_enquire_match(xc_enquire *enquire, const xc_match_request *request, xc_match_set **set,
                           xc_error *error);

/* Terms of the relevant documents by weight. */
enum { XC_EXPAND_INCLUDE_QUERY_TERMS = 1, XC_EXPAND_EXACT_TERMFREQ = 2 };
/* At most max terms with at least min_weight; decider may be NULL. The database needs term lists.
 */
xc_status xc_enquire_expand_set(xc_enquire *enquire, const xc_relevant_set *relevant,
                                xc_termcount max, int flags, const xc_expand_decider *decider,
                                double min_weight, xc_expand_set **set, xc_error *error);

/* The query's terms that a document has, in the query's order. The database needs term lists. */
xc_status xc_enquire_matching_terms(const xc_enquire *enquire, xc_docid docid,
                                    xc_term_cursor **cursor, xc_error *error);
xc_status xc_enquire_description(const xc_enquire *enquire, xc_string *text, xc_error *error);

#ifdef __cplusplus
}
#endif
#endif
