/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dateline.c - splits a dateline off an article's first paragraph: "KYIV, Ukraine (AP) — ".
 *
 * Owns: what a dateline looks like in the press of several scripts. Must not know: file formats,
 * what is done with a dateline.
 *
 * A dateline is a short head of the paragraph, closed by a dash or a colon, that shows itself as
 * one by an agency in brackets, a place in capitals, or a day and month; what follows begins a
 * sentence. East Asian agencies have forms of their own. A year is never in it, or seldom: no date
 * is taken from here.
 */
#define _GNU_SOURCE /* memmem */
#include "base/scan.h"
#include "date_words.h"
#include "newsdex/utf8.h"
#include "press.h"

#include <unicode/uchar.h>

enum {
    HEAD_BYTES = 160, /* of a dateline, at most */
    HEAD_WORDS = 14,
    LEAST_CAPITALS = 3, /* letters of a place in capitals: "ULM" */
    AGENCY_CHARACTERS = 30
};

static const char *const labels[] = {
    "UPDATE",    "CORRECTED", "CORRECTION", "REFILE",     "FACTBOX",   "EXCLUSIVE",
    "BREAKING",  "URGENT",    "WATCH",      "VIDEO",      "LIVE",      "ANALYSIS",
    "OPINION",   "NOTE",      "NEWS",       "REVIEW",     "EXPLAINER", "TIMELINE",
    "INTERVIEW", "PHOTOS",    "WRAPUP",     "QUESTION",   "FILE",      "FACT",
    "POLITICO",  "ANSWER",    "COMMENT",    "EILMELDUNG", "СРОЧНО",
};

static uint32_t character_at(const char *at, const char *end, size_t *length)
{
    if (at >= end) {
        *length = 0;
        return 0;
    }
    return ndx_utf8_decode(at, end, length);
}

static bool is_dash(uint32_t c)
{
    return c == 0x2014 || c == 0x2013 || c == 0x2012 || c == 0x2015 || c == 0x2212;
}

/* ---- what the head shows ---- */

typedef struct dateline_head {
    size_t words;
    unsigned capitals; /* letters of the leading words that are all capitals */
    bool starts_upper; /* or in a script without case */
    bool caseless;
    bool mixed;          /* a word before the first comma or bracket is not all capitals */
    bool has_small_word; /* that no place's name has: "DVD review" */
    bool has_agency;     /* in brackets or between slashes */
    bool agency_first;   /* nothing before the brackets */
    bool has_day;        /* a number of one or two digits beside a month's name */
    bool has_comma;
    bool has_sentence; /* a full stop that ends one: no dateline */
    bool odd;          /* characters that no dateline has */
    bool label;        /* "UPDATE 1 -" */
} dateline_head;

/* The leading word's letters, if all are capitals; a word with a small letter ends the run. */
static void look_at_case(dateline_head *head, ndx_span text)
{
    const char *end = text.data + text.size;
    unsigned letters = 0;
    unsigned total = 0;
    bool small = false;
    for (const char *at = text.data; at <= end;) {
        size_t length = 0;
        uint32_t c = character_at(at, end, &length);
        if (length == 0 || c == ' ' || c == ',' || c == '(') {
            if (small) {
                head->mixed = true;
                break;
            }
            total += letters;
            letters = 0;
            if (length == 0 || c == '(' || c == ',')
                break;
        } else if (u_isalpha((UChar32)c)) {
            letters++;
            small = small || !u_isupper((UChar32)c);
        }
        at += length ? length : 1;
    }
    head->capitals = total;
}

static bool is_label(ndx_span text)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t size = ndx_press_prefix(text, ndx_span_of(labels[i]));
        if (size && (text.size == size || strchr(" :,", text.data[size])))
            return true;
    }
    return false;
}

static void look_at_days(dateline_head *head, ndx_span text)
{
    ndx_date_token tokens[32];
    size_t count = 0;
    size_t digit = 0;

    while (digit < text.size && !(text.data[digit] >= '0' && text.data[digit] <= '9') &&
           (unsigned char)text.data[digit] < 0xD9)
        digit++;
    if (digit < text.size)
        count = ndx_date_tokens(text, tokens, 32);
    for (size_t i = 0; i < count; i++) {
        bool month = false;
        for (size_t w = 0; tokens[i].kind == NDX_DATE_TOKEN_WORD && w < tokens[i].word_count; w++)
            month = month || tokens[i].words[w].kind == NDX_WORD_MONTH;
        if (!month)
            continue;
        for (size_t near = i >= 2 ? i - 2 : 0; near < count && near <= i + 2; near++)
            head->has_day = head->has_day || (tokens[near].kind == NDX_DATE_TOKEN_NUMBER &&
                                              tokens[near].digits <= 2);
    }
}

/* A full stop behind a small letter ends a sentence unless the word is short ("Fla.", "Nov.",
 * "Calif.") or the next is "/TASS/" or a day. */
static bool ends_sentence(ndx_span text, size_t stop)
{
    size_t word = stop;
    size_t letters = 0;
    while (word > 0 && text.data[word - 1] != ' ')
        word--;
    for (size_t i = word; i < stop; i++)
        letters += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    if (stop + 2 >= text.size || text.data[stop + 1] != ' ')
        return false;
    return letters > 6 && text.data[stop + 2] != '/';
}

/* Small words inside the names of places: "Frankfurt am Main", "RIO DE JANEIRO, Estado do Rio". */
static bool is_particle(ndx_span text)
{
    static const char *const particles[] = {"am",   "an",  "der", "de",  "del", "di",  "do",
                                            "da",   "du",  "la",  "le",  "les", "of",  "on",
                                            "upon", "sur", "en",  "bei", "im",  "in",  "na",
                                            "nad",  "and", "und", "et",  "y",   "near"};
    size_t size = 0;
    while (size < text.size && text.data[size] != ' ' && text.data[size] != ',')
        size++;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (ndx_span_equal(ndx_span_make(text.data, size), ndx_span_of(particles[i])))
            return true;
    return false;
}

/* Behind the brackets stands nothing, or a day: "PARIS (AFP) 30 nov". */
static bool may_follow_agency(ndx_span text)
{
    text = ndx_span_trim(text);
    if (text.size > 20)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= '0' && text.data[i] <= '9')
            return true;
    return text.size <= 1;
}

static dateline_head look(ndx_span text)
{
    dateline_head head = {0};
    const char *end = text.data + text.size;
    size_t length = 0;
    uint32_t first = character_at(text.data, end, &length);
    bool in_word = false;
    head.caseless =
        u_isalpha((UChar32)first) && !u_isupper((UChar32)first) && !u_islower((UChar32)first);
    head.starts_upper = head.caseless || u_isupper((UChar32)first) || first == '(';
    for (const char *at = text.data; at < end; at += length) {
        uint32_t c = character_at(at, end, &length);
        size_t place = (size_t)(at - text.data);
        if (c == ' ') {
            in_word = false;
            continue;
        }
        head.words += !in_word;
        if (!in_word && u_islower((UChar32)c))
            head.has_small_word = head.has_small_word || !is_particle(ndx_span_between(at, end));
        in_word = true;
        head.has_comma = head.has_comma || c == ',' || c == 0x60C;
        head.has_sentence = head.has_sentence || (c == '.' && ends_sentence(text, place));
        if (c == '(' || c == '/' || c == 0xFF08) {
            char close = c == '/' ? '/' : ')';
            const char *stop = memchr(at + length, close, (size_t)(end - at) - length);
            if (stop && stop - at <= (ptrdiff_t)AGENCY_CHARACTERS * 4) {
                size_t inner = 0;
                bool letter = u_isalpha((UChar32)character_at(at + length, end, &inner));
                head.has_agency =
                    head.has_agency || (letter && (c != '/' || at[-(place > 0)] == ' ') &&
                                        may_follow_agency(ndx_span_between(stop + 1, end)));
                head.agency_first = head.agency_first || place == 0;
            }
        } else if (!u_isalnum((UChar32)c) && c >= 0x20 &&
                   !(c < 0x80 ? strchr(",.'()-/&=", (int)c) != NULL
                              : c == 0x2019 || c == 0x60C || c == 0x2018 ||
                                    u_charType((UChar32)c) == U_NON_SPACING_MARK ||
                                    u_charType((UChar32)c) == U_COMBINING_SPACING_MARK)) {
            head.odd = true;
        }
    }
    look_at_case(&head, text);
    look_at_days(&head, text);
    head.label = is_label(text);
    return head;
}

/* ---- forms ---- */

static bool begins_sentence(ndx_span text)
{
    size_t length = 0;
    uint32_t c = 0;
    text = ndx_span_trim(text);
    if (text.size == 0)
        return false;
    c = character_at(text.data, text.data + text.size, &length);
    return !u_islower((UChar32)c);
}

static bool is_dateline(ndx_span text, bool colon, ndx_span rest)
{
    dateline_head head;
    if (text.size == 0 || text.size > HEAD_BYTES)
        return false;
    head = look(text);
    if (head.words == 0 || head.words > HEAD_WORDS || head.odd || head.label ||
        !head.starts_upper || !begins_sentence(rest))
        return false;
    if (head.has_sentence && !head.has_day)
        return false;
    if (head.has_agency)
        return true;
    if (head.has_day && (head.capitals >= LEAST_CAPITALS || head.has_comma || head.caseless))
        return true;
    if (head.capitals < LEAST_CAPITALS || head.caseless || head.has_small_word || head.mixed)
        return false;
    /* "TRUMP: We will" is a transcript; with a region, or a name of two words, it is a place. */
    return !colon || head.has_comma || head.words >= 2;
}

/* "МОСКВА, 2 дек — РИА Новости. Президент": the agency stands behind the dash. */
static size_t agency_behind(ndx_span rest)
{
    const char *stop = memchr(rest.data, '.', rest.size < 60 ? rest.size : 60);
    ndx_span name;
    if (!stop)
        return 0;
    name = ndx_span_trim(ndx_span_between(rest.data, stop));
    return ndx_press_is_agency(name) ? (size_t)(stop - rest.data) + 1 : 0;
}

static bool set(ndx_span paragraph, size_t head_size, size_t text_begins, ndx_span *dateline,
                size_t *begins)
{
    while (text_begins < paragraph.size && paragraph.data[text_begins] == ' ')
        text_begins++;
    *dateline = ndx_span_trim(ndx_span_make(paragraph.data, head_size));
    *begins = text_begins;
    return dateline->size > 0;
}

/* City, agency, dash or colon. */
static bool split_at_dash(ndx_span paragraph, ndx_span *dateline, size_t *text_begins)
{
    const char *begin = paragraph.data;
    const char *end = begin + (paragraph.size < HEAD_BYTES + 8 ? paragraph.size : HEAD_BYTES + 8);
    size_t length = 0;
    for (const char *at = begin; (at = ndx_scan_any(at, end, '-', ':', true)) < end; at += length) {
        uint32_t c = character_at(at, begin + paragraph.size, &length);
        size_t before = (size_t)(at - begin);
        size_t after = before + length;
        bool spaced = at > begin && at[-1] == ' ';
        bool colon = c == ':' || c == 0xFF1A;
        bool dash = is_dash(c) || (c == '-' && spaced);
        if (!dash && !colon)
            continue;
        while (after < paragraph.size && paragraph.data[after] == '-')
            after++; /* "--" */
        /* "Baden-Baden", "10:15": inside a word */
        if (!is_dash(c) && after < paragraph.size && paragraph.data[after] != ' ')
            continue;
        if (is_dateline(ndx_span_trim(ndx_span_make(begin, before)), colon,
                        ndx_span_skip(paragraph, after))) {
            size_t behind = agency_behind(ndx_span_skip(paragraph, after));
            if (behind)
                return set(paragraph, after + behind - 1, after + behind, dateline, text_begins);
            return set(paragraph, before, after, dateline, text_begins);
        }
        /* a dash between city and agency may come first: "القاهرة - أ ف ب -"; a colon may not */
        if (colon)
            return false;
    }
    return false;
}

/* "MOSCOW, December 2. /TASS/. Text", "NEW YORK, Nov. 30, 2025 /PRNewswire/ -- Text". */
static bool split_at_slashes(ndx_span paragraph, ndx_span *dateline, size_t *text_begins)
{
    const char *begin = paragraph.data;
    size_t limit = paragraph.size < HEAD_BYTES ? paragraph.size : HEAD_BYTES;
    const char *open = memchr(begin, '/', limit);
    const char *close = open ? memchr(open + 1, '/', limit - (size_t)(open + 1 - begin)) : NULL;
    ndx_span behind;
    if (!close || open == begin || open[-1] != ' ' || close - open < 4 ||
        !ndx_press_is_agency(ndx_span_between(open + 1, close)))
        return false;
    behind = ndx_span_skip(paragraph, (size_t)(close + 1 - begin));
    while (behind.size && (behind.data[0] == '.' || behind.data[0] == ' ' || behind.data[0] == '-'))
        behind = ndx_span_skip(behind, 1);
    return set(paragraph, (size_t)(close + 1 - begin), paragraph.size - behind.size, dateline,
               text_begins);
}

/* The byte behind `text` where it first stands within the head of the paragraph; 0 if it does not.
 */
static size_t behind_text(ndx_span paragraph, const char *text)
{
    ndx_span wanted = ndx_span_of(text);
    size_t limit = paragraph.size < HEAD_BYTES ? paragraph.size : HEAD_BYTES;
    const char *found = limit ? memmem(paragraph.data, limit, wanted.data, wanted.size) : NULL;
    return found ? (size_t)(found - paragraph.data) + wanted.size : 0;
}

/* "新华社北京11月30日电（记者张三）", "【モスクワ共同】", "［モスクワ ２日 ロイター］ -",
 * "(모스크바=연합뉴스) 최인영 특파원 =". */
static bool split_east_asian(ndx_span paragraph, ndx_span *dateline, size_t *text_begins)
{
    static const struct {
        const char *open;
        const char *close;
    } brackets[] = {{"\u3010", "\u3011"}, {"\uff3b", "\uff3d"}};
    static const char *const telegrams[] = {"\u65e5\u7535", "\u65e5\u96fb", "\u65e5\u8baf",
                                            "\u65e5\u8a0a"};
    size_t end = 0;
    for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++) {
        if (!ndx_span_starts_with(paragraph, ndx_span_of(brackets[i].open)))
            continue;
        end = behind_text(paragraph, brackets[i].close);
        if (end && end < 120) {
            size_t begins = end;
            while (begins < paragraph.size &&
                   (paragraph.data[begins] == ' ' || paragraph.data[begins] == '-'))
                begins++;
            return set(paragraph, end, begins, dateline, text_begins);
        }
    }
    if (paragraph.data[0] == '(') {
        size_t equals = behind_text(paragraph, "=");
        size_t close = behind_text(paragraph, ")");
        size_t second = behind_text(paragraph, " = ");
        if (equals && close > equals && second > close)
            return set(paragraph, second - 3, second, dateline, text_begins);
    }
    /* all begin with U+65E5, which few texts have */
    bool day = memchr(paragraph.data, '\xE6',
                      paragraph.size < HEAD_BYTES ? paragraph.size : HEAD_BYTES) != NULL;
    for (size_t i = 0; day && i < sizeof telegrams / sizeof *telegrams; i++) {
        end = behind_text(paragraph, telegrams[i]);
        if (!end || end > 90 || behind_text(ndx_span_make(paragraph.data, end), "\u3002") ||
            behind_text(ndx_span_make(paragraph.data, end), "\uff0c"))
            continue;
        if (ndx_span_starts_with(ndx_span_skip(paragraph, end), NDX_SPAN("\uff08"))) {
            size_t close = behind_text(ndx_span_skip(paragraph, end), "\uff09");
            end += close;
        }
        return set(paragraph, end, end, dateline, text_begins);
    }
    return false;
}

/* "(CNN) The president": an agency known by name needs no dash. */
static bool split_agency_alone(ndx_span paragraph, ndx_span *dateline, size_t *text_begins)
{
    const char *close = NULL;
    size_t end = 0;
    if (paragraph.data[0] != '(')
        return false;
    close = memchr(paragraph.data, ')', paragraph.size < 40 ? paragraph.size : 40);
    if (!close || !ndx_press_is_agency(ndx_span_between(paragraph.data + 1, close)))
        return false;
    end = (size_t)(close - paragraph.data) + 1;
    return begins_sentence(ndx_span_skip(paragraph, end)) &&
           set(paragraph, end, end, dateline, text_begins);
}

bool ndx_dateline_split(ndx_span paragraph, ndx_span *dateline, size_t *text_begins)
{
    *dateline = ndx_span_make(NULL, 0);
    *text_begins = 0;
    if (paragraph.size < 8)
        return false;
    return split_east_asian(paragraph, dateline, text_begins) ||
           split_at_slashes(paragraph, dateline, text_begins) ||
           split_at_dash(paragraph, dateline, text_begins) ||
           split_agency_alone(paragraph, dateline, text_begins);
}

/* ---- the agency in a dateline ---- */

static ndx_span between_last(ndx_span text, ndx_span open, ndx_span close)
{
    for (size_t at = text.size; at-- > 0;) {
        ndx_span from = ndx_span_skip(text, at);
        size_t end = 0;
        if (!ndx_span_starts_with(from, open))
            continue;
        from = ndx_span_skip(from, open.size);
        while (end < from.size && !ndx_span_starts_with(ndx_span_skip(from, end), close))
            end++;
        if (end < from.size)
            return ndx_span_trim(ndx_span_make(from.data, end));
    }
    return ndx_span_make(NULL, 0);
}

ndx_span ndx_press_dateline_agency(ndx_span dateline)
{
    ndx_span agency = between_last(dateline, NDX_SPAN("("), NDX_SPAN(")"));
    size_t equals = 0;
    if (agency.size == 0)
        agency = between_last(dateline, NDX_SPAN("/"), NDX_SPAN("/"));
    equals = agency.size ? behind_text(agency, "=") : 0; /* "서울=연합뉴스" */
    if (equals)
        agency = ndx_span_skip(agency, equals);
    if (agency.size == 0) {
        size_t dash = behind_text(dateline, "\u2014 ");
        dash = dash ? dash : behind_text(dateline, "\u2013 ");
        if (dash && ndx_press_is_agency(ndx_span_skip(dateline, dash)))
            agency = ndx_span_skip(dateline, dash);
    }
    return agency;
}
