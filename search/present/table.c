/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table.c - implements table.h: one row of `writers` a format. The escapes are those of output.h. */
#include "present/table.h"

#include "newsdex/array.h"
#include "newsdex/article_json.h"
#include "present/width.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#define STYLE_HEADER "\x1B[2m"
#define STYLE_STRONG "\x1B[1m"
#define STYLE_OFF "\x1B[0m"
#define ELLIPSIS "\u2026"
#define WHAT "writing a table"

typedef struct writer {
    void (*header)(ndx_table *table); /* NULL: none, or with the rows */
    bool (*row)(ndx_table *table, const ndx_cell *cells, ndx_error *error);
    bool (*end)(ndx_table *table, ndx_error *error); /* NULL: nothing waits */
} writer;

/* A cell of NDX_TABLE_TEXT: its bytes end here in `waiting_text` and begin where the last ends. */
typedef struct waiting_cell {
    size_t end;
    bool strong;
} waiting_cell;

struct ndx_table {
    const writer *writer;
    ndx_output_options options;
    const ndx_column *columns;
    size_t column_count;
    ndx_buffer *out;
    ndx_buffer cell; /* the text of one, while it is escaped */
    ndx_buffer waiting_text;
    waiting_cell *waiting;
    size_t waiting_count, waiting_capacity;
};

static bool is_text(const ndx_column *column)
{
    return column->kind == NDX_CELL_TEXT || column->kind == NDX_CELL_TEXT_RIGHT;
}

static bool is_absent(const ndx_column *column, const ndx_cell *cell)
{
    return cell->absent || (column->kind == NDX_CELL_REAL && !isfinite(cell->real));
}

static void append_cell(ndx_buffer *out, const ndx_column *column, const ndx_cell *cell)
{
    if (is_absent(column, cell))
        return;
    if (column->kind == NDX_CELL_NUMBER)
        ndx_buffer_printf(out, "%llu", (unsigned long long)cell->number);
    else if (column->kind == NDX_CELL_REAL)
        ndx_buffer_printf(out, "%.*f", (int)column->decimals, cell->real);
    else
        ndx_output_append_field(out, cell->text);
}

/* Into table->cell. */
static ndx_span cell_text(ndx_table *table, const ndx_column *column, const ndx_cell *cell)
{
    ndx_buffer_clear(&table->cell);
    append_cell(&table->cell, column, cell);
    table->out->failed |= table->cell.failed;
    return ndx_buffer_span(&table->cell);
}

/* ---- TSV ---- */

static void tsv_header(ndx_table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        ndx_buffer_printf(table->out, "%s%s", i ? "\t" : "", table->columns[i].name);
    ndx_buffer_append_byte(table->out, '\n');
}

static bool tsv_row(ndx_table *table, const ndx_cell *cells, ndx_error *error)
{
    for (size_t i = 0; i < table->column_count; i++) {
        ndx_buffer_append_text(table->out, i ? "\t" : "");
        append_cell(table->out, &table->columns[i], &cells[i]);
    }
    ndx_buffer_append_byte(table->out, '\n');
    return ndx_buffer_ok(table->out, WHAT, error);
}

/* ---- CSV ---- */

static void csv_header(ndx_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        ndx_buffer_append_text(table->out, i ? "," : "");
        ndx_output_append_csv(table->out, ndx_span_of(table->columns[i].name));
    }
    ndx_buffer_append_text(table->out, "\r\n");
}

static bool csv_row(ndx_table *table, const ndx_cell *cells, ndx_error *error)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const ndx_column *column = &table->columns[i];
        ndx_buffer_append_text(table->out, i ? "," : "");
        if (is_text(column)) /* a negative number is no formula */
            ndx_output_append_csv(table->out, cell_text(table, column, &cells[i]));
        else
            append_cell(table->out, column, &cells[i]);
    }
    ndx_buffer_append_text(table->out, "\r\n");
    return ndx_buffer_ok(table->out, WHAT, error);
}

/* ---- Markdown ---- */

static void markdown_header(ndx_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        ndx_buffer_append_text(table->out, "| ");
        ndx_output_append_markdown(table->out, ndx_span_of(table->columns[i].name), false);
        ndx_buffer_append_byte(table->out, ' ');
    }
    ndx_buffer_append_text(table->out, "|\n");
    for (size_t i = 0; i < table->column_count; i++)
        ndx_buffer_append_text(table->out,
                               table->columns[i].kind == NDX_CELL_TEXT ? "| --- " : "| ---: ");
    ndx_buffer_append_text(table->out, "|\n");
}

static bool markdown_row(ndx_table *table, const ndx_cell *cells, ndx_error *error)
{
    for (size_t i = 0; i < table->column_count; i++) {
        ndx_span text = ndx_span_trim(cell_text(table, &table->columns[i], &cells[i]));
        const char *mark = cells[i].strong && text.size ? "**" : "";
        ndx_buffer_append_text(table->out, "| ");
        ndx_buffer_append_text(table->out, mark);
        ndx_output_append_markdown(table->out, text, false);
        ndx_buffer_append_text(table->out, mark);
        ndx_buffer_append_text(table->out, text.size ? " " : "");
    }
    ndx_buffer_append_text(table->out, "|\n");
    return ndx_buffer_ok(table->out, WHAT, error);
}

/* ---- JSON Lines ---- */

static json_t *json_of(const ndx_column *column, const ndx_cell *cell)
{
    if (column->kind == NDX_CELL_REAL)
        return json_real(cell->real);
    if (column->kind == NDX_CELL_NUMBER)
        return cell->number <= INT64_MAX ? json_integer((json_int_t)cell->number)
                                         : json_real((double)cell->number);
    return ndx_json_text(cell->text);
}

static bool json_row(ndx_table *table, const ndx_cell *cells, ndx_error *error)
{
    json_t *object = json_object();
    bool done = object != NULL;
    for (size_t i = 0; done && i < table->column_count; i++) {
        const ndx_column *column = &table->columns[i];
        if (!is_absent(column, &cells[i]))
            done = json_object_set_new(object, column->name, json_of(column, &cells[i])) == 0;
    }
    char *text = done ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
    json_decref(object);
    if (!text)
        return ndx_error_memory(error, WHAT);
    ndx_output_append_json(table->out, ndx_span_of(text));
    ndx_buffer_append_byte(table->out, '\n');
    free(text);
    return ndx_buffer_ok(table->out, WHAT, error);
}

/* ---- text ---- */

static bool text_row(ndx_table *table, const ndx_cell *cells, ndx_error *error)
{
    for (size_t i = 0; i < table->column_count; i++) {
        waiting_cell *room = ndx_array_room(table->waiting, table->waiting_count,
                                            &table->waiting_capacity, 256, sizeof *room);
        if (!room)
            return ndx_error_memory(error, WHAT);
        table->waiting = room;
        append_cell(&table->waiting_text, &table->columns[i], &cells[i]);
        room[table->waiting_count++] = (waiting_cell){table->waiting_text.size, cells[i].strong};
    }
    return ndx_buffer_ok(&table->waiting_text, WHAT, error);
}

static ndx_span waiting_span(const ndx_table *table, size_t index)
{
    size_t begin = index ? table->waiting[index - 1].end : 0;
    return ndx_span_make(table->waiting_text.data + begin, table->waiting[index].end - begin);
}

enum { GAP = 2 }; /* between two columns */

/* Text columns are cut to one width, the largest with which all fit; numbers are never cut. */
static void fit(const ndx_table *table, size_t *widths)
{
    enum { LEAST = 3 }; /* an ellipsis and something */
    size_t room = table->options.columns;
    size_t taken = GAP * (table->column_count - 1);
    size_t widest = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        taken += widths[i];
        if (is_text(&table->columns[i]) && widths[i] > widest)
            widest = widths[i];
    }
    for (size_t i = 0; taken > room && i < table->column_count; i++) {
        unsigned most = table->columns[i].most;
        if (!most || widths[i] <= most)
            continue;
        size_t over = taken - room;
        size_t less = over < widths[i] - most ? over : widths[i] - most;
        widths[i] -= less;
        taken -= less;
    }
    for (; taken > room && widest > LEAST; widest--)
        for (size_t i = 0; taken > room && i < table->column_count; i++) {
            if (!is_text(&table->columns[i]) || widths[i] < widest)
                continue;
            widths[i]--;
            taken--;
        }
}

static void measure(const ndx_table *table, size_t *widths)
{
    for (size_t i = 0; i < table->column_count; i++)
        widths[i] = ndx_width(ndx_span_of(table->columns[i].name));
    for (size_t i = 0; i < table->waiting_count; i++) {
        size_t width = ndx_width(waiting_span(table, i));
        size_t *widest = &widths[i % table->column_count];
        if (width > *widest)
            *widest = width;
    }
    if (table->options.columns)
        fit(table, widths);
}

/* Cut to the width, with an ellipsis for what is left out, and filled up to it; nothing is filled up
 * at a line's end. style: "" for none. */
static void append_aligned(ndx_table *table, size_t column, ndx_span text, size_t width,
                           const char *style)
{
    ndx_buffer *out = table->out;
    bool left = table->columns[column].kind == NDX_CELL_TEXT;
    size_t needed = ndx_width(text);
    bool cut = needed > width;
    if (cut) {
        text = left ? ndx_width_beginning(text, width - 1) : ndx_width_end(text, width - 1);
        needed = ndx_width(text) + 1;
    }
    bool last = column + 1 == table->column_count;
    if (column)
        ndx_buffer_printf(out, "%*s", GAP, "");
    if (!left)
        ndx_buffer_printf(out, "%*s", (int)(width - needed), "");
    bool isolated = table->options.columns && ndx_runs_from_right(text);
    ndx_buffer_append_text(out, style);
    ndx_buffer_append_text(out, isolated ? NDX_ISOLATE : "");
    ndx_buffer_append_text(out, cut && !left ? ELLIPSIS : "");
    ndx_buffer_append_span(out, text);
    ndx_buffer_append_text(out, cut && left ? ELLIPSIS : "");
    ndx_buffer_append_text(out, isolated ? NDX_ISOLATE_END : "");
    ndx_buffer_append_text(out, *style ? STYLE_OFF : "");
    if (left && !last)
        ndx_buffer_printf(out, "%*s", (int)(width - needed), "");
}

static void end_line(ndx_buffer *out)
{
    while (out->size && out->data[out->size - 1] == ' ')
        out->size--;
    ndx_buffer_append_byte(out, '\n');
}

static bool text_end(ndx_table *table, ndx_error *error)
{
    if (!table->waiting_count)
        return true;
    size_t *widths = calloc(table->column_count, sizeof *widths);
    if (!widths)
        return ndx_error_memory(error, WHAT);
    measure(table, widths);
    bool color = table->options.color;
    for (size_t i = 0; i < table->column_count; i++)
        append_aligned(table, i, ndx_span_of(table->columns[i].name), widths[i],
                       color ? STYLE_HEADER : "");
    end_line(table->out);
    for (size_t i = 0; i < table->waiting_count; i++) {
        size_t column = i % table->column_count;
        append_aligned(table, column, waiting_span(table, i), widths[column],
                       color && table->waiting[i].strong ? STYLE_STRONG : "");
        if (column + 1 == table->column_count)
            end_line(table->out);
    }
    free(widths);
    return ndx_buffer_ok(table->out, WHAT, error);
}

static const writer writers[] = {
    [NDX_TABLE_TEXT] = {NULL, text_row, text_end},
    [NDX_TABLE_JSON] = {NULL, json_row, NULL},
    [NDX_TABLE_TSV] = {tsv_header, tsv_row, NULL},
    [NDX_TABLE_CSV] = {csv_header, csv_row, NULL},
    [NDX_TABLE_MARKDOWN] = {markdown_header, markdown_row, NULL},
};

ndx_table *ndx_table_new(ndx_table_kind kind, const ndx_output_options *options,
                         const ndx_column *columns, size_t column_count, ndx_buffer *out,
                         ndx_error *error)
{
    ndx_table *table = calloc(1, sizeof *table);
    if (!table) {
        ndx_error_memory(error, WHAT);
        return NULL;
    }
    *table = (ndx_table){.writer = &writers[kind],
                         .options = *options,
                         .columns = columns,
                         .column_count = column_count,
                         .out = out};
    if (table->writer->header)
        table->writer->header(table);
    if (!ndx_buffer_ok(out, WHAT, error)) {
        ndx_table_free(table);
        return NULL;
    }
    return table;
}

bool ndx_table_row(ndx_table *table, const ndx_cell *cells, ndx_error *error)
{
    return table->writer->row(table, cells, error);
}

bool ndx_table_end(ndx_table *table, ndx_error *error)
{
    return !table->writer->end || table->writer->end(table, error);
}

void ndx_table_free(ndx_table *table)
{
    if (!table)
        return;
    ndx_buffer_free(&table->cell);
    ndx_buffer_free(&table->waiting_text);
    free(table->waiting);
    free(table);
}
