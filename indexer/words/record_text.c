/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record_text.c - from the numbers of a record back to text, and to a whole article
 * (newsdex/record.h).
 *
 * Owns: the rule that two words with nothing between them are parted by one space. Must not know:
 * the record's bytes.
 */
#include "newsdex/limits.h"
#include "newsdex/record.h"

static bool damaged(const ndx_record *record, ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT,
                         "the record of the article %.*s is damaged: its text does not decode",
                         NDX_SPAN_ARGS(record->id));
}

typedef struct walker {
    ndx_words *words;
    const ndx_record *record;
    ndx_dense dense;
    const uint8_t *at, *end;
    bool after_word;
    ndx_buffer *text;
    size_t begin; /* of the text in the buffer */
} walker;

static walker walk(ndx_words *words, const ndx_record *record, ndx_text_field field,
                   ndx_buffer *text)
{
    const uint8_t *at = (const uint8_t *)record->code[field].data;
    walker w = {words,
                record,
                ndx_words_dense(words),
                at,
                at ? at + record->code[field].size : NULL,
                false,
                text,
                text->size};
    return w;
}

/* Appends the next entry's bytes; *word NULL at the end. */
static bool next(walker *w, uint32_t *number, const ndx_word **word, ndx_error *error)
{
    *word = NULL;
    if (w->at >= w->end)
        return true;
    if (!ndx_dense_read(w->dense, &w->at, w->end, number))
        return damaged(w->record, error);
    if (!ndx_words_shown(w->words, *number, word, error))
        return false;
    if ((*word)->kind == NDX_WORD && w->after_word)
        ndx_buffer_append_byte(w->text, ' ');
    w->after_word = (*word)->kind == NDX_WORD;
    ndx_buffer_append_span(w->text, (*word)->surface);
    if (w->text->size - w->begin >
        2 * (size_t)NDX_LIMIT_ARTICLE_BYTES) /* numbers are untrusted: a byte may give 8 KiB */
        return damaged(w->record, error);
    return ndx_buffer_ok(w->text, "reading an article", error);
}

bool ndx_record_text(ndx_words *words, const ndx_record *record, ndx_text_field field,
                     ndx_buffer *out, ndx_error *error)
{
    walker w = walk(words, record, field, out);
    const ndx_word *word;
    uint32_t number;
    do {
        if (!next(&w, &number, &word, error))
            return false;
    } while (word);
    return true;
}

static size_t characters_from(const ndx_buffer *text, size_t begin)
{
    size_t count = 0;
    for (size_t i = begin; i < text->size; i++)
        count += ((unsigned char)text->data[i] & 0xC0) != 0x80;
    return count;
}

/* The next words, `room` of them at most, the first at position `start`, and the text up to what
 * follows them; no further than a second word that makes it longer than `characters`. *more: there
 * is a further word, it is not the field's end. */
static bool read_words(walker *w, ndx_text_word *list, size_t room, size_t characters,
                       uint32_t start, size_t *count, bool *more, ndx_error *error)
{
    size_t counted = w->begin;
    size_t used = 0;
    *count = 0;
    *more = false;
    for (;;) {
        const ndx_word *word;
        uint32_t number;
        size_t before = w->text->size;
        if (!next(w, &number, &word, error))
            return false;
        if (!word)
            return true;
        if (word->kind == NDX_SEPARATOR && *count) {
            if (word->breaks > list[*count - 1].break_after)
                list[*count - 1].break_after = word->breaks;
        } else if (word->kind == NDX_WORD) {
            if (*count == room) {
                w->text->size = before;
                *more = true;
                return true;
            }
            list[*count] = (ndx_text_word){number, start + (uint32_t)*count,
                                           w->text->size - word->surface.size, w->text->size, 0};
            ++*count;
            used += characters_from(w->text, counted);
            counted = w->text->size;
            if (*count > 1 && used > characters) {
                *more = true;
                return true;
            }
        }
    }
}

bool ndx_record_text_words(ndx_words *words, const ndx_record *record, ndx_text_field field,
                           ndx_arena *arena, ndx_buffer *text, ndx_text_word **words_out,
                           size_t *count, ndx_error *error)
{
    size_t room = record->word_count[field]; /* at most a byte of code each, so it is bounded */
    ndx_text_word *list = ndx_arena_alloc(arena, (room + 1) * sizeof *list);
    uint32_t start = ndx_record_field_start(record, field);
    ndx_buffer_clear(text);
    *count = 0;
    *words_out = list;
    if (!list)
        return ndx_error_memory(error, "reading an article");
    walker w = walk(words, record, field, text);
    bool more;
    return read_words(&w, list, room, SIZE_MAX, start, count, &more, error) &&
           (!more || damaged(record, error));
}

/* ---- parts ---- */

bool ndx_record_outline(ndx_words *words, const ndx_record *record, ndx_text_field field,
                        ndx_arena *arena, uint32_t **numbers, uint8_t **break_after, size_t *count,
                        ndx_error *error)
{
    size_t room = record->word_count[field];
    const uint8_t *classes;
    uint32_t class_count;
    const uint8_t *at = (const uint8_t *)record->code[field].data;
    const uint8_t *end = at ? at + record->code[field].size : NULL;
    ndx_dense dense = ndx_words_dense(words);
    *numbers = ndx_arena_alloc(arena, (room + 1) * sizeof **numbers);
    *break_after = ndx_arena_alloc(arena, room + 1);
    *count = 0;
    if (!*numbers || !*break_after)
        return ndx_error_memory(error, "reading an article");
    if (!ndx_words_classes(words, &classes, &class_count, error))
        return false;
    while (at < end) {
        uint32_t number;
        if (!ndx_dense_read(dense, &at, end, &number))
            return damaged(record, error);
        if (number < class_count && classes[number]) {
            uint8_t breaks = (uint8_t)(classes[number] - NDX_CLASS_SEPARATOR);
            if (*count && breaks > (*break_after)[*count - 1])
                (*break_after)[*count - 1] = breaks;
            continue;
        }
        if (*count >= room)
            return damaged(record, error);
        (*numbers)[*count] = number;
        (*break_after)[(*count)++] = 0;
    }
    return true;
}

/* Passes over the first words of a field without looking them up; what stands before the next one
 * is passed over too. */
static bool pass_words(walker *w, size_t words_to_pass, ndx_error *error)
{
    const uint8_t *classes;
    uint32_t class_count;
    if (!ndx_words_classes(w->words, &classes, &class_count, error))
        return false;
    while (w->at < w->end) {
        const uint8_t *here = w->at;
        uint32_t number;
        if (!ndx_dense_read(w->dense, &w->at, w->end, &number))
            return damaged(w->record, error);
        bool separator = number < class_count && classes[number];
        if (!separator && words_to_pass-- == 0) {
            w->at = here;
            return true;
        }
    }
    return true;
}

bool ndx_record_window(ndx_words *words, const ndx_record *record, ndx_text_field field,
                       size_t first, size_t count, size_t characters, ndx_arena *arena,
                       ndx_buffer *text, ndx_text_word **words_out, size_t *got, ndx_error *error)
{
    size_t total = record->word_count[field];
    size_t room = first >= total ? 0 : total - first < count ? total - first : count;
    ndx_text_word *list = ndx_arena_alloc(arena, (room + 1) * sizeof *list);
    uint32_t start = ndx_record_field_start(record, field) + (uint32_t)first;
    ndx_buffer_clear(text);
    *got = 0;
    *words_out = list;
    if (!list)
        return ndx_error_memory(error, "reading an article");
    walker w = walk(words, record, field, text);
    if (first && !pass_words(&w, first, error))
        return false;
    bool more;
    return read_words(&w, list, room, characters, start, got, &more, error);
}

/* ---- the article ---- */

static bool copy(ndx_arena *arena, ndx_span span, ndx_span *out, ndx_error *error)
{
    return ndx_arena_copy(arena, span, out) || ndx_error_memory(error, "reading an article");
}

static bool set_atom(ndx_words *words, uint32_t atom, ndx_span *out, ndx_error *error)
{
    const ndx_word *word;
    if (!atom)
        return true;
    if (!ndx_words_get(words, atom - 1, &word, error))
        return false;
    *out = word->surface;
    return true;
}

static bool set_list(ndx_words *words, const ndx_record *record, ndx_span codes, ndx_arena *arena,
                     ndx_span *out, ndx_error *error)
{
    ndx_dense dense = ndx_words_dense(words);
    const uint8_t *at = (const uint8_t *)codes.data;
    const uint8_t *end = at ? at + codes.size : NULL;
    ndx_buffer values = {0};
    bool done = true;
    while (done && at < end) {
        uint32_t number;
        const ndx_word *word;
        if (!ndx_dense_read(dense, &at, end, &number)) {
            done = damaged(record, error);
            break;
        }
        done = ndx_words_get(words, number, &word, error);
        if (done && values.size)
            ndx_buffer_append_byte(&values, '\n');
        if (done)
            ndx_buffer_append_span(&values, word->surface);
    }
    done = done && ndx_buffer_ok(&values, "reading an article", error) &&
           copy(arena, ndx_buffer_span(&values), out, error);
    ndx_buffer_free(&values);
    return done;
}

static bool set_date(const ndx_date *date, ndx_span text, ndx_arena *arena, ndx_span *out,
                     ndx_error *error)
{
    ndx_buffer iso = {0};
    if (text.size || date->precision == NDX_PRECISION_NONE)
        return copy(arena, text, out, error);
    bool done = ndx_date_append_iso(&iso, date) && copy(arena, ndx_buffer_span(&iso), out, error);
    ndx_buffer_free(&iso);
    return done;
}

bool ndx_record_names(ndx_words *words, ndx_record *record, ndx_arena *arena, ndx_error *error)
{
    const ndx_word *folder;
    if (!record->folder)
        return true;
    if (!ndx_words_get(words, record->folder - 1, &folder, error))
        return false;
    ndx_span *const names[] = {&record->id, &record->path};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *whole = ndx_arena_alloc(arena, folder->surface.size + names[i]->size);
        if (!whole)
            return ndx_error_memory(error, "reading an article");
        memcpy(whole, folder->surface.data, folder->surface.size);
        if (names[i]->size)
            memcpy(whole + folder->surface.size, names[i]->data, names[i]->size);
        *names[i] = ndx_span_make(whole, folder->surface.size + names[i]->size);
    }
    record->folder = 0;
    return true;
}

bool ndx_record_has_id(ndx_words *words, const ndx_record *record, ndx_span id, bool *has,
                       ndx_error *error)
{
    const ndx_word *folder;
    *has = false;
    if (record->folder) {
        if (!ndx_span_ends_with(id, record->id))
            return true;
        if (!ndx_words_get(words, record->folder - 1, &folder, error))
            return false;
        if (!ndx_span_starts_with(id, folder->surface))
            return true;
        id = ndx_span_skip(id, folder->surface.size);
    }
    *has = ndx_span_equal(record->id, id);
    return true;
}

static bool set_url(ndx_words *words, const ndx_record *record, ndx_arena *arena, ndx_span *out,
                    ndx_error *error)
{
    ndx_span site;
    ndx_buffer url = {0};
    if (!record->site)
        return copy(arena, record->url, out, error);
    if (!set_atom(words, record->site, &site, error))
        return false;
    ndx_buffer_append_span(&url, site);
    ndx_buffer_append_span(&url, record->url);
    bool done = ndx_buffer_ok(&url, "reading an article", error) &&
                copy(arena, ndx_buffer_span(&url), out, error);
    ndx_buffer_free(&url);
    return done;
}

static bool set_origins(ndx_words *words, const ndx_record *record, ndx_article *article,
                        ndx_error *error)
{
    ndx_span set = {NULL, 0};
    if (!set_atom(words, record->origin_set, &set, error))
        return false;
    for (int i = 0; i < NDX_FIELD_COUNT; i++) {
        if (record->origin[i] && !set_atom(words, record->origin[i], &article->origin[i], error))
            return false;
        const char *end = set.size ? memchr(set.data, '\n', set.size) : NULL;
        if (!end)
            continue;
        article->origin[i] = ndx_span_between(set.data, end);
        set = ndx_span_skip(set, (size_t)(end - set.data) + 1);
    }
    return true;
}

/* A language that the article did not state, but the detector found. */
static void set_language(const ndx_record *record, ndx_article *article)
{
    const ndx_language_info *language = ndx_language_describe(record->language);
    if (article->field[NDX_FIELD_LANGUAGE].size || !language || !*language->code)
        return;
    article->field[NDX_FIELD_LANGUAGE] = ndx_span_of(language->code);
    article->origin[NDX_FIELD_LANGUAGE] = NDX_SPAN("detected");
}

static bool read_article(ndx_words *words, const ndx_record *record, int text_count,
                         ndx_arena *arena, ndx_article *article, ndx_error *error)
{
    ndx_span *field = article->field;
    ndx_record named = *record;
    *article = (ndx_article){.date = record->date, .modified = record->modified};
    for (int i = 0; i < text_count; i++) {
        ndx_buffer text = {0};
        bool done = ndx_record_text(words, record, (ndx_text_field)i, &text, error) &&
                    copy(arena, ndx_buffer_span(&text),
                         &field[ndx_text_field_of((ndx_text_field)i)], error);
        ndx_buffer_free(&text);
        if (!done)
            return false;
    }
    if (!ndx_record_names(words, &named, arena, error) ||
        !copy(arena, named.id, &field[NDX_FIELD_ID], error) ||
        !copy(arena, named.path, &field[NDX_FIELD_PATH], error) ||
        !set_url(words, record, arena, &field[NDX_FIELD_URL], error) ||
        !set_date(&record->date, record->date_text, arena, &field[NDX_FIELD_DATE], error) ||
        !set_date(&record->modified, record->modified_text, arena, &field[NDX_FIELD_MODIFIED],
                  error) ||
        !set_atom(words, record->source, &field[NDX_FIELD_SOURCE], error) ||
        !set_atom(words, record->version, &field[NDX_FIELD_VERSION], error) ||
        !set_atom(words, record->language_text, &field[NDX_FIELD_LANGUAGE], error) ||
        (record->path_atom && !set_atom(words, record->path_atom, &field[NDX_FIELD_PATH], error)) ||
        !set_list(words, record, record->atoms_section, arena, &field[NDX_FIELD_SECTION], error) ||
        !set_list(words, record, record->atoms_keywords, arena, &field[NDX_FIELD_KEYWORDS],
                  error) ||
        !set_list(words, record, record->atoms_authors, arena, &field[NDX_FIELD_AUTHORS], error) ||
        !set_origins(words, record, article, error))
        return false;
    set_language(record, article);
    return true;
}

bool ndx_record_article(ndx_words *words, const ndx_record *record, ndx_arena *arena,
                        ndx_article *article, ndx_error *error)
{
    return read_article(words, record, NDX_TEXT_COUNT, arena, article, error);
}

bool ndx_record_article_head(ndx_words *words, const ndx_record *record, ndx_arena *arena,
                             ndx_article *article, ndx_error *error)
{
    return read_article(words, record, NDX_TEXT_BODY, arena, article, error);
}
