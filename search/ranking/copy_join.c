/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copy_join.c - implements copy_join.h.
 *
 * Only articles that have a least shingle in common are compared (shingles.h; the rule demands it of
 * copies). A least shingle that very many have is a phrase, or the small print of a paper, and says
 * little: those articles are compared only where they have the next one in common as well. A copy
 * could be missed so whose least shingles are all of that kind, and none of them the next of
 * another.
 */
#include "ranking/copy_join.h"

#include <stdlib.h>

enum { MANY = 1000 }; /* articles that are all compared: 0.5 million pairs, some milliseconds */

typedef struct join {
    ndx_sweep *sweep;
    ndx_copy_rule *rule;
    uint32_t *least;  /* NDX_SHINGLE_MINIMA of each article */
    uint32_t *parent; /* in its tree; the root is its own (Tarjan, JACM 22(2), 1975) */
} join;

/* ---- the least shingles ---- */

typedef struct part {
    join *join;
    ndx_word_hashes hashes;
    ndx_shingles shingles;
} part;

static bool keep_least(void *thread, const ndx_swept *article, ndx_error *error)
{
    part *p = thread;
    uint32_t *least = p->join->least + article->number * NDX_SHINGLE_MINIMA;
    if (p->join->rule->signatures->words[article->number] < NDX_COPY_LEAST_WORDS)
        return true;
    if (!ndx_shingles_make(&p->shingles, &p->hashes, article->words, article->record, SIZE_MAX,
                           error))
        return false;
    memcpy(least, p->shingles.least, sizeof p->shingles.least);
    return true;
}

static bool read_least(join *j, ndx_error *error)
{
    unsigned threads = j->sweep->threads;
    memset(j->least, 0xFF, ndx_sweep_count(j->sweep) * NDX_SHINGLE_MINIMA * sizeof *j->least);
    part *parts = calloc(threads, sizeof *parts);
    if (!parts)
        return ndx_error_memory(error, "finding copies");
    for (unsigned i = 0; i < threads; i++)
        parts[i].join = j;
    bool done = ndx_sweep_articles(j->sweep, parts, sizeof *parts, keep_least, error);
    for (unsigned i = 0; i < threads; i++) {
        ndx_word_hashes_free(&parts[i].hashes);
        ndx_shingles_free(&parts[i].shingles);
    }
    free(parts);
    return done;
}

/* ---- joining ---- */

static uint32_t root_of(uint32_t *parent, uint32_t number)
{
    while (parent[number] != number) {
        parent[number] = parent[parent[number]];
        number = parent[number];
    }
    return number;
}

/* Joins those of the articles that are copies; two that hang together already need not be
 * compared. An item has the article's number in its lower half. */
static bool compare_all(join *j, const uint64_t *items, size_t count, ndx_error *error)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t one = (uint32_t)items[i];
        for (size_t k = i + 1; k < count; k++) {
            bool are_copies;
            uint32_t other = (uint32_t)items[k];
            uint32_t root = root_of(j->parent, one);
            if (root == root_of(j->parent, other))
                continue;
            if (!ndx_copy_rule_ask(j->rule, one, other, &are_copies, error))
                return false;
            if (are_copies)
                j->parent[root_of(j->parent, other)] = root;
        }
    }
    return true;
}

static int compare_items(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* Compares those of the articles that have their least shingle of this part in common, and of the
 * next part as well if they are many; `asked` parts were looked at already. */
static bool compare_groups(join *j, uint64_t *items, size_t count, unsigned of, unsigned asked,
                           ndx_error *error)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t number = (uint32_t)items[i];
        items[i] = (uint64_t)j->least[(size_t)number * NDX_SHINGLE_MINIMA + of] << 32 | number;
    }
    qsort(items, count, sizeof *items, compare_items);
    for (size_t begin = 0; begin < count;) {
        size_t end = begin + 1;
        while (end < count && items[end] >> 32 == items[begin] >> 32)
            end++;
        bool done = end - begin <= MANY || asked + 1 == NDX_SHINGLE_MINIMA
                        ? compare_all(j, items + begin, end - begin, error)
                        : compare_groups(j, items + begin, end - begin,
                                         (of + 1) % NDX_SHINGLE_MINIMA, asked + 1, error);
        if (!done)
            return false;
        begin = end;
    }
    return true;
}

static bool join_all(join *j, uint64_t *items, ndx_error *error)
{
    size_t articles = ndx_sweep_count(j->sweep);
    for (size_t i = 0; i < articles; i++)
        j->parent[i] = (uint32_t)i;
    if (!read_least(j, error))
        return false;
    for (unsigned of = 0; of < NDX_SHINGLE_MINIMA; of++) {
        size_t count = 0;
        for (size_t i = 0; i < articles; i++)
            if (j->least[i * NDX_SHINGLE_MINIMA + of] != UINT32_MAX)
                items[count++] = i;
        if (!compare_groups(j, items, count, of, 0, error))
            return false;
    }
    for (uint32_t i = 0; i < articles; i++)
        j->parent[i] = root_of(j->parent, i);
    return true;
}

bool ndx_copy_join_all(ndx_sweep *sweep, ndx_copy_rule *rule, uint32_t **root, ndx_error *error)
{
    size_t room = ndx_sweep_count(sweep) + 1;
    uint64_t *items = malloc(room * sizeof *items);
    join j = {
        .sweep = sweep,
        .rule = rule,
        .least = malloc(room * NDX_SHINGLE_MINIMA * sizeof *j.least),
        .parent = malloc(room * sizeof *j.parent),
    };
    bool done = items && j.least && j.parent ? join_all(&j, items, error)
                                             : ndx_error_memory(error, "finding copies");
    free(items);
    free(j.least);
    if (!done) {
        free(j.parent);
        j.parent = NULL;
    }
    *root = j.parent;
    return done;
}
