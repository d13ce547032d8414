/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole updates through both writers: what the tables hold is what libxapian's API stores of the
 * same articles, whatever memory and threads there were; shards put together by libxapian give
 * their articles back; a libxapian that does not read our tables. */
#include "support.h"

#include "compare_databases.h"
#include "postings.h"
#include "shard_writer.h"
#include "xapian_c/maintenance.h"

#include "runs.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- functions stood in for by the linker ---- */

static unsigned spills; /* of postings, and runs */

bool __real_ndx_postings_spill(ndx_postings *postings, ndx_error *error);
bool __wrap_ndx_postings_spill(ndx_postings *postings, ndx_error *error);
bool __wrap_ndx_postings_spill(ndx_postings *postings, ndx_error *error)
{
    spills++;
    return __real_ndx_postings_spill(postings, error);
}

bool __real_ndx_runs_add(ndx_runs *runs, ndx_session *session, ndx_batch *batch, ndx_error *error);
bool __wrap_ndx_runs_add(ndx_runs *runs, ndx_session *session, ndx_batch *batch, ndx_error *error);
bool __wrap_ndx_runs_add(ndx_runs *runs, ndx_session *session, ndx_batch *batch, ndx_error *error)
{
    spills++;
    return __real_ndx_runs_add(runs, session, batch, error);
}

/* A libxapian to which the format of shards being written is foreign. */
static bool format_is_foreign;

xc_status __real_xc_database_open(const char *path, int flags, xc_database **database,
                                  xc_error *error);
xc_status __wrap_xc_database_open(const char *path, int flags, xc_database **database,
                                  xc_error *error);
xc_status __wrap_xc_database_open(const char *path, int flags, xc_database **database,
                                  xc_error *error)
{
    if (format_is_foreign && strstr(path, "/tmp-shard-"))
        return xc_error_set(error, XC_DATABASE_VERSION_ERROR, "Glass database is foreign");
    return __real_xc_database_open(path, flags, database, error);
}

/* ---- articles ---- */

/* Of two words one is frequent and short, the other any of many. */
static void append_word(ndx_buffer *text, uint32_t *random)
{
    enum { VOCABULARY = 60000 };
    *random = *random * 1664525u + 1013904223u;
    uint32_t rank = (*random >> 8) % VOCABULARY;
    if (*random >> 31)
        rank = VOCABULARY / (rank + 1);
    do {
        ndx_buffer_append_byte(text, (unsigned char)"tnshrdlcmwfg"[rank % 12]);
        ndx_buffer_append_byte(text, (unsigned char)"aeiou"[rank / 12 % 5]);
    } while (rank /= 60);
}

static void put_articles(const place *at, const char *name, unsigned first, unsigned count,
                         unsigned words)
{
    ndx_buffer text = {0};
    uint32_t random = first * 77u + 5;
    for (unsigned i = first; i < first + count; i++) {
        ndx_buffer_printf(&text, "{\"id\": \"d%u\", \"date\": \"20%02u-11-%02u\", \"source\": ", i,
                          i / 400 % 25, 1 + i % 30);
        ndx_buffer_printf(&text, "\"Paper %u\", \"section\": \"s%u\", \"headline\": \"", i % 7,
                          i % 3);
        for (unsigned j = 0; j < 6; j++) {
            append_word(&text, &random);
            ndx_buffer_append_byte(&text, ' ');
        }
        ndx_buffer_printf(&text, "%u\", \"body\": \"own%u", i, i);
        for (unsigned j = 1; j < words; j++) {
            ndx_buffer_append_text(&text, j % 17 == 16 ? ". " : " ");
            append_word(&text, &random);
        }
        ndx_buffer_append_text(&text, "\"}\n");
    }
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

static void make_index(place *at, const char *name, ndx_writer writer, unsigned jobs,
                       uint64_t memory)
{
    snprintf(at->index, sizeof at->index, "%s/%s", at->folder, name);
    at->options.writer = writer;
    at->options.jobs = jobs;
    at->options.memory_bytes = memory;
    update(at);
}

static void assert_same_files(const place *at, const char *left, const char *right)
{
    ndx_buffer said = {0};
    if (run_command(&said, "diff -r '%s/%s' '%s/%s'", at->folder, left, at->folder, right) != 0)
        fail_msg("%s and %s: %.500s", left, right, said.size ? said.data : "");
    ndx_buffer_free(&said);
}

/* ---- */

/* Calls for every shard of an index. */
static void each_shard(const char *index, void (*visit)(void *context, const char *name),
                       void *context)
{
    DIR *folder = opendir(index);
    const struct dirent *entry;
    unsigned shards = 0;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        if (strncmp(entry->d_name, "shard-", 6) != 0)
            continue;
        shards++;
        visit(context, entry->d_name);
    }
    closedir(folder);
    assert_true(shards > 0);
}

static void compare_shard(void *context, const char *name)
{
    const place *at = context;
    char left[512], right[512];
    ndx_buffer report = {0};
    size_t errors = 1;
    snprintf(left, sizeof left, "%s/xapian/%.255s", at->folder, name);
    snprintf(right, sizeof right, "%s/bulk/%.255s", at->folder, name);
    if (compare_databases(left, right, &report))
        fail_msg("%s\n%s", name, report.data);
    assert_int_equal(xc_database_check(right, 0, &errors, NULL, NULL), XC_OK);
    assert_int_equal(errors, 0);
    ndx_buffer_free(&report);
}

static void both_writers_store_the_same(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    at.options.keep_missing = true;
    for (unsigned round = 0; round < 3; round++) { /* changed, removed and new articles */
        put_articles(&at, "a.jsonl", 0, 600 - round * 40, 80 + round);
        put_articles(&at, round == 1 ? "b.jsonl" : "c.jsonl", 550, 100, 30 + round);
        if (round == 2)
            drop_file(&at, "b.jsonl");
        at.options.keep_missing = round == 1;
        make_index(&at, "xapian", NDX_WRITER_XAPIAN, 1, 0);
        assert_string_equal(at.summary.writer, "xapian");
        make_index(&at, "bulk", NDX_WRITER_BULK, 2, 0);
        assert_string_equal(at.summary.writer, "bulk");
        each_shard(at.index, compare_shard, &at);
    }
    assert_int_equal(
        run_command(NULL, "cmp '%s/xapian/XAPIANDB' '%s/bulk/XAPIANDB'", at.folder, at.folder), 0);
    place_close(&at);
}

static void memory_and_threads_change_no_byte(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < 8; i++) {
        char name[16];
        snprintf(name, sizeof name, "f%u.jsonl", i);
        put_articles(&at, name, i * 480, 500, 170); /* neighbours share ids: articles leave */
    }
    spills = 0;
    make_index(&at, "much", NDX_WRITER_BULK, 1, 1 << 30);
    assert_true(at.summary.same_id > 0);
    assert_int_equal(spills, 0);
    make_index(&at, "little", NDX_WRITER_BULK, 1, 16 << 20);
    assert_true(spills > 1);
    make_index(&at, "little-two", NDX_WRITER_BULK, 2, 16 << 20);
    assert_same_files(&at, "much", "little");
    assert_same_files(&at, "much", "little-two");
    place_close(&at);
}

/* ---- shards put together by libxapian ---- */

static bool fetch(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    xc_string got = XC_STRING_EMPTY;
    (void)error;
    assert_int_equal(xc_database_get_metadata(context, (xc_bytes){key.data, key.size}, &got, NULL),
                     XC_OK);
    ndx_buffer_clear(value);
    bool done = ndx_buffer_append(value, got.data, got.size);
    xc_string_free(&got);
    return done;
}

/* "id|headline|body\n" of each document of one database, by what each record names. */
static void list_documents(xc_database *database, ndx_buffer *out)
{
    xc_posting_cursor *cursor = NULL;
    assert_int_equal(xc_database_postings(database, xc_bytes_of(""), &cursor, NULL), XC_OK);
    while (xc_posting_cursor_next(cursor, NULL) == XC_ROW) {
        xc_string data = XC_STRING_EMPTY;
        ndx_record record;
        ndx_arena arena = {0};
        ndx_article article = {0};
        ndx_error error = {0};
        assert_int_equal(
            xc_database_get_data(database, xc_posting_cursor_docid(cursor), &data, NULL), XC_OK);
        assert_true(ndx_record_read(ndx_span_make(data.data, data.size), &record, &error));
        ndx_words *words =
            ndx_words_open(ndx_span_make((const char *)record.words_name, sizeof record.words_name),
                           fetch, database, &error);
        if (!words || !ndx_record_article(words, &record, &arena, &article, &error))
            fail_msg("%s", error.message);
        ndx_buffer_printf(out, "%.*s|%.*s|", NDX_SPAN_ARGS(article.field[NDX_FIELD_ID]),
                          NDX_SPAN_ARGS(article.field[NDX_FIELD_HEADLINE]));
        ndx_buffer_append_span(out, article.field[NDX_FIELD_BODY]);
        ndx_buffer_append_text(out, "\n");
        ndx_words_close(words);
        ndx_arena_free(&arena);
        xc_string_free(&data);
    }
    xc_posting_cursor_free(cursor);
}

static void add_shard_documents(void *context, const char *name)
{
    const place *at = ((void **)context)[0];
    char path[512];
    xc_database *shard = NULL;
    snprintf(path, sizeof path, "%.200s/%.255s", at->index, name);
    assert_int_equal(xc_database_open(path, 0, &shard, NULL), XC_OK);
    list_documents(shard, ((void **)context)[1]);
    xc_database_free(shard);
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Splits in place; gives sorted lines, to be freed. */
static char **sort_lines(ndx_buffer *text, size_t *count)
{
    char **line = calloc(text->size + 1, sizeof *line);
    char *rest = NULL;
    assert_non_null(line);
    *count = 0;
    for (char *at = strtok_r(text->data, "\n", &rest); at; at = strtok_r(NULL, "\n", &rest))
        line[(*count)++] = at;
    qsort(line, *count, sizeof *line, compare_lines);
    return line;
}

static void assert_same_articles(ndx_buffer *expected, ndx_buffer *got)
{
    size_t counts[2];
    char **lines[2] = {sort_lines(expected, &counts[0]), sort_lines(got, &counts[1])};
    assert_int_equal(counts[0], counts[1]);
    for (size_t i = 0; i < counts[0]; i++)
        assert_string_equal(lines[0][i], lines[1][i]);
    free(lines[0]);
    free(lines[1]);
}

static void shards_put_together_give_every_article_back(void **state)
{
    static const int flags[] = {XC_COMPACT_STANDARD, XC_COMPACT_MULTIPASS, XC_COMPACT_FULLER,
                                XC_COMPACT_FULLER | XC_COMPACT_SINGLE_FILE};
    place at;
    ndx_buffer expected = {0};
    (void)state;
    place_open(&at);
    for (unsigned i = 0; i < 4; i++) {
        char name[16];
        snprintf(name, sizeof name, "f%u.jsonl", i);
        put_articles(&at, name, i * 50, 50 + i * 37, 60);
        make_index(&at, "index", NDX_WRITER_BULK, 1, 0);
    }
    assert_true(at.summary.shards > 2);
    each_shard(at.index, add_shard_documents, (void *[]){&at, &expected});
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        xc_database *database = NULL;
        xc_error error;
        char to[512];
        ndx_buffer got = {0};
        ndx_buffer wanted = {0};
        size_t errors = 1;
        snprintf(to, sizeof to, "%s/compacted%zu", at.folder, i);
        assert_int_equal(xc_database_open(at.index, 0, &database, NULL), XC_OK);
        if (xc_database_compact(database, to, flags[i], 0, NULL, &error) != XC_OK)
            fail_msg("%s: %s", error.type, error.message);
        xc_database_free(database);
        if (!(flags[i] & XC_COMPACT_SINGLE_FILE)) { /* the check does not take those */
            assert_int_equal(xc_database_check(to, 0, &errors, NULL, NULL), XC_OK);
            assert_int_equal(errors, 0);
        }
        assert_int_equal(xc_database_open(to, 0, &database, NULL), XC_OK);
        list_documents(database, &got);
        xc_database_free(database);
        ndx_buffer_append_span(&wanted, ndx_buffer_span(&expected));
        assert_same_articles(&wanted, &got);
        ndx_buffer_free(&wanted);
        ndx_buffer_free(&got);
    }
    ndx_buffer_free(&expected);
    place_close(&at);
}

/* ---- which writer ---- */

static void tables_are_written_where_libxapian_reads_them(void **state)
{
    place at;
    char scratch[128];
    (void)state;
    place_open(&at);
    snprintf(scratch, sizeof scratch, "%s/tmp-shard-1", at.folder);
    assert_true(ndx_shard_bulk_is_read(scratch));
    assert_false(ndx_shard_bulk_is_read(scratch)); /* it is there by now */
    assert_false(ndx_shard_bulk_is_read("/nonexistent/scratch"));
    put_file(&at, "a.txt", "Headline\n\nBody.\n");
    make_index(&at, "index", NDX_WRITER_AUTO, 1, 0);
    assert_string_equal(at.summary.writer, "bulk");
    assert_false(at.summary.writer_fell_back);
    place_close(&at);
}

static void another_format_falls_back_to_libxapian(void **state)
{
    place at;
    ndx_buffer names = {0};
    (void)state;
    place_open(&at);
    put_articles(&at, "a.jsonl", 0, 30, 20);
    format_is_foreign = true;
    make_index(&at, "index", NDX_WRITER_AUTO, 1, 0);
    format_is_foreign = false;
    assert_string_equal(at.summary.writer, "xapian");
    assert_true(at.summary.writer_fell_back);
    assert_int_equal(at.summary.articles_added, 30);
    run_command(&names, "ls '%s' | grep -v -e '^shard-' -e XAPIANDB -e lock", at.index);
    assert_int_equal(names.size, 0); /* nothing of the trial is left */
    char *written = list_articles(at.index);
    make_index(&at, "bulk", NDX_WRITER_BULK, 1, 0);
    assert_articles(at.index, written);
    free(written);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_writers_store_the_same),
        cmocka_unit_test(memory_and_threads_change_no_byte),
        cmocka_unit_test(shards_put_together_give_every_article_back),
        cmocka_unit_test(tables_are_written_where_libxapian_reads_them),
        cmocka_unit_test(another_format_falls_back_to_libxapian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
