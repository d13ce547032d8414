/* SPDX-License-Identifier: GPL-2.0-or-later */
/* editor.c - implements editor.h. */
#include "interactive/editor.h"

#include "batch/lines.h"
#include "interactive/history.h"

#include <dlfcn.h>
#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* libedit's functions, as histedit.h declares them. */
typedef struct library {
    EditLine *(*el_init)(const char *, FILE *, FILE *, FILE *);
    void (*el_end)(EditLine *);
    const char *(*el_gets)(EditLine *, int *);
    int (*el_set)(EditLine *, int, ...);
    int (*el_get)(EditLine *, int, ...);
    History *(*history_init)(void);
    void (*history_end)(History *);
    int (*history)(History *, HistEvent *, int, ...);
} library;

struct newssearch_editor {
    bool terminal;
    library library;
    EditLine *edit;    /* NULL: plain reading */
    History *recalled; /* libedit's own list */
    newssearch_history history;
    ndx_batch_lines lines;
};

/* ---- libedit ---- */

static bool load(library *into)
{
    /* Debian's name, which keeps that of an older interface, and that of all others */
    static const char *const names[] = {"libedit.so.2", "libedit.so.0"};
#define FUNCTION(name)                                                                             \
    {                                                                                              \
#name, &into->name                                                                         \
    }
    const struct {
        const char *name;
        void *place;
    } functions[] = {FUNCTION(el_init), FUNCTION(el_end),     FUNCTION(el_gets),
                     FUNCTION(el_set),  FUNCTION(el_get),     FUNCTION(history_init),
                     FUNCTION(history), FUNCTION(history_end)};
#undef FUNCTION
    void *loaded = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !loaded; i++)
        loaded = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (!loaded)
        return false;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *found = dlsym(loaded, functions[i].name);
        if (!found) {
            dlclose(loaded);
            return false;
        }
        memcpy(functions[i].place, &found, sizeof found); /* POSIX: dlsym's may be called */
    }
    return true; /* it stays loaded */
}

/* What libedit calls knows nothing but its EditLine: a function for each prompt. */
static const char *const prompts[] = {[NEWSSEARCH_PROMPT_QUERY] = "newssearch> ",
                                      [NEWSSEARCH_PROMPT_MORE] = "-- Enter: more, q: enough -- "};

static char *query_prompt(EditLine *edit)
{
    (void)edit;
    return (char *)prompts[NEWSSEARCH_PROMPT_QUERY]; /* it is not written to */
}

static char *more_prompt(EditLine *edit)
{
    (void)edit;
    return (char *)prompts[NEWSSEARCH_PROMPT_MORE];
}

/* Ctrl-C is no signal while a line is edited but keys: kill the line, quote a Ctrl-C, Enter. The line
 * that then comes is this. */
#define DROPPED "\x03"

static bool prepare(newssearch_editor *editor)
{
    const library *l = &editor->library;
    editor->recalled = l->history_init();
    editor->edit = editor->recalled ? l->el_init("newssearch", stdin, stdout, stderr) : NULL;
    if (!editor->edit)
        return false;
    HistEvent event;
    l->history(editor->recalled, &event, H_SETSIZE, (int)NEWSSEARCH_HISTORY_LINES);
    l->history(editor->recalled, &event, H_SETUNIQUE, 1);
    l->el_set(editor->edit, EL_HIST, l->history, editor->recalled);
    l->el_set(editor->edit, EL_EDITOR, "emacs");
    l->el_set(editor->edit, EL_SIGNAL, 1); /* a window's size, Ctrl-Z: the terminal as it was */
    l->el_set(editor->edit, EL_SETTY, "-d", "-intr", (char *)NULL);
    l->el_set(editor->edit, EL_BIND, "-s", "^C", "^U^V^C^M", (char *)NULL);
    return true;
}

static void recall(newssearch_editor *editor, ndx_span lines)
{
    HistEvent event;
    ndx_buffer line = {0};
    while (lines.size) {
        const char *end = memchr(lines.data, '\n', lines.size);
        size_t size = end ? (size_t)(end - lines.data) : lines.size;
        ndx_buffer_clear(&line);
        if (size && ndx_buffer_append(&line, lines.data, size) && !memchr(line.data, '\0', size))
            editor->library.history(editor->recalled, &event, H_ENTER, line.data);
        lines = ndx_span_skip(lines, end ? size + 1 : size);
    }
    ndx_buffer_free(&line);
}

static newssearch_line read_edited(newssearch_editor *editor, newssearch_prompt prompt,
                                   ndx_buffer *line, ndx_error *error)
{
    int size = 0;
    editor->library.el_set(editor->edit, EL_PROMPT,
                           prompt == NEWSSEARCH_PROMPT_QUERY ? query_prompt : more_prompt);
    const char *got = editor->library.el_gets(editor->edit, &size);
    if (!got || size <= 0) {
        putchar('\n'); /* the prompt's line is left */
        return NEWSSEARCH_LINES_END;
    }
    ndx_span text = ndx_span_trim(ndx_span_make(got, (size_t)size));
    if (ndx_span_ends_with(text, NDX_SPAN(DROPPED)))
        return NEWSSEARCH_LINE_DROPPED;
    if (text.size > NDX_BATCH_LINE_BYTES)
        return NEWSSEARCH_LINE_TOO_LONG;
    if (ndx_buffer_append_span(line, text))
        return NEWSSEARCH_LINE;
    ndx_error_memory(error, "reading a line");
    return NEWSSEARCH_LINES_FAILED;
}

/* ---- */

newssearch_editor *newssearch_editor_new(ndx_error *history_error)
{
    newssearch_editor *editor = calloc(1, sizeof *editor);
    ndx_buffer lines = {0};
    if (!editor)
        return NULL;
    editor->lines.file = STDIN_FILENO;
    editor->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (editor->terminal)
        newssearch_history_open(&editor->history, &lines, history_error);
    if (editor->terminal && load(&editor->library) && prepare(editor))
        recall(editor, ndx_buffer_span(&lines));
    ndx_buffer_free(&lines);
    return editor;
}

void newssearch_editor_free(newssearch_editor *editor)
{
    if (!editor)
        return;
    if (editor->edit)
        editor->library.el_end(editor->edit);
    if (editor->recalled)
        editor->library.history_end(editor->recalled);
    newssearch_history_close(&editor->history);
    free(editor);
}

bool newssearch_editor_on_terminal(const newssearch_editor *editor)
{
    return editor->terminal;
}

newssearch_line newssearch_editor_read(newssearch_editor *editor, newssearch_prompt prompt,
                                       ndx_buffer *line, ndx_error *error)
{
    bool too_long;
    ndx_buffer_clear(line);
    if (editor->edit)
        return read_edited(editor, prompt, line, error);
    if (editor->terminal) {
        fputs(prompts[prompt], stdout);
        fflush(stdout);
    }
    ndx_step step = ndx_batch_lines_any(&editor->lines, line, &too_long, error);
    if (step != NDX_STEP_ROW)
        return step == NDX_STEP_END ? NEWSSEARCH_LINES_END : NEWSSEARCH_LINES_FAILED;
    return too_long ? NEWSSEARCH_LINE_TOO_LONG : NEWSSEARCH_LINE;
}

bool newssearch_editor_remember(newssearch_editor *editor, ndx_span line, ndx_error *error)
{
    if (editor->edit)
        recall(editor, line);
    return newssearch_history_add(&editor->history, line, error);
}
