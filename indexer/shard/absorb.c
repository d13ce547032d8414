/* SPDX-License-Identifier: GPL-2.0-or-later */
/* absorb.c - implements absorb.h. */
#include "absorb.h"

#include <stdlib.h>

struct ndx_absorber {
    ndx_batch *batch;
    ndx_dense dense;
    uint32_t count;
    ndx_id_map map;   /* by number: the batch's id, or NDX_NO_ID */
    uint16_t *size;   /* by number: bytes of the surface */
    uint8_t *is_word; /* by number */
    ndx_buffer run[NDX_DRAFT_RUN_COUNT], draft, names;
    uint64_t text_bytes;
    ndx_error *error; /* of the visitor */
    bool failed;
};

/* Words enter the batch in the list's sort order, also those that only dead articles have: their
 * frequency there is 0 and sealing leaves them out. */
static bool visit_word(void *context, uint32_t number, const ndx_word *word)
{
    ndx_absorber *absorber = context;
    const ndx_word_key key = {.surface = word->surface,
                              .kind = word->kind,
                              .language = word->language,
                              .breaks = word->breaks,
                              .flags = word->flags};
    if (number >= absorber->count) {
        absorber->failed = true;
        ndx_error_set(absorber->error, NDX_ERROR_CORRUPT, "a word has the number %u of %u", number,
                      absorber->count);
        return false;
    }
    uint32_t id = ndx_batch_word(absorber->batch, &key, word->folded, word->term, absorber->error);
    absorber->failed = id == NDX_NO_ID;
    absorber->map.id[number] = id;
    absorber->size[number] = (uint16_t)word->surface.size;
    absorber->is_word[number] = word->kind == NDX_WORD;
    return !absorber->failed;
}

ndx_absorber *ndx_absorber_new(ndx_batch *batch, ndx_words *words, ndx_error *error)
{
    ndx_absorber *absorber = calloc(1, sizeof *absorber);
    if (!absorber) {
        ndx_error_memory(error, "merging shards");
        return NULL;
    }
    absorber->batch = batch;
    absorber->dense = ndx_words_dense(words);
    absorber->count = ndx_words_count(words);
    absorber->error = error;
    size_t room = (size_t)absorber->count + 1;
    absorber->map.id = malloc(room * sizeof *absorber->map.id);
    absorber->map.count = absorber->count;
    absorber->map.capacity = absorber->count;
    absorber->size = calloc(room, sizeof *absorber->size);
    absorber->is_word = calloc(room, sizeof *absorber->is_word);
    if (!absorber->map.id || !absorber->size || !absorber->is_word) {
        ndx_error_memory(error, "merging shards");
        ndx_absorber_free(absorber);
        return NULL;
    }
    for (uint32_t i = 0; i < absorber->count; i++)
        absorber->map.id[i] = NDX_NO_ID;
    if (!ndx_words_walk_all(words, visit_word, absorber, error) || absorber->failed) {
        ndx_absorber_free(absorber);
        return NULL;
    }
    return absorber;
}

void ndx_absorber_free(ndx_absorber *absorber)
{
    if (!absorber)
        return;
    ndx_id_map_free(&absorber->map);
    free(absorber->size);
    free(absorber->is_word);
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        ndx_buffer_free(&absorber->run[i]);
    ndx_buffer_free(&absorber->draft);
    ndx_buffer_free(&absorber->names);
    free(absorber);
}

/* From codewords to ids, which ndx_batch_add maps once more: here they are still the shard's
 * numbers. Adds what the words take to text_bytes. */
static bool decode(ndx_absorber *absorber, ndx_span code, ndx_buffer *run, bool is_text)
{
    const uint8_t *at = (const uint8_t *)code.data;
    const uint8_t *end = at + code.size;
    bool after_word = false;
    ndx_buffer_clear(run);
    while (at < end) {
        uint32_t number;
        if (!ndx_dense_read(absorber->dense, &at, end, &number) || number >= absorber->count ||
            absorber->map.id[number] == NDX_NO_ID)
            return false;
        if (!ndx_buffer_append_varint(run, number))
            return false;
        if (is_text) {
            bool is_word = absorber->is_word[number];
            absorber->text_bytes +=
                absorber->size[number] + (uint64_t)(is_word && after_word); /* the space left out */
            after_word = is_word;
        }
    }
    return true;
}

static bool set_atom(const ndx_absorber *absorber, uint32_t atom, uint32_t *target)
{
    *target = atom;
    return atom <= absorber->count && (!atom || absorber->map.id[atom - 1] != NDX_NO_ID);
}

static bool fill_draft(ndx_absorber *absorber, const ndx_record *record, ndx_draft *draft)
{
    const ndx_span lists[] = {[NDX_DRAFT_SECTIONS] = record->atoms_section,
                              [NDX_DRAFT_KEYWORDS] = record->atoms_keywords,
                              [NDX_DRAFT_AUTHORS] = record->atoms_authors};
    const uint32_t atoms[] = {[NDX_DRAFT_SOURCE] = record->source,
                              [NDX_DRAFT_VERSION] = record->version,
                              [NDX_DRAFT_LANGUAGE_TEXT] = record->language_text,
                              [NDX_DRAFT_ORIGIN_SET] = record->origin_set,
                              [NDX_DRAFT_PATH] = record->path_atom,
                              [NDX_DRAFT_SITE] = record->site,
                              [NDX_DRAFT_FOLDER] = record->folder};
    absorber->text_bytes = 0;
    for (size_t i = 0; i < NDX_DRAFT_ATOM_COUNT; i++)
        if (!set_atom(absorber, atoms[i], &draft->atom[i]))
            return false;
    for (size_t i = 0; i < NDX_DRAFT_TEXT; i++)
        if (!decode(absorber, lists[i], &absorber->run[i], false))
            return false;
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        if (!decode(absorber, record->code[i], &absorber->run[NDX_DRAFT_TEXT + i], true))
            return false;
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        draft->run[i] = ndx_buffer_span(&absorber->run[i]);
    draft->text_bytes = absorber->text_bytes;
    memcpy(draft->word_count, record->word_count, sizeof draft->word_count);
    return true;
}

/* In a draft, id and path are whole. */
static bool whole_names(ndx_absorber *absorber, ndx_draft *draft)
{
    if (!draft->atom[NDX_DRAFT_FOLDER])
        return true;
    uint32_t id = absorber->map.id[draft->atom[NDX_DRAFT_FOLDER] - 1];
    ndx_span folder = ndx_entry_surface(&ndx_batch_vocabulary(absorber->batch)->entry[id]);
    ndx_buffer *names = &absorber->names;
    ndx_buffer_clear(names);
    ndx_buffer_append_span(names, folder);
    ndx_buffer_append_span(names, draft->id);
    size_t id_size = names->size;
    ndx_buffer_append_span(names, folder);
    if (!ndx_buffer_append_span(names, draft->path))
        return false;
    draft->id = ndx_span_make(names->data, id_size);
    draft->path = ndx_span_skip(ndx_buffer_span(names), id_size);
    return true;
}

bool ndx_absorber_add(ndx_absorber *absorber, ndx_span bytes, uint32_t input, ndx_error *error)
{
    ndx_record record;
    if (!ndx_record_read(bytes, &record, error))
        return false;
    ndx_draft draft = {
        .id = record.id,
        .path = record.path,
        .url = record.url,
        .date_text = record.date_text,
        .modified_text = record.modified_text,
        .date = record.date,
        .modified = record.modified,
        .update = record.update,
        .language = record.language,
        .language_detected = record.language_detected,
    };
    if (record.signature.size == sizeof draft.signature) {
        draft.has_signature = true;
        memcpy(draft.signature, record.signature.data, sizeof draft.signature);
    }
    for (size_t i = 0; i < NDX_FIELD_COUNT; i++)
        if (record.origin[i])
            return ndx_error_set(
                error, NDX_ERROR_CORRUPT,
                "a record has its origins one by one, which newsdex does not write");
    bool filled = fill_draft(absorber, &record, &draft);
    if (filled && !whole_names(absorber, &draft))
        return ndx_error_memory(error, "merging shards");
    if (!filled)
        return ndx_error_set(error, NDX_ERROR_CORRUPT,
                             "the record of the article %.*s names a word that is not there",
                             NDX_SPAN_ARGS(record.id));
    ndx_buffer_clear(&absorber->draft);
    if (!ndx_draft_append(&absorber->draft, &draft))
        return ndx_error_memory(error, "merging shards");
    return ndx_batch_add(absorber->batch, &absorber->map, ndx_buffer_span(&absorber->draft), input,
                         error) != NDX_BATCH_FAILED;
}
