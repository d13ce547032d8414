/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * timeline_text.c - a timeline made for reading (timeline.h): the numbers, and bars as wide as the
 * terminal leaves room for.
 *
 *     period      total  matching   ratio
 *     2025-11-29     34        12  35.3 %  ########
 *     2025-11-30     40        30  75.0 %  ####################
 *     all            74        42  56.8 %
 *
 * Several queries are numbered, named above the table, and each period has a line for each of them.
 * What belongs to no period has no bar: a year's articles would make those of the days invisible.
 */
#include "present/timeline_rows.h"

#define STYLE_DIM "\x1B[2m"
#define STYLE_OFF "\x1B[0m"
#define WHAT "writing a timeline"

/* One colour a query, told apart on dark and light ground. */
static const char *const colors[] = {"\x1B[36m", "\x1B[33m", "\x1B[35m",
                                     "\x1B[32m", "\x1B[34m", "\x1B[31m"};
enum { COLORS = sizeof colors / sizeof *colors };

enum { COLUMNS_DEFAULT = 80, BAR_LEAST = 10, EIGHTHS = 8 };

typedef struct page {
    const ndx_timeline *timeline;
    const ndx_output_options *options;
    bool blocks;
    bool several; /* queries */
    ndx_buffer *out;
    int period, total, query, matching; /* columns they take */
    unsigned bar;
} page;

static int digits(uint64_t number)
{
    int count = 1;
    for (; number > 9; number /= 10)
        count++;
    return count;
}

static int wider(int a, int b)
{
    return a > b ? a : b;
}

static void measure(page *p)
{
    enum { RATIO = sizeof "100.0 %" - 1, GAP = 2 };
    const ndx_timeline *timeline = p->timeline;
    p->period = (int)strlen("period");
    p->total = wider((int)strlen("total"), digits(ndx_timeline_all(timeline)));
    p->query = p->several ? wider((int)strlen("query"), digits(timeline->query_count)) : 0;
    p->matching = (int)strlen("matching");
    for (size_t i = 0; i < timeline->row_count; i++)
        p->period = wider(p->period, (int)strlen(timeline->row[i].period));
    for (size_t i = 0; i < timeline->query_count; i++)
        p->matching = wider(p->matching, digits(timeline->query[i].matching));
    unsigned columns = p->options->columns ? p->options->columns : COLUMNS_DEFAULT;
    unsigned taken = (unsigned)(p->period + GAP + p->total + (p->several ? GAP + p->query : 0) +
                                GAP + p->matching + GAP + RATIO + GAP);
    p->bar = columns > taken + BAR_LEAST ? columns - taken : BAR_LEAST;
}

/* ---- parts of a line ---- */

static void append_style(page *p, const char *style)
{
    ndx_buffer_append_text(p->out, p->options->color ? style : "");
}

static void append_ratio(page *p, uint64_t matching, uint64_t total)
{
    if (total)
        ndx_buffer_printf(p->out, "  %5.1f %%", ndx_timeline_percent(matching, total));
    else
        ndx_buffer_printf(p->out, "  %7s", "-");
}

/* A match is seen: a bar has one eighth, or one #, at least. */
static void append_bar(page *p, size_t query, uint64_t matching)
{
    unsigned steps = p->blocks ? EIGHTHS : 1;
    double scale = (double)p->bar * steps / (double)p->timeline->highest;
    unsigned length = (unsigned)((double)matching * scale + 0.5);
    if (!matching)
        return;
    length = length ? length : 1;
    ndx_buffer_append_text(p->out, "  ");
    append_style(p, colors[query % COLORS]);
    for (unsigned i = 0; i < length / steps; i++)
        ndx_buffer_append_text(p->out, p->blocks ? "\u2588" : "#");
    static const char *const rest[EIGHTHS] = {"",       "\u258F", "\u258E", "\u258D",
                                              "\u258C", "\u258B", "\u258A", "\u2589"};
    ndx_buffer_append_text(p->out, rest[length % steps]);
    append_style(p, STYLE_OFF);
}

/* The period and its total stand on the first query's line only. */
static void append_line(page *p, const char *period, uint64_t total, size_t query,
                        uint64_t matching, bool bar)
{
    if (query == 0)
        ndx_buffer_printf(p->out, "%-*s  %*llu", p->period, period, p->total,
                          (unsigned long long)total);
    else
        ndx_buffer_printf(p->out, "%*s", p->period + 2 + p->total, "");
    if (p->several)
        ndx_buffer_printf(p->out, "  %*zu", p->query, query + 1);
    ndx_buffer_printf(p->out, "  %*llu", p->matching, (unsigned long long)matching);
    append_ratio(p, matching, total);
    if (bar)
        append_bar(p, query, matching);
    ndx_buffer_append_byte(p->out, '\n');
}

static void append_names(page *p)
{
    size_t count = p->timeline->query_count;
    for (size_t i = 0; p->several && i < count; i++) {
        append_style(p, colors[i % COLORS]);
        ndx_buffer_printf(p->out, "%*zu", digits(count), i + 1);
        append_style(p, STYLE_OFF);
        ndx_buffer_append_text(p->out, "  ");
        ndx_output_append_field(p->out, p->timeline->query[i].name);
        ndx_buffer_append_byte(p->out, '\n');
    }
    ndx_buffer_append_text(p->out, p->several ? "\n" : "");
}

static void append_header(page *p)
{
    append_style(p, STYLE_DIM);
    ndx_buffer_printf(p->out, "%-*s  %*s", p->period, "period", p->total, "total");
    if (p->several)
        ndx_buffer_printf(p->out, "  %*s", p->query, "query");
    ndx_buffer_printf(p->out, "  %*s  %7s", p->matching, "matching", "ratio");
    append_style(p, STYLE_OFF);
    ndx_buffer_append_byte(p->out, '\n');
}

bool ndx_timeline_write_text(const ndx_timeline *timeline, const ndx_output_options *options,
                             bool blocks, ndx_buffer *out, ndx_error *error)
{
    page p = {.timeline = timeline,
              .options = options,
              .blocks = blocks,
              .several = timeline->query_count > 1,
              .out = out};
    measure(&p);
    append_names(&p);
    append_header(&p);
    for (size_t i = 0; i < timeline->row_count; i++)
        for (size_t query = 0; query < timeline->query_count; query++) {
            const ndx_timeline_row *row = &timeline->row[i];
            append_line(&p, row->period, row->total, query, row->matching[query], row->whole);
        }
    for (size_t query = 0; query < timeline->query_count; query++)
        append_line(&p, "all", ndx_timeline_all(timeline), query, timeline->query[query].matching,
                    false);
    return ndx_buffer_ok(out, WHAT, error);
}
