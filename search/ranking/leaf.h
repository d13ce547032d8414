/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * leaf.h - one leaf of a scoring, read in one shard. Internal to libnewsdex-search: for scores.c.
 *
 * Owns: its postings, and the ways to walk them through a window: to find documents, to add to the
 * scores of some, to keep those that have it. Must not know: what the leaf stands for in a query.
 *
 * Windows rise, and each leaf is walked once a window at most.
 */
#ifndef NEWSDEX_RANKING_LEAF_H
#define NEWSDEX_RANKING_LEAF_H

#include "ranking/scoring.h"

enum {
    NDX_LEAF_BLOCK = 256,
    NDX_LEAF_LISTS = 8 /* the lists of more terms than this are walked one after the other */
};

/* Postings read ahead. */
typedef struct leaf_list {
    ndx_glass_postings postings;
    size_t at, count;
    uint32_t docid[NDX_LEAF_BLOCK], wdf[NDX_LEAF_BLOCK];
} leaf_list;

typedef struct leaf_reader {
    const scoring_leaf *leaf;
    leaf_list *lists; /* of each of its terms; NULL: too many to have them all open */
    leaf_list *sole;  /* the only one that has postings here; NULL: several */
    uint32_t *wdf;    /* where there are no lists: what each document of the shard has of them */
    ndx_document_set having; /* ditto: any */
    uint64_t frequency;
    double most; /* this leaf and all behind it give at most this */
} leaf_reader;

/* What leaves share while a window is worked on. */
typedef struct leaf_window {
    const ndx_bm25 *bm25;
    ndx_scores_shard shard;
    uint32_t first, size;
    double least;           /* what scores less need not be found */
    ndx_document_set found; /* by leaves alone */
    ndx_document_set marked;
    uint32_t *wdf;    /* a window of sums; 0 between uses */
    ndx_error *error; /* of the call that is under way */
} leaf_window;

bool ndx_leaf_open(const leaf_window *window, const scoring_leaf *leaf, leaf_reader *reader);
void ndx_leaf_close(leaf_reader *reader);

/* Adds the leaf's documents to window->found, and what it gives to their scores: those found for
 * the first time have none yet. */
bool ndx_leaf_find(leaf_window *window, leaf_reader *reader, double *score);
/* Adds what it gives to the scores of the members that have it. It may add to those of others. */
bool ndx_leaf_score(leaf_window *window, leaf_reader *reader, const ndx_document_set *members,
                    double *score);
/* The same, and keeps only those members. */
bool ndx_leaf_meet(leaf_window *window, leaf_reader *reader, ndx_document_set *members,
                   double *score);

#endif
