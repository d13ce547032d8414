/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * front_matter.h - the YAML block at the top of a Markdown file, as paths and values. Internal.
 */
#ifndef NEWSDEX_READERS_FRONT_MATTER_H
#define NEWSDEX_READERS_FRONT_MATTER_H

#include "newsdex/buffer.h"

/* One scalar: "date", "author.name"; the items of a list have the list's path, one entry each. */
typedef struct ndx_front_entry {
    ndx_span path;
    ndx_span value;
    struct ndx_front_entry *next;
} ndx_front_entry;

/* If text begins with a line "---" and has a closing line "---" or "...": the YAML between, and
 * what follows. False: no front matter. */
bool ndx_front_matter_split(ndx_span text, ndx_span *yaml, ndx_span *rest);

/* Reads the YAML (libyaml) into a list in its order, in the arena. YAML that is not valid - "title:
 * Peace: a plan" is the usual case - is read line by line as "key: value" and "- item" instead.
 * Aliases are not expanded. False: a limit of limits.h or memory. */
bool ndx_front_matter_read(ndx_arena *arena, ndx_span yaml, ndx_front_entry **entries,
                           ndx_error *error);

#endif
