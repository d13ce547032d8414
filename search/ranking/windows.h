/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * windows.h - shards cut into windows of documents that several threads work on. Internal to
 * libnewsdex-search.
 *
 * Owns: the cut, and who takes which window. Must not know: what is done with one.
 */
#ifndef NEWSDEX_RANKING_WINDOWS_H
#define NEWSDEX_RANKING_WINDOWS_H

#include "newsdex/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum { NDX_WINDOW_THREADS_MAX = 64 };

typedef struct ndx_window {
    size_t shard;
    uint32_t first, size; /* of its documents, from 0; first is a multiple of 64 */
} ndx_window;

typedef struct ndx_windows {
    ndx_window *window; /* by shard, rising */
    size_t count;
    atomic_size_t next;
    atomic_bool stop;
} ndx_windows;

/* documents: of each shard. size is a multiple of 64. Cleared by ndx_windows_free(). */
bool ndx_windows_cut(ndx_windows *windows, const uint32_t *documents, size_t shards, uint32_t size,
                     ndx_error *error);
void ndx_windows_free(ndx_windows *windows); /* zeroed is fine */

/* Works on one window with what the thread has; false: the whole must stop. */
typedef bool ndx_windows_work(void *thread, const ndx_window *window);

/* Does all windows, on so many threads (1 and more, at most NDX_WINDOW_THREADS_MAX), each with its
 * part of `threads`, `size` bytes long; the first is the caller. One that cannot be started leaves
 * its work to the rest. False when any work was. The windows of a thread rise. */
bool ndx_windows_do(ndx_windows *windows, void *threads, size_t size, unsigned count,
                    ndx_windows_work *work);

#endif
