/* SPDX-License-Identifier: GPL-2.0-or-later */
/* articles.h - walking over the records of an index, for the commands that look at all of them. */
#ifndef NEWSDEX_COMMANDS_ARTICLES_H
#define NEWSDEX_COMMANDS_ARTICLES_H

#include "commands/command.h"

/* Called for each record of each shard in order, deleted ones as well. The bytes and the record are
 * valid during the call. false stops the walk with *error. */
typedef bool (*ndx_record_visitor)(void *context, size_t shard, const ndx_record *record,
                                   bool deleted, ndx_error *error);

/* A record that cannot be read stops the walk, unless `damaged` is given: then it is told and
 * passed over. */
typedef void (*ndx_damage_visitor)(void *context, size_t shard, xc_docid document,
                                   const ndx_error *error);

bool ndx_walk_records(ndx_index *index, ndx_record_visitor visitor, ndx_damage_visitor damaged,
                      void *context, ndx_error *error);

#endif
