/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_query.c - libFuzzer target: any bytes as a query. What is accepted is shown as a tree that
 * is a query again and gives the same tree; what is not has its place inside the query, and a caret
 * can be put under it.
 */
#include "newsdex/query.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

static void require(bool true_always)
{
    if (!true_always)
        abort();
}

/* A range is shown as it is written. */
static void check_range(const ndx_date_range *range, int32_t today)
{
    ndx_buffer shown = {0};
    ndx_date_range again;
    require(range->first_day <= range->last_day);
    require(ndx_date_range_append(&shown, range));
    require(ndx_query_date_range(ndx_buffer_span(&shown), today, &again, NULL));
    require(range->first_day == again.first_day && range->last_day == again.last_day);
    require(range->first_second == again.first_second && range->last_second == again.last_second);
    ndx_buffer_free(&shown);
}

static void check_node(const ndx_query_node *node, ndx_span text, int32_t today, unsigned depth)
{
    require(depth < 2000);
    require(node->begin <= node->end && node->end <= text.size);
    if (node->kind == NDX_QUERY_DATE)
        check_range(&node->range, today);
    for (size_t i = 0; i < node->child_count; i++)
        check_node(node->children[i], text, today, depth + 1);
}

/* A tree is shown with its words as they are: those with signs would be read as operators. */
static bool shows_whole(const ndx_query_node *node)
{
    if (node->kind > NDX_QUERY_WORDS && node->kind <= NDX_QUERY_DATE)
        return false;
    if (node->scope != NDX_SCOPE_ANY)
        return false;
    for (size_t i = 0; i < node->text.size; i++)
        if (node->text.data[i] < 'a' || node->text.data[i] > 'z')
            return false;
    for (size_t i = 0; i < node->child_count; i++)
        if (!shows_whole(node->children[i]))
            return false;
    return true;
}

static void check_again(const ndx_query *query, int32_t today)
{
    ndx_buffer tree = {0};
    ndx_buffer twice = {0};
    ndx_query again = {0};
    require(ndx_query_append_tree(&tree, query->root));
    if (shows_whole(query->root) && tree.size < 30000 && tree.data[0] == '(') {
        ndx_error error = {0};
        require(ndx_query_parse(&again, ndx_buffer_span(&tree), today, NULL, NULL, &error));
        require(ndx_query_append_tree(&twice, again.root));
        require(ndx_span_equal(ndx_buffer_span(&tree), ndx_buffer_span(&twice)));
    }
    ndx_query_free(&again);
    ndx_buffer_free(&tree);
    ndx_buffer_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int32_t today = ndx_days_from_civil(2025, 12, 5);
    ndx_span text = ndx_span_make((const char *)data, size);
    ndx_query query = {0};
    ndx_error error = {0};
    ndx_buffer caret = {0};
    size_t begin = 0;
    size_t end = 0;
    if (ndx_utf8_valid_prefix(text) != size)
        return 0; /* the program refuses it before */
    if (!ndx_query_parse(&query, text, today, &begin, &end, &error)) {
        require(!query.root && error.code != NDX_OK && error.message[0]);
        require(begin <= end && end <= size);
        require(ndx_query_append_caret(&caret, text, begin, end));
    } else if (query.root) {
        check_node(query.root, text, today, 0);
        check_again(&query, today);
    }
    for (const ndx_query_note *note = query.notes; note; note = note->next)
        require(note->begin < note->end && note->end <= size);
    ndx_buffer_free(&caret);
    ndx_query_free(&query);
    return 0;
}
