/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matches.c - enquire and match sets: order, paging, collapsing, counts, snippets.
 */
#include "tests/unit/xapian_c/support.h"

static xc_enquire *enquire_of(void **state, const char *term)
{
    xc_database *database = open_news(state);
    xc_query *query = term_query(term);
    xc_enquire *enquire = NULL;
    MUST(xc_enquire_new(database, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    xc_query_free(query);
    xc_database_free(database);
    return enquire;
}

static xc_match_set *run_match(xc_enquire *enquire, xc_doccount first, xc_doccount max)
{
    xc_match_set *set = NULL;
    const xc_match_request request = {.first = first, .max = max, .check_at_least = 100};
    MUST(xc_enquire_match(enquire, &request, &set, &problem));
    return set;
}

static void expect(xc_enquire *enquire, const char *expected)
{
    xc_match_set *set = run_match(enquire, 0, 10);
    assert_string_equal(found(set), expected);
    xc_match_set_free(set);
}

static void the_best_comes_first(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_match_set *set = run_match(enquire, 0, 10);
    xc_match_item item, before = {.weight = 1e9};
    int percent = 0;
    assert_string_equal(found(set), "1 3 5");
    for (xc_doccount i = 0; i < xc_match_set_size(set); i++) {
        MUST(xc_match_set_item(set, i, &item, &problem));
        assert_int_equal(item.rank, i);
        assert_true(item.weight > 0 && item.weight <= before.weight);
        before = item;
    }
    MUST(xc_match_set_percent(set, 0, &percent, &problem));
    assert_int_equal(percent, 100);
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_match_set_item(set, 3, &item, &problem));
    xc_match_set_free(set);
    xc_enquire_free(enquire);
}

static void a_match_set_outlives_its_enquire(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_match_set *set = run_match(enquire, 0, 10);
    xc_document *document = NULL;
    xc_bytes data;
    xc_enquire_free(enquire);
    MUST(xc_match_set_document(set, 2, &document, &problem));
    xc_match_set_free(set);
    MUST(xc_document_data(document, &data, &problem));
    assert_bytes(data, "Kushner in Moscow");
    xc_document_free(document);
}

static void pages_follow_one_another(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_match_set *set = run_match(enquire, 1, 1);
    xc_match_item item;
    assert_int_equal(xc_match_set_size(set), 1);
    assert_int_equal(xc_match_set_first(set), 1);
    MUST(xc_match_set_item(set, 0, &item, &problem));
    assert_int_equal(item.docid, 3);
    assert_int_equal(item.rank, 1);
    xc_match_set_free(set);
    set = run_match(enquire, 5, 10);
    assert_int_equal(xc_match_set_size(set), 0);
    MUST(xc_match_set_fetch(set, 0, 0, &problem));
    xc_match_set_free(set);
    xc_enquire_free(enquire);
}

static void counts_are_exact_when_all_is_looked_at(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_match_set *set = run_match(enquire, 0, 1);
    xc_match_counts counts;
    xc_doccount termfreq = 0;
    double attained = 0, possible = 0, weight = 0;
    int percent = 0;
    MUST(xc_match_set_counts(set, &counts, &problem));
    assert_int_equal(counts.lower_bound, 3);
    assert_int_equal(counts.estimate, 3);
    assert_int_equal(counts.upper_bound, 3);
    assert_int_equal(counts.uncollapsed_estimate, 3);
    MUST(xc_match_set_max_attained(set, &attained, &problem));
    MUST(xc_match_set_max_possible(set, &possible, &problem));
    assert_true(attained > 0 && attained <= possible);
    MUST(xc_match_set_termfreq(set, B("moscow"), &termfreq, &problem));
    assert_int_equal(termfreq, 3);
    MUST(xc_match_set_termweight(set, B("moscow"), &weight, &problem));
    assert_true(weight > 0);
    MUST(xc_match_set_weight_to_percent(set, attained, &percent, &problem));
    assert_int_equal(percent, 100);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
}

static void the_order_can_be_chosen(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    MUST(xc_enquire_set_sort_by_value(enquire, 1, true, &problem));
    expect(enquire, "5 1 3");
    MUST(xc_enquire_set_sort_by_value(enquire, 1, false, &problem));
    expect(enquire, "3 1 5");
    MUST(xc_enquire_set_sort_by_value_then_relevance(enquire, 0, true, &problem));
    expect(enquire, "1 5 3");
    MUST(xc_enquire_set_sort_by_relevance_then_value(enquire, 1, true, &problem));
    expect(enquire, "1 5 3");
    MUST(xc_enquire_set_sort_by_relevance(enquire, &problem));
    MUST(xc_enquire_set_docid_order(enquire, XC_DOCID_DESCENDING, &problem));
    expect(enquire, "1 5 3");
    MUST(xc_enquire_set_docid_order(enquire, XC_DOCID_ASCENDING, &problem));
    expect(enquire, "1 3 5");
    xc_enquire_free(enquire);
}

static void keys_of_several_values_sort(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_key_maker *maker = NULL;
    MUST(xc_key_maker_new_values(&maker, &problem));
    MUST(xc_key_maker_add_value(maker, 0, false, B(""), &problem));
    MUST(xc_key_maker_add_value(maker, 1, true, B(""), &problem));
    MUST(xc_enquire_set_sort_by_key(enquire, maker, false, &problem));
    xc_key_maker_free(maker); /* kept by the enquire */
    expect(enquire, "3 5 1");
    xc_enquire_free(enquire);
}

static void collapsing_keeps_one_of_each(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_string key = XC_STRING_EMPTY;
    xc_match_item item;
    MUST(xc_enquire_set_collapse(enquire, 0, 1, &problem));
    xc_match_set *set = run_match(enquire, 0, 10);
    assert_string_equal(found(set), "1 3");
    MUST(xc_match_set_collapse_key(set, 0, &key, &problem));
    assert_text(&key, "reuters");
    MUST(xc_match_set_item(set, 0, &item, &problem));
    assert_int_equal(item.collapse_count, 1);
    xc_match_set_free(set);
    MUST(xc_enquire_set_collapse(enquire, XC_BAD_SLOT, 0, &problem));
    expect(enquire, "1 3 5");
    xc_string_free(&key);
    xc_enquire_free(enquire);
}

static void a_cutoff_leaves_out_the_weak(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    MUST(xc_enquire_set_cutoff(enquire, 100, 0, &problem));
    expect(enquire, "1");
    MUST(xc_enquire_set_cutoff(enquire, 0, 0, &problem));
    MUST(xc_enquire_set_time_limit(enquire, 10, &problem));
    expect(enquire, "1 3 5");
    xc_enquire_free(enquire);
}

static void sort_keys_can_be_read(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_string key = XC_STRING_EMPTY;
    MUST(xc_enquire_set_sort_by_value(enquire, 0, true, &problem));
    xc_match_set *set = run_match(enquire, 0, 10);
    MUST(xc_match_set_sort_key(set, 0, &key, &problem));
    assert_text(&key, "reuters");
    xc_match_set_free(set);
    xc_string_free(&key);
    xc_enquire_free(enquire);
}

static void a_snippet_marks_the_words(void **state)
{
    xc_enquire *enquire = enquire_of(state, "moscow");
    xc_match_set *set = run_match(enquire, 0, 10);
    xc_string snippet = XC_STRING_EMPTY;
    MUST(xc_match_set_snippet(set, B("The envoy is in Moscow & waits."), 100, NULL,
                              XC_SNIPPET_BACKGROUND_MODEL | XC_SNIPPET_EXHAUSTIVE, B("["), B("]"),
                              B("..."), &snippet, &problem));
    assert_text(&snippet, "The envoy is in [Moscow] &amp; waits.");
    MUST(xc_match_set_snippet(set, B("Nothing here."), 100, NULL, XC_SNIPPET_EMPTY_WITHOUT_MATCH,
                              B("["), B("]"), B("..."), &snippet, &problem));
    assert_text(&snippet, "");
    xc_string_free(&snippet);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
}

static void the_terms_that_match_can_be_named(void **state)
{
    xc_database *database = open_news(state);
    xc_enquire *enquire = NULL;
    xc_query *query = NULL, *back = NULL;
    xc_term_cursor *cursor = NULL;
    xc_string text = XC_STRING_EMPTY;
    const xc_bytes words[] = {B("kyiv"), B("talks"), B("moscow")};
    MUST(xc_query_new_terms(XC_OR, words, 3, 0, &query, &problem));
    MUST(xc_enquire_new(database, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    MUST(xc_enquire_matching_terms(enquire, 1, &cursor, &problem));
    const char *matching = walk_terms(cursor, false);
    assert_non_null(strstr(matching, "talks"));
    assert_non_null(strstr(matching, "moscow"));
    assert_null(strstr(matching, "kyiv"));
    MUST(xc_enquire_query(enquire, &back, &problem));
    MUST(xc_query_description(back, &text, &problem));
    assert_text(&text, "Query((kyiv OR talks OR moscow))");
    MUST(xc_enquire_description(enquire, &text, &problem));
    assert_string_not_equal(text.data, "");
    xc_string_free(&text);
    xc_query_free(back);
    xc_query_free(query);
    xc_enquire_free(enquire);
    xc_database_free(database);
}

static void a_match_without_query_is_an_error_or_empty(void **state)
{
    xc_database *database = open_news(state);
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    xc_error error = {0};
    const xc_match_request request = {.max = 10};
    MUST(xc_enquire_new(database, &enquire, &problem));
    if (xc_enquire_match(enquire, &request, &set, &error) == XC_OK)
        assert_int_equal(xc_match_set_size(set), 0);
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_enquire_match(enquire, NULL, &set, &problem));
    xc_match_set_free(set);
    xc_enquire_free(enquire);
    xc_database_free(database);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(the_best_comes_first),
        NEWS(a_match_set_outlives_its_enquire),
        NEWS(pages_follow_one_another),
        NEWS(counts_are_exact_when_all_is_looked_at),
        NEWS(the_order_can_be_chosen),
        NEWS(keys_of_several_values_sort),
        NEWS(collapsing_keeps_one_of_each),
        NEWS(a_cutoff_leaves_out_the_weak),
        NEWS(sort_keys_can_be_read),
        NEWS(a_snippet_marks_the_words),
        NEWS(the_terms_that_match_can_be_named),
        NEWS(a_match_without_query_is_an_error_or_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
