/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kwic.c - the concordance (search/present/kwic.h) against one made from the plain words. */
#include "unit/present/news.h"

#include "present/kwic.h"

#include <jansson.h>
#include <locale.h>

enum { ARTICLES = 400, BODY_WORDS = 60, SPANS_MOST = 64 * 64 };

/* ---- the naive concordance ---- */

/* A query in newsdex' language, and what it means. */
typedef struct question {
    const char *text;
    const char *a, *b; /* folded; b NULL: a alone */
    size_t distance;
    bool headline_only;
} question;

static const question questions[] = {
    {"ba", "ba", NULL, 0, false},        {"lelo", "lelo", NULL, 0, false},
    {"title:do", "do", NULL, 0, true},   {"émile w/3 fi", "emile", "fi", 3, false},
    {"ba w/2 ba", "ba", "ba", 2, false}, {"lelo w/40 ku", "lelo", "ku", 40, false},
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

enum { KEYS_MOST = 12 };

typedef struct line {
    const char *key[KEYS_MOST]; /* compared one after another */
    char *match_key;
    char *place; /* of the article */
    char *text;
} line;

static int compare_lines(const void *left, const void *right)
{
    const line *a = left;
    const line *b = right;
    int order = 0;
    for (size_t i = 0; !order && i < KEYS_MOST && a->key[i]; i++)
        order = strcmp(a->key[i], b->key[i]);
    return order;
}

/* Each run of white space as one space, none at the ends. */
static void append_collapsed(ndx_buffer *out, ndx_buffer *text, char end)
{
    bool space = false;
    bool any = false;
    for (size_t i = 0; i < text->size; i++) {
        char c = text->data[i];
        if (c == ' ' || c == '\n') {
            space = any;
            continue;
        }
        if (space)
            ndx_buffer_append_byte(out, ' ');
        space = false;
        any = true;
        ndx_buffer_append_byte(out, (unsigned char)c);
    }
    ndx_buffer_append_byte(out, (unsigned char)end);
    ndx_buffer_clear(text);
}

static const char *folded_at(const news_text *text, size_t index)
{
    return index < text->count ? text->token[index].folded : ""; /* -1 too, which is large */
}

static void set_keys(line *l, const news *n, const news_text *text, news_span span,
                     const char *const *order)
{
    size_t count = 0;
    for (; *order; order++) {
        const char *name = *order;
        l->key[count++] = name[0] == 'L'   ? folded_at(text, span.first - (size_t)(name[1] - '0'))
                          : name[0] == 'R' ? folded_at(text, span.last + (size_t)(name[1] - '0'))
                          : !strcmp(name, "match")  ? l->match_key
                          : !strcmp(name, "source") ? n->folded_source
                          : !strcmp(name, "id")     ? n->id
                                                    : n->date;
    }
    l->key[count++] = n->date;
    l->key[count++] = n->id;
    l->key[count] = l->place;
}

static void write_match(const place *at, const news *n, news_field field, news_span span,
                        size_t window, ndx_buffer *out)
{
    const news_text *text = &n->text[field];
    ndx_buffer piece = {0};
    size_t begin = span.first > window ? span.first - window : 0;
    size_t end = span.last + 1 + window;
    size_t words = span.last - span.first + 1;
    size_t half = window > 2 ? window : 2;
    if (end > text->count)
        end = text->count;
    news_append(&piece, text, begin, span.first);
    append_collapsed(out, &piece, '\t');
    for (size_t i = span.first; i <= span.last; i++) {
        bool left_out = words > 2 * half && i >= span.first + half && i + half <= span.last;
        if (!left_out)
            ndx_buffer_append_text(&piece, text->token[i].written);
        if (words > 2 * half && i == span.first + half)
            ndx_buffer_append_text(&piece, " … ");
        bool edge = words > 2 * half && i == span.first + half - 1;
        if (!left_out && !edge && i < span.last)
            ndx_buffer_append_text(&piece, text->token[i].after);
    }
    append_collapsed(out, &piece, '\t');
    if (window) {
        ndx_buffer_append_text(&piece, text->token[span.last].after);
        for (size_t i = span.last + 1; i < end; i++) {
            ndx_buffer_append_text(&piece, text->token[i].written);
            ndx_buffer_append_text(&piece, text->token[i].after);
        }
        if (end < text->count) /* what is written on to the last word, no more */
            piece.size -= strlen(strpbrk(text->token[end - 1].after, " \n"));
    }
    append_collapsed(out, &piece, '\t');
    ndx_buffer_printf(out, "%s\t%s\t%s\t%s/%s\t%s\t%u\t%u\t", n->source, n->date, n->id, at->in,
                      n->file, field == NEWS_BODY ? "body" : "headline", (unsigned)span.first,
                      (unsigned)words);
    news_append(&piece, &n->text[NEWS_HEADLINE], 0, n->text[NEWS_HEADLINE].count);
    append_collapsed(out, &piece, '\n');
    ndx_buffer_free(&piece);
}

static void add_line(line *l, const place *at, const news *n, news_field field, news_span span,
                     size_t window, const char *const *order)
{
    ndx_buffer text = {0};
    ndx_buffer words = {0};
    ndx_buffer within = {0};
    write_match(at, n, field, span, window, &text);
    for (size_t i = span.first; i <= span.last && i < span.first + 32; i++)
        ndx_buffer_printf(&words, "%s%s", i > span.first ? " " : "",
                          n->text[field].token[i].folded);
    l->text = ndx_buffer_take(&text);
    l->match_key = ndx_buffer_take(&words);
    ndx_buffer_printf(&within, "%d %06u %06u", (int)field, (unsigned)span.first,
                      (unsigned)span.last);
    l->place = ndx_buffer_take(&within);
    set_keys(l, n, &n->text[field], span, order);
}

static size_t naive(const place *at, const news *articles, const question *q, size_t window,
                    const char *const *order, uint64_t *matching, ndx_buffer *out)
{
    static news_span spans[SPANS_MOST];
    size_t count = 0;
    size_t room = 1;
    line *lines = NULL;
    *matching = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        size_t before = count;
        for (int field = 0; field < (q->headline_only ? 1 : NEWS_FIELDS); field++) {
            size_t found = news_near(&articles[i].text[field], q->a, q->b, q->distance, spans);
            room += found;
            lines = realloc(lines, room * sizeof *lines);
            assert_non_null(lines);
            for (size_t k = 0; k < found; k++) {
                lines[count] = (line){0};
                add_line(&lines[count++], at, &articles[i], (news_field)field, spans[k], window,
                         order);
            }
        }
        *matching += count > before;
    }
    if (count)
        qsort(lines, count, sizeof *lines, compare_lines);
    ndx_buffer_append_text(out, "left\tmatch\tright\tsource\tdate\tid\tpath\tfield\tposition\twords"
                                "\theadline\n");
    for (size_t i = 0; i < count; i++) {
        ndx_buffer_append_text(out, lines[i].text);
        free(lines[i].text);
        free(lines[i].match_key);
        free(lines[i].place);
    }
    free(lines);
    return count;
}

/* ---- the library's ---- */

typedef struct archive {
    place at;
    news *articles;
    ndx_index *index;
    ndx_analyser *analyser;
} archive;

static int open_archive(void **state)
{
    static archive a;
    ndx_error error = {0};
    place_open(&a.at);
    a.articles = news_make(ARTICLES, BODY_WORDS);
    news_put(&a.at, a.articles, ARTICLES);
    news_index(&a.at, "all", NULL);
    a.index = news_open(&a.at, (const char *const[]){"all"}, 1);
    a.analyser = ndx_analyser_new(&error);
    *state = &a;
    return a.analyser ? 0 : -1;
}

static int close_archive(void **state)
{
    archive *a = *state;
    ndx_analyser_free(a->analyser);
    ndx_index_close(a->index);
    news_free(a->articles, ARTICLES);
    place_close(&a->at);
    return 0;
}

static uint64_t concordance(ndx_index *index, ndx_analyser *analyser, const char *text,
                            const ndx_kwic_options *options, unsigned threads, ndx_table_kind kind,
                            unsigned columns, uint64_t *articles, ndx_buffer *out)
{
    ndx_query query = {0};
    ndx_error error = {0};
    ndx_search_options search = NDX_SEARCH_OPTIONS_DEFAULT;
    const ndx_output_options output = {.columns = columns};
    const ndx_survey survey = {.index = index, .analyser = analyser, .options = &search};
    uint64_t rows = 0;
    search.threads = threads;
    ndx_buffer_clear(out);
    if (!ndx_query_parse(&query, ndx_span_of(text), 20000, NULL, NULL, &error) ||
        !ndx_kwic(&survey, &query, options, kind, &output, out, articles, &rows, &error))
        fail_msg("%s: %s", text, error.message);
    ndx_query_free(&query);
    return rows;
}

static ndx_kwic_options options_of(uint32_t window, const char *const *order)
{
    ndx_kwic_options options = NDX_KWIC_OPTIONS_DEFAULT;
    ndx_buffer names = {0};
    ndx_error error = {0};
    options.window = window;
    for (size_t i = 0; order[i]; i++)
        ndx_buffer_printf(&names, "%s%s", i ? "," : "", order[i]);
    if (names.size && !ndx_kwic_sort_parse(ndx_buffer_span(&names), &options.sort, &error))
        fail_msg("%s", error.message);
    ndx_buffer_free(&names);
    return options;
}

static void assert_same_lines(const char *what, const ndx_buffer *got, const ndx_buffer *expected)
{
    const char *a = got->data;
    const char *b = expected->data;
    while (*a && *b) {
        size_t in_a = strcspn(a, "\n");
        size_t in_b = strcspn(b, "\n");
        if (in_a != in_b || memcmp(a, b, in_a) != 0)
            fail_msg("%s:\n%.*s\nbut by the plain words\n%.*s", what, (int)in_a, a, (int)in_b, b);
        a += in_a + (a[in_a] == '\n');
        b += in_b + (b[in_b] == '\n');
    }
    if (*a || *b)
        fail_msg("%s: one ends before\n%s%s", what, a, b);
}

static const char *const orders[][4] = {{NULL},
                                        {"L1", "R1", NULL},
                                        {"match", "R2", NULL},
                                        {"source", "L3", "L2", NULL},
                                        {"R3", "date", NULL},
                                        {"id", NULL}};
enum { ORDERS = sizeof orders / sizeof *orders };

static void rows_are_those_of_a_naive_search_in_every_order(void **state)
{
    static const uint32_t windows[] = {8, 0, 3};
    archive *a = *state;
    ndx_buffer got = {0};
    for (size_t q = 0; q < QUESTIONS; q++)
        for (size_t o = 0; o < ORDERS; o++) {
            ndx_buffer expected = {0};
            uint64_t articles;
            uint64_t matching;
            ndx_kwic_options options = options_of(windows[(q + o) % 3], orders[o]);
            size_t count = naive(&a->at, a->articles, &questions[q], options.window, orders[o],
                                 &matching, &expected);
            assert_true(count > 10);
            assert_int_equal(concordance(a->index, a->analyser, questions[q].text, &options, 1,
                                         NDX_TABLE_TSV, 0, &articles, &got),
                             count);
            assert_int_equal(articles, matching);
            assert_same_lines(questions[q].text, &got, &expected);
            ndx_buffer_free(&expected);
        }
    ndx_buffer_free(&got);
}

/* The lines from `first` on, without the header. */
static const char *line_at(const ndx_buffer *text, size_t first)
{
    const char *at = text->data;
    for (size_t i = 0; i <= first && *at; i++)
        at += strcspn(at, "\n") + 1;
    return at;
}

static void a_limit_gives_a_part_of_all_rows_and_the_number_of_all(void **state)
{
    archive *a = *state;
    ndx_buffer all = {0};
    ndx_buffer part = {0};
    uint64_t articles;
    ndx_kwic_options options = options_of(5, orders[1]);
    uint64_t rows =
        concordance(a->index, a->analyser, "ba", &options, 1, NDX_TABLE_TSV, 0, &articles, &all);
    assert_true(rows > 500);
    for (uint64_t offset = 0; offset < rows + 20; offset += 97)
        for (uint64_t limit = 1; limit < 200; limit *= 5) {
            options.offset = offset;
            options.limit = limit;
            assert_int_equal(concordance(a->index, a->analyser, "ba", &options, 1, NDX_TABLE_TSV, 0,
                                         &articles, &part),
                             rows);
            const char *from = offset < rows ? line_at(&all, offset) : "";
            const char *to = offset + limit < rows ? line_at(&all, offset + limit) : "";
            size_t size = *to ? (size_t)(to - from) : strlen(from);
            const char *got = line_at(&part, 0);
            assert_int_equal(strlen(got), size);
            assert_memory_equal(got, from, size);
        }
    ndx_buffer_free(&all);
    ndx_buffer_free(&part);
}

static void in_json_the_parts_are_the_articles_bytes(void **state)
{
    archive *a = *state;
    ndx_buffer out = {0};
    ndx_buffer body = {0};
    ndx_buffer whole = {0};
    uint64_t articles;
    ndx_kwic_options options = options_of(40, orders[0]);
    concordance(a->index, a->analyser, "émile w/3 fi", &options, 1, NDX_TABLE_JSON, 0, &articles,
                &out);
    size_t rows = 0;
    for (const char *at = out.data; *at; at += strcspn(at, "\n") + 1, rows++) {
        json_t *row = json_loadb(at, strcspn(at, "\n"), 0, NULL);
        assert_non_null(row);
        const news *n = &a->articles[atoi(json_string_value(json_object_get(row, "id")) + 1)];
        const char *field = json_string_value(json_object_get(row, "field"));
        const news_text *text = &n->text[strcmp(field, "body") == 0 ? NEWS_BODY : NEWS_HEADLINE];
        ndx_buffer_clear(&body);
        ndx_buffer_clear(&whole);
        news_append(&body, text, 0, text->count);
        ndx_buffer_append_text(&whole, json_string_value(json_object_get(row, "left")));
        ndx_buffer_append_text(&whole, json_string_value(json_object_get(row, "match")));
        ndx_buffer_append_text(&whole, json_string_value(json_object_get(row, "right")));
        assert_non_null(strstr(body.data, whole.data));
        assert_true(json_is_integer(json_object_get(row, "position")));
        json_decref(row);
    }
    assert_true(rows > 100);
    ndx_buffer_free(&out);
    ndx_buffer_free(&body);
    ndx_buffer_free(&whole);
}

static void what_has_no_place_has_articles_but_no_rows(void **state)
{
    archive *a = *state;
    ndx_buffer out = {0};
    uint64_t articles;
    ndx_kwic_options options = options_of(8, orders[0]);
    assert_int_equal(
        concordance(a->index, a->analyser, "*", &options, 1, NDX_TABLE_TEXT, 0, &articles, &out),
        0);
    assert_int_equal(articles, ARTICLES);
    assert_int_equal(out.size, 0);
    ndx_buffer_free(&out);
}

/* So many that several threads pay. */
static void threads_and_shards_change_nothing(void **state)
{
    enum { MANY = 20000 };
    (void)state;
    static const char *const parts[] = {"part-a", "part-b", "part-c"};
    place at;
    ndx_error error = {0};
    place_open(&at);
    news *articles = news_make(MANY, 8);
    news_put(&at, articles, MANY);
    news_index(&at, "all", NULL);
    for (size_t i = 0; i < 3; i++)
        news_index(&at, parts[i], news_files[i]);
    ndx_index *one = news_open(&at, (const char *const[]){"all"}, 1);
    ndx_index *three = news_open(&at, parts, 3);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_non_null(analyser);
    ndx_buffer expected = {0};
    ndx_buffer got = {0};
    for (size_t o = 0; o < ORDERS; o++)
        for (unsigned threads = 1; threads <= 3; threads += 2) {
            uint64_t count;
            ndx_kwic_options options = options_of(4, orders[o]);
            options.limit = 50 + 1000 * o;
            uint64_t rows =
                concordance(one, analyser, "ba", &options, 1, NDX_TABLE_TSV, 0, &count, &expected);
            assert_int_equal(concordance(three, analyser, "ba", &options, threads, NDX_TABLE_TSV, 0,
                                         &count, &got),
                             rows);
            assert_same_lines("three shards", &got, &expected);
            concordance(one, analyser, "ba", &options, threads, NDX_TABLE_TSV, 0, &count, &got);
            assert_same_lines("several threads", &got, &expected);
        }
    ndx_buffer_free(&expected);
    ndx_buffer_free(&got);
    ndx_analyser_free(analyser);
    ndx_index_close(one);
    ndx_index_close(three);
    news_free(articles, MANY);
    place_close(&at);
}

/* ---- how it looks ---- */

static void print_one(const char *article, const char *query, uint32_t window, ndx_table_kind kind,
                      unsigned columns, ndx_buffer *out)
{
    place at;
    ndx_error error = {0};
    uint64_t articles;
    ndx_kwic_options options = options_of(window, orders[0]);
    place_open(&at);
    put_file(&at, "a.jsonl", article);
    news_index(&at, "all", NULL);
    ndx_index *index = news_open(&at, (const char *const[]){"all"}, 1);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_non_null(analyser);
    concordance(index, analyser, query, &options, 1, kind, columns, &articles, out);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    place_close(&at);
}

static const char envoy[] =
    "{\"id\":\"e1\",\"lang\":\"en\",\"source\":\"Wire\",\"date\":\"2025-11-30T10:15Z\","
    "\"title\":\"Envoy in Moscow\",\"body\":\"The American envoy met the president.\\n\\nNo other "
    "envoy of the United States had been in Moscow that winter.\"}\n";

static void matches_stand_one_below_another_in_text(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    print_one(envoy, "envoy", 4, NDX_TABLE_TEXT, 0, &out);
    assert_string_equal(
        out.data, "                   left  match  right                  source  date        id\n"
                  "                         Envoy  in Moscow              Wire    2025-11-30  e1\n"
                  "           The American  envoy  met the president. No  Wire    2025-11-30  e1\n"
                  "the president. No other  envoy  of the United States   Wire    2025-11-30  e1\n"
                  "\n1-3 of 3 matches in 1 article\n");
    ndx_buffer_free(&out);
}

static void on_a_narrow_terminal_contexts_are_cut_at_their_far_ends(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    print_one(envoy, "other w/2 envoy", 8, NDX_TABLE_TEXT, 60, &out);
    assert_string_equal(out.data, "      left  match        right        source  date        id\n"
                                  "…ident. No  other envoy  of the Uni…  Wire    2025-11-30  e1\n"
                                  "\n1-1 of 1 match in 1 article\n");
    ndx_buffer_free(&out);
}

static void a_long_match_is_shortened_in_its_middle(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    print_one(envoy, "american w/20 winter", 3, NDX_TABLE_TSV, 0, &out);
    assert_non_null(strstr(out.data, "The\tAmerican envoy met … Moscow that winter\t.\tWire"));
    ndx_buffer_free(&out);
}

static void no_context_runs_from_headline_to_body(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    print_one(envoy, "moscow OR american", 8, NDX_TABLE_TSV, 0, &out);
    assert_non_null(strstr(out.data, "\nEnvoy in\tMoscow\t\t"));
    assert_non_null(strstr(out.data, "\nThe\tAmerican\tenvoy met"));
    ndx_buffer_free(&out);
}

static void an_order_is_read_from_names_and_a_wrong_one_says_which_there_are(void **state)
{
    (void)state;
    ndx_kwic_sort sort;
    ndx_error error = {0};
    assert_true(ndx_kwic_sort_parse(NDX_SPAN("l1, R3,Date"), &sort, &error));
    assert_int_equal(sort.count, 3);
    assert_int_equal(sort.key[1].kind, NDX_KWIC_RIGHT);
    assert_int_equal(sort.key[1].distance, 3);
    assert_int_equal(sort.key[2].kind, NDX_KWIC_DATE);
    static const char *const wrong[] = {"", "L4", "L1,,R1", "date,", "L1 R1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(ndx_kwic_sort_parse(ndx_span_of(wrong[i]), &sort, &error));
        assert_int_equal(error.code, NDX_ERROR_USAGE);
        assert_non_null(strstr(error.message, "L1, L2, L3, R1, R2, R3, match, date, source, id"));
    }
    assert_false(ndx_kwic_sort_parse(NDX_SPAN("id,id,id,id,id,id,id,id,id"), &sort, &error));
    assert_non_null(strstr(error.message, "8 keys"));
    assert_string_equal(ndx_kwic_key_name(0), "L1");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_of_a_naive_search_in_every_order),
        cmocka_unit_test(a_limit_gives_a_part_of_all_rows_and_the_number_of_all),
        cmocka_unit_test(in_json_the_parts_are_the_articles_bytes),
        cmocka_unit_test(what_has_no_place_has_articles_but_no_rows),
        cmocka_unit_test(threads_and_shards_change_nothing),
        cmocka_unit_test(matches_stand_one_below_another_in_text),
        cmocka_unit_test(on_a_narrow_terminal_contexts_are_cut_at_their_far_ends),
        cmocka_unit_test(a_long_match_is_shortened_in_its_middle),
        cmocka_unit_test(no_context_runs_from_headline_to_body),
        cmocka_unit_test(an_order_is_read_from_names_and_a_wrong_one_says_which_there_are),
    };
    return cmocka_run_group_tests(tests, open_archive, close_archive);
}
