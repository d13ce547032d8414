/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan.c - makes and frees a plan (plan.h): the languages of the archive, the tree, the filters of
 * the command line. */
#include "query/match_tree.h"
#include "ranking/copies.h"
#include "ranking/plan_internal.h"

#include <stdlib.h>

/* A language belongs to the archive when it makes up at least this part of it. */
#define LANGUAGE_SHARE 0.01

bool ndx_plan_choose_languages(const ndx_index *index, const char *language,
                               ndx_language languages[NDX_PLAN_LANGUAGES], size_t *chosen,
                               ndx_error *error)
{
    size_t known = ndx_language_count();
    size_t count = 0;
    if (language) {
        ndx_language one = ndx_language_from_code(ndx_span_of(language));
        if (one == NDX_LANGUAGE_UNKNOWN)
            return ndx_error_set(error, NDX_ERROR_USAGE,
                                 "unknown language '%s'; write its ISO 639 code, such as en or de",
                                 language);
        languages[count++] = one;
    } else {
        const uint64_t *counts = ndx_index_language_counts(index);
        uint64_t total = 0;
        for (size_t i = 0; i < known; i++)
            total += counts[i];
        for (size_t i = 1; i < known; i++)
            if (counts[i] && (double)counts[i] >= LANGUAGE_SHARE * (double)total)
                languages[count++] = (ndx_language)i;
        /* most frequent first: the words are cut as in the main language of the archive */
        for (size_t i = 1; i < count; i++) {
            ndx_language moved = languages[i];
            size_t at = i;
            for (; at > 0 && counts[languages[at - 1]] < counts[moved]; at--)
                languages[at] = languages[at - 1];
            languages[at] = moved;
        }
    }
    *chosen = count;
    return true;
}

static bool make_matcher_tree(ndx_plan *plan, plan_node *made, ndx_error *error)
{
    made->matcher_slot = plan->matcher_slots++;
    return ndx_match_tree(&plan->context, made->node, plan->options.all, NULL, &made->match, error);
}

static const plan_node *find_node(const plan_node *at, const ndx_query_node *node)
{
    const plan_node *found = at->node == node ? at : NULL;
    for (size_t i = 0; !found && i < at->node->child_count; i++)
        found = find_node(at->children[i], node);
    return found;
}

/* A query of words only is judged by the tree that also tells where it matches. */
static bool make_span_tree(ndx_plan *plan, ndx_error *error)
{
    const plan_node *root = plan->root;
    ndx_match_given given = {0};
    if (root->text) {
        plan->span_tree = root->match;
        plan->span_slot = root->matcher_slot;
        return true;
    }
    plan->span_slot = plan->matcher_slots++;
    if (!ndx_match_tree(&plan->context, root->node, plan->options.all, &given, &plan->span_tree,
                        error))
        return false;
    plan->given = ndx_arena_alloc(&plan->arena, (given.count + 1) * sizeof(plan_node *));
    if (!plan->given)
        return ndx_error_memory(error, "building the query");
    for (; plan->given_count < given.count; plan->given_count++)
        plan->given[plan->given_count] = find_node(root, given.node[plan->given_count]);
    return true;
}

static plan_node *build(ndx_plan *plan, const ndx_query_node *node, bool inside_text,
                        ndx_error *error)
{
    plan_node *made = ndx_arena_alloc(&plan->arena, sizeof *made);
    plan_node **children =
        ndx_arena_alloc(&plan->arena, (node->child_count + 1) * sizeof(plan_node *));
    if (!made || !children) {
        ndx_error_memory(error, "building the query");
        return NULL;
    }
    *made = (plan_node){.node = node, .text = ndx_query_is_text(node), .children = children};
    for (size_t i = 0; i < node->child_count; i++) {
        if (!(children[i] = build(plan, node->children[i], inside_text || made->text, error)))
            return NULL;
        children[i]->parent = made;
    }
    /* the children of a textual AND may be judged one by one: those that Xapian has decided are
     * passed over */
    if (!ndx_plan_translate(plan, made, error) ||
        (made->text && !inside_text && !make_matcher_tree(plan, made, error)))
        return NULL;
    return made;
}

static bool any_deleted(const ndx_index *index)
{
    for (size_t i = 0; i < ndx_index_shard_count(index); i++)
        if (ndx_index_shard(index, i)->deleted)
            return true;
    return false;
}

/* --since and --until apply to all of the query. */
static bool add_days(ndx_plan *plan, ndx_error *error)
{
    const ndx_date_range *range = &plan->options.range;
    plan->candidates = plan->root->candidates;
    if (!plan->candidates || ndx_date_range_is_open(range))
        return true;
    ndx_candidates *days = ndx_plan_day_filter(plan, range->first_day, range->last_day, error);
    plan->candidates = ndx_candidates_pair(&plan->pool, NDX_CANDIDATES_FILTER,
                                           plan->root->candidates, days, error);
    return plan->candidates != NULL;
}

ndx_plan *ndx_plan_make(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                        ndx_analyser *analyser, ndx_error *error)
{
    ndx_plan *plan = calloc(1, sizeof *plan);
    if (!plan) {
        ndx_error_memory(error, "building the query");
        return NULL;
    }
    plan->index = index;
    plan->options = *options;
    plan->analyser = analyser;
    plan->pool.arena = &plan->arena;
    plan->judge.plan = plan;
    plan->tombstones = any_deleted(index);
    plan->context = (ndx_query_context){.arena = &plan->arena,
                                        .analyser = analyser,
                                        .languages = plan->languages,
                                        .query = query->read};
    if (!ndx_plan_choose_languages(index, options->language, plan->languages,
                                   &plan->context.language_count, error))
        goto failed;
    if (query->root) {
        plan->root = build(plan, query->root, false, error);
        if (!plan->root || !add_days(plan, error))
            goto failed;
    }
    return plan;
failed:
    ndx_plan_free(plan);
    return NULL;
}

ndx_plan *ndx_plan_new(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                       ndx_analyser *analyser, ndx_error *error)
{
    ndx_plan *plan = ndx_plan_make(index, query, options, analyser, error);
    if (plan && (!plan->root || make_span_tree(plan, error)))
        return plan;
    ndx_plan_free(plan);
    return NULL;
}

void ndx_plan_free(ndx_plan *plan)
{
    if (!plan)
        return;
    ndx_plan_judge_free(&plan->judge);
    ndx_copies_close(plan->copies);
    ndx_candidates_free_queries(&plan->pool);
    ndx_buffer_free(&plan->scratch);
    ndx_arena_free(&plan->arena);
    free(plan);
}

bool ndx_plan_make_queries(ndx_plan *plan, ndx_error *error)
{
    return ndx_candidates_make_queries(&plan->pool, error);
}

const xc_query *ndx_plan_candidates(const ndx_plan *plan)
{
    return plan->candidates ? plan->candidates->query : NULL;
}

bool ndx_plan_is_exact(const ndx_plan *plan)
{
    return plan->root && plan->root->exact && !plan->options.after_update &&
           !ndx_date_range_has_instants(&plan->options.range);
}

bool ndx_plan_needs_judgement(const ndx_plan *plan)
{
    return plan->tombstones || !ndx_plan_is_exact(plan);
}

const ndx_plan_leaf *ndx_plan_leaf_at(const ndx_plan *plan, size_t index)
{
    return index < plan->leaf_count ? &plan->leaves[index] : NULL;
}

bool ndx_plan_leaf_counts(const ndx_plan_leaf *leaf)
{
    for (const plan_node *at = leaf->place; at; at = at->parent) {
        if (at->node->kind == NDX_QUERY_NOT || at->node->demand == NDX_DEMAND_EXCLUDED)
            return false;
        if (at->parent && at->parent->node->kind == NDX_QUERY_NOT_NEAR &&
            at->parent->children[0] != at)
            return false;
    }
    return true;
}

const xc_query *ndx_plan_leaf_next(const ndx_plan_leaf *leaf, const plan_node **at)
{
    *at = *at ? (*at)->parent : leaf->place;
    return *at && (*at)->candidates ? (*at)->candidates->query : NULL;
}

const ndx_language *ndx_plan_languages(const ndx_plan *plan, size_t *count)
{
    *count = plan->context.language_count;
    return plan->languages;
}
