/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dialect.c - implements dialect.h.
 *
 * Sources: the operators as Factiva and LexisNexis document them for their users: adjN and w/N are
 * ordered in Factiva, w/n is not in Lexis, where OR binds tightest and words side by side are a
 * phrase, in both. What they have and newsdex does not is an error or a remark, never something
 * else.
 */
#include "query/dialect.h"

#include "newsdex/utf8.h"

/* In Lexis w/seg asks for one segment: no body is as long. */
#define WHOLE_SEGMENT NDX_QUERY_DISTANCE_SEGMENT

static const ndx_operator_spelling newsdex_operators[] = {
    {"AND", NDX_LEXEME_AND, 0, true},
    {"OR", NDX_LEXEME_OR, 0, true},
    {"not w/#", NDX_LEXEME_NOT_NEAR, 0, false},
    {"NOT", NDX_LEXEME_NOT, 0, true},
    {"w/s", NDX_LEXEME_SENTENCE, 0, false},
    {"w/p", NDX_LEXEME_PARAGRAPH, 0, false},
    {"w/#", NDX_LEXEME_NEAR, 0, false},
    {"pre/#", NDX_LEXEME_BEFORE, 0, false},
    {"*", NDX_LEXEME_ALL, 0, false},
};
static const ndx_operator_spelling factiva_operators[] = {
    {"and", NDX_LEXEME_AND, 0, false},     {"or", NDX_LEXEME_OR, 0, false},
    {"not", NDX_LEXEME_NOT, 0, false},     {"same", NDX_LEXEME_PARAGRAPH, 0, false},
    {"adj#", NDX_LEXEME_BEFORE, 0, false}, {"adj", NDX_LEXEME_BEFORE, 1, false},
    {"w/#", NDX_LEXEME_BEFORE, 0, false},  {"near#", NDX_LEXEME_NEAR, 0, false},
    {"/n#/", NDX_LEXEME_NEAR, 0, false},   {"*", NDX_LEXEME_ALL, 0, false},
};
static const ndx_operator_spelling lexis_operators[] = {
    {"and not", NDX_LEXEME_NOT, 0, false},
    {"and", NDX_LEXEME_AND, 0, false},
    {"or", NDX_LEXEME_OR, 0, false},
    {"not w/#", NDX_LEXEME_NOT_NEAR, 0, false},
    {"not w/seg", NDX_LEXEME_NOT_NEAR, WHOLE_SEGMENT, false},
    {"not", NDX_LEXEME_NOT, 0, false},
    {"w/sent", NDX_LEXEME_SENTENCE, 0, false},
    {"w/s", NDX_LEXEME_SENTENCE, 0, false},
    {"w/para", NDX_LEXEME_PARAGRAPH, 0, false},
    {"w/p", NDX_LEXEME_PARAGRAPH, 0, false},
    {"w/seg", NDX_LEXEME_NEAR, WHOLE_SEGMENT, false},
    {"w/#", NDX_LEXEME_NEAR, 0, false},
    {"/#", NDX_LEXEME_NEAR, 0, false},
    {"pre/#", NDX_LEXEME_BEFORE, 0, false},
    {"onear/#", NDX_LEXEME_BEFORE, 0, false},
};

static const ndx_function_spelling newsdex_functions[] = {
    {"atleast#", NDX_QUERY_AT_LEAST, NULL, false},
    {"first/#", NDX_QUERY_FIRST, NULL, false},
    {"hlead", NDX_QUERY_LEAD, NULL, false},
};
static const ndx_function_spelling factiva_functions[] = {
    {"atleast#", NDX_QUERY_AT_LEAST, NULL, true},
};
static const ndx_function_spelling factiva_equals[] = {
    {"hlp", NDX_QUERY_LEAD, NULL, true},      {"hd", NDX_QUERY_WORDS, "title", true},
    {"hl", NDX_QUERY_WORDS, "title", true},   {"by", NDX_QUERY_AUTHOR, "by", true},
    {"sn", NDX_QUERY_SOURCE, "source", true}, {"se", NDX_QUERY_SECTION, "section", true},
    {"la", NDX_QUERY_LANGUAGE, "lang", true}, {"an", NDX_QUERY_ID, "id", true},
};
static const ndx_function_spelling lexis_functions[] = {
    {"atleast#", NDX_QUERY_AT_LEAST, NULL, false},
    {"hlead", NDX_QUERY_LEAD, NULL, false},
    {"headline", NDX_QUERY_WORDS, "title", false},
    {"byline", NDX_QUERY_AUTHOR, "by", false},
    {"publication", NDX_QUERY_SOURCE, "source", false},
    {"section", NDX_QUERY_SECTION, "section", false},
    {"language", NDX_QUERY_LANGUAGE, "lang", false},
};

#define ROWS(table) table, sizeof(table) / sizeof *(table)

static const ndx_dialect_rules dialects[] = {
    [NDX_DIALECT_NEWSDEX] = {"newsdex",
                             ROWS(newsdex_operators),
                             ROWS(newsdex_functions),
                             NULL,
                             0,
                             {NDX_BINDS_NEAR, NDX_BINDS_NOT, NDX_BINDS_AND, NDX_BINDS_OR},
                             true,
                             true,
                             '*',
                             '?',
                             NULL},
    [NDX_DIALECT_FACTIVA] = {"factiva",
                             ROWS(factiva_operators),
                             ROWS(factiva_functions),
                             ROWS(factiva_equals),
                             {NDX_BINDS_NEAR, NDX_BINDS_NOT, NDX_BINDS_AND, NDX_BINDS_OR},
                             false,
                             false,
                             '*',
                             '?',
                             "/f#/"},
    [NDX_DIALECT_LEXIS] = {"lexis",
                           ROWS(lexis_operators),
                           ROWS(lexis_functions),
                           NULL,
                           0,
                           {NDX_BINDS_OR, NDX_BINDS_NEAR, NDX_BINDS_AND | NDX_BINDS_NOT, 0},
                           false,
                           false,
                           '!',
                           '*',
                           NULL},
};

const ndx_dialect_rules *ndx_dialect_rules_of(ndx_dialect dialect)
{
    return &dialects[dialect];
}

bool ndx_dialect_from_name(ndx_span name, ndx_dialect *dialect)
{
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
        *dialect = (ndx_dialect)i;
        if (ndx_span_equal_nocase(name, ndx_span_of(dialects[i].name)))
            return true;
    }
    return false;
}

/* Reads digits at *at; false if there are none. A number that is too large for any use stays so. */
static bool read_number(ndx_span word, size_t *at, uint32_t *number)
{
    enum { LARGE = 100000000 };
    size_t begin = *at;
    *number = 0;
    for (; *at < word.size && word.data[*at] >= '0' && word.data[*at] <= '9'; ++*at)
        if (*number < LARGE)
            *number = *number * 10 + (uint32_t)(word.data[*at] - '0');
    return *at > begin;
}

bool ndx_spelling_fits(const char *spelling, ndx_span word, bool capitals, uint32_t *number)
{
    size_t at = 0;
    *number = 0;
    for (; *spelling; spelling++) {
        if (*spelling == '#') {
            if (!read_number(word, &at, number))
                return false;
            continue;
        }
        if (at == word.size)
            return false;
        char c = word.data[at++];
        if (c != *spelling && (capitals || ndx_ascii_lower(c) != ndx_ascii_lower(*spelling)))
            return false;
    }
    return at == word.size;
}

const ndx_operator_spelling *ndx_dialect_operator(const ndx_dialect_rules *rules, ndx_span words,
                                                  uint32_t *number)
{
    for (size_t i = 0; i < rules->operator_count; i++)
        if (ndx_spelling_fits(rules->operators[i].spelling, words, rules->operators[i].capitals,
                              number)) {
            if (!strchr(rules->operators[i].spelling, '#'))
                *number = rules->operators[i].number;
            return &rules->operators[i];
        }
    return NULL;
}

/* Spelled as an operator elsewhere, and unlikely to be meant as a word. */
static bool is_foreign_operator(ndx_span word)
{
    static const char *const spellings[] = {
        "adj#", "adj/#", "near#",  "near/#", "/n#/",  "onear/#", "within/#", "w#",
        "pre#", "/#",    "w/sent", "w/para", "w/seg", "w/",      "pre/",     "ne/#",
        "&&",   "||",    "w/#",    "pre/#",  "w/s",   "w/p"};
    uint32_t number;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (ndx_spelling_fits(spellings[i], word, false, &number))
            return true;
    return false;
}

const char *ndx_dialect_remark(const ndx_dialect_rules *rules, ndx_span word)
{
    static const char *const names[] = {"AND", "OR", "NOT"};
    static const char *const functions[] = {"atleast#", "atleast", "hlead", "first/#"};
    uint32_t number;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ndx_spelling_fits(names[i], word, false, &number))
            return "taken as a word; the operators are written in capitals: AND, OR, NOT";
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (ndx_spelling_fits(functions[i], word, false, &number))
            return "taken as a word; a bracket must follow it directly: atleast3(word), "
                   "first/50(word), hlead(word)";
    if (!is_foreign_operator(word))
        return NULL;
    return rules->side_by_side
               ? "taken as a word; distances are written w/5, pre/5, not w/5, w/s, w/p "
                 "(--dialect knows those of Factiva and Lexis)"
               : "taken as a word; it is no operator of this dialect";
}
