/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_rows.h - a timeline as rows, which its formats write. Internal to search/present. */
#ifndef NEWSDEX_PRESENT_TIMELINE_ROWS_H
#define NEWSDEX_PRESENT_TIMELINE_ROWS_H

#include "present/calendar.h"
#include "present/timeline.h"

#define NDX_PERIOD_BYTES 32u

typedef struct ndx_timeline_row {
    char period[NDX_PERIOD_BYTES];
    bool whole;                  /* a period; else what belongs to none, which is not drawn */
    int32_t first_day, last_day; /* of a period */
    uint64_t total;
    uint64_t *matching; /* a query each */
} ndx_timeline_row;

typedef struct ndx_timeline_query {
    ndx_span name;
    uint64_t matching;
    ndx_calendar calendar;
} ndx_timeline_query;

struct ndx_timeline {
    const ndx_survey *survey;
    ndx_period period;
    ndx_arena arena;
    ndx_timeline_query *query;
    size_t query_count, query_capacity;
    ndx_calendar all; /* articles */
    bool all_counted;
    ndx_timeline_row *row; /* periods first */
    size_t row_count, row_capacity;
    size_t period_count; /* of the rows */
    uint64_t highest;    /* number of matching articles of a period and a query */
    bool rows_made;
};

/* Counts all articles, if that was not done, and makes the rows. */
bool ndx_timeline_make_rows(ndx_timeline *timeline, ndx_error *error);
/* What the rows' totals add up to: all articles of which there is a row. */
uint64_t ndx_timeline_all(const ndx_timeline *timeline);
double ndx_timeline_percent(uint64_t matching, uint64_t total); /* 0 of 0 is 0 */
/* "Matching articles by day, 2025-11-01 to 2025-11-30"; nothing of it need be escaped. */
void ndx_timeline_append_title(const ndx_timeline *timeline, ndx_buffer *out);

/* The formats of ndx_timeline_write(), once there are rows. */
bool ndx_timeline_write_table(const ndx_timeline *timeline, ndx_table_kind kind,
                              const ndx_output_options *options, ndx_buffer *out, ndx_error *error);
/* The picture; alone: not in a page, which has the title itself. */
bool ndx_timeline_draw(const ndx_timeline *timeline, bool alone, ndx_buffer *out, ndx_error *error);
bool ndx_timeline_write_text(const ndx_timeline *timeline, const ndx_output_options *options,
                             bool blocks, ndx_buffer *out, ndx_error *error);

#endif
