/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matcher_spans.c - the operators of a query over spans of word positions.
 *
 * Owns: what a phrase, a distance, a sentence mean. Must not know: numbers, codes.
 *
 * A distance operator gives minimal spans only: none of them contains another (Clarke, Cormack,
 * Burkowski, "An algebra for structured text search", Computer Journal 38(1), 1995). So there are
 * at most as many as words, and repeated words cannot make the work grow with their square.
 */
#include "matcher_internal.h"

#include <stdlib.h>

bool ndx_span_list_add(span_list *list, uint32_t first, uint32_t last, ndx_error *error)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 16;
        ndx_match_span *grown = realloc(list->span, capacity * sizeof *grown);
        if (!grown)
            return ndx_error_memory(error, "matching an article");
        list->span = grown;
        list->capacity = capacity;
    }
    list->span[list->count++] = (ndx_match_span){first, last};
    return true;
}

static int compare_spans(const void *a, const void *b)
{
    const ndx_match_span *x = a;
    const ndx_match_span *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->last < y->last ? -1 : x->last > y->last;
}

static void sort_spans(span_list *list)
{
    size_t kept = 0;
    bool sorted = true;
    for (size_t i = 1; i < list->count && sorted; i++)
        sorted = compare_spans(&list->span[i - 1], &list->span[i]) < 0;
    if (sorted)
        return;
    qsort(list->span, list->count, sizeof *list->span, compare_spans);
    for (size_t i = 1; i < list->count; i++)
        if (compare_spans(&list->span[i], &list->span[kept]) != 0)
            list->span[++kept] = list->span[i];
    list->count = list->count ? kept + 1 : 0;
}

/* Keeps only spans that contain no other: going backwards by first, each must end before all that
 * begin behind it. */
static void keep_minimal(span_list *list)
{
    sort_spans(list);
    size_t kept = list->count;
    uint32_t least = UINT32_MAX;
    for (size_t i = list->count; i-- > 0;) {
        bool shortest_here = i == 0 || list->span[i - 1].first != list->span[i].first;
        if (!shortest_here || list->span[i].last >= least)
            continue;
        least = list->span[i].last;
        list->span[--kept] = list->span[i];
    }
    if (list->count > kept)
        memmove(list->span, list->span + kept, (list->count - kept) * sizeof *list->span);
    list->count -= kept;
}

/* The first span of the list that begins at or behind `first`. */
static size_t first_from(const span_list *list, uint32_t first)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->span[middle].first < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- phrase ---- */

static bool join_next(const span_list *left, const span_list *right, span_list *out,
                      ndx_error *error)
{
    out->count = 0;
    for (size_t i = 0; i < left->count; i++) {
        ndx_match_span a = left->span[i];
        for (size_t k = first_from(right, a.last + 1);
             k < right->count && right->span[k].first == a.last + 1; k++)
            if (!ndx_span_list_add(out, a.first, right->span[k].last, error))
                return false;
    }
    sort_spans(out);
    return true;
}

static bool phrase(ndx_matcher *matcher, match *at, ndx_error *error)
{
    if (!at->child_count)
        return true;
    const span_list *first = &at->children[0].spans;
    for (size_t i = 0; i < first->count; i++)
        if (!ndx_span_list_add(&at->spans, first->span[i].first, first->span[i].last, error))
            return false;
    for (size_t i = 1; i < at->child_count && at->spans.count; i++) {
        if (!join_next(&at->spans, &at->children[i].spans, &matcher->scratch, error))
            return false;
        span_list swap = at->spans;
        at->spans = matcher->scratch;
        matcher->scratch = swap;
    }
    return true;
}

/* ---- distances ---- */

/* Spans of b in front of a: for each a the b that ends nearest before it. Both lists sorted by
 * first. */
static bool nearest_before(const span_list *a, const span_list *b, uint32_t distance,
                           span_list *out, ndx_error *error)
{
    /* b by its last: minimal lists have both orders alike; others (alternatives with phrases) are
     * brought to it */
    span_list by_last = {0};
    for (size_t i = 0; i < b->count; i++) {
        if (!ndx_span_list_add(&by_last, b->span[i].last, b->span[i].first, error)) {
            free(by_last.span);
            return false;
        }
    }
    sort_spans(&by_last);
    bool done = true;
    for (size_t i = 0; done && i < a->count; i++) {
        size_t k = first_from(&by_last, a->span[i].first);
        if (k == 0)
            continue;
        ndx_match_span nearest = by_last.span[k - 1]; /* turned over: first is its last */
        if (a->span[i].first - nearest.first <= distance)
            done = ndx_span_list_add(out, nearest.last, a->span[i].last, error);
    }
    free(by_last.span);
    return done;
}

/* For each a the b that begins nearest behind it. */
static bool nearest_behind(const span_list *a, const span_list *b, uint32_t distance,
                           span_list *out, ndx_error *error)
{
    for (size_t i = 0; i < a->count; i++) {
        size_t k = first_from(b, a->span[i].last + 1);
        if (k < b->count && b->span[k].first - a->span[i].last <= distance &&
            !ndx_span_list_add(out, a->span[i].first, b->span[k].last, error))
            return false;
    }
    return true;
}

/* a and b in this order, or in either, within the distance. */
static bool near(const span_list *a, const span_list *b, uint32_t distance, bool ordered,
                 span_list *out, ndx_error *error)
{
    if (!nearest_behind(a, b, distance, out, error) || !nearest_before(b, a, distance, out, error))
        return false;
    if (!ordered && (!nearest_behind(b, a, distance, out, error) ||
                     !nearest_before(a, b, distance, out, error)))
        return false;
    keep_minimal(out);
    return true;
}

static uint32_t gap_between(ndx_match_span a, ndx_match_span b)
{
    if (a.last < b.first)
        return b.first - a.last;
    return b.last < a.first ? a.first - b.last : 0;
}

/* Spans of a with no b within the distance. Lists are short where this is asked: a walk over those
 * of b that begin near. */
static bool not_near(const span_list *a, const span_list *b, uint32_t distance, span_list *out,
                     ndx_error *error)
{
    uint32_t longest = 0;
    for (size_t i = 0; i < b->count; i++)
        if (b->span[i].last - b->span[i].first > longest)
            longest = b->span[i].last - b->span[i].first;
    for (size_t i = 0; i < a->count; i++) {
        uint64_t reach = (uint64_t)distance + longest;
        uint32_t from = a->span[i].first > reach ? (uint32_t)(a->span[i].first - reach) : 0;
        bool found = false;
        for (size_t k = first_from(b, from); k < b->count && !found; k++) {
            if (b->span[k].first > a->span[i].last && b->span[k].first - a->span[i].last > distance)
                break;
            found = gap_between(a->span[i], b->span[k]) <= distance;
        }
        if (!found && !ndx_span_list_add(out, a->span[i].first, a->span[i].last, error))
            return false;
    }
    return true;
}

/* ---- sentences and paragraphs ---- */

/* Which one a position lies in: the number of ends before it. */
static size_t part_of(const uint32_t *ends, size_t count, uint32_t position)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ends[middle] < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool within(ndx_matcher *matcher, const span_list *a, const span_list *b, bool paragraph,
                   span_list *out, ndx_error *error)
{
    const uint32_t *ends = paragraph ? matcher->paragraph_end : matcher->sentence_end;
    size_t count = paragraph ? matcher->paragraph_count : matcher->sentence_count;
    size_t kept = 0;
    if (!near(a, b, NDX_POSITION_GAP, false, out, error))
        return false;
    for (size_t i = 0; i < out->count; i++)
        if (part_of(ends, count, out->span[i].first) == part_of(ends, count, out->span[i].last))
            out->span[kept++] = out->span[i];
    out->count = kept;
    return true;
}

/* ---- the rest ---- */

static bool add_all(match *at, const match *child, ndx_error *error)
{
    for (size_t i = 0; i < child->spans.count; i++)
        if (!ndx_span_list_add(&at->spans, child->spans.span[i].first, child->spans.span[i].last,
                               error))
            return false;
    return true;
}

static bool combine(match *at, bool all, ndx_error *error)
{
    at->matches = all;
    for (size_t i = 0; i < at->child_count; i++) {
        if (at->children[i].matches != all)
            at->matches = !all;
        if (at->children[i].matches && !add_all(at, &at->children[i], error))
            return false;
    }
    if (!at->matches)
        at->spans.count = 0;
    sort_spans(&at->spans);
    return true;
}

static bool from_leaf(match *at, ndx_error *error)
{
    for (size_t i = 0; i < at->leaf->count; i++)
        if (!ndx_span_list_add(&at->spans, at->leaf->position[i], at->leaf->position[i], error))
            return false;
    return true;
}

/* Spans that end within the first words of the body, or stand in the headline. */
static bool first_words(match *at, const ndx_record *record, ndx_error *error)
{
    uint32_t headline_end = record->word_count[NDX_TEXT_HEADLINE];
    uint32_t body = ndx_record_field_start(record, NDX_TEXT_BODY);
    const span_list *spans = &at->children[0].spans;
    for (size_t i = 0; i < spans->count; i++) {
        ndx_match_span s = spans->span[i];
        bool early =
            s.last < headline_end || (s.first >= body && s.last - body < at->node->distance);
        if (early && !ndx_span_list_add(&at->spans, s.first, s.last, error))
            return false;
    }
    return true;
}

static bool evaluate_node(ndx_matcher *matcher, const ndx_record *record, match *at,
                          ndx_error *error)
{
    uint32_t distance = at->node->distance;
    const span_list *a = at->child_count ? &at->children[0].spans : NULL;
    const span_list *b = at->child_count > 1 ? &at->children[1].spans : NULL;
    switch (at->node->kind) {
    case NDX_MATCH_WORD:
        return from_leaf(at, error);
    case NDX_MATCH_PHRASE:
        return phrase(matcher, at, error);
    case NDX_MATCH_NEAR:
    case NDX_MATCH_BEFORE:
        return !b || near(a, b, distance, at->node->kind == NDX_MATCH_BEFORE, &at->spans, error);
    case NDX_MATCH_NOT_NEAR:
        return !b || not_near(a, b, distance, &at->spans, error);
    case NDX_MATCH_SENTENCE:
    case NDX_MATCH_PARAGRAPH:
        return !b ||
               within(matcher, a, b, at->node->kind == NDX_MATCH_PARAGRAPH, &at->spans, error);
    case NDX_MATCH_AT_LEAST:
        return !a || a->count < distance || add_all(at, &at->children[0], error);
    case NDX_MATCH_FIRST:
        return !a || first_words(at, record, error);
    default:
        return true;
    }
}

bool ndx_matcher_evaluate(ndx_matcher *matcher, const ndx_record *record, match *at,
                          ndx_error *error)
{
    at->spans.count = 0;
    for (size_t i = 0; i < at->child_count; i++)
        if (!ndx_matcher_evaluate(matcher, record, &at->children[i], error))
            return false;
    switch (at->node->kind) {
    case NDX_MATCH_AND:
        return combine(at, true, error);
    case NDX_MATCH_OR:
        return combine(at, false, error);
    case NDX_MATCH_NOT:
        at->matches = at->child_count == 0 || !at->children[0].matches;
        return true;
    case NDX_MATCH_ALL:
        at->matches = true;
        return true;
    default:
        if (!evaluate_node(matcher, record, at, error))
            return false;
        at->matches = at->spans.count > 0;
        return true;
    }
}
