/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * piece.h - what one thread makes of consecutive articles, and the drafter that makes it. Internal.
 *
 * Owns: from ndx_article to ndx_draft: analysis, each distinct word once a thread. Must not know:
 * files, other threads, shards.
 *
 * A drafter keeps its words from one piece to the next, so that a word is folded and stemmed once a
 * thread; a piece carries the words that were new in it, and its drafts. Pieces of one drafter are
 * absorbed in the order in which they were made.
 */
#ifndef NEWSDEX_SHARD_PIECE_H
#define NEWSDEX_SHARD_PIECE_H

#include "draft.h"

typedef struct ndx_piece {
    uint64_t generation; /* of the drafter's words; a new one: its ids begin at 0 again */
    uint32_t first_id;   /* of the new words */
    uint32_t word_count; /* new words */
    ndx_buffer words;    /* each: kind, language, breaks, flags, counted surface, folded form, term
                            without prefix */
    ndx_buffer drafts;   /* each: counted draft */
    uint64_t articles, text_bytes, text_words;
} ndx_piece;

void ndx_piece_free(ndx_piece *piece); /* what it holds, not itself */
size_t ndx_piece_bytes(const ndx_piece *piece);

typedef struct ndx_drafter ndx_drafter;

/* vocabulary_bytes: when its words take more, the next piece begins with none. */
ndx_drafter *ndx_drafter_new(size_t vocabulary_bytes, ndx_error *error);
void ndx_drafter_free(ndx_drafter *drafter);

/* Empties *piece (zeroed or used before) for articles to come. */
void ndx_drafter_begin(ndx_drafter *drafter, ndx_piece *piece);

/* Adds an article to the piece begun last. shares_path: other articles came from its file before,
 * so the path is an atom that they share. False: NDX_ERROR_LIMIT, the article is too large and
 * passed over; else the piece is useless (memory). */
bool ndx_drafter_add(ndx_drafter *drafter, ndx_piece *piece, const ndx_article *article,
                     bool shares_path, uint64_t update, ndx_error *error);

#endif
