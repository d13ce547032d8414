/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * maintenance.c - check and compact; xapian-check and xapian-compact are the oracles.
 */
#include "tests/unit/xapian_c/support.h"

#include <fcntl.h>
#include <unistd.h>

static void a_whole_database_has_no_errors(void **state)
{
    size_t errors = 99;
    xc_string report = XC_STRING_EMPTY;
    MUST(xc_database_check(path_in(state, "news"), 0, &errors, &report, &problem));
    assert_int_equal(errors, 0);
    assert_non_null(strstr(report.data, "postlist"));
    xc_string_free(&report);
}

static void xapian_check_reports_the_same(void **state)
{
    need_tool("xapian-check");
    size_t errors = 99;
    xc_string report = XC_STRING_EMPTY;
    int status = -1;
    MUST(xc_database_check(path_in(state, "news"), XC_CHECK_SHOW_STATISTICS, &errors, &report,
                           &problem));
    const char *output = run(&status, "xapian-check %s v", path_in(state, "news"));
    assert_int_equal(status, 0);
    assert_int_equal(strncmp(output, report.data, report.size), 0);
    xc_string_free(&report);
}

struct listener {
    size_t bytes;
    bool fail;
};

static xc_decision listen(void *context, xc_bytes text, xc_error *error)
{
    struct listener *listener = context;
    listener->bytes += text.size;
    if (listener->fail) {
        xc_error_set(error, XC_RANGE_ERROR, "heard enough");
        return XC_FAIL;
    }
    return XC_ACCEPT;
}

static void the_report_can_be_listened_to(void **state)
{
    size_t errors = 99;
    struct listener listener = {0};
    xc_string report = XC_STRING_EMPTY;
    MUST(xc_database_check(path_in(state, "news"), 0, NULL, &report, &problem));
    MUST(xc_database_check_with(path_in(state, "news"), 0, &errors, listen, &listener, &problem));
    assert_int_equal(errors, 0);
    assert_int_equal(listener.bytes, report.size);
    MUST(xc_database_check_with(path_in(state, "news"), 0, &errors, NULL, NULL, &problem));
    listener.fail = true;
    xc_error error = {0};
    assert_int_equal(
        xc_database_check_with(path_in(state, "news"), 0, &errors, listen, &listener, &error),
        XC_CALLBACK_ERROR);
    assert_string_equal(error.message, "heard enough");
    xc_string_free(&report);
}

static void damage_is_found(void **state)
{
    size_t errors = 0;
    xc_error error = {0};
    xc_string report = XC_STRING_EMPTY;
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s", path_in(state, "news"));
    run(NULL, "dd if=/dev/zero of=%s/postlist.glass bs=1 seek=4 count=8000 conv=notrunc", path);
    const xc_status status = xc_database_check(path, 0, &errors, &report, &error);
    if (status == XC_OK)
        assert_true(errors > 0);
    else
        assert_true(xc_status_is(status, XC_DATABASE_ERROR));
    xc_string_free(&report);
    assert_true(xc_status_is(xc_database_check(path_in(state, "absent"), 0, &errors, NULL, NULL),
                             XC_DATABASE_OPENING_ERROR));
}

static void compacting_joins_and_renumbers(void **state)
{
    xc_database *database = NULL;
    xc_doccount count = 0;
    xc_string data = XC_STRING_EMPTY;
    size_t errors = 99;
    char path[PATH_BYTES];
    write_news(path_in(state, "first"), 1, 2, XC_WRITE_CREATE);
    write_news(path_in(state, "second"), 3, 5, XC_WRITE_CREATE);
    snprintf(path, sizeof path, "%s", path_in(state, "compact"));
    MUST(xc_database_open(path_in(state, "first"), 0, &database, &problem));
    xc_database *second = NULL;
    MUST(xc_database_open(path_in(state, "second"), 0, &second, &problem));
    MUST(xc_database_add(database, second, &problem));
    xc_database_free(second);
    MUST(xc_database_compact(database, path, XC_COMPACT_FULL, 4096, NULL, &problem));
    xc_database_free(database);
    MUST(xc_database_check(path, 0, &errors, NULL, &problem));
    assert_int_equal(errors, 0);
    MUST(xc_database_open(path, 0, &database, &problem));
    MUST(xc_database_doccount(database, &count, &problem));
    assert_int_equal(count, ARTICLE_COUNT);
    for (unsigned i = 1; i <= ARTICLE_COUNT; i++) {
        xc_document *expected = article(i);
        xc_bytes bytes;
        MUST(xc_document_data(expected, &bytes, &problem));
        MUST(xc_database_get_data(database, i, &data, &problem));
        assert_int_equal(data.size, bytes.size);
        assert_memory_equal(data.data, bytes.data, bytes.size);
        xc_document_free(expected);
    }
    xc_string_free(&data);
    xc_database_free(database);
}

static void xapian_compact_writes_the_same_tables(void **state)
{
    need_tool("xapian-compact");
    xc_database *database = open_news(state);
    int status = -1;
    char ours[PATH_BYTES], theirs[PATH_BYTES];
    snprintf(ours, sizeof ours, "%s", path_in(state, "ours"));
    snprintf(theirs, sizeof theirs, "%s", path_in(state, "theirs"));
    MUST(xc_database_compact(database, ours, XC_COMPACT_FULL, 0, NULL, &problem));
    run(&status, "xapian-compact -q %s %s", path_in(state, "news"), theirs);
    assert_int_equal(status, 0);
    static const char *const tables[] = {"postlist", "docdata", "termlist", "position"};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        const char *output =
            run(&status, "cmp %s/%s.glass %s/%s.glass", ours, tables[i], theirs, tables[i]);
        if (status != 0)
            fail_msg("%s", output);
    }
    xc_database_free(database);
}

static void a_single_file_can_be_opened_by_path_and_descriptor(void **state)
{
    xc_database *database = open_news(state);
    xc_doccount count = 0;
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s", path_in(state, "single"));
    MUST(xc_database_compact(database, path, XC_COMPACT_FULL | XC_COMPACT_SINGLE_FILE, 0, NULL,
                             &problem));
    xc_database_free(database);
    MUST(xc_database_open(path, 0, &database, &problem));
    MUST(xc_database_doccount(database, &count, &problem));
    assert_int_equal(count, ARTICLE_COUNT);
    xc_database_free(database);
    const int descriptor = open(path, O_RDONLY);
    assert_true(descriptor >= 0);
    MUST(xc_database_open_descriptor(descriptor, 0, &database, &problem));
    MUST(xc_database_doccount(database, &count, &problem));
    assert_int_equal(count, ARTICLE_COUNT);
    const int target = open(path_in(state, "by-descriptor"), O_RDWR | O_CREAT, 0600);
    assert_true(target >= 0);
    MUST(xc_database_compact_descriptor(database, target, XC_COMPACT_FULL, 0, NULL, &problem));
    xc_database_free(database);
    MUST(xc_database_open(path_in(state, "by-descriptor"), 0, &database, &problem));
    MUST(xc_database_doccount(database, &count, &problem));
    assert_int_equal(count, ARTICLE_COUNT);
    xc_database_free(database);
}

struct progress {
    unsigned statuses;
    bool fail;
    bool drop;
};

static xc_decision status_of(void *context, xc_bytes table, xc_bytes status, xc_error *error)
{
    struct progress *progress = context;
    (void)table;
    (void)status;
    progress->statuses++;
    if (progress->fail) {
        xc_error_set(error, XC_RANGE_ERROR, "stop");
        return XC_FAIL;
    }
    return XC_ACCEPT;
}

static xc_decision join(void *context, xc_bytes key, const xc_bytes *values, size_t count,
                        xc_string *value, xc_error *error)
{
    struct progress *progress = context;
    char text[64] = "";
    assert_bytes(key, "name");
    for (size_t i = 0; i < count; i++)
        strncat(text, values[i].data, values[i].size);
    if (progress->drop)
        return XC_REJECT;
    return xc_string_assign(value, B(text), error) == XC_OK ? XC_ACCEPT : XC_FAIL;
}

static void compacting_asks_which_metadata_to_keep(void **state)
{
    xc_database *both = NULL, *compacted = NULL;
    struct progress progress = {0};
    const xc_compact_callbacks callbacks = {&progress, status_of, join};
    xc_string value = XC_STRING_EMPTY;
    MUST(xc_database_new_empty(&both, &problem));
    for (int i = 0; i < 2; i++) {
        xc_writable_database *database = NULL;
        MUST(xc_writable_database_open(path_in(state, i == 0 ? "a" : "b"), XC_WRITE_CREATE, 0,
                                       &database, &problem));
        add_articles(database, 1, 2);
        MUST(xc_writable_database_set_metadata(database, B("name"), B(i == 0 ? "one" : "two"),
                                               &problem));
        MUST(xc_writable_database_close(database, &problem));
        xc_writable_database_free(database);
        xc_database *reader = NULL;
        MUST(xc_database_open(path_in(state, i == 0 ? "a" : "b"), 0, &reader, &problem));
        MUST(xc_database_add(both, reader, &problem));
        xc_database_free(reader);
    }
    for (int way = 0; way < 3; way++) {
        static const char *const expected[] = {"onetwo", "", "one"};
        static const char *const names[] = {"c0", "c1", "c2"};
        progress.drop = way == 1;
        MUST(xc_database_compact(both, path_in(state, names[way]), 0, 0,
                                 way == 2 ? NULL : &callbacks, &problem));
        MUST(xc_database_open(path_in(state, names[way]), 0, &compacted, &problem));
        MUST(xc_database_get_metadata(compacted, B("name"), &value, &problem));
        assert_text(&value, expected[way]);
        xc_database_free(compacted);
    }
    assert_true(progress.statuses > 0);
    progress.fail = true;
    FAILS(XC_CALLBACK_ERROR, "callback",
          xc_database_compact(both, path_in(state, "c3"), 0, 0, &callbacks, &problem));
    xc_string_free(&value);
    xc_database_free(both);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(a_whole_database_has_no_errors),
        NEWS(xapian_check_reports_the_same),
        NEWS(the_report_can_be_listened_to),
        NEWS(damage_is_found),
        NEWS(compacting_joins_and_renumbers),
        NEWS(xapian_compact_writes_the_same_tables),
        NEWS(a_single_file_can_be_opened_by_path_and_descriptor),
        NEWS(compacting_asks_which_metadata_to_keep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
