/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of merging: shards merged are byte for byte the shard that one batch with the same live
 * articles gives; damage in a shard is an error or another shard, never a crash. */
#include "unit/unit.h"

#include "batch.h"
#include "mapped_memory.h"
#include "merged.h"
#include "xapian_c/xapian_c.h"

#include <sys/stat.h>
#include <unistd.h>

enum { ARTICLES = 240, SHARDS_MAX = 8, UPDATE = 77, SERIAL = 99 };

static uint32_t random_state;

static uint32_t below(uint32_t bound)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % bound;
}

/* ---- random articles ---- */

typedef struct world {
    char folder[64];
    ndx_arena arena;
    ndx_article article[ARTICLES];
} world;

static ndx_span text_of(world *in, ndx_buffer *text)
{
    ndx_span copy;
    assert_true(ndx_arena_copy(&in->arena, ndx_buffer_span(text), &copy));
    return copy;
}

static void append_word(ndx_buffer *text, unsigned language)
{
    static const char *const marks[] = {
        " ", " ", " ", " ", " ", ", ", ". ", "\n\n", " \xE2\x80\x94 "};
    static const char *const often[] = {"the",
                                        "Moscow",
                                        "talks",
                                        "U.S.",
                                        "said",
                                        "Gr\xC3\xB6\xC3\x9F"
                                        "e"};
    if (text->size)
        ndx_buffer_append_text(text, marks[below(9)]);
    if (language == 2 && below(2))
        ndx_buffer_append_text(text, below(2) ? "\xE6\x96\xB0\xE8\x81\x9E\xE7\xA4\xBE"
                                              : "\xE6\x96\xB0\xE7\xA4\xBE");
    else if (below(3))
        ndx_buffer_append_text(text, often[below(6)]);
    else
        ndx_buffer_printf(text, "%c%xword%s", below(2) ? 'A' : 'b', below(1 + below(4000)),
                          below(4) ? "s" : "ing");
}

static ndx_span words(world *in, unsigned count, unsigned language)
{
    ndx_buffer text = {0};
    for (unsigned i = 0; i < count; i++)
        append_word(&text, language);
    ndx_span made = text_of(in, &text);
    ndx_buffer_free(&text);
    return made;
}

static ndx_span sometimes(world *in, const char *format, unsigned values)
{
    ndx_buffer text = {0};
    if (below(3) == 0)
        return ndx_span_make(NULL, 0);
    ndx_buffer_printf(&text, "%s %u", format, below(values));
    ndx_span made = text_of(in, &text);
    ndx_buffer_free(&text);
    return made;
}

static void make_article(world *in, unsigned number)
{
    static const char *const languages[] = {"en", "de", "zh", "ru", "fr"};
    ndx_article *made = &in->article[number];
    unsigned language = below(5);
    ndx_buffer text = {0};
    *made = (ndx_article){0};
    ndx_buffer_printf(&text, "id%u", number);
    made->field[NDX_FIELD_ID] = text_of(in, &text);
    ndx_buffer_clear(&text);
    ndx_buffer_printf(&text, below(2) ? "id%u" : "folder/%u", number);
    made->field[NDX_FIELD_PATH] = text_of(in, &text);
    ndx_buffer_clear(&text);
    ndx_buffer_printf(&text, "https://www.example%u.org/%u", below(20), below(2000));
    if (below(2))
        made->field[NDX_FIELD_URL] = text_of(in, &text);
    ndx_buffer_free(&text);
    if (below(4))
        made->field[NDX_FIELD_LANGUAGE] = ndx_span_of(languages[language]);
    made->field[NDX_FIELD_HEADLINE] = words(in, below(9), language);
    made->field[NDX_FIELD_BODY] = words(in, below(4) ? below(120) : below(2) * 900, language);
    made->field[NDX_FIELD_BYLINE] = sometimes(in, "By Anna", 9);
    made->field[NDX_FIELD_DATELINE] = sometimes(in, "Moscow", 3);
    made->field[NDX_FIELD_SOURCE] = sometimes(in, "Daily", 12);
    made->field[NDX_FIELD_SECTION] = sometimes(in, "Section", 5);
    made->field[NDX_FIELD_KEYWORDS] = sometimes(in, "Key\x1fword", 40);
    made->field[NDX_FIELD_AUTHORS] = sometimes(in, "Anna", 9);
    made->field[NDX_FIELD_VERSION] = below(2) ? NDX_SPAN("3") : ndx_span_make(NULL, 0);
    made->origin[NDX_FIELD_HEADLINE] = below(2) ? NDX_SPAN("first line") : NDX_SPAN("title");
    if (below(3)) {
        made->date = (ndx_date){.precision = NDX_PRECISION_DAY,
                                .year = (int16_t)(1990 + below(30)),
                                .month = (uint8_t)(1 + below(12)),
                                .day = (uint8_t)(1 + below(28))};
        if (below(2))
            made->field[NDX_FIELD_DATE] = NDX_SPAN("some day");
    }
}

static void world_open(world *in, uint32_t seed)
{
    *in = (world){.folder = "/tmp/newsdex-merged-XXXXXX"};
    assert_non_null(mkdtemp(in->folder));
    random_state = seed;
    for (unsigned i = 0; i < ARTICLES; i++)
        make_article(in, i);
}

static void world_close(world *in)
{
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", in->folder);
    assert_int_equal(system(command), 0);
    ndx_arena_free(&in->arena);
}

/* ---- shards ---- */

typedef struct shard {
    char directory[128];
    unsigned first, count; /* articles */
    ndx_shard_header header;
    ndx_glass_database *database;
    uint8_t deleted[ARTICLES / 8 + 1];
} shard;

static const ndx_shard_writing writing = {.memory_bytes = 1 << 24, .threads = 2};

static bool write_content(const char *directory, const ndx_shard_content *content,
                          const ndx_shard_writer *writer, ndx_error *error)
{
    return writer->write(directory, content, &writing, error);
}

/* Adds articles; `deleted` ones are left out. */
static void fill(world *in, ndx_batch *batch, ndx_drafter *drafter, ndx_id_map *map,
                 const shard *from, uint64_t update, bool leave_out)
{
    ndx_piece piece = {0};
    ndx_error error = {0};
    ndx_drafter_begin(drafter, &piece);
    for (unsigned i = 0; i < from->count; i++)
        if (!(leave_out && (from->deleted[i / 8] >> i % 8 & 1)) &&
            !ndx_drafter_add(drafter, &piece, &in->article[from->first + i], false, update, &error))
            fail_msg("%s", error.message);
    ndx_span drafts = ndx_buffer_span(&piece.drafts);
    if (!ndx_batch_add_words(batch, map, &piece, &error))
        fail_msg("%s", error.message);
    while (drafts.size) {
        ndx_span draft;
        assert_true(ndx_read_counted(&drafts, &draft));
        assert_int_equal(ndx_batch_add(batch, map, draft, 0, &error), NDX_BATCH_ADDED);
    }
    ndx_piece_free(&piece);
}

/* Shards of which the deleted articles are left out, in one batch; writes it. */
static ndx_shard_header write_batch(world *in, const shard *shards, size_t count, bool leave_out,
                                    const char *directory, const ndx_seal_options *options,
                                    const ndx_shard_writer *writer)
{
    ndx_error error = {0};
    ndx_id_map map = {0};
    ndx_drafter *drafter = ndx_drafter_new(1 << 24, &error);
    ndx_batch *batch =
        ndx_batch_new(1 << 26, in->folder, writer->by_tables ? &options->weights : NULL, &error);
    assert_non_null(drafter);
    assert_non_null(batch);
    for (size_t i = 0; i < count; i++)
        fill(in, batch, drafter, &map, &shards[i], i + 1, leave_out);
    ndx_seal *seal = ndx_seal_new(batch, options, &error);
    assert_non_null(seal);
    const ndx_shard_content content = ndx_seal_content(seal);
    if (!write_content(directory, &content, writer, &error))
        fail_msg("%s", error.message);
    ndx_shard_header header = *ndx_seal_header(seal);
    ndx_seal_free(seal);
    ndx_batch_free(batch);
    ndx_drafter_free(drafter);
    ndx_id_map_free(&map);
    return header;
}

static const ndx_weights weights = NDX_WEIGHTS_DEFAULT;

/* `update`: as the articles say it. */
static void make_shard(world *in, shard *made, size_t number, unsigned first, unsigned count,
                       unsigned deleted_percent, const ndx_shard_writer *writer)
{
    shard all[SHARDS_MAX] = {0};
    ndx_error error = {0};
    *made = (shard){.first = first, .count = count};
    snprintf(made->directory, sizeof made->directory, "%s/source%zu", in->folder, number);
    const ndx_seal_options options = {
        .serial = number + 1, .update = number + 1, .weights = weights};
    all[number] = *made; /* so that its update serial is its number's */
    made->header = write_batch(in, all, number + 1, false, made->directory, &options, writer);
    made->database = ndx_glass_open(made->directory, &error);
    if (!made->database)
        fail_msg("%s", error.message);
    for (unsigned i = 0; i < count; i++)
        if (below(100) < deleted_percent)
            made->deleted[i / 8] |= (uint8_t)(1u << i % 8);
}

static const ndx_shard_writer *some_writer(void)
{
    return below(2) ? &ndx_shard_writer_bulk : &ndx_shard_writer_xapian;
}

static bool merge(world *in, const shard *shards, size_t count, const ndx_seal_options *options,
                  const char *directory, ndx_error *error)
{
    ndx_merge_source source[SHARDS_MAX];
    const ndx_merging how = {.directory = in->folder, .resident_bytes = 4096};
    for (size_t i = 0; i < count; i++)
        source[i] = (ndx_merge_source){.name = shards[i].directory,
                                       .database = shards[i].database,
                                       .header = &shards[i].header,
                                       .deleted = shards[i].deleted};
    ndx_merged *merged = ndx_merged_new(source, count, options, &how, error);
    if (!merged)
        return false;
    const ndx_shard_content content = ndx_merged_content(merged);
    bool done = write_content(directory, &content, &ndx_shard_writer_bulk, error);
    ndx_merged_free(merged);
    return done;
}

static void run(const char *format, ...) NDX_PRINTF(1, 2);
static void run(const char *format, ...)
{
    ndx_buffer command = {0};
    va_list arguments;
    va_start(arguments, format);
    assert_true(ndx_buffer_vprintf(&command, format, arguments));
    va_end(arguments);
    if (system(command.data) != 0)
        fail_msg("failed: %s", command.data);
    ndx_buffer_free(&command);
}

/* Merges the shards and makes the same from one batch: every file must be the same. */
static void assert_merge_is_batch(world *in, shard *shards, size_t count)
{
    char merged[128], batch[128];
    ndx_error error = {0};
    ndx_buffer manifest = {0};
    ndx_buffer tombstones = {0};
    xc_database *database = NULL;
    ndx_buffer_append_text(&manifest, "manifest");
    ndx_buffer_append_text(&tombstones, "tombstones");
    const ndx_seal_options options = {.serial = SERIAL,
                                      .update = UPDATE,
                                      .weights = weights,
                                      .manifest = &manifest,
                                      .manifest_chunks = 1,
                                      .tombstones = &tombstones,
                                      .tombstone_chunks = 1};
    snprintf(merged, sizeof merged, "%s/merged", in->folder);
    snprintf(batch, sizeof batch, "%s/batch", in->folder);
    if (!merge(in, shards, count, &options, merged, &error))
        fail_msg("%s", error.message);
    write_batch(in, shards, count, true, batch, &options, &ndx_shard_writer_bulk);
    run("diff -r '%s' '%s'", merged, batch);
    run("xapian-check '%s' >'%s/check' 2>&1 && grep -q 'No errors found' '%s/check'", merged,
        in->folder, in->folder);
    assert_int_equal(xc_database_open(merged, 0, &database, NULL), XC_OK);
    xc_database_free(database);
    run("rm -r '%s' '%s'", merged, batch);
    ndx_buffer_free(&manifest);
    ndx_buffer_free(&tombstones);
}

static void let_go(world *in, shard *shards, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ndx_glass_close(shards[i].database);
        run("rm -r '%s'", shards[i].directory);
    }
    (void)in;
}

static void shards_merged_are_what_one_batch_gives(void **state)
{
    shard shards[SHARDS_MAX];
    world in;
    (void)state;
    world_open(&in, 1);
    for (unsigned round = 0; round < 8; round++) {
        size_t count = 1 + below(SHARDS_MAX);
        unsigned first = 0;
        for (size_t i = 0; i < count; i++) {
            unsigned left = ARTICLES - first;
            unsigned size = i + 1 == count ? left : below(left / 2 + 1);
            make_shard(&in, &shards[i], i, first, size, below(2) ? 0 : below(60), some_writer());
            first += size;
        }
        assert_merge_is_batch(&in, shards, count);
        let_go(&in, shards, count);
    }
    world_close(&in);
}

static void shards_without_articles_and_with_deleted_ones_only_merge(void **state)
{
    shard shards[4];
    world in;
    (void)state;
    world_open(&in, 2);
    make_shard(&in, &shards[0], 0, 0, 0, 0, &ndx_shard_writer_bulk);
    make_shard(&in, &shards[1], 1, 0, 30, 100, &ndx_shard_writer_xapian);
    make_shard(&in, &shards[2], 2, 30, 40, 50, &ndx_shard_writer_bulk);
    make_shard(&in, &shards[3], 3, 0, 0, 0, &ndx_shard_writer_xapian);
    assert_merge_is_batch(&in, shards, 4);
    assert_merge_is_batch(&in, shards, 2); /* nothing is left */
    assert_merge_is_batch(&in, shards, 1);
    assert_merge_is_batch(&in, shards, 0);
    let_go(&in, shards, 4);
    world_close(&in);
}

/* A merge of merges is the merge of all. */
static void it_does_not_matter_in_how_many_steps(void **state)
{
    shard shards[4], halves[2];
    world in;
    ndx_error error = {0};
    (void)state;
    world_open(&in, 3);
    for (unsigned i = 0; i < 4; i++)
        make_shard(&in, &shards[i], i, i * 50, 50, 20, some_writer());
    for (unsigned i = 0; i < 2; i++) {
        const ndx_seal_options options = {.serial = 10 + i, .update = 10, .weights = weights};
        ndx_merge_source source[2];
        const ndx_merging how = {.directory = in.folder, .resident_bytes = 1 << 20};
        halves[i] = (shard){.first = 0};
        snprintf(halves[i].directory, sizeof halves[i].directory, "%s/half%u", in.folder, i);
        for (unsigned j = 0; j < 2; j++)
            source[j] = (ndx_merge_source){.name = shards[2 * i + j].directory,
                                           .database = shards[2 * i + j].database,
                                           .header = &shards[2 * i + j].header,
                                           .deleted = shards[2 * i + j].deleted};
        ndx_merged *merged = ndx_merged_new(source, 2, &options, &how, &error);
        assert_non_null(merged);
        const ndx_shard_content content = ndx_merged_content(merged);
        assert_true(write_content(halves[i].directory, &content, &ndx_shard_writer_bulk, &error));
        halves[i].header = *ndx_merged_header(merged);
        ndx_merged_free(merged);
        halves[i].database = ndx_glass_open(halves[i].directory, &error);
        assert_non_null(halves[i].database);
    }
    const ndx_seal_options options = {.serial = SERIAL, .update = UPDATE, .weights = weights};
    char two[128], one[128];
    snprintf(two, sizeof two, "%s/two", in.folder);
    snprintf(one, sizeof one, "%s/one", in.folder);
    assert_true(merge(&in, halves, 2, &options, two, &error));
    assert_true(merge(&in, shards, 4, &options, one, &error));
    run("diff -r '%s' '%s'", one, two);
    let_go(&in, shards, 4);
    let_go(&in, halves, 2);
    world_close(&in);
}

/* ---- trouble ---- */

static bool always(void *context)
{
    (void)context;
    return true;
}

static void an_interrupted_merge_stops(void **state)
{
    shard one;
    world in;
    ndx_error error = {0};
    (void)state;
    world_open(&in, 4);
    make_shard(&in, &one, 0, 0, ARTICLES, 0, &ndx_shard_writer_bulk);
    const ndx_seal_options options = {.serial = SERIAL, .update = UPDATE, .weights = weights};
    const ndx_merging how = {.directory = in.folder, .resident_bytes = 1 << 20};
    const ndx_shard_writing stopped = {.threads = 1, .interrupted = always};
    const ndx_merge_source source = {
        .name = "one", .database = one.database, .header = &one.header};
    ndx_merged *merged = ndx_merged_new(&source, 1, &options, &how, &error);
    assert_non_null(merged);
    const ndx_shard_content content = ndx_merged_content(merged);
    char path[128];
    snprintf(path, sizeof path, "%s/stopped", in.folder);
    assert_false(ndx_shard_writer_bulk.write(path, &content, &stopped, &error));
    assert_int_equal(error.code, NDX_ERROR_INTERRUPTED);
    ndx_merged_free(merged);
    let_go(&in, &one, 1);
    world_close(&in);
}

static void patch(const char *path, long at, int byte, int *before)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    *before = fgetc(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    assert_int_equal(fputc(byte, file), byte);
    assert_int_equal(fclose(file), 0);
}

/* Quicker than a shell. */
static void remove_database(const char *folder)
{
    static const char *const files[] = {"iamglass", "postlist.glass", "docdata.glass",
                                        "termlist.glass"};
    char path[192];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

/* Every so many bytes of the tables one is changed: an error that names the shard, or some shard.
 */
static void damage_crashes_nothing(void **state)
{
    static const char *const files[] = {"postlist.glass", "docdata.glass"};
    enum { TRIES = 400 };
    shard shards[2];
    world in;
    unsigned noticed = 0;
    (void)state;
    world_open(&in, 5);
    make_shard(&in, &shards[0], 0, 0, 60, 30, &ndx_shard_writer_bulk);
    make_shard(&in, &shards[1], 1, 60, 40, 0, &ndx_shard_writer_bulk);
    const ndx_seal_options options = {.serial = SERIAL, .update = UPDATE, .weights = weights};
    for (unsigned i = 0; i < TRIES; i++) {
        char path[192], into[128];
        struct stat status;
        ndx_error error = {0};
        int before;
        snprintf(path, sizeof path, "%s/%s", shards[i % 2].directory, files[i / 2 % 2]);
        snprintf(into, sizeof into, "%s/into", in.folder);
        assert_int_equal(stat(path, &status), 0);
        long at = (long)(below((uint32_t)status.st_size));
        patch(path, at, (int)below(256), &before);
        ndx_glass_database *whole = shards[i % 2].database;
        shards[i % 2].database = ndx_glass_open(shards[i % 2].directory, &error);
        assert_non_null(shards[i % 2].database);
        if (!merge(&in, shards, 2, &options, into, &error)) {
            noticed++;
            if (!strstr(error.message, "source"))
                fail_msg("names no shard: %s", error.message);
        }
        ndx_glass_close(shards[i % 2].database);
        shards[i % 2].database = whole;
        patch(path, at, before, &before);
        remove_database(into);
    }
    assert_true(noticed > TRIES / 20);
    let_go(&in, shards, 2);
    world_close(&in);
}

static void mapped_memory_comes_back_after_it_was_forgotten(void **state)
{
    enum { COUNT = 1000000 };
    ndx_mapped_memory memory;
    ndx_error error = {0};
    (void)state;
    assert_int_equal(ndx_mapped_memory_needs(3, 4), 16);
    assert_int_equal(ndx_mapped_memory_needs(UINT64_MAX, 8), SIZE_MAX);
    assert_true(
        ndx_mapped_memory_open(&memory, "/tmp", ndx_mapped_memory_needs(COUNT, 4) + 8, &error));
    uint32_t *numbers = ndx_mapped_memory_take(&memory, COUNT, sizeof *numbers);
    assert_non_null(numbers);
    assert_null(ndx_mapped_memory_take(&memory, 3, sizeof *numbers));
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(numbers[i], 0);
        numbers[i] = i * 7;
    }
    ndx_mapped_memory_forget(&memory);
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(numbers[i], i * 7);
    ndx_mapped_memory_close(&memory);
    assert_false(ndx_mapped_memory_open(&memory, "/nonexistent", 1 << 22, &error));
    assert_null(memory.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shards_merged_are_what_one_batch_gives),
        cmocka_unit_test(shards_without_articles_and_with_deleted_ones_only_merge),
        cmocka_unit_test(it_does_not_matter_in_how_many_steps),
        cmocka_unit_test(an_interrupted_merge_stops),
        cmocka_unit_test(damage_crashes_nothing),
        cmocka_unit_test(mapped_memory_comes_back_after_it_was_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
