/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cursors.c - row, end and error are three different things; xapian-delve lists the same.
 */
#include "tests/unit/xapian_c/support.h"

static void a_cursor_starts_before_the_first_row_and_stays_at_the_end(void **state)
{
    xc_database *database = open_news(state);
    xc_posting_cursor *cursor = NULL;
    xc_termcount wdf = 0, length = 0;
    xc_error error = {0};
    MUST(xc_database_postings(database, B("moscow"), &cursor, &problem));
    xc_database_free(database);
    assert_int_equal(xc_posting_cursor_docid(cursor), 0);
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_posting_cursor_wdf(cursor, &wdf, &problem));
    assert_int_equal(xc_posting_cursor_next(cursor, &error), XC_ROW);
    assert_int_equal(xc_posting_cursor_docid(cursor), 1);
    MUST(xc_posting_cursor_wdf(cursor, &wdf, &problem));
    assert_int_equal(wdf, 3);
    MUST(xc_posting_cursor_doclength(cursor, &length, &problem));
    assert_int_equal(length, 5);
    assert_int_equal(xc_posting_cursor_next(cursor, &error), XC_ROW);
    assert_int_equal(xc_posting_cursor_docid(cursor), 3);
    assert_int_equal(xc_posting_cursor_next(cursor, &error), XC_ROW);
    assert_int_equal(xc_posting_cursor_docid(cursor), 5);
    for (int i = 0; i < 3; i++)
        assert_int_equal(xc_posting_cursor_next(cursor, &error), XC_END);
    assert_int_equal(xc_posting_cursor_skip_to(cursor, 1, &error), XC_END);
    assert_int_equal(xc_posting_cursor_docid(cursor), 0);
    assert_int_equal(error.status, XC_OK);
    xc_posting_cursor_free(cursor);
}

static void a_term_that_is_nowhere_gives_the_end_at_once(void **state)
{
    xc_database *database = open_news(state);
    xc_posting_cursor *cursor = NULL;
    xc_error error = {0};
    MUST(xc_database_postings(database, B("kyiv"), &cursor, &problem));
    assert_int_equal(xc_posting_cursor_next(cursor, &error), XC_END);
    xc_posting_cursor_free(cursor);
    MUST(xc_database_postings(database, B("kyiv"), &cursor, &problem));
    assert_int_equal(xc_posting_cursor_skip_to(cursor, 2, &error), XC_END);
    xc_posting_cursor_free(cursor);
    xc_database_free(database);
}

static void skipping_can_be_the_first_step_and_stays_where_it_is(void **state)
{
    xc_database *database = open_news(state);
    xc_posting_cursor *cursor = NULL;
    xc_error error = {0};
    MUST(xc_database_postings(database, B("moscow"), &cursor, &problem));
    assert_int_equal(xc_posting_cursor_skip_to(cursor, 2, &error), XC_ROW);
    assert_int_equal(xc_posting_cursor_docid(cursor), 3);
    assert_int_equal(xc_posting_cursor_skip_to(cursor, 3, &error), XC_ROW);
    assert_int_equal(xc_posting_cursor_docid(cursor), 3);
    assert_int_equal(xc_posting_cursor_skip_to(cursor, 1, &error), XC_ROW);
    assert_int_equal(xc_posting_cursor_docid(cursor), 3);
    assert_int_equal(xc_posting_cursor_skip_to(cursor, 6, &error), XC_END);
    xc_posting_cursor_free(cursor);
    xc_database_free(database);
}

static void the_empty_term_is_in_every_document(void **state)
{
    xc_database *database = open_news(state);
    xc_posting_cursor *cursor = NULL;
    xc_error error = {0};
    MUST(xc_database_postings(database, B(""), &cursor, &problem));
    for (xc_docid docid = 1; docid <= ARTICLE_COUNT; docid++) {
        assert_int_equal(xc_posting_cursor_next(cursor, &error), XC_ROW);
        assert_int_equal(xc_posting_cursor_docid(cursor), docid);
    }
    assert_int_equal(xc_posting_cursor_next(cursor, &error), XC_END);
    xc_posting_cursor_free(cursor);
    xc_database_free(database);
}

static void terms_of_a_prefix_come_in_order(void **state)
{
    xc_database *database = open_news(state);
    xc_term_cursor *cursor = NULL;
    xc_error error = {0};
    MUST(xc_database_terms(database, B("Q"), &cursor, &problem));
    assert_string_equal(walk_terms(cursor, true), "Q1:1 Q2:1 Q3:1 Q4:1 Q5:1");
    MUST(xc_database_terms(database, B(""), &cursor, &problem));
    assert_int_equal(xc_term_cursor_skip_to(cursor, B("m"), &error), XC_ROW);
    assert_bytes(xc_term_cursor_term(cursor), "moscow");
    assert_int_equal(xc_term_cursor_skip_to(cursor, B("zzz"), &error), XC_END);
    xc_term_cursor_free(cursor);
    xc_database_free(database);
}

static void delve_lists_the_same_terms(void **state)
{
    need_tool("xapian-delve");
    xc_database *database = open_news(state);
    xc_term_cursor *cursor = NULL;
    xc_error error = {0};
    char expected[1024];
    size_t used = (size_t)snprintf(expected, sizeof expected, "All terms in database:\n");
    MUST(xc_database_terms(database, B(""), &cursor, &problem));
    while (xc_term_cursor_next(cursor, &error) == XC_ROW) {
        const xc_bytes term = xc_term_cursor_term(cursor);
        used += (size_t)snprintf(expected + used, sizeof expected - used, "%.*s\n", (int)term.size,
                                 term.data);
        assert_in_range(used, 1, sizeof expected - 1);
    }
    xc_term_cursor_free(cursor);
    assert_string_equal(run(NULL, "xapian-delve -a -1 %s", path_in(state, "news")), expected);
    xc_database_free(database);
}

static void positions_are_those_of_the_document(void **state)
{
    xc_database *database = open_news(state);
    xc_position_cursor *positions = NULL;
    xc_posting_cursor *postings = NULL;
    xc_error error = {0};
    MUST(xc_database_positions(database, 5, B("moscow"), &positions, &problem));
    assert_int_equal(xc_position_cursor_next(positions, &error), XC_ROW);
    assert_int_equal(xc_position_cursor_position(positions), 2);
    assert_int_equal(xc_position_cursor_next(positions, &error), XC_END);
    xc_position_cursor_free(positions);
    MUST(xc_database_positions(database, 2, B("moscow"), &positions, &problem));
    assert_int_equal(xc_position_cursor_next(positions, &error), XC_END);
    xc_position_cursor_free(positions);
    MUST(xc_database_postings(database, B("talks"), &postings, &problem));
    assert_int_equal(xc_posting_cursor_next(postings, &error), XC_ROW);
    MUST(xc_posting_cursor_positions(postings, &positions, &problem));
    xc_posting_cursor_free(postings);
    assert_int_equal(xc_position_cursor_next(positions, &error), XC_ROW);
    assert_int_equal(xc_position_cursor_position(positions), 3);
    xc_position_cursor_free(positions);
    xc_database_free(database);
}

static void values_of_a_slot_come_by_document(void **state)
{
    xc_database *database = open_news(state);
    xc_value_cursor *cursor = NULL;
    xc_error error = {0};
    static const struct {
        xc_docid docid;
        const char *value;
    } rows[] = {{1, "reuters"}, {2, "ap"}, {3, "ap"}, {5, "reuters"}};
    MUST(xc_database_values(database, 0, &cursor, &problem));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(xc_value_cursor_next(cursor, &error), XC_ROW);
        assert_int_equal(xc_value_cursor_docid(cursor), rows[i].docid);
        assert_int_equal(xc_value_cursor_slot(cursor), 0);
        assert_bytes(xc_value_cursor_value(cursor), rows[i].value);
    }
    assert_int_equal(xc_value_cursor_next(cursor, &error), XC_END);
    xc_value_cursor_free(cursor);
    MUST(xc_database_values(database, 0, &cursor, &problem));
    assert_int_equal(xc_value_cursor_skip_to(cursor, 4, &error), XC_ROW);
    assert_int_equal(xc_value_cursor_docid(cursor), 5);
    xc_value_cursor_free(cursor);
    MUST(xc_database_values(database, 42, &cursor, &problem));
    assert_int_equal(xc_value_cursor_next(cursor, &error), XC_END);
    xc_value_cursor_free(cursor);
    xc_database_free(database);
}

static void terms_of_a_document_come_with_wdf_and_frequency(void **state)
{
    xc_database *database = open_news(state);
    xc_term_cursor *cursor = NULL;
    xc_termcount wdf = 0;
    xc_error error = {0};
    MUST(xc_database_document_terms(database, 1, &cursor, &problem));
    assert_int_equal(xc_term_cursor_skip_to(cursor, B("moscow"), &error), XC_ROW);
    MUST(xc_term_cursor_wdf(cursor, &wdf, &problem));
    assert_int_equal(wdf, 3);
    xc_term_cursor_free(cursor);
    xc_database_free(database);
}

static void what_a_row_has_not_is_an_error(void **state)
{
    xc_database *database = open_news(state);
    xc_term_cursor *cursor = NULL;
    xc_termcount wdf = 0;
    xc_error error = {0};
    MUST(xc_database_terms(database, B(""), &cursor, &problem));
    assert_int_equal(xc_term_cursor_next(cursor, &error), XC_ROW);
    assert_int_not_equal(xc_term_cursor_wdf(cursor, &wdf, &error), XC_OK);
    assert_true(xc_status_is(error.status, XC_LOGIC_ERROR));
    assert_int_equal(xc_term_cursor_next(cursor, &error), XC_ROW);
    xc_term_cursor_free(cursor);
    xc_database_free(database);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(a_cursor_starts_before_the_first_row_and_stays_at_the_end),
        NEWS(a_term_that_is_nowhere_gives_the_end_at_once),
        NEWS(skipping_can_be_the_first_step_and_stays_where_it_is),
        NEWS(the_empty_term_is_in_every_document),
        NEWS(terms_of_a_prefix_come_in_order),
        NEWS(delve_lists_the_same_terms),
        NEWS(positions_are_those_of_the_document),
        NEWS(values_of_a_slot_come_by_document),
        NEWS(terms_of_a_document_come_with_wdf_and_frequency),
        NEWS(what_a_row_has_not_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
