/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * timeline_svg.c - a timeline as one SVG picture (timeline.h): a panel of bars for each query, one
 * under the other, all with the same axes, so that they can be compared in both directions (small
 * multiples: Tufte, "Envisioning Information", 1990) however many there are.
 *
 * Nothing in it is fetched or run. Colours are told in a style sheet of its own, for light and dark;
 * they are told apart by those who see no red or green (after Okabe, Ito, "Color Universal Design",
 * 2008). Each bar has its numbers as a tooltip; the table beside the picture is for who sees none.
 */
#include "newsdex/utf8.h"
#include "present/timeline_rows.h"
#include "present/xml.h"

#define WHAT "drawing a timeline"

/* ---- measures, in pixels ---- */

enum {
    LEFT = 64, /* of the plots: for the numbers of the axis */
    RIGHT = 24,
    PLOT_LEAST = 832,  /* width of a plot */
    HEIGHT_ONE = 240,  /* of the plot of one query */
    HEIGHT_EACH = 120, /* of each of several */
    TITLE = 40,        /* above the first panel */
    HEADING = 32,      /* of a panel */
    PANEL_GAP = 16,
    AXIS = 56,     /* below the last panel */
    BAR_MOST = 48, /* width */
    DIGIT = 7,     /* of a label below the axis */
    LABEL_GAP = 24,
    LABEL_CHARACTERS = 10, /* at most: a day */
    NAME_CHARACTERS = 80,
};

typedef struct picture {
    const ndx_timeline *timeline;
    ndx_buffer *out;
    bool alone;
    double width, height;
    double plot_width, plot_height, step; /* step: of a period */
    uint64_t top, tick;                   /* of the vertical axis, in articles */
} picture;

/* The smallest of 1, 2, 5, 10, 20, ... that parts the number into at most `parts`. */
static uint64_t round_tick(uint64_t highest, unsigned parts)
{
    static const unsigned steps[] = {1, 2, 5};
    for (uint64_t power = 1;; power *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
            if (power > UINT64_MAX / 100 || highest / parts < power * steps[i])
                return power * steps[i];
}

static picture lay_out(const ndx_timeline *timeline, bool alone, ndx_buffer *out)
{
    picture p = {.timeline = timeline, .out = out, .alone = alone};
    size_t panels = timeline->query_count;
    size_t periods = timeline->period_count;
    p.plot_width = periods > PLOT_LEAST ? (double)periods : PLOT_LEAST;
    p.plot_height = panels > 1 ? HEIGHT_EACH : HEIGHT_ONE;
    p.step = periods ? p.plot_width / (double)periods : p.plot_width;
    p.width = LEFT + p.plot_width + RIGHT;
    p.height = (alone ? TITLE : 0) + AXIS + (double)panels * (HEADING + p.plot_height + PANEL_GAP) -
               PANEL_GAP;
    p.tick = round_tick(timeline->highest, panels > 1 ? 4 : 5);
    p.top = (timeline->highest / p.tick + (timeline->highest % p.tick > 0)) * p.tick;
    p.top = p.top ? p.top : p.tick;
    return p;
}

static double height_of(const picture *p, uint64_t articles)
{
    return (double)articles / (double)p->top * p->plot_height;
}

/* ---- colours ---- */

typedef struct palette {
    const char *ground, *text, *dim, *line;
    const char *query[6];
} palette;
enum { COLORS = 6 };

static const palette light = {
    "#ffffff",
    "#1c1e21",
    "#5f6670",
    "#d8dbe0",
    {"#0072b2", "#c25400", "#00805d", "#a8417f", "#8a6a00", "#5b4fc4"},
};
static const palette dark = {
    "#15181c",
    "#e6e8eb",
    "#a0a7b1",
    "#3a4048",
    {"#56b4e9", "#f0873c", "#2fc096", "#e08dc0", "#e5b800", "#a79df2"},
};

static void append_colors(ndx_buffer *out, const palette *colors)
{
    ndx_buffer_printf(out,
                      ".timeline .ground{fill:%s}.timeline text{fill:%s}.timeline .dim{fill:%s}"
                      ".timeline line{stroke:%s}",
                      colors->ground, colors->text, colors->dim, colors->line);
    for (size_t i = 0; i < COLORS; i++)
        ndx_buffer_printf(out, ".timeline .q%zu{fill:%s}", i, colors->query[i]);
}

static void append_style(ndx_buffer *out)
{
    ndx_buffer_append_text(
        out, "<style>.timeline text{font-family:system-ui,sans-serif;font-size:12px}"
             ".timeline .title{font-size:17px;font-weight:600}.timeline .name{font-size:14px;"
             "font-weight:600}.timeline line{stroke-width:1}");
    append_colors(out, &light);
    ndx_buffer_append_text(out, "@media (prefers-color-scheme:dark){");
    append_colors(out, &dark);
    ndx_buffer_append_text(out, "}</style>\n");
}

/* ---- labels of the horizontal axis ---- */

typedef enum tick_unit { TICK_DAYS, TICK_MONDAYS, TICK_MONTHS, TICK_YEARS } tick_unit;
typedef struct tick_rule {
    tick_unit unit;
    int each;
    int characters; /* of the label; 0: the period's name */
} tick_rule;

/* From many to few: the first that leaves room for its labels is taken. */
static const tick_rule tick_rules[] = {
    {TICK_DAYS, 1, 0},    {TICK_DAYS, 2, 0},    {TICK_MONDAYS, 1, 0},  {TICK_MONDAYS, 2, 0},
    {TICK_MONTHS, 1, 7},  {TICK_MONTHS, 3, 7},  {TICK_YEARS, 1, 4},    {TICK_YEARS, 2, 4},
    {TICK_YEARS, 5, 4},   {TICK_YEARS, 10, 4},  {TICK_YEARS, 20, 4},   {TICK_YEARS, 50, 4},
    {TICK_YEARS, 100, 4}, {TICK_YEARS, 500, 4}, {TICK_YEARS, 1000, 4},
};
enum { TICK_RULES = sizeof tick_rules / sizeof *tick_rules };

/* Does the unit begin in the period, and is it one of those that have a label? date: where. */
static bool is_tick(const tick_rule *rule, const ndx_timeline_row *row, size_t index, int *year,
                    unsigned *month)
{
    unsigned day;
    int32_t last = row->last_day;
    ndx_civil_from_days(last, year, month, &day);
    switch (rule->unit) {
    case TICK_DAYS:
        return index % (size_t)rule->each == 0;
    case TICK_MONDAYS: /* 1970-01-05 was one */
        return (last - 4) / 7 * 7 + 4 >= row->first_day && (last - 4) / 7 % rule->each == 0;
    case TICK_MONTHS:
        return last - (int32_t)day + 1 >= row->first_day &&
               (*month - 1) % (unsigned)rule->each == 0;
    case TICK_YEARS:
        return ndx_days_from_civil(*year, 1, 1) >= row->first_day && *year % rule->each == 0;
    }
    return false;
}

static const tick_rule *choose_ticks(const picture *p)
{
    const tick_rule *chosen = &tick_rules[0];
    for (size_t i = 0; i < TICK_RULES; i++) {
        int characters = tick_rules[i].characters ? tick_rules[i].characters : LABEL_CHARACTERS;
        size_t room = (size_t)(p->plot_width / (characters * DIGIT + LABEL_GAP));
        size_t count = 0;
        int year;
        unsigned month;
        for (size_t k = 0; k < p->timeline->period_count; k++)
            count += is_tick(&tick_rules[i], &p->timeline->row[k], k, &year, &month);
        if (!count) /* the one before had too many, but some */
            break;
        chosen = &tick_rules[i];
        if (count <= room)
            break;
    }
    return chosen;
}

static void append_tick(const picture *p, const tick_rule *rule, size_t index, double bottom)
{
    const ndx_timeline_row *row = &p->timeline->row[index];
    int year;
    unsigned month;
    if (!is_tick(rule, row, index, &year, &month))
        return;
    double x = LEFT + ((double)index + 0.5) * p->step;
    ndx_buffer_printf(p->out,
                      "<line x1=\"%.2f\" x2=\"%.2f\" y1=\"%.2f\" y2=\"%.2f\"/>"
                      "<text class=\"dim\" x=\"%.2f\" y=\"%.2f\" text-anchor=\"middle\">",
                      x, x, bottom, bottom + 5, x, bottom + 20);
    if (!rule->characters)
        ndx_buffer_append_text(p->out, row->period);
    else
        ndx_buffer_printf(p->out, rule->characters > 4 ? "%04d-%02u" : "%04d", year, month);
    ndx_buffer_append_text(p->out, "</text>\n");
}

static void append_horizontal_axis(const picture *p, double bottom)
{
    const tick_rule *rule = choose_ticks(p);
    for (size_t i = 0; i < p->timeline->period_count; i++)
        append_tick(p, rule, i, bottom);
    ndx_buffer_printf(
        p->out, "<text class=\"dim\" x=\"%.2f\" y=\"%.2f\" text-anchor=\"middle\">%s</text>\n",
        LEFT + p->plot_width / 2, bottom + 42, ndx_period_names[p->timeline->period]);
}

/* ---- a panel ---- */

static void append_vertical_axis(const picture *p, double bottom)
{
    for (uint64_t at = 0; at <= p->top; at += p->tick) {
        double y = bottom - height_of(p, at);
        ndx_buffer_printf(
            p->out,
            "<line x1=\"%d\" x2=\"%.2f\" y1=\"%.2f\" y2=\"%.2f\"/><text class=\"dim\" "
            "x=\"%d\" y=\"%.2f\" text-anchor=\"end\">%llu</text>\n",
            LEFT, LEFT + p->plot_width, y, y, LEFT - 8, y + 4, (unsigned long long)at);
    }
    double middle = bottom - p->plot_height / 2;
    ndx_buffer_printf(p->out,
                      "<text class=\"dim\" x=\"14\" y=\"%.2f\" text-anchor=\"middle\" "
                      "transform=\"rotate(-90 14 %.2f)\">articles</text>\n",
                      middle, middle);
}

static void append_bars(const picture *p, size_t query, double bottom)
{
    double width = p->step < 3 ? p->step : p->step * 0.8 < BAR_MOST ? p->step * 0.8 : BAR_MOST;
    ndx_buffer_printf(p->out, "<g class=\"q%zu\">\n", query % COLORS);
    for (size_t i = 0; i < p->timeline->period_count; i++) {
        const ndx_timeline_row *row = &p->timeline->row[i];
        if (!row->matching[query])
            continue;
        double x = LEFT + ((double)i + 0.5) * p->step - width / 2;
        double height = height_of(p, row->matching[query]);
        height = height < 1 ? 1 : height; /* a match is seen */
        ndx_buffer_printf(
            p->out,
            "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"><title>%s: %llu of "
            "%llu article%s (%.1f %%)</title></rect>\n",
            x, bottom - height, width, height, row->period,
            (unsigned long long)row->matching[query], (unsigned long long)row->total,
            row->total == 1 ? "" : "s", ndx_timeline_percent(row->matching[query], row->total));
    }
    ndx_buffer_append_text(p->out, "</g>\n");
}

/* The name, cut where a heading would be too long. */
static void append_name(ndx_buffer *out, ndx_span name)
{
    size_t at = 0;
    size_t characters = 0;
    for (size_t length; at < name.size && characters < NAME_CHARACTERS; at += length, characters++)
        ndx_utf8_decode(name.data + at, name.data + name.size, &length);
    ndx_xml_append(out, ndx_span_make(name.data, at));
    ndx_buffer_append_text(out, at < name.size ? "\u2026" : "");
}

static void append_heading(const picture *p, size_t query, double top)
{
    const ndx_timeline *timeline = p->timeline;
    uint64_t matching = timeline->query[query].matching;
    uint64_t all = ndx_timeline_all(timeline);
    uint64_t drawn = 0;
    for (size_t i = 0; i < timeline->period_count; i++)
        drawn += timeline->row[i].matching[query];
    ndx_buffer_printf(p->out,
                      "<rect class=\"q%zu\" x=\"%d\" y=\"%.2f\" width=\"11\" height=\"11\" "
                      "rx=\"2\"/><text x=\"%d\" y=\"%.2f\"><tspan class=\"name\">",
                      query % COLORS, LEFT, top + 8, LEFT + 18, top + 18);
    append_name(p->out, timeline->query[query].name);
    ndx_buffer_printf(p->out,
                      "</tspan><tspan class=\"dim\" dx=\"12\">%llu of %llu article%s (%.1f %%)",
                      (unsigned long long)matching, (unsigned long long)all, all == 1 ? "" : "s",
                      ndx_timeline_percent(matching, all));
    if (drawn < matching)
        ndx_buffer_printf(p->out, ", %llu of them not dated to a %s",
                          (unsigned long long)(matching - drawn),
                          ndx_period_names[timeline->period]);
    ndx_buffer_append_text(p->out, "</tspan></text>\n");
}

/* ---- all of it ---- */

static void append_beginning(const picture *p)
{
    ndx_buffer_printf(p->out,
                      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" width=\"%.0f\" "
                      "height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" "
                      "aria-labelledby=\"timeline-title\">\n<title id=\"timeline-title\">",
                      p->width, p->height, p->width, p->height);
    ndx_timeline_append_title(p->timeline, p->out);
    for (size_t i = 0; i < p->timeline->query_count; i++) {
        ndx_buffer_append_text(p->out, i ? "; " : ": ");
        ndx_xml_append(p->out, p->timeline->query[i].name);
    }
    ndx_buffer_append_text(p->out, "</title>\n");
    append_style(p->out);
    if (!p->alone)
        return;
    ndx_buffer_append_text(p->out, "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
    ndx_buffer_printf(p->out, "<text class=\"title\" x=\"%d\" y=\"28\">", LEFT);
    ndx_timeline_append_title(p->timeline, p->out);
    ndx_buffer_append_text(p->out, "</text>\n");
}

bool ndx_timeline_draw(const ndx_timeline *timeline, bool alone, ndx_buffer *out, ndx_error *error)
{
    picture p = lay_out(timeline, alone, out);
    double top = alone ? TITLE : 0;
    append_beginning(&p);
    for (size_t i = 0; i < timeline->query_count; i++) {
        double bottom = top + HEADING + p.plot_height;
        append_heading(&p, i, top);
        append_vertical_axis(&p, bottom);
        append_bars(&p, i, bottom);
        if (i + 1 == timeline->query_count)
            append_horizontal_axis(&p, bottom);
        top = bottom + PANEL_GAP;
    }
    ndx_buffer_append_text(out, "</svg>\n");
    return ndx_buffer_ok(out, WHAT, error);
}

bool ndx_timeline_write_svg(ndx_timeline *timeline, ndx_buffer *out, ndx_error *error)
{
    return ndx_timeline_make_rows(timeline, error) && ndx_timeline_draw(timeline, true, out, error);
}
