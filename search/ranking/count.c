/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * count.c - implements count.h.
 *
 * Each shard is cut into windows of documents, which are counted by whoever is free: the candidates
 * are looked up (lookup.h), the deleted taken away, and where candidates are not yet matches their
 * records are read in order and judged. One thread is enough for what takes less time than to start
 * another.
 */
#include "ranking/count.h"

#include "ranking/lookup.h"
#include "ranking/results.h"
#include "ranking/shard_judge.h"
#include "ranking/windows.h"

#include <stdlib.h>

enum {
    WINDOW_MOST = 1 << 20,    /* documents: 128 KiB of bits a set */
    WINDOW_LEAST = 1 << 12,   /* 512 bytes of bits */
    WINDOWS_A_THREAD = 8,     /* so that all end at about the same time */
    THREAD_POSTINGS = 300000, /* a thread more for so many: 1 ms */
    THREAD_RECORDS = 6000,    /* ditto, records judged */
    DIRECTORY_RECORDS = 300,  /* a directory pays for so many: 10 to 100 us for 100,000 articles */
};

typedef struct job {
    const ndx_plan *plan;
    const ndx_candidates *sure; /* that need not be judged; NULL: none */
    ndx_local_shards shards;
    bool judged; /* candidates are not yet matches */
} job;

/* What a thread needs of a shard; zeroed until it comes to it. */
typedef struct place {
    ndx_lookup *lookup, *sure;
    ndx_shard_judge judge;
} place;

typedef struct worker {
    job *job;
    size_t number; /* from 0 */
    uint64_t count;
    bool failed;
    ndx_error error;
    place *places; /* a shard each */
    ndx_glass_stream stream;
} worker;

/* ---- one window ---- */

static void leave_shards(worker *w)
{
    for (size_t i = 0; w->places && i < w->job->shards.count; i++) {
        place *p = &w->places[i];
        ndx_lookup_free(p->lookup);
        ndx_lookup_free(p->sure);
        ndx_shard_judge_close(&p->judge);
    }
    free(w->places);
}

static ndx_lookup *look(worker *w, size_t shard, const ndx_candidates *candidates)
{
    const ndx_tables *tables = w->job->shards.tables[shard];
    return ndx_lookup_new(candidates, tables->database, tables->documents, shard, &w->error);
}

static place *enter_shard(worker *w, size_t shard)
{
    const job *j = w->job;
    place *p = &w->places[shard];
    if (!p->lookup)
        p->lookup = look(w, shard, j->plan->candidates);
    if (p->lookup && j->sure && !p->sure)
        p->sure = look(w, shard, j->sure);
    return p->lookup && (p->sure || !j->sure) ? p : NULL;
}

static bool judge_record(worker *w, size_t shard, uint32_t docid, ndx_span bytes)
{
    bool matches;
    if (!ndx_shard_judge_article(&w->places[shard].judge, docid, bytes, &matches, &w->error))
        return false;
    w->count += matches;
    return true;
}

static bool judge_one_by_one(worker *w, const ndx_window *at, const ndx_document_set *set)
{
    uint32_t number;
    for (uint32_t from = 0; ndx_document_set_next(set, &from, &number);)
        if (!judge_record(w, at->shard, at->first + number + 1, (ndx_span){0}))
            return false;
    return true;
}

static bool judge_batch(worker *w, size_t shard, const ndx_glass_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        if (!judge_record(w, shard, batch->docid[i], batch->data[i]))
            return false;
    return true;
}

static bool judge_stream(worker *w, const ndx_window *at, const ndx_document_set *set)
{
    uint32_t from = 0;
    uint32_t number;
    for (unsigned empty = 0; empty < NDX_GLASS_STREAM_BATCHES;) {
        ndx_glass_batch *due;
        ndx_glass_batch *batch = ndx_glass_stream_next(&w->stream);
        batch->count = 0;
        while (batch->count < NDX_GLASS_BATCH && ndx_document_set_next(set, &from, &number))
            batch->docid[batch->count++] = at->first + number + 1;
        empty = batch->count ? 0 : empty + 1;
        if (!ndx_glass_stream_step(&w->stream, &due, &w->error) || !judge_batch(w, at->shard, due))
            return false;
    }
    return true;
}

static bool count_judged(worker *w, const ndx_window *at, const ndx_document_set *set)
{
    const ndx_glass_directory *directory = w->job->shards.tables[at->shard]->directory;
    if (!directory)
        return judge_one_by_one(w, at, set);
    ndx_glass_stream_open(&w->stream, directory);
    bool done = judge_stream(w, at, set);
    ndx_glass_stream_close(&w->stream);
    return done;
}

/* A term alone has its count in the table. */
static bool is_known(const worker *w, const ndx_window *at, uint64_t *count)
{
    bool exactly;
    const ndx_tables *tables = w->job->shards.tables[at->shard];
    *count = ndx_lookup_estimate(w->places[at->shard].lookup, &exactly);
    return exactly && !w->job->judged && !tables->shard->deleted && at->size == tables->documents;
}

static void take_deleted_away(const worker *w, const ndx_window *at, ndx_document_set *set)
{
    const uint8_t *deleted = w->job->shards.tables[at->shard]->shard->deleted;
    if (deleted)
        ndx_document_set_take_away(set, deleted + at->first / 8);
}

/* Counts the candidates that need not be judged, and takes them out of the set. */
static bool count_sure(worker *w, const ndx_window *at, ndx_document_set *set)
{
    ndx_document_set *sure;
    if (!ndx_lookup_window(w->places[at->shard].sure, at->first, at->size, &sure, &w->error))
        return false;
    take_deleted_away(w, at, sure);
    w->count += ndx_document_set_count(sure);
    return ndx_document_set_keep(set, sure, false, &w->error);
}

static bool count_window(worker *w, const ndx_window *at)
{
    ndx_document_set *set;
    uint64_t known;
    place *p = enter_shard(w, at->shard);
    if (!p)
        return false;
    if (is_known(w, at, &known)) {
        w->count += known;
        return true;
    }
    if (!ndx_lookup_window(p->lookup, at->first, at->size, &set, &w->error))
        return false;
    take_deleted_away(w, at, set);
    if (!w->job->judged) {
        w->count += ndx_document_set_count(set);
        return true;
    }
    if (p->sure && !count_sure(w, at, set))
        return false;
    return ndx_document_set_is_empty(set) ||
           (ndx_shard_judge_open(&p->judge, w->job->plan, w->job->shards.tables[at->shard],
                                 w->number, &w->error) &&
            count_judged(w, at, set));
}

static bool work(void *thread, const ndx_window *at)
{
    worker *w = thread;
    w->failed = !count_window(w, at);
    return !w->failed;
}

/* ---- cutting the work ---- */

/* How many threads it is worth, by the most candidates there can be. */
static bool weigh(worker *first, unsigned jobs, unsigned *threads)
{
    const job *j = first->job;
    uint64_t postings = 0; /* where not all candidates are judged, which takes longer */
    uint64_t records = 0;
    for (size_t i = 0; i < j->shards.count; i++) {
        bool exactly;
        place *p = enter_shard(first, i);
        if (!p)
            return false;
        uint32_t here = ndx_lookup_estimate(p->lookup, &exactly);
        uint32_t sure = p->sure ? ndx_lookup_estimate(p->sure, &exactly) : 0;
        if (p->sure || !j->judged)
            postings += (uint64_t)here + sure;
        here = here > sure ? here - sure : 0; /* about so many are left to be judged */
        records += j->judged ? here : 0;
        if (j->judged && here >= DIRECTORY_RECORDS &&
            !ndx_tables_make_directory(j->shards.tables[i], &first->error))
            return false;
    }
    uint64_t worth = 1 + records / THREAD_RECORDS + postings / THREAD_POSTINGS;
    *threads = worth < jobs ? (unsigned)worth : jobs;
    return true;
}

static uint32_t window_size(const job *j, unsigned threads)
{
    uint64_t documents = 0;
    for (size_t i = 0; i < j->shards.count; i++)
        documents += j->shards.tables[i]->documents;
    uint64_t size = threads > 1 ? documents / ((uint64_t)threads * WINDOWS_A_THREAD) : WINDOW_MOST;
    if (size > WINDOW_MOST)
        size = WINDOW_MOST;
    if (size < WINDOW_LEAST)
        size = WINDOW_LEAST;
    return (uint32_t)size & ~63u;
}

/* ---- all of it ---- */

static bool make_workers(job *j, unsigned jobs, worker **out, ndx_error *error)
{
    worker *workers = calloc(jobs, sizeof *workers);
    bool done = workers != NULL;
    *out = workers;
    for (unsigned i = 0; done && i < jobs; i++) {
        workers[i].job = j;
        workers[i].number = i;
        workers[i].places = calloc(j->shards.count + 1, sizeof *workers[i].places);
        done = workers[i].places != NULL;
    }
    return done || ndx_error_memory(error, "counting");
}

static bool run(job *j, unsigned jobs, uint64_t *count, ndx_error *error)
{
    worker *workers;
    unsigned threads;
    ndx_windows windows = {0};
    bool done = make_workers(j, jobs, &workers, error);
    if (done &&
        (!weigh(&workers[0], jobs, &threads) ||
         !ndx_windows_cut(&windows, &j->shards, window_size(j, threads), &workers[0].error)))
        workers[0].failed = true;
    else if (done)
        ndx_windows_do(&windows, workers, sizeof *workers, threads, work);
    *count = 0;
    for (unsigned i = 0; workers && i < jobs; i++) {
        *count += workers[i].count;
        if (workers[i].failed && done) {
            done = false;
            if (error)
                *error = workers[i].error;
        }
        if (workers[i].job)
            leave_shards(&workers[i]);
    }
    free(workers);
    ndx_windows_free(&windows);
    return done;
}

bool ndx_count_local(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                     ndx_analyser *analyser, unsigned jobs, bool *counted, uint64_t *count,
                     ndx_error *error)
{
    job j = {0};
    ndx_plan *plan = NULL;
    jobs = jobs < 1 ? 1 : jobs > NDX_WINDOW_THREADS_MAX ? NDX_WINDOW_THREADS_MAX : jobs;
    bool done = ndx_local_shards_open(index, jobs, &j.shards, counted, error);
    if (done && *counted) {
        plan = ndx_plan_make(index, query, options, analyser, error);
        done = plan != NULL;
    }
    if (plan) {
        ndx_candidates *sure = NULL;
        j.judged = !ndx_plan_is_exact(plan);
        done = !j.judged ||
               (ndx_plan_sure(plan, &sure, error) && (!sure || ndx_plan_judge_rest(plan, error)));
        j.plan = plan;
        j.sure = sure;
        *count = 0;
        if (done && plan->candidates)
            done = run(&j, jobs, count, error);
    }
    ndx_plan_free(plan);
    ndx_local_shards_free(&j.shards);
    return done;
}

bool ndx_count_by_xapian(ndx_index *index, const ndx_query *query,
                         const ndx_search_options *options, ndx_analyser *analyser, uint64_t *count,
                         ndx_error *error)
{
    bool exact;
    ndx_search_options all = *options;
    all.offset = 0;
    all.limit = 0;
    all.sort = NDX_SORT_RELEVANCE;
    all.exact_total = true;
    ndx_results *results = ndx_search_by_xapian(index, query, &all, analyser, error);
    if (!results)
        return false;
    *count = ndx_results_total(results, &exact);
    ndx_results_free(results);
    return exact ||
           ndx_error_set(error, NDX_ERROR_INTERNAL, "the number of matches is an estimate");
}

bool ndx_count(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
               ndx_analyser *analyser, uint64_t *count, ndx_error *error)
{
    bool counted;
    if (!ndx_count_local(index, query, options, analyser, options->threads, &counted, count, error))
        return false;
    return counted || ndx_count_by_xapian(index, query, options, analyser, count, error);
}
