/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_text.h - dates as people and feeds write them, in many languages. Library newsdex-readers.
 *
 * Never guesses: what is not in the text is not in the date (no year: no date; no time: day
 * precision), and a string that may mean two days (03/04/2025 with nothing to decide) follows the
 * stated order.
 */
#ifndef NEWSDEX_DATE_TEXT_H
#define NEWSDEX_DATE_TEXT_H

#include "newsdex/date.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_day_order {
    NDX_DAY_ORDER_BY_LANGUAGE, /* en: month first unless impossible (en-GB, en-AU...: day first);
                                  others: their own custom */
    NDX_DAY_FIRST,
    NDX_MONTH_FIRST
} ndx_day_order;

/* Reads a whole string as a date: RFC 5322, RFC 850, asctime, ISO 8601 (all of date.h), W3C-DTF,
 * and dates in words. language: BCP 47 ("de", "en-GB"), empty when unknown: all languages are
 * tried. White space around is ignored. False: it is not a date (date all zero). Thread-safe. */
bool ndx_date_from_text(ndx_span text, ndx_span language, ndx_day_order order, ndx_date *date);

/* The first date inside running text (a dateline, "Published on 30 November 2025 at 10:15 | Updated
 * ..."), with where it stands. Only dates with a year, a month and a day are found. False: none. */
bool ndx_date_find_in_text(ndx_span text, ndx_span language, ndx_day_order order, ndx_date *date,
                           ndx_span *where);

#ifdef __cplusplus
}
#endif
#endif
