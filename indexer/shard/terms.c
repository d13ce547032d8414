/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terms.c - the tables of newsdex/terms.h: which prefix a kind of term has, which slot holds what.
 *
 * Must not know: how values are folded, where terms go.
 */
#include "newsdex/terms.h"

#include "newsdex/limits.h"

#include <xxhash.h>

static const ndx_term_info kinds[NDX_TERM_KIND_COUNT] = {
    [NDX_TERM_WORD] = {"Z", "stemmed word of headline, byline, dateline or body", true},
    [NDX_TERM_AUTHOR_WORD] = {"XAW", "folded word of authors and byline", false},
    [NDX_TERM_DAY] = {"D", "day of publication, YYYYMMDD", false},
    [NDX_TERM_MONTH] = {"M", "month of publication, YYYYMM", false},
    [NDX_TERM_YEAR] = {"Y", "year of publication, YYYY", false},
    [NDX_TERM_LANGUAGE] = {"L", "language code", false},
    [NDX_TERM_HOST] = {"H", "host of the URL and its parent domains", false},
    [NDX_TERM_ID] = {"Q", "id, unique; hashed if it is long", false},
    [NDX_TERM_SECTION] = {"K", "a whole section or keyword, folded", false},
    [NDX_TERM_SECTION_WORD] = {"XKW", "folded word of sections and keywords", false},
    [NDX_TERM_SOURCE] = {"XSO", "the whole source, folded", false},
    [NDX_TERM_SOURCE_WORD] = {"XSW", "folded word of the source", false},
};

static const ndx_slot_info slots[NDX_SLOT_COUNT] = {
    [NDX_SLOT_TIME] = {"time", "seconds since 1970 of publication"},
};

const ndx_term_info *ndx_term_describe(ndx_term_kind kind)
{
    size_t index = (size_t)kind;
    return index < NDX_TERM_KIND_COUNT ? &kinds[index] : NULL;
}

const ndx_slot_info *ndx_slot_describe(ndx_slot slot)
{
    size_t index = (size_t)slot;
    return index < NDX_SLOT_COUNT ? &slots[index] : NULL;
}

static void append_hexadecimal(ndx_buffer *out, uint64_t value)
{
    static const char digits[] = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4)
        ndx_buffer_append_byte(out, (unsigned char)digits[(value >> shift) & 15]);
}

/* The lowest 36 bits. */
static void append_base64url(ndx_buffer *out, uint64_t value)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int shift = 30; shift >= 0; shift -= 6)
        ndx_buffer_append_byte(out, (unsigned char)digits[(value >> shift) & 63]);
}

/* The colon is Omega's rule (docs/termprefixes.rst): without it "XSO" + "Scotsman" and a prefix
 * "XSOS" + "cotsman" would be one term. Libxapian escapes a NUL in a key as two bytes, so that its
 * limit would be met sooner: hence the space. */
bool ndx_term_append(ndx_buffer *out, ndx_term_kind kind, ndx_span value)
{
    enum { HASH_DIGITS = 16 };
    const ndx_term_info *info = ndx_term_describe(kind);
    if (!info)
        return false;
    size_t prefix_size = strlen(info->prefix);
    size_t start = out->size;

    ndx_buffer_append(out, info->prefix, prefix_size);
    if (prefix_size > 1 && value.size &&
        ((value.data[0] >= 'A' && value.data[0] <= 'Z') || value.data[0] == ':'))
        ndx_buffer_append_byte(out, ':');
    size_t used = out->size - start;
    if (kind == NDX_TERM_ID && value.size > NDX_ID_TERM_BYTES) {
        append_base64url(out, XXH3_64bits(value.data, value.size));
    } else if (value.size <= NDX_LIMIT_TERM_BYTES - used) {
        ndx_buffer_append_span(out, value);
    } else {
        ndx_buffer_append(out, value.data, NDX_LIMIT_TERM_BYTES - used - HASH_DIGITS);
        append_hexadecimal(out, XXH3_64bits(value.data, value.size));
    }
    if (out->failed)
        return false;
    char *nul = out->data + start;
    while ((nul = memchr(nul, '\0', (size_t)(out->data + out->size - nul))))
        *nul++ = ' ';
    return true;
}
