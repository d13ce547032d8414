/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * merged_records.c - records in the numbers of the new shard: codeword by codeword from a table,
 * nothing of a text is looked at. And what deleted records take with them.
 */
#include "merged_internal.h"

enum {
    INTERRUPT_DOCUMENTS = 256,
    CODES_AT_ONCE = 1024,
    RECORD_LISTS = 3,
    ITEM_BYTES = 16 /* about, of a record's key in its table */
};

static ndx_step records_end(ndx_merged_records *at)
{
    ndx_glass_cursor_close(&at->cursor);
    return NDX_STEP_END;
}

static bool no_such_word(const ndx_merged_source *source, const ndx_record *record,
                         ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT,
                         "%s is damaged: the record of the article %.*s names a word that is not "
                         "there",
                         source->from.name, NDX_SPAN_ARGS(record->id));
}

static bool read_record(const ndx_merged_source *source, ndx_glass_cursor *cursor,
                        uint32_t document, ndx_record *record, size_t *size, ndx_error *error)
{
    ndx_span bytes;
    if (!ndx_glass_document_data(cursor, document + 1, &bytes, error))
        return false;
    *size = bytes.size;
    if (!bytes.size)
        return ndx_error_set(error, NDX_ERROR_CORRUPT, "%s is damaged: article %u has no record",
                             source->from.name, document);
    if (!ndx_record_read(bytes, record, error))
        return ndx_error_prefix(error, "%s, article %u", source->from.name, document);
    for (size_t i = 0; i < NDX_FIELD_COUNT; i++)
        if (record->origin[i])
            return ndx_merged_damaged(
                source, "a record has its origins one by one, which newsdex does not write", error);
    return true;
}

static inline bool next_number(const ndx_merged_source *source, const uint8_t **at,
                               const uint8_t *end, uint32_t *number)
{
    return ndx_dense_read(source->dense, at, end, number) && *number < source->word_count;
}

/* ---- records coded anew ---- */

static bool recode_some(const ndx_merged_source *source, const uint8_t **at, const uint8_t *end,
                        ndx_buffer *out)
{
    uint8_t *to = (uint8_t *)out->data + out->size;
    for (size_t i = 0; i < CODES_AT_ONCE && *at < end; i++) {
        uint32_t number;
        if (!next_number(source, at, end, &number))
            return false;
        ndx_codeword code = source->word[number].code;
        if (!code.size)
            return false;
        to = ndx_codeword_put(to, code);
    }
    out->size = (size_t)((char *)to - out->data);
    return true;
}

static bool recode(const ndx_merged_source *source, const ndx_record *record, ndx_span *code,
                   ndx_buffer *out, ndx_error *error)
{
    const uint8_t *at = (const uint8_t *)code->data;
    const uint8_t *end = at + code->size;
    ndx_buffer_clear(out);
    while (at < end) {
        if (!ndx_buffer_reserve(out,
                                (size_t)CODES_AT_ONCE * NDX_DENSE_MAX_BYTES + sizeof(ndx_codeword)))
            return ndx_error_memory(error, "merging shards");
        if (!recode_some(source, &at, end, out))
            return no_such_word(source, record, error);
    }
    *code = ndx_buffer_span(out);
    return true;
}

static bool recode_atom(const ndx_merged *merged, const ndx_merged_source *source, uint32_t *atom)
{
    if (!*atom)
        return true;
    if (*atom > source->word_count)
        return false;
    const ndx_codeword *code = &source->word[*atom - 1].code;
    const uint8_t *at = code->bytes;
    uint32_t number;
    if (!code->size ||
        !ndx_dense_read(merged->numbering.dense, &at, code->bytes + code->size, &number))
        return false;
    *atom = number + 1;
    return true;
}

static bool recode_record(const ndx_merged *merged, const ndx_merged_source *source,
                          ndx_merged_records *with, ndx_record *record, ndx_error *error)
{
    uint32_t *atoms[] = {&record->source,     &record->version,   &record->language_text,
                         &record->origin_set, &record->path_atom, &record->site,
                         &record->folder};
    ndx_span *lists[RECORD_LISTS] = {&record->atoms_section, &record->atoms_keywords,
                                     &record->atoms_authors};
    for (size_t i = 0; i < sizeof atoms / sizeof *atoms; i++)
        if (!recode_atom(merged, source, atoms[i]))
            return no_such_word(source, record, error);
    for (size_t i = 0; i < RECORD_LISTS; i++)
        if (!recode(source, record, lists[i], &with->atoms[i], error))
            return false;
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        if (!recode(source, record, &record->code[i], &with->code[i], error))
            return false;
    return true;
}

/* The next document that is not deleted. */
static ndx_merged_source *next_document(ndx_merged *merged, uint32_t *document)
{
    ndx_merged_records *at = &merged->records;
    while (at->source < merged->source_count) {
        ndx_merged_source *source = &merged->source[at->source];
        while (at->document < source->documents) {
            *document = at->document++;
            if (!ndx_merge_source_is_deleted(&source->from, *document))
                return source;
        }
        at->source++;
        at->document = 0;
        ndx_glass_cursor_close(&at->cursor);
    }
    return NULL;
}

ndx_step ndx_merged_next_record(void *context, ndx_span *bytes, ndx_error *error)
{
    ndx_merged *merged = context;
    ndx_merged_records *at = &merged->records;
    ndx_record record;
    uint32_t document;
    size_t size;
    const ndx_merged_source *source = next_document(merged, &document);
    if (!source)
        return records_end(at);
    if (!at->cursor.table)
        ndx_glass_cursor_open(&at->cursor, source->from.database, NDX_GLASS_DOCDATA);
    if (!read_record(source, &at->cursor, document, &record, &size, error) ||
        !recode_record(merged, source, at, &record, error))
        return NDX_STEP_ERROR;
    record.serial = merged->header.serial;
    record.document = at->number++;
    memcpy(record.words_name, merged->header.name, sizeof record.words_name);
    ndx_buffer_clear(&at->record);
    if (!ndx_record_append(&at->record, &record, error))
        return NDX_STEP_ERROR;
    *bytes = ndx_buffer_span(&at->record);
    ndx_merged_touch(merged, &at->touched, NDX_GLASS_DOCDATA, size + ITEM_BYTES);
    return NDX_STEP_ROW;
}

void ndx_merged_records_close(ndx_merged_records *records)
{
    ndx_glass_cursor_close(&records->cursor);
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        ndx_buffer_free(&records->code[i]);
    for (size_t i = 0; i < RECORD_LISTS; i++)
        ndx_buffer_free(&records->atoms[i]);
    ndx_buffer_free(&records->record);
}

/* ---- deleted records ---- */

/* spaces: counts those between two words; NULL: no text. */
static bool count_codes(ndx_merged_source *source, ndx_span code, const uint8_t *classes,
                        uint32_t class_count, uint64_t *spaces)
{
    const uint8_t *at = (const uint8_t *)code.data;
    const uint8_t *end = at + code.size;
    bool after_word = false;
    while (at < end) {
        uint32_t number;
        if (!next_number(source, &at, end, &number))
            return false;
        source->dead[number]++;
        bool is_word = number >= class_count || classes[number] == NDX_CLASS_WORD;
        if (spaces)
            *spaces += is_word && after_word;
        after_word = is_word;
    }
    return true;
}

static bool count_record(ndx_merged *merged, ndx_merged_source *source, const ndx_record *record,
                         const uint8_t *classes, uint32_t class_count, ndx_error *error)
{
    const uint32_t atoms[] = {record->source,     record->version,   record->language_text,
                              record->origin_set, record->path_atom, record->site,
                              record->folder};
    const ndx_span lists[RECORD_LISTS] = {record->atoms_section, record->atoms_keywords,
                                          record->atoms_authors};
    uint64_t spaces = 0;
    bool good = true;
    for (size_t i = 0; good && i < sizeof atoms / sizeof *atoms; i++) {
        good = atoms[i] <= source->word_count;
        if (good && atoms[i])
            source->dead[atoms[i] - 1]++;
    }
    for (size_t i = 0; good && i < RECORD_LISTS; i++)
        good = count_codes(source, lists[i], classes, class_count, NULL);
    for (size_t i = 0; good && i < NDX_TEXT_COUNT; i++)
        good = count_codes(source, record->code[i], classes, class_count, &spaces);
    if (!good)
        return no_such_word(source, record, error);
    ndx_shard_header *header = &merged->header;
    if (spaces > header->text_bytes || !header->languages[record->language])
        return ndx_merged_damaged(source, "its header and its records do not agree", error);
    header->text_bytes -= spaces;
    header->languages[record->language]--;
    return true;
}

bool ndx_merged_count_dead(ndx_merged *merged, ndx_merged_source *source, ndx_error *error)
{
    ndx_glass_cursor cursor = {0};
    ndx_touched touched = {0};
    const uint8_t *classes;
    uint32_t class_count;
    uint32_t counted = 0;
    if (!ndx_words_classes(source->words, &classes, &class_count, error))
        return ndx_error_prefix(error, "%s", source->from.name);
    ndx_glass_cursor_open(&cursor, source->from.database, NDX_GLASS_DOCDATA);
    bool done = true;
    for (uint32_t i = 0; done && i < source->documents; i++) {
        ndx_record record;
        size_t size;
        if (!ndx_merge_source_is_deleted(&source->from, i))
            continue;
        done = (++counted % INTERRUPT_DOCUMENTS || ndx_merged_goes_on(merged, error)) &&
               read_record(source, &cursor, i, &record, &size, error) &&
               count_record(merged, source, &record, classes, class_count, error);
        if (done)
            ndx_merged_touch(merged, &touched, NDX_GLASS_DOCDATA, size);
    }
    ndx_glass_cursor_close(&cursor);
    return done;
}
