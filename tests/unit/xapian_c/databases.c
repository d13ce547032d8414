/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * databases.c - opening and asking databases; xapian-delve says the same.
 */
#include "tests/unit/xapian_c/support.h"

static void statistics_are_those_of_the_articles(void **state)
{
    xc_database *database = open_news(state);
    xc_doccount count = 0;
    xc_docid last = 0;
    uint64_t total = 0;
    double average = 0;
    xc_termcount length = 0, lower = 0, upper = 0, unique = 0;
    bool has = false;
    MUST(xc_database_doccount(database, &count, &problem));
    assert_int_equal(count, ARTICLE_COUNT);
    MUST(xc_database_lastdocid(database, &last, &problem));
    assert_int_equal(last, ARTICLE_COUNT);
    MUST(xc_database_total_length(database, &total, &problem));
    assert_int_equal(total, 5 + 3 + 3 + 1 + 3);
    MUST(xc_database_average_length(database, &average, &problem));
    assert_true(average == 3.0);
    MUST(xc_database_doclength(database, 1, &length, &problem));
    assert_int_equal(length, 5);
    MUST(xc_database_doclength_bounds(database, &lower, &upper, &problem));
    assert_int_equal(lower, 1);
    assert_int_equal(upper, 5);
    MUST(xc_database_unique_terms(database, 1, &unique, &problem));
    assert_in_range(unique, 3, 4); /* libxapian 1.4.22 leaves terms with wdf 0 out */
    MUST(xc_database_has_positions(database, &has, &problem));
    assert_true(has);
    xc_database_free(database);
}

static void a_term_has_its_frequencies(void **state)
{
    xc_database *database = open_news(state);
    xc_doccount documents = 0;
    xc_termcount collection = 0, bound = 0;
    bool exists = false;
    MUST(xc_database_termfreq(database, B("moscow"), &documents, &problem));
    assert_int_equal(documents, 3);
    MUST(xc_database_collection_freq(database, B("moscow"), &collection, &problem));
    assert_int_equal(collection, 5);
    MUST(xc_database_wdf_upper_bound(database, B("moscow"), &bound, &problem));
    assert_in_range(bound, 3, 5);
    MUST(xc_database_term_exists(database, B("moscow"), &exists, &problem));
    assert_true(exists);
    MUST(xc_database_term_exists(database, B("kyiv"), &exists, &problem));
    assert_false(exists);
    MUST(xc_database_termfreq(database, B("kyiv"), &documents, &problem));
    assert_int_equal(documents, 0);
    xc_database_free(database);
}

static void a_slot_has_its_frequency_and_bounds(void **state)
{
    xc_database *database = open_news(state);
    xc_doccount count = 0;
    xc_string lower = XC_STRING_EMPTY, upper = XC_STRING_EMPTY;
    MUST(xc_database_value_freq(database, 0, &count, &problem));
    assert_int_equal(count, 4);
    MUST(xc_database_value_bounds(database, 0, &lower, &upper, &problem));
    assert_text(&lower, "ap");
    assert_text(&upper, "reuters");
    MUST(xc_database_value_bounds(database, 7, &lower, NULL, &problem));
    assert_text(&lower, "");
    xc_string_free(&lower);
    xc_string_free(&upper);
    xc_database_free(database);
}

static void delve_says_the_same(void **state)
{
    need_tool("xapian-delve");
    xc_database *database = open_news(state);
    char expected[128];
    xc_string uuid = XC_STRING_EMPTY;
    uint64_t revision = 0;
    const char *output = run(NULL, "xapian-delve %s", path_in(state, "news"));
    MUST(xc_database_uuid(database, &uuid, &problem));
    snprintf(expected, sizeof expected, "UUID = %s\n", uuid.data);
    assert_non_null(strstr(output, expected));
    assert_non_null(strstr(output, "number of documents = 5\n"));
    assert_non_null(strstr(output, "average document length = 3\n"));
    assert_non_null(strstr(output, "document length lower bound = 1\n"));
    assert_non_null(strstr(output, "document length upper bound = 5\n"));
    assert_non_null(strstr(output, "highest document id ever used = 5\n"));
    assert_non_null(strstr(output, "has positional information = true\n"));
    MUST(xc_database_revision(database, &revision, &problem));
    snprintf(expected, sizeof expected, "revision = %llu\n", (unsigned long long)revision);
    assert_non_null(strstr(output, expected));
    output = run(NULL, "xapian-delve -t moscow -v %s", path_in(state, "news"));
    assert_non_null(strstr(output, "(termfreq 3, collfreq 5, wdf_max 3)"));
    xc_string_free(&uuid);
    xc_database_free(database);
}

static void data_is_read_into_a_string_that_is_reused(void **state)
{
    xc_database *database = open_news(state);
    xc_string data = XC_STRING_EMPTY;
    MUST(xc_database_get_data(database, 1, &data, &problem));
    assert_text(&data, "Witkoff in Moscow");
    const char *before = data.data;
    MUST(xc_database_get_data(database, 3, &data, &problem));
    assert_text(&data, "Moscow, Idaho");
    assert_ptr_equal(data.data, before);
    xc_string_free(&data);
    xc_database_free(database);
}

static void a_document_that_is_not_there_is_an_error_of_its_own(void **state)
{
    xc_database *database = open_news(state);
    xc_document *document = NULL;
    xc_string data = XC_STRING_EMPTY;
    FAILS(XC_DOCUMENT_NOT_FOUND_ERROR, "DocNotFoundError",
          xc_database_document(database, 99, &document, &problem));
    assert_null(document);
    FAILS(XC_DOCUMENT_NOT_FOUND_ERROR, "DocNotFoundError",
          xc_database_get_data(database, 99, &data, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_database_document(database, 0, &document, &problem));
    xc_database_free(database);
}

static void a_handle_serves_one_known_document_after_the_other(void **state)
{
    xc_database *database = open_news(state);
    xc_document *document = NULL;
    xc_bytes data;
    MUST(xc_database_document_assume_valid(database, 1, &document, &problem));
    const xc_document *before = document;
    MUST(xc_document_data(document, &data, &problem));
    assert_bytes(data, "Witkoff in Moscow");
    MUST(xc_database_document_assume_valid(database, 2, &document, &problem));
    assert_ptr_equal(document, before);
    MUST(xc_document_data(document, &data, &problem));
    assert_bytes(data, "Umerov in Florida");
    xc_document_free(document);
    xc_database_free(database);
}

static void what_is_no_database_is_said_to_be_none(void **state)
{
    xc_database *database = NULL;
    const char *path = path_in(state, "absent");
    FAILS(XC_DATABASE_NOT_FOUND_ERROR, "DatabaseNotFoundError",
          xc_database_open(path, 0, &database, &problem));
    run(NULL, "mkdir %s && echo hello > %s/file", path, path);
    xc_error error = {0};
    assert_int_not_equal(xc_database_open(path, 0, &database, &error), XC_OK);
    assert_true(xc_status_is(error.status, XC_DATABASE_OPENING_ERROR));
    assert_null(database);
}

static void a_damaged_database_is_told_and_not_trusted(void **state)
{
    xc_database *database = NULL;
    xc_error error = {0};
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s", path_in(state, "news"));
    run(NULL, "printf 'garbage garbage' > %s/iamglass", path);
    assert_int_not_equal(xc_database_open(path, 0, &database, &error), XC_OK);
    assert_true(xc_status_is(error.status, XC_DATABASE_ERROR));
    write_news(path, 1, 5, XC_WRITE_CREATE_OR_OVERWRITE);
    run(NULL, "dd if=/dev/zero of=%s/postlist.glass bs=1 seek=4 count=8000 conv=notrunc", path);
    /* Found on opening or on reading, depending on the version. */
    xc_posting_cursor *cursor = NULL;
    error = (xc_error){0};
    xc_status status = xc_database_open(path, 0, &database, &error);
    if (status == XC_OK)
        status = xc_database_postings(database, B("moscow"), &cursor, &error);
    if (status == XC_OK)
        assert_int_equal(xc_posting_cursor_next(cursor, &error), XC_ERROR);
    assert_true(xc_status_is(error.status, XC_DATABASE_ERROR));
    xc_posting_cursor_free(cursor);
    xc_database_free(database);
}

static void several_databases_are_one(void **state)
{
    xc_database *both = NULL, *part = NULL;
    size_t shards = 0;
    xc_string data = XC_STRING_EMPTY;
    write_news(path_in(state, "first"), 1, 2, XC_WRITE_CREATE);
    write_news(path_in(state, "second"), 3, 5, XC_WRITE_CREATE);
    MUST(xc_database_new_empty(&both, &problem));
    MUST(xc_database_shard_count(both, &shards, &problem));
    assert_int_equal(shards, 0);
    MUST(xc_database_open(path_in(state, "first"), 0, &part, &problem));
    MUST(xc_database_add(both, part, &problem));
    xc_database_free(part);
    MUST(xc_database_open(path_in(state, "second"), 0, &part, &problem));
    MUST(xc_database_add(both, part, &problem));
    xc_database_free(part);
    MUST(xc_database_shard_count(both, &shards, &problem));
    assert_int_equal(shards, 2);
    /* (d - 1) * 2 + shard + 1: article 1 is 1, article 3 is 2, article 2 is 3, ... */
    assert_string_equal(found_by(both, term_query("moscow")), "1 2 6");
    MUST(xc_database_get_data(both, 6, &data, &problem));
    assert_text(&data, "Kushner in Moscow");
    xc_string_free(&data);
    xc_database_free(both);
}

static void a_stub_names_databases(void **state)
{
    xc_database *database = NULL;
    xc_doccount count = 0;
    size_t shards = 0;
    char stub[PATH_BYTES];
    write_news(path_in(state, "first"), 1, 2, XC_WRITE_CREATE);
    write_news(path_in(state, "second"), 3, 5, XC_WRITE_CREATE);
    snprintf(stub, sizeof stub, "%s", path_in(state, "XAPIANDB"));
    FILE *file = fopen(stub, "w");
    assert_non_null(file);
    fputs("# a comment\nauto first\nauto second\n", file);
    fclose(file);
    for (int i = 0; i < 2; i++) { /* by the folder that holds it, and by the file */
        MUST(xc_database_open(i == 0 ? *state : stub, i == 0 ? 0 : XC_DATABASE_STUB, &database,
                              &problem));
        MUST(xc_database_shard_count(database, &shards, &problem));
        assert_int_equal(shards, 2);
        MUST(xc_database_doccount(database, &count, &problem));
        assert_int_equal(count, ARTICLE_COUNT);
        xc_database_free(database);
    }
}

static void after_closing_it_is_closed(void **state)
{
    xc_database *database = open_news(state);
    xc_string data = XC_STRING_EMPTY;
    MUST(xc_database_close(database, &problem));
    MUST(xc_database_close(database, &problem));
    FAILS(XC_DATABASE_CLOSED_ERROR, "DatabaseClosedError",
          xc_database_get_data(database, 1, &data, &problem));
    bool changed;
    xc_error error = {0};
    assert_int_not_equal(xc_database_reopen(database, &changed, &error), XC_OK);
    assert_true(xc_status_is(error.status, XC_DATABASE_ERROR));
    xc_string_free(&data);
    xc_database_free(database);
}

static void a_reader_sees_what_was_committed_when_it_reopens(void **state)
{
    xc_database *database = open_news(state);
    xc_doccount count = 0;
    bool changed = false;
    write_news(path_in(state, "news"), 1, 1, XC_WRITE_OPEN);
    MUST(xc_database_doccount(database, &count, &problem));
    assert_int_equal(count, 5);
    MUST(xc_database_reopen(database, &changed, &problem));
    assert_true(changed);
    MUST(xc_database_doccount(database, &count, &problem));
    assert_int_equal(count, 6);
    xc_database_free(database);
}

static void a_reader_that_is_overtaken_is_told_so(void **state)
{
    xc_database *database = NULL;
    xc_term_cursor *cursor = NULL;
    xc_error error = {0};
    xc_step step = XC_ROW;
    xc_writable_database *writer = NULL;
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s", path_in(state, "many"));
    /* Enough terms for more blocks than a cursor holds. */
    MUST(xc_writable_database_open(path, XC_WRITE_CREATE, 2048, &writer, &problem));
    for (unsigned round = 0; round < 4; round++) {
        xc_document *document = NULL;
        MUST(xc_document_new(&document, &problem));
        for (unsigned i = 0; i < 4000; i++) {
            char term[16];
            snprintf(term, sizeof term, "t%u", i);
            MUST(xc_document_add_term(document, B(term), 1, &problem));
        }
        MUST(xc_writable_database_add_document(writer, document, NULL, &problem));
        MUST(xc_writable_database_commit(writer, &problem));
        xc_document_free(document);
        if (round == 0) {
            MUST(xc_database_open(path, 0, &database, &problem));
            MUST(xc_database_terms(database, B(""), &cursor, &problem));
            assert_int_equal(xc_term_cursor_next(cursor, &error), XC_ROW);
        }
    }
    while (step == XC_ROW)
        step = xc_term_cursor_next(cursor, &error);
    assert_int_equal(step, XC_ERROR); /* and not XC_END */
    assert_int_equal(error.status, XC_DATABASE_MODIFIED_ERROR);
    assert_string_equal(error.type, "DatabaseModifiedError");
    assert_bytes(xc_term_cursor_term(cursor), "");
    assert_int_equal(xc_term_cursor_next(cursor, &error), XC_ERROR);
    xc_term_cursor_free(cursor);
    xc_database_free(database);
    xc_writable_database_free(writer);
}

static void a_description_names_the_database(void **state)
{
    xc_database *database = open_news(state);
    xc_string text = XC_STRING_EMPTY;
    MUST(xc_database_description(database, &text, &problem));
    assert_int_equal(strncmp(text.data, "Database(", 9), 0);
    MUST(xc_database_keep_alive(database, &problem));
    xc_string_free(&text);
    xc_database_free(database);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(statistics_are_those_of_the_articles),
        NEWS(a_term_has_its_frequencies),
        NEWS(a_slot_has_its_frequency_and_bounds),
        NEWS(delve_says_the_same),
        NEWS(data_is_read_into_a_string_that_is_reused),
        NEWS(a_document_that_is_not_there_is_an_error_of_its_own),
        NEWS(a_handle_serves_one_known_document_after_the_other),
        NEWS(what_is_no_database_is_said_to_be_none),
        NEWS(a_damaged_database_is_told_and_not_trusted),
        NEWS(several_databases_are_one),
        NEWS(a_stub_names_databases),
        NEWS(after_closing_it_is_closed),
        NEWS(a_reader_sees_what_was_committed_when_it_reopens),
        NEWS(a_reader_that_is_overtaken_is_told_so),
        NEWS(a_description_names_the_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
