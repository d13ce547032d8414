/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * glass_write.h - writing the tables of a glass database (glass_format.h), without libxapian.
 * Internal to indexer/.
 *
 * Owns: full blocks in one sequential pass; how tags are cut, chunks are made, keys formed. Must
 * not know: what is written. Entries must come in ascending order of their keys; that is checked.
 *
 * Blocks get their numbers when they are complete, so that a table is written from its first byte
 * to its last and its leaves stand in key order. A tag that does not fit into what is left of a
 * block is cut wherever that saves more than the second component costs: blocks are full but for
 * some thirty bytes, as with xapian-compact --fuller.
 */
#ifndef NEWSDEX_GLASS_WRITE_H
#define NEWSDEX_GLASS_WRITE_H

#include "glass_format.h"
#include "newsdex/buffer.h"

/* ---- a table ---- */

typedef struct ndx_glass_table_writer ndx_glass_table_writer;

/* Makes the table's file in the directory, which exists. block_bytes: a power of two between
 * NDX_GLASS_BLOCK_BYTES_MIN and _MAX. */
ndx_glass_table_writer *ndx_glass_table_writer_new(const char *directory, ndx_glass_table table,
                                                   uint32_t block_bytes, ndx_error *error);
/* For a file that will be synced: the disk may begin with it before, so that the sync waits for the
 * end of it alone. Does nothing where the system has no such call. */
void ndx_glass_table_begin_early(ndx_glass_table_writer *writer);
/* key: 1 to NDX_GLASS_KEY_BYTES_MAX bytes, above the one before (else NDX_ERROR_INTERNAL). tag: as
 * it is; NDX_ERROR_LIMIT if it would need too many components. */
bool ndx_glass_table_add(ndx_glass_table_writer *writer, ndx_span key, ndx_span tag,
                         ndx_error *error);
/* From now on one thread adds the first entries, with ndx_glass_table_add_first, and another at the
 * same time those behind them, with ndx_glass_table_add: these wait in memory, and when they take
 * bytes_most, so does that thread. */
bool ndx_glass_table_begin_firsts(ndx_glass_table_writer *writer, size_t bytes_most,
                                  ndx_error *error);
bool ndx_glass_table_add_first(ndx_glass_table_writer *writer, ndx_span key, ndx_span tag,
                               ndx_error *error);
/* There are no more, or they failed: must be called, or the other thread waits for ever. */
void ndx_glass_table_end_firsts(ndx_glass_table_writer *writer);
/* To be called before the table is finished: all is on the disk then. For a thread that has nothing
 * else to do. */
void ndx_glass_table_sync_at_end(ndx_glass_table_writer *writer);
/* Writes what is left. All is in the file then, not necessarily on the disk. */
bool ndx_glass_table_finish(ndx_glass_table_writer *writer, ndx_glass_root *root, ndx_error *error);
void ndx_glass_table_writer_free(ndx_glass_table_writer *writer);

/* A table without a file, as libxapian leaves those it does not need. */
ndx_glass_root ndx_glass_root_absent(uint32_t block_bytes);

/* ---- the table postlist: postings and lengths ---- */

/* One list being written. Zeroed at first; used again and again. */
typedef struct ndx_glass_list {
    ndx_glass_table_writer *table;
    ndx_span term; /* empty: the document lengths */
    uint64_t term_frequency, collection_frequency;
    uint32_t first, last; /* docids of the chunk; 0: none yet */
    bool continued;       /* the first chunk was written */
    ndx_buffer chunk, tag;
} ndx_glass_list;

/* term: borrowed until the end; at most NDX_GLASS_TERM_BYTES_MAX bytes. Both frequencies are 0 for
 * the lengths. */
void ndx_glass_list_begin(ndx_glass_list *list, ndx_glass_table_writer *table, ndx_span term,
                          uint64_t term_frequency, uint64_t collection_frequency);
/* docid: above the one before, from 1. wdf: or the document's length. */
bool ndx_glass_list_add(ndx_glass_list *list, uint32_t docid, uint32_t wdf, ndx_error *error);
/* The same for each; documents count from 0, so that the docid is one more. */
bool ndx_glass_list_add_documents(ndx_glass_list *list, const uint32_t *document,
                                  const uint32_t *wdf, size_t count, ndx_error *error);
bool ndx_glass_list_end(ndx_glass_list *list, ndx_error *error); /* an empty list writes nothing */
void ndx_glass_list_free(ndx_glass_list *list);

/* ---- the table postlist: values ---- */

/* The values of a slot being put into chunks. Zeroed is empty. They are kept as bytes until they
 * are written, for the statistics of all slots come before the values of any. Finished chunks may
 * be taken out of the buffer at any time and be written with ndx_glass_values_put. */
typedef struct ndx_glass_values_writer {
    uint32_t documents; /* that have it */
    ndx_buffer least, greatest;
    uint32_t first, last; /* docids of the chunk */
    ndx_buffer chunk;
    ndx_buffer chunks; /* finished ones: varint docid, counted tag */
} ndx_glass_values_writer;

/* docid: above the one before, from 1; value: not empty. */
bool ndx_glass_values_add(ndx_glass_values_writer *values, uint32_t docid, ndx_span value,
                          ndx_error *error);
/* After the last; slots in ascending order, all statistics before all values. A slot without values
 * writes nothing. */
bool ndx_glass_values_write_statistics(const ndx_glass_values_writer *values, uint32_t slot,
                                       ndx_glass_table_writer *table, ndx_error *error);
bool ndx_glass_values_write(ndx_glass_values_writer *values, uint32_t slot,
                            ndx_glass_table_writer *table, ndx_error *error);
/* Chunks that were taken out, before those that are left. */
bool ndx_glass_values_put(ndx_span chunks, uint32_t slot, ndx_glass_table_writer *table,
                          ndx_error *error);
void ndx_glass_values_free(ndx_glass_values_writer *values);

/* ---- keys of the other entries ---- */

bool ndx_glass_key_metadata(ndx_glass_key *key, ndx_span name);    /* false: too long */
void ndx_glass_key_document(ndx_glass_key *key, uint32_t docid);   /* docdata */
void ndx_glass_key_slots_used(ndx_glass_key *key, uint32_t docid); /* termlist */

/* ---- the version file ---- */

/* Writes it under its name; the last thing to be written. */
bool ndx_glass_version_write(const char *directory, const ndx_glass_version *version,
                             ndx_error *error);

/* "postlist.glass" ... */
const char *ndx_glass_table_file(ndx_glass_table table);

#endif
