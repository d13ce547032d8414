/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold_table.h - the folded forms of the letters of most news, as tables. Private to analysis/.
 */
#ifndef NEWSDEX_ANALYSIS_FOLD_TABLE_H
#define NEWSDEX_ANALYSIS_FOLD_TABLE_H

#include <stdint.h>

#define NDX_FOLD_TABLE_FIRST 0x00C0u
#define NDX_FOLD_TABLE_LAST 0x06FFu
#define NDX_FOLD_TABLE_SIZE (NDX_FOLD_TABLE_LAST - NDX_FOLD_TABLE_FIRST + 1)

/* One or two code points (low and high 16 bits); 0: the library must be asked. */
extern const uint32_t ndx_fold_table[NDX_FOLD_TABLE_SIZE];
extern const uint32_t ndx_case_fold_table[NDX_FOLD_TABLE_SIZE]; /* diacritics kept */

#endif
