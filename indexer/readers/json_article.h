/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_article.h - one JSON value as an article: shared by json.c and jsonl.c. Internal to the
 * readers. */
#ifndef NEWSDEX_READERS_JSON_ARTICLE_H
#define NEWSDEX_READERS_JSON_ARTICLE_H

#include "format.h"
#include "json_value.h"

/* Fills the article from an object; body is built in *body. False: *error (memory, or what is no
 * object). */
bool ndx_json_article(const ndx_source *source, const ndx_json *object, ndx_article *article,
                      ndx_text *body, ndx_error *error);

#endif
