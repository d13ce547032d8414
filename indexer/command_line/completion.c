/* SPDX-License-Identifier: GPL-2.0-or-later */
/* completion.c - shell completion made from the tables of options, for bash, zsh and fish. */
#include "newsdex/command_line.h"

#include "command_line/table.h"

/* "update" of "newsindex update"; "" for a program of one command. */
static const char *subcommand(const ndx_command *command)
{
    const char *space = strchr(command->name, ' ');
    return space ? space + 1 : "";
}

static void bash_case(ndx_buffer *out, const ndx_command *command)
{
    const char *name = subcommand(command);
    ndx_buffer_printf(out, "    %s) options=\"", *name ? name : "*");
    for (size_t i = 0; i < ndx_table_size(command); i++) {
        const ndx_option *option = ndx_table_option(command, i);
        ndx_buffer_printf(out, "%s--%s%s", i ? " " : "", option->long_name,
                          option->argument && *option->argument != '[' ? "=" : "");
    }
    ndx_buffer_append_text(out, "\"\n");
    ndx_buffer_append_text(out, "        case $previous in\n");
    for (size_t i = 0; i < command->option_count; i++) {
        const ndx_option *option = &command->options[i];
        if (option->kind != NDX_OPTION_CHOICE)
            continue;
        ndx_buffer_printf(out, "        --%s) choices=\"", option->long_name);
        for (size_t k = 0; option->choices[k]; k++)
            ndx_buffer_printf(out, "%s%s", k ? " " : "", option->choices[k]);
        ndx_buffer_append_text(out, "\" ;;\n");
    }
    ndx_buffer_append_text(out, "        esac ;;\n");
}

static void bash(const char *program, const ndx_command *const *commands, size_t count,
                 ndx_buffer *out)
{
    ndx_buffer_printf(out, "# bash completion for %s, printed by %s --help=bash\n_%s() {\n",
                      program, program, program);
    ndx_buffer_append_text(
        out, "    local word=${COMP_WORDS[COMP_CWORD]} "
             "previous=${COMP_WORDS[COMP_CWORD-1]} options= choices=\n"
             "    if [[ $word == = ]]; then word=; fi\n"
             "    if [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; "
             "fi\n    COMPREPLY=()\n");
    bool several = count > 1;
    if (several) {
        ndx_buffer_append_text(out, "    if [[ $COMP_CWORD == 1 ]]; then\n"
                                    "        COMPREPLY=($(compgen -W \"");
        for (size_t i = 0; i < count; i++)
            ndx_buffer_printf(out, "%s ", subcommand(commands[i]));
        ndx_buffer_append_text(out, "--help --version\" -- \"$word\"))\n        return\n    fi\n");
    }
    ndx_buffer_append_text(out, "    case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; i < count; i++)
        bash_case(out, commands[i]);
    ndx_buffer_append_text(out, "    esac\n"
                                "    if [[ -n $choices ]]; then\n"
                                "        COMPREPLY=($(compgen -W \"$choices\" -- \"$word\"))\n"
                                "    elif [[ $word == -* ]]; then\n"
                                "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                                "        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
                                "    else\n"
                                "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                                "    fi\n}\n");
    ndx_buffer_printf(out, "complete -o filenames -F _%s %s\n", program, program);
}

/* Text inside single quotes of zsh and fish; brackets and colons are zsh's own. */
static void append_quoted(ndx_buffer *out, const char *text, bool zsh)
{
    for (; *text; text++) {
        if (*text == '\'')
            ndx_buffer_append_text(out, zsh ? "'\\''" : "\\'");
        else if (zsh && strchr("[]:", *text))
            ndx_buffer_printf(out, "\\%c", *text);
        else
            ndx_buffer_append_byte(out, (unsigned char)*text);
    }
}

static void zsh_arguments(ndx_buffer *out, const ndx_command *command, const char *indent)
{
    ndx_buffer_printf(out, "%s_arguments -s", indent);
    for (size_t i = 0; i < ndx_table_size(command); i++) {
        const ndx_option *option = ndx_table_option(command, i);
        bool value = option->argument && *option->argument != '[';
        ndx_buffer_printf(out, " \\\n%s    '--%s%s[", indent, option->long_name, value ? "=" : "");
        append_quoted(out, option->help, true);
        ndx_buffer_append_byte(out, ']');
        if (value && option->kind == NDX_OPTION_CHOICE) {
            ndx_buffer_append_text(out, ":value:(");
            for (size_t k = 0; option->choices[k]; k++)
                ndx_buffer_printf(out, "%s%s", k ? " " : "", option->choices[k]);
            ndx_buffer_append_byte(out, ')');
        } else if (value) {
            ndx_buffer_append_text(out, ":value:_files");
        }
        ndx_buffer_append_byte(out, '\'');
    }
    ndx_buffer_printf(out, " \\\n%s    '*:file:_files'\n", indent);
}

static void zsh(const char *program, const ndx_command *const *commands, size_t count,
                ndx_buffer *out)
{
    ndx_buffer_printf(out, "#compdef %s\n# printed by %s --help=zsh\n", program, program);
    if (count == 1) {
        zsh_arguments(out, commands[0], "");
        return;
    }
    ndx_buffer_append_text(out, "if (( CURRENT == 2 )); then\n    _values command");
    for (size_t i = 0; i < count; i++) {
        ndx_buffer_printf(out, " \\\n        '%s[", subcommand(commands[i]));
        append_quoted(out, commands[i]->summary, true);
        ndx_buffer_append_text(out, "]'");
    }
    ndx_buffer_append_text(
        out,
        "\n    return\nfi\ncommand=$words[2]\nshift words\n(( CURRENT-- ))\ncase $command in\n");
    for (size_t i = 0; i < count; i++) {
        ndx_buffer_printf(out, "%s)\n", subcommand(commands[i]));
        zsh_arguments(out, commands[i], "    ");
        ndx_buffer_append_text(out, "    ;;\n");
    }
    ndx_buffer_append_text(out, "esac\n");
}

static void fish(const char *program, const ndx_command *const *commands, size_t count,
                 ndx_buffer *out)
{
    ndx_buffer_printf(out, "# fish completion for %s, printed by %s --help=fish\n", program,
                      program);
    for (size_t c = 0; c < count; c++) {
        const char *name = subcommand(commands[c]);
        if (*name) {
            ndx_buffer_printf(out, "complete -c %s -n __fish_use_subcommand -f -a %s -d '", program,
                              name);
            append_quoted(out, commands[c]->summary, false);
            ndx_buffer_append_text(out, "'\n");
        }
        for (size_t i = 0; i < ndx_table_size(commands[c]); i++) {
            const ndx_option *option = ndx_table_option(commands[c], i);
            ndx_buffer_printf(out, "complete -c %s", program);
            if (*name)
                ndx_buffer_printf(out, " -n '__fish_seen_subcommand_from %s'", name);
            if (option->short_name)
                ndx_buffer_printf(out, " -s %c", option->short_name);
            ndx_buffer_printf(out, " -l %s", option->long_name);
            if (option->argument && *option->argument != '[')
                ndx_buffer_append_text(out, option->kind == NDX_OPTION_CHOICE ? " -x -a '" : " -r");
            if (option->argument && *option->argument != '[' && option->kind == NDX_OPTION_CHOICE) {
                for (size_t k = 0; option->choices[k]; k++)
                    ndx_buffer_printf(out, "%s%s", k ? " " : "", option->choices[k]);
                ndx_buffer_append_byte(out, '\'');
            }
            ndx_buffer_append_text(out, " -d '");
            append_quoted(out, option->help, false);
            ndx_buffer_append_text(out, "'\n");
        }
    }
}

bool ndx_command_line_completion(const char *program, const ndx_command *const *commands,
                                 size_t count, ndx_request shell, ndx_buffer *out)
{
    if (shell == NDX_REQUEST_BASH)
        bash(program, commands, count, out);
    else if (shell == NDX_REQUEST_ZSH)
        zsh(program, commands, count, out);
    else if (shell == NDX_REQUEST_FISH)
        fish(program, commands, count, out);
    else
        return false; /* no shell */
    return !out->failed;
}
