/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of indexer/base/scan.h: what sixteen bytes at a time find is what one at a time find. */
#include "unit/unit.h"

#include "indexer/base/scan.h"

#include <stdint.h>
#include <string.h>

enum { TEXT_BYTES = 80, TEXTS = 4000 };

/* Bytes of which those that matter are many. */
static void make_text(char *text, uint32_t *seed)
{
    static const char bytes[] =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaz~!59 \n\r\t-:\x01\x06\x07\x0e\x1b\x7f\x80\xff";
    for (size_t i = 0; i < TEXT_BYTES; i++) {
        *seed = *seed * 1664525 + 1013904223;
        text[i] = bytes[(*seed >> 16) % sizeof bytes];
        if (i % 3 == 2 && (*seed >> 8) % 4 == 0)
            text[i] = ' ';
    }
}

static const char *any_slowly(const char *at, const char *end, char one, char other, bool high)
{
    while (at < end && *at != one && *at != other && !(high && ((unsigned char)*at & 0x80)))
        at++;
    return at;
}

static const char *digit_slowly(const char *at, const char *end, unsigned char high)
{
    while (at < end && !(*at >= '0' && *at <= '9') && (unsigned char)*at < high)
        at++;
    return at;
}

static const char *words_slowly(const char *at, const char *end)
{
    const char *begin = at;
    for (; at < end; at++) {
        bool parts = *at == ' ' && at > begin && ndx_scan_is_printable(at[-1]) && end - at > 1 &&
                     ndx_scan_is_printable(at[1]);
        if (!ndx_scan_is_printable(*at) && !parts)
            break;
    }
    return at;
}

static size_t controls_slowly(const char *at, const char *end)
{
    size_t count = 0;
    for (; at < end; at++)
        count += *at == 0x7F || ((unsigned char)*at < 0x20 && !strchr("\a\b\t\n\v\f\r\x1b", *at)) ||
                 *at == 0;
    return count;
}

static void what_is_found_is_what_a_look_at_each_byte_finds(void **state)
{
    (void)state;
    char text[TEXT_BYTES];
    uint32_t seed = 1;
    for (int round = 0; round < TEXTS; round++) {
        make_text(text, &seed);
        const char *at = text + round % 20;
        const char *end = text + TEXT_BYTES - round % 37;
        assert_ptr_equal(ndx_scan_line_end(at, end), any_slowly(at, end, '\n', '\r', false));
        assert_ptr_equal(ndx_scan_any(at, end, '-', ':', true),
                         any_slowly(at, end, '-', ':', true));
        assert_ptr_equal(ndx_scan_digit(at, end, 0xD9), digit_slowly(at, end, 0xD9));
        assert_ptr_equal(ndx_scan_words(at, end), words_slowly(at, end));
        assert_int_equal(ndx_scan_count_controls(at, end), controls_slowly(at, end));
    }
}

static void words_end_before_a_space_that_nothing_printable_follows(void **state)
{
    (void)state;
    for (size_t size = 1; size < 40; size++) {
        char text[48];
        memset(text, 'a', sizeof text);
        text[size] = ' ';
        assert_ptr_equal(ndx_scan_words(text, text + size + 1), text + size);
        text[size + 1] = ' ';
        assert_ptr_equal(ndx_scan_words(text, text + sizeof text), text + size);
        text[size + 1] = 'b';
        assert_ptr_equal(ndx_scan_words(text, text + sizeof text), text + sizeof text);
    }
    assert_ptr_equal(ndx_scan_words(NULL, NULL), NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_what_a_look_at_each_byte_finds),
        cmocka_unit_test(words_end_before_a_space_that_nothing_printable_follows),
    };
    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
