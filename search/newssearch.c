/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * newssearch.c - the search tool: arguments, the clock, the terminal, standard output, exit status.
 *
 * Owns: everything that only a program may do. Must not know: how a query is run or a result looks.
 */
#define _XOPEN_SOURCE 700
#include "newsdex/limits.h"
#include "newsdex/search.h"
#include "newsdex/utf8.h"
#include "newssearch_options.h"
#include "present/output.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { FOUND = 0, NOT_FOUND = 1, FAILED = 2 };

static int report(const ndx_error *error)
{
    fflush(stdout);
    fprintf(stderr, "newssearch: %s%s%s\n", error->place[0] ? error->place : "",
            error->place[0] ? ": " : "", error->message);
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

static bool use_color(int when)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (when)
        return when == 1;
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
           !(term && strcmp(term, "dumb") == 0);
}

/* Wrapped on a terminal only: a pipe gets a line a paragraph. */
static unsigned columns(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO))
        return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20)
        return 80;
    return size.ws_col < 100 ? size.ws_col : 100;
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
    if (ndx_utf8_valid_prefix(ndx_buffer_span(query)) != query->size)
        return ndx_error_set(error, NDX_ERROR_USAGE, "the query is not valid UTF-8");
    return ndx_buffer_ok(query, "reading the query", error);
}

static ndx_index *open_index(const newssearch_options *options, ndx_error *error)
{
    const char *fallback = ndx_index_default_path();
    if (options->indexes.count)
        return ndx_index_open(options->indexes.item, options->indexes.count, error);
    return ndx_index_open(&fallback, 1, error);
}

static int report_query(const ndx_error *error, ndx_span text, size_t begin, size_t end)
{
    ndx_buffer caret = {0};
    fprintf(stderr, "newssearch: %s\n", error->message);
    if (error->code == NDX_ERROR_USAGE && ndx_query_append_caret(&caret, text, begin, end))
        fwrite(caret.data, 1, caret.size, stderr);
    ndx_buffer_free(&caret);
    return FAILED;
}

/* A mistake in the query that showed when it was run has its place with it. */
static int report_run(const ndx_error *error, const ndx_query *query)
{
    size_t lead = strlen(NDX_QUERY_PLACE_LEAD);
    if (strncmp(error->place, NDX_QUERY_PLACE_LEAD, lead) != 0)
        return report(error);
    char *rest = NULL;
    size_t begin = strtoul(error->place + lead, &rest, 10);
    size_t end = *rest == '-' ? strtoul(rest + 1, NULL, 10) : begin;
    return report_query(error, query->text, begin, end);
}

static void print_notes(const ndx_query *query)
{
    ndx_buffer text = {0};
    for (const ndx_query_note *note = query->notes; note; note = note->next) {
        ndx_buffer_printf(&text, "newssearch: note: %s\n", note->message);
        ndx_query_append_caret(&text, query->text, note->begin, note->end);
    }
    if (text.size)
        fwrite(text.data, 1, text.size, stderr);
    ndx_buffer_free(&text);
}

/* --open asks for the files of what is found. */
static const ndx_output_format *format_of(const newssearch_options *options)
{
    return options->open ? &ndx_output_paths : ndx_output_format_at((size_t)options->format);
}

/* ---- --show ---- */

static int show(const newssearch_options *options, ndx_index *index, ndx_output *output,
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
    bool done = ndx_index_read_record(index, document, &data, &hit.record, error);
    hit.document = document;
    hit.bytes = ndx_span_make(data.data, data.size);
    if (!done || !format->article(output, &hit, error) || !send(output->out, error) ||
        !flush(error))
        status = report(error);
    xc_string_free(&data);
    return status;
}

/* ---- a query ---- */

static bool print_results(ndx_output *output, const ndx_output_format *format, bool open,
                          ndx_error *error)
{
    size_t count = ndx_results_count(output->results);
    if (open && count > 1)
        count = 1;
    if (format->begin && !open && !format->begin(output, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!format->hit(output, i, error) || !send(output->out, error))
            return false;
    if (format->end && !open && !format->end(output, error))
        return false;
    return send(output->out, error) && flush(error);
}

static bool explain(ndx_output *output, const ndx_query *query, ndx_error *error)
{
    ndx_buffer text = {0};
    ndx_buffer_append_text(&text, "query: ");
    ndx_query_append_tree(&text, query->root);
    ndx_buffer_append_byte(&text, '\n');
    bool done = ndx_results_explain_query(output->results, &text, error);
    if (done)
        fwrite(text.data, 1, text.size, stderr);
    ndx_buffer_free(&text);
    return done;
}

static int search(const newssearch_options *options, ndx_index *index, const ndx_query *query,
                  ndx_output *output, ndx_error *error)
{
    ndx_search_options search_options = NDX_SEARCH_OPTIONS_DEFAULT;
    search_options.all = options->all;
    search_options.sort = (ndx_sort)options->sort;
    search_options.offset = options->offset;
    search_options.limit = options->limit;
    search_options.language = options->language;
    search_options.exact_total = options->exact_total;
    if (options->since &&
        !ndx_query_since(ndx_span_of(options->since), today(), &search_options.first_day, error))
        return report(error);
    if (options->until &&
        !ndx_query_until(ndx_span_of(options->until), today(), &search_options.last_day, error))
        return report(error);
    ndx_analyser *analyser = ndx_analyser_new(error);
    if (!analyser)
        return report(error);
    const ndx_output_format *format = format_of(options);
    output->results = ndx_search(index, query, &search_options, analyser, error);
    int status = FAILED;
    bool exact;
    if (output->results && (!options->explain || explain(output, query, error)) &&
        print_results(output, format, options->open, error))
        status = ndx_results_total(output->results, &exact) ? FOUND : NOT_FOUND;
    else
        report_run(error, query);
    ndx_results_free(output->results);
    output->results = NULL;
    ndx_analyser_free(analyser);
    return status;
}

/* Reads and parses the query; what is wrong with it is reported here. */
static bool read_query(const newssearch_options *options, const ndx_arguments *arguments,
                       ndx_query *query)
{
    ndx_error error = {0};
    ndx_buffer text = {0};
    size_t begin;
    size_t end;
    bool done = false;
    if (!join_query(arguments, &text, &error))
        report(&error);
    else if (!options->show && !ndx_span_trim(ndx_buffer_span(&text)).size)
        fputs("newssearch: there is no query; try 'newssearch --help'\n", stderr);
    else if (!ndx_query_parse(query, ndx_buffer_span(&text), today(), &begin, &end, &error))
        report_query(&error, ndx_buffer_span(&text), begin, end);
    else
        done = true;
    ndx_buffer_free(&text);
    return done;
}

static int run(const newssearch_options *options, const ndx_arguments *arguments)
{
    ndx_error error = {0};
    ndx_buffer out = {0};
    ndx_query query = {0};
    ndx_index *index = NULL;
    int status = FAILED;
    ndx_output_options output_options = {use_color(options->color), columns(), options->topic,
                                         options->run_tag, options->explain};
    if (!read_query(options, arguments, &query))
        goto cleanup;
    index = open_index(options, &error);
    if (!index) {
        report(&error);
        goto cleanup;
    }
    print_notes(&query);
    ndx_output output = {index, NULL, &output_options, &out, 0, false};
    status = options->show ? show(options, index, &output, &error)
                           : search(options, index, &query, &output, &error);
cleanup:
    ndx_index_close(index);
    ndx_query_free(&query);
    ndx_buffer_free(&out);
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
    newssearch_options options = {.limit = 10, .topic = "1", .run_tag = "newsdex"};
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
    else
        status = run(&options, &arguments);
    ndx_arguments_free(&arguments);
    return status;
}
