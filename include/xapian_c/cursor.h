/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cursor.h - walking over terms, postings, positions and values.
 *
 * Owns: the four cursors. Where they come from is told by database.h, document.h, query.h,
 * enquire.h and match_spy.h.
 *
 * A cursor starts before its first row and ends after the last:
 *
 *     xc_step step;
 *     while ((step = xc_term_cursor_next(cursor, &error)) == XC_ROW)
 *         use(xc_term_cursor_term(cursor));
 *     if (step == XC_ERROR) ...
 *     xc_term_cursor_free(cursor);
 *
 * A cursor keeps what it walks over alive: the database or document may be freed before it. What is
 * read at a row without a status costs nothing and is valid only after XC_ROW (before the first row
 * and after the last it is 0 or empty). Borrowed bytes are valid until the next step or free.
 * `skip_to` goes forward to the first row at or after the target, and stays where it is when that
 * is there already; it can be the first step.
 */
#ifndef XAPIAN_C_CURSOR_H
#define XAPIAN_C_CURSOR_H

#include "xapian_c/bytes.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_term_cursor xc_term_cursor;
typedef struct xc_posting_cursor xc_posting_cursor;
typedef struct xc_position_cursor xc_position_cursor;
typedef struct xc_value_cursor xc_value_cursor;

/* Terms, and all else libxapian lists as terms: metadata keys, spellings, synonyms, values counted
 * by a match spy. In order of bytes except where said. */
xc_step xc_term_cursor_next(xc_term_cursor *cursor, xc_error *error);
xc_step xc_term_cursor_skip_to(xc_term_cursor *cursor, xc_bytes term, xc_error *error);
xc_bytes xc_term_cursor_term(const xc_term_cursor *cursor);
/* Within-document frequency: only for the terms of a document. */
xc_status xc_term_cursor_wdf(xc_term_cursor *cursor, xc_termcount *wdf, xc_error *error);
/* Documents with the term; for a spelling its frequency, for a spy's value how often it was seen.
 */
xc_status xc_term_cursor_termfreq(xc_term_cursor *cursor, xc_doccount *termfreq, xc_error *error);
/* Positions of the term in the document: only for the terms of a document. */
xc_status xc_term_cursor_position_count(xc_term_cursor *cursor, xc_termcount *count,
                                        xc_error *error);
xc_status xc_term_cursor_positions(xc_term_cursor *cursor, xc_position_cursor **positions,
                                   xc_error *error);
void xc_term_cursor_free(xc_term_cursor *cursor); /* NULL does nothing, here and below */

/* Documents with a term (or all documents), by docid. */
xc_step xc_posting_cursor_next(xc_posting_cursor *cursor, xc_error *error);
xc_step xc_posting_cursor_skip_to(xc_posting_cursor *cursor, xc_docid docid, xc_error *error);
xc_docid xc_posting_cursor_docid(const xc_posting_cursor *cursor);
xc_status xc_posting_cursor_wdf(xc_posting_cursor *cursor, xc_termcount *wdf, xc_error *error);
xc_status xc_posting_cursor_doclength(xc_posting_cursor *cursor, xc_termcount *length,
                                      xc_error *error);
xc_status xc_posting_cursor_positions(xc_posting_cursor *cursor, xc_position_cursor **positions,
                                      xc_error *error);
void xc_posting_cursor_free(xc_posting_cursor *cursor);

/* Positions of a term in a document, rising. */
xc_step xc_position_cursor_next(xc_position_cursor *cursor, xc_error *error);
xc_step xc_position_cursor_skip_to(xc_position_cursor *cursor, xc_termpos position,
                                   xc_error *error);
xc_termpos xc_position_cursor_position(const xc_position_cursor *cursor);
void xc_position_cursor_free(xc_position_cursor *cursor);

/* Either the values of one document by slot, or the values of one slot by docid. */
xc_step xc_value_cursor_next(xc_value_cursor *cursor, xc_error *error);
/* To a docid (cursor over a slot) or a slot (cursor over a document). */
xc_step xc_value_cursor_skip_to(xc_value_cursor *cursor, uint32_t docid_or_slot, xc_error *error);
xc_docid xc_value_cursor_docid(const xc_value_cursor *cursor); /* 0 over a document's values */
xc_slot xc_value_cursor_slot(const xc_value_cursor *cursor);
xc_bytes xc_value_cursor_value(const xc_value_cursor *cursor);
void xc_value_cursor_free(xc_value_cursor *cursor);

#ifdef __cplusplus
}
#endif
#endif
