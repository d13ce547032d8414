/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * saved.h - searches that are kept under a name, and how far each has been answered. Library
 * newsdex-saved.
 *
 * Owns: the folder, the files in it (saved.c describes them), names. Must not know: how a search is
 * run or shown, the command line, the clock.
 *
 * Two processes may do anything here at the same time: a file is replaced as a whole, and the last
 * one wins.
 */
#ifndef NEWSDEX_SAVED_H
#define NEWSDEX_SAVED_H

#include "newsdex/search.h"

#define NDX_SAVED_SCHEMA 1u
/* Bytes of a name: with an ending and a temporary one it has to be the name of a file, 255 bytes on
 * nearly all systems. */
#define NDX_SAVED_NAME_BYTES 128u
/* Bytes of a file: a query may have 64 KiB, which JSON may write as six times as many. */
#define NDX_SAVED_FILE_BYTES 1048576u
/* Indexes that one search is over. */
#define NDX_SAVED_INDEXES 256u

typedef struct ndx_saved_index {
    const char *path; /* absolute */
    uint64_t update;  /* what came up to this update of it is known (ndx_index_directory_update) */
} ndx_saved_index;

/* What is asked: all that changes which articles match, as it was given on the command line; what
 * is NULL was not. Dates stay text: "7d" means seven days before the day of each run. */
typedef struct ndx_saved {
    ndx_arena arena; /* of a search that was read: all texts; and the indexes */
    const char *query;
    bool all;
    const char *language, *since, *until, *dialect;
    const char *aliases; /* absolute */
    const char *time;    /* when it was saved: ISO 8601 */
    ndx_saved_index *indexes;
    size_t index_count;
} ndx_saved;

void ndx_saved_free(ndx_saved *saved); /* zeroed is fine */

/* Puts the index at the end of the list; a relative path is made absolute (links stay what they
 * are: one that is set on another index leads there). */
bool ndx_saved_add_index(ndx_saved *saved, const char *path, uint64_t update, ndx_error *error);
/* The same of any path, in the arena. NULL: *error. */
const char *ndx_saved_absolute(ndx_saved *saved, const char *path, ndx_error *error);

/* Appends the folder's path: $XDG_DATA_HOME/newsdex/searches, else that in ~/.local/share (XDG Base
 * Directory Specification 0.8: a relative $XDG_DATA_HOME is passed over). It need not be there. */
bool ndx_saved_folder(ndx_buffer *out, ndx_error *error);

/* NDX_ERROR_USAGE unless it can be a name: letters and digits of any script, and . _ - but not as
 * the first of them; at most NDX_SAVED_NAME_BYTES. */
bool ndx_saved_check_name(const char *name, ndx_error *error);

/* ---- in a folder ---- */

/* Makes the folder if need be, for its owner alone. A search of this name is replaced. */
bool ndx_saved_write(const char *folder, const char *name, const ndx_saved *saved,
                     ndx_error *error);
/* Zeroed *saved; to be freed in any case. NDX_ERROR_NOT_FOUND: there is none of this name;
 * NDX_ERROR_CORRUPT, NDX_ERROR_VERSION: the message names the file and what to do. */
bool ndx_saved_read(const char *folder, const char *name, ndx_saved *saved, ndx_error *error);
bool ndx_saved_remove(const char *folder, const char *name, ndx_error *error);
/* The names of all, sorted by bytes; in the arena. No folder: there are none. */
bool ndx_saved_list(const char *folder, ndx_arena *arena, const char *const **names, size_t *count,
                    ndx_error *error);

/* Appends the search as it is in its file, but with its name for the schema, on one line. */
bool ndx_saved_append_json(ndx_buffer *out, const char *name, const ndx_saved *saved,
                           ndx_error *error);

/* ---- what is new ---- */

/* Fills the search's options but those of presentation. today: days since 1970-01-01. They borrow
 * from the search. */
bool ndx_saved_options(const ndx_saved *saved, int32_t today, ndx_search_options *options,
                       ndx_error *error);

/* Of the search's indexes, opened together in their order: what is to be new
 * (ndx_search_options.after_update), as many numbers as there are indexes. An index whose last
 * update is before the one remembered is another index than that was: all of it is new, and
 * *replaced gives its path (borrowed; else NULL). */
void ndx_saved_after(const ndx_saved *saved, const ndx_index *index, uint64_t *after,
                     const char **replaced);

/* To be called once the answer has been written: what has come up to the commits that the index
 * was opened at is known from now on. saved: as it was read before the search. Where the file says
 * something else by now, another process has answered or saved it meanwhile: that stays. */
bool ndx_saved_mark_seen(const char *folder, const char *name, const ndx_saved *saved,
                         const ndx_index *index, ndx_error *error);

#endif
