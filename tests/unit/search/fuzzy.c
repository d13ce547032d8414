/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of fuzzy words: how they are read, and that what they find is what a look at every word says. */
#include "unit/index/support.h"

#include "newsdex/search.h"
#include "ranking/word_set.h"

/* ---- reading ---- */

/* The words of the text as analysed; fuzzy ones in braces with their edits. */
static bool read_leaf(const char *query, ndx_buffer *out, ndx_error *error)
{
    static const ndx_language none[1];
    ndx_arena arena = {0};
    const ndx_leaf *leaves;
    size_t count;
    ndx_span text = ndx_span_of(query);
    ndx_query_context context = {
        .arena = &arena, .analyser = ndx_analyser_new(error), .languages = none, .query = text};
    assert_non_null(context.analyser);
    bool done = ndx_leaf_read(&context, text, NDX_FORM_STEM, &leaves, &count, error);
    for (size_t i = 0; done && i < leaves[0].count; i++) {
        const ndx_leaf_word *word = &leaves[0].words[i];
        ndx_buffer_printf(out, word->edits ? "%s{%.*s~%u}" : "%s%.*s", i ? " " : "",
                          NDX_SPAN_ARGS(word->folded), word->edits);
        assert_int_equal(word->pattern, word->edits > 0);
        assert_true(!word->edits || word->forms[0].edits == word->edits);
        assert_true(ndx_span_starts_with(word->place, word->surface));
    }
    ndx_buffer_append_text(out, "");
    ndx_analyser_free(context.analyser);
    ndx_arena_free(&arena);
    return done;
}

static void assert_read(const char *text, const char *expected)
{
    ndx_buffer words = {0};
    ndx_error error = {0};
    if (!read_leaf(text, &words, &error))
        fail_msg("%s: %s", text, error.message);
    assert_string_equal(words.data, expected);
    ndx_buffer_free(&words);
}

static void a_tilde_behind_a_word_makes_it_fuzzy(void **state)
{
    (void)state;
    assert_read("zelensky~", "{zelensky~1}");
    assert_read("zelensky~1", "{zelensky~1}");
    assert_read("Zelensky~2", "{zelensky~2}");
    assert_read("Z\u00FCrich~1", "{zurich~1}");
    assert_read("president zelensky~1 said", "president {zelensky~1} said");
    assert_read("US-Ukraine~1", "us {ukraine~1}");
    assert_read("putin~, witkoff~1. (moscow~2)", "{putin~1} {witkoff~1} {moscow~2}");
    assert_read("zelensky~1? \u201Cputin~\u201D\u2014moscow", "{zelensky~1} {putin~1} moscow");
    assert_read("\u043A\u0438\u0457\u0432~1", "{\u043A\u0438\u0457\u0432~1}");
    assert_read("2025~1", "{2025~1}");
    assert_read("zelensky~01", "{zelensky~1}");
}

static void a_tilde_elsewhere_is_punctuation(void **state)
{
    (void)state;
    assert_read("~zelensky", "zelensky");
    assert_read("zelensky ~1", "zelensky 1");
    assert_read("one~two", "one two");
    assert_read("version~1.5", "version 1.5");
    assert_read("version~1a", "version 1a");
    assert_read("zelensky~~", "zelensky");
    assert_read("example.org/site~/page", "example org site page");
    assert_read("example.org/~user", "example org user");
    assert_read("~", "");
}

static void assert_refused(const char *query, size_t begin, size_t end, const char *why)
{
    ndx_buffer words = {0};
    ndx_error error = {0};
    char expected[64];
    snprintf(expected, sizeof expected, NDX_QUERY_PLACE, begin, end);
    if (read_leaf(query, &words, &error))
        fail_msg("%s was read as %s", query, words.data);
    assert_int_equal(error.code, NDX_ERROR_USAGE);
    assert_string_equal(error.place, expected);
    if (!strstr(error.message, why))
        fail_msg("%s: %s", query, error.message);
    ndx_buffer_free(&words);
}

static void what_would_fit_nearly_anything_is_refused_at_its_place(void **state)
{
    (void)state;
    assert_refused("say zelensky~3", 4, 14, "one edit");
    assert_refused("zelensky~0", 0, 10, "one edit");
    assert_refused("zelensky~99999999999 moscow", 0, 20, "one edit");
    assert_refused("zelensky~1~", 9, 11, "three letters");
    assert_refused("the us~", 4, 7, "three letters");
    assert_refused("\u0432\u0456~1", 0, 6, "three letters");
    assert_refused("iran~2", 0, 6, "five letters");
    assert_refused("\u043A\u0438\u0457\u0432~2", 0, 10, "five letters");
    assert_refused("\u4E2D\u56FD~1", 3, 8, "three letters");
    assert_refused("witk*~1", 0, 7, "either a wildcard or fuzzy");
    assert_refused("w?tkoff~", 0, 8, "either a wildcard or fuzzy");
}

/* ---- an archive of many spellings, in several shards ---- */

enum { ARTICLES = 90, WORDS_OF_ARTICLE = 4 };

/* Spellings near to each other; no stemmer touches them in a language without one. */
static const char *const spellings[] = {
    "zelensky", "zelenskyy", "zelenskiy", "selensky", "zelenski", "zalensky", "zelesnky",
    "zelensk",  "velensky",  "zlnsky",    "putin",    "puttin",   "poutine",  "putins",
    "butin",    "moscow",    "moscou",    "moskau",   "moskva",   "mosow"};
enum { SPELLINGS = sizeof spellings / sizeof *spellings };

/* Article i has these spellings: the same every time. */
static size_t spelling_of(unsigned article, unsigned word)
{
    uint32_t mixed = (article * 2654435761u) ^ (word * 40503u * 65537u);
    return (mixed >> 7) % SPELLINGS;
}

static void put_articles(const place *at, const char *name, unsigned first, unsigned count)
{
    ndx_buffer text = {0};
    for (unsigned i = first; i < first + count; i++) {
        ndx_buffer_printf(&text, "{\"id\":\"%u\",\"lang\":\"uk\",\"title\":\"none\",\"body\":\"",
                          i);
        for (unsigned k = 0; k < WORDS_OF_ARTICLE; k++)
            ndx_buffer_printf(&text, "%s ", spellings[spelling_of(i, k)]);
        ndx_buffer_append_text(&text, "\"}\n");
    }
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

static void open_archive(place *at)
{
    place_open(at);
    for (unsigned i = 0; i < 3; i++) {
        char name[16];
        snprintf(name, sizeof name, "%u.jsonl", i);
        put_articles(at, name, i * ARTICLES / 3, ARTICLES / 3);
        update(at);
    }
}

static uint64_t count_by_index(const place *at, const char *text)
{
    const char *path = at->index;
    const ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    ndx_error error = {0};
    ndx_query query = {0};
    uint64_t count = 0;
    ndx_index *index = ndx_index_open(&path, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    if (!index || !analyser || !ndx_query_parse(&query, ndx_span_of(text), 0, NULL, NULL, &error) ||
        !ndx_count(index, &query, &options, analyser, &count, &error))
        fail_msg("%s: %s", text, error.message);
    ndx_query_free(&query);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    return count;
}

/* The edits of each spelling from the word asked for, as a person counts them. */
static bool is_near(size_t spelling, const char *word, unsigned edits)
{
    return ndx_word_edits(ndx_span_of(word), ndx_span_of(spellings[spelling])) <= edits;
}

/* Articles that have the first word near, or (second not NULL) both side by side in this order. */
static uint64_t count_plainly(const char *first, unsigned edits, const char *second,
                              unsigned second_edits)
{
    uint64_t count = 0;
    for (unsigned i = 0; i < ARTICLES; i++) {
        bool found = false;
        for (unsigned k = 0; k < WORDS_OF_ARTICLE; k++)
            found |= is_near(spelling_of(i, k), first, edits) &&
                     (!second || (k + 1 < WORDS_OF_ARTICLE &&
                                  is_near(spelling_of(i, k + 1), second, second_edits)));
        count += found;
    }
    return count;
}

static void counts_are_those_of_looking_at_every_word(void **state)
{
    static const char *const asked[] = {"zelensky", "zelenskiy", "putin",
                                        "moscow",   "moskow",    "nobody"};
    place at;
    (void)state;
    open_archive(&at);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        for (unsigned edits = 1; edits <= 2; edits++) {
            char query[64];
            snprintf(query, sizeof query, "%s~%u", asked[i], edits);
            assert_int_equal(count_by_index(&at, query), count_plainly(asked[i], edits, NULL, 0));
            for (size_t k = 0; k < sizeof asked / sizeof *asked; k++) {
                snprintf(query, sizeof query, "\"%s~%u %s~1\"", asked[i], edits, asked[k]);
                assert_int_equal(count_by_index(&at, query),
                                 count_plainly(asked[i], edits, asked[k], 1));
                snprintf(query, sizeof query, "%s~%u pre/1 %s~", asked[i], edits, asked[k]);
                assert_int_equal(count_by_index(&at, query),
                                 count_plainly(asked[i], edits, asked[k], 1));
            }
        }
    assert_true(count_plainly("zelensky", 1, NULL, 0) > 10);
    assert_true(count_plainly("zelensky", 1, "putin", 1) > 2);
    place_close(&at);
}

static void fuzzy_words_stand_wherever_a_word_may(void **state)
{
    place at;
    (void)state;
    open_archive(&at);
    uint64_t near = count_plainly("zelensky", 1, NULL, 0);
    assert_int_equal(count_by_index(&at, "* NOT zelensky~"), ARTICLES - near);
    assert_int_equal(count_by_index(&at, "zelensky~ AND zelensky~1"), near);
    assert_int_equal(count_by_index(&at, "zelensky~1 OR none"), ARTICLES);
    assert_int_equal(count_by_index(&at, "title:zelensky~1"), 0);
    assert_int_equal(count_by_index(&at, "title:nome~1"), ARTICLES);
    place_close(&at);
}

/* The stem of another word is no match: `univers` is also the term of "universe". */
static void a_stem_shared_with_a_word_too_far_away_finds_nothing_more(void **state)
{
    place at;
    (void)state;
    place_open(&at);
    put_file(&at, "a.jsonl",
             "{\"id\":\"a\",\"lang\":\"en\",\"title\":\"one\",\"body\":\"the universe\"}\n"
             "{\"id\":\"b\",\"lang\":\"en\",\"title\":\"two\",\"body\":\"the university\"}\n"
             "{\"id\":\"c\",\"lang\":\"en\",\"title\":\"three\",\"body\":\"Witkoff's plan\"}\n");
    update(&at);
    assert_int_equal(count_by_index(&at, "universe"), 2);
    assert_int_equal(count_by_index(&at, "universe~1"), 1);
    assert_int_equal(count_by_index(&at, "\"the univers~1\""), 1);
    assert_int_equal(count_by_index(&at, "universiti~1"), 1);
    assert_int_equal(count_by_index(&at, "universe~2"), 1);
    /* nothing fits, though an article has the term that the word itself gives */
    assert_int_equal(count_by_index(&at, "witkoff"), 1);
    assert_int_equal(count_by_index(&at, "witkoff~1"), 0);
    assert_int_equal(count_by_index(&at, "witkoff~2"), 1);
    place_close(&at);
}

static void the_words_are_listed_for_explain(void **state)
{
    place at;
    ndx_arena arena = {0};
    ndx_set_words words;
    (void)state;
    open_archive(&at);
    const char *path = at.index;
    ndx_index *index = ndx_index_open(&path, 1, NULL);
    assert_non_null(index);
    assert_true(
        ndx_word_set_list(index, (ndx_word_pattern){NDX_SPAN("moscow"), 1}, &arena, &words, NULL));
    assert_int_equal(words.count, 3);
    assert_true(ndx_span_equal(words.first[0], NDX_SPAN("moscou")));
    assert_true(ndx_span_equal(words.first[1], NDX_SPAN("moscow")));
    assert_true(ndx_span_equal(words.first[2], NDX_SPAN("mosow")));
    ndx_index_close(index);
    ndx_arena_free(&arena);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tilde_behind_a_word_makes_it_fuzzy),
        cmocka_unit_test(a_tilde_elsewhere_is_punctuation),
        cmocka_unit_test(what_would_fit_nearly_anything_is_refused_at_its_place),
        cmocka_unit_test(counts_are_those_of_looking_at_every_word),
        cmocka_unit_test(fuzzy_words_stand_wherever_a_word_may),
        cmocka_unit_test(a_stem_shared_with_a_word_too_far_away_finds_nothing_more),
        cmocka_unit_test(the_words_are_listed_for_explain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
