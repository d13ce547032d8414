/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seal.c - implements seal.h. */
#include "seal.h"

#include "inversion.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct ndx_seal {
    ndx_batch *batch;
    ndx_seal_options options;
    ndx_shard_header header;
    ndx_dense dense;
    ndx_word *words; /* those that occur; gone once the list is written */
    uint32_t *word_numbers;
    uint32_t *word_order;
    size_t word_count;
    uint32_t *number; /* by id of the batch */
    ndx_inversion *inversion;
    struct coder { /* used by one thread at a time, as is all else together */
        ndx_batch_cursor cursor;
        uint32_t document;
        ndx_buffer code[NDX_DRAFT_RUN_COUNT], record;
    } coder;
    ndx_batch_cursor values_cursor;
    ndx_postings_walk *lists;
    uint32_t *renumber;
};

/* ---- numbers and name ---- */

static ndx_word word_of(const ndx_vocabulary *vocabulary, uint32_t id, uint64_t frequency)
{
    const ndx_entry *entry = &vocabulary->entry[id];
    ndx_word word = {
        .surface = ndx_entry_surface(entry),
        .frequency = frequency,
        .kind = entry->kind,
        .language = entry->language,
        .breaks = entry->breaks,
        .flags = entry->flags,
    };
    if (entry->kind == NDX_WORD)
        word.folded = ndx_entry_folded(entry);
    if (entry->term != NDX_NO_ID) /* without the prefix Z */
        word.term = ndx_span_make(vocabulary->term[entry->term].bytes + 1,
                                  vocabulary->term[entry->term].size - 1);
    return word;
}

static bool number_words(ndx_seal *seal, ndx_error *error)
{
    const ndx_vocabulary *vocabulary = ndx_batch_vocabulary(seal->batch);
    const uint64_t *frequency = ndx_batch_frequencies(seal->batch);
    uint32_t entries = vocabulary->entry_count;
    size_t count = 0;

    for (uint32_t id = 0; id < entries; id++)
        count += frequency[id] != 0;
    seal->words = malloc((count + 1) * sizeof *seal->words);
    seal->word_numbers = malloc((count + 1) * sizeof *seal->word_numbers);
    seal->word_order = malloc((count + 1) * sizeof *seal->word_order);
    seal->number = malloc(((size_t)entries + 1) * sizeof *seal->number);
    if (!seal->words || !seal->word_numbers || !seal->word_order || !seal->number)
        return ndx_error_memory(error, "numbering words");
    seal->word_count = count;
    count = 0;
    for (uint32_t id = 0; id < entries; id++)
        if (frequency[id])
            seal->words[count++] = word_of(vocabulary, id, frequency[id]);
    if (!ndx_words_number(seal->words, count, seal->word_numbers, seal->word_order, &seal->dense,
                          error))
        return false;
    count = 0;
    for (uint32_t id = 0; id < entries; id++)
        seal->number[id] = frequency[id] ? seal->word_numbers[count++] : UINT32_MAX;
    return true;
}

static void hash_number(XXH3_state_t *state, uint64_t number)
{
    uint8_t bytes[8];
    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> 8 * i);
    XXH3_64bits_update(state, bytes, sizeof bytes);
}

/* The name comes from all that makes this shard another than any other of the index or of an index
 * like it: its serial, its words with their frequencies in the order of their numbers, the inputs
 * it holds. */
static bool name_shard(ndx_seal *seal, ndx_error *error)
{
    XXH3_state_t *state = XXH3_createState();
    uint32_t *by_number = malloc((seal->word_count + 1) * sizeof *by_number);
    if (!state || !by_number) {
        XXH3_freeState(state);
        free(by_number);
        return ndx_error_memory(error, "naming a shard");
    }
    XXH3_64bits_reset(state);
    hash_number(state, seal->options.serial);
    hash_number(state, seal->options.update);
    hash_number(state, seal->header.documents);
    for (size_t i = 0; i < seal->word_count; i++)
        by_number[seal->word_numbers[i]] = (uint32_t)i;
    for (size_t i = 0; i < seal->word_count; i++) {
        const ndx_word *word = &seal->words[by_number[i]];
        hash_number(state, (uint64_t)word->kind << 48 | (uint64_t)word->language << 40 |
                               (uint64_t)word->breaks << 32 | (uint64_t)word->flags << 24 |
                               word->surface.size);
        XXH3_64bits_update(state, word->surface.data ? word->surface.data : "", word->surface.size);
        hash_number(state, word->frequency);
    }
    for (uint32_t i = 0; i < seal->options.manifest_chunks; i++)
        XXH3_64bits_update(state, seal->options.manifest[i].data, seal->options.manifest[i].size);
    for (uint32_t i = 0; i < seal->options.tombstone_chunks; i++)
        XXH3_64bits_update(state, seal->options.tombstones[i].data,
                           seal->options.tombstones[i].size);
    XXH64_canonical_t canonical;
    XXH64_canonicalFromHash(&canonical, XXH3_64bits_digest(state));
    memcpy(seal->header.name, canonical.digest, sizeof seal->header.name);
    seal->header.name[0] &= NDX_SHARD_NAME_FIRST_MASK;
    XXH3_freeState(state);
    free(by_number);
    return true;
}

ndx_seal *ndx_seal_new(ndx_batch *batch, const ndx_seal_options *options, ndx_error *error)
{
    ndx_seal *seal = calloc(1, sizeof *seal);
    if (!seal) {
        ndx_error_memory(error, "sealing a batch");
        return NULL;
    }
    seal->batch = batch;
    seal->options = *options;
    ndx_shard_header_init(&seal->header);
    seal->header.weights = options->weights;
    seal->header.serial = options->serial;
    seal->header.update = options->update;
    seal->header.documents = ndx_batch_documents(batch);
    seal->header.text_bytes = ndx_batch_text_bytes(batch);
    seal->header.tombstone_chunks = options->tombstone_chunks;
    seal->header.manifest_chunks = options->manifest_chunks;
    memcpy(seal->header.languages, ndx_batch_languages(batch), sizeof seal->header.languages);
    seal->inversion = ndx_inversion_new(ndx_batch_vocabulary(batch), options->weights, error);
    if (!seal->inversion || !number_words(seal, error) || !name_shard(seal, error)) {
        ndx_seal_free(seal);
        return NULL;
    }
    seal->header.words = seal->word_count;
    return seal;
}

void ndx_seal_free(ndx_seal *seal)
{
    if (!seal)
        return;
    free(seal->words);
    free(seal->word_numbers);
    free(seal->word_order);
    free(seal->number);
    ndx_inversion_free(seal->inversion);
    ndx_buffer_free(&seal->coder.cursor.window);
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        ndx_buffer_free(&seal->coder.code[i]);
    ndx_buffer_free(&seal->coder.record);
    ndx_buffer_free(&seal->values_cursor.window);
    ndx_postings_walk_free(seal->lists);
    free(seal->renumber);
    free(seal);
}

const ndx_shard_header *ndx_seal_header(const ndx_seal *seal)
{
    return &seal->header;
}

/* ---- metadata ---- */

static bool put_chunks(ndx_seal *seal, char what, const ndx_buffer *chunks, uint32_t count,
                       ndx_put put, void *put_context, ndx_error *error)
{
    ndx_buffer key = {0};
    bool done = true;
    for (uint32_t i = 0; done && i < count; i++) {
        ndx_buffer_clear(&key);
        done = (ndx_shard_chunk_key(&key, seal->header.name, what, i) ||
                ndx_error_memory(error, "writing metadata")) &&
               put(put_context, ndx_buffer_span(&key), ndx_buffer_span(&chunks[i]), error);
    }
    ndx_buffer_free(&key);
    return done;
}

static bool put_header(ndx_seal *seal, ndx_put put, void *put_context, ndx_error *error)
{
    ndx_buffer key = {0};
    ndx_buffer value = {0};
    bool done = ndx_shard_header_key(&key, seal->header.name) &&
                ndx_shard_header_append(&value, &seal->header);
    if (!done)
        ndx_error_memory(error, "writing metadata");
    else
        done = put(put_context, ndx_buffer_span(&key), ndx_buffer_span(&value), error);
    ndx_buffer_free(&key);
    ndx_buffer_free(&value);
    return done;
}

static bool write_metadata(void *context, ndx_put put, void *put_context, ndx_error *error)
{
    ndx_seal *seal = context;
    const ndx_seal_options *options = &seal->options;
    ndx_words_summary summary = {0};
    if (!ndx_words_write(seal->words, seal->word_count, seal->word_numbers, seal->word_order,
                         seal->dense,
                         ndx_span_make((const char *)seal->header.name, sizeof seal->header.name),
                         put, put_context, &summary, error))
        return false;
    free(seal->words); /* 64 bytes a word that the documents do not need */
    free(seal->word_numbers);
    free(seal->word_order);
    seal->words = NULL;
    seal->word_numbers = NULL;
    seal->word_order = NULL;
    seal->header.words_bytes = summary.bytes;
    return put_chunks(seal, NDX_SHARD_MANIFEST, options->manifest, options->manifest_chunks, put,
                      put_context, error) &&
           put_chunks(seal, NDX_SHARD_TOMBSTONES, options->tombstones, options->tombstone_chunks,
                      put, put_context, error) &&
           put_header(seal, put, put_context, error);
}

/* ---- records ---- */

static bool code_run(const ndx_seal *seal, ndx_span run, ndx_buffer *code)
{
    uint32_t id;
    ndx_buffer_clear(code);
    if (!ndx_buffer_reserve(code, run.size * 2 + 64))
        return false;
    while (ndx_draft_next(&run, &id)) {
        if (!ndx_buffer_reserve(code, NDX_DENSE_MAX_BYTES))
            return false;
        code->size +=
            ndx_dense_write(seal->dense, seal->number[id], (uint8_t *)code->data + code->size);
    }
    return run.size == 0;
}

static bool code_draft(ndx_seal *seal, const ndx_draft *draft, ndx_record *record)
{
    ndx_buffer *code = seal->coder.code;
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        if (!code_run(seal, draft->run[i], &code[i]))
            return false;
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        record->code[i] = ndx_buffer_span(&code[NDX_DRAFT_TEXT + i]);
    record->atoms_section = ndx_buffer_span(&code[NDX_DRAFT_SECTIONS]);
    record->atoms_keywords = ndx_buffer_span(&code[NDX_DRAFT_KEYWORDS]);
    record->atoms_authors = ndx_buffer_span(&code[NDX_DRAFT_AUTHORS]);
    uint32_t *atoms[NDX_DRAFT_ATOM_COUNT] = {
        [NDX_DRAFT_SOURCE] = &record->source,
        [NDX_DRAFT_VERSION] = &record->version,
        [NDX_DRAFT_LANGUAGE_TEXT] = &record->language_text,
        [NDX_DRAFT_ORIGIN_SET] = &record->origin_set,
        [NDX_DRAFT_PATH] = &record->path_atom,
        [NDX_DRAFT_SITE] = &record->site,
    };
    for (size_t i = 0; i < NDX_DRAFT_ATOM_COUNT; i++)
        *atoms[i] = draft->atom[i] ? seal->number[draft->atom[i] - 1] + 1 : 0;
    return true;
}

static bool make_record(ndx_seal *seal, const ndx_draft *draft, ndx_error *error)
{
    ndx_record record = {
        .serial = seal->header.serial,
        .document = seal->coder.document,
        .update = draft->update,
        .language = draft->language,
        .language_detected = draft->language_detected,
        .date = draft->date,
        .modified = draft->modified,
        .id = draft->id,
        .path = draft->path,
        .url = draft->url,
        .date_text = draft->date_text,
        .modified_text = draft->modified_text,
    };
    memcpy(record.words_name, seal->header.name, sizeof record.words_name);
    memcpy(record.word_count, draft->word_count, sizeof record.word_count);
    ndx_buffer_clear(&seal->coder.record);
    if (!code_draft(seal, draft, &record))
        return ndx_error_memory(error, "coding an article");
    seal->coder.document++;
    return ndx_record_append(&seal->coder.record, &record, error);
}

static ndx_step next_draft(const ndx_seal *seal, ndx_batch_cursor *cursor, ndx_draft *draft,
                           ndx_error *error)
{
    ndx_span bytes;
    ndx_step step = ndx_batch_next(seal->batch, cursor, &bytes, error);
    if (step == NDX_STEP_ROW && !ndx_draft_read(bytes, draft)) {
        ndx_error_set(error, NDX_ERROR_INTERNAL, "a draft is damaged");
        return NDX_STEP_ERROR;
    }
    return step;
}

static ndx_step next_document(void *context, ndx_shard_document *document, ndx_error *error)
{
    ndx_seal *seal = context;
    ndx_draft draft;
    ndx_step step = next_draft(seal, &seal->coder.cursor, &draft, error);
    if (step != NDX_STEP_ROW)
        return step;
    *document = (ndx_shard_document){0};
    if (!make_record(seal, &draft, error) ||
        !ndx_inversion_document(seal->inversion, &draft, NULL, document, error))
        return NDX_STEP_ERROR;
    document->record = ndx_buffer_span(&seal->coder.record);
    return NDX_STEP_ROW;
}

/* ---- table by table ---- */

static ndx_step next_record(void *context, ndx_span *record, ndx_error *error)
{
    ndx_seal *seal = context;
    ndx_draft draft;
    ndx_step step = next_draft(seal, &seal->coder.cursor, &draft, error);
    if (step == NDX_STEP_ROW && !make_record(seal, &draft, error))
        return NDX_STEP_ERROR;
    *record = ndx_buffer_span(&seal->coder.record);
    return step;
}

static ndx_step next_values(void *context, ndx_shard_values *values, ndx_error *error)
{
    ndx_seal *seal = context;
    ndx_draft draft;
    ndx_step step = next_draft(seal, &seal->values_cursor, &draft, error);
    if (step == NDX_STEP_ROW)
        ndx_inversion_values(seal->inversion, &draft, values->value);
    values->length = seal->values_cursor.length;
    return step;
}

static ndx_step next_list(void *context, ndx_shard_list *list, ndx_error *error)
{
    ndx_seal *seal = context;
    if (!seal->lists && (!ndx_batch_renumber(seal->batch, &seal->renumber, error) ||
                         !(seal->lists = ndx_postings_walk_new(ndx_batch_postings(seal->batch),
                                                               seal->renumber, error))))
        return NDX_STEP_ERROR;
    return ndx_postings_walk_term(seal->lists, &list->term, &list->term_frequency,
                                  &list->collection_frequency, error);
}

static ndx_step next_posting(void *context, uint32_t *document, uint32_t *wdf, ndx_error *error)
{
    const ndx_seal *seal = context;
    (void)error;
    return ndx_postings_walk_next(seal->lists, document, wdf) ? NDX_STEP_ROW : NDX_STEP_END;
}

/* The UUID is the name and what it is a hash of once more. */
static void make_uuid(const ndx_seal *seal, uint8_t uuid[16])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical,
                             XXH3_128bits_withSeed(seal->header.name, sizeof seal->header.name,
                                                   seal->header.text_bytes));
    memcpy(uuid, canonical.digest, sizeof canonical.digest);
}

ndx_shard_content ndx_seal_content(ndx_seal *seal)
{
    ndx_shard_content content = {
        .context = seal,
        .documents = (uint32_t)seal->header.documents,
        .metadata = write_metadata,
        .next = next_document,
        .next_record = next_record,
        .next_values = next_values,
        .next_list = next_list,
        .next_posting = next_posting,
    };
    make_uuid(seal, content.uuid);
    return content;
}
