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
    JOB_BYTES = 1024 * 1024,
    JOB_FILES = 64,
    PARCEL_BYTES_MIN = 64 * 1024,
    PARCEL_BYTES_MAX = 4 * 1024 * 1024,
    PARCEL_EVENTS_MAX = 4096,
    SPARE_PARCELS_A_WORKER = 1,
    LARGE_FILE_BYTES = 1024 * 1024, /* read into blocks */
    BLOCK_BYTES = 256 * 1024,
    BLOCKS_A_WORKER = 2,      /* that wait */
    READY_BLOCKS_A_WORKER = 4 /* analysed, not taken out */
};

/* Articles of a large file. */
typedef struct ndx_block {
    ndx_arena arena;
    ndx_article *article;
    size_t count, capacity;
    bool goes_on; /* the file had articles before */
} ndx_block;

typedef struct job {
    uint32_t first, count;     /* of the order */
    ndx_parcel *parcel, *last; /* in order; those that are not filled are blocks */
    bool reading;              /* blocks may be added to it */
    uint32_t blocks;           /* of its parcels, not yet claimed */
    bool done;                 /* no more parcels will come */
} job;

typedef struct worker {
    ndx_pipeline *pipeline;
    unsigned number;
    pthread_t thread;
    ndx_drafter *drafter;
    ndx_parcel *parcel; /* being filled */
    uint32_t job;       /* of it: only rises */
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
    pthread_cond_t room;   /* parcels were released, the job that is due changed, there is a block
                              more   or a reader of blocks less */
    bool synchronised;     /* the three above exist */
    uint32_t next_job;     /* to be taken */
    uint32_t due_job;      /* whose parcels are to come out now */
    uint32_t readers;      /* of blocks, at work */
    uint64_t ready_bytes;  /* of parcels that are filled or given out */
    uint32_t ready_blocks; /* of them, how many were blocks */
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
    parcel->claimed = parcel->filled = false;
    parcel->next = NULL;
}

static void free_block(ndx_block *block)
{
    if (!block)
        return;
    ndx_arena_free(&block->arena);
    free(block->article);
    free(block);
}

static void free_parcel(ndx_parcel *parcel)
{
    if (!parcel)
        return;
    empty_parcel(parcel);
    free_block(parcel->block);
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

/* Finished parcels hold their share of the memory; but the one that is due must always be on the
 * way. Blocks of a large file do not run far ahead of the thread that takes them out: what has
 * gathered when the last is analysed, that thread works off alone, on one processor. parcel: the
 * block, or NULL for one that will be the job's last so far. */
static bool must_wait(const ndx_pipeline *pipeline, uint32_t of, const ndx_parcel *parcel)
{
    bool far_ahead =
        parcel && pipeline->ready_blocks >= READY_BLOCKS_A_WORKER * pipeline->options.workers;
    if (!far_ahead && pipeline->ready_bytes < pipeline->options.parcel_memory_bytes)
        return false;
    return of != pipeline->due_job || pipeline->jobs[of].parcel != parcel;
}

static bool wait_for_room(worker *self, const ndx_parcel *parcel)
{
    ndx_pipeline *pipeline = self->pipeline;
    while (!atomic_load(&pipeline->stopped) && must_wait(pipeline, self->job, parcel))
        pthread_cond_wait(&pipeline->room, &pipeline->mutex);
    return !atomic_load(&pipeline->stopped);
}

/* NULL: no memory. Call with the mutex locked. */
static ndx_parcel *new_parcel(ndx_pipeline *pipeline)
{
    ndx_parcel *parcel = pipeline->spare;
    if (!parcel)
        return calloc(1, sizeof *parcel);
    pipeline->spare = parcel->next;
    pipeline->spare_count--;
    parcel->next = NULL;
    return parcel;
}

static void append_parcel(job *of, ndx_parcel *parcel)
{
    if (of->last)
        of->last->next = parcel;
    else
        of->parcel = parcel;
    of->last = parcel;
}

static void fill_begins(worker *self, ndx_parcel *parcel)
{
    parcel->worker = self->number;
    self->parcel = parcel;
    ndx_drafter_begin(self->drafter, &parcel->piece);
}

/* False: no memory, or stopped. Waits until there is room. */
static bool begin_parcel(worker *self)
{
    ndx_pipeline *pipeline = self->pipeline;
    pthread_mutex_lock(&pipeline->mutex);
    ndx_parcel *parcel = wait_for_room(self, NULL) ? new_parcel(pipeline) : NULL;
    pthread_mutex_unlock(&pipeline->mutex);
    if (!parcel)
        return false;
    fill_begins(self, parcel);
    return true;
}

/* The parcel is filled; unless it was a block, it becomes the last of its job so far. */
static void hand_on(worker *self, bool job_done)
{
    ndx_pipeline *pipeline = self->pipeline;
    ndx_parcel *parcel = self->parcel;
    job *of = &pipeline->jobs[self->job];
    self->parcel = NULL;
    pthread_mutex_lock(&pipeline->mutex);
    if (!parcel->claimed) {
        parcel->job_done = job_done;
        of->done = job_done;
        append_parcel(of, parcel);
    }
    parcel->filled = true;
    pipeline->ready_bytes += parcel_bytes(parcel);
    pipeline->ready_blocks += parcel->claimed;
    pthread_cond_signal(&pipeline->ready);
    pthread_mutex_unlock(&pipeline->mutex);
}

static ndx_event *add_event_to(ndx_parcel *parcel, uint64_t articles_before, ndx_event_kind kind,
                               uint32_t input, const ndx_error *why)
{
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
        .kind = kind, .input = input, .articles_before = articles_before, .error = copy};
    return event;
memory:
    ndx_error_memory(&parcel->failed, "reading articles");
    return NULL;
}

static ndx_event *add_event(worker *self, ndx_event_kind kind, uint32_t input, const ndx_error *why)
{
    return add_event_to(self->parcel, self->parcel->piece.articles, kind, input, why);
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
static bool add_article(worker *self, uint32_t id, const ndx_article *article, bool shares_path,
                        ndx_error *why)
{
    double start = ndx_seconds();
    bool added = ndx_drafter_add(self->drafter, &self->parcel->piece, article, shares_path,
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
            if (!add_article(self, id, &article, articles > 0, &why))
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
        case NDX_READ_NOTED:
            if (!add_event(self, NDX_EVENT_NOTED, id, &why))
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

/* ---- a large file: reading it into blocks ---- */

static bool copy_article(ndx_block *block, const ndx_article *article)
{
    ndx_article *larger =
        ndx_array_room(block->article, block->count, &block->capacity, 64, sizeof *larger);
    if (!larger)
        return false;
    block->article = larger;
    ndx_article *copy = &block->article[block->count];
    *copy = *article;
    for (size_t i = 0; i < NDX_FIELD_COUNT; i++)
        if (!ndx_arena_copy(&block->arena, article->field[i], &copy->field[i]) ||
            !ndx_arena_copy(&block->arena, article->origin[i], &copy->origin[i]))
            return false;
    block->count++;
    return true;
}

/* Where the reading of a large file stands. */
typedef struct block_reader {
    ndx_reading *reading;
    uint32_t input;
    uint64_t articles; /* so far */
    uint64_t told_bytes;
    bool ended;
} block_reader;

/* One step of the reading goes into the parcel. False: its `failed` says why. */
static bool read_step(block_reader *from, ndx_parcel *parcel)
{
    ndx_article article = {0};
    ndx_error why = {0};
    ndx_event *event;
    ndx_read step = ndx_reading_next(from->reading, &article, &why);
    uint64_t before = parcel->block->count;
    switch (step) {
    case NDX_READ_ARTICLE:
        from->articles++;
        parcel->event[parcel->event_count - 1].replaced_bytes += article.replaced_bytes;
        return copy_article(parcel->block, &article) ||
               ndx_error_memory(&parcel->failed, "reading articles");
    case NDX_READ_SKIPPED:
        return add_event_to(parcel, before, NDX_EVENT_SKIPPED, from->input, &why) != NULL;
    case NDX_READ_NOTED:
        return add_event_to(parcel, before, NDX_EVENT_NOTED, from->input, &why) != NULL;
    case NDX_READ_END:
    case NDX_READ_ERROR:
        break;
    }
    from->ended = true;
    event = add_event_to(parcel, before, step == NDX_READ_END ? NDX_EVENT_DONE : NDX_EVENT_FAILED,
                         from->input, step == NDX_READ_END ? NULL : &why);
    if (!event)
        return false;
    event->in_part = step == NDX_READ_ERROR && from->articles > 0;
    if (step == NDX_READ_END) {
        uint8_t hash[16];
        ndx_reading_hash(from->reading, hash);
        memcpy(event->hash, hash, sizeof event->hash);
    }
    return true;
}

static bool fill_block(worker *self, block_reader *from, ndx_parcel *parcel)
{
    double start = ndx_seconds();
    parcel->block->goes_on = from->articles > 0;
    bool done = add_event_to(parcel, 0, NDX_EVENT_BEGIN, from->input, NULL) != NULL;
    while (done && !from->ended && parcel->block->arena.used_bytes < BLOCK_BYTES &&
           parcel->event_count < PARCEL_EVENTS_MAX)
        done = !atomic_load(&self->pipeline->stopped) && read_step(from, parcel);
    if (parcel->event_count) {
        uint64_t bytes = ndx_reading_bytes(from->reading);
        parcel->event[parcel->event_count - 1].bytes += bytes - from->told_bytes;
        from->told_bytes = bytes;
    }
    parcel->read_seconds += ndx_seconds() - start;
    return done;
}

/* A parcel with an empty block, not yet in its job's list. NULL: no memory. */
static ndx_parcel *new_block(worker *self)
{
    pthread_mutex_lock(&self->pipeline->mutex);
    ndx_parcel *parcel = new_parcel(self->pipeline);
    pthread_mutex_unlock(&self->pipeline->mutex);
    if (parcel && !(parcel->block = calloc(1, sizeof *parcel->block))) {
        free_parcel(parcel);
        return NULL;
    }
    return parcel;
}

/* ---- analysing a block ---- */

/* The oldest block of the job that nobody has. Call with the mutex locked. */
static ndx_parcel *claim_block(ndx_pipeline *pipeline, uint32_t of)
{
    job *from = &pipeline->jobs[of];
    if (!from->blocks)
        return NULL;
    ndx_parcel *parcel = from->parcel;
    while (parcel->claimed || parcel->filled)
        parcel = parcel->next;
    parcel->claimed = true;
    from->blocks--;
    return parcel;
}

/* Analyses the articles; what the reader had to tell stays between the same articles. */
static bool analyse_block(worker *self, ndx_parcel *parcel)
{
    ndx_block *block = parcel->block;
    ndx_event *told = parcel->event;
    size_t told_count = parcel->event_count;
    size_t next = 0;
    bool done = true;
    uint32_t input = told_count ? told[0].input : 0;
    parcel->event = NULL;
    parcel->event_count = parcel->event_capacity = 0;
    for (size_t i = 0; done && i <= block->count; i++) {
        for (; done && next < told_count && told[next].articles_before == i; next++) {
            ndx_event *event = add_event(self, told[next].kind, told[next].input, NULL);
            if ((done = event != NULL)) {
                uint64_t before = event->articles_before;
                *event = told[next];
                event->articles_before = before;
            }
        }
        ndx_error why = {0};
        done = done && !atomic_load(&self->pipeline->stopped) &&
               (i == block->count ||
                add_article(self, input, &block->article[i], block->goes_on || i > 0, &why));
    }
    for (; next < told_count; next++)
        free(told[next].error);
    free(told);
    parcel->block = NULL;
    free_block(block);
    return done;
}

/* With the mutex locked, which it gives up meanwhile. False: the pipeline cannot go on. */
static bool work_on_block(worker *self, ndx_parcel *parcel)
{
    ndx_pipeline *pipeline = self->pipeline;
    bool going = wait_for_room(self, parcel);
    if (going) {
        pthread_mutex_unlock(&pipeline->mutex);
        fill_begins(self, parcel);
        going = analyse_block(self, parcel);
        if (going || parcel->failed.code != NDX_OK)
            hand_on(self, false);
        self->parcel = NULL; /* in its job's list, where it is freed if it was not handed on */
        pthread_mutex_lock(&pipeline->mutex);
    }
    return going;
}

/* No more blocks come of the job. Call with the mutex locked. */
static void end_reading(ndx_pipeline *pipeline, job *of)
{
    if (of->reading)
        pipeline->readers--;
    of->reading = false;
}

/* Puts a block behind the job's others. Its own thread helps when too many wait. */
static bool add_block(worker *self, ndx_parcel *parcel, bool is_last)
{
    ndx_pipeline *pipeline = self->pipeline;
    job *mine = &pipeline->jobs[self->job];
    uint32_t most = BLOCKS_A_WORKER * pipeline->options.workers;
    bool going = true;
    pthread_mutex_lock(&pipeline->mutex);
    parcel->job_done = is_last;
    append_parcel(mine, parcel);
    mine->blocks++;
    mine->done = is_last;
    if (is_last)
        end_reading(pipeline, mine);
    pthread_cond_broadcast(&pipeline->room);
    while (going && mine->blocks > (is_last ? 0 : most))
        going = work_on_block(self, claim_block(pipeline, self->job));
    pthread_mutex_unlock(&pipeline->mutex);
    return going;
}

/* Nothing more will come of the job. */
static void give_up_job(worker *self)
{
    ndx_pipeline *pipeline = self->pipeline;
    job *mine = &pipeline->jobs[self->job];
    pthread_mutex_lock(&pipeline->mutex);
    end_reading(pipeline, mine);
    mine->done = true;
    pthread_cond_signal(&pipeline->ready);
    pthread_cond_broadcast(&pipeline->room);
    pthread_mutex_unlock(&pipeline->mutex);
}

/* A file of which blocks can be made, or NULL: then the parcel tells, if there is one. */
static bool open_blocks(worker *self, block_reader *from)
{
    ndx_pipeline *pipeline = self->pipeline;
    const ndx_input *input = &pipeline->inputs->input[from->input];
    ndx_error why = {0};
    if (input->state == NDX_INPUT_TOUCHED && is_known_content(self, input, from->input, &why))
        return false;
    if (self->parcel->failed.code != NDX_OK)
        return false;
    from->reading =
        ndx_reading_open(input->path, ndx_span_of(input->name), &pipeline->reading, &why);
    if (from->reading)
        return true;
    if (why.code == NDX_ERROR_MEMORY)
        self->parcel->failed = why;
    else
        add_event(self, NDX_EVENT_FAILED, from->input, &why);
    return false;
}

static bool read_blocks(worker *self, block_reader *from)
{
    bool going = true;
    while (going && !from->ended) {
        ndx_parcel *parcel = new_block(self);
        if (!parcel)
            return false;
        bool filled = fill_block(self, from, parcel);
        if (!filled && parcel->failed.code == NDX_OK) { /* stopped */
            free_parcel(parcel);
            return false;
        }
        going = add_block(self, parcel, from->ended || !filled) && filled;
    }
    return going;
}

/* A job that is one large file. False: the pipeline cannot go on. */
static bool do_large_job(worker *self)
{
    ndx_pipeline *pipeline = self->pipeline;
    job *mine = &pipeline->jobs[self->job];
    block_reader from = {.input = pipeline->order[mine->first]};
    if (!begin_parcel(self)) {
        give_up_job(self);
        return false;
    }
    if (!open_blocks(self, &from)) {
        bool going = self->parcel->failed.code == NDX_OK;
        hand_on(self, true);
        give_up_job(self);
        return going;
    }
    hand_on(self, false); /* a parcel with nothing in it but the time that a hash took */
    bool going = read_blocks(self, &from);
    ndx_reading_close(from.reading);
    if (!going)
        give_up_job(self);
    return going;
}

/* ---- a thread ---- */

static bool is_large(const ndx_pipeline *pipeline, const job *of)
{
    return of->count == 1 && pipeline->options.workers > 1 &&
           pipeline->inputs->input[pipeline->order[of->first]].now_size_bytes > LARGE_FILE_BYTES;
}

/* From now on threads without a job wait for blocks of it. Call with the mutex locked. */
static void take_job(worker *self)
{
    ndx_pipeline *pipeline = self->pipeline;
    self->job = pipeline->next_job++;
    job *mine = &pipeline->jobs[self->job];
    mine->reading = is_large(pipeline, mine);
    pipeline->readers += mine->reading;
}

static bool do_job(worker *self)
{
    ndx_pipeline *pipeline = self->pipeline;
    const job *mine = &pipeline->jobs[self->job];
    if (mine->reading) /* a large file; only this thread ends it */
        return do_large_job(self);
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
        give_up_job(self);
    }
    return going;
}

/* The first block that comes after all that this thread has done. Call with the mutex locked. */
static ndx_parcel *find_block(worker *self)
{
    ndx_pipeline *pipeline = self->pipeline;
    for (uint32_t i = self->job; i < pipeline->next_job; i++) {
        ndx_parcel *parcel = claim_block(pipeline, i);
        if (parcel) {
            self->job = i;
            return parcel;
        }
    }
    return NULL;
}

/* Jobs first, then the blocks of others' jobs, as long as there may be any. */
static void *run(void *context)
{
    worker *self = context;
    ndx_pipeline *pipeline = self->pipeline;
    bool going = true;
    pthread_mutex_lock(&pipeline->mutex);
    while (going && !atomic_load(&pipeline->stopped)) {
        ndx_parcel *block;
        if (pipeline->next_job < pipeline->job_count) {
            take_job(self);
            pthread_mutex_unlock(&pipeline->mutex);
            going = do_job(self);
            pthread_mutex_lock(&pipeline->mutex);
        } else if ((block = find_block(self))) {
            going = work_on_block(self, block);
        } else if (pipeline->readers) {
            pthread_cond_wait(&pipeline->room, &pipeline->mutex);
        } else {
            break;
        }
    }
    pthread_mutex_unlock(&pipeline->mutex);
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
        free_parcels(pipeline->jobs[i].parcel);
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
        if (due->parcel && due->parcel->filled) {
            *parcel = due->parcel;
            due->parcel = due->parcel->next;
            if (!due->parcel)
                due->last = NULL;
            (*parcel)->next = NULL;
        } else if (!due->parcel && due->done) { /* its last parcel is lost */
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
    bool was_block = parcel->claimed;
    empty_parcel(parcel);
    pthread_mutex_lock(&pipeline->mutex);
    pipeline->ready_bytes -= bytes;
    pipeline->ready_blocks -= was_block;
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
