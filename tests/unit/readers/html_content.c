/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_content.c - what of an HTML page is the article's text, and what markup of any kind does to
 * it. */
#include "unit/readers/html_reading.h"

#include "indexer/readers/html_fragment.h"

#include <time.h>

#define PROSE_TEXT                                                                                 \
    "The council met on Tuesday to discuss the new bridge, and nobody was surprised that the "     \
    "debate went on until midnight.\n\n"                                                           \
    "Residents, who had waited for hours, said that they would come again next week, rain or "     \
    "shine, until a decision is made."

static void check_body(const char *text, const char *body)
{
    html_reading page;
    html_read(&page, text);
    assert_field(page, BODY, body);
    html_done(&page);
}

static void body_is_the_prose_in_paragraphs(void **state)
{
    (void)state;
    check_body(PAGE("", ""), PROSE_TEXT);
}

static void all_that_surrounds_the_article_is_left_out(void **state)
{
    (void)state;
    static const char *const surroundings[] = {
        "<nav><p>Home, news, sport, weather and all the rest of what we have, at one glance "
        "here</p></nav>",
        "<footer><p>Copyright by the publisher, all rights reserved, no part may be "
        "reproduced</p></footer>",
        "<script>var text = 'a script, that is long enough to look like prose to "
        "somebody';</script>",
        "<style>p { color: red; } /* a comment, that is long enough to look like prose, too "
        "*/</style>",
        "<div class=\"cookie-banner\"><p>We and our partners use cookies, to make this site better "
        "for "
        "you.</p></div>",
        "<div class=\"related-articles\"><p>Another story, with a text of its own that goes on and "
        "on "
        "here</p></div>",
        "<div class=\"newsletter-signup\"><p>Get the best of our stories, every morning, in your "
        "mailbox</p></div>",
        "<ul class=\"share-buttons\"><li>Share on this network, or on that one, or on any "
        "other</li></ul>",
        "<div id=\"comments\"><p>I think that this is wrong, and I have thought so for many years "
        "now</p>"
        "</div>",
        "<aside><p>Most read today, in our paper, by all of our readers in all of the "
        "world</p></aside>",
        "<div style=\"display: none\"><p>Hidden text, that nobody can see, unless they look for "
        "it</p></div>",
        "<div role=\"dialog\"><p>You have read three articles, please subscribe to read more of "
        "them</p>"
        "</div>",
        "<noscript><p>Please enable scripts, in order to see this page as it was meant to "
        "be</p></noscript>",
        "<form><p>Enter your address here, and your name, and your town, and your "
        "telephone</p></form>",
        "<p><a href=\"/x\">A whole paragraph that is a link to some other story, as a teaser "
        "is</a></p>"};
    for (size_t i = 0; i < sizeof(surroundings) / sizeof(*surroundings); i++) {
        char text[8192];
        snprintf(text, sizeof(text),
                 "<title>Council debates</title><body>%s<article><h1>Council debates</h1>" PROSE
                 "%s" PROSE "</article>%s",
                 surroundings[i], surroundings[i], surroundings[i]);
        check_body(text, PROSE_TEXT "\n\n" PROSE_TEXT);
    }
}

static void subheadings_stay_and_headings_of_nothing_go(void **state)
{
    (void)state;
    check_body("<title>Council debates</title><h1>Council debates</h1><div>" PROSE
               "<h2>What comes next</h2>" PROSE "<h2>More on this topic</h2></div>",
               PROSE_TEXT "\n\nWhat comes next\n\n" PROSE_TEXT);
}

static void lists_are_paragraphs_and_cells_are_words(void **state)
{
    (void)state;
    check_body(
        "<title>Council debates</title><h1>Council debates</h1><div>" PROSE
        "<ul><li>the first point</li><li>the second point</li></ul>"
        "<table><tr><td>yes</td><td>17</td></tr><tr><td>no</td><td>3</td></tr></table></div>",
        PROSE_TEXT "\n\nthe first point\n\nthe second point\n\nyes 17\n\nno 3");
}

static void single_break_is_a_space_and_a_double_one_a_paragraph(void **state)
{
    (void)state;
    check_body(
        "<title>Council debates</title><h1>Council debates</h1><div>The council met on "
        "Tuesday,<br>late in the evening, to discuss the new bridge over the river.<br><br>\n"
        "Residents, who had waited,\nsaid that they would come again next week.</div>",
        "The council met on Tuesday, late in the evening, to discuss the new bridge over the "
        "river.\n\nResidents, who had waited, said that they would come again next week.");
}

static void references_are_decoded(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, "<h1>Council debates</h1>" PROSE
                     "<p>caf&eacute; &amp; bar &#8212; &#x201C;open&#x201D;&nbsp;now, "
                     "and every day, for all of the people of the town</p>");
    assert_true(holds(page.article.field[NDX_FIELD_BODY], "café & bar — “open” now"));
    html_done(&page);
}

static void right_to_left_text_is_kept_in_order(void **state)
{
    (void)state;
    html_reading page;
    html_read(
        &page,
        "<html lang=\"ar\" dir=\"rtl\"><title>اجتماع المجلس</title><h1>اجتماع المجلس</h1>"
        "<p>اجتمع المجلس يوم الثلاثاء لمناقشة الجسر الجديد، واستمر النقاش حتى منتصف الليل.</p>");
    assert_field(page, HEADLINE, "اجتماع المجلس");
    assert_field(page, LANGUAGE, "ar");
    assert_field(page, BODY,
                 "اجتمع المجلس يوم الثلاثاء لمناقشة الجسر الجديد، واستمر النقاش حتى منتصف الليل.");
    html_done(&page);
}

static void dateline_is_split_from_the_body(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page,
              "<title>Talks go on</title><h1>Talks go on</h1><p>MOSCOW (Reuters) - The talks went "
              "on for hours, and nobody could say when they would end.</p>");
    assert_field(page, DATELINE, "MOSCOW (Reuters)");
    assert_true(
        ndx_span_starts_with(page.article.field[NDX_FIELD_BODY], NDX_SPAN("The talks went")));
    html_done(&page);
}

static void names_on_the_body_do_not_drop_the_page(void **state)
{
    (void)state;
    check_body("<body class=\"with-sidebar share newsletter comments\"><div class=\"content "
               "has-ads\"><h1>Council debates the bridge</h1>" PROSE "</div>",
               PROSE_TEXT);
}

static void wrong_and_missing_end_tags_lose_nothing(void **state)
{
    (void)state;
    check_body(
        "<h1>Council debates</h1><div><p>The council met on <b>Tuesday to discuss the <i>new "
        "bridge</b>, and nobody</i> was surprised that the debate went on until midnight."
        "<p>Residents, who had waited for hours, said that they would come again next week, rain "
        "or shine, until a decision is made.</span></div></div></section>",
        PROSE_TEXT);
}

static void amp_page_is_read(void **state)
{
    (void)state;
    check_body(
        "<!doctype html><html amp lang=\"en\"><head><meta charset=\"utf-8\"><script async "
        "src=\"https://cdn.example/v0.js\"></script><style amp-boilerplate>body{}</style></head>"
        "<body><amp-sidebar><p>Menu, with a lot of text that nobody wants to have read</p>"
        "</amp-sidebar><article><h1>Council debates</h1><amp-img src=\"x\"></amp-img>" PROSE
        "<amp-ad>An advertisement, with a lot of text that nobody wants to read</amp-ad></article>",
        PROSE_TEXT);
}

static void declared_charset_is_heeded(void **state)
{
    (void)state;
    html_reading page;
    html_read_bytes(&page,
                    ndx_span_of("<html><head><meta http-equiv=\"Content-Type\" "
                                "content=\"text/html; charset=windows-1251\"></head><body><h1>"
                                "\xCC\xEE\xF1\xEA\xE2\xE0</h1>" PROSE));
    assert_int_equal(page.step, NDX_READ_ARTICLE);
    assert_field(page, HEADLINE, "Москва");
    html_done(&page);
}

static void page_without_text_is_skipped(void **state)
{
    (void)state;
    html_reading page;
    html_read_bytes(&page, NDX_SPAN("<html><head></head><body><script>x()</script></body></html>"));
    assert_int_equal(page.step, NDX_READ_SKIPPED);
    html_done(&page);
}

static void body_of_json_ld_stands_in_where_the_page_shows_none(void **state)
{
    (void)state;
    html_reading page;
    html_read(
        &page,
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Council "
        "debates\",\"articleBody\":\"The council met.\"}</script><div id=\"app\"></div>");
    assert_field(page, BODY, "The council met.");
    assert_origin(page, BODY, "json-ld:articleBody");
    html_done(&page);
}

/* ---- hostile pages ---- */

static void append_times(ndx_buffer *out, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        ndx_buffer_append_text(out, text);
}

static void check_time(ndx_buffer *text, const char *last_words)
{
    html_reading page;
    clock_t begin = clock();
    html_read_bytes(&page, ndx_buffer_span(text));
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_true(page.step == NDX_READ_ARTICLE);
    assert_true(holds(page.article.field[NDX_FIELD_BODY], last_words));
    assert_true(seconds <
                20); /* quadratic takes minutes; sanitizers and a busy machine get a share */
    html_done(&page);
    ndx_buffer_free(text);
}

static void nesting_of_any_depth_takes_linear_time_and_keeps_the_text(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    append_times(&text, "<div>", 200000);
    append_times(&text, "<b>", 200000);
    ndx_buffer_append_text(&text, PROSE);
    append_times(&text, "</i>", 200000);
    ndx_buffer_append_text(&text,
                           "<p>These are the last words, and they are still to be found.</p>");
    check_time(&text, "These are the last words");
}

static void million_attributes_take_linear_time(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    ndx_buffer_append_text(&text, "<div ");
    for (unsigned i = 0; i < 1000000; i++)
        ndx_buffer_printf(&text, "a%u=\"1\" ", i);
    ndx_buffer_append_text(&text, ">" PROSE);
    ndx_buffer_append_text(&text,
                           "<p>These are the last words, and they are still to be found.</p>");
    check_time(&text, "These are the last words");
}

static void comparison_in_a_script_is_no_tag_with_many_attributes(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    ndx_buffer_append_text(&text, "<script>for (i = 0; i<n ; i++) { ");
    append_times(&text, "word ", 2000);
    ndx_buffer_append_text(&text, "}</script>" PROSE);
    check_time(&text, "until a decision is made");
}

static void apostrophes_and_nul_bytes_lose_nothing(void **state)
{
    (void)state;
    static const char page_text[] =
        "<h1>Council debates</h1><p title=it's>The council met, as it does \0 every Tuesday, to "
        "discuss the bridge.</p><!-- a 'comment' > --><p>Nobody was surprised that it took so "
        "long, "
        "and so much coffee.</p>";
    html_reading page;
    html_read_bytes(&page, ndx_span_make(page_text, sizeof(page_text) - 1));
    assert_int_equal(page.step, NDX_READ_ARTICLE);
    assert_true(holds(page.article.field[NDX_FIELD_BODY], "every Tuesday, to discuss the bridge."));
    assert_true(holds(page.article.field[NDX_FIELD_BODY], "so much coffee."));
    html_done(&page);
}

static void many_dates_and_authors_take_linear_time(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    ndx_buffer_append_text(&text, "<h1>Council debates the bridge</h1>");
    append_times(&text, "<time>none</time><i class=author>x</i><h2>Y</h2>", 50000);
    ndx_buffer_append_text(&text, "<article>" PROSE "</article>");
    check_time(&text, "until a decision is made");
}

static void endless_brackets_in_json_ld_are_passed_over(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    ndx_buffer_append_text(&text, "<script type=\"application/ld+json\">");
    append_times(&text, "[", 1000000);
    ndx_buffer_append_text(&text, "</script>" PROSE);
    check_time(&text, "until a decision is made");
}

/* ---- fragments ---- */

static void fragment_becomes_text_with_paragraphs(void **state)
{
    (void)state;
    ndx_arena arena = {0};
    ndx_span text;
    assert_true(ndx_html_to_text(
        &arena,
        NDX_SPAN(
            "<p>One &amp; <b>two</b></p><ul><li>three</li></ul>four<br>five<script>x</script>"),
        &text, NULL));
    assert_span(text, "One & two\n\nthree\n\nfour five");
    assert_true(ndx_html_to_text(&arena, NDX_SPAN("no markup,\n 3 < 5"), &text, NULL));
    assert_span(text, "no markup, 3 < 5");
    assert_true(ndx_html_to_text(&arena, NDX_SPAN(""), &text, NULL));
    assert_int_equal(text.size, 0);
    ndx_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(body_is_the_prose_in_paragraphs),
        cmocka_unit_test(all_that_surrounds_the_article_is_left_out),
        cmocka_unit_test(subheadings_stay_and_headings_of_nothing_go),
        cmocka_unit_test(lists_are_paragraphs_and_cells_are_words),
        cmocka_unit_test(single_break_is_a_space_and_a_double_one_a_paragraph),
        cmocka_unit_test(references_are_decoded),
        cmocka_unit_test(right_to_left_text_is_kept_in_order),
        cmocka_unit_test(dateline_is_split_from_the_body),
        cmocka_unit_test(names_on_the_body_do_not_drop_the_page),
        cmocka_unit_test(wrong_and_missing_end_tags_lose_nothing),
        cmocka_unit_test(amp_page_is_read),
        cmocka_unit_test(declared_charset_is_heeded),
        cmocka_unit_test(page_without_text_is_skipped),
        cmocka_unit_test(body_of_json_ld_stands_in_where_the_page_shows_none),
        cmocka_unit_test(nesting_of_any_depth_takes_linear_time_and_keeps_the_text),
        cmocka_unit_test(million_attributes_take_linear_time),
        cmocka_unit_test(comparison_in_a_script_is_no_tag_with_many_attributes),
        cmocka_unit_test(apostrophes_and_nul_bytes_lose_nothing),
        cmocka_unit_test(many_dates_and_authors_take_linear_time),
        cmocka_unit_test(endless_brackets_in_json_ld_are_passed_over),
        cmocka_unit_test(fragment_becomes_text_with_paragraphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
