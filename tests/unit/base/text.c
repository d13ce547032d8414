/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/text.h. */
#include "unit/unit.h"

#include "newsdex/text.h"
#include "newsdex/utf8.h"

static void check(const char *raw, ndx_newlines newlines, const char *expected)
{
    /* in one piece, and cut at every place between characters */
    size_t size = strlen(raw);
    for (size_t cut = 0; cut <= size; cut++) {
        if (((unsigned char)raw[cut] & 0xC0) == 0x80 || (cut && raw[cut - 1] == '\r') ||
            (cut && raw[cut - 1] == '\n'))
            continue;
        ndx_text text = {0};
        assert_true(ndx_text_append(&text, ndx_span_make(raw, cut), newlines));
        assert_true(ndx_text_append(&text, ndx_span_make(raw + cut, size - cut), newlines));
        assert_string_equal(text.bytes.data ? text.bytes.data : "", expected);
        assert_true(ndx_text_is_normal(ndx_text_span(&text), true));
        ndx_text_free(&text);
    }
}

static void runs_of_white_space_become_one_space(void **state)
{
    (void)state;
    check("  one\t two \v\f three  ", NDX_NEWLINES_ARE_SPACES, "one two three");
    check("a\u00A0b\u2009c\u3000d\xC2\x85"
          "e\u2028f",
          NDX_NEWLINES_ARE_SPACES, "a b c d e f");
    check("one\r\ntwo\nthree\rfour", NDX_NEWLINES_BLANK_LINE_PARTS, "one two three four");
    check(" \n ", NDX_NEWLINES_EACH_PARTS, "");
}

static void blank_lines_part_paragraphs(void **state)
{
    (void)state;
    check("one\n\ntwo\r\n \r\nthree", NDX_NEWLINES_BLANK_LINE_PARTS, "one\n\ntwo\n\nthree");
    check("one\n\n\n\ntwo", NDX_NEWLINES_BLANK_LINE_PARTS, "one\n\ntwo");
    check("one\ntwo", NDX_NEWLINES_EACH_PARTS, "one\n\ntwo");
    check("one\n\ntwo", NDX_NEWLINES_ARE_SPACES, "one two");
    check("one\u2029two", NDX_NEWLINES_BLANK_LINE_PARTS, "one\n\ntwo");
}

static void controls_and_byte_order_marks_are_dropped_and_soft_hyphens_stay(void **state)
{
    (void)state;
    check("\uFEFF"
          "a\x01"
          "b\x7F"
          "c\xC2\x80"
          "d",
          NDX_NEWLINES_ARE_SPACES, "abcd");
    check("hy\u00ADphen zero\u200Bwidth", NDX_NEWLINES_ARE_SPACES, "hy\u00ADphen zero\u200Bwidth");
    ndx_text text = {0};
    assert_true(ndx_text_append(&text, ndx_span_make("a\0b", 3), NDX_NEWLINES_ARE_SPACES));
    assert_string_equal(text.bytes.data, "ab");
    ndx_text_free(&text);
}

static void invalid_bytes_are_replaced_and_counted(void **state)
{
    (void)state;
    ndx_text text = {0};
    assert_true(
        ndx_text_append(&text, NDX_SPAN("a\xFF \xE2\x82 b \uFFFD"), NDX_NEWLINES_ARE_SPACES));
    assert_string_equal(text.bytes.data, "a\uFFFD \uFFFD b \uFFFD");
    assert_int_equal(text.replaced_bytes, 2);
    ndx_text_clear(&text);
    assert_int_equal(text.replaced_bytes, 0);
    ndx_text_free(&text);
}

static void marks_between_pieces_count_only_before_text(void **state)
{
    (void)state;
    ndx_text text = {0};
    ndx_text_paragraph(&text);
    ndx_text_append(&text, NDX_SPAN("one"), NDX_NEWLINES_ARE_SPACES);
    ndx_text_space(&text);
    ndx_text_append(&text, NDX_SPAN("two"), NDX_NEWLINES_ARE_SPACES);
    ndx_text_append(&text, NDX_SPAN("-three"), NDX_NEWLINES_ARE_SPACES);
    ndx_text_paragraph(&text);
    ndx_text_space(&text);
    ndx_text_append(&text, NDX_SPAN(" four "), NDX_NEWLINES_ARE_SPACES);
    ndx_text_paragraph(&text);
    assert_string_equal(text.bytes.data, "one two-three\n\nfour");
    ndx_text_free(&text);
}

static void a_line_has_no_paragraphs(void **state)
{
    (void)state;
    ndx_arena arena = {0};
    ndx_span line;
    assert_true(ndx_text_line(&arena, NDX_SPAN(" a \n\n b "), &line));
    assert_string_equal(line.data, "a b");
    assert_true(ndx_text_line(&arena, NDX_SPAN("a b"), &line));
    assert_string_equal(line.data, "a b");
    assert_true(ndx_text_line(&arena, ndx_span_make(NULL, 0), &line));
    assert_int_equal(line.size, 0);
    ndx_arena_free(&arena);
}

static void the_normal_form_is_recognised(void **state)
{
    (void)state;
    static const char *const bad[] = {" a",    "a ",    "a  b",     "a\tb",  "a\nb", "a\n\n\nb",
                                      "\n\na", "a\n\n", "a\u00A0b", "a\x01", "\xFF", "a\n\n b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ndx_text_is_normal(ndx_span_of(bad[i]), true))
            fail_msg("case %zu was taken as normal", i);
    assert_true(ndx_text_is_normal(NDX_SPAN("a b\n\nc"), true));
    assert_false(ndx_text_is_normal(NDX_SPAN("a b\n\nc"), false));
    assert_true(ndx_text_is_normal(NDX_SPAN(""), false));
}

/* White_Space of PropList.txt, and what text.h says is dropped. */
static bool stays(uint32_t code)
{
    bool space = code == 0x85 || code == 0xA0 || code == 0x1680 ||
                 (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
                 code == 0x202F || code == 0x205F || code == 0x3000;
    return !space && code != 0xFEFF && !(code >= 0x80 && code < 0xA0);
}

static void every_character_beyond_ascii_stays_unless_it_is_space_or_dropped(void **state)
{
    (void)state;
    ndx_text text = {0};
    for (uint32_t code = 0x80; code <= 0x10FFFF; code++) {
        char raw[8] = "a";
        size_t size = ndx_utf8_encode(code, raw + 1);
        if (!size)
            continue;
        raw[size + 1] = 'b';
        raw[size + 2] = 'c';
        ndx_text_clear(&text);
        ndx_text_append(&text, ndx_span_make(raw, size + 3), NDX_NEWLINES_ARE_SPACES);
        bool kept = ndx_span_equal(ndx_text_span(&text), ndx_span_make(raw, size + 3));
        if (kept != stays(code) || text.replaced_bytes)
            fail_msg("U+%04X", (unsigned)code);
    }
    ndx_text_free(&text);
}

/* All beginnings of two and three bytes long sequences, against ndx_utf8_repair. */
static void invalid_sequences_are_those_of_utf8_repair(void **state)
{
    (void)state;
    ndx_text text = {0};
    ndx_text other = {0};
    ndx_buffer repaired = {0};
    for (unsigned lead = 0x80; lead < 0x100; lead++) {
        for (unsigned rest = 0; rest < 0x10000; rest += rest % 0x40 ? 1 : 0x3F) {
            char raw[] = {'a', (char)lead, (char)(rest >> 8), (char)rest, 'b', 'c'};
            ndx_span span = ndx_span_make(raw, sizeof raw);
            uint64_t replaced = 0;
            ndx_buffer_clear(&repaired);
            ndx_text_clear(&text);
            ndx_text_clear(&other);
            ndx_utf8_repair(&repaired, span, &replaced);
            ndx_text_append(&text, span, NDX_NEWLINES_ARE_SPACES);
            ndx_text_append(&other, ndx_buffer_span(&repaired), NDX_NEWLINES_ARE_SPACES);
            if (text.replaced_bytes != replaced ||
                !ndx_span_equal(ndx_text_span(&text), ndx_text_span(&other)))
                fail_msg("%02X %04X", lead, rest);
        }
    }
    ndx_buffer_free(&repaired);
    ndx_text_free(&text);
    ndx_text_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_of_white_space_become_one_space),
        cmocka_unit_test(blank_lines_part_paragraphs),
        cmocka_unit_test(controls_and_byte_order_marks_are_dropped_and_soft_hyphens_stay),
        cmocka_unit_test(invalid_bytes_are_replaced_and_counted),
        cmocka_unit_test(every_character_beyond_ascii_stays_unless_it_is_space_or_dropped),
        cmocka_unit_test(invalid_sequences_are_those_of_utf8_repair),
        cmocka_unit_test(marks_between_pieces_count_only_before_text),
        cmocka_unit_test(a_line_has_no_paragraphs),
        cmocka_unit_test(the_normal_form_is_recognised),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
