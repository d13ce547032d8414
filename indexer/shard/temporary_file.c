/* SPDX-License-Identifier: GPL-2.0-or-later */
/* temporary_file.c - implements temporary_file.h. */
#include "temporary_file.h"

#include "newsdex/file.h"

#include "newsdex/array.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

bool ndx_temporary_file_make(ndx_temporary_file *file, ndx_error *error)
{
    ndx_buffer path = {0};
    if (!ndx_buffer_printf(&path, "%s/tmp-drafts-XXXXXX", file->directory)) {
        ndx_buffer_free(&path);
        return ndx_error_memory(error, "opening a temporary file");
    }
    file->file = mkstemp(path.data);
    bool done = file->file >= 0 && unlink(path.data) == 0;
    if (!done)
        ndx_error_errno(error, errno, "making a temporary file in %s", file->directory);
    ndx_buffer_free(&path);
    return done;
}

bool ndx_temporary_file_append(ndx_temporary_file *to, const void *data, size_t size,
                               ndx_error *error)
{
    if (to->file < 0 && !ndx_temporary_file_make(to, error))
        return false;
    if (!ndx_file_write(to->file, ndx_span_make(data, size)))
        return ndx_error_errno(error, errno, "writing a temporary file in %s", to->directory);
    to->size += size;
    return true;
}

bool ndx_temporary_file_read(const ndx_temporary_file *from, uint64_t offset, size_t size,
                             ndx_buffer *into, ndx_error *error)
{
    ndx_buffer_clear(into);
    if (!ndx_buffer_reserve(into, size))
        return ndx_error_memory(error, "reading a temporary file");
    while (into->size < size) {
        ssize_t got = pread(from->file, into->data + into->size, size - into->size,
                            (off_t)(offset + into->size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return ndx_error_errno(error, got ? errno : EIO, "reading a temporary file");
        into->size += (size_t)got;
    }
    return true;
}

void ndx_temporary_file_close(ndx_temporary_file *file)
{
    if (file->file >= 0)
        close(file->file);
    file->file = -1;
    file->size = 0;
}

bool ndx_temporary_parts_move(ndx_temporary_parts *parts, ndx_temporary_file *file,
                              ndx_buffer *from, ndx_error *error)
{
    ndx_temporary_part *larger =
        ndx_array_room(parts->part, parts->count, &parts->capacity, 16, sizeof *larger);
    if (!larger)
        return ndx_error_memory(error, "writing a temporary file");
    parts->part = larger;
    parts->part[parts->count] = (ndx_temporary_part){.offset = file->size, .size = from->size};
    if (!ndx_temporary_file_append(file, from->data, from->size, error))
        return false;
    parts->count++;
    ndx_buffer_clear(from);
    return true;
}

void ndx_temporary_parts_free(ndx_temporary_parts *parts)
{
    free(parts->part);
    *parts = (ndx_temporary_parts){0};
}
