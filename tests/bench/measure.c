/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * measure.c - seconds, memory and bytes of a command, the same way for every peer.
 *
 * newsdex-bench-measure [--runs=N] [--size=PATH] [--worst-status=N] COMMAND [ARGUMENT...] runs
 * COMMAND N times (1), with its standard output thrown away, and prints
 *     LEAST MEDIAN PEAK BYTES
 * seconds on the clock, the largest resident size of any process in KiB, and the bytes of all
 * files at PATH (0 without; of a file with holes, what it holds). A command that exits with more
 * than --worst-status (0) is an error.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MOST_RUNS = 1000 };

static void stop(const char *what, const char *why)
{
    (void)fprintf(stderr, "newsdex-bench-measure: %s: %s\n", what, why);
    exit(2);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long long bytes_at(const char *path)
{
    struct stat status;
    if (lstat(path, &status))
        stop(path, strerror(errno));
    if (!S_ISDIR(status.st_mode)) {
        long long bytes = (long long)status.st_size;
        long long held = (long long)status.st_blocks * 512;
        return !S_ISREG(status.st_mode) ? 0 : held < bytes ? held : bytes;
    }
    long long sum = 0;
    DIR *folder = opendir(path);
    if (!folder)
        stop(path, strerror(errno));
    for (struct dirent *entry; (entry = readdir(folder));) {
        char below[4096];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        int size = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (size < 0 || (size_t)size >= sizeof below)
            stop(path, "the path is too long");
        sum += bytes_at(below);
    }
    (void)closedir(folder);
    return sum;
}

static double run(char **command, int worst)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    double begin = now();
    int error = posix_spawnp(&child, command[0], &actions, NULL, command, environ);
    if (error)
        stop(command[0], strerror(error));
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            stop(command[0], strerror(errno));
    double seconds = now() - begin;
    posix_spawn_file_actions_destroy(&actions);
    if (!WIFEXITED(status))
        stop(command[0], "was ended by a signal");
    if (WEXITSTATUS(status) > worst)
        stop(command[0], "failed");
    return seconds;
}

static int by_seconds(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value of --NAME=VALUE, or NULL. */
static const char *value_of(const char *argument, const char *name)
{
    size_t size = strlen(name);
    return strncmp(argument, name, size) == 0 ? argument + size : NULL;
}

int main(int argc, char **argv)
{
    static double seconds[MOST_RUNS];
    const char *path = NULL;
    int runs = 1;
    int worst = 0;
    int at = 1;
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        const char *value;
        if ((value = value_of(argv[at], "--runs=")))
            runs = atoi(value);
        else if ((value = value_of(argv[at], "--worst-status=")))
            worst = atoi(value);
        else if ((value = value_of(argv[at], "--size=")))
            path = value;
        else
            stop(argv[at], "an unknown option");
    }
    if (at >= argc || runs < 1 || runs > MOST_RUNS)
        stop("usage", "[--runs=N] [--size=PATH] [--worst-status=N] COMMAND ...");
    for (int i = 0; i < runs; i++)
        seconds[i] = run(argv + at, worst);
    qsort(seconds, (size_t)runs, sizeof *seconds, by_seconds);
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    double median = (seconds[(runs - 1) / 2] + seconds[runs / 2]) / 2;
    (void)printf("%.4f %.4f %ld %lld\n", seconds[0], median, usage.ru_maxrss,
                 path ? bytes_at(path) : 0);
    return 0;
}
