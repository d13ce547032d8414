/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_table.c - a timeline as JSON Lines, TSV, CSV and Markdown (timeline.h). */
#include "present/timeline_rows.h"

#define WHAT "writing a timeline"

enum { RATIO_DECIMALS = 6 };

static ndx_cell ratio_cell(const ndx_timeline_row *row, size_t query)
{
    return (ndx_cell){.real = row->total ? (double)row->matching[query] / (double)row->total : 0,
                      .absent = !row->total};
}

static ndx_cell number_cell(uint64_t number)
{
    return (ndx_cell){.number = number};
}

/* ---- one row a period and query ---- */

static const ndx_column long_columns[] = {
    {.name = "period"},
    {.name = "query"},
    {.name = "total", .kind = NDX_CELL_NUMBER},
    {.name = "matching", .kind = NDX_CELL_NUMBER},
    {.name = "ratio", .kind = NDX_CELL_REAL, .decimals = RATIO_DECIMALS},
};
enum { LONG_COLUMNS = sizeof long_columns / sizeof *long_columns };

static bool write_long_rows(const ndx_timeline *timeline, ndx_table *table, ndx_error *error)
{
    for (size_t i = 0; i < timeline->row_count; i++)
        for (size_t query = 0; query < timeline->query_count; query++) {
            const ndx_timeline_row *row = &timeline->row[i];
            const ndx_cell cells[LONG_COLUMNS] = {{.text = ndx_span_of(row->period)},
                                                  {.text = timeline->query[query].name},
                                                  number_cell(row->total),
                                                  number_cell(row->matching[query]),
                                                  ratio_cell(row, query)};
            if (!ndx_table_row(table, cells, error))
                return false;
        }
    return ndx_table_end(table, error);
}

/* ---- one row a period ---- */

enum { FIXED_COLUMNS = 2, COLUMNS_A_QUERY = 2 };

typedef struct wide {
    const ndx_timeline *timeline;
    ndx_arena arena;
    size_t column_count;
    ndx_column *columns;
    ndx_cell *cells;
} wide;

/* "matching", and if there are several queries "matching: witkoff". NULL: *error. */
static const char *column_name(wide *w, const char *what, size_t query, ndx_error *error)
{
    ndx_buffer name = {0};
    ndx_span copy = {0};
    ndx_buffer_append_text(&name, what);
    if (w->timeline->query_count > 1) {
        ndx_buffer_append_text(&name, ": ");
        ndx_output_append_field(&name, w->timeline->query[query].name);
    }
    if (!ndx_buffer_ok(&name, WHAT, error) ||
        !ndx_arena_copy(&w->arena, ndx_buffer_span(&name), &copy))
        ndx_error_memory(error, WHAT);
    ndx_buffer_free(&name);
    return copy.data;
}

static bool make_columns(wide *w, ndx_error *error)
{
    size_t queries = w->timeline->query_count;
    w->column_count = FIXED_COLUMNS + COLUMNS_A_QUERY * queries;
    w->columns = ndx_arena_alloc(&w->arena, w->column_count * sizeof *w->columns);
    w->cells = ndx_arena_alloc(&w->arena, w->column_count * sizeof *w->cells);
    if (!w->columns || !w->cells)
        return ndx_error_memory(error, WHAT);
    w->columns[0] = (ndx_column){.name = "period"};
    w->columns[1] = (ndx_column){.name = "total", .kind = NDX_CELL_NUMBER};
    for (size_t i = 0; i < queries; i++) {
        ndx_column *of = w->columns + FIXED_COLUMNS + COLUMNS_A_QUERY * i;
        of[0] = (ndx_column){.name = column_name(w, "matching", i, error), .kind = NDX_CELL_NUMBER};
        of[1] = (ndx_column){.name = column_name(w, "ratio", i, error),
                             .kind = NDX_CELL_REAL,
                             .decimals = RATIO_DECIMALS};
        if (!of[0].name || !of[1].name)
            return false;
    }
    return true;
}

static bool write_wide_rows(const wide *w, ndx_table *table, ndx_error *error)
{
    for (size_t i = 0; i < w->timeline->row_count; i++) {
        const ndx_timeline_row *row = &w->timeline->row[i];
        w->cells[0] = (ndx_cell){.text = ndx_span_of(row->period)};
        w->cells[1] = number_cell(row->total);
        for (size_t query = 0; query < w->timeline->query_count; query++) {
            ndx_cell *of = w->cells + FIXED_COLUMNS + COLUMNS_A_QUERY * query;
            of[0] = number_cell(row->matching[query]);
            of[1] = ratio_cell(row, query);
        }
        if (!ndx_table_row(table, w->cells, error))
            return false;
    }
    return ndx_table_end(table, error);
}

bool ndx_timeline_write_table(const ndx_timeline *timeline, ndx_table_kind kind,
                              const ndx_output_options *options, ndx_buffer *out, ndx_error *error)
{
    wide w = {.timeline = timeline};
    bool is_long = kind == NDX_TABLE_JSON;
    ndx_table *table = NULL;
    bool done = is_long || make_columns(&w, error);
    if (done)
        table = ndx_table_new(kind, options, is_long ? long_columns : w.columns,
                              is_long ? LONG_COLUMNS : w.column_count, out, error);
    done = table &&
           (is_long ? write_long_rows(timeline, table, error) : write_wide_rows(&w, table, error));
    ndx_table_free(table);
    ndx_arena_free(&w.arena);
    return done;
}
