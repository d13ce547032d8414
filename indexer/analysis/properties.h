/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * properties.h - what a character is to the splitter, and its properties for folding. Private to
 * analysis/.
 */
#ifndef NEWSDEX_ANALYSIS_PROPERTIES_H
#define NEWSDEX_ANALYSIS_PROPERTIES_H

#include <stdbool.h>
#include <stdint.h>

/* The classes of UAX #29 that matter once the tailoring of splitter.c is applied. */
typedef enum ndx_class {
    NDX_CLASS_OTHER = 0,  /* separates words */
    NDX_CLASS_LETTER,     /* begins and continues words */
    NDX_CLASS_HEBREW,     /* a letter beside which a double quote may join */
    NDX_CLASS_DIGIT,      /* begins and continues words; decimal digits of any script */
    NDX_CLASS_NGRAM,      /* a letter of a script written without spaces: a word by itself */
    NDX_CLASS_MARK,       /* belongs to the character before it */
    NDX_CLASS_FORMAT,     /* invisible: joins inside a word, belongs to the separator after it */
    NDX_CLASS_APOSTROPHE, /* joins two letters, two digits, a digit and a letter */
    NDX_CLASS_ACCENT,     /* U+0060, U+00B4 typed for an apostrophe: joins two letters */
    NDX_CLASS_STOP,       /* joins two digits (and acronyms) */
    NDX_CLASS_COMMA,      /* joins two digits */
    NDX_CLASS_MIDDLE,     /* joins two letters */
    NDX_CLASS_COLON,      /* joins two letters in Finnish and Swedish */
    NDX_CLASS_QUOTE       /* joins two Hebrew letters */
} ndx_class;

ndx_class ndx_character_class_from_library(uint32_t c);

/* The classes of ASCII; a test compares them with the library. */
extern const uint8_t ndx_ascii_class[128];

static inline ndx_class ndx_character_class(uint32_t c)
{
    if (c < 0x80)
        return (ndx_class)ndx_ascii_class[c];
    /* Most letters of news that are not ASCII lie in these runs, all of them letters. */
    if ((c >= 0x0400 && c <= 0x0481) ||
        (c >= 0x00C0 && c <= 0x024F && c != 0x00D7 && c != 0x00F7) ||
        (c >= 0x0620 && c <= 0x064A && c != 0x0640) || (c >= 0x03A3 && c <= 0x03F5))
        return NDX_CLASS_LETTER;
    if (c >= 0x4E00 && c <= 0x9FFC)
        return NDX_CLASS_NGRAM;
    return ndx_character_class_from_library(c);
}

typedef enum ndx_script {
    NDX_SCRIPT_NONE = 0, /* no letter */
    NDX_SCRIPT_OTHER,
    NDX_SCRIPT_LATIN,
    NDX_SCRIPT_GREEK,
    NDX_SCRIPT_CYRILLIC,
    NDX_SCRIPT_HEBREW,
    NDX_SCRIPT_ARABIC
} ndx_script;

ndx_script ndx_character_script(uint32_t c);

bool ndx_character_is_upper(uint32_t c); /* upper or title case */
bool ndx_character_is_lower(uint32_t c);
bool ndx_character_is_space(uint32_t c); /* White_Space */
bool ndx_character_is_nonspacing_mark(uint32_t c);
/* Has no visible form and no meaning for search: General_Category Cf, variation selectors, U+034F.
 */
bool ndx_character_is_ignorable(uint32_t c);
int ndx_character_decimal(uint32_t c); /* 0 to 9, or -1 */

#endif
