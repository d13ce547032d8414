/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sure.c - the candidates that match for sure, where the candidates of a query are more than its
 * matches: so that counting need not judge them.
 *
 * Owns: the lower bound of every node, as translate.c owns the upper one. What cannot be told from
 * terms alone is left out: a phrase gives nothing. What excludes a phrase gives those that have not
 * all of its words.
 */
#include "query/match_tree.h"
#include "ranking/word_set.h"

typedef struct bounds {
    ndx_plan *plan;
    ndx_error *error;
    bool failed;
} bounds;

static ndx_candidates *sure_of(bounds *b, const plan_node *node);

static ndx_candidates *pair(bounds *b, ndx_candidates_kind kind, ndx_candidates *left,
                            ndx_candidates *right)
{
    ndx_candidates *made = ndx_candidates_pair(&b->plan->pool, kind, left, right, b->error);
    b->failed |= !made;
    return made;
}

/* Both, either of which may be NULL: nothing for sure. */
static ndx_candidates *either(bounds *b, ndx_candidates *left, ndx_candidates *right)
{
    return left && right ? pair(b, NDX_CANDIDATES_OR, left, right) : left ? left : right;
}

static ndx_candidates *sure_of_any(bounds *b, const plan_node *node)
{
    ndx_candidates *any = NULL;
    for (size_t i = 0; i < node->node->child_count && !b->failed; i++)
        any = either(b, any, sure_of(b, node->children[i]));
    return any;
}

/* What the node is without the candidates of the child, which are its matches at least; node NULL:
 * all articles. */
static ndx_candidates *without(bounds *b, ndx_candidates *node, const plan_node *child)
{
    if (!node && !(node = ndx_candidates_all(&b->plan->pool, b->error)))
        b->failed = true;
    if (b->failed || !child->candidates) /* says nothing: takes nothing away */
        return node;
    return pair(b, NDX_CANDIDATES_AND_NOT, node, child->candidates);
}

/* The part of the child that is taken away from its neighbours; NULL: it is looked for. */
static const plan_node *taken_away(const plan_node *child)
{
    if (child->node->demand == NDX_DEMAND_EXCLUDED)
        return child;
    return child->node->kind == NDX_QUERY_NOT ? child->children[0] : NULL;
}

/* What the children that are looked for come to. */
typedef struct parts {
    ndx_candidates *demanded, *optional;
    bool any_demanded, words_demanded, any_optional;
    bool none; /* a demanded child is never sure */
} parts;

static void add_part(bounds *b, const plan_node *node, const plan_node *child, parts *p)
{
    ndx_candidates *sure = sure_of(b, child);
    bool side = node->node->kind == NDX_QUERY_SIDE;
    if (side && !ndx_plan_is_demanded(b->plan, child->node)) {
        p->any_optional = true;
        p->optional = either(b, p->optional, sure);
        return;
    }
    p->any_demanded = true;
    p->words_demanded |= !ndx_query_is_filter(child->node);
    p->none |= !sure;
    if (!p->none)
        p->demanded = p->demanded ? pair(b, NDX_CANDIDATES_AND, p->demanded, sure) : sure;
}

/* Optional children matter where no words are demanded, as in translate_all(). */
static ndx_candidates *join_parts(bounds *b, parts *p)
{
    if (p->words_demanded || !p->any_optional)
        return p->demanded;
    p->none |= !p->optional;
    if (p->none || !p->any_demanded)
        return p->optional;
    return pair(b, NDX_CANDIDATES_AND, p->optional, p->demanded);
}

/* The days that lie in the range whatever the hour; NULL: none, or failed. */
static ndx_candidates *sure_days(bounds *b, const ndx_date_range *range)
{
    int32_t first_day;
    int32_t last_day;
    ndx_date_range_sure_days(range, &first_day, &last_day);
    if (first_day > last_day)
        return NULL;
    ndx_candidates *made = ndx_plan_day_filter(b->plan, first_day, last_day, b->error);
    b->failed |= !made;
    return made;
}

static ndx_candidates *sure_of_all(bounds *b, const plan_node *node)
{
    parts p = {0};
    size_t count = node->node->child_count;
    for (size_t i = 0; i < count && !b->failed; i++)
        if (!taken_away(node->children[i]) && node->children[i]->candidates)
            add_part(b, node, node->children[i], &p);
    ndx_candidates *all = p.none || b->failed ? NULL : join_parts(b, &p);
    if (p.none || b->failed)
        return NULL;
    for (size_t i = 0; i < count && !b->failed; i++) {
        const plan_node *away = taken_away(node->children[i]);
        if (away)
            all = without(b, all, away);
    }
    return all;
}

/* NULL: nothing, or failed. */
static ndx_candidates *sure_of(bounds *b, const plan_node *node)
{
    if (node->exact || !node->candidates)
        return node->candidates;
    if (node->word_set) {
        ndx_candidates *made = ndx_word_set_sure(b->plan, node->word_set, b->error);
        b->failed |= !made;
        return made;
    }
    switch (node->node->kind) {
    case NDX_QUERY_DATE:
        return sure_days(b, &node->node->range);
    case NDX_QUERY_OR:
        return sure_of_any(b, node);
    case NDX_QUERY_AND:
    case NDX_QUERY_SIDE:
        return sure_of_all(b, node);
    case NDX_QUERY_NOT:
        return without(b, NULL, node->children[0]);
    default:
        return NULL;
    }
}

bool ndx_plan_sure(ndx_plan *plan, ndx_candidates **sure, ndx_error *error)
{
    bounds b = {plan, error, false};
    const ndx_date_range *range = &plan->options.range;
    bool asks_records = plan->options.after_update != NULL;
    *sure = plan->root && !asks_records ? sure_of(&b, plan->root) : NULL;
    if (*sure && !b.failed && !ndx_date_range_is_open(range)) {
        ndx_candidates *days = sure_days(&b, range);
        *sure = days ? pair(&b, NDX_CANDIDATES_FILTER, *sure, days) : NULL;
    }
    return !b.failed;
}

/* Is the term in some shard one of words that fit and of others? */
static bool has_others(const ndx_plan *plan, const ndx_word_set *set, size_t term)
{
    size_t row = set->term_count;
    for (size_t i = term; i < row * ndx_word_set_shards(plan); i += row)
        if (set->fitting[i] && !set->whole[i])
            return true;
    return false;
}

bool ndx_plan_judge_rest(ndx_plan *plan, ndx_error *error)
{
    enum { TERMS_MOST = 32 }; /* words of more are not searched for in the bytes */
    const ndx_word_set *set = plan->root ? plan->root->word_set : NULL;
    bool hours = ndx_date_range_has_instants(&plan->options.range); /* make sure ones unsure */
    if (!set || set->exact || hours)
        return true;
    ndx_match_node *node = ndx_arena_alloc(&plan->arena, sizeof *node);
    ndx_match_form *forms = ndx_arena_alloc(&plan->arena, TERMS_MOST * sizeof *forms);
    if (!node || !forms)
        return ndx_error_memory(error, "building the query");
    size_t count = 0;
    for (size_t i = 0; i < set->term_count; i++) {
        if (!has_others(plan, set, i))
            continue;
        if (count == TERMS_MOST)
            return true;
        forms[count++] = (ndx_match_form){.kind = NDX_LEAF_PATTERN,
                                          .text = set->pattern.text,
                                          .edits = set->pattern.edits,
                                          .language = NDX_LANGUAGE_ANY,
                                          .term = set->terms[i]};
    }
    *node = *plan->root->match;
    node->forms = forms;
    node->form_count = count;
    plan->root->match = node;
    return true;
}
