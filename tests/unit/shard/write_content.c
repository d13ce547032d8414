/* SPDX-License-Identifier: GPL-2.0-or-later */
/* write_content.c - implements write_content.h. */
#include "write_content.h"

#include "compare_databases.h"
#include "newsdex/array.h"
#include "xapian_c/maintenance.h"

#include <unistd.h>

/* ---- building ---- */

void content_free(made_content *content)
{
    ndx_buffer_free(&content->bytes);
    free(content->term);
    free(content->document);
    free(content->posting);
    free(content->entry);
    free(content->terms);
    free(content->order);
    free(content->listed);
    *content = (made_content){0};
}

uint32_t content_random(made_content *content, uint32_t below)
{
    content->random = content->random * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)content->random * below >> 32);
}

made_bytes content_bytes(made_content *content, ndx_span bytes)
{
    made_bytes added = {.at = content->bytes.size, .size = bytes.size};
    assert_true(ndx_buffer_append_span(&content->bytes, bytes));
    return added;
}

made_bytes content_random_bytes(made_content *content, size_t size)
{
    made_bytes added = {.at = content->bytes.size, .size = size};
    assert_true(ndx_buffer_reserve(&content->bytes, size));
    for (size_t i = 0; i < size; i++)
        content->bytes.data[content->bytes.size++] = (char)content_random(content, 256);
    return added;
}

static ndx_span span_in(const made_content *content, made_bytes bytes)
{
    return ndx_span_make(bytes.size ? content->bytes.data + bytes.at : "", bytes.size);
}

/* Room for one more in a growing table. */
#define GROW(table, count, capacity)                                                               \
    do {                                                                                           \
        void *larger = ndx_array_room(table, count, &(capacity), 64, sizeof *(table));             \
        assert_non_null(larger);                                                                   \
        (table) = larger;                                                                          \
    } while (0)

void content_metadata(made_content *content, ndx_span key, made_bytes value)
{
    GROW(content->entry, content->entry_count, content->entry_capacity);
    content->entry[content->entry_count++] =
        (made_entry){.key = content_bytes(content, key), .value = value};
}

uint32_t content_term(made_content *content, ndx_span term)
{
    GROW(content->term, content->term_count, content->term_capacity);
    content->term[content->term_count] = content_bytes(content, term);
    return (uint32_t)content->term_count++;
}

uint32_t content_term_text(made_content *content, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    assert_true(size > 0 && (size_t)size < sizeof text);
    return content_term(content, ndx_span_make(text, (size_t)size));
}

void content_document(made_content *content, made_bytes record)
{
    GROW(content->document, content->document_count, content->document_capacity);
    content->document[content->document_count++] =
        (made_document){.record = record, .first_posting = content->posting_count};
}

void content_value(made_content *content, uint32_t slot, made_bytes value)
{
    assert_true(slot < NDX_SLOT_COUNT);
    content->document[content->document_count - 1].value[slot] = value;
}

void content_posting(made_content *content, uint32_t term, uint32_t wdf)
{
    GROW(content->posting, content->posting_count, content->posting_capacity);
    content->posting[content->posting_count++] =
        (made_posting){.document = (uint32_t)content->document_count - 1, .term = term, .wdf = wdf};
    content->document[content->document_count - 1].length += wdf;
}

/* ---- metadata ---- */

static const made_content *sorting; /* qsort has no context */

static int compare_entries(const void *left, const void *right)
{
    return ndx_span_compare(span_in(sorting, ((const made_entry *)left)->key),
                            span_in(sorting, ((const made_entry *)right)->key));
}

static bool give_metadata(void *context, ndx_put put, void *put_context, ndx_error *error)
{
    const made_content *content = context;
    for (size_t i = 0; i < content->entry_count; i++)
        if (!put(put_context, span_in(content, content->entry[i].key),
                 span_in(content, content->entry[i].value), error))
            return false;
    return true;
}

/* ---- document by document ---- */

static void give_values(const made_content *content, const made_document *document,
                        ndx_span value[NDX_SLOT_COUNT])
{
    for (size_t slot = 0; slot < NDX_SLOT_COUNT; slot++)
        value[slot] = span_in(content, document->value[slot]);
}

static ndx_step give_document(void *context, ndx_shard_document *document, ndx_error *error)
{
    made_content *content = context;
    (void)error;
    if (content->next_document == content->document_count)
        return NDX_STEP_END;
    const made_document *from = &content->document[content->next_document++];
    size_t end = content->next_document < content->document_count
                     ? content->document[content->next_document].first_posting
                     : content->posting_count;
    free(content->terms);
    content->terms = calloc(end - from->first_posting + 1, sizeof *content->terms);
    assert_non_null(content->terms);
    *document = (ndx_shard_document){.record = span_in(content, from->record),
                                     .terms = content->terms,
                                     .term_count = end - from->first_posting};
    for (size_t i = 0; i < document->term_count; i++) {
        const made_posting *posting = &content->posting[from->first_posting + i];
        content->terms[i] =
            (ndx_shard_term){.id = posting->term,
                             .wdf = posting->wdf,
                             .bytes = span_in(content, content->term[posting->term])};
    }
    give_values(content, from, document->value);
    return NDX_STEP_ROW;
}

/* ---- table by table ---- */

static ndx_step give_record(void *context, ndx_span *record, ndx_error *error)
{
    made_content *content = context;
    (void)error;
    if (content->next_record == content->document_count)
        return NDX_STEP_END;
    *record = span_in(content, content->document[content->next_record++].record);
    return NDX_STEP_ROW;
}

static ndx_step give_value_row(void *context, ndx_shard_values *values, ndx_error *error)
{
    made_content *content = context;
    (void)error;
    if (content->next_values == content->document_count)
        return NDX_STEP_END;
    const made_document *from = &content->document[content->next_values++];
    give_values(content, from, values->value);
    values->length = from->length;
    return NDX_STEP_ROW;
}

static int compare_terms(const void *left, const void *right)
{
    return ndx_span_compare(span_in(sorting, sorting->term[*(const uint32_t *)left]),
                            span_in(sorting, sorting->term[*(const uint32_t *)right]));
}

/* Sorts terms, and postings by term: stable, so that documents stay in order. */
static void make_lists(made_content *content)
{
    size_t *place = calloc(content->term_count + 1, sizeof *place);
    content->order = malloc((content->term_count + 1) * sizeof *content->order);
    content->listed = malloc((content->posting_count + 1) * sizeof *content->listed);
    assert_non_null(place);
    assert_non_null(content->order);
    assert_non_null(content->listed);
    for (uint32_t i = 0; i < content->term_count; i++)
        content->order[i] = i;
    sorting = content;
    if (content->term_count)
        qsort(content->order, content->term_count, sizeof *content->order, compare_terms);
    for (size_t i = 0; i < content->posting_count; i++)
        place[content->posting[i].term]++;
    size_t sum = 0;
    for (size_t i = 0; i < content->term_count; i++) {
        size_t count = place[content->order[i]];
        place[content->order[i]] = sum;
        sum += count;
    }
    for (size_t i = 0; i < content->posting_count; i++)
        content->listed[place[content->posting[i].term]++] = content->posting[i];
    free(place);
}

static ndx_step give_list(void *context, ndx_shard_list *list, ndx_error *error)
{
    made_content *content = context;
    (void)error;
    for (;;) {
        size_t first = content->list_end;
        if (content->next_list == content->term_count)
            return NDX_STEP_END;
        uint32_t term = content->order[content->next_list++];
        *list = (ndx_shard_list){.term = span_in(content, content->term[term])};
        while (content->list_end < content->posting_count &&
               content->listed[content->list_end].term == term)
            list->collection_frequency += content->listed[content->list_end++].wdf;
        list->term_frequency = content->list_end - first;
        content->next_posting = first;
        if (list->term_frequency)
            return NDX_STEP_ROW;
    }
}

/* One at a time: blocks of any size are allowed. */
static ndx_step give_postings(void *context, ndx_shard_postings *postings, ndx_error *error)
{
    made_content *content = context;
    (void)error;
    if (content->next_posting == content->list_end)
        return NDX_STEP_END;
    const made_posting *next = &content->listed[content->next_posting++];
    *postings = (ndx_shard_postings){&next->document, &next->wdf, 1};
    return NDX_STEP_ROW;
}

ndx_shard_content content_view(made_content *content)
{
    content->next_document = content->next_record = content->next_values = 0;
    content->next_list = content->next_posting = content->list_end = 0;
    free(content->order);
    free(content->listed);
    make_lists(content);
    sorting = content;
    if (content->entry_count)
        qsort(content->entry, content->entry_count, sizeof *content->entry, compare_entries);
    return (ndx_shard_content){
        .context = content,
        .documents = (uint32_t)content->document_count,
        .uuid = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
        .metadata = give_metadata,
        .next = give_document,
        .next_record = give_record,
        .next_values = give_value_row,
        .next_list = give_list,
        .next_postings = give_postings,
    };
}

/* ---- the check ---- */

void write_content(made_content *content, const ndx_shard_writer *writer, unsigned threads,
                   const char *path)
{
    const ndx_shard_content view = content_view(content);
    const ndx_shard_writing how = {.memory_bytes = 64 << 20, .threads = threads};
    ndx_error error = {0};
    if (!writer->write(path, &view, &how, &error))
        fail_msg("%s: %s", writer->name, error.message);
}

static void assert_sound(const char *path)
{
    xc_string report = XC_STRING_EMPTY;
    xc_error error;
    size_t errors = 0;
    if (xc_database_check(path, 0, &errors, &report, &error) != XC_OK)
        fail_msg("%s: %s: %s", path, error.type, error.message);
    if (errors)
        fail_msg("%s: %zu errors: %.2000s", path, errors, report.data);
    xc_string_free(&report);
}

static void assert_same_database(const char *left, const char *right)
{
    ndx_buffer report = {0};
    size_t differences = compare_databases(left, right, &report);
    if (differences)
        fail_msg("%s against %s: %zu differences\n%.3000s", left, right, differences, report.data);
    ndx_buffer_free(&report);
}

static void compact(const char *from, const char *to)
{
    xc_database *database = NULL;
    xc_error error;
    if (xc_database_open(from, 0, &database, &error) != XC_OK ||
        xc_database_compact(database, to, XC_COMPACT_FULLER, 0, NULL, &error) != XC_OK)
        fail_msg("compacting %s: %s: %s", from, error.type, error.message);
    xc_database_free(database);
}

void assert_writers_agree(made_content *content)
{
    char folder[] = "/tmp/newsdex-test-XXXXXX";
    char path[4][64], command[160];
    static const char *const name[] = {"xapian", "bulk", "bulk2", "compacted"};
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < 4; i++)
        snprintf(path[i], sizeof path[i], "%s/%s", folder, name[i]);
    write_content(content, &ndx_shard_writer_xapian, 1, path[0]);
    write_content(content, &ndx_shard_writer_bulk, 1, path[1]);
    assert_sound(path[1]);
    assert_same_database(path[0], path[1]);
    write_content(content, &ndx_shard_writer_bulk, 2, path[2]);
    snprintf(command, sizeof command, "diff -r %s %s", path[1], path[2]);
    assert_int_equal(system(command), 0);
    compact(path[1], path[3]);
    assert_sound(path[3]);
    assert_same_database(path[1], path[3]);
    remove_folder(folder);
}

void remove_folder(const char *folder)
{
    char command[160];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}
