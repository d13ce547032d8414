/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merged_internal.h - what the files of a merge share. Internal to indexer/shard.
 *
 * merged.c puts it together, merged_words.c numbers words and writes their list, merged_records.c
 * codes records anew, merged_lists.c gives values and postings.
 */
#ifndef NEWSDEX_SHARD_MERGED_INTERNAL_H
#define NEWSDEX_SHARD_MERGED_INTERNAL_H

#include "codeword.h"
#include "mapped_memory.h"
#include "merge_heap.h"
#include "merged.h"

/* Of a word of a source, by its number there. */
typedef union ndx_merged_word {
    uint64_t entry; /* in the merged list, + 1, until numbers are given */
    ndx_codeword code;
} ndx_merged_word;

typedef struct ndx_merged_source {
    ndx_merge_source from;
    uint32_t documents, live;
    uint32_t first;     /* new number of its first live document */
    uint32_t *renumber; /* by document: its new number, UINT32_MAX: deleted; NULL: none is */
    ndx_words *words;   /* gone once the list is written */
    ndx_glass_cursor words_cursor;
    ndx_dense dense;
    uint32_t word_count;
    ndx_merged_word *word; /* by number */
    uint64_t *dead;        /* by number: occurrences in deleted documents; NULL: none */
} ndx_merged_source;

/* Mapped pages that a thread has touched, more or less. */
typedef struct ndx_touched {
    uint64_t bytes;
} ndx_touched;

typedef struct ndx_merged_records { /* one thread's */
    uint32_t source, document;      /* that come next */
    uint32_t number;                /* new, of the next */
    ndx_glass_cursor cursor;
    ndx_buffer code[NDX_TEXT_COUNT], atoms[3], record;
    ndx_touched touched;
} ndx_merged_records;

typedef struct ndx_merged_values { /* those of one source at a time */
    uint32_t source, document;
    bool open;
    ndx_glass_values slot[NDX_SLOT_COUNT];
    bool slot_ended[NDX_SLOT_COUNT];
    ndx_glass_postings lengths;
} ndx_merged_values;

enum { NDX_MERGED_BLOCK = 256 };
typedef struct ndx_merged_list { /* a source's walk over its terms */
    ndx_glass_terms terms;
    ndx_glass_postings counting; /* of the same list, where deleted documents must be counted */
    bool counts;
    uint8_t before[NDX_GLASS_TERM_BYTES_MAX]; /* the term before: terms must rise */
    size_t before_size;
    uint32_t docid[NDX_MERGED_BLOCK], wdf[NDX_MERGED_BLOCK]; /* read ahead */
    size_t count;
    uint32_t read; /* postings of the list, deleted ones too */
    uint64_t read_wdf;
} ndx_merged_list;

struct ndx_merged {
    ndx_merging how;
    ndx_seal_options options;
    ndx_shard_header header;
    ndx_merged_source *source;
    uint32_t source_count;
    ndx_mapped_memory memory;
    ndx_words_numbering numbering;
    uint32_t entries;
    uint64_t *frequency; /* by entry of the merged list, in its order */
    uint32_t *number;
    ndx_merged_records records;
    ndx_merged_values values;
    ndx_merged_list *list; /* by source; NULL before the first term */
    ndx_merge_heap heap;   /* of terms */
    size_t group_at;       /* whose postings are given */
    ndx_touched touched;   /* by the thread of all but the records */
};

bool ndx_merged_goes_on(const ndx_merged *merged, ndx_error *error);
/* NDX_ERROR_CORRUPT with the source's name; returns false. */
bool ndx_merged_damaged(const ndx_merged_source *source, const char *what, ndx_error *error);
/* Notes pages of a table that were touched; lets all go when they are many. */
void ndx_merged_touch(const ndx_merged *merged, ndx_touched *touched, ndx_glass_table table,
                      uint64_t bytes);

/* ---- words (merged_words.c) ---- */

/* Numbers and name; text_bytes of the header loses what deleted documents had. */
bool ndx_merged_number_words(ndx_merged *merged, ndx_error *error);
bool ndx_merged_write_words(ndx_merged *merged, ndx_put put, void *context, ndx_error *error);

/* ---- records (merged_records.c) ---- */

/* What the source's deleted documents hold leaves source->dead, and languages and text_bytes of the
 * header. */
bool ndx_merged_count_dead(ndx_merged *merged, ndx_merged_source *source, ndx_error *error);
ndx_step ndx_merged_next_record(void *context, ndx_span *record, ndx_error *error);
void ndx_merged_records_close(ndx_merged_records *records);

/* ---- values and postings (merged_lists.c) ---- */

ndx_step ndx_merged_next_values(void *context, ndx_shard_values *values, ndx_error *error);
ndx_step ndx_merged_next_list(void *context, ndx_shard_list *list, ndx_error *error);
ndx_step ndx_merged_next_postings(void *context, ndx_shard_postings *postings, ndx_error *error);
void ndx_merged_lists_close(ndx_merged *merged);

#endif
