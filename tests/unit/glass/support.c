/* SPDX-License-Identifier: GPL-2.0-or-later */
/* support.c - implements support.h. */
#include "support.h"

#include <unistd.h>

static const xc_slot slots[] = {0, 1, 7, 200, 70000};
enum { SLOT_COUNT = sizeof slots / sizeof *slots };

/* ---- folder ---- */

int folder_setup(void **state)
{
    char path[] = "/tmp/newsdex-glass-XXXXXX";
    if (!mkdtemp(path))
        return -1;
    *state = strdup(path);
    return *state ? 0 : -1;
}

int folder_teardown(void **state)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s'", (const char *)*state);
    int status = system(command);
    free(*state);
    return status;
}

const char *path_in(void **state, const char *name)
{
    static char paths[4][256];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", (const char *)*state, name);
    return path;
}

/* ---- random numbers ---- */

static uint64_t seed = 20260705;

uint32_t random_number(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16);
}

uint32_t random_below(uint32_t bound)
{
    return random_number() % bound;
}

/* ---- writing ---- */

static xc_bytes bytes_of(ndx_span span)
{
    return (xc_bytes){span.data, span.size};
}

/* The same bytes for the same number: short ones, long ones that differ in the last byte, some with
 * NUL. */
static ndx_span random_term(uint32_t number, char *bytes)
{
    static const char letters[] = "abcdeghi\0\1\xff\xfe";
    uint32_t state = number * 2654435761u;
    size_t size = 1 + state % 9;
    if (number % 16 == 0) {
        memset(bytes, 'x', 245);
        bytes[244] = (char)(number / 16);
        return ndx_span_make(bytes, number / 16 % 256 ? 245 : 244);
    }
    bytes[0] = 't';
    for (size_t i = 0; i < size; i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i + 1] = letters[(state >> 20) % (sizeof letters - 1)];
    }
    return ndx_span_make(bytes + (number % 5 == 0), size + 1 - (number % 5 == 0));
}

static void fill(char *bytes, size_t size, bool compressible)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] =
            compressible ? "the news of the day "[i % 20 ^ (i / 999 % 4)] : (char)random_number();
}

static void add_random_document(xc_writable_database *database, const random_shape *shape,
                                xc_docid docid)
{
    char bytes[256];
    xc_document *document = NULL;
    MUST(xc_document_new(&document, &problem));
    MUST(xc_document_add_term(document, xc_bytes_of("all"), 1 + random_below(300), &problem));
    for (uint32_t i = random_below(shape->terms + 1); i > 0; i--) {
        uint32_t number = random_below(1 + random_below(shape->vocabulary));
        MUST(xc_document_add_term(document, bytes_of(random_term(number, bytes)),
                                  random_below(10) ? 1 : random_below(100000), &problem));
    }
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        if (random_below(3) == 0)
            continue;
        size_t size = random_below(i == 3 ? 200 : 10);
        fill(bytes, size, false);
        MUST(xc_document_set_value(document, slots[i], (xc_bytes){bytes, size}, &problem));
    }
    size_t size = random_below(1 + random_below(shape->data_bytes + 1));
    char *data = malloc(size + 1);
    assert_non_null(data);
    fill(data, size, shape->compressible);
    MUST(xc_document_set_data(document, (xc_bytes){data, size}, &problem));
    MUST(xc_writable_database_replace_document(database, docid, document, &problem));
    free(data);
    xc_document_free(document);
}

static void add_random_metadata(xc_writable_database *database, uint32_t bytes_max)
{
    char key[200];
    char *value = malloc(bytes_max);
    assert_non_null(value);
    for (int i = 0; i < 60; i++) {
        size_t key_size = 1 + random_below(i % 4 ? 6 : 200);
        fill(key, key_size, false);
        for (size_t j = 0; j < key_size; j++)
            key[j] = (char)('a' + (key[j] & 7));
        size_t size = random_below(bytes_max);
        fill(value, size, i % 2);
        MUST(xc_writable_database_set_metadata(database, (xc_bytes){key, key_size},
                                               (xc_bytes){value, size}, &problem));
    }
    free(value);
}

void write_random(const char *path, const random_shape *shape)
{
    xc_writable_database *database = NULL;
    MUST(xc_writable_database_open(path, XC_WRITE_CREATE | XC_DATABASE_GLASS | XC_WRITE_NO_SYNC,
                                   shape->block_bytes, &database, &problem));
    xc_docid docid = 0;
    uint32_t every = shape->documents / (shape->commits ? shape->commits : 1) + 1;
    for (uint32_t i = 0; i < shape->documents; i++) {
        docid += 1 + random_below(shape->gap);
        add_random_document(database, shape, docid);
        if (i % every == every - 1)
            MUST(xc_writable_database_commit(database, &problem));
    }
    for (xc_docid i = 1; shape->delete_one_in && i <= docid; i++) {
        xc_error ignored;
        if (random_below(shape->delete_one_in) == 0)
            (void)xc_writable_database_delete_document(database, i, &ignored);
    }
    if (shape->metadata_bytes)
        add_random_metadata(database, shape->metadata_bytes);
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_writable_database_close(database, &problem));
    xc_writable_database_free(database);
}

/* ---- comparing ---- */

static void assert_same(ndx_span ours, xc_bytes theirs)
{
    assert_int_equal(ours.size, theirs.size);
    if (ours.size)
        assert_memory_equal(ours.data, theirs.data, ours.size);
}

static void compare_statistics(const ndx_glass_database *database, const xc_database *oracle)
{
    const ndx_glass_statistics *ours = &ndx_glass_version_of(database)->statistics;
    xc_doccount documents = 0;
    xc_docid last = 0;
    uint64_t total = 0;
    xc_termcount lower = 0;
    xc_termcount upper = 0;
    MUST(xc_database_doccount(oracle, &documents, &problem));
    MUST(xc_database_lastdocid(oracle, &last, &problem));
    MUST(xc_database_total_length(oracle, &total, &problem));
    MUST(xc_database_doclength_bounds(oracle, &lower, &upper, &problem));
    assert_int_equal(ours->documents, documents);
    assert_int_equal(ours->last_docid, last);
    assert_int_equal(ours->length_total, total);
    assert_int_equal(ours->length_least, lower);
    assert_int_equal(ours->length_greatest, upper);
}

typedef struct list {
    uint32_t *docids, *wdfs;
    size_t count;
} list;

static list read_list(const xc_database *oracle, ndx_span term, size_t capacity)
{
    list read = {calloc(capacity + 1, 4), calloc(capacity + 1, 4), 0};
    xc_posting_cursor *cursor = NULL;
    xc_step step;
    assert_true(read.docids && read.wdfs);
    MUST(xc_database_postings(oracle, bytes_of(term), &cursor, &problem));
    while ((step = xc_posting_cursor_next(cursor, NULL)) == XC_ROW) {
        assert_true(read.count < capacity);
        read.docids[read.count] = xc_posting_cursor_docid(cursor);
        MUST(xc_posting_cursor_wdf(cursor, &read.wdfs[read.count], &problem));
        if (!term.size)
            MUST(xc_posting_cursor_doclength(cursor, &read.wdfs[read.count], &problem));
        read.count++;
    }
    assert_int_equal(step, XC_END);
    xc_posting_cursor_free(cursor);
    return read;
}

static void free_list(list *read)
{
    free(read->docids);
    free(read->wdfs);
}

static ndx_step step_good(ndx_step step, const ndx_error *error)
{
    if (step == NDX_STEP_ERROR)
        fail_msg("%s", error->message);
    return step;
}

static void compare_by_steps(ndx_glass_postings *postings, const list *expected)
{
    ndx_error error;
    for (size_t i = 0; i < expected->count; i++) {
        assert_int_equal(step_good(ndx_glass_postings_next(postings, &error), &error),
                         NDX_STEP_ROW);
        assert_int_equal(postings->docid, expected->docids[i]);
        assert_int_equal(postings->wdf, expected->wdfs[i]);
    }
    assert_int_equal(step_good(ndx_glass_postings_next(postings, &error), &error), NDX_STEP_END);
    assert_int_equal(step_good(ndx_glass_postings_skip_to(postings, 1, &error), &error),
                     NDX_STEP_END);
}

static void compare_by_blocks(ndx_glass_postings *postings, const list *expected)
{
    uint32_t docids[128];
    uint32_t wdfs[128];
    size_t at = 0;
    size_t count = 1;
    while (count) {
        GOOD(ndx_glass_postings_block(postings, docids, at % 3 ? wdfs : NULL, 1 + random_below(128),
                                      &count, &failure));
        assert_true(count <= expected->count - at);
        assert_memory_equal(docids, expected->docids + at, 4 * count);
        if (at % 3)
            assert_memory_equal(wdfs, expected->wdfs + at, 4 * count);
        at += count;
    }
    assert_int_equal(at, expected->count);
}

static void compare_by_skips(ndx_glass_postings *postings, const list *expected)
{
    uint32_t last = expected->count ? expected->docids[expected->count - 1] : 0;
    uint32_t stride = 1 + last / 20000 + random_below(1 + random_below(last + 2));
    size_t at = 0;
    ndx_error error;
    for (uint32_t docid = random_below(stride); docid <= last + 1;
         docid += 1 + random_below(stride)) {
        while (at < expected->count && expected->docids[at] < docid)
            at++;
        ndx_step step = step_good(ndx_glass_postings_skip_to(postings, docid, &error), &error);
        assert_int_equal(step, at < expected->count ? NDX_STEP_ROW : NDX_STEP_END);
        if (step == NDX_STEP_END)
            break;
        assert_int_equal(postings->docid, expected->docids[at]);
        assert_int_equal(postings->wdf, expected->wdfs[at]);
        if (random_below(4) == 0) {
            step = step_good(ndx_glass_postings_next(postings, &error), &error);
            at++;
            assert_int_equal(step, at < expected->count ? NDX_STEP_ROW : NDX_STEP_END);
            if (step == NDX_STEP_END)
                break;
            assert_int_equal(postings->docid, expected->docids[at]);
            if (docid < postings->docid)
                docid = postings->docid;
        }
    }
}

static void compare_term(const ndx_glass_database *database, ndx_span term, const list *expected)
{
    ndx_glass_postings postings;
    GOOD(ndx_glass_postings_open(&postings, database, term, &failure));
    assert_int_equal(postings.frequency, expected->count);
    compare_by_blocks(&postings, expected);
    for (int i = 0; i < 3; i++) {
        GOOD(ndx_glass_postings_reopen(&postings, term, &failure));
        compare_by_skips(&postings, expected);
    }
    ndx_glass_postings_close(&postings);
}

static void compare_terms(const ndx_glass_database *database, const xc_database *oracle)
{
    ndx_glass_terms terms;
    xc_term_cursor *cursor = NULL;
    ndx_error error;
    GOOD(ndx_glass_terms_open(&terms, database, (ndx_span){0}, &failure));
    MUST(xc_database_terms(oracle, xc_bytes_of(""), &cursor, &problem));
    while (xc_term_cursor_next(cursor, NULL) == XC_ROW) {
        xc_termcount collection = 0;
        assert_int_equal(step_good(ndx_glass_terms_next(&terms, &error), &error), NDX_STEP_ROW);
        assert_same(terms.term, xc_term_cursor_term(cursor));
        MUST(xc_database_collection_freq(oracle, xc_term_cursor_term(cursor), &collection,
                                         &problem));
        assert_int_equal(terms.postings.collection_frequency, collection);
        list expected = read_list(oracle, terms.term, terms.postings.frequency);
        assert_int_equal(terms.postings.frequency, expected.count);
        if (random_below(3))
            compare_by_steps(&terms.postings, &expected);
        compare_term(database, terms.term, &expected);
        free_list(&expected);
    }
    assert_int_equal(step_good(ndx_glass_terms_next(&terms, &error), &error), NDX_STEP_END);
    xc_term_cursor_free(cursor);
    ndx_glass_terms_close(&terms);
}

static void compare_terms_from(const ndx_glass_database *database, const xc_database *oracle)
{
    char bytes[256];
    ndx_error error;
    for (int i = 0; i < 200; i++) {
        ndx_glass_terms terms;
        xc_term_cursor *cursor = NULL;
        ndx_span from = random_term(random_below(3000), bytes);
        if (i % 3 == 0)
            from.size = 1 + random_below((uint32_t)from.size);
        GOOD(ndx_glass_terms_open(&terms, database, from, &failure));
        MUST(xc_database_terms(oracle, xc_bytes_of(""), &cursor, &problem));
        xc_step step = xc_term_cursor_skip_to(cursor, bytes_of(from), NULL);
        for (int j = 0; j < 3; j++, step = xc_term_cursor_next(cursor, NULL)) {
            assert_int_equal(step_good(ndx_glass_terms_next(&terms, &error), &error),
                             step == XC_ROW ? NDX_STEP_ROW : NDX_STEP_END);
            if (step != XC_ROW)
                break;
            assert_same(terms.term, xc_term_cursor_term(cursor));
        }
        xc_term_cursor_free(cursor);
        ndx_glass_terms_close(&terms);
    }
}

static void compare_documents(const ndx_glass_database *database, const xc_database *oracle)
{
    ndx_glass_cursor cursor;
    ndx_glass_postings lengths;
    xc_string data = XC_STRING_EMPTY;
    xc_doccount documents = 0;
    MUST(xc_database_doccount(oracle, &documents, &problem));
    list all = read_list(oracle, (ndx_span){0}, documents);
    GOOD(ndx_glass_lengths_open(&lengths, database, &failure));
    assert_int_equal(lengths.frequency, documents);
    compare_by_steps(&lengths, &all);
    ndx_glass_postings_close(&lengths);
    GOOD(ndx_glass_lengths_open(&lengths, database, &failure));
    compare_by_skips(&lengths, &all);
    ndx_glass_postings_close(&lengths);
    ndx_glass_cursor_open(&cursor, database, NDX_GLASS_DOCDATA);
    for (size_t i = 0; i < 3 * all.count; i++) {
        size_t j = i < all.count ? i : random_below((uint32_t)all.count); /* in order, then not */
        ndx_span ours;
        GOOD(ndx_glass_document_data(&cursor, all.docids[j], &ours, &failure));
        MUST(xc_database_get_data(oracle, all.docids[j], &data, &problem));
        assert_same(ours, xc_string_bytes(&data));
        GOOD(ndx_glass_document_data(&cursor, all.docids[j] + 1, &ours, &failure));
        if (j + 1 < all.count && all.docids[j + 1] != all.docids[j] + 1)
            assert_int_equal(ours.size, 0);
    }
    ndx_glass_cursor_close(&cursor);
    xc_string_free(&data);
    free_list(&all);
}

static void compare_value_statistics(const ndx_glass_database *database, const xc_database *oracle,
                                     xc_slot slot)
{
    ndx_glass_cursor cursor;
    ndx_glass_value_statistics ours;
    xc_doccount frequency = 0;
    xc_string lower = XC_STRING_EMPTY;
    xc_string upper = XC_STRING_EMPTY;
    ndx_glass_cursor_open(&cursor, database, NDX_GLASS_POSTLIST);
    GOOD(ndx_glass_value_statistics_read(&cursor, slot, &ours, &failure));
    MUST(xc_database_value_freq(oracle, slot, &frequency, &problem));
    MUST(xc_database_value_bounds(oracle, slot, &lower, &upper, &problem));
    assert_int_equal(ours.frequency, frequency);
    assert_same(ours.lower, xc_string_bytes(&lower));
    assert_same(ours.upper, xc_string_bytes(&upper));
    xc_string_free(&lower);
    xc_string_free(&upper);
    ndx_glass_cursor_close(&cursor);
}

static void compare_values(const ndx_glass_database *database, const xc_database *oracle,
                           xc_slot slot, uint32_t stride)
{
    ndx_glass_values values;
    xc_value_cursor *cursor = NULL;
    ndx_error error;
    xc_step step;
    uint32_t docid = 0;
    ndx_glass_values_open(&values, database, slot);
    MUST(xc_database_values(oracle, slot, &cursor, &problem));
    do {
        ndx_step ours;
        docid += random_below(stride + 1);
        if (stride) {
            step = xc_value_cursor_skip_to(cursor, docid, NULL);
            ours = ndx_glass_values_skip_to(&values, docid, &error);
        } else {
            step = xc_value_cursor_next(cursor, NULL);
            ours = ndx_glass_values_next(&values, &error);
        }
        assert_int_equal(step_good(ours, &error), step == XC_ROW ? NDX_STEP_ROW : NDX_STEP_END);
        if (step == XC_ROW) {
            assert_int_equal(values.docid, xc_value_cursor_docid(cursor));
            assert_same(values.value, xc_value_cursor_value(cursor));
            if (docid + stride < values.docid)
                docid = values.docid - stride / 2;
        }
    } while (step == XC_ROW);
    xc_value_cursor_free(cursor);
    ndx_glass_values_close(&values);
}

static void compare_metadata(const ndx_glass_database *database, const xc_database *oracle,
                             ndx_span prefix)
{
    ndx_glass_cursor walk;
    ndx_glass_cursor look_up;
    xc_term_cursor *cursor = NULL;
    xc_string value = XC_STRING_EMPTY;
    ndx_span key;
    ndx_span ours;
    ndx_error error;
    ndx_glass_cursor_open(&walk, database, NDX_GLASS_POSTLIST);
    ndx_glass_cursor_open(&look_up, database, NDX_GLASS_POSTLIST);
    MUST(xc_database_metadata_keys(oracle, bytes_of(prefix), &cursor, &problem));
    ndx_step step = ndx_glass_metadata_first(&walk, prefix, &key, &error);
    while (xc_term_cursor_next(cursor, NULL) == XC_ROW) {
        assert_int_equal(step_good(step, &error), NDX_STEP_ROW);
        assert_same(key, xc_term_cursor_term(cursor));
        MUST(xc_database_get_metadata(oracle, xc_term_cursor_term(cursor), &value, &problem));
        GOOD(ndx_glass_cursor_tag(&walk, &ours, &failure));
        assert_same(ours, xc_string_bytes(&value));
        GOOD(ndx_glass_metadata(&look_up, key, &ours, &failure));
        assert_same(ours, xc_string_bytes(&value));
        step = ndx_glass_metadata_next(&walk, prefix, &key, &error);
    }
    assert_int_equal(step_good(step, &error), NDX_STEP_END);
    GOOD(ndx_glass_metadata(&look_up, NDX_SPAN("no such key"), &ours, &failure));
    assert_int_equal(ours.size, 0);
    xc_term_cursor_free(cursor);
    xc_string_free(&value);
    ndx_glass_cursor_close(&walk);
    ndx_glass_cursor_close(&look_up);
}

void assert_read_alike(const char *path)
{
    xc_database *oracle = NULL;
    ndx_error error;
    ndx_glass_database *database = ndx_glass_open(path, &error);
    if (!database)
        fail_msg("%s", error.message);
    MUST(xc_database_open(path, XC_DATABASE_GLASS, &oracle, &problem));
    compare_statistics(database, oracle);
    compare_terms(database, oracle);
    compare_terms_from(database, oracle);
    compare_documents(database, oracle);
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        compare_value_statistics(database, oracle, slots[i]);
        for (uint32_t stride = 0; stride < 5000; stride = 2 * stride + 1)
            compare_values(database, oracle, slots[i], stride);
    }
    compare_value_statistics(database, oracle, 2);
    compare_values(database, oracle, 2, 0);
    compare_metadata(database, oracle, (ndx_span){0});
    compare_metadata(database, oracle, NDX_SPAN("b"));
    xc_database_free(oracle);
    ndx_glass_close(database);
}

/* ---- reading what may be damaged ---- */

static unsigned count_error(bool failed, ndx_error *error)
{
    if (!failed)
        return 0;
    assert_true(error->code == NDX_ERROR_CORRUPT || error->code == NDX_ERROR_VERSION);
    assert_true(error->message[0] != 0);
    *error = (ndx_error){0};
    return 1;
}

static unsigned read_terms(const ndx_glass_database *database)
{
    ndx_glass_terms terms;
    ndx_glass_postings postings;
    ndx_error error = {0};
    unsigned errors = 0;
    uint32_t docids[100];
    size_t count;
    ndx_step step = NDX_STEP_ROW;
    if (!ndx_glass_terms_open(&terms, database, (ndx_span){0}, &error))
        return count_error(true, &error);
    while ((step = ndx_glass_terms_next(&terms, &error)) == NDX_STEP_ROW) {
        bool good = ndx_glass_postings_open(&postings, database, terms.term, &error);
        ndx_step skip = NDX_STEP_ROW;
        for (uint32_t docid = 1; good && skip == NDX_STEP_ROW && docid < 100000; docid *= 3) {
            skip = ndx_glass_postings_skip_to(&postings, docid, &error);
            good = skip != NDX_STEP_ERROR;
        }
        errors += count_error(!good, &error);
        ndx_glass_postings_close(&postings);
        do
            good = ndx_glass_postings_block(&terms.postings, docids, NULL, 100, &count, &error);
        while (good && count);
        errors += count_error(!good, &error);
    }
    errors += count_error(step == NDX_STEP_ERROR, &error);
    ndx_glass_terms_close(&terms);
    return errors;
}

static unsigned read_values(const ndx_glass_database *database, xc_slot slot)
{
    ndx_glass_values values;
    ndx_glass_cursor cursor;
    ndx_glass_value_statistics statistics;
    ndx_error error = {0};
    ndx_step step;
    unsigned errors;
    ndx_glass_values_open(&values, database, slot);
    while ((step = ndx_glass_values_next(&values, &error)) == NDX_STEP_ROW)
        ;
    errors = count_error(step == NDX_STEP_ERROR, &error);
    ndx_glass_values_close(&values);
    ndx_glass_values_open(&values, database, slot);
    for (uint32_t docid = 1; docid < 100000; docid *= 3)
        if ((step = ndx_glass_values_skip_to(&values, docid, &error)) != NDX_STEP_ROW)
            break;
    errors += count_error(step == NDX_STEP_ERROR, &error);
    ndx_glass_values_close(&values);
    ndx_glass_cursor_open(&cursor, database, NDX_GLASS_POSTLIST);
    errors +=
        count_error(!ndx_glass_value_statistics_read(&cursor, slot, &statistics, &error), &error);
    ndx_glass_cursor_close(&cursor);
    return errors;
}

static unsigned read_documents(const ndx_glass_database *database)
{
    ndx_glass_postings lengths;
    ndx_glass_cursor cursor;
    ndx_error error = {0};
    ndx_step step;
    ndx_span data;
    unsigned errors = 0;
    if (!ndx_glass_lengths_open(&lengths, database, &error)) {
        ndx_glass_postings_close(&lengths);
        return count_error(true, &error);
    }
    ndx_glass_cursor_open(&cursor, database, NDX_GLASS_DOCDATA);
    while ((step = ndx_glass_postings_next(&lengths, &error)) == NDX_STEP_ROW)
        errors +=
            count_error(!ndx_glass_document_data(&cursor, lengths.docid, &data, &error), &error);
    errors += count_error(step == NDX_STEP_ERROR, &error);
    ndx_glass_cursor_close(&cursor);
    ndx_glass_postings_close(&lengths);
    return errors;
}

static unsigned read_table(const ndx_glass_database *database, ndx_glass_table table)
{
    ndx_glass_cursor cursor;
    ndx_error error = {0};
    ndx_span tag;
    ndx_step step;
    unsigned errors = 0;
    ndx_glass_cursor_open(&cursor, database, table);
    while ((step = ndx_glass_cursor_next(&cursor, &error)) == NDX_STEP_ROW) {
        if (ndx_glass_cursor_tag(&cursor, &tag, &error))
            continue;
        ndx_span key = cursor.key; /* in the mapped file: it stays */
        errors += count_error(true, &error);
        if (!ndx_glass_cursor_find(&cursor, key, NULL, &error)) {
            errors += count_error(true, &error);
            break;
        }
        if (!ndx_span_equal(cursor.key, key)) /* no way on */
            break;
    }
    errors += count_error(step == NDX_STEP_ERROR, &error);
    ndx_glass_cursor_close(&cursor);
    return errors;
}

unsigned read_everything(const char *path)
{
    ndx_error error = {0};
    unsigned errors = 0;
    ndx_glass_database *database = ndx_glass_open(path, &error);
    if (!database)
        return count_error(true, &error);
    for (int i = 0; i < NDX_GLASS_TABLE_COUNT; i++)
        errors += read_table(database, (ndx_glass_table)i);
    errors += read_terms(database);
    errors += read_documents(database);
    for (size_t i = 0; i < SLOT_COUNT; i++)
        errors += read_values(database, slots[i]);
    ndx_glass_close(database);
    return errors;
}
