/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Postings of a batch against a plain sorted table: spilled anywhere, with documents that left,
 * with terms of one document; and the temporary file under them. */
#include "unit/unit.h"

#include "postings.h"
#include "temporary_file.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct posting {
    ndx_span term;
    uint32_t document, wdf;
} posting;

typedef struct bench {
    char folder[32];
    ndx_vocabulary vocabulary;
    ndx_postings *postings;
    posting *expected;
    size_t count, capacity;
    uint32_t documents; /* so far */
    uint32_t random;
} bench;

static uint32_t any_below(bench *with, uint32_t below)
{
    with->random = with->random * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)with->random * below >> 32);
}

static void begin(bench *with, uint32_t seed)
{
    ndx_error error = {0};
    *with = (bench){.folder = "/tmp/newsdex-test-XXXXXX", .random = seed};
    assert_non_null(mkdtemp(with->folder));
    with->postings = ndx_postings_new(&with->vocabulary, with->folder, &error);
    assert_non_null(with->postings);
}

static void end(bench *with)
{
    ndx_postings_free(with->postings);
    ndx_vocabulary_free(&with->vocabulary);
    free(with->expected);
    assert_int_equal(rmdir(with->folder), 0); /* nothing was left in it */
}

static uint32_t add_term(bench *with, const char *format, ...) NDX_PRINTF(2, 3);
static uint32_t add_term(bench *with, const char *format, ...)
{
    char text[64];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    uint32_t id = ndx_vocabulary_term(&with->vocabulary, ndx_span_make(text, (size_t)size));
    assert_int_not_equal(id, NDX_NO_ID);
    return id;
}

static void expect(bench *with, ndx_span term, uint32_t document, uint32_t wdf)
{
    if (with->count == with->capacity) {
        with->capacity = with->capacity * 2 + 1024;
        with->expected = realloc(with->expected, with->capacity * sizeof *with->expected);
        assert_non_null(with->expected);
    }
    with->expected[with->count++] = (posting){.term = term, .document = document, .wdf = wdf};
}

static void add(bench *with, uint32_t term, uint32_t document, uint32_t wdf)
{
    ndx_error error = {0};
    const ndx_term *of = &with->vocabulary.term[term];
    assert_true(
        ndx_postings_add(with->postings, document, &(ndx_term_count){term, wdf}, 1, &error));
    expect(with, ndx_span_make(of->bytes, of->size), document, wdf);
}

static void add_single(bench *with, ndx_span term, uint32_t document)
{
    ndx_error error = {0};
    assert_true(ndx_postings_add_single(with->postings, term, document, &error));
    expect(with, term, document, 0); /* of static storage in these tests */
}

static void spill(bench *with)
{
    ndx_error error = {0};
    if (!ndx_postings_spill(with->postings, &error))
        fail_msg("%s", error.message);
    assert_int_equal(ndx_postings_bytes(with->postings), 0);
}

static int compare(const void *left, const void *right)
{
    const posting *a = left;
    const posting *b = right;
    int order = ndx_span_compare(a->term, b->term);
    return order ? order : a->document < b->document ? -1 : a->document > b->document;
}

/* Documents take their new numbers; those without one go. */
static void renumber_expected(bench *with, const uint32_t *renumber)
{
    size_t kept = 0;
    for (size_t i = 0; i < with->count; i++) {
        uint32_t number = renumber[with->expected[i].document];
        if (number == UINT32_MAX)
            continue;
        with->expected[kept] = with->expected[i];
        with->expected[kept++].document = number;
    }
    with->count = kept;
}

static size_t walk_list(ndx_postings_walk *walk, const posting *expected, size_t most,
                        uint64_t *collection_frequency)
{
    const uint32_t *document, *wdf;
    size_t count = 0;
    size_t more;
    *collection_frequency = 0;
    while ((more = ndx_postings_walk_next(walk, &document, &wdf)))
        for (size_t i = 0; i < more; i++, count++) {
            assert_true(count < most);
            assert_int_equal(document[i], expected[count].document);
            assert_int_equal(wdf[i], expected[count].wdf);
            *collection_frequency += wdf[i];
        }
    return count;
}

static void assert_walk(bench *with, const uint32_t *renumber)
{
    ndx_error error = {0};
    ndx_span term;
    uint64_t documents, wdf, summed;
    size_t at = 0;
    if (renumber)
        renumber_expected(with, renumber);
    if (with->count)
        qsort(with->expected, with->count, sizeof *with->expected, compare);
    ndx_postings_walk *walk = ndx_postings_walk_new(with->postings, renumber, &error);
    assert_non_null(walk);
    while (ndx_postings_walk_term(walk, &term, &documents, &wdf, &error) == NDX_STEP_ROW) {
        assert_true(at < with->count);
        assert_true(ndx_span_equal(term, with->expected[at].term));
        assert_int_equal(walk_list(walk, with->expected + at, with->count - at, &summed),
                         documents);
        assert_int_equal(summed, wdf);
        at += documents;
    }
    assert_int_equal(error.code, NDX_OK);
    assert_int_equal(at, with->count);
    ndx_postings_walk_free(walk);
}

/* Every document has some of the terms; new terms come up as long as documents come. */
static void add_documents(bench *with, uint32_t documents, uint32_t terms, uint32_t spill_one_in)
{
    static char single[4000][12];
    for (uint32_t i = 0; i < documents; i++) {
        uint32_t document = with->documents++;
        for (uint32_t id = 0; id < terms; id++) {
            if (any_below(with, id + 2) > 1)
                continue;
            uint32_t term = add_term(with, "t%u", id * 2654435761u);
            add(with, term, document, any_below(with, 1u << any_below(with, 32)));
        }
        if (document < 4000) { /* some come twice */
            snprintf(single[document], sizeof single[document], "Q%u",
                     document % 10 == 9 ? document - 3 : document * 7919u);
            add_single(with, ndx_span_of(single[document]), document);
        }
        if (spill_one_in && !any_below(with, spill_one_in))
            spill(with);
    }
}

static void of_nothing_there_are_no_lists(void **state)
{
    bench with;
    (void)state;
    begin(&with, 1);
    spill(&with);
    assert_walk(&with, NULL);
    end(&with);
}

static void lists_come_in_order_whenever_memory_was_full(void **state)
{
    static const uint32_t spill_one_in[] = {0, 1, 2, 10, 100, 1000};
    (void)state;
    for (size_t i = 0; i < sizeof spill_one_in / sizeof *spill_one_in; i++) {
        bench with;
        begin(&with, (uint32_t)i + 1);
        add_documents(&with, 500, 300, spill_one_in[i]);
        assert_walk(&with, NULL);
        assert_walk(&with, NULL); /* a walk changes nothing */
        end(&with);
    }
}

static void a_walk_may_leave_lists_unread(void **state)
{
    bench with;
    ndx_error error = {0};
    ndx_span term;
    uint64_t documents, wdf;
    const uint32_t *document, *one;
    size_t terms = 0;
    (void)state;
    begin(&with, 9);
    add_documents(&with, 300, 100, 60);
    ndx_postings_walk *walk = ndx_postings_walk_new(with.postings, NULL, &error);
    assert_non_null(walk);
    while (ndx_postings_walk_term(walk, &term, &documents, &wdf, &error) == NDX_STEP_ROW)
        if (terms++ % 2)
            assert_true(ndx_postings_walk_next(walk, &document, &one));
    assert_true(terms > 300); /* singles too */
    ndx_postings_walk_free(walk);
    end(&with);
}

static void documents_that_left_are_not_in_the_lists(void **state)
{
    (void)state;
    for (uint32_t one_in = 1; one_in < 6; one_in++) {
        static uint32_t renumber[400];
        uint32_t next = 0;
        bench with;
        begin(&with, one_in);
        add_documents(&with, 400, 200, one_in % 2 ? 50 : 0);
        for (uint32_t i = 0; i < 400; i++)
            renumber[i] = any_below(&with, one_in) == 0 ? UINT32_MAX : next++;
        assert_walk(&with, renumber); /* of 1 in 1 nothing is left */
        end(&with);
    }
}

/* Longer than what a run is read by at a time; with a spill within, and one at its end. */
static void a_list_of_megabytes(void **state)
{
    enum { DOCUMENTS = 150000 };
    (void)state;
    for (unsigned spills = 0; spills < 3; spills++) {
        bench with;
        begin(&with, 5);
        uint32_t rare = add_term(&with, "a rare one");
        uint32_t frequent = add_term(&with, "frequent");
        uint32_t last = add_term(&with, "last");
        for (uint32_t i = 0; i < DOCUMENTS; i++) {
            if (i % 50000 == 7)
                add(&with, rare, i, UINT32_MAX);
            add(&with, frequent, i, i * 2654435761u);
            if ((spills && i == DOCUMENTS / 3) || (spills > 1 && i == DOCUMENTS - 1))
                spill(&with);
        }
        add(&with, last, DOCUMENTS - 1, 1);
        assert_walk(&with, NULL);
        end(&with);
    }
}

/* ---- the file ---- */

static void a_folder_that_cannot_be_written_is_named(void **state)
{
    ndx_temporary_file file = NDX_TEMPORARY_FILE("/nonexistent/folder");
    ndx_error error = {0};
    (void)state;
    assert_false(ndx_temporary_file_append(&file, "x", 1, &error));
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    assert_non_null(strstr(error.message, "/nonexistent/folder"));
    ndx_temporary_file_close(&file);
    ndx_temporary_file_close(&file); /* again */
}

static void what_was_appended_comes_back(void **state)
{
    ndx_temporary_file file = NDX_TEMPORARY_FILE("/tmp");
    ndx_buffer back = {0};
    ndx_error error = {0};
    (void)state;
    assert_true(ndx_temporary_file_append(&file, "", 0, &error));
    assert_true(ndx_temporary_file_append(&file, "abc", 3, &error));
    assert_true(ndx_temporary_file_append(&file, "def", 3, &error));
    assert_int_equal(file.size, 6);
    assert_true(ndx_temporary_file_read(&file, 2, 3, &back, &error));
    assert_int_equal(back.size, 3);
    assert_memory_equal(back.data, "cde", 3);
    assert_true(ndx_temporary_file_read(&file, 6, 0, &back, &error));
    assert_int_equal(back.size, 0);
    assert_false(ndx_temporary_file_read(&file, 5, 2, &back, &error)); /* beyond its end */
    assert_int_equal(error.code, NDX_ERROR_IO);
    ndx_buffer_free(&back);
    ndx_temporary_file_close(&file);
}

/* A limit of file sizes stands for a full disk. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_is_an_error_that_names_the_folder(void **state)
{
    static const char block[3000];
    ndx_temporary_file file = NDX_TEMPORARY_FILE("/tmp");
    ndx_error error = {0};
    (void)state;
    limit_files(4096);
    bool first = ndx_temporary_file_append(&file, block, sizeof block, &error);
    bool second = ndx_temporary_file_append(&file, block, sizeof block, &error);
    limit_files(RLIM_INFINITY);
    assert_true(first);
    assert_false(second);
    assert_int_equal(error.code, NDX_ERROR_IO);
    assert_non_null(strstr(error.message, "/tmp"));
    ndx_temporary_file_close(&file);
}

static void a_run_that_cannot_be_written_is_an_error(void **state)
{
    bench with;
    ndx_error error = {0};
    (void)state;
    begin(&with, 3);
    add_documents(&with, 100, 100, 0);
    limit_files(512);
    bool done = ndx_postings_spill(with.postings, &error);
    limit_files(RLIM_INFINITY);
    assert_false(done);
    assert_int_equal(error.code, NDX_ERROR_IO);
    assert_non_null(strstr(error.message, with.folder));
    end(&with);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_nothing_there_are_no_lists),
        cmocka_unit_test(lists_come_in_order_whenever_memory_was_full),
        cmocka_unit_test(a_walk_may_leave_lists_unread),
        cmocka_unit_test(documents_that_left_are_not_in_the_lists),
        cmocka_unit_test(a_list_of_megabytes),
        cmocka_unit_test(a_folder_that_cannot_be_written_is_named),
        cmocka_unit_test(what_was_appended_comes_back),
        cmocka_unit_test(a_full_disk_is_an_error_that_names_the_folder),
        cmocka_unit_test(a_run_that_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
