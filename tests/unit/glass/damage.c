/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the glass reader: damage gives errors or some answer, never a crash or an endless loop.
 */
#include "support.h"

#include <unistd.h>

static const char *const files[] = {"iamglass", "postlist.glass", "docdata.glass"};
enum { FILE_COUNT = sizeof files / sizeof *files, FILE_BYTES_MAX = 262144 };

static uint8_t bytes[FILE_BYTES_MAX];

static size_t load(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, sizeof bytes, file);
    assert_true(size < sizeof bytes);
    fclose(file);
    return size;
}

static void store(const char *path, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void patch(const char *path, size_t at, uint8_t byte)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
    assert_int_equal(fputc(byte, file), byte);
    assert_int_equal(fclose(file), 0);
}

static const char *small_database(void **state)
{
    const char *path = path_in(state, "small");
    write_random(path, &(random_shape){.block_bytes = 2048,
                                       .documents = 30,
                                       .gap = 2,
                                       .vocabulary = 60,
                                       .terms = 15,
                                       .data_bytes = 700,
                                       .commits = 1,
                                       .compressible = true,
                                       .metadata_bytes = 100});
    assert_int_equal(read_everything(path), 0);
    return path;
}

static void a_flipped_byte_crashes_nothing(void **state)
{
    char path[256];
    const char *folder = small_database(state);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        unsigned noticed = 0;
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        size_t size = load(path);
        for (size_t at = 0; at < size; at++) {
            patch(path, at, (uint8_t)(bytes[at] ^ (1 + random_below(255))));
            noticed += read_everything(folder) > 0;
            patch(path, at, bytes[at]);
        }
        assert_true(noticed > size / 50);
    }
    assert_int_equal(read_everything(folder), 0);
}

static void wild_directories_and_sizes_crash_nothing(void **state)
{
    char path[256];
    const char *folder = small_database(state);
    for (size_t i = 1; i < FILE_COUNT; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        size_t size = load(path);
        for (int round = 0; round < 3000; round++) {
            size_t at[8];
            for (size_t j = 0; j < 8; j++) { /* mostly where blocks begin */
                at[j] = random_below((uint32_t)size / 2048) * 2048 + random_below(60);
                patch(path, at[j], (uint8_t)random_number());
            }
            (void)read_everything(folder);
            for (size_t j = 0; j < 8; j++)
                patch(path, at[j], bytes[at[j]]);
        }
    }
    assert_int_equal(read_everything(folder), 0);
}

static void a_file_cut_short_is_noticed_at_opening(void **state)
{
    char path[256];
    const char *folder = small_database(state);
    ndx_error error;
    for (size_t i = 0; i < FILE_COUNT; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        size_t size = load(path);
        for (size_t cut = 0; cut < size; cut += i ? 97 : 1) {
            store(path, cut);
            ndx_glass_database *database = ndx_glass_open(folder, &error);
            if (database && i == 0 && cut < size)
                assert_int_equal(ndx_glass_version_of(database)->statistics.documents, 0);
            else
                assert_null(database);
            if (!database) {
                assert_int_equal(error.code, NDX_ERROR_CORRUPT);
                assert_non_null(strstr(error.message, files[i]));
            }
            ndx_glass_close(database);
        }
        store(path, size);
    }
    assert_int_equal(read_everything(folder), 0);
}

static void errors_name_the_file_and_the_block(void **state)
{
    char path[256];
    const char *folder = small_database(state);
    ndx_error error;
    ndx_glass_cursor cursor;
    snprintf(path, sizeof path, "%s/postlist.glass", folder);
    ndx_glass_version version;
    GOOD(ndx_glass_version_read(folder, &version, &failure));
    patch(path, (size_t)version.table[NDX_GLASS_POSTLIST].root * 2048 + 4, 77);
    ndx_glass_database *database = ndx_glass_open(folder, &error);
    assert_non_null(database);
    ndx_glass_cursor_open(&cursor, database, NDX_GLASS_POSTLIST);
    assert_int_equal(ndx_glass_cursor_next(&cursor, &error), NDX_STEP_ERROR);
    assert_int_equal(error.code, NDX_ERROR_CORRUPT);
    assert_non_null(strstr(error.message, "/small/postlist.glass, block "));
    ndx_glass_cursor_close(&cursor);
    ndx_glass_close(database);
}

static void what_is_no_database_of_this_format_is_told_apart(void **state)
{
    char path[256];
    ndx_error error;
    ndx_glass_version version;
    assert_false(ndx_glass_version_read(path_in(state, "nowhere"), &version, &error));
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    assert_null(ndx_glass_open(path_in(state, "nowhere"), &error));
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    const char *folder = small_database(state);
    snprintf(path, sizeof path, "%s/iamglass", folder);
    size_t size = load(path);
    patch(path, 15, 0x6F);
    assert_null(ndx_glass_open(folder, &error));
    assert_int_equal(error.code, NDX_ERROR_VERSION);
    assert_non_null(strstr(error.message, "2016-03-15"));
    patch(path, 15, 0x6E);
    patch(path, 3, 'x');
    assert_null(ndx_glass_open(folder, &error));
    assert_int_equal(error.code, NDX_ERROR_CORRUPT);
    memset(bytes + size, 'x', 1000);
    store(path, size + 1000);
    assert_null(ndx_glass_open(folder, &error));
    assert_int_equal(error.code, NDX_ERROR_CORRUPT);
    snprintf(path, sizeof path, "%s/docdata.glass", folder);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/iamglass", folder);
    store(path, size);
    assert_null(ndx_glass_open(folder, &error));
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
}

#define ON_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_FOLDER(a_flipped_byte_crashes_nothing),
        ON_FOLDER(wild_directories_and_sizes_crash_nothing),
        ON_FOLDER(a_file_cut_short_is_noticed_at_opening),
        ON_FOLDER(errors_name_the_file_and_the_block),
        ON_FOLDER(what_is_no_database_of_this_format_is_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
