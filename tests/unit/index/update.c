/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the update: what is read, what is replaced, what is removed. */
#include "support.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void expect(const place *at, const char *text) /* %s: the folder of articles */
{
    ndx_buffer expected = {0};
    for (const char *c = text; *c; c++) {
        if (*c == '$') {
            ndx_buffer_append_text(&expected, at->in);
            ndx_buffer_append_byte(&expected, '/');
        } else {
            ndx_buffer_append_byte(&expected, (unsigned char)*c);
        }
    }
    ndx_buffer_append_text(&expected, "");
    assert_articles(at->index, expected.data);
    ndx_buffer_free(&expected);
}

static void a_folder_is_indexed_and_comes_back(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "b.txt", "Second headline\n\nThe second body.\n");
    put_file(&at, "a/one.txt",
             "First headline\n\nThe first body, in two\nlines.\n\nAnd a paragraph.\n");
    update(&at);
    assert_int_equal(at.summary.files_seen, 2);
    assert_int_equal(at.summary.files_new, 2);
    assert_int_equal(at.summary.articles_added, 2);
    assert_true(at.summary.changed);
    expect(&at, "$a/one.txt|First headline|The first body, in two lines.\n\nAnd a paragraph.\n"
                "$b.txt|Second headline|The second body.\n");
    place_close(&at);
}

static void a_second_run_reads_nothing_and_changes_nothing(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Headline\n\nBody.\n");
    update(&at);
    char *before = list_entries(at.index);
    update(&at);
    char *after = list_entries(at.index);
    assert_false(at.summary.changed);
    assert_int_equal(at.summary.files_unchanged, 1);
    assert_int_equal(at.summary.bytes_read, 0);
    assert_string_equal(before, after);
    free(before);
    free(after);
    place_close(&at);
}

static void a_changed_file_replaces_its_article(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Headline\n\nOld text.\n");
    put_file(&at, "b.txt", "Other\n\nStays.\n");
    update(&at);
    put_file(&at, "a.txt", "Headline\n\nNew text, longer.\n");
    update(&at);
    assert_int_equal(at.summary.files_changed, 1);
    assert_int_equal(at.summary.files_unchanged, 1);
    assert_int_equal(at.summary.articles_replaced, 1);
    assert_int_equal(at.summary.articles_removed, 0);
    assert_int_equal(at.summary.articles_added, 0);
    expect(&at, "$a.txt|Headline|New text, longer.\n$b.txt|Other|Stays.\n");
    place_close(&at);
}

static void a_touched_file_is_known_by_its_hash(void **state)
{
    place at;
    struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    char path[128];
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Headline\n\nText.\n");
    update(&at);
    snprintf(path, sizeof path, "%s/a.txt", at.in);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    update(&at);
    assert_int_equal(at.summary.files_unchanged, 1);
    assert_int_equal(at.summary.files_changed, 0);
    assert_false(at.summary.changed);
    put_file(&at, "b.txt",
             "New\n\nText.\n"); /* a shard is written: the new time is remembered with it */
    update(&at);
    update(&at);
    assert_int_equal(at.summary.bytes_read, 0);
    assert_int_equal(at.summary.files_unchanged, 2);
    expect(&at, "$a.txt|Headline|Text.\n$b.txt|New|Text.\n");
    place_close(&at);
}

static void a_vanished_file_takes_its_article_along_unless_told_otherwise(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    put_file(&at, "b.txt", "B\n\nText of b.\n");
    update(&at);
    drop_file(&at, "a.txt");
    at.options.keep_missing = true;
    update(&at);
    assert_int_equal(at.summary.files_vanished, 0);
    expect(&at, "$a.txt|A|Text of a.\n$b.txt|B|Text of b.\n");
    at.options.keep_missing = false;
    update(&at);
    assert_int_equal(at.summary.files_vanished, 1);
    assert_int_equal(at.summary.articles_removed, 1);
    expect(&at, "$b.txt|B|Text of b.\n");
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    update(&at);
    assert_int_equal(at.summary.files_new, 1);
    expect(&at, "$a.txt|A|Text of a.\n$b.txt|B|Text of b.\n");
    place_close(&at);
}

static void only_what_lies_under_the_paths_of_the_run_can_vanish(void **state)
{
    place at;
    char one[128], two[128];
    (void)state;
    place_open(&at);
    put_file(&at, "one/a.txt", "A\n\nText of a.\n");
    put_file(&at, "one-more/b.txt", "B\n\nText of b.\n");
    update(&at);
    drop_file(&at, "one/a.txt");
    drop_file(&at, "one-more/b.txt");
    snprintf(one, sizeof one, "%s/one", at.in);
    snprintf(two, sizeof two, "%s/one-more", at.in);
    at.paths[0] = one;
    update(&at);
    assert_int_equal(at.summary.files_vanished, 1);
    expect(&at, "$one-more/b.txt|B|Text of b.\n");
    place_close(&at);
}

static void a_folder_that_is_gone_altogether_is_an_error_and_changes_nothing(void **state)
{
    place at;
    char missing[128];
    (void)state;
    place_open(&at);
    put_file(&at, "disk/a.txt", "A\n\nText of a.\n");
    update(&at);
    run_command(NULL, "rm -r '%s/disk'", at.in);
    snprintf(missing, sizeof missing, "%s/disk", at.in);
    at.paths[0] = missing;
    assert_false(try_update(&at));
    assert_int_equal(at.error.code, NDX_ERROR_NOT_FOUND);
    assert_non_null(strstr(at.error.message, "1 files of it are in the index"));
    expect(&at, "$disk/a.txt|A|Text of a.\n");
    snprintf(missing, sizeof missing, "%s/never", at.in);
    assert_false(try_update(&at));
    assert_int_equal(at.error.code, NDX_ERROR_NOT_FOUND);
    place_close(&at);
}

static void a_known_file_given_by_name_may_vanish(void **state)
{
    place at;
    char path[128];
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    snprintf(path, sizeof path, "%s/a.txt", at.in);
    at.paths[0] = path;
    update(&at);
    drop_file(&at, "a.txt");
    update(&at);
    assert_int_equal(at.summary.files_vanished, 1);
    expect(&at, "");
    place_close(&at);
}

static void hidden_files_and_indexes_are_passed_over(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    snprintf(at.index, sizeof at.index, "%s/newsdex.index", at.in); /* inside the folder */
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    put_file(&at, ".git/b.txt", "B\n\nText of b.\n");
    put_file(&at, ".c.txt", "C\n\nText of c.\n");
    update(&at);
    update(&at);
    assert_int_equal(at.summary.files_seen, 1);
    expect(&at, "$a.txt|A|Text of a.\n");
    place_close(&at);
}

static void excluded_names_are_not_read(void **state)
{
    place at;
    const char *const excludes[] = {"*.bak", "*/drafts"};
    (void)state;
    place_open(&at);
    at.options.excludes = excludes;
    at.options.exclude_count = 2;
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    put_file(&at, "a.bak", "B\n\nText of b.\n");
    put_file(&at, "x/drafts/c.txt", "C\n\nText of c.\n");
    update(&at);
    expect(&at, "$a.txt|A|Text of a.\n");
    place_close(&at);
}

static void a_link_to_a_folder_is_followed_only_when_asked(void **state)
{
    place at;
    char link[128];
    (void)state;
    place_open(&at);
    put_file(&at, "real/a.txt", "A\n\nText of a.\n");
    snprintf(link, sizeof link, "%s/real/up", at.in);
    assert_int_equal(symlink(at.in, link), 0); /* a circle */
    char outside[128];
    snprintf(outside, sizeof outside, "%s/outside", at.folder);
    assert_int_equal(mkdir(outside, 0777), 0);
    run_command(NULL, "printf 'O\\n\\nOutside text.\\n' > '%s/o.txt'", outside);
    snprintf(link, sizeof link, "%s/link", at.in);
    assert_int_equal(symlink(outside, link), 0);
    update(&at);
    expect(&at, "$real/a.txt|A|Text of a.\n");
    at.options.follow = true;
    update(&at);
    expect(&at, "$link/o.txt|O|Outside text.\n$real/a.txt|A|Text of a.\n");
    place_close(&at);
}

static void a_dry_run_tells_and_writes_nothing(void **state)
{
    place at;
    struct stat status;
    (void)state;
    place_open(&at);
    at.options.dry_run = true;
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    put_file(&at, "b.txt", "B\n\nText of b.\n");
    update(&at);
    assert_int_equal(stat(at.index, &status), -1);
    assert_int_equal(at.summary.files_new, 2);
    at.options.dry_run = false;
    update(&at);
    put_file(&at, "a.txt", "A\n\nText of a that is longer.\n");
    drop_file(&at, "b.txt");
    put_file(&at, "c.txt", "C\n\nText of c.\n");
    char *before = list_entries(at.index);
    at.options.dry_run = true;
    update(&at);
    char expected[512];
    snprintf(expected, sizeof expected, "changed %s/a.txt\nnew %s/c.txt\nvanished %s/b.txt\n",
             at.in, at.in, at.in);
    assert_string_equal(at.planned.data, expected);
    char *after = list_entries(at.index);
    assert_string_equal(before, after);
    free(before);
    free(after);
    place_close(&at);
}

/* ---- ids ---- */

static void of_one_id_the_later_in_the_input_wins(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl",
             "{\"id\": \"x\", \"headline\": \"One\", \"body\": \"first\"}\n"
             "{\"id\": \"y\", \"headline\": \"Why\", \"body\": \"other\"}\n"
             "{\"id\": \"x\", \"headline\": \"Two\", \"body\": \"second\"}\n");
    update(&at);
    assert_int_equal(at.summary.articles_added, 2);
    assert_int_equal(at.summary.same_id, 1);
    assert_articles(at.index, "x|Two|second\ny|Why|other\n");
    place_close(&at);
}

static void of_one_id_the_newer_version_wins_against_what_is_indexed(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl",
             "{\"id\": \"x\", \"headline\": \"Two\", \"body\": \"second\", \"version\": \"2\"}\n");
    update(&at);
    put_file(&at, "b.jsonl",
             "{\"id\": \"x\", \"headline\": \"One\", \"body\": \"first\", \"version\": \"1\"}\n");
    update(&at);
    assert_int_equal(at.summary.same_id, 1);
    assert_int_equal(at.summary.articles_added, 0);
    assert_articles(at.index, "x|Two|second\n");
    put_file(&at, "c.jsonl",
             "{\"id\": \"x\", \"headline\": \"Three\", \"body\": \"third\", \"version\": \"3\"}\n");
    update(&at);
    assert_int_equal(at.summary.articles_replaced, 1);
    assert_articles(at.index, "x|Three|third\n");
    place_close(&at);
}

static void a_file_that_goes_back_to_an_older_version_is_believed(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl",
             "{\"id\": \"x\", \"headline\": \"Two\", \"body\": \"second\", \"version\": \"2\"}\n");
    update(&at);
    put_file(
        &at, "a.jsonl",
        "{\"id\": \"x\", \"headline\": \"One\", \"body\": \"the first\", \"version\": \"1\"}\n");
    update(&at);
    assert_articles(at.index, "x|One|the first\n");
    place_close(&at);
}

static void an_article_that_left_its_file_leaves_the_index(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl",
             "{\"id\": \"x\", \"headline\": \"X\", \"body\": \"one\"}\n"
             "{\"id\": \"y\", \"headline\": \"Y\", \"body\": \"two\"}\n");
    update(&at);
    put_file(&at, "a.jsonl",
             "{\"id\": \"y\", \"headline\": \"Y\", \"body\": \"two\"}\n"
             "{\"id\": \"z\", \"headline\": \"Z\", \"body\": \"three three\"}\n");
    update(&at);
    assert_int_equal(at.summary.articles_added, 1);
    assert_int_equal(at.summary.articles_replaced, 1);
    assert_int_equal(at.summary.articles_removed, 1);
    assert_articles(at.index, "y|Y|two\nz|Z|three three\n");
    place_close(&at);
}

static void a_file_renamed_keeps_articles_that_have_ids_of_their_own(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl", "{\"id\": \"x\", \"headline\": \"X\", \"body\": \"one\"}\n");
    update(&at);
    drop_file(&at, "a.jsonl");
    put_file(&at, "b.jsonl", "{\"id\": \"x\", \"headline\": \"X\", \"body\": \"one\"}\n");
    update(&at);
    assert_articles(at.index, "x|X|one\n");
    update(&at);
    assert_false(at.summary.changed);
    place_close(&at);
}

static void removed_ids_are_gone_and_stay_gone(void **state)
{
    place at;
    uint64_t removed;
    const ndx_span ids[] = {NDX_SPAN("x"), NDX_SPAN("nobody")};
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl",
             "{\"id\": \"x\", \"headline\": \"X\", \"body\": \"one\"}\n"
             "{\"id\": \"y\", \"headline\": \"Y\", \"body\": \"two\"}\n");
    update(&at);
    assert_true(ndx_update_remove(at.index, ids, 2, &at.options, &removed, &at.error));
    assert_int_equal(removed, 1);
    assert_articles(at.index, "y|Y|two\n");
    update(&at);
    assert_articles(at.index, "y|Y|two\n");
    assert_true(ndx_update_remove(at.index, ids, 2, &at.options, &removed, &at.error));
    assert_int_equal(removed, 0);
    place_close(&at);
}

static void a_file_that_breaks_off_gives_what_came_before_and_keeps_what_it_had(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl",
             "{\"id\": \"x\", \"headline\": \"X\", \"body\": \"one\"}\n"
             "not json at all\n"
             "{\"id\": \"y\", \"headline\": \"Y\", \"body\": \"two\"}\n");
    update(&at);
    assert_true(at.summary.articles_skipped + at.summary.files_skipped >= 1);
    assert_true(at.skipped.size > 0);
    assert_articles(at.index, "x|X|one\ny|Y|two\n");
    place_close(&at);
}

static void an_unreadable_file_is_skipped_and_its_old_article_stays(void **state)
{
    place at;
    char path[128];
    (void)state;
    if (geteuid() == 0) {
        print_message("SKIPPED: root can read everything\n");
        skip();
    }
    place_open(&at);
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    update(&at);
    put_file(&at, "a.txt", "A\n\nText of a, changed.\n");
    snprintf(path, sizeof path, "%s/a.txt", at.in);
    assert_int_equal(chmod(path, 0), 0);
    update(&at);
    assert_int_equal(at.summary.files_skipped, 1);
    expect(&at, "$a.txt|A|Text of a.\n");
    assert_int_equal(chmod(path, 0644), 0);
    update(&at);
    expect(&at, "$a.txt|A|Text of a, changed.\n");
    place_close(&at);
}

static void another_weighting_is_refused(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    at.options.weights = (ndx_weights){1, 0, 0};
    update(&at);
    put_file(&at, "b.txt", "B\n\nText of b.\n");
    at.options.weights = (ndx_weights){0, 0, 0};
    update(&at);
    at.options.weights = (ndx_weights){2, 6, 1};
    assert_false(try_update(&at));
    assert_int_equal(at.error.code, NDX_ERROR_USAGE);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_is_indexed_and_comes_back),
        cmocka_unit_test(a_second_run_reads_nothing_and_changes_nothing),
        cmocka_unit_test(a_changed_file_replaces_its_article),
        cmocka_unit_test(a_touched_file_is_known_by_its_hash),
        cmocka_unit_test(a_vanished_file_takes_its_article_along_unless_told_otherwise),
        cmocka_unit_test(only_what_lies_under_the_paths_of_the_run_can_vanish),
        cmocka_unit_test(a_folder_that_is_gone_altogether_is_an_error_and_changes_nothing),
        cmocka_unit_test(a_known_file_given_by_name_may_vanish),
        cmocka_unit_test(hidden_files_and_indexes_are_passed_over),
        cmocka_unit_test(excluded_names_are_not_read),
        cmocka_unit_test(a_link_to_a_folder_is_followed_only_when_asked),
        cmocka_unit_test(a_dry_run_tells_and_writes_nothing),
        cmocka_unit_test(of_one_id_the_later_in_the_input_wins),
        cmocka_unit_test(of_one_id_the_newer_version_wins_against_what_is_indexed),
        cmocka_unit_test(a_file_that_goes_back_to_an_older_version_is_believed),
        cmocka_unit_test(an_article_that_left_its_file_leaves_the_index),
        cmocka_unit_test(a_file_renamed_keeps_articles_that_have_ids_of_their_own),
        cmocka_unit_test(removed_ids_are_gone_and_stay_gone),
        cmocka_unit_test(a_file_that_breaks_off_gives_what_came_before_and_keeps_what_it_had),
        cmocka_unit_test(an_unreadable_file_is_skipped_and_its_old_article_stays),
        cmocka_unit_test(another_weighting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
