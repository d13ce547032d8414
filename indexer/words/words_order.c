/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_order.c - the order of the list and the numbers that follow from it.
 *
 * Owns: comparing entries, sorting, numbering. Must not know: bytes on disk.
 */
#include "indexer/words/words_format.h"

#include "newsdex/array.h"

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

bool ndx_word_check(const ndx_word *word, ndx_error *error)
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
        if (!ndx_word_check(&words[i], error))
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

/* ---- numbers ---- */

/* Frequencies up to this are counted in a table; few entries have a higher one. */
#define COUNTED_FREQUENCY 65535u

typedef struct frequent_entry {
    uint64_t frequency;
    uint32_t place; /* in the sort order */
} frequent_entry;

typedef struct frequencies {
    uint32_t *counted; /* by frequency: entries that have it, then the next number of one */
    frequent_entry *frequent;
    size_t frequent_count, frequent_capacity;
} frequencies;

static int compare_falling(const void *left, const void *right)
{
    const frequent_entry *a = left;
    const frequent_entry *b = right;

    if (a->frequency != b->frequency)
        return a->frequency > b->frequency ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static bool count_frequencies(frequencies *of, const uint64_t *frequency, size_t count,
                              ndx_error *error)
{
    of->counted = calloc((size_t)COUNTED_FREQUENCY + 1, sizeof *of->counted);
    if (!of->counted)
        return ndx_error_memory(error, "numbering words");
    for (size_t i = 0; i < count; i++) {
        if (!frequency[i])
            return ndx_error_set(error, NDX_ERROR_INTERNAL,
                                 "an entry of the word list does not occur");
        if (frequency[i] <= COUNTED_FREQUENCY) {
            of->counted[frequency[i]]++;
            continue;
        }
        frequent_entry *larger = ndx_array_room(of->frequent, of->frequent_count,
                                                &of->frequent_capacity, 256, sizeof *larger);
        if (!larger)
            return ndx_error_memory(error, "numbering words");
        of->frequent = larger;
        of->frequent[of->frequent_count++] = (frequent_entry){frequency[i], (uint32_t)i};
    }
    if (of->frequent_count)
        qsort(of->frequent, of->frequent_count, sizeof *of->frequent, compare_falling);
    return true;
}

static bool make_runs(const frequencies *of, ndx_words_numbering *numbering)
{
    size_t room = of->frequent_count + 1;
    for (uint32_t i = 1; i <= COUNTED_FREQUENCY; i++)
        room += of->counted[i] != 0;
    numbering->frequency = malloc(room * sizeof *numbering->frequency);
    numbering->times = malloc(room * sizeof *numbering->times);
    if (!numbering->frequency || !numbering->times)
        return false;
    for (size_t i = 0; i < of->frequent_count; i++) {
        size_t last = numbering->count;
        if (!last || numbering->frequency[last - 1] != of->frequent[i].frequency) {
            numbering->frequency[last] = of->frequent[i].frequency;
            numbering->times[last] = 0;
            last = ++numbering->count;
        }
        numbering->times[last - 1]++;
    }
    for (uint32_t i = COUNTED_FREQUENCY; i >= 1; i--) {
        if (!of->counted[i])
            continue;
        numbering->frequency[numbering->count] = i;
        numbering->times[numbering->count++] = of->counted[i];
    }
    return true;
}

/* Entries come in the sort order, so those of one frequency get rising numbers. */
static void give_numbers(frequencies *of, const uint64_t *frequency, size_t count,
                         uint32_t *numbers)
{
    uint32_t next = (uint32_t)of->frequent_count;
    for (uint32_t i = 0; i < next; i++)
        numbers[of->frequent[i].place] = i;
    for (uint32_t i = COUNTED_FREQUENCY; i >= 1; i--) {
        uint32_t entries = of->counted[i];
        of->counted[i] = next;
        next += entries;
    }
    for (size_t i = 0; i < count; i++)
        if (frequency[i] <= COUNTED_FREQUENCY)
            numbers[i] = of->counted[frequency[i]]++;
}

void ndx_words_numbering_free(ndx_words_numbering *numbering)
{
    free(numbering->frequency);
    free(numbering->times);
    *numbering = (ndx_words_numbering){0};
}

bool ndx_words_number_sorted(const uint64_t *frequency, size_t count, uint32_t *numbers,
                             ndx_words_numbering *numbering, ndx_error *error)
{
    frequencies of = {0};
    bool done = false;

    *numbering = (ndx_words_numbering){.dense = ndx_dense_choose(NULL, 0)};
    if (count > NDX_WORDS_ENTRY_LIMIT)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "a word list of more than %u entries",
                             NDX_WORDS_ENTRY_LIMIT);
    if (!count_frequencies(&of, frequency, count, error))
        goto cleanup;
    if (!make_runs(&of, numbering)) {
        ndx_words_numbering_free(numbering);
        ndx_error_memory(error, "numbering words");
        goto cleanup;
    }
    give_numbers(&of, frequency, count, numbers);
    numbering->entries = (uint32_t)count;
    numbering->dense =
        ndx_dense_choose_runs(numbering->frequency, numbering->times, numbering->count);
    done = true;
cleanup:
    free(of.counted);
    free(of.frequent);
    return done;
}

bool ndx_words_number(const ndx_word *words, size_t count, uint32_t *numbers, uint32_t *order,
                      ndx_words_numbering *numbering, ndx_error *error)
{
    uint64_t *frequency = NULL;
    uint32_t *sorted = NULL; /* the numbers, in the sort order */
    bool done = false;

    *numbering = (ndx_words_numbering){.dense = ndx_dense_choose(NULL, 0)};
    if (!put_in_order(words, count, order, error))
        return false;
    frequency = malloc((count + 1) * sizeof(*frequency));
    sorted = malloc((count + 1) * sizeof(*sorted));
    if (!frequency || !sorted) {
        ndx_error_memory(error, "numbering words");
        goto cleanup;
    }
    for (size_t i = 0; i < count; i++)
        frequency[i] = words[order[i]].frequency;
    if (!ndx_words_number_sorted(frequency, count, sorted, numbering, error))
        goto cleanup;
    for (size_t i = 0; i < count; i++)
        numbers[order[i]] = sorted[i];
    done = true;
cleanup:
    free(frequency);
    free(sorted);
    return done;
}
