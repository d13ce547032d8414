/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_article.h - one JSON value as an article: shared by json.c and jsonl.c. Internal to the
 * readers. */
#ifndef NEWSDEX_READERS_JSON_ARTICLE_H
#define NEWSDEX_READERS_JSON_ARTICLE_H

#include "format.h"

struct json_t;

/* Fills the article from an object; body is built in *body. False: *error (memory, or what is no
 * object). */
bool ndx_json_article(const ndx_source *source, const struct json_t *object, ndx_article *article,
                      ndx_text *body, ndx_error *error);

/* Where a text begins in its file, for messages: both from 1, byte counted in the line. */
typedef struct ndx_json_place {
    uint64_t line, byte;
} ndx_json_place;

/* Moves a place over text. */
void ndx_json_place_pass(ndx_json_place *place, ndx_span text);
/* "line 17, byte 3" as the error's place. */
void ndx_json_place_tell(ndx_json_place place, ndx_error *error);

/* Parses one value of valid UTF-8 that begins at `place`, repaired as json_repair.h says where it
 * is refused otherwise (what was replaced is added to *replaced). Free with json_decref. NULL, with
 * the place in *error: NDX_ERROR_FORMAT; NDX_ERROR_LIMIT for too many values; memory. */
struct json_t *ndx_json_parse(ndx_span text, ndx_json_place place, uint64_t *replaced,
                              ndx_error *error);

#endif
