/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scan.h - looking through text for the few bytes that matter. Internal to indexer/.
 *
 * Owns: doing it sixteen bytes at a time where every processor of the kind can (SSE2 is part of
 * x86-64). Must not know: what the bytes mean.
 *
 * Most of a text are letters and single spaces, and nothing is decided at them; tested one by one
 * they were a third of what reading a small text file cost.
 */
#ifndef NEWSDEX_BASE_SCAN_H
#define NEWSDEX_BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __SSE2__
#include <emmintrin.h>

static inline __m128i ndx_scan_load(const char *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

/* A bit for each byte that is printable ASCII but the space. */
static inline unsigned ndx_scan_printable(__m128i bytes)
{
    __m128i above = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(' ')); /* 0x80 and up are negative */
    return (unsigned)_mm_movemask_epi8(
        _mm_andnot_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)), above));
}
#endif

/* Printable ASCII but the space. */
static inline bool ndx_scan_is_printable(char byte)
{
    return (unsigned char)byte > ' ' && (unsigned char)byte < 0x7F;
}

/* The first byte that is one of the two, or, if high, above 0x7F; end if there is none. */
static inline const char *ndx_scan_any(const char *at, const char *end, char one, char other,
                                       bool high)
{
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        __m128i bytes = ndx_scan_load(at);
        __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(one)),
                                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8(other)));
        if (high)
            found = _mm_or_si128(found, bytes);
        unsigned mask = (unsigned)_mm_movemask_epi8(found);
        if (mask)
            return at + __builtin_ctz(mask);
    }
#endif
    while (at < end && *at != one && *at != other && !(high && ((unsigned char)*at & 0x80)))
        at++;
    return at;
}

/* The first line end, LF or CR; end if there is none. */
static inline const char *ndx_scan_line_end(const char *at, const char *end)
{
    return ndx_scan_any(at, end, '\n', '\r', false);
}

/* The first ASCII digit or byte from `high` on; end if there is none. */
static inline const char *ndx_scan_digit(const char *at, const char *end, unsigned char high)
{
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        __m128i bytes = ndx_scan_load(at);
        __m128i digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
        digit = _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit);
        __m128i above = _mm_cmpeq_epi8(_mm_max_epu8(bytes, _mm_set1_epi8((char)high)), bytes);
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(digit, above));
        if (mask)
            return at + __builtin_ctz(mask);
    }
#endif
    while (at < end && !(*at >= '0' && *at <= '9') && (unsigned char)*at < high)
        at++;
    return at;
}

/* The end of the run of words of printable ASCII, parted by single spaces, that begins at `at`; the
 * run has no space at its ends. */
static inline const char *ndx_scan_words(const char *at, const char *end)
{
#ifdef __SSE2__
    unsigned before = 0; /* 1: the byte before is printable */
    while (end - at >= 16) {
        __m128i bytes = ndx_scan_load(at);
        unsigned printable = ndx_scan_printable(bytes);
        unsigned space = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));
        unsigned good = printable | (space & printable >> 1 & (printable << 1 | before));
        unsigned size = (unsigned)__builtin_ctz(~good);
        at += size;
        if (size < 15)
            return at;
        before = 1; /* the last may be a space, of which the next round decides */
    }
    if (before && end - at > 1 && *at == ' ' && ndx_scan_is_printable(at[1]))
        at++;
#endif
    while (at < end && ndx_scan_is_printable(*at)) {
        at++;
        if (end - at > 1 && *at == ' ' && ndx_scan_is_printable(at[1]))
            at++;
    }
    return at;
}

/* How many of the bytes are controls that no text has: all below the space but BEL to CR and
 * escape, and DEL. */
static inline size_t ndx_scan_count_controls(const char *at, const char *end)
{
    size_t count = 0;
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        __m128i bytes = ndx_scan_load(at);
        __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
        __m128i format = _mm_sub_epi8(bytes, _mm_set1_epi8(7));
        format = _mm_cmpeq_epi8(_mm_min_epu8(format, _mm_set1_epi8(6)), format);
        __m128i fine = _mm_or_si128(format, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x1B)));
        __m128i odd =
            _mm_or_si128(_mm_andnot_si128(fine, low), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
        for (unsigned mask = (unsigned)_mm_movemask_epi8(odd); mask; mask &= mask - 1)
            count++;
    }
#endif
    for (; at < end; at++) {
        unsigned char byte = (unsigned char)*at;
        count += byte == 0x7F || (byte < 0x20 && !(byte >= 7 && byte <= 13) && byte != 0x1B);
    }
    return count;
}

#endif
