/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * allocations.c - each C++ allocation of a piece of work fails once, in libxapian or in the
 * binding: every time the work reports XC_OUT_OF_MEMORY, and the next try succeeds.
 */
#include "indexer/xapian/testing.h"
#include "tests/unit/xapian_c/support.h"

/* More than any of the works below needs. */
#define ALLOCATIONS_MAX 20000

typedef xc_status (*work_function)(void **state, xc_error *error);

static xc_decision accept_with_data(void *context, xc_document *document, xc_error *error)
{
    xc_bytes data;
    (void)context;
    return xc_document_data(document, &data, error) == XC_OK ? XC_ACCEPT : XC_FAIL;
}

static xc_decision key_of_data(void *context, xc_document *document, xc_string *key,
                               xc_error *error)
{
    (void)context;
    return xc_document_get_data(document, key, error) == XC_OK ? XC_ACCEPT : XC_FAIL;
}

static xc_status build_document(void **state, xc_error *error)
{
    xc_document *document = NULL;
    xc_term_cursor *cursor = NULL;
    xc_string bytes = XC_STRING_EMPTY;
    (void)state;
    xc_status status = xc_document_new(&document, error);
    if (status == XC_OK)
        status = xc_document_set_data(
            document, B("data that is longer than what a string holds inside itself"), error);
    if (status == XC_OK)
        status = xc_document_add_posting(
            document, B("a-term-that-is-longer-than-what-a-string-holds-inside"), 1, 1, error);
    if (status == XC_OK)
        status = xc_document_set_value(document, 1,
                                       B("a value that is longer than what a string holds"), error);
    if (status == XC_OK)
        status = xc_document_terms(document, &cursor, error);
    if (status == XC_OK && xc_term_cursor_next(cursor, error) == XC_ERROR)
        status = error->status;
    if (status == XC_OK)
        status = xc_document_serialise(document, &bytes, error);
    xc_string_free(&bytes);
    xc_term_cursor_free(cursor);
    xc_document_free(document);
    return status;
}

static xc_status open_and_read(void **state, xc_error *error)
{
    xc_database *database = NULL;
    xc_string data = XC_STRING_EMPTY;
    xc_term_cursor *cursor = NULL;
    xc_value_cursor *values = NULL;
    xc_step step = XC_ROW;
    xc_status status = xc_database_open(path_in(state, "news"), 0, &database, error);
    if (status == XC_OK)
        status = xc_database_get_data(database, 1, &data, error);
    if (status == XC_OK)
        status = xc_database_terms(database, B(""), &cursor, error);
    while (status == XC_OK && step == XC_ROW)
        if ((step = xc_term_cursor_next(cursor, error)) == XC_ERROR)
            status = error->status;
    if (status == XC_OK)
        status = xc_database_values(database, 0, &values, error);
    step = XC_ROW;
    while (status == XC_OK && step == XC_ROW)
        if ((step = xc_value_cursor_next(values, error)) == XC_ERROR)
            status = error->status;
    xc_value_cursor_free(values);
    xc_term_cursor_free(cursor);
    xc_string_free(&data);
    xc_database_free(database);
    return status;
}

static xc_status search(void **state, xc_error *error)
{
    xc_database *database = NULL;
    xc_enquire *enquire = NULL;
    xc_query *query = NULL;
    xc_weight *weight = NULL;
    xc_key_maker *maker = NULL;
    xc_match_set *set = NULL;
    xc_match_spy *spy = NULL;
    xc_document *document = NULL;
    const xc_bytes words[] = {B("moscow"), B("talks")};
    const xc_match_request request = {.max = 10, .decider = accept_with_data};
    xc_status status = xc_database_open(path_in(state, "news"), 0, &database, error);
    if (status == XC_OK)
        status = xc_query_new_terms(XC_OR, words, 2, 0, &query, error);
    if (status == XC_OK)
        status = xc_weight_parse(B("bm25 1.2"), &weight, error);
    if (status == XC_OK)
        status = xc_key_maker_new(key_of_data, NULL, &maker, error);
    if (status == XC_OK)
        status = xc_match_spy_new_value_count(0, &spy, error);
    if (status == XC_OK)
        status = xc_enquire_new(database, &enquire, error);
    if (status == XC_OK)
        status = xc_enquire_set_query(enquire, query, 0, error);
    if (status == XC_OK)
        status = xc_enquire_set_weight(enquire, weight, error);
    if (status == XC_OK)
        status = xc_enquire_set_sort_by_key(enquire, maker, false, error);
    if (status == XC_OK)
        status = xc_enquire_add_match_spy(enquire, spy, error);
    if (status == XC_OK)
        status = xc_enquire_match(enquire, &request, &set, error);
    if (status == XC_OK)
        status = xc_match_set_document(set, 0, &document, error);
    xc_document_free(document);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
    xc_match_spy_free(spy);
    xc_key_maker_free(maker);
    xc_weight_free(weight);
    xc_query_free(query);
    xc_database_free(database);
    return status;
}

static xc_status write_one(void **state, xc_error *error)
{
    xc_writable_database *database = NULL;
    xc_document *document = NULL;
    xc_status status = xc_writable_database_open(path_in(state, "written"),
                                                 XC_WRITE_CREATE_OR_OVERWRITE | XC_WRITE_NO_SYNC,
                                                 2048, &database, error);
    if (status == XC_OK)
        status = xc_document_new(&document, error);
    if (status == XC_OK)
        status = xc_document_set_data(document, B("Witkoff in Moscow, for the third time"), error);
    if (status == XC_OK)
        status = xc_document_add_posting(document, B("moscow"), 1, 1, error);
    if (status == XC_OK)
        status = xc_writable_database_add_document(database, document, NULL, error);
    if (status == XC_OK)
        status = xc_writable_database_set_metadata(database, B("key"), B("value"), error);
    if (status == XC_OK)
        status = xc_writable_database_commit(database, error);
    if (status == XC_OK)
        status = xc_writable_database_close(database, error);
    xc_document_free(document);
    xc_writable_database_free(database);
    return status;
}

static xc_status stem(void **state, xc_error *error)
{
    xc_stemmer *stemmer = NULL;
    xc_bytes result;
    (void)state;
    xc_status status = xc_stemmer_new("german", &stemmer, error);
    if (status == XC_OK)
        status =
            xc_stemmer_stem(stemmer, B("donaudampfschifffahrtsgesellschaften"), &result, error);
    xc_stemmer_free(stemmer);
    return status;
}

struct source {
    xc_docid at;
    unsigned freed;
};

static xc_decision open_source(void *context, const xc_database *shard,
                               xc_posting_source_bounds *bounds, void **state, xc_error *error)
{
    struct source *source = context;
    (void)error;
    source->at = 0;
    *state = source;
    *bounds = (xc_posting_source_bounds){0, 1, 2, 1};
    return shard == NULL ? XC_FAIL : XC_ACCEPT;
}

static xc_step next_document(void *state, double min_weight, xc_docid *docid, double *weight,
                             xc_error *error)
{
    struct source *source = state;
    (void)min_weight;
    (void)error;
    *docid = ++source->at;
    *weight = 1;
    return source->at > 2 ? XC_END : XC_ROW;
}

static void free_source(void *context)
{
    ((struct source *)context)->freed++;
}

static xc_status search_source(void **state, xc_error *error)
{
    struct source context = {0};
    const xc_posting_source_callbacks callbacks = {.context = &context,
                                                   .open = open_source,
                                                   .next = next_document,
                                                   .free_context = free_source};
    xc_database *database = NULL;
    xc_posting_source *source = NULL;
    xc_query *query = NULL;
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    const xc_match_request request = {.max = 10};
    const xc_status made = xc_posting_source_new(&callbacks, &source, error);
    xc_status status = made;
    if (status == XC_OK)
        status = xc_query_new_posting_source(source, &query, error);
    if (status == XC_OK)
        status = xc_database_open(path_in(state, "news"), 0, &database, error);
    if (status == XC_OK)
        status = xc_enquire_new(database, &enquire, error);
    if (status == XC_OK)
        status = xc_enquire_set_query(enquire, query, 0, error);
    if (status == XC_OK)
        status = xc_enquire_match(enquire, &request, &set, error);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
    xc_query_free(query);
    xc_posting_source_free(source);
    xc_database_free(database);
    /* Given back once, and not at all when the source was never made. (A match that fails for want
     * of memory may leave libxapian holding the source.) */
    if (status == XC_OK || made != XC_OK)
        assert_int_equal(context.freed, made == XC_OK ? 1 : 0);
    assert_in_range(context.freed, 0, 1);
    return status;
}

/* A callback's failure for want of memory is the callback's: its message says so. */
static bool told(const xc_error *error)
{
    return error->status == XC_OUT_OF_MEMORY ||
           (error->status == XC_CALLBACK_ERROR && strcmp(error->type, "std::bad_alloc") == 0);
}

static void fail_each(void **state, work_function work)
{
    unsigned long n = 1;
    xc_document *document = NULL;
    xc_testing_fail_allocation(1);
    (void)xc_document_new(&document, NULL);
    xc_document_free(document);
    if (!xc_testing_allocation_failed()) {
        print_message("SKIPPED: operator new is not the test's own here (valgrind)\n");
        skip();
    }
    for (; n < ALLOCATIONS_MAX; n++) {
        xc_error error = {0};
        xc_testing_fail_allocation(n);
        const xc_status status = work(state, &error);
        const bool failed = xc_testing_allocation_failed();
        xc_testing_fail_allocation(0);
        if (!failed) {
            assert_int_equal(status, XC_OK);
            break;
        }
        /* libxapian may do without what it could not have; else it must be told. */
        if (status != XC_OK && !told(&error))
            fail_msg("allocation %lu: %s: %s", n, error.type, error.message);
        MUST(work(state, &problem));
    }
    assert_in_range(n, 2, ALLOCATIONS_MAX - 1);
}

static void building_a_document_survives_each_failed_allocation(void **state)
{
    fail_each(state, build_document);
}

static void reading_survives_each_failed_allocation(void **state)
{
    fail_each(state, open_and_read);
}

static void searching_survives_each_failed_allocation(void **state)
{
    fail_each(state, search);
}

static void a_source_in_c_survives_each_failed_allocation(void **state)
{
    fail_each(state, search_source);
}

static void writing_survives_each_failed_allocation(void **state)
{
    fail_each(state, write_one);
}

static void stemming_survives_each_failed_allocation(void **state)
{
    fail_each(state, stem);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(building_a_document_survives_each_failed_allocation),
        NEWS(reading_survives_each_failed_allocation),
        NEWS(searching_survives_each_failed_allocation),
        NEWS(a_source_in_c_survives_each_failed_allocation),
        NEWS(writing_survives_each_failed_allocation),
        cmocka_unit_test(stemming_survives_each_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
