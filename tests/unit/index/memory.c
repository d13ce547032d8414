/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Test that the peak memory of indexing and of merging does not grow with the number of articles
 * beyond --memory: newsindex as a child process, its peak as the system counts it. */
#include "newsdex/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#define MEMORY_MIB 64
#define MARGIN_MIB                                                                                 \
    64 /* the program, its libraries, libxapian's tables, what malloc does not give back */

static const char folder_template[] = "/tmp/newsdex-memory-XXXXXX";

/* Short articles, so that the tables that hold something for each article and each word weigh most:
 * every article has a word that no other has. */
static void write_articles(const char *path, unsigned first, unsigned count)
{
    FILE *file = fopen(path, "w");
    uint32_t random = 7;
    assert_non_null(file);
    for (unsigned i = first; i < first + count; i++) {
        random = random * 1664525u + 1013904223u;
        fprintf(file,
                "{\"id\":\"d%u\",\"language\":\"en\",\"headline\":\"News\","
                "\"body\":\"talks unique%x w%u w%u\"}\n",
                i, i, (random >> 8) % 5000u, (random >> 16) % 90u);
    }
    assert_int_equal(fclose(file), 0);
}

/* Runs newsindex; its peak resident memory in KiB (Linux counts ru_maxrss in them). */
static long run_newsindex(const char *const *arguments)
{
    struct rusage usage;
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0)
            dup2(nowhere, STDERR_FILENO);
        execv(arguments[0], (char *const *)arguments);
        _exit(127);
    }
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    return usage.ru_maxrss;
}

static void assert_peak(const char *what, unsigned count, const char *const *arguments)
{
    long peak = run_newsindex(arguments);
    print_message("%u articles, %s: peak %ld KiB\n", count, what, peak);
    assert_true(peak <= (MEMORY_MIB + MARGIN_MIB) * 1024L);
}

/* Two updates, one of them much the larger; an article leaves; the shards are merged. */
static void watch(const char *newsindex, const char *folder, unsigned count)
{
    char articles[64], index[64], memory[16];
    snprintf(articles, sizeof articles, "%s/articles.jsonl", folder);
    snprintf(index, sizeof index, "%s/index", folder);
    snprintf(memory, sizeof memory, "%uM", MEMORY_MIB);
    const char *const update[] = {newsindex, "update", "-q", "-i",     index, "-m",
                                  memory,    "-j",     "2",  articles, NULL};
    const char *const remove[] = {newsindex, "remove", "-q", "-i", index, "d7", NULL};
    const char *const compact[] = {newsindex, "compact", "-q", "-i", index,
                                   "-m",      memory,    "-j", "2",  NULL};
    write_articles(articles, 0, count);
    assert_peak("update", count, update);
    snprintf(articles, sizeof articles, "%s/more.jsonl", folder);
    write_articles(articles, count, count / 4);
    assert_peak("update", count / 4, update);
    assert_peak("remove", 1, remove);
    assert_peak("compact", count + count / 4, compact);
}

static void remove_folder(const char *folder)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void peak_memory_stays_within_the_bound_however_many_articles(void **state)
{
    static const unsigned counts[] = {60000, 240000};
    const char *newsindex = getenv("NEWSINDEX");
    const char *preload = getenv("LD_PRELOAD");
    (void)state;
    if (SANITIZED || (preload && strstr(preload, "vgpreload"))) {
        print_message("SKIPPED: peak memory says nothing under a sanitizer or valgrind\n");
        skip();
    }
    assert_non_null(newsindex); /* ctest gives it */
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        char folder[sizeof folder_template];
        memcpy(folder, folder_template, sizeof folder);
        assert_non_null(mkdtemp(folder));
        watch(newsindex, folder, counts[i]);
        remove_folder(folder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peak_memory_stays_within_the_bound_however_many_articles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
