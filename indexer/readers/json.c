/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.c - JSON: one article, an array of articles, an object that holds such an array, or several
 * values one after another.
 *
 * An array is streamed: the end of each element is found by its brackets and only that element is
 * parsed, so that memory is bounded by the largest one. What breaks off gives the articles before
 * the break, then an error.
 */
#include "json_article.h"

#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { HEAD_BYTES = 64 * 1024 };

typedef struct json_state {
    ndx_text body;
    ndx_buffer utf8;
    bool begun;
    bool given;    /* a value was read */
    bool in_array; /* of the file: elements are streamed */
    bool ended;
    json_t *whole; /* an object that holds a list of articles; its parts are given one by one */
    const json_t *list;
    size_t list_at;
    ndx_json_place place; /* of what is not consumed yet */
} json_state;

static unsigned json_sniff(ndx_span head, bool by_name)
{
    ndx_span rest = ndx_span_trim(head);
    if (rest.size && rest.data[0] == '{') {
        ndx_span inside = ndx_span_trim(ndx_span_skip(rest, 1));
        bool member = inside.size && (inside.data[0] == '"' || inside.data[0] == '}');
        return member ? (by_name ? 92 : 80) : 0;
    }
    if (rest.size && rest.data[0] == '[') {
        ndx_span inside = ndx_span_trim(ndx_span_skip(rest, 1));
        bool list = inside.size && (inside.data[0] == '{' || inside.data[0] == ']');
        return list ? (by_name ? 92 : 80) : 0;
    }
    /* UTF-16 JSON begins with a bracket and a zero, or a zero and a bracket */
    return by_name && rest.size > 1 &&
                   (rest.data[0] == '\0' || rest.data[1] == '\0' ||
                    (unsigned char)rest.data[0] >= 0xFE)
               ? 60
               : 0;
}

static void *json_open(const ndx_source *source, ndx_error *error)
{
    json_state *state = calloc(1, sizeof *state);
    (void)source;
    if (state)
        state->place = (ndx_json_place){1, 1};
    else
        ndx_error_memory(error, "reading JSON");
    return state;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void consume(json_state *state, const ndx_source *source, ndx_span bytes)
{
    ndx_json_place_pass(&state->place, bytes);
    ndx_input_consume(source->input, bytes.size);
}

/* Passes over white space (and a byte order mark); gives the next byte, '\0' at the end. */
static bool skip_space(json_state *state, const ndx_source *source, char *next, ndx_error *error)
{
    ndx_input *input = source->input;
    ndx_span bytes;
    *next = '\0';
    for (;;) {
        if (!ndx_input_peek(input, 4096, &bytes, error))
            return false;
        if (!bytes.size)
            return true;
        size_t at =
            ndx_input_offset(input) == 0 && ndx_span_starts_with(bytes, NDX_SPAN("\xEF\xBB\xBF"))
                ? 3
                : 0;
        while (at < bytes.size && is_space(bytes.data[at]))
            at++;
        char byte = at < bytes.size ? bytes.data[at] : '\0';
        consume(state, source, ndx_span_make(bytes.data, at));
        if (at < bytes.size) {
            *next = byte;
            return true;
        }
    }
}

/* Follows brackets and strings: *depth 0 after a byte means that the value ends there. */
typedef struct scanner {
    size_t at;
    unsigned depth;
    bool in_string, escaped;
} scanner;

static bool scan(scanner *s, ndx_span bytes, bool *ended)
{
    for (; s->at < bytes.size; s->at++) {
        char c = bytes.data[s->at];
        if (s->in_string) {
            while (!s->escaped && c != '"' && c != '\\' && s->at + 1 < bytes.size)
                c = bytes.data[++s->at];
            if (s->escaped)
                s->escaped = false;
            else if (c == '\\')
                s->escaped = true;
            else if (c == '"')
                s->in_string = false;
            continue;
        }
        if (c == '"') {
            s->in_string = true;
        } else if (c == '{' || c == '[') {
            s->depth++;
        } else if (c == '}' || c == ']') {
            if (s->depth > 0 && --s->depth == 0) {
                s->at++;
                *ended = true;
                return true;
            }
        } else if (s->depth == 0 && (c == ',' || is_space(c))) {
            *ended = true; /* a number or a word at the top */
            return true;
        }
    }
    *ended = false;
    return true;
}

/* The next value, whole, in *value (borrowed until the next step); *found false at the end of the
 * file. */
static bool next_value(json_state *state, const ndx_source *source, ndx_span *value,
                       ndx_error *error)
{
    scanner s = {0};
    size_t want = HEAD_BYTES;
    for (;;) {
        ndx_span bytes;
        bool ended;
        if (!ndx_input_peek(source->input, want, &bytes, error))
            return false;
        scan(&s, bytes, &ended);
        if (ended || (bytes.size < want && s.depth == 0 && !s.in_string)) {
            *value = ndx_span_make(bytes.data, s.at);
            return true;
        }
        if (bytes.size < want) {
            ndx_error failure = {0};
            consume(state, source, bytes);
            /* why does it end? A truncated gzip file says so itself */
            if (!ndx_input_peek(source->input, 1, &bytes, &failure))
                *error = failure;
            else
                ndx_error_set(error, NDX_ERROR_FORMAT,
                              "the JSON breaks off in the middle of a value");
            ndx_json_place_tell(state->place, error);
            return false;
        }
        if (want >= NDX_LIMIT_DOCUMENT_BYTES) {
            ndx_error_set(error, NDX_ERROR_LIMIT, "one JSON value has more than %u MiB",
                          NDX_LIMIT_DOCUMENT_BYTES / (1024 * 1024));
            ndx_json_place_tell(state->place, error);
            return false;
        }
        want *= 2;
    }
}

/* {"articles": [...]}, {"items": [...]} and the like: the list. */
static const json_t *list_in(const json_t *object)
{
    static const char *const names[] = {"articles",  "items", "data",    "results", "docs",
                                        "documents", "posts", "stories", "news"};
    if (json_is_array(object)) /* of a file that is held whole */
        return object;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *list = json_object_get(object, names[i]);
        if (json_is_array(list) && json_is_object(json_array_get(list, 0)))
            return list;
    }
    return NULL;
}

static ndx_read next_of_list(json_state *state, const ndx_source *source, ndx_article *article,
                             ndx_error *error)
{
    const json_t *item = json_array_get(state->list, state->list_at++);
    if (!item) {
        json_decref(state->whole);
        state->whole = NULL;
        state->list = NULL;
        return NDX_READ_END;
    }
    if (ndx_json_article(source, item, article, &state->body, error))
        return NDX_READ_ARTICLE;
    return error->code == NDX_ERROR_MEMORY ? NDX_READ_ERROR : NDX_READ_SKIPPED;
}

static ndx_read read_value(json_state *state, const ndx_source *source, ndx_span value,
                           ndx_article *article, ndx_error *error)
{
    ndx_span utf8;
    if (!ndx_charset_to_utf8(value, ndx_span_of(source->options->charset), &state->utf8, &utf8,
                             NULL, &article->replaced_bytes, error))
        return NDX_READ_ERROR;
    json_t *object = ndx_json_parse(utf8, state->place, &article->replaced_bytes, error);
    if (!object)
        return error->code == NDX_ERROR_MEMORY ? NDX_READ_ERROR : NDX_READ_SKIPPED;
    state->list = list_in(object);
    if (state->list) {
        state->whole = object;
        state->list_at = 0;
        return next_of_list(state, source, article, error);
    }
    bool done = ndx_json_article(source, object, article, &state->body, error);
    json_decref(object);
    if (done)
        return NDX_READ_ARTICLE;
    if (error->code == NDX_ERROR_MEMORY)
        return NDX_READ_ERROR;
    ndx_json_place_tell(state->place, error);
    return NDX_READ_SKIPPED;
}

/* UTF-16 and UTF-32 cannot be followed byte by byte: such a file is held whole. */
static ndx_read read_wide(json_state *state, const ndx_source *source, ndx_article *article,
                          ndx_error *error)
{
    ndx_span raw;
    state->ended = true;
    if (!ndx_input_all(source->input, &raw, error))
        return NDX_READ_ERROR;
    return read_value(state, source, raw, article, error);
}

static bool is_wide(ndx_span head)
{
    return head.size >= 2 &&
           (head.data[0] == '\0' || head.data[1] == '\0' || (unsigned char)head.data[0] >= 0xFE);
}

static void pass_byte(json_state *state, const ndx_source *source)
{
    state->place.byte++;
    ndx_input_consume(source->input, 1);
}

/* To the next value: over the bracket that begins the array, over commas. *more false: there is
 * none. */
static bool approach(json_state *state, const ndx_source *source, bool *more, ndx_error *error)
{
    char next;
    if (!skip_space(state, source, &next, error))
        return false;
    if (!state->begun && next == '[') {
        state->in_array = true;
        pass_byte(state, source);
    } else if (state->begun && state->in_array && next == ',') {
        pass_byte(state, source);
    } else if (state->begun && state->in_array && next && next != ']') {
        ndx_error_set(error, NDX_ERROR_FORMAT, "expected a comma or ] after an element");
        ndx_json_place_tell(state->place, error);
        return false;
    }
    state->begun = true;
    if (!skip_space(state, source, &next, error))
        return false;
    if (!next && state->in_array) {
        ndx_error_set(error, NDX_ERROR_FORMAT, "the JSON breaks off: the array is not closed");
        ndx_json_place_tell(state->place, error);
        return false;
    }
    *more = next && !(state->in_array && next == ']');
    return true;
}

/* A file that holds one article: its id is the path, without a number. */
static void name_alone(json_state *state, const ndx_source *source, ndx_article *article)
{
    char next;
    if (!article->field[NDX_FIELD_ID].size && skip_space(state, source, &next, NULL) && !next)
        ndx_article_set(article, NDX_FIELD_ID, source->name, "path");
}

/* The next value of the file; END also for a value that holds an empty list. */
static ndx_read next_of_file(json_state *state, const ndx_source *source, ndx_article *article,
                             ndx_error *error)
{
    ndx_span head;
    ndx_span value;
    bool more;
    if (!state->begun) {
        if (!ndx_input_peek(source->input, 4, &head, error))
            return NDX_READ_ERROR;
        if (is_wide(head))
            return read_wide(state, source, article, error);
    }
    if (!approach(state, source, &more, error))
        return NDX_READ_ERROR;
    if (!more) {
        state->ended = true;
        return NDX_READ_END;
    }
    if (!next_value(state, source, &value, error))
        return NDX_READ_ERROR;
    if (!value.size) {
        ndx_error_set(error, NDX_ERROR_FORMAT, "expected a JSON value");
        ndx_json_place_tell(state->place, error);
        return NDX_READ_ERROR;
    }
    bool first = !state->given;
    state->given = true;
    ndx_read step = read_value(state, source, value, article, error);
    consume(state, source, value);
    if (step == NDX_READ_ARTICLE && first && !state->in_array && !state->list)
        name_alone(state, source, article);
    return step;
}

static ndx_read json_next(void *opaque, const ndx_source *source, ndx_article *article,
                          ndx_error *error)
{
    json_state *state = opaque;
    for (;;) {
        ndx_read step = NDX_READ_END;
        if (state->list)
            step = next_of_list(state, source, article, error);
        if (step == NDX_READ_END && !state->list && !state->ended)
            step = next_of_file(state, source, article, error);
        if (step != NDX_READ_END || (state->ended && !state->list))
            return step;
    }
}

static void json_close(void *opaque)
{
    json_state *state = opaque;
    json_decref(state->whole);
    ndx_text_free(&state->body);
    ndx_buffer_free(&state->utf8);
    free(state);
}

const ndx_format ndx_format_json = {
    .info = {"json", "JSON: an article, an array of them, or an object that holds such an array",
             "json"},
    .holds_many = true,
    .sniff = json_sniff,
    .open = json_open,
    .next = json_next,
    .close = json_close,
};
