/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of sets of documents: numbers and bits say the same. */
#include "unit/unit.h"

#include "ranking/document_set.h"

enum { SIZE = 1000 };

static uint32_t seed = 1;

static uint32_t below(uint32_t bound)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % bound;
}

/* A random set, with what is in it as flags. */
static void make(ndx_document_set *set, bool *flags, bool dense)
{
    uint32_t share = 1 + below(60);
    assert_true(ndx_document_set_begin(set, SIZE, dense, NULL));
    assert_true(ndx_document_set_reserve(set, SIZE, NULL));
    for (uint32_t i = 0; i < SIZE; i++) {
        flags[i] = below(share) == 0;
        if (flags[i] && dense)
            ndx_document_set_mark(set, i);
        else if (flags[i])
            set->number[set->count++] = i;
    }
}

static void assert_set(const ndx_document_set *set, const bool *flags)
{
    uint32_t from = 0;
    uint32_t number;
    uint64_t count = 0;
    for (uint32_t i = 0; i < SIZE; i++)
        if (flags[i]) {
            assert_true(ndx_document_set_next(set, &from, &number));
            assert_int_equal(number, i);
            count++;
        }
    assert_false(ndx_document_set_next(set, &from, &number));
    assert_int_equal(ndx_document_set_count(set), count);
    assert_int_equal(ndx_document_set_is_empty(set), count == 0);
}

static void keeping_and_adding_are_the_same_for_numbers_and_bits(void **state)
{
    ndx_document_set a = {0};
    ndx_document_set b = {0};
    bool in_a[SIZE];
    bool in_b[SIZE];
    bool expected[SIZE];
    (void)state;
    for (int round = 0; round < 2000; round++) {
        bool in = below(2);
        make(&a, in_a, below(2));
        make(&b, in_b, below(2));
        if (a.dense && below(2)) {
            for (int i = 0; i < SIZE; i++)
                expected[i] = in_a[i] || in_b[i];
            ndx_document_set_add(&a, &b);
        } else {
            for (int i = 0; i < SIZE; i++)
                expected[i] = in_a[i] && in_b[i] == in;
            assert_true(ndx_document_set_keep(&a, &b, in, NULL));
        }
        assert_true(ndx_document_set_settle(&a, NULL));
        assert_set(&a, expected);
        assert_set(&b, in_b);
    }
    ndx_document_set_free(&a);
    ndx_document_set_free(&b);
}

static void deleted_documents_are_taken_away(void **state)
{
    ndx_document_set set = {0};
    bool in[SIZE];
    (void)state;
    for (int round = 0; round < 100; round++) {
        uint8_t deleted[SIZE / 8] = {0};
        make(&set, in, round % 2);
        for (uint32_t i = 0; i < SIZE; i++)
            if (below(3) == 0) {
                deleted[i / 8] |= (uint8_t)(1u << i % 8);
                in[i] = false;
            }
        ndx_document_set_take_away(&set, deleted);
        assert_set(&set, in);
    }
    ndx_document_set_free(&set);
}

static void all_of_a_window_is_no_more_than_the_window(void **state)
{
    ndx_document_set set = {0};
    (void)state;
    for (uint32_t size = 0; size < 200; size++) {
        assert_true(ndx_document_set_begin(&set, size, true, NULL));
        ndx_document_set_fill(&set);
        assert_int_equal(ndx_document_set_count(&set), size);
    }
    ndx_document_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeping_and_adding_are_the_same_for_numbers_and_bits),
        cmocka_unit_test(deleted_documents_are_taken_away),
        cmocka_unit_test(all_of_a_window_is_no_more_than_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
