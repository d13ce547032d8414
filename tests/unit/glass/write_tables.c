/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer of tables against libxapian, which reads and checks them: entries of all sizes in
 * blocks of all sizes, deep trees, documents far apart, and what must be refused. Most tables here
 * hold nothing but metadata, whose keys can be chosen freely. */
#include "unit/unit.h"

#include "glass_write.h"
#include "xapian_c/maintenance.h"
#include "xapian_c/writable_database.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PREFIX_BYTES = 2 }; /* of a metadata's key */

typedef struct database {
    char folder[32];
    ndx_glass_table_writer *writer[NDX_GLASS_TABLE_COUNT];
    ndx_glass_version version;
} database;

static uint32_t seed;

static uint32_t any_below(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)seed * below >> 32);
}

/* ---- making a database, and what libxapian says of it ---- */

static void begin(database *to, uint32_t block_bytes, unsigned tables)
{
    ndx_error error = {0};
    *to = (database){.folder = "/tmp/newsdex-test-XXXXXX"};
    assert_non_null(mkdtemp(to->folder));
    to->version.revision = 1;
    for (unsigned table = 0; table < NDX_GLASS_TABLE_COUNT; table++) {
        to->version.table[table] = ndx_glass_root_absent(block_bytes);
        if (table >= tables)
            continue;
        to->writer[table] =
            ndx_glass_table_writer_new(to->folder, (ndx_glass_table)table, block_bytes, &error);
        assert_non_null(to->writer[table]);
    }
    seed = block_bytes;
}

static void add(database *to, ndx_glass_table table, ndx_span key, ndx_span tag)
{
    ndx_error error = {0};
    if (!ndx_glass_table_add(to->writer[table], key, tag, &error))
        fail_msg("%s", error.message);
}

static void add_metadata(database *to, ndx_span name, ndx_span value)
{
    ndx_glass_key key;
    assert_true(ndx_glass_key_metadata(&key, name));
    add(to, NDX_GLASS_POSTLIST, ndx_glass_key_span(&key), value);
}

static xc_database *finish(database *to)
{
    ndx_error error = {0};
    xc_error failure;
    xc_database *read = NULL;
    xc_string report = XC_STRING_EMPTY;
    size_t errors = 0;
    for (size_t table = 0; table < NDX_GLASS_TABLE_COUNT; table++)
        if (to->writer[table])
            assert_true(
                ndx_glass_table_finish(to->writer[table], &to->version.table[table], &error));
    assert_true(ndx_glass_version_write(to->folder, &to->version, &error));
    if (xc_database_check(to->folder, XC_CHECK_FULL_TREE, &errors, NULL /* too long: every item */,
                          &failure) != XC_OK)
        fail_msg("check: %s: %s", failure.type, failure.message);
    if (errors) {
        assert_int_equal(xc_database_check(to->folder, 0, &errors, &report, NULL), XC_OK);
        fail_msg("%zu errors: %.2000s", errors, report.data);
    }
    if (xc_database_open(to->folder, 0, &read, &failure) != XC_OK)
        fail_msg("%s: %s", failure.type, failure.message);
    return read;
}

static void end(database *of, xc_database *read)
{
    char command[64];
    xc_database_free(read);
    for (size_t table = 0; table < NDX_GLASS_TABLE_COUNT; table++)
        ndx_glass_table_writer_free(of->writer[table]);
    snprintf(command, sizeof command, "rm -r %s", of->folder);
    assert_int_equal(system(command), 0);
}

/* ---- many entries of random sizes ---- */

/* The n-th name: rising, `size` bytes, equal to its neighbours but for its end. */
static ndx_span name_of(uint32_t n, uint32_t size)
{
    static char name[NDX_GLASS_KEY_BYTES_MAX];
    memset(name, 'n', sizeof name);
    for (uint32_t i = 0; i < 4 && i < size; i++)
        name[size - 1 - i] = (char)(n >> 8 * i);
    return ndx_span_make(name, size);
}

enum { TAG_BYTES_MAX = 100000 };

static ndx_span tag_of(uint32_t n, uint32_t size)
{
    static char tag[TAG_BYTES_MAX];
    for (uint32_t i = 0; i < size; i++)
        tag[i] = (char)((n + i) * 2654435761u >> 24);
    return ndx_span_make(tag, size);
}

static void assert_metadata(const xc_database *read, ndx_span name, ndx_span value)
{
    xc_string got = XC_STRING_EMPTY;
    assert_int_equal(xc_database_get_metadata(read, (xc_bytes){name.data, name.size}, &got, NULL),
                     XC_OK);
    assert_int_equal(got.size, value.size);
    if (value.size)
        assert_memory_equal(got.data, value.data, value.size);
    xc_string_free(&got);
}

/* Entries 0 to count - 1 by walking and by look-up. */
static void assert_entries(const xc_database *read, const uint32_t *size, uint32_t count,
                           uint32_t name_bytes)
{
    xc_term_cursor *cursor = NULL;
    assert_int_equal(xc_database_metadata_keys(read, xc_bytes_of(""), &cursor, NULL), XC_OK);
    for (uint32_t n = 0; n < count; n++) {
        ndx_span name = name_of(n, name_bytes);
        assert_int_equal(xc_term_cursor_next(cursor, NULL), XC_ROW);
        xc_bytes got = xc_term_cursor_term(cursor);
        assert_true(ndx_span_equal(ndx_span_make(got.data, got.size), name));
        assert_metadata(read, name, tag_of(n, size[n]));
    }
    assert_int_equal(xc_term_cursor_next(cursor, NULL), XC_END);
    xc_term_cursor_free(cursor);
    assert_metadata(read, name_of(count, name_bytes), ndx_span_make(NULL, 0)); /* not there */
}

/* Writes entries with tags of 1 to tag_bytes bytes and reads them back; gives the tree's level. */
static uint32_t try_entries(uint32_t block_bytes, uint32_t count, uint32_t name_bytes,
                            uint32_t tag_bytes,
                            void (*look)(const database *of, uint32_t key_bytes))
{
    database made;
    uint32_t *size = malloc(((size_t)count + 1) * sizeof *size);
    assert_non_null(size);
    begin(&made, block_bytes, 1);
    for (uint32_t n = 0; n < count; n++) {
        size[n] = 1 + any_below(tag_bytes);
        add_metadata(&made, name_of(n, name_bytes), tag_of(n, size[n]));
    }
    xc_database *read = finish(&made);
    assert_int_equal(made.version.table[NDX_GLASS_POSTLIST].entries, count);
    assert_entries(read, size, count, name_bytes);
    if (look)
        look(&made, name_bytes + PREFIX_BYTES);
    end(&made, read);
    free(size);
    return made.version.table[NDX_GLASS_POSTLIST].level;
}

static void blocks_of_every_size(void **state)
{
    (void)state;
    for (uint32_t bytes = NDX_GLASS_BLOCK_BYTES_MIN; bytes <= NDX_GLASS_BLOCK_BYTES_MAX;
         bytes *= 2) {
        assert_int_equal(try_entries(bytes, 1, 3, 1, NULL), 0);
        assert_int_equal(try_entries(bytes, 20, 3, 90, NULL), 0);
        try_entries(bytes, 1500, 5, 2000, NULL);
        try_entries(bytes, 400, 253, 9000,
                    NULL); /* the longest keys; items as long as they may be */
        try_entries(bytes, 12, 40, TAG_BYTES_MAX, NULL);
    }
}

static void a_tree_of_many_levels(void **state)
{
    (void)state; /* eight branch items a block */
    assert_true(try_entries(2048, 30000, 250, 20, NULL) >= 5);
}

/* ---- where entries are cut ---- */

/* By how much was free behind the last item of a leaf, and how large the part was that filled one:
 * was it seen? */
typedef struct borders {
    bool left[1024], part[1024];
} borders;

static void look_at_leaf(const uint8_t *block, uint32_t key_bytes, borders *seen)
{
    uint32_t left = ndx_glass_read2(block + 7);
    uint32_t end = ndx_glass_read2(block + 9);
    const uint8_t *item = block + ndx_glass_read2(block + end - 2);
    uint32_t flags = ndx_glass_read2(item);
    uint32_t header = 3 + key_bytes + (flags & NDX_GLASS_ITEM_FIRST ? 0u : 2u);
    uint32_t part = (flags & NDX_GLASS_ITEM_SIZE_MASK) + 3 - header;
    assert_true(left < sizeof seen->left);
    if (flags & NDX_GLASS_ITEM_LAST) {
        seen->left[left] = true;
        return;
    }
    assert_int_equal(left, 0); /* why else was it cut? */
    if (flags & NDX_GLASS_ITEM_FIRST && part < sizeof seen->part)
        seen->part[part] = true;
}

/* An entry is cut where the part has at least the bytes of its second header and 34 more; else the
 * block ends. All that can be left then, and every part from the least one on, was there. */
static void assert_all_borders(const database *of, uint32_t key_bytes)
{
    char path[64];
    uint8_t block[2][NDX_GLASS_BLOCK_BYTES_MIN];
    static borders seen;
    uint32_t leaves = 0;
    snprintf(path, sizeof path, "%s/%s", of->folder, ndx_glass_table_file(NDX_GLASS_POSTLIST));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    memset(&seen, 0, sizeof seen);
    while (fread(block[leaves % 2], sizeof *block, 1, file) == 1) {
        if (block[leaves % 2][4] != 0)
            continue;
        if (leaves++) /* not the last one, which ends where the entries do */
            look_at_leaf(block[leaves % 2], key_bytes, &seen);
    }
    fclose(file);
    for (uint32_t left = 0; left < 2 * key_bytes + 39; left++)
        if (!seen.left[left])
            fail_msg("no block with %u bytes left", left);
    for (uint32_t part = 0; part < key_bytes + 34; part++)
        assert_false(seen.part[part]);
    for (uint32_t part = key_bytes + 34; part < key_bytes + 100; part++)
        if (!seen.part[part])
            fail_msg("no part of %u bytes", part);
}

static void entries_are_cut_wherever_a_block_can_end(void **state)
{
    (void)state;
    try_entries(2048, 24000, 4, 500, assert_all_borders);
    try_entries(2048, 24000, 60, 600, assert_all_borders);
    try_entries(2048, 30000, 253, 800, assert_all_borders);
}

/* ---- documents far apart ---- */

/* Where keys of documents grow by a byte, and differences of documents. */
static const uint32_t anchors[] = {1,
                                   127,
                                   0x4000 - 3,
                                   0x8000 - 5,
                                   0x8000 + 3000,
                                   1u << 21,
                                   (1u << 22) - 700,
                                   (1u << 28) - 600,
                                   (1u << 29) - 500,
                                   (1u << 31) - 400,
                                   UINT32_MAX - 1100};
enum { ANCHORS = sizeof anchors / sizeof *anchors, RUN = 1100, CLOSE = 90 };

/* How many documents stand from an anchor on. */
static uint32_t run_at(size_t anchor)
{
    return anchor == 0 ? CLOSE : RUN;
}

static void add_sparse_lists(database *to)
{
    ndx_error error = {0};
    ndx_glass_values_writer values = {0};
    ndx_glass_list list = {0};
    uint32_t documents = 0;
    for (size_t i = 0; i < ANCHORS; i++)
        for (uint32_t j = 0; j < run_at(i); j++, documents++)
            assert_true(ndx_glass_values_add(&values, anchors[i] + j,
                                             tag_of(anchors[i] + j, 1 + j % 9), &error));
    assert_true(
        ndx_glass_values_write_statistics(&values, 200, to->writer[NDX_GLASS_POSTLIST], &error));
    assert_true(ndx_glass_values_write(&values, 200, to->writer[NDX_GLASS_POSTLIST], &error));
    ndx_glass_values_free(&values);
    for (unsigned is_term = 0; is_term < 2; is_term++) {
        ndx_glass_list_begin(&list, to->writer[NDX_GLASS_POSTLIST],
                             is_term ? NDX_SPAN("t") : ndx_span_make(NULL, 0),
                             is_term ? documents : 0, is_term ? documents : 0);
        for (size_t i = 0; i < ANCHORS; i++)
            for (uint32_t j = 0; j < run_at(i); j++)
                assert_true(ndx_glass_list_add(&list, anchors[i] + j, 1, &error));
        assert_true(ndx_glass_list_end(&list, &error));
    }
    ndx_glass_list_free(&list);
    to->version.statistics = (ndx_glass_statistics){.documents = documents,
                                                    .last_docid = anchors[ANCHORS - 1] + RUN - 1,
                                                    .length_least = 1,
                                                    .length_greatest = 1,
                                                    .wdf_greatest = 1,
                                                    .length_total = documents};
}

static void add_sparse_records(database *to)
{
    static const uint8_t slot[] = {0xc8, 0x01}; /* 200 as a varint */
    for (size_t i = 0; i < ANCHORS; i++)
        for (uint32_t j = 0; j < run_at(i); j++) {
            ndx_glass_key key;
            ndx_glass_key_document(&key, anchors[i] + j);
            add(to, NDX_GLASS_DOCDATA, ndx_glass_key_span(&key), tag_of(anchors[i] + j, 5));
            ndx_glass_key_slots_used(&key, anchors[i] + j);
            add(to, NDX_GLASS_TERMLIST, ndx_glass_key_span(&key),
                ndx_span_make((const char *)slot, sizeof slot));
        }
}

static void assert_sparse_document(const xc_database *read, xc_posting_cursor *postings,
                                   xc_value_cursor *values, uint32_t docid, uint32_t place)
{
    xc_string record = XC_STRING_EMPTY;
    xc_document *document = NULL;
    xc_bytes value;
    assert_int_equal(xc_posting_cursor_docid(postings), docid);
    assert_int_equal(xc_value_cursor_docid(values), docid);
    assert_int_equal(xc_value_cursor_value(values).size, 1 + place % 9);
    assert_int_equal(xc_database_get_data(read, docid, &record, NULL), XC_OK);
    assert_int_equal(record.size, 5);
    assert_memory_equal(record.data, tag_of(docid, 5).data, 5);
    assert_int_equal(xc_database_document(read, docid, &document, NULL), XC_OK);
    assert_int_equal(xc_document_value(document, 200, &value, NULL), XC_OK);
    assert_int_equal(value.size, 1 + place % 9);
    xc_document_free(document);
    xc_string_free(&record);
}

static void documents_far_apart(void **state)
{
    database made;
    xc_posting_cursor *postings = NULL;
    xc_value_cursor *values = NULL;
    (void)state;
    begin(&made, 8192, 3);
    add_sparse_lists(&made);
    add_sparse_records(&made);
    xc_database *read = finish(&made);
    assert_int_equal(xc_database_postings(read, xc_bytes_of("t"), &postings, NULL), XC_OK);
    assert_int_equal(xc_database_values(read, 200, &values, NULL), XC_OK);
    for (size_t i = 0; i < ANCHORS; i++)
        for (uint32_t j = 0; j < run_at(i); j++) {
            assert_int_equal(xc_posting_cursor_next(postings, NULL), XC_ROW);
            assert_int_equal(xc_value_cursor_next(values, NULL), XC_ROW);
            assert_sparse_document(read, postings, values, anchors[i] + j, j);
        }
    assert_int_equal(xc_posting_cursor_next(postings, NULL), XC_END);
    xc_posting_cursor_free(postings);
    xc_value_cursor_free(values);
    for (size_t i = ANCHORS; i-- > 0;) { /* jumping */
        assert_int_equal(xc_database_postings(read, xc_bytes_of(""), &postings, NULL), XC_OK);
        assert_int_equal(xc_posting_cursor_skip_to(postings, anchors[i], NULL), XC_ROW);
        assert_int_equal(xc_posting_cursor_docid(postings), anchors[i]);
        xc_posting_cursor_free(postings);
    }
    end(&made, read);
}

/* ---- two threads ---- */

enum { PAIR_FIRSTS = 3000, PAIR_REST = 4000, PAIR_BLOCK_BYTES = 2048 };

static bool add_numbered(ndx_glass_table_writer *writer, uint32_t n, bool first, ndx_error *error)
{
    char name[16];
    char tag[80];
    ndx_glass_key key;
    const ndx_span tag_span =
        ndx_span_make(tag, (size_t)snprintf(tag, sizeof tag, "%*u", (int)(n * 37 % 70) + 1, n));
    snprintf(name, sizeof name, "key%06u", n);
    return ndx_glass_key_metadata(&key, ndx_span_of(name)) &&
           (first ? ndx_glass_table_add_first
                  : ndx_glass_table_add)(writer, ndx_glass_key_span(&key), tag_span, error);
}

typedef struct first_adder {
    ndx_glass_table_writer *writer;
    uint32_t count;
} first_adder;

static void *add_firsts(void *context)
{
    const first_adder *adder = context;
    bool done = true;
    for (uint32_t n = 0; done && n < adder->count; n++)
        done = add_numbered(adder->writer, n, true, NULL);
    ndx_glass_table_end_firsts(adder->writer);
    return done ? context : NULL;
}

static void add_by_two(ndx_glass_table_writer *writer, uint32_t firsts, uint32_t rest,
                       size_t bytes_most)
{
    ndx_error error = {0};
    pthread_t thread;
    void *done = NULL;
    first_adder adder = {writer, firsts};
    assert_true(ndx_glass_table_begin_firsts(writer, bytes_most, &error));
    assert_int_equal(pthread_create(&thread, NULL, add_firsts, &adder), 0);
    for (uint32_t n = 0; n < rest; n++)
        assert_true(add_numbered(writer, firsts + n, false, &error));
    assert_int_equal(pthread_join(thread, &done), 0);
    assert_non_null(done);
}

static void assert_same_table(const database *a, const database *b)
{
    char command[160];
    snprintf(command, sizeof command, "cmp %s/postlist.glass %s/postlist.glass", a->folder,
             b->folder);
    assert_int_equal(system(command), 0);
}

static void two_threads_write_the_table_of_one(void **state)
{
    static const struct {
        uint32_t firsts, rest;
        size_t bytes_most;
    } shape[] = {
        {PAIR_FIRSTS, PAIR_REST, 1 << 20}, /* all may wait */
        {PAIR_FIRSTS, PAIR_REST, 500},     /* the thread waits */
        {PAIR_FIRSTS, PAIR_REST, 0},       /* from its first entry */
        {PAIR_FIRSTS, 0, 500},
        {0, PAIR_REST, 500},
    };
    (void)state;
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        database one;
        database two;
        ndx_error error = {0};
        begin(&one, PAIR_BLOCK_BYTES, 1);
        for (uint32_t n = 0; n < shape[i].firsts + shape[i].rest; n++)
            assert_true(add_numbered(one.writer[0], n, false, &error));
        begin(&two, PAIR_BLOCK_BYTES, 1);
        add_by_two(two.writer[0], shape[i].firsts, shape[i].rest, shape[i].bytes_most);
        xc_database *read_one = finish(&one);
        xc_database *read_two = finish(&two);
        assert_same_table(&one, &two);
        end(&one, read_one);
        end(&two, read_two);
    }
}

/* ---- what is refused ---- */

static void assert_refused(ndx_glass_table_writer *writer, ndx_span key, ndx_span tag,
                           ndx_code code)
{
    ndx_error error = {0};
    assert_false(ndx_glass_table_add(writer, key, tag, &error));
    assert_int_equal(error.code, code);
    assert_non_null(strstr(error.message, "postlist.glass"));
}

static void keys_that_cannot_be(void **state)
{
    static const char key[256];
    database made;
    (void)state;
    begin(&made, 2048, 1);
    ndx_glass_table_writer *writer = made.writer[NDX_GLASS_POSTLIST];
    assert_refused(writer, ndx_span_make(key, 0), NDX_SPAN("t"), NDX_ERROR_LIMIT);
    assert_refused(writer, ndx_span_make(key, 256), NDX_SPAN("t"), NDX_ERROR_LIMIT);
    add_metadata(&made, NDX_SPAN("b"), NDX_SPAN("1"));
    assert_refused(writer,
                   NDX_SPAN("\0\xc0"
                            "b"),
                   NDX_SPAN("t"), NDX_ERROR_INTERNAL);
    assert_refused(writer,
                   NDX_SPAN("\0\xc0"
                            "a"),
                   NDX_SPAN("t"), NDX_ERROR_INTERNAL);
    add_metadata(&made, NDX_SPAN("c"), NDX_SPAN("2")); /* and all goes on */
    xc_database *read = finish(&made);
    assert_metadata(read, NDX_SPAN("b"), NDX_SPAN("1"));
    assert_metadata(read, NDX_SPAN("c"), NDX_SPAN("2"));
    end(&made, read);
}

static void an_entry_of_too_many_parts(void **state)
{
    enum { BYTES = 140 * 1000 * 1000 };
    database made;
    char *tag = calloc(BYTES, 1);
    (void)state;
    assert_non_null(tag);
    begin(&made, 2048, 1);
    assert_refused(made.writer[NDX_GLASS_POSTLIST], name_of(1, 255), ndx_span_make(tag, BYTES),
                   NDX_ERROR_LIMIT);
    free(tag);
    end(&made, NULL);
}

static void lists_that_cannot_be(void **state)
{
    static const char nulls[128];
    database made;
    ndx_error error = {0};
    ndx_glass_list list = {0};
    ndx_glass_values_writer values = {0};
    (void)state;
    begin(&made, 2048, 1);
    ndx_glass_list_begin(&list, made.writer[NDX_GLASS_POSTLIST], NDX_SPAN("t"), 2, 2);
    assert_false(ndx_glass_list_add(&list, 0, 1, &error));
    assert_int_equal(error.code, NDX_ERROR_INTERNAL);
    assert_true(ndx_glass_list_add(&list, 7, 1, NULL));
    assert_false(ndx_glass_list_add(&list, 7, 1, &error));
    assert_false(ndx_glass_list_add(&list, 6, 1, NULL));
    ndx_glass_list_begin(&list, made.writer[NDX_GLASS_POSTLIST], ndx_span_make(nulls, sizeof nulls),
                         1, 1);
    assert_true(ndx_glass_list_add(&list, 1, 1, NULL));
    assert_false(ndx_glass_list_end(&list, &error)); /* two bytes each in the key */
    assert_int_equal(error.code, NDX_ERROR_LIMIT);
    assert_true(ndx_glass_values_add(&values, 2, NDX_SPAN("v"), NULL));
    assert_false(ndx_glass_values_add(&values, 2, NDX_SPAN("v"), &error));
    assert_int_equal(error.code, NDX_ERROR_INTERNAL);
    assert_false(ndx_glass_values_add(&values, 3, ndx_span_make(NULL, 0), NULL));
    ndx_glass_values_free(&values);
    ndx_glass_list_free(&list);
    end(&made, NULL);
}

/* ---- what cannot be written ---- */

/* A limit of file sizes stands for a full disk. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void assert_no_room(const ndx_error *error, const char *folder, const char *file)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    assert_int_equal(error->code, NDX_ERROR_IO);
    assert_non_null(strstr(error->message, path));
    assert_non_null(strstr(error->message, "File too large"));
}

static void a_full_disk_while_entries_are_added(void **state)
{
    static const char tag[1 << 19];
    database made;
    ndx_error error = {0};
    bool done = true;
    (void)state;
    begin(&made, 8192, 1);
    limit_files(3000);
    for (uint32_t n = 0; done && n < 8; n++)
        done = ndx_glass_table_add(made.writer[NDX_GLASS_POSTLIST], name_of(n, 5),
                                   ndx_span_make(tag, sizeof tag), &error);
    limit_files(RLIM_INFINITY);
    assert_false(done);
    assert_no_room(&error, made.folder, "postlist.glass");
    end(&made, NULL);
}

static void a_full_disk_at_the_end(void **state)
{
    database made;
    ndx_error error = {0};
    ndx_glass_root root;
    (void)state;
    begin(&made, 8192, 2);
    add(&made, NDX_GLASS_DOCDATA, name_of(1, 5), NDX_SPAN("x"));
    limit_files(3000);
    bool done = ndx_glass_table_finish(made.writer[NDX_GLASS_DOCDATA], &root, &error);
    limit_files(RLIM_INFINITY);
    assert_false(done);
    assert_no_room(&error, made.folder, "docdata.glass");
    end(&made, NULL);
}

static void a_full_disk_for_the_version_file(void **state)
{
    database made;
    ndx_error error = {0};
    (void)state;
    begin(&made, 8192, 0);
    limit_files(20);
    bool done = ndx_glass_version_write(made.folder, &made.version, &error);
    limit_files(RLIM_INFINITY);
    assert_false(done);
    assert_no_room(&error, made.folder, NDX_GLASS_VERSION_FILE);
    end(&made, NULL);
}

static void a_folder_that_is_not_there(void **state)
{
    const ndx_glass_version version = {0};
    ndx_error error = {0};
    (void)state;
    assert_null(ndx_glass_table_writer_new("/nonexistent", NDX_GLASS_TERMLIST, 8192, &error));
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    assert_non_null(strstr(error.message, "/nonexistent/termlist.glass"));
    assert_false(ndx_glass_version_write("/nonexistent", &version, &error));
    assert_non_null(strstr(error.message, "/nonexistent/" NDX_GLASS_VERSION_FILE));
}

/* ---- the format's version ---- */

/* The builder may be used with a libxapian that writes this version itself. With another one, what
 * glass_format.h says is to be compared with that libxapian's sources. */
static void the_installed_libxapian_writes_the_format_that_we_write(void **state)
{
    database made;
    xc_writable_database *fresh = NULL;
    char path[64];
    uint8_t expected[NDX_GLASS_MAGIC_BYTES + 2], got[NDX_GLASS_MAGIC_BYTES + 2];
    (void)state;
    begin(&made, 8192, 0);
    snprintf(path, sizeof path, "%s/fresh", made.folder);
    assert_int_equal(xc_writable_database_open(path, XC_WRITE_CREATE, 0, &fresh, NULL), XC_OK);
    assert_int_equal(xc_writable_database_close(fresh, NULL), XC_OK);
    xc_writable_database_free(fresh);
    snprintf(path, sizeof path, "%s/fresh/" NDX_GLASS_VERSION_FILE, made.folder);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(got, sizeof got, 1, file), 1);
    fclose(file);
    memcpy(expected, NDX_GLASS_MAGIC, NDX_GLASS_MAGIC_BYTES);
    ndx_glass_write2(expected + NDX_GLASS_MAGIC_BYTES, NDX_GLASS_FORMAT_VERSION);
    assert_memory_equal(got, expected, sizeof got);
    end(&made, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_every_size),
        cmocka_unit_test(a_tree_of_many_levels),
        cmocka_unit_test(entries_are_cut_wherever_a_block_can_end),
        cmocka_unit_test(documents_far_apart),
        cmocka_unit_test(two_threads_write_the_table_of_one),
        cmocka_unit_test(keys_that_cannot_be),
        cmocka_unit_test(an_entry_of_too_many_parts),
        cmocka_unit_test(lists_that_cannot_be),
        cmocka_unit_test(a_full_disk_while_entries_are_added),
        cmocka_unit_test(a_full_disk_at_the_end),
        cmocka_unit_test(a_full_disk_for_the_version_file),
        cmocka_unit_test(a_folder_that_is_not_there),
        cmocka_unit_test(the_installed_libxapian_writes_the_format_that_we_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
