/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/error.h. */
#include "unit/unit.h"

#include "newsdex/error.h"
#include "newsdex/utf8.h"

#include <errno.h>

static void setting_an_error_gives_false_code_and_message(void **state)
{
    (void)state;
    ndx_error error = {0};
    assert_false(ndx_error_set(&error, NDX_ERROR_FORMAT, "%s is %d", "x", 7));
    assert_int_equal(error.code, NDX_ERROR_FORMAT);
    assert_string_equal(error.message, "x is 7");
    assert_string_equal(error.place, "");
}

static void a_null_error_is_allowed_everywhere(void **state)
{
    (void)state;
    assert_false(ndx_error_set(NULL, NDX_ERROR_IO, "x"));
    assert_false(ndx_error_set_at(NULL, NDX_ERROR_IO, "line 1", "x"));
    assert_false(ndx_error_errno(NULL, ENOENT, "x"));
    assert_false(ndx_error_memory(NULL, "x"));
    assert_false(ndx_error_prefix(NULL, "x"));
    ndx_error_clear(NULL);
}

static void context_stands_before_the_message_and_keeps_code_and_place(void **state)
{
    (void)state;
    ndx_error error;
    ndx_error_set_at(&error, NDX_ERROR_LIMIT, "line 12", "too long");
    ndx_error_prefix(&error, "indexing %s", "a/b.xml");
    assert_string_equal(error.message, "indexing a/b.xml: too long");
    assert_string_equal(error.place, "line 12");
    assert_int_equal(error.code, NDX_ERROR_LIMIT);
}

static void errno_tells_missing_files_from_other_failures(void **state)
{
    (void)state;
    ndx_error error;
    ndx_error_errno(&error, ENOENT, "cannot open %s", "x");
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    assert_string_equal(error.message, "cannot open x: No such file or directory");
    ndx_error_errno(&error, ENOSPC, "cannot write");
    assert_int_equal(error.code, NDX_ERROR_IO);
    ndx_error_errno(&error, ENOMEM, "cannot map");
    assert_int_equal(error.code, NDX_ERROR_MEMORY);
}

static void an_overlong_message_is_cut_at_a_character(void **state)
{
    (void)state;
    for (size_t pad = 0; pad < 4; pad++) {
        char text[2048];
        memset(text, 'a', pad);
        for (size_t i = pad; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xE2\x82\xAC", 4);
        ndx_error error;
        ndx_error_set(&error, NDX_ERROR_USAGE, "%s", text);
        size_t size = strlen(error.message);
        assert_in_range(size, sizeof error.message - 4, sizeof error.message - 1);
        assert_int_equal(ndx_utf8_valid_prefix(ndx_span_of(error.message)), size);
    }
}

static void every_code_has_a_name(void **state)
{
    (void)state;
    for (int code = NDX_OK; code <= NDX_ERROR_INTERNAL; code++)
        assert_string_not_equal(ndx_code_name((ndx_code)code), "unknown");
    assert_string_equal(ndx_code_name((ndx_code)999), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setting_an_error_gives_false_code_and_message),
        cmocka_unit_test(a_null_error_is_allowed_everywhere),
        cmocka_unit_test(context_stands_before_the_message_and_keeps_code_and_place),
        cmocka_unit_test(errno_tells_missing_files_from_other_failures),
        cmocka_unit_test(an_overlong_message_is_cut_at_a_character),
        cmocka_unit_test(every_code_has_a_name),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
