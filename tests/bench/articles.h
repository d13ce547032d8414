/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * articles.h - the benchmark's input, read the plainest way: a TSV file with a header line, or a
 * folder of text files (headline, blank line, body). For the peers that are ours to drive; knows
 * nothing of newsdex.
 */
#ifndef NEWSDEX_BENCH_ARTICLES_H
#define NEWSDEX_BENCH_ARTICLES_H

#include <stddef.h>

enum {
    BENCH_ID,
    BENCH_DATE,
    BENCH_SOURCE,
    BENCH_SECTION,
    BENCH_HEADLINE,
    BENCH_BODY,
    BENCH_FIELDS
};

/* The names of the fields in the header line. */
extern const char *const bench_field_names[BENCH_FIELDS];

typedef struct bench_article {
    const char *field[BENCH_FIELDS]; /* not NUL-terminated; empty where there is none */
    size_t size[BENCH_FIELDS];
} bench_article;

/* Calls `take` for every article, in the order of the lines or of the files' names. What cannot be
 * read ends the program with a message. */
void bench_each_article(const char *path, void (*take)(void *context, const bench_article *article),
                        void *context);

#endif
