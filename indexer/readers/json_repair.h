/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_repair.h - what real files hold and JSON forbids, made JSON. Internal to the readers. */
#ifndef NEWSDEX_READERS_JSON_REPAIR_H
#define NEWSDEX_READERS_JSON_REPAIR_H

#include "newsdex/buffer.h"

/* Appends text (UTF-8) to *out with these changes, and true in *changed if there were any: NaN,
 * Infinity and -Infinity become null; a number of more digits than fit becomes a string of them;
 * half a surrogate pair becomes U+FFFD and is added to *replaced; a raw control character in a
 * string becomes a space. All else stays as it is, right or wrong. False: out of memory. */
bool ndx_json_repair(ndx_buffer *out, ndx_span text, bool *changed, uint64_t *replaced,
                     ndx_error *error);

/* The values in a text, about: an upper bound of what a parser makes of it. */
size_t ndx_json_count_values(ndx_span text);

#endif
