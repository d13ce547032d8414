/* SPDX-License-Identifier: GPL-2.0-or-later */
/* like.c - implements like.h. */
#include "ranking/like.h"

#include "newsdex/analysis.h"
#include "newsdex/array.h"
#include "newsdex/xapian_error.h"

#include <math.h>
#include <stdlib.h>

enum { HEADLINE = 3, K3 = 8 };

/* How often a form of a term stands in the articles. */
typedef struct use {
    ndx_span term, surface;
    double count;
} use;

typedef struct counting {
    ndx_index *index;
    ndx_arena *arena;
    use *uses;
    size_t count, capacity;
    ndx_buffer bigram;
} counting;

static const char while_reading[] = "reading what an article is about";

/* ---- counting ---- */

/* The spans are kept: borrowed from the index. */
static bool add_use(counting *c, ndx_span term, ndx_span surface, double count, ndx_error *error)
{
    use *uses = ndx_array_room(c->uses, c->count, &c->capacity, 256, sizeof *uses);
    if (!uses)
        return ndx_error_memory(error, while_reading);
    c->uses = uses;
    c->uses[c->count++] = (use){term, surface, count};
    return true;
}

/* Two characters of a script without spaces that touch give a term. */
static bool add_bigram(counting *c, const ndx_word *first, const ndx_word *second, double count,
                       ndx_error *error)
{
    ndx_span term;
    ndx_span surface;
    ndx_buffer_clear(&c->bigram);
    if (!ndx_bigram_term(&c->bigram, first->folded, second->folded) ||
        !ndx_arena_copy(c->arena, ndx_buffer_span(&c->bigram), &term))
        return ndx_error_memory(error, while_reading);
    ndx_buffer_clear(&c->bigram);
    ndx_buffer_append_span(&c->bigram, first->surface);
    ndx_buffer_append_span(&c->bigram, second->surface);
    if (!ndx_buffer_ok(&c->bigram, while_reading, error) ||
        !ndx_arena_copy(c->arena, ndx_buffer_span(&c->bigram), &surface))
        return ndx_error_memory(error, while_reading);
    return add_use(c, term, surface, count, error);
}

static bool add_word(counting *c, const ndx_word *word, double count, ndx_error *error)
{
    if (!word->term.size || ndx_language_is_function_word(word->language, word->folded))
        return true;
    return add_use(c, word->term, word->surface, count, error);
}

/* Walks a field's words. before: the character of a script without spaces that the next one
 * touches. */
static bool count_field(counting *c, ndx_words *words, const ndx_record *record,
                        ndx_text_field field, double count, ndx_error *error)
{
    const ndx_span code = record->code[field];
    const uint8_t *at = (const uint8_t *)code.data;
    const uint8_t *end = code.size ? at + code.size : at;
    const ndx_word *before = NULL;
    bool touches = false;
    while (at < end) {
        const ndx_word *word;
        uint32_t number;
        if (!ndx_dense_read(ndx_words_dense(words), &at, end, &number))
            return ndx_error_set(error, NDX_ERROR_CORRUPT,
                                 "the record of an article does not decode");
        if (!ndx_words_get(words, number, &word, error))
            return false;
        if (word->kind == NDX_SEPARATOR) {
            touches = !word->surface.size;
            continue;
        }
        bool is_character = word->flags & NDX_TOKEN_NGRAM;
        if (!(is_character && before && touches ? add_bigram(c, before, word, count, error)
                                                : add_word(c, word, count, error)))
            return false;
        before = is_character ? word : NULL;
        touches = false;
    }
    return true;
}

static bool count_record(counting *c, const ndx_record *record, double weight, ndx_error *error)
{
    ndx_words *words = ndx_index_words(c->index, record, error);
    return words && count_field(c, words, record, NDX_TEXT_HEADLINE, weight * HEADLINE, error) &&
           count_field(c, words, record, NDX_TEXT_BYLINE, weight, error) &&
           count_field(c, words, record, NDX_TEXT_DATELINE, weight, error) &&
           count_field(c, words, record, NDX_TEXT_BODY, weight, error);
}

/* ---- choosing ---- */

static int compare_uses(const void *left, const void *right)
{
    const use *a = left;
    const use *b = right;
    int order = ndx_span_compare(a->term, b->term);
    return order ? order : ndx_span_compare(a->surface, b->surface);
}

/* Sums up the uses, sorted, that begin with this one and are of its term. Gives how many. */
static size_t sum_term(const use *uses, size_t count, ndx_like_term *term, double *sum)
{
    double most = 0;
    double form = 0;
    size_t i = 0;
    *term = (ndx_like_term){.term = uses[0].term};
    *sum = 0;
    for (; i < count && ndx_span_equal(uses[i].term, term->term); i++) {
        bool same = i && ndx_span_equal(uses[i].surface, uses[i - 1].surface);
        form = same ? form + uses[i].count : uses[i].count;
        if (form > most) {
            most = form;
            term->surface = uses[i].surface;
        }
        *sum += uses[i].count;
    }
    return i;
}

static bool weigh(const counting *c, double tf, double articles, ndx_buffer *name,
                  ndx_like_term *term, ndx_error *error)
{
    xc_error xapian;
    xc_doccount frequency;
    ndx_buffer_clear(name);
    ndx_term_append(name, NDX_TERM_WORD, term->term);
    if (!ndx_buffer_ok(name, while_reading, error))
        return false;
    const xc_bytes bytes = {name->data, name->size};
    if (xc_database_termfreq(ndx_index_database(c->index), bytes, &frequency, &xapian))
        return ndx_error_from_xapian(error, &xapian, while_reading);
    if (frequency < 2)
        return true;
    term->significance = tf * log(1 + (articles - frequency + 0.5) / (frequency + 0.5));
    term->weight = (K3 + 1) * tf / (K3 + tf);
    return true;
}

static int compare_terms(const void *left, const void *right)
{
    const ndx_like_term *a = left;
    const ndx_like_term *b = right;
    if (a->significance != b->significance)
        return a->significance < b->significance ? 1 : -1;
    return ndx_span_compare(a->term, b->term);
}

/* The terms of all uses, the most significant first; those that say nothing have weight 0. */
static bool make_terms(counting *c, double weight_sum, ndx_like_term *terms, size_t *count,
                       ndx_error *error)
{
    xc_error xapian;
    xc_doccount articles;
    ndx_buffer name = {0};
    bool done = xc_database_doccount(ndx_index_database(c->index), &articles, &xapian) == XC_OK ||
                ndx_error_from_xapian(error, &xapian, while_reading);
    if (c->count)
        qsort(c->uses, c->count, sizeof *c->uses, compare_uses);
    *count = 0;
    for (size_t i = 0; done && i < c->count;) {
        double sum;
        i += sum_term(c->uses + i, c->count - i, &terms[*count], &sum);
        done = weigh(c, sum / weight_sum, articles, &name, &terms[*count], error);
        *count += terms[*count].weight > 0;
    }
    if (*count)
        qsort(terms, *count, sizeof *terms, compare_terms);
    ndx_buffer_free(&name);
    return done;
}

bool ndx_like_terms(ndx_index *index, const ndx_record *const *records,
                    const double *record_weights, size_t record_count, size_t wanted,
                    ndx_arena *arena, ndx_like_term **terms, size_t *count, ndx_error *error)
{
    counting c = {.index = index, .arena = arena};
    double sum = 0;
    bool done = true;
    *terms = NULL;
    *count = 0;
    for (size_t i = 0; done && i < record_count; i++) {
        double weight = record_weights ? record_weights[i] : 1;
        sum += weight;
        done = weight <= 0 || count_record(&c, records[i], weight, error);
    }
    if (done && c.count) {
        *terms = ndx_arena_alloc(arena, c.count * sizeof **terms);
        done = *terms ? make_terms(&c, sum, *terms, count, error)
                      : ndx_error_memory(error, while_reading);
    }
    if (*count > wanted)
        *count = wanted;
    ndx_buffer_free(&c.bigram);
    free(c.uses);
    return done;
}
