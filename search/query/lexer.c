/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lexer.c - implements lexer.h. */
#include "query/lexer.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

/* The length of white space at `at`: ASCII, U+00A0, U+2000-U+200A, U+202F, U+3000; 0 if there is
 * none. */
static size_t space_at(ndx_span text, size_t at)
{
    if (at >= text.size)
        return 0;
    if (strchr(" \t\r\n\f\v", text.data[at]) && text.data[at])
        return 1;
    size_t length;
    uint32_t code = ndx_utf8_decode(text.data + at, text.data + text.size, &length);
    bool space =
        code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x3000;
    return space ? length : 0;
}

/* The length of a double quotation mark at `at`, of any kind: " “ ” „ ‟ « » ＂ ; 0 if there is
 * none. */
static size_t quote_at(ndx_span text, size_t at)
{
    if (at >= text.size)
        return 0;
    size_t length;
    uint32_t code = ndx_utf8_decode(text.data + at, text.data + text.size, &length);
    bool quote = code == '"' || (code >= 0x201C && code <= 0x201F) || code == 0xAB ||
                 code == 0xBB || code == 0xFF02;
    return quote ? length : 0;
}

static bool is_delimiter(ndx_span text, size_t at)
{
    return at >= text.size || text.data[at] == '(' || text.data[at] == ')' || space_at(text, at) ||
           quote_at(text, at);
}

static ndx_lexeme make(const ndx_lexer *lexer, ndx_lexeme_kind kind, size_t begin, size_t end)
{
    ndx_lexeme lexeme = {kind, {lexer->query.data + begin, end - begin}, begin, end, 0, NULL};
    return lexeme;
}

static ndx_lexeme fail(const ndx_lexer *lexer, size_t begin, size_t end, const char *message)
{
    ndx_lexeme lexeme = make(lexer, NDX_LEXEME_ERROR, begin, end);
    lexeme.message = message;
    return lexeme;
}

static ndx_lexeme read_phrase(ndx_lexer *lexer)
{
    size_t begin = lexer->at;
    size_t inside = begin + quote_at(lexer->query, begin);
    size_t at = inside;
    while (at < lexer->query.size && !quote_at(lexer->query, at))
        at++;
    if (at >= lexer->query.size)
        return fail(lexer, begin, lexer->query.size, "this quotation mark is not closed");
    lexer->at = at + quote_at(lexer->query, at);
    ndx_lexeme lexeme = make(lexer, NDX_LEXEME_PHRASE, begin, lexer->at);
    lexeme.text = ndx_span_make(lexer->query.data + inside, at - inside);
    return lexeme;
}

/* "w/5" -> prefix "w/", number 5. False if it is not that form. */
static bool distance_of(ndx_span word, ndx_span prefix, uint32_t *distance)
{
    if (word.size <= prefix.size ||
        !ndx_span_equal_nocase(ndx_span_make(word.data, prefix.size), prefix))
        return false;
    uint32_t number = 0;
    for (size_t i = prefix.size; i < word.size; i++) {
        if (word.data[i] < '0' || word.data[i] > '9' || number > 1000000)
            return false;
        number = number * 10 + (uint32_t)(word.data[i] - '0');
    }
    *distance = number;
    return true;
}

/* The operator that a whole word is, NDX_LEXEME_WORD for none. */
static ndx_lexeme_kind operator_of(ndx_span word, uint32_t *distance)
{
    *distance = 0;
    if (ndx_span_equal(word, NDX_SPAN("AND")))
        return NDX_LEXEME_AND;
    if (ndx_span_equal(word, NDX_SPAN("OR")))
        return NDX_LEXEME_OR;
    if (ndx_span_equal(word, NDX_SPAN("NOT")))
        return NDX_LEXEME_NOT;
    if (ndx_span_equal_nocase(word, NDX_SPAN("w/s")))
        return NDX_LEXEME_SENTENCE;
    if (ndx_span_equal_nocase(word, NDX_SPAN("w/p")))
        return NDX_LEXEME_PARAGRAPH;
    if (distance_of(word, NDX_SPAN("w/"), distance))
        return NDX_LEXEME_NEAR;
    if (distance_of(word, NDX_SPAN("pre/"), distance))
        return NDX_LEXEME_BEFORE;
    if (ndx_span_equal(word, NDX_SPAN("*")))
        return NDX_LEXEME_ALL;
    return NDX_LEXEME_WORD;
}

/* Is what stands before the colon a field's name: letters and underscores only? Then its length,
 * else 0. `10:30` has none. */
static size_t field_length(ndx_span word)
{
    size_t size = 0;
    while (size < word.size &&
           ((word.data[size] >= 'a' && word.data[size] <= 'z') || word.data[size] == '_' ||
            (word.data[size] >= 'A' && word.data[size] <= 'Z')))
        size++;
    return size > 0 && size < word.size && word.data[size] == ':' ? size : 0;
}

/* `not w/5` is one operator: the "w/5" behind a NOT or not, else 0. */
static size_t not_near(const ndx_lexer *lexer, size_t at, uint32_t *distance)
{
    size_t space = space_at(lexer->query, at);
    if (!space)
        return 0;
    while ((space = space_at(lexer->query, at)))
        at += space;
    size_t begin = at;
    while (!is_delimiter(lexer->query, at))
        at++;
    return distance_of(ndx_span_make(lexer->query.data + begin, at - begin), NDX_SPAN("w/"),
                       distance)
               ? at
               : 0;
}

static ndx_lexeme read_word(ndx_lexer *lexer, bool after_field)
{
    size_t begin = lexer->at;
    size_t end = begin;
    while (!is_delimiter(lexer->query, end))
        end++;
    ndx_span word = ndx_span_make(lexer->query.data + begin, end - begin);
    uint32_t distance;
    if (!after_field) {
        size_t whole =
            ndx_span_equal_nocase(word, NDX_SPAN("not")) ? not_near(lexer, end, &distance) : 0;
        if (whole) {
            lexer->at = whole;
            ndx_lexeme lexeme = make(lexer, NDX_LEXEME_NOT_NEAR, begin, whole);
            lexeme.distance = distance;
            return lexeme;
        }
        size_t name = field_length(word);
        if (name) {
            lexer->at = begin + name + 1;
            ndx_lexeme lexeme = make(lexer, NDX_LEXEME_FIELD, begin, begin + name + 1);
            lexeme.text.size = name;
            return lexeme;
        }
        ndx_lexeme_kind kind = operator_of(word, &distance);
        if (kind != NDX_LEXEME_WORD) {
            lexer->at = end;
            ndx_lexeme lexeme = make(lexer, kind, begin, end);
            lexeme.distance = distance;
            return lexeme;
        }
    }
    lexer->at = end;
    return make(lexer, NDX_LEXEME_WORD, begin, end);
}

ndx_lexeme ndx_lexer_next(ndx_lexer *lexer, bool after_field)
{
    ndx_span query = lexer->query;
    size_t space;
    while (!after_field && (space = space_at(query, lexer->at)))
        lexer->at += space;
    size_t at = lexer->at;
    if (at >= query.size || (after_field && space_at(query, at)))
        return make(lexer, NDX_LEXEME_END, at, at);
    char c = query.data[at];
    if (c == '(' || c == ')') {
        lexer->at++;
        return make(lexer, c == '(' ? NDX_LEXEME_OPEN : NDX_LEXEME_CLOSE, at, at + 1);
    }
    if (quote_at(query, at))
        return read_phrase(lexer);
    /* What came before ended at a delimiter, of however many bytes, unless it was a sign. */
    bool behind_sign = at > 0 && (query.data[at - 1] == '+' || query.data[at - 1] == '-');
    bool sign = (c == '+' || c == '-') && !after_field && !behind_sign && at + 1 < query.size &&
                !space_at(query, at + 1) && query.data[at + 1] != ')';
    if (sign) {
        lexer->at++;
        return make(lexer, c == '+' ? NDX_LEXEME_PLUS : NDX_LEXEME_MINUS, at, at + 1);
    }
    return read_word(lexer, after_field);
}

const char *ndx_lexer_operator_in_lower_case(ndx_span word)
{
    static const char *const names[] = {"AND", "OR", "NOT"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ndx_span_equal_nocase(word, ndx_span_of(names[i])) &&
            !ndx_span_equal(word, ndx_span_of(names[i])))
            return names[i];
    return NULL;
}
