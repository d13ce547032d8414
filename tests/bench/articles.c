/* SPDX-License-Identifier: GPL-2.0-or-later */
/* articles.c - reads a TSV file or a folder of text files (articles.h). */
#include "articles.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_COLUMNS = 32 };

const char *const bench_field_names[BENCH_FIELDS] = {"id",      "date",     "source",
                                                     "section", "headline", "body"};

typedef struct reader {
    void (*take)(void *context, const bench_article *article);
    void *context;
    char *text; /* of a file */
    size_t room;
} reader;

static void stop(const char *path, const char *why)
{
    (void)fprintf(stderr, "%s: %s\n", path, why);
    exit(2);
}

static const bench_article nothing = {.field = {"", "", "", "", "", ""}};

/* ---- TSV ---- */

static int find_field(const char *name, size_t size)
{
    for (int i = 0; i < BENCH_FIELDS; i++)
        if (strlen(bench_field_names[i]) == size && memcmp(bench_field_names[i], name, size) == 0)
            return i;
    return -1;
}

static void read_tsv(reader *r, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    int field_of[MOST_COLUMNS];
    int columns = 0;
    if (!file)
        stop(path, strerror(errno));
    while ((size = getline(&line, &room, file)) > 0) {
        bench_article article = nothing;
        const char *end = line + size - (line[size - 1] == '\n');
        int column = 0;
        int is_header = columns == 0;
        for (const char *at = line; at <= end && column < MOST_COLUMNS; column++) {
            const char *tab = memchr(at, '\t', (size_t)(end - at));
            size_t cell = (size_t)((tab ? tab : end) - at);
            if (is_header) {
                field_of[column] = find_field(at, cell);
                columns++;
            } else if (column < columns && field_of[column] >= 0) {
                article.field[field_of[column]] = at;
                article.size[field_of[column]] = cell;
            }
            at += cell + 1;
        }
        if (!is_header)
            r->take(r->context, &article);
    }
    if (ferror(file))
        stop(path, strerror(errno));
    free(line);
    (void)fclose(file);
}

/* ---- a folder ---- */

static void read_text(reader *r, const char *path, size_t size)
{
    bench_article article = nothing;
    size_t got = 0;
    ssize_t some = 1;
    int file = open(path, O_RDONLY);
    if (file < 0)
        stop(path, strerror(errno));
    if (size + 1 > r->room) {
        r->room = 2 * size + 4096;
        free(r->text);
        r->text = malloc(r->room);
        if (!r->text)
            stop(path, "out of memory");
    }
    while (got < size && (some = read(file, r->text + got, size - got)) > 0)
        got += (size_t)some;
    if (some < 0)
        stop(path, strerror(errno));
    (void)close(file);
    const char *end = r->text + got;
    const char *line = got ? memchr(r->text, '\n', got) : NULL;
    if (!line)
        line = end;
    article.field[BENCH_ID] = path;
    article.size[BENCH_ID] = strlen(path);
    article.field[BENCH_HEADLINE] = r->text;
    article.size[BENCH_HEADLINE] = (size_t)(line - r->text);
    while (line < end && *line == '\n')
        line++;
    article.field[BENCH_BODY] = line;
    article.size[BENCH_BODY] = (size_t)(end - line);
    r->take(r->context, &article);
}

static void read_path(reader *r, const char *path, int given)
{
    struct stat status;
    if (stat(path, &status))
        stop(path, strerror(errno));
    if (S_ISREG(status.st_mode) && given)
        read_tsv(r, path);
    else if (S_ISREG(status.st_mode))
        read_text(r, path, (size_t)status.st_size);
    if (!S_ISDIR(status.st_mode))
        return;
    struct dirent **entry;
    int count = scandir(path, &entry, NULL, alphasort);
    if (count < 0)
        stop(path, strerror(errno));
    for (int i = 0; i < count; i++) {
        size_t room = strlen(path) + strlen(entry[i]->d_name) + 2;
        char *below = malloc(room);
        if (!below)
            stop(path, "out of memory");
        (void)snprintf(below, room, "%s/%s", path, entry[i]->d_name);
        if (entry[i]->d_name[0] != '.')
            read_path(r, below, 0);
        free(below);
        free(entry[i]);
    }
    free(entry);
}

void bench_each_article(const char *path, void (*take)(void *context, const bench_article *article),
                        void *context)
{
    reader r = {.take = take, .context = context};
    read_path(&r, path, 1);
    free(r.text);
}
