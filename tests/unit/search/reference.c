/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reference.c - implements reference.h. Nothing here is meant to be fast. */
#include "unit/search/reference.h"

#include "unit/unit.h"

typedef struct evaluation {
    ndx_arena *arena;
    const reference_article *article;
    bool all;
} evaluation;

/* What holds for all below a node. */
typedef struct scope {
    bool headline_only;
    bool as_written; /* case: */
    bool places;     /* it must have places: words side by side are alternatives */
    bool early;      /* places in the headline or within both of the next two */
    bool lead;       /* the first paragraph of the body */
    uint32_t body_words;
} scope;

typedef reference_answer answer;
typedef reference_node node;

static answer evaluate(const evaluation *e, const node *query, scope within);

/* ---- sets of spans ---- */

static void add_span(const evaluation *e, answer *to, reference_span span)
{
    for (size_t i = 0; i < to->count; i++)
        if (to->spans[i].field == span.field && to->spans[i].first == span.first &&
            to->spans[i].last == span.last)
            return;
    if ((to->count & (to->count - 1)) == 0) { /* grows at powers of two */
        size_t room = to->count ? 2 * to->count : 1;
        reference_span *grown = ndx_arena_alloc(e->arena, room * sizeof *grown);
        assert_non_null(grown);
        if (to->count)
            memcpy(grown, to->spans, to->count * sizeof *grown);
        to->spans = grown;
    }
    to->spans[to->count++] = span;
}

static void add_all(const evaluation *e, answer *to, const answer *from)
{
    for (size_t i = 0; i < from->count; i++)
        add_span(e, to, from->spans[i]);
}

static bool contains(reference_span outer, reference_span inner)
{
    return outer.field == inner.field && outer.first <= inner.first && inner.last <= outer.last;
}

/* Those that contain no other. */
static answer minimal(const evaluation *e, const answer *of)
{
    answer kept = {0};
    for (size_t i = 0; i < of->count; i++) {
        bool least = true;
        for (size_t k = 0; k < of->count; k++)
            least &= k == i || !contains(of->spans[i], of->spans[k]);
        if (least)
            add_span(e, &kept, of->spans[i]);
    }
    return kept;
}

static int compare_spans(const void *left, const void *right)
{
    const reference_span *a = left;
    const reference_span *b = right;
    if (a->field != b->field)
        return a->field < b->field ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->last < b->last ? -1 : a->last > b->last;
}

/* ---- words ---- */

static size_t character_size(ndx_span text)
{
    size_t size = 1;
    while (size < text.size && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size++;
    return size;
}

bool reference_pattern_fits(ndx_span pattern, ndx_span text)
{
    if (!pattern.size)
        return !text.size;
    if (pattern.data[0] == '*')
        return reference_pattern_fits(ndx_span_skip(pattern, 1), text) ||
               (text.size && reference_pattern_fits(pattern, ndx_span_skip(text, 1)));
    if (!text.size)
        return false;
    size_t size = pattern.data[0] == '?' ? character_size(text) : 1;
    return (pattern.data[0] == '?' || pattern.data[0] == text.data[0]) &&
           reference_pattern_fits(ndx_span_skip(pattern, 1), ndx_span_skip(text, size));
}

enum { CHARACTERS_MOST = 100 };

/* Characters of a word, each as the span of its bytes. */
static uint32_t split_characters(ndx_span word, ndx_span out[CHARACTERS_MOST])
{
    uint32_t count = 0;
    for (; word.size && count < CHARACTERS_MOST; word = ndx_span_skip(word, out[count++].size))
        out[count] = ndx_span_make(word.data, character_size(word));
    return count;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

uint32_t reference_edits(ndx_span one, ndx_span other)
{
    ndx_span a[CHARACTERS_MOST], b[CHARACTERS_MOST];
    uint32_t edits[CHARACTERS_MOST + 1]
                  [CHARACTERS_MOST + 1]; /* between what the words begin with */
    uint32_t rows = split_characters(one, a);
    uint32_t columns = split_characters(other, b);
    for (uint32_t i = 0; i <= rows; i++)
        for (uint32_t k = 0; k <= columns; k++) {
            if (!i || !k) {
                edits[i][k] = i + k;
                continue;
            }
            bool same = ndx_span_equal(a[i - 1], b[k - 1]);
            edits[i][k] =
                least(edits[i - 1][k - 1] + !same, 1 + least(edits[i - 1][k], edits[i][k - 1]));
            if (i > 1 && k > 1 && ndx_span_equal(a[i - 1], b[k - 2]) &&
                ndx_span_equal(a[i - 2], b[k - 1]))
                edits[i][k] = least(edits[i][k], edits[i - 2][k - 2] + 1);
        }
    return edits[rows][columns];
}

static bool is_asked(const reference_word *word, const reference_asked *asked, bool exact,
                     bool as_written)
{
    if (word->character || asked->character)
        return word->character && asked->character && ndx_span_equal(word->folded, asked->folded);
    if (as_written)
        return ndx_span_equal(word->surface, asked->surface);
    if (asked->wildcard)
        return reference_pattern_fits(asked->folded, word->folded);
    if (asked->edits)
        return reference_edits(asked->folded, word->folded) <= asked->edits;
    if (exact)
        return ndx_span_equal(word->folded, asked->folded);
    for (size_t i = 0; i < asked->stem_count; i++)
        if (ndx_span_equal(word->stem, asked->stems[i]))
            return true;
    return false;
}

static answer places_of(const evaluation *e, const reference_asked *asked, bool exact, scope within)
{
    answer out = {0};
    for (size_t i = 0; i < e->article->word_count; i++) {
        const reference_word *word = &e->article->words[i];
        if ((!within.headline_only || word->field == REFERENCE_HEADLINE) &&
            is_asked(word, asked, exact, within.as_written))
            add_span(e, &out, (reference_span){word->field, word->position, word->position});
    }
    return out;
}

static answer evaluate_words(const evaluation *e, const node *query, scope within)
{
    answer phrase = places_of(e, &query->words[0], query->exact, within);
    for (size_t w = 1; w < query->word_count; w++) {
        answer next = places_of(e, &query->words[w], query->exact, within);
        answer longer = {0};
        for (size_t i = 0; i < phrase.count; i++)
            for (size_t k = 0; k < next.count; k++)
                if (phrase.spans[i].field == next.spans[k].field &&
                    phrase.spans[i].last + 1 == next.spans[k].first)
                    add_span(e, &longer,
                             (reference_span){phrase.spans[i].field, phrase.spans[i].first,
                                              next.spans[k].last});
        phrase = longer;
    }
    return phrase;
}

/* ---- distances ---- */

static const reference_word *word_at(const evaluation *e, reference_field field, uint32_t position)
{
    for (size_t i = 0; i < e->article->word_count; i++)
        if (e->article->words[i].field == field && e->article->words[i].position == position)
            return &e->article->words[i];
    fail_msg("no word at %u of field %d", position, (int)field);
    return NULL;
}

/* Between the nearer ends, neighbours 1; 0 where they share a word. */
static uint32_t words_apart(reference_span a, reference_span b)
{
    if (a.last < b.first)
        return b.first - a.last;
    return b.last < a.first ? a.first - b.last : 0;
}

static reference_span hull(reference_span a, reference_span b)
{
    return (reference_span){a.field, a.first < b.first ? a.first : b.first,
                            a.last > b.last ? a.last : b.last};
}

static bool are_together(const evaluation *e, const node *query, reference_span a, reference_span b)
{
    uint32_t apart = words_apart(a, b);
    if (a.field != b.field || apart == 0)
        return false;
    reference_span both = hull(a, b);
    if (query->kind == REFERENCE_SENTENCE)
        return word_at(e, both.field, both.first)->sentence ==
               word_at(e, both.field, both.last)->sentence;
    if (query->kind == REFERENCE_PARAGRAPH)
        return word_at(e, both.field, both.first)->paragraph ==
               word_at(e, both.field, both.last)->paragraph;
    return apart <= query->number && (query->kind == REFERENCE_NEAR || a.last < b.first);
}

static answer evaluate_near(const evaluation *e, const node *query, scope within)
{
    within.places = true;
    answer a = evaluate(e, query->children[0], within);
    answer b = evaluate(e, query->children[1], within);
    answer all = {0};
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++)
            if (are_together(e, query, a.spans[i], b.spans[k]))
                add_span(e, &all, hull(a.spans[i], b.spans[k]));
    return minimal(e, &all);
}

static answer evaluate_not_near(const evaluation *e, const node *query, scope within)
{
    within.places = true;
    answer a = evaluate(e, query->children[0], within);
    answer b = evaluate(e, query->children[1], within);
    answer out = {0};
    for (size_t i = 0; i < a.count; i++) {
        bool alone = true;
        for (size_t k = 0; k < b.count; k++)
            alone &= a.spans[i].field != b.spans[k].field ||
                     words_apart(a.spans[i], b.spans[k]) > query->number;
        if (alone)
            add_span(e, &out, a.spans[i]);
    }
    return out;
}

/* ---- functions ---- */

static answer evaluate_at_least(const evaluation *e, const node *query, scope within)
{
    within.places = true;
    answer out = evaluate(e, query->children[0], within);
    if (out.count < query->number)
        out.count = 0;
    return out;
}

static uint32_t first_paragraph(const reference_article *article)
{
    for (size_t i = 0; i < article->word_count; i++)
        if (article->words[i].field == REFERENCE_BODY)
            return article->words[i].paragraph;
    return 0;
}

static bool is_early(const evaluation *e, reference_span span, scope within)
{
    if (span.field != REFERENCE_BODY)
        return span.field == REFERENCE_HEADLINE;
    return span.last < within.body_words &&
           (!within.lead ||
            word_at(e, REFERENCE_BODY, span.last)->paragraph == first_paragraph(e->article));
}

static answer keep_early(const evaluation *e, const answer *of, scope within)
{
    answer kept = {0};
    for (size_t i = 0; i < of->count; i++)
        if (is_early(e, of->spans[i], within))
            add_span(e, &kept, of->spans[i]);
    return kept;
}

/* Operators over whole articles stand outside: hlead(a AND b) is hlead(a) AND hlead(b). */
static answer evaluate_early(const evaluation *e, const node *query, scope within)
{
    if (!within.early)
        within.body_words = UINT32_MAX;
    within.early = true;
    if (query->kind == REFERENCE_LEAD)
        within.lead = true;
    else if (query->number < within.body_words)
        within.body_words = query->number;
    return evaluate(e, query->children[0], within);
}

/* ---- fields ---- */

/* Each of the words stands in one of the two texts. */
static bool hold_all(reference_values one, reference_values other, reference_values words)
{
    for (size_t i = 0; i < words.count; i++) {
        bool found = false;
        for (size_t k = 0; k < one.count; k++)
            found |= ndx_span_equal(one.words[k], words.words[i]);
        for (size_t k = 0; k < other.count; k++)
            found |= ndx_span_equal(other.words[k], words.words[i]);
        if (!found)
            return false;
    }
    return true;
}

/* The host of an address "scheme://host/rest". */
static ndx_span host_of(ndx_span url)
{
    size_t begin = 0;
    while (begin + 3 < url.size && memcmp(url.data + begin, "://", 3) != 0)
        begin++;
    ndx_span rest = ndx_span_skip(url, begin + 3);
    size_t size = 0;
    while (size < rest.size && rest.data[size] != '/')
        size++;
    return ndx_span_make(rest.data, size);
}

static bool address_fits(ndx_span url, ndx_span value)
{
    if (!url.size)
        return false;
    ndx_span host = host_of(url);
    if (!memchr(value.data, '/', value.size))
        return ndx_span_equal(host, value) ||
               (host.size > value.size && ndx_span_ends_with(host, value) &&
                host.data[host.size - value.size - 1] == '.');
    ndx_span rest = ndx_span_between(host.data, url.data + url.size);
    return ndx_span_starts_with(url, value) || ndx_span_starts_with(rest, value) ||
           (ndx_span_starts_with(rest, NDX_SPAN("www.")) &&
            ndx_span_starts_with(ndx_span_skip(rest, 4), value));
}

static bool field_matches(const reference_article *article, const node *query)
{
    switch (query->kind) {
    case REFERENCE_SOURCE:
        return hold_all(article->source, (reference_values){0}, query->values);
    case REFERENCE_AUTHOR:
        return hold_all(article->byline, article->authors, query->values);
    case REFERENCE_SECTION:
        return hold_all(article->section, article->keywords, query->values);
    case REFERENCE_LANGUAGE:
        return ndx_span_equal(article->language, query->value);
    case REFERENCE_URL:
        return address_fits(article->url, query->value);
    case REFERENCE_ID:
        return ndx_span_equal(article->id, query->value);
    case REFERENCE_LENGTH:
        return article->field_words[REFERENCE_BODY] >= query->least &&
               article->field_words[REFERENCE_BODY] <= query->most;
    default: /* REFERENCE_DATE */
        return article->dated && article->first_day >= query->first_day &&
               article->last_day <= query->last_day;
    }
}

static bool is_field(const node *query)
{
    return query->kind >= REFERENCE_SOURCE && query->kind <= REFERENCE_LENGTH;
}

/* ---- the whole article ---- */

static answer evaluate_each(const evaluation *e, const node *query, scope within, bool every)
{
    answer out = {.matches = every};
    for (size_t i = 0; i < query->child_count; i++) {
        answer child = evaluate(e, query->children[i], within);
        out.matches = every ? out.matches && child.matches : out.matches || child.matches;
        if (child.matches)
            add_all(e, &out, &child);
    }
    return out;
}

static answer evaluate_but_not(const evaluation *e, const node *query, scope within)
{
    answer out = evaluate(e, query->children[0], within);
    out.matches = out.matches && !evaluate(e, query->children[1], within).matches;
    return out;
}

/* A field, or fields joined by operators: it narrows what is found. */
static bool is_filter(const node *query)
{
    bool filter = query->child_count > 0;
    for (size_t i = 0; i < query->child_count; i++)
        filter &= is_filter(query->children[i]);
    return filter || is_field(query);
}

/* What says of all in it where it stands, or how it is written, and is no operator itself. */
static bool is_transparent(const node *query)
{
    return query->kind == REFERENCE_TITLE || query->kind == REFERENCE_CASE ||
           query->kind == REFERENCE_FIRST || query->kind == REFERENCE_LEAD;
}

static bool is_negation(const node *query)
{
    return query->kind == REFERENCE_NOT ||
           (is_transparent(query) && is_negation(query->children[0]));
}

/* What is demanded, nothing that is excluded, and one of the rest unless words are demanded. */
static answer evaluate_side(const evaluation *e, const node *query, scope within)
{
    answer out = {.matches = true};
    bool words_demanded = false;
    bool optional = false;
    bool any = false;
    for (size_t i = 0; i < query->child_count; i++) {
        const node *child = query->children[i];
        answer one = evaluate(e, child, within);
        bool narrows = is_filter(child) || is_negation(child);
        if (child->demand == REFERENCE_EXCLUDED) {
            out.matches &= !one.matches;
            continue;
        }
        if (one.matches)
            add_all(e, &out, &one);
        if (child->demand == REFERENCE_REQUIRED || e->all || narrows) {
            out.matches &= one.matches;
            words_demanded |= !narrows;
        } else {
            optional = true;
            any |= one.matches;
        }
    }
    out.matches &= words_demanded || !optional || any;
    return out;
}

/* What has places in a text. */
static answer evaluate_places(const evaluation *e, const node *query, scope within)
{
    const scope around = within;
    answer out = {0};
    within.early = within.lead = false;
    if (query->kind == REFERENCE_WORDS)
        out = evaluate_words(e, query, within);
    else if (query->kind == REFERENCE_NOT_NEAR)
        out = evaluate_not_near(e, query, within);
    else if (query->kind == REFERENCE_AT_LEAST)
        out = evaluate_at_least(e, query, within);
    else
        out = evaluate_near(e, query, within);
    if (around.early)
        out = keep_early(e, &out, around);
    out.matches = out.count > 0;
    return out;
}

static answer evaluate(const evaluation *e, const node *query, scope within)
{
    answer out = {0};
    if (is_field(query))
        return (answer){.matches = field_matches(e->article, query)};
    switch (query->kind) {
    case REFERENCE_ALL:
        return (answer){.matches = true};
    case REFERENCE_NOT:
        return (answer){.matches = !evaluate(e, query->children[0], within).matches};
    case REFERENCE_TITLE:
        within.headline_only = true;
        return evaluate(e, query->children[0], within);
    case REFERENCE_CASE:
        within.as_written = true;
        return evaluate(e, query->children[0], within);
    case REFERENCE_FIRST:
    case REFERENCE_LEAD:
        return evaluate_early(e, query, within);
    case REFERENCE_SIDE:
        out = within.places ? evaluate_each(e, query, within, false)
                            : evaluate_side(e, query, within);
        break;
    case REFERENCE_OR:
    case REFERENCE_AND:
        out = evaluate_each(e, query, within, query->kind == REFERENCE_AND);
        break;
    case REFERENCE_BUT_NOT:
        out = evaluate_but_not(e, query, within);
        break;
    default:
        return evaluate_places(e, query, within);
    }
    if (!out.matches)
        out.count = 0;
    return out;
}

reference_answer reference_evaluate(ndx_arena *arena, const reference_node *query,
                                    const reference_article *article, bool all)
{
    const evaluation e = {arena, article, all};
    answer out = evaluate(&e, query, (scope){0});
    if (out.count)
        qsort(out.spans, out.count, sizeof *out.spans, compare_spans);
    return out;
}
