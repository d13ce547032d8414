/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * article.h - a news article as a reader gives it and as an index gives it back.
 *
 * Owns: the list of fields (one table) and the type. Must not know: any file format, or how an
 * article is stored.
 *
 * All text is valid UTF-8 with white space normalised (text.h): words are parted by single spaces,
 * paragraphs of the body by "\n\n", nothing else holds a newline except that the values of a
 * multi-valued field are parted by "\n". An absent field is an empty span. Spans are borrowed from
 * whoever filled the article (a reader: until its next step; an arena).
 */
#ifndef NEWSDEX_ARTICLE_H
#define NEWSDEX_ARTICLE_H

#include "newsdex/date.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_field {
    NDX_FIELD_ID,   /* stable id: the source's own, else path, "#N" added in a file of several */
    NDX_FIELD_PATH, /* of the file, as it was given on the command line, "./" removed */
    NDX_FIELD_HEADLINE,
    NDX_FIELD_BYLINE,   /* as printed: "By Anna Smith and Bob Ray, Reuters" */
    NDX_FIELD_AUTHORS,  /* multi-valued: the persons' names */
    NDX_FIELD_DATELINE, /* as printed, without the dash: "MOSCOW (Reuters)" */
    NDX_FIELD_DATE,     /* of publication: in `date`; the span is the text it was read from */
    NDX_FIELD_MODIFIED, /* last changed by the source: in `modified`; ditto */
    NDX_FIELD_LANGUAGE, /* BCP 47 primary subtag in lower case, "en"; empty: not said */
    NDX_FIELD_SOURCE,   /* outlet or agency: "The Daily Example" */
    NDX_FIELD_SECTION,  /* multi-valued */
    NDX_FIELD_KEYWORDS, /* multi-valued */
    NDX_FIELD_URL,
    NDX_FIELD_VERSION, /* the source's version number of this id, decimal digits */
    NDX_FIELD_BODY,
    NDX_FIELD_COUNT
} ndx_field;

/* Names as --field, JSON output and dump use them: "id", "path", "headline", ...; one table. */
typedef struct ndx_field_info {
    const char *name;
    const char *description;
    bool multiple; /* several values, parted by "\n" */
    bool text;     /* analysed and searched: headline, byline, dateline, body */
} ndx_field_info;

const ndx_field_info *ndx_field_describe(ndx_field field); /* NULL if out of range */
bool ndx_field_from_name(ndx_span name, ndx_field *field); /* exact; false if unknown */

typedef struct ndx_article {
    ndx_span field[NDX_FIELD_COUNT];
    /* Where each field came from, for a person and stable for scripts: "json-ld:datePublished",
     * "meta:og:title", "first line", "path", "--language", "detected"; empty if the field is. */
    ndx_span origin[NDX_FIELD_COUNT];
    ndx_date date;
    ndx_date modified;
    uint64_t replaced_bytes; /* invalid sequences that became U+FFFD while reading this article */
} ndx_article;

#ifdef __cplusplus
}
#endif
#endif
