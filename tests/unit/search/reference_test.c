/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reference_test.c - newsdex against the naive evaluator of reference.h: for random queries over
 * random articles and over real ones the same articles are found and counted, with the same places
 * in them.
 *
 * NEWSDEX_TEST_SEED=N asks other queries over other articles, NEWSDEX_TEST_QUERIES=N more of them.
 */
#include "unit/search/random.h"
#include "unit/search/reference_articles.h"

#include "newsdex/matches.h"

#include <time.h>

enum { SEED = 20251124, QUERIES = 1500, TODAY = 16000 };

static uint64_t number_from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

/* ---- one query, both ways ---- */

typedef struct asking {
    reference_library *library;
    ndx_index *index;
    ndx_analyser *analyser;
    ndx_search_options options;
    const reference_node *tree;
    ndx_buffer text;
    ndx_query query;
    ndx_arena arena; /* of an answer */
    uint64_t expected;
} asking;

static bool is_in_days(const asking *a, const reference_article *article)
{
    bool open = a->options.range.first_day == INT32_MIN && a->options.range.last_day == INT32_MAX;
    return open || (article->dated && article->first_day >= a->options.range.first_day &&
                    article->last_day <= a->options.range.last_day);
}

static reference_answer answer_of(asking *a, const reference_article *article)
{
    ndx_arena_reset(&a->arena);
    reference_answer answer = reference_evaluate(&a->arena, a->tree, article, a->options.all);
    if (!is_in_days(a, article))
        answer = (reference_answer){0};
    return answer;
}

static void print_values(const char *name, reference_values values)
{
    print_message("  %s:", name);
    for (size_t i = 0; i < values.count; i++)
        print_message(" %.*s", NDX_SPAN_ARGS(values.words[i]));
    print_message("\n");
}

static void print_article(const reference_article *article)
{
    static const char *const names[REFERENCE_FIELDS] = {"headline", "byline", "dateline", "body"};
    print_message("article %.*s, language %.*s, days %d to %d, %.*s\n", NDX_SPAN_ARGS(article->id),
                  NDX_SPAN_ARGS(article->language), article->first_day, article->last_day,
                  NDX_SPAN_ARGS(article->url));
    print_values("source", article->source);
    print_values("authors", article->authors);
    print_values("section", article->section);
    print_values("keywords", article->keywords);
    for (reference_field field = 0; field < REFERENCE_FIELDS; field++)
        print_message("  %s: %.*s\n", names[field], NDX_SPAN_ARGS(article->text[field]));
}

static void print_query(const asking *a)
{
    ndx_buffer tree = {0};
    ndx_query_append_tree(&tree, a->query.root);
    print_message("query: %s\nread as: %s\n%s", a->text.data, tree.data ? tree.data : "",
                  a->options.all ? "everything side by side is demanded\n" : "");
    ndx_buffer_free(&tree);
}

/* ---- places ---- */

/* Of each thread that visits: ids and places as text, each counted. */
typedef struct visited {
    ndx_buffer of_thread[NDX_MATCHES_THREADS_MAX];
} visited;

static void append_span(ndx_buffer *out, reference_span span)
{
    ndx_buffer_printf(out, " %c%u-%u", "HYDB"[span.field], span.first, span.last);
}

static reference_span plain_span(const ndx_record *record, ndx_match_span span)
{
    reference_field field = REFERENCE_FIELDS - 1;
    while (field > 0 && ndx_record_field_start(record, (ndx_text_field)field) > span.first)
        field--;
    uint32_t start = ndx_record_field_start(record, (ndx_text_field)field);
    return (reference_span){field, span.first - start, span.last - start};
}

static bool note_visit(void *context, const ndx_found *found, ndx_error *error)
{
    visited *v = context;
    ndx_buffer *out = &v->of_thread[found->thread];
    ndx_buffer places = {0};
    ndx_arena arena = {0};
    ndx_record record = {0};
    bool done = ndx_record_read(found->bytes, &record, error) &&
                ndx_record_names(found->words, &record, &arena, error);
    for (size_t i = 0; done && i < found->span_count; i++)
        append_span(&places, plain_span(found->record, found->spans[i]));
    done = done && ndx_buffer_append_counted(out, record.id) &&
           ndx_buffer_append_counted(out, ndx_buffer_span(&places));
    ndx_buffer_free(&places);
    ndx_arena_free(&arena);
    return done;
}

static void compare_places(asking *a, const reference_article *article, ndx_span places)
{
    reference_answer answer = answer_of(a, article);
    ndx_buffer expected = {0};
    for (size_t i = 0; i < answer.count; i++)
        append_span(&expected, answer.spans[i]);
    if (!answer.matches || !ndx_span_equal(ndx_buffer_span(&expected), places)) {
        print_query(a);
        print_article(article);
        fail_msg("%splaces:  %.*s\nexpected:%.*s", answer.matches ? "" : "it does not match; ",
                 NDX_SPAN_ARGS(places), NDX_SPAN_ARGS(ndx_buffer_span(&expected)));
    }
    ndx_buffer_free(&expected);
}

static void compare_visit(asking *a, ndx_span id, ndx_span places, bool *seen)
{
    const reference_article *article = reference_library_find(a->library, id);
    if (!article) {
        print_query(a);
        fail_msg("%.*s is not among the articles", NDX_SPAN_ARGS(id));
        return;
    }
    size_t index = (size_t)(article - a->library->articles);
    if (seen[index])
        fail_msg("%s: %.*s is visited twice", a->text.data, NDX_SPAN_ARGS(id));
    seen[index] = true;
    compare_places(a, article, places);
}

static void count_expected(asking *a, const bool *seen)
{
    a->expected = 0;
    for (size_t i = 0; i < a->library->count; i++) {
        const reference_article *article = &a->library->articles[i];
        bool matches = answer_of(a, article).matches;
        a->expected += matches;
        if (matches && !seen[i]) {
            print_query(a);
            print_article(article);
            fail_msg("it is not found");
        }
    }
}

/* Every article that matches is visited, with its places, and no other. */
static void compare_matches(asking *a)
{
    visited v = {0};
    ndx_error error = {0};
    const ndx_matches_visitor visitor = {.context = &v, .spans = true, .visit = note_visit};
    bool *seen = calloc(a->library->count, sizeof *seen);
    assert_non_null(seen);
    if (!ndx_matches_visit(a->index, &a->query, &a->options, a->analyser, &visitor, &error))
        fail_msg("%s: %s", a->text.data, error.message);
    for (size_t i = 0; i < NDX_MATCHES_THREADS_MAX; i++) {
        ndx_span rest = ndx_buffer_span(&v.of_thread[i]);
        ndx_span id, places;
        while (ndx_read_counted(&rest, &id) && ndx_read_counted(&rest, &places))
            compare_visit(a, id, places, seen);
        ndx_buffer_free(&v.of_thread[i]);
    }
    count_expected(a, seen);
    free(seen);
}

/* ---- numbers and results ---- */

static void compare_count(asking *a)
{
    uint64_t count = 0;
    ndx_error error = {0};
    if (!ndx_count(a->index, &a->query, &a->options, a->analyser, &count, &error))
        fail_msg("%s: %s", a->text.data, error.message);
    if (count != a->expected) {
        print_query(a);
        fail_msg("%u are counted, %u match", (unsigned)count, (unsigned)a->expected);
    }
}

static void compare_results(asking *a)
{
    ndx_error error = {0};
    bool exact;
    ndx_results *results = ndx_search(a->index, &a->query, &a->options, a->analyser, &error);
    if (!results)
        fail_msg("%s: %s", a->text.data, error.message);
    size_t count = ndx_results_count(results);
    for (size_t i = 0; i < count; i++) {
        ndx_arena arena = {0};
        ndx_record record = ndx_results_hit(results, i)->record;
        ndx_words *words = ndx_index_words(a->index, &record, &error);
        assert_true(words && ndx_record_names(words, &record, &arena, &error));
        const reference_article *article = reference_library_find(a->library, record.id);
        if (!article || !answer_of(a, article).matches) {
            print_query(a);
            if (article)
                print_article(article);
            fail_msg("%.*s is among the results", NDX_SPAN_ARGS(record.id));
        }
        ndx_arena_free(&arena);
    }
    uint64_t total = ndx_results_total(results, &exact);
    if (count != a->expected || (exact && total != count)) {
        print_query(a);
        fail_msg("%u results, %u in all, %u match", (unsigned)count, (unsigned)total,
                 (unsigned)a->expected);
    }
    ndx_results_free(results);
}

/* The tree is asked for as text. True if an article matches. */
static bool compare(asking *a)
{
    ndx_error error = {0};
    size_t begin;
    size_t end;
    if (!ndx_query_parse(&a->query, ndx_buffer_span(&a->text), TODAY, &begin, &end, &error))
        fail_msg("%s: %s (bytes %zu to %zu)", a->text.data, error.message, begin, end);
    compare_matches(a);
    compare_count(a);
    compare_results(a);
    ndx_query_free(&a->query);
    return a->expected > 0;
}

static ndx_search_options random_options(const reference_library *library)
{
    static const ndx_sort sorts[] = {NDX_SORT_RELEVANCE, NDX_SORT_RELEVANCE, NDX_SORT_NEWEST,
                                     NDX_SORT_OLDEST};
    ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    options.all = random_below(6) == 0;
    options.sort = sorts[random_below(4)];
    options.limit = library->count + 1;
    options.threads = random_below(3);
    return options;
}

static void add_days(ndx_search_options *options)
{
    const int32_t first = ndx_days_from_civil(2010, 1, 1);
    if (random_below(8) == 0)
        options->range.first_day = first + (int32_t)random_below(400);
    if (random_below(8) == 0)
        options->range.last_day = first + (int32_t)random_below(400);
}

/* Asks random queries of the library's choices; many of them must match something. */
static void ask(reference_library *library, ndx_index *index, ndx_analyser *analyser,
                uint64_t queries, bool days)
{
    asking a = {.library = library, .index = index, .analyser = analyser};
    ndx_arena trees = {0};
    uint64_t answered = 0;
    for (uint64_t i = 0; i < queries; i++) {
        ndx_arena_reset(&trees);
        ndx_buffer_clear(&a.text);
        a.options = random_options(library);
        if (days)
            add_days(&a.options);
        a.tree = reference_random_query(&trees, &library->choices);
        reference_write_query(&a.text, a.tree, random_below(2));
        answered += compare(&a);
    }
    assert_true(answered > queries / 3);
    ndx_arena_free(&trees);
    ndx_arena_free(&a.arena);
    ndx_buffer_free(&a.text);
}

/* ---- random articles ---- */

typedef struct random_archive {
    place at;
    reference_library library;
    ndx_index *index;
    ndx_analyser *analyser;
} random_archive;

static void open_archive(random_archive *archive)
{
    ndx_error error = {0};
    *archive = (random_archive){0};
    random_begin(number_from_environment("NEWSDEX_TEST_SEED", SEED));
    reference_library_make(&archive->library, &archive->at);
    archive->index = ndx_index_open((const char *const[]){archive->at.index}, 1, &error);
    archive->analyser = ndx_analyser_new(&error);
    if (!archive->index || !archive->analyser)
        fail_msg("%s", error.message);
    assert_true(ndx_index_shard_count(archive->index) > 1);
}

static void close_archive(random_archive *archive)
{
    reference_library_free(&archive->library);
    ndx_analyser_free(archive->analyser);
    ndx_index_close(archive->index);
    place_close(&archive->at);
}

static void compare_words(const reference_article *plain, const reference_article *stored)
{
    bool same = plain->word_count == stored->word_count;
    for (reference_field field = 0; field < REFERENCE_FIELDS; field++)
        same &= ndx_span_equal(plain->text[field], stored->text[field]);
    for (size_t i = 0; same && i < plain->word_count; i++) {
        const reference_word *a = &plain->words[i];
        const reference_word *b = &stored->words[i];
        bool breaks =
            i == 0 || ((a->sentence == a[-1].sentence) == (b->sentence == b[-1].sentence) &&
                       (a->paragraph == a[-1].paragraph) == (b->paragraph == b[-1].paragraph));
        same = breaks && a->field == b->field && a->position == b->position &&
               a->character == b->character && ndx_span_equal(a->surface, b->surface) &&
               (a->character ||
                (ndx_span_equal(a->folded, b->folded) && ndx_span_equal(a->stem, b->stem)));
        if (!same)
            print_message("word %.*s (%.*s, %.*s)\n", NDX_SPAN_ARGS(a->surface),
                          NDX_SPAN_ARGS(b->folded), NDX_SPAN_ARGS(b->stem));
    }
    if (same)
        return;
    print_article(plain);
    print_article(stored);
    fail_msg("they are not the same");
}

/* If this fails, the rules or the table of reference_articles.c are wrong, or the analysis is. */
static void random_articles_have_the_words_that_simple_rules_give(void **state)
{
    random_archive archive;
    reference_library stored = {0};
    (void)state;
    open_archive(&archive);
    reference_library_read(&stored, archive.index, archive.analyser, 1);
    assert_int_equal(stored.count, archive.library.count);
    for (size_t i = 0; i < stored.count; i++) {
        const reference_article *plain =
            reference_library_find(&archive.library, stored.articles[i].id);
        assert_non_null(plain);
        compare_words(plain, &stored.articles[i]);
    }
    reference_library_free(&stored);
    close_archive(&archive);
}

static void random_queries_over_random_articles_give_what_trying_everything_gives(void **state)
{
    random_archive archive;
    (void)state;
    open_archive(&archive);
    ask(&archive.library, archive.index, archive.analyser,
        number_from_environment("NEWSDEX_TEST_QUERIES", QUERIES), true);
    close_archive(&archive);
}

/* ---- real articles ---- */

enum { REAL_WORDS = 400, REAL_QUERIES = 250 };

static void ask_about_real_articles(place *at)
{
    reference_library library = {0};
    ndx_error error = {0};
    ndx_index *index = ndx_index_open((const char *const[]){at->index}, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    if (!index || !analyser)
        fail_msg("%s", error.message);
    assert_true(ndx_index_shard_count(index) > 1);
    random_begin(number_from_environment("NEWSDEX_TEST_SEED", SEED));
    reference_library_read(&library, index, analyser, REAL_WORDS);
    ask(&library, index, analyser, number_from_environment("NEWSDEX_TEST_QUERIES", REAL_QUERIES),
        false);
    reference_library_free(&library);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
}

static void copy(place *at, const char *command, const char *from)
{
    if (run_command(NULL, command, from, at->in) != 0)
        fail_msg("%s cannot be copied", from);
    update(at);
}

/* Many languages; some articles come later, some go. */
static void random_queries_over_the_corpus_give_what_trying_everything_gives(void **state)
{
    place at;
    const char *source = getenv("NEWSDEX_SOURCE");
    (void)state;
    if (!source) {
        print_message("NEWSDEX_SOURCE does not say where corpus/ is\n");
        skip();
    }
    place_open(&at);
    copy(&at, "cp -r '%s'/corpus/articles/[d-z]* '%s'", source);
    copy(&at, "cp -r '%s'/corpus/articles/* '%s'", source);
    copy(&at, ": '%s'; rm -r '%s'/n*", source);
    ask_about_real_articles(&at);
    place_close(&at);
}

/* In one language, and longer. */
static void random_queries_over_news_of_the_bbc_give_what_trying_everything_gives(void **state)
{
    place at;
    ndx_buffer archive = {0};
    const char *data = getenv("NEWSDEX_DATA");
    (void)state;
    ndx_buffer_printf(&archive, "%s/bbc/bbc.tar.gz", data ? data : "");
    FILE *file = fopen(archive.data, "rb");
    if (!file) {
        print_message("there is no %s\n", archive.data);
        ndx_buffer_free(&archive);
        skip();
        return;
    }
    fclose(file);
    place_open(&at);
    copy(&at, "tar -xzf '%s' -C '%s' --wildcards '*/business/00*.txt' '*/politics/00*.txt'",
         archive.data);
    copy(&at, "tar -xzf '%s' -C '%s' --wildcards '*/sport/00*.txt' '*/business/01*.txt'",
         archive.data);
    ask_about_real_articles(&at);
    ndx_buffer_free(&archive);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_articles_have_the_words_that_simple_rules_give),
        cmocka_unit_test(random_queries_over_random_articles_give_what_trying_everything_gives),
        cmocka_unit_test(random_queries_over_the_corpus_give_what_trying_everything_gives),
        cmocka_unit_test(random_queries_over_news_of_the_bbc_give_what_trying_everything_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
