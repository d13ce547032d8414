/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * input.c - the bytes of a file as a format reads them: gunzipped, read ahead as far as asked,
 * hashed on the way.
 *
 * Owns: opening, gzip (RFC 1952, several members), the limits on what a compressed file may become,
 * lines. Must not know: any format, any charset.
 *
 * A failure in the middle (a truncated gzip file, a read error) is kept until everything before it
 * was consumed, so that the articles before it stand.
 */
#include "input.h"

#include "newsdex/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include <zlib.h>

enum {
    RAW_BYTES = 256 * 1024,
    FEW_BYTES = 1024 * 1024, /* read ahead without being told to */
    GZIP_WINDOW_BITS = 15 + 16,
    LOOK_UP_MILLISECONDS = 200
};
#define INFLATE_FREE_BYTES 1048576u /* what may come out before the ratio counts */

struct ndx_input {
    int descriptor;   /* -1: from memory */
    bool owned;       /* descriptor is closed with the input */
    ndx_span memory;  /* what is left of it */
    const char *name; /* for messages; borrowed */
    const ndx_reading_options *options;

    unsigned char *raw; /* as stored: what was read but not yet taken */
    size_t raw_begin, raw_end;
    bool raw_ended;
    uint64_t raw_bytes;  /* read so far */
    uint64_t file_bytes; /* of a file when it was opened; 0: not known */
    XXH3_state_t *hash;

    bool gzip;
    bool in_member;
    z_stream zlib;
    uint64_t inflated_bytes;

    ndx_buffer window; /* gunzipped: window.data[at..] is not consumed yet */
    size_t at;
    uint64_t consumed;
    bool ended;        /* nothing more comes into the window */
    ndx_error failure; /* told when the window is empty */
    uint64_t line;
    bool skipping_line; /* the rest of an overlong line is to be passed over */
};

/* ---- raw bytes ---- */

static bool interrupted(const ndx_input *input, ndx_error *error)
{
    return input->options && input->options->interrupted &&
           input->options->interrupted(input->options->context) &&
           !ndx_error_set(error, NDX_ERROR_INTERRUPTED, "%s: interrupted", input->name);
}

/* A pipe may stay empty for ever, and a signal may have come to another thread: look up now and
 * then. What poll cannot tell, read will. A file is ready at once and not asked. */
static bool wait_for_bytes(const ndx_input *input, ndx_error *error)
{
    struct pollfd wanted = {.fd = input->descriptor, .events = POLLIN};
    int ready;
    do {
        if (interrupted(input, error))
            return false;
        ready = poll(&wanted, 1, LOOK_UP_MILLISECONDS);
    } while (ready == 0 || (ready < 0 && errno == EINTR));
    return true;
}

static bool read_raw(ndx_input *input, ndx_error *error)
{
    ssize_t size = 0;
    if (interrupted(input, error))
        return false;
    if (input->raw_begin < input->raw_end || input->raw_ended)
        return true;
    input->raw_begin = input->raw_end = 0;
    if (input->descriptor < 0) {
        size_t part = input->memory.size < RAW_BYTES ? input->memory.size : RAW_BYTES;
        if (part)
            memcpy(input->raw, input->memory.data, part);
        input->memory = ndx_span_skip(input->memory, part);
        size = (ssize_t)part;
    } else {
        if (!input->owned && !wait_for_bytes(input, error))
            return false;
        do {
            size = read(input->descriptor, input->raw, RAW_BYTES);
        } while (size < 0 && errno == EINTR);
        if (size < 0)
            return ndx_error_errno(error, errno, "cannot read %s", input->name);
    }
    input->raw_end = (size_t)size;
    input->raw_bytes += (uint64_t)size;
    /* a file whose size is known is not asked whether there is more: of a folder of small files
     * every second read would only say no */
    input->raw_ended = size == 0 || input->raw_bytes == input->file_bytes;
    XXH3_128bits_update(input->hash, input->raw, (size_t)size);
    return true;
}

/* ---- gzip ---- */

static bool fail_gzip(const ndx_input *input, ndx_error *error, const char *what)
{
    char place[64];
    snprintf(place, sizeof place, "byte %llu",
             (unsigned long long)(input->raw_bytes - (input->raw_end - input->raw_begin)));
    return ndx_error_set_at(error, NDX_ERROR_FORMAT, place, "%s: %s", input->name, what);
}

/* After a member: another one begins, or what follows (zero padding, junk) is passed over as gzip
 * does. */
static bool end_member(ndx_input *input, ndx_error *error)
{
    input->in_member = false;
    if (!read_raw(input, error))
        return false;
    if (input->raw_begin < input->raw_end && input->raw[input->raw_begin] == 0x1F) {
        if (inflateReset(&input->zlib) != Z_OK)
            return ndx_error_memory(error, "decompressing");
        input->in_member = true;
        return true;
    }
    input->ended = true;
    return true;
}

static bool inflate_some(ndx_input *input, ndx_error *error)
{
    if (!read_raw(input, error))
        return false;
    if (input->raw_begin == input->raw_end)
        return fail_gzip(input, error, "the gzip file breaks off; fetch it again");
    if (!ndx_buffer_reserve(&input->window, RAW_BYTES))
        return ndx_error_memory(error, "decompressing");
    input->zlib.next_in = input->raw + input->raw_begin;
    input->zlib.avail_in = (uInt)(input->raw_end - input->raw_begin);
    input->zlib.next_out = (unsigned char *)input->window.data + input->window.size;
    input->zlib.avail_out = RAW_BYTES;
    int result = inflate(&input->zlib, Z_NO_FLUSH);
    input->raw_begin = input->raw_end - input->zlib.avail_in;
    size_t came = RAW_BYTES - input->zlib.avail_out;
    input->window.size += came;
    input->window.data[input->window.size] = '\0';
    input->inflated_bytes += came;
    if (result == Z_MEM_ERROR)
        return ndx_error_memory(error, "decompressing");
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        return fail_gzip(input, error, "the gzip data are damaged; fetch the file again");
    uint64_t taken = input->raw_bytes - (input->raw_end - input->raw_begin);
    if (input->inflated_bytes > INFLATE_FREE_BYTES + taken * NDX_LIMIT_INFLATE_RATIO)
        return ndx_error_set(error, NDX_ERROR_LIMIT,
                             "%s: expands to more than %u times its size, as no text does; unpack "
                             "it by hand if it is to be read",
                             input->name, NDX_LIMIT_INFLATE_RATIO);
    return result == Z_STREAM_END ? end_member(input, error) : true;
}

/* ---- the window ---- */

static bool fill_some(ndx_input *input, ndx_error *error)
{
    if (input->gzip)
        return inflate_some(input, error);
    if (!read_raw(input, error))
        return false;
    if (!ndx_buffer_append(&input->window, input->raw + input->raw_begin,
                           input->raw_end - input->raw_begin))
        return ndx_error_memory(error, "reading");
    input->raw_begin = input->raw_end;
    input->ended = input->raw_ended;
    return true;
}

static size_t waiting(const ndx_input *input)
{
    return input->window.size - input->at;
}

/* Moves what waits to the front when most of the window was consumed. */
static void compact(ndx_input *input)
{
    size_t left = waiting(input);
    if (input->at < RAW_BYTES || input->at < left)
        return;
    memmove(input->window.data, input->window.data + input->at, left);
    input->window.size = left;
    input->at = 0;
}

/* Until `want` bytes wait, or there are no more. A failure is kept for later. */
static void fill(ndx_input *input, size_t want)
{
    compact(input);
    while (waiting(input) < want && !input->ended && input->failure.code == NDX_OK)
        if (!fill_some(input, &input->failure))
            input->ended = true;
}

static bool told_failure(const ndx_input *input, ndx_error *error)
{
    if (input->failure.code == NDX_OK)
        return false;
    if (error)
        *error = input->failure;
    return true;
}

bool ndx_input_peek(ndx_input *input, size_t want, ndx_span *bytes, ndx_error *error)
{
    *bytes = ndx_span_make(NULL, 0);
    fill(input, want);
    if (!waiting(input))
        return !told_failure(input, error);
    *bytes = ndx_span_make(input->window.data + input->at, waiting(input));
    return true;
}

void ndx_input_consume(ndx_input *input, size_t size)
{
    input->at += size;
    input->consumed += size;
}

bool ndx_input_all(ndx_input *input, ndx_span *bytes, ndx_error *error)
{
    *bytes = ndx_span_make(NULL, 0);
    fill(input, (size_t)NDX_LIMIT_DOCUMENT_BYTES + 1);
    if (told_failure(input, error))
        return false;
    if (waiting(input) > NDX_LIMIT_DOCUMENT_BYTES)
        return ndx_error_set(error, NDX_ERROR_LIMIT,
                             "%s: has more than %u MiB and its format must be read whole; split "
                             "it, or use JSON Lines",
                             input->name, NDX_LIMIT_DOCUMENT_BYTES / (1024 * 1024));
    if (waiting(input))
        *bytes = ndx_span_make(input->window.data + input->at, waiting(input));
    ndx_input_consume(input, waiting(input));
    return true;
}

/* ---- lines ---- */

/* The length of the line that begins at the window's place, found among the first `size` bytes;
 * SIZE_MAX: no end there. A CR at the very end may be half of CR LF. */
static size_t find_line_end(const char *begin, size_t from, size_t size)
{
    const char *lf = memchr(begin + from, '\n', size - from);
    const char *cr = memchr(begin + from, '\r', lf ? (size_t)(lf - begin) - from : size - from);
    const char *end = cr ? cr : lf;
    return end ? (size_t)(end - begin) : SIZE_MAX;
}

static void consume_line_end(ndx_input *input)
{
    fill(input, 2);
    const char *at = input->window.data + input->at;
    size_t size = waiting(input) >= 2 && at[0] == '\r' && at[1] == '\n' ? 2 : waiting(input) > 0;
    ndx_input_consume(input, size);
}

/* Passes over the rest of an overlong line without holding it. */
static void skip_rest_of_line(ndx_input *input)
{
    for (;;) {
        fill(input, 1);
        if (!waiting(input))
            break;
        size_t end = find_line_end(input->window.data + input->at, 0, waiting(input));
        ndx_input_consume(input, end == SIZE_MAX ? waiting(input) : end);
        if (end != SIZE_MAX) {
            consume_line_end(input);
            break;
        }
    }
    input->skipping_line = false;
}

ndx_step ndx_input_line(ndx_input *input, size_t limit, ndx_span *line, ndx_error *error)
{
    size_t searched = 0;
    size_t end = SIZE_MAX;
    if (input->skipping_line)
        skip_rest_of_line(input);
    fill(input, 1);
    for (;;) {
        size_t size = waiting(input);
        if (size > searched)
            end = find_line_end(input->window.data + input->at, searched, size);
        if (end != SIZE_MAX || size > limit)
            break;
        searched = size;
        fill(input, size + 1);
        if (waiting(input) == size)
            break; /* the file ends without a line end */
    }
    if (end == SIZE_MAX && told_failure(input, error))
        return NDX_STEP_ERROR; /* the last line is cut: it is no line */
    if (end == SIZE_MAX && !waiting(input))
        return NDX_STEP_END;
    input->line++;
    size_t length = end == SIZE_MAX ? waiting(input) : end;
    if (length > limit) {
        char place[32];
        snprintf(place, sizeof place, "line %llu", (unsigned long long)input->line);
        input->skipping_line = true;
        ndx_error_set_at(error, NDX_ERROR_LIMIT, place, "%s: a line has more than %zu bytes",
                         input->name, limit);
        return NDX_STEP_ERROR;
    }
    /* the line stays in the window while its end is consumed: filling may move it */
    size_t begin = input->at;
    ndx_input_consume(input, length);
    if (end != SIZE_MAX) {
        bool lf = input->window.data[input->at] == '\n';
        if (lf) {
            ndx_input_consume(input, 1);
        } else { /* CR: is there a LF behind it? What has been read already is enough but at the
                    border */
            input->at = begin;
            input->consumed -= length;
            fill(input, length + 2);
            begin = input->at;
            ndx_input_consume(input, length);
            size_t left = waiting(input);
            bool both = left >= 2 && input->window.data[input->at + 1] == '\n';
            ndx_input_consume(input, both ? 2 : 1);
        }
    }
    *line = ndx_span_make(input->window.data + begin, length);
    return NDX_STEP_ROW;
}

uint64_t ndx_input_line_number(const ndx_input *input)
{
    return input->line;
}

uint64_t ndx_input_offset(const ndx_input *input)
{
    return input->consumed;
}

/* ---- opening and closing ---- */

static bool open_file(ndx_input *input, const char *path, ndx_error *error)
{
    struct stat status;
    if (strcmp(path, "-") == 0) {
        input->descriptor = STDIN_FILENO;
        return true;
    }
    /* not blocking: opening a FIFO must not hang */
    input->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (input->descriptor < 0)
        return ndx_error_errno(error, errno, "cannot open %s", path);
    input->owned = true;
    if (fstat(input->descriptor, &status) != 0)
        return ndx_error_errno(error, errno, "cannot open %s", path);
    if (!S_ISREG(status.st_mode))
        return ndx_error_set(error, NDX_ERROR_FORMAT, "%s: is %s, not a file", path,
                             S_ISDIR(status.st_mode) ? "a folder" : "a device, socket or pipe");
    input->file_bytes = status.st_size > 0 ? (uint64_t)status.st_size : 0;
#ifdef POSIX_FADV_SEQUENTIAL
    if (status.st_size > FEW_BYTES)
        posix_fadvise(input->descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
    return true;
}

static ndx_input *new_input(const char *name, const ndx_reading_options *options, ndx_error *error)
{
    ndx_input *input = calloc(1, sizeof *input);
    if (input) {
        input->descriptor = -1;
        input->name = name;
        input->options = options;
        input->raw = malloc(RAW_BYTES);
        input->hash = XXH3_createState();
    }
    if (!input || !input->raw || !input->hash) {
        ndx_error_memory(error, "opening a file");
        ndx_input_close(input);
        return NULL;
    }
    XXH3_128bits_reset(input->hash);
    return input;
}

/* Sees whether it is gzip and makes ready. */
static bool begin(ndx_input *input, ndx_error *error)
{
    if (!read_raw(input, error))
        return false;
    input->gzip =
        input->raw_end >= 3 && input->raw[0] == 0x1F && input->raw[1] == 0x8B && input->raw[2] == 8;
    if (input->gzip && inflateInit2(&input->zlib, GZIP_WINDOW_BITS) != Z_OK) {
        input->gzip = false;
        return ndx_error_memory(error, "decompressing");
    }
    input->in_member = input->gzip;
    return true;
}

ndx_input *ndx_input_open(const char *path, const char *name, const ndx_reading_options *options,
                          ndx_error *error)
{
    ndx_input *input = new_input(name, options, error);
    if (input && open_file(input, path, error) && begin(input, error))
        return input;
    ndx_input_close(input);
    return NULL;
}

ndx_input *ndx_input_open_memory(ndx_span bytes, const char *name,
                                 const ndx_reading_options *options, ndx_error *error)
{
    ndx_input *input = new_input(name, options, error);
    if (input) {
        input->memory = bytes;
        if (begin(input, error))
            return input;
    }
    ndx_input_close(input);
    return NULL;
}

void ndx_input_close(ndx_input *input)
{
    if (!input)
        return;
    if (input->gzip)
        inflateEnd(&input->zlib);
    if (input->owned && input->descriptor >= 0)
        close(input->descriptor);
    if (input->hash)
        XXH3_freeState(input->hash);
    ndx_buffer_free(&input->window);
    free(input->raw);
    free(input);
}

uint64_t ndx_input_raw_bytes(const ndx_input *input)
{
    return input->raw_bytes;
}

bool ndx_input_is_gzip(const ndx_input *input)
{
    return input->gzip;
}

bool ndx_input_finish(ndx_input *input, uint8_t hash[16], ndx_error *error)
{
    while (!input->raw_ended) { /* what follows the last member of a gzip file belongs to the file
                                   as well */
        input->raw_begin = input->raw_end;
        if (!read_raw(input, error))
            return false;
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(input->hash));
    memcpy(hash, canonical.digest, 16);
    return true;
}

bool ndx_file_hash(const char *path, uint8_t hash[16], uint64_t *size_bytes, ndx_error *error)
{
    ndx_input *input = new_input(path, NULL, error);
    bool done = input && open_file(input, path, error) && ndx_input_finish(input, hash, error);
    if (done)
        *size_bytes = input->raw_bytes;
    ndx_input_close(input);
    return done;
}
