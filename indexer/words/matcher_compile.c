/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matcher_compile.c - which numbers of a word list a leaf of a query stands for.
 *
 * Owns: the kinds of leaves, patterns. Must not know: articles.
 */
#include "matcher_internal.h"

#include "newsdex/analysis.h"
#include "newsdex/array.h"
#include "newsdex/limits.h"

#include <stdlib.h>

typedef struct picking {
    ndx_leaf_kind kind;
    ndx_span text;
    int language;
    ndx_numbers *numbers;
    ndx_error *error;
    bool failed;
} picking;

static bool is_picked(const picking *pick, const ndx_word *word)
{
    if (pick->language != NDX_LANGUAGE_ANY && word->language != pick->language)
        return false;
    if (pick->kind == NDX_LEAF_EXACT)
        return ndx_span_equal(word->folded, pick->text);
    if (pick->kind == NDX_LEAF_CASE)
        return ndx_span_equal(word->surface, pick->text);
    /* n-gram characters are no words */
    return word->term.size && ndx_pattern_fits(pick->text, word->folded);
}

static bool pick_word(void *context, uint32_t number, const ndx_word *word)
{
    picking *pick = context;
    if (!is_picked(pick, word))
        return true;
    if (pick->numbers->count >= NDX_LIMIT_WILDCARD_SPELLINGS)
        pick->failed = !ndx_error_set(
            pick->error, NDX_ERROR_LIMIT,
            "the wildcard \"%.*s\" stands for more than %u spellings; write more of the word",
            NDX_SPAN_ARGS(pick->text), NDX_LIMIT_WILDCARD_SPELLINGS);
    else
        pick->failed = !ndx_numbers_add(pick->numbers, number, pick->error);
    return !pick->failed;
}

/* The folded prefix that every word of the form has. */
static ndx_span prefix_of(const ndx_match_form *form, const ndx_buffer *folded)
{
    if (form->kind == NDX_LEAF_CASE)
        return ndx_buffer_span(folded);
    return form->kind == NDX_LEAF_EXACT ? form->text : ndx_pattern_prefix(form->text);
}

static bool pick_by_form(ndx_words *words, const ndx_match_form *form, ndx_numbers *numbers,
                         ndx_error *error)
{
    picking pick = {form->kind, form->text, form->language, numbers, error, false};
    ndx_buffer folded = {0};
    bool done = form->kind != NDX_LEAF_CASE || ndx_fold(&folded, form->text) ||
                ndx_error_memory(error, "reading a query");
    done = done && ndx_words_walk(words, prefix_of(form, &folded), pick_word, &pick, error) &&
           !pick.failed;
    ndx_buffer_free(&folded);
    return done;
}

bool ndx_matcher_compile_leaf(ndx_matcher *matcher, const ndx_match_node *node, leaf *made,
                              ndx_error *error)
{
    made->fields = node->fields;
    for (size_t i = 0; i < node->form_count; i++) {
        const ndx_match_form *form = &node->forms[i];
        bool done;
        if (form->kind == NDX_LEAF_TERM)
            done = ndx_words_with_term(matcher->words, form->text, form->language, &made->numbers,
                                       error);
        else if (form->kind == NDX_LEAF_PATTERN && form->term.size)
            done = ndx_words_with_term_fitting(matcher->words, form->term, form->text,
                                               &made->numbers, error);
        else if (form->kind == NDX_LEAF_CHARACTER)
            done = ndx_words_with_character(matcher->words, form->text, &made->numbers, error);
        else
            done = pick_by_form(matcher->words, form, &made->numbers, error);
        if (!done)
            return false;
    }
    made->numbers.count = ndx_array_sort_unique(made->numbers.number, made->numbers.count);
    for (size_t i = 0; i < made->numbers.count && i < NDX_SEARCH_FORMS; i++)
        ndx_matcher_write_code(ndx_words_dense(matcher->words), made->numbers.number[i],
                               &made->code[i]);
    return true;
}
