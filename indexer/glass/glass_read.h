/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass_read.h - reading a local glass database straight from its mapped tables, without libxapian.
 * Internal to indexer/ and search/.
 *
 * Owns: the mapped files; cursors over tables, postings, values, terms, documents and metadata.
 * Must not know: news, records, queries. The format is told in glass_format.h.
 *
 * Every byte is untrusted: damage gives NDX_ERROR_CORRUPT, naming the file and the block, or an
 * answer that is wrong; never a crash and never a loop without end. A file that is cut while it is
 * mapped cannot be defended against (SIGBUS); shards never change once written.
 *
 * An open database does not change and may be shared by threads; a cursor belongs to one thread. A
 * cursor is a struct of the caller's: zeroed, or opened, it can be closed; closing twice is fine.
 * Spans that a cursor gives are valid until it moves. After an error a cursor can only be closed
 * or sought anew.
 */
#ifndef NEWSDEX_GLASS_READ_H
#define NEWSDEX_GLASS_READ_H

#include "glass_format.h"
#include "newsdex/buffer.h"

/* A tag (a record, a chunk of words) may have this many bytes, inflated: more than the record of
 * the largest article has. */
#define NDX_GLASS_TAG_BYTES_MAX 268435456u

/* ---- version file (glass_version_read.c) ---- */

/* Reads and checks DIRECTORY/iamglass. NDX_ERROR_NOT_FOUND: there is none; NDX_ERROR_VERSION:
 * another format; NDX_ERROR_CORRUPT: it is no version file. */
bool ndx_glass_version_read(const char *directory, ndx_glass_version *version, ndx_error *error);

/* ---- database (glass_read.c) ---- */

typedef struct ndx_glass_database ndx_glass_database;

/* The tables the version file names must be there and as long as it says. NULL on error. */
ndx_glass_database *ndx_glass_open(const char *directory, ndx_error *error);
void ndx_glass_close(ndx_glass_database *database); /* NULL does nothing */
const ndx_glass_version *ndx_glass_version_of(const ndx_glass_database *database);
/* The table's pages leave the process (not the system's cache); they come back when they are
 * touched. For one who reads much once. */
void ndx_glass_forget(const ndx_glass_database *database, ndx_glass_table table);

/* ---- table cursor (glass_cursor.c, glass_tag.c) ---- */

typedef struct ndx_glass_place {
    const uint8_t *block; /* NULL: none yet */
    uint32_t number;
    uint32_t item, count; /* where in the block's directory, and how long it is */
} ndx_glass_place;

typedef struct ndx_glass_cursor {
    const struct ndx_glass_mapped *table; /* NULL: closed */
    ndx_span key;                         /* of the entry; empty before the first */
    ndx_span part;                        /* of its tag: all of it if single and not compressed */
    bool single, compressed;
    bool tag_ready; /* the buffer has the tag, and place the last component */
    ndx_buffer tag; /* assembled or inflated */
    struct z_stream_s *inflating;
    ndx_glass_place place[NDX_GLASS_LEVELS_MAX]; /* 0 is the leaf */
} ndx_glass_cursor;

/* Before the first entry. A table that has no file is empty. */
void ndx_glass_cursor_open(ndx_glass_cursor *cursor, const ndx_glass_database *database,
                           ndx_glass_table table);
void ndx_glass_cursor_close(ndx_glass_cursor *cursor);
/* To the last entry whose key is not above this one; before the first if all are. Costs little when
 * keys rise, nothing to speak of within a block. exact may be NULL. */
bool ndx_glass_cursor_find(ndx_glass_cursor *cursor, ndx_span key, bool *exact, ndx_error *error);
/* To the first entry whose key is not below this one. */
ndx_step ndx_glass_cursor_find_from(ndx_glass_cursor *cursor, ndx_span key, ndx_error *error);
ndx_step ndx_glass_cursor_next(ndx_glass_cursor *cursor, ndx_error *error);
/* The entry's tag: borrowed from the mapped file, or from the cursor where it had to be put
 * together. */
bool ndx_glass_cursor_tag(ndx_glass_cursor *cursor, ndx_span *tag, ndx_error *error);

/* ---- document data (glass_metadata.c) ---- */

/* With a cursor over NDX_GLASS_DOCDATA. Empty if there is none. Rising docids cost least. */
bool ndx_glass_document_data(ndx_glass_cursor *cursor, uint32_t docid, ndx_span *data,
                             ndx_error *error);

/* ---- data of many documents (glass_directory.c) ---- */

/* Where the documents' leaves begin: 8 bytes a leaf. It does not change and may be shared. */
typedef struct ndx_glass_directory ndx_glass_directory;
ndx_glass_directory *ndx_glass_directory_new(const ndx_glass_database *database, ndx_error *error);
void ndx_glass_directory_free(ndx_glass_directory *directory); /* NULL does nothing */

/* A stream of documents, docids rising, whose data comes some batches later:
 *
 *     do {
 *         batch = ndx_glass_stream_next(&stream);
 *         batch->count = ...; batch->docid[...] = ...;      at the end 0, until none is due
 *         ndx_glass_stream_step(&stream, &due, error);
 *         ... due->count, due->docid, due->data ...
 *     } while (...);
 *
 * Data is borrowed from the mapped file and the stream, until the next step. Data that is not found
 * so (none, compressed, in many components, damaged) is empty: ask ndx_glass_document_data(). */
enum { NDX_GLASS_BATCH = 16, NDX_GLASS_STREAM_BATCHES = 4 };
typedef struct ndx_glass_batch {
    size_t count;
    uint32_t docid[NDX_GLASS_BATCH];
    ndx_span data[NDX_GLASS_BATCH];
    /* The rest is the stream's. */
    uint32_t leaf[NDX_GLASS_BATCH];
    const uint8_t *slot[NDX_GLASS_BATCH];
    ndx_buffer room;
} ndx_glass_batch;

typedef struct ndx_glass_stream {
    const ndx_glass_directory *directory;
    uint32_t leaf;
    size_t turn;
    ndx_glass_batch batch[NDX_GLASS_STREAM_BATCHES];
} ndx_glass_stream;

void ndx_glass_stream_open(ndx_glass_stream *stream, const ndx_glass_directory *directory);
void ndx_glass_stream_close(ndx_glass_stream *stream); /* zeroed or opened */
ndx_glass_batch *ndx_glass_stream_next(ndx_glass_stream *stream);
/* False only when memory runs out. */
bool ndx_glass_stream_step(ndx_glass_stream *stream, ndx_glass_batch **due, ndx_error *error);

/* ---- metadata (glass_metadata.c) ---- */

/* With a cursor over NDX_GLASS_POSTLIST. Empty if there is none. */
bool ndx_glass_metadata(ndx_glass_cursor *cursor, ndx_span key, ndx_span *value, ndx_error *error);
/* Walks the keys that begin with `prefix` in order: `first` then next. *key lacks glass's own
 * prefix; the value is the cursor's tag. */
ndx_step ndx_glass_metadata_first(ndx_glass_cursor *cursor, ndx_span prefix, ndx_span *key,
                                  ndx_error *error);
ndx_step ndx_glass_metadata_next(ndx_glass_cursor *cursor, ndx_span prefix, ndx_span *key,
                                 ndx_error *error);

/* ---- postings (glass_postings.c) ---- */

typedef struct ndx_glass_postings {
    uint32_t docid, wdf;           /* of the posting it stands at, once a step gave one */
    uint32_t frequency;            /* documents that have the term; 0: no such term */
    uint64_t collection_frequency; /* sum of wdf */
    /* The rest is its own. */
    const uint8_t *at, *end;    /* the chunk's postings to come */
    uint32_t chunk_last;        /* last docid of the chunk */
    bool last_chunk, first_due; /* first_due: docid and wdf are the chunk's first, not given yet */
    bool ended;
    ndx_glass_key key; /* of the first chunk */
    ndx_glass_cursor cursor;
} ndx_glass_postings;

/* Before the first posting. A term that is not there has frequency 0 and no postings. */
bool ndx_glass_postings_open(ndx_glass_postings *postings, const ndx_glass_database *database,
                             ndx_span term, ndx_error *error);
/* Document lengths: docid and wdf, which is the length; frequency is the number of documents. */
bool ndx_glass_lengths_open(ndx_glass_postings *postings, const ndx_glass_database *database,
                            ndx_error *error);
/* The lengths of the documents 1 to count, which must be all there are. */
bool ndx_glass_lengths_read(const ndx_glass_database *database, uint32_t *lengths, uint32_t count,
                            ndx_error *error);
void ndx_glass_postings_close(ndx_glass_postings *postings);
/* Another term with the same cursor: costs less than closing and opening. */
bool ndx_glass_postings_reopen(ndx_glass_postings *postings, ndx_span term, ndx_error *error);

ndx_step ndx_glass_postings_next(ndx_glass_postings *postings, ndx_error *error);
/* To the first posting whose docid is not below this one; stays where it is if that is so already
 * (and was given). */
ndx_step ndx_glass_postings_skip_to(ndx_glass_postings *postings, uint32_t docid, ndx_error *error);
/* The next postings, at most `capacity` (1 and more) of them: *count of them, all of one chunk;
 * 0 at the end. wdfs may be NULL. The cursor then stands at the last that was given. */
bool ndx_glass_postings_block(ndx_glass_postings *postings, uint32_t *docids, uint32_t *wdfs,
                              size_t capacity, size_t *count, ndx_error *error);

/* ---- all terms (glass_terms.c) ---- */

typedef struct ndx_glass_terms {
    ndx_span term;               /* valid until next */
    ndx_glass_postings postings; /* of the term, before the first; may be read or left */
    uint8_t bytes[NDX_GLASS_KEY_BYTES_MAX];
    uint8_t from[NDX_GLASS_KEY_BYTES_MAX];
    uint32_t from_size;
    bool begun;
} ndx_glass_terms;

/* Before the first term that is not below `from`, which may be empty: terms come in byte order. */
bool ndx_glass_terms_open(ndx_glass_terms *terms, const ndx_glass_database *database, ndx_span from,
                          ndx_error *error);
void ndx_glass_terms_close(ndx_glass_terms *terms);
ndx_step ndx_glass_terms_next(ndx_glass_terms *terms, ndx_error *error);

/* ---- values (glass_values.c) ---- */

typedef struct ndx_glass_value_statistics {
    uint32_t frequency;    /* documents that have one; 0: none, and the bounds are empty */
    ndx_span lower, upper; /* borrowed from the cursor */
} ndx_glass_value_statistics;

/* With a cursor over NDX_GLASS_POSTLIST. */
bool ndx_glass_value_statistics_read(ndx_glass_cursor *cursor, uint32_t slot,
                                     ndx_glass_value_statistics *statistics, ndx_error *error);

typedef struct ndx_glass_values {
    uint32_t docid; /* 0 before the first */
    ndx_span value; /* valid until the cursor moves */
    /* The rest is its own. */
    uint32_t slot;
    bool ended;
    ndx_span rest; /* of the chunk */
    ndx_glass_cursor cursor;
} ndx_glass_values;

/* Before the first value of the slot. */
void ndx_glass_values_open(ndx_glass_values *values, const ndx_glass_database *database,
                           uint32_t slot);
void ndx_glass_values_close(ndx_glass_values *values);
ndx_step ndx_glass_values_next(ndx_glass_values *values, ndx_error *error);
/* To the first value whose docid is not below this one; stays if that is so already. */
ndx_step ndx_glass_values_skip_to(ndx_glass_values *values, uint32_t docid, ndx_error *error);

#endif
