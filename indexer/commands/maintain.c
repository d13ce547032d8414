/* SPDX-License-Identifier: GPL-2.0-or-later */
/* maintain.c - `newsindex compact`, `rebuild` and `remove`: three ways of writing an index from
 * itself. */
#include "commands/writing.h"

#include "newsdex/array.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct maintain_options {
    ndx_writing_options writing;
} maintain_options;

static const ndx_option options[] = {NDX_WRITING_OPTIONS};

static const ndx_command compact_command = {
    "newsindex compact",
    "[OPTION]...",
    "Merge all shards of the index into one and drop what was deleted.",
    options,
    sizeof options / sizeof *options,
    "Exit status: 0 done, 2 it failed, and the index is as it was.\n",
};

static const ndx_command rebuild_command = {
    "newsindex rebuild",
    "[OPTION]...",
    "Make the index anew from the articles that are in it, as a new version of newsdex or of "
    "libxapian wants after it changed "
    "what words are indexed as.",
    options,
    sizeof options / sizeof *options,
    "The files that the articles came from are not read.\n"
    "\n"
    "Exit status: 0 done, 2 it failed, and the index is as it was.\n",
};

static const ndx_command remove_command = {
    "newsindex remove",
    "[OPTION]... ID...",
    "Remove the articles with these ids from the index; - reads ids from standard input, one a "
    "line.",
    options,
    sizeof options / sizeof *options,
    "An article whose file is still there comes back when the file changes or the index is made "
    "anew.\n"
    "\n"
    "Exit status: 0 all were removed, 1 some were not there, 2 it failed, and the index is as it "
    "was.\n",
};

typedef bool (*rewrite)(const char *, const ndx_update_options *, ndx_update_summary *,
                        ndx_error *);

static int run_rewrite(const maintain_options *o, const ndx_arguments *arguments, rewrite how)
{
    ndx_error error = {0};
    ndx_update_options update = {0};
    ndx_update_summary summary = {0};
    ndx_writing writing = {.progress.kind = (ndx_progress_kind)o->writing.progress};
    if (!ndx_command_takes_none(arguments, &error))
        return ndx_command_fail(&error);
    ndx_writing_prepare(&writing, &o->writing, &update);
    bool done = how(ndx_command_index(o->writing.index), &update, &summary, &error);
    ndx_progress_end(&writing.progress);
    ndx_writing_close_skipped(&writing, NULL);
    if (!done)
        return ndx_command_fail(&error);
    if (!o->writing.quiet) {
        ndx_buffer out = {0};
        ndx_buffer_append_text(&out, "index: ");
        ndx_command_append_bytes(&out, summary.index_bytes);
        ndx_buffer_printf(&out, " in %llu shard%s, %.2f s\n", (unsigned long long)summary.shards,
                          summary.shards == 1 ? "" : "s", summary.seconds);
        fputs(out.data ? out.data : "", stderr);
        ndx_buffer_free(&out);
    }
    return NDX_EXIT_DONE;
}

static int run_compact(const void *given, const ndx_arguments *arguments)
{
    return run_rewrite(given, arguments, ndx_update_compact);
}

static int run_rebuild(const void *given, const ndx_arguments *arguments)
{
    return run_rewrite(given, arguments, ndx_update_rebuild);
}

/* ---- remove ---- */

typedef struct id_list {
    ndx_span *id;
    size_t count, room;
    ndx_arena arena;
} id_list;

static bool add_id(id_list *list, ndx_span id, ndx_error *error)
{
    ndx_span *grown = ndx_array_room(list->id, list->count, &list->room, 64, sizeof *grown);
    if (!grown)
        return ndx_error_memory(error, "reading ids");
    list->id = grown;
    if (!ndx_arena_copy(&list->arena, id, &list->id[list->count]))
        return ndx_error_memory(error, "reading ids");
    list->count++;
    return true;
}

static bool read_ids(id_list *list, ndx_error *error)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    bool done = true;
    while (done && (size = getline(&line, &room, stdin)) >= 0) {
        ndx_span id = ndx_span_make(line, (size_t)size);
        while (id.size && (id.data[id.size - 1] == '\n' || id.data[id.size - 1] == '\r'))
            id.size--;
        if (id.size)
            done = add_id(list, id, error);
    }
    free(line);
    return done;
}

static int run_remove(const void *given, const ndx_arguments *arguments)
{
    const maintain_options *o = given;
    ndx_error error = {0};
    ndx_update_options update = {0};
    ndx_writing writing = {.progress.kind = (ndx_progress_kind)o->writing.progress};
    id_list list = {0};
    uint64_t removed = 0;
    bool done = arguments->count > 0 ||
                ndx_error_set(&error, NDX_ERROR_USAGE,
                              "there is no id to remove; try 'newsindex remove --help'");
    for (size_t i = 0; done && i < arguments->count; i++)
        done = strcmp(arguments->argument[i], "-") == 0
                   ? read_ids(&list, &error)
                   : add_id(&list, ndx_span_of(arguments->argument[i]), &error);
    if (done) {
        ndx_writing_prepare(&writing, &o->writing, &update);
        done = ndx_update_remove(ndx_command_index(o->writing.index), list.id, list.count, &update,
                                 &removed, &error);
        ndx_progress_end(&writing.progress);
        ndx_writing_close_skipped(&writing, NULL);
    }
    int status =
        done ? removed < list.count ? NDX_EXIT_SKIPPED : NDX_EXIT_DONE : ndx_command_fail(&error);
    if (done && !o->writing.quiet)
        fprintf(stderr, "%llu of %zu articles removed\n", (unsigned long long)removed, list.count);
    ndx_arena_free(&list.arena);
    free(list.id);
    return status;
}

const ndx_subcommand ndx_subcommand_compact = {&compact_command, sizeof(maintain_options),
                                               run_compact};
const ndx_subcommand ndx_subcommand_rebuild = {&rebuild_command, sizeof(maintain_options),
                                               run_rebuild};
const ndx_subcommand ndx_subcommand_remove = {&remove_command, sizeof(maintain_options),
                                              run_remove};
