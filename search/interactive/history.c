/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history.c - implements history.h. */
#include "interactive/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is read of a file at most, and when it is cut: lines of queries are short. */
enum { READ_BYTES = 256 * 1024, CUT_BYTES = 2 * READ_BYTES };

static bool append_path(ndx_buffer *out)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (state && state[0] == '/')
        ndx_buffer_append_text(out, state);
    else if (home && home[0] == '/')
        ndx_buffer_printf(out, "%s/.local/state", home);
    else
        return true; /* no place for one */
    return ndx_buffer_append_text(out, "/newsdex/history");
}

/* The folders that the file lies in. */
static bool make_folders(char *path, ndx_error *error)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        if (!made)
            ndx_error_errno(error, errno, "cannot make the folder %s for the history", path);
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

/* The end of the file, from a line's beginning on. *size: of the file. */
static bool read_end(const char *path, ndx_buffer *text, off_t *size, ndx_error *error)
{
    struct stat status = {0};
    ssize_t got = -1;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT || ndx_error_errno(error, errno, "cannot read %s", path);
    if (!ndx_buffer_reserve(text, READ_BYTES)) {
        close(file);
        return ndx_error_memory(error, "reading the history");
    }
    off_t from = 0;
    if (fstat(file, &status) == 0) {
        from = status.st_size > READ_BYTES ? status.st_size - READ_BYTES : 0;
        got = pread(file, text->data, READ_BYTES, from);
    }
    if (got < 0)
        ndx_error_errno(error, errno, "cannot read %s", path);
    close(file);
    *size = status.st_size;
    text->size = got > 0 ? (size_t)got : 0;
    if (from && got > 0) { /* a line that is cut */
        const char *end = memchr(text->data, '\n', text->size);
        size_t cut = end ? (size_t)(end - text->data) + 1 : text->size;
        memmove(text->data, text->data + cut, text->size - cut);
        text->size -= cut;
    }
    return got >= 0;
}

static ndx_span last_lines(ndx_span text)
{
    unsigned lines = 0;
    for (size_t at = text.size; at > 0; at--)
        if (text.data[at - 1] == '\n' && ++lines > NEWSSEARCH_HISTORY_LINES)
            return ndx_span_skip(text, at);
    return text;
}

static bool write_all(int file, ndx_span text)
{
    return write(file, text.data, text.size) == (ssize_t)text.size;
}

/* A session that adds a line meanwhile may lose it. */
static bool replace(const char *path, ndx_span lines, ndx_error *error)
{
    ndx_buffer made = {0};
    if (!ndx_buffer_printf(&made, "%s.%ld", path, (long)getpid()))
        return ndx_error_memory(error, "writing the history");
    int file = open(made.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = file >= 0 && write_all(file, lines) && rename(made.data, path) == 0;
    if (!done)
        ndx_error_errno(error, errno, "cannot write %s", made.data);
    if (file >= 0) {
        close(file);
        if (!done)
            unlink(made.data);
    }
    ndx_buffer_free(&made);
    return done;
}

bool newssearch_history_open(newssearch_history *history, ndx_buffer *lines, ndx_error *error)
{
    ndx_buffer text = {0};
    off_t size = 0;
    *history = (newssearch_history){0};
    bool done = append_path(&history->path) || ndx_error_memory(error, "reading the history");
    if (done && history->path.size)
        done = make_folders(history->path.data, error) &&
               read_end(history->path.data, &text, &size, error);
    ndx_span kept = last_lines(ndx_buffer_span(&text));
    if (done && size > CUT_BYTES)
        done = replace(history->path.data, kept, error);
    if (done && !ndx_buffer_append_span(lines, kept))
        done = ndx_error_memory(error, "reading the history");
    ndx_buffer_free(&text);
    if (!done)
        newssearch_history_close(history);
    return done;
}

bool newssearch_history_add(newssearch_history *history, ndx_span line, ndx_error *error)
{
    if (!history->path.size || !line.size || ndx_span_equal(ndx_buffer_span(&history->last), line))
        return true;
    ndx_buffer_clear(&history->last);
    ndx_buffer_append_span(&history->last, line);
    if (!ndx_buffer_append_byte(&history->last, '\n'))
        return ndx_error_memory(error, "writing the history");
    int file = open(history->path.data, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool done = file >= 0 && write_all(file, ndx_buffer_span(&history->last));
    if (!done)
        ndx_error_errno(error, errno, "cannot write %s", history->path.data);
    if (file >= 0)
        close(file);
    history->last.size--;
    return done;
}

void newssearch_history_close(newssearch_history *history)
{
    ndx_buffer_free(&history->path);
    ndx_buffer_free(&history->last);
}
