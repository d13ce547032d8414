/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lines.c - implements lines.h. */
#include "batch/lines.h"

#include <errno.h>
#include <unistd.h>

static bool fill(ndx_batch_lines *lines, ndx_error *error)
{
    ssize_t size;
    do
        size = read(lines->file, lines->block, sizeof lines->block);
    while (size < 0 && errno == EINTR);
    if (size < 0)
        return ndx_error_errno(error, errno, "cannot read the queries");
    lines->at = 0;
    lines->size = (size_t)size;
    lines->ended = size == 0;
    return true;
}

ndx_step ndx_batch_lines_any(ndx_batch_lines *lines, ndx_buffer *text, bool *too_long,
                             ndx_error *error)
{
    bool any = false;
    ndx_buffer_clear(text);
    *too_long = false;
    for (;;) {
        if (lines->at == lines->size && !lines->ended && !fill(lines, error))
            return NDX_STEP_ERROR;
        if (lines->ended)
            return any ? NDX_STEP_ROW : NDX_STEP_END;
        const char *begin = lines->block + lines->at;
        size_t left = lines->size - lines->at;
        const char *end = memchr(begin, '\n', left);
        size_t size = end ? (size_t)(end - begin) : left;
        if (!any)
            lines->number++;
        any = true;
        *too_long |= size > NDX_BATCH_LINE_BYTES - text->size;
        if (!*too_long && !ndx_buffer_append(text, begin, size)) {
            ndx_error_memory(error, "reading the queries");
            return NDX_STEP_ERROR;
        }
        lines->at += size + (end != NULL);
        if (end)
            return NDX_STEP_ROW;
    }
}

static bool holds_a_query(ndx_span line)
{
    ndx_span trimmed = ndx_span_trim(line);
    if (!trimmed.size)
        return false;
    return line.data[0] != '#' || (line.size > 1 && !strchr(" \t\r", line.data[1]));
}

ndx_step ndx_batch_lines_next(ndx_batch_lines *lines, ndx_buffer *text, bool *too_long,
                              ndx_error *error)
{
    const ndx_span mark = NDX_SPAN("\xEF\xBB\xBF");
    ndx_step step;
    while ((step = ndx_batch_lines_any(lines, text, too_long, error)) == NDX_STEP_ROW) {
        if (*too_long)
            return step;
        if (lines->number == 1 && ndx_span_starts_with(ndx_buffer_span(text), mark)) {
            text->size -= mark.size;
            memmove(text->data, text->data + mark.size, text->size);
        }
        if (text->size && text->data[text->size - 1] == '\r')
            text->size--;
        if (holds_a_query(ndx_buffer_span(text)))
            return step;
    }
    return step;
}

void ndx_batch_line_parts(ndx_span line, ndx_span *topic, ndx_span *query)
{
    const char *tab = line.size ? memchr(line.data, '\t', line.size) : NULL;
    *topic = ndx_span_make("", 0);
    *query = line;
    if (tab) {
        *topic = ndx_span_trim(ndx_span_between(line.data, tab));
        *query = ndx_span_between(tab + 1, line.data + line.size);
    }
    *query = ndx_span_trim(*query);
}
