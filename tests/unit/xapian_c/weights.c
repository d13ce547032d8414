/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * weights.c - every weighting scheme, by constructor and by name.
 */
#include "tests/unit/xapian_c/support.h"

#include <math.h>

/* The weight of article 1 for "moscow" under a scheme, which is freed. */
static double weight_of(xc_database *database, xc_weight *weight)
{
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    xc_query *query = term_query("moscow");
    double found_weight = -1;
    const xc_match_request request = {.max = 10};
    MUST(xc_enquire_new(database, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    MUST(xc_enquire_set_weight(enquire, weight, &problem));
    xc_weight_free(weight); /* the enquire has its own */
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    assert_int_equal(xc_match_set_size(set), 3);
    for (xc_doccount i = 0; i < 3; i++) {
        xc_match_item item;
        MUST(xc_match_set_item(set, i, &item, &problem));
        if (item.docid == 1)
            found_weight = item.weight;
    }
    xc_match_set_free(set);
    xc_query_free(query);
    xc_enquire_free(enquire);
    return found_weight;
}

static void bm25_gives_the_number_of_its_formula(void **state)
{
    xc_database *database = open_news(state);
    xc_weight *weight = NULL;
    /* N = 5, n = 3, wdf = 3, length 5 of average 3; k1 = 1.2, b = 0.75. libxapian's idf is
     * log((N - n + 0.5) / (n + 0.5)), of which it takes half the value and 1 more when n is large:
     * so compare the ratio between two documents, in which the idf falls out. */
    MUST(xc_weight_new_bm25(1.2, 0, 1, 0.75, 0, &weight, &problem));
    assert_string_equal(xc_weight_name(weight), "bm25");
    const double heavy = weight_of(database, weight);
    xc_query *query = term_query("moscow");
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    xc_match_item first, second;
    const xc_match_request request = {.max = 10};
    MUST(xc_weight_new_bm25(1.2, 0, 1, 0.75, 0, &weight, &problem));
    MUST(xc_enquire_new(database, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    MUST(xc_enquire_set_weight(enquire, weight, &problem));
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    MUST(xc_match_set_item(set, 0, &first, &problem));
    MUST(xc_match_set_item(set, 1, &second, &problem));
    const double norm1 = 1.2 * (0.25 + 0.75 * 5 / 3.0), norm3 = 1.2 * (0.25 + 0.75 * 3 / 3.0);
    const double expected = (3 / (3 + norm1)) / (1 / (1 + norm3));
    assert_int_equal(first.docid, 1);
    assert_true(fabs(first.weight - heavy) < 1e-9);
    assert_true(fabs(first.weight / second.weight - expected) < 1e-6);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
    xc_query_free(query);
    xc_weight_free(weight);
    xc_database_free(database);
}

static void each_constructor_gives_what_its_name_gives(void **state)
{
    xc_database *database = open_news(state);
    xc_weight *made[18] = {NULL};
    static const char *const texts[] = {"bool",
                                        "coord",
                                        "bm25 1.2 0 1 0.75",
                                        "bm25+ 1.2",
                                        "trad 2",
                                        "tfidf nfn",
                                        "inl2 2",
                                        "ifb2 2",
                                        "ineb2 2",
                                        "bb2 2",
                                        "pl2 2",
                                        "pl2+ 2 0.5",
                                        "dlh",
                                        "dph",
                                        "lm-two-stage 0 0.6 1500",
                                        "lm-dirichlet 0 1500",
                                        "lm-jelinek-mercer 0 0.6",
                                        "lm-absolute-discount 0 0.6"};
    MUST(xc_weight_new_bool(&made[0], &problem));
    MUST(xc_weight_new_coord(&made[1], &problem));
    MUST(xc_weight_new_bm25(1.2, 0, 1, 0.75, 0.5, &made[2], &problem));
    MUST(xc_weight_new_bm25_plus(1.2, 0, 1, 0.5, 0.5, 1, &made[3], &problem));
    MUST(xc_weight_new_trad(2, &made[4], &problem));
    MUST(xc_weight_new_tfidf("nfn", &made[5], &problem));
    MUST(xc_weight_new_inl2(2, &made[6], &problem));
    MUST(xc_weight_new_ifb2(2, &made[7], &problem));
    MUST(xc_weight_new_ineb2(2, &made[8], &problem));
    MUST(xc_weight_new_bb2(2, &made[9], &problem));
    MUST(xc_weight_new_pl2(2, &made[10], &problem));
    MUST(xc_weight_new_pl2_plus(2, 0.5, &made[11], &problem));
    MUST(xc_weight_new_dlh(&made[12], &problem));
    MUST(xc_weight_new_dph(&made[13], &problem));
    MUST(xc_weight_new_language_model(0, XC_SMOOTHING_TWO_STAGE, 0.6, 1500, &made[14], &problem));
    MUST(xc_weight_new_language_model(0, XC_SMOOTHING_DIRICHLET, 1500, 0.05, &made[15], &problem));
    MUST(xc_weight_new_language_model(0, XC_SMOOTHING_JELINEK_MERCER, 0.6, 0.05, &made[16],
                                      &problem));
    MUST(xc_weight_new_language_model(0, XC_SMOOTHING_ABSOLUTE_DISCOUNT, 0.6, 0.05, &made[17],
                                      &problem));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        xc_weight *parsed = NULL;
        MUST(xc_weight_parse(B(texts[i]), &parsed, &problem));
        assert_string_equal(xc_weight_name(parsed), xc_weight_name(made[i]));
        const double one = weight_of(database, made[i]), other = weight_of(database, parsed);
        if (fabs(one - other) > 1e-12)
            fail_msg("%s: %g is not %g", texts[i], other, one);
    }
    xc_database_free(database);
}

static void parameters_make_a_difference(void **state)
{
    xc_database *database = open_news(state);
    static const char *const pairs[][2] = {
        {"bm25", "bm25 3"}, {"bm25", "bm25 1 0 1 0"}, {"bm25+", "bm25+ 1 0 1 0.5 0.5 2"},
        {"trad", "trad 3"}, {"tfidf", "tfidf bfn"},   {"inl2", "inl2 5"},
        {"ifb2", "ifb2 5"}, {"ineb2", "ineb2 5"},     {"bb2", "bb2 5"},
        {"bm25", "coord"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        xc_weight *one = NULL, *other = NULL;
        MUST(xc_weight_parse(B(pairs[i][0]), &one, &problem));
        MUST(xc_weight_parse(B(pairs[i][1]), &other, &problem));
        if (weight_of(database, one) == weight_of(database, other))
            fail_msg("%s weighs like %s", pairs[i][0], pairs[i][1]);
    }
    xc_database_free(database);
}

static void every_scheme_of_the_table_can_be_made_by_name(void **state)
{
    (void)state;
    assert_in_range(xc_weight_scheme_count(), 15, 100);
    for (size_t i = 0; i < xc_weight_scheme_count(); i++) {
        const xc_weight_scheme *scheme = xc_weight_scheme_at(i);
        xc_weight *weight = NULL;
        xc_error error = {0};
        assert_in_range(scheme->parameter_count, 0, XC_WEIGHT_PARAMETERS_MAX);
        assert_string_not_equal(scheme->title, "");
        const xc_status status = xc_weight_parse(B(scheme->name), &weight, &error);
        if (strcmp(scheme->name, "dice") == 0 && !xc_version_at_least(2, 0, 0)) {
            assert_int_equal(status, XC_UNIMPLEMENTED_ERROR);
            continue;
        }
        assert_int_equal(status, XC_OK);
        assert_string_equal(xc_weight_name(weight), scheme->name);
        xc_weight_free(weight);
    }
    assert_null(xc_weight_scheme_at(xc_weight_scheme_count()));
}

static void what_this_libxapian_has_wrong_is_said(void **state)
{
    (void)state;
    xc_weight *weight = NULL;
    MUST(xc_weight_new_bm25(1, 0, 1, 0.5, 0.5, &weight, &problem));
    assert_null(xc_weight_unreliable(weight));
    xc_weight_free(weight);
    MUST(xc_weight_new_pl2_plus(1, 0.8, &weight, &problem));
    if (xc_version_at_least(1, 4, 26))
        assert_null(xc_weight_unreliable(weight));
    else
        assert_non_null(xc_weight_unreliable(weight));
    xc_weight_free(weight);
    MUST(xc_weight_new_language_model(0, XC_SMOOTHING_TWO_STAGE, 0.7, 2000, &weight, &problem));
    if (xc_version_at_least(2, 0, 0))
        assert_null(xc_weight_unreliable(weight));
    else
        assert_non_null(xc_weight_unreliable(weight));
    xc_weight_free(weight);
}

static void what_is_wrong_with_a_scheme_is_an_error(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",          "bm26",        "bm25 one", "bm25 1 2 3 4 5 6",
                                        "tfidf xyz", "tfidf ntn 1", "inl2 0",   "bool 1",
                                        "bm25 1x"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        xc_weight *weight = NULL;
        FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
              xc_weight_parse(B(wrong[i]), &weight, &problem));
        assert_null(weight);
    }
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(bm25_gives_the_number_of_its_formula),
        NEWS(each_constructor_gives_what_its_name_gives),
        NEWS(parameters_make_a_difference),
        cmocka_unit_test(every_scheme_of_the_table_can_be_made_by_name),
        cmocka_unit_test(what_this_libxapian_has_wrong_is_said),
        cmocka_unit_test(what_is_wrong_with_a_scheme_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
