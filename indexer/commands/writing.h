/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writing.h - what the commands that write to an index share: their options, reports of what was
 * skipped, the summary. */
#ifndef NEWSDEX_COMMANDS_WRITING_H
#define NEWSDEX_COMMANDS_WRITING_H

#include "commands/command.h"

#include <stdio.h>

typedef struct ndx_writing_options {
    const char *index;
    uint64_t jobs, memory_bytes, lock_wait_seconds;
    int progress; /* ndx_progress_kind */
    int writer;   /* ndx_writer */
    bool quiet, profile;
} ndx_writing_options;

extern const char *const ndx_progress_choices[];
extern const char *const ndx_writer_choices[];

/* The writing options stand first in a command's struct. */
#define NDX_WRITING_OPTIONS                                                                        \
    NDX_INDEX_OPTION(ndx_writing_options),                                                         \
        {'j',                                                                                      \
         "jobs",                                                                                   \
         NDX_OPTION_NUMBER,                                                                        \
         "N",                                                                                      \
         "use N threads (default: as many as there are processors)",                               \
         offsetof(ndx_writing_options, jobs),                                                      \
         NULL,                                                                                     \
         NULL},                                                                                    \
        {'m',                                                                                      \
         "memory",                                                                                 \
         NDX_OPTION_SIZE,                                                                          \
         "SIZE",                                                                                   \
         "use about this much memory (default: a quarter of the RAM, at most 1G)",                 \
         offsetof(ndx_writing_options, memory_bytes),                                              \
         NULL,                                                                                     \
         NULL},                                                                                    \
        {0,                                                                                        \
         "wait",                                                                                   \
         NDX_OPTION_NUMBER,                                                                        \
         "SECONDS",                                                                                \
         "wait so long if another newsindex is writing to the index (default 0)",                  \
         offsetof(ndx_writing_options, lock_wait_seconds),                                         \
         NULL,                                                                                     \
         NULL},                                                                                    \
        {0,                                                                                        \
         "progress",                                                                               \
         NDX_OPTION_CHOICE,                                                                        \
         "KIND",                                                                                   \
         "how to show progress",                                                                   \
         offsetof(ndx_writing_options, progress),                                                  \
         ndx_progress_choices,                                                                     \
         NULL},                                                                                    \
        {0,                                                                                        \
         "writer",                                                                                 \
         NDX_OPTION_CHOICE,                                                                        \
         "KIND",                                                                                   \
         "how to write: the tables themselves (bulk) or through libxapian",                        \
         offsetof(ndx_writing_options, writer),                                                    \
         ndx_writer_choices,                                                                       \
         NULL},                                                                                    \
        {'q',  "quiet", NDX_OPTION_FLAG, NULL, "no summary", offsetof(ndx_writing_options, quiet), \
         NULL, NULL},                                                                              \
    {                                                                                              \
        0, "profile", NDX_OPTION_FLAG, NULL, "add the time that each stage took to the summary",   \
            offsetof(ndx_writing_options, profile), NULL, NULL                                     \
    }

typedef struct ndx_writing {
    ndx_progress progress;
    FILE *skipped;
    ndx_buffer line;
    uint64_t told, noted; /* skipped inputs and notes told on standard error */
} ndx_writing;

bool ndx_writing_open_skipped(ndx_writing *writing, const char *path, ndx_error *error);
/* error NULL: only tidies up. Frees what the writing holds. */
bool ndx_writing_close_skipped(ndx_writing *writing, ndx_error *error);
/* Fills jobs, memory, lock and callbacks of an update. */
void ndx_writing_prepare(ndx_writing *writing, const ndx_writing_options *options,
                         ndx_update_options *update);
void ndx_writing_print_summary(ndx_writing *writing, const ndx_writing_options *options,
                               const ndx_update_summary *summary, bool dry_run);

#endif
