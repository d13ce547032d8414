/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dates.c - how many date strings of a TSV file are read right: input, ISO 8601 result, language,
 * suite, ambiguous. `dates FILE [--wrong]`; --wrong also prints each row that is not read right.
 *
 * A row is right when the day is, and the time too if the reference has one. The suites drop zones
 * or turn times to UTC without saying so; a time therefore counts as right when it is the
 * reference's either as written or turned to UTC. A reference of midnight also stands for "no time
 * was given".
 */
#include "newsdex/date_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct group_tally {
    const char *name;
    unsigned right;
    unsigned total;
} group_tally;

enum { FEEDS, ENGLISH, OTHER, ALL, TALLIES };

/* The next field of a line, up to a tab. */
static ndx_span take_field(ndx_span *line)
{
    size_t size = 0;
    ndx_span field;
    while (size < line->size && line->data[size] != '\t')
        size++;
    field = ndx_span_make(line->data, size);
    *line = ndx_span_skip(*line, size + (size < line->size));
    return field;
}

static bool same_moment(const ndx_date *date, const ndx_date *reference, int64_t shift_seconds)
{
    ndx_date plain = *date;
    ndx_date target = *reference;
    plain.zone_known = target.zone_known = false;
    if (reference->precision == NDX_PRECISION_DAY) {
        int64_t day = (ndx_date_seconds(&plain) - shift_seconds) / 86400;
        return day == ndx_date_seconds(&target) / 86400;
    }
    return ndx_date_seconds(&plain) - shift_seconds == ndx_date_seconds(&target);
}

static bool is_right(const ndx_date *date, const ndx_date *reference)
{
    int64_t shift = date->zone_known ? (int64_t)date->zone_minutes * 60 : 0;
    return same_moment(date, reference, 0) ||
           (reference->precision > NDX_PRECISION_DAY && same_moment(date, reference, shift));
}

static bool row_is_right(ndx_span line, bool show)
{
    ndx_span input = take_field(&line);
    ndx_span expected = take_field(&line);
    ndx_span language = take_field(&line);
    ndx_date date;
    ndx_date reference;
    ndx_buffer iso = {0};
    bool right = false;
    if (ndx_span_equal(language, NDX_SPAN("?")))
        language = ndx_span_make(NULL, 0);
    if (!ndx_date_from_iso(expected, &reference))
        printf("reference cannot be read: %.*s\n", NDX_SPAN_ARGS(expected));
    ndx_date_from_text(input, language, NDX_DAY_ORDER_BY_LANGUAGE, &date);
    right = date.precision != NDX_PRECISION_NONE && is_right(&date, &reference);
    ndx_date_append_iso(&iso, &date);
    if (!right && show)
        printf("wrong: \"%.*s\" (%.*s): %s instead of %.*s\n", NDX_SPAN_ARGS(input),
               NDX_SPAN_ARGS(language), iso.size ? iso.data : "no date", NDX_SPAN_ARGS(expected));
    ndx_buffer_free(&iso);
    return right;
}

static void count(group_tally *tally, bool right)
{
    tally->total++;
    tally->right += right;
}

int main(int argument_count, char **arguments)
{
    group_tally tallies[TALLIES] = {
        {"feeds", 0, 0}, {"English", 0, 0}, {"other languages", 0, 0}, {"all", 0, 0}};
    bool show = argument_count > 2 && strcmp(arguments[2], "--wrong") == 0;
    FILE *file = argument_count > 1 ? fopen(arguments[1], "rb") : NULL;
    char text[4096];
    clock_t begin = clock();
    if (!file) {
        fprintf(stderr, "usage: dates FILE.tsv [--wrong]\n");
        return 2;
    }
    while (fgets(text, sizeof text, file)) {
        ndx_span line = ndx_span_of(text);
        ndx_span rest;
        ndx_span language;
        ndx_span suite;
        bool right = false;
        while (line.size && (line.data[line.size - 1] == '\n' || line.data[line.size - 1] == '\r'))
            line.size--;
        rest = line;
        take_field(&rest);
        take_field(&rest);
        language = take_field(&rest);
        suite = take_field(&rest);
        right = row_is_right(line, show);
        count(&tallies[ndx_span_equal(suite, NDX_SPAN("feedparser"))    ? FEEDS
                       : ndx_span_starts_with(language, NDX_SPAN("en")) ? ENGLISH
                                                                        : OTHER],
              right);
        count(&tallies[ALL], right);
    }
    fclose(file);
    for (size_t i = 0; i < TALLIES; i++)
        printf("%-16s %4u of %4u  %.3f\n", tallies[i].name, tallies[i].right, tallies[i].total,
               tallies[i].total ? (double)tallies[i].right / tallies[i].total : 0.0);
    printf("microseconds a string %.2f\n", (double)(clock() - begin) * 1e6 / CLOCKS_PER_SEC /
                                               (tallies[ALL].total ? tallies[ALL].total : 1));
    return 0;
}
