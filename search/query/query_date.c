/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_date.c - implements newsdex/query_date.h.
 *
 * Owns: ranges, times of day and zones. Must not know: how a day is written (query_date_form.c).
 */
#include "newsdex/query_date.h"

#include "newsdex/utf8.h"
#include "query/query_date_form.h"

#include <stdio.h>

enum { DAY_SECONDS = 24 * 60 * 60 };

/* ---- the clock: a time of day, a zone, or both, behind a date ---- */

static bool is_digit(ndx_span text, size_t at)
{
    return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

/* "18:", "9:" */
static bool is_time(ndx_span text, size_t at)
{
    size_t colon = at + 1 + is_digit(text, at + 1);
    return is_digit(text, at) && colon < text.size && text.data[colon] == ':';
}

/* The size of "Z", "UTC" or "GMT" at the end; 0: none. */
static size_t utc_name(ndx_span text)
{
    static const char *const names[] = {"z", "utc", "gmt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t size = strlen(names[i]);
        if (text.size >= size &&
            ndx_span_equal_nocase(ndx_span_skip(text, text.size - size), ndx_span_of(names[i])))
            return size;
    }
    return 0;
}

/* Does a clock begin here? After a date no other sign is a plus, and a minus stands before a colon
 * only in a zone; that of UTC is a name at the end, behind a digit or white space. */
static bool begins_clock(ndx_span text, size_t at)
{
    char c = ndx_ascii_lower(text.data[at]);
    bool behind_digit = is_digit(text, at - 1);
    bool behind_space = ndx_ascii_is_space(text.data[at - 1]);
    if (c == 't')
        return is_time(text, at + 1) || (behind_digit && is_digit(text, at + 1));
    if (c == '+')
        return true;
    if (c == '-')
        return is_time(text, at + 1);
    if (behind_space && is_time(text, at))
        return true;
    return (behind_digit || behind_space) && utc_name(text) == text.size - at;
}

/* Cuts the clock off the date. False: it has none. */
static bool split_clock(ndx_span *text, ndx_span *clock)
{
    for (size_t at = 1; at < text->size; at++) {
        if (!begins_clock(*text, at))
            continue;
        size_t skipped = at + (ndx_ascii_lower(text->data[at]) == 't');
        *clock = ndx_span_skip(*text, skipped);
        *text = ndx_span_trim(ndx_span_make(text->data, at));
        return true;
    }
    return false;
}

/* Reads it as ISO 8601 writes it, on some day. A zone alone: to the day. */
static bool read_clock(ndx_span clock, ndx_date *read)
{
    char text[64];
    size_t utc = utc_name(clock);
    bool zone_only = !is_digit(clock, 0);
    ndx_span numbers = ndx_span_trim(ndx_span_make(clock.data, clock.size - utc));
    if (numbers.size && memchr(numbers.data, '\0', numbers.size))
        return false;
    int size = snprintf(text, sizeof text, "2000-01-01T%s%s%.*s%s", zone_only ? "00:00" : "",
                        !zone_only && !is_digit(clock, 1) ? "0" : "", NDX_SPAN_ARGS(numbers),
                        utc ? "Z" : "");
    if (size < 0 || (size_t)size >= sizeof text ||
        !ndx_date_from_iso(ndx_span_make(text, (size_t)size), read))
        return false;
    if (zone_only)
        read->precision = NDX_PRECISION_DAY;
    return true;
}

/* The zones that there are, by the tz database: UTC-12:00 to UTC+14:00. */
static bool check_clock(const ndx_date *clock, ndx_error *error)
{
    if (!clock->zone_known || (clock->zone_minutes >= -12 * 60 && clock->zone_minutes <= 14 * 60))
        return true;
    return ndx_error_set(error, NDX_ERROR_USAGE, "zones are -12:00 to +14:00");
}

/* ---- instants ---- */

static int64_t floor_days(int64_t seconds)
{
    return seconds >= 0 ? seconds / DAY_SECONDS : -((-seconds + DAY_SECONDS - 1) / DAY_SECONDS);
}

/* The longest that a date may last beyond its first second. */
static int64_t seconds_within(ndx_precision precision, int32_t days)
{
    if (precision >= NDX_PRECISION_SECOND)
        return 0;
    if (precision == NDX_PRECISION_MINUTE)
        return 59;
    return precision == NDX_PRECISION_HOUR ? 3599 : (int64_t)days * DAY_SECONDS - 1;
}

/* Seconds of the years 1 to 9999. */
static int64_t within_calendar(int64_t second)
{
    int64_t first = (int64_t)ndx_days_from_civil(1, 1, 1) * DAY_SECONDS;
    int64_t last = ((int64_t)ndx_days_from_civil(9999, 12, 31) + 1) * DAY_SECONDS - 1;
    return second < first ? first : second > last ? last : second;
}

/* Of the days of *range, what the clock shows. An article's day is up to one before or behind that
 * of UTC. */
static bool set_clock(ndx_date_range *range, const ndx_date *clock, ndx_error *error)
{
    bool own = !clock->zone_known;
    int32_t days = range->last_day - range->first_day + 1;
    ndx_date time = *clock;
    if (time.precision >= NDX_PRECISION_HOUR && days != 1)
        return ndx_error_set(error, NDX_ERROR_USAGE,
                             "a time stands behind a day, as in 2025-11-30T18:00");
    if (time.second > 59)
        time.second = 59;
    ndx_date midnight = {.year = 2000, .month = 1, .day = 1, .precision = NDX_PRECISION_DAY};
    int64_t begin = ndx_date_seconds(&time) - ndx_date_seconds(&midnight) +
                    (int64_t)range->first_day * DAY_SECONDS;
    range->first_second = within_calendar(begin);
    range->last_second =
        within_calendar(begin + seconds_within((ndx_precision)time.precision, days));
    range->first_on_own_clock = range->last_on_own_clock = own;
    if (!own) {
        range->first_day = (int32_t)floor_days(range->first_second) - 1;
        range->last_day = (int32_t)floor_days(range->last_second) + 1;
    }
    return true;
}

static bool not_a_date(ndx_error *error, ndx_span text)
{
    enum { BYTES_SHOWN = 60 };
    return ndx_error_prefix(error, "'%.*s' is not a date",
                            NDX_SPAN_ARGS(ndx_utf8_cut(text, BYTES_SHOWN)));
}

/* ---- one date ---- */

/* until_today: an age is all from then until today. */
static bool read_date(ndx_span text, int32_t today, bool until_today, ndx_date_range *range,
                      ndx_error *error)
{
    ndx_span day = ndx_span_trim(text);
    ndx_span clock;
    ndx_date read;
    ndx_query_date_form form;
    bool has_clock = split_clock(&day, &clock);
    if (has_clock && !read_clock(clock, &read)) {
        ndx_error_set(error, NDX_ERROR_USAGE,
                      "a time is written 2025-11-30T18:00, with a zone "
                      "2025-11-30T18:00Z or 2025-11-30T18:00+02:00");
        return not_a_date(error, text);
    }
    if (!ndx_query_date_form_read(day, today, &form, error))
        return not_a_date(error, text);
    *range = (ndx_date_range)NDX_DATE_RANGE_OPEN;
    range->first_day = form.first_day;
    range->last_day = form.age && !until_today ? form.first_day : form.last_day;
    return !has_clock || (check_clock(&read, error) && set_clock(range, &read, error)) ||
           not_a_date(error, text);
}

/* ---- ranges ---- */

static size_t find_dots(ndx_span text)
{
    size_t at = 0;
    while (at + 1 < text.size && !(text.data[at] == '.' && text.data[at + 1] == '.'))
        at++;
    return at + 1 < text.size ? at : text.size;
}

static bool ends_before_it_begins(const ndx_date_range *range)
{
    bool comparable = range->first_second != INT64_MIN && range->last_second != INT64_MAX &&
                      range->first_on_own_clock == range->last_on_own_clock;
    return range->first_day > range->last_day ||
           (comparable && range->first_second > range->last_second);
}

bool ndx_query_date_range(ndx_span text, int32_t today, ndx_date_range *range, ndx_error *error)
{
    size_t dots = find_dots(text);
    *range = (ndx_date_range)NDX_DATE_RANGE_OPEN;
    if (dots == text.size)
        return read_date(text, today, true, range, error);
    ndx_span from = ndx_span_trim(ndx_span_make(text.data, dots));
    ndx_span to = ndx_span_trim(ndx_span_skip(text, dots + 2));
    if (!from.size && !to.size)
        return ndx_error_set(error, NDX_ERROR_USAGE,
                             "a range has a date on one side at least, as in 2025-11..");
    if ((from.size && !ndx_query_since(from, today, range, error)) ||
        (to.size && !ndx_query_until(to, today, range, error)))
        return false;
    return !ends_before_it_begins(range) ||
           ndx_error_set(error, NDX_ERROR_USAGE, "the range '%.*s' ends before it begins",
                         NDX_SPAN_ARGS(text));
}

static bool read_side(ndx_span text, int32_t today, ndx_date_range *range, ndx_error *error)
{
    if (find_dots(text) == text.size)
        return read_date(text, today, false, range, error);
    return ndx_error_set(error, NDX_ERROR_USAGE,
                         "one date is wanted here; a range is asked for by date:2025-11..2025-12");
}

bool ndx_query_since(ndx_span text, int32_t today, ndx_date_range *range, ndx_error *error)
{
    ndx_date_range one;
    if (!read_side(text, today, &one, error))
        return false;
    range->first_day = one.first_day;
    range->first_second = one.first_second;
    range->first_on_own_clock = one.first_on_own_clock;
    return true;
}

bool ndx_query_until(ndx_span text, int32_t today, ndx_date_range *range, ndx_error *error)
{
    ndx_date_range one;
    if (!read_side(text, today, &one, error))
        return false;
    range->last_day = one.last_day;
    range->last_second = one.last_second;
    range->last_on_own_clock = one.last_on_own_clock;
    return true;
}

/* ---- articles ---- */

/* The first second that the date may be. */
static int64_t first_second(const ndx_date *date, bool on_own_clock)
{
    ndx_date moment = *date;
    if (on_own_clock)
        moment.zone_known = false;
    if (moment.precision >= NDX_PRECISION_SECOND && moment.second > 59)
        moment.second = 59;
    return ndx_date_seconds(&moment);
}

bool ndx_date_range_holds(const ndx_date_range *range, const ndx_date *date)
{
    int32_t first_day;
    int32_t last_day;
    if (!ndx_date_days(date, &first_day, &last_day) || first_day < range->first_day ||
        last_day > range->last_day)
        return false;
    int64_t more = date->precision >= NDX_PRECISION_MINUTE
                       ? 0
                       : seconds_within((ndx_precision)date->precision, last_day - first_day + 1);
    return (range->first_second == INT64_MIN ||
            first_second(date, range->first_on_own_clock) >= range->first_second) &&
           (range->last_second == INT64_MAX ||
            first_second(date, range->last_on_own_clock) + more <= range->last_second);
}

void ndx_date_range_sure_days(const ndx_date_range *range, int32_t *first_day, int32_t *last_day)
{
    *first_day = range->first_day;
    *last_day = range->last_day;
    if (range->first_second != INT64_MIN) /* the first day that begins then or later */
        *first_day =
            (int32_t)floor_days(range->first_second + DAY_SECONDS - 1) + !range->first_on_own_clock;
    if (range->last_second != INT64_MAX) /* the last that ends then or earlier */
        *last_day = (int32_t)floor_days(range->last_second + 1) - 1 - !range->last_on_own_clock;
}

/* ---- as text ---- */

static void append_side(ndx_buffer *out, int32_t day, int64_t second, bool on_own_clock)
{
    bool instant = second != INT64_MIN && second != INT64_MAX;
    int year;
    unsigned month;
    unsigned day_of_month;
    if (instant)
        day = (int32_t)floor_days(second);
    if (day == INT32_MIN || day == INT32_MAX)
        return;
    ndx_civil_from_days(day, &year, &month, &day_of_month);
    ndx_buffer_printf(out, "%04d-%02u-%02u", year, month, day_of_month);
    if (!instant)
        return;
    unsigned clock = (unsigned)(second - (int64_t)day * DAY_SECONDS);
    ndx_buffer_printf(out, "T%02u:%02u:%02u%s", clock / 3600, clock / 60 % 60, clock % 60,
                      on_own_clock ? "" : "Z");
}

bool ndx_date_range_append(ndx_buffer *out, const ndx_date_range *range)
{
    append_side(out, range->first_day, range->first_second, range->first_on_own_clock);
    ndx_buffer_append_text(out, "..");
    append_side(out, range->last_day, range->last_second, range->last_on_own_clock);
    return !out->failed;
}
