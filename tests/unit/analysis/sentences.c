/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sentences.c - where sentences and paragraphs end. "|" stands for the end of a sentence, "||" of a
 * paragraph. */
#include "unit/analysis/support.h"

static void assert_sentences(const char *code, const char *marked)
{
    ndx_buffer text = {0};
    ndx_buffer found = {0};
    for (const char *at = marked; *at; at++)
        if (*at != '|')
            ndx_buffer_append_byte(&text, (unsigned char)*at);
    ndx_splitter splitter;
    ndx_token tokens[8];
    size_t count;
    ndx_splitter_init(&splitter, ndx_buffer_span(&text), language(code));
    while ((count = ndx_splitter_next(&splitter, tokens, 8)) > 0) {
        for (size_t i = 0; i < count; i++) {
            ndx_buffer_append(&found, tokens[i].data, tokens[i].size);
            ndx_buffer_append_text(&found, tokens[i].breaks == NDX_BREAK_PARAGRAPH  ? "||"
                                           : tokens[i].breaks == NDX_BREAK_SENTENCE ? "|"
                                                                                    : "");
        }
    }
    assert_string_equal(found.data, marked);
    ndx_buffer_free(&text);
    ndx_buffer_free(&found);
}

static void stops_questions_and_exclamations_end_sentences(void **state)
{
    (void)state;
    assert_sentences("en", "He left. |She stayed! |Did they? |Yes?! |Well... |Then");
    assert_sentences("en", "It ended.|");
    assert_sentences("en", "one. two! three? four");         /* small letters go on */
    assert_sentences("en", "it fell; it rose: The end, So"); /* no ends */
    assert_sentences("en", "In 2024. |15 people. |In May");
    assert_sentences("en", "up 5%. |The (Reuters). |The");
}

static void abbreviations_do_not_end_sentences(void **state)
{
    (void)state;
    assert_sentences("en", "The U.S. troops met Mr. Smith, Dr. Jones, J. Smith and Gen. Hnatov");
    assert_sentences("en", "St. Petersburg vs. Moscow, No. 5, Nov. 30, $1.5 bn and p. 7");
    assert_sentences("en", "Acme Inc., The Co., U.S., The etc., The J., The");
    assert_sentences("en", "Acme Inc. Chairman Bob of Jones Jr. Park");
    assert_sentences("de", "Das ist bzw. Alles, z.B. Berlin, am 3. Oktober um Dr. Merkel");
    assert_sentences("fr", "M. Macron et Mme. Borne, MM. Dupont");
    assert_sentences("es", "El Sr. Rajoy y la Sra. Botella de EE. UU. aquella");
    assert_sentences(
        "ru",
        "\xD0\xB2 \xD0\xB3. \xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB5 \xD0\xBD\xD0\xB0 "
        "\xD1\x83\xD0\xBB. \xD0\x9B\xD0\xB5\xD0\xBD\xD0\xB8\xD0\xBD\xD0\xB0");
}

static void an_abbreviation_before_a_capitalised_function_word_ends_one(void **state)
{
    (void)state;
    assert_sentences("en", "in the U.S. |The talks");
    assert_sentences("en", "at Acme Inc. |He said");
    assert_sentences("en", "you and I. |But not");
    assert_sentences("ru", "\xD0\xB8 \xD1\x82.\xD0\xB4. |\xD0\x9E\xD0\xBD "
                           "\xD1\x83\xD1\x88\xD1\x91\xD0\xBB"); /* и т.д. Он ушёл */
}

static void quotes_and_brackets_may_stand_behind_the_stop(void **state)
{
    (void)state;
    assert_sentences("en", "He said \"no.\" |Then (it ended.) \"|Why?\" he asked");
    assert_sentences("en", "\xE2\x80\x9CNo.\xE2\x80\x9D \xE2\x80\x9C|Yes!\xE2\x80\x9D |She");
    assert_sentences("en", "left. \"|Well");
}

static void run_together_sentences_end_too(void **state)
{
    (void)state;
    assert_sentences("en", "the end.|The next, a .NET thing, node.JS and pic.twitter.com");
}

static void stops_of_other_scripts_end_sentences(void **state)
{
    (void)state;
    assert_sentences(
        "zh",
        "\xE4\xBC\x9A\xE8\xB0\x88\xE3\x80\x82|\xE7\xBE\x8E\xE5\x9B\xBD\xEF\xBC\x9F|\xE6\x98\xAF");
    assert_sentences("ar", "\xD9\x86\xD8\xB9\xD9\x85\xD8\x9F |\xD9\x84\xD8\xA7");
    assert_sentences("hi", "\xE0\xA4\xB9\xE0\xA5\x88\xE0\xA5\xA4 |\xE0\xA4\xB9\xE0\xA5\x88");
    assert_sentences("el", "\xCE\xA4\xCE\xB9; |\xCE\x9D\xCE\xB1\xCE\xB9");
}

static void a_newline_ends_a_paragraph(void **state)
{
    (void)state;
    assert_sentences("en", "No stop here\n\n||Next. \n\n||Last");
    assert_sentences("en", "the U.S.\n\n||Next");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stops_questions_and_exclamations_end_sentences),
        cmocka_unit_test(abbreviations_do_not_end_sentences),
        cmocka_unit_test(an_abbreviation_before_a_capitalised_function_word_ends_one),
        cmocka_unit_test(quotes_and_brackets_may_stand_behind_the_stop),
        cmocka_unit_test(run_together_sentences_end_too),
        cmocka_unit_test(stops_of_other_scripts_end_sentences),
        cmocka_unit_test(a_newline_ends_a_paragraph),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
