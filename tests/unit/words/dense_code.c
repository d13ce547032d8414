/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dense_code.c - tests of the (s,c)-dense code. */
#include "unit/unit.h"

#include "support.h"

static void every_number_comes_back_in_as_many_bytes_as_said(void **state)
{
    (void)state;
    const uint32_t stoppers[] = {1, 2, 64, 128, 194, 198, 220};
    for (size_t i = 0; i < sizeof stoppers / sizeof *stoppers; i++) {
        const ndx_dense dense = {stoppers[i]};
        for (uint32_t number = 0; number < 3000000; number += number < 70000 ? 1 : 997) {
            uint8_t code[NDX_DENSE_MAX_BYTES];
            const uint8_t *at = code;
            uint32_t back = 0;
            size_t size = ndx_dense_write(dense, number, code);
            if (size == 0)
                break; /* s is too large or small for it */
            assert_int_equal(size, ndx_dense_length(dense, number));
            assert_true(code[size - 1] < dense.stoppers);
            for (size_t k = 0; k + 1 < size; k++)
                assert_true(code[k] >= dense.stoppers);
            assert_true(ndx_dense_read(dense, &at, code + size, &back));
            assert_int_equal(back, number);
            assert_ptr_equal(at, code + size);
        }
    }
}

static void a_cut_or_endless_codeword_is_refused(void **state)
{
    (void)state;
    const uint8_t cut[] = {250, 251};
    const uint8_t endless[] = {250, 250, 250, 250, 250, 250, 1};
    const ndx_dense dense = {194};
    const uint8_t *at = cut;
    uint32_t number = 7;
    assert_false(ndx_dense_read(dense, &at, cut + 2, &number));
    assert_ptr_equal(at, cut);
    at = cut;
    assert_false(ndx_dense_read(dense, &at, cut, &number));
    at = endless;
    assert_false(ndx_dense_read(dense, &at, endless + sizeof endless, &number));
    assert_int_equal(number, 7);
}

static uint64_t coded_size(ndx_dense dense, const uint64_t *frequency, size_t count)
{
    uint64_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += frequency[i] * ndx_dense_length(dense, (uint32_t)i);
    return size;
}

static void the_s_chosen_gives_the_smallest_code(void **state)
{
    (void)state;
    enum { MOST = 30000 };
    static uint64_t frequency[MOST];
    dice_state dice = {1};
    for (int round = 0; round < 12; round++) {
        size_t count = 1 + roll(&dice, MOST);
        uint32_t steepness = 1 + roll(&dice, 40);
        for (size_t i = 0; i < count; i++)
            frequency[i] = 1 + 1000000 / (i + steepness);
        ndx_dense chosen = ndx_dense_choose(frequency, count);
        uint64_t least = coded_size(chosen, frequency, count);
        for (uint32_t s = 1; s <= 255; s++) {
            const ndx_dense other = {s};
            if (ndx_dense_length(other, (uint32_t)count - 1) <= NDX_DENSE_MAX_BYTES)
                assert_true(least <= coded_size(other, frequency, count));
        }
    }
}

static void the_s_chosen_has_codewords_for_all_numbers(void **state)
{
    (void)state;
    enum { COUNT = 300000 };
    static uint64_t frequency[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        frequency[i] = i < 250 ? 1000000 : 1; /* tempts to an s without room for the rest */
    ndx_dense chosen = ndx_dense_choose(frequency, COUNT);
    assert_true(ndx_dense_length(chosen, COUNT - 1) <= NDX_DENSE_MAX_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_comes_back_in_as_many_bytes_as_said),
        cmocka_unit_test(a_cut_or_endless_codeword_is_refused),
        cmocka_unit_test(the_s_chosen_gives_the_smallest_code),
        cmocka_unit_test(the_s_chosen_has_codewords_for_all_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
