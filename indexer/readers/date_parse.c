/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_parse.c - from tokens to a date: which number is the day, which the year, where a date ends.
 *
 * Owns: the walk, dates with words in them, other eras, what makes the parts a date. Must not know:
 * the words themselves (date_words.c), how text is cut (date_tokens.c), times and zones
 * (date_clock.c).
 */
#include "date_parse.h"

enum {
    COMPANY_TOKENS = 8,   /* the neighbours that say what language a month's name is of */
    FILLERS_IN_A_ROW = 4, /* between two parts, in running text: "30 novembre 2025 | le ... à" */
    EARLIEST_YEAR = 1500, /* in words: years of other eras (Hijri 1447, Jalali 1404) lie below */
    LATEST_YEAR = 2199,
    BUDDHIST_OFFSET = 543
};

/* ---- words ---- */

/* The token's row of that kind, that of the text's language if there is one. */
const ndx_date_word *ndx_date_word_of(const date_parse *parse, const ndx_date_token *token,
                                      ndx_word_kind kind)
{
    const ndx_date_word *found = NULL;
    if (token->kind != NDX_DATE_TOKEN_WORD)
        return NULL;
    for (size_t i = 0; i < token->word_count; i++) {
        if (token->words[i].kind != kind)
            continue;
        if (parse->language.size && ndx_date_word_in_language(&token->words[i], parse->language))
            return &token->words[i];
        if (!found)
            found = &token->words[i];
    }
    return found;
}

/* How many other words of the run could be of a language that the row is used in. */
static unsigned company(const date_parse *parse, const ndx_date_word *row, size_t except)
{
    unsigned friends = 0;
    size_t begin = except > COMPANY_TOKENS ? except - COMPANY_TOKENS : 0;
    for (size_t i = begin; i < parse->count && i <= except + COMPANY_TOKENS; i++) {
        const ndx_date_token *token = &parse->tokens[i];
        bool shares = false;
        if (i == except || token->kind != NDX_DATE_TOKEN_WORD)
            continue;
        for (size_t w = 0; w < token->word_count && !shares; w++)
            for (const char *at = row->languages; *at && !shares;) {
                size_t size = strcspn(at, " ");
                shares = ndx_date_word_in_language(&token->words[w], ndx_span_make(at, size));
                at += size;
                at += *at == ' ';
            }
        friends += shares;
    }
    return friends;
}

/* True if all rows of the kind have the same value. */
static bool means_one(const ndx_date_token *token, ndx_word_kind kind)
{
    const ndx_date_word *first = NULL;
    for (size_t i = 0; i < token->word_count; i++) {
        if (token->words[i].kind != kind)
            continue;
        if (first && first->value != token->words[i].value)
            return false;
        first = &token->words[i];
    }
    return true;
}

/* "lis" is November in Polish and October in Croatian: the language decides, else the other words.
 */
const ndx_date_word *ndx_date_month_of(const date_parse *parse, size_t index, ndx_word_kind kind)
{
    const ndx_date_token *token = token_at(parse, index);
    const ndx_date_word *best = ndx_date_word_of(parse, token, kind);
    unsigned best_friends = 0;
    if (!best)
        return NULL;
    if (parse->language.size && ndx_date_word_in_language(best, parse->language))
        return best;
    if (means_one(token, kind))
        return best;
    for (size_t i = 0; i < token->word_count; i++) {
        unsigned friends = 0;
        if (token->words[i].kind != kind)
            continue;
        friends = company(parse, &token->words[i], index);
        if (friends > best_friends) {
            best = &token->words[i];
            best_friends = friends;
        }
    }
    return best;
}

/* ---- years ---- */

/* RFC 5322, section 4.3: two digits are 2000 to 2049 or 1950 to 1999. */
int ndx_date_year_of(const date_parse *parse, uint64_t value, unsigned digits)
{
    if (parse->era_offset)
        return value >= 1 && value <= 200 ? (int)value + parse->era_offset : -1;
    if (digits == 2 && parse->whole)
        return (int)value + (value < 50 ? 2000 : 1900);
    if (digits == 4 && value >= 1 && value <= 9999)
        return (int)value;
    return -1;
}

/* Days of the Solar Hijri years before this one, by the 33-year cycle whose years 1, 5, 9, 13, 17,
 * 22, 26 and 30 are leap; equal to the astronomical calendar from 1925 to 2088 (K. M. Borkowski,
 * The Persian calendar for 3000 years, Earth, Moon and Planets 74, 1996). */
static int32_t jalali_days_before(int year)
{
    static const uint8_t leap_years[] = {1, 5, 9, 13, 17, 22, 26, 30};
    int32_t leaps = year / 33 * (int32_t)sizeof leap_years;
    for (size_t i = 0; i < sizeof leap_years; i++)
        leaps += leap_years[i] < year % 33;
    return year * 365 + leaps;
}

/* Days since 1970-01-01. 1 Farvardin 1375 was 20 March 1996. */
static int32_t days_from_jalali(int year, int month, int day)
{
    return ndx_days_from_civil(1996, 3, 20) + jalali_days_before(year) - jalali_days_before(1375) +
           (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) + day - 1;
}

static bool convert_jalali(date_parse *parse)
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (parse->year < 1304 || parse->year > 1466 || parse->month < 1 || parse->month > 12 ||
        parse->day < 1 || parse->day > (parse->month <= 6 ? 31 : 30))
        return false;
    ndx_civil_from_days(days_from_jalali(parse->year, parse->month, parse->day), &year, &month,
                        &day);
    parse->year = year;
    parse->month = (int)month;
    parse->day = (int)day;
    return true;
}

/* ---- dates in words ---- */

/* "10 - 22 August": the last two numbers are the ends of a range of days. */
static bool is_range(const date_parse *parse, size_t count)
{
    size_t first = count - 2;
    size_t last = count - 1;
    return parse->day < 0 && parse->pending[first].digits <= 2 &&
           parse->pending[last].digits <= 2 && parse->pending[first].value >= 1 &&
           parse->pending[first].value < parse->pending[last].value &&
           parse->pending[last].value <= 31 &&
           parse->pending[last].index == parse->pending[first].index + 2 &&
           is_mark(token_at(parse, parse->pending[first].index + 1), '-');
}

static void take_pending_before_month(date_parse *parse, size_t month_index)
{
    size_t count = parse->pending_count;
    bool year_is_nearer = false;
    parse->pending_count = 0;
    if (count >= 2 && is_range(parse, count)) {
        size_t index = parse->pending[count - 2].index;
        parse->day = (int)parse->pending[count - 2].value;
        use(parse, index, month_index);
        count -= 2;
    }
    for (size_t p = count; p-- > 0;) {
        uint64_t value = parse->pending[p].value;
        unsigned digits = parse->pending[p].digits;
        if (digits == 4 && parse->year < 0) {
            parse->year = (int)value;
            parse->year_borrowed = parse->day >= 0;
            year_is_nearer = true;
            use(parse, parse->pending[p].index, month_index);
            continue;
        }
        if (digits <= 2 && parse->day < 0 && !year_is_nearer && value >= 1 && value <= 31) {
            parse->day = (int)value;
            use(parse, parse->pending[p].index, month_index);
            continue;
        }
        if (parse->whole)
            parse->spoiled = true; /* a number that has no part to play */
        return;
    }
}

static size_t take_month(date_parse *parse, size_t i)
{
    const ndx_date_word *month = ndx_date_month_of(parse, i, NDX_WORD_MONTH);
    const ndx_date_word *jalali = month ? NULL : ndx_date_month_of(parse, i, NDX_WORD_JALALI);
    /* "نوفمبر/تشرين الثاني": both names of the month, as Arab agencies write it */
    if (month && month->value == parse->month && is_mark(token_at(parse, i - 1), '/')) {
        use(parse, i, i + 1);
        return 1;
    }
    if (month && parse->in_range)
        return 1;
    if ((!month && !jalali) || parse->month > 0)
        return 0;
    /* "mar 3 mars 2015": what may be a weekday is one if another word is the month */
    if (ndx_date_word_of(parse, token_at(parse, i), NDX_WORD_WEEKDAY) && parse->weekday < 0)
        for (size_t other = i + 1; other < parse->count && other < i + 6; other++)
            if (ndx_date_word_of(parse, token_at(parse, other), NDX_WORD_MONTH))
                return 0;
    parse->month = month ? month->value : jalali->value;
    parse->jalali = jalali != NULL;
    take_pending_before_month(parse, i);
    use(parse, i, i + 1);
    return 1;
}

/* Numbers whose part a word beside them tells: 年 月 日, "г.", "ngày", "tháng", "令和". */
static size_t take_marked_number(date_parse *parse, size_t i)
{
    const ndx_date_token *number = token_at(parse, i);
    const ndx_date_token *before = i ? token_at(parse, i - 1) : NULL;
    const ndx_date_token *after = token_at(parse, i + 1);
    int value = number->number > 9999 ? 9999 : (int)number->number;
    if (number->digits == 4 && parse->year < 0 &&
        (ndx_date_word_of(parse, after, NDX_WORD_YEAR_MARK) ||
         (before && ndx_date_word_of(parse, before, NDX_WORD_YEAR_MARK) && parse->month > 0))) {
        size_t size = ndx_date_word_of(parse, after, NDX_WORD_YEAR_MARK) ? 2 : 1;
        if (parse->month < 0 && parse->pending_count)
            return 0;
        parse->year = value;
        use(parse, i, i + size);
        return size;
    }
    if (parse->era_offset && parse->year < 0 &&
        ndx_date_word_of(parse, after, NDX_WORD_YEAR_MARK)) {
        parse->year = ndx_date_year_of(parse, number->number, number->digits);
        use(parse, i, i + 2);
        return 2;
    }
    if (number->digits > 2)
        return 0;
    if (parse->month < 0 && value <= 12 && value &&
        (ndx_date_word_of(parse, after, NDX_WORD_MONTH_AFTER) ||
         (before && ndx_date_word_of(parse, before, NDX_WORD_MONTH_BEFORE)))) {
        size_t size = ndx_date_word_of(parse, after, NDX_WORD_MONTH_AFTER) ? 2 : 1;
        parse->month = value;
        take_pending_before_month(parse, i);
        use(parse, i, i + size);
        return size;
    }
    if (parse->day < 0 && value && value <= 31 &&
        (ndx_date_word_of(parse, after, NDX_WORD_DAY_AFTER) ||
         (before && ndx_date_word_of(parse, before, NDX_WORD_DAY_BEFORE)))) {
        size_t size = ndx_date_word_of(parse, after, NDX_WORD_DAY_AFTER) ? 2 : 1;
        parse->day = value;
        use(parse, i, i + size);
        return size;
    }
    return 0;
}

/* "30th", "1er", "3-его": gives the tokens behind the number that belong to it. */
static size_t ordinal_after(const date_parse *parse, size_t i)
{
    size_t at = i + 1;
    const ndx_date_token *token = token_at(parse, at);
    if (is_mark(token, '-') && !token->space_before && !token_at(parse, at + 1)->space_before)
        token = token_at(parse, ++at);
    if (!token->space_before && ndx_date_word_of(parse, token, NDX_WORD_ORDINAL) &&
        !(ndx_date_word_of(parse, token, NDX_WORD_MONTH)))
        return at - i;
    return 0;
}

static bool is_named(const ndx_date_token *token, const char *name)
{
    return token->kind == NDX_DATE_TOKEN_WORD && strcmp(token->words[0].name, name) == 0;
}

/* A bare number: day, year, or not known yet. 0: it cannot belong. */
static size_t take_number(date_parse *parse, size_t i)
{
    const ndx_date_token *number = token_at(parse, i);
    size_t size = 1 + (number->digits <= 2 ? ordinal_after(parse, i) : 0);
    int value = number->number > 9999 ? 9999 : (int)number->number;
    if (number->digits > 4 || number->digits == 3 || number->numeral)
        return 0;
    if (!parse->whole && ndx_date_is_joined_before(parse, i) && parse->month < 0)
        return 0;
    if (parse->in_range && number->digits <= 2)
        return size;
    if (parse->month > 0) {
        if (number->digits == 4 && (parse->year < 0 || parse->year_borrowed)) {
            if (parse->year_borrowed && !parse->whole)
                parse->first = parse->first + 1;
            if (i && is_named(token_at(parse, i - 1), "at"))
                return 0; /* "12 February at 2005 GMT" is an hour */
            parse->year = value;
            parse->year_borrowed = false;
            parse->year_is_last = true;
        } else if (number->digits <= 2 && parse->day < 0 && value >= 1 && value <= 31 &&
                   (parse->whole || !parse->year_is_last) &&
                   (parse->year < 0 || parse->last == 0 || parse->whole || parse->year_borrowed ||
                    token_at(parse, i - 1)->kind != NDX_DATE_TOKEN_NUMBER)) {
            parse->day = value;
        } else if (number->digits == 2 && parse->whole && parse->day > 0 && parse->year == -1) {
            parse->year = ndx_date_year_of(parse, number->number, 2);
        } else {
            return 0;
        }
        use(parse, i, i + size);
        return size;
    }
    if (parse->pending_count == NDX_DATE_PENDING) {
        if (parse->whole)
            return 0;
        memmove(parse->pending, parse->pending + 1,
                (NDX_DATE_PENDING - 1) * sizeof *parse->pending);
        parse->pending_count--;
    }
    parse->pending[parse->pending_count].value = number->number;
    parse->pending[parse->pending_count].digits = number->digits;
    parse->pending[parse->pending_count].index = i;
    parse->pending_count++;
    return size;
}

/* ---- the walk ---- */

static size_t take_number_token(date_parse *parse, size_t i)
{
    size_t size = ndx_date_take_numeric(parse, i);
    size = size ? size : ndx_date_take_compact(parse, i);
    size = size ? size : take_marked_number(parse, i);
    size = size ? size : ndx_date_take_time(parse, i);
    if (!size && date_is_complete(parse) && !parse->year_borrowed)
        return 0;
    return size ? size : take_number(parse, i);
}

/* Words that announce a time: "um 10.15", "klo 14.00". */
static bool announces_time(const ndx_date_token *token)
{
    static const char *const names[] = {"at",      "um",   "klo",  "kello", "kl",   "klokken",
                                        "klockan", "alle", "ore",  "ora",   "saat", "pukul",
                                        "jam",     "godz", "kell", "plkst", "pkl"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(token->words[0].name, names[i]) == 0)
            return true;
    return false;
}

/* Between the parts of an unfinished date: behind a number that may be its day, or behind the
 * month. */
static bool is_inside_date(const date_parse *parse)
{
    if (parse->month > 0)
        return !date_is_complete(parse);
    return parse->pending_count > 0;
}

/* In running text few small words stand there: "30 of November", "30 de noviembre de 2025"; "5m in
 * August 2001" and "19 January at 1930" are no dates. */
static bool may_stand_inside(const date_parse *parse, size_t i)
{
    static const char *const names[] = {"of", "de", "del", "di", "do", "d", "da", "den", "the"};
    const ndx_date_token *token = token_at(parse, i);
    bool after_year = i && is_number(token_at(parse, i - 1), 4, 4);
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        if (is_named(token, names[n]))
            return true;
    return ndx_date_word_of(parse, token, NDX_WORD_MONTH_BEFORE) ||
           ndx_date_word_of(parse, token, NDX_WORD_DAY_BEFORE) ||
           ndx_date_word_of(parse, token, NDX_WORD_BUDDHIST) ||
           ndx_date_word_of(parse, token, NDX_WORD_DAY_AFTER) ||
           (ndx_date_word_of(parse, token, NDX_WORD_YEAR_MARK) &&
            (after_year || ndx_span_equal(parse->language, NDX_SPAN("vi")) ||
             parse->language.size == 0));
}

static size_t take_word_token(date_parse *parse, size_t i)
{
    const ndx_date_token *token = token_at(parse, i);
    const ndx_date_word *word = NULL;
    size_t size = take_month(parse, i);
    if (size)
        return size;
    size = ndx_date_take_noon(parse, i);
    if (size)
        return size;
    size = ndx_date_take_zone(parse, i);
    if (size)
        return size;
    word = ndx_date_word_of(parse, token, NDX_WORD_WEEKDAY_NUMBER);
    if (word && is_number(token_at(parse, i + 1), 1, 1) &&
        (ndx_span_equal(parse->language, NDX_SPAN("vi")) ||
         ndx_date_word_of(parse, token_at(parse, i + 2), NDX_WORD_DAY_BEFORE)))
        return 2;
    word = ndx_date_word_of(parse, token, NDX_WORD_WEEKDAY);
    /* "on", "la", "to" are weekdays in some languages and small words in more */
    if (word && (ndx_date_word_of(parse, token, NDX_WORD_FILLER) || token->span.size <= 2) &&
        !(parse->language.size && ndx_date_word_in_language(word, parse->language)) &&
        (parse->language.size || ndx_date_word_of(parse, token, NDX_WORD_FILLER)))
        word = NULL;
    /* behind a date in running text ("20 February 1951, the son") a weekday must be sure */
    if (word && !parse->whole && date_is_complete(parse) && token->span.size < 4 + 2 &&
        !ndx_date_word_in_language(word, parse->language))
        word = NULL;
    if (word && parse->weekday < 0) {
        parse->weekday = word->value;
        if (parse->first > i || date_has_begun(parse))
            use(parse, i, i + 1);
        return 1;
    }
    word = ndx_date_word_of(parse, token, NDX_WORD_ERA_YEAR);
    if (word) {
        parse->era_offset = word->value;
        if (ndx_date_word_of(parse, token_at(parse, i + 1), NDX_WORD_FIRST_YEAR)) {
            parse->year = word->value + 1;
            use(parse, i, i + 2);
            return 2;
        }
        use(parse, i, i + 1);
        return 1;
    }
    if (ndx_date_half_at(parse, i) >= 0 && !ndx_date_word_of(parse, token, NDX_WORD_FILLER)) {
        if (parse->time_precision == NDX_PRECISION_NONE) {
            parse->half = ndx_date_half_at(parse, i);
            parse->korean_clock = ndx_date_word_in_language(&token->words[0], NDX_SPAN("ko"));
        }
        return 1;
    }
    if (announces_time(token))
        parse->time_announced = true;
    if (!parse->whole && is_inside_date(parse) && !may_stand_inside(parse, i))
        return 0;
    /* "Mai" as a weekday of some language, a second month's name: not ours */
    if (ndx_date_word_of(parse, token, NDX_WORD_FILLER) ||
        ndx_date_word_of(parse, token, NDX_WORD_YEAR_MARK) ||
        ndx_date_word_of(parse, token, NDX_WORD_MONTH_BEFORE) ||
        ndx_date_word_of(parse, token, NDX_WORD_DAY_BEFORE) ||
        ndx_date_word_of(parse, token, NDX_WORD_BUDDHIST) ||
        ndx_date_word_of(parse, token, NDX_WORD_CE) ||
        ndx_date_word_of(parse, token, NDX_WORD_HOUR_MARK) ||
        ndx_date_word_of(parse, token, NDX_WORD_T_MARK) ||
        ndx_date_word_of(parse, token, NDX_WORD_DAY_AFTER))
        return 1;
    return 0;
}

static size_t take_mark_token(date_parse *parse, size_t i)
{
    char mark = token_at(parse, i)->mark;
    size_t size = ndx_date_take_zone(parse, i);
    bool begun = parse->pending_count || (date_has_begun(parse) && !date_is_complete(parse));
    if (size)
        return size;
    if (mark == '-' && parse->month > 0 && parse->day > 0 && parse->year < 0)
        parse->in_range = true;
    /* "（日）", "(Sun)": a weekday in brackets */
    if (mark == '(' && is_mark(token_at(parse, i + 2), ')') && date_has_begun(parse) &&
        (token_at(parse, i + 1)->span.size == 3 ||
         ndx_date_word_of(parse, token_at(parse, i + 1), NDX_WORD_WEEKDAY))) {
        use(parse, i, i + 3);
        return 3;
    }
    if (parse->whole)
        return strchr(".,/-:;()[]+|\"'", mark) ? 1 : 0;
    if (begun && strchr(":;|()[]\"", mark))
        return 0;
    if (mark == '.' && token_at(parse, i + 1)->upper &&
        (date_is_complete(parse) ||
         (parse->pending_count && parse->pending[parse->pending_count - 1].digits == 4)))
        return 0; /* the next sentence */
    /* "Chapter 12, March 2025": a comma parts a number from a month that does not belong to it */
    if (mark == ',' && parse->pending_count && parse->month < 0 &&
        parse->pending[parse->pending_count - 1].digits != 4)
        return 0;
    return strchr(".,/-:|('", mark) ? 1 : 0;
}

bool ndx_date_walk(date_parse *parse, size_t start)
{
    size_t fillers = 0;
    size_t i = start;
    while (i < parse->count) {
        const ndx_date_token *token = token_at(parse, i);
        size_t before = parse->last;
        size_t size = 0;
        if (token->paragraph_before && i > start)
            break;
        if (token->kind == NDX_DATE_TOKEN_NUMBER)
            size = take_number_token(parse, i);
        else if (token->kind == NDX_DATE_TOKEN_WORD)
            size = take_word_token(parse, i);
        else if (token->kind == NDX_DATE_TOKEN_MARK)
            size = take_mark_token(parse, i);
        if (size == 0)
            break;
        i += size;
        fillers = parse->last > before || token->kind == NDX_DATE_TOKEN_NUMBER ? 0 : fillers + size;
        if (!parse->whole && fillers > FILLERS_IN_A_ROW)
            break;
    }
    return i >= parse->count;
}

/* ---- from parts to a date ---- */

int ndx_date_weekday_of(int year, int month, int day)
{
    int32_t days = ndx_days_from_civil(year, (unsigned)month, (unsigned)day);
    return (int)(((days + 4) % 7 + 7) % 7);
}

static bool has_thai(const date_parse *parse)
{
    for (size_t i = 0; i < parse->count; i++)
        if (ndx_date_word_of(parse, token_at(parse, i), NDX_WORD_BUDDHIST) ||
            (token_at(parse, i)->kind == NDX_DATE_TOKEN_WORD &&
             ndx_date_word_in_language(&token_at(parse, i)->words[0], NDX_SPAN("th"))))
            return true;
    return ndx_span_equal(parse->language, NDX_SPAN("th"));
}

bool ndx_date_finish(date_parse *parse, ndx_date *date)
{
    ndx_date made = {0};
    if (parse->year < 0 || parse->month < 1 || parse->pending_count || parse->spoiled)
        return false;
    if (parse->jalali || (ndx_span_equal(parse->language, NDX_SPAN("fa")) && parse->year < 1467))
        if (!convert_jalali(parse))
            return false;
    if (parse->year >= 2400 && parse->year <= 2700 && has_thai(parse))
        parse->year -= BUDDHIST_OFFSET;
    if (parse->year < EARLIEST_YEAR || parse->year > LATEST_YEAR)
        return false;
    /* The weekday decides where custom would have had to. */
    if (parse->swappable && parse->weekday >= 0 &&
        ndx_date_weekday_of(parse->year, parse->month, parse->day) != parse->weekday &&
        ndx_date_weekday_of(parse->year, parse->day, parse->month) == parse->weekday) {
        int day = parse->day;
        parse->day = parse->month;
        parse->month = day;
    }
    made.year = (int16_t)parse->year;
    made.month = (uint8_t)parse->month;
    made.day = (uint8_t)(parse->day > 0 ? parse->day : 1);
    made.precision = parse->day > 0 ? NDX_PRECISION_DAY : NDX_PRECISION_MONTH;
    if (parse->day > 31)
        return false;
    if (parse->day > 0 && parse->time_precision != NDX_PRECISION_NONE) {
        made.hour = (uint8_t)parse->hour;
        made.minute = (uint8_t)parse->minute;
        made.second = (uint8_t)parse->second;
        made.nanosecond = parse->nanosecond;
        made.precision = parse->time_precision;
        if (parse->zone_us && ndx_date_valid(&made))
            ndx_date_resolve_us_zone(parse);
        /* Feeds of Korean portals ("2004-05-25 오후 11:23:17"): Korea's only zone is meant; feed
         * readers agree on it (feedparser's Nate and OnBlog forms). */
        if (parse->korean_clock && parse->whole && !parse->zone_named &&
            parse->time_precision >= NDX_PRECISION_SECOND) {
            parse->zone_known = true;
            parse->zone_minutes = 9 * 60;
        }
        made.zone_known = parse->zone_known;
        made.zone_minutes = (int16_t)(parse->zone_known ? parse->zone_minutes : 0);
    }
    if (!ndx_date_valid(&made))
        return false;
    *date = made;
    return true;
}
