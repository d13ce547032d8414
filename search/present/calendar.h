/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calendar.h - how many articles are dated to each day, month and year, as precisely as each date
 * is known.
 *
 * Owns: the counts. Must not know: queries, periods of a timeline.
 */
#ifndef NEWSDEX_PRESENT_CALENDAR_H
#define NEWSDEX_PRESENT_CALENDAR_H

#include "newsdex/date.h"

#define NDX_CALENDAR_YEARS 10000u /* years 1 to 9999, as newsdex/date.h has them */

/* By month and day, each from 1; [0][0]: known to the year only, [month][0]: to the month only. */
typedef struct ndx_calendar_year {
    uint64_t count[13][32];
} ndx_calendar_year;

/* Zeroed is empty. */
typedef struct ndx_calendar {
    ndx_calendar_year *year[NDX_CALENDAR_YEARS]; /* NULL: no article */
    uint64_t undated;
} ndx_calendar;

bool ndx_calendar_add(ndx_calendar *calendar, const ndx_date *date, ndx_error *error);
/* Adds what the other has. */
bool ndx_calendar_merge(ndx_calendar *calendar, const ndx_calendar *other, ndx_error *error);
void ndx_calendar_free(ndx_calendar *calendar);

/* How many lie in the days from first to last (included): as a query's dates have it, all days that
 * an article may be of must. */
uint64_t ndx_calendar_within(const ndx_calendar *calendar, int32_t first, int32_t last);
/* Known to the month only; month 0: to the year only. */
uint64_t ndx_calendar_incomplete(const ndx_calendar *calendar, int year, unsigned month);

/* The range of days in which those lie whose date is known as precisely as this at least: to the
 * year, the month or the day. False: there are none. */
bool ndx_calendar_range(const ndx_calendar *calendar, ndx_precision known, int32_t *first,
                        int32_t *last);

#endif
