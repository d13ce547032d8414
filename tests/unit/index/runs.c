/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that memory changes no byte of an index: full batches go through runs, which a commit
 * merges. */
#include "support.h"

#include "update_run.h"

#include <sys/stat.h>

enum { FILES = 5, ARTICLES = 4500, SMALL = 16 << 20, LARGE = 1 << 30 };

/* A run begins with the words that threads may still name, and must be worth that: a few articles
 * each would take minutes. */
enum { RUNS_MOST = 40 };

/* Articles with words that no other has; many ids are those of articles in files before, with an
 * older or a newer version. */
static void put_articles(const place *at, unsigned file, unsigned count)
{
    ndx_buffer text = {0};
    char name[32];
    uint32_t random = 99 + file;
    snprintf(name, sizeof name, "f%u.jsonl", file);
    for (unsigned i = 0; i < count; i++) {
        random = random * 1664525u + 1013904223u;
        unsigned number = (random >> 8) % 4 ? file * ARTICLES + i : (random >> 10) % (5 * ARTICLES);
        ndx_buffer_printf(&text,
                          "{\"id\": \"d%u\", \"language\": \"%s\", \"version\": \"%u\", "
                          "\"source\": \"Paper %u\", \"headline\": \"Headline %u\", \"body\": "
                          "\"talks only%xx%u and mere%x%cy of w%u, w%u. Zu%xend.\"}\n",
                          number, random % 3 ? "en" : "de", (random >> 20) % 3, number % 50, i,
                          random, file, i, 'a' + (int)file, (random >> 8) % 900, i % 70, ~random);
    }
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

typedef struct way {
    uint64_t memory_bytes;
    unsigned jobs;
    uint64_t commit_text_bytes;
} way;

/* As ndx_update does it, with a bound of its own on the text of a commit; gives how many runs there
 * were. */
static uint64_t update_so(place *at, const char *index, way how)
{
    ndx_session session;
    ndx_error error = {0};
    at->options.memory_bytes = how.memory_bytes;
    at->options.jobs = how.jobs;
    ndx_update_run run = {.session = &session,
                          .options = &at->options,
                          .summary = &at->summary,
                          .commit_text_bytes = how.commit_text_bytes};
    at->summary = (ndx_update_summary){0};
    if (!ndx_session_open(&session, index, &at->options, (ndx_session_needs){.create = true},
                          &error))
        fail_msg("%s", error.message);
    run.workers = session.threads;
    if (!ndx_walk_paths(&run.walk, &session.inputs, index, &at->options, 1,
                        &at->summary.files_skipped, &error))
        fail_msg("%s", error.message);
    run.order = calloc((size_t)run.walk.count + 1, sizeof *run.order);
    assert_non_null(run.order);
    for (uint32_t i = 0; i < run.walk.count; i++)
        if (session.inputs.input[run.walk.order[i]].state != NDX_INPUT_UNCHANGED)
            run.order[run.order_count++] = run.walk.order[i];
    if (!ndx_update_run_all(&run, &error))
        fail_msg("%s", error.message);
    uint64_t runs = run.runs.made;
    ndx_walk_free(&run.walk);
    free(run.order);
    ndx_session_close(&session);
    return runs;
}

static void assert_same_folders(const char *a, const char *b)
{
    ndx_buffer output = {0};
    if (run_command(&output, "diff -r -x lock '%s' '%s' 2>&1", a, b) != 0)
        fail_msg("%s", output.data);
    ndx_buffer_free(&output);
}

static void assert_same_counts(const ndx_update_summary *a, const ndx_update_summary *b)
{
    assert_int_equal(a->articles_added, b->articles_added);
    assert_int_equal(a->articles_replaced, b->articles_replaced);
    assert_int_equal(a->articles_removed, b->articles_removed);
    assert_int_equal(a->same_id, b->same_id);
    assert_int_equal(a->shards, b->shards);
}

enum { WAYS_MOST = 3 };

/* Every way of indexing, on an index that has articles already and on none. */
static void assert_memory_changes_nothing(place *at, const way *ways, size_t count)
{
    char index[WAYS_MOST][128];
    ndx_update_summary summary[WAYS_MOST];
    for (size_t i = 0; i < count; i++) {
        snprintf(index[i], sizeof index[i], "%s/index%zu", at->folder, i);
        uint64_t runs = update_so(at, index[i], ways[i]);
        assert_true(i ? runs > 1 && runs < RUNS_MOST : runs == 0);
        summary[i] = at->summary;
        assert_true(summary[i].same_id > 0);
        assert_same_counts(&summary[i], &summary[0]);
        assert_same_folders(index[i], index[0]);
        if (i)
            run_command(NULL, "rm -rf '%s'", index[i]);
    }
    /* A file has other articles now, one is gone. */
    put_articles(at, FILES, ARTICLES);
    put_articles(at, 1, ARTICLES * 2);
    drop_file(at, "f2.jsonl");
    for (size_t i = 1; i < count; i++)
        run_command(NULL, "cp -r '%s' '%s'", index[0], index[i]);
    for (size_t i = 0; i < count; i++) {
        assert_true(update_so(at, index[i], ways[i]) < RUNS_MOST);
        summary[i] = at->summary;
        assert_true(summary[i].articles_replaced > 0 && summary[i].articles_removed > 0);
        assert_same_counts(&summary[i], &summary[0]);
        assert_same_folders(index[i], index[0]);
    }
    ndx_buffer output = {0};
    if (run_command(&output, "for s in '%s'/shard-*; do xapian-check \"$s\" || exit; done 2>&1",
                    index[1]) != 0)
        fail_msg("%s", output.data);
    ndx_buffer_free(&output);
}

static void memory_changes_no_byte(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < FILES; i++)
        put_articles(&at, i, ARTICLES);
    const way ways[WAYS_MOST] = {{LARGE, 1, NDX_COMMIT_TEXT_BYTES},
                                 {SMALL, 1, NDX_COMMIT_TEXT_BYTES},
                                 {SMALL, 3, NDX_COMMIT_TEXT_BYTES}};
    assert_memory_changes_nothing(&at, ways, WAYS_MOST);
    place_close(&at);
}

static void nor_does_it_where_a_run_commits_midway(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < FILES; i++)
        put_articles(&at, i, ARTICLES);
    const way ways[] = {{LARGE, 1, 1400000}, {SMALL, 3, 1400000}};
    assert_memory_changes_nothing(&at, ways, 2);
    place_close(&at);
}

/* ---- trouble ---- */

static bool interrupt_later(void *context)
{
    const place *at = context;
    ndx_buffer path = {0};
    struct stat status;
    ndx_buffer_printf(&path, "%s/tmp-run-00000001", at->index);
    bool there = stat(path.data, &status) == 0;
    ndx_buffer_free(&path);
    return there; /* while the first run is written */
}

static void an_interrupt_leaves_no_run(void **state)
{
    place at;
    ndx_buffer output = {0};
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "A\n\nText of a.\n");
    update(&at);
    char *before = list_articles(at.index);
    for (unsigned i = 0; i < FILES; i++)
        put_articles(&at, i, ARTICLES);
    at.options.memory_bytes = SMALL;
    at.options.callbacks.interrupted = interrupt_later;
    assert_false(try_update(&at));
    assert_int_equal(at.error.code, NDX_ERROR_INTERRUPTED);
    assert_articles(at.index, before);
    run_command(&output, "ls '%s'", at.index);
    assert_null(strstr(output.data, "tmp-"));
    ndx_buffer_clear(&output);
    at.options.callbacks.interrupted = NULL;
    run_command(NULL, "mkdir '%s/tmp-run-00000007'", at.index); /* a crash left it */
    update(&at);
    run_command(&output, "ls '%s'", at.index);
    assert_null(strstr(output.data, "tmp-"));
    ndx_buffer_free(&output);
    free(before);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_changes_no_byte),
        cmocka_unit_test(nor_does_it_where_a_run_commits_midway),
        cmocka_unit_test(an_interrupt_leaves_no_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
