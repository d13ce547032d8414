/* SPDX-License-Identifier: GPL-2.0-or-later */
/* leaf.c - implements leaf.h. */
#include "query/leaf.h"

#include "newsdex/text.h"

enum { BLOCK_TOKENS = 64 };

typedef struct token_list {
    ndx_token *token;
    size_t count;
} token_list;

/* All word tokens of a text, in the arena. */
static bool collect(ndx_arena *arena, ndx_span text, ndx_language language, token_list *list,
                    ndx_error *error)
{
    ndx_span line;
    if (!ndx_text_line(arena, text, &line))
        return ndx_error_memory(error, "reading the query");
    /* at most one word a byte */
    list->token = ndx_arena_alloc(arena, (line.size + 1) * sizeof *list->token);
    list->count = 0;
    if (!list->token)
        return ndx_error_memory(error, "reading the query");
    memset(list->token, 0, (line.size + 1) * sizeof *list->token);
    ndx_splitter splitter;
    ndx_splitter_init(&splitter, line, language);
    ndx_token block[BLOCK_TOKENS];
    size_t count;
    while ((count = ndx_splitter_next(&splitter, block, BLOCK_TOKENS)) > 0)
        for (size_t i = 0; i < count; i++)
            if (block[i].kind == NDX_TOKEN_WORD)
                list->token[list->count++] = block[i];
    return true;
}

static bool fold(ndx_arena *arena, ndx_span surface, ndx_span *folded, ndx_error *error)
{
    ndx_buffer buffer = {0};
    bool done =
        ndx_fold(&buffer, surface) && ndx_arena_copy(arena, ndx_buffer_span(&buffer), folded);
    ndx_buffer_free(&buffer);
    return done || ndx_error_memory(error, "reading the query");
}

static bool add_form(const ndx_query_context *context, ndx_match_form *forms, size_t *count,
                     ndx_span text, ndx_error *error)
{
    for (size_t i = 0; i < *count; i++)
        if (ndx_span_equal(forms[i].text, text))
            return true;
    ndx_span copy;
    if (!ndx_arena_copy(context->arena, text, &copy))
        return ndx_error_memory(error, "reading the query");
    forms[(*count)++] = (ndx_match_form){NDX_LEAF_TERM, copy, NDX_LANGUAGE_ANY};
    return true;
}

/* "US" is written for "U.S." as often as not: two to four ASCII capitals also stand for the acronym
 * with full stops. In lower case they do not: `us` is the pronoun. */
static bool acronym_of(ndx_span surface, ndx_buffer *acronym)
{
    if (surface.size < 2 || surface.size > 4)
        return false;
    for (size_t i = 0; i < surface.size; i++)
        if (surface.data[i] < 'A' || surface.data[i] > 'Z')
            return false;
    for (size_t i = 0; i < surface.size; i++)
        ndx_buffer_printf(acronym, "%c.", surface.data[i] + 32);
    return !acronym->failed;
}

static bool add_terms(const ndx_query_context *context, const ndx_token *token, ndx_leaf_word *word,
                      ndx_error *error)
{
    ndx_match_form *forms =
        ndx_arena_alloc(context->arena, (context->language_count + 2) * sizeof *forms);
    ndx_buffer term = {0};
    bool done = forms != NULL;
    size_t count = 0;
    if (!done)
        ndx_error_memory(error, "reading the query");
    for (size_t i = 0; done && i <= context->language_count; i++) {
        ndx_language language =
            i < context->language_count ? context->languages[i] : NDX_LANGUAGE_UNKNOWN;
        ndx_buffer_clear(&term);
        done = ndx_analyser_term(context->analyser, word->surface, token->flags, language, &term,
                                 error);
        if (done && term.size)
            done = add_form(context, forms, &count, ndx_buffer_span(&term), error);
    }
    ndx_buffer_clear(&term);
    if (done && acronym_of(word->surface, &term))
        done = add_form(context, forms, &count, ndx_buffer_span(&term), error);
    ndx_buffer_free(&term);
    word->forms = forms;
    word->form_count = count;
    return done;
}

static bool is_all_capitals(ndx_span surface)
{
    for (size_t i = 0; i < surface.size; i++)
        if (surface.data[i] < 'A' || surface.data[i] > 'Z')
            return false;
    return surface.size > 1;
}

static bool make_word(const ndx_query_context *context, const ndx_token *token, ndx_leaf_word *word,
                      ndx_error *error)
{
    *word = (ndx_leaf_word){.surface = ndx_span_make(token->data, token->size)};
    if (!fold(context->arena, word->surface, &word->folded, error))
        return false;
    if (token->flags & NDX_TOKEN_NGRAM) {
        ndx_match_form *form = ndx_arena_alloc(context->arena, sizeof *form);
        if (!form)
            return ndx_error_memory(error, "reading the query");
        *form = (ndx_match_form){NDX_LEAF_CHARACTER, word->folded, NDX_LANGUAGE_ANY};
        word->ngram = true;
        word->forms = form;
        word->form_count = 1;
        return true;
    }
    /* WHO and US in capitals are names, not function words */
    for (size_t i = 0; i < context->language_count && !is_all_capitals(word->surface); i++)
        word->function_word |= ndx_language_is_function_word(context->languages[i], word->folded);
    return add_terms(context, token, word, error);
}

static bool same_cuts(const token_list *a, const token_list *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->token[i].size == b->token[i].size;
    return same;
}

static bool make_leaf(const ndx_query_context *context, const token_list *list, ndx_leaf *leaf,
                      ndx_error *error)
{
    ndx_leaf_word *made = ndx_arena_alloc(context->arena, (list->count + 1) * sizeof *made);
    if (!made)
        return ndx_error_memory(error, "reading the query");
    *leaf = (ndx_leaf){made, 0};
    for (size_t i = 0; i < list->count; i++) {
        if (!make_word(context, &list->token[i], &made[leaf->count], error))
            return false;
        const ndx_token *token = &list->token[i];
        made[leaf->count].touches_next =
            i + 1 < list->count && token->data + token->size == token[1].data;
        leaf->count += made[leaf->count].form_count > 0;
    }
    return true;
}

static ndx_language main_language(const ndx_query_context *context)
{
    return context->language_count ? context->languages[0] : NDX_LANGUAGE_UNKNOWN;
}

bool ndx_leaf_read(const ndx_query_context *context, ndx_span text, const ndx_leaf **leaves,
                   size_t *count, ndx_error *error)
{
    enum { WAYS = 4 }; /* elisions part or do not: there are two */
    token_list ways[WAYS];
    ndx_leaf *made = ndx_arena_alloc(context->arena, WAYS * sizeof *made);
    if (!made)
        return ndx_error_memory(error, "reading the query");
    *leaves = made;
    *count = 0;
    for (size_t i = 0; i == 0 || (i < context->language_count && *count < WAYS); i++) {
        ndx_language language = i ? context->languages[i] : main_language(context);
        if (!collect(context->arena, text, language, &ways[*count], error))
            return false;
        bool known = false;
        for (size_t k = 0; k < *count && !known; k++)
            known = same_cuts(&ways[k], &ways[*count]);
        if (known)
            continue;
        if (!make_leaf(context, &ways[*count], &made[*count], error))
            return false;
        ++*count;
    }
    return true;
}

bool ndx_leaf_folded_words(ndx_arena *arena, ndx_span text, const ndx_span **words, size_t *count,
                           ndx_error *error)
{
    token_list list;
    if (!collect(arena, text, NDX_LANGUAGE_UNKNOWN, &list, error))
        return false;
    ndx_span *made = ndx_arena_alloc(arena, (list.count + 1) * sizeof *made);
    if (!made)
        return ndx_error_memory(error, "reading the query");
    for (size_t i = 0; i < list.count; i++)
        if (!fold(arena, ndx_span_make(list.token[i].data, list.token[i].size), &made[i], error))
            return false;
    *words = made;
    *count = list.count;
    return true;
}
