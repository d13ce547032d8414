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

/* Parses one value of valid UTF-8; NULL with NDX_ERROR_FORMAT, place "byte N" from the value's
 * beginning. Free with json_decref. */
struct json_t *ndx_json_parse(ndx_span text, ndx_error *error);

#endif
