/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_version_read.c - the version file `iamglass`, read. Its layout is in glass_format.h. */
#include "glass_version_read.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool read_root(ndx_span *bytes, ndx_glass_root *root)
{
    uint32_t flags;
    uint32_t kilobytes2;
    if (!ndx_read_varint32(bytes, &root->root) || !ndx_read_varint32(bytes, &flags) ||
        !ndx_read_varint(bytes, &root->entries) || !ndx_read_varint32(bytes, &kilobytes2) ||
        !ndx_read_varint32(bytes, &root->compress_min))
        return false;
    root->level = flags >> 2;
    root->sequential = flags & 2;
    root->fake = flags & 1;
    if (kilobytes2 > NDX_GLASS_BLOCK_BYTES_MAX / 2048 || (kilobytes2 & (kilobytes2 - 1)))
        return false;
    root->block_bytes = kilobytes2 * 2048;
    return kilobytes2 && root->level < NDX_GLASS_LEVELS_MAX;
}

/* Revision, blocks, and two places, block and entry each: where the list begins and ends. The bytes
 * are empty in a table that was never written. */
static bool read_free_list(ndx_span *bytes, ndx_glass_root *root, bool *holds_blocks)
{
    ndx_span list;
    uint32_t number[6] = {0};
    if (!ndx_read_counted(bytes, &list))
        return false;
    for (size_t i = 0; list.size && i < 6; i++)
        if (!ndx_read_varint32(&list, &number[i]))
            return false;
    root->blocks = number[1];
    *holds_blocks = number[2] != number[4] || number[3] != number[5];
    return list.size == 0;
}

static bool read_statistics(ndx_span *bytes, ndx_glass_statistics *statistics)
{
    uint32_t beyond;
    uint32_t longer;
    uint32_t ignored;
    if (!bytes->size) /* libxapian: all 0 */
        return true;
    if (!ndx_read_varint32(bytes, &statistics->documents) || !ndx_read_varint32(bytes, &beyond) ||
        !ndx_read_varint32(bytes, &statistics->length_least) ||
        !ndx_read_varint32(bytes, &statistics->wdf_greatest) ||
        !ndx_read_varint32(bytes, &longer) || !ndx_read_varint32(bytes, &ignored) ||
        !ndx_read_varint(bytes, &statistics->length_total) || !ndx_read_varint32(bytes, &ignored))
        return false;
    if (beyond > UINT32_MAX - statistics->documents ||
        longer > UINT32_MAX - statistics->wdf_greatest)
        return false;
    statistics->last_docid = statistics->documents + beyond;
    statistics->length_greatest = statistics->wdf_greatest + longer;
    return bytes->size == 0;
}

static bool check_format(const uint8_t *bytes, const char *directory, ndx_error *error)
{
    uint32_t version = ndx_glass_read2(bytes + NDX_GLASS_MAGIC_BYTES);
    if (version == NDX_GLASS_FORMAT_VERSION)
        return true;
    return ndx_error_set(error, NDX_ERROR_VERSION,
                         "%s has the glass format of %04u-%02u-%02u; this newsdex reads that of "
                         "2016-03-14",
                         directory, (version >> 9) + 2014, version >> 5 & 15, version & 31);
}

bool ndx_glass_version_parse(ndx_span bytes, const char *directory, ndx_glass_version *version,
                             bool holds_free[NDX_GLASS_TABLE_COUNT], ndx_error *error)
{
    *version = (ndx_glass_version){0};
    if (bytes.size < NDX_GLASS_MAGIC_BYTES + 2 + NDX_GLASS_UUID_BYTES ||
        memcmp(bytes.data, NDX_GLASS_MAGIC, NDX_GLASS_MAGIC_BYTES) != 0)
        return ndx_error_set(
            error, NDX_ERROR_CORRUPT,
            "%s/" NDX_GLASS_VERSION_FILE " is not the version file of a glass database", directory);
    if (!check_format((const uint8_t *)bytes.data, directory, error))
        return false;
    bytes = ndx_span_skip(bytes, NDX_GLASS_MAGIC_BYTES + 2);
    memcpy(version->uuid, bytes.data, NDX_GLASS_UUID_BYTES);
    bytes = ndx_span_skip(bytes, NDX_GLASS_UUID_BYTES);
    bool good = ndx_read_varint32(&bytes, &version->revision);
    for (size_t i = 0; good && i < NDX_GLASS_TABLE_COUNT; i++)
        good = read_root(&bytes, &version->table[i]) &&
               read_free_list(&bytes, &version->table[i], &holds_free[i]);
    if (good && read_statistics(&bytes, &version->statistics))
        return true;
    return ndx_error_set(error, NDX_ERROR_CORRUPT, "%s/" NDX_GLASS_VERSION_FILE " is damaged",
                         directory);
}

/* One byte more than it may have, so that a longer file is seen. */
static bool read_file(const char *path, uint8_t *bytes, size_t capacity, size_t *size,
                      ndx_error *error)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return ndx_error_errno(error, errno, "opening %s", path);
    bool done = true;
    ssize_t got = 1;
    for (*size = 0; done && got && *size < capacity;) {
        got = read(file, bytes + *size, capacity - *size);
        if (got > 0)
            *size += (size_t)got;
        else if (got < 0 && errno != EINTR)
            done = ndx_error_errno(error, errno, "reading %s", path);
    }
    close(file);
    return done;
}

bool ndx_glass_version_load(const char *directory, ndx_glass_version *version,
                            bool holds_free[NDX_GLASS_TABLE_COUNT], ndx_error *error)
{
    uint8_t bytes[NDX_GLASS_VERSION_BYTES_MAX + 1];
    size_t size = 0;
    ndx_buffer path = {0};
    ndx_buffer_append_text(&path, directory);
    ndx_buffer_append_text(&path, "/" NDX_GLASS_VERSION_FILE);
    bool done = ndx_buffer_ok(&path, "opening a database", error) &&
                read_file(path.data, bytes, sizeof bytes, &size, error);
    if (done && size > NDX_GLASS_VERSION_BYTES_MAX)
        done = ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "%s is longer than the version file of a glass database", path.data);
    done = done && ndx_glass_version_parse(ndx_span_make((const char *)bytes, size), directory,
                                           version, holds_free, error);
    ndx_buffer_free(&path);
    return done;
}

bool ndx_glass_version_read(const char *directory, ndx_glass_version *version, ndx_error *error)
{
    bool holds_free[NDX_GLASS_TABLE_COUNT];
    return ndx_glass_version_load(directory, version, holds_free, error);
}
