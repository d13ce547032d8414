/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of JSON and JSON Lines (json.c, jsonl.c, json_article.c, mapping.c). */
#include "unit/readers/reading.h"

static void check(const char *json, ndx_field field, const char *expected)
{
    one_article one = {0};
    read_one(&one, "a.json", ndx_span_of(json));
    assert_field(&one, field, expected);
    close_one(&one);
}

typedef struct tally {
    unsigned articles, skipped;
    char ids[256];
    ndx_error last_skip;
} tally;

static ndx_read read_all(const char *name, ndx_span text, tally *t, ndx_error *error)
{
    ndx_reading_options options = {0};
    ndx_error unwanted = {0};
    if (!error)
        error = &unwanted;
    ndx_reading *reading = ndx_reading_open_memory(text, ndx_span_of(name), &options, error);
    ndx_article article;
    ndx_read step;
    *t = (tally){0};
    assert_non_null(reading);
    while ((step = ndx_reading_next(reading, &article, error)) > 0) {
        if (step == NDX_READ_SKIPPED) {
            t->skipped++;
            t->last_skip = *error;
            continue;
        }
        t->articles++;
        size_t used = strlen(t->ids);
        snprintf(t->ids + used, sizeof t->ids - used, "%.*s ",
                 NDX_SPAN_ARGS(article.field[NDX_FIELD_ID]));
    }
    ndx_reading_close(reading);
    return step;
}

static void the_names_of_the_wild_are_known(void **state)
{
    (void)state;
    check("{\"guid\":\"x1\",\"title\":\"T\"}", NDX_FIELD_ID, "x1");
    check("{\"_id\":77,\"title\":\"T\"}", NDX_FIELD_ID, "77");
    check("{\"title\":{\"rendered\":\"T\"}}", NDX_FIELD_HEADLINE, "T");
    check("{\"headline\":{\"main\":\"T\"}}", NDX_FIELD_HEADLINE, "T");
    check("{\"title\":\"T\",\"content_original\":\"B\"}", NDX_FIELD_BODY, "B");
    check("{\"title\":\"T\",\"articleBody\":\"B\"}", NDX_FIELD_BODY, "B");
    check("{\"title\":\"T\",\"inLanguage\":\"de-AT\"}", NDX_FIELD_LANGUAGE, "de");
    check("{\"title\":\"T\",\"publisher\":{\"name\":\"The Daily\"}}", NDX_FIELD_SOURCE,
          "The Daily");
    check("{\"title\":\"T\",\"category\":\"World\"}", NDX_FIELD_SECTION, "World");
    check("{\"title\":\"T\",\"tags\":[\"a\",\"b c\"]}", NDX_FIELD_KEYWORDS, "a\nb c");
    check("{\"title\":\"T\",\"keywords\":\"a, b c; d\"}", NDX_FIELD_KEYWORDS, "a\nb c\nd");
    check("{\"title\":\"T\",\"link\":\"https://example.com/\"}", NDX_FIELD_URL,
          "https://example.com/");
    check("{\"title\":\"T\",\"version\":3}", NDX_FIELD_VERSION, "3");
}

static void authors_are_texts_lists_or_objects(void **state)
{
    (void)state;
    check("{\"title\":\"T\",\"author\":\"By Anna Smith and Bob Ray\"}", NDX_FIELD_AUTHORS,
          "Anna Smith\nBob Ray");
    check("{\"title\":\"T\",\"authors\":[\"Anna Smith\",\"Bob Ray\"]}", NDX_FIELD_AUTHORS,
          "Anna Smith\nBob Ray");
    check("{\"title\":\"T\",\"author\":[{\"name\":\"Anna Smith\"},{\"name\":\"Bob Ray\"}]}",
          NDX_FIELD_AUTHORS, "Anna Smith\nBob Ray");
    check("{\"title\":\"T\",\"author\":null}", NDX_FIELD_AUTHORS, "");
}

static void dates_keep_zone_and_precision_and_none_is_guessed(void **state)
{
    (void)state;
    static const struct {
        const char *json, *date;
    } cases[] = {
        {"{\"title\":\"T\",\"datePublished\":\"2025-11-30T10:15:00+02:00\"}",
         "2025-11-30T10:15:00+02:00"},
        {"{\"title\":\"T\",\"date\":\"2025-11\"}", "2025-11"},
        {"{\"title\":\"T\",\"pubDate\":\"Sun, 30 Nov 2025 10:15:00 GMT\"}", "2025-11-30T10:15:00Z"},
        {"{\"title\":\"T\",\"published\":1764497700}", "2025-11-30T10:15:00Z"},
        {"{\"title\":\"T\",\"timestamp\":1764497700123}", "2025-11-30T10:15:00Z"},
        {"{\"title\":\"T\",\"date\":\"soon\"}", ""},
        {"{\"title\":\"T\",\"date\":12}", ""},
        {"{\"title\":\"T\"}", ""},
        {"{\"title\":\"T\",\"date\":\"\",\"published\":\"2025-11-30\"}", "2025-11-30"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        one_article one = {0};
        read_one(&one, "a.json", ndx_span_of(cases[i].json));
        assert_date(&one.article.date, cases[i].date);
        close_one(&one);
    }
}

static void bodies_are_texts_paragraphs_sentences_or_html(void **state)
{
    (void)state;
    check("{\"title\":\"T\",\"body\":\"One.\\n\\nTwo\\nlines.\"}", NDX_FIELD_BODY,
          "One.\n\nTwo lines.");
    check("{\"title\":\"T\",\"body\":\"One.\\nTwo.\"}", NDX_FIELD_BODY, "One.\n\nTwo.");
    check("{\"title\":\"T\",\"body\":[\"One.\",\"Two.\"]}", NDX_FIELD_BODY, "One.\n\nTwo.");
    check("{\"title\":\"T\",\"body-paragraphs\":[[\"One.\",\"Two.\"],[\"Three.\"]]}",
          NDX_FIELD_BODY, "One. Two.\n\nThree.");
    check("{\"title\":\"T\",\"content_html\":\"<p>One &amp; two.</p><p>Three<br>four.</p>\"}",
          NDX_FIELD_BODY, "One & two.\n\nThree four.");
    check("{\"title\":\"T\",\"body\":\"if a < b and c > d\"}", NDX_FIELD_BODY,
          "if a < b and c > d");
}

static void a_mapping_changes_where_a_field_is_read_from(void **state)
{
    (void)state;
    static const ndx_field_mapping mappings[] = {{NDX_FIELD_HEADLINE, {"data.head", 9}},
                                                 {NDX_FIELD_DATE, {"meta.when", 9}},
                                                 {NDX_FIELD_AUTHORS, {"who.name", 8}}};
    one_article one = {.options = {.mappings = mappings, .mapping_count = 3}};
    read_one(
        &one, "a.json",
        NDX_SPAN("{\"title\":\"not "
                 "this\",\"data\":{\"head\":\"this\"},\"meta\":{\"when\":\"2025-11-30\"},\"date\":"
                 "\"2001-01-01\",\"who\":[{\"name\":\"Anna Smith\"}]}"));
    assert_field(&one, NDX_FIELD_HEADLINE, "this");
    assert_origin(&one, NDX_FIELD_HEADLINE, "json:data.head");
    assert_date(&one.article.date, "2025-11-30");
    assert_field(&one, NDX_FIELD_AUTHORS, "Anna Smith");
    close_one(&one);
}

static void a_dump_is_read_back_with_its_origins(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "dump.jsonl",
             NDX_SPAN("{\"id\":\"a/b.txt\",\"path\":\"a/b.txt\",\"headline\":\"H\",\"byline\":\"By "
                      "Anna Smith\",\"authors\":[\"Anna "
                      "Smith\"],\"dateline\":\"MOSCOW\",\"date\":\"2025-11\",\"language\":\"en\","
                      "\"source\":\"S\",\"section\":["
                      "\"World\"],\"url\":\"u\",\"body\":\"B\\n\\nC\",\"origin\":{\"headline\":"
                      "\"first line\",\"date\":\"date line\"}}\n"
                      "{\"id\":\"2\",\"headline\":\"x\"}\n"));
    assert_field(&one, NDX_FIELD_ID, "a/b.txt");
    assert_field(&one, NDX_FIELD_PATH, "dump.jsonl");
    assert_field(&one, NDX_FIELD_DATELINE, "MOSCOW");
    assert_field(&one, NDX_FIELD_BODY, "B\n\nC");
    assert_origin(&one, NDX_FIELD_HEADLINE, "first line");
    assert_origin(&one, NDX_FIELD_DATE, "date line");
    assert_date(&one.article.date, "2025-11");
    close_one(&one);
}

static void ids_are_the_sources_own_else_path_and_number(void **state)
{
    (void)state;
    tally t;
    assert_int_equal(
        read_all("a.json",
                 NDX_SPAN("[{\"title\":\"a\"},{\"id\":\"x\",\"title\":\"b\"},{\"title\":\"c\"}]"),
                 &t, NULL),
        NDX_READ_END);
    assert_string_equal(t.ids, "a.json#1 x a.json#3 ");
    assert_int_equal(read_all("one.json", NDX_SPAN("{\"title\":\"a\"}\n"), &t, NULL), NDX_READ_END);
    assert_string_equal(t.ids, "one.json ");
    assert_int_equal(
        read_all("l.jsonl", NDX_SPAN("{\"title\":\"a\"}\n\n{\"title\":\"b\"}"), &t, NULL),
        NDX_READ_END);
    assert_string_equal(t.ids, "l.jsonl#1 l.jsonl#2 ");
    assert_int_equal(
        read_all("w.json",
                 NDX_SPAN("{\"status\":\"ok\",\"articles\":[{\"title\":\"a\"},{\"title\":\"b\"}]}"),
                 &t, NULL),
        NDX_READ_END);
    assert_string_equal(t.ids, "w.json#1 w.json#2 ");
    assert_int_equal(read_all("c.json",
                              NDX_SPAN("{\"id\":1,\"title\":\"a\"} {\"id\":2,\"title\":\"b\"}"), &t,
                              NULL),
                     NDX_READ_END);
    assert_string_equal(t.ids, "1 2 ");
}

static void a_bad_line_is_skipped_with_its_number_and_the_rest_is_read(void **state)
{
    (void)state;
    tally t;
    ndx_error error = {0};
    assert_int_equal(
        read_all(
            "a.jsonl",
            NDX_SPAN("{\"title\":\"a\"}\n{\"title\":\nnonsense\n{\"title\":\"b\"}\n{\"x\":1}\n"),
            &t, &error),
        NDX_READ_END);
    assert_int_equal(t.articles, 2);
    assert_int_equal(t.skipped, 3);
    assert_int_equal(
        read_all("a.jsonl", NDX_SPAN("{\"title\":\"a\"}\n{\"title\": tru}\n"), &t, &error),
        NDX_READ_END);
    assert_int_equal(t.last_skip.code, NDX_ERROR_FORMAT);
    assert_non_null(strstr(t.last_skip.message, "a.jsonl: not valid JSON"));
    assert_non_null(strstr(t.last_skip.place, "line 2, byte "));
}

static void json_that_breaks_off_gives_what_came_before_and_then_says_so(void **state)
{
    (void)state;
    tally t;
    ndx_error error = {0};
    assert_int_equal(
        read_all("a.json", NDX_SPAN("[{\"title\":\"a\"},{\"title\":\"b\"},{\"ti"), &t, &error),
        NDX_READ_ERROR);
    assert_int_equal(t.articles, 2);
    assert_non_null(strstr(error.message, "a.json: the JSON breaks off"));
    assert_non_null(strstr(error.place, "byte"));
    assert_int_equal(read_all("a.json", NDX_SPAN("[{\"title\":\"a\"}"), &t, &error),
                     NDX_READ_ERROR);
    assert_int_equal(t.articles, 1);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    size_t depth = 100000;
    char *text = malloc(2 * depth + 32);
    size_t size = (size_t)sprintf(text, "{\"title\":");
    memset(text + size, '[', depth);
    memset(text + size + depth, ']', depth);
    size += 2 * depth;
    text[size++] = '}';
    tally t;
    ndx_error error = {0};
    assert_int_equal(read_all("a.json", ndx_span_make(text, size), &t, &error), NDX_READ_END);
    assert_int_equal(t.articles, 0);
    assert_int_equal(t.skipped, 1);
    free(text);
}

static void odd_json_is_refused_or_read_but_never_crashes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"title\":\"\\ud800\"}",
        "{\"title\":\"a\\u0000b\"}",
        "{\"title\":NaN}",
        "{\"title\":1e999}",
        "{\"title\":\"a\",\"title\":\"b\"}",
        "{\"title\":[[[]]]}",
        "{\"title\":{\"name\":5}}",
        "[[{\"title\":1}]]",
        "[1,2,3]",
        "{\"body\":{\"a\":[1]}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        tally t;
        ndx_error error = {0};
        assert_int_equal(read_all("a.json", ndx_span_of(texts[i]), &t, &error), NDX_READ_END);
        assert_int_equal(t.articles + t.skipped > 0, 1);
    }
}

static void an_article_is_not_lost_for_a_missing_number_or_half_an_emoji(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.jsonl",
             NDX_SPAN("{\"id\":123456789012345678901234567890,\"title\":\"cut \\ud83d\","
                      "\"date\":NaN,\"body\":\"b\"}\n"));
    assert_field(&one, NDX_FIELD_ID, "123456789012345678901234567890");
    assert_field(&one, NDX_FIELD_HEADLINE, "cut \uFFFD");
    assert_field(&one, NDX_FIELD_DATE, "");
    assert_int_equal(one.article.replaced_bytes, 1);
    close_one(&one);
}

static void an_error_in_an_array_names_line_and_byte_and_the_rest_is_read(void **state)
{
    (void)state;
    tally t;
    assert_int_equal(
        read_all("a.json",
                 NDX_SPAN("[\n{\"title\":\"a\"},\n {\"title\": x},\n[],\n{\"title\":\"b\"}]"), &t,
                 NULL),
        NDX_READ_END);
    assert_int_equal(t.articles, 2);
    assert_int_equal(t.skipped, 1);
    assert_string_equal(t.last_skip.place, "line 3, byte 12");
}

static void many_long_values_of_a_field_stay_within_bounds(void **state)
{
    (void)state;
    enum { VALUES = 256, EACH = 64 * 1024 };
    ndx_buffer text = {0};
    char *word = malloc(EACH);
    memset(word, 'k', EACH);
    ndx_buffer_append_text(&text, "{\"title\":\"a\",\"keywords\":[");
    for (int i = 0; i < VALUES; i++) {
        ndx_buffer_append_text(&text, i ? ",\"" : "\"");
        ndx_buffer_append(&text, word, EACH);
        ndx_buffer_append_byte(&text, '"');
    }
    ndx_buffer_append_text(&text, "]}");
    one_article one = {0};
    read_one(&one, "a.json", ndx_buffer_span(&text));
    assert_int_equal(one.article.field[NDX_FIELD_KEYWORDS].size, 4096);
    close_one(&one);
    ndx_buffer_free(&text);
    free(word);
}

static void utf16_json_is_read(void **state)
{
    (void)state;
    const char *plain = "[{\"title\":\"a\"},{\"title\":\"b\"}]";
    char wide[256] = "\xFF\xFE";
    size_t size = 2;
    for (const char *c = plain; *c; c++) {
        wide[size++] = *c;
        wide[size++] = '\0';
    }
    tally t;
    assert_int_equal(read_all("a.json", ndx_span_make(wide, size), &t, NULL), NDX_READ_END);
    assert_int_equal(t.articles, 2);
}

static void invalid_utf8_is_replaced_and_counted(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(&one, "a.jsonl",
             NDX_SPAN("{\"title\":\"gr\xC3\xBC\xC3\x9F gr\xC3\xBC\xC3\x9F gr\xC3\xBC\xC3\x9F "
                      "gr\xC3\xBC\xC3\x9F \xC3\xBC\xC3\xBC\xC3\xBC \xFF\"}\n"));
    assert_field(
        &one, NDX_FIELD_HEADLINE,
        "gr\u00FC\u00DF gr\u00FC\u00DF gr\u00FC\u00DF gr\u00FC\u00DF \u00FC\u00FC\u00FC \uFFFD");
    assert_int_equal(one.article.replaced_bytes, 1);
    close_one(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_names_of_the_wild_are_known),
        cmocka_unit_test(authors_are_texts_lists_or_objects),
        cmocka_unit_test(dates_keep_zone_and_precision_and_none_is_guessed),
        cmocka_unit_test(bodies_are_texts_paragraphs_sentences_or_html),
        cmocka_unit_test(a_mapping_changes_where_a_field_is_read_from),
        cmocka_unit_test(a_dump_is_read_back_with_its_origins),
        cmocka_unit_test(ids_are_the_sources_own_else_path_and_number),
        cmocka_unit_test(a_bad_line_is_skipped_with_its_number_and_the_rest_is_read),
        cmocka_unit_test(json_that_breaks_off_gives_what_came_before_and_then_says_so),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(odd_json_is_refused_or_read_but_never_crashes),
        cmocka_unit_test(an_article_is_not_lost_for_a_missing_number_or_half_an_emoji),
        cmocka_unit_test(an_error_in_an_array_names_line_and_byte_and_the_rest_is_read),
        cmocka_unit_test(many_long_values_of_a_field_stay_within_bounds),
        cmocka_unit_test(utf16_json_is_read),
        cmocka_unit_test(invalid_utf8_is_replaced_and_counted),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
