/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * saving.h - saved searches on newssearch's command line: from options to a saved search and back.
 * Internal to newssearch.
 *
 * Owns: which options belong to a search. Must not know: streams, how a search is answered.
 */
#ifndef NEWSDEX_SAVING_H
#define NEWSDEX_SAVING_H

#include "answer.h"
#include "newssearch_options.h"
#include "saved/saved.h"

/* --save: keeps the query under the name; what the index holds now is known. */
bool newssearch_save(const newssearch_options *options, ndx_span query, const ndx_index *index,
                     ndx_error *error);

/* --saved: reads the search (to be freed in any case) and sets the options and the query that it
 * holds; they borrow from it. An index on the command line stands for its own. */
bool newssearch_recall(newssearch_options *options, ndx_saved *saved, ndx_error *error);

/* --new: fills after[] (NDX_SAVED_INDEXES numbers); tells of an index that was replaced. */
void newssearch_after(const ndx_saved *saved, const ndx_index *index, uint64_t *after,
                      ndx_buffer *messages);
/* --new: once the answer has been written. */
bool newssearch_mark_seen(const newssearch_options *options, const ndx_saved *saved,
                          const ndx_index *index, ndx_error *error);

/* What needs no query. Each gives newssearch's status. */
int newssearch_forget(const newssearch_options *options, ndx_buffer *messages);
int newssearch_list_saved(const newssearch_options *options, ndx_buffer *out, ndx_buffer *messages);
int newssearch_which_saved(const newssearch_options *options, const newssearch_settings *settings,
                           ndx_index *index, const ndx_arguments *names, ndx_buffer *out,
                           ndx_buffer *messages);

#endif
