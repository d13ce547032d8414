/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reading.c - a file as articles (newsdex/reader.h): opens the input, chooses the format, completes
 * what the format gives.
 *
 * Owns: ids and paths, the language option, cuts and limits, what is no article. Must not know: any
 * one format.
 */
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include "formats.h"
#include "input.h"
#include "newsdex/date_text.h"

#include <stdio.h>
#include <stdlib.h>

enum { HEAD_BYTES = 64 * 1024 };

static const char said_origin[] = "--language";

struct ndx_reading {
    ndx_input *input;
    const ndx_format *format;
    void *state;
    ndx_source source;
    ndx_arena arena;
    char *name;
    uint64_t articles; /* seen so far, skipped ones included */
    uint8_t hash[16];
    bool hashed;
};

static bool choose(ndx_reading *reading, ndx_error *error)
{
    ndx_span head;
    const char *forced = reading->source.options->format;
    if (!ndx_input_peek(reading->input, HEAD_BYTES, &head, error))
        return false;
    if (forced) {
        reading->format = ndx_format_by_name(ndx_span_of(forced));
        if (!reading->format)
            return ndx_error_set(error, NDX_ERROR_USAGE,
                                 "there is no input format '%s'; see newsindex formats", forced);
        return true;
    }
    if (!head.size)
        return ndx_error_set(error, NDX_ERROR_FORMAT, "%s: is empty", reading->name);
    if (head.size >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0)
        head = ndx_span_skip(head, 3);
    reading->format = ndx_format_choose(head, reading->source.name);
    if (!reading->format)
        return ndx_error_set(error, NDX_ERROR_FORMAT,
                             "%s: is not text that newsdex reads (see newsindex formats)",
                             reading->name);
    return true;
}

/* Takes over the input, which may be NULL (then *error is set already). */
static ndx_reading *begin(ndx_reading *reading, ndx_error *error)
{
    if (!reading->input || !choose(reading, error))
        goto failed;
    reading->source.input = reading->input;
    reading->source.arena = &reading->arena;
    reading->state = reading->format->open(&reading->source, error);
    if (reading->state)
        return reading;
failed:
    ndx_reading_close(reading);
    return NULL;
}

static ndx_reading *new_reading(ndx_span name, const ndx_reading_options *options, ndx_error *error)
{
    ndx_reading *reading = calloc(1, sizeof *reading);
    if (reading)
        reading->name = malloc(name.size + 1);
    if (!reading || !reading->name) {
        free(reading);
        ndx_error_memory(error, "opening a file");
        return NULL;
    }
    if (name.size)
        memcpy(reading->name, name.data, name.size);
    reading->name[name.size] = '\0';
    reading->source.name = ndx_span_make(reading->name, name.size);
    reading->source.options = options;
    return reading;
}

ndx_reading *ndx_reading_open(const char *path, ndx_span name, const ndx_reading_options *options,
                              ndx_error *error)
{
    ndx_reading *reading = new_reading(name, options, error);
    if (!reading)
        return NULL;
    reading->input = ndx_input_open(path, reading->name, options, error);
    return begin(reading, error);
}

ndx_reading *ndx_reading_open_memory(ndx_span bytes, ndx_span name,
                                     const ndx_reading_options *options, ndx_error *error)
{
    ndx_reading *reading = new_reading(name, options, error);
    if (!reading)
        return NULL;
    reading->input = ndx_input_open_memory(bytes, reading->name, options, error);
    return begin(reading, error);
}

void ndx_reading_close(ndx_reading *reading)
{
    if (!reading)
        return;
    if (reading->state)
        reading->format->close(reading->state);
    ndx_input_close(reading->input);
    ndx_arena_free(&reading->arena);
    free(reading->name);
    free(reading);
}

/* ---- completing an article ---- */

/* A value longer than the limit is cut at a character, with an ellipsis. */
static bool cut(ndx_reading *reading, ndx_span *value, ndx_error *error)
{
    if (value->size <= NDX_LIMIT_FIELD_BYTES)
        return true;
    const ndx_span ellipsis = NDX_SPAN("\xE2\x80\xA6");
    ndx_span kept = ndx_utf8_cut(*value, NDX_LIMIT_FIELD_BYTES - ellipsis.size);
    char *copy = ndx_arena_alloc(&reading->arena, kept.size + ellipsis.size);
    if (!copy)
        return ndx_error_memory(error, "reading an article");
    memcpy(copy, kept.data, kept.size);
    memcpy(copy + kept.size, ellipsis.data, ellipsis.size);
    *value = ndx_span_make(copy, kept.size + ellipsis.size);
    return true;
}

static bool set_id(ndx_reading *reading, ndx_article *article, ndx_error *error)
{
    ndx_span *id = &article->field[NDX_FIELD_ID];
    ndx_article_set(article, NDX_FIELD_PATH, reading->source.name, "path");
    if (id->size)
        return true;
    if (!reading->format->holds_many) {
        ndx_article_set(article, NDX_FIELD_ID, reading->source.name, "path");
        return true;
    }
    size_t room = reading->source.name.size + 24;
    char *made = ndx_arena_alloc(&reading->arena, room);
    if (!made)
        return ndx_error_memory(error, "reading an article");
    int size =
        snprintf(made, room, "%s#%llu", reading->name, (unsigned long long)reading->articles);
    ndx_article_set(article, NDX_FIELD_ID, ndx_span_make(made, (size_t)size), "path");
    return true;
}

/* "en-GB" or "EN" becomes "en". */
static bool set_language(ndx_reading *reading, ndx_article *article, ndx_error *error)
{
    const char *said = reading->source.options->language;
    ndx_span *language = &article->field[NDX_FIELD_LANGUAGE];
    if (said)
        ndx_article_set(article, NDX_FIELD_LANGUAGE, ndx_span_of(said), said_origin);
    size_t size = 0;
    while (size < language->size && size < 8 &&
           ((language->data[size] | 0x20) >= 'a' && (language->data[size] | 0x20) <= 'z'))
        size++;
    char *lower = ndx_arena_alloc(&reading->arena, size + 1);
    if (!lower)
        return ndx_error_memory(error, "reading an article");
    for (size_t i = 0; i < size; i++)
        lower[i] = ndx_ascii_lower(language->data[i]);
    *language = ndx_span_make(lower, size);
    if (size < 2)
        article->origin[NDX_FIELD_LANGUAGE] = ndx_span_make(NULL, 0);
    language->size = size < 2 ? 0 : size;
    return true;
}

static ndx_read skip(const ndx_reading *reading, const ndx_article *article, ndx_error *error,
                     ndx_code code, const char *reason)
{
    ndx_span id = article->field[NDX_FIELD_ID];
    if (ndx_span_equal(id, reading->source.name))
        id.size = 0; /* the file is named already */
    ndx_error_set(error, code, "%s: %.*s%s%s", reading->name, NDX_SPAN_ARGS(id),
                  id.size ? ": " : "", reason);
    return NDX_READ_SKIPPED;
}

static ndx_read complete(ndx_reading *reading, ndx_article *article, ndx_error *error)
{
    ndx_span *field = article->field;
    if (field[NDX_FIELD_ID].size > NDX_LIMIT_FIELD_BYTES) {
        field[NDX_FIELD_ID].size = 0;
        return skip(reading, article, error, NDX_ERROR_LIMIT, "its id has more than 4096 bytes");
    }
    if (!set_id(reading, article, error) || !set_language(reading, article, error))
        return NDX_READ_ERROR;
    for (int i = 0; i < NDX_FIELD_COUNT; i++)
        if (i != NDX_FIELD_HEADLINE && i != NDX_FIELD_BODY && i != NDX_FIELD_ID &&
            i != NDX_FIELD_PATH && !cut(reading, &field[i], error))
            return NDX_READ_ERROR;
    if (!field[NDX_FIELD_HEADLINE].size && !field[NDX_FIELD_BODY].size)
        return skip(reading, article, error, NDX_ERROR_FORMAT, "has neither a headline nor a body");
    if (field[NDX_FIELD_HEADLINE].size + field[NDX_FIELD_BODY].size > NDX_LIMIT_ARTICLE_BYTES)
        return skip(reading, article, error, NDX_ERROR_LIMIT,
                    "its text has more than the 64 MiB that an article may have");
    return NDX_READ_ARTICLE;
}

/* The message names the file, whoever made it. */
static void name_file(const ndx_reading *reading, ndx_error *error)
{
    if (error && !strstr(error->message, reading->name))
        ndx_error_prefix(error, "%s", reading->name);
}

ndx_read ndx_reading_next(ndx_reading *reading, ndx_article *article, ndx_error *error)
{
    ndx_error own = {0};
    if (!error)
        error = &own;
    ndx_arena_reset(&reading->arena);
    *article = (ndx_article){0};
    ndx_article_set(article, NDX_FIELD_LANGUAGE, ndx_span_of(reading->source.options->language),
                    said_origin);
    ndx_read step = reading->format->next(reading->state, &reading->source, article, error);
    if (step == NDX_READ_ARTICLE || step == NDX_READ_SKIPPED)
        reading->articles++;
    if (step == NDX_READ_ARTICLE)
        step = complete(reading, article, error);
    if (step == NDX_READ_SKIPPED || step == NDX_READ_NOTED || step == NDX_READ_ERROR)
        name_file(reading, error);
    if (step == NDX_READ_END && !reading->hashed) {
        if (!ndx_input_finish(reading->input, reading->hash, error)) {
            name_file(reading, error);
            return NDX_READ_ERROR;
        }
        reading->hashed = true;
    }
    return step;
}

const char *ndx_reading_format(const ndx_reading *reading)
{
    return reading->format->info.name;
}

uint64_t ndx_reading_bytes(const ndx_reading *reading)
{
    return ndx_input_raw_bytes(reading->input);
}

void ndx_reading_hash(const ndx_reading *reading, uint8_t hash[16])
{
    memcpy(hash, reading->hash, 16);
}

bool ndx_article_add_value(ndx_arena *arena, ndx_article *article, ndx_field field, ndx_span value,
                           const char *origin)
{
    ndx_span old = article->field[field];
    bool multiple = ndx_field_describe(field)->multiple;
    if (!value.size || (old.size && !multiple) || old.size > NDX_LIMIT_FIELD_BYTES)
        return true;
    if (!old.size) {
        ndx_article_set(article, field, value, origin);
        return true;
    }
    char *joined = ndx_arena_alloc(arena, old.size + 1 + value.size);
    if (!joined)
        return false;
    memcpy(joined, old.data, old.size);
    joined[old.size] = '\n';
    memcpy(joined + old.size + 1, value.data, value.size);
    article->field[field] = ndx_span_make(joined, old.size + 1 + value.size);
    return true;
}

bool ndx_article_language_is_said(const ndx_article *article)
{
    return ndx_span_equal(article->origin[NDX_FIELD_LANGUAGE], ndx_span_of(said_origin));
}

void ndx_article_declare_language(ndx_article *article, ndx_span declared, const char *origin)
{
    ndx_span said = article->field[NDX_FIELD_LANGUAGE];
    bool adds_region = declared.size > said.size &&
                       ndx_span_equal_nocase(ndx_span_make(declared.data, said.size), said) &&
                       (declared.data[said.size] == '-' || declared.data[said.size] == '_');
    if (adds_region || !ndx_article_language_is_said(article))
        ndx_article_set(article, NDX_FIELD_LANGUAGE, declared, origin);
}

bool ndx_article_set_date(ndx_article *article, ndx_field field, ndx_span text, const char *origin)
{
    ndx_date date;
    if (!ndx_date_from_text(text, article->field[NDX_FIELD_LANGUAGE], NDX_DAY_ORDER_BY_LANGUAGE,
                            &date))
        return false;
    if (field == NDX_FIELD_DATE)
        article->date = date;
    else
        article->modified = date;
    ndx_article_set(article, field, text, origin);
    return true;
}
