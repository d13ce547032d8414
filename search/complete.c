/* SPDX-License-Identifier: GPL-2.0-or-later */
/* complete.c - implements complete.h. */
#include "complete.h"

#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/query.h"
#include "newsdex/utf8.h"
#include "newsdex/xapian_error.h"
#include "saved/saved.h"

/* Fields whose values are terms; where several words make a value, also those of its words. */
static const struct {
    const char *field;
    ndx_term_kind kind, word_kind;
} values[] = {
    {"source", NDX_TERM_SOURCE, NDX_TERM_SOURCE_WORD},
    {"section", NDX_TERM_SECTION, NDX_TERM_SECTION_WORD},
    {"lang", NDX_TERM_LANGUAGE, NDX_TERM_LANGUAGE},
    {"by", NDX_TERM_AUTHOR_WORD, NDX_TERM_AUTHOR_WORD},
    {"url", NDX_TERM_HOST, NDX_TERM_HOST},
};
enum { NO_VALUES = sizeof values / sizeof *values };

/* A word that is being typed: "(-source:reu" is begin "(-", field "source", value "reu". */
typedef struct typed_word {
    ndx_span before; /* all up to the word */
    ndx_span name;   /* the field's, or what there is of it */
    ndx_span value;
    bool has_value; /* there was a colon */
    size_t row;     /* of `values`; NO_VALUES */
} typed_word;

static typed_word take_apart(ndx_span typed)
{
    typed_word word = {.row = NO_VALUES};
    size_t begin = typed.size;
    while (begin > 0 && !strchr(" (\t\n", typed.data[begin - 1]))
        begin--;
    if (begin < typed.size && strchr("+-", typed.data[begin]))
        begin++;
    word.before = ndx_span_make(typed.data, begin);
    word.name = ndx_span_skip(typed, begin);
    const char *colon = word.name.size ? memchr(word.name.data, ':', word.name.size) : NULL;
    if (!colon)
        return word;
    word.has_value = true;
    word.value = ndx_span_skip(word.name, (size_t)(colon - word.name.data) + 1);
    word.name.size = (size_t)(colon - word.name.data);
    for (word.row = 0; word.row < NO_VALUES; word.row++)
        if (ndx_span_equal_nocase(word.name, ndx_span_of(values[word.row].field)))
            break;
    return word;
}

bool newssearch_completion_needs_index(ndx_span typed)
{
    return take_apart(typed).row < NO_VALUES;
}

static void complete_names(const typed_word *word, ndx_buffer *out)
{
    const ndx_query_field *field;
    for (size_t i = 0; (field = ndx_query_field_describe(i)); i++) {
        ndx_span name = ndx_span_of(field->name);
        if (word->name.size > name.size ||
            !ndx_span_equal_nocase(word->name, ndx_span_make(name.data, word->name.size)))
            continue;
        ndx_buffer_append_span(out, word->before);
        ndx_buffer_printf(out, "%s:\n", field->name);
    }
}

/* ---- values ---- */

typedef struct completion {
    xc_database *database;
    typed_word typed;
    bool words;        /* values are made of words */
    ndx_buffer folded; /* the typed value as candidates have it */
    ndx_buffer term, candidate;
    ndx_buffer *out;
} completion;

static bool is_word(completion *c, ndx_span word, bool *is, ndx_error *error)
{
    xc_error failure = {0};
    ndx_buffer_clear(&c->term);
    if (!ndx_term_append(&c->term, values[c->typed.row].word_kind, word))
        return ndx_error_memory(error, "completing a word");
    return xc_database_term_exists(c->database, (xc_bytes){c->term.data, c->term.size}, is,
                                   &failure) == XC_OK ||
           ndx_error_from_xapian(error, &failure, "looking for a word of a field");
}

/* Folding has taken the hyphens out of the whole value: "francepresse" is no word of any source.
 * Where two words stand in it, they are what was written. */
static bool append_word(completion *c, ndx_span word, ndx_error *error)
{
    bool first = false;
    bool second = false;
    size_t cut = 0;
    if (!is_word(c, word, &second, error))
        return false;
    while (!second && ++cut < word.size) {
        if (((unsigned char)word.data[cut] & 0xC0) == 0x80)
            continue;
        if (!is_word(c, ndx_span_make(word.data, cut), &first, error) ||
            (first && !is_word(c, ndx_span_skip(word, cut), &second, error)))
            return false;
    }
    if (second && cut) {
        ndx_buffer_append(&c->candidate, word.data, cut);
        ndx_buffer_append_byte(&c->candidate, '-');
        word = ndx_span_skip(word, cut);
    }
    ndx_buffer_append_span(&c->candidate, word);
    return true;
}

/* The words of a value, with hyphens where something stands between two. */
static bool append_words(completion *c, ndx_span value, ndx_error *error)
{
    enum { TOKENS = 64 };
    ndx_token token[TOKENS];
    ndx_splitter splitter;
    size_t count;
    bool apart = false;
    ndx_splitter_init(&splitter, value, NDX_LANGUAGE_UNKNOWN);
    while ((count = ndx_splitter_next(&splitter, token, TOKENS)) > 0) {
        for (size_t i = 0; i < count; i++) {
            ndx_span text = ndx_span_make(token[i].data, token[i].size);
            if (token[i].kind == NDX_TOKEN_SEPARATOR) {
                apart |= text.size > 0;
                continue;
            }
            if (apart && c->candidate.size)
                ndx_buffer_append_byte(&c->candidate, '-');
            if (!append_word(c, text, error))
                return false;
            apart = false;
        }
    }
    return true;
}

/* Folds what was typed, word by word: folding drops hyphens. */
static void fold_typed(completion *c)
{
    ndx_span rest = c->typed.value;
    while (rest.size) {
        const char *hyphen = c->words ? memchr(rest.data, '-', rest.size) : NULL;
        size_t size = hyphen ? (size_t)(hyphen - rest.data) : rest.size;
        if (size)
            ndx_fold(&c->folded, ndx_span_make(rest.data, size));
        if (hyphen)
            ndx_buffer_append_byte(&c->folded, '-');
        rest = ndx_span_skip(rest, size + (hyphen != NULL));
    }
}

/* What a term begins with that can become the typed value: of a value of words, its first. */
static bool append_term_prefix(completion *c, ndx_buffer *prefix)
{
    ndx_term_kind kind = values[c->typed.row].kind;
    const char *hyphen =
        c->words && c->folded.size ? memchr(c->folded.data, '-', c->folded.size) : NULL;
    size_t size = hyphen ? (size_t)(hyphen - c->folded.data) : c->folded.size;
    return size ? ndx_term_append(prefix, kind, ndx_span_make(c->folded.data, size))
                : ndx_buffer_append_text(prefix, ndx_term_describe(kind)->prefix);
}

/* Writes the value of a term if it is what was typed, or begins so. *found counts. */
static bool add_candidate(completion *c, ndx_span value, unsigned *found, ndx_error *error)
{
    ndx_buffer_clear(&c->candidate);
    if (!c->words)
        ndx_buffer_append_span(&c->candidate, value);
    else if (!append_words(c, value, error))
        return false;
    ndx_span candidate = ndx_buffer_span(&c->candidate);
    if (!candidate.size || !ndx_span_starts_with(candidate, ndx_buffer_span(&c->folded)))
        return true;
    ndx_buffer_append_span(c->out, c->typed.before);
    ndx_buffer_printf(c->out, "%s:", values[c->typed.row].field);
    ndx_utf8_append_printable(c->out, candidate);
    ndx_buffer_append_byte(c->out, '\n');
    ++*found;
    return true;
}

static bool walk(completion *c, ndx_span prefix, ndx_error *error)
{
    size_t kind_size = strlen(ndx_term_describe(values[c->typed.row].kind)->prefix);
    xc_error failure = {0};
    xc_term_cursor *cursor = NULL;
    xc_step step = XC_ROW;
    unsigned found = 0;
    bool done = true;
    if (xc_database_terms(c->database, (xc_bytes){prefix.data, prefix.size}, &cursor, &failure) !=
        XC_OK)
        return ndx_error_from_xapian(error, &failure, "looking for values of a field");
    while (done && found < NEWSSEARCH_CANDIDATES &&
           (step = xc_term_cursor_next(cursor, &failure)) == XC_ROW) {
        xc_bytes term = xc_term_cursor_term(cursor);
        if (term.size < NDX_LIMIT_TERM_BYTES) /* else its end is a hash */
            done = add_candidate(c, ndx_span_make(term.data + kind_size, term.size - kind_size),
                                 &found, error);
    }
    if (step == XC_ERROR)
        done = ndx_error_from_xapian(error, &failure, "looking for values of a field");
    xc_term_cursor_free(cursor);
    return done;
}

static bool complete_value(ndx_index *index, const typed_word *word, ndx_buffer *out,
                           ndx_error *error)
{
    completion c = {.database = ndx_index_database(index),
                    .typed = *word,
                    .words = values[word->row].word_kind != values[word->row].kind,
                    .out = out};
    ndx_buffer prefix = {0};
    fold_typed(&c);
    bool done = append_term_prefix(&c, &prefix) && !c.folded.failed;
    if (!done)
        ndx_error_memory(error, "completing a word");
    else if (c.database)
        done = walk(&c, ndx_buffer_span(&prefix), error);
    out->failed |= c.candidate.failed;
    ndx_buffer_free(&prefix);
    ndx_buffer_free(&c.folded);
    ndx_buffer_free(&c.term);
    ndx_buffer_free(&c.candidate);
    return done;
}

/* ---- names ---- */

/* "--saved=we": what an option of saved searches may be. *is: it is one of them. */
static bool complete_saved(ndx_span typed, bool *is, ndx_buffer *out, ndx_error *error)
{
    static const char *const leads[] = {"--save=", "--saved=", "--forget="};
    ndx_buffer folder = {0};
    ndx_arena arena = {0};
    const char *const *names = NULL;
    size_t count = 0;
    ndx_span begun = typed;
    for (size_t i = 0; i < sizeof leads / sizeof *leads && begun.size == typed.size; i++)
        if (ndx_span_starts_with(typed, ndx_span_of(leads[i])))
            begun = ndx_span_skip(typed, strlen(leads[i]));
    *is = begun.size < typed.size;
    bool done = !*is || (ndx_saved_folder(&folder, error) &&
                         ndx_saved_list(folder.data, &arena, &names, &count, error));
    for (size_t i = 0; done && i < count; i++)
        if (ndx_span_starts_with(ndx_span_of(names[i]), begun))
            ndx_buffer_printf(out, "%s\n", names[i]);
    ndx_arena_free(&arena);
    ndx_buffer_free(&folder);
    return done;
}

bool newssearch_complete(ndx_index *index, ndx_span typed, ndx_buffer *out, ndx_error *error)
{
    typed_word word = take_apart(typed);
    bool saved;
    if (!complete_saved(typed, &saved, out, error))
        return false;
    if (saved)
        return ndx_buffer_ok(out, "completing a name", error);
    if (!word.has_value)
        complete_names(&word, out);
    else if (index && word.row < NO_VALUES && !complete_value(index, &word, out, error))
        return false;
    return ndx_buffer_ok(out, "completing a word", error);
}
