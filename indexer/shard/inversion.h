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
#include "postings.h"
#include "shard_writer.h"
#include "vocabulary.h"

typedef struct ndx_inversion ndx_inversion;

/* What inversion must know of a word: by word id one after another, for each occurrence looks one
 * up. */
typedef struct ndx_word_use {
    uint64_t frequency; /* the batch's */
    uint32_t term;      /* id of the Z term, or NDX_NO_ID */
    uint16_t size;      /* of the surface */
    uint8_t kind, flags;
} ndx_word_use;

/* vocabulary: gets terms added (bigrams, fields); borrowed. */
ndx_inversion *ndx_inversion_new(ndx_vocabulary *vocabulary, ndx_weights weights, ndx_error *error);
void ndx_inversion_free(ndx_inversion *inversion);

typedef struct ndx_ids {
    uint32_t *id;
    size_t count;
    size_t capacity;
} ndx_ids;
bool ndx_ids_make_room(ndx_ids *ids, size_t count); /* false: memory */

/* The terms of a document, in no order. */
typedef struct ndx_inverted {
    const ndx_term_count *term; /* distinct */
    size_t count;
    ndx_span id_term; /* besides; wdf 0 */
} ndx_inverted;

/* uses: of the words. texts: the ids of the text fields, NDX_TEXT_COUNT of them. What *inverted
 * names is borrowed until the next call. */
bool ndx_inversion_terms(ndx_inversion *inversion, const ndx_word_use *uses, const ndx_draft *draft,
                         const ndx_ids *texts, ndx_inverted *inverted, ndx_error *error);
/* Fills terms and values of *document (not the record); borrowed until the next call. */
bool ndx_inversion_document(ndx_inversion *inversion, const ndx_word_use *uses,
                            const ndx_draft *draft, ndx_shard_document *document, ndx_error *error);
/* The values alone; borrowed as above. */
void ndx_inversion_values(ndx_inversion *inversion, const ndx_draft *draft,
                          ndx_span value[NDX_SLOT_COUNT]);
uint64_t ndx_inversion_bytes(const ndx_inversion *inversion); /* allocated for the terms */

#endif
