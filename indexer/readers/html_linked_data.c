/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_linked_data.c - JSON-LD of schema.org in a page, as sites really write it.
 *
 * Owns: finding the article among the things described, and its properties. Must not know: which
 * other source of a field wins.
 *
 * JSON-LD (W3C, 1.1) is read as plain JSON by jansson: "@graph", arrays and nested objects are
 * walked,
 * {"@id": ...} is looked up among the page's own objects, contexts are taken to be schema.org.
 */
#include "html_linked_data.h"

#include "html_fragment.h"

#include <jansson.h>
#include <stdlib.h>

#define DEPTH_LIMIT 24u
#define OBJECT_LIMIT 512u

typedef struct candidate {
    json_t *object;
    unsigned rank; /* 0: no article */
} candidate;

typedef struct collection {
    candidate objects[OBJECT_LIMIT];
    size_t count;
} collection;

/* ---- from script to JSON ---- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A character inside a string: what JSON forbids is escaped or left out. */
static void append_string_byte(ndx_buffer *out, const char **at, const char *end)
{
    char c = **at;
    if (c == '\\' && *at + 1 < end) {
        char next = (*at)[1];
        *at += 1;
        if (!strchr("\"\\/bfnrtu", next) || next == '\0')
            return; /* the backslash goes, what it stood before is read next */
        ndx_buffer_append_byte(out, '\\');
        ndx_buffer_append_byte(out, (unsigned char)next);
        *at += 1;
        return;
    }
    if ((unsigned char)c < 0x20)
        ndx_buffer_append_byte(out, ' ');
    else
        ndx_buffer_append_byte(out, (unsigned char)c);
    *at += 1;
}

/* The JSON in a script, without comment marks around it, control characters in strings, unknown
 * escapes and trailing commas. Line ends inside strings become spaces. */
static void repair(ndx_buffer *out, ndx_span script)
{
    const char *at = script.data;
    const char *end = at + script.size;
    while (at < end && *at != '{' && *at != '[')
        at++;
    if (end - at > 8 && *at == '[' && memcmp(at, "[CDATA[", 7) == 0)
        for (at += 7; at < end && *at != '{' && *at != '[';)
            at++;
    while (end > at && end[-1] != '}' && end[-1] != ']')
        end--;
    if (end - at >= 3 && memcmp(end - 2, "]]", 2) == 0 && *at == '{') /* of "]]>" */
        while (end > at && end[-1] != '}')
            end--;
    bool in_string = false;
    while (at < end) {
        if (in_string) {
            in_string = *at != '"';
            append_string_byte(out, &at, end);
            continue;
        }
        in_string = *at == '"';
        if (*at == ',') {
            const char *next = at + 1;
            while (next < end && (is_space(*next) || *next == ','))
                next++;
            if (next == end || *next == '}' || *next == ']') {
                at = next;
                continue;
            }
        }
        ndx_buffer_append_byte(out, (unsigned char)*at);
        at++;
    }
}

/* ---- finding the article ---- */

static bool type_is(const char *type, const char *tail)
{
    size_t size = strlen(type);
    size_t tail_size = strlen(tail);
    return size >= tail_size && strcmp(type + size - tail_size, tail) == 0;
}

/* How much of an article a schema.org type is. All subtypes of Article end in one of these. */
static unsigned type_rank(const char *type)
{
    if (type_is(type, "Article") || type_is(type, "BlogPosting") || type_is(type, "NewsReport") ||
        type_is(type, "Report"))
        return 4;
    if (type_is(type, "Posting") || type_is(type, "Review") || type_is(type, "Recipe"))
        return 3;
    if (type_is(type, "VideoObject") || type_is(type, "AudioObject"))
        return 0;
    return type_is(type, "WebPage") || type_is(type, "CreativeWork") ? 1 : 0;
}

static unsigned object_rank(json_t *object)
{
    json_t *type = json_object_get(object, "@type");
    if (json_is_string(type))
        return type_rank(json_string_value(type));
    unsigned best = 0;
    for (size_t i = 0; i < json_array_size(type); i++) {
        const char *one = json_string_value(json_array_get(type, i));
        unsigned rank = one ? type_rank(one) : 0;
        best = rank > best ? rank : best;
    }
    return best;
}

/* Lists all objects in document order. NOLINT: recursion is bounded by DEPTH_LIMIT. */
static void collect(collection *all, json_t *value, unsigned depth)
{
    if (depth > DEPTH_LIMIT || all->count == OBJECT_LIMIT)
        return;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++)
            collect(all, json_array_get(value, i), depth + 1);
        return;
    }
    if (!json_is_object(value))
        return;
    candidate *one = &all->objects[all->count++];
    one->object = value;
    one->rank = object_rank(value);
    const char *key;
    json_t *member;
    json_object_foreach(value, key, member)
    {
        /* articles that this one lists, or belongs to, are others */
        if (json_is_object(member) || json_is_array(member)) {
            size_t first = all->count;
            collect(all, member, depth + 1);
            bool same = strcmp(key, "@graph") == 0 || strcmp(key, "mainEntity") == 0;
            for (size_t i = first; !same && i < all->count; i++)
                all->objects[i].rank = all->objects[i].rank >= 3 ? 2 : 0;
        }
    }
}

/* The object that {"@id": ...} stands for, or the value itself. */
static json_t *resolve(const collection *all, json_t *value)
{
    json_t *id = json_object_get(value, "@id");
    if (!json_is_string(id) || json_object_size(value) > 2 || json_object_get(value, "name"))
        return value;
    for (size_t i = 0; i < all->count; i++) {
        json_t *other = json_object_get(all->objects[i].object, "@id");
        if (json_is_string(other) && all->objects[i].object != value &&
            json_object_size(all->objects[i].object) > 2 &&
            strcmp(json_string_value(other), json_string_value(id)) == 0)
            return all->objects[i].object;
    }
    return value;
}

/* ---- values ---- */

/* Appends one value as a line; references and tags that slipped in are undone. */
static bool append_line(ndx_arena *arena, ndx_buffer *out, ndx_span value)
{
    ndx_span line = {0};
    if (memchr(value.data ? value.data : "", '&', value.size) ||
        memchr(value.data ? value.data : "", '<', value.size)) {
        if (!ndx_html_to_text(arena, value, &value, NULL))
            return false;
    }
    if (!ndx_text_line(arena, value, &line))
        return false;
    if (line.size == 0)
        return true;
    if (out->size)
        ndx_buffer_append_byte(out, '\n');
    return ndx_buffer_append_span(out, line);
}

static ndx_span string_of(json_t *value)
{
    return json_is_string(value)
               ? ndx_span_make(json_string_value(value), json_string_length(value))
               : ndx_span_make(NULL, 0);
}

/* Appends the names that a value gives: a string, an object with a name, an array of either. want:
 * "Person", "Organization", or NULL for both. NOLINT: recursion is bounded by DEPTH_LIMIT. */
static bool append_names(const collection *all, ndx_arena *arena, json_t *value, bool organisations,
                         unsigned depth, ndx_buffer *out)
{
    if (depth > 4)
        return true;
    if (json_is_string(value))
        return organisations || append_line(arena, out, string_of(value));
    if (json_is_array(value)) {
        bool done = true;
        for (size_t i = 0; i < json_array_size(value) && i < 64 && done; i++)
            done =
                append_names(all, arena, json_array_get(value, i), organisations, depth + 1, out);
        return done;
    }
    if (!json_is_object(value))
        return true;
    value = resolve(all, value);
    json_t *type = json_object_get(value, "@type");
    const char *type_name = json_string_value(json_is_array(type) ? json_array_get(type, 0) : type);
    bool organisation = type_name && type_is(type_name, "Organization");
    if (organisation != organisations)
        return true;
    json_t *name = json_object_get(value, "name");
    if (json_is_array(name) || json_is_object(name))
        return organisations || append_names(all, arena, name, false, depth + 1, out);
    return append_line(arena, out, string_of(name));
}

/* Where one string holds several values: never; at commas; at commas without a space ("Arts,
 * Culture" is one section, "Local,Politics" are two). */
typedef enum value_split { SPLIT_NONE, SPLIT_COMMAS, SPLIT_TIGHT } value_split;

/* Where the first comma stands that parts values; text.size if there is none. */
static size_t comma_in(ndx_span text, bool tight)
{
    size_t at = 0;
    while (at < text.size &&
           (text.data[at] != ',' || (tight && at + 1 < text.size && text.data[at + 1] == ' ')))
        at++;
    return at;
}

/* Appends strings: one, an array, or one with commas if `split`. */
static bool append_strings(ndx_arena *arena, json_t *value, value_split split, ndx_buffer *out)
{
    bool done = true;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value) && i < 256 && done; i++)
            done = append_strings(arena, json_array_get(value, i),
                                  json_array_size(value) == 1 ? split : SPLIT_NONE, out);
        return done;
    }
    if (json_is_object(value))
        value = json_object_get(value, "name");
    ndx_span text = string_of(value);
    while (split && text.size && done) {
        size_t size = comma_in(text, split == SPLIT_TIGHT);
        done = append_line(arena, out, ndx_span_make(text.data, size));
        text = ndx_span_skip(text, size + 1);
    }
    return done && (split || append_line(arena, out, text));
}

static bool take(ndx_arena *arena, ndx_buffer *built, ndx_span *field)
{
    bool done = !built->failed;
    if (done && built->size && !field->size)
        done = ndx_arena_copy(arena, ndx_buffer_span(built), field);
    ndx_buffer_clear(built);
    return done;
}

/* ---- the properties ---- */

typedef struct property {
    const char *name;
    size_t offset; /* in html_linked_data */
    value_split split;
    bool from_page; /* a WebPage's value will do */
} property;

static const property properties[] = {
    {"headline", offsetof(html_linked_data, headline), SPLIT_NONE, false},
    {"name", offsetof(html_linked_data, headline), SPLIT_NONE, false},
    {"description", offsetof(html_linked_data, description), SPLIT_NONE, false},
    {"datePublished", offsetof(html_linked_data, published), SPLIT_NONE, true},
    {"uploadDate", offsetof(html_linked_data, published), SPLIT_NONE, false},
    {"dateCreated", offsetof(html_linked_data, created), SPLIT_NONE, false},
    {"dateModified", offsetof(html_linked_data, modified), SPLIT_NONE, true},
    {"inLanguage", offsetof(html_linked_data, language), SPLIT_NONE, true},
    {"articleSection", offsetof(html_linked_data, sections), SPLIT_TIGHT, false},
    {"keywords", offsetof(html_linked_data, keywords), SPLIT_COMMAS, false},
    {"url", offsetof(html_linked_data, url), SPLIT_NONE, false},
};

static bool read_authors(const collection *all, ndx_arena *arena, json_t *object, ndx_buffer *built,
                         html_linked_data *data)
{
    static const char *const names[] = {"author", "creator"};
    bool done = true;
    for (size_t i = 0; i < 2 && done && !data->authors.size; i++) {
        json_t *author = json_object_get(object, names[i]);
        done = append_names(all, arena, author, false, 0, built) &&
               take(arena, built, &data->authors) &&
               append_names(all, arena, author, true, 0, built) &&
               take(arena, built, &data->organisations);
    }
    return done;
}

static bool read_publisher(const collection *all, ndx_arena *arena, json_t *object,
                           ndx_buffer *built, html_linked_data *data)
{
    json_t *publisher = json_object_get(object, "publisher");
    return append_names(all, arena, publisher, true, 0, built) &&
           (built->size || append_names(all, arena, publisher, false, 0, built)) &&
           take(arena, built, &data->publisher);
}

/* The source's own id: a string or a number, or a PropertyValue with one. */
static bool read_id(ndx_arena *arena, json_t *object, ndx_buffer *built, html_linked_data *data)
{
    json_t *id = json_object_get(object, "identifier");
    if (json_is_object(id))
        id = json_object_get(id, "value");
    if (json_is_integer(id))
        ndx_buffer_printf(built, "%lld", (long long)json_integer_value(id));
    else if (!append_strings(arena, json_is_string(id) ? id : NULL, SPLIT_NONE, built))
        return false;
    return take(arena, built, &data->id);
}

static bool read_body(ndx_arena *arena, json_t *object, html_linked_data *data)
{
    ndx_span body = string_of(json_object_get(object, "articleBody"));
    if (body.size && !data->body.size)
        return ndx_html_to_text(arena, body, &data->body, NULL);
    return true;
}

static bool read_object(const collection *all, ndx_arena *arena, const candidate *from,
                        html_linked_data *data)
{
    ndx_buffer built = {0};
    bool done = true;
    bool article = from->rank >= 2;
    for (size_t i = 0; i < sizeof(properties) / sizeof(*properties) && done; i++) {
        const property *one = &properties[i];
        if (article || one->from_page)
            done = append_strings(arena, json_object_get(from->object, one->name), one->split,
                                  &built) &&
                   take(arena, &built, (ndx_span *)(void *)((char *)data + one->offset));
    }
    if (done && article)
        done = read_authors(all, arena, from->object, &built, data) &&
               read_id(arena, from->object, &built, data) && read_body(arena, from->object, data);
    done = done && read_publisher(all, arena, from->object, &built, data);
    ndx_buffer_free(&built);
    return done;
}

/* ---- the page ---- */

static bool names_page(json_t *object, ndx_span canonical)
{
    static const char *const keys[] = {"url", "@id", "mainEntityOfPage"};
    for (size_t i = 0; canonical.size && i < 3; i++) {
        json_t *value = json_object_get(object, keys[i]);
        if (json_is_object(value))
            value = json_object_get(value, "@id");
        if (ndx_span_equal(string_of(value), canonical))
            return true;
    }
    return false;
}

/* Reads the best object first, then what it lacks from those of lower rank that mean the page
 * itself. */
static bool read_collection(const collection *all, ndx_arena *arena, ndx_span canonical,
                            html_linked_data *data)
{
    const candidate *best = NULL;
    size_t best_score = 0;
    for (size_t i = 0; i < all->count; i++) {
        const candidate *one = &all->objects[i];
        size_t score = one->rank * 4u + (one->rank ? 2u * names_page(one->object, canonical) : 0) +
                       (one->rank && json_object_get(one->object, "datePublished") ? 1 : 0);
        if (one->rank && score > best_score) {
            best = one;
            best_score = score;
        }
    }
    if (!best)
        return true;
    bool had_article = data->is_article;
    if (had_article && best->rank < 3)
        return true;
    data->is_article = data->is_article || best->rank >= 2;
    bool done = read_object(all, arena, best, data);
    for (size_t i = 0; i < all->count && done; i++)
        if (all->objects[i].rank == 1 && best->rank != 1)
            done = read_object(all, arena, &all->objects[i], data);
    return done;
}

static bool is_linked_data(const html_page *page, const html_node *node)
{
    ndx_span type;
    return node->tag == HTML_SCRIPT &&
           ndx_html_attribute(&page->tree, node, NDX_SPAN("type"), &type) &&
           ndx_span_equal_nocase(ndx_span_trim(type), NDX_SPAN("application/ld+json"));
}

/* The content of a script: libxml2 gives long ones in pieces. */
static void script_content(const html_page *page, uint32_t script, ndx_buffer *out)
{
    const html_node *nodes = ndx_html_nodes(&page->tree);
    for (uint32_t i = script + 1; i < nodes[script].end; i++)
        if (nodes[i].tag == HTML_TAG_TEXT)
            ndx_buffer_append_span(out, nodes[i].text);
}

bool ndx_html_linked_data(html_page *page, ndx_span canonical, html_linked_data *data,
                          ndx_error *error)
{
    collection *all = calloc(1, sizeof(*all));
    ndx_buffer content = {0};
    ndx_buffer json = {0};
    json_t *roots = json_array();
    const html_node *nodes = ndx_html_nodes(&page->tree);
    bool done = all && roots;
    for (uint32_t i = 1; i < ndx_html_node_count(&page->tree) && done; i++) {
        if (!is_linked_data(page, &nodes[i]))
            continue;
        ndx_buffer_clear(&content);
        ndx_buffer_clear(&json);
        script_content(page, i, &content);
        repair(&json, ndx_buffer_span(&content));
        done = !content.failed && !json.failed;
        json_t *root = done && json.size ? json_loadb(json.data, json.size,
                                                      JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL)
                                         : NULL;
        if (root)
            done = json_array_append_new(roots, root) == 0;
    }
    if (done) {
        collect(all, roots, 0);
        done = read_collection(all, page->arena, canonical, data);
    }
    json_decref(roots);
    ndx_buffer_free(&content);
    ndx_buffer_free(&json);
    free(all);
    return done ? true : ndx_error_memory(error, "reading JSON-LD");
}
