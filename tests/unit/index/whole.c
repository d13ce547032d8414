/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that the index stays whole: same input, same entries; merging; crashes, full disks, second
 * writers, damage. */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* JSON Lines of `count` articles with words of a small Zipf-like vocabulary; ids from `first`. */
static void put_articles(const place *at, const char *name, unsigned first, unsigned count,
                         unsigned words)
{
    ndx_buffer text = {0};
    uint32_t random = 12345 + first;
    for (unsigned i = first; i < first + count; i++) {
        ndx_buffer_printf(
            &text,
            "{\"id\": \"d%u\", \"headline\": \"Article %u of Moscow\", \"date\": \"2025-11-%02u\", "
            "\"source\": \"Paper %u\", \"body\": \"",
            i, i, 1 + i % 30, i % 7);
        for (unsigned j = 0; j < words; j++) {
            random = random * 1664525u + 1013904223u;
            unsigned rank = 1u + (random >> 8) % 3000u;
            ndx_buffer_printf(&text, "%sw%u%s", j ? " " : "", 3000u / rank + rank % 17u,
                              j % 13 == 12 ? "." : "");
        }
        ndx_buffer_append_text(&text, "\"}\n");
    }
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

static void assert_same_text(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return;
    size_t i = 0;
    while (a[i] == b[i])
        i++;
    fail_msg("differs at byte %zu: \"%.60s\" against \"%.60s\"", i, a + (i > 20 ? i - 20 : 0),
             b + (i > 20 ? i - 20 : 0));
}

/* Articles whose addresses alone take more than the batch's share of the least memory, so that
 * drafts go to the temporary file, without as many words to analyse. */
static void put_long_addresses(const place *at, const char *name, unsigned count)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    enum { ADDRESS_BYTES = 3800 };
    ndx_buffer text = {0};
    uint32_t random = 99;
    for (unsigned i = 0; i < count; i++) {
        ndx_buffer_printf(&text,
                          "{\"id\": \"long%u\", \"headline\": \"A long address\", \"body\": \"Of "
                          "article w%u.\", \"url\": \"https://example.org/%u/",
                          i, i, i);
        for (unsigned j = 0; j < ADDRESS_BYTES; j++) {
            random = random * 1664525u + 1013904223u;
            ndx_buffer_append_byte(&text, (unsigned char)digits[random >> 26]);
        }
        ndx_buffer_append_text(&text, "\"}\n");
    }
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

static void threads_and_memory_change_no_entry(void **state)
{
    static const struct {
        unsigned jobs;
        uint64_t memory;
    } ways[] = {{4, 1 << 30}, {1, 16 << 20}, {3, 16 << 20}};
    place at;
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < 20; i++) {
        char name[32];
        snprintf(name, sizeof name, "f%02u.jsonl", i);
        put_articles(&at, name, i * 45, i == 7 ? 500 : 50,
                     60); /* neighbours share ids; one is larger */
    }
    put_long_addresses(&at, "f07a.jsonl", 2600); /* 10 MB: more than half of 16 MiB, several jobs */
    at.options.memory_bytes = 1 << 30;
    update(&at);
    uint64_t same_id = at.summary.same_id;
    assert_true(same_id > 0);
    char *expected = list_entries(at.index);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        run_command(NULL, "rm -rf '%s'", at.index);
        at.options.jobs = ways[i].jobs;
        at.options.memory_bytes = ways[i].memory;
        update(&at);
        assert_int_equal(at.summary.same_id, same_id);
        char *got = list_entries(at.index);
        assert_same_text(got, expected);
        free(got);
    }
    free(expected);
    place_close(&at);
}

/* ---- merging ---- */

static void update_one(place *at, unsigned i)
{
    char name[32];
    snprintf(name, sizeof name, "u%03u.jsonl", i);
    put_articles(at, name, i * 10, 10, 30);
    update(at);
}

static void many_updates_leave_few_shards(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < 30; i++)
        update_one(&at, i);
    assert_true(at.summary.shards < 16);
    char *got = list_articles(at.index);
    unsigned lines = 0;
    for (const char *c = got; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 300);
    free(got);
    update(&at);
    assert_false(at.summary.changed);
    assert_int_equal(at.summary.files_unchanged, 30);
    place_close(&at);
}

/* What a merged index holds is what one made at once would hold, but for serials. */
static void compacting_gives_what_indexing_at_once_gives(void **state)
{
    place at, once;
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < 5; i++)
        update_one(&at, i);
    put_articles(&at, "u001.jsonl", 10, 9, 31); /* changed */
    drop_file(&at, "u003.jsonl");
    update(&at);
    assert_true(ndx_update_compact(at.index, &at.options, &at.summary, &at.error));
    assert_int_equal(at.summary.shards, 1);
    once = at;
    snprintf(once.index, sizeof once.index, "%s/once", at.folder);
    update(&once);
    char *merged = list_articles(at.index);
    char *expected = list_articles(once.index);
    assert_same_text(merged, expected);
    free(merged);
    free(expected);
    const char *paths[] = {at.index, once.index};
    ndx_index *a = ndx_index_open(&paths[0], 1, NULL);
    ndx_index *b = ndx_index_open(&paths[1], 1, NULL);
    assert_int_equal(ndx_index_shard(a, 0)->documents, ndx_index_shard(b, 0)->documents);
    assert_int_equal(ndx_index_shard(a, 0)->text_bytes, ndx_index_shard(b, 0)->text_bytes);
    uint64_t length_a, length_b;
    assert_int_equal(xc_database_total_length(ndx_index_database(a), &length_a, NULL), XC_OK);
    assert_int_equal(xc_database_total_length(ndx_index_database(b), &length_b, NULL), XC_OK);
    assert_int_equal(length_a, length_b);
    ndx_index_close(a);
    ndx_index_close(b);
    update(&at); /* the manifest came through */
    assert_false(at.summary.changed);
    assert_int_equal(at.summary.files_unchanged, 4);
    ndx_buffer_free(&once.skipped);
    once.skipped = at.skipped;
    place_close(&at);
}

static void rebuilding_changes_nothing_when_the_analysis_is_the_same(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_articles(&at, "a.jsonl", 0, 200, 40);
    put_file(&at, "b.txt", "Headline\n\nBODY (Reuters) \xE2\x80\x94 It said \"so\".\n\nAnother.\n");
    update(&at);
    char *before = list_articles(at.index);
    uint64_t shards = at.summary.shards;
    assert_true(ndx_update_rebuild(at.index, &at.options, &at.summary, &at.error));
    assert_int_equal(at.summary.shards, shards);
    char *after = list_articles(at.index);
    assert_same_text(after, before);
    free(before);
    free(after);
    update(&at);
    assert_false(at.summary.changed);
    place_close(&at);
}

static void deleted_articles_leave_at_compaction(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "A\n\nOnly here stands zzyzx.\n");
    for (unsigned i = 0; i < 6; i++) {
        char name[16];
        snprintf(name, sizeof name, "b%u.txt", i);
        put_file(&at, name, "B\n\nOther text.\n");
    }
    update(&at);
    drop_file(&at, "a.txt");
    update(&at);
    bool there = true;
    const char *path = at.index;
    ndx_index *index = ndx_index_open(&path, 1, NULL);
    assert_int_equal(
        xc_database_term_exists(ndx_index_database(index), xc_bytes_of("Zzzyzx"), &there, NULL),
        XC_OK);
    assert_true(there); /* until then they count in statistics, and are filtered */
    assert_int_equal(ndx_index_articles(index), 6);
    ndx_index_close(index);
    assert_true(ndx_update_compact(at.index, &at.options, &at.summary, &at.error));
    index = ndx_index_open(&path, 1, NULL);
    assert_int_equal(
        xc_database_term_exists(ndx_index_database(index), xc_bytes_of("Zzzyzx"), &there, NULL),
        XC_OK);
    assert_false(there);
    assert_int_equal(ndx_index_shard(index, 0)->deleted, 0);
    ndx_index_close(index);
    place_close(&at);
}

static void flip_level(const char *index, unsigned serial)
{
    ndx_buffer output = {0};
    assert_int_equal(run_command(&output, "ls '%s'/shard-%08u-*/docdata.glass", index, serial), 0);
    output.data[strcspn(output.data, "\n")] = '\0';
    FILE *file = fopen(output.data, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 4, SEEK_SET), 0);
    int level = fgetc(file);
    assert_int_equal(fseek(file, 4, SEEK_SET), 0);
    assert_true(fputc(level ^ 5, file) >= 0);
    assert_int_equal(fclose(file), 0);
    ndx_buffer_free(&output);
}

static void a_damaged_shard_is_named_and_the_index_stays(void **state)
{
    place at;
    ndx_buffer before = {0};
    ndx_buffer after = {0};
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < 4; i++)
        update_one(&at, i);
    char *articles = list_articles(at.index);
    flip_level(at.index, 3);
    run_command(&before, "cd '%s' && find . -type f ! -name lock -exec sha256sum {} + | sort",
                at.index);
    assert_false(ndx_update_compact(at.index, &at.options, &at.summary, &at.error));
    assert_int_equal(at.error.code, NDX_ERROR_CORRUPT);
    assert_non_null(strstr(at.error.message, "shard-00000003"));
    run_command(&after, "cd '%s' && find . -type f ! -name lock -exec sha256sum {} + | sort",
                at.index);
    assert_string_equal(after.data, before.data);
    flip_level(at.index, 3);
    assert_articles(at.index, articles);
    ndx_buffer_free(&before);
    ndx_buffer_free(&after);
    free(articles);
    place_close(&at);
}

/* ---- foreign tools ---- */

static void xapians_own_tools_accept_it(void **state)
{
    place at;
    ndx_buffer output = {0};
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < 3; i++)
        update_one(&at, i);
    assert_int_equal(run_command(&output, "xapian-delve '%s' 2>&1", at.index), 0);
    assert_non_null(strstr(output.data, "number of documents = 30"));
    const char *path = at.index;
    ndx_index *index = ndx_index_open(&path, 1, NULL);
    assert_true(ndx_index_shard_count(index) > 1);
    for (size_t i = 0; i < ndx_index_shard_count(index); i++) {
        ndx_buffer_clear(&output);
        assert_int_equal(run_command(&output, "xapian-check '%s/%s' 2>&1", at.index,
                                     ndx_index_shard(index, i)->directory),
                         0);
        assert_non_null(strstr(output.data, "No errors found"));
    }
    ndx_index_close(index);
    ndx_buffer_free(&output);
    place_close(&at);
}

static bool fetch(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    xc_string bytes = XC_STRING_EMPTY;
    (void)error;
    ndx_buffer_clear(value);
    assert_int_equal(
        xc_database_get_metadata(context, (xc_bytes){key.data, key.size}, &bytes, NULL), XC_OK);
    bool done = ndx_buffer_append(value, bytes.data, bytes.size);
    xc_string_free(&bytes);
    return done;
}

/* Each record names its words, and all words are there under their own names. */
static void shards_compacted_by_xapian_still_give_every_article(void **state)
{
    place at;
    ndx_buffer text = {0};
    char path[128];
    xc_database *database = NULL;
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < 3; i++)
        update_one(&at, i);
    snprintf(path, sizeof path, "%s/compacted", at.folder);
    assert_int_equal(run_command(NULL, "xapian-compact '%s' '%s' >/dev/null 2>&1", at.index, path),
                     0);
    assert_int_equal(xc_database_open(path, 0, &database, NULL), XC_OK);
    for (xc_docid i = 1; i <= 30; i++) {
        xc_string data = XC_STRING_EMPTY;
        ndx_record record;
        ndx_error error = {0};
        char expected[64];
        assert_int_equal(xc_database_get_data(database, i, &data, NULL), XC_OK);
        assert_true(ndx_record_read(ndx_span_make(data.data, data.size), &record, &error));
        ndx_words *words =
            ndx_words_open(ndx_span_make((const char *)record.words_name, sizeof record.words_name),
                           fetch, database, &error);
        assert_non_null(words);
        ndx_buffer_clear(&text);
        assert_true(ndx_record_text(words, &record, NDX_TEXT_HEADLINE, &text, &error));
        snprintf(expected, sizeof expected, "Article %.*s of Moscow", (int)record.id.size - 1,
                 record.id.data + 1);
        assert_string_equal(text.data, expected);
        ndx_words_close(words);
        xc_string_free(&data);
    }
    xc_database_free(database);
    ndx_buffer_free(&text);
    place_close(&at);
}

/* ---- trouble ---- */

static void a_second_writer_is_told_who_writes(void **state)
{
    place at;
    int ready[2], done[2];
    char byte;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    update(&at);
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) { /* holds the lock as a writer does */
        char command[256];
        snprintf(command, sizeof command, "%s/lock", at.index);
        int file = open(command, O_RDWR);
        char text[32];
        int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
        if (file < 0 || flock(file, LOCK_EX) != 0 || pwrite(file, text, (size_t)size, 0) != size)
            _exit(1);
        if (write(ready[1], "x", 1) != 1 || read(done[0], &byte, 1) != 1)
            _exit(1);
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_false(try_update(&at));
    assert_int_equal(at.error.code, NDX_ERROR_LOCKED);
    char expected[64];
    snprintf(expected, sizeof expected, "another newsindex (process %ld) is writing to",
             (long)child);
    assert_non_null(strstr(at.error.message, expected));
    assert_int_equal(write(done[1], "x", 1), 1);
    at.options.lock_wait_seconds = 20;
    update(&at); /* the lock was given up meanwhile */
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ready[0]), close(ready[1]), close(done[0]), close(done[1]);
    place_close(&at);
}

/* A writer is killed at some moment, again and again: the index is the old one or the new one, and
 * the next run completes it. */
static void a_killed_writer_leaves_the_old_index_or_the_new_one(void **state)
{
    place at;
    enum { KILLS = 12 };
    unsigned killed = 0;
    (void)state;
    place_open(&at);
    put_articles(&at, "a.jsonl", 0, 100, 40);
    update(&at);
    char *old = list_articles(at.index);
    put_articles(&at, "b.jsonl", 1000, 200, 40);
    run_command(NULL, "cp -r '%s' '%s/backup'", at.index, at.folder);
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    update(&at);
    clock_gettime(CLOCK_MONOTONIC, &end);
    char *new = list_articles(at.index);
    long whole = (end.tv_sec - start.tv_sec) * 1000000000L + (end.tv_nsec - start.tv_nsec);
    /* Moments by the golden ratio: whatever the number of repetitions, they are spread evenly over
     * the run and a little beyond, and no two fall together. */
    for (unsigned i = 0; i < KILLS; i++) {
        run_command(NULL, "rm -rf '%s'; cp -r '%s/backup' '%s'", at.index, at.folder, at.index);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            _exit(try_update(&at) ? 0 : 1);
        double part = fmod((i + 1) * 0.6180339887, 1.0) * 1.1;
        long wait = (long)((double)whole * part);
        const struct timespec pause = {.tv_sec = wait / 1000000000L, .tv_nsec = wait % 1000000000L};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        killed += WIFSIGNALED(status);
        char *got = list_articles(at.index);
        assert_true(strcmp(got, old) == 0 || strcmp(got, new) == 0);
        free(got);
        update(&at);
        got = list_articles(at.index);
        assert_same_text(got, new);
        free(got);
        ndx_buffer left = {0}; /* and nothing is left over */
        run_command(&left, "ls '%s' | grep -c tmp", at.index);
        assert_string_equal(left.data, "0\n");
        ndx_buffer_free(&left);
    }
    assert_true(killed > 3);
    free(old);
    free(new);
    place_close(&at);
}

static bool interrupt_soon(void *context)
{
    unsigned *asked = context;
    return ++*asked > 5;
}

static void an_interrupted_run_leaves_the_last_commit(void **state)
{
    place at;
    unsigned asked = 0;
    (void)state;
    place_open(&at);
    put_articles(&at, "a.jsonl", 0, 100, 40);
    update(&at);
    char *before = list_entries(at.index);
    put_articles(&at, "b.jsonl", 1000, 1000, 40);
    at.options.callbacks = (ndx_update_callbacks){.context = &asked, .interrupted = interrupt_soon};
    assert_false(ndx_update(at.index, &at.options, &at.summary, &at.error));
    assert_int_equal(at.error.code, NDX_ERROR_INTERRUPTED);
    assert_non_null(strstr(at.error.message, "as of the last commit"));
    assert_false(at.summary.changed);
    assert_int_equal(at.summary.articles_added, 0); /* nothing is told that is not there */
    char *after = list_entries(at.index);
    assert_same_text(after, before);
    free(before);
    free(after);
    place_close(&at);
}

static void a_full_disk_is_told_and_the_index_stays_whole(void **state)
{
    place at;
    char disk[80];
    (void)state;
    place_open(&at);
    snprintf(disk, sizeof disk, "%s/disk", at.folder);
    assert_int_equal(mkdir(disk, 0777), 0);
    if (mount("tmpfs", disk, "tmpfs", 0, "size=3m") != 0) {
        print_message("SKIPPED: a small tmpfs cannot be mounted here: %s\n", strerror(errno));
        place_close(&at);
        skip();
    }
    snprintf(at.index, sizeof at.index, "%s/index", disk);
    put_articles(&at, "a.jsonl", 0, 100, 40);
    update(&at);
    char *before = list_entries(at.index);
    put_long_addresses(&at, "b.jsonl", 1500); /* 6 MB that deflate does not make small */
    assert_false(try_update(&at));
    assert_int_equal(at.error.code, NDX_ERROR_IO);
    assert_non_null(strstr(at.error.message, "No space left on device"));
    char *after = list_entries(at.index);
    assert_same_text(after, before);
    drop_file(&at, "b.jsonl");
    put_articles(&at, "c.jsonl", 1000, 10, 10);
    update(&at); /* what the failed run left is gone: there is room */
    free(before);
    free(after);
    assert_int_equal(umount(disk), 0);
    place_close(&at);
}

static void assert_open_fails(const place *at, ndx_code code)
{
    ndx_error error = {0};
    const char *path = at->index;
    ndx_index *index = ndx_index_open(&path, 1, &error);
    assert_null(index);
    assert_int_equal(error.code, code);
    assert_true(strlen(error.message) > 10);
}

static void what_is_no_index_is_told_apart(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    assert_open_fails(&at, NDX_ERROR_NOT_FOUND);
    assert_int_equal(mkdir(at.index, 0777), 0);
    assert_open_fails(&at, NDX_ERROR_NOT_FOUND);
    run_command(NULL, "echo x > '%s/other'", at.index);
    assert_open_fails(&at, NDX_ERROR_CORRUPT);
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    assert_false(try_update(&at)); /* nor is it made one */
    assert_int_equal(at.error.code, NDX_ERROR_CORRUPT);
    run_command(NULL, "rm '%s/other'", at.index);
    update(&at);
    run_command(NULL, "echo 'auto /etc' > '%s/XAPIANDB'", at.index);
    assert_open_fails(&at, NDX_ERROR_CORRUPT);
    place_close(&at);
}

static void what_is_not_ours_is_never_removed(void **state)
{
    static const char *const foreign[] = {"shard-photos", "tmp-photos", "shard-00000001-zz12345678",
                                          "shard-1-0123456789"};
    place at;
    ndx_buffer listed = {0};
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        run_command(NULL, "mkdir -p '%s/%s'; echo x > '%s/%s/x'", at.index, foreign[i], at.index,
                    foreign[i]);
        assert_false(try_update(&at));
        assert_int_equal(at.error.code, NDX_ERROR_CORRUPT);
        run_command(NULL, "mv '%s/%s' '%s'", at.index, foreign[i], at.folder);
    }
    update(&at);
    run_command(NULL, "cp -r '%s'/shard-* '%s'/tmp-* '%s'", at.folder, at.folder, at.index);
    run_command(NULL, "mkdir '%s'/tmp-shard-00000009 '%s'/shard-00000009-0123456789", at.index,
                at.index);
    run_command(NULL, "echo x > '%s/XAPIANDB.tmp'; echo x > '%s/tmp-drafts-aB3dE6'", at.index,
                at.index);
    put_file(&at, "b.txt", "B\n\nText of b.\n");
    update(&at);
    run_command(&listed,
                "cd '%s' && ls -d shard-photos/x tmp-photos/x shard-00000001-zz12345678/x "
                "shard-1-0123456789/x tmp-shard* tmp-drafts* XAPIANDB.tmp shard-00000009* "
                "2>/dev/null",
                at.index);
    assert_string_equal(listed.data, "shard-00000001-zz12345678/x\nshard-1-0123456789/x\n"
                                     "shard-photos/x\ntmp-photos/x\n");
    ndx_buffer_free(&listed);
    place_close(&at);
}

static void a_first_update_that_fails_leaves_no_folder(void **state)
{
    place at;
    struct stat status;
    char path[128];
    (void)state;
    place_open(&at);
    snprintf(path, sizeof path, "%s/missing", at.in);
    at.paths[0] = path;
    assert_false(try_update(&at));
    assert_int_equal(at.error.code, NDX_ERROR_NOT_FOUND);
    assert_int_equal(stat(at.index, &status), -1);
    assert_int_equal(mkdir(at.index, 0777), 0);
    assert_false(try_update(&at)); /* a folder that was there stays, empty as it was */
    assert_int_equal(rmdir(at.index), 0);
    unsigned asked = 0;
    at.paths[0] = at.in;
    put_articles(&at, "a.jsonl", 0, 2000, 40);
    at.options.callbacks = (ndx_update_callbacks){.context = &asked, .interrupted = interrupt_soon};
    assert_false(ndx_update(at.index, &at.options, &at.summary, &at.error));
    assert_int_equal(at.error.code, NDX_ERROR_INTERRUPTED);
    assert_int_equal(stat(at.index, &status), -1);
    place_close(&at);
}

static void damage_is_an_error_and_no_crash(void **state)
{
    static const char *const damages[] = {
        /* in the index's folder */
        "rm -r shard-*",
        "rm shard-*/iamglass",
        "truncate -s 100 shard-*/postlist.glass",
        "truncate -s 0 shard-*/iamglass",
        "truncate -s 30 XAPIANDB",
        "for f in shard-*/postlist.glass; do head -c $(stat -c %s $f) /dev/urandom > x; cat x > "
        "$f; rm x; done",
    };
    place at;
    (void)state;
    place_open(&at);
    put_articles(&at, "a.jsonl", 0, 100, 40);
    update(&at);
    run_command(NULL, "cp -r '%s' '%s/backup'", at.index, at.folder);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        run_command(NULL, "rm -rf '%s'; cp -r '%s/backup' '%s'; cd '%s'; %s", at.index, at.folder,
                    at.index, at.index, damages[i]);
        assert_open_fails(&at, NDX_ERROR_CORRUPT);
        assert_false(try_update(&at));
    }
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_and_memory_change_no_entry),
        cmocka_unit_test(many_updates_leave_few_shards),
        cmocka_unit_test(compacting_gives_what_indexing_at_once_gives),
        cmocka_unit_test(rebuilding_changes_nothing_when_the_analysis_is_the_same),
        cmocka_unit_test(deleted_articles_leave_at_compaction),
        cmocka_unit_test(a_damaged_shard_is_named_and_the_index_stays),
        cmocka_unit_test(xapians_own_tools_accept_it),
        cmocka_unit_test(shards_compacted_by_xapian_still_give_every_article),
        cmocka_unit_test(a_second_writer_is_told_who_writes),
        cmocka_unit_test(a_killed_writer_leaves_the_old_index_or_the_new_one),
        cmocka_unit_test(an_interrupted_run_leaves_the_last_commit),
        cmocka_unit_test(a_full_disk_is_told_and_the_index_stays_whole),
        cmocka_unit_test(what_is_no_index_is_told_apart),
        cmocka_unit_test(what_is_not_ours_is_never_removed),
        cmocka_unit_test(a_first_update_that_fails_leaves_no_folder),
        cmocka_unit_test(damage_is_an_error_and_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
