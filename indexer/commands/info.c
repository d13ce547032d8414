/* SPDX-License-Identifier: GPL-2.0-or-later */
/* info.c - `newsindex info`: what an index holds. */
#include "commands/command.h"

#include "newsdex/language.h"
#include "sizes.h"

#include <jansson.h>
#include <stdlib.h>

typedef struct info_options {
    const char *index;
    int format;
    bool sizes;
} info_options;

static const char *const formats[] = {"text", "json", NULL};

static const ndx_option options[] = {
    NDX_INDEX_OPTION(info_options),
    {'f', "format", NDX_OPTION_CHOICE, "FORMAT", "how to print", offsetof(info_options, format),
     formats, NULL},
    {0, "sizes", NDX_OPTION_FLAG, NULL, "add what each part of the index takes",
     offsetof(info_options, sizes), NULL, NULL},
};

static const ndx_command command = {
    "newsindex info",
    "[OPTION]...",
    "Show how many articles an index holds, in which languages, and what its shards take on disk.",
    options,
    sizeof options / sizeof *options,
    NULL,
};

typedef struct totals {
    uint64_t deleted, text_bytes, size_bytes;
} totals;

static totals add_up(const ndx_index *index)
{
    totals sum = {0};
    for (size_t i = 0; i < ndx_index_shard_count(index); i++) {
        const ndx_shard_info *shard = ndx_index_shard(index, i);
        sum.deleted += shard->deleted;
        sum.text_bytes += shard->text_bytes;
        sum.size_bytes += shard->size_bytes;
    }
    return sum;
}

static bool measure(const ndx_index *index, const char *path, ndx_sizes *sizes, ndx_error *error)
{
    ndx_buffer directory = {0};
    bool done = true;
    for (size_t i = 0; done && i < ndx_index_shard_count(index); i++) {
        ndx_buffer_clear(&directory);
        done =
            (ndx_buffer_printf(&directory, "%s/%s", path, ndx_index_shard(index, i)->directory) ||
             ndx_error_memory(error, "measuring the index")) &&
            ndx_sizes_add(sizes, directory.data, error);
    }
    ndx_buffer_free(&directory);
    return done;
}

static void append_sizes(const ndx_index *index, const ndx_sizes *sizes, ndx_buffer *out)
{
    totals sum = add_up(index);
    uint64_t articles = ndx_index_articles(index) + sum.deleted;
    ndx_buffer_printf(out, "%-42s %13s %11s %9s\n", "part", "bytes", "an article", "of text");
    for (int i = 0; i < NDX_SIZE_PART_COUNT; i++) {
        if (!sizes->bytes[i])
            continue;
        ndx_buffer_printf(out, "  %-40s %13llu %11.1f %9.4f\n",
                          ndx_size_part_describe((ndx_size_part)i)->description,
                          (unsigned long long)sizes->bytes[i],
                          articles ? (double)sizes->bytes[i] / (double)articles : 0.0,
                          sum.text_bytes ? (double)sizes->bytes[i] / (double)sum.text_bytes : 0.0);
    }
}

static json_t *sizes_object(const ndx_sizes *sizes)
{
    json_t *object = json_object();
    for (int i = 0; i < NDX_SIZE_PART_COUNT; i++)
        json_object_set_new(object, ndx_size_part_describe((ndx_size_part)i)->name,
                            json_integer((json_int_t)sizes->bytes[i]));
    return object;
}

static void append_text(const ndx_index *index, const char *path, ndx_buffer *out)
{
    totals sum = add_up(index);
    const uint64_t *counts = ndx_index_language_counts(index);
    ndx_buffer_printf(out, "index: %s\narticles: %llu\ndeleted, until merged: %llu\ntext: ", path,
                      (unsigned long long)ndx_index_articles(index),
                      (unsigned long long)sum.deleted);
    ndx_command_append_bytes(out, sum.text_bytes);
    ndx_buffer_append_text(out, "\non disk: ");
    ndx_command_append_bytes(out, sum.size_bytes);
    if (sum.text_bytes)
        ndx_buffer_printf(out, " (%.3f of the text)",
                          (double)sum.size_bytes / (double)sum.text_bytes);
    ndx_buffer_printf(
        out, "\nlast update: %llu\nlanguages:", (unsigned long long)ndx_index_update_serial(index));
    for (size_t i = 0; i < ndx_language_count(); i++)
        if (counts[i])
            ndx_buffer_printf(out, " %s %llu",
                              i ? ndx_language_describe((ndx_language)i)->code : "unknown",
                              (unsigned long long)counts[i]);
    ndx_buffer_append_text(out, "\nshards:\n");
    for (size_t i = 0; i < ndx_index_shard_count(index); i++) {
        const ndx_shard_info *shard = ndx_index_shard(index, i);
        ndx_buffer_printf(out, "  %s: serial %llu, %llu articles, %llu deleted, ", shard->directory,
                          (unsigned long long)shard->serial, (unsigned long long)shard->documents,
                          (unsigned long long)shard->deleted);
        ndx_command_append_bytes(out, shard->size_bytes);
        ndx_buffer_append_byte(out, '\n');
    }
}

static bool append_json(const ndx_index *index, const char *path, const ndx_sizes *sizes,
                        ndx_buffer *out)
{
    totals sum = add_up(index);
    const uint64_t *counts = ndx_index_language_counts(index);
    json_t *languages = json_object();
    json_t *shards = json_array();
    for (size_t i = 0; i < ndx_language_count(); i++)
        if (counts[i])
            json_object_set_new(languages,
                                i ? ndx_language_describe((ndx_language)i)->code : "unknown",
                                json_integer((json_int_t)counts[i]));
    for (size_t i = 0; i < ndx_index_shard_count(index); i++) {
        const ndx_shard_info *shard = ndx_index_shard(index, i);
        json_array_append_new(
            shards,
            json_pack("{s:s, s:I, s:I, s:I, s:I, s:I}", "directory", shard->directory, "serial",
                      (json_int_t)shard->serial, "documents", (json_int_t)shard->documents,
                      "deleted", (json_int_t)shard->deleted, "text_bytes",
                      (json_int_t)shard->text_bytes, "size_bytes", (json_int_t)shard->size_bytes));
    }
    json_t *object =
        json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:i}", "index", path, "articles",
                  (json_int_t)ndx_index_articles(index), "deleted", (json_int_t)sum.deleted,
                  "text_bytes", (json_int_t)sum.text_bytes, "size_bytes",
                  (json_int_t)sum.size_bytes, "update", (json_int_t)ndx_index_update_serial(index),
                  "languages", languages, "shards", shards, "schema", 1);
    if (object && sizes)
        json_object_set_new(object, "sizes", sizes_object(sizes));
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    bool done = text && ndx_buffer_append_text(out, text) && ndx_buffer_append_byte(out, '\n');
    free(text);
    json_decref(object);
    return done;
}

static int run(const void *given, const ndx_arguments *arguments)
{
    const info_options *o = given;
    const char *path = ndx_command_index(o->index);
    ndx_error error = {0};
    ndx_buffer out = {0};
    if (!ndx_command_takes_none(arguments, &error))
        return ndx_command_fail(&error);
    ndx_index *index = ndx_index_open(&path, 1, &error);
    ndx_sizes sizes = {0};
    bool done = index && (!o->sizes || measure(index, path, &sizes, &error));
    if (done && o->format == 0) {
        append_text(index, path, &out);
        if (o->sizes)
            append_sizes(index, &sizes, &out);
    } else if (done && !append_json(index, path, o->sizes ? &sizes : NULL, &out)) {
        done = ndx_error_memory(&error, "describing the index");
    }
    done = done && ndx_buffer_ok(&out, "describing the index", &error) &&
           ndx_command_write(&out, &error);
    ndx_index_close(index);
    ndx_buffer_free(&out);
    return done ? NDX_EXIT_DONE : ndx_command_fail(&error);
}

const ndx_subcommand ndx_subcommand_info = {&command, sizeof(info_options), run};
