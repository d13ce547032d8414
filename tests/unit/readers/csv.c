/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of CSV and TSV (csv.c). */
#include "unit/readers/reading.h"

#include "newsdex/buffer.h"

/* Reads a table and checks headline and body of its articles, "headline|body" each. */
static void check(const char *name, const char *text, const ndx_field_mapping *mappings,
                  size_t mapping_count, const char *const *rows)
{
    ndx_reading_options options = {.mappings = mappings, .mapping_count = mapping_count};
    ndx_error error = {0};
    ndx_reading *reading =
        ndx_reading_open_memory(ndx_span_of(text), ndx_span_of(name), &options, &error);
    if (!reading)
        fail_msg("%s", error.message);
    ndx_article article;
    ndx_read step;
    for (; (step = ndx_reading_next(reading, &article, &error)) == NDX_READ_ARTICLE; rows++) {
        char found[512];
        snprintf(found, sizeof found, "%.*s|%.*s", NDX_SPAN_ARGS(article.field[NDX_FIELD_HEADLINE]),
                 NDX_SPAN_ARGS(article.field[NDX_FIELD_BODY]));
        assert_non_null(*rows);
        assert_string_equal(found, *rows);
    }
    if (step != NDX_READ_END)
        fail_msg("%s", error.message);
    assert_null(*rows);
    ndx_reading_close(reading);
}

static void a_header_row_names_the_columns(void **state)
{
    (void)state;
    const char *const rows[] = {"a|b", "c|d", NULL};
    check("t.csv", "id,title,text\n1,a,b\n2,c,d\n", NULL, 0, rows);
    check("t.csv", "Title,Text\r\na,b\r\nc,d", NULL, 0, rows);
    check("t.csv",
          "\xEF\xBB\xBF"
          "headline,body\ra,b\rc,d\r",
          NULL, 0, rows);
    check("t.tsv", "headline\tbody\na\tb\n\nc\td\n", NULL, 0, rows);
}

static void quotes_hold_delimiters_line_ends_and_doubled_quotes(void **state)
{
    (void)state;
    const char *const rows[] = {"a, \"b\"|one\n\ntwo", "5\" gun|x", NULL};
    check("t.csv", "headline,body\n\"a, \"\"b\"\"\",\"one\n\ntwo\"\n5\" gun,x\n", NULL, 0, rows);
}

static void a_quote_that_does_not_end_its_field_is_text(void **state)
{
    (void)state;
    const char *const rows[] = {"say \"no\" now|b", "c|d", NULL};
    check("t.csv", "headline,body\n\"say \"no\" now\",b\nc,d\n", NULL, 0, rows);
}

static void semicolons_and_single_quotes_are_a_dialect(void **state)
{
    (void)state;
    static const ndx_field_mapping mappings[] = {{NDX_FIELD_SECTION, {"1", 1}},
                                                 {NDX_FIELD_BODY, {"2", 1}}};
    const char *const rows[] = {"|Es sei \"gut\", sagte er; und ging.", "|Ja.", NULL};
    check("t.csv", "Sport;'Es sei \"gut\", sagte er; und ging.'\nWeb;'Ja.'\n", mappings, 2, rows);
    const char *const more[] = {"a|b", NULL};
    check("t.csv", "headline;body\na;b\n", NULL, 0, more);
}

static void a_table_without_header_is_read_by_number(void **state)
{
    (void)state;
    static const ndx_field_mapping mappings[] = {{NDX_FIELD_HEADLINE, {"2", 1}},
                                                 {NDX_FIELD_BODY, {"3", 1}}};
    const char *const rows[] = {"Talks|They met.", "Rain|It rained.", NULL};
    check("t.csv", "\"1\",\"Talks\",\"They met.\"\n\"2\",\"Rain\",\"It rained.\"\n", mappings, 2,
          rows);
}

static void a_mapping_wins_over_the_headers_name(void **state)
{
    (void)state;
    static const ndx_field_mapping mappings[] = {{NDX_FIELD_HEADLINE, {"Kopf", 4}}};
    const char *const rows[] = {"k|b", NULL};
    check("t.csv", "title,kopf,body\nt,k,b\n", mappings, 1, rows);
}

static void a_table_without_known_columns_says_how_to_name_them(void **state)
{
    (void)state;
    ndx_reading_options options = {0};
    ndx_error error = {0};
    ndx_article article;
    ndx_reading *reading =
        ndx_reading_open_memory(NDX_SPAN("1,x,y\n2,z,w\n"), NDX_SPAN("t.csv"), &options, &error);
    assert_non_null(reading);
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_ERROR);
    assert_non_null(strstr(error.message, "t.csv: no column is known"));
    assert_non_null(strstr(error.message, "--field headline=COLUMN"));
    ndx_reading_close(reading);
}

static void a_row_with_too_many_columns_is_skipped_with_its_number(void **state)
{
    (void)state;
    ndx_reading_options options = {0};
    ndx_error error = {0};
    ndx_article article;
    ndx_reading *reading = ndx_reading_open_memory(NDX_SPAN("headline,body\na,b,c\nd,e\nf\n"),
                                                   NDX_SPAN("t.csv"), &options, &error);
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_SKIPPED);
    assert_string_equal(error.place, "row 2");
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_ARTICLE);
    assert_int_equal(ndx_reading_next(reading, &article, &error),
                     NDX_READ_ARTICLE); /* the body is absent */
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_END);
    ndx_reading_close(reading);
}

static void columns_give_every_field_with_its_origin(void **state)
{
    (void)state;
    one_article one = {0};
    read_one(
        &one, "t.csv",
        NDX_SPAN("id,headline,author,date,language,source,category,tags,url,body\n"
                 "7,H,By Anna Smith,30.11.2025,de,S,World,\"a, b\",https://example.com/x,B\n"));
    assert_field(&one, NDX_FIELD_ID, "7");
    assert_field(&one, NDX_FIELD_AUTHORS, "Anna Smith");
    assert_date(&one.article.date, "2025-11-30");
    assert_field(&one, NDX_FIELD_LANGUAGE, "de");
    assert_field(&one, NDX_FIELD_SECTION, "World");
    assert_field(&one, NDX_FIELD_KEYWORDS, "a\nb");
    assert_origin(&one, NDX_FIELD_DATE, "column:4:date");
    close_one(&one);
}

static void a_quote_that_is_never_closed_does_not_swallow_memory(void **state)
{
    (void)state;
    size_t size = 70u * 1024 * 1024;
    char *text = malloc(size);
    memset(text, 'x', size);
    memcpy(text, "headline,body\n\"a,b", 18);
    memcpy(text + size - 5, "\nc,d\n", 5);
    ndx_reading_options options = {0};
    ndx_error error = {0};
    ndx_article article;
    ndx_reading *reading =
        ndx_reading_open_memory(ndx_span_make(text, size), NDX_SPAN("t.csv"), &options, &error);
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_SKIPPED);
    assert_string_equal(error.place, "row 2");
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_ARTICLE);
    assert_true(ndx_span_equal(article.field[NDX_FIELD_HEADLINE], NDX_SPAN("c")));
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_END);
    ndx_reading_close(reading);
    free(text);
}

static void a_quote_that_is_never_closed_loses_its_own_line_only(void **state)
{
    (void)state;
    ndx_reading_options options = {.quotes = NDX_QUOTES_CELLS};
    ndx_error error = {0};
    ndx_article article;
    ndx_reading *reading = ndx_reading_open_memory(
        NDX_SPAN("headline,body\na,b\n\"c,d\ne,f\ng,h\n"), NDX_SPAN("t.csv"), &options, &error);
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_ARTICLE);
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_SKIPPED);
    assert_string_equal(error.place, "row 3");
    assert_non_null(strstr(error.message, "quotation mark"));
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_ARTICLE);
    assert_true(ndx_span_equal(article.field[NDX_FIELD_BODY], NDX_SPAN("f")));
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_ARTICLE);
    assert_int_equal(ndx_reading_next(reading, &article, &error), NDX_READ_END);
    ndx_reading_close(reading);
}

/* Reads a table of the header and 60 plain rows, in which the dialect is seen, and the text behind
 * them: its articles as check() has them, and the places of the notes on the way, a space after
 * each. It begins on line 62. */
static void check_quotes(const char *header, const char *plain, const char *text, ndx_quotes quotes,
                         const char *notes, const char *const *rows)
{
    enum { PLAIN = 60 };
    ndx_reading_options options = {.quotes = quotes,
                                   .format = strchr(header, '\t') ? "tsv" : "csv"};
    ndx_error error = {0};
    ndx_article article;
    ndx_read step;
    size_t articles = 0;
    char noted[256] = "";
    ndx_buffer table = {0};
    ndx_buffer_append_text(&table, header);
    for (size_t i = 0; i < PLAIN; i++)
        ndx_buffer_append_text(&table, plain);
    ndx_buffer_append_text(&table, text);
    ndx_reading *reading =
        ndx_reading_open_memory(ndx_buffer_span(&table), NDX_SPAN("t"), &options, &error);
    assert_non_null(reading);
    while ((step = ndx_reading_next(reading, &article, &error)) > NDX_READ_END) {
        size_t size = strlen(noted);
        if (step == NDX_READ_ARTICLE && articles++ >= PLAIN) {
            char found[512];
            snprintf(found, sizeof found, "%.*s|%.*s",
                     NDX_SPAN_ARGS(article.field[NDX_FIELD_HEADLINE]),
                     NDX_SPAN_ARGS(article.field[NDX_FIELD_BODY]));
            assert_non_null(*rows);
            assert_string_equal(found, *rows++);
        } else if (step == NDX_READ_NOTED) {
            snprintf(noted + size, sizeof noted - size, "%s ", error.place);
        } else if (step != NDX_READ_ARTICLE) {
            fail_msg("%s", error.message);
        }
    }
    assert_int_equal(step, NDX_READ_END);
    assert_null(*rows);
    assert_string_equal(noted, notes);
    ndx_reading_close(reading);
    ndx_buffer_free(&table);
}

#define TSV "id\theadline\tbody\n", "0\tp\tq\n"
#define CSV "headline,body\n", "p,q\n"

static void a_quote_that_begins_a_cell_as_text_swallows_no_row(void **state)
{
    (void)state;
    const char *const same_columns[] = {"\"Great deal\", says A|b", "C|d", "He said \"yes\"|e",
                                        "F|g", NULL};
    check_quotes(TSV, "1\t\"Great deal\", says A\tb\n2\tC\td\n3\tHe said \"yes\"\te\n4\tF\tg\n",
                 NDX_QUOTES_AUTO, "line 62 ", same_columns);
    const char *const other_columns[] = {"\"Great, says A|b", "C|says \"D\"", "E|f", NULL};
    check_quotes("headline;body\r\n", "p;q\r\n", "\"Great, says A;b\r\nC;says \"D\"\r\nE;f\r\n",
                 NDX_QUOTES_AUTO, "line 62 ", other_columns);
    const char *const last[] = {"\"Great deal|c", NULL};
    check_quotes(CSV, "\"Great deal,c", NDX_QUOTES_AUTO, "line 62 ", last);
    const char *const one_line[] = {"b \"c\" d|e\"", NULL};
    check_quotes("date,headline,body\n", "2025,p,q\n", "\"a,b \"c\" d,e\"\n", NDX_QUOTES_AUTO,
                 "line 62 ", one_line);
}

static void a_file_is_noted_once_however_many_quotes_are_text(void **state)
{
    (void)state;
    const char *const rows[] = {"x|one\n\ntwo", "\"A\", says|b", "\"C\", says|d", "\"E\", says|f",
                                NULL};
    check_quotes(TSV,
                 "0\tx\t\"one\ntwo\"\n1\t\"A\", says\tb\n2\t\"C\", says\td\n3\t\"E\", says\tf\n",
                 NDX_QUOTES_AUTO, "line 64 ", rows);
}

static void cells_over_several_lines_stay_cells(void **state)
{
    (void)state;
    const char *const rows[] = {"a|One, two\n\nthree, four\n\nfive, \"six\", seven", "b|c", NULL};
    check_quotes(CSV, "a,\"One, two\nthree, four\nfive, \"\"six\"\", seven\"\nb,c\n",
                 NDX_QUOTES_AUTO, "", rows);
}

static void a_cell_whose_lines_look_like_rows_is_noted(void **state)
{
    (void)state;
    const char *const rows[] = {"A x 2 B|y", "c|d", NULL};
    check_quotes(TSV, "1\t\"A\tx\n2\tB\"\ty\n3\tc\td\n", NDX_QUOTES_AUTO, "line 62 ", rows);
}

static void the_user_says_what_quotes_are(void **state)
{
    (void)state;
    const char *rows = "1\t\"A\tx\n2\tB\"\ty\n3\t\"c\"\td\n";
    const char *const text[] = {"\"A|x", "B\"|y", "\"c\"|d", NULL};
    check_quotes(TSV, rows, NDX_QUOTES_TEXT, "", text);
    const char *const cells[] = {"A x 2 B|y", "c|d", NULL};
    check_quotes(TSV, rows, NDX_QUOTES_CELLS, "", cells);
}

/* Each row opens a quote that none closes: to look for its end anew each time would take hours. */
static void many_quotes_as_text_are_read_in_one_pass(void **state)
{
    (void)state;
    enum { ROWS = 50000 };
    ndx_buffer text = {0};
    const char **rows = calloc(ROWS + 1, sizeof *rows);
    assert_non_null(rows);
    for (size_t i = 0; i < ROWS; i++) {
        rows[i] = "\"A deal|said to be great";
        ndx_buffer_append_text(&text, "\"A deal,said to be great\n");
    }
    assert_true(ndx_buffer_append_byte(&text, '\0'));
    check_quotes(CSV, text.data, NDX_QUOTES_AUTO, "line 62 ", rows);
    free(rows);
    ndx_buffer_free(&text);
}

static void utf16_tables_of_spreadsheets_are_read(void **state)
{
    (void)state;
    const char *plain = "headline\tbody\r\na\t\"one\r\ntwo\"\r\n";
    char little[256] = "\xFF\xFE";
    char big[256] = "\xFE\xFF";
    size_t size = 2;
    for (const char *c = plain; *c; c++, size += 2) {
        little[size] = big[size + 1] = *c;
        little[size + 1] = big[size] = '\0';
    }
    const char *const both[] = {little, big};
    for (size_t i = 0; i < 2; i++) {
        one_article one = {0};
        read_one(&one, "t.tsv", ndx_span_make(both[i], size));
        assert_field(&one, NDX_FIELD_HEADLINE, "a");
        assert_field(&one, NDX_FIELD_BODY, "one\n\ntwo");
        close_one(&one);
    }
}

/* One word alone would not tell which charset it is in. */
static void all_rows_are_in_the_charset_that_the_beginning_shows(void **state)
{
    (void)state;
    const char *text = "headline,body\n"
                       "Le pr\xE9sident fran\xE7"
                       "ais re\xE7oit les d\xE9put\xE9s \xE0 l'\xC9lys\xE9"
                       "e,"
                       "Apr\xE8s la s\xE9"
                       "ance le d\xE9"
                       "bat a \xE9t\xE9 tr\xE8s anim\xE9 \x96 o\xF9 va-t-on ?\n"
                       "\xE9t\xE9,\x80 5\n";
    const char *const rows[] = {"Le pr\u00E9sident fran\u00E7"
                                "ais re\u00E7oit les d\u00E9put\u00E9s "
                                "\u00E0 l'\u00C9lys\u00E9"
                                "e|Apr\u00E8s la s\u00E9"
                                "ance le d\u00E9"
                                "bat a \u00E9t\u00E9 tr\u00E8s anim\u00E9 \u2013 o\u00F9 va-t-on ?",
                                "\u00E9t\u00E9|\u20AC 5", NULL};
    check("t.csv", text, NULL, 0, rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_row_names_the_columns),
        cmocka_unit_test(quotes_hold_delimiters_line_ends_and_doubled_quotes),
        cmocka_unit_test(a_quote_that_does_not_end_its_field_is_text),
        cmocka_unit_test(semicolons_and_single_quotes_are_a_dialect),
        cmocka_unit_test(a_table_without_header_is_read_by_number),
        cmocka_unit_test(a_mapping_wins_over_the_headers_name),
        cmocka_unit_test(a_table_without_known_columns_says_how_to_name_them),
        cmocka_unit_test(a_row_with_too_many_columns_is_skipped_with_its_number),
        cmocka_unit_test(columns_give_every_field_with_its_origin),
        cmocka_unit_test(a_quote_that_is_never_closed_does_not_swallow_memory),
        cmocka_unit_test(a_quote_that_is_never_closed_loses_its_own_line_only),
        cmocka_unit_test(a_quote_that_begins_a_cell_as_text_swallows_no_row),
        cmocka_unit_test(a_file_is_noted_once_however_many_quotes_are_text),
        cmocka_unit_test(cells_over_several_lines_stay_cells),
        cmocka_unit_test(a_cell_whose_lines_look_like_rows_is_noted),
        cmocka_unit_test(the_user_says_what_quotes_are),
        cmocka_unit_test(many_quotes_as_text_are_read_in_one_pass),
        cmocka_unit_test(utf16_tables_of_spreadsheets_are_read),
        cmocka_unit_test(all_rows_are_in_the_charset_that_the_beginning_shows),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
