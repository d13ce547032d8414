/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_read.c - a list of words as it is asked: by number, by term, in order (words_format.h;
 * what fits a pattern: words_walk.c).
 *
 * Owns: what is fetched, and what is kept of it. Must not know: where values come from, the columns
 * of a chunk. All of it is untrusted: counts must add up, and numbers lie below the count.
 */
#include "indexer/words/words_internal.h"

#include "newsdex/array.h"

#include <stdlib.h>

/* A chunk unpacked, and how many of its entries were looked up without reading all of it. */
typedef struct unread {
    ndx_buffer raw;
    uint32_t asked;
} unread;

typedef struct page {
    ndx_buffer raw;
    ndx_descriptor *chunk;
    uint32_t *before; /* of all chunks */
    uint32_t count;
} page;

/* Frequent words as texts show them: where each begins in the page, and those that were asked for.
 */
typedef struct shown_page {
    const ndx_word *word[NDX_SHOWN_PAGE];
    uint32_t begin[NDX_SHOWN_PAGE];
    ndx_buffer raw;
} shown_page;

/* The words met, by number: open addressing, linear probing, at most half full. An array by number
 * would touch a page of memory for nearly every word of a snippet. */
typedef struct met_word {
    const ndx_word *word; /* NULL: free */
    uint32_t number;
} met_word;

struct ndx_words {
    ndx_fetch fetch;
    void *context;
    char name[NDX_WORDS_NAME_LIMIT];
    size_t name_size;
    ndx_pack *pack;
    ndx_buffer value, raw;

    uint32_t count, class_count, chunks, separators, page_count;
    ndx_dense dense;
    uint32_t in_class[NDX_CLASS_LIMIT + 2]; /* entries of the class; first numbers in first_of */
    uint32_t first_of[NDX_CLASS_LIMIT + 2];
    uint32_t frequent;
    ndx_rare *rares;
    size_t rare_count;
    ndx_buffer root; /* what the pages' descriptors point into */
    ndx_descriptor *page_of;
    uint32_t *page_before;
    page **pages;
    ndx_chunk **chunk;
    struct unread *unread; /* of each chunk, while entries of it are looked up alone */
    ndx_arena singles;     /* these */
    uint32_t *chunk_of;    /* of the frequent numbers, page by page; NULL: none read yet */
    bool *table_read;      /* of each page */
    met_word *met;
    size_t met_count, met_capacity; /* a power of two, or 0 */
    uint8_t *classes;
    uint32_t class_table;
    shown_page *shown[NDX_SHOWN_PAGES]; /* NULL: not yet read */
};

static bool corrupt(ndx_error *error, const char *what)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT,
                         "the word list is damaged (%s); newsindex check tells more", what);
}

static bool fetch(ndx_words *words, char letter, uint32_t index, ndx_buffer *raw, ndx_error *error)
{
    ndx_words_key key;
    ndx_span name =
        ndx_words_key_make(&key, ndx_span_make(words->name, words->name_size), letter, index);
    if (!words->fetch(words->context, name, &words->value, error))
        return false;
    ndx_span packed = ndx_buffer_span(&words->value);
    if (!packed.size)
        return corrupt(error, "a part of it is missing");
    if (letter == 'r') {
        if ((uint8_t)packed.data[0] != NDX_WORDS_VERSION)
            return ndx_error_set(error, NDX_ERROR_VERSION,
                                 "the word list has version %u, this newsdex reads %u",
                                 (uint8_t)packed.data[0], NDX_WORDS_VERSION);
        packed = ndx_span_skip(packed, 1);
    }
    return ndx_pack_read(words->pack, packed, raw, error);
}

/* ---- opening ---- */

/* before: what stands before this descriptor, class by class; moved on by what it says. */
static bool read_descriptor(ndx_span *span, uint32_t classes, ndx_descriptor *d, uint32_t *before)
{
    uint8_t kind;
    if (!ndx_read_byte(span, &kind) || !ndx_read_counted(span, &d->key) ||
        !ndx_read_counted(span, &d->low) || !ndx_read_counted(span, &d->high))
        return false;
    d->kind = kind & 0x7F;
    d->continues = kind & 0x80;
    for (uint32_t i = 1; i <= classes; i++) {
        uint32_t more;
        d->before[i] = before[i];
        if (!ndx_read_varint32(span, &more) || more > UINT32_MAX - before[i])
            return false;
        before[i] += more;
    }
    return true;
}

static bool read_rares(ndx_words *words, ndx_span *raw)
{
    uint64_t count;
    uint64_t frequency = words->class_count;
    uint32_t sum = 0;
    if (!ndx_read_varint(raw, &count) || count > raw->size)
        return false;
    words->rares = calloc((size_t)count + 1, sizeof *words->rares);
    if (!words->rares)
        return false;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t more;
        ndx_rare *r = &words->rares[i];
        if (!ndx_read_varint(raw, &more) || more == 0 || more > UINT64_MAX - frequency ||
            !ndx_read_varint32(raw, &r->count) || r->count > words->count - sum)
            return false;
        frequency += more;
        r->frequency = frequency;
        sum += r->count;
    }
    words->rare_count = (size_t)count;
    words->frequent = sum;
    for (size_t i = 0; i < words->rare_count; i++) { /* the most frequent have the first numbers */
        sum -= words->rares[i].count;
        words->rares[i].first = sum;
    }
    return true;
}

static bool read_classes(ndx_words *words, ndx_span *raw)
{
    uint32_t sum = 0;
    for (uint32_t i = 1; i <= words->class_count; i++) {
        if (!ndx_read_varint32(raw, &words->in_class[i]) || words->in_class[i] > words->count - sum)
            return false;
        sum += words->in_class[i];
    }
    if (!read_rares(words, raw) || sum + words->frequent != words->count)
        return false;
    uint32_t first = words->frequent;
    for (uint32_t i = words->class_count; i >= 1; i--) {
        words->first_of[i] = first;
        first += words->in_class[i];
    }
    return true;
}

static bool read_root(ndx_words *words)
{
    ndx_span raw = ndx_buffer_span(&words->root);
    uint8_t stoppers;
    uint8_t classes;
    uint32_t before[NDX_CLASS_LIMIT + 1] = {0};
    if (!ndx_read_varint32(&raw, &words->count) || words->count > NDX_WORDS_ENTRY_LIMIT ||
        !ndx_read_byte(&raw, &stoppers) || !ndx_read_byte(&raw, &classes) ||
        !ndx_read_varint32(&raw, &words->chunks) || !ndx_read_varint32(&raw, &words->separators) ||
        stoppers == 0 || classes == 0 || classes > NDX_CLASS_LIMIT ||
        words->chunks > words->count || words->separators > words->count ||
        words->count > (uint64_t)words->chunks * NDX_CHUNK_ENTRIES)
        return false;
    words->dense.stoppers = stoppers;
    words->class_count = classes;
    if (!read_classes(words, &raw))
        return false;
    words->page_count = words->chunks / NDX_PAGE_CHUNKS + (words->chunks % NDX_PAGE_CHUNKS != 0);
    if (words->page_count > raw.size)
        return false;
    size_t row = (size_t)classes + 1;
    words->page_of = calloc((size_t)words->page_count + 1, sizeof *words->page_of);
    words->page_before = calloc(((size_t)words->page_count + 1) * row, sizeof *words->page_before);
    words->pages = calloc((size_t)words->page_count + 1, sizeof *words->pages);
    words->chunk = calloc((size_t)words->chunks + 1, sizeof *words->chunk);
    words->unread = calloc((size_t)words->chunks + 1, sizeof *words->unread);
    if (!words->page_of || !words->page_before || !words->pages || !words->chunk || !words->unread)
        return false;
    for (uint32_t i = 0; i < words->page_count; i++) {
        words->page_of[i].before = words->page_before + i * row;
        if (!read_descriptor(&raw, classes, &words->page_of[i], before))
            return false;
    }
    for (uint32_t i = 1; i <= classes; i++)
        if (before[i] != words->in_class[i])
            return false;
    return true;
}

ndx_words *ndx_words_open(ndx_span name, ndx_fetch fetch_value, void *context, ndx_error *error)
{
    ndx_words *words = calloc(1, sizeof *words);
    if (!words) {
        ndx_error_memory(error, "opening a word list");
        return NULL;
    }
    if (name.size > NDX_WORDS_NAME_LIMIT) {
        ndx_error_set(error, NDX_ERROR_INTERNAL, "a word list's name has more than %u bytes",
                      NDX_WORDS_NAME_LIMIT);
        goto failed;
    }
    if (name.size)
        memcpy(words->name, name.data, name.size);
    words->name_size = name.size;
    words->fetch = fetch_value;
    words->context = context;
    words->pack = ndx_pack_new(false, error);
    if (!words->pack || !fetch(words, 'r', 0, &words->root, error))
        goto failed;
    if (!read_root(words)) {
        corrupt(error, "its root");
        goto failed;
    }
    return words;
failed:
    ndx_words_close(words);
    return NULL;
}

static void free_page(page *p)
{
    if (!p)
        return;
    ndx_buffer_free(&p->raw);
    free(p->chunk);
    free(p->before);
    free(p);
}

static void free_shown(shown_page *shown)
{
    if (shown)
        ndx_buffer_free(&shown->raw);
    free(shown);
}

void ndx_words_close(ndx_words *words)
{
    if (!words)
        return;
    for (uint32_t i = 0; words->pages && i < words->page_count; i++)
        free_page(words->pages[i]);
    for (uint32_t i = 0; words->chunk && i < words->chunks; i++)
        ndx_chunk_free(words->chunk[i]);
    free(words->pages);
    free(words->chunk);
    free(words->page_of);
    free(words->page_before);
    free(words->rares);
    for (uint32_t i = 0; words->unread && i < words->chunks; i++)
        ndx_buffer_free(&words->unread[i].raw);
    free(words->unread);
    ndx_arena_free(&words->singles);
    free(words->chunk_of);
    free(words->table_read);
    free(words->met);
    for (size_t i = 0; i < NDX_SHOWN_PAGES; i++)
        free_shown(words->shown[i]);
    free(words->classes);
    ndx_pack_free(words->pack);
    ndx_buffer_free(&words->value);
    ndx_buffer_free(&words->raw);
    ndx_buffer_free(&words->root);
    free(words);
}

ndx_dense ndx_words_dense(const ndx_words *words)
{
    return words->dense;
}

uint32_t ndx_words_count(const ndx_words *words)
{
    return words->count;
}

/* ---- directory pages and chunks ---- */

uint32_t ndx_words_chunks(const ndx_words *words)
{
    return words->chunks;
}

const ndx_descriptor *ndx_words_describe_page(const ndx_words *words, uint32_t index)
{
    return &words->page_of[index];
}

static bool read_page(ndx_words *words, page *p, uint32_t index)
{
    size_t row = (size_t)words->class_count + 1;
    uint32_t before[NDX_CLASS_LIMIT + 1];
    ndx_span raw = ndx_buffer_span(&p->raw);
    p->count = words->chunks - index * NDX_PAGE_CHUNKS;
    if (p->count > NDX_PAGE_CHUNKS)
        p->count = NDX_PAGE_CHUNKS;
    p->chunk = calloc(p->count, sizeof *p->chunk);
    p->before = calloc(p->count * row, sizeof *p->before);
    if (!p->chunk || !p->before)
        return false;
    memcpy(before, words->page_of[index].before, row * sizeof *before);
    for (uint32_t i = 0; i < p->count; i++) {
        p->chunk[i].before = p->before + i * row;
        if (!read_descriptor(&raw, words->class_count, &p->chunk[i], before))
            return false;
    }
    return true;
}

static const page *get_page(ndx_words *words, uint32_t index, ndx_error *error)
{
    if (words->pages[index])
        return words->pages[index];
    page *p = calloc(1, sizeof *p);
    if (!p) {
        ndx_error_memory(error, "reading the word list");
        return NULL;
    }
    if (!fetch(words, 'd', index, &p->raw, error)) {
        free_page(p);
        return NULL;
    }
    if (!read_page(words, p, index)) {
        free_page(p);
        corrupt(error, "its directory");
        return NULL;
    }
    words->pages[index] = p;
    return p;
}

const ndx_descriptor *ndx_words_describe(ndx_words *words, uint32_t chunk, ndx_error *error)
{
    const page *p = get_page(words, chunk / NDX_PAGE_CHUNKS, error);
    return p ? &p->chunk[chunk % NDX_PAGE_CHUNKS] : NULL;
}

/* Turns what each entry says of its place into its number. */
static bool set_numbers(const ndx_words *words, ndx_chunk *chunk, const ndx_descriptor *d)
{
    uint32_t seen[NDX_CLASS_LIMIT + 1] = {0};
    for (uint32_t i = 0; i < chunk->entries; i++) {
        uint64_t frequency = chunk->word[i].frequency;
        uint32_t above;
        uint32_t first;
        uint32_t limit;
        if (frequency <= words->class_count) {
            above = d->before[frequency] + seen[frequency]++;
            first = words->first_of[frequency];
            limit = words->in_class[frequency];
        } else {
            const ndx_rare *r = ndx_rare_of(words->rares, words->rare_count, frequency);
            if (!r)
                return false;
            above = chunk->number[i];
            first = r->first;
            limit = r->count;
        }
        if (above >= limit)
            return false;
        chunk->number[i] = first + above;
    }
    return true;
}

static ndx_chunk *read_chunk(ndx_words *words, uint32_t index, ndx_error *error)
{
    ndx_chunk *chunk = NULL;
    const ndx_descriptor *d = ndx_words_describe(words, index, error);
    ndx_buffer *raw = words->unread[index].raw.size ? &words->unread[index].raw : &words->raw;
    if (!d || (raw == &words->raw && !fetch(words, 'c', index, raw, error)) ||
        !ndx_chunk_read(ndx_buffer_span(raw), words->class_count, &chunk, error))
        return NULL;
    if (!set_numbers(words, chunk, d)) {
        ndx_chunk_free(chunk);
        corrupt(error, "numbers of a chunk");
        return NULL;
    }
    return chunk;
}

const ndx_chunk *ndx_words_keep_chunk(ndx_words *words, uint32_t index, ndx_error *error)
{
    if (!words->chunk[index]) {
        words->chunk[index] = read_chunk(words, index, error);
        if (words->chunk[index])
            ndx_buffer_free(&words->unread[index].raw);
    }
    return words->chunk[index];
}

/* ---- by number ---- */

/* One page of the table of frequent numbers: a query meets a few of them. */
static bool read_table(ndx_words *words, uint32_t page_index, ndx_error *error)
{
    if (!words->chunk_of)
        words->chunk_of = malloc(((size_t)words->frequent + 1) * sizeof *words->chunk_of);
    if (!words->table_read)
        words->table_read =
            calloc((size_t)words->frequent / NDX_TABLE_PAGE + 1, sizeof *words->table_read);
    if (!words->chunk_of || !words->table_read)
        return ndx_error_memory(error, "reading the word list");
    if (!fetch(words, 't', page_index, &words->raw, error))
        return false;
    ndx_span raw = ndx_buffer_span(&words->raw);
    int64_t chunk = 0;
    uint32_t first = page_index * NDX_TABLE_PAGE;
    uint32_t end =
        words->frequent - first > NDX_TABLE_PAGE ? first + NDX_TABLE_PAGE : words->frequent;
    for (uint32_t i = first; i < end; i++) {
        uint32_t zigzag;
        if (!ndx_read_varint32(&raw, &zigzag))
            return corrupt(error, "the table of its frequent numbers");
        chunk += zigzag & 1 ? -(int64_t)(zigzag / 2) - 1 : (int64_t)(zigzag / 2);
        if (chunk < 0 || chunk >= words->chunks)
            return corrupt(error, "the table of its frequent numbers");
        words->chunk_of[i] = (uint32_t)chunk;
    }
    words->table_read[page_index] = true;
    return true;
}

/* The last of count rows whose before[class] is not above `place`. */
static uint32_t last_before(const ndx_descriptor *rows, uint32_t count, uint32_t class,
                            uint32_t place)
{
    uint32_t low = 0;
    uint32_t high = count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (rows[middle].before[class] <= place)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Where the entry of a number is: in its chunk the one of this frequency before which `among` stand
 * (in the list, if the frequency is above CLASS). */
typedef struct entry_place {
    uint32_t chunk, among;
    uint64_t frequency;
} entry_place;

static bool find_frequent(ndx_words *words, uint32_t number, entry_place *at, ndx_error *error)
{
    uint32_t table_page = number / NDX_TABLE_PAGE;
    if (!(words->chunk_of && words->table_read && words->table_read[table_page]) &&
        !read_table(words, table_page, error))
        return false;
    size_t low = 0; /* rares rise by frequency, so their numbers fall */
    size_t high = words->rare_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words->rares[middle].first > number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == words->rare_count)
        return corrupt(error, "a number that it does not have");
    at->chunk = words->chunk_of[number];
    at->frequency = words->rares[low].frequency;
    at->among = number - words->rares[low].first;
    return true;
}

static bool find_entry(ndx_words *words, uint32_t number, entry_place *at, ndx_error *error)
{
    if (number < words->frequent)
        return find_frequent(words, number, at, error);
    uint32_t class = words->class_count;
    while (class > 1 && number >= words->first_of[class] + words->in_class[class])
        class --;
    uint32_t place = number - words->first_of[class];
    uint32_t index = last_before(words->page_of, words->page_count, class, place);
    const page *p = get_page(words, index, error);
    if (!p)
        return false;
    uint32_t in_page = last_before(p->chunk, p->count, class, place);
    at->chunk = index * NDX_PAGE_CHUNKS + in_page;
    at->frequency = class;
    at->among = place - p->chunk[in_page].before[class];
    return true;
}

/* Where the number is, or would be. */
static met_word *met_at(met_word *met, size_t capacity, uint32_t number)
{
    size_t at = (number * UINT64_C(0x9E3779B97F4A7C15)) >> 32 & (capacity - 1);
    while (met[at].word && met[at].number != number)
        at = (at + 1) & (capacity - 1);
    return &met[at];
}

static bool note_met(ndx_words *words, uint32_t number, const ndx_word *word, ndx_error *error)
{
    if (words->met_count * 2 >= words->met_capacity) {
        size_t capacity = words->met_capacity ? words->met_capacity * 2 : 512;
        met_word *larger = calloc(capacity, sizeof *larger);
        if (!larger)
            return ndx_error_memory(error, "reading the word list");
        for (size_t i = 0; i < words->met_capacity; i++)
            if (words->met[i].word)
                *met_at(larger, capacity, words->met[i].number) = words->met[i];
        free(words->met);
        words->met = larger;
        words->met_capacity = capacity;
    }
    *met_at(words->met, words->met_capacity, number) = (met_word){word, number};
    words->met_count++;
    return true;
}

/* The first entries of a chunk are looked up alone: a snippet shows words from all over the list,
 * and most chunks are asked for one. */
static const ndx_word *get_alone(ndx_words *words, const entry_place *at, ndx_error *error)
{
    ndx_word *word = ndx_arena_alloc(&words->singles, sizeof *word);
    if (!word) {
        ndx_error_memory(error, "reading the word list");
        return NULL;
    }
    unread *chunk = &words->unread[at->chunk];
    if ((!chunk->raw.size && !fetch(words, 'c', at->chunk, &chunk->raw, error)) ||
        !ndx_chunk_find(ndx_buffer_span(&chunk->raw), words->class_count, at->frequency, at->among,
                        &words->singles, word, error))
        return NULL;
    chunk->asked++;
    return word;
}

static const ndx_word *get_in_chunk(ndx_words *words, uint32_t index, uint32_t number,
                                    ndx_error *error)
{
    const ndx_chunk *chunk = ndx_words_keep_chunk(words, index, error);
    if (!chunk)
        return NULL;
    for (uint32_t i = 0; i < chunk->entries; i++)
        if (chunk->number[i] == number)
            return &chunk->word[i];
    corrupt(error, "a number that is not where it should be");
    return NULL;
}

bool ndx_words_get(ndx_words *words, uint32_t number, const ndx_word **word, ndx_error *error)
{
    enum { ALONE_MAX = 5 };
    entry_place at = {0};
    if (number >= words->count)
        return corrupt(error, "a number that it does not have");
    *word = words->met ? met_at(words->met, words->met_capacity, number)->word : NULL;
    if (*word)
        return true;
    if (!find_entry(words, number, &at, error))
        return false;
    bool alone = !words->chunk[at.chunk] && words->unread[at.chunk].asked < ALONE_MAX;
    *word = alone ? get_alone(words, &at, error) : get_in_chunk(words, at.chunk, number, error);
    return *word && note_met(words, number, *word, error);
}

/* Of a word: kind and breaks in a byte, its counted surface. */
static bool read_shown_word(ndx_span *rest, ndx_word *word)
{
    uint8_t what;
    if (!ndx_read_byte(rest, &what) || !ndx_read_counted(rest, &word->surface) ||
        (what & 3) > NDX_ATOM || what >> 2 > 2)
        return false;
    word->kind = what & 3;
    word->breaks = (uint8_t)(what >> 2);
    return true;
}

static bool read_shown(ndx_words *words, uint32_t index, ndx_error *error)
{
    shown_page *read = calloc(1, sizeof *read);
    if (!read)
        return ndx_error_memory(error, "reading the word list");
    if (!fetch(words, 'f', index, &read->raw, error)) {
        free_shown(read);
        return false;
    }
    ndx_span rest = ndx_buffer_span(&read->raw);
    for (uint32_t i = 0; i < NDX_SHOWN_PAGE; i++) {
        ndx_word word;
        read->begin[i] = (uint32_t)(read->raw.size - rest.size);
        if (!read_shown_word(&rest, &word)) {
            free_shown(read);
            return corrupt(error, "its frequent words");
        }
    }
    words->shown[index] = read;
    return true;
}

/* The word itself is made when it is first asked for. */
static const ndx_word *make_shown(ndx_words *words, shown_page *shown, uint32_t index,
                                  ndx_error *error)
{
    ndx_word *word = ndx_arena_alloc(&words->singles, sizeof *word);
    ndx_span rest =
        ndx_span_make(shown->raw.data + shown->begin[index], shown->raw.size - shown->begin[index]);
    if (!word) {
        ndx_error_memory(error, "reading the word list");
        return NULL;
    }
    *word = (ndx_word){0};
    read_shown_word(&rest, word); /* as it was when the page was read */
    shown->word[index] = word;
    return word;
}

bool ndx_words_shown(ndx_words *words, uint32_t number, const ndx_word **word, ndx_error *error)
{
    uint32_t page_index = number / NDX_SHOWN_PAGE;
    if (words->chunks < NDX_SHOWN_CHUNKS || page_index >= NDX_SHOWN_PAGES || number >= words->count)
        return ndx_words_get(words, number, word, error);
    if (!words->shown[page_index] && !read_shown(words, page_index, error))
        return false;
    shown_page *shown = words->shown[page_index];
    *word = shown->word[number % NDX_SHOWN_PAGE];
    if (!*word)
        *word = make_shown(words, shown, number % NDX_SHOWN_PAGE, error);
    return *word != NULL;
}

bool ndx_words_classes(ndx_words *words, const uint8_t **classes, uint32_t *count, ndx_error *error)
{
    if (words->classes)
        goto known;
    words->classes = calloc((size_t)words->count + 1, 1);
    if (!words->classes)
        return ndx_error_memory(error, "reading the word list");
    for (uint32_t i = 0; i < words->separators;) {
        if (!fetch(words, 's', i / NDX_SEPARATORS_PAGE, &words->raw, error))
            goto failed;
        ndx_span raw = ndx_buffer_span(&words->raw);
        ndx_span numbers = raw;
        uint32_t in_page = words->separators - i > NDX_SEPARATORS_PAGE ? NDX_SEPARATORS_PAGE
                                                                       : words->separators - i;
        if (raw.size < in_page) {
            corrupt(error, "its separators");
            goto failed;
        }
        const char *breaks = raw.data + raw.size - in_page;
        uint64_t next = 0;
        for (uint32_t k = 0; k < in_page; k++, i++) {
            uint32_t more;
            if (!ndx_read_varint32(&numbers, &more) || next + more >= words->count ||
                (uint8_t)breaks[k] > 2) {
                corrupt(error, "its separators");
                goto failed;
            }
            next += more;
            words->classes[next] = (uint8_t)(NDX_CLASS_SEPARATOR + breaks[k]);
            next++;
        }
        if (next > words->class_table)
            words->class_table = (uint32_t)next;
    }
known:
    *classes = words->classes;
    *count = words->class_table;
    return true;
failed:
    free(words->classes);
    words->classes = NULL;
    return false;
}

/* ---- numbers ---- */

void ndx_numbers_free(ndx_numbers *numbers)
{
    free(numbers->number);
    *numbers = (ndx_numbers){0};
}

bool ndx_numbers_add(ndx_numbers *numbers, uint32_t number, ndx_error *error)
{
    uint32_t *grown =
        ndx_array_room(numbers->number, numbers->count, &numbers->capacity, 16, sizeof *grown);
    if (!grown)
        return ndx_error_memory(error, "collecting words");
    numbers->number = grown;
    numbers->number[numbers->count++] = number;
    return true;
}

/* ---- by term ---- */

/* Is the descriptor's beginning not above (kind, text)? */
static bool begins_by(const ndx_descriptor *d, uint8_t kind, ndx_span text)
{
    return d->kind != kind ? d->kind < kind : ndx_span_compare(d->key, text) <= 0;
}

static uint32_t last_by(const ndx_descriptor *rows, uint32_t count, uint8_t kind, ndx_span text)
{
    uint32_t low = 0;
    uint32_t high = count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (begins_by(&rows[middle], kind, text))
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The first chunk in which words with this term can stand. */
static bool first_chunk(ndx_words *words, uint8_t kind, ndx_span text, uint32_t *chunk,
                        ndx_error *error)
{
    uint32_t index = last_by(words->page_of, words->page_count, kind, text);
    const page *p = get_page(words, index, error);
    if (!p)
        return false;
    *chunk = index * NDX_PAGE_CHUNKS + last_by(p->chunk, p->count, kind, text);
    for (;;) { /* the term's words begin in a chunk before */
        const ndx_descriptor *d = ndx_words_describe(words, *chunk, error);
        if (!d)
            return false;
        if (*chunk == 0 || !d->continues || d->kind != kind || !ndx_span_equal(d->key, text))
            return true;
        --*chunk;
    }
}

/* Calls visit for every word with this term, in order. */
typedef bool (*entry_visitor)(void *context, uint32_t number, const ndx_word *word,
                              ndx_error *error);

static bool visit_term(ndx_words *words, ndx_span term, entry_visitor visit, void *context,
                       ndx_error *error)
{
    uint32_t index;
    if (!words->chunks)
        return true;
    if (!first_chunk(words, NDX_WORD, term, &index, error))
        return false;
    for (; index < words->chunks; index++) {
        const ndx_chunk *chunk = ndx_words_keep_chunk(words, index, error);
        if (!chunk)
            return false;
        for (uint32_t i = 0; i < chunk->entries; i++) {
            const ndx_word *word = &chunk->word[i];
            int order = word->kind != NDX_WORD ? 1 : ndx_span_compare(word->term, term);
            if (order > 0)
                return true;
            if (order == 0 && !visit(context, chunk->number[i], word, error))
                return false;
        }
    }
    return true;
}

typedef struct collecting {
    ndx_numbers *numbers;
    int language;
    ndx_span folded;
    const ndx_fitter *fitter;
} collecting;

static bool collect_language(void *context, uint32_t number, const ndx_word *word, ndx_error *error)
{
    const collecting *c = context;
    return (c->language != NDX_LANGUAGE_ANY && word->language != c->language) ||
           ndx_numbers_add(c->numbers, number, error);
}

static bool collect_folded(void *context, uint32_t number, const ndx_word *word, ndx_error *error)
{
    const collecting *c = context;
    return !ndx_span_equal(word->folded, c->folded) || ndx_numbers_add(c->numbers, number, error);
}

bool ndx_words_with_term(ndx_words *words, ndx_span term, int language, ndx_numbers *numbers,
                         ndx_error *error)
{
    collecting c = {numbers, language, {NULL, 0}, NULL};
    return !term.size || visit_term(words, term, collect_language, &c, error);
}

static bool collect_fitting(void *context, uint32_t number, const ndx_word *word, ndx_error *error)
{
    const collecting *c = context;
    return !ndx_fitter_fits(c->fitter, word->folded) || ndx_numbers_add(c->numbers, number, error);
}

bool ndx_words_with_term_fitting(ndx_words *words, ndx_span term, ndx_word_pattern pattern,
                                 ndx_numbers *numbers, ndx_error *error)
{
    ndx_fitter fitter;
    collecting c = {numbers, NDX_LANGUAGE_ANY, {NULL, 0}, &fitter};
    ndx_fitter_init(&fitter, pattern);
    return !term.size || visit_term(words, term, collect_fitting, &c, error);
}

/* N-gram characters give no term: they stand first among the words. */
bool ndx_words_with_character(ndx_words *words, ndx_span folded, ndx_numbers *numbers,
                              ndx_error *error)
{
    collecting c = {numbers, NDX_LANGUAGE_ANY, folded, NULL};
    return visit_term(words, ndx_span_make("", 0), collect_folded, &c, error);
}

bool ndx_words_has_term(ndx_words *words, ndx_span term, bool *has, ndx_error *error)
{
    uint32_t index;
    *has = false;
    if (!words->chunks || !term.size)
        return true;
    if (!first_chunk(words, NDX_WORD, term, &index, error))
        return false;
    const ndx_chunk *chunk = ndx_words_keep_chunk(words, index, error);
    if (!chunk)
        return false;
    uint32_t low = 0;
    uint32_t high = chunk->entries;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const ndx_word *word = &chunk->word[middle];
        if (word->kind == NDX_WORD && ndx_span_compare(word->term, term) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *has = low < chunk->entries && chunk->word[low].kind == NDX_WORD &&
           ndx_span_equal(chunk->word[low].term, term);
    return true;
}

/* ---- in order ---- */

const ndx_chunk *ndx_words_borrow_chunk(ndx_words *words, uint32_t index, ndx_chunk **own,
                                        ndx_error *error)
{
    *own = NULL;
    if (words->chunk[index])
        return words->chunk[index];
    *own = read_chunk(words, index, error);
    return *own;
}

static void let_chunk_go(ndx_words_cursor *cursor)
{
    ndx_chunk_free(cursor->own);
    cursor->own = NULL;
    cursor->borrowed = NULL;
}

/* The directory's page behind the cursor is not needed again. */
static void let_page_go(ndx_words_cursor *cursor)
{
    ndx_words *words = cursor->words;
    if (!cursor->chunk || cursor->chunk % NDX_PAGE_CHUNKS)
        return;
    uint32_t index = cursor->chunk / NDX_PAGE_CHUNKS - 1;
    free_page(words->pages[index]);
    words->pages[index] = NULL;
}

ndx_step ndx_words_next(ndx_words_cursor *cursor, uint32_t *number, const ndx_word **word,
                        ndx_error *error)
{
    if (!cursor->borrowed || cursor->entry == cursor->borrowed->entries) {
        let_chunk_go(cursor);
        let_page_go(cursor);
        if (cursor->chunk == cursor->words->chunks)
            return NDX_STEP_END;
        cursor->borrowed =
            ndx_words_borrow_chunk(cursor->words, cursor->chunk, &cursor->own, error);
        if (!cursor->borrowed)
            return NDX_STEP_ERROR;
        cursor->chunk++;
        cursor->entry = 0;
    }
    *number = cursor->borrowed->number[cursor->entry];
    *word = &cursor->borrowed->word[cursor->entry++];
    return NDX_STEP_ROW;
}

void ndx_words_cursor_close(ndx_words_cursor *cursor)
{
    let_chunk_go(cursor);
}

bool ndx_words_walk_all(ndx_words *words, ndx_word_visitor visitor, void *context, ndx_error *error)
{
    ndx_words_cursor cursor = {.words = words};
    const ndx_word *word;
    uint32_t number;
    ndx_step step;
    while ((step = ndx_words_next(&cursor, &number, &word, error)) == NDX_STEP_ROW)
        if (!visitor(context, number, word))
            break;
    ndx_words_cursor_close(&cursor);
    return step != NDX_STEP_ERROR;
}
