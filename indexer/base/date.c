/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date.c - the date type: calendar arithmetic and ISO 8601 text both ways (date.h).
 *
 * Owns: what a valid date is, the count of days, reading and writing ISO 8601. Must not know: dates
 * in words (the readers), relative dates (the query language), clocks and time zones by name.
 */
#include "newsdex/date.h"

/* ---- calendar arithmetic ---- */

/* Days of an era of 400 years, and between 0000-03-01 and 1970-01-01, in the proleptic Gregorian
 * calendar. Counting years from 1 March puts the leap day last, so that the day of the year is a
 * linear function of the month: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
 * (2014). */
enum { DAYS_OF_ERA = 146097, DAYS_TO_1970 = 719468 };

int32_t ndx_days_from_civil(int year, unsigned month, unsigned day)
{
    int32_t shifted = (int32_t)year - (month <= 2);
    int32_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int32_t year_of_era = shifted - era * 400;
    int32_t month_from_march = (int32_t)((month + 9) % 12);
    int32_t day_of_year = (153 * month_from_march + 2) / 5 + (int32_t)day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_OF_ERA + day_of_era - DAYS_TO_1970;
}

void ndx_civil_from_days(int32_t days, int *year, unsigned *month, unsigned *day)
{
    int64_t shifted = (int64_t)days + DAYS_TO_1970;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
    int32_t day_of_era = (int32_t)(shifted - era * DAYS_OF_ERA);
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    *day = (unsigned)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (unsigned)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * 400) + (*month <= 2);
}

unsigned ndx_days_in_month(int year, unsigned month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month < 1 || month > 12)
        return 0;
    return days[month - 1] + (unsigned)(month == 2 && leap);
}

/* ---- validity and ranges ---- */

/* ISO 8601 and RFC 3339 write offsets as hours and minutes below 24:00. */
enum { ZONE_LIMIT_MINUTES = 24 * 60 };

bool ndx_date_valid(const ndx_date *date)
{
    unsigned precision = date->precision;
    if (precision == NDX_PRECISION_NONE || precision > NDX_PRECISION_FRACTION)
        return false;
    if (date->year < 1 || date->year > 9999)
        return false;
    if (precision >= NDX_PRECISION_MONTH && (date->month < 1 || date->month > 12))
        return false;
    if (precision >= NDX_PRECISION_DAY &&
        (date->day < 1 || date->day > ndx_days_in_month(date->year, date->month)))
        return false;
    if (precision >= NDX_PRECISION_HOUR && date->hour > 23)
        return false;
    if (precision >= NDX_PRECISION_MINUTE && date->minute > 59)
        return false;
    if (precision >= NDX_PRECISION_SECOND && date->second > 60)
        return false;
    if (precision >= NDX_PRECISION_FRACTION && date->nanosecond > 999999999)
        return false;
    return !date->zone_known ||
           (date->zone_minutes > -ZONE_LIMIT_MINUTES && date->zone_minutes < ZONE_LIMIT_MINUTES);
}

bool ndx_date_days(const ndx_date *date, int32_t *first_day, int32_t *last_day)
{
    unsigned month = date->precision >= NDX_PRECISION_MONTH ? date->month : 1;
    unsigned last_month = date->precision >= NDX_PRECISION_MONTH ? date->month : 12;
    if (date->precision == NDX_PRECISION_NONE)
        return false;
    if (date->precision >= NDX_PRECISION_DAY) {
        *first_day = *last_day = ndx_days_from_civil(date->year, date->month, date->day);
        return true;
    }
    *first_day = ndx_days_from_civil(date->year, month, 1);
    *last_day =
        ndx_days_from_civil(date->year, last_month, ndx_days_in_month(date->year, last_month));
    return true;
}

int64_t ndx_date_seconds(const ndx_date *date)
{
    int32_t first_day = 0;
    int32_t last_day = 0;
    int64_t seconds = 0;
    if (!ndx_date_days(date, &first_day, &last_day))
        return INT64_MIN;
    seconds = (int64_t)first_day * 86400;
    if (date->precision >= NDX_PRECISION_HOUR)
        seconds += (int64_t)date->hour * 3600;
    if (date->precision >= NDX_PRECISION_MINUTE)
        seconds += (int64_t)date->minute * 60;
    if (date->precision >= NDX_PRECISION_SECOND)
        seconds += date->second;
    if (date->zone_known)
        seconds -= (int64_t)date->zone_minutes * 60;
    return seconds;
}

/* ---- ISO 8601 ---- */

typedef struct iso_cursor {
    const char *at;
    const char *end;
} iso_cursor;

static size_t count_digits(const iso_cursor *text)
{
    const char *at = text->at;
    while (at < text->end && *at >= '0' && *at <= '9')
        at++;
    return (size_t)(at - text->at);
}

static bool take_byte(iso_cursor *text, char byte)
{
    if (text->at == text->end || *text->at != byte)
        return false;
    text->at++;
    return true;
}

/* Exactly `digits` digits. */
static bool take_number(iso_cursor *text, size_t digits, unsigned *value)
{
    if (count_digits(text) < digits)
        return false;
    *value = 0;
    for (size_t i = 0; i < digits; i++)
        *value = *value * 10 + (unsigned)(*text->at++ - '0');
    return true;
}

/* "2025", "2025-11", "2025-11-30" or the basic form "20251130" ("202511" is no form of ISO 8601).
 */
static bool take_calendar(iso_cursor *text, ndx_date *date)
{
    size_t digits = count_digits(text);
    bool basic = digits == 8;
    unsigned year = 0;
    unsigned month = 1;
    unsigned day = 1;
    if ((digits != 4 && digits != 8) || !take_number(text, 4, &year))
        return false;
    date->precision = NDX_PRECISION_YEAR;
    if (basic || take_byte(text, '-')) {
        if (!take_number(text, 2, &month))
            return false;
        date->precision = NDX_PRECISION_MONTH;
        if (basic || take_byte(text, '-')) {
            if (!take_number(text, 2, &day))
                return false;
            date->precision = NDX_PRECISION_DAY;
        }
    }
    date->year = (int16_t)year;
    date->month = (uint8_t)month;
    date->day = (uint8_t)day;
    return true;
}

/* Digits of a second's fraction; those beyond the ninth are read and dropped. */
static bool take_fraction(iso_cursor *text, ndx_date *date)
{
    size_t digits = count_digits(text);
    uint32_t value = 0;
    if (digits == 0)
        return false;
    for (size_t i = 0; i < 9; i++)
        value = value * 10 + (i < digits ? (uint32_t)(text->at[i] - '0') : 0);
    text->at += digits;
    date->nanosecond = value;
    date->precision = NDX_PRECISION_FRACTION;
    return true;
}

/* "10", "10:15", "10:15:30", "10:15:30.5" (or a comma), basic "1015", "101530". */
static bool take_time(iso_cursor *text, ndx_date *date)
{
    size_t digits = count_digits(text);
    bool basic = digits > 2;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    if ((digits != 2 && digits != 4 && digits != 6) || !take_number(text, 2, &hour))
        return false;
    date->precision = NDX_PRECISION_HOUR;
    if (basic || take_byte(text, ':')) {
        if (!take_number(text, 2, &minute))
            return false;
        date->precision = NDX_PRECISION_MINUTE;
        if (digits == 6 || (!basic && take_byte(text, ':'))) {
            if (!take_number(text, 2, &second))
                return false;
            date->precision = NDX_PRECISION_SECOND;
        }
    }
    date->hour = (uint8_t)hour;
    date->minute = (uint8_t)minute;
    date->second = (uint8_t)second;
    if (date->precision == NDX_PRECISION_SECOND && (take_byte(text, '.') || take_byte(text, ',')))
        return take_fraction(text, date);
    return true;
}

/* "Z", "+02:00", "+0200", "+02"; RFC 3339 allows the Z in lower case. Nothing at all: no zone. */
static bool take_zone(iso_cursor *text, ndx_date *date)
{
    unsigned hours = 0;
    unsigned minutes = 0;
    bool west = false;
    if (text->at == text->end)
        return true;
    date->zone_known = true;
    if (take_byte(text, 'Z') || take_byte(text, 'z'))
        return true;
    west = *text->at == '-';
    if (!west && *text->at != '+')
        return false;
    text->at++;
    if (!take_number(text, 2, &hours))
        return false;
    if (text->at < text->end) {
        take_byte(text, ':');
        if (!take_number(text, 2, &minutes))
            return false;
    }
    if (hours > 23 || minutes > 59)
        return false;
    date->zone_minutes = (int16_t)(hours * 60 + minutes);
    if (west)
        date->zone_minutes = (int16_t)-date->zone_minutes;
    return true;
}

bool ndx_date_from_iso(ndx_span text, ndx_date *date)
{
    iso_cursor cursor = {NULL, NULL};
    ndx_date read = {0};
    *date = read;
    if (text.size == 0)
        return false;
    cursor.at = text.data;
    cursor.end = text.data + text.size;
    if (!take_calendar(&cursor, &read))
        return false;
    if (cursor.at < cursor.end && read.precision == NDX_PRECISION_DAY) {
        if (!take_byte(&cursor, 'T') && !take_byte(&cursor, 't') && !take_byte(&cursor, ' '))
            return false;
        if (!take_time(&cursor, &read))
            return false;
        /* A space before the offset is not ISO 8601, but PostgreSQL and git write it so. */
        if (cursor.end - cursor.at > 1)
            take_byte(&cursor, ' ');
        if (!take_zone(&cursor, &read))
            return false;
    }
    if (cursor.at != cursor.end || !ndx_date_valid(&read))
        return false;
    *date = read;
    return true;
}

/* The fraction with as few digits as tell it all, at least one: it must read back as a fraction. */
static bool append_fraction(ndx_buffer *out, uint32_t nanosecond)
{
    char digits[9];
    size_t size = sizeof digits;
    for (size_t i = sizeof digits; i-- > 0; nanosecond /= 10)
        digits[i] = (char)('0' + nanosecond % 10);
    while (size > 1 && digits[size - 1] == '0')
        size--;
    return ndx_buffer_append_byte(out, '.') && ndx_buffer_append(out, digits, size);
}

/* The number with zeros before it, behind `before` unless that is NUL. Every article has a date to
 * be written: printf would take half as long as its text. */
static bool append_number(ndx_buffer *out, char before, size_t digits, int number)
{
    char bytes[8];
    size_t size = before ? digits + 1 : digits;
    int rest = number;
    bytes[0] = before;
    for (size_t i = size; i-- > size - digits; rest /= 10)
        bytes[i] = (char)('0' + rest % 10);
    if (number < 0 || rest) /* no date has such a number */
        return ndx_buffer_printf(out, "%.*s%0*d", before ? 1 : 0, bytes, (int)digits, number);
    return ndx_buffer_append(out, bytes, size);
}

static bool append_zone(ndx_buffer *out, const ndx_date *date)
{
    int minutes = date->zone_minutes;
    int size = minutes < 0 ? -minutes : minutes;
    if (!date->zone_known)
        return true;
    if (minutes == 0)
        return ndx_buffer_append_byte(out, 'Z');
    return append_number(out, minutes < 0 ? '-' : '+', 2, size / 60) &&
           append_number(out, ':', 2, size % 60);
}

bool ndx_date_append_iso(ndx_buffer *out, const ndx_date *date)
{
    bool done = true;
    if (date->precision >= NDX_PRECISION_YEAR)
        done = append_number(out, '\0', 4, date->year);
    if (date->precision >= NDX_PRECISION_MONTH)
        done = done && append_number(out, '-', 2, date->month);
    if (date->precision >= NDX_PRECISION_DAY)
        done = done && append_number(out, '-', 2, date->day);
    if (date->precision >= NDX_PRECISION_HOUR)
        done = done && append_number(out, 'T', 2, date->hour);
    if (date->precision >= NDX_PRECISION_MINUTE)
        done = done && append_number(out, ':', 2, date->minute);
    if (date->precision >= NDX_PRECISION_SECOND)
        done = done && append_number(out, ':', 2, date->second);
    if (date->precision >= NDX_PRECISION_FRACTION)
        done = done && append_fraction(out, date->nanosecond);
    if (date->precision >= NDX_PRECISION_HOUR)
        done = done && append_zone(out, date);
    return done;
}
