/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_words.h - the words that dates are made of, and the tokens that date text is cut into.
 * Internal to the readers.
 *
 * Owns: the kinds of words, the table's row, the token. Must not know: how words and numbers add up
 * to a date (date_text.c).
 */
#ifndef NEWSDEX_READERS_DATE_WORDS_H
#define NEWSDEX_READERS_DATE_WORDS_H

#include "newsdex/date_text.h"

typedef enum ndx_word_kind {
    NDX_WORD_MONTH,          /* value 1-12 */
    NDX_WORD_JALALI,         /* month of the Solar Hijri calendar, 1-12 */
    NDX_WORD_WEEKDAY,        /* value 0 (Sunday) to 6 */
    NDX_WORD_WEEKDAY_NUMBER, /* "thứ" 3: the number that follows names the weekday */
    NDX_WORD_AM,             /* hours before noon */
    NDX_WORD_PM,             /* hours after noon */
    NDX_WORD_NIGHT,          /* before 6 as AM, from 6 on as PM, 12 is 0 */
    NDX_WORD_NOON,
    NDX_WORD_MIDNIGHT,
    NDX_WORD_ZONE,        /* value: minutes east of UTC */
    NDX_WORD_ZONE_US,     /* "ET": value is the standard time's offset, summer time by US law */
    NDX_WORD_ZONE_UNSURE, /* a zone's name that several zones share: read, and not known */
    NDX_WORD_ZONE_CITY,   /* first part of "Europe/Moscow" */
    NDX_WORD_YEAR_MARK,   /* "г.", "roku", "年": the number beside it is the year */
    NDX_WORD_MONTH_AFTER, /* "月": the number before it is the month */
    NDX_WORD_MONTH_BEFORE,
    NDX_WORD_DAY_AFTER,
    NDX_WORD_DAY_BEFORE,
    NDX_WORD_HOUR_MARK, /* "h", "Uhr", "時" */
    NDX_WORD_MINUTE_MARK,
    NDX_WORD_SECOND_MARK,
    NDX_WORD_HALF,       /* "半": 30 minutes */
    NDX_WORD_ERA_YEAR,   /* "令和": value is added to the year of the era */
    NDX_WORD_FIRST_YEAR, /* "元": year 1 of an era */
    NDX_WORD_BUDDHIST,   /* "พ.ศ.": the year is of the Buddhist era */
    NDX_WORD_CE,         /* "AD" */
    NDX_WORD_ORDINAL,    /* "th" in 30th */
    NDX_WORD_T_MARK,     /* the T between an ISO date and its time */
    NDX_WORD_FILLER      /* "of", "de", "um": may stand between the parts */
} ndx_word_kind;

typedef struct ndx_date_word {
    const char *name;      /* folded (ndx_date_fold) */
    const char *languages; /* subtags in alphabetical order, parted by spaces; empty: any */
    uint8_t kind;          /* ndx_word_kind */
    int16_t value;
} ndx_date_word;

/* The table, sorted by name (memcmp), then kind. A word with several meanings has several rows. */
extern const ndx_date_word ndx_date_words[];
extern const size_t ndx_date_word_count;

/* Rows whose name is exactly `name`; *count 0 if there is none. *longer: some row's name begins
 * with it. */
const ndx_date_word *ndx_date_words_find(ndx_span name, size_t *count, bool *longer);

/* True if the row is used in the language (primary subtag, lower case). */
bool ndx_date_word_in_language(const ndx_date_word *word, ndx_span language);

/* Letters folded so that a name is found however it is written: case folded, decomposed, diacritics
 * of Latin, Greek, Cyrillic, Hebrew and Arabic dropped, apostrophes dropped. Gives the bytes
 * written, 0 if they do not fit. */
size_t ndx_date_fold(uint32_t character, char *out, size_t room);

typedef enum ndx_date_token_kind {
    NDX_DATE_TOKEN_NUMBER,
    NDX_DATE_TOKEN_WORD, /* of the table */
    NDX_DATE_TOKEN_MARK, /* punctuation: `mark` */
    NDX_DATE_TOKEN_OTHER /* anything else: no part of a date */
} ndx_date_token_kind;

typedef struct ndx_date_token {
    uint8_t kind;
    bool space_before;
    bool paragraph_before; /* an empty line before it: dates do not reach over it */
    bool upper;            /* word: begins with a capital letter */
    bool numeral;          /* number: written in Chinese numerals */
    uint8_t digits;        /* number: how many digits it was written with */
    char mark;             /* ASCII stand-in: every dash is '-', full-width forms are folded */
    uint64_t number;
    const ndx_date_word *words; /* word: its rows */
    size_t word_count;
    ndx_span span; /* in the text */
} ndx_date_token;

/* Cuts text into at most `limit` tokens; gives their number. */
size_t ndx_date_tokens(ndx_span text, ndx_date_token *tokens, size_t limit);

/* Ditto for a text that must be a date as a whole: gives the limit as well when a token shows that
 * it is none, which the first word of most texts does. */
size_t ndx_date_whole_tokens(ndx_span text, ndx_date_token *tokens, size_t limit);

/* False if the text has no number in any script, as every date has. */
bool ndx_date_may_be_in(ndx_span text);

/* As ndx_date_from_text, but no other words may stand around the date. */
bool ndx_date_from_whole_text(ndx_span text, ndx_span language, ndx_day_order order,
                              ndx_date *date);

#endif
