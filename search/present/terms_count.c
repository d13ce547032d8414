/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terms_count.c - implements terms_count.h.
 *
 * What a number of a shard's words is to be counted as is looked up once; then a word costs the
 * decoding of its number and two counters. Two walks: the first finds the copies, so that which of
 * them is counted does not depend on the threads.
 */
#include "present/terms_count.h"

#include "newsdex/array.h"
#include "present/copies_seen.h"

#include <stdlib.h>

#define WHAT "counting terms"

/* What the numbers of one list of words are counted as. */
typedef struct number_uses {
    ndx_words *words;
    uint8_t name[NDX_WORDS_NAME_BYTES];
    uint32_t order; /* of the lists, as this thread met them */
    uint32_t count;
    uint32_t *use; /* by number, as below; or a form's number + USE_FORM */
    struct number_uses *next;
} number_uses;
enum {
    USE_UNKNOWN = 0, /* not looked up yet */
    USE_NOTHING,     /* function words, separators, atoms */
    USE_EMPTY,       /* the empty separator */
    USE_NGRAM,       /* a character of a script written without spaces: counts with its neighbour */
    USE_FORM
};
#define NO_NUMBER UINT32_MAX

typedef struct counter {
    const ndx_copies_seen *seen;
    ndx_term_counts counts;
    number_uses *lists;
    uint32_t list_count;
    ndx_names pairs; /* the order of a list and two numbers of it, which are n-gram characters */
    uint32_t *pair_form;
    size_t pair_capacity;
    ndx_buffer key, term;
} counter;

/* ---- terms and their forms ---- */

static bool number_of_term(ndx_term_counts *counts, ndx_span term, uint32_t *number,
                           ndx_error *error)
{
    uint32_t before = counts->terms.count;
    if (!ndx_names_number(&counts->terms, term, number, error))
        return false;
    if (counts->terms.count == before)
        return true;
    ndx_term_articles *terms =
        ndx_array_room(counts->term, before, &counts->term_capacity, 256, sizeof *terms);
    if (!terms)
        return ndx_error_memory(error, WHAT);
    counts->term = terms;
    terms[before] = (ndx_term_articles){0};
    return true;
}

/* name: the term, a NUL, the form. */
static bool number_of_form(ndx_term_counts *counts, ndx_span name, size_t term_size,
                           uint32_t *number, ndx_error *error)
{
    uint32_t before = counts->forms.count;
    uint32_t term;
    if (!number_of_term(counts, ndx_span_make(name.data, term_size), &term, error) ||
        !ndx_names_number(&counts->forms, name, number, error))
        return false;
    if (counts->forms.count == before)
        return true;
    ndx_term_form *forms =
        ndx_array_room(counts->form, before, &counts->form_capacity, 256, sizeof *forms);
    if (!forms)
        return ndx_error_memory(error, WHAT);
    counts->form = forms;
    forms[before] = (ndx_term_form){.term = term};
    return true;
}

static bool make_form(counter *c, ndx_span term, ndx_span first, ndx_span second, uint32_t *number,
                      ndx_error *error)
{
    ndx_buffer_clear(&c->key);
    ndx_buffer_append_span(&c->key, term);
    ndx_buffer_append_byte(&c->key, 0);
    ndx_buffer_append_span(&c->key, first);
    ndx_buffer_append_span(&c->key, second);
    return ndx_buffer_ok(&c->key, WHAT, error) &&
           number_of_form(&c->counts, ndx_buffer_span(&c->key), term.size, number, error);
}

static void count_form(counter *c, uint32_t number)
{
    ndx_term_form *form = &c->counts.form[number];
    ndx_term_articles *term = &c->counts.term[form->term];
    form->occurrences++;
    term->articles += term->last != c->counts.counted;
    term->last = c->counts.counted;
}

/* ---- numbers ---- */

static number_uses *uses_of(counter *c, const ndx_found *found, ndx_error *error)
{
    const uint8_t *name = found->record->words_name;
    number_uses *list = c->lists;
    while (list &&
           (list->words != found->words || memcmp(list->name, name, sizeof list->name) != 0))
        list = list->next;
    if (list)
        return list;
    list = calloc(1, sizeof *list);
    uint32_t count = ndx_words_count(found->words);
    uint32_t *use = calloc((size_t)count + 1, sizeof *use);
    if (!list || !use) {
        free(list);
        free(use);
        ndx_error_memory(error, WHAT);
        return NULL;
    }
    *list = (number_uses){.words = found->words,
                          .order = c->list_count++,
                          .count = count,
                          .use = use,
                          .next = c->lists};
    memcpy(list->name, name, sizeof list->name);
    c->lists = list;
    return list;
}

static bool look_up(counter *c, number_uses *list, uint32_t number, ndx_error *error)
{
    const ndx_word *word;
    uint32_t form;
    uint32_t *use = &list->use[number];
    if (!ndx_words_get(list->words, number, &word, error))
        return false;
    *use = USE_NOTHING;
    if (word->kind == NDX_SEPARATOR && !word->surface.size)
        *use = USE_EMPTY;
    if (word->kind != NDX_WORD)
        return true;
    if (word->flags & NDX_TOKEN_NGRAM)
        *use = USE_NGRAM;
    if (!word->term.size || ndx_language_is_function_word(word->language, word->folded))
        return true;
    *use = USE_UNKNOWN;
    if (!make_form(c, word->term, word->surface, (ndx_span){0}, &form, error))
        return false;
    *use = form + USE_FORM;
    return true;
}

/* Two characters that touch give a term, as in the index (ndx_bigram_term). */
static bool make_pair(counter *c, const number_uses *list, uint32_t first, uint32_t second,
                      uint32_t *form, ndx_error *error)
{
    const ndx_word *a;
    const ndx_word *b;
    if (!ndx_words_get(list->words, first, &a, error) ||
        !ndx_words_get(list->words, second, &b, error))
        return false;
    ndx_buffer_clear(&c->term);
    if (!ndx_bigram_term(&c->term, a->folded, b->folded))
        return ndx_error_memory(error, WHAT);
    return make_form(c, ndx_buffer_span(&c->term), a->surface, b->surface, form, error);
}

static bool count_pair(counter *c, const number_uses *list, uint32_t first, uint32_t second,
                       ndx_error *error)
{
    const uint32_t key[] = {list->order, first, second};
    uint32_t before = c->pairs.count;
    uint32_t pair;
    if (!ndx_names_number(&c->pairs, ndx_span_make((const char *)key, sizeof key), &pair, error))
        return false;
    if (c->pairs.count > before) {
        uint32_t *forms =
            ndx_array_room(c->pair_form, before, &c->pair_capacity, 256, sizeof *forms);
        if (!forms)
            return ndx_error_memory(error, WHAT);
        c->pair_form = forms;
        if (!make_pair(c, list, first, second, &forms[pair], error))
            return false;
    }
    count_form(c, c->pair_form[pair]);
    return true;
}

/* ---- articles ---- */

static bool damaged(const ndx_found *found, ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT,
                         "the record of the article %.*s is damaged: its text does not decode",
                         NDX_SPAN_ARGS(found->record->id));
}

static bool count_text(counter *c, number_uses *list, const ndx_found *found, ndx_span code,
                       ndx_error *error)
{
    ndx_dense dense = ndx_words_dense(found->words);
    const uint8_t *at = (const uint8_t *)code.data;
    const uint8_t *end = at ? at + code.size : NULL;
    uint32_t ngram = NO_NUMBER; /* the character before */
    bool touching = false;      /* only the empty separator came since */
    while (at < end) {
        uint32_t number;
        if (!ndx_dense_read(dense, &at, end, &number) || number >= list->count)
            return damaged(found, error);
        if (list->use[number] == USE_UNKNOWN && !look_up(c, list, number, error))
            return false;
        uint32_t use = list->use[number];
        if (use >= USE_FORM)
            count_form(c, use - USE_FORM);
        else if (use == USE_NGRAM && touching && !count_pair(c, list, ngram, number, error))
            return false;
        touching = use == USE_EMPTY && ngram != NO_NUMBER;
        if (use != USE_EMPTY)
            ngram = use == USE_NGRAM ? number : NO_NUMBER;
    }
    return true;
}

static bool count_article(void *state, const ndx_found *found, ndx_error *error)
{
    counter *c = state;
    if (ndx_copies_seen_is_copy(c->seen, found->document))
        return true;
    number_uses *list = uses_of(c, found, error);
    if (!list)
        return false;
    c->counts.counted++;
    for (int i = 0; i < NDX_TEXT_COUNT; i++)
        if (!count_text(c, list, found, found->record->code[i], error))
            return false;
    return true;
}

/* ---- all of it ---- */

static bool merge(ndx_term_counts *into, const ndx_term_counts *other, ndx_error *error)
{
    into->counted += other->counted;
    for (uint32_t i = 0; i < other->terms.count; i++) {
        uint32_t number;
        if (!number_of_term(into, other->terms.text[i], &number, error))
            return false;
        into->term[number].articles += other->term[i].articles;
    }
    for (uint32_t i = 0; i < other->forms.count; i++) {
        uint32_t number;
        size_t term_size = other->terms.text[other->form[i].term].size;
        if (!number_of_form(into, other->forms.text[i], term_size, &number, error))
            return false;
        into->form[number].occurrences += other->form[i].occurrences;
    }
    return true;
}

static void counter_free(counter *c)
{
    for (number_uses *list = c->lists, *next; list; list = next) {
        next = list->next;
        free(list->use);
        free(list);
    }
    ndx_term_counts_free(&c->counts);
    ndx_names_free(&c->pairs);
    free(c->pair_form);
    ndx_buffer_free(&c->key);
    ndx_buffer_free(&c->term);
}

bool ndx_term_counts_make(const ndx_survey *survey, const ndx_query *query, ndx_term_counts *counts,
                          ndx_error *error)
{
    enum { COPIES, TERMS, PARTS };
    unsigned threads = ndx_survey_threads(survey);
    ndx_copies_seen seen = {0};
    counter *counters = ndx_survey_states(survey, sizeof *counters, error);
    bool done = counters && ndx_copies_seen_find(survey, query, COPIES, PARTS, &seen, error);
    for (unsigned i = 0; counters && i < threads; i++)
        counters[i].seen = &seen;
    done = done && ndx_survey_walk(survey, query, count_article, counters, sizeof *counters, TERMS,
                                   PARTS, error);
    for (unsigned i = 1; done && i < threads; i++)
        done = merge(&counters[0].counts, &counters[i].counts, error);
    if (done) {
        *counts = counters[0].counts;
        counts->matching = seen.matching;
        counters[0].counts = (ndx_term_counts){0};
    }
    for (unsigned i = 0; counters && i < threads; i++)
        counter_free(&counters[i]);
    free(counters);
    ndx_copies_seen_free(&seen);
    return done;
}

void ndx_term_counts_free(ndx_term_counts *counts)
{
    ndx_names_free(&counts->terms);
    ndx_names_free(&counts->forms);
    free(counts->term);
    free(counts->form);
    *counts = (ndx_term_counts){0};
}
