/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * update.h - writing to an index. Library newsdex-update (it links the readers; newssearch does not
 * link it).
 *
 * Owns: walking the inputs, the pipeline read - analyse - batch - shard, the commit. Must not know:
 * the command line. Every function either commits as a whole or leaves the index as it was.
 */
#ifndef NEWSDEX_UPDATE_H
#define NEWSDEX_UPDATE_H

#include "newsdex/reader.h"
#include "newsdex/terms.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ndx_update_progress {
    uint64_t files_found, files_done, bytes_found, bytes_done; /* of those that must be read */
    uint64_t articles, skipped;
    const char *stage; /* "looking", "reading", "writing", "merging" */
    double seconds;
} ndx_update_progress;

typedef struct ndx_update_callbacks {
    void *context; /* given to each; all are called from the calling thread only */
    bool (*interrupted)(void *context);
    void (*progress)(void *context, const ndx_update_progress *progress); /* a few times a second */
    /* An input or article that was passed over: path, id or empty, what and where. */
    void (*skipped)(void *context, ndx_span path, ndx_span id, const ndx_error *error);
    /* Nothing was lost, but the user may want to know how an input was read: path, what and where.
     */
    void (*noted)(void *context, ndx_span path, const ndx_error *error);
    /* --dry-run: what would be done to an input. */
    void (*planned)(void *context, ndx_span path,
                    const char *what); /* "new", "changed", "vanished" */
} ndx_update_callbacks;

/* How shards are written. */
typedef enum ndx_writer {
    NDX_WRITER_AUTO,  /* bulk, unless the installed libxapian reads another format */
    NDX_WRITER_BULK,  /* the tables themselves */
    NDX_WRITER_XAPIAN /* through libxapian's API: slower and larger; keeps term lists */
} ndx_writer;

typedef struct ndx_update_options {
    const char *const *paths; /* files and folders; "-": standard input */
    size_t path_count;
    const char *const
        *excludes; /* fnmatch(3) patterns against the base name or, with a slash, the path */
    size_t exclude_count;
    bool follow;       /* symbolic links to folders */
    bool keep_missing; /* do not remove what has vanished */
    bool dry_run;
    ndx_writer writer;
    unsigned jobs;         /* 0: as many as there are processors */
    uint64_t memory_bytes; /* 0: a quarter of the RAM, at most 1 GiB */
    uint32_t lock_wait_seconds;
    ndx_weights weights; /* all 0: the index's own, the default for a new one */
    ndx_reading_options reading;
    ndx_update_callbacks callbacks;
} ndx_update_options;

typedef struct ndx_update_summary {
    uint64_t files_seen, files_new, files_changed, files_unchanged, files_vanished;
    uint64_t files_skipped; /* not read at all or only in part */
    uint64_t articles_added, articles_replaced, articles_removed, articles_skipped;
    uint64_t same_id; /* articles passed over because a newer version of their id was there */
    uint64_t words, text_bytes, bytes_read, replaced_bytes;
    uint64_t index_bytes; /* of the whole index afterwards */
    uint64_t shards, merged;
    double seconds;
    double read_seconds, analyse_seconds, batch_seconds, write_seconds,
        merge_seconds;     /* --profile; summed over threads */
    bool changed;          /* a commit was made */
    const char *writer;    /* "bulk" or "xapian"; NULL: no shard was written */
    bool writer_fell_back; /* AUTO had to take libxapian's API */
} ndx_update_summary;

/* Reads what is new or changed under the paths and removes what has vanished from under them. Names
 * that begin with a full stop and newsdex indexes are passed over in folders. A PATH that is not
 * there: if it is one known file, it has vanished; else NDX_ERROR_NOT_FOUND and nothing is changed
 * (a folder that is gone is more likely not mounted than meant to take its articles along). A file
 * that cannot be read is skipped, and what was indexed of it stays; one that breaks off gives the
 * articles before the break. On failure summary->changed says whether commits were made before it,
 * and the summary counts what those brought. A first update that fails leaves no folder.
 *
 * Memory: memory_bytes bounds batches and parcels; what does not fit waits in temporary files
 * beside the index, and no byte of the index depends on it. Merges take a few megabytes, and about
 * 100 kilobytes a shard, whatever the size of the index. Besides it there are the program itself
 * (about 20 MiB) and the list of inputs, about 150 bytes and its path for each file.
 * NDX_WRITER_XAPIAN: a run that does not fit makes more shards, and shards whose words do not fit
 * stay apart. */
bool ndx_update(const char *index_path, const ndx_update_options *options,
                ndx_update_summary *summary, ndx_error *error);

/* Removes articles by id; *removed of them were there. */
bool ndx_update_remove(const char *index_path, const ndx_span *ids, size_t count,
                       const ndx_update_options *options, uint64_t *removed, ndx_error *error);

/* One shard without deleted articles. Memory as for the merges of ndx_update. NDX_WRITER_XAPIAN:
 * all words of the index and its table of articles are in memory meanwhile, whatever memory_bytes
 * says: 250 to 600 bytes for each distinct word and 40 to 80 for each article; only the texts keep
 * to the bound. */
bool ndx_update_compact(const char *index_path, const ndx_update_options *options,
                        ndx_update_summary *summary, ndx_error *error);

/* Analyses every article anew from its record (a changed analysis version). Memory as for
 * ndx_update_compact with NDX_WRITER_XAPIAN. */
bool ndx_update_rebuild(const char *index_path, const ndx_update_options *options,
                        ndx_update_summary *summary, ndx_error *error);

#ifdef __cplusplus
}
#endif
#endif
