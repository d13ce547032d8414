/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match.c - `newsindex match`: which saved searches new articles meet, before any index has them.
 *
 * The articles are read into an index of their own in a temporary folder, which newssearch is asked
 * about: queries are its matter, reading is ours.
 */
#include "commands/command.h"
#include "commands/reading.h"
#include "commands/writing.h"
#include "index/directory.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define AT(member) offsetof(match_options, member)
#define SEARCHER "newssearch"

enum { NONE_MET = 1 }; /* newssearch's status, and ours */

extern char **environ;

typedef struct match_options {
    ndx_text_list searches;
    int format; /* of `formats` */
    const char *skipped;
    ndx_reading_choices reading;
} match_options;

static const char *const formats[] = {"text", "json", NULL};

static const ndx_option options[] = {
    {0, "search", NDX_OPTION_LIST, "NAME",
     "try only the saved search of this name; may be given several times", AT(searches), NULL,
     "What to say"},
    {'f', "format", NDX_OPTION_CHOICE, "FORMAT", "how to print", AT(format), formats, NULL},
    {0, "skipped", NDX_OPTION_TEXT, "FILE",
     "write what was skipped, and why, to FILE as JSON Lines (-: standard output)", AT(skipped),
     NULL, NULL},
    NDX_READING_OPTIONS(match_options, "How to read"),
};

static const ndx_command command = {
    "newsindex match",
    "[OPTION]... FILE...",
    "Say which saved searches (newssearch --save) the articles in the files meet: a line an "
    "article and search, the article's id, a tab, the name.",
    options,
    sizeof options / sizeof *options,
    "FILE may be - for standard input, or a folder. No index is read or changed.\n"
    "\n"
    "Exit status: 0 some search is met, 1 none is, 2 an error; also 2 if none is met\n"
    "and some input or saved search was skipped.\n",
};

/* ---- the temporary index ---- */

static bool make_folder(ndx_buffer *folder, ndx_error *error)
{
    const char *temporary = getenv("TMPDIR");
    if (!temporary || !*temporary)
        temporary = "/tmp";
    if (!ndx_buffer_printf(folder, "%s/newsindex-match-XXXXXX", temporary))
        return ndx_error_memory(error, "making a temporary folder");
    if (mkdtemp(folder->data)) /* for the owner alone */
        return true;
    ndx_buffer_clear(folder);
    return ndx_error_errno(error, errno, "cannot make a folder in %s", temporary);
}

/* *skipped: was any input, in part or as a whole? */
static bool read_articles(const match_options *o, const ndx_arguments *files, const char *index,
                          bool *skipped, ndx_error *error)
{
    static const ndx_writing_options writing_options = {.progress = NDX_PROGRESS_NONE};
    ndx_writing writing = {.progress.kind = NDX_PROGRESS_NONE};
    ndx_update_options update = {0};
    ndx_update_summary summary = {0};
    ndx_field_mapping *mappings = NULL;
    bool done = ndx_reading_choose(&o->reading, &update.reading, &mappings, error) &&
                (!o->skipped || ndx_writing_open_skipped(&writing, o->skipped, error));
    if (done) {
        ndx_writing_prepare(&writing, &writing_options, &update);
        update.paths = files->argument;
        update.path_count = files->count;
        done = ndx_update(index, &update, &summary, error);
    }
    if (!ndx_writing_close_skipped(&writing, done ? error : NULL))
        done = false;
    *skipped = summary.files_skipped || summary.articles_skipped;
    free(mappings);
    return done;
}

/* ---- newssearch ---- */

/* The one beside this program, if there is one; else that of $PATH. */
static bool find_searcher(ndx_buffer *path, ndx_error *error)
{
    enum { PATH_MOST = 4096 };
    if (!ndx_buffer_reserve(path, PATH_MOST))
        return ndx_error_memory(error, "looking for " SEARCHER);
    ssize_t size = readlink("/proc/self/exe", path->data, PATH_MOST);
    path->size = size > 0 && size < PATH_MOST ? (size_t)size : 0;
    while (path->size && path->data[path->size - 1] != '/')
        path->size--;
    ndx_buffer_append_text(path, SEARCHER);
    if (ndx_buffer_ok(path, "looking for " SEARCHER, error) && access(path->data, X_OK) != 0) {
        ndx_buffer_clear(path);
        ndx_buffer_append_text(path, SEARCHER);
    }
    return ndx_buffer_ok(path, "looking for " SEARCHER, error);
}

static bool start_searcher(const match_options *o, const char *index, pid_t *child,
                           ndx_error *error)
{
    enum { BEFORE_NAMES = 6 };
    size_t count = 0;
    ndx_buffer path = {0};
    const char **arguments =
        (const char **)calloc(BEFORE_NAMES + o->searches.count + 1, sizeof *arguments);
    bool done =
        arguments ? find_searcher(&path, error) : ndx_error_memory(error, "asking " SEARCHER);
    if (done) {
        arguments[count++] = SEARCHER;
        arguments[count++] = "--which-saved";
        arguments[count++] = "--index";
        arguments[count++] = index;
        arguments[count++] = o->format ? "--format=json" : "--format=text";
        arguments[count++] = "--";
        for (size_t i = 0; i < o->searches.count; i++)
            arguments[count++] = o->searches.item[i];
        fflush(stdout);
        int mistake = posix_spawnp(child, path.data, NULL, NULL,
                                   (char *const *)(const void *)arguments, environ);
        done = mistake == 0 || ndx_error_errno(error, mistake, "cannot run %s", path.data);
    }
    free((void *)arguments);
    ndx_buffer_free(&path);
    return done;
}

/* An interrupt of this process alone ends the child as well. */
static bool wait_for(pid_t child, int *status, ndx_error *error)
{
    int how;
    while (waitpid(child, &how, 0) < 0) {
        if (errno != EINTR)
            return ndx_error_errno(error, errno, "waiting for " SEARCHER);
        if (ndx_command_interrupted(NULL))
            kill(child, SIGTERM);
    }
    *status = WIFEXITED(how) ? WEXITSTATUS(how) : NDX_EXIT_FAILED;
    if (ndx_command_interrupted(NULL))
        return ndx_error_set(error, NDX_ERROR_INTERRUPTED, "interrupted");
    bool reader_gone = WIFSIGNALED(how) && WTERMSIG(how) == SIGPIPE; /* as in `... | head` */
    return WIFEXITED(how) || reader_gone ||
           ndx_error_set(error, NDX_ERROR_INTERNAL, SEARCHER " was ended by signal %d",
                         WIFSIGNALED(how) ? WTERMSIG(how) : 0);
}

/* ---- the command ---- */

static bool match(const match_options *o, const ndx_arguments *files, const char *index,
                  int *status, ndx_error *error)
{
    bool skipped = false;
    pid_t child;
    bool done = read_articles(o, files, index, &skipped, error) &&
                start_searcher(o, index, &child, error) && wait_for(child, status, error);
    if (done && *status == NONE_MET && skipped)
        *status = NDX_EXIT_FAILED; /* whether what was skipped meets one is not known */
    return done;
}

static int run(const void *given, const ndx_arguments *arguments)
{
    ndx_error error = {0};
    ndx_buffer folder = {0};
    ndx_buffer index = {0};
    int status = NDX_EXIT_FAILED;
    bool done = arguments->count || ndx_error_set(&error, NDX_ERROR_USAGE,
                                                  "there is nothing to read; try 'newsindex match "
                                                  "--help'");
    ndx_command_catch_signals(); /* before there is something to be removed */
    done = done && make_folder(&folder, &error) &&
           (ndx_buffer_printf(&index, "%s/index", folder.data) ||
            ndx_error_memory(&error, "making a temporary folder")) &&
           match(given, arguments, index.data, &status, &error);
    if (folder.size && !ndx_remove_tree(folder.data, done ? &error : NULL))
        done = false;
    ndx_buffer_free(&index);
    ndx_buffer_free(&folder);
    if (error.code == NDX_ERROR_INTERRUPTED) /* an update speaks of its commits */
        ndx_error_set(&error, NDX_ERROR_INTERRUPTED, "interrupted");
    return done ? status : ndx_command_fail(&error);
}

const ndx_subcommand ndx_subcommand_match = {&command, sizeof(match_options), run};
