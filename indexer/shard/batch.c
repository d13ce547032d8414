/* SPDX-License-Identifier: GPL-2.0-or-later */
/* batch.c - implements batch.h. */
#include "batch.h"

#include "codeword.h"
#include "newsdex/array.h"
#include "newsdex/terms.h"
#include "temporary_file.h"
#include "term_order.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    CHUNK_BYTES = 1024 * 1024,
    WINDOW_BYTES = 1024 * 1024,
    SEALING_BYTES_A_WORD =
        sizeof(ndx_word) + 3 * sizeof(uint32_t) + sizeof(ndx_codeword), /* seal.c's tables */
    SEALING_BYTES_A_TERM = 2 * sizeof(ndx_ordered_term)                 /* postings.c's */
};

/* Drafts one after another; a draft does not cross a chunk's end. */
typedef struct chunk {
    struct chunk *next;
    size_t used, capacity;
    char bytes[];
} chunk;

typedef struct document {
    uint64_t id_hash; /* a hit is verified against the draft's id */
    union {
        const char *memory;
        uint64_t offset; /* in the temporary file */
    } place;
    uint32_t size;
    uint32_t input;
    uint32_t length; /* sum of wdf; only if postings are made */
    bool spilled;
    bool left; /* replaced or removed */
} document;

struct ndx_batch {
    ndx_vocabulary vocabulary;
    ndx_word_use *use; /* by word id */
    size_t use_capacity;

    document *document;
    uint32_t document_count, document_capacity, left_count;
    uint32_t *slot; /* the document's number + 1; by id_hash */
    uint32_t slot_capacity;

    chunk *first, *last;
    uint64_t chunk_bytes;
    uint64_t memory_limit;
    char *directory;
    ndx_temporary_file file;

    ndx_inversion *inversion; /* NULL: postings are not made */
    ndx_postings *postings;

    uint64_t text_bytes, text_added;
    uint64_t languages[256];
    ndx_buffer run[NDX_DRAFT_RUN_COUNT], draft, term;
    ndx_ids values, text[NDX_TEXT_COUNT]; /* of the draft being added */
};

ndx_batch *ndx_batch_new(uint64_t memory_bytes, const char *directory, const ndx_weights *weights,
                         ndx_error *error)
{
    ndx_batch *batch = calloc(1, sizeof *batch);
    if (batch) {
        batch->memory_limit = memory_bytes;
        batch->directory = strdup(directory);
        batch->file = (ndx_temporary_file)NDX_TEMPORARY_FILE(batch->directory);
    }
    if (!batch || !batch->directory) {
        ndx_batch_free(batch);
        ndx_error_memory(error, "preparing a batch");
        return NULL;
    }
    if (weights) {
        batch->inversion = ndx_inversion_new(&batch->vocabulary, *weights, error);
        batch->postings = ndx_postings_new(&batch->vocabulary, batch->directory, error);
        if (!batch->inversion || !batch->postings) {
            ndx_batch_free(batch);
            return NULL;
        }
    }
    return batch;
}

static void free_chunks(ndx_batch *batch)
{
    chunk *next;
    for (chunk *at = batch->first; at; at = next) {
        next = at->next;
        free(at);
    }
    batch->first = batch->last = NULL;
    batch->chunk_bytes = 0;
}

void ndx_batch_free(ndx_batch *batch)
{
    if (!batch)
        return;
    ndx_vocabulary_free(&batch->vocabulary);
    free(batch->use);
    free(batch->document);
    free(batch->slot);
    free_chunks(batch);
    ndx_temporary_file_close(&batch->file);
    ndx_inversion_free(batch->inversion);
    ndx_postings_free(batch->postings);
    free(batch->directory);
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        ndx_buffer_free(&batch->run[i]);
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        free(batch->text[i].id);
    free(batch->values.id);
    ndx_buffer_free(&batch->draft);
    ndx_buffer_free(&batch->term);
    free(batch);
}

static uint64_t postings_fixed_bytes(const ndx_batch *batch)
{
    if (!batch->postings)
        return 0;
    return ndx_postings_fixed_bytes(batch->postings) + ndx_inversion_bytes(batch->inversion) +
           (uint64_t)batch->vocabulary.term_count * SEALING_BYTES_A_TERM;
}

uint64_t ndx_batch_fixed_bytes(const ndx_batch *batch)
{
    return ndx_vocabulary_bytes(&batch->vocabulary) + batch->use_capacity * sizeof *batch->use +
           batch->document_capacity * sizeof *batch->document +
           batch->slot_capacity * sizeof *batch->slot +
           (uint64_t)batch->vocabulary.entry_count * SEALING_BYTES_A_WORD +
           postings_fixed_bytes(batch);
}

uint64_t ndx_batch_bytes(const ndx_batch *batch)
{
    return ndx_batch_fixed_bytes(batch) + batch->chunk_bytes +
           (batch->postings ? ndx_postings_bytes(batch->postings) : 0);
}

/* ---- words ---- */

void ndx_id_map_free(ndx_id_map *map)
{
    free(map->id);
    *map = (ndx_id_map){0};
}

bool ndx_id_map_add(ndx_id_map *map, uint32_t id, ndx_error *error)
{
    uint32_t *larger = ndx_array_room(map->id, map->count, &map->capacity, 1024, sizeof *larger);
    if (!larger)
        return ndx_error_memory(error, "putting words together");
    map->id = larger;
    map->id[map->count++] = id;
    return true;
}

uint32_t ndx_batch_word(ndx_batch *batch, const ndx_word_key *key, ndx_span folded, ndx_span term,
                        ndx_error *error)
{
    uint32_t hash = ndx_word_key_hash(key);
    uint32_t id = ndx_vocabulary_find(&batch->vocabulary, key, hash);
    if (id != NDX_NO_ID)
        return id;
    uint32_t term_id = NDX_NO_ID;
    if (term.size) {
        ndx_buffer_clear(&batch->term);
        if (!ndx_term_append(&batch->term, NDX_TERM_WORD, term))
            goto memory;
        term_id = ndx_vocabulary_term(&batch->vocabulary, ndx_buffer_span(&batch->term));
        if (term_id == NDX_NO_ID)
            goto memory;
    }
    id = ndx_vocabulary_add(&batch->vocabulary, key, hash, folded, term_id);
    if (id == NDX_NO_ID)
        goto memory;
    if (id >= batch->use_capacity) {
        size_t capacity = batch->vocabulary.entry_capacity;
        ndx_word_use *larger = realloc(batch->use, capacity * sizeof *larger);
        if (!larger)
            goto memory;
        batch->use = larger;
        batch->use_capacity = capacity;
    }
    batch->use[id] = (ndx_word_use){.term = term_id,
                                    .size = (uint16_t)key->surface.size,
                                    .kind = key->kind,
                                    .flags = key->flags};
    return id;
memory:
    ndx_error_memory(error, "putting words together");
    return NDX_NO_ID;
}

bool ndx_batch_add_words(ndx_batch *batch, ndx_id_map *map, const ndx_piece *piece,
                         ndx_error *error)
{
    if (map->generation != piece->generation) {
        map->generation = piece->generation;
        map->count = 0;
    }
    if (map->count != piece->first_id)
        return ndx_error_set(error, NDX_ERROR_INTERNAL,
                             "pieces came in the wrong order: %u words known, %u expected",
                             map->count, piece->first_id);
    ndx_span words = ndx_buffer_span(&piece->words);
    while (words.size) {
        ndx_word_key key;
        ndx_span folded, term;
        if (!ndx_read_byte(&words, &key.kind) || !ndx_read_byte(&words, &key.language) ||
            !ndx_read_byte(&words, &key.breaks) || !ndx_read_byte(&words, &key.flags) ||
            !ndx_read_counted(&words, &key.surface) || !ndx_read_counted(&words, &folded) ||
            !ndx_read_counted(&words, &term))
            return ndx_error_set(error, NDX_ERROR_INTERNAL, "a piece's words are damaged");
        uint32_t id = ndx_batch_word(batch, &key, folded, term, error);
        if (id == NDX_NO_ID || !ndx_id_map_add(map, id, error))
            return false;
    }
    return true;
}

/* ---- the table of ids ---- */

static bool make_slots(ndx_batch *batch)
{
    if (((uint64_t)batch->document_count + 1) * 3 <= (uint64_t)batch->slot_capacity * 2)
        return true;
    uint32_t capacity = batch->slot_capacity ? batch->slot_capacity * 2 : 1024;
    uint32_t *slot = capacity ? calloc(capacity, sizeof *slot) : NULL;
    if (!slot)
        return false;
    for (uint32_t i = 0; i < batch->document_count; i++) {
        uint32_t at = (uint32_t)batch->document[i].id_hash & (capacity - 1);
        while (slot[at])
            at = (at + 1) & (capacity - 1);
        slot[at] = i + 1;
    }
    free(batch->slot);
    batch->slot = slot;
    batch->slot_capacity = capacity;
    return true;
}

uint64_t ndx_batch_id_hash(ndx_span id)
{
    return XXH3_64bits(id.data, id.size);
}

static bool fetch(const ndx_batch *batch, const document *wanted, ndx_buffer *storage,
                  ndx_span *draft, ndx_error *error);

/* The live article of this id with its draft (borrowed until batch->draft changes); *found NULL:
 * there is none. */
static bool find_id(ndx_batch *batch, ndx_span id, document **found, ndx_draft *draft,
                    ndx_error *error)
{
    uint64_t hash = ndx_batch_id_hash(id);
    uint32_t mask = batch->slot_capacity - 1;
    *found = NULL;
    for (uint32_t at = (uint32_t)hash & mask; batch->slot_capacity && batch->slot[at];
         at = (at + 1) & mask) {
        document *candidate = &batch->document[batch->slot[at] - 1];
        ndx_span bytes;
        if (candidate->left || candidate->id_hash != hash)
            continue;
        if (!fetch(batch, candidate, &batch->draft, &bytes, error))
            return false;
        if (!ndx_draft_read(bytes, draft))
            return ndx_error_set(error, NDX_ERROR_INTERNAL, "a draft is damaged");
        if (ndx_span_equal(draft->id, id)) {
            *found = candidate;
            return true;
        }
    }
    return true;
}

static document *new_document(ndx_batch *batch, ndx_span id)
{
    if (batch->document_count == batch->document_capacity) {
        uint32_t capacity = batch->document_capacity + batch->document_capacity / 2 + 256;
        document *larger = capacity > batch->document_capacity
                               ? realloc(batch->document, capacity * sizeof *larger)
                               : NULL;
        if (!larger)
            return NULL;
        batch->document = larger;
        batch->document_capacity = capacity;
    }
    if (!make_slots(batch))
        return NULL;
    uint64_t hash = ndx_batch_id_hash(id);
    uint32_t mask = batch->slot_capacity - 1;
    uint32_t at = (uint32_t)hash & mask;
    while (batch->slot[at])
        at = (at + 1) & mask;
    document *added = &batch->document[batch->document_count++];
    batch->slot[at] = batch->document_count;
    *added = (document){.id_hash = hash};
    return added;
}

/* ---- drafts: memory, then a file ---- */

/* Moves all drafts in memory to the end of the file. */
static bool spill(ndx_batch *batch, ndx_error *error)
{
    uint64_t offset = batch->file.size;
    for (const chunk *at = batch->first; at; at = at->next)
        if (!ndx_temporary_file_append(&batch->file, at->bytes, at->used, error))
            return false;
    /* Documents come in the order of the chunks; those that left wrote their bytes as well. */
    uint32_t first = batch->document_count;
    while (first && !batch->document[first - 1].spilled)
        first--;
    for (uint32_t i = first; i < batch->document_count; i++) {
        batch->document[i].spilled = true;
        batch->document[i].place.offset = offset;
        offset += batch->document[i].size;
    }
    free_chunks(batch);
    return true;
}

/* Drafts and postings leave memory when all takes more than the limit; few do not, for a run or a
 * piece of the file should be worth its while. */
static bool make_memory(ndx_batch *batch, ndx_error *error)
{
    uint64_t worth = batch->memory_limit / 8;
    if (batch->postings && ndx_postings_bytes(batch->postings) > NDX_POSTINGS_BYTES_MAX)
        return ndx_postings_spill(batch->postings, error);
    if (ndx_batch_bytes(batch) <= batch->memory_limit)
        return true;
    return (batch->chunk_bytes <= worth || spill(batch, error)) &&
           (!batch->postings || ndx_postings_bytes(batch->postings) <= worth ||
            ndx_postings_spill(batch->postings, error));
}

static char *draft_room(ndx_batch *batch, size_t size)
{
    if (!batch->last || batch->last->capacity - batch->last->used < size) {
        size_t capacity = size > CHUNK_BYTES ? size : CHUNK_BYTES;
        chunk *added = malloc(sizeof *added + capacity);
        if (!added)
            return NULL;
        *added = (chunk){.capacity = capacity};
        if (batch->last)
            batch->last->next = added;
        else
            batch->first = added;
        batch->last = added;
        batch->chunk_bytes += sizeof *added + capacity;
    }
    char *room = batch->last->bytes + batch->last->used;
    batch->last->used += size;
    return room;
}

static bool fetch(const ndx_batch *batch, const document *wanted, ndx_buffer *storage,
                  ndx_span *draft, ndx_error *error)
{
    if (!wanted->spilled) {
        *draft = ndx_span_make(wanted->place.memory, wanted->size);
        return true;
    }
    if (!ndx_temporary_file_read(&batch->file, wanted->place.offset, wanted->size, storage, error))
        return false;
    *draft = ndx_buffer_span(storage);
    return true;
}

/* ---- adding ---- */

/* From the ids of another to those of the batch; each occurrence is counted. One loop a step: where
 * words lie in memory decides no branch, so that the processor waits for many of them at once. */
static bool map_ids(const ndx_batch *batch, const ndx_id_map *map, ndx_ids *ids)
{
    uint32_t *id = ids->id;
    size_t count = ids->count;
    uint32_t greatest = 0;
    for (size_t i = 0; i < count; i++)
        greatest = id[i] > greatest ? id[i] : greatest;
    if (count && greatest >= map->count)
        return false;
    for (size_t i = 0; i < count; i++)
        id[i] = map->id[id[i]];
    for (size_t i = 0; i < count; i++)
        batch->use[id[i]].frequency++;
    return true;
}

/* *run is in the batch's ids then, with *ids the same numbers. */
static bool map_run(const ndx_batch *batch, const ndx_id_map *map, ndx_span *run, ndx_buffer *to,
                    ndx_ids *ids)
{
    if (!ndx_ids_make_room(ids, run->size))
        return false;
    ids->count = ndx_draft_ids(*run, ids->id);
    ndx_buffer_clear(to);
    if (ids->count == SIZE_MAX || !map_ids(batch, map, ids) ||
        !ndx_draft_append_ids(to, ids->id, ids->count))
        return false;
    *run = ndx_buffer_span(to);
    return true;
}

static bool map_draft(ndx_batch *batch, const ndx_id_map *map, ndx_draft *draft)
{
    for (size_t i = 0; i < NDX_DRAFT_ATOM_COUNT; i++) {
        if (!draft->atom[i])
            continue;
        if (draft->atom[i] > map->count)
            return false;
        uint32_t mapped = map->id[draft->atom[i] - 1];
        batch->use[mapped].frequency++;
        draft->atom[i] = mapped + 1;
    }
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++) {
        ndx_ids *ids = i < NDX_DRAFT_TEXT ? &batch->values : &batch->text[i - NDX_DRAFT_TEXT];
        if (!map_run(batch, map, &draft->run[i], &batch->run[i], ids))
            return false;
    }
    return true;
}

static ndx_span version_of(const ndx_batch *batch, const ndx_draft *draft)
{
    uint32_t atom = draft->atom[NDX_DRAFT_VERSION];
    return atom ? ndx_entry_surface(&batch->vocabulary.entry[atom - 1]) : ndx_span_make(NULL, 0);
}

/* Takes an article out: its words no longer count. */
static void leave(ndx_batch *batch, document *leaving, const ndx_draft *draft)
{
    for (size_t i = 0; i < NDX_DRAFT_ATOM_COUNT; i++)
        if (draft->atom[i])
            batch->use[draft->atom[i] - 1].frequency--;
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++) {
        ndx_span run = draft->run[i];
        uint32_t id;
        while (ndx_draft_next(&run, &id))
            batch->use[id].frequency--;
    }
    batch->text_bytes -= draft->text_bytes;
    batch->languages[draft->language]--;
    batch->left_count++;
    leaving->left = true;
}

static ndx_batch_outcome settle_id(ndx_batch *batch, const ndx_id_map *map, const ndx_draft *draft,
                                   ndx_error *error)
{
    document *older;
    ndx_draft there;
    uint32_t atom = draft->atom[NDX_DRAFT_VERSION];
    if (!find_id(batch, draft->id, &older, &there, error))
        return NDX_BATCH_FAILED;
    if (!older)
        return NDX_BATCH_ADDED;
    if (atom > map->count) {
        ndx_error_set(error, NDX_ERROR_INTERNAL, "a draft is damaged");
        return NDX_BATCH_FAILED;
    }
    ndx_span version = atom ? ndx_entry_surface(&batch->vocabulary.entry[map->id[atom - 1]])
                            : ndx_span_make(NULL, 0);
    if (ndx_version_compare(version, &draft->modified, version_of(batch, &there), &there.modified) <
        0)
        return NDX_BATCH_PASSED_OVER;
    leave(batch, older, &there);
    return NDX_BATCH_REPLACED;
}

/* draft: in the batch's ids. */
static bool invert(ndx_batch *batch, const ndx_draft *draft, document *added, ndx_error *error)
{
    ndx_inverted inverted;
    uint32_t number = (uint32_t)(added - batch->document);
    if (!ndx_inversion_terms(batch->inversion, batch->use, draft, batch->text, &inverted, error))
        return false;
    for (size_t i = 0; i < inverted.count; i++)
        added->length += inverted.term[i].wdf;
    return ndx_postings_add(batch->postings, number, inverted.term, inverted.count, error) &&
           ndx_postings_add_single(batch->postings, inverted.id_term, number, error);
}

ndx_batch_outcome ndx_batch_add(ndx_batch *batch, const ndx_id_map *map, ndx_span bytes,
                                uint32_t input, ndx_error *error)
{
    ndx_draft draft;
    if (!ndx_draft_read(bytes, &draft)) {
        ndx_error_set(error, NDX_ERROR_INTERNAL, "a draft is damaged");
        return NDX_BATCH_FAILED;
    }
    ndx_batch_outcome outcome = settle_id(batch, map, &draft, error);
    if (outcome == NDX_BATCH_FAILED || outcome == NDX_BATCH_PASSED_OVER)
        return outcome;
    if (!map_draft(batch, map, &draft)) {
        ndx_error_set(error, NDX_ERROR_INTERNAL, "a draft names a word that is not there");
        return NDX_BATCH_FAILED;
    }
    ndx_buffer_clear(&batch->draft);
    if (!ndx_draft_append(&batch->draft, &draft) || batch->draft.size > UINT32_MAX)
        goto memory;
    if (!make_memory(batch, error))
        return NDX_BATCH_FAILED;
    char *room = draft_room(batch, batch->draft.size);
    document *added = room ? new_document(batch, draft.id) : NULL;
    if (!added)
        goto memory;
    memcpy(room, batch->draft.data, batch->draft.size);
    added->place.memory = room;
    added->size = (uint32_t)batch->draft.size;
    added->input = input;
    if (batch->postings && !invert(batch, &draft, added, error))
        return NDX_BATCH_FAILED;
    batch->text_bytes += draft.text_bytes;
    batch->text_added += draft.text_bytes;
    batch->languages[draft.language]++;
    return outcome;
memory:
    ndx_error_memory(error, "adding an article to the batch");
    return NDX_BATCH_FAILED;
}

bool ndx_batch_remove(ndx_batch *batch, ndx_span id, bool *removed, ndx_error *error)
{
    document *found;
    ndx_draft draft;
    *removed = false;
    if (!find_id(batch, id, &found, &draft, error))
        return false;
    if (found)
        leave(batch, found, &draft);
    *removed = found != NULL;
    return true;
}

/* ---- what is in it ---- */

uint32_t ndx_batch_documents(const ndx_batch *batch)
{
    return batch->document_count - batch->left_count;
}

uint64_t ndx_batch_text_bytes(const ndx_batch *batch)
{
    return batch->text_bytes;
}

uint64_t ndx_batch_text_added(const ndx_batch *batch)
{
    return batch->text_added;
}

const uint64_t *ndx_batch_languages(const ndx_batch *batch)
{
    return batch->languages;
}

ndx_vocabulary *ndx_batch_vocabulary(ndx_batch *batch)
{
    return &batch->vocabulary;
}

const ndx_word_use *ndx_batch_uses(const ndx_batch *batch)
{
    return batch->use;
}

bool ndx_batch_walk(const ndx_batch *batch, ndx_batch_visitor visitor, void *context)
{
    uint32_t number = 0;
    for (uint32_t i = 0; i < batch->document_count; i++)
        if (!batch->document[i].left && !visitor(context, number++, batch->document[i].input))
            return false;
    return true;
}

bool ndx_batch_walk_ids(const ndx_batch *batch, ndx_batch_id_visitor visitor, void *context)
{
    uint32_t number = 0;
    for (uint32_t i = 0; i < batch->document_count; i++)
        if (!batch->document[i].left && !visitor(context, number++, batch->document[i].id_hash))
            return false;
    return true;
}

/* A megabyte of the file at a time; a larger draft by itself. */
static bool fill_window(const ndx_batch *batch, ndx_batch_cursor *cursor, const document *wanted,
                        ndx_error *error)
{
    size_t size = wanted->size > WINDOW_BYTES ? wanted->size : WINDOW_BYTES;
    if (size > batch->file.size - wanted->place.offset)
        size = (size_t)(batch->file.size - wanted->place.offset);
    cursor->window_offset = wanted->place.offset;
    return ndx_temporary_file_read(&batch->file, cursor->window_offset, size, &cursor->window,
                                   error);
}

ndx_step ndx_batch_next(const ndx_batch *batch, ndx_batch_cursor *cursor, ndx_span *draft,
                        ndx_error *error)
{
    while (cursor->next < batch->document_count && batch->document[cursor->next].left)
        cursor->next++;
    if (cursor->next == batch->document_count)
        return NDX_STEP_END;
    const document *wanted = &batch->document[cursor->next++];
    cursor->length = wanted->length;
    if (!wanted->spilled) {
        *draft = ndx_span_make(wanted->place.memory, wanted->size);
        return NDX_STEP_ROW;
    }
    uint64_t window_end = cursor->window_offset + cursor->window.size;
    if ((wanted->place.offset < cursor->window_offset ||
         wanted->place.offset + wanted->size > window_end) &&
        !fill_window(batch, cursor, wanted, error))
        return NDX_STEP_ERROR;
    *draft = ndx_span_make(cursor->window.data + (wanted->place.offset - cursor->window_offset),
                           wanted->size);
    return NDX_STEP_ROW;
}

ndx_postings *ndx_batch_postings(const ndx_batch *batch)
{
    return batch->postings;
}

bool ndx_batch_renumber(const ndx_batch *batch, uint32_t **numbers, ndx_error *error)
{
    uint32_t next = 0;
    *numbers = NULL;
    if (!batch->left_count)
        return true;
    *numbers = malloc(batch->document_count * sizeof **numbers);
    if (!*numbers)
        return ndx_error_memory(error, "sealing a batch");
    for (uint32_t i = 0; i < batch->document_count; i++)
        (*numbers)[i] = batch->document[i].left ? UINT32_MAX : next++;
    return true;
}
