/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lexer.c - implements lexer.h. */
#include "query/lexer.h"

#include "newsdex/utf8.h"
#include "query/dialect.h"

/* No operator is as long. */
enum { NDX_OPERATOR_BYTES = 24 };

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
    ndx_lexeme lexeme = {
        .kind = kind, .text = {lexer->query.data + begin, end - begin}, .begin = begin, .end = end};
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

/* ---- operators and functions ---- */

/* The end of the word that begins at `at`: white space, a bracket, a quotation mark. */
static size_t word_end(ndx_span query, size_t at)
{
    while (!is_delimiter(query, at))
        at++;
    return at;
}

/* The word at `begin` and the next one with a single space between them, for operators of two
 * words; empty if there is none. *end is behind it. */
static ndx_span two_words(const ndx_lexer *lexer, size_t first_begin, size_t first_end,
                          char room[2 * NDX_OPERATOR_BYTES], size_t *end)
{
    ndx_span query = lexer->query;
    size_t at = first_end;
    size_t space;
    while ((space = space_at(query, at)))
        at += space;
    *end = word_end(query, at);
    size_t first = first_end - first_begin;
    size_t second = *end - at;
    if (at == first_end || !second || first >= NDX_OPERATOR_BYTES || second >= NDX_OPERATOR_BYTES)
        return (ndx_span){0};
    memcpy(room, query.data + first_begin, first);
    room[first] = ' ';
    memcpy(room + first + 1, query.data + at, second);
    return ndx_span_make(room, first + 1 + second);
}

/* Is it an operator, of two words or one? Then *out is. */
static bool read_operator(ndx_lexer *lexer, size_t begin, size_t end, ndx_lexeme *out)
{
    char room[2 * NDX_OPERATOR_BYTES];
    uint32_t number;
    size_t both_end;
    ndx_span both = two_words(lexer, begin, end, room, &both_end);
    const ndx_operator_spelling *found =
        both.size ? ndx_dialect_operator(lexer->rules, both, &number) : NULL;
    if (found)
        end = both_end;
    else
        found = ndx_dialect_operator(
            lexer->rules, ndx_span_make(lexer->query.data + begin, end - begin), &number);
    if (!found)
        return false;
    lexer->at = end;
    *out = make(lexer, found->kind, begin, end);
    out->number = number;
    return true;
}

static ndx_lexeme function_lexeme(ndx_lexer *lexer, const ndx_function_spelling *found,
                                  size_t begin, size_t end, uint32_t number)
{
    lexer->at = end;
    ndx_lexeme out = make(lexer, found->field ? NDX_LEXEME_FIELD : NDX_LEXEME_FUNCTION, begin, end);
    if (found->field)
        out.text = ndx_span_of(found->field);
    out.number = number;
    out.function = found->function;
    out.unit_follows = found->without_bracket;
    return out;
}

/* "atleast3(": the word up to its bracket. */
static bool read_function(ndx_lexer *lexer, size_t begin, size_t end, ndx_lexeme *out)
{
    ndx_span word = ndx_span_make(lexer->query.data + begin, end - begin);
    bool bracket = end < lexer->query.size && lexer->query.data[end] == '(';
    uint32_t number;
    for (size_t i = 0; i < lexer->rules->function_count; i++) {
        const ndx_function_spelling *function = &lexer->rules->functions[i];
        if ((bracket || function->without_bracket) &&
            ndx_spelling_fits(function->spelling, word, false, &number)) {
            *out = function_lexeme(lexer, function, begin, end, number);
            return true;
        }
    }
    return false;
}

/* "hd=": what stands before the sign. */
static bool read_equals(ndx_lexer *lexer, size_t begin, size_t end, ndx_lexeme *out)
{
    const char *word = lexer->query.data + begin;
    const char *sign = memchr(word, '=', end - begin);
    uint32_t number;
    if (!sign)
        return false;
    for (size_t i = 0; i < lexer->rules->equals_count; i++)
        if (ndx_spelling_fits(lexer->rules->equals[i].spelling, ndx_span_between(word, sign), false,
                              &number)) {
            *out = function_lexeme(lexer, &lexer->rules->equals[i], begin,
                                   begin + (size_t)(sign - word) + 1, number);
            return true;
        }
    return false;
}

/* "/f50/" at the end of a word, or alone behind a bracket: where it begins; `end` if there is none.
 */
static size_t first_begins(const ndx_lexer *lexer, size_t begin, size_t end, uint32_t *number)
{
    for (size_t at = begin; lexer->rules->first && at < end; at++)
        if (lexer->query.data[at] == '/' &&
            ndx_spelling_fits(lexer->rules->first, ndx_span_make(lexer->query.data + at, end - at),
                              false, number))
            return at;
    return end;
}

/* A sign that stands before a word or a phrase and says how it is meant. */
static bool read_mark(ndx_lexer *lexer, ndx_lexeme *out)
{
    size_t at = lexer->at;
    char c = lexer->query.data[at];
    if (!lexer->rules->marks || (c != '=' && c != '@') || at + 1 >= lexer->query.size ||
        space_at(lexer->query, at + 1) || strchr(")=@", lexer->query.data[at + 1]))
        return false;
    lexer->at++;
    *out = make(lexer, c == '=' ? NDX_LEXEME_EXACT : NDX_LEXEME_NAME, at, at + 1);
    return true;
}

static bool read_field(ndx_lexer *lexer, size_t begin, ndx_span word, ndx_lexeme *out)
{
    size_t name = lexer->rules->marks ? field_length(word) : 0;
    if (!name)
        return false;
    lexer->at = begin + name + 1;
    *out = make(lexer, NDX_LEXEME_FIELD, begin, begin + name + 1);
    out->text.size = name;
    return true;
}

static ndx_lexeme read_word(ndx_lexer *lexer, bool after_field)
{
    size_t begin = lexer->at;
    size_t end = word_end(lexer->query, begin);
    uint32_t number = 0;
    ndx_lexeme out;
    ndx_span word = ndx_span_make(lexer->query.data + begin, end - begin);
    if (read_function(lexer, begin, end, &out))
        return out;
    if (!after_field &&
        (read_operator(lexer, begin, end, &out) || read_equals(lexer, begin, end, &out) ||
         read_field(lexer, begin, word, &out)))
        return out;
    if (after_field && ndx_span_starts_with(word, NDX_SPAN("case:")) &&
        read_field(lexer, begin, word, &out)) /* title:case:Word */
        return out;
    size_t first = first_begins(lexer, begin, end, &number);
    if (first == begin) {
        lexer->at = end;
        out = make(lexer, NDX_LEXEME_FIRST, begin, end);
        out.number = number;
        return out;
    }
    lexer->at = first;
    out = make(lexer, NDX_LEXEME_WORD, begin, first);
    out.message = after_field ? NULL : ndx_dialect_remark(lexer->rules, out.text);
    return out;
}

/* + or - before something. What came before it ended at a delimiter, of however many bytes, unless
 * it was a sign itself. */
static bool is_sign(const ndx_lexer *lexer, size_t at)
{
    ndx_span query = lexer->query;
    char c = query.data[at];
    return lexer->rules->marks && (c == '+' || c == '-') && at + 1 < query.size &&
           !space_at(query, at + 1) && query.data[at + 1] != ')' &&
           (at == 0 || (query.data[at - 1] != '+' && query.data[at - 1] != '-'));
}

ndx_lexeme ndx_lexer_next(ndx_lexer *lexer, bool after_field)
{
    ndx_span query = lexer->query;
    ndx_lexeme out;
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
    if (!after_field && is_sign(lexer, at)) {
        lexer->at++;
        return make(lexer, c == '+' ? NDX_LEXEME_PLUS : NDX_LEXEME_MINUS, at, at + 1);
    }
    return read_mark(lexer, &out) ? out : read_word(lexer, after_field);
}
