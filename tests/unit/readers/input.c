/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of opening a file: gzip, limits, what is no text, the choice of a format (input.c,
 * reading.c, formats.c). */
#include "unit/readers/reading.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* gzip in memory; free it. */
static ndx_span zipped(ndx_span plain)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, plain.size);
    char *out = malloc(room);
    z.next_in = (unsigned char *)(uintptr_t)plain.data;
    z.avail_in = (uInt)plain.size;
    z.next_out = (unsigned char *)out;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t size = room - z.avail_out;
    deflateEnd(&z);
    return ndx_span_make(out, size);
}

static ndx_read read_all(ndx_span bytes, const char *name, unsigned *articles, unsigned *skipped,
                         ndx_error *error)
{
    ndx_reading_options options = {0};
    ndx_reading *reading = ndx_reading_open_memory(bytes, ndx_span_of(name), &options, error);
    *articles = *skipped = 0;
    if (!reading)
        return NDX_READ_ERROR;
    ndx_article article;
    ndx_read step;
    while ((step = ndx_reading_next(reading, &article, error)) > 0)
        ++*(step == NDX_READ_ARTICLE ? articles : skipped);
    ndx_reading_close(reading);
    return step;
}

static void check_refused(ndx_span bytes, const char *name, ndx_code code, const char *message)
{
    ndx_error error = {0};
    ndx_reading_options options = {0};
    assert_null(ndx_reading_open_memory(bytes, ndx_span_of(name), &options, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.message, message) || !strstr(error.message, name))
        fail_msg("%s", error.message);
}

static void gzip_is_seen_by_content_and_undone(void **state)
{
    (void)state;
    ndx_span zip = zipped(NDX_SPAN("Headline\n\nBody of it.\n"));
    one_article one = {0};
    read_one(&one, "a.txt", zip);
    assert_field(&one, NDX_FIELD_BODY, "Body of it.");
    close_one(&one);
    free((void *)(uintptr_t)zip.data);
}

static void several_gzip_members_are_one_file(void **state)
{
    (void)state;
    ndx_span first = zipped(NDX_SPAN("{\"title\":\"a\"}\n{\"ti"));
    ndx_span second = zipped(NDX_SPAN("tle\":\"b\"}\n"));
    char *both = malloc(first.size + second.size);
    memcpy(both, first.data, first.size);
    memcpy(both + first.size, second.data, second.size);
    unsigned articles;
    unsigned skipped;
    assert_int_equal(read_all(ndx_span_make(both, first.size + second.size), "a.jsonl.gz",
                              &articles, &skipped, NULL),
                     NDX_READ_END);
    assert_int_equal(articles, 2);
    free(both);
    free((void *)(uintptr_t)first.data);
    free((void *)(uintptr_t)second.data);
}

static void a_truncated_gzip_file_gives_what_came_before_and_then_says_so(void **state)
{
    (void)state;
    char text[20000];
    size_t size = 0;
    unsigned lines = 0;
    while (size + 64 < sizeof text) { /* words that do not compress away */
        lines++;
        size += (size_t)snprintf(text + size, 64, "{\"title\":\"headline %u %x\"}\n", lines,
                                 lines * 2654435761u);
    }
    ndx_span zip = zipped(ndx_span_make(text, size));
    ndx_error error = {0};
    unsigned articles;
    unsigned skipped;
    assert_int_equal(read_all(ndx_span_make(zip.data, zip.size * 3 / 4), "a.jsonl.gz", &articles,
                              &skipped, &error),
                     NDX_READ_ERROR);
    assert_in_range(articles, lines / 3, lines - 1);
    assert_int_equal(skipped, 0);
    assert_non_null(strstr(error.message, "a.jsonl.gz: the gzip file breaks off"));
    free((void *)(uintptr_t)zip.data);
}

static void damaged_gzip_data_are_an_error(void **state)
{
    (void)state;
    ndx_span zip = zipped(
        NDX_SPAN("Headline\n\nBody of it, long enough to be damaged in the middle of it.\n"));
    char *bad = (char *)(uintptr_t)zip.data;
    memset(bad + 20, 0xFF, 12);
    ndx_error error = {0};
    unsigned articles;
    unsigned skipped;
    assert_int_equal(read_all(zip, "a.txt.gz", &articles, &skipped, &error), NDX_READ_ERROR);
    assert_int_equal(articles, 0);
    assert_non_null(strstr(error.message, "damaged"));
    free(bad);
}

static void a_zip_bomb_is_refused_by_its_ratio(void **state)
{
    (void)state;
    size_t size = 64u * 1024 * 1024;
    char *zeros = malloc(size);
    memset(zeros, ' ', size);
    memcpy(zeros, "Headline\n\n", 10);
    zeros[size - 1] = 'x';
    ndx_span zip = zipped(ndx_span_make(zeros, size));
    free(zeros);
    ndx_error error = {0};
    unsigned articles;
    unsigned skipped;
    assert_int_equal(read_all(zip, "bomb.txt.gz", &articles, &skipped, &error), NDX_READ_ERROR);
    assert_int_equal(error.code, NDX_ERROR_LIMIT);
    assert_non_null(strstr(error.message, "expands to more than"));
    free((void *)(uintptr_t)zip.data);
}

static void what_is_no_text_is_refused_with_its_name(void **state)
{
    (void)state;
    check_refused(NDX_SPAN("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), "a.png", NDX_ERROR_FORMAT,
                  "is not text that newsdex reads");
    check_refused(NDX_SPAN("\x7F"
                           "ELF\2\1\1\0\0\0\0\0\0\0\0\0"),
                  "a.txt", NDX_ERROR_FORMAT, "is not text");
    check_refused(NDX_SPAN(""), "empty.txt", NDX_ERROR_FORMAT, "is empty");
}

static void the_format_follows_the_content_not_only_the_name(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *format;
    } cases[] = {
        {"a",
         "<!DOCTYPE html><html><head><title>T</title></head><body><p>Text of it.</p></body></html>",
         "html"},
        {"a.txt",
         "<!doctype html>\n<html><body><article><h1>T</h1><p>Text.</p></article></body></html>",
         "html"},
        {"a", "{\"title\":\"a\",\"body\":\"b\"}\n{\"title\":\"c\",\"body\":\"d\"}\n", "jsonl"},
        {"a.json", "{\"title\":\"a\",\"body\":\"b\"}\n{\"title\":\"c\",\"body\":\"d\"}\n", "jsonl"},
        {"a.json", "{\"title\":\"a\"}\n", "json"},
        {"a.jsonl", "{\"title\":\"a\"}\n", "jsonl"},
        {"a", "[{\"title\":\"a\"}]", "json"},
        {"a.json", "{\n  \"title\": \"a\"\n}", "json"},
        {"a.csv", "headline,body\na,b\n", "csv"},
        {"a", "id,headline,body\n1,a,b\n2,c,d\n", "csv"},
        {"a", "id\theadline\tbody\n1\ta\tb\n2\tc\td\n", "tsv"},
        {"a.md", "# Headline\n\nBody\n", "markdown"},
        {"a", "---\ntitle: Headline\n---\n\nBody\n", "markdown"},
        {"a.txt", "Headline\n\nOne, two, three.\n", "text"},
        {"README", "Headline\n\nBody\n", "text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ndx_reading_options options = {0};
        ndx_error error = {0};
        ndx_reading *reading = ndx_reading_open_memory(
            ndx_span_of(cases[i].text), ndx_span_of(cases[i].name), &options, &error);
        if (!reading)
            fail_msg("case %zu: %s", i, error.message);
        if (strcmp(ndx_reading_format(reading), cases[i].format) != 0)
            fail_msg("case %zu: %s, not %s", i, ndx_reading_format(reading), cases[i].format);
        ndx_reading_close(reading);
    }
}

static void a_forced_format_is_taken_and_an_unknown_one_refused(void **state)
{
    (void)state;
    ndx_reading_options options = {.format = "text"};
    ndx_error error = {0};
    ndx_reading *reading = ndx_reading_open_memory(NDX_SPAN("{\"title\":\"a\"}\n"),
                                                   NDX_SPAN("a.json"), &options, &error);
    assert_non_null(reading);
    assert_string_equal(ndx_reading_format(reading), "text");
    ndx_reading_close(reading);
    options.format = "docx";
    assert_null(ndx_reading_open_memory(NDX_SPAN("x"), NDX_SPAN("a"), &options, &error));
    assert_int_equal(error.code, NDX_ERROR_USAGE);
    assert_non_null(strstr(error.message, "docx"));
}

static void folders_fifos_and_missing_files_are_refused_without_hanging(void **state)
{
    (void)state;
    char folder[] = "/tmp/newsdex-input-XXXXXX";
    char fifo[64];
    ndx_reading_options options = {0};
    ndx_error error = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_null(ndx_reading_open(folder, ndx_span_of(folder), &options, &error));
    assert_non_null(strstr(error.message, "is a folder"));
    assert_null(ndx_reading_open(fifo, ndx_span_of(fifo), &options, &error));
    assert_non_null(strstr(error.message, "not a file"));
    unlink(fifo);
    assert_null(ndx_reading_open(fifo, ndx_span_of(fifo), &options, &error));
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    rmdir(folder);
}

static void the_hash_is_that_of_the_file_as_stored(void **state)
{
    (void)state;
    char path[] = "/tmp/newsdex-hash-XXXXXX";
    int file = mkstemp(path);
    ndx_span zip = zipped(NDX_SPAN("{\"title\":\"a\"}\n"));
    assert_int_equal(write(file, zip.data, zip.size), zip.size);
    assert_int_equal(write(file, "junk", 4),
                     4); /* behind the last member: it is passed over, but hashed */
    close(file);
    ndx_reading_options options = {.format = "jsonl"};
    uint8_t read_hash[16];
    uint8_t file_hash[16];
    uint64_t size;
    ndx_article article;
    ndx_reading *reading = ndx_reading_open(path, ndx_span_of("x"), &options, NULL);
    assert_non_null(reading);
    assert_int_equal(ndx_reading_next(reading, &article, NULL), NDX_READ_ARTICLE);
    assert_int_equal(ndx_reading_next(reading, &article, NULL), NDX_READ_END);
    ndx_reading_hash(reading, read_hash);
    assert_int_equal(ndx_reading_bytes(reading), zip.size + 4);
    ndx_reading_close(reading);
    assert_true(ndx_file_hash(path, file_hash, &size, NULL));
    assert_int_equal(size, zip.size + 4);
    assert_memory_equal(read_hash, file_hash, 16);
    unlink(path);
    free((void *)(uintptr_t)zip.data);
}

static void a_language_option_wins_and_a_region_is_dropped(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.json", NDX_SPAN("{\"title\":\"a\",\"lang\":\"EN-gb\"}"));
    assert_field(&one, NDX_FIELD_LANGUAGE, "en");
    close_one(&one);
    one.options.language = "de";
    read_one(&one, "a.json", NDX_SPAN("{\"title\":\"a\",\"lang\":\"EN-gb\"}"));
    assert_field(&one, NDX_FIELD_LANGUAGE, "de");
    assert_origin(&one, NDX_FIELD_LANGUAGE, "--language");
    close_one(&one);
}

static void an_overlong_value_is_cut_with_an_ellipsis(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    ndx_buffer_append_text(&text, "{\"title\":\"a\",\"source\":\"");
    for (int i = 0; i < 3000; i++)
        ndx_buffer_append_text(&text, "\u00E4");
    ndx_buffer_append_text(&text, "\"}");
    one_article one = {0};
    read_one(&one, "a.json", ndx_buffer_span(&text));
    ndx_span source = one.article.field[NDX_FIELD_SOURCE];
    assert_in_range(source.size, 4000, 4096);
    assert_true(ndx_span_ends_with(source, NDX_SPAN("\u00E4\u2026")));
    close_one(&one);
    ndx_buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_is_seen_by_content_and_undone),
        cmocka_unit_test(several_gzip_members_are_one_file),
        cmocka_unit_test(a_truncated_gzip_file_gives_what_came_before_and_then_says_so),
        cmocka_unit_test(damaged_gzip_data_are_an_error),
        cmocka_unit_test(a_zip_bomb_is_refused_by_its_ratio),
        cmocka_unit_test(what_is_no_text_is_refused_with_its_name),
        cmocka_unit_test(the_format_follows_the_content_not_only_the_name),
        cmocka_unit_test(a_forced_format_is_taken_and_an_unknown_one_refused),
        cmocka_unit_test(folders_fifos_and_missing_files_are_refused_without_hanging),
        cmocka_unit_test(the_hash_is_that_of_the_file_as_stored),
        cmocka_unit_test(a_language_option_wins_and_a_region_is_dropped),
        cmocka_unit_test(an_overlong_value_is_cut_with_an_ellipsis),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
