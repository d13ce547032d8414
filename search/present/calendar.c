/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calendar.c - implements calendar.h. */
#include "present/calendar.h"

#include <stdlib.h>

static ndx_calendar_year *year_of(ndx_calendar *calendar, int number, ndx_error *error)
{
    if (number < 1 || number >= (int)NDX_CALENDAR_YEARS) {
        ndx_error_set(error, NDX_ERROR_INTERNAL, "%d is no year of the calendar", number);
        return NULL;
    }
    ndx_calendar_year **year = &calendar->year[number];
    if (!*year) {
        *year = calloc(1, sizeof **year);
        if (!*year)
            ndx_error_memory(error, "counting days");
    }
    return *year;
}

bool ndx_calendar_add(ndx_calendar *calendar, const ndx_date *date, ndx_error *error)
{
    if (date->precision == NDX_PRECISION_NONE) {
        calendar->undated++;
        return true;
    }
    ndx_calendar_year *year = year_of(calendar, date->year, error);
    if (!year)
        return false;
    unsigned month = date->precision >= NDX_PRECISION_MONTH ? date->month : 0;
    unsigned day = date->precision >= NDX_PRECISION_DAY ? date->day : 0;
    year->count[month < 13 ? month : 0][day < 32 ? day : 0]++;
    return true;
}

bool ndx_calendar_merge(ndx_calendar *calendar, const ndx_calendar *other, ndx_error *error)
{
    calendar->undated += other->undated;
    for (unsigned i = 0; i < NDX_CALENDAR_YEARS; i++) {
        if (!other->year[i])
            continue;
        ndx_calendar_year *year = year_of(calendar, (int)i, error);
        if (!year)
            return false;
        for (unsigned month = 0; month < 13; month++)
            for (unsigned day = 0; day < 32; day++)
                year->count[month][day] += other->year[i]->count[month][day];
    }
    return true;
}

void ndx_calendar_free(ndx_calendar *calendar)
{
    for (unsigned i = 0; i < NDX_CALENDAR_YEARS; i++)
        free(calendar->year[i]);
    *calendar = (ndx_calendar){0};
}

static bool holds(int32_t first, int32_t last, int32_t from, int32_t to)
{
    return first <= from && to <= last;
}

static uint64_t month_within(const uint64_t count[32], int year, unsigned month, int32_t first,
                             int32_t last)
{
    int32_t begin = ndx_days_from_civil(year, month, 1);
    int32_t end = begin + (int32_t)ndx_days_in_month(year, month) - 1;
    if (last < begin || first > end)
        return 0;
    uint64_t sum = holds(first, last, begin, end) ? count[0] : 0;
    int32_t from = first > begin ? first : begin;
    int32_t to = last < end ? last : end;
    for (int32_t day = from; day <= to; day++)
        sum += count[day - begin + 1];
    return sum;
}

static uint64_t year_within(const ndx_calendar_year *year, int number, int32_t first, int32_t last)
{
    int32_t begin = ndx_days_from_civil(number, 1, 1);
    int32_t end = ndx_days_from_civil(number, 12, 31);
    uint64_t sum = holds(first, last, begin, end) ? year->count[0][0] : 0;
    for (unsigned month = 1; month <= 12; month++)
        sum += month_within(year->count[month], number, month, first, last);
    return sum;
}

uint64_t ndx_calendar_within(const ndx_calendar *calendar, int32_t first, int32_t last)
{
    int from;
    int to;
    unsigned month;
    unsigned day;
    uint64_t sum = 0;
    ndx_civil_from_days(first, &from, &month, &day);
    ndx_civil_from_days(last, &to, &month, &day);
    for (int i = from < 1 ? 1 : from; i <= to && i < (int)NDX_CALENDAR_YEARS; i++)
        if (calendar->year[i])
            sum += year_within(calendar->year[i], i, first, last);
    return sum;
}

uint64_t ndx_calendar_incomplete(const ndx_calendar *calendar, int year, unsigned month)
{
    const ndx_calendar_year *of =
        year > 0 && year < (int)NDX_CALENDAR_YEARS ? calendar->year[year] : NULL;
    return of && month < 13 ? of->count[month][0] : 0;
}

static ndx_date date_of(int year, unsigned month, unsigned day)
{
    ndx_precision precision = day     ? NDX_PRECISION_DAY
                              : month ? NDX_PRECISION_MONTH
                                      : NDX_PRECISION_YEAR;
    return (ndx_date){.year = (int16_t)year,
                      .month = (uint8_t)(month ? month : 1),
                      .day = (uint8_t)(day ? day : 1),
                      .precision = (uint8_t)precision};
}

static void extend(const ndx_calendar_year *year, int number, ndx_precision known, int32_t *first,
                   int32_t *last)
{
    for (unsigned month = 0; month < 13; month++)
        for (unsigned day = 0; day < 32; day++) {
            ndx_date date = date_of(number, month, day);
            int32_t begin;
            int32_t end;
            if (!year->count[month][day] || date.precision < known ||
                !ndx_date_days(&date, &begin, &end))
                continue;
            *first = begin < *first ? begin : *first;
            *last = end > *last ? end : *last;
        }
}

bool ndx_calendar_range(const ndx_calendar *calendar, ndx_precision known, int32_t *first,
                        int32_t *last)
{
    *first = INT32_MAX;
    *last = INT32_MIN;
    for (unsigned i = 1; i < NDX_CALENDAR_YEARS; i++)
        if (calendar->year[i])
            extend(calendar->year[i], (int)i, known, first, last);
    return *first <= *last;
}
