/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sizes.h - what each part of a shard takes on disk. Internal to indexer/.
 *
 * Owns: which entries of the tables are of which part. Must not know: how it is shown.
 */
#ifndef NEWSDEX_INDEX_SIZES_H
#define NEWSDEX_INDEX_SIZES_H

#include "newsdex/index.h"

typedef enum ndx_size_part {
    NDX_SIZE_TEXTS,         /* records: the texts in the dense code */
    NDX_SIZE_RECORDS,       /* records: all else */
    NDX_SIZE_WORD_POSTINGS, /* of words */
    NDX_SIZE_NAME_POSTINGS, /* of authors, sections, sources and their words */
    NDX_SIZE_DAY_POSTINGS,  /* of dates and languages */
    NDX_SIZE_HOST_POSTINGS, /* of URLs */
    NDX_SIZE_ID_POSTINGS,
    NDX_SIZE_LENGTHS, /* of documents */
    NDX_SIZE_VALUES,
    NDX_SIZE_WORDS,
    NDX_SIZE_MANIFEST,
    NDX_SIZE_OTHER_METADATA, /* header, tombstones */
    NDX_SIZE_SLOTS,          /* which value slots a document uses */
    NDX_SIZE_TERM_LISTS,     /* only where libxapian's API wrote them */
    NDX_SIZE_TREES,          /* blocks, directories, what is free in blocks */
    NDX_SIZE_PART_COUNT
} ndx_size_part;

typedef struct ndx_size_part_info {
    const char *name;        /* for scripts */
    const char *description; /* for a person */
} ndx_size_part_info;
const ndx_size_part_info *ndx_size_part_describe(ndx_size_part part);

/* Bytes, added to what is there: keys and contents of the entries, the rest of the files as trees.
 * An entry that libxapian deflated and cut counts as inflated. */
typedef struct ndx_sizes {
    uint64_t bytes[NDX_SIZE_PART_COUNT];
} ndx_sizes;

/* directory: of a shard. */
bool ndx_sizes_add(ndx_sizes *sizes, const char *directory, ndx_error *error);

#endif
