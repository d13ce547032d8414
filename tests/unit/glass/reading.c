/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the glass reader: it reads what libxapian wrote as libxapian reads it. */
#include "support.h"

static void databases_of_every_block_size_are_read_as_libxapian_reads_them(void **state)
{
    for (unsigned block_bytes = 2048; block_bytes <= 65536; block_bytes *= 2) {
        char name[32];
        snprintf(name, sizeof name, "blocks%u", block_bytes);
        write_random(path_in(state, name), &(random_shape){.block_bytes = block_bytes,
                                                           .documents = 300,
                                                           .gap = 3,
                                                           .vocabulary = 3000,
                                                           .terms = 120,
                                                           .data_bytes = 3000,
                                                           .commits = 3,
                                                           .metadata_bytes = 20000,
                                                           .compressible = block_bytes % 3 == 0});
        assert_read_alike(path_in(state, name));
    }
}

static void updates_and_deletions_leave_nothing_that_confuses(void **state)
{
    write_random(path_in(state, "deletions"), &(random_shape){.block_bytes = 2048,
                                                              .documents = 2000,
                                                              .gap = 20,
                                                              .vocabulary = 500,
                                                              .terms = 40,
                                                              .data_bytes = 200,
                                                              .commits = 12,
                                                              .delete_one_in = 4,
                                                              .compressible = true,
                                                              .metadata_bytes = 100});
    assert_read_alike(path_in(state, "deletions"));
}

static void a_term_of_all_documents_fills_many_chunks(void **state)
{
    write_random(path_in(state, "chunks"), &(random_shape){.block_bytes = 8192,
                                                           .documents = 20000,
                                                           .gap = 2,
                                                           .vocabulary = 20,
                                                           .terms = 3,
                                                           .data_bytes = 20,
                                                           .commits = 1});
    assert_read_alike(path_in(state, "chunks"));
}

static void docids_may_lie_far_apart(void **state)
{
    write_random(path_in(state, "gaps"), &(random_shape){.block_bytes = 2048,
                                                         .documents = 1500,
                                                         .gap = 2000000,
                                                         .vocabulary = 50,
                                                         .terms = 10,
                                                         .data_bytes = 50,
                                                         .commits = 2});
    ndx_error error;
    ndx_glass_database *database = ndx_glass_open(path_in(state, "gaps"), &error);
    assert_non_null(database);
    assert_true(ndx_glass_version_of(database)->statistics.last_docid > 1000000000);
    ndx_glass_close(database);
    assert_read_alike(path_in(state, "gaps"));
}

static void a_document_may_have_a_hundred_thousand_terms(void **state)
{
    xc_writable_database *database = NULL;
    xc_document *document = NULL;
    char term[32];
    MUST(xc_writable_database_open(path_in(state, "terms"),
                                   XC_WRITE_CREATE | XC_DATABASE_GLASS | XC_WRITE_NO_SYNC, 0,
                                   &database, &problem));
    MUST(xc_document_new(&document, &problem));
    for (int i = 0; i < 100000; i++) {
        int size = snprintf(term, sizeof term, "term%06d", i);
        MUST(xc_document_add_term(document, (xc_bytes){term, (size_t)size}, 1, &problem));
    }
    MUST(xc_writable_database_add_document(database, document, NULL, &problem));
    xc_document_free(document);
    MUST(xc_writable_database_close(database, &problem));
    xc_writable_database_free(database);
    assert_read_alike(path_in(state, "terms"));
}

static void large_document_data_has_several_components(void **state)
{
    for (int compressible = 0; compressible < 2; compressible++) {
        const char *path = path_in(state, compressible ? "deflated" : "stored");
        write_random(path, &(random_shape){.block_bytes = 2048,
                                           .documents = 60,
                                           .gap = 2,
                                           .vocabulary = 10,
                                           .terms = 3,
                                           .data_bytes = 300000,
                                           .commits = 1,
                                           .compressible = compressible});
        assert_read_alike(path);
    }
}

static void an_empty_database_is_read(void **state)
{
    write_random(path_in(state, "empty"), &(random_shape){.block_bytes = 8192, .gap = 1});
    assert_read_alike(path_in(state, "empty"));
    write_random(path_in(state, "metadata alone"),
                 &(random_shape){.block_bytes = 8192, .gap = 1, .metadata_bytes = 30000});
    assert_read_alike(path_in(state, "metadata alone"));
}

static void a_compacted_database_is_read(void **state)
{
    write_random(path_in(state, "source"), &(random_shape){.block_bytes = 8192,
                                                           .documents = 3000,
                                                           .gap = 2,
                                                           .vocabulary = 3000,
                                                           .terms = 60,
                                                           .data_bytes = 1000,
                                                           .commits = 3,
                                                           .delete_one_in = 10});
    xc_database *source = NULL;
    MUST(xc_database_open(path_in(state, "source"), XC_DATABASE_GLASS, &source, &problem));
    MUST(xc_database_compact(source, path_in(state, "compacted"), XC_COMPACT_NO_RENUMBER, 0, NULL,
                             &problem));
    xc_database_free(source);
    assert_read_alike(path_in(state, "compacted"));
}

static void a_cursor_finds_the_last_entry_not_above_a_key(void **state)
{
    ndx_glass_cursor cursor;
    bool exact;
    write_random(path_in(state, "finding"), &(random_shape){.block_bytes = 2048,
                                                            .documents = 500,
                                                            .gap = 3,
                                                            .vocabulary = 1,
                                                            .terms = 1,
                                                            .data_bytes = 3000,
                                                            .commits = 1});
    ndx_error error;
    ndx_glass_database *database = ndx_glass_open(path_in(state, "finding"), &error);
    assert_non_null(database);
    ndx_glass_cursor_open(&cursor, database, NDX_GLASS_DOCDATA);
    uint32_t docids[501];
    uint32_t count = 0;
    while (ndx_glass_cursor_next(&cursor, &error) == NDX_STEP_ROW) {
        ndx_span key = cursor.key;
        assert_true(count < 500);
        assert_true(ndx_glass_read_sorted(&key, &docids[count++]));
    }
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t docid = i < 2500 ? i : random_below(2000);
        uint32_t found = 0;
        ndx_glass_key key = {0};
        ndx_glass_key_append_sorted(&key, docid);
        GOOD(ndx_glass_cursor_find(&cursor, ndx_glass_key_span(&key), &exact, &failure));
        ndx_span at = cursor.key;
        if (at.size)
            assert_true(ndx_glass_read_sorted(&at, &found));
        uint32_t expected = 0;
        for (uint32_t j = 0; j < count && docids[j] <= docid; j++)
            expected = docids[j];
        assert_int_equal(found, expected);
        assert_int_equal(exact, expected == docid && docid);
        if (i % 2) { /* the tag moves the cursor within */
            ndx_span tag;
            GOOD(ndx_glass_cursor_tag(&cursor, &tag, &failure));
        }
    }
    ndx_glass_cursor_close(&cursor);
    ndx_glass_cursor_close(&cursor);
    ndx_glass_close(database);
}

#define ON_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_FOLDER(databases_of_every_block_size_are_read_as_libxapian_reads_them),
        ON_FOLDER(updates_and_deletions_leave_nothing_that_confuses),
        ON_FOLDER(a_term_of_all_documents_fills_many_chunks),
        ON_FOLDER(docids_may_lie_far_apart),
        ON_FOLDER(a_document_may_have_a_hundred_thousand_terms),
        ON_FOLDER(large_document_data_has_several_components),
        ON_FOLDER(an_empty_database_is_read),
        ON_FOLDER(a_compacted_database_is_read),
        ON_FOLDER(a_cursor_finds_the_last_entry_not_above_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
