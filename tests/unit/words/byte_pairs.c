/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of indexer/words/byte_pairs.h: whatever the processor has, the same pairs are found. */
#include "unit/unit.h"

#include "indexer/words/byte_pairs.h"

static uint32_t seed = 1;

static uint32_t below(uint32_t bound)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % bound;
}

static void every_finder_finds_the_same_pairs(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t size = 1 + below(200);
        uint8_t *bytes = malloc(size); /* of its very size: the sanitizer sees what lies beyond */
        assert_non_null(bytes);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (uint8_t)(below(4) ? below(3) : 250 + below(6));
        uint8_t first = bytes[below((uint32_t)size)];
        uint8_t last = bytes[below((uint32_t)size)];
        size_t from = 1 + below((uint32_t)size);
        const uint8_t *expected = NULL;
        for (size_t i = from; i < size && !expected; i++)
            if (bytes[i] == last && bytes[i - 1] == first)
                expected = bytes + i;
        ndx_pair_finder find;
        for (unsigned i = 0; (find = ndx_pair_finder_at(i)); i++)
            assert_ptr_equal(find(bytes + from, bytes + size, first, last), expected);
        assert_ptr_equal(ndx_best_pair_finder()(bytes + from, bytes + size, first, last), expected);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_finder_finds_the_same_pairs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
