/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folding.c - the folded form of words. */
#include "analysis/fold.h"
#include "newsdex/utf8.h"
#include "unit/analysis/support.h"

static void assert_folds(const char *word, const char *expected)
{
    ndx_buffer out = {0};
    assert_true(ndx_fold(&out, ndx_span_of(word)));
    assert_string_equal(out.data, expected);
    ndx_buffer_free(&out);
}

static void latin_letters_lose_case_and_diacritics(void **state)
{
    (void)state;
    assert_folds("Z\xC3\xBCrich", "zurich");
    assert_folds("ZU\xCC\x88RICH", "zurich");
    assert_folds("Stra\xC3\x9F"
                 "e \xE1\xBA\x9E",
                 "strasse ss");
    assert_folds("\xC5\x81\xC3\xB3"
                 "d\xC5\xBA \xC3\x98rsted \xC4\x90\xC3\xA6\xC5\x93",
                 "lodz orsted daeoe");
    assert_folds("\xC4\xB0stanbul \xC4\xB1", "istanbul i");
}

static void greek_arabic_and_hebrew_lose_their_marks(void **state)
{
    (void)state;
    assert_folds("\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1\xCF\x82",
                 "\xCE\xB1\xCE\xB8\xCE\xB7\xCE\xBD\xCE\xB1\xCF\x83");
    assert_folds("\xD8\xA3\xD9\x8E\xD8\xAD\xD9\x92\xD9\x85\xD9\x8E\xD9\x80\xD8\xAF",
                 "\xD8\xA7\xD8\xAD\xD9\x85\xD8\xAF"); /* Ahmad */
    assert_folds("\xD7\xA9\xD6\xB8\xD7\x9C\xD7\x95\xD6\xB9\xD7\x9D",
                 "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D");
}

static void cyrillic_keeps_its_letters_and_loses_stress(void **state)
{
    (void)state;
    assert_folds("\xD0\x99\xD0\x87\xD0\x8E", "\xD0\xB9\xD1\x97\xD1\x9E");
    assert_folds("\xD0\x81\xD0\xBB\xD0\xBA\xD0\xB0", "\xD0\xB5\xD0\xBB\xD0\xBA\xD0\xB0");
    assert_folds("\xD0\x97\xD0\xB0\xCC\x81\xD0\xBC\xD0\xBE\xD0\xBA",
                 "\xD0\xB7\xD0\xB0\xD0\xBC\xD0\xBE\xD0\xBA");
    assert_folds("\xD1\x9C\xD1\x93", "\xD1\x9C\xD1\x93"); /* Macedonian */
}

static void compatibility_forms_and_digits_of_any_script_become_plain(void **state)
{
    (void)state;
    assert_folds("\xEF\xAC\x81nance \xEF\xBC\xA1\xEF\xBC\x91", "finance a1");
    assert_folds("CO\xE2\x82\x82", "co2");
    assert_folds("\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA5", "2025");
}

static void apostrophes_are_one_and_invisible_characters_gone(void **state)
{
    (void)state;
    static const char *const forms[] = {"O'Brien",
                                        "O\xE2\x80\x99"
                                        "Brien",
                                        "O\xCA\xBC"
                                        "Brien",
                                        "O\xEF\xBC\x87"
                                        "Brien",
                                        "O`Brien",
                                        "O\xC2\xB4"
                                        "Brien",
                                        "O'Bri\xC2\xAD"
                                        "en",
                                        "O'Br\xE2\x80\x8D"
                                        "ien"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        assert_folds(forms[i], "o'brien");
    assert_folds("col\xC2\xB7lecci\xC3\xB3", "colleccio");
}

static void marks_that_are_spelling_stay(void **state)
{
    (void)state;
    assert_folds("\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6\xE0\xA5\x80",
                 "\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6\xE0\xA5\x80");
    assert_folds("\xE3\x81\x8C", "\xE3\x81\x8C");
    assert_folds("\xED\x95\x9C", "\xED\x95\x9C");
    assert_folds("\xE0\xB8\x81\xE0\xB8\xB4", "\xE0\xB8\x81\xE0\xB8\xB4");
}

static void folding_twice_changes_nothing_and_leaves_no_word_empty(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x30000; c++) {
        char bytes[4];
        size_t size = ndx_utf8_encode(c, bytes);
        if (!size)
            continue;
        ndx_buffer once = {0};
        ndx_buffer twice = {0};
        assert_true(ndx_fold(&once, ndx_span_make(bytes, size)));
        assert_true(once.size > 0);
        assert_true(ndx_fold(&twice, ndx_buffer_span(&once)));
        if (!ndx_span_equal(ndx_buffer_span(&once), ndx_buffer_span(&twice)))
            fail_msg("U+%04X folds to \"%s\" and that to \"%s\"", (unsigned)c, once.data,
                     twice.data);
        ndx_buffer_free(&once);
        ndx_buffer_free(&twice);
    }
}

static void the_table_gives_what_the_library_gives(void **state)
{
    (void)state;
    random_source source = {31};
    for (unsigned round = 0; round < 200000; round++) {
        char text[64];
        size_t size = 0;
        uint32_t length = 1 + random_below(&source, 6);
        for (uint32_t i = 0; i < length; i++) {
            uint32_t pick = random_below(&source, 8);
            uint32_t c = pick < 2    ? 'A' + random_below(&source, 58)
                         : pick == 2 ? 0x2019
                                     : 0xA0 + random_below(&source, 0x660);
            size += ndx_utf8_encode(c, text + size);
        }
        if (round < 0x780) /* every character alone */
            size = ndx_utf8_encode(0x80 + round, text);
        ndx_buffer buffers[4] = {{0}};
        ndx_span word = ndx_span_make(text, size);
        assert_true(ndx_fold(&buffers[0], word) && ndx_fold_by_library(&buffers[1], word));
        assert_true(ndx_fold_keeping_diacritics(&buffers[2], word) &&
                    ndx_case_fold_by_library(&buffers[3], word));
        if (strcmp(buffers[0].data, buffers[1].data) != 0 ||
            strcmp(buffers[2].data, buffers[3].data) != 0)
            fail_msg("\"%.*s\": table \"%s\" \"%s\", library \"%s\" \"%s\"", (int)size, text,
                     buffers[0].data, buffers[2].data, buffers[1].data, buffers[3].data);
        for (int i = 0; i < 4; i++)
            ndx_buffer_free(&buffers[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latin_letters_lose_case_and_diacritics),
        cmocka_unit_test(greek_arabic_and_hebrew_lose_their_marks),
        cmocka_unit_test(cyrillic_keeps_its_letters_and_loses_stress),
        cmocka_unit_test(compatibility_forms_and_digits_of_any_script_become_plain),
        cmocka_unit_test(apostrophes_are_one_and_invisible_characters_gone),
        cmocka_unit_test(marks_that_are_spelling_stay),
        cmocka_unit_test(the_table_gives_what_the_library_gives),
        cmocka_unit_test(folding_twice_changes_nothing_and_leaves_no_word_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
