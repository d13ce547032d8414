/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold.h - case folding that keeps diacritics, for the stemmers. Private to analysis/.
 */
#ifndef NEWSDEX_ANALYSIS_FOLD_H
#define NEWSDEX_ANALYSIS_FOLD_H

#include "newsdex/buffer.h"

/* Appends word in NFKC (or NFKD) and case-folded; bytes that are not UTF-8 as they are. False: out
 * of memory. */
bool ndx_case_fold(ndx_buffer *out, ndx_span word, bool decompose);

/* NFKC case folding with apostrophes as U+0027 and invisible characters, tatweel and middle dots
 * gone, diacritics kept. */
bool ndx_fold_keeping_diacritics(ndx_buffer *out, ndx_span word);

/* ndx_fold and ndx_fold_keeping_diacritics without their table, some 3 us a word: what the table is
 * made from and tested against. */
bool ndx_fold_by_library(ndx_buffer *out, ndx_span word);
bool ndx_case_fold_by_library(ndx_buffer *out, ndx_span word);

#endif
