/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * properties.c - the only file (with fold.c, for normal forms) that knows the Unicode library:
 * libunistring 1.0.
 *
 * Chosen by measurement (Debian 12, one core of the build machine; median of 300 starts of a
 * process that asks for one normal form and one property; nanoseconds a call over U+0080 to
 * U+2FFF):
 *
 *                               empty    libunistring 1.0   ICU 72       utf8proc 2.8
 *   process start, ms           0.46     0.63               1.51         0.51
 *   Word_Break property, ns              4.2                6.0          has none
 *   script, ns                           3.6                5.4          has none
 *   general category, ns                 3.5                3.8          5.7
 *   NFKC + case folding, ns              124                49           10 (no recomposition)
 *   Unicode version                      14                 15           14
 *
 * A search must start in milliseconds, so ICU's one millisecond (it loads a 30 MB data library and
 * relocates the code) is too dear; utf8proc lacks the properties of UAX #29 and scripts. Folding is
 * asked once per distinct word, so its price hardly counts. ICU's break iterator is the oracle of
 * the tests.
 */
#include "analysis/properties.h"

#include <unictype.h>
#include <uniwbrk.h>

static bool is_hangul(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3130 && c <= 0x318F) ||
           (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7FF) ||
           (c >= 0xFFA0 && c <= 0xFFDC);
}

/* Characters that UAX #29 puts elsewhere than we want them (splitter.c says why). */
static bool tailored_class(uint32_t c, ndx_class *class)
{
    switch (c) {
    case 0x0027: /* ' */
    case 0x2018: /* LEFT SINGLE QUOTATION MARK */
    case 0x2019: /* RIGHT SINGLE QUOTATION MARK */
    case 0x201B: /* SINGLE HIGH-REVERSED-9 QUOTATION MARK */
    case 0xFF07: /* FULLWIDTH APOSTROPHE */
        *class = NDX_CLASS_APOSTROPHE;
        return true;
    case 0x0060: /* ` */
    case 0x00B4: /* ACUTE ACCENT */
        *class = NDX_CLASS_ACCENT;
        return true;
    case 0x002E: /* . */
    case 0x2024: /* ONE DOT LEADER */
    case 0xFE52: /* SMALL FULL STOP */
    case 0xFF0E: /* FULLWIDTH FULL STOP */
        *class = NDX_CLASS_STOP;
        return true;
    case 0x003A: /* : */
    case 0xFE13: /* PRESENTATION FORM FOR VERTICAL COLON */
    case 0xFE55: /* SMALL COLON */
    case 0xFF1A: /* FULLWIDTH COLON */
        *class = NDX_CLASS_COLON;
        return true;
    case 0x0022: /* " */
        *class = NDX_CLASS_QUOTE;
        return true;
    case 0x3007: /* IDEOGRAPHIC NUMBER ZERO */
        *class = NDX_CLASS_NGRAM;
        return true;
    default:
        if (c >= 0x2080 && c <= 0x2089) { /* subscript digits: CO₂ is one word */
            *class = NDX_CLASS_MARK;
            return true;
        }
        return false;
    }
}

#define O NDX_CLASS_OTHER
#define L NDX_CLASS_LETTER
#define D NDX_CLASS_DIGIT
const uint8_t ndx_ascii_class[128] = {
    O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
    /* SP ! " # $ % & ' ( ) * + , - . / */
    O, O, NDX_CLASS_QUOTE, O, O, O, O, NDX_CLASS_APOSTROPHE, O, O, O, O, NDX_CLASS_COMMA, O,
    NDX_CLASS_STOP, O,
    /* 0-9 : ; < = > ? */
    D, D, D, D, D, D, D, D, D, D, NDX_CLASS_COLON, NDX_CLASS_COMMA, O, O, O, O,
    /* @ A-Z [ \ ] ^ _ */
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O,
    /* ` a-z { | } ~ DEL */
    NDX_CLASS_ACCENT, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    O, O, O, O, O};
#undef O
#undef L
#undef D

ndx_class ndx_character_class_from_library(uint32_t c)
{
    if (is_hangul(c))
        return NDX_CLASS_NGRAM;
    ndx_class class;
    if (tailored_class(c, &class))
        return class;
    switch (uc_wordbreak_property(c)) {
    case WBP_ALETTER:
        return NDX_CLASS_LETTER;
    case WBP_HL:
        return NDX_CLASS_HEBREW;
    case WBP_NUMERIC:
        return NDX_CLASS_DIGIT;
    case WBP_KATAKANA:
        return NDX_CLASS_NGRAM;
    case WBP_EXTEND:
        return c == 0x200C ? NDX_CLASS_FORMAT : NDX_CLASS_MARK; /* ZERO WIDTH NON-JOINER */
    case WBP_FORMAT:
    case WBP_ZWJ:
        return NDX_CLASS_FORMAT;
    case WBP_MIDLETTER:
        return NDX_CLASS_MIDDLE;
    case WBP_MIDNUM:
        return NDX_CLASS_COMMA;
    case WBP_OTHER:
        /* Letters that do not make words by themselves: ideographs, Hiragana and the scripts of
         * South-East Asia. */
        return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L) ? NDX_CLASS_NGRAM
                                                                       : NDX_CLASS_OTHER;
    default:
        return NDX_CLASS_OTHER; /* white space, U+005F and other connectors, regional indicators */
    }
}

ndx_script ndx_character_script(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? NDX_SCRIPT_LATIN : NDX_SCRIPT_NONE;
    if (c >= 0x0400 && c <= 0x052F)
        return NDX_SCRIPT_CYRILLIC;
    if (c >= 0x00C0 && c <= 0x024F)
        return NDX_SCRIPT_LATIN;
    if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L))
        return NDX_SCRIPT_NONE;
    if (c >= 0x0600 && c <= 0x06FF)
        return NDX_SCRIPT_ARABIC;
    static const struct {
        const char *name;
        ndx_script script;
    } scripts[] = {
        {"Latin", NDX_SCRIPT_LATIN},       {"Greek", NDX_SCRIPT_GREEK},
        {"Cyrillic", NDX_SCRIPT_CYRILLIC}, {"Hebrew", NDX_SCRIPT_HEBREW},
        {"Arabic", NDX_SCRIPT_ARABIC},
    };
    for (unsigned i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        const uc_script_t *script = uc_script_byname(scripts[i].name);
        if (script && uc_is_script(c, script))
            return scripts[i].script;
    }
    return NDX_SCRIPT_OTHER;
}

bool ndx_character_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool ndx_character_is_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z';
    return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Ll);
}

bool ndx_character_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return uc_is_property_white_space(c);
}

bool ndx_character_is_nonspacing_mark(uint32_t c)
{
    return c >= 0x0300 &&
           uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Me);
}

bool ndx_character_is_ignorable(uint32_t c)
{
    if (c == 0x034F || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF))
        return true;
    return c >= 0x80 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cf);
}

int ndx_character_decimal(uint32_t c)
{
    return uc_decimal_value(c);
}
