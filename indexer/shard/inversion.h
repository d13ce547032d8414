/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inversion.h - from an article as ids of words to the terms and values of its document. Internal.
 *
 * Owns: which words give which terms, and their wdf (terms.h). Must not know: numbers of a shard,
 * libxapian's database.
 */
#ifndef NEWSDEX_SHARD_INVERSION_H
#define NEWSDEX_SHARD_INVERSION_H

#include "draft.h"
#include "shard_writer.h"
#include "vocabulary.h"

typedef struct ndx_inversion ndx_inversion;

/* vocabulary: gets terms added (bigrams, fields); borrowed. */
ndx_inversion *ndx_inversion_new(ndx_vocabulary *vocabulary, ndx_weights weights, ndx_error *error);
void ndx_inversion_free(ndx_inversion *inversion);

typedef struct ndx_ids {
    uint32_t *id;
    size_t count;
    size_t capacity;
} ndx_ids;

/* Fills terms of *document and, if texts is NULL, values (not the record); borrowed until the next
 * call. texts: the ids of the text fields, NDX_TEXT_COUNT of them, where they are decoded already.
 */
bool ndx_inversion_document(ndx_inversion *inversion, const ndx_draft *draft, const ndx_ids *texts,
                            ndx_shard_document *document, ndx_error *error);
/* The values alone; borrowed as above. */
void ndx_inversion_values(ndx_inversion *inversion, const ndx_draft *draft,
                          ndx_span value[NDX_SLOT_COUNT]);
uint64_t ndx_inversion_bytes(const ndx_inversion *inversion); /* allocated for the terms */

#endif
