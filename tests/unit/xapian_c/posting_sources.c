/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * posting_sources.c - weights and documents from outside the postings.
 */
#include "tests/unit/xapian_c/support.h"

/* Gives the documents 2, 3 and 5 of each shard with the weight 10 * docid. */
struct plan {
    int opened, closed, freed;
    int fail_at; /* the step that fails; 0: none */
    bool refuse; /* open fails */
    bool disorder;
};

struct walk {
    struct plan *plan;
    unsigned at;
    int steps;
};

static const xc_docid numbers[] = {2, 3, 5};

static xc_decision open_source(void *context, const xc_database *shard,
                               xc_posting_source_bounds *bounds, void **state, xc_error *error)
{
    struct plan *plan = context;
    xc_doccount count = 0;
    if (plan->refuse || xc_database_doccount(shard, &count, error) != XC_OK) {
        xc_error_set(error, XC_RANGE_ERROR, "no source today");
        return XC_FAIL;
    }
    struct walk *walk = calloc(1, sizeof *walk);
    if (walk == NULL)
        return XC_FAIL;
    walk->plan = plan;
    plan->opened++;
    *bounds = (xc_posting_source_bounds){0, 3, 3, 50};
    *state = walk;
    return XC_ACCEPT;
}

static xc_step next_row(void *state, double min_weight, xc_docid *docid, double *weight,
                        xc_error *error)
{
    struct walk *walk = state;
    (void)min_weight;
    if (++walk->steps == walk->plan->fail_at) {
        xc_error_set(error, XC_RANGE_ERROR, "step %d went wrong", walk->steps);
        return XC_ERROR;
    }
    if (walk->at == sizeof numbers / sizeof numbers[0])
        return XC_END;
    *docid = walk->plan->disorder ? 2 : numbers[walk->at];
    *weight = 10.0 * *docid;
    walk->at++;
    return XC_ROW;
}

static void close_source(void *state)
{
    struct walk *walk = state;
    walk->plan->closed++;
    free(walk);
}

static void free_plan(void *context)
{
    ((struct plan *)context)->freed++;
}

static xc_query *query_of(struct plan *plan)
{
    const xc_posting_source_callbacks callbacks = {.context = plan,
                                                   .open = open_source,
                                                   .next = next_row,
                                                   .close = close_source,
                                                   .free_context = free_plan};
    xc_posting_source *source = NULL;
    xc_query *query = NULL;
    MUST(xc_posting_source_new(&callbacks, &source, &problem));
    MUST(xc_query_new_posting_source(source, &query, &problem));
    xc_posting_source_free(source);
    assert_int_equal(xc_query_type(query), XC_LEAF_POSTING_SOURCE);
    return query;
}

static void a_source_in_c_gives_documents_and_weights(void **state)
{
    xc_database *database = open_news(state);
    struct plan plan = {0};
    xc_query *query = query_of(&plan);
    xc_match_set *set = match(database, query, NULL);
    xc_match_item item;
    assert_string_equal(found(set), "5 3 2");
    MUST(xc_match_set_item(set, 0, &item, &problem));
    assert_true(item.weight == 50);
    xc_match_set_free(set);
    assert_int_equal(plan.freed, 0);
    xc_query_free(query);
    assert_true(plan.opened > 0);
    assert_int_equal(plan.opened, plan.closed);
    assert_int_equal(plan.freed, 1);
    xc_database_free(database);
}

static void a_source_in_c_joins_other_queries(void **state)
{
    xc_database *database = open_news(state);
    struct plan plan = {0};
    xc_query *source = query_of(&plan), *moscow = term_query("moscow"), *both = NULL;
    MUST(xc_query_new_pair(XC_AND, source, moscow, &both, &problem));
    xc_query_free(source);
    assert_string_equal(found_by(database, both), "3 5");
    source = query_of(&plan);
    MUST(xc_query_new_pair(XC_AND_MAYBE, moscow, source, &both, &problem));
    xc_match_set *set = match(database, both, NULL);
    assert_string_equal(found(set), "5 3 1");
    xc_match_set_free(set);
    xc_query_free(both);
    xc_query_free(source);
    xc_query_free(moscow);
    assert_int_equal(plan.opened, plan.closed);
    assert_int_equal(plan.freed, 2);
    xc_database_free(database);
}

static void each_shard_is_walked_by_itself(void **state)
{
    xc_database *both = open_news(state), *again = open_news(state);
    struct plan plan = {0};
    xc_query *query = query_of(&plan);
    MUST(xc_database_add(both, again, &problem));
    assert_string_equal(found_by(both, query), "3 4 5 6 9 10");
    assert_int_equal(plan.opened, plan.closed);
    assert_in_range(plan.opened, 2, 4);
    xc_database_free(both);
    xc_database_free(again);
}

static void a_source_that_fails_fails_the_match(void **state)
{
    xc_database *database = open_news(state);
    const xc_match_request request = {.max = 10};
    for (int way = 0; way < 3; way++) {
        struct plan plan = {.fail_at = way == 0 ? 2 : 0, .refuse = way == 1, .disorder = way == 2};
        xc_query *query = query_of(&plan);
        xc_enquire *enquire = NULL;
        xc_match_set *set = NULL;
        xc_error error = {0};
        MUST(xc_enquire_new(database, &enquire, &problem));
        MUST(xc_enquire_set_query(enquire, query, 0, &problem));
        assert_int_equal(xc_enquire_match(enquire, &request, &set, &error), XC_CALLBACK_ERROR);
        assert_string_equal(error.message, way == 0 ? "step 2 went wrong"
                                           : way == 1
                                               ? "no source today"
                                               : "a posting source gave documents out of order");
        assert_null(set);
        xc_query_free(query);
        xc_enquire_free(enquire);
        assert_int_equal(plan.opened, plan.closed);
        assert_int_equal(plan.freed, 1);
    }
    xc_database_free(database);
}

static xc_match_set *match_source(xc_database *database, xc_posting_source *source)
{
    xc_query *query = NULL;
    MUST(xc_query_new_posting_source(source, &query, &problem));
    xc_match_set *set = match(database, query, NULL);
    xc_query_free(query);
    return set;
}

static void the_sources_of_libxapian_weigh_by_value(void **state)
{
    xc_database *database = open_news(state);
    xc_posting_source *source = NULL;
    xc_match_set *set = NULL;
    xc_match_item item;
    MUST(xc_posting_source_new_value_weight(1, &source, &problem));
    set = match_source(database, source);
    assert_string_equal(found(set), "5 1 2 3");
    MUST(xc_match_set_item(set, 0, &item, &problem));
    assert_true(item.weight == 20251203);
    xc_match_set_free(set);
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_posting_source_value_map_add(source, B("ap"), 2, &problem));
    xc_posting_source_free(source);

    MUST(xc_posting_source_new_fixed_weight(1.5, &source, &problem));
    set = match_source(database, source);
    assert_string_equal(found(set), "1 2 3 4 5");
    MUST(xc_match_set_item(set, 4, &item, &problem));
    assert_true(item.weight == 1.5);
    xc_match_set_free(set);
    xc_posting_source_free(source);

    MUST(xc_posting_source_new_value_map(0, 0.5, &source, &problem));
    MUST(xc_posting_source_value_map_add(source, B("ap"), 2, &problem));
    set = match_source(database, source);
    assert_string_equal(found(set), "2 3 1 5");
    xc_match_set_free(set);
    xc_posting_source_free(source);

    MUST(xc_posting_source_new_decreasing_value_weight(1, 1, 3, &source, &problem));
    set = match_source(database, source);
    assert_int_equal(xc_match_set_size(set), 4);
    xc_match_set_free(set);
    xc_posting_source_free(source);
    xc_database_free(database);
}

int main(void)
{
#define NEWS(test) cmocka_unit_test_setup_teardown(test, news_setup, folder_teardown)
    const struct CMUnitTest tests[] = {
        NEWS(a_source_in_c_gives_documents_and_weights),
        NEWS(a_source_in_c_joins_other_queries),
        NEWS(each_shard_is_walked_by_itself),
        NEWS(a_source_that_fails_fails_the_match),
        NEWS(the_sources_of_libxapian_weigh_by_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
