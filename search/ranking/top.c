/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * top.c - implements top.h.
 *
 * Where a total is wanted, all candidates are scored: a posting costs some nanoseconds, and the
 * total comes for nothing. Else only what can still be among the best. Where candidates are not yet
 * matches, they are judged from the best on until enough have matched: no record is read that need
 * not be.
 */
#include "ranking/top.h"

#include "ranking/recency.h"
#include "ranking/scores.h"
#include "ranking/shard_judge.h"
#include "ranking/windows.h"

#include <math.h>
#include <stdlib.h>

enum {
    THREAD_POSTINGS = 200000, /* a thread more for so many candidates: about 1 ms */
    JUDGED_FOR_TOTAL = 100,   /* up to so many matches of judged candidates the total is exact */
    TIES_MOST = 4096,         /* with more behind the last one wanted libxapian sorts by time */
};

typedef struct job {
    const ndx_plan *plan;
    ndx_top *top;
    ndx_scoring *scoring;
    ndx_bm25 bm25;
    size_t wanted;
    bool judged; /* candidates are not yet matches */
} job;

typedef struct worker {
    job *job;
    ndx_scores **scores; /* a shard each; NULL: not opened yet */
    ndx_selection best;
    uint64_t candidates;
    bool failed;
    ndx_error error;
} worker;

void ndx_top_free(ndx_top *top)
{
    ndx_selection_free(&top->best);
    ndx_local_shards_free(&top->shards);
    *top = (ndx_top){0};
}

/* ---- one window ---- */

static ndx_scores *scores_of(worker *w, size_t shard)
{
    const ndx_tables *tables = w->job->top->shards.tables[shard];
    ndx_scores_shard source = {tables->database, shard, tables->documents, tables->lengths,
                               tables->shard->deleted};
    if (!w->scores[shard])
        w->scores[shard] = ndx_scores_new(w->job->scoring, &source, &w->error);
    return w->scores[shard];
}

static bool select_members(worker *w, const ndx_window *at, const ndx_document_set *members,
                           const double *score)
{
    uint32_t number;
    const ndx_search_options *options = &w->job->plan->options;
    const int64_t *times = w->job->top->shards.tables[at->shard]->times;
    for (uint32_t from = 0; ndx_document_set_next(members, &from, &number);) {
        ndx_scored scored = {score[number], (uint32_t)at->shard, at->first + number + 1};
        if (options->sort == NDX_SORT_RECENCY)
            scored.score *= ndx_recency(options, times[at->first + number]);
        if (!ndx_selection_add(&w->best, scored, &w->error))
            return false;
    }
    w->candidates += ndx_document_set_count(members);
    if (w->best.count > w->best.wanted)
        ndx_selection_settle(&w->best);
    return true;
}

static bool score_window(void *thread, const ndx_window *at)
{
    worker *w = thread;
    const ndx_document_set *members;
    const double *score;
    if (ndx_shard_is_old(w->job->plan, w->job->top->shards.tables[at->shard]))
        return true;
    ndx_scores *scores = scores_of(w, at->shard);
    /* who wants to know how many there are must see them all */
    double least = w->job->plan->options.no_total ? w->best.least : -INFINITY;
    w->failed =
        !scores ||
        !ndx_scores_window(scores, at->first, at->size, least, &members, &score, &w->error) ||
        !select_members(w, at, members, score);
    return !w->failed;
}

/* ---- all windows ---- */

static unsigned most_threads(const ndx_plan *plan)
{
    unsigned most = plan->options.threads;
    return most < 1 ? 1 : most < NDX_WINDOW_THREADS_MAX ? most : NDX_WINDOW_THREADS_MAX;
}

/* *threads becomes less where so many are not worth it, by the most candidates there can be. */
static bool weigh(worker *first, unsigned *threads)
{
    const job *j = first->job;
    uint64_t candidates = 0;
    for (size_t i = 0; i < j->top->shards.count; i++) {
        const ndx_scores *scores = scores_of(first, i);
        if (!scores)
            return false;
        candidates += ndx_scores_estimate(scores);
    }
    uint64_t worth = 1 + candidates / THREAD_POSTINGS;
    if (worth < *threads)
        *threads = (unsigned)worth;
    return true;
}

static bool open_worker(job *j, worker *w, ndx_error *error)
{
    w->job = j;
    w->scores = (ndx_scores **)calloc(j->top->shards.count + 1, sizeof *w->scores);
    ndx_selection_begin(&w->best, j->judged ? SIZE_MAX : j->wanted);
    return w->scores || ndx_error_memory(error, "ranking");
}

static void close_worker(worker *w)
{
    for (size_t i = 0; w->scores && i < w->job->top->shards.count; i++)
        ndx_scores_free(w->scores[i]);
    free((void *)w->scores);
    ndx_selection_free(&w->best);
}

static bool gather(job *j, worker *workers, unsigned count, ndx_error *error)
{
    ndx_selection *best = &j->top->best;
    for (unsigned i = 0; i < count; i++) {
        worker *w = &workers[i];
        if (w->failed) {
            if (error)
                *error = w->error;
            return false;
        }
        j->top->total += w->candidates;
        if (i == 0) {
            *best = w->best;
            w->best = (ndx_selection){0};
        } else if (w->job && !ndx_selection_join(best, &w->best, error)) {
            return false;
        }
    }
    return true;
}

static bool score_all(job *j, ndx_error *error)
{
    unsigned threads = most_threads(j->plan);
    ndx_windows windows = {0};
    worker *workers = calloc(threads, sizeof *workers);
    bool done = workers ? open_worker(j, &workers[0], error) : ndx_error_memory(error, "ranking");
    if (done && !weigh(&workers[0], &threads)) {
        done = false;
        if (error)
            *error = workers[0].error;
    }
    done = done && ndx_windows_cut(&windows, &j->top->shards, NDX_SCORES_WINDOW, error);
    for (unsigned i = 1; done && i < threads; i++)
        done = open_worker(j, &workers[i], error);
    if (done) {
        ndx_windows_do(&windows, workers, sizeof *workers, threads, score_window);
        done = gather(j, workers, threads, error);
    }
    for (unsigned i = 0; workers && i < threads; i++)
        if (workers[i].job)
            close_worker(&workers[i]);
    free(workers);
    ndx_windows_free(&windows);
    return done;
}

/* ---- judging ---- */

/* Keeps of the candidates, best first, those that match, until there are enough and no further one
 * ties with the last of them. */
static bool judge_best(const job *j, ndx_shard_judge *judges, size_t enough, uint64_t *judged,
                       ndx_error *error)
{
    ndx_selection *all = &j->top->best;
    ndx_selection kept;
    bool done = true;
    ndx_selection_begin(&kept, SIZE_MAX);
    ndx_selection_make_heap(all);
    for (*judged = 0; done && all->count; ++*judged) {
        bool matches = false;
        if (kept.count >= enough && (all->item[0].score < kept.item[j->wanted - 1].score ||
                                     kept.count - enough > TIES_MOST))
            break;
        ndx_scored one = ndx_selection_take_best(all);
        ndx_shard_judge *by = &judges[one.shard];
        done = ndx_shard_judge_open(by, j->plan, j->top->shards.tables[one.shard], 0, error) &&
               ndx_shard_judge_article(by, one.docid, (ndx_span){0}, &matches, error) &&
               (!matches || ndx_selection_add(&kept, one, error));
    }
    ndx_selection_free(all);
    *all = kept;
    return done;
}

/* The part of those judged that matched is that of all. */
static void estimate_total(ndx_top *top, uint64_t judged)
{
    uint64_t matched = top->best.count;
    top->total_exact = judged == top->total;
    if (judged)
        top->total = (uint64_t)((double)top->total * (double)matched / (double)judged + 0.5);
    if (top->total < matched)
        top->total = matched;
}

static bool judge(const job *j, ndx_error *error)
{
    uint64_t judged;
    size_t enough = j->wanted;
    if (!j->plan->options.no_total && enough < JUDGED_FOR_TOTAL)
        enough = JUDGED_FOR_TOTAL;
    ndx_shard_judge *judges = calloc(j->top->shards.count + 1, sizeof *judges);
    if (!judges)
        return ndx_error_memory(error, "ranking");
    bool done = judge_best(j, judges, enough, &judged, error);
    for (size_t i = 0; i < j->top->shards.count; i++)
        ndx_shard_judge_close(&judges[i]);
    free(judges);
    if (done) {
        estimate_total(j->top, judged);
        j->top->best.wanted = j->wanted;
        ndx_selection_settle(&j->top->best);
    }
    return done;
}

/* ---- all of it ---- */

/* What scores are made of. */
static bool read_columns(const ndx_local_shards *shards, ndx_sort sort, ndx_error *error)
{
    for (size_t i = 0; i < shards->count; i++)
        if (!ndx_tables_read_lengths(shards->tables[i], error) ||
            (sort == NDX_SORT_RECENCY && !ndx_tables_read_times(shards->tables[i], error)))
            return false;
    return true;
}

static bool make_scoring(job *j, bool *known, ndx_error *error)
{
    const ndx_top *top = j->top;
    const ndx_ranking *ranking = &j->plan->options.ranking;
    uint64_t documents = 0;
    uint64_t length = 0;
    const ndx_glass_database **databases =
        (const ndx_glass_database **)calloc(top->shards.count + 1, sizeof *databases);
    if (!databases)
        return ndx_error_memory(error, "ranking");
    for (size_t i = 0; i < top->shards.count; i++) {
        const ndx_tables *tables = top->shards.tables[i];
        databases[i] = tables->database;
        documents += tables->documents;
        length += ndx_glass_version_of(tables->database)->statistics.length_total;
    }
    ndx_bm25_begin(&j->bm25, ranking->k1, ranking->b, documents, length);
    j->scoring =
        ndx_scoring_new(j->plan->candidates, databases, top->shards.count, &j->bm25, known, error);
    free((void *)databases);
    return j->scoring || !*known;
}

static bool run(job *j, bool *done, ndx_error *error)
{
    ndx_top *top = j->top;
    bool known;
    if (!make_scoring(j, &known, error))
        return false;
    *done = known && ndx_scoring_ranks(j->scoring);
    if (!*done)
        return true;
    if (!read_columns(&top->shards, j->plan->options.sort, error))
        return false;
    top->total_exact = !j->plan->options.no_total;
    if (!score_all(j, error))
        return false;
    if (!j->judged)
        ndx_selection_settle(&top->best);
    else if (!judge(j, error))
        return false;
    *done = top->best.count <= TIES_MOST || top->best.count - TIES_MOST <= j->wanted;
    return true;
}

bool ndx_top_find(ndx_index *index, const ndx_plan *plan, size_t wanted, ndx_top *top, bool *done,
                  ndx_error *error)
{
    *top = (ndx_top){0};
    *done = false;
    bool scored =
        plan->options.sort == NDX_SORT_RELEVANCE || plan->options.sort == NDX_SORT_RECENCY;
    if (!scored || !plan->candidates)
        return true;
    if (!ndx_local_shards_open(index, 1, &top->shards, done, error))
        return false;
    if (!*done)
        return true;
    job *j = calloc(1, sizeof *j);
    if (!j)
        return ndx_error_memory(error, "ranking");
    j->plan = plan;
    j->top = top;
    j->wanted = wanted;
    j->judged = !ndx_plan_is_exact(plan);
    bool good = run(j, done, error);
    ndx_scoring_free(j->scoring);
    free(j);
    return good;
}
