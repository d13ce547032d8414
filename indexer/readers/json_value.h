/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_value.h - one JSON value (RFC 8259) as a tree in an arena. Internal to the readers.
 *
 * Owns: the parser and the tree. Must not know: articles, files.
 */
#ifndef NEWSDEX_READERS_JSON_VALUE_H
#define NEWSDEX_READERS_JSON_VALUE_H

#include "newsdex/buffer.h"

typedef enum ndx_json_kind {
    NDX_JSON_NULL, /* also NaN and Infinity, which many programs write for what is not there */
    NDX_JSON_BOOLEAN,
    NDX_JSON_NUMBER, /* text: as it is written, so that no digit of a long id is lost */
    NDX_JSON_STRING, /* text: without escapes, valid UTF-8; may hold NUL */
    NDX_JSON_ARRAY,
    NDX_JSON_OBJECT
} ndx_json_kind;

typedef struct ndx_json {
    ndx_json_kind kind;
    ndx_span name; /* of a member of an object */
    ndx_span text;
    const struct ndx_json *first; /* element or member, in the order of the source */
    const struct ndx_json *next;  /* of the same array or object */
} ndx_json;

/* Where a text begins in its file, for messages: both from 1, byte counted in the line. */
typedef struct ndx_json_place {
    uint64_t line, byte;
} ndx_json_place;

/* Moves a place over text. */
void ndx_json_place_pass(ndx_json_place *place, ndx_span text);
/* "line 17, byte 3" as the error's place. */
void ndx_json_place_tell(ndx_json_place place, ndx_error *error);

/* Parses text (valid UTF-8), which must be one value and white space. *value borrows from text and
 * from the arena. Half a surrogate pair becomes U+FFFD and is added to *replaced (may be NULL).
 * False, with the place in *error: NDX_ERROR_FORMAT; NDX_ERROR_LIMIT for more than NDX_LIMIT_DEPTH
 * levels or too many values; memory. */
bool ndx_json_parse(ndx_span text, ndx_json_place place, ndx_arena *arena, const ndx_json **value,
                    uint64_t *replaced, ndx_error *error);

/* The member of that name, the last if there are several; NULL: none, or no object. */
const ndx_json *ndx_json_member(const ndx_json *object, ndx_span name);

#endif
