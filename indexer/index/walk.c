/* SPDX-License-Identifier: GPL-2.0-or-later */
/* walk.c - implements walk.h. */
#include "walk.h"

#include "directory.h"
#include "newsdex/array.h"
#include "newsdex/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LOOKS = 1024,         /* entries of a folder that are looked at ahead */
    LOOKS_A_THREAD = 128, /* a thread costs as much as a few dozen looks */
    LOOKING_THREADS = 16
};

typedef struct walking {
    ndx_walk *walk;
    ndx_inputs *inputs;
    const ndx_update_options *options;
    unsigned threads;
    uint64_t *skipped;
    struct stat index;     /* of the index directory; st_ino 0: there is none yet */
    ndx_buffer path;       /* absolute */
    ndx_buffer name;       /* as given */
    ndx_buffer unreadable; /* absolute paths that could not be looked at, NUL after each */
    ndx_buffer roots;      /* absolute PATHs, NUL after each */
    struct {
        dev_t device;
        ino_t inode;
    } above[NDX_LIMIT_DEPTH];
    unsigned depth;
} walking;

void ndx_walk_free(ndx_walk *walk)
{
    free(walk->order);
    *walk = (ndx_walk){0};
}

static bool tell_skipped(walking *state, const ndx_error *why, ndx_error *error)
{
    const ndx_update_callbacks *callbacks = &state->options->callbacks;
    (*state->skipped)++;
    if (callbacks->skipped)
        callbacks->skipped(callbacks->context, ndx_buffer_span(&state->name),
                           ndx_span_make(NULL, 0), why);
    ndx_buffer_append(&state->unreadable, state->path.data, state->path.size + 1);
    return ndx_buffer_ok(&state->unreadable, "walking folders", error);
}

static bool excluded(const walking *state, const char *base)
{
    for (size_t i = 0; i < state->options->exclude_count; i++) {
        const char *pattern = state->options->excludes[i];
        if (fnmatch(pattern, strchr(pattern, '/') ? state->name.data : base, 0) == 0)
            return true;
    }
    return false;
}

/* ---- files ---- */

static int64_t nanoseconds(const struct stat *status)
{
    return (int64_t)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
}

static ndx_input_state compare(const ndx_input *input)
{
    if (!input->known || input->flags & NDX_INPUT_REMOVED)
        return NDX_INPUT_NEW;
    if (input->flags & NDX_INPUT_INCOMPLETE || input->size_bytes != input->now_size_bytes)
        return NDX_INPUT_CHANGED;
    return input->modified_ns == input->now_modified_ns ? NDX_INPUT_UNCHANGED : NDX_INPUT_TOUCHED;
}

static bool append_order(ndx_walk *walk, uint32_t id)
{
    uint32_t *larger =
        ndx_array_room(walk->order, walk->count, &walk->capacity, 256, sizeof *larger);
    if (!larger)
        return false;
    walk->order = larger;
    walk->order[walk->count++] = id;
    return true;
}

static bool add_file(walking *state, const struct stat *status, bool stream, ndx_error *error)
{
    uint32_t id = ndx_inputs_add(state->inputs, ndx_buffer_span(&state->path));
    if (id == NDX_NO_ID)
        return ndx_error_memory(error, "walking folders");
    ndx_input *input = &state->inputs->input[id];
    if (input->state != NDX_INPUT_ABSENT)
        return true;
    input->name = ndx_inputs_text(state->inputs, ndx_buffer_span(&state->name));
    if (!input->name || !append_order(state->walk, id))
        return ndx_error_memory(error, "walking folders");
    input->stream = stream;
    input->now_size_bytes = stream ? 0 : (uint64_t)status->st_size;
    input->now_modified_ns = stream ? 0 : nanoseconds(status);
    input->state = (uint8_t)(stream ? NDX_INPUT_NEW : compare(input));
    if (input->state != NDX_INPUT_UNCHANGED)
        state->walk->bytes += input->now_size_bytes;
    return true;
}

/* ---- folders ---- */

typedef struct names {
    ndx_buffer text; /* NUL after each */
    size_t count;
    bool is_index; /* it holds an index's stub */
} names;

static bool add_name(void *context, const char *name, ndx_error *error)
{
    names *list = context;
    if (name[0] == '.')
        return true;
    list->count++;
    list->is_index |= strcmp(name, "XAPIANDB") == 0;
    return ndx_buffer_append(&list->text, name, strlen(name) + 1) ||
           ndx_error_memory(error, "walking folders");
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char **sort_names(const names *list)
{
    const char **sorted = malloc((list->count + 1) * sizeof *sorted);
    const char *at = list->text.data;
    for (size_t i = 0; sorted && i < list->count; i++, at += strlen(at) + 1)
        sorted[i] = at;
    if (sorted && list->count)
        qsort(sorted, list->count, sizeof *sorted, compare_names);
    return sorted;
}

/* What lstat says of an entry. */
typedef struct entry_look {
    struct stat status;
    int failed; /* errno; 0: status is set */
} entry_look;

static bool visit(walking *state, const entry_look *look, bool given, ndx_error *error);

static bool visit_entry(walking *state, const char *base, const entry_look *look, ndx_error *error)
{
    size_t path_size = state->path.size;
    size_t name_size = state->name.size;
    if (state->path.size && state->path.data[state->path.size - 1] != '/')
        ndx_buffer_append_byte(&state->path, '/');
    if (state->name.size && state->name.data[state->name.size - 1] != '/')
        ndx_buffer_append_byte(&state->name, '/');
    ndx_buffer_append_text(&state->path, base);
    ndx_buffer_append_text(&state->name, base);
    bool done = !state->path.failed && !state->name.failed
                    ? excluded(state, base) || visit(state, look, false, error)
                    : ndx_error_memory(error, "walking folders");
    state->path.size = path_size;
    state->name.size = name_size;
    if (!state->path.failed && !state->name.failed)
        state->path.data[path_size] = state->name.data[name_size] = '\0';
    return done;
}

typedef struct looking {
    int folder;
    const char *const *name;
    entry_look *look;
    size_t count;
} looking;

static void *look_at(void *context)
{
    const looking *part = context;
    for (size_t i = 0; i < part->count; i++)
        part->look[i].failed =
            fstatat(part->folder, part->name[i], &part->look[i].status, AT_SYMLINK_NOFOLLOW) == 0
                ? 0
                : errno;
    return NULL;
}

/* To look at a file takes as long as to read a small one, and nothing is read before all were
 * looked at: threads share the names. */
static void share_looking(const looking *all, size_t threads)
{
    looking part[LOOKING_THREADS];
    pthread_t thread[LOOKING_THREADS];
    bool started[LOOKING_THREADS] = {false};
    size_t parts = all->count / LOOKS_A_THREAD;
    parts = parts > threads ? threads : parts;
    parts = parts > LOOKING_THREADS ? LOOKING_THREADS : parts < 1 ? 1 : parts;
    for (size_t i = parts; i-- > 0;) {
        size_t begin = all->count * i / parts;
        part[i] = (looking){.folder = all->folder,
                            .name = all->name + begin,
                            .look = all->look + begin,
                            .count = all->count * (i + 1) / parts - begin};
        started[i] = i > 0 && pthread_create(&thread[i], NULL, look_at, &part[i]) == 0;
        if (!started[i])
            look_at(&part[i]);
    }
    for (size_t i = 1; i < parts; i++)
        if (started[i])
            pthread_join(thread[i], NULL);
}

/* False: each is to be looked at by its path. */
static bool look_ahead(const walking *state, const char *const *name, entry_look *look,
                       size_t count)
{
    /* closed at once: folders in folders may be many */
    int folder = open(state->path.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    share_looking(&(looking){.folder = folder, .name = name, .look = look, .count = count},
                  state->threads);
    close(folder);
    return true;
}

static bool visit_entries(walking *state, const char *const *name, size_t count, ndx_error *error)
{
    entry_look *look = malloc(((count < LOOKS ? count : LOOKS) + 1) * sizeof *look);
    bool done = look || ndx_error_memory(error, "walking folders");
    bool looked = false;
    for (size_t i = 0; done && i < count; i++) {
        if (i % LOOKS == 0)
            looked =
                look_ahead(state, name + i, look, count - i < LOOKS ? count - i : (size_t)LOOKS);
        done = visit_entry(state, name[i], looked ? &look[i % LOOKS] : NULL, error);
    }
    free(look);
    return done;
}

static bool enter(walking *state, const struct stat *status)
{
    for (unsigned i = 0; i < state->depth; i++)
        if (state->above[i].device == status->st_dev && state->above[i].inode == status->st_ino)
            return false; /* a link back up: its files are met on another way */
    if (state->depth == NDX_LIMIT_DEPTH)
        return false;
    state->above[state->depth].device = status->st_dev;
    state->above[state->depth++].inode = status->st_ino;
    return true;
}

static bool visit_folder(walking *state, const struct stat *status, bool given, ndx_error *error)
{
    names list = {0};
    const char **sorted = NULL;
    ndx_error why = {0};
    bool done = true;

    if (state->index.st_ino && status->st_dev == state->index.st_dev &&
        status->st_ino == state->index.st_ino)
        return true;
    if (!enter(state, status))
        return true;
    if (!ndx_directory_walk(state->path.data, add_name, &list, &why)) {
        done = why.code == NDX_ERROR_MEMORY ? ndx_error_memory(error, "walking folders")
                                            : tell_skipped(state, &why, error);
    } else if (given || !list.is_index) {
        sorted = sort_names(&list);
        done = sorted ? visit_entries(state, sorted, list.count, error)
                      : ndx_error_memory(error, "walking folders");
    }
    state->depth--;
    free(sorted);
    ndx_buffer_free(&list.text);
    return done;
}

/* look: what lstat said, or NULL. */
static bool visit(walking *state, const entry_look *look, bool given, ndx_error *error)
{
    struct stat status;
    ndx_error why;
    const ndx_update_callbacks *callbacks = &state->options->callbacks;
    if (callbacks->interrupted && callbacks->interrupted(callbacks->context))
        return ndx_error_set(error, NDX_ERROR_INTERRUPTED, "interrupted while looking for files");
    if (look) {
        errno = look->failed;
        status = look->status;
    }
    if (look ? look->failed : lstat(state->path.data, &status) != 0)
        goto unreadable;
    if (S_ISLNK(status.st_mode)) {
        if (stat(state->path.data, &status) != 0)
            goto unreadable;
        if (S_ISDIR(status.st_mode) && !given && !state->options->follow)
            return true;
    }
    if (S_ISDIR(status.st_mode))
        return visit_folder(state, &status, given, error);
    if (S_ISREG(status.st_mode))
        return add_file(state, &status, false, error);
    if (!given)
        return true; /* sockets, devices */
    if (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode))
        return add_file(state, &status, true, error);
    ndx_error_set(&why, NDX_ERROR_IO, "%s is neither a file nor a folder", state->name.data);
    return tell_skipped(state, &why, error);
unreadable:
    ndx_error_errno(&why, errno, "looking at %s", state->name.data);
    return tell_skipped(state, &why, error);
}

/* ---- the PATHs ---- */

static bool is_below(ndx_span path, ndx_span folder)
{
    if (!ndx_span_starts_with(path, folder))
        return false;
    return path.size == folder.size || (folder.size && folder.data[folder.size - 1] == '/') ||
           path.data[folder.size] == '/';
}

/* The absolute path of something that need not exist, without looking at the last part: what is
 * given may be a link. */
static bool make_absolute(const char *given, ndx_buffer *path, ndx_error *error)
{
    char *resolved = realpath(given, NULL);
    if (resolved) {
        bool done = ndx_buffer_append_text(path, resolved);
        free(resolved);
        return done || ndx_error_memory(error, "walking folders");
    }
    if (given[0] != '/') {
        char *here = realpath(".", NULL);
        if (!here)
            return ndx_error_errno(error, errno, "finding the current folder");
        ndx_buffer_append_text(path, here);
        free(here);
        ndx_buffer_append_byte(path, '/');
        while (strncmp(given, "./", 2) == 0)
            given += 2;
    }
    ndx_buffer_append_text(path, given);
    while (path->size > 1 && path->data[path->size - 1] == '/')
        path->data[--path->size] = '\0';
    return ndx_buffer_ok(path, "walking folders", error);
}

/* As the articles' paths are to have it: "./" removed, no slash at the end. */
static bool make_name(const char *given, ndx_buffer *name, ndx_error *error)
{
    while (strncmp(given, "./", 2) == 0) {
        given += 2;
        while (*given == '/')
            given++;
    }
    if (strcmp(given, ".") == 0)
        given = "";
    ndx_buffer_append_text(name, given);
    while (name->size > 1 && name->data[name->size - 1] == '/')
        name->data[--name->size] = '\0';
    return ndx_buffer_ok(name, "walking folders", error);
}

/* A PATH that is not there: fine if it is one known file, which then has vanished. A folder that is
 * gone is more likely not mounted than meant to take its articles with it: that is an error. */
static bool absent_path(const walking *state, const char *given, ndx_error *error)
{
    uint64_t below = 0;
    uint32_t id = ndx_inputs_find(state->inputs, ndx_buffer_span(&state->path));
    if (id != NDX_NO_ID && !(state->inputs->input[id].flags & NDX_INPUT_REMOVED))
        return true;
    for (uint32_t i = 0; i < state->inputs->count; i++)
        below += !(state->inputs->input[i].flags & NDX_INPUT_REMOVED) &&
                 is_below(ndx_span_of(state->inputs->input[i].path), ndx_buffer_span(&state->path));
    if (!below)
        return ndx_error_set(error, NDX_ERROR_NOT_FOUND, "there is no file or folder %s", given);
    return ndx_error_set(error, NDX_ERROR_NOT_FOUND,
                         "the folder %s is not there, but %llu files of it are in the index; "
                         "nothing was changed: mount it, or, if its "
                         "articles are to go, make an empty folder in its place",
                         given, (unsigned long long)below);
}

static bool visit_given(walking *state, const char *given, ndx_error *error)
{
    struct stat status;
    ndx_buffer_clear(&state->path);
    ndx_buffer_clear(&state->name);
    if (strcmp(given, "-") == 0) {
        if (!ndx_buffer_append_text(&state->path, "-") ||
            !ndx_buffer_append_text(&state->name, "-"))
            return ndx_error_memory(error, "walking folders");
        return add_file(state, NULL, true, error);
    }
    if (!given[0])
        return ndx_error_set(error, NDX_ERROR_USAGE, "an empty path was given");
    if (!make_absolute(given, &state->path, error) || !make_name(given, &state->name, error))
        return false;
    ndx_buffer_append(&state->roots, state->path.data, state->path.size + 1);
    if (!ndx_buffer_ok(&state->roots, "walking folders", error))
        return false;
    if (lstat(state->path.data, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return absent_path(state, given, error);
    return visit(state, NULL, true, error);
}

static bool is_below_any(ndx_span path, const ndx_buffer *list)
{
    for (size_t at = 0; at < list->size;) {
        ndx_span folder = ndx_span_of(list->data + at);
        if (is_below(path, folder))
            return true;
        at += folder.size + 1;
    }
    return false;
}

static void find_vanished(walking *state)
{
    for (uint32_t i = 0; i < state->inputs->count; i++) {
        ndx_input *input = &state->inputs->input[i];
        if (input->state == NDX_INPUT_ABSENT && input->known &&
            !(input->flags & NDX_INPUT_REMOVED) &&
            is_below_any(ndx_span_of(input->path), &state->roots) &&
            !is_below_any(ndx_span_of(input->path), &state->unreadable))
            input->state = NDX_INPUT_VANISHED;
    }
}

bool ndx_walk_paths(ndx_walk *walk, ndx_inputs *inputs, const char *index_path,
                    const ndx_update_options *options, unsigned threads, uint64_t *skipped,
                    ndx_error *error)
{
    bool done = true;
    walking *state = calloc(1, sizeof *state);
    if (!state)
        return ndx_error_memory(error, "walking folders");
    state->walk = walk;
    state->inputs = inputs;
    state->options = options;
    state->threads = threads;
    state->skipped = skipped;
    if (stat(index_path, &state->index) != 0)
        state->index.st_ino = 0;
    for (size_t i = 0; done && i < options->path_count; i++)
        done = visit_given(state, options->paths[i], error);
    if (done && !options->keep_missing)
        find_vanished(state);
    ndx_buffer_free(&state->path);
    ndx_buffer_free(&state->name);
    ndx_buffer_free(&state->unreadable);
    ndx_buffer_free(&state->roots);
    free(state);
    return done;
}
