/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_json.c - implements newsdex/article_json.h. */
#include "newsdex/article_json.h"

#include "newsdex/utf8.h"

#include <jansson.h>

struct json_t *ndx_json_text(ndx_span span)
{
    ndx_buffer repaired = {0};
    json_t *text = NULL;
    if (ndx_utf8_valid_prefix(span) == span.size)
        return json_stringn(span.data ? span.data : "", span.size);
    if (ndx_utf8_repair(&repaired, span, NULL))
        text = json_stringn(repaired.data, repaired.size);
    ndx_buffer_free(&repaired);
    return text;
}

static json_t *list_of(ndx_span values)
{
    json_t *list = json_array();
    while (list && values.size) {
        const char *end = memchr(values.data, '\n', values.size);
        size_t size = end ? (size_t)(end - values.data) : values.size;
        if (json_array_append_new(list, ndx_json_text(ndx_span_make(values.data, size))) != 0) {
            json_decref(list);
            return NULL;
        }
        values = ndx_span_skip(values, end ? size + 1 : size);
    }
    return list;
}

static json_t *date_of(const ndx_date *date)
{
    ndx_buffer text = {0};
    json_t *value = ndx_date_append_iso(&text, date) ? ndx_json_text(ndx_buffer_span(&text)) : NULL;
    ndx_buffer_free(&text);
    return value;
}

static json_t *value_of(const ndx_article *article, ndx_field field)
{
    if (field == NDX_FIELD_DATE)
        return date_of(&article->date);
    if (field == NDX_FIELD_MODIFIED)
        return date_of(&article->modified);
    return ndx_field_describe(field)->multiple ? list_of(article->field[field])
                                               : ndx_json_text(article->field[field]);
}

static bool is_absent(const ndx_article *article, ndx_field field)
{
    if (field == NDX_FIELD_DATE)
        return article->date.precision == NDX_PRECISION_NONE;
    if (field == NDX_FIELD_MODIFIED)
        return article->modified.precision == NDX_PRECISION_NONE;
    return article->field[field].size == 0;
}

bool ndx_article_to_json(const ndx_article *article, ndx_json_parts parts, struct json_t *object,
                         ndx_error *error)
{
    json_t *origin = parts == NDX_JSON_WHOLE ? json_object() : NULL;
    bool done = object != NULL && (parts != NDX_JSON_WHOLE || origin);
    for (int i = 0; done && i < NDX_FIELD_COUNT; i++) {
        ndx_field field = (ndx_field)i;
        const char *name = ndx_field_describe(field)->name;
        if (is_absent(article, field) ||
            (field == NDX_FIELD_BODY && parts == NDX_JSON_WITHOUT_BODY))
            continue;
        done = json_object_set_new(object, name, value_of(article, field)) == 0;
        if (done && origin && article->origin[field].size)
            done = json_object_set_new(origin, name, ndx_json_text(article->origin[field])) == 0;
    }
    if (done && origin)
        done = json_object_set(object, "origin", origin) == 0;
    json_decref(origin);
    return done || ndx_error_memory(error, "writing an article as JSON");
}
