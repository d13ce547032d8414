/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzz target: a query and the codes of a record from the fuzzer, over a sound list of words. The
 * search in the codes and the walk over them must say the same of every record that can be walked;
 * a record that cannot must do no harm. The input: a query in prefix order (make_node), then four
 * fields, each two bytes of size and its codes. */
#include "newsdex/matcher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS = 700,
    SEPARATORS = 6,
    ENTRIES = WORDS + SEPARATORS,
    NODES = 40,
    DEPTH = 4,
    KEYS = 64
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- the list ---- */

typedef struct shelf_state {
    ndx_buffer key[KEYS], value[KEYS];
    size_t count;
} shelf_state;

static char surfaces[ENTRIES][8];

static bool put(void *context, ndx_span key, ndx_span value, ndx_error *error)
{
    shelf_state *shelf = context;
    (void)error;
    if (shelf->count == KEYS || !ndx_buffer_append_span(&shelf->key[shelf->count], key) ||
        !ndx_buffer_append_span(&shelf->value[shelf->count], value))
        abort();
    shelf->count++;
    return true;
}

static bool fetch(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    const shelf_state *shelf = context;
    (void)error;
    ndx_buffer_clear(value);
    for (size_t i = 0; i < shelf->count; i++)
        if (ndx_span_equal(ndx_buffer_span(&shelf->key[i]), key))
            return ndx_buffer_append_span(value, ndx_buffer_span(&shelf->value[i]));
    return true;
}

static ndx_words *make_list(void)
{
    static shelf_state shelf;
    static ndx_word words[ENTRIES];
    static uint32_t numbers[ENTRIES];
    static uint32_t order[ENTRIES];
    ndx_words_numbering numbering = {0};
    for (uint32_t i = 0; i < ENTRIES; i++) {
        bool is_word = i % 100 || i / 100 >= SEPARATORS; /* separators from frequent to rare */
        snprintf(surfaces[i], sizeof surfaces[i], "%s%03u", is_word ? "w" : "-", (unsigned)i);
        words[i] = (ndx_word){.surface = ndx_span_of(surfaces[i]), .frequency = 100000 / (i + 1)};
        words[i].kind = is_word ? NDX_WORD : NDX_SEPARATOR;
        if (is_word)
            words[i].term = words[i].folded = words[i].surface;
        else
            words[i].breaks = (uint8_t)(i / 100 % 3);
    }
    if (!ndx_words_number(words, ENTRIES, numbers, order, &numbering, NULL) ||
        !ndx_words_write(words, ENTRIES, numbers, order, &numbering, NDX_SPAN("n"), put, &shelf,
                         NULL, NULL))
        abort();
    ndx_words_numbering_free(&numbering);
    return ndx_words_open(NDX_SPAN("n"), fetch, &shelf, NULL);
}

/* ---- the query ---- */

typedef struct query_state {
    ndx_match_node node[NODES];
    ndx_match_form form[NODES][3];
    const ndx_match_node *child[NODES][3];
    size_t count;
    ndx_span rest;
} query_state;

static uint8_t next_byte(ndx_span *rest)
{
    uint8_t byte = rest->size ? (uint8_t)rest->data[0] : 0;
    *rest = ndx_span_skip(*rest, rest->size > 0);
    return byte;
}

static void make_leaf(query_state *query, size_t at, uint8_t what)
{
    ndx_match_node *node = &query->node[at];
    node->kind = NDX_MATCH_WORD;
    node->fields = what & 1 ? NDX_IN_ANY : next_byte(&query->rest) & NDX_IN_ANY;
    node->forms = query->form[at];
    node->form_count = 1 + what / 2 % 3;
    for (size_t i = 0; i < node->form_count; i++) {
        size_t word = next_byte(&query->rest) * (size_t)(what & 64 ? 3 : 1);
        query->form[at][i] = (ndx_match_form){.kind = what & 128 ? NDX_LEAF_TERM : NDX_LEAF_EXACT,
                                              .language = NDX_LANGUAGE_ANY};
        query->form[at][i].text = ndx_span_of(surfaces[word % ENTRIES]);
    }
}

static const ndx_match_node *make_node(query_state *query, unsigned depth)
{
    static const ndx_match_kind kinds[] = {NDX_MATCH_PHRASE,    NDX_MATCH_NEAR, NDX_MATCH_BEFORE,
                                           NDX_MATCH_SENTENCE,  NDX_MATCH_AND,  NDX_MATCH_OR,
                                           NDX_MATCH_PARAGRAPH, NDX_MATCH_NOT};
    size_t at = query->count++;
    uint8_t what = next_byte(&query->rest);
    ndx_match_node *node = &query->node[at];
    if (depth == DEPTH || at + (size_t)4 * (DEPTH - depth) + 4 > NODES || what & 8) {
        make_leaf(query, at, what);
        return node;
    }
    node->kind = kinds[what & 7];
    node->distance = 1 + next_byte(&query->rest) % 12;
    node->child_count = node->kind == NDX_MATCH_NOT ? 1 : 2;
    node->child_count += (node->kind == NDX_MATCH_PHRASE) && what & 16;
    node->children = query->child[at];
    for (size_t i = 0; i < node->child_count; i++)
        query->child[at][i] = make_node(query, depth + 1);
    return node;
}

/* ---- the record ---- */

static bool make_record(ndx_span rest, ndx_buffer *bytes, ndx_record *record)
{
    ndx_record made = {.id = NDX_SPAN("id")};
    for (int field = 0; field < NDX_TEXT_COUNT; field++) {
        size_t size = (size_t)next_byte(&rest) % 4 * 256;
        size += next_byte(&rest);
        size = size < rest.size ? size : rest.size;
        made.code[field] = ndx_span_make(rest.data, size);
        rest = ndx_span_skip(rest, size);
        made.word_count[field] = (uint32_t)size;
    }
    return ndx_record_append(bytes, &made, NULL) &&
           ndx_record_read(ndx_buffer_span(bytes), record, NULL);
}

static void match(ndx_matcher *matcher, const ndx_record *record)
{
    const ndx_match_span *spans;
    const uint32_t *positions;
    size_t count;
    bool searched = false;
    bool walked = false;
    bool good = ndx_matcher_matches(matcher, record, &searched, NULL);
    if (!ndx_matcher_spans(matcher, record, &spans, &count, &walked, NULL))
        return;
    if (!good || searched != walked)
        __builtin_trap();
    (void)ndx_matcher_highlights(matcher, record, &positions, &count, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ndx_words *words;
    query_state query = {.rest = ndx_span_make((const char *)data, size)};
    ndx_buffer bytes = {0};
    ndx_record record;
    if (!words && !(words = make_list()))
        abort();
    const ndx_match_node *root = make_node(&query, 0);
    ndx_matcher *matcher = ndx_matcher_new(root, words, NULL);
    if (matcher && make_record(query.rest, &bytes, &record))
        match(matcher, &record);
    ndx_buffer_free(&bytes);
    ndx_matcher_free(matcher);
    return 0;
}
