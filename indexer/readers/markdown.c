/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * markdown.c - Markdown with YAML front matter, one article a file.
 *
 * Owns: front matter's keys, Markdown to text. Must not know: YAML (front_matter.c), what a byline
 * or dateline looks like (press.h).
 *
 * Markdown is parsed by md4c (CommonMark with GitHub's tables and strike-through): it is the
 * smallest parser in Debian, pushes events and builds no tree, so memory is bounded by the text.
 * cmark has no tables, and news in Markdown has.
 *
 * To text: links become their text, images nothing, code stays, headings, list items, table rows
 * and quotes are paragraphs, raw HTML loses its tags. The first heading of level 1 is the headline
 * if front matter has no title. Keys of front matter that are no field are not read.
 */
#include "front_matter.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"
#include "press.h"

#include <libxml/HTMLparser.h>
#include <md4c.h>
#include <stdlib.h>

/* ---- front matter ---- */

/* clang-format off */
static const struct {
    const char *key; /* path; compared without case */
    ndx_field field;
} front_keys[] = {
    {"title", NDX_FIELD_HEADLINE}, {"headline", NDX_FIELD_HEADLINE},
    {"byline", NDX_FIELD_BYLINE},
    {"author", NDX_FIELD_AUTHORS}, {"authors", NDX_FIELD_AUTHORS}, {"author.name", NDX_FIELD_AUTHORS},
    {"authors.name", NDX_FIELD_AUTHORS}, {"creator", NDX_FIELD_AUTHORS},
    {"date", NDX_FIELD_DATE}, {"published", NDX_FIELD_DATE}, {"publishDate", NDX_FIELD_DATE},
    {"publish_date", NDX_FIELD_DATE}, {"published_at", NDX_FIELD_DATE}, {"datePublished", NDX_FIELD_DATE},
    {"pubDate", NDX_FIELD_DATE}, {"pub_date", NDX_FIELD_DATE}, {"created", NDX_FIELD_DATE},
    {"modified", NDX_FIELD_MODIFIED}, {"updated", NDX_FIELD_MODIFIED}, {"lastmod", NDX_FIELD_MODIFIED},
    {"last_modified", NDX_FIELD_MODIFIED}, {"last_modified_at", NDX_FIELD_MODIFIED},
    {"updated_at", NDX_FIELD_MODIFIED}, {"dateModified", NDX_FIELD_MODIFIED},
    {"dateline", NDX_FIELD_DATELINE},
    {"language", NDX_FIELD_LANGUAGE}, {"lang", NDX_FIELD_LANGUAGE}, {"locale", NDX_FIELD_LANGUAGE},
    {"source", NDX_FIELD_SOURCE}, {"outlet", NDX_FIELD_SOURCE}, {"publication", NDX_FIELD_SOURCE},
    {"publisher", NDX_FIELD_SOURCE}, {"source.name", NDX_FIELD_SOURCE}, {"publisher.name", NDX_FIELD_SOURCE},
    {"section", NDX_FIELD_SECTION}, {"sections", NDX_FIELD_SECTION}, {"category", NDX_FIELD_SECTION},
    {"categories", NDX_FIELD_SECTION},
    {"tags", NDX_FIELD_KEYWORDS}, {"tag", NDX_FIELD_KEYWORDS}, {"keywords", NDX_FIELD_KEYWORDS},
    {"url", NDX_FIELD_URL}, {"link", NDX_FIELD_URL}, {"canonical_url", NDX_FIELD_URL},
    {"canonical", NDX_FIELD_URL}, {"original_url", NDX_FIELD_URL},
    {"id", NDX_FIELD_ID}, {"guid", NDX_FIELD_ID}, {"version", NDX_FIELD_VERSION},
};
/* clang-format on */

typedef struct markdown_state {
    bool done;
    ndx_buffer utf8;
    ndx_buffer text; /* of the Markdown, before it is looked at as an article */
    ndx_text body;
} markdown_state;

static bool is_mapped(const ndx_source *source, ndx_field field)
{
    for (size_t i = 0; i < source->options->mapping_count; i++)
        if (source->options->mappings[i].field == field)
            return true;
    return false;
}

/* The field of a path: by the user's mapping, else by the table unless the user mapped that field.
 */
static bool field_of(const ndx_source *source, ndx_span path, ndx_field *field)
{
    for (size_t i = 0; i < source->options->mapping_count; i++)
        if (ndx_span_equal(source->options->mappings[i].path, path)) {
            *field = source->options->mappings[i].field;
            return true;
        }
    for (size_t i = 0; i < sizeof front_keys / sizeof *front_keys; i++)
        if (ndx_span_equal_nocase(path, ndx_span_of(front_keys[i].key))) {
            *field = front_keys[i].field;
            return !is_mapped(source, *field);
        }
    return false;
}

/* "tags: peace, Moscow" is a list too; in a section's name a comma may stand. */
static bool add_list(ndx_arena *arena, ndx_article *article, ndx_field field, ndx_span value,
                     const char *origin)
{
    ndx_article part = {0};
    return ndx_press_set_values(arena, &part, field, value,
                                field == NDX_FIELD_KEYWORDS ? ",;" : ";", origin) &&
           ndx_article_add_value(arena, article, field, part.field[field], origin);
}

static bool add_author(ndx_arena *arena, ndx_article *article, ndx_span value, const char *origin)
{
    ndx_span names;
    if (!ndx_byline_authors(arena, value, &names))
        return false;
    return ndx_article_add_value(arena, article, NDX_FIELD_AUTHORS, names.size ? names : value,
                                 origin);
}

/* As it stands, with its region: "en-GB" writes its dates otherwise than "en". A language's name in
 * words is none. */
static void set_language(ndx_article *article, ndx_span value, const char *origin)
{
    size_t size = 0;
    while (size < value.size && value.data[size] != '-' && value.data[size] != '_')
        size++;
    if (size >= 2 && size <= 3)
        ndx_article_declare_language(article, value, origin);
}

static bool set_front_field(ndx_arena *arena, ndx_article *article, ndx_field field, ndx_span value,
                            const char *origin)
{
    switch (field) {
    case NDX_FIELD_AUTHORS:
        return add_author(arena, article, value, origin);
    case NDX_FIELD_SECTION:
    case NDX_FIELD_KEYWORDS:
        return add_list(arena, article, field, value, origin);
    case NDX_FIELD_DATE:
    case NDX_FIELD_MODIFIED:
        if (article->field[field].size == 0)
            ndx_article_set_date(article, field, value, origin);
        return true;
    case NDX_FIELD_LANGUAGE:
        set_language(article, value, origin);
        return true;
    default:
        if (article->field[field].size == 0)
            ndx_article_set(article, field, value, origin);
        return true;
    }
}

/* Languages first, for the dates are read in them. */
static bool apply_front_matter(const ndx_source *source, ndx_article *article,
                               const ndx_front_entry *entries, ndx_error *error)
{
    for (int languages = 1; languages >= 0; languages--)
        for (const ndx_front_entry *entry = entries; entry; entry = entry->next) {
            ndx_field field = NDX_FIELD_COUNT;
            ndx_span value;
            ndx_buffer origin = {0};
            char *name = NULL;
            if (!field_of(source, entry->path, &field) ||
                (field == NDX_FIELD_LANGUAGE) != (languages == 1))
                continue;
            ndx_buffer_printf(&origin, "front matter:%.*s", NDX_SPAN_ARGS(entry->path));
            name = origin.failed ? NULL : ndx_arena_text(source->arena, origin.data);
            ndx_buffer_free(&origin);
            if (!name || !ndx_text_line(source->arena, entry->value, &value) ||
                !set_front_field(source->arena, article, field, value, name))
                return ndx_error_memory(error, "reading front matter");
        }
    if (article->field[NDX_FIELD_BYLINE].size && article->field[NDX_FIELD_AUTHORS].size == 0) {
        ndx_span names;
        if (!ndx_byline_authors(source->arena, article->field[NDX_FIELD_BYLINE], &names))
            return ndx_error_memory(error, "reading front matter");
        article->field[NDX_FIELD_AUTHORS] = names;
        if (names.size)
            article->origin[NDX_FIELD_AUTHORS] = article->origin[NDX_FIELD_BYLINE];
    }
    return true;
}

/* ---- Markdown to text ---- */

typedef struct converter {
    ndx_buffer *out;
    ndx_buffer html; /* of the HTML block that is open */
    size_t image_depth;
    size_t heading_begin; /* where the heading of level 1 begins in out */
    bool in_heading;
    bool in_html_block;
    bool heading_taken;
    ndx_buffer headline;
} converter;

static void part_paragraph(converter *convert)
{
    ndx_buffer *out = convert->out;
    if (out->size && !ndx_span_ends_with(ndx_buffer_span(out), NDX_SPAN("\n\n")))
        ndx_buffer_append_text(out, "\n\n");
}

/* "&amp;", "&#8217;", "&#x2019;"; anything else as it stands. Names are libxml2's (HTML 4). */
static void append_entity(ndx_buffer *out, ndx_span entity)
{
    char name[32];
    char bytes[4];
    unsigned long code = 0;
    if (entity.size >= 4 && entity.size < sizeof name && entity.data[0] == '&') {
        memcpy(name, entity.data + 1, entity.size - 2);
        name[entity.size - 2] = '\0';
        if (name[0] == '#') {
            bool hexadecimal = name[1] == 'x' || name[1] == 'X';
            code = strtoul(name + 1 + hexadecimal, NULL, hexadecimal ? 16 : 10);
        } else {
            const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
            code = known ? known->value : 0;
        }
    }
    if (code && code <= 0x10FFFF) {
        size_t size = ndx_utf8_encode((uint32_t)code, bytes);
        if (size) {
            ndx_buffer_append(out, bytes, size);
            return;
        }
    }
    ndx_buffer_append_span(out, entity);
}

static size_t entity_size(ndx_span text)
{
    for (size_t i = 1; i < text.size && i < 32; i++) {
        char c = text.data[i];
        if (c == ';')
            return i > 1 ? i + 1 : 0;
        if (!(c == '#' || (c >= '0' && c <= '9') ||
              (ndx_ascii_lower(c) >= 'a' && ndx_ascii_lower(c) <= 'z')))
            return 0;
    }
    return 0;
}

static bool is_block_tag(ndx_span name)
{
    static const char *const names[] = {"p",       "div",    "h1",         "h2",         "h3",
                                        "h4",      "h5",     "h6",         "li",         "ul",
                                        "ol",      "tr",     "table",      "blockquote", "section",
                                        "article", "figure", "figcaption", "header",     "footer",
                                        "aside",   "hr",     "pre",        "dd",         "dt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ndx_span_equal_nocase(name, ndx_span_of(names[i])))
            return true;
    return false;
}

static size_t find(ndx_span text, size_t from, ndx_span wanted)
{
    for (size_t at = from; at + wanted.size <= text.size; at++)
        if (ndx_span_equal_nocase(ndx_span_make(text.data + at, wanted.size), wanted))
            return at;
    return text.size;
}

/* The byte behind the tag or comment that begins at `at`; what it means for the text is appended.
 */
static size_t strip_tag(converter *convert, ndx_span html, size_t at)
{
    size_t end = find(html, at, NDX_SPAN(">"));
    size_t name_begin = at + 1;
    size_t name_end = 0;
    ndx_span name;
    if (ndx_span_starts_with(ndx_span_skip(html, at), NDX_SPAN("<!--"))) {
        end = find(html, at, NDX_SPAN("-->"));
        return end == html.size ? end : end + 3;
    }
    if (name_begin < html.size && html.data[name_begin] == '/')
        name_begin++;
    name_end = name_begin;
    while (name_end < end && strchr(" \t\r\n/>", html.data[name_end]) == NULL)
        name_end++;
    name = ndx_span_make(html.data + name_begin, name_end - name_begin);
    if (is_block_tag(name))
        part_paragraph(convert);
    else if (ndx_span_equal_nocase(name, NDX_SPAN("br")))
        ndx_buffer_append_byte(convert->out, '\n');
    else if (ndx_span_equal_nocase(name, NDX_SPAN("td")) ||
             ndx_span_equal_nocase(name, NDX_SPAN("th")))
        ndx_buffer_append_byte(convert->out, ' ');
    if (name_begin == at + 1 && (ndx_span_equal_nocase(name, NDX_SPAN("script")) ||
                                 ndx_span_equal_nocase(name, NDX_SPAN("style")))) {
        size_t close = find(html, end,
                            ndx_span_equal_nocase(name, NDX_SPAN("style")) ? NDX_SPAN("</style")
                                                                           : NDX_SPAN("</script"));
        end = find(html, close, NDX_SPAN(">"));
    }
    return end == html.size ? end : end + 1;
}

static void strip_html(converter *convert, ndx_span html)
{
    size_t at = 0;
    while (at < html.size) {
        size_t size = 0;
        if (html.data[at] == '<') {
            at = strip_tag(convert, html, at);
            continue;
        }
        size = html.data[at] == '&' ? entity_size(ndx_span_skip(html, at)) : 0;
        if (size)
            append_entity(convert->out, ndx_span_make(html.data + at, size));
        else
            ndx_buffer_append_byte(convert->out, (unsigned char)html.data[at]);
        at += size ? size : 1;
    }
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    converter *convert = context;
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) {
        ndx_buffer_append_byte(convert->out, ' ');
        return 0;
    }
    part_paragraph(convert);
    if (type == MD_BLOCK_H && ((MD_BLOCK_H_DETAIL *)detail)->level == 1 &&
        !convert->heading_taken) {
        convert->heading_begin = convert->out->size;
        convert->in_heading = true;
    }
    if (type == MD_BLOCK_HTML) {
        convert->in_html_block = true;
        ndx_buffer_clear(&convert->html);
    }
    return convert->out->failed;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    converter *convert = context;
    (void)detail;
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH)
        return 0;
    if (type == MD_BLOCK_HTML) {
        convert->in_html_block = false;
        strip_html(convert, ndx_buffer_span(&convert->html));
    }
    if (type == MD_BLOCK_H && convert->in_heading) {
        ndx_span heading = ndx_span_skip(ndx_buffer_span(convert->out), convert->heading_begin);
        convert->in_heading = false;
        if (ndx_span_trim(heading).size) {
            ndx_buffer_append_span(&convert->headline, heading);
            convert->heading_taken = true;
            convert->out->size = convert->heading_begin;
        }
    }
    part_paragraph(convert);
    return convert->out->failed || convert->headline.failed || convert->html.failed;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    ((converter *)context)->image_depth += type == MD_SPAN_IMG;
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    ((converter *)context)->image_depth -= type == MD_SPAN_IMG;
    return 0;
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context)
{
    converter *convert = context;
    ndx_span span = ndx_span_make(text, size);
    if (convert->image_depth)
        return 0;
    switch (type) {
    case MD_TEXT_NULLCHAR:
        break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        ndx_buffer_append_byte(convert->out, '\n');
        break;
    case MD_TEXT_ENTITY:
        append_entity(convert->out, span);
        break;
    case MD_TEXT_HTML:
        if (convert->in_html_block)
            ndx_buffer_append_span(&convert->html, span);
        else
            strip_html(convert, span);
        break;
    default:
        ndx_buffer_append_span(convert->out, span);
        break;
    }
    return convert->out->failed || convert->html.failed;
}

static bool convert_markdown(converter *convert, ndx_span markdown, ndx_error *error)
{
    MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
                        .enter_block = enter_block,
                        .leave_block = leave_block,
                        .enter_span = enter_span,
                        .leave_span = leave_span,
                        .text = take_text};
    if (markdown.size && md_parse(markdown.data, (MD_SIZE)markdown.size, &parser, convert) != 0)
        return ndx_error_memory(error, "reading Markdown");
    return true;
}

/* ---- the article ---- */

/* A heading that repeats front matter's title is not text; another one is the first paragraph. */
static bool place_heading(const ndx_source *source, ndx_article *article, converter *convert,
                          ndx_buffer *whole, ndx_error *error)
{
    ndx_span headline;
    if (!ndx_text_line(source->arena, ndx_buffer_span(&convert->headline), &headline))
        return ndx_error_memory(error, "reading Markdown");
    if (headline.size && article->field[NDX_FIELD_HEADLINE].size == 0)
        ndx_article_set(article, NDX_FIELD_HEADLINE, headline, "heading");
    else if (headline.size && !ndx_span_equal(headline, article->field[NDX_FIELD_HEADLINE])) {
        ndx_buffer_append_span(whole, headline);
        ndx_buffer_append_text(whole, "\n\n");
    }
    return true;
}

static bool read_markdown(const ndx_source *source, markdown_state *state, ndx_article *article,
                          ndx_span text, ndx_error *error)
{
    converter convert = {.out = &state->text};
    ndx_front_entry *entries = NULL;
    ndx_buffer whole = {0};
    ndx_span yaml;
    bool done = false;
    if (ndx_front_matter_split(text, &yaml, &text) &&
        (!ndx_front_matter_read(source->arena, yaml, &entries, error) ||
         !apply_front_matter(source, article, entries, error)))
        goto end;
    if (!convert_markdown(&convert, text, error) ||
        !place_heading(source, article, &convert, &whole, error))
        goto end;
    if (whole.size) {
        ndx_buffer_append_span(&whole, ndx_buffer_span(&state->text));
        if (!ndx_buffer_ok(&whole, "reading Markdown", error))
            goto end;
        ndx_buffer_free(&state->text);
        state->text = whole;
        whole = (ndx_buffer){0};
    }
    done = ndx_press_read_text(source->arena, article, ndx_buffer_span(&state->text), false,
                               &state->body, error);
end:
    ndx_buffer_free(&whole);
    ndx_buffer_free(&convert.html);
    ndx_buffer_free(&convert.headline);
    return done;
}

/* ---- the format ---- */

/* By content: front matter that has a key, or a first line that is a heading. */
static unsigned markdown_sniff(ndx_span head, bool by_name)
{
    ndx_span yaml;
    ndx_span rest;
    if (head.size == 0 || memchr(head.data, '\0', head.size))
        return 0;
    if (ndx_front_matter_split(head, &yaml, &rest) && memchr(yaml.data, ':', yaml.size))
        return by_name ? 90 : 70;
    if (by_name)
        return 80;
    return ndx_span_starts_with(head, NDX_SPAN("# ")) ? 30 : 0;
}

static void *markdown_open(const ndx_source *source, ndx_error *error)
{
    markdown_state *state = calloc(1, sizeof *state);
    (void)source;
    if (!state)
        ndx_error_memory(error, "reading Markdown");
    return state;
}

static ndx_read markdown_next(void *opaque, const ndx_source *source, ndx_article *article,
                              ndx_error *error)
{
    markdown_state *state = opaque;
    ndx_error reason = {0};
    ndx_span raw;
    ndx_span text;
    if (state->done)
        return NDX_READ_END;
    state->done = true;
    if (!ndx_input_all(source->input, &raw, error) ||
        !ndx_charset_to_utf8(raw, ndx_span_of(source->options->charset), &state->utf8, &text, NULL,
                             &article->replaced_bytes, error))
        return NDX_READ_ERROR;
    if (text.size > (size_t)NDX_LIMIT_ARTICLE_BYTES) {
        ndx_error_set(error, NDX_ERROR_LIMIT,
                      "the text has %zu bytes, more than the %u that an article may have; split it",
                      text.size, NDX_LIMIT_ARTICLE_BYTES);
        return NDX_READ_SKIPPED;
    }
    if (!read_markdown(source, state, article, text, &reason)) {
        if (error)
            *error = reason;
        return reason.code == NDX_ERROR_LIMIT ? NDX_READ_SKIPPED : NDX_READ_ERROR;
    }
    article->replaced_bytes += state->body.replaced_bytes;
    return NDX_READ_ARTICLE;
}

static void markdown_close(void *opaque)
{
    markdown_state *state = opaque;
    if (!state)
        return;
    ndx_buffer_free(&state->utf8);
    ndx_buffer_free(&state->text);
    ndx_text_free(&state->body);
    free(state);
}

const ndx_format ndx_format_markdown = {
    .info = {"markdown", "Markdown, with YAML front matter", "md markdown mkd mdown"},
    .holds_many = false,
    .sniff = markdown_sniff,
    .open = markdown_open,
    .next = markdown_next,
    .close = markdown_close,
};
