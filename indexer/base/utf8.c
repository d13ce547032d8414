/* SPDX-License-Identifier: GPL-2.0-or-later */
/* utf8.c - implements newsdex/utf8.h. Well-formed sequences: Unicode Standard, table 3-7. */
#include "newsdex/utf8.h"

uint32_t ndx_utf8_decode(const char *at, const char *end, size_t *length)
{
    const unsigned char *p = (const unsigned char *)at;
    size_t left = (size_t)(end - at);
    uint32_t lead = p[0];
    *length = 1;
    if (lead < 0x80)
        return lead;
    size_t more = 0;
    unsigned low = 0x80;
    unsigned high = 0xBF;
    uint32_t code = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
        code = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        code = lead & 0x0F;
        if (lead == 0xE0)
            low = 0xA0;
        if (lead == 0xED) /* surrogates */
            high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        code = lead & 0x07;
        if (lead == 0xF0)
            low = 0x90;
        if (lead == 0xF4)
            high = 0x8F;
    } else {
        return NDX_REPLACEMENT;
    }
    for (size_t i = 1; i <= more; i++) {
        if (i >= left || p[i] < low || p[i] > high)
            return NDX_REPLACEMENT;
        code = code << 6 | (p[i] & 0x3F);
        low = 0x80;
        high = 0xBF;
        *length = i + 1;
    }
    return code;
}

size_t ndx_utf8_encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point >= 0xD800 && code_point <= 0xDFFF)
        return 0;
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    if (code_point > 0x10FFFF)
        return 0;
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

size_t ndx_ascii_prefix(ndx_span text)
{
    size_t at = 0;
    if (!text.data)
        return 0;
    while (at + 32 <= text.size) {
        uint64_t some[4];
        memcpy(some, text.data + at, sizeof some);
        if ((some[0] | some[1] | some[2] | some[3]) & UINT64_C(0x8080808080808080))
            break;
        at += 32;
    }
    while (at + 8 <= text.size) {
        uint64_t eight;
        memcpy(&eight, text.data + at, 8);
        if (eight & UINT64_C(0x8080808080808080))
            break;
        at += 8;
    }
    while (at < text.size && (unsigned char)text.data[at] < 0x80)
        at++;
    return at;
}

/* A replacement character that stands in the text is valid: it has three bytes and begins with EF
 * BF BD. */
static bool is_valid_at(const char *at, const char *end, size_t *length)
{
    uint32_t code = ndx_utf8_decode(at, end, length);
    return code != NDX_REPLACEMENT || (*length == 3 && memcmp(at, "\xEF\xBF\xBD", 3) == 0);
}

size_t ndx_utf8_valid_prefix(ndx_span text)
{
    if (!text.data)
        return 0;
    const char *end = text.data + text.size;
    size_t at = 0;
    for (;;) {
        at += ndx_ascii_prefix(ndx_span_skip(text, at));
        if (at >= text.size)
            return text.size;
        size_t length;
        if (!is_valid_at(text.data + at, end, &length))
            return at;
        at += length;
    }
}

bool ndx_utf8_repair(ndx_buffer *out, ndx_span text, uint64_t *replaced)
{
    while (text.size) {
        size_t valid = ndx_utf8_valid_prefix(text);
        if (!ndx_buffer_append(out, text.data, valid))
            return false;
        text = ndx_span_skip(text, valid);
        if (!text.size)
            break;
        size_t length;
        ndx_utf8_decode(text.data, text.data + text.size, &length);
        if (!ndx_buffer_append(out, "\xEF\xBF\xBD", 3))
            return false;
        if (replaced)
            ++*replaced;
        text = ndx_span_skip(text, length);
    }
    return !out->failed;
}

ndx_span ndx_utf8_cut(ndx_span text, size_t limit)
{
    if (text.size <= limit)
        return text;
    while (limit > 0 && ((unsigned char)text.data[limit] & 0xC0) == 0x80)
        limit--;
    return ndx_span_make(text.data, limit);
}

bool ndx_utf8_is_printable(uint32_t code_point)
{
    if (code_point == '\n' || code_point == '\t')
        return true;
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
        return false;
    return !(code_point >= 0x202A && code_point <= 0x202E) &&
           !(code_point >= 0x2066 && code_point <= 0x2069);
}

static bool is_left_out(uint32_t code)
{
    return (code >= 0x202A && code <= 0x202C) || (code >= 0x2066 && code <= 0x2069);
}

bool ndx_utf8_append_printable(ndx_buffer *out, ndx_span text)
{
    const char *at = text.data;
    const char *end = text.data ? text.data + text.size : text.data;
    for (size_t length; at < end; at += length) {
        uint32_t code = ndx_utf8_decode(at, end, &length);
        bool kept = ndx_utf8_is_printable(code) &&
                    (code != NDX_REPLACEMENT || is_valid_at(at, end, &length));
        if (!kept && is_left_out(code))
            continue;
        if (!(kept ? ndx_buffer_append(out, at, length)
                   : ndx_buffer_append(out, "\xEF\xBF\xBD", 3)))
            return false;
    }
    return !out->failed;
}
