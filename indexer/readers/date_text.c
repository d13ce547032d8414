/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_text.c - dates as people and feeds write them (date_text.h).
 *
 * Owns: how numbers, words and marks add up to a date: which number is the day, what is a time,
 * what is a zone. Must not know: the words themselves (date_words.c), how text is cut
 * (date_tokens.c), formats of files.
 *
 * The parts of a date come in any order and with all kinds of things between them, so this is no
 * grammar of formats: the tokens are walked once, each says what it can be, and a part that is
 * filled is not filled again. What remains decides by custom of the language. Two ways of walking:
 * a whole string must be used up; in running text the walk stops at the first token that cannot
 * belong, marks that part sentences part dates, and only four-digit years count.
 */
#include "date_words.h"
#include "newsdex/utf8.h"

enum {
    TOKENS = 64,          /* of one string, or of the surroundings of one number */
    PENDING = 3,          /* numbers whose part is not known yet */
    FILLERS_IN_A_ROW = 4, /* between two parts, in running text: "30 novembre 2025 | le ... à" */
    EARLIEST_YEAR = 1500, /* in words: years of other eras (Hijri 1447, Jalali 1404) lie below */
    LATEST_YEAR = 2199,
    BUDDHIST_OFFSET = 543,
    WHOLE_TEXT_BYTES = 1024, /* a string longer than that is no date */
    SENTENCE_BYTES = 200     /* a string up to that may hold a date among other words */
};

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
    bool swappable;     /* day and month could be exchanged */
    size_t first;       /* tokens that were used: [first, last) */
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
    } pending[PENDING];
    size_t pending_count;
    bool order_is_free; /* numbers parted by spaces alone */
} date_parse;

/* ---- tokens ---- */

static const ndx_date_token *token_at(const date_parse *parse, size_t i)
{
    static const ndx_date_token none = {.kind = NDX_DATE_TOKEN_OTHER};
    return i < parse->count ? &parse->tokens[i] : &none;
}

static bool is_mark(const ndx_date_token *token, char mark)
{
    return token->kind == NDX_DATE_TOKEN_MARK && token->mark == mark;
}

static bool is_number(const ndx_date_token *token, unsigned least_digits, unsigned most_digits)
{
    return token->kind == NDX_DATE_TOKEN_NUMBER && token->digits >= least_digits &&
           token->digits <= most_digits;
}

/* The token's row of that kind, that of the text's language if there is one. */
static const ndx_date_word *word_of(const date_parse *parse, const ndx_date_token *token,
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
    for (size_t i = 0; i < parse->count; i++) {
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

/* "lis" is November in Polish and October in Croatian: the language decides, else the other words.
 */
static const ndx_date_word *month_of(const date_parse *parse, size_t index, ndx_word_kind kind)
{
    const ndx_date_token *token = token_at(parse, index);
    const ndx_date_word *best = word_of(parse, token, kind);
    unsigned best_friends = 0;
    if (!best)
        return NULL;
    if (parse->language.size && ndx_date_word_in_language(best, parse->language))
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

static void use(date_parse *parse, size_t first, size_t last)
{
    if (first < parse->first)
        parse->first = first;
    if (last > parse->last)
        parse->last = last;
}

static bool date_is_complete(const date_parse *parse)
{
    return parse->year >= 0 && parse->month > 0 && parse->day > 0;
}

static bool date_has_begun(const date_parse *parse)
{
    return parse->year >= 0 || parse->month > 0 || parse->day > 0;
}

/* ---- years ---- */

/* RFC 5322, section 4.3: two digits are 2000 to 2049 or 1950 to 1999. */
static int year_of(const date_parse *parse, uint64_t value, unsigned digits)
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

/* ---- dates in numbers ---- */

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
        parse->year = year_of(parse, a->number, 2); /* ISO 8601:1988, 5.2.1.3: 03-12-31 */
        parse->month = middle;
        parse->day = last;
        return true;
    }
    parse->year = year_of(parse, c->number, c->digits);
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

/* A letter or digit, or a mark that joins numbers to something longer than a date. */
static bool is_joined_before(const date_parse *parse, size_t i)
{
    const ndx_date_token *before = i ? token_at(parse, i - 1) : NULL;
    if (!before || token_at(parse, i)->space_before)
        return false;
    if (before->kind == NDX_DATE_TOKEN_MARK)
        return strchr("/.-:+", before->mark) && i >= 2 && !before->space_before;
    if (before->kind == NDX_DATE_TOKEN_OTHER)
        return before->span.size && !((unsigned char)before->span.data[0] & 0x80);
    return false;
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
    if (after->kind == NDX_DATE_TOKEN_OTHER)
        return after->span.size && !((unsigned char)after->span.data[0] & 0x80) &&
               after->span.data[0] != '\'';
    return false;
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
static size_t take_numeric(date_parse *parse, size_t i)
{
    size_t at = i;
    const ndx_date_token *a = token_at(parse, at++);
    const ndx_date_token *b = NULL;
    const ndx_date_token *c = NULL;
    const ndx_date_word *month = NULL;
    char separator = 0;
    if (date_has_begun(parse) || parse->pending_count || !is_number(a, 1, 4) || a->digits == 3 ||
        a->numeral || (!parse->whole && is_joined_before(parse, i)))
        return 0;
    separator = separator_at(parse, &at);
    b = token_at(parse, at);
    month = month_of(parse, at, NDX_WORD_MONTH);
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
        parse->year = year_first ? (int)a->number : year_of(parse, c->number, c->digits);
        parse->day = (int)(year_first ? c->number : a->number);
    } else if (!set_numeric(parse, a, b, c, separator)) {
        return 0;
    }
    use(parse, i, at);
    return at - i;
}

/* 20251130, alone or before a T; in a whole string also with hours, minutes and seconds. */
static size_t take_compact(date_parse *parse, size_t i)
{
    const ndx_date_token *token = token_at(parse, i);
    uint64_t value = token->number;
    unsigned digits = token->digits;
    if (date_has_begun(parse) || parse->pending_count || token->numeral ||
        !(digits == 8 || (parse->whole && (digits == 10 || digits == 12 || digits == 14))))
        return 0;
    if (!parse->whole && !word_of(parse, token_at(parse, i + 1), NDX_WORD_T_MARK))
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

/* ---- times ---- */

/* Hours of a 12-hour clock become those of the day. */
static void apply_half(date_parse *parse, int half)
{
    if (half == NDX_WORD_PM && parse->hour < 12)
        parse->hour += 12;
    else if (half == NDX_WORD_AM && parse->hour == 12)
        parse->hour = 0;
    else if (half == NDX_WORD_NOON && parse->hour < 4)
        parse->hour += 12;
    else if (half == NDX_WORD_NIGHT && parse->hour == 12)
        parse->hour = 0;
    else if (half == NDX_WORD_NIGHT && parse->hour >= 6 && parse->hour < 12)
        parse->hour += 12;
}

static int half_at(const date_parse *parse, size_t i)
{
    static const uint8_t kinds[] = {NDX_WORD_AM, NDX_WORD_PM, NDX_WORD_NIGHT};
    for (size_t k = 0; k < sizeof kinds; k++) {
        const ndx_date_word *word = word_of(parse, token_at(parse, i), kinds[k]);
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
    if (word_of(parse, token_at(parse, at), NDX_WORD_HOUR_MARK))
        end = ++at;
    if (is_mark(token_at(parse, at), '\''))
        at++; /* 's avonds */
    if (parse->half >= 0) {
        apply_half(parse, parse->half);
        parse->half = -1;
        return end;
    }
    if (half_at(parse, at) >= 0 && parse->hour <= 12 &&
        !(is_number(token_at(parse, at + 1), 1, 2) &&
          word_of(parse, token_at(parse, at), NDX_WORD_FILLER))) {
        apply_half(parse, half_at(parse, at));
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
    if (word_of(parse, minute, NDX_WORD_HALF)) {
        parse->minute = 30;
        parse->time_precision = NDX_PRECISION_MINUTE;
        at++;
    } else if (is_number(minute, 1, 2) && minute->number < 60 &&
               (minute->digits == 2 ||
                word_of(parse, token_at(parse, at + 1), NDX_WORD_MINUTE_MARK)) &&
               (!minute->space_before ||
                word_of(parse, token_at(parse, at + 1), NDX_WORD_MINUTE_MARK))) {
        parse->minute = (int)minute->number;
        parse->time_precision = NDX_PRECISION_MINUTE;
        at++;
        at += word_of(parse, token_at(parse, at), NDX_WORD_MINUTE_MARK) != NULL;
    }
    if (parse->time_precision == NDX_PRECISION_MINUTE) {
        const ndx_date_token *second = token_at(parse, at);
        if (is_number(second, 1, 2) && second->number <= 60 &&
            word_of(parse, token_at(parse, at + 1), NDX_WORD_SECOND_MARK)) {
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
    bool marked = word_of(parse, after, NDX_WORD_HOUR_MARK) || half_at(parse, at + 2) >= 0;
    if (!is_mark(token_at(parse, at), '.') || minute->space_before)
        return 0;
    if (is_number(minute, 1, 1) && word_of(parse, after, NDX_WORD_HOUR_MARK) &&
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
    bool after_t = i && word_of(parse, token_at(parse, i - 1), NDX_WORD_T_MARK);
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
    if (word_of(parse, token_at(parse, at), NDX_WORD_HOUR_MARK))
        return take_half_of_day(parse, take_marked_time(parse, at + 1));
    if (half_at(parse, at) >= 0 && !(word_of(parse, token_at(parse, at), NDX_WORD_FILLER) &&
                                     is_number(token_at(parse, at + 1), 1, 2)))
        return take_half_of_day(parse, at);
    if (parse->half >= 0 || after_t)
        return take_half_of_day(parse, at);
    return 0;
}

/* A time of day that begins with the number at i. */
static size_t take_time(date_parse *parse, size_t i)
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

static size_t take_noon(date_parse *parse, size_t i)
{
    const ndx_date_token *token = token_at(parse, i);
    bool noon = word_of(parse, token, NDX_WORD_NOON) != NULL;
    if (!noon && !word_of(parse, token, NDX_WORD_MIDNIGHT))
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
    const ndx_date_word *zone = word_of(parse, token, NDX_WORD_ZONE);
    const ndx_date_word *us = word_of(parse, token, NDX_WORD_ZONE_US);
    int minutes = 0;
    size_t offset = 0;
    bool universal = zone && zone->value == 0;
    if ((!zone && !us && !word_of(parse, token, NDX_WORD_ZONE_UNSURE)) ||
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
    if (!word_of(parse, token_at(parse, i), NDX_WORD_ZONE_CITY) ||
        !is_mark(token_at(parse, i + 1), '/') || i + 2 >= parse->count)
        return 0;
    zone = word_of(parse, token_at(parse, i + 2), NDX_WORD_ZONE);
    parse->zone_named = true;
    if (zone && zone->value == 0)
        parse->zone_known = true;
    use(parse, i, i + size);
    return size;
}

static size_t take_zone(date_parse *parse, size_t i)
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
static void resolve_us_zone(date_parse *parse)
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

/* ---- dates in words ---- */

static void take_pending_before_month(date_parse *parse, size_t month_index)
{
    size_t count = parse->pending_count;
    bool year_is_nearer = false;
    parse->pending_count = 0;
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
            parse->year = -2; /* a number that has no part to play: no date */
        return;
    }
}

static size_t take_month(date_parse *parse, size_t i)
{
    const ndx_date_word *month = month_of(parse, i, NDX_WORD_MONTH);
    const ndx_date_word *jalali = month ? NULL : month_of(parse, i, NDX_WORD_JALALI);
    /* "نوفمبر/تشرين الثاني": both names of the month, as Arab agencies write it */
    if (month && month->value == parse->month && is_mark(token_at(parse, i - 1), '/')) {
        use(parse, i, i + 1);
        return 1;
    }
    if ((!month && !jalali) || parse->month > 0)
        return 0;
    /* "mar 3 mars 2015": what may be a weekday is one if another word is the month */
    if (word_of(parse, token_at(parse, i), NDX_WORD_WEEKDAY) && parse->weekday < 0)
        for (size_t other = i + 1; other < parse->count && other < i + 6; other++)
            if (word_of(parse, token_at(parse, other), NDX_WORD_MONTH))
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
        (word_of(parse, after, NDX_WORD_YEAR_MARK) ||
         (before && word_of(parse, before, NDX_WORD_YEAR_MARK) && parse->month > 0))) {
        size_t size = word_of(parse, after, NDX_WORD_YEAR_MARK) ? 2 : 1;
        if (parse->month < 0 && parse->pending_count)
            return 0;
        parse->year = value;
        use(parse, i, i + size);
        return size;
    }
    if (parse->era_offset && parse->year < 0 && word_of(parse, after, NDX_WORD_YEAR_MARK)) {
        parse->year = year_of(parse, number->number, number->digits);
        use(parse, i, i + 2);
        return 2;
    }
    if (number->digits > 2)
        return 0;
    if (parse->month < 0 && value <= 12 && value &&
        (word_of(parse, after, NDX_WORD_MONTH_AFTER) ||
         (before && word_of(parse, before, NDX_WORD_MONTH_BEFORE)))) {
        size_t size = word_of(parse, after, NDX_WORD_MONTH_AFTER) ? 2 : 1;
        parse->month = value;
        take_pending_before_month(parse, i);
        use(parse, i, i + size);
        return size;
    }
    if (parse->day < 0 && value && value <= 31 &&
        (word_of(parse, after, NDX_WORD_DAY_AFTER) ||
         (before && word_of(parse, before, NDX_WORD_DAY_BEFORE)))) {
        size_t size = word_of(parse, after, NDX_WORD_DAY_AFTER) ? 2 : 1;
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
    if (!token->space_before && word_of(parse, token, NDX_WORD_ORDINAL) &&
        !(word_of(parse, token, NDX_WORD_MONTH)))
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
    if (!parse->whole && is_joined_before(parse, i) && parse->month < 0)
        return 0;
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
            parse->year = year_of(parse, number->number, 2);
        } else {
            return 0;
        }
        use(parse, i, i + size);
        return size;
    }
    if (parse->pending_count == PENDING) {
        if (parse->whole)
            return 0;
        memmove(parse->pending, parse->pending + 1, (PENDING - 1) * sizeof *parse->pending);
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
    size_t size = take_numeric(parse, i);
    size = size ? size : take_compact(parse, i);
    size = size ? size : take_marked_number(parse, i);
    size = size ? size : take_time(parse, i);
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
    return word_of(parse, token, NDX_WORD_MONTH_BEFORE) ||
           word_of(parse, token, NDX_WORD_DAY_BEFORE) || word_of(parse, token, NDX_WORD_BUDDHIST) ||
           word_of(parse, token, NDX_WORD_DAY_AFTER) ||
           (word_of(parse, token, NDX_WORD_YEAR_MARK) &&
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
    size = take_noon(parse, i);
    if (size)
        return size;
    size = take_zone(parse, i);
    if (size)
        return size;
    word = word_of(parse, token, NDX_WORD_WEEKDAY_NUMBER);
    if (word && is_number(token_at(parse, i + 1), 1, 1) &&
        (ndx_span_equal(parse->language, NDX_SPAN("vi")) ||
         word_of(parse, token_at(parse, i + 2), NDX_WORD_DAY_BEFORE)))
        return 2;
    word = word_of(parse, token, NDX_WORD_WEEKDAY);
    /* "on", "la", "to" are weekdays in some languages and small words in more */
    if (word && (word_of(parse, token, NDX_WORD_FILLER) || token->span.size <= 2) &&
        !(parse->language.size && ndx_date_word_in_language(word, parse->language)) &&
        (parse->language.size || word_of(parse, token, NDX_WORD_FILLER)))
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
    word = word_of(parse, token, NDX_WORD_ERA_YEAR);
    if (word) {
        parse->era_offset = word->value;
        if (word_of(parse, token_at(parse, i + 1), NDX_WORD_FIRST_YEAR)) {
            parse->year = word->value + 1;
            use(parse, i, i + 2);
            return 2;
        }
        use(parse, i, i + 1);
        return 1;
    }
    if (half_at(parse, i) >= 0 && !word_of(parse, token, NDX_WORD_FILLER)) {
        if (parse->time_precision == NDX_PRECISION_NONE) {
            parse->half = half_at(parse, i);
            parse->korean_clock = ndx_date_word_in_language(&token->words[0], NDX_SPAN("ko"));
        }
        return 1;
    }
    if (announces_time(token))
        parse->time_announced = true;
    if (!parse->whole && is_inside_date(parse) && !may_stand_inside(parse, i))
        return 0;
    /* "Mai" as a weekday of some language, a second month's name: not ours */
    if (word_of(parse, token, NDX_WORD_FILLER) || word_of(parse, token, NDX_WORD_YEAR_MARK) ||
        word_of(parse, token, NDX_WORD_MONTH_BEFORE) ||
        word_of(parse, token, NDX_WORD_DAY_BEFORE) || word_of(parse, token, NDX_WORD_BUDDHIST) ||
        word_of(parse, token, NDX_WORD_CE) || word_of(parse, token, NDX_WORD_HOUR_MARK) ||
        word_of(parse, token, NDX_WORD_T_MARK) || word_of(parse, token, NDX_WORD_DAY_AFTER))
        return 1;
    return 0;
}

static size_t take_mark_token(date_parse *parse, size_t i)
{
    char mark = token_at(parse, i)->mark;
    size_t size = take_zone(parse, i);
    bool begun = parse->pending_count || (date_has_begun(parse) && !date_is_complete(parse));
    if (size)
        return size;
    /* "（日）", "(Sun)": a weekday in brackets */
    if (mark == '(' && is_mark(token_at(parse, i + 2), ')') && date_has_begun(parse) &&
        (token_at(parse, i + 1)->span.size == 3 ||
         word_of(parse, token_at(parse, i + 1), NDX_WORD_WEEKDAY))) {
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

static bool walk(date_parse *parse, size_t start)
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

static int weekday_of(int year, int month, int day)
{
    int32_t days = ndx_days_from_civil(year, (unsigned)month, (unsigned)day);
    return (int)(((days + 4) % 7 + 7) % 7);
}

static bool has_thai(const date_parse *parse)
{
    for (size_t i = 0; i < parse->count; i++)
        if (word_of(parse, token_at(parse, i), NDX_WORD_BUDDHIST) ||
            (token_at(parse, i)->kind == NDX_DATE_TOKEN_WORD &&
             ndx_date_word_in_language(&token_at(parse, i)->words[0], NDX_SPAN("th"))))
            return true;
    return ndx_span_equal(parse->language, NDX_SPAN("th"));
}

static bool finish(date_parse *parse, ndx_date *date)
{
    ndx_date made = {0};
    if (parse->year < 0 || parse->month < 1 || parse->pending_count)
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
        weekday_of(parse->year, parse->month, parse->day) != parse->weekday &&
        weekday_of(parse->year, parse->day, parse->month) == parse->weekday) {
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
            resolve_us_zone(parse);
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

/* ---- the two entries ---- */

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
        int32_t weekday_of_4th = (weekday_of(year, 1, 4) + 6) % 7; /* Monday 0 */
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

bool ndx_date_from_whole_text(ndx_span text, ndx_span language, ndx_day_order order, ndx_date *date)
{
    ndx_date_token tokens[TOKENS];
    size_t count = 0;
    date_parse parse;
    *date = (ndx_date){0};
    text = ndx_span_trim(text);
    if (text.size == 0 || text.size > WHOLE_TEXT_BYTES)
        return false;
    if (ndx_date_from_iso(text, date) || from_rare_iso(text, date))
        return true;
    *date = (ndx_date){0};
    count = ndx_date_tokens(text, tokens, TOKENS);
    if (count < TOKENS) {
        parse = parse_new(tokens, count, language, order, true);
        if (walk(&parse, 0) && finish(&parse, date))
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
            if (byte == 0xE3   ? memcmp(at, zero, 3) == 0
                : byte == 0xEF ? (unsigned char)at[1] == 0xBC && last - 0x90u < 10
                : (last & 0x0F) <= 9 && (last & 0x30) != 0x30 ? last >= 0x90 || last >= 0xA6
                                                              : last - 0xA6u < 10)
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
    return at;
}

bool ndx_date_find_in_text(ndx_span text, ndx_span language, ndx_day_order order, ndx_date *date,
                           ndx_span *where)
{
    const char *end = text.data + text.size;
    const char *from = text.data;
    *date = (ndx_date){0};
    *where = ndx_span_make(text.data, 0);
    if (text.size == 0)
        return false;
    for (const char *digit = next_digit(from, end); digit; digit = next_digit(from, end)) {
        ndx_date_token tokens[TOKENS];
        const char *begin = region_begin(from, digit);
        ndx_span region = ndx_span_between(begin, end);
        size_t count = 0;
        size_t last_start = 0;
        if (region.size > (size_t)(digit - begin) + AFTER_DIGIT_BYTES)
            region = ndx_utf8_cut(region, (size_t)(digit - begin) + AFTER_DIGIT_BYTES);
        count = ndx_date_tokens(region, tokens, TOKENS);
        for (size_t start = 0; start < count; start++) {
            date_parse parse;
            if (tokens[start].kind == NDX_DATE_TOKEN_OTHER ||
                tokens[start].kind == NDX_DATE_TOKEN_MARK)
                continue;
            last_start = start;
            if (tokens[start].span.data > digit)
                break;
            parse = parse_new(tokens, count, language, order, false);
            walk(&parse, start);
            if (!date_is_complete(&parse))
                continue;
            parse.pending_count = 0;
            if (!finish(&parse, date) || date->precision < NDX_PRECISION_DAY) {
                *date = (ndx_date){0};
                continue;
            }
            *where = ndx_span_between(tokens[parse.first].span.data,
                                      tokens[parse.last - 1].span.data +
                                          tokens[parse.last - 1].span.size);
            return true;
        }
        (void)last_start;
        /* on behind this number */
        from = digit + 1;
        while (from < end && *from >= '0' && *from <= '9')
            from++;
        while (from < end && ((unsigned char)*from & 0xC0) == 0x80)
            from++;
    }
    return false;
}
