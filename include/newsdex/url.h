/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * url.h - the parts of a URL that terms and queries speak of: one reading for the indexer and the
 * search alike.
 *
 * Owns: nothing. Must not know: terms, queries.
 */
#ifndef NEWSDEX_URL_H
#define NEWSDEX_URL_H

#include "newsdex/span.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NDX_URL_HOST_BYTES 8192u

/* The host (RFC 3986, section 3.2.2) in lower case, without user and port, written to `out` and cut
 * at its end. Empty when the URL has no "://". */
ndx_span ndx_url_host(ndx_span url, char out[NDX_URL_HOST_BYTES]);

/* Without "http://" or "https://" in front; false, and *rest empty, if it begins with neither. */
bool ndx_url_after_scheme(ndx_span url, ndx_span *rest);

#ifdef __cplusplus
}
#endif
#endif
