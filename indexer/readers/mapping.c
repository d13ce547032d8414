/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapping.c - implements mapping.h. */
#include "mapping.h"

#include "html_fragment.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

/* Names seen in the wild: newsdex's own (what `newsindex dump` prints) first, then JSON Feed,
 * schema.org, WordPress' and others' APIs, the news sets of the research literature. A dot goes
 * into an object. */
static const struct {
    ndx_field field;
    const char *name;
} table[] = {
    {NDX_FIELD_ID, "id"},
    {NDX_FIELD_ID, "guid"},
    {NDX_FIELD_ID, "uuid"},
    {NDX_FIELD_ID, "_id"},
    {NDX_FIELD_ID, "docno"},
    {NDX_FIELD_ID, "doc_id"},
    {NDX_FIELD_ID, "article_id"},
    {NDX_FIELD_ID, "identifier"},
    {NDX_FIELD_HEADLINE, "headline"},
    {NDX_FIELD_HEADLINE, "title"},
    {NDX_FIELD_HEADLINE, "title.rendered"},
    {NDX_FIELD_HEADLINE, "headline.main"},
    {NDX_FIELD_HEADLINE, "heading"},
    {NDX_FIELD_BYLINE, "byline"},
    {NDX_FIELD_BYLINE, "byline.original"},
    {NDX_FIELD_AUTHORS, "authors"},
    {NDX_FIELD_AUTHORS, "author"},
    {NDX_FIELD_AUTHORS, "creator"},
    {NDX_FIELD_AUTHORS, "writer"},
    {NDX_FIELD_DATELINE, "dateline"},
    {NDX_FIELD_DATE, "date"},
    {NDX_FIELD_DATE, "published"},
    {NDX_FIELD_DATE, "publishedAt"},
    {NDX_FIELD_DATE, "published_at"},
    {NDX_FIELD_DATE, "date_published"},
    {NDX_FIELD_DATE, "datePublished"},
    {NDX_FIELD_DATE, "publication_date"},
    {NDX_FIELD_DATE, "publish_date"},
    {NDX_FIELD_DATE, "published_date"},
    {NDX_FIELD_DATE, "pubDate"},
    {NDX_FIELD_DATE, "pub_date"},
    {NDX_FIELD_DATE, "date_extracted_published"},
    {NDX_FIELD_DATE, "time"},
    {NDX_FIELD_DATE, "timestamp"},
    {NDX_FIELD_DATE, "created"},
    {NDX_FIELD_DATE, "created_at"},
    {NDX_FIELD_MODIFIED, "modified"},
    {NDX_FIELD_MODIFIED, "date_modified"},
    {NDX_FIELD_MODIFIED, "dateModified"},
    {NDX_FIELD_MODIFIED, "updated"},
    {NDX_FIELD_MODIFIED, "updated_at"},
    {NDX_FIELD_MODIFIED, "updatedAt"},
    {NDX_FIELD_MODIFIED, "last_modified"},
    {NDX_FIELD_LANGUAGE, "language"},
    {NDX_FIELD_LANGUAGE, "lang"},
    {NDX_FIELD_LANGUAGE, "inLanguage"},
    {NDX_FIELD_LANGUAGE, "language_code"},
    {NDX_FIELD_SOURCE, "source"},
    {NDX_FIELD_SOURCE, "publisher"},
    {NDX_FIELD_SOURCE, "publication"},
    {NDX_FIELD_SOURCE, "outlet"},
    {NDX_FIELD_SOURCE, "newspaper"},
    {NDX_FIELD_SOURCE, "source_name"},
    {NDX_FIELD_SOURCE, "site_name"},
    {NDX_FIELD_SECTION, "section"},
    {NDX_FIELD_SECTION, "sections"},
    {NDX_FIELD_SECTION, "category"},
    {NDX_FIELD_SECTION, "categories"},
    {NDX_FIELD_SECTION, "articleSection"},
    {NDX_FIELD_SECTION, "section_name"},
    {NDX_FIELD_SECTION, "topic"},
    {NDX_FIELD_KEYWORDS, "keywords"},
    {NDX_FIELD_KEYWORDS, "tags"},
    {NDX_FIELD_URL, "url"},
    {NDX_FIELD_URL, "link"},
    {NDX_FIELD_URL, "canonical"},
    {NDX_FIELD_URL, "canonical_url"},
    {NDX_FIELD_URL, "web_url"},
    {NDX_FIELD_URL, "permalink"},
    {NDX_FIELD_VERSION, "version"},
    {NDX_FIELD_BODY, "body"},
    {NDX_FIELD_BODY, "content"},
    {NDX_FIELD_BODY, "content_text"},
    {NDX_FIELD_BODY, "content_original"},
    {NDX_FIELD_BODY, "content_html"},
    {NDX_FIELD_BODY, "content.rendered"},
    {NDX_FIELD_BODY, "articleBody"},
    {NDX_FIELD_BODY, "article_body"},
    {NDX_FIELD_BODY, "body_text"},
    {NDX_FIELD_BODY, "body_html"},
    {NDX_FIELD_BODY, "body-paragraphs"},
    {NDX_FIELD_BODY, "maintext"},
    {NDX_FIELD_BODY, "text"},
    {NDX_FIELD_BODY, "article"},
    {NDX_FIELD_BODY, "description"},
    {NDX_FIELD_BODY, "summary"},
};
enum { TABLE_SIZE = sizeof table / sizeof *table };

bool ndx_json_mapping_describe(size_t index, ndx_field *field, const char **name)
{
    if (index >= TABLE_SIZE)
        return false;
    *field = table[index].field;
    *name = table[index].name;
    return true;
}

ndx_mapping_names ndx_mapping_begin(const ndx_reading_options *options, ndx_field field)
{
    ndx_mapping_names names = {options, field, 0, false};
    for (size_t i = 0; i < options->mapping_count; i++)
        names.mapped |= options->mappings[i].field == field;
    return names;
}

bool ndx_mapping_next(ndx_mapping_names *names, ndx_span *name)
{
    if (names->mapped) {
        while (names->at < names->options->mapping_count) {
            const ndx_field_mapping *mapping = &names->options->mappings[names->at++];
            if (mapping->field == names->field) {
                *name = mapping->path;
                return true;
            }
        }
        return false;
    }
    while (names->at < TABLE_SIZE) {
        size_t row = names->at++;
        if (table[row].field == names->field) {
            *name = ndx_span_of(table[row].name);
            return true;
        }
    }
    return false;
}

static bool same_name(ndx_span a, const char *b)
{
    size_t i = 0;
    for (;; i++, b++) {
        while (i < a.size && (a.data[i] == '_' || a.data[i] == '-' || a.data[i] == ' '))
            i++;
        while (*b == '_' || *b == '-')
            b++;
        if (i >= a.size || !*b)
            return i >= a.size && !*b;
        if (ndx_ascii_lower(a.data[i]) != ndx_ascii_lower(*b))
            return false;
    }
}

bool ndx_mapping_field(ndx_span name, ndx_field *field)
{
    if (ndx_span_equal_nocase(name, NDX_SPAN("path")))
        return false; /* of a dump: the path is that of the file that is read */
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        if (same_name(name, table[i].name)) {
            *field = table[i].field;
            return true;
        }
    }
    return false;
}

/* ---- values ---- */

/* Unix time: ten digits are seconds, thirteen milliseconds. */
static bool set_epoch(ndx_article *article, ndx_field field, ndx_span raw, const char *origin)
{
    if (raw.size != 10 && raw.size != 13)
        return false;
    long long number = 0;
    for (size_t i = 0; i < raw.size; i++) {
        if (raw.data[i] < '0' || raw.data[i] > '9')
            return false;
        if (i < 10)
            number = number * 10 + (raw.data[i] - '0');
    }
    int year;
    unsigned month;
    unsigned day;
    ndx_civil_from_days((int32_t)(number / 86400), &year, &month, &day);
    ndx_date date = {.year = (int16_t)year,
                     .month = (uint8_t)month,
                     .day = (uint8_t)day,
                     .hour = (uint8_t)(number % 86400 / 3600),
                     .minute = (uint8_t)(number % 3600 / 60),
                     .second = (uint8_t)(number % 60),
                     .precision = NDX_PRECISION_SECOND,
                     .zone_known = true};
    if (field == NDX_FIELD_DATE)
        article->date = date;
    else
        article->modified = date;
    ndx_article_set(article, field, raw, origin);
    return true;
}

static bool add_value(const ndx_source *source, ndx_article *article, ndx_field field,
                      ndx_span value, const char *origin, ndx_error *error)
{
    return ndx_article_add_value(source->arena, article, field, value, origin) ||
           ndx_error_memory(error, "reading an article");
}

static bool add_authors(const ndx_source *source, ndx_article *article, ndx_span line,
                        const char *origin, ndx_error *error)
{
    ndx_span names;
    if (!ndx_byline_authors(source->arena, line, &names))
        return ndx_error_memory(error, "reading an article");
    return add_value(source, article, NDX_FIELD_AUTHORS, names.size ? names : line, origin, error);
}

/* "politics, world; europe" as three. */
static bool add_each(const ndx_source *source, ndx_article *article, ndx_field field, ndx_span line,
                     const char *origin, ndx_error *error)
{
    while (line.size) {
        size_t size = 0;
        while (size < line.size && line.data[size] != ',' && line.data[size] != ';' &&
               line.data[size] != '|')
            size++;
        if (!add_value(source, article, field, ndx_span_trim(ndx_span_make(line.data, size)),
                       origin, error))
            return false;
        line = ndx_span_skip(line, size + 1);
    }
    return true;
}

bool ndx_mapping_set(const ndx_source *source, ndx_article *article, ndx_field field, ndx_span raw,
                     const char *origin, bool split, ndx_error *error)
{
    ndx_span line;
    uint64_t before = article->replaced_bytes;
    if (ndx_utf8_valid_prefix(raw) != raw.size) {
        ndx_buffer repaired = {0};
        bool done = ndx_utf8_repair(&repaired, raw, &article->replaced_bytes) &&
                    ndx_arena_copy(source->arena, ndx_buffer_span(&repaired), &raw);
        ndx_buffer_free(&repaired);
        if (!done) {
            article->replaced_bytes = before;
            return ndx_error_memory(error, "reading an article");
        }
    }
    if (!ndx_text_line(source->arena, raw, &line))
        return ndx_error_memory(error, "reading an article");
    if (!line.size)
        return true;
    if (field == NDX_FIELD_DATE || field == NDX_FIELD_MODIFIED) {
        if (!article->field[field].size && !set_epoch(article, field, line, origin))
            ndx_article_set_date(article, field, line, origin);
        return true;
    }
    if (field == NDX_FIELD_LANGUAGE && ndx_article_language_is_said(article)) {
        ndx_article_declare_language(article, line, origin);
        return true;
    }
    if (field == NDX_FIELD_AUTHORS && split)
        return add_authors(source, article, line, origin, error);
    if (field == NDX_FIELD_KEYWORDS && split)
        return add_each(source, article, field, line, origin, error);
    return add_value(source, article, field, line, origin, error);
}

/* Clearly HTML: a closing tag, or a paragraph or line break tag. */
static bool is_html(ndx_span raw)
{
    static const char *const tags[] = {"</p>", "</a>",      "</div>", "<br",     "<p>",
                                       "<p ",  "</strong>", "</em>",  "</span>", "</li>"};
    for (const char *at = raw.size ? memchr(raw.data, '<', raw.size) : NULL; at;
         at = memchr(at + 1, '<', raw.size - (size_t)(at + 1 - raw.data))) {
        ndx_span rest = ndx_span_skip(raw, (size_t)(at - raw.data));
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
            if (rest.size >= strlen(tags[i]) &&
                ndx_span_equal_nocase(ndx_span_make(rest.data, strlen(tags[i])),
                                      ndx_span_of(tags[i])))
                return true;
    }
    return false;
}

static bool has_blank_line(ndx_span raw)
{
    const char *end = raw.data + raw.size;
    const char *at = raw.size ? memchr(raw.data, '\n', raw.size) : NULL;
    while (at) {
        do
            at++;
        while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'));
        if (at < end && *at == '\n')
            return true;
        at = memchr(at, '\n', (size_t)(end - at));
    }
    return false;
}

bool ndx_mapping_set_body(const ndx_source *source, ndx_article *article, ndx_span raw,
                          const char *origin, ndx_text *body, ndx_error *error)
{
    ndx_span text;
    if (article->field[NDX_FIELD_BODY].size)
        return true;
    ndx_text_clear(body);
    if (is_html(raw) && ndx_utf8_valid_prefix(raw) == raw.size) {
        if (!ndx_html_to_text(source->arena, raw, &text, error))
            return false;
        ndx_article_set(article, NDX_FIELD_BODY, text, origin);
        return true;
    }
    if (!ndx_text_append(body, raw,
                         has_blank_line(raw) ? NDX_NEWLINES_BLANK_LINE_PARTS
                                             : NDX_NEWLINES_EACH_PARTS))
        return ndx_error_memory(error, "reading an article");
    article->replaced_bytes += body->replaced_bytes;
    ndx_article_set(article, NDX_FIELD_BODY, ndx_text_span(body), origin);
    return true;
}
