/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * days.c - a range of days as the terms of its years, months and days.
 *
 * Owns: which terms stand for a range. An article lies in a range if all days that it may be of do:
 * one known to the month has the term of its month and year but none of a day, so a month that lies
 * in the range as a whole is asked for by its term, what is left of others day by day; and so with
 * years, of which only those that the index has are asked for. Must not know: what the rest of the
 * query is.
 */
#include "newsdex/terms.h"
#include "newsdex/xapian_error.h"
#include "ranking/plan_internal.h"

typedef struct day_terms {
    ndx_plan *plan;
    ndx_candidates *all; /* NULL: none yet */
    int32_t first, last;
} day_terms;

static bool add(day_terms *to, ndx_term_kind kind, const char *format, int year, unsigned month,
                unsigned day, ndx_error *error)
{
    ndx_candidates_pool *pool = &to->plan->pool;
    ndx_buffer value = {0};
    ndx_buffer *term = &to->plan->scratch;
    ndx_buffer_clear(term);
    bool done = ndx_buffer_printf(&value, format, year, month, day) &&
                ndx_term_append(term, kind, ndx_buffer_span(&value));
    ndx_buffer_free(&value);
    if (!done)
        return ndx_error_memory(error, "building the query");
    ndx_candidates *one =
        ndx_candidates_term(pool, NDX_CANDIDATES_TERM, ndx_buffer_span(term), error);
    to->all = to->all ? ndx_candidates_pair(pool, NDX_CANDIDATES_OR, to->all, one, error) : one;
    return to->all != NULL;
}

static bool holds(const day_terms *range, int32_t first, int32_t last)
{
    return range->first <= first && last <= range->last;
}

static bool add_month(day_terms *to, int year, unsigned month, ndx_error *error)
{
    int32_t first = ndx_days_from_civil(year, month, 1);
    int32_t last = (month == 12 ? ndx_days_from_civil(year + 1, 1, 1)
                                : ndx_days_from_civil(year, month + 1, 1)) -
                   1;
    if (last < to->first || first > to->last)
        return true;
    if (holds(to, first, last))
        return add(to, NDX_TERM_MONTH, "%04d%02u", year, month, 0, error);
    for (int32_t day = first; day <= last; day++)
        if (holds(to, day, day) &&
            !add(to, NDX_TERM_DAY, "%04d%02u%02u", year, month, (unsigned)(day - first) + 1, error))
            return false;
    return true;
}

static bool add_year(day_terms *to, int year, ndx_error *error)
{
    int32_t first = ndx_days_from_civil(year, 1, 1);
    int32_t last = ndx_days_from_civil(year + 1, 1, 1) - 1;
    if (last < to->first || first > to->last)
        return true;
    if (holds(to, first, last))
        return add(to, NDX_TERM_YEAR, "%04d", year, 0, 0, error);
    for (unsigned month = 1; month <= 12; month++)
        if (!add_month(to, year, month, error))
            return false;
    return true;
}

/* "Y2025": 2025; 0 for another term. */
static int year_of(xc_bytes term)
{
    int year = 0;
    if (term.size != 5)
        return 0;
    for (size_t i = 1; i < 5; i++) {
        if (term.data[i] < '0' || term.data[i] > '9')
            return 0;
        year = year * 10 + (term.data[i] - '0');
    }
    return year;
}

static bool add_years(day_terms *to, xc_database *database, ndx_error *error)
{
    const char *prefix = ndx_term_describe(NDX_TERM_YEAR)->prefix;
    xc_term_cursor *cursor = NULL;
    xc_error failure = {0};
    xc_step step = XC_ERROR;
    bool done = true;
    if (xc_database_terms(database, (xc_bytes){prefix, strlen(prefix)}, &cursor, &failure) == XC_OK)
        while (done && (step = xc_term_cursor_next(cursor, &failure)) == XC_ROW) {
            int year = year_of(xc_term_cursor_term(cursor));
            done = !year || add_year(to, year, error);
        }
    xc_term_cursor_free(cursor);
    return !done || step == XC_END ? done
                                   : ndx_error_from_xapian(error, &failure, "reading the index");
}

ndx_candidates *ndx_plan_day_filter(ndx_plan *plan, int32_t first_day, int32_t last_day,
                                    ndx_error *error)
{
    day_terms terms = {.plan = plan, .first = first_day, .last = last_day};
    xc_database *database = ndx_index_database(plan->index);
    bool done = !database || add_years(&terms, database, error);
    if (done && !terms.all) /* no such year: a term that nothing has */
        done = add(&terms, NDX_TERM_YEAR, "%04d", 0, 0, 0, error);
    return done ? ndx_candidates_scale(&plan->pool, terms.all, 0, error) : NULL;
}
