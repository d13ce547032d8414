/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spans.c - tests of the span matcher: against an evaluator that is written straight from
 * matcher.h, over plain words, trying all pairs; and sentences about single operators.
 */
#include "unit/unit.h"

#include "support.h"

/* ---- small queries ---- */

enum { NODES = 64 };

typedef struct query {
    ndx_match_node node[NODES];
    ndx_match_form form[NODES];
    const ndx_match_node *child[NODES * 4];
    size_t nodes, forms, children;
} query;

static ndx_match_node *new_node(query *q, ndx_match_kind kind, uint32_t distance)
{
    ndx_match_node *node = &q->node[q->nodes++];
    *node = (ndx_match_node){.kind = kind, .distance = distance, .fields = NDX_IN_ANY};
    return node;
}

static const ndx_match_node *leaf(query *q, ndx_leaf_kind kind, const char *text)
{
    ndx_match_node *node = new_node(q, NDX_MATCH_WORD, 0);
    q->form[q->forms] =
        (ndx_match_form){.kind = kind, .text = ndx_span_of(text), .language = NDX_LANGUAGE_ANY};
    node->forms = &q->form[q->forms++];
    node->form_count = 1;
    return node;
}

static const ndx_match_node *word(query *q, const char *text)
{
    return leaf(q, NDX_LEAF_EXACT, text);
}

static const ndx_match_node *join(query *q, ndx_match_kind kind, uint32_t distance, size_t count,
                                  const ndx_match_node *const *children)
{
    ndx_match_node *node = new_node(q, kind, distance);
    node->children = &q->child[q->children];
    node->child_count = count;
    for (size_t i = 0; i < count; i++)
        q->child[q->children++] = children[i];
    return node;
}

#define JOIN(q, kind, distance, ...)                                                               \
    join(q, kind, distance,                                                                        \
         sizeof((const ndx_match_node *[]){__VA_ARGS__}) / sizeof(ndx_match_node *),               \
         (const ndx_match_node *[]){__VA_ARGS__})

/* ---- the evaluator that tries everything ---- */

enum { MOST_SPANS = 20000 };

typedef struct plain_word {
    ndx_span folded;
    uint32_t position;
    int field;
    int sentence, paragraph; /* counted through the article */
} plain_word;

typedef struct plain_article {
    plain_word word[400];
    size_t words;
    uint32_t headline_words, body_start;
} plain_article;

typedef struct plain_spans {
    bool matches;
    size_t count;
    ndx_match_span *span;
} plain_spans;

static const plain_word *at_position(const plain_article *article, uint32_t position)
{
    for (size_t i = 0; i < article->words; i++)
        if (article->word[i].position == position)
            return &article->word[i];
    return NULL;
}

static void add_span(plain_spans *spans, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < spans->count; i++)
        if (spans->span[i].first == first && spans->span[i].last == last)
            return;
    assert_true(spans->count < MOST_SPANS);
    spans->span[spans->count++] = (ndx_match_span){first, last};
}

static void minimal(plain_spans *spans)
{
    plain_spans kept = {.span = calloc(MOST_SPANS, sizeof(ndx_match_span))};
    for (size_t i = 0; i < spans->count; i++) {
        bool contains_other = false;
        for (size_t k = 0; k < spans->count; k++)
            contains_other |= k != i && spans->span[k].first >= spans->span[i].first &&
                              spans->span[k].last <= spans->span[i].last;
        if (!contains_other)
            add_span(&kept, spans->span[i].first, spans->span[i].last);
    }
    memcpy(spans->span, kept.span, kept.count * sizeof *kept.span);
    spans->count = kept.count;
    free(kept.span);
}

static bool together(const plain_article *article, ndx_match_kind kind, ndx_match_span a,
                     ndx_match_span b, uint32_t distance)
{
    const plain_word *first = at_position(article, a.first < b.first ? a.first : b.first);
    const plain_word *last = at_position(article, a.last > b.last ? a.last : b.last);
    bool before = a.last < b.first;
    bool behind = b.last < a.first;
    uint32_t apart = before ? b.first - a.last : behind ? a.first - b.last : 0;
    if (kind == NDX_MATCH_PHRASE)
        return before && apart == 1;
    if ((!before && !behind) || first->field != last->field)
        return false;
    if (kind == NDX_MATCH_SENTENCE)
        return first->sentence == last->sentence;
    if (kind == NDX_MATCH_PARAGRAPH)
        return first->paragraph == last->paragraph;
    return apart <= distance && (before || kind == NDX_MATCH_NEAR);
}

static bool is_leaf_word(const ndx_match_node *node, const plain_word *w)
{
    if (!(node->fields & 1u << w->field))
        return false;
    ndx_span text = node->forms[0].text;
    if (node->forms[0].kind == NDX_LEAF_PATTERN) /* prefix* only */
        return ndx_span_starts_with(w->folded, ndx_span_make(text.data, text.size - 1));
    return ndx_span_equal(w->folded, text);
}

static plain_spans plainly(const plain_article *article, const ndx_match_node *node)
{
    plain_spans out = {.span = calloc(MOST_SPANS, sizeof(ndx_match_span))};
    plain_spans child[4] = {{0}};
    for (size_t i = 0; i < node->child_count; i++)
        child[i] = plainly(article, node->children[i]);
    switch (node->kind) {
    case NDX_MATCH_WORD:
        for (size_t i = 0; i < article->words; i++)
            if (is_leaf_word(node, &article->word[i]))
                add_span(&out, article->word[i].position, article->word[i].position);
        break;
    case NDX_MATCH_PHRASE:
    case NDX_MATCH_NEAR:
    case NDX_MATCH_BEFORE:
    case NDX_MATCH_SENTENCE:
    case NDX_MATCH_PARAGRAPH:
        for (size_t i = 0; i < child[0].count; i++)
            add_span(&out, child[0].span[i].first, child[0].span[i].last);
        for (size_t c = 1; c < node->child_count; c++) {
            plain_spans next = {.span = calloc(MOST_SPANS, sizeof(ndx_match_span))};
            for (size_t i = 0; i < out.count; i++)
                for (size_t k = 0; k < child[c].count; k++) {
                    ndx_match_span a = out.span[i];
                    ndx_match_span b = child[c].span[k];
                    if (together(article, node->kind, a, b, node->distance))
                        add_span(&next, a.first < b.first ? a.first : b.first,
                                 a.last > b.last ? a.last : b.last);
                }
            free(out.span);
            out = next;
            if (node->kind != NDX_MATCH_PHRASE)
                minimal(&out);
        }
        break;
    case NDX_MATCH_NOT_NEAR:
        for (size_t i = 0; i < child[0].count; i++) {
            ndx_match_span a = child[0].span[i];
            bool found = false;
            for (size_t k = 0; k < child[1].count; k++) {
                ndx_match_span b = child[1].span[k];
                uint32_t apart = a.last < b.first   ? b.first - a.last
                                 : b.last < a.first ? a.first - b.last
                                                    : 0;
                found |= apart <= node->distance && at_position(article, a.first)->field ==
                                                        at_position(article, b.first)->field;
            }
            if (!found)
                add_span(&out, a.first, a.last);
        }
        break;
    case NDX_MATCH_AT_LEAST:
        for (size_t i = 0; i < child[0].count && child[0].count >= node->distance; i++)
            add_span(&out, child[0].span[i].first, child[0].span[i].last);
        break;
    case NDX_MATCH_FIRST:
        for (size_t i = 0; i < child[0].count; i++) {
            ndx_match_span s = child[0].span[i];
            if (s.last < article->headline_words ||
                (s.first >= article->body_start && s.last < article->body_start + node->distance))
                add_span(&out, s.first, s.last);
        }
        break;
    default:
        break;
    }
    out.matches = out.count > 0;
    if (node->kind == NDX_MATCH_AND || node->kind == NDX_MATCH_OR) {
        bool all = true;
        bool any = false;
        for (size_t i = 0; i < node->child_count; i++) {
            all &= child[i].matches;
            any |= child[i].matches;
        }
        out.matches = node->kind == NDX_MATCH_AND ? all : any;
        for (size_t i = 0; i < node->child_count && out.matches; i++)
            for (size_t k = 0; k < child[i].count && child[i].matches; k++)
                add_span(&out, child[i].span[k].first, child[i].span[k].last);
    }
    if (node->kind == NDX_MATCH_NOT)
        out.matches = !child[0].matches;
    if (node->kind == NDX_MATCH_ALL)
        out.matches = true;
    for (size_t i = 0; i < node->child_count; i++)
        free(child[i].span);
    return out;
}

/* ---- articles for both ---- */

static plain_article plain_of(const library_state *library, size_t article)
{
    plain_article out = {0};
    const draft_state *draft = &library->article[article];
    uint32_t position = 0;
    int sentence = 0;
    int paragraph = 0;
    for (int field = 0; field < NDX_TEXT_COUNT;
         field++, position += NDX_POSITION_GAP, sentence++, paragraph++) {
        if (field == NDX_TEXT_BODY)
            out.body_start = position;
        for (size_t i = 0; i < draft->ids[field]; i++) {
            const ndx_word *w = &library->word[draft->id[field][i]];
            sentence += w->breaks > 0;
            paragraph += w->breaks > 1;
            if (w->kind != NDX_WORD)
                continue;
            assert_true(out.words < 400);
            out.word[out.words++] = (plain_word){w->folded, position++, field, sentence, paragraph};
        }
        if (field == NDX_TEXT_HEADLINE)
            out.headline_words = position;
    }
    return out;
}

static int compare_spans(const void *a, const void *b)
{
    const ndx_match_span *x = a;
    const ndx_match_span *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->last < y->last ? -1 : x->last > y->last;
}

static void describe(const ndx_match_node *node, int depth)
{
    static const char *const names[] = {"word",     "phrase",    "near", "before", "not near",
                                        "sentence", "paragraph", "and",  "or",     "not",
                                        "at least", "first",     "all"};
    print_error("%*s%s %u %.*s\n", depth * 2, "", names[node->kind], node->distance,
                node->form_count ? (int)node->forms[0].text.size : 0,
                node->form_count ? node->forms[0].text.data : "");
    for (size_t i = 0; i < node->child_count; i++)
        describe(node->children[i], depth + 1);
}

static void compare_on(library_state *library, size_t article, const ndx_match_node *root)
{
    const plain_article plain = plain_of(library, article);
    plain_spans expected = plainly(&plain, root);
    ndx_error error = {0};
    ndx_matcher *matcher = ndx_matcher_new(root, library->list, &error);
    const ndx_match_span *spans = NULL;
    size_t count = 0;
    bool matches = false;
    bool short_way = false;
    if (!matcher ||
        !ndx_matcher_spans(matcher, &library->record[article], &spans, &count, &matches, &error))
        fail_msg("%s", error.message);
    qsort(expected.span, expected.count, sizeof *expected.span, compare_spans);
    if (!expected.matches)
        expected.count = 0;
    bool same = matches == expected.matches && count == expected.count;
    for (size_t i = 0; same && i < count; i++)
        same = compare_spans(&spans[i], &expected.span[i]) == 0;
    if (!same) {
        describe(root, 0);
        for (size_t i = 0; i < plain.words; i++)
            print_error("%u:%.*s/%d ", plain.word[i].position, NDX_SPAN_ARGS(plain.word[i].folded),
                        plain.word[i].sentence);
        print_error("\nexpected %d:", expected.matches);
        for (size_t i = 0; i < expected.count; i++)
            print_error(" %u-%u", expected.span[i].first, expected.span[i].last);
        print_error("\ngot %d:", matches);
        for (size_t i = 0; i < count; i++)
            print_error(" %u-%u", spans[i].first, spans[i].last);
        print_error("\n");
        fail();
    }
    assert_true(ndx_matcher_matches(matcher, &library->record[article], &short_way, &error));
    assert_int_equal(short_way, expected.matches);
    ndx_matcher_free(matcher);
    free(expected.span);
}

static const char *const vocabulary[] = {"alpha", "beta", "gamma", "delta", "beat", "alps"};

static void random_sentences(dice_state *dice, ndx_buffer *text, uint32_t longest)
{
    uint32_t words = roll(dice, longest + 1);
    for (uint32_t i = 0; i < words; i++) {
        if (i)
            ndx_buffer_append_text(text, roll(dice, 12)  ? " "
                                         : roll(dice, 2) ? ". "
                                         : roll(dice, 2) ? ", "
                                                         : ".\n\n");
        const char *w = vocabulary[roll(dice, roll(dice, 2) ? 2 : 6)];
        bool capital = text->size >= 2 &&
                       (text->data[text->size - 2] == '.' || text->data[text->size - 1] == '\n');
        ndx_buffer_append_byte(text, (unsigned char)(capital ? w[0] - 32 : w[0]));
        ndx_buffer_append_text(text, w + 1);
    }
}

static void random_library(dice_state *dice, library_state *library, int articles)
{
    ndx_error error = {0};
    for (int i = 0; i < articles; i++) {
        ndx_buffer text[NDX_TEXT_COUNT] = {{0}};
        ndx_span span[NDX_TEXT_COUNT];
        for (int field = 0; field < NDX_TEXT_COUNT; field++) {
            random_sentences(dice, &text[field],
                             field == NDX_TEXT_BODY ? 60
                             : roll(dice, 2)        ? 8
                                                    : 0);
            span[field] = ndx_buffer_span(&text[field]);
        }
        assert_true(library_add(library, span, ndx_language_from_code(NDX_SPAN("en"))));
        for (int field = 0; field < NDX_TEXT_COUNT; field++)
            ndx_buffer_free(&text[field]);
    }
    if (!library_finish(library, &error))
        fail_msg("%s", error.message);
}

static const ndx_match_node *random_query(dice_state *dice, query *q, int depth)
{
    static const ndx_match_kind kinds[] = {
        NDX_MATCH_PHRASE,   NDX_MATCH_PHRASE,   NDX_MATCH_NEAR,     NDX_MATCH_NEAR,
        NDX_MATCH_BEFORE,   NDX_MATCH_NOT_NEAR, NDX_MATCH_SENTENCE, NDX_MATCH_PARAGRAPH,
        NDX_MATCH_AND,      NDX_MATCH_OR,       NDX_MATCH_OR,       NDX_MATCH_NOT,
        NDX_MATCH_AT_LEAST, NDX_MATCH_FIRST,    NDX_MATCH_ALL};
    if (depth == 0 || roll(dice, 4) == 0) {
        const ndx_match_node *made = roll(dice, 6)
                                         ? word(q, vocabulary[roll(dice, 6)])
                                         : leaf(q, NDX_LEAF_PATTERN, roll(dice, 2) ? "al*" : "be*");
        if (roll(dice, 8) == 0)
            q->node[q->nodes - 1].fields = (uint8_t)(1 + roll(dice, 15));
        return made;
    }
    ndx_match_kind kind = kinds[roll(dice, sizeof kinds / sizeof *kinds)];
    const ndx_match_node *children[3];
    size_t count = kind == NDX_MATCH_ALL ? 0
                   : kind == NDX_MATCH_NOT || kind == NDX_MATCH_AT_LEAST || kind == NDX_MATCH_FIRST
                       ? 1
                   : kind == NDX_MATCH_PHRASE || kind == NDX_MATCH_AND || kind == NDX_MATCH_OR
                       ? 2 + roll(dice, 2)
                       : 2;
    for (size_t i = 0; i < count; i++)
        children[i] = random_query(dice, q, depth - 1);
    uint32_t distance = roll(dice, 10) ? 1 + roll(dice, 6) : 5000;
    return join(q, kind, distance, count, children);
}

static void random_queries_give_what_trying_everything_gives(void **state)
{
    (void)state;
    dice_state dice = {2025};
    for (int round = 0; round < 20; round++) {
        library_state library = {0};
        random_library(&dice, &library, 4);
        for (int asked = 0; asked < 60; asked++) {
            query q = {0};
            const ndx_match_node *root = random_query(&dice, &q, 1 + (int)roll(&dice, 3));
            for (size_t article = 0; article < library.articles; article++)
                compare_on(&library, article, root);
        }
        library_free(&library);
    }
}

/* ---- single sentences ---- */

typedef struct found {
    bool matches;
    size_t count;
    ndx_match_span span[16];
    size_t highlights;
    uint32_t highlight[32];
} found;

static found find(const char *headline, const char *body, const ndx_match_node *root)
{
    library_state library = {0};
    ndx_span text[NDX_TEXT_COUNT] = {ndx_span_of(headline), ndx_span_of(""), ndx_span_of(""),
                                     ndx_span_of(body)};
    found out = {0};
    ndx_error error = {0};
    const ndx_match_span *spans = NULL;
    const uint32_t *highlight = NULL;
    assert_true(library_add(&library, text, ndx_language_from_code(NDX_SPAN("en"))));
    assert_true(library_finish(&library, &error));
    ndx_matcher *matcher = ndx_matcher_new(root, library.list, &error);
    if (!matcher ||
        !ndx_matcher_highlights(matcher, library.record, &highlight, &out.highlights, &error))
        fail_msg("%s", error.message);
    assert_true(out.highlights <= 32);
    if (out.highlights)
        memcpy(out.highlight, highlight, out.highlights * sizeof *highlight);
    assert_true(
        ndx_matcher_spans(matcher, library.record, &spans, &out.count, &out.matches, &error));
    assert_true(out.count <= 16);
    if (out.count)
        memcpy(out.span, spans, out.count * sizeof *spans);
    for (size_t i = 0; i < out.highlights; i++) /* body positions from 0 on: easier to read */
        if (out.highlight[i] >= NDX_POSITION_GAP)
            out.highlight[i] -= ndx_record_field_start(library.record, NDX_TEXT_BODY);
    ndx_matcher_free(matcher);
    library_free(&library);
    return out;
}

static void a_phrase_does_not_cross_from_headline_to_body(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *root =
        JOIN(&q, NDX_MATCH_PHRASE, 0, word(&q, "talks"), word(&q, "resume"));
    assert_true(find("Moscow talks resume", "", root).matches);
    assert_false(find("Moscow talks", "Resume now", root).matches);
}

static void no_distance_reaches_from_headline_to_body(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *root =
        JOIN(&q, NDX_MATCH_NEAR, 100000, word(&q, "talks"), word(&q, "resume"));
    assert_true(find("", "Talks will, they say, resume", root).matches);
    assert_false(find("Talks", "They resume", root).matches);
    root = JOIN(&q, NDX_MATCH_PARAGRAPH, 0, word(&q, "talks"), word(&q, "resume"));
    assert_false(find("Talks", "They resume", root).matches);
}

static void neighbours_are_one_apart(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *one = JOIN(&q, NDX_MATCH_NEAR, 1, word(&q, "rubio"), word(&q, "umerov"));
    const ndx_match_node *two = JOIN(&q, NDX_MATCH_NEAR, 2, word(&q, "rubio"), word(&q, "umerov"));
    assert_true(find("", "Umerov, Rubio", one).matches);
    assert_false(find("", "Umerov met Rubio", one).matches);
    assert_true(find("", "Umerov met Rubio", two).matches);
}

static void an_ordered_distance_minds_the_order(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *root =
        JOIN(&q, NDX_MATCH_BEFORE, 3, word(&q, "rubio"), word(&q, "umerov"));
    assert_true(find("", "Rubio then met Umerov", root).matches);
    assert_false(find("", "Umerov then met Rubio", root).matches);
}

static void a_word_is_not_near_itself(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *root = JOIN(&q, NDX_MATCH_NEAR, 5, word(&q, "peace"), word(&q, "peace"));
    assert_false(find("", "A plan for peace at last", root).matches);
    assert_true(find("", "Peace, said the plan for peace", root).matches);
}

static void not_near_wants_one_that_stands_alone(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *tower =
        JOIN(&q, NDX_MATCH_PHRASE, 0, word(&q, "trump"), word(&q, "tower"));
    const ndx_match_node *root = JOIN(&q, NDX_MATCH_NOT_NEAR, 3, word(&q, "trump"), tower);
    assert_false(find("", "They met in Trump Tower", root).matches);
    assert_true(find("", "They met in Trump Tower, where they saw that Trump slept", root).matches);
}

static void a_sentence_holds_both_or_does_not_match(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *root =
        JOIN(&q, NDX_MATCH_SENTENCE, 0, word(&q, "rubio"), word(&q, "left"));
    assert_true(find("", "Talks ended. Umerov and Rubio left. It rained.", root).matches);
    assert_false(find("", "Talks ended with Rubio. Umerov left. It rained.", root).matches);
    root = JOIN(&q, NDX_MATCH_PARAGRAPH, 0, word(&q, "rubio"), word(&q, "left"));
    assert_true(find("", "Talks ended with Rubio. Umerov left. It rained.", root).matches);
    assert_false(find("", "Talks ended with Rubio.\n\nUmerov left. It rained.", root).matches);
}

static void a_paragraph_may_be_longer_than_the_gap_between_fields(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *root =
        JOIN(&q, NDX_MATCH_PARAGRAPH, 0, word(&q, "first"), word(&q, "last"));
    ndx_buffer body = {0};
    ndx_buffer_append_text(&body, "First");
    for (int i = 0; i < 1500; i++)
        ndx_buffer_append_text(&body, " word");
    ndx_buffer_append_text(&body, " last");
    assert_true(find("", body.data, root).matches);
    ndx_buffer_free(&body);
}

static void a_pattern_stands_inside_a_phrase(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *root =
        JOIN(&q, NDX_MATCH_PHRASE, 0, word(&q, "steve"), leaf(&q, NDX_LEAF_PATTERN, "w?tk*"));
    found got = find("", "Envoy Steve Witkoff flew", root);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.span[0].last - got.span[0].first, 1);
    assert_false(find("", "Envoy Steve Watts flew", root).matches);
}

static void case_and_exact_forms_look_at_the_form(void **state)
{
    (void)state;
    query q = {0};
    assert_true(find("", "Turkey met Greece", leaf(&q, NDX_LEAF_CASE, "Turkey")).matches);
    assert_false(find("", "Roast turkey again", leaf(&q, NDX_LEAF_CASE, "Turkey")).matches);
    assert_true(find("", "Roast TURKEY again", word(&q, "turkey")).matches);
    assert_false(find("", "Roast turkeys again", word(&q, "turkey")).matches);
    assert_true(find("", "Roast turkeys again", leaf(&q, NDX_LEAF_TERM, "turkey")).matches);
    assert_true(find("", "Z\xC3\xBCrich agreed", leaf(&q, NDX_LEAF_CASE, "Z\xC3\xBCrich")).matches);
    assert_false(find("", "Zurich agreed", leaf(&q, NDX_LEAF_CASE, "Z\xC3\xBCrich")).matches);
}

static void characters_without_spaces_make_phrases(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *root =
        JOIN(&q, NDX_MATCH_PHRASE, 0, leaf(&q, NDX_LEAF_CHARACTER, "\xE8\x8E\xAB"),
             leaf(&q, NDX_LEAF_CHARACTER, "\xE6\x96\xAF"));
    assert_true(find("", "\xE5\x9C\xA8\xE8\x8E\xAB\xE6\x96\xAF\xE7\xA7\x91", root).matches);
    assert_false(find("", "\xE6\x96\xAF\xE8\x8E\xAB", root).matches);
}

static void highlights_are_the_words_of_the_spans(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *steve =
        JOIN(&q, NDX_MATCH_PHRASE, 0, word(&q, "steve"), word(&q, "witkoff"));
    const ndx_match_node *root = JOIN(&q, NDX_MATCH_NEAR, 9, steve, word(&q, "moscow"));
    found got = find("", "Moscow said that Steve Witkoff came", root);
    assert_int_equal(got.highlights, 3);
    assert_int_equal(got.highlight[0], 0);
    assert_int_equal(got.highlight[1], 3);
    assert_int_equal(got.highlight[2], 4);
}

static void a_word_in_a_span_without_a_part_in_it_is_not_highlighted(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *steve =
        JOIN(&q, NDX_MATCH_PHRASE, 0, word(&q, "steve"), word(&q, "witkoff"));
    const ndx_match_node *root = JOIN(&q, NDX_MATCH_NEAR, 9, steve, word(&q, "moscow"));
    found got = find("", "Moscow said to Steve that Steve Witkoff came", root);
    assert_int_equal(got.highlights, 3);
    assert_int_equal(got.highlight[1], 5);
}

/* The work on a text that repeats the words of a nested distance must not grow with its square. */
static void repeated_words_do_not_blow_up(void **state)
{
    (void)state;
    query q = {0};
    const ndx_match_node *inner = JOIN(&q, NDX_MATCH_NEAR, 50000, word(&q, "a"), word(&q, "b"));
    const ndx_match_node *outer = JOIN(&q, NDX_MATCH_NEAR, 50000, inner, word(&q, "a"));
    const ndx_match_node *root = JOIN(&q, NDX_MATCH_NOT_NEAR, 50000, outer, word(&q, "zebra"));
    library_state library = {0};
    ndx_buffer body = {0};
    for (int i = 0; i < 200000; i++)
        ndx_buffer_append_text(&body, i % 2 ? " b" : " a");
    ndx_span text[NDX_TEXT_COUNT] = {{0}, {0}, {0}, ndx_span_make(body.data + 1, body.size - 1)};
    bool matches = false;
    assert_true(library_add(&library, text, ndx_language_from_code(NDX_SPAN("en"))));
    assert_true(library_finish(&library, NULL));
    ndx_matcher *matcher = ndx_matcher_new(root, library.list, NULL);
    assert_true(ndx_matcher_matches(matcher, library.record, &matches, NULL));
    assert_true(matches);
    ndx_matcher_free(matcher);
    library_free(&library);
    ndx_buffer_free(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phrase_does_not_cross_from_headline_to_body),
        cmocka_unit_test(no_distance_reaches_from_headline_to_body),
        cmocka_unit_test(neighbours_are_one_apart),
        cmocka_unit_test(an_ordered_distance_minds_the_order),
        cmocka_unit_test(a_word_is_not_near_itself),
        cmocka_unit_test(not_near_wants_one_that_stands_alone),
        cmocka_unit_test(a_sentence_holds_both_or_does_not_match),
        cmocka_unit_test(a_paragraph_may_be_longer_than_the_gap_between_fields),
        cmocka_unit_test(a_pattern_stands_inside_a_phrase),
        cmocka_unit_test(case_and_exact_forms_look_at_the_form),
        cmocka_unit_test(characters_without_spaces_make_phrases),
        cmocka_unit_test(highlights_are_the_words_of_the_spans),
        cmocka_unit_test(a_word_in_a_span_without_a_part_in_it_is_not_highlighted),
        cmocka_unit_test(repeated_words_do_not_blow_up),
        cmocka_unit_test(random_queries_give_what_trying_everything_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
