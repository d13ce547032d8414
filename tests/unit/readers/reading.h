/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reading.h - one article of a text in memory, and what tests ask of it. */
#ifndef NEWSDEX_TESTS_READERS_READING_H
#define NEWSDEX_TESTS_READERS_READING_H

#include "unit/unit.h"

#include "newsdex/reader.h"

typedef struct one_article {
    ndx_reading_options options;
    ndx_reading *reading;
    ndx_article article;
} one_article;

/* Reads the first article of text as the file `name`; fails the test if there is none. */
static inline void read_one(one_article *one, const char *name, ndx_span text)
{
    ndx_error error = {0};
    one->reading = ndx_reading_open_memory(text, ndx_span_of(name), &one->options, &error);
    if (!one->reading)
        fail_msg("%s", error.message);
    if (ndx_reading_next(one->reading, &one->article, &error) != NDX_READ_ARTICLE)
        fail_msg("no article: %s", error.message);
}

static inline void close_one(one_article *one)
{
    ndx_reading_close(one->reading);
    one->reading = NULL;
}

static inline void assert_field(const one_article *one, ndx_field field, const char *expected)
{
    ndx_span value = one->article.field[field];
    if (!ndx_span_equal(value, ndx_span_of(expected)))
        fail_msg("%s is \"%.*s\", not \"%s\"", ndx_field_describe(field)->name,
                 NDX_SPAN_ARGS(value), expected);
    assert_int_equal(value.size > 0, one->article.origin[field].size > 0);
}

static inline void assert_origin(const one_article *one, ndx_field field, const char *expected)
{
    ndx_span value = one->article.origin[field];
    if (!ndx_span_equal(value, ndx_span_of(expected)))
        fail_msg("%s comes from \"%.*s\", not \"%s\"", ndx_field_describe(field)->name,
                 NDX_SPAN_ARGS(value), expected);
}

static inline void assert_date(const ndx_date *date, const char *expected)
{
    ndx_buffer iso = {0};
    assert_true(ndx_date_append_iso(&iso, date));
    if (strcmp(iso.size ? iso.data : "", expected) != 0)
        fail_msg("the date is \"%s\", not \"%s\"", iso.size ? iso.data : "", expected);
    ndx_buffer_free(&iso);
}

#endif
