/* SPDX-License-Identifier: GPL-2.0-or-later */
/* word_set.c - implements word_set.h. */
#include "ranking/word_set.h"

#include "newsdex/array.h"
#include "newsdex/limits.h"

#include <stdlib.h>

/* ---- words ---- */

typedef struct listing {
    ndx_arena *arena;
    ndx_set_words *words;
    uint64_t *hash; /* of each word met */
    size_t count, capacity;
    bool failed;
} listing;

/* Keeps the first words in order; false: out of memory. */
static bool keep_first(listing *list, ndx_span word)
{
    ndx_set_words *words = list->words;
    size_t at = words->shown;
    while (at > 0 && ndx_span_compare(word, words->first[at - 1]) < 0)
        at--;
    if (at == NDX_WORD_SET_SHOWN || (at > 0 && ndx_span_equal(word, words->first[at - 1])))
        return true;
    words->shown += words->shown < NDX_WORD_SET_SHOWN;
    for (size_t i = words->shown - 1; i > at; i--)
        words->first[i] = words->first[i - 1];
    return ndx_arena_copy(list->arena, word, &words->first[at]);
}

static bool list_word(void *context, size_t which, const ndx_word *word, uint32_t number)
{
    listing *list = context;
    (void)which;
    (void)number;
    uint64_t *grown = ndx_array_room(list->hash, list->count, &list->capacity, 256, sizeof *grown);
    if (grown)
        list->hash = grown;
    list->failed = !grown || !keep_first(list, word->folded);
    if (!list->failed)
        list->hash[list->count++] = ndx_word_hash(word->folded);
    return !list->failed;
}

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

bool ndx_word_set_list(ndx_index *index, ndx_word_pattern pattern, ndx_arena *arena,
                       ndx_set_words *words, ndx_error *error)
{
    listing list = {.arena = arena, .words = words};
    bool done = true;
    *words = (ndx_set_words){0};
    for (size_t i = 0; done && i < ndx_index_shard_count(index); i++) {
        ndx_words *from =
            ndx_index_shard(index, i)->documents ? ndx_index_shard_words(index, i, error) : NULL;
        if (from)
            done = ndx_words_walk_fitting(from, &pattern, 1, list_word, &list, error);
        else
            done = !ndx_index_shard(index, i)->documents;
    }
    if (list.failed)
        done = ndx_error_memory(error, "looking for words that fit");
    if (list.count)
        qsort(list.hash, list.count, sizeof *list.hash, by_value);
    for (size_t i = 0; i < list.count; i++)
        words->count += i == 0 || list.hash[i] != list.hash[i - 1];
    free(list.hash);
    return done;
}

/* ---- terms ---- */

/* Those of one shard. */
typedef struct shard_terms {
    ndx_words *words;
    ndx_arena *arena;
    ndx_span *term;
    bool *whole;
    size_t count, term_room, whole_room;
    uint64_t entries; /* that fit */
    size_t at;        /* which is next */
    bool failed;
} shard_terms;

/* All of them. */
typedef struct expansion {
    ndx_plan *plan;
    shard_terms *shards;
    size_t shard_count;
} expansion;

static bool add_term(void *context, const ndx_term_fit *fit)
{
    shard_terms *here = context;
    ndx_span *term = ndx_array_room(here->term, here->count, &here->term_room, 64, sizeof *term);
    if (term)
        here->term = term;
    bool *whole = ndx_array_room(here->whole, here->count, &here->whole_room, 64, sizeof *whole);
    if (whole)
        here->whole = whole;
    here->failed =
        !term || !whole || !ndx_arena_copy(here->arena, fit->term, &here->term[here->count]);
    if (here->failed)
        return false;
    here->whole[here->count++] = fit->whole;
    here->entries += fit->fitting;
    return here->entries <= NDX_LIMIT_WILDCARD_SPELLINGS;
}

static void free_expansion(expansion *all)
{
    for (size_t i = 0; i < all->shard_count; i++) {
        free(all->shards[i].term);
        free(all->shards[i].whole);
    }
    free(all->shards);
}

static bool expand_shards(expansion *all, ndx_word_pattern pattern, ndx_error *error)
{
    ndx_index *index = all->plan->index;
    size_t count = ndx_index_shard_count(index);
    all->shards = calloc(count + 1, sizeof *all->shards);
    if (!all->shards)
        return ndx_error_memory(error, "looking for words that fit");
    for (size_t i = 0; i < count; i++) {
        if (!ndx_index_shard(index, i)->documents)
            continue;
        shard_terms *here = &all->shards[all->shard_count++];
        here->arena = &all->plan->arena;
        here->words = ndx_index_shard_words(index, i, error);
        if (!here->words || !ndx_words_walk_terms(here->words, pattern, add_term, here, error))
            return false;
        if (here->failed)
            return ndx_error_memory(error, "looking for words that fit");
    }
    return true;
}

/* Words are counted only where there are so many entries that it matters. */
static bool check_limit(const expansion *all, const ndx_leaf_word *word, ndx_error *error)
{
    uint64_t sum = 0;
    bool most = false; /* of spellings in a shard */
    ndx_set_words words;
    ndx_word_pattern pattern = ndx_leaf_pattern(word);
    for (size_t i = 0; i < all->shard_count; i++) {
        sum += all->shards[i].entries;
        most |= all->shards[i].entries > NDX_LIMIT_WILDCARD_SPELLINGS;
    }
    if (sum <= NDX_LIMIT_WILDCARD_WORDS)
        return true;
    if (!ndx_word_set_list(all->plan->index, pattern, &all->plan->arena, &words, error))
        return false;
    if (!most && words.count <= NDX_LIMIT_WILDCARD_WORDS)
        return true;
    ndx_error_set(error, NDX_ERROR_USAGE,
                  "this %s stands for %llu words, and at most %u are looked for: write more of the "
                  "word",
                  pattern.edits ? "fuzzy word" : "wildcard", (unsigned long long)words.count,
                  NDX_LIMIT_WILDCARD_WORDS);
    return ndx_leaf_set_place(&all->plan->context, word, error);
}

/* The least of the terms that come next; NULL at the end. */
static const ndx_span *least_term(const expansion *all)
{
    const ndx_span *least = NULL;
    for (size_t i = 0; i < all->shard_count; i++) {
        const shard_terms *here = &all->shards[i];
        if (here->at < here->count &&
            (!least || ndx_span_compare(here->term[here->at], *least) < 0))
            least = &here->term[here->at];
    }
    return least;
}

/* The terms of all shards, and in which of them they fit. `terms`, and a row of `fitting` and
 * `whole`, have room for all. */
static size_t merge(expansion *all, ndx_span *terms, uint8_t *fitting, uint8_t *whole, size_t row)
{
    size_t count = 0;
    const ndx_span *least;
    while ((least = least_term(all))) {
        ndx_span term = *least;
        for (size_t i = 0; i < all->shard_count; i++) {
            shard_terms *here = &all->shards[i];
            if (here->at == here->count || !ndx_span_equal(here->term[here->at], term))
                continue;
            fitting[i * row + count] = 1;
            whole[i * row + count] = here->whole[here->at];
            here->at++;
        }
        terms[count++] = term;
    }
    return count;
}

/* Is a term everywhere one of words that fit, and of no others? */
static bool is_exact(const expansion *all, const ndx_word_set *made, size_t term, bool *exact,
                     ndx_error *error)
{
    *exact = true;
    for (size_t i = 0; *exact && i < all->shard_count; i++) {
        size_t at = i * made->term_count + term;
        bool others;
        if (made->fitting[at]) {
            *exact = made->whole[at];
            continue;
        }
        if (!ndx_words_has_term(all->shards[i].words, made->terms[term], &others, error))
            return false;
        *exact = !others;
    }
    return true;
}

/* Rows of `row` bytes become rows of `count`. */
static void close_up(uint8_t *bytes, size_t rows, size_t row, size_t count)
{
    for (size_t i = 1; i < rows && row != count; i++)
        memmove(bytes + i * count, bytes + i * row, count);
}

static bool gather_terms(expansion *all, ndx_word_set *made, ndx_error *error)
{
    size_t row = 0;
    for (size_t i = 0; i < all->shard_count; i++)
        row += all->shards[i].count;
    size_t rows = all->shard_count;
    ndx_span *terms = ndx_arena_alloc(&all->plan->arena, (row + 1) * sizeof *terms);
    uint8_t *fitting = ndx_arena_alloc(&all->plan->arena, rows * row + 1);
    uint8_t *whole = ndx_arena_alloc(&all->plan->arena, rows * row + 1);
    if (!terms || !fitting || !whole)
        return ndx_error_memory(error, "looking for words that fit");
    memset(fitting, 0, rows * row);
    memset(whole, 0, rows * row);
    made->term_count = merge(all, terms, fitting, whole, row);
    close_up(fitting, rows, row, made->term_count);
    close_up(whole, rows, row, made->term_count);
    made->terms = terms;
    made->fitting = fitting;
    made->whole = whole;
    made->exact = true;
    for (size_t i = 0; made->exact && i < made->term_count; i++)
        if (!is_exact(all, made, i, &made->exact, error))
            return false;
    return true;
}

/* ---- candidates ---- */

/* Any of the terms, ranked as one; of none, one that no article has: no word has a "*", "?" or "~" in
 * it. */
static ndx_candidates *any_term(ndx_plan *plan, const ndx_word_set *made, ndx_error *error)
{
    size_t count = made->term_count;
    ndx_candidates **children = ndx_arena_alloc(&plan->arena, (count + 1) * sizeof *children);
    if (!children) {
        ndx_error_memory(error, "looking for words that fit");
        return NULL;
    }
    if (!count)
        return ndx_plan_term(plan, NDX_TERM_WORD, made->name, error);
    for (size_t i = 0; i < count; i++)
        if (!(children[i] = ndx_plan_term(plan, NDX_TERM_WORD, made->terms[i], error)))
            return NULL;
    if (count == 1 && made->exact)
        return children[0];
    ndx_candidates *any =
        ndx_candidates_combine(&plan->pool, NDX_CANDIDATES_SYNONYM, children, count, error);
    if (any)
        any->meant = made->fitting;
    return any;
}

size_t ndx_word_set_shards(const ndx_plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < ndx_index_shard_count(plan->index); i++)
        count += ndx_index_shard(plan->index, i)->documents > 0;
    return count;
}

ndx_candidates *ndx_word_set_sure(ndx_plan *plan, const ndx_word_set *set, ndx_error *error)
{
    const ndx_candidates *from = set->candidates;
    if (set->exact)
        return set->candidates;
    ndx_candidates *sure = ndx_candidates_combine(&plan->pool, NDX_CANDIDATES_SYNONYM,
                                                  from->children, from->child_count, error);
    if (sure)
        sure->meant = set->whole;
    return sure;
}

/* ---- all of it ---- */

static bool name_set(ndx_plan *plan, ndx_word_set *made, ndx_error *error)
{
    ndx_buffer name = {0};
    ndx_buffer_append_span(&name, made->pattern.text);
    if (made->pattern.edits)
        ndx_buffer_printf(&name, "~%u", made->pattern.edits);
    bool done = !name.failed && ndx_arena_copy(&plan->arena, ndx_buffer_span(&name), &made->name);
    ndx_buffer_free(&name);
    return done || ndx_error_memory(error, "looking for words that fit");
}

static ndx_word_set *make_set(ndx_plan *plan, const ndx_leaf_word *word, ndx_error *error)
{
    expansion all = {.plan = plan};
    ndx_word_set *made = ndx_arena_alloc(&plan->arena, sizeof *made);
    if (!made) {
        ndx_error_memory(error, "looking for words that fit");
        return NULL;
    }
    *made = (ndx_word_set){.pattern = ndx_leaf_pattern(word)};
    bool done = name_set(plan, made, error) && expand_shards(&all, made->pattern, error) &&
                check_limit(&all, word, error) && gather_terms(&all, made, error) &&
                (made->candidates = any_term(plan, made, error)) != NULL;
    free_expansion(&all);
    return done ? made : NULL;
}

static bool refuse(const ndx_plan *plan, const ndx_leaf_word *word, ndx_error *error,
                   const char *what, unsigned most)
{
    ndx_error_set(error, NDX_ERROR_USAGE, "%s (at most %u): write more of the words", what, most);
    return ndx_leaf_set_place(&plan->context, word, error);
}

const ndx_word_set *ndx_word_set_of(ndx_plan *plan, const ndx_leaf_word *word, ndx_error *error)
{
    ndx_word_set **last = &plan->word_sets;
    size_t count = 0;
    size_t terms = 0;
    for (; *last; last = &(*last)->next) {
        if (ndx_word_pattern_equal((*last)->pattern, ndx_leaf_pattern(word)))
            return *last;
        count++;
        terms += (*last)->term_count;
    }
    if (count == NDX_LIMIT_WILDCARDS) {
        refuse(plan, word, error, "there are too many wildcards and fuzzy words in this query",
               NDX_LIMIT_WILDCARDS);
        return NULL;
    }
    ndx_word_set *made = make_set(plan, word, error);
    if (made && terms + made->term_count > NDX_LIMIT_WILDCARD_TERMS) {
        refuse(plan, word, error,
               "the wildcards and fuzzy words of this query stand for too many terms together",
               NDX_LIMIT_WILDCARD_TERMS);
        return NULL;
    }
    *last = made;
    return made;
}
