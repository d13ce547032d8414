/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * writable_databases.c - changing databases: documents, transactions, locks, metadata, spelling.
 */
#include "tests/unit/xapian_c/support.h"

static xc_writable_database *writer_of(void **state, int flags)
{
    xc_writable_database *database = NULL;
    MUST(xc_writable_database_open(path_in(state, "news"), flags, 0, &database, &problem));
    return database;
}

static xc_doccount count_of(xc_writable_database *database)
{
    xc_doccount count = 0;
    MUST(xc_database_doccount(xc_writable_database_reader(database), &count, &problem));
    return count;
}

static void documents_are_added_replaced_and_deleted(void **state)
{
    xc_writable_database *database = writer_of(state, XC_WRITE_OPEN);
    xc_document *document = article(4);
    xc_docid docid = 0;
    xc_string data = XC_STRING_EMPTY;
    xc_database *reader = xc_writable_database_reader(database);
    MUST(xc_writable_database_add_document(database, document, &docid, &problem));
    assert_int_equal(docid, 6);
    MUST(xc_writable_database_replace_document(database, 1, document, &problem));
    MUST(xc_database_get_data(reader, 1, &data, &problem));
    assert_text(&data, "A restaurant");
    MUST(xc_writable_database_replace_by_term(database, B("Q2"), document, &docid, &problem));
    assert_int_equal(docid, 2);
    MUST(xc_writable_database_replace_by_term(database, B("Qnew"), document, &docid, &problem));
    assert_int_equal(docid, 7);
    MUST(xc_writable_database_delete_document(database, 3, &problem));
    FAILS(XC_DOCUMENT_NOT_FOUND_ERROR, "DocNotFoundError",
          xc_writable_database_delete_document(database, 3, &problem));
    MUST(xc_writable_database_delete_by_term(database, B("kushner"), &problem));
    MUST(xc_writable_database_delete_by_term(database, B("nobody"), &problem));
    MUST(xc_writable_database_commit(database, &problem));
    assert_int_equal(count_of(database), 5); /* 1, 2, 4, 6, 7 */
    xc_string_free(&data);
    xc_document_free(document);
    xc_writable_database_free(database);
}

static void a_cancelled_transaction_leaves_nothing(void **state)
{
    xc_writable_database *database = writer_of(state, XC_WRITE_OPEN);
    MUST(xc_writable_database_begin_transaction(database, true, &problem));
    add_articles(database, 1, 3);
    FAILS(XC_INVALID_OPERATION_ERROR, "InvalidOperationError",
          xc_writable_database_commit(database, &problem));
    MUST(xc_writable_database_cancel_transaction(database, &problem));
    assert_int_equal(count_of(database), 5);
    MUST(xc_writable_database_begin_transaction(database, true, &problem));
    add_articles(database, 1, 3);
    MUST(xc_writable_database_commit_transaction(database, &problem));
    assert_int_equal(count_of(database), 8);
    FAILS(XC_INVALID_OPERATION_ERROR, "InvalidOperationError",
          xc_writable_database_commit_transaction(database, &problem));
    xc_writable_database_free(database);
}

static void a_second_writer_is_refused(void **state)
{
    xc_writable_database *first = writer_of(state, XC_WRITE_OPEN), *second = NULL;
    xc_database *reader = open_news(state);
    bool locked = false;
    FAILS(XC_DATABASE_LOCK_ERROR, "DatabaseLockError",
          xc_writable_database_open(path_in(state, "news"), XC_WRITE_OPEN, 0, &second, &problem));
    assert_null(second);
    MUST(xc_database_locked(reader, &locked, &problem));
    assert_true(locked);
    MUST(xc_writable_database_close(first, &problem));
    MUST(xc_database_locked(reader, &locked, &problem));
    assert_false(locked);
    second = writer_of(state, XC_WRITE_OPEN | XC_WRITE_RETRY_LOCK);
    xc_writable_database_free(second);
    xc_writable_database_free(first);
    xc_database_free(reader);
}

static void flags_say_whether_there_must_be_one(void **state)
{
    xc_writable_database *database = NULL;
    xc_error error = {0};
    FAILS(
        XC_DATABASE_CREATE_ERROR, "DatabaseCreateError",
        xc_writable_database_open(path_in(state, "news"), XC_WRITE_CREATE, 0, &database, &problem));
    assert_int_not_equal(
        xc_writable_database_open(path_in(state, "absent"), XC_WRITE_OPEN, 0, &database, &error),
        XC_OK);
    assert_true(xc_status_is(error.status, XC_DATABASE_OPENING_ERROR));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_writable_database_open(path_in(state, "big"), 0, 1u << 30, &database, &problem));
    database = writer_of(state, XC_WRITE_CREATE_OR_OPEN);
    assert_int_equal(count_of(database), 5);
    xc_writable_database_free(database);
    database = writer_of(state, XC_WRITE_CREATE_OR_OVERWRITE | XC_WRITE_NO_SYNC);
    assert_int_equal(count_of(database), 0);
    xc_writable_database_free(database);
}

static void block_size_and_missing_term_lists_are_seen_by_delve(void **state)
{
    need_tool("xapian-delve");
    xc_writable_database *database = NULL;
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s", path_in(state, "bare"));
    MUST(xc_writable_database_open(path, XC_WRITE_CREATE | XC_WRITE_NO_TERM_LIST, 2048, &database,
                                   &problem));
    add_articles(database, 1, 5);
    MUST(xc_writable_database_commit(database, &problem));
    xc_writable_database_free(database);
    int status = 0;
    run(&status,
        "test ! -e %s/termlist.glass && test $(($(wc -c < %s/postlist.glass) %% 2048)) = 0", path,
        path);
    assert_int_equal(status, 0);
    assert_non_null(strstr(run(NULL, "xapian-delve %s", path), "number of documents = 5\n"));
    xc_database *reader = NULL;
    xc_term_cursor *cursor = NULL;
    MUST(xc_database_open(path, 0, &reader, &problem));
    FAILS(XC_FEATURE_UNAVAILABLE_ERROR, "FeatureUnavailableError",
          xc_database_document_terms(reader, 1, &cursor, &problem));
    xc_database_free(reader);
}

static void metadata_is_kept_by_key(void **state)
{
    xc_writable_database *database = writer_of(state, XC_WRITE_OPEN);
    xc_database *reader = xc_writable_database_reader(database);
    xc_string value = XC_STRING_EMPTY;
    xc_term_cursor *cursor = NULL;
    MUST(
        xc_writable_database_set_metadata(database, B("words/1"), (xc_bytes){"a\0b", 3}, &problem));
    MUST(xc_writable_database_set_metadata(database, B("words/2"), B("c"), &problem));
    MUST(xc_writable_database_set_metadata(database, B("other"), B("d"), &problem));
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_database_get_metadata(reader, B("words/1"), &value, &problem));
    assert_int_equal(value.size, 3);
    assert_memory_equal(value.data, "a\0b", 3);
    MUST(xc_database_get_metadata(reader, B("absent"), &value, &problem));
    assert_text(&value, "");
    MUST(xc_database_metadata_keys(reader, B("words/"), &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "words/1 words/2");
    MUST(xc_writable_database_set_metadata(database, B("words/2"), B(""), &problem));
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_database_metadata_keys(reader, B(""), &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "other words/1");
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_writable_database_set_metadata(database, B(""), B("x"), &problem));
    xc_string_free(&value);
    xc_writable_database_free(database);
}

static void spelling_suggests_what_was_added(void **state)
{
    xc_writable_database *database = writer_of(state, XC_WRITE_OPEN);
    xc_database *reader = xc_writable_database_reader(database);
    xc_string suggestion = XC_STRING_EMPTY;
    xc_term_cursor *cursor = NULL;
    MUST(xc_writable_database_add_spelling(database, B("zelenskyy"), 3, &problem));
    MUST(xc_writable_database_add_spelling(database, B("witkoff"), 2, &problem));
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_database_spelling_suggestion(reader, B("zelensky"), 2, &suggestion, &problem));
    assert_text(&suggestion, "zelenskyy");
    MUST(xc_database_spellings(reader, &cursor, &problem));
    assert_string_equal(walk_terms(cursor, true), "witkoff:2 zelenskyy:3");
    MUST(xc_writable_database_remove_spelling(database, B("zelenskyy"), 3, &problem));
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_database_spelling_suggestion(reader, B("zelensky"), 2, &suggestion, &problem));
    assert_text(&suggestion, "");
    xc_string_free(&suggestion);
    xc_writable_database_free(database);
}

static void synonyms_belong_to_terms(void **state)
{
    xc_writable_database *database = writer_of(state, XC_WRITE_OPEN);
    xc_database *reader = xc_writable_database_reader(database);
    xc_term_cursor *cursor = NULL;
    MUST(xc_writable_database_add_synonym(database, B("kyiv"), B("kiev"), &problem));
    MUST(xc_writable_database_add_synonym(database, B("kyiv"), B("kyjiw"), &problem));
    MUST(xc_writable_database_add_synonym(database, B("us"), B("america"), &problem));
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_database_synonyms(reader, B("kyiv"), &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "kiev kyjiw");
    MUST(xc_database_synonym_keys(reader, B(""), &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "kyiv us");
    MUST(xc_writable_database_remove_synonym(database, B("kyiv"), B("kiev"), &problem));
    MUST(xc_writable_database_clear_synonyms(database, B("us"), &problem));
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_database_synonym_keys(reader, B(""), &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "kyiv");
    MUST(xc_database_synonyms(reader, B("kyiv"), &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "kyjiw");
    xc_writable_database_free(database);
}

static void a_term_too_long_is_refused_at_once(void **state)
{
    xc_writable_database *database = writer_of(state, XC_WRITE_OPEN);
    xc_document *document = NULL;
    char term[XC_TERM_BYTES_MAX + 1];
    memset(term, 'a', sizeof term);
    MUST(xc_document_new(&document, &problem));
    MUST(xc_document_add_term(document, (xc_bytes){term, XC_TERM_BYTES_MAX}, 1, &problem));
    MUST(xc_writable_database_add_document(database, document, NULL, &problem));
    MUST(xc_document_add_term(document, (xc_bytes){term, XC_TERM_BYTES_MAX + 1}, 1, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_writable_database_add_document(database, document, NULL, &problem));
    MUST(xc_writable_database_commit(database, &problem));
    xc_document_free(document);
    xc_writable_database_free(database);
}

static void a_commit_that_fails_says_so(void **state)
{
    xc_writable_database *database = writer_of(state, XC_WRITE_OPEN);
    xc_document *document = NULL;
    char term[200];
    memset(term, '\0', sizeof term); /* each counts twice in the key: found out at the commit */
    MUST(xc_document_new(&document, &problem));
    MUST(xc_document_add_term(document, (xc_bytes){term, sizeof term}, 1, &problem));
    MUST(xc_writable_database_add_document(database, document, NULL, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_writable_database_commit(database, &problem));
    xc_document_free(document);
    xc_writable_database_free(database);
}

static void one_in_memory_works_as_one_on_disk(void **state)
{
    (void)state;
    xc_writable_database *database = NULL;
    MUST(xc_writable_database_open_in_memory(&database, &problem));
    xc_database_free(xc_writable_database_reader(database)); /* lent: does nothing */
    add_articles(database, 1, 5);
    MUST(xc_writable_database_commit(database, &problem));
    assert_string_equal(found_by(xc_writable_database_reader(database), term_query("moscow")),
                        "1 3 5");
    xc_writable_database_free(database);
}

static void several_writers_take_turns(void **state)
{
    xc_writable_database *both = NULL, *second = NULL;
    size_t shards = 0;
    MUST(xc_writable_database_open(path_in(state, "a"), XC_WRITE_CREATE, 0, &both, &problem));
    MUST(xc_writable_database_open(path_in(state, "b"), XC_WRITE_CREATE, 0, &second, &problem));
    MUST(xc_writable_database_add(both, second, &problem));
    MUST(xc_database_shard_count(xc_writable_database_reader(both), &shards, &problem));
    assert_int_equal(shards, 2);
    add_articles(both, 1, 4);
    MUST(xc_writable_database_commit(both, &problem));
    assert_int_equal(count_of(second), 2);
    assert_int_equal(count_of(both), 4);
    xc_writable_database_free(both);
    xc_writable_database_free(second);
}

static void a_reader_outlives_the_handle_it_was_made_from(void **state)
{
    xc_writable_database *database = writer_of(state, XC_WRITE_OPEN);
    xc_term_cursor *cursor = NULL;
    MUST(xc_database_terms(xc_writable_database_reader(database), B("mos"), &cursor, &problem));
    xc_writable_database_free(database);
    assert_string_equal(walk_terms(cursor, true), "moscow:3");
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(documents_are_added_replaced_and_deleted),
        NEWS(a_cancelled_transaction_leaves_nothing),
        NEWS(a_second_writer_is_refused),
        NEWS(flags_say_whether_there_must_be_one),
        NEWS(block_size_and_missing_term_lists_are_seen_by_delve),
        NEWS(metadata_is_kept_by_key),
        NEWS(spelling_suggests_what_was_added),
        NEWS(synonyms_belong_to_terms),
        NEWS(a_term_too_long_is_refused_at_once),
        NEWS(a_commit_that_fails_says_so),
        NEWS(one_in_memory_works_as_one_on_disk),
        NEWS(several_writers_take_turns),
        NEWS(a_reader_outlives_the_handle_it_was_made_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
