/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date_tokens.c - cuts text into the numbers, words and marks that dates are made of.
 *
 * Owns: folding, digits and numerals of every script, words of scripts without spaces. Must not
 * know: which tokens make a date.
 */
#include "date_words.h"
#include "newsdex/utf8.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

enum {
    NAME_BYTES = 64,    /* the longest name of the table has 45 */
    PHRASE_WORDS = 4,   /* "de l'après midi" */
    NUMBER_DIGITS = 14, /* 20251130101530; longer runs are no dates */
    NUMERAL_CHARACTERS = 5
};

/* ---- folding ---- */

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC || c == 0x2B9 || c == 0xB4 ||
           c == '`';
}

/* Dropped: combining marks of the alphabetic scripts (the vowel signs of Indic scripts and Thai are
 * letters to us), Arabic vowels and stretching, soft hyphen, joiners and direction marks. */
static bool is_dropped(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x65F) || c == 0x670 || c == 0x640 ||
           c == 0xAD || (c >= 0x200C && c <= 0x200F) || is_apostrophe(c);
}

/* Letters without a canonical decomposition, and Persian letters written with their Arabic twins.
 */
static const struct {
    uint32_t from;
    const char *to;
} folded_letters[] = {
    {0xDF, "ss"},      {0xE6, "ae"},      {0xF0, "d"},       {0xF8, "o"},   {0xFE, "th"},
    {0x111, "d"},      {0x131, "i"},      {0x142, "l"},      {0x153, "oe"}, {0x3C2, "\u03c3"},
    {0x649, "\u064a"}, {0x6A9, "\u0643"}, {0x6CC, "\u064a"},
};

static size_t put_letter(uint32_t c, char *out, size_t room)
{
    char bytes[4];
    size_t size = 0;
    for (size_t i = 0; i < sizeof folded_letters / sizeof *folded_letters; i++)
        if (folded_letters[i].from == c) {
            size = strlen(folded_letters[i].to);
            if (size > room)
                return 0;
            memcpy(out, folded_letters[i].to, size);
            return size;
        }
    size = ndx_utf8_encode(c, bytes);
    if (size > room)
        return 0;
    memcpy(out, bytes, size);
    return size;
}

size_t ndx_date_fold(uint32_t character, char *out, size_t room)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = NULL;
    UChar parts[8];
    int32_t part_count = 0;
    size_t size = 0;
    uint32_t lower = 0;
    if (character < 0x80) {
        if (is_apostrophe(character) || room == 0)
            return 0;
        *out = ndx_ascii_lower((char)character);
        return 1;
    }
    if (is_dropped(character))
        return 0;
    lower = character == 0x130 ? 'i' : (uint32_t)u_tolower((UChar32)character);
    nfd = unorm2_getNFDInstance(&status);
    if (U_SUCCESS(status))
        part_count = unorm2_getDecomposition(nfd, (UChar32)lower, parts, 8, &status);
    if (U_FAILURE(status) || part_count <= 0)
        return put_letter(lower, out, room);
    for (int32_t i = 0; i < part_count;) {
        uint32_t part = parts[i++];
        if (part >= 0xD800 && part < 0xDC00 && i < part_count)
            part = 0x10000 + ((part - 0xD800) << 10) + ((uint32_t)parts[i++] - 0xDC00);
        if (!is_dropped(part))
            size += put_letter(part, out + size, room - size);
    }
    return size;
}

/* ---- characters ---- */

typedef struct scanner {
    const char *at;
    const char *end;
} scanner;

static uint32_t peek(const scanner *text, size_t *length)
{
    if (text->at >= text->end) {
        *length = 0;
        return 0;
    }
    if (!((unsigned char)*text->at & 0x80)) {
        *length = 1;
        return (unsigned char)*text->at;
    }
    return ndx_utf8_decode(text->at, text->end, length);
}

static int digit_value(uint32_t c)
{
    if (c < 0x80)
        return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
    return u_charType((UChar32)c) == U_DECIMAL_DIGIT_NUMBER ? u_charDigitValue((UChar32)c) : -1;
}

static bool is_space(uint32_t c)
{
    return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : u_isUWhiteSpace((UChar32)c);
}

/* Letters, and the marks that belong to them. */
static bool is_letter(uint32_t c)
{
    int8_t type = 0;
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == 0xBA || c == 0xAA || c == 0xB0)
        return true; /* 1º, 1ª, and the degree sign that is typed for them */
    type = u_charType((UChar32)c);
    return u_isalpha((UChar32)c) || type == U_NON_SPACING_MARK ||
           type == U_COMBINING_SPACING_MARK || (c >= 0x200C && c <= 0x200F) || c == 0xAD;
}

/* Scripts written without spaces between words, and Hangul, whose words carry endings. */
static bool is_unspaced(uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    if (c < 0xE00)
        return false;
    switch (uscript_getScript((UChar32)c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return U_SUCCESS(status);
    default:
        return c == 0x3007; /* 〇 */
    }
}

static char mark_of(uint32_t c)
{
    static const struct {
        uint16_t from;
        char to;
    } marks[] = {{0xB7, '|'},   {0x2010, '-'}, {0x2011, '-'}, {0x2012, '-'}, {0x2013, '-'},
                 {0x2014, '-'}, {0x2015, '-'}, {0x2212, '-'}, {0x2022, '|'}, {0x3001, ','},
                 {0x60C, ','},  {0x3002, '.'}, {0x2044, '/'}, {0x201E, '"'}, {0x201C, '"'},
                 {0x201D, '"'}, {0x2236, ':'}, {0x30FB, '|'}};
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0; /* full-width ASCII */
    if (is_apostrophe(c))
        return '\'';
    if (c < 0x80)
        return c && strchr(".,/-:;()[]+|\"~", (int)c) ? (char)c : 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].from == c)
            return marks[i].to;
    return 0;
}

/* ---- numbers ---- */

static bool take_digits(scanner *text, ndx_date_token *token)
{
    size_t length = 0;
    size_t digits = 0;
    int value = digit_value(peek(text, &length));
    if (value < 0)
        return false;
    token->kind = NDX_DATE_TOKEN_NUMBER;
    for (; length && value >= 0; value = digit_value(peek(text, &length))) {
        if (digits < NUMBER_DIGITS)
            token->number = token->number * 10 + (unsigned)value;
        digits++;
        text->at += length;
    }
    if (digits > NUMBER_DIGITS)
        token->kind = NDX_DATE_TOKEN_OTHER;
    token->digits = (uint8_t)(digits > NUMBER_DIGITS ? 0 : digits);
    return true;
}

/* 0-9, 10 for the sign of ten, 20 and 30 for its contractions, -1. */
static int numeral_value(uint32_t c)
{
    static const uint16_t signs[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                     0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == c)
            return (int)i;
    return c == 0x96F6 ? 0 : c == 0x5EFF ? 20 : c == 0x5345 ? 30 : -1;
}

/* Only before one of 年月日号號时時点點分秒 is a Chinese numeral a part of a date. */
static bool is_numeral_unit(uint32_t c)
{
    static const uint16_t units[] = {0x5E74, 0x6708, 0x65E5, 0x53F7, 0x865F, 0x65F6,
                                     0x6642, 0x70B9, 0x9EDE, 0x5206, 0x79D2};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i] == c)
            return true;
    return false;
}

/* 二〇二五 digit by digit, 二十五 by tens. */
static bool take_numeral(scanner *text, ndx_date_token *token)
{
    scanner scan = *text;
    size_t length = 0;
    size_t count = 0;
    uint64_t tens = 0;
    uint64_t units = 0;
    bool by_tens = false;
    for (int value = 0; count <= NUMERAL_CHARACTERS; count++, scan.at += length) {
        value = numeral_value(peek(&scan, &length));
        if (value < 0)
            break;
        if (value >= 10) {
            tens = value > 10 ? (uint64_t)value : (count ? units : 1) * 10;
            units = 0;
            by_tens = true;
        } else {
            units = by_tens ? (uint64_t)value : units * 10 + (uint64_t)value;
        }
    }
    if (count == 0 || count > NUMERAL_CHARACTERS || !is_numeral_unit(peek(&scan, &length)))
        return false;
    token->kind = NDX_DATE_TOKEN_NUMBER;
    token->numeral = true;
    token->number = tens + units;
    token->digits = (uint8_t)(by_tens ? 2 : count);
    text->at = scan.at;
    return true;
}

/* ---- words ---- */

/* Folds one word (letters and inner apostrophes) onto name; false if it is too long or there is
 * none. */
static bool take_letters(scanner *text, char *name, size_t *size)
{
    const char *begin = text->at;
    for (;;) {
        size_t length = 0;
        uint32_t c = peek(text, &length);
        if (length == 0)
            break;
        if (is_apostrophe(c) && text->at > begin) {
            scanner next = {text->at + length, text->end};
            size_t next_length = 0;
            if (!is_letter(peek(&next, &next_length)))
                break;
        } else if (!is_letter(c) || is_unspaced(c)) {
            break;
        }
        if (*size + 16 < NAME_BYTES)
            *size += ndx_date_fold(c, name + *size, NAME_BYTES - *size);
        else
            *size = NAME_BYTES; /* too long to be known */
        text->at += length;
    }
    return text->at > begin && *size < NAME_BYTES;
}

/* "a.m.", "p. m.", "π.μ.": single letters with full stops, as one word. */
static bool take_dotted_letters(scanner *text, ndx_date_token *token)
{
    scanner scan = *text;
    char name[NAME_BYTES];
    size_t size = 0;
    unsigned letters = 0;
    bool longer = false;
    for (; letters < 4; letters++) {
        size_t length = 0;
        scanner next = scan;
        uint32_t c = 0;
        if (letters && scan.at < scan.end && *scan.at == ' ')
            next.at++;
        c = peek(&next, &length);
        if (!is_letter(c))
            break;
        next.at += length;
        if (next.at < next.end && *next.at == '.') {
            next.at++;
        } else if (letters == 0 || *scan.at == ' ' || is_letter(peek(&next, &length))) {
            break; /* a word of its own follows; but "a.m" may lack its last full stop */
        }
        size += ndx_date_fold(c, name + size, sizeof name - size);
        scan = next;
    }
    if (letters < 2)
        return false;
    token->words = ndx_date_words_find(ndx_span_make(name, size), &token->word_count, &longer);
    if (token->word_count == 0)
        return false;
    token->kind = NDX_DATE_TOKEN_WORD;
    text->at = scan.at;
    return true;
}

/* Words that belong together: "segunda-feira", "s avonds", "كانون الثاني". The longest wins. */
static void take_phrase(scanner *text, ndx_date_token *token, char *name, size_t size)
{
    scanner scan = *text;
    bool longer = true;
    for (unsigned word = 1; word < PHRASE_WORDS && longer; word++) {
        const ndx_date_word *rows = NULL;
        size_t count = 0;
        size_t length = 0;
        uint32_t c = peek(&scan, &length);
        if (c == '.') { /* "n. Chr." */
            scan.at += length;
            c = peek(&scan, &length);
        }
        if (!is_space(c) && mark_of(c) != '-' && c != '\'')
            return;
        scan.at += length;
        if (size + 1 >= NAME_BYTES)
            return;
        name[size++] = ' ';
        if (!take_letters(&scan, name, &size))
            return;
        rows = ndx_date_words_find(ndx_span_make(name, size), &count, &longer);
        if (count) {
            token->kind = NDX_DATE_TOKEN_WORD;
            token->words = rows;
            token->word_count = count;
            text->at = scan.at;
        }
    }
}

/* The longest name of the table that the text goes on with; nothing of the table: one character. */
static void take_unspaced(scanner *text, ndx_date_token *token)
{
    scanner scan = *text;
    char name[NAME_BYTES];
    size_t size = 0;
    size_t length = 0;
    bool longer = true;
    peek(text, &length);
    text->at += length;
    token->kind = NDX_DATE_TOKEN_OTHER;
    while (longer && size + 16 < sizeof name) {
        const ndx_date_word *rows = NULL;
        size_t count = 0;
        uint32_t c = peek(&scan, &length);
        if (length == 0 || !(is_unspaced(c) || is_letter(c)))
            break;
        size += ndx_date_fold(c, name + size, sizeof name - size);
        scan.at += length;
        rows = ndx_date_words_find(ndx_span_make(name, size), &count, &longer);
        if (count) {
            token->kind = NDX_DATE_TOKEN_WORD;
            token->words = rows;
            token->word_count = count;
            text->at = scan.at;
        }
    }
}

static void take_word(scanner *text, ndx_date_token *token)
{
    char name[NAME_BYTES];
    size_t size = 0;
    size_t length = 0;
    bool longer = false;
    uint32_t first = peek(text, &length);
    token->upper = u_isupper((UChar32)first);
    if (is_unspaced(first)) {
        if (!take_dotted_letters(text, token))
            take_unspaced(text, token);
        return;
    }
    if (take_dotted_letters(text, token))
        return;
    token->kind = NDX_DATE_TOKEN_OTHER;
    if (!take_letters(text, name, &size))
        return;
    token->words = ndx_date_words_find(ndx_span_make(name, size), &token->word_count, &longer);
    if (token->word_count)
        token->kind = NDX_DATE_TOKEN_WORD;
    if (longer)
        take_phrase(text, token, name, size);
}

/* ---- tokens ---- */

static bool skip_space(scanner *text, bool *paragraph)
{
    size_t length = 0;
    unsigned lines = 0;
    const char *begin = text->at;
    for (uint32_t c = peek(text, &length); length && is_space(c); c = peek(text, &length)) {
        lines += c == '\n';
        text->at += length;
    }
    *paragraph = lines > 1;
    return text->at > begin;
}

/* False: the text ends. */
static bool take_token(scanner *scan, ndx_date_token *token)
{
    size_t length = 0;
    *token = (ndx_date_token){0};
    token->space_before = skip_space(scan, &token->paragraph_before);
    const char *begin = scan->at;
    uint32_t c = peek(scan, &length);
    if (length == 0)
        return false;
    if (!take_digits(scan, token) && !take_numeral(scan, token)) {
        if (is_letter(c) || is_unspaced(c)) {
            take_word(scan, token);
        } else {
            token->mark = mark_of(c);
            token->kind = token->mark ? NDX_DATE_TOKEN_MARK : NDX_DATE_TOKEN_OTHER;
            scan->at += length;
        }
    }
    token->span = ndx_span_between(begin, scan->at);
    return true;
}

static scanner scanner_of(ndx_span text)
{
    return (scanner){text.data, text.size ? text.data + text.size : text.data};
}

size_t ndx_date_tokens(ndx_span text, ndx_date_token *tokens, size_t limit)
{
    scanner scan = scanner_of(text);
    size_t count = 0;
    while (count < limit && take_token(&scan, &tokens[count]))
        count++;
    return count;
}

size_t ndx_date_whole_tokens(ndx_span text, ndx_date_token *tokens, size_t limit)
{
    scanner scan = scanner_of(text);
    size_t count = 0;
    bool marks = false; /* behind a bracket or slash an unknown word may be a part of a zone */
    for (; count < limit && take_token(&scan, &tokens[count]); count++) {
        if (!marks && tokens[count].kind == NDX_DATE_TOKEN_OTHER)
            return limit;
        marks = marks || tokens[count].kind == NDX_DATE_TOKEN_MARK;
    }
    return count;
}
