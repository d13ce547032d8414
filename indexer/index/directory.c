/* SPDX-License-Identifier: GPL-2.0-or-later */
/* directory.c - implements directory.h, except the lock. */
#include "directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool ndx_path_join(ndx_buffer *out, const char *directory, const char *name)
{
    ndx_buffer_append_text(out, directory);
    if (out->size && out->data[out->size - 1] != '/')
        ndx_buffer_append_byte(out, '/');
    return ndx_buffer_append_text(out, name);
}

bool ndx_directory_walk(const char *path, ndx_name_visitor visitor, void *context, ndx_error *error)
{
    DIR *directory = opendir(path);
    if (!directory)
        return ndx_error_errno(error, errno, "reading the folder %s", path);
    bool done = true;
    while (done) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (!entry) {
            if (errno)
                done = ndx_error_errno(error, errno, "reading the folder %s", path);
            break;
        }
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            done = visitor(context, entry->d_name, error);
    }
    closedir(directory);
    return done;
}

bool ndx_sync_file(const char *path, ndx_error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return ndx_error_errno(error, errno, "opening %s to sync it", path);
    bool done = fsync(file) == 0;
    if (!done)
        ndx_error_errno(error, errno, "syncing %s to the disk", path);
    close(file);
    return done;
}

static bool sync_name(void *context, const char *name, ndx_error *error)
{
    ndx_buffer path = {0};
    bool done = ndx_path_join(&path, context, name) ? ndx_sync_file(path.data, error)
                                                    : ndx_error_memory(error, "syncing a shard");
    ndx_buffer_free(&path);
    return done;
}

bool ndx_sync_tree(const char *directory, ndx_error *error)
{
    return ndx_directory_walk(directory, sync_name, (void *)directory, error) &&
           ndx_sync_file(directory, error);
}

static bool remove_name(void *context, const char *name, ndx_error *error)
{
    ndx_buffer path = {0};
    bool done = ndx_path_join(&path, context, name) ? ndx_remove_tree(path.data, error)
                                                    : ndx_error_memory(error, "removing files");
    ndx_buffer_free(&path);
    return done;
}

bool ndx_remove_tree(const char *path, ndx_error *error)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return errno == ENOENT ? true : ndx_error_errno(error, errno, "removing %s", path);
    if (!S_ISDIR(status.st_mode)) {
        if (unlink(path) != 0 && errno != ENOENT)
            return ndx_error_errno(error, errno, "removing %s", path);
        return true;
    }
    if (!ndx_directory_walk(path, remove_name, (void *)path, error))
        return false;
    if (rmdir(path) != 0 && errno != ENOENT)
        return ndx_error_errno(error, errno, "removing %s", path);
    return true;
}

typedef struct sizes {
    const char *directory;
    uint64_t bytes;
} sizes;

static bool add_size(void *context, const char *name, ndx_error *error)
{
    sizes *sum = context;
    ndx_buffer path = {0};
    struct stat status;
    (void)error;
    if (ndx_path_join(&path, sum->directory, name) && stat(path.data, &status) == 0 &&
        S_ISREG(status.st_mode))
        sum->bytes += (uint64_t)status.st_size;
    ndx_buffer_free(&path);
    return true;
}

uint64_t ndx_tree_bytes(const char *directory)
{
    sizes sum = {.directory = directory};
    return ndx_directory_walk(directory, add_size, &sum, NULL) ? sum.bytes : 0;
}

/* ---- names of ours ---- */

static bool is_name_of(const char *name, const char *prefix, const char *pattern)
{
    size_t size = strlen(prefix);
    if (strncmp(name, prefix, size) != 0)
        return false;
    name += size;
    if (*pattern == '9') { /* a serial: eight digits or more */
        size = strspn(name, "0123456789");
        if (size < 8 || size > 20)
            return false;
        name += size;
        pattern++;
    }
    for (; *pattern; pattern++, name++)
        if (!*name || !strchr(*pattern == 'x'   ? "0123456789abcdef"
                              : *pattern == '-' ? "-"
                                                : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
                                                  "WXYZ0123456789",
                              *name))
            return false;
    return !*name;
}

ndx_directory_name ndx_directory_name_of(const char *directory, const char *name)
{
    ndx_directory_name kind = NDX_NAME_FOREIGN;
    bool is_folder = true;
    if (is_name_of(name, "shard-", "9-xxxxxxxxxx"))
        kind = NDX_NAME_SHARD;
    else if (is_name_of(name, "tmp-shard-", "9") || is_name_of(name, "tmp-run-", "9"))
        kind = NDX_NAME_TEMPORARY;
    else if (is_name_of(name, "tmp-drafts-", "aaaaaa") || strcmp(name, "XAPIANDB.tmp") == 0)
        kind = NDX_NAME_TEMPORARY, is_folder = false;
    if (kind == NDX_NAME_FOREIGN)
        return kind;
    ndx_buffer path = {0};
    struct stat status;
    bool fits = ndx_path_join(&path, directory, name) && lstat(path.data, &status) == 0 &&
                (is_folder ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode));
    ndx_buffer_free(&path);
    return fits ? kind : NDX_NAME_FOREIGN;
}

typedef struct looking {
    const char *directory;
    ndx_directory_state state;
} looking;

static bool look_at_name(void *context, const char *name, ndx_error *error)
{
    looking *look = context;
    (void)error;
    if (strcmp(name, "XAPIANDB") == 0) {
        look->state = NDX_DIRECTORY_INDEX;
        return false;
    }
    /* "lost+found": the root of a file system made for the index. */
    if (strcmp(name, "lock") != 0 && strcmp(name, "lost+found") != 0 &&
        ndx_directory_name_of(look->directory, name) == NDX_NAME_FOREIGN)
        look->state = NDX_DIRECTORY_OTHER;
    return true;
}

ndx_directory_state ndx_directory_look(const char *path)
{
    struct stat status;
    looking look = {.directory = path, .state = NDX_DIRECTORY_EMPTY};
    ndx_error error = {0};
    if (stat(path, &status) != 0)
        return errno == ENOENT    ? NDX_DIRECTORY_ABSENT
               : errno == ENOTDIR ? NDX_DIRECTORY_OTHER
                                  : NDX_DIRECTORY_UNREADABLE;
    if (!S_ISDIR(status.st_mode))
        return NDX_DIRECTORY_OTHER;
    if (!ndx_directory_walk(path, look_at_name, &look, &error) && error.code != NDX_OK)
        return NDX_DIRECTORY_UNREADABLE;
    return look.state;
}
