/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare_databases.c - implements compare_databases.h. */
#include "compare_databases.h"

#include "xapian_c/database.h"

#include <stdio.h>
#include <stdlib.h>

enum { TOLD_MAX = 20, SLOTS = 32, LONG_LIST = 300, SKIPS = 9, DOCUMENT_VALUES = 5000 };

typedef struct comparison {
    xc_database *database[2];
    const char *path[2];
    ndx_buffer *report;
    size_t differences;
    xc_docid values_of_one_in; /* document by document, beside those of the slots: it is slow */
    xc_string text[2];         /* scratch */
} comparison;

/* ---- telling ---- */

static void differ(comparison *of, const char *format, ...) NDX_PRINTF(2, 3);
static void differ(comparison *of, const char *format, ...)
{
    va_list arguments;
    if (++of->differences > TOLD_MAX)
        return;
    va_start(arguments, format);
    ndx_buffer_vprintf(of->report, format, arguments);
    va_end(arguments);
    ndx_buffer_append_text(of->report, "\n");
}

/* The call must have gone well for side 0 or 1. */
static bool well(comparison *of, size_t side, xc_status status, const xc_error *error,
                 const char *what)
{
    if (status != XC_OK)
        differ(of, "%s: %s: %s: %s", of->path[side], what, error->type, error->message);
    return status == XC_OK;
}

static bool same_number(comparison *of, const char *what, uint64_t left, uint64_t right)
{
    if (left != right)
        differ(of, "%s: %llu against %llu", what, (unsigned long long)left,
               (unsigned long long)right);
    return left == right;
}

static ndx_span span_of(xc_bytes bytes)
{
    return ndx_span_make(bytes.data, bytes.size);
}

/* Up to 40 bytes of a term or key as text. */
static const char *readable(ndx_span bytes, char text[200])
{
    size_t at = 0;
    for (size_t i = 0; i < bytes.size && i < 40; i++)
        at += (size_t)snprintf(text + at, 5,
                               bytes.data[i] > ' ' && bytes.data[i] < 127 ? "%c" : "\\x%02x",
                               (unsigned char)bytes.data[i]);
    snprintf(text + at, 200 - at, "%s", bytes.size > 40 ? "..." : "");
    return text;
}

static bool same_bytes(comparison *of, const char *what, uint64_t of_number, ndx_span left,
                       ndx_span right)
{
    char texts[2][200];
    if (ndx_span_equal(left, right))
        return true;
    differ(of, "%s %llu: %zu bytes %s against %zu bytes %s", what, (unsigned long long)of_number,
           left.size, readable(left, texts[0]), right.size, readable(right, texts[1]));
    return false;
}

/* Both cursors stepped: true if both have a row. */
static bool both_rows(comparison *of, const char *what, const xc_step step[2],
                      const xc_error error[2])
{
    for (size_t side = 0; side < 2; side++)
        if (step[side] == XC_ERROR)
            differ(of, "%s: %s: %s: %s", of->path[side], what, error[side].type,
                   error[side].message);
    if (step[0] != XC_ERROR && step[1] != XC_ERROR && step[0] != step[1])
        differ(of, "%s: %s has more of them", what, of->path[step[0] == XC_ROW ? 0 : 1]);
    return step[0] == XC_ROW && step[1] == XC_ROW;
}

/* ---- counts of the whole ---- */

typedef struct totals {
    xc_doccount documents;
    xc_docid last;
    xc_termcount least, greatest;
    uint64_t length;
    double average;
    bool positions;
} totals;

static bool read_totals(comparison *of, size_t side, totals *read)
{
    const xc_database *from = of->database[side];
    xc_error error;
    return well(of, side, xc_database_doccount(from, &read->documents, &error), &error, "count") &&
           well(of, side, xc_database_lastdocid(from, &read->last, &error), &error, "last docid") &&
           well(of, side, xc_database_doclength_bounds(from, &read->least, &read->greatest, &error),
                &error, "length bounds") &&
           well(of, side, xc_database_total_length(from, &read->length, &error), &error,
                "total length") &&
           well(of, side, xc_database_average_length(from, &read->average, &error), &error,
                "average length") &&
           well(of, side, xc_database_has_positions(from, &read->positions, &error), &error,
                "positions");
}

static void compare_totals(comparison *of)
{
    totals read[2];
    if (!read_totals(of, 0, &read[0]) || !read_totals(of, 1, &read[1]))
        return;
    of->values_of_one_in = read[0].documents / DOCUMENT_VALUES + 1;
    same_number(of, "documents", read[0].documents, read[1].documents);
    same_number(of, "last docid", read[0].last, read[1].last);
    same_number(of, "least length", read[0].least, read[1].least);
    same_number(of, "greatest length", read[0].greatest, read[1].greatest);
    same_number(of, "total length", read[0].length, read[1].length);
    same_number(of, "positions", read[0].positions, read[1].positions);
    if (read[0].average < read[1].average || read[0].average > read[1].average)
        differ(of, "average length: %.17g against %.17g", read[0].average, read[1].average);
}

/* ---- postings ---- */

typedef struct sums {
    uint64_t documents, wdf;
    xc_termcount wdf_greatest;
    xc_docid last;
} sums;

static bool open_postings(comparison *of, xc_bytes term, xc_posting_cursor *cursor[2])
{
    xc_error error;
    cursor[0] = cursor[1] = NULL;
    for (size_t side = 0; side < 2; side++)
        if (!well(of, side, xc_database_postings(of->database[side], term, &cursor[side], &error),
                  &error, "postings"))
            return false;
    return true;
}

static void close_postings(xc_posting_cursor *cursor[2])
{
    xc_posting_cursor_free(cursor[0]);
    xc_posting_cursor_free(cursor[1]);
}

static bool same_lengths(comparison *of, const char *what, xc_posting_cursor *cursor[2])
{
    xc_termcount length[2] = {0};
    for (size_t side = 0; side < 2; side++) {
        xc_error error;
        if (!well(of, side, xc_posting_cursor_doclength(cursor[side], &length[side], &error),
                  &error, what))
            return false;
    }
    return same_number(of, what, length[0], length[1]);
}

static bool compare_posting(comparison *of, const char *what, xc_posting_cursor *cursor[2],
                            sums *summed)
{
    xc_termcount wdf[2] = {0};
    xc_docid docid = xc_posting_cursor_docid(cursor[0]);
    if (!same_number(of, what, docid, xc_posting_cursor_docid(cursor[1])))
        return false;
    for (size_t side = 0; side < 2; side++) {
        xc_error error;
        if (!well(of, side, xc_posting_cursor_wdf(cursor[side], &wdf[side], &error), &error, what))
            return false;
    }
    if (!same_number(of, what, wdf[0], wdf[1]))
        return false;
    summed->documents++;
    summed->wdf += wdf[0];
    summed->last = docid;
    if (wdf[0] > summed->wdf_greatest)
        summed->wdf_greatest = wdf[0];
    return true;
}

static void compare_postings(comparison *of, xc_bytes term, const char *what, sums *summed)
{
    xc_posting_cursor *cursor[2];
    bool same = open_postings(of, term, cursor);
    while (same) {
        xc_error error[2];
        const xc_step step[2] = {xc_posting_cursor_next(cursor[0], &error[0]),
                                 xc_posting_cursor_next(cursor[1], &error[1])};
        if (!both_rows(of, what, step, error))
            break;
        same = compare_posting(of, what, cursor, summed);
    }
    close_postings(cursor);
}

/* Jumps through a long list, as a query does: over chunks and blocks. */
static void compare_skips(comparison *of, xc_bytes term, const char *what, xc_docid last)
{
    xc_posting_cursor *cursor[2];
    sums ignored = {0};
    bool same = open_postings(of, term, cursor);
    for (uint64_t skip = 1; same && skip <= SKIPS; skip++) {
        xc_error error[2];
        xc_docid target = (xc_docid)(last * skip / SKIPS);
        const xc_step step[2] = {xc_posting_cursor_skip_to(cursor[0], target, &error[0]),
                                 xc_posting_cursor_skip_to(cursor[1], target, &error[1])};
        same = both_rows(of, what, step, error) && compare_posting(of, what, cursor, &ignored) &&
               same_lengths(of, what, cursor);
    }
    close_postings(cursor);
}

/* ---- terms ---- */

typedef struct frequencies {
    xc_doccount documents;
    xc_termcount collection, bound;
} frequencies;

static bool read_frequencies(comparison *of, size_t side, xc_bytes term, frequencies *read)
{
    const xc_database *from = of->database[side];
    xc_error error;
    return well(of, side, xc_database_termfreq(from, term, &read->documents, &error), &error,
                "term frequency") &&
           well(of, side, xc_database_collection_freq(from, term, &read->collection, &error),
                &error, "collection frequency") &&
           well(of, side, xc_database_wdf_upper_bound(from, term, &read->bound, &error), &error,
                "wdf bound");
}

static void compare_term(comparison *of, xc_bytes term)
{
    char text[200], what[220];
    frequencies read[2];
    sums summed = {0};
    snprintf(what, sizeof what, "term %s", readable(span_of(term), text));
    compare_postings(of, term, what, &summed);
    if (!read_frequencies(of, 0, term, &read[0]) || !read_frequencies(of, 1, term, &read[1]))
        return;
    if (summed.documents != read[0].documents || summed.wdf != read[0].collection ||
        summed.wdf_greatest > read[0].bound)
        differ(of, "%s: frequencies %u, %u, wdf at most %u; its postings: %llu, %llu, %u", what,
               read[0].documents, read[0].collection, read[0].bound,
               (unsigned long long)summed.documents, (unsigned long long)summed.wdf,
               summed.wdf_greatest);
    if (memcmp(&read[0], &read[1], sizeof read[0]) != 0)
        differ(of, "%s: frequencies %u, %u, wdf at most %u against %u, %u, %u", what,
               read[0].documents, read[0].collection, read[0].bound, read[1].documents,
               read[1].collection, read[1].bound);
    if (summed.documents >= LONG_LIST)
        compare_skips(of, term, what, summed.last);
}

typedef xc_status (*open_terms)(const xc_database *database, xc_bytes prefix,
                                xc_term_cursor **cursor, xc_error *error);
typedef void (*compare_entry)(comparison *of, xc_bytes entry);

/* Walks what libxapian lists as terms on both sides. */
static void compare_listed(comparison *of, const char *what, open_terms open, compare_entry entry)
{
    xc_term_cursor *cursor[2] = {NULL, NULL};
    xc_error error[2];
    bool same = true;
    uint64_t count = 0;
    for (size_t side = 0; side < 2; side++)
        same &=
            well(of, side, open(of->database[side], xc_bytes_of(""), &cursor[side], &error[side]),
                 &error[side], what);
    while (same) {
        const xc_step step[2] = {xc_term_cursor_next(cursor[0], &error[0]),
                                 xc_term_cursor_next(cursor[1], &error[1])};
        if (!both_rows(of, what, step, error))
            break;
        xc_bytes at = xc_term_cursor_term(cursor[0]);
        same = same_bytes(of, what, ++count, span_of(at), span_of(xc_term_cursor_term(cursor[1])));
        if (same)
            entry(of, at);
    }
    xc_term_cursor_free(cursor[0]);
    xc_term_cursor_free(cursor[1]);
}

/* ---- metadata ---- */

static void compare_metadata(comparison *of, xc_bytes key)
{
    char text[200], what[220];
    for (size_t side = 0; side < 2; side++) {
        xc_error error;
        if (!well(of, side,
                  xc_database_get_metadata(of->database[side], key, &of->text[side], &error),
                  &error, "metadata"))
            return;
    }
    snprintf(what, sizeof what, "metadata %s", readable(span_of(key), text));
    same_bytes(of, what, 0, span_of(xc_string_bytes(&of->text[0])),
               span_of(xc_string_bytes(&of->text[1])));
}

/* ---- values ---- */

static bool compare_value(comparison *of, const char *what, uint64_t number,
                          xc_value_cursor *cursor[2])
{
    return same_number(of, what, xc_value_cursor_docid(cursor[0]),
                       xc_value_cursor_docid(cursor[1])) &&
           same_number(of, what, xc_value_cursor_slot(cursor[0]),
                       xc_value_cursor_slot(cursor[1])) &&
           same_bytes(of, what, number, span_of(xc_value_cursor_value(cursor[0])),
                      span_of(xc_value_cursor_value(cursor[1])));
}

/* Steps through two cursors and frees them. */
static uint64_t compare_values(comparison *of, const char *what, uint64_t number,
                               xc_value_cursor *cursor[2])
{
    uint64_t count = 0;
    for (bool same = true; same; count++) {
        xc_error error[2];
        const xc_step step[2] = {xc_value_cursor_next(cursor[0], &error[0]),
                                 xc_value_cursor_next(cursor[1], &error[1])};
        if (!both_rows(of, what, step, error))
            break;
        same = compare_value(of, what, number, cursor);
    }
    xc_value_cursor_free(cursor[0]);
    xc_value_cursor_free(cursor[1]);
    return count;
}

static void compare_slot_bounds(comparison *of, xc_slot slot)
{
    xc_string upper[2] = {XC_STRING_EMPTY, XC_STRING_EMPTY};
    bool read = true;
    for (size_t side = 0; side < 2; side++) {
        xc_error error;
        read &= well(of, side,
                     xc_database_value_bounds(of->database[side], slot, &of->text[side],
                                              &upper[side], &error),
                     &error, "value bounds");
    }
    if (read) {
        same_bytes(of, "lower bound of slot", slot, span_of(xc_string_bytes(&of->text[0])),
                   span_of(xc_string_bytes(&of->text[1])));
        same_bytes(of, "upper bound of slot", slot, span_of(xc_string_bytes(&upper[0])),
                   span_of(xc_string_bytes(&upper[1])));
    }
    xc_string_free(&upper[0]);
    xc_string_free(&upper[1]);
}

static void compare_slot(comparison *of, xc_slot slot)
{
    xc_value_cursor *cursor[2] = {NULL, NULL};
    xc_doccount count[2] = {0};
    bool opened = true;
    for (size_t side = 0; side < 2; side++) {
        const xc_database *from = of->database[side];
        xc_error error;
        opened &=
            well(of, side, xc_database_value_freq(from, slot, &count[side], &error), &error,
                 "value frequency") &&
            well(of, side, xc_database_values(from, slot, &cursor[side], &error), &error, "values");
    }
    if (!opened) {
        xc_value_cursor_free(cursor[0]);
        xc_value_cursor_free(cursor[1]);
        return;
    }
    same_number(of, "value frequency", count[0], count[1]);
    compare_slot_bounds(of, slot);
    same_number(of, "values of a slot, against its frequency",
                compare_values(of, "value of slot", slot, cursor), count[0]);
}

/* ---- documents ---- */

static bool open_document_values(comparison *of, xc_docid docid, xc_value_cursor *cursor[2])
{
    cursor[0] = cursor[1] = NULL;
    for (size_t side = 0; side < 2; side++) {
        xc_document *document = NULL;
        xc_error error;
        bool opened =
            well(of, side, xc_database_document(of->database[side], docid, &document, &error),
                 &error, "document") &&
            well(of, side, xc_document_values(document, &cursor[side], &error), &error,
                 "values of a document");
        xc_document_free(document);
        if (!opened)
            return false;
    }
    return true;
}

static void compare_document(comparison *of, xc_docid docid)
{
    xc_value_cursor *cursor[2];
    for (size_t side = 0; side < 2; side++) {
        xc_error error;
        if (!well(of, side,
                  xc_database_get_data(of->database[side], docid, &of->text[side], &error), &error,
                  "record"))
            return;
    }
    same_bytes(of, "record", docid, span_of(xc_string_bytes(&of->text[0])),
               span_of(xc_string_bytes(&of->text[1])));
    if (docid % of->values_of_one_in)
        return;
    if (open_document_values(of, docid, cursor)) {
        compare_values(of, "value of document", docid, cursor);
        return;
    }
    xc_value_cursor_free(cursor[0]);
    xc_value_cursor_free(cursor[1]);
}

/* In the order of their list, each with its length. */
static xc_docid compare_listed_documents(comparison *of)
{
    xc_posting_cursor *cursor[2];
    sums summed = {0};
    bool same = open_postings(of, xc_bytes_of(""), cursor);
    while (same) {
        xc_error error[2];
        const xc_step step[2] = {xc_posting_cursor_next(cursor[0], &error[0]),
                                 xc_posting_cursor_next(cursor[1], &error[1])};
        if (!both_rows(of, "all documents", step, error))
            break;
        same = compare_posting(of, "all documents", cursor, &summed) &&
               same_lengths(of, "length", cursor);
        if (same)
            compare_document(of, summed.last);
    }
    close_postings(cursor);
    return summed.last;
}

static void compare_length(comparison *of, xc_docid docid)
{
    xc_termcount length[2] = {0};
    xc_status status[2];
    xc_error error[2];
    for (size_t side = 0; side < 2; side++)
        status[side] =
            xc_database_doclength(of->database[side], docid, &length[side], &error[side]);
    if (status[0] != status[1])
        differ(of, "length of %u: %s against %s", docid, xc_status_text(status[0]),
               xc_status_text(status[1]));
    same_number(of, "length", length[0], length[1]);
}

static void compare_documents(comparison *of)
{
    enum { LOOKED_UP = 1000 };
    xc_docid last = compare_listed_documents(of);
    xc_docid step = last / LOOKED_UP + 1;
    for (xc_docid docid = last; docid > step; docid -= step) /* backwards: no cursor helps */
        compare_length(of, docid);
    compare_length(of, last + 1);
}

size_t compare_databases(const char *left, const char *right, ndx_buffer *report)
{
    comparison of = {.path = {left, right}, .report = report, .values_of_one_in = 1};
    bool opened = true;
    for (size_t side = 0; side < 2; side++) {
        xc_error error;
        opened &= well(&of, side, xc_database_open(of.path[side], 0, &of.database[side], &error),
                       &error, "opening");
    }
    if (opened) {
        compare_totals(&of);
        compare_listed(&of, "terms", xc_database_terms, compare_term);
        compare_listed(&of, "metadata", xc_database_metadata_keys, compare_metadata);
        for (xc_slot slot = 0; slot < SLOTS; slot++)
            compare_slot(&of, slot);
        compare_documents(&of);
    }
    if (of.differences > TOLD_MAX)
        ndx_buffer_printf(report, "and %zu more\n", of.differences - TOLD_MAX);
    for (size_t side = 0; side < 2; side++) {
        xc_database_free(of.database[side]);
        xc_string_free(&of.text[side]);
    }
    return of.differences;
}
