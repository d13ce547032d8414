/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reference_articles.h - the articles that the naive evaluator looks at, cut into words, and what
 * queries over them are made from: random ones of a small vocabulary, or those of an index.
 *
 * Owns: where words, sentences and paragraphs end in the random articles, and what their words'
 * stems are: by rules that hold for those texts and share nothing with newsdex. The words of real
 * articles are newsdex's, for what a word is in real text is tested elsewhere.
 */
#ifndef NEWSDEX_TESTS_SEARCH_REFERENCE_ARTICLES_H
#define NEWSDEX_TESTS_SEARCH_REFERENCE_ARTICLES_H

#include "newsdex/analysis.h"
#include "newsdex/index.h"
#include "unit/index/support.h"
#include "unit/search/reference_queries.h"

typedef struct reference_library {
    ndx_arena arena;
    reference_article *articles;
    size_t count, room;
    reference_choices choices;
} reference_library;

/* Room for one more; zeroed. */
reference_article *reference_library_add(reference_library *library);

/* Random articles in an index of several shards with deleted articles, and the live ones. The dice
 * are those of random.h. */
void reference_library_make(reference_library *library, place *at);

/* The live articles of an index; at most `words` of theirs are the choices. */
void reference_library_read(reference_library *library, ndx_index *index, ndx_analyser *analyser,
                            size_t words);

const reference_article *reference_library_find(const reference_library *library, ndx_span id);

void reference_library_free(reference_library *library);

#endif
