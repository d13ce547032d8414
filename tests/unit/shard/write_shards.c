/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Both writers of a shard against each other: libxapian's API is the oracle of the tables that
 * newsdex writes itself. Contents of extreme shape, and random ones. */
#include "compare_databases.h"
#include "write_content.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MANY = 100000 };

static const made_bytes nothing = {0};

/* ---- the judge ---- */

/* Two documents; change: what is another than with 0. */
static void make_changed(made_content *content, unsigned change)
{
    uint32_t term = content_term_text(content, change == 1 ? "other" : "term");
    uint32_t second = content_term_text(content, "zebra");
    content_metadata(content, change == 2 ? NDX_SPAN("kez") : NDX_SPAN("key"),
                     content_bytes(content, change == 3 ? NDX_SPAN("1") : NDX_SPAN("0")));
    for (unsigned i = 0; i < 2; i++) {
        content_document(content, content_bytes(content, change == 4 && i ? NDX_SPAN("recorD")
                                                                          : NDX_SPAN("record")));
        if (change != 5 || !i)
            content_value(content, 0,
                          content_bytes(content, change == 6 && i ? NDX_SPAN("w") : NDX_SPAN("v")));
        content_posting(content, term, change == 7 && i ? 2 : 1);
        if (change == 8 || i)
            content_posting(content, second, 0);
    }
    if (change == 9)
        content_document(content, nothing);
}

static void the_comparison_sees_every_change(void **state)
{
    enum { CHANGES = 10 };
    char folder[] = "/tmp/newsdex-test-XXXXXX";
    char path[CHANGES][48];
    (void)state;
    assert_non_null(mkdtemp(folder));
    for (unsigned change = 0; change < CHANGES; change++) {
        made_content content = {0};
        ndx_buffer report = {0};
        snprintf(path[change], sizeof path[change], "%s/%u", folder, change);
        make_changed(&content, change);
        write_content(&content, &ndx_shard_writer_xapian, 1, path[change]);
        size_t differences = compare_databases(path[0], path[change], &report);
        if ((differences != 0) != (change != 0))
            fail_msg("change %u: %zu differences", change, differences);
        ndx_buffer_free(&report);
        content_free(&content);
    }
    ndx_buffer report = {0};
    assert_int_not_equal(compare_databases(path[0], "/nonexistent", &report), 0);
    assert_non_null(strstr(report.data, "/nonexistent"));
    ndx_buffer_free(&report);
    remove_folder(folder);
}

/* ---- no documents, documents of nothing ---- */

static void a_shard_of_nothing(void **state)
{
    made_content content = {0};
    (void)state;
    assert_writers_agree(&content);
    content_free(&content);
}

static void a_shard_of_metadata_alone(void **state)
{
    made_content content = {0};
    (void)state;
    content_metadata(&content, NDX_SPAN("key"), content_random_bytes(&content, 3));
    assert_writers_agree(&content);
    content_free(&content);
}

static void documents_that_hold_nothing(void **state)
{
    made_content content = {0};
    (void)state;
    for (unsigned i = 0; i < 3; i++)
        content_document(&content, nothing);
    assert_writers_agree(&content);
    content_free(&content);
}

/* Whether it is the first or the last that holds something decides how bounds begin. */
static void documents_that_hold_nothing_among_others(void **state)
{
    (void)state;
    for (unsigned full = 0; full < 5; full++) {
        made_content content = {0};
        uint32_t term = content_term_text(&content, "term");
        uint32_t weightless = content_term_text(&content, "weightless");
        for (unsigned i = 0; i < 5; i++) {
            content_document(&content, nothing);
            if (i != full)
                continue;
            content_posting(&content, term, 7);
            content_posting(&content, weightless, 0);
            content_value(&content, 0, content_random_bytes(&content, 8));
        }
        assert_writers_agree(&content);
        content_free(&content);
    }
}

/* ---- long lists, many terms ---- */

static void a_term_that_all_of_many_documents_have(void **state)
{
    made_content content = {0};
    uint32_t everywhere = content_term_text(&content, "everywhere");
    uint32_t often = content_term_text(&content, "often");
    uint32_t weightless = content_term_text(&content, "weightless");
    (void)state;
    for (unsigned i = 0; i < MANY; i++) {
        content_document(&content, content_random_bytes(&content, i % 7));
        content_posting(&content, everywhere, 1 + i % 3);
        if (content_random(&content, 4) == 0)
            content_posting(&content, often, content_random(&content, 1000));
        if (i % 2)
            content_posting(&content, weightless, 0);
        content_value(&content, i % 2 ? NDX_SLOT_COUNT - 1 : 0,
                      content_random_bytes(&content, 1 + i % 5));
    }
    assert_writers_agree(&content);
    content_free(&content);
}

static void a_document_of_very_many_terms(void **state)
{
    made_content content = {0};
    (void)state;
    content_document(&content, content_random_bytes(&content, 10));
    for (unsigned i = 0; i < MANY; i++)
        content_posting(&content, content_term_text(&content, "t%x", i * 2654435761u), 1 + i % 9);
    assert_writers_agree(&content);
    content_free(&content);
}

/* Lists of every length around one chunk and two, where a posting takes two, three and more bytes:
 * the chunk's last posting then ends on, before and behind its border. */
static void lists_that_end_at_a_chunks_border(void **state)
{
    static const struct {
        unsigned least, most, step, wdf;
    } of[] = {{994, 1006, 1, 1},
              {1994, 2006, 1, 127},
              {660, 672, 1, 128},
              {1328, 1340, 1, 16384},
              {330, 342, 1, 1u << 20}};
    made_content content = {0};
    uint32_t term[5][16];
    (void)state;
    for (unsigned kind = 0; kind < 5; kind++)
        for (unsigned size = of[kind].least; size <= of[kind].most; size++)
            term[kind][size - of[kind].least] =
                content_term_text(&content, "wdf%u size%u", of[kind].wdf, size);
    for (unsigned i = 0; i < 2200; i++) {
        content_document(&content, nothing);
        for (unsigned kind = 0; kind < 5; kind++)
            for (unsigned size = of[kind].least; size <= of[kind].most; size++)
                if (i < size)
                    content_posting(&content, term[kind][size - of[kind].least], of[kind].wdf);
    }
    assert_writers_agree(&content);
    content_free(&content);
}

static void documents_far_apart_in_a_list(void **state)
{
    made_content content = {0};
    uint32_t rare = content_term_text(&content, "rare");
    uint32_t twice = content_term_text(&content, "twice");
    (void)state;
    for (unsigned i = 0; i < 33000; i++) {
        content_document(&content, nothing);
        if (i % 129 == 0)
            content_posting(&content, rare, 1);
        if (i == 0 || i == 32999)
            content_posting(&content, twice, 3);
    }
    assert_writers_agree(&content);
    content_free(&content);
}

static void frequencies_as_large_as_they_can_be(void **state)
{
    made_content content = {0};
    uint32_t half = content_term_text(&content, "half");
    uint32_t other = content_term_text(&content, "other half");
    uint32_t most = content_term_text(&content, "most");
    (void)state;
    content_document(&content, nothing);
    content_posting(&content, most, UINT32_MAX - 1); /* one more is libxapian's sign of "deleted" */
    content_document(&content, nothing);
    content_posting(&content, half, 1u << 31);
    content_posting(&content, other, (1u << 31) - 2);
    content_document(&content, nothing);
    content_posting(&content, half, 1);
    assert_writers_agree(&content);
    content_free(&content);
}

/* ---- terms ---- */

static void terms_that_differ_in_the_last_byte(void **state)
{
    made_content content = {0};
    char text[64];
    (void)state;
    for (unsigned size = 1; size < sizeof text; size += 20) {
        memset(text, 'x', sizeof text);
        for (unsigned byte = 0; byte < 256; byte++) {
            text[size - 1] = (char)byte;
            content_term(&content, ndx_span_make(text, size));
        }
    }
    for (unsigned i = 0; i < 50; i++) {
        content_document(&content, nothing);
        for (uint32_t term = 0; term < content.term_count; term++)
            if (content_random(&content, 2))
                content_posting(&content, term, 1);
    }
    assert_writers_agree(&content);
    content_free(&content);
}

static void the_longest_terms_in_lists_of_several_chunks(void **state)
{
    made_content content = {0};
    char text[245];
    (void)state;
    memset(text, 'y', sizeof text);
    for (unsigned byte = 1; byte < 256; byte += 100) {
        text[sizeof text - 1] = (char)byte;
        content_term(&content, ndx_span_make(text, sizeof text));
        content_term(&content, ndx_span_make(text, sizeof text - 2 - byte % 7));
        memset(text, (int)byte, 20);
    }
    for (unsigned i = 0; i < 33500; i++) { /* also docids of three bytes in keys */
        content_document(&content, nothing);
        for (uint32_t term = i % 2; term < content.term_count; term += 2)
            content_posting(&content, term, 1 + i % 2);
    }
    assert_writers_agree(&content);
    content_free(&content);
}

static void terms_with_null_bytes(void **state)
{
    static const char pattern[][4] = {"\0\0\0", "\0\xff", "\1\0a", "a\0\0", "a\0\1", "\xff\0"};
    made_content content = {0};
    char text[120];
    (void)state;
    for (unsigned i = 0; i < 6; i++)
        for (unsigned size = 1; size <= 3; size++)
            if (!(i == 1 && size == 1) && !(i == 4 && size < 3)) /* those came already */
                content_term(&content, ndx_span_make(pattern[i], size));
    memset(text, 0, sizeof text); /* 240 bytes in a key */
    content_term(&content, ndx_span_make(text, sizeof text));
    for (unsigned i = 0; i < 3000; i++) {
        content_document(&content, nothing);
        for (uint32_t term = 0; term < content.term_count; term++)
            content_posting(&content, term, term % 3);
    }
    assert_writers_agree(&content);
    content_free(&content);
}

/* ---- records ---- */

static void records_of_every_size_around_the_blocks(void **state)
{
    made_content content = {0};
    (void)state;
    for (unsigned size = 0; size < 100; size++)
        content_document(&content, content_random_bytes(&content, size));
    for (unsigned blocks = 1; blocks < 4; blocks++)
        for (unsigned less = 0; less < 120; less++)
            content_document(&content, content_random_bytes(&content, blocks * 8192 - less));
    for (unsigned i = 0; i < 1500; i++) /* what is left of a block takes all sizes */
        content_document(&content, content_random_bytes(&content, content_random(&content, 2500)));
    assert_writers_agree(&content);
    content_free(&content);
}

static void records_of_megabytes(void **state)
{
    made_content content = {0};
    (void)state;
    content_document(&content, content_random_bytes(&content, 3u << 20));
    content_document(&content, nothing);
    content_document(&content, content_random_bytes(&content, 1));
    content_document(&content, content_random_bytes(&content, (1u << 20) + 1));
    assert_writers_agree(&content);
    content_free(&content);
}

/* ---- values ---- */

static void values_of_every_size(void **state)
{
    made_content content = {0};
    (void)state;
    for (unsigned size = 0; size < 2600; size += size < 300 || size > 1900 ? 1 : 37) {
        content_document(&content, nothing);
        for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++)
            if (slot != size % (NDX_SLOT_COUNT + 1))
                content_value(&content, slot, content_random_bytes(&content, size / (slot + 1)));
    }
    content_document(&content, nothing);
    content_value(&content, NDX_SLOT_COUNT - 1, content_random_bytes(&content, 70000));
    assert_writers_agree(&content);
    content_free(&content);
}

/* The second bound is left out then. */
static void values_that_are_all_the_same(void **state)
{
    static const ndx_span value[] = {{"\0", 1}, {"\xff\xff", 2}};
    made_content content = {0};
    (void)state;
    for (unsigned i = 0; i < 5000; i++) {
        content_document(&content, nothing);
        for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++)
            if (i % (slot + 1) == 0)
                content_value(&content, slot, content_bytes(&content, value[slot % 2]));
    }
    assert_writers_agree(&content);
    content_free(&content);
}

static void a_value_that_begins_another(void **state)
{
    made_content content = {0};
    (void)state;
    for (unsigned size = 9; size > 0; size--) {
        content_document(&content, nothing);
        content_value(&content, 0,
                      content_bytes(&content, ndx_span_make("\0\0\0\0\0\0\0\0\0", size)));
    }
    assert_writers_agree(&content);
    content_free(&content);
}

/* ---- metadata ---- */

static void metadata_of_odd_sizes(void **state)
{
    made_content content = {0};
    char key[253];
    (void)state;
    memset(key, 'k', sizeof key);
    for (unsigned size = 1; size <= sizeof key; size++) /* each begins the next */
        content_metadata(&content, ndx_span_make(key, size),
                         content_random_bytes(&content, 1 + size * size % 9001));
    for (unsigned byte = 0; byte < 256; byte++) {
        key[0] = (char)byte;
        if (byte != 'k') /* that one came above */
            content_metadata(&content, ndx_span_make(key, 250), content_random_bytes(&content, 1));
    }
    key[0] = '!';
    content_metadata(&content, ndx_span_make(key, 2), content_random_bytes(&content, 2u << 20));
    content_document(&content, nothing);
    assert_writers_agree(&content);
    content_free(&content);
}

/* To libxapian a key with an empty value is not there. */
static void metadata_that_are_empty_are_not_there(void **state)
{
    made_content content = {0};
    (void)state;
    content_metadata(&content, NDX_SPAN("a"), content_random_bytes(&content, 2));
    content_metadata(&content, NDX_SPAN("b"), nothing);
    content_metadata(&content, NDX_SPAN("c"), content_random_bytes(&content, 2));
    assert_writers_agree(&content);
    content_free(&content);
}

/* ---- all at once ---- */

static void add_random_document(made_content *content, uint32_t vocabulary, uint32_t *last_seen)
{
    uint32_t most = content_random(content, 10) ? 40 : 700;
    uint32_t terms = content_random(content, most);
    content_document(content, content_random_bytes(content, content_random(content, most * 3)));
    for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++)
        if (content_random(content, 3))
            content_value(content, slot,
                          content_random_bytes(content, content_random(content, 12)));
    for (uint32_t i = 0; i < terms; i++) {
        uint32_t term = content_random(content, 1 + content_random(content, vocabulary));
        if (last_seen[term] == content->document_count)
            continue;
        last_seen[term] = (uint32_t)content->document_count;
        content_posting(content, term, content_random(content, content_random(content, 300) + 1));
    }
}

static void random_contents(void **state)
{
    enum { VOCABULARY = 20000 };
    static uint32_t last_seen[VOCABULARY];
    (void)state;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        made_content content = {.random = seed * 7919};
        uint32_t vocabulary = seed % 2 ? VOCABULARY : 50;
        uint32_t documents = seed == 3 ? 3000 : content_random(&content, 500);
        memset(last_seen, 0, sizeof last_seen);
        for (uint32_t i = 0; i < vocabulary; i++)
            content_term_text(&content, "%*x", (int)(1 + i % 30), i * 2246822519u);
        for (uint32_t i = 0; i < documents; i++)
            add_random_document(&content, vocabulary, last_seen);
        content_metadata(&content, NDX_SPAN("m"), content_random_bytes(&content, seed * 4000));
        assert_writers_agree(&content);
        content_free(&content);
    }
}

/* ---- what does not come to its end ---- */

/* A limit of file sizes stands for a full disk. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void assert_no_room(made_content *content, unsigned threads, rlim_t bytes, const char *file)
{
    const ndx_shard_content view = content_view(content);
    const ndx_shard_writing how = {.threads = threads};
    char folder[] = "/tmp/newsdex-test-XXXXXX";
    char path[64];
    ndx_error error = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/shard", folder);
    limit_files(bytes);
    bool done = ndx_shard_writer_bulk.write(path, &view, &how, &error);
    limit_files(RLIM_INFINITY);
    assert_false(done);
    assert_int_equal(error.code, NDX_ERROR_IO);
    if (!strstr(error.message, file) || !strstr(error.message, folder))
        fail_msg("%s is not named: %s", file, error.message);
    remove_folder(folder);
}

static void a_full_disk_names_the_file(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 2; threads++) {
        made_content records = {0};
        made_content lists = {0};
        made_content slots = {0};
        made_content little = {0};
        content_document(&records, content_random_bytes(&records, 3u << 20));
        content_metadata(&lists, NDX_SPAN("m"), content_random_bytes(&lists, 3u << 20));
        for (unsigned i = 0; i < 1000; i++) {
            content_document(&slots, nothing);
            content_value(&slots, 0, content_bytes(&slots, NDX_SPAN("v")));
        }
        content_document(&little, nothing);
        assert_no_room(&records, threads, 1 << 20, "shard/docdata.glass");
        assert_no_room(&lists, threads, 1 << 20, "shard/postlist.glass");
        assert_no_room(&slots, threads, 8192, "shard/termlist.glass");
        assert_no_room(&little, threads, 0, "shard/postlist.glass");
        content_free(&records);
        content_free(&lists);
        content_free(&slots);
        content_free(&little);
    }
}

static bool after_two_questions(void *context)
{
    unsigned *asked = context;
    return ++*asked > 2;
}

static void writing_can_be_interrupted(void **state)
{
    static const ndx_shard_writer *const writer[] = {&ndx_shard_writer_bulk,
                                                     &ndx_shard_writer_xapian};
    made_content content = {0};
    (void)state;
    for (unsigned i = 0; i < 2000; i++)
        content_document(&content, content_random_bytes(&content, 100));
    for (size_t i = 0; i < 4; i++) {
        const ndx_shard_content view = content_view(&content);
        unsigned asked = 0;
        const ndx_shard_writing how = {.threads = 1 + (unsigned)i / 2,
                                       .interrupted = after_two_questions,
                                       .interrupted_context = &asked};
        char folder[] = "/tmp/newsdex-test-XXXXXX";
        char path[64];
        ndx_error error = {0};
        assert_non_null(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/shard", folder);
        assert_false(writer[i % 2]->write(path, &view, &how, &error));
        assert_int_equal(error.code, NDX_ERROR_INTERRUPTED);
        remove_folder(folder);
    }
    content_free(&content);
}

static void a_folder_that_is_there_already_is_left_alone(void **state)
{
    made_content content = {0};
    const ndx_shard_content view = content_view(&content);
    const ndx_shard_writing how = {.threads = 1};
    char folder[] = "/tmp/newsdex-test-XXXXXX";
    ndx_error error = {0};
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_false(ndx_shard_writer_bulk.write(folder, &view, &how, &error));
    assert_int_equal(error.code, NDX_ERROR_IO);
    assert_non_null(strstr(error.message, folder));
    assert_int_equal(rmdir(folder), 0);
    content_free(&content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_comparison_sees_every_change),
        cmocka_unit_test(a_shard_of_nothing),
        cmocka_unit_test(a_shard_of_metadata_alone),
        cmocka_unit_test(documents_that_hold_nothing),
        cmocka_unit_test(documents_that_hold_nothing_among_others),
        cmocka_unit_test(a_term_that_all_of_many_documents_have),
        cmocka_unit_test(a_document_of_very_many_terms),
        cmocka_unit_test(lists_that_end_at_a_chunks_border),
        cmocka_unit_test(documents_far_apart_in_a_list),
        cmocka_unit_test(frequencies_as_large_as_they_can_be),
        cmocka_unit_test(terms_that_differ_in_the_last_byte),
        cmocka_unit_test(the_longest_terms_in_lists_of_several_chunks),
        cmocka_unit_test(terms_with_null_bytes),
        cmocka_unit_test(records_of_every_size_around_the_blocks),
        cmocka_unit_test(records_of_megabytes),
        cmocka_unit_test(values_of_every_size),
        cmocka_unit_test(values_that_are_all_the_same),
        cmocka_unit_test(a_value_that_begins_another),
        cmocka_unit_test(metadata_of_odd_sizes),
        cmocka_unit_test(metadata_that_are_empty_are_not_there),
        cmocka_unit_test(random_contents),
        cmocka_unit_test(a_full_disk_names_the_file),
        cmocka_unit_test(writing_can_be_interrupted),
        cmocka_unit_test(a_folder_that_is_there_already_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
