/* SPDX-License-Identifier: GPL-2.0-or-later */
/* width.c - implements width.h. */
#define _XOPEN_SOURCE 700 /* wcwidth */
#include "present/width.h"

#include "newsdex/utf8.h"

#include <wchar.h>

unsigned ndx_width_of(uint32_t code)
{
    int width = wcwidth((wchar_t)code);
    return width < 0 ? 1 : (unsigned)width;
}

size_t ndx_width(ndx_span text)
{
    size_t width = 0;
    for (size_t length; text.size; text = ndx_span_skip(text, length))
        width += ndx_width_of(ndx_utf8_decode(text.data, text.data + text.size, &length));
    return width;
}

ndx_span ndx_width_beginning(ndx_span text, size_t columns)
{
    size_t width = 0;
    ndx_span rest = text;
    for (size_t length; rest.size; rest = ndx_span_skip(rest, length)) {
        width += ndx_width_of(ndx_utf8_decode(rest.data, rest.data + rest.size, &length));
        if (width > columns)
            break;
    }
    return ndx_span_make(text.data, text.size - rest.size);
}

ndx_span ndx_width_end(ndx_span text, size_t columns)
{
    size_t width = ndx_width(text);
    bool begins = true; /* what combines has lost its character */
    for (size_t length; text.size; text = ndx_span_skip(text, length)) {
        unsigned first = ndx_width_of(ndx_utf8_decode(text.data, text.data + text.size, &length));
        if (width <= columns && (begins || first))
            break;
        begins = false;
        width -= first;
    }
    return text;
}

bool ndx_runs_from_right(ndx_span text)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0x0590, 0x08FF}, {0x200F, 0x200F},   {0xFB1D, 0xFDFF},
                  {0xFE70, 0xFEFE}, {0x10800, 0x10FFF}, {0x1E800, 0x1EFFF}};
    text = ndx_span_skip(text, ndx_ascii_prefix(text));
    for (size_t length; text.size; text = ndx_span_skip(text, length)) {
        uint32_t code = ndx_utf8_decode(text.data, text.data + text.size, &length);
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
            if (code >= ranges[i].first && code <= ranges[i].last)
                return true;
    }
    return false;
}
