/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language.h - the languages newsdex knows, as one table.
 *
 * A language is a small number, stable in the index format: rows are only ever added at the end of
 * the table. 0 is "unknown": indexed unstemmed, with no function words.
 */
#ifndef NEWSDEX_LANGUAGE_H
#define NEWSDEX_LANGUAGE_H

#include "newsdex/span.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint8_t ndx_language;
#define NDX_LANGUAGE_UNKNOWN ((ndx_language)0)

typedef struct ndx_language_info {
    const char *code;    /* ISO 639-1 (639-3 where there is none), "en"; "" for unknown */
    const char *name;    /* in English, "German" */
    const char *stemmer; /* libxapian's name of the Snowball stemmer, NULL: unstemmed */
} ndx_language_info;

const ndx_language_info *ndx_language_describe(ndx_language language); /* NULL past the end */
size_t ndx_language_count(void);

/* "en", "EN", "en-GB", "en_US", "eng", "english", "deu"/"ger": the language; NDX_LANGUAGE_UNKNOWN
 * if not in the table. */
ndx_language ndx_language_from_code(ndx_span code);

/* Is the folded word (ndx_fold) a function word of the language: the, of, und, le ... */
bool ndx_language_is_function_word(ndx_language language, ndx_span folded);

#ifdef __cplusplus
}
#endif
#endif
