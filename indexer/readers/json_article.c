/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_article.c - a JSON object as an article, by the mapping of mapping.c. */
#include "json_article.h"

#include "mapping.h"
#include "newsdex/limits.h"

#include <stdio.h>

/* Goes along a dotted path; a name that holds dots itself is tried first. */
static const ndx_json *at_path(const ndx_json *object, ndx_span path)
{
    while (path.size) {
        const ndx_json *whole = ndx_json_member(object, path);
        const char *dot = memchr(path.data, '.', path.size);
        if (whole || !dot)
            return whole;
        object = ndx_json_member(object, ndx_span_between(path.data, dot));
        if (object && object->kind == NDX_JSON_ARRAY) /* of a list of objects: the first */
            object = object->first;
        path = ndx_span_skip(path, (size_t)(dot - path.data) + 1);
    }
    return NULL;
}

/* An object that stands for a name: {"name": "Anna Smith"}, {"rendered": ...}, {"#text": ...}; else
 * the value itself. */
static const ndx_json *named(const ndx_json *value)
{
    static const char *const names[] = {"name",     "title",  "label", "value", "text",
                                        "rendered", "@value", "#text", "id"};
    for (size_t i = 0; value && value->kind == NDX_JSON_OBJECT && i < sizeof names / sizeof *names;
         i++) {
        const ndx_json *inner = ndx_json_member(value, ndx_span_of(names[i]));
        if (inner && inner->kind == NDX_JSON_STRING && inner->text.size)
            return inner;
    }
    return value;
}

/* Empty for what is neither text nor number. */
static ndx_span text_of(const ndx_json *value)
{
    return value->kind == NDX_JSON_STRING || value->kind == NDX_JSON_NUMBER
               ? value->text
               : ndx_span_make(NULL, 0);
}

static bool set_value(const ndx_source *source, ndx_article *article, ndx_field field,
                      const ndx_json *value, const char *origin, bool alone, ndx_error *error)
{
    ndx_span text = text_of(named(value));
    return !text.size || ndx_mapping_set(source, article, field, text, origin, alone, error);
}

/* Paragraphs as a list, or as a list of lists of sentences. */
static bool append_paragraphs(const ndx_json *list, ndx_text *body)
{
    for (const ndx_json *item = list->first; item; item = item->next) {
        if (item->kind == NDX_JSON_ARRAY) {
            for (const ndx_json *part = item->first; part; part = part->next) {
                ndx_text_space(body);
                ndx_text_append(body, text_of(part), NDX_NEWLINES_ARE_SPACES);
            }
        } else {
            ndx_text_append(body, text_of(named(item)), NDX_NEWLINES_BLANK_LINE_PARTS);
        }
        ndx_text_paragraph(body);
    }
    return !body->bytes.failed;
}

static bool set_body(const ndx_source *source, ndx_article *article, const ndx_json *value,
                     const char *origin, ndx_text *body, ndx_error *error)
{
    if (value->kind != NDX_JSON_ARRAY)
        return ndx_mapping_set_body(source, article, text_of(named(value)), origin, body, error);
    ndx_text_clear(body);
    if (!append_paragraphs(value, body))
        return ndx_error_memory(error, "reading an article");
    ndx_article_set(article, NDX_FIELD_BODY, ndx_text_span(body), origin);
    return true;
}

static bool set_field(const ndx_source *source, ndx_article *article, ndx_field field,
                      const ndx_json *value, ndx_span path, ndx_text *body, ndx_error *error)
{
    char *origin = ndx_arena_alloc(source->arena, path.size + 6);
    if (!origin)
        return ndx_error_memory(error, "reading an article");
    snprintf(origin, path.size + 6, "json:%.*s", (int)path.size, path.data);
    if (field == NDX_FIELD_BODY)
        return set_body(source, article, value, origin, body, error);
    if (value->kind != NDX_JSON_ARRAY)
        return set_value(source, article, field, value, origin, true, error);
    size_t count = 0;
    for (const ndx_json *item = value->first; item && count < NDX_LIMIT_FIELD_VALUES; count++) {
        if (!set_value(source, article, field, item, origin, false, error))
            return false;
        item = item->next;
    }
    return true;
}

/* What a dump of ours says of where each field came from. */
static bool take_origins(const ndx_source *source, const ndx_json *object, ndx_article *article,
                         ndx_error *error)
{
    const ndx_json *origin = ndx_json_member(object, NDX_SPAN("origin"));
    for (int i = 0; origin && i < NDX_FIELD_COUNT; i++) {
        ndx_span name = ndx_span_of(ndx_field_describe((ndx_field)i)->name);
        const ndx_json *text = ndx_json_member(origin, name);
        ndx_span line;
        if (!text || text->kind != NDX_JSON_STRING || !article->field[i].size)
            continue;
        if (!ndx_text_line(source->arena, text->text, &line))
            return ndx_error_memory(error, "reading an article");
        if (line.size)
            article->origin[i] = line;
    }
    return true;
}

bool ndx_json_article(const ndx_source *source, const ndx_json *object, ndx_article *article,
                      ndx_text *body, ndx_error *error)
{
    /* the language first: dates are read in it */
    static const ndx_field order[] = {
        NDX_FIELD_LANGUAGE, NDX_FIELD_ID,   NDX_FIELD_HEADLINE, NDX_FIELD_BYLINE, NDX_FIELD_AUTHORS,
        NDX_FIELD_DATELINE, NDX_FIELD_DATE, NDX_FIELD_MODIFIED, NDX_FIELD_SOURCE, NDX_FIELD_SECTION,
        NDX_FIELD_KEYWORDS, NDX_FIELD_URL,  NDX_FIELD_VERSION,  NDX_FIELD_BODY};
    if (object->kind != NDX_JSON_OBJECT)
        return ndx_error_set(error, NDX_ERROR_FORMAT, "an article must be a JSON object");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        ndx_mapping_names names = ndx_mapping_begin(source->options, order[i]);
        ndx_span path;
        while (!article->field[order[i]].size && ndx_mapping_next(&names, &path)) {
            const ndx_json *value = at_path(object, path);
            if (value && value->kind != NDX_JSON_NULL &&
                !set_field(source, article, order[i], value, path, body, error))
                return false;
        }
    }
    return take_origins(source, object, article, error);
}
