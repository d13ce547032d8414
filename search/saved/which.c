/* SPDX-License-Identifier: GPL-2.0-or-later */
/* which.c - implements which.h. */
#include "saved/which.h"

#include "newsdex/array.h"
#include "newsdex/article_json.h"
#include "newsdex/matches.h"
#include "present/output.h"

#include <jansson.h>
#include <stdlib.h>

#define TRYING "trying saved searches"

/* An article meets a search. */
typedef struct meeting {
    xc_docid document;
    uint32_t search; /* its number in the sorted list of names */
} meeting;

typedef struct trial {
    const ndx_saved_host *host;
    ndx_index *index;
    ndx_analyser *analyser;
    int32_t today;
    const char *const *names;
    size_t name_count;
    uint32_t search; /* which is being tried */
    meeting *met;
    size_t count, capacity;
    uint64_t broken;
} trial;

/* ---- trying ---- */

static bool keep(void *context, const ndx_found *found, ndx_error *error)
{
    trial *t = context;
    meeting *room = ndx_array_room(t->met, t->count, &t->capacity, 64, sizeof *t->met);
    if (!room)
        return ndx_error_memory(error, TRYING);
    t->met = room;
    t->met[t->count++] = (meeting){found->document, t->search};
    return true;
}

static bool try_search(trial *t, const ndx_saved *saved, ndx_error *error)
{
    ndx_query query = {0};
    ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    const ndx_matches_visitor visitor = {.context = t, .visit = keep}; /* one thread */
    bool done = t->host->parse(t->host->context, saved, &query, error) &&
                ndx_saved_options(saved, t->today, &options, error) &&
                ndx_matches_visit(t->index, &query, &options, t->analyser, &visitor, error);
    ndx_query_free(&query);
    return done;
}

/* What concerns the process and not the one search ends it all. */
static bool is_general(const ndx_error *error)
{
    return error->code == NDX_ERROR_MEMORY || error->code == NDX_ERROR_INTERRUPTED;
}

typedef bool search_user(void *context, const char *name, const ndx_saved *saved, ndx_error *error);

/* Reads the search and hands it on; one that is broken is told of. */
static bool with_search(const ndx_saved_host *host, const char *name, search_user *use,
                        void *context, uint64_t *broken, ndx_error *error)
{
    ndx_error mishap = {0};
    ndx_saved saved = {0};
    bool read = ndx_saved_read(host->folder, name, &saved, &mishap);
    bool done = read && use(context, name, &saved, &mishap);
    ndx_saved_free(&saved);
    if (done)
        return true;
    if (is_general(&mishap)) {
        if (error)
            *error = mishap;
        return false;
    }
    if (read) /* else the message names it */
        ndx_error_prefix(&mishap, "the saved search '%s'", name);
    host->broken(host->context, &mishap);
    ++*broken;
    return true;
}

static bool use_in_trial(void *context, const char *name, const ndx_saved *saved, ndx_error *error)
{
    trial *t = context;
    size_t before = t->count;
    (void)name;
    if (try_search(t, saved, error))
        return true;
    t->count = before; /* what breaks off has met nothing */
    return false;
}

static int by_article_and_name(const void *a, const void *b)
{
    const meeting *x = a;
    const meeting *y = b;
    if (x->document != y->document)
        return x->document < y->document ? -1 : 1;
    return x->search < y->search ? -1 : x->search > y->search;
}

static bool try_all(trial *t, ndx_error *error)
{
    for (size_t i = 0; i < t->name_count; i++) {
        t->search = (uint32_t)i;
        if (!with_search(t->host, t->names[i], use_in_trial, t, &t->broken, error))
            return false;
    }
    if (t->count)
        qsort(t->met, t->count, sizeof *t->met, by_article_and_name);
    return true;
}

/* ---- names ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, each once, in the arena. */
static bool sort_names(trial *t, const char *const *given, size_t count, ndx_arena *arena,
                       ndx_error *error)
{
    const char **names = ndx_arena_alloc(arena, count * sizeof *names);
    if (!names)
        return ndx_error_memory(error, TRYING);
    memcpy((void *)names, (const void *)given, count * sizeof *names);
    qsort((void *)names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
            names[t->name_count++] = names[i];
    t->names = names;
    return true;
}

/* ---- lines ---- */

static void append_line(ndx_buffer *out, const ndx_article *article, const char *name)
{
    ndx_output_append_field(out, article->field[NDX_FIELD_ID]);
    ndx_buffer_append_byte(out, '\t');
    ndx_buffer_append_text(out, name);
    ndx_buffer_append_byte(out, '\n');
}

static bool append_json(ndx_buffer *out, const ndx_article *article, const char *name,
                        ndx_error *error)
{
    json_t *object = json_object();
    char *text = NULL;
    bool done = object && json_object_set_new(object, "search", json_string(name)) == 0 &&
                ndx_article_to_json(article, NDX_JSON_WITHOUT_BODY, object, error) &&
                (text = json_dumps(object, JSON_COMPACT)) != NULL;
    if (done) {
        ndx_buffer_append_text(out, text);
        ndx_buffer_append_byte(out, '\n');
    }
    free(text);
    json_decref(object);
    return done || ndx_error_memory(error, TRYING);
}

static bool append_meeting(const trial *t, const meeting *met, ndx_buffer *out, ndx_error *error)
{
    xc_string data = XC_STRING_EMPTY;
    ndx_arena arena = {0};
    ndx_article article = {0};
    ndx_record record;
    ndx_words *words;
    bool done = ndx_index_read_record(t->index, met->document, &data, &record, error) &&
                (words = ndx_index_words(t->index, &record, error)) != NULL &&
                ndx_record_article_head(words, &record, &arena, &article, error);
    const char *name = t->names[met->search];
    if (done && t->host->json)
        done = append_json(out, &article, name, error);
    else if (done)
        append_line(out, &article, name);
    ndx_arena_free(&arena);
    xc_string_free(&data);
    return done;
}

bool ndx_saved_which(const ndx_saved_host *host, ndx_index *index, ndx_analyser *analyser,
                     int32_t today, const char *const *names, size_t count, ndx_buffer *out,
                     uint64_t *met, uint64_t *broken, ndx_error *error)
{
    trial t = {.host = host, .index = index, .analyser = analyser, .today = today};
    ndx_arena arena = {0};
    bool done = count ? sort_names(&t, names, count, &arena, error)
                      : ndx_saved_list(host->folder, &arena, &t.names, &t.name_count, error);
    done = done && try_all(&t, error);
    for (size_t i = 0; done && i < t.count; i++)
        done = append_meeting(&t, &t.met[i], out, error);
    *met = t.count;
    *broken = t.broken;
    free(t.met);
    ndx_arena_free(&arena);
    return done && ndx_buffer_ok(out, TRYING, error);
}

/* ---- the list ---- */

typedef struct listing {
    const ndx_saved_host *host;
    ndx_buffer *out;
    uint64_t listed;
} listing;

static void append_option(ndx_buffer *out, const char *name, const char *value)
{
    if (!value)
        return;
    ndx_buffer_printf(out, "--%s=", name);
    ndx_output_append_field(out, ndx_span_of(value));
    ndx_buffer_append_byte(out, ' ');
}

static bool append_search(void *context, const char *name, const ndx_saved *saved, ndx_error *error)
{
    listing *l = context;
    ndx_buffer *out = l->out;
    l->listed++;
    if (l->host->json)
        return ndx_saved_append_json(out, name, saved, error);
    ndx_buffer_append_text(out, name);
    ndx_buffer_append_text(out, saved->all ? "\t--all " : "\t");
    append_option(out, "language", saved->language);
    append_option(out, "since", saved->since);
    append_option(out, "until", saved->until);
    append_option(out, "dialect", saved->dialect);
    append_option(out, "aliases", saved->aliases);
    ndx_output_append_field(out, ndx_span_of(saved->query));
    ndx_buffer_append_byte(out, '\n');
    return ndx_buffer_ok(out, TRYING, error);
}

bool ndx_saved_append_list(const ndx_saved_host *host, ndx_buffer *out, uint64_t *listed,
                           uint64_t *broken, ndx_error *error)
{
    ndx_arena arena = {0};
    const char *const *names;
    size_t count;
    listing l = {host, out, 0};
    *broken = 0;
    bool done = ndx_saved_list(host->folder, &arena, &names, &count, error);
    for (size_t i = 0; done && i < count; i++)
        done = with_search(host, names[i], append_search, &l, broken, error);
    *listed = l.listed;
    ndx_arena_free(&arena);
    return done;
}
