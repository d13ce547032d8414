/* SPDX-License-Identifier: GPL-2.0-or-later */
/* windows.c - implements windows.h. */
#include "ranking/windows.h"

#include <stdlib.h>

bool ndx_windows_cut(ndx_windows *windows, const ndx_local_shards *shards, uint32_t size,
                     ndx_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < shards->count; i++)
        count += shards->tables[i]->documents / size + 1;
    windows->window = calloc(count + 1, sizeof *windows->window);
    if (!windows->window)
        return ndx_error_memory(error, "searching");
    for (size_t i = 0; i < shards->count; i++) {
        uint32_t documents = shards->tables[i]->documents;
        for (uint32_t first = 0; first < documents;) {
            uint32_t here = documents - first < size ? documents - first : size;
            windows->window[windows->count++] = (ndx_window){i, first, here};
            first += here;
        }
    }
    return true;
}

void ndx_windows_free(ndx_windows *windows)
{
    free(windows->window);
    windows->window = NULL;
    windows->count = 0;
}

typedef struct worker {
    ndx_windows *windows;
    ndx_windows_work *work;
    void *thread;
    pthread_t id;
    bool started;
} worker;

static void *work(void *context)
{
    worker *w = context;
    ndx_windows *windows = w->windows;
    for (;;) {
        size_t at = atomic_fetch_add(&windows->next, 1);
        if (at >= windows->count || atomic_load(&windows->stop))
            return NULL;
        if (!w->work(w->thread, &windows->window[at])) {
            atomic_store(&windows->stop, true);
            return NULL;
        }
    }
}

bool ndx_windows_do(ndx_windows *windows, void *threads, size_t size, unsigned count,
                    ndx_windows_work *do_window)
{
    worker workers[NDX_WINDOW_THREADS_MAX];
    unsigned made = 0;
    do { /* this thread is the first */
        worker *w = &workers[made];
        *w = (worker){
            .windows = windows, .work = do_window, .thread = (char *)threads + made * size};
        if (made)
            w->started = pthread_create(&w->id, NULL, work, w) == 0;
    } while (++made < count);
    work(&workers[0]);
    for (unsigned i = 1; i < count; i++)
        if (workers[i].started)
            pthread_join(workers[i].id, NULL);
    return !atomic_load(&windows->stop);
}
