/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spelling.c - implements spelling.h. */
#include "ranking/spelling.h"

#include "newsdex/terms.h"
#include "newsdex/xapian_error.h"
#include "query/leaf.h"
#include "ranking/misspelling.h"
#include "ranking/near_words.h"
#include "ranking/plan.h"

enum {
    WORDS_MOST = 64,   /* of a query that are looked at */
    RARE_ARTICLES = 5, /* a word of more is not doubted */
    PIECES_MOST = 24,  /* places where a word is parted into two */
    PIECE_LETTERS = 2, /* of each of the two, at least */
    PAIRS_TRIED = 2,   /* of them are counted as phrases */
    PAIR_FREQUENCY =
        5000 /* of the rarer one: a phrase of more frequent ones costs too much to count */
};

/* A plain word of the query. */
typedef struct asked {
    const ndx_leaf_word *word;
    size_t begin, end; /* in the query */
    bool placed;       /* they are those of the word itself */
    bool quoted;
    bool alone;       /* the only word of its leaf */
    bool again;       /* as a word before it, whose doubt it has */
    ndx_doubt *doubt; /* NULL: there is none */
} asked;

typedef struct speller {
    ndx_index *index;
    const ndx_query *query;
    ndx_search_options options; /* of counts: over all articles */
    ndx_analyser *analyser;
    ndx_arena *arena;
    ndx_query_context context;
    ndx_language languages[NDX_PLAN_LANGUAGES];
    asked words[WORDS_MOST];
    size_t word_count;
    ndx_doubt *doubts;
    size_t doubt_count;
    ndx_error *error;
} speller;

/* A candidate for one doubt. */
typedef struct offer {
    ndx_suggestion suggestion;
    ndx_span term; /* that it gives; empty: several */
    double score;
} offer;

static bool out_of_memory(speller *s)
{
    return ndx_error_memory(s->error, "looking for words spelt like it");
}

/* ---- how many articles have it ---- */

/* Words next to each other, in quotation marks: they are words whatever they look like. */
static bool count_articles(speller *s, ndx_span text, uint64_t *articles)
{
    ndx_buffer quoted = {0};
    ndx_query query = {0};
    *articles = 0;
    ndx_buffer_append_byte(&quoted, '"');
    ndx_buffer_append_span(&quoted, text);
    ndx_buffer_append_byte(&quoted, '"');
    bool done = ndx_buffer_ok(&quoted, "looking for words spelt like it", s->error) &&
                ndx_query_parse(&query, ndx_buffer_span(&quoted), 0, NULL, NULL, s->error) &&
                ndx_count(s->index, &query, &s->options, s->analyser, articles, s->error);
    ndx_query_free(&query);
    ndx_buffer_free(&quoted);
    return done;
}

/* At least as many articles as have one of the word's terms: deleted ones count. */
static bool bound_articles(speller *s, const ndx_leaf_word *word, uint64_t *most)
{
    const xc_database *database = ndx_index_database(s->index);
    ndx_buffer term = {0};
    bool done = true;
    *most = 0;
    for (size_t i = 0; database && done && i < word->form_count; i++) {
        xc_error xapian = {0};
        xc_doccount count = 0;
        ndx_buffer_clear(&term);
        if (!ndx_term_append(&term, NDX_TERM_WORD, word->forms[i].text))
            done = out_of_memory(s);
        else if (xc_database_termfreq(database, (xc_bytes){term.data, term.size}, &count, &xapian))
            done = ndx_error_from_xapian(s->error, &xapian, "looking up a word");
        *most += count;
    }
    ndx_buffer_free(&term);
    return done;
}

/* ---- the words in doubt ---- */

/* Where a word stands in the query: in its place, which may be all of its leaf. */
static void set_place(const speller *s, asked *one, size_t from)
{
    ndx_span place = one->word->place;
    ndx_span surface = one->word->surface;
    size_t begin = (size_t)(place.data - s->query->read.data);
    size_t end = begin + place.size;
    one->begin = begin;
    one->end = end;
    for (size_t at = from > begin ? from : begin; !one->placed && at + surface.size <= end; at++) {
        one->placed = memcmp(s->query->read.data + at, surface.data, surface.size) == 0;
        if (one->placed) {
            one->begin = at;
            one->end = at + surface.size;
        }
    }
}

static bool is_plain(const ndx_leaf_word *word)
{
    bool plain = !word->ngram && !word->pattern && word->form_count;
    for (size_t i = 0; i < word->form_count; i++)
        plain &= word->forms[i].kind == NDX_LEAF_TERM;
    return plain;
}

static bool collect_leaf(speller *s, const ndx_query_node *node)
{
    const ndx_leaf *leaves;
    size_t count;
    size_t from = 0;
    ndx_span read = s->query->read;
    if (node->text.data < read.data || node->text.data > read.data + read.size)
        return true; /* what a name was replaced by */
    if (!ndx_leaf_read(&s->context, node->text, node->form, &leaves, &count, s->error))
        return false;
    for (size_t i = 0; i < leaves[0].count && s->word_count < WORDS_MOST; i++) {
        asked one = {
            .word = &leaves[0].words[i], .quoted = node->quoted, .alone = leaves[0].count == 1};
        if (!is_plain(one.word))
            continue;
        set_place(s, &one, from);
        from = one.placed ? one.end : from;
        s->words[s->word_count++] = one;
    }
    return true;
}

static bool collect(speller *s, const ndx_query_node *node)
{
    if (node->demand == NDX_DEMAND_EXCLUDED || node->kind == NDX_QUERY_NOT)
        return true;
    if (node->kind == NDX_QUERY_WORDS)
        return collect_leaf(s, node);
    size_t count = node->kind == NDX_QUERY_NOT_NEAR && node->child_count ? 1 : node->child_count;
    for (size_t i = 0; i < count; i++)
        if (!collect(s, node->children[i]))
            return false;
    return true;
}

/* The same word again is the same doubt, told once. */
static bool is_again(const speller *s, asked *one)
{
    for (const asked *before = s->words; before < one && !one->again; before++) {
        one->again = before->doubt && ndx_span_equal(before->word->folded, one->word->folded);
        one->doubt = one->again ? before->doubt : NULL;
    }
    return one->again;
}

static bool doubt_word(speller *s, asked *one)
{
    uint64_t articles;
    if (one->word->function_word || is_again(s, one) || s->doubt_count == NDX_DOUBTS_MOST)
        return true;
    if (!bound_articles(s, one->word, &articles))
        return false;
    if (articles > RARE_ARTICLES)
        return true;
    if (articles && !count_articles(s, one->word->surface, &articles))
        return false;
    one->doubt = &s->doubts[s->doubt_count++];
    *one->doubt = (ndx_doubt){
        .word = one->word->surface, .begin = one->begin, .end = one->end, .articles = articles};
    return true;
}

/* ---- offers ---- */

static bool gives_term(const ndx_leaf_word *word, ndx_span term)
{
    for (size_t i = 0; i < word->form_count; i++)
        if (ndx_span_equal(word->forms[i].text, term))
            return true;
    return false;
}

/* Would it find what the word itself finds, or a suggestion before it? */
static bool is_offered(const asked *one, const offer *offers, size_t count, ndx_span term)
{
    for (size_t i = 0; i < count; i++)
        if (term.size && ndx_span_equal(offers[i].term, term))
            return true;
    return term.size && gives_term(one->word, term);
}

/* Leaves out what is far behind the best. */
static void drop_the_unlikely(const offer *offers, size_t *count)
{
    while (*count && ndx_misspelling_is_far_behind(offers[*count - 1].score, offers->score))
        --*count;
}

/* Puts an offer in its place among the best, if it is better than the word itself. */
static void add_offer(const asked *one, offer offers[NDX_SUGGESTIONS_MOST], size_t *count,
                      const offer *made)
{
    size_t at = *count;
    if (one->doubt->articles && made->score <= ndx_misspelling_score(0, one->doubt->articles))
        return;
    while (at > 0 && offers[at - 1].score < made->score)
        at--;
    if (at == NDX_SUGGESTIONS_MOST)
        return;
    *count += *count < NDX_SUGGESTIONS_MOST;
    for (size_t i = *count - 1; i > at; i--)
        offers[i] = offers[i - 1];
    offers[at] = *made;
    drop_the_unlikely(offers, count);
}

/* Words that are operators where they are written in capitals, as headlines may write them. */
static ndx_span as_word(const ndx_near_word *near)
{
    static const char *const operators[] = {"AND", "OR", "NOT"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (ndx_span_equal(near->surface, ndx_span_of(operators[i])))
            return near->folded;
    return near->surface;
}

static bool offer_near_words(speller *s, const asked *one, const ndx_near_words *near,
                             offer offers[NDX_SUGGESTIONS_MOST], size_t *count)
{
    for (size_t i = 0; i < near->count && *count < NDX_SUGGESTIONS_MOST; i++) {
        const ndx_near_word *word = &near->word[i];
        offer made = {{as_word(word), one->begin, one->end, false, 0}, word->term, word->score};
        if (*count && ndx_misspelling_is_far_behind(word->score, offers->score))
            break;
        if (is_offered(one, offers, *count, word->term))
            continue;
        if (!count_articles(s, made.suggestion.text, &made.suggestion.articles))
            return false;
        if (made.suggestion.articles) /* else they are deleted */
            add_offer(one, offers, count, &made);
    }
    return true;
}

/* ---- one word that was to be two ---- */

/* Where the folded word may be parted, and how frequent the rarer part is. */
typedef struct parting {
    const ndx_near_word *first, *second;
    uint64_t frequency;
} parting;

static size_t part(ndx_span folded, ndx_word_pattern pieces[2 * PIECES_MOST])
{
    size_t count = 0;
    size_t letters = 0;
    for (size_t at = 0; at < folded.size && count < PIECES_MOST; at++) {
        ndx_span rest = ndx_span_skip(folded, at);
        if (((unsigned char)folded.data[at] & 0xC0) == 0x80)
            continue;
        if (letters++ < PIECE_LETTERS)
            continue;
        pieces[2 * count] = (ndx_word_pattern){ndx_span_make(folded.data, at), 0};
        pieces[2 * count + 1] = (ndx_word_pattern){rest, 0};
        count++;
    }
    /* the last ones leave too little behind them */
    return count >= PIECE_LETTERS ? count - (PIECE_LETTERS - 1) : 0;
}

/* The partings of two words that the archive has, those whose rarer word is most frequent first. */
static size_t choose_partings(const ndx_near_words *pieces, size_t count, parting best[PAIRS_TRIED])
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const ndx_near_words *pair = &pieces[2 * i];
        if (!pair[0].count || !pair[1].count)
            continue;
        parting made = {&pair[0].word[0], &pair[1].word[0], pair[0].word[0].frequency};
        if (made.second->frequency < made.frequency)
            made.frequency = made.second->frequency;
        if (made.frequency > PAIR_FREQUENCY)
            continue;
        size_t at = kept;
        while (at > 0 && best[at - 1].frequency < made.frequency)
            at--;
        if (at == PAIRS_TRIED)
            continue;
        kept += kept < PAIRS_TRIED;
        for (size_t k = kept - 1; k > at; k--)
            best[k] = best[k - 1];
        best[at] = made;
    }
    return kept;
}

static bool offer_pair(speller *s, const asked *one, const parting *parted,
                       offer offers[NDX_SUGGESTIONS_MOST], size_t *count)
{
    ndx_buffer text = {0};
    offer made = {.suggestion = {.begin = one->begin, .end = one->end, .is_pair = true}};
    ndx_buffer_append_span(&text, as_word(parted->first));
    ndx_buffer_append_byte(&text, ' ');
    ndx_buffer_append_span(&text, as_word(parted->second));
    bool done =
        (!text.failed && ndx_arena_copy(s->arena, ndx_buffer_span(&text), &made.suggestion.text)) ||
        out_of_memory(s);
    ndx_buffer_free(&text);
    if (!done || !count_articles(s, made.suggestion.text, &made.suggestion.articles))
        return false;
    made.score = ndx_misspelling_score(1, made.suggestion.articles);
    if (made.suggestion.articles)
        add_offer(one, offers, count, &made);
    return true;
}

/* A word inside others that are written together (US-newyork) cannot be put in quotation marks. */
static bool offer_pairs(speller *s, const asked *one, offer offers[NDX_SUGGESTIONS_MOST],
                        size_t *count)
{
    ndx_word_pattern pieces[2 * PIECES_MOST];
    parting best[PAIRS_TRIED];
    size_t places = one->quoted || one->alone ? part(one->word->folded, pieces) : 0;
    if (!places || !ndx_near_pattern(one->word->folded).text.size)
        return true;
    ndx_near_words *near = ndx_arena_alloc(s->arena, 2 * places * sizeof *near);
    if (!near)
        return out_of_memory(s);
    if (!ndx_near_words_find(s->index, pieces, 2 * places, s->arena, near, s->error))
        return false;
    size_t kept = choose_partings(near, places, best);
    for (size_t i = 0; i < kept; i++)
        if (!offer_pair(s, one, &best[i], offers, count))
            return false;
    return true;
}

/* ---- two words that were to be one ---- */

/* Does nothing but spaces stand between them? */
static bool are_neighbours(const speller *s, const asked *first, const asked *second)
{
    if (!first->placed || !second->placed || first->end >= second->begin ||
        first->quoted != second->quoted)
        return false;
    for (size_t i = first->end; i < second->begin; i++)
        if (s->query->text.data[i] != ' ')
            return false;
    return true;
}

static bool offer_joined(speller *s, const asked *one, const asked *first, const asked *second,
                         offer offers[NDX_SUGGESTIONS_MOST], size_t *count)
{
    ndx_buffer folded = {0};
    ndx_near_words near;
    ndx_buffer_append_span(&folded, first->word->folded);
    ndx_buffer_append_span(&folded, second->word->folded);
    const ndx_word_pattern itself = {ndx_buffer_span(&folded), 0};
    bool done = ndx_buffer_ok(&folded, "looking for words spelt like it", s->error) &&
                ndx_near_words_find(s->index, &itself, 1, s->arena, &near, s->error);
    if (done && near.count) {
        offer made = {{as_word(near.word), first->begin, second->end, false, 0},
                      near.word->term,
                      ndx_misspelling_score(1, near.word->frequency)};
        done = count_articles(s, made.suggestion.text, &made.suggestion.articles);
        if (done && made.suggestion.articles)
            add_offer(one, offers, count, &made);
    }
    ndx_buffer_free(&folded);
    return done;
}

static bool offer_with_neighbours(speller *s, const asked *one, offer offers[NDX_SUGGESTIONS_MOST],
                                  size_t *count)
{
    const asked *last = &s->words[s->word_count - 1];
    bool offered = one > s->words && one[-1].doubt && !one[-1].again; /* with the word before */
    if (one > s->words && !offered && are_neighbours(s, one - 1, one) &&
        !offer_joined(s, one, one - 1, one, offers, count))
        return false;
    return one == last || !are_neighbours(s, one, one + 1) ||
           offer_joined(s, one, one, one + 1, offers, count);
}

/* ---- all of it ---- */

static bool suggest_for(speller *s, const asked *one, const ndx_near_words *near)
{
    offer offers[NDX_SUGGESTIONS_MOST];
    size_t count = 0;
    if (!offer_near_words(s, one, near, offers, &count) || !offer_pairs(s, one, offers, &count) ||
        !offer_with_neighbours(s, one, offers, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        one->doubt->suggestion[i] = offers[i].suggestion;
    one->doubt->suggestion_count = count;
    return true;
}

static bool suggest_for_all(speller *s)
{
    ndx_word_pattern patterns[NDX_DOUBTS_MOST];
    ndx_near_words *near = ndx_arena_alloc(s->arena, (s->doubt_count + 1) * sizeof *near);
    size_t count = 0;
    if (!near)
        return out_of_memory(s);
    for (size_t i = 0; i < s->word_count; i++)
        if (s->words[i].doubt && !s->words[i].again)
            patterns[count++] = ndx_near_pattern(s->words[i].word->folded);
    if (!count)
        return true;
    if (!ndx_near_words_find(s->index, patterns, count, s->arena, near, s->error))
        return false;
    for (size_t i = 0; i < s->word_count; i++)
        if (s->words[i].doubt && !s->words[i].again && !suggest_for(s, &s->words[i], near++))
            return false;
    return true;
}

/* Rare words for which nothing is offered are in no doubt. */
static void drop_the_sure(speller *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->doubt_count; i++)
        if (!s->doubts[i].articles || s->doubts[i].suggestion_count)
            s->doubts[kept++] = s->doubts[i];
    s->doubt_count = kept;
}

/* Puts the first suggestion in place of its word; *at: up to where the query is copied. */
static void append_correction(const speller *s, const asked *one, size_t *at, ndx_buffer *text)
{
    const ndx_suggestion *best = one->doubt->suggestion;
    bool of_word = best->begin == one->doubt->begin && best->end == one->doubt->end;
    size_t from = one->again ? one->begin : best->begin;
    bool fits = one->placed && from >= *at && (!one->again || of_word);
    if (!one->doubt->suggestion_count || !fits)
        return;
    const char *quote = best->is_pair && !one->quoted ? "\"" : "";
    ndx_buffer_append_span(text, ndx_span_make(s->query->text.data + *at, from - *at));
    ndx_buffer_append_text(text, quote);
    ndx_buffer_append_span(text, best->text);
    ndx_buffer_append_text(text, quote);
    *at = one->again ? one->end : best->end;
}

/* The query with the first suggestions of all doubts. */
static bool correct(speller *s, ndx_span *corrected)
{
    ndx_buffer text = {0};
    size_t at = 0;
    for (size_t i = 0; i < s->word_count; i++)
        if (s->words[i].doubt)
            append_correction(s, &s->words[i], &at, &text);
    if (at)
        ndx_buffer_append_span(&text, ndx_span_skip(s->query->text, at));
    bool done = ndx_buffer_ok(&text, "looking for words spelt like it", s->error) &&
                (ndx_arena_copy(s->arena, ndx_buffer_span(&text), corrected) || out_of_memory(s));
    ndx_buffer_free(&text);
    return done;
}

static bool begin(speller *s)
{
    s->options.range = (ndx_date_range)NDX_DATE_RANGE_OPEN;
    s->options.after_update = NULL;
    s->context = (ndx_query_context){.arena = s->arena,
                                     .analyser = s->analyser,
                                     .languages = s->languages,
                                     .query = s->query->read};
    s->doubts = ndx_arena_alloc(s->arena, NDX_DOUBTS_MOST * sizeof *s->doubts);
    return (s->doubts || out_of_memory(s)) &&
           ndx_plan_choose_languages(s->index, s->options.language, s->languages,
                                     &s->context.language_count, s->error);
}

bool ndx_spelling_of_query(ndx_index *index, const ndx_query *query,
                           const ndx_search_options *options, ndx_analyser *analyser, bool suggest,
                           ndx_arena *arena, ndx_spelling *spelling, ndx_error *error)
{
    speller s = {.index = index,
                 .query = query,
                 .options = *options,
                 .analyser = analyser,
                 .arena = arena,
                 .error = error};
    *spelling = (ndx_spelling){0};
    if (!query->root)
        return true;
    if (!begin(&s) || !collect(&s, query->root))
        return false;
    for (size_t i = 0; i < s.word_count; i++)
        if (!doubt_word(&s, &s.words[i]))
            return false;
    if (suggest && !suggest_for_all(&s))
        return false;
    if (!correct(&s, &spelling->corrected))
        return false;
    drop_the_sure(&s);
    spelling->doubts = s.doubts;
    spelling->count = s.doubt_count;
    return true;
}

bool ndx_spelling_of_word(ndx_index *index, ndx_span word, const ndx_search_options *options,
                          ndx_analyser *analyser, ndx_arena *arena, ndx_spelling *spelling,
                          ndx_error *error)
{
    ndx_query_node leaf = {.kind = NDX_QUERY_WORDS, .text = word, .end = word.size};
    const ndx_query query = {.text = word, .read = word, .root = &leaf};
    return ndx_spelling_of_query(index, &query, options, analyser, true, arena, spelling, error);
}
