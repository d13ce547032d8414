/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * queries.c - every operator finds what it should.
 */
#include "tests/unit/xapian_c/support.h"

/* Joins two queries and frees them. */
static xc_query *pair(xc_operator op, xc_query *left, xc_query *right)
{
    xc_query *query = NULL;
    MUST(xc_query_new_pair(op, left, right, &query, &problem));
    assert_int_equal(xc_query_type(query), op);
    xc_query_free(left);
    xc_query_free(right);
    return query;
}

static xc_query *terms(xc_operator op, const char *first, const char *second, xc_termcount window)
{
    xc_query *query = NULL;
    const xc_bytes both[] = {B(first), B(second)};
    MUST(xc_query_new_terms(op, both, 2, window, &query, &problem));
    return query;
}

static void sets_are_combined(void **state)
{
    xc_database *d = open_news(state);
#define T(term) term_query(term)
    assert_string_equal(found_by(d, pair(XC_AND, T("moscow"), T("talks"))), "1 5");
    assert_string_equal(found_by(d, pair(XC_OR, T("moscow"), T("talks"))), "1 2 3 5");
    assert_string_equal(found_by(d, pair(XC_AND_NOT, T("moscow"), T("talks"))), "3");
    assert_string_equal(found_by(d, pair(XC_XOR, T("moscow"), T("talks"))), "2 3");
    assert_string_equal(found_by(d, pair(XC_AND_MAYBE, T("moscow"), T("talks"))), "1 3 5");
    assert_string_equal(found_by(d, pair(XC_FILTER, T("moscow"), T("talks"))), "1 5");
    assert_string_equal(found_by(d, pair(XC_SYNONYM, T("umerov"), T("kushner"))), "2 5");
    assert_string_equal(found_by(d, pair(XC_MAX, T("umerov"), T("kushner"))), "2 5");
    xc_database_free(d);
}

static void positions_are_respected(void **state)
{
    xc_database *d = open_news(state);
    assert_string_equal(found_by(d, terms(XC_PHRASE, "moscow", "talks", 0)), "5");
    assert_string_equal(found_by(d, terms(XC_PHRASE, "moscow", "talks", 3)), "1 5");
    assert_string_equal(found_by(d, terms(XC_PHRASE, "talks", "moscow", 3)), "");
    assert_string_equal(found_by(d, terms(XC_NEAR, "talks", "moscow", 3)), "1 5");
    xc_database_free(d);
}

static void an_elite_set_picks_the_rarest(void **state)
{
    xc_database *d = open_news(state);
    assert_string_equal(found_by(d, terms(XC_ELITE_SET, "umerov", "moscow", 1)), "2");
    xc_database_free(d);
}

static void values_lie_in_ranges(void **state)
{
    xc_database *d = open_news(state);
    xc_query *query = NULL;
    char low[XC_NUMBER_BYTES_MAX], high[XC_NUMBER_BYTES_MAX];
    const xc_bytes from = {low, xc_number_serialise(20251130, low)};
    const xc_bytes to = {high, xc_number_serialise(20251202, high)};
    MUST(xc_query_new_value_range(1, from, to, &query, &problem));
    assert_int_equal(xc_query_type(query), XC_VALUE_RANGE);
    assert_string_equal(found_by(d, query), "1 2");
    MUST(xc_query_new_value_ge(1, from, &query, &problem));
    assert_int_equal(xc_query_type(query), XC_VALUE_GE);
    assert_string_equal(found_by(d, query), "1 2 5");
    /* A document without value is not below all: it does not match. */
    MUST(xc_query_new_value_le(1, from, &query, &problem));
    assert_int_equal(xc_query_type(query), XC_VALUE_LE);
    assert_string_equal(found_by(d, query), "2 3");
    xc_database_free(d);
}

static void all_and_nothing(void **state)
{
    xc_database *d = open_news(state);
    xc_query *query = NULL;
    MUST(xc_query_new_match_all(&query, &problem));
    assert_int_equal(xc_query_type(query), XC_LEAF_MATCH_ALL);
    assert_false(xc_query_is_empty(query));
    assert_string_equal(found_by(d, query), "1 2 3 4 5");
    MUST(xc_query_new_match_nothing(&query, &problem));
    assert_int_equal(xc_query_type(query), XC_LEAF_MATCH_NOTHING);
    assert_true(xc_query_is_empty(query));
    assert_string_equal(found_by(d, query), "");
    MUST(xc_query_new_combined(XC_OR, NULL, 0, 0, &query, &problem));
    assert_true(xc_query_is_empty(query));
    xc_query_free(query);
    xc_database_free(d);
}

static void a_wildcard_stands_for_its_terms(void **state)
{
    xc_database *d = open_news(state);
    xc_query *query = NULL;
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    const xc_match_request request = {.max = 10};
    MUST(xc_query_new_wildcard(B("Q"), 0, XC_WILDCARD_LIMIT_ERROR, XC_OR, &query, &problem));
    assert_string_equal(found_by(d, query), "1 2 3 4 5");
    MUST(xc_query_new_wildcard(B("Q"), 2, XC_WILDCARD_LIMIT_FIRST, XC_MAX, &query, &problem));
    assert_string_equal(found_by(d, query), "1 2");
    MUST(xc_query_new_wildcard(B("Q"), 2, XC_WILDCARD_LIMIT_ERROR, XC_SYNONYM, &query, &problem));
    MUST(xc_enquire_new(d, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    FAILS(XC_WILDCARD_ERROR, "WildcardError", xc_enquire_match(enquire, &request, &set, &problem));
    assert_null(set);
    xc_query_free(query);
    query = NULL;
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_query_new_wildcard(B("Q"), 2, XC_WILDCARD_LIMIT_FIRST, XC_AND, &query, &problem));
    xc_enquire_free(enquire);
    xc_database_free(d);
}

static void a_factor_scales_the_weight(void **state)
{
    xc_database *d = open_news(state);
    xc_query *plain = term_query("moscow"), *scaled = NULL;
    xc_match_item one, three;
    MUST(xc_query_new_scaled(plain, 3, &scaled, &problem));
    assert_int_equal(xc_query_type(scaled), XC_SCALE_WEIGHT);
    xc_match_set *set = match(d, plain, NULL), *scaled_set = match(d, scaled, NULL);
    MUST(xc_match_set_item(set, 0, &one, &problem));
    MUST(xc_match_set_item(scaled_set, 0, &three, &problem));
    assert_true(three.weight > 2.999 * one.weight && three.weight < 3.001 * one.weight);
    xc_match_set_free(set);
    xc_match_set_free(scaled_set);
    xc_query_free(scaled);
    scaled = NULL;
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_query_new_scaled(plain, -1, &scaled, &problem));
    xc_query_free(plain);
    xc_database_free(d);
}

static void a_query_can_be_taken_apart(void **state)
{
    (void)state;
    xc_query *query = terms(XC_AND, "witkoff", "moscow", 0), *part = NULL, *copy = NULL;
    xc_term_cursor *cursor = NULL;
    xc_string text = XC_STRING_EMPTY;
    assert_int_equal(xc_query_length(query), 2);
    assert_int_equal(xc_query_subquery_count(query), 2);
    MUST(xc_query_subquery(query, 1, &part, &problem));
    assert_int_equal(xc_query_type(part), XC_LEAF_TERM);
    MUST(xc_query_description(part, &text, &problem));
    assert_text(&text, "Query(moscow)");
    xc_query_free(part);
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_query_subquery(query, 2, &part, &problem));
    MUST(xc_query_copy(query, &copy, &problem));
    xc_query_free(query);
    MUST(xc_query_description(copy, &text, &problem));
    assert_text(&text, "Query((witkoff AND moscow))");
    MUST(xc_query_unique_terms(copy, &cursor, &problem));
    assert_string_equal(walk_terms(cursor, false), "moscow witkoff");
    MUST(xc_query_terms(copy, &cursor, &problem));
    assert_int_equal(strlen(walk_terms(cursor, false)), strlen("moscow witkoff"));
    xc_query_free(copy);
    xc_string_free(&text);
}

static void a_query_survives_serialisation(void **state)
{
    xc_database *d = open_news(state);
    xc_query *query = terms(XC_PHRASE, "moscow", "talks", 0), *back = NULL;
    xc_string bytes = XC_STRING_EMPTY;
    MUST(xc_query_serialise(query, &bytes, &problem));
    MUST(xc_query_unserialise(xc_string_bytes(&bytes), &back, &problem));
    assert_string_equal(found_by(d, back), "5");
    back = NULL;
    FAILS(XC_SERIALISATION_ERROR, "SerialisationError",
          xc_query_unserialise(B("\x01"), &back, &problem));
    assert_null(back);
    xc_string_free(&bytes);
    xc_query_free(query);
    xc_database_free(d);
}

static void what_libxapian_cannot_do_is_an_error(void **state)
{
    xc_query *phrase = terms(XC_PHRASE, "steve", "witkoff", 0), *moscow = term_query("moscow");
    xc_query *near = NULL;
    xc_error error = {0};
    (void)state;
    /* NEAR of a phrase: refused when it is made or when it runs, depending on the version. */
    if (xc_query_new_pair(XC_NEAR, phrase, moscow, &near, &error) != XC_OK)
        assert_int_equal(error.status, XC_UNIMPLEMENTED_ERROR);
    xc_query_free(near);
    near = NULL;
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_query_new_pair(XC_VALUE_RANGE, phrase, moscow, &near, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_query_new_term(B(""), 1, 0, &near, &problem));
    xc_query_free(phrase);
    xc_query_free(moscow);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(sets_are_combined),
        NEWS(positions_are_respected),
        NEWS(an_elite_set_picks_the_rarest),
        NEWS(values_lie_in_ranges),
        NEWS(all_and_nothing),
        NEWS(a_wildcard_stands_for_its_terms),
        NEWS(a_factor_scales_the_weight),
        NEWS(a_query_can_be_taken_apart),
        NEWS(a_query_survives_serialisation),
        NEWS(what_libxapian_cannot_do_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
