/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_chunk.c - some hundred entries as bytes and back (words_format.h, "chunk").
 *
 * Owns: front coding, the forms of case, the columns. Must not know: keys, the directory. Bytes are
 * untrusted when read.
 */
#include "indexer/words/words_format.h"

#include <stdlib.h>

enum { /* the control byte */
       CONTROL_CASE = 3,
       CONTROL_EDIT = 4,
       CONTROL_TERM_AS_BEFORE = 8,
       CONTROL_TERM_IS_BASE = 16,
       CONTROL_LANGUAGE = 32,
       CONTROL_FLAGS = 64,
       CONTROL_KIND = 128
};

enum { CASE_EQUAL, CASE_FIRST, CASE_ALL };

#define FLAG_ASCII                                                                                 \
    1u /* NDX_TOKEN_ASCII: what the flags of an ASCII word are when nothing is said */

static ndx_span base_of(const ndx_word *word)
{
    return word->kind == NDX_WORD ? word->folded : word->surface;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static char cased(ndx_span base, unsigned form, size_t at)
{
    char c = base.data[at];
    return form == CASE_ALL || (form == CASE_FIRST && at == 0) ? upper(c) : c;
}

static size_t common_front(ndx_span surface, ndx_span base, unsigned form)
{
    size_t limit = surface.size < base.size ? surface.size : base.size;
    size_t count = 0;
    while (count < limit && surface.data[count] == cased(base, form, count))
        count++;
    return count;
}

static size_t common_end(ndx_span surface, ndx_span base, unsigned form, size_t front)
{
    size_t limit = (surface.size < base.size ? surface.size : base.size) - front;
    size_t count = 0;
    while (count < limit &&
           surface.data[surface.size - 1 - count] == cased(base, form, base.size - 1 - count))
        count++;
    return count;
}

static bool is_ascii(ndx_span text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

static uint8_t usual_flags(const ndx_word *word)
{
    return word->kind == NDX_WORD && is_ascii(word->surface) ? FLAG_ASCII : 0;
}

/* ---- writing ---- */

/* How the surface comes from the base: the form of case that leaves the shortest edit. */
static unsigned choose_case(ndx_span surface, ndx_span base, size_t *front, size_t *end)
{
    unsigned best = CASE_EQUAL;
    size_t best_kept = 0;
    *front = *end = 0;
    for (unsigned form = CASE_EQUAL; form <= CASE_ALL; form++) {
        size_t in_front = common_front(surface, base, form);
        size_t at_end = common_end(surface, base, form, in_front);
        if (form == CASE_EQUAL || in_front + at_end > best_kept) {
            best = form;
            best_kept = in_front + at_end;
            *front = in_front;
            *end = at_end;
        }
    }
    return best;
}

static uint8_t write_surface(ndx_chunk_writer *chunk, const ndx_word *word, ndx_span base,
                             ndx_buffer *letters)
{
    size_t front;
    size_t end;
    unsigned form = choose_case(word->surface, base, &front, &end);
    if (front == word->surface.size && word->surface.size == base.size)
        return (uint8_t)form;
    size_t between = word->surface.size - front - end;
    ndx_buffer *column = &chunk->column[NDX_COLUMN_FORM];
    ndx_buffer_append_varint(column, front);
    ndx_buffer_append_varint(column, end);
    ndx_buffer_append_varint(column, between);
    ndx_buffer_append(letters, word->surface.data + front, between);
    return (uint8_t)(form | CONTROL_EDIT);
}

static uint8_t write_term(ndx_chunk_writer *chunk, const ndx_word *word, ndx_span base,
                          ndx_buffer *letters)
{
    if (word->kind != NDX_WORD)
        return CONTROL_TERM_AS_BEFORE; /* has none; the bit keeps the column free of it */
    if (chunk->entries && chunk->previous.kind == NDX_WORD &&
        ndx_span_equal(word->term, chunk->previous.term))
        return CONTROL_TERM_AS_BEFORE;
    if (ndx_span_equal(word->term, base))
        return CONTROL_TERM_IS_BASE;
    size_t same = 0;
    while (same < base.size && same < word->term.size && base.data[same] == word->term.data[same])
        same++;
    ndx_buffer_append_varint(&chunk->column[NDX_COLUMN_FORM], base.size - same);
    ndx_buffer_append_varint(&chunk->column[NDX_COLUMN_FORM], word->term.size - same);
    ndx_buffer_append(letters, word->term.data + same, word->term.size - same);
    return 0;
}

void ndx_chunk_add(ndx_chunk_writer *chunk, const ndx_word *word, uint32_t above,
                   uint32_t frequency_class)
{
    ndx_buffer *letters = &chunk->column[NDX_COLUMN_LETTERS];
    ndx_buffer *other = &chunk->column[NDX_COLUMN_OTHER];
    const ndx_word none = {0};
    const ndx_word *before = chunk->entries ? &chunk->previous : &none;
    ndx_span base = base_of(word);
    ndx_span old = base_of(before);
    size_t shared = 0;
    while (shared < base.size && shared < old.size && shared < 255 &&
           base.data[shared] == old.data[shared])
        shared++;
    ndx_buffer_append_byte(&chunk->column[NDX_COLUMN_SHARED], (unsigned char)shared);
    ndx_buffer_append_varint(&chunk->column[NDX_COLUMN_LENGTH], base.size - shared);
    ndx_buffer_append(letters, base.data + shared, base.size - shared);
    uint8_t control = write_term(chunk, word, base, letters);
    control |= write_surface(chunk, word, base, letters);
    if (word->kind != before->kind) {
        control |= CONTROL_KIND;
        ndx_buffer_append_byte(other, word->kind);
    }
    if (word->language != before->language) {
        control |= CONTROL_LANGUAGE;
        ndx_buffer_append_byte(other, word->language);
    }
    if (word->flags != usual_flags(word)) {
        control |= CONTROL_FLAGS;
        ndx_buffer_append_byte(other, word->flags);
    }
    if (word->kind == NDX_SEPARATOR)
        ndx_buffer_append_byte(other, word->breaks);
    ndx_buffer_append_byte(&chunk->column[NDX_COLUMN_CONTROL], control);
    ndx_buffer_append_varint(&chunk->column[NDX_COLUMN_FREQUENCY], word->frequency);
    if (word->frequency > frequency_class)
        ndx_buffer_append_varint(&chunk->column[NDX_COLUMN_FREQUENCY], above);
    chunk->previous = *word;
    chunk->entries++;
}

bool ndx_chunk_finish(ndx_chunk_writer *chunk, ndx_buffer *raw, ndx_error *error)
{
    ndx_buffer_append_varint(raw, chunk->entries);
    for (int i = 0; i < NDX_COLUMN_COUNT; i++) {
        if (i != NDX_COLUMN_LETTERS)
            ndx_buffer_append_varint(raw, chunk->column[i].size);
        raw->failed |= chunk->column[i].failed;
        if (i == NDX_COLUMN_LETTERS)
            break;
    }
    for (int i = 0; i < NDX_COLUMN_COUNT; i++) {
        ndx_buffer_append_span(raw, ndx_buffer_span(&chunk->column[i]));
        ndx_buffer_clear(&chunk->column[i]);
    }
    chunk->entries = 0;
    return ndx_buffer_ok(raw, "writing the word list", error);
}

void ndx_chunk_writer_free(ndx_chunk_writer *chunk)
{
    for (int i = 0; i < NDX_COLUMN_COUNT; i++)
        ndx_buffer_free(&chunk->column[i]);
    chunk->entries = 0;
}

/* ---- reading ---- */

/* Texts of an entry as places in the letters while these still grow. */
typedef struct place {
    size_t at, size;
} place;

typedef struct chunk_reader {
    ndx_span column[NDX_COLUMN_COUNT];
    ndx_buffer letters; /* all texts of the chunk */
    uint32_t frequency_class;
    place base, term; /* of the entry before */
    ndx_word before;
} chunk_reader;

static bool take(ndx_span *column, size_t size, ndx_span *bytes)
{
    if (size > column->size)
        return false;
    *bytes = ndx_span_make(column->data, size);
    *column = ndx_span_skip(*column, size);
    return true;
}

static bool read_size(ndx_span *column, size_t *size)
{
    uint64_t value;
    if (!ndx_read_varint(column, &value) || value > NDX_WORDS_ENTRY_BYTES)
        return false;
    *size = (size_t)value;
    return true;
}

/* Appends bytes that stand in the letters already. */
static void append_own(ndx_buffer *letters, size_t at, size_t size)
{
    if (ndx_buffer_reserve(letters, size))
        ndx_buffer_append(letters, letters->data + at, size);
}

static bool read_base(chunk_reader *r, place *base)
{
    uint8_t shared;
    size_t rest;
    ndx_span bytes;
    if (!ndx_read_byte(&r->column[NDX_COLUMN_SHARED], &shared) || shared > r->base.size ||
        !read_size(&r->column[NDX_COLUMN_LENGTH], &rest) ||
        !take(&r->column[NDX_COLUMN_LETTERS], rest, &bytes))
        return false;
    base->at = r->letters.size;
    append_own(&r->letters, r->base.at, shared);
    ndx_buffer_append_span(&r->letters, bytes);
    base->size = shared + rest;
    return true;
}

static bool read_term(chunk_reader *r, uint8_t control, uint8_t kind, place base, place *term)
{
    size_t cut;
    size_t more;
    ndx_span bytes;
    *term = (place){0, 0};
    if (kind != NDX_WORD)
        return true;
    if (control & CONTROL_TERM_AS_BEFORE) {
        *term = r->term;
        return true;
    }
    if (control & CONTROL_TERM_IS_BASE) {
        *term = base;
        return true;
    }
    if (!read_size(&r->column[NDX_COLUMN_FORM], &cut) ||
        !read_size(&r->column[NDX_COLUMN_FORM], &more) || cut > base.size ||
        !take(&r->column[NDX_COLUMN_LETTERS], more, &bytes))
        return false;
    term->at = r->letters.size;
    term->size = base.size - cut + more;
    append_own(&r->letters, base.at, base.size - cut);
    ndx_buffer_append_span(&r->letters, bytes);
    return true;
}

static void append_cased(ndx_buffer *letters, place base, unsigned form, size_t from, size_t size)
{
    size_t at = letters->size;
    append_own(letters, base.at + from, size);
    if (letters->failed)
        return;
    for (size_t i = 0; i < size; i++)
        if (form == CASE_ALL || (form == CASE_FIRST && from + i == 0))
            letters->data[at + i] = upper(letters->data[at + i]);
}

static bool read_surface(chunk_reader *r, uint8_t control, place base, place *surface)
{
    unsigned form = control & CONTROL_CASE;
    size_t front = base.size;
    size_t end = 0;
    size_t between = 0;
    ndx_span bytes = {NULL, 0};
    if (form == CASE_EQUAL && !(control & CONTROL_EDIT)) {
        *surface = base;
        return true;
    }
    if (control & CONTROL_EDIT) {
        ndx_span *column = &r->column[NDX_COLUMN_FORM];
        if (!read_size(column, &front) || !read_size(column, &end) ||
            !read_size(column, &between) || front + end > base.size ||
            !take(&r->column[NDX_COLUMN_LETTERS], between, &bytes))
            return false;
    }
    surface->at = r->letters.size;
    surface->size = front + between + end;
    append_cased(&r->letters, base, form, 0, front);
    ndx_buffer_append_span(&r->letters, bytes);
    append_cased(&r->letters, base, form, base.size - end, end);
    return true;
}

static bool read_other(chunk_reader *r, uint8_t control, ndx_word *word)
{
    ndx_span *other = &r->column[NDX_COLUMN_OTHER];
    word->kind = r->before.kind;
    word->language = r->before.language;
    word->breaks = 0;
    if ((control & CONTROL_KIND) && !ndx_read_byte(other, &word->kind))
        return false;
    if ((control & CONTROL_LANGUAGE) && !ndx_read_byte(other, &word->language))
        return false;
    if ((control & CONTROL_FLAGS) && !ndx_read_byte(other, &word->flags))
        return false;
    if (word->kind == NDX_SEPARATOR && !ndx_read_byte(other, &word->breaks))
        return false;
    return word->kind <= NDX_ATOM && word->breaks <= 2;
}

static bool read_frequency(chunk_reader *r, ndx_word *word, uint32_t *above)
{
    ndx_span *column = &r->column[NDX_COLUMN_FREQUENCY];
    *above = 0;
    if (!ndx_read_varint(column, &word->frequency) || word->frequency == 0)
        return false;
    return word->frequency <= r->frequency_class || ndx_read_varint32(column, above);
}

/* places: surface, term, folded */
static bool read_entry(chunk_reader *r, ndx_word *word, place places[3], uint32_t *above)
{
    uint8_t control;
    place base;
    *word = (ndx_word){0};
    if (!ndx_read_byte(&r->column[NDX_COLUMN_CONTROL], &control) || !read_other(r, control, word) ||
        !read_base(r, &base) || !read_term(r, control, word->kind, base, &places[1]) ||
        !read_surface(r, control, base, &places[0]) || !read_frequency(r, word, above))
        return false;
    places[2] = word->kind == NDX_WORD ? base : (place){0, 0};
    if (!(control & CONTROL_FLAGS)) {
        ndx_span surface =
            ndx_span_make(r->letters.data ? r->letters.data + places[0].at : "", places[0].size);
        word->flags = word->kind == NDX_WORD && is_ascii(surface) ? FLAG_ASCII : 0;
    }
    r->base = base;
    r->term = places[1];
    r->before = *word;
    return !r->letters.failed;
}

static bool read_columns(chunk_reader *r, ndx_span raw, uint32_t *entries)
{
    uint64_t size[NDX_COLUMN_COUNT];
    if (!ndx_read_varint32(&raw, entries) || *entries == 0 || *entries > NDX_CHUNK_ENTRIES)
        return false;
    for (int i = 0; i < NDX_COLUMN_LETTERS; i++)
        if (!ndx_read_varint(&raw, &size[i]) || size[i] > raw.size)
            return false;
    for (int i = 0; i < NDX_COLUMN_LETTERS; i++)
        if (!take(&raw, (size_t)size[i], &r->column[i]))
            return false;
    r->column[NDX_COLUMN_LETTERS] = raw;
    return true;
}

bool ndx_chunk_read(ndx_span raw, uint32_t frequency_class, ndx_chunk **out, ndx_error *error)
{
    chunk_reader r = {.frequency_class = frequency_class};
    ndx_chunk *chunk = calloc(1, sizeof *chunk);
    place(*places)[3] = calloc(NDX_CHUNK_ENTRIES, sizeof *places);
    uint32_t entries;
    bool done = false;
    if (!chunk || !places) {
        ndx_error_memory(error, "reading the word list");
        goto cleanup;
    }
    if (!read_columns(&r, raw, &entries)) {
        ndx_error_set(error, NDX_ERROR_CORRUPT, "a chunk of the word list is damaged");
        goto cleanup;
    }
    chunk->word = calloc(entries, sizeof *chunk->word);
    chunk->number = calloc(entries, sizeof *chunk->number);
    if (!chunk->word || !chunk->number) {
        ndx_error_memory(error, "reading the word list");
        goto cleanup;
    }
    for (; chunk->entries < entries; chunk->entries++) {
        uint32_t i = chunk->entries;
        if (!read_entry(&r, &chunk->word[i], places[i], &chunk->number[i])) {
            if (r.letters.failed)
                ndx_error_memory(error, "reading the word list");
            else
                ndx_error_set(error, NDX_ERROR_CORRUPT,
                              "entry %u of a chunk of the word list is damaged", i);
            goto cleanup;
        }
    }
    chunk->letters = ndx_buffer_take(&r.letters);
    if (!chunk->letters) {
        ndx_error_memory(error, "reading the word list");
        goto cleanup;
    }
    for (uint32_t i = 0; i < entries; i++) {
        chunk->word[i].surface = ndx_span_make(chunk->letters + places[i][0].at, places[i][0].size);
        chunk->word[i].term = ndx_span_make(chunk->letters + places[i][1].at, places[i][1].size);
        chunk->word[i].folded = ndx_span_make(chunk->letters + places[i][2].at, places[i][2].size);
    }
    *out = chunk;
    chunk = NULL;
    done = true;
cleanup:
    ndx_chunk_free(chunk);
    ndx_buffer_free(&r.letters);
    free(places);
    return done;
}

/* ---- one entry ---- */

static inline bool pass_letters(chunk_reader *r, ndx_span *bytes)
{
    uint64_t size;
    return ndx_read_varint(&r->column[NDX_COLUMN_LENGTH], &size) && size <= NDX_WORDS_ENTRY_BYTES &&
           take(&r->column[NDX_COLUMN_LETTERS], (size_t)size, bytes);
}

/* The place in the chunk of the entry that is sought: only the column of frequencies is looked at,
 * and passed over up to there. */
static bool find_place(chunk_reader *r, uint32_t entries, uint64_t frequency, uint32_t among,
                       uint32_t *found)
{
    ndx_span *column = &r->column[NDX_COLUMN_FREQUENCY];
    uint32_t seen = 0;
    for (*found = 0; *found < entries; ++*found) {
        const ndx_span here = *column;
        uint64_t own;
        uint64_t above = 0;
        if (!ndx_read_varint(column, &own) ||
            (own > r->frequency_class && !ndx_read_varint(column, &above)))
            return false;
        if (own == frequency && (own > r->frequency_class ? above == among : seen++ == among)) {
            *column = here;
            return true;
        }
    }
    return false;
}

static bool pass_edit(chunk_reader *r)
{
    uint64_t sizes[3];
    ndx_span bytes;
    for (int i = 0; i < 3; i++)
        if (!ndx_read_varint(&r->column[NDX_COLUMN_FORM], &sizes[i]))
            return false;
    return sizes[2] <= NDX_WORDS_ENTRY_BYTES &&
           take(&r->column[NDX_COLUMN_LETTERS], (size_t)sizes[2], &bytes);
}

/* A term that is told by its base; made only where `term` is not NULL. */
static bool pass_term(chunk_reader *r, uint8_t control, ndx_span base, ndx_buffer *term)
{
    uint64_t cut = 0;
    uint64_t more = 0;
    ndx_span bytes;
    if (!(control & CONTROL_TERM_IS_BASE) && (!ndx_read_varint(&r->column[NDX_COLUMN_FORM], &cut) ||
                                              !ndx_read_varint(&r->column[NDX_COLUMN_FORM], &more)))
        return false;
    if (cut > base.size || more > NDX_WORDS_ENTRY_BYTES ||
        !take(&r->column[NDX_COLUMN_LETTERS], (size_t)more, &bytes))
        return false;
    if (term) {
        ndx_buffer_clear(term);
        ndx_buffer_append(term, base.data, base.size - (size_t)cut);
        ndx_buffer_append_span(term, bytes);
    }
    return true;
}

/* A base, front-coded: bytes shared with the one before and the rest. */
typedef struct base_text {
    char bytes[UINT8_MAX + NDX_WORDS_ENTRY_BYTES];
    size_t size;
} base_text;

/* Passes over an entry; of its texts the base alone is made, for those behind it are told by it.
 * term: made as well unless it is NULL. */
static bool pass_entry(chunk_reader *r, base_text *base, ndx_buffer *term)
{
    uint8_t control;
    uint8_t shared;
    ndx_span bytes;
    ndx_word word = {0};
    if (!ndx_read_byte(&r->column[NDX_COLUMN_CONTROL], &control) ||
        !ndx_read_byte(&r->column[NDX_COLUMN_SHARED], &shared) || shared > base->size ||
        !pass_letters(r, &bytes))
        return false;
    if (control & (CONTROL_KIND | CONTROL_LANGUAGE | CONTROL_FLAGS) || r->before.kind != NDX_WORD) {
        if (!read_other(r, control, &word))
            return false;
        r->before = word;
    }
    if (bytes.size)
        memcpy(base->bytes + shared, bytes.data, bytes.size);
    base->size = shared + bytes.size;
    if (r->before.kind == NDX_WORD && !(control & CONTROL_TERM_AS_BEFORE) &&
        !pass_term(r, control, ndx_span_make(base->bytes, base->size), term))
        return false;
    return !(control & CONTROL_EDIT) || pass_edit(r);
}

/* The last entry up to `found` that does not take its term from the one before. */
static uint32_t term_giver(const chunk_reader *r, uint32_t found)
{
    const ndx_span *control = &r->column[NDX_COLUMN_CONTROL];
    while (found > 0 && (found >= control->size || control->data[found] & CONTROL_TERM_AS_BEFORE))
        found--;
    return found;
}

/* Copies what read_entry made of an entry. */
static bool keep(const chunk_reader *r, const place places[3], ndx_arena *arena, ndx_word *word)
{
    ndx_span *texts[3] = {&word->surface, &word->term, &word->folded};
    for (int i = 0; i < 3; i++) {
        ndx_span text =
            ndx_span_make(r->letters.data ? r->letters.data + places[i].at : "", places[i].size);
        if (!ndx_arena_copy(arena, text, texts[i]))
            return false;
    }
    return true;
}

bool ndx_chunk_find(ndx_span raw, uint32_t frequency_class, uint64_t frequency, uint32_t among,
                    ndx_arena *arena, ndx_word *word, ndx_error *error)
{
    chunk_reader r = {.frequency_class = frequency_class};
    base_text base;
    ndx_buffer term = {0};
    place places[3];
    uint32_t entries;
    uint32_t found;
    uint32_t above;
    base.size = 0;
    bool done =
        read_columns(&r, raw, &entries) && find_place(&r, entries, frequency, among, &found);
    uint32_t giver = done ? term_giver(&r, found) : 0;
    for (uint32_t i = 0; done && i < found; i++)
        done = pass_entry(&r, &base, i == giver ? &term : NULL);
    if (done) {
        ndx_buffer_append(&r.letters, base.bytes, base.size);
        ndx_buffer_append_span(&r.letters, ndx_buffer_span(&term));
        r.letters.failed |= term.failed;
        r.base = (place){0, base.size};
        r.term = (place){base.size, term.size};
        done = read_entry(&r, word, places, &above);
    }
    if (term.failed || r.letters.failed || (done && !keep(&r, places, arena, word)))
        done = ndx_error_memory(error, "reading the word list");
    else if (!done)
        ndx_error_set(error, NDX_ERROR_CORRUPT, "a chunk of the word list is damaged");
    ndx_buffer_free(&term);
    ndx_buffer_free(&r.letters);
    return done;
}

void ndx_chunk_free(ndx_chunk *chunk)
{
    if (!chunk)
        return;
    free(chunk->word);
    free(chunk->number);
    free(chunk->letters);
    free(chunk);
}
