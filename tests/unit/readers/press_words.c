/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the lists of words that tell bylines (indexer/readers/press_words.c). */
#include "unit/unit.h"

#include "indexer/readers/press_words.h"

static const ndx_press_list *const lists[] = {
    &ndx_press_openers,   &ndx_press_colon_openers, &ndx_press_joints,
    &ndx_press_particles, &ndx_press_titles,        &ndx_press_agencies,
};
enum { LISTS = sizeof lists / sizeof *lists };

static unsigned initial(const char *word)
{
    return (unsigned char)word[0] >= 0x80 ? 0x80 : (unsigned char)ndx_ascii_lower(word[0]);
}

static void lists_are_sorted_by_the_first_letter(void **state)
{
    (void)state;
    for (size_t l = 0; l < LISTS; l++)
        for (size_t i = 1; i < lists[l]->count; i++)
            if (initial(lists[l]->word[i - 1]) > initial(lists[l]->word[i]))
                fail_msg("%s stands before %s", lists[l]->word[i - 1], lists[l]->word[i]);
}

static void every_word_is_found_in_any_case_and_no_part_of_it(void **state)
{
    (void)state;
    for (size_t l = 0; l < LISTS; l++)
        for (size_t i = 0; i < lists[l]->count; i++) {
            char upper[64];
            ndx_span word = ndx_span_of(lists[l]->word[i]);
            for (size_t at = 0; at < word.size; at++)
                upper[at] = word.data[at] >= 'a' && word.data[at] <= 'z'
                                ? (char)(word.data[at] - 32)
                                : word.data[at];
            assert_true(ndx_press_listed(word, lists[l]));
            assert_true(ndx_press_listed(ndx_span_make(upper, word.size), lists[l]));
            upper[word.size] = '~';
            assert_false(ndx_press_listed(ndx_span_make(upper, word.size + 1), lists[l]));
        }
    assert_false(ndx_press_listed(NDX_SPAN(""), &ndx_press_titles));
    assert_false(ndx_press_listed(NDX_SPAN("zebra"), &ndx_press_titles));
}

static void the_long_s_and_the_kelvin_sign_are_letters_like_others(void **state)
{
    (void)state;
    assert_true(ndx_press_listed(NDX_SPAN("\u017ftaff"), &ndx_press_titles));
    assert_true(ndx_press_listed(NDX_SPAN("\u212aorrespondent"), &ndx_press_titles));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_sorted_by_the_first_letter),
        cmocka_unit_test(every_word_is_found_in_any_case_and_no_part_of_it),
        cmocka_unit_test(the_long_s_and_the_kelvin_sign_are_letters_like_others),
    };
    return cmocka_run_group_tests_name("press_words", tests, NULL, NULL);
}
