/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of a search against an index: what is judged, what is deleted, what is damaged, what is
 * shown. */
#include "unit/index/support.h"

#include "newsdex/search.h"
#include "present/snippet.h"

/* ---- a search ---- */

typedef struct searching {
    ndx_index *index;
    ndx_analyser *analyser;
    ndx_query query;
    ndx_search_options options;
    ndx_results *results;
    ndx_error error;
} searching;

static void search_begin(searching *s, const place *at, const char *text)
{
    const char *path = at->index;
    *s = (searching){.options = NDX_SEARCH_OPTIONS_DEFAULT};
    s->index = ndx_index_open(&path, 1, &s->error);
    s->analyser = ndx_analyser_new(&s->error);
    if (!s->index || !s->analyser ||
        !ndx_query_parse(&s->query, ndx_span_of(text), 0, NULL, NULL, &s->error))
        fail_msg("%s", s->error.message);
}

static bool search_run(searching *s)
{
    s->results = ndx_search(s->index, &s->query, &s->options, s->analyser, &s->error);
    return s->results != NULL;
}

static void search_end(searching *s)
{
    ndx_results_free(s->results);
    ndx_query_free(&s->query);
    ndx_analyser_free(s->analyser);
    ndx_index_close(s->index);
}

/* "b,a" for the ids of the page, cut to the file's name without ".txt". */
static void assert_found(searching *s, const char *expected, uint64_t total)
{
    ndx_buffer ids = {0};
    bool exact;
    if (!search_run(s))
        fail_msg("%s", s->error.message);
    for (size_t i = 0; i < ndx_results_count(s->results); i++) {
        ndx_span id = ndx_results_hit(s->results, i)->record.id;
        size_t slash = id.size;
        while (slash && id.data[slash - 1] != '/')
            slash--;
        id = ndx_span_skip(id, slash);
        ndx_buffer_printf(&ids, "%s%.*s", i ? "," : "", (int)(id.size - strlen(".txt")), id.data);
    }
    ndx_buffer_append_text(&ids, "");
    assert_string_equal(ids.data, expected);
    assert_int_equal(ndx_results_total(s->results, &exact), total);
    assert_true(exact);
    ndx_buffer_free(&ids);
}

static void assert_search(const place *at, const char *query, const char *expected, uint64_t total)
{
    searching s;
    uint64_t count;
    search_begin(&s, at, query);
    assert_found(&s, expected, total);
    assert_true(ndx_count(s.index, &s.query, &s.options, s.analyser, &count, NULL));
    assert_int_equal(count, total);
    search_end(&s);
}

/* ---- damage ---- */

static void open_for_damage(const place *at, size_t shard, char name[64],
                            xc_writable_database **database)
{
    char path[512];
    const char *index_path = at->index;
    ndx_index *index = ndx_index_open(&index_path, 1, NULL);
    assert_non_null(index);
    snprintf(name, 64, "%s", ndx_index_shard(index, shard)->directory);
    snprintf(path, sizeof path, "%s/%s", at->index, name);
    ndx_index_close(index);
    assert_int_equal(xc_writable_database_open(path, XC_WRITE_OPEN, 0, database, NULL), XC_OK);
}

/* Cuts the record of the document (from 0) behind `kept` bytes. */
static void damage_record(const place *at, size_t shard, uint32_t document, size_t kept,
                          char name[64])
{
    xc_writable_database *database = NULL;
    xc_document *found = NULL;
    xc_string data = XC_STRING_EMPTY;
    open_for_damage(at, shard, name, &database);
    xc_database *as_read = xc_writable_database_reader(database);
    assert_int_equal(xc_database_get_data(as_read, document + 1, &data, NULL), XC_OK);
    assert_int_equal(xc_database_document(as_read, document + 1, &found, NULL), XC_OK);
    assert_true(kept < data.size);
    xc_bytes cut = {data.data, kept};
    assert_int_equal(xc_document_set_data(found, cut, NULL), XC_OK);
    assert_int_equal(xc_writable_database_replace_document(database, document + 1, found, NULL),
                     XC_OK);
    assert_int_equal(xc_writable_database_commit(database, NULL), XC_OK);
    xc_document_free(found);
    xc_string_free(&data);
    xc_writable_database_free(database);
}

/* Replaces the first chunk of the shard's words by nothing good. */
static void damage_words(const place *at, char name[64])
{
    xc_writable_database *database = NULL;
    xc_term_cursor *keys = NULL;
    bool damaged = false;
    open_for_damage(at, 0, name, &database);
    assert_int_equal(xc_database_metadata_keys(xc_writable_database_reader(database),
                                               xc_bytes_of(""), &keys, NULL),
                     XC_OK);
    while (!damaged && xc_term_cursor_next(keys, NULL) == XC_ROW) {
        xc_bytes key = xc_term_cursor_term(keys);
        if (key.size != NDX_WORDS_NAME_BYTES + 5 || key.data[NDX_WORDS_NAME_BYTES] != 'c')
            continue;
        assert_int_equal(
            xc_writable_database_set_metadata(database, key, xc_bytes_of("\x7F no words"), NULL),
            XC_OK);
        damaged = true;
    }
    assert_true(damaged);
    xc_term_cursor_free(keys);
    assert_int_equal(xc_writable_database_commit(database, NULL), XC_OK);
    xc_writable_database_free(database);
}

static void assert_damage_is_named(const place *at, const char *query, const char *shard)
{
    searching s;
    search_begin(&s, at, query);
    assert_false(search_run(&s));
    assert_int_equal(s.error.code, NDX_ERROR_CORRUPT);
    assert_non_null(strstr(s.error.message, shard));
    search_end(&s);
}

/* ---- tests ---- */

/* Articles in which the phrase weighs less and less: the same words in longer and longer texts. */
static void put_phrases(place *at, unsigned count)
{
    ndx_buffer text = {0};
    for (unsigned i = 0; i < count; i++) {
        char name[32];
        ndx_buffer_clear(&text);
        ndx_buffer_append_text(&text, "Nothing\n\nA golden bridge.");
        for (unsigned word = 0; word < i * 5; word++)
            ndx_buffer_append_text(&text, " filler");
        snprintf(name, sizeof name, "%03u.txt", i);
        put_file(at, name, text.data);
    }
    ndx_buffer_free(&text);
}

static void a_phrase_is_judged_only_where_it_can_still_enter_the_page(void **state)
{
    place at;
    searching s;
    char name[64];
    (void)state;
    place_open(&at);
    at.options.writer = NDX_WRITER_XAPIAN;
    put_phrases(&at, 200);
    update(&at);
    damage_record(&at, 0, 60, 12, name); /* light, and met by those who count to a hundred */
    search_begin(&s, &at, "\"golden bridge\"");
    s.options.limit = 5;
    s.options.no_total = true;
    if (!search_run(&s))
        fail_msg("a record was judged that cannot enter the page: %s", s.error.message);
    assert_int_equal(ndx_results_count(s.results), 5);
    search_end(&s);
    assert_damage_is_named(&at, "\"golden bridge\"", name); /* the total wants it */
    place_close(&at);
}

static void a_total_that_is_not_looked_at_changes_no_page(void **state)
{
    static const char *const queries[] = {"golden", "\"golden bridge\"", "golden w/3 bridge",
                                          "nothing -golden", "golden OR nothing"};
    place at;
    (void)state;
    place_open(&at);
    put_phrases(&at, 40);
    update(&at);
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++)
        for (uint64_t offset = 0; offset < 45; offset += 9) {
            searching with;
            searching without;
            search_begin(&with, &at, queries[q]);
            search_begin(&without, &at, queries[q]);
            with.options.offset = without.options.offset = offset;
            with.options.exact_total = true;
            without.options.no_total = true;
            assert_true(search_run(&with) && search_run(&without));
            assert_int_equal(ndx_results_count(with.results), ndx_results_count(without.results));
            for (size_t i = 0; i < ndx_results_count(with.results); i++)
                assert_int_equal(ndx_results_hit(with.results, i)->document,
                                 ndx_results_hit(without.results, i)->document);
            search_end(&with);
            search_end(&without);
        }
    place_close(&at);
}

static void many_matches_are_estimated_unless_all_are_wanted(void **state)
{
    place at;
    searching s;
    bool exact;
    uint64_t count;
    (void)state;
    place_open(&at);
    put_phrases(&at, 300);
    update(&at);
    search_begin(&s, &at, "\"golden bridge\"");
    assert_true(ndx_count(s.index, &s.query, &s.options, s.analyser, &count, NULL));
    assert_int_equal(count, 300);
    assert_true(search_run(&s));
    assert_true(ndx_results_total(s.results, &exact) >= 100);
    ndx_results_free(s.results);
    s.options.exact_total = true;
    assert_true(search_run(&s));
    assert_int_equal(ndx_results_total(s.results, &exact), 300);
    assert_true(exact);
    search_end(&s);
    place_close(&at);
}

static void a_deleted_article_is_neither_found_nor_counted(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Headline\n\nA golden bridge.\n");
    put_file(&at, "b.txt", "Headline\n\nA golden bridge and more words.\n");
    put_file(&at, "c.txt", "Headline\n\nA bridge that is golden.\n");
    update(&at);
    assert_search(&at, "golden", "a,c,b", 3);
    drop_file(&at, "a.txt");
    put_file(&at, "b.txt", "Headline\n\nSilver.\n");
    update(&at);
    assert_search(&at, "golden", "c", 1);
    assert_search(&at, "\"golden bridge\"", "", 0);
    assert_search(&at, "silver", "b", 1);
    assert_search(&at, "headline NOT silver", "c", 1);
    place_close(&at);
}

static void an_index_of_deleted_articles_finds_nothing(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Headline\n\nA golden bridge.\n");
    put_file(&at, "b.txt", "Headline\n\nA golden bridge.\n");
    update(&at);
    drop_file(&at, "a.txt");
    drop_file(&at, "b.txt");
    update(&at);
    assert_search(&at, "golden", "", 0);
    assert_search(&at, "\"golden bridge\"", "", 0);
    assert_search(&at, "*", "", 0);
    assert_search(&at, "NOT golden", "", 0);
    place_close(&at);
}

static void equal_scores_are_parted_by_time_then_id_at_the_cut_as_well(void **state)
{
    place at;
    searching s;
    (void)state;
    place_open(&at);
    put_file(&at, "c.txt", "Headline\n\nPublished: 2 December 2025\n\nGolden.\n");
    put_file(&at, "b.txt", "Headline\n\nPublished: 3 December 2025\n\nGolden.\n");
    put_file(&at, "a.txt", "Headline\n\nPublished: 2 December 2025\n\nGolden.\n");
    put_file(&at, "d.txt", "Headline\n\nPublished: 4 December 2025\n\nGolden.\n");
    update(&at);
    assert_search(&at, "golden", "d,b,a,c", 4);
    for (uint64_t offset = 0; offset < 4; offset++) {
        static const char *const names[] = {"d", "b", "a", "c"};
        search_begin(&s, &at, "golden");
        s.options.offset = offset;
        s.options.limit = 1;
        assert_found(&s, names[offset], 4);
        search_end(&s);
    }
    place_close(&at);
}

static void a_damaged_record_is_an_error_that_names_the_shard(void **state)
{
    place at;
    char name[64];
    (void)state;
    for (size_t kept = 0; kept < 20; kept += 3) {
        place_open(&at);
        at.options.writer = NDX_WRITER_XAPIAN;
        put_file(&at, "a.txt", "Headline\n\nA golden bridge.\n");
        put_file(&at, "b.txt", "Headline\n\nA bridge that is golden.\n");
        update(&at);
        damage_record(&at, 0, 1, kept, name);
        assert_damage_is_named(&at, "golden", name);
        assert_damage_is_named(&at, "\"golden bridge\"", name);
        assert_search(&at, "source:none", "", 0);
        place_close(&at);
    }
}

static void of_two_shards_the_damaged_one_is_named(void **state)
{
    place at;
    char name[64];
    (void)state;
    place_open(&at);
    at.options.writer = NDX_WRITER_XAPIAN;
    for (char letter = 'a'; letter < 'z'; letter++) {
        char file[] = {letter, '.', 't', 'x', 't', 0};
        put_file(&at, file, "Headline\n\nA golden bridge.\n");
    }
    update(&at);
    put_file(&at, "z.txt", "Headline\n\nA golden bridge.\n");
    update(&at);
    const char *path = at.index;
    ndx_index *index = ndx_index_open(&path, 1, NULL);
    size_t shards = ndx_index_shard_count(index);
    ndx_index_close(index);
    damage_record(&at, shards - 1, 0, 8, name);
    assert_damage_is_named(&at, "golden w/2 bridge", name);
    place_close(&at);
}

static void damaged_words_are_an_error_that_names_the_shard(void **state)
{
    place at;
    char name[64];
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Headline\n\nA golden bridge.\n");
    update(&at);
    damage_words(&at, name);
    assert_damage_is_named(&at, "\"golden bridge\"", name);
    assert_damage_is_named(&at, "golden", name); /* its folder is a word of the list */
    place_close(&at);
}

/* The snippet of the first result, matches in [brackets], "<" and ">" where it is cut. */
static void assert_snippet(const place *at, const char *query, size_t characters,
                           const char *expected)
{
    searching s;
    ndx_arena arena = {0};
    ndx_buffer text = {0};
    ndx_marked marked;
    const uint32_t *positions;
    size_t count;
    search_begin(&s, at, query);
    assert_true(search_run(&s));
    const ndx_hit *hit = ndx_results_hit(s.results, 0);
    ndx_words *words = ndx_index_words(s.index, &hit->record, NULL);
    assert_non_null(words);
    assert_true(ndx_results_highlights(s.results, 0, &positions, &count, NULL));
    assert_true(
        ndx_snippet(words, &hit->record, positions, count, characters, &arena, &marked, NULL));
    ndx_buffer_append_text(&text, marked.cut_before ? "<" : "");
    size_t done = 0;
    for (size_t i = 0; i < marked.mark_count; i++) {
        ndx_mark mark = marked.marks[i];
        ndx_buffer_append(&text, marked.text.data + done, mark.begin - done);
        ndx_buffer_printf(&text, "[%.*s]", (int)(mark.end - mark.begin),
                          marked.text.data + mark.begin);
        done = mark.end;
    }
    ndx_buffer_append_span(&text, ndx_span_skip(marked.text, done));
    ndx_buffer_append_text(&text, marked.cut_after ? ">" : "");
    assert_string_equal(text.data, expected);
    ndx_buffer_free(&text);
    ndx_arena_free(&arena);
    search_end(&s);
}

static void a_snippet_shows_the_match_and_begins_at_a_sentence(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt",
             "Headline\n\nOne two three four five six seven. The council met. A golden bridge was "
             "opened there, said Mr. Smith of the railway company in the evening. Nobody came.\n");
    update(&at);
    assert_snippet(&at, "\"golden bridge\"", 40, "<A [golden bridge] was opened there, said>");
    assert_snippet(&at, "golden evening", 25, "<A [golden] bridge was>");
    assert_snippet(&at, "came", 40, "<company in the evening. Nobody [came].");
    assert_snippet(&at, "headline", 20, "One two three four>");
    assert_snippet(
        &at, "one", 1000,
        "[One] two three four five six seven. The council met. A golden bridge was opened "
        "there, said Mr. Smith of the railway company in the evening. Nobody came.");
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phrase_is_judged_only_where_it_can_still_enter_the_page),
        cmocka_unit_test(a_total_that_is_not_looked_at_changes_no_page),
        cmocka_unit_test(many_matches_are_estimated_unless_all_are_wanted),
        cmocka_unit_test(a_deleted_article_is_neither_found_nor_counted),
        cmocka_unit_test(an_index_of_deleted_articles_finds_nothing),
        cmocka_unit_test(equal_scores_are_parted_by_time_then_id_at_the_cut_as_well),
        cmocka_unit_test(a_damaged_record_is_an_error_that_names_the_shard),
        cmocka_unit_test(of_two_shards_the_damaged_one_is_named),
        cmocka_unit_test(damaged_words_are_an_error_that_names_the_shard),
        cmocka_unit_test(a_snippet_shows_the_match_and_begins_at_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
