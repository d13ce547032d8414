/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/utf8.h. */
#include "unit/unit.h"

#include "newsdex/utf8.h"

static void every_scalar_value_comes_back(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char bytes[4];
        size_t size = ndx_utf8_encode(code, bytes);
        if (code >= 0xD800 && code <= 0xDFFF) {
            assert_int_equal(size, 0);
            continue;
        }
        size_t length;
        assert_int_equal(ndx_utf8_decode(bytes, bytes + size, &length), code);
        assert_int_equal(length, size);
        assert_int_equal(ndx_utf8_valid_prefix(ndx_span_make(bytes, size)), size);
        if (size > 1)
            assert_int_equal(ndx_utf8_valid_prefix(ndx_span_make(bytes, size - 1)), 0);
    }
    char bytes[4];
    assert_int_equal(ndx_utf8_encode(0x110000, bytes), 0);
}

static void check_repair(const char *bad, const char *good, uint64_t count)
{
    ndx_buffer out = {0};
    uint64_t replaced = 0;
    assert_true(ndx_utf8_repair(&out, ndx_span_of(bad), &replaced));
    assert_string_equal(out.data ? out.data : "", good);
    assert_int_equal(replaced, count);
    ndx_buffer_free(&out);
}

static void invalid_bytes_become_one_replacement_per_maximal_subpart(void **state)
{
    (void)state;
    /* Unicode Standard, tables 3-8 to 3-11 */
    check_repair("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82"
                 "A",
                 "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
                 "A",
                 8);
    check_repair("\xED\xA0\x80\xED\xBF\xBF\xED\xAF"
                 "A",
                 "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
                 "A",
                 8);
    check_repair("\xF4\x91\x92\x93\xFF"
                 "A\x80\xBF"
                 "B",
                 "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
                 "A\uFFFD\uFFFD"
                 "B",
                 7);
    check_repair("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
                 "A",
                 "\uFFFD\uFFFD\uFFFD\uFFFD"
                 "A",
                 4);
    check_repair("all well \uFFFD \u20AC", "all well \uFFFD \u20AC", 0);
    check_repair("", "", 0);
}

static void a_cut_does_not_part_a_character(void **state)
{
    (void)state;
    ndx_span text = NDX_SPAN("a\u20ACb");
    assert_int_equal(ndx_utf8_cut(text, 9).size, 5);
    assert_int_equal(ndx_utf8_cut(text, 4).size, 4);
    assert_int_equal(ndx_utf8_cut(text, 3).size, 1);
    assert_int_equal(ndx_utf8_cut(text, 2).size, 1);
    assert_int_equal(ndx_utf8_cut(text, 0).size, 0);
}

static void terminal_escapes_and_direction_overrides_are_made_visible(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    assert_true(ndx_utf8_append_printable(
        &out,
        NDX_SPAN("a\x1B[31mb\x07\x7F\xC2\x9B\u202E c\td\ne \xFF \u202B\u0645\u202C\u2067 \uFFFD")));
    assert_string_equal(out.data,
                        "a\uFFFD[31mb\uFFFD\uFFFD\uFFFD\uFFFD c\td\ne \uFFFD \u0645 \uFFFD");
    ndx_buffer_free(&out);
}

static void the_ascii_prefix_ends_at_the_first_high_byte(void **state)
{
    (void)state;
    char text[40];
    for (size_t at = 0; at < 40; at++) {
        memset(text, 'x', sizeof text);
        text[at] = (char)0xC3;
        assert_int_equal(ndx_ascii_prefix(ndx_span_make(text, sizeof text)), at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scalar_value_comes_back),
        cmocka_unit_test(invalid_bytes_become_one_replacement_per_maximal_subpart),
        cmocka_unit_test(a_cut_does_not_part_a_character),
        cmocka_unit_test(terminal_escapes_and_direction_overrides_are_made_visible),
        cmocka_unit_test(the_ascii_prefix_ends_at_the_first_high_byte),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
