/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date.h - a date as a source states it: with its precision and its zone, never more.
 *
 * Owns: the type, ISO 8601 text both ways, and arithmetic on days. Reading the dates that people
 * write
 * ("Nov. 30, 2025", "30 novembre 2025") belongs to the readers (date_text.h); the relative dates of
 * queries belong to the query language.
 *
 * An article's day is the calendar day in its own zone, as written. Proleptic Gregorian calendar,
 * years 1 to 9999 (ISO 8601-1:2019, 4.2).
 */
#ifndef NEWSDEX_DATE_H
#define NEWSDEX_DATE_H

#include "newsdex/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_precision {
    NDX_PRECISION_NONE = 0, /* there is no date */
    NDX_PRECISION_YEAR,
    NDX_PRECISION_MONTH,
    NDX_PRECISION_DAY,
    NDX_PRECISION_HOUR,
    NDX_PRECISION_MINUTE,
    NDX_PRECISION_SECOND,
    NDX_PRECISION_FRACTION
} ndx_precision;

/* What lies below the precision is 0 (month and day: 1) and means nothing. */
typedef struct ndx_date {
    int16_t year;
    uint8_t month;        /* 1-12 */
    uint8_t day;          /* 1-31 */
    uint8_t hour;         /* 0-23 */
    uint8_t minute;       /* 0-59 */
    uint8_t second;       /* 0-60 */
    uint8_t precision;    /* ndx_precision */
    uint32_t nanosecond;  /* 0-999999999 */
    int16_t zone_minutes; /* east of UTC; meaningful when zone_known */
    bool zone_known;
} ndx_date;

/* True if every part down to the precision is in range for the calendar. */
bool ndx_date_valid(const ndx_date *date);

/* Reads ISO 8601 / RFC 3339 in full: "2025", "2025-11", "2025-11-30", "20251130",
 * "2025-11-30T10:15", with seconds, fraction, zone "Z", "+02:00", "+0200", "+02"; a space may stand
 * for the T. Nothing else may follow. False (date all zero) when it is not that. */
bool ndx_date_from_iso(ndx_span text, ndx_date *date);

/* Appends ISO 8601 as precise as the date is known: "2025-11", "2025-11-30T10:15+02:00". Nothing
 * for NDX_PRECISION_NONE. ndx_date_from_iso reads it back to an equal date. */
bool ndx_date_append_iso(ndx_buffer *out, const ndx_date *date);

/* The range of calendar days (inclusive) that the date may lie in, as days since 1970-01-01, in its
 * own zone: the same day twice from NDX_PRECISION_DAY on. False for NDX_PRECISION_NONE. */
bool ndx_date_days(const ndx_date *date, int32_t *first_day, int32_t *last_day);

/* Seconds since 1970-01-01T00:00:00Z of the earliest moment it may be (unknown zone: UTC), for
 * sorting by publication time. INT64_MIN for NDX_PRECISION_NONE. */
int64_t ndx_date_seconds(const ndx_date *date);

/* Days since 1970-01-01 and back (any year from 1 to 9999). */
int32_t ndx_days_from_civil(int year, unsigned month, unsigned day);
void ndx_civil_from_days(int32_t days, int *year, unsigned *month, unsigned *day);
unsigned ndx_days_in_month(int year, unsigned month);

#ifdef __cplusplus
}
#endif
#endif
