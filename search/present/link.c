/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link.c - implements link.h. */
#include "present/link.h"

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (ndx_ascii_lower(c) >= 'a' && ndx_ascii_lower(c) <= 'z');
}

/* Bytes that are no ASCII letters or digits and not in `kept` are encoded. */
static bool append_encoded(ndx_buffer *out, ndx_span text, const char *kept)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (is_alphanumeric(c) || (c && strchr(kept, c)))
            ndx_buffer_append_byte(out, (unsigned char)c);
        else
            ndx_buffer_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
    return !out->failed;
}

bool ndx_link_is_web(ndx_span url)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        ndx_span scheme = ndx_span_of(schemes[i]);
        if (url.size > scheme.size &&
            ndx_span_equal_nocase(ndx_span_make(url.data, scheme.size), scheme))
            return true;
    }
    return false;
}

bool ndx_link_append_web(ndx_buffer *out, ndx_span url)
{
    return append_encoded(out, url, "-._~:/?#[]@!$&'*+,;=%");
}

bool ndx_link_append_path(ndx_buffer *out, ndx_span path)
{
    return append_encoded(out, path, "-._~/");
}

bool ndx_link_append_file(ndx_buffer *out, const char *host, const char *folder, ndx_span path)
{
    ndx_buffer_append_text(out, "file://");
    append_encoded(out, ndx_span_of(host), "-._~");
    if (!path.size || path.data[0] != '/') {
        ndx_link_append_path(out, ndx_span_of(folder));
        if (out->size && out->data[out->size - 1] != '/')
            ndx_buffer_append_byte(out, '/');
    }
    return ndx_link_append_path(out, path);
}
