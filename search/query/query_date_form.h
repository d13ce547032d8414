/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_date_form.h - the days that one date of a query names. Internal to libnewsdex-search.
 *
 * Owns: every form in which a day, week, month, quarter, year or decade is written. Must not know:
 * times of day, zones, ranges.
 */
#ifndef NEWSDEX_QUERY_QUERY_DATE_FORM_H
#define NEWSDEX_QUERY_QUERY_DATE_FORM_H

#include "newsdex/date.h"

typedef struct ndx_query_date_form {
    int32_t first_day, last_day; /* inclusive, within the years 1 to 9999 */
    bool age;                    /* "7d": the day so long ago first, today last */
} ndx_query_date_form;

/* today: days since 1970-01-01. False: NDX_ERROR_USAGE, the message is the reason alone. */
bool ndx_query_date_form_read(ndx_span text, int32_t today, ndx_query_date_form *form,
                              ndx_error *error);

#endif
