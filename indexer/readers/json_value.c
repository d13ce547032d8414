/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_value.c - implements json_value.h.
 *
 * The parser is ours because the readers' speed hangs on it and because of what real files hold.
 * Measured on 57 MB of JSON Lines, jansson, the strictest of Debian's C parsers, took 70 % of the
 * reading's instructions, 130 a byte; here a string without escapes is found by memchr and
 * borrowed. And jansson refuses a whole article for a NaN (what Python writes for a missing date),
 * for an id of twenty digits, or for half an emoji at the end of a cut text; json-c takes what is
 * no JSON and rounds long numbers, yajl has had no release since 2014. A test compares with
 * jansson.
 */
#include "json_value.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdio.h>

/* Values in one parsed text: bounds the tree, whose nodes are larger than "1," (64 bytes each: 256
 * MiB). An array of articles is parsed element by element; 4 million are 200,000 articles in one.
 */
#define LIMIT_VALUES (4u * 1024 * 1024)

typedef struct parser {
    const char *begin, *at, *end;
    ndx_json_place place; /* of begin */
    ndx_arena *arena;
    uint64_t *replaced;
    ndx_error *error;
    size_t values;
    unsigned depth;
} parser;

void ndx_json_place_pass(ndx_json_place *place, ndx_span text)
{
    const char *lf;
    while (text.size && (lf = memchr(text.data, '\n', text.size))) {
        place->line++;
        place->byte = 1;
        text = ndx_span_skip(text, (size_t)(lf - text.data) + 1);
    }
    place->byte += text.size;
}

void ndx_json_place_tell(ndx_json_place place, ndx_error *error)
{
    if (error)
        snprintf(error->place, sizeof error->place, "line %llu, byte %llu",
                 (unsigned long long)place.line, (unsigned long long)place.byte);
}

static bool fail_with(parser *p, ndx_code code, const char *what)
{
    ndx_json_place_pass(&p->place, ndx_span_between(p->begin, p->at));
    ndx_error_set(p->error, code, "%s%s", code == NDX_ERROR_FORMAT ? "not valid JSON: " : "", what);
    ndx_json_place_tell(p->place, p->error);
    return false;
}

static bool fail(parser *p, const char *what)
{
    return fail_with(p, NDX_ERROR_FORMAT, what);
}

static void skip_space(parser *p)
{
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\r' || *p->at == '\t'))
        p->at++;
}

static bool next_is(const parser *p, char c)
{
    return p->at < p->end && *p->at == c;
}

/* ---- strings ---- */

/* The quote that ends the string whose text begins at `at`; NULL: none. A quote behind an odd
 * number of backslashes is escaped; each run of them is counted once, so the time is linear. */
static const char *find_quote(const char *at, const char *end)
{
    const char *from = at;
    const char *quote;
    while ((quote = memchr(from, '"', (size_t)(end - from)))) {
        const char *run = quote;
        while (run > from && run[-1] == '\\')
            run--;
        if ((quote - run) % 2 == 0)
            return quote;
        from = quote + 1;
    }
    return NULL;
}

static bool read_hex(const char *at, const char *end, uint32_t *unit)
{
    *unit = 0;
    if (end - at < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        char lower = ndx_ascii_lower(c);
        uint32_t digit;
        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (lower >= 'a' && lower <= 'f')
            digit = (uint32_t)(lower - 'a') + 10;
        else
            return false;
        *unit = *unit * 16 + digit;
    }
    return true;
}

/* \uXXXX, or two of them that are a surrogate pair (RFC 8259, section 7); p->at stands behind the
 * u. Gives the bytes written. */
static size_t unescape_unicode(parser *p, const char *end, char *out)
{
    uint32_t code;
    uint32_t low;
    if (!read_hex(p->at, end, &code))
        return 0;
    p->at += 4;
    if (code >= 0xD800 && code <= 0xDBFF && end - p->at >= 6 && p->at[0] == '\\' &&
        p->at[1] == 'u' && read_hex(p->at + 2, end, &low) && low >= 0xDC00 && low <= 0xDFFF) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        p->at += 6;
    }
    if (code >= 0xD800 && code <= 0xDFFF) {
        code = NDX_REPLACEMENT;
        if (p->replaced)
            ++*p->replaced;
    }
    char bytes[4];
    size_t size = ndx_utf8_encode(code, bytes);
    memcpy(out, bytes, size); /* at most what the escape itself took */
    return size;
}

/* The text from p->at to `end` without its escapes, of which there is one at least. */
static bool unescape(parser *p, const char *end, ndx_span *text)
{
    static const char names[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    char *bytes = ndx_arena_alloc(p->arena, (size_t)(end - p->at));
    char *out = bytes;
    if (!bytes)
        return ndx_error_memory(p->error, "reading JSON");
    while (p->at < end) {
        const char *slash = memchr(p->at, '\\', (size_t)(end - p->at));
        size_t run = (size_t)((slash ? slash : end) - p->at);
        memcpy(out, p->at, run);
        out += run;
        p->at += run;
        if (!slash)
            break;
        char c = p->at[1]; /* there is one: an escaped quote does not end the string */
        const char *name = c ? strchr(names, c) : NULL;
        if (name) {
            *out++ = meanings[name - names];
            p->at += 2;
        } else if (c == 'u') {
            p->at += 2;
            size_t size = unescape_unicode(p, end, out);
            if (!size)
                return fail(p, "expected four hexadecimal digits after \\u");
            out += size;
        } else {
            return fail(p, "no such escape");
        }
    }
    *text = ndx_span_between(bytes, out);
    return true;
}

/* p->at stands at the opening quote. */
static bool parse_string(parser *p, ndx_span *text)
{
    const char *begin = p->at + 1;
    const char *quote = find_quote(begin, p->end);
    if (!quote)
        return fail(p, "the string is not closed");
    p->at = begin;
    if (!memchr(begin, '\\', (size_t)(quote - begin)))
        *text = ndx_span_between(begin, quote);
    else if (!unescape(p, quote, text))
        return false;
    p->at = quote + 1;
    return true;
}

/* ---- numbers and words ---- */

static size_t skip_digits(parser *p)
{
    const char *begin = p->at;
    while (p->at < p->end && *p->at >= '0' && *p->at <= '9')
        p->at++;
    return (size_t)(p->at - begin);
}

static bool take_word(parser *p, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(p->end - p->at) < size || memcmp(p->at, word, size) != 0)
        return false;
    p->at += size;
    return true;
}

/* RFC 8259, section 6. */
static bool parse_number(parser *p, ndx_json *value)
{
    const char *begin = p->at;
    if (next_is(p, '-'))
        p->at++;
    if (take_word(p, "Infinity")) {
        value->kind = NDX_JSON_NULL;
        return true;
    }
    bool zero = next_is(p, '0');
    size_t digits = skip_digits(p);
    if (!digits || (zero && digits > 1))
        return fail(p, digits ? "a number begins with 0" : "expected a value");
    if (next_is(p, '.')) {
        p->at++;
        if (!skip_digits(p))
            return fail(p, "expected a digit");
    }
    if (next_is(p, 'e') || next_is(p, 'E')) {
        p->at++;
        if (next_is(p, '+') || next_is(p, '-'))
            p->at++;
        if (!skip_digits(p))
            return fail(p, "expected a digit");
    }
    value->kind = NDX_JSON_NUMBER;
    value->text = ndx_span_between(begin, p->at);
    return true;
}

static bool parse_word(parser *p, ndx_json *value)
{
    value->kind = NDX_JSON_BOOLEAN;
    if (take_word(p, "true") || take_word(p, "false"))
        return true;
    value->kind = NDX_JSON_NULL;
    return take_word(p, "null") || take_word(p, "NaN") || fail(p, "expected a value");
}

/* ---- arrays and objects ---- */

static bool parse_value(parser *p, ndx_json *value);

static bool parse_name(parser *p, ndx_span *name)
{
    if (!next_is(p, '"'))
        return fail(p, "expected a member's name in quotes");
    if (!parse_string(p, name))
        return false;
    skip_space(p);
    if (!next_is(p, ':'))
        return fail(p, "expected a colon");
    p->at++;
    skip_space(p);
    return true;
}

/* p->at stands behind the opening bracket; `close` is the other. Recursion is bounded by p->depth.
 */
static bool parse_members(parser *p, ndx_json *parent, char close)
{
    const ndx_json **tail = &parent->first;
    skip_space(p);
    if (next_is(p, close)) {
        p->at++;
        return true;
    }
    for (;;) {
        ndx_json *member = ndx_arena_alloc(p->arena, sizeof *member);
        if (!member)
            return ndx_error_memory(p->error, "reading JSON");
        *member = (ndx_json){0};
        if (close == '}' && !parse_name(p, &member->name))
            return false;
        if (!parse_value(p, member))
            return false;
        *tail = member;
        tail = &member->next;
        skip_space(p);
        if (next_is(p, close)) {
            p->at++;
            return true;
        }
        if (!next_is(p, ','))
            return fail(p, p->at < p->end ? "expected a comma or a closing bracket"
                                          : "it breaks off before a closing bracket");
        p->at++;
        skip_space(p);
    }
}

static bool parse_value(parser *p, ndx_json *value)
{
    if (++p->values > LIMIT_VALUES)
        return fail_with(p, NDX_ERROR_LIMIT, "one JSON value holds more than 4 million others");
    if (p->at >= p->end)
        return fail(p, "it breaks off where a value is expected");
    char c = *p->at;
    if (c == '"') {
        value->kind = NDX_JSON_STRING;
        return parse_string(p, &value->text);
    }
    if (c == '-' || (c >= '0' && c <= '9') || c == 'I')
        return parse_number(p, value);
    if (c != '[' && c != '{')
        return parse_word(p, value);
    if (p->depth == NDX_LIMIT_DEPTH)
        return fail_with(p, NDX_ERROR_LIMIT, "the JSON is nested more than 256 levels deep");
    value->kind = c == '[' ? NDX_JSON_ARRAY : NDX_JSON_OBJECT;
    p->at++;
    p->depth++;
    bool done = parse_members(p, value, c == '[' ? ']' : '}');
    p->depth--;
    return done;
}

bool ndx_json_parse(ndx_span text, ndx_json_place place, ndx_arena *arena, const ndx_json **value,
                    uint64_t *replaced, ndx_error *error)
{
    const char *begin = text.data ? text.data : "";
    parser p = {.begin = begin,
                .at = begin,
                .end = begin + text.size,
                .place = place,
                .arena = arena,
                .replaced = replaced,
                .error = error};
    ndx_json *root = ndx_arena_alloc(arena, sizeof *root);
    if (!root)
        return ndx_error_memory(error, "reading JSON");
    *root = (ndx_json){0};
    skip_space(&p);
    if (!parse_value(&p, root))
        return false;
    skip_space(&p);
    if (p.at < p.end)
        return fail(&p, "there is more behind the value");
    *value = root;
    return true;
}

const ndx_json *ndx_json_member(const ndx_json *object, ndx_span name)
{
    const ndx_json *found = NULL;
    if (!object || object->kind != NDX_JSON_OBJECT)
        return NULL;
    for (const ndx_json *member = object->first; member; member = member->next)
        if (ndx_span_equal(member->name, name))
            found = member;
    return found;
}
