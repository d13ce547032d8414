/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer.c - implements answer.h. */
#include "answer.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"
#include "ranking/spelling.h"

#include <stdlib.h>

/* Below so many something may be misspelled: a page. */
enum { FEW_RESULTS = 5 };

/* ---- messages ---- */

static void begin_message(ndx_buffer *messages, uint64_t number)
{
    ndx_buffer_append_text(messages, "newssearch: ");
    if (number)
        ndx_buffer_printf(messages, "line %llu: ", (unsigned long long)number);
}

void newssearch_report(ndx_buffer *messages, uint64_t number, const ndx_error *error)
{
    begin_message(messages, number);
    ndx_buffer_printf(messages, "%s%s%s\n", error->place, error->place[0] ? ": " : "",
                      error->message);
}

static void report_mistake(const newssearch_query *query, const ndx_error *error, ndx_span text,
                           size_t begin, size_t end)
{
    begin_message(query->messages, query->number);
    ndx_buffer_printf(query->messages, "%s\n", error->message);
    if (error->code == NDX_ERROR_USAGE)
        ndx_query_append_caret(query->messages, text, begin, end);
}

/* A mistake in the query that showed when it was run has its place with it. */
static void report_run(const newssearch_query *query, const ndx_error *error,
                       const ndx_query *parsed)
{
    size_t lead = strlen(NDX_QUERY_PLACE_LEAD);
    if (strncmp(error->place, NDX_QUERY_PLACE_LEAD, lead) != 0) {
        newssearch_report(query->messages, query->number, error);
        return;
    }
    char *rest = NULL;
    size_t begin = strtoul(error->place + lead, &rest, 10);
    size_t end = *rest == '-' ? strtoul(rest + 1, NULL, 10) : begin;
    report_mistake(query, error, parsed->text, begin, end);
}

static void append_notes(const newssearch_query *query, const ndx_query *parsed)
{
    for (const ndx_query_note *note = query->settings->quiet ? NULL : parsed->notes; note;
         note = note->next) {
        begin_message(query->messages, query->number);
        ndx_buffer_printf(query->messages, "note: %s\n", note->message);
        ndx_query_append_caret(query->messages, parsed->text, note->begin, note->end);
    }
}

static bool explain(const newssearch_query *query, const ndx_query *parsed, ndx_results *results,
                    ndx_error *error)
{
    ndx_buffer_append_text(query->messages, "query: ");
    ndx_query_append_tree(query->messages, parsed->root);
    ndx_buffer_append_byte(query->messages, '\n');
    return ndx_results_explain_query(results, query->messages, error);
}

/* ---- words that the archive does not have ---- */

static void append_suggestions(ndx_buffer *messages, const ndx_doubt *doubt)
{
    for (size_t i = 0; i < doubt->suggestion_count; i++) {
        const ndx_suggestion *s = &doubt->suggestion[i];
        ndx_buffer_append_text(messages, i ? ", " : "; did you mean ");
        ndx_buffer_append_text(messages, s->is_pair ? "\"" : "");
        ndx_utf8_append_printable(messages, s->text);
        ndx_buffer_printf(messages, "%s (%llu)", s->is_pair ? "\"" : "",
                          (unsigned long long)s->articles);
    }
    ndx_buffer_append_text(messages, doubt->suggestion_count ? "?\n" : "\n");
}

static void append_doubt(const newssearch_query *query, const ndx_query *parsed,
                         const ndx_doubt *doubt)
{
    begin_message(query->messages, query->number);
    if (doubt->articles)
        ndx_buffer_printf(query->messages, "note: %llu article%s the word '",
                          (unsigned long long)doubt->articles,
                          doubt->articles == 1 ? " has" : "s have");
    else
        ndx_buffer_append_text(query->messages, "note: no article has the word '");
    ndx_utf8_append_printable(query->messages, doubt->word);
    ndx_buffer_append_text(query->messages, "'");
    append_suggestions(query->messages, doubt);
    ndx_query_append_caret(query->messages, parsed->text, doubt->begin, doubt->end);
}

/* Which words of the query the archive does not have, and, where little was found, what they may
 * have been meant to be. */
static void append_doubts(const newssearch_query *query, const ndx_query *parsed, uint64_t found)
{
    ndx_arena arena = {0};
    ndx_spelling spelling = {0};
    ndx_error error = {0};
    bool few = found < FEW_RESULTS;
    /* little is new: that says nothing of the words; and nobody reads what is said of each line of
     * a batch */
    if (query->settings->quiet || query->settings->search.after_update || query->number)
        return;
    if (ndx_spelling_of_query(query->index, parsed, &query->settings->search, query->analyser, few,
                              &arena, &spelling, &error))
        for (size_t i = 0; i < spelling.count; i++)
            append_doubt(query, parsed, &spelling.doubts[i]);
    else
        newssearch_report(query->messages, query->number, &error);
    ndx_arena_free(&arena);
}

/* ---- a query ---- */

static ndx_output new_output(const newssearch_query *query)
{
    return (ndx_output){.index = query->index,
                        .options = &query->settings->output,
                        .out = query->out,
                        .topic = query->topic,
                        .query = query->text,
                        .number = query->number};
}

bool newssearch_parse(const newssearch_query *query, ndx_query *parsed)
{
    ndx_error error = {0};
    size_t begin;
    size_t end;
    if (ndx_utf8_valid_prefix(query->text) != query->text.size)
        ndx_error_set(&error, NDX_ERROR_FORMAT, "the query is not valid UTF-8");
    else if (!ndx_span_trim(query->text).size)
        ndx_error_set(&error, NDX_ERROR_FORMAT, "there is no query; try 'newssearch --help'");
    else if (query->text.size > NDX_LIMIT_QUERY_BYTES)
        ndx_error_set(&error, NDX_ERROR_LIMIT, "the query has more than %u bytes",
                      NDX_LIMIT_QUERY_BYTES);
    else if (ndx_query_parse_as(parsed, query->text, &query->settings->query, &begin, &end, &error))
        return true;
    else {
        report_mistake(query, &error, query->text, begin, end);
        return false;
    }
    newssearch_report(query->messages, query->number, &error);
    return false;
}

static bool write_results(const newssearch_query *query, ndx_output *output, ndx_error *error)
{
    const ndx_output_format *format = query->settings->format;
    bool open = query->settings->open;
    bool (*write)(ndx_output *, size_t, ndx_error *) =
        query->settings->output.full && format->whole ? format->whole : format->hit;
    size_t count = ndx_results_count(output->results);
    if (open && count > 1)
        count = 1;
    for (size_t i = 0; i < count; i++) {
        if (!write(output, i, error))
            return ndx_index_name_shard(query->index, ndx_results_hit(output->results, i)->bytes,
                                        error);
        if (!query->hand_on(query->context, error))
            return false;
    }
    return open || !format->end || format->end(output, error);
}

static bool write_count(const newssearch_query *query, const ndx_query *parsed, uint64_t *count,
                        ndx_error *error)
{
    ndx_output output = new_output(query);
    return ndx_count(query->index, parsed, &query->settings->search, query->analyser, count,
                     error) &&
           query->settings->format->count(&output, count, error);
}

static bool search(const newssearch_query *query, const ndx_query *parsed, uint64_t *found,
                   ndx_error *error)
{
    bool exact;
    ndx_output output = new_output(query);
    output.results =
        ndx_search(query->index, parsed, &query->settings->search, query->analyser, error);
    bool done =
        output.results &&
        (!query->settings->output.explain || explain(query, parsed, output.results, error)) &&
        write_results(query, &output, error);
    *found = done ? ndx_results_total(output.results, &exact) : 0;
    ndx_results_free(output.results);
    return done;
}

int newssearch_answer(const newssearch_query *query, const ndx_query *parsed)
{
    ndx_error error = {0};
    uint64_t found = 0;
    append_notes(query, parsed);
    newssearch_run *run = query->settings->report  ? query->settings->report
                          : query->settings->count ? write_count
                                                   : search;
    if (run(query, parsed, &found, &error)) {
        append_doubts(query, parsed, found);
        return found ? NEWSSEARCH_FOUND : NEWSSEARCH_NOT_FOUND;
    }
    report_run(query, &error, parsed);
    return NEWSSEARCH_FAILED;
}

/* ---- in a batch ---- */

/* What stands on standard output for a query that has no answer. */
static void write_failure(const newssearch_query *query)
{
    ndx_output output = new_output(query);
    const ndx_output_format *format = query->settings->format;
    ndx_error error = {0};
    bool done = query->settings->count ? format->count(&output, NULL, &error)
                                       : !format->failed || format->failed(&output, &error);
    if (!done)
        newssearch_report(query->messages, query->number, &error);
}

static bool write_heading(const newssearch_query *query)
{
    ndx_output output = new_output(query);
    const ndx_output_format *format = query->settings->format;
    ndx_error error = {0};
    if (query->settings->count || !format->begin || format->begin(&output, &error))
        return true;
    newssearch_report(query->messages, query->number, &error);
    return false;
}

int newssearch_refuse_in_batch(const newssearch_query *query, const ndx_error *error)
{
    newssearch_report(query->messages, query->number, error);
    write_failure(query);
    return NEWSSEARCH_FAILED;
}

int newssearch_answer_in_batch(const newssearch_query *query)
{
    ndx_query parsed = {0};
    int status = NEWSSEARCH_FAILED;
    if (write_heading(query) && newssearch_parse(query, &parsed))
        status = newssearch_answer(query, &parsed);
    if (status == NEWSSEARCH_FAILED)
        write_failure(query);
    ndx_query_free(&parsed);
    return status;
}
