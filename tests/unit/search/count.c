/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of counting: over mapped tables there are as many matches as through libxapian, for random
 * queries over several shards with deleted articles. */
#include "unit/search/random.h"

#include "ranking/count.h"
#include "ranking/match_walk.h"

#include <unistd.h>

enum { QUERIES = 400 };

/* Both ways, with one thread and with several. */
static uint64_t count_both(ndx_index *index, ndx_analyser *analyser, ndx_span text,
                           const ndx_search_options *options)
{
    ndx_query query = {0};
    ndx_error error = {0};
    uint64_t expected = 0;
    if (!ndx_query_parse(&query, text, 16000, NULL, NULL, &error)) {
        ndx_query_free(&query);
        return 0;
    }
    if (!ndx_count_by_xapian(index, &query, options, analyser, &expected, &error))
        fail_msg("%.*s: %s", NDX_SPAN_ARGS(text), error.message);
    for (unsigned jobs = 0; jobs < 4; jobs++) {
        bool counted;
        uint64_t count = 0;
        ndx_search_options threaded = *options;
        threaded.threads = jobs;
        if (!ndx_match_walk(index, &query, &threaded, analyser, NULL, &counted, &count, &error))
            fail_msg("%.*s: %s", NDX_SPAN_ARGS(text), error.message);
        assert_true(counted);
        if (count != expected)
            fail_msg("%.*s: %u counted with %u jobs, %u through libxapian", NDX_SPAN_ARGS(text),
                     (unsigned)count, jobs, (unsigned)expected);
    }
    ndx_query_free(&query);
    return expected;
}

static void every_query_has_as_many_matches_as_libxapian_finds(void **state)
{
    place at;
    ndx_error error;
    ndx_buffer text = {0};
    unsigned answered = 0;
    (void)state;
    random_index(&at);
    ndx_index *index = ndx_index_open((const char *const[]){at.index}, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_true(index && analyser);
    assert_true(ndx_index_shard_count(index) > 1);
    for (int i = 0; i < QUERIES; i++) {
        ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
        options.all = random_below(5) == 0;
        random_range(&options.range);
        ndx_buffer_clear(&text);
        random_query(&text);
        answered += count_both(index, analyser, ndx_buffer_span(&text), &options) > 0;
    }
    assert_true(answered > QUERIES / 2);
    ndx_buffer_free(&text);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    place_close(&at);
}

static void long_chains_of_operators_do_not_recurse(void **state)
{
    place at;
    ndx_error error;
    ndx_buffer text = {0};
    const ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    (void)state;
    place_open(&at);
    random_begin(7);
    random_file(&at, "a.jsonl", 0, 200);
    update(&at);
    ndx_index *index = ndx_index_open((const char *const[]){at.index}, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_true(index && analyser);
    for (int i = 0; i < 3; i++) {
        static const char *const between[] = {" ", " OR ", " AND "};
        ndx_buffer_clear(&text);
        random_words(&text, 5000, between[i]);
        count_both(index, analyser, ndx_buffer_span(&text), &options);
    }
    ndx_buffer_free(&text);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    place_close(&at);
}

static void what_cannot_be_mapped_is_counted_through_libxapian(void **state)
{
    place at;
    ndx_error error;
    ndx_buffer command = {0};
    ndx_query query = {0};
    uint64_t count = 0;
    bool counted = true;
    const ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    (void)state;
    place_open(&at);
    random_begin(8);
    random_file(&at, "a.jsonl", 0, 100);
    update(&at);
    ndx_index *index = ndx_index_open((const char *const[]){at.index}, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_true(index && analyser);
    /* The shard goes while libxapian has it open, as an update makes it. */
    assert_int_equal(run_command(&command, "rm -r '%s'/shard-*", at.index), 0);
    assert_true(ndx_query_parse(&query, NDX_SPAN("*"), 16000, NULL, NULL, &error));
    assert_true(ndx_match_walk(index, &query, &options, analyser, NULL, &counted, &count, &error));
    assert_false(counted);
    assert_true(ndx_count(index, &query, &options, analyser, &count, &error));
    assert_int_equal(count, 100);
    ndx_query_free(&query);
    ndx_buffer_free(&command);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_has_as_many_matches_as_libxapian_finds),
        cmocka_unit_test(long_chains_of_operators_do_not_recurse),
        cmocka_unit_test(what_cannot_be_mapped_is_counted_through_libxapian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
