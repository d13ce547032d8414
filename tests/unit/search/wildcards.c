/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of wildcards: how they are read, what they stand for in several shards, what is refused. */
#include "unit/index/support.h"

#include "newsdex/limits.h"
#include "newsdex/search.h"
#include "ranking/word_set.h"

/* ---- reading ---- */

/* The words of the text as analysed, the first way of cutting it; wildcards in braces. */
static bool read_leaf(ndx_span query, ndx_span text, const ndx_language *languages,
                      size_t language_count, ndx_buffer *out, ndx_error *error)
{
    ndx_arena arena = {0};
    const ndx_leaf *leaves;
    size_t count;
    ndx_query_context context = {.arena = &arena,
                                 .analyser = ndx_analyser_new(error),
                                 .languages = languages,
                                 .language_count = language_count,
                                 .query = query};
    assert_non_null(context.analyser);
    bool done = ndx_leaf_read(&context, text, NDX_FORM_STEM, &leaves, &count, error);
    for (size_t i = 0; done && i < leaves[0].count; i++) {
        const ndx_leaf_word *word = &leaves[0].words[i];
        ndx_buffer_printf(out, word->pattern ? "%s{%.*s}" : "%s%.*s", i ? " " : "",
                          NDX_SPAN_ARGS(word->folded));
        assert_true(!word->pattern ||
                    (word->form_count == 1 && word->forms[0].kind == NDX_LEAF_PATTERN));
    }
    ndx_buffer_append_text(out, "");
    ndx_analyser_free(context.analyser);
    ndx_arena_free(&arena);
    return done;
}

static void assert_read(const char *text, const char *expected)
{
    static const ndx_language none[1];
    ndx_buffer words = {0};
    ndx_error error = {0};
    if (!read_leaf(ndx_span_of(text), ndx_span_of(text), none, 0, &words, &error))
        fail_msg("%s: %s", text, error.message);
    assert_string_equal(words.data, expected);
    ndx_buffer_free(&words);
}

static void wildcards_are_cut_as_the_words_they_stand_for(void **state)
{
    (void)state;
    assert_read("witk*", "{witk*}");
    assert_read("WITK*", "{witk*}");
    assert_read("Z\u00FCr*", "{zur*}");
    assert_read("stra\u00DFe*", "{strasse*}");
    assert_read("*koff", "{*koff}");
    assert_read("w?tk**ff", "{w?tk*ff}");
    assert_read("?itkoff", "{?itkoff}");
    assert_read("US\u2011Ukr*", "us {ukr*}");
    assert_read("putin meet* witkoff", "putin {meet*} witkoff");
    assert_read("moscow\u2019*", "{moscow'*}");
    assert_read("1,0*", "{1,0*}");
    assert_read("U.S.*", "{u.s.*}");
    assert_read("\u043C\u043E\u0441\u043A*", "{\u043C\u043E\u0441\u043A*}");
}

static void a_question_mark_at_the_end_is_punctuation(void **state)
{
    (void)state;
    assert_read("what? is", "what is");
    assert_read("what?? is ?", "what is");
    assert_read("u.s.?", "u.s.");
    assert_read("gov*?", "{gov*}");
    assert_read("what?\u201D he", "what he");
    assert_read("example.com/a?id=5", "example com a id 5");
    assert_read("a?id/5", "a id 5");
    assert_read("?", "");
}

static void a_star_behind_characters_without_spaces_says_nothing(void **state)
{
    (void)state;
    assert_read("\u4E2D\u56FD*", "\u4E2D \u56FD");
    assert_read("\u4E2D\u56FD* \u5916*", "\u4E2D \u56FD \u5916");
    assert_read("\uD55C\uAD6D*", "\uD55C \uAD6D");
}

static void assert_refused(const char *query, const char *text, const char *expected)
{
    static const ndx_language none[1];
    ndx_buffer words = {0};
    ndx_error error = {0};
    const char *at = strstr(query, text);
    assert_non_null(at);
    if (read_leaf(ndx_span_of(query), ndx_span_make(at, strlen(text)), none, 0, &words, &error))
        fail_msg("%s was read as %s", text, words.data);
    assert_int_equal(error.code, NDX_ERROR_USAGE);
    assert_string_equal(error.place, expected);
    ndx_buffer_free(&words);
}

static void a_wildcard_that_names_too_little_is_refused_at_its_place(void **state)
{
    (void)state;
    assert_refused("*", "*", "query bytes 0-1");
    assert_refused("a*", "a*", "query bytes 0-2");
    assert_refused("foo \u00E9*", "\u00E9*", "query bytes 4-7");
    assert_refused("x \"putin *a witkoff\"", "putin *a witkoff", "query bytes 9-11");
    assert_refused("US-*", "US-*", "query bytes 3-4");
    assert_refused("'*'", "'*'", "query bytes 1-2");
    assert_refused("\"a  b*\"", "a  b*",
                   "query bytes 1-6"); /* white space is put right: all of it */
    assert_refused("\u4E2D*\u56FD", "\u4E2D*\u56FD", "query bytes 3-4");
    assert_refused("*\u4E2D", "*\u4E2D", "query bytes 0-1");
}

/* Whatever bytes: an error or words, and places within the text (run under the sanitizers). */
static void any_text_is_read(void **state)
{
    static const char *const pieces[] = {"*",      "?",      "a",      "b", "1",      " ",
                                         "'",      ".",      "/",      "-", "\u00E9", "\u0301",
                                         "\u4E2D", "\u0E01", "\u00AD", ",", "  ",     "x"};
    static const ndx_language languages[] = {1, 2, 3, 4, 5};
    uint64_t seed = 99;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        ndx_buffer text = {0};
        ndx_buffer words = {0};
        ndx_error error = {0};
        for (unsigned i = 0; i < 1 + seed % 9; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            ndx_buffer_append_text(&text, pieces[(seed >> 33) % (sizeof pieces / sizeof *pieces)]);
        }
        if (!read_leaf(ndx_buffer_span(&text), ndx_buffer_span(&text), languages, round % 2 ? 5 : 0,
                       &words, &error)) {
            size_t begin = SIZE_MAX;
            size_t end = 0;
            assert_int_equal(error.code, NDX_ERROR_USAGE);
            assert_int_equal(sscanf(error.place, NDX_QUERY_PLACE, &begin, &end), 2);
            assert_true(begin < end && end <= text.size);
        }
        ndx_buffer_free(&text);
        ndx_buffer_free(&words);
    }
}

/* ---- what they stand for ---- */

typedef struct asking {
    ndx_index *index;
    ndx_analyser *analyser;
    ndx_query query;
    ndx_plan *plan;
    ndx_error error;
} asking;

static bool ask(asking *a, const place *at, const char *text)
{
    const char *path = at->index;
    const ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    *a = (asking){0};
    a->index = ndx_index_open(&path, 1, &a->error);
    a->analyser = ndx_analyser_new(&a->error);
    if (!a->index || !a->analyser ||
        !ndx_query_parse(&a->query, ndx_span_of(text), 0, NULL, NULL, &a->error))
        fail_msg("%s", a->error.message);
    a->plan = ndx_plan_new(a->index, &a->query, &options, a->analyser, &a->error);
    return a->plan != NULL;
}

static void end(asking *a)
{
    ndx_plan_free(a->plan);
    ndx_query_free(&a->query);
    ndx_analyser_free(a->analyser);
    ndx_index_close(a->index);
}

/* "term:fitting/whole" of each shard, as digits: "univers:10/00". */
static void assert_terms(const place *at, const char *query, const char *expected, bool exact)
{
    asking a;
    ndx_buffer text = {0};
    if (!ask(&a, at, query))
        fail_msg("%s", a.error.message);
    const ndx_word_set *w = a.plan->word_sets;
    size_t shards = ndx_index_shard_count(a.index);
    for (size_t i = 0; i < w->term_count; i++) {
        ndx_buffer_printf(&text, "%s%.*s:", i ? " " : "", NDX_SPAN_ARGS(w->terms[i]));
        for (size_t k = 0; k < shards; k++)
            ndx_buffer_printf(&text, "%d", w->fitting[k * w->term_count + i]);
        ndx_buffer_append_text(&text, "/");
        for (size_t k = 0; k < shards; k++)
            ndx_buffer_printf(&text, "%d", w->whole[k * w->term_count + i]);
    }
    ndx_buffer_append_text(&text, "");
    assert_string_equal(text.data, expected);
    assert_int_equal(w->exact, exact);
    assert_int_equal(ndx_plan_is_exact(a.plan), exact);
    ndx_buffer_free(&text);
    end(&a);
}

static void assert_count(const place *at, const char *query, uint64_t expected)
{
    asking a;
    uint64_t count = 0;
    const ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    if (!ask(&a, at, query) ||
        !ndx_count(a.index, &a.query, &options, a.analyser, &count, &a.error))
        fail_msg("%s", a.error.message);
    assert_int_equal(count, expected);
    end(&a);
}

static void a_term_is_exact_where_no_other_word_of_any_shard_gives_it(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl",
             "{\"id\":\"a\",\"lang\":\"en\",\"title\":\"one\",\"body\":\"university Witkoff and "
             "Witkoffs\"}\n"
             "{\"id\":\"b\",\"lang\":\"en\",\"title\":\"two\",\"body\":\"universities, meetings, "
             "met\"}\n");
    update(&at);
    assert_terms(&at, "universi*", "univers:1/1", true);
    assert_terms(&at, "witk*", "witkoff:1/1", true);
    assert_terms(&at, "*itkoffs", "witkoff:1/0", false);
    assert_terms(&at, "meet*", "meet:1/1", true);
    assert_terms(&at, "nothing*", "", true);
    put_file(
        &at, "b.jsonl",
        "{\"id\":\"c\",\"lang\":\"en\",\"title\":\"three\",\"body\":\"the universe witkower\"}\n");
    update(&at);
    assert_terms(&at, "universi*", "univers:10/10", false);
    assert_terms(&at, "univers*", "univers:11/11", true);
    assert_terms(&at, "witk*", "witkoff:10/10 witkow:01/01", true);
    assert_count(&at, "universi*", 2);
    assert_count(&at, "univers*", 3);
    assert_count(&at, "*itkoffs", 1);
    assert_count(&at, "witk*", 2);
    assert_count(&at, "universi* AND witk*", 1);
    assert_count(&at, "universi* OR three", 3);
    assert_count(&at, "witk* NOT universi*", 1);
    assert_count(&at, "(universi* witk*) AND (meeting* OR \"the universe\")", 2);
    assert_count(&at, "+universi* three -meet*", 1);
    assert_count(&at, "nothing* OR witk*", 2);
    assert_count(&at, "nothing*", 0);
    place_close(&at);
}

/* Of the articles that hold words of the wildcard for sure, those of the range's last hours are looked
 * at all the same. */
static void a_wildcard_is_counted_to_the_minute(void **state)
{
    place at;
    asking a;
    uint64_t count = 0;
    ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    (void)state;
    place_open(&at);
    put_file(
        &at, "a.jsonl",
        "{\"id\":\"a\",\"lang\":\"en\",\"date\":\"2025-11-30T17:59Z\",\"body\":\"university\"}\n"
        "{\"id\":\"b\",\"lang\":\"en\",\"date\":\"2025-11-30T18:00Z\",\"body\":\"university\"}\n"
        "{\"id\":\"c\",\"lang\":\"en\",\"date\":\"2025-12-20T18:00Z\",\"body\":\"university\"}\n");
    update(&at);
    put_file(&at, "b.jsonl",
             "{\"id\":\"d\",\"lang\":\"en\",\"date\":\"2025-12-20T18:00Z\",\"body\":\"the "
             "universe\"}\n");
    update(&at);
    assert_terms(&at, "universi*", "univers:10/10", false);
    assert_true(ndx_query_since(NDX_SPAN("2025-11-30T18:00Z"), 0, &options.range, NULL));
    if (!ask(&a, &at, "universi*") ||
        !ndx_count(a.index, &a.query, &options, a.analyser, &count, &a.error))
        fail_msg("%s", a.error.message);
    assert_int_equal(count, 2);
    end(&a);
    place_close(&at);
}

/* A word of all letters of a number, so that no stemmer can make it shorter than it is. */
static void add_number(ndx_buffer *out, unsigned number)
{
    ndx_buffer_append_text(out, "ab");
    for (int i = 0; i < 5; i++, number /= 16)
        ndx_buffer_append_byte(out, (unsigned char)("bdfghjklmnpqrtvz"[number % 16]));
}

static void put_words(const place *at, const char *name, unsigned first, unsigned count)
{
    ndx_buffer text = {0};
    ndx_buffer_printf(&text, "{\"id\":\"%s\",\"lang\":\"uk\",\"title\":\"many\",\"body\":\"", name);
    for (unsigned i = 0; i < count; i++) {
        add_number(&text, first + i);
        ndx_buffer_append_byte(&text, ' ');
    }
    ndx_buffer_append_text(&text, "\"}\n");
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

static void more_words_than_the_limit_are_refused_with_their_number(void **state)
{
    place at;
    asking a;
    (void)state;
    place_open(&at);
    put_words(&at, "a.jsonl", 0, NDX_LIMIT_WILDCARD_WORDS);
    update(&at);
    assert_count(&at, "ab*", 1);
    assert_count(&at, "ab* AND ab?* AND ab??* AND ab???*", 1); /* four times as many are the most */
    assert_false(ask(&a, &at, "ab* ab?* ab??* ab???* ab* ab????*"));
    assert_string_equal(a.error.place, "query bytes 26-33");
    assert_non_null(strstr(a.error.message, "together (at most 40000)"));
    end(&a);
    put_words(&at, "b.jsonl", 5, 5000); /* the same again, in another shard */
    update(&at);
    assert_count(&at, "ab*", 2);
    put_words(&at, "c.jsonl", NDX_LIMIT_WILDCARD_WORDS, 7);
    update(&at);
    assert_false(ask(&a, &at, "many \"ab* many\""));
    assert_int_equal(a.error.code, NDX_ERROR_USAGE);
    assert_string_equal(a.error.place, "query bytes 6-9");
    assert_non_null(strstr(a.error.message, "stands for 10007 words"));
    end(&a);
    assert_count(&at, "abb*", 3);
    place_close(&at);
}

static void a_query_has_so_many_wildcards_and_no_more(void **state)
{
    place at;
    asking a;
    ndx_buffer text = {0};
    (void)state;
    place_open(&at);
    put_words(&at, "a.jsonl", 0, 10);
    update(&at);
    for (unsigned i = 0; i < NDX_LIMIT_WILDCARDS; i++)
        ndx_buffer_printf(&text, "a%u* A%u* ", i, i); /* the same again is none */
    assert_count(&at, text.data, 0);
    ndx_buffer_append_text(&text, "more*");
    assert_false(ask(&a, &at, text.data));
    assert_non_null(strstr(a.error.message, "too many wildcards and fuzzy words"));
    end(&a);
    ndx_buffer_free(&text);
    place_close(&at);
}

static void the_words_are_listed_in_order_and_counted_once(void **state)
{
    place at;
    ndx_arena arena = {0};
    ndx_set_words words;
    (void)state;
    place_open(&at);
    put_words(&at, "a.jsonl", 0, 30);
    update(&at);
    put_words(&at, "b.jsonl", 20, 30);
    update(&at);
    const char *path = at.index;
    ndx_index *index = ndx_index_open(&path, 1, NULL);
    assert_non_null(index);
    assert_true(
        ndx_word_set_list(index, (ndx_word_pattern){NDX_SPAN("ab*"), 0}, &arena, &words, NULL));
    assert_int_equal(words.count, 50);
    assert_int_equal(words.shown, NDX_WORD_SET_SHOWN);
    for (size_t i = 1; i < words.shown; i++)
        assert_true(ndx_span_compare(words.first[i - 1], words.first[i]) < 0);
    assert_true(
        ndx_word_set_list(index, (ndx_word_pattern){NDX_SPAN("m?ny"), 0}, &arena, &words, NULL));
    assert_int_equal(words.count, 1);
    assert_true(words.shown == 1 && ndx_span_equal(words.first[0], NDX_SPAN("many")));
    ndx_index_close(index);
    ndx_arena_free(&arena);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wildcards_are_cut_as_the_words_they_stand_for),
        cmocka_unit_test(a_question_mark_at_the_end_is_punctuation),
        cmocka_unit_test(a_star_behind_characters_without_spaces_says_nothing),
        cmocka_unit_test(a_wildcard_that_names_too_little_is_refused_at_its_place),
        cmocka_unit_test(any_text_is_read),
        cmocka_unit_test(a_term_is_exact_where_no_other_word_of_any_shard_gives_it),
        cmocka_unit_test(a_wildcard_is_counted_to_the_minute),
        cmocka_unit_test(more_words_than_the_limit_are_refused_with_their_number),
        cmocka_unit_test(a_query_has_so_many_wildcards_and_no_more),
        cmocka_unit_test(the_words_are_listed_in_order_and_counted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
