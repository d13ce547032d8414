/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_read.c - opening: the version file, and each table's file mapped. */
#include "glass_mapped.h"
#include "glass_version_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#undef ndx_glass_damaged /* glass_mapped.h has a macro of it for the analyser */

static const char *const table_names[NDX_GLASS_TABLE_COUNT] = {
    [NDX_GLASS_POSTLIST] = "postlist", [NDX_GLASS_DOCDATA] = "docdata",
    [NDX_GLASS_TERMLIST] = "termlist", [NDX_GLASS_POSITION] = "position",
    [NDX_GLASS_SPELLING] = "spelling", [NDX_GLASS_SYNONYM] = "synonym",
};

static bool map_descriptor(ndx_glass_mapped *table, int file, const char *path, ndx_error *error)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return ndx_error_errno(error, errno, "looking at %s", path);
    if (!S_ISREG(status.st_mode) || status.st_size < (off_t)table->block_bytes)
        return ndx_error_set(error, NDX_ERROR_CORRUPT, "%s is too short to be a table", path);
    table->size = (size_t)status.st_size;
    void *bytes = mmap(NULL, table->size, PROT_READ, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED)
        return ndx_error_errno(error, errno, "mapping %s", path);
    table->bytes = bytes;
    return true;
}

/* Where the free list holds nothing, every block below its count is used and must be there; else
 * the last ones may be free and not written yet. */
static bool check_size(ndx_glass_mapped *table, const ndx_glass_root *root, bool holds_free,
                       const char *path, ndx_error *error)
{
    size_t there = table->size / table->block_bytes;
    if (root->root >= there || (!holds_free && root->blocks > there))
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "%s has %zu blocks where the version file says %u", path, there,
                             root->blocks > root->root ? root->blocks : root->root + 1);
    table->blocks = there < UINT32_MAX ? (uint32_t)there : UINT32_MAX;
    return true;
}

static bool map_table(ndx_glass_mapped *table, const ndx_glass_root *root, bool holds_free,
                      ndx_error *error)
{
    ndx_buffer path = {0};
    int file = -1;
    bool done = false;
    ndx_buffer_printf(&path, "%s/%s.glass", table->directory, table->name);
    if (!ndx_buffer_ok(&path, "opening a database", error))
        goto clean;
    file = open(path.data, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        ndx_error_errno(error, errno, "opening %s", path.data);
        goto clean;
    }
    done = map_descriptor(table, file, path.data, error) &&
           check_size(table, root, holds_free, path.data, error);
clean:
    if (file >= 0)
        close(file);
    ndx_buffer_free(&path);
    return done;
}

static bool map_tables(ndx_glass_database *database, const bool *holds_free, ndx_error *error)
{
    for (size_t i = 0; i < NDX_GLASS_TABLE_COUNT; i++) {
        const ndx_glass_root *root = &database->version.table[i];
        database->table[i] = (ndx_glass_mapped){
            .root = root->root,
            .level = root->level,
            .block_bytes = root->block_bytes,
            .revision = database->version.revision,
            .name = table_names[i],
            .directory = database->directory,
        };
        if (!root->fake && !map_table(&database->table[i], root, holds_free[i], error))
            return false;
    }
    return true;
}

ndx_glass_database *ndx_glass_open(const char *directory, ndx_error *error)
{
    bool holds_free[NDX_GLASS_TABLE_COUNT] = {0};
    ndx_glass_database *database = calloc(1, sizeof *database);
    if (!database || !(database->directory = strdup(directory))) {
        free(database);
        ndx_error_memory(error, "opening a database");
        return NULL;
    }
    if (!ndx_glass_version_load(directory, &database->version, holds_free, error) ||
        !map_tables(database, holds_free, error)) {
        ndx_glass_close(database);
        return NULL;
    }
    return database;
}

void ndx_glass_close(ndx_glass_database *database)
{
    if (!database)
        return;
    for (size_t i = 0; i < NDX_GLASS_TABLE_COUNT; i++)
        if (database->table[i].bytes)
            munmap((void *)database->table[i].bytes, database->table[i].size);
    free(database->directory);
    free(database);
}

const ndx_glass_version *ndx_glass_version_of(const ndx_glass_database *database)
{
    return &database->version;
}

void ndx_glass_forget(const ndx_glass_database *database, ndx_glass_table table)
{
    const ndx_glass_mapped *mapped = &database->table[table];
    if (mapped->bytes)
        madvise((void *)mapped->bytes, mapped->size, MADV_DONTNEED);
}

bool ndx_glass_damaged(const ndx_glass_mapped *table, uint32_t block, const char *what,
                       ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT, "%s/%s.glass, block %u: %s", table->directory,
                         table->name, block, what);
}
