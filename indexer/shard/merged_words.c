/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merged_words.c - the words of all sources in one list: walked once for frequencies, name and
 * numbers, and once more to be written.
 */
#include "merged_internal.h"
#include "shard_metadata.h"

#include <stdlib.h>

enum { ENTRY_BYTES = 16, INTERRUPT_ENTRIES = 16384 };

/* ---- all lists side by side ---- */

typedef struct head {
    ndx_words_cursor cursor;
    const ndx_word *word;
    uint32_t number;
} head;

typedef struct words_walk {
    ndx_merged *merged;
    head *head; /* by source */
    ndx_merge_heap heap;
    uint64_t steps;
} words_walk;

static int compare_heads(const void *context, uint32_t a, uint32_t b)
{
    const words_walk *walk = context;
    return ndx_word_compare(walk->head[a].word, walk->head[b].word);
}

static bool advance(words_walk *walk, uint32_t source, ndx_error *error)
{
    head *at = &walk->head[source];
    switch (ndx_words_next(&at->cursor, &at->number, &at->word, error)) {
    case NDX_STEP_ROW:
        ndx_merge_heap_add(&walk->heap, source);
        return true;
    case NDX_STEP_END:
        return true;
    case NDX_STEP_ERROR:
        break;
    }
    return ndx_error_prefix(error, "%s", walk->merged->source[source].from.name);
}

static void close_walk(words_walk *walk)
{
    for (uint32_t i = 0; walk->head && i < walk->merged->source_count; i++)
        ndx_words_cursor_close(&walk->head[i].cursor);
    free(walk->head);
    ndx_merge_heap_close(&walk->heap);
}

static bool open_walk(words_walk *walk, ndx_merged *merged, ndx_error *error)
{
    *walk = (words_walk){.merged = merged};
    walk->head = calloc((size_t)merged->source_count + 1, sizeof *walk->head);
    if (!walk->head)
        return ndx_error_memory(error, "merging shards");
    if (!ndx_merge_heap_open(&walk->heap, merged->source_count, compare_heads, walk, error))
        return false;
    for (uint32_t i = 0; i < merged->source_count; i++) {
        walk->head[i].cursor.words = merged->source[i].words;
        if (!advance(walk, i, error))
            return false;
    }
    return true;
}

/* The next entry: the heads of the heap's group. */
static ndx_step next_entry(words_walk *walk, ndx_error *error)
{
    for (size_t i = 0; i < walk->heap.group_count; i++)
        if (!advance(walk, walk->heap.group[i], error))
            return NDX_STEP_ERROR;
    ndx_merged_touch(walk->merged, &walk->merged->touched, NDX_GLASS_POSTLIST,
                     ENTRY_BYTES * walk->heap.group_count);
    if (++walk->steps % INTERRUPT_ENTRIES == 0 && !ndx_merged_goes_on(walk->merged, error))
        return NDX_STEP_ERROR;
    return ndx_merge_heap_take(&walk->heap) ? NDX_STEP_ROW : NDX_STEP_END;
}

/* ---- the first walk ---- */

/* The entry met last: words must rise, or a list is damaged. */
typedef struct last_word {
    ndx_word word;
    ndx_buffer text;
    bool there;
} last_word;

static bool keep_word(last_word *last, const ndx_word *word, ndx_error *error)
{
    ndx_buffer_clear(&last->text);
    ndx_buffer_append_span(&last->text, word->surface);
    if (!ndx_buffer_append_span(&last->text, word->term))
        return ndx_error_memory(error, "merging shards");
    const char *at = last->text.data ? last->text.data : "";
    last->word = *word;
    last->word.surface = ndx_span_make(at, word->surface.size);
    last->word.term = ndx_span_make(at + word->surface.size, word->term.size);
    last->there = true;
    return true;
}

static bool check_word(const words_walk *walk, last_word *last, ndx_error *error)
{
    const ndx_merged_source *source = &walk->merged->source[walk->heap.group[0]];
    const ndx_word *word = walk->head[walk->heap.group[0]].word;
    if (last->there && ndx_word_compare(&last->word, word) >= 0)
        return ndx_merged_damaged(source, "its words are out of order", error);
    if (!ndx_word_check(word, NULL))
        return ndx_merged_damaged(source, "its word list holds what is no word", error);
    return keep_word(last, word, error);
}

/* What one source adds to the entry; takes the text of its deleted documents off. */
static bool add_frequency(words_walk *walk, uint32_t number_of_source, uint64_t *frequency,
                          ndx_error *error)
{
    const head *at = &walk->head[number_of_source];
    ndx_merged_source *source = &walk->merged->source[number_of_source];
    uint64_t dead = source->dead ? source->dead[at->number] : 0;
    if (dead > at->word->frequency || at->word->frequency - dead > UINT64_MAX / 2 - *frequency)
        return ndx_merged_damaged(source, "a word's frequency is wrong", error);
    *frequency += at->word->frequency - dead;
    if (!dead || at->word->kind == NDX_ATOM || !at->word->surface.size)
        return true;
    uint64_t *text_bytes = &walk->merged->header.text_bytes;
    if (dead > *text_bytes / at->word->surface.size)
        return ndx_merged_damaged(source, "it has more text than its header says", error);
    *text_bytes -= dead * at->word->surface.size;
    return true;
}

static bool note_entry(words_walk *walk, uint64_t frequency, ndx_error *error)
{
    ndx_merged *merged = walk->merged;
    merged->frequency[merged->entries++] = frequency;
    for (size_t i = 0; i < walk->heap.group_count; i++) {
        uint32_t number = walk->heap.group[i];
        const head *at = &walk->head[number];
        ndx_merged_source *source = &merged->source[number];
        if (source->word[at->number].entry)
            return ndx_merged_damaged(source, "two words have one number", error);
        source->word[at->number].entry = merged->entries;
    }
    return true;
}

static bool take_entries(words_walk *walk, ndx_shard_namer *namer, last_word *last,
                         ndx_error *error)
{
    ndx_step step;
    while ((step = next_entry(walk, error)) == NDX_STEP_ROW) {
        uint64_t frequency = 0;
        if (!check_word(walk, last, error))
            return false;
        for (size_t i = 0; i < walk->heap.group_count; i++)
            if (!add_frequency(walk, walk->heap.group[i], &frequency, error))
                return false;
        if (!frequency)
            continue;
        ndx_word word = *walk->head[walk->heap.group[0]].word;
        word.frequency = frequency;
        ndx_shard_namer_add(namer, &word);
        if (!note_entry(walk, frequency, error))
            return false;
    }
    return step == NDX_STEP_END;
}

/* ---- numbers ---- */

static void give_codes(ndx_merged *merged)
{
    for (uint32_t i = 0; i < merged->source_count; i++) {
        ndx_merged_source *source = &merged->source[i];
        for (uint32_t j = 0; j < source->word_count; j++) {
            ndx_merged_word *word = &source->word[j];
            if (word->entry)
                word->code =
                    ndx_codeword_of(merged->numbering.dense, merged->number[word->entry - 1]);
        }
    }
}

bool ndx_merged_number_words(ndx_merged *merged, ndx_error *error)
{
    words_walk walk;
    last_word last = {0};
    ndx_shard_namer *namer = ndx_shard_namer_new(&merged->options, merged->header.documents, error);
    bool done = open_walk(&walk, merged, error) && namer &&
                take_entries(&walk, namer, &last, error) &&
                ndx_words_number_sorted(merged->frequency, merged->entries, merged->number,
                                        &merged->numbering, error);
    if (done) {
        ndx_shard_namer_end(namer, merged->header.name);
        merged->header.words = merged->entries;
        give_codes(merged);
    }
    ndx_shard_namer_free(namer);
    ndx_buffer_free(&last.text);
    close_walk(&walk);
    return done;
}

/* ---- the second walk ---- */

static bool put_entries(words_walk *walk, ndx_words_writer *writer, ndx_error *error)
{
    const ndx_merged *merged = walk->merged;
    uint32_t entry = 0;
    ndx_step step;
    while ((step = next_entry(walk, error)) == NDX_STEP_ROW) {
        uint32_t first = walk->heap.group[0];
        const head *at = &walk->head[first];
        if (!merged->source[first].word[at->number].entry) /* only in deleted documents */
            continue;
        ndx_word word = *at->word;
        if (entry == merged->entries)
            return ndx_merged_damaged(&merged->source[first], "it changes while it is read", error);
        word.frequency = merged->frequency[entry];
        if (!ndx_words_writer_add(writer, &word, merged->number[entry], error))
            return false;
        entry++;
    }
    return step == NDX_STEP_END;
}

bool ndx_merged_write_words(ndx_merged *merged, ndx_put put, void *context, ndx_error *error)
{
    words_walk walk;
    ndx_words_summary summary = {0};
    const ndx_span name =
        ndx_span_make((const char *)merged->header.name, sizeof merged->header.name);
    bool done = open_walk(&walk, merged, error);
    ndx_words_writer *writer =
        done ? ndx_words_writer_new(&merged->numbering, name, put, context, error) : NULL;
    done = writer && put_entries(&walk, writer, error) &&
           ndx_words_writer_end(writer, &summary, error);
    merged->header.words_bytes = summary.bytes;
    ndx_words_writer_free(writer);
    close_walk(&walk);
    return done;
}
