/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terms.c - what term a word gives; article and query alike. */
#include "newsdex/limits.h"
#include "newsdex/utf8.h"
#include "unit/analysis/support.h"
#include "xapian_c/stem.h"

static void possessives_go(void **state)
{
    (void)state;
    assert_same_terms("en", "Moscow's", "en", "moscow");
    assert_same_terms("en", "Zelenskyy\xE2\x80\x99s", "en", "zelenskyy");
    assert_same_terms("en", "PESKOV'S", "en", "peskov");
    assert_same_terms("", "Moscow\xE2\x80\x99s", "", "moscow");
}

static void the_united_states_are_not_the_pronoun(void **state)
{
    (void)state;
    assert_terms("en", "U.S. U.S U.S.'s u.s.", "u.s. u.s. u.s. u.s.");
    assert_terms("en", "us", "us");
    assert_terms("en", "e.g. J.K.", "e.g. j.k.");
}

static void accents_do_not_matter(void **state)
{
    (void)state;
    assert_same_terms("de", "Z\xC3\xBCrich", "en", "zurich");
    assert_same_terms("fr", "Z\xC3\xBCrich", "en", "zurich");
    assert_same_terms("en", "Z\xC3\xBCrich", "de", "Zurich");
    assert_same_terms("fr", "\xC3\xA9lections", "fr", "elections");
    assert_same_terms("es",
                      "Espa\xC3\xB1"
                      "a",
                      "es", "espana");
    assert_same_terms("es", "informaci\xC3\xB3n", "es", "informacion");
    assert_same_terms("pt", "educa\xC3\xA7\xC3\xA3o", "pt", "educacao");
    assert_same_terms("fr", "premi\xC3\xA8re", "fr", "premiere");
    assert_same_terms("fr",
                      "s\xC3\xA9"
                      "curit\xC3\xA9",
                      "fr", "securite");
    assert_same_terms("de",
                      "Gr\xC3\xB6\xC3\x9F"
                      "en",
                      "de", "Grossen");
    assert_same_terms("ru", "\xD0\x81\xD0\xBB\xD0\xBA\xD0\xB8", "ru",
                      "\xD0\xB5\xD0\xBB\xD0\xBA\xD0\xB8");
}

static void hyphenated_words_are_words_side_by_side(void **state)
{
    (void)state;
    assert_same_terms("en", "US\xE2\x80\x91Ukraine", "en", "US-Ukraine");
    assert_same_terms("en", "US\xE2\x80\x90Ukraine", "en", "us ukraine");
    assert_terms("en", "28-point COVID-19", "28 point covid 19");
}

static void numbers_are_not_stemmed_and_lose_their_groups(void **state)
{
    (void)state;
    assert_terms("en", "$1.5bn 1,000 1.000 1'000 1000 0.125 1,00 12,345,678 28th 1990s",
                 "1.5bn 1000 1000 1000 1000 0.125 1,00 12345678 28th 1990s");
    assert_same_terms("ar", "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA5", "en", "2025");
}

static void handles_hashtags_and_links_give_their_words(void **state)
{
    (void)state;
    assert_same_terms("en", "#Ukraine", "en", "ukraine");
    assert_same_terms("en", "@sentdefender", "en", "sentdefender");
    assert_terms("en", "pic.twitter.com/cpylWd", "pic twitter com cpylwd");
}

static void words_are_stemmed_in_their_language(void **state)
{
    (void)state;
    assert_same_terms("en", "talks", "en", "talk");
    assert_same_terms("de",
                      "Gespr\xC3\xA4"
                      "che",
                      "de", "gespraches");
    assert_same_terms("fr", "n\xC3\xA9gociations", "fr", "n\xC3\xA9gociation");
    assert_same_terms("ru", "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB5", "ru",
                      "\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD1\x8B");
    assert_terms("", "talks", "talks");
    assert_terms("uk", "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB8",
                 "\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB8");
}

static void an_elision_is_found_however_the_query_was_cut(void **state)
{
    (void)state;
    ndx_analyser *analyser = ndx_analyser_new(NULL);
    ndx_buffer term = {0};
    assert_non_null(analyser);
    assert_true(ndx_analyser_term(analyser,
                                  NDX_SPAN("l\xE2\x80\x99"
                                           "accord"),
                                  0, language("fr"), &term, NULL));
    assert_string_equal(term.data, "accord");
    ndx_buffer_free(&term);
    ndx_analyser_free(analyser);
}

static void turkish_has_two_letters_i(void **state)
{
    (void)state;
    assert_same_terms("tr", "ISPARTA", "tr", "\xC4\xB1sparta");
    assert_same_terms("tr", "\xC4\xB0stanbul", "tr", "istanbul");
    assert_same_terms("tr", "\xC4\xB0stanbul", "en", "Istanbul");
}

static void arabic_words_lose_marks_and_articles(void **state)
{
    (void)state;
    assert_same_terms("ar", "\xD8\xA3\xD9\x8E\xD8\xAD\xD9\x92\xD9\x85\xD9\x8E\xD8\xAF", "ar",
                      "\xD8\xA7\xD8\xAD\xD9\x85\xD8\xAF");
    assert_same_terms("ar", "\xD8\xA7\xD9\x84\xD9\x83\xD8\xAA\xD8\xA7\xD8\xA8", "ar",
                      "\xD9\x83\xD8\xAA\xD8\xA7\xD8\xA8");
}

static void finnish_case_endings_behind_a_colon_go(void **state)
{
    (void)state;
    assert_same_terms("fi", "EU:n", "fi", "EU");
}

static void characters_of_spaceless_scripts_give_bigrams_only(void **state)
{
    (void)state;
    assert_terms("zh", "\xE8\x8E\xAB\xE6\x96\xAF\xE7\xA7\x91", "");
    ndx_buffer term = {0};
    assert_true(ndx_bigram_term(&term, NDX_SPAN("\xEF\xBD\xB1"),
                                NDX_SPAN("\xE8\x8E\xAB"))); /* half-width katakana */
    assert_string_equal(term.data, "\xE3\x82\xA2\xE8\x8E\xAB");
    ndx_buffer_free(&term);
}

static void every_stemmer_of_the_table_exists(void **state)
{
    (void)state;
    ndx_analyser *analyser = ndx_analyser_new(NULL);
    assert_non_null(analyser);
    for (size_t i = 0; i < ndx_language_count(); i++) {
        ndx_buffer term = {0};
        ndx_error error = {0};
        if (!ndx_analyser_term(analyser, NDX_SPAN("moscow"), NDX_TOKEN_ASCII, (ndx_language)i,
                               &term, &error))
            fail_msg("%s: %s", ndx_language_describe((ndx_language)i)->name, error.message);
        assert_true(term.size > 0);
        ndx_buffer_free(&term);
    }
    ndx_analyser_free(analyser);
}

static void every_stemmer_of_libxapian_has_a_language(void **state)
{
    (void)state;
    static const char *const left_out[] = {"lovins", "porter", "earlyenglish", "german2",
                                           "kraaij_pohlmann"};
    xc_string names = {0};
    assert_int_equal(xc_stemmer_languages(&names, NULL), XC_OK);
    for (char *name = strtok(names.data, " "); name; name = strtok(NULL, " ")) {
        bool found = false;
        for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
            found = found || strcmp(left_out[i], name) == 0;
        for (size_t i = 0; i < ndx_language_count(); i++) {
            const char *stemmer = ndx_language_describe((ndx_language)i)->stemmer;
            found = found || (stemmer && strcmp(stemmer, name) == 0);
        }
        if (!found)
            fail_msg("the stemmer %s belongs to no language", name);
    }
    xc_string_free(&names);
}

/* Whatever comes in: no NUL, no overlong term, no failure, something for every word. */
static void terms_are_bounded_and_never_empty(void **state)
{
    (void)state;
    random_source source = {5};
    ndx_analyser *analyser = ndx_analyser_new(NULL);
    assert_non_null(analyser);
    static const uint32_t wide[] = {0xFDFA, 0x10400, 0x1E9E, 0x0390, 0xFB03, 0x0130,
                                    0x0149, 0x0301,  'a',    '\'',   0,      0x3300};
    for (unsigned round = 0; round < 30000; round++) {
        char text[256];
        size_t size = 0;
        uint32_t length = 1 + random_below(&source, 64);
        for (uint32_t i = 0; i < length; i++)
            size += ndx_utf8_encode(round % 2 ? wide[random_below(&source, 12)]
                                              : random_below(&source, 0x30000),
                                    text + size);
        if (round % 7 == 0)
            text[random_below(&source, (uint32_t)size + 1) % sizeof text] =
                (char)random_below(&source, 256);
        if (!size)
            continue;
        ndx_buffer term = {0};
        ndx_error error = {0};
        uint8_t flags = (uint8_t)(random_below(&source, 64) & ~(unsigned)NDX_TOKEN_NGRAM);
        ndx_language code = (ndx_language)random_below(&source, (uint32_t)ndx_language_count());
        if (!ndx_analyser_term(analyser, ndx_span_make(text, size), flags, code, &term, &error))
            fail_msg("%s", error.message);
        assert_true(term.size <= NDX_LIMIT_TERM_BYTES - 2);
        assert_true(!term.size || !memchr(term.data, 0, term.size));
        ndx_buffer_free(&term);
    }
    ndx_analyser_free(analyser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(possessives_go),
        cmocka_unit_test(the_united_states_are_not_the_pronoun),
        cmocka_unit_test(accents_do_not_matter),
        cmocka_unit_test(hyphenated_words_are_words_side_by_side),
        cmocka_unit_test(numbers_are_not_stemmed_and_lose_their_groups),
        cmocka_unit_test(handles_hashtags_and_links_give_their_words),
        cmocka_unit_test(words_are_stemmed_in_their_language),
        cmocka_unit_test(an_elision_is_found_however_the_query_was_cut),
        cmocka_unit_test(turkish_has_two_letters_i),
        cmocka_unit_test(arabic_words_lose_marks_and_articles),
        cmocka_unit_test(finnish_case_endings_behind_a_colon_go),
        cmocka_unit_test(characters_of_spaceless_scripts_give_bigrams_only),
        cmocka_unit_test(every_stemmer_of_the_table_exists),
        cmocka_unit_test(every_stemmer_of_libxapian_has_a_language),
        cmocka_unit_test(terms_are_bounded_and_never_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
