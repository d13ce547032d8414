/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * timeline.h - how many articles match in each day, week, month or year, of how many: one or several
 * queries side by side.
 *
 *     timeline = ndx_timeline_new(&survey, NDX_PERIOD_DAY, &error);
 *     ndx_timeline_add(timeline, &query, name, &matching, &error);      each query
 *     ndx_timeline_write(timeline, NDX_TABLE_CSV, &options, false, out, &error);
 *     ndx_timeline_free(timeline);
 *
 * Owns: the periods, the counts, how they look in every format. Must not know: the command line.
 *
 * The rows. Periods from the first to the last one in which any of the queries matches, or to the
 * bounds that --since and --until give; those between without a match are rows of 0. An article
 * belongs to a period if all days that it may be of do, as in a query's dates: its day is the
 * calendar day in its own zone. Matches that are not known well enough to belong to a period come
 * after them, in the notation of EDTF (ISO 8601-2:2019): of a timeline by day or week "2025-11-XX"
 * and "2025-XX-XX", by month "2025-XX"; last those that have no date, "undated". So the matching
 * articles of all rows add up to those that match. Weeks are those of ISO 8601, "2025-W48", from Monday.
 *
 * The columns. period; total: all articles of the period, within --since and --until; and for each
 * query matching and ratio, which is matching / total and absent where total is 0. TSV, CSV and
 * Markdown have one row a period; with several queries the columns of each are named "matching: "
 * and "ratio: " and the query. JSON Lines have one object a period and query (what a data frame
 * wants): {"period":"2025-11-30","query":"witkoff","total":34,"matching":12,"ratio":0.352941}.
 */
#ifndef NEWSDEX_PRESENT_TIMELINE_H
#define NEWSDEX_PRESENT_TIMELINE_H

#include "present/survey.h"
#include "present/table.h"

/* A hundred years by day, and a row for each that is not known so well. */
#define NDX_TIMELINE_ROWS_MAX 40000u
#define NDX_TIMELINE_QUERIES_MAX 100u

typedef enum ndx_period {
    NDX_PERIOD_DAY,
    NDX_PERIOD_WEEK,
    NDX_PERIOD_MONTH,
    NDX_PERIOD_YEAR,
    NDX_PERIOD_COUNT
} ndx_period;
/* "day", "week", "month", "year", NULL: in the order of the above. */
extern const char *const ndx_period_names[NDX_PERIOD_COUNT + 1];

typedef struct ndx_timeline ndx_timeline;

/* survey is borrowed. NULL: *error. */
ndx_timeline *ndx_timeline_new(const ndx_survey *survey, ndx_period period, ndx_error *error);
void ndx_timeline_free(ndx_timeline *timeline); /* NULL does nothing */

/* Counts a query; name is what it is called, copied. *matching (may be NULL): all its matches. After
 * an error the timeline is as it was before. */
bool ndx_timeline_add(ndx_timeline *timeline, const ndx_query *query, ndx_span name,
                      uint64_t *matching, ndx_error *error);

/* After the last query; the first of these counts all articles. NDX_ERROR_LIMIT: there are too many
 * periods between the first and the last. */

/* NDX_TABLE_TEXT draws a bar for each number. blocks: with the blocks U+2588 to U+258F, as a terminal
 * that shows UTF-8 can; else with #. */
bool ndx_timeline_write(ndx_timeline *timeline, ndx_table_kind kind,
                        const ndx_output_options *options, bool blocks, ndx_buffer *out,
                        ndx_error *error);
/* The bars as one SVG picture, by itself. */
bool ndx_timeline_write_svg(ndx_timeline *timeline, ndx_buffer *out, ndx_error *error);
/* A page of its own that needs nothing else: the picture and the numbers as a table. */
bool ndx_timeline_write_html(ndx_timeline *timeline, ndx_buffer *out, ndx_error *error);

#endif
