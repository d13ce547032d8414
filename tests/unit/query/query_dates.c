/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/query_date.h: which days and instants each form of a date is, which articles lie
 * in them, and what is refused in which words. */
#include "unit/unit.h"

#include "newsdex/query_date.h"

/* Friday, 2025-12-05 */
static int32_t today(void)
{
    return ndx_days_from_civil(2025, 12, 5);
}

typedef bool reader(ndx_span text, int32_t today, ndx_date_range *range, ndx_error *error);

static ndx_date_range read_range(reader *read, const char *text, int32_t day)
{
    ndx_date_range range = NDX_DATE_RANGE_OPEN;
    ndx_error error = {0};
    if (!read(ndx_span_of(text), day, &range, &error))
        fail_msg("%s: %s", text, error.message);
    return range;
}

static void check_on(reader *read, int32_t day, const char *text, const char *expected)
{
    ndx_buffer shown = {0};
    ndx_date_range range = read_range(read, text, day);
    assert_true(ndx_date_range_append(&shown, &range));
    if (strcmp(shown.data, expected) != 0)
        fail_msg("%s: %s, expected %s", text, shown.data, expected);
    ndx_buffer_free(&shown);
}

static void check(const char *text, const char *expected)
{
    check_on(ndx_query_date_range, today(), text, expected);
}

/* One day. */
static void check_day(const char *text, const char *day)
{
    char expected[64];
    snprintf(expected, sizeof expected, "%s..%s", day, day);
    check(text, expected);
}

static void check_refused_by(reader *read, const char *text, const char *message_part)
{
    ndx_date_range range = NDX_DATE_RANGE_OPEN;
    ndx_error error = {0};
    if (read(ndx_span_of(text), today(), &range, &error))
        fail_msg("%s: was accepted", text);
    assert_int_equal(error.code, NDX_ERROR_USAGE);
    if (!strstr(error.message, message_part))
        fail_msg("%s: %s", text, error.message);
}

static void check_refused(const char *text, const char *message_part)
{
    check_refused_by(ndx_query_date_range, text, message_part);
}

/* ---- forms ---- */

static void a_day_is_written_in_many_forms(void **state)
{
    static const char *const forms[] = {
        "2025-11-30",
        "20251130",
        "2025/11/30",
        "2025.11.30",
        "30/11/2025",
        "30.11.2025",
        "30-11-2025",
        "11/30/2025",
        "30nov2025",
        "30-nov-2025",
        "30/Nov/2025",
        "30 november 2025",
        "NOVEMBER 30, 2025",
        "Nov. 30, 2025",
        "nov-30-2025",
        "november 30 2025",
        "30th november 2025",
        "november 30th, 2025",
        "2025 november 30",
        "Sunday, 30 November 2025",
        "sun 2025-11-30",
        "2025-334",
        "2025334",
        "2025-W48-7",
        "2025W487",
        " 2025-11-30 ",
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        check_day(forms[i], "2025-11-30");
    check_day("2025-1-5", "2025-01-05");
    check_day("5/5/2025", "2025-05-05");
    check_day("2024-02-29", "2024-02-29");
    check_day("2024-366", "2024-12-31");
    check_day("0001-01-01", "0001-01-01");
    check_day("9999-12-31", "9999-12-31");
}

static void weeks_are_those_of_iso_8601(void **state)
{
    (void)state;
    check("2025-W48", "2025-11-24..2025-11-30");
    check("2025W48", "2025-11-24..2025-11-30");
    check("2025-w5", "2025-01-27..2025-02-02");
    check("week 48 2025", "2025-11-24..2025-11-30");
    check("2025 week 48", "2025-11-24..2025-11-30");
    check("w48-2025", "2025-11-24..2025-11-30");
    check("2025-W01", "2024-12-30..2025-01-05");
    check("2020-W53", "2020-12-28..2021-01-03");
    check("0001-W01", "0001-01-01..0001-01-07");
    check("9999-W52", "9999-12-27..9999-12-31");
    check_day("2026-W01-1", "2025-12-29");
    check_refused("2025-W53", "2025 has the weeks 1 to 52");
    check_refused("2025-W00", "1 to 52");
    check_refused("2025-W48-8", "Monday 1 to Sunday 7");
    check_refused("2025-W480", "write 2025-11-30");
}

static void longer_spans_have_a_name(void **state)
{
    (void)state;
    check("2025", "2025-01-01..2025-12-31");
    check("2025-11", "2025-11-01..2025-11-30");
    check("11/2025", "2025-11-01..2025-11-30");
    check("2/2024", "2024-02-01..2024-02-29");
    check("november 2025", "2025-11-01..2025-11-30");
    check("nov-2025", "2025-11-01..2025-11-30");
    check("Sept 2025", "2025-09-01..2025-09-30");
    check("2025 nov", "2025-11-01..2025-11-30");
    check("2025-Q4", "2025-10-01..2025-12-31");
    check("2025Q1", "2025-01-01..2025-03-31");
    check("q2 2025", "2025-04-01..2025-06-30");
    check("1990s", "1990-01-01..1999-12-31");
    check("9990s", "9990-01-01..9999-12-31");
}

static void names_of_days_count_from_today(void **state)
{
    (void)state;
    check_day("today", "2025-12-05");
    check_day("Yesterday", "2025-12-04");
    check_day("tomorrow", "2025-12-06");
    check_day("friday", "2025-12-05"); /* today is one */
    check_day("thu", "2025-12-04");
    check_day("saturday", "2025-11-29");
    check_day("Mon", "2025-12-01");
    check("this-week", "2025-12-01..2025-12-07");
    check("last-week", "2025-11-24..2025-11-30");
    check("last week", "2025-11-24..2025-11-30");
    check("this-month", "2025-12-01..2025-12-31");
    check("last-month", "2025-11-01..2025-11-30");
    check("last quarter", "2025-07-01..2025-09-30");
    check("this-year", "2025-01-01..2025-12-31");
    check("last-year", "2024-01-01..2024-12-31");
    check("last-7-days", "2025-11-29..2025-12-05");
    check("last 2 weeks", "2025-11-22..2025-12-05");
    check("last-3-months", "2025-09-06..2025-12-05");
    check("last-1-year", "2024-12-06..2025-12-05");
    check_day("3 days ago", "2025-12-02");
    check_day("2-weeks-ago", "2025-11-21");
}

static void an_age_is_all_since_then(void **state)
{
    (void)state;
    check("7d", "2025-11-28..2025-12-05");
    check("2W", "2025-11-21..2025-12-05");
    check("3m", "2025-09-05..2025-12-05");
    check("1y", "2024-12-05..2025-12-05");
    check("7 days", "2025-11-28..2025-12-05");
    check("0d", "2025-12-05..2025-12-05");
    check("14d..7d", "2025-11-21..2025-11-28");
    check("14d..", "2025-11-21..");
    check("9999y", "0001-01-01..2025-12-05");
    check("99999w", "0109-05-31..2025-12-05");
    check_on(ndx_query_since, today(), "1m", "2025-11-05..");
    check_on(ndx_query_until, today(), "1m", "..2025-11-05");
    check_on(ndx_query_since, ndx_days_from_civil(2025, 3, 31), "1m", "2025-02-28..");
    check_on(ndx_query_since, ndx_days_from_civil(2024, 2, 29), "1y", "2023-02-28..");
}

static void a_range_ends_with_the_end_of_what_it_names(void **state)
{
    (void)state;
    check("2025-11-01..2025-12-05", "2025-11-01..2025-12-05");
    check("2024..2025", "2024-01-01..2025-12-31");
    check("2025-11..", "2025-11-01..");
    check("..2025-11", "..2025-11-30");
    check("..2025-W48", "..2025-11-30");
    check("nov 2025 .. yesterday", "2025-11-01..2025-12-04");
    check("13.11.2025..30.11.2025", "2025-11-13..2025-11-30");
    check("monday..", "2025-12-01..");
    check("1990s..q1-2001", "1990-01-01..2001-03-31");
    check("last-year..last-month", "2024-01-01..2025-11-30");
}

static void since_and_until_set_their_side_alone(void **state)
{
    ndx_date_range range = NDX_DATE_RANGE_OPEN;
    (void)state;
    check_on(ndx_query_since, today(), "2025-11", "2025-11-01..");
    check_on(ndx_query_until, today(), "2025-11", "..2025-11-30");
    assert_true(ndx_query_since(NDX_SPAN("2025-11-30T18:00"), today(), &range, NULL));
    assert_true(ndx_query_until(NDX_SPAN("2025-12"), today(), &range, NULL));
    assert_int_equal(range.first_day, ndx_days_from_civil(2025, 11, 30));
    assert_int_equal(range.last_day, ndx_days_from_civil(2025, 12, 31));
    assert_true(range.first_second != INT64_MIN && range.last_second == INT64_MAX);
    check_refused_by(ndx_query_since, "2025-11..", "one date is wanted");
    check_refused_by(ndx_query_until, "soon", "7d, 2w");
}

static void what_may_be_two_dates_is_refused_with_what_to_write(void **state)
{
    (void)state;
    check_refused("03/04/2025", "write 2025-04-03 for the one with the day first, or 2025-03-04");
    check_refused("3.4.2025", "2025-04-03");
    check_refused("03-04-2025", "2025-04-03");
    check_refused("2024-2025", "a range of years is written 2024..2025");
    check_refused("2024/2025", "2024..2025");
    check_refused("2024-25", "there is no month 25; a range of years is written 2024..2025");
    check_refused("november", "its year is missing");
    check_refused("30 november", "its year is missing");
    check_refused("nov-25", "its year is missing");
    check_refused("last monday", "write monday");
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "soon",
        "2025-",
        "-2025",
        "2025--11",
        "25",
        "202511",
        "123456789",
        "2025-11-",
        "2025 - - 1",
        "x2025",
        "2025x",
        "2025-11-30-1",
        "7",
        "d",
        "week",
        "1990 s",
        "ago",
        "jan feb 2025",
        "ma 2025",
        "2025,11",
        "2025/11-30",

        "...",
        "2025...2026",
        "100000d",
        "2025-Ж",
        "10:30",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_refused(wrong[i], "date");
    check_refused("2025-13", "there is no month 13");
    check_refused("2025-00-10", "there is no month 0");
    check_refused("31/04/2025", "2025-04 has the days 1 to 30");
    check_refused("2025-02-29", "2025-02 has the days 1 to 28");
    check_refused("2025-366", "2025 has the days 1 to 365");
    check_refused("2025-000", "2025 has the days 1 to 365");
    check_refused("2025-Q5", "2025 has the quarters 1 to 4");
    check_refused("2025-m11", "2025-W48");
    check_refused("0000", "0001 to 9999");
    check_refused("0000-W01", "0001 to 9999");
    check_refused("1995s", "1990s");
    check_refused("last-0-days", "from 1 on");
    check_refused("monday, 30 nov 2025", "that day is a sunday");
    check_refused("sunday, nov 2025", "before a day");
    check_refused("..", "one side at least");
    check_refused("2025-12..2025-11", "ends before it begins");
    check_refused("a..2025", "'a' is not a date");
}

static void a_long_text_is_cut_in_the_message(void **state)
{
    char text[5000];
    (void)state;
    memset(text, 'x', sizeof text);
    ndx_date_range range;
    ndx_error error = {0};
    assert_false(ndx_query_date_range(ndx_span_make(text, sizeof text), today(), &range, &error));
    assert_non_null(strstr(error.message, "7d, 2w"));
}

/* ---- times and zones ---- */

static void a_time_asks_for_instants(void **state)
{
    (void)state;
    check("2025-11-30T18:00", "2025-11-30T18:00:00..2025-11-30T18:00:59");
    check("2025-11-30T18", "2025-11-30T18:00:00..2025-11-30T18:59:59");
    check("20251130T1800", "2025-11-30T18:00:00..2025-11-30T18:00:59");
    check("2025-11-30 18:00:05", "2025-11-30T18:00:05..2025-11-30T18:00:05");
    check("2025-11-30T18:00Z..", "2025-11-30T18:00:00Z..");
    check("..2025-11-30T18:00+02:00", "..2025-11-30T16:00:59Z");
    check("2025-11-30t18:00 UTC", "2025-11-30T18:00:00Z..2025-11-30T18:00:59Z");
    check("2025-11-30 18:00 -0500..", "2025-11-30T23:00:00Z..");
    check("yesterday 9:30..today", "2025-12-04T09:30:00..2025-12-05");
    check("30 november 2025 18:00 gmt..", "2025-11-30T18:00:00Z..");
    check("mondayT06:00..", "2025-12-01T06:00:00..");
    check("2025-11-30T23:59:60Z..", "2025-11-30T23:59:59Z..");
    check("1d 18:00..", "2025-12-04T18:00:00..");
}

static void a_zone_without_a_time_asks_for_the_day_there(void **state)
{
    (void)state;
    check("2025-11-30Z", "2025-11-30T00:00:00Z..2025-11-30T23:59:59Z");
    check("2025-11-30+02:00", "2025-11-29T22:00:00Z..2025-11-30T21:59:59Z");
    check("2025-11-30-05:00", "2025-11-30T05:00:00Z..2025-12-01T04:59:59Z");
    check("2025-11+02", "2025-10-31T22:00:00Z..2025-11-30T21:59:59Z");
    check("yesterday UTC", "2025-12-04T00:00:00Z..2025-12-04T23:59:59Z");
    check("7d+02:00", "2025-11-27T22:00:00Z..2025-12-05T21:59:59Z");
    check("0001+02:00", "0001-01-01T00:00:00Z..0001-12-31T21:59:59Z");
    check("9999-02:00", "9999-01-01T02:00:00Z..9999-12-31T23:59:59Z");
}

static void wrong_times_are_refused(void **state)
{
    (void)state;
    check_refused("2025-11-30T24:00", "a time is written");
    check_refused("2025-11-30T18:60", "a time is written");
    check_refused("2025-11-30T18:00 EST", "a time is written");
    check_refused("2025-11-30T18:00+", "a time is written");
    check_refused("2025-11-30T18:00+15:00", "zones are -12:00 to +14:00");
    check_refused("2025-11T18:00", "behind a day");
    check_refused("7d 18:00", "behind a day");
    check_refused("2025-11-30T18:00..2025-11-30T17:00", "ends before it begins");
    check_refused("2025-11-30T18:00Z..2025-11-30T18:00+02:00", "ends before it begins");
    check_refused("2025-12-02..2025-12-01T18:00", "ends before it begins");
    ndx_date_range range;
    assert_false(ndx_query_date_range(NDX_SPAN("2025-11-30T18:00\0x"), today(), &range, NULL));
}

/* ---- articles ---- */

static void check_holds(const char *text, const char *article, bool expected)
{
    ndx_date date = {0};
    ndx_date_range range = read_range(ndx_query_date_range, text, today());
    assert_true(!*article || ndx_date_from_iso(ndx_span_of(article), &date));
    if (ndx_date_range_holds(&range, &date) != expected)
        fail_msg("%s: %s %s", text, *article ? article : "undated", expected ? "misses" : "holds");
}

static void an_articles_day_is_that_of_its_own_zone(void **state)
{
    (void)state;
    check_holds("2025-11-30", "2025-11-30", true);
    check_holds("2025-11-30", "2025-11-30T23:30-08:00", true);
    check_holds("2025-12-01", "2025-11-30T23:30-08:00", false);
    check_holds("2025-11-30", "2025-11-30T00:30+14:00", true);
    check_holds("2025-11-30", "2025-11-30T23:59:60Z", true);
    check_holds("2025-11-30", "", false);
    check_holds("0001..9999", "", false);
}

static void a_coarse_date_lies_in_what_holds_all_of_it(void **state)
{
    (void)state;
    check_holds("2025-11", "2025-11", true);
    check_holds("2025", "2025-11", true);
    check_holds("2025-11-01..2025-11-30", "2025-11", true);
    check_holds("2025-11-02..2025-11-30", "2025-11", false);
    check_holds("2025", "2025", true);
    check_holds("2025-11", "2025", false);
    check_holds("2025-W48", "2025-11", false);
}

static void instants_are_compared_across_zones(void **state)
{
    (void)state;
    check_holds("2025-11-30T18:00+02:00..", "2025-11-30T16:00Z", true);
    check_holds("2025-11-30T18:00+02:00..", "2025-11-30T15:59Z", false);
    check_holds("2025-11-30T18:00+02:00..", "2025-12-01T01:00+09:00", true);
    check_holds("2025-11-30T18:00+02:00..", "2025-12-01T00:59+09:00", false);
    check_holds("2025-11-30T23:00Z..", "2025-11-30T15:00-08:00", true);
    check_holds("..2025-11-30T00:30Z", "2025-12-01T00:00+14:00", false);
    check_holds("..2025-11-30T10:30Z", "2025-12-01T00:30+14:00", true);
    check_holds("2025-11-30T18:00Z", "2025-11-30T18:00:59Z", true);
    check_holds("2025-11-30T18:00:00Z", "2025-11-30T18:00Z", true); /* the minute is an instant */
    check_holds("2025-11-30T18:00:01Z..", "2025-11-30T18:00Z", false);
    check_holds("2025-11-30T23:59Z", "2025-11-30T23:59:60Z", true);
    check_holds("2025-11-30T18:00Z", "2025-11-30T18:00", true); /* no zone: of UTC */
    check_holds("2025-11-30Z", "2025-12-01T01:00+02:00", true);
    check_holds("2025-11-30Z", "2025-11-30T01:00+02:00", false);
}

static void a_time_without_a_zone_is_that_of_the_articles_clock(void **state)
{
    (void)state;
    check_holds("2025-11-30T18:00..", "2025-11-30T18:00-08:00", true);
    check_holds("2025-11-30T18:00..", "2025-11-30T17:59-08:00", false);
    check_holds("2025-11-30T18:00..", "2025-11-30T18:00", true);
    check_holds("..2025-11-30T18:00", "2025-11-30T18:00+14:00", true);
    check_holds("..2025-11-30T18:00", "2025-11-30T18:01+14:00", false);
}

static void without_a_time_all_of_the_day_must_lie_in_the_instants(void **state)
{
    (void)state;
    check_holds("2025-11-30T18:00..", "2025-11-30", false);
    check_holds("2025-11-29T18:00..", "2025-11-30", true);
    check_holds("..2025-11-30T23:58", "2025-11-30", false);
    check_holds("..2025-11-30T23:59", "2025-11-30", true);
    check_holds("2025-11-30Z", "2025-11-30", true);
    check_holds("2025-11-30+02:00", "2025-11-30", false);
    check_holds("2025-10-31T18:00..2025-12-01T06:00", "2025-11", true);
    check_holds("2025-11-01T00:01..2025-12-01T06:00", "2025-11", false);
    check_holds("2025-11-30T18:30..", "2025-11-30T18", false);
    check_holds("2025-11-30T18:00..", "2025-11-30T18", true);
    check_holds("..2025-11-30T18:30", "2025-11-30T18", false);
}

/* ---- against a naive calendar ---- */

static uint64_t seed = 88172645463325252u;

static int random_between(int least, int most)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return least + (int)((seed >> 20) % (uint64_t)(most - least + 1));
}

static int naive_year_days(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 366 : 365;
}

static int naive_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && naive_year_days(year) == 366);
}

static int naive_day_of_year(int year, int month, int day)
{
    for (int before = 1; before < month; before++)
        day += naive_month_days(year, before);
    return day;
}

/* Days since 1970-01-01, counted year by year. */
static int32_t naive_days(int year, int month, int day)
{
    int32_t days = naive_day_of_year(year, month, day) - 1;
    for (int at = year; at < 1970; at++)
        days -= naive_year_days(at);
    for (int at = 1970; at < year; at++)
        days += naive_year_days(at);
    return days;
}

static void expect_day(const char *text, int32_t day)
{
    ndx_date_range range = read_range(ndx_query_date_range, text, today());
    if (range.first_day != day || range.last_day != day)
        fail_msg("%s: days %d to %d, expected %d", text, range.first_day, range.last_day, day);
}

static void every_form_of_a_random_day_is_that_day(void **state)
{
    static const char *const months[] = {"jan",  "february", "mar",  "april",   "may", "june",
                                         "july", "aug",      "sept", "october", "nov", "december"};
    (void)state;
    for (int i = 0; i < 3000; i++) {
        char text[64];
        int year = random_between(1, 9999);
        int month = random_between(1, 12);
        int day = random_between(1, naive_month_days(year, month));
        int32_t days = naive_days(year, month, day);
        snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        expect_day(text, days);
        snprintf(text, sizeof text, "%04d%02d%02d", year, month, day);
        expect_day(text, days);
        snprintf(text, sizeof text, "%04d-%03d", year, naive_day_of_year(year, month, day));
        expect_day(text, days);
        snprintf(text, sizeof text, "%d %s %04d", day, months[month - 1], year);
        expect_day(text, days);
        snprintf(text, sizeof text, "%s %d, %04d", months[month - 1], day, year);
        expect_day(text, days);
        snprintf(text, sizeof text, "%d/%d/%04d", day, month, year);
        if (day > 12 || day == month)
            expect_day(text, days);
        else
            check_refused(text, "may be two");
    }
}

/* A week belongs to the year of its Thursday, and has as many Thursdays of the year before it as its
 * number says. */
static void every_week_begins_where_its_thursday_says(void **state)
{
    (void)state;
    int thursday = 0; /* 1970-01-01 was one; day of the year from 0 */
    int32_t days = 0;
    for (int year = 1970; year < 2400; year++) {
        for (int week = 1; thursday < naive_year_days(year); week++, thursday += 7, days += 7) {
            char text[32];
            snprintf(text, sizeof text, "%04d-W%02d", year, week);
            ndx_date_range range = read_range(ndx_query_date_range, text, today());
            assert_int_equal(range.first_day, days - 3);
            assert_int_equal(range.last_day, days + 3);
        }
        thursday -= naive_year_days(year);
    }
}

static void what_is_shown_is_read_as_the_same_range(void **state)
{
    static const char *const zones[] = {"", "Z", "+02:00", "-11:30", "+14:00"};
    (void)state;
    for (int i = 0; i < 2000; i++) {
        char text[128];
        ndx_buffer shown = {0};
        snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d%s..%04d-%02d-%02d%s",
                 random_between(1, 2000), random_between(1, 12), random_between(1, 28),
                 random_between(0, 23), random_between(0, 59), zones[random_between(0, 4)],
                 random_between(2001, 9999), random_between(1, 12), random_between(1, 28),
                 zones[random_between(0, 4)]);
        ndx_date_range range = read_range(ndx_query_date_range, text, today());
        assert_true(ndx_date_range_append(&shown, &range));
        ndx_date_range again = read_range(ndx_query_date_range, shown.data, today());
        if (memcmp(&range, &again, sizeof range) != 0)
            fail_msg("%s: shown as %s", text, shown.data);
        ndx_buffer_free(&shown);
    }
}

/* A minute of 2025-11-29 to 2025-12-02 with its zone: as text, and counted naively. */
typedef struct minute {
    char text[64];
    bool zone_known;
    int own, utc; /* minutes since 1970-01-01T00:00 on its own clock, and in UTC */
    int32_t day;
} minute;

static minute random_minute(int zone_most)
{
    minute made;
    int day = random_between(29, 32);
    int clock = random_between(0, 1439);
    int zone = random_between(-zone_most, zone_most);
    int size = zone < 0 ? -zone : zone;
    char zone_text[16] = "";
    made.zone_known = random_between(0, 3) > 0;
    made.day = naive_days(2025, 11, 1) + day - 1;
    made.own = made.day * 1440 + clock;
    made.utc = made.own - (made.zone_known ? zone : 0);
    if (made.zone_known)
        snprintf(zone_text, sizeof zone_text, "%c%02d:%02d", zone < 0 ? '-' : '+', size / 60 % 24,
                 size % 60);
    snprintf(made.text, sizeof made.text, "2025-%02d-%02dT%02d:%02d%s", day > 30 ? 12 : 11,
             day > 30 ? day - 30 : day, clock / 60, clock % 60, zone_text);
    return made;
}

/* The days of a range must neither lose an instant nor promise one too much. */
static void instants_lie_where_naive_minutes_lie(void **state)
{
    unsigned held = 0;
    (void)state;
    for (int i = 0; i < 100000; i++) {
        minute asked = random_minute(12 * 60);
        minute article = random_minute(24 * 60 - 1); /* whatever a source may claim */
        bool since = random_between(0, 1);
        ndx_date date;
        ndx_date_range range =
            read_range(since ? ndx_query_since : ndx_query_until, asked.text, today());
        int difference = asked.zone_known ? article.utc - asked.utc : article.own - asked.own;
        bool expected = since ? difference >= 0 : difference <= 0;
        int32_t first_sure;
        int32_t last_sure;
        assert_true(ndx_date_from_iso(ndx_span_of(article.text), &date));
        if (ndx_date_range_holds(&range, &date) != expected)
            fail_msg("%s %s: %s", since ? "since" : "until", asked.text, article.text);
        ndx_date_range_sure_days(&range, &first_sure, &last_sure);
        if (!expected && article.day >= first_sure && article.day <= last_sure)
            fail_msg("%s %s: %s is sure", since ? "since" : "until", asked.text, article.text);
        held += expected;
    }
    assert_true(held > 20000 && held < 80000);
}

static void days_alone_are_sure_as_they_are(void **state)
{
    int32_t first;
    int32_t last;
    (void)state;
    ndx_date_range range = read_range(ndx_query_date_range, "2025-11", today());
    assert_false(ndx_date_range_has_instants(&range));
    ndx_date_range_sure_days(&range, &first, &last);
    assert_int_equal(first, range.first_day);
    assert_int_equal(last, range.last_day);
    range = read_range(ndx_query_date_range, "2025-11-30T18:00", today());
    assert_true(ndx_date_range_has_instants(&range));
    ndx_date_range_sure_days(&range, &first, &last);
    assert_true(first > last);
}

static void no_day_of_today_leaves_the_calendar(void **state)
{
    static const int32_t days[] = {INT32_MIN, -719162, 2932896, INT32_MAX};
    static const char *const texts[] = {"tomorrow",         "yesterday", "99999y",
                                        "99999d",           "last-week", "this-year",
                                        "last-99999-weeks", "sunday",    "7d+14:00"};
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            ndx_date_range range = read_range(ndx_query_date_range, texts[k], days[i]);
            assert_true(range.first_day >= -719164 && range.last_day <= 2932898);
            assert_true(range.first_day <= range.last_day);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_written_in_many_forms),
        cmocka_unit_test(weeks_are_those_of_iso_8601),
        cmocka_unit_test(longer_spans_have_a_name),
        cmocka_unit_test(names_of_days_count_from_today),
        cmocka_unit_test(an_age_is_all_since_then),
        cmocka_unit_test(a_range_ends_with_the_end_of_what_it_names),
        cmocka_unit_test(since_and_until_set_their_side_alone),
        cmocka_unit_test(what_may_be_two_dates_is_refused_with_what_to_write),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(a_long_text_is_cut_in_the_message),
        cmocka_unit_test(a_time_asks_for_instants),
        cmocka_unit_test(a_zone_without_a_time_asks_for_the_day_there),
        cmocka_unit_test(wrong_times_are_refused),
        cmocka_unit_test(an_articles_day_is_that_of_its_own_zone),
        cmocka_unit_test(a_coarse_date_lies_in_what_holds_all_of_it),
        cmocka_unit_test(instants_are_compared_across_zones),
        cmocka_unit_test(a_time_without_a_zone_is_that_of_the_articles_clock),
        cmocka_unit_test(without_a_time_all_of_the_day_must_lie_in_the_instants),
        cmocka_unit_test(every_form_of_a_random_day_is_that_day),
        cmocka_unit_test(every_week_begins_where_its_thursday_says),
        cmocka_unit_test(what_is_shown_is_read_as_the_same_range),
        cmocka_unit_test(instants_lie_where_naive_minutes_lie),
        cmocka_unit_test(days_alone_are_sure_as_they_are),
        cmocka_unit_test(no_day_of_today_leaves_the_calendar),
    };
    return cmocka_run_group_tests_name("query_dates", tests, NULL, NULL);
}
