/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copies.c - the clusters of copies of a whole index, and what they cost.
 *
 * newsdex-bench-copies INDEX THREADS: prints "ID<tab>ID of the first publisher" for every article
 * that has copies; times go to standard error: opening (signatures are read), a cluster for each of
 * the first 100 articles, all clusters at once. Differing answers of the two ways are told and give
 * exit status 1.
 */
#include "ranking/copies.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SINGLE = 100 };

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec * 1e-6;
}

static void check(bool done, const ndx_error *error)
{
    if (done)
        return;
    (void)fprintf(stderr, "newsdex-bench-copies: %s\n", error->message);
    exit(2);
}

/* All live articles, in the order of their docids. */
static xc_docid *list_documents(ndx_index *index, size_t *count)
{
    ndx_error error = {0};
    xc_posting_cursor *cursor = NULL;
    const xc_bytes every = {NULL, 0};
    xc_string data = XC_STRING_EMPTY;
    xc_docid *documents = malloc((ndx_index_articles(index) + 1) * sizeof *documents);
    *count = 0;
    check(documents &&
              xc_database_postings(ndx_index_database(index), every, &cursor, NULL) == XC_OK,
          &error);
    while (xc_posting_cursor_next(cursor, NULL) == XC_ROW) {
        ndx_record record;
        xc_docid document = xc_posting_cursor_docid(cursor);
        check(ndx_index_read_record(index, document, &data, &record, &error), &error);
        if (!ndx_index_is_deleted(index, &record))
            documents[(*count)++] = document;
    }
    xc_posting_cursor_free(cursor);
    xc_string_free(&data);
    return documents;
}

static void print_id(ndx_index *index, xc_docid document, char end)
{
    ndx_error error = {0};
    ndx_record record;
    ndx_arena arena = {0};
    xc_string data = XC_STRING_EMPTY;
    check(ndx_index_read_record(index, document, &data, &record, &error), &error);
    check(ndx_record_names(ndx_index_words(index, &record, &error), &record, &arena, &error),
          &error);
    printf("%.*s%c", NDX_SPAN_ARGS(record.id), end);
    ndx_arena_free(&arena);
    xc_string_free(&data);
}

/* Do clusters found one by one have the same articles? */
static bool agree(ndx_index *index, ndx_copies *all, const xc_docid *documents, size_t count)
{
    ndx_error error = {0};
    ndx_copies *single = ndx_copies_open(index, 1, &error);
    check(single != NULL, &error);
    double begin = now_ms();
    bool same = true;
    for (size_t i = 0; i < count; i++) {
        const xc_docid *a;
        const xc_docid *b;
        size_t a_count;
        size_t b_count;
        check(ndx_copies_of(single, documents[i], &a, &a_count, &error), &error);
        check(ndx_copies_of(all, documents[i], &b, &b_count, &error), &error);
        same = same && a_count == b_count && memcmp(a, b, a_count * sizeof *a) == 0;
        if (i + 1 == SINGLE || i + 1 == count)
            (void)fprintf(stderr, "%zu articles one by one: %.1f ms\n", i + 1, now_ms() - begin);
    }
    ndx_copies_close(single);
    return same;
}

int main(int argc, char **argv)
{
    ndx_error error = {0};
    size_t count;
    if (argc != 3) {
        (void)fputs("usage: newsdex-bench-copies INDEX THREADS\n", stderr);
        return 2;
    }
    ndx_index *index = ndx_index_open((const char *const *)&argv[1], 1, &error);
    check(index != NULL, &error);
    xc_docid *documents = list_documents(index, &count);
    size_t *cluster = malloc((count + 1) * sizeof *cluster);
    check(cluster != NULL, &error);
    double begin = now_ms();
    ndx_copies *copies = ndx_copies_open(index, (unsigned)atoi(argv[2]), &error);
    check(copies != NULL, &error);
    (void)fprintf(stderr, "signatures of %zu articles: %.1f ms\n", count, now_ms() - begin);
    begin = now_ms();
    check(ndx_copies_cluster(copies, documents, count, cluster, &error), &error);
    (void)fprintf(stderr, "all clusters: %.1f ms\n", now_ms() - begin);
    for (size_t i = 0; i < count; i++) {
        const xc_docid *members;
        size_t member_count;
        check(ndx_copies_of(copies, documents[i], &members, &member_count, &error), &error);
        if (member_count < 2)
            continue;
        print_id(index, documents[i], '\t');
        print_id(index, members[0], '\n');
    }
    bool same = agree(index, copies, documents, count);
    if (!same)
        (void)fputs("newsdex-bench-copies: clusters found one by one are others\n", stderr);
    ndx_copies_close(copies);
    free(documents);
    free(cluster);
    ndx_index_close(index);
    return !same;
}
