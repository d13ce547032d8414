/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * query_date_form.c - implements query_date_form.h.
 *
 * The tokens of the text (query_date_tokens.h) are compared with the forms of a table: to add a
 * form, add a row.
 */
#include "query/query_date_form.h"

#include "query/query_date_tokens.h"

/* ---- the calendar ---- */

static int32_t earliest_day(void)
{
    return ndx_days_from_civil(1, 1, 1);
}

static int32_t latest_day(void)
{
    return ndx_days_from_civil(9999, 12, 31);
}

static int32_t within_calendar(int32_t day)
{
    int32_t first = earliest_day();
    int32_t last = latest_day();
    return day < first ? first : day > last ? last : day;
}

/* Monday 1 to Sunday 7 (ISO 8601); 1970-01-01 was a Thursday. */
static int weekday_of(int32_t day)
{
    int from_monday = (int)((day + 3) % 7);
    return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

static int32_t monday_of(int32_t day)
{
    return day - (weekday_of(day) - 1);
}

/* The first day of a month that is counted from January of year 0. */
static int32_t month_begin(int month)
{
    return ndx_days_from_civil(month / 12, (unsigned)(month % 12) + 1, 1);
}

/* Week 1 is the one with 4 January in it (ISO 8601). */
static int32_t first_monday(int year)
{
    return monday_of(ndx_days_from_civil(year, 1, 4));
}

static const struct {
    int days, months; /* one of them */
} units[] = {
    [NDX_QUERY_UNIT_DAY] = {1, 0},   [NDX_QUERY_UNIT_WEEK] = {7, 0},
    [NDX_QUERY_UNIT_MONTH] = {0, 1}, [NDX_QUERY_UNIT_QUARTER] = {0, 3},
    [NDX_QUERY_UNIT_YEAR] = {0, 12}, [NDX_QUERY_UNIT_DECADE] = {0, 120},
};

/* The day, week, month... that the day lies in. */
static void take_period(ndx_query_date_form *form, int32_t day, ndx_query_date_unit of)
{
    int year;
    unsigned month;
    unsigned day_of_month;
    if (units[of].days) {
        form->first_day = of == NDX_QUERY_UNIT_WEEK ? monday_of(day) : day;
        form->last_day = form->first_day + units[of].days - 1;
        return;
    }
    ndx_civil_from_days(day, &year, &month, &day_of_month);
    int begin = year * 12 + (int)month - 1;
    begin -= begin % units[of].months;
    form->first_day = month_begin(begin);
    form->last_day = month_begin(begin + units[of].months) - 1;
}

/* So many units before the day; the last day of a month that is too short for the same one. */
static int32_t day_before(int32_t day, int count, ndx_query_date_unit of)
{
    int year;
    unsigned month;
    unsigned day_of_month;
    if (units[of].days)
        return within_calendar(day - count * units[of].days);
    ndx_civil_from_days(day, &year, &month, &day_of_month);
    int months = year * 12 + (int)month - 1 - count * units[of].months;
    if (months < 12)
        return earliest_day();
    unsigned length = ndx_days_in_month(months / 12, (unsigned)(months % 12) + 1);
    return month_begin(months) + (int32_t)(day_of_month < length ? day_of_month : length) - 1;
}

/* ---- forms ---- */

typedef enum part {
    PART_NONE,
    PART_YEAR,
    PART_MONTH,
    PART_DAY,
    PART_WEEKDAY,
    PART_UNIT,
    PART_COUNT, /* how many units, which week or quarter; a number that is cut by its reader */
    PART_RELATIVE,
    PARTS
} part;

/* What a letter of a form stands for. */
static const struct {
    char letter;
    ndx_query_date_token_kind kind;
    uint8_t least_digits, most_digits; /* of a number */
    part part;
} letters[] = {
    {'Y', NDX_QUERY_DATE_NUMBER, 4, 4, PART_YEAR},
    {'M', NDX_QUERY_DATE_NUMBER, 1, 2, PART_MONTH},
    {'D', NDX_QUERY_DATE_NUMBER, 1, 2, PART_DAY},
    {'K', NDX_QUERY_DATE_NUMBER, 1, 1, PART_WEEKDAY},
    {'2', NDX_QUERY_DATE_NUMBER, 1, 2, PART_COUNT},
    {'3', NDX_QUERY_DATE_NUMBER, 3, 3, PART_COUNT},
    {'7', NDX_QUERY_DATE_NUMBER, 7, 7, PART_COUNT},
    {'8', NDX_QUERY_DATE_NUMBER, 8, 8, PART_COUNT},
    {'N', NDX_QUERY_DATE_NUMBER, 1, 5, PART_COUNT},
    {'m', NDX_QUERY_DATE_MONTH, 0, 0, PART_MONTH},
    {'w', NDX_QUERY_DATE_WEEKDAY, 0, 0, PART_NONE},
    {'u', NDX_QUERY_DATE_UNIT, 0, 0, PART_UNIT},
    {'s', NDX_QUERY_DATE_DECADE, 0, 0, PART_NONE},
    {'a', NDX_QUERY_DATE_AGO, 0, 0, PART_NONE},
    {'t', NDX_QUERY_DATE_THIS, 0, 0, PART_NONE},
    {'l', NDX_QUERY_DATE_LAST, 0, 0, PART_NONE},
    {'r', NDX_QUERY_DATE_RELATIVE, 0, 0, PART_RELATIVE},
};

typedef struct reading {
    int32_t today;
    int part[PARTS];
    int weekday; /* that the text begins with; 0: none */
    ndx_error *error;
} reading;

static bool fits_letter(char letter, const ndx_query_date_token *at, int *parts)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].letter == letter) {
            parts[letters[i].part] = at->value;
            return at->kind == letters[i].kind && at->digits >= letters[i].least_digits &&
                   at->digits <= letters[i].most_digits;
        }
    return false;
}

/* "-" is that sign, "~" any of "-/.", the same at each place. */
static bool fits_sign(char letter, const ndx_query_date_token *at, int *alike)
{
    if (at->kind != NDX_QUERY_DATE_SIGN || at->value == ',')
        return false;
    if (letter == '-')
        return at->value == '-';
    bool same = !*alike || *alike == at->value;
    *alike = at->value;
    return same;
}

/* In a form "_" is any sign or none. */
static bool fits(const char *form, const ndx_query_date_token *at, size_t count, int *parts)
{
    const ndx_query_date_token *end = at + count;
    int alike = 0;
    for (; *form; form++) {
        if (*form == '_') {
            at += at < end && at->kind == NDX_QUERY_DATE_SIGN;
            continue;
        }
        bool sign = *form == '-' || *form == '~';
        if (at == end || !(sign ? fits_sign(*form, at, &alike) : fits_letter(*form, at, parts)))
            return false;
        at++;
    }
    return at == end;
}

/* ---- what the forms mean ---- */

static bool refuse(const reading *r, const char *reason)
{
    return ndx_error_set(r->error, NDX_ERROR_USAGE, "%s", reason);
}

static bool check_year(const reading *r)
{
    return r->part[PART_YEAR] >= 1 || refuse(r, "the years are 0001 to 9999");
}

static bool check_month(const reading *r)
{
    int month = r->part[PART_MONTH];
    return (month >= 1 && month <= 12) ||
           ndx_error_set(r->error, NDX_ERROR_USAGE, "there is no month %d", month);
}

/* The number-th of what a year has `most` of. */
static bool check_number(const reading *r, int number, int most, const char *what)
{
    return (number >= 1 && number <= most) ||
           ndx_error_set(r->error, NDX_ERROR_USAGE, "%04d has the %ss 1 to %d", r->part[PART_YEAR],
                         what, most);
}

static bool read_year(const reading *r, ndx_query_date_form *form)
{
    if (!check_year(r))
        return false;
    take_period(form, ndx_days_from_civil(r->part[PART_YEAR], 1, 1), NDX_QUERY_UNIT_YEAR);
    return true;
}

static bool read_decade(const reading *r, ndx_query_date_form *form)
{
    int year = r->part[PART_YEAR];
    if (year % 10)
        return refuse(r, "a decade is written 1990s");
    if (!check_year(r))
        return false;
    take_period(form, ndx_days_from_civil(year, 1, 1), NDX_QUERY_UNIT_DECADE);
    return true;
}

static bool read_month(const reading *r, ndx_query_date_form *form)
{
    if (!check_year(r) || !check_month(r))
        return false;
    take_period(form, ndx_days_from_civil(r->part[PART_YEAR], (unsigned)r->part[PART_MONTH], 1),
                NDX_QUERY_UNIT_MONTH);
    return true;
}

/* 2025-11, which 2024-25 looks like. */
static bool read_numbered_month(const reading *r, ndx_query_date_form *form)
{
    if (r->part[PART_MONTH] > 12)
        return ndx_error_set(r->error, NDX_ERROR_USAGE,
                             "there is no month %d; a range of years is written 2024..2025",
                             r->part[PART_MONTH]);
    return read_month(r, form);
}

static bool read_day(const reading *r, ndx_query_date_form *form)
{
    if (!read_month(r, form))
        return false;
    int length = (int)(form->last_day - form->first_day) + 1;
    int day = r->part[PART_DAY];
    if (day < 1 || day > length)
        return ndx_error_set(r->error, NDX_ERROR_USAGE, "%04d-%02d has the days 1 to %d",
                             r->part[PART_YEAR], r->part[PART_MONTH], length);
    form->first_day += day - 1;
    form->last_day = form->first_day;
    return true;
}

/* 30/11/2025; half of the world writes 11/30/2025. */
static bool read_day_or_month_first(const reading *r, ndx_query_date_form *form)
{
    reading chosen = *r;
    int day = r->part[PART_DAY];
    int month = r->part[PART_MONTH];
    int year = r->part[PART_YEAR];
    bool day_first = month >= 1 && month <= 12;
    bool month_first = day >= 1 && day <= 12;
    if (day_first && month_first && day != month)
        return ndx_error_set(r->error, NDX_ERROR_USAGE,
                             "it may be two; write %04d-%02d-%02d for the one with the day first, "
                             "or %04d-%02d-%02d",
                             year, month, day, year, day, month);
    if (month_first && !day_first) {
        chosen.part[PART_DAY] = month;
        chosen.part[PART_MONTH] = day;
    }
    return read_day(&chosen, form);
}

/* 20251130 */
static bool read_compact_day(const reading *r, ndx_query_date_form *form)
{
    reading cut = *r;
    int number = r->part[PART_COUNT];
    cut.part[PART_YEAR] = number / 10000;
    cut.part[PART_MONTH] = number / 100 % 100;
    cut.part[PART_DAY] = number % 100;
    return read_day(&cut, form);
}

static bool read_day_of_year(const reading *r, ndx_query_date_form *form)
{
    if (!read_year(r, form) ||
        !check_number(r, r->part[PART_COUNT], (int)(form->last_day - form->first_day) + 1, "day"))
        return false;
    form->first_day += r->part[PART_COUNT] - 1;
    form->last_day = form->first_day;
    return true;
}

/* 2025334 */
static bool read_compact_day_of_year(const reading *r, ndx_query_date_form *form)
{
    reading cut = *r;
    cut.part[PART_YEAR] = r->part[PART_COUNT] / 1000;
    cut.part[PART_COUNT] = r->part[PART_COUNT] % 1000;
    return read_day_of_year(&cut, form);
}

/* 2025-W48, 2025-Q4 */
static bool read_week_or_quarter(const reading *r, ndx_query_date_form *form)
{
    int year = r->part[PART_YEAR];
    int number = r->part[PART_COUNT];
    if (!check_year(r))
        return false;
    if (r->part[PART_UNIT] == NDX_QUERY_UNIT_QUARTER) {
        if (!check_number(r, number, 4, "quarter"))
            return false;
        take_period(form, ndx_days_from_civil(year, (unsigned)number * 3, 1),
                    NDX_QUERY_UNIT_QUARTER);
        return true;
    }
    if (r->part[PART_UNIT] != NDX_QUERY_UNIT_WEEK)
        return refuse(r, "a year has numbered weeks, 2025-W48, and quarters, 2025-Q4");
    int32_t begin = first_monday(year);
    if (!check_number(r, number, (int)(first_monday(year + 1) - begin) / 7, "week"))
        return false;
    take_period(form, begin + 7 * (number - 1), NDX_QUERY_UNIT_WEEK);
    return true;
}

/* 2025-W48-3 */
static bool read_day_of_week(const reading *r, ndx_query_date_form *form)
{
    int weekday = r->part[PART_WEEKDAY];
    if (r->part[PART_UNIT] != NDX_QUERY_UNIT_WEEK || weekday < 1 || weekday > 7)
        return refuse(r, "a day of a week is written 2025-W48-3, with Monday 1 to Sunday 7");
    if (!read_week_or_quarter(r, form))
        return false;
    form->first_day += weekday - 1;
    form->last_day = form->first_day;
    return true;
}

/* 2025W483 */
static bool read_compact_day_of_week(const reading *r, ndx_query_date_form *form)
{
    reading cut = *r;
    cut.part[PART_COUNT] = r->part[PART_COUNT] / 10;
    cut.part[PART_WEEKDAY] = r->part[PART_COUNT] % 10;
    return read_day_of_week(&cut, form);
}

static bool read_relative(const reading *r, ndx_query_date_form *form)
{
    take_period(form, r->today + r->part[PART_RELATIVE], NDX_QUERY_UNIT_DAY);
    return true;
}

/* The latest one, today included. */
static bool read_weekday(const reading *r, ndx_query_date_form *form)
{
    int ago = weekday_of(r->today) - r->weekday;
    take_period(form, r->today - (ago < 0 ? ago + 7 : ago), NDX_QUERY_UNIT_DAY);
    return true;
}

static bool read_this(const reading *r, ndx_query_date_form *form)
{
    take_period(form, r->today, (ndx_query_date_unit)r->part[PART_UNIT]);
    return true;
}

/* last-week: the one before this. */
static bool read_last(const reading *r, ndx_query_date_form *form)
{
    read_this(r, form);
    take_period(form, form->first_day - 1, (ndx_query_date_unit)r->part[PART_UNIT]);
    return true;
}

/* last-7-days: that end with today. */
static bool read_last_many(const reading *r, ndx_query_date_form *form)
{
    if (r->part[PART_COUNT] < 1)
        return refuse(r, "write a number from 1 on, as in last-7-days");
    form->last_day = r->today;
    form->first_day =
        day_before(r->today, r->part[PART_COUNT], (ndx_query_date_unit)r->part[PART_UNIT]);
    form->first_day += form->first_day < r->today;
    return true;
}

static bool read_ago(const reading *r, ndx_query_date_form *form)
{
    take_period(form,
                day_before(r->today, r->part[PART_COUNT], (ndx_query_date_unit)r->part[PART_UNIT]),
                NDX_QUERY_UNIT_DAY);
    return true;
}

static bool read_age(const reading *r, ndx_query_date_form *form)
{
    form->first_day =
        day_before(r->today, r->part[PART_COUNT], (ndx_query_date_unit)r->part[PART_UNIT]);
    form->last_day = r->today;
    form->age = true;
    return true;
}

static bool refuse_years(const reading *r, ndx_query_date_form *form)
{
    (void)form;
    return refuse(r, "a range of years is written 2024..2025");
}

static bool refuse_without_year(const reading *r, ndx_query_date_form *form)
{
    (void)form;
    return refuse(r, "its year is missing; write nov 2025, 30 nov 2025");
}

static bool refuse_weekday(const reading *r, ndx_query_date_form *form)
{
    (void)form;
    return refuse(r, "it may be two; write monday for the latest, today included, or its date");
}

static const struct {
    const char *form;
    bool (*read)(const reading *r, ndx_query_date_form *form);
} forms[] = {
    {"Y", read_year},
    {"Y~M", read_numbered_month},
    {"M~Y", read_month},
    {"m_Y", read_month},
    {"Y_m", read_month},
    {"Y~M~D", read_day},
    {"D~M~Y", read_day_or_month_first},
    {"D_m_Y", read_day},
    {"m_D_Y", read_day},
    {"Y_m_D", read_day},
    {"8", read_compact_day},
    {"Y-3", read_day_of_year},
    {"7", read_compact_day_of_year},
    {"Y_u2", read_week_or_quarter},
    {"Y-u-2", read_week_or_quarter},
    {"u2-Y", read_week_or_quarter},
    {"u-2-Y", read_week_or_quarter},
    {"Y-u2-K", read_day_of_week},
    {"Yu3", read_compact_day_of_week},
    {"Ys", read_decade},
    {"r", read_relative},
    {"w", read_weekday},
    {"t-u", read_this},
    {"l-u", read_last},
    {"l-N-u", read_last_many},
    {"N_u", read_age},
    {"N_u-a", read_ago},
    {"Y~Y", refuse_years},
    {"m", refuse_without_year},
    {"m_D", refuse_without_year},
    {"D_m", refuse_without_year},
    {"t-w", refuse_weekday},
    {"l-w", refuse_weekday},
};

static bool read_tokens(reading *r, const ndx_query_date_token *tokens, size_t count,
                        ndx_query_date_form *form)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (fits(forms[i].form, tokens, count, r->part))
            return forms[i].read(r, form);
    return refuse(r,
                  "write 2025-11-30, 2025-11, 2025, 2025-W48, 30 nov 2025, yesterday, last-week, "
                  "or an age such as 7d, 2w, 3m, 1y");
}

/* "Sunday, 30 November 2025": the weekday must be that of the day. */
static bool check_weekday(const reading *r, const ndx_query_date_form *form)
{
    if (form->first_day != form->last_day)
        return refuse(r, "a weekday stands before a day");
    int found = weekday_of(form->first_day);
    return found == r->weekday || ndx_error_set(r->error, NDX_ERROR_USAGE, "that day is a %s",
                                                ndx_query_date_weekday_name(found));
}

static bool read_form(reading *r, ndx_span text, ndx_query_date_form *form)
{
    ndx_query_date_token tokens[NDX_QUERY_DATE_TOKENS];
    size_t count;
    if (!ndx_query_date_tokens(text, tokens, &count))
        count = 0; /* fits no form */
    if (count && tokens[0].kind == NDX_QUERY_DATE_WEEKDAY)
        r->weekday = tokens[0].value;
    bool before = r->weekday && count > 2 && tokens[1].kind == NDX_QUERY_DATE_SIGN;
    if (!before)
        return read_tokens(r, tokens, count, form);
    return read_tokens(r, tokens + 2, count - 2, form) && check_weekday(r, form);
}

bool ndx_query_date_form_read(ndx_span text, int32_t today, ndx_query_date_form *form,
                              ndx_error *error)
{
    reading r = {.today = within_calendar(today), .error = error};
    *form = (ndx_query_date_form){0};
    if (!read_form(&r, ndx_span_trim(text), form))
        return false;
    form->first_day = within_calendar(form->first_day);
    form->last_day = within_calendar(form->last_day);
    return true;
}
