/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facets_write.c - facets in every format (facets.h). */
#include "present/facets_values.h"

#include <stdio.h>

#define WHAT "writing facets"

typedef struct page {
    const ndx_facets *facets;
    uint64_t limit;
    const ndx_output_options *options;
    ndx_buffer *out;
} page;

static size_t shown(const page *p, const ndx_facet_values *values)
{
    return p->limit && values->count > p->limit ? (size_t)p->limit : values->count;
}

/* ---- a table of all ---- */

enum { SHARE_DECIMALS = 6, ONLY_IN_JSON = 1 };

static const ndx_column columns[] = {
    {.name = "facet"},
    {.name = "value"},
    {.name = "count", .kind = NDX_CELL_NUMBER},
    {.name = "share", .kind = NDX_CELL_REAL, .decimals = SHARE_DECIMALS},
    {.name = "more", .kind = NDX_CELL_NUMBER},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static bool write_value(const page *p, ndx_table *table, const char *facet, ndx_span value,
                        uint64_t articles, ndx_error *error)
{
    const ndx_cell cells[COLUMNS] = {
        {.text = ndx_span_of(facet)},
        {.text = value, .absent = !value.size},
        {.number = articles},
        {.real = (double)articles / (double)p->facets->matching},
        {.absent = true},
    };
    return ndx_table_row(table, cells, error);
}

static bool write_more(ndx_table *table, const char *facet, uint64_t more, ndx_error *error)
{
    const ndx_cell cells[COLUMNS] = {{.text = ndx_span_of(facet)},
                                     {.absent = true},
                                     {.absent = true},
                                     {.absent = true},
                                     {.number = more}};
    return ndx_table_row(table, cells, error);
}

static bool write_facet(const page *p, ndx_table *table, const ndx_facet_values *values, bool json,
                        ndx_error *error)
{
    size_t count = shown(p, values);
    for (size_t i = 0; i < count; i++)
        if (!write_value(p, table, values->name, values->value[i].text, values->value[i].articles,
                         error))
            return false;
    if (values->without &&
        !write_value(p, table, values->name, (ndx_span){0}, values->without, error))
        return false;
    return !json || count == values->count ||
           write_more(table, values->name, values->count - count, error);
}

static bool write_table(const page *p, ndx_table_kind kind, ndx_error *error)
{
    bool json = kind == NDX_TABLE_JSON;
    ndx_table *table = ndx_table_new(kind, p->options, columns,
                                     json ? COLUMNS : COLUMNS - ONLY_IN_JSON, p->out, error);
    bool done = table != NULL;
    for (size_t i = 0; done && i < p->facets->facet_count; i++)
        done = write_facet(p, table, &p->facets->facet[i], json, error);
    done = done && ndx_table_end(table, error);
    ndx_table_free(table);
    return done;
}

/* ---- text: a table each ---- */

static bool write_line(const page *p, ndx_table *table, ndx_span value, uint64_t articles,
                       ndx_error *error)
{
    char share[16];
    snprintf(share, sizeof share, "%.1f %%",
             100.0 * (double)articles / (double)p->facets->matching);
    const ndx_cell cells[] = {{.text = value}, {.number = articles}, {.text = ndx_span_of(share)}};
    return ndx_table_row(table, cells, error);
}

static bool write_lines(const page *p, const ndx_facet_values *values, ndx_error *error)
{
    const ndx_column of[] = {{.name = values->name},
                             {.name = "articles", .kind = NDX_CELL_NUMBER},
                             {.name = "share", .kind = NDX_CELL_TEXT_RIGHT}};
    size_t count = shown(p, values);
    ndx_table *table =
        ndx_table_new(NDX_TABLE_TEXT, p->options, of, sizeof of / sizeof *of, p->out, error);
    bool done = table != NULL;
    for (size_t i = 0; done && i < count; i++)
        done = write_line(p, table, values->value[i].text, values->value[i].articles, error);
    if (done && values->without)
        done = write_line(p, table, NDX_SPAN("(none)"), values->without, error);
    done = done && ndx_table_end(table, error);
    ndx_table_free(table);
    if (count < values->count)
        ndx_buffer_printf(p->out, "and %zu more\n", values->count - count);
    return done && ndx_buffer_ok(p->out, WHAT, error);
}

bool ndx_facets_write(const ndx_facets *facets, uint64_t limit, ndx_table_kind kind,
                      const ndx_output_options *options, ndx_buffer *out, ndx_error *error)
{
    const page p = {facets, limit, options, out};
    if (kind != NDX_TABLE_TEXT)
        return write_table(&p, kind, error);
    for (size_t i = 0; facets->matching && i < facets->facet_count; i++) {
        ndx_buffer_append_text(out, i ? "\n" : "");
        if (!write_lines(&p, &facets->facet[i], error))
            return false;
    }
    return true;
}
