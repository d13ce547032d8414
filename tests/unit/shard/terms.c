/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/terms.h. */
#include "unit/unit.h"

#include "newsdex/limits.h"
#include "newsdex/terms.h"

static void assert_term(ndx_term_kind kind, ndx_span value, const char *expected)
{
    ndx_buffer term = {0};
    assert_true(ndx_term_append(&term, kind, value));
    assert_string_equal(term.data, expected);
    ndx_buffer_free(&term);
}

static void a_term_is_its_prefix_and_its_value(void **state)
{
    (void)state;
    assert_term(NDX_TERM_WORD, NDX_SPAN("moscow"), "Zmoscow");
    assert_term(NDX_TERM_ID, NDX_SPAN("a/b.txt"), "Qa/b.txt");
    assert_term(NDX_TERM_ID, NDX_SPAN("a/b.txt#2"), "QYy7jq0");
    assert_term(NDX_TERM_ID, NDX_SPAN("REUTERS"), "QREUTERS");
}

static void a_colon_parts_a_long_prefix_from_a_capital_or_a_colon(void **state)
{
    (void)state;
    assert_term(NDX_TERM_SOURCE, NDX_SPAN("the times"), "XSOthe times");
    assert_term(NDX_TERM_SOURCE, NDX_SPAN("Times"), "XSO:Times");
    assert_term(NDX_TERM_SOURCE, NDX_SPAN(":x"), "XSO::x");
}

static void a_nul_becomes_a_space(void **state)
{
    (void)state;
    assert_term(NDX_TERM_HOST, NDX_SPAN("a\0b"), "Ha b");
}

static void long_values_stay_apart_and_within_the_limit(void **state)
{
    char value[300];
    ndx_buffer first = {0};
    ndx_buffer second = {0};
    (void)state;
    memset(value, 'x', sizeof value);
    assert_true(ndx_term_append(&first, NDX_TERM_HOST, ndx_span_make(value, sizeof value)));
    value[299] = 'y';
    assert_true(ndx_term_append(&second, NDX_TERM_HOST, ndx_span_make(value, sizeof value)));
    assert_int_equal(first.size, NDX_LIMIT_TERM_BYTES);
    assert_int_equal(second.size, NDX_LIMIT_TERM_BYTES);
    assert_memory_equal(first.data, second.data, NDX_LIMIT_TERM_BYTES - 16);
    assert_string_not_equal(first.data, second.data);
    ndx_buffer_free(&first);
    ndx_buffer_free(&second);
}

static void the_longest_value_that_fits_is_kept_whole(void **state)
{
    char value[NDX_LIMIT_TERM_BYTES - 1];
    ndx_buffer term = {0};
    (void)state;
    memset(value, 'x', sizeof value);
    assert_true(ndx_term_append(&term, NDX_TERM_HOST, ndx_span_make(value, sizeof value)));
    assert_int_equal(term.size, NDX_LIMIT_TERM_BYTES);
    assert_memory_equal(term.data + 1, value, sizeof value);
    ndx_buffer_free(&term);
}

static void no_prefix_and_slot_is_undescribed_or_twice_there(void **state)
{
    (void)state;
    for (int a = 0; a < NDX_TERM_KIND_COUNT; a++) {
        const ndx_term_info *info = ndx_term_describe((ndx_term_kind)a);
        assert_non_null(info);
        assert_non_null(info->prefix);
        assert_non_null(info->description);
        for (int b = 0; b < a; b++)
            assert_string_not_equal(info->prefix, ndx_term_describe((ndx_term_kind)b)->prefix);
    }
    assert_null(ndx_term_describe(NDX_TERM_KIND_COUNT));
    for (int slot = 0; slot < NDX_SLOT_COUNT; slot++)
        assert_non_null(ndx_slot_describe((ndx_slot)slot)->name);
    assert_null(ndx_slot_describe(NDX_SLOT_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_is_its_prefix_and_its_value),
        cmocka_unit_test(a_colon_parts_a_long_prefix_from_a_capital_or_a_colon),
        cmocka_unit_test(a_nul_becomes_a_space),
        cmocka_unit_test(long_values_stay_apart_and_within_the_limit),
        cmocka_unit_test(the_longest_value_that_fits_is_kept_whole),
        cmocka_unit_test(no_prefix_and_slot_is_undescribed_or_twice_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
