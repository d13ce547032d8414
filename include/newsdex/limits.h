/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * limits.h - every limit of newsdex, with its reason. A limit met in input is an error of code
 * NDX_ERROR_LIMIT that names the limit, never a crash and never silent loss of an article.
 */
#ifndef NEWSDEX_LIMITS_H
#define NEWSDEX_LIMITS_H

/* Text of one article, UTF-8 after normalisation. The largest newspaper page is a thousandth of it.
 */
#define NDX_LIMIT_ARTICLE_BYTES 67108864u /* 64 MiB */
/* Characters of one word; longer runs of letters are cut into words of this length that join again.
 */
#define NDX_LIMIT_WORD_CHARACTERS 64u
/* Bytes of one word or one piece of a separator: 64 characters of at most 4 bytes. */
#define NDX_LIMIT_WORD_BYTES 256u
/* Bytes of a term with its prefix: libxapian's (glass) limit; longer boolean terms get a hashed
 * tail. */
#define NDX_LIMIT_TERM_BYTES 245u
/* Bytes of an id, path, URL, source, section, author, byline or dateline; longer values are skipped
 * input (an id) or cut with U+2026 (the others). */
#define NDX_LIMIT_FIELD_BYTES 4096u
/* Values in a multi-valued field. */
#define NDX_LIMIT_FIELD_VALUES 256u
/* A compressed input may expand to at most this much for each byte, beyond the first MiB (gzip's
 * own maximum is 1032; text of news reaches 20). */
#define NDX_LIMIT_INFLATE_RATIO 200u
/* Depth of JSON and of HTML elements, and of brackets in a query: bounds recursion. */
#define NDX_LIMIT_DEPTH 256u
/* Bytes of one document that must be held whole to be read (HTML page, one JSON value, Markdown).
 */
#define NDX_LIMIT_DOCUMENT_BYTES 268435456u /* 256 MiB */
/* Words of a distance in a query: more is no distance any more. */
#define NDX_LIMIT_DISTANCE 1000u
/* Bytes of a query. */
#define NDX_LIMIT_QUERY_BYTES 65536u
/* Words that one wildcard may stand for: to rank, libxapian holds a block of 8 KiB for each, 80 MB.
 */
#define NDX_LIMIT_WILDCARD_WORDS 10000u
/* Terms that all wildcards of a query may stand for together, and how many there may be: one that
 * begins with * walks over every word of the archive, 0.1 s for a million articles. */
#define NDX_LIMIT_WILDCARD_TERMS 40000u
#define NDX_LIMIT_WILDCARDS 256u
/* Entries of a shard's word list that it may stand for: capitals, accents and languages make a few
 * of a word. */
#define NDX_LIMIT_WILDCARD_SPELLINGS 80000u
/* Bytes of a file of aliases: it is held in memory, names and table about five times as large. */
#define NDX_LIMIT_ALIASES_BYTES 16777216u /* 16 MiB */
/* Names of one alias, and words of one name: a query looks for all of them. */
#define NDX_LIMIT_ALIAS_NAMES 64u
#define NDX_LIMIT_ALIAS_WORDS 16u

#endif
