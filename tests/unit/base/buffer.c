/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/buffer.h. */
#include "unit/unit.h"

#include "newsdex/buffer.h"

static void appended_pieces_stand_one_after_another_with_a_nul_behind(void **state)
{
    (void)state;
    ndx_buffer buffer = {0};
    for (int i = 0; i < 1000; i++)
        assert_true(ndx_buffer_printf(&buffer, "%d,", i % 10));
    assert_int_equal(buffer.size, 2000);
    assert_int_equal(buffer.data[2000], 0);
    assert_memory_equal(buffer.data + 1990, "5,6,7,8,9,", 10);
    assert_true(ndx_buffer_ok(&buffer, "x", NULL));
    ndx_buffer_free(&buffer);
    assert_null(buffer.data);
}

static void failure_is_sticky_and_named(void **state)
{
    (void)state;
    ndx_buffer buffer = {0};
    assert_true(ndx_buffer_append_text(&buffer, "abc"));
    assert_false(ndx_buffer_reserve(&buffer, SIZE_MAX - 8));
    assert_false(ndx_buffer_append_byte(&buffer, 'd'));
    assert_int_equal(buffer.size, 3);
    ndx_error error;
    assert_false(ndx_buffer_ok(&buffer, "reading x", &error));
    assert_int_equal(error.code, NDX_ERROR_MEMORY);
    assert_string_equal(error.message, "out of memory while reading x");
    assert_null(ndx_buffer_take(&buffer));
    ndx_buffer_free(&buffer);
}

static void a_taken_buffer_is_given_away(void **state)
{
    (void)state;
    ndx_buffer buffer = {0};
    char *empty = ndx_buffer_take(&buffer);
    assert_string_equal(empty, "");
    free(empty);
    ndx_buffer_append_text(&buffer, "text");
    char *text = ndx_buffer_take(&buffer);
    assert_string_equal(text, "text");
    assert_null(buffer.data);
    free(text);
}

static void varints_come_back(void **state)
{
    (void)state;
    const uint64_t values[] = {
        0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX, UINT64_MAX - 1, 1ull << 63};
    ndx_buffer buffer = {0};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        ndx_buffer_append_varint(&buffer, values[i]);
    ndx_span span = ndx_buffer_span(&buffer);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        uint64_t value;
        assert_true(ndx_read_varint(&span, &value));
        assert_true(value == values[i]);
    }
    assert_int_equal(span.size, 0);
    ndx_buffer_free(&buffer);
}

static void broken_varints_are_refused_and_nothing_moves(void **state)
{
    (void)state;
    ndx_span cut = NDX_SPAN("\x80\x80");
    ndx_span wide = NDX_SPAN("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02");
    ndx_span five = NDX_SPAN("\xFF\xFF\xFF\xFF\x1F");
    uint64_t value;
    uint32_t value32;
    assert_false(ndx_read_varint(&cut, &value));
    assert_int_equal(cut.size, 2);
    assert_false(ndx_read_varint(&wide, &value));
    assert_false(ndx_read_varint32(&five, &value32));
    assert_int_equal(five.size, 5);
}

static void a_count_larger_than_what_is_left_is_refused(void **state)
{
    (void)state;
    ndx_span good = NDX_SPAN("\x03"
                             "abcd");
    ndx_span bad = NDX_SPAN("\x05"
                            "abcd");
    ndx_span bytes;
    assert_true(ndx_read_counted(&good, &bytes));
    assert_true(ndx_span_equal(bytes, NDX_SPAN("abc")));
    assert_int_equal(good.size, 1);
    assert_false(ndx_read_counted(&bad, &bytes));
    assert_int_equal(bad.size, 5);
}

static void arena_memory_is_aligned_and_stays_until_reset(void **state)
{
    (void)state;
    ndx_arena arena = {0};
    char *texts[500];
    for (size_t i = 0; i < 500; i++) {
        char text[200];
        snprintf(text, sizeof text, "%*zu", (int)(i % 190), i);
        texts[i] = ndx_arena_text(&arena, text);
        assert_non_null(texts[i]);
        assert_int_equal((uintptr_t)ndx_arena_alloc(&arena, 3) % sizeof(void *), 0);
    }
    for (size_t i = 0; i < 500; i++)
        assert_int_equal(strtoul(texts[i], NULL, 10), i);
    ndx_span copy;
    assert_true(ndx_arena_copy(&arena, ndx_span_make(NULL, 0), &copy));
    assert_non_null(copy.data);
    assert_non_null(ndx_arena_alloc(&arena, 5 * 1024 * 1024));
    ndx_arena_reset(&arena);
    assert_int_equal(arena.used_bytes, 0);
    assert_null(ndx_arena_alloc(&arena, SIZE_MAX - 100));
    ndx_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appended_pieces_stand_one_after_another_with_a_nul_behind),
        cmocka_unit_test(failure_is_sticky_and_named),
        cmocka_unit_test(a_taken_buffer_is_given_away),
        cmocka_unit_test(varints_come_back),
        cmocka_unit_test(broken_varints_are_refused_and_nothing_moves),
        cmocka_unit_test(a_count_larger_than_what_is_left_is_refused),
        cmocka_unit_test(arena_memory_is_aligned_and_stays_until_reset),
    };
    return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}
