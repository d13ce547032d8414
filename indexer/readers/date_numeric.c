/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_numeric.c - dates in numbers: "30.11.2025", "8/Oct/2012", "20251130".
 *
 * Owns: separators, the order of day and month, what looks like a date in numbers and is none. Must
 * not know: times, words other than months' names between numbers.
 */
#include "date_parse.h"

/* Which of a date's three numbers is which. Four digits are the year; "-" and "/" without any
 * follow the order of day and month, or ISO 8601's year first where no language speaks against it.
 */
static bool set_numeric(date_parse *parse, const ndx_date_token *a, const ndx_date_token *b,
                        const ndx_date_token *c, char separator)
{
    int first = (int)a->number;
    int middle = (int)b->number;
    int last = (int)c->number;
    if (a->digits == 4) {
        parse->year = first;
        parse->month = middle > 12 && last <= 12 ? last : middle;
        parse->day = middle > 12 && last <= 12 ? middle : last;
        return true;
    }
    if (c->digits == 2 && separator == '-' && parse->language.size == 0 && a->digits == 2 &&
        middle <= 12 && last >= 1 && last <= 31) {
        parse->year = ndx_date_year_of(parse, a->number, 2); /* ISO 8601:1988, 5.2.1.3: 03-12-31 */
        parse->month = middle;
        parse->day = last;
        return true;
    }
    parse->year = ndx_date_year_of(parse, c->number, c->digits);
    if (middle > 12 || (first <= 12 && parse->month_first && separator != '.')) {
        parse->month = first;
        parse->day = middle;
    } else {
        parse->day = first;
        parse->month = middle;
    }
    parse->swappable = first <= 12 && middle <= 12 && first != middle;
    return true;
}

/* What stands right beside a number and makes it part of something else. */
static bool joins(const ndx_date_token *token)
{
    char c = token->span.size ? token->span.data[0] : ' ';
    return (c >= '0' && c <= '9') || (ndx_ascii_lower(c) >= 'a' && ndx_ascii_lower(c) <= 'z') ||
           strchr("$#@%_&\\", c) != NULL;
}

/* A letter or digit, or a mark that joins numbers to something longer than a date. */
bool ndx_date_is_joined_before(const date_parse *parse, size_t i)
{
    const ndx_date_token *before = i ? token_at(parse, i - 1) : NULL;
    if (!before || token_at(parse, i)->space_before)
        return false;
    if (before->kind == NDX_DATE_TOKEN_MARK)
        return strchr("/.-:+", before->mark) && i >= 2 && !before->space_before;
    if (before->kind == NDX_DATE_TOKEN_WORD) /* "v10.12.2025" */
        return before->span.size == 1 && !ndx_date_word_of(parse, before, NDX_WORD_T_MARK);
    return before->kind == NDX_DATE_TOKEN_OTHER && joins(before);
}

static bool is_joined_after(const date_parse *parse, size_t i)
{
    const ndx_date_token *after = token_at(parse, i);
    const ndx_date_token *next = token_at(parse, i + 1);
    if (i >= parse->count || after->space_before)
        return false;
    if (after->kind == NDX_DATE_TOKEN_MARK && after->mark == '/')
        return true;
    if (after->kind == NDX_DATE_TOKEN_MARK && strchr(".-:", after->mark))
        return next->kind == NDX_DATE_TOKEN_NUMBER && i + 1 < parse->count && !next->space_before &&
               !parse->whole && !is_mark(token_at(parse, i + 2), ':');
    return after->kind == NDX_DATE_TOKEN_OTHER && joins(after);
}

/* Separators of a date in numbers; a space counts as one only in a whole string ("2003 09 25"). */
static char separator_at(const date_parse *parse, size_t *i)
{
    const ndx_date_token *token = token_at(parse, *i);
    char mark = token->mark;
    if (token->kind == NDX_DATE_TOKEN_MARK && (mark == '/' || mark == '-' || mark == '.')) {
        const ndx_date_token *next = token_at(parse, *i + 1);
        if (!parse->whole && mark != '.' && (token->space_before || next->space_before))
            return 0;
        *i += 1;
        /* "08.Haziran.2014", and "12.-Iun": one mark is enough, two are none */
        return mark;
    }
    return parse->whole && token->space_before ? ' ' : 0;
}

/* Number, separator, number or month's name, separator, number. */
size_t ndx_date_take_numeric(date_parse *parse, size_t i)
{
    size_t at = i;
    const ndx_date_token *a = token_at(parse, at++);
    const ndx_date_token *b = NULL;
    const ndx_date_token *c = NULL;
    const ndx_date_word *month = NULL;
    char separator = 0;
    if (date_has_begun(parse) || parse->pending_count || !is_number(a, 1, 4) || a->digits == 3 ||
        a->numeral || (!parse->whole && ndx_date_is_joined_before(parse, i)))
        return 0;
    separator = separator_at(parse, &at);
    b = token_at(parse, at);
    month = ndx_date_month_of(parse, at, NDX_WORD_MONTH);
    if (!separator || (!month && !is_number(b, 1, 2)) || (separator == ' ' && month))
        return 0;
    at++;
    if (separator_at(parse, &at) != separator)
        return 0;
    c = token_at(parse, at++);
    if (!is_number(c, 1, 4) || c->digits == 3 || (a->digits == 4) == (c->digits == 4)) {
        if (!parse->whole || !is_number(c, 2, 2) || a->digits > 2 || separator == ' ')
            return 0;
    }
    if (!parse->whole && is_joined_after(parse, at))
        return 0;
    if (month) {
        bool year_first = a->digits == 4;
        parse->month = month->value;
        parse->year = year_first ? (int)a->number : ndx_date_year_of(parse, c->number, c->digits);
        parse->day = (int)(year_first ? c->number : a->number);
    } else if (!set_numeric(parse, a, b, c, separator)) {
        return 0;
    }
    use(parse, i, at);
    return at - i;
}

/* 20251130, alone or before a T; in a whole string also with hours, minutes and seconds. */
size_t ndx_date_take_compact(date_parse *parse, size_t i)
{
    const ndx_date_token *token = token_at(parse, i);
    uint64_t value = token->number;
    unsigned digits = token->digits;
    if (date_has_begun(parse) || parse->pending_count || token->numeral ||
        !(digits == 8 || (parse->whole && (digits == 10 || digits == 12 || digits == 14))))
        return 0;
    if (!parse->whole && !ndx_date_word_of(parse, token_at(parse, i + 1), NDX_WORD_T_MARK))
        return 0;
    if (digits == 14) {
        parse->second = (int)(value % 100);
        value /= 100;
    }
    if (digits >= 12) {
        parse->minute = (int)(value % 100);
        value /= 100;
    }
    if (digits >= 10) {
        parse->hour = (int)(value % 100);
        value /= 100;
        parse->time_precision = (uint8_t)(NDX_PRECISION_HOUR + (digits - 10) / 2);
    }
    parse->day = (int)(value % 100);
    parse->month = (int)(value / 100 % 100);
    parse->year = (int)(value / 10000);
    use(parse, i, i + 1);
    return 1;
}
