/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_spy.h - looking at every document that the match considers: counts and facets.
 *
 * What a spy sees is a sample unless the match is made with check_at_least = the number of
 * documents.
 */
#ifndef XAPIAN_C_MATCH_SPY_H
#define XAPIAN_C_MATCH_SPY_H

#include "xapian_c/bytes.h"
#include "xapian_c/cursor.h"
#include "xapian_c/document.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_match_spy xc_match_spy;

/* XC_FAIL makes the match fail; any other decision goes on. The document is borrowed for the length
 * of the call. Not on remote databases. */
typedef xc_decision (*xc_match_spy_look)(void *context, xc_document *document, double weight,
                                         xc_error *error);
xc_status xc_match_spy_new(xc_match_spy_look look, void *context, xc_match_spy **spy,
                           xc_error *error);

/* Counts the values of a slot. */
xc_status xc_match_spy_new_value_count(xc_slot slot, xc_match_spy **spy, xc_error *error);
/* Documents seen by a counting spy so far (it is not set back between matches). */
xc_status xc_match_spy_total(const xc_match_spy *spy, size_t *total, xc_error *error);
/* The values by bytes, and the most frequent first; xc_term_cursor_termfreq gives the counts. */
xc_status xc_match_spy_values(const xc_match_spy *spy, xc_term_cursor **cursor, xc_error *error);
xc_status xc_match_spy_top_values(const xc_match_spy *spy, size_t max, xc_term_cursor **cursor,
                                  xc_error *error);

/* NULL does nothing. An enquire that was given it keeps it alive. */
void xc_match_spy_free(xc_match_spy *spy);

#ifdef __cplusplus
}
#endif
#endif
