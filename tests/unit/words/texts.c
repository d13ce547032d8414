/* SPDX-License-Identifier: GPL-2.0-or-later */
/* records.c - tests of the article record: its bytes, and the text that comes back from its
 * numbers. */
#include "unit/unit.h"

#include "support.h"

/* ---- the bytes ---- */

static ndx_record full_record(void)
{
    ndx_record r = {.serial = 70000,
                    .document = 300,
                    .update = 69999,
                    .words_name = "abcde",
                    .language = 1,
                    .language_detected = true,
                    .source = 5,
                    .version = 9,
                    .language_text = 1,
                    .path_atom = 0};
    r.date = (ndx_date){2025, 11, 30, 10, 15, 7, NDX_PRECISION_FRACTION, 123000000, -210, true};
    r.modified = (ndx_date){2025, 12, 1, 0, 0, 0, NDX_PRECISION_MONTH, 0, 0, false};
    r.id = NDX_SPAN("archive/one.json#12");
    r.path = NDX_SPAN("archive/one.json");
    r.url = NDX_SPAN("https://example.com/one");
    r.date_text = NDX_SPAN("Sunday, 30 November");
    r.modified_text = NDX_SPAN("December");
    r.atoms_section = NDX_SPAN("\x01\x02");
    r.atoms_keywords = NDX_SPAN("\x03");
    r.atoms_authors = NDX_SPAN("\x04\x05\x06");
    r.modified.day = 1;
    for (int i = 0; i < NDX_FIELD_COUNT; i++)
        r.origin[i] = (uint32_t)i * 100;
    for (int i = 0; i < NDX_TEXT_COUNT; i++) {
        r.code[i] = NDX_SPAN("\x01\x02\x03\x04");
        r.word_count[i] = (uint32_t)i + 1;
    }
    return r;
}

static ndx_record round_trip(const ndx_record *record, ndx_buffer *bytes)
{
    ndx_record back;
    ndx_error error = {0};
    ndx_buffer_clear(bytes);
    assert_true(ndx_record_append(bytes, record, &error));
    if (!ndx_record_read(ndx_buffer_span(bytes), &back, &error))
        fail_msg("%s", error.message);
    return back;
}

static void a_record_with_nothing_but_an_id_comes_back_and_is_short(void **state)
{
    (void)state;
    ndx_buffer bytes = {0};
    const ndx_record record = {.serial = 1, .update = 1, .id = NDX_SPAN("a")};
    const ndx_record back = round_trip(&record, &bytes);
    assert_true(ndx_span_equal(back.id, record.id));
    assert_true(bytes.size <= 16);
    ndx_buffer_free(&bytes);
}

static void every_precision_of_a_date_comes_back(void **state)
{
    (void)state;
    static const char *const dates[] = {"0001",
                                        "9999",
                                        "2025-11",
                                        "2025-02-28",
                                        "2024-02-29T23",
                                        "2025-11-30T10:15",
                                        "2025-11-30T10:15:59Z",
                                        "2016-12-31T23:59:60Z",
                                        "2025-11-30T10:15:59.25+05:45",
                                        "1969-12-31T00:00-11:30"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        ndx_buffer bytes = {0};
        ndx_record record = {.id = NDX_SPAN("a")};
        assert_true(ndx_date_from_iso(ndx_span_of(dates[i]), &record.date));
        const ndx_record back = round_trip(&record, &bytes);
        assert_memory_equal(&record.date, &back.date, sizeof back.date);
        ndx_buffer_free(&bytes);
    }
}

static void the_address_stands_first(void **state)
{
    (void)state;
    ndx_buffer bytes = {0};
    const ndx_record record = full_record();
    uint64_t serial = 0;
    uint32_t document = 0;
    (void)round_trip(&record, &bytes);
    assert_true(ndx_record_address(ndx_span_make(bytes.data, 5), &serial, &document));
    assert_int_equal(serial, 70000);
    assert_int_equal(document, 300);
    assert_false(ndx_record_address(ndx_span_make(bytes.data, 3), &serial, &document));
    ndx_buffer_free(&bytes);
}

static void another_version_is_named(void **state)
{
    (void)state;
    ndx_buffer bytes = {0};
    const ndx_record record = {.id = NDX_SPAN("a")};
    ndx_record back;
    ndx_error error = {0};
    (void)round_trip(&record, &bytes);
    bytes.data[2] = 77; /* behind two varints of a byte each */
    assert_false(ndx_record_read(ndx_buffer_span(&bytes), &back, &error));
    assert_int_equal(error.code, NDX_ERROR_VERSION);
    assert_non_null(strstr(error.message, "77"));
    ndx_buffer_free(&bytes);
}

static void a_cut_record_is_damaged_wherever_it_is_cut_before_the_body(void **state)
{
    (void)state;
    ndx_buffer bytes = {0};
    const ndx_record record = full_record();
    (void)round_trip(&record, &bytes);
    for (size_t size = 0; size + 5 < bytes.size; size++) {
        ndx_record back;
        ndx_error error = {0};
        char *cut = malloc(size + 1); /* of its own size: the sanitizer sees a read beyond */
        memcpy(cut, bytes.data, size);
        assert_false(ndx_record_read(ndx_span_make(cut, size), &back, &error));
        assert_int_equal(error.code, NDX_ERROR_CORRUPT);
        free(cut);
    }
    ndx_buffer_free(&bytes);
}

/* ---- text ---- */

static void assert_texts_come_back(const ndx_span *texts, size_t count, ndx_language language)
{
    library_state library = {0};
    ndx_error error = {0};
    for (size_t i = 0; i < count; i++) {
        const ndx_span text[NDX_TEXT_COUNT] = {{0}, {0}, {0}, texts[i]};
        assert_true(library_add(&library, text, language));
    }
    if (!library_finish(&library, &error))
        fail_msg("%s", error.message);
    for (size_t i = 0; i < count; i++) {
        ndx_buffer back = {0};
        ndx_buffer shown = {0};
        ndx_arena arena = {0};
        ndx_text_word *words = NULL;
        size_t word_count = 0;
        if (!ndx_record_text(library.list, &library.record[i], NDX_TEXT_BODY, &back, &error))
            fail_msg("%s", error.message);
        assert_true(ndx_span_equal(ndx_buffer_span(&back), texts[i]));
        assert_true(ndx_record_text_words(library.list, &library.record[i], NDX_TEXT_BODY, &arena,
                                          &shown, &words, &word_count, &error));
        assert_true(ndx_span_equal(ndx_buffer_span(&shown), texts[i]));
        assert_int_equal(word_count, library.record[i].word_count[NDX_TEXT_BODY]);
        for (size_t k = 0; k < word_count; k++) {
            const ndx_word *word = NULL;
            assert_true(ndx_words_get(library.list, words[k].number, &word, NULL));
            assert_true(
                ndx_span_equal(word->surface, ndx_span_make(shown.data + words[k].begin,
                                                            words[k].end - words[k].begin)));
            assert_int_equal(words[k].position,
                             ndx_record_field_start(&library.record[i], NDX_TEXT_BODY) +
                                 (uint32_t)k);
        }
        ndx_arena_free(&arena);
        ndx_buffer_free(&back);
        ndx_buffer_free(&shown);
    }
    library_free(&library);
}

static void awkward_texts_come_back_byte_for_byte(void **state)
{
    (void)state;
    const ndx_span texts[] = {
        NDX_SPAN(""),
        NDX_SPAN("word"),
        NDX_SPAN("..."),
        NDX_SPAN("\"Quoted,\" he said. U.S. troops left; $1.5bn gone."),
        NDX_SPAN("One paragraph.\n\nAnother \xE2\x80\x94 with a dash."),
        NDX_SPAN(
            "US\xE2\x80\x91Ukraine, Zelenskyy\xE2\x80\x99s, caf\xC3\xA9, Z\xC3\xBCrich, STRASSE"),
        NDX_SPAN("\xE8\x8E\xAB\xE6\x96\xAF\xE7\xA7\x91\xEF\xBC\x8C\xE8\xB0\x88\xE5\x88\xA4 2025"),
        NDX_SPAN("end.The next; e-mail a@b.org, pic.twitter.com/cpylWd #Ukraine @sentdefender"),
        NDX_SPAN("\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0 "
                 "\xD0\xBC\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD1\x8B"),

    };
    assert_texts_come_back(texts, sizeof texts / sizeof *texts,
                           ndx_language_from_code(NDX_SPAN("en")));
}

static void an_overlong_word_and_an_overlong_separator_come_back(void **state)
{
    (void)state;
    ndx_buffer letters = {0};
    ndx_buffer dashes = {0};
    for (int i = 0; i < 10000; i++) {
        ndx_buffer_append_text(&letters, i % 3 ? "a" : "\xC3\xA9");
        ndx_buffer_append_text(&dashes, "-*");
    }
    ndx_buffer_append_text(&dashes, "end");
    const ndx_span texts[] = {ndx_buffer_span(&letters), ndx_buffer_span(&dashes)};
    assert_texts_come_back(texts, 2, ndx_language_from_code(NDX_SPAN("en")));
    ndx_buffer_free(&letters);
    ndx_buffer_free(&dashes);
}

static void random_texts_come_back_byte_for_byte(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",
                                         "The",
                                         "war",
                                         " ",
                                         " ",
                                         " ",
                                         ". ",
                                         ", ",
                                         "-",
                                         "'",
                                         "\n\n",
                                         "1",
                                         ".",
                                         "\xC3\xA9",
                                         "\xE4\xB8\xAD",
                                         "\xE2\x80\x99",
                                         "\xCC\x81",
                                         "\xF0\x9F\x98\x80",
                                         "$"};
    enum { TEXTS = 400 };
    ndx_buffer text[TEXTS] = {{0}};
    ndx_span texts[TEXTS];
    dice_state dice = {7};
    for (int i = 0; i < TEXTS; i++) {
        uint32_t length = roll(&dice, 60);
        for (uint32_t k = 0; k < length;
             k++) { /* in the normal form: no two spaces, none at the ends */
            const char *piece = pieces[roll(&dice, sizeof pieces / sizeof *pieces)];
            bool space = text[i].size == 0 || strchr(" \n", text[i].data[text[i].size - 1]);
            if (!(space && strchr(" \n", *piece)))
                ndx_buffer_append_text(&text[i], piece);
        }
        while (text[i].size && strchr(" \n", text[i].data[text[i].size - 1]))
            text[i].size--;
        texts[i] = ndx_buffer_span(&text[i]);
    }
    assert_texts_come_back(texts, TEXTS, ndx_language_from_code(NDX_SPAN("en")));
    for (int i = 0; i < TEXTS; i++)
        ndx_buffer_free(&text[i]);
}

static void a_window_of_words_is_a_part_of_the_text(void **state)
{
    (void)state;
    library_state library = {0};
    const ndx_span body = NDX_SPAN("One two, three. Four \"five\" six\n\nseven.");
    const ndx_span text[NDX_TEXT_COUNT] = {{0}, {0}, {0}, body};
    assert_true(library_add(&library, text, 1) && library_finish(&library, NULL));
    for (size_t first = 0; first < 8; first++)
        for (size_t count = 0; count < 9; count++) {
            ndx_arena arena = {0};
            ndx_buffer window = {0};
            ndx_text_word *words = NULL;
            size_t got = 0;
            assert_true(ndx_record_window(library.list, library.record, NDX_TEXT_BODY, first, count,
                                          SIZE_MAX, &arena, &window, &words, &got, NULL));
            assert_int_equal(got, first >= 7 ? 0 : 7 - first < count ? 7 - first : count);
            if (window.size)
                assert_non_null(strstr(body.data, window.data));
            ndx_buffer_free(&window);
            ndx_arena_free(&arena);
        }
    library_free(&library);
}

static void a_window_of_characters_ends_with_the_word_that_is_too_much(void **state)
{
    (void)state;
    library_state library = {0};
    const ndx_span body = NDX_SPAN("\"\xC3\xA9t\xC3\xA9 two, three. Four \"five\" six\n\nseven.");
    const ndx_span text[NDX_TEXT_COUNT] = {{0}, {0}, {0}, body};
    const struct {
        size_t characters, words;
        const char *text;
    } cases[] = {
        {0, 2, "\"\xC3\xA9t\xC3\xA9 two"},
        {7, 2, "\"\xC3\xA9t\xC3\xA9 two"},
        {8, 3, "\"\xC3\xA9t\xC3\xA9 two, three"},
        {15, 4, "\"\xC3\xA9t\xC3\xA9 two, three. Four"},
        {1000, 7, body.data},
    };
    assert_true(library_add(&library, text, 1) && library_finish(&library, NULL));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ndx_arena arena = {0};
        ndx_buffer window = {0};
        ndx_text_word *words = NULL;
        size_t got = 0;
        assert_true(ndx_record_window(library.list, library.record, NDX_TEXT_BODY, 0, 100,
                                      cases[i].characters, &arena, &window, &words, &got, NULL));
        assert_int_equal(got, cases[i].words);
        assert_string_equal(window.data, cases[i].text);
        ndx_buffer_free(&window);
        ndx_arena_free(&arena);
    }
    library_free(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_with_nothing_but_an_id_comes_back_and_is_short),
        cmocka_unit_test(every_precision_of_a_date_comes_back),
        cmocka_unit_test(the_address_stands_first),
        cmocka_unit_test(another_version_is_named),
        cmocka_unit_test(a_cut_record_is_damaged_wherever_it_is_cut_before_the_body),
        cmocka_unit_test(awkward_texts_come_back_byte_for_byte),
        cmocka_unit_test(an_overlong_word_and_an_overlong_separator_come_back),
        cmocka_unit_test(random_texts_come_back_byte_for_byte),
        cmocka_unit_test(a_window_of_words_is_a_part_of_the_text),
        cmocka_unit_test(a_window_of_characters_ends_with_the_word_that_is_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
