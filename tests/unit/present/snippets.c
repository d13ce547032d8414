/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * snippets.c - the part of an article that is shown, over articles in many scripts and over hostile
 * ones: nothing that is one thing to a reader is cut, and the part is the best one.
 */
#include "../index/support.h"

#include "newsdex/search.h"
#include "newsdex/utf8.h"
#include "present/snippet.h"

#include <unigbrk.h>

/* ---- a snippet of a body ---- */

/* The article's body and the snippet of a query that finds it, by itself and with its matches in
 * [brackets], "<" and ">" where it is cut. */
typedef struct shown {
    place at;
    ndx_buffer body, text, marked;
    bool cut_before, cut_after;
} shown;

static void append_json_text(ndx_buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            ndx_buffer_append_text(out, "\\n");
        else if (*text == '"' || *text == '\\')
            ndx_buffer_printf(out, "\\%c", *text);
        else
            ndx_buffer_append_byte(out, (unsigned char)*text);
    }
}

static void put_article(const place *at, const char *language, const char *body)
{
    ndx_buffer json = {0};
    ndx_buffer_printf(
        &json, "{\"id\": \"1\", \"title\": \"Headline\", \"lang\": \"%s\", \"body\": \"", language);
    append_json_text(&json, body);
    ndx_buffer_append_text(&json, "\"}");
    assert_false(json.failed);
    put_file(at, "a.json", json.data);
    ndx_buffer_free(&json);
}

static void keep(shown *s, const ndx_marked *marked)
{
    size_t done = 0;
    ndx_buffer_append_span(&s->text, marked->text);
    ndx_buffer_append_text(&s->marked, marked->cut_before ? "<" : "");
    for (size_t i = 0; i < marked->mark_count; i++) {
        ndx_mark mark = marked->marks[i];
        assert_true(done <= mark.begin && mark.begin < mark.end && mark.end <= marked->text.size);
        ndx_buffer_append(&s->marked, marked->text.data + done, mark.begin - done);
        ndx_buffer_append_byte(&s->marked, '[');
        ndx_buffer_append(&s->marked, marked->text.data + mark.begin, mark.end - mark.begin);
        ndx_buffer_append_byte(&s->marked, ']');
        done = mark.end;
    }
    ndx_buffer_append_span(&s->marked, ndx_span_skip(marked->text, done));
    ndx_buffer_append_text(&s->marked, marked->cut_after ? ">" : "");
    s->cut_before = marked->cut_before;
    s->cut_after = marked->cut_after;
}

static void search(shown *s, const char *query, size_t characters)
{
    ndx_error error = {0};
    ndx_query parsed = {0};
    ndx_arena arena = {0};
    ndx_marked marked;
    const uint32_t *positions;
    size_t count;
    const char *path = s->at.index;
    const ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    ndx_index *index = ndx_index_open(&path, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_true(ndx_query_parse(&parsed, ndx_span_of(query), 0, NULL, NULL, &error));
    ndx_results *results = ndx_search(index, &parsed, &options, analyser, &error);
    assert_non_null(results);
    assert_int_equal(ndx_results_count(results), 1);
    const ndx_hit *hit = ndx_results_hit(results, 0);
    ndx_words *words = ndx_index_words(index, &hit->record, &error);
    assert_true(ndx_record_text(words, &hit->record, NDX_TEXT_BODY, &s->body, &error));
    assert_true(ndx_results_highlights(results, 0, &positions, &count, &error));
    assert_true(
        ndx_snippet(words, &hit->record, positions, count, characters, &arena, &marked, &error));
    keep(s, &marked);
    ndx_arena_free(&arena);
    ndx_results_free(results);
    ndx_query_free(&parsed);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
}

static void show(shown *s, const char *language, const char *body, const char *query,
                 size_t characters)
{
    *s = (shown){0};
    place_open(&s->at);
    put_article(&s->at, language, body);
    update(&s->at);
    search(s, query, characters);
}

static void forget(shown *s)
{
    place_close(&s->at);
    ndx_buffer_free(&s->body);
    ndx_buffer_free(&s->text);
    ndx_buffer_free(&s->marked);
}

/* ---- what holds of every snippet ---- */

static size_t characters_of(ndx_span text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

/* Is the place between two bytes of the body between two of what a reader sees as characters? By
 * walking from the beginning, which the code under test does not. */
static bool is_between_characters(ndx_span body, size_t offset)
{
    const uint8_t *at = (const uint8_t *)body.data;
    const uint8_t *end = at + body.size;
    const uint8_t *wanted = at + offset;
    while (at && at < wanted)
        at = u8_grapheme_next(at, end);
    return at == wanted;
}

static void assert_sound(const shown *s, size_t characters)
{
    ndx_span body = ndx_buffer_span(&s->body);
    ndx_span text = ndx_buffer_span(&s->text);
    assert_int_equal(ndx_utf8_valid_prefix(text), text.size);
    size_t begin = 0;
    while (begin + text.size <= body.size && memcmp(body.data + begin, text.data, text.size) != 0)
        begin++;
    if (begin + text.size > body.size)
        fail_msg("no part of the body: %s", s->marked.data);
    /* what is attached at either end comes with it: 16 and 8 bytes at most */
    assert_true(characters_of(text) <= characters + 24 || !s->cut_after);
    if (s->cut_before && !is_between_characters(body, begin))
        fail_msg("begins inside a character: %s", s->marked.data);
    if (s->cut_after && !is_between_characters(body, begin + text.size))
        fail_msg("ends inside a character: %s", s->marked.data);
}

static void assert_shown(const char *language, const char *body, const char *query,
                         size_t characters, const char *expected)
{
    shown s;
    show(&s, language, body, query, characters);
    assert_sound(&s, characters);
    assert_string_equal(s.marked.data, expected);
    forget(&s);
}

/* ---- the best window ---- */

static void a_body_that_fits_is_shown_whole(void **state)
{
    (void)state;
    assert_shown("en", "The council met. A bridge was opened there. Nobody came.", "nobody", 100,
                 "The council met. A bridge was opened there. [Nobody] came.");
}

static void room_that_the_end_of_the_body_leaves_is_used(void **state)
{
    (void)state;
    assert_shown("en",
                 "One two three four five six seven eight nine ten. The council met at noon. "
                 "A bridge was opened. Nobody came.",
                 "nobody", 60, "<The council met at noon. A bridge was opened. [Nobody] came.");
}

static void a_window_with_both_words_is_better_than_one_with_one_of_them_twice(void **state)
{
    (void)state;
    assert_shown("en",
                 "Moscow and Moscow again, said the mayor of that town, who had never been there "
                 "himself. Later on the envoy arrived in Moscow by train, as others had before.",
                 "envoy moscow", 60,
                 "<Later on the [envoy] arrived in [Moscow] by train, as others had>");
}

static void a_match_in_the_headline_alone_shows_the_beginning(void **state)
{
    (void)state;
    assert_shown("en", "One two three four five six seven.", "headline", 18, "One two three four>");
}

/* ---- what is written in one piece ---- */

static void compounds_addresses_and_entities_are_not_parted(void **state)
{
    (void)state;
    const char *filler = "so they went on and on and on through all of it to a";
    char body[512];
    /* with five words before the match the window would begin in the middle of each */
    static const char *const pieces[] = {"3-2",
                                         "anti-terror",
                                         "US\u2011Ukraine",
                                         "example.com/news/today",
                                         "&quot;quoted&quot;",
                                         "\u201Cquoted",
                                         "(in-brackets)",
                                         "$1.5bn"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        shown s;
        snprintf(body, sizeof body, "%s %s one two three witkoff four %s %s.", filler, pieces[i],
                 pieces[i], filler);
        for (size_t characters = 20; characters < 90; characters++) {
            show(&s, "en", body, "witkoff", characters);
            assert_sound(&s, characters);
            size_t size = strlen(pieces[i]);
            const char *text = s.text.data;
            /* whatever stands of the piece at an end is all of it */
            for (size_t cut = 1; cut < size; cut++) {
                if (s.cut_before && strncmp(text, pieces[i] + cut, size - cut) == 0 &&
                    text[size - cut] == ' ')
                    fail_msg("%zu: %s is cut: %s", characters, pieces[i], s.marked.data);
                if (s.cut_after && s.text.size > cut && text[s.text.size - cut - 1] == ' ' &&
                    strncmp(text + s.text.size - cut, pieces[i], cut) == 0)
                    fail_msg("%zu: %s is cut: %s", characters, pieces[i], s.marked.data);
            }
            forget(&s);
            characters += 6;
        }
    }
}

static void an_address_without_end_is_cut_after_all(void **state)
{
    (void)state;
    ndx_buffer body = {0};
    shown s;
    ndx_buffer_append_text(&body, "See https://example.com");
    for (unsigned i = 0; i < 300; i++)
        ndx_buffer_printf(&body, "/part%u", i);
    ndx_buffer_append_text(&body, " for the envoy.");
    show(&s, "en", body.data, "envoy", 100);
    assert_sound(&s, 100);
    assert_non_null(strstr(s.marked.data, "[envoy]"));
    assert_true(s.cut_before);
    forget(&s);
    show(&s, "en", body.data, "see", 100);
    assert_sound(&s, 100);
    assert_true(s.cut_after);
    forget(&s);
    ndx_buffer_free(&body);
}

static void an_overlong_word_begins_and_ends_where_the_text_does(void **state)
{
    (void)state;
    ndx_buffer body = {0};
    shown s;
    ndx_buffer_append_text(&body, "Before it ");
    for (unsigned i = 0; i < 130; i++)
        ndx_buffer_append_text(&body, "ha");
    ndx_buffer_append_text(&body, " the envoy laughed.");
    show(&s, "en", body.data, "envoy", 60);
    assert_sound(&s, 60);
    /* its pieces are of one word: the part begins with its first */
    assert_true(ndx_span_starts_with(ndx_buffer_span(&s.text), NDX_SPAN("haha")) ||
                ndx_span_starts_with(ndx_buffer_span(&s.text), NDX_SPAN("the")));
    forget(&s);
    ndx_buffer_free(&body);
}

static void lines_of_symbols_are_bounded(void **state)
{
    (void)state;
    ndx_buffer body = {0};
    shown s;
    ndx_buffer_append_text(&body, "Envoy ");
    for (unsigned i = 0; i < 1000; i++)
        ndx_buffer_append_text(&body, "-");
    ndx_buffer_append_text(&body, " end.");
    show(&s, "en", body.data, "envoy", 40);
    assert_sound(&s, 40);
    assert_true(s.text.size < 100 && s.cut_after);
    forget(&s);
    ndx_buffer_free(&body);
}

/* ---- scripts ---- */

static void chinese_begins_at_a_sentence_and_fills_its_room(void **state)
{
    (void)state;
    assert_shown("zh",
                 "市议会星期一晚上批准了预算。新的大桥也在同一天开放。美国特使星期二抵达莫斯科，"
                 "与俄罗斯总统举行了近五个小时的会谈。双方没有达成妥协。",
                 "莫斯科", 60,
                 "<美国特使星期二抵达[莫斯科]，与俄罗斯总统举行了近五个小时的会谈。双方>");
}

static void arabic_and_hebrew_words_are_whole_with_their_points(void **state)
{
    (void)state;
    assert_shown("ar", "وَصَلَ المَبعُوثُ إِلَى مُوسكُو يَومَ الثُلاثَاءِ لِلمُحادَثاتِ", "موسكو", 60,
                 "وَصَلَ المَبعُوثُ إِلَى [مُوسكُو] يَومَ الثُلاثَاءِ>");
    assert_shown("he", "הַשַּׁגְרִיר הִגִּיעַ לְמוֹסְקְבָה בְּיוֹם שְׁלִישִׁי לְשִׂיחוֹת", "הגיע", 60,
                 "הַשַּׁגְרִיר [הִגִּיעַ] לְמוֹסְקְבָה בְּיוֹם שְׁלִישִׁי>");
}

static void accents_and_thai_vowels_stay_with_their_letters(void **state)
{
    (void)state;
    static const char thai[] =
        "ทูตพิเศษของสหรัฐเดินทางถึงมอสโกเมื่อวันอังคารเพื่อพบกับประธานาธิบดีที่เครมลินนานเกือบห้าชั่วโมง";
    static const char accents[] =
        "Les e\u0301le\u0300ves du cafe\u0301 e\u0301taient de\u0301ja\u0300 "
        "arrive\u0301s a\u0300 la fe\u0302te, re\u0301pe\u0301ta-t-il.";
    for (size_t characters = 5; characters < 60; characters++) {
        shown s;
        show(&s, "th", thai, "มอสโก", characters);
        assert_sound(&s, characters);
        forget(&s);
        show(&s, "fr", accents, "\u00E9taient", characters);
        assert_sound(&s, characters);
        assert_non_null(strstr(s.marked.data, "[e\u0301taient]"));
        forget(&s);
        characters += 4;
    }
}

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466"
#define WAVE "\U0001F44B\U0001F3FD"
#define FLAG "\U0001F1FA\U0001F1E6"

static void joined_emoji_are_not_parted(void **state)
{
    (void)state;
    ndx_buffer body = {0};
    for (unsigned i = 0; i < 40; i++)
        ndx_buffer_append_text(&body, i % 3 == 0 ? FAMILY : i % 3 == 1 ? WAVE : FLAG);
    for (size_t characters = 1; characters < 60; characters++) {
        shown s;
        show(&s, "en", body.data, "headline", characters); /* nothing but emoji */
        assert_sound(&s, characters);
        forget(&s);
        characters += 6;
    }
    ndx_buffer_append_text(&body, " envoy ");
    for (unsigned i = 0; i < 40; i++)
        ndx_buffer_append_text(&body, FAMILY);
    for (size_t characters = 5; characters < 60; characters++) {
        shown s;
        show(&s, "en", body.data, "envoy", characters);
        assert_sound(&s, characters);
        assert_non_null(strstr(s.marked.data, "[envoy]"));
        forget(&s);
        characters += 10;
    }
    ndx_buffer_free(&body);
}

/* ---- at random ---- */

static uint32_t draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u; /* Knuth, TAOCP 2, 3.3.4 */
    return (uint32_t)((uint64_t)*state * below >> 32);
}

static void whatever_the_text_is_nothing_is_cut_in_two(void **state)
{
    (void)state;
    static const char *const pieces[] = {"the ",
                                         "envoy ",
                                         "Moscow, ",
                                         "said. ",
                                         "3-2 ",
                                         "\n\n",
                                         "e\u0301t",
                                         "\u00E9t\u00E9 ",
                                         "莫斯科",
                                         "会谈。",
                                         "มอสโก",
                                         "เมื่อ ",
                                         "مُوسكُو ",
                                         "הִגִּיעַ ",
                                         FAMILY,
                                         WAVE " ",
                                         FLAG,
                                         "&quot;",
                                         "--",
                                         "\u2014",
                                         "\u201Cno\u201D ",
                                         "a.b/c?d=e&f ",
                                         "\u202Eevil\u202C ",
                                         "\u200B",
                                         "ーーモスクワ",
                                         "한국어 ",
                                         "&",
                                         "...",
                                         "(",
                                         ") "};
    uint32_t random = 42;
    for (unsigned round = 0; round < 60; round++) {
        ndx_buffer body = {0};
        unsigned count = 5 + draw(&random, 120);
        for (unsigned i = 0; i < count; i++)
            ndx_buffer_append_text(&body, pieces[draw(&random, sizeof pieces / sizeof *pieces)]);
        ndx_buffer_append_text(&body, " zebra ");
        for (unsigned i = 0; i < count; i++)
            ndx_buffer_append_text(&body, pieces[draw(&random, sizeof pieces / sizeof *pieces)]);
        size_t characters = 10 + draw(&random, 120);
        shown s;
        show(&s, "en", body.data, "zebra", characters);
        assert_sound(&s, characters);
        assert_non_null(strstr(s.marked.data, "[zebra]"));
        forget(&s);
        ndx_buffer_free(&body);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_that_fits_is_shown_whole),
        cmocka_unit_test(room_that_the_end_of_the_body_leaves_is_used),
        cmocka_unit_test(a_window_with_both_words_is_better_than_one_with_one_of_them_twice),
        cmocka_unit_test(a_match_in_the_headline_alone_shows_the_beginning),
        cmocka_unit_test(compounds_addresses_and_entities_are_not_parted),
        cmocka_unit_test(an_address_without_end_is_cut_after_all),
        cmocka_unit_test(an_overlong_word_begins_and_ends_where_the_text_does),
        cmocka_unit_test(lines_of_symbols_are_bounded),
        cmocka_unit_test(chinese_begins_at_a_sentence_and_fills_its_room),
        cmocka_unit_test(arabic_and_hebrew_words_are_whole_with_their_points),
        cmocka_unit_test(accents_and_thai_vowels_stay_with_their_letters),
        cmocka_unit_test(joined_emoji_are_not_parted),
        cmocka_unit_test(whatever_the_text_is_nothing_is_cut_in_two),
    };
    return cmocka_run_group_tests_name("snippets", tests, NULL, NULL);
}
