/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query_date_tokens.c - implements query_date_tokens.h: to add a word, add a row. */
#include "query/query_date_tokens.h"

enum { DIGITS_MOST = 8 };

static const struct {
    const char *text;
    ndx_query_date_token_kind kind;
    int value;
} words[] = {
    {"today", NDX_QUERY_DATE_RELATIVE, 0},
    {"yesterday", NDX_QUERY_DATE_RELATIVE, -1},
    {"tomorrow", NDX_QUERY_DATE_RELATIVE, 1},
    {"this", NDX_QUERY_DATE_THIS, 0},
    {"last", NDX_QUERY_DATE_LAST, 0},
    {"ago", NDX_QUERY_DATE_AGO, 0},
    {"d", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_DAY},
    {"day", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_DAY},
    {"days", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_DAY},
    {"w", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_WEEK},
    {"week", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_WEEK},
    {"weeks", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_WEEK},
    {"m", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_MONTH},
    {"month", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_MONTH},
    {"months", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_MONTH},
    {"q", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_QUARTER},
    {"quarter", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_QUARTER},
    {"quarters", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_QUARTER},
    {"y", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_YEAR},
    {"year", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_YEAR},
    {"years", NDX_QUERY_DATE_UNIT, NDX_QUERY_UNIT_YEAR},
    {"s", NDX_QUERY_DATE_DECADE, 0},
    {"st", NDX_QUERY_DATE_ORDINAL, 0},
    {"nd", NDX_QUERY_DATE_ORDINAL, 0},
    {"rd", NDX_QUERY_DATE_ORDINAL, 0},
    {"th", NDX_QUERY_DATE_ORDINAL, 0},
    {"january", NDX_QUERY_DATE_MONTH, 1},
    {"february", NDX_QUERY_DATE_MONTH, 2},
    {"march", NDX_QUERY_DATE_MONTH, 3},
    {"april", NDX_QUERY_DATE_MONTH, 4},
    {"may", NDX_QUERY_DATE_MONTH, 5},
    {"june", NDX_QUERY_DATE_MONTH, 6},
    {"july", NDX_QUERY_DATE_MONTH, 7},
    {"august", NDX_QUERY_DATE_MONTH, 8},
    {"september", NDX_QUERY_DATE_MONTH, 9},
    {"october", NDX_QUERY_DATE_MONTH, 10},
    {"november", NDX_QUERY_DATE_MONTH, 11},
    {"december", NDX_QUERY_DATE_MONTH, 12},
    {"monday", NDX_QUERY_DATE_WEEKDAY, 1},
    {"tuesday", NDX_QUERY_DATE_WEEKDAY, 2},
    {"wednesday", NDX_QUERY_DATE_WEEKDAY, 3},
    {"thursday", NDX_QUERY_DATE_WEEKDAY, 4},
    {"friday", NDX_QUERY_DATE_WEEKDAY, 5},
    {"saturday", NDX_QUERY_DATE_WEEKDAY, 6},
    {"sunday", NDX_QUERY_DATE_WEEKDAY, 7},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return ndx_ascii_lower(c) >= 'a' && ndx_ascii_lower(c) <= 'z';
}

static bool take_number(ndx_span *text, ndx_query_date_token *made)
{
    *made = (ndx_query_date_token){.kind = NDX_QUERY_DATE_NUMBER};
    while (made->digits < text->size && is_digit(text->data[made->digits])) {
        if (made->digits == DIGITS_MOST)
            return false;
        made->value = made->value * 10 + (text->data[made->digits++] - '0');
    }
    *text = ndx_span_skip(*text, made->digits);
    return true;
}

/* Names of months and weekdays may be cut behind the third letter. */
static bool is_word(ndx_span word, size_t row)
{
    ndx_span text = ndx_span_of(words[row].text);
    bool name =
        words[row].kind == NDX_QUERY_DATE_MONTH || words[row].kind == NDX_QUERY_DATE_WEEKDAY;
    if (name && word.size >= 3 && word.size < text.size)
        text.size = word.size;
    return ndx_span_equal_nocase(word, text);
}

static bool take_word(ndx_span *text, ndx_query_date_token *made)
{
    size_t size = 0;
    while (size < text->size && is_letter(text->data[size]))
        size++;
    ndx_span word = ndx_span_make(text->data, size);
    *text = ndx_span_skip(*text, size);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(word, i)) {
            *made = (ndx_query_date_token){.kind = words[i].kind, .value = words[i].value};
            return true;
        }
    return false;
}

/* White space with at most one sign in it, as in "Nov. 30, 2025". */
static bool take_sign(ndx_span *text, ndx_query_date_token *made)
{
    char sign = '\0';
    size_t size = 0;
    for (; size < text->size && !is_digit(text->data[size]) && !is_letter(text->data[size]);
         size++) {
        char c = text->data[size];
        if (ndx_ascii_is_space(c))
            continue;
        if (sign || !c || !strchr("-/.,", c))
            return false;
        sign = c;
    }
    bool alone = sign == '/' || sign == ',' || (sign == '.' && size == 1);
    *made = (ndx_query_date_token){.kind = NDX_QUERY_DATE_SIGN, .value = alone ? sign : '-'};
    *text = ndx_span_skip(*text, size);
    return true;
}

bool ndx_query_date_tokens(ndx_span text, ndx_query_date_token *tokens, size_t *count)
{
    *count = 0;
    while (text.size) {
        ndx_query_date_token made;
        char c = text.data[0];
        if (!(is_digit(c)    ? take_number(&text, &made)
              : is_letter(c) ? take_word(&text, &made)
                             : take_sign(&text, &made)))
            return false;
        if (made.kind == NDX_QUERY_DATE_ORDINAL && *count &&
            tokens[*count - 1].kind == NDX_QUERY_DATE_NUMBER)
            continue;
        if (*count == NDX_QUERY_DATE_TOKENS)
            return false;
        tokens[(*count)++] = made;
    }
    return true;
}

const char *ndx_query_date_weekday_name(int weekday)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].kind == NDX_QUERY_DATE_WEEKDAY && words[i].value == weekday)
            return words[i].text;
    return "";
}
