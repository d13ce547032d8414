/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of aliases: what a file of them says, what is complained of on which line, what is found. */
#include "unit/unit.h"

#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "query/aliases.h"

/* "name|name; name" of all groups. */
static void tell(const ndx_aliases *aliases, ndx_buffer *out)
{
    const ndx_alias *alias;
    for (size_t i = 0; (alias = ndx_aliases_at(aliases, i)); i++)
        for (size_t k = 0; k < alias->name_count; k++) {
            ndx_buffer_append_text(out, k ? "|" : i ? "; " : "");
            ndx_buffer_append_span(out, alias->names[k].text);
        }
    ndx_buffer_append_text(out, "");
}

static ndx_aliases *parse(const char *text)
{
    ndx_error error = {0};
    ndx_aliases *aliases = ndx_aliases_parse(ndx_span_of(text), "names", &error);
    if (!aliases)
        fail_msg("%s: %s: %s", text, error.place, error.message);
    return aliases;
}

static void assert_read(const char *text, const char *expected)
{
    ndx_buffer told = {0};
    ndx_aliases *aliases = parse(text);
    tell(aliases, &told);
    assert_string_equal(told.data, expected);
    ndx_buffer_free(&told);
    ndx_aliases_free(aliases);
}

static void a_line_gives_the_names_of_one_thing(void **state)
{
    (void)state;
    assert_read("Witkoff = \"Steve Witkoff\" = \u0412\u0438\u0442\u043A\u043E\u0444\u0444\n",
                "Witkoff|Steve Witkoff|\u0412\u0438\u0442\u043A\u043E\u0444\u0444");
    assert_read("Kyiv=Kiev=\u041A\u0438\u0457\u0432\nMoscow = Moskau",
                "Kyiv|Kiev|\u041A\u0438\u0457\u0432; Moscow|Moskau");
    assert_read("United   Nations\t= UN = O.N.U.", "United Nations|UN|O.N.U.");
    assert_read("\"US\"=\"U.S.\"", "US|U.S.");
    assert_read("Merz", "Merz");
    assert_read("\u4E4C\u514B\u5170 = Ukraine", "\u4E4C\u514B\u5170|Ukraine");
}

static void comments_and_blank_lines_are_passed_over(void **state)
{
    (void)state;
    assert_read("", "");
    assert_read("\xEF\xBB\xBF# names\r\n\r\n  \n#\n  # more\nKyiv = Kiev # a city\r\n",
                "Kyiv|Kiev");
    assert_read("\"Kyiv\" # = Kiev", "Kyiv");
    assert_read("#MeToo = Me Too\n\"C# minor\" = C #4", "#MeToo|Me Too; C# minor|C #4");
}

static void an_equals_sign_in_quotation_marks_is_text(void **state)
{
    (void)state;
    assert_read("\"=US\" = \"United States\"", "=US|United States");
}

static void assert_refused(const char *text, const char *line, ndx_code code, const char *why)
{
    ndx_error error = {0};
    if (ndx_aliases_parse(ndx_span_of(text), "names", &error))
        fail_msg("%s: was accepted", text);
    assert_int_equal(error.code, code);
    assert_string_equal(error.place, line);
    if (strncmp(error.message, "names: ", 7) != 0 || !strstr(error.message, why))
        fail_msg("%s: %s", text, error.message);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    assert_refused("a = \"b\nc = d", "line 1", NDX_ERROR_FORMAT, "not closed");
    assert_refused("\n\na = = b", "line 3", NDX_ERROR_FORMAT, "a name is missing");
    assert_refused("a =", "line 1", NDX_ERROR_FORMAT, "a name is missing");
    assert_refused("= a", "line 1", NDX_ERROR_FORMAT, "a name is missing");
    assert_refused("a = # b", "line 1", NDX_ERROR_FORMAT, "a name is missing");
    assert_refused("a = \"\"", "line 1", NDX_ERROR_FORMAT, "a name is missing");
    assert_refused("a = ...", "line 1", NDX_ERROR_FORMAT, "a name is missing");
    assert_refused("\"a\" b = c", "line 1", NDX_ERROR_FORMAT, "must follow");
    assert_refused("a \"b\" = c", "line 1", NDX_ERROR_FORMAT, "inside a name");
    assert_refused("# fine\na = b\xFF", "line 2", NDX_ERROR_FORMAT, "not UTF-8");
    assert_refused("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "line 1", NDX_ERROR_LIMIT,
                   "16 words");
}

static void a_name_stands_in_one_group_only(void **state)
{
    (void)state;
    assert_refused("Kyiv = Kiev\n# more\nKIEV = Kiyev", "line 3", NDX_ERROR_FORMAT,
                   "\"KIEV\" stands on line 1 already");
    assert_refused("Z\u00FCrich\nZurich", "line 2", NDX_ERROR_FORMAT, "on line 1 already");
    assert_refused("\"=US\" = USA\nus", "line 2", NDX_ERROR_FORMAT, "on line 1 already");
    assert_read("\"US\" = us = \"=US\"", "US|us|=US"); /* the same again on its own line is fine */
}

static void there_are_bounds(void **state)
{
    ndx_buffer text = {0};
    (void)state;
    for (unsigned i = 0; i < NDX_LIMIT_ALIAS_NAMES; i++)
        ndx_buffer_printf(&text, "%sname%u", i ? " = " : "", i);
    ndx_aliases_free(parse(text.data));
    ndx_buffer_append_text(&text, " = more");
    assert_refused(text.data, "line 1", NDX_ERROR_LIMIT, "64 names");
    ndx_buffer_clear(&text);
    assert_true(ndx_buffer_reserve(&text, NDX_LIMIT_ALIASES_BYTES + 1));
    memset(text.data, '\n', NDX_LIMIT_ALIASES_BYTES + 1);
    text.data[NDX_LIMIT_ALIASES_BYTES + 1] = '\0';
    assert_refused(text.data, "", NDX_ERROR_LIMIT, "bytes");
    ndx_buffer_free(&text);
}

/* ---- finding ---- */

static const char *const some =
    "Witkoff = Steve Witkoff = \u0412\u0438\u0442\u043A\u043E\u0444\u0444\n"
    "New York = NYC\n"
    "New York Times = NYT\n"
    "UN = \"U.N.\" = United Nations\n"
    "\u7F8E\u56FD = \"=US\"\n";

static void assert_found(const ndx_aliases *aliases, const char *name, const char *first)
{
    const ndx_alias *found = NULL;
    assert_true(ndx_aliases_find(aliases, ndx_span_of(name), &found, NULL));
    if (!first)
        assert_null(found);
    else if (!found || !ndx_span_equal(found->names[0].text, ndx_span_of(first)))
        fail_msg("%s is not a name of %s", name, first);
}

static void any_name_of_a_line_names_it_in_any_case(void **state)
{
    ndx_aliases *aliases = parse(some);
    (void)state;
    assert_found(aliases, "witkoff", "Witkoff");
    assert_found(aliases, "  STEVE  witkoff ", "Witkoff");
    assert_found(aliases, "\u0412\u0418\u0422\u041A\u041E\u0424\u0424", "Witkoff");
    assert_found(aliases, "u.n.", "UN");
    assert_found(aliases, "un", "UN");
    assert_found(aliases, "us", "\u7F8E\u56FD");
    assert_found(aliases, "New York", "New York");
    assert_found(aliases, "New", NULL);
    assert_found(aliases, "York", NULL);
    assert_found(aliases, "Steve", NULL);
    assert_found(aliases, "", NULL);
    assert_found(aliases, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18", NULL);
    ndx_aliases_free(aliases);
    aliases = parse("");
    assert_found(aliases, "witkoff", NULL);
    ndx_aliases_free(aliases);
}

/* "name/words" that the text's words begin with at each place, "-" for none. */
static void assert_phrases(const ndx_aliases *aliases, const char *text, const char *expected)
{
    ndx_span words[32];
    size_t count = 0;
    ndx_buffer told = {0};
    for (const char *at = text; *at && count < 32; count++) {
        const char *end = strchr(at, ' ');
        words[count] = end ? ndx_span_between(at, end) : ndx_span_of(at);
        at = end ? end + 1 : at + strlen(at);
    }
    for (size_t i = 0; i <= count; i++) {
        size_t length = 99;
        const ndx_alias *found = ndx_aliases_find_phrase(aliases, words, count, i, &length);
        ndx_buffer_append_text(&told, i ? " " : "");
        if (found)
            ndx_buffer_printf(&told, "%.*s/%zu", NDX_SPAN_ARGS(found->names[0].text), length);
        else
            ndx_buffer_append_text(&told, length ? "?" : "-");
    }
    assert_string_equal(told.data, expected);
    ndx_buffer_free(&told);
}

static void the_longest_name_that_begins_at_a_word_is_found(void **state)
{
    ndx_aliases *aliases = parse(some);
    (void)state;
    assert_phrases(aliases, "the new york times said", "- New York Times/3 - - - -");
    assert_phrases(aliases, "new york time", "New York/2 - - -");
    assert_phrases(aliases, "steve witkoff", "Witkoff/2 Witkoff/1 -");
    assert_phrases(aliases, "new", "- -");
    assert_phrases(aliases, "united nations un", "UN/2 - UN/1 -");
    assert_phrases(aliases, "\u7F8E \u56FD", "\u7F8E\u56FD/2 - -");
    assert_phrases(aliases, "", "-");
    ndx_aliases_free(aliases);
}

static void thousands_of_names_are_all_found(void **state)
{
    enum { GROUPS = 5000 };
    ndx_buffer text = {0};
    (void)state;
    for (int i = 0; i < GROUPS; i++)
        ndx_buffer_printf(&text, "person%d = first%d last%d\n", i, i, i);
    ndx_aliases *aliases = parse(text.data);
    for (int i = 0; i < GROUPS; i++) {
        char name[64];
        const ndx_alias *found = NULL;
        snprintf(name, sizeof name, "FIRST%d last%d", i, i);
        assert_true(ndx_aliases_find(aliases, ndx_span_of(name), &found, NULL));
        assert_non_null(found);
        assert_int_equal(found->line, i + 1);
        snprintf(name, sizeof name, "first%d last%d", i, i + 1);
        assert_true(ndx_aliases_find(aliases, ndx_span_of(name), &found, NULL));
        assert_null(found);
    }
    assert_null(ndx_aliases_at(aliases, GROUPS));
    ndx_aliases_free(aliases);
    ndx_buffer_free(&text);
}

/* ---- the file that is installed ---- */

static ndx_aliases *read_installed(ndx_buffer *text)
{
    FILE *file = fopen(NEWSDEX_ALIASES, "rb");
    ndx_error error = {0};
    char block[4096];
    size_t size;
    assert_non_null(file);
    while ((size = fread(block, 1, sizeof block, file)) > 0)
        ndx_buffer_append(text, block, size);
    fclose(file);
    ndx_aliases *aliases = ndx_aliases_parse(ndx_buffer_span(text), NEWSDEX_ALIASES, &error);
    if (!aliases)
        fail_msg("%s: %s", error.place, error.message);
    return aliases;
}

static void the_starter_file_has_the_names_of_the_news_in_many_scripts(void **state)
{
    static const char *const same[][3] = {
        {"Witkoff", "\u0412\u0438\u0442\u043A\u043E\u0444\u0444",
         "\u0648\u064A\u062A\u0643\u0648\u0641"},
        {"Kyiv", "Kiew", "\u041A\u0438\u0457\u0432"},
        {"Zelenskyy", "Selenskyj", "\u6CFD\u8FDE\u65AF\u57FA"},
        {"Putin", "Poutine", "\u041F\u0443\u0442\u0438\u043D"},
        {"European Union", "Union europ\u00E9enne", "\u6B27\u76DF"},
    };
    ndx_buffer text = {0};
    ndx_aliases *aliases = read_installed(&text);
    (void)state;
    assert_non_null(ndx_aliases_at(aliases, 100));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const ndx_alias *first = NULL;
        for (size_t k = 0; k < 3; k++) {
            const ndx_alias *found = NULL;
            assert_true(ndx_aliases_find(aliases, ndx_span_of(same[i][k]), &found, NULL));
            if (!found || (first && found != first))
                fail_msg("%s is no name of %s", same[i][k], same[i][0]);
            first = found;
        }
    }
    ndx_aliases_free(aliases);
    ndx_buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_gives_the_names_of_one_thing),
        cmocka_unit_test(comments_and_blank_lines_are_passed_over),
        cmocka_unit_test(an_equals_sign_in_quotation_marks_is_text),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
        cmocka_unit_test(a_name_stands_in_one_group_only),
        cmocka_unit_test(there_are_bounds),
        cmocka_unit_test(any_name_of_a_line_names_it_in_any_case),
        cmocka_unit_test(the_longest_name_that_begins_at_a_word_is_found),
        cmocka_unit_test(thousands_of_names_are_all_found),
        cmocka_unit_test(the_starter_file_has_the_names_of_the_news_in_many_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
