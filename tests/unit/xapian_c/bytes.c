/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bytes.c - strings, numbers as values, stemmers, versions.
 */
#include "tests/unit/xapian_c/support.h"

#include <math.h>

static void a_string_is_reused_and_holds_any_bytes(void **state)
{
    (void)state;
    xc_string string = XC_STRING_EMPTY;
    MUST(xc_string_assign(&string, (xc_bytes){"a\0b", 3}, &problem));
    assert_int_equal(string.size, 3);
    assert_memory_equal(string.data, "a\0b\0", 4);
    const char *before = string.data;
    MUST(xc_string_assign(&string, B("shorter"), &problem));
    assert_ptr_equal(string.data, before);
    MUST(xc_string_assign(&string, (xc_bytes){NULL, 0}, &problem));
    assert_text(&string, "");
    xc_string_free(&string);
    assert_null(string.data);
}

static void a_string_can_be_assigned_part_of_itself(void **state)
{
    (void)state;
    xc_string string = XC_STRING_EMPTY;
    MUST(xc_string_assign(&string, B("Witkoff in Moscow"), &problem));
    MUST(xc_string_assign(&string, (xc_bytes){string.data + 11, 6}, &problem));
    assert_text(&string, "Moscow");
    xc_string_free(&string);
}

static void a_string_that_cannot_be_had_is_out_of_memory(void **state)
{
    (void)state;
    xc_string string = XC_STRING_EMPTY;
    MUST(xc_string_assign(&string, B("kept"), &problem));
    FAILS(XC_OUT_OF_MEMORY, "std::bad_alloc",
          xc_string_assign(&string, (xc_bytes){"x", SIZE_MAX - 1}, &problem));
    assert_text(&string, "kept");
    xc_string_free(&string);
}

static void numbers_sort_as_their_bytes(void **state)
{
    (void)state;
    const double numbers[] = {-INFINITY, -1e300, -20251202, -1,       -0.5,       0,    1e-9,
                              0.5,       1,      2,         20251202, 1764633600, 1e300};
    char before[XC_NUMBER_BYTES_MAX + 1] = "";
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char bytes[XC_NUMBER_BYTES_MAX + 1] = "";
        const size_t size = xc_number_serialise(numbers[i], bytes);
        assert_in_range(size, 0, XC_NUMBER_BYTES_MAX);
        if (i > 0)
            assert_true(memcmp(before, bytes, sizeof bytes) < 0);
        memcpy(before, bytes, sizeof bytes);
        assert_true(xc_number_unserialise((xc_bytes){bytes, size}) == numbers[i]);
    }
}

static void a_number_from_elsewhere_cannot_hurt(void **state)
{
    (void)state;
    char bytes[64];
    memset(bytes, 0xff, sizeof bytes);
    for (size_t size = 0; size <= sizeof bytes; size++)
        (void)xc_number_unserialise((xc_bytes){bytes, size});
}

static void words_are_stemmed_in_their_language(void **state)
{
    (void)state;
    xc_stemmer *stemmer = NULL;
    xc_bytes stem;
    xc_string text = XC_STRING_EMPTY;
    MUST(xc_stemmer_new("english", &stemmer, &problem));
    MUST(xc_stemmer_stem(stemmer, B("negotiations"), &stem, &problem));
    assert_bytes(stem, "negoti");
    MUST(xc_stemmer_get_stem(stemmer, B("envoys"), &text, &problem));
    assert_text(&text, "envoy");
    MUST(xc_stemmer_stem(stemmer, B(""), &stem, &problem));
    assert_bytes(stem, "");
    MUST(xc_stemmer_description(stemmer, &text, &problem));
    assert_text(&text, "Xapian::Stem(english)");
    xc_stemmer_free(stemmer);
    MUST(xc_stemmer_new("de", &stemmer, &problem));
    MUST(xc_stemmer_stem(stemmer, B("verhandlungen"), &stem, &problem));
    assert_bytes(stem, "verhandl");
    xc_stemmer_free(stemmer);
    MUST(xc_stemmer_new("none", &stemmer, &problem));
    MUST(xc_stemmer_stem(stemmer, B("verhandlungen"), &stem, &problem));
    assert_bytes(stem, "verhandlungen");
    xc_stemmer_free(stemmer);
    xc_string_free(&text);
}

static void every_language_of_the_list_has_a_stemmer(void **state)
{
    (void)state;
    xc_string languages = XC_STRING_EMPTY;
    unsigned count = 0;
    MUST(xc_stemmer_languages(&languages, &problem));
    for (char *rest = NULL, *name = strtok_r(languages.data, " ", &rest); name != NULL;
         name = strtok_r(NULL, " ", &rest)) {
        xc_stemmer *stemmer = NULL;
        MUST(xc_stemmer_new(name, &stemmer, &problem));
        xc_stemmer_free(stemmer);
        count++;
    }
    assert_in_range(count, 25, 100);
    xc_string_free(&languages);
}

static void a_language_without_stemmer_is_an_error(void **state)
{
    (void)state;
    xc_stemmer *stemmer = NULL;
    FAILS(XC_INVALID_ARGUMENT_ERROR, "InvalidArgumentError",
          xc_stemmer_new("klingon", &stemmer, &problem));
    assert_null(stemmer);
}

static void the_version_is_that_of_the_library(void **state)
{
    (void)state;
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", xc_version_major(), xc_version_minor(),
             xc_version_revision());
    assert_string_equal(xc_version(), text);
    assert_string_not_equal(xc_version_compiled(), "");
    assert_true(xc_version_at_least(1, 4, 22));
    assert_true(xc_version_at_least(xc_version_major(), xc_version_minor(), xc_version_revision()));
    assert_false(
        xc_version_at_least(xc_version_major(), xc_version_minor(), xc_version_revision() + 1));
    assert_false(xc_version_at_least(xc_version_major() + 1, 0, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_string_is_reused_and_holds_any_bytes),
        cmocka_unit_test(a_string_can_be_assigned_part_of_itself),
        cmocka_unit_test(a_string_that_cannot_be_had_is_out_of_memory),
        cmocka_unit_test(numbers_sort_as_their_bytes),
        cmocka_unit_test(a_number_from_elsewhere_cannot_hurt),
        cmocka_unit_test(words_are_stemmed_in_their_language),
        cmocka_unit_test(every_language_of_the_list_has_a_stemmer),
        cmocka_unit_test(a_language_without_stemmer_is_an_error),
        cmocka_unit_test(the_version_is_that_of_the_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
