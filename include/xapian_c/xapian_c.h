/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xapian_c.h - libxapian for C programs; this header includes all others.
 *
 * Handles are opaque. What `_new`, `_open` or a function with a `**` output gives belongs to the
 * caller, who frees it with the `_free` of its type; what is lent says so. A handle keeps alive
 * what it needs, so handles may be freed in any order. Handles, and handles made from one another,
 * are used by one thread at a time; each thread opens the database for itself. A pointer to write a
 * result to must not be NULL unless it is said that it may.
 *
 * A program that stores two documents and looks for one of them:
 *
 * @example
 * #include <stdio.h>
 * #include <xapian_c/xapian_c.h>
 *
 * static xc_status store(xc_writable_database *database, const char *data, const char *term,
 *                        xc_error *error)
 * {
 *     xc_document *document = NULL;
 *     xc_status status = xc_document_new(&document, error);
 *     if (status == XC_OK)
 *         status = xc_document_set_data(document, xc_bytes_of(data), error);
 *     if (status == XC_OK)
 *         status = xc_document_add_term(document, xc_bytes_of(term), 1, error);
 *     if (status == XC_OK)
 *         status = xc_writable_database_add_document(database, document, NULL, error);
 *     xc_document_free(document);
 *     return status;
 * }
 *
 * int main(void)
 * {
 *     xc_error error = {0};
 *     xc_writable_database *database = NULL;
 *     xc_query *query = NULL;
 *     xc_enquire *enquire = NULL;
 *     xc_match_set *matches = NULL;
 *     xc_document *document = NULL;
 *     xc_bytes data;
 *     const xc_match_request request = {.max = 10};
 *     int result = 1;
 *
 *     if (xc_writable_database_open_in_memory(&database, &error) != XC_OK ||
 *         store(database, "Talks in Moscow", "moscow", &error) != XC_OK ||
 *         store(database, "Talks in Florida", "florida", &error) != XC_OK ||
 *         xc_writable_database_commit(database, &error) != XC_OK ||
 *         xc_query_new_term(xc_bytes_of("florida"), 1, 0, &query, &error) != XC_OK ||
 *         xc_enquire_new(xc_writable_database_reader(database), &enquire, &error) != XC_OK ||
 *         xc_enquire_set_query(enquire, query, 0, &error) != XC_OK ||
 *         xc_enquire_match(enquire, &request, &matches, &error) != XC_OK)
 *         goto done;
 *     for (xc_doccount i = 0; i < xc_match_set_size(matches); i++) {
 *         if (xc_match_set_document(matches, i, &document, &error) != XC_OK ||
 *             xc_document_data(document, &data, &error) != XC_OK)
 *             goto done;
 *         printf("%.*s\n", (int)data.size, data.data);
 *         xc_document_free(document);
 *         document = NULL;
 *     }
 *     result = 0;
 * done:
 *     if (result != 0)
 *         fprintf(stderr, "%s: %s\n", error.type, error.message);
 *     xc_document_free(document);
 *     xc_match_set_free(matches);
 *     xc_enquire_free(enquire);
 *     xc_query_free(query);
 *     xc_writable_database_free(database);
 *     return result;
 * }
 * @end
 */
#ifndef XAPIAN_C_XAPIAN_C_H
#define XAPIAN_C_XAPIAN_C_H

#include "xapian_c/bytes.h"
#include "xapian_c/cursor.h"
#include "xapian_c/database.h"
#include "xapian_c/document.h"
#include "xapian_c/enquire.h"
#include "xapian_c/error.h"
#include "xapian_c/expand.h"
#include "xapian_c/key_maker.h"
#include "xapian_c/maintenance.h"
#include "xapian_c/match_decider.h"
#include "xapian_c/match_set.h"
#include "xapian_c/match_spy.h"
#include "xapian_c/number.h"
#include "xapian_c/posting_source.h"
#include "xapian_c/query.h"
#include "xapian_c/stem.h"
#include "xapian_c/version.h"
#include "xapian_c/weight.h"
#include "xapian_c/writable_database.h"

#endif
