/* SPDX-License-Identifier: GPL-2.0-or-later */
/* leaf.c - implements leaf.h. */
#include "ranking/leaf.h"

#include <stdlib.h>

/* ---- opening ---- */

static bool open_lists(const leaf_window *window, leaf_reader *reader)
{
    size_t with_postings = 0;
    reader->lists = calloc(reader->leaf->term_count, sizeof *reader->lists);
    if (!reader->lists)
        return ndx_error_memory(window->error, "ranking");
    reader->sole = reader->lists;
    for (size_t i = 0; i < reader->leaf->term_count; i++) {
        ndx_glass_postings *postings = &reader->lists[i].postings;
        if (!ndx_glass_postings_open(postings, window->shard.database, reader->leaf->terms[i],
                                     window->error))
            return false;
        reader->frequency += postings->frequency;
        if (postings->frequency && ++with_postings)
            reader->sole = with_postings == 1 ? &reader->lists[i] : NULL;
    }
    return true;
}

static bool add_list(const leaf_window *window, leaf_reader *reader, ndx_glass_postings *postings)
{
    uint32_t docid[NDX_LEAF_BLOCK];
    uint32_t wdf[NDX_LEAF_BLOCK];
    size_t count;
    reader->frequency += postings->frequency;
    do {
        if (!ndx_glass_postings_block(postings, docid, wdf, NDX_LEAF_BLOCK, &count, window->error))
            return false;
        for (size_t i = 0; i < count && docid[i] <= window->shard.documents; i++) {
            ndx_document_set_mark(&reader->having, docid[i] - 1);
            reader->wdf[docid[i] - 1] += wdf[i];
        }
    } while (count);
    return true;
}

/* A wildcard stands for thousands of terms. */
static bool sum_all_lists(const leaf_window *window, leaf_reader *reader)
{
    ndx_glass_postings postings;
    reader->wdf = calloc(window->shard.documents + 1u, sizeof *reader->wdf);
    if (!reader->wdf)
        return ndx_error_memory(window->error, "ranking");
    if (!ndx_document_set_begin(&reader->having, window->shard.documents, true, window->error))
        return false;
    bool done =
        ndx_glass_postings_open(&postings, window->shard.database, (ndx_span){0}, window->error);
    for (size_t i = 0; done && i < reader->leaf->term_count; i++)
        done = ndx_glass_postings_reopen(&postings, reader->leaf->terms[i], window->error) &&
               add_list(window, reader, &postings);
    ndx_glass_postings_close(&postings);
    return done;
}

bool ndx_leaf_open(const leaf_window *window, const scoring_leaf *leaf, leaf_reader *reader)
{
    reader->leaf = leaf;
    return leaf->term_count <= NDX_LEAF_LISTS ? open_lists(window, reader)
                                              : sum_all_lists(window, reader);
}

void ndx_leaf_close(leaf_reader *reader)
{
    for (size_t i = 0; reader->lists && i < reader->leaf->term_count; i++)
        ndx_glass_postings_close(&reader->lists[i].postings);
    free(reader->lists);
    free(reader->wdf);
    ndx_document_set_free(&reader->having);
}

/* ---- postings ---- */

static bool read_ahead(const leaf_window *window, leaf_list *from)
{
    from->at = 0;
    return ndx_glass_postings_block(&from->postings, from->docid, from->wdf, NDX_LEAF_BLOCK,
                                    &from->count, window->error);
}

/* To the first posting that is not below docid. *there is false at the end of the list. */
static bool skip_to(const leaf_window *window, leaf_list *from, uint32_t docid, bool *there)
{
    if (from->at < from->count && from->docid[from->count - 1] >= docid) {
        while (from->docid[from->at] < docid)
            from->at++;
        *there = true;
        return true;
    }
    ndx_step step = ndx_glass_postings_skip_to(&from->postings, docid, window->error);
    *there = step == NDX_STEP_ROW;
    from->at = 0;
    from->count = *there;
    from->docid[0] = from->postings.docid;
    from->wdf[0] = from->postings.wdf;
    return step != NDX_STEP_ERROR;
}

/* Of what was read ahead, up to where it lies in the window. */
static size_t end_in_window(const leaf_window *window, const leaf_list *from)
{
    uint32_t last = window->first + window->size;
    size_t end = from->count;
    while (end > from->at && from->docid[end - 1] > last)
        end--;
    return end;
}

static inline void add_score(const leaf_window *window, double weight, uint32_t number,
                             uint32_t wdf, double *score)
{
    double norm = ndx_bm25_norm(window->bm25, window->shard.lengths[window->first + number]);
    score[number] += ndx_bm25_score(weight, norm, wdf);
}

/* libxapian as well has no wdf above the length (SynonymPostList). */
static void add_sum(const leaf_window *window, double weight, uint32_t number, uint32_t wdf,
                    double *score)
{
    uint32_t length = window->shard.lengths[window->first + number];
    add_score(window, weight, number, wdf < length ? wdf : length, score);
}

/* Who walks a list through the window, and what is done with its postings, some at a time. */
typedef struct walk walk;
struct walk {
    leaf_window *window;
    double weight;
    const ndx_document_set *members; /* dense */
    double *score;
    void (*use)(const walk *by, const uint32_t *docids, const uint32_t *wdfs, size_t count);
};

static bool walk_list(const walk *by, leaf_list *from)
{
    bool there;
    leaf_window *window = by->window;
    if (!skip_to(window, from, window->first + 1, &there))
        return false;
    while (from->at < from->count) {
        size_t end = end_in_window(window, from);
        by->use(by, from->docid + from->at, from->wdf + from->at, end - from->at);
        from->at = end;
        if (end < from->count)
            return true;
        if (!read_ahead(window, from))
            return false;
    }
    return true;
}

/* ---- one term ---- */

static inline void find(ndx_document_set *found, uint32_t number, double *score)
{
    score[number] = ndx_document_set_has(found, number) ? score[number] : 0;
    ndx_document_set_mark(found, number);
}

static void find_and_score(const walk *by, const uint32_t *docids, const uint32_t *wdfs,
                           size_t count)
{
    leaf_window *window = by->window;
    uint32_t base = window->first + 1;
    for (size_t i = 0; i < count; i++) {
        find(&window->found, docids[i] - base, by->score);
        add_score(window, by->weight, docids[i] - base, wdfs[i], by->score);
    }
}

/* Those of the postings that are members'; marks them. */
static void score_members(const walk *by, const uint32_t *docids, const uint32_t *wdfs,
                          size_t count)
{
    leaf_window *window = by->window;
    uint32_t base = window->first + 1;
    uint32_t number[NDX_LEAF_BLOCK];
    uint32_t wdf[NDX_LEAF_BLOCK];
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) { /* no branch: there is no telling who is a member */
        number[kept] = docids[i] - base;
        wdf[kept] = wdfs[i];
        kept += ndx_document_set_has(by->members, number[kept]);
    }
    for (size_t i = 0; i < kept; i++) {
        /* all below kept were set; the analyser does not know that ndx_document_set_has is 0 or 1
         * NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage) */
        ndx_document_set_mark(&window->marked, number[i]);
        add_score(window, by->weight, number[i], wdf[i], by->score);
    }
}

/* ---- terms that rank as one ---- */

static void sum_wdfs(const walk *by, const uint32_t *docids, const uint32_t *wdfs, size_t count)
{
    leaf_window *window = by->window;
    uint32_t base = window->first + 1;
    for (size_t i = 0; i < count; i++) {
        ndx_document_set_mark(&window->marked, docids[i] - base);
        window->wdf[docids[i] - base] += wdfs[i];
    }
}

/* Marks all documents that have any of the terms, and sums up what they have of them. */
static bool sum_lists(leaf_window *window, leaf_reader *reader, const uint32_t **wdf)
{
    walk by = {.window = window, .use = sum_wdfs};
    if (!window->wdf && !(window->wdf = calloc(NDX_SCORES_WINDOW, sizeof *window->wdf)))
        return ndx_error_memory(window->error, "ranking");
    *wdf = window->wdf;
    for (size_t i = 0; i < reader->leaf->term_count; i++)
        if (!walk_list(&by, &reader->lists[i]))
            return false;
    return true;
}

/* The same, where it has been done for the whole shard. */
static void take_sums(leaf_window *window, const leaf_reader *reader, const uint32_t **wdf)
{
    size_t first = window->first / 64;
    size_t words = ((size_t)window->size + 63) / 64;
    memcpy(window->marked.bits, reader->having.bits + first, words * sizeof *window->marked.bits);
    *wdf = reader->wdf + window->first;
}

static bool sum(leaf_window *window, leaf_reader *reader, const uint32_t **wdf)
{
    if (!ndx_document_set_begin(&window->marked, window->size, true, window->error))
        return false;
    if (reader->lists)
        return sum_lists(window, reader, wdf);
    take_sums(window, reader, wdf);
    return true;
}

static void clear_sum(leaf_window *window, const leaf_reader *reader, uint32_t number)
{
    if (reader->lists)
        window->wdf[number] = 0;
}

static bool find_by_sums(leaf_window *window, leaf_reader *reader, double *score)
{
    uint32_t number;
    const uint32_t *wdf;
    if (!sum(window, reader, &wdf))
        return false;
    for (uint32_t from = 0; ndx_document_set_next(&window->marked, &from, &number);) {
        find(&window->found, number, score);
        add_sum(window, reader->leaf->weight, number, wdf[number], score);
        clear_sum(window, reader, number);
    }
    return true;
}

static bool score_by_sums(leaf_window *window, leaf_reader *reader, const ndx_document_set *members,
                          double *score)
{
    uint32_t number;
    const uint32_t *wdf;
    if (!sum(window, reader, &wdf))
        return false;
    for (uint32_t from = 0; ndx_document_set_next(&window->marked, &from, &number);) {
        if (ndx_document_set_has(members, number))
            add_sum(window, reader->leaf->weight, number, wdf[number], score);
        clear_sum(window, reader, number);
    }
    return true;
}

/* ---- few documents ---- */

/* What the document has of the leaf's terms; 0: none of them. */
static bool wdf_of(const leaf_window *window, leaf_reader *reader, uint32_t docid, uint32_t *wdf,
                   bool *has)
{
    leaf_list *first = reader->sole ? reader->sole : reader->lists;
    size_t count = reader->sole ? 1 : reader->leaf->term_count;
    *wdf = 0;
    *has = false;
    if (!reader->lists) {
        *wdf = reader->wdf[docid - 1];
        *has = ndx_document_set_has(&reader->having, docid - 1);
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        bool there;
        leaf_list *from = &first[i];
        if (!skip_to(window, from, docid, &there))
            return false;
        if (there && from->docid[from->at] == docid) {
            *wdf += from->wdf[from->at];
            *has = true;
        }
    }
    return true;
}

/* kept: where the numbers of those that have the leaf go, in front of those read; NULL: nowhere. */
static bool score_few(leaf_window *window, leaf_reader *reader, const ndx_document_set *members,
                      double *score, uint32_t *kept, size_t *kept_count)
{
    *kept_count = 0;
    for (size_t i = 0; i < members->count; i++) {
        uint32_t number = members->number[i];
        uint32_t wdf;
        bool has;
        if (!wdf_of(window, reader, window->first + number + 1, &wdf, &has))
            return false;
        if (!has)
            continue;
        add_sum(window, reader->leaf->weight, number, wdf, score);
        if (kept)
            kept[(*kept_count)++] = number;
    }
    return true;
}

/* ---- the three ways ---- */

bool ndx_leaf_find(leaf_window *window, leaf_reader *reader, double *score)
{
    walk by = {
        .window = window, .weight = reader->leaf->weight, .score = score, .use = find_and_score};
    return reader->sole ? walk_list(&by, reader->sole) : find_by_sums(window, reader, score);
}

/* Marks the members that have it, and maybe others. */
static bool score_many(leaf_window *window, leaf_reader *reader, const ndx_document_set *members,
                       double *score)
{
    walk by = {window, reader->leaf->weight, members, score, score_members};
    return ndx_document_set_begin(&window->marked, window->size, true, window->error) &&
           (reader->sole ? walk_list(&by, reader->sole)
                         : score_by_sums(window, reader, members, score));
}

bool ndx_leaf_score(leaf_window *window, leaf_reader *reader, const ndx_document_set *members,
                    double *score)
{
    size_t none;
    return members->dense ? score_many(window, reader, members, score)
                          : score_few(window, reader, members, score, NULL, &none);
}

bool ndx_leaf_meet(leaf_window *window, leaf_reader *reader, ndx_document_set *members,
                   double *score)
{
    size_t count;
    if (members->dense)
        return score_many(window, reader, members, score) &&
               ndx_document_set_keep(members, &window->marked, true, window->error) &&
               ndx_document_set_settle(members, window->error);
    if (!score_few(window, reader, members, score, members->number, &count))
        return false;
    members->count = count;
    return true;
}
