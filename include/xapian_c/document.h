/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * document.h - a document: data, values, terms and positions.
 *
 * Owns: building a document to be stored, and looking into one that was read.
 *
 * A document read from a database is read lazily, part by part: any of these calls can therefore
 * fail. Its handle keeps the database alive. Documents given to callbacks are the library's: they
 * can be read and not be changed, and neither they nor their cursors are to be kept after the
 * callback returns. A document must not change while a cursor walks over it.
 */
#ifndef XAPIAN_C_DOCUMENT_H
#define XAPIAN_C_DOCUMENT_H

#include "xapian_c/bytes.h"
#include "xapian_c/cursor.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_document xc_document;

xc_status xc_document_new(xc_document **document, xc_error *error);
void xc_document_free(xc_document *document); /* NULL does nothing */

/* To empty again, so that one handle can build many documents. */
xc_status xc_document_clear(xc_document *document, xc_error *error);

/* The number it has in its database; 0 for one that was not read from any. Of a document that comes
 * from a match over several databases: the number in the combined database. A document in a match
 * decider or spy has the number within its own shard. */
xc_status xc_document_docid(const xc_document *document, xc_docid *docid, xc_error *error);

/* Data. Borrowed: valid until the data of this document is asked for or set again, or it is freed;
 * libxapian's string is taken over, not copied. */
xc_status xc_document_data(xc_document *document, xc_bytes *data, xc_error *error);
/* The same into a string that the caller owns and reuses. */
xc_status xc_document_get_data(xc_document *document, xc_string *data, xc_error *error);
xc_status xc_document_set_data(xc_document *document, xc_bytes data, xc_error *error);

/* Values. One that is not there is empty. Borrowed as above, until a value of this document is
 * asked for again. */
xc_status xc_document_value(xc_document *document, xc_slot slot, xc_bytes *value, xc_error *error);
xc_status xc_document_get_value(xc_document *document, xc_slot slot, xc_string *value,
                                xc_error *error);
xc_status xc_document_set_value(xc_document *document, xc_slot slot, xc_bytes value,
                                xc_error *error);
xc_status xc_document_remove_value(xc_document *document, xc_slot slot, xc_error *error);
xc_status xc_document_clear_values(xc_document *document, xc_error *error);
xc_status xc_document_value_count(xc_document *document, xc_termcount *count, xc_error *error);
xc_status xc_document_values(xc_document *document, xc_value_cursor **cursor, xc_error *error);

/* Terms: at most 245 bytes (less with NUL bytes in them: each counts twice). libxapian checks that
 * when the document is added, and for terms with NUL only at the commit, which then loses every
 * change that waits: check before. wdf_increment is added to the term's frequency in the document.
 */
#define XC_TERM_BYTES_MAX 245
xc_status xc_document_add_term(xc_document *document, xc_bytes term, xc_termcount wdf_increment,
                               xc_error *error);
xc_status xc_document_add_boolean_term(xc_document *document, xc_bytes term, xc_error *error);
xc_status xc_document_add_posting(xc_document *document, xc_bytes term, xc_termpos position,
                                  xc_termcount wdf_increment, xc_error *error);
/* Fails with XC_INVALID_ARGUMENT_ERROR if the term or position is not there. */
xc_status xc_document_remove_term(xc_document *document, xc_bytes term, xc_error *error);
xc_status xc_document_remove_posting(xc_document *document, xc_bytes term, xc_termpos position,
                                     xc_termcount wdf_decrement, xc_error *error);
/* Removes the positions first..last (inclusive) and says how many there were. */
xc_status xc_document_remove_postings(xc_document *document, xc_bytes term, xc_termpos first,
                                      xc_termpos last, xc_termcount wdf_decrement,
                                      xc_termcount *removed, xc_error *error);
xc_status xc_document_clear_terms(xc_document *document, xc_error *error);
xc_status xc_document_term_count(xc_document *document, xc_termcount *count, xc_error *error);
xc_status xc_document_terms(xc_document *document, xc_term_cursor **cursor, xc_error *error);

/* All of it in a form that the same libxapian reads back. */
xc_status xc_document_serialise(xc_document *document, xc_string *serialised, xc_error *error);
xc_status xc_document_unserialise(xc_bytes serialised, xc_document **document, xc_error *error);
xc_status xc_document_description(const xc_document *document, xc_string *text, xc_error *error);

#ifdef __cplusplus
}
#endif
#endif
