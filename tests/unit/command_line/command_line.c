/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/command_line.h. */
#include "unit/unit.h"

#include "newsdex/command_line.h"
#include "newsdex/version.h"

typedef struct values {
    bool all, quiet;
    const char *text;
    uint64_t number, size;
    ndx_text_list list;
    int color;
    double factor;
} values;

static const char *const colors[] = {"auto", "always", "never", NULL};
#define AT(member) offsetof(values, member)
static const ndx_option options[] = {
    {'a', "all", NDX_OPTION_FLAG, NULL, "demand every word", AT(all), NULL, "Group"},
    {'q', "quiet", NDX_OPTION_FLAG, NULL, "say nothing", AT(quiet), NULL, NULL},
    {'t', "text", NDX_OPTION_TEXT, "TEXT", "a text", AT(text), NULL, NULL},
    {'n', "number", NDX_OPTION_NUMBER, "N", "a number", AT(number), NULL, NULL},
    {'m', "memory", NDX_OPTION_SIZE, "SIZE", "a size", AT(size), NULL, NULL},
    {'i', "index", NDX_OPTION_LIST, "INDEX", "an index", AT(list), NULL, NULL},
    {0, "color", NDX_OPTION_CHOICE, "WHEN", "colour", AT(color), colors, NULL},
    {0, "factor", NDX_OPTION_REAL, "X", "a factor", AT(factor), NULL, NULL},
    {0, "allow", NDX_OPTION_FLAG, NULL, "begins as all does", AT(quiet), NULL, NULL},
};
static const ndx_command command = {"tool",  "[OPTION]... QUERY...",           "Do something.",
                                    options, sizeof options / sizeof *options, "Notes.\n"};

static bool parse(const char *const *argv, values *v, ndx_arguments *arguments, ndx_error *error)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    *v = (values){.number = 10};
    return ndx_command_line_parse(&command, argc, argv, v, arguments, error);
}

static void options_and_arguments_may_be_mixed(void **state)
{
    (void)state;
    const char *const argv[] = {"tool",          "witkoff",      "-aq", "-n5",     "--text", "x y",
                                "--memory=64M",  "-i",           "one", "--index", "two",    "-",
                                "--color=never", "--factor=0.5", "--",  "-moscow", NULL};
    values v;
    ndx_arguments arguments;
    assert_true(parse(argv, &v, &arguments, NULL));
    assert_true(v.all && v.quiet);
    assert_int_equal(v.number, 5);
    assert_string_equal(v.text, "x y");
    assert_int_equal(v.size, 64 * 1024 * 1024);
    assert_int_equal(v.list.count, 2);
    assert_string_equal(v.list.item[1], "two");
    assert_int_equal(v.color, 2);
    assert_true(v.factor > 0.49 && v.factor < 0.51);
    assert_int_equal(arguments.count, 3);
    assert_string_equal(arguments.argument[0], "witkoff");
    assert_string_equal(arguments.argument[1], "-");
    assert_string_equal(arguments.argument[2], "-moscow");
    ndx_arguments_free(&arguments);
}

static void long_options_may_be_cut_to_what_is_unique(void **state)
{
    (void)state;
    const char *const unique[] = {"tool", "--num", "3", "--all", NULL};
    const char *const ambiguous[] = {"tool", "--al", NULL};
    values v;
    ndx_arguments arguments;
    ndx_error error;
    assert_true(parse(unique, &v, &arguments, NULL));
    assert_int_equal(v.number, 3);
    assert_true(v.all);
    ndx_arguments_free(&arguments);
    assert_false(parse(ambiguous, &v, &arguments, &error));
    assert_non_null(strstr(error.message, "ambiguous option '--al'"));
    ndx_arguments_free(&arguments);
}

static void mistakes_name_the_option_and_what_it_wants(void **state)
{
    (void)state;
    static const struct {
        const char *argument, *next, *message;
    } cases[] = {
        {"--nonsense", NULL, "unknown option '--nonsense'"},
        {"-x", NULL, "unknown option '-x'"},
        {"-moscow", NULL, "a size such as 64M"},
        {"--number=five", NULL, "--number wants a whole number, not 'five'"},
        {"--number=-5", NULL, "whole number"},
        {"--number=99999999999999999999999", NULL, "whole number"},
        {"--memory=lots", NULL, "64M or 1G, not 'lots'"},
        {"--color=blue", NULL, "one of auto, always, never, not 'blue'"},
        {"--all=yes", NULL, "--all takes no value"},
        {"--text", NULL, "--text wants a value: TEXT"},
        {"-n", NULL, "-n wants a value: N"},
        {"--factor=x", NULL, "--factor wants a number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const argv[] = {"tool", cases[i].argument, NULL};
        values v;
        ndx_arguments arguments;
        ndx_error error = {0};
        assert_false(parse(argv, &v, &arguments, &error));
        assert_int_equal(error.code, NDX_ERROR_USAGE);
        if (!strstr(error.message, cases[i].message))
            fail_msg("%s: %s", cases[i].argument, error.message);
        ndx_arguments_free(&arguments);
    }
}

static void sizes_have_units_of_1024(void **state)
{
    (void)state;
    uint64_t bytes;
    assert_true(ndx_parse_size("1000", &bytes));
    assert_int_equal(bytes, 1000);
    assert_true(ndx_parse_size("2k", &bytes));
    assert_int_equal(bytes, 2048);
    assert_true(ndx_parse_size("1GiB", &bytes));
    assert_int_equal(bytes, 1 << 30);
    assert_false(ndx_parse_size("", &bytes));
    assert_false(ndx_parse_size("-1", &bytes));
    assert_false(ndx_parse_size("1X", &bytes));
    assert_false(ndx_parse_size("99999999999999G", &bytes));
}

static void help_and_version_are_in_every_command(void **state)
{
    (void)state;
    static const struct {
        const char *argument;
        ndx_request request;
    } cases[] = {{"--help", NDX_REQUEST_HELP},       {"-h", NDX_REQUEST_HELP},
                 {"--version", NDX_REQUEST_VERSION}, {"-V", NDX_REQUEST_VERSION},
                 {"--help=man", NDX_REQUEST_MAN},    {"--help=bash", NDX_REQUEST_BASH},
                 {"--help=zsh", NDX_REQUEST_ZSH},    {"--help=fish", NDX_REQUEST_FISH}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const argv[] = {"tool", cases[i].argument, NULL};
        values v;
        ndx_arguments arguments;
        assert_true(parse(argv, &v, &arguments, NULL));
        assert_int_equal(arguments.request, cases[i].request);
        ndx_arguments_free(&arguments);
    }
}

static void help_lists_every_option_within_80_columns(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    assert_true(ndx_command_line_help(&command, &out));
    for (size_t i = 0; i < command.option_count; i++) {
        char name[64];
        snprintf(name, sizeof name, "--%s", options[i].long_name);
        assert_non_null(strstr(out.data, name));
        assert_non_null(strstr(out.data, options[i].help));
    }
    assert_non_null(strstr(out.data, "colour: auto, always, never"));
    for (char *line = out.data; line && *line;) {
        char *end = strchr(line, '\n');
        assert_true(!end || end - line <= 80);
        line = end ? end + 1 : NULL;
    }
    ndx_buffer_free(&out);
}

static void completion_knows_every_option_in_every_shell(void **state)
{
    (void)state;
    const ndx_command *commands[] = {&command};
    for (int shell = NDX_REQUEST_BASH; shell <= NDX_REQUEST_FISH; shell++) {
        ndx_buffer out = {0};
        assert_true(ndx_command_line_completion("tool", commands, 1, (ndx_request)shell, &out));
        for (size_t i = 0; i < command.option_count; i++)
            assert_non_null(strstr(out.data, options[i].long_name));
        assert_non_null(strstr(out.data, "always"));
        ndx_buffer_free(&out);
    }
}

static void the_version_is_that_of_the_build(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    assert_true(ndx_command_line_version("tool", &out));
    assert_non_null(strstr(out.data, NEWSDEX_BUILD_VERSION));
    assert_string_equal(NDX_VERSION, NEWSDEX_BUILD_VERSION);
    ndx_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_arguments_may_be_mixed),
        cmocka_unit_test(long_options_may_be_cut_to_what_is_unique),
        cmocka_unit_test(mistakes_name_the_option_and_what_it_wants),
        cmocka_unit_test(sizes_have_units_of_1024),
        cmocka_unit_test(help_and_version_are_in_every_command),
        cmocka_unit_test(help_lists_every_option_within_80_columns),
        cmocka_unit_test(completion_knows_every_option_in_every_shell),
        cmocka_unit_test(the_version_is_that_of_the_build),
    };
    return cmocka_run_group_tests_name("command_line", tests, NULL, NULL);
}
