/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_version_write.c - the version file: implements that part of glass_write.h. */
#include "glass_write.h"

#include "newsdex/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static void append_root(ndx_buffer *out, const ndx_glass_root *root)
{
    ndx_buffer_append_varint(out, root->root);
    ndx_buffer_append_varint(out, root->level << 2 | (root->sequential ? 2u : 0u) |
                                      (root->fake ? 1u : 0u));
    ndx_buffer_append_varint(out, root->entries);
    ndx_buffer_append_varint(out, root->block_bytes >> 11);
    ndx_buffer_append_varint(out, root->compress_min);
    if (root->fake) {
        ndx_buffer_append_byte(out, 0);
        return;
    }
    ndx_buffer list = {0};
    ndx_buffer_append_varint(&list, 1); /* revision */
    ndx_buffer_append_varint(&list, root->blocks);
    ndx_buffer_append(&list, "\0\0\0\0", 4);
    ndx_buffer_append_counted(out, ndx_buffer_span(&list));
    out->failed |= list.failed;
    ndx_buffer_free(&list);
}

static void append_statistics(ndx_buffer *out, const ndx_glass_statistics *statistics)
{
    ndx_buffer_append_varint(out, statistics->documents);
    ndx_buffer_append_varint(out, statistics->last_docid - statistics->documents);
    ndx_buffer_append_varint(out, statistics->length_least);
    ndx_buffer_append_varint(out, statistics->wdf_greatest);
    ndx_buffer_append_varint(out, statistics->length_greatest - statistics->wdf_greatest);
    ndx_buffer_append_varint(out, 0); /* oldest changeset */
    ndx_buffer_append_varint(out, statistics->length_total);
    ndx_buffer_append_varint(out, 0); /* spelling */
}

static bool write_file(const char *path, ndx_span bytes, ndx_error *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return ndx_error_errno(error, errno, "making %s", path);
    if (!ndx_file_write(file, bytes)) {
        ndx_error_errno(error, errno, "writing %s", path);
        close(file);
        return false;
    }
    return close(file) == 0 || ndx_error_errno(error, errno, "writing %s", path);
}

bool ndx_glass_version_write(const char *directory, const ndx_glass_version *version,
                             ndx_error *error)
{
    ndx_buffer bytes = {0};
    ndx_buffer path = {0};
    ndx_buffer_append(&bytes, NDX_GLASS_MAGIC, NDX_GLASS_MAGIC_BYTES);
    ndx_buffer_append_byte(&bytes, NDX_GLASS_FORMAT_VERSION >> 8);
    ndx_buffer_append_byte(&bytes, NDX_GLASS_FORMAT_VERSION & 0xFF);
    ndx_buffer_append(&bytes, version->uuid, sizeof version->uuid);
    ndx_buffer_append_varint(&bytes, version->revision);
    for (size_t table = 0; table < NDX_GLASS_TABLE_COUNT; table++)
        append_root(&bytes, &version->table[table]);
    append_statistics(&bytes, &version->statistics);
    bool done = ndx_buffer_printf(&path, "%s/" NDX_GLASS_VERSION_FILE, directory) &&
                ndx_buffer_ok(&bytes, "writing a version file", error);
    if (!path.data || path.failed)
        ndx_error_memory(error, "writing a version file");
    done = done && write_file(path.data, ndx_buffer_span(&bytes), error);
    ndx_buffer_free(&bytes);
    ndx_buffer_free(&path);
    return done;
}
