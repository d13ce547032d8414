/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * jsonl.c - JSON Lines: an article a line, streamed. A file of any size is read in the memory of
 * its longest line.
 *
 * A bad line is reported and passed over. Blank lines are nothing.
 */
#include "json_article.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { HEAD_BYTES = 64 * 1024 };

typedef struct jsonl_state {
    ndx_text body;
    ndx_buffer utf8;
    char charset[64]; /* of the file, where its beginning is not UTF-8; else empty */
} jsonl_state;

/* A line is an object if it begins with { and ends with }. */
static bool is_object_line(ndx_span line)
{
    line = ndx_span_trim(line);
    return line.size >= 2 && line.data[0] == '{' && line.data[line.size - 1] == '}';
}

static unsigned jsonl_sniff(ndx_span head, bool by_name)
{
    ndx_span rest = ndx_span_trim(head);
    if (!rest.size || rest.data[0] != '{')
        return 0;
    const char *end = memchr(rest.data, '\n', rest.size);
    if (!end) /* one line, or the beginning of one that is longer than what was read */
        return by_name ? 90 : 0;
    if (!is_object_line(ndx_span_between(rest.data, end)))
        return by_name ? 40 : 0;
    /* one line alone may as well be a JSON file: only a second object tells */
    ndx_span second = ndx_span_trim(ndx_span_skip(rest, (size_t)(end - rest.data)));
    bool several = second.size && second.data[0] == '{';
    return by_name ? 95 : several ? 93 : 0;
}

static void *jsonl_open(const ndx_source *source, ndx_error *error)
{
    ndx_span head;
    jsonl_state *state = calloc(1, sizeof *state);
    if (!state) {
        ndx_error_memory(error, "reading JSON Lines");
        return NULL;
    }
    if (!ndx_input_peek(source->input, HEAD_BYTES, &head, error)) {
        free(state);
        return NULL;
    }
    ndx_charset_of_beginning(head, state->charset);
    return state;
}

static ndx_read jsonl_next(void *opaque, const ndx_source *source, ndx_article *article,
                           ndx_error *error)
{
    jsonl_state *state = opaque;
    ndx_span line;
    ndx_step step;
    do {
        step = ndx_input_line(source->input, NDX_LIMIT_DOCUMENT_BYTES, &line, error);
        if (step == NDX_STEP_END)
            return NDX_READ_END;
        if (step == NDX_STEP_ERROR)
            return error->code == NDX_ERROR_LIMIT && error->place[0] ? NDX_READ_SKIPPED
                                                                     : NDX_READ_ERROR;
    } while (!ndx_span_trim(line).size);
    if (ndx_input_line_number(source->input) == 1 &&
        ndx_span_starts_with(line, NDX_SPAN("\xEF\xBB\xBF")))
        line = ndx_span_skip(line, 3);
    const char *charset = source->options->charset;
    if (!ndx_charset_to_utf8(line, ndx_span_of(charset ? charset : state->charset), &state->utf8,
                             &line, NULL, &article->replaced_bytes, error))
        return NDX_READ_ERROR;
    ndx_json_place place = {ndx_input_line_number(source->input), 1};
    json_t *object = ndx_json_parse(line, place, &article->replaced_bytes, error);
    bool done = object && ndx_json_article(source, object, article, &state->body, error);
    json_decref(object);
    if (done)
        return NDX_READ_ARTICLE;
    if (error->code == NDX_ERROR_MEMORY)
        return NDX_READ_ERROR;
    if (!error->place[0])
        ndx_json_place_tell(place, error);
    return NDX_READ_SKIPPED;
}

static void jsonl_close(void *opaque)
{
    jsonl_state *state = opaque;
    ndx_text_free(&state->body);
    ndx_buffer_free(&state->utf8);
    free(state);
}

const ndx_format ndx_format_jsonl = {
    .info = {"jsonl", "JSON Lines: an article a line", "jsonl ndjson jl"},
    .holds_many = true,
    .sniff = jsonl_sniff,
    .open = jsonl_open,
    .next = jsonl_next,
    .close = jsonl_close,
};
