/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * span.h - a borrowed run of bytes: pointer and length.
 *
 * Owns: nothing; a span never frees. Bytes may hold NUL and need not be UTF-8 unless it is said.
 * The empty span is {NULL, 0} or any pointer with size 0. All of it is inline.
 */
#ifndef NEWSDEX_SPAN_H
#define NEWSDEX_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ndx_span {
    const char *data;
    size_t size; /* bytes */
} ndx_span;

/* A span over a string literal, usable as an expression. */
#ifdef __cplusplus
#define NDX_SPAN(literal) (ndx_span{("" literal), sizeof(literal) - 1})
#else
#define NDX_SPAN(literal) ((ndx_span){("" literal), sizeof(literal) - 1})
#endif

/* printf("%.*s", NDX_SPAN_ARGS(span)): for short texts only (the length is an int). */
#define NDX_SPAN_ARGS(span)                                                                        \
    (int)((span).size > 4096 ? 4096 : (span).size), (span).data ? (span).data : ""

static inline ndx_span ndx_span_make(const char *data, size_t size)
{
    ndx_span span = {data, size};
    return span;
}

/* text may be NULL: the empty span. */
static inline ndx_span ndx_span_of(const char *text)
{
    return ndx_span_make(text, text ? strlen(text) : 0);
}

static inline ndx_span ndx_span_between(const char *begin, const char *end)
{
    return ndx_span_make(begin, (size_t)(end - begin));
}

static inline bool ndx_span_equal(ndx_span a, ndx_span b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* memcmp order, the shorter first when one begins the other. <0, 0, >0. */
static inline int ndx_span_compare(ndx_span a, ndx_span b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    if (order)
        return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

static inline bool ndx_span_starts_with(ndx_span span, ndx_span prefix)
{
    return span.size >= prefix.size &&
           ndx_span_equal(ndx_span_make(span.data, prefix.size), prefix);
}

static inline bool ndx_span_ends_with(ndx_span span, ndx_span suffix)
{
    return span.size >= suffix.size &&
           (suffix.size == 0 ||
            memcmp(span.data + span.size - suffix.size, suffix.data, suffix.size) == 0);
}

/* Without the first `count` bytes (all of them if there are fewer). */
static inline ndx_span ndx_span_skip(ndx_span span, size_t count)
{
    if (count > span.size)
        count = span.size;
    return count ? ndx_span_make(span.data + count, span.size - count) : span;
}

static inline char ndx_ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Equal when the ASCII letters' case does not count (names of formats, tags, headers). */
static inline bool ndx_span_equal_nocase(ndx_span a, ndx_span b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (ndx_ascii_lower(a.data[i]) != ndx_ascii_lower(b.data[i]))
            return false;
    return true;
}

static inline bool ndx_ascii_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without ASCII white space at both ends. */
static inline ndx_span ndx_span_trim(ndx_span span)
{
    while (span.size && ndx_ascii_is_space(span.data[0]))
        span = ndx_span_skip(span, 1);
    while (span.size && ndx_ascii_is_space(span.data[span.size - 1]))
        span.size--;
    return span;
}

#ifdef __cplusplus
}
#endif
#endif
