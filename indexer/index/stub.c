/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stub.c - implements stub.h. */
#include "stub.h"

#include "newsdex/file.h"

#include "directory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FIRST_LINE "# newsdex index, format "

enum { STUB_BYTES_MAX = 1024 * 1024 };

/* The first indexes had no such line; it comes before the shards, so a cut file with shards has it.
 */
#define NOT_TOLD UINT64_MAX

void ndx_stub_free(ndx_stub *stub)
{
    free(stub->shard);
    *stub = (ndx_stub){0};
}

bool ndx_stub_add(ndx_stub *stub, const char *name, ndx_error *error)
{
    char(*larger)[NDX_SHARD_NAME_BYTES] = realloc(stub->shard, (stub->count + 1) * sizeof *larger);
    if (!larger)
        return ndx_error_memory(error, "reading the list of shards");
    stub->shard = larger;
    snprintf(larger[stub->count++], sizeof *larger, "%s", name);
    return true;
}

/* A stub from elsewhere must not lead out of its directory. */
static bool is_shard_name(ndx_span name)
{
    if (!ndx_span_starts_with(name, NDX_SPAN("shard-")) || name.size >= NDX_SHARD_NAME_BYTES)
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.data[i]) || !name.data[i])
            return false;
    return true;
}

static bool read_number(ndx_span text, uint64_t *number)
{
    uint64_t sum = 0;
    if (!text.size || text.size > 19)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        sum = sum * 10 + (uint64_t)(text.data[i] - '0');
    }
    *number = sum;
    return true;
}

static bool damaged(unsigned line, ndx_error *error)
{
    char place[32];
    snprintf(place, sizeof place, "line %u", line);
    return ndx_error_set_at(error, NDX_ERROR_CORRUPT, place,
                            "XAPIANDB is not as newsdex writes it");
}

static bool parse_format(ndx_span line, ndx_error *error)
{
    uint64_t format;
    ndx_span first = NDX_SPAN(FIRST_LINE);
    if (!ndx_span_starts_with(line, first) ||
        !read_number(ndx_span_skip(line, first.size), &format))
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "XAPIANDB is a Xapian stub, but not of a newsdex index");
    if (format != NDX_INDEX_FORMAT)
        return ndx_error_set(error, NDX_ERROR_VERSION,
                             "the index has format %llu and this newsdex reads format %u only; use "
                             "the newsdex that made it, or "
                             "index the articles anew",
                             (unsigned long long)format, NDX_INDEX_FORMAT);
    return true;
}

static bool parse_line(ndx_stub *stub, ndx_span line, unsigned number, ndx_error *error)
{
    static const struct {
        const char *key;
        size_t offset;
    } numbers[] = {{"# next-serial ", offsetof(ndx_stub, next_serial)},
                   {"# update-serial ", offsetof(ndx_stub, update_serial)},
                   {"# shards ", offsetof(ndx_stub, shards_told)}};
    ndx_span shard = NDX_SPAN("auto ");

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        ndx_span key = ndx_span_of(numbers[i].key);
        uint64_t value;
        if (!ndx_span_starts_with(line, key))
            continue;
        if (!read_number(ndx_span_skip(line, key.size), &value))
            return damaged(number, error);
        memcpy((char *)stub + numbers[i].offset, &value, sizeof value);
        return true;
    }
    if (!line.size || line.data[0] == '#')
        return true;
    ndx_span name = ndx_span_starts_with(line, shard) ? ndx_span_skip(line, shard.size) : line;
    if (name.size == line.size || !is_shard_name(name) || stub->count == NDX_SHARDS_MAX)
        return damaged(number, error);
    char text[NDX_SHARD_NAME_BYTES];
    memcpy(text, name.data, name.size);
    text[name.size] = '\0';
    return ndx_stub_add(stub, text, error);
}

bool ndx_stub_parse(ndx_span text, ndx_stub *stub, ndx_error *error)
{
    bool cut = text.size && text.data[text.size - 1] != '\n';
    *stub = (ndx_stub){.shards_told = NOT_TOLD};
    for (unsigned number = 1; number == 1 || text.size; number++) {
        const char *end = text.size ? memchr(text.data, '\n', text.size) : NULL;
        ndx_span line = ndx_span_make(text.data, end ? (size_t)(end - text.data) : text.size);
        text = ndx_span_skip(text, line.size + 1);
        if (!(number == 1 ? parse_format(line, error) : parse_line(stub, line, number, error))) {
            ndx_stub_free(stub);
            return false;
        }
    }
    if (stub->next_serial == 0) {
        ndx_stub_free(stub);
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "XAPIANDB names no next serial; the file was cut");
    }
    /* Fewer would be an index that has lost articles without saying so, and the next update would
     * sweep their shards away. */
    if (cut ||
        (stub->shards_told != stub->count && (stub->shards_told != NOT_TOLD || !stub->count))) {
        ndx_error_set(error, NDX_ERROR_CORRUPT,
                      "XAPIANDB does not name all its shards; the file was cut");
        ndx_stub_free(stub);
        return false;
    }
    return true;
}

bool ndx_stub_append(ndx_buffer *out, const ndx_stub *stub)
{
    ndx_buffer_printf(out,
                      FIRST_LINE "%u\n# next-serial %llu\n# update-serial %llu\n# shards %zu\n",
                      NDX_INDEX_FORMAT, (unsigned long long)stub->next_serial,
                      (unsigned long long)stub->update_serial, stub->count);
    for (size_t i = 0; i < stub->count; i++)
        ndx_buffer_printf(out, "auto %s\n", stub->shard[i]);
    return !out->failed;
}

static bool read_file(const char *path, ndx_buffer *text, ndx_error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return ndx_error_errno(error, errno, "opening %s", path);
    bool done = true;
    for (;;) {
        if (!ndx_buffer_reserve(text, 4096)) {
            done = ndx_error_memory(error, "reading the list of shards");
            break;
        }
        ssize_t got = read(file, text->data + text->size, 4096);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            done = got == 0 || ndx_error_errno(error, errno, "reading %s", path);
            break;
        }
        text->size += (size_t)got;
        if (text->size > STUB_BYTES_MAX) {
            done = ndx_error_set(error, NDX_ERROR_CORRUPT, "%s is too long to be a list of shards",
                                 path);
            break;
        }
    }
    close(file);
    return done;
}

bool ndx_stub_read(const char *directory, ndx_stub *stub, ndx_error *error)
{
    ndx_buffer path = {0};
    ndx_buffer text = {0};
    *stub = (ndx_stub){0};
    bool done = ndx_path_join(&path, directory, "XAPIANDB")
                    ? read_file(path.data, &text, error) &&
                          ndx_stub_parse(ndx_buffer_span(&text), stub, error)
                    : ndx_error_memory(error, "reading the list of shards");
    ndx_buffer_free(&path);
    ndx_buffer_free(&text);
    return done;
}

static bool write_file(const char *path, ndx_span text, ndx_error *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return ndx_error_errno(error, errno, "writing %s", path);
    bool done = ndx_file_write(file, text) || ndx_error_errno(error, errno, "writing %s", path);
    if (done && fsync(file) != 0)
        done = ndx_error_errno(error, errno, "syncing %s to the disk", path);
    if (close(file) != 0 && done)
        done = ndx_error_errno(error, errno, "writing %s", path);
    return done;
}

bool ndx_stub_write(const char *directory, const ndx_stub *stub, ndx_error *error)
{
    ndx_buffer path = {0};
    ndx_buffer next = {0};
    ndx_buffer text = {0};
    bool done = false;
    ndx_path_join(&path, directory, "XAPIANDB");
    ndx_path_join(&next, directory, "XAPIANDB.tmp");
    ndx_stub_append(&text, stub);
    if (path.failed || next.failed || text.failed) {
        ndx_error_memory(error, "writing the list of shards");
        goto clean;
    }
    if (!write_file(next.data, ndx_buffer_span(&text), error))
        goto clean;
    if (rename(next.data, path.data) != 0) {
        ndx_error_errno(error, errno, "renaming %s to %s", next.data, path.data);
        goto clean;
    }
    done = ndx_sync_file(directory, error);
clean:
    if (!done && next.data)
        unlink(next.data);
    ndx_buffer_free(&path);
    ndx_buffer_free(&next);
    ndx_buffer_free(&text);
    return done;
}
