/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sort of terms against qsort: by bytes, the shorter first, equal ones in the order they came.
 */
#include "unit/unit.h"

#include "term_order.h"

static uint32_t seed = 1;

static uint32_t any_below(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)seed * below >> 32);
}

static int compare(const void *left, const void *right)
{
    const ndx_ordered_term *a = left;
    const ndx_ordered_term *b = right;
    int order =
        ndx_span_compare(ndx_span_make(a->bytes, a->size), ndx_span_make(b->bytes, b->size));
    return order ? order : a->value < b->value ? -1 : a->value > b->value;
}

/* value: the place it came from, so that qsort is stable too. */
static void assert_sorted_as_by_qsort(ndx_ordered_term *terms, size_t count)
{
    ndx_ordered_term *expected = malloc((count + 1) * sizeof *expected);
    assert_non_null(expected);
    for (size_t i = 0; i < count; i++)
        terms[i].value = (uint32_t)i;
    memcpy(expected, terms, count * sizeof *terms);
    if (count)
        qsort(expected, count, sizeof *expected, compare);
    assert_true(ndx_term_order(terms, count));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(terms[i].value, expected[i].value);
        assert_ptr_equal(terms[i].bytes, expected[i].bytes);
        assert_int_equal(terms[i].size, expected[i].size);
    }
    free(expected);
}

/* Terms of up to `longest` bytes of an alphabet behind a prefix that all share. */
static void try_terms(size_t count, size_t prefix, uint32_t longest, ndx_span alphabet)
{
    size_t width = prefix + longest;
    char *bytes = malloc(count * width + 1);
    ndx_ordered_term *terms = calloc(count + 1, sizeof *terms);
    assert_non_null(bytes);
    assert_non_null(terms);
    for (size_t i = 0; i < count; i++) {
        char *term = bytes + i * width;
        memset(term, 'p', prefix);
        for (size_t j = prefix; j < width; j++)
            term[j] = alphabet.data[any_below((uint32_t)alphabet.size)];
        terms[i].bytes = term;
        terms[i].size = (uint32_t)prefix + any_below(longest + 1);
    }
    assert_sorted_as_by_qsort(terms, count);
    assert_sorted_as_by_qsort(terms, count); /* sorted already */
    free(terms);
    free(bytes);
}

/* Around the count from which on it is a radix sort. */
static const size_t counts[] = {0, 1, 2, 3, 47, 48, 49, 50, 200, 3000};

static void try_alphabet(ndx_span alphabet)
{
    static const size_t prefixes[] = {0, 1, 7, 8, 9, 230};
    static const uint32_t longest[] = {1, 2, 8, 17};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (size_t j = 0; j < sizeof prefixes / sizeof *prefixes; j++)
            for (size_t k = 0; k < sizeof longest / sizeof *longest; k++)
                try_terms(counts[i], prefixes[j], longest[k], alphabet);
}

static void letters_and_high_bytes(void **state)
{
    (void)state;
    try_alphabet(NDX_SPAN("abcxyz\x7f\x80\xff"));
}

static void null_bytes(void **state)
{
    (void)state;
    try_alphabet(NDX_SPAN("\0\1"));
    try_alphabet(NDX_SPAN("\0"));
}

static void terms_that_are_nearly_all_equal(void **state)
{
    (void)state;
    try_alphabet(NDX_SPAN("aaaaaaaaaaaaaaaaaaaaaab"));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        try_terms(counts[i], 20, 0, NDX_SPAN("a"));
}

static void in_falling_order(void **state)
{
    enum { COUNT = 5000, SIZE = 12 };
    static char bytes[COUNT][SIZE];
    static ndx_ordered_term terms[COUNT];
    (void)state;
    for (unsigned i = 0; i < COUNT; i++) {
        snprintf(bytes[i], SIZE, "Q%06u", COUNT - i);
        terms[i] = (ndx_ordered_term){.bytes = bytes[i], .size = 7};
    }
    assert_sorted_as_by_qsort(terms, COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_and_high_bytes),
        cmocka_unit_test(null_bytes),
        cmocka_unit_test(terms_that_are_nearly_all_equal),
        cmocka_unit_test(in_falling_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
