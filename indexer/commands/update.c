/* SPDX-License-Identifier: GPL-2.0-or-later */
/* update.c - `newsindex update`: creates an index or brings it up to date. */
#include "commands/command.h"
#include "commands/reading.h"
#include "commands/writing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define AT(member) offsetof(update_options, member)

typedef struct update_options {
    ndx_writing_options writing; /* first: shared with the other writing commands */
    ndx_reading_choices reading;
    ndx_text_list excludes;
    bool follow, keep_missing, dry_run;
    const char *skipped, *weights;
} update_options;

static const ndx_option options[] = {
    NDX_WRITING_OPTIONS,
    {'x', "exclude", NDX_OPTION_LIST, "PATTERN",
     "pass over files and folders whose name (with a slash: whose path) fits this shell pattern",
     AT(excludes), NULL, "What to read"},
    {'L', "follow", NDX_OPTION_FLAG, NULL, "follow symbolic links to folders", AT(follow), NULL,
     NULL},
    {0, "keep-missing", NDX_OPTION_FLAG, NULL, "keep the articles of files that have vanished",
     AT(keep_missing), NULL, NULL},
    NDX_READING_OPTIONS(update_options, NULL),
    {0, "weights", NDX_OPTION_TEXT, "B:H:L",
     "how much a word counts in the body, in the headline, and more in the lead, when the index is "
     "made (default 2:6:1)",
     AT(weights), NULL, NULL},
    {'n', "dry-run", NDX_OPTION_FLAG, NULL, "say what would be done, and do nothing", AT(dry_run),
     NULL, "What to say"},
    {0, "skipped", NDX_OPTION_TEXT, "FILE",
     "write what was skipped, and why, to FILE as JSON Lines (-: standard output)", AT(skipped),
     NULL, NULL},
};

static const ndx_command command = {
    "newsindex update",
    "[OPTION]... PATH...",
    "Read the articles in the files and folders PATH and bring the index up to date with them: "
    "only new and changed files are "
    "read, and what has vanished is removed.",
    options,
    sizeof options / sizeof *options,
    "PATH may be - for standard input.\n"
    "\n"
    "Exit status: 0 all was read, 1 the index is up to date but some input was\n"
    "skipped, 2 it failed, and the index is as it was at the last commit.\n",
};

/* One to three digits up to the end character; *at goes behind it. */
static bool parse_weight(const char **at, char end, unsigned least, uint8_t *weight)
{
    size_t digits = strspn(*at, "0123456789");
    unsigned value = 0;
    if (digits < 1 || digits > 3 || (*at)[digits] != end)
        return false;
    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (unsigned)((*at)[i] - '0');
    *at += digits + 1;
    *weight = (uint8_t)value;
    return value >= least && value <= 100;
}

static bool parse_weights(const char *text, ndx_weights *weights, ndx_error *error)
{
    const char *at = text;
    return (parse_weight(&at, ':', 1, &weights->body) &&
            parse_weight(&at, ':', 0, &weights->headline) &&
            parse_weight(&at, '\0', 0, &weights->lead)) ||
           ndx_error_set(error, NDX_ERROR_USAGE,
                         "--weights wants three numbers from 0 to 100 (the first at least 1), "
                         "such as 2:6:1, not '%s'",
                         text);
}

static void planned(void *context, ndx_span path, const char *what)
{
    (void)context;
    printf("%s\t%.*s\n", what, (int)(path.size < 65536 ? path.size : 65536), path.data);
}

static int run(const void *given, const ndx_arguments *arguments)
{
    const update_options *o = given;
    ndx_error error = {0};
    ndx_writing writing = {.progress.kind = (ndx_progress_kind)o->writing.progress};
    ndx_update_options update = {0};
    ndx_update_summary summary = {0};
    int status = NDX_EXIT_FAILED;
    ndx_field_mapping *mappings = NULL;
    if (!arguments->count) {
        ndx_error_set(&error, NDX_ERROR_USAGE,
                      "there is nothing to read; try 'newsindex update --help'");
        goto done;
    }
    if (!ndx_reading_choose(&o->reading, &update.reading, &mappings, &error) ||
        (o->weights && !parse_weights(o->weights, &update.weights, &error)))
        goto done;
    if (o->skipped && !ndx_writing_open_skipped(&writing, o->skipped, &error))
        goto done;
    ndx_writing_prepare(&writing, &o->writing, &update);
    update.paths = arguments->argument;
    update.path_count = arguments->count;
    update.excludes = o->excludes.item;
    update.exclude_count = o->excludes.count;
    update.follow = o->follow;
    update.keep_missing = o->keep_missing;
    update.dry_run = o->dry_run;
    update.callbacks.planned = planned;
    bool updated = ndx_update(ndx_command_index(o->writing.index), &update, &summary, &error);
    ndx_progress_end(&writing.progress);
    if (!ndx_writing_close_skipped(&writing, updated ? &error : NULL))
        updated = false;
    if (updated || error.code == NDX_ERROR_INTERRUPTED)
        ndx_writing_print_summary(&writing, &o->writing, &summary, o->dry_run);
    if (updated)
        status =
            summary.files_skipped || summary.articles_skipped ? NDX_EXIT_SKIPPED : NDX_EXIT_DONE;
done:
    ndx_writing_close_skipped(&writing, NULL);
    free(mappings);
    return error.code == NDX_OK ? status : ndx_command_fail(&error);
}

const ndx_subcommand ndx_subcommand_update = {&command, sizeof(update_options), run};
