/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.c - runs a plan and orders what it finds (newsdex/search.h).
 *
 * Owns: which way a plan is run, the order of ties, the page. Must not know: what a node of the
 * query means, how the best are found (top.c, search_xapian.c).
 */
#include "newsdex/search.h"

#include "ranking/fold.h"
#include "ranking/like.h"
#include "ranking/match_walk.h"
#include "ranking/plan_internal.h"
#include "ranking/shard_judge.h"
#include "ranking/top.h"

#include <stdlib.h>

/* Of feedback: as many as a page shows, and the words that RM3 takes by custom. */
enum { FEEDBACK_ARTICLES = 10, FEEDBACK_TERMS = 20 };

/* ---- hits ---- */

/* The record of the hit's bytes, its names whole. */
static bool read_record(const ndx_results *results, ndx_hit *hit, ndx_arena *arena,
                        ndx_error *error)
{
    if (!ndx_record_read(hit->bytes, &hit->record, error))
        return false;
    if (!hit->record.folder)
        return true;
    ndx_words *words = ndx_index_words(results->index, &hit->record, error);
    return words && ndx_record_names(words, &hit->record, arena, error);
}

/* Best first; then newest first; then by id. */
static int by_rank(const void *a, const void *b)
{
    const ndx_hit *x = a;
    const ndx_hit *y = b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    int64_t time_x = ndx_date_seconds(&x->record.date);
    int64_t time_y = ndx_date_seconds(&y->record.date);
    if (time_x != time_y)
        return time_x > time_y ? -1 : 1;
    return ndx_span_compare(x->record.id, y->record.id);
}

static int by_age(const void *a, const void *b)
{
    const ndx_hit *x = a;
    const ndx_hit *y = b;
    int64_t time_x = ndx_date_seconds(&x->record.date);
    int64_t time_y = ndx_date_seconds(&y->record.date);
    if (time_x == time_y)
        return ndx_span_compare(x->record.id, y->record.id);
    if (time_x == INT64_MIN || time_y == INT64_MIN) /* undated last */
        return time_x == INT64_MIN ? 1 : -1;
    return time_x < time_y ? -1 : 1;
}

/* Puts the hits in order and keeps the best of them. */
static void keep_best(ndx_results *results)
{
    bool oldest = results->options.sort == NDX_SORT_OLDEST;
    qsort(results->hits, results->found, sizeof *results->hits, oldest ? by_age : by_rank);
    if (results->found > results->wanted)
        results->found = results->wanted;
}

/* Lets go of the bytes of those that were not kept. */
static bool make_room(ndx_results *results, ndx_error *error)
{
    ndx_arena kept = {0};
    bool done = true;
    keep_best(results);
    for (size_t i = 0; done && i < results->found; i++) {
        ndx_hit *hit = &results->hits[i];
        done = (ndx_arena_copy(&kept, hit->bytes, &hit->bytes) ||
                ndx_error_memory(error, "searching")) &&
               read_record(results, hit, &kept, error);
    }
    ndx_arena_free(&results->arena);
    results->arena = kept;
    return done;
}

bool ndx_results_begin(ndx_results *results, size_t count, ndx_error *error)
{
    results->room = count / 2 < results->wanted ? count : results->wanted * 2;
    results->hits = calloc(results->room + 1, sizeof *results->hits);
    return results->hits || ndx_error_memory(error, "searching");
}

bool ndx_results_add(ndx_results *results, ndx_hit hit, ndx_error *error)
{
    ndx_span found = hit.bytes;
    if (results->found == results->room && !make_room(results, error))
        return false;
    if (!ndx_arena_copy(&results->arena, found, &hit.bytes))
        return ndx_error_memory(error, "searching");
    if (!read_record(results, &hit, &results->arena, error))
        return ndx_index_name_shard(results->index, hit.bytes, error);
    results->hits[results->found++] = hit;
    return true;
}

void ndx_results_end(ndx_results *results)
{
    keep_best(results);
}

/* ---- the way over mapped tables ---- */

static bool add_found(ndx_results *results, const ndx_top *top, ndx_glass_cursor *records,
                      const ndx_scored *found, ndx_error *error)
{
    const ndx_tables *tables = top->shards.tables[found->shard];
    ndx_hit hit = {.score = found->score};
    hit.document = (xc_docid)((found->docid - 1) * top->shards.count + found->shard + 1);
    ndx_glass_cursor *cursor = &records[found->shard];
    if (!cursor->table)
        ndx_glass_cursor_open(cursor, tables->database, NDX_GLASS_DOCDATA);
    return (ndx_glass_document_data(cursor, found->docid, &hit.bytes, error) &&
            ndx_results_add(results, hit, error) &&
            ndx_shard_owns_record(tables, found->docid, &results->hits[results->found - 1].record,
                                  error)) ||
           ndx_shard_name_in(tables->shard, error);
}

static bool add_all_found(ndx_results *results, const ndx_top *top, ndx_error *error)
{
    ndx_glass_cursor *records = calloc(top->shards.count + 1, sizeof *records);
    bool done = records ? ndx_results_begin(results, top->best.count, error)
                        : ndx_error_memory(error, "searching");
    for (size_t i = 0; done && i < top->best.count; i++)
        done = add_found(results, top, records, &top->best.item[i], error);
    for (size_t i = 0; records && i < top->shards.count; i++)
        ndx_glass_cursor_close(&records[i]);
    free(records);
    if (done)
        ndx_results_end(results);
    return done;
}

static bool search_tables(ndx_results *results, bool *done, ndx_error *error)
{
    ndx_top top = {0};
    bool good = ndx_top_find(results->index, results->plan, results->wanted, &top, done, error) &&
                (!*done || add_all_found(results, &top, error));
    if (good && *done) {
        results->total = top.total;
        results->total_exact = top.total_exact;
    }
    ndx_top_free(&top);
    return good;
}

/* ---- all of it ---- */

/* How many of the best the page needs. */
static size_t wanted_by(const ndx_search_options *options)
{
    uint64_t wanted = options->offset + options->limit;
    if (wanted < options->offset || wanted > UINT32_MAX / 2)
        wanted = UINT32_MAX / 2;
    return wanted ? (size_t)wanted : 1;
}

/* Words that tell the best articles of a first search, by which a second one ranks. */
typedef struct feedback {
    ndx_arena arena;
    ndx_like_term *terms;
    size_t count;
} feedback;

/* The words of the best, as much as each scored; no more than the greatest weight they may have
 * beside the query's own. */
static bool learn(ndx_index *index, const ndx_results *first, feedback *learnt, ndx_error *error)
{
    const double greatest = 0.3;
    const ndx_record *records[FEEDBACK_ARTICLES];
    double weights[FEEDBACK_ARTICLES];
    size_t count = 0;
    for (; count < FEEDBACK_ARTICLES && count < ndx_results_count(first); count++) {
        const ndx_hit *hit = ndx_results_hit(first, count);
        records[count] = &hit->record;
        weights[count] = hit->score;
    }
    if (!count || !(weights[0] > 0))
        return true;
    if (!ndx_like_terms(index, records, weights, count, FEEDBACK_TERMS, &learnt->arena,
                        &learnt->terms, &learnt->count, error))
        return false;
    double most = 0;
    for (size_t i = 0; i < learnt->count; i++)
        most = learnt->terms[i].weight > most ? learnt->terms[i].weight : most;
    for (size_t i = 0; i < learnt->count; i++)
        learnt->terms[i].weight *= greatest / most;
    return true;
}

static bool search_first(ndx_index *index, const ndx_query *query,
                         const ndx_search_options *options, ndx_analyser *analyser,
                         feedback *learnt, ndx_error *error)
{
    ndx_search_options first = *options;
    if (!options->expand)
        return true;
    first.expand = first.exact_total = false;
    first.no_total = true;
    first.offset = 0;
    first.limit = FEEDBACK_ARTICLES;
    first.sort = NDX_SORT_RELEVANCE;
    first.copies = NDX_COPIES_SHOW;
    ndx_results *results = ndx_search(index, query, &first, analyser, error);
    bool done = results && learn(index, results, learnt, error);
    ndx_results_free(results);
    return done;
}

static ndx_results *begin(ndx_index *index, const ndx_query *query,
                          const ndx_search_options *options, ndx_analyser *analyser,
                          ndx_error *error)
{
    ndx_results *results = calloc(1, sizeof *results);
    if (!results) {
        ndx_error_memory(error, "searching");
        return NULL;
    }
    results->index = index;
    results->options = *options;
    results->wanted = wanted_by(options);
    results->plan = ndx_plan_new(index, query, options, analyser, error);
    if (results->plan)
        return results;
    ndx_results_free(results);
    return NULL;
}

/* What is exact is counted on its own: it needs no weights, and the match then no more than the
 * page. */
ndx_results *ndx_search(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                        ndx_analyser *analyser, ndx_error *error)
{
    ndx_search_options page = *options;
    bool counted = false;
    bool done = false;
    uint64_t total = 0;
    if (options->exact_total) {
        if (!ndx_match_walk(index, query, options, analyser, NULL, &counted, &total, error))
            return NULL;
        page.exact_total = !counted;
        page.no_total = counted;
    }
    feedback learnt = {0};
    ndx_results *results = search_first(index, query, options, analyser, &learnt, error)
                               ? begin(index, query, &page, analyser, error)
                               : NULL;
    if (results && !ndx_plan_expand(results->plan, learnt.terms, learnt.count, error)) {
        ndx_results_free(results);
        results = NULL;
    }
    ndx_arena_free(&learnt.arena);
    if (!results)
        return NULL;
    if (!search_tables(results, &done, error) ||
        (!done && !ndx_results_search_by_xapian(results, error))) {
        ndx_results_free(results);
        return NULL;
    }
    if (counted) {
        results->total = total;
        results->total_exact = true;
    }
    if (options->copies == NDX_COPIES_SHOW ||
        ndx_results_fold(results, query, analyser, options->copies == NDX_COPIES_ONLY, error))
        return results;
    ndx_results_free(results);
    return NULL;
}

ndx_results *ndx_search_by_xapian(ndx_index *index, const ndx_query *query,
                                  const ndx_search_options *options, ndx_analyser *analyser,
                                  ndx_error *error)
{
    ndx_results *results = begin(index, query, options, analyser, error);
    if (!results || ndx_results_search_by_xapian(results, error))
        return results;
    ndx_results_free(results);
    return NULL;
}

void ndx_results_free(ndx_results *results)
{
    if (!results)
        return;
    ndx_plan_free(results->plan);
    free(results->hits);
    ndx_arena_free(&results->arena);
    free(results);
}

size_t ndx_results_count(const ndx_results *results)
{
    if (results->options.offset >= results->found)
        return 0;
    uint64_t left = results->found - results->options.offset;
    return (size_t)(left < results->options.limit ? left : results->options.limit);
}

uint64_t ndx_results_rank(const ndx_results *results, size_t rank)
{
    return results->options.offset + rank + 1;
}

const ndx_hit *ndx_results_hit(const ndx_results *results, size_t rank)
{
    return rank < ndx_results_count(results) ? &results->hits[results->options.offset + rank]
                                             : NULL;
}

uint64_t ndx_results_total(const ndx_results *results, bool *exact)
{
    *exact = results->total_exact;
    return results->total;
}

bool ndx_results_highlights(ndx_results *results, size_t rank, const uint32_t **positions,
                            size_t *count, ndx_error *error)
{
    const ndx_hit *hit = ndx_results_hit(results, rank);
    *positions = NULL;
    *count = 0;
    if (!hit)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "there is no result %zu", rank);
    return ndx_plan_highlights(&results->plan->judge, &hit->record, positions, count, error) ||
           ndx_index_name_shard(results->index, hit->bytes, error);
}
