/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matcher_highlight.c - which words take part in the spans of a query: back from the spans of an
 * operator to those of its operands, down to the words.
 *
 * Owns: that way back. Must not know: how spans are found (matcher_spans.c) or shown.
 */
#include "matcher_internal.h"

#include <stdlib.h>

/* Adds the spans of left and right that make the span `whole`, one of left first. */
static bool parts_in_order(const ndx_match_node *node, ndx_match_span whole, const span_list *left,
                           const span_list *right, span_list *used_left, span_list *used_right,
                           ndx_error *error)
{
    uint32_t distance = node->kind == NDX_MATCH_PHRASE ? 1
                        : node->kind == NDX_MATCH_NEAR || node->kind == NDX_MATCH_BEFORE
                            ? node->distance
                            : UINT32_MAX;
    for (size_t i = ndx_span_list_from(left, whole.first);
         i < left->count && left->span[i].first == whole.first; i++) {
        ndx_match_span a = left->span[i];
        for (size_t k = ndx_span_list_from(right, a.last + 1);
             k < right->count && right->span[k].first <= whole.last &&
             right->span[k].first - a.last <= distance;
             k++)
            if (right->span[k].last == whole.last &&
                (!ndx_span_list_add(used_left, a.first, a.last, error) ||
                 !ndx_span_list_add(used_right, right->span[k].first, right->span[k].last, error)))
                return false;
    }
    return true;
}

static bool mark_fold(ndx_matcher *matcher, const match *at, const span_list *used, size_t *found,
                      ndx_error *error)
{
    bool either = at->node->kind != NDX_MATCH_PHRASE && at->node->kind != NDX_MATCH_BEFORE;
    span_list whole = {0}; /* used spans of what the first i + 1 children came to */
    span_list left_used = {0};
    span_list right_used = {0};
    bool done = true;
    for (size_t i = 0; done && i < used->count; i++)
        done = ndx_span_list_add(&whole, used->span[i].first, used->span[i].last, error);
    for (size_t i = at->child_count - 1; done && i > 0; i--) {
        const span_list *left = i == 1 ? &at->children[0].spans : &at->step[i - 1];
        const span_list *right = &at->children[i].spans;
        left_used.count = right_used.count = 0;
        for (size_t k = 0; done && k < whole.count; k++)
            done = parts_in_order(at->node, whole.span[k], left, right, &left_used, &right_used,
                                  error) &&
                   (!either || parts_in_order(at->node, whole.span[k], right, left, &right_used,
                                              &left_used, error));
        ndx_span_list_sort(&left_used);
        ndx_span_list_sort(&right_used);
        done = done && ndx_matcher_mark(matcher, &at->children[i], &right_used, found, error);
        span_list swap = whole;
        whole = left_used;
        left_used = swap;
    }
    done = done && ndx_matcher_mark(matcher, &at->children[0], &whole, found, error);
    free(whole.span);
    free(left_used.span);
    free(right_used.span);
    return done;
}

/* Alternatives and articles-wide operators: each child's spans as far as they are used. */
static bool mark_each(ndx_matcher *matcher, const match *at, const span_list *used, size_t *found,
                      ndx_error *error)
{
    span_list own = {0};
    bool done = true;
    for (size_t i = 0; done && i < at->child_count; i++) {
        const match *child = &at->children[i];
        own.count = 0;
        for (size_t k = 0; done && child->matches && k < used->count; k++)
            if (ndx_span_list_has(&child->spans, used->span[k].first, used->span[k].last))
                done = ndx_span_list_add(&own, used->span[k].first, used->span[k].last, error);
        done = done && ndx_matcher_mark(matcher, child, &own, found, error);
    }
    free(own.span);
    return done;
}

bool ndx_matcher_mark(ndx_matcher *matcher, const match *at, const span_list *used, size_t *found,
                      ndx_error *error)
{
    if (!used->count)
        return true;
    switch (at->node->kind) {
    case NDX_MATCH_WORD:
        for (size_t i = 0; i < used->count; i++)
            if (!ndx_positions_push(&matcher->highlight, found, &matcher->highlight_room,
                                    used->span[i].first, error))
                return false;
        return true;
    case NDX_MATCH_PHRASE:
    case NDX_MATCH_NEAR:
    case NDX_MATCH_BEFORE:
    case NDX_MATCH_SENTENCE:
    case NDX_MATCH_PARAGRAPH:
        return mark_fold(matcher, at, used, found, error);
    case NDX_MATCH_NOT_NEAR:
    case NDX_MATCH_AT_LEAST:
    case NDX_MATCH_FIRST:
    case NDX_MATCH_LEAD:
        return ndx_matcher_mark(matcher, &at->children[0], used, found, error);
    case NDX_MATCH_AND:
    case NDX_MATCH_OR:
        return mark_each(matcher, at, used, found, error);
    default:
        return true;
    }
}
