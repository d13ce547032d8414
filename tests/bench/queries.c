/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * queries.c - queries that a corpus answers, made from its own text: the same input gives the same
 * queries.
 *
 * newsdex-bench-queries INPUT FOLDER: reads INPUT (articles.h) and writes, one query a line, all
 * in lower case, to be put into each peer's language:
 *     FOLDER/words      300 pairs of words of one article
 *     FOLDER/phrases    200 neighbours, every fourth of three words
 *     FOLDER/near       100 pairs of words of one sentence, two to five words apart
 *     FOLDER/prefixes   100 beginnings of words
 * and prints what each file holds. Words are of ASCII letters, three at least, and no function
 * words: what peers do with those (drop, keep, leave a hole in a phrase) is not what is measured.
 */
#include "articles.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEPT = 3000, /* articles that the queries are drawn from */
    PIECES = 4000,
    LONGEST_WORD = 24,
    LINE_BYTES = 128,
    MOST_QUERIES = 300,
    TRIES = 200000,
};

typedef struct body {
    char *data;
    size_t size;
} body;

typedef struct sample {
    body body[KEPT];
    uint64_t seen;
    uint64_t state;
} sample;

/* What stands between two spaces. */
typedef struct piece {
    char word[LONGEST_WORD + 1]; /* in lower case; empty: no word for a query */
    bool opens, closes;          /* punctuation before it; after it */
    bool ends_sentence;
} piece;

static void stop(const char *why)
{
    (void)fprintf(stderr, "newsdex-bench-queries: %s\n", why);
    exit(2);
}

/* splitmix64 */
static uint64_t chance(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static size_t below(sample *s, uint64_t limit)
{
    return (size_t)(chance(&s->state) % limit);
}

/* Keeps KEPT of all articles, each with the same chance (reservoir). */
static void take(void *context, const bench_article *article)
{
    sample *s = context;
    uint64_t at = s->seen++;
    if (at >= KEPT)
        at = chance(&s->state) % s->seen;
    if (at >= KEPT)
        return;
    free(s->body[at].data);
    s->body[at].size = article->size[BENCH_BODY];
    s->body[at].data = malloc(s->body[at].size + 1);
    if (!s->body[at].data)
        stop("out of memory");
    memcpy(s->body[at].data, article->field[BENCH_BODY], s->body[at].size);
}

static bool is_function_word(const char *word)
{
    static const char words[] =
        " a about after again all also an and any are as at be because been before being between "
        "both but by can could did do does down during each few for from further had has have he "
        "her here him his how if in into is it its just may more most must my near no nor not now "
        "of off on once only or other our out over own pre same she should so some such than that "
        "the their them then there these they this those through to too under until up us very "
        "was we were what when where which while who whom why will with within would you your "
        "one two said says say new lt ";
    char spaced[LONGEST_WORD + 3];
    (void)snprintf(spaced, sizeof spaced, " %s ", word);
    return strstr(words, spaced) != NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void cut_piece(piece *p, const char *at, size_t size)
{
    *p = (piece){0};
    while (size && strchr("\"'(", *at)) {
        p->opens = true;
        at++;
        size--;
    }
    while (size && strchr("\"'),;:.!?", at[size - 1])) {
        p->closes = true;
        p->ends_sentence |= strchr(".!?", at[size - 1]) != NULL;
        size--;
    }
    if (size < 3 || size > LONGEST_WORD)
        return;
    for (size_t i = 0; i < size; i++) {
        if (!is_letter(at[i])) {
            p->word[0] = '\0';
            return;
        }
        p->word[i] = (char)(at[i] | 0x20);
    }
    p->word[size] = '\0';
    if (is_function_word(p->word))
        p->word[0] = '\0';
}

static size_t cut(const body *b, piece *pieces)
{
    size_t count = 0;
    size_t at = 0;
    while (at < b->size && count < PIECES) {
        size_t begin = at;
        while (at < b->size && !strchr(" \n\r\t", b->data[at]))
            at++;
        if (at > begin)
            cut_piece(&pieces[count++], b->data + begin, at - begin);
        else if (count)
            pieces[count - 1].closes = true; /* two spaces, a line's end: no neighbours */
        if (at < b->size && b->data[at] != ' ' && count)
            pieces[count - 1].closes = true;
        at++;
    }
    return count;
}

/* ---- the kinds of queries: each tries once, at a place of an article ---- */

/* Two words, and not two forms of one, which some peers take for each other. */
static bool make_pair(const piece *a, const piece *b, char *line)
{
    (void)snprintf(line, LINE_BYTES, "%s %s", a->word, b->word);
    return *a->word && *b->word && strncmp(a->word, b->word, 3) != 0;
}

static bool make_words(sample *s, const piece *p, size_t count, char *line)
{
    const piece *a = &p[below(s, count)];
    const piece *b = &p[below(s, count)];
    return make_pair(a, b, line);
}

static bool make_phrase(sample *s, const piece *p, size_t count, char *line)
{
    size_t words = below(s, 4) ? 2 : 3;
    size_t at = below(s, count);
    int size = 0;
    if (at + words > count)
        return false;
    for (size_t i = 0; i < words; i++) {
        const piece *here = &p[at + i];
        if (!*here->word || (i && here->opens) || (i + 1 < words && here->closes))
            return false;
        size += snprintf(line + size, LINE_BYTES - (size_t)size, "%s%s", i ? " " : "", here->word);
    }
    return true;
}

static bool make_near(sample *s, const piece *p, size_t count, char *line)
{
    size_t at = below(s, count);
    size_t apart = 2 + below(s, 4);
    if (at + apart >= count)
        return false;
    for (size_t i = at; i < at + apart; i++)
        if (p[i].ends_sentence)
            return false;
    return make_pair(&p[at], &p[at + apart], line);
}

static bool make_prefix(sample *s, const piece *p, size_t count, char *line)
{
    const piece *a = &p[below(s, count)];
    size_t size = strlen(a->word);
    if (size < 6)
        return false;
    (void)snprintf(line, LINE_BYTES, "%.*s", size < 8 ? 4 : 5, a->word);
    return true;
}

static void write_queries(sample *s, const char *folder, const char *name, size_t wanted,
                          bool (*make)(sample *s, const piece *p, size_t count, char *line))
{
    static char made[MOST_QUERIES][LINE_BYTES];
    static piece pieces[PIECES];
    size_t kept = s->seen < KEPT ? (size_t)s->seen : KEPT;
    size_t count = 0;
    char path[4096];
    int size = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = size > 0 && (size_t)size < sizeof path ? fopen(path, "w") : NULL;
    if (!file)
        stop("the folder cannot be written to");
    for (int i = 0; i < TRIES && count < wanted; i++) {
        size_t cuts = cut(&s->body[below(s, kept)], pieces);
        char *line = made[count];
        if (!cuts || !make(s, pieces, cuts, line))
            continue;
        bool known = false;
        for (size_t j = 0; j < count && !known; j++)
            known = strcmp(made[j], line) == 0;
        if (known)
            continue;
        (void)fprintf(file, "%s\n", line);
        count++;
    }
    if (fclose(file))
        stop("the folder cannot be written to");
    (void)printf("%s: %zu\n", name, count);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        (void)fprintf(stderr, "usage: newsdex-bench-queries INPUT FOLDER\n");
        return 2;
    }
    sample *s = calloc(1, sizeof *s);
    if (!s)
        stop("out of memory");
    bench_each_article(argv[1], take, s);
    if (!s->seen)
        stop("there are no articles");
    write_queries(s, argv[2], "words", 300, make_words);
    write_queries(s, argv[2], "phrases", 200, make_phrase);
    write_queries(s, argv[2], "near", 100, make_near);
    write_queries(s, argv[2], "prefixes", 100, make_prefix);
    for (size_t i = 0; i < KEPT; i++)
        free(s->body[i].data);
    free(s);
    return 0;
}
