/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk.h - every live article of an index looked at once, by several threads. Internal to
 * libnewsdex-search.
 *
 * Owns: the way to the records, over mapped tables or through libxapian where that cannot be. Must
 * not know: what is done with them.
 *
 * Articles have numbers from 0: those of the shards with documents one after the other, deleted
 * ones included. They mean nothing outside of the open index.
 */
#ifndef NEWSDEX_RANKING_WALK_H
#define NEWSDEX_RANKING_WALK_H

#include "ranking/local_shards.h"

typedef struct ndx_walk {
    ndx_index *index;
    unsigned threads;        /* 1 to NDX_WINDOW_THREADS_MAX */
    bool local;              /* the shards' tables are mapped: all of them */
    ndx_local_shards shards; /* with room for the threads, if local */
    size_t shard_count;      /* with documents, in the order of ndx_index_database() */
    size_t *first;           /* number of each one's first article, and behind the last the count */
} ndx_walk;

/* threads: at most so many (0: one). To be freed also after an error; zeroed is fine. */
bool ndx_walk_open(ndx_walk *walk, ndx_index *index, unsigned threads, ndx_error *error);
void ndx_walk_free(ndx_walk *walk);
static inline size_t ndx_walk_count(const ndx_walk *walk)
{
    return walk->first[walk->shard_count];
}

typedef struct ndx_walked {
    size_t number;
    xc_docid document;        /* in ndx_index_database() */
    const ndx_record *record; /* as ndx_record_skim() reads it; valid during the call */
    ndx_words *words;         /* the list that it names, for this thread */
} ndx_walked;

/* What a thread does with an article; false: the walk ends, with *error. */
typedef bool ndx_walk_visit(void *thread, const ndx_walked *article, ndx_error *error);

/* Visits all live articles. Each thread has its part of `parts`, which has room for walk->threads
 * of them, part_bytes each. */
bool ndx_walk_articles(ndx_walk *walk, void *parts, size_t part_bytes, ndx_walk_visit *visit,
                       ndx_error *error);

/* ---- single articles, for one thread, which is the walk's first ---- */

typedef struct ndx_walk_reader {
    ndx_walk *walk;
    ndx_glass_cursor *records; /* a shard each, if local */
    xc_string data;            /* if not */
} ndx_walk_reader;

/* The walk must outlive it. To be closed also after an error; zeroed is fine. */
bool ndx_walk_reader_open(ndx_walk_reader *reader, ndx_walk *walk, ndx_error *error);
void ndx_walk_reader_close(ndx_walk_reader *reader);
/* Reads the whole record, valid until the next is read, and gives its words. */
bool ndx_walk_read(ndx_walk_reader *reader, xc_docid document, ndx_record *record,
                   ndx_words **words, ndx_error *error);

#endif
