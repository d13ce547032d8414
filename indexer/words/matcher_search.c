/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * matcher_search.c - words and phrases looked for in an article's bytes without decoding them.
 *
 * Owns: searching for codewords, and deciding when it is worth it. Must not know: spans.
 *
 * A codeword found in the bytes is a hit if the byte before it ends a codeword (Brisaboa, Farina,
 * Navarro, Parama, 2007, section 6). Of a phrase the rarest word is looked for, for numbers go by
 * falling frequency the one whose smallest number is largest; its neighbours are decoded from
 * there, and so it is with two words near each other. Only these, words, and AND, OR, NOT of them
 * are answered here: the rest needs positions.
 *
 * Measured: a pass for one form takes 0.06 to 0.1 us over an article of 1.7 KB in code, the walk
 * over its numbers 2 to 6 us (tests/bench/heart.sh). Phrases a second in real news (allsides,
 * newsdex-bench-count): 747 where a word of more than 12 forms is left to the walk, 1900 with
 * NDX_SEARCH_FORMS; no more with two or three times as many.
 */
#include "matcher_internal.h"

typedef enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN } answer;

/* The codes of one field. */
typedef struct codes {
    const ndx_matcher *matcher;
    ndx_dense dense;
    uint32_t count; /* of numbers */
    const uint8_t *begin, *end;
    bool damaged;
} codes;

static bool is_word(const ndx_matcher *matcher, uint32_t number)
{
    return number >= matcher->class_count || matcher->classes[number] == NDX_CLASS_WORD;
}

/* Separators that no match goes across. */
enum { NO_BREAK = 255 };

static bool is_break(const ndx_matcher *matcher, uint32_t number, uint8_t breaks)
{
    return number < matcher->class_count && matcher->classes[number] >= breaks;
}

/* The word that begins at or behind *at, which is moved behind it; false at the end and at a
 * separator of class `breaks` or above. */
static bool next_word(codes *c, const uint8_t **at, uint8_t breaks, uint32_t *number)
{
    while (*at < c->end) {
        if (!ndx_dense_read(c->dense, at, c->end, number)) {
            c->damaged = true;
            return false;
        }
        if (is_word(c->matcher, *number))
            return true;
        if (is_break(c->matcher, *number, breaks))
            return false;
    }
    return false;
}

/* The word that ends before *at, which is moved to where it begins; false as above. */
static bool word_before(codes *c, const uint8_t **at, uint8_t breaks, uint32_t *number)
{
    while (*at > c->begin) {
        const uint8_t *start = *at - 1;
        while (start > c->begin && start[-1] >= c->dense.stoppers)
            start--;
        const uint8_t *read = start;
        if (!ndx_dense_read(c->dense, &read, *at, number) || read != *at) {
            c->damaged = true;
            return false;
        }
        *at = start;
        if (is_word(c->matcher, *number))
            return true;
        if (is_break(c->matcher, *number, breaks))
            return false;
    }
    return false;
}

/* Few words around a hit are of any leaf; a bit a number tells. */
static inline bool is_of(const codes *c, const leaf *l, uint32_t number)
{
    return number < c->count && c->matcher->wanted[number / 64] >> number % 64 & 1 &&
           ndx_leaf_has(l, number);
}

/* The word at [begin, end) is child `at` of the node. Do the words around it make up the phrase? */
static bool is_phrase(codes *c, const match *node, size_t at, const uint8_t *begin,
                      const uint8_t *end)
{
    uint32_t number;
    for (size_t i = at + 1; i < node->child_count; i++)
        if (!next_word(c, &end, NO_BREAK, &number) || !is_of(c, node->children[i].leaf, number))
            return false;
    for (size_t i = at; i-- > 0;)
        if (!word_before(c, &begin, NO_BREAK, &number) || !is_of(c, node->children[i].leaf, number))
            return false;
    return true;
}

/* Does the other of the two words stand near enough? */
static bool is_near(codes *c, const match *node, size_t at, const uint8_t *begin,
                    const uint8_t *end)
{
    const ndx_match_kind kind = node->node->kind;
    const leaf *other = node->children[1 - at].leaf;
    const uint8_t breaks = kind == NDX_MATCH_SENTENCE    ? NDX_CLASS_SENTENCE_END
                           : kind == NDX_MATCH_PARAGRAPH ? NDX_CLASS_PARAGRAPH_END
                                                         : NO_BREAK;
    const uint32_t distance = breaks == NO_BREAK ? node->node->distance : UINT32_MAX;
    uint32_t number;
    if (kind != NDX_MATCH_BEFORE || at == 0)
        for (uint32_t i = 0; i < distance && next_word(c, &end, breaks, &number); i++)
            if (is_of(c, other, number))
                return true;
    if (kind != NDX_MATCH_BEFORE || at == 1)
        for (uint32_t i = 0; i < distance && word_before(c, &begin, breaks, &number); i++)
            if (is_of(c, other, number))
                return true;
    return false;
}

/* Does the word make the node match? A node without children is that word. */
static bool fits(codes *c, const match *node, size_t at, const uint8_t *begin, const uint8_t *end)
{
    if (!node->child_count)
        return true;
    return node->node->kind == NDX_MATCH_PHRASE ? is_phrase(c, node, at, begin, end)
                                                : is_near(c, node, at, begin, end);
}

/* Does the codeword stand at `begin`, whole and not as the end of a longer one? */
static inline bool stands_at(const codes *c, const codeword *code, const uint8_t *begin)
{
    if ((size_t)(c->end - begin) < code->size ||
        (begin > c->begin && begin[-1] >= c->dense.stoppers))
        return false;
    for (size_t i = 0; i < code->size; i++)
        if (begin[i] != code->bytes[i])
            return false;
    return true;
}

/* phrase: a phrase of words, two words near each other, or one word. Looks for one form of its
 * child `at`. */
static bool find_form(codes *c, const match *phrase, size_t at, const codeword *code)
{
    const uint8_t *from = c->begin + code->probe;
    const uint8_t wanted = code->bytes[code->probe];
    if (!code->size)
        return false;
    while (from < c->end && (from = memchr(from, wanted, (size_t)(c->end - from)))) {
        const uint8_t *begin = from++ - code->probe;
        if (stands_at(c, code, begin) && fits(c, phrase, at, begin, begin + code->size))
            return true;
    }
    return false;
}

static const leaf *child_leaf(const match *phrase, size_t at)
{
    return phrase->child_count ? phrase->children[at].leaf : phrase->leaf;
}

/* ---- all fields in one pass ---- */

/* Makes *c the codes of the field that the byte lies in, if words may stand there. */
static bool enter_field(codes *c, const ndx_record *record, unsigned fields, const uint8_t *at)
{
    for (int field = NDX_TEXT_COUNT; field-- > 0;) {
        const uint8_t *begin = (const uint8_t *)record->code[field].data;
        if (!record->code[field].size || at < begin)
            continue;
        c->begin = begin;
        c->end = begin + record->code[field].size;
        return fields & 1u << field && at < c->end;
    }
    return false;
}

/* Do all codes lie in record->texts, as they do in a record that was read and not changed? */
static bool lies_together(const ndx_record *record)
{
    const uintptr_t begin = (uintptr_t)record->texts.data;
    for (int field = 0; field < NDX_TEXT_COUNT; field++) {
        const uintptr_t code = (uintptr_t)record->code[field].data;
        if (record->code[field].size &&
            (code <= begin || code - begin + record->code[field].size > record->texts.size))
            return false;
    }
    return true;
}

/* The bytes of all fields. */
typedef struct texts {
    const ndx_record *record;
    unsigned fields; /* that words may stand in */
    const uint8_t *begin, *end;
} texts;

/* The next place at or behind `from` where the form may end. */
static const uint8_t *next_end(const codes *c, const texts *in, const codeword *code,
                               const uint8_t *from)
{
    const uint8_t last = code->bytes[code->size - 1];
    if (code->size > 1)
        return c->matcher->find_pair(from, in->end, code->bytes[code->size - 2], last);
    return from < in->end ? memchr(from, last, (size_t)(in->end - from)) : NULL;
}

static bool find_in_texts(codes *c, const texts *in, const match *phrase, const codeword *code)
{
    const uint8_t *last = in->begin;
    for (; (last = next_end(c, in, code, last)) && !c->damaged; last++) {
        const uint8_t *begin = last + 1 - code->size;
        if (enter_field(c, in->record, in->fields, last) && begin >= c->begin &&
            stands_at(c, code, begin) && fits(c, phrase, phrase->rarest, begin, last + 1))
            return true;
    }
    return false;
}

static answer search_all_fields(const ndx_matcher *matcher, const ndx_record *record,
                                unsigned fields, const match *phrase)
{
    const leaf *forms = child_leaf(phrase, phrase->rarest);
    codes c = {.matcher = matcher,
               .dense = ndx_words_dense(matcher->words),
               .count = ndx_words_count(matcher->words)};
    if (!record->texts.size || !lies_together(record))
        return ANSWER_UNKNOWN;
    const uint8_t *begin = (const uint8_t *)record->texts.data;
    const texts in = {record, fields, begin + 1, begin + record->texts.size};
    for (size_t i = 0; i < forms->numbers.count; i++) {
        if (forms->code[i].size && find_in_texts(&c, &in, phrase, &forms->code[i]))
            return ANSWER_YES;
        if (c.damaged) /* the walk says so */
            return ANSWER_UNKNOWN;
    }
    return ANSWER_NO;
}

/* ---- field by field ---- */

static answer search_by_field(const ndx_matcher *matcher, const ndx_record *record, unsigned fields,
                              const match *phrase)
{
    const leaf *forms = child_leaf(phrase, phrase->rarest);
    for (int field = 0; field < NDX_TEXT_COUNT; field++) {
        const uint8_t *begin = (const uint8_t *)record->code[field].data;
        if (!(fields & 1u << field) || !record->code[field].size)
            continue;
        codes c = {.matcher = matcher,
                   .dense = ndx_words_dense(matcher->words),
                   .count = ndx_words_count(matcher->words),
                   .begin = begin,
                   .end = begin + record->code[field].size};
        for (size_t i = 0; i < forms->numbers.count; i++) {
            if (find_form(&c, phrase, phrase->rarest, &forms->code[i]))
                return ANSWER_YES;
            if (c.damaged) /* the walk says so */
                return ANSWER_UNKNOWN;
        }
    }
    return ANSWER_NO;
}

/* How frequent a byte is, by Zipf's law: as a word of its own if it is below s, as the beginning of
 * one of two bytes if it is not; the last bytes of longer words are spread evenly. */
static double byte_weight(ndx_dense dense, uint8_t byte)
{
    return byte < dense.stoppers ? 0.1 / (byte + 1.0) + 0.3 / dense.stoppers
                                 : 0.08 / (byte - dense.stoppers + 1.0);
}

void ndx_matcher_write_code(ndx_dense dense, uint32_t number, codeword *code)
{
    code->size = (uint8_t)ndx_dense_write(dense, number, code->bytes);
    code->probe = 0;
    for (uint8_t i = 1; i < code->size; i++)
        if (byte_weight(dense, code->bytes[i]) < byte_weight(dense, code->bytes[code->probe]))
            code->probe = i;
}

/* Is it better to look for than the other? The rarer of two with few forms; else the one with
 * fewer. One without any settles the phrase before that. */
static bool is_sought_before(const ndx_numbers *own, const ndx_numbers *other)
{
    if (!own->count || !other->count)
        return own->count > other->count;
    bool both = own->count <= NDX_SEARCH_FORMS && other->count <= NDX_SEARCH_FORMS;
    return both ? own->number[0] > other->number[0] : own->count < other->count;
}

/* A phrase, or two near each other; whether of words, is seen later. */
static bool is_searched(const match *at)
{
    switch (at->node->kind) {
    case NDX_MATCH_PHRASE:
        return at->child_count > 0;
    case NDX_MATCH_NEAR:
    case NDX_MATCH_BEFORE:
    case NDX_MATCH_SENTENCE:
    case NDX_MATCH_PARAGRAPH:
        return at->child_count == 2;
    default:
        return false;
    }
}

void ndx_matcher_prepare_search(match *at)
{
    at->rarest = 0;
    if (!is_searched(at))
        return;
    for (size_t i = 0; i < at->child_count; i++) {
        const leaf *forms = at->children[i].leaf;
        const leaf *best = at->children[at->rarest].leaf;
        if (!forms || !best)
            return;
        if (is_sought_before(&forms->numbers, &best->numbers))
            at->rarest = i;
    }
}

static answer search_phrase(const ndx_matcher *matcher, const ndx_record *record,
                            const match *phrase)
{
    unsigned fields = NDX_IN_ANY;
    for (size_t i = 0; i < phrase->child_count; i++) {
        if (phrase->children[i].node->kind != NDX_MATCH_WORD)
            return ANSWER_UNKNOWN;
        if (!phrase->children[i].leaf->numbers.count)
            return ANSWER_NO;
    }
    for (size_t i = 0; i < (phrase->child_count ? phrase->child_count : 1); i++)
        fields &= child_leaf(phrase, i)->fields;
    if (child_leaf(phrase, phrase->rarest)->numbers.count > NDX_SEARCH_FORMS)
        return ANSWER_UNKNOWN;
    answer found = search_all_fields(matcher, record, fields, phrase);
    return found == ANSWER_UNKNOWN ? search_by_field(matcher, record, fields, phrase) : found;
}

static answer search(const ndx_matcher *matcher, const ndx_record *record, const match *at)
{
    const ndx_match_kind kind = at->node->kind;
    answer out = kind == NDX_MATCH_OR ? ANSWER_NO : ANSWER_YES;
    switch (kind) {
    case NDX_MATCH_WORD:
        return search_phrase(matcher, record, at);
    case NDX_MATCH_ALL:
        return ANSWER_YES;
    case NDX_MATCH_GIVEN:
        return matcher->given && matcher->given[at->node->distance] ? ANSWER_YES : ANSWER_NO;
    case NDX_MATCH_NOT:
        out = at->child_count ? search(matcher, record, &at->children[0]) : ANSWER_UNKNOWN;
        return out == ANSWER_UNKNOWN ? out : out == ANSWER_YES ? ANSWER_NO : ANSWER_YES;
    case NDX_MATCH_AND:
    case NDX_MATCH_OR:
        for (size_t i = 0; i < at->child_count; i++) {
            answer child = search(matcher, record, &at->children[i]);
            if (child == (kind == NDX_MATCH_OR ? ANSWER_YES : ANSWER_NO))
                return child;
            if (child == ANSWER_UNKNOWN)
                return child; /* the walk answers all at once */
        }
        return out;
    default:
        return is_searched(at) ? search_phrase(matcher, record, at) : ANSWER_UNKNOWN;
    }
}

bool ndx_matcher_search(const ndx_matcher *matcher, const ndx_record *record, bool *matches)
{
    answer found = search(matcher, record, &matcher->root);
    *matches = found == ANSWER_YES;
    return found != ANSWER_UNKNOWN;
}
