/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reference_real.c - the articles of an index (reference_articles.h). */
#include "unit/search/reference_articles.h"

#include "unit/search/random.h"

typedef struct reading {
    reference_library *library;
    ndx_index *index;
    ndx_analyser *analyser;
    ndx_error error;
} reading;

static void check(const reading *r, bool done)
{
    if (!done)
        fail_msg("%s", r->error.message);
}

static ndx_span keep(const reading *r, ndx_span text)
{
    ndx_span copy;
    assert_true(ndx_arena_copy(&r->library->arena, text, &copy));
    return copy;
}

/* ---- words ---- */

static ndx_span folded_of(const reading *r, ndx_span word)
{
    ndx_buffer out = {0};
    assert_true(ndx_fold(&out, word));
    ndx_span kept = keep(r, ndx_buffer_span(&out));
    ndx_buffer_free(&out);
    return kept;
}

static ndx_span stem_of(reading *r, ndx_span word, uint8_t flags, ndx_language language)
{
    ndx_buffer out = {0};
    check(r, ndx_analyser_term(r->analyser, word, flags, language, &out, &r->error));
    ndx_span kept = keep(r, ndx_buffer_span(&out));
    ndx_buffer_free(&out);
    return kept;
}

static void cut_field(reading *r, reference_article *article, reference_field field,
                      ndx_language language, uint32_t *sentence, uint32_t *paragraph)
{
    enum { BLOCK = 64 };
    ndx_splitter splitter;
    ndx_token tokens[BLOCK];
    size_t count;
    ndx_splitter_init(&splitter, article->text[field], language);
    while ((count = ndx_splitter_next(&splitter, tokens, BLOCK)) > 0)
        for (size_t i = 0; i < count; i++) {
            const ndx_token *token = &tokens[i];
            if (token->kind == NDX_TOKEN_SEPARATOR) {
                *sentence += token->breaks >= NDX_BREAK_SENTENCE;
                *paragraph += token->breaks >= NDX_BREAK_PARAGRAPH;
                continue;
            }
            ndx_span surface = ndx_span_make(token->data, token->size);
            article->words[article->word_count++] =
                (reference_word){.surface = surface,
                                 .folded = folded_of(r, surface),
                                 .stem = stem_of(r, surface, token->flags, language),
                                 .character = token->flags & NDX_TOKEN_NGRAM,
                                 .field = field,
                                 .position = article->field_words[field]++,
                                 .sentence = *sentence,
                                 .paragraph = *paragraph};
        }
    ++*sentence;
    ++*paragraph;
}

static void read_article(reading *r, const ndx_record *record)
{
    ndx_article stored = {0};
    ndx_words *words = ndx_index_words(r->index, record, &r->error);
    check(r, words && ndx_record_article(words, record, &r->library->arena, &stored, &r->error));
    reference_article *article = reference_library_add(r->library);
    size_t bytes = 1;
    for (reference_field field = 0; field < REFERENCE_FIELDS; field++) {
        article->text[field] = keep(r, stored.field[ndx_text_field_of((ndx_text_field)field)]);
        bytes += article->text[field].size;
    }
    article->id = keep(r, stored.field[NDX_FIELD_ID]);
    article->language = ndx_span_of(ndx_language_describe(record->language)->code);
    article->words = malloc(bytes * sizeof *article->words);
    assert_non_null(article->words);
    uint32_t sentence = 0;
    uint32_t paragraph = 0;
    for (reference_field field = 0; field < REFERENCE_FIELDS; field++)
        cut_field(r, article, field, record->language, &sentence, &paragraph);
    reference_word *kept =
        ndx_arena_alloc(&r->library->arena, (article->word_count + 1) * sizeof *kept);
    assert_non_null(kept);
    memcpy(kept, article->words, article->word_count * sizeof *kept);
    free(article->words);
    article->words = kept;
}

static void read_articles(reading *r)
{
    for (size_t i = 0; i < ndx_index_shard_count(r->index); i++) {
        const ndx_shard_info *shard = ndx_index_shard(r->index, i);
        for (uint32_t j = 1; j <= shard->documents; j++) {
            xc_string data = XC_STRING_EMPTY;
            ndx_record record;
            assert_int_equal(xc_database_get_data(shard->database, j, &data, NULL), XC_OK);
            check(r, ndx_record_read(ndx_span_make(data.data, data.size), &record, &r->error));
            if (!ndx_index_is_deleted(r->index, &record))
                read_article(r, &record);
            xc_string_free(&data);
        }
    }
}

/* ---- what queries are made from ---- */

enum { LANGUAGES_MOST = 64 };

typedef struct languages {
    ndx_language of[LANGUAGES_MOST];
    size_t count;
} languages;

/* Those of at least a hundredth of the articles, and none, for words are also looked for as they
 * are. */
static languages common_languages(ndx_index *index)
{
    const uint64_t *counts = ndx_index_language_counts(index);
    uint64_t all = 0;
    languages out = {.of = {NDX_LANGUAGE_UNKNOWN}, .count = 1};
    for (size_t i = 0; i < ndx_language_count(); i++)
        all += counts[i];
    for (size_t i = 1; i < ndx_language_count() && out.count < LANGUAGES_MOST; i++)
        if (counts[i] && 100 * counts[i] >= all)
            out.of[out.count++] = (ndx_language)i;
    return out;
}

/* Is it one word, however it is cut? */
static bool is_one_word(ndx_span text, const languages *in, uint8_t *flags)
{
    for (size_t i = 0; i < in->count; i++) {
        ndx_splitter splitter;
        ndx_token tokens[4];
        ndx_splitter_init(&splitter, text, in->of[i]);
        if (ndx_splitter_next(&splitter, tokens, 4) != 1 || tokens[0].kind != NDX_TOKEN_WORD ||
            tokens[0].size != text.size || tokens[0].flags & (NDX_TOKEN_CUT | NDX_TOKEN_FRONT))
            return false;
        *flags = tokens[0].flags;
    }
    return true;
}

static bool means_something_else(ndx_span word)
{
    static const char *const operators[] = {"AND", "OR", "NOT"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (ndx_span_equal_nocase(word, ndx_span_of(operators[i])))
            return true;
    return memchr(word.data, ':', word.size) || memchr(word.data, '/', word.size);
}

/* "US" also stands for "U.S.". */
static bool acronym_of(const reading *r, ndx_span word, ndx_span *acronym)
{
    ndx_buffer out = {0};
    bool capitals = word.size >= 2 && word.size <= 4;
    for (size_t i = 0; capitals && i < word.size; i++) {
        capitals = word.data[i] >= 'A' && word.data[i] <= 'Z';
        ndx_buffer_printf(&out, "%c.", word.data[i] + 32);
    }
    if (capitals)
        *acronym = keep(r, ndx_buffer_span(&out));
    ndx_buffer_free(&out);
    return capitals;
}

static bool ask_for(reading *r, const reference_word *word, const languages *in,
                    reference_asked *asked)
{
    uint8_t flags = 0;
    if (!is_one_word(word->surface, in, &flags) || means_something_else(word->surface))
        return false;
    ndx_span *stems = ndx_arena_alloc(&r->library->arena, (in->count + 1) * sizeof *stems);
    assert_non_null(stems);
    *asked = (reference_asked){.surface = word->surface,
                               .folded = word->folded,
                               .character = word->character,
                               .stems = stems};
    for (size_t i = 0; i < in->count; i++)
        stems[asked->stem_count++] = stem_of(r, word->surface, flags, in->of[i]);
    if (acronym_of(r, word->surface, &stems[asked->stem_count]))
        asked->stem_count++;
    return true;
}

static bool is_simple(ndx_span word)
{
    for (size_t i = 0; i < word.size; i++)
        if ((unsigned char)word.data[i] < 0x80 && (word.data[i] < 'a' || word.data[i] > 'z'))
            return false;
    return true;
}

/* A word of some article; now and then two that stand side by side there, joined by a hyphen. */
static bool choose_text(reading *r, const languages *in, reference_text *text)
{
    const reference_library *library = r->library;
    const reference_article *article = &library->articles[random_below((uint32_t)library->count)];
    if (!article->word_count)
        return false;
    size_t at = random_below((uint32_t)article->word_count);
    const reference_word *word = &article->words[at];
    reference_asked *asked = ndx_arena_alloc(&r->library->arena, 2 * sizeof *asked);
    assert_non_null(asked);
    if (!ask_for(r, word, in, &asked[0]))
        return false;
    *text = (reference_text){word->surface, asked, 1};
    bool two = at + 1 < article->word_count && word[1].field == word->field &&
               random_below(3) == 0 && is_simple(word->folded) && is_simple(word[1].folded) &&
               ask_for(r, &word[1], in, &asked[1]);
    if (two) {
        ndx_buffer both = {0};
        ndx_buffer_printf(&both, "%.*s-%.*s", NDX_SPAN_ARGS(word->surface),
                          NDX_SPAN_ARGS(word[1].surface));
        text->written = keep(r, ndx_buffer_span(&both));
        text->count = 2;
        ndx_buffer_free(&both);
    }
    return true;
}

static void choose_fields(reading *r)
{
    static const char *const codes[] = {"en", "de", "fr"};
    enum { LANGUAGES = sizeof codes / sizeof *codes, IDS = 3 };
    const reference_library *library = r->library;
    reference_node *made = ndx_arena_alloc(&r->library->arena, (LANGUAGES + IDS) * sizeof *made);
    assert_non_null(made);
    for (size_t i = 0; i < LANGUAGES + IDS; i++) {
        bool language = i < LANGUAGES;
        ndx_buffer written = {0};
        ndx_span value = language ? ndx_span_of(codes[i])
                                  : library->articles[random_below((uint32_t)library->count)].id;
        ndx_buffer_printf(&written, language ? "lang:%.*s" : "id:\"%.*s\"", NDX_SPAN_ARGS(value));
        made[i] = (reference_node){.kind = language ? REFERENCE_LANGUAGE : REFERENCE_ID,
                                   .written = keep(r, ndx_buffer_span(&written)),
                                   .value = value};
        ndx_buffer_free(&written);
    }
    r->library->choices.fields = made;
    r->library->choices.field_count = LANGUAGES + IDS;
}

static void choose_texts(reading *r, size_t count)
{
    const languages in = common_languages(r->index);
    reference_text *made = ndx_arena_alloc(&r->library->arena, (count + 1) * sizeof *made);
    assert_non_null(made);
    size_t chosen = 0;
    for (size_t tries = 0; chosen < count && tries < 100 * count; tries++)
        chosen += choose_text(r, &in, &made[chosen]);
    assert_int_equal(chosen, count);
    r->library->choices.texts = made;
    r->library->choices.text_count = count;
}

void reference_library_read(reference_library *library, ndx_index *index, ndx_analyser *analyser,
                            size_t words)
{
    reading r = {.library = library, .index = index, .analyser = analyser};
    read_articles(&r);
    assert_true(library->count > 0);
    choose_fields(&r);
    choose_texts(&r, words);
}
