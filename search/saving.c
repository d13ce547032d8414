/* SPDX-License-Identifier: GPL-2.0-or-later */
/* saving.c - implements saving.h. */
#include "saving.h"

#include "alias_file.h"

#include "saved/which.h"

#include <time.h>

/* ---- to a saved search and back ---- */

static bool append_now(ndx_buffer *out, ndx_error *error)
{
    time_t now = time(NULL);
    struct tm utc;
    char text[32] = "";
    if (now != (time_t)-1 && gmtime_r(&now, &utc))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return ndx_buffer_append_text(out, text) || ndx_error_memory(error, "saving a search");
}

static bool add_indexes(const newssearch_options *options, ndx_saved *saved, const ndx_index *index,
                        ndx_error *error)
{
    const char *fallback = ndx_index_default_path();
    const char *const *path = options->indexes.count ? options->indexes.item : &fallback;
    for (size_t i = 0; i < ndx_index_directory_count(index); i++)
        if (!ndx_saved_add_index(saved, path[i], ndx_index_directory_update(index, i), error))
            return false;
    return true;
}

bool newssearch_save(const newssearch_options *options, ndx_span query, const ndx_index *index,
                     ndx_error *error)
{
    ndx_buffer folder = {0};
    ndx_buffer now = {0};
    ndx_buffer text = {0};
    ndx_saved saved = {.all = options->all,
                       .language = options->language,
                       .since = options->since,
                       .until = options->until,
                       .dialect = options->dialect ? newssearch_dialect_name(options) : NULL};
    bool known = !options->aliases ||
                 (saved.aliases = ndx_saved_absolute(&saved, options->aliases, error)) != NULL;
    bool done = known &&
                (ndx_buffer_append_span(&text, query) || ndx_error_memory(error, "saving")) &&
                append_now(&now, error) && ndx_saved_folder(&folder, error) &&
                add_indexes(options, &saved, index, error);
    saved.query = text.data;
    saved.time = now.data;
    done = done && ndx_saved_write(folder.data, options->save, &saved, error);
    ndx_saved_free(&saved);
    ndx_buffer_free(&text);
    ndx_buffer_free(&now);
    ndx_buffer_free(&folder);
    return done;
}

/* A later newsdex may know more of them: read as another it would be another query. */
static bool read_dialect(const ndx_saved *saved, ndx_dialect *dialect, ndx_error *error)
{
    *dialect = NDX_DIALECT_NEWSDEX;
    return !saved->dialect || ndx_dialect_from_name(ndx_span_of(saved->dialect), dialect) ||
           ndx_error_set(error, NDX_ERROR_VERSION,
                         "it is in a dialect that this newsdex does not know: '%s'",
                         saved->dialect);
}

bool newssearch_recall(newssearch_options *options, ndx_saved *saved, ndx_error *error)
{
    ndx_dialect dialect;
    ndx_buffer folder = {0};
    bool done = ndx_saved_folder(&folder, error) &&
                ndx_saved_read(folder.data, options->saved, saved, error);
    ndx_buffer_free(&folder);
    if (!done)
        return false;
    if (!read_dialect(saved, &dialect, error))
        return ndx_error_prefix(error, "the saved search '%s'", options->saved);
    options->query = saved->query;
    options->all = saved->all;
    options->language = saved->language;
    options->since = saved->since;
    options->until = saved->until;
    options->aliases = saved->aliases;
    options->dialect = (int)dialect;
    if (options->indexes.count)
        return true;
    const char **paths = ndx_arena_alloc(&saved->arena, saved->index_count * sizeof *paths);
    if (!paths)
        return ndx_error_memory(error, "reading a saved search");
    for (size_t i = 0; i < saved->index_count; i++)
        paths[i] = saved->indexes[i].path;
    options->indexes = (ndx_text_list){paths, saved->index_count};
    return true;
}

/* ---- what is new ---- */

void newssearch_after(const ndx_saved *saved, const ndx_index *index, uint64_t *after,
                      ndx_buffer *messages)
{
    const char *replaced;
    ndx_saved_after(saved, index, after, &replaced);
    if (replaced)
        ndx_buffer_printf(messages,
                          "newssearch: note: %s is another index than when this search was last "
                          "answered: all its articles count as new\n",
                          replaced);
}

bool newssearch_mark_seen(const newssearch_options *options, const ndx_saved *saved,
                          const ndx_index *index, ndx_error *error)
{
    ndx_buffer folder = {0};
    bool done = ndx_saved_folder(&folder, error) &&
                ndx_saved_mark_seen(folder.data, options->saved, saved, index, error);
    ndx_buffer_free(&folder);
    return done;
}

/* ---- without a query ---- */

static bool is_json(const newssearch_options *options)
{
    return ndx_output_format_at((size_t)options->format) == &ndx_output_json;
}

int newssearch_forget(const newssearch_options *options, ndx_buffer *messages)
{
    ndx_error error = {0};
    ndx_buffer folder = {0};
    bool done =
        ndx_saved_folder(&folder, &error) && ndx_saved_remove(folder.data, options->forget, &error);
    if (!done)
        newssearch_report(messages, 0, &error);
    ndx_buffer_free(&folder);
    return done ? NEWSSEARCH_FOUND : NEWSSEARCH_FAILED;
}

typedef struct host_context {
    const newssearch_settings *settings;
    ndx_buffer *messages;
} host_context;

static bool parse(void *context, const ndx_saved *saved, ndx_query *query, ndx_error *error)
{
    const host_context *host = context;
    ndx_query_options options = host->settings->query;
    ndx_aliases *own = NULL;
    bool done = read_dialect(saved, &options.dialect, error) &&
                (!saved->aliases || newssearch_read_aliases(saved->aliases, &own, error));
    if (own) {
        options.aliases = own;
        options.aliases_always = true;
    }
    done =
        done && ndx_query_parse_as(query, ndx_span_of(saved->query), &options, NULL, NULL, error);
    ndx_aliases_free(own);
    return done;
}

static void tell_broken(void *context, const ndx_error *error)
{
    const host_context *host = context;
    newssearch_report(host->messages, 0, error);
}

static int status_of(bool done, uint64_t count, uint64_t broken, ndx_buffer *messages,
                     const ndx_error *error)
{
    if (!done)
        newssearch_report(messages, 0, error);
    return !done || broken ? NEWSSEARCH_FAILED : count ? NEWSSEARCH_FOUND : NEWSSEARCH_NOT_FOUND;
}

int newssearch_list_saved(const newssearch_options *options, ndx_buffer *out, ndx_buffer *messages)
{
    ndx_error error = {0};
    ndx_buffer folder = {0};
    uint64_t listed = 0;
    uint64_t broken = 0;
    host_context context = {.messages = messages};
    bool done = ndx_saved_folder(&folder, &error);
    const ndx_saved_host host = {.context = &context,
                                 .folder = folder.data,
                                 .json = is_json(options),
                                 .broken = tell_broken};
    done = done && ndx_saved_append_list(&host, out, &listed, &broken, &error);
    ndx_buffer_free(&folder);
    return status_of(done, listed, broken, messages, &error);
}

int newssearch_which_saved(const newssearch_options *options, const newssearch_settings *settings,
                           ndx_index *index, const ndx_arguments *names, ndx_buffer *out,
                           ndx_buffer *messages)
{
    ndx_error error = {0};
    ndx_buffer folder = {0};
    uint64_t met = 0;
    uint64_t broken = 0;
    host_context context = {settings, messages};
    ndx_analyser *analyser = ndx_analyser_new(&error);
    bool done = analyser && ndx_saved_folder(&folder, &error);
    const ndx_saved_host host = {.context = &context,
                                 .folder = folder.data,
                                 .json = is_json(options),
                                 .parse = parse,
                                 .broken = tell_broken};
    done = done && ndx_saved_which(&host, index, analyser, settings->query.today, names->argument,
                                   names->count, out, &met, &broken, &error);
    ndx_analyser_free(analyser);
    ndx_buffer_free(&folder);
    return status_of(done, met, broken, messages, &error);
}
