/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_text.c - dates as people and feeds write them (date_text.h): the entries.
 *
 * Owns: whole strings, dates in running text, rare forms of ISO 8601, the order of day and month by
 * language. Must not know: how tokens make a date (date_parse.c), formats of files.
 */
#include "base/scan.h"
#include "date_parse.h"
#include "newsdex/utf8.h"

enum {
    TOKENS = 64,             /* of one string, or of the surroundings of one number */
    WHOLE_TEXT_BYTES = 1024, /* a string longer than that is no date */
    SENTENCE_BYTES = 200     /* a string up to that may hold a date among other words */
};

/* ---- language ---- */

static ndx_span primary_subtag(ndx_span language)
{
    size_t size = 0;
    while (size < language.size && language.data[size] != '-' && language.data[size] != '_')
        size++;
    return ndx_span_make(language.data, size);
}

/* Month first: English, except where the region is known to write the day first (CLDR: of the
 * English locales only those of the United States and what follows its custom write M/d/y). */
static bool is_month_first(ndx_span language, ndx_day_order order)
{
    static const char *const regions[] = {"US", "PH", "PR", "GU", "AS", "VI", "MP", "UM", "CA"};
    ndx_span primary = primary_subtag(language);
    ndx_span region = ndx_span_skip(language, primary.size + (primary.size < language.size));
    if (order != NDX_DAY_ORDER_BY_LANGUAGE)
        return order == NDX_MONTH_FIRST;
    if (!ndx_span_equal_nocase(primary, NDX_SPAN("en")) &&
        !ndx_span_equal_nocase(primary, NDX_SPAN("fil")))
        return false;
    if (region.size != 2)
        return true;
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        if (ndx_span_equal_nocase(region, ndx_span_of(regions[i])))
            return true;
    return false;
}

static date_parse parse_new(const ndx_date_token *tokens, size_t count, ndx_span language,
                            ndx_day_order order, bool whole)
{
    date_parse fresh = {.tokens = tokens,
                        .count = count,
                        .language = primary_subtag(language),
                        .month_first = is_month_first(language, order),
                        .whole = whole,
                        .year = -1,
                        .month = -1,
                        .day = -1,
                        .weekday = -1,
                        .half = -1,
                        .first = count};
    return fresh;
}

static bool two_digits(ndx_span text, size_t at, int *value)
{
    if (at + 2 > text.size || text.data[at] < '0' || text.data[at] > '9' ||
        text.data[at + 1] < '0' || text.data[at + 1] > '9')
        return false;
    *value = (text.data[at] - '0') * 10 + (text.data[at + 1] - '0');
    return true;
}

static bool made_of_day(int year, int32_t day_of_year, ndx_date *date)
{
    int32_t days = ndx_days_from_civil(year, 1, 1) + day_of_year;
    int civil_year = 0;
    unsigned month = 0;
    unsigned day = 0;
    ndx_civil_from_days(days, &civil_year, &month, &day);
    if (civil_year < 1 || civil_year > 9999)
        return false;
    *date = (ndx_date){.year = (int16_t)civil_year,
                       .month = (uint8_t)month,
                       .day = (uint8_t)day,
                       .precision = NDX_PRECISION_DAY};
    return true;
}

/* Forms of ISO 8601 that date.h leaves out: ordinal dates (2025-334, 2025334), week dates
 * (2025-W48-7), and the truncated ones of ISO 8601:1988, 5.2.1.3, which feeds still send: YYMMDD
 * and -YY-MM, in the century of RFC 5322's rule. */
static bool from_rare_iso(ndx_span text, ndx_date *date)
{
    int high = 0;
    int low = 0;
    int year = 0;
    int parts[2] = {0, 0};
    size_t at = 4;
    if (text.size == 6 && two_digits(text, 0, &year) && two_digits(text, 2, &parts[0]) &&
        two_digits(text, 4, &parts[1])) {
        *date = (ndx_date){.year = (int16_t)(year + (year < 50 ? 2000 : 1900)),
                           .month = (uint8_t)parts[0],
                           .day = (uint8_t)parts[1],
                           .precision = NDX_PRECISION_DAY};
        return ndx_date_valid(date);
    }
    if (text.size == 6 && text.data[0] == '-' && text.data[3] == '-' &&
        two_digits(text, 1, &year) && two_digits(text, 4, &parts[0])) {
        *date = (ndx_date){.year = (int16_t)(year + (year < 50 ? 2000 : 1900)),
                           .month = (uint8_t)parts[0],
                           .day = 1,
                           .precision = NDX_PRECISION_MONTH};
        return ndx_date_valid(date);
    }
    if (text.size < 7 || !two_digits(text, 0, &high) || !two_digits(text, 2, &low))
        return false;
    year = high * 100 + low;
    if (year < 1)
        return false;
    at += text.data[at] == '-';
    if (text.data[at] == 'W' && two_digits(text, at + 1, &parts[0])) {
        int32_t weekday_of_4th = (ndx_date_weekday_of(year, 1, 4) + 6) % 7; /* Monday 0 */
        at += 3;
        if (at < text.size && text.data[at] == '-')
            at++;
        if (at + 1 != text.size || text.data[at] < '1' || text.data[at] > '7' || parts[0] < 1 ||
            parts[0] > 53)
            return false;
        return made_of_day(year, 3 - weekday_of_4th + (parts[0] - 1) * 7 + (text.data[at] - '1'),
                           date);
    }
    if (at + 3 == text.size && two_digits(text, at, &high) && text.data[at + 2] >= '0' &&
        text.data[at + 2] <= '9') {
        int32_t day_of_year = high * 10 + (text.data[at + 2] - '0');
        int32_t days_of_year = 365 + (int32_t)(ndx_days_in_month(year, 2) == 29);
        return day_of_year >= 1 && day_of_year <= days_of_year &&
               made_of_day(year, day_of_year - 1, date);
    }
    return false;
}

/* Seconds (10 digits) or milliseconds (13 digits) since 1970, UTC, as JSON and CSV exports have
 * them; from 2001-09-09 on, when seconds got their tenth digit, to 2286. */
static bool from_epoch(ndx_span text, ndx_date *date)
{
    int64_t value = 0;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if ((text.size != 10 && text.size != 13) || text.data[0] == '0')
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (text.data[i] - '0');
    }
    ndx_civil_from_days((int32_t)((text.size == 13 ? value / 1000 : value) / 86400), &year, &month,
                        &day);
    *date = (ndx_date){.year = (int16_t)year,
                       .month = (uint8_t)month,
                       .day = (uint8_t)day,
                       .precision = NDX_PRECISION_SECOND,
                       .zone_known = true};
    if (text.size == 13) {
        date->nanosecond = (uint32_t)(value % 1000) * 1000000;
        date->precision = NDX_PRECISION_FRACTION;
        value /= 1000;
    }
    date->hour = (uint8_t)(value / 3600 % 24);
    date->minute = (uint8_t)(value / 60 % 60);
    date->second = (uint8_t)(value % 60);
    return ndx_date_valid(date);
}

/* A date has a digit, or a numeral of a script whose bytes begin so high. */
bool ndx_date_may_be_in(ndx_span text)
{
    if (text.size == 0)
        return false;
    const char *end = text.data + text.size;
    return ndx_scan_digit(text.data, end, 0xD9) < end;
}

bool ndx_date_from_whole_text(ndx_span text, ndx_span language, ndx_day_order order, ndx_date *date)
{
    ndx_date_token tokens[TOKENS];
    size_t count = 0;
    date_parse parse;
    *date = (ndx_date){0};
    text = ndx_span_trim(text);
    if (text.size == 0 || text.size > WHOLE_TEXT_BYTES || !ndx_date_may_be_in(text))
        return false;
    if (ndx_date_from_iso(text, date) || from_rare_iso(text, date))
        return true;
    *date = (ndx_date){0};
    count = ndx_date_whole_tokens(text, tokens, TOKENS);
    if (count < TOKENS) {
        parse = parse_new(tokens, count, language, order, true);
        if (ndx_date_walk(&parse, 0) && ndx_date_finish(&parse, date))
            return true;
    }
    if (from_epoch(text, date))
        return true;
    *date = (ndx_date){0};
    return false;
}

bool ndx_date_from_text(ndx_span text, ndx_span language, ndx_day_order order, ndx_date *date)
{
    ndx_span where;
    if (ndx_date_from_whole_text(text, language, order, date))
        return true;
    return text.size <= SENTENCE_BYTES &&
           ndx_date_find_in_text(text, language, order, date, &where);
}

/* Where the next digit, or a Chinese zero (二〇二五年), stands at or after `at`. */
static const char *next_digit(const char *at, const char *end)
{
    static const char zero[] = "\u3007";
    for (; at < end; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte >= '0' && byte <= '9')
            return at;
        if (byte < 0xD9)
            continue;
        /* Arabic-Indic D9 A0-A9, DB B0-B9; Indic and Thai digits E0 xx; full-width EF BC; 〇 E3 80
         * 87 */
        if (end - at >= 2 && ((byte == 0xD9 && (unsigned char)at[1] - 0xA0u < 10) ||
                              (byte == 0xDB && (unsigned char)at[1] - 0xB0u < 10)))
            return at;
        if (end - at >= 3 && (byte == 0xE0 || byte == 0xEF || byte == 0xE3)) {
            unsigned char last = (unsigned char)at[2];
            bool found = false;
            if (byte == 0xE3)
                found = memcmp(at, zero, 3) == 0;
            else if (byte == 0xEF)
                found = (unsigned char)at[1] == 0xBC && last - 0x90u < 10;
            else
                found = last - 0x90u < 10 || last - 0xA6u < 10;
            if (found)
                return at;
        }
    }
    return NULL;
}

/* Back over what may stand before the first digit of a date: a month's name, a weekday, an era. */
enum { BEFORE_DIGIT_BYTES = 72, AFTER_DIGIT_BYTES = 160 };

static const char *region_begin(const char *begin, const char *digit)
{
    const char *at = digit - begin > BEFORE_DIGIT_BYTES ? digit - BEFORE_DIGIT_BYTES : begin;
    /* not inside a word or a character */
    while (at > begin && at < digit && (((unsigned char)*at & 0xC0) == 0x80))
        at++;
    if (at > begin)
        while (at < digit && *at != ' ' && *at != '\n' && !((unsigned char)*at & 0x80))
            at++;
    /* in the midst of a long URL: what stands right before the digit still counts */
    if (at == digit)
        for (int back = 0; back < 2 && at > begin; back++)
            do
                at--;
            while (at > begin && ((unsigned char)*at & 0xC0) == 0x80);
    return at;
}

/* What spares most numbers of a text the walk: a date needs a number that can be a year. */
static bool has_year(const ndx_date_token *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].kind == NDX_DATE_TOKEN_NUMBER &&
            (tokens[i].digits == 4 || tokens[i].digits == 8))
            return true;
        for (size_t w = 0; tokens[i].kind == NDX_DATE_TOKEN_WORD && w < tokens[i].word_count; w++)
            if (tokens[i].words[w].kind == NDX_WORD_ERA_YEAR)
                return true;
    }
    return false;
}

bool ndx_date_find_in_text(ndx_span text, ndx_span language, ndx_day_order order, ndx_date *date,
                           ndx_span *where)
{
    const char *from = text.data;
    const char *end = text.data;
    *date = (ndx_date){0};
    *where = ndx_span_make(text.data, 0);
    if (text.size == 0)
        return false;
    end += text.size;
    for (const char *digit = next_digit(from, end); digit; digit = next_digit(from, end)) {
        ndx_date_token tokens[TOKENS];
        const char *begin = region_begin(text.data, digit);
        ndx_span region = ndx_span_between(begin, end);
        size_t count = 0;
        if (region.size > (size_t)(digit - begin) + AFTER_DIGIT_BYTES)
            region = ndx_utf8_cut(region, (size_t)(digit - begin) + AFTER_DIGIT_BYTES);
        count = ndx_date_tokens(region, tokens, TOKENS);
        if (!has_year(tokens, count))
            count = 0;
        for (size_t start = 0; start < count; start++) {
            date_parse parse;
            if (tokens[start].kind == NDX_DATE_TOKEN_OTHER ||
                tokens[start].kind == NDX_DATE_TOKEN_MARK || tokens[start].span.data < from)
                continue;
            if (tokens[start].span.data > digit)
                break;
            parse = parse_new(tokens, count, language, order, false);
            ndx_date_walk(&parse, start);
            if (!date_is_complete(&parse))
                continue;
            parse.pending_count = 0;
            if (!ndx_date_finish(&parse, date) || date->precision < NDX_PRECISION_DAY) {
                *date = (ndx_date){0};
                continue;
            }
            *where = ndx_span_between(tokens[parse.first].span.data,
                                      tokens[parse.last - 1].span.data +
                                          tokens[parse.last - 1].span.size);
            return true;
        }
        /* on behind this number */
        from = digit + 1;
        while (from < end && *from >= '0' && *from <= '9')
            from++;
        while (from < end && ((unsigned char)*from & 0xC0) == 0x80)
            from++;
    }
    return false;
}
