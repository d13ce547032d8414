/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * index.h - an index open for reading: the live shards of one or more index directories at one
 * commit.
 *
 * Owns: stub file, shards, tombstones, settings. Must not know: queries, readers. An ndx_index
 * never changes; a later commit is seen by opening again. Not thread-safe: one ndx_index per thread
 * (cheap; the system shares the pages).
 */
#ifndef NEWSDEX_INDEX_H
#define NEWSDEX_INDEX_H

#include "newsdex/record.h"
#include "newsdex/terms.h"
#include "xapian_c/xapian_c.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ndx_index ndx_index;

/* $NEWSDEX_INDEX, else "./newsdex.index". */
const char *ndx_index_default_path(void);

/* Opens index directories together. Fails with NDX_ERROR_NOT_FOUND (no such directory),
 * NDX_ERROR_CORRUPT (not an index, damaged), NDX_ERROR_VERSION (made by a version this one cannot
 * read: says which, and what to do). A shard replaced meanwhile by an update makes it read the stub
 * again. */
ndx_index *ndx_index_open(const char *const *paths, size_t count, ndx_error *error);
void ndx_index_close(ndx_index *index);

/* All shards as one database; borrowed. Document ids interleave and are meaningless outside. NULL
 * when the index has no shard with documents. */
xc_database *ndx_index_database(ndx_index *index);

typedef struct ndx_shard_info {
    const char *directory; /* relative to the index */
    uint64_t serial;
    uint64_t documents;    /* deleted ones included */
    uint64_t deleted;      /* by tombstones */
    uint64_t text_bytes;   /* of the articles' text */
    uint64_t size_bytes;   /* on disk */
    xc_database *database; /* the shard alone; borrowed */
} ndx_shard_info;
size_t ndx_index_shard_count(const ndx_index *index);
const ndx_shard_info *ndx_index_shard(const ndx_index *index, size_t shard);

uint64_t ndx_index_articles(const ndx_index *index);      /* live ones */
uint64_t ndx_index_update_serial(const ndx_index *index); /* of the last commit */

/* The directories that were opened together, in that order, and the last commit of each. */
size_t ndx_index_directory_count(const ndx_index *index);
uint64_t ndx_index_directory_update(const ndx_index *index, size_t directory);

/* Articles per language, deleted ones included: *counts[ndx_language], ndx_language_count() long;
 * borrowed. */
const uint64_t *ndx_index_language_counts(const ndx_index *index);

/* Is the document behind this record deleted by a tombstone? */
bool ndx_index_is_deleted(const ndx_index *index, const ndx_record *record);

/* Did the article come with a later update than that of its directory's number in the array? The
 * same article again in another version has come with the update that brought this version; merges
 * and rebuilds bring nothing. */
bool ndx_index_is_after(const ndx_index *index, const ndx_record *record, const uint64_t *updates);

/* The word list that the record names; borrowed from the index. NULL: *error. */
ndx_words *ndx_index_words(ndx_index *index, const ndx_record *record, ndx_error *error);

/* The word list of a shard of ndx_index_shard(); borrowed from the index. NULL: *error. */
ndx_words *ndx_index_shard_words(ndx_index *index, size_t shard, ndx_error *error);

/* Damage (NDX_ERROR_CORRUPT) met at a record: puts the name of its shard in front of the message,
 * as far as the bytes say whose they are. Returns false. */
bool ndx_index_name_shard(const ndx_index *index, ndx_span record_bytes, ndx_error *error);

/* The live article with this id: its document id in ndx_index_database(), 0 if there is none. */
bool ndx_index_find_id(ndx_index *index, ndx_span id, xc_docid *document, ndx_error *error);

/* The record of a document of ndx_index_database(). It borrows from *data, which is overwritten and
 * freed by the caller with xc_string_free(). */
bool ndx_index_read_record(ndx_index *index, xc_docid document, xc_string *data, ndx_record *record,
                           ndx_error *error);

#ifdef __cplusplus
}
#endif
#endif
