/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/array.h. */
#include "unit/unit.h"

#include "newsdex/array.h"

#include <stdlib.h>

static void an_array_grows_and_keeps_its_items(void **state)
{
    (void)state;
    uint32_t *numbers = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        uint32_t *grown = ndx_array_room(numbers, i, &capacity, 3, sizeof *grown);
        assert_non_null(grown);
        assert_true(capacity > i);
        numbers = grown;
        numbers[i] = i * 2;
    }
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i * 2);
    assert_int_equal(capacity, 1536);
    free(numbers);
}

static void what_no_memory_can_hold_changes_nothing(void **state)
{
    (void)state;
    char item = 'x';
    size_t capacity = SIZE_MAX / 2 + 1; /* twice as many wrap around */
    assert_null(ndx_array_grow(&item, &capacity, 1, 1));
    assert_true(capacity == SIZE_MAX / 2 + 1);
    capacity = SIZE_MAX / 16; /* twice as many items of 16 bytes do */
    assert_null(ndx_array_grow(&item, &capacity, 1, 16));
    assert_true(capacity == SIZE_MAX / 16);
}

static void the_lower_bound_is_the_first_not_below(void **state)
{
    (void)state;
    static const uint32_t numbers[] = {2, 4, 4, 7};
    static const size_t expected[] = {0, 0, 0, 1, 1, 3, 3, 3, 4};
    for (uint32_t n = 0; n < 9; n++)
        assert_int_equal(ndx_array_lower_bound(numbers, 4, n), expected[n]);
    assert_int_equal(ndx_array_lower_bound(NULL, 0, 5), 0);
}

static void sorting_drops_doubles(void **state)
{
    (void)state;
    uint32_t numbers[] = {7, 2, 7, UINT32_MAX, 0, 2};
    static const uint32_t expected[] = {0, 2, 7, UINT32_MAX};
    assert_int_equal(ndx_array_sort_unique(numbers, 6), 4);
    assert_memory_equal(numbers, expected, sizeof expected);
    assert_int_equal(ndx_array_sort_unique(NULL, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_array_grows_and_keeps_its_items),
        cmocka_unit_test(what_no_memory_can_hold_changes_nothing),
        cmocka_unit_test(the_lower_bound_is_the_first_not_below),
        cmocka_unit_test(sorting_drops_doubles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
