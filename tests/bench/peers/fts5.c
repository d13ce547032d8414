/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fts5.c - the peer SQLite FTS5 through its own C API: porter stemmer over unicode61, with content,
 * one transaction.
 *
 * newsdex-bench-fts5 index DATABASE INPUT [CACHE_MIB]    a new database from INPUT (articles.h);
 *                                                        SQLite's own cache size, or that many MiB
 * newsdex-bench-fts5 queries DATABASE FOLDER [SECONDS]   the queries of FOLDER (queries.c), once to
 *                                                        warm and once timed, each at most SECONDS
 *                                                        (60); prints for every class
 *                                                        CLASS QUERIES SECONDS RESULTS
 * newsdex-bench-fts5 one DATABASE CLASS WORDS            one query, its results printed
 */
#include "../articles.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { QUERY_BYTES = 512 };

static void stop(sqlite3 *db, const char *what)
{
    (void)fprintf(stderr, "newsdex-bench-fts5: %s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
    exit(2);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        stop(db, sql);
}

/* ---- indexing ---- */

static void insert(void *context, const bench_article *article)
{
    sqlite3_stmt *statement = context;
    for (int i = 0; i < BENCH_FIELDS; i++)
        sqlite3_bind_text(statement, i + 1, article->field[i], (int)article->size[i],
                          SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_reset(statement) != SQLITE_OK)
        stop(sqlite3_db_handle(statement), "insert");
}

static void index_all(sqlite3 *db, const char *input, int cache_mib)
{
    sqlite3_stmt *statement;
    if (cache_mib > 0) {
        char sql[64];
        (void)snprintf(sql, sizeof sql, "PRAGMA cache_size = -%d", cache_mib * 1024);
        run(db, sql);
    }
    run(db, "CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, date UNINDEXED, "
            "source UNINDEXED, section UNINDEXED, headline, body, tokenize = 'porter unicode61')");
    run(db, "BEGIN");
    if (sqlite3_prepare_v2(db, "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", -1, &statement,
                           NULL) != SQLITE_OK)
        stop(db, "prepare");
    bench_each_article(input, insert, statement);
    sqlite3_finalize(statement);
    run(db, "COMMIT");
}

/* ---- queries ---- */

typedef struct query_class {
    const char *name, *file;
    bool count;
    const char *before, *between, *after; /* of the words */
} query_class;

static const query_class classes[] = {
    {"or-top", "words", false, "", " OR ", ""},
    {"and-top", "words", false, "", " AND ", ""},
    {"and-count", "words", true, "", " AND ", ""},
    {"phrase-top", "phrases", false, "\"", " ", "\""},
    {"phrase-count", "phrases", true, "\"", " ", "\""},
    {"near-count", "near", true, "NEAR(", " ", ", 4)"}, /* words between them */
    {"prefix-count", "prefixes", true, "", " ", "*"},
};

static sqlite3_stmt *prepare(sqlite3 *db, bool count)
{
    sqlite3_stmt *statement;
    const char *sql =
        count ? "SELECT count(*) FROM articles WHERE articles MATCH ?"
              : "SELECT rowid, rank FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT 10";
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        stop(db, sql);
    return statement;
}

static long long answer(sqlite3_stmt *statement, const query_class *c, const char *words)
{
    char query[QUERY_BYTES];
    size_t size = (size_t)snprintf(query, sizeof query, "%s", c->before);
    for (const char *at = words; *at && size + 16 < sizeof query; at++)
        size += (size_t)(*at == ' ' ? snprintf(query + size, sizeof query - size, "%s", c->between)
                                    : snprintf(query + size, sizeof query - size, "%c", *at));
    (void)snprintf(query + size, sizeof query - size, "%s", c->after);
    sqlite3_bind_text(statement, 1, query, -1, SQLITE_STATIC);
    long long results = 0;
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW)
        results += c->count ? sqlite3_column_int64(statement, 0) : 1;
    if (status != SQLITE_DONE)
        stop(sqlite3_db_handle(statement), query);
    sqlite3_reset(statement);
    return results;
}

static void run_class(sqlite3 *db, const query_class *c, const char *folder, double limit)
{
    char path[4096];
    char line[QUERY_BYTES / 2];
    sqlite3_stmt *statement = prepare(db, c->count);
    (void)snprintf(path, sizeof path, "%s/%s", folder, c->file);
    for (int pass = 0; pass < 2; pass++) {
        FILE *file = fopen(path, "r");
        int queries = 0;
        long long results = 0;
        double begin = now();
        if (!file)
            stop(NULL, path);
        while (now() - begin < limit && fgets(line, sizeof line, file)) {
            line[strcspn(line, "\n")] = '\0';
            results += answer(statement, c, line);
            queries++;
        }
        (void)fclose(file);
        if (pass)
            (void)printf("%s %d %.6f %lld\n", c->name, queries, now() - begin, results);
    }
    (void)fflush(stdout);
    sqlite3_finalize(statement);
}

static void run_one(sqlite3 *db, const char *name, const char *words)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strcmp(classes[i].name, name) != 0)
            continue;
        sqlite3_stmt *statement = prepare(db, classes[i].count);
        (void)printf("%lld\n", answer(statement, &classes[i], words));
        sqlite3_finalize(statement);
        return;
    }
    stop(NULL, name);
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    if (argc < 4) {
        (void)fprintf(stderr, "usage: newsdex-bench-fts5 index|queries|one DATABASE ...\n");
        return 2;
    }
    if (sqlite3_open(argv[2], &db) != SQLITE_OK)
        stop(db, argv[2]);
    if (strcmp(argv[1], "index") == 0)
        index_all(db, argv[3], argc > 4 ? atoi(argv[4]) : 0);
    else if (strcmp(argv[1], "queries") == 0)
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
            run_class(db, &classes[i], argv[3], argc > 4 ? atof(argv[4]) : 60);
    else if (strcmp(argv[1], "one") == 0 && argc > 4)
        run_one(db, argv[3], argv[4]);
    else
        stop(NULL, argv[1]);
    sqlite3_close(db);
    return 0;
}
