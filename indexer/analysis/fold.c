/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold.c - the folded form of a word: NFKC case folding (Unicode Standard, section 3.13, D146),
 * then what readers do not type: diacritics of Latin, Greek, Arabic and Hebrew letters.
 *
 *  - Cyrillic keeps й, ї, ў, ќ, ѓ, which are letters of their own; ё becomes е, stress marks on
 * vowels go.
 *  - Arabic: short vowels and tatweel go, alef with hamza or madda becomes alef, waw and yeh with
 * hamza lose it, alef maksura and Farsi yeh become yeh, teh marbuta heh, keheh kaf (as Lucene's
 * ArabicNormalizer and most Arabic retrieval papers since Larkey, Ballesteros, Connell, SIGIR
 * 2002).
 *  - Decimal digits of any script become 0 to 9. The middle dot of Catalan col·lecció goes.
 *  - Marks of all other scripts (Devanagari vowels, Thai tones, kana voicing) are spelling and
 * stay.
 */
#include "analysis/fold.h"
#include "analysis/fold_table.h"
#include "analysis/properties.h"
#include "newsdex/analysis.h"
#include "newsdex/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <unicase.h>
#include <uninorm.h>

/* Letters that have no decomposition though readers type them so. */
static const char *special_letter(uint32_t c)
{
    static const struct {
        uint32_t letter;
        const char *folded;
    } letters[] = {
        {0x00F8, "o"},  /* ø */
        {0x0142, "l"},  /* ł */
        {0x0111, "d"},  /* đ */
        {0x00F0, "d"},  /* ð */
        {0x00FE, "th"}, /* þ */
        {0x00E6, "ae"}, /* æ */
        {0x0153, "oe"}, /* œ */
        {0x0131, "i"},  /* dotless i */
        {0x0127, "h"},  /* ħ */
        {0x0167, "t"},  /* ŧ */
        {0x014B, "n"},  /* ŋ */
        {0x0180, "b"},        {0x0268, "i"},
        {0x01E5, "g"},        {0x0259, "e"}, /* schwa, Azerbaijani ə */
        {0x0671, "\xD8\xA7"},                /* alef wasla: alef */
        {0x0649, "\xD9\x8A"},                /* alef maksura: yeh */
        {0x06CC, "\xD9\x8A"},                /* Farsi yeh */
        {0x0629, "\xD9\x87"},                /* teh marbuta: heh */
        {0x06A9, "\xD9\x83"},                /* keheh: kaf */
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].letter == c)
            return letters[i].folded;
    return NULL;
}

static bool is_apostrophe(uint32_t c)
{
    return c == 0x2019 || c == 0x2018 || c == 0x201B || c == 0x02BC || c == 0xFF07 || c == 0x0060 ||
           c == 0x00B4 || c == 0xA78C || c == 0x02B9;
}

static bool is_cyrillic_vowel(uint32_t c)
{
    static const uint16_t vowels[] = {0x0430, 0x0435, 0x0438, 0x043E, 0x0443, 0x044B,
                                      0x044D, 0x044E, 0x044F, 0x0456, 0x0454, 0x0457,
                                      0x0451, 0x04E9, 0x04AF, 0x0475};
    for (unsigned i = 0; i < sizeof vowels / sizeof *vowels; i++)
        if (vowels[i] == c)
            return true;
    return false;
}

/* Does the mark go when it stands on this letter? */
static bool drops_mark(ndx_script script, uint32_t letter, uint32_t mark)
{
    switch (script) {
    case NDX_SCRIPT_LATIN:
    case NDX_SCRIPT_GREEK:
    case NDX_SCRIPT_HEBREW:
    case NDX_SCRIPT_ARABIC:
        return true;
    case NDX_SCRIPT_CYRILLIC:
        if (mark == 0x0308)
            return letter == 0x0435;
        return (mark == 0x0300 || mark == 0x0301) && is_cyrillic_vowel(letter);
    default:
        return false;
    }
}

static bool put_character(ndx_buffer *out, uint32_t c)
{
    char bytes[4];
    size_t size = ndx_utf8_encode(c, bytes);
    return ndx_buffer_append(out, bytes, size);
}

/* text is decomposed and case-folded; appends it without what folding drops. *composes: marks were
 * kept or letters of Hangul put, which must be composed again. */
static bool drop_diacritics(ndx_buffer *out, ndx_span text, bool *composes)
{
    ndx_script script = NDX_SCRIPT_NONE;
    uint32_t letter = 0;
    const char *end = text.data + text.size;
    size_t length;
    for (const char *at = text.data; at < end; at += length) {
        uint32_t c = ndx_utf8_decode(at, end, &length);
        if (c < 0x80) {
            letter = c;
            script = NDX_SCRIPT_LATIN;
            if (c == 0)
                continue;
            if (!ndx_buffer_append_byte(out, c == '`' ? '\'' : (unsigned char)c))
                return false;
            continue;
        }
        if (ndx_character_is_ignorable(c) || c == 0x0640 || c == 0x00B7 || c == 0x2027 ||
            c == 0x2010 || c == 0x2011)
            continue;
        if (ndx_character_is_nonspacing_mark(c)) {
            if (drops_mark(script, letter, c))
                continue;
            *composes = true;
            if (!put_character(out, c))
                return false;
            continue;
        }
        letter = c;
        script = ndx_character_script(c);
        const char *special = special_letter(c);
        int digit = special ? -1 : ndx_character_decimal(c);
        if (is_apostrophe(c)) {
            if (!ndx_buffer_append_byte(out, '\''))
                return false;
        } else if (special) {
            if (!ndx_buffer_append_text(out, special))
                return false;
        } else if (digit >= 0) {
            if (!ndx_buffer_append_byte(out, (unsigned char)('0' + digit)))
                return false;
        } else {
            if (script == NDX_SCRIPT_OTHER || script == NDX_SCRIPT_NONE)
                *composes = true;
            if (!put_character(out, c))
                return false;
        }
    }
    return true;
}

/* A normal form or case folding of libunistring, replacing what buffer holds from `start` on. */
static bool normalise_tail(ndx_buffer *out, size_t start, uninorm_t form)
{
    size_t size = 0;
    uint8_t *normal =
        u8_normalize(form, (const uint8_t *)out->data + start, out->size - start, NULL, &size);
    if (!normal && size) {
        out->failed = true;
        return false;
    }
    out->size = start;
    bool done = ndx_buffer_append(out, normal, size);
    free(normal);
    return done;
}

/* Appends text without its NULs. */
static bool append_without_nul(ndx_buffer *out, ndx_span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] && !ndx_buffer_append_byte(out, (unsigned char)text.data[i]))
            return false;
    return true;
}

/* NFKC makes a space and a mark of U+00B4: an apostrophe it becomes before. False: out of memory.
 */
static bool straighten_accents(ndx_buffer *copy, ndx_span *word)
{
    for (size_t i = 0; i < word->size; i++) {
        bool accent = i + 1 < word->size && word->data[i] == '\xC2' && word->data[i + 1] == '\xB4';
        if (!ndx_buffer_append_byte(copy, accent ? '\'' : (unsigned char)word->data[i]))
            return false;
        i += accent;
    }
    *word = ndx_buffer_span(copy);
    return true;
}

static bool has_accent(ndx_span word)
{
    for (size_t i = 0; i + 1 < word.size; i++)
        if (word.data[i] == '\xC2' && word.data[i + 1] == '\xB4')
            return true;
    return false;
}

bool ndx_case_fold(ndx_buffer *out, ndx_span word, bool decompose)
{
    ndx_buffer straight = {0};
    uint8_t *folded = NULL;
    bool done = false;
    size_t size = 0;
    if (has_accent(word) && !straighten_accents(&straight, &word))
        goto cleanup;
    errno = 0;
    folded = u8_casefold((const uint8_t *)word.data, word.size, NULL,
                         decompose ? UNINORM_NFKD : UNINORM_NFKC, NULL, &size);
    if (folded)
        done = ndx_buffer_append(out, folded, size);
    else if (errno == EILSEQ || !word.size) /* not UTF-8: as it is */
        done = append_without_nul(out, word);
cleanup:
    if (!done)
        out->failed = true;
    free(folded);
    ndx_buffer_free(&straight);
    return done;
}

/* Folds by a table of fold_table.c, character by character; false with nothing appended when a
 * character is not in it (marks, which may combine; compatibility forms; NUL) or memory ran out:
 * the library must do the word. */
static bool fold_by_table(ndx_buffer *out, ndx_span word, const uint32_t *table)
{
    if (!ndx_buffer_reserve(out, 2 * word.size +
                                     1)) /* two bytes give at most two characters of two bytes */
        return false;
    char *to = out->data + out->size;
    const unsigned char *at = (const unsigned char *)word.data;
    const unsigned char *end = at + word.size;
    while (at < end) {
        if (*at < 0x80) {
            if (*at == 0)
                return false;
            char c = ndx_ascii_lower((char)*at++);
            *to++ = c == '`' ? '\'' : c;
            continue;
        }
        if (end - at >= 3 && at[0] == 0xE2 && at[1] == 0x80 && at[2] == 0x99) { /* U+2019 */
            *to++ = '\'';
            at += 3;
            continue;
        }
        if (end - at < 2 || at[0] < 0xC2 || at[0] > 0xDF || (at[1] & 0xC0) != 0x80)
            return false;
        uint32_t c = (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3F);
        if (c < NDX_FOLD_TABLE_FIRST || c > NDX_FOLD_TABLE_LAST || !table[c - NDX_FOLD_TABLE_FIRST])
            return false;
        uint32_t folded = table[c - NDX_FOLD_TABLE_FIRST];
        to += ndx_utf8_encode(folded & 0xFFFF, to);
        if (folded >> 16)
            to += ndx_utf8_encode(folded >> 16, to);
        at += 2;
    }
    *to = '\0';
    out->size = (size_t)(to - out->data);
    return true;
}

bool ndx_fold_by_library(ndx_buffer *out, ndx_span word)
{
    size_t start = out->size;
    ndx_buffer decomposed = {0};
    bool composes = false;
    bool done = ndx_case_fold(&decomposed, word, true) &&
                drop_diacritics(out, ndx_buffer_span(&decomposed), &composes);
    if (decomposed.failed)
        out->failed = true;
    ndx_buffer_free(&decomposed);
    if (done && composes && out->size > start)
        done = normalise_tail(out, start, UNINORM_NFC);
    if (done && out->size == start) /* only marks: better themselves than nothing */
        done = append_without_nul(out, word);
    return done;
}

bool ndx_bigram_term(ndx_buffer *term, ndx_span first, ndx_span second)
{
    return ndx_fold(term, first) && ndx_fold(term, second);
}

bool ndx_case_fold_by_library(ndx_buffer *out, ndx_span word)
{
    ndx_buffer folded = {0};
    size_t start = out->size;
    bool done = ndx_case_fold(&folded, word, false);
    const char *end = folded.data + folded.size;
    size_t length = 0;
    for (const char *at = folded.data; done && at < end; at += length) {
        uint32_t c = ndx_utf8_decode(at, end, &length);
        int digit = c < 0x80 ? -1 : ndx_character_decimal(c);
        if (c == 0 || ndx_character_is_ignorable(c) || c == 0x0640 || c == 0x00B7 || c == 0x2027)
            continue;
        if (is_apostrophe(c))
            done = ndx_buffer_append_byte(out, '\'');
        else if (digit >= 0)
            done = ndx_buffer_append_byte(out, (unsigned char)('0' + digit));
        else
            done = ndx_buffer_append(out, at, length);
    }
    if (folded.failed)
        out->failed = true;
    ndx_buffer_free(&folded);
    if (done && out->size == start)
        done = append_without_nul(out, word);
    return done;
}

bool ndx_fold(ndx_buffer *out, ndx_span word)
{
    return fold_by_table(out, word, ndx_fold_table) ||
           (!out->failed && ndx_fold_by_library(out, word));
}

bool ndx_fold_keeping_diacritics(ndx_buffer *out, ndx_span word)
{
    return fold_by_table(out, word, ndx_case_fold_table) ||
           (!out->failed && ndx_case_fold_by_library(out, word));
}
