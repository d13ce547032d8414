/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline.c - counts a timeline and cuts it into rows (timeline.h). */
#include "present/timeline.h"

#include "newsdex/array.h"
#include "present/timeline_rows.h"

#include <stdio.h>
#include <stdlib.h>

const char *const ndx_period_names[NDX_PERIOD_COUNT + 1] = {"day", "week", "month", "year", NULL};

/* ---- periods ---- */

enum { FIRST_YEAR = 1, LAST_YEAR = NDX_CALENDAR_YEARS - 1 };

typedef struct span_of_days {
    int32_t first, last;
} span_of_days;

/* 0: Monday. 1970-01-01 was a Thursday. */
static int32_t weekday(int32_t day)
{
    return ((day + 3) % 7 + 7) % 7;
}

static span_of_days day_of(int32_t day)
{
    return (span_of_days){day, day};
}

static span_of_days week_of(int32_t day)
{
    int32_t monday = day - weekday(day);
    return (span_of_days){monday, monday + 6};
}

static span_of_days month_of(int32_t day)
{
    int year;
    unsigned month;
    unsigned in_month;
    ndx_civil_from_days(day, &year, &month, &in_month);
    int32_t first = ndx_days_from_civil(year, month, 1);
    return (span_of_days){first, first + (int32_t)ndx_days_in_month(year, month) - 1};
}

static span_of_days year_of(int32_t day)
{
    int year;
    unsigned month;
    unsigned in_month;
    ndx_civil_from_days(day, &year, &month, &in_month);
    return (span_of_days){ndx_days_from_civil(year, 1, 1), ndx_days_from_civil(year, 12, 31)};
}

enum { DAY_CHARACTERS = 10, MONTH_CHARACTERS = 7, YEAR_CHARACTERS = 4 };

/* So many characters of "2025-11-30", and what follows. */
static void name_date(char name[NDX_PERIOD_BYTES], int32_t day, int characters, const char *rest)
{
    int year;
    unsigned month;
    unsigned in_month;
    char whole[NDX_PERIOD_BYTES];
    ndx_civil_from_days(day, &year, &month, &in_month);
    snprintf(whole, sizeof whole, "%04d-%02u-%02u", year, month, in_month);
    snprintf(name, NDX_PERIOD_BYTES, "%.*s%s", characters, whole, rest);
}

static void name_day(char name[NDX_PERIOD_BYTES], int32_t day)
{
    name_date(name, day, DAY_CHARACTERS, "");
}

/* A week is of the year in which its Thursday lies (ISO 8601-1:2019, 3.1.1.23). */
static void name_week(char name[NDX_PERIOD_BYTES], int32_t monday)
{
    int year;
    unsigned month;
    unsigned day;
    ndx_civil_from_days(monday + 3, &year, &month, &day);
    int32_t week = (monday + 3 - ndx_days_from_civil(year, 1, 1)) / 7 + 1;
    snprintf(name, NDX_PERIOD_BYTES, "%04d-W%02d", year, (int)week);
}

static void name_month(char name[NDX_PERIOD_BYTES], int32_t day)
{
    name_date(name, day, MONTH_CHARACTERS, "");
}

static void name_year(char name[NDX_PERIOD_BYTES], int32_t day)
{
    name_date(name, day, YEAR_CHARACTERS, "");
}

typedef struct period_rule {
    const char *plural;
    ndx_precision known; /* what an article's date must be at least */
    uint32_t shortest;   /* days */
    span_of_days (*of)(int32_t day);
    void (*name)(char name[NDX_PERIOD_BYTES], int32_t first_day);
    const char *unknown_day, *unknown_month; /* what stands for them; NULL: need not be known */
} period_rule;

static const period_rule rules[NDX_PERIOD_COUNT] = {
    [NDX_PERIOD_DAY] = {"days", NDX_PRECISION_DAY, 1, day_of, name_day, "-XX", "-XX-XX"},
    [NDX_PERIOD_WEEK] = {"weeks", NDX_PRECISION_DAY, 7, week_of, name_week, "-XX", "-XX-XX"},
    [NDX_PERIOD_MONTH] = {"months", NDX_PRECISION_MONTH, 28, month_of, name_month, NULL, "-XX"},
    [NDX_PERIOD_YEAR] = {"years", NDX_PRECISION_YEAR, 365, year_of, name_year, NULL, NULL},
};

/* ---- counting ---- */

ndx_timeline *ndx_timeline_new(const ndx_survey *survey, ndx_period period, ndx_error *error)
{
    ndx_timeline *timeline = calloc(1, sizeof *timeline);
    if (!timeline) {
        ndx_error_memory(error, "making a timeline");
        return NULL;
    }
    timeline->survey = survey;
    timeline->period = period;
    return timeline;
}

static void forget_rows(ndx_timeline *timeline)
{
    for (size_t i = 0; i < timeline->row_count; i++)
        free(timeline->row[i].matching);
    free(timeline->row);
    timeline->row = NULL;
    timeline->row_count = timeline->row_capacity = timeline->period_count = 0;
    timeline->highest = 0;
    timeline->rows_made = false;
}

void ndx_timeline_free(ndx_timeline *timeline)
{
    if (!timeline)
        return;
    for (size_t i = 0; i < timeline->query_count; i++)
        ndx_calendar_free(&timeline->query[i].calendar);
    forget_rows(timeline);
    ndx_calendar_free(&timeline->all);
    ndx_arena_free(&timeline->arena);
    free(timeline->query);
    free(timeline);
}

typedef struct counter {
    ndx_calendar calendar;
    uint64_t count;
} counter;

static bool count_one(void *state, const ndx_found *found, ndx_error *error)
{
    counter *c = state;
    c->count++;
    return ndx_calendar_add(&c->calendar, &found->record->date, error);
}

/* Into an empty calendar. part: of the query and all articles. */
static bool count_matches(const ndx_survey *survey, const ndx_query *query, ndx_calendar *calendar,
                          uint64_t *count, ndx_error *error)
{
    counter *counters = ndx_survey_states(survey, sizeof *counters, error);
    bool done = counters &&
                ndx_survey_walk(survey, query, count_one, counters, sizeof *counters, 0, 1, error);
    *count = 0;
    for (unsigned i = 0; counters && i < ndx_survey_threads(survey); i++) {
        *count += counters[i].count;
        done = done && ndx_calendar_merge(calendar, &counters[i].calendar, error);
        ndx_calendar_free(&counters[i].calendar);
    }
    free(counters);
    if (!done)
        ndx_calendar_free(calendar);
    return done;
}

bool ndx_timeline_add(ndx_timeline *timeline, const ndx_query *query, ndx_span name,
                      uint64_t *matching, ndx_error *error)
{
    ndx_span copy;
    if (timeline->query_count == NDX_TIMELINE_QUERIES_MAX)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "a timeline has at most %u queries",
                             NDX_TIMELINE_QUERIES_MAX);
    ndx_timeline_query *queries = ndx_array_room(timeline->query, timeline->query_count,
                                                 &timeline->query_capacity, 4, sizeof *queries);
    if (!queries || !ndx_arena_copy(&timeline->arena, name, &copy))
        return ndx_error_memory(error, "making a timeline");
    timeline->query = queries;
    ndx_timeline_query *added = &queries[timeline->query_count];
    *added = (ndx_timeline_query){.name = copy};
    if (!count_matches(timeline->survey, query, &added->calendar, &added->matching, error))
        return false;
    if (matching)
        *matching = added->matching;
    forget_rows(timeline); /* each has a number more now */
    timeline->query_count++;
    return true;
}

/* ---- rows ---- */

static ndx_timeline_row *add_row(ndx_timeline *timeline, ndx_error *error)
{
    ndx_timeline_row *rows = ndx_array_room(timeline->row, timeline->row_count,
                                            &timeline->row_capacity, 64, sizeof *rows);
    uint64_t *matching = calloc(timeline->query_count + 1, sizeof *matching);
    if (rows)
        timeline->row = rows;
    if (!rows || !matching) {
        free(matching);
        ndx_error_memory(error, "making a timeline");
        return NULL;
    }
    ndx_timeline_row *row = &rows[timeline->row_count++];
    *row = (ndx_timeline_row){.matching = matching};
    return row;
}

static int32_t within_calendar(int32_t day)
{
    int32_t first = ndx_days_from_civil(FIRST_YEAR, 1, 1);
    int32_t last = ndx_days_from_civil(LAST_YEAR, 12, 31);
    return day < first ? first : day > last ? last : day;
}

/* The days for which there are rows; false: there are none. */
static bool range_of(const ndx_timeline *timeline, span_of_days *range)
{
    const ndx_search_options *options = timeline->survey->options;
    *range = (span_of_days){INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < timeline->query_count; i++) {
        span_of_days of;
        if (!ndx_calendar_range(&timeline->query[i].calendar, rules[timeline->period].known,
                                &of.first, &of.last))
            continue;
        range->first = of.first < range->first ? of.first : range->first;
        range->last = of.last > range->last ? of.last : range->last;
    }
    if (options->range.first_day != INT32_MIN)
        range->first = within_calendar(options->range.first_day);
    if (options->range.last_day != INT32_MAX)
        range->last = within_calendar(options->range.last_day);
    return range->first <= range->last && range->first != INT32_MAX && range->last != INT32_MIN;
}

static bool too_long(const ndx_timeline *timeline, span_of_days range, ndx_error *error)
{
    char first[NDX_PERIOD_BYTES];
    char last[NDX_PERIOD_BYTES];
    uint32_t days = (uint32_t)(range.last - range.first) + 1;
    if (days / rules[timeline->period].shortest <= NDX_TIMELINE_ROWS_MAX)
        return false;
    name_day(first, range.first);
    name_day(last, range.last);
    ndx_error_set(
        error, NDX_ERROR_LIMIT,
        "from %s to %s there are too many %s for a timeline (at most %u); choose a longer "
        "period, or a part with --since and --until",
        first, last, rules[timeline->period].plural, NDX_TIMELINE_ROWS_MAX);
    return true;
}

static bool add_periods(ndx_timeline *timeline, span_of_days range, ndx_error *error)
{
    const period_rule *rule = &rules[timeline->period];
    if (too_long(timeline, range, error))
        return false;
    for (int32_t day = range.first; day <= range.last;) {
        span_of_days of = rule->of(day);
        ndx_timeline_row *row = add_row(timeline, error);
        if (!row)
            return false;
        rule->name(row->period, of.first);
        row->whole = true;
        row->first_day = of.first;
        row->last_day = of.last;
        row->total = ndx_calendar_within(&timeline->all, of.first, of.last);
        for (size_t i = 0; i < timeline->query_count; i++) {
            row->matching[i] = ndx_calendar_within(&timeline->query[i].calendar, of.first, of.last);
            if (row->matching[i] > timeline->highest)
                timeline->highest = row->matching[i];
        }
        day = of.last + 1;
    }
    timeline->period_count = timeline->row_count;
    return true;
}

/* Matching articles known to a month (0: a year) only. */
static bool add_incomplete(ndx_timeline *timeline, int year, unsigned month, ndx_error *error)
{
    const period_rule *rule = &rules[timeline->period];
    bool matches = false;
    for (size_t i = 0; i < timeline->query_count; i++)
        matches |= ndx_calendar_incomplete(&timeline->query[i].calendar, year, month) > 0;
    if (!matches)
        return true;
    ndx_timeline_row *row = add_row(timeline, error);
    if (!row)
        return false;
    name_date(row->period, ndx_days_from_civil(year, month ? month : 1, 1),
              month ? MONTH_CHARACTERS : YEAR_CHARACTERS,
              month ? rule->unknown_day : rule->unknown_month);
    row->total = ndx_calendar_incomplete(&timeline->all, year, month);
    for (size_t i = 0; i < timeline->query_count; i++)
        row->matching[i] = ndx_calendar_incomplete(&timeline->query[i].calendar, year, month);
    return true;
}

static bool add_all_incomplete(ndx_timeline *timeline, ndx_error *error)
{
    const period_rule *rule = &rules[timeline->period];
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        if (!timeline->all.year[year]) /* then no query has it either */
            continue;
        for (unsigned month = 1; rule->unknown_day && month <= 12; month++)
            if (!add_incomplete(timeline, year, month, error))
                return false;
        if (rule->unknown_month && !add_incomplete(timeline, year, 0, error))
            return false;
    }
    return true;
}

static bool add_undated(ndx_timeline *timeline, ndx_error *error)
{
    bool matches = false;
    for (size_t i = 0; i < timeline->query_count; i++)
        matches |= timeline->query[i].calendar.undated > 0;
    if (!matches)
        return true;
    ndx_timeline_row *row = add_row(timeline, error);
    if (!row)
        return false;
    snprintf(row->period, NDX_PERIOD_BYTES, "undated");
    row->total = timeline->all.undated;
    for (size_t i = 0; i < timeline->query_count; i++)
        row->matching[i] = timeline->query[i].calendar.undated;
    return true;
}

bool ndx_timeline_make_rows(ndx_timeline *timeline, ndx_error *error)
{
    span_of_days range;
    uint64_t all;
    if (timeline->rows_made)
        return true;
    if (!timeline->all_counted &&
        !count_matches(timeline->survey, NULL, &timeline->all, &all, error))
        return false;
    timeline->all_counted = true;
    timeline->rows_made = (!range_of(timeline, &range) || add_periods(timeline, range, error)) &&
                          add_all_incomplete(timeline, error) && add_undated(timeline, error);
    if (!timeline->rows_made)
        forget_rows(timeline);
    return timeline->rows_made;
}

/* ---- what the formats share ---- */

uint64_t ndx_timeline_all(const ndx_timeline *timeline)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < timeline->row_count; i++)
        sum += timeline->row[i].total;
    return sum;
}

double ndx_timeline_percent(uint64_t matching, uint64_t total)
{
    return total ? 100.0 * (double)matching / (double)total : 0;
}

void ndx_timeline_append_title(const ndx_timeline *timeline, ndx_buffer *out)
{
    size_t count = timeline->period_count;
    ndx_buffer_printf(out, "Matching articles by %s", ndx_period_names[timeline->period]);
    if (count)
        ndx_buffer_printf(out, ", %s to %s", timeline->row[0].period,
                          timeline->row[count - 1].period);
}

bool ndx_timeline_write(ndx_timeline *timeline, ndx_table_kind kind,
                        const ndx_output_options *options, bool blocks, ndx_buffer *out,
                        ndx_error *error)
{
    if (!ndx_timeline_make_rows(timeline, error))
        return false;
    return kind == NDX_TABLE_TEXT ? ndx_timeline_write_text(timeline, options, blocks, out, error)
                                  : ndx_timeline_write_table(timeline, kind, options, out, error);
}
