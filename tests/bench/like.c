/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * like.c - the articles most like each of some, by the words of ranking/like.h.
 *
 * newsdex-bench-like INDEX TERMS < IDS: prints for each id a line with the id and the ids of the ten
 * articles like it, tabs between; TERMS of its words are taken.
 */
#include "ranking/like.h"
#include "ranking/local_shards.h"
#include "ranking/scores.h"

#include "newsdex/search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SHOWN = 10 };

typedef struct bench {
    ndx_index *index;
    ndx_local_shards shards;
    ndx_bm25 bm25;
    size_t wanted; /* terms */
} bench;

typedef struct found {
    double score;
    xc_docid document;
} found;

static void check(bool done, const ndx_error *error)
{
    if (done)
        return;
    (void)fprintf(stderr, "newsdex-bench-like: %s\n", error->message);
    exit(2);
}

static void open_bench(bench *b, const char *path, ndx_error *error)
{
    const ndx_ranking ranking = NDX_RANKING_DEFAULT;
    uint64_t documents = 0;
    uint64_t length = 0;
    bool all;
    b->index = ndx_index_open(&path, 1, error);
    check(b->index && ndx_local_shards_open(b->index, 1, &b->shards, &all, error), error);
    for (size_t i = 0; i < b->shards.count; i++) {
        ndx_tables *tables = b->shards.tables[i];
        check(ndx_tables_read_lengths(tables, error), error);
        documents += tables->documents;
        length += ndx_glass_version_of(tables->database)->statistics.length_total;
    }
    ndx_bm25_begin(&b->bm25, ranking.k1, ranking.b, documents, length);
}

/* Any of the terms, each by its weight. */
static ndx_candidates *any_of(ndx_candidates_pool *pool, const ndx_like_term *terms, size_t count,
                              ndx_error *error)
{
    ndx_candidates **any = ndx_arena_alloc(pool->arena, (count + 1) * sizeof *any);
    ndx_buffer name = {0};
    check(any != NULL, error);
    for (size_t i = 0; i < count; i++) {
        ndx_buffer_clear(&name);
        ndx_term_append(&name, NDX_TERM_WORD, terms[i].term);
        ndx_candidates *term =
            ndx_candidates_term(pool, NDX_CANDIDATES_TERM, ndx_buffer_span(&name), error);
        any[i] = ndx_candidates_scale(pool, term, terms[i].weight, error);
    }
    ndx_buffer_free(&name);
    return ndx_candidates_combine(pool, NDX_CANDIDATES_OR, any, count, error);
}

static void keep_best(found best[SHOWN + 1], found one)
{
    size_t at = SHOWN;
    best[SHOWN] = one;
    for (; at && best[at].score > best[at - 1].score; at--) {
        found swap = best[at];
        best[at] = best[at - 1];
        best[at - 1] = swap;
    }
}

static void score_shard(const bench *b, const ndx_scoring *scoring, size_t shard, xc_docid own,
                        found best[SHOWN + 1], ndx_error *error)
{
    const ndx_tables *tables = b->shards.tables[shard];
    const ndx_scores_shard source = {tables->database, shard, tables->documents, tables->lengths,
                                     tables->shard->deleted};
    ndx_scores *scores = ndx_scores_new(scoring, &source, error);
    check(scores != NULL, error);
    for (uint32_t first = 0; first < tables->documents; first += NDX_SCORES_WINDOW) {
        const ndx_document_set *set;
        const double *score;
        uint32_t number;
        uint32_t size = tables->documents - first;
        size = size < NDX_SCORES_WINDOW ? size : NDX_SCORES_WINDOW;
        check(ndx_scores_window(scores, first, size, -INFINITY, &set, &score, error), error);
        for (uint32_t from = 0; ndx_document_set_next(set, &from, &number);) {
            xc_docid document = (xc_docid)((first + number) * b->shards.count + shard + 1);
            if (document != own)
                keep_best(best, (found){score[number], document});
        }
    }
    ndx_scores_free(scores);
}

static void rank(const bench *b, const ndx_record *record, xc_docid own, found best[SHOWN + 1],
                 ndx_error *error)
{
    ndx_arena arena = {0};
    ndx_candidates_pool pool = {.arena = &arena};
    const ndx_glass_database *databases[64];
    ndx_like_term *terms;
    size_t count;
    bool known;
    check(b->shards.count <= 64, error);
    for (size_t i = 0; i < b->shards.count; i++)
        databases[i] = b->shards.tables[i]->database;
    check(ndx_like_terms(b->index, &record, NULL, 1, b->wanted, &arena, &terms, &count, error),
          error);
    ndx_candidates *query = count ? any_of(&pool, terms, count, error) : NULL;
    ndx_scoring *scoring =
        query ? ndx_scoring_new(query, databases, b->shards.count, &b->bm25, &known, error) : NULL;
    check(scoring || !count, error);
    for (size_t i = 0; scoring && i < b->shards.count; i++)
        score_shard(b, scoring, i, own, best, error);
    ndx_scoring_free(scoring);
    ndx_arena_free(&arena);
}

static void print_id(const bench *b, xc_docid document, ndx_error *error)
{
    ndx_record record;
    ndx_arena arena = {0};
    xc_string data = XC_STRING_EMPTY;
    check(ndx_index_read_record(b->index, document, &data, &record, error), error);
    check(ndx_record_names(ndx_index_words(b->index, &record, error), &record, &arena, error),
          error);
    printf("\t%.*s", NDX_SPAN_ARGS(record.id));
    ndx_arena_free(&arena);
    xc_string_free(&data);
}

static void answer(const bench *b, ndx_span id, ndx_error *error)
{
    found best[SHOWN + 1] = {0};
    xc_docid document;
    ndx_record record;
    xc_string data = XC_STRING_EMPTY;
    check(ndx_index_find_id(b->index, id, &document, error), error);
    if (!document)
        return;
    check(ndx_index_read_record(b->index, document, &data, &record, error), error);
    rank(b, &record, document, best, error);
    printf("%.*s", NDX_SPAN_ARGS(id));
    for (size_t i = 0; i < SHOWN && best[i].document; i++)
        print_id(b, best[i].document, error);
    printf("\n");
    xc_string_free(&data);
}

int main(int argc, char **argv)
{
    ndx_error error = {0};
    bench b = {0};
    char line[4096];
    size_t answered = 0;
    if (argc != 3) {
        (void)fputs("usage: newsdex-bench-like INDEX TERMS < IDS\n", stderr);
        return 2;
    }
    open_bench(&b, argv[1], &error);
    b.wanted = (size_t)strtoul(argv[2], NULL, 10);
    clock_t begin = clock();
    for (; fgets(line, sizeof line, stdin); answered++)
        answer(&b, ndx_span_trim(ndx_span_of(line)), &error);
    if (answered)
        (void)fprintf(stderr, "%.2f ms an article\n",
                      1e3 * (double)(clock() - begin) / CLOCKS_PER_SEC / (double)answered);
    ndx_local_shards_free(&b.shards);
    ndx_index_close(b.index);
    return 0;
}
