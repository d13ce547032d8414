/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the ranking over mapped tables: the best articles, their scores and the total are
 * libxapian's, for random queries over several shards with deleted articles. */
#include "unit/search/random.h"

#include "ranking/results.h"
#include "ranking/selection.h"
#include "ranking/top.h"

#include <math.h>
#include <unistd.h>

enum { QUERIES = 600 };

typedef struct asked {
    ndx_index *index;
    ndx_analyser *analyser;
    ndx_query query;
    ndx_span text;
    ndx_search_options options;
    unsigned done; /* over tables */
} asked;

static bool has_wildcard(const asked *by)
{
    return memchr(by->text.data, '*', by->text.size) || memchr(by->text.data, '?', by->text.size);
}

/* The last bits differ by the order of additions. In how many articles any of three and more terms
 * stands is estimated by joining them by twos and rounding, and libxapian joins them in an order
 * that differs from shard to shard. */
static bool close_to(const asked *by, double a, double b)
{
    return fabs(a - b) <= (has_wildcard(by) ? 1e-3 : 1e-9) * (fabs(a) + fabs(b));
}

/* The scores are the same; and so are the articles, unless their scores differ in the last bits. */
static void assert_same_hits(const asked *by, const ndx_results *found, const ndx_results *expected)
{
    size_t count = ndx_results_count(expected);
    if (ndx_results_count(found) != count)
        fail_msg("%.*s: %zu results, not %zu", NDX_SPAN_ARGS(by->text), ndx_results_count(found),
                 count);
    for (size_t i = 0; i < count; i++) {
        const ndx_hit *a = ndx_results_hit(found, i);
        const ndx_hit *b = ndx_results_hit(expected, i);
        if (!close_to(by, a->score, b->score))
            fail_msg("%.*s: result %zu scores %.12f, not %.12f", NDX_SPAN_ARGS(by->text), i,
                     a->score, b->score);
        bool alone = (i == 0 || !close_to(by, ndx_results_hit(expected, i - 1)->score, b->score)) &&
                     i + 1 < count &&
                     !close_to(by, ndx_results_hit(expected, i + 1)->score, b->score);
        bool tie = !has_wildcard(by) && a->score == b->score; /* the order of ties is told */
        if ((alone || tie) && a->document != b->document)
            fail_msg("%.*s: result %zu is %.*s, not %.*s", NDX_SPAN_ARGS(by->text), i,
                     NDX_SPAN_ARGS(a->record.id), NDX_SPAN_ARGS(b->record.id));
    }
}

static void assert_same_total(const asked *by, const ndx_results *found,
                              const ndx_results *expected)
{
    bool exact;
    bool expected_exact;
    uint64_t total = ndx_results_total(found, &exact);
    uint64_t expected_total = ndx_results_total(expected, &expected_exact);
    assert_true(expected_exact);
    if (exact && total != expected_total)
        fail_msg("%.*s: %u in all, not %u", NDX_SPAN_ARGS(by->text), (unsigned)total,
                 (unsigned)expected_total);
    assert_true(total > 0 || expected_total == 0);
}

static void assert_same_answer(asked *by)
{
    ndx_error error = {0};
    ndx_search_options all = by->options;
    all.exact_total = true;
    all.no_total = false;
    ndx_results *expected = ndx_search_by_xapian(by->index, &by->query, &all, by->analyser, &error);
    ndx_results *found = ndx_search(by->index, &by->query, &by->options, by->analyser, &error);
    if (!expected || !found)
        fail_msg("%.*s: %s", NDX_SPAN_ARGS(by->text), error.message);
    assert_same_hits(by, found, expected);
    if (!by->options.no_total)
        assert_same_total(by, found, expected);
    ndx_top top;
    bool done;
    assert_true(ndx_top_find(by->index, found->plan, found->wanted, &top, &done, &error));
    by->done += done;
    ndx_top_free(&top);
    ndx_results_free(found);
    ndx_results_free(expected);
}

static void choose_options(ndx_search_options *options)
{
    static const uint64_t offsets[] = {0, 0, 3, 40, 1000};
    *options = (ndx_search_options)NDX_SEARCH_OPTIONS_DEFAULT;
    options->all = random_below(4) == 0;
    options->no_total = random_below(2);
    options->exact_total = !options->no_total && random_below(3) == 0;
    options->threads = random_below(3);
    options->limit = 1 + random_below(30);
    options->offset = offsets[random_below(5)];
    if (random_below(6) == 0)
        options->ranking = (ndx_ranking){random_below(2) ? 0 : 1.2, random_below(2) ? 0 : 0.75, 1};
    random_range(&options->range);
}

static void open_index(const place *at, asked *by)
{
    ndx_error error;
    *by = (asked){0};
    by->index = ndx_index_open((const char *const[]){at->index}, 1, &error);
    by->analyser = ndx_analyser_new(&error);
    assert_true(by->index && by->analyser);
}

static void close_index(asked *by)
{
    ndx_analyser_free(by->analyser);
    ndx_index_close(by->index);
}

static void the_best_are_those_that_libxapian_finds(void **state)
{
    place at;
    asked by;
    ndx_buffer text = {0};
    ndx_error error;
    unsigned answered = 0;
    (void)state;
    random_index(&at);
    open_index(&at, &by);
    random_begin(812);
    for (int i = 0; i < QUERIES; i++) {
        ndx_buffer_clear(&text);
        if (i % 3)
            random_words(&text, 1 + random_below(4), i % 3 == 1 ? " " : " OR ");
        else
            random_query(&text);
        by.text = ndx_buffer_span(&text);
        choose_options(&by.options);
        if (!ndx_query_parse(&by.query, by.text, 16000, NULL, NULL, &error))
            continue;
        assert_same_answer(&by);
        ndx_query_free(&by.query);
        answered++;
    }
    assert_true(answered > QUERIES * 2 / 3);
    assert_true(by.done > QUERIES / 2); /* over tables, or it was not tested */
    ndx_buffer_free(&text);
    close_index(&by);
    place_close(&at);
}

/* ---- the selection ---- */

static void the_best_and_what_ties_with_them_are_kept(void **state)
{
    enum { COUNT = 5000 };
    (void)state;
    random_begin(5);
    for (size_t wanted = 1; wanted < 2 * COUNT; wanted = wanted * 3 + 1) {
        ndx_selection selection;
        size_t above[40] = {0}; /* how many score so, and more */
        ndx_selection_begin(&selection, wanted);
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t score = random_below(40);
            ndx_scored one = {score, i % 3, i + 1};
            for (uint32_t k = 0; k <= score; k++)
                above[k]++;
            assert_true(ndx_selection_add(&selection, one, NULL));
        }
        ndx_selection_settle(&selection);
        uint32_t last = 39;
        while (last && above[last] < wanted)
            last--;
        assert_int_equal(selection.count, above[last]);
        for (size_t i = 1; i < selection.count; i++)
            assert_true(selection.item[i].score <= selection.item[i - 1].score);
        ndx_selection_free(&selection);
    }
}

static void a_heap_gives_the_best_first(void **state)
{
    ndx_selection selection;
    double last = INFINITY;
    (void)state;
    random_begin(6);
    ndx_selection_begin(&selection, SIZE_MAX);
    for (uint32_t i = 0; i < 1000; i++)
        assert_true(ndx_selection_add(&selection, (ndx_scored){random_below(300), 0, i + 1}, NULL));
    ndx_selection_make_heap(&selection);
    while (selection.count) {
        ndx_scored best = ndx_selection_take_best(&selection);
        assert_true(best.score <= last);
        last = best.score;
    }
    ndx_selection_free(&selection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_are_those_that_libxapian_finds),
        cmocka_unit_test(the_best_and_what_ties_with_them_are_kept),
        cmocka_unit_test(a_heap_gives_the_best_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
