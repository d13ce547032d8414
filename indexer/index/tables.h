/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tables.h - a local shard as mapped tables, read without libxapian: for what must be read fast and
 * by several threads. Internal to indexer/ and search/.
 *
 * Owns: the open database, and a word list for each thread that reads it. Must not know: queries.
 */
#ifndef NEWSDEX_INDEX_TABLES_H
#define NEWSDEX_INDEX_TABLES_H

#include "glass_read.h"
#include "snapshot.h"

struct ndx_index;

typedef struct ndx_tables {
    const ndx_shard *shard;
    ndx_glass_database *database;   /* NULL: cannot be read so */
    uint32_t documents;             /* their docids are their numbers + 1 */
    ndx_glass_directory *directory; /* of the records; NULL: not made yet */
    uint32_t *lengths;              /* weighted, a document each; NULL: not read yet */
    int64_t *times;                 /* of publication, ndx_date_seconds; ditto */
    struct ndx_reading **readings;  /* a thread's each */
    size_t reading_count;
} ndx_tables;

/* The shard's tables, opened when first asked for; borrowed. *tables is NULL where libxapian has to
 * be asked: the shard is remote, has gone, its format is another, or its documents are not numbered
 * without gaps. */
bool ndx_shard_tables(ndx_shard *shard, ndx_tables **tables, ndx_error *error);
/* The same for a shard of ndx_index_shard(). */
bool ndx_index_tables(struct ndx_index *index, size_t shard, ndx_tables **tables, ndx_error *error);
void ndx_tables_close(ndx_tables *tables); /* NULL does nothing */

/* Makes room for so many threads, each with a number from 0; to be called by one of them. */
bool ndx_tables_prepare(ndx_tables *tables, size_t threads, ndx_error *error);
/* Makes the directory of the records, if there is none yet; for one thread while no other reads. */
bool ndx_tables_make_directory(ndx_tables *tables, ndx_error *error);
/* Reads the lengths of all documents, if that was not done yet; ditto. */
bool ndx_tables_read_lengths(ndx_tables *tables, ndx_error *error);
/* Reads the times of publication of all documents, if that was not done yet; ditto. */
bool ndx_tables_read_times(ndx_tables *tables, ndx_error *error);
/* The word list for the thread of this number, opened when first asked for; borrowed. */
ndx_words *ndx_tables_words(ndx_tables *tables, size_t thread, ndx_error *error);

/* Damage (NDX_ERROR_CORRUPT) met in it: puts the shard's name in front of the message, unless it is
 * there. Returns false. */
bool ndx_shard_name_in(const ndx_shard *shard, ndx_error *error);

#endif
