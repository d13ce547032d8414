/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * timeline_html.c - a timeline as a page (timeline.h): the picture, and below it every number as a
 * table. The page needs nothing else and runs nothing; its policy says so to the browser.
 */
#include "present/timeline_rows.h"
#include "present/xml.h"

#define WHAT "writing a timeline"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" "
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<style>\n"
    ":root{color-scheme:light dark}\n"
    "body{margin:1.5rem auto;max-width:60rem;padding:0 1rem;background:#ffffff;color:#1c1e21;"
    "font:15px/1.4 system-ui,sans-serif}\n"
    "h1{font-size:1.3rem}\nfigure{margin:0 0 2rem;overflow-x:auto}\n"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
    "caption{text-align:left;font-weight:600;padding-bottom:.5rem}\n"
    "th,td{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #d8dbe0}\n"
    "th:first-child{text-align:left}\nth{font-weight:500}\n"
    "tfoot th,tfoot td{border-top:2px solid #d8dbe0;font-weight:600}\n"
    ".q{overflow-wrap:anywhere;max-width:20rem}\n"
    "@media (prefers-color-scheme:dark){body{background:#15181c;color:#e6e8eb}"
    "th,td,tfoot th,tfoot td{border-color:#3a4048}}\n"
    "</style>\n<title>";

static void append_names(const ndx_timeline *timeline, ndx_buffer *out)
{
    for (size_t i = 0; i < timeline->query_count; i++) {
        ndx_buffer_append_text(out, i ? "; " : ": ");
        ndx_xml_append(out, timeline->query[i].name);
    }
}

static void append_table_head(const ndx_timeline *timeline, ndx_buffer *out)
{
    ndx_buffer_append_text(out, "<thead>\n<tr><th scope=\"col\" rowspan=\"2\">");
    ndx_buffer_append_text(out, ndx_period_names[timeline->period]);
    ndx_buffer_append_text(out, "</th><th scope=\"col\" rowspan=\"2\">all articles</th>");
    for (size_t i = 0; i < timeline->query_count; i++) {
        ndx_buffer_append_text(out,
                               "<th scope=\"colgroup\" colspan=\"2\" class=\"q\" dir=\"auto\">");
        ndx_xml_append(out, timeline->query[i].name);
        ndx_buffer_append_text(out, "</th>");
    }
    ndx_buffer_append_text(out, "</tr>\n<tr>");
    for (size_t i = 0; i < timeline->query_count; i++)
        ndx_buffer_append_text(out, "<th scope=\"col\">matching</th><th scope=\"col\">ratio</th>");
    ndx_buffer_append_text(out, "</tr>\n</thead>\n");
}

static void append_numbers(ndx_buffer *out, uint64_t matching, uint64_t total)
{
    ndx_buffer_printf(out, "<td>%llu</td>", (unsigned long long)matching);
    if (total)
        ndx_buffer_printf(out, "<td>%.1f %%</td>", ndx_timeline_percent(matching, total));
    else
        ndx_buffer_append_text(out, "<td></td>");
}

static void append_row(const ndx_timeline *timeline, const ndx_timeline_row *row, ndx_buffer *out)
{
    ndx_buffer_printf(out, "<tr><th scope=\"row\">%s</th><td>%llu</td>", row->period,
                      (unsigned long long)row->total);
    for (size_t i = 0; i < timeline->query_count; i++)
        append_numbers(out, row->matching[i], row->total);
    ndx_buffer_append_text(out, "</tr>\n");
}

static void append_table(const ndx_timeline *timeline, ndx_buffer *out)
{
    uint64_t all = ndx_timeline_all(timeline);
    ndx_buffer_append_text(out, "<table>\n<caption>");
    ndx_timeline_append_title(timeline, out);
    ndx_buffer_append_text(out, "</caption>\n");
    append_table_head(timeline, out);
    ndx_buffer_append_text(out, "<tbody>\n");
    for (size_t i = 0; i < timeline->row_count; i++)
        append_row(timeline, &timeline->row[i], out);
    ndx_buffer_printf(out, "</tbody>\n<tfoot>\n<tr><th scope=\"row\">all</th><td>%llu</td>",
                      (unsigned long long)all);
    for (size_t i = 0; i < timeline->query_count; i++)
        append_numbers(out, timeline->query[i].matching, all);
    ndx_buffer_append_text(out, "</tr>\n</tfoot>\n</table>\n");
}

bool ndx_timeline_write_html(ndx_timeline *timeline, ndx_buffer *out, ndx_error *error)
{
    if (!ndx_timeline_make_rows(timeline, error))
        return false;
    ndx_buffer_append_text(out, head);
    ndx_timeline_append_title(timeline, out);
    append_names(timeline, out);
    ndx_buffer_append_text(out, "</title>\n</head>\n<body>\n<h1>");
    ndx_timeline_append_title(timeline, out);
    ndx_buffer_append_text(out, "</h1>\n<figure tabindex=\"0\">\n");
    if (!ndx_timeline_draw(timeline, false, out, error))
        return false;
    ndx_buffer_append_text(out, "</figure>\n");
    append_table(timeline, out);
    ndx_buffer_append_text(out, "</body>\n</html>\n");
    return ndx_buffer_ok(out, WHAT, error);
}
