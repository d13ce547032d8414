/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shard_metadata.h - a shard's name and the metadata beside its words, however its content is made.
 * Internal to indexer/.
 *
 * Owns: what the name is a hash of, in which order metadata are put. Must not know: batches, other
 * shards.
 */
#ifndef NEWSDEX_SHARD_METADATA_H
#define NEWSDEX_SHARD_METADATA_H

#include "seal.h"

/* A name being made. It comes from all that makes this shard another than any other of the index or
 * of an index like it: its serial, the inputs it holds, what it declares dead, its words with their
 * frequencies in the list's sort order. */
typedef struct ndx_shard_namer ndx_shard_namer;
ndx_shard_namer *ndx_shard_namer_new(const ndx_seal_options *options, uint64_t documents,
                                     ndx_error *error);
void ndx_shard_namer_add(ndx_shard_namer *namer, const ndx_word *word); /* in the sort order */
void ndx_shard_namer_end(const ndx_shard_namer *namer, uint8_t name[NDX_WORDS_NAME_BYTES]);
void ndx_shard_namer_free(ndx_shard_namer *namer);

/* Of the database; from the name and text_bytes. */
void ndx_shard_uuid(const ndx_shard_header *header, uint8_t uuid[16]);

/* Sets what the options say; all else is set besides. */
void ndx_shard_header_begin(ndx_shard_header *header, const ndx_seal_options *options);

/* Puts manifest, tombstones and header, which follow the words. */
bool ndx_shard_put_rest(const ndx_shard_header *header, const ndx_seal_options *options,
                        ndx_put put, void *put_context, ndx_error *error);

#endif
