/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of what is new since an update: counted, ranked and sorted alike, through merges. */
#include "unit/search/random.h"

#include "newsdex/matches.h"
#include "ranking/count.h"

enum { QUERIES = 60 };

typedef struct searching {
    ndx_index *index;
    ndx_analyser *analyser;
    ndx_error error;
} searching;

static void open_indexes(searching *s, const char *const *paths, size_t count)
{
    *s = (searching){.index = ndx_index_open(paths, count, &s->error)};
    s->analyser = ndx_analyser_new(&s->error);
    assert_true(s->index && s->analyser);
}

static void open_index(searching *s, const place *at)
{
    open_indexes(s, (const char *const[]){at->index}, 1);
}

static void close_index(searching *s)
{
    ndx_analyser_free(s->analyser);
    ndx_index_close(s->index);
}

static ndx_results *run(searching *s, const ndx_query *query, const uint64_t *after, ndx_sort sort)
{
    ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    options.limit = 100000;
    options.exact_total = true;
    options.threads = 2;
    options.sort = sort;
    options.after_update = after;
    ndx_results *results = ndx_search(s->index, query, &options, s->analyser, &s->error);
    if (!results)
        fail_msg("%.*s: %s", NDX_SPAN_ARGS(query->text), s->error.message);
    return results;
}

static uint64_t count(searching *s, const ndx_query *query, const uint64_t *after, bool by_xapian)
{
    ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    uint64_t matches = 0;
    options.after_update = after;
    bool done =
        by_xapian ? ndx_count_by_xapian(s->index, query, &options, s->analyser, &matches, &s->error)
                  : ndx_count(s->index, query, &options, s->analyser, &matches, &s->error);
    if (!done)
        fail_msg("%.*s: %s", NDX_SPAN_ARGS(query->text), s->error.message);
    return matches;
}

static bool count_visit(void *context, const ndx_found *found, ndx_error *error)
{
    (void)error;
    assert_true(found->record->update > 0);
    ++*(uint64_t *)context;
    return true;
}

static uint64_t visit(searching *s, const ndx_query *query, const uint64_t *after)
{
    ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    uint64_t matches = 0;
    const ndx_matches_visitor visitor = {.context = &matches, .visit = count_visit};
    options.after_update = after;
    if (!ndx_matches_visit(s->index, query, &options, s->analyser, &visitor, &s->error))
        fail_msg("%.*s: %s", NDX_SPAN_ARGS(query->text), s->error.message);
    return matches;
}

/* The ids of what is found, each on a line, sorted by rank. */
static void ids_after(searching *s, const char *text, const uint64_t *after, ndx_buffer *ids)
{
    ndx_query query = {0};
    ndx_buffer_clear(ids);
    ndx_buffer_append_text(ids, "");
    assert_true(ndx_query_parse(&query, ndx_span_of(text), 16000, NULL, NULL, &s->error));
    ndx_results *results = run(s, &query, after, NDX_SORT_NEWEST);
    for (size_t i = 0; i < ndx_results_count(results); i++) {
        ndx_buffer_append_span(ids, ndx_results_hit(results, i)->record.id);
        ndx_buffer_append_byte(ids, '\n');
    }
    assert_int_equal(count(s, &query, after, false), ndx_results_count(results));
    ndx_results_free(results);
    ndx_query_free(&query);
}

static void assert_new(const place *at, uint64_t after, const char *expected)
{
    searching s;
    ndx_buffer ids = {0};
    open_index(&s, at);
    ids_after(&s, "moscow", &after, &ids);
    assert_string_equal(ids.data, expected);
    ndx_buffer_free(&ids);
    close_index(&s);
}

static uint64_t serial_of(const place *at)
{
    searching s;
    open_index(&s, at);
    uint64_t serial = ndx_index_directory_update(s.index, 0);
    assert_int_equal(serial, ndx_index_update_serial(s.index));
    close_index(&s);
    return serial;
}

static void put_article(const place *at, const char *name, const char *id, const char *day,
                        const char *body)
{
    ndx_buffer text = {0};
    ndx_buffer_printf(&text, "{\"id\":\"%s\",\"date\":\"%s\",\"title\":\"News\",\"body\":\"%s\"}\n",
                      id, day, body);
    assert_true(ndx_buffer_ok(&text, "", NULL));
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

/* ---- the tests ---- */

static void only_what_a_later_update_brought_is_new(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_article(&at, "a.jsonl", "a", "2025-12-01", "Talks in Moscow.");
    update(&at);
    uint64_t first = serial_of(&at);
    assert_new(&at, 0, "a\n");
    assert_new(&at, first, "");
    put_article(&at, "b.jsonl", "b", "2025-12-02", "Moscow again.");
    put_article(&at, "c.jsonl", "c", "2025-12-03", "Nothing of the kind.");
    update(&at);
    assert_new(&at, 0, "b\na\n");
    assert_new(&at, first, "b\n");
    assert_new(&at, serial_of(&at), "");
    place_close(&at);
}

static void an_article_that_changed_is_new_again(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_article(&at, "a.jsonl", "a", "2025-12-01", "Talks in Moscow.");
    put_article(&at, "b.jsonl", "b", "2025-12-02", "Moscow too.");
    update(&at);
    uint64_t first = serial_of(&at);
    put_article(&at, "a.jsonl", "a", "2025-12-01", "Talks in Moscow ended, the envoy says.");
    update(&at);
    assert_new(&at, first, "a\n");
    drop_file(&at, "a.jsonl");
    update(&at);
    assert_new(&at, first, "");
    place_close(&at);
}

static void of_a_file_that_grows_only_what_was_added_is_new(void **state)
{
    static const char first[] =
        "{\"id\":\"a\",\"date\":\"2025-12-01T10:00+02:00\",\"title\":\"News\",\"body\":\"Talks in "
        "Moscow.\\n\\nThey "
        "last.\",\"section\":[\"World\",\"Europe\"],\"url\":\"https://example.com/"
        "a\",\"authors\":[\"Anna Smith\"],\"source\":\"Wire\"}\n";
    static const char second[] =
        "{\"id\":\"b\",\"date\":\"2025-12\",\"title\":\"Moscow\",\"lang\":\"de\"}\n";
    place at;
    ndx_buffer text = {0};
    (void)state;
    place_open(&at);
    put_file(&at, "feed.jsonl", first);
    update(&at);
    ndx_buffer_printf(&text, "%s%s", first, second);
    put_file(&at, "feed.jsonl", text.data);
    update(&at);
    assert_int_equal(at.summary.articles_replaced, 1);
    assert_new(&at, 1, "b\n");
    ndx_buffer_clear(&text);
    ndx_buffer_printf(&text, "%s%s", second, first);
    put_file(&at, "feed.jsonl", text.data);
    update(&at);
    assert_new(&at, 1, "b\n");
    assert_new(&at, 2, "");
    ndx_buffer_clear(&text); /* a section alone is a change */
    ndx_buffer_printf(&text, "%s%s", second, first);
    memcpy(strstr(text.data, "World"), "Local", 5);
    put_file(&at, "feed.jsonl", text.data);
    update(&at);
    assert_new(&at, 3, "a\n");
    ndx_buffer_free(&text);
    place_close(&at);
}

static void merges_and_rebuilds_bring_nothing_new(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_article(&at, "a.jsonl", "a", "2025-12-01", "Talks in Moscow.");
    update(&at);
    uint64_t first = serial_of(&at);
    put_article(&at, "b.jsonl", "b", "2025-12-02", "Moscow again.");
    update(&at);
    uint64_t second = serial_of(&at);
    assert_true(ndx_update_compact(at.index, &at.options, &at.summary, &at.error));
    assert_true(serial_of(&at) > second);
    assert_new(&at, first, "b\n");
    assert_new(&at, second, "");
    assert_true(ndx_update_rebuild(at.index, &at.options, &at.summary, &at.error));
    assert_new(&at, first, "b\n");
    assert_new(&at, second, "");
    place_close(&at);
}

static void indexes_searched_together_have_a_serial_each(void **state)
{
    place old;
    place young;
    searching s;
    ndx_buffer ids = {0};
    (void)state;
    place_open(&old);
    place_open(&young);
    for (int i = 0; i < 3; i++) {
        char name[] = "0.jsonl";
        name[0] = (char)('0' + i);
        put_article(&old, name, name, "2025-12-01", "Talks in Moscow.");
        update(&old);
    }
    put_article(&young, "y.jsonl", "y", "2025-12-04", "Moscow.");
    update(&young);
    open_indexes(&s, (const char *const[]){old.index, young.index}, 2);
    assert_int_equal(ndx_index_directory_count(s.index), 2);
    assert_int_equal(ndx_index_directory_update(s.index, 0), 3);
    assert_int_equal(ndx_index_directory_update(s.index, 1), 1);
    ids_after(&s, "moscow", (const uint64_t[]){3, 0}, &ids);
    assert_string_equal(ids.data, "y\n");
    ids_after(&s, "moscow", (const uint64_t[]){2, 1}, &ids);
    assert_string_equal(ids.data, "2.jsonl\n");
    ndx_buffer_free(&ids);
    close_index(&s);
    place_close(&young);
    place_close(&old);
}

/* The oracle: all matches, and of those the ones whose record says so. */
static uint64_t count_one_by_one(searching *s, const ndx_query *query, uint64_t after)
{
    uint64_t matches = 0;
    ndx_results *all = run(s, query, NULL, NDX_SORT_RELEVANCE);
    for (size_t i = 0; i < ndx_results_count(all); i++)
        matches += ndx_results_hit(all, i)->record.update > after;
    ndx_results_free(all);
    return matches;
}

static void compare_ways(searching *s, const ndx_query *query, uint64_t after, uint64_t *found)
{
    uint64_t expected = count_one_by_one(s, query, after);
    bool exact;
    *found += expected;
    for (int by_xapian = 0; by_xapian < 2; by_xapian++)
        assert_int_equal(count(s, query, &after, by_xapian), expected);
    assert_int_equal(visit(s, query, &after), expected);
    for (int sort = NDX_SORT_RELEVANCE; sort <= NDX_SORT_OLDEST; sort++) {
        ndx_results *results = run(s, query, &after, (ndx_sort)sort);
        assert_int_equal(ndx_results_total(results, &exact), expected);
        assert_true(exact);
        assert_int_equal(ndx_results_count(results), expected);
        for (size_t i = 0; i < ndx_results_count(results); i++)
            assert_true(ndx_results_hit(results, i)->record.update > after);
        ndx_results_free(results);
    }
}

static void compare_random_queries(const place *at)
{
    searching s;
    ndx_buffer text = {0};
    uint64_t found[4] = {0};
    open_index(&s, at);
    for (int i = 0; i < QUERIES; i++) {
        ndx_query query = {0};
        ndx_buffer_clear(&text);
        random_query(&text);
        if (ndx_query_parse(&query, ndx_buffer_span(&text), 16000, NULL, NULL, &s.error))
            compare_ways(&s, &query, (uint64_t)i % 4, &found[i % 4]);
        ndx_query_free(&query);
    }
    assert_true(found[0] && found[1] && found[2]);
    assert_int_equal(found[3], 0);
    ndx_buffer_free(&text);
    close_index(&s);
}

static void every_way_to_search_agrees_about_random_queries(void **state)
{
    place at;
    (void)state;
    random_index(&at);
    compare_random_queries(&at);
    assert_true(ndx_update_compact(at.index, &at.options, &at.summary, &at.error));
    compare_random_queries(&at);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_a_later_update_brought_is_new),
        cmocka_unit_test(an_article_that_changed_is_new_again),
        cmocka_unit_test(of_a_file_that_grows_only_what_was_added_is_new),
        cmocka_unit_test(merges_and_rebuilds_bring_nothing_new),
        cmocka_unit_test(indexes_searched_together_have_a_serial_each),
        cmocka_unit_test(every_way_to_search_agrees_about_random_queries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
