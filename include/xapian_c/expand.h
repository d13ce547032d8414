/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expand.h - relevance feedback: the relevant documents, and the terms they suggest.
 *
 * xc_enquire_expand_set (enquire.h) makes the expand set.
 */
#ifndef XAPIAN_C_EXPAND_H
#define XAPIAN_C_EXPAND_H

#include <stdbool.h>

#include "xapian_c/bytes.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Documents judged relevant. */
typedef struct xc_relevant_set xc_relevant_set;
xc_status xc_relevant_set_new(xc_relevant_set **set, xc_error *error);
xc_status xc_relevant_set_add(xc_relevant_set *set, xc_docid docid, xc_error *error);
xc_status xc_relevant_set_remove(xc_relevant_set *set, xc_docid docid, xc_error *error);
bool xc_relevant_set_contains(const xc_relevant_set *set, xc_docid docid);
xc_doccount xc_relevant_set_size(const xc_relevant_set *set);
void xc_relevant_set_free(xc_relevant_set *set); /* NULL does nothing */

/* Which terms may enter an expand set. */
typedef struct xc_expand_decider xc_expand_decider;
typedef xc_decision (*xc_expand_decide)(void *context, xc_bytes term, xc_error *error);
xc_status xc_expand_decider_new(xc_expand_decide decide, void *context, xc_expand_decider **decider,
                                xc_error *error);
xc_status xc_expand_decider_new_prefix(xc_bytes prefix, xc_expand_decider **decider,
                                       xc_error *error);
/* All but these. */
xc_status xc_expand_decider_new_reject(const xc_bytes *terms, size_t count,
                                       xc_expand_decider **decider, xc_error *error);
/* Both must accept. They may be freed afterwards. */
xc_status xc_expand_decider_new_and(const xc_expand_decider *first, const xc_expand_decider *second,
                                    xc_expand_decider **decider, xc_error *error);
void xc_expand_decider_free(xc_expand_decider *decider); /* NULL does nothing */

/* Terms by falling weight. */
typedef struct xc_expand_set xc_expand_set;
size_t xc_expand_set_size(const xc_expand_set *set);
/* A lower bound of how many terms could be given. */
xc_termcount xc_expand_set_bound(const xc_expand_set *set);
/* index from 0. Borrowed: valid until another item of the set is asked for, or it is freed. Either
 * output may be NULL. */
xc_status xc_expand_set_item(xc_expand_set *set, size_t index, xc_bytes *term, double *weight,
                             xc_error *error);
void xc_expand_set_free(xc_expand_set *set); /* NULL does nothing */

#ifdef __cplusplus
}
#endif
#endif
