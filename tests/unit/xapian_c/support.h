/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * support.h - what the tests of xapian_c share: five articles, a folder of their own, libxapian's
 * tools as oracles.
 *
 * number  data                terms (positions)                       slot 0   slot 1 (a number)
 * 1       Witkoff in Moscow   moscow (1), witkoff (2), talks (3)      reuters  20251202
 * 2       Umerov in Florida   umerov (1), florida (2), talks (3)      ap       20251130
 * 3       Moscow, Idaho       moscow (1), idaho (2), council (3)      ap       20251101
 * 4       A restaurant        restaurant (1), without values          -        -
 * 5       Kushner in Moscow   kushner (1), moscow (2), talks (3)      reuters  20251203
 *
 * "moscow" has wdf 3 in article 1, everything else wdf 1; each has the boolean term Q and its
 * number.
 */
#ifndef XAPIAN_C_TESTS_SUPPORT_H
#define XAPIAN_C_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xapian_c/xapian_c.h"

#define ARTICLE_COUNT 5
#define PATH_BYTES 256

/* `problem` is the error inside of both: MUST(xc_document_new(&document, &problem)). */
#define MUST(call)                                                                                 \
    do {                                                                                           \
        xc_error problem = {0};                                                                    \
        if ((call) != XC_OK)                                                                       \
            fail_msg("%s: %s: %s", #call, problem.type, problem.message);                          \
    } while (0)

#define FAILS(expected_status, expected_type, call)                                                \
    do {                                                                                           \
        xc_error problem = {0};                                                                    \
        assert_int_equal((call), (expected_status));                                               \
        assert_int_equal(problem.status, (expected_status));                                       \
        assert_string_equal(problem.type, (expected_type));                                        \
        assert_string_not_equal(problem.message, "");                                              \
    } while (0)

#define B(text) xc_bytes_of(text)

void assert_bytes(xc_bytes bytes, const char *expected);
void assert_text(const xc_string *string, const char *expected);

/* Setup and teardown: *state is a folder of the test's own, removed afterwards. */
int folder_setup(void **state);
int folder_teardown(void **state);
/* Setup: the folder with the five articles in the database "news". */
int news_setup(void **state);

/* folder/name, in a static buffer for each of the last eight calls. */
const char *path_in(void **state, const char *name);

xc_document *article(unsigned number);
void add_articles(xc_writable_database *database, unsigned first, unsigned last);
void write_news(const char *path, unsigned first, unsigned last, int flags);
xc_database *open_news(void **state);
xc_query *term_query(const char *term);
xc_match_set *match(xc_database *database, const xc_query *query, const xc_match_request *request);
/* "1 5 3": the numbers of the articles found, in order. */
const char *found(const xc_match_set *set);
/* The same for a query, ordered by number; frees the query. */
const char *found_by(xc_database *database, xc_query *query);
/* "a:1 b:2" with the frequencies, or "a b"; frees the cursor. */
const char *walk_terms(xc_term_cursor *cursor, bool with_frequencies);

/* Runs a shell command, gives its standard output and error (static buffer) and exit status. */
const char *run(int *exit_status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Skips the test, loudly, where the tool is not installed. */
void need_tool(const char *tool);

#endif
