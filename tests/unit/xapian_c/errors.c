/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * errors.c - whatever is thrown becomes a status and an error, by libxapian's hierarchy.
 */
#include "indexer/xapian/testing.h"
#include "tests/unit/xapian_c/support.h"

static void every_class_of_libxapian_has_its_own_status(void **state)
{
    (void)state;
    static const struct {
        int kind;
        xc_status status;
        const char *type;
    } cases[] = {
        {XC_TESTING_ASSERTION, XC_ASSERTION_ERROR, "AssertionError"},
        {XC_TESTING_INVALID_ARGUMENT, XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError"},
        {XC_TESTING_INVALID_OPERATION, XC_INVALID_OPERATION_ERROR, "InvalidOperationError"},
        {XC_TESTING_UNIMPLEMENTED, XC_UNIMPLEMENTED_ERROR, "UnimplementedError"},
        {XC_TESTING_DATABASE, XC_DATABASE_ERROR, "DatabaseError"},
        {XC_TESTING_DATABASE_CORRUPT, XC_DATABASE_CORRUPT_ERROR, "DatabaseCorruptError"},
        {XC_TESTING_DATABASE_CREATE, XC_DATABASE_CREATE_ERROR, "DatabaseCreateError"},
        {XC_TESTING_DATABASE_LOCK, XC_DATABASE_LOCK_ERROR, "DatabaseLockError"},
        {XC_TESTING_DATABASE_MODIFIED, XC_DATABASE_MODIFIED_ERROR, "DatabaseModifiedError"},
        {XC_TESTING_DATABASE_OPENING, XC_DATABASE_OPENING_ERROR, "DatabaseOpeningError"},
        {XC_TESTING_DATABASE_VERSION, XC_DATABASE_VERSION_ERROR, "DatabaseVersionError"},
        {XC_TESTING_DATABASE_NOT_FOUND, XC_DATABASE_NOT_FOUND_ERROR, "DatabaseNotFoundError"},
        {XC_TESTING_DATABASE_CLOSED, XC_DATABASE_CLOSED_ERROR, "DatabaseClosedError"},
        {XC_TESTING_DOCUMENT_NOT_FOUND, XC_DOCUMENT_NOT_FOUND_ERROR, "DocNotFoundError"},
        {XC_TESTING_FEATURE_UNAVAILABLE, XC_FEATURE_UNAVAILABLE_ERROR, "FeatureUnavailableError"},
        {XC_TESTING_INTERNAL, XC_INTERNAL_ERROR, "InternalError"},
        {XC_TESTING_NETWORK, XC_NETWORK_ERROR, "NetworkError"},
        {XC_TESTING_NETWORK_TIMEOUT, XC_NETWORK_TIMEOUT_ERROR, "NetworkTimeoutError"},
        {XC_TESTING_QUERY_PARSER, XC_QUERY_PARSER_ERROR, "QueryParserError"},
        {XC_TESTING_SERIALISATION, XC_SERIALISATION_ERROR, "SerialisationError"},
        {XC_TESTING_RANGE, XC_RANGE_ERROR, "RangeError"},
        {XC_TESTING_WILDCARD, XC_WILDCARD_ERROR, "WildcardError"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        xc_error error = {0};
        assert_int_equal(xc_testing_throw(cases[i].kind, &error), cases[i].status);
        assert_int_equal(error.status, cases[i].status);
        assert_string_equal(error.type, cases[i].type);
        assert_string_equal(error.message, "a message");
        assert_string_equal(error.context, "a context");
    }
}

static void a_class_that_is_added_tomorrow_arrives_under_its_ancestor(void **state)
{
    (void)state;
    FAILS(XC_DATABASE_LOCK_ERROR, "LockedByAliensError",
          xc_testing_throw(XC_TESTING_NEW_LOCK_ERROR, &problem));
    FAILS(XC_RUNTIME_ERROR, "NewRuntimeError",
          xc_testing_throw(XC_TESTING_NEW_RUNTIME_ERROR, &problem));
    FAILS(XC_LOGIC_ERROR, "NewLogicError", xc_testing_throw(XC_TESTING_NEW_LOGIC_ERROR, &problem));
    FAILS(XC_XAPIAN_ERROR, "NewError", xc_testing_throw(XC_TESTING_NEW_ERROR, &problem));
}

static void what_is_not_of_libxapian_does_not_get_out_either(void **state)
{
    (void)state;
    FAILS(XC_OUT_OF_MEMORY, "std::bad_alloc", xc_testing_throw(XC_TESTING_BAD_ALLOC, &problem));
    FAILS(XC_SYSTEM_ERROR, "std::exception", xc_testing_throw(XC_TESTING_OUT_OF_RANGE, &problem));
    FAILS(XC_UNKNOWN_ERROR, "unknown", xc_testing_throw(XC_TESTING_INT, &problem));
    FAILS(XC_UNKNOWN_ERROR, "unknown", xc_testing_throw(XC_TESTING_TEXT, &problem));
}

static void an_error_may_be_left_out(void **state)
{
    (void)state;
    for (int kind = 0; kind < XC_TESTING_KINDS; kind++)
        assert_int_not_equal(xc_testing_throw(kind, NULL), XC_OK);
}

static void success_leaves_the_error_alone(void **state)
{
    (void)state;
    xc_error error = {.status = XC_RANGE_ERROR, .message = "from before"};
    xc_document *document = NULL;
    assert_int_equal(xc_document_new(&document, &error), XC_OK);
    assert_int_equal(error.status, XC_RANGE_ERROR);
    assert_string_equal(error.message, "from before");
    xc_document_free(document);
}

static void a_long_message_is_cut_between_characters(void **state)
{
    (void)state;
    xc_error error = {0};
    xc_testing_throw(XC_TESTING_LONG_MESSAGE, &error); /* 400 times e with acute, two bytes each */
    const size_t size = strlen(error.message);
    assert_in_range(size, 500, sizeof error.message - 1);
    assert_int_equal(size % 2, 0);
}

static void the_word_of_the_operating_system_is_kept(void **state)
{
    (void)state;
    xc_error error = {0};
    char text[512];
    xc_testing_throw(XC_TESTING_ERRNO, &error);
    assert_string_equal(error.system, "No such file or directory");
    assert_string_equal(xc_error_describe(&error, text, sizeof text),
                        "DatabaseOpeningError: a message (a context; No such file or directory)");
    assert_string_equal(xc_error_describe(&error, text, 9), "Database");
    xc_error_clear(&error);
    assert_string_equal(xc_error_describe(&error, text, sizeof text), "no error");
}

static void the_hierarchy_can_be_asked(void **state)
{
    (void)state;
    assert_true(xc_status_is(XC_DATABASE_NOT_FOUND_ERROR, XC_DATABASE_OPENING_ERROR));
    assert_true(xc_status_is(XC_DATABASE_NOT_FOUND_ERROR, XC_DATABASE_ERROR));
    assert_true(xc_status_is(XC_DATABASE_NOT_FOUND_ERROR, XC_RUNTIME_ERROR));
    assert_true(xc_status_is(XC_NETWORK_TIMEOUT_ERROR, XC_XAPIAN_ERROR));
    assert_false(xc_status_is(XC_DATABASE_ERROR, XC_DATABASE_LOCK_ERROR));
    assert_false(xc_status_is(XC_DATABASE_ERROR, XC_LOGIC_ERROR));
    assert_false(xc_status_is(XC_OUT_OF_MEMORY, XC_XAPIAN_ERROR));
    assert_false(xc_status_is((xc_status)12345, XC_XAPIAN_ERROR));
}

static void every_status_has_a_text(void **state)
{
    (void)state;
    for (int status = XC_OK; status <= XC_WILDCARD_ERROR; status++) {
        assert_string_not_equal(xc_status_text((xc_status)status), "");
        assert_string_not_equal(xc_status_text((xc_status)status), "unknown status");
    }
    assert_string_equal(xc_status_text((xc_status)12345), "unknown status");
}

static void null_is_an_error_and_not_a_crash(void **state)
{
    (void)state;
    xc_query *query = NULL;
    xc_doccount count = 0;
    xc_error error = {0};
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_database_open(NULL, 0, NULL, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_database_doccount(NULL, &count, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_query_new_combined(XC_AND, (const xc_query *const[]){NULL}, 1, 0, &query, &problem));
    assert_int_equal(xc_term_cursor_next(NULL, &error), XC_ERROR);
    xc_database_free(NULL);
    xc_writable_database_free(NULL);
    xc_document_free(NULL);
    xc_query_free(NULL);
    xc_enquire_free(NULL);
    xc_match_set_free(NULL);
    xc_string_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_class_of_libxapian_has_its_own_status),
        cmocka_unit_test(a_class_that_is_added_tomorrow_arrives_under_its_ancestor),
        cmocka_unit_test(what_is_not_of_libxapian_does_not_get_out_either),
        cmocka_unit_test(an_error_may_be_left_out),
        cmocka_unit_test(success_leaves_the_error_alone),
        cmocka_unit_test(a_long_message_is_cut_between_characters),
        cmocka_unit_test(the_word_of_the_operating_system_is_kept),
        cmocka_unit_test(the_hierarchy_can_be_asked),
        cmocka_unit_test(every_status_has_a_text),
        cmocka_unit_test(null_is_an_error_and_not_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
