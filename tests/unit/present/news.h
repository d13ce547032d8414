/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * news.h - random articles that a test knows word by word, for naive answers to compare with. Their
 * language has no stemmer, so that a word is found by its folded form alone.
 */
#ifndef NEWSDEX_TESTS_PRESENT_NEWS_H
#define NEWSDEX_TESTS_PRESENT_NEWS_H

#include "unit/index/support.h"

#include "newsdex/search.h"

typedef struct token {
    const char *written, *folded;
    const char *after; /* what stands behind it */
} token;

typedef enum news_field { NEWS_HEADLINE, NEWS_BODY, NEWS_FIELDS } news_field;

typedef struct news_text {
    const char *before; /* its first word */
    token *token;
    size_t count;
} news_text;

typedef struct news {
    char id[16];
    const char *file;
    const char *source, *folded_source; /* "": none */
    char date[16];                      /* "": none */
    news_text text[NEWS_FIELDS];
} news;

/* So many articles with bodies of at most `words` words, of three files. The same from run to run. */
news *news_make(size_t count, size_t words);
void news_free(news *articles, size_t count);
void news_put(const place *at, const news *articles, size_t count);
/* As it is written. */
void news_append(ndx_buffer *out, const news_text *text, size_t first, size_t end);

extern const char *const news_files[3];

/* An index of all files, or of one of them. */
void news_index(place *at, const char *name, const char *file);
ndx_index *news_open(const place *at, const char *const *names, size_t count);

/* The places from first to last word, both included. */
typedef struct news_span {
    size_t first, last;
} news_span;

/* Two words not more than so many apart, in any order, by definition: all pairs, of which only those
 * are kept that contain no other. b NULL: a alone. Gives how many; spans has room for all. */
size_t news_near(const news_text *text, const char *a, const char *b, size_t distance,
                 news_span *spans);

#endif
