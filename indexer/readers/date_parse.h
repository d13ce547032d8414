/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_parse.h - the state of reading one date from tokens, and the steps of the walk. Internal to
 * date_text.c, date_parse.c, date_numeric.c and date_clock.c.
 *
 * The parts of a date come in any order and with all kinds of things between them, so this is no
 * grammar of formats: the tokens are walked once, each says what it can be, and a part that is
 * filled is not filled again. What remains decides by custom of the language. Two ways of walking:
 * a whole string must be used up; in running text the walk stops at the first token that cannot
 * belong, marks that part sentences part dates, and only four-digit years count.
 *
 * Every take function looks at the token at i and gives how many tokens it used up; 0: not its
 * matter.
 */
#ifndef NEWSDEX_READERS_DATE_PARSE_H
#define NEWSDEX_READERS_DATE_PARSE_H

#include "date_words.h"

enum { NDX_DATE_PENDING = 3 }; /* numbers whose part is not known yet */

typedef struct date_parse {
    const ndx_date_token *tokens;
    size_t count;
    ndx_span language; /* primary subtag; empty: unknown */
    bool month_first;  /* of a date in numbers whose order nothing decides */
    bool whole;        /* the whole string must be a date */

    int year; /* -1: not known; ditto below */
    int month;
    int day;
    int weekday;
    bool jalali;
    bool year_borrowed; /* taken from before the day; a year behind the month would overrule it */
    bool year_is_last;  /* the year stood behind the month: no day follows ("May 2003, 12 men") */
    bool in_range;  /* behind the dash of "10 August - 12 September 2013": the first day counts */
    bool spoiled;   /* something in the whole string speaks against its being a date */
    bool swappable; /* day and month could be exchanged */
    size_t first;   /* tokens that were used: [first, last) */
    size_t last;
    int era_offset; /* 0: none */

    int hour;
    int minute;
    int second;
    uint32_t nanosecond;
    uint8_t time_precision; /* NDX_PRECISION_NONE: no time */
    bool korean_clock;      /* the time was written with 오전 or 오후 */
    int half;               /* ndx_word_kind AM, PM, NIGHT, NOON seen before the hour; -1 */
    bool time_announced;    /* "um", "klo", "T": a time may follow in a sparse form */

    bool zone_known;
    bool zone_named; /* also when unsure */
    bool zone_us;
    int zone_minutes;

    struct {
        uint64_t value;
        uint8_t digits;
        size_t index;
    } pending[NDX_DATE_PENDING];
    size_t pending_count;
} date_parse;
/* ---- tokens ---- */

static inline const ndx_date_token *token_at(const date_parse *parse, size_t i)
{
    static const ndx_date_token none = {.kind = NDX_DATE_TOKEN_OTHER};
    return i < parse->count ? &parse->tokens[i] : &none;
}

static inline bool is_mark(const ndx_date_token *token, char mark)
{
    return token->kind == NDX_DATE_TOKEN_MARK && token->mark == mark;
}

static inline bool is_number(const ndx_date_token *token, unsigned least_digits,
                             unsigned most_digits)
{
    return token->kind == NDX_DATE_TOKEN_NUMBER && token->digits >= least_digits &&
           token->digits <= most_digits;
}

/* Tokens [first, last) are part of the date. */
static inline void use(date_parse *parse, size_t first, size_t last)
{
    if (first < parse->first)
        parse->first = first;
    if (last > parse->last)
        parse->last = last;
}

static inline bool date_is_complete(const date_parse *parse)
{
    return parse->year >= 0 && parse->month > 0 && parse->day > 0;
}

static inline bool date_has_begun(const date_parse *parse)
{
    return parse->year >= 0 || parse->month > 0 || parse->day > 0;
}

/* The token's row of that kind, that of the text's language if there is one; NULL. */
const ndx_date_word *ndx_date_word_of(const date_parse *parse, const ndx_date_token *token,
                                      ndx_word_kind kind);
/* The same for months (MONTH or JALALI), whose names mean different months in different languages.
 */
const ndx_date_word *ndx_date_month_of(const date_parse *parse, size_t index, ndx_word_kind kind);

/* The year that a number written with so many digits means; -1. */
int ndx_date_year_of(const date_parse *parse, uint64_t value, unsigned digits);

/* 0 (Sunday) to 6. */
int ndx_date_weekday_of(int year, int month, int day);

/* date_numeric.c: "30.11.2025", "8/Oct/2012", "20251130". */
size_t ndx_date_take_numeric(date_parse *parse, size_t i);
size_t ndx_date_take_compact(date_parse *parse, size_t i);
/* The number at i is the end of something longer: "v1.", "978-3-", "IBAN DE12". */
bool ndx_date_is_joined_before(const date_parse *parse, size_t i);

/* date_clock.c: times of day, their zones. */
size_t ndx_date_take_time(date_parse *parse, size_t i); /* the token is a number */
size_t ndx_date_take_noon(date_parse *parse, size_t i);
size_t ndx_date_take_zone(date_parse *parse, size_t i);
int ndx_date_half_at(const date_parse *parse, size_t i); /* NDX_WORD_AM, PM or NIGHT; -1 */
void ndx_date_resolve_us_zone(date_parse *parse);

/* date_parse.c. Walks the tokens from `start`; true if all were used up. */
bool ndx_date_walk(date_parse *parse, size_t start);
/* Makes a date of what was found; false if it is none. */
bool ndx_date_finish(date_parse *parse, ndx_date *date);

#endif
