/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compare_databases.h - are two databases the same to whoever reads them through libxapian?
 *
 * Owns: the walk over both, entry by entry: terms with their frequencies and bounds, postings,
 * lengths, values of slots and of documents, their statistics, metadata, records, and all that
 * counts documents. Term lists are left aside: not every writer makes them. Bounds that the matcher
 * trusts must be equal, and true. Must not know: news, how either database was written.
 */
#ifndef NEWSDEX_TESTS_COMPARE_DATABASES_H
#define NEWSDEX_TESTS_COMPARE_DATABASES_H

#include "newsdex/buffer.h"

/* How many differences there are (what cannot be read is one); the first few are told, a line each,
 * at the end of *report. `left` is taken for right. */
size_t compare_databases(const char *left, const char *right, ndx_buffer *report);

#endif
