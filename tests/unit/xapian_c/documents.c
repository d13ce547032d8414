/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * documents.c - documents being built, and read from a database.
 */
#include "tests/unit/xapian_c/support.h"

static void a_new_document_is_empty(void **state)
{
    (void)state;
    xc_document *document = NULL;
    xc_bytes bytes;
    xc_termcount count = 9;
    xc_docid docid = 9;
    MUST(xc_document_new(&document, &problem));
    MUST(xc_document_data(document, &bytes, &problem));
    assert_bytes(bytes, "");
    MUST(xc_document_value(document, 0, &bytes, &problem));
    assert_bytes(bytes, "");
    MUST(xc_document_term_count(document, &count, &problem));
    assert_int_equal(count, 0);
    MUST(xc_document_docid(document, &docid, &problem));
    assert_int_equal(docid, 0);
    xc_document_free(document);
}

static void data_and_values_hold_any_bytes(void **state)
{
    (void)state;
    xc_document *document = NULL;
    xc_string text = XC_STRING_EMPTY;
    xc_bytes bytes;
    const xc_bytes odd = {"\0\xff\0", 3};
    MUST(xc_document_new(&document, &problem));
    MUST(xc_document_set_data(document, odd, &problem));
    MUST(xc_document_set_value(document, 3, odd, &problem));
    MUST(xc_document_get_data(document, &text, &problem));
    assert_int_equal(text.size, 3);
    assert_memory_equal(text.data, odd.data, 3);
    MUST(xc_document_value(document, 3, &bytes, &problem));
    assert_int_equal(bytes.size, 3);
    assert_memory_equal(bytes.data, odd.data, 3);
    MUST(xc_document_get_value(document, 3, &text, &problem));
    assert_int_equal(text.size, 3);
    xc_string_free(&text);
    xc_document_free(document);
}

static void values_come_and_go(void **state)
{
    (void)state;
    xc_document *document = article(1);
    xc_value_cursor *cursor = NULL;
    xc_termcount count = 0;
    xc_error error = {0};
    MUST(xc_document_set_value(document, 5, B("late"), &problem));
    MUST(xc_document_remove_value(document, 1, &problem));
    MUST(xc_document_value_count(document, &count, &problem));
    assert_int_equal(count, 2);
    MUST(xc_document_values(document, &cursor, &problem));
    assert_int_equal(xc_value_cursor_next(cursor, &error), XC_ROW);
    assert_int_equal(xc_value_cursor_slot(cursor), 0);
    assert_bytes(xc_value_cursor_value(cursor), "reuters");
    assert_int_equal(xc_value_cursor_next(cursor, &error), XC_ROW);
    assert_int_equal(xc_value_cursor_slot(cursor), 5);
    assert_bytes(xc_value_cursor_value(cursor), "late");
    assert_int_equal(xc_value_cursor_next(cursor, &error), XC_END);
    assert_int_equal(xc_value_cursor_next(cursor, &error), XC_END);
    xc_value_cursor_free(cursor);
    MUST(xc_document_clear_values(document, &problem));
    MUST(xc_document_value_count(document, &count, &problem));
    assert_int_equal(count, 0);
    xc_document_free(document);
}

static void terms_gather_wdf_and_positions(void **state)
{
    (void)state;
    xc_document *document = NULL;
    xc_term_cursor *cursor = NULL;
    xc_termcount number = 0;
    xc_error error = {0};
    MUST(xc_document_new(&document, &problem));
    MUST(xc_document_add_term(document, B("moscow"), 2, &problem));
    MUST(xc_document_add_posting(document, B("moscow"), 7, 1, &problem));
    MUST(xc_document_add_posting(document, B("moscow"), 3, 1, &problem));
    MUST(xc_document_add_boolean_term(document, B("Q1"), &problem));
    MUST(xc_document_terms(document, &cursor, &problem));
    assert_int_equal(xc_term_cursor_next(cursor, &error), XC_ROW);
    assert_bytes(xc_term_cursor_term(cursor), "Q1");
    MUST(xc_term_cursor_wdf(cursor, &number, &problem));
    assert_int_equal(number, 0);
    assert_int_equal(xc_term_cursor_next(cursor, &error), XC_ROW);
    assert_bytes(xc_term_cursor_term(cursor), "moscow");
    MUST(xc_term_cursor_wdf(cursor, &number, &problem));
    assert_int_equal(number, 4);
    MUST(xc_term_cursor_position_count(cursor, &number, &problem));
    assert_int_equal(number, 2);
    xc_position_cursor *positions = NULL;
    MUST(xc_term_cursor_positions(cursor, &positions, &problem));
    assert_int_equal(xc_position_cursor_next(positions, &error), XC_ROW);
    assert_int_equal(xc_position_cursor_position(positions), 3);
    assert_int_equal(xc_position_cursor_skip_to(positions, 4, &error), XC_ROW);
    assert_int_equal(xc_position_cursor_position(positions), 7);
    assert_int_equal(xc_position_cursor_next(positions, &error), XC_END);
    xc_position_cursor_free(positions);
    xc_term_cursor_free(cursor);
    xc_document_free(document);
}

static void terms_and_postings_are_removed(void **state)
{
    (void)state;
    xc_document *document = article(1);
    xc_term_cursor *cursor = NULL;
    xc_termcount removed = 0;
    MUST(xc_document_add_posting(document, B("talks"), 8, 1, &problem));
    MUST(xc_document_add_posting(document, B("talks"), 9, 1, &problem));
    MUST(xc_document_remove_term(document, B("witkoff"), &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_document_remove_term(document, B("witkoff"), &problem));
    MUST(xc_document_remove_posting(document, B("talks"), 9, 1, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_document_remove_posting(document, B("talks"), 77, 1, &problem));
    MUST(xc_document_remove_postings(document, B("talks"), 1, 8, 1, &removed, &problem));
    assert_int_equal(removed, 2);
    MUST(xc_document_terms(document, &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "Q1 moscow talks");
    MUST(xc_document_clear_terms(document, &problem));
    MUST(xc_document_terms(document, &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "");
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_document_add_term(document, B(""), 1, &problem));
    xc_document_free(document);
}

static void a_cursor_outlives_its_document(void **state)
{
    (void)state;
    xc_document *document = article(1);
    xc_term_cursor *terms = NULL;
    xc_value_cursor *values = NULL;
    xc_error error = {0};
    MUST(xc_document_terms(document, &terms, &problem));
    MUST(xc_document_values(document, &values, &problem));
    xc_document_free(document);
    assert_string_equal(walk_terms(terms, false), "Q1 moscow talks witkoff");
    assert_int_equal(xc_value_cursor_next(values, &error), XC_ROW);
    assert_bytes(xc_value_cursor_value(values), "reuters");
    xc_value_cursor_free(values);
}

static void a_document_is_cleared_and_used_again(void **state)
{
    (void)state;
    xc_document *document = article(1);
    xc_bytes bytes;
    xc_termcount count = 9;
    MUST(xc_document_clear(document, &problem));
    MUST(xc_document_data(document, &bytes, &problem));
    assert_bytes(bytes, "");
    MUST(xc_document_term_count(document, &count, &problem));
    assert_int_equal(count, 0);
    xc_document_free(document);
}

static void a_document_survives_serialisation(void **state)
{
    (void)state;
    xc_document *document = article(1), *back = NULL;
    xc_string bytes = XC_STRING_EMPTY;
    xc_term_cursor *cursor = NULL;
    xc_bytes data;
    MUST(xc_document_serialise(document, &bytes, &problem));
    MUST(xc_document_unserialise(xc_string_bytes(&bytes), &back, &problem));
    MUST(xc_document_data(back, &data, &problem));
    assert_bytes(data, "Witkoff in Moscow");
    MUST(xc_document_terms(back, &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "Q1 moscow talks witkoff");
    xc_document_free(back);
    back = NULL;
    xc_error error = {0};
    assert_int_not_equal(xc_document_unserialise((xc_bytes){bytes.data, 5}, &back, &error), XC_OK);
    assert_null(back);
    MUST(xc_document_description(document, &bytes, &problem));
    assert_string_not_equal(bytes.data, "");
    xc_string_free(&bytes);
    xc_document_free(document);
}

static void a_stored_document_comes_back_whole(void **state)
{
    xc_database *database = open_news(state);
    xc_document *document = NULL;
    xc_term_cursor *cursor = NULL;
    xc_docid docid = 0;
    xc_bytes bytes;
    MUST(xc_database_document(database, 2, &document, &problem));
    xc_database_free(database); /* the document keeps it alive */
    MUST(xc_document_docid(document, &docid, &problem));
    assert_int_equal(docid, 2);
    MUST(xc_document_data(document, &bytes, &problem));
    assert_bytes(bytes, "Umerov in Florida");
    MUST(xc_document_value(document, 0, &bytes, &problem));
    assert_bytes(bytes, "ap");
    MUST(xc_document_value(document, 1, &bytes, &problem));
    assert_true(xc_number_unserialise(bytes) == 20251130);
    MUST(xc_document_terms(document, &cursor, &problem));
    assert_string_equal(walk_terms(cursor, true), "Q2:1 florida:1 talks:3 umerov:1");
    xc_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_document_is_empty),
        cmocka_unit_test(data_and_values_hold_any_bytes),
        cmocka_unit_test(values_come_and_go),
        cmocka_unit_test(terms_gather_wdf_and_positions),
        cmocka_unit_test(terms_and_postings_are_removed),
        cmocka_unit_test(a_cursor_outlives_its_document),
        cmocka_unit_test(a_document_is_cleared_and_used_again),
        cmocka_unit_test(a_document_survives_serialisation),
        cmocka_unit_test_setup_teardown(a_stored_document_comes_back_whole, news_setup,
                                        folder_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
