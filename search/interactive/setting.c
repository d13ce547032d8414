/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setting.c - implements setting.h. */
#include "interactive/setting.h"

/* What makes no sense while a session runs, or would take it away from the person. */
static bool belongs_to_the_start(const ndx_option *option)
{
    static const char *const names[] = {"index",  "null",        "show",  "open",       "batch",
                                        "save",   "saved",       "new",   "saved-list", "forget",
                                        "jobs",   "which-saved", "topic", "run-tag",    "complete",
                                        "offset", "interactive", "like",  "cooccur",    "aliases"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(option->long_name, names[i]) == 0)
            return true;
    return option->kind == NDX_OPTION_LIST;
}

static const ndx_option *find(ndx_span name, ndx_error *error)
{
    const ndx_option *found = NULL;
    for (size_t i = 0; i < newssearch_command.option_count; i++) {
        const ndx_option *option = &newssearch_command.options[i];
        ndx_span whole = ndx_span_of(option->long_name);
        if (belongs_to_the_start(option) || !ndx_span_starts_with(whole, name))
            continue;
        if (ndx_span_equal(whole, name))
            return option;
        if (found) {
            ndx_error_set(error, NDX_ERROR_USAGE, "':%.*s' may be :%s or :%s", NDX_SPAN_ARGS(name),
                          found->long_name, option->long_name);
            return NULL;
        }
        found = option;
    }
    if (!found)
        ndx_error_set(error, NDX_ERROR_USAGE,
                      "there is no option '%.*s' to set here; ':' alone shows all",
                      NDX_SPAN_ARGS(name));
    return found;
}

static size_t size_of(ndx_option_kind kind)
{
    static const size_t sizes[] = {
        [NDX_OPTION_FLAG] = sizeof(bool),       [NDX_OPTION_TEXT] = sizeof(const char *),
        [NDX_OPTION_NUMBER] = sizeof(uint64_t), [NDX_OPTION_SIZE] = sizeof(uint64_t),
        [NDX_OPTION_CHOICE] = sizeof(int),      [NDX_OPTION_REAL] = sizeof(double)};
    return sizes[kind];
}

/* As if "--name=value" stood on the command line. */
static bool set(newssearch_options *options, const ndx_option *option, ndx_span value,
                ndx_arena *arena, ndx_error *error)
{
    ndx_buffer argument = {0};
    ndx_span kept;
    ndx_arguments arguments;
    ndx_buffer_printf(&argument, "--%s", option->long_name);
    if (value.size || (option->argument && *option->argument != '[')) {
        ndx_buffer_append_byte(&argument, '=');
        ndx_buffer_append_span(&argument, value);
    }
    bool done = (!argument.failed && ndx_arena_copy(arena, ndx_buffer_span(&argument), &kept)) ||
                ndx_error_memory(error, "setting an option");
    ndx_buffer_free(&argument);
    if (!done)
        return false;
    const char *const argv[] = {newssearch_command.name, kept.data};
    done = ndx_command_line_parse(&newssearch_command, 2, argv, options, &arguments, error);
    ndx_arguments_free(&arguments);
    return done;
}

static bool change(newssearch_options *options, const newssearch_options *defaults, ndx_span text,
                   ndx_arena *arena, ndx_error *error)
{
    size_t end = 0;
    while (end < text.size && !ndx_ascii_is_space(text.data[end]) && text.data[end] != '=')
        end++;
    ndx_span value = ndx_span_trim(ndx_span_skip(text, end < text.size ? end + 1 : end));
    const ndx_option *option = find(ndx_span_make(text.data, end), error);
    if (!option)
        return false;
    char *place = (char *)options + option->offset;
    bool flag = option->kind == NDX_OPTION_FLAG;
    bool off = ndx_span_equal(value, NDX_SPAN("off"));
    if (flag && (off || (!value.size && *(bool *)(void *)place))) {
        *(bool *)(void *)place = false;
        return true;
    }
    if (off) {
        memcpy(place, (const char *)defaults + option->offset, size_of(option->kind));
        return true;
    }
    if (flag && ndx_span_equal(value, NDX_SPAN("on")))
        value.size = 0;
    bool named = flag || option->kind == NDX_OPTION_CHOICE; /* of a choice the parser says which */
    if (!named && !value.size && *option->argument != '[')
        return ndx_error_set(error, NDX_ERROR_USAGE, "':%s' wants a value: %s", option->long_name,
                             option->argument);
    return set(options, option, value, arena, error);
}

bool newssearch_setting_change(newssearch_options *options, const newssearch_options *defaults,
                               ndx_span text, ndx_arena *arena, ndx_error *error)
{
    bool done = change(options, defaults, text, arena, error);
    options->count = options->count_what >= 0;
    return done;
}

static void append_value(const newssearch_options *options, const ndx_option *option,
                         ndx_buffer *out)
{
    const void *place = (const char *)options + option->offset;
    const char *text;
    switch (option->kind) {
    case NDX_OPTION_FLAG:
        ndx_buffer_append_text(out, *(const bool *)place ? "on" : "off");
        break;
    case NDX_OPTION_TEXT:
        text = *(const char *const *)place;
        ndx_buffer_append_text(out, text ? text : "off");
        break;
    case NDX_OPTION_CHOICE: /* negative: not asked */
        ndx_buffer_append_text(out, *(const int *)place < 0 ? "off"
                                                            : option->choices[*(const int *)place]);
        break;
    case NDX_OPTION_REAL:
        ndx_buffer_printf(out, "%g", *(const double *)place);
        break;
    default:
        if (*(const uint64_t *)place == NEWSSEARCH_LIMIT_ABSENT)
            ndx_buffer_append_text(out, "as many as there is room for");
        else
            ndx_buffer_printf(out, "%llu", (unsigned long long)*(const uint64_t *)place);
    }
}

bool newssearch_setting_list(const newssearch_options *options, ndx_buffer *out)
{
    for (size_t i = 0; i < newssearch_command.option_count; i++) {
        const ndx_option *option = &newssearch_command.options[i];
        if (belongs_to_the_start(option))
            continue;
        ndx_buffer_printf(out, "%s: ", option->long_name);
        append_value(options, option, out);
        ndx_buffer_append_byte(out, '\n');
    }
    return !out->failed;
}
