/* SPDX-License-Identifier: GPL-2.0-or-later */
/* snippet.c - implements snippet.h. */
#include "present/snippet.h"

#include "newsdex/analysis.h"
#include "newsdex/array.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <unigbrk.h>

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

static bool begins_sentence(const outline *o, size_t word)
{
    return word == 0 || o->break_after[word - 1] != NDX_BREAK_NONE;
}

/* A window of so many words begins some before its first hit: at a sentence's beginning if one is
 * near, else a little before. */
static size_t window_begin(const outline *o, size_t hit, size_t size)
{
    size_t near = size * 3 / 10;
    size_t lead = size / 8;
    for (size_t back = 0; back <= near && back <= hit; back++)
        if (begins_sentence(o, hit - back))
            return hit - back;
    return hit > lead ? hit - lead : 0;
}

static size_t choose_window(const outline *o, size_t size)
{
    size_t best = 0;
    size_t best_value = 0;
    for (size_t i = 0; i < o->count; i++) {
        if (!o->hit[i])
            continue;
        size_t begin = window_begin(o, i, size);
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

/* ---- what must not be cut ---- */

/* Words looked at to find where something written in one piece begins or ends: a longer one, such
 * as an address, is cut after all. */
enum { PIECES = 8 };

static bool has_space(ndx_span text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == ' ' || text.data[i] == '\n')
            return true;
    return false;
}

/* What stands between two words of one piece: 3-2, anti-terror, example.com/a, &quot;a, the parts of
 * an overlong word. Dashes and the punctuation of scripts without spaces part. */
static bool joins(ndx_span gap, ndx_span before)
{
    static const char *const joining[] = {"\u2010", "\u2011", "\u2019"};
    if (!gap.size)
        return characters_of(before) >= NDX_LIMIT_WORD_CHARACTERS;
    for (size_t i = 0; i < sizeof joining / sizeof *joining; i++)
        if (ndx_span_equal(gap, ndx_span_of(joining[i])))
            return true;
    return ndx_ascii_prefix(gap) == gap.size && !has_space(gap);
}

static ndx_span word_text(ndx_span text, const ndx_text_word *word)
{
    return ndx_span_make(text.data + word->begin, word->end - word->begin);
}

/* Is word i of those read in one piece with the one behind it? next: where that begins. */
static bool goes_on(ndx_span text, const ndx_text_word *word, size_t next)
{
    return joins(ndx_span_make(text.data + word->end, next - word->end), word_text(text, word));
}

/* What belongs to the word that a text ends before: an opening quotation mark, the "&" of an entity. */
static ndx_span attached(ndx_span text, const ndx_text_word *last)
{
    enum { MOST_BYTES = 16 };
    ndx_span gap = ndx_span_skip(text, last->end);
    size_t size = 0;
    while (size < gap.size && !has_space(ndx_span_make(gap.data + gap.size - size - 1, 1)))
        size++;
    return size == gap.size || size > MOST_BYTES ? ndx_span_make("", 0)
                                                 : ndx_span_skip(gap, gap.size - size);
}

/* The longest beginning of at most so many characters that ends with a whole one as a person sees
 * them: an accent, a skin tone, a joined family stay with what they belong to (UAX #29). */
static ndx_span cut_visible(ndx_span text, size_t characters)
{
    const uint8_t *begin = (const uint8_t *)text.data;
    const uint8_t *at = begin;
    const uint8_t *next;
    while (text.size && (next = u8_grapheme_next(at, begin + text.size)) != NULL &&
           characters_of(ndx_span_make(text.data, (size_t)(next - begin))) <= characters)
        at = next;
    return ndx_span_make(text.data, text.size ? (size_t)(at - begin) : 0);
}

/* ---- the window ---- */

typedef struct body {
    ndx_words *words;
    const ndx_record *record;
    size_t characters; /* that there is room for */
    ndx_arena *arena;
    outline outline;
} body;

/* Words of a window at most: what limits text whose words are characters, which are wide. */
static size_t most_words(const body *b)
{
    return b->characters / 2 + 1;
}

typedef struct window {
    size_t begin;      /* its first word in the body */
    size_t end;        /* how many words have room */
    ndx_span lead;     /* what is attached to the first */
    field_words field; /* from begin on; perhaps more than have room */
} window;

static bool read_words(const body *b, size_t first, size_t count, size_t characters,
                       field_words *out, ndx_error *error)
{
    ndx_buffer text = {0};
    bool done = ndx_record_window(b->words, b->record, NDX_TEXT_BODY, first, count, characters,
                                  b->arena, &text, &out->word, &out->count, error);
    if (done && !ndx_arena_copy(b->arena, ndx_buffer_span(&text), &out->text))
        done = ndx_error_memory(error, "showing a result");
    ndx_buffer_free(&text);
    return done;
}

/* Moves the beginning back to that of the piece it lies in. */
static bool find_piece(const body *b, window *w, ndx_error *error)
{
    size_t look = 1; /* nearly always enough */
    w->lead = ndx_span_make("", 0);
    while (w->begin > 0) {
        field_words before;
        size_t count = w->begin < look ? w->begin : look;
        if (!read_words(b, w->begin - count, count, SIZE_MAX, &before, error))
            return false;
        size_t back = 0;
        size_t next = before.text.size;
        while (back < before.count &&
               goes_on(before.text, &before.word[before.count - 1 - back], next))
            next = before.word[before.count - 1 - back++].begin;
        if (back == before.count && count < PIECES && w->begin > count) {
            look = PIECES;
            continue;
        }
        w->begin -= back;
        if (back < before.count && !back)
            w->lead = attached(before.text, &before.word[before.count - 1]);
        else if (back < before.count)
            w->lead = attached(ndx_span_make(before.text.data, next),
                               &before.word[before.count - 1 - back]);
        break;
    }
    return true;
}

/* Ends with a whole piece, but not before a hit. */
static size_t end_of_piece(const window *w)
{
    size_t end = w->end;
    for (size_t back = 0; back < PIECES && end > 1 && end < w->field.count; back++, end--)
        if (w->field.hit[end - 1] ||
            !goes_on(w->field.text, &w->field.word[end - 1], w->field.word[end].begin))
            return end;
    return end > 1 && end < w->field.count ? w->end : end;
}

static bool read_window(const body *b, size_t begin, window *w, ndx_error *error)
{
    *w = (window){.begin = begin};
    if (!find_piece(b, w, error) ||
        !read_words(b, w->begin, most_words(b), b->characters, &w->field, error))
        return false;
    w->field.hit = b->outline.hit + w->begin;
    w->end = fitting(&w->field, b->characters);
    w->end = end_of_piece(w);
    return true;
}

static size_t characters_of_window(const window *w)
{
    return characters_of(ndx_span_make(w->field.text.data, w->field.word[w->end - 1].end));
}

/* The first of the words from `first` on with which all that follows has room; a sentence that begins
 * soon behind it is better. */
static size_t earliest_fitting(const body *b, const field_words *read, size_t first, size_t begin)
{
    size_t fits = 0;
    size_t to = read->word[read->count - 1].end;
    while (first + fits < begin &&
           characters_of(ndx_span_make(read->text.data + read->word[fits].begin,
                                       to - read->word[fits].begin)) > b->characters)
        fits++;
    size_t earliest = first + fits;
    for (size_t i = earliest; i < begin && i - earliest <= (begin - earliest) / 2; i++)
        if (begins_sentence(&b->outline, i))
            return i;
    return earliest;
}

/* Where the body ends before the room does, it begins earlier. */
static bool fill(const body *b, window *w, ndx_error *error)
{
    enum { SHORTEST = 3 }; /* characters of a word and a space, of a text that is worth while */
    field_words read;
    if (!w->begin || !w->end || w->begin + w->end < b->outline.count)
        return true;
    size_t used = characters_of_window(w);
    size_t mean = used / w->end < SHORTEST ? used / w->end : SHORTEST;
    size_t more = used < b->characters ? (b->characters - used) / (mean ? mean : 1) : 0;
    if (more > most_words(b) - w->end)
        more = most_words(b) - w->end;
    size_t first = w->begin > more ? w->begin - more : 0;
    if (first == w->begin)
        return true;
    if (!read_words(b, first, w->begin - first + w->end, SIZE_MAX, &read, error))
        return false;
    size_t begin = read.count ? earliest_fitting(b, &read, first, w->begin) : w->begin;
    window wider;
    if (begin == w->begin)
        return true;
    if (!read_window(b, begin, &wider, error))
        return false;
    if (wider.begin + wider.end >= b->outline.count) /* a piece may have been longer */
        *w = wider;
    return true;
}

static bool choose(const body *b, window *w, ndx_error *error)
{
    size_t words = b->characters / 6 + 1; /* of five letters and a space on average */
    if (!read_window(b, choose_window(&b->outline, words), w, error))
        return false;
    /* of a script without spaces a word is a character */
    if (w->end && characters_of_window(w) < 2 * w->end &&
        !read_window(b, choose_window(&b->outline, most_words(b)), w, error))
        return false;
    return fill(b, w, error);
}

/* The end of the text: with the last word comes what is attached to it. A full stop belongs to the
 * sentence that it ends, what ends the body to the body. */
static size_t text_end(const window *w, bool whole)
{
    enum { ATTACHED_BYTES = 8 };
    const field_words *field = &w->field;
    const ndx_text_word *last = &field->word[w->end - 1];
    size_t next = w->end < field->count ? field->word[w->end].begin : field->text.size;
    if (whole)
        return field->text.size;
    size_t to = last->end;
    while (to < next && field->text.data[to] != ' ' && field->text.data[to] != '\n')
        to++;
    bool ends = last->break_after != NDX_BREAK_NONE;
    return ends || (to < next && to - last->end <= ATTACHED_BYTES) ? to : last->end;
}

/* A body that has no words: a line of hyphens, of emoji. */
static void show_symbols(const body *b, const window *w, ndx_marked *out)
{
    out->text = cut_visible(w->field.text, b->characters);
    out->cut_after = out->text.size < w->field.text.size;
}

/* The text with what is attached to its first word, which moves all words. */
static bool put_lead(const body *b, window *w, ndx_error *error)
{
    ndx_buffer text = {0};
    if (!w->lead.size)
        return true;
    ndx_buffer_append_span(&text, w->lead);
    ndx_buffer_append_span(&text, w->field.text);
    bool done = !text.failed && ndx_arena_copy(b->arena, ndx_buffer_span(&text), &w->field.text);
    ndx_buffer_free(&text);
    for (size_t i = 0; i < w->field.count; i++) {
        w->field.word[i].begin += w->lead.size;
        w->field.word[i].end += w->lead.size;
    }
    return done || ndx_error_memory(error, "showing a result");
}

bool ndx_snippet(ndx_words *words, const ndx_record *record, const uint32_t *positions,
                 size_t position_count, size_t characters, ndx_arena *arena, ndx_marked *out,
                 ndx_error *error)
{
    body b = {.words = words, .record = record, .characters = characters, .arena = arena};
    window w;
    *out = (ndx_marked){0};
    if (!read_outline(words, record, positions, position_count, arena, &b.outline, error) ||
        !choose(&b, &w, error) || !put_lead(&b, &w, error))
        return false;
    if (!w.field.count) {
        show_symbols(&b, &w, out);
        return true;
    }
    size_t from = w.field.word[0].begin > characters ? w.field.word[0].begin : 0;
    size_t last = w.field.word[w.end - 1].end;
    bool whole = w.begin + w.end >= b.outline.count;
    size_t to = text_end(&w, whole);
    bool too_long = to - last > characters; /* a line of hyphens */
    if (too_long)
        to =
            last + cut_visible(ndx_span_make(w.field.text.data + last, to - last), characters).size;
    out->text = ndx_span_make(w.field.text.data + from, to - from);
    out->cut_before = w.begin > 0 || from > 0;
    out->cut_after = !whole || too_long;
    return mark(&w.field, 0, w.end, from, arena, out, error);
}
