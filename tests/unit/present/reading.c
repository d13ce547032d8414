/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reading.c - results made for reading, as a terminal gets them: lines, links, directions. */
#include "../index/support.h"

#include "newsdex/search.h"
#include "newsdex/utf8.h"
#include "present/output.h"
#include "present/width.h"

#include <locale.h>

static const char article[] =
    "{\"id\": \"1\", \"title\": \"%s\", \"source\": \"%s\", \"body\": \"%s\", \"url\": \"%s\", "
    "\"date\": \"2025-12-02\", \"lang\": \"en\"}";

/* The one result for "zebra", or the article whole. */
static void print(const char *title, const char *source, const char *body, const char *url,
                  ndx_output_options options, ndx_buffer *out)
{
    place at;
    char json[8192];
    ndx_error error = {0};
    ndx_query parsed = {0};
    const ndx_search_options search = NDX_SEARCH_OPTIONS_DEFAULT;
    assert_true(snprintf(json, sizeof json, article, title, source, body, url) < (int)sizeof json);
    place_open(&at);
    put_file(&at, "a.json", json);
    update(&at);
    const char *path = at.index;
    ndx_index *index = ndx_index_open(&path, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_true(ndx_query_parse(&parsed, NDX_SPAN("zebra"), 0, NULL, NULL, &error));
    ndx_results *results = ndx_search(index, &parsed, &search, analyser, &error);
    assert_int_equal(ndx_results_count(results), 1);
    ndx_output output = {.index = index, .results = results, .options = &options, .out = out};
    assert_true(options.full ? ndx_output_text.whole(&output, 0, &error)
                             : ndx_output_text.hit(&output, 0, &error));
    ndx_results_free(results);
    ndx_query_free(&parsed);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    place_close(&at);
}

/* Calls check for each line, without its end. */
static void each_line(const ndx_buffer *text, void (*check)(ndx_span line))
{
    for (size_t at = 0; at < text->size;) {
        const char *end = memchr(text->data + at, '\n', text->size - at);
        assert_non_null(end);
        check(ndx_span_between(text->data + at, end));
        at = (size_t)(end - text->data) + 1;
    }
}

static unsigned count_in(ndx_span text, const char *what)
{
    unsigned count = 0;
    size_t size = strlen(what);
    for (size_t at = 0; at + size <= text.size; at++)
        count += memcmp(text.data + at, what, size) == 0;
    return count;
}

static void assert_line_is_narrow(ndx_span line)
{
    if (ndx_width(line) > 30)
        fail_msg("wider than 30 columns: %.*s", NDX_SPAN_ARGS(line));
}

static void lines_are_as_wide_as_the_terminal(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    print("A headline that goes on for more than a line", "Wire",
          "The zebra of Moscow, 莫斯科的斑马，星期二逃跑了。市议会星期一晚上批准了预算。", "",
          (ndx_output_options){.columns = 30}, &out);
    each_line(&out, assert_line_is_narrow);
    ndx_buffer_free(&out);
}

static void assert_link_is_closed(ndx_span line)
{
    assert_int_equal(count_in(line, "\x1B]8;id=1;https://example.com/a\x1B\\"),
                     count_in(line, "\x1B]8;;\x1B\\"));
}

static void a_link_is_closed_and_opened_again_where_a_line_ends(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    print("A headline that goes on for more than a line, the zebra", "Wire", "Body.",
          "https://example.com/a", (ndx_output_options){.columns = 30, .hyperlinks = true}, &out);
    each_line(&out, assert_link_is_closed);
    assert_int_equal(count_in(ndx_buffer_span(&out), "\x1B]8;;\x1B\\"), 3);
    ndx_buffer_free(&out);
}

static void an_address_that_no_terminal_takes_is_no_link(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    char url[3000] = "https://example.com/";
    memset(url + strlen(url), 'a', sizeof url - strlen(url) - 1);
    print("The zebra", "Wire", "Body.", url, (ndx_output_options){.hyperlinks = true}, &out);
    assert_null(strstr(out.data, "\x1B]8;"));
    ndx_buffer_free(&out);
}

static void assert_isolates_are_closed(ndx_span line)
{
    assert_int_equal(count_in(line, NDX_ISOLATE), count_in(line, NDX_ISOLATE_END));
}

static void text_from_right_to_left_is_isolated_on_a_terminal_line_by_line(void **state)
{
    (void)state;
    static const char title[] = "الزيبرا هربت من حديقة الحيوان في موسكو";
    static const char body[] = "هربت zebra يوم الثلاثاء من حديقة الحيوان في موسكو ثم عادت إليها.";
    ndx_buffer out = {0};
    print(title, "صحيفة", body, "", (ndx_output_options){.columns = 30}, &out);
    each_line(&out, assert_isolates_are_closed);
    assert_non_null(strstr(out.data, NDX_ISOLATE "صحيفة" NDX_ISOLATE_END " | 2025-12-02"));
    ndx_buffer_clear(&out);
    print(title, "صحيفة", body, "", (ndx_output_options){.columns = 30, .full = true}, &out);
    each_line(&out, assert_isolates_are_closed);
    assert_non_null(strstr(out.data, "source: " NDX_ISOLATE "صحيفة" NDX_ISOLATE_END "\n"));
    ndx_buffer_clear(&out);
    print(title, "صحيفة", body, "", (ndx_output_options){0}, &out); /* a pipe gets the bytes */
    assert_null(strstr(out.data, NDX_ISOLATE));
    ndx_buffer_clear(&out);
    print("The zebra", "Wire", "Left to right.", "", (ndx_output_options){.columns = 30}, &out);
    assert_null(strstr(out.data, NDX_ISOLATE));
    ndx_buffer_free(&out);
}

static void directions_in_an_article_end_with_it(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    print("The \u202Ezebra\u2067", "\u202Bصحيفة",
          "An \u202Eoverride, an \u2067isolate \u061C zebra.", "",
          (ndx_output_options){.columns = 60}, &out);
    static const char *const controls[] = {"\u202A", "\u202B", "\u202C", "\u202D",
                                           "\u202E", "\u2066", "\u2067"};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        assert_null(strstr(out.data, controls[i]));
    each_line(&out, assert_isolates_are_closed);
    ndx_buffer_free(&out);
}

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466"

static void assert_begins_and_ends_whole(ndx_span line)
{
    line = ndx_span_trim(line);
    assert_false(ndx_span_ends_with(line, NDX_SPAN("\u200D")));
    assert_false(ndx_span_starts_with(line, NDX_SPAN("\u200D")));
    assert_false(ndx_span_starts_with(line, NDX_SPAN("\u0301")));
    assert_false(ndx_span_starts_with(line, NDX_SPAN("。")));
    assert_false(ndx_span_starts_with(line, NDX_SPAN("，")));
}

static void a_line_ends_between_whole_characters_and_before_no_punctuation_that_closes(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    for (unsigned lead = 0; lead < 12; lead++) {
        char body[2048];
        snprintf(body, sizeof body,
                 "%.*s zebra " FAMILY FAMILY FAMILY
                 "市议会星期一，晚上。批准了，预算。新的，大桥。也在，"
                 "同一天。开放了，预算。新的大桥也在。" FAMILY,
                 (int)lead, "abcdefghijkl");
        print("H", "S", body, "", (ndx_output_options){.columns = 30, .full = true}, &out);
        each_line(&out, assert_begins_and_ends_whole);
        ndx_buffer_clear(&out);
    }
    ndx_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_as_wide_as_the_terminal),
        cmocka_unit_test(a_link_is_closed_and_opened_again_where_a_line_ends),
        cmocka_unit_test(an_address_that_no_terminal_takes_is_no_link),
        cmocka_unit_test(text_from_right_to_left_is_isolated_on_a_terminal_line_by_line),
        cmocka_unit_test(directions_in_an_article_end_with_it),
        cmocka_unit_test(
            a_line_ends_between_whole_characters_and_before_no_punctuation_that_closes),
    };
    if (!setlocale(LC_CTYPE, "C.UTF-8")) /* wcwidth's */
        return 77;
    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
