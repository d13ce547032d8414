/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sentence.c - implements sentence.h.
 *
 * A sentence ends at a full stop, question or exclamation mark or ellipsis (of any script) that
 * white space, closing quotes or brackets follow, unless the word behind it begins with a small
 * letter. A full stop directly behind an abbreviation, an initial or an acronym ends one only when
 * the next word is a function word with a capital (`in the U.S. The talks`): the cue of
 * Grefenstette and Tapanainen, "What is a word, what is a sentence?", 1994, and of Kiss and Strunk,
 * Computational Linguistics 32(4), 2006 ("frequent sentence starter"). CJK full stops end a
 * sentence whatever follows. A separator with a newline ends a paragraph.
 */
#include "analysis/sentence.h"
#include "analysis/properties.h"
#include "analysis/rules.h"
#include "newsdex/utf8.h"

#define NEXT_WORD_BYTES 64u /* longer words are no function words */

typedef enum terminal {
    TERMINAL_NONE,
    TERMINAL_STOP,  /* also ends abbreviations */
    TERMINAL_OTHER, /* ? ! ... and the marks of other alphabets */
    TERMINAL_ALWAYS /* scripts without spaces: no white space need follow */
} terminal;

static terminal terminal_of(uint32_t c, const ndx_language_rules *rules)
{
    if (c < 0x80) {
        if (c == '.')
            return TERMINAL_STOP;
        return c == '?' || c == '!' || (c == ';' && rules->question_semicolon) ? TERMINAL_OTHER
                                                                               : TERMINAL_NONE;
    }
    switch (c) {
    case 0x2026: /* ellipsis */
    case 0x203C: /* !! */
    case 0x203D: /* interrobang */
    case 0x2047: /* ?? */
    case 0x2048: /* ?! */
    case 0x2049: /* !? */
    case 0x037E: /* Greek question mark */
    case 0x0589: /* Armenian full stop */
    case 0x061E: /* Arabic triple dot */
    case 0x061F: /* Arabic question mark */
    case 0x06D4: /* Arabic full stop */
    case 0x0964: /* danda */
    case 0x0965: /* double danda */
    case 0x1362: /* Ethiopic full stop */
    case 0x1367: /* Ethiopic question mark */
        return TERMINAL_OTHER;
    case 0x104B: /* Myanmar section */
    case 0x17D4: /* Khmer khan */
    case 0x17D5:
    case 0x3002: /* ideographic full stop */
    case 0xFF01: /* fullwidth ! */
    case 0xFF0E: /* fullwidth . */
    case 0xFF1F: /* fullwidth ? */
    case 0xFF61: /* halfwidth ideographic full stop */
        return TERMINAL_ALWAYS;
    default:
        return TERMINAL_NONE;
    }
}

/* What the separator holds. */
typedef struct shape {
    bool paragraph;
    bool stop_first; /* a full stop stands directly behind the word before, alone */
    bool ended;      /* by ? ! ... or a stop that is not directly behind the word */
    bool always;
    bool space;  /* white space behind the first terminal, or anywhere if there is none */
    bool closed; /* a closing quote or bracket stands directly behind that stop: no abbreviation */
    bool continued; /* a comma or the like does: Inc., */
} shape;

static shape look_at(ndx_span separator, const ndx_language_rules *rules)
{
    shape found = {0};
    if (separator.size == 2 && memcmp(separator.data, ". ", 2) == 0) { /* most are */
        found.stop_first = found.space = true;
        return found;
    }
    const char *end = separator.data + separator.size;
    size_t length;
    bool any = false;
    size_t index = 0;
    for (const char *at = separator.data; at < end; at += length, index++) {
        uint32_t c = ndx_utf8_decode(at, end, &length);
        terminal kind = terminal_of(c, rules);
        if (c == '\n')
            found.paragraph = true;
        if (index == 1 ? found.stop_first : index == 0) {
            found.closed = c == ')' || c == ']' || c == '"' || c == '\'' || c == 0x2019 ||
                           c == 0x201D || c == 0x00BB;
            found.continued = index == 1 && (c == ',' || c == ';' || c == ':' || c == '-');
        }
        if (kind == TERMINAL_ALWAYS)
            found.always = true;
        if (kind == TERMINAL_STOP && index == 0)
            found.stop_first = true;
        else if (kind != TERMINAL_NONE &&
                 !(found.space && kind == TERMINAL_STOP && at + length == end))
            found.ended = true; /* " .NET": a stop that clings to the next word ends nothing */
        if (kind != TERMINAL_NONE)
            any = true;
        else if (ndx_character_is_space(c))
            found.space = true;
    }
    if (any && separator.size && separator.data[0] == ' ' && found.ended) {
        /* a terminal behind a space counts only if white space follows it too */
        found.space = separator.data[separator.size - 1] == ' ' && separator.size > 2;
    }
    return found;
}

typedef struct next_word {
    ndx_span word;
    bool upper;
    bool lower;
    bool digit;
    bool end; /* of the text */
} next_word;

static next_word look_ahead(ndx_span text, size_t at)
{
    next_word next = {{NULL, 0}, false, false, false, at >= text.size};
    if (next.end)
        return next;
    size_t length;
    const char *end = text.data + text.size;
    uint32_t c = ndx_utf8_decode(text.data + at, end, &length);
    next.upper = ndx_character_is_upper(c);
    next.lower = ndx_character_is_lower(c);
    next.digit = ndx_character_class(c) == NDX_CLASS_DIGIT;
    const char *stop = text.data + at;
    while (stop < end && (size_t)(stop - (text.data + at)) < NEXT_WORD_BYTES) {
        unsigned char byte = (unsigned char)*stop;
        bool word = byte >= 0x80 ? ndx_character_class(ndx_utf8_decode(stop, end, &length)) ==
                                       NDX_CLASS_LETTER
                                 : (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
        if (!word)
            break;
        stop += byte >= 0x80 ? length : 1;
    }
    next.word = ndx_span_between(text.data + at, stop);
    return next;
}

static bool is_capitalised_function_word(const next_word *next, ndx_language language)
{
    if (!next->upper || !next->word.size || next->word.size >= NEXT_WORD_BYTES)
        return false;
    ndx_buffer folded = {0};
    bool found = ndx_fold(&folded, next->word) &&
                 ndx_language_is_function_word(language, ndx_buffer_span(&folded));
    ndx_buffer_free(&folded);
    return found;
}

static size_t count_characters(ndx_span word)
{
    size_t count = 0;
    for (size_t i = 0; i < word.size; i++)
        count += ((unsigned char)word.data[i] & 0xC0) != 0x80;
    return count;
}

static bool all_digits(ndx_span word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
    return word.size > 0;
}

/* A full stop directly behind `before`, and white space: does the sentence end? The next word is no
 * small letter. */
static bool stop_ends(ndx_span before, uint8_t flags, const next_word *next, ndx_language language,
                      const ndx_language_rules *rules)
{
    if (next->end)
        return true;
    if (all_digits(before))
        return !(rules->numbers_stop && before.size <= 2 && !next->digit);
    if (!(flags & NDX_TOKEN_NGRAM) && count_characters(before) == 1) /* an initial, or г., M. */
        return is_capitalised_function_word(next, language);
    switch (ndx_language_abbreviation(language, before)) {
    case NDX_ABBREVIATION_TITLE:
        return false;
    case NDX_ABBREVIATION_NUMBER:
        /* `the answer is no. The` ends, `No. 5`, `Nov. 30` do not, nor does `in Nov. President` */
        return !next->digit && is_capitalised_function_word(next, language);
    case NDX_ABBREVIATION_OTHER:
        return is_capitalised_function_word(next, language);
    case NDX_ABBREVIATION_NONE:
        break;
    }
    return true;
}

/* `end.The`: a stop without white space between a small letter and a capital with a small letter
 * behind it. */
static bool parts_run_together(ndx_span before, const next_word *next)
{
    if (!before.size || !next->upper || next->word.size < 2 || count_characters(before) < 2)
        return false;
    unsigned char last = (unsigned char)before.data[before.size - 1];
    unsigned char second = (unsigned char)next->word.data[1];
    return (last >= 0x80 || (last >= 'a' && last <= 'z')) &&
           (second >= 0x80 || (second >= 'a' && second <= 'z'));
}

ndx_break ndx_sentence_break(ndx_span text, ndx_span before, uint8_t before_flags, size_t begin,
                             size_t end, ndx_language language, const ndx_language_rules *rules)
{
    const shape separator = look_at(ndx_span_make(text.data + begin, end - begin), rules);
    if (separator.paragraph)
        return NDX_BREAK_PARAGRAPH;
    if (!before.size)
        return NDX_BREAK_NONE;
    if (separator.always)
        return NDX_BREAK_SENTENCE;
    const next_word next = look_ahead(text, end);
    const bool word_stops = before.data[before.size - 1] == '.'; /* U.S. */
    if (!separator.stop_first && !separator.ended) {
        const char first = text.data[begin];
        bool ends = word_stops && (first == ' ' || separator.closed) && separator.space &&
                    is_capitalised_function_word(&next, language);
        return ends ? NDX_BREAK_SENTENCE : NDX_BREAK_NONE;
    }
    if (next.lower)
        return NDX_BREAK_NONE;
    if (next.end)
        return NDX_BREAK_SENTENCE;
    if (!separator.space && (before_flags & NDX_TOKEN_ACRONYM)) /* U.S.The */
        return is_capitalised_function_word(&next, language) ? NDX_BREAK_SENTENCE : NDX_BREAK_NONE;
    if (!separator.space)
        return separator.stop_first && parts_run_together(before, &next) ? NDX_BREAK_SENTENCE
                                                                         : NDX_BREAK_NONE;
    if (separator.continued)
        return NDX_BREAK_NONE;
    if (separator.ended || separator.closed)
        return NDX_BREAK_SENTENCE;
    return stop_ends(before, before_flags, &next, language, rules) ? NDX_BREAK_SENTENCE
                                                                   : NDX_BREAK_NONE;
}
