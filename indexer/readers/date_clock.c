/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_clock.c - times of day and their zones: "10:15", "14h40", "klo 10.15", "3:42pm PST",
 * "+0200".
 *
 * Owns: forms of times, halves of the day, offsets, zones by name. Must not know: dates.
 */
#include "date_parse.h"

/* ---- times ---- */

/* Hours of a 12-hour clock become those of the day. */
static void apply_half(date_parse *parse, int half)
{
    int hour = parse->hour;
    bool later = (half == NDX_WORD_PM && hour < 12) || (half == NDX_WORD_NOON && hour < 4) ||
                 (half == NDX_WORD_NIGHT && hour >= 6 && hour < 12);
    bool midnight = (half == NDX_WORD_AM || half == NDX_WORD_NIGHT) && hour == 12;
    if (later)
        parse->hour += 12;
    if (midnight)
        parse->hour = 0;
}

int ndx_date_half_at(const date_parse *parse, size_t i)
{
    static const uint8_t kinds[] = {NDX_WORD_AM, NDX_WORD_PM, NDX_WORD_NIGHT};
    for (size_t k = 0; k < sizeof kinds; k++) {
        const ndx_date_word *word = ndx_date_word_of(parse, token_at(parse, i), kinds[k]);
        /* "de" is a forenoon only in Hungarian, "am" before a number only a preposition. */
        if (word)
            return kinds[k];
    }
    return -1;
}

/* Behind the digits of a time: "Uhr", full stops, and which half of the day. Gives where it ends.
 */
static size_t take_half_of_day(date_parse *parse, size_t at)
{
    size_t end = at;
    if (ndx_date_word_of(parse, token_at(parse, at), NDX_WORD_HOUR_MARK))
        end = ++at;
    if (is_mark(token_at(parse, at), '\''))
        at++; /* 's avonds */
    if (parse->half >= 0) {
        apply_half(parse, parse->half);
        parse->half = -1;
        return end;
    }
    if (ndx_date_half_at(parse, at) >= 0 && parse->hour <= 12 &&
        !(is_number(token_at(parse, at + 1), 1, 2) &&
          ndx_date_word_of(parse, token_at(parse, at), NDX_WORD_FILLER))) {
        apply_half(parse, ndx_date_half_at(parse, at));
        end = at + 1;
    }
    return end;
}

/* ":SS" and its fraction. */
static size_t take_seconds(date_parse *parse, size_t at)
{
    const ndx_date_token *second = token_at(parse, at + 1);
    const ndx_date_token *fraction = token_at(parse, at + 3);
    if (!is_mark(token_at(parse, at), ':') || !is_number(second, 2, 2) || second->number > 60)
        return at;
    parse->second = (int)second->number;
    parse->time_precision = NDX_PRECISION_SECOND;
    at += 2;
    if ((is_mark(token_at(parse, at), '.') || is_mark(token_at(parse, at), ',')) &&
        is_number(fraction, 1, 9) && at + 1 < parse->count &&
        !token_at(parse, at + 1)->space_before) {
        const ndx_date_token *digits = token_at(parse, at + 1);
        uint64_t value = digits->number;
        for (unsigned d = digits->digits; d < 9; d++)
            value *= 10;
        for (unsigned d = 9; d < digits->digits; d++)
            value /= 10;
        parse->nanosecond = (uint32_t)value;
        parse->time_precision = NDX_PRECISION_FRACTION;
        at += 2;
    }
    return at;
}

/* "21時40分59秒", "14h40", "7 uhr", "9시 30분": a word after the hour. */
static size_t take_marked_time(date_parse *parse, size_t at)
{
    const ndx_date_token *minute = token_at(parse, at);
    const ndx_date_token *mark = token_at(parse, at - 1);
    bool minutes_marked = ndx_date_word_of(parse, token_at(parse, at + 1), NDX_WORD_MINUTE_MARK);
    /* "15 h 10" has spaces; behind a longer word a day may follow: "7 Uhr 30. November" */
    bool glued = !minute->space_before ||
                 (mark->span.size == 1 && !is_mark(token_at(parse, at + 1), '.') &&
                  !ndx_date_word_of(parse, token_at(parse, at + 1), NDX_WORD_MONTH));
    if (ndx_date_word_of(parse, minute, NDX_WORD_HALF)) {
        parse->minute = 30;
        parse->time_precision = NDX_PRECISION_MINUTE;
        at++;
    } else if (is_number(minute, 1, 2) && minute->number < 60 &&
               (minutes_marked || (minute->digits == 2 && glued))) {
        parse->minute = (int)minute->number;
        parse->time_precision = NDX_PRECISION_MINUTE;
        at += minutes_marked ? 2 : 1;
    }
    if (parse->time_precision == NDX_PRECISION_MINUTE) {
        const ndx_date_token *second = token_at(parse, at);
        if (is_number(second, 1, 2) && second->number <= 60 &&
            ndx_date_word_of(parse, token_at(parse, at + 1), NDX_WORD_SECOND_MARK)) {
            parse->second = (int)second->number;
            parse->time_precision = NDX_PRECISION_SECOND;
            at += 2;
        }
    }
    return at;
}

/* "10.15 Uhr", "klo 14.00", "5.45 ip", and "04.2h", tenths of an hour. */
static size_t take_dotted_time(date_parse *parse, size_t at)
{
    const ndx_date_token *minute = token_at(parse, at + 1);
    const ndx_date_token *after = token_at(parse, at + 2);
    bool marked =
        ndx_date_word_of(parse, after, NDX_WORD_HOUR_MARK) || ndx_date_half_at(parse, at + 2) >= 0;
    if (!is_mark(token_at(parse, at), '.') || minute->space_before)
        return 0;
    if (is_number(minute, 1, 1) && ndx_date_word_of(parse, after, NDX_WORD_HOUR_MARK) &&
        !after->space_before)
        parse->minute = (int)minute->number * 6;
    else if (is_number(minute, 2, 2) && minute->number < 60 &&
             (marked || parse->time_announced || (parse->whole && date_is_complete(parse))))
        parse->minute = (int)minute->number;
    else
        return 0;
    parse->time_precision = NDX_PRECISION_MINUTE;
    return at + 2;
}

/* "104941", "1049", "10" behind a T. */
static bool take_basic_time(date_parse *parse, const ndx_date_token *token)
{
    uint64_t value = token->number;
    if (token->digits == 6) {
        parse->second = (int)(value % 100);
        value /= 100;
    }
    if (token->digits >= 4) {
        parse->minute = (int)(value % 100);
        value /= 100;
    }
    parse->hour = (int)value;
    parse->time_precision = (uint8_t)(NDX_PRECISION_HOUR + (token->digits - 2) / 2);
    return parse->hour < 24 && parse->minute < 60 && parse->second <= 60;
}

static void forget_time(date_parse *parse)
{
    parse->time_precision = NDX_PRECISION_NONE;
    parse->hour = parse->minute = parse->second = 0;
    parse->nanosecond = 0;
}

static size_t take_time_at(date_parse *parse, size_t i)
{
    const ndx_date_token *hour = token_at(parse, i);
    const ndx_date_token *minute = token_at(parse, i + 2);
    bool after_t = i && ndx_date_word_of(parse, token_at(parse, i - 1), NDX_WORD_T_MARK);
    size_t at = i + 1;
    if (after_t && (hour->digits == 4 || hour->digits == 6)) {
        if (!take_basic_time(parse, hour))
            return 0;
        /* the fraction follows the seconds as it does in "10:49:41.5" */
        if (hour->digits == 6 && is_mark(token_at(parse, at), '.') &&
            is_number(token_at(parse, at + 1), 1, 9)) {
            const ndx_date_token *digits = token_at(parse, at + 1);
            uint64_t value = digits->number;
            for (unsigned d = digits->digits; d < 9; d++)
                value *= 10;
            parse->nanosecond = (uint32_t)value;
            parse->time_precision = NDX_PRECISION_FRACTION;
            at += 2;
        }
        return at;
    }
    if (!is_number(hour, 1, 2) || hour->number > 23)
        return 0;
    parse->hour = (int)hour->number;
    parse->time_precision = NDX_PRECISION_HOUR;
    if (is_mark(token_at(parse, at), ':') && is_number(minute, 2, 2) && minute->number < 60) {
        parse->minute = (int)minute->number;
        parse->time_precision = NDX_PRECISION_MINUTE;
        return take_half_of_day(parse, take_seconds(parse, at + 2));
    }
    if (is_mark(token_at(parse, at), '.')) {
        size_t end = take_dotted_time(parse, at);
        return end ? take_half_of_day(parse, end) : 0;
    }
    if (ndx_date_word_of(parse, token_at(parse, at), NDX_WORD_HOUR_MARK))
        return take_half_of_day(parse, take_marked_time(parse, at + 1));
    if (ndx_date_half_at(parse, at) >= 0 &&
        !(ndx_date_word_of(parse, token_at(parse, at), NDX_WORD_FILLER) &&
          is_number(token_at(parse, at + 1), 1, 2)))
        return take_half_of_day(parse, at);
    if (parse->half >= 0 || after_t)
        return take_half_of_day(parse, at);
    return 0;
}

/* A time of day that begins with the number at i. */
size_t ndx_date_take_time(date_parse *parse, size_t i)
{
    size_t end = 0;
    if (parse->time_precision != NDX_PRECISION_NONE)
        return 0;
    end = take_time_at(parse, i);
    if (!end) {
        forget_time(parse);
        return 0;
    }
    use(parse, i, end);
    return end - i;
}

size_t ndx_date_take_noon(date_parse *parse, size_t i)
{
    const ndx_date_token *token = token_at(parse, i);
    bool noon = ndx_date_word_of(parse, token, NDX_WORD_NOON) != NULL;
    if (!noon && !ndx_date_word_of(parse, token, NDX_WORD_MIDNIGHT))
        return 0;
    if (is_number(token_at(parse, i + 1), 1, 2) && noon) { /* 中午12点 */
        parse->half = NDX_WORD_NOON;
        return 1;
    }
    if (parse->time_precision == NDX_PRECISION_NONE) {
        parse->hour = noon ? 12 : 0;
        parse->time_precision = NDX_PRECISION_HOUR;
        use(parse, i, i + 1);
    }
    return 1;
}

/* ---- zones ---- */

/* "+02:00", "-0400", "+2": the number of minutes; gives the tokens read, 0 if it is no offset. */
static size_t read_offset(const date_parse *parse, size_t i, bool after_name, int *minutes)
{
    const ndx_date_token *sign = token_at(parse, i);
    const ndx_date_token *hours = token_at(parse, i + 1);
    const ndx_date_token *more = token_at(parse, i + 3);
    size_t size = 2;
    int value = 0;
    if ((!is_mark(sign, '+') && !is_mark(sign, '-')) || hours->space_before)
        return 0;
    if (is_number(hours, 4, 4)) {
        value = (int)(hours->number / 100 * 60 + hours->number % 100);
        if (hours->number % 100 > 59)
            return 0;
    } else if (is_number(hours, 1, 2)) {
        value = (int)hours->number * 60;
        if (is_mark(token_at(parse, i + 2), ':') && is_number(more, 2, 2) && more->number < 60) {
            value += (int)more->number;
            size = 4;
        } else if (!after_name && (hours->digits != 2 || sign->space_before)) {
            return 0;
        }
    } else {
        return 0;
    }
    if (value > 14 * 60 + 59)
        return 0;
    *minutes = is_mark(sign, '-') ? -value : value;
    return size;
}

/* "(EET)", "(Eastern European Time)", "(UTC)": RFC 5322 comments. */
static size_t skip_comment(const date_parse *parse, size_t i)
{
    if (!is_mark(token_at(parse, i), '('))
        return 0;
    for (size_t at = i + 1; at < parse->count && at < i + 6; at++) {
        if (is_mark(token_at(parse, at), ')'))
            return at - i + 1;
        if (token_at(parse, at)->kind == NDX_DATE_TOKEN_NUMBER)
            return 0;
    }
    return 0;
}

static size_t take_named_zone(date_parse *parse, size_t i)
{
    const ndx_date_token *token = token_at(parse, i);
    const ndx_date_word *zone = ndx_date_word_of(parse, token, NDX_WORD_ZONE);
    const ndx_date_word *us = ndx_date_word_of(parse, token, NDX_WORD_ZONE_US);
    int minutes = 0;
    size_t offset = 0;
    bool universal = zone && zone->value == 0;
    if ((!zone && !us && !ndx_date_word_of(parse, token, NDX_WORD_ZONE_UNSURE)) ||
        (!token->upper && !universal && token->span.size < 5 && token->word_count > 1))
        return 0;
    parse->zone_named = true;
    if (universal)
        offset = read_offset(parse, i + 1, true, &minutes);
    if (zone) {
        parse->zone_known = true;
        parse->zone_minutes = offset ? minutes : zone->value;
    } else if (us) {
        parse->zone_us = true;
        parse->zone_minutes = us->value;
    }
    offset += 1;
    offset += skip_comment(parse, i + offset);
    use(parse, i, i + offset);
    return offset;
}

static size_t take_city_zone(date_parse *parse, size_t i)
{
    const ndx_date_word *zone = NULL;
    size_t size = 3;
    if (!ndx_date_word_of(parse, token_at(parse, i), NDX_WORD_ZONE_CITY) ||
        !is_mark(token_at(parse, i + 1), '/') || i + 2 >= parse->count)
        return 0;
    zone = ndx_date_word_of(parse, token_at(parse, i + 2), NDX_WORD_ZONE);
    parse->zone_named = true;
    if (zone && zone->value == 0)
        parse->zone_known = true;
    use(parse, i, i + size);
    return size;
}

size_t ndx_date_take_zone(date_parse *parse, size_t i)
{
    size_t size = 0;
    int minutes = 0;
    if (parse->time_precision == NDX_PRECISION_NONE)
        return 0;
    if (parse->zone_named)
        return skip_comment(parse, i);
    size = read_offset(parse, i, false, &minutes);
    if (size) {
        parse->zone_known = parse->zone_named = true;
        parse->zone_minutes = minutes;
        size += skip_comment(parse, i + size);
        use(parse, i, i + size);
        return size;
    }
    if (is_mark(token_at(parse, i), '(') && is_mark(token_at(parse, i + 2), ')')) {
        size = take_named_zone(parse, i + 1);
        if (size)
            use(parse, i, i + 3);
        return size ? 3 : 0;
    }
    size = take_city_zone(parse, i);
    return size ? size : take_named_zone(parse, i);
}

/* "ET" and its kin mean summer time in summer: second Sunday of March to first Sunday of November
 * (Energy Policy Act of 2005, from 2007), first Sunday of April to last Sunday of October (from
 * 1987). Days are compared, not hours: on a Sunday of change the zone stays unknown. */
void ndx_date_resolve_us_zone(date_parse *parse)
{
    int32_t begins = 0;
    int32_t ends = 0;
    int32_t today = ndx_days_from_civil(parse->year, (unsigned)parse->month, (unsigned)parse->day);
    if (parse->year < 1987)
        return;
    begins =
        ndx_days_from_civil(parse->year, parse->year < 2007 ? 4 : 3, parse->year < 2007 ? 1 : 8);
    ends =
        ndx_days_from_civil(parse->year, parse->year < 2007 ? 10 : 11, parse->year < 2007 ? 25 : 1);
    begins += (7 - (begins + 4) % 7) % 7; /* 1970-01-01 was a Thursday */
    ends += (7 - (ends + 4) % 7) % 7;
    if (today == begins || today == ends)
        return;
    parse->zone_known = true;
    parse->zone_minutes += today > begins && today < ends ? 60 : 0;
}
