/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * codeword.h - a number's dense code kept in a table, so that a text is coded by look-ups. Internal.
 */
#ifndef NEWSDEX_SHARD_CODEWORD_H
#define NEWSDEX_SHARD_CODEWORD_H

#include "newsdex/words.h"

/* Its bytes, and how many in the last; all 0: none. */
typedef struct ndx_codeword {
    uint8_t bytes[7];
    uint8_t size;
} ndx_codeword;

static inline ndx_codeword ndx_codeword_of(ndx_dense dense, uint32_t number)
{
    ndx_codeword code = {0};
    code.size = (uint8_t)ndx_dense_write(dense, number, code.bytes);
    return code;
}

/* Writes all eight bytes, so that the length is no branch: there must be room. Gives behind the
 * code. */
static inline uint8_t *ndx_codeword_put(uint8_t *at, ndx_codeword code)
{
    memcpy(at, &code, sizeof code);
    return at + code.size;
}

#endif
