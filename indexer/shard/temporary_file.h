/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * temporary_file.h - bytes that leave memory for a while. Internal.
 *
 * Owns: a file that is unlinked as soon as it is made, so that a crash leaves nothing behind. Must
 * not know: what the bytes are. Bytes are appended and read by their offset; reading is safe from
 * several threads at once as long as none appends.
 */
#ifndef NEWSDEX_SHARD_TEMPORARY_FILE_H
#define NEWSDEX_SHARD_TEMPORARY_FILE_H

#include "newsdex/buffer.h"

typedef struct ndx_temporary_file {
    const char *directory; /* where it is made; borrowed */
    int file;              /* -1: not yet made */
    uint64_t size;         /* bytes appended */
} ndx_temporary_file;

#define NDX_TEMPORARY_FILE(folder)                                                                 \
    {                                                                                              \
        .directory = (folder), .file = -1                                                          \
    }

bool ndx_temporary_file_append(ndx_temporary_file *to, const void *data, size_t size,
                               ndx_error *error);
/* Replaces the content of *into by `size` bytes from offset on. */
bool ndx_temporary_file_read(const ndx_temporary_file *from, uint64_t offset, size_t size,
                             ndx_buffer *into, ndx_error *error);
void ndx_temporary_file_close(ndx_temporary_file *file);

#endif
