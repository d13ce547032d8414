/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/date.h. */
#include "unit/unit.h"

#include "newsdex/date.h"

#include <time.h>

/* ---- arithmetic ---- */

static void days_and_civil_dates_are_inverse_for_every_day_of_the_calendar(void **state)
{
    (void)state;
    int32_t expected = ndx_days_from_civil(1, 1, 1);
    for (int year = 1; year <= 9999; year++)
        for (unsigned month = 1; month <= 12; month++)
            for (unsigned day = 1; day <= ndx_days_in_month(year, month); day++) {
                int back_year = 0;
                unsigned back_month = 0;
                unsigned back_day = 0;
                int32_t days = ndx_days_from_civil(year, month, day);
                ndx_civil_from_days(days, &back_year, &back_month, &back_day);
                if (days != expected || back_year != year || back_month != month || back_day != day)
                    fail_msg("%d-%u-%u is day %d, expected %d; back: %d-%u-%u", year, month, day,
                             days, expected, back_year, back_month, back_day);
                expected++;
            }
}

static void days_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int32_t days = -25000; days < 40000; days += 17) {
        int year = 0;
        unsigned month = 0;
        unsigned day = 0;
        time_t seconds = (time_t)days * 86400;
        struct tm broken;
        assert_non_null(gmtime_r(&seconds, &broken));
        ndx_civil_from_days(days, &year, &month, &day);
        assert_int_equal(year, broken.tm_year + 1900);
        assert_int_equal(month, broken.tm_mon + 1);
        assert_int_equal(day, broken.tm_mday);
    }
}

static void february_has_29_days_in_leap_years_only(void **state)
{
    (void)state;
    assert_int_equal(ndx_days_in_month(2024, 2), 29);
    assert_int_equal(ndx_days_in_month(2025, 2), 28);
    assert_int_equal(ndx_days_in_month(1900, 2), 28);
    assert_int_equal(ndx_days_in_month(2000, 2), 29);
    assert_int_equal(ndx_days_in_month(2025, 0), 0);
    assert_int_equal(ndx_days_in_month(2025, 13), 0);
}

/* ---- ISO 8601 ---- */

static void iso_text_is_read_with_its_precision_and_zone_and_written_back(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *written; /* NULL: as text */
        unsigned precision;
        bool zone_known;
        int zone_minutes;
    } cases[] = {
        {"2025", NULL, NDX_PRECISION_YEAR, false, 0},
        {"2025-11", NULL, NDX_PRECISION_MONTH, false, 0},
        {"2025-11-30", NULL, NDX_PRECISION_DAY, false, 0},
        {"20251130", "2025-11-30", NDX_PRECISION_DAY, false, 0},
        {"2025-11-30T10", NULL, NDX_PRECISION_HOUR, false, 0},
        {"2025-11-30T10:15", NULL, NDX_PRECISION_MINUTE, false, 0},
        {"2025-11-30 10:15", "2025-11-30T10:15", NDX_PRECISION_MINUTE, false, 0},
        {"2025-11-30T10:15:30", NULL, NDX_PRECISION_SECOND, false, 0},
        {"2025-11-30T10:15:30Z", NULL, NDX_PRECISION_SECOND, true, 0},
        {"2025-11-30t10:15:30z", "2025-11-30T10:15:30Z", NDX_PRECISION_SECOND, true, 0},
        {"2025-11-30T10:15+02:00", NULL, NDX_PRECISION_MINUTE, true, 120},
        {"2025-11-30T10:15:30-0330", "2025-11-30T10:15:30-03:30", NDX_PRECISION_SECOND, true, -210},
        {"2025-11-30T10:15:30+02", "2025-11-30T10:15:30+02:00", NDX_PRECISION_SECOND, true, 120},
        {"2025-11-30 10:15:30 +0200", "2025-11-30T10:15:30+02:00", NDX_PRECISION_SECOND, true, 120},
        {"20251130T101530+0545", "2025-11-30T10:15:30+05:45", NDX_PRECISION_SECOND, true, 345},
        {"2025-11-30T10:15:30.5", NULL, NDX_PRECISION_FRACTION, false, 0},
        {"2025-11-30T10:15:30,502Z", "2025-11-30T10:15:30.502Z", NDX_PRECISION_FRACTION, true, 0},
        {"2025-11-30T10:15:30.0Z", NULL, NDX_PRECISION_FRACTION, true, 0},
        {"2025-11-30T10:15:30.123456789123", "2025-11-30T10:15:30.123456789",
         NDX_PRECISION_FRACTION, false, 0},
        {"2016-12-31T23:59:60Z", NULL, NDX_PRECISION_SECOND, true, 0},
        {"0001-01-01", NULL, NDX_PRECISION_DAY, false, 0},
        {"9999-12-31", NULL, NDX_PRECISION_DAY, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ndx_date date;
        ndx_date again;
        ndx_buffer written = {0};
        if (!ndx_date_from_iso(ndx_span_of(cases[i].text), &date))
            fail_msg("%s is not read", cases[i].text);
        assert_int_equal(date.precision, cases[i].precision);
        assert_int_equal(date.zone_known, cases[i].zone_known);
        assert_int_equal(date.zone_minutes, cases[i].zone_minutes);
        assert_true(ndx_date_append_iso(&written, &date));
        assert_string_equal(written.data, cases[i].written ? cases[i].written : cases[i].text);
        assert_true(ndx_date_from_iso(ndx_buffer_span(&written), &again));
        assert_memory_equal(&date, &again, sizeof date);
        ndx_buffer_free(&written);
    }
}

static void what_is_not_iso_is_no_date_and_leaves_zeros(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "2",
                                        "20",
                                        "202",
                                        "20251",
                                        "202511",
                                        "2025-1",
                                        "2025-1-1",
                                        "2025-13",
                                        "2025-00",
                                        "2025-02-29",
                                        "2025-11-31",
                                        "2025-11-30T",
                                        "2025-11-30T24:00",
                                        "2025-11-30T10:60",
                                        "2025-11-30T10:15:61",
                                        "2025-11-30T10:15:30.",
                                        "2025-11-30T10:15:30+",
                                        "2025-11-30T10:15:30+2",
                                        "2025-11-30T10:15+24:00",
                                        "2025-11-30T10:15:30Zx",
                                        "2025-11-30x",
                                        " 2025-11-30",
                                        "2025-11-30 ",
                                        "0000-01-01",
                                        "2025-11T10:15",
                                        "2025-11-30T10:15:30 ",
                                        "-2025-11-30",
                                        "2025/11/30",
                                        "Nov 30, 2025"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ndx_date date;
        ndx_date zero = {0};
        memset(&date, 0x5A, sizeof date);
        if (ndx_date_from_iso(ndx_span_of(wrong[i]), &date))
            fail_msg("\"%s\" was read as a date", wrong[i]);
        assert_int_equal(date.year, 0);
        assert_int_equal(date.precision, NDX_PRECISION_NONE);
        assert_false(date.zone_known);
        assert_int_equal(date.nanosecond, zero.nanosecond);
    }
}

static void no_date_is_written_as_nothing(void **state)
{
    (void)state;
    ndx_date none = {0};
    ndx_buffer written = {0};
    assert_true(ndx_date_append_iso(&written, &none));
    assert_int_equal(written.size, 0);
    assert_false(ndx_date_valid(&none));
    ndx_buffer_free(&written);
}

/* ---- ranges and seconds ---- */

static ndx_date read(const char *text)
{
    ndx_date date;
    assert_true(ndx_date_from_iso(ndx_span_of(text), &date));
    return date;
}

static void a_date_covers_the_days_that_its_precision_leaves_open(void **state)
{
    (void)state;
    int32_t first = 0;
    int32_t last = 0;
    ndx_date date = read("2024");
    assert_true(ndx_date_days(&date, &first, &last));
    assert_int_equal(last - first + 1, 366);
    date = read("2025-11");
    assert_true(ndx_date_days(&date, &first, &last));
    assert_int_equal(first, ndx_days_from_civil(2025, 11, 1));
    assert_int_equal(last, ndx_days_from_civil(2025, 11, 30));
    date = read("2025-11-30T23:30-08:00");
    assert_true(ndx_date_days(&date, &first, &last));
    assert_int_equal(first, ndx_days_from_civil(2025, 11, 30)); /* in its own zone */
    assert_int_equal(first, last);
    date = (ndx_date){0};
    assert_false(ndx_date_days(&date, &first, &last));
}

static void seconds_are_of_the_earliest_moment_in_utc(void **state)
{
    (void)state;
    ndx_date date = read("1970-01-01");
    assert_int_equal(ndx_date_seconds(&date), 0);
    date = read("2025");
    assert_int_equal(ndx_date_seconds(&date), 1735689600);
    date = read("2025-11-30T10:15:30Z");
    assert_int_equal(ndx_date_seconds(&date), 1764497730);
    date = read("2025-11-30T12:15:30+02:00");
    assert_int_equal(ndx_date_seconds(&date), 1764497730);
    date = read("1969-12-31T23:59:59Z");
    assert_int_equal(ndx_date_seconds(&date), -1);
    date = (ndx_date){0};
    assert_true(ndx_date_seconds(&date) == INT64_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_civil_dates_are_inverse_for_every_day_of_the_calendar),
        cmocka_unit_test(days_agree_with_the_c_library),
        cmocka_unit_test(february_has_29_days_in_leap_years_only),
        cmocka_unit_test(iso_text_is_read_with_its_precision_and_zone_and_written_back),
        cmocka_unit_test(what_is_not_iso_is_no_date_and_leaves_zeros),
        cmocka_unit_test(no_date_is_written_as_nothing),
        cmocka_unit_test(a_date_covers_the_days_that_its_precision_leaves_open),
        cmocka_unit_test(seconds_are_of_the_earliest_moment_in_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
