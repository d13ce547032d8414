/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parse.c - from argv to a command's struct, by its table of options (newsdex/command_line.h). */
#include "newsdex/command_line.h"

#include "command_line/table.h"

#include <errno.h>
#include <stdlib.h>

typedef struct parser {
    const ndx_command *command;
    int argc;
    const char *const *argv;
    int at;
    char *values;
    ndx_arguments *arguments;
    ndx_error *error;
} parser;

static bool usage(const parser *p, const char *format, const char *a, const char *b)
{
    return ndx_error_set(p->error, NDX_ERROR_USAGE, format, a, b);
}

bool ndx_parse_size(const char *text, uint64_t *bytes)
{
    char *end = NULL;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (errno)
        return false;
    unsigned shift = 0;
    switch (*end) {
    case 'K':
    case 'k':
        shift = 10;
        break;
    case 'M':
    case 'm':
        shift = 20;
        break;
    case 'G':
    case 'g':
        shift = 30;
        break;
    default:
        break;
    }
    if (shift) {
        end++;
        if (*end == 'i')
            end++;
        if (*end == 'B')
            end++;
    }
    if (*end || number > UINT64_MAX >> shift)
        return false;
    *bytes = (uint64_t)number << shift;
    return true;
}

static bool store_number(const parser *p, const ndx_option *option, const char *value)
{
    char *end = NULL;
    errno = 0;
    if (option->kind == NDX_OPTION_REAL) {
        double number = strtod(value, &end);
        if (errno || end == value || *end)
            return usage(p, "--%s wants a number, not '%s'", option->long_name, value);
        memcpy(p->values + option->offset, &number, sizeof number);
        return true;
    }
    unsigned long long number = strtoull(value, &end, 10);
    if (errno || *value < '0' || *value > '9' || *end)
        return usage(p, "--%s wants a whole number, not '%s'", option->long_name, value);
    uint64_t whole = number;
    memcpy(p->values + option->offset, &whole, sizeof whole);
    return true;
}

static bool store_item(const parser *p, const ndx_option *option, const char *value)
{
    ndx_text_list *list = (ndx_text_list *)(void *)(p->values + option->offset);
    const char **grown = ndx_arena_alloc(&p->arguments->arena, (list->count + 1) * sizeof *grown);
    if (!grown)
        return ndx_error_memory(p->error, "reading the command line");
    if (list->count)
        memcpy((void *)grown, (const void *)list->item, list->count * sizeof *grown);
    grown[list->count++] = value;
    list->item = grown;
    return true;
}

static bool store_choice(const parser *p, const ndx_option *option, const char *value)
{
    ndx_buffer names = {0};
    for (int i = 0; option->choices[i]; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            memcpy(p->values + option->offset, &i, sizeof i);
            ndx_buffer_free(&names);
            return true;
        }
        ndx_buffer_printf(&names, "%s%s", i ? ", " : "", option->choices[i]);
    }
    ndx_error_set(p->error, NDX_ERROR_USAGE, "--%s is one of %s, not '%s'", option->long_name,
                  names.data ? names.data : "", value);
    ndx_buffer_free(&names);
    return false;
}

static bool store(const parser *p, const ndx_option *option, const char *value)
{
    uint64_t bytes;
    if (!value && option->kind != NDX_OPTION_FLAG)
        return usage(p, "--%s wants a value: %s", option->long_name, option->argument);
    switch (option->kind) {
    case NDX_OPTION_FLAG: {
        bool on = true;
        memcpy(p->values + option->offset, &on, sizeof on);
        return true;
    }
    case NDX_OPTION_TEXT:
        memcpy(p->values + option->offset, &value, sizeof value);
        return true;
    case NDX_OPTION_NUMBER:
    case NDX_OPTION_REAL:
        return store_number(p, option, value);
    case NDX_OPTION_SIZE:
        if (!ndx_parse_size(value, &bytes))
            return usage(p, "--%s wants a size such as 64M or 1G, not '%s'", option->long_name,
                         value);
        memcpy(p->values + option->offset, &bytes, sizeof bytes);
        return true;
    case NDX_OPTION_LIST:
        return store_item(p, option, value);
    case NDX_OPTION_CHOICE:
        return store_choice(p, option, value);
    }
    return false;
}

static bool request_help(const parser *p, const char *value)
{
    static const struct {
        const char *name;
        ndx_request request;
    } kinds[] = {{"man", NDX_REQUEST_MAN},
                 {"bash", NDX_REQUEST_BASH},
                 {"zsh", NDX_REQUEST_ZSH},
                 {"fish", NDX_REQUEST_FISH}};
    if (!value) {
        p->arguments->request = NDX_REQUEST_HELP;
        return true;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, value) == 0) {
            p->arguments->request = kinds[i].request;
            return true;
        }
    }
    return usage(p, "--help is plain or =man, =bash, =zsh, =fish, not '%s'%s", value, "");
}

/* Fills *found with the option that `name` means: exact, or the only one that it begins. */
static bool find_long(const parser *p, ndx_span name, const ndx_option **found)
{
    const ndx_option *begun = NULL;
    size_t candidates = 0;
    *found = NULL;
    for (size_t i = 0; i < ndx_table_size(p->command); i++) {
        const ndx_option *option = ndx_table_option(p->command, i);
        ndx_span whole = ndx_span_of(option->long_name);
        if (ndx_span_equal(whole, name)) {
            *found = option;
            return true;
        }
        if (name.size && ndx_span_starts_with(whole, name)) {
            begun = option;
            candidates++;
        }
    }
    if (candidates == 1) {
        *found = begun;
        return true;
    }
    return ndx_error_set(p->error, NDX_ERROR_USAGE, "%s option '--%.*s'; try '%s --help'",
                         candidates ? "ambiguous" : "unknown", NDX_SPAN_ARGS(name),
                         p->command->name);
}

static bool take(parser *p, const ndx_option *option, const char *value)
{
    if (option == ndx_table_help())
        return request_help(p, value);
    if (option == ndx_table_version()) {
        p->arguments->request = NDX_REQUEST_VERSION;
        return true;
    }
    return store(p, option, value);
}

static bool parse_long(parser *p, const char *text)
{
    const char *equals = strchr(text, '=');
    ndx_span name = equals ? ndx_span_between(text, equals) : ndx_span_of(text);
    const char *value = equals ? equals + 1 : NULL;
    const ndx_option *option;
    if (!find_long(p, name, &option) || !option)
        return false;
    if (!option->argument) {
        if (value)
            return usage(p, "--%s takes no value%s", option->long_name, "");
        return take(p, option, NULL);
    }
    if (!value && *option->argument == '[') { /* optional and absent */
        if (option->kind == NDX_OPTION_CHOICE && option != ndx_table_help())
            value = option->choices[0];
        return take(p, option, value);
    }
    if (!value) {
        if (p->at + 1 >= p->argc)
            return usage(p, "--%s wants a value: %s", option->long_name, option->argument);
        value = p->argv[++p->at];
    }
    return take(p, option, value);
}

static bool parse_short(parser *p, const char *cluster)
{
    for (const char *c = cluster; *c; c++) {
        const ndx_option *option = NULL;
        for (size_t i = 0; i < ndx_table_size(p->command) && !option; i++) {
            const ndx_option *candidate = ndx_table_option(p->command, i);
            if (candidate->short_name && candidate->short_name == *c)
                option = candidate;
        }
        if (!option) {
            return ndx_error_set(p->error, NDX_ERROR_USAGE,
                                 "unknown option '-%c' in '-%s'; try '%s --help' (an argument that "
                                 "begins with '-' goes after '--')",
                                 *c, cluster, p->command->name);
        }
        if (!option->argument || *option->argument == '[') {
            if (!take(p, option,
                      option->kind == NDX_OPTION_CHOICE && option != ndx_table_help()
                          ? option->choices[0]
                          : NULL))
                return false;
            continue;
        }
        const char *value = c[1] ? c + 1 : NULL;
        if (!value) {
            if (p->at + 1 >= p->argc)
                return ndx_error_set(p->error, NDX_ERROR_USAGE, "-%c wants a value: %s", *c,
                                     option->argument);
            value = p->argv[++p->at];
        }
        return take(p, option, value);
    }
    return true;
}

bool ndx_command_line_parse(const ndx_command *command, int argc, const char *const *argv,
                            void *values, ndx_arguments *arguments, ndx_error *error)
{
    *arguments = (ndx_arguments){0};
    parser p = {command, argc, argv, 1, values, arguments, error};
    size_t room = argc > 0 ? (size_t)argc : 1;
    arguments->argument = ndx_arena_alloc(&arguments->arena, room * sizeof *arguments->argument);
    if (!arguments->argument)
        return ndx_error_memory(error, "reading the command line");
    bool options = true;
    for (; p.at < argc; p.at++) {
        const char *text = argv[p.at];
        if (!options || text[0] != '-' || text[1] == '\0') {
            arguments->argument[arguments->count++] = text;
        } else if (strcmp(text, "--") == 0) {
            options = false;
        } else if (text[1] == '-' ? !parse_long(&p, text + 2) : !parse_short(&p, text + 1)) {
            return false;
        }
    }
    return true;
}

void ndx_arguments_free(ndx_arguments *arguments)
{
    ndx_arena_free(&arguments->arena);
    *arguments = (ndx_arguments){0};
}
