/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * article_json.h - an article as a JSON object, with newsdex's own names: what `newsindex dump` and
 * `newssearch --format=json` print and what the JSON reader takes back without a mapping.
 */
#ifndef NEWSDEX_ARTICLE_JSON_H
#define NEWSDEX_ARTICLE_JSON_H

#include "newsdex/article.h"

#ifdef __cplusplus
extern "C" {
#endif

struct json_t; /* jansson's */

typedef enum ndx_json_parts {
    NDX_JSON_WHOLE,       /* with "body", and "origin": an object of texts by field */
    NDX_JSON_WITHOUT_BODY /* for a list of results */
} ndx_json_parts;

/* Sets the article's fields in the object: texts; multi-valued fields as arrays; dates in ISO 8601
 * as precise as they are known. Absent fields are left out. object may be NULL (then: out of
 * memory). */
bool ndx_article_to_json(const ndx_article *article, ndx_json_parts parts, struct json_t *object,
                         ndx_error *error);

/* A JSON text: JSON is UTF-8, a path need not be, so what is invalid becomes U+FFFD. NULL: out of
 * memory. The caller's (json_decref). */
struct json_t *ndx_json_text(ndx_span span);

#ifdef __cplusplus
}
#endif
#endif
