/* SPDX-License-Identifier: GPL-2.0-or-later */
/* url.c - the parts of a URL (newsdex/url.h). */
#include "newsdex/url.h"

ndx_span ndx_url_host(ndx_span url, char out[NDX_URL_HOST_BYTES])
{
    size_t start = 0;
    while (start + 2 < url.size && memcmp(url.data + start, "://", 3) != 0)
        start++;
    if (start + 3 >= url.size)
        return ndx_span_make(NULL, 0);
    ndx_span rest = ndx_span_skip(url, start + 3);
    size_t end = 0;
    size_t begin = 0;
    while (end < rest.size && !strchr("/?#", rest.data[end])) {
        if (rest.data[end] == '@')
            begin = end + 1;
        end++;
    }
    size_t size = 0;
    for (size_t i = begin; i < end && rest.data[i] != ':' && size < NDX_URL_HOST_BYTES; i++)
        out[size++] = ndx_ascii_lower(rest.data[i]);
    return ndx_span_make(out, size);
}

bool ndx_url_after_scheme(ndx_span url, ndx_span *rest)
{
    ndx_span http = NDX_SPAN("http://");
    ndx_span https = NDX_SPAN("https://");
    *rest = ndx_span_make(NULL, 0);
    if (ndx_span_starts_with(url, http))
        *rest = ndx_span_skip(url, http.size);
    else if (ndx_span_starts_with(url, https))
        *rest = ndx_span_skip(url, https.size);
    else
        return false;
    return true;
}
