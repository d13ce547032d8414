/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lists.c - tests of writing and reading a list of words. */
#include "unit/unit.h"

#include "support.h"

/* ---- random entries ---- */

static ndx_span random_text(dice_state *dice, ndx_arena *arena, uint32_t longest)
{
    static const char *const letters[] = {"a", "b", "c", "e",        "n",        "r",           "t",
                                          "A", "B", "'", "\xC3\xA9", "\xD0\xBC", "\xE4\xB8\xAD"};
    ndx_buffer text = {0};
    ndx_span kept = {0};
    uint32_t length = roll(dice, longest + 1);
    for (uint32_t i = 0; i < length; i++)
        ndx_buffer_append_text(&text, letters[roll(dice, sizeof letters / sizeof *letters)]);
    ndx_arena_copy(arena, ndx_buffer_span(&text), &kept);
    ndx_buffer_free(&text);
    return kept;
}

static ndx_word random_entry(dice_state *dice, ndx_arena *arena)
{
    ndx_word word = {0};
    uint32_t kind = roll(dice, 12);
    word.kind = kind < 9 ? NDX_WORD : kind < 11 ? NDX_SEPARATOR : NDX_ATOM;
    word.surface = random_text(dice, arena, roll(dice, 200) == 0 ? 900 : 7);
    word.frequency = 1 + roll(dice, roll(dice, 10) ? 6 : 100000);
    if (word.kind == NDX_SEPARATOR)
        word.breaks = (uint8_t)roll(dice, 3);
    if (word.kind == NDX_WORD) {
        word.folded = random_text(dice, arena, 6);
        if (roll(dice, 2))
            word.folded = word.surface;
        word.term = roll(dice, 3) ? ndx_span_make(word.folded.data,
                                                  roll(dice, (uint32_t)word.folded.size + 1))
                                  : random_text(dice, arena, 3);
        word.language = (uint8_t)roll(dice, 4);
        word.flags = (uint8_t)roll(dice, 64);
    }
    return word;
}

static int compare_entries(const void *a, const void *b)
{
    return ndx_word_compare(a, b);
}

/* Distinct entries in the list's order. */
static size_t random_entries(dice_state *dice, ndx_arena *arena, ndx_word *words, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        words[i] = random_entry(dice, arena);
    qsort(words, count, sizeof *words, compare_entries);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || ndx_word_compare(&words[kept - 1], &words[i]) != 0)
            words[kept++] = words[i];
    return kept;
}

static void shuffle(dice_state *dice, ndx_word *words, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = roll(dice, (uint32_t)i);
        ndx_word swap = words[i - 1];
        words[i - 1] = words[other];
        words[other] = swap;
    }
}

static void assert_same(const ndx_word *a, const ndx_word *b)
{
    assert_int_equal(ndx_word_compare(a, b), 0);
    assert_true(ndx_span_equal(a->folded, b->folded));
    assert_int_equal(a->frequency, b->frequency);
}

typedef struct made {
    ndx_arena arena;
    ndx_word *words;
    uint32_t *numbers;
    uint32_t *order;
    size_t count;
    ndx_words_numbering numbering;
    shelf_state shelf;
    ndx_words *list;
} made;

/* Not by value: the list keeps the address of its shelf. */
static made *make_list(uint64_t seed, size_t count, bool shuffled)
{
    made *m = calloc(1, sizeof *m);
    dice_state dice = {seed};
    ndx_error error = {0};
    m->words = calloc(count + 1, sizeof *m->words);
    m->numbers = calloc(count + 1, sizeof *m->numbers);
    m->order = calloc(count + 1, sizeof *m->order);
    m->count = random_entries(&dice, &m->arena, m->words, count);
    if (shuffled)
        shuffle(&dice, m->words, m->count);
    if (!ndx_words_number(m->words, m->count, m->numbers, m->order, &m->numbering, &error) ||
        !ndx_words_write(m->words, m->count, m->numbers, m->order, &m->numbering, NDX_SPAN("n"),
                         shelf_put, &m->shelf, NULL, &error) ||
        !(m->list = ndx_words_open(NDX_SPAN("n"), shelf_fetch, &m->shelf, &error)))
        fail_msg("%s", error.message);
    return m;
}

static void free_list(made *m)
{
    ndx_words_close(m->list);
    shelf_free(&m->shelf);
    ndx_arena_free(&m->arena);
    free(m->words);
    free(m->numbers);
    free(m->order);
    ndx_words_numbering_free(&m->numbering);
    free(m);
}

static const size_t sizes[] = {0, 1, 2, 255, 256, 257, 3000, 40000};
enum { SIZES = sizeof sizes / sizeof *sizes };

/* ---- tests ---- */

static void every_entry_comes_back_by_its_number(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        made *m = make_list((uint64_t)i + 1, sizes[i], true);
        assert_int_equal(ndx_words_count(m->list), m->count);
        for (size_t k = 0; k < m->count; k++) {
            const ndx_word *word = NULL;
            ndx_error error = {0};
            if (!ndx_words_get(m->list, m->numbers[k], &word, &error))
                fail_msg("%s", error.message);
            assert_same(word, &m->words[k]);
        }
        const ndx_word *word = NULL;
        assert_false(ndx_words_get(m->list, (uint32_t)m->count, &word, NULL));
        free_list(m);
    }
}

/* A list opened anew for each number reads single entries only. */
static void an_entry_looked_up_alone_is_as_in_its_whole_chunk(void **state)
{
    (void)state;
    made *m = make_list(91, 3000, true);
    for (size_t k = 0; k < m->count; k++) {
        const ndx_word *word = NULL;
        ndx_words *list = ndx_words_open(NDX_SPAN("n"), shelf_fetch, &m->shelf, NULL);
        assert_non_null(list);
        assert_true(ndx_words_get(list, m->numbers[k], &word, NULL));
        assert_same(word, &m->words[k]);
        ndx_words_close(list);
    }
    free_list(m);
}

static void a_text_shows_each_entry_as_it_is(void **state)
{
    static const size_t counts[] = {3000,
                                    20000}; /* without and with a table of the frequent ones */
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        made *m = make_list(93 + (unsigned)i, counts[i], true);
        const ndx_word *word = NULL;
        for (size_t k = 0; k < m->count; k++) {
            assert_true(ndx_words_shown(m->list, m->numbers[k], &word, NULL));
            assert_true(ndx_span_equal(word->surface, m->words[k].surface));
            assert_int_equal(word->kind, m->words[k].kind);
            assert_int_equal(word->breaks, m->words[k].breaks);
        }
        assert_false(ndx_words_shown(m->list, (uint32_t)m->count, &word, NULL));
        free_list(m);
    }
}

static void an_entry_stays_where_it_is_when_its_chunk_is_read_later(void **state)
{
    (void)state;
    made *m = make_list(92, 200, true); /* one chunk */
    const ndx_word *first = NULL;
    assert_true(ndx_words_get(m->list, m->numbers[0], &first, NULL));
    for (size_t k = 0; k < m->count; k++) {
        const ndx_word *word = NULL;
        assert_true(ndx_words_get(m->list, m->numbers[k], &word, NULL));
        assert_same(word, &m->words[k]);
        assert_same(first, &m->words[0]);
    }
    free_list(m);
}

/* Chunks have 256 entries, pages of the directory 64 chunks: where both end at once. */
static void a_list_may_end_where_a_page_ends(void **state)
{
    static const size_t counts[] = {63 * 256, 63 * 256 + 1, 64 * 256 - 1,
                                    64 * 256, 64 * 256 + 1, 128 * 256 - 7};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ndx_error error = {0};
        ndx_words_numbering numbering;
        shelf_state shelf = {0};
        uint64_t *frequency = calloc(counts[i], sizeof *frequency);
        uint32_t *numbers = calloc(counts[i], sizeof *numbers);
        char text[24];
        for (size_t j = 0; j < counts[i]; j++)
            frequency[j] = 1 + j % 3 * 70000;
        assert_true(ndx_words_number_sorted(frequency, counts[i], numbers, &numbering, &error));
        ndx_words_writer *writer =
            ndx_words_writer_new(&numbering, NDX_SPAN("n"), shelf_put, &shelf, &error);
        assert_non_null(writer);
        for (size_t j = 0; j < counts[i]; j++) {
            snprintf(text, sizeof text, "w%06zu", j);
            const ndx_span span = ndx_span_of(text);
            const ndx_word word = {
                .surface = span, .term = span, .folded = span, .frequency = frequency[j]};
            assert_true(ndx_words_writer_add(writer, &word, numbers[j], &error));
        }
        assert_true(ndx_words_writer_end(writer, NULL, &error));
        ndx_words_writer_free(writer);
        ndx_words_cursor cursor = {.words =
                                       ndx_words_open(NDX_SPAN("n"), shelf_fetch, &shelf, &error)};
        if (!cursor.words)
            fail_msg("%zu entries: %s", counts[i], error.message);
        const ndx_word *word;
        uint32_t number;
        for (size_t j = 0; j < counts[i]; j++) {
            snprintf(text, sizeof text, "w%06zu", j);
            assert_int_equal(ndx_words_next(&cursor, &number, &word, &error), NDX_STEP_ROW);
            assert_int_equal(number, numbers[j]);
            assert_int_equal(word->frequency, frequency[j]);
            assert_true(ndx_span_equal(word->surface, ndx_span_of(text)));
        }
        assert_int_equal(ndx_words_next(&cursor, &number, &word, &error), NDX_STEP_END);
        ndx_words_cursor_close(&cursor);
        ndx_words_close(cursor.words);
        ndx_words_numbering_free(&numbering);
        shelf_free(&shelf);
        free(frequency);
        free(numbers);
    }
}

static void numbers_fall_with_frequency_then_follow_the_order(void **state)
{
    (void)state;
    made *m = make_list(11, 5000, true);
    const ndx_word *before = NULL;
    for (uint32_t number = 0; number < m->count; number++) {
        const ndx_word *word = NULL;
        assert_true(ndx_words_get(m->list, number, &word, NULL));
        if (before)
            assert_true(
                before->frequency > word->frequency ||
                (before->frequency == word->frequency && ndx_word_compare(before, word) < 0));
        before = word;
    }
    free_list(m);
}

static void the_same_entries_give_the_same_bytes_in_any_order(void **state)
{
    (void)state;
    made *sorted = make_list(5, 9000, false);
    made *mixed = make_list(5, 9000, true);
    assert_int_equal(sorted->shelf.count, mixed->shelf.count);
    for (size_t i = 0; i < sorted->shelf.count; i++) {
        assert_true(ndx_span_equal(ndx_buffer_span(&sorted->shelf.item[i].key),
                                   ndx_buffer_span(&mixed->shelf.item[i].key)));
        assert_true(ndx_span_equal(ndx_buffer_span(&sorted->shelf.item[i].value),
                                   ndx_buffer_span(&mixed->shelf.item[i].value)));
    }
    free_list(sorted);
    free_list(mixed);
}

static void keys_ascend_and_values_are_small(void **state)
{
    (void)state;
    made *m = make_list(3, 40000, true);
    assert_true(m->shelf.ascending);
    for (size_t i = 0; i < m->shelf.count; i++) {
        assert_true(ndx_span_starts_with(ndx_buffer_span(&m->shelf.item[i].key), NDX_SPAN("n")));
        assert_true(m->shelf.item[i].key.size <= 200);
        assert_true(m->shelf.item[i].value.size <= 64 * 1024);
    }
    free_list(m);
}

static bool contains(const ndx_numbers *numbers, uint32_t number)
{
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->number[i] == number)
            return true;
    return false;
}

static void a_term_gives_its_words_in_one_language_or_all(void **state)
{
    (void)state;
    made *m = make_list(21, 3000, true);
    for (size_t i = 0; i < m->count; i += 7) {
        if (m->words[i].kind != NDX_WORD || !m->words[i].term.size)
            continue;
        for (int language = -1; language < 4; language++) {
            ndx_numbers found = {0};
            size_t expected = 0;
            int asked = language < 0 ? NDX_LANGUAGE_ANY : language;
            assert_true(ndx_words_with_term(m->list, m->words[i].term, asked, &found, NULL));
            for (size_t k = 0; k < m->count; k++) {
                if (m->words[k].kind != NDX_WORD ||
                    !ndx_span_equal(m->words[k].term, m->words[i].term) ||
                    (language >= 0 && m->words[k].language != language))
                    continue;
                expected++;
                assert_true(contains(&found, m->numbers[k]));
            }
            assert_int_equal(found.count, expected);
            ndx_numbers_free(&found);
        }
    }
    free_list(m);
}

static void a_term_that_nothing_gives_finds_nothing(void **state)
{
    (void)state;
    made *m = make_list(22, 3000, true);
    const char *const terms[] = {"", "zzz", "\x01", "aaaaaaaaaaaaaaaaaaaa", "\xFF\xFF"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        ndx_numbers found = {0};
        assert_true(
            ndx_words_with_term(m->list, ndx_span_of(terms[i]), NDX_LANGUAGE_ANY, &found, NULL));
        assert_int_equal(found.count, 0);
        ndx_numbers_free(&found);
    }
    free_list(m);
}

static void a_term_is_found_with_few_fetches(void **state)
{
    (void)state;
    made *m = make_list(23, 40000, true);
    assert_int_equal(m->shelf.fetched, 1); /* the root alone to open */
    for (size_t i = 0; i < m->count; i += 1001) {
        if (m->words[i].kind != NDX_WORD || m->words[i].term.size < 3)
            continue;
        ndx_words *list = ndx_words_open(NDX_SPAN("n"), shelf_fetch, &m->shelf, NULL);
        ndx_numbers found = {0};
        m->shelf.fetched = 0;
        assert_true(ndx_words_with_term(list, m->words[i].term, NDX_LANGUAGE_ANY, &found, NULL));
        assert_true(m->shelf.fetched <= 5); /* directory pages and chunks */
        ndx_numbers_free(&found);
        ndx_words_close(list);
    }
    free_list(m);
}

typedef struct walked {
    const made *made;
    ndx_numbers numbers;
    const ndx_word *before;
    ndx_word copy;
    size_t stop_after;
} walked;

static bool note(void *context, uint32_t number, const ndx_word *word)
{
    walked *w = context;
    (void)word;
    ndx_numbers_add(&w->numbers, number, NULL);
    return w->numbers.count != w->stop_after;
}

static void a_prefix_walk_visits_exactly_the_words_that_begin_so(void **state)
{
    (void)state;
    made *m = make_list(31, 9000, true);
    dice_state dice = {77};
    for (int round = 0; round < 60; round++) {
        walked w = {.made = m};
        size_t expected = 0;
        ndx_span prefix = random_text(&dice, &m->arena, 3);
        assert_true(ndx_words_walk(m->list, prefix, note, &w, NULL));
        for (size_t k = 0; k < m->count; k++) {
            if (m->words[k].kind != NDX_WORD || !ndx_span_starts_with(m->words[k].folded, prefix))
                continue;
            expected++;
            assert_true(contains(&w.numbers, m->numbers[k]));
        }
        assert_int_equal(w.numbers.count, expected);
        ndx_numbers_free(&w.numbers);
    }
    free_list(m);
}

/* ---- patterns ---- */

/* By definition: characters of more than a byte are "?" as a whole. */
static bool fits_plainly(const char *pattern, const char *text)
{
    if (*pattern == '*')
        return fits_plainly(pattern + 1, text) || (*text && fits_plainly(pattern, text + 1));
    if (!*pattern || !*text)
        return !*pattern && !*text;
    if (*pattern != '?')
        return *pattern == *text && fits_plainly(pattern + 1, text + 1);
    do
        text++;
    while (((unsigned char)*text & 0xC0) == 0x80);
    return fits_plainly(pattern + 1, text);
}

static ndx_word_pattern wildcard(const char *text)
{
    return (ndx_word_pattern){ndx_span_of(text), 0};
}

static ndx_word_pattern random_pattern(dice_state *dice, ndx_arena *arena)
{
    static const char *const pieces[] = {"a", "b", "e", "n", "A", "\xC3\xA9", "*", "*", "?"};
    ndx_buffer text = {0};
    ndx_word_pattern kept = {0};
    uint32_t length = 1 + roll(dice, 4);
    for (uint32_t i = 0; i < length; i++)
        ndx_buffer_append_text(&text, pieces[roll(dice, sizeof pieces / sizeof *pieces)]);
    if (roll(dice, 2))
        ndx_buffer_append_text(&text, "*");
    ndx_arena_copy(arena, ndx_buffer_span(&text), &kept.text);
    ndx_buffer_free(&text);
    return kept;
}

static void a_pattern_fits_what_its_wildcards_may_stand_for(void **state)
{
    (void)state;
    dice_state dice = {41};
    ndx_arena arena = {0};
    unsigned fitting = 0;
    for (int round = 0; round < 20000; round++) {
        ndx_word_pattern pattern = random_pattern(&dice, &arena);
        ndx_span text = random_text(&dice, &arena, 5);
        bool fits = ndx_word_pattern_fits(pattern, text);
        if (fits != fits_plainly(pattern.text.data, text.data))
            fail_msg("%s and %s: %d", pattern.text.data, text.data, fits);
        fitting += fits;
    }
    assert_true(fitting > 1000 && fitting < 15000);
    assert_true(ndx_word_pattern_fits(wildcard("witk*"), NDX_SPAN("witk")));
    assert_true(ndx_word_pattern_fits(wildcard("w?tk*"), NDX_SPAN("w\xC3\xA9tkoff")));
    assert_false(ndx_word_pattern_fits(wildcard("w?tk*"), NDX_SPAN("wtkoff")));
    ndx_arena_free(&arena);
}

enum { TERMS_SEEN = 40000 };
typedef struct fits_seen {
    ndx_arena arena;
    ndx_term_fit fit[TERMS_SEEN];
    size_t count, stop_after;
} fits_seen;

static bool note_fit(void *context, const ndx_term_fit *fit)
{
    fits_seen *seen = context;
    assert_true(seen->count < TERMS_SEEN);
    ndx_term_fit *kept = &seen->fit[seen->count++];
    *kept = *fit;
    assert_true(ndx_arena_copy(&seen->arena, fit->term, &kept->term));
    return seen->count != seen->stop_after;
}

/* words: in the list's order, so that those that give one term are neighbours. */
static void assert_terms_fit(const made *m, ndx_word_pattern pattern, fits_seen *seen)
{
    size_t at = 0;
    seen->count = 0;
    assert_true(ndx_words_walk_terms(m->list, pattern, note_fit, seen, NULL));
    for (size_t i = 0; i < m->count;) {
        ndx_span term = m->words[i].term;
        uint32_t fitting = 0;
        size_t begin = i;
        if (m->words[i].kind != NDX_WORD)
            break;
        for (;
             i < m->count && m->words[i].kind == NDX_WORD && ndx_span_equal(m->words[i].term, term);
             i++)
            fitting += ndx_word_pattern_fits(pattern, m->words[i].folded);
        if (!fitting || !term.size)
            continue;
        assert_true(at < seen->count);
        assert_true(ndx_span_equal(seen->fit[at].term, term));
        assert_int_equal(seen->fit[at].fitting, fitting);
        assert_int_equal(seen->fit[at].whole, fitting == i - begin);
        at++;
    }
    assert_int_equal(seen->count, at);
}

static void the_terms_of_a_pattern_say_whether_all_their_words_fit(void **state)
{
    static fits_seen seen;
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        made *m = make_list((uint64_t)i + 60, sizes[i], false);
        dice_state dice = {(uint64_t)i + 3};
        for (int round = 0; round < 100; round++) {
            assert_terms_fit(m, random_pattern(&dice, &m->arena), &seen);
            if (round % 4)
                continue;
            ndx_word_pattern fuzzy = {random_text(&dice, &m->arena, 6), (uint8_t)(1 + round / 50)};
            assert_terms_fit(m, fuzzy, &seen);
        }
        free_list(m);
    }
    made *m = make_list(70, 3000, false);
    seen.count = 0;
    seen.stop_after = 3;
    assert_true(ndx_words_walk_terms(m->list, wildcard("a*"), note_fit, &seen, NULL));
    assert_int_equal(seen.count, 3);
    seen.stop_after = 0;
    ndx_arena_free(&seen.arena);
    free_list(m);
}

/* A term's words may fill chunks of which only one holds a word that fits. */
static void a_term_of_many_chunks_is_whole_only_if_all_of_it_fits(void **state)
{
    enum { ENTRIES = 1500 };
    static ndx_word words[ENTRIES];
    static char text[ENTRIES][16];
    static const uint32_t others[] = {ENTRIES, 0, 700, ENTRIES - 1}; /* which does not fit */
    (void)state;
    for (size_t round = 0; round < sizeof others / sizeof *others; round++) {
        made m = {.count = ENTRIES};
        const char *stray = round == 1 ? "aa" : "ax"; /* first or last of the term's words */
        static uint32_t numbers[ENTRIES], order[ENTRIES];
        fits_seen *seen = calloc(1, sizeof *seen);
        for (uint32_t i = 0; i < ENTRIES; i++) {
            snprintf(text[i], sizeof text[i], "%s%05u", i == others[round] ? stray : "ab", i);
            words[i] = (ndx_word){.surface = ndx_span_of(text[i]),
                                  .folded = ndx_span_of(text[i]),
                                  .term = NDX_SPAN("ab"),
                                  .frequency = 1};
        }
        assert_true(ndx_words_number(words, ENTRIES, numbers, order, &m.numbering, NULL));
        assert_true(ndx_words_write(words, ENTRIES, numbers, order, &m.numbering, NDX_SPAN("n"),
                                    shelf_put, &m.shelf, NULL, NULL));
        m.list = ndx_words_open(NDX_SPAN("n"), shelf_fetch, &m.shelf, NULL);
        assert_non_null(m.list);
        assert_true(ndx_words_walk_terms(m.list, wildcard("ab*"), note_fit, seen, NULL));
        assert_int_equal(seen->count, 1);
        assert_int_equal(seen->fit[0].fitting, ENTRIES - (round > 0));
        assert_int_equal(seen->fit[0].whole, round == 0);
        seen->count = 0;
        assert_true(ndx_words_walk_terms(m.list, wildcard(round == 1 ? "aa*" : "*x*"), note_fit,
                                         seen, NULL));
        assert_int_equal(seen->count, round > 0);
        assert_false(seen->fit[0].whole && round > 0);
        ndx_arena_free(&seen->arena);
        free(seen);
        ndx_words_close(m.list);
        shelf_free(&m.shelf);
        ndx_words_numbering_free(&m.numbering);
    }
}

static void a_list_has_the_terms_that_its_words_give(void **state)
{
    static const char *const none[] = {"", "zzz", "\x01", "aaaaaaaaaaaaaaaaaaaa", "\xFF\xFF"};
    (void)state;
    bool has;
    made *m = make_list(24, 9000, true);
    for (size_t i = 0; i < m->count; i++) {
        if (m->words[i].kind != NDX_WORD || !m->words[i].term.size)
            continue;
        assert_true(ndx_words_has_term(m->list, m->words[i].term, &has, NULL));
        assert_true(has);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_true(ndx_words_has_term(m->list, ndx_span_of(none[i]), &has, NULL));
        assert_false(has);
    }
    free_list(m);
}

static void walking_all_visits_each_entry_once_and_stops_when_told(void **state)
{
    (void)state;
    made *m = make_list(32, 3000, false);
    walked w = {.made = m};
    walked stopped = {.made = m, .stop_after = 300};
    assert_true(ndx_words_walk_all(m->list, note, &w, NULL));
    assert_int_equal(w.numbers.count, m->count);
    for (size_t i = 0; i < m->count; i++)
        assert_int_equal(w.numbers.number[i], m->numbers[i]);
    assert_true(ndx_words_walk_all(m->list, note, &stopped, NULL));
    assert_int_equal(stopped.numbers.count, 300);
    ndx_numbers_free(&w.numbers);
    ndx_numbers_free(&stopped.numbers);
    free_list(m);
}

static void the_classes_tell_separators_and_their_breaks(void **state)
{
    (void)state;
    made *m = make_list(41, 9000, true);
    const uint8_t *classes = NULL;
    uint32_t count = 0;
    assert_true(ndx_words_classes(m->list, &classes, &count, NULL));
    for (size_t i = 0; i < m->count; i++) {
        uint8_t class = m->numbers[i] < count ? classes[m->numbers[i]] : NDX_CLASS_WORD;
        assert_int_equal(class, m->words[i].kind == NDX_SEPARATOR
                                    ? NDX_CLASS_SEPARATOR + m->words[i].breaks
                                    : NDX_CLASS_WORD);
    }
    free_list(m);
}

static void entries_that_are_none_are_refused(void **state)
{
    (void)state;
    ndx_word twice[2] = {
        {.surface = NDX_SPAN("a"), .folded = NDX_SPAN("a"), .term = NDX_SPAN("a"), .frequency = 1},
        {.surface = NDX_SPAN("a"), .folded = NDX_SPAN("a"), .term = NDX_SPAN("a"), .frequency = 2}};
    ndx_word never = {.surface = NDX_SPAN("a"), .frequency = 0};
    ndx_word folded_separator = {
        .surface = NDX_SPAN(","), .folded = NDX_SPAN(","), .frequency = 1, .kind = NDX_SEPARATOR};
    uint32_t numbers[2];
    uint32_t order[2];
    ndx_words_numbering numbering;
    ndx_error error = {0};
    assert_false(ndx_words_number(twice, 2, numbers, order, &numbering, &error));
    assert_int_equal(error.code, NDX_ERROR_INTERNAL);
    assert_false(ndx_words_number(&never, 1, numbers, order, &numbering, &error));
    assert_false(ndx_words_number(&folded_separator, 1, numbers, order, &numbering, &error));
}

/* Whatever is damaged: an error or some entries, never a crash (run under the sanitizers). */
static void use_list(shelf_state *shelf)
{
    ndx_words *list = ndx_words_open(NDX_SPAN("n"), shelf_fetch, shelf, NULL);
    walked w = {.stop_after = SIZE_MAX};
    const ndx_word *word = NULL;
    const uint8_t *classes = NULL;
    uint32_t count = 0;
    if (!list)
        return;
    for (uint32_t number = 0; number < 400; number++)
        (void)ndx_words_get(list, number * 7, &word, NULL);
    (void)ndx_words_classes(list, &classes, &count, NULL);
    (void)ndx_words_walk(list, NDX_SPAN("a"), note, &w, NULL);
    (void)ndx_words_walk_all(list, note, &w, NULL);
    (void)ndx_words_with_term(list, NDX_SPAN("ab"), NDX_LANGUAGE_ANY, &w.numbers, NULL);
    (void)ndx_words_with_character(list, NDX_SPAN("a"), &w.numbers, NULL);
    static fits_seen seen;
    seen.count = 0;
    (void)ndx_words_walk_terms(list, wildcard("ab*"), note_fit, &seen, NULL);
    (void)ndx_words_walk_terms(list, wildcard("*b?"), note_fit, &seen, NULL);
    (void)ndx_words_walk_terms(list, (ndx_word_pattern){NDX_SPAN("abe"), 1}, note_fit, &seen, NULL);
    ndx_arena_free(&seen.arena);
    bool has;
    (void)ndx_words_has_term(list, NDX_SPAN("ab"), &has, NULL);
    ndx_numbers_free(&w.numbers);
    ndx_words_close(list);
}

static void a_damaged_list_gives_errors_and_never_a_crash(void **state)
{
    (void)state;
    made *m = make_list(51, 2500, true);
    dice_state dice = {5};
    for (int round = 0; round < 600; round++) {
        shelf_item *item = &m->shelf.item[roll(&dice, (uint32_t)m->shelf.count)];
        size_t at = item->value.size ? roll(&dice, (uint32_t)item->value.size) : 0;
        size_t size = item->value.size;
        char old = item->value.data[at];
        if (round % 3 == 0)
            item->value.size = at;
        else
            item->value.data[at] = (char)(old ^ (1 << roll(&dice, 8)));
        use_list(&m->shelf);
        item->value.size = size;
        item->value.data[at] = old;
    }
    free_list(m);
}

static void a_list_that_is_not_there_or_of_another_version_says_so(void **state)
{
    (void)state;
    made *m = make_list(52, 100, true);
    ndx_error error = {0};
    assert_null(ndx_words_open(NDX_SPAN("other"), shelf_fetch, &m->shelf, &error));
    assert_int_equal(error.code, NDX_ERROR_CORRUPT);
    for (size_t i = 0; i < m->shelf.count; i++)
        if (ndx_span_equal(ndx_buffer_span(&m->shelf.item[i].key), NDX_SPAN("nr")))
            m->shelf.item[i].value.data[0] = 99;
    assert_null(ndx_words_open(NDX_SPAN("n"), shelf_fetch, &m->shelf, &error));
    assert_int_equal(error.code, NDX_ERROR_VERSION);
    free_list(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_comes_back_by_its_number),
        cmocka_unit_test(an_entry_looked_up_alone_is_as_in_its_whole_chunk),
        cmocka_unit_test(an_entry_stays_where_it_is_when_its_chunk_is_read_later),
        cmocka_unit_test(a_text_shows_each_entry_as_it_is),
        cmocka_unit_test(a_list_may_end_where_a_page_ends),
        cmocka_unit_test(numbers_fall_with_frequency_then_follow_the_order),
        cmocka_unit_test(the_same_entries_give_the_same_bytes_in_any_order),
        cmocka_unit_test(keys_ascend_and_values_are_small),
        cmocka_unit_test(a_term_gives_its_words_in_one_language_or_all),
        cmocka_unit_test(a_term_that_nothing_gives_finds_nothing),
        cmocka_unit_test(a_term_is_found_with_few_fetches),
        cmocka_unit_test(a_prefix_walk_visits_exactly_the_words_that_begin_so),
        cmocka_unit_test(a_pattern_fits_what_its_wildcards_may_stand_for),
        cmocka_unit_test(the_terms_of_a_pattern_say_whether_all_their_words_fit),
        cmocka_unit_test(a_term_of_many_chunks_is_whole_only_if_all_of_it_fits),
        cmocka_unit_test(a_list_has_the_terms_that_its_words_give),
        cmocka_unit_test(walking_all_visits_each_entry_once_and_stops_when_told),
        cmocka_unit_test(the_classes_tell_separators_and_their_breaks),
        cmocka_unit_test(entries_that_are_none_are_refused),
        cmocka_unit_test(a_damaged_list_gives_errors_and_never_a_crash),
        cmocka_unit_test(a_list_that_is_not_there_or_of_another_version_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
