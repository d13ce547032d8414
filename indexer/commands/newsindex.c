/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newsindex.c - the indexing tool: the table of its subcommands. */
#include "commands/command.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static const ndx_subcommand *const subcommands[] = {
    &ndx_subcommand_update,  &ndx_subcommand_info,    &ndx_subcommand_check,
    &ndx_subcommand_dump,    &ndx_subcommand_compact, &ndx_subcommand_remove,
    &ndx_subcommand_rebuild, &ndx_subcommand_match,   &ndx_subcommand_formats,
};
/* One line each for the overview, in the same order; the commands' own summaries are longer. */
static const char *const briefs[] = {
    "bring the index up to date with files and folders",
    "show articles, languages and size of the index",
    "check that the index is whole",
    "print articles as JSON Lines",
    "merge all shards into one and drop what was deleted",
    "remove articles by their ids",
    "make the index anew from the articles in it",
    "say which saved searches new articles meet",
    "list the formats and fields that are read",
};
enum { COUNT = sizeof subcommands / sizeof *subcommands };

static const char *short_name(const ndx_subcommand *subcommand)
{
    return strchr(subcommand->command->name, ' ') + 1;
}

static void append_help(ndx_buffer *out)
{
    ndx_buffer_append_text(
        out,
        "Usage: newsindex COMMAND [OPTION]... [ARGUMENT]...\n"
        "Make and maintain an index of news articles, which newssearch searches.\n\nCommands:\n");
    for (size_t i = 0; i < COUNT; i++)
        ndx_buffer_printf(out, "  %-9s %s\n", short_name(subcommands[i]), briefs[i]);
    ndx_buffer_append_text(
        out, "\n'newsindex COMMAND --help' tells more. Begin with: newsindex update FOLDER\n");
}

/* The options of all commands, below the headings that they have in the manual page. */
static void append_man(ndx_buffer *out)
{
    for (size_t i = 0; i < COUNT; i++) {
        ndx_buffer_append_text(out, ".SH \"");
        for (const char *c = subcommands[i]->command->name; *c; c++)
            ndx_buffer_append_byte(out, (unsigned char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c));
        ndx_buffer_append_text(out, "\"\n");
        ndx_command_line_man(subcommands[i]->command, out);
    }
}

static int write_out(ndx_buffer *out)
{
    ndx_error error = {0};
    bool done = ndx_buffer_ok(out, "writing", &error) && ndx_command_write(out, &error);
    ndx_buffer_free(out);
    return done ? NDX_EXIT_DONE : ndx_command_fail(&error);
}

static int answer(const ndx_subcommand *subcommand, ndx_request request)
{
    ndx_buffer out = {0};
    const ndx_command *commands[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        commands[i] = subcommands[i]->command;
    if (request == NDX_REQUEST_VERSION)
        ndx_command_line_version("newsindex", &out);
    else if (request == NDX_REQUEST_HELP && subcommand)
        ndx_command_line_help(subcommand->command, &out);
    else if (request == NDX_REQUEST_HELP)
        append_help(&out);
    else if (request == NDX_REQUEST_MAN && subcommand)
        ndx_command_line_man(subcommand->command, &out);
    else if (request == NDX_REQUEST_MAN)
        append_man(&out);
    else
        ndx_command_line_completion("newsindex", commands, COUNT, request, &out);
    return write_out(&out);
}

static int run(const ndx_subcommand *subcommand, int argc, const char *const *argv)
{
    ndx_error error = {0};
    ndx_arguments arguments;
    void *options = calloc(1, subcommand->options_size);
    int status;
    if (!options) {
        ndx_error_memory(&error, "reading the command line");
        return ndx_command_fail(&error);
    }
    if (!ndx_command_line_parse(subcommand->command, argc, argv, options, &arguments, &error))
        status = ndx_command_fail(&error);
    else if (arguments.request != NDX_REQUEST_RUN)
        status = answer(subcommand, arguments.request);
    else
        status = subcommand->run(options, &arguments);
    ndx_arguments_free(&arguments);
    free(options);
    return status;
}

int main(int argc, char **argv)
{
    static const ndx_command bare = {"newsindex", "COMMAND [OPTION]... [ARGUMENT]...", "", NULL, 0,
                                     NULL};
    const char *const *given = (const char *const *)(void *)argv;
    setlocale(LC_CTYPE, "");
    if (argc < 2) {
        fputs("newsindex: which command? Try 'newsindex --help', or begin with: newsindex update "
              "FOLDER\n",
              stderr);
        return NDX_EXIT_FAILED;
    }
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(given[1], short_name(subcommands[i])) == 0)
            return run(subcommands[i], argc - 1, given + 1);
    if (given[1][0] == '-') {
        ndx_arguments arguments;
        ndx_error error = {0};
        bool parsed = ndx_command_line_parse(&bare, 2, given, NULL, &arguments, &error);
        ndx_request request = arguments.request;
        ndx_arguments_free(&arguments);
        if (!parsed)
            return ndx_command_fail(&error);
        if (request != NDX_REQUEST_RUN)
            return answer(NULL, request);
    }
    fprintf(stderr, "newsindex: there is no command '%s'; try 'newsindex --help'\n", given[1]);
    return NDX_EXIT_FAILED;
}
