/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command.h - what the subcommands of newsindex share. One file a subcommand; the table is in
 * newsindex.c.
 *
 * Only these files may print: results to standard output, all else to standard error.
 */
#ifndef NEWSDEX_COMMANDS_COMMAND_H
#define NEWSDEX_COMMANDS_COMMAND_H

#include "newsdex/command_line.h"
#include "newsdex/index.h"
#include "newsdex/update.h"

/* Exit status (DESIGN: one for all tools). */
enum { NDX_EXIT_DONE = 0, NDX_EXIT_SKIPPED = 1, NDX_EXIT_FAILED = 2 };

typedef struct ndx_subcommand {
    const ndx_command *command; /* its name is "newsindex NAME" */
    size_t options_size;        /* bytes of its options struct, which begins zeroed */
    int (*run)(const void *options, const ndx_arguments *arguments);
} ndx_subcommand;

extern const ndx_subcommand ndx_subcommand_update;
extern const ndx_subcommand ndx_subcommand_info;
extern const ndx_subcommand ndx_subcommand_check;
extern const ndx_subcommand ndx_subcommand_compact;
extern const ndx_subcommand ndx_subcommand_rebuild;
extern const ndx_subcommand ndx_subcommand_remove;
extern const ndx_subcommand ndx_subcommand_match;
extern const ndx_subcommand ndx_subcommand_formats;
extern const ndx_subcommand ndx_subcommand_dump;

/* "newsindex: PLACE: MESSAGE" on standard error; gives NDX_EXIT_FAILED. */
int ndx_command_fail(const ndx_error *error);

/* The row of -i in the table of a command whose options struct, `type`, has a member `index`. */
#define NDX_INDEX_OPTION(type)                                                                     \
    {                                                                                              \
        'i', "index", NDX_OPTION_TEXT, "INDEX",                                                    \
            "the index (default: $NEWSDEX_INDEX, else ./newsdex.index)", offsetof(type, index),    \
            NULL, NULL                                                                             \
    }

/* path, else $NEWSDEX_INDEX, else ./newsdex.index. */
const char *ndx_command_index(const char *path);

/* For a command whose options are all that it takes; an argument is NDX_ERROR_USAGE. */
bool ndx_command_takes_none(const ndx_arguments *arguments, ndx_error *error);

/* Writes the buffer to standard output and empties it. */
bool ndx_command_write(ndx_buffer *out, ndx_error *error);

/* Makes SIGINT, SIGTERM and SIGHUP ask the running update to stop; a second one ends the process.
 */
void ndx_command_catch_signals(void);
bool ndx_command_interrupted(void *context);

/* ---- progress (progress.c) ---- */

typedef enum ndx_progress_kind {
    NDX_PROGRESS_AUTO,
    NDX_PROGRESS_BAR,
    NDX_PROGRESS_PLAIN,
    NDX_PROGRESS_NONE
} ndx_progress_kind;

typedef struct ndx_progress {
    ndx_progress_kind kind; /* AUTO: a bar if standard error is a terminal, else none */
    double last_line_seconds;
    bool shown;
} ndx_progress;
void ndx_progress_show(ndx_progress *progress, const ndx_update_progress *state);
void ndx_progress_end(ndx_progress *progress); /* takes the bar away */

/* "1.5 GB", "12 kB": powers of 1000, as disks and news of them count. */
void ndx_command_append_bytes(ndx_buffer *out, uint64_t bytes);

#endif
