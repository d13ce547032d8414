/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_write.c - a list of words as values: chunks, directory, root, tables (words_format.h).
 *
 * Owns: what goes into which value. Must not know: where values go, the columns of a chunk.
 */
#include "indexer/words/words_format.h"

#include "newsdex/array.h"

#include <stdlib.h>

/* What the directory says of a chunk, and the root of a page. */
typedef struct descriptor {
    uint8_t kind; /* with bit 7 */
    ndx_buffer key, low, high;
    bool folded; /* low and high are set */
    uint32_t in_class[NDX_CLASS_CHOSEN + 1];
} descriptor;

typedef struct separator {
    uint32_t number;
    uint8_t breaks;
} separator;

/* Pages come after all chunks, for keys ascend: their descriptors are cut out of one run of bytes.
 */
typedef struct page_list {
    size_t *end;
    size_t count, room;
} page_list;

/* A frequent word as it will be shown: where its surface lies. */
typedef struct shown_word {
    size_t begin;
    uint32_t size;
    uint8_t kind, breaks;
} shown_word;

struct ndx_words_writer {
    uint32_t entries, added;
    ndx_dense dense;
    char name_bytes[NDX_WORDS_NAME_LIMIT];
    ndx_span name;
    ndx_put put;
    void *context;
    ndx_words_summary summary;
    ndx_error *error;

    ndx_pack *pack;
    ndx_chunk_writer chunk;
    ndx_word before;    /* the entry added last */
    ndx_buffer text[2]; /* its bytes, and those of the next */
    ndx_buffer raw, value, page, pages;
    ndx_buffer directory; /* unpacked until the chunks are out: 100 bytes for 256 words */
    page_list list;
    separator *separators;
    size_t separator_count, separator_capacity;
    uint32_t chunks;
    descriptor now, whole_page;
    uint32_t in_class[NDX_CLASS_CHOSEN + 1];
    ndx_rare *rares; /* rising frequency */
    size_t rare_count;
    uint32_t frequent;  /* numbers with a frequency above CLASS */
    uint32_t *chunk_of; /* of each of those */
    shown_word shown[NDX_SHOWN_WORDS];
    ndx_buffer surfaces; /* of these */
};

static bool put_value(ndx_words_writer *w, char letter, uint32_t index)
{
    ndx_words_key key;
    ndx_span name = ndx_words_key_make(&key, w->name, letter, index);
    ndx_buffer_clear(&w->value);
    if (letter == 'r')
        ndx_buffer_append_byte(&w->value, NDX_WORDS_VERSION);
    if (!ndx_buffer_ok(&w->raw, "writing the word list", w->error) ||
        !ndx_pack_append(w->pack, ndx_buffer_span(&w->raw), &w->value, w->error) ||
        !w->put(w->context, name, ndx_buffer_span(&w->value), w->error))
        return false;
    w->summary.bytes += name.size + w->value.size;
    ndx_buffer_clear(&w->raw);
    return true;
}

/* ---- descriptors ---- */

static void append_descriptor(ndx_buffer *out, const descriptor *d)
{
    ndx_buffer_append_byte(out, d->kind);
    ndx_buffer_append_counted(out, ndx_buffer_span(&d->key));
    ndx_buffer_append_counted(out, ndx_buffer_span(&d->low));
    ndx_buffer_append_counted(out, ndx_buffer_span(&d->high));
    for (uint32_t i = 1; i <= NDX_CLASS_CHOSEN; i++)
        ndx_buffer_append_varint(out, d->in_class[i]);
    out->failed |= d->key.failed || d->low.failed || d->high.failed;
}

static void clear_descriptor(descriptor *d)
{
    ndx_buffer_clear(&d->key);
    ndx_buffer_clear(&d->low);
    ndx_buffer_clear(&d->high);
    d->folded = false;
    memset(d->in_class, 0, sizeof d->in_class);
}

static void free_descriptor(descriptor *d)
{
    ndx_buffer_free(&d->key);
    ndx_buffer_free(&d->low);
    ndx_buffer_free(&d->high);
}

static void set(ndx_buffer *buffer, ndx_span span)
{
    ndx_buffer_clear(buffer);
    ndx_buffer_append_span(buffer, span);
}

static void widen(descriptor *d, ndx_span low, ndx_span high)
{
    if (!d->folded || ndx_span_compare(low, ndx_buffer_span(&d->low)) < 0)
        set(&d->low, low);
    if (!d->folded || ndx_span_compare(high, ndx_buffer_span(&d->high)) > 0)
        set(&d->high, high);
    d->folded = true;
}

/* The shortest string that is above `before` and not above `first`. */
static ndx_span shortest_between(ndx_span before, ndx_span first)
{
    size_t same = 0;
    while (same < before.size && same < first.size && before.data[same] == first.data[same])
        same++;
    return ndx_span_make(first.data, same < first.size ? same + 1 : first.size);
}

/* The first entry of a chunk: what is searched for by. */
static void begin_descriptor(descriptor *d, const ndx_word *first, const ndx_word *before)
{
    ndx_span text = ndx_word_sort_text(first);
    d->kind = first->kind;
    if (!before || before->kind != first->kind)
        set(&d->key, ndx_span_make("", 0)); /* nothing of this kind stands before */
    else if (ndx_span_equal(ndx_word_sort_text(before), text)) {
        d->kind |= 0x80;
        set(&d->key, text);
    } else {
        set(&d->key, shortest_between(ndx_word_sort_text(before), text));
    }
}

/* ---- chunks and pages ---- */

static bool end_page(ndx_words_writer *w)
{
    append_descriptor(&w->pages, &w->whole_page);
    clear_descriptor(&w->whole_page);
    set(&w->raw, ndx_buffer_span(&w->page));
    ndx_buffer_clear(&w->page);
    return ndx_buffer_ok(&w->pages, "writing the word list", w->error);
}

static bool end_chunk(ndx_words_writer *w)
{
    if (!ndx_chunk_finish(&w->chunk, &w->raw, w->error) || !put_value(w, 'c', w->chunks))
        return false;
    if (w->chunks % NDX_PAGE_CHUNKS == 0) {
        w->whole_page.kind = w->now.kind;
        set(&w->whole_page.key, ndx_buffer_span(&w->now.key));
    }
    if (w->now.folded)
        widen(&w->whole_page, ndx_buffer_span(&w->now.low), ndx_buffer_span(&w->now.high));
    for (uint32_t i = 1; i <= NDX_CLASS_CHOSEN; i++)
        w->whole_page.in_class[i] += w->now.in_class[i];
    append_descriptor(&w->page, &w->now);
    clear_descriptor(&w->now);
    w->chunks++;
    return true;
}

/* Pages of the directory are kept until all chunks are out. */
static bool keep_page(ndx_words_writer *w)
{
    if (!end_page(w))
        return false;
    ndx_buffer_append_span(&w->directory, ndx_buffer_span(&w->raw));
    ndx_buffer_clear(&w->raw);
    size_t *grown = ndx_array_room(w->list.end, w->list.count, &w->list.room, 16, sizeof *grown);
    if (!grown)
        return ndx_error_memory(w->error, "writing the word list");
    w->list.end = grown;
    w->list.end[w->list.count++] = w->directory.size;
    return ndx_buffer_ok(&w->directory, "writing the word list", w->error);
}

static bool put_pages(ndx_words_writer *w)
{
    bool done = true;
    for (size_t i = 0; done && i < w->list.count; i++) {
        size_t begin = i ? w->list.end[i - 1] : 0;
        ndx_buffer_append(&w->raw, w->directory.data + begin, w->list.end[i] - begin);
        done = put_value(w, 'd', (uint32_t)i);
    }
    return done;
}

/* ---- frequent words as they are shown ---- */

static bool put_shown(ndx_words_writer *w)
{
    for (uint32_t page = 0; w->chunks >= NDX_SHOWN_CHUNKS && page < NDX_SHOWN_PAGES; page++) {
        for (uint32_t i = page * NDX_SHOWN_PAGE; i < (page + 1) * NDX_SHOWN_PAGE; i++) {
            const shown_word *shown = &w->shown[i];
            ndx_buffer_append_byte(&w->raw, (unsigned char)(shown->kind | shown->breaks << 2));
            ndx_buffer_append_counted(&w->raw,
                                      ndx_span_make(w->surfaces.data + shown->begin, shown->size));
        }
        if (!put_value(w, 'f', page))
            return false;
    }
    return true;
}

/* ---- an entry ---- */

/* A copy that lasts until the entry after next: the chunk and the directory look back by one. */
static bool copy_word(ndx_words_writer *w, const ndx_word *word, ndx_word *copy)
{
    ndx_buffer *text = &w->text[w->added % 2];
    ndx_buffer_clear(text);
    ndx_buffer_append_span(text, word->surface);
    ndx_buffer_append_span(text, word->term);
    if (!ndx_buffer_append_span(text, word->folded))
        return false;
    const char *at = text->data ? text->data : "";
    *copy = *word;
    copy->surface = ndx_span_make(at, word->surface.size);
    copy->term = ndx_span_make(at + word->surface.size, word->term.size);
    copy->folded = ndx_span_make(at + word->surface.size + word->term.size, word->folded.size);
    return true;
}

/* Where the number's entry stands among the equally frequent; notes the chunk it stands in. */
static bool place_frequent(ndx_words_writer *w, uint64_t frequency, uint32_t number,
                           uint32_t *above)
{
    const ndx_rare *rare = ndx_rare_of(w->rares, w->rare_count, frequency);
    if (!rare || number < rare->first || number - rare->first >= rare->count)
        return ndx_error_set(w->error, NDX_ERROR_INTERNAL, "an entry's number is not its own");
    *above = number - rare->first;
    w->chunk_of[number] = w->chunks;
    return true;
}

static bool note_separator(ndx_words_writer *w, const ndx_word *word, uint32_t number)
{
    separator *grown = ndx_array_room(w->separators, w->separator_count, &w->separator_capacity, 64,
                                      sizeof *grown);
    if (!grown)
        return ndx_error_memory(w->error, "writing the word list");
    w->separators = grown;
    w->separators[w->separator_count++] = (separator){number, word->breaks};
    return true;
}

static bool add_to_chunk(ndx_words_writer *w, const ndx_word *word, uint32_t number)
{
    uint32_t above = 0;
    if (w->chunk.entries == 0)
        begin_descriptor(&w->now, word, w->added ? &w->before : NULL);
    if (word->frequency > NDX_CLASS_CHOSEN) {
        if (!place_frequent(w, word->frequency, number, &above))
            return false;
    } else {
        w->now.in_class[word->frequency]++;
        w->in_class[word->frequency]++;
    }
    if (word->kind == NDX_WORD) {
        ndx_span cut = word->folded;
        if (cut.size > NDX_ZONE_BYTES)
            cut.size = NDX_ZONE_BYTES;
        widen(&w->now, cut, cut);
    }
    if (number < NDX_SHOWN_WORDS) {
        w->shown[number] = (shown_word){.begin = w->surfaces.size,
                                        .size = (uint32_t)word->surface.size,
                                        .kind = word->kind,
                                        .breaks = word->breaks};
        if (!ndx_buffer_append_span(&w->surfaces, word->surface))
            return ndx_error_memory(w->error, "writing the word list");
    }
    ndx_chunk_add(&w->chunk, word, above, NDX_CLASS_CHOSEN);
    return word->kind != NDX_SEPARATOR || note_separator(w, word, number);
}

bool ndx_words_writer_add(ndx_words_writer *w, const ndx_word *word, uint32_t number,
                          ndx_error *error)
{
    ndx_word copy;
    w->error = error;
    if (!copy_word(w, word, &copy))
        return ndx_error_memory(error, "writing the word list");
    if (!add_to_chunk(w, &copy, number))
        return false;
    w->before = copy;
    w->added++;
    if (w->chunk.entries < NDX_CHUNK_ENTRIES &&
        w->chunk.column[NDX_COLUMN_LETTERS].size < NDX_CHUNK_LETTERS)
        return true;
    return end_chunk(w) && (w->chunks % NDX_PAGE_CHUNKS || keep_page(w));
}

/* ---- root and tables ---- */

/* The frequencies above CLASS, how many entries have each, and their first numbers. */
static bool find_rares(ndx_words_writer *w, const ndx_words_numbering *numbering)
{
    size_t count = 0;
    while (count < numbering->count && numbering->frequency[count] > NDX_CLASS_CHOSEN)
        count++;
    w->rares = calloc(count + 1, sizeof *w->rares);
    if (!w->rares)
        return ndx_error_memory(w->error, "writing the word list");
    w->rare_count = count;
    for (size_t i = 0; i < count; i++) {
        w->rares[count - 1 - i] = (ndx_rare){.frequency = numbering->frequency[i],
                                             .count = numbering->times[i],
                                             .first = w->frequent};
        w->frequent += numbering->times[i];
    }
    w->chunk_of = calloc((size_t)w->frequent + 1, sizeof *w->chunk_of);
    return w->chunk_of || ndx_error_memory(w->error, "writing the word list");
}

static bool write_root(ndx_words_writer *w)
{
    ndx_buffer *raw = &w->raw;
    uint64_t before = NDX_CLASS_CHOSEN;
    ndx_buffer_append_varint(raw, w->entries);
    ndx_buffer_append_byte(raw, (unsigned char)w->dense.stoppers);
    ndx_buffer_append_byte(raw, NDX_CLASS_CHOSEN);
    ndx_buffer_append_varint(raw, w->chunks);
    ndx_buffer_append_varint(raw, w->separator_count);
    for (uint32_t i = 1; i <= NDX_CLASS_CHOSEN; i++)
        ndx_buffer_append_varint(raw, w->in_class[i]);
    ndx_buffer_append_varint(raw, w->rare_count);
    for (size_t i = 0; i < w->rare_count; i++) {
        ndx_buffer_append_varint(raw, w->rares[i].frequency - before);
        ndx_buffer_append_varint(raw, w->rares[i].count);
        before = w->rares[i].frequency;
    }
    ndx_buffer_append_span(raw, ndx_buffer_span(&w->pages));
    return put_value(w, 'r', 0);
}

static int compare_separators(const void *a, const void *b)
{
    uint32_t x = ((const separator *)a)->number;
    uint32_t y = ((const separator *)b)->number;
    return x < y ? -1 : x > y;
}

static bool write_separators(ndx_words_writer *w)
{
    const separator *list = w->separators;
    uint32_t count = (uint32_t)w->separator_count;
    if (count)
        qsort(w->separators, count, sizeof *list, compare_separators);
    for (uint32_t begin = 0; begin < count; begin += NDX_SEPARATORS_PAGE) {
        uint32_t end = count - begin > NDX_SEPARATORS_PAGE ? begin + NDX_SEPARATORS_PAGE : count;
        for (uint32_t i = begin; i < end; i++)
            ndx_buffer_append_varint(&w->raw, i == begin ? list[i].number
                                                         : list[i].number - list[i - 1].number - 1);
        for (uint32_t i = begin; i < end; i++)
            ndx_buffer_append_byte(&w->raw, list[i].breaks);
        if (!put_value(w, 's', begin / NDX_SEPARATORS_PAGE))
            return false;
    }
    return true;
}

static bool write_table(ndx_words_writer *w)
{
    for (uint32_t begin = 0; begin < w->frequent; begin += NDX_TABLE_PAGE) {
        uint32_t end = w->frequent - begin > NDX_TABLE_PAGE ? begin + NDX_TABLE_PAGE : w->frequent;
        int64_t before = 0;
        for (uint32_t i = begin; i < end; i++) {
            int64_t difference = (int64_t)w->chunk_of[i] - before;
            ndx_buffer_append_varint(&w->raw, difference < 0 ? (uint64_t)(-difference) * 2 - 1
                                                             : (uint64_t)difference * 2);
            before = w->chunk_of[i];
        }
        if (!put_value(w, 't', begin / NDX_TABLE_PAGE))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

ndx_words_writer *ndx_words_writer_new(const ndx_words_numbering *numbering, ndx_span name,
                                       ndx_put put, void *context, ndx_error *error)
{
    ndx_words_writer *w = NULL;
    if (name.size > NDX_WORDS_NAME_LIMIT) {
        ndx_error_set(error, NDX_ERROR_INTERNAL, "a word list's name has more than %u bytes",
                      NDX_WORDS_NAME_LIMIT);
        return NULL;
    }
    w = calloc(1, sizeof *w);
    if (!w) {
        ndx_error_memory(error, "writing the word list");
        return NULL;
    }
    if (name.size)
        memcpy(w->name_bytes, name.data, name.size);
    w->name = ndx_span_make(w->name_bytes, name.size);
    w->entries = numbering->entries;
    w->dense = numbering->dense;
    w->put = put;
    w->context = context;
    w->summary = (ndx_words_summary){numbering->entries, 0, numbering->dense};
    w->error = error;
    w->pack = ndx_pack_new(true, error);
    if (!w->pack || !find_rares(w, numbering)) {
        ndx_words_writer_free(w);
        return NULL;
    }
    return w;
}

bool ndx_words_writer_end(ndx_words_writer *w, ndx_words_summary *summary, ndx_error *error)
{
    w->error = error;
    if (w->added != w->entries)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "a word list of %u entries was given %u",
                             w->entries, w->added);
    if ((w->chunk.entries && !end_chunk(w)) || (w->page.size && !keep_page(w)))
        return false;
    if (!put_pages(w) || !put_shown(w) || !write_root(w) || !write_separators(w) || !write_table(w))
        return false;
    if (summary)
        *summary = w->summary;
    return true;
}

void ndx_words_writer_free(ndx_words_writer *w)
{
    if (!w)
        return;
    ndx_chunk_writer_free(&w->chunk);
    ndx_pack_free(w->pack);
    ndx_buffer_free(&w->text[0]);
    ndx_buffer_free(&w->text[1]);
    ndx_buffer_free(&w->raw);
    ndx_buffer_free(&w->value);
    ndx_buffer_free(&w->page);
    ndx_buffer_free(&w->pages);
    ndx_buffer_free(&w->directory);
    ndx_buffer_free(&w->surfaces);
    free_descriptor(&w->now);
    free_descriptor(&w->whole_page);
    free(w->list.end);
    free(w->separators);
    free(w->rares);
    free(w->chunk_of);
    free(w);
}

bool ndx_words_write(const ndx_word *words, size_t count, const uint32_t *numbers,
                     const uint32_t *order, const ndx_words_numbering *numbering, ndx_span name,
                     ndx_put put, void *context, ndx_words_summary *summary, ndx_error *error)
{
    ndx_words_writer *w = ndx_words_writer_new(numbering, name, put, context, error);
    bool done = w != NULL;
    for (size_t i = 0; done && i < count; i++)
        done = ndx_words_writer_add(w, &words[order[i]], numbers[order[i]], error);
    done = done && ndx_words_writer_end(w, summary, error);
    ndx_words_writer_free(w);
    return done;
}
