/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lock.c - one writer at a time (directory.h).
 *
 * flock(2) and not fcntl(2): a lock of the latter is lost as soon as the process closes any
 * descriptor of the file. The system gives the lock back when the process ends, however it ends;
 * the file stays.
 */
#include "directory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { POLL_MILLISECONDS = 50 };

static void write_holder(int file)
{
    char text[32];
    int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    /* Only for messages: a full disk must not prevent `compact` from making room. */
    if (ftruncate(file, 0) == 0 && pwrite(file, text, (size_t)size, 0) < 0)
        return;
}

static bool tell_holder(int file, const char *directory, ndx_error *error)
{
    char text[32] = "";
    ssize_t size = pread(file, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = '\0';
    long process = strtol(text, NULL, 10);
    if (process > 0)
        return ndx_error_set(
            error, NDX_ERROR_LOCKED,
            "another newsindex (process %ld) is writing to %s; wait until it is done or stop it",
            process, directory);
    return ndx_error_set(error, NDX_ERROR_LOCKED,
                         "another newsindex is writing to %s; wait until it is done or stop it",
                         directory);
}

static bool wait_for(int file, const char *directory, uint32_t wait_seconds,
                     bool (*interrupted)(void *), void *context, ndx_error *error)
{
    const struct timespec pause = {.tv_nsec = POLL_MILLISECONDS * 1000000L};
    uint64_t polls = (uint64_t)wait_seconds * (1000 / POLL_MILLISECONDS);
    while (flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            return ndx_error_errno(error, errno, "locking %s", directory);
        if (polls-- == 0)
            return tell_holder(file, directory, error);
        if (interrupted && interrupted(context))
            return ndx_error_set(error, NDX_ERROR_INTERRUPTED,
                                 "interrupted while waiting for the lock of %s", directory);
        nanosleep(&pause, NULL);
    }
    return true;
}

/* Its holder may have removed the file while this process waited: then it locks nothing. */
static bool is_file_of(const char *path, int file)
{
    struct stat by_path, by_file;
    return stat(path, &by_path) == 0 && fstat(file, &by_file) == 0 &&
           by_path.st_ino == by_file.st_ino && by_path.st_dev == by_file.st_dev;
}

bool ndx_lock_take(const char *directory, uint32_t wait_seconds, bool (*interrupted)(void *),
                   void *context, int *lock, ndx_error *error)
{
    ndx_buffer path = {0};
    *lock = -1;
    if (!ndx_path_join(&path, directory, "lock")) {
        ndx_buffer_free(&path);
        return ndx_error_memory(error, "locking the index");
    }
    int file = -1;
    bool done = true;
    do {
        if (file >= 0)
            close(file);
        file = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        done = file >= 0 ? wait_for(file, directory, wait_seconds, interrupted, context, error)
                         : ndx_error_errno(error, errno, "opening %s", path.data);
    } while (done && !is_file_of(path.data, file));
    if (done) {
        write_holder(file);
        *lock = file;
    } else if (file >= 0) {
        close(file);
    }
    ndx_buffer_free(&path);
    return done;
}

void ndx_lock_release(int lock)
{
    if (lock < 0)
        return;
    if (ftruncate(lock, 0) != 0) { /* the next holder writes its own */
    }
    close(lock);
}

void ndx_lock_remove(const char *directory, int lock)
{
    ndx_buffer path = {0};
    if (lock >= 0 && ndx_path_join(&path, directory, "lock") && is_file_of(path.data, lock))
        unlink(path.data);
    ndx_buffer_free(&path);
}
