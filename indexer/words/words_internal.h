/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_internal.h - what reading a list of words and walking over it share.
 *
 * Owns: the directory's rows as read, patterns made ready. Must not know: the format (words_format.h).
 */
#ifndef NEWSDEX_WORDS_INTERNAL_H
#define NEWSDEX_WORDS_INTERNAL_H

#include "indexer/words/words_format.h"

/* ---- the directory and its chunks (words_read.c) ---- */

typedef struct ndx_descriptor {
    uint8_t kind;
    bool continues; /* its first term stands at the end of the chunk before as well */
    ndx_span key, low, high;
    uint32_t *before; /* entries of class 1.. before it in the list; [0] not used */
} ndx_descriptor;

uint32_t ndx_words_chunks(const ndx_words *words);
/* Of all chunks of a page: those from page * NDX_PAGE_CHUNKS on. */
const ndx_descriptor *ndx_words_describe_page(const ndx_words *words, uint32_t page);
/* Of one; NULL: *error. */
const ndx_descriptor *ndx_words_describe(ndx_words *words, uint32_t chunk, ndx_error *error);
/* A chunk that is kept from now on. NULL: *error. */
const ndx_chunk *ndx_words_keep_chunk(ndx_words *words, uint32_t chunk, ndx_error *error);
/* A chunk to walk over: the kept one, or one read for this only (*own, the caller's). NULL: *error.
 */
const ndx_chunk *ndx_words_borrow_chunk(ndx_words *words, uint32_t chunk, ndx_chunk **own,
                                        ndx_error *error);

/* ---- a pattern made ready to be compared with many words (words_pattern.c) ---- */

typedef struct ndx_fitter {
    ndx_word_pattern pattern;
    ndx_span prefix;  /* of every word that fits */
    bool only_prefix; /* and whatever begins so fits */
    bool only_itself; /* it has no wildcards: the prefix is the one form that fits */
    uint32_t letters; /* of a fuzzy word; NDX_WORD_PATTERN_LETTERS + 1: too many to fit anything */
    uint32_t letter[NDX_WORD_PATTERN_LETTERS]; /* code points */
    uint64_t bytes;                            /* that it has: bit b % 64 for byte b */
    unsigned missing_most; /* of those bits in a word that fits: an edit takes away one letter */
} ndx_fitter;

/* Borrows the pattern's text. */
void ndx_fitter_init(ndx_fitter *fitter, ndx_word_pattern pattern);
bool ndx_fitter_fits(const ndx_fitter *fitter, ndx_span folded);
/* Can a word that begins so fit a fuzzy word? */
bool ndx_fitter_may_begin(const ndx_fitter *fitter, ndx_span begin);

#endif
