/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_metadata.c - headline, authors, source, section, keywords, URL, language, id of an HTML
 * page. */
#include "unit/readers/html_reading.h"

static void headline_is_the_printed_one_where_the_title_agrees(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, PAGE("<meta property=\"og:title\" content=\"Bridge debate\">", ""));
    assert_field(page, HEADLINE, "Council debates the bridge");
    assert_origin(page, HEADLINE, "h1");
    html_done(&page);
}

static void headline_comes_from_json_ld_where_no_heading_agrees(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, "<html><head><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
                     "\"headline\":\"Tom &amp; Jerry win the race\"}</script></head><body>"
                     "<h1>News</h1>" PROSE "</body></html>");
    assert_field(page, HEADLINE, "Tom & Jerry win the race");
    assert_origin(page, HEADLINE, "json-ld:headline");
    html_done(&page);
}

static void headline_from_open_graph_loses_the_name_of_the_site(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page,
              "<html><head><meta property=\"og:title\" content=\"Rain in the north - The Example\">"
              "<meta property=\"og:site_name\" content=\"The Example\"></head><body>" PROSE
              "</body></html>");
    assert_field(page, HEADLINE, "Rain in the north");
    assert_origin(page, HEADLINE, "meta:og:title");
    assert_field(page, SOURCE, "The Example");
    assert_origin(page, SOURCE, "meta:og:site_name");
    html_done(&page);
}

static void headline_from_title_loses_what_follows_a_bar(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, "<title>A long headline about the harbour | Example</title><body>" PROSE);
    assert_field(page, HEADLINE, "A long headline about the harbour");
    assert_origin(page, HEADLINE, "title");
    html_done(&page);
}

static void headline_with_a_dash_of_its_own_stays_whole(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page,
              "<meta property=\"og:title\" content=\"Oslo - a city between fjord and forest\">"
              "<body>" PROSE);
    assert_field(page, HEADLINE, "Oslo - a city between fjord and forest");
    html_done(&page);
}

static void title_of_a_drawing_is_no_headline(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, "<body><svg><title>Logo of the company</title></svg>"
                     "<h1>The harbour is open again</h1>" PROSE);
    assert_field(page, HEADLINE, "The harbour is open again");
    html_done(&page);
}

static void authors_of_json_ld_may_be_objects_strings_and_lists(void **state)
{
    (void)state;
    static const char *const values[] = {
        "[{\"@type\":\"Person\",\"name\":\"Anna Smith\"},{\"@type\":\"Person\",\"name\":\"Bob "
        "Ray\"}]",
        "[\"Anna Smith\",\"Bob Ray\"]", "\"Anna Smith and Bob Ray\"",
        "{\"@type\":\"Person\",\"name\":[\"Anna Smith\",\"Bob Ray\"]}",
        "[{\"@type\":\"Organization\",\"name\":\"The Example\"},{\"name\":\"Anna Smith\"},"
        "{\"name\":\"Bob Ray\"}]"};
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        char text[4096];
        snprintf(text, sizeof(text),
                 PAGE("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
                      "\"author\":%s}</script>",
                      ""),
                 values[i]);
        html_reading page;
        html_read(&page, text);
        assert_field(page, AUTHORS, "Anna Smith\nBob Ray");
        assert_origin(page, AUTHORS, "json-ld:author");
        html_done(&page);
    }
}

static void author_given_by_id_is_looked_up_in_the_graph(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page,
              PAGE("<script type=\"application/ld+json\">{\"@graph\":["
                   "{\"@type\":\"Article\",\"headline\":\"x\",\"author\":{\"@id\":\"#a\"}},"
                   "{\"@type\":\"Person\",\"@id\":\"#a\",\"name\":\"Anna Smith\"}]}</script>",
                   ""));
    assert_field(page, AUTHORS, "Anna Smith");
    html_done(&page);
}

static void author_of_a_meta_element_is_taken(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, PAGE("<meta name=\"author\" content=\"By Anna Smith\">", ""));
    assert_field(page, AUTHORS, "Anna Smith");
    assert_origin(page, AUTHORS, "meta:author");
    html_done(&page);
}

static void addresses_are_no_authors(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, PAGE("<meta property=\"article:author\" content=\"https://fb.example/anna\">"
                          "<meta name=\"author\" content=\"desk@example.org\">",
                          ""));
    assert_field(page, AUTHORS, "");
    assert_origin(page, AUTHORS, "");
    html_done(&page);
}

static void printed_byline_gives_byline_and_authors(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, PAGE("", "<p class=\"byline\">By Anna Smith and Bob Ray</p>"));
    assert_field(page, BYLINE, "By Anna Smith and Bob Ray");
    assert_field(page, AUTHORS, "Anna Smith\nBob Ray");
    assert_origin(page, AUTHORS, "byline");
    assert_false(holds(page.article.field[NDX_FIELD_BODY], "Anna Smith"));
    html_done(&page);
}

static void person_is_preferred_to_the_organisation_that_is_called_author(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, PAGE("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
                          "\"author\":{\"@type\":\"Organization\",\"name\":\"Example News Desk\"}}"
                          "</script>",
                          "<a href=\"/author/anna-smith\">Anna Smith</a>"));
    assert_field(page, AUTHORS, "Anna Smith");
    html_done(&page);
}

static void names_of_commenters_are_no_authors(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page,
              PAGE("", "") "<div id=\"comments\"><span class=\"author\">Carl Jones</span></div>");
    assert_field(page, AUTHORS, "");
    html_done(&page);
}

static void section_keywords_url_and_id_come_from_json_ld(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page,
              PAGE("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
                   "\"identifier\":4711,\"articleSection\":[\"Local\",\"Politics\"],"
                   "\"keywords\":\"bridge, council\",\"url\":\"https://example.org/a\","
                   "\"inLanguage\":\"en-GB\","
                   "\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Example\"}}</script>",
                   ""));
    assert_field(page, ID, "4711");
    assert_origin(page, ID, "json-ld:identifier");
    assert_field(page, SECTION, "Local\nPolitics");
    assert_origin(page, SECTION, "json-ld:articleSection");
    assert_field(page, KEYWORDS, "bridge\ncouncil");
    assert_origin(page, KEYWORDS, "json-ld:keywords");
    assert_field(page, URL, "https://example.org/a");
    assert_origin(page, URL, "json-ld:url");
    assert_field(page, SOURCE, "The Example");
    assert_origin(page, SOURCE, "json-ld:publisher");
    assert_field(page, LANGUAGE, "en");
    assert_origin(page, LANGUAGE, "json-ld:inLanguage");
    html_done(&page);
}

static void section_keywords_url_and_language_come_from_the_head(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, PAGE("<link rel=\"canonical\" href=\"https://example.org/b\">"
                          "<meta property=\"article:section\" content=\"Local\">"
                          "<meta name=\"news_keywords\" content=\"bridge, council,bridge\">",
                          ""));
    assert_field(page, ID, "page.html");
    assert_field(page, SECTION, "Local");
    assert_origin(page, SECTION, "meta:article:section");
    assert_field(page, KEYWORDS, "bridge\ncouncil");
    assert_origin(page, KEYWORDS, "meta:news_keywords");
    assert_field(page, URL, "https://example.org/b");
    assert_origin(page, URL, "link:canonical");
    assert_field(page, LANGUAGE, "en");
    assert_origin(page, LANGUAGE, "html:lang");
    html_done(&page);
}

static void broken_json_ld_is_repaired_where_the_meaning_is_plain(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "<!-- {\"@type\":\"NewsArticle\",\"identifier\":\"a1\"} -->",
        "//<![CDATA[\n{\"@type\":\"NewsArticle\",\"identifier\":\"a1\"}\n//]]>",
        "{\"@type\":\"NewsArticle\",\"identifier\":\"a1\",}",
        "[{\"@type\":\"NewsArticle\",\"description\":\"two\nlines\tand \\' "
        "more\",\"identifier\":\"a1\"},]",
        "{\"@type\":[\"NewsArticle\",\"Thing\"],\"identifier\":\"a1\"};"};
    for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
        char text[4096];
        snprintf(text, sizeof(text),
                 PAGE("<script type=\"application/ld+json\">{\"broken\":</script>"
                      "<script type=\"application/ld+json\">%s</script>",
                      ""),
                 scripts[i]);
        html_reading page;
        html_read(&page, text);
        assert_field(page, ID, "a1");
        html_done(&page);
    }
}

static void among_several_articles_the_one_of_this_address_is_meant(void **state)
{
    (void)state;
    html_reading page;
    html_read(
        &page,
        PAGE("<link rel=\"canonical\" href=\"https://example.org/2\">"
             "<script type=\"application/ld+json\">["
             "{\"@type\":\"NewsArticle\",\"url\":\"https://example.org/1\",\"identifier\":\"1\"},"
             "{\"@type\":\"NewsArticle\",\"url\":\"https://example.org/2\",\"identifier\":\"2\"}]"
             "</script>",
             ""));
    assert_field(page, ID, "2");
    html_done(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headline_is_the_printed_one_where_the_title_agrees),
        cmocka_unit_test(headline_comes_from_json_ld_where_no_heading_agrees),
        cmocka_unit_test(headline_from_open_graph_loses_the_name_of_the_site),
        cmocka_unit_test(headline_from_title_loses_what_follows_a_bar),
        cmocka_unit_test(headline_with_a_dash_of_its_own_stays_whole),
        cmocka_unit_test(title_of_a_drawing_is_no_headline),
        cmocka_unit_test(authors_of_json_ld_may_be_objects_strings_and_lists),
        cmocka_unit_test(author_given_by_id_is_looked_up_in_the_graph),
        cmocka_unit_test(author_of_a_meta_element_is_taken),
        cmocka_unit_test(addresses_are_no_authors),
        cmocka_unit_test(printed_byline_gives_byline_and_authors),
        cmocka_unit_test(person_is_preferred_to_the_organisation_that_is_called_author),
        cmocka_unit_test(names_of_commenters_are_no_authors),
        cmocka_unit_test(section_keywords_url_and_id_come_from_json_ld),
        cmocka_unit_test(section_keywords_url_and_language_come_from_the_head),
        cmocka_unit_test(broken_json_ld_is_repaired_where_the_meaning_is_plain),
        cmocka_unit_test(among_several_articles_the_one_of_this_address_is_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
