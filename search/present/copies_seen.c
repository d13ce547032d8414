/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies_seen.c - implements copies_seen.h. */
#include "present/copies_seen.h"

#include "newsdex/array.h"

#include <stdlib.h>

#define WHAT "looking for copies"

typedef struct signed_article {
    uint8_t signature[NDX_SIGNATURE_BYTES];
    xc_docid document;
} signed_article;

typedef struct collector {
    uint64_t matching;
    signed_article *article; /* that has a signature */
    size_t count, capacity;
} collector;

static bool add(collector *c, const signed_article *one, ndx_error *error)
{
    signed_article *articles =
        ndx_array_room(c->article, c->count, &c->capacity, 256, sizeof *articles);
    if (!articles)
        return ndx_error_memory(error, WHAT);
    c->article = articles;
    articles[c->count++] = *one;
    return true;
}

static bool collect(void *state, const ndx_found *found, ndx_error *error)
{
    collector *c = state;
    ndx_span signature = found->record->signature;
    signed_article one = {.document = found->document};
    c->matching++;
    if (signature.size != sizeof one.signature)
        return true;
    memcpy(one.signature, signature.data, sizeof one.signature);
    return add(c, &one, error);
}

static int compare(const void *left, const void *right)
{
    const signed_article *a = left;
    const signed_article *b = right;
    int order = memcmp(a->signature, b->signature, sizeof a->signature);
    if (order)
        return order;
    return a->document < b->document ? -1 : a->document > b->document;
}

/* The first of those that have one signature is kept; documents are numbered as they were indexed. */
static bool mark(collector *all, ndx_copies_seen *seen, ndx_error *error)
{
    if (all->count)
        qsort(all->article, all->count, sizeof *all->article, compare);
    xc_docid highest = 0;
    for (size_t i = 0; i < all->count; i++)
        highest = all->article[i].document > highest ? all->article[i].document : highest;
    seen->copy = calloc((size_t)highest / 8 + 1, 1);
    if (!seen->copy)
        return ndx_error_memory(error, WHAT);
    seen->documents = highest + 1;
    for (size_t i = 1; i < all->count; i++) {
        const signed_article *one = &all->article[i];
        if (memcmp(one->signature, one[-1].signature, sizeof one->signature) != 0)
            continue;
        seen->copy[one->document / 8] |= (uint8_t)(1u << one->document % 8);
        seen->copies++;
    }
    return true;
}

bool ndx_copies_seen_find(const ndx_survey *survey, const ndx_query *query, unsigned part,
                          unsigned parts, ndx_copies_seen *seen, ndx_error *error)
{
    unsigned threads = ndx_survey_threads(survey);
    collector *collectors = ndx_survey_states(survey, sizeof *collectors, error);
    bool done = collectors && ndx_survey_walk(survey, query, collect, collectors,
                                              sizeof *collectors, part, parts, error);
    for (unsigned i = 0; done && i < threads; i++)
        seen->matching += collectors[i].matching;
    for (unsigned i = 1; done && i < threads; i++)
        for (size_t k = 0; done && k < collectors[i].count; k++)
            done = add(&collectors[0], &collectors[i].article[k], error);
    done = done && mark(&collectors[0], seen, error);
    for (unsigned i = 0; collectors && i < threads; i++)
        free(collectors[i].article);
    free(collectors);
    return done;
}

void ndx_copies_seen_free(ndx_copies_seen *seen)
{
    free(seen->copy);
    *seen = (ndx_copies_seen){0};
}
