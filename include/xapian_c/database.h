/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * database.h - reading a database, or several as one.
 *
 * Owns: opening and asking. Writing is writable_database.h, checking and compacting maintenance.h.
 *
 * A database handle may be used by one thread at a time; each thread opens its own. After
 * XC_DATABASE_MODIFIED_ERROR (the writer committed twice since this reader opened): reopen and run
 * the query again. xc_database_reopen does not look at a changed stub file again: close and open.
 */
#ifndef XAPIAN_C_DATABASE_H
#define XAPIAN_C_DATABASE_H

#include <stdbool.h>

#include "xapian_c/bytes.h"
#include "xapian_c/cursor.h"
#include "xapian_c/document.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_database xc_database;

/* Flags for opening. The backend is found out from the path when none is named; a directory with a
 * file XAPIANDB and a plain text file are stubs, each line of which names a database. */
enum { XC_DATABASE_GLASS = 0x100, XC_DATABASE_STUB = 0x300, XC_DATABASE_INMEMORY = 0x400 };

xc_status xc_database_open(const char *path, int flags, xc_database **database, xc_error *error);
/* A single-file database at the current position of a file descriptor, which libxapian takes over
 * and closes. */
xc_status xc_database_open_descriptor(int descriptor, int flags, xc_database **database,
                                      xc_error *error);
/* xapian-tcpsrv. Times in milliseconds; 0: wait for ever. */
xc_status xc_database_open_tcp(const char *host, unsigned port, unsigned timeout_ms,
                               unsigned connect_timeout_ms, xc_database **database,
                               xc_error *error);
/* xapian-progsrv, started as `program arguments`. */
xc_status xc_database_open_program(const char *program, const char *arguments, unsigned timeout_ms,
                                   xc_database **database, xc_error *error);
/* One with no shards, to add some to. */
xc_status xc_database_new_empty(xc_database **database, xc_error *error);

/* Adds a database as further shards. With n shards document d of shard s (from 0) gets the number
 * (d - 1) * n + s + 1. `added` may be freed afterwards. */
xc_status xc_database_add(xc_database *database, const xc_database *added, xc_error *error);

/* How many shards it has. */
xc_status xc_database_shard_count(const xc_database *database, size_t *count, xc_error *error);

/* Closes files; later use gives XC_DATABASE_CLOSED_ERROR. Closing twice is fine. */
xc_status xc_database_close(xc_database *database, xc_error *error);
/* Looks at the newest revision; *changed (may be NULL) says whether it may be another. */
xc_status xc_database_reopen(xc_database *database, bool *changed, xc_error *error);
/* Sends something to remote shards, lest they time out. */
xc_status xc_database_keep_alive(xc_database *database, xc_error *error);
/* NULL does nothing. Cursors, documents and enquiries made from it stay valid. */
void xc_database_free(xc_database *database);

/* Statistics. */
xc_status xc_database_doccount(const xc_database *database, xc_doccount *count, xc_error *error);
xc_status xc_database_lastdocid(const xc_database *database, xc_docid *docid, xc_error *error);
xc_status xc_database_average_length(const xc_database *database, double *length, xc_error *error);
xc_status xc_database_total_length(const xc_database *database, uint64_t *length, xc_error *error);
xc_status xc_database_doclength(const xc_database *database, xc_docid docid, xc_termcount *length,
                                xc_error *error);
xc_status xc_database_doclength_bounds(const xc_database *database, xc_termcount *lower,
                                       xc_termcount *upper, xc_error *error);
/* Distinct terms of the document (on some backends an upper bound of that). */
xc_status xc_database_unique_terms(const xc_database *database, xc_docid docid, xc_termcount *count,
                                   xc_error *error);
xc_status xc_database_has_positions(const xc_database *database, bool *has, xc_error *error);
/* Of a term: the number of documents, the sum of wdf, an upper bound of wdf. 0 if there is none. */
xc_status xc_database_termfreq(const xc_database *database, xc_bytes term, xc_doccount *count,
                               xc_error *error);
xc_status xc_database_collection_freq(const xc_database *database, xc_bytes term,
                                      xc_termcount *count, xc_error *error);
xc_status xc_database_wdf_upper_bound(const xc_database *database, xc_bytes term, xc_termcount *wdf,
                                      xc_error *error);
xc_status xc_database_term_exists(const xc_database *database, xc_bytes term, bool *exists,
                                  xc_error *error);
/* Of a value slot: the number of documents that use it, and bounds of its values. Either bound may
 * be NULL. */
xc_status xc_database_value_freq(const xc_database *database, xc_slot slot, xc_doccount *count,
                                 xc_error *error);
xc_status xc_database_value_bounds(const xc_database *database, xc_slot slot, xc_string *lower,
                                   xc_string *upper, xc_error *error);

/* Documents. One that is not there: XC_DOCUMENT_NOT_FOUND_ERROR. */
xc_status xc_database_document(const xc_database *database, xc_docid docid, xc_document **document,
                               xc_error *error);
/* As before without looking whether it exists, which saves a look-up: only for a docid that is
 * known to be there. The handle *document is reused when it is not NULL. */
xc_status xc_database_document_assume_valid(const xc_database *database, xc_docid docid,
                                            xc_document **document, xc_error *error);
/* A document's data in one call, the fastest way to it; `data` is reused. */
xc_status xc_database_get_data(const xc_database *database, xc_docid docid, xc_string *data,
                               xc_error *error);

/* Cursors; to be freed by the caller. */
/* An empty term: all documents. */
xc_status xc_database_postings(const xc_database *database, xc_bytes term,
                               xc_posting_cursor **cursor, xc_error *error);
xc_status xc_database_positions(const xc_database *database, xc_docid docid, xc_bytes term,
                                xc_position_cursor **cursor, xc_error *error);
xc_status xc_database_document_terms(const xc_database *database, xc_docid docid,
                                     xc_term_cursor **cursor, xc_error *error);
xc_status xc_database_terms(const xc_database *database, xc_bytes prefix, xc_term_cursor **cursor,
                            xc_error *error);
/* All values of a slot, by docid; documents without one are not visited. */
xc_status xc_database_values(const xc_database *database, xc_slot slot, xc_value_cursor **cursor,
                             xc_error *error);

/* Metadata: empty when there is none. Of several shards the first alone answers. */
xc_status xc_database_get_metadata(const xc_database *database, xc_bytes key, xc_string *value,
                                   xc_error *error);
xc_status xc_database_metadata_keys(const xc_database *database, xc_bytes prefix,
                                    xc_term_cursor **cursor, xc_error *error);

/* Spelling (not over remote databases before libxapian 2): empty when there is no suggestion. */
xc_status xc_database_spelling_suggestion(const xc_database *database, xc_bytes word,
                                          unsigned max_edit_distance, xc_string *suggestion,
                                          xc_error *error);
xc_status xc_database_spellings(const xc_database *database, xc_term_cursor **cursor,
                                xc_error *error);
/* Synonyms of a term, and the terms that have some. */
xc_status xc_database_synonyms(const xc_database *database, xc_bytes term, xc_term_cursor **cursor,
                               xc_error *error);
xc_status xc_database_synonym_keys(const xc_database *database, xc_bytes prefix,
                                   xc_term_cursor **cursor, xc_error *error);

/* Of several shards the UUIDs, joined by ':'. */
xc_status xc_database_uuid(const xc_database *database, xc_string *uuid, xc_error *error);
/* The commit's number; only for a single disk database. */
xc_status xc_database_revision(const xc_database *database, uint64_t *revision, xc_error *error);
/* Does a writer hold the lock of any shard? */
xc_status xc_database_locked(const xc_database *database, bool *locked, xc_error *error);
xc_status xc_database_description(const xc_database *database, xc_string *text, xc_error *error);

#ifdef __cplusplus
}
#endif
#endif
