/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_quality.c - reads pages through the readers' library and prints what it found, one JSON
 * object a line, for html_quality.py; on standard error how fast. Pages may be gzip-compressed.
 *
 * Usage: newsdex-bench-html FILE...
 */
#include "newsdex/reader.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static json_t *text_of(ndx_span span)
{
    return json_stringn(span.data ? span.data : "", span.size);
}

static json_t *date_of(const ndx_date *date)
{
    ndx_buffer text = {0};
    ndx_date_append_iso(&text, date);
    json_t *value = text_of(ndx_buffer_span(&text));
    ndx_buffer_free(&text);
    return value;
}

static json_t *lines_of(ndx_span lines)
{
    json_t *array = json_array();
    while (lines.size) {
        const char *end = memchr(lines.data, '\n', lines.size);
        size_t size = end ? (size_t)(end - lines.data) : lines.size;
        json_array_append_new(array, json_stringn(lines.data, size));
        lines = ndx_span_skip(lines, size + 1);
    }
    return array;
}

static void print_article(const char *path, const ndx_article *article)
{
    json_t *object = json_object();
    json_object_set_new(object, "name", json_string(path));
    for (int field = 0; field < NDX_FIELD_COUNT; field++) {
        const ndx_field_info *info = ndx_field_describe((ndx_field)field);
        json_t *value =
            info->multiple ? lines_of(article->field[field]) : text_of(article->field[field]);
        if (field == NDX_FIELD_DATE || field == NDX_FIELD_MODIFIED) {
            json_decref(value);
            value = date_of(field == NDX_FIELD_DATE ? &article->date : &article->modified);
        }
        json_object_set_new(object, info->name, value);
        char origin[64];
        snprintf(origin, sizeof(origin), "%s_origin", info->name);
        json_object_set_new(object, origin, text_of(article->origin[field]));
    }
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(object);
}

/* Bytes read; 0 with a message if the page could not be read. */
static uint64_t read_page(const char *path, uint64_t *skipped)
{
    static const ndx_reading_options options = {.format = "html"};
    ndx_error error = {0};
    ndx_article article = {0};
    ndx_reading *reading = ndx_reading_open(path, ndx_span_of(path), &options, &error);
    ndx_read step = reading ? ndx_reading_next(reading, &article, &error) : NDX_READ_ERROR;
    if (step == NDX_READ_ARTICLE) {
        print_article(path, &article);
    } else {
        fprintf(stderr, "%s: %s\n", path, error.message);
        *skipped += 1;
    }
    uint64_t bytes = reading ? ndx_reading_bytes(reading) : 0;
    ndx_reading_close(reading);
    return bytes;
}

int main(int count, char **arguments)
{
    struct timespec begin;
    struct timespec end;
    uint64_t bytes = 0;
    uint64_t skipped = 0;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int i = 1; i < count; i++)
        bytes += read_page(arguments[i], &skipped);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds =
        (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    fprintf(stderr, "%d pages, %llu skipped, %.1f MB as stored, %.2f s, %.1f MB/s\n", count - 1,
            (unsigned long long)skipped, (double)bytes / 1e6, seconds,
            (double)bytes / 1e6 / seconds);
    return 0;
}
