/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * callbacks.c - deciders, spies and key makers in C, and their failures.
 */
#include "tests/unit/xapian_c/support.h"

struct watcher {
    unsigned calls;
    unsigned fail_at; /* the call that fails; 0: none */
    bool silent;      /* fails without a message */
    double weights;
};

/* Counts the call; whether it is the one to fail. */
static bool fails_now(struct watcher *watcher, xc_error *error)
{
    if (++watcher->calls != watcher->fail_at)
        return false;
    if (!watcher->silent)
        xc_error_set(error, XC_RANGE_ERROR, "call %u went wrong", watcher->calls);
    return true;
}

static xc_decision only_reuters(void *context, xc_document *document, xc_error *error)
{
    xc_bytes source;
    if (fails_now(context, error))
        return XC_FAIL;
    if (xc_document_value(document, 0, &source, error) != XC_OK)
        return XC_FAIL;
    return source.size == 7 && memcmp(source.data, "reuters", 7) == 0 ? XC_ACCEPT : XC_REJECT;
}

static xc_decision data_has_kushner(void *context, xc_document *document, xc_error *error)
{
    xc_bytes data;
    (void)context;
    if (xc_document_data(document, &data, error) != XC_OK)
        return XC_FAIL;
    return data.size >= 7 && memcmp(data.data, "Kushner", 7) == 0 ? XC_ACCEPT : XC_REJECT;
}

static xc_decision look(void *context, xc_document *document, double weight, xc_error *error)
{
    struct watcher *watcher = context;
    xc_bytes data;
    if (fails_now(watcher, error))
        return XC_FAIL;
    watcher->weights += weight;
    return xc_document_data(document, &data, error) == XC_OK && data.size > 0 ? XC_ACCEPT : XC_FAIL;
}

/* Sorts by the data's first letter. */
static xc_decision first_letter(void *context, xc_document *document, xc_string *key,
                                xc_error *error)
{
    xc_bytes data;
    if (fails_now(context, error))
        return XC_FAIL;
    if (xc_document_data(document, &data, error) != XC_OK)
        return XC_FAIL;
    return xc_string_assign(key, (xc_bytes){data.data, 1}, error) == XC_OK ? XC_ACCEPT : XC_FAIL;
}

/* Tries what must not be done to a lent document. */
static xc_decision meddle(void *context, xc_document *document, xc_error *error)
{
    xc_bytes data;
    (void)context;
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_document_set_data(document, B("changed"), &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError", xc_document_clear(document, &problem));
    xc_document_free(document);
    return xc_document_data(document, &data, error) == XC_OK && data.size > 0 ? XC_ACCEPT : XC_FAIL;
}

static xc_enquire *enquire_of(void **state, const char *term)
{
    xc_database *database = open_news(state);
    xc_query *query = term_query(term);
    xc_enquire *enquire = NULL;
    MUST(xc_enquire_new(database, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    xc_query_free(query);
    xc_database_free(database);
    return enquire;
}

static void a_decider_chooses(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    struct watcher watcher = {0};
    xc_match_set *set = NULL;
    xc_match_request request = {.max = 10, .decider = only_reuters, .decider_context = &watcher};
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "1 5");
    assert_int_equal(watcher.calls, 3);
    xc_match_set_free(set);
    request.decider = data_has_kushner;
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "5");
    xc_match_set_free(set);
    xc_enquire_free(enquire);
}

static void a_decider_is_asked_only_for_what_can_still_enter(void **state)
{
    xc_writable_database *database = NULL;
    xc_enquire *enquire = NULL;
    xc_query *query = term_query("moscow");
    struct watcher watcher = {0};
    xc_match_set *set = NULL;
    const xc_match_request request = {
        .max = 1, .decider = only_reuters, .decider_context = &watcher};
    (void)state;
    MUST(xc_writable_database_open_in_memory(&database, &problem));
    add_articles(database, 1, 1); /* the heaviest */
    for (unsigned i = 0; i < 100; i++)
        add_articles(database, 5, 5);
    MUST(xc_enquire_new(xc_writable_database_reader(database), &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "1");
    assert_in_range(watcher.calls, 1, 10);
    xc_match_set_free(set);
    xc_query_free(query);
    xc_enquire_free(enquire);
    xc_writable_database_free(database);
}

static void a_decider_that_fails_fails_the_match(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    struct watcher watcher = {.fail_at = 2};
    xc_match_set *set = NULL;
    const xc_match_request request = {
        .max = 10, .decider = only_reuters, .decider_context = &watcher};
    xc_error error = {0};
    assert_int_equal(xc_enquire_match(enquire, &request, &set, &error), XC_CALLBACK_ERROR);
    assert_int_equal(error.status, XC_CALLBACK_ERROR);
    assert_string_equal(error.message, "call 2 went wrong");
    assert_null(set);
    assert_int_equal(watcher.calls, 2); /* and it is not asked again */
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "1 5");
    xc_match_set_free(set);
    xc_enquire_free(enquire);
}

static void a_lent_document_can_be_read_only(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_match_set *set = NULL;
    const xc_match_request request = {.max = 10, .decider = meddle};
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "1 3 5");
    xc_match_set_free(set);
    xc_enquire_free(enquire);
}

static void a_failure_without_words_has_some_nevertheless(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    struct watcher watcher = {.fail_at = 1, .silent = true};
    xc_match_set *set = NULL;
    const xc_match_request request = {
        .max = 10, .decider = only_reuters, .decider_context = &watcher};
    FAILS(XC_CALLBACK_ERROR, "callback", xc_enquire_match(enquire, &request, &set, &problem));
    xc_enquire_free(enquire);
}

static void a_failure_needs_no_error_to_be_told(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    struct watcher watcher = {.fail_at = 1};
    xc_match_set *set = NULL;
    const xc_match_request request = {
        .max = 10, .decider = only_reuters, .decider_context = &watcher};
    assert_int_equal(xc_enquire_match(enquire, &request, &set, NULL), XC_CALLBACK_ERROR);
    xc_enquire_free(enquire);
}

static void a_spy_sees_what_matches(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    struct watcher watcher = {0};
    xc_match_spy *spy = NULL;
    xc_match_set *set = NULL;
    xc_match_request request = {.max = 1, .check_at_least = 100};
    MUST(xc_match_spy_new(look, &watcher, &spy, &problem));
    MUST(xc_enquire_add_match_spy(enquire, spy, &problem));
    xc_match_spy_free(spy); /* kept by the enquire */
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_int_equal(watcher.calls, 3);
    assert_true(watcher.weights > 0);
    xc_match_set_free(set);
    watcher = (struct watcher){.fail_at = 2};
    set = NULL;
    FAILS(XC_CALLBACK_ERROR, "callback", xc_enquire_match(enquire, &request, &set, &problem));
    assert_null(set);
    watcher = (struct watcher){0};
    MUST(xc_enquire_clear_match_spies(enquire, &problem));
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_int_equal(watcher.calls, 0);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
}

static void values_are_counted(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_match_spy *spy = NULL;
    xc_match_set *set = NULL;
    xc_term_cursor *cursor = NULL;
    size_t total = 0;
    const xc_match_request request = {.max = 1, .check_at_least = 100};
    MUST(xc_match_spy_new_value_count(0, &spy, &problem));
    MUST(xc_enquire_add_match_spy(enquire, spy, &problem));
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    xc_enquire_free(enquire);
    MUST(xc_match_spy_total(spy, &total, &problem));
    assert_int_equal(total, 3);
    MUST(xc_match_spy_values(spy, &cursor, &problem));
    assert_string_equal(walk_terms(cursor, true), "ap:1 reuters:2");
    MUST(xc_match_spy_top_values(spy, 1, &cursor, &problem));
    xc_match_spy_free(spy);
    assert_string_equal(walk_terms(cursor, true), "reuters:2");
    xc_match_set_free(set);
    struct watcher watcher = {0};
    MUST(xc_match_spy_new(look, &watcher, &spy, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_match_spy_total(spy, &total, &problem));
    xc_match_spy_free(spy);
}

static void keys_made_in_c_sort(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    struct watcher watcher = {0};
    xc_key_maker *maker = NULL;
    xc_match_set *set = NULL;
    const xc_match_request request = {.max = 10};
    MUST(xc_key_maker_new(first_letter, &watcher, &maker, &problem));
    MUST(xc_enquire_set_sort_by_key(enquire, maker, false, &problem));
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "5 3 1");
    xc_match_set_free(set);
    MUST(xc_enquire_set_sort_by_key_then_relevance(enquire, maker, true, &problem));
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "1 3 5");
    xc_match_set_free(set);
    MUST(xc_enquire_set_sort_by_relevance_then_key(enquire, maker, false, &problem));
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "1 5 3");
    xc_match_set_free(set);
    set = NULL;
    watcher = (struct watcher){.fail_at = 2};
    FAILS(XC_CALLBACK_ERROR, "callback", xc_enquire_match(enquire, &request, &set, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_key_maker_add_value(maker, 0, false, B(""), &problem));
    xc_key_maker_free(maker);
    xc_enquire_free(enquire);
}

/* A match whose own callback fails, inside of a callback. */
static xc_decision nested(void *context, xc_document *document, xc_error *error)
{
    xc_query *query = context;
    xc_writable_database *database = NULL;
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    struct watcher watcher = {.fail_at = 1};
    const xc_match_request request = {
        .max = 10, .decider = only_reuters, .decider_context = &watcher};
    (void)document;
    MUST(xc_writable_database_open_in_memory(&database, &problem));
    add_articles(database, 1, 2);
    MUST(xc_enquire_new(xc_writable_database_reader(database), &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    const xc_status status = xc_enquire_match(enquire, &request, &set, error);
    assert_null(set);
    xc_enquire_free(enquire);
    xc_writable_database_free(database);
    return status == XC_CALLBACK_ERROR ? XC_ACCEPT : XC_FAIL;
}

static void a_callback_may_use_the_library_itself(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_query *query = term_query("talks");
    xc_match_set *set = NULL;
    const xc_match_request request = {.max = 10, .decider = nested, .decider_context = query};
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_string_equal(found(set), "1 3 5");
    xc_match_set_free(set);
    xc_query_free(query);
    xc_enquire_free(enquire);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(a_decider_chooses),
        NEWS(a_decider_is_asked_only_for_what_can_still_enter),
        NEWS(a_decider_that_fails_fails_the_match),
        NEWS(a_lent_document_can_be_read_only),
        NEWS(a_failure_without_words_has_some_nevertheless),
        NEWS(a_failure_needs_no_error_to_be_told),
        NEWS(a_spy_sees_what_matches),
        NEWS(values_are_counted),
        NEWS(keys_made_in_c_sort),
        NEWS(a_callback_may_use_the_library_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
