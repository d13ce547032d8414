/* SPDX-License-Identifier: GPL-2.0-or-later */
/* support.h - what the tests of analysis share: tokens and terms written as one readable string,
 * random text, real text. */
#ifndef NEWSDEX_TESTS_ANALYSIS_SUPPORT_H
#define NEWSDEX_TESTS_ANALYSIS_SUPPORT_H

#include "newsdex/analysis.h"
#include "unit/unit.h"

/* "[word]<separator>" with # behind a separator that ends a sentence, P one that ends a paragraph;
 * freed by the caller. */
char *split(const char *language, const char *text);
/* The terms of a text's words, joined by single spaces; those that give none left out. Freed by the
 * caller. */
char *terms(const char *language, const char *text);
void assert_split(const char *language, const char *text, const char *expected);
void assert_terms(const char *language, const char *text, const char *expected);
/* Both give the same terms, and at least one. */
void assert_same_terms(const char *language, const char *a, const char *language_b, const char *b);

ndx_language language(const char *code);

/* A small generator with a fixed seed: the same texts on every machine. */
typedef struct random_source {
    uint64_t state;
} random_source;
uint32_t random_below(random_source *source, uint32_t limit);

/* The articles below $NEWSDEX_DATA, put one after another by the shell command (run there),
 * repaired to valid UTF-8, at most `limit` bytes. False when there are none: the test says so and
 * skips. */
bool real_text(const char *command, size_t limit, ndx_buffer *text);

#endif
