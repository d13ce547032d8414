/* SPDX-License-Identifier: GPL-2.0-or-later */
/* postings.c - implements postings.h. */
#include "postings.h"

#include "newsdex/array.h"
#include "temporary_file.h"
#include "term_order.h"

#include <stdlib.h>

enum {
    BLOCK_BITS = 20,
    BLOCK_BYTES = 1 << BLOCK_BITS,
    LINK_BYTES = 4, /* at a slice's end: where the next begins */
    FIRST_SLICE_BYTES = 16,
    SLICE_LEVELS = 8, /* each twice the one before */
    WINDOW_BYTES = 256 * 1024,
    BLOCK_POSTINGS = 256,
    POSTING_BYTES_MAX = 10
};

/* A term's list. Places are bytes of the blocks; the first block's first bytes are never used, so 0
 * is none. */
typedef struct list {
    uint32_t head, tail,
        end;       /* of the first slice; where the next byte goes; where the slice ends */
    uint32_t last; /* document + 1 */
    uint32_t documents;
    uint32_t level;
    uint64_t wdf; /* sum */
} list;

typedef struct single {
    const char *bytes;
    uint32_t size;
    uint32_t document;
} single;

struct ndx_postings {
    const ndx_vocabulary *vocabulary;
    list *list; /* by term id */
    size_t list_count;
    uint8_t **block;
    size_t block_count, block_capacity;
    uint32_t used; /* of the last block */
    single *single;
    size_t single_count, single_capacity;
    ndx_pool pool; /* of the single terms' bytes */
    ndx_temporary_file file;
    uint64_t *run; /* where each begins */
    size_t run_count, run_capacity;
};

ndx_postings *ndx_postings_new(const ndx_vocabulary *vocabulary, const char *directory,
                               ndx_error *error)
{
    ndx_postings *postings = calloc(1, sizeof *postings);
    if (!postings) {
        ndx_error_memory(error, "preparing a batch");
        return NULL;
    }
    postings->vocabulary = vocabulary;
    postings->file = (ndx_temporary_file)NDX_TEMPORARY_FILE(directory);
    return postings;
}

static void free_blocks(ndx_postings *postings)
{
    for (size_t i = 0; i < postings->block_count; i++)
        free(postings->block[i]);
    postings->block_count = 0;
}

void ndx_postings_free(ndx_postings *postings)
{
    if (!postings)
        return;
    free_blocks(postings);
    free(postings->block);
    free(postings->list);
    free(postings->single);
    ndx_pool_free(&postings->pool);
    ndx_temporary_file_close(&postings->file);
    free(postings->run);
    free(postings);
}

uint64_t ndx_postings_bytes(const ndx_postings *postings)
{
    return (uint64_t)postings->block_count * BLOCK_BYTES;
}

uint64_t ndx_postings_fixed_bytes(const ndx_postings *postings)
{
    return postings->list_count * sizeof *postings->list +
           postings->single_capacity * sizeof *postings->single + postings->pool.bytes;
}

static inline void prefetch(const void *memory)
{
#if defined(__GNUC__)
    __builtin_prefetch(memory);
#else
    (void)memory;
#endif
}

/* ---- slices ---- */

static uint8_t *place(const ndx_postings *postings, uint32_t at)
{
    return postings->block[at >> BLOCK_BITS] + (at & (BLOCK_BYTES - 1));
}

static bool grow_blocks(ndx_postings *postings)
{
    uint8_t **larger = ndx_array_room(postings->block, postings->block_count,
                                      &postings->block_capacity, 64, sizeof *larger);
    if (!larger)
        return false;
    postings->block = larger;
    uint8_t *added = postings->block_count < UINT32_MAX >> BLOCK_BITS ? malloc(BLOCK_BYTES) : NULL;
    if (!added)
        return false;
    postings->used = postings->block_count ? 0 : FIRST_SLICE_BYTES;
    postings->block[postings->block_count++] = added;
    return true;
}

/* Begins the list's next slice; 0: memory. */
static bool grow_list(ndx_postings *postings, list *to)
{
    uint32_t size = (uint32_t)FIRST_SLICE_BYTES << to->level;
    if ((!postings->block_count || BLOCK_BYTES - postings->used < size) && !grow_blocks(postings))
        return false;
    uint32_t at = (uint32_t)(postings->block_count - 1) << BLOCK_BITS | postings->used;
    postings->used += size;
    if (to->head)
        memcpy(place(postings, to->end), &at, sizeof at);
    else
        to->head = at;
    to->tail = at;
    to->end = at + size - LINK_BYTES;
    if (to->level < SLICE_LEVELS - 1)
        to->level++;
    return true;
}

static inline bool put_byte(ndx_postings *postings, list *to, uint8_t byte)
{
    if (to->tail == to->end && !grow_list(postings, to))
        return false;
    *place(postings, to->tail++) = byte;
    return true;
}

static inline bool put_varint(ndx_postings *postings, list *to, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        if (!put_byte(postings, to, (uint8_t)(value | 0x80)))
            return false;
    return put_byte(postings, to, (uint8_t)value);
}

static bool grow_lists(ndx_postings *postings)
{
    size_t count = postings->vocabulary->term_capacity;
    list *larger = realloc(postings->list, count * sizeof *larger);
    if (!larger)
        return false;
    memset(larger + postings->list_count, 0, (count - postings->list_count) * sizeof *larger);
    postings->list = larger;
    postings->list_count = count;
    return true;
}

static inline bool add_posting(ndx_postings *postings, uint32_t document, ndx_term_count term)
{
    list *to = &postings->list[term.term];
    uint32_t difference = document + 1 - to->last;
    if (to->end - to->tail >= 3 && difference < 0x4000 &&
        term.wdf < 0x80) {                             /* most are like that */
        uint32_t long_difference = difference >= 0x80; /* as good as random: no branch */
        uint8_t *at = place(postings, to->tail);
        at[0] = (uint8_t)(difference | long_difference << 7);
        at[1] = (uint8_t)(difference >> 7);
        at[1 + long_difference] = (uint8_t)term.wdf;
        to->tail += 2 + long_difference;
    } else if (!put_varint(postings, to, difference) || !put_varint(postings, to, term.wdf)) {
        return false;
    }
    to->last = document + 1;
    to->documents++;
    to->wdf += term.wdf;
    return true;
}

/* Lists lie all over the memory: the list is asked for some terms ahead, and when it has come, the
 * place where it ends. */
bool ndx_postings_add(ndx_postings *postings, uint32_t document, const ndx_term_count *terms,
                      size_t count, ndx_error *error)
{
    enum { AHEAD = 12, TWICE_AHEAD = 2 * AHEAD };
    bool done = postings->list_count >= postings->vocabulary->term_count || grow_lists(postings);
    for (size_t i = 0; done && i < count + TWICE_AHEAD; i++) {
        if (i < count)
            prefetch(&postings->list[terms[i].term]);
        if (i >= AHEAD && i - AHEAD < count) {
            const list *next = &postings->list[terms[i - AHEAD].term];
            if (next->head)
                prefetch(place(postings, next->tail));
        }
        if (i >= TWICE_AHEAD)
            done = add_posting(postings, document, terms[i - TWICE_AHEAD]);
    }
    return done || ndx_error_memory(error, "inverting articles");
}

bool ndx_postings_add_single(ndx_postings *postings, ndx_span term, uint32_t document,
                             ndx_error *error)
{
    single *larger = ndx_array_room(postings->single, postings->single_count,
                                    &postings->single_capacity, 1024, sizeof *larger);
    if (larger)
        postings->single = larger;
    const char *bytes = larger ? ndx_pool_add(&postings->pool, term.data, term.size) : NULL;
    if (!bytes)
        return ndx_error_memory(error, "inverting articles");
    postings->single[postings->single_count++] =
        (single){.bytes = bytes, .size = (uint32_t)term.size, .document = document};
    return true;
}

/* ---- reading a list ---- */

typedef struct slice_cursor {
    uint32_t at, end, level, tail; /* tail: of the list */
} slice_cursor;

static slice_cursor open_list(const list *from)
{
    slice_cursor cursor = {.at = from->head, .tail = from->tail};
    cursor.end = from->head + FIRST_SLICE_BYTES - LINK_BYTES;
    return cursor;
}

static inline bool read_byte(const ndx_postings *postings, slice_cursor *cursor, uint8_t *byte)
{
    if (cursor->at == cursor->tail)
        return false;
    if (cursor->at == cursor->end) {
        if (cursor->level < SLICE_LEVELS - 1)
            cursor->level++;
        memcpy(&cursor->at, place(postings, cursor->end), sizeof cursor->at);
        cursor->end = cursor->at + ((uint32_t)FIRST_SLICE_BYTES << cursor->level) - LINK_BYTES;
        prefetch(place(postings, cursor->end)); /* where the slice after it will be looked for */
    }
    *byte = *place(postings, cursor->at++);
    return true;
}

static inline bool read_varint(const ndx_postings *postings, slice_cursor *cursor, uint32_t *value)
{
    uint8_t byte;
    uint32_t shift = 0;
    *value = 0;
    do {
        if (!read_byte(postings, cursor, &byte))
            return false;
        *value |= (uint32_t)(byte & 0x7F) << shift;
        shift += 7;
    } while (byte & 0x80);
    return true;
}

/* ---- order ---- */

/* The ids of terms that have documents, by the terms' bytes. NULL: memory. */
static ndx_ordered_term *order_terms(const ndx_postings *postings, size_t *count)
{
    ndx_ordered_term *terms = malloc((postings->list_count + 1) * sizeof *terms);
    size_t found = 0;
    for (uint32_t id = 0; terms && id < postings->list_count; id++) {
        if (!postings->list[id].documents)
            continue;
        const ndx_term *term = &postings->vocabulary->term[id];
        terms[found++] = (ndx_ordered_term){.bytes = term->bytes, .size = term->size, .value = id};
    }
    if (terms && !ndx_term_order(terms, found)) {
        free(terms);
        return NULL;
    }
    *count = found;
    return terms;
}

static ndx_ordered_term *order_singles(const ndx_postings *postings)
{
    ndx_ordered_term *terms = malloc((postings->single_count + 1) * sizeof *terms);
    for (size_t i = 0; terms && i < postings->single_count; i++) {
        const single *one = &postings->single[i];
        terms[i] =
            (ndx_ordered_term){.bytes = one->bytes, .size = one->size, .value = one->document};
    }
    if (terms && !ndx_term_order(terms, postings->single_count)) {
        free(terms);
        return NULL;
    }
    return terms;
}

/* ---- runs: for each term in order varint id, varint bytes, the bytes as they were in the slices
 * ---- */

static bool append_list(const ndx_postings *postings, uint32_t id, ndx_buffer *bytes,
                        ndx_buffer *out)
{
    slice_cursor cursor = open_list(&postings->list[id]);
    uint8_t byte;
    ndx_buffer_clear(bytes);
    while (read_byte(postings, &cursor, &byte))
        ndx_buffer_append_byte(bytes, byte);
    ndx_buffer_append_varint(out, id);
    return ndx_buffer_append_counted(out, ndx_buffer_span(bytes)) && !bytes->failed;
}

static bool write_run(ndx_postings *postings, const ndx_ordered_term *order, size_t count,
                      ndx_error *error)
{
    ndx_buffer bytes = {0};
    ndx_buffer out = {0};
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        if (!postings->list[order[i].value].head)
            continue;
        done = append_list(postings, order[i].value, &bytes, &out) ||
               ndx_error_memory(error, "writing a run of postings");
        if (done && (out.size > BLOCK_BYTES || i + 1 == count)) {
            done = ndx_temporary_file_append(&postings->file, out.data, out.size, error);
            ndx_buffer_clear(&out);
        }
    }
    if (done && out.size)
        done = ndx_temporary_file_append(&postings->file, out.data, out.size, error);
    ndx_buffer_free(&bytes);
    ndx_buffer_free(&out);
    return done;
}

bool ndx_postings_spill(ndx_postings *postings, ndx_error *error)
{
    size_t count;
    if (!postings->block_count)
        return true;
    uint64_t *runs = ndx_array_room(postings->run, postings->run_count, &postings->run_capacity, 16,
                                    sizeof *runs);
    ndx_ordered_term *order = order_terms(postings, &count);
    if (runs)
        postings->run = runs;
    if (!runs || !order) {
        free(order);
        return ndx_error_memory(error, "writing a run of postings");
    }
    uint64_t begin = postings->file.size;
    bool done = write_run(postings, order, count, error);
    free(order);
    if (!done)
        return false;
    postings->run[postings->run_count++] = begin;
    for (size_t i = 0; i < postings->list_count; i++) {
        list *of = &postings->list[i];
        of->head = of->tail = of->end = of->level = 0; /* `last` stays: differences go on */
    }
    free_blocks(postings);
    return true;
}

/* ---- the walk ---- */

/* A run being read, a window at a time. */
typedef struct run_reader {
    uint64_t next, end; /* of the file: behind the window; of the run */
    ndx_buffer window;
    ndx_span rest; /* of the window */
    uint32_t id;   /* of the list that stands next; UINT32_MAX at the end */
    uint32_t list_bytes;
} run_reader;

struct ndx_postings_walk {
    ndx_postings *postings;
    const uint32_t *renumber;
    ndx_ordered_term *order, *singles;
    size_t order_count, next, next_single;
    run_reader *run;
    ndx_buffer from_runs; /* the list's bytes of all runs */
    ndx_span bytes;       /* what is left of them */
    slice_cursor cursor;
    bool from_slices; /* the list goes on in memory */
    uint32_t last;
    uint32_t document[BLOCK_POSTINGS], wdf[BLOCK_POSTINGS]; /* given */
    size_t single_first, single_end;                        /* of the term that is a single */
};

static bool refill(const ndx_postings_walk *walk, run_reader *run, size_t wanted, ndx_error *error)
{
    uint64_t left = run->end - run->next;
    size_t more = wanted > WINDOW_BYTES ? wanted : WINDOW_BYTES;
    if (run->rest.size >= wanted || !left)
        return true;
    run->next -= run->rest.size; /* read again: simpler than to move it */
    left += run->rest.size;
    if (more > left)
        more = (size_t)left;
    if (!ndx_temporary_file_read(&walk->postings->file, run->next, more, &run->window, error))
        return false;
    run->next += more;
    run->rest = ndx_buffer_span(&run->window);
    return true;
}

static bool next_list(const ndx_postings_walk *walk, run_reader *run, ndx_error *error)
{
    if (!refill(walk, run, POSTING_BYTES_MAX, error))
        return false;
    if (!run->rest.size) {
        run->id = UINT32_MAX;
        return true;
    }
    return (ndx_read_varint32(&run->rest, &run->id) &&
            ndx_read_varint32(&run->rest, &run->list_bytes)) ||
           ndx_error_set(error, NDX_ERROR_INTERNAL, "a run of postings is damaged");
}

static bool open_runs(ndx_postings_walk *walk, ndx_error *error)
{
    const ndx_postings *postings = walk->postings;
    walk->run = calloc(postings->run_count + 1, sizeof *walk->run);
    if (!walk->run)
        return ndx_error_memory(error, "reading postings");
    for (size_t i = 0; i < postings->run_count; i++) {
        walk->run[i].next = postings->run[i];
        walk->run[i].end = i + 1 < postings->run_count ? postings->run[i + 1] : postings->file.size;
        if (!next_list(walk, &walk->run[i], error))
            return false;
    }
    return true;
}

ndx_postings_walk *ndx_postings_walk_new(ndx_postings *postings, const uint32_t *renumber,
                                         ndx_error *error)
{
    ndx_postings_walk *walk = calloc(1, sizeof *walk);
    if (!walk) {
        ndx_error_memory(error, "reading postings");
        return NULL;
    }
    walk->postings = postings;
    walk->renumber = renumber;
    walk->order = order_terms(postings, &walk->order_count);
    walk->singles = order_singles(postings);
    if (!walk->order || !walk->singles)
        ndx_error_memory(error, "reading postings");
    if (!walk->order || !walk->singles || !open_runs(walk, error)) {
        ndx_postings_walk_free(walk);
        return NULL;
    }
    return walk;
}

void ndx_postings_walk_free(ndx_postings_walk *walk)
{
    if (!walk)
        return;
    for (size_t i = 0; walk->run && i < walk->postings->run_count; i++)
        ndx_buffer_free(&walk->run[i].window);
    free(walk->run);
    free(walk->order);
    free(walk->singles);
    ndx_buffer_free(&walk->from_runs);
    free(walk);
}

/* Collects what the runs hold of a term. */
static bool gather(ndx_postings_walk *walk, uint32_t id, ndx_error *error)
{
    ndx_buffer_clear(&walk->from_runs);
    for (size_t i = 0; i < walk->postings->run_count; i++) {
        run_reader *run = &walk->run[i];
        if (run->id != id)
            continue;
        if (!refill(walk, run, run->list_bytes, error))
            return false;
        if (run->rest.size < run->list_bytes)
            return ndx_error_set(error, NDX_ERROR_INTERNAL, "a run of postings is damaged");
        ndx_buffer_append(&walk->from_runs, run->rest.data, run->list_bytes);
        run->rest = ndx_span_skip(run->rest, run->list_bytes);
        if (!next_list(walk, run, error))
            return false;
    }
    return ndx_buffer_ok(&walk->from_runs, "reading postings", error);
}

static void begin_list(ndx_postings_walk *walk, uint32_t id)
{
    walk->bytes = ndx_buffer_span(&walk->from_runs);
    walk->from_slices = walk->postings->list[id].head != 0;
    walk->cursor = open_list(&walk->postings->list[id]);
    walk->last = 0;
}

/* Postings whose bytes lie between at and end, as many as are short, up to most; gives behind them.
 * What is longer, or crosses from one slice to the next, is left to read_one. */
static inline const uint8_t *read_short(ndx_postings_walk *walk, const uint8_t *at,
                                        const uint8_t *end, size_t *count)
{
    uint32_t last = walk->last;
    size_t found = *count;
    while (found < BLOCK_POSTINGS && end - at >= 3) {
        uint32_t long_difference = at[0] >> 7;
        uint32_t difference = (at[0] & 0x7Fu) | ((uint32_t)at[1] << 7 & (0u - long_difference));
        size_t size = 1 + long_difference;
        if (difference >= 0x4000 || at[size] >= 0x80)
            break;
        last += difference;
        walk->document[found] = last - 1;
        walk->wdf[found++] = at[size];
        at += size + 1;
    }
    walk->last = last;
    *count = found;
    return at;
}

static bool read_one(ndx_postings_walk *walk, size_t *count)
{
    uint32_t difference;
    uint32_t *wdf = &walk->wdf[*count];
    if (walk->bytes.size) {
        if (!ndx_read_varint32(&walk->bytes, &difference) || !ndx_read_varint32(&walk->bytes, wdf))
            return false;
    } else if (!walk->from_slices || !read_varint(walk->postings, &walk->cursor, &difference) ||
               !read_varint(walk->postings, &walk->cursor, wdf)) {
        return false;
    }
    walk->last += difference;
    walk->document[(*count)++] = walk->last - 1;
    return true;
}

/* The bytes of the list that lie together. */
static ndx_span bytes_at_hand(const ndx_postings_walk *walk)
{
    const slice_cursor *cursor = &walk->cursor;
    if (walk->bytes.size || !walk->from_slices)
        return walk->bytes;
    uint32_t in_slice = cursor->end - cursor->at;
    uint32_t in_list = cursor->tail - cursor->at; /* large if the list ends in another slice */
    return ndx_span_make((const char *)place(walk->postings, cursor->at),
                         in_list < in_slice ? in_list : in_slice);
}

/* The next postings whether their documents left or not. */
static size_t next_raw(ndx_postings_walk *walk)
{
    size_t count = 0;
    do {
        ndx_span bytes = bytes_at_hand(walk);
        const uint8_t *begin = (const uint8_t *)bytes.data;
        const uint8_t *end = begin + bytes.size;
        size_t used = bytes.size ? (size_t)(read_short(walk, begin, end, &count) - begin) : 0;
        if (walk->bytes.size)
            walk->bytes = ndx_span_skip(walk->bytes, used);
        else
            walk->cursor.at += (uint32_t)used;
    } while (count < BLOCK_POSTINGS && read_one(walk, &count) && count < BLOCK_POSTINGS);
    return count;
}

static size_t next_singles(ndx_postings_walk *walk)
{
    size_t count = 0;
    while (count < BLOCK_POSTINGS && walk->single_first < walk->single_end) {
        walk->document[count] = walk->singles[walk->single_first++].value;
        walk->wdf[count++] = 0;
    }
    return count;
}

static size_t leave_out(ndx_postings_walk *walk, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = walk->renumber[walk->document[i]];
        walk->document[kept] = number;
        walk->wdf[kept] = walk->wdf[i];
        kept += number != UINT32_MAX;
    }
    return kept;
}

size_t ndx_postings_walk_next(ndx_postings_walk *walk, const uint32_t **documents,
                              const uint32_t **wdfs)
{
    size_t count, kept;
    do {
        count = walk->single_end ? next_singles(walk) : next_raw(walk);
        kept = walk->renumber ? leave_out(walk, count) : count;
    } while (count && !kept);
    *documents = walk->document;
    *wdfs = walk->wdf;
    return kept;
}

/* Where documents left, the frequencies are those of the others. */
static void count_list(ndx_postings_walk *walk, uint64_t *term_frequency,
                       uint64_t *collection_frequency)
{
    const uint32_t *document, *wdf;
    size_t count;
    *term_frequency = *collection_frequency = 0;
    while ((count = ndx_postings_walk_next(walk, &document, &wdf))) {
        *term_frequency += count;
        for (size_t i = 0; i < count; i++)
            *collection_frequency += wdf[i];
    }
}

static bool single_is_next(const ndx_postings_walk *walk)
{
    if (walk->next_single == walk->postings->single_count)
        return false;
    if (walk->next == walk->order_count)
        return true;
    const ndx_ordered_term *one = &walk->singles[walk->next_single];
    const ndx_ordered_term *other = &walk->order[walk->next];
    return ndx_span_compare(ndx_span_make(one->bytes, one->size),
                            ndx_span_make(other->bytes, other->size)) < 0;
}

static ndx_span begin_single(ndx_postings_walk *walk, uint64_t *term_frequency,
                             uint64_t *collection_frequency)
{
    size_t first = walk->next_single;
    const ndx_ordered_term *term = &walk->singles[first];
    ndx_span bytes = ndx_span_make(term->bytes, term->size);
    while (walk->next_single < walk->postings->single_count &&
           ndx_span_equal(bytes, ndx_span_make(walk->singles[walk->next_single].bytes,
                                               walk->singles[walk->next_single].size)))
        walk->next_single++;
    walk->single_first = first;
    walk->single_end = walk->next_single;
    count_list(walk, term_frequency, collection_frequency);
    walk->single_first = first;
    return bytes;
}

/* Terms come in the order of their bytes, which is none in memory. */
static void prefetch_terms(const ndx_postings_walk *walk)
{
    enum { AHEAD = 4, TWICE_AHEAD = 2 * AHEAD };
    const ndx_ordered_term *term = walk->order + walk->next;
    size_t left = walk->order_count - walk->next;
    if (left > TWICE_AHEAD)
        prefetch(&walk->postings->list[term[TWICE_AHEAD].value]);
    if (left > AHEAD) {
        const list *next = &walk->postings->list[term[AHEAD].value];
        prefetch(term[AHEAD].bytes);
        if (next->head)
            prefetch(place(walk->postings, next->head));
    }
}

ndx_step ndx_postings_walk_term(ndx_postings_walk *walk, ndx_span *term, uint64_t *term_frequency,
                                uint64_t *collection_frequency, ndx_error *error)
{
    do {
        walk->single_first = walk->single_end = 0;
        if (single_is_next(walk)) {
            *term = begin_single(walk, term_frequency, collection_frequency);
            continue;
        }
        if (walk->next == walk->order_count)
            return NDX_STEP_END;
        prefetch_terms(walk);
        const ndx_ordered_term *next = &walk->order[walk->next++];
        const list *of = &walk->postings->list[next->value];
        *term = ndx_span_make(next->bytes, next->size);
        if (!gather(walk, next->value, error))
            return NDX_STEP_ERROR;
        begin_list(walk, next->value);
        *term_frequency = of->documents;
        *collection_frequency = of->wdf;
        if (walk->renumber) {
            count_list(walk, term_frequency, collection_frequency);
            begin_list(walk, next->value);
        }
    } while (!*term_frequency);
    return NDX_STEP_ROW;
}
