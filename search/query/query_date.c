/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_date.c - dates as a query states them: a day, a month, a year, a range, an age.
 *
 * Owns: ndx_query_date_range, ndx_query_since, ndx_query_until. Must not know: the clock (today is
 * given).
 */
#include "newsdex/query.h"

static bool bad_date(ndx_error *error, ndx_span text)
{
    return ndx_error_set(
        error, NDX_ERROR_USAGE,
        "'%.*s' is not a date: write 2025, 2025-11, 2025-11-30, today, yesterday, or an age "
        "such as 7d, 2w, 3m, 1y",
        NDX_SPAN_ARGS(text));
}

/* "7d": the day that many days, weeks, months or years before today. */
static bool age(ndx_span text, int32_t today, int32_t *day)
{
    if (text.size < 2 || text.size > 6)
        return false;
    int number = 0;
    for (size_t i = 0; i + 1 < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        number = number * 10 + (text.data[i] - '0');
    }
    int year;
    unsigned month;
    unsigned day_of_month;
    ndx_civil_from_days(today, &year, &month, &day_of_month);
    int months = year * 12 + (int)month - 1;
    switch (text.data[text.size - 1]) {
    case 'd':
        *day = today - number;
        return true;
    case 'w':
        *day = today - 7 * number;
        return true;
    case 'm':
        months -= number;
        break;
    case 'y':
        months -= 12 * number;
        break;
    default:
        return false;
    }
    if (months < 12)
        months = 12;
    unsigned length = ndx_days_in_month(months / 12, (unsigned)(months % 12) + 1);
    *day = ndx_days_from_civil(months / 12, (unsigned)(months % 12) + 1,
                               day_of_month < length ? day_of_month : length);
    return true;
}

static bool one_date(ndx_span text, int32_t today, int32_t *first, int32_t *last, ndx_error *error)
{
    ndx_date date;
    if (ndx_span_equal_nocase(text, NDX_SPAN("today"))) {
        *first = *last = today;
        return true;
    }
    if (ndx_span_equal_nocase(text, NDX_SPAN("yesterday"))) {
        *first = *last = today - 1;
        return true;
    }
    if (age(text, today, first)) {
        *last = today;
        return true;
    }
    if (!ndx_date_from_iso(text, &date) || !ndx_date_days(&date, first, last))
        return bad_date(error, text);
    return true;
}

bool ndx_query_date_range(ndx_span text, int32_t today, int32_t *first_day, int32_t *last_day,
                          ndx_error *error)
{
    *first_day = INT32_MIN;
    *last_day = INT32_MAX;
    size_t at = 0;
    while (at + 1 < text.size && !(text.data[at] == '.' && text.data[at + 1] == '.'))
        at++;
    if (at + 1 >= text.size)
        return one_date(text, today, first_day, last_day, error);
    ndx_span from = ndx_span_make(text.data, at);
    ndx_span to = ndx_span_skip(text, at + 2);
    int32_t unused;
    if (!from.size && !to.size)
        return bad_date(error, text);
    if (from.size && !one_date(from, today, first_day, &unused, error))
        return false;
    if (to.size && !ndx_query_until(to, today, last_day, error))
        return false;
    if (*first_day > *last_day)
        return ndx_error_set(error, NDX_ERROR_USAGE, "the range '%.*s' ends before it begins",
                             NDX_SPAN_ARGS(text));
    return true;
}

bool ndx_query_since(ndx_span text, int32_t today, int32_t *first_day, ndx_error *error)
{
    int32_t unused;
    return one_date(text, today, first_day, &unused, error);
}

bool ndx_query_until(ndx_span text, int32_t today, int32_t *last_day, ndx_error *error)
{
    int32_t unused;
    if (age(text, today, last_day))
        return true;
    return one_date(text, today, &unused, last_day, error);
}
