/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet.c - implements snippet.h. */
#include "present/snippet.h"

#include "newsdex/analysis.h"
#include "newsdex/array.h"
#include "newsdex/utf8.h"

typedef struct field_words {
    ndx_text_word *word;
    size_t count;
    bool *hit; /* highlighted */
    ndx_span text;
} field_words;

static bool is_position(const uint32_t *positions, size_t count, uint32_t position)
{
    size_t low = ndx_array_lower_bound(positions, count, position);
    return low < count && positions[low] == position;
}

static bool read_field(ndx_words *words, const ndx_record *record, ndx_text_field field,
                       const uint32_t *positions, size_t position_count, ndx_arena *arena,
                       field_words *out, ndx_error *error)
{
    ndx_buffer text = {0};
    *out = (field_words){0};
    bool done =
        ndx_record_text_words(words, record, field, arena, &text, &out->word, &out->count, error);
    if (done && !ndx_arena_copy(arena, ndx_buffer_span(&text), &out->text))
        done = ndx_error_memory(error, "showing a result");
    ndx_buffer_free(&text);
    out->hit = ndx_arena_alloc(arena, out->count + 1);
    if (done && !out->hit)
        done = ndx_error_memory(error, "showing a result");
    for (size_t i = 0; done && out->hit && i < out->count; i++)
        out->hit[i] = is_position(positions, position_count, out->word[i].position);
    return done;
}

/* The marks of words first to last (exclusive) in the text that begins at byte `from`. Neighbours
 * are marked in one. */
static bool mark(const field_words *field, size_t first, size_t last, size_t from, ndx_arena *arena,
                 ndx_marked *out, ndx_error *error)
{
    ndx_mark *marks = ndx_arena_alloc(arena, (last - first + 1) * sizeof *marks);
    if (!marks)
        return ndx_error_memory(error, "showing a result");
    size_t count = 0;
    for (size_t i = first; i < last; i++) {
        if (!field->hit[i])
            continue;
        if (count && i > first && field->hit[i - 1])
            marks[count - 1].end = field->word[i].end - from;
        else
            marks[count++] = (ndx_mark){field->word[i].begin - from, field->word[i].end - from};
    }
    out->marks = marks;
    out->mark_count = count;
    return true;
}

bool ndx_marked_field(ndx_words *words, const ndx_record *record, ndx_text_field field,
                      const uint32_t *positions, size_t position_count, ndx_arena *arena,
                      ndx_marked *out, ndx_error *error)
{
    field_words read;
    *out = (ndx_marked){0};
    if (!read_field(words, record, field, positions, position_count, arena, &read, error))
        return false;
    out->text = read.text;
    return mark(&read, 0, read.count, 0, arena, out, error);
}

static size_t characters_of(ndx_span text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

/* A body's words without their strings: what the window is chosen by. */
typedef struct outline {
    uint32_t *number;
    uint8_t *break_after;
    bool *hit;
    size_t count;
} outline;

static bool read_outline(ndx_words *words, const ndx_record *record, const uint32_t *positions,
                         size_t position_count, ndx_arena *arena, outline *o, ndx_error *error)
{
    uint32_t start = ndx_record_field_start(record, NDX_TEXT_BODY);
    if (!ndx_record_outline(words, record, NDX_TEXT_BODY, arena, &o->number, &o->break_after,
                            &o->count, error))
        return false;
    o->hit = ndx_arena_alloc(arena, o->count + 1);
    if (!o->hit)
        return ndx_error_memory(error, "showing a result");
    memset(o->hit, 0, o->count + 1);
    for (size_t i = 0; i < position_count; i++)
        if (positions[i] >= start && positions[i] - start < o->count)
            o->hit[positions[i] - start] = true;
    return true;
}

/* Different words count most: a window with both words of the query tells more than one with one of
 * them twice. */
static size_t window_value(const outline *o, size_t first, size_t size)
{
    uint32_t seen[32];
    size_t different = 0;
    size_t hits = 0;
    for (size_t i = first; i < o->count && i - first < size; i++) {
        if (!o->hit[i])
            continue;
        hits++;
        size_t k = 0;
        while (k < different && seen[k] != o->number[i])
            k++;
        if (k == different && different < sizeof seen / sizeof *seen)
            seen[different++] = o->number[i];
    }
    return different * 1000 + (hits < 999 ? hits : 999);
}

/* A window begins some words before its first hit: at a sentence's beginning if one is near, else a
 * little before. */
static size_t window_begin(const outline *o, size_t hit)
{
    enum { NEAR = 12, LEAD = 5 };
    for (size_t back = 0; back <= NEAR && back <= hit; back++) {
        size_t at = hit - back;
        if (at == 0 || o->break_after[at - 1] != NDX_BREAK_NONE)
            return at;
    }
    return hit > LEAD ? hit - LEAD : 0;
}

static size_t choose_window(const outline *o, size_t size)
{
    size_t best = 0;
    size_t best_value = 0;
    for (size_t i = 0; i < o->count; i++) {
        if (!o->hit[i])
            continue;
        size_t begin = window_begin(o, i);
        size_t value = window_value(o, begin, size);
        if (value > best_value) {
            best_value = value;
            best = begin;
        }
    }
    return best;
}

/* How many words of the window have room: the first always has. */
static size_t fitting(const field_words *field, size_t characters)
{
    size_t end = 0;
    size_t used = 0;
    size_t at = 0;
    while (end < field->count) {
        used += characters_of(ndx_span_make(field->text.data + at, field->word[end].end - at));
        if (end > 0 && used > characters)
            break;
        at = field->word[end].end;
        end++;
    }
    return end;
}

bool ndx_snippet(ndx_words *words, const ndx_record *record, const uint32_t *positions,
                 size_t position_count, size_t characters, ndx_arena *arena, ndx_marked *out,
                 ndx_error *error)
{
    outline o = {0};
    field_words field = {0};
    ndx_buffer text = {0};
    *out = (ndx_marked){0};
    if (!read_outline(words, record, positions, position_count, arena, &o, error))
        return false;
    /* a word has five letters and a space on average; one of a script without spaces a character,
     * and then more of them fit */
    size_t begin = choose_window(&o, characters / 6 + 1);
    bool done = ndx_record_window(words, record, NDX_TEXT_BODY, begin, characters / 2 + 1,
                                  characters, arena, &text, &field.word, &field.count, error);
    if (done && !ndx_arena_copy(arena, ndx_buffer_span(&text), &field.text))
        done = ndx_error_memory(error, "showing a result");
    ndx_buffer_free(&text);
    if (!done)
        return false;
    if (!field.count) {
        out->text = ndx_utf8_cut(field.text, characters);
        return true;
    }
    field.hit = o.hit + begin;
    size_t end = fitting(&field, characters);
    size_t from = field.word[0].begin > characters ? field.word[0].begin : 0;
    size_t last = field.word[end - 1].end;
    size_t to = last;
    size_t next = end < field.count ? field.word[end].begin : field.text.size;
    bool whole = begin + end >= o.count;
    /* the full stop belongs to the sentence that it ends; what ends the body, to the body */
    if (whole)
        to = field.text.size;
    else if (field.word[end - 1].break_after != NDX_BREAK_NONE)
        while (to < next && field.text.data[to] != ' ' && field.text.data[to] != '\n')
            to++;
    bool too_long = to - last > characters; /* a line of hyphens */
    if (too_long)
        to = last + ndx_utf8_cut(ndx_span_make(field.text.data + last, to - last), characters).size;
    out->text = ndx_span_make(field.text.data + from, to - from);
    out->cut_before = begin > 0 || from > 0;
    out->cut_after = !whole || too_long;
    return mark(&field, 0, end, from, arena, out, error);
}
