/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzz target: values of a list of words from elsewhere. The values are packed here, so that the
 * fuzzer's bytes reach what lies behind inflating. The input is cut into them: a letter of the key,
 * two bytes of size, the bytes; every index of the letter gets the same value. */
#include "indexer/words/words_format.h"

enum { LETTERS = 6 };

typedef struct shelf_state {
    ndx_pack *pack;
    ndx_span value[LETTERS];
} shelf_state;

static const char letters[LETTERS] = {'r', 'd', 'c', 's', 't', 'f'};

static bool fetch(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    shelf_state *shelf = context;
    ndx_buffer_clear(value);
    for (size_t i = 0; i < LETTERS; i++) {
        if (key.size < 2 || key.data[1] != letters[i])
            continue;
        if (letters[i] == 'r')
            ndx_buffer_append_byte(value, NDX_WORDS_VERSION);
        return ndx_pack_append(shelf->pack, shelf->value[i], value, error);
    }
    return true;
}

static bool visit(void *context, uint32_t number, const ndx_word *word)
{
    size_t *left = context;
    (void)number;
    (void)word;
    return --*left > 0;
}

static bool visit_fitting(void *context, size_t which, const ndx_word *word, uint32_t number)
{
    (void)which;
    return visit(context, number, word);
}

static bool visit_term(void *context, const ndx_term_fit *fit)
{
    size_t *left = context;
    if (!fit->term.size || !fit->fitting)
        __builtin_trap();
    return --*left > 0;
}

static void use_patterns(ndx_words *words)
{
    static const ndx_word_pattern patterns[] = {
        {{"a*", 2}, 0}, {{"*b?", 3}, 0}, {{"ab", 2}, 0}, {{"abc", 3}, 1}, {{"abcde", 5}, 2}};
    enum { COUNT = sizeof patterns / sizeof *patterns };
    size_t left = 1000;
    (void)ndx_words_walk_fitting(words, patterns, COUNT, visit_fitting, &left, NULL);
    for (size_t i = 0; i < COUNT; i++) {
        left = 1000;
        (void)ndx_words_walk_terms(words, patterns[i], visit_term, &left, NULL);
    }
}

static void use(ndx_words *words)
{
    ndx_numbers numbers = {0};
    const ndx_word *word = NULL;
    const ndx_word *again = NULL;
    const uint8_t *classes = NULL;
    uint32_t count = 0;
    size_t left = 1000;
    for (uint32_t number = 0; number < 50; number++)
        (void)ndx_words_get(words, number, &word, NULL);
    for (uint32_t number = 0; number < 5000; number += number / 4 + 1) {
        if (ndx_words_shown(words, number, &word, NULL) &&
            (!ndx_words_shown(words, number, &again, NULL) || again != word))
            __builtin_trap(); /* what was read stays */
    }
    (void)ndx_words_classes(words, &classes, &count, NULL);
    (void)ndx_words_with_term(words, NDX_SPAN("a"), NDX_LANGUAGE_ANY, &numbers, NULL);
    (void)ndx_words_with_character(words, NDX_SPAN("a"), &numbers, NULL);
    (void)ndx_words_walk(words, NDX_SPAN("a"), visit, &left, NULL);
    left = 1000;
    (void)ndx_words_walk_all(words, visit, &left, NULL);
    use_patterns(words);
    ndx_numbers_free(&numbers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    shelf_state shelf = {.pack = ndx_pack_new(true, NULL)};
    ndx_span rest = ndx_span_make((const char *)data, size);
    if (!shelf.pack)
        return 0;
    while (rest.size >= 3) {
        size_t letter = (uint8_t)rest.data[0] % LETTERS;
        size_t bytes = (size_t)(uint8_t)rest.data[1] * 256 + (uint8_t)rest.data[2];
        rest = ndx_span_skip(rest, 3);
        bytes = bytes < rest.size ? bytes : rest.size;
        shelf.value[letter] = ndx_span_make(rest.data, bytes);
        rest = ndx_span_skip(rest, bytes);
    }
    ndx_words *words = ndx_words_open(NDX_SPAN("n"), fetch, &shelf, NULL);
    if (words)
        use(words);
    ndx_words_close(words);
    ndx_pack_free(shelf.pack);
    return 0;
}
