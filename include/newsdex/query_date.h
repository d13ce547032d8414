/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_date.h - the dates that people ask for: from text to a range. Library newsdex-search.
 *
 * Owns: the forms of a date in a query and in --since and --until (newsdex-query(7) lists them), and
 * whether an article's date lies in a range. Must not know: the clock (today is given), an index.
 *
 * What was decided:
 *  - An article's day is the calendar day in its own zone, as written. A date that is known to the
 *    month or year lies in a range that holds the whole month or year. Undated articles lie in none.
 *  - A range ends with the end of what it names last: ..2025-11 holds all of November.
 *  - Nothing is guessed: 03/04/2025, 2024-2025 and "30 november" are errors that say what to write.
 *  - A date with a time of day asks for instants. With a zone (2025-11-30T18:00+02:00) that is a
 *    moment the same for all, and an article without a zone is taken to be of UTC. Without a zone it
 *    is what the article's own clock showed, as a day without a zone is the article's own day. A zone
 *    behind a date without a time (2025-11-30Z, yesterday+02:00) asks for that day as it was in that
 *    zone.
 *  - An article that is known to the minute is an instant: the first second of its minute. One that
 *    is known to the hour, day, month or year lies in a range of instants if all of it does.
 *  - A leap second counts as the one before it.
 */
#ifndef NEWSDEX_QUERY_DATE_H
#define NEWSDEX_QUERY_DATE_H

#include "newsdex/date.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Both ends belong to it. The days hold at least what the instants ask for, whatever zone an article
 * is of: they choose candidates, and where instants are asked for ndx_date_range_holds() decides. */
typedef struct ndx_date_range {
    int32_t first_day, last_day;       /* since 1970-01-01; INT32_MIN, INT32_MAX: open */
    int64_t first_second, last_second; /* since 1970-01-01T00:00:00, in UTC or on the article's own
                                          clock; INT64_MIN, INT64_MAX: no instant is asked for */
    bool first_on_own_clock, last_on_own_clock;
} ndx_date_range;
#define NDX_DATE_RANGE_OPEN                                                                        \
    {                                                                                              \
        INT32_MIN, INT32_MAX, INT64_MIN, INT64_MAX, false, false                                   \
    }

/* The value of date:, one date or a range of two, "A..B", "A..", "..B". One date is all that it
 * names; an age ("7d") all from that day until today. today: days since 1970-01-01. False:
 * NDX_ERROR_USAGE, the message says what was expected; *range is undefined. */
bool ndx_query_date_range(ndx_span text, int32_t today, ndx_date_range *range, ndx_error *error);
/* The value of since: and --since, or of until: and --until: one date. Set the beginning of *range
 * to that of the date, the end to its end, and leave the other side as it is. */
bool ndx_query_since(ndx_span text, int32_t today, ndx_date_range *range, ndx_error *error);
bool ndx_query_until(ndx_span text, int32_t today, ndx_date_range *range, ndx_error *error);

/* Does the date lie in the range? */
bool ndx_date_range_holds(const ndx_date_range *range, const ndx_date *date);

static inline bool ndx_date_range_is_open(const ndx_date_range *range)
{
    return range->first_day == INT32_MIN && range->last_day == INT32_MAX;
}

/* Are instants asked for, so that days do not decide? */
static inline bool ndx_date_range_has_instants(const ndx_date_range *range)
{
    return range->first_second != INT64_MIN || range->last_second != INT64_MAX;
}

/* The days that lie in the range whatever the hour and the zone: *first_day > *last_day if there is
 * none. Without instants all of its days. */
void ndx_date_range_sure_days(const ndx_date_range *range, int32_t *first_day, int32_t *last_day);

/* Appends the range as ndx_query_date_range() reads it: "2025-11-01..2025-11-30",
 * "2025-11-30T18:00:00Z..". */
bool ndx_date_range_append(ndx_buffer *out, const ndx_date_range *range);

#ifdef __cplusplus
}
#endif
#endif
