/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/date_text.h and the table of words behind it. */
#include "unit/unit.h"

#include "indexer/readers/date_words.h"
#include "newsdex/utf8.h"

typedef struct date_case {
    const char *text;
    const char *language;
    const char *expected; /* ISO 8601 with precision and zone; "": no date */
} date_case;

static void check_text(const char *text, const char *language, ndx_day_order order,
                       const char *expected)
{
    ndx_date date;
    ndx_buffer iso = {0};
    bool found = ndx_date_from_text(ndx_span_of(text), ndx_span_of(language), order, &date);
    assert_true(ndx_date_append_iso(&iso, &date));
    assert_int_equal(found, iso.size > 0);
    if (strcmp(iso.size ? iso.data : "", expected) != 0)
        fail_msg("\"%s\" (%s) is read as \"%s\", not \"%s\"", text, language,
                 iso.size ? iso.data : "", expected);
    ndx_buffer_free(&iso);
}

static void check_all(const date_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_text(cases[i].text, cases[i].language, NDX_DAY_ORDER_BY_LANGUAGE, cases[i].expected);
}

#define CHECK_ALL(cases) check_all((cases), sizeof(cases) / sizeof *(cases))

/* ---- whole strings ---- */

static void dates_of_feeds_are_read_with_their_zones(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"Sun, 30 Nov 2025 10:15:00 +0200", "", "2025-11-30T10:15:00+02:00"},
        {"Sun, 30 Nov 2025 10:15:00 GMT", "", "2025-11-30T10:15:00Z"},
        {"Sun, 30 Nov 2025 10:15:00 -0000", "", "2025-11-30T10:15:00Z"},
        {"30 Nov 2025 10:15 EST", "", "2025-11-30T10:15-05:00"},
        {"Sun, 30 Nov 25 10:15 EST", "", "2025-11-30T10:15-05:00"},
        {"01 Jan 75 10:15 GMT", "", "1975-01-01T10:15Z"},
        {"Sunday, 30-Nov-25 10:15:00 GMT", "", "2025-11-30T10:15:00Z"},
        {"Sun Nov 30 10:15:00 2025", "", "2025-11-30T10:15:00"},
        {"Sun Nov 30 10:15:00 CET 2025", "", "2025-11-30T10:15:00+01:00"},
        {"Sun Nov 30 10:15:00 +0000 2025", "", "2025-11-30T10:15:00Z"},
        {"Sun Nov 30 2025 10:15:00 GMT+0200 (EET)", "", "2025-11-30T10:15:00+02:00"},
        {"Sun Nov 30 2025 10:15:00 GMT+0200 (Eastern European Standard Time)", "",
         "2025-11-30T10:15:00+02:00"},
        {"Sun, 30 Nov 2025 10:15:00 Etc/GMT", "", "2025-11-30T10:15:00Z"},
        {"Sun, 2025/11/30 10:15:00 EDT", "", "2025-11-30T10:15:00-04:00"},
        {"2025-11-30T10:15:00.000+0000", "", "2025-11-30T10:15:00.0Z"},
        {"20251130T101500Z", "", "2025-11-30T10:15:00Z"},
        {"2025-11-30 10:15:00 UTC", "", "2025-11-30T10:15:00Z"},
        {"2025-334", "", "2025-11-30"},
        {"2025334", "", "2025-11-30"},
        {"2025-W48-7", "", "2025-11-30"},
        {"2020-W53-5", "", "2021-01-01"},
        {"251130", "", "2025-11-30"},
        {"-25-11", "", "2025-11"},
        {"2004-05-25 오후 11:23:17", "", "2004-05-25T23:23:17+09:00"},
        {"1764497700", "", "2025-11-30T10:15:00Z"},
        {"1764497700500", "", "2025-11-30T10:15:00.5Z"},
        {"20251130101530", "", "2025-11-30T10:15:30"},
    };
    CHECK_ALL(cases);
}

static void dates_in_english_words_are_read(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"November 30, 2025", "en", "2025-11-30"},
        {"Nov. 30th, 2025", "en", "2025-11-30"},
        {"30 November 2025", "en", "2025-11-30"},
        {"the 3rd of September, 1939", "en", "1939-09-03"},
        {"Sunday, Nov 30, 2025 at 10:15 a.m.", "en", "2025-11-30T10:15"},
        {"Nov. 30, 2025, 6:52 p.m. EST", "en", "2025-11-30T18:52-05:00"},
        {"2:21 p.m., December 11, 2014", "en", "2014-12-11T14:21"},
        {"noon on November 30, 2025", "en", "2025-11-30T12"},
        {"midnight, November 30, 2025", "en", "2025-11-30T00"},
        {"November 30, 2025 12:05 am", "en", "2025-11-30T00:05"},
        {"November 30, 2025 at 11 am", "en", "2025-11-30T11"},
        {"November 2025", "en", "2025-11"},
        {"  Nov 30,  2025  ", "en", "2025-11-30"},
    };
    CHECK_ALL(cases);
}

static void a_month_of_every_language_is_read_in_a_date(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"Sonntag, 30. November 2025 um 10:15 Uhr MEZ", "de", "2025-11-30T10:15+01:00"},
        {"30. November 2025, 10.15 Uhr", "de", "2025-11-30T10:15"},
        {"10. Jänner 2012", "de", "2012-01-10"},
        {"le 30 novembre 2025 à 10h15", "fr", "2025-11-30T10:15"},
        {"1er décembre 2025", "fr", "2025-12-01"},
        {"24 mars 2012 à 15 h 10", "fr", "2012-03-24T15:10"},
        {"30 de noviembre de 2025 a las 10:15 p. m.", "es", "2025-11-30T22:15"},
        {"30 de novembro de 2025 às 22h15", "pt", "2025-11-30T22:15"},
        {"domenica 30 novembre 2025, ore 10.15", "it", "2025-11-30T10:15"},
        {"l'11 novembre 2025", "it", "2025-11-11"},
        {"zo 30 nov 2025 10:15 uur", "nl", "2025-11-30T10:15"},
        {"30 november 2025 kl. 10.15", "sv", "2025-11-30T10:15"},
        {"30. marraskuuta 2025 klo 10.15", "fi", "2025-11-30T10:15"},
        {"30. nóvember 2025", "is", "2025-11-30"},
        {"30 listopada 2025, godz. 10:15", "pl", "2025-11-30T10:15"},
        {"30. listopadu 2025 v 10:15", "cs", "2025-11-30T10:15"},
        {"30. listopada 2025.", "hr", "2025-10-30"},
        {"30. novembar 2025.", "sr", "2025-11-30"},
        {"30 noiembrie 2025, ora 10:15", "ro", "2025-11-30T10:15"},
        {"2025. november 30., vasárnap 10:15", "hu", "2025-11-30T10:15"},
        {"2025. gada 30. novembris", "lv", "2025-11-30"},
        {"2025 m. lapkričio 30 d.", "lt", "2025-11-30"},
        {"30 ноември 2025", "bg", "2025-11-30"},
        {"30 ноября 2025 года, 10:15 мск", "ru", "2025-11-30T10:15+03:00"},
        {"30 листопада 2025 р. о 10:15", "uk", "2025-11-30T10:15"},
        {"5 жніўня 2015 года у 13:34", "be", "2015-08-05T13:34"},
        {"Κυριακή 30 Νοεμβρίου 2025, 10:15 μ.μ.", "el", "2025-11-30T22:15"},
        {"30 Kasım 2025 Pazar, 10:15", "tr", "2025-11-30T10:15"},
        {"30 noyabr 2025", "az", "2025-11-30"},
        {"2025 жылғы 30 қараша", "kk", "2025-11-30"},
        {"2015 წლის 14 აპრილს", "ka", "2015-04-14"},
        {"30 בנובמבר 2025", "he", "2025-11-30"},
        {"رويترز", "ar", ""},
        {"30 نوفمبر 2025", "ar", "2025-11-30"},
        {"٣٠ نوفمبر ٢٠٢٥", "ar", "2025-11-30"},
        {"30 تشرين الثاني 2025", "ar", "2025-11-30"},
        {"الأحد 30 نوفمبر/تشرين الثاني 2025", "ar", "2025-11-30"},
        {"یکشنبه ۹ آذر ۱۴۰۴", "fa", "2025-11-30"},
        {"रविवार, 30 नवम्बर 2025, सुबह 10:15 बजे", "hi", "2025-11-30T10:15"},
        {"19 ফেব্রুয়ারী 2013 সাল 09:10", "bn", "2013-02-19T09:10"},
        {"30 நவம்பர் 2025", "ta", "2025-11-30"},
        {"วันที่ 30 พฤศจิกายน พ.ศ. 2568 เวลา 10.15 น.", "th", "2025-11-30T10:15"},
        {"Chủ nhật, ngày 30 tháng 11 năm 2025", "vi", "2025-11-30"},
        {"Tháng Mười Hai 29, 2013", "vi", "2013-12-29"},
        {"Minggu, 30 November 2025 pukul 10.15 WIB", "id", "2025-11-30T10:15+07:00"},
        {"2025年11月30日（日）10時15分", "ja", "2025-11-30T10:15"},
        {"令和7年11月30日", "ja", "2025-11-30"},
        {"令和元年5月1日", "ja", "2019-05-01"},
        {"2025년 11월 30일 오후 3시 15분", "ko", "2025-11-30T15:15"},
        {"2025年11月30日晚8:00", "zh", "2025-11-30T20:00"},
        {"二〇二五年十一月三十日", "zh", "2025-11-30"},
        {"２０２５年１１月３０日", "ja", "2025-11-30"},
        {"30 d'abril de 2025", "ca", "2025-04-30"},
        {"2025eko azaroaren 30a", "eu", "2025-11-30"},
        {"1 Bealtaine 2025", "ga", "2025-05-01"},
        {"12 Hydref 2025", "cy", "2025-10-12"},
        {"30 qershor 2025", "sq", "2025-06-30"},
        {"30 Novemba 2025", "sw", "2025-11-30"},
    };
    CHECK_ALL(cases);
    /* and the same without being told the language, where no word means two things */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(cases[i].language, "hr") != 0)
            check_text(cases[i].text, "", NDX_DAY_ORDER_BY_LANGUAGE, cases[i].expected);
}

static void a_months_name_that_means_two_months_follows_its_company(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"čtv 14. lis 2013", "", "2013-11-14"},  {"14. lis 2013", "hr", "2013-10-14"},
        {"14 lis 2013", "pl", "2013-11-14"},     {"pet, srp 18., 2014", "hr", "2014-07-18"},
        {"mar 3 mars 2015", "fr", "2015-03-03"},
    };
    CHECK_ALL(cases);
}

static void the_order_of_day_and_month_follows_the_language(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"03/04/2025", "en", "2025-03-04"},    {"03/04/2025", "en-US", "2025-03-04"},
        {"03/04/2025", "en-GB", "2025-04-03"}, {"03/04/2025", "en-AU", "2025-04-03"},
        {"03/04/2025", "fr", "2025-04-03"},    {"03/04/2025", "", "2025-04-03"},
        {"03.04.2025", "en", "2025-04-03"},    {"13/04/2025", "en", "2025-04-13"},
        {"04/13/2025", "fr", "2025-04-13"},    {"2025/04/03", "fr", "2025-04-03"},
        {"2024/13/1", "en", "2024-01-13"},
    };
    CHECK_ALL(cases);
    check_text("03/04/2025", "en", NDX_DAY_FIRST, "2025-04-03");
    check_text("03/04/2025", "fr", NDX_MONTH_FIRST, "2025-03-04");
}

static void the_first_day_of_a_range_is_the_date(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"10 - 22 August 2012", "en", "2012-08-10"},
        {"August 10 - 22, 2012", "en", "2012-08-10"},
        {"10 August - 12 September 2013", "en", "2013-08-10"},
    };
    CHECK_ALL(cases);
}

static void a_weekday_decides_between_two_orders(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"Thursday 03/04/2025", "en", "2025-04-03"}, /* 3 April 2025 was a Thursday */
        {"Tuesday 03/04/2025", "en", "2025-03-04"},
        {"martes 03/04/2025", "es", "2025-03-04"},
    };
    CHECK_ALL(cases);
}

static void what_the_text_does_not_say_is_not_in_the_date(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"Nov 30", "en", ""},     {"November 30", "en", ""},
        {"30 ноября", "ru", ""},  {"Monday", "en", ""},
        {"10:15", "en", ""},      {"yesterday", "en", ""},
        {"2 days ago", "en", ""}, {"", "en", ""},
        {"Smith 2025", "en", ""}, {"30", "en", ""},
        {"11 30", "en", ""},      {"5 p.m.", "en", ""},
        {"11月30日", "zh", ""},
    };
    CHECK_ALL(cases);
}

static void days_that_do_not_exist_are_no_dates(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"31 February 2025", "en", ""}, {"2025-13-45", "", ""},   {"29 February 2025", "en", ""},
        {"32/01/2025", "en", ""},       {"0 May 2025", "en", ""}, {"30 February 2024", "en", ""},
    };
    CHECK_ALL(cases);
    check_text("29 February 2024", "en", NDX_DAY_ORDER_BY_LANGUAGE, "2024-02-29");
}

static void years_of_other_eras_are_not_taken_for_common_ones(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"14/09/1436", "ar", ""},
        {"30 พฤศจิกายน 2568", "th", "2025-11-30"},
        {"22 พฤษภาคม 2012", "th", "2012-05-22"},
        {"1404/09/09", "fa", "2025-11-30"},
        {"1 فروردین 1375", "fa", "1996-03-20"},
        {"30 اسفند 1399", "fa", "2021-03-20"},
        {"1 فروردین 1404", "fa", "2025-03-21"},
    };
    CHECK_ALL(cases);
}

static void an_american_zone_follows_summer_time(void **state)
{
    (void)state;
    static const date_case cases[] = {
        {"July 4, 2025 at 9:05 PM ET", "en", "2025-07-04T21:05-04:00"},
        {"Dec. 4, 2025 at 9:05 PM ET", "en", "2025-12-04T21:05-05:00"},
        {"March 20, 2006 9:05 PM PT", "en", "2006-03-20T21:05-08:00"},
        {"March 20, 2007 9:05 PM PT", "en", "2007-03-20T21:05-07:00"},
        {"November 2, 2025 1:30 AM ET", "en",
         "2025-11-02T01:30"}, /* the day of change: not known */
    };
    CHECK_ALL(cases);
}

static void a_zones_name_that_several_zones_share_is_not_guessed(void **state)
{
    (void)state;
    check_text("30 Nov 2025 15:15 IST", "en", NDX_DAY_ORDER_BY_LANGUAGE, "2025-11-30T15:15");
    check_text("12 Feb 2015 8:30 PM ACT", "en", NDX_DAY_ORDER_BY_LANGUAGE, "2015-02-12T20:30");
}

static void other_words_around_one_date_are_borne_in_a_short_string_only(void **state)
{
    (void)state;
    ndx_date date;
    check_text("Published on 30 November 2025 in Moscow", "en", NDX_DAY_ORDER_BY_LANGUAGE,
               "2025-11-30");
    assert_false(ndx_date_from_whole_text(NDX_SPAN("Published on 30 November 2025 in Moscow"),
                                          NDX_SPAN("en"), NDX_DAY_ORDER_BY_LANGUAGE, &date));
    assert_true(ndx_date_from_whole_text(NDX_SPAN("on 30 November 2025"), NDX_SPAN("en"),
                                         NDX_DAY_ORDER_BY_LANGUAGE, &date));
}

/* ---- running text ---- */

static void check_found(const char *text, const char *language, const char *expected,
                        const char *expected_where)
{
    ndx_date date;
    ndx_span where;
    ndx_buffer iso = {0};
    bool found = ndx_date_find_in_text(ndx_span_of(text), ndx_span_of(language),
                                       NDX_DAY_ORDER_BY_LANGUAGE, &date, &where);
    assert_true(ndx_date_append_iso(&iso, &date));
    if (strcmp(iso.size ? iso.data : "", expected) != 0)
        fail_msg("in \"%s\" \"%s\" is found, not \"%s\"", text, iso.size ? iso.data : "", expected);
    assert_int_equal(found, *expected != 0);
    if (found && expected_where && !ndx_span_equal(where, ndx_span_of(expected_where)))
        fail_msg("in \"%s\" the date stands at \"%.*s\", not \"%s\"", text, NDX_SPAN_ARGS(where),
                 expected_where);
    ndx_buffer_free(&iso);
}

static void the_first_date_in_running_text_is_found_with_its_place(void **state)
{
    (void)state;
    check_found("Published on 30 November 2025 at 10:15 | Updated 1 December 2025", "en",
                "2025-11-30T10:15", "30 November 2025 at 10:15");
    check_found("He was born in 1965 and died on Nov. 30, 2025, in Moscow.", "en", "2025-11-30",
                "Nov. 30, 2025");
    check_found("Algo pasó el 10 de Agosto de 2012 10:12:59 pm", "es", "2012-08-10T22:12:59",
                "10 de Agosto de 2012 10:12:59 pm");
    check_found("主な株主（2012年９月3日現在）", "ja", "2012-09-03", NULL);
    check_found("(APA, 23.8.2015) 9. Lauf zur Rallye", "de", "2015-08-23", "23.8.2015");
    check_found("Опубліковано 30 листопада 2025, 10:15. Автор", "uk", "2025-11-30T10:15", NULL);
    check_found("<time>2025-11-30T10:15:00+02:00</time>", "", "2025-11-30T10:15:00+02:00",
                "2025-11-30T10:15:00+02:00");
    check_found("the 2024-2025 season. On 2 December 2025 talks began", "en", "2025-12-02", NULL);
}

static void what_only_looks_like_a_date_is_not_found(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Call +44 20 7946 0958 or 030-11-2025-7 now",
        "Version 10.12.2025.4 was released",
        "v10.12.2025",
        "ISBN 978-3-16-148410-0",
        "IBAN DE12 5001 0517 0648 4898 90",
        "they won 3-2, 6-4, 7-6 in the final",
        "192.168.12.2025",
        "at http://example.org/2025/11/30/story.html",
        "In May 2003, 12 men were arrested",
        "a fee of £16.5m in August 2001 was paid",
        "on Wednesday 19 January from 1930 on television",
        "at 2005 GMT on Saturday 12 February at 2005 GMT",
        "in November 2003. On December 13 they",
        "Chapter 12, March 2025",
        "Nov 30 (Reuters)",
        "12 of 2025 people in November",
        "a score of 10/12/25",
        "A4/12/2025x",
        "in 7.1.12.2025",
        "1,200 people in 2025",
        "Room 5 May 20",
        "2025",
        "",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_found(texts[i], "en", "", NULL);
}

static void a_date_does_not_reach_over_a_paragraph(void **state)
{
    (void)state;
    check_found("30 November\n\n2025 was a good year", "en", "", NULL);
    check_found("30 November\n2025", "en", "2025-11-30", NULL);
}

static void a_date_deep_in_a_long_text_is_found_whole(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    ndx_date date;
    ndx_span where;
    for (int i = 0; i < 50000; i++)
        ndx_buffer_printf(&text, "in %d of the %d places, ", i, i * 7);
    ndx_buffer_append_text(&text, "on Sunday, 30 November 2025, at 10:15 a.m. EST they met");
    assert_true(ndx_date_find_in_text(ndx_buffer_span(&text), NDX_SPAN("en"),
                                      NDX_DAY_ORDER_BY_LANGUAGE, &date, &where));
    assert_int_equal(date.zone_minutes, -300);
    assert_true(ndx_span_equal(where, NDX_SPAN("Sunday, 30 November 2025, at 10:15 a.m. EST")));
    ndx_buffer_free(&text);
}

/* ---- the table ---- */

static void the_table_of_words_is_sorted_and_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < ndx_date_word_count; i++) {
        ndx_span name = ndx_span_of(ndx_date_words[i].name);
        char folded[256];
        size_t size = 0;
        if (i && ndx_span_compare(ndx_span_of(ndx_date_words[i - 1].name), name) > 0)
            fail_msg("%s stands before %s", ndx_date_words[i - 1].name, ndx_date_words[i].name);
        for (const char *at = name.data; at < name.data + name.size;) {
            size_t length = 0;
            uint32_t c = ndx_utf8_decode(at, name.data + name.size, &length);
            size += ndx_date_fold(c, folded + size, sizeof folded - size);
            at += length;
        }
        if (!ndx_span_equal(ndx_span_make(folded, size), name))
            fail_msg("\"%s\" folds to \"%.*s\"", ndx_date_words[i].name, (int)size, folded);
    }
}

static void every_language_has_twelve_months(void **state)
{
    (void)state;
    static const char *const languages[] = {
        "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "et", "lv", "lt",
        "pl", "cs", "sk", "sl", "hr", "bs", "hu", "ro", "bg", "mk", "sr", "ru", "uk", "be", "el",
        "tr", "az", "kk", "ka", "hy", "he", "ar", "fa", "ur", "hi", "bn", "mr", "gu", "ta", "te",
        "th", "vi", "id", "ms", "ca", "gl", "eu", "ga", "cy", "af", "sq", "sw"};
    for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
        unsigned seen = 0;
        for (size_t i = 0; i < ndx_date_word_count; i++)
            if (ndx_date_words[i].kind == NDX_WORD_MONTH &&
                ndx_date_word_in_language(&ndx_date_words[i], ndx_span_of(languages[l])))
                seen |= 1u << ndx_date_words[i].value;
        if (seen != 0x1FFE)
            fail_msg("%s lacks a month: %x", languages[l], seen);
    }
}

/* ---- the figures that the suites of other projects give (issue of the main job) ---- */

static ndx_span take_field(ndx_span *line)
{
    size_t size = 0;
    ndx_span field;
    while (size < line->size && line->data[size] != '\t')
        size++;
    field = ndx_span_make(line->data, size);
    *line = ndx_span_skip(*line, size + (size < line->size));
    return field;
}

static void the_right_day_is_read_from_other_projects_test_suites(void **state)
{
    (void)state;
    const char *data = getenv("NEWSDEX_DATA");
    char text[4096];
    unsigned right[3] = {0, 0, 0};
    unsigned total[3] = {0, 0, 0};
    FILE *file = NULL;
    snprintf(text, sizeof text, "%s/dates/absolute.tsv", data ? data : "");
    file = fopen(text, "rb");
    if (!file) {
        print_message("skipped: no %s\n", text);
        skip();
    }
    while (file && fgets(text, sizeof text, file)) {
        ndx_span line = ndx_span_make(text, strcspn(text, "\r\n"));
        ndx_span input = take_field(&line);
        ndx_span expected = take_field(&line);
        ndx_span language = take_field(&line);
        ndx_span suite = take_field(&line);
        size_t group = ndx_span_equal(suite, NDX_SPAN("feedparser"))    ? 0
                       : ndx_span_starts_with(language, NDX_SPAN("en")) ? 1
                                                                        : 2;
        ndx_date date;
        ndx_date reference;
        int64_t local = 0;
        int64_t wanted = 0;
        if (ndx_span_equal(language, NDX_SPAN("?")))
            language = ndx_span_make(NULL, 0);
        assert_true(ndx_date_from_iso(expected, &reference));
        ndx_date_from_text(input, language, NDX_DAY_ORDER_BY_LANGUAGE, &date);
        total[group]++;
        reference.zone_known = false;
        wanted = ndx_date_seconds(&reference) / 86400;
        if (date.precision != NDX_PRECISION_NONE) {
            int64_t universal = ndx_date_seconds(&date) / 86400;
            date.zone_known = false;
            local = ndx_date_seconds(&date) / 86400;
            right[group] += local == wanted || (group == 0 && universal == wanted);
        }
    }
    if (file)
        fclose(file);
    print_message("feeds %u of %u, English %u of %u, others %u of %u\n", right[0], total[0],
                  right[1], total[1], right[2], total[2]);
    assert_int_equal(right[0], total[0]);
    assert_true(right[1] * 100 >= total[1] * 95);
    assert_true(right[2] * 100 >= total[2] * 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_feeds_are_read_with_their_zones),
        cmocka_unit_test(dates_in_english_words_are_read),
        cmocka_unit_test(a_month_of_every_language_is_read_in_a_date),
        cmocka_unit_test(a_months_name_that_means_two_months_follows_its_company),
        cmocka_unit_test(the_order_of_day_and_month_follows_the_language),
        cmocka_unit_test(the_first_day_of_a_range_is_the_date),
        cmocka_unit_test(a_weekday_decides_between_two_orders),
        cmocka_unit_test(what_the_text_does_not_say_is_not_in_the_date),
        cmocka_unit_test(days_that_do_not_exist_are_no_dates),
        cmocka_unit_test(years_of_other_eras_are_not_taken_for_common_ones),
        cmocka_unit_test(an_american_zone_follows_summer_time),
        cmocka_unit_test(a_zones_name_that_several_zones_share_is_not_guessed),
        cmocka_unit_test(other_words_around_one_date_are_borne_in_a_short_string_only),
        cmocka_unit_test(the_first_date_in_running_text_is_found_with_its_place),
        cmocka_unit_test(what_only_looks_like_a_date_is_not_found),
        cmocka_unit_test(a_date_does_not_reach_over_a_paragraph),
        cmocka_unit_test(a_date_deep_in_a_long_text_is_found_whole),
        cmocka_unit_test(the_table_of_words_is_sorted_and_folded),
        cmocka_unit_test(every_language_has_twelve_months),
        cmocka_unit_test(the_right_day_is_read_from_other_projects_test_suites),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
