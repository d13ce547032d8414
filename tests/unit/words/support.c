/* SPDX-License-Identifier: GPL-2.0-or-later */
/* support.c - implements support.h. */
#include "support.h"

#include <stdlib.h>

bool shelf_put(void *context, ndx_span key, ndx_span value, ndx_error *error)
{
    shelf_state *shelf = context;
    if (shelf->count == shelf->room) {
        size_t room = shelf->room ? 2 * shelf->room : 64;
        shelf_item *grown = realloc(shelf->item, room * sizeof *grown);
        if (!grown)
            return ndx_error_memory(error, "testing");
        shelf->item = grown;
        shelf->room = room;
    }
    shelf->ascending =
        shelf->count == 0 ||
        (shelf->ascending &&
         ndx_span_compare(ndx_buffer_span(&shelf->item[shelf->count - 1].key), key) < 0);
    shelf_item *item = &shelf->item[shelf->count++];
    *item = (shelf_item){0};
    ndx_buffer_append_span(&item->key, key);
    return ndx_buffer_append_span(&item->value, value) || ndx_error_memory(error, "testing");
}

bool shelf_fetch(void *context, ndx_span key, ndx_buffer *value, ndx_error *error)
{
    shelf_state *shelf = context;
    ndx_buffer_clear(value);
    for (size_t i = 0; i < shelf->count; i++) {
        if (!ndx_span_equal(ndx_buffer_span(&shelf->item[i].key), key))
            continue;
        shelf->fetched++;
        return ndx_buffer_append_span(value, ndx_buffer_span(&shelf->item[i].value)) ||
               ndx_error_memory(error, "testing");
    }
    return true;
}

void shelf_free(shelf_state *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        ndx_buffer_free(&shelf->item[i].key);
        ndx_buffer_free(&shelf->item[i].value);
    }
    free(shelf->item);
    *shelf = (shelf_state){0};
}

/* ---- entries ---- */

static uint64_t entry_hash(const ndx_word *word)
{
    return ndx_word_hash(word->surface) + word->kind * UINT64_C(0x9E3779B97F4A7C15) +
           word->language * UINT64_C(0xC2B2AE3D27D4EB4F) +
           word->breaks * UINT64_C(0x165667B19E3779F9) + word->flags * UINT64_C(0x27D4EB2F165667C5);
}

static bool same_entry(const ndx_word *a, const ndx_word *b)
{
    return a->kind == b->kind && a->language == b->language && a->breaks == b->breaks &&
           a->flags == b->flags && ndx_span_equal(a->surface, b->surface);
}

static void make_room(library_state *library)
{
    if (library->words == library->word_room) {
        library->word_room = library->word_room ? 2 * library->word_room : 1024;
        ndx_word *grown = realloc(library->word, library->word_room * sizeof *grown);
        if (!grown)
            abort();
        library->word = grown;
    }
    if (2 * (library->words + 1) < library->slots)
        return;
    free(library->slot);
    library->slots = library->slots ? 2 * library->slots : 4096;
    library->slot = calloc(library->slots, sizeof *library->slot);
    if (!library->slot)
        abort();
    for (size_t id = 0; id < library->words; id++) {
        size_t at = entry_hash(&library->word[id]) & (library->slots - 1);
        while (library->slot[at])
            at = (at + 1) & (library->slots - 1);
        library->slot[at] = (uint32_t)id + 1;
    }
}

static void complete(library_state *library, ndx_word *word)
{
    ndx_buffer folded = {0};
    ndx_buffer term = {0};
    if (word->kind == NDX_WORD && !word->folded.size) {
        ndx_fold(&folded, word->surface);
        ndx_analyser_term(library->analyser, word->surface, word->flags, word->language, &term,
                          NULL);
        word->folded = ndx_buffer_span(&folded);
        word->term = ndx_buffer_span(&term);
    }
    ndx_arena_copy(&library->arena, word->surface, &word->surface);
    ndx_arena_copy(&library->arena, word->folded, &word->folded);
    ndx_arena_copy(&library->arena, word->term, &word->term);
    ndx_buffer_free(&folded);
    ndx_buffer_free(&term);
}

uint32_t library_entry(library_state *library, const ndx_word *word)
{
    make_room(library);
    size_t at = entry_hash(word) & (library->slots - 1);
    for (; library->slot[at]; at = (at + 1) & (library->slots - 1)) {
        uint32_t id = library->slot[at] - 1;
        if (same_entry(&library->word[id], word)) {
            library->word[id].frequency++;
            return id;
        }
    }
    ndx_word *added = &library->word[library->words];
    *added = *word;
    added->frequency = 1;
    complete(library, added);
    library->slot[at] = (uint32_t)++library->words;
    return (uint32_t)library->words - 1;
}

/* ---- articles ---- */

static void add_token(library_state *library, const ndx_token *token, ndx_language language,
                      bool *after_word, draft_state *draft, int field)
{
    ndx_word word = {.surface = ndx_span_make(token->data, token->size),
                     .kind = token->kind == NDX_TOKEN_WORD ? NDX_WORD : NDX_SEPARATOR,
                     .breaks = token->breaks};
    bool single_space = *after_word && word.kind == NDX_SEPARATOR && !token->breaks &&
                        token->size == 1 && *token->data == ' ';
    if (word.kind == NDX_WORD) {
        word.language = language;
        word.flags = token->flags;
        draft->words[field]++;
    }
    *after_word = word.kind == NDX_WORD;
    if (single_space)
        return;
    if (draft->ids[field] == library->id_room) {
        library->id_room = library->id_room ? 2 * library->id_room : 4096;
        library->ids = realloc(library->ids, library->id_room * sizeof *library->ids);
        if (!library->ids)
            abort();
    }
    library->ids[draft->ids[field]++] = library_entry(library, &word);
}

bool library_add(library_state *library, const ndx_span text[NDX_TEXT_COUNT], ndx_language language)
{
    draft_state made = {0};
    if (!library->analyser)
        library->analyser = ndx_analyser_new(NULL);
    for (int field = 0; field < NDX_TEXT_COUNT; field++) {
        ndx_splitter splitter;
        ndx_token tokens[256];
        size_t count;
        bool after_word = false;
        ndx_splitter_init(&splitter, text[field], language);
        while ((count = ndx_splitter_next(&splitter, tokens, 256)) > 0)
            for (size_t i = 0; i < count; i++)
                add_token(library, &tokens[i], language, &after_word, &made, field);
        made.id[field] = malloc((made.ids[field] + 1) * sizeof(uint32_t));
        if (!made.id[field])
            return false;
        if (made.ids[field])
            memcpy(made.id[field], library->ids, made.ids[field] * sizeof(uint32_t));
    }
    if (library->articles == library->article_room) {
        size_t room = library->article_room ? 2 * library->article_room : 64;
        draft_state *grown = realloc(library->article, room * sizeof *grown);
        if (!grown)
            return false;
        library->article = grown;
        library->article_room = room;
    }
    library->article[library->articles++] = made;
    return true;
}

/* Offsets first: the buffer of all codes moves while it grows. */
static void code_article(library_state *library, const draft_state *draft, ndx_record *record)
{
    for (int field = 0; field < NDX_TEXT_COUNT; field++) {
        size_t begin = library->codes.size;
        for (size_t i = 0; i < draft->ids[field]; i++) {
            uint8_t code[NDX_DENSE_MAX_BYTES];
            size_t size = ndx_dense_write(library->numbering.dense,
                                          library->number[draft->id[field][i]], code);
            ndx_buffer_append(&library->codes, code, size);
        }
        record->code[field].size = library->codes.size - begin;
        record->word_count[field] = draft->words[field];
    }
}

bool library_finish(library_state *library, ndx_error *error)
{
    const ndx_span name = NDX_SPAN("words");
    size_t at = 0;
    library->number = malloc((library->words + 1) * sizeof *library->number);
    library->order = malloc((library->words + 1) * sizeof *library->order);
    library->record = calloc(library->articles + 1, sizeof *library->record);
    if (!library->number || !library->order || !library->record)
        return ndx_error_memory(error, "testing");
    if (!ndx_words_number(library->word, library->words, library->number, library->order,
                          &library->numbering, error) ||
        !ndx_words_write(library->word, library->words, library->number, library->order,
                         &library->numbering, name, shelf_put, &library->shelf, &library->summary,
                         error))
        return false;
    for (size_t i = 0; i < library->articles; i++)
        code_article(library, &library->article[i], &library->record[i]);
    for (size_t i = 0; i < library->articles; i++) {
        for (int field = 0; field < NDX_TEXT_COUNT; field++) {
            library->record[i].code[field].data = library->codes.data + at;
            at += library->record[i].code[field].size;
        }
        library->record[i].id = NDX_SPAN("test");
        library->record[i].document = (uint32_t)i;
        memcpy(library->record[i].words_name, name.data, name.size);
    }
    library->list = ndx_words_open(name, shelf_fetch, &library->shelf, error);
    return library->list != NULL;
}

void library_free(library_state *library)
{
    for (size_t i = 0; i < library->articles; i++)
        for (int field = 0; field < NDX_TEXT_COUNT; field++)
            free(library->article[i].id[field]);
    ndx_words_close(library->list);
    shelf_free(&library->shelf);
    ndx_analyser_free(library->analyser);
    ndx_arena_free(&library->arena);
    ndx_buffer_free(&library->codes);
    free(library->article);
    free(library->ids);
    free(library->record);
    free(library->number);
    free(library->order);
    ndx_words_numbering_free(&library->numbering);
    free(library->slot);
    free(library->word);
    *library = (library_state){0};
}

uint32_t roll(dice_state *dice, uint32_t sides)
{
    dice->state = dice->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((dice->state >> 33) % sides);
}
