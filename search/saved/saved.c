/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * saved.c - implements saved.h.
 *
 * A search is a file NAME.json, an object with these members; those that are not known are passed
 * over and kept:
 *
 *   schema    1
 *   query     text
 *   all       true, if every word is demanded
 *   language, since, until, dialect, aliases    texts, where they were given
 *   time      when it was saved, text
 *   indexes   array of objects: path, text; update, number
 */
#include "saved/saved.h"

#include "newsdex/file.h"
#include "newsdex/text.h"
#include "newsdex/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENDING ".json"
#define SAVING "saving a search"
#define READING "reading a saved search"

void ndx_saved_free(ndx_saved *saved)
{
    ndx_arena_free(&saved->arena);
    *saved = (ndx_saved){0};
}

/* ---- paths ---- */

static bool append_working_folder(ndx_buffer *out, ndx_error *error)
{
    enum { PATH_MOST = 1 << 16 };
    for (size_t room = 256; room <= PATH_MOST; room *= 2) {
        if (!ndx_buffer_reserve(out, room))
            return ndx_error_memory(error, SAVING);
        if (getcwd(out->data + out->size, room)) {
            out->size += strlen(out->data + out->size);
            return true;
        }
        if (errno != ERANGE)
            break;
    }
    return ndx_error_errno(error, errno, "cannot tell the current folder");
}

const char *ndx_saved_absolute(ndx_saved *saved, const char *path, ndx_error *error)
{
    ndx_buffer out = {0};
    const char *copy = NULL;
    while (path[0] == '.' && path[1] == '/')
        path += 2;
    if (path[0] == '/' || append_working_folder(&out, error)) {
        if (path[0] != '/' && out.size > 1) /* "/" has its slash */
            ndx_buffer_append_byte(&out, '/');
        ndx_buffer_append_text(&out, path);
        if (ndx_buffer_ok(&out, SAVING, error) && !(copy = ndx_arena_text(&saved->arena, out.data)))
            ndx_error_memory(error, SAVING);
    }
    ndx_buffer_free(&out);
    return copy;
}

bool ndx_saved_add_index(ndx_saved *saved, const char *path, uint64_t update, ndx_error *error)
{
    if (saved->index_count == NDX_SAVED_INDEXES)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "a saved search is over at most %u indexes",
                             NDX_SAVED_INDEXES);
    if (!saved->indexes)
        saved->indexes = ndx_arena_alloc(&saved->arena, NDX_SAVED_INDEXES * sizeof *saved->indexes);
    if (!saved->indexes)
        return ndx_error_memory(error, SAVING);
    const char *absolute = ndx_saved_absolute(saved, path, error);
    saved->indexes[saved->index_count] = (ndx_saved_index){absolute, update};
    saved->index_count += absolute != NULL;
    return absolute != NULL;
}

bool ndx_saved_folder(ndx_buffer *out, ndx_error *error)
{
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (data && data[0] == '/') {
        ndx_buffer_append_text(out, data);
    } else if (home && home[0] == '/') {
        ndx_buffer_append_text(out, home);
        ndx_buffer_append_text(out, "/.local/share");
    } else {
        return ndx_error_set(error, NDX_ERROR_NOT_FOUND,
                             "there is no place for saved searches: neither $XDG_DATA_HOME nor "
                             "$HOME is the absolute path of a folder");
    }
    ndx_buffer_append_text(out, "/newsdex/searches");
    return ndx_buffer_ok(out, READING, error);
}

/* Every folder of the path, for the owner alone. */
static bool make_folders(const char *folder, ndx_error *error)
{
    ndx_buffer path = {0};
    bool done = true;
    for (const char *end = folder; done && *end;) {
        end += strspn(end, "/");
        end += strcspn(end, "/");
        ndx_buffer_clear(&path);
        if (!ndx_buffer_append(&path, folder, (size_t)(end - folder)))
            done = ndx_error_memory(error, SAVING);
        else if (mkdir(path.data, 0700) != 0 && errno != EEXIST)
            done = ndx_error_errno(error, errno, "cannot make the folder %s", path.data);
    }
    ndx_buffer_free(&path);
    return done;
}

/* ---- names ---- */

static bool may_stand_in_name(ndx_span name)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        bool letter = (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || c == '_' ||
                      (ndx_ascii_lower(c) >= 'a' && ndx_ascii_lower(c) <= 'z');
        bool inner = i > 0 && (c == '.' || c == '-'); /* first: a hidden file, an option */
        if (!letter && !inner)
            return false;
    }
    return true;
}

/* Beyond ASCII: nothing that is no character, that cannot be seen, or that turns a terminal. */
static bool is_plain(ndx_span name)
{
    ndx_buffer printable = {0};
    bool plain = ndx_utf8_append_printable(&printable, name) &&
                 ndx_span_equal(ndx_buffer_span(&printable), name) &&
                 ndx_text_is_normal(name, false);
    ndx_buffer_free(&printable);
    return plain;
}

static bool is_name(ndx_span name)
{
    return name.size && name.size <= NDX_SAVED_NAME_BYTES && may_stand_in_name(name) &&
           is_plain(name);
}

bool ndx_saved_check_name(const char *name, ndx_error *error)
{
    if (is_name(ndx_span_of(name)))
        return true;
    ndx_buffer shown = {0};
    ndx_utf8_append_printable(&shown, ndx_utf8_cut(ndx_span_of(name), NDX_SAVED_NAME_BYTES));
    ndx_error_set(
        error, NDX_ERROR_USAGE,
        "'%s' cannot be the name of a saved search: a name has letters, digits, and . _ - "
        "but not . or - at its beginning, at most %u bytes",
        shown.size ? shown.data : "", NDX_SAVED_NAME_BYTES);
    ndx_buffer_free(&shown);
    return false;
}

/* The file of a search; false also when the name is none. */
static bool append_file(ndx_buffer *path, const char *folder, const char *name, ndx_error *error)
{
    return ndx_saved_check_name(name, error) &&
           (ndx_buffer_printf(path, "%s/%s%s", folder, name, ENDING) ||
            ndx_error_memory(error, READING));
}

static bool no_such_search(const char *name, ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_NOT_FOUND,
                         "there is no saved search '%s'; newssearch --saved-list names them", name);
}

/* ---- reading ---- */

/* The texts of a search in the file, but for the query, which must be there. */
static const struct {
    const char *member;
    size_t offset;
} texts[] = {
    {"language", offsetof(ndx_saved, language)}, {"since", offsetof(ndx_saved, since)},
    {"until", offsetof(ndx_saved, until)},       {"dialect", offsetof(ndx_saved, dialect)},
    {"aliases", offsetof(ndx_saved, aliases)},   {"time", offsetof(ndx_saved, time)},
};
enum { TEXT_COUNT = sizeof texts / sizeof *texts };

static const char **text_of(const ndx_saved *saved, size_t text)
{
    return (const char **)((const char *)saved + texts[text].offset);
}

static bool read_bytes(int file, ndx_buffer *bytes, const char *path, ndx_error *error)
{
    enum { BLOCK = 1 << 14 };
    ssize_t size = 1;
    while (size > 0) {
        if (!ndx_buffer_reserve(bytes, BLOCK))
            return ndx_error_memory(error, READING);
        size = read(file, bytes->data + bytes->size, BLOCK);
        if (size < 0 && errno == EINTR) {
            size = 1;
            continue;
        }
        if (size < 0)
            return ndx_error_errno(error, errno, "cannot read %s", path);
        bytes->size += (size_t)size;
        if (bytes->size > NDX_SAVED_FILE_BYTES)
            return ndx_error_set(error, NDX_ERROR_CORRUPT,
                                 "%s is no saved search: it has more than %u bytes", path,
                                 NDX_SAVED_FILE_BYTES);
    }
    return true;
}

/* Only from a file: opening a pipe would wait, reading a device might never end. */
static bool read_file(const char *path, const char *name, ndx_buffer *bytes, ndx_error *error)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return errno == ENOENT ? no_such_search(name, error)
                               : ndx_error_errno(error, errno, "cannot read %s", path);
    bool done = fstat(file, &about) == 0 || ndx_error_errno(error, errno, "cannot read %s", path);
    if (done && !S_ISREG(about.st_mode))
        done = ndx_error_set(error, NDX_ERROR_CORRUPT, "%s is no file", path);
    done = done && read_bytes(file, bytes, path, error);
    close(file);
    return done;
}

static bool damaged(const char *path, const char *name, const char *what, ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT,
                         "%s is no saved search as newssearch writes it: %s; save it anew with "
                         "newssearch --save %s QUERY, or newssearch --forget %s",
                         path, what, name, name);
}

static bool check_schema(const json_t *object, const char *path, const char *name, ndx_error *error)
{
    const json_t *schema = json_object_get(object, "schema");
    if (!json_is_integer(schema) || json_integer_value(schema) < 1)
        return damaged(path, name, "it has no schema", error);
    if (json_integer_value(schema) > NDX_SAVED_SCHEMA)
        return ndx_error_set(error, NDX_ERROR_VERSION,
                             "%s was written by a later newsdex (schema %lld, this one reads %u); "
                             "use that one, or save the search anew",
                             path, (long long)json_integer_value(schema), NDX_SAVED_SCHEMA);
    return true;
}

/* The search as JSON. NULL: *error. */
static json_t *load(const char *path, const char *name, ndx_error *error)
{
    ndx_buffer bytes = {0};
    json_error_t mistake = {0};
    json_t *object = NULL;
    if (read_file(path, name, &bytes, error)) {
        object =
            json_loadb(bytes.size ? bytes.data : "", bytes.size, JSON_REJECT_DUPLICATES, &mistake);
        char what[sizeof mistake.text + 32];
        snprintf(what, sizeof what, "line %d: %s", mistake.line, mistake.text);
        bool good = object ? json_is_object(object) || damaged(path, name, "it is no object", error)
                           : damaged(path, name, what, error);
        if (!good || !check_schema(object, path, name, error)) {
            json_decref(object);
            object = NULL;
        }
    }
    ndx_buffer_free(&bytes);
    return object;
}

/* A member that has to be a text, or may be absent; copied. */
static bool read_text(const json_t *object, const char *member, ndx_arena *arena, const char **text)
{
    const json_t *value = json_object_get(object, member);
    *text = NULL;
    if (!value)
        return true;
    *text = json_is_string(value) ? ndx_arena_text(arena, json_string_value(value)) : NULL;
    return *text != NULL;
}

static bool read_index(const json_t *object, ndx_saved *saved)
{
    ndx_saved_index *index = &saved->indexes[saved->index_count++];
    const json_t *update = json_object_get(object, "update");
    if (!read_text(object, "path", &saved->arena, &index->path) || !index->path ||
        index->path[0] != '/' || !json_is_integer(update) || json_integer_value(update) < 0)
        return false;
    index->update = (uint64_t)json_integer_value(update);
    return true;
}

static bool read_indexes(const json_t *object, ndx_saved *saved)
{
    const json_t *indexes = json_object_get(object, "indexes");
    size_t count = json_array_size(indexes);
    if (count < 1 || count > NDX_SAVED_INDEXES ||
        !(saved->indexes = ndx_arena_alloc(&saved->arena, count * sizeof *saved->indexes)))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_index(json_array_get(indexes, i), saved))
            return false;
    return true;
}

static bool read_members(const json_t *object, const char *path, const char *name, ndx_saved *saved,
                         ndx_error *error)
{
    const json_t *all = json_object_get(object, "all");
    if (!read_text(object, "query", &saved->arena, &saved->query) || !saved->query)
        return damaged(path, name, "it has no query", error);
    if (all && !json_is_boolean(all))
        return damaged(path, name, "'all' is neither true nor false", error);
    saved->all = json_is_true(all);
    for (size_t i = 0; i < TEXT_COUNT; i++)
        if (!read_text(object, texts[i].member, &saved->arena, text_of(saved, i))) {
            char what[64];
            snprintf(what, sizeof what, "'%s' is no text", texts[i].member);
            return damaged(path, name, what, error);
        }
    return read_indexes(object, saved) ||
           damaged(path, name, "it does not say which indexes it is over", error);
}

bool ndx_saved_read(const char *folder, const char *name, ndx_saved *saved, ndx_error *error)
{
    ndx_buffer path = {0};
    json_t *object = NULL;
    bool done = append_file(&path, folder, name, error) &&
                (object = load(path.data, name, error)) != NULL &&
                read_members(object, path.data, name, saved, error);
    json_decref(object);
    ndx_buffer_free(&path);
    return done;
}

/* ---- writing ---- */

static bool set_text(json_t *object, const char *member, const char *text)
{
    return !text || json_object_set_new(object, member, json_string(text)) == 0;
}

static json_t *indexes_to_json(const ndx_saved *saved)
{
    json_t *indexes = json_array();
    bool done = indexes != NULL;
    for (size_t i = 0; done && i < saved->index_count; i++) {
        json_t *index = json_object();
        done = index && set_text(index, "path", saved->indexes[i].path) &&
               json_object_set_new(index, "update",
                                   json_integer((json_int_t)saved->indexes[i].update)) == 0;
        done = json_array_append_new(indexes, index) == 0 && done;
    }
    if (done)
        return indexes;
    json_decref(indexes);
    return NULL;
}

static bool is_utf8(const char *text)
{
    ndx_span span = ndx_span_of(text);
    return ndx_utf8_valid_prefix(span) == span.size;
}

/* JSON is UTF-8, arguments and paths need not be. */
static bool check_encoding(const ndx_saved *saved, ndx_error *error)
{
    bool valid = is_utf8(saved->query);
    for (size_t i = 0; i < TEXT_COUNT; i++)
        valid = valid && is_utf8(*text_of(saved, i));
    for (size_t i = 0; i < saved->index_count; i++)
        valid = valid && is_utf8(saved->indexes[i].path);
    return valid ||
           ndx_error_set(error, NDX_ERROR_USAGE,
                         "what is saved must be valid UTF-8, the paths of the indexes as well");
}

/* name NULL: for a file, whose name says it. */
static json_t *to_json(const char *name, const ndx_saved *saved, ndx_error *error)
{
    json_t *object = json_object();
    json_t *schema = name ? NULL : json_integer(NDX_SAVED_SCHEMA);
    bool done = object && (name || json_object_set_new(object, "schema", schema) == 0) &&
                set_text(object, "name", name) && set_text(object, "query", saved->query) &&
                (!saved->all || json_object_set_new(object, "all", json_true()) == 0);
    for (size_t i = 0; done && i < TEXT_COUNT; i++)
        done = set_text(object, texts[i].member, *text_of(saved, i));
    if (done && json_object_set_new(object, "indexes", indexes_to_json(saved)) == 0)
        return object;
    json_decref(object);
    ndx_error_memory(error, SAVING);
    return NULL;
}

/* The bytes are on the disk before the name is theirs: a crash leaves the old file or the new. */
static bool write_temporary(int file, ndx_span text, const char *path, ndx_error *error)
{
    bool done = ndx_file_write(file, text) && fsync(file) == 0;
    int mistake = errno;
    if (close(file) != 0 && done) {
        done = false;
        mistake = errno;
    }
    return done || ndx_error_errno(error, mistake, "cannot write %s", path);
}

static bool replace(const char *folder, const char *name, const char *path, ndx_span text,
                    ndx_error *error)
{
    ndx_buffer temporary = {0};
    bool done = false;
    int file = -1;
    if (!ndx_buffer_printf(&temporary, "%s/.%s.XXXXXX", folder, name))
        ndx_error_memory(error, SAVING);
    else if ((file = mkstemp(temporary.data)) < 0) /* mode 0600 */
        ndx_error_errno(error, errno, "cannot write to %s", folder);
    else if (write_temporary(file, text, path, error))
        done = rename(temporary.data, path) == 0 ||
               ndx_error_errno(error, errno, "cannot write %s", path);
    if (file >= 0 && !done)
        unlink(temporary.data);
    ndx_buffer_free(&temporary);
    return done;
}

static bool store(const char *folder, const char *name, const char *path, const json_t *object,
                  ndx_error *error)
{
    char *text = json_dumps(object, JSON_INDENT(2));
    if (!text)
        return ndx_error_memory(error, SAVING);
    size_t size = strlen(text);
    text[size] = '\n'; /* in the place of the NUL */
    bool done = (size < NDX_SAVED_FILE_BYTES ||
                 ndx_error_set(error, NDX_ERROR_LIMIT,
                               "the search is too long to be saved: more than %u bytes",
                               NDX_SAVED_FILE_BYTES)) &&
                replace(folder, name, path, ndx_span_make(text, size + 1), error);
    free(text);
    return done;
}

bool ndx_saved_write(const char *folder, const char *name, const ndx_saved *saved, ndx_error *error)
{
    ndx_buffer path = {0};
    json_t *object = NULL;
    bool done = append_file(&path, folder, name, error) && check_encoding(saved, error) &&
                make_folders(folder, error) && (object = to_json(NULL, saved, error)) != NULL &&
                store(folder, name, path.data, object, error);
    json_decref(object);
    ndx_buffer_free(&path);
    return done;
}

bool ndx_saved_remove(const char *folder, const char *name, ndx_error *error)
{
    ndx_buffer path = {0};
    bool done = append_file(&path, folder, name, error);
    if (done && unlink(path.data) != 0)
        done = errno == ENOENT ? no_such_search(name, error)
                               : ndx_error_errno(error, errno, "cannot remove %s", path.data);
    ndx_buffer_free(&path);
    return done;
}

bool ndx_saved_append_json(ndx_buffer *out, const char *name, const ndx_saved *saved,
                           ndx_error *error)
{
    json_t *object = to_json(name, saved, error);
    char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
    if (text) {
        ndx_buffer_append_text(out, text);
        ndx_buffer_append_byte(out, '\n');
    }
    free(text);
    json_decref(object);
    return (text || ndx_error_memory(error, SAVING)) && ndx_buffer_ok(out, SAVING, error);
}

/* ---- the list ---- */

typedef struct names {
    const char **item;
    size_t count, capacity;
} names;

static bool add_name(names *all, ndx_span file, ndx_arena *arena)
{
    ndx_span ending = ndx_span_of(ENDING);
    ndx_span name;
    if (!ndx_span_ends_with(file, ending))
        return true;
    name = ndx_span_make(file.data, file.size - ending.size);
    if (!is_name(name))
        return true;
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 16;
        const char **moved = ndx_arena_alloc(arena, capacity * sizeof *moved);
        if (!moved)
            return false;
        if (all->count)
            memcpy((void *)moved, (const void *)all->item, all->count * sizeof *moved);
        all->item = moved;
        all->capacity = capacity;
    }
    if (!ndx_arena_copy(arena, name, &name))
        return false;
    all->item[all->count++] = name.data;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool ndx_saved_list(const char *folder, ndx_arena *arena, const char *const **out, size_t *count,
                    ndx_error *error)
{
    names all = {0};
    const struct dirent *entry;
    bool done = true;
    DIR *open = opendir(folder);
    *out = NULL;
    *count = 0;
    if (!open)
        return errno == ENOENT || ndx_error_errno(error, errno, "cannot read %s", folder);
    errno = 0;
    while (done && (entry = readdir(open)))
        done =
            add_name(&all, ndx_span_of(entry->d_name), arena) || ndx_error_memory(error, READING);
    if (done && errno)
        done = ndx_error_errno(error, errno, "cannot read %s", folder);
    closedir(open);
    if (all.count)
        qsort((void *)all.item, all.count, sizeof *all.item, by_name);
    *out = all.item;
    *count = all.count;
    return done;
}

/* ---- what is new ---- */

bool ndx_saved_options(const ndx_saved *saved, int32_t today, ndx_search_options *options,
                       ndx_error *error)
{
    options->all = saved->all;
    options->language = saved->language;
    return (!saved->since ||
            ndx_query_since(ndx_span_of(saved->since), today, &options->range, error)) &&
           (!saved->until ||
            ndx_query_until(ndx_span_of(saved->until), today, &options->range, error));
}

void ndx_saved_after(const ndx_saved *saved, const ndx_index *index, uint64_t *after,
                     const char **replaced)
{
    *replaced = NULL;
    for (size_t i = 0; i < saved->index_count; i++) {
        const ndx_saved_index *known = &saved->indexes[i];
        bool another = ndx_index_directory_update(index, i) < known->update;
        after[i] = another ? 0 : known->update;
        if (another)
            *replaced = known->path;
    }
}

/* *changed: is anything another number than before? */
static bool advance(json_t *indexes, const ndx_saved *saved, const ndx_index *index, bool *changed)
{
    size_t at;
    json_t *entry;
    *changed = false;
    json_array_foreach(indexes, at, entry)
    {
        const char *path = json_string_value(json_object_get(entry, "path"));
        uint64_t update = (uint64_t)json_integer_value(json_object_get(entry, "update"));
        for (size_t i = 0; path && i < saved->index_count; i++) {
            uint64_t now = ndx_index_directory_update(index, i);
            if (strcmp(path, saved->indexes[i].path) != 0 || update != saved->indexes[i].update ||
                update == now)
                continue;
            if (json_object_set_new(entry, "update", json_integer((json_int_t)now)) != 0)
                return false;
            *changed = true;
        }
    }
    return true;
}

bool ndx_saved_mark_seen(const char *folder, const char *name, const ndx_saved *saved,
                         const ndx_index *index, ndx_error *error)
{
    ndx_buffer path = {0};
    json_t *object = NULL;
    bool changed = false;
    bool done = append_file(&path, folder, name, error) &&
                (object = load(path.data, name, error)) != NULL &&
                (advance(json_object_get(object, "indexes"), saved, index, &changed) ||
                 ndx_error_memory(error, SAVING)) &&
                (!changed || store(folder, name, path.data, object, error));
    json_decref(object);
    ndx_buffer_free(&path);
    return done;
}
