/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * count.c - exact counts, by newsdex itself and through libxapian: whether they agree, and how many
 * queries a second.
 *
 * newsdex-bench-count INDEX JOBS FILE...: each line of a FILE is a query. A line of results for
 * each file; differing counts are told and give exit status 1.
 */
#include "ranking/count.h"
#include "newsdex/search.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct bench {
    ndx_index *index;
    ndx_analyser *analyser;
    unsigned jobs;
    ndx_query *queries;
    uint64_t *counts;
    size_t count;
    bool differs;
} bench;

/* Of one thread the processor's time, which others on the machine disturb less. */
static double now(const bench *b)
{
    struct timespec time;
    clock_gettime(b->jobs > 1 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void stop(const char *where, const ndx_error *error)
{
    (void)fprintf(stderr, "newsdex-bench-count: %s: %s\n", where, error->message);
    exit(2);
}

static void read_queries(bench *b, const char *path)
{
    char line[4096];
    ndx_error error;
    FILE *file = fopen(path, "r");
    if (!file) {
        ndx_error_set(&error, NDX_ERROR_IO, "cannot be read");
        stop(path, &error);
    }
    b->count = 0;
    while (fgets(line, sizeof line, file)) {
        ndx_query *grown = realloc(b->queries, (b->count + 1) * sizeof *grown);
        uint64_t *counts = realloc(b->counts, (b->count + 1) * sizeof *counts);
        ndx_span text = ndx_span_trim(ndx_span_of(line));
        if (!grown || !counts)
            exit(2);
        b->queries = grown;
        b->counts = counts;
        b->queries[b->count] = (ndx_query){0};
        if (!ndx_query_parse(&b->queries[b->count], text, 20000, NULL, NULL, &error))
            stop(line, &error);
        b->count++;
    }
    fclose(file);
}

static bool count_one(const bench *b, size_t i, bool own, uint64_t *count, ndx_error *error)
{
    ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    options.threads = b->jobs;
    if (!own)
        return ndx_count_by_xapian(b->index, &b->queries[i], &options, b->analyser, count, error);
    return ndx_count(b->index, &b->queries[i], &options, b->analyser, count, error);
}

/* Queries a second, the best of a few rounds. */
static double measure(bench *b, bool own, int rounds)
{
    double best = 0;
    ndx_error error;
    for (int round = 0; round < rounds; round++) {
        double begin = now(b);
        for (size_t i = 0; i < b->count; i++) {
            uint64_t count;
            if (!count_one(b, i, own, &count, &error))
                stop("counting", &error);
            if (!own && count != b->counts[i]) {
                printf("%.*s: %" PRIu64 ", through libxapian %" PRIu64 "\n",
                       NDX_SPAN_ARGS(b->queries[i].text), b->counts[i], count);
                b->differs = true;
            }
            b->counts[i] = count;
        }
        double rate = (double)b->count / (now(b) - begin);
        if (rate > best)
            best = rate;
    }
    return best;
}

int main(int argc, char **argv)
{
    bench b = {0};
    ndx_error error;
    if (argc < 4) {
        (void)fputs("usage: newsdex-bench-count INDEX JOBS FILE...\n", stderr);
        return 2;
    }
    b.jobs = (unsigned)strtoul(argv[2], NULL, 10);
    b.index = ndx_index_open((const char *const[]){argv[1]}, 1, &error);
    b.analyser = b.index ? ndx_analyser_new(&error) : NULL;
    if (!b.analyser)
        stop(argv[1], &error);
    for (int i = 3; i < argc; i++) {
        uint64_t sum = 0;
        read_queries(&b, argv[i]);
        double own = measure(&b, true, getenv("ROUNDS") ? atoi(getenv("ROUNDS")) : 5);
        double theirs = getenv("OWN_ONLY") ? 0 : measure(&b, false, 1);
        for (size_t k = 0; k < b.count; k++) {
            sum += b.counts[k];
            ndx_query_free(&b.queries[k]);
        }
        printf("%-40s %6zu queries, mean count %8.1f, %9.1f a second, through libxapian %9.1f\n",
               argv[i], b.count, b.count ? (double)sum / (double)b.count : 0, own, theirs);
    }
    free(b.queries);
    free(b.counts);
    ndx_analyser_free(b.analyser);
    ndx_index_close(b.index);
    return b.differs;
}
