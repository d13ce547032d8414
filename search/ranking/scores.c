/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scores.c - implements scores.h.
 *
 * First the candidates of a window are found (lookup.h), then each leaf adds to the score of those
 * that have it: along the candidates where they are few, else along its postings, those passed over
 * that are no candidates. Where any leaf is enough to match, one walk does both.
 *
 * When only a high score counts, what cannot reach it is left out as early as can be. Where a leaf
 * is enough: those leaves that together give too little find no candidates, they only add to those
 * of the others (MaxScore: Turtle, Flood, Query evaluation: strategies and optimizations, 1995).
 * Where a leaf is required: it is walked first, and the candidates are looked up only among those
 * documents that have it and may score enough with it.
 */
#include "ranking/leaf.h"

#include <math.h>
#include <stdlib.h>

typedef struct scope_reader {
    const scoring_scope *scope;
    ndx_lookup *lookup;  /* of its condition; NULL: the leaves alone say who matches */
    leaf_reader *leaves; /* those that give most first */
    leaf_reader *rarest; /* of the required ones, if it is about as rare as the candidates */
    struct scope_reader *nested;
    double *score;         /* of a window */
    ndx_document_set kept; /* of the documents found, those that are left */
} scope_reader;

struct ndx_scores {
    leaf_window window;
    scope_reader root;
};

/* ---- making ---- */

static void free_scope(scope_reader *reader)
{
    for (size_t i = 0; reader->leaves && i < reader->scope->leaf_count; i++)
        ndx_leaf_close(&reader->leaves[i]);
    for (size_t i = 0; reader->nested && i < reader->scope->nested_count; i++)
        if (reader->nested[i].scope)
            free_scope(&reader->nested[i]);
    ndx_lookup_free(reader->lookup);
    free(reader->leaves);
    free(reader->nested);
    free(reader->score);
    ndx_document_set_free(&reader->kept);
}

static int by_weight(const void *a, const void *b)
{
    const leaf_reader *x = a;
    const leaf_reader *y = b;
    return x->leaf->weight > y->leaf->weight ? -1 : x->leaf->weight < y->leaf->weight;
}

/* A lookup begins with what is rarest, be it a date: it pays to begin with a leaf only if that is
 * not much more frequent. */
static void order_leaves(scope_reader *reader)
{
    bool exactly;
    double most = 0;
    size_t count = reader->scope->leaf_count;
    if (count)
        qsort(reader->leaves, count, sizeof *reader->leaves, by_weight);
    for (size_t i = count; i-- > 0;) {
        leaf_reader *leaf = &reader->leaves[i];
        leaf->most = most += leaf->leaf->weight;
        if (leaf->leaf->required &&
            (!reader->rarest || leaf->frequency < reader->rarest->frequency))
            reader->rarest = leaf;
    }
    if (reader->rarest && reader->lookup &&
        reader->rarest->frequency / 2 > ndx_lookup_estimate(reader->lookup, &exactly))
        reader->rarest = NULL;
}

static bool open_scope(const ndx_scores *scores, const scoring_scope *scope, scope_reader *reader)
{
    const ndx_scores_shard *shard = &scores->window.shard;
    size_t made = 0;
    reader->scope = scope;
    reader->leaves = calloc(scope->leaf_count + 1, sizeof *reader->leaves);
    reader->nested = calloc(scope->nested_count + 1, sizeof *reader->nested);
    reader->score = malloc(NDX_SCORES_WINDOW * sizeof *reader->score);
    if (!reader->leaves || !reader->nested || !reader->score)
        return ndx_error_memory(scores->window.error, "ranking");
    if ((!scope->sufficient && !scope->conjunction) || !scope->leaf_count) {
        reader->lookup = ndx_lookup_new(scope->condition, shard->database, shard->documents,
                                        shard->number, scores->window.error);
        if (!reader->lookup)
            return false;
    }
    for (const scoring_leaf *leaf = scope->leaves; leaf; leaf = leaf->next)
        if (!ndx_leaf_open(&scores->window, leaf, &reader->leaves[made++]))
            return false;
    order_leaves(reader);
    made = 0;
    for (const scoring_scope *nested = scope->nested; nested; nested = nested->next)
        if (!open_scope(scores, nested, &reader->nested[made++]))
            return false;
    return true;
}

ndx_scores *ndx_scores_new(const ndx_scoring *scoring, const ndx_scores_shard *shard,
                           ndx_error *error)
{
    ndx_scores *scores = calloc(1, sizeof *scores);
    if (!scores) {
        ndx_error_memory(error, "ranking");
        return NULL;
    }
    scores->window.bm25 = scoring->bm25;
    scores->window.shard = *shard;
    scores->window.error = error;
    if (open_scope(scores, &scoring->root, &scores->root))
        return scores;
    ndx_scores_free(scores);
    return NULL;
}

void ndx_scores_free(ndx_scores *scores)
{
    if (!scores)
        return;
    if (scores->root.scope)
        free_scope(&scores->root);
    ndx_document_set_free(&scores->window.found);
    ndx_document_set_free(&scores->window.marked);
    free(scores->window.wdf);
    free(scores);
}

uint32_t ndx_scores_estimate(const ndx_scores *scores)
{
    bool exactly;
    if (scores->root.lookup)
        return ndx_lookup_estimate(scores->root.lookup, &exactly);
    uint64_t sum = 0;
    for (size_t i = 0; i < scores->root.scope->leaf_count; i++)
        sum += scores->root.leaves[i].frequency;
    return sum < scores->window.shard.documents ? (uint32_t)sum : scores->window.shard.documents;
}

/* ---- scopes ---- */

static bool run_scope(ndx_scores *scores, scope_reader *reader, ndx_document_set **found);

static bool is_root(const ndx_scores *scores, const scope_reader *reader)
{
    return reader == &scores->root;
}

static void clear_scores(const ndx_document_set *members, double *score)
{
    uint32_t number;
    for (uint32_t from = 0; ndx_document_set_next(members, &from, &number);)
        score[number] = 0;
}

static void take_deleted_away(const leaf_window *window, ndx_document_set *found)
{
    if (window->shard.deleted)
        ndx_document_set_take_away(found, window->shard.deleted + window->first / 8);
}

/* Can a score be enough that is this at most? Sums differ in their last bits by the order of the
 * additions. */
static bool may_be_enough(const leaf_window *window, double most)
{
    return most * (1 + 1e-9) >= window->least;
}

/* Keeps of a set, in `kept`, the ones that score enough if they get so much more. */
static bool keep_promising(const leaf_window *window, const ndx_document_set *set,
                           const double *score, double more, ndx_document_set *kept)
{
    uint32_t number;
    if (!ndx_document_set_begin(kept, window->size, false, window->error) ||
        !ndx_document_set_reserve(kept, window->size, window->error))
        return false;
    for (uint32_t from = 0; ndx_document_set_next(set, &from, &number);) {
        kept->number[kept->count] = number;
        kept->count += may_be_enough(window, score[number] + more);
    }
    return ndx_document_set_settle(kept, window->error);
}

/* Of the root only those that may score enough; of what is nested all, for it is only a part. */
static bool keep_found(ndx_scores *scores, scope_reader *reader, double more)
{
    leaf_window *window = &scores->window;
    take_deleted_away(window, &window->found);
    return keep_promising(window, &window->found, reader->score,
                          is_root(scores, reader) ? more : INFINITY, &reader->kept);
}

static bool find_first(ndx_scores *scores, scope_reader *reader, leaf_reader *leaf)
{
    leaf_window *window = &scores->window;
    return ndx_document_set_begin(&window->found, window->size, true, window->error) &&
           ndx_leaf_find(window, leaf, reader->score);
}

/* All leaves from this one on but `done`, which may be NULL. */
static bool score_leaves(ndx_scores *scores, scope_reader *reader, size_t from,
                         const leaf_reader *done, const ndx_document_set *members)
{
    for (size_t i = from; i < reader->scope->leaf_count; i++)
        if (&reader->leaves[i] != done &&
            !ndx_leaf_score(&scores->window, &reader->leaves[i], members, reader->score))
            return false;
    return true;
}

/* Any leaf is enough; only a root is such a scope. */
static bool run_any(ndx_scores *scores, scope_reader *reader, ndx_document_set **found)
{
    leaf_window *window = &scores->window;
    size_t count = reader->scope->leaf_count;
    size_t i = 0;
    if (!ndx_document_set_begin(&window->found, window->size, true, window->error))
        return false;
    for (; i < count && may_be_enough(window, reader->leaves[i].most); i++)
        if (!ndx_leaf_find(window, &reader->leaves[i], reader->score))
            return false;
    if (i < count) {
        *found = &reader->kept;
        return keep_found(scores, reader, reader->leaves[i].most) &&
               score_leaves(scores, reader, i, NULL, &reader->kept);
    }
    *found = &window->found;
    take_deleted_away(window, &window->found);
    return true;
}

/* All leaves are needed, and enough. */
static bool run_all(ndx_scores *scores, scope_reader *reader, ndx_document_set **found)
{
    size_t count = reader->scope->leaf_count;
    *found = &reader->kept;
    if (!find_first(scores, reader, &reader->leaves[0]) ||
        !keep_found(scores, reader, count > 1 ? reader->leaves[1].most : 0))
        return false;
    for (size_t i = 1; i < count && !ndx_document_set_is_empty(&reader->kept); i++)
        if (!ndx_leaf_meet(&scores->window, &reader->leaves[i], &reader->kept, reader->score))
            return false;
    return true;
}

/* The documents of the rarest leaf that may score enough and are candidates; their scores are begun
 * with what it gives. */
static bool find_by_rarest(ndx_scores *scores, scope_reader *reader)
{
    const leaf_window *window = &scores->window;
    double others = reader->scope->most - reader->rarest->leaf->weight;
    return find_first(scores, reader, reader->rarest) && keep_found(scores, reader, others) &&
           ndx_lookup_keep(reader->lookup, window->first, window->size, &reader->kept,
                           window->error);
}

/* The condition is more than the leaves. */
static bool run_condition(ndx_scores *scores, scope_reader *reader, ndx_document_set **found)
{
    const leaf_window *window = &scores->window;
    bool by_rarest = is_root(scores, reader) && reader->rarest && window->least > 0;
    *found = &reader->kept;
    if (by_rarest) {
        if (!find_by_rarest(scores, reader))
            return false;
    } else {
        if (!ndx_lookup_window(reader->lookup, window->first, window->size, found, window->error))
            return false;
        take_deleted_away(window, *found);
        clear_scores(*found, reader->score);
    }
    return ndx_document_set_is_empty(*found) ||
           score_leaves(scores, reader, 0, by_rarest ? reader->rarest : NULL, *found);
}

static bool add_nested(ndx_scores *scores, scope_reader *nested, double *score)
{
    ndx_document_set *found;
    uint32_t number;
    if (!run_scope(scores, nested, &found))
        return false;
    for (uint32_t from = 0; ndx_document_set_next(found, &from, &number);)
        score[number] += nested->score[number];
    return true;
}

/* Finds the documents for which the scope's condition holds, and their scores. What is added to the
 * scores of others is never looked at. */
static bool run_scope(ndx_scores *scores, scope_reader *reader, ndx_document_set **found)
{
    const scoring_scope *scope = reader->scope;
    if (!(reader->lookup      ? run_condition
          : scope->sufficient ? run_any
                              : run_all)(scores, reader, found))
        return false;
    for (size_t i = 0; i < scope->nested_count && !ndx_document_set_is_empty(*found); i++)
        if (!add_nested(scores, &reader->nested[i], reader->score))
            return false;
    return true;
}

bool ndx_scores_window(ndx_scores *scores, uint32_t first, uint32_t size, double least,
                       const ndx_document_set **set, const double **score, ndx_error *error)
{
    leaf_window *window = &scores->window;
    ndx_document_set *found = &window->found;
    window->first = first;
    window->size = size;
    window->least = least;
    window->error = error;
    *score = scores->root.score;
    *set = found;
    if (!may_be_enough(window, scores->root.scope->most))
        return ndx_document_set_begin(found, size, false, error);
    if (!run_scope(scores, &scores->root, &found))
        return false;
    *set = found;
    return true;
}
