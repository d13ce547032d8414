/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * content.h - is an article that is read again what it was? Internal to indexer/.
 *
 * Owns: what of an article is its content. Must not know: where it is stored.
 */
#ifndef NEWSDEX_SHARD_CONTENT_H
#define NEWSDEX_SHARD_CONTENT_H

#include "newsdex/article.h"

/* A hash of all its fields but id and path, where they came from, and a language that was only
 * detected. The same of an article as a reader gives it and as its record gives it back. XXH3
 * (xxHash specification), which is stored nowhere. */
uint64_t ndx_content_hash(const ndx_article *article, bool language_detected);

#endif
