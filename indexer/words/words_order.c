/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_order.c - the order of the list and the numbers that follow from it.
 *
 * Owns: comparing entries, sorting, numbering. Must not know: bytes on disk.
 */
#include "indexer/words/words_format.h"

#include <stdlib.h>

/* What decides nearly every comparison, beside the index it stands for. */
typedef struct order_item {
    uint64_t prefix; /* kind in two bits, then 62 bits of the sort text */
    uint32_t index;
} order_item;

static int compare_bytes(uint8_t a, uint8_t b)
{
    return a < b ? -1 : a > b;
}

int ndx_word_compare(const ndx_word *a, const ndx_word *b)
{
    int order = compare_bytes(a->kind, b->kind);

    if (!order)
        order = ndx_span_compare(a->term, b->term);
    if (!order)
        order = compare_bytes(a->language, b->language);
    if (!order)
        order = ndx_span_compare(a->surface, b->surface);
    if (!order)
        order = compare_bytes(a->breaks, b->breaks);
    return order ? order : compare_bytes(a->flags, b->flags);
}

static uint64_t sort_prefix(const ndx_word *word)
{
    const ndx_span text = ndx_word_sort_text(word);
    uint64_t prefix = 0;

    for (size_t i = 0; i < 8; i++)
        prefix = prefix << 8 | (i < text.size ? (uint8_t)text.data[i] : 0);
    return prefix >> 2 | (uint64_t)(word->kind & 3) << 62;
}

static int compare_items(const ndx_word *words, const order_item *a, const order_item *b)
{
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    return ndx_word_compare(&words[a->index], &words[b->index]);
}

/* Merge sort from the bottom up: stable, no recursion, no bad case. Gives which of the two arrays
 * holds the result. */
static order_item *merge_sort(const ndx_word *words, order_item *from, order_item *to, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t begin = 0; begin < count; begin += 2 * width) {
            size_t middle = begin + width < count ? begin + width : count;
            size_t end = middle + width < count ? middle + width : count;
            size_t left = begin;
            size_t right = middle;
            for (size_t out = begin; out < end; out++) {
                bool take_left =
                    right == end ||
                    (left < middle && compare_items(words, &from[left], &from[right]) <= 0);
                to[out] = take_left ? from[left++] : from[right++];
            }
        }
        order_item *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

static bool check_entry(const ndx_word *word, ndx_error *error)
{
    if (word->kind > NDX_ATOM || word->frequency == 0 ||
        (word->kind != NDX_WORD &&
         (word->term.size || word->folded.size || word->flags || word->language)) ||
        (word->kind != NDX_SEPARATOR && word->breaks))
        return ndx_error_set(
            error, NDX_ERROR_INTERNAL,
            "an entry of the word list is not one: \"%.*s\", kind %u, frequency %llu",
            NDX_SPAN_ARGS(word->surface), word->kind, (unsigned long long)word->frequency);
    if (word->surface.size > NDX_WORDS_ENTRY_BYTES || word->term.size > NDX_WORDS_ENTRY_BYTES ||
        word->folded.size > NDX_WORDS_ENTRY_BYTES)
        return ndx_error_set(error, NDX_ERROR_LIMIT,
                             "an entry of the word list has more than %u bytes",
                             NDX_WORDS_ENTRY_BYTES);
    return true;
}

/* order[0..count): indices of words in the list's sort order. Checks the entries as
 * ndx_words_number says. */
static bool put_in_order(const ndx_word *words, size_t count, uint32_t *order, ndx_error *error)
{
    order_item *items = NULL;
    const order_item *sorted = NULL;
    bool in_order = true;
    bool done = false;

    if (count > NDX_WORDS_ENTRY_LIMIT)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "a word list of more than %u entries",
                             NDX_WORDS_ENTRY_LIMIT);
    for (size_t i = 0; i < count; i++) {
        if (!check_entry(&words[i], error))
            return false;
        in_order = in_order && (i == 0 || ndx_word_compare(&words[i - 1], &words[i]) < 0);
        order[i] = (uint32_t)i;
    }
    if (in_order)
        return true;
    items = malloc(2 * count * sizeof(*items));
    if (!items)
        return ndx_error_memory(error, "sorting words");
    for (size_t i = 0; i < count; i++)
        items[i] = (order_item){sort_prefix(&words[i]), (uint32_t)i};
    sorted = merge_sort(words, items, items + count, count);
    for (size_t i = 0; i < count; i++) {
        order[i] = sorted[i].index;
        if (i && compare_items(words, &sorted[i - 1], &sorted[i]) == 0) {
            ndx_error_set(error, NDX_ERROR_INTERNAL, "the entry \"%.*s\" is twice in a word list",
                          NDX_SPAN_ARGS(words[order[i]].surface));
            goto cleanup;
        }
    }
    done = true;
cleanup:
    free(items);
    return done;
}

static int compare_falling(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;

    /* The frequency turned over, then the place in the sort order. */
    if (a[0] != b[0])
        return a[0] > b[0] ? -1 : 1;
    return a[1] < b[1] ? -1 : a[1] > b[1];
}

bool ndx_words_number(const ndx_word *words, size_t count, uint32_t *numbers, uint32_t *order,
                      ndx_dense *dense, ndx_error *error)
{
    uint64_t(*item)[2] = NULL; /* frequency, place in the sort order */
    uint64_t *frequency = NULL;
    bool done = false;

    *dense = ndx_dense_choose(NULL, 0);
    if (count == 0)
        return true;
    item = calloc(count, sizeof(*item));
    frequency = malloc(count * sizeof(*frequency));
    if (!item || !frequency) {
        ndx_error_memory(error, "numbering words");
        goto cleanup;
    }
    if (!put_in_order(words, count, order, error))
        goto cleanup;
    for (size_t i = 0; i < count; i++) {
        item[i][0] = words[order[i]].frequency;
        item[i][1] = i;
    }
    qsort(item, count, sizeof(*item), compare_falling);
    for (size_t i = 0; i < count; i++) {
        numbers[order[item[i][1]]] = (uint32_t)i;
        frequency[i] = item[i][0];
    }
    *dense = ndx_dense_choose(frequency, count);
    done = true;
cleanup:
    free(frequency);
    free(item);
    return done;
}
