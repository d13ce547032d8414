/* SPDX-License-Identifier: GPL-2.0-or-later */
/* formats.c - the one table of formats, and the choice among them. To add a format, add its row. */
#include "formats.h"

/* The order decides between formats that are equally sure. */
static const ndx_format *const formats[] = {
    &ndx_format_jsonl, &ndx_format_json, &ndx_format_html, &ndx_format_markdown,
    &ndx_format_csv,   &ndx_format_tsv,  &ndx_format_text,
};
enum { COUNT = sizeof formats / sizeof *formats };

const ndx_format_info *ndx_format_describe(size_t index)
{
    return index < COUNT ? &formats[index]->info : NULL;
}

const ndx_format *ndx_format_by_name(ndx_span name)
{
    for (size_t i = 0; i < COUNT; i++)
        if (ndx_span_equal_nocase(name, ndx_span_of(formats[i]->info.name)))
            return formats[i];
    return NULL;
}

/* "a/b.html.gz" -> "html" */
static ndx_span extension_of(ndx_span name)
{
    if (ndx_span_ends_with(name, NDX_SPAN(".gz")))
        name.size -= 3;
    size_t at = name.size;
    while (at > 0 && name.data[at - 1] != '.' && name.data[at - 1] != '/')
        at--;
    return at > 0 && name.data[at - 1] == '.' ? ndx_span_skip(name, at) : ndx_span_make(NULL, 0);
}

static bool has_extension(const ndx_format *format, ndx_span extension)
{
    const char *at = format->info.extensions;
    while (extension.size && *at) {
        size_t size = strcspn(at, " ");
        if (ndx_span_equal_nocase(extension, ndx_span_make(at, size)))
            return true;
        at += size;
        at += *at == ' ';
    }
    return false;
}

const ndx_format *ndx_format_choose(ndx_span head, ndx_span name)
{
    ndx_span extension = extension_of(name);
    const ndx_format *best = NULL;
    unsigned best_sure = 0;
    for (size_t i = 0; i < COUNT; i++) {
        unsigned sure = formats[i]->sniff(head, has_extension(formats[i], extension));
        if (sure > best_sure) {
            best_sure = sure;
            best = formats[i];
        }
    }
    return best;
}
