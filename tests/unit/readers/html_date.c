/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_date.c - where an HTML page's dates are believed, and which first. */
#include "unit/readers/html_reading.h"

static void check(const char *text, const char *date, const char *origin)
{
    html_reading page;
    html_read(&page, text);
    assert_date(&page.article.date, date);
    assert_origin(page, DATE, origin);
    html_done(&page);
}

static void json_ld_comes_first_and_keeps_its_zone(void **state)
{
    (void)state;
    check(PAGE("<meta property=\"article:published_time\" content=\"2025-11-29T10:00:00+02:00\">"
               "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
               "\"datePublished\":\"2025-11-30T10:15:00+02:00\"}</script>",
               ""),
          "2025-11-30T10:15:00+02:00", "json-ld:datePublished");
}

static void meta_names_of_many_makers_mean_publication(void **state)
{
    (void)state;
    static const char *const names[] = {
        "article:published_time", "pubdate",          "publish-date",
        "og:published_time",      "sailthru.date",    "dc.date.issued",
        "datePublished",          "parsely-pub-date", "DC.date"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        char text[2048];
        char origin[64];
        snprintf(text, sizeof(text), PAGE("<meta name=\"%s\" content=\"2025-11-30\">", ""),
                 names[i]);
        snprintf(origin, sizeof(origin), "meta:%s", names[i]);
        check(text, "2025-11-30", origin);
    }
}

static void time_of_change_is_kept_apart(void **state)
{
    (void)state;
    html_reading page;
    html_read(&page, PAGE("<meta property=\"article:published_time\" content=\"2025-11-29T10:00Z\">"
                          "<meta property=\"article:modified_time\" content=\"2025-11-30T11:00Z\">",
                          ""));
    assert_date(&page.article.date, "2025-11-29T10:00Z");
    assert_date(&page.article.modified, "2025-11-30T11:00Z");
    assert_origin(page, MODIFIED, "meta:article:modified_time");
    html_done(&page);
}

static void other_dates_of_the_head_are_not_taken(void **state)
{
    (void)state;
    check(PAGE("<meta name=\"expires\" content=\"2026-11-29\">"
               "<meta name=\"event_start_time\" content=\"2026-01-29\">"
               "<meta property=\"og:updated_time\" content=\"2025-12-01\">",
               ""),
          "", "");
}

static void time_element_near_the_headline_is_taken(void **state)
{
    (void)state;
    check("<aside><time datetime=\"2025-01-01\">other</time></aside>" PAGE(
              "", "<time datetime=\"2025-11-30T10:15\">Sunday</time>"),
          "2025-11-30T10:15", "time:datetime");
}

static void microdata_is_taken(void **state)
{
    (void)state;
    check(PAGE("", "<span itemprop=\"datePublished\" content=\"2025-11-30\">today</span>"),
          "2025-11-30", "itemprop:datePublished");
}

static void element_called_date_is_read_in_the_language_of_the_page(void **state)
{
    (void)state;
    check("<html lang=\"de\"><title>Rat berät über die Brücke</title><h1>Rat berät über die "
          "Brücke</h1>"
          "<span class=\"article-date\">30. November 2025</span>" PROSE,
          "2025-11-30", "element:date");
}

static void date_in_plain_text_under_the_headline_is_found(void **state)
{
    (void)state;
    check(PAGE("", "<div>Published on 30 November 2025 in Local</div>"), "2025-11-30",
          "text near headline");
}

static void date_in_the_prose_is_not_the_date_of_publication(void **state)
{
    (void)state;
    check("<title>On the old bridge</title><h1>On the old bridge</h1>" PROSE PROSE PROSE PROSE PROSE
          "<p>The bridge was opened on 1 May 1901, in the presence of the queen, and closed on 3 "
          "June "
          "1950, as everybody in the town remembers, and so on, and so on, for quite a while.</p>",
          "", "");
}

static void address_with_year_month_and_day_is_the_last_resort(void **state)
{
    (void)state;
    check(PAGE("<link rel=\"canonical\" href=\"https://example.org/2025/11/30/bridge\">", ""),
          "2025-11-30", "url");
    check(PAGE("<link rel=\"canonical\" href=\"https://example.org/bridge-20251130.html\">", ""),
          "2025-11-30", "url");
    check(PAGE("<link rel=\"canonical\" href=\"https://example.org/2025/11/bridge-12345678\">", ""),
          "", "");
}

static void day_shown_wins_over_a_moment_in_utc_on_the_day_after(void **state)
{
    (void)state;
    check(PAGE("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
               "\"datePublished\":\"2025-12-01T02:15:00Z\"}</script>",
               "<span class=\"date\">November 30, 2025</span>"),
          "2025-11-30", "element:date");
    check(PAGE("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\","
               "\"datePublished\":\"2025-12-01T02:15:00Z\"}</script>",
               "<span class=\"date\">November 3, 2025</span>"),
          "2025-12-01T02:15:00Z", "json-ld:datePublished");
}

static void program_state_in_a_script_is_read(void **state)
{
    (void)state;
    check(
        PAGE("",
             "<script>var page = {\"id\": 5, \"publishDate\": \"2025-11-30T10:15:00\"};</script>"),
        "2025-11-30T10:15:00", "script:publishDate");
}

static void scripts_with_dates_of_several_days_tell_nothing(void **state)
{
    (void)state;
    check(PAGE("", "<script>var list = [{\"datePublished\": \"2025-11-30T10:15:00\"}, "
                   "{\"datePublished\": \"2025-11-29T10:15:00\"}];</script>"),
          "", "");
}

static void dates_of_comments_and_of_zero_are_not_taken(void **state)
{
    (void)state;
    check(PAGE("<meta name=\"pubdate\" content=\"1970-01-01T00:00:00Z\">",
               "") "<div class=\"comments\"><time datetime=\"2025-11-30\">x</time></div>",
          "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_ld_comes_first_and_keeps_its_zone),
        cmocka_unit_test(meta_names_of_many_makers_mean_publication),
        cmocka_unit_test(time_of_change_is_kept_apart),
        cmocka_unit_test(other_dates_of_the_head_are_not_taken),
        cmocka_unit_test(time_element_near_the_headline_is_taken),
        cmocka_unit_test(microdata_is_taken),
        cmocka_unit_test(element_called_date_is_read_in_the_language_of_the_page),
        cmocka_unit_test(date_in_plain_text_under_the_headline_is_found),
        cmocka_unit_test(date_in_the_prose_is_not_the_date_of_publication),
        cmocka_unit_test(address_with_year_month_and_day_is_the_last_resort),
        cmocka_unit_test(day_shown_wins_over_a_moment_in_utc_on_the_day_after),
        cmocka_unit_test(program_state_in_a_script_is_read),
        cmocka_unit_test(scripts_with_dates_of_several_days_tell_nothing),
        cmocka_unit_test(dates_of_comments_and_of_zero_are_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
