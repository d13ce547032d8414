/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * batch.h - the articles that will be one shard: pieces of all threads put together in input order.
 * Internal to indexer/.
 *
 * Owns: the words of all of them, their drafts (in memory up to a bound, then in a temporary file),
 * which of two articles of one id stays. Must not know: files, threads, how a shard is written.
 *
 * Memory: the words and terms (about 150 bytes each with all tables), about 100 bytes an article
 * with its id, and drafts and postings up to the bound. No allocation for a posting. What comes out
 * does not depend on where pieces ended or when something went to a file.
 */
#ifndef NEWSDEX_SHARD_BATCH_H
#define NEWSDEX_SHARD_BATCH_H

#include "inversion.h"
#include "newsdex/terms.h"
#include "piece.h"
#include "postings.h"
#include "vocabulary.h"

#define NDX_NO_INPUT UINT32_MAX

typedef struct ndx_batch ndx_batch;

/* memory_bytes: drafts and postings leave memory when all takes more. directory: where temporary
 * files are made; copied. weights: postings are made with them as articles are added, for a writer
 * that wants lists; NULL: none are made. */
ndx_batch *ndx_batch_new(uint64_t memory_bytes, const char *directory, const ndx_weights *weights,
                         ndx_error *error);
void ndx_batch_free(ndx_batch *batch);

/* All that is allocated, and what sealing will need besides. */
uint64_t ndx_batch_bytes(const ndx_batch *batch);
/* The part of it that cannot go to the temporary file: words and the table of articles. */
uint64_t ndx_batch_fixed_bytes(const ndx_batch *batch);

/* Where ids of others lead to: one for each drafter or shard. Zeroed at first. */
typedef struct ndx_id_map {
    uint32_t *id; /* by the other's id: the batch's */
    uint32_t count;
    size_t capacity;
    uint64_t generation;
} ndx_id_map;
void ndx_id_map_free(ndx_id_map *map);

/* The batch's id of a word, added if it is new; term without prefix. NDX_NO_ID: *error. */
uint32_t ndx_batch_word(ndx_batch *batch, const ndx_word_key *key, ndx_span folded, ndx_span term,
                        ndx_error *error);
bool ndx_id_map_add(ndx_id_map *map, uint32_t id, ndx_error *error);

/* Takes over the new words of a piece. */
bool ndx_batch_add_words(ndx_batch *batch, ndx_id_map *map, const ndx_piece *piece,
                         ndx_error *error);

typedef enum ndx_batch_outcome {
    NDX_BATCH_FAILED = -1,
    NDX_BATCH_ADDED,
    NDX_BATCH_REPLACED,   /* an older article with this id left the batch */
    NDX_BATCH_PASSED_OVER /* a newer one is there */
} ndx_batch_outcome;

/* Adds a draft whose ids the map translates. */
ndx_batch_outcome ndx_batch_add(ndx_batch *batch, const ndx_id_map *map, ndx_span draft,
                                uint32_t input, ndx_error *error);

/* Takes the article with this id out again, if it is there. */
bool ndx_batch_remove(ndx_batch *batch, ndx_span id, bool *removed, ndx_error *error);

/* ---- what is in it, in input order ---- */

uint32_t ndx_batch_documents(const ndx_batch *batch); /* live ones */
uint64_t ndx_batch_text_bytes(const ndx_batch *batch);
uint64_t ndx_batch_text_added(const ndx_batch *batch); /* also that of articles that left since */
const uint64_t *ndx_batch_languages(const ndx_batch *batch); /* [256] */
ndx_vocabulary *ndx_batch_vocabulary(ndx_batch *batch);
/* By word id; frequency 0: only in articles that left. */
const ndx_word_use *ndx_batch_uses(const ndx_batch *batch);

/* Calls for each live article, in order; document counts from 0. */
typedef bool (*ndx_batch_visitor)(void *context, uint32_t document, uint32_t input);
bool ndx_batch_walk(const ndx_batch *batch, ndx_batch_visitor visitor, void *context);
/* The same with a hash of each one's id. */
typedef bool (*ndx_batch_id_visitor)(void *context, uint32_t document, uint64_t id_hash);
bool ndx_batch_walk_ids(const ndx_batch *batch, ndx_batch_id_visitor visitor, void *context);
uint64_t ndx_batch_id_hash(ndx_span id);

/* Steps through the live drafts. */
typedef struct ndx_batch_cursor {
    uint32_t next;     /* zero at first */
    ndx_buffer window; /* of the temporary file; free with ndx_buffer_free */
    uint64_t window_offset;
    uint32_t length; /* of the document given last: the sum of its wdf, if postings are made */
} ndx_batch_cursor;
ndx_step ndx_batch_next(const ndx_batch *batch, ndx_batch_cursor *cursor, ndx_span *draft,
                        ndx_error *error);

/* NULL: none are made. Their documents count those that left. */
ndx_postings *ndx_batch_postings(const ndx_batch *batch);
/* By the documents of the postings, the number that ndx_batch_walk gives, UINT32_MAX for those that
 * left; *numbers NULL when none left. Free with free(). */
bool ndx_batch_renumber(const ndx_batch *batch, uint32_t **numbers, ndx_error *error);

#endif
