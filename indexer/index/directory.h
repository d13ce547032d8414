/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * directory.h - the index directory as files: names, syncing, removing, the lock. Internal to
 * indexer/index.
 *
 * Must not know: what is in a shard.
 *
 *   XAPIANDB                   the stub (stub.h)
 *   XAPIANDB.tmp               the next one, until it is renamed
 *   lock                       held by flock(2) while a process writes; the process id in it is for
 * messages only shard-SERIAL-NAME/         a shard (glass database); those that the stub does not
 * name are leftovers tmp-shard-SERIAL/          a shard being written
 *   tmp-run-NUMBER/            a part of one, until it is merged (runs.h)
 */
#ifndef NEWSDEX_INDEX_DIRECTORY_H
#define NEWSDEX_INDEX_DIRECTORY_H

#include "newsdex/buffer.h"

/* Appends directory, "/", name and a NUL that does not count. */
bool ndx_path_join(ndx_buffer *out, const char *directory, const char *name);

bool ndx_sync_file(const char *path, ndx_error *error);      /* fsync a file or a directory */
bool ndx_sync_tree(const char *directory, ndx_error *error); /* the files in it, then itself */
bool ndx_remove_tree(const char *path, ndx_error *error);    /* absent is fine */
uint64_t
ndx_tree_bytes(const char *directory); /* sizes of the files in it; 0 if it cannot be read */

/* Does the directory look like an index, or like one that may become one (absent, empty, leftovers
 * only)? */
typedef enum ndx_directory_state {
    NDX_DIRECTORY_ABSENT,
    NDX_DIRECTORY_EMPTY,
    NDX_DIRECTORY_INDEX,
    NDX_DIRECTORY_OTHER, /* a file, or a directory with other things in it */
    NDX_DIRECTORY_UNREADABLE
} ndx_directory_state;
ndx_directory_state ndx_directory_look(const char *path);

/* What a name in an index directory is, by the exact pattern of the names that newsdex gives and by
 * its being a folder or a file as it must be: whatever else lies there is never removed. */
typedef enum ndx_directory_name {
    NDX_NAME_FOREIGN,  /* also the stub and the lock */
    NDX_NAME_SHARD,    /* shard-SERIAL-NAME, a folder */
    NDX_NAME_TEMPORARY /* tmp-shard-SERIAL, tmp-run-NUMBER, tmp-drafts-XXXXXX, XAPIANDB.tmp */
} ndx_directory_name;
ndx_directory_name ndx_directory_name_of(const char *directory, const char *name);

/* Calls for each name that is not "." or ".."; stops when the visitor returns false. */
typedef bool (*ndx_name_visitor)(void *context, const char *name, ndx_error *error);
bool ndx_directory_walk(const char *path, ndx_name_visitor visitor, void *context,
                        ndx_error *error);

/* ---- lock (lock.c) ---- */

/* Waits up to wait_seconds. NDX_ERROR_LOCKED names the process that holds it. *lock is a descriptor
 * to be given back. */
bool ndx_lock_take(const char *directory, uint32_t wait_seconds, bool (*interrupted)(void *context),
                   void *context, int *lock, ndx_error *error);
void ndx_lock_release(int lock); /* -1 does nothing */
/* Removes the lock's file while it is held, for an index that was not made after all; who waits for
 * it meanwhile notices. */
void ndx_lock_remove(const char *directory, int lock);

#endif
