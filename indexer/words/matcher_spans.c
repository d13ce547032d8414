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

#include "newsdex/array.h"

#include <stdlib.h>

bool ndx_span_list_add(span_list *list, uint32_t first, uint32_t last, ndx_error *error)
{
    ndx_match_span *grown =
        ndx_array_room(list->span, list->count, &list->capacity, 16, sizeof *grown);
    if (!grown)
        return ndx_error_memory(error, "matching an article");
    list->span = grown;
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

void ndx_span_list_sort(span_list *list)
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
    ndx_span_list_sort(list);
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
size_t ndx_span_list_from(const span_list *list, uint32_t first)
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

bool ndx_span_list_has(const span_list *list, uint32_t first, uint32_t last)
{
    for (size_t i = ndx_span_list_from(list, first);
         i < list->count && list->span[i].first == first && list->span[i].last <= last; i++)
        if (list->span[i].last == last)
            return true;
    return false;
}

/* ---- phrase ---- */

static bool join_next(const span_list *left, const span_list *right, span_list *out,
                      ndx_error *error)
{
    out->count = 0;
    for (size_t i = 0; i < left->count; i++) {
        ndx_match_span a = left->span[i];
        for (size_t k = ndx_span_list_from(right, a.last + 1);
             k < right->count && right->span[k].first == a.last + 1; k++)
            if (!ndx_span_list_add(out, a.first, right->span[k].last, error))
                return false;
    }
    ndx_span_list_sort(out);
    return true;
}

/* ---- distances ---- */

/* Where a field, a sentence or a paragraph begins and ends that holds a position. */
typedef struct part {
    uint32_t first, last;
} part;

static part field_of(const ndx_record *record, uint32_t position)
{
    int field = NDX_TEXT_COUNT - 1;
    while (field > 0 && ndx_record_field_start(record, (ndx_text_field)field) > position)
        field--;
    uint32_t start = ndx_record_field_start(record, (ndx_text_field)field);
    return (part){start, start + (record->word_count[field] ? record->word_count[field] - 1 : 0)};
}

/* ends: positions of the last words of sentences or paragraphs, rising; a field's last word is one.
 */
static part part_between(const uint32_t *ends, size_t count, uint32_t position)
{
    size_t low = ndx_array_lower_bound(ends, count, position);
    return (part){low ? ends[low - 1] + 1 : 0, low < count ? ends[low] : UINT32_MAX};
}

static part part_of(const ndx_matcher *matcher, const ndx_record *record, ndx_match_kind kind,
                    uint32_t position)
{
    if (kind == NDX_MATCH_SENTENCE)
        return part_between(matcher->sentence_end, matcher->sentence_count, position);
    if (kind == NDX_MATCH_PARAGRAPH)
        return part_between(matcher->paragraph_end, matcher->paragraph_count, position);
    return field_of(record, position);
}

static bool make_queue(ndx_matcher *matcher, size_t count, ndx_error *error)
{
    if (count <= matcher->queue_room)
        return true;
    uint32_t *grown = realloc(matcher->queue, 2 * count * sizeof *grown);
    if (!grown)
        return ndx_error_memory(error, "matching an article");
    matcher->queue = grown;
    matcher->queue_room = 2 * count;
    return true;
}

/* Adds, for each b, the shortest span with an a before it, not farther than the distance and within
 * one part. It is the a with the largest first of those whose last lies in a window before b, and
 * the window only moves on: the queue holds the candidates, first falling (a sliding maximum), so
 * the work is linear. */
static bool shortest_before(ndx_matcher *matcher, const ndx_record *record, ndx_match_kind kind,
                            uint32_t distance, const span_list *a, const span_list *b,
                            span_list *out, ndx_error *error)
{
    span_list *by_last = &matcher->by_last;
    size_t taken = 0;
    size_t head = 0;
    size_t tail = 0;
    by_last->count = 0;
    for (size_t i = 0; i < a->count; i++)
        if (!ndx_span_list_add(by_last, a->span[i].last, a->span[i].first, error))
            return false;
    ndx_span_list_sort(by_last);
    if (!make_queue(matcher, a->count, error))
        return false;
    for (size_t i = 0; i < b->count; i++) {
        ndx_match_span behind = b->span[i];
        part within = part_of(matcher, record, kind, behind.first);
        uint32_t from = behind.first > distance ? behind.first - distance : 0;
        if (from < within.first)
            from = within.first;
        for (; taken < by_last->count && by_last->span[taken].first < behind.first; taken++) {
            while (tail > head &&
                   by_last->span[matcher->queue[tail - 1]].last <= by_last->span[taken].last)
                tail--;
            matcher->queue[tail++] = (uint32_t)taken;
        }
        while (head < tail && by_last->span[matcher->queue[head]].first < from)
            head++;
        if (head == tail || behind.last > within.last)
            continue;
        uint32_t first = by_last->span[matcher->queue[head]].last; /* turned over */
        if (first >= within.first && !ndx_span_list_add(out, first, behind.last, error))
            return false;
    }
    return true;
}

static bool near(ndx_matcher *matcher, const ndx_record *record, const ndx_match_node *node,
                 const span_list *a, const span_list *b, span_list *out, ndx_error *error)
{
    bool parts = node->kind == NDX_MATCH_SENTENCE || node->kind == NDX_MATCH_PARAGRAPH;
    uint32_t distance = parts ? UINT32_MAX : node->distance;
    out->count = 0;
    if (!shortest_before(matcher, record, node->kind, distance, a, b, out, error))
        return false;
    if (node->kind != NDX_MATCH_BEFORE &&
        !shortest_before(matcher, record, node->kind, distance, b, a, out, error))
        return false;
    keep_minimal(out);
    return true;
}

/* Spans of a with no b that overlaps it or is within the distance in the same field. Of all b that
 * begin early enough the one that ends last tells: a running maximum over b. */
static bool not_near(ndx_matcher *matcher, const ndx_record *record, uint32_t distance,
                     const span_list *a, const span_list *b, span_list *out, ndx_error *error)
{
    uint32_t reach = 0;
    if (!make_queue(matcher, b->count, error))
        return false;
    for (size_t i = 0; i < b->count; i++) {
        if (b->span[i].last > reach)
            reach = b->span[i].last;
        matcher->queue[i] = reach;
    }
    for (size_t i = 0; i < a->count; i++) {
        ndx_match_span span = a->span[i];
        part field = field_of(record, span.first);
        uint32_t from = span.first - field.first > distance ? span.first - distance : field.first;
        uint32_t to = field.last - span.last > distance ? span.last + distance : field.last;
        size_t early = ndx_span_list_from(b, to + 1);
        bool found = early > 0 && matcher->queue[early - 1] >= from;
        if (!found && !ndx_span_list_add(out, span.first, span.last, error))
            return false;
    }
    return true;
}

/* ---- operators over children from left to right ---- */

static bool add_all(match *at, const match *child, ndx_error *error)
{
    for (size_t i = 0; i < child->spans.count; i++)
        if (!ndx_span_list_add(&at->spans, child->spans.span[i].first, child->spans.span[i].last,
                               error))
            return false;
    return true;
}

static bool fold(ndx_matcher *matcher, const ndx_record *record, match *at, ndx_error *error)
{
    if (!at->child_count)
        return true;
    const span_list *left = &at->children[0].spans;
    for (size_t i = 1; i < at->child_count; i++) {
        const span_list *right = &at->children[i].spans;
        span_list *out = i + 1 == at->child_count ? &at->spans : &at->step[i];
        bool done = at->node->kind == NDX_MATCH_PHRASE
                        ? join_next(left, right, out, error)
                        : near(matcher, record, at->node, left, right, out, error);
        if (!done)
            return false;
        left = out;
    }
    return at->child_count > 1 || add_all(at, &at->children[0], error);
}

/* ---- the rest ---- */

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
    ndx_span_list_sort(&at->spans);
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
static bool first_words(match *at, const ndx_record *record, uint32_t words, ndx_error *error)
{
    uint32_t headline_end = record->word_count[NDX_TEXT_HEADLINE];
    uint32_t body = ndx_record_field_start(record, NDX_TEXT_BODY);
    const span_list *spans = &at->children[0].spans;
    for (size_t i = 0; i < spans->count; i++) {
        ndx_match_span s = spans->span[i];
        bool early = s.last < headline_end || (s.first >= body && s.last - body < words);
        if (early && !ndx_span_list_add(&at->spans, s.first, s.last, error))
            return false;
    }
    return true;
}

/* Words of the first paragraph of the body. */
static uint32_t lead_words(const ndx_matcher *matcher, const ndx_record *record)
{
    uint32_t body = ndx_record_field_start(record, NDX_TEXT_BODY);
    if (!record->word_count[NDX_TEXT_BODY])
        return 0;
    return part_of(matcher, record, NDX_MATCH_PARAGRAPH, body).last - body + 1;
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
    case NDX_MATCH_NEAR:
    case NDX_MATCH_BEFORE:
    case NDX_MATCH_SENTENCE:
    case NDX_MATCH_PARAGRAPH:
        return fold(matcher, record, at, error);
    case NDX_MATCH_NOT_NEAR:
        return !b || not_near(matcher, record, distance, a, b, &at->spans, error);
    case NDX_MATCH_AT_LEAST:
        return !a || a->count < distance || add_all(at, &at->children[0], error);
    case NDX_MATCH_FIRST:
        return !a || first_words(at, record, distance, error);
    case NDX_MATCH_LEAD:
        return !a || first_words(at, record, lead_words(matcher, record), error);
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
    case NDX_MATCH_GIVEN:
        at->matches = matcher->given && matcher->given[at->node->distance];
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
