/* SPDX-License-Identifier: GPL-2.0-or-later */
/* languages.c - the table of languages, the lists of function words, the rules. */
#include "analysis/analyser.h"
#include "analysis/function_words.h"
#include "unit/analysis/support.h"

static void a_language_is_found_by_any_of_its_codes(void **state)
{
    (void)state;
    static const char *const german[] = {"de",  "DE",     "de-AT",   "de_DE.UTF-8", "deu",
                                         "ger", "German", "deutsch", " de "};
    for (size_t i = 0; i < sizeof german / sizeof *german; i++)
        assert_string_equal(ndx_language_describe(language(german[i]))->code, "de");
    static const char *const english[] = {"en", "EN", "en-GB", "en_US", "eng", "english"};
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        assert_string_equal(ndx_language_describe(language(english[i]))->code, "en");
    assert_string_equal(ndx_language_describe(language("nb-NO"))->code, "no");
    assert_string_equal(ndx_language_describe(language("zh-Hans-CN"))->code, "zh");
}

static void what_is_no_language_is_unknown(void **state)
{
    (void)state;
    static const char *const none[] = {"", "xx", "e", "-", "englishes", "unknown", "und", "mul"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(language(none[i]), NDX_LANGUAGE_UNKNOWN);
    assert_null(ndx_language_describe((ndx_language)ndx_language_count()));
    assert_string_equal(ndx_language_describe(NDX_LANGUAGE_UNKNOWN)->code, "");
}

/* The numbers are in indexes: these rows may never move. */
static void numbers_of_languages_do_not_change(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "",   "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "ru", "uk", "pl",
        "tr", "ar", "hu", "ro", "id", "ca", "cs", "el", "eu", "hy", "ga", "lt", "ne", "ta", "zh",
        "ja", "ko", "he", "fa", "ur", "hi", "bg", "sr", "hr", "sk", "sl", "et", "lv", "be", "mk",
        "ka", "th", "vi", "bn", "is", "sq", "gl", "af", "sw", "ms", "tl", "az", "kk"};
    assert_true(ndx_language_count() >= sizeof codes / sizeof *codes);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_string_equal(ndx_language_describe((ndx_language)i)->code, codes[i]);
}

static void every_code_and_name_leads_back_to_its_row(void **state)
{
    (void)state;
    for (size_t i = 1; i < ndx_language_count(); i++) {
        const ndx_language_info *info = ndx_language_describe((ndx_language)i);
        assert_int_equal(language(info->code), i);
        assert_int_equal(language(info->name), i);
    }
    assert_true(ndx_language_count() <= NDX_ANALYSER_LANGUAGES);
}

static void function_words_are_known_in_folded_form(void **state)
{
    (void)state;
    assert_true(ndx_language_is_function_word(language("en"), NDX_SPAN("the")));
    assert_true(ndx_language_is_function_word(language("de"), NDX_SPAN("fur")));
    assert_false(ndx_language_is_function_word(language("en"), NDX_SPAN("moscow")));
    assert_false(ndx_language_is_function_word(language("de"), NDX_SPAN("the")));
    assert_false(ndx_language_is_function_word(language("en"), NDX_SPAN("")));
    assert_false(ndx_language_is_function_word(language("en"), NDX_SPAN("the of")));
    assert_false(ndx_language_is_function_word(NDX_LANGUAGE_UNKNOWN, NDX_SPAN("the")));
}

static void the_lists_hold_folded_words_of_languages_in_the_table(void **state)
{
    (void)state;
    const ndx_function_words *row;
    size_t words = 0;
    for (size_t i = 0; (row = ndx_function_words_row(i)) != NULL; i++) {
        ndx_language code = language(row->code);
        assert_int_not_equal(code, NDX_LANGUAGE_UNKNOWN);
        assert_int_equal(row->words[0], ' ');
        assert_int_equal(row->words[strlen(row->words) - 1], ' ');
        for (const char *word = row->words + 1; *word;) {
            const char *end = strchr(word, ' ');
            ndx_buffer folded = {0};
            assert_true(end > word);
            assert_true(ndx_fold(&folded, ndx_span_between(word, end)));
            if (!ndx_span_equal(ndx_buffer_span(&folded), ndx_span_between(word, end)))
                fail_msg("%s: \"%.*s\" folds to \"%s\"", row->code, (int)(end - word), word,
                         folded.data);
            assert_true(ndx_language_is_function_word(code, ndx_buffer_span(&folded)));
            ndx_buffer_free(&folded);
            word = end + 1;
            words++;
        }
    }
    assert_true(words * 2 <= NDX_DETECTOR_SLOTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_is_found_by_any_of_its_codes),
        cmocka_unit_test(what_is_no_language_is_unknown),
        cmocka_unit_test(numbers_of_languages_do_not_change),
        cmocka_unit_test(every_code_and_name_leads_back_to_its_row),
        cmocka_unit_test(function_words_are_known_in_folded_form),
        cmocka_unit_test(the_lists_hold_folded_words_of_languages_in_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
