/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * judge.c - does one article match? What Xapian has decided already is not asked again.
 *
 * Owns: judging by the span matcher (textual nodes) and by the record (fields), when a query mixes
 * both under OR or NOT.
 */
#include "newsdex/url.h"
#include "query/match_tree.h"
#include "ranking/plan_internal.h"

#include <stdlib.h>

static bool judge(plan_judge *by, const plan_node *node, const ndx_record *record, bool *matches,
                  ndx_error *error);

/* ---- the matchers of a word list ---- */

static plan_list *list_of(plan_judge *by, const ndx_record *record, ndx_error *error)
{
    ndx_words *words = by->words ? by->words : ndx_index_words(by->plan->index, record, error);
    if (!words)
        return NULL;
    if (by->last_list && by->last_list->words == words)
        return by->last_list;
    plan_list *list = by->lists;
    while (list && list->words != words)
        list = list->next;
    if (!list) {
        list = calloc(1, sizeof *list);
        ndx_matcher **matchers = calloc(by->plan->matcher_slots + 1, sizeof *matchers);
        if (!list || !matchers) {
            free(list);
            free(matchers);
            ndx_error_memory(error, "searching");
            return NULL;
        }
        list->words = words;
        list->matchers = matchers;
        list->next = by->lists;
        by->lists = list;
    }
    by->last_list = list;
    return list;
}

void ndx_plan_judge_free(plan_judge *by)
{
    plan_list *list = by->lists;
    while (list) {
        plan_list *next = list->next;
        for (size_t i = 0; i < by->plan->matcher_slots; i++)
            ndx_matcher_free(list->matchers[i]);
        free(list->matchers);
        free(list);
        list = next;
    }
    free(by->given);
    by->given = NULL;
    by->lists = by->last_list = NULL;
}

/* The matcher of a tree for the record's word list; borrowed. NULL: *error. */
static ndx_matcher *matcher_of(plan_judge *by, const ndx_record *record, const ndx_match_node *tree,
                               size_t slot, ndx_error *error)
{
    plan_list *list = list_of(by, record, error);
    if (!list)
        return NULL;
    if (!list->matchers[slot])
        list->matchers[slot] = ndx_matcher_new(tree, list->words, error);
    return list->matchers[slot];
}

static bool judge_text(plan_judge *by, const plan_node *node, const ndx_record *record,
                       bool *matches, ndx_error *error)
{
    ndx_matcher *matcher = matcher_of(by, record, node->match, node->matcher_slot, error);
    return matcher && ndx_matcher_matches(matcher, record, matches, error);
}

/* ---- fields, from the record ---- */

/* Does one of the two texts hold each of the value's words? It is what the terms say, which do not
 * tell the two apart. arena: the article's; the plan's would grow with every article judged. */
static bool hold_words(ndx_arena *arena, const plan_node *node, ndx_span one, ndx_span other,
                       bool *hold, ndx_error *error)
{
    const ndx_span texts[] = {one, other};
    const ndx_span *words[2];
    size_t counts[2];
    for (size_t t = 0; t < 2; t++)
        if (!ndx_leaf_folded_words(arena, texts[t], &words[t], &counts[t], error))
            return false;
    *hold = true;
    for (size_t i = 0; i < node->value_word_count && *hold; i++) {
        bool found = false;
        for (size_t t = 0; t < 2; t++)
            for (size_t k = 0; k < counts[t] && !found; k++)
                found = ndx_span_equal(words[t][k], node->value_words[i]);
        *hold = found;
    }
    return true;
}

/* The host, or a parent domain of it. A top-level domain alone is none, nor has it a term. */
static bool host_fits(ndx_span url, ndx_span value)
{
    char bytes[NDX_URL_HOST_BYTES];
    ndx_span host = ndx_url_host(url, bytes);
    if (host.size < value.size || !memchr(value.data, '.', value.size))
        return false;
    size_t before = host.size - value.size;
    return ndx_span_equal_nocase(ndx_span_skip(host, before), value) &&
           (before == 0 || host.data[before - 1] == '.');
}

/* As translate_url (candidates.c) looks for it. */
static bool url_fits(ndx_span url, ndx_span value)
{
    ndx_span rest;
    if (ndx_url_after_scheme(value, &rest))
        return ndx_span_starts_with(url, value);
    if (!memchr(value.data, '/', value.size))
        return host_fits(url, value);
    if (!ndx_url_after_scheme(url, &rest))
        return false;
    ndx_span bare = ndx_span_starts_with(rest, NDX_SPAN("www.")) ? ndx_span_skip(rest, 4) : rest;
    return ndx_span_starts_with(rest, value) || ndx_span_starts_with(bare, value);
}

static bool judge_article(ndx_arena *arena, const plan_node *node, const ndx_article *article,
                          bool *matches, ndx_error *error)
{
    const ndx_span *field = article->field;
    switch (node->node->kind) {
    case NDX_QUERY_AUTHOR:
        return hold_words(arena, node, field[NDX_FIELD_AUTHORS], field[NDX_FIELD_BYLINE], matches,
                          error);
    case NDX_QUERY_SOURCE:
        return hold_words(arena, node, field[NDX_FIELD_SOURCE], (ndx_span){0}, matches, error);
    case NDX_QUERY_SECTION:
        return hold_words(arena, node, field[NDX_FIELD_SECTION], field[NDX_FIELD_KEYWORDS], matches,
                          error);
    case NDX_QUERY_URL:
        *matches = url_fits(field[NDX_FIELD_URL], node->node->text);
        return true;
    default:
        *matches = false;
        return true;
    }
}

static bool judge_id(plan_judge *by, ndx_span id, const ndx_record *record, bool *matches,
                     ndx_error *error)
{
    const plan_list *list = list_of(by, record, error);
    return list && ndx_record_has_id(list->words, record, id, matches, error);
}

static bool is_among(const plan_node *node, const ndx_record *record)
{
    for (size_t i = 0; i < node->place_count; i++)
        if (node->places[i].serial == record->serial &&
            node->places[i].document == record->document)
            return true;
    return false;
}

static bool judge_field(plan_judge *by, const plan_node *node, const ndx_record *record,
                        bool *matches, ndx_error *error)
{
    switch (node->node->kind) {
    case NDX_QUERY_ID:
        return judge_id(by, node->node->text, record, matches, error);
    case NDX_QUERY_LANGUAGE:
        *matches = record->language == node->language;
        return true;
    case NDX_QUERY_DATE:
        *matches = ndx_date_range_holds(&node->node->range, &record->date);
        return true;
    case NDX_QUERY_COPIES:
        *matches = is_among(node, record);
        return true;
    case NDX_QUERY_LIKE:
        *matches = false;
        return !node->match || is_among(node, record) ||
               judge_text(by, node, record, matches, error);
    case NDX_QUERY_LENGTH: {
        uint32_t length = record->word_count[NDX_TEXT_BODY];
        *matches = node->node->least <= length && length <= node->node->most;
        return true;
    }
    default:
        break;
    }
    plan_list *list = list_of(by, record, error);
    ndx_arena arena = {0};
    ndx_article article = {0};
    bool done = list && ndx_record_article_head(list->words, record, &arena, &article, error) &&
                judge_article(&arena, node, &article, matches, error);
    ndx_arena_free(&arena);
    return done;
}

/* ---- operators over nodes that hold fields ---- */

static bool judge_demanded(plan_judge *by, const plan_node *node, const ndx_record *record,
                           bool *matches, ndx_error *error)
{
    *matches = true;
    if (node->node->demand != NDX_DEMAND_EXCLUDED)
        return judge(by, node, record, matches, error);
    if (!judge(by, node, record, matches, error))
        return false;
    *matches = !*matches;
    return true;
}

static bool judge_side(plan_judge *by, const plan_node *node, const ndx_record *record,
                       bool *matches, ndx_error *error)
{
    bool demanded = false;
    bool optional = false;
    bool any = false;
    for (size_t i = 0; i < node->node->child_count; i++) {
        const plan_node *child = node->children[i];
        bool one = false;
        if (!child->candidates)
            continue;
        bool excluded = child->node->demand == NDX_DEMAND_EXCLUDED;
        if (!judge_demanded(by, child, record, &one, error))
            return false;
        if (excluded || ndx_plan_is_demanded(by->plan, child->node)) {
            if (!one) {
                *matches = false;
                return true;
            }
            demanded |= ndx_query_is_sought(child->node);
        } else {
            optional = true;
            any |= one;
        }
    }
    *matches = demanded || !optional || any;
    return true;
}

static bool judge_each(plan_judge *by, const plan_node *node, const ndx_record *record,
                       bool stop_at, bool *matches, ndx_error *error)
{
    *matches = !stop_at;
    for (size_t i = 0; i < node->node->child_count; i++) {
        bool one = false;
        if (!node->children[i]->candidates)
            continue;
        if (!judge(by, node->children[i], record, &one, error))
            return false;
        if (one == stop_at) {
            *matches = stop_at;
            return true;
        }
    }
    return true;
}

static bool judge(plan_judge *by, const plan_node *node, const ndx_record *record, bool *matches,
                  ndx_error *error)
{
    if (node->text && node->match)
        return judge_text(by, node, record, matches, error);
    switch (node->node->kind) {
    case NDX_QUERY_SIDE:
        return judge_side(by, node, record, matches, error);
    case NDX_QUERY_AND:
        return judge_each(by, node, record, false, matches, error);
    case NDX_QUERY_OR:
        return judge_each(by, node, record, true, matches, error);
    case NDX_QUERY_NOT:
        *matches = false; /* without words, nothing is taken away */
        if (node->children[0]->candidates && !judge(by, node->children[0], record, matches, error))
            return false;
        *matches = !*matches;
        return true;
    default:
        return judge_field(by, node, record, matches, error);
    }
}

/* A candidate fulfils every exact part that the whole query demands: only the others are judged. */
static bool judge_candidate(plan_judge *by, const plan_node *node, const ndx_record *record,
                            bool *matches, ndx_error *error)
{
    *matches = true;
    if (node->exact)
        return true;
    if (node->text || node->node->kind != NDX_QUERY_AND)
        return judge(by, node, record, matches, error);
    for (size_t i = 0; i < node->node->child_count && *matches; i++) {
        const plan_node *child = node->children[i];
        if (child->candidates && !judge_candidate(by, child, record, matches, error))
            return false;
    }
    return true;
}

bool ndx_plan_sole_matcher(plan_judge *by, const ndx_record *record, ndx_matcher **matcher,
                           ndx_error *error)
{
    const plan_node *root = by->plan->root;
    *matcher = NULL;
    if (!root->text || !root->match || ndx_date_range_has_instants(&by->plan->options.range))
        return true;
    *matcher = matcher_of(by, record, root->match, root->matcher_slot, error);
    return *matcher != NULL;
}

bool ndx_plan_judge_candidate(plan_judge *by, const ndx_record *record, bool *matches,
                              ndx_error *error)
{
    const ndx_date_range *range = &by->plan->options.range;
    *matches = false;
    if (ndx_date_range_has_instants(range) && !ndx_date_range_holds(range, &record->date))
        return true;
    return judge_candidate(by, by->plan->root, record, matches, error);
}

bool ndx_plan_judge_any(plan_judge *by, const ndx_record *record, bool *matches, ndx_error *error)
{
    const ndx_plan *plan = by->plan;
    const uint64_t *after = plan->options.after_update;
    bool dated = ndx_date_range_is_open(&plan->options.range) ||
                 ndx_date_range_holds(&plan->options.range, &record->date);
    *matches = false;
    if (!plan->root || !dated || (after && !ndx_index_is_after(plan->index, record, after)))
        return true;
    return judge(by, plan->root, record, matches, error);
}

bool ndx_plan_judge(ndx_plan *plan, const ndx_record *record, bool *matches, ndx_error *error)
{
    const uint64_t *after = plan->options.after_update;
    *matches = false;
    if ((plan->tombstones && ndx_index_is_deleted(plan->index, record)) ||
        (after && !ndx_index_is_after(plan->index, record, after)))
        return true;
    return ndx_plan_judge_candidate(&plan->judge, record, matches, error);
}

/* ---- spans ---- */

/* The matcher of the whole query, told what the article's fields come to. NULL: *error. */
static ndx_matcher *span_matcher(plan_judge *by, const ndx_record *record, ndx_error *error)
{
    const ndx_plan *plan = by->plan;
    if (!by->given && !(by->given = calloc(plan->given_count + 1, sizeof *by->given))) {
        ndx_error_memory(error, "searching");
        return NULL;
    }
    for (size_t i = 0; i < plan->given_count; i++)
        if (!judge(by, plan->given[i], record, &by->given[i], error))
            return NULL;
    ndx_matcher *matcher = matcher_of(by, record, plan->span_tree, plan->span_slot, error);
    if (matcher)
        ndx_matcher_give(matcher, by->given);
    return matcher;
}

bool ndx_plan_spans(plan_judge *by, const ndx_record *record, const ndx_match_span **spans,
                    size_t *count, bool *matches, ndx_error *error)
{
    *spans = NULL;
    *count = 0;
    *matches = true;
    if (!by->plan->span_tree)
        return true;
    ndx_matcher *matcher = span_matcher(by, record, error);
    return matcher && ndx_matcher_spans(matcher, record, spans, count, matches, error);
}

bool ndx_plan_highlights(plan_judge *by, const ndx_record *record, const uint32_t **positions,
                         size_t *count, ndx_error *error)
{
    *positions = NULL;
    *count = 0;
    if (!by->plan->span_tree)
        return true;
    ndx_matcher *matcher = span_matcher(by, record, error);
    return matcher && ndx_matcher_highlights(matcher, record, positions, count, error);
}
