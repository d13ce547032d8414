/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests of the JSON parser (json_value.c), with jansson as the oracle: what it takes, ours takes to
 * the same value; what it refuses, ours refuses, but for what is listed.
 */
#include "unit/unit.h"

#include "json_value.h"

#include "newsdex/utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static bool parse(ndx_span text, ndx_arena *arena, const ndx_json **value, uint64_t *replaced,
                  ndx_error *error)
{
    ndx_json_place begin = {1, 1};
    return ndx_json_parse(text, begin, arena, value, replaced, error);
}

static bool same(const ndx_json *ours, const json_t *theirs)
{
    if (json_is_null(theirs))
        return ours->kind == NDX_JSON_NULL;
    if (json_is_boolean(theirs))
        return ours->kind == NDX_JSON_BOOLEAN;
    if (json_is_number(theirs)) {
        char number[64];
        snprintf(number, sizeof number, "%.*s", NDX_SPAN_ARGS(ours->text));
        return ours->kind == NDX_JSON_NUMBER && strtod(number, NULL) == json_number_value(theirs);
    }
    if (json_is_string(theirs))
        return ours->kind == NDX_JSON_STRING &&
               ndx_span_equal(ours->text,
                              ndx_span_make(json_string_value(theirs), json_string_length(theirs)));
    if (json_is_array(theirs)) {
        size_t count = 0;
        for (const ndx_json *item = ours->first; item; item = item->next)
            if (!same(item, json_array_get(theirs, count++)))
                return false;
        return ours->kind == NDX_JSON_ARRAY && count == json_array_size(theirs);
    }
    if (ours->kind != NDX_JSON_OBJECT)
        return false;
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)theirs, name, member)
    {
        const ndx_json *found = ndx_json_member(ours, ndx_span_of(name));
        if (!found || !same(found, member))
            return false;
    }
    return true;
}

/* 1: taken alike, 0: refused alike; fails the test when the two differ. */
static int compare(ndx_span text)
{
    ndx_arena arena = {0};
    const ndx_json *ours = NULL;
    json_error_t mishap;
    json_t *theirs = json_loadb(text.data, text.size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &mishap);
    bool taken = parse(text, &arena, &ours, NULL, NULL);
    if (taken != (theirs != NULL) || (taken && !same(ours, theirs)))
        fail_msg("differs from jansson (%s): %.*s", theirs ? "taken" : mishap.text,
                 NDX_SPAN_ARGS(text));
    json_decref(theirs);
    ndx_arena_free(&arena);
    return taken;
}

static void values_are_those_that_the_oracle_reads(void **state)
{
    (void)state;
    static const char *const texts[] = {"null",
                                        " true ",
                                        "false",
                                        "0",
                                        "-0",
                                        "12.5e-3",
                                        "1E+2",
                                        "\"\"",
                                        "\"a\"",
                                        "[]",
                                        "{}",
                                        "[1,2,[3]]",
                                        "{\"a\":{\"b\":[null,{\"c\":\"d\"}]}}",
                                        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                        "\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"",
                                        "\"gr\xC3\xBC\xC3\x9F\"",
                                        "\"\\u0000\"",
                                        "{\"a\":1,\"a\":2}",
                                        "[\"\\\\\",\"\\\\\\\"\"]",
                                        "\t[\n1\r,2 ]\n",
                                        "9007199254740993"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(compare(ndx_span_of(texts[i])), 1);
}

static void what_is_no_json_is_refused_as_the_oracle_does(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",           " ",        "nul",       "tru",         "TRUE",     "01",        "-",
        "1.",         ".5",       "1e",        "+1",          "0x10",     "'a'",       "\"a",
        "\"\\\"",     "\"\\x\"",  "\"\\u12\"", "\"\\u12g4\"", "[",        "[1",        "[1,]",
        "[1 2]",      "[,1]",     "{",         "{\"a\"}",     "{\"a\":}", "{\"a\" 1}", "{a:1}",
        "{\"a\":1,}", "{\"a\":1", "]",         "}",           "1 2",      "{}{}",      "[]]",
        "/**/1",      "\"a\" b",  "nullx"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(compare(ndx_span_of(texts[i])), 0);
}

/* Every text with one byte changed, left out or doubled, but for what only ours takes. */
static void damaged_texts_are_judged_as_the_oracle_does(void **state)
{
    (void)state;
    static const char text[] = "{\"title\": \"a \\\"b\\\" \\u00e9\", \"n\": [1.5, -2, true, null, "
                               "{}], \"date\": \"2025-11-30\"}";
    static const char bytes[] = "\"\\{}[],:0e.-ux ";
    char changed[sizeof text + 1];
    unsigned taken = 0;
    unsigned refused = 0;
    for (size_t at = 0; at < sizeof text - 1; at++) {
        for (size_t b = 0; b < sizeof bytes - 1; b++) {
            memcpy(changed, text, sizeof text);
            changed[at] = bytes[b];
            compare(ndx_span_make(changed, sizeof text - 1)) ? taken++ : refused++;
        }
        memcpy(changed, text, at);
        memcpy(changed + at, text + at + 1, sizeof text - 1 - at);
        compare(ndx_span_make(changed, sizeof text - 2)) ? taken++ : refused++;
        compare(ndx_span_make(text, at)) ? taken++ : refused++;
    }
    assert_true(taken > 100 && refused > 500);
}

static void what_the_oracle_refuses_of_real_files_is_taken(void **state)
{
    (void)state;
    ndx_arena arena = {0};
    const ndx_json *value;
    uint64_t replaced = 0;
    assert_true(parse(NDX_SPAN("[NaN, Infinity, -Infinity]"), &arena, &value, &replaced, NULL));
    for (const ndx_json *item = value->first; item; item = item->next)
        assert_int_equal(item->kind, NDX_JSON_NULL);
    assert_true(parse(NDX_SPAN("123456789012345678901234567890"), &arena, &value, NULL, NULL));
    assert_true(ndx_span_equal(value->text, NDX_SPAN("123456789012345678901234567890")));
    assert_true(parse(NDX_SPAN("1e999"), &arena, &value, NULL, NULL));
    assert_true(parse(NDX_SPAN("\"a\\ud83d b\\ude00\\ud83dx\""), &arena, &value, &replaced, NULL));
    assert_true(ndx_span_equal(value->text, NDX_SPAN("a\uFFFD b\uFFFD\uFFFDx")));
    assert_int_equal(replaced, 3);
    assert_true(parse(NDX_SPAN("\"a\tb\nc\""), &arena, &value, NULL, NULL));
    assert_true(ndx_span_equal(value->text, NDX_SPAN("a\tb\nc")));
    ndx_arena_free(&arena);
}

static void an_error_names_line_and_byte(void **state)
{
    (void)state;
    ndx_arena arena = {0};
    const ndx_json *value;
    ndx_error error = {0};
    assert_false(parse(NDX_SPAN("{\n  \"a\": 1,\n  \"b\": x\n}"), &arena, &value, NULL, &error));
    assert_int_equal(error.code, NDX_ERROR_FORMAT);
    assert_string_equal(error.place, "line 3, byte 8");
    assert_string_equal(error.message, "not valid JSON: expected a value");
    ndx_arena_free(&arena);
}

static void depth_and_number_of_values_are_bounded(void **state)
{
    (void)state;
    enum { VALUES = 5 * 1024 * 1024 };
    ndx_arena arena = {0};
    const ndx_json *value;
    ndx_error error = {0};
    char deep[514];
    memset(deep, '[', 257);
    memset(deep + 257, ']', 257);
    assert_false(parse(ndx_span_make(deep, 514), &arena, &value, NULL, &error));
    assert_int_equal(error.code, NDX_ERROR_LIMIT);
    assert_true(parse(ndx_span_make(deep + 1, 512), &arena, &value, NULL, &error));
    char *wide = malloc(2 * (size_t)VALUES + 1);
    assert_non_null(wide);
    wide[0] = '[';
    for (size_t i = 0; i < VALUES; i++)
        memcpy(wide + 1 + 2 * i, "1,", 2);
    wide[2 * (size_t)VALUES] = ']';
    assert_false(parse(ndx_span_make(wide, 2 * (size_t)VALUES + 1), &arena, &value, NULL, &error));
    assert_int_equal(error.code, NDX_ERROR_LIMIT);
    free(wide);
    ndx_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_those_that_the_oracle_reads),
        cmocka_unit_test(what_is_no_json_is_refused_as_the_oracle_does),
        cmocka_unit_test(damaged_texts_are_judged_as_the_oracle_does),
        cmocka_unit_test(what_the_oracle_refuses_of_real_files_is_taken),
        cmocka_unit_test(an_error_names_line_and_byte),
        cmocka_unit_test(depth_and_number_of_values_are_bounded),
    };
    return cmocka_run_group_tests_name("json_value", tests, NULL, NULL);
}
