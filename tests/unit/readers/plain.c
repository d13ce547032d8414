/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of plain text as articles (indexer/readers/plain.c, press_text.c, press_header.c). */
#include "unit/readers/reading.h"

static void check(const char *text, ndx_field field, const char *expected)
{
    one_article one = {0};
    read_one(&one, "a/b.txt", ndx_span_of(text));
    assert_string_equal(ndx_reading_format(one.reading), "text");
    assert_field(&one, field, expected);
    close_one(&one);
}

static void the_first_line_is_the_headline_and_the_rest_the_body(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a/b.txt", NDX_SPAN("\n\nTalks end\n\nOne para-\ngraph.\n\n  \t\nAnother.\n"));
    assert_field(&one, NDX_FIELD_HEADLINE, "Talks end");
    assert_origin(&one, NDX_FIELD_HEADLINE, "first line");
    assert_field(&one, NDX_FIELD_BODY, "One para- graph.\n\nAnother.");
    assert_field(&one, NDX_FIELD_BYLINE, "");
    assert_field(&one, NDX_FIELD_ID, "a/b.txt");
    assert_date(&one.article.date, "");
    close_one(&one);
}

static void a_wire_story_gives_every_field(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(
        &one, "a.txt",
        NDX_SPAN("BC-Ukraine-Talks, 3rd Ld-Writethru\n"
                 "Envoys meet in Moscow\n"
                 "By ANNA SMITH and Bob Ray, Associated Press\n"
                 "Published: 30 November 2025, 10:15 GMT | Updated: 1 December 2025, 09:00 GMT\n"
                 "\n"
                 "MOSCOW (AP) — The Kremlin said nothing.\n"
                 "\n"
                 "By early 2005 the net could have two names.\n"));
    assert_field(&one, NDX_FIELD_KEYWORDS, "BC-Ukraine-Talks, 3rd Ld-Writethru");
    assert_field(&one, NDX_FIELD_HEADLINE, "Envoys meet in Moscow");
    assert_field(&one, NDX_FIELD_BYLINE, "By ANNA SMITH and Bob Ray, Associated Press");
    assert_field(&one, NDX_FIELD_AUTHORS, "ANNA SMITH\nBob Ray");
    assert_field(&one, NDX_FIELD_DATE, "30 November 2025, 10:15 GMT");
    assert_date(&one.article.date, "2025-11-30T10:15Z");
    assert_date(&one.article.modified, "2025-12-01T09:00Z");
    assert_field(&one, NDX_FIELD_DATELINE, "MOSCOW (AP)");
    assert_field(&one, NDX_FIELD_SOURCE, "AP");
    assert_field(&one, NDX_FIELD_BODY,
                 "The Kremlin said nothing.\n\nBy early 2005 the net could have two names.");
    close_one(&one);
}

static void header_lines_at_the_top_fill_their_fields(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.txt",
             NDX_SPAN("Title: Das Treffen\nAutor: Hans Müller\nDatum: 30. November 2025\n"
                      "Quelle: Der Bote\nRessort: Politik\nSchlagwörter: Moskau, Kreml\n"
                      "URL: http://example.org/1\nLanguage: de\n\nDer Text.\n"));
    assert_field(&one, NDX_FIELD_HEADLINE, "Das Treffen");
    assert_field(&one, NDX_FIELD_AUTHORS, "Hans Müller");
    assert_date(&one.article.date, "2025-11-30");
    assert_field(&one, NDX_FIELD_SOURCE, "Der Bote");
    assert_field(&one, NDX_FIELD_SECTION, "Politik");
    assert_field(&one, NDX_FIELD_KEYWORDS, "Moskau\nKreml");
    assert_field(&one, NDX_FIELD_URL, "http://example.org/1");
    assert_field(&one, NDX_FIELD_LANGUAGE, "de");
    assert_field(&one, NDX_FIELD_BODY, "Der Text.");
    close_one(&one);
}

static void one_key_at_the_top_is_a_headline(void **state)
{
    (void)state;
    check("Source: Yermak to resign\n\nText.\n", NDX_FIELD_HEADLINE, "Source: Yermak to resign");
    check("Note: not a key\nof ours\n\nText.\n", NDX_FIELD_HEADLINE, "Note: not a key");
}

static void a_date_line_is_read_in_many_forms_and_leaves_the_body(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *expected;
    } cases[] = {
        {"Nov. 30, 2025", "2025-11-30"},
        {"Nov. 30, 2025, 6:52 p.m. EST", "2025-11-30T18:52-05:00"},
        {"23 November 2025 22:05 CET", "2025-11-23T22:05+01:00"},
        {"Published on 30 November 2025", "2025-11-30"},
        {"Posted: 2025-11-30", "2025-11-30"},
        {"Veröffentlicht am 30.11.2025, 10.15 Uhr", "2025-11-30T10:15"},
        {"Publié le 30/11/2025 à 10h15", "2025-11-30T10:15"},
        {"30 de noviembre de 2025", "2025-11-30"},
        {"Опубліковано: 30 листопада 2025 р., 10:15", "2025-11-30T10:15"},
        {"30 نوفمبر 2025", "2025-11-30"},
        {"2025年11月30日 10:15", "2025-11-30T10:15"},
        {"London, 30 November 2025", "2025-11-30"},
        {"30 November 2025 | Reuters", "2025-11-30"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        one_article one = {0};
        ndx_buffer text = {0};
        ndx_buffer_printf(&text, "A headline\n%s\n\nThe text.\n", cases[i].line);
        read_one(&one, "a.txt", ndx_buffer_span(&text));
        assert_date(&one.article.date, cases[i].expected);
        assert_field(&one, NDX_FIELD_BODY, "The text.");
        close_one(&one);
        ndx_buffer_free(&text);
    }
}

static void a_date_without_a_year_is_no_date(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.txt", NDX_SPAN("Talks\n\nKYIV, Nov 30 (Reuters) - The talks began.\n"));
    assert_date(&one.article.date, "");
    assert_field(&one, NDX_FIELD_DATELINE, "KYIV, Nov 30 (Reuters)");
    close_one(&one);
}

static void the_language_that_is_said_orders_day_and_month(void **state)
{
    (void)state;
    one_article one = {0};
    one.options.language = "en-US";
    read_one(&one, "a.txt", NDX_SPAN("Talks\n03/04/2025\n\nText.\n"));
    assert_date(&one.article.date, "2025-03-04");
    close_one(&one);
    one.options.language = "en-GB";
    read_one(&one, "a.txt", NDX_SPAN("Talks\n03/04/2025\n\nText.\n"));
    assert_date(&one.article.date, "2025-04-03");
    close_one(&one);
}

static void a_headline_wrapped_by_hand_is_joined(void **state)
{
    (void)state;
    check("CORRECTED - U.S., Ukrainian negotiators end day of Florida talks with\nmore work ahead\n"
          "By Dana Whitlow\n\nText.\n",
          NDX_FIELD_HEADLINE,
          "CORRECTED - U.S., Ukrainian negotiators end day of Florida talks with more work ahead");
    check("Headline\nbody begins small here\n\nText.\n", NDX_FIELD_HEADLINE, "Headline");
}

static void a_text_without_a_headline_has_none(void **state)
{
    (void)state;
    static const char wrapped[] =
        "This is a text that was wrapped at seventy columns by an old program, and\n"
        "its first line is not a headline at all because the sentence goes on over\n"
        "several lines until it comes to its end here, as prose does when there is\n"
        "no headline at its top.\n\nSecond paragraph.\n";
    static const char dated[] = "MOSCOW (AP) — The Kremlin said nothing.\n\nSecond paragraph.\n";
    ndx_buffer text = {0};
    check(wrapped, NDX_FIELD_HEADLINE, "");
    check(dated, NDX_FIELD_HEADLINE, "");
    check(dated, NDX_FIELD_BODY, "The Kremlin said nothing.\n\nSecond paragraph.");
    for (int i = 0; i < 21; i++)
        ndx_buffer_append_text(&text, "ten chars ");
    ndx_buffer_append_text(&text, "end.\n\nSecond.");
    check(text.data, NDX_FIELD_HEADLINE, "");
    ndx_buffer_free(&text);
    check("Only a headline", NDX_FIELD_HEADLINE, "Only a headline");
    check("Only a headline", NDX_FIELD_BODY, "");
}

static void a_standfirst_before_the_byline_stays_in_the_body(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.txt",
             NDX_SPAN("Talks\n\nBoth sides speak of progress\n\nBy Anna Smith\n\nText here.\n"));
    assert_field(&one, NDX_FIELD_BYLINE, "By Anna Smith");
    assert_field(&one, NDX_FIELD_BODY, "Both sides speak of progress\n\nText here.");
    close_one(&one);
}

static void a_note_of_the_editor_stays_and_the_dateline_behind_it_is_found(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(
        &one, "a.txt",
        NDX_SPAN(
            "Talks\n(Adds Trump\ncomment)\n\nMOSCOW (AP) — The Kremlin.\n\nKYIV (AP) — No.\n"));
    assert_field(&one, NDX_FIELD_DATELINE, "MOSCOW (AP)");
    assert_field(&one, NDX_FIELD_BODY, "(Adds Trump comment)\n\nThe Kremlin.\n\nKYIV (AP) — No.");
    close_one(&one);
}

static void a_signature_at_the_end_is_a_byline_if_there_is_no_other(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.txt", NDX_SPAN("Talks\n\nFirst.\n\nSecond.\n\n— Anna Smith\n"));
    assert_field(&one, NDX_FIELD_BYLINE, "— Anna Smith");
    assert_field(&one, NDX_FIELD_AUTHORS, "Anna Smith");
    assert_field(&one, NDX_FIELD_BODY, "First.\n\nSecond.");
    close_one(&one);
    read_one(&one, "a.txt", NDX_SPAN("Talks\nBy Bob Ray\n\nFirst.\n\n— Anna Smith\n"));
    assert_field(&one, NDX_FIELD_BYLINE, "By Bob Ray");
    assert_field(&one, NDX_FIELD_BODY, "First.\n\n— Anna Smith");
    close_one(&one);
}

static void without_blank_lines_each_sentence_line_is_a_paragraph(void **state)
{
    (void)state;
    check("Headline\nFirst sentence.\nSecond sentence.\nThird one.\n", NDX_FIELD_BODY,
          "First sentence.\n\nSecond sentence.\n\nThird one.");
    check("Headline\nA sentence that was\nWrapped at the margin so\nEach line is short.\n",
          NDX_FIELD_BODY, "A sentence that was Wrapped at the margin so Each line is short.");
    check("莫斯科会谈\n俄罗斯总统会见了特使。\n会谈持续五小时。\n", NDX_FIELD_BODY,
          "俄罗斯总统会见了特使。\n\n会谈持续五小时。");
}

static void line_ends_of_every_system_are_the_same(void **state)
{
    (void)state;
    check("Headline\r\nBy Anna Smith\r\n\r\nOne.\r\n\r\nTwo.\r\n", NDX_FIELD_BODY, "One.\n\nTwo.");
    check("Headline\rBy Anna Smith\r\rOne.\r\rTwo.\r", NDX_FIELD_BODY, "One.\n\nTwo.");
    check("\xEF\xBB\xBFHeadline\n\nOne.", NDX_FIELD_HEADLINE, "Headline");
}

/* Letters and digits of the input are all in some field, whatever the input. */
static void nothing_of_the_text_is_lost(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Talks\nBy Anna Smith, Staff\nNov. 30, 2025\nStandfirst here\n\nMOSCOW (AP) - "
        "Text.\n\nMore.\n",
        "Title: A\nDate: tomorrow\nAuthor: x\n\nBody\n",
        "By Anna Smith\nHeadline\nUpdated: Dec 1, 2025\nUpdated: Dec 2, 2025\nEnd\n",
        "Date: 1 May 2025\nDate: 2 May 2025\nText\n",
        "A\n\n\n\nB\n- C\n\n— Dana Lee",
        "BC-One\nBC-Two\nHead\nBy Anna Smith\nBy Bob Ray\nText.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        one_article one = {0};
        size_t in = 0;
        size_t out = 0;
        read_one(&one, "a.txt", ndx_span_of(texts[i]));
        /* the words of fields, counted by letters and digits; labels such as "Title:" are no loss
         */
        for (const char *at = texts[i]; *at; at++)
            in += (*at >= '0' && *at <= '9') ||
                  (ndx_ascii_lower(*at) >= 'a' && ndx_ascii_lower(*at) <= 'z');
        for (int f = NDX_FIELD_HEADLINE; f < NDX_FIELD_COUNT; f++) {
            ndx_span value = one.article.field[f];
            if (f == NDX_FIELD_AUTHORS) /* a part of the byline */
                continue;
            if (f == NDX_FIELD_SOURCE && one.article.field[NDX_FIELD_DATELINE].size)
                continue;
            for (size_t b = 0; b < value.size; b++)
                out += (value.data[b] >= '0' && value.data[b] <= '9') ||
                       (ndx_ascii_lower(value.data[b]) >= 'a' &&
                        ndx_ascii_lower(value.data[b]) <= 'z');
        }
        if (out + 30 < in || out > in)
            fail_msg("text %zu has %zu letters, its fields %zu", i, in, out);
        close_one(&one);
    }
}

static void binary_files_are_no_text(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
    } cases[] = {{"%PDF-1.4 hello hello", 20},
                 {"\x7F"
                  "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0",
                  16},
                 {"a\0\1\2\3b\0\1\2\3c\0\1\2\3", 15}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ndx_reading_options options = {0};
        ndx_error error = {0};
        assert_null(ndx_reading_open_memory(ndx_span_make(cases[i].bytes, cases[i].size),
                                            NDX_SPAN("x.txt"), &options, &error));
        assert_int_equal(error.code, NDX_ERROR_FORMAT);
        assert_non_null(strstr(error.message, "x.txt"));
    }
}

static void invalid_bytes_are_replaced_and_counted(void **state)
{
    (void)state;
    one_article one = {0};
    one.options.charset = "utf-8";
    read_one(&one, "a.txt", NDX_SPAN("Headline\n\nOne \xFF two \xC3( three é.\n"));
    assert_field(&one, NDX_FIELD_BODY, "One \xEF\xBF\xBD two \xEF\xBF\xBD( three é.");
    assert_int_equal(one.article.replaced_bytes, 2);
    close_one(&one);
}

static void the_bbc_articles_have_their_first_line_as_headline(void **state)
{
    (void)state;
    /* as the set has them */
    check("Apple laptop is 'greatest gadget'\n\nThe Apple Powerbook 100 has been chosen.\n \n"
          "The 1991 laptop was chosen.\n",
          NDX_FIELD_HEADLINE, "Apple laptop is 'greatest gadget'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_line_is_the_headline_and_the_rest_the_body),
        cmocka_unit_test(a_wire_story_gives_every_field),
        cmocka_unit_test(header_lines_at_the_top_fill_their_fields),
        cmocka_unit_test(one_key_at_the_top_is_a_headline),
        cmocka_unit_test(a_date_line_is_read_in_many_forms_and_leaves_the_body),
        cmocka_unit_test(a_date_without_a_year_is_no_date),
        cmocka_unit_test(the_language_that_is_said_orders_day_and_month),
        cmocka_unit_test(a_headline_wrapped_by_hand_is_joined),
        cmocka_unit_test(a_text_without_a_headline_has_none),
        cmocka_unit_test(a_standfirst_before_the_byline_stays_in_the_body),
        cmocka_unit_test(a_note_of_the_editor_stays_and_the_dateline_behind_it_is_found),
        cmocka_unit_test(a_signature_at_the_end_is_a_byline_if_there_is_no_other),
        cmocka_unit_test(without_blank_lines_each_sentence_line_is_a_paragraph),
        cmocka_unit_test(line_ends_of_every_system_are_the_same),
        cmocka_unit_test(nothing_of_the_text_is_lost),
        cmocka_unit_test(binary_files_are_no_text),
        cmocka_unit_test(invalid_bytes_are_replaced_and_counted),
        cmocka_unit_test(the_bbc_articles_have_their_first_line_as_headline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
