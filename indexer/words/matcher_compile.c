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
    const ndx_match_form *form;
    ndx_numbers *numbers;
    ndx_error *error;
    bool failed;
} picking;

static bool add_picked(picking *pick, uint32_t number)
{
    if (pick->numbers->count >= NDX_LIMIT_WILDCARD_SPELLINGS)
        pick->failed = !ndx_error_set(
            pick->error, NDX_ERROR_LIMIT,
            "the wildcard \"%.*s\" stands for more than %u spellings; write more of the word",
            NDX_SPAN_ARGS(pick->form->text), NDX_LIMIT_WILDCARD_SPELLINGS);
    else
        pick->failed = !ndx_numbers_add(pick->numbers, number, pick->error);
    return !pick->failed;
}

static bool is_in_language(const picking *pick, const ndx_word *word)
{
    return pick->form->language == NDX_LANGUAGE_ANY || word->language == pick->form->language;
}

static bool pick_fitting(void *context, size_t which, const ndx_word *word, uint32_t number)
{
    picking *pick = context;
    (void)which;
    return !is_in_language(pick, word) || add_picked(pick, number);
}

static bool pick_same(void *context, uint32_t number, const ndx_word *word)
{
    picking *pick = context;
    ndx_span compared = pick->form->kind == NDX_LEAF_CASE ? word->surface : word->folded;
    return !ndx_span_equal(compared, pick->form->text) || !is_in_language(pick, word) ||
           add_picked(pick, number);
}

static bool pick_patterns(ndx_words *words, picking *pick)
{
    const ndx_word_pattern pattern = {pick->form->text, pick->form->edits};
    return ndx_words_walk_fitting(words, &pattern, 1, pick_fitting, pick, pick->error);
}

/* Words of one exact form, or one surface, begin with it folded. */
static bool pick_forms(ndx_words *words, picking *pick)
{
    ndx_buffer folded = {0};
    bool done = pick->form->kind == NDX_LEAF_CASE
                    ? ndx_fold(&folded, pick->form->text)
                    : ndx_buffer_append_span(&folded, pick->form->text);
    done = done ? ndx_words_walk(words, ndx_buffer_span(&folded), pick_same, pick, pick->error)
                : ndx_error_memory(pick->error, "reading a query");
    ndx_buffer_free(&folded);
    return done;
}

static bool pick_by_form(ndx_words *words, const ndx_match_form *form, ndx_numbers *numbers,
                         ndx_error *error)
{
    picking pick = {form, numbers, error, false};
    bool walked =
        form->kind == NDX_LEAF_PATTERN ? pick_patterns(words, &pick) : pick_forms(words, &pick);
    return walked && !pick.failed;
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
            done = ndx_words_with_term_fitting(matcher->words, form->term,
                                               (ndx_word_pattern){form->text, form->edits},
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
