/* SPDX-License-Identifier: GPL-2.0-or-later */
/* piece.c - implements piece.h. */
#include "piece.h"

#include "content.h"

#include "newsdex/limits.h"
#include "newsdex/url.h"
#include "vocabulary.h"

#include <stdlib.h>

enum { TOKENS = 256, IDS = 2 * TOKENS + 1 };

/* A token that is not among the words met lately. */
typedef struct missing {
    ndx_word_key key;
    ndx_short_key numbers; /* of a short one */
    uint32_t hash;
    uint32_t place; /* in the block's ids */
} missing;

/* Tokens on their way to ids: what is not found at once waits until its memory has come. */
typedef struct token_block {
    uint32_t id[IDS];
    size_t ids;
    uint32_t word[TOKENS]; /* which of the ids are words */
    size_t words;
    missing missing[IDS + 1]; /* one is room for the next */
    size_t missing_count;
} token_block;

struct ndx_drafter {
    ndx_analyser *analyser;
    token_block block;
    ndx_vocabulary vocabulary;
    uint64_t *folded_hash; /* by word id: for the signature */
    size_t folded_hash_capacity;
    size_t vocabulary_limit;
    uint64_t generation;
    ndx_buffer run[NDX_DRAFT_RUN_COUNT];
    ndx_buffer folded, term, value, draft;
};

void ndx_piece_free(ndx_piece *piece)
{
    if (!piece)
        return;
    ndx_buffer_free(&piece->words);
    ndx_buffer_free(&piece->drafts);
    *piece = (ndx_piece){0};
}

size_t ndx_piece_bytes(const ndx_piece *piece)
{
    return sizeof *piece + piece->words.capacity + piece->drafts.capacity;
}

ndx_drafter *ndx_drafter_new(size_t vocabulary_bytes, ndx_error *error)
{
    ndx_drafter *drafter = calloc(1, sizeof *drafter);
    if (!drafter) {
        ndx_error_memory(error, "preparing the analysis");
        return NULL;
    }
    drafter->vocabulary_limit = vocabulary_bytes;
    drafter->analyser = ndx_analyser_new(error);
    if (!drafter->analyser) {
        ndx_drafter_free(drafter);
        return NULL;
    }
    return drafter;
}

static void forget_words(ndx_drafter *drafter)
{
    ndx_vocabulary_free(&drafter->vocabulary);
    free(drafter->folded_hash);
    drafter->folded_hash = NULL;
    drafter->folded_hash_capacity = 0;
}

void ndx_drafter_free(ndx_drafter *drafter)
{
    if (!drafter)
        return;
    ndx_analyser_free(drafter->analyser);
    forget_words(drafter);
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        ndx_buffer_free(&drafter->run[i]);
    ndx_buffer_free(&drafter->folded);
    ndx_buffer_free(&drafter->term);
    ndx_buffer_free(&drafter->value);
    ndx_buffer_free(&drafter->draft);
    free(drafter);
}

void ndx_drafter_begin(ndx_drafter *drafter, ndx_piece *piece)
{
    if (ndx_vocabulary_bytes(&drafter->vocabulary) +
            drafter->folded_hash_capacity * sizeof *drafter->folded_hash >
        drafter->vocabulary_limit) {
        forget_words(drafter);
        drafter->generation++;
    }
    ndx_buffer_clear(&piece->words);
    ndx_buffer_clear(&piece->drafts);
    piece->generation = drafter->generation;
    piece->first_id = drafter->vocabulary.entry_count;
    piece->word_count = 0;
    piece->articles = piece->text_bytes = piece->text_words = 0;
}

/* ---- words ---- */

static bool keep_folded_hash(ndx_drafter *drafter, uint32_t id, uint64_t hash)
{
    if (id >= drafter->folded_hash_capacity) {
        size_t capacity = drafter->vocabulary.entry_capacity;
        uint64_t *larger = realloc(drafter->folded_hash, capacity * sizeof *larger);
        if (!larger)
            return false;
        drafter->folded_hash = larger;
        drafter->folded_hash_capacity = capacity;
    }
    drafter->folded_hash[id] = hash;
    return true;
}

/* The one place where a word is folded and stemmed. */
static uint32_t meet_word(ndx_drafter *drafter, ndx_piece *piece, const ndx_word_key *key,
                          uint32_t hash, ndx_error *error)
{
    ndx_buffer_clear(&drafter->folded);
    ndx_buffer_clear(&drafter->term);
    uint64_t folded_hash = 0;
    if (key->kind == NDX_WORD) {
        if (!ndx_fold(&drafter->folded, key->surface)) {
            ndx_error_memory(error, "folding a word");
            return NDX_NO_ID;
        }
        folded_hash = ndx_word_hash(ndx_buffer_span(&drafter->folded));
        if (!(key->flags & NDX_TOKEN_NGRAM) &&
            !ndx_analyser_term(drafter->analyser, key->surface, key->flags, key->language,
                               &drafter->term, error))
            return NDX_NO_ID;
    }
    uint32_t id = ndx_vocabulary_add(&drafter->vocabulary, key, hash,
                                     ndx_buffer_span(&drafter->folded), NDX_NO_ID);
    if (id == NDX_NO_ID || !keep_folded_hash(drafter, id, folded_hash)) {
        ndx_error_memory(error, "adding a word");
        return NDX_NO_ID;
    }
    const uint8_t head[4] = {key->kind, key->language, key->breaks, key->flags};
    ndx_buffer_append(&piece->words, head, sizeof head);
    ndx_buffer_append_counted(&piece->words, key->surface);
    ndx_buffer_append_counted(&piece->words, ndx_buffer_span(&drafter->folded));
    ndx_buffer_append_counted(&piece->words, ndx_buffer_span(&drafter->term));
    piece->word_count++;
    if (!ndx_buffer_ok(&piece->words, "adding a word", error))
        return NDX_NO_ID;
    return id;
}

static uint32_t word_id(ndx_drafter *drafter, ndx_piece *piece, const ndx_word_key *key,
                        ndx_error *error)
{
    uint32_t hash = ndx_word_key_hash(key);
    uint32_t id = ndx_vocabulary_find(&drafter->vocabulary, key, hash);
    return id != NDX_NO_ID ? id : meet_word(drafter, piece, key, hash, error);
}

static bool add_atom(ndx_drafter *drafter, ndx_piece *piece, ndx_span value, uint32_t *atom,
                     ndx_error *error)
{
    *atom = 0;
    if (!value.size)
        return true;
    ndx_word_key key = {.surface = value, .kind = NDX_ATOM};
    uint32_t id = word_id(drafter, piece, &key, error);
    if (id == NDX_NO_ID)
        return false;
    *atom = id + 1;
    return true;
}

/* The values of a field, parted by newlines, as a run of atoms. */
static bool add_values(ndx_drafter *drafter, ndx_piece *piece, ndx_span values, ndx_buffer *run,
                       ndx_error *error)
{
    while (values.size) {
        const char *end = memchr(values.data, '\n', values.size);
        ndx_span value =
            ndx_span_make(values.data, end ? (size_t)(end - values.data) : values.size);
        uint32_t atom;
        if (!add_atom(drafter, piece, value, &atom, error))
            return false;
        if (atom && !ndx_buffer_append_varint(run, atom - 1))
            return ndx_error_memory(error, "adding a value");
        values = ndx_span_skip(values, value.size + 1);
    }
    return true;
}

/* ---- a text ---- */

/* Where a text stands while it is cut: a single space is written only when it turns out not to part
 * two words. */
typedef struct text_state {
    ndx_buffer *run;
    ndx_signature_builder *signature; /* NULL: not wanted */
    ndx_language language;
    const char *end; /* of the text */
    bool after_word;
    bool space_pending;
    uint32_t words;
} text_state;

static ndx_word_key key_of(const text_state *state, const ndx_token *token)
{
    bool is_word = token->kind == NDX_TOKEN_WORD;
    return (ndx_word_key){
        .surface = ndx_span_make(token->data, token->size),
        .kind = is_word ? NDX_WORD : NDX_SEPARATOR,
        .language = is_word ? state->language : NDX_LANGUAGE_UNKNOWN,
        .breaks = is_word ? 0 : token->breaks,
        .flags = is_word ? token->flags : 0,
    };
}

/* The id of a token that was met lately, else NDX_NO_ID: then find_missing will see to it. readable:
 * so many bytes can be read from the token's first on. */
static inline uint32_t look_up(ndx_drafter *drafter, const ndx_token *token, size_t readable,
                               uint64_t properties)
{
    missing *next = &drafter->block.missing[drafter->block.missing_count];
    if (token->size > NDX_SHORT_WORD_BYTES)
        return NDX_NO_ID;
    next->numbers = ndx_short_key_make(token->data, token->size, readable, properties);
    next->hash = ndx_short_key_hash(&next->numbers);
    return ndx_vocabulary_find_recent(&drafter->vocabulary, &next->numbers, next->hash);
}

/* Of the id just taken, which was looked up in vain. */
static void note_missing(ndx_drafter *drafter, const text_state *state, const ndx_token *token)
{
    token_block *block = &drafter->block;
    missing *noted = &block->missing[block->missing_count++];
    noted->key = key_of(state, token);
    if (token->size > NDX_SHORT_WORD_BYTES)
        noted->hash = ndx_word_key_hash(&noted->key);
    noted->place = (uint32_t)block->ids - 1;
    ndx_vocabulary_prefetch_slot(&drafter->vocabulary, noted->hash);
}

static void take_token(ndx_drafter *drafter, const text_state *state, const ndx_token *token,
                       size_t readable)
{
    const ndx_word_key key = key_of(state, token);
    uint32_t id = look_up(drafter, token, readable, ndx_word_properties(&key));
    drafter->block.id[drafter->block.ids++] = id;
    if (id == NDX_NO_ID)
        note_missing(drafter, state, token);
}

static void take_space(ndx_drafter *drafter, text_state *state)
{
    static const ndx_token space = {.data = " ", .size = 1, .kind = NDX_TOKEN_SEPARATOR};
    if (state->space_pending)
        take_token(drafter, state, &space, space.size);
    state->space_pending = false;
}

static void take_separator(ndx_drafter *drafter, text_state *state, const ndx_token *token)
{
    take_space(drafter, state);
    state->space_pending = state->after_word && token->size == 1 && token->data[0] == ' ' &&
                           token->breaks == NDX_BREAK_NONE;
    if (!state->space_pending)
        take_token(drafter, state, token, (size_t)(state->end - token->data));
    state->after_word = false;
}

/* As many words as stand in a row: gives how many. */
static size_t take_words(ndx_drafter *drafter, text_state *state, const ndx_token *tokens,
                         size_t count)
{
    const ndx_word_key any = {.kind = NDX_WORD, .language = state->language};
    const uint64_t properties = ndx_word_properties(&any);
    token_block *block = &drafter->block;
    size_t taken = 0;
    for (; taken < count && tokens[taken].kind == NDX_TOKEN_WORD; taken++) {
        const ndx_token *token = &tokens[taken];
        uint32_t id =
            look_up(drafter, token, (size_t)(state->end - token->data), properties | token->flags);
        block->word[block->words++] = (uint32_t)block->ids;
        block->id[block->ids++] = id;
        if (id == NDX_NO_ID)
            note_missing(drafter, state, token);
    }
    if (taken) {
        state->space_pending = false;
        state->after_word = true;
    }
    return taken;
}

/* In three steps, so that the memory to be looked at is on its way. New words get their ids in the
 * order of the text. */
static bool find_missing(ndx_drafter *drafter, ndx_piece *piece, ndx_error *error)
{
    enum { AHEAD = 8, TWICE_AHEAD = 2 * AHEAD };
    token_block *block = &drafter->block;
    ndx_vocabulary *vocabulary = &drafter->vocabulary;
    size_t count = block->missing_count;
    for (size_t i = 0; i < count + TWICE_AHEAD; i++) {
        if (i < count)
            ndx_vocabulary_prefetch_entry(vocabulary, block->missing[i].hash);
        if (i >= AHEAD && i - AHEAD < count)
            ndx_vocabulary_prefetch_surface(vocabulary, block->missing[i - AHEAD].hash);
        if (i < TWICE_AHEAD)
            continue;
        const missing *next = &block->missing[i - TWICE_AHEAD];
        uint32_t id = ndx_vocabulary_find(vocabulary, &next->key, next->hash);
        if (id == NDX_NO_ID)
            id = meet_word(drafter, piece, &next->key, next->hash, error);
        if (id == NDX_NO_ID)
            return false;
        if (next->key.surface.size <= NDX_SHORT_WORD_BYTES)
            ndx_vocabulary_remember(vocabulary, &next->numbers, next->hash, id);
        block->id[next->place] = id;
    }
    return true;
}

static void sign_words(const ndx_drafter *drafter, ndx_signature_builder *signature)
{
    const token_block *block = &drafter->block;
    uint64_t hash[TOKENS];
    for (size_t i = 0; i < block->words; i++)
        hash[i] = drafter->folded_hash[block->id[block->word[i]]];
    ndx_signature_add_words(signature, hash, block->words);
}

/* Writes the block's ids and empties it. */
static bool end_block(ndx_drafter *drafter, ndx_piece *piece, text_state *state, ndx_error *error)
{
    token_block *block = &drafter->block;
    if (!find_missing(drafter, piece, error))
        return false;
    if (!ndx_draft_append_ids(state->run, block->id, block->ids))
        return ndx_error_memory(error, "analysing an article");
    if (state->signature)
        sign_words(drafter, state->signature);
    state->words += (uint32_t)block->words;
    block->ids = block->words = block->missing_count = 0;
    return true;
}

static bool cut_text(ndx_drafter *drafter, ndx_piece *piece, ndx_span text, text_state *state,
                     ndx_error *error)
{
    ndx_token tokens[TOKENS];
    ndx_splitter splitter;
    size_t count;

    ndx_splitter_init(&splitter, text, state->language);
    splitter.leave_out_spaces = true;
    state->end = text.data + text.size;
    drafter->block.ids = drafter->block.words = drafter->block.missing_count = 0;
    while ((count = ndx_splitter_next(&splitter, tokens, TOKENS))) {
        for (size_t i = 0; i < count;) {
            i += take_words(drafter, state, tokens + i, count - i);
            if (i < count)
                take_separator(drafter, state, &tokens[i++]);
        }
        if (!end_block(drafter, piece, state, error))
            return false;
    }
    take_space(drafter, state);
    return end_block(drafter, piece, state, error);
}

static bool add_texts(ndx_drafter *drafter, ndx_piece *piece, const ndx_article *article,
                      ndx_draft *draft, ndx_error *error)
{
    ndx_signature_builder signature;
    ndx_signature_begin(&signature);
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++) {
        ndx_span text = article->field[ndx_text_field_of((ndx_text_field)i)];
        text_state state = {
            .run = &drafter->run[NDX_DRAFT_TEXT + i],
            .signature = i == NDX_TEXT_BODY ? &signature : NULL,
            .language = draft->language,
        };
        if (!cut_text(drafter, piece, text, &state, error))
            return false;
        draft->word_count[i] = state.words;
        draft->text_bytes += text.size;
        piece->text_words += state.words;
    }
    piece->text_bytes += draft->text_bytes;
    draft->has_signature = ndx_signature_finish(&signature, draft->signature);
    return true;
}

/* ---- an article ---- */

static bool check_limits(const ndx_article *article, ndx_error *error)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        bytes += article->field[ndx_text_field_of((ndx_text_field)i)].size;
    if (bytes > NDX_LIMIT_ARTICLE_BYTES)
        return ndx_error_set(error, NDX_ERROR_LIMIT,
                             "the article has %llu bytes of text, more than the limit of %u",
                             (unsigned long long)bytes, NDX_LIMIT_ARTICLE_BYTES);
    if (!article->field[NDX_FIELD_ID].size ||
        article->field[NDX_FIELD_ID].size > NDX_LIMIT_FIELD_BYTES)
        return ndx_error_set(error, NDX_ERROR_LIMIT,
                             "the article's id has %zu bytes; 1 to %u are allowed",
                             article->field[NDX_FIELD_ID].size, NDX_LIMIT_FIELD_BYTES);
    return true;
}

/* Languages that are declared are believed, also one that is not in the table: it is indexed
 * unstemmed. */
static void choose_language(ndx_drafter *drafter, const ndx_article *article, ndx_draft *draft)
{
    ndx_span declared = article->field[NDX_FIELD_LANGUAGE];
    draft->language_detected = declared.size == 0;
    draft->language =
        declared.size ? ndx_language_from_code(declared)
                      : ndx_analyser_detect(drafter->analyser, article->field[NDX_FIELD_HEADLINE],
                                            article->field[NDX_FIELD_BODY], NULL);
}

/* "https://www.example.com/", which the articles of an outlet share; empty if the URL has none or
 * is the id, which is stored anyway. */
static ndx_span site_of(const ndx_article *article)
{
    ndx_span url = article->field[NDX_FIELD_URL];
    ndx_span rest;
    const char *slash = NULL;
    if (ndx_url_after_scheme(url, &rest) && rest.size &&
        !ndx_span_equal(url, article->field[NDX_FIELD_ID]))
        slash = memchr(rest.data, '/', rest.size);
    return slash ? ndx_span_between(url.data, slash + 1) : ndx_span_make(NULL, 0);
}

/* "archive/2025/", if the path is the id: then the files of a folder share it. */
static ndx_span folder_of(const ndx_article *article)
{
    ndx_span path = article->field[NDX_FIELD_PATH];
    size_t size = ndx_span_equal(path, article->field[NDX_FIELD_ID]) ? path.size : 0;
    while (size && path.data[size - 1] != '/')
        size--;
    return ndx_span_make(path.data, size);
}

static bool add_atoms(ndx_drafter *drafter, ndx_piece *piece, const ndx_article *article,
                      bool shares_path, ndx_draft *draft, ndx_error *error)
{
    static const struct {
        ndx_field field;
        unsigned target;
    } single[] = {{NDX_FIELD_SOURCE, NDX_DRAFT_SOURCE},
                  {NDX_FIELD_VERSION, NDX_DRAFT_VERSION},
                  {NDX_FIELD_LANGUAGE, NDX_DRAFT_LANGUAGE_TEXT}},
      several[] = {{NDX_FIELD_SECTION, NDX_DRAFT_SECTIONS},
                   {NDX_FIELD_KEYWORDS, NDX_DRAFT_KEYWORDS},
                   {NDX_FIELD_AUTHORS, NDX_DRAFT_AUTHORS}};

    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        if (!add_atom(drafter, piece, article->field[single[i].field],
                      &draft->atom[single[i].target], error))
            return false;
    for (size_t i = 0; i < sizeof several / sizeof several[0]; i++)
        if (!add_values(drafter, piece, article->field[several[i].field],
                        &drafter->run[several[i].target], error))
            return false;

    ndx_buffer_clear(&drafter->value);
    if (!ndx_origin_set_append(&drafter->value, article->origin))
        return ndx_error_memory(error, "adding a field's origin");
    if (!add_atom(drafter, piece, ndx_buffer_span(&drafter->value),
                  &draft->atom[NDX_DRAFT_ORIGIN_SET], error))
        return false;

    ndx_span site = site_of(article);
    draft->url = ndx_span_skip(draft->url, site.size);
    if (!add_atom(drafter, piece, site, &draft->atom[NDX_DRAFT_SITE], error))
        return false;
    ndx_span path = article->field[NDX_FIELD_PATH];
    if (shares_path)
        return add_atom(drafter, piece, path, &draft->atom[NDX_DRAFT_PATH], error);
    draft->path = path;
    return add_atom(drafter, piece, folder_of(article), &draft->atom[NDX_DRAFT_FOLDER], error);
}

bool ndx_drafter_add(ndx_drafter *drafter, ndx_piece *piece, const ndx_article *article,
                     bool shares_path, uint64_t update, ndx_error *error)
{
    if (!check_limits(article, error))
        return false;
    ndx_draft draft = {
        .id = article->field[NDX_FIELD_ID],
        .url = article->field[NDX_FIELD_URL],
        .date_text = article->field[NDX_FIELD_DATE],
        .modified_text = article->field[NDX_FIELD_MODIFIED],
        .date = article->date,
        .modified = article->modified,
        .update = update,
    };
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        ndx_buffer_clear(&drafter->run[i]);
    choose_language(drafter, article, &draft);
    draft.content = ndx_content_hash(article, draft.language_detected);
    if (!add_atoms(drafter, piece, article, shares_path, &draft, error) ||
        !add_texts(drafter, piece, article, &draft, error))
        return false;
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        draft.run[i] = ndx_buffer_span(&drafter->run[i]);
    ndx_buffer_clear(&drafter->draft);
    if (!ndx_draft_append(&drafter->draft, &draft) ||
        !ndx_buffer_append_counted(&piece->drafts, ndx_buffer_span(&drafter->draft)))
        return ndx_error_memory(error, "adding an article");
    piece->articles++;
    return true;
}
