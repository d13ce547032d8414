/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * expansion.c - relevant documents, expand sets and their deciders.
 */
#include "tests/unit/xapian_c/support.h"

#include <math.h>

static xc_enquire *enquire_of(void **state)
{
    xc_database *database = open_news(state);
    xc_query *query = term_query("moscow");
    xc_enquire *enquire = NULL;
    MUST(xc_enquire_new(database, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    xc_query_free(query);
    xc_database_free(database);
    return enquire;
}

/* The terms of an expand set made of article 1, in order; frees the decider. */
static const char *expanded(xc_enquire *enquire, int flags, xc_expand_decider *decider)
{
    static char text[256];
    xc_relevant_set *relevant = NULL;
    xc_expand_set *set = NULL;
    double weight = 0, before = INFINITY;
    size_t used = 0;
    MUST(xc_relevant_set_new(&relevant, &problem));
    MUST(xc_relevant_set_add(relevant, 1, &problem));
    MUST(xc_enquire_expand_set(enquire, relevant, 10, flags, decider, 0, &set, &problem));
    text[0] = '\0';
    for (size_t i = 0; i < xc_expand_set_size(set); i++) {
        xc_bytes term;
        MUST(xc_expand_set_item(set, i, &term, &weight, &problem));
        assert_true(weight <= before);
        before = weight;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s", i == 0 ? "" : " ",
                                 (int)term.size, term.data);
    }
    assert_true(xc_expand_set_bound(set) >= xc_expand_set_size(set));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_expand_set_item(set, xc_expand_set_size(set), NULL, NULL, &problem));
    xc_expand_set_free(set);
    xc_relevant_set_free(relevant);
    xc_expand_decider_free(decider);
    return text;
}

static void a_relevant_set_is_a_set(void **state)
{
    (void)state;
    xc_relevant_set *set = NULL;
    MUST(xc_relevant_set_new(&set, &problem));
    MUST(xc_relevant_set_add(set, 3, &problem));
    MUST(xc_relevant_set_add(set, 3, &problem));
    MUST(xc_relevant_set_add(set, 5, &problem));
    assert_int_equal(xc_relevant_set_size(set), 2);
    assert_true(xc_relevant_set_contains(set, 5));
    MUST(xc_relevant_set_remove(set, 5, &problem));
    assert_false(xc_relevant_set_contains(set, 5));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError", xc_relevant_set_add(set, 0, &problem));
    xc_relevant_set_free(set);
}

static void a_relevant_document_suggests_its_terms(void **state)
{
    xc_enquire *enquire = enquire_of(state);
    const char *terms = expanded(enquire, 0, NULL);
    assert_non_null(strstr(terms, "witkoff"));
    assert_non_null(strstr(terms, "talks"));
    assert_null(strstr(terms, "moscow"));
    assert_non_null(
        strstr(expanded(enquire, XC_EXPAND_INCLUDE_QUERY_TERMS | XC_EXPAND_EXACT_TERMFREQ, NULL),
               "moscow"));
    MUST(xc_enquire_set_expansion_scheme(enquire, "bo1", 1, &problem));
    assert_non_null(strstr(expanded(enquire, 0, NULL), "witkoff"));
    MUST(xc_enquire_set_expansion_scheme(enquire, "trad", 1, &problem));
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_enquire_set_expansion_scheme(enquire, "magic", 1, &problem));
    xc_enquire_free(enquire);
}

static xc_decision not_witkoff(void *context, xc_bytes term, xc_error *error)
{
    if (*(const bool *)context) {
        xc_error_set(error, XC_RANGE_ERROR, "no wish to decide");
        return XC_FAIL;
    }
    return term.size == 7 && memcmp(term.data, "witkoff", 7) == 0 ? XC_REJECT : XC_ACCEPT;
}

static void deciders_choose_the_terms(void **state)
{
    xc_enquire *enquire = enquire_of(state);
    xc_expand_decider *decider = NULL, *prefix = NULL, *reject = NULL;
    bool fail = false;
    const xc_bytes rejected[] = {B("talks"), B("Q1")};
    MUST(xc_expand_decider_new(not_witkoff, &fail, &decider, &problem));
    assert_null(strstr(expanded(enquire, 0, decider), "witkoff"));
    MUST(xc_expand_decider_new_prefix(B("t"), &decider, &problem));
    assert_string_equal(expanded(enquire, 0, decider), "talks");
    MUST(xc_expand_decider_new_reject(rejected, 2, &decider, &problem));
    assert_string_equal(expanded(enquire, 0, decider), "witkoff");
    MUST(xc_expand_decider_new_prefix(B("t"), &prefix, &problem));
    MUST(xc_expand_decider_new_reject(rejected, 2, &reject, &problem));
    MUST(xc_expand_decider_new_and(prefix, reject, &decider, &problem));
    xc_expand_decider_free(prefix);
    xc_expand_decider_free(reject);
    assert_string_equal(expanded(enquire, 0, decider), "");
    xc_enquire_free(enquire);
}

static void a_decider_that_fails_fails_the_expansion(void **state)
{
    xc_enquire *enquire = enquire_of(state);
    xc_relevant_set *relevant = NULL;
    xc_expand_decider *decider = NULL;
    xc_expand_set *set = NULL;
    bool fail = true;
    MUST(xc_relevant_set_new(&relevant, &problem));
    MUST(xc_relevant_set_add(relevant, 1, &problem));
    MUST(xc_expand_decider_new(not_witkoff, &fail, &decider, &problem));
    xc_error error = {0};
    assert_int_equal(xc_enquire_expand_set(enquire, relevant, 10, 0, decider, 0, &set, &error),
                     XC_CALLBACK_ERROR);
    assert_string_equal(error.message, "no wish to decide");
    assert_null(set);
    xc_expand_decider_free(decider);
    xc_relevant_set_free(relevant);
    xc_enquire_free(enquire);
}

static void relevant_documents_change_the_weights(void **state)
{
    xc_enquire *enquire = enquire_of(state);
    xc_relevant_set *relevant = NULL;
    xc_match_set *with = NULL, *without = NULL;
    xc_match_item one, other;
    xc_match_request request = {.max = 10};
    MUST(xc_relevant_set_new(&relevant, &problem));
    MUST(xc_relevant_set_add(relevant, 1, &problem));
    MUST(xc_enquire_match(enquire, &request, &without, &problem));
    request.relevant = relevant;
    MUST(xc_enquire_match(enquire, &request, &with, &problem));
    MUST(xc_match_set_item(with, 0, &one, &problem));
    MUST(xc_match_set_item(without, 0, &other, &problem));
    assert_true(one.weight != other.weight);
    xc_match_set_free(with);
    xc_match_set_free(without);
    xc_relevant_set_free(relevant);
    xc_enquire_free(enquire);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_relevant_set_is_a_set),
        NEWS(a_relevant_document_suggests_its_terms),
        NEWS(deciders_choose_the_terms),
        NEWS(a_decider_that_fails_fails_the_expansion),
        NEWS(relevant_documents_change_the_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
