/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_line.h - options as a table: parsing, help, the man page's option list, shell completion.
 *
 * Owns: GNU habits (getopt_long's rules: short options may be clustered, a value may be attached or
 * be the next argument, long options may be cut to what is unique, options and arguments may be
 * mixed,
 * "--" ends the options, "-" is an argument). Must not know: any command. Prints nothing: text goes
 * to a buffer that the program writes out.
 */
#ifndef NEWSDEX_COMMAND_LINE_H
#define NEWSDEX_COMMAND_LINE_H

#include "newsdex/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_option_kind { /* what stands at `offset` of the command's struct */
                               NDX_OPTION_FLAG,   /* bool, set to true */
                               NDX_OPTION_TEXT,   /* const char * */
                               NDX_OPTION_NUMBER, /* uint64_t */
                               NDX_OPTION_SIZE,   /* uint64_t, bytes: "64M", "1G", "512K", "1000"
                                                     (powers of 1024) */
                               NDX_OPTION_LIST,   /* ndx_text_list: may be given several times */
                               NDX_OPTION_CHOICE, /* int: index into `choices` */
                               NDX_OPTION_REAL    /* double */
} ndx_option_kind;

typedef struct ndx_text_list {
    const char **item; /* items borrowed from argv */
    size_t count;
} ndx_text_list;

typedef struct ndx_option {
    char short_name;       /* '\0': none */
    const char *long_name; /* without the dashes */
    ndx_option_kind kind;
    const char
        *argument;    /* "FILE" in the help; NULL for flags; "[WHEN]" in brackets: optional, only as
                         --name=WHEN, for choices: absent means choice 0 */
    const char *help; /* one sentence, no final stop */
    size_t offset;    /* offsetof(struct, member) */
    const char *const *choices; /* NDX_OPTION_CHOICE: NULL-terminated */
    const char *group;          /* a heading before this option; NULL: none */
} ndx_option;

typedef struct ndx_command {
    const char *name;      /* "newsindex update" */
    const char *arguments; /* "[OPTION]... PATH..." */
    const char *summary;   /* one sentence */
    const ndx_option *options;
    size_t option_count;
    const char *notes; /* paragraphs printed below the options; NULL: none */
} ndx_command;

/* --help and --version are in every command. */
typedef enum ndx_request {
    NDX_REQUEST_RUN,
    NDX_REQUEST_HELP,
    NDX_REQUEST_VERSION,
    NDX_REQUEST_MAN,  /* --help=man: the option list as roff, which the man page includes */
    NDX_REQUEST_BASH, /* --help=bash, zsh, fish: completion */
    NDX_REQUEST_ZSH,
    NDX_REQUEST_FISH
} ndx_request;

typedef struct ndx_arguments {
    const char **argument; /* what was no option; borrowed from argv */
    size_t count;
    ndx_request request;
    ndx_arena arena; /* lists live here */
} ndx_arguments;

/* argv[0] is not looked at. values: the command's struct, holding the defaults. On a mistake:
 * NDX_ERROR_USAGE, the message names the option and what was expected. Free with ndx_arguments_free
 * in any case. */
bool ndx_command_line_parse(const ndx_command *command, int argc, const char *const *argv,
                            void *values, ndx_arguments *arguments, ndx_error *error);
void ndx_arguments_free(ndx_arguments *arguments);

/* Usage, options aligned and wrapped at 80 columns, notes. */
bool ndx_command_line_help(const ndx_command *command, ndx_buffer *out);
/* The .SH OPTIONS body: .TP entries. */
bool ndx_command_line_man(const ndx_command *command, ndx_buffer *out);

/* Completion of a program with several commands (or one) for a shell: request is NDX_REQUEST_BASH,
 * ZSH or FISH; another gives false. */
bool ndx_command_line_completion(const char *program, const ndx_command *const *commands,
                                 size_t count, ndx_request shell, ndx_buffer *out);

/* "64M" -> 67108864; false when it is no size. */
bool ndx_parse_size(const char *text, uint64_t *bytes);

/* "PROGRAM (newsdex) VERSION" and the licence lines, as GNU programs say it. */
bool ndx_command_line_version(const char *program, ndx_buffer *out);

#ifdef __cplusplus
}
#endif
#endif
