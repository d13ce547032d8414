/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * batch.c - implements batch.h.
 *
 * The items are a ring. A worker takes the next question into the next free item under `reading`
 * (so questions are numbered as they come, and a pipe that is slow holds up nobody who has a
 * question), answers it, and says so. The thread that started all prints the items in the order of
 * the ring; a ring that is full makes the readers wait.
 */
#include "batch/batch.h"

#include <pthread.h>
#include <stdlib.h>

enum { ITEMS_A_WORKER = 16 }; /* a long answer holds up the printing of others, not their making */
enum { FREE, ASKED, IN_PART, ANSWERED };

typedef struct worker {
    struct ndx_batch_run *run;
    unsigned number;
    pthread_t thread;
} worker;

typedef struct ndx_batch_run {
    const ndx_batch *batch;
    worker *workers;
    ndx_batch_item *items;
    uint64_t room;
    pthread_mutex_t reading; /* of batch->next; taken before `mutex` */
    pthread_mutex_t mutex;   /* of all that follows and of the items' states */
    pthread_cond_t ready;    /* an item is to be printed, or the questions have ended */
    pthread_cond_t printed;  /* an item is free, a part was printed, or all is to stop */
    uint64_t asked, done;    /* questions taken, answers printed */
    bool ended, stopped;
    ndx_error error; /* of batch->next */
} run;

/* ---- in the workers ---- */

static void say_state(run *r, ndx_batch_item *item, int state)
{
    pthread_mutex_lock(&r->mutex);
    item->state = state;
    pthread_cond_signal(&r->ready);
    pthread_mutex_unlock(&r->mutex);
}

/* NULL: there is nothing more to do. */
static ndx_batch_item *take(run *r)
{
    ndx_batch_item *item = NULL;
    ndx_step step = NDX_STEP_END;
    pthread_mutex_lock(&r->reading);
    pthread_mutex_lock(&r->mutex);
    while (!r->stopped && !r->ended && r->asked - r->done == r->room)
        pthread_cond_wait(&r->printed, &r->mutex);
    if (!r->stopped && !r->ended)
        item = &r->items[r->asked % r->room];
    pthread_mutex_unlock(&r->mutex);
    if (item) {
        ndx_error error = {0};
        ndx_buffer_clear(&item->out);
        ndx_buffer_clear(&item->messages);
        item->begun = false;
        item->status = 0;
        step = r->batch->next(r->batch->context, item, &error);
        pthread_mutex_lock(&r->mutex);
        if (step == NDX_STEP_ROW) {
            item->state = ASKED;
            r->asked++;
        } else {
            r->ended = true;
            r->error = error;
            pthread_cond_signal(&r->ready);
        }
        pthread_mutex_unlock(&r->mutex);
    }
    pthread_mutex_unlock(&r->reading);
    return step == NDX_STEP_ROW ? item : NULL;
}

static void *work(void *argument)
{
    const worker *self = argument;
    run *r = self->run;
    ndx_batch_item *item;
    while ((item = take(r))) {
        r->batch->answer(r->batch->context, self->number, item);
        say_state(r, item, ANSWERED);
    }
    return NULL;
}

void ndx_batch_hand_on(ndx_batch_item *item)
{
    run *r = item->run;
    say_state(r, item, IN_PART);
    pthread_mutex_lock(&r->mutex);
    while (item->state == IN_PART && !r->stopped)
        pthread_cond_wait(&r->printed, &r->mutex);
    pthread_mutex_unlock(&r->mutex);
    ndx_buffer_clear(&item->out);
    ndx_buffer_clear(&item->messages);
    item->begun = true;
}

/* ---- in the thread that prints ---- */

static bool is_ready(const run *r, uint64_t place)
{
    return place < r->asked && r->items[place % r->room].state != ASKED;
}

static bool print_all(run *r, ndx_error *error)
{
    bool done = true;
    pthread_mutex_lock(&r->mutex);
    for (;;) {
        while (!is_ready(r, r->done) && !(r->ended && r->done == r->asked))
            pthread_cond_wait(&r->ready, &r->mutex);
        if (r->done == r->asked)
            break;
        ndx_batch_item *item = &r->items[r->done % r->room];
        bool last_part = item->state == ANSWERED;
        bool more = last_part && is_ready(r, r->done + 1);
        pthread_mutex_unlock(&r->mutex); /* nobody touches a ready item */
        done = r->batch->print(r->batch->context, item, last_part, more, error);
        pthread_mutex_lock(&r->mutex);
        if (!done)
            break;
        item->state = last_part ? FREE : ASKED;
        r->done += last_part;
        pthread_cond_broadcast(&r->printed);
    }
    r->stopped = true;
    pthread_cond_broadcast(&r->printed);
    if (done && r->error.code != NDX_OK) {
        done = false;
        if (error)
            *error = r->error;
    }
    pthread_mutex_unlock(&r->mutex);
    return done;
}

static void free_items(run *r)
{
    for (uint64_t i = 0; r->items && i < r->room; i++) {
        ndx_buffer_free(&r->items[i].question);
        ndx_buffer_free(&r->items[i].out);
        ndx_buffer_free(&r->items[i].messages);
    }
    free(r->items);
    free(r->workers);
}

bool ndx_batch_run(const ndx_batch *batch, ndx_error *error)
{
    run r = {.batch = batch, .room = (uint64_t)batch->workers * ITEMS_A_WORKER};
    unsigned started = 0;
    bool done = false;
    r.workers = calloc(batch->workers, sizeof *r.workers);
    r.items = calloc((size_t)r.room, sizeof *r.items);
    if (!r.workers || !r.items) {
        ndx_error_memory(error, "starting threads");
        free_items(&r);
        return false;
    }
    for (uint64_t i = 0; i < r.room; i++)
        r.items[i].run = &r;
    /* of these four glibc, musl and the BSDs refuse none with default attributes but for want of
     * memory */
    bool mutexes =
        pthread_mutex_init(&r.reading, NULL) == 0 && pthread_mutex_init(&r.mutex, NULL) == 0 &&
        pthread_cond_init(&r.ready, NULL) == 0 && pthread_cond_init(&r.printed, NULL) == 0;
    for (unsigned i = 0; mutexes && i < batch->workers; i++) {
        worker *w = &r.workers[i];
        *w = (worker){.run = &r, .number = i};
        if (pthread_create(&w->thread, NULL, work, w) != 0)
            break; /* those that there are do it */
        started++;
    }
    done = started ? print_all(&r, error) : ndx_error_memory(error, "starting threads");
    for (unsigned i = 0; i < started; i++)
        pthread_join(r.workers[i].thread, NULL);
    if (mutexes) {
        pthread_mutex_destroy(&r.reading);
        pthread_mutex_destroy(&r.mutex);
        pthread_cond_destroy(&r.ready);
        pthread_cond_destroy(&r.printed);
    }
    free_items(&r);
    return done;
}
