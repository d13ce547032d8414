/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * remote.c - databases behind xapian-progsrv and xapian-tcpsrv.
 */
#include "tests/unit/xapian_c/support.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static xc_decision accept_all(void *context, xc_document *document, xc_error *error)
{
    (void)context;
    (void)document;
    (void)error;
    return XC_ACCEPT;
}

static void a_program_serves_what_the_disk_has(void **state)
{
    need_tool("xapian-progsrv");
    xc_database *remote = NULL, *local = open_news(state);
    xc_query *query = term_query("moscow");
    xc_match_item here, there;
    MUST(xc_database_open_program("xapian-progsrv", path_in(state, "news"), 10000, &remote,
                                  &problem));
    xc_match_set *far = match(remote, query, NULL), *near = match(local, query, NULL);
    assert_int_equal(xc_match_set_size(far), 3);
    for (xc_doccount i = 0; i < 3; i++) {
        xc_document *document = NULL;
        xc_bytes data;
        MUST(xc_match_set_item(far, i, &there, &problem));
        MUST(xc_match_set_item(near, i, &here, &problem));
        assert_int_equal(there.docid, here.docid);
        assert_true(there.weight == here.weight);
        MUST(xc_match_set_document(far, i, &document, &problem));
        MUST(xc_document_data(document, &data, &problem));
        assert_true(data.size > 0);
        xc_document_free(document);
    }
    MUST(xc_match_set_fetch(far, 0, 2, &problem));
    xc_match_set_free(far);
    xc_match_set_free(near);
    xc_query_free(query);
    xc_database_free(remote);
    xc_database_free(local);
}

static void a_decider_does_not_work_over_a_remote(void **state)
{
    need_tool("xapian-progsrv");
    xc_database *remote = NULL;
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    xc_query *query = term_query("moscow");
    const xc_match_request request = {.max = 10, .decider = accept_all};
    MUST(xc_database_open_program("xapian-progsrv", path_in(state, "news"), 10000, &remote,
                                  &problem));
    MUST(xc_enquire_new(remote, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    FAILS(XC_UNIMPLEMENTED_ERROR, "UnimplementedError",
          xc_enquire_match(enquire, &request, &set, &problem));
    xc_query_free(query);
    xc_enquire_free(enquire);
    xc_database_free(remote);
}

static void a_program_writes(void **state)
{
    need_tool("xapian-progsrv");
    xc_writable_database *database = NULL;
    xc_doccount count = 0;
    char arguments[PATH_BYTES + 16];
    snprintf(arguments, sizeof arguments, "--writable %s", path_in(state, "news"));
    MUST(xc_writable_database_open_program("xapian-progsrv", arguments, 10000, XC_WRITE_OPEN,
                                           &database, &problem));
    add_articles(database, 1, 2);
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_database_doccount(xc_writable_database_reader(database), &count, &problem));
    assert_int_equal(count, 7);
    xc_writable_database_free(database);
}

static void a_program_that_is_none_is_a_network_error(void **state)
{
    (void)state;
    xc_database *remote = NULL;
    xc_error error = {0};
    assert_int_not_equal(xc_database_open_program("/bin/true", "", 2000, &remote, &error), XC_OK);
    assert_true(xc_status_is(error.status, XC_NETWORK_ERROR));
    assert_null(remote);
}

static void a_server_serves_over_tcp(void **state)
{
    need_tool("xapian-tcpsrv");
    xc_database *remote = NULL;
    xc_doccount count = 0;
    char port_text[8];
    const unsigned port = 20000 + (unsigned)getpid() % 20000;
    pid_t server = 0;
    snprintf(port_text, sizeof port_text, "%u", port);
    char *const arguments[] = {"xapian-tcpsrv",
                               "--quiet",
                               "--interface",
                               "127.0.0.1",
                               "--port",
                               port_text,
                               (char *)path_in(state, "news"),
                               NULL};
    /* In a process group of its own: the server ends by a signal to its whole group. */
    posix_spawnattr_t attributes;
    assert_int_equal(posix_spawnattr_init(&attributes), 0);
    assert_int_equal(posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP), 0);
    assert_int_equal(posix_spawnattr_setpgroup(&attributes, 0), 0);
    assert_int_equal(posix_spawnp(&server, arguments[0], NULL, &attributes, arguments, environ), 0);
    posix_spawnattr_destroy(&attributes);
    xc_error error = {0};
    xc_status status = XC_NETWORK_ERROR;
    for (int i = 0; i < 100 && status != XC_OK; i++) {
        const struct timespec pause = {0, 50000000};
        nanosleep(&pause, NULL);
        status = xc_database_open_tcp("127.0.0.1", port, 5000, 5000, &remote, &error);
    }
    if (status == XC_OK) {
        MUST(xc_database_doccount(remote, &count, &problem));
        MUST(xc_database_keep_alive(remote, &problem));
        xc_writable_database *writer = NULL;
        error = (xc_error){0};
        assert_int_not_equal(xc_writable_database_open_tcp("127.0.0.1", port, 5000, 5000,
                                                           XC_WRITE_OPEN, &writer, &error),
                             XC_OK); /* not --writable */
    }
    xc_database_free(remote);
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
    assert_int_equal(status, XC_OK);
    assert_int_equal(count, ARTICLE_COUNT);
    remote = NULL;
    assert_int_not_equal(xc_database_open_tcp("127.0.0.1", port, 1000, 1000, &remote, &error),
                         XC_OK);
    assert_true(xc_status_is(error.status, XC_NETWORK_ERROR));
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(a_program_serves_what_the_disk_has),
        NEWS(a_decider_does_not_work_over_a_remote),
        NEWS(a_program_writes),
        NEWS(a_program_that_is_none_is_a_network_error),
        NEWS(a_server_serves_over_tcp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
