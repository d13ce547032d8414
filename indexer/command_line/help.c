/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help.c - a command's table of options as help text, as roff and as shell completion. */
#include "newsdex/command_line.h"

#include "command_line/table.h"
#include "newsdex/version.h"

static const ndx_option common[] = {
    {'h', "help", NDX_OPTION_TEXT, "[=KIND]",
     "show this help and exit; =man, =bash, =zsh, =fish: the options as roff, or shell completion",
     0, NULL, NULL},
    {'V', "version", NDX_OPTION_FLAG, NULL, "show the version and exit", 0, NULL, NULL},
};

size_t ndx_table_size(const ndx_command *command)
{
    return command->option_count + sizeof common / sizeof *common;
}

const ndx_option *ndx_table_option(const ndx_command *command, size_t index)
{
    return index < command->option_count ? &command->options[index]
                                         : &common[index - command->option_count];
}

const ndx_option *ndx_table_help(void)
{
    return &common[0];
}

const ndx_option *ndx_table_version(void)
{
    return &common[1];
}

/* "-n, --limit=N" */
static void append_option_name(ndx_buffer *out, const ndx_option *option)
{
    if (option->short_name)
        ndx_buffer_printf(out, "-%c, ", option->short_name);
    else
        ndx_buffer_append_text(out, "    ");
    ndx_buffer_printf(out, "--%s", option->long_name);
    if (!option->argument)
        return;
    if (*option->argument == '[')
        ndx_buffer_append_text(out, option->argument);
    else
        ndx_buffer_printf(out, "=%s", option->argument);
}

/* The help sentence, for a choice with the choices behind it. */
static void append_meaning(ndx_buffer *out, const ndx_option *option)
{
    ndx_buffer_append_text(out, option->help);
    if (option->kind != NDX_OPTION_CHOICE)
        return;
    ndx_buffer_append_text(out, ": ");
    for (size_t i = 0; option->choices[i]; i++)
        ndx_buffer_printf(out, "%s%s", i ? ", " : "", option->choices[i]);
}

/* Appends text wrapped so that lines begin at column `indent` and end before column 80. */
static void append_wrapped(ndx_buffer *out, ndx_span text, size_t indent, size_t column)
{
    while (text.size) {
        size_t size = 0;
        while (size < text.size && text.data[size] != ' ')
            size++;
        if (column > indent && column + 1 + size > 79) {
            ndx_buffer_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            ndx_buffer_append_byte(out, ' ');
            column++;
        }
        ndx_buffer_append(out, text.data, size);
        column += size;
        text = ndx_span_skip(text, size + 1);
    }
    ndx_buffer_append_byte(out, '\n');
}

static void append_option(ndx_buffer *out, const ndx_option *option)
{
    enum { INDENT = 28 };
    ndx_buffer line = {0};
    if (option->group)
        ndx_buffer_printf(out, "\n%s:\n", option->group);
    ndx_buffer_append_text(&line, "  ");
    append_option_name(&line, option);
    ndx_buffer_append_span(out, ndx_buffer_span(&line));
    size_t column = line.size;
    if (column + 2 > INDENT) {
        ndx_buffer_append_byte(out, '\n');
        column = 0;
    }
    ndx_buffer_printf(out, "%*s", (int)(INDENT - column), "");
    ndx_buffer_clear(&line);
    append_meaning(&line, option);
    append_wrapped(out, ndx_buffer_span(&line), INDENT, INDENT);
    out->failed |= line.failed;
    ndx_buffer_free(&line);
}

bool ndx_command_line_help(const ndx_command *command, ndx_buffer *out)
{
    ndx_buffer_printf(out, "Usage: %s %s\n", command->name, command->arguments);
    append_wrapped(out, ndx_span_of(command->summary), 0, 0);
    ndx_buffer_append_text(
        out, command->option_count && command->options[0].group ? "" : "\nOptions:\n");
    for (size_t i = 0; i < ndx_table_size(command); i++)
        append_option(out, ndx_table_option(command, i));
    if (command->notes) {
        ndx_buffer_append_byte(out, '\n');
        ndx_buffer_append_text(out, command->notes);
        if (out->size && out->data[out->size - 1] != '\n')
            ndx_buffer_append_byte(out, '\n');
    }
    return !out->failed;
}

/* Text for roff: backslashes and hyphens that must stay what they are. */
static void append_roff(ndx_buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\')
            ndx_buffer_append_text(out, "\\e");
        else if (*text == '-')
            ndx_buffer_append_text(out, "\\-");
        else
            ndx_buffer_append_byte(out, (unsigned char)*text);
    }
}

bool ndx_command_line_man(const ndx_command *command, ndx_buffer *out)
{
    ndx_buffer text = {0};
    for (size_t i = 0; i < ndx_table_size(command); i++) {
        const ndx_option *option = ndx_table_option(command, i);
        ndx_buffer_append_text(out, ".TP\n.B ");
        if (option->short_name)
            ndx_buffer_printf(out, "\\-%c\\fR, \\fB", option->short_name);
        ndx_buffer_append_text(out, "\\-\\-");
        append_roff(out, option->long_name);
        if (option->argument) {
            ndx_buffer_append_text(out, *option->argument == '[' ? "\\fI" : "\\fR=\\fI");
            append_roff(out, option->argument);
        }
        ndx_buffer_append_text(out, "\n");
        ndx_buffer_clear(&text);
        append_meaning(&text, option);
        append_roff(out, text.data ? text.data : "");
        ndx_buffer_append_text(out, ".\n");
    }
    out->failed |= text.failed;
    ndx_buffer_free(&text);
    return !out->failed;
}

bool ndx_command_line_version(const char *program, ndx_buffer *out)
{
    return ndx_buffer_printf(out,
                             "%s (newsdex) %s\n"
                             "License GPLv2+: GNU GPL version 2 or later "
                             "<https://gnu.org/licenses/gpl.html>\n"
                             "This is free software: you are free to change and redistribute it.\n"
                             "There is NO WARRANTY, to the extent permitted by law.\n",
                             program, NDX_VERSION);
}
