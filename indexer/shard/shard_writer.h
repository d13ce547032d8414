/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard_writer.h - the one interface behind which a shard is written. Internal to indexer/.
 *
 * Owns: what a writer is given (the content) and must do. Must not know: where content comes from.
 *
 * A content can be had in two ways. A writer through libxapian takes documents with all their
 * terms, one after another. A writer of tables takes each table's entries in their order: records,
 * values, and the postings of one term after another; records on one thread and all else on another
 * at the same time.
 */
#ifndef NEWSDEX_SHARD_WRITER_H
#define NEWSDEX_SHARD_WRITER_H

#include "newsdex/terms.h"
#include "newsdex/words.h"

#define NDX_TERM_OF_ONE_DOCUMENT UINT32_MAX

typedef struct ndx_shard_term {
    uint32_t id; /* the same term, the same id; NDX_TERM_OF_ONE_DOCUMENT for ids and URLs, which
                    hardly ever recur */
    uint32_t wdf;
    ndx_span bytes;
} ndx_shard_term;

/* Borrowed until the next step. */
typedef struct ndx_shard_document {
    ndx_span record;
    const ndx_shard_term *terms; /* distinct, in no order */
    size_t term_count;
    ndx_span value[NDX_SLOT_COUNT]; /* empty: absent */
} ndx_shard_document;

/* What a document has besides its record and terms. Borrowed until the next step. */
typedef struct ndx_shard_values {
    ndx_span value[NDX_SLOT_COUNT]; /* empty: absent */
    uint32_t length;                /* sum of wdf */
} ndx_shard_values;

typedef struct ndx_shard_list {
    ndx_span term;
    uint64_t term_frequency, collection_frequency;
} ndx_shard_list;

/* Some of a list: borrowed until the next step. */
typedef struct ndx_shard_postings {
    const uint32_t *document, *wdf;
    size_t count; /* not 0 */
} ndx_shard_postings;

typedef struct ndx_shard_content {
    void *context;
    uint32_t documents; /* numbered from 0; document n becomes document id n + 1 */
    uint8_t uuid[16];   /* of the database */
    /* All metadata, keys ascending; may be called once, before all that follows but next_record,
     * which may run meanwhile. */
    bool (*metadata)(void *context, ndx_put put, void *put_context, ndx_error *error);
    bool metadata_apart; /* another thread may call it while values and lists are taken */

    /* Document by document. */
    ndx_step (*next)(void *context, ndx_shard_document *document, ndx_error *error);

    /* Table by table, each once. */
    ndx_step (*next_record)(void *context, ndx_span *record, ndx_error *error);
    ndx_step (*next_values)(void *context, ndx_shard_values *values, ndx_error *error);
    /* Terms ascending; of each the documents ascending, as many as its term frequency. */
    ndx_step (*next_list)(void *context, ndx_shard_list *list, ndx_error *error);
    ndx_step (*next_postings)(void *context, ndx_shard_postings *postings, ndx_error *error);
} ndx_shard_content;

typedef struct ndx_shard_writing {
    uint64_t memory_bytes;              /* a writer may use this, more or less */
    unsigned threads;                   /* as many at most */
    bool lasting;                       /* the caller will sync the files */
    bool (*interrupted)(void *context); /* may be NULL; called from the calling thread */
    void *interrupted_context;
} ndx_shard_writing;

typedef struct ndx_shard_writer {
    const char *name; /* as for --writer */
    bool by_tables;   /* which way it takes the content */
    /* Writes the database into `directory`, which does not exist. When it returns, all is in the
     * files, not necessarily on the disk (the caller syncs). On failure the directory may be half
     * there. */
    bool (*write)(const char *directory, const ndx_shard_content *content,
                  const ndx_shard_writing *writing, ndx_error *error);
} ndx_shard_writer;

/* Through libxapian's API: simple, the oracle of the other, and the way out where the installed
 * libxapian reads another format. */
extern const ndx_shard_writer ndx_shard_writer_xapian;
/* The tables themselves. */
extern const ndx_shard_writer ndx_shard_writer_bulk;

/* Does the installed libxapian read what the bulk writer writes? An empty database is made at
 * `scratch`, which does not exist, for the caller to remove. False: it does not, or nothing could
 * be written there. */
bool ndx_shard_bulk_is_read(const char *scratch);

/* Every so many documents or terms a writer asks whether it is interrupted. */
enum { NDX_INTERRUPT_EVERY = 256 };
bool ndx_shard_writing_goes_on(const ndx_shard_writing *writing, ndx_error *error);

#endif
