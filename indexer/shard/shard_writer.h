/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard_writer.h - the one interface behind which a shard is written. Internal to indexer/.
 *
 * Owns: what a writer is given (the content) and must do. Must not know: where content comes from.
 *
 * A content is a stream of documents that can be begun again, in document order, with shared terms
 * as small dense ids: a writer through libxapian takes it as it comes; a writer of tables inverts
 * it (count the postings of each id in one pass, place them in a second, or in slices as memory
 * allows; ndx_shard_content.term gives the bytes to sort ids by).
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

typedef struct ndx_shard_content {
    void *context;
    uint32_t documents; /* numbered from 0; document n becomes document id n + 1 */
    /* All metadata, keys ascending within the groups that shard_header.h lists; may be called once.
     */
    bool (*metadata)(void *context, ndx_put put, void *put_context, ndx_error *error);
    /* Back to the first document. */
    bool (*rewind)(void *context, ndx_error *error);
    ndx_step (*next)(void *context, ndx_shard_document *document, ndx_error *error);
    /* How many ids were given so far, and the bytes of one; they stay valid as long as the content.
     */
    uint32_t (*term_count)(void *context);
    ndx_span (*term)(void *context, uint32_t id);
} ndx_shard_content;

typedef struct ndx_shard_writer {
    const char *name; /* "xapian" */
    /* Writes the database into `directory`, which does not exist; may use memory_bytes, more or
     * less. interrupted may be NULL. When it returns, all is in the files, not necessarily on the
     * disk (the caller syncs). On failure the directory may be half there. */
    bool (*write)(const char *directory, const ndx_shard_content *content, uint64_t memory_bytes,
                  bool (*interrupted)(void *context), void *interrupted_context, ndx_error *error);
} ndx_shard_writer;

/* Through libxapian's API. */
extern const ndx_shard_writer ndx_shard_writer_xapian;

#endif
