/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of --language: each format reads its dates in it, and it wins over what the article says. */
#include "unit/readers/reading.h"

typedef struct sample {
    const char *name, *silent, *english, *british; /* what they declare of themselves */
} sample;

/* The third of April to all but Americans. */
static const sample samples[] = {
    {"t.txt", "Talks end\nDate: 03/04/2025\n\nThey met.\n",
     "Talks end\nLanguage: en\nDate: 03/04/2025\n\nThey met.\n",
     "Talks end\nLanguage: en-GB\nDate: 03/04/2025\n\nThey met.\n"},
    {"t.md", "---\ntitle: Talks end\ndate: 03/04/2025\n---\nThey met.\n",
     "---\ntitle: Talks end\nlang: en\ndate: 03/04/2025\n---\nThey met.\n",
     "---\ntitle: Talks end\nlang: en-GB\ndate: 03/04/2025\n---\nThey met.\n"},
    {"t.html",
     "<html><head><title>Talks end</title><meta name=\"article:published_time\" "
     "content=\"03/04/2025\"></head><body><article><h1>Talks end</h1><p>They met in the city, "
     "which is large, on a day that was long.</p></article></body></html>",
     "<html lang=\"en\"><head><title>Talks end</title><meta name=\"article:published_time\" "
     "content=\"03/04/2025\"></head><body><article><h1>Talks end</h1><p>They met in the city, "
     "which is large, on a day that was long.</p></article></body></html>",
     "<html lang=\"en-GB\"><head><title>Talks end</title><meta name=\"article:published_time\" "
     "content=\"03/04/2025\"></head><body><article><h1>Talks end</h1><p>They met in the city, "
     "which is large, on a day that was long.</p></article></body></html>"},
    {"t.json", "{\"title\":\"Talks end\",\"date\":\"03/04/2025\",\"body\":\"They met.\"}",
     "{\"title\":\"Talks end\",\"date\":\"03/04/2025\",\"body\":\"They met.\",\"lang\":\"en\"}",
     "{\"title\":\"Talks end\",\"date\":\"03/04/2025\",\"body\":\"They met.\",\"lang\":\"en-GB\"}"},
    {"t.jsonl", "{\"title\":\"Talks end\",\"date\":\"03/04/2025\",\"body\":\"They met.\"}\n",
     "{\"title\":\"Talks end\",\"date\":\"03/04/2025\",\"body\":\"They met.\",\"lang\":\"en\"}\n",
     "{\"title\":\"Talks end\",\"date\":\"03/04/2025\",\"body\":\"They "
     "met.\",\"lang\":\"en-GB\"}\n"},
    {"t.csv", "title,date,body\nTalks end,03/04/2025,They met.\n",
     "title,date,body,lang\nTalks end,03/04/2025,They met.,en\n",
     "title,date,body,lang\nTalks end,03/04/2025,They met.,en-GB\n"},
    {"t.tsv", "title\tdate\tbody\nTalks end\t03/04/2025\tThey met.\n",
     "title\tdate\tbody\tlang\nTalks end\t03/04/2025\tThey met.\ten\n",
     "title\tdate\tbody\tlang\nTalks end\t03/04/2025\tThey met.\ten-GB\n"},
};
enum { SAMPLE_COUNT = sizeof samples / sizeof *samples };

static void check(const char *name, const char *text, const char *said, const char *language,
                  const char *date)
{
    one_article one = {.options = {.language = said}};
    read_one(&one, name, ndx_span_of(text));
    assert_field(&one, NDX_FIELD_HEADLINE, "Talks end");
    if (!ndx_span_starts_with(one.article.field[NDX_FIELD_BODY], NDX_SPAN("They met")))
        fail_msg("%s: the body is \"%.*s\"", name,
                 NDX_SPAN_ARGS(one.article.field[NDX_FIELD_BODY]));
    assert_field(&one, NDX_FIELD_LANGUAGE, language);
    if (said)
        assert_origin(&one, NDX_FIELD_LANGUAGE, "--language");
    assert_date(&one.article.date, date);
    close_one(&one);
}

static void it_is_the_language_of_an_article_that_declares_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        check(samples[i].name, samples[i].silent, "en", "en", "2025-03-04");
        check(samples[i].name, samples[i].silent, "de", "de", "2025-04-03");
        check(samples[i].name, samples[i].silent, NULL, "", "2025-04-03");
    }
}

static void it_wins_over_what_an_article_declares(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        check(samples[i].name, samples[i].english, NULL, "en", "2025-03-04");
        check(samples[i].name, samples[i].english, "de", "de", "2025-04-03");
        check(samples[i].name, samples[i].british, "de", "de", "2025-04-03");
    }
}

static void a_region_that_an_article_adds_tells_how_its_dates_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        check(samples[i].name, samples[i].british, "en", "en", "2025-04-03");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_language_of_an_article_that_declares_none),
        cmocka_unit_test(it_wins_over_what_an_article_declares),
        cmocka_unit_test(a_region_that_an_article_adds_tells_how_its_dates_are_written),
    };
    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
