/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_article.c - a JSON object as an article, by the mapping of mapping.c.
 *
 * Jansson parses: it is small, in C, bounded in depth (JSON_PARSER_MAX_DEPTH 2048), and strict (RFC
 * 8259: valid UTF-8, no lone surrogates, no NaN). Of Debian's other C parsers json-c accepts what
 * is no JSON and yajl has had no release since 2014.
 */
#include "json_article.h"

#include "json_repair.h"
#include "mapping.h"
#include "newsdex/limits.h"

#include <jansson.h>
#include <stdio.h>

/* Values in one parsed text: bounds what the parser allocates, 32 bytes and more for each "1,". An
 * array of articles is parsed element by element; 4 million are 200,000 articles in one object. */
enum { LIMIT_VALUES = 4 * 1024 * 1024 };

void ndx_json_place_pass(ndx_json_place *place, ndx_span text)
{
    const char *lf;
    while (text.data && text.size && (lf = memchr(text.data, '\n', text.size))) {
        place->line++;
        place->byte = 1;
        text = ndx_span_skip(text, (size_t)(lf - text.data) + 1);
    }
    place->byte += text.size;
}

void ndx_json_place_tell(ndx_json_place place, ndx_error *error)
{
    if (error)
        snprintf(error->place, sizeof error->place, "line %llu, byte %llu",
                 (unsigned long long)place.line, (unsigned long long)place.byte);
}

static json_t *load(ndx_span text, json_error_t *mishap)
{
    return json_loadb(text.data ? text.data : "", text.size, JSON_DECODE_ANY | JSON_ALLOW_NUL,
                      mishap);
}

struct json_t *ndx_json_parse(ndx_span text, ndx_json_place place, uint64_t *replaced,
                              ndx_error *error)
{
    json_error_t mishap;
    if (text.size > LIMIT_VALUES && /* a shorter one cannot hold so many */
        ndx_json_count_values(text) > LIMIT_VALUES) {
        ndx_error_set(error, NDX_ERROR_LIMIT, "one JSON value holds more than 4 million others");
        ndx_json_place_tell(place, error);
        return NULL;
    }
    json_t *value = load(text, &mishap);
    if (value)
        return value;
    ndx_buffer repaired = {0};
    json_error_t ignored;
    bool changed;
    uint64_t more = 0;
    bool done = ndx_json_repair(&repaired, text, &changed, &more, error);
    if (done && changed)
        value = load(ndx_buffer_span(&repaired), &ignored);
    ndx_buffer_free(&repaired);
    if (value) {
        *replaced += more;
    } else if (done) {
        size_t at = mishap.position > 0 ? (size_t)mishap.position - 1 : 0;
        ndx_json_place_pass(&place, ndx_span_make(text.data, at < text.size ? at : text.size));
        ndx_error_set(error, NDX_ERROR_FORMAT, "not valid JSON: %s", mishap.text);
        ndx_json_place_tell(place, error);
    }
    return value;
}

/* Goes along a dotted path; a name that holds dots itself is tried first. */
static const json_t *at_path(const json_t *object, ndx_span path)
{
    char name[256];
    if (!path.size || path.size >= sizeof name || !json_is_object(object))
        return NULL;
    memcpy(name, path.data, path.size);
    name[path.size] = '\0';
    const json_t *whole = json_object_get(object, name);
    if (whole)
        return whole;
    char *dot = memchr(name, '.', path.size);
    if (!dot)
        return NULL;
    *dot = '\0';
    const json_t *inner = json_object_get(object, name);
    ndx_span rest = ndx_span_skip(path, (size_t)(dot - name) + 1);
    if (json_is_array(inner)) /* of a list of objects: the first that has it */
        inner = json_array_get(inner, 0);
    return inner ? at_path(inner, rest) : NULL;
}

/* An object that stands for a name: {"name": "Anna Smith"}, {"rendered": ...}, {"#text": ...}. */
static const json_t *named(const json_t *value)
{
    static const char *const names[] = {"name",     "title",  "label", "value", "text",
                                        "rendered", "@value", "#text", "id"};
    for (size_t i = 0; json_is_object(value) && i < sizeof names / sizeof *names; i++) {
        const json_t *inner = json_object_get(value, names[i]);
        if (json_is_string(inner) && json_string_length(inner))
            return inner;
    }
    return NULL;
}

/* A number as text; empty for what is neither text nor number. */
static ndx_span text_of(const json_t *value, char room[40])
{
    if (json_is_string(value))
        return ndx_span_make(json_string_value(value), json_string_length(value));
    int size = 0;
    if (json_is_integer(value))
        size = snprintf(room, 40, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        size = snprintf(room, 40, "%.17g", json_real_value(value));
    return ndx_span_make(room, size > 0 ? (size_t)size : 0);
}

static bool set_value(const ndx_source *source, ndx_article *article, ndx_field field,
                      const json_t *value, const char *origin, bool alone, ndx_error *error)
{
    char room[40];
    const json_t *inner = named(value);
    ndx_span text = text_of(inner ? inner : value, room);
    return !text.size || ndx_mapping_set(source, article, field, text, origin, alone, error);
}

/* Paragraphs as a list, or as a list of lists of sentences. */
static bool append_paragraphs(const json_t *list, ndx_text *body)
{
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(list, i);
        if (json_is_array(item)) {
            size_t sentences = json_array_size(item);
            for (size_t k = 0; k < sentences; k++) {
                char room[40];
                ndx_text_space(body);
                ndx_text_append(body, text_of(json_array_get(item, k), room),
                                NDX_NEWLINES_ARE_SPACES);
            }
        } else {
            char room[40];
            const json_t *inner = named(item);
            ndx_text_append(body, text_of(inner ? inner : item, room),
                            NDX_NEWLINES_BLANK_LINE_PARTS);
        }
        ndx_text_paragraph(body);
    }
    return !body->bytes.failed;
}

static bool set_body(const ndx_source *source, ndx_article *article, const json_t *value,
                     const char *origin, ndx_text *body, ndx_error *error)
{
    char room[40];
    if (json_is_array(value)) {
        ndx_text_clear(body);
        if (!append_paragraphs(value, body))
            return ndx_error_memory(error, "reading an article");
        ndx_article_set(article, NDX_FIELD_BODY, ndx_text_span(body), origin);
        return true;
    }
    const json_t *inner = named(value);
    return ndx_mapping_set_body(source, article, text_of(inner ? inner : value, room), origin, body,
                                error);
}

static bool set_field(const ndx_source *source, ndx_article *article, ndx_field field,
                      const json_t *value, ndx_span path, ndx_text *body, ndx_error *error)
{
    char *origin = ndx_arena_alloc(source->arena, path.size + 6);
    if (!origin)
        return ndx_error_memory(error, "reading an article");
    snprintf(origin, path.size + 6, "json:%.*s", (int)path.size, path.data);
    if (field == NDX_FIELD_BODY)
        return set_body(source, article, value, origin, body, error);
    if (!json_is_array(value))
        return set_value(source, article, field, value, origin, true, error);
    size_t count = json_array_size(value);
    for (size_t i = 0; i < count && i < NDX_LIMIT_FIELD_VALUES; i++)
        if (!set_value(source, article, field, json_array_get(value, i), origin, false, error))
            return false;
    return true;
}

/* What a dump of ours says of where each field came from. */
static bool take_origins(const ndx_source *source, const json_t *object, ndx_article *article,
                         ndx_error *error)
{
    const json_t *origin = json_object_get(object, "origin");
    for (int i = 0; json_is_object(origin) && i < NDX_FIELD_COUNT; i++) {
        const json_t *text = json_object_get(origin, ndx_field_describe((ndx_field)i)->name);
        ndx_span line;
        if (!json_is_string(text) || !article->field[i].size)
            continue;
        if (!ndx_text_line(source->arena,
                           ndx_span_make(json_string_value(text), json_string_length(text)), &line))
            return ndx_error_memory(error, "reading an article");
        if (line.size)
            article->origin[i] = line;
    }
    return true;
}

bool ndx_json_article(const ndx_source *source, const struct json_t *object, ndx_article *article,
                      ndx_text *body, ndx_error *error)
{
    /* the language first: dates are read in it */
    static const ndx_field order[] = {
        NDX_FIELD_LANGUAGE, NDX_FIELD_ID,   NDX_FIELD_HEADLINE, NDX_FIELD_BYLINE, NDX_FIELD_AUTHORS,
        NDX_FIELD_DATELINE, NDX_FIELD_DATE, NDX_FIELD_MODIFIED, NDX_FIELD_SOURCE, NDX_FIELD_SECTION,
        NDX_FIELD_KEYWORDS, NDX_FIELD_URL,  NDX_FIELD_VERSION,  NDX_FIELD_BODY};
    if (!json_is_object(object))
        return ndx_error_set(error, NDX_ERROR_FORMAT, "an article must be a JSON object");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        ndx_mapping_names names = ndx_mapping_begin(source->options, order[i]);
        ndx_span path;
        bool said = order[i] == NDX_FIELD_LANGUAGE && ndx_article_language_is_said(article);
        while ((said || !article->field[order[i]].size) && ndx_mapping_next(&names, &path)) {
            const json_t *value = at_path(object, path);
            if (value && !json_is_null(value) &&
                !set_field(source, article, order[i], value, path, body, error))
                return false;
        }
    }
    return take_origins(source, object, article, error);
}
