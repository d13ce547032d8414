/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the words that an article is found like others by. */
#include "unit/index/support.h"

#include "ranking/like.h"

#include <math.h>

/* ---- asking ---- */

enum { MOST = 4 };

typedef struct asking {
    ndx_index *index;
    ndx_record record[MOST];
    xc_string data[MOST];
    double weight[MOST];
    size_t records;
    ndx_arena arena;
    ndx_like_term *terms;
    size_t count;
} asking;

static void open_asking(asking *by, const place *at)
{
    const char *path = at->index;
    *by = (asking){0};
    by->index = ndx_index_open(&path, 1, NULL);
    assert_non_null(by->index);
}

static void close_asking(asking *by)
{
    for (size_t i = 0; i < by->records; i++)
        xc_string_free(&by->data[i]);
    ndx_arena_free(&by->arena);
    ndx_index_close(by->index);
}

static void add_article(asking *by, const place *at, const char *name, double weight)
{
    char id[200];
    xc_docid document;
    snprintf(id, sizeof id, "%s/%s", at->in, name);
    assert_true(ndx_index_find_id(by->index, ndx_span_of(id), &document, NULL));
    assert_true(document != 0);
    assert_true(ndx_index_read_record(by->index, document, &by->data[by->records],
                                      &by->record[by->records], NULL));
    by->weight[by->records++] = weight;
}

static void ask(asking *by, size_t wanted)
{
    const ndx_record *records[MOST];
    ndx_error error = {0};
    for (size_t i = 0; i < by->records; i++)
        records[i] = &by->record[i];
    if (!ndx_like_terms(by->index, records, by->weight, by->records, wanted, &by->arena, &by->terms,
                        &by->count, &error))
        fail_msg("%s", error.message);
}

/* The surfaces, in their order, parted by spaces. */
static void assert_words(const asking *by, const char *expected)
{
    ndx_buffer words = {0};
    for (size_t i = 0; i < by->count; i++)
        ndx_buffer_printf(&words, "%s%.*s", i ? " " : "", NDX_SPAN_ARGS(by->terms[i].surface));
    ndx_buffer_append_text(&words, "");
    assert_string_equal(words.data, expected);
    ndx_buffer_free(&words);
}

static void assert_like(const place *at, const char *name, size_t wanted, const char *expected)
{
    asking by;
    open_asking(&by, at);
    add_article(&by, at, name, 1);
    ask(&by, wanted);
    assert_words(&by, expected);
    close_asking(&by);
}

/* ---- tests ---- */

static void function_words_and_words_that_no_other_article_has_are_left_out(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Harbour\n\nThe harbour and the quixotic crane.");
    put_file(&at, "b.txt", "Crane\n\nThe crane of the harbour.");
    put_file(&at, "c.txt", "Nothing\n\nThe rest is silence.");
    update(&at);
    assert_like(&at, "a.txt", 10, "Harbour crane");
    assert_like(&at, "c.txt", 10, "");
    place_close(&at);
}

static void the_rarer_word_stands_first_and_the_rest_is_cut(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Of things\n\nCopper, wheat, sugar.");
    put_file(&at, "b.txt", "Of things\n\nSugar, wheat, coffee.");
    put_file(&at, "c.txt", "Of things\n\nSugar, copper, coffee.");
    put_file(&at, "d.txt", "Of things\n\nSugar, coffee, wheat.");
    update(&at);
    assert_like(&at, "a.txt", 2, "Copper wheat");
    place_close(&at);
}

static void the_weight_is_that_of_the_formula(void **state)
{
    place at;
    asking by;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Copper\n\nCopper falls, as traders sell copper.");
    put_file(&at, "b.txt", "Wheat\n\nNo copper here.");
    put_file(&at, "c.txt", "Wheat\n\nWheat.");
    update(&at);
    open_asking(&by, &at);
    add_article(&by, &at, "a.txt", 1);
    ask(&by, 1);
    assert_words(&by, "Copper");
    /* three for the headline and two; in two of three articles */
    assert_true(fabs(by.terms[0].weight - 9 * 5.0 / (8 + 5)) < 1e-9);
    assert_true(fabs(by.terms[0].significance - 5 * log(1 + 1.5 / 2.5)) < 1e-9);
    close_asking(&by);
    place_close(&at);
}

static void the_form_that_stands_most_often_is_shown(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "News\n\nA trader saw traders. Traders met the Trader, said traders.");
    put_file(&at, "b.txt", "Other\n\nOne trader.");
    update(&at);
    assert_like(&at, "a.txt", 1, "traders");
    place_close(&at);
}

static void how_many_articles_have_a_word_is_counted_over_all_shards(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Of things\n\nCopper and wheat.");
    put_file(&at, "b.txt", "Of things\n\nWheat.");
    update(&at);
    put_file(&at, "c.txt", "Of things\n\nCopper.");
    update(&at);
    put_file(&at, "d.txt", "Of things\n\nCopper.");
    update(&at);
    assert_like(&at, "a.txt", 2, "wheat Copper");
    place_close(&at);
}

static void several_articles_count_by_their_weights(void **state)
{
    place at;
    asking by;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "Alpha\n\nCopper.");
    put_file(&at, "b.txt", "Beta\n\nWheat.");
    put_file(&at, "c.txt", "Gamma\n\nSugar.");
    put_file(&at, "d.txt", "Delta\n\nCopper, wheat, sugar.");
    for (int first = 0; first < 2; first++) {
        update(&at);
        open_asking(&by, &at);
        add_article(&by, &at, "a.txt", first ? 1 : 3);
        add_article(&by, &at, "b.txt", first ? 3 : 1);
        add_article(&by, &at, "c.txt", 0);
        ask(&by, 2);
        assert_words(&by, first ? "Wheat Copper" : "Copper Wheat");
        assert_true(fabs(by.terms[0].weight - 9 * 0.75 / (8 + 0.75)) < 1e-9);
        close_asking(&by);
    }
    place_close(&at);
}

static void two_characters_of_a_script_without_spaces_are_a_word(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.txt", "莫斯科\n\n特使。");
    put_file(&at, "b.txt", "莫斯科\n\n天气。");
    update(&at);
    assert_like(&at, "a.txt", 5, "斯科 莫斯");
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(function_words_and_words_that_no_other_article_has_are_left_out),
        cmocka_unit_test(the_rarer_word_stands_first_and_the_rest_is_cut),
        cmocka_unit_test(the_weight_is_that_of_the_formula),
        cmocka_unit_test(the_form_that_stands_most_often_is_shown),
        cmocka_unit_test(how_many_articles_have_a_word_is_counted_over_all_shards),
        cmocka_unit_test(several_articles_count_by_their_weights),
        cmocka_unit_test(two_characters_of_a_script_without_spaces_are_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
