/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * newssearch.c - the search tool: arguments, the clock, the terminal, standard output, exit status,
 * the file of a batch.
 *
 * Owns: everything that only a program may do. Must not know: how a query is run or a result looks.
 */
#define _XOPEN_SOURCE 700
#include "alias_file.h"
#include "answer.h"
#include "batch/batch.h"
#include "batch/lines.h"
#include "complete.h"
#include "interactive/interactive.h"
#include "newsdex/limits.h"
#include "newssearch_options.h"
#include "reports.h"
#include "saving.h"
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { FOUND = NEWSSEARCH_FOUND, NOT_FOUND = NEWSSEARCH_NOT_FOUND, FAILED = NEWSSEARCH_FAILED };

static const newssearch_options defaults = {
    .limit = NEWSSEARCH_LIMIT_ABSENT,
    .topic = "1",
    .run_tag = "newsdex",
    .count_what = -1,
    .copies = -1,
    .timeline = -1,
    .window = 8,
    .half_life = NDX_HALF_LIFE_DAYS,
};

static void send_messages(ndx_buffer *messages)
{
    if (messages->size) {
        fflush(stdout);
        fwrite(messages->data, 1, messages->size, stderr);
    }
    ndx_buffer_clear(messages);
}

static int report(const ndx_error *error)
{
    ndx_buffer messages = {0};
    newssearch_report(&messages, 0, error);
    send_messages(&messages);
    ndx_buffer_free(&messages);
    return FAILED;
}

/* Sends the buffer to standard output and empties it. A reader that went away is no error of ours.
 */
static bool send(ndx_buffer *out, ndx_error *error)
{
    bool done = !out->size || fwrite(out->data, 1, out->size, stdout) == out->size;
    ndx_buffer_clear(out);
    return done || ndx_error_errno(error, errno, "cannot write to standard output");
}

static bool flush(ndx_error *error)
{
    return fflush(stdout) == 0 || ndx_error_errno(error, errno, "cannot write to standard output");
}

/* The local calendar day: what "today" and "7d" mean to the person who asks. */
static int32_t today(void)
{
    time_t now = time(NULL);
    struct tm local;
    if (now == (time_t)-1 || !localtime_r(&now, &local))
        return 0;
    return ndx_days_from_civil(local.tm_year + 1900, (unsigned)local.tm_mon + 1,
                               (unsigned)local.tm_mday);
}

static bool join_query(const ndx_arguments *arguments, ndx_buffer *query, ndx_error *error)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (i)
            ndx_buffer_append_byte(query, ' ');
        if (strcmp(arguments->argument[i], "-") != 0) {
            ndx_buffer_append_text(query, arguments->argument[i]);
            continue;
        }
        char block[4096]; /* "-": the query stands on standard input */
        size_t size;
        while (query->size <= NDX_LIMIT_QUERY_BYTES && !query->failed &&
               (size = fread(block, 1, sizeof block, stdin)) > 0)
            ndx_buffer_append(query, block, size);
        if (query->size > NDX_LIMIT_QUERY_BYTES)
            return ndx_error_set(error, NDX_ERROR_LIMIT, "the query has more than %u bytes",
                                 NDX_LIMIT_QUERY_BYTES);
        if (ferror(stdin))
            return ndx_error_errno(error, errno, "cannot read the query from standard input");
    }
    return ndx_buffer_ok(query, "reading the query", error);
}

static ndx_index *open_index(const newssearch_options *options, ndx_error *error)
{
    const char *fallback = ndx_index_default_path();
    if (options->indexes.count)
        return ndx_index_open(options->indexes.item, options->indexes.count, error);
    return ndx_index_open(&fallback, 1, error);
}

/* --open asks for the files of what is found. */
static const ndx_output_format *format_of(const newssearch_options *options)
{
    return options->open ? &ndx_output_paths : ndx_output_format_at((size_t)options->format);
}

static bool send_header(const newssearch_settings *settings, ndx_buffer *out, ndx_error *error)
{
    return settings->open || settings->report || !settings->format->header ||
           (settings->format->header(&settings->output, settings->count, out, error) &&
            send(out, error));
}

/* ---- --show ---- */

static int show_article(const newssearch_options *options, ndx_index *index, ndx_output *output,
                        ndx_error *error)
{
    xc_docid document;
    xc_string data = XC_STRING_EMPTY;
    ndx_hit hit = {0};
    const ndx_output_format *format = format_of(options);
    if (!ndx_index_find_id(index, ndx_span_of(options->show), &document, error))
        return report(error);
    if (!document) {
        fprintf(stderr, "newssearch: there is no article with the id '%s'\n", options->show);
        return NOT_FOUND;
    }
    int status = FOUND;
    ndx_arena names = {0};
    ndx_words *words;
    bool done = ndx_index_read_record(index, document, &data, &hit.record, error) &&
                (words = ndx_index_words(index, &hit.record, error)) != NULL &&
                ndx_record_names(words, &hit.record, &names, error);
    hit.document = document;
    hit.bytes = ndx_span_make(data.data, data.size);
    if (!done || !format->article(output, &hit, error) || !send(output->out, error) ||
        !flush(error))
        status = report(error);
    ndx_arena_free(&names);
    xc_string_free(&data);
    return status;
}

static int show(const newssearch_options *options, const newssearch_settings *settings)
{
    ndx_error error = {0};
    ndx_buffer out = {0};
    ndx_index *index = open_index(options, &error);
    ndx_output output = {.index = index,
                         .options = &settings->output,
                         .out = &out,
                         .topic = ndx_span_of(options->topic)};
    int status = index ? show_article(options, index, &output, &error) : report(&error);
    ndx_index_close(index);
    ndx_buffer_free(&out);
    return status;
}

/* ---- --complete ---- */

static int complete(const newssearch_options *options)
{
    ndx_error error = {0};
    ndx_buffer out = {0};
    ndx_span typed = ndx_span_of(options->complete);
    bool wants_index = newssearch_completion_needs_index(typed);
    ndx_index *index = wants_index ? open_index(options, &error) : NULL;
    bool done = (index || !wants_index) && newssearch_complete(index, typed, &out, &error);
    int status = out.size ? FOUND : NOT_FOUND;
    if (!done || !send(&out, &error) || !flush(&error))
        status = report(&error);
    ndx_index_close(index);
    ndx_buffer_free(&out);
    return status;
}

/* ---- one query ---- */

static bool send_both(void *context, ndx_error *error)
{
    const newssearch_query *query = context;
    send_messages(query->messages);
    return send(query->out, error);
}

/* --save: what is wrong with the query is told when it is saved. */
static int save(const newssearch_options *options, newssearch_query *query)
{
    ndx_error error = {0};
    ndx_query parsed = {0};
    bool good = newssearch_parse(query, &parsed);
    ndx_index *index = good ? open_index(options, &error) : NULL;
    bool done = index && newssearch_save(options, query->text, index, &error);
    send_messages(query->messages);
    ndx_query_free(&parsed);
    ndx_index_close(index);
    return done ? FOUND : good ? report(&error) : FAILED;
}

/* saved: of --saved, else NULL. */
static int answer(const newssearch_options *options, const ndx_saved *saved,
                  newssearch_query *query)
{
    ndx_error error = {0};
    ndx_query parsed = {0};
    int status = FAILED;
    uint64_t after[NDX_SAVED_INDEXES];
    newssearch_settings settings = *query->settings;
    query->settings = &settings;
    if (!newssearch_parse(query, &parsed))
        goto cleanup;
    query->index = open_index(options, &error);
    query->analyser = query->index ? ndx_analyser_new(&error) : NULL;
    if (!query->analyser || !send_header(query->settings, query->out, &error))
        goto failed;
    if (options->fresh) {
        newssearch_after(saved, query->index, after, query->messages);
        settings.search.after_update = after;
    }
    status = newssearch_answer(query, &parsed);
    if (send_both(query, &error) && flush(&error) &&
        (!options->fresh || options->count || status == FAILED ||
         newssearch_mark_seen(options, saved, query->index, &error)))
        goto cleanup;
failed:
    status = report(&error);
cleanup:
    send_messages(query->messages);
    ndx_query_free(&parsed);
    ndx_analyser_free(query->analyser);
    ndx_index_close(query->index);
    return status;
}

static unsigned choose_threads(uint64_t jobs)
{
    long processors = jobs ? 0 : sysconf(_SC_NPROCESSORS_ONLN);
    if (!jobs)
        jobs = processors > 0 ? (uint64_t)processors : 1;
    return jobs > NDX_BATCH_WORKERS_MAX ? NDX_BATCH_WORKERS_MAX : (unsigned)jobs;
}

/* --like: with a query besides, what is found fits that as well. */
static bool gather_like(const newssearch_options *options, const ndx_arguments *arguments,
                        ndx_buffer *query, ndx_error *error)
{
    const char *quote = strchr(options->like, '"') ? "" : "\"";
    ndx_buffer_printf(query, "like:%s%s%s", quote, options->like, quote);
    if (!arguments->count)
        return ndx_buffer_ok(query, "reading the query", error);
    ndx_buffer_append_text(query, " +(");
    bool done = join_query(arguments, query, error);
    ndx_buffer_append_byte(query, ')');
    return done && ndx_buffer_ok(query, "reading the query", error);
}

static bool gather_query(const newssearch_options *options, const ndx_arguments *arguments,
                         ndx_buffer *query, ndx_error *error)
{
    const char *given = options->query           ? options->query
                        : options->cooccur       ? "*" /* the names are asked about */
                        : options->queries.count ? options->queries.item[0]
                                                 : NULL;
    if (options->like)
        return gather_like(options, arguments, query, error);
    return given ? ndx_buffer_append_text(query, given) ||
                       ndx_error_memory(error, "reading the query")
                 : join_query(arguments, query, error);
}

static int answer_arguments(const newssearch_options *options, const newssearch_settings *settings,
                            const ndx_saved *saved, const ndx_arguments *arguments)
{
    ndx_error error = {0};
    ndx_buffer text = {0};
    ndx_buffer out = {0};
    ndx_buffer messages = {0};
    int status = FAILED;
    if (gather_query(options, arguments, &text, &error)) {
        newssearch_query query = {.settings = settings,
                                  .text = ndx_buffer_span(&text),
                                  .topic = ndx_span_of(options->topic),
                                  .out = &out,
                                  .messages = &messages,
                                  .hand_on = send_both};
        query.context = &query;
        status = options->save ? save(options, &query) : answer(options, saved, &query);
    } else {
        report(&error);
    }
    ndx_buffer_free(&text);
    ndx_buffer_free(&out);
    ndx_buffer_free(&messages);
    return status;
}

/* ---- a batch ---- */

typedef struct batch_thread {
    ndx_index *index;
    ndx_analyser *analyser;
} batch_thread;

typedef struct batch_job {
    const newssearch_settings *settings;
    batch_thread thread[NDX_BATCH_WORKERS_MAX];
    unsigned threads;
    ndx_batch_lines lines;
    bool printed; /* anything */
    bool found, failed;
} batch_job;

static ndx_step next_line(void *context, ndx_batch_item *item, ndx_error *error)
{
    batch_job *job = context;
    ndx_step step = ndx_batch_lines_next(&job->lines, &item->question, &item->too_long, error);
    item->number = job->lines.number;
    return step;
}

static bool hand_on(void *context, ndx_error *error)
{
    ndx_batch_item *item = context;
    if (item->out.failed)
        return ndx_error_memory(error, "writing results");
    if (item->out.size > NDX_BATCH_ANSWER_BYTES)
        ndx_batch_hand_on(item);
    return true;
}

static void answer_line(void *context, unsigned worker, ndx_batch_item *item)
{
    const batch_job *job = context;
    ndx_error error = {0};
    newssearch_query query = {.settings = job->settings,
                              .index = job->thread[worker].index,
                              .analyser = job->thread[worker].analyser,
                              .number = item->number,
                              .out = &item->out,
                              .messages = &item->messages,
                              .hand_on = hand_on,
                              .context = item};
    if (item->too_long) {
        ndx_error_set(&error, NDX_ERROR_LIMIT, "the line has more than %u bytes",
                      NDX_BATCH_LINE_BYTES);
        item->status = newssearch_refuse_in_batch(&query, &error);
        return;
    }
    ndx_batch_line_parts(ndx_buffer_span(&item->question), &query.topic, &query.text);
    item->status = newssearch_answer_in_batch(&query);
}

static bool print_answer(void *context, ndx_batch_item *item, bool last_part, bool more,
                         ndx_error *error)
{
    batch_job *job = context;
    if (!item->begun && job->printed && job->settings->format->parted && !job->settings->count)
        putchar(job->settings->output.line_end);
    job->printed = true;
    send_messages(&item->messages);
    if (item->out.failed || item->messages.failed)
        return ndx_error_memory(error, "writing results");
    if (!send(&item->out, error) || (!more && !flush(error)))
        return false;
    job->found |= last_part && item->status == FOUND;
    job->failed |= last_part && item->status == FAILED;
    return true;
}

static void close_threads(batch_job *job)
{
    for (; job->threads > 0; job->threads--) {
        ndx_analyser_free(job->thread[job->threads - 1].analyser);
        ndx_index_close(job->thread[job->threads - 1].index);
    }
}

/* Opens the index once a thread; with fewer threads when the system has no more open files or
 * memory for it. All see the same commit: an update that comes between makes it begin anew. */
static bool open_threads(const newssearch_options *options, batch_job *job, ndx_error *error)
{
    enum { TRIES = 10 };
    unsigned wanted = choose_threads(options->jobs);
    for (unsigned tries = 0;; tries++) {
        uint64_t serial = 0;
        bool same = true;
        while (same && job->threads < wanted) {
            ndx_error failure = {0};
            batch_thread *thread = &job->thread[job->threads];
            thread->index = open_index(options, &failure);
            thread->analyser = thread->index ? ndx_analyser_new(&failure) : NULL;
            if (!thread->analyser) {
                ndx_index_close(thread->index);
                *error = failure;
                return job->threads > 0;
            }
            uint64_t now = ndx_index_update_serial(thread->index);
            same = job->threads == 0 || now == serial;
            serial = now;
            job->threads++;
        }
        if (same)
            return true;
        close_threads(job);
        if (tries == TRIES)
            wanted = 1;
    }
}

static int answer_batch(const newssearch_options *options, const newssearch_settings *settings)
{
    ndx_error error = {0};
    ndx_buffer out = {0};
    bool done = false;
    bool standard_input = strcmp(options->batch, "-") == 0;
    batch_job *job = calloc(1, sizeof *job);
    if (!job) {
        ndx_error_memory(&error, "starting threads");
        return report(&error);
    }
    job->settings = settings;
    job->lines.file = standard_input ? STDIN_FILENO : open(options->batch, O_RDONLY | O_CLOEXEC);
    if (job->lines.file < 0) {
        ndx_error_errno(&error, errno, "cannot open %s", options->batch);
    } else if (open_threads(options, job, &error)) {
        const ndx_batch batch = {job, job->threads, next_line, answer_line, print_answer};
        done =
            send_header(settings, &out, &error) && ndx_batch_run(&batch, &error) && flush(&error);
    }
    if (!done)
        report(&error);
    int status = !done || job->failed ? FAILED : job->found ? FOUND : NOT_FOUND;
    if (job->lines.file >= 0 && !standard_input)
        close(job->lines.file);
    close_threads(job);
    ndx_buffer_free(&out);
    free(job);
    return status;
}

/* ---- */

/* Results made for reading, which nobody counts lines of. */
static bool is_text_list(const newssearch_options *options)
{
    return format_of(options) == &ndx_output_text && !options->batch;
}

static bool make_settings(const newssearch_options *options, newssearch_settings *settings,
                          ndx_error *error)
{
    ndx_search_options search = NDX_SEARCH_OPTIONS_DEFAULT;
    search.all = options->all;
    search.sort = (ndx_sort)options->sort;
    search.offset = options->offset;
    search.limit = options->limit != NEWSSEARCH_LIMIT_ABSENT ? options->limit
                   : options->fresh                          ? UINT32_MAX
                                                             : 10;
    search.copies = options->copies >= 0    ? (ndx_copies_shown)options->copies
                    : is_text_list(options) ? NDX_COPIES_FOLD
                                            : NDX_COPIES_SHOW;
    search.now = (int64_t)time(NULL);
    search.half_life_days = options->half_life;
    search.language = options->language;
    search.expand = options->expand;
    search.exact_total = options->exact_total;
    search.threads =
        options->batch ? 1 : choose_threads(options->jobs); /* of a batch: a query each */
    search.no_total = !format_of(options)->shows_total && !options->exact_total;
    bool color = newssearch_terminal_color(options->color);
    *settings = (newssearch_settings){
        .search = search,
        .output = {.color = color,
                   .hyperlinks = newssearch_terminal_hyperlinks(options->hyperlink, color),
                   .columns = newssearch_terminal_columns(),
                   .run_tag = options->run_tag,
                   .explain = options->explain,
                   .batch = options->batch != NULL,
                   .full = options->full,
                   .line_end = options->null ? '\0' : '\n'},
        .format = format_of(options),
        .query = {.today = today(),
                  .dialect = (ndx_dialect)options->dialect,
                  .aliases = options->names,
                  .aliases_always = options->aliases && !options->cooccur},
        .quiet = options->quiet,
        .count = options->count,
        .count_what = options->count_what,
        .open = options->open,
    };
    return (!options->since || ndx_query_since(ndx_span_of(options->since), settings->query.today,
                                               &settings->search.range, error)) &&
           (!options->until || ndx_query_until(ndx_span_of(options->until), settings->query.today,
                                               &settings->search.range, error));
}

/* Options that say different things about what to print. */
static bool check_options(const newssearch_options *options, const ndx_arguments *arguments,
                          ndx_error *error)
{
    bool paths = format_of(options) == &ndx_output_paths;
    const struct {
        bool both;
        const char *names;
    } pairs[] = {
        {options->batch && options->show, "--batch and --show"},
        {options->batch && options->open, "--batch and --open"},
        {options->batch && arguments->count, "--batch and a query"},
        {options->count && options->show, "--count and --show"},
        {options->count && options->open, "--count and --open"},
        {options->count && options->explain, "--count and --explain"},
        {options->count && options->full, "--count and --full"},
        {options->queries.count && arguments->count, "--query and a query in the arguments"},
        {options->queries.count && options->batch, "--query and --batch"},
        {options->queries.count > 1 && options->timeline < 0 && !options->cooccur,
         "several queries and anything but --timeline and --cooccur"},
        {options->like && (options->batch || options->queries.count || options->save),
         "--like and --batch, --query or --save"},
        {options->cooccur && arguments->count, "--cooccur and a query"},
        {options->batch && options->cooccur, "--batch and --cooccur"},
        {options->batch &&
             (options->kwic || options->facets || options->terms || options->timeline >= 0),
         "--batch and --kwic, --facets, --terms or --timeline"},
        {options->save && options->saved, "--save and --saved"},
        {options->batch && (options->save || options->saved), "--batch and --save or --saved"},
        {options->show && (options->save || options->saved), "--show and --save or --saved"},
        {options->saved && arguments->count, "--saved and a query"},
        {options->saved && options->all, "--saved and --all"},
        {options->saved && options->language, "--saved and --language"},
        {options->saved && options->since, "--saved and --since"},
        {options->saved && options->until, "--saved and --until"},
        {options->saved && options->dialect, "--saved and --dialect"},
        {options->fresh && options->indexes.count, "--new and --index"},
        {options->interactive &&
             (options->batch || options->show || options->open || options->save || options->saved),
         "--interactive and --batch, --show, --open, --save or --saved"},
        {options->null && !paths, "--null and a format other than paths"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].both)
            return ndx_error_set(error, NDX_ERROR_USAGE, "%s cannot be given together",
                                 pairs[i].names);
    return !options->fresh || options->saved ||
           ndx_error_set(error, NDX_ERROR_USAGE, "--new wants --saved NAME");
}

/* ---- --interactive ---- */

static bool prepare(void *context, const newssearch_options *options, newssearch_settings *settings,
                    ndx_error *error)
{
    const ndx_arguments none = {0};
    return check_options(options, &none, error) && make_settings(options, settings, error) &&
           newssearch_choose_report(options, context, settings, error);
}

static bool send_all(ndx_buffer *out, ndx_buffer *messages, ndx_error *error)
{
    send_messages(messages);
    return ndx_buffer_ok(out, "writing results", error) && send(out, error) && flush(error);
}

static int converse(const newssearch_options *options, newssearch_report_settings *report_settings,
                    const newssearch_place *place, const ndx_arguments *arguments)
{
    ndx_error error = {0};
    ndx_buffer query = {0};
    const newssearch_host host = {options,    &defaults, report_settings, prepare,
                                  open_index, send_all,  place->host,     place->folder};
    bool done = options->queries.count ? ndx_buffer_append_text(&query, options->queries.item[0])
                                       : join_query(arguments, &query, &error);
    int status = done ? newssearch_interactive(&host, ndx_buffer_span(&query)) : report(&error);
    ndx_buffer_free(&query);
    return status;
}

/* ---- */

static bool needs_no_query(const newssearch_options *options)
{
    return options->forget || options->list_saved || options->which_saved;
}

static int answer_without_query(const newssearch_options *options,
                                const newssearch_settings *settings, const ndx_arguments *arguments)
{
    ndx_error error = {0};
    ndx_buffer out = {0};
    ndx_buffer messages = {0};
    ndx_index *index = options->which_saved ? open_index(options, &error) : NULL;
    int status = FAILED;
    if (options->forget)
        status = newssearch_forget(options, &messages);
    else if (options->list_saved)
        status = newssearch_list_saved(options, &out, &messages);
    else if (index)
        status = newssearch_which_saved(options, settings, index, arguments, &out, &messages);
    else
        report(&error);
    send_messages(&messages);
    if (!send(&out, &error) || !flush(&error))
        status = report(&error);
    ndx_index_close(index);
    ndx_buffer_free(&out);
    ndx_buffer_free(&messages);
    return status;
}

/* Can a query hold an @name? Else no file of names need be read. */
static bool wants_names(const newssearch_options *options, const ndx_arguments *arguments)
{
    bool wanted = options->aliases || options->cooccur || options->batch || options->saved ||
                  options->which_saved || options->interactive;
    for (size_t i = 0; i < arguments->count; i++)
        wanted |= strchr(arguments->argument[i], '@') || strcmp(arguments->argument[i], "-") == 0;
    for (size_t i = 0; i < options->queries.count; i++)
        wanted |= strchr(options->queries.item[i], '@') != NULL;
    return wanted;
}

static int run_with(newssearch_options *options, const ndx_arguments *arguments, ndx_saved *saved)
{
    ndx_error error = {0};
    newssearch_settings settings;
    newssearch_report_settings report_settings = {.blocks =
                                                      strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
    newssearch_place place;
    if (!check_options(options, arguments, &error) ||
        (options->saved && !newssearch_recall(options, saved, &error)) ||
        (wants_names(options, arguments) &&
         !newssearch_read_aliases(options->aliases, &options->names, &error)) ||
        !make_settings(options, &settings, &error) ||
        !newssearch_choose_report(options, &report_settings, &settings, &error))
        return report(&error);
    if (needs_no_query(options))
        return answer_without_query(options, &settings, arguments);
    if (options->complete)
        return complete(options);
    newssearch_terminal_place(&place);
    settings.output.host = place.host;
    settings.output.folder = place.folder;
    if (options->interactive)
        return converse(options, &report_settings, &place, arguments);
    if (options->batch)
        return answer_batch(options, &settings);
    return options->show ? show(options, &settings)
                         : answer_arguments(options, &settings, saved, arguments);
}

static int run(newssearch_options *options, const ndx_arguments *arguments)
{
    ndx_saved saved = {0};
    int status = run_with(options, arguments, &saved);
    ndx_saved_free(&saved);
    ndx_aliases_free(options->names);
    return status;
}

static int answer_request(ndx_request request)
{
    static const ndx_command *const commands[] = {&newssearch_command};
    ndx_error error = {0};
    ndx_buffer out = {0};
    bool done = request == NDX_REQUEST_HELP      ? ndx_command_line_help(&newssearch_command, &out)
                : request == NDX_REQUEST_VERSION ? ndx_command_line_version("newssearch", &out)
                : request == NDX_REQUEST_MAN
                    ? ndx_command_line_man(&newssearch_command, &out)
                    : ndx_command_line_completion("newssearch", commands, 1, request, &out);
    done = done && send(&out, &error) && flush(&error);
    ndx_buffer_free(&out);
    return done ? FOUND : report(&error);
}

int main(int argc, char **argv)
{
    newssearch_options options = defaults;
    ndx_arguments arguments;
    ndx_error error = {0};
    int status;
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_DFL); /* `newssearch ... | head` ends quietly */
    if (!ndx_command_line_parse(&newssearch_command, argc, (const char *const *)(void *)argv,
                                &options, &arguments, &error))
        status = report(&error);
    else if (arguments.request != NDX_REQUEST_RUN)
        status = answer_request(arguments.request);
    else {
        options.count = options.count_what >= 0;
        status = run(&options, &arguments);
    }
    ndx_arguments_free(&arguments);
    return status;
}
