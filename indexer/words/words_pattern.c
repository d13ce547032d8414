/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_pattern.c - which words a pattern stands for (newsdex/words.h).
 *
 * Owns: what a wildcard and an edit are. Must not know: lists of words.
 */
#include "indexer/words/words_internal.h"

#include "newsdex/utf8.h"

/* ---- wildcards ---- */

/* Linear but for the backtracking to the last "*", which bounds it by pattern times text. */
static bool wildcard_fits(ndx_span pattern, ndx_span text)
{
    size_t p = 0;
    size_t t = 0;
    size_t star = SIZE_MAX;
    size_t after_star = 0;
    while (t < text.size) {
        size_t length;
        if (p < pattern.size && pattern.data[p] == '?') {
            ndx_utf8_decode(text.data + t, text.data + text.size, &length);
            p++;
            t += length;
        } else if (p < pattern.size && pattern.data[p] == '*') {
            star = p++;
            after_star = t;
        } else if (p < pattern.size && pattern.data[p] == text.data[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            ndx_utf8_decode(text.data + after_star, text.data + text.size, &length);
            after_star += length;
            t = after_star;
        } else {
            return false;
        }
    }
    while (p < pattern.size && pattern.data[p] == '*')
        p++;
    return p == pattern.size;
}

static ndx_span wildcard_prefix(ndx_span pattern)
{
    size_t size = 0;
    while (size < pattern.size && pattern.data[size] != '*' && pattern.data[size] != '?')
        size++;
    return ndx_span_make(pattern.data, size);
}

/* ---- fuzzy words ---- */

/* The table of distances between the beginnings of a text (rows) and of the fuzzy word (columns),
 * of which only the cells within `edits` of the diagonal can come to no more than that (Ukkonen,
 * "Algorithms for approximate string matching", Information and Control 64, 1985). Cell c of the row
 * of i letters is column i - edits + c, so that in all rows the diagonal is the same cell. */
enum { BAND = 2 * NDX_WORD_EDITS_MOST + 1 };

typedef struct band {
    uint8_t row[BAND], row_before[BAND];
    uint32_t letters; /* of the text so far */
    uint32_t last;    /* of them */
} band;

static void band_begin(const ndx_fitter *fitter, band *b)
{
    unsigned edits = fitter->pattern.edits;
    *b = (band){0};
    for (unsigned c = 0; c < BAND; c++) {
        b->row_before[c] = (uint8_t)(edits + 1);
        b->row[c] = (uint8_t)(c < edits || c - edits > fitter->letters ? edits + 1 : c - edits);
    }
}

static uint8_t least(uint8_t a, unsigned b)
{
    return b < a ? (uint8_t)b : a;
}

/* One cell of the next row. column: at least 1. */
static uint8_t band_cell(const ndx_fitter *fitter, const band *b, uint32_t letter, unsigned c,
                         uint32_t column, uint8_t left)
{
    const uint32_t *word = fitter->letter;
    uint8_t best = least((uint8_t)(fitter->pattern.edits + 1), left + 1u);
    best = least(best, b->row[c] + (word[column - 1] == letter ? 0u : 1u));
    if (c + 1 < BAND)
        best = least(best, b->row[c + 1] + 1u);
    if (column >= 2 && b->letters >= 1 && word[column - 2] == letter && word[column - 1] == b->last)
        best = least(best, b->row_before[c] + 1u);
    return best;
}

/* Goes on by a letter of the text; false: whatever follows, there are too many edits. (None that
 * passes over this row by a swap comes to less than its least cell.) */
static bool band_step(const ndx_fitter *fitter, band *b, uint32_t letter)
{
    uint8_t next[BAND];
    const unsigned edits = fitter->pattern.edits;
    const uint32_t row = b->letters + 1;
    uint8_t left = (uint8_t)(edits + 1);
    bool alive = false;
    for (unsigned c = 0; c < BAND; c++) {
        if (row + c < edits || c > 2 * edits || row + c - edits > fitter->letters)
            left = (uint8_t)(edits + 1);
        else if (row + c == edits)
            left = least((uint8_t)(edits + 1), row);
        else
            left = band_cell(fitter, b, letter, c, row + c - edits, left);
        next[c] = left;
        alive |= left <= edits;
    }
    memcpy(b->row_before, b->row, sizeof b->row);
    memcpy(b->row, next, sizeof b->row);
    b->letters = row;
    b->last = letter;
    return alive;
}

/* Walks over a text; false: no text that begins with it fits. */
static bool band_walk(const ndx_fitter *fitter, band *b, ndx_span text)
{
    const char *at = text.data;
    const char *end = at ? at + text.size : NULL;
    band_begin(fitter, b);
    while (at < end) {
        size_t length = 1;
        uint32_t letter =
            (unsigned char)*at < 0x80 ? (unsigned char)*at : ndx_utf8_decode(at, end, &length);
        if (!band_step(fitter, b, letter))
            return false;
        at += length;
    }
    return true;
}

static uint64_t bytes_of(ndx_span text)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < text.size; i++)
        bytes |= UINT64_C(1) << ((unsigned char)text.data[i] & 63);
    return bytes;
}

/* Does the text lack more letters of the word than edits can have taken? Most words of a list do, and
 * it costs a fraction of the table. */
static bool lacks_too_many(const ndx_fitter *fitter, ndx_span text)
{
    unsigned missing = 0;
    for (uint64_t bits = fitter->bytes & ~bytes_of(text); bits; bits &= bits - 1)
        missing++;
    return missing > fitter->missing_most;
}

/* At most pattern.edits + 1. */
static unsigned distance(const ndx_fitter *fitter, ndx_span text)
{
    band b;
    unsigned edits = fitter->pattern.edits;
    if (fitter->letters > NDX_WORD_PATTERN_LETTERS || lacks_too_many(fitter, text) ||
        !band_walk(fitter, &b, text) || b.letters > fitter->letters + edits ||
        b.letters + edits < fitter->letters)
        return edits + 1;
    return b.row[fitter->letters + edits - b.letters];
}

bool ndx_fitter_may_begin(const ndx_fitter *fitter, ndx_span begin)
{
    band b;
    return fitter->letters <= NDX_WORD_PATTERN_LETTERS && band_walk(fitter, &b, begin);
}

static void read_letters(ndx_fitter *fitter, ndx_span text)
{
    size_t longest = 0; /* letter, in bytes */
    for (size_t at = 0; at < text.size;) {
        size_t length;
        if (fitter->letters == NDX_WORD_PATTERN_LETTERS) {
            fitter->letters++;
            return;
        }
        fitter->letter[fitter->letters++] =
            ndx_utf8_decode(text.data + at, text.data + text.size, &length);
        at += length;
        longest = length > longest ? length : longest;
    }
    fitter->bytes = bytes_of(text);
    fitter->missing_most = fitter->pattern.edits * (unsigned)longest;
}

/* ---- both ---- */

void ndx_fitter_init(ndx_fitter *fitter, ndx_word_pattern pattern)
{
    if (pattern.edits > NDX_WORD_EDITS_MOST)
        pattern.edits = NDX_WORD_EDITS_MOST;
    *fitter = (ndx_fitter){.pattern = pattern};
    if (pattern.edits) {
        read_letters(fitter, pattern.text);
        return;
    }
    ndx_span text = pattern.text;
    fitter->prefix = wildcard_prefix(text);
    fitter->only_prefix =
        fitter->prefix.size + 1 == text.size && text.data[fitter->prefix.size] == '*';
    fitter->only_itself = fitter->prefix.size == text.size;
}

bool ndx_fitter_fits(const ndx_fitter *fitter, ndx_span folded)
{
    if (fitter->pattern.edits)
        return distance(fitter, folded) <= fitter->pattern.edits;
    return ndx_span_starts_with(folded, fitter->prefix) &&
           (fitter->only_prefix || wildcard_fits(fitter->pattern.text, folded));
}

bool ndx_word_pattern_fits(ndx_word_pattern pattern, ndx_span folded)
{
    ndx_fitter fitter;
    ndx_fitter_init(&fitter, pattern);
    return ndx_fitter_fits(&fitter, folded);
}

unsigned ndx_word_edits(ndx_span folded, ndx_span other)
{
    ndx_fitter fitter;
    ndx_fitter_init(&fitter, (ndx_word_pattern){folded, NDX_WORD_EDITS_MOST});
    return distance(&fitter, other);
}
