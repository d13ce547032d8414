/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * utf8.h - UTF-8 as bytes: decoding, checking, repairing (RFC 3629).
 *
 * Must not know: any property of a character (that is analysis.h) or any other charset.
 */
#ifndef NEWSDEX_UTF8_H
#define NEWSDEX_UTF8_H

#include "newsdex/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NDX_REPLACEMENT 0xFFFDu

/* Decodes the character at `at` (at < end). Gives its length in bytes, 1 to 4, in *length. An
 * invalid or cut sequence gives NDX_REPLACEMENT with the length of its maximal valid prefix, at
 * least 1 (Unicode standard, section 3.9, "U+FFFD Substitution of Maximal Subparts"). */
uint32_t ndx_utf8_decode(const char *at, const char *end, size_t *length);

/* Writes code_point to out[4]; gives the number of bytes, 0 if it is no scalar value. */
size_t ndx_utf8_encode(uint32_t code_point, char out[4]);

/* The length of the longest prefix that is valid UTF-8 (== text.size if all is). */
size_t ndx_utf8_valid_prefix(ndx_span text);

/* The number of leading bytes below 0x80. */
size_t ndx_ascii_prefix(ndx_span text);

/* Appends text with every maximal invalid subpart replaced by U+FFFD; adds their number to
 * *replaced (may be NULL). */
bool ndx_utf8_repair(ndx_buffer *out, ndx_span text, uint64_t *replaced);

/* The longest prefix of at most `limit` bytes that does not cut a character. */
ndx_span ndx_utf8_cut(ndx_span text, size_t limit);

/* May a terminal be sent it? Not C0 and C1 controls (but newline and tab), DEL and the bidirectional
 * controls that reach beyond a text (U+202A-U+202E, U+2066-U+2069). */
bool ndx_utf8_is_printable(uint32_t code_point);

/* Appends text made safe for a terminal: what is not printable, and invalid bytes, become U+FFFD; but
 * the bidirectional controls that are no overrides (U+202A-U+202C, U+2066-U+2069) are left out: real
 * Arabic news has them, and they cannot show what is not there. */
bool ndx_utf8_append_printable(ndx_buffer *out, ndx_span text);

#ifdef __cplusplus
}
#endif
#endif
