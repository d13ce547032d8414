/* SPDX-License-Identifier: GPL-2.0-or-later */
/* leaf.c - implements leaf.h. */
#include "query/leaf.h"

#include "newsdex/text.h"

#include <stdio.h>

enum { BLOCK_TOKENS = 64 };

typedef struct token_list {
    ndx_token *token;
    size_t count;
    ndx_span line; /* the text, normalised */
} token_list;

/* All word tokens of a line, in the arena. */
static bool collect_line(ndx_arena *arena, ndx_span line, ndx_language language, token_list *list,
                         ndx_error *error)
{
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

/* ---- wildcards ---- */

static bool is_mark(char c)
{
    return c == '*' || c == '?';
}

/* May it be part of a word, or stand for one? */
static bool is_of_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (unsigned char)c >= 0x80 || c == '*';
}

/* Replaces the wildcards of a piece of a line that holds no space by a letter. */
static void replace_marks(char *piece, size_t size)
{
    bool address = memchr(piece, '/', size);
    bool inside = false; /* the word goes on behind it */
    for (size_t i = size; i-- > 0;) {
        bool mark = piece[i] == '*' || (piece[i] == '?' && inside && !address);
        inside = is_of_word(piece[i]) || (piece[i] == '?' && inside);
        if (mark)
            piece[i] = 'x';
    }
}

/* A copy of the line that is cut as if each wildcard were a letter, for that is what it stands for.
 * Of the same size, so that the words' places are those in the line. The line itself if it has
 * none. */
static bool stand_in(ndx_arena *arena, ndx_span line, ndx_span *cut, ndx_error *error)
{
    *cut = line;
    size_t i = 0;
    while (i < line.size && !is_mark(line.data[i]))
        i++;
    if (i == line.size)
        return true;
    if (!ndx_arena_copy(arena, line, cut))
        return ndx_error_memory(error, "reading the query");
    char *copy = (char *)cut->data; /* ours */
    for (size_t begin = 0; begin < line.size;) {
        const char *space = memchr(copy + begin, ' ', line.size - begin);
        size_t end = space ? (size_t)(space - copy) : line.size;
        replace_marks(copy + begin, end - begin);
        begin = end + 1;
    }
    return true;
}

static bool holds_mark(const ndx_token *token)
{
    for (size_t i = 0; i < token->size; i++)
        if (is_mark(token->data[i]))
            return true;
    return false;
}

static bool is_only_stars(const ndx_token *token)
{
    for (size_t i = 0; i < token->size; i++)
        if (token->data[i] != '*')
            return false;
    return true;
}

/* Puts the words' own bytes in place of what stood in for them. A "?" at a word's end is
 * punctuation after all. */
static void put_back(ndx_span cut, ndx_span line, token_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        ndx_token token = list->token[i];
        const ndx_token *before = kept ? &list->token[kept - 1] : NULL;
        token.data = line.data + (token.data - cut.data);
        while (token.size && token.data[token.size - 1] == '?')
            token.size--;
        bool behind_ngram = before && (before->flags & NDX_TOKEN_NGRAM) &&
                            before->data + before->size == token.data;
        bool ends = i + 1 == list->count ||
                    list->token[i + 1].data != list->token[i].data + list->token[i].size;
        if (token.size && !(behind_ngram && ends && is_only_stars(&token)))
            list->token[kept++] = token;
    }
    memset(&list->token[kept], 0, (list->count - kept) * sizeof *list->token);
    list->count = kept;
}

/* All word tokens of a text, in the arena. Those that hold a "*" or "?" are wildcards. */
static bool collect(ndx_arena *arena, ndx_span text, ndx_language language, bool wildcards,
                    token_list *list, ndx_error *error)
{
    ndx_span line, cut;
    if (!ndx_text_line(arena, text, &line))
        return ndx_error_memory(error, "reading the query");
    list->line = line;
    if (!wildcards)
        return collect_line(arena, line, language, list, error);
    if (!stand_in(arena, line, &cut, error) || !collect_line(arena, cut, language, list, error))
        return false;
    if (cut.data != line.data)
        put_back(cut, line, list);
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
    forms[(*count)++] =
        (ndx_match_form){.kind = NDX_LEAF_TERM, .text = copy, .language = NDX_LANGUAGE_ANY};
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

/* Letters and digits that a folded pattern names. */
static size_t count_named(ndx_span pattern)
{
    size_t count = 0;
    for (size_t i = 0; i < pattern.size; i++)
        count += pattern.data[i] != '*' && is_of_word(pattern.data[i]) &&
                 ((unsigned char)pattern.data[i] & 0xC0) != 0x80;
    return count;
}

/* Folds what stands between the wildcards; several "*" in a row are one. */
static bool fold_pattern(ndx_buffer *out, ndx_span surface)
{
    for (size_t i = 0; i < surface.size;) {
        size_t end = i;
        while (end < surface.size && !is_mark(surface.data[end]))
            end++;
        if (end > i && !ndx_fold(out, ndx_span_make(surface.data + i, end - i)))
            return false;
        bool again =
            end > 0 && end == i && surface.data[end] == '*' && surface.data[end - 1] == '*';
        if (end < surface.size && !again &&
            !ndx_buffer_append_byte(out, (unsigned char)surface.data[end]))
            return false;
        i = end + 1;
    }
    return true;
}

/* Gives the word one form, in any language. */
static bool set_form(const ndx_query_context *context, ndx_leaf_word *word, ndx_leaf_kind kind,
                     ndx_span text, ndx_error *error)
{
    ndx_match_form *form = ndx_arena_alloc(context->arena, sizeof *form);
    if (!form)
        return ndx_error_memory(error, "reading the query");
    *form = (ndx_match_form){
        .kind = kind, .text = text, .edits = word->edits, .language = NDX_LANGUAGE_ANY};
    word->forms = form;
    word->form_count = 1;
    return true;
}

static bool make_wildcard(const ndx_query_context *context, ndx_query_form form,
                          ndx_leaf_word *word, ndx_error *error)
{
    enum { NAMED_LEAST = 2 };
    ndx_buffer pattern = {0};
    bool done = fold_pattern(&pattern, word->surface) &&
                ndx_arena_copy(context->arena, ndx_buffer_span(&pattern), &word->folded);
    ndx_buffer_free(&pattern);
    if (!done)
        return ndx_error_memory(error, "reading the query");
    if (count_named(word->folded) < NAMED_LEAST) {
        ndx_error_set(error, NDX_ERROR_USAGE,
                      "a wildcard needs two letters or digits of the word at least");
        return ndx_leaf_set_place(context, word, error);
    }
    if (form == NDX_FORM_CASE) {
        ndx_error_set(error, NDX_ERROR_USAGE,
                      "a word behind case: is written out, without * and ?");
        return ndx_leaf_set_place(context, word, error);
    }
    word->pattern = true; /* which is as written already: = says nothing more */
    return set_form(context, word, NDX_LEAF_PATTERN, word->folded, error);
}

/* ---- fuzzy words ---- */

/* Bytes of the "~", "~1", "~2" ... right behind a word, whose number is the next token; 0: there is
 * none. A "~" elsewhere is punctuation. */
static size_t fuzzy_mark(const token_list *list, size_t index, uint8_t *edits)
{
    const ndx_token *next = &list->token[index + 1]; /* all zero behind the last */
    const char *const mark = list->token[index].data + list->token[index].size;
    const ndx_span behind = ndx_span_between(mark, list->line.data + list->line.size);
    size_t size = 1;
    unsigned number = 0;
    if (!ndx_span_starts_with(behind, NDX_SPAN("~")))
        return 0;
    for (; size < behind.size && behind.data[size] >= '0' && behind.data[size] <= '9'; size++)
        number =
            number < UINT8_MAX / 10 ? number * 10 + (unsigned)(behind.data[size] - '0') : UINT8_MAX;
    if (size > 1 && next->data == mark + 1 && next->size == size - 1)
        next++;
    bool goes_on = next->data && next->data <= mark + size;
    if (goes_on || (size < behind.size && strchr("~/", behind.data[size])))
        return 0;
    *edits = (uint8_t)(size == 1 ? 1 : number ? number : UINT8_MAX);
    return size;
}

/* Why the word cannot be fuzzy; NULL: it can. */
static const char *why_not_fuzzy(const ndx_leaf_word *word, bool wildcard)
{
    static const size_t letters_least[] = {0, 3, 5}; /* by edits: else too much is like it */
    if (wildcard)
        return "a word is either a wildcard or fuzzy: leave out the \"~\", or the \"*\" and \"?\"";
    if (word->edits > NDX_WORD_EDITS_MOST)
        return "a fuzzy word allows one edit (~ or ~1) or two (~2)";
    if (count_named(word->folded) >= letters_least[word->edits])
        return NULL;
    return word->edits == 1
               ? "a fuzzy word needs three letters or digits at least: within one edit "
                 "of a shorter one is too much"
               : "a fuzzy word needs five letters or digits at least for two edits: "
                 "write ~1";
}

static bool make_fuzzy(const ndx_query_context *context, const ndx_token *token,
                       ndx_query_form form, ndx_leaf_word *word, ndx_error *error)
{
    if (!fold(context->arena, word->surface, &word->folded, error))
        return false;
    const char *why_not = form == NDX_FORM_CASE ? "a word behind case: is written out, without ~"
                                                : why_not_fuzzy(word, holds_mark(token));
    if (why_not) {
        ndx_error_set(error, NDX_ERROR_USAGE, "%s", why_not);
        return ndx_leaf_set_place(context, word, error);
    }
    word->pattern = true;
    return set_form(context, word, NDX_LEAF_PATTERN, word->folded, error);
}

/* ---- words ---- */

static bool is_all_capitals(ndx_span surface)
{
    for (size_t i = 0; i < surface.size; i++)
        if (surface.data[i] < 'A' || surface.data[i] > 'Z')
            return false;
    return surface.size > 1;
}

static bool make_word(const ndx_query_context *context, const ndx_token *token, ndx_query_form form,
                      ndx_leaf_word *word, ndx_error *error)
{
    if (word->edits)
        return make_fuzzy(context, token, form, word, error);
    if (holds_mark(token))
        return make_wildcard(context, form, word, error);
    if (!fold(context->arena, word->surface, &word->folded, error))
        return false;
    if (token->flags & NDX_TOKEN_NGRAM) {
        word->ngram = true;
        return set_form(context, word, NDX_LEAF_CHARACTER, word->folded, error);
    }
    /* WHO and US in capitals are names, not function words */
    for (size_t i = 0; i < context->language_count && !is_all_capitals(word->surface); i++)
        word->function_word |= ndx_language_is_function_word(context->languages[i], word->folded);
    if (form == NDX_FORM_STEM)
        return add_terms(context, token, word, error);
    word->pattern = true;
    return form == NDX_FORM_EXACT ? set_form(context, word, NDX_LEAF_PATTERN, word->folded, error)
                                  : set_form(context, word, NDX_LEAF_CASE, word->surface, error);
}

static bool same_cuts(const token_list *a, const token_list *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->token[i].size == b->token[i].size;
    return same;
}

bool ndx_leaf_set_place(const ndx_query_context *context, const ndx_leaf_word *word,
                        ndx_error *error)
{
    ndx_span query = context->query;
    bool inside = word->place.data >= query.data && word->place.data <= query.data + query.size;
    size_t begin = (size_t)(word->place.data - query.data);
    if (error && inside) /* what an alias stands for has no place */
        snprintf(error->place, sizeof error->place, NDX_QUERY_PLACE, begin,
                 begin + word->place.size);
    return false;
}

static bool make_leaf(const ndx_query_context *context, ndx_span text, ndx_query_form form,
                      const token_list *list, ndx_leaf *leaf, ndx_error *error)
{
    ndx_leaf_word *made = ndx_arena_alloc(context->arena, (list->count + 1) * sizeof *made);
    if (!made)
        return ndx_error_memory(error, "reading the query");
    *leaf = (ndx_leaf){made, 0};
    bool same = ndx_span_equal(text, list->line);
    for (size_t i = 0; i < list->count; i++) {
        const ndx_token *token = &list->token[i];
        ndx_leaf_word *word = &made[leaf->count];
        *word = (ndx_leaf_word){.surface = ndx_span_make(token->data, token->size), .place = text};
        size_t mark = fuzzy_mark(list, i, &word->edits);
        if (same)
            word->place =
                ndx_span_make(text.data + (token->data - list->line.data), token->size + mark);
        i += mark > 1;
        if (!make_word(context, token, form, word, error))
            return false;
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

bool ndx_leaf_read(const ndx_query_context *context, ndx_span text, ndx_query_form form,
                   const ndx_leaf **leaves, size_t *count, ndx_error *error)
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
        if (!collect(context->arena, text, language, true, &ways[*count], error))
            return false;
        bool known = false;
        for (size_t k = 0; k < *count && !known; k++)
            known = same_cuts(&ways[k], &ways[*count]);
        if (known)
            continue;
        if (!make_leaf(context, text, form, &ways[*count], &made[*count], error))
            return false;
        ++*count;
    }
    return true;
}

bool ndx_leaf_folded_words(ndx_arena *arena, ndx_span text, const ndx_span **words, size_t *count,
                           ndx_error *error)
{
    token_list list;
    if (!collect(arena, text, NDX_LANGUAGE_UNKNOWN, false, &list, error))
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
