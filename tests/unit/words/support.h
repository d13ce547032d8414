/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * support.h - a word list and records in memory, made from texts: what a shard does, in small.
 *
 * Shared by the unit tests and the benchmark of the words.
 */
#ifndef NEWSDEX_TESTS_WORDS_SUPPORT_H
#define NEWSDEX_TESTS_WORDS_SUPPORT_H

#include "newsdex/analysis.h"
#include "newsdex/matcher.h"

/* Keys and values in the order in which they were put. */
typedef struct shelf_item {
    ndx_buffer key, value;
} shelf_item;

typedef struct shelf_state {
    shelf_item *item;
    size_t count, room;
    size_t fetched; /* values given */
    bool ascending; /* every key was above the one before */
} shelf_state;

bool shelf_put(void *context, ndx_span key, ndx_span value, ndx_error *error);
bool shelf_fetch(void *context, ndx_span key, ndx_buffer *value, ndx_error *error);
void shelf_free(shelf_state *shelf);

/* The fields of one article as ids of entries, in the order of the text. */
typedef struct draft_state {
    uint32_t *id[NDX_TEXT_COUNT];
    size_t ids[NDX_TEXT_COUNT];
    uint32_t words[NDX_TEXT_COUNT];
} draft_state;

typedef struct library_state {
    ndx_arena arena;
    ndx_analyser *analyser;
    ndx_word *word; /* by id */
    size_t words, word_room;
    uint32_t *slot; /* id + 1 */
    size_t slots;
    draft_state *article;
    size_t articles, article_room;
    uint32_t *ids; /* of the field being cut */
    size_t id_room;
    /* after library_finish */
    uint32_t *number;
    uint32_t *order;
    ndx_words_numbering numbering;
    ndx_words_summary summary;
    shelf_state shelf;
    ndx_record *record;
    ndx_buffer codes;
    ndx_words *list;
} library_state;

/* The id of an entry, counted once more. */
uint32_t library_entry(library_state *library, const ndx_word *word);
/* Cuts the texts of an article; absent fields are empty. */
bool library_add(library_state *library, const ndx_span text[NDX_TEXT_COUNT],
                 ndx_language language);
/* Numbers and writes the words, codes the articles, opens the list. */
bool library_finish(library_state *library, ndx_error *error);
void library_free(library_state *library);

/* A small generator of random numbers: the same on every machine. */
typedef struct dice_state {
    uint64_t state;
} dice_state;
uint32_t roll(dice_state *dice, uint32_t sides); /* 0 to sides - 1 */

#endif
