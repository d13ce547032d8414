/* SPDX-License-Identifier: GPL-2.0-or-later */
/* patterns.c - tests of fuzzy words: what fits them, and what a walk over a list finds. */
#include "unit/unit.h"

#include "newsdex/utf8.h"
#include "support.h"

#include <limits.h>

/* ---- by definition ---- */

enum { LETTERS_MOST = 200 };

static size_t decode(ndx_span text, uint32_t letters[LETTERS_MOST])
{
    size_t count = 0;
    for (size_t at = 0; at < text.size && count < LETTERS_MOST;) {
        size_t length;
        letters[count++] = ndx_utf8_decode(text.data + at, text.data + text.size, &length);
        at += length;
    }
    return count;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The whole table of distances (optimal string alignment). */
static unsigned distance_plainly(ndx_span a, ndx_span b)
{
    static unsigned table[LETTERS_MOST + 1][LETTERS_MOST + 1];
    uint32_t x[LETTERS_MOST];
    uint32_t y[LETTERS_MOST];
    size_t rows = decode(a, x);
    size_t columns = decode(b, y);
    for (size_t i = 0; i <= rows; i++)
        for (size_t k = 0; k <= columns; k++) {
            unsigned best = i && k ? UINT_MAX : (unsigned)(i + k);
            if (i && k) {
                best = table[i - 1][k - 1] + (x[i - 1] != y[k - 1]);
                best = least(best, table[i - 1][k] + 1);
                best = least(best, table[i][k - 1] + 1);
            }
            if (i > 1 && k > 1 && x[i - 1] == y[k - 2] && x[i - 2] == y[k - 1])
                best = least(best, table[i - 2][k - 2] + 1);
            table[i][k] = best;
        }
    return table[rows][columns];
}

/* ---- random words of several scripts ---- */

static const char *const letters_of[][6] = {
    {"a", "b", "e", "n", "r", "t"},
    {"\u0430", "\u043A", "\u0438", "\u0432", "\u0457", "\u0444"}, /* Cyrillic */
    {"\u0627", "\u0644", "\u0645", "\u0648", "\u0646", "\u0633"}, /* Arabic */
    {"\u4E2D", "\u56FD", "\u5916", "\u957F", "\U00020000", "a"},
    {"\u03B1", "z", "'", "1", "\u00E6", "\u0436"},
};

static ndx_span random_word(dice_state *dice, ndx_arena *arena, uint32_t longest)
{
    ndx_buffer text = {0};
    ndx_span kept = {0};
    const char *const *letters = letters_of[roll(dice, sizeof letters_of / sizeof *letters_of)];
    uint32_t length = roll(dice, longest + 1);
    for (uint32_t i = 0; i < length; i++)
        ndx_buffer_append_text(&text, letters[roll(dice, roll(dice, 2) ? 6 : 2)]);
    assert_true(ndx_arena_copy(arena, ndx_buffer_span(&text), &kept));
    ndx_buffer_free(&text);
    return kept;
}

/* The word with some edits, each anywhere. */
static ndx_span edited_word(dice_state *dice, ndx_arena *arena, ndx_span word, unsigned edits)
{
    uint32_t letter[LETTERS_MOST + 8];
    size_t count = decode(word, letter);
    ndx_buffer text = {0};
    ndx_span kept = {0};
    for (; edits; edits--) {
        uint32_t kind = roll(dice, 4);
        size_t at = roll(dice, (uint32_t)count + 1);
        if (kind == 0) {
            memmove(letter + at + 1, letter + at, (count - at) * sizeof *letter);
            letter[at] = 'a' + roll(dice, 6);
            count++;
        } else if (kind == 1 && at < count) {
            memmove(letter + at, letter + at + 1, (--count - at) * sizeof *letter);
        } else if (kind == 2 && at < count) {
            letter[at] = 0x430 + roll(dice, 6);
        } else if (at + 1 < count) {
            uint32_t swapped = letter[at];
            letter[at] = letter[at + 1];
            letter[at + 1] = swapped;
        }
    }
    for (size_t i = 0; i < count; i++) {
        char bytes[4];
        ndx_buffer_append(&text, bytes, ndx_utf8_encode(letter[i], bytes));
    }
    assert_true(ndx_arena_copy(arena, ndx_buffer_span(&text), &kept));
    ndx_buffer_free(&text);
    return kept;
}

/* ---- tests ---- */

static bool is_within(const char *word, unsigned edits, const char *other)
{
    ndx_word_pattern pattern = {ndx_span_of(word), (uint8_t)edits};
    bool fits = ndx_word_pattern_fits(pattern, ndx_span_of(other));
    assert_int_equal(fits, ndx_word_edits(ndx_span_of(word), ndx_span_of(other)) <= edits);
    return fits;
}

static void an_edit_is_a_letter_more_or_less_another_or_two_swapped(void **state)
{
    (void)state;
    assert_true(is_within("zelensky", 1, "zelensky"));
    assert_true(is_within("zelensky", 1, "zelenskyy"));
    assert_true(is_within("zelensky", 1, "zelenky"));
    assert_true(is_within("zelensky", 1, "zelenski"));
    assert_true(is_within("zelensky", 1, "zelesnky"));
    assert_true(is_within("zelensky", 1, "elensky"));
    assert_true(is_within("zelensky", 1, "selensky"));
    assert_true(is_within("zelensky", 1, "ezlensky"));
    assert_false(is_within("zelensky", 1, "zelenskiy's"));
    assert_false(is_within("zelensky", 1, "zalenski"));
    assert_true(is_within("zelensky", 2, "zalenski"));
    assert_true(is_within("zelensky", 2, "lensky"));
    assert_false(is_within("zelensky", 2, "ensky"));
    assert_false(is_within("zelensky", 2, ""));
    assert_true(is_within("", 2, "ab"));
    assert_false(is_within("", 2, "abc"));
    /* swapped neighbours are not edited again: "ca" and "abc" are three edits apart */
    assert_false(is_within("abc", 2, "ca"));
}

static void edits_are_counted_in_characters(void **state)
{
    (void)state;
    assert_true(is_within("\u043A\u0438\u0457\u0432", 1, "\u043A\u0438\u0438\u0432"));
    assert_true(is_within("\u043A\u0438\u0457\u0432", 1, "\u043A\u0457\u0438\u0432"));
    assert_true(is_within("\u043A\u0438\u0457\u0432", 1, "\u043Aa\u0457\u0432"));
    assert_true(is_within("\u043A\u0438\u0457\u0432", 1, "\u043A\u0438\U00020000\u0432"));
    assert_false(is_within("\u043A\u0438\u0457\u0432", 1, "\u043Aab\u0432"));
}

static void random_words_are_as_far_apart_as_the_whole_table_says(void **state)
{
    dice_state dice = {7};
    ndx_arena arena = {0};
    unsigned seen[4] = {0};
    (void)state;
    for (int round = 0; round < 60000; round++) {
        ndx_span word = random_word(&dice, &arena, roll(&dice, 20) ? 9 : 40);
        ndx_span other = roll(&dice, 3) ? edited_word(&dice, &arena, word, roll(&dice, 5))
                                        : random_word(&dice, &arena, 9);
        unsigned expected = least(distance_plainly(word, other), NDX_WORD_EDITS_MOST + 1);
        unsigned edits = ndx_word_edits(word, other);
        if (edits != expected)
            fail_msg("%s and %s: %u, not %u", word.data, other.data, edits, expected);
        for (uint8_t most = 1; most <= NDX_WORD_EDITS_MOST; most++)
            assert_int_equal(ndx_word_pattern_fits((ndx_word_pattern){word, most}, other),
                             expected <= most);
        seen[expected]++;
        ndx_arena_reset(&arena);
    }
    for (int i = 0; i < 4; i++)
        assert_true(seen[i] > 3000);
    ndx_arena_free(&arena);
}

static void what_is_too_long_fits_nothing(void **state)
{
    ndx_buffer text = {0};
    (void)state;
    for (unsigned i = 0; i < NDX_WORD_PATTERN_LETTERS; i++)
        ndx_buffer_append_text(&text, "\u0436");
    assert_true(is_within(text.data, 1, text.data));
    ndx_buffer_append_text(&text, "x");
    assert_false(is_within(text.data, 1, text.data));
    ndx_buffer_free(&text);
}

/* ---- walks ---- */

typedef struct found_state {
    ndx_numbers numbers;
    const ndx_word_pattern *patterns;
    size_t stop_after;
} found_state;

static bool note_found(void *context, size_t which, const ndx_word *word, uint32_t number)
{
    found_state *found = context;
    assert_true(ndx_word_pattern_fits(found->patterns[which], word->folded));
    assert_true(ndx_numbers_add(&found->numbers, number, NULL));
    return found->numbers.count != found->stop_after;
}

static void make_library(library_state *library, dice_state *dice, ndx_arena *arena, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        ndx_span text = random_word(dice, arena, 9);
        ndx_word word = {.surface = text, .folded = text, .language = (uint8_t)roll(dice, 3)};
        ndx_span term = ndx_span_make(text.data, text.size - (text.size && roll(dice, 4) == 0));
        word.term = term.size && ((unsigned char)term.data[term.size - 1] & 0x80) ? text : term;
        if (text.size)
            library_entry(library, &word);
    }
    assert_true(library_finish(library, NULL));
}

static void assert_found(library_state *library, const ndx_word_pattern *patterns, size_t count)
{
    found_state found = {.patterns = patterns};
    size_t expected = 0;
    assert_true(ndx_words_walk_fitting(library->list, patterns, count, note_found, &found, NULL));
    for (size_t i = 0; i < library->words; i++) {
        const ndx_word *word = &library->word[i];
        for (size_t k = 0; k < count; k++)
            expected += word->term.size &&
                        distance_plainly(patterns[k].text, word->folded) <= patterns[k].edits;
    }
    assert_int_equal(found.numbers.count, expected);
    ndx_numbers_free(&found.numbers);
}

static void a_walk_finds_every_word_within_the_edits_whatever_it_begins_with(void **state)
{
    static const size_t sizes[] = {0, 1, 300, 9000};
    dice_state dice = {11};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        library_state library = {0};
        ndx_arena arena = {0};
        library.analyser = ndx_analyser_new(NULL);
        make_library(&library, &dice, &arena, sizes[i]);
        for (int round = 0; round < 60; round++) {
            ndx_word_pattern patterns[3];
            for (int k = 0; k < 3; k++)
                patterns[k] = (ndx_word_pattern){random_word(&dice, &arena, 8),
                                                 (uint8_t)(1 + roll(&dice, 2))};
            assert_found(&library, patterns, 1 + roll(&dice, 3));
        }
        library_free(&library);
        ndx_arena_free(&arena);
    }
}

static void a_walk_stops_when_told(void **state)
{
    library_state library = {0};
    ndx_arena arena = {0};
    dice_state dice = {12};
    const ndx_word_pattern any = {NDX_SPAN("*"), 0};
    found_state found = {.patterns = &any, .stop_after = 3};
    (void)state;
    library.analyser = ndx_analyser_new(NULL);
    make_library(&library, &dice, &arena, 1000);
    assert_true(ndx_words_walk_fitting(library.list, &any, 1, note_found, &found, NULL));
    assert_int_equal(found.numbers.count, 3);
    ndx_numbers_free(&found.numbers);
    library_free(&library);
    ndx_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_is_a_letter_more_or_less_another_or_two_swapped),
        cmocka_unit_test(edits_are_counted_in_characters),
        cmocka_unit_test(random_words_are_as_far_apart_as_the_whole_table_says),
        cmocka_unit_test(what_is_too_long_fits_nothing),
        cmocka_unit_test(a_walk_finds_every_word_within_the_edits_whatever_it_begins_with),
        cmocka_unit_test(a_walk_stops_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
