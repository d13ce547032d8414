/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merged_lists.c - values document by document, and the postings of all sources term by term, with
 * documents numbered anew and deleted ones left out.
 */
#include "merged_internal.h"

#include <stdlib.h>

/* What is touched of a table, more or less. */
enum { POSTING_BYTES = 3, TERM_BYTES = 40, DOCUMENT_BYTES = 64 };

/* ---- values ---- */

static void close_values(ndx_merged_values *values)
{
    for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++)
        ndx_glass_values_close(&values->slot[slot]);
    ndx_glass_postings_close(&values->lengths);
    values->open = false;
}

static bool open_values(ndx_merged_values *values, const ndx_merged_source *source,
                        ndx_error *error)
{
    for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++) {
        ndx_glass_values_open(&values->slot[slot], source->from.database, slot);
        values->slot_ended[slot] = false;
    }
    values->open = true;
    return ndx_glass_lengths_open(&values->lengths, source->from.database, error);
}

static bool read_length(const ndx_merged_source *source, ndx_merged_values *values,
                        uint32_t document, uint32_t *length, ndx_error *error)
{
    ndx_step step = NDX_STEP_ROW;
    while (step == NDX_STEP_ROW && values->lengths.docid < document + 1)
        step = ndx_glass_postings_next(&values->lengths, error);
    if (step == NDX_STEP_ERROR)
        return false;
    if (step == NDX_STEP_END || values->lengths.docid != document + 1)
        return ndx_merged_damaged(source, "the length of an article is missing", error);
    *length = values->lengths.wdf;
    return true;
}

static bool read_value(ndx_merged_values *values, uint32_t slot, uint32_t document, ndx_span *value,
                       ndx_error *error)
{
    ndx_glass_values *cursor = &values->slot[slot];
    while (!values->slot_ended[slot] && cursor->docid < document + 1) {
        ndx_step step = ndx_glass_values_next(cursor, error);
        if (step == NDX_STEP_ERROR)
            return false;
        values->slot_ended[slot] = step == NDX_STEP_END;
    }
    *value = !values->slot_ended[slot] && cursor->docid == document + 1 ? cursor->value
                                                                        : ndx_span_make(NULL, 0);
    return true;
}

/* The next document that is not deleted. */
static const ndx_merged_source *next_document(ndx_merged *merged, uint32_t *document)
{
    ndx_merged_values *at = &merged->values;
    while (at->source < merged->source_count) {
        const ndx_merged_source *source = &merged->source[at->source];
        while (at->document < source->documents) {
            *document = at->document++;
            if (!ndx_merge_source_is_deleted(&source->from, *document))
                return source;
        }
        close_values(at);
        at->source++;
        at->document = 0;
    }
    return NULL;
}

ndx_step ndx_merged_next_values(void *context, ndx_shard_values *values, ndx_error *error)
{
    ndx_merged *merged = context;
    ndx_merged_values *at = &merged->values;
    uint32_t document;
    const ndx_merged_source *source = next_document(merged, &document);
    if (!source)
        return NDX_STEP_END;
    if ((!at->open && !open_values(at, source, error)) ||
        !read_length(source, at, document, &values->length, error))
        return NDX_STEP_ERROR;
    for (uint32_t slot = 0; slot < NDX_SLOT_COUNT; slot++)
        if (!read_value(at, slot, document, &values->value[slot], error))
            return NDX_STEP_ERROR;
    ndx_merged_touch(merged, &merged->touched, NDX_GLASS_POSTLIST, DOCUMENT_BYTES);
    return NDX_STEP_ROW;
}

/* ---- terms ---- */

static int compare_terms(const void *context, uint32_t a, uint32_t b)
{
    const ndx_merged *merged = context;
    return ndx_span_compare(merged->list[a].terms.term, merged->list[b].terms.term);
}

static bool check_term(const ndx_merged_source *source, ndx_merged_list *list, ndx_error *error)
{
    ndx_span term = list->terms.term;
    ndx_span before = ndx_span_make((const char *)list->before, list->before_size);
    if (term.size > sizeof list->before || ndx_span_compare(before, term) >= 0)
        return ndx_merged_damaged(source, "its terms are out of order", error);
    memcpy(list->before, term.data, term.size);
    list->before_size = term.size;
    return true;
}

static bool advance(ndx_merged *merged, uint32_t source, ndx_error *error)
{
    ndx_merged_list *list = &merged->list[source];
    switch (ndx_glass_terms_next(&list->terms, error)) {
    case NDX_STEP_ROW:
        if (!check_term(&merged->source[source], list, error))
            return false;
        ndx_merge_heap_add(&merged->heap, source);
        return true;
    case NDX_STEP_END:
        return true;
    case NDX_STEP_ERROR:
        break;
    }
    return false;
}

static bool open_lists(ndx_merged *merged, ndx_error *error)
{
    merged->list = calloc((size_t)merged->source_count + 1, sizeof *merged->list);
    if (!merged->list)
        return ndx_error_memory(error, "merging shards");
    if (!ndx_merge_heap_open(&merged->heap, merged->source_count, compare_terms, merged, error))
        return false;
    for (uint32_t i = 0; i < merged->source_count; i++)
        if (!ndx_glass_terms_open(&merged->list[i].terms, merged->source[i].from.database,
                                  ndx_span_make(NULL, 0), error) ||
            !advance(merged, i, error))
            return false;
    return true;
}

void ndx_merged_lists_close(ndx_merged *merged)
{
    for (uint32_t i = 0; merged->list && i < merged->source_count; i++) {
        ndx_glass_terms_close(&merged->list[i].terms);
        ndx_glass_postings_close(&merged->list[i].counting);
    }
    free(merged->list);
    merged->list = NULL;
    ndx_merge_heap_close(&merged->heap);
    close_values(&merged->values);
}

/* ---- the postings of a source ---- */

/* Reads the next postings and leaves out those of deleted documents: *count is none only at the
 * end. Documents have their new numbers then. */
static bool read_block(const ndx_merged_source *source, ndx_glass_postings *postings,
                       ndx_merged_list *list, ndx_error *error)
{
    size_t count;
    list->count = 0;
    do {
        if (!ndx_glass_postings_block(postings, list->docid, list->wdf, NDX_MERGED_BLOCK, &count,
                                      error))
            return false;
        list->read += (uint32_t)count;
        for (size_t i = 0; i < count; i++) {
            uint32_t document = list->docid[i] - 1;
            list->read_wdf += list->wdf[i];
            if (document >= source->documents)
                return ndx_merged_damaged(source, "a posting is of no article", error);
            uint32_t number =
                source->renumber ? source->renumber[document] : source->first + document;
            list->docid[list->count] = number;
            list->wdf[list->count] = list->wdf[i];
            list->count += number != UINT32_MAX;
        }
    } while (count && !list->count);
    return true;
}

static void begin_list(ndx_merged_list *list)
{
    list->count = 0;
    list->read = 0;
    list->read_wdf = 0;
}

static bool check_totals(const ndx_merged_source *source, const ndx_merged_list *list,
                         ndx_error *error)
{
    return (list->read == list->terms.postings.frequency &&
            list->read_wdf == list->terms.postings.collection_frequency) ||
           ndx_merged_damaged(source, "a term's frequency is wrong", error);
}

/* What is left of the list's frequencies when deleted documents are left out: by a walk over the
 * list with a cursor of its own. */
static bool count_live(const ndx_merged_source *source, ndx_merged_list *list,
                       uint64_t *term_frequency, uint64_t *collection_frequency, ndx_error *error)
{
    if (!(list->counts ? ndx_glass_postings_reopen(&list->counting, list->terms.term, error)
                       : ndx_glass_postings_open(&list->counting, source->from.database,
                                                 list->terms.term, error)))
        return false;
    list->counts = true;
    begin_list(list);
    do {
        if (!read_block(source, &list->counting, list, error))
            return false;
        *term_frequency += list->count;
        for (size_t i = 0; i < list->count; i++)
            *collection_frequency += list->wdf[i];
    } while (list->count);
    bool good = check_totals(source, list, error);
    begin_list(list);
    return good;
}

/* ---- a merged term ---- */

static bool begin_term(ndx_merged *merged, ndx_shard_list *next, ndx_error *error)
{
    next->term_frequency = next->collection_frequency = 0;
    merged->group_at = 0;
    for (size_t i = 0; i < merged->heap.group_count; i++) {
        uint32_t number = merged->heap.group[i];
        ndx_merged_list *list = &merged->list[number];
        begin_list(list);
        if (!merged->source[number].renumber) {
            next->term_frequency += list->terms.postings.frequency;
            next->collection_frequency += list->terms.postings.collection_frequency;
        } else if (!count_live(&merged->source[number], list, &next->term_frequency,
                               &next->collection_frequency, error)) {
            return false;
        }
    }
    next->term = merged->list[merged->heap.group[0]].terms.term;
    return true;
}

ndx_step ndx_merged_next_list(void *context, ndx_shard_list *next, ndx_error *error)
{
    ndx_merged *merged = context;
    if (!merged->list && !open_lists(merged, error))
        return NDX_STEP_ERROR;
    do {
        for (size_t i = 0; i < merged->heap.group_count; i++)
            if (!advance(merged, merged->heap.group[i], error))
                return NDX_STEP_ERROR;
        if (!ndx_merge_heap_take(&merged->heap))
            return NDX_STEP_END;
        ndx_merged_touch(merged, &merged->touched, NDX_GLASS_POSTLIST,
                         TERM_BYTES * merged->heap.group_count);
        if (!begin_term(merged, next, error))
            return NDX_STEP_ERROR;
    } while (!next->term_frequency);
    return NDX_STEP_ROW;
}

/* Of this source, or the next that has any. */
ndx_step ndx_merged_next_postings(void *context, ndx_shard_postings *postings, ndx_error *error)
{
    ndx_merged *merged = context;
    for (; merged->group_at < merged->heap.group_count; merged->group_at++) {
        uint32_t number = merged->heap.group[merged->group_at];
        ndx_merged_list *list = &merged->list[number];
        if (!read_block(&merged->source[number], &list->terms.postings, list, error))
            return NDX_STEP_ERROR;
        ndx_merged_touch(merged, &merged->touched, NDX_GLASS_POSTLIST, POSTING_BYTES * list->count);
        if (list->count) {
            *postings = (ndx_shard_postings){list->docid, list->wdf, list->count};
            return NDX_STEP_ROW;
        }
        if (!check_totals(&merged->source[number], list, error))
            return NDX_STEP_ERROR;
    }
    return NDX_STEP_END;
}
