/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of the index directory's own formats: stub, manifest, tombstones, shard header. */
#include "unit/unit.h"

#include "manifest.h"
#include "shard_header.h"
#include "stub.h"
#include "tombstones.h"

/* ---- stub ---- */

static void assert_stub_fails(const char *text, ndx_code code)
{
    ndx_stub stub;
    ndx_error error = {0};
    assert_false(ndx_stub_parse(ndx_span_of(text), &stub, &error));
    assert_int_equal(error.code, code);
    assert_null(stub.shard);
}

static void a_stub_comes_back_as_it_was_written(void **state)
{
    ndx_stub stub = {.next_serial = 7, .update_serial = 3};
    ndx_stub back;
    ndx_buffer text = {0};
    (void)state;
    assert_true(ndx_stub_add(&stub, "shard-00000001-0011223344", NULL));
    assert_true(ndx_stub_add(&stub, "shard-00000006-aabbccddee", NULL));
    assert_true(ndx_stub_append(&text, &stub));
    assert_true(ndx_stub_parse(ndx_buffer_span(&text), &back, NULL));
    assert_int_equal(back.next_serial, 7);
    assert_int_equal(back.update_serial, 3);
    assert_int_equal(back.count, 2);
    assert_string_equal(back.shard[1], "shard-00000006-aabbccddee");
    ndx_stub_free(&stub);
    ndx_stub_free(&back);
    ndx_buffer_free(&text);
}

static void a_stub_cannot_lead_out_of_its_directory(void **state)
{
    (void)state;
    assert_stub_fails("# newsdex index, format 1\n# next-serial 2\nauto ../../etc\n",
                      NDX_ERROR_CORRUPT);
    assert_stub_fails("# newsdex index, format 1\n# next-serial 2\nauto shard-../x\n",
                      NDX_ERROR_CORRUPT);
    assert_stub_fails("# newsdex index, format 1\n# next-serial 2\nauto /shard-1\n",
                      NDX_ERROR_CORRUPT);
}

static void a_stub_that_is_not_ours_is_told_from_a_newer_and_a_cut_one(void **state)
{
    (void)state;
    assert_stub_fails("", NDX_ERROR_CORRUPT);
    assert_stub_fails("auto shard-1\n", NDX_ERROR_CORRUPT);
    assert_stub_fails("# newsdex index, format 2\n", NDX_ERROR_VERSION);
    assert_stub_fails("# newsdex index, format x\n", NDX_ERROR_CORRUPT);
    assert_stub_fails("# newsdex index, format 1\n", NDX_ERROR_CORRUPT);
    assert_stub_fails("# newsdex index, format 1\n# next-serial -4\n", NDX_ERROR_CORRUPT);
    assert_stub_fails("# newsdex index, format 1\n# next-serial 2\nremote localhost:1\n",
                      NDX_ERROR_CORRUPT);
}

static void a_stub_cut_anywhere_does_not_parse(void **state)
{
    ndx_stub stub = {.next_serial = 7, .update_serial = 3};
    ndx_buffer text = {0};
    (void)state;
    assert_true(ndx_stub_add(&stub, "shard-00000001-0011223344", NULL));
    assert_true(ndx_stub_add(&stub, "shard-00000006-aabbccddee", NULL));
    assert_true(ndx_stub_append(&text, &stub));
    for (size_t size = 0; size < text.size; size++) {
        ndx_stub back;
        if (ndx_stub_parse(ndx_span_make(text.data, size), &back, NULL))
            fail_msg("parsed when cut at byte %zu", size);
    }
    ndx_stub_free(&stub);
    ndx_buffer_free(&text);
}

/* ---- tombstones ---- */

static void tombstones_come_back_sorted_and_once(void **state)
{
    ndx_tombstones list = {0};
    ndx_tombstones back = {0};
    ndx_buffer *chunks;
    uint32_t count;
    (void)state;
    for (uint32_t i = 100000; i-- > 0;)
        assert_true(ndx_tombstones_add(&list, 1 + i % 3, i * 7, NULL));
    for (uint32_t i = 0; i < 100; i++)
        assert_true(ndx_tombstones_add(&list, 1 + i % 3, i * 7, NULL));
    assert_true(ndx_tombstones_write(&list, &chunks, &count, NULL));
    assert_true(count > 1);
    for (uint32_t i = 0; i < count; i++)
        assert_true(ndx_tombstones_read(ndx_buffer_span(&chunks[i]), &back, NULL));
    assert_int_equal(back.count, 100000);
    for (size_t i = 1; i < back.count; i++)
        assert_true(back.item[i - 1].serial < back.item[i].serial ||
                    (back.item[i - 1].serial == back.item[i].serial &&
                     back.item[i - 1].document < back.item[i].document));
    ndx_chunks_free(chunks, count);
    ndx_tombstones_free(&list);
    ndx_tombstones_free(&back);
}

static void damaged_tombstones_are_refused_or_end(void **state)
{
    static const char good[] = "\x01\x03\x05\x01\x02";
    ndx_tombstones back = {0};
    ndx_error error = {0};
    (void)state;
    assert_true(ndx_tombstones_read(ndx_span_make(good, 5), &back, &error));
    assert_int_equal(back.item[2].document, 8);
    for (size_t cut = 1; cut < 5; cut++)
        assert_false(ndx_tombstones_read(ndx_span_make(good, cut), &back, &error));
    assert_int_equal(error.code, NDX_ERROR_CORRUPT);
    assert_false(ndx_tombstones_read(NDX_SPAN("\x01\xFF\xFF\xFF\xFF\x0F\x01"), &back, &error));
    assert_false(ndx_tombstones_read(NDX_SPAN("\x01\x02\xFF\xFF\xFF\xFF\x0F\x01"), &back, &error));
    ndx_tombstones_free(&back);
}

/* ---- manifest ---- */

enum { ENTRIES = 25000 };

static void make_entry(unsigned i, char path[64], ndx_manifest_range ranges[3],
                       ndx_manifest_entry *entry)
{
    snprintf(path, 64, "/archive/2025/%02u/article-%06u.txt", i / 400, i);
    *entry = (ndx_manifest_entry){
        .path = ndx_span_of(path),
        .flags = i % 11 == 0   ? NDX_INPUT_REMOVED
                 : i % 13 == 0 ? NDX_INPUT_INCOMPLETE
                               : 0,
        .size_bytes = i * 37,
        .modified_ns = i % 2 ? INT64_C(1764500000123456789) + i : -(int64_t)i * 1000000007,
        .ranges = ranges,
        .range_count = i % 4,
    };
    for (unsigned j = 0; j < NDX_INPUT_HASH_BYTES; j++)
        entry->hash[j] = (uint8_t)(i * 31 + j);
    for (unsigned j = 0; j < 3; j++)
        ranges[j] = (ndx_manifest_range){.first = i * 10 + j * 3, .count = 1 + j};
}

static bool check_entry(void *context, const ndx_manifest_entry *entry, ndx_error *error)
{
    unsigned *next = context;
    char path[64];
    ndx_manifest_range ranges[3];
    ndx_manifest_entry expected;
    (void)error;
    make_entry((*next)++, path, ranges, &expected);
    assert_true(ndx_span_equal(entry->path, expected.path));
    assert_int_equal(entry->flags, expected.flags);
    assert_int_equal(entry->range_count, expected.range_count);
    if (entry->range_count)
        assert_memory_equal(entry->ranges, ranges, entry->range_count * sizeof *ranges);
    if (!(entry->flags & NDX_INPUT_REMOVED)) {
        assert_int_equal(entry->size_bytes, expected.size_bytes);
        assert_true(entry->modified_ns == expected.modified_ns);
        assert_memory_equal(entry->hash, expected.hash, sizeof entry->hash);
    }
    return true;
}

static void write_manifest(ndx_manifest_writer *writer)
{
    for (unsigned i = 0; i < ENTRIES; i++) {
        char path[64];
        ndx_manifest_range ranges[3];
        ndx_manifest_entry entry;
        make_entry(i, path, ranges, &entry);
        assert_true(ndx_manifest_add(writer, &entry, NULL));
    }
    assert_true(ndx_manifest_finish(writer, NULL));
}

static void a_manifest_comes_back_and_is_small(void **state)
{
    ndx_manifest_writer writer = {0};
    unsigned next = 0;
    size_t bytes = 0;
    (void)state;
    write_manifest(&writer);
    for (uint32_t i = 0; i < writer.chunk_count; i++) {
        assert_true(
            ndx_manifest_read(ndx_buffer_span(&writer.chunks[i]), check_entry, &next, NULL));
        bytes += writer.chunks[i].size;
    }
    assert_int_equal(next, ENTRIES);
    assert_true(bytes < ENTRIES * 30);
    ndx_manifest_writer_free(&writer);
}

static void threads_that_compress_a_manifest_do_not_change_it(void **state)
{
    ndx_manifest_writer alone = {0};
    ndx_manifest_writer together = {.threads = 3};
    (void)state;
    write_manifest(&alone);
    write_manifest(&together);
    assert_true(alone.chunk_count > 3);
    assert_int_equal(together.chunk_count, alone.chunk_count);
    for (uint32_t i = 0; i < alone.chunk_count; i++)
        assert_true(ndx_span_equal(ndx_buffer_span(&alone.chunks[i]),
                                   ndx_buffer_span(&together.chunks[i])));
    ndx_manifest_writer_free(&alone);
    ndx_manifest_writer_free(&together);
}

static bool accept_entry(void *context, const ndx_manifest_entry *entry, ndx_error *error)
{
    (void)context;
    (void)entry;
    (void)error;
    return true;
}

static void a_damaged_manifest_is_an_error_never_a_crash(void **state)
{
    ndx_manifest_writer writer = {0};
    (void)state;
    write_manifest(&writer);
    ndx_buffer *chunk = &writer.chunks[0];
    for (size_t cut = 0; cut < chunk->size; cut += 997) {
        ndx_error error = {0};
        assert_false(
            ndx_manifest_read(ndx_span_make(chunk->data, cut), accept_entry, NULL, &error));
        assert_int_equal(error.code, NDX_ERROR_CORRUPT);
    }
    for (size_t at = 0; at < chunk->size; at += 101) {
        chunk->data[at] = (char)(chunk->data[at] ^ 0x55);
        ndx_manifest_read(ndx_buffer_span(chunk), accept_entry, NULL, NULL);
        chunk->data[at] = (char)(chunk->data[at] ^ 0x55);
    }
    ndx_manifest_writer_free(&writer);
}

/* ---- header ---- */

static void a_header_comes_back_as_it_was_written(void **state)
{
    ndx_shard_header header, back;
    ndx_buffer bytes = {0};
    ndx_error error = {0};
    (void)state;
    ndx_shard_header_init(&header);
    header.serial = 12;
    header.update = 5;
    header.documents = 1000;
    header.text_bytes = UINT64_C(1) << 40;
    header.weights = (ndx_weights)NDX_WEIGHTS_DEFAULT;
    header.languages[0] = 3;
    header.languages[255] = 997;
    memcpy(header.name, "\x01\x00\xFF~M", sizeof header.name);
    assert_true(ndx_shard_header_append(&bytes, &header));
    assert_true(ndx_shard_header_read(ndx_buffer_span(&bytes),
                                      ndx_span_make((const char *)header.name, sizeof header.name),
                                      &back, &error));
    assert_memory_equal(&back, &header, sizeof back);
    for (size_t cut = 0; cut < bytes.size; cut++)
        assert_false(ndx_shard_header_read(ndx_span_make(bytes.data, cut), NDX_SPAN("name5"), &back,
                                           &error));
    bytes.data[0] = NDX_SHARD_FORMAT + 1;
    assert_false(ndx_shard_header_read(ndx_buffer_span(&bytes), NDX_SPAN("name5"), &back, &error));
    assert_int_equal(error.code, NDX_ERROR_VERSION);
    ndx_buffer_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stub_comes_back_as_it_was_written),
        cmocka_unit_test(a_stub_cannot_lead_out_of_its_directory),
        cmocka_unit_test(a_stub_cut_anywhere_does_not_parse),
        cmocka_unit_test(a_stub_that_is_not_ours_is_told_from_a_newer_and_a_cut_one),
        cmocka_unit_test(tombstones_come_back_sorted_and_once),
        cmocka_unit_test(damaged_tombstones_are_refused_or_end),
        cmocka_unit_test(a_manifest_comes_back_and_is_small),
        cmocka_unit_test(threads_that_compress_a_manifest_do_not_change_it),
        cmocka_unit_test(a_damaged_manifest_is_an_error_never_a_crash),
        cmocka_unit_test(a_header_comes_back_as_it_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
