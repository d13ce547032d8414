/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of Markdown as articles (indexer/readers/markdown.c, front_matter.c). */
#include "unit/readers/reading.h"

#include "newsdex/limits.h"

static void check(const char *text, ndx_field field, const char *expected)
{
    one_article one = {0};
    read_one(&one, "a/b.md", ndx_span_of(text));
    assert_string_equal(ndx_reading_format(one.reading), "markdown");
    assert_field(&one, field, expected);
    close_one(&one);
}

static void front_matter_fills_the_fields_and_says_so(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.md",
             NDX_SPAN("---\n"
                      "title: \"Peace: a plan\"\n"
                      "author:\n  - name: Anna Smith\n  - name: Bob Ray\n"
                      "date: 2025-11-30 10:15:00 +0200\n"
                      "lastmod: 2025-12-01\n"
                      "tags: [peace, Moscow]\n"
                      "categories: World\n"
                      "lang: en-GB\n"
                      "source: The Example\n"
                      "url: https://example.org/a\n"
                      "id: 4711\n"
                      "draft: false\n"
                      "---\n\nThe *text*.\n"));
    assert_field(&one, NDX_FIELD_HEADLINE, "Peace: a plan");
    assert_origin(&one, NDX_FIELD_HEADLINE, "front matter:title");
    assert_field(&one, NDX_FIELD_AUTHORS, "Anna Smith\nBob Ray");
    assert_origin(&one, NDX_FIELD_AUTHORS, "front matter:author.name");
    assert_date(&one.article.date, "2025-11-30T10:15:00+02:00");
    assert_date(&one.article.modified, "2025-12-01");
    assert_field(&one, NDX_FIELD_KEYWORDS, "peace\nMoscow");
    assert_field(&one, NDX_FIELD_SECTION, "World");
    assert_field(&one, NDX_FIELD_LANGUAGE, "en");
    assert_field(&one, NDX_FIELD_SOURCE, "The Example");
    assert_field(&one, NDX_FIELD_URL, "https://example.org/a");
    assert_field(&one, NDX_FIELD_ID, "4711");
    assert_field(&one, NDX_FIELD_BODY, "The text.");
    close_one(&one);
}

static void the_region_of_front_matters_language_orders_day_and_month(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.md", NDX_SPAN("---\ntitle: A\ndate: 03/04/2025\nlang: en-GB\n---\nText.\n"));
    assert_date(&one.article.date, "2025-04-03");
    close_one(&one);
    read_one(&one, "a.md", NDX_SPAN("---\ntitle: A\ndate: 03/04/2025\nlang: en\n---\nText.\n"));
    assert_date(&one.article.date, "2025-03-04");
    close_one(&one);
}

static void yaml_that_is_not_valid_is_read_line_by_line(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(
        &one, "a.md",
        NDX_SPAN(
            "---\ntitle: Peace: a plan\ndate: Nov. 30, 2025\ntags:\n  - a\n  - 'b'\n---\nText.\n"));
    assert_field(&one, NDX_FIELD_HEADLINE, "Peace: a plan");
    assert_date(&one.article.date, "2025-11-30");
    assert_field(&one, NDX_FIELD_KEYWORDS, "a\nb");
    close_one(&one);
}

static void a_mapping_of_the_user_takes_the_place_of_the_usual_key(void **state)
{
    (void)state;
    static const ndx_field_mapping mappings[] = {
        {NDX_FIELD_HEADLINE, {"meta.kicker", 11}},
        {NDX_FIELD_SOURCE, {"paper", 5}},
    };
    one_article one = {0};
    one.options.mappings = mappings;
    one.options.mapping_count = 2;
    read_one(&one, "a.md",
             NDX_SPAN("---\ntitle: T\nmeta:\n  kicker: K\npaper: P\nsource: S\n---\nText.\n"));
    assert_field(&one, NDX_FIELD_HEADLINE, "K");
    assert_field(&one, NDX_FIELD_SOURCE, "P");
    close_one(&one);
}

static void the_first_heading_is_the_headline_without_a_title(void **state)
{
    (void)state;
    check("# Talks *end*\n\nText.\n", NDX_FIELD_HEADLINE, "Talks end");
    check("Talks end\n=========\n\nText.\n", NDX_FIELD_HEADLINE, "Talks end");
    check("# Talks end\n\nText.\n", NDX_FIELD_BODY, "Text.");
    check("---\ntitle: Talks end\n---\n# Talks end\n\nText.\n", NDX_FIELD_BODY, "Text.");
    check("---\ntitle: Other\n---\n# Talks end\n\nText.\n", NDX_FIELD_BODY, "Talks end\n\nText.");
    check("# One\n\nText.\n\n# Two\n\nMore.\n", NDX_FIELD_BODY, "Text.\n\nTwo\n\nMore.");
}

static void markdown_becomes_text(void **state)
{
    (void)state;
    static const struct {
        const char *markdown;
        const char *body;
    } cases[] = {
        {"A [link](http://x.org/y \"t\") and <http://auto.org>.", "A link and http://auto.org."},
        {"An ![image *alt*](a.png) here.", "An here."},
        {"Some `code` and\n\n    indented code\n\n```c\nint x;\n```",
         "Some code and\n\nindented code\n\nint x;"},
        {"## Section\n\nText", "Section\n\nText"},
        {"- one\n- two\n  - three", "one\n\ntwo\n\nthree"},
        {"> quoted\n> text", "quoted text"},
        {"| a | b |\n|---|---|\n| c | d |", "a b\n\nc d"},
        {"Soft\nbreak and  \nhard break.", "Soft break and hard break."},
        {"AT&amp;T &#8217;s &#x2019; &nbsp;x &bogus; &", "AT&T ’s ’ x &bogus; &"},
        {"Raw <b>bold</b> <br> text", "Raw bold text"},
        {"<div class=\"a\"><p>Kept &amp; <b>text</b></p><script>no()</script></div>",
         "Kept & text"},
        {"<!-- hidden -->\n\nShown", "Shown"},
        {"a ~~gone~~ b", "a gone b"},
        {"one\n\n***\n\ntwo", "one\n\ntwo"},
        {"\\*not emphasis\\*", "*not emphasis*"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        one_article one = {0};
        ndx_buffer text = {0};
        ndx_buffer_printf(&text, "# H\n\n%s\n", cases[i].markdown);
        read_one(&one, "a.md", ndx_buffer_span(&text));
        assert_field(&one, NDX_FIELD_BODY, cases[i].body);
        close_one(&one);
        ndx_buffer_free(&text);
    }
}

static void bylines_dates_and_datelines_below_a_heading_are_read(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(
        &one, "a.md",
        NDX_SPAN(
            "# Talks end\n\n*By Anna Smith*  \nNov. 30, 2025\n\n**MOSCOW (AP)** — The Kremlin.\n"));
    assert_field(&one, NDX_FIELD_AUTHORS, "Anna Smith");
    assert_date(&one.article.date, "2025-11-30");
    assert_field(&one, NDX_FIELD_DATELINE, "MOSCOW (AP)");
    assert_field(&one, NDX_FIELD_BODY, "The Kremlin.");
    close_one(&one);
}

static void front_matter_is_known_by_content(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "note", NDX_SPAN("---\ntitle: A\n---\nText.\n"));
    assert_string_equal(ndx_reading_format(one.reading), "markdown");
    close_one(&one);
    read_one(&one, "a.txt", NDX_SPAN("--- no front matter\nText.\n"));
    assert_string_equal(ndx_reading_format(one.reading), "text");
    close_one(&one);
}

static void front_matter_that_never_ends_is_text(void **state)
{
    (void)state;
    check("---\ntitle: A\n\nText.\n", NDX_FIELD_BODY, "Text.");
}

static void an_alias_bomb_expands_to_nothing(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    one_article one = {0};
    ndx_buffer_append_text(&text, "---\ntitle: A\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 60; i++) {
        ndx_buffer_printf(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            ndx_buffer_printf(&text, "%s*a%d", k ? ", " : "", i - 1);
        ndx_buffer_append_text(&text, "]\n");
    }
    ndx_buffer_append_text(&text, "---\nText.\n");
    read_one(&one, "a.md", ndx_buffer_span(&text));
    assert_field(&one, NDX_FIELD_HEADLINE, "A");
    close_one(&one);
    ndx_buffer_free(&text);
}

static void nesting_without_end_is_an_error_and_no_crash(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    ndx_reading_options options = {0};
    ndx_error error = {0};
    ndx_article article;
    ndx_reading *reading = NULL;
    ndx_buffer_append_text(&text, "---\ntitle: A\nx: ");
    for (int i = 0; i < 900; i++)
        ndx_buffer_append_byte(&text, '[');
    for (int i = 0; i < 900; i++)
        ndx_buffer_append_byte(&text, ']');
    ndx_buffer_append_text(&text, "\n---\nText.\n");
    reading =
        ndx_reading_open_memory(ndx_buffer_span(&text), NDX_SPAN("deep.md"), &options, &error);
    assert_non_null(reading);
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_SKIPPED);
    assert_int_equal(error.code, NDX_ERROR_LIMIT);
    assert_non_null(strstr(error.message, "deep.md"));
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_END);
    ndx_reading_close(reading);
    ndx_buffer_free(&text);
}

static void markdown_made_to_be_slow_is_read_in_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"[",  "> ", "*a_ ", "<a ",  "![", "`",
                                         "- ", "\\", "&#",   "[a](", "**x"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        one_article one = {0};
        ndx_buffer text = {0};
        ndx_buffer_append_text(&text, "# H\n\n");
        for (int k = 0; k < 20000; k++)
            ndx_buffer_append_text(&text, pieces[i]);
        read_one(&one, "a.md", ndx_buffer_span(&text));
        close_one(&one);
        ndx_buffer_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_fills_the_fields_and_says_so),
        cmocka_unit_test(the_region_of_front_matters_language_orders_day_and_month),
        cmocka_unit_test(yaml_that_is_not_valid_is_read_line_by_line),
        cmocka_unit_test(a_mapping_of_the_user_takes_the_place_of_the_usual_key),
        cmocka_unit_test(the_first_heading_is_the_headline_without_a_title),
        cmocka_unit_test(markdown_becomes_text),
        cmocka_unit_test(bylines_dates_and_datelines_below_a_heading_are_read),
        cmocka_unit_test(front_matter_is_known_by_content),
        cmocka_unit_test(front_matter_that_never_ends_is_text),
        cmocka_unit_test(an_alias_bomb_expands_to_nothing),
        cmocka_unit_test(nesting_without_end_is_an_error_and_no_crash),
        cmocka_unit_test(markdown_made_to_be_slow_is_read_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
