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

typedef struct words_writer {
    const ndx_word *words;
    const uint32_t *numbers;
    const uint32_t *order;
    size_t count;
    ndx_dense dense;
    ndx_span name;
    ndx_put put;
    void *context;
    ndx_words_summary summary;
    ndx_error *error;

    ndx_pack *pack;
    ndx_chunk_writer chunk;
    ndx_buffer raw, value, page, pages;
    uint32_t chunks;
    descriptor now, whole_page;
    uint32_t in_class[NDX_CLASS_CHOSEN + 1];
    ndx_rare *rares; /* rising frequency */
    size_t rare_count;
    uint32_t frequent;  /* numbers with a frequency above CLASS */
    uint32_t *chunk_of; /* of each of those */
} words_writer;

static bool put_value(words_writer *w, char letter, uint32_t index)
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

static bool end_page(words_writer *w)
{
    append_descriptor(&w->pages, &w->whole_page);
    clear_descriptor(&w->whole_page);
    set(&w->raw, ndx_buffer_span(&w->page));
    ndx_buffer_clear(&w->page);
    return ndx_buffer_ok(&w->pages, "writing the word list", w->error);
}

static bool end_chunk(words_writer *w)
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

static void add_word(words_writer *w, size_t place)
{
    const ndx_word *word = &w->words[w->order[place]];
    uint32_t number = w->numbers[w->order[place]];
    uint32_t above = 0;
    if (w->chunk.entries == 0)
        begin_descriptor(&w->now, word, place ? &w->words[w->order[place - 1]] : NULL);
    if (word->frequency > NDX_CLASS_CHOSEN) {
        above = number - ndx_rare_of(w->rares, w->rare_count, word->frequency)->first;
        w->chunk_of[number] = w->chunks;
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
    ndx_chunk_add(&w->chunk, word, above, NDX_CLASS_CHOSEN);
}

/* Pages come after all chunks, for keys ascend: their descriptors are cut out of one run of bytes.
 */
typedef struct page_list {
    size_t *end;
    size_t count, room;
} page_list;

static bool write_list(words_writer *w)
{
    /* the directory is kept unpacked until the chunks are out: 100 bytes for 256 words */
    ndx_buffer directory = {0};
    page_list list = {0};
    bool done = true;
    for (size_t i = 0; done && i < w->count; i++) {
        add_word(w, i);
        bool last = i + 1 == w->count;
        if (w->chunk.entries < NDX_CHUNK_ENTRIES &&
            w->chunk.column[NDX_COLUMN_LETTERS].size < NDX_CHUNK_LETTERS && !last)
            continue;
        done = end_chunk(w);
        if (done && (last || w->chunks % NDX_PAGE_CHUNKS == 0)) {
            done = end_page(w);
            ndx_buffer_append_span(&directory, ndx_buffer_span(&w->raw));
            ndx_buffer_clear(&w->raw);
            size_t *grown = ndx_array_room(list.end, list.count, &list.room, 16, sizeof *grown);
            if (!grown) {
                done = ndx_error_memory(w->error, "writing the word list");
                break;
            }
            list.end = grown;
            list.end[list.count++] = directory.size;
        }
    }
    done = done && ndx_buffer_ok(&directory, "writing the word list", w->error);
    for (size_t i = 0; done && i < list.count; i++) {
        size_t begin = i ? list.end[i - 1] : 0;
        ndx_buffer_append(&w->raw, directory.data + begin, list.end[i] - begin);
        done = put_value(w, 'd', (uint32_t)i);
    }
    free(list.end);
    ndx_buffer_free(&directory);
    return done;
}

/* ---- root and tables ---- */

/* The frequencies above CLASS, how many entries have each, and their first numbers. */
static bool find_rares(words_writer *w)
{
    uint64_t *above = malloc((w->count + 1) * sizeof *above);
    size_t count = 0;
    if (!above)
        return ndx_error_memory(w->error, "writing the word list");
    for (size_t i = 0; i < w->count; i++) {
        if (w->words[i].frequency <= NDX_CLASS_CHOSEN)
            continue;
        above[w->numbers[i]] = w->words[i].frequency; /* the lowest numbers, falling */
        count++;
    }
    w->frequent = (uint32_t)count;
    w->rares = calloc(count + 1, sizeof *w->rares);
    w->chunk_of = calloc(count + 1, sizeof *w->chunk_of);
    if (!w->rares || !w->chunk_of) {
        free(above);
        return ndx_error_memory(w->error, "writing the word list");
    }
    for (size_t number = count; number-- > 0;) {
        if (!w->rare_count || w->rares[w->rare_count - 1].frequency != above[number])
            w->rares[w->rare_count++].frequency = above[number];
        ndx_rare *r = &w->rares[w->rare_count - 1];
        r->count++;
        r->first = (uint32_t)number;
    }
    free(above);
    return true;
}

static bool write_root(words_writer *w, uint32_t separators)
{
    ndx_buffer *raw = &w->raw;
    uint64_t before = NDX_CLASS_CHOSEN;
    ndx_buffer_append_varint(raw, w->count);
    ndx_buffer_append_byte(raw, (unsigned char)w->dense.stoppers);
    ndx_buffer_append_byte(raw, NDX_CLASS_CHOSEN);
    ndx_buffer_append_varint(raw, w->chunks);
    ndx_buffer_append_varint(raw, separators);
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

typedef struct separator {
    uint32_t number;
    uint8_t breaks;
} separator;

static int compare_separators(const void *a, const void *b)
{
    uint32_t x = ((const separator *)a)->number;
    uint32_t y = ((const separator *)b)->number;
    return x < y ? -1 : x > y;
}

static separator *find_separators(words_writer *w, uint32_t *count)
{
    size_t found = 0;
    for (size_t i = 0; i < w->count; i++)
        found += w->words[i].kind == NDX_SEPARATOR;
    separator *list = malloc((found + 1) * sizeof *list);
    if (!list) {
        ndx_error_memory(w->error, "writing the word list");
        return NULL;
    }
    *count = 0;
    for (size_t i = 0; i < w->count; i++)
        if (w->words[i].kind == NDX_SEPARATOR)
            list[(*count)++] = (separator){w->numbers[i], w->words[i].breaks};
    qsort(list, *count, sizeof *list, compare_separators);
    return list;
}

static bool write_separators(words_writer *w, const separator *list, uint32_t count)
{
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

static bool write_table(words_writer *w)
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

bool ndx_words_write(const ndx_word *words, size_t count, const uint32_t *numbers,
                     const uint32_t *order, ndx_dense dense, ndx_span name, ndx_put put,
                     void *context, ndx_words_summary *summary, ndx_error *error)
{
    words_writer w = {.words = words,
                      .numbers = numbers,
                      .order = order,
                      .count = count,
                      .dense = dense,
                      .name = name,
                      .put = put,
                      .context = context,
                      .summary = {count, 0, dense},
                      .error = error};
    separator *separators = NULL;
    uint32_t separator_count = 0;
    bool done = false;
    if (name.size > NDX_WORDS_NAME_LIMIT)
        return ndx_error_set(error, NDX_ERROR_INTERNAL, "a word list's name has more than %u bytes",
                             NDX_WORDS_NAME_LIMIT);
    w.pack = ndx_pack_new(true, error);
    if (!w.pack || !find_rares(&w))
        goto cleanup;
    separators = find_separators(&w, &separator_count);
    done = separators && write_list(&w) && write_root(&w, separator_count) &&
           write_separators(&w, separators, separator_count) && write_table(&w);
    if (done && summary)
        *summary = w.summary;
cleanup:
    ndx_chunk_writer_free(&w.chunk);
    ndx_pack_free(w.pack);
    ndx_buffer_free(&w.raw);
    ndx_buffer_free(&w.value);
    ndx_buffer_free(&w.page);
    ndx_buffer_free(&w.pages);
    free_descriptor(&w.now);
    free_descriptor(&w.whole_page);
    free(separators);
    free(w.rares);
    free(w.chunk_of);
    return done;
}
