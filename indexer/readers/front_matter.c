/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * front_matter.c - YAML front matter to paths and values (front_matter.h).
 *
 * Owns: the use of libyaml. Must not know: which key is which field (markdown.c).
 *
 * libyaml's events are walked, no document is composed: an alias is one event and expands to
 * nothing, so there is no bomb; depth and number of values are bounded.
 */
#include "front_matter.h"

#include "newsdex/limits.h"

#include <yaml.h>

enum {
    FRONT_MATTER_BYTES = 1024 * 1024, /* a thousand times what any front matter has */
    FRONT_MATTER_VALUES = 10000,
    PATH_DEPTH = 32 /* levels that have a path; deeper values are passed over */
};

/* ---- where it stands ---- */

static ndx_span first_line(ndx_span text)
{
    size_t size = 0;
    while (size < text.size && text.data[size] != '\n')
        size++;
    return ndx_span_make(text.data, size);
}

static ndx_span behind_line(ndx_span text)
{
    size_t size = first_line(text).size;
    return ndx_span_skip(text, size + (size < text.size));
}

static bool is_fence(ndx_span line, bool closing)
{
    while (line.size && strchr(" \t\r", line.data[line.size - 1]))
        line.size--;
    return ndx_span_equal(line, NDX_SPAN("---")) ||
           (closing && ndx_span_equal(line, NDX_SPAN("...")));
}

bool ndx_front_matter_split(ndx_span text, ndx_span *yaml, ndx_span *rest)
{
    ndx_span at;
    ndx_span begin;
    if (text.size < 4 || !is_fence(first_line(text), false))
        return false;
    begin = at = behind_line(text);
    while (at.size && (size_t)(at.data - begin.data) <= FRONT_MATTER_BYTES) {
        if (is_fence(first_line(at), true)) {
            *yaml = ndx_span_between(begin.data, at.data);
            *rest = behind_line(at);
            return true;
        }
        at = behind_line(at);
    }
    return false;
}

/* ---- entries ---- */

typedef struct entry_list {
    ndx_arena *arena;
    ndx_front_entry *first;
    ndx_front_entry **end;
    size_t count;
} entry_list;

static bool add_entry(entry_list *list, ndx_span path, ndx_span value, ndx_error *error)
{
    ndx_front_entry *entry = NULL;
    if (++list->count > FRONT_MATTER_VALUES)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "front matter has more than %d values",
                             FRONT_MATTER_VALUES);
    entry = ndx_arena_alloc(list->arena, sizeof *entry);
    if (!entry || !ndx_arena_copy(list->arena, path, &entry->path) ||
        !ndx_arena_copy(list->arena, value, &entry->value))
        return ndx_error_memory(error, "reading front matter");
    entry->next = NULL;
    *list->end = entry;
    list->end = &entry->next;
    return true;
}

/* ---- YAML ---- */

/* One open collection. */
typedef struct open_level {
    bool mapping;
    bool key_next;    /* mapping: the next scalar is a key */
    size_t path_size; /* of the path that leads to the collection */
} open_level;

typedef struct yaml_walk {
    open_level levels[PATH_DEPTH];
    size_t depth;
    ndx_buffer path;
    entry_list *list;
} yaml_walk;

static open_level *top(yaml_walk *walk)
{
    return walk->depth && walk->depth <= PATH_DEPTH ? &walk->levels[walk->depth - 1] : NULL;
}

/* A node inside the mapping is finished: its key is forgotten, another may come. */
static void node_done(yaml_walk *walk)
{
    open_level *level = top(walk);
    if (level && level->mapping) {
        level->key_next = true;
        walk->path.size = level->path_size;
    }
}

static bool enter(yaml_walk *walk, bool mapping, ndx_error *error)
{
    open_level *parent = top(walk);
    if (++walk->depth > NDX_LIMIT_DEPTH)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "front matter is nested deeper than %u levels",
                             NDX_LIMIT_DEPTH);
    if (parent && parent->mapping)
        parent->key_next = false; /* also a collection as a key: it gets no path of its own */
    if (walk->depth <= PATH_DEPTH)
        walk->levels[walk->depth - 1] = (open_level){mapping, mapping, walk->path.size};
    return true;
}

static bool take_scalar(yaml_walk *walk, const yaml_event_t *event, ndx_error *error)
{
    ndx_span text =
        ndx_span_make((const char *)event->data.scalar.value, event->data.scalar.length);
    open_level *level = top(walk);
    if (!level)
        return true;
    if (level->mapping && level->key_next) {
        level->key_next = false;
        if (text.size > NDX_LIMIT_FIELD_BYTES)
            text.size = NDX_LIMIT_FIELD_BYTES;
        if (walk->path.size)
            ndx_buffer_append_byte(&walk->path, '.');
        ndx_buffer_append_span(&walk->path, text);
        return ndx_buffer_ok(&walk->path, "reading front matter", error);
    }
    if (text.size && !add_entry(walk->list, ndx_buffer_span(&walk->path), text, error))
        return false;
    node_done(walk);
    return true;
}

static bool take_event(yaml_walk *walk, const yaml_event_t *event, ndx_error *error)
{
    switch (event->type) {
    case YAML_MAPPING_START_EVENT:
        return enter(walk, true, error);
    case YAML_SEQUENCE_START_EVENT:
        return enter(walk, false, error);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        if (top(walk))
            walk->path.size = top(walk)->path_size;
        walk->depth--;
        node_done(walk);
        return true;
    case YAML_SCALAR_EVENT:
        return take_scalar(walk, event, error);
    case YAML_ALIAS_EVENT:
        node_done(walk);
        return true;
    default:
        return true;
    }
}

/* *valid: libyaml had no complaint. False: a limit or memory. */
static bool read_yaml(entry_list *list, ndx_span yaml, bool *valid, ndx_error *error)
{
    yaml_walk walk = {.list = list};
    yaml_parser_t parser;
    bool going = true;
    bool done = true;
    *valid = true;
    if (!yaml_parser_initialize(&parser))
        return ndx_error_memory(error, "reading front matter");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml.data, yaml.size);
    while (going) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            *valid = false;
            if (parser.error == YAML_MEMORY_ERROR)
                done = ndx_error_memory(error, "reading front matter");
            break;
        }
        going = event.type != YAML_STREAM_END_EVENT;
        done = take_event(&walk, &event, error);
        going = going && done;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    ndx_buffer_free(&walk.path);
    return done;
}

/* ---- line by line ---- */

static ndx_span unquote(ndx_span value)
{
    value = ndx_span_trim(value);
    if (value.size >= 2 && (value.data[0] == '"' || value.data[0] == '\'') &&
        value.data[value.size - 1] == value.data[0])
        value = ndx_span_make(value.data + 1, value.size - 2);
    return value;
}

static bool read_lines(entry_list *list, ndx_span text, ndx_error *error)
{
    ndx_span key = ndx_span_make(NULL, 0);
    for (; text.size; text = behind_line(text)) {
        ndx_span line = first_line(text);
        ndx_span value;
        const char *colon = line.size ? memchr(line.data, ':', line.size) : NULL;
        ndx_span trimmed = ndx_span_trim(line);
        if (trimmed.size == 0 || trimmed.data[0] == '#')
            continue;
        if (trimmed.data[0] == '-') {
            value = unquote(ndx_span_skip(trimmed, 1));
        } else if (colon && line.data[0] != ' ' && line.data[0] != '\t') {
            key = ndx_span_trim(ndx_span_between(line.data, colon));
            value = unquote(ndx_span_between(colon + 1, line.data + line.size));
        } else {
            continue;
        }
        if (key.size && key.size <= NDX_LIMIT_FIELD_BYTES && value.size &&
            !add_entry(list, key, value, error))
            return false;
    }
    return true;
}

bool ndx_front_matter_read(ndx_arena *arena, ndx_span yaml, ndx_front_entry **entries,
                           ndx_error *error)
{
    entry_list list = {.arena = arena};
    bool valid = false;
    *entries = NULL;
    list.end = &list.first;
    if (yaml.size == 0)
        return true;
    if (!read_yaml(&list, yaml, &valid, error))
        return false;
    if (!valid) {
        list = (entry_list){.arena = arena};
        list.end = &list.first;
        if (!read_lines(&list, yaml, error))
            return false;
    }
    *entries = list.first;
    return true;
}
