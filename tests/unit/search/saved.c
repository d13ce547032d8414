/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of saved searches: the files, names, what is new for them, which of them an article meets. */
#include "unit/index/support.h"

#include "saved/which.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A place with a folder of saved searches, which is not made yet. */
typedef struct store {
    place at;
    char folder[120];
    ndx_error error;
} store;

static void open_store(store *s)
{
    *s = (store){0};
    place_open(&s->at);
    snprintf(s->folder, sizeof s->folder, "%s/data/newsdex/searches", s->at.folder);
}

static void close_store(store *s)
{
    place_close(&s->at);
}

static void save(store *s, const char *name, const char *query)
{
    ndx_saved saved = {.query = query};
    if (!ndx_saved_add_index(&saved, s->at.index, 0, &s->error) ||
        !ndx_saved_write(s->folder, name, &saved, &s->error))
        fail_msg("%s: %s", name, s->error.message);
    ndx_saved_free(&saved);
}

static void put_search(store *s, const char *name, const char *text)
{
    char path[300];
    save(s, "any", "any"); /* makes the folder */
    snprintf(path, sizeof path, "%s/%s.json", s->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_part(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' does not say '%s'", text, part);
}

/* ---- files ---- */

static void a_search_is_read_back_as_it_was_saved(void **state)
{
    store s;
    ndx_saved read;
    ndx_saved saved = {.query = "\"steve witkoff\" w/5 \u041C\u043E\u0441\u043A\u0432\u0430",
                       .all = true,
                       .language = "ru",
                       .since = "7d",
                       .until = "2025-12",
                       .dialect = "lexis",
                       .aliases = "/names",
                       .time = "2025-11-30T09:00:00Z"};
    (void)state;
    open_store(&s);
    assert_true(ndx_saved_add_index(&saved, "/news/one", 7, &s.error));
    assert_true(ndx_saved_add_index(&saved, "/news/two", 0, &s.error));
    assert_true(ndx_saved_write(s.folder, "envoys", &saved, &s.error));
    read = (ndx_saved){0};
    assert_true(ndx_saved_read(s.folder, "envoys", &read, &s.error));
    assert_string_equal(read.query, saved.query);
    assert_true(read.all);
    assert_string_equal(read.language, "ru");
    assert_string_equal(read.since, "7d");
    assert_string_equal(read.until, "2025-12");
    assert_string_equal(read.dialect, "lexis");
    assert_string_equal(read.aliases, "/names");
    assert_string_equal(read.time, "2025-11-30T09:00:00Z");
    assert_int_equal(read.index_count, 2);
    assert_string_equal(read.indexes[0].path, "/news/one");
    assert_int_equal(read.indexes[0].update, 7);
    assert_string_equal(read.indexes[1].path, "/news/two");
    assert_int_equal(read.indexes[1].update, 0);
    ndx_saved_free(&read);
    ndx_saved_free(&saved);
    close_store(&s);
}

static void what_was_not_given_is_absent(void **state)
{
    store s;
    ndx_saved read = {0};
    (void)state;
    open_store(&s);
    save(&s, "short", "witkoff");
    assert_true(ndx_saved_read(s.folder, "short", &read, &s.error));
    assert_false(read.all);
    assert_true(!read.language && !read.since && !read.until && !read.dialect && !read.aliases);
    ndx_saved_free(&read);
    close_store(&s);
}

static void a_search_of_the_same_name_is_replaced(void **state)
{
    store s;
    ndx_saved read = {0};
    (void)state;
    open_store(&s);
    save(&s, "one", "witkoff");
    save(&s, "one", "kushner");
    assert_true(ndx_saved_read(s.folder, "one", &read, &s.error));
    assert_string_equal(read.query, "kushner");
    ndx_saved_free(&read);
    close_store(&s);
}

static void searches_are_for_their_owner_alone(void **state)
{
    store s;
    struct stat about;
    char path[300];
    (void)state;
    open_store(&s);
    save(&s, "one", "witkoff");
    snprintf(path, sizeof path, "%s/one.json", s.folder);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(stat(s.folder, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    close_store(&s);
}

static void a_relative_index_is_kept_by_its_absolute_path(void **state)
{
    store s;
    ndx_saved saved = {.query = "x"};
    char here[4096];
    char expected[4200];
    (void)state;
    open_store(&s);
    assert_non_null(getcwd(here, sizeof here));
    assert_true(ndx_saved_add_index(&saved, "./newsdex.index", 0, &s.error));
    snprintf(expected, sizeof expected, "%s/newsdex.index", here);
    assert_string_equal(saved.indexes[0].path, expected);
    ndx_saved_free(&saved);
    close_store(&s);
}

static void what_is_no_text_is_not_saved(void **state)
{
    store s;
    ndx_saved saved = {.query = "wit\xFFkoff"};
    (void)state;
    open_store(&s);
    assert_true(ndx_saved_add_index(&saved, "/index", 0, &s.error));
    assert_false(ndx_saved_write(s.folder, "one", &saved, &s.error));
    assert_part(s.error.message, "UTF-8");
    ndx_saved_free(&saved);
    close_store(&s);
}

static void a_folder_that_cannot_be_made_is_named(void **state)
{
    store s;
    ndx_saved saved = {.query = "x"};
    char folder[200];
    (void)state;
    open_store(&s);
    put_file(&s.at, "file", "no folder");
    snprintf(folder, sizeof folder, "%s/file/searches", s.at.in);
    assert_true(ndx_saved_add_index(&saved, "/index", 0, &s.error));
    assert_false(ndx_saved_write(folder, "one", &saved, &s.error));
    assert_part(s.error.message, folder);
    ndx_saved_free(&saved);
    close_store(&s);
}

static void assert_folder(const char *data, const char *home, const char *expected)
{
    ndx_buffer out = {0};
    ndx_error error;
    data ? setenv("XDG_DATA_HOME", data, 1) : unsetenv("XDG_DATA_HOME");
    home ? setenv("HOME", home, 1) : unsetenv("HOME");
    if (expected) {
        assert_true(ndx_saved_folder(&out, &error));
        assert_string_equal(out.data, expected);
    } else {
        assert_false(ndx_saved_folder(&out, &error));
        assert_part(error.message, "$XDG_DATA_HOME");
    }
    ndx_buffer_free(&out);
}

static void the_folder_is_where_data_of_a_user_belong(void **state)
{
    (void)state;
    assert_folder("/data", "/home/ann", "/data/newsdex/searches");
    assert_folder(NULL, "/home/ann", "/home/ann/.local/share/newsdex/searches");
    assert_folder("", "/home/ann", "/home/ann/.local/share/newsdex/searches");
    assert_folder("data", "/home/ann", "/home/ann/.local/share/newsdex/searches");
    assert_folder(NULL, NULL, NULL);
}

/* ---- names ---- */

static void names_are_letters_digits_and_little_else(void **state)
{
    static const char *const good[] = {"envoys",
                                       "a",
                                       "Envoys-2025.11",
                                       "_x",
                                       "7",
                                       "\u041C\u043E\u0441\u043A\u0432\u0430",
                                       "\u4E2D\u56FD",
                                       "Z\u00FCrich.de"};
    static const char *const bad[] = {"",
                                      ".",
                                      "..",
                                      ".hidden",
                                      "-x",
                                      "a/b",
                                      "../a",
                                      "a b",
                                      "a\tb",
                                      "a\nb",
                                      "a*",
                                      "a\x1B[",
                                      "a\xFF",
                                      "a\u202Eb",
                                      "a\u00A0b",
                                      "a\\b",
                                      "a:b",
                                      "a'b",
                                      "\xEF\xBB\xBF"
                                      "a"};
    char name[NDX_SAVED_NAME_BYTES + 2] = {0};
    ndx_error error;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!ndx_saved_check_name(good[i], &error))
            fail_msg("%s: %s", good[i], error.message);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (ndx_saved_check_name(bad[i], &error))
            fail_msg("'%s' is taken for a name", bad[i]);
        assert_int_equal(error.code, NDX_ERROR_USAGE);
        assert_null(strchr(error.message, '\x1B'));
    }
    memset(name, 'a', NDX_SAVED_NAME_BYTES);
    assert_true(ndx_saved_check_name(name, &error));
    name[NDX_SAVED_NAME_BYTES] = 'a';
    assert_false(ndx_saved_check_name(name, &error));
}

static void no_function_leaves_the_folder_by_a_name(void **state)
{
    store s;
    ndx_saved saved = {.query = "x"};
    ndx_saved read = {0};
    (void)state;
    open_store(&s);
    assert_true(ndx_saved_add_index(&saved, "/index", 0, &s.error));
    assert_false(ndx_saved_write(s.folder, "../x", &saved, &s.error));
    assert_false(ndx_saved_read(s.folder, "../x", &read, &s.error));
    assert_int_equal(s.error.code, NDX_ERROR_USAGE);
    assert_false(ndx_saved_remove(s.folder, "../x", &s.error));
    assert_int_equal(s.error.code, NDX_ERROR_USAGE);
    ndx_saved_free(&saved);
    close_store(&s);
}

static void the_list_is_sorted_and_passes_over_other_files(void **state)
{
    store s;
    ndx_arena arena = {0};
    const char *const *names;
    size_t count;
    (void)state;
    open_store(&s);
    assert_true(ndx_saved_list(s.folder, &arena, &names, &count, &s.error));
    assert_int_equal(count, 0);
    save(&s, "b", "x");
    save(&s, "a", "x");
    put_search(&s, ".hidden", "{}");
    put_search(&s, "with space", "{}");
    assert_true(ndx_saved_remove(s.folder, "any", &s.error));
    assert_true(ndx_saved_list(s.folder, &arena, &names, &count, &s.error));
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "a");
    assert_string_equal(names[1], "b");
    ndx_arena_free(&arena);
    close_store(&s);
}

static void a_search_that_is_not_there_is_no_damage(void **state)
{
    store s;
    ndx_saved read = {0};
    (void)state;
    open_store(&s);
    assert_false(ndx_saved_read(s.folder, "none", &read, &s.error));
    assert_int_equal(s.error.code, NDX_ERROR_NOT_FOUND);
    assert_part(s.error.message, "'none'");
    save(&s, "one", "x");
    assert_true(ndx_saved_remove(s.folder, "one", &s.error));
    assert_false(ndx_saved_remove(s.folder, "one", &s.error));
    assert_int_equal(s.error.code, NDX_ERROR_NOT_FOUND);
    close_store(&s);
}

/* ---- files that others have written ---- */

static void damage_is_told_with_the_file_and_what_to_do(void **state)
{
    static const struct {
        const char *text, *part;
    } files[] = {
        {"", "line 1"},
        {"{", "line 1"},
        {"[]", "no object"},
        {"{}", "no schema"},
        {"{\"schema\":1}", "no query"},
        {"{\"schema\":1,\"query\":7}", "no query"},
        {"{\"schema\":1,\"query\":\"a\\u0000b\"}", "line 1"},
        {"{\"schema\":1,\"query\":\"x\",\"query\":\"y\"}", "line 1"},
        {"{\"schema\":1,\"query\":\"x\",\"all\":1}", "'all'"},
        {"{\"schema\":1,\"query\":\"x\",\"since\":7}", "'since'"},
        {"{\"schema\":1,\"query\":\"x\"}", "which indexes"},
        {"{\"schema\":1,\"query\":\"x\",\"indexes\":[]}", "which indexes"},
        {"{\"schema\":1,\"query\":\"x\",\"indexes\":[{\"path\":\"a\",\"update\":1}]}",
         "which indexes"},
        {"{\"schema\":1,\"query\":\"x\",\"indexes\":[{\"path\":\"/a\",\"update\":-1}]}",
         "which indexes"},
        {"{\"schema\":1,\"query\":\"x\",\"indexes\":[{\"path\":\"/a\"}]}", "which indexes"},
    };
    store s;
    (void)state;
    open_store(&s);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ndx_saved read = {0};
        put_search(&s, "bad", files[i].text);
        if (ndx_saved_read(s.folder, "bad", &read, &s.error))
            fail_msg("%s was read", files[i].text);
        assert_int_equal(s.error.code, NDX_ERROR_CORRUPT);
        assert_part(s.error.message, files[i].part);
        assert_part(s.error.message, "/bad.json");
        assert_part(s.error.message, "--save bad");
        ndx_saved_free(&read);
    }
    close_store(&s);
}

static void a_file_of_a_later_newsdex_is_left_alone(void **state)
{
    store s;
    ndx_saved read = {0};
    (void)state;
    open_store(&s);
    put_search(&s, "later", "{\"schema\":2}");
    assert_false(ndx_saved_read(s.folder, "later", &read, &s.error));
    assert_int_equal(s.error.code, NDX_ERROR_VERSION);
    assert_part(s.error.message, "later newsdex");
    ndx_saved_free(&read);
    close_store(&s);
}

static void what_is_no_file_is_not_waited_for(void **state)
{
    store s;
    ndx_saved read = {0};
    char path[300];
    (void)state;
    open_store(&s);
    save(&s, "one", "x");
    snprintf(path, sizeof path, "%s/pipe.json", s.folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(ndx_saved_read(s.folder, "pipe", &read, &s.error));
    assert_part(s.error.message, "is no file");
    ndx_saved_free(&read);
    close_store(&s);
}

static void a_huge_file_is_not_read(void **state)
{
    store s;
    ndx_saved read = {0};
    char path[300];
    (void)state;
    open_store(&s);
    put_search(&s, "huge", "{");
    snprintf(path, sizeof path, "%s/huge.json", s.folder);
    assert_int_equal(truncate(path, (off_t)1 << 32), 0);
    assert_false(ndx_saved_read(s.folder, "huge", &read, &s.error));
    assert_part(s.error.message, "more than 1048576 bytes");
    ndx_saved_free(&read);
    close_store(&s);
}

static void processes_that_save_at_the_same_time_leave_one_whole_search(void **state)
{
    enum { PROCESSES = 4, TIMES = 25 };
    store s;
    pid_t child[PROCESSES];
    (void)state;
    open_store(&s);
    save(&s, "one", "0");
    for (int i = 0; i < PROCESSES; i++) {
        child[i] = fork();
        assert_true(child[i] >= 0);
        for (int k = 0; child[i] == 0 && k < TIMES; k++) {
            ndx_saved saved = {.query = k % 2 ? "1" : "a longer query than that"};
            if (!ndx_saved_add_index(&saved, "/index", (uint64_t)k, NULL) ||
                !ndx_saved_write(s.folder, "one", &saved, NULL))
                _exit(1);
            ndx_saved_free(&saved);
        }
        if (child[i] == 0)
            _exit(0);
    }
    for (int i = 0; i < 4 * TIMES; i++) {
        ndx_saved read = {0};
        if (!ndx_saved_read(s.folder, "one", &read, &s.error))
            fail_msg("%s", s.error.message);
        ndx_saved_free(&read);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_int_equal(status, 0);
    }
    close_store(&s);
}

/* ---- what is new ---- */

static ndx_index *open_index(const char *path)
{
    ndx_error error;
    ndx_index *index = ndx_index_open(&path, 1, &error);
    if (!index)
        fail_msg("%s", error.message);
    return index;
}

static uint64_t update_in_file(store *s, const char *name)
{
    ndx_saved read = {0};
    assert_true(ndx_saved_read(s->folder, name, &read, &s->error));
    uint64_t update = read.indexes[0].update;
    ndx_saved_free(&read);
    return update;
}

static void what_was_shown_is_known_from_then_on(void **state)
{
    store s;
    ndx_saved read = {0};
    uint64_t after;
    const char *replaced;
    (void)state;
    open_store(&s);
    put_file(&s.at, "a.txt", "Moscow\n\nTalks.\n");
    update(&s.at);
    put_file(&s.at, "b.txt", "Moscow\n\nMore talks.\n");
    update(&s.at);
    save(&s, "one", "moscow"); /* as of no update */
    ndx_index *index = open_index(s.at.index);
    assert_true(ndx_saved_read(s.folder, "one", &read, &s.error));
    ndx_saved_after(&read, index, &after, &replaced);
    assert_int_equal(after, 0);
    assert_null(replaced);
    assert_true(ndx_saved_mark_seen(s.folder, "one", &read, index, &s.error));
    assert_int_equal(update_in_file(&s, "one"), 2);
    ndx_saved_free(&read);
    ndx_index_close(index);
    close_store(&s);
}

static void what_another_process_has_shown_meanwhile_stays_known(void **state)
{
    store s;
    ndx_saved read = {0};
    ndx_saved other = {.query = "moscow"};
    (void)state;
    open_store(&s);
    put_file(&s.at, "a.txt", "Moscow\n\nTalks.\n");
    update(&s.at);
    save(&s, "one", "moscow");
    ndx_index *index = open_index(s.at.index);
    assert_true(ndx_saved_read(s.folder, "one", &read, &s.error));
    assert_true(ndx_saved_add_index(&other, s.at.index, 5, &s.error));
    assert_true(ndx_saved_write(s.folder, "one", &other, &s.error));
    assert_true(ndx_saved_mark_seen(s.folder, "one", &read, index, &s.error));
    assert_int_equal(update_in_file(&s, "one"), 5);
    assert_true(ndx_saved_remove(s.folder, "one", &s.error));
    assert_false(ndx_saved_mark_seen(s.folder, "one", &read, index, &s.error));
    ndx_saved_free(&read);
    ndx_saved_free(&other);
    ndx_index_close(index);
    close_store(&s);
}

static void an_index_that_has_gone_back_is_all_new(void **state)
{
    store s;
    ndx_saved saved = {.query = "moscow"};
    uint64_t after = 7;
    const char *replaced;
    (void)state;
    open_store(&s);
    put_file(&s.at, "a.txt", "Moscow\n\nTalks.\n");
    update(&s.at);
    ndx_index *index = open_index(s.at.index);
    assert_true(ndx_saved_add_index(&saved, s.at.index, 9, &s.error));
    ndx_saved_after(&saved, index, &after, &replaced);
    assert_int_equal(after, 0);
    assert_string_equal(replaced, s.at.index);
    assert_true(ndx_saved_write(s.folder, "one", &saved, &s.error));
    assert_true(ndx_saved_mark_seen(s.folder, "one", &saved, index, &s.error));
    assert_int_equal(update_in_file(&s, "one"), 1);
    ndx_saved_free(&saved);
    ndx_index_close(index);
    close_store(&s);
}

static void members_that_are_not_known_are_kept(void **state)
{
    store s;
    ndx_saved read = {0};
    ndx_buffer text = {0};
    (void)state;
    open_store(&s);
    put_file(&s.at, "a.txt", "Moscow\n\nTalks.\n");
    update(&s.at);
    ndx_buffer_printf(&text,
                      "{\"schema\":1,\"query\":\"x\",\"note\":\"for Ann\",\"indexes\":[{\"path\":"
                      "\"%s\",\"update\":0}]}",
                      s.at.index);
    put_search(&s, "one", text.data);
    ndx_index *index = open_index(s.at.index);
    assert_true(ndx_saved_read(s.folder, "one", &read, &s.error));
    assert_true(ndx_saved_mark_seen(s.folder, "one", &read, index, &s.error));
    ndx_buffer_clear(&text);
    assert_int_equal(run_command(&text, "cat '%s'/one.json", s.folder), 0);
    assert_part(text.data, "for Ann");
    ndx_saved_free(&read);
    ndx_buffer_free(&text);
    ndx_index_close(index);
    close_store(&s);
}

/* ---- which searches an article meets ---- */

typedef struct trial {
    ndx_saved_host host;
    ndx_buffer out, broken;
    uint64_t met, broken_count;
} trial;

static bool parse(void *context, const ndx_saved *saved, ndx_query *query, ndx_error *error)
{
    (void)context;
    return ndx_query_parse(query, ndx_span_of(saved->query), 20422, NULL, NULL, error);
}

static void tell_broken(void *context, const ndx_error *error)
{
    trial *t = context;
    ndx_buffer_append_text(&t->broken, error->message);
    ndx_buffer_append_byte(&t->broken, '\n');
}

static void try_searches(store *s, trial *t, const char *const *names, size_t count)
{
    ndx_index *index = open_index(s->at.index);
    ndx_analyser *analyser = ndx_analyser_new(&s->error);
    ndx_buffer_clear(&t->out);
    ndx_buffer_clear(&t->broken);
    t->host.context = t;
    t->host.folder = s->folder;
    t->host.parse = parse;
    t->host.broken = tell_broken;
    assert_non_null(analyser);
    if (!ndx_saved_which(&t->host, index, analyser, 20422, names, count, &t->out, &t->met,
                         &t->broken_count, &s->error))
        fail_msg("%s", s->error.message);
    ndx_analyser_free(analyser);
    ndx_index_close(index);
}

static void free_trial(trial *t)
{
    ndx_buffer_free(&t->out);
    ndx_buffer_free(&t->broken);
}

static void put_articles(store *s)
{
    put_file(&s->at, "a.txt", "Envoy in Moscow\n\nWitkoff arrived for talks.\n");
    put_file(&s->at, "b.jsonl",
             "{\"id\":\"b1\",\"title\":\"Lentils\",\"body\":\"A good harvest.\"}\n"
             "{\"id\":\"b2\",\"title\":\"Witkoff\",\"date\":\"2025-11-30\",\"body\":\"Once "
             "more.\"}\n");
    update(&s->at);
}

static void every_search_that_an_article_meets_has_a_line(void **state)
{
    store s;
    trial t = {0};
    ndx_buffer expected = {0};
    (void)state;
    open_store(&s);
    put_articles(&s);
    save(&s, "talks", "witkoff AND talks");
    save(&s, "envoy", "witkoff");
    save(&s, "idle", "zebra");
    try_searches(&s, &t, NULL, 0);
    ndx_buffer_printf(&expected, "%s/a.txt\tenvoy\n%s/a.txt\ttalks\nb2\tenvoy\n", s.at.in, s.at.in);
    assert_string_equal(t.out.data, expected.data);
    assert_int_equal(t.met, 3);
    assert_int_equal(t.broken_count, 0);
    try_searches(&s, &t, (const char *const[]){"talks", "idle", "talks"}, 3);
    assert_int_equal(t.met, 1);
    ndx_buffer_free(&expected);
    free_trial(&t);
    close_store(&s);
}

static void meetings_as_json_name_the_article_and_the_search(void **state)
{
    store s;
    trial t = {.host.json = true};
    (void)state;
    open_store(&s);
    put_articles(&s);
    save(&s, "late", "witkoff since:2025-11-01");
    try_searches(&s, &t, NULL, 0);
    assert_int_equal(t.met, 1);
    assert_part(t.out.data, "{\"search\":\"late\"");
    assert_part(t.out.data, "\"id\":\"b2\"");
    assert_part(t.out.data, "\"headline\":\"Witkoff\"");
    free_trial(&t);
    close_store(&s);
}

static void what_a_search_says_of_days_and_words_counts(void **state)
{
    store s;
    trial t = {0};
    ndx_saved saved = {.query = "witkoff once", .all = true, .since = "14d"};
    (void)state;
    open_store(&s);
    put_articles(&s);
    assert_true(ndx_saved_add_index(&saved, "/elsewhere", 99, &s.error));
    assert_true(ndx_saved_write(s.folder, "recent", &saved, &s.error));
    try_searches(&s, &t, NULL, 0); /* on 2025-11-30 */
    assert_string_equal(t.out.data, "b2\trecent\n");
    saved.since = "2025-12";
    assert_true(ndx_saved_write(s.folder, "recent", &saved, &s.error));
    try_searches(&s, &t, NULL, 0);
    assert_int_equal(t.met, 0);
    ndx_saved_free(&saved);
    free_trial(&t);
    close_store(&s);
}

static void a_broken_search_does_not_keep_the_rest_from_being_tried(void **state)
{
    store s;
    trial t = {0};
    (void)state;
    open_store(&s);
    put_articles(&s);
    put_search(&s, "damaged", "{");
    save(&s, "open", "\"witkoff");
    save(&s, "envoy", "witkoff");
    try_searches(&s, &t, NULL, 0);
    assert_int_equal(t.met, 2);
    assert_int_equal(t.broken_count, 2);
    assert_part(t.broken.data, "/damaged.json");
    assert_part(t.broken.data, "the saved search 'open': ");
    try_searches(&s, &t, (const char *const[]){"nosuch"}, 1);
    assert_int_equal(t.broken_count, 1);
    assert_part(t.broken.data, "there is no saved search 'nosuch'");
    free_trial(&t);
    close_store(&s);
}

static void the_list_shows_options_and_queries(void **state)
{
    store s;
    trial t = {0};
    uint64_t listed;
    ndx_saved saved = {.query = "wit\tkoff", .all = true, .since = "7d", .language = "en"};
    (void)state;
    open_store(&s);
    t.host = (ndx_saved_host){.context = &t, .folder = s.folder, .broken = tell_broken};
    assert_true(ndx_saved_append_list(&t.host, &t.out, &listed, &t.broken_count, &s.error));
    assert_int_equal(listed, 0);
    save(&s, "plain", "moscow");
    assert_true(ndx_saved_add_index(&saved, "/index", 3, &s.error));
    assert_true(ndx_saved_write(s.folder, "more", &saved, &s.error));
    put_search(&s, "bad", "");
    assert_true(ndx_saved_remove(s.folder, "any", &s.error));
    assert_true(ndx_saved_append_list(&t.host, &t.out, &listed, &t.broken_count, &s.error));
    assert_string_equal(t.out.data,
                        "more\t--all --language=en --since=7d wit koff\nplain\tmoscow\n");
    assert_int_equal(listed, 2);
    assert_int_equal(t.broken_count, 1);
    ndx_buffer_clear(&t.out);
    t.host.json = true;
    assert_true(ndx_saved_append_list(&t.host, &t.out, &listed, &t.broken_count, &s.error));
    assert_part(t.out.data, "{\"name\":\"more\",\"query\":\"wit\\tkoff\"");
    ndx_saved_free(&saved);
    free_trial(&t);
    close_store(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_is_read_back_as_it_was_saved),
        cmocka_unit_test(what_was_not_given_is_absent),
        cmocka_unit_test(a_search_of_the_same_name_is_replaced),
        cmocka_unit_test(searches_are_for_their_owner_alone),
        cmocka_unit_test(a_relative_index_is_kept_by_its_absolute_path),
        cmocka_unit_test(what_is_no_text_is_not_saved),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_named),
        cmocka_unit_test(the_folder_is_where_data_of_a_user_belong),
        cmocka_unit_test(names_are_letters_digits_and_little_else),
        cmocka_unit_test(no_function_leaves_the_folder_by_a_name),
        cmocka_unit_test(the_list_is_sorted_and_passes_over_other_files),
        cmocka_unit_test(a_search_that_is_not_there_is_no_damage),
        cmocka_unit_test(damage_is_told_with_the_file_and_what_to_do),
        cmocka_unit_test(a_file_of_a_later_newsdex_is_left_alone),
        cmocka_unit_test(what_is_no_file_is_not_waited_for),
        cmocka_unit_test(a_huge_file_is_not_read),
        cmocka_unit_test(processes_that_save_at_the_same_time_leave_one_whole_search),
        cmocka_unit_test(what_was_shown_is_known_from_then_on),
        cmocka_unit_test(what_another_process_has_shown_meanwhile_stays_known),
        cmocka_unit_test(an_index_that_has_gone_back_is_all_new),
        cmocka_unit_test(members_that_are_not_known_are_kept),
        cmocka_unit_test(every_search_that_an_article_meets_has_a_line),
        cmocka_unit_test(meetings_as_json_name_the_article_and_the_search),
        cmocka_unit_test(what_a_search_says_of_days_and_words_counts),
        cmocka_unit_test(a_broken_search_does_not_keep_the_rest_from_being_tried),
        cmocka_unit_test(the_list_shows_options_and_queries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
