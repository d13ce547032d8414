/* SPDX-License-Identifier: GPL-2.0-or-later */
/* interactive.c - implements interactive.h. */
#include "interactive/interactive.h"

#include "interactive/editor.h"
#include "interactive/setting.h"
#include "terminal.h"

typedef struct session {
    const newssearch_host *host;
    newssearch_options options;
    ndx_arena texts; /* that options were set to */
    ndx_index *index;
    ndx_analyser *analyser;
    newssearch_editor *editor;
    ndx_buffer query; /* the current one; empty: none yet */
    uint64_t offset;  /* of its page */
    uint64_t limit;   /* of a page */
    bool one_page;    /* has all there is */
    ndx_buffer out, messages;
    bool kept;    /* the answer waits in `out` for the screen */
    bool printed; /* something of the answer */
    bool ended;
} session;

static void complain(session *s, const ndx_error *error)
{
    newssearch_report(&s->messages, 0, error);
}

static void remark(session *s, const char *text)
{
    ndx_buffer_printf(&s->messages, "newssearch: %s\n", text);
}

static bool hand_on(void *context, ndx_error *error)
{
    session *s = context;
    s->printed |= s->out.size > 0;
    return s->kept || s->host->send(&s->out, &s->messages, error);
}

/* ---- the index ---- */

static bool is_same_commit(const ndx_index *a, const ndx_index *b)
{
    bool same = ndx_index_directory_count(a) == ndx_index_directory_count(b) &&
                ndx_index_shard_count(a) == ndx_index_shard_count(b);
    for (size_t i = 0; same && i < ndx_index_directory_count(a); i++)
        same = ndx_index_directory_update(a, i) == ndx_index_directory_update(b, i);
    return same;
}

/* Opening takes a millisecond or two: what it finds is compared before each answer. When the index
 * cannot be opened any more, the one that is open still answers. */
static void follow_updates(session *s)
{
    ndx_error error = {0};
    ndx_index *now = s->host->open(&s->options, &error);
    if (!now) {
        complain(s, &error);
        remark(s, "note: the answer is from the index as it was opened");
    } else if (is_same_commit(s->index, now)) {
        ndx_index_close(now);
    } else {
        ndx_index_close(s->index);
        s->index = now;
        ndx_buffer_printf(&s->messages,
                          "newssearch: note: the index was updated; it has %llu articles now\n",
                          (unsigned long long)ndx_index_articles(now));
    }
}

/* ---- answers ---- */

/* Results of which the most needed lines fit the screen, where no number was asked for. */
static uint64_t page_size(const session *s)
{
    enum { LINES_OF_A_RESULT = 5, AROUND = 3, LEAST = 3, MOST = 10 };
    unsigned rows = newssearch_terminal_rows();
    unsigned fit = rows > AROUND ? (rows - AROUND) / LINES_OF_A_RESULT : 0;
    if (s->options.limit != NEWSSEARCH_LIMIT_ABSENT)
        return s->options.limit;
    return !rows || fit > MOST ? MOST : fit < LEAST ? LEAST : fit;
}

/* Of the results from `offset` on. Reports of all matches have pages only if a limit was asked for. */
static bool make_settings(session *s, uint64_t offset, newssearch_settings *settings)
{
    ndx_error error = {0};
    s->options.offset = offset;
    if (!s->host->settings(s->host->context, &s->options, settings, &error)) {
        complain(s, &error);
        return false;
    }
    s->one_page = settings->report && s->options.limit == NEWSSEARCH_LIMIT_ABSENT;
    s->limit = page_size(s);
    if (!settings->report)
        settings->search.limit = s->limit;
    settings->output.host = s->host->host;
    settings->output.folder = s->host->folder;
    return true;
}

static newssearch_query new_query(session *s, const newssearch_settings *settings)
{
    return (newssearch_query){.settings = settings,
                              .index = s->index,
                              .analyser = s->analyser,
                              .text = ndx_buffer_span(&s->query),
                              .topic = ndx_span_of(s->options.topic),
                              .out = &s->out,
                              .messages = &s->messages,
                              .hand_on = hand_on,
                              .context = s};
}

/* Runs the current query. FOUND only if there was something to print. */
static int run(session *s, const newssearch_settings *settings)
{
    ndx_query parsed = {0};
    newssearch_query query = new_query(s, settings);
    int status = NEWSSEARCH_FAILED;
    s->printed = false;
    if (newssearch_parse(&query, &parsed)) {
        follow_updates(s);
        query.index = s->index;
        status = newssearch_answer(&query, &parsed);
        if (status == NEWSSEARCH_FOUND && !s->printed && !s->out.size)
            status = NEWSSEARCH_NOT_FOUND;
    }
    ndx_query_free(&parsed);
    return status;
}

static bool write_header(session *s, const newssearch_settings *settings)
{
    ndx_error error = {0};
    if (settings->report || !settings->format->header ||
        settings->format->header(&settings->output, settings->count, &s->out, &error))
        return true;
    complain(s, &error);
    return false;
}

static void show_page(session *s, uint64_t offset)
{
    newssearch_settings settings;
    if (!s->query.size) {
        remark(s, "there is no query yet; ? for help");
        return;
    }
    if (!make_settings(s, offset, &settings))
        return;
    int status = offset || write_header(s, &settings) ? run(s, &settings) : NEWSSEARCH_FAILED;
    if (status == NEWSSEARCH_FOUND)
        s->offset = offset;
    else if (status == NEWSSEARCH_NOT_FOUND)
        remark(s, offset ? "there are no more results" : "nothing was found");
}

/* On a terminal a screen at a time: its lines were wrapped to its width. */
static bool page_through(session *s, ndx_error *error)
{
    ndx_buffer text = s->out;
    ndx_buffer answer = {0};
    unsigned rows = newssearch_terminal_rows();
    bool done = true;
    s->out = (ndx_buffer){0};
    for (size_t at = 0; done && at < text.size;) {
        size_t begin = at;
        for (unsigned lines = 0; at < text.size && (!rows || lines + 1 < rows); at++)
            lines += text.data[at] == '\n';
        ndx_buffer_append(&s->out, text.data + begin, at - begin);
        done = s->host->send(&s->out, &s->messages, error);
        if (done && at < text.size &&
            (newssearch_editor_read(s->editor, NEWSSEARCH_PROMPT_MORE, &answer, error) !=
                 NEWSSEARCH_LINE ||
             answer.size))
            break;
    }
    ndx_buffer_free(&text);
    ndx_buffer_free(&answer);
    return done;
}

/* The result of this rank as a whole article. */
static void show_article(session *s, uint64_t rank)
{
    ndx_error error = {0};
    newssearch_settings settings;
    if (!s->query.size || rank == 0) {
        remark(s, rank ? "there is no query yet; ? for help" : "results are numbered from 1");
        return;
    }
    uint64_t offset = s->options.offset;
    bool good = make_settings(s, rank - 1, &settings);
    s->options.offset = offset;
    if (!good)
        return;
    settings.search.limit = 1;
    settings.report = NULL;
    settings.count = false;
    settings.open = true; /* of the best one only, and nothing around it */
    settings.output.full = true;
    s->kept = newssearch_editor_on_terminal(s->editor);
    int status = run(s, &settings);
    if (status == NEWSSEARCH_NOT_FOUND)
        ndx_buffer_printf(&s->messages, "newssearch: there is no result %llu\n",
                          (unsigned long long)rank);
    if (s->kept && !page_through(s, &error))
        complain(s, &error);
    s->kept = false;
}

/* ---- lines ---- */

static void show_next_page(session *s)
{
    if (s->query.size && s->one_page)
        remark(s, "there are no more results");
    else
        show_page(s, s->query.size ? s->offset + s->limit : 0);
}

static void show_previous_page(session *s)
{
    if (s->query.size && s->offset == 0)
        remark(s, "this is the first page");
    else
        show_page(s, s->offset > s->limit ? s->offset - s->limit : 0);
}

static void end(session *s)
{
    s->ended = true;
}

static void show_help(session *s);

static const struct {
    const char *line, *shown, *help;
    void (*run)(session *s);
} commands[] = {
    {"", "Enter", "the next page", show_next_page},
    {"n", "n", "the next page", show_next_page},
    {"p", "p", "the page before", show_previous_page},
    {"?", "?", "this help", show_help},
    {"q", "q", "end, as Ctrl-D does", end},
};

static void show_help(session *s)
{
    static const char *const others[][2] = {
        {"witkoff moscow", "search: newsdex-query(7) says how"},
        {"3", "show the third article"},
        {":sort newest", "set an option of newssearch (see --help); :sort off takes it back"},
        {":", "show the options"},
        {"\"2025\"", "search for what would be a command otherwise"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ndx_buffer_printf(&s->out, "%-16s%s\n", others[i][0], others[i][1]);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        ndx_buffer_printf(&s->out, "%-16s%s\n", commands[i].shown, commands[i].help);
}

static void set_option(session *s, ndx_span text)
{
    ndx_error error = {0};
    newssearch_settings settings;
    newssearch_options before = s->options;
    if (!text.size) {
        newssearch_setting_list(&s->options, &s->out);
        return;
    }
    if (!newssearch_setting_change(&s->options, s->host->defaults, text, &s->texts, &error) ||
        !s->host->settings(s->host->context, &s->options, &settings, &error)) {
        complain(s, &error);
        s->options = before;
    } else if (s->query.size) {
        show_page(s, 0);
    }
}

static void search(session *s, ndx_span line)
{
    newssearch_settings settings;
    ndx_query parsed = {0};
    if (!make_settings(s, 0, &settings))
        return;
    newssearch_query query = new_query(s, &settings);
    query.text = line;
    bool good = newssearch_parse(&query, &parsed);
    ndx_query_free(&parsed);
    if (!good) /* the query before stays */
        return;
    ndx_buffer_clear(&s->query);
    ndx_buffer_append_span(&s->query, line);
    show_page(s, 0);
}

static bool read_number(ndx_span line, uint64_t *number)
{
    enum { DIGITS = 19 };
    *number = 0;
    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] < '0' || line.data[i] > '9' || i == DIGITS)
            return false;
        *number = *number * 10 + (uint64_t)(line.data[i] - '0');
    }
    return line.size > 0;
}

static void obey(session *s, ndx_span line)
{
    uint64_t number;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (ndx_span_equal(line, ndx_span_of(commands[i].line))) {
            commands[i].run(s);
            return;
        }
    }
    if (line.data[0] == ':')
        set_option(s, ndx_span_trim(ndx_span_skip(line, 1)));
    else if (read_number(line, &number))
        show_article(s, number);
    else
        search(s, line);
}

/* ---- the session ---- */

static bool converse(session *s, ndx_error *error)
{
    ndx_buffer line = {0};
    bool done = true;
    while (done && !s->ended) {
        newssearch_line got =
            newssearch_editor_read(s->editor, NEWSSEARCH_PROMPT_QUERY, &line, error);
        ndx_span text = ndx_span_trim(ndx_buffer_span(&line));
        ndx_error failure = {0};
        switch (got) {
        case NEWSSEARCH_LINE:
            if (!newssearch_editor_remember(s->editor, text, &failure))
                complain(s, &failure);
            obey(s, text);
            break;
        case NEWSSEARCH_LINE_TOO_LONG:
            remark(s, "the line is too long");
            break;
        case NEWSSEARCH_LINE_DROPPED:
            break;
        case NEWSSEARCH_LINES_END:
            s->ended = true;
            break;
        case NEWSSEARCH_LINES_FAILED:
            done = false;
        }
        done = s->host->send(&s->out, &s->messages, done ? error : NULL) && done;
    }
    ndx_buffer_free(&line);
    return done;
}

static bool begin(session *s, ndx_span first, ndx_error *error)
{
    ndx_error history_error = {0};
    s->index = s->host->open(&s->options, error);
    s->analyser = s->index ? ndx_analyser_new(error) : NULL;
    if (!s->analyser)
        return false;
    s->editor = newssearch_editor_new(&history_error);
    if (!s->editor)
        return ndx_error_memory(error, "starting a session");
    if (history_error.code != NDX_OK)
        complain(s, &history_error);
    if (newssearch_editor_on_terminal(s->editor))
        ndx_buffer_printf(&s->out, "%llu articles; ? for help\n",
                          (unsigned long long)ndx_index_articles(s->index));
    if (ndx_span_trim(first).size)
        search(s, ndx_span_trim(first));
    return s->host->send(&s->out, &s->messages, error);
}

int newssearch_interactive(const newssearch_host *host, ndx_span first)
{
    ndx_error error = {0};
    session s = {.host = host, .options = *host->options};
    int status = NEWSSEARCH_FOUND;
    if (!begin(&s, first, &error) || !converse(&s, &error)) {
        complain(&s, &error);
        host->send(&s.out, &s.messages, NULL);
        status = NEWSSEARCH_FAILED;
    }
    newssearch_editor_free(s.editor);
    ndx_analyser_free(s.analyser);
    ndx_index_close(s.index);
    ndx_arena_free(&s.texts);
    ndx_buffer_free(&s.query);
    ndx_buffer_free(&s.out);
    ndx_buffer_free(&s.messages);
    return status;
}
