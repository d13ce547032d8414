/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check.c - `newsindex check`: libxapian's check of every shard, then every record of ours: it can
 * be read, its words are there, its text comes back, its address is its own.
 */
#include "commands/articles.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct check_options {
    const char *index;
    bool quiet;
} check_options;

static const ndx_option options[] = {
    NDX_INDEX_OPTION(check_options),
    {'q', "quiet", NDX_OPTION_FLAG, NULL, "print only what is wrong",
     offsetof(check_options, quiet), NULL, NULL},
};

static const ndx_command command = {
    "newsindex check",
    "[OPTION]...",
    "Check that an index is whole: every shard by libxapian's own check, and that every article "
    "can be read back.",
    options,
    sizeof options / sizeof *options,
    "What is damaged cannot be mended in place: make the index anew from the articles' files.\n"
    "\n"
    "Exit status: 0 the index is whole, 2 it is damaged or is not one.\n",
};

typedef struct checker {
    ndx_index *index;
    ndx_arena arena;
    uint64_t records, damaged;
    const char *path;
} checker;

static void tell(checker *c, size_t shard, const char *what, const ndx_error *error)
{
    c->damaged++;
    fprintf(stderr, "newsindex: %s/%s: %s: %s\n", c->path,
            ndx_index_shard(c->index, shard)->directory, what, error->message);
}

static void tell_damaged(void *context, size_t shard, xc_docid document, const ndx_error *error)
{
    char what[64];
    snprintf(what, sizeof what, "document %u", (unsigned)document);
    tell(context, shard, what, error);
}

static bool check_record(void *context, size_t shard, const ndx_record *record, bool deleted,
                         ndx_error *error)
{
    checker *c = context;
    ndx_article article = {0};
    ndx_error mishap = {0};
    char what[64];
    (void)deleted;
    (void)error;
    c->records++;
    ndx_arena_reset(&c->arena);
    snprintf(what, sizeof what, "article %u", (unsigned)record->document);
    ndx_words *words = ndx_index_words(c->index, record, &mishap);
    bool whole = words && ndx_record_article(words, record, &c->arena, &article, &mishap);
    if (whole && record->serial != ndx_index_shard(c->index, shard)->serial)
        whole = ndx_error_set(&mishap, NDX_ERROR_CORRUPT,
                              "its record says it belongs to shard serial %llu",
                              (unsigned long long)record->serial);
    if (!whole)
        tell(c, shard, what, &mishap);
    return true;
}

static void check_shard(checker *c, size_t shard)
{
    xc_error xapian = {0};
    xc_string found = XC_STRING_EMPTY;
    size_t errors = 0;
    ndx_error mishap = {0};
    ndx_buffer path = {0};
    ndx_buffer_printf(&path, "%s/%s", c->path, ndx_index_shard(c->index, shard)->directory);
    if (path.failed)
        ndx_error_memory(&mishap, "checking a shard");
    else if (xc_database_check(path.data, 0, &errors, &found, &xapian))
        ndx_error_set(&mishap, NDX_ERROR_CORRUPT, "%s", xapian.message);
    else if (errors)
        ndx_error_set(&mishap, NDX_ERROR_CORRUPT, "%zu errors; libxapian says: %.600s", errors,
                      found.data ? found.data : "");
    if (mishap.code != NDX_OK)
        tell(c, shard, "libxapian's check", &mishap);
    xc_string_free(&found);
    ndx_buffer_free(&path);
}

static int run(const void *given, const ndx_arguments *arguments)
{
    const check_options *o = given;
    ndx_error error = {0};
    checker c = {.path = ndx_command_index(o->index)};
    if (!ndx_command_takes_none(arguments, &error))
        return ndx_command_fail(&error);
    c.index = ndx_index_open(&c.path, 1, &error);
    bool done = c.index != NULL;
    for (size_t i = 0; done && i < ndx_index_shard_count(c.index); i++)
        check_shard(&c, i);
    /* libxapian reads past its blocks where one is damaged, so then the articles are left alone. */
    if (done && !c.damaged)
        done = ndx_walk_records(c.index, check_record, tell_damaged, &c, &error);
    if (done && c.damaged)
        done = ndx_error_set(
            &error, NDX_ERROR_CORRUPT,
            "%s is damaged (%llu complaint%s above): make it anew from the articles' files", c.path,
            (unsigned long long)c.damaged, c.damaged == 1 ? "" : "s");
    if (done && !o->quiet)
        printf("%s: whole: %zu shard%s, %llu article%s, deleted ones included\n", c.path,
               ndx_index_shard_count(c.index), ndx_index_shard_count(c.index) == 1 ? "" : "s",
               (unsigned long long)c.records, c.records == 1 ? "" : "s");
    if (done && fflush(stdout) != 0)
        done = ndx_error_errno(&error, errno, "cannot write to standard output");
    ndx_index_close(c.index);
    ndx_arena_free(&c.arena);
    return done ? NDX_EXIT_DONE : ndx_command_fail(&error);
}

const ndx_subcommand ndx_subcommand_check = {&command, sizeof(check_options), run};
