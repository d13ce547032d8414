/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_walk.c - implements match_walk.h.
 *
 * Each shard is cut into windows of documents, which are walked over by whoever is free: the
 * candidates are looked up (lookup.h), the deleted taken away, and where candidates are not yet
 * matches, or are to be visited, their records are read in order. One thread is enough for what
 * takes less time than to start another.
 */
#include "ranking/match_walk.h"

#include "ranking/lookup.h"
#include "ranking/shard_judge.h"
#include "ranking/windows.h"

#include <stdlib.h>

enum {
    WINDOW_MOST = 1 << 20,    /* documents: 128 KiB of bits a set */
    WINDOW_LEAST = 1 << 12,   /* 512 bytes of bits */
    WINDOWS_A_THREAD = 8,     /* so that all end at about the same time */
    THREAD_POSTINGS = 300000, /* a thread more for so many: 1 ms */
    THREAD_RECORDS = 6000,    /* ditto, records read */
    DIRECTORY_RECORDS = 300,  /* a directory pays for so many: 10 to 100 us for 100,000 articles */
};

typedef struct job {
    const ndx_plan *plan;
    const ndx_candidates *sure;         /* that need not be judged; NULL: none */
    const ndx_matches_visitor *visitor; /* NULL: it is only counted */
    ndx_local_shards shards;
    bool judged; /* candidates are not yet matches */
    bool read;   /* judged or visited */
    uint64_t documents;
    atomic_uint_fast64_t done; /* of the documents */
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

static bool visit(worker *w, size_t shard, uint32_t docid, ndx_found *found)
{
    const job *j = w->job;
    found->thread = (unsigned)w->number;
    found->document = (xc_docid)((docid - 1) * j->shards.count + shard + 1);
    w->count++;
    return j->visitor->visit(j->visitor->context, found, &w->error);
}

static bool read_record(worker *w, size_t shard, uint32_t docid, ndx_span bytes)
{
    const job *j = w->job;
    ndx_shard_judge *judge = &w->places[shard].judge;
    ndx_found found = {0};
    bool matches;
    if (j->visitor) {
        if (!ndx_shard_judge_find(judge, docid, bytes, j->judged, j->visitor->spans, &found,
                                  &matches, &w->error))
            return false;
        return !matches || visit(w, shard, docid, &found);
    }
    if (!ndx_shard_judge_article(judge, docid, bytes, &matches, &w->error))
        return false;
    w->count += matches;
    return true;
}

static bool read_one_by_one(worker *w, const ndx_window *at, const ndx_document_set *set)
{
    uint32_t number;
    for (uint32_t from = 0; ndx_document_set_next(set, &from, &number);)
        if (!read_record(w, at->shard, at->first + number + 1, (ndx_span){0}))
            return false;
    return true;
}

static bool read_batch(worker *w, size_t shard, const ndx_glass_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        if (!read_record(w, shard, batch->docid[i], batch->data[i]))
            return false;
    return true;
}

static bool read_stream(worker *w, const ndx_window *at, const ndx_document_set *set)
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
        if (!ndx_glass_stream_step(&w->stream, &due, &w->error) || !read_batch(w, at->shard, due))
            return false;
    }
    return true;
}

static bool read_records(worker *w, const ndx_window *at, const ndx_document_set *set)
{
    const ndx_glass_directory *directory = w->job->shards.tables[at->shard]->directory;
    if (!directory)
        return read_one_by_one(w, at, set);
    ndx_glass_stream_open(&w->stream, directory);
    bool done = read_stream(w, at, set);
    ndx_glass_stream_close(&w->stream);
    return done;
}

/* A term alone has its count in the table. */
static bool is_known(const worker *w, const ndx_window *at, uint64_t *count)
{
    bool exactly;
    const ndx_tables *tables = w->job->shards.tables[at->shard];
    *count = ndx_lookup_estimate(w->places[at->shard].lookup, &exactly);
    return exactly && !w->job->read && !tables->shard->deleted && at->size == tables->documents;
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

static bool walk_window(worker *w, const ndx_window *at)
{
    ndx_document_set *set;
    uint64_t known;
    if (ndx_shard_is_old(w->job->plan, w->job->shards.tables[at->shard]))
        return true;
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
    if (!w->job->read) {
        w->count += ndx_document_set_count(set);
        return true;
    }
    if (p->sure && !count_sure(w, at, set))
        return false;
    return ndx_document_set_is_empty(set) ||
           (ndx_shard_judge_open(&p->judge, w->job->plan, w->job->shards.tables[at->shard],
                                 w->number, &w->error) &&
            read_records(w, at, set));
}

static bool work(void *thread, const ndx_window *at)
{
    worker *w = thread;
    job *j = w->job;
    w->failed = !walk_window(w, at);
    uint64_t done = atomic_fetch_add(&j->done, at->size) + at->size;
    if (w->number == 0 && j->visitor && j->visitor->progress)
        j->visitor->progress(j->visitor->context, done, j->documents);
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
        if (ndx_shard_is_old(j->plan, j->shards.tables[i]))
            continue;
        place *p = enter_shard(first, i);
        if (!p)
            return false;
        uint32_t here = ndx_lookup_estimate(p->lookup, &exactly);
        uint32_t sure = p->sure ? ndx_lookup_estimate(p->sure, &exactly) : 0;
        if (p->sure || !j->read)
            postings += (uint64_t)here + sure;
        here = here > sure ? here - sure : 0; /* about so many are left to be read */
        records += j->read ? here : 0;
        if (j->read && here >= DIRECTORY_RECORDS &&
            !ndx_tables_make_directory(j->shards.tables[i], &first->error))
            return false;
    }
    uint64_t worth = 1 + records / THREAD_RECORDS + postings / THREAD_POSTINGS;
    *threads = worth < jobs ? (unsigned)worth : jobs;
    return true;
}

static uint32_t window_size(const job *j, unsigned threads)
{
    bool pieces = threads > 1 || (j->visitor && j->visitor->progress);
    uint64_t size = pieces ? j->documents / ((uint64_t)threads * WINDOWS_A_THREAD) : WINDOW_MOST;
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
    return done || ndx_error_memory(error, "searching");
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

/* What need not be judged is told apart where it is only counted. */
static bool prepare(job *j, ndx_plan *plan, ndx_error *error)
{
    ndx_candidates *sure = NULL;
    j->plan = plan;
    j->judged = !ndx_plan_is_exact(plan);
    j->read = j->judged || j->visitor;
    if (j->judged && !j->visitor &&
        (!ndx_plan_sure(plan, &sure, error) || (sure && !ndx_plan_judge_rest(plan, error))))
        return false;
    j->sure = sure;
    for (size_t i = 0; i < j->shards.count; i++)
        j->documents += j->shards.tables[i]->documents;
    return true;
}

static ndx_plan *make_plan(ndx_index *index, const ndx_query *query,
                           const ndx_search_options *options, ndx_analyser *analyser,
                           const ndx_matches_visitor *visitor, ndx_error *error)
{
    return visitor && visitor->spans ? ndx_plan_new(index, query, options, analyser, error)
                                     : ndx_plan_make(index, query, options, analyser, error);
}

bool ndx_match_walk(ndx_index *index, const ndx_query *query, const ndx_search_options *options,
                    ndx_analyser *analyser, const ndx_matches_visitor *visitor, bool *walked,
                    uint64_t *count, ndx_error *error)
{
    job j = {.visitor = visitor};
    ndx_plan *plan = NULL;
    unsigned jobs = options->threads;
    jobs = jobs < 1 ? 1 : jobs > NDX_WINDOW_THREADS_MAX ? NDX_WINDOW_THREADS_MAX : jobs;
    bool done = ndx_local_shards_open(index, jobs, &j.shards, walked, error);
    if (done && *walked) {
        plan = make_plan(index, query, options, analyser, visitor, error);
        done = plan && prepare(&j, plan, error);
        *count = 0;
        if (done && plan->candidates)
            done = run(&j, jobs, count, error);
    }
    ndx_plan_free(plan);
    ndx_local_shards_free(&j.shards);
    return done;
}
