/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of counting: over mapped tables there are as many matches as through libxapian, for random
 * queries over several shards with deleted articles. */
#include "unit/index/support.h"

#include "ranking/count.h"

#include <unistd.h>

enum { ARTICLES = 12000, QUERIES = 400, WORDS = 300 };

static uint64_t seed;

static uint32_t below(uint32_t bound)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 20) % bound;
}

/* Frequent words are small numbers; some have capitals, some are of a script without spaces. */
static void add_word(ndx_buffer *out, uint32_t number)
{
    static const char *const syllables[] = {"ba", "do", "fi", "ge", "ha", "jo", "ku", "le"};
    if (number % 29 == 7) {
        ndx_buffer_append_text(out, number % 2 ? "新華社" : "北京");
        return;
    }
    for (uint32_t rest = number + 8; rest; rest /= 8)
        ndx_buffer_append_text(out, syllables[rest % 8]);
}

static uint32_t random_word(void)
{
    return below(1 + below(1 + below(WORDS)));
}

static void add_text(ndx_buffer *out, uint32_t words)
{
    static const char *const between[] = {" ", " ", " ", " ", ". ", ", ", " - ", ".\\n\\n"};
    for (uint32_t i = 0; i < words; i++) {
        uint32_t number = random_word();
        if (i)
            ndx_buffer_append_text(out, between[below(8)]);
        size_t begin = out->size;
        add_word(out, number);
        if (below(9) == 0 && out->data[begin] >= 'a')
            out->data[begin] = (char)(out->data[begin] - 32);
    }
}

static void add_article(ndx_buffer *out, uint32_t id)
{
    static const char *const languages[] = {"uk", "en", "de"};
    ndx_buffer_printf(out,
                      "{\"id\":\"a%u\",\"lang\":\"%s\",\"source\":\"source %u\",\"date\":\"20%02u-%"
                      "02u-%02u\",\"title\":\"",
                      id, languages[below(10) < 7 ? 0 : 1 + below(2)], below(4), 10 + below(3),
                      1 + below(12), 1 + below(28));
    add_text(out, 1 + below(5));
    ndx_buffer_append_text(out, "\",\"body\":\"");
    add_text(out, below(200) == 0 ? 3000 : below(40));
    ndx_buffer_append_text(out, "\"}\n");
}

static void add_file(place *at, const char *name, uint32_t first, uint32_t count)
{
    ndx_buffer text = {0};
    for (uint32_t i = 0; i < count; i++)
        add_article(&text, first + i);
    assert_true(ndx_buffer_ok(&text, "", NULL));
    put_file(at, name, text.data);
    ndx_buffer_free(&text);
}

/* Three shards: in the later ones articles of the first are changed, some vanish. */
static void make_index(place *at)
{
    place_open(at);
    seed = 20251124;
    add_file(at, "a.jsonl", 0, ARTICLES);
    add_file(at, "gone.jsonl", 5 * ARTICLES, ARTICLES / 50);
    update(at);
    add_file(at, "b.jsonl", 2 * ARTICLES, ARTICLES / 20);
    update(at);
    drop_file(at, "gone.jsonl");
    add_file(at, "c.jsonl", 2 * ARTICLES + ARTICLES / 40, ARTICLES / 40);
    update(at);
}

/* ---- queries ---- */

static void add_unit(ndx_buffer *out, unsigned depth);

static void add_words(ndx_buffer *out, uint32_t count, const char *between)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i)
            ndx_buffer_append_text(out, between);
        add_word(out, random_word());
    }
}

/* A random word of which a part is left open: two letters at least are named. */
static void add_wildcard(ndx_buffer *out)
{
    size_t begin = out->size;
    add_word(out, random_word());
    size_t size = out->size - begin;
    if (out->data[begin] < 'a') /* of a script without spaces */
        ndx_buffer_append_byte(out, '*');
    else if (size > 3 && below(4) == 0)
        out->data[begin + 1 + below((uint32_t)size - 2)] = below(2) ? '?' : '*';
    else if (size > 3 && below(4) == 0)
        out->data[begin] = '*';
    else if (size > 2)
        out->data[begin + 2 + below((uint32_t)size - 2)] = '*';
    else
        ndx_buffer_append_byte(out, '*');
}

static void add_word_or_wildcard(ndx_buffer *out)
{
    if (below(3) == 0)
        add_wildcard(out);
    else
        add_word(out, random_word());
}

static void add_field(ndx_buffer *out)
{
    switch (below(4)) {
    case 0:
        ndx_buffer_printf(out, "source:%u", below(5));
        break;
    case 1:
        ndx_buffer_printf(out, "date:20%02u-%02u..20%02u-%02u", 10 + below(3), 1 + below(12),
                          11 + below(3), 1 + below(12));
        break;
    case 2:
        ndx_buffer_append_text(out, below(2) ? "lang:en" : "lang:uk");
        break;
    default:
        ndx_buffer_printf(out, "id:a%u", below(3 * ARTICLES));
        break;
    }
}

static void add_pair(ndx_buffer *out, unsigned depth, const char *operator)
{
    ndx_buffer_append_byte(out, '(');
    add_unit(out, depth);
    ndx_buffer_append_text(out, operator);
    add_unit(out, depth);
    ndx_buffer_append_byte(out, ')');
}

static void add_words_of_text(ndx_buffer *out)
{
    switch (below(4)) {
    case 0:
        ndx_buffer_append_byte(out, '"');
        for (uint32_t i = 2 + below(2); i > 0; i--) {
            add_word_or_wildcard(out);
            ndx_buffer_append_text(out, i > 1 ? " " : "\"");
        }
        break;
    case 1:
        ndx_buffer_append_text(out, "title:");
        add_word_or_wildcard(out);
        break;
    default:
        add_word_or_wildcard(out);
        break;
    }
}

static void add_near(ndx_buffer *out)
{
    static const char *const operators[] = {" w/5 ", " pre/3 ", " w/s ", " w/p ", " not w/4 "};
    ndx_buffer_append_byte(out, '(');
    add_words_of_text(out);
    ndx_buffer_append_text(out, operators[below(5)]);
    add_words_of_text(out);
    ndx_buffer_append_byte(out, ')');
}

static void add_unit(ndx_buffer *out, unsigned depth)
{
    static const char *const operators[] = {" AND ", " OR ", " NOT ", " AND NOT "};
    uint32_t kind = below(depth ? 10 : 4);
    if (kind < 3)
        add_words_of_text(out);
    else if (kind == 3)
        add_field(out);
    else if (kind == 4)
        add_near(out);
    else if (kind == 5)
        add_words(out, 2 + below(3), below(2) ? " " : " +");
    else if (kind == 6)
        ndx_buffer_append_text(out, "*");
    else
        add_pair(out, depth - 1, operators[below(4)]);
}

/* Both ways, with one thread and with several. */
static uint64_t count_both(ndx_index *index, ndx_analyser *analyser, ndx_span text,
                           const ndx_search_options *options)
{
    ndx_query query = {0};
    ndx_error error = {0};
    uint64_t expected = 0;
    if (!ndx_query_parse(&query, text, 16000, NULL, NULL, &error)) {
        ndx_query_free(&query);
        return 0;
    }
    if (!ndx_count_by_xapian(index, &query, options, analyser, &expected, &error))
        fail_msg("%.*s: %s", NDX_SPAN_ARGS(text), error.message);
    for (unsigned jobs = 0; jobs < 4; jobs++) {
        bool counted;
        uint64_t count = 0;
        if (!ndx_count_local(index, &query, options, analyser, jobs, &counted, &count, &error))
            fail_msg("%.*s: %s", NDX_SPAN_ARGS(text), error.message);
        assert_true(counted);
        if (count != expected)
            fail_msg("%.*s: %u counted with %u jobs, %u through libxapian", NDX_SPAN_ARGS(text),
                     (unsigned)count, jobs, (unsigned)expected);
    }
    ndx_query_free(&query);
    return expected;
}

static void every_query_has_as_many_matches_as_libxapian_finds(void **state)
{
    place at;
    ndx_error error;
    ndx_buffer text = {0};
    unsigned answered = 0;
    (void)state;
    make_index(&at);
    ndx_index *index = ndx_index_open((const char *const[]){at.index}, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_true(index && analyser);
    assert_true(ndx_index_shard_count(index) > 1);
    for (int i = 0; i < QUERIES; i++) {
        ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
        options.all = below(5) == 0;
        if (below(5) == 0)
            options.first_day = 14800 + (int32_t)below(700);
        if (below(5) == 0)
            options.last_day = 15000 + (int32_t)below(700);
        ndx_buffer_clear(&text);
        add_unit(&text, 3);
        answered += count_both(index, analyser, ndx_buffer_span(&text), &options) > 0;
    }
    assert_true(answered > QUERIES / 2);
    ndx_buffer_free(&text);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    place_close(&at);
}

static void long_chains_of_operators_do_not_recurse(void **state)
{
    place at;
    ndx_error error;
    ndx_buffer text = {0};
    const ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    (void)state;
    place_open(&at);
    seed = 7;
    add_file(&at, "a.jsonl", 0, 200);
    update(&at);
    ndx_index *index = ndx_index_open((const char *const[]){at.index}, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_true(index && analyser);
    for (int i = 0; i < 3; i++) {
        static const char *const between[] = {" ", " OR ", " AND "};
        ndx_buffer_clear(&text);
        add_words(&text, 5000, between[i]);
        count_both(index, analyser, ndx_buffer_span(&text), &options);
    }
    ndx_buffer_free(&text);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    place_close(&at);
}

static void what_cannot_be_mapped_is_counted_through_libxapian(void **state)
{
    place at;
    ndx_error error;
    ndx_buffer command = {0};
    ndx_query query = {0};
    uint64_t count = 0;
    bool counted = true;
    const ndx_search_options options = NDX_SEARCH_OPTIONS_DEFAULT;
    (void)state;
    place_open(&at);
    seed = 8;
    add_file(&at, "a.jsonl", 0, 100);
    update(&at);
    ndx_index *index = ndx_index_open((const char *const[]){at.index}, 1, &error);
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_true(index && analyser);
    /* The shard goes while libxapian has it open, as an update makes it. */
    assert_int_equal(run_command(&command, "rm -r '%s'/shard-*", at.index), 0);
    assert_true(ndx_query_parse(&query, NDX_SPAN("*"), 16000, NULL, NULL, &error));
    assert_true(ndx_count_local(index, &query, &options, analyser, 1, &counted, &count, &error));
    assert_false(counted);
    assert_true(ndx_count(index, &query, &options, analyser, &count, &error));
    assert_int_equal(count, 100);
    ndx_query_free(&query);
    ndx_buffer_free(&command);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
    place_close(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_has_as_many_matches_as_libxapian_finds),
        cmocka_unit_test(long_chains_of_operators_do_not_recurse),
        cmocka_unit_test(what_cannot_be_mapped_is_counted_through_libxapian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
