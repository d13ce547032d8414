/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scoring.c - makes a scoring of a tree of candidates (scoring.h): its scopes, and the weight of
 * each leaf, by the frequencies of all shards. */
#include "ranking/scoring.h"

#include <stdlib.h>

typedef struct maker {
    ndx_scoring *scoring;
    ndx_glass_postings *lists; /* of each database, to ask for frequencies */
    size_t count;
    bool known;
    ndx_error *error;
} maker;

static bool no_memory(const maker *m)
{
    return ndx_error_memory(m->error, "ranking");
}

/* ---- frequencies ---- */

static bool term_frequency(maker *m, ndx_span term, uint64_t *frequency)
{
    *frequency = 0;
    for (size_t i = 0; i < m->count; i++) {
        if (!ndx_glass_postings_reopen(&m->lists[i], term, m->error))
            return false;
        *frequency += m->lists[i].frequency;
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* How many documents have any of several terms, if they know nothing of each other. libxapian joins
 * the two least frequent again and again and rounds each time (OrPostList,
 * get_termfreq_est_using_stats). What was joined comes out in rising order: it is put where the
 * numbers are already used. */
static uint64_t joint_frequency(uint64_t *frequency, size_t count, double documents)
{
    size_t next = 0;
    size_t joined = 0;
    size_t made = 0;
    qsort(frequency, count, sizeof *frequency, by_number);
    for (size_t step = 1; step < count; step++) {
        double least[2];
        for (int i = 0; i < 2; i++) {
            bool from_joined =
                joined < made && (next == count || frequency[joined] < frequency[next]);
            least[i] = (double)(from_joined ? frequency[joined++] : frequency[next++]);
        }
        double joint = least[1] + least[0] - least[1] * least[0] / documents;
        frequency[made++] = (uint64_t)(joint + 0.5);
    }
    return count > 1 ? frequency[made - 1] : frequency[0];
}

static bool synonym_frequency(maker *m, const scoring_leaf *leaf, uint64_t *frequency)
{
    uint64_t *all = calloc(leaf->term_count, sizeof *all);
    bool done = all || no_memory(m);
    for (size_t i = 0; done && i < leaf->term_count; i++)
        done = term_frequency(m, leaf->terms[i], &all[i]);
    if (done)
        *frequency = joint_frequency(all, leaf->term_count, (double)m->scoring->bm25->documents);
    free(all);
    return done;
}

/* ---- the tree ---- */

static bool add_leaf(maker *m, scoring_scope *scope, const ndx_candidates *const *terms,
                     size_t count, double factor, bool required)
{
    uint64_t frequency;
    scoring_leaf *leaf = ndx_arena_alloc(&m->scoring->arena, sizeof *leaf);
    ndx_span *spans = ndx_arena_alloc(&m->scoring->arena, count * sizeof *spans);
    if (!leaf || !spans)
        return no_memory(m);
    for (size_t i = 0; i < count; i++)
        spans[i] = terms[i]->term;
    *leaf = (scoring_leaf){.terms = spans, .term_count = count, .required = required};
    if (!(count == 1 ? term_frequency(m, spans[0], &frequency)
                     : synonym_frequency(m, leaf, &frequency)))
        return false;
    leaf->weight = ndx_bm25_weight(m->scoring->bm25, frequency, factor);
    if (scope->last_leaf)
        scope->last_leaf->next = leaf;
    else
        scope->leaves = leaf;
    scope->last_leaf = leaf;
    scope->leaf_count++;
    scope->most += leaf->weight;
    return true;
}

static bool add_synonym(maker *m, scoring_scope *scope, const ndx_candidates *node, double factor,
                        bool required)
{
    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i]->kind != NDX_CANDIDATES_TERM)
            m->known = false;
    return !m->known || !node->child_count ||
           add_leaf(m, scope, (const ndx_candidates *const *)node->children, node->child_count,
                    factor, required);
}

static bool build(maker *m, scoring_scope *scope, const ndx_candidates *node, double factor,
                  bool given);

static bool add_nested(maker *m, scoring_scope *scope, const ndx_candidates *node, double factor)
{
    scoring_scope *nested = ndx_arena_alloc(&m->scoring->arena, sizeof *nested);
    if (!nested)
        return no_memory(m);
    *nested = (scoring_scope){.condition = node, .conjunction = true, .next = scope->nested};
    scope->nested = nested;
    scope->nested_count++;
    scope->conjunction = false;
    if (!build(m, nested, node, factor, true))
        return false;
    scope->most += nested->most;
    return true;
}

/* The children of an operator but the first. */
static bool build_others(maker *m, scoring_scope *scope, const ndx_candidates *node, double factor)
{
    bool given = node->kind == NDX_CANDIDATES_AND;
    if (node->kind == NDX_CANDIDATES_FILTER || node->kind == NDX_CANDIDATES_AND_NOT)
        return true;
    for (size_t i = 1; i < node->child_count; i++)
        if (!build(m, scope, node->children[i], factor, given))
            return false;
    return true;
}

/* given: whatever is in the scope is known to match the node. Operators are nested to the left, one
 * child at a time, however many there are: that is walked without recursion. */
static bool build(maker *m, scoring_scope *scope, const ndx_candidates *node, double factor,
                  bool given)
{
    while (m->known) {
        if (factor == 0 || node->kind == NDX_CANDIDATES_ALL) {
            scope->sufficient = scope->conjunction = false;
            return true;
        }
        switch (node->kind) {
        case NDX_CANDIDATES_TERM:
            return add_leaf(m, scope, &node, 1, factor, given);
        case NDX_CANDIDATES_SYNONYM:
            return add_synonym(m, scope, node, factor, given);
        case NDX_CANDIDATES_PREFIX:
            m->known = false;
            return true;
        case NDX_CANDIDATES_SCALED:
            factor *= node->factor;
            break;
        case NDX_CANDIDATES_OR:
            given = scope->conjunction = false;
            if (!build_others(m, scope, node, factor))
                return false;
            break;
        default:
            scope->sufficient = false;
            scope->conjunction &= node->kind == NDX_CANDIDATES_AND;
            if (!given)
                return add_nested(m, scope, node, factor);
            if (!build_others(m, scope, node, factor))
                return false;
            break;
        }
        if (!node->child_count)
            return true;
        node = node->children[0];
    }
    return true;
}

ndx_scoring *ndx_scoring_new(const ndx_candidates *candidates,
                             const ndx_glass_database *const *databases, size_t count,
                             const ndx_bm25 *bm25, bool *known, ndx_error *error)
{
    ndx_scoring *scoring = calloc(1, sizeof *scoring);
    maker m = {scoring, calloc(count + 1, sizeof *m.lists), count, true, error};
    bool done = (scoring && m.lists) || no_memory(&m);
    for (size_t i = 0; done && i < count; i++)
        done = ndx_glass_postings_open(&m.lists[i], databases[i], (ndx_span){0}, error);
    if (done) {
        scoring->bm25 = bm25;
        scoring->root =
            (scoring_scope){.condition = candidates, .sufficient = true, .conjunction = true};
        done = build(&m, &scoring->root, candidates, 1, true);
    }
    for (size_t i = 0; m.lists && i < count; i++)
        ndx_glass_postings_close(&m.lists[i]);
    free(m.lists);
    *known = m.known;
    if (done && m.known)
        return scoring;
    ndx_scoring_free(scoring);
    return NULL;
}

void ndx_scoring_free(ndx_scoring *scoring)
{
    if (!scoring)
        return;
    ndx_arena_free(&scoring->arena);
    free(scoring);
}

bool ndx_scoring_ranks(const ndx_scoring *scoring)
{
    return scoring->root.leaf_count || scoring->root.nested_count;
}
