/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reference_queries.h - random queries as trees, and trees as text: with no more brackets than the
 * precedence of newsdex-query(7) asks for, or with all of them.
 *
 * Owns: what may stand where, and how it is written. Must not know: what it means (reference.h), how
 * newsdex reads it.
 */
#ifndef NEWSDEX_TESTS_SEARCH_REFERENCE_QUERIES_H
#define NEWSDEX_TESTS_SEARCH_REFERENCE_QUERIES_H

#include "unit/search/reference.h"

/* What queries are made from. The first of the words and fields are chosen most. */
typedef struct reference_choices {
    const reference_text *texts;
    size_t text_count;
    const reference_node *fields; /* leaves such as source:reuters */
    size_t field_count;
} reference_choices;

/* The tree lives in the arena; dice are those of random.h. */
const reference_node *reference_random_query(ndx_arena *arena, const reference_choices *choices);

/* Appends the query's text. White space, quotation marks and the case of operators are random. */
void reference_write_query(ndx_buffer *out, const reference_node *query, bool all_brackets);

#endif
