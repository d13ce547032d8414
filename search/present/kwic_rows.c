/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kwic_rows.c - implements kwic_rows.h. */
#include "present/kwic_rows.h"

#include "newsdex/array.h"

#include <stdlib.h>

#define WHAT "making a concordance"

/* ---- order ---- */

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_key(const ndx_kwic_row *a, const ndx_kwic_row *b, size_t key)
{
    switch (a->article->sort->key[key].kind) {
    case NDX_KWIC_DATE:
        return compare_numbers(a->article->seconds, b->article->seconds);
    case NDX_KWIC_SOURCE:
        return ndx_span_compare(a->article->source_key, b->article->source_key);
    case NDX_KWIC_ID:
        return ndx_span_compare(a->article->id, b->article->id);
    default:
        return ndx_span_compare(a->key[key], b->key[key]);
    }
}

/* By all that is known before a row is read. */
static int compare_places(const ndx_kwic_row *a, const ndx_kwic_row *b)
{
    int order = 0;
    for (size_t i = 0; !order && i < a->article->sort->count; i++)
        order = compare_key(a, b, i);
    if (!order)
        order = compare_numbers(a->article->seconds, b->article->seconds);
    if (!order)
        order = ndx_span_compare(a->article->id, b->article->id);
    if (!order)
        order = compare_numbers(a->field, b->field);
    if (!order)
        order = compare_numbers(a->first, b->first);
    return order ? order : compare_numbers(a->last, b->last);
}

/* Two indexes may hold articles of one id: then what is shown decides. */
static int compare_rows(const void *left, const void *right)
{
    const ndx_kwic_row *a = *(ndx_kwic_row *const *)left;
    const ndx_kwic_row *b = *(ndx_kwic_row *const *)right;
    const ndx_span shown[][2] = {
        {a->article->path, b->article->path},
        {a->article->source, b->article->source},
        {a->article->date, b->article->date},
        {a->article->headline, b->article->headline},
        {a->left, b->left},
        {a->match, b->match},
        {a->right, b->right},
    };
    int order = compare_places(a, b);
    for (size_t i = 0; !order && i < sizeof shown / sizeof *shown; i++)
        order = ndx_span_compare(shown[i][0], shown[i][1]);
    return order;
}

/* ---- memory ---- */

static size_t bytes_of(const ndx_span *const *spans, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += spans[i]->size;
    return bytes;
}

/* The spans' bytes one after another at `to`, which they borrow from then on. */
static void move_bytes(ndx_span *const *spans, size_t count, char *to)
{
    for (size_t i = 0; i < count; i++) {
        if (spans[i]->size)
            memcpy(to, spans[i]->data, spans[i]->size);
        spans[i]->data = to;
        to += spans[i]->size;
    }
}

ndx_kwic_article *ndx_kwic_article_keep(const ndx_kwic_article *article)
{
    ndx_kwic_article copy = *article;
    ndx_span *spans[] = {&copy.id,         &copy.path, &copy.source,
                         &copy.source_key, &copy.date, &copy.headline};
    size_t count = sizeof spans / sizeof *spans;
    ndx_kwic_article *kept = malloc(sizeof *kept + bytes_of((const ndx_span *const *)spans, count));
    if (!kept)
        return NULL;
    copy.holders = 1;
    move_bytes(spans, count, (char *)(kept + 1));
    *kept = copy;
    return kept;
}

ndx_kwic_row *ndx_kwic_row_keep(const ndx_kwic_row *row, ndx_kwic_article *kept_article)
{
    ndx_kwic_row copy = *row;
    ndx_span key[NDX_KWIC_KEYS_MAX];
    ndx_span *spans[NDX_KWIC_KEYS_MAX + 3] = {&copy.left, &copy.match, &copy.right};
    size_t keys = kept_article->sort->count;
    for (size_t i = 0; i < keys; i++) {
        key[i] = row->key[i];
        spans[3 + i] = &key[i];
    }
    size_t bytes = bytes_of((const ndx_span *const *)spans, 3 + keys);
    ndx_kwic_row *kept = malloc(sizeof *kept + keys * sizeof *key + bytes);
    if (!kept)
        return NULL;
    ndx_span *kept_key = (ndx_span *)(kept + 1);
    move_bytes(spans, 3 + keys, (char *)(kept_key + keys));
    if (keys)
        memcpy(kept_key, key, keys * sizeof *key);
    copy.key = kept_key;
    copy.article = kept_article;
    kept_article->holders++;
    *kept = copy;
    return kept;
}

void ndx_kwic_article_let_go(ndx_kwic_article *kept)
{
    if (kept && --kept->holders == 0)
        free(kept);
}

static void free_row(ndx_kwic_row *row)
{
    ndx_kwic_article_let_go(row->article);
    free(row);
}

/* ---- the first of them ---- */

bool ndx_kwic_rows_want(const ndx_kwic_rows *rows, const ndx_kwic_row *row)
{
    return !rows->last || compare_places(row, rows->last) <= 0;
}

void ndx_kwic_rows_settle(ndx_kwic_rows *rows)
{
    if (rows->count)
        qsort((void *)rows->row, rows->count, sizeof(ndx_kwic_row *), compare_rows);
    while (rows->count > rows->wanted)
        free_row(rows->row[--rows->count]);
    if (rows->count && rows->count == rows->wanted)
        rows->last = rows->row[rows->count - 1];
}

bool ndx_kwic_rows_add(ndx_kwic_rows *rows, ndx_kwic_row *row, ndx_error *error)
{
    enum { FIRST = 64 };
    if (rows->count == rows->capacity && rows->count / 2 >= rows->wanted)
        ndx_kwic_rows_settle(rows); /* half of it is free then: a row is sorted twice, about */
    ndx_kwic_row **room = ndx_array_room((void *)rows->row, rows->count, &rows->capacity, FIRST,
                                         sizeof(ndx_kwic_row *));
    if (!room) {
        free_row(row);
        return ndx_error_memory(error, WHAT);
    }
    rows->row = room;
    rows->row[rows->count++] = row;
    return true;
}

bool ndx_kwic_rows_join(ndx_kwic_rows *rows, ndx_kwic_rows *other, ndx_error *error)
{
    other->last = NULL;
    while (other->count)
        if (!ndx_kwic_rows_add(rows, other->row[--other->count], error))
            return false;
    return true;
}

void ndx_kwic_rows_free(ndx_kwic_rows *rows)
{
    while (rows->count)
        free_row(rows->row[--rows->count]);
    free((void *)rows->row);
    *rows = (ndx_kwic_rows){0};
}
