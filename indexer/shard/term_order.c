/* SPDX-License-Identifier: GPL-2.0-or-later */
/* term_order.c - implements term_order.h. */
#include "term_order.h"

#include <stdlib.h>

enum { FEW = 48, KEY_BYTES = 8, DIGIT_BITS = 8, DIGITS = 256 };

static ndx_span rest_of(const ndx_ordered_term *term, size_t depth)
{
    return ndx_span_skip(ndx_span_make(term->bytes, term->size), depth);
}

static void insertion_sort(ndx_ordered_term *terms, size_t count, size_t depth)
{
    for (size_t i = 1; i < count; i++) {
        ndx_ordered_term moved = terms[i];
        size_t at = i;
        while (at && ndx_span_compare(rest_of(&moved, depth), rest_of(&terms[at - 1], depth)) < 0) {
            terms[at] = terms[at - 1];
            at--;
        }
        terms[at] = moved;
    }
}

static bool is_sorted(const ndx_ordered_term *terms, size_t count, size_t depth)
{
    for (size_t i = 1; i < count; i++)
        if (ndx_span_compare(rest_of(&terms[i - 1], depth), rest_of(&terms[i], depth)) > 0)
            return false;
    return true;
}

/* Bytes from depth on that all of them share. */
static size_t common_bytes(const ndx_ordered_term *terms, size_t count, size_t depth)
{
    size_t common = terms[0].size > depth ? terms[0].size - depth : 0;
    for (size_t i = 1; i < count && common; i++) {
        size_t same = 0;
        size_t size = terms[i].size > depth ? terms[i].size - depth : 0;
        while (same < common && same < size &&
               terms[i].bytes[depth + same] == terms[0].bytes[depth + same])
            same++;
        common = same;
    }
    return common;
}

/* Eight bytes as a number; a term that ends before is padded with zeros, and what NUL bytes it
 * holds is settled when the group of equal keys is. */
static uint64_t key_of(const ndx_ordered_term *term, size_t depth)
{
    uint64_t key = 0;
    for (size_t i = 0; i < KEY_BYTES; i++)
        key = key << 8 | (depth + i < term->size ? (uint8_t)term->bytes[depth + i] : (uint8_t)0);
    return key;
}

/* Least digit first: stable. The result is in terms again (an even number of passes, or copied). */
static void radix_sort(ndx_ordered_term *terms, ndx_ordered_term *spare, size_t count)
{
    ndx_ordered_term *from = terms;
    ndx_ordered_term *to = spare;
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
        size_t begin[DIGITS] = {0};
        for (size_t i = 0; i < count; i++)
            begin[from[i].key >> shift & (DIGITS - 1)]++;
        if (begin[from[0].key >> shift & (DIGITS - 1)] == count)
            continue; /* all the same */
        size_t sum = 0;
        for (size_t digit = 0; digit < DIGITS; digit++) {
            size_t of_digit = begin[digit];
            begin[digit] = sum;
            sum += of_digit;
        }
        for (size_t i = 0; i < count; i++)
            to[begin[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
        ndx_ordered_term *other = from;
        from = to;
        to = other;
    }
    if (from != terms)
        memcpy(terms, from, count * sizeof *terms);
}

/* Recursion ends: each level sorts by eight bytes more, and a term has at most a few hundred. */
static void sort_from(ndx_ordered_term *terms, ndx_ordered_term *spare, size_t count, size_t depth)
{
    if (count <= FEW) {
        insertion_sort(terms, count, depth);
        return;
    }
    depth += common_bytes(terms, count, depth);
    for (size_t i = 0; i < count; i++)
        terms[i].key = key_of(&terms[i], depth);
    radix_sort(terms, spare, count);
    for (size_t first = 0, next; first < count; first = next) {
        bool goes_on = terms[first].size > depth;
        for (next = first + 1; next < count && terms[next].key == terms[first].key; next++)
            goes_on |= terms[next].size > depth;
        if (next - first == 1 || !goes_on || is_sorted(terms + first, next - first, depth))
            continue;
        if (next - first == count) /* NUL bytes against ends: keys cannot tell them apart */
            insertion_sort(terms, count, depth);
        else
            sort_from(terms + first, spare, next - first, depth);
    }
}

bool ndx_term_order(ndx_ordered_term *terms, size_t count)
{
    if (is_sorted(terms, count, 0))
        return true;
    ndx_ordered_term *spare = malloc((count + 1) * sizeof *spare);
    if (!spare)
        return false;
    sort_from(terms, spare, count, 0);
    free(spare);
    return true;
}
