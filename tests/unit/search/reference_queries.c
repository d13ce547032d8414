/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reference_queries.c - implements reference_queries.h. */
#include "unit/search/reference_queries.h"

#include "unit/search/random.h"

#define CHOOSE(list) ((list)[random_below(sizeof(list) / sizeof *(list))])

enum { DEPTH = 3, DISTANCE_MOST = 1000 };

typedef reference_node node;

/* What may stand at a place of the tree. */
typedef struct place_in_tree {
    unsigned depth; /* levels that may still follow */
    bool places;    /* only what has places in a text: the operand of a distance */
    bool words;     /* no fields: inside title:( ), case:( ), a function */
    bool no_all;    /* nor "*": inside a function */
    bool written;   /* no wildcards: inside case:( ) */
} place_in_tree;

typedef struct maker {
    ndx_arena *arena;
    const reference_choices *choices;
} maker;

static const node *make(const maker *m, place_in_tree at);

/* ---- trees ---- */

static node *new_node(const maker *m, reference_kind kind, size_t children)
{
    node *made = ndx_arena_alloc(m->arena, sizeof *made);
    assert_non_null(made);
    *made = (node){.kind = kind, .child_count = children};
    made->children = ndx_arena_alloc(m->arena, (children + 1) * sizeof *made->children);
    assert_non_null(made->children);
    return made;
}

static size_t choose_early(size_t count)
{
    return random_below(1 + random_below((uint32_t)count));
}

/* ---- words ---- */

static bool is_letters(ndx_span word)
{
    for (size_t i = 0; i < word.size; i++)
        if ((unsigned char)word.data[i] < 0x80 && (word.data[i] < 'a' || word.data[i] > 'z'))
            return false;
    return true;
}

/* Bytes of the character at `at`. */
static size_t character_at(ndx_span word, size_t at)
{
    size_t size = 1;
    while (at + size < word.size && ((unsigned char)word.data[at + size] & 0xC0) == 0x80)
        size++;
    return size;
}

static uint32_t count_characters(ndx_span word)
{
    uint32_t count = 0;
    for (size_t at = 0; at < word.size; at += character_at(word, at))
        count++;
    return count;
}

/* The word with a run of characters, perhaps an empty one, replaced by "*", or one by "?": two
 * characters at least stay, and a "?" is not the last, where it would be punctuation. */
static void write_pattern(ndx_buffer *out, ndx_span word)
{
    uint32_t count = count_characters(word);
    bool one = count > 2 && random_below(3) == 0;
    uint32_t size = one ? 1 : random_below(count - 1);
    uint32_t open = random_below(one ? count - 1 : count - size + 1);
    uint32_t index = 0;
    for (size_t at = 0; at < word.size; at += character_at(word, at), index++) {
        if (index == open)
            ndx_buffer_append_byte(out, one ? '?' : '*');
        if (index < open || index >= open + size)
            ndx_buffer_append(out, word.data + at, character_at(word, at));
    }
    if (open == count)
        ndx_buffer_append_byte(out, '*');
}

static void to_capitals(ndx_buffer *text)
{
    for (size_t i = 0; i < text->size; i++)
        if (text->data[i] >= 'a' && text->data[i] <= 'z')
            text->data[i] = (char)(text->data[i] - 32);
}

static reference_text make_wildcard(const maker *m, const reference_asked *word)
{
    ndx_buffer pattern = {0};
    reference_text made = {.count = 1};
    reference_asked *asked = ndx_arena_alloc(m->arena, sizeof *asked);
    assert_non_null(asked);
    *asked = (reference_asked){.wildcard = true};
    write_pattern(&pattern, word->folded);
    assert_true(ndx_arena_copy(m->arena, ndx_buffer_span(&pattern), &asked->folded));
    if (random_below(4) == 0)
        to_capitals(&pattern);
    assert_true(ndx_arena_copy(m->arena, ndx_buffer_span(&pattern), &made.written));
    made.words = asked;
    ndx_buffer_free(&pattern);
    return made;
}

/* "~" allows one edit, and so does "~1"; a short word may not have two. */
static reference_text make_fuzzy(const maker *m, const reference_asked *word, bool two)
{
    static const char *const marks[] = {"~", "~1"};
    ndx_buffer written = {0};
    reference_text made = {.count = 1};
    reference_asked *asked = ndx_arena_alloc(m->arena, sizeof *asked);
    assert_non_null(asked);
    *asked = (reference_asked){.folded = word->folded, .edits = two ? 2 : 1};
    ndx_buffer_append_span(&written, word->folded);
    ndx_buffer_append_text(&written, two ? "~2" : CHOOSE(marks));
    assert_true(ndx_arena_copy(m->arena, ndx_buffer_span(&written), &made.written));
    made.words = asked;
    ndx_buffer_free(&written);
    return made;
}

static reference_text choose_text(const maker *m, bool written)
{
    const reference_text *text = &m->choices->texts[choose_early(m->choices->text_count)];
    const reference_asked *word = &text->words[0];
    bool letters = !written && text->count == 1 && !word->character && is_letters(word->folded);
    uint32_t size = letters ? count_characters(word->folded) : 0;
    if (size > 1 && random_below(5) == 0)
        return make_wildcard(m, word);
    if (size > 2 && random_below(10) == 0)
        return make_fuzzy(m, word, size > 4 && random_below(2));
    return *text;
}

/* A word; words joined by a hyphen; words in quotation marks; with = before them. */
static const node *make_words(const maker *m, place_in_tree at)
{
    enum { MOST = 4 };
    static const char *const quotes[][2] = {{"\"", "\""},
                                            {"\"", "\""},
                                            {"\u201C", "\u201D"},
                                            {"\u201E", "\u201C"},
                                            {"\u00AB", "\u00BB"}};
    node *made = new_node(m, REFERENCE_WORDS, 0);
    bool quoted = random_below(4) == 0;
    uint32_t count = quoted ? 1 + random_below(MOST) : random_below(8) == 0 ? 2 : 1;
    reference_text texts[MOST];
    ndx_buffer written = {0};
    const char *const *quote = CHOOSE(quotes);
    made->exact = random_below(8) == 0;
    ndx_buffer_append_text(&written, made->exact ? "=" : "");
    for (uint32_t i = 0; i < count; i++) {
        texts[i] = choose_text(m, at.written);
        made->word_count += texts[i].count;
        ndx_buffer_append_text(&written, i ? quoted ? " " : "-" : quoted ? quote[0] : "");
        ndx_buffer_append_span(&written, texts[i].written);
    }
    ndx_buffer_append_text(&written, quoted ? quote[1] : "");
    reference_asked *words = ndx_arena_alloc(m->arena, made->word_count * sizeof *words);
    assert_non_null(words);
    made->words = words;
    for (uint32_t i = 0; i < count; i++)
        for (size_t k = 0; k < texts[i].count; k++)
            *words++ = texts[i].words[k];
    assert_true(ndx_arena_copy(m->arena, ndx_buffer_span(&written), &made->written));
    ndx_buffer_free(&written);
    return made;
}

/* ---- operators ---- */

static place_in_tree below(place_in_tree at)
{
    at.depth--;
    return at;
}

static const node *make_distance(const maker *m, place_in_tree at)
{
    static const reference_kind kinds[] = {REFERENCE_NEAR,     REFERENCE_NEAR,
                                           REFERENCE_BEFORE,   REFERENCE_NOT_NEAR,
                                           REFERENCE_SENTENCE, REFERENCE_PARAGRAPH};
    node *made = new_node(m, CHOOSE(kinds), 2);
    at.places = true;
    if (made->kind != REFERENCE_SENTENCE && made->kind != REFERENCE_PARAGRAPH)
        made->number = random_below(12) ? 1 + random_below(6) : DISTANCE_MOST;
    made->children[0] = make(m, below(at));
    made->children[1] = make(m, below(at));
    return made;
}

static const node *make_side(const maker *m, place_in_tree at)
{
    uint32_t count = 1 + random_below(3);
    bool signs = !at.places;
    if (!signs && count == 1)
        count = 2;
    node *made = new_node(m, REFERENCE_SIDE, count);
    for (uint32_t i = 0; i < count; i++) {
        node *child = ndx_arena_alloc(m->arena, sizeof *child);
        assert_non_null(child);
        *child = *make(m, below(at));
        child->demand = signs && (count == 1 || random_below(3) == 0)
                            ? (random_below(2) ? REFERENCE_REQUIRED : REFERENCE_EXCLUDED)
                            : REFERENCE_OPTIONAL;
        made->children[i] = child;
    }
    return made;
}

static const node *make_operator(const maker *m, place_in_tree at)
{
    static const reference_kind any[] = {REFERENCE_OR, REFERENCE_AND, REFERENCE_AND, REFERENCE_NOT,
                                         REFERENCE_BUT_NOT};
    reference_kind kind = at.places ? REFERENCE_OR : CHOOSE(any);
    size_t count = kind == REFERENCE_NOT ? 1 : kind == REFERENCE_BUT_NOT ? 2 : 2 + random_below(2);
    node *made = new_node(m, kind, count);
    for (size_t i = 0; i < count; i++)
        made->children[i] = make(m, below(at));
    return made;
}

static const node *make_scope(const maker *m, place_in_tree at)
{
    node *made = new_node(m, random_below(3) ? REFERENCE_TITLE : REFERENCE_CASE, 1);
    at.words = true;
    at.written |= made->kind == REFERENCE_CASE;
    made->children[0] = make(m, below(at));
    return made;
}

static const node *make_function(const maker *m, place_in_tree at)
{
    static const reference_kind kinds[] = {REFERENCE_AT_LEAST, REFERENCE_FIRST, REFERENCE_LEAD};
    node *made = new_node(m, CHOOSE(kinds), 1);
    at.words = at.no_all = true;
    at.places |= made->kind == REFERENCE_AT_LEAST;
    if (made->kind == REFERENCE_AT_LEAST)
        made->number = 1 + random_below(3);
    else if (made->kind == REFERENCE_FIRST)
        made->number = 1 + random_below(12);
    made->children[0] = make(m, below(at));
    return made;
}

static const node *make_leaf(const maker *m, place_in_tree at)
{
    uint32_t kind = random_below(6);
    if (kind == 0 && !at.places && !at.words)
        return &m->choices->fields[choose_early(m->choices->field_count)];
    if (kind == 1 && !at.places && !at.no_all && random_below(6) == 0)
        return new_node(m, REFERENCE_ALL, 0);
    return make_words(m, at);
}

static const node *make_branch(const maker *m, place_in_tree at)
{
    uint32_t kind = random_below(10);
    if (kind == 0)
        return make_scope(m, at);
    if (kind < 3)
        return make_function(m, at);
    if (kind < 6)
        return make_distance(m, at);
    return kind < 8 ? make_side(m, at) : make_operator(m, at);
}

static const node *make(const maker *m, place_in_tree at)
{
    return at.depth && random_below(8) < 5 ? make_branch(m, at) : make_leaf(m, at);
}

const reference_node *reference_random_query(ndx_arena *arena, const reference_choices *choices)
{
    const maker m = {arena, choices};
    const place_in_tree root = {.depth = 1 + random_below(DEPTH)};
    return random_below(4) ? make_branch(&m, root) : make(&m, root);
}

/* ---- text ---- */

/* From loose to tight, as newsdex-query(7) has the grammar. */
typedef enum level { LEVEL_QUERY, LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_NEAR, LEVEL_UNIT } level;

static level level_of(const node *query)
{
    switch (query->kind) {
    case REFERENCE_SIDE:
        return LEVEL_QUERY;
    case REFERENCE_OR:
        return LEVEL_OR;
    case REFERENCE_AND:
        return LEVEL_AND;
    case REFERENCE_NOT:
    case REFERENCE_BUT_NOT:
        return LEVEL_NOT;
    case REFERENCE_NEAR:
    case REFERENCE_BEFORE:
    case REFERENCE_NOT_NEAR:
    case REFERENCE_SENTENCE:
    case REFERENCE_PARAGRAPH:
        return LEVEL_NEAR;
    default:
        return LEVEL_UNIT;
    }
}

typedef struct writer {
    ndx_buffer *out;
    bool all_brackets;
} writer;

static void write_space(const writer *w)
{
    static const char *const spaces[] = {" ", " ", " ", " ", "  ", "\t", "\n", "\u00A0", "\u3000"};
    ndx_buffer_append_text(w->out, CHOOSE(spaces));
}

/* Beside brackets none is needed. */
static void write_bracket(const writer *w, char bracket)
{
    if (bracket == ')' && random_below(4) == 0)
        write_space(w);
    ndx_buffer_append_byte(w->out, (unsigned char)bracket);
    if (bracket == '(' && random_below(4) == 0)
        write_space(w);
}

static void write_operator(const writer *w, const node *query)
{
    static const struct {
        reference_kind kind;
        const char *names[2];
    } operators[] = {
        {REFERENCE_OR, {"OR", "OR"}},         {REFERENCE_AND, {"AND", "AND"}},
        {REFERENCE_BUT_NOT, {"NOT", "NOT"}},  {REFERENCE_NEAR, {"w/", "W/"}},
        {REFERENCE_BEFORE, {"pre/", "Pre/"}}, {REFERENCE_NOT_NEAR, {"not w/", "NOT W/"}},
        {REFERENCE_SENTENCE, {"w/s", "W/S"}}, {REFERENCE_PARAGRAPH, {"w/p", "w/P"}}};
    size_t i = 0;
    while (operators[i].kind != query->kind)
        i++;
    ndx_buffer_append_text(w->out, operators[i].names[random_below(2)]);
    if (query->number)
        ndx_buffer_printf(w->out, "%u", query->number);
}

static void write_query(const writer *w, const node *query, level least);
static void write_bare(const writer *w, const node *query);

/* Would the text begin with NOT? Behind something side by side that would be taken away from it. */
static bool begins_with_not(const node *query)
{
    if (query->kind == REFERENCE_NOT)
        return true;
    bool first_child_first = query->kind >= REFERENCE_SIDE && query->kind <= REFERENCE_BUT_NOT;
    return first_child_first && begins_with_not(query->children[0]);
}

static void write_side(const writer *w, const node *query)
{
    static const char *const signs[] = {"", "+", "-"};
    for (size_t i = 0; i < query->child_count; i++) {
        const node *child = query->children[i];
        if (i)
            write_space(w);
        ndx_buffer_append_text(w->out, signs[child->demand]);
        level least = child->demand != REFERENCE_OPTIONAL ? LEVEL_NEAR
                      : i && begins_with_not(child)       ? LEVEL_UNIT
                                                          : LEVEL_OR;
        write_query(w, child, least);
    }
}

/* Operators are read from left to right: what stands to the right of one binds tighter. */
static void write_joined(const writer *w, const node *query)
{
    level own = level_of(query);
    bool many = query->kind == REFERENCE_OR || query->kind == REFERENCE_AND;
    for (size_t i = 0; i < query->child_count; i++) {
        if (i) {
            write_space(w);
            write_operator(w, query);
            write_space(w);
        }
        write_query(w, query->children[i], i || many ? own + 1 : own);
    }
}

/* A word or a phrase needs no brackets behind a field; nor does a function, nor case: in title:. */
static bool needs_no_brackets(const node *query, const node *child)
{
    bool function = child->kind >= REFERENCE_AT_LEAST && child->kind <= REFERENCE_LEAD;
    bool field = query->kind == REFERENCE_TITLE || query->kind == REFERENCE_CASE;
    return field && (child->kind == REFERENCE_WORDS || function ||
                     (query->kind == REFERENCE_TITLE && child->kind == REFERENCE_CASE));
}

static void write_function(const writer *w, const node *query)
{
    static const struct {
        reference_kind kind;
        const char *names[2];
    } names[] = {{REFERENCE_AT_LEAST, {"atleast", "ATLEAST"}},
                 {REFERENCE_FIRST, {"first/", "First/"}},
                 {REFERENCE_LEAD, {"hlead", "hlead"}},
                 {REFERENCE_TITLE, {"title:", "Title:"}},
                 {REFERENCE_CASE, {"case:", "case:"}}};
    const node *child = query->children[0];
    bool bare = needs_no_brackets(query, child) && random_below(2);
    size_t i = 0;
    while (names[i].kind != query->kind)
        i++;
    ndx_buffer_append_text(w->out, names[i].names[random_below(2)]);
    if (query->number)
        ndx_buffer_printf(w->out, "%u", query->number);
    if (!bare)
        write_bracket(w, '(');
    if (bare)
        write_bare(w, child);
    else
        write_query(w, child, LEVEL_QUERY);
    if (!bare)
        write_bracket(w, ')');
}

static void write_bare(const writer *w, const node *query)
{
    switch (query->kind) {
    case REFERENCE_SIDE:
        write_side(w, query);
        break;
    case REFERENCE_NOT:
        ndx_buffer_append_text(w->out, "NOT");
        write_space(w);
        write_query(w, query->children[0], LEVEL_NEAR);
        break;
    case REFERENCE_AT_LEAST:
    case REFERENCE_FIRST:
    case REFERENCE_LEAD:
    case REFERENCE_TITLE:
    case REFERENCE_CASE:
        write_function(w, query);
        break;
    case REFERENCE_ALL:
        ndx_buffer_append_byte(w->out, '*');
        break;
    default:
        if (query->child_count)
            write_joined(w, query);
        else
            ndx_buffer_append_span(w->out, query->written);
    }
}

static void write_query(const writer *w, const node *query, level least)
{
    level own = level_of(query);
    bool brackets = own < least || (w->all_brackets && own < LEVEL_UNIT && least > LEVEL_QUERY) ||
                    random_below(24) == 0;
    if (brackets)
        write_bracket(w, '(');
    write_bare(w, query);
    if (brackets)
        write_bracket(w, ')');
}

void reference_write_query(ndx_buffer *out, const reference_node *query, bool all_brackets)
{
    const writer w = {out, all_brackets};
    write_query(&w, query, LEVEL_QUERY);
}
