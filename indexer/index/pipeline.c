/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pipeline.c - implements pipeline.h. */
#include "pipeline.h"

#include "newsdex/array.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum {
    JOB_BYTES = 4 * 1024 * 1024,
    JOB_FILES = 512,
    PARCEL_BYTES_MIN = 64 * 1024,
    PARCEL_BYTES_MAX = 4 * 1024 * 1024,
    PARCEL_EVENTS_MAX = 4096,
    SPARE_PARCELS_A_WORKER = 1
};

typedef struct job {
    uint32_t first, count; /* of the order */
    ndx_parcel *ready, *last_ready;
    bool done; /* all its parcels are ready */
} job;

typedef struct worker {
    ndx_pipeline *pipeline;
    unsigned number;
    pthread_t thread;
    ndx_drafter *drafter;
    ndx_parcel *parcel; /* being filled */
    uint32_t job;
} worker;

struct ndx_pipeline {
    const ndx_inputs *inputs;
    const uint32_t *order;
    ndx_pipeline_options options;
    ndx_reading_options reading;
    uint64_t parcel_bytes; /* a parcel is handed on when it has so many */
    job *jobs;
    uint32_t job_count;
    worker *workers;
    unsigned started;
    atomic_bool stopped;

    pthread_mutex_t mutex; /* of all that follows, and of the jobs' lists */
    pthread_cond_t ready;  /* a parcel is ready */
    pthread_cond_t room;   /* parcels were released, or the job that is due changed */
    bool synchronised;     /* the three above exist */
    uint32_t next_job;     /* to be taken */
    uint32_t due_job;      /* whose parcels are to come out now */
    uint64_t ready_bytes;  /* of parcels that are ready or given out */
    ndx_parcel *spare;
    unsigned spare_count;
};

/* ---- parcels ---- */

static void empty_parcel(ndx_parcel *parcel)
{
    for (size_t i = 0; i < parcel->event_count; i++)
        free(parcel->event[i].error);
    parcel->event_count = 0;
    parcel->job_done = false;
    parcel->failed = (ndx_error){0};
    parcel->read_seconds = parcel->analyse_seconds = 0;
    parcel->next = NULL;
}

static void free_parcel(ndx_parcel *parcel)
{
    if (!parcel)
        return;
    empty_parcel(parcel);
    ndx_piece_free(&parcel->piece);
    free(parcel->event);
    free(parcel);
}

static void free_parcels(ndx_parcel *parcel)
{
    while (parcel) {
        ndx_parcel *next = parcel->next;
        free_parcel(parcel);
        parcel = next;
    }
}

static uint64_t parcel_bytes(const ndx_parcel *parcel)
{
    return ndx_piece_bytes(&parcel->piece) + parcel->event_capacity * sizeof *parcel->event +
           parcel->event_count * sizeof(ndx_error);
}

double ndx_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Finished parcels hold their share of the memory; but the job that is due must always have one on
 * the way. */
static bool must_wait(const ndx_pipeline *pipeline, uint32_t of)
{
    if (pipeline->ready_bytes < pipeline->options.parcel_memory_bytes)
        return false;
    return of != pipeline->due_job || pipeline->jobs[of].ready;
}

/* False: no memory, or stopped. Waits until there is room. */
static bool begin_parcel(worker *self)
{
    ndx_pipeline *pipeline = self->pipeline;
    pthread_mutex_lock(&pipeline->mutex);
    while (!atomic_load(&pipeline->stopped) && must_wait(pipeline, self->job))
        pthread_cond_wait(&pipeline->room, &pipeline->mutex);
    ndx_parcel *parcel = pipeline->spare;
    if (parcel) {
        pipeline->spare = parcel->next;
        pipeline->spare_count--;
    }
    pthread_mutex_unlock(&pipeline->mutex);
    if (atomic_load(&pipeline->stopped)) {
        free_parcel(parcel);
        return false;
    }
    if (!parcel)
        parcel = calloc(1, sizeof *parcel);
    if (!parcel)
        return false;
    parcel->next = NULL;
    parcel->worker = self->number;
    self->parcel = parcel;
    ndx_drafter_begin(self->drafter, &parcel->piece);
    return true;
}

static void hand_on(worker *self, bool job_done)
{
    ndx_pipeline *pipeline = self->pipeline;
    ndx_parcel *parcel = self->parcel;
    job *of = &pipeline->jobs[self->job];
    self->parcel = NULL;
    parcel->job_done = job_done;
    pthread_mutex_lock(&pipeline->mutex);
    if (of->last_ready)
        of->last_ready->next = parcel;
    else
        of->ready = parcel;
    of->last_ready = parcel;
    of->done = job_done;
    pipeline->ready_bytes += parcel_bytes(parcel);
    pthread_cond_signal(&pipeline->ready);
    pthread_mutex_unlock(&pipeline->mutex);
}

static ndx_event *add_event(worker *self, ndx_event_kind kind, uint32_t input, const ndx_error *why)
{
    ndx_parcel *parcel = self->parcel;
    ndx_event *larger = ndx_array_room(parcel->event, parcel->event_count, &parcel->event_capacity,
                                       64, sizeof *larger);
    if (!larger)
        goto memory;
    parcel->event = larger;
    ndx_error *copy = NULL;
    if (why && !(copy = malloc(sizeof *copy)))
        goto memory;
    if (copy)
        *copy = *why;
    ndx_event *event = &parcel->event[parcel->event_count++];
    *event = (ndx_event){
        .kind = kind, .input = input, .articles_before = parcel->piece.articles, .error = copy};
    return event;
memory:
    ndx_error_memory(&parcel->failed, "reading articles");
    return NULL;
}

/* ---- reading one file ---- */

static bool is_known_content(worker *self, const ndx_input *input, uint32_t id, ndx_error *why)
{
    uint8_t hash[16];
    uint64_t size;
    double start = ndx_seconds();
    bool same = ndx_file_hash(input->path, hash, &size, why) &&
                memcmp(hash, input->hash, sizeof input->hash) == 0;
    self->parcel->read_seconds += ndx_seconds() - start;
    if (!same)
        return false;
    ndx_event *event = add_event(self, NDX_EVENT_UNCHANGED, id, NULL);
    if (event) {
        event->bytes = size;
        memcpy(event->hash, hash, sizeof event->hash);
    }
    return true;
}

static bool parcel_is_full(const worker *self)
{
    const ndx_parcel *parcel = self->parcel;
    return parcel->piece.drafts.size + parcel->piece.words.size > self->pipeline->parcel_bytes ||
           parcel->event_count > PARCEL_EVENTS_MAX;
}

/* Hands on a full parcel in the middle of a file. */
static bool turn_parcel(worker *self, uint32_t input)
{
    hand_on(self, false);
    return begin_parcel(self) && add_event(self, NDX_EVENT_BEGIN, input, NULL);
}

/* An article of which its reader or the drafter says that it cannot be taken. */
static bool add_article(worker *self, uint32_t id, const ndx_article *article, ndx_error *why)
{
    double start = ndx_seconds();
    bool added = ndx_drafter_add(self->drafter, &self->parcel->piece, article,
                                 self->pipeline->options.update, why);
    self->parcel->analyse_seconds += ndx_seconds() - start;
    if (added)
        return true;
    if (why->code != NDX_ERROR_LIMIT) {
        self->parcel->failed = *why;
        return false;
    }
    return add_event(self, NDX_EVENT_SKIPPED, id, why);
}

/* False: the parcel says why, or there is none and the pipeline is stopped. */
static bool read_articles(worker *self, uint32_t id, ndx_reading *reading)
{
    uint64_t told_bytes = 0;
    uint64_t articles = 0;
    for (;;) {
        ndx_article article = {0};
        ndx_error why = {0};
        ndx_event *event = NULL;
        if (atomic_load(&self->pipeline->stopped))
            return false;
        double start = ndx_seconds();
        ndx_read step = ndx_reading_next(reading, &article, &why);
        self->parcel->read_seconds += ndx_seconds() - start;
        uint64_t bytes = ndx_reading_bytes(reading);
        switch (step) {
        case NDX_READ_ARTICLE:
            if (!add_article(self, id, &article, &why))
                return false;
            articles++;
            if (article.replaced_bytes && self->parcel->event_count)
                self->parcel->event[self->parcel->event_count - 1].replaced_bytes +=
                    article.replaced_bytes;
            break;
        case NDX_READ_SKIPPED:
            if (!add_event(self, NDX_EVENT_SKIPPED, id, &why))
                return false;
            break;
        case NDX_READ_END:
            event = add_event(self, NDX_EVENT_DONE, id, NULL);
            if (event) {
                uint8_t hash[16];
                ndx_reading_hash(reading, hash);
                memcpy(event->hash, hash, sizeof event->hash);
                event->bytes = bytes - told_bytes;
            }
            return event != NULL;
        case NDX_READ_ERROR:
            event = add_event(self, NDX_EVENT_FAILED, id, &why);
            if (event) {
                event->in_part = articles > 0;
                event->bytes = bytes - told_bytes;
            }
            return event != NULL;
        }
        if (parcel_is_full(self)) {
            if (self->parcel->event_count)
                self->parcel->event[self->parcel->event_count - 1].bytes += bytes - told_bytes;
            told_bytes = bytes;
            if (!turn_parcel(self, id))
                return false;
        }
    }
}

static bool read_input(worker *self, uint32_t id)
{
    const ndx_input *input = &self->pipeline->inputs->input[id];
    ndx_error why = {0};
    if (input->state == NDX_INPUT_TOUCHED && is_known_content(self, input, id, &why))
        return self->parcel->failed.code == NDX_OK;
    ndx_reading *reading =
        ndx_reading_open(input->path, ndx_span_of(input->name), &self->pipeline->reading, &why);
    if (!reading)
        return why.code != NDX_ERROR_MEMORY ? add_event(self, NDX_EVENT_FAILED, id, &why) != NULL
                                            : (self->parcel->failed = why, false);
    bool done = add_event(self, NDX_EVENT_BEGIN, id, NULL) && read_articles(self, id, reading);
    ndx_reading_close(reading);
    return done;
}

/* ---- a thread ---- */

static bool take_job(worker *self)
{
    ndx_pipeline *pipeline = self->pipeline;
    pthread_mutex_lock(&pipeline->mutex);
    bool taken = pipeline->next_job < pipeline->job_count && !atomic_load(&pipeline->stopped);
    if (taken)
        self->job = pipeline->next_job++;
    pthread_mutex_unlock(&pipeline->mutex);
    return taken;
}

static void *run(void *context)
{
    worker *self = context;
    ndx_pipeline *pipeline = self->pipeline;
    while (take_job(self)) {
        const job *mine = &pipeline->jobs[self->job];
        bool going = begin_parcel(self);
        for (uint32_t i = 0; going && i < mine->count; i++) {
            going = read_input(self, pipeline->order[mine->first + i]);
            if (going && parcel_is_full(self) && i + 1 < mine->count) {
                hand_on(self, false);
                going = begin_parcel(self);
            }
        }
        if (self->parcel && (going || self->parcel->failed.code != NDX_OK)) {
            hand_on(self, true);
        } else { /* stopped, or no memory even for a parcel */
            free_parcel(self->parcel);
            self->parcel = NULL;
            pthread_mutex_lock(&pipeline->mutex);
            pipeline->jobs[self->job].done = true;
            pthread_cond_signal(&pipeline->ready);
            pthread_mutex_unlock(&pipeline->mutex);
        }
        if (!going)
            break;
    }
    return NULL;
}

/* ---- setting up ---- */

static bool is_stopped(void *context)
{
    ndx_pipeline *pipeline = context;
    return atomic_load(&pipeline->stopped);
}

static bool make_jobs(ndx_pipeline *pipeline, uint32_t count, ndx_error *error)
{
    pipeline->jobs = calloc((size_t)count + 1, sizeof *pipeline->jobs);
    if (!pipeline->jobs)
        return ndx_error_memory(error, "planning the reading");
    uint64_t bytes = 0;
    job *open = NULL;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t size = pipeline->inputs->input[pipeline->order[i]].now_size_bytes;
        if (!open || bytes + size > JOB_BYTES || open->count == JOB_FILES) {
            open = &pipeline->jobs[pipeline->job_count++];
            open->first = i;
            bytes = 0;
        }
        open->count++;
        bytes += size;
    }
    return true;
}

static bool start_workers(ndx_pipeline *pipeline, ndx_error *error)
{
    unsigned count = pipeline->options.workers;
    pipeline->workers = calloc(count, sizeof *pipeline->workers);
    if (!pipeline->workers)
        return ndx_error_memory(error, "starting threads");
    for (unsigned i = 0; i < count; i++) {
        worker *self = &pipeline->workers[i];
        self->pipeline = pipeline;
        self->number = i;
        self->drafter =
            ndx_drafter_new((size_t)(pipeline->options.vocabulary_memory_bytes / count), error);
        if (!self->drafter)
            return false;
    }
    for (unsigned i = 0; i < count; i++) {
        int failed = pthread_create(&pipeline->workers[i].thread, NULL, run, &pipeline->workers[i]);
        if (failed && i == 0)
            return ndx_error_errno(error, failed, "starting a thread");
        if (failed)
            break; /* fewer will do */
        pipeline->started = i + 1;
    }
    return true;
}

ndx_pipeline *ndx_pipeline_new(const ndx_inputs *inputs, const uint32_t *order, uint32_t count,
                               const ndx_pipeline_options *options, ndx_error *error)
{
    ndx_pipeline *pipeline = calloc(1, sizeof *pipeline);
    pthread_condattr_t monotonic;
    if (!pipeline) {
        ndx_error_memory(error, "planning the reading");
        return NULL;
    }
    pipeline->inputs = inputs;
    pipeline->order = order;
    pipeline->options = *options;
    pipeline->reading = *options->reading;
    pipeline->reading.interrupted = is_stopped;
    pipeline->reading.context = pipeline;
    uint64_t share = options->parcel_memory_bytes / 2 / ((uint64_t)options->workers + 1);
    pipeline->parcel_bytes = share < PARCEL_BYTES_MIN   ? PARCEL_BYTES_MIN
                             : share > PARCEL_BYTES_MAX ? PARCEL_BYTES_MAX
                                                        : share;
    atomic_init(&pipeline->stopped, false);
    if (pthread_condattr_init(&monotonic) == 0) {
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
        pipeline->synchronised = pthread_mutex_init(&pipeline->mutex, NULL) == 0 &&
                                 pthread_cond_init(&pipeline->ready, &monotonic) == 0 &&
                                 pthread_cond_init(&pipeline->room, NULL) == 0;
        pthread_condattr_destroy(&monotonic);
    }
    if (!pipeline->synchronised)
        ndx_error_memory(error, "starting threads");
    if (!pipeline->synchronised || !make_jobs(pipeline, count, error) ||
        !start_workers(pipeline, error)) {
        ndx_pipeline_free(pipeline);
        return NULL;
    }
    return pipeline;
}

void ndx_pipeline_free(ndx_pipeline *pipeline)
{
    if (!pipeline)
        return;
    atomic_store(&pipeline->stopped, true);
    if (pipeline->synchronised) {
        pthread_mutex_lock(&pipeline->mutex);
        pthread_cond_broadcast(&pipeline->room);
        pthread_mutex_unlock(&pipeline->mutex);
    }
    for (unsigned i = 0; i < pipeline->started; i++)
        pthread_join(pipeline->workers[i].thread, NULL);
    for (unsigned i = 0; pipeline->workers && i < pipeline->options.workers; i++)
        ndx_drafter_free(pipeline->workers[i].drafter);
    for (uint32_t i = 0; i < pipeline->job_count; i++)
        free_parcels(pipeline->jobs[i].ready);
    free_parcels(pipeline->spare);
    if (pipeline->synchronised) {
        pthread_mutex_destroy(&pipeline->mutex);
        pthread_cond_destroy(&pipeline->ready);
        pthread_cond_destroy(&pipeline->room);
    }
    free(pipeline->workers);
    free(pipeline->jobs);
    free(pipeline);
}

/* ---- taking out ---- */

static void deadline(struct timespec *time, unsigned milliseconds)
{
    clock_gettime(CLOCK_MONOTONIC, time);
    time->tv_sec += milliseconds / 1000;
    time->tv_nsec += (long)(milliseconds % 1000) * 1000000L;
    if (time->tv_nsec >= 1000000000L) {
        time->tv_nsec -= 1000000000L;
        time->tv_sec++;
    }
}

ndx_step ndx_pipeline_next(ndx_pipeline *pipeline, unsigned wait_milliseconds, ndx_parcel **parcel,
                           ndx_error *error)
{
    struct timespec until;
    ndx_step step = NDX_STEP_ROW;
    bool late = false;
    *parcel = NULL;
    deadline(&until, wait_milliseconds);
    pthread_mutex_lock(&pipeline->mutex);
    for (;;) {
        if (pipeline->due_job == pipeline->job_count) {
            step = NDX_STEP_END;
            break;
        }
        job *due = &pipeline->jobs[pipeline->due_job];
        if (due->ready) {
            *parcel = due->ready;
            due->ready = due->ready->next;
            if (!due->ready)
                due->last_ready = NULL;
            (*parcel)->next = NULL;
        } else if (due->done) { /* its last parcel is lost */
            ndx_error_memory(error, "reading articles");
            step = NDX_STEP_ERROR;
            break;
        }
        if (*parcel) {
            if ((*parcel)->job_done)
                pipeline->due_job++;
            pthread_cond_broadcast(&pipeline->room);
            break;
        }
        if (late)
            break;
        late = pthread_cond_timedwait(&pipeline->ready, &pipeline->mutex, &until) == ETIMEDOUT;
    }
    pthread_mutex_unlock(&pipeline->mutex);
    if (*parcel && (*parcel)->failed.code != NDX_OK) {
        if (error)
            *error = (*parcel)->failed;
        ndx_pipeline_release(pipeline, *parcel);
        *parcel = NULL;
        step = NDX_STEP_ERROR;
    }
    return step;
}

void ndx_pipeline_release(ndx_pipeline *pipeline, ndx_parcel *parcel)
{
    uint64_t bytes = parcel_bytes(parcel);
    bool large =
        ndx_piece_bytes(&parcel->piece) > 4 * pipeline->parcel_bytes; /* it held one huge article */
    empty_parcel(parcel);
    pthread_mutex_lock(&pipeline->mutex);
    pipeline->ready_bytes -= bytes;
    bool keep =
        !large && pipeline->spare_count < SPARE_PARCELS_A_WORKER * pipeline->options.workers;
    if (keep) {
        parcel->next = pipeline->spare;
        pipeline->spare = parcel;
        pipeline->spare_count++;
    }
    pthread_cond_broadcast(&pipeline->room);
    pthread_mutex_unlock(&pipeline->mutex);
    if (!keep)
        free_parcel(parcel);
}
