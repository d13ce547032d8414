/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * batch.h - many questions answered by several threads and printed in the order in which they were
 * asked. Internal to newssearch.
 *
 * Owns: the threads, the order, and how much may wait for its turn. Must not know: what a question
 * or an answer is; the three functions of an ndx_batch do.
 */
#ifndef NEWSDEX_BATCH_H
#define NEWSDEX_BATCH_H

#include "newsdex/buffer.h"

#define NDX_BATCH_WORKERS_MAX 256u
/* An answer that has grown beyond this is printed in parts (ndx_batch_hand_on). */
#define NDX_BATCH_ANSWER_BYTES ((size_t)256 * 1024)

/* One question and its answer; used again for later ones, so the buffers keep their memory. */
typedef struct ndx_batch_item {
    uint64_t number; /* of the question, for messages */
    ndx_buffer question;
    bool too_long;
    ndx_buffer out, messages; /* for standard output and standard error */
    bool begun;               /* a part of the answer was printed */
    int status;
    struct ndx_batch_run *run;
    int state;
} ndx_batch_item;

typedef struct ndx_batch {
    void *context;
    unsigned workers; /* 1 to NDX_BATCH_WORKERS_MAX */
    /* Reads the next question into number, question, too_long; one thread at a time. */
    ndx_step (*next)(void *context, ndx_batch_item *item, ndx_error *error);
    /* Answers into out, messages and status, which are empty and 0. worker: from 0; each in one
     * thread. */
    void (*answer)(void *context, unsigned worker, ndx_batch_item *item);
    /* Prints out and messages, in order; called by the thread that called ndx_batch_run. last_part:
     * the answer ends here. more: the next answer is ready, so that what is printed need not reach
     * the reader now. */
    bool (*print)(void *context, ndx_batch_item *item, bool last_part, bool more, ndx_error *error);
} ndx_batch;

/* False: *error, from next (what was asked before is answered and printed), from print (at once; a
 * thread that waits for a question is waited for), or because no thread could be started. */
bool ndx_batch_run(const ndx_batch *batch, ndx_error *error);

/* For an answer that goes on: waits until it is its turn and has what there is so far printed; out
 * and messages are empty afterwards. Memory is so bounded by NDX_BATCH_ANSWER_BYTES times the
 * items, which are sixteen a worker. */
void ndx_batch_hand_on(ndx_batch_item *item);

#endif
