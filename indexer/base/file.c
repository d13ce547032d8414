/* SPDX-License-Identifier: GPL-2.0-or-later */
/* file.c - implements newsdex/file.h. */
#include "newsdex/file.h"

#include <errno.h>
#include <unistd.h>

bool ndx_file_write(int file, ndx_span bytes)
{
    while (bytes.size) {
        ssize_t written = write(file, bytes.data, bytes.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written == 0)
            errno = EIO;
        if (written <= 0)
            return false;
        bytes = ndx_span_skip(bytes, (size_t)written);
    }
    return true;
}
