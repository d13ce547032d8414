/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matcher.c - a query against one article: walks over its numbers and notes where the query's words
 * stand (newsdex/matcher.h).
 *
 * Owns: the walk. Must not know: what an operator means (matcher_spans.c), which words a leaf
 * stands for (matcher_compile.c).
 */
#include "matcher_internal.h"

#include "newsdex/array.h"

#include <stdlib.h>

static bool compile(ndx_matcher *matcher, const ndx_match_node *node, match *at, ndx_error *error);

static size_t count_leaves(const ndx_match_node *node)
{
    size_t count = node->kind == NDX_MATCH_WORD;
    for (size_t i = 0; i < node->child_count; i++)
        count += count_leaves(node->children[i]);
    return count;
}

static bool compile_children(ndx_matcher *matcher, const ndx_match_node *node, match *at,
                             ndx_error *error)
{
    if (!node->child_count)
        return true;
    at->children = calloc(node->child_count, sizeof *at->children);
    at->step = calloc(node->child_count, sizeof *at->step);
    if (!at->children || !at->step)
        return ndx_error_memory(error, "reading a query");
    for (size_t i = 0; i < node->child_count; i++) {
        at->child_count++;
        if (!compile(matcher, node->children[i], &at->children[i], error))
            return false;
    }
    return true;
}

static bool compile(ndx_matcher *matcher, const ndx_match_node *node, match *at, ndx_error *error)
{
    at->node = node;
    matcher->sentences |= node->kind == NDX_MATCH_SENTENCE || node->kind == NDX_MATCH_PARAGRAPH ||
                          node->kind == NDX_MATCH_LEAD;
    if (node->kind == NDX_MATCH_WORD) {
        at->leaf = &matcher->leaves[matcher->leaf_count++];
        if (!ndx_matcher_compile_leaf(matcher, node, at->leaf, error))
            return false;
        matcher->fields |= node->fields;
        for (size_t i = 0; i < at->leaf->numbers.count; i++) {
            uint32_t number = at->leaf->numbers.number[i];
            matcher->wanted[number / 64] |= UINT64_C(1) << number % 64;
        }
    }
    if (!compile_children(matcher, node, at, error))
        return false;
    ndx_matcher_prepare_search(at);
    return true;
}

ndx_matcher *ndx_matcher_new(const ndx_match_node *query, ndx_words *words, ndx_error *error)
{
    ndx_matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher) {
        ndx_error_memory(error, "reading a query");
        return NULL;
    }
    matcher->words = words;
    matcher->find_pair = ndx_best_pair_finder();
    matcher->leaf_room = count_leaves(query);
    matcher->leaves = calloc(matcher->leaf_room + 1, sizeof *matcher->leaves);
    matcher->wanted = calloc((size_t)ndx_words_count(words) / 64 + 1, sizeof *matcher->wanted);
    if (!matcher->leaves || !matcher->wanted)
        ndx_error_memory(error, "reading a query");
    else if (compile(matcher, query, &matcher->root, error) &&
             ndx_words_classes(words, &matcher->classes, &matcher->class_count, error))
        return matcher;
    ndx_matcher_free(matcher);
    return NULL;
}

static void free_match(match *at)
{
    for (size_t i = 0; i < at->child_count; i++)
        free_match(&at->children[i]);
    for (size_t i = 0; at->step && i < at->node->child_count; i++)
        free(at->step[i].span);
    free(at->step);
    free(at->children);
    free(at->spans.span);
}

void ndx_matcher_free(ndx_matcher *matcher)
{
    if (!matcher)
        return;
    free_match(&matcher->root);
    for (size_t i = 0; matcher->leaves && i < matcher->leaf_room; i++) {
        ndx_numbers_free(&matcher->leaves[i].numbers);
        free(matcher->leaves[i].position);
    }
    free(matcher->leaves);
    free(matcher->wanted);
    free(matcher->sentence_end);
    free(matcher->paragraph_end);
    free(matcher->by_last.span);
    free(matcher->queue);
    free(matcher->highlight);
    free(matcher);
}

void ndx_matcher_give(ndx_matcher *matcher, const bool *given)
{
    matcher->given = given;
}

/* ---- the walk ---- */

bool ndx_leaf_has(const leaf *l, uint32_t number)
{
    size_t low = ndx_array_lower_bound(l->numbers.number, l->numbers.count, number);
    return low < l->numbers.count && l->numbers.number[low] == number;
}

bool ndx_positions_push(uint32_t **list, size_t *count, size_t *room, uint32_t value,
                        ndx_error *error)
{
    uint32_t *grown = ndx_array_room(*list, *count, room, 32, sizeof *grown);
    if (!grown)
        return ndx_error_memory(error, "matching an article");
    *list = grown;
    (*list)[(*count)++] = value;
    return true;
}

static bool note_word(ndx_matcher *matcher, uint32_t number, uint32_t position, unsigned field_bit,
                      ndx_error *error)
{
    for (size_t i = 0; i < matcher->leaf_count; i++) {
        leaf *l = &matcher->leaves[i];
        if ((l->fields & field_bit) && ndx_leaf_has(l, number) &&
            !ndx_positions_push(&l->position, &l->count, &l->capacity, position, error))
            return false;
    }
    return true;
}

static bool note_break(ndx_matcher *matcher, uint8_t class, uint32_t position, ndx_error *error)
{
    if (class >= NDX_CLASS_SENTENCE_END &&
        !ndx_positions_push(&matcher->sentence_end, &matcher->sentence_count,
                            &matcher->sentence_room, position, error))
        return false;
    return class < NDX_CLASS_PARAGRAPH_END ||
           ndx_positions_push(&matcher->paragraph_end, &matcher->paragraph_count,
                              &matcher->paragraph_room, position, error);
}

static bool walk_field(ndx_matcher *matcher, const ndx_record *record, ndx_text_field field,
                       ndx_error *error)
{
    const ndx_dense dense = ndx_words_dense(matcher->words);
    const uint32_t count = ndx_words_count(matcher->words);
    const uint8_t *at = (const uint8_t *)record->code[field].data;
    const uint8_t *end = at ? at + record->code[field].size : NULL;
    const uint8_t *const classes = matcher->classes;
    const uint32_t class_count = matcher->class_count;
    const uint64_t *const wanted = matcher->wanted;
    const bool sentences = matcher->sentences;
    const uint32_t begin = ndx_record_field_start(record, field);
    uint32_t position = begin;
    while (at < end) {
        uint32_t number;
        if (!ndx_dense_read(dense, &at, end, &number))
            return ndx_error_set(error, NDX_ERROR_CORRUPT,
                                 "the record of the article %.*s is damaged",
                                 NDX_SPAN_ARGS(record->id));
        if (number < class_count && classes[number]) {
            if (sentences && position > begin &&
                !note_break(matcher, classes[number], position - 1, error))
                return false;
            continue;
        }
        if (number < count && wanted[number / 64] >> number % 64 & 1 &&
            !note_word(matcher, number, position, 1u << field, error))
            return false;
        position++;
    }
    /* no sentence goes on in the next field */
    return !matcher->sentences || position == begin ||
           note_break(matcher, NDX_CLASS_PARAGRAPH_END, position - 1, error);
}

static bool walk(ndx_matcher *matcher, const ndx_record *record, ndx_error *error)
{
    for (size_t i = 0; i < matcher->leaf_count; i++)
        matcher->leaves[i].count = 0;
    matcher->sentence_count = matcher->paragraph_count = 0;
    for (int field = 0; field < NDX_TEXT_COUNT; field++)
        if (matcher->fields & 1u << field &&
            !walk_field(matcher, record, (ndx_text_field)field, error))
            return false;
    return true;
}

static bool evaluate(ndx_matcher *matcher, const ndx_record *record, bool *matches,
                     ndx_error *error)
{
    if (!walk(matcher, record, error) ||
        !ndx_matcher_evaluate(matcher, record, &matcher->root, error))
        return false;
    *matches = matcher->root.matches;
    return true;
}

bool ndx_matcher_matches(ndx_matcher *matcher, const ndx_record *record, bool *matches,
                         ndx_error *error)
{
    return ndx_matcher_search(matcher, record, matches) ||
           evaluate(matcher, record, matches, error);
}

bool ndx_matcher_spans(ndx_matcher *matcher, const ndx_record *record, const ndx_match_span **spans,
                       size_t *count, bool *matches, ndx_error *error)
{
    if (!evaluate(matcher, record, matches, error))
        return false;
    *spans = matcher->root.spans.span;
    *count = *matches ? matcher->root.spans.count : 0;
    return true;
}

bool ndx_matcher_highlights(ndx_matcher *matcher, const ndx_record *record,
                            const uint32_t **positions, size_t *count, ndx_error *error)
{
    size_t found = 0;
    bool matches;
    if (!evaluate(matcher, record, &matches, error) ||
        (matches &&
         !ndx_matcher_mark(matcher, &matcher->root, &matcher->root.spans, &found, error)))
        return false;
    *count = ndx_array_sort_unique(matcher->highlight, found);
    *positions = matcher->highlight;
    return true;
}
