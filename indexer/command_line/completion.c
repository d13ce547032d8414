/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * completion.c - shell completion made from the tables of options, for bash, zsh and fish.
 *
 * What stands for a value in the help says what completes it (FILE: files). Where a program has an
 * option --complete=TYPED, its arguments are completed by what that prints, a candidate a line; one
 * that ends in a colon goes on. It is asked with the indexes named so far. Of a NAME it is asked for
 * --OPTION=TYPED, and prints the values.
 */
#include "newsdex/command_line.h"

#include "command_line/table.h"

/* "update" of "newsindex update"; "" for a program of one command. */
static const char *subcommand(const ndx_command *command)
{
    const char *space = strchr(command->name, ' ');
    return space ? space + 1 : "";
}

/* What may stand behind an option or as an argument. */
typedef enum value_kind {
    VALUE_OTHER,
    VALUE_FILES,
    VALUE_FOLDERS,
    VALUE_CHOICES,
    VALUE_ASKED /* only of a program that completes */
} value_kind;

static bool has_completer(const ndx_command *command)
{
    for (size_t i = 0; i < command->option_count; i++)
        if (strcmp(command->options[i].long_name, "complete") == 0)
            return true;
    return false;
}

static value_kind value_of(const ndx_command *command, const ndx_option *option)
{
    static const struct {
        const char *argument;
        value_kind kind;
    } kinds[] = {{"FILE", VALUE_FILES}, {"INDEX", VALUE_FOLDERS}, {"NAME", VALUE_ASKED}};
    if (option->kind == NDX_OPTION_CHOICE)
        return VALUE_CHOICES;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(option->argument, kinds[i].argument) == 0)
            return kinds[i].kind == VALUE_ASKED && !has_completer(command) ? VALUE_OTHER
                                                                           : kinds[i].kind;
    return VALUE_OTHER;
}

/* Is a value demanded? One in brackets may be left out, and then stands behind "=" only. */
static bool has_value(const ndx_option *option)
{
    return option->argument && *option->argument != '[';
}

static bool takes_files(const ndx_command *command)
{
    return strstr(command->arguments, "PATH") != NULL;
}

static void append_choices(ndx_buffer *out, const ndx_option *option)
{
    for (size_t k = 0; option->choices[k]; k++)
        ndx_buffer_printf(out, "%s%s", k ? " " : "", option->choices[k]);
}

/* ---- bash ---- */

static void bash_case(ndx_buffer *out, const ndx_command *command)
{
    const char *name = subcommand(command);
    ndx_buffer_printf(out, "    %s) options=\"", *name ? name : "*");
    for (size_t i = 0; i < ndx_table_size(command); i++) {
        const ndx_option *option = ndx_table_option(command, i);
        ndx_buffer_printf(out, "%s--%s%s", i ? " " : "", option->long_name,
                          has_value(option) ? "=" : "");
    }
    ndx_buffer_append_text(out, "\"\n");
    ndx_buffer_printf(out, "        arguments=%s\n",
                      has_completer(command) ? "query"
                      : takes_files(command) ? "files"
                                             : "none");
    ndx_buffer_append_text(out, "        case $previous in\n");
    for (size_t i = 0; i < command->option_count; i++) {
        static const char *const values[] = {[VALUE_OTHER] = "arguments=none",
                                             [VALUE_FILES] = "arguments=files",
                                             [VALUE_FOLDERS] = "arguments=folders",
                                             [VALUE_ASKED] = "arguments=names"};
        const ndx_option *option = &command->options[i];
        value_kind kind = option->argument ? value_of(command, option) : VALUE_OTHER;
        if (!option->argument || (!has_value(option) && kind != VALUE_CHOICES))
            continue;
        ndx_buffer_printf(out, "        --%s", option->long_name);
        if (option->short_name && has_value(option))
            ndx_buffer_printf(out, " | -%c", option->short_name);
        ndx_buffer_append_text(out, ") ");
        if (kind == VALUE_CHOICES) {
            ndx_buffer_append_text(out, "choices=\"");
            append_choices(out, option);
            ndx_buffer_append_byte(out, '"');
        } else {
            ndx_buffer_append_text(out, values[kind]);
        }
        ndx_buffer_append_text(out, " ;;\n");
    }
    ndx_buffer_append_text(out, "        esac ;;\n");
}

/* bash cuts words at colons and "=" (COMP_WORDBREAKS) and wants only what stands behind the last of
 * them; of a word in quotes it wants all. */
static const char bash_query[] =
    "    names)\n"
    "        mapfile -t COMPREPLY < <(\"$1\" --complete=\"$previous=$word\" 2>/dev/null) ;;\n"
    "    query)\n"
    "        local -a index=()\n"
    "        local typed=${COMP_LINE:0:COMP_POINT} candidate kept=\n"
    "        for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "            [[ ${COMP_WORDS[i]} == -i || ${COMP_WORDS[i]} == --index ]] || continue\n"
    "            [[ ${COMP_WORDS[i+1]} == = ]] && ((i++))\n"
    "            index+=(-i \"${COMP_WORDS[i+1]/#\\~/$HOME}\")\n"
    "        done\n"
    "        if [[ $word == [\\'\\\"]* ]]; then\n"
    "            typed=${word:1}\n"
    "        else\n"
    "            typed=${typed##*[[:space:]]}\n"
    "            kept=${typed%\"${typed##*[:=]}\"}\n"
    "        fi\n"
    "        while IFS= read -r candidate; do\n"
    "            [[ -n $kept || $word != [\\'\\\"]* ]] && printf -v candidate %q \"$candidate\"\n"
    "            COMPREPLY+=(\"${candidate#\"$kept\"}\")\n"
    "        done < <(\"$1\" \"${index[@]}\" --complete=\"$typed\" 2>/dev/null)\n"
    "        [[ ${COMPREPLY[0]} == *: ]] && compopt -o nospace ;;\n";

static void bash(const char *program, const ndx_command *const *commands, size_t count,
                 ndx_buffer *out)
{
    ndx_buffer_printf(out, "# bash completion for %s, printed by %s --help=bash\n_%s() {\n",
                      program, program, program);
    ndx_buffer_append_text(
        out, "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
             "    local options= choices= arguments=files i\n"
             "    if [[ $word == = ]]; then word=; fi\n"
             "    if [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
             "    COMPREPLY=()\n");
    if (count > 1) {
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
                                "        return\n"
                                "    elif [[ $word == -* ]]; then\n"
                                "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                                "        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
                                "        return\n"
                                "    fi\n"
                                "    case $arguments in\n"
                                "    files | folders)\n"
                                "        compopt -o filenames\n"
                                "        [[ $arguments == files ]] && i=-f || i=-d\n"
                                "        mapfile -t COMPREPLY < <(compgen $i -- \"$word\") ;;\n");
    for (size_t i = 0; i < count; i++)
        if (has_completer(commands[i]))
            ndx_buffer_append_text(out, bash_query);
    ndx_buffer_append_text(out, "    esac\n}\n");
    ndx_buffer_printf(out, "complete -F _%s %s\n", program, program);
}

/* ---- zsh ---- */

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

static void zsh_option(ndx_buffer *out, const char *program, const ndx_command *command,
                       const ndx_option *option, const char *indent)
{
    const char *equals = has_value(option) ? "=" : "";
    const char *many = option->kind == NDX_OPTION_LIST ? "*" : "";
    ndx_buffer_printf(out, " \\\n%s    ", indent);
    if (option->short_name && *many)
        ndx_buffer_printf(out, "'*'{-%c%s,--%s%s}'[", option->short_name,
                          has_value(option) ? "+" : "", option->long_name, equals);
    else if (option->short_name)
        ndx_buffer_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}'[", option->short_name,
                          option->long_name, option->short_name, has_value(option) ? "+" : "",
                          option->long_name, equals);
    else
        ndx_buffer_printf(out, "'%s--%s%s[", many, option->long_name, equals);
    append_quoted(out, option->help, true);
    ndx_buffer_append_byte(out, ']');
    if (has_value(option)) {
        static const char *const values[] = {
            [VALUE_OTHER] = " ", [VALUE_FILES] = "_files", [VALUE_FOLDERS] = "_files -/"};
        value_kind kind = value_of(command, option);
        ndx_buffer_append_byte(out, ':');
        append_quoted(out, option->argument, true);
        ndx_buffer_append_text(out, kind == VALUE_CHOICES ? ":(" : ":");
        if (kind == VALUE_CHOICES)
            append_choices(out, option);
        if (kind == VALUE_ASKED)
            ndx_buffer_printf(out, "_%s_name --%s", program, option->long_name);
        else
            ndx_buffer_append_text(out, kind == VALUE_CHOICES ? ")" : values[kind]);
    }
    ndx_buffer_append_byte(out, '\'');
}

static void zsh_arguments(ndx_buffer *out, const char *program, const ndx_command *command,
                          const char *indent)
{
    ndx_buffer_printf(out, "%s_arguments -s -S", indent);
    for (size_t i = 0; i < ndx_table_size(command); i++)
        zsh_option(out, program, command, ndx_table_option(command, i), indent);
    if (has_completer(command))
        ndx_buffer_printf(out, " \\\n%s    '*:query:_%s_query'", indent, program);
    else if (takes_files(command))
        ndx_buffer_printf(out, " \\\n%s    '*:file:_files'", indent);
    ndx_buffer_append_byte(out, '\n');
}

/* zsh quotes what it inserts. */
static void zsh_query(ndx_buffer *out, const char *program)
{
    ndx_buffer_printf(
        out,
        "_%s_query() {\n"
        "    local -a found\n"
        "    found=(${(f)\"$(${(Q)words[1]} ${(Q)${(v)opt_args[(I)(-i|--index)]}/#/-i} "
        "--complete=${(Q)PREFIX} 2>/dev/null)\"})\n"
        "    compadd -S '' -- ${(M)found:#*:}\n"
        "    compadd -- ${found:#*:}\n"
        "}\n"
        "_%s_name() {\n"
        "    local -a found\n"
        "    found=(${(f)\"$(${(Q)words[1]} --complete=${@[-1]}=${(Q)PREFIX} 2>/dev/null)\"})\n"
        "    compadd -- $found\n"
        "}\n",
        program, program);
}

static void zsh(const char *program, const ndx_command *const *commands, size_t count,
                ndx_buffer *out)
{
    ndx_buffer_printf(out, "#compdef %s\n# printed by %s --help=zsh\n", program, program);
    for (size_t i = 0; i < count; i++)
        if (has_completer(commands[i]))
            zsh_query(out, program);
    if (count == 1) {
        zsh_arguments(out, program, commands[0], "");
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
        zsh_arguments(out, program, commands[i], "    ");
        ndx_buffer_append_text(out, "    ;;\n");
    }
    ndx_buffer_append_text(out, "esac\n");
}

/* ---- fish ---- */

/* fish quotes what it inserts, too. */
static void fish_query(ndx_buffer *out, const char *program)
{
    ndx_buffer_printf(out,
                      "function __fish_%s_query\n"
                      "    set -l words (commandline -opc)\n"
                      "    set -l index\n"
                      "    for i in (seq 2 (count $words))\n"
                      "        switch $words[$i]\n"
                      "            case -i --index\n"
                      "                set index $index -i $words[(math $i + 1)]\n"
                      "            case '--index=*' '-i*'\n"
                      "                set index $index $words[$i]\n"
                      "        end\n"
                      "    end\n"
                      "    $words[1] $index --complete=(commandline -ct) 2>/dev/null\n"
                      "end\n"
                      "complete -c %s -f -a '(__fish_%s_query)'\n",
                      program, program, program);
}

static void fish_option(ndx_buffer *out, const char *program, const ndx_command *command,
                        const ndx_option *option)
{
    static const char *const values[] = {[VALUE_OTHER] = " -x",
                                         [VALUE_FILES] = " -r -F",
                                         [VALUE_FOLDERS] =
                                             " -x -a '(__fish_complete_directories)'"};
    if (option->short_name)
        ndx_buffer_printf(out, " -s %c", option->short_name);
    ndx_buffer_printf(out, " -l %s", option->long_name);
    if (has_value(option) && option->kind == NDX_OPTION_CHOICE) {
        ndx_buffer_append_text(out, " -x -a '");
        append_choices(out, option);
        ndx_buffer_append_byte(out, '\'');
    } else if (has_value(option) && value_of(command, option) == VALUE_ASKED) {
        ndx_buffer_printf(out,
                          " -x -a '(%s --complete=--%s=(string replace -r -- \"^--[^=]*=\" \"\" "
                          "(commandline -ct)) 2>/dev/null)'",
                          program, option->long_name);
    } else if (has_value(option)) {
        ndx_buffer_append_text(out, values[value_of(command, option)]);
    }
    ndx_buffer_append_text(out, " -d '");
    append_quoted(out, option->help, false);
    ndx_buffer_append_text(out, "'\n");
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
        if (has_completer(commands[c]))
            fish_query(out, program);
        else if (!takes_files(commands[c]))
            ndx_buffer_printf(out, "complete -c %s -n '__fish_seen_subcommand_from %s' -f\n",
                              program, name);
        for (size_t i = 0; i < ndx_table_size(commands[c]); i++) {
            ndx_buffer_printf(out, "complete -c %s", program);
            if (*name)
                ndx_buffer_printf(out, " -n '__fish_seen_subcommand_from %s'", name);
            fish_option(out, program, commands[c], ndx_table_option(commands[c], i));
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
