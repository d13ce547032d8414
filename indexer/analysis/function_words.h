/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * function_words.h - the lists behind ndx_language_is_function_word. Private to analysis/.
 */
#ifndef NEWSDEX_ANALYSIS_FUNCTION_WORDS_H
#define NEWSDEX_ANALYSIS_FUNCTION_WORDS_H

#include "newsdex/language.h"

typedef struct ndx_function_words {
    const char *code;  /* the language's code in the table of language.c */
    const char *words; /* folded, a space before, between and behind */
} ndx_function_words;

const ndx_function_words *ndx_function_words_row(size_t index); /* NULL past the end */

#endif
