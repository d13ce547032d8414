/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapped_memory.c - implements mapped_memory.h. */
#include "mapped_memory.h"

#include "temporary_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALIGNMENT = 8, SMALL_BYTES = 1024 * 1024 };

size_t ndx_mapped_memory_needs(uint64_t count, size_t item_size)
{
    if (count > (SIZE_MAX - ALIGNMENT) / item_size)
        return SIZE_MAX;
    return ((size_t)count * item_size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void *map_anonymous(size_t size)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* posix_fallocate, not ftruncate: a page of a hole on a full disk would be a SIGBUS. */
static bool map_file(ndx_mapped_memory *memory, const char *directory, ndx_error *error)
{
    ndx_temporary_file file = NDX_TEMPORARY_FILE(directory);
    if (!ndx_temporary_file_make(&file, error))
        return false;
    int failure = (off_t)memory->size < 0 || (size_t)(off_t)memory->size != memory->size
                      ? EFBIG
                      : posix_fallocate(file.file, 0, (off_t)memory->size);
    if (failure) {
        ndx_temporary_file_close(&file);
        return ndx_error_errno(error, failure, "making room for %zu bytes in %s", memory->size,
                               directory);
    }
    void *bytes = mmap(NULL, memory->size, PROT_READ | PROT_WRITE, MAP_SHARED, file.file, 0);
    memory->in_file = bytes != MAP_FAILED;
    if (!memory->in_file)
        bytes = map_anonymous(memory->size);
    ndx_temporary_file_close(&file);
    if (bytes == MAP_FAILED)
        return ndx_error_errno(error, errno, "mapping a temporary file in %s", directory);
    memory->bytes = bytes;
    return true;
}

bool ndx_mapped_memory_open(ndx_mapped_memory *memory, const char *directory, size_t size,
                            ndx_error *error)
{
    *memory = (ndx_mapped_memory){.size = size ? size : ALIGNMENT};
    if (size == SIZE_MAX)
        return ndx_error_memory(error, "mapping a temporary file");
    if (size > SMALL_BYTES) {
        if (map_file(memory, directory, error))
            return true;
        *memory = (ndx_mapped_memory){0};
        return false;
    }
    void *bytes = map_anonymous(memory->size);
    if (bytes == MAP_FAILED) {
        *memory = (ndx_mapped_memory){0};
        return ndx_error_memory(error, "mapping memory");
    }
    memory->bytes = bytes;
    return true;
}

void ndx_mapped_memory_close(ndx_mapped_memory *memory)
{
    if (memory->bytes)
        munmap(memory->bytes, memory->size);
    *memory = (ndx_mapped_memory){0};
}

void *ndx_mapped_memory_take(ndx_mapped_memory *memory, uint64_t count, size_t item_size)
{
    size_t needs = ndx_mapped_memory_needs(count, item_size);
    if (needs > memory->size - memory->used)
        return NULL;
    void *taken = memory->bytes + memory->used;
    memory->used += needs;
    return taken;
}

void ndx_mapped_memory_forget(const ndx_mapped_memory *memory)
{
    if (memory->in_file) /* what is only in memory would be lost */
        madvise(memory->bytes, memory->size, MADV_DONTNEED);
}
