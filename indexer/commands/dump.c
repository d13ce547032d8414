/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dump.c - `newsindex dump`: every article as a JSON line, from which an index can be made again.
 */
#include "commands/articles.h"
#include "newsdex/article_json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct dump_options {
    const char *index;
} dump_options;

static const ndx_option options[] = {
    NDX_INDEX_OPTION(dump_options),
};

static const ndx_command command = {
    "newsindex dump",
    "[OPTION]... [ID]...",
    "Print the articles with these ids, or all of them, as JSON Lines that newsindex update reads "
    "back without a mapping.",
    options,
    sizeof options / sizeof *options,
    "Exit status: 0 done, 1 an id was not there, 2 it failed.\n",
};

typedef struct dumper {
    ndx_index *index;
    ndx_arena arena;
    ndx_buffer out;
} dumper;

static bool dump_record(dumper *d, const ndx_record *record, ndx_error *error)
{
    ndx_words *words = ndx_index_words(d->index, record, error);
    ndx_article article = {0};
    json_t *object = json_object();
    char *text = NULL;
    ndx_arena_reset(&d->arena);
    bool done = words && ndx_record_article(words, record, &d->arena, &article, error) &&
                ndx_article_to_json(&article, NDX_JSON_WHOLE, object, error);
    if (done) {
        text = json_dumps(object, JSON_COMPACT);
        done =
            text && ndx_buffer_append_text(&d->out, text) && ndx_buffer_append_byte(&d->out, '\n');
        done = done ? ndx_command_write(&d->out, error)
                    : ndx_error_memory(error, "dumping an article");
    }
    free(text);
    json_decref(object);
    return done;
}

static bool dump_each(void *context, size_t shard, const ndx_record *record, bool deleted,
                      ndx_error *error)
{
    (void)shard;
    return deleted || dump_record(context, record, error);
}

/* *found is false when there is no such article. */
static bool dump_id(dumper *d, const char *id, bool *found, ndx_error *error)
{
    xc_docid document = 0;
    xc_string data = XC_STRING_EMPTY;
    ndx_record record;
    if (!ndx_index_find_id(d->index, ndx_span_of(id), &document, error))
        return false;
    *found = document != 0;
    if (!document) {
        fprintf(stderr, "newsindex: there is no article with the id '%s'\n", id);
        return true;
    }
    bool done = ndx_index_read_record(d->index, document, &data, &record, error) &&
                dump_record(d, &record, error);
    xc_string_free(&data);
    return done;
}

static int run(const void *given, const ndx_arguments *arguments)
{
    const dump_options *o = given;
    const char *path = ndx_command_index(o->index);
    ndx_error error = {0};
    dumper d = {.index = ndx_index_open(&path, 1, &error)};
    int status = NDX_EXIT_DONE;
    bool done = d.index != NULL;
    if (done && !arguments->count)
        done = ndx_walk_records(d.index, dump_each, NULL, &d, &error);
    for (size_t i = 0; done && i < arguments->count; i++) {
        bool found = false;
        done = dump_id(&d, arguments->argument[i], &found, &error);
        if (!found)
            status = NDX_EXIT_SKIPPED;
    }
    ndx_index_close(d.index);
    ndx_arena_free(&d.arena);
    ndx_buffer_free(&d.out);
    return done ? status : ndx_command_fail(&error);
}

const ndx_subcommand ndx_subcommand_dump = {&command, sizeof(dump_options), run};
