/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terms_count.h - in how many matching articles each term occurs, and how it is written. Internal to
 * search/present.
 *
 * Owns: the walk over the numbers of the texts. Must not know: the archive, scores.
 */
#ifndef NEWSDEX_PRESENT_TERMS_COUNT_H
#define NEWSDEX_PRESENT_TERMS_COUNT_H

#include "present/names.h"
#include "present/survey.h"

typedef struct ndx_term_articles {
    uint64_t articles;
    uint64_t last; /* the article that was counted last, from 1 */
} ndx_term_articles;

typedef struct ndx_term_form {
    uint32_t term; /* its number */
    uint64_t occurrences;
} ndx_term_form;

typedef struct ndx_term_counts {
    uint64_t matching; /* articles */
    uint64_t counted;  /* without copies of others */
    ndx_names terms;
    ndx_term_articles *term; /* by number */
    ndx_names forms;         /* the term, a NUL, the form */
    ndx_term_form *form;     /* by number */
    size_t term_capacity, form_capacity;
} ndx_term_counts;

/* Zeroed *counts; to be freed also after an error. */
bool ndx_term_counts_make(const ndx_survey *survey, const ndx_query *query, ndx_term_counts *counts,
                          ndx_error *error);
void ndx_term_counts_free(ndx_term_counts *counts);

#endif
