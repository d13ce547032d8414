/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kwic_rows.h - the rows of a concordance, and the first so many of them. Internal to kwic.c.
 *
 * Owns: the rows' memory and their order. Must not know: where a row comes from, how it looks.
 */
#ifndef NEWSDEX_PRESENT_KWIC_ROWS_H
#define NEWSDEX_PRESENT_KWIC_ROWS_H

#include "present/kwic.h"

/* What the rows of an article share. */
typedef struct ndx_kwic_article {
    const ndx_kwic_sort *sort; /* borrowed */
    size_t holders;            /* its rows, and who is about to keep one; it goes with the last */
    int64_t seconds;           /* ndx_date_seconds() */
    ndx_span id, path, source, source_key, date, headline; /* source_key: folded */
} ndx_kwic_article;

typedef struct ndx_kwic_row {
    ndx_kwic_article *article;
    ndx_text_field field;
    uint32_t first, last; /* words of the field, from 0, both included */
    const ndx_span *key;  /* one for each of the order's keys; empty where the article has it */
    ndx_span left, match, right;
} ndx_kwic_row;

/* Copies, each in one block. NULL: out of memory. The caller holds the article's, and lets go of it;
 * a row holds its own. */
ndx_kwic_article *ndx_kwic_article_keep(const ndx_kwic_article *article);
void ndx_kwic_article_let_go(ndx_kwic_article *kept); /* NULL does nothing */
ndx_kwic_row *ndx_kwic_row_keep(const ndx_kwic_row *row, ndx_kwic_article *kept_article);

typedef struct ndx_kwic_rows {
    uint64_t wanted; /* 1 and more; UINT64_MAX: all */
    ndx_kwic_row **row;
    size_t count, capacity;
    const ndx_kwic_row *last; /* a row behind it is not among the wanted; NULL: not known yet */
} ndx_kwic_rows;

/* May the row be among them? left, match, right, date and headline need not be there yet. */
bool ndx_kwic_rows_want(const ndx_kwic_rows *rows, const ndx_kwic_row *row);
/* Takes over a kept row, also if it fails. */
bool ndx_kwic_rows_add(ndx_kwic_rows *rows, ndx_kwic_row *row, ndx_error *error);
/* Takes over all that another one has. */
bool ndx_kwic_rows_join(ndx_kwic_rows *rows, ndx_kwic_rows *other, ndx_error *error);
/* Sorts, and frees what is not wanted. */
void ndx_kwic_rows_settle(ndx_kwic_rows *rows);
void ndx_kwic_rows_free(ndx_kwic_rows *rows);

#endif
