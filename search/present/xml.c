/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xml.c - implements xml.h. */
#include "present/xml.h"

#include "newsdex/utf8.h"

static const char *escape_of(uint32_t code)
{
    static const struct {
        uint32_t code;
        const char *escape;
    } escapes[] = {
        {'&', "&amp;"},
        {'<', "&lt;"},
        {'>', "&gt;"},
        {'"', "&quot;"},
        {'\'', "&#39;"},
        {'\n', " "},
        {'\t', " "},
        {'\r', " "},
        {0x2028, " "},
        {0x2029, " "},
        {0xFFFE, "\xEF\xBF\xBD"},
        {0xFFFF, "\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i].code == code)
            return escapes[i].escape;
    return NULL;
}

bool ndx_xml_append(ndx_buffer *out, ndx_span text)
{
    for (size_t at = 0, length; at < text.size; at += length) {
        uint32_t code = ndx_utf8_decode(text.data + at, text.data + text.size, &length);
        const char *escape = escape_of(code);
        if (escape)
            ndx_buffer_append_text(out, escape);
        else
            ndx_utf8_append_printable(out, ndx_span_make(text.data + at, length));
    }
    return !out->failed;
}
