/* SPDX-License-Identifier: GPL-2.0-or-later */
/* support.c - implements support.h. */
#include "support.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void note_skipped(void *context, ndx_span path, ndx_span id, const ndx_error *error)
{
    place *at = context;
    (void)id;
    ndx_buffer_printf(&at->skipped, "%.*s: %s\n", NDX_SPAN_ARGS(path), error->message);
}

static void note_planned(void *context, ndx_span path, const char *what)
{
    place *at = context;
    ndx_buffer_printf(&at->planned, "%s %.*s\n", what, NDX_SPAN_ARGS(path));
}

void place_open(place *at)
{
    *at = (place){.folder = "/tmp/newsdex-test-XXXXXX"};
    assert_non_null(mkdtemp(at->folder));
    snprintf(at->in, sizeof at->in, "%s/in", at->folder);
    snprintf(at->index, sizeof at->index, "%s/index", at->folder);
    assert_int_equal(mkdir(at->in, 0777), 0);
    at->paths[0] = at->in;
    at->options.paths = at->paths;
    at->options.path_count = 1;
    at->options.jobs = 1;
    at->options.callbacks.context = at;
    at->options.callbacks.skipped = note_skipped;
    at->options.callbacks.planned = note_planned;
}

void place_close(place *at)
{
    run_command(NULL, "chmod -R u+rwX '%s'; rm -rf '%s'", at->folder, at->folder);
    ndx_buffer_free(&at->skipped);
    ndx_buffer_free(&at->planned);
}

void put_file(const place *at, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", at->in, name);
    for (char *slash = path + strlen(at->in) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        assert_true(mkdir(path, 0777) == 0 || errno == EEXIST);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

void drop_file(const place *at, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", at->in, name);
    assert_int_equal(unlink(path), 0);
}

bool try_update(place *at)
{
    ndx_buffer_clear(&at->skipped);
    ndx_buffer_clear(&at->planned);
    ndx_error_clear(&at->error);
    return ndx_update(at->index, &at->options, &at->summary, &at->error);
}

void update(place *at)
{
    if (!try_update(at))
        fail_msg("update: %s", at->error.message);
}

/* ---- looking ---- */

static ndx_index *open_index(const char *path)
{
    ndx_error error = {0};
    ndx_index *index = ndx_index_open(&path, 1, &error);
    if (!index)
        fail_msg("open: %s", error.message);
    return index;
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Sorts lines that end in a NUL each; joins them. */
static char *sort_lines(ndx_buffer *lines, size_t count)
{
    ndx_buffer out = {0};
    char **line = malloc((count + 1) * sizeof *line);
    char *at = lines->data;
    assert_non_null(line);
    for (size_t i = 0; i < count; i++, at += strlen(at) + 1)
        line[i] = at;
    if (count)
        qsort(line, count, sizeof *line, compare_lines);
    for (size_t i = 0; i < count; i++)
        ndx_buffer_append_text(&out, line[i]);
    ndx_buffer_append_text(&out, "");
    free(line);
    ndx_buffer_free(lines);
    char *text = ndx_buffer_take(&out);
    assert_non_null(text);
    return text;
}

static void add_article(ndx_index *index, ndx_span bytes, ndx_buffer *lines, size_t *count)
{
    ndx_error error = {0};
    ndx_record record;
    ndx_arena arena = {0};
    ndx_article article = {0};
    if (!ndx_record_read(bytes, &record, &error))
        fail_msg("record: %s", error.message);
    if (ndx_index_is_deleted(index, &record))
        return;
    ndx_words *words = ndx_index_words(index, &record, &error);
    if (!words || !ndx_record_article(words, &record, &arena, &article, &error))
        fail_msg("article: %s", error.message);
    ndx_buffer_printf(lines, "%.*s|%.*s|%.*s\n", NDX_SPAN_ARGS(article.field[NDX_FIELD_ID]),
                      NDX_SPAN_ARGS(article.field[NDX_FIELD_HEADLINE]),
                      NDX_SPAN_ARGS(article.field[NDX_FIELD_BODY]));
    ndx_buffer_append_byte(lines, 0);
    (*count)++;
    ndx_arena_free(&arena);
}

char *list_articles(const char *path)
{
    ndx_index *index = open_index(path);
    ndx_buffer lines = {0};
    size_t count = 0;
    for (size_t i = 0; i < ndx_index_shard_count(index); i++) {
        const ndx_shard_info *shard = ndx_index_shard(index, i);
        for (uint32_t j = 0; j < shard->documents; j++) {
            xc_string data = XC_STRING_EMPTY;
            assert_int_equal(xc_database_get_data(shard->database, j + 1, &data, NULL), XC_OK);
            ndx_buffer copy = {0};
            ndx_buffer_append(&copy, data.data, data.size);
            add_article(index, ndx_buffer_span(&copy), &lines, &count);
            ndx_buffer_free(&copy);
            xc_string_free(&data);
        }
    }
    assert_int_equal(count, ndx_index_articles(index));
    ndx_index_close(index);
    return sort_lines(&lines, count);
}

void assert_articles(const char *index, const char *expected)
{
    char *got = list_articles(index);
    assert_string_equal(got, expected);
    free(got);
}

static void add_hex(ndx_buffer *out, const char *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    assert_true(ndx_buffer_reserve(out, size * 2));
    for (size_t i = 0; i < size; i++) {
        out->data[out->size++] = digits[(unsigned char)data[i] >> 4];
        out->data[out->size++] = digits[(unsigned char)data[i] & 15];
    }
}

static void add_postings(xc_database *database, xc_bytes term, ndx_buffer *out)
{
    xc_posting_cursor *cursor = NULL;
    assert_int_equal(xc_database_postings(database, term, &cursor, NULL), XC_OK);
    add_hex(out, term.data, term.size);
    while (xc_posting_cursor_next(cursor, NULL) == XC_ROW) {
        xc_termcount wdf, length;
        assert_int_equal(xc_posting_cursor_wdf(cursor, &wdf, NULL), XC_OK);
        assert_int_equal(xc_posting_cursor_doclength(cursor, &length, NULL), XC_OK);
        ndx_buffer_printf(out, " %u:%u:%u", xc_posting_cursor_docid(cursor), wdf, length);
    }
    ndx_buffer_append_text(out, "\n");
    xc_posting_cursor_free(cursor);
}

static void add_shard(const ndx_shard_info *shard, ndx_buffer *out)
{
    xc_term_cursor *cursor = NULL;
    xc_string value = XC_STRING_EMPTY;
    ndx_buffer_printf(out, "shard %s\n", shard->directory);
    assert_int_equal(xc_database_terms(shard->database, xc_bytes_of(""), &cursor, NULL), XC_OK);
    while (xc_term_cursor_next(cursor, NULL) == XC_ROW)
        add_postings(shard->database, xc_term_cursor_term(cursor), out);
    xc_term_cursor_free(cursor);
    for (xc_slot slot = 0; slot < NDX_SLOT_COUNT; slot++) {
        xc_value_cursor *values = NULL;
        assert_int_equal(xc_database_values(shard->database, slot, &values, NULL), XC_OK);
        while (xc_value_cursor_next(values, NULL) == XC_ROW) {
            xc_bytes bytes = xc_value_cursor_value(values);
            ndx_buffer_printf(out, "value %u %u ", slot, xc_value_cursor_docid(values));
            add_hex(out, bytes.data, bytes.size);
            ndx_buffer_append_text(out, "\n");
        }
        xc_value_cursor_free(values);
    }
    for (uint32_t i = 1; i <= shard->documents; i++) {
        assert_int_equal(xc_database_get_data(shard->database, i, &value, NULL), XC_OK);
        add_hex(out, value.data, value.size);
        ndx_buffer_append_text(out, "\n");
    }
    assert_int_equal(xc_database_metadata_keys(shard->database, xc_bytes_of(""), &cursor, NULL),
                     XC_OK);
    while (xc_term_cursor_next(cursor, NULL) == XC_ROW) {
        xc_bytes key = xc_term_cursor_term(cursor);
        assert_int_equal(xc_database_get_metadata(shard->database, key, &value, NULL), XC_OK);
        add_hex(out, key.data, key.size);
        ndx_buffer_append_text(out, "=");
        add_hex(out, value.data, value.size);
        ndx_buffer_append_text(out, "\n");
    }
    xc_term_cursor_free(cursor);
    xc_string_free(&value);
}

char *list_entries(const char *path)
{
    ndx_index *index = open_index(path);
    ndx_buffer out = {0};
    for (size_t i = 0; i < ndx_index_shard_count(index); i++)
        add_shard(ndx_index_shard(index, i), &out);
    ndx_index_close(index);
    ndx_buffer_append_text(&out, "");
    char *text = ndx_buffer_take(&out);
    assert_non_null(text);
    return text;
}

int run_command(ndx_buffer *output, const char *format, ...)
{
    ndx_buffer command = {0};
    va_list arguments;
    char block[4096];
    size_t size;
    va_start(arguments, format);
    assert_true(ndx_buffer_vprintf(&command, format, arguments));
    va_end(arguments);
    FILE *pipe = popen(command.data, "r");
    assert_non_null(pipe);
    while ((size = fread(block, 1, sizeof block, pipe)))
        if (output)
            ndx_buffer_append(output, block, size);
    int status = pclose(pipe);
    ndx_buffer_free(&command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
