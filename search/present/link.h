/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link.h - addresses of articles, as URIs that a terminal or a browser may be given.
 *
 * Owns: which addresses are links at all, and percent-encoding (RFC 3986, section 2.1). Must not
 * know: how a link is written.
 */
#ifndef NEWSDEX_PRESENT_LINK_H
#define NEWSDEX_PRESENT_LINK_H

#include "newsdex/buffer.h"

/* http and https only: an article's address comes from outside, and javascript: is one as well. */
bool ndx_link_is_web(ndx_span url);
/* A web address with all that a URI has no place for percent-encoded, and round brackets, which end
 * a link in Markdown. */
bool ndx_link_append_web(ndx_buffer *out, ndx_span url);
/* A path as part of a URI: bytes but letters, digits, - . _ ~ / are percent-encoded, so that it can
 * have no scheme. */
bool ndx_link_append_path(ndx_buffer *out, ndx_span path);
/* "file://host/folder/path"; the folder is absolute and put before a path that is not. */
bool ndx_link_append_file(ndx_buffer *out, const char *host, const char *folder, ndx_span path);

#endif
