/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * writable_database.h - changing a database.
 *
 * Owns: opening for writing, adding, replacing, deleting, transactions and commits.
 *
 * Changes wait in memory until xc_writable_database_commit (libxapian also commits by itself every
 * 10,000 changes, or XAPIAN_FLUSH_THRESHOLD). Commit explicitly: freeing the handle commits too,
 * but an error is then lost. A commit that fails loses all changes that waited.
 */
#ifndef XAPIAN_C_WRITABLE_DATABASE_H
#define XAPIAN_C_WRITABLE_DATABASE_H

#include <stdbool.h>

#include "xapian_c/bytes.h"
#include "xapian_c/database.h"
#include "xapian_c/document.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_writable_database xc_writable_database;

/* One of the first four (by default create or open), and any of the others; a backend of database.h
 * may be added. */
enum {
    XC_WRITE_CREATE_OR_OPEN = 0x00,
    XC_WRITE_CREATE_OR_OVERWRITE = 0x01,
    XC_WRITE_CREATE = 0x02, /* fails if there is one */
    XC_WRITE_OPEN = 0x03,   /* fails if there is none */
    XC_WRITE_NO_SYNC = 0x04,
    XC_WRITE_FULL_SYNC = 0x08,
    XC_WRITE_DANGEROUS = 0x10,    /* in place: no readers meanwhile, not safe against a crash */
    XC_WRITE_NO_TERM_LIST = 0x20, /* no term lists; documents cannot be deleted or expanded */
    XC_WRITE_RETRY_LOCK = 0x40    /* wait for the lock, without limit */
};

/* block_size: bytes, a power of 2 from 2048 to 65536; 0: libxapian's default, 8192. */
xc_status xc_writable_database_open(const char *path, int flags, unsigned block_size,
                                    xc_writable_database **database, xc_error *error);
/* Lives in memory and is gone with its handle. For tests: slow and without check or compact. */
xc_status xc_writable_database_open_in_memory(xc_writable_database **database, xc_error *error);
xc_status xc_writable_database_open_tcp(const char *host, unsigned port, unsigned timeout_ms,
                                        unsigned connect_timeout_ms, int flags,
                                        xc_writable_database **database, xc_error *error);
xc_status xc_writable_database_open_program(const char *program, const char *arguments,
                                            unsigned timeout_ms, int flags,
                                            xc_writable_database **database, xc_error *error);
/* Adds shards: new documents then go to them in turn. */
xc_status xc_writable_database_add(xc_writable_database *database,
                                   const xc_writable_database *added, xc_error *error);

/* Borrowed: the same database to be read, with what was not committed yet (on disk backends). Not
 * to be freed; valid as long as the handle. */
xc_database *xc_writable_database_reader(xc_writable_database *database);

/* A transaction that is open is cancelled, else changes are committed, and errors are told. */
xc_status xc_writable_database_close(xc_writable_database *database, xc_error *error);
/* NULL does nothing. */
void xc_writable_database_free(xc_writable_database *database);

xc_status xc_writable_database_commit(xc_writable_database *database, xc_error *error);
/* flushed: commits before and after, so that the transaction reaches the disk whole. Not atomic
 * over several shards. */
xc_status xc_writable_database_begin_transaction(xc_writable_database *database, bool flushed,
                                                 xc_error *error);
xc_status xc_writable_database_commit_transaction(xc_writable_database *database, xc_error *error);
xc_status xc_writable_database_cancel_transaction(xc_writable_database *database, xc_error *error);

/* docid may be NULL. */
xc_status xc_writable_database_add_document(xc_writable_database *database,
                                            const xc_document *document, xc_docid *docid,
                                            xc_error *error);
/* Adds the document under this number if there is none. */
xc_status xc_writable_database_replace_document(xc_writable_database *database, xc_docid docid,
                                                const xc_document *document, xc_error *error);
/* Replaces the first document that has the term, deletes the others that have it; adds the document
 * if none has. The document itself should contain the term. */
xc_status xc_writable_database_replace_by_term(xc_writable_database *database, xc_bytes term,
                                               const xc_document *document, xc_docid *docid,
                                               xc_error *error);
xc_status xc_writable_database_delete_document(xc_writable_database *database, xc_docid docid,
                                               xc_error *error);
/* All documents that have the term; none is fine. */
xc_status xc_writable_database_delete_by_term(xc_writable_database *database, xc_bytes term,
                                              xc_error *error);

/* An empty value removes the key. The key is at most 245 bytes or so, NUL counting twice. */
xc_status xc_writable_database_set_metadata(xc_writable_database *database, xc_bytes key,
                                            xc_bytes value, xc_error *error);

xc_status xc_writable_database_add_spelling(xc_writable_database *database, xc_bytes word,
                                            xc_termcount frequency, xc_error *error);
xc_status xc_writable_database_remove_spelling(xc_writable_database *database, xc_bytes word,
                                               xc_termcount frequency, xc_error *error);
xc_status xc_writable_database_add_synonym(xc_writable_database *database, xc_bytes term,
                                           xc_bytes synonym, xc_error *error);
xc_status xc_writable_database_remove_synonym(xc_writable_database *database, xc_bytes term,
                                              xc_bytes synonym, xc_error *error);
xc_status xc_writable_database_clear_synonyms(xc_writable_database *database, xc_bytes term,
                                              xc_error *error);

#ifdef __cplusplus
}
#endif
#endif
