/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_table_write.c - blocks and the tree over them: implements the table part of glass_write.h.
 */
#include "glass_write.h"

#include "newsdex/file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    OUTPUT_BYTES = 1024 * 1024,
    REVISION = 1,
    SIZE_BYTES = 2, /* of an item */
    KEY_LENGTH_BYTES = 1,
    COMPONENT_BYTES = 2,
    ENTRY_BYTES = 2, /* of the directory */
    BLOCK_NUMBER_BYTES = 4,
    /* A part is put into what is left of a block if it saves that many bytes more than its header
     * takes; 34 is what libxapian found best (GlassTable::add). */
    LEAST_PART_BYTES = 34
};

/* A block being filled: one a level. */
typedef struct block {
    uint8_t *bytes;
    uint32_t directory_end;
    uint32_t items_begin;
    ndx_glass_key separator; /* what its parent will find it by; empty for the first of its level */
    uint32_t separator_component;
} block;

/* Entries that wait until another thread has added the first ones. */
typedef struct firsts {
    pthread_mutex_t mutex; /* of `ended` */
    pthread_cond_t end;
    bool ended;
    bool passed; /* the one that waits knows it */
    size_t bytes_most;
    ndx_buffer waiting; /* counted key, counted tag */
} firsts;

struct ndx_glass_table_writer {
    char *path;
    int file;
    uint32_t block_bytes;
    uint32_t item_bytes_max;
    uint32_t next_block;
    uint64_t entries;
    uint32_t levels; /* that have a block */
    block level[NDX_GLASS_LEVELS_MAX];
    ndx_glass_key last; /* key */
    uint8_t *output;
    size_t output_size;
    off_t written;
    bool early;     /* the disk may begin with what is written */
    bool synced;    /* finishing waits until all is on the disk */
    firsts *firsts; /* NULL: one thread adds all */
};

static const char *const file_names[NDX_GLASS_TABLE_COUNT] = {"postlist.glass", "docdata.glass",
                                                              "termlist.glass", "position.glass",
                                                              "spelling.glass", "synonym.glass"};

const char *ndx_glass_table_file(ndx_glass_table table)
{
    return file_names[table];
}

ndx_glass_root ndx_glass_root_absent(uint32_t block_bytes)
{
    return (ndx_glass_root){.fake = true, .sequential = true, .block_bytes = block_bytes};
}

/* ---- output ---- */

static bool flush(ndx_glass_table_writer *writer, ndx_error *error)
{
    if (!ndx_file_write(writer->file,
                        ndx_span_make((const char *)writer->output, writer->output_size)))
        return ndx_error_errno(error, errno, "writing %s", writer->path);
#ifdef SYNC_FILE_RANGE_WRITE
    if (writer->early) /* whether the disk begins is its matter: the sync will tell of failures */
        sync_file_range(writer->file, writer->written, (off_t)writer->output_size,
                        SYNC_FILE_RANGE_WRITE);
#endif
    writer->written += (off_t)writer->output_size;
    writer->output_size = 0;
    return true;
}

/* ---- blocks ---- */

static uint32_t free_bytes(const block *at)
{
    return at->items_begin - at->directory_end;
}

static bool begin_block(ndx_glass_table_writer *writer, uint32_t level, ndx_error *error)
{
    block *at = &writer->level[level];
    if (!at->bytes && !(at->bytes = malloc(writer->block_bytes)))
        return ndx_error_memory(error, "writing a table");
    memset(at->bytes, 0, writer->block_bytes);
    at->directory_end = NDX_GLASS_DIRECTORY;
    at->items_begin = writer->block_bytes;
    at->separator.size = 0;
    at->separator_component = 0;
    return true;
}

/* Room for an item, entered in the directory. */
static uint8_t *put_item(block *at, uint32_t size)
{
    at->items_begin -= size;
    ndx_glass_write2(at->bytes + at->directory_end, at->items_begin);
    at->directory_end += ENTRY_BYTES;
    return at->bytes + at->items_begin;
}

static bool write_block(ndx_glass_table_writer *writer, uint32_t level, uint32_t *number,
                        ndx_error *error)
{
    const block *at = &writer->level[level];
    uint8_t *bytes = at->bytes;
    if (writer->next_block == UINT32_MAX)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "%s: more than 2^32 blocks", writer->path);
    ndx_glass_write4(bytes, REVISION);
    bytes[4] = (uint8_t)level;
    ndx_glass_write2(bytes + 5, free_bytes(at));
    ndx_glass_write2(bytes + 7, free_bytes(at));
    ndx_glass_write2(bytes + 9, at->directory_end);
    if (writer->output_size + writer->block_bytes > OUTPUT_BYTES && !flush(writer, error))
        return false;
    memcpy(writer->output + writer->output_size, bytes, writer->block_bytes);
    writer->output_size += writer->block_bytes;
    *number = writer->next_block++;
    return true;
}

/* ---- the tree ---- */

static void put_branch_item(block *at, const ndx_glass_key *key, uint32_t component, uint32_t child)
{
    uint8_t *item =
        put_item(at, BLOCK_NUMBER_BYTES + KEY_LENGTH_BYTES + key->size + COMPONENT_BYTES);
    ndx_glass_write4(item, child);
    item += BLOCK_NUMBER_BYTES;
    *item++ = (uint8_t)key->size;
    if (key->size)
        memcpy(item, key->bytes, key->size);
    ndx_glass_write2(item + key->size, component);
}

/* Writes the block of a level and enters it one level above; where that is full, it goes the same
 * way first. */
static bool end_block(ndx_glass_table_writer *writer, uint32_t level, ndx_error *error)
{
    static const ndx_glass_key none = {0};
    const ndx_glass_key separator = writer->level[level].separator;
    uint32_t component = writer->level[level].separator_component;
    uint32_t number;
    if (!write_block(writer, level, &number, error))
        return false;
    uint32_t above = level + 1;
    if (above == NDX_GLASS_LEVELS_MAX)
        return ndx_error_set(error, NDX_ERROR_LIMIT, "%s: more than %d levels", writer->path,
                             NDX_GLASS_LEVELS_MAX);
    block *parent = &writer->level[above];
    bool is_first = above >= writer->levels;
    if (!is_first && free_bytes(parent) >= ENTRY_BYTES + BLOCK_NUMBER_BYTES + KEY_LENGTH_BYTES +
                                               separator.size + COMPONENT_BYTES) {
        put_branch_item(parent, &separator, component, number);
        return true;
    }
    if (is_first)
        writer->levels = above + 1;
    else if (!end_block(writer, above, error))
        return false;
    if (!begin_block(writer, above, error))
        return false;
    parent->separator = separator;
    parent->separator_component = component;
    put_branch_item(parent, &none, 0, number);
    return true;
}

/* ---- leaves ---- */

/* The shortest key above the last one and not above this one. */
static void set_separator(ndx_glass_table_writer *writer, ndx_span key, uint32_t component)
{
    block *leaf = &writer->level[0];
    const uint8_t *bytes = (const uint8_t *)key.data;
    uint32_t common = 0;
    while (common < key.size && common < writer->last.size &&
           bytes[common] == writer->last.bytes[common])
        common++;
    if (common < key.size)
        common++;
    leaf->separator.size = 0;
    ndx_glass_key_append(&leaf->separator, key.data, common);
    leaf->separator_component = component;
}

static void put_leaf_item(ndx_glass_table_writer *writer, ndx_span key, uint32_t component,
                          ndx_span part, bool is_last)
{
    uint32_t size = (uint32_t)(SIZE_BYTES + KEY_LENGTH_BYTES + key.size + part.size) +
                    (component > 1 ? COMPONENT_BYTES : 0);
    uint8_t *item = put_item(&writer->level[0], size);
    ndx_glass_write2(item, (size - 3) | (is_last ? NDX_GLASS_ITEM_LAST : 0u) |
                               (component == 1 ? NDX_GLASS_ITEM_FIRST : 0u));
    item += SIZE_BYTES;
    *item++ = (uint8_t)key.size;
    if (key.size)
        memcpy(item, key.data, key.size);
    item += key.size;
    if (component > 1) {
        ndx_glass_write2(item, component);
        item += COMPONENT_BYTES;
    }
    if (part.size)
        memcpy(item, part.data, part.size);
}

static bool begin_leaf(ndx_glass_table_writer *writer, ndx_span key, uint32_t component,
                       ndx_error *error)
{
    if (!end_block(writer, 0, error) || !begin_block(writer, 0, error))
        return false;
    set_separator(writer, key, component);
    return true;
}

static bool check_key(const ndx_glass_table_writer *writer, ndx_span key, ndx_error *error)
{
    if (key.size == 0 || key.size > NDX_GLASS_KEY_BYTES_MAX)
        return ndx_error_set(error, NDX_ERROR_LIMIT,
                             "%s: a key has %zu bytes; 1 to %d are possible", writer->path,
                             key.size, NDX_GLASS_KEY_BYTES_MAX);
    if (ndx_span_compare(key, ndx_glass_key_span(&writer->last)) <= 0)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "%s: keys are out of order", writer->path);
    return true;
}

static bool add_entry(ndx_glass_table_writer *writer, ndx_span key, ndx_span tag, ndx_error *error)
{
    if (!check_key(writer, key, error))
        return false;
    for (uint32_t component = 1;; component++) {
        size_t header = SIZE_BYTES + KEY_LENGTH_BYTES + key.size;
        if (component > 1) { /* the key stands in the table from now on */
            header += COMPONENT_BYTES;
            writer->last.size = 0;
            ndx_glass_key_append(&writer->last, key.data, key.size);
        }
        if (component > NDX_GLASS_COMPONENTS_MAX)
            return ndx_error_set(error, NDX_ERROR_LIMIT, "%s: an entry is too large", writer->path);
        size_t room = free_bytes(&writer->level[0]) - ENTRY_BYTES;
        if (free_bytes(&writer->level[0]) < ENTRY_BYTES)
            room = 0;
        if (room > writer->item_bytes_max)
            room = writer->item_bytes_max;
        if (header + tag.size <= room) {
            put_leaf_item(writer, key, component, tag, true);
            break;
        }
        if (room < header + key.size + LEAST_PART_BYTES) {
            if (!begin_leaf(writer, key, component, error))
                return false;
            component--;
            continue;
        }
        put_leaf_item(writer, key, component, ndx_span_make(tag.data, room - header), false);
        tag = ndx_span_skip(tag, room - header);
    }
    writer->last.size = 0;
    ndx_glass_key_append(&writer->last, key.data, key.size);
    writer->entries++;
    return true;
}

/* ---- two threads ---- */

bool ndx_glass_table_begin_firsts(ndx_glass_table_writer *writer, size_t bytes_most,
                                  ndx_error *error)
{
    firsts *begun = calloc(1, sizeof *begun);
    if (!begun || pthread_mutex_init(&begun->mutex, NULL) != 0) {
        free(begun);
        return ndx_error_memory(error, "writing a table");
    }
    if (pthread_cond_init(&begun->end, NULL) != 0) {
        pthread_mutex_destroy(&begun->mutex);
        free(begun);
        return ndx_error_memory(error, "writing a table");
    }
    begun->bytes_most = bytes_most;
    writer->firsts = begun;
    return true;
}

bool ndx_glass_table_add_first(ndx_glass_table_writer *writer, ndx_span key, ndx_span tag,
                               ndx_error *error)
{
    return add_entry(writer, key, tag, error);
}

void ndx_glass_table_end_firsts(ndx_glass_table_writer *writer)
{
    pthread_mutex_lock(&writer->firsts->mutex);
    writer->firsts->ended = true;
    pthread_cond_signal(&writer->firsts->end);
    pthread_mutex_unlock(&writer->firsts->mutex);
}

/* Have the first entries ended? If not, and it must, waits for it. */
static bool have_ended(firsts *of, bool must)
{
    pthread_mutex_lock(&of->mutex);
    while (must && !of->ended)
        pthread_cond_wait(&of->end, &of->mutex);
    bool ended = of->ended;
    pthread_mutex_unlock(&of->mutex);
    return ended;
}

static bool add_waiting(ndx_glass_table_writer *writer, ndx_error *error)
{
    firsts *of = writer->firsts;
    ndx_span rest = ndx_buffer_span(&of->waiting);
    ndx_span key;
    ndx_span tag;
    of->passed = true;
    while (rest.size && ndx_read_counted(&rest, &key) && ndx_read_counted(&rest, &tag))
        if (!add_entry(writer, key, tag, error))
            return false;
    ndx_buffer_free(&of->waiting);
    return true;
}

bool ndx_glass_table_add(ndx_glass_table_writer *writer, ndx_span key, ndx_span tag,
                         ndx_error *error)
{
    firsts *of = writer->firsts;
    if (!of || of->passed)
        return add_entry(writer, key, tag, error);
    if (!have_ended(of, of->waiting.size >= of->bytes_most))
        return (ndx_buffer_append_counted(&of->waiting, key) &&
                ndx_buffer_append_counted(&of->waiting, tag)) ||
               ndx_error_memory(error, "writing a table");
    return add_waiting(writer, error) && add_entry(writer, key, tag, error);
}

static void free_firsts(firsts *of)
{
    if (!of)
        return;
    ndx_buffer_free(&of->waiting);
    pthread_cond_destroy(&of->end);
    pthread_mutex_destroy(&of->mutex);
    free(of);
}

/* ---- beginning and end ---- */

void ndx_glass_table_begin_early(ndx_glass_table_writer *writer)
{
    writer->early = true;
}

ndx_glass_table_writer *ndx_glass_table_writer_new(const char *directory, ndx_glass_table table,
                                                   uint32_t block_bytes, ndx_error *error)
{
    ndx_glass_table_writer *writer = calloc(1, sizeof *writer);
    ndx_buffer path = {0};
    if (!writer || !ndx_buffer_printf(&path, "%s/%s", directory, file_names[table]) ||
        !(writer->output = malloc(OUTPUT_BYTES))) {
        ndx_error_memory(error, "making a table");
        ndx_buffer_free(&path);
        free(writer);
        return NULL;
    }
    writer->path = ndx_buffer_take(&path);
    writer->block_bytes = block_bytes;
    writer->item_bytes_max = block_bytes - NDX_GLASS_DIRECTORY - ENTRY_BYTES;
    if (writer->item_bytes_max > NDX_GLASS_ITEM_BYTES_MAX)
        writer->item_bytes_max = NDX_GLASS_ITEM_BYTES_MAX;
    writer->file = open(writer->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (writer->file < 0) {
        ndx_error_errno(error, errno, "making %s", writer->path);
        ndx_glass_table_writer_free(writer);
        return NULL;
    }
    if (!begin_block(writer, 0, error)) {
        ndx_glass_table_writer_free(writer);
        return NULL;
    }
    writer->levels = 1;
    put_leaf_item(writer, ndx_span_make(NULL, 0), 1, ndx_span_make(NULL, 0), true);
    return writer;
}

void ndx_glass_table_sync_at_end(ndx_glass_table_writer *writer)
{
    writer->synced = true;
}

bool ndx_glass_table_finish(ndx_glass_table_writer *writer, ndx_glass_root *root, ndx_error *error)
{
    *root = ndx_glass_root_absent(writer->block_bytes);
    if (writer->firsts && !writer->firsts->passed &&
        !(have_ended(writer->firsts, true) && add_waiting(writer, error)))
        return false;
    if (!writer->entries) { /* libxapian's fake root stands for an empty table */
        writer->levels = 0;
    }
    for (uint32_t level = 0; level < writer->levels; level++) {
        bool is_top = level + 1 == writer->levels;
        if (is_top ? !write_block(writer, level, &root->root, error)
                   : !end_block(writer, level, error))
            return false;
        root->level = level;
        root->fake = false;
    }
    root->entries = writer->entries;
    root->blocks = writer->next_block;
    if (!flush(writer, error))
        return false;
    if (writer->synced && fdatasync(writer->file) != 0)
        return ndx_error_errno(error, errno, "writing %s", writer->path);
    int file = writer->file;
    writer->file = -1;
    return close(file) == 0 || ndx_error_errno(error, errno, "writing %s", writer->path);
}

void ndx_glass_table_writer_free(ndx_glass_table_writer *writer)
{
    if (!writer)
        return;
    if (writer->file >= 0)
        close(writer->file);
    for (size_t level = 0; level < NDX_GLASS_LEVELS_MAX; level++)
        free(writer->level[level].bytes);
    free_firsts(writer->firsts);
    free(writer->output);
    free(writer->path);
    free(writer);
}
