/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seal.c - implements seal.h. */
#include "seal.h"

#include "codeword.h"
#include "inversion.h"
#include "shard_metadata.h"

#include <stdlib.h>

typedef struct coder {
    ndx_batch_cursor cursor;
    uint32_t document;
    uint32_t *id; /* of a run */
    size_t id_capacity;
    ndx_buffer code[NDX_DRAFT_RUN_COUNT], record;
} coder;

struct ndx_seal {
    ndx_batch *batch;
    ndx_seal_options options;
    ndx_shard_header header;
    ndx_words_numbering numbering;
    ndx_word *words; /* those that occur; gone once the list is written */
    uint32_t *word_numbers;
    uint32_t *word_order;
    size_t word_count;
    uint32_t *number;   /* by id of the batch */
    ndx_codeword *code; /* the same, coded */
    ndx_inversion *inversion;
    coder coder; /* used by one thread at a time, as is all else together */
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
    const ndx_word_use *use = ndx_batch_uses(seal->batch);
    uint32_t entries = vocabulary->entry_count;
    size_t count = 0;

    for (uint32_t id = 0; id < entries; id++)
        count += use[id].frequency != 0;
    seal->words = malloc((count + 1) * sizeof *seal->words);
    seal->word_numbers = malloc((count + 1) * sizeof *seal->word_numbers);
    seal->word_order = malloc((count + 1) * sizeof *seal->word_order);
    seal->number = malloc(((size_t)entries + 1) * sizeof *seal->number);
    seal->code = malloc(((size_t)entries + 1) * sizeof *seal->code);
    if (!seal->words || !seal->word_numbers || !seal->word_order || !seal->number || !seal->code)
        return ndx_error_memory(error, "numbering words");
    seal->word_count = count;
    count = 0;
    for (uint32_t id = 0; id < entries; id++)
        if (use[id].frequency)
            seal->words[count++] = word_of(vocabulary, id, use[id].frequency);
    if (!ndx_words_number(seal->words, count, seal->word_numbers, seal->word_order,
                          &seal->numbering, error))
        return false;
    count = 0;
    for (uint32_t id = 0; id < entries; id++) {
        bool occurs = use[id].frequency != 0;
        seal->number[id] = occurs ? seal->word_numbers[count++] : UINT32_MAX;
        seal->code[id] = occurs ? ndx_codeword_of(seal->numbering.dense, seal->number[id])
                                : (ndx_codeword){.size = 0};
    }
    return true;
}

static bool name_shard(ndx_seal *seal, ndx_error *error)
{
    ndx_shard_namer *namer = ndx_shard_namer_new(&seal->options, seal->header.documents, error);
    if (!namer)
        return false;
    for (size_t i = 0; i < seal->word_count; i++)
        ndx_shard_namer_add(namer, &seal->words[seal->word_order[i]]);
    ndx_shard_namer_end(namer, seal->header.name);
    ndx_shard_namer_free(namer);
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
    ndx_shard_header_begin(&seal->header, options);
    seal->header.documents = ndx_batch_documents(batch);
    seal->header.text_bytes = ndx_batch_text_bytes(batch);
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
    free(seal->code);
    ndx_words_numbering_free(&seal->numbering);
    ndx_inversion_free(seal->inversion);
    ndx_buffer_free(&seal->coder.cursor.window);
    for (size_t i = 0; i < NDX_DRAFT_RUN_COUNT; i++)
        ndx_buffer_free(&seal->coder.code[i]);
    free(seal->coder.id);
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

static bool write_metadata(void *context, ndx_put put, void *put_context, ndx_error *error)
{
    ndx_seal *seal = context;
    ndx_words_summary summary = {0};
    if (!ndx_words_write(seal->words, seal->word_count, seal->word_numbers, seal->word_order,
                         &seal->numbering,
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
    return ndx_shard_put_rest(&seal->header, &seal->options, put, put_context, error);
}

/* ---- records ---- */

static uint32_t *ids_room(coder *of, size_t count)
{
    if (!of->id || of->id_capacity < count) {
        free(of->id);
        of->id_capacity = count + count / 2 + 64;
        of->id = malloc(of->id_capacity * sizeof *of->id);
    }
    return of->id;
}

static bool code_run(ndx_seal *seal, ndx_span run, ndx_buffer *code)
{
    enum { AT_ONCE = 1024 };
    uint32_t *id = ids_room(&seal->coder, run.size);
    size_t count = id ? ndx_draft_ids(run, id) : SIZE_MAX;
    ndx_buffer_clear(code);
    if (count == SIZE_MAX)
        return false;
    for (size_t done = 0; done < count;) {
        if (!ndx_buffer_reserve(code, (size_t)AT_ONCE * NDX_DENSE_MAX_BYTES + sizeof(ndx_codeword)))
            return false;
        uint8_t *at = (uint8_t *)code->data + code->size;
        for (size_t end = done + AT_ONCE < count ? done + AT_ONCE : count; done < end; done++)
            at = ndx_codeword_put(at, seal->code[id[done]]);
        code->size = (size_t)((char *)at - code->data);
    }
    return true;
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
        [NDX_DRAFT_FOLDER] = &record->folder,
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
        .signature = ndx_span_make((const char *)draft->signature,
                                   draft->has_signature ? sizeof draft->signature : 0),
    };
    memcpy(record.words_name, seal->header.name, sizeof record.words_name);
    memcpy(record.word_count, draft->word_count, sizeof record.word_count);
    ndx_buffer_clear(&seal->coder.record);
    if (!code_draft(seal, draft, &record))
        return ndx_error_memory(error, "coding an article");
    if (draft->atom[NDX_DRAFT_FOLDER]) {
        const ndx_vocabulary *vocabulary = ndx_batch_vocabulary(seal->batch);
        size_t size = vocabulary->entry[draft->atom[NDX_DRAFT_FOLDER] - 1].surface_size;
        record.id = ndx_span_skip(record.id, size);
        record.path = ndx_span_skip(record.path, size);
    }
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
        !ndx_inversion_document(seal->inversion, ndx_batch_uses(seal->batch), &draft, document,
                                error))
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

static ndx_step next_postings(void *context, ndx_shard_postings *postings, ndx_error *error)
{
    const ndx_seal *seal = context;
    (void)error;
    postings->count = ndx_postings_walk_next(seal->lists, &postings->document, &postings->wdf);
    return postings->count ? NDX_STEP_ROW : NDX_STEP_END;
}

ndx_shard_content ndx_seal_content(ndx_seal *seal)
{
    ndx_shard_content content = {
        .context = seal,
        .documents = (uint32_t)seal->header.documents,
        .metadata = write_metadata,
        .metadata_apart = true,
        .next = next_document,
        .next_record = next_record,
        .next_values = next_values,
        .next_list = next_list,
        .next_postings = next_postings,
    };
    ndx_shard_uuid(&seal->header, content.uuid);
    return content;
}
