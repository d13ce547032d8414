/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of newsdex/query.h: what each query is understood as, and what is complained of where. */
#include "unit/unit.h"

#include "newsdex/query.h"

/* 2025-12-05 */
static int32_t today(void)
{
    return ndx_days_from_civil(2025, 12, 5);
}

static void check(const char *text, const char *expected)
{
    ndx_query query = {0};
    ndx_error error = {0};
    ndx_buffer tree = {0};
    if (!ndx_query_parse(&query, ndx_span_of(text), today(), NULL, NULL, &error))
        fail_msg("%s: %s", text, error.message);
    assert_true(ndx_query_append_tree(&tree, query.root));
    assert_string_equal(tree.data ? tree.data : "", expected);
    ndx_buffer_free(&tree);
    ndx_query_free(&query);
}

/* place: what stands above the carets. */
static void check_error(const char *text, const char *place, const char *message_part)
{
    ndx_query query = {0};
    ndx_error error = {0};
    size_t begin = 0;
    size_t end = 0;
    if (ndx_query_parse(&query, ndx_span_of(text), today(), &begin, &end, &error))
        fail_msg("%s: was accepted", text);
    assert_int_equal(error.code, NDX_ERROR_USAGE);
    if (!strstr(error.message, message_part))
        fail_msg("%s: %s", text, error.message);
    char found[256];
    snprintf(found, sizeof found, "%.*s", (int)(end - begin), text + begin);
    assert_string_equal(found, place);
    ndx_query_free(&query);
}

static void words_stand_side_by_side(void **state)
{
    (void)state;
    check("Witkoff Moscow", "(Witkoff Moscow)");
    check("witkoff", "witkoff");
    check("", "");
    check(" \t ", "");
    check("10:30 U.S. $1.5bn", "(10:30 U.S. $1.5bn)");
}

static void plus_demands_and_minus_excludes(void **state)
{
    (void)state;
    check("witkoff -moscow", "(witkoff -moscow)");
    check("-moscow witkoff", "(-moscow witkoff)");
    check("+witkoff moscow", "(+witkoff moscow)");
    check("-moscow", "(-moscow)");
    check("witkoff -\"moscow idaho\"", "(witkoff -\"moscow idaho\")");
    check("witkoff -(a OR b)", "(witkoff -(a OR b))");
    check("28-point plan", "(28-point plan)");
    check("a - b", "(a - b)");
    check("a\u00A0-b", "(a -b)"); /* white space of more than one byte */
    check("a\u3000+b", "(a +b)");
    check("\u201Ca b\u201D-c", "(\"a b\" -c)");
}

static void precedence_is_near_not_and_or_side_by_side(void **state)
{
    (void)state;
    check("a OR b AND c", "(a OR (b AND c))");
    check("a AND b OR c", "((a AND b) OR c)");
    check("a AND NOT b", "(a AND (NOT b))");
    check("a NOT b", "(a AND (NOT b))");
    check("a NOT b AND c", "(a AND (NOT b) AND c)");
    check("NOT a", "(NOT a)");
    check("a b OR c", "(a (b OR c))");
    check("a w/5 b AND c", "((a w/5 b) AND c)");
    check("(a OR b) AND c", "((a OR b) AND c)");
    check("a OR b OR c", "(a OR b OR c)");
    check("((a))", "a");
}

static void proximity_has_its_operators(void **state)
{
    (void)state;
    check("a w/5 b", "(a w/5 b)");
    check("a W/5 b", "(a w/5 b)");
    check("a pre/2 b pre/3 c", "((a pre/2 b) pre/3 c)");
    check("\"a b\" not w/3 c", "(\"a b\" not w/3 c)");
    check("a w/s b", "(a w/s b)");
    check("a w/p (b OR c)", "(a w/p (b OR c))");
    check_error("a w/0 b", "w/0", "1 to 1000");
    check_error("a w/5 (b AND c)", "(b AND c)", "has a place");
    check_error("a w/5 source:x", "source:x", "has a place");
    check_error("a w/5", "", "must follow");
}

static void quotes_of_every_kind_hold_a_phrase(void **state)
{
    (void)state;
    check("\"a  b\"", "\"a  b\"");
    check("\u201Ca b\u201D", "\"a b\"");
    check("\u00ABa b\u00BB c", "(\"a b\" c)");
    check("\"a\"\"b\"", "(\"a\" \"b\")");
}

static void fields_take_a_word_a_phrase_or_brackets(void **state)
{
    (void)state;
    check("title:witkoff", "title:witkoff");
    check("title:\"a b\" c", "(title:\"a b\" c)");
    check("title:(a OR b)", "(title:a OR title:b)");
    check("source:(x OR \"y z\")", "(source:x OR source:\"y z\")");
    check("by:smith section:World LANG:de", "(by:smith section:World lang:de)");
    check("url:https://example.com/a(b)", "(url:https://example.com/a b)");
    check("id:tag:example.com,2025:1", "id:tag:example.com,2025:1");
}

/* The forms of dates have tests of their own. */
static void dates_are_ranges_of_days_or_instants(void **state)
{
    (void)state;
    check("date:2025-11", "date:2025-11-01..2025-11-30");
    check("date:..2025-11", "date:..2025-11-30");
    check("date:\"30 november 2025\"", "date:2025-11-30..2025-11-30");
    check("since:7d", "date:2025-11-28..");
    check("until:1y a", "(date:..2024-12-05 a)");
    check("since:2025-11-30T18:00+02:00", "date:2025-11-30T16:00:00Z..");
    check_error("date:2025-13", "2025-13", "not a date");
    check_error("date:2025-12..2025-11", "2025-12..2025-11", "ends before");
    check_error("since:soon x", "soon", "7d, 2w");
    check_error("until:2024..2025", "2024..2025", "one date");
}

/* Which words they stand for, and whether they name enough of one, is told by the index. */
static void wildcards_are_words_like_others(void **state)
{
    (void)state;
    check("witk*", "witk*");
    check("-witk* a w/5 *koff", "(-witk* (a w/5 *koff))");
    check("\"meet* witkoff\" title:(w?tk* OR b)", "(\"meet* witkoff\" (title:w?tk* OR title:b))");
    check("* ** a", "(* ** a)");
    check("by:\"smi*\" url:example.com/a*b", "(by:\"smi*\" url:example.com/a*b)");
}

static void mistakes_are_named_where_they_stand(void **state)
{
    (void)state;
    check_error("foo:bar", "foo:", "unknown field");
    check_error("https://example.com", "https:", "quotation marks");
    check_error("title: moscow", "title:", "must follow the colon");
    check_error("a \"b c", "\"b c", "not closed");
    check_error("(a b", "(", "not closed");
    check_error("a) b", ")", "closes nothing");
    check_error("a AND", "", "must follow");
    check_error("AND a", "AND", "missing");
    check_error("a OR OR b", "OR", "missing");
    check_error("()", "()", "nothing between");
    check_error("\"\"", "\"\"", "nothing between");
    check_error("by:smi*", "smi*", "wildcards");
    check_error("source:(one OR daily*)", "daily*", "wildcards");
    check_error("section:*", "*", "wildcards");
    check_error("a AND -b", "-", "NOT");
    check_error("-a OR b", "-a OR", "NOT");
    check_error("title:(source:x)", "(source:x)", "inside another");
}

static void an_operator_in_lower_case_is_a_word_and_noted(void **state)
{
    (void)state;
    ndx_query query = {0};
    assert_true(ndx_query_parse(&query, NDX_SPAN("a and b"), today(), NULL, NULL, NULL));
    assert_int_equal(query.root->child_count, 3);
    assert_non_null(query.notes);
    assert_int_equal(query.notes->begin, 2);
    assert_int_equal(query.notes->end, 5);
    assert_non_null(strstr(query.notes->message, "capitals"));
    ndx_query_free(&query);
}

static void exact_forms_and_case_are_asked_for(void **state)
{
    (void)state;
    check("=talks", "=talks");
    check("=\"peace talks\"", "=\"peace talks\"");
    check("case:US", "case:US");
    check("case:\"Anna Smith\"", "case:\"Anna Smith\"");
    check("case:(US OR UK)", "(case:US OR case:UK)");
    check("title:=talks", "title:=talks");
    check("title:case:US", "title:case:US");
    check("title:(=talks moscow)", "(title:=talks title:moscow)");
    check("a = b", "(a = b)");
    check_error("=(a b)", "=", "directly");
    check("a =", "(a =)");
}

static void functions_hold_what_has_a_place_in_a_text(void **state)
{
    (void)state;
    check("atleast3(putin)", "atleast3(putin)");
    check("ATLEAST3(a w/5 b)", "atleast3((a w/5 b))");
    check("atleast2(a b)", "atleast2((a OR b))");
    check("first/50(putin)", "first/50(putin)");
    check("hlead(a AND b)", "(hlead(a) AND hlead(b))");
    check("hlead(+a -b)", "(+hlead(a) -hlead(b))");
    check("hlead(a) w/5 b", "(hlead(a) w/5 b)");
    check("title:atleast2(a)", "atleast2(title:a)");
    check("a w/5 (b c)", "(a w/5 (b OR c))");
    check_error("atleast2(a AND b)", "(a AND b)", "has a place");
    check_error("hlead(source:x)", "(source:x)", "has a place");
    check_error("atleast0(a)", "atleast0", "1 or more");
    check_error("hlead()", "()", "nothing between");
}

static void lengths_are_numbers_and_ranges(void **state)
{
    (void)state;
    check("length:500", "length:500");
    check("length:500..", "length:500..");
    check("length:<=500", "length:<=500");
    check_error("length:long", "long", "number of words");
    check_error("length:9..1", "9..1", "number of words");
    check_error("length:<0", "<0", "number of words");
}

static void check_in(ndx_dialect dialect, const char *text, const char *expected)
{
    ndx_query query = {0};
    ndx_error error = {0};
    ndx_buffer tree = {0};
    ndx_query_options options = {.today = today(), .dialect = dialect};
    if (ndx_query_parse_as(&query, ndx_span_of(text), &options, NULL, NULL, &error))
        ndx_query_append_tree(&tree, query.root);
    else
        ndx_buffer_append_text(&tree, error.message);
    assert_string_equal(tree.data ? tree.data : "", expected);
    ndx_buffer_free(&tree);
    ndx_query_free(&query);
}

static void factiva_orders_its_distances(void **state)
{
    (void)state;
    check_in(NDX_DIALECT_FACTIVA, "putin w/5 moscow", "(putin pre/5 moscow)");
    check_in(NDX_DIALECT_FACTIVA, "putin adj5 moscow", "(putin pre/5 moscow)");
    check_in(NDX_DIALECT_FACTIVA, "putin near5 moscow", "(putin w/5 moscow)");
    check_in(NDX_DIALECT_FACTIVA, "putin /N5/ moscow", "(putin w/5 moscow)");
    check_in(NDX_DIALECT_FACTIVA, "putin same moscow", "(putin w/p moscow)");
    check_in(NDX_DIALECT_FACTIVA, "steve witkoff and not moscow",
             "((steve pre/1 witkoff) AND (NOT moscow))");
    check_in(NDX_DIALECT_FACTIVA, "atleast5 merger or deal", "(atleast5(merger) OR deal)");
    check_in(NDX_DIALECT_FACTIVA, "budget/F50/", "first/50(budget)");
    check_in(NDX_DIALECT_FACTIVA, "(budget or tax)/F50/", "(first/50(budget) OR first/50(tax))");
    check_in(NDX_DIALECT_FACTIVA, "hd=(tax cut) and hlp=budget",
             "((title:tax pre/1 title:cut) AND hlead(budget))");
    check_in(NDX_DIALECT_FACTIVA, "la=de", "lang:de");
}

static void lexis_binds_or_tightest(void **state)
{
    (void)state;
    check_in(NDX_DIALECT_LEXIS, "putin w/5 moscow or kremlin", "(putin w/5 (moscow OR kremlin))");
    check_in(NDX_DIALECT_LEXIS, "putin PRE/5 moscow", "(putin pre/5 moscow)");
    check_in(NDX_DIALECT_LEXIS, "rico not w/5 puerto", "(rico not w/5 puerto)");
    check_in(NDX_DIALECT_LEXIS, "a w/s b and c w/p d", "((a w/s b) AND (c w/p d))");
    check_in(NDX_DIALECT_LEXIS, "a and not b", "(a AND (NOT b))");
    check_in(NDX_DIALECT_LEXIS, "white house", "(white pre/1 house)");
    check_in(NDX_DIALECT_LEXIS, "bank! and wom*n", "(bank* AND wom?n)");
    check_in(NDX_DIALECT_LEXIS, "ATLEAST10(tax)", "atleast10(tax)");
    check_in(NDX_DIALECT_LEXIS, "hlead(tax) and headline(budget) and byline(smith)",
             "(hlead(tax) AND title:budget AND by:smith)");
    check_in(NDX_DIALECT_LEXIS, "a w/seg b", "(a w/1000000 b)");
}

static void what_looks_like_an_operator_is_remarked(void **state)
{
    (void)state;
    static const char *const texts[] = {"putin near/5 moscow",
                                        "putin adj5 moscow",
                                        "a && b",
                                        "atleast3 (putin)",
                                        "a w/ b",
                                        "hlead x"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ndx_query query = {0};
        ndx_error error = {0};
        assert_true(ndx_query_parse(&query, ndx_span_of(texts[i]), today(), NULL, NULL, &error));
        if (!query.notes || !strstr(query.notes->message, "taken as a word"))
            fail_msg("%s: no remark", texts[i]);
        ndx_query_free(&query);
    }
}

static void deep_brackets_are_refused(void **state)
{
    (void)state;
    char text[4096];
    memset(text, '(', 2000);
    text[2000] = 'a';
    memset(text + 2001, ')', 2000);
    text[4001] = '\0';
    ndx_query query = {0};
    ndx_error error;
    assert_false(ndx_query_parse(&query, ndx_span_of(text), today(), NULL, NULL, &error));
    assert_non_null(strstr(error.message, "deeply"));
    ndx_query_free(&query);
}

static void a_caret_stands_under_the_place(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    assert_true(ndx_query_append_caret(&out, NDX_SPAN("\u0434\u0430 foo:bar x"), 5, 9));
    assert_string_equal(out.data, "  \u0434\u0430 foo:bar x\n     ^~~~\n");
    ndx_buffer_clear(&out);
    assert_true(ndx_query_append_caret(&out, NDX_SPAN("a AND"), 5, 5));
    assert_string_equal(out.data, "  a AND\n       ^\n");
    ndx_buffer_clear(&out);
    assert_true(ndx_query_append_caret(&out, NDX_SPAN("\x1B[1m\tx"), 4, 5));
    assert_string_equal(out.data, "  \uFFFD[1m x\n      ^\n");
    ndx_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_side_by_side),
        cmocka_unit_test(plus_demands_and_minus_excludes),
        cmocka_unit_test(precedence_is_near_not_and_or_side_by_side),
        cmocka_unit_test(proximity_has_its_operators),
        cmocka_unit_test(quotes_of_every_kind_hold_a_phrase),
        cmocka_unit_test(fields_take_a_word_a_phrase_or_brackets),
        cmocka_unit_test(dates_are_ranges_of_days_or_instants),
        cmocka_unit_test(wildcards_are_words_like_others),
        cmocka_unit_test(mistakes_are_named_where_they_stand),
        cmocka_unit_test(an_operator_in_lower_case_is_a_word_and_noted),
        cmocka_unit_test(exact_forms_and_case_are_asked_for),
        cmocka_unit_test(functions_hold_what_has_a_place_in_a_text),
        cmocka_unit_test(lengths_are_numbers_and_ranges),
        cmocka_unit_test(factiva_orders_its_distances),
        cmocka_unit_test(lexis_binds_or_tightest),
        cmocka_unit_test(what_looks_like_an_operator_is_remarked),
        cmocka_unit_test(deep_brackets_are_refused),
        cmocka_unit_test(a_caret_stands_under_the_place),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
