/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * support.c - what the tests of xapian_c share.
 */
#include "tests/unit/xapian_c/support.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

void assert_bytes(xc_bytes bytes, const char *expected)
{
    assert_int_equal(bytes.size, strlen(expected));
    if (bytes.size > 0)
        assert_memory_equal(bytes.data, expected, bytes.size);
}

void assert_text(const xc_string *string, const char *expected)
{
    assert_non_null(string->data);
    assert_string_equal(string->data, expected);
    assert_int_equal(string->size, strlen(expected));
}

int folder_setup(void **state)
{
    const char *parent = getenv("TMPDIR");
    char *folder = malloc(PATH_BYTES);
    if (folder == NULL)
        return -1;
    snprintf(folder, PATH_BYTES, "%s/xapian_c-XXXXXX", parent == NULL ? "/tmp" : parent);
    if (mkdtemp(folder) == NULL) {
        free(folder);
        return -1;
    }
    *state = folder;
    return 0;
}

static void remove_tree(const char *path)
{
    DIR *directory = opendir(path);
    if (directory == NULL) {
        unlink(path);
        return;
    }
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        char inner[PATH_BYTES * 2];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        remove_tree(inner);
    }
    closedir(directory);
    rmdir(path);
}

int folder_teardown(void **state)
{
    remove_tree(*state);
    free(*state);
    return 0;
}

int news_setup(void **state)
{
    if (folder_setup(state) != 0)
        return -1;
    write_news(path_in(state, "news"), 1, ARTICLE_COUNT, XC_WRITE_CREATE);
    return 0;
}

const char *path_in(void **state, const char *name)
{
    static char paths[8][PATH_BYTES];
    static unsigned next;
    char *path = paths[next++ % 8];
    const int size = snprintf(path, PATH_BYTES, "%s/%s", (const char *)*state, name);
    assert_in_range(size, 1, PATH_BYTES - 1);
    return path;
}

static const struct {
    const char *data;
    const char *terms[3];
    const char *source;
    double day;
} articles[ARTICLE_COUNT] = {
    {"Witkoff in Moscow", {"moscow", "witkoff", "talks"}, "reuters", 20251202},
    {"Umerov in Florida", {"umerov", "florida", "talks"}, "ap", 20251130},
    {"Moscow, Idaho", {"moscow", "idaho", "council"}, "ap", 20251101},
    {"A restaurant", {"restaurant", NULL, NULL}, NULL, 0},
    {"Kushner in Moscow", {"kushner", "moscow", "talks"}, "reuters", 20251203},
};

xc_document *article(unsigned number)
{
    xc_document *document = NULL;
    char id[16];
    MUST(xc_document_new(&document, &problem));
    MUST(xc_document_set_data(document, B(articles[number - 1].data), &problem));
    for (unsigned i = 0; i < 3 && articles[number - 1].terms[i] != NULL; i++) {
        const bool heavy = number == 1 && i == 0;
        MUST(xc_document_add_posting(document, B(articles[number - 1].terms[i]), i + 1,
                                     heavy ? 3 : 1, &problem));
    }
    if (articles[number - 1].source != NULL) {
        char bytes[XC_NUMBER_BYTES_MAX];
        const size_t size = xc_number_serialise(articles[number - 1].day, bytes);
        MUST(xc_document_set_value(document, 0, B(articles[number - 1].source), &problem));
        MUST(xc_document_set_value(document, 1, (xc_bytes){bytes, size}, &problem));
    }
    snprintf(id, sizeof id, "Q%u", number);
    MUST(xc_document_add_boolean_term(document, B(id), &problem));
    return document;
}

void add_articles(xc_writable_database *database, unsigned first, unsigned last)
{
    for (unsigned number = first; number <= last; number++) {
        xc_document *document = article(number);
        MUST(xc_writable_database_add_document(database, document, NULL, &problem));
        xc_document_free(document);
    }
}

void write_news(const char *path, unsigned first, unsigned last, int flags)
{
    xc_writable_database *database = NULL;
    MUST(xc_writable_database_open(path, flags, 0, &database, &problem));
    add_articles(database, first, last);
    MUST(xc_writable_database_commit(database, &problem));
    MUST(xc_writable_database_close(database, &problem));
    xc_writable_database_free(database);
}

xc_database *open_news(void **state)
{
    xc_database *database = NULL;
    MUST(xc_database_open(path_in(state, "news"), 0, &database, &problem));
    return database;
}

xc_query *term_query(const char *term)
{
    xc_query *query = NULL;
    MUST(xc_query_new_term(B(term), 1, 0, &query, &problem));
    return query;
}

xc_match_set *match(xc_database *database, const xc_query *query, const xc_match_request *request)
{
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    const xc_match_request everything = {.max = 100, .check_at_least = 100};
    MUST(xc_enquire_new(database, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    MUST(xc_enquire_match(enquire, request == NULL ? &everything : request, &set, &problem));
    xc_enquire_free(enquire);
    return set;
}

const char *found(const xc_match_set *set)
{
    static char text[256];
    size_t used = 0;
    text[0] = '\0';
    for (xc_doccount i = 0; i < xc_match_set_size(set); i++) {
        xc_match_item item;
        MUST(xc_match_set_item(set, i, &item, &problem));
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%u", i == 0 ? "" : " ",
                                 item.docid);
        assert_in_range(used, 1, sizeof text - 1);
    }
    return text;
}

const char *found_by(xc_database *database, xc_query *query)
{
    static char text[256];
    xc_enquire *enquire = NULL;
    xc_match_set *set = NULL;
    xc_weight *weight = NULL;
    const xc_match_request everything = {.max = 100};
    MUST(xc_weight_new_bool(&weight, &problem));
    MUST(xc_enquire_new(database, &enquire, &problem));
    MUST(xc_enquire_set_query(enquire, query, 0, &problem));
    MUST(xc_enquire_set_weight(enquire, weight, &problem));
    MUST(xc_enquire_match(enquire, &everything, &set, &problem));
    snprintf(text, sizeof text, "%s", found(set));
    xc_weight_free(weight);
    xc_match_set_free(set);
    xc_enquire_free(enquire);
    xc_query_free(query);
    return text;
}

const char *walk_terms(xc_term_cursor *cursor, bool with_frequencies)
{
    static char text[1024];
    size_t used = 0;
    xc_step step;
    xc_error error = {0};
    text[0] = '\0';
    while ((step = xc_term_cursor_next(cursor, &error)) == XC_ROW) {
        const xc_bytes term = xc_term_cursor_term(cursor);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s", used == 0 ? "" : " ",
                                 (int)term.size, term.data);
        assert_in_range(used, 1, sizeof text - 1);
        if (with_frequencies) {
            xc_doccount frequency = 0;
            MUST(xc_term_cursor_termfreq(cursor, &frequency, &problem));
            used += (size_t)snprintf(text + used, sizeof text - used, ":%u", frequency);
        }
    }
    if (step == XC_ERROR)
        fail_msg("%s: %s", error.type, error.message);
    assert_int_equal(step, XC_END);
    xc_term_cursor_free(cursor);
    return text;
}

const char *run(int *exit_status, const char *format, ...)
{
    static char output[65536];
    char command[2048];
    va_list arguments;
    va_start(arguments, format);
    /* clang-tidy 14 does not see the va_start. */
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
    const int size = vsnprintf(command, sizeof command - 8, format, arguments);
    va_end(arguments);
    assert_in_range(size, 1, (int)sizeof command - 9);
    memcpy(command + size, " 2>&1", sizeof " 2>&1");
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): the tests' own commands */
    assert_non_null(pipe);
    const size_t read = fread(output, 1, sizeof output - 1, pipe);
    output[read] = '\0';
    const int status = pclose(pipe);
    if (exit_status != NULL)
        *exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return output;
}

void need_tool(const char *tool)
{
    int status = 0;
    run(&status, "command -v %s", tool);
    if (status != 0) {
        print_message("SKIPPED: %s is not installed (package xapian-tools)\n", tool);
        skip();
    }
}
