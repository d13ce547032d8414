/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_repair.c - implements json_repair.h.
 *
 * The parser is strict, and would refuse a whole article for a NaN (what Python writes for a
 * missing date), for an id of twenty digits, or for half an emoji at the end of a cut text. This
 * pass is made only over a text that the parser has refused; the parser then judges again. It knows
 * strings from what is outside them, and nothing else of the grammar.
 */
#include "json_repair.h"

#include <stdlib.h>

enum { SAFE_DIGITS = 18, SAFE_EXPONENT = 300 }; /* int64_t holds 18; a double 1e308 */

typedef struct repair {
    ndx_buffer *out;
    const char *at, *end;
    uint64_t replaced;
    bool changed;
} repair;

static void copy(repair *r, size_t size)
{
    ndx_buffer_append(r->out, r->at, size);
    r->at += size;
}

static void put(repair *r, const char *text, size_t passed)
{
    ndx_buffer_append_text(r->out, text);
    r->at += passed;
    r->changed = true;
}

/* The code unit of \uXXXX at `at`; -1: there is none. */
static int32_t code_unit(const char *at, const char *end)
{
    char digits[5] = {0};
    char *last;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    memcpy(digits, at + 2, 4);
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        return -1;
    return (int32_t)strtol(digits, &last, 16);
}

static void repair_escape(repair *r)
{
    int32_t unit = code_unit(r->at, r->end);
    if (unit < 0xD800 || unit > 0xDFFF) {
        copy(r, r->end - r->at > 1 ? 2 : 1); /* the digits behind \u are ordinary characters */
        return;
    }
    int32_t low = unit < 0xDC00 ? code_unit(r->at + 6, r->end) : -1;
    if (low >= 0xDC00 && low <= 0xDFFF) {
        copy(r, 12);
        return;
    }
    put(r, "\xEF\xBF\xBD", 6);
    r->replaced++;
}

/* From the opening quote to behind the closing one. */
static void repair_string(repair *r)
{
    copy(r, 1);
    while (r->at < r->end && *r->at != '"') {
        const char *begin = r->at;
        const char *run = begin;
        while (run < r->end && *run != '"' && *run != '\\' && (unsigned char)*run >= 0x20)
            run++;
        copy(r, (size_t)(run - begin));
        if (r->at < r->end && *r->at == '\\')
            repair_escape(r);
        else if (r->at < r->end && *r->at != '"')
            put(r, " ", 1);
    }
    if (r->at < r->end)
        copy(r, 1);
}

static bool begins(const repair *r, const char *word)
{
    return ndx_span_starts_with(ndx_span_between(r->at, r->end), ndx_span_of(word));
}

/* A number as it is, or as a string if the parser could not hold it. */
static void repair_number(repair *r)
{
    size_t size = 1;
    size_t digits = 0;
    bool whole = true;
    long exponent = 0;
    while (size < (size_t)(r->end - r->at) && r->at[size] && strchr("0123456789.eE+-", r->at[size]))
        size++;
    for (size_t i = 0; i < size; i++) {
        char c = r->at[i];
        digits += whole && c >= '0' && c <= '9';
        whole = whole && c != '.' && c != 'e' && c != 'E';
        if (c == 'e' || c == 'E') {
            size_t from = i + 1 + (i + 1 < size && (r->at[i + 1] == '+' || r->at[i + 1] == '-'));
            for (size_t k = from; k < size && exponent <= SAFE_EXPONENT; k++)
                exponent = exponent * 10 + (r->at[k] - '0');
        }
    }
    if (digits <= SAFE_DIGITS && exponent <= SAFE_EXPONENT) {
        copy(r, size);
        return;
    }
    ndx_buffer_append_byte(r->out, '"');
    copy(r, size);
    ndx_buffer_append_byte(r->out, '"');
    r->changed = true;
}

bool ndx_json_repair(ndx_buffer *out, ndx_span text, bool *changed, uint64_t *replaced,
                     ndx_error *error)
{
    repair r = {.out = out, .at = text.data, .end = text.data ? text.data + text.size : text.data};
    while (r.at < r.end && !out->failed) {
        if (*r.at == '"')
            repair_string(&r);
        else if (begins(&r, "NaN"))
            put(&r, "null", 3);
        else if (begins(&r, "Infinity"))
            put(&r, "null", 8);
        else if (begins(&r, "-Infinity"))
            put(&r, "null", 9);
        else if (*r.at == '-' || (*r.at >= '0' && *r.at <= '9'))
            repair_number(&r);
        else
            copy(&r, 1);
    }
    *changed = r.changed;
    *replaced += r.replaced;
    return ndx_buffer_ok(out, "reading JSON", error);
}

size_t ndx_json_count_values(ndx_span text)
{
    size_t count = 1;
    bool in_string = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '"')
            in_string = !in_string;
        else if (c == '\\')
            i++;
        else if (!in_string && (c == ',' || c == '[' || c == '{'))
            count++;
    }
    return count;
}
