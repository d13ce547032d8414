/* SPDX-License-Identifier: GPL-2.0-or-later */
/* table.c - tables in every format, with text that nobody should trust (search/present/table.h). */
#include "unit/unit.h"

#include "present/table.h"
#include "present/width.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>

static const ndx_column columns[] = {
    {.name = "word"},
    {.name = "before", .kind = NDX_CELL_TEXT_RIGHT},
    {.name = "articles", .kind = NDX_CELL_NUMBER},
    {.name = "share", .kind = NDX_CELL_REAL, .decimals = 2},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

typedef struct row {
    ndx_cell cell[COLUMNS];
} row;

static row row_of(const char *word, const char *before, uint64_t articles, double share)
{
    return (row){{{.text = ndx_span_of(word)},
                  {.text = ndx_span_of(before)},
                  {.number = articles},
                  {.real = share}}};
}

static const char *print(ndx_table_kind kind, ndx_output_options options, const row *rows,
                         size_t count, ndx_buffer *out)
{
    ndx_error error = {0};
    ndx_buffer_clear(out);
    ndx_table *table = ndx_table_new(kind, &options, columns, COLUMNS, out, &error);
    assert_non_null(table);
    for (size_t i = 0; i < count; i++)
        assert_true(ndx_table_row(table, rows[i].cell, &error));
    assert_true(ndx_table_end(table, &error));
    ndx_table_free(table);
    return out->data ? out->data : "";
}

static const char *print_word(ndx_table_kind kind, const char *word, ndx_buffer *out)
{
    row one = row_of(word, "b", 1, 0);
    return print(kind, (ndx_output_options){0}, &one, 1, out);
}

static void each_format_writes_the_same_rows(void **state)
{
    (void)state;
    ndx_output_options options = {0};
    ndx_buffer out = {0};
    row rows[] = {row_of("envoy", "the", 12, 0.5), row_of("talks", "peace", 3, 12.25)};
    rows[1].cell[1].strong = true;
    assert_string_equal(print(NDX_TABLE_TEXT, options, rows, 2, &out),
                        "word   before  articles  share\n"
                        "envoy     the        12   0.50\n"
                        "talks   peace         3  12.25\n");
    assert_string_equal(
        print(NDX_TABLE_JSON, options, rows, 2, &out),
        "{\"word\":\"envoy\",\"before\":\"the\",\"articles\":12,\"share\":0.5}\n"
        "{\"word\":\"talks\",\"before\":\"peace\",\"articles\":3,\"share\":12.25}\n");
    assert_string_equal(print(NDX_TABLE_TSV, options, rows, 2, &out),
                        "word\tbefore\tarticles\tshare\n"
                        "envoy\tthe\t12\t0.50\n"
                        "talks\tpeace\t3\t12.25\n");
    assert_string_equal(print(NDX_TABLE_CSV, options, rows, 2, &out),
                        "word,before,articles,share\r\n"
                        "envoy,the,12,0.50\r\n"
                        "talks,peace,3,12.25\r\n");
    assert_string_equal(print(NDX_TABLE_MARKDOWN, options, rows, 2, &out),
                        "| word | before | articles | share |\n"
                        "| --- | ---: | ---: | ---: |\n"
                        "| envoy | the | 12 | 0.50 |\n"
                        "| talks | **peace** | 3 | 12.25 |\n");
    ndx_buffer_free(&out);
}

static void without_rows_only_formats_for_programs_have_a_header(void **state)
{
    (void)state;
    ndx_output_options options = {0};
    ndx_buffer out = {0};
    assert_string_equal(print(NDX_TABLE_TEXT, options, NULL, 0, &out), "");
    assert_string_equal(print(NDX_TABLE_JSON, options, NULL, 0, &out), "");
    assert_string_equal(print(NDX_TABLE_TSV, options, NULL, 0, &out),
                        "word\tbefore\tarticles\tshare\n");
    assert_string_equal(print(NDX_TABLE_CSV, options, NULL, 0, &out),
                        "word,before,articles,share\r\n");
    ndx_buffer_free(&out);
}

static void what_is_absent_is_empty_and_no_member_in_json(void **state)
{
    (void)state;
    ndx_output_options options = {0};
    ndx_buffer out = {0};
    row one = row_of("envoy", "", 0, NAN);
    one.cell[1].absent = one.cell[2].absent = true;
    assert_string_equal(print(NDX_TABLE_JSON, options, &one, 1, &out), "{\"word\":\"envoy\"}\n");
    assert_string_equal(print(NDX_TABLE_TSV, options, &one, 1, &out),
                        "word\tbefore\tarticles\tshare\nenvoy\t\t\t\n");
    assert_non_null(
        strstr(print(NDX_TABLE_MARKDOWN, options, &one, 1, &out), "\n| envoy | | | |\n"));
    ndx_buffer_free(&out);
}

/* ESC, BEL, a C1 control (CSI), DEL, an override, an isolate, a cut UTF-8 sequence. */
static const char hostile[] = "a\x1B[31mb\ac\xC2\x9B"
                              "2Jd\x7F"
                              "e\xE2\x80\xAE"
                              "f\xE2\x81\xA6"
                              "g\xE2\x82";

static void no_control_or_override_reaches_the_output(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    for (int kind = NDX_TABLE_TEXT; kind <= NDX_TABLE_MARKDOWN; kind++) {
        const char *text = print_word((ndx_table_kind)kind, hostile, &out);
        assert_null(strpbrk(text, "\x1B\a\x7F"));
        assert_null(strstr(text, "\xC2\x9B"));
        assert_null(strstr(text, "\xE2\x80\xAE"));
        assert_null(strstr(text, "\xE2\x81\xA6"));
        assert_null(strstr(text, "\xE2\x82")); /* nor a broken character */
    }
    ndx_buffer_free(&out);
}

static void json_keeps_the_controls_that_it_escapes(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    json_t *object = json_loads(print_word(NDX_TABLE_JSON, hostile, &out), 0, NULL);
    assert_non_null(object);
    assert_string_equal(json_string_value(json_object_get(object, "word")), "a\x1B[31mb\ac\xC2\x9B"
                                                                            "2Jd\x7F"
                                                                            "e\xE2\x80\xAE"
                                                                            "f\xE2\x81\xA6"
                                                                            "g\xEF\xBF\xBD");
    json_decref(object);
    ndx_buffer_free(&out);
}

static void a_row_is_a_line_whatever_its_cells_hold(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    const char *text = "a\tb\nc\r\nd\xE2\x80\xA8"
                       "e";
    assert_string_equal(strchr(print_word(NDX_TABLE_TSV, text, &out), '\n') + 1,
                        "a b c  d e\tb\t1\t0.00\n");
    assert_string_equal(strchr(print_word(NDX_TABLE_CSV, text, &out), '\n') + 1,
                        "a b c  d e,b,1,0.00\r\n");
    assert_string_equal(strchr(print_word(NDX_TABLE_TEXT, text, &out), '\n') + 1,
                        "a b c  d e       b         1   0.00\n");
    ndx_buffer_free(&out);
}

static void csv_quotes_as_rfc_4180_says(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    assert_string_equal(strchr(print_word(NDX_TABLE_CSV, "say \"no\"", &out), '\n') + 1,
                        "\"say \"\"no\"\"\",b,1,0.00\r\n");
    assert_string_equal(strchr(print_word(NDX_TABLE_CSV, "Paris, Texas", &out), '\n') + 1,
                        "\"Paris, Texas\",b,1,0.00\r\n");
    ndx_buffer_free(&out);
}

static void no_text_in_csv_is_a_formula_and_numbers_stay_numbers(void **state)
{
    (void)state;
    static const char *const formulas[] = {"=1+1",   "+1",           "-1",    "@SUM(A1)",
                                           "  =1+1", "\t=HYPERLINK", "＝1+1", "－1"};
    ndx_buffer out = {0};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        const char *text = strchr(print_word(NDX_TABLE_CSV, formulas[i], &out), '\n') + 1;
        assert_int_equal(text[0], '"');
        assert_int_equal(text[1], '\'');
    }
    row one = row_of("a", "b-c", 1, -0.5);
    assert_string_equal(strchr(print(NDX_TABLE_CSV, (ndx_output_options){0}, &one, 1, &out), '\n') +
                            1,
                        "a,b-c,1,-0.50\r\n");
    ndx_buffer_free(&out);
}

static void markdown_and_html_mean_nothing_in_a_markdown_cell(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    print_word(NDX_TABLE_MARKDOWN, "a|b\\|<script>&amp;[x](y)*_`~$", &out);
    assert_non_null(strstr(out.data, "| a\\|b\\\\\\|\\<script\\>\\&amp;\\[x\\](y)\\*\\_\\`\\~\\$ "
                                     "| b | 1 | 0.00 |\n"));
    ndx_buffer_free(&out);
}

static void cells_from_right_to_left_do_not_change_places_on_a_terminal(void **state)
{
    (void)state;
    ndx_output_options options = {.columns = 40};
    ndx_buffer out = {0};
    row one = row_of("\u0645\u0648\u0633\u0643\u0648", "\u0641\u064A", 1, 0.5);
    assert_non_null(strstr(print(NDX_TABLE_TEXT, options, &one, 1, &out),
                           "\u2068\u0645\u0648\u0633\u0643\u0648\u2069"));
    assert_non_null(strstr(out.data, "\u2068\u0641\u064A\u2069"));
    options.columns = 0; /* a pipe */
    assert_null(strstr(print(NDX_TABLE_TEXT, options, &one, 1, &out), "\u2068"));
    ndx_buffer_free(&out);
}

static void a_table_is_as_wide_as_the_terminal_and_cuts_the_widest(void **state)
{
    (void)state;
    ndx_output_options options = {.columns = 40};
    ndx_buffer out = {0};
    row one = row_of("a word that is far too long for the line",
                     "and what comes before it is longer still", 12, 0.5);
    assert_string_equal(print(NDX_TABLE_TEXT, options, &one, 1, &out),
                        "word             before  articles  share\n"
                        "a word th…  …nger still        12   0.50\n");
    ndx_buffer_free(&out);
}

static void a_column_with_a_most_is_cut_first_and_no_further(void **state)
{
    (void)state;
    static const ndx_column two[] = {{.name = "id", .most = 6}, {.name = "headline"}};
    ndx_error error = {0};
    ndx_buffer out = {0};
    ndx_output_options options = {.columns = 24};
    ndx_cell cells[] = {{.text = NDX_SPAN("2025/11/30/envoy.html")},
                        {.text = NDX_SPAN("envoy in Moscow")}};
    ndx_table *table = ndx_table_new(NDX_TABLE_TEXT, &options, two, 2, &out, &error);
    assert_non_null(table);
    assert_true(ndx_table_row(table, cells, &error) && ndx_table_end(table, &error));
    assert_string_equal(out.data, "id       headline\n"
                                  "2025/1…  envoy in Moscow\n");
    ndx_table_free(table);
    ndx_buffer_free(&out);
}

static void wide_and_combining_characters_are_aligned_and_never_parted(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    row rows[] = {row_of("特使", "", 1, 0), row_of("Zu\xCC\x88rich", "", 1, 0)};
    assert_string_equal(print(NDX_TABLE_TEXT, (ndx_output_options){0}, rows, 2, &out),
                        "word    before  articles  share\n"
                        "特使                   1   0.00\n"
                        "Zu\xCC\x88rich                 1   0.00\n");
    ndx_span text = NDX_SPAN("Zu\xCC\x88rich");
    assert_int_equal(ndx_width(text), 6);
    assert_int_equal(ndx_width_beginning(text, 2).size, 4); /* the dots go with the u */
    assert_int_equal(ndx_width_end(text, 5).size, 7);
    assert_int_equal(ndx_width_end(text, 4).size, 4); /* and are not left alone */
    assert_int_equal(ndx_width_beginning(NDX_SPAN("特使"), 3).size, 3);
    assert_int_equal(ndx_width_end(NDX_SPAN("特使"), 1).size, 0);
    ndx_buffer_free(&out);
}

static void strong_cells_are_bold_only_where_there_is_colour(void **state)
{
    (void)state;
    ndx_buffer out = {0};
    row one = row_of("envoy", "the", 1, 0);
    one.cell[0].strong = true;
    assert_null(strchr(print(NDX_TABLE_TEXT, (ndx_output_options){0}, &one, 1, &out), '\x1B'));
    assert_non_null(
        strstr(print(NDX_TABLE_TEXT, (ndx_output_options){.color = true}, &one, 1, &out),
               "\x1B[1menvoy\x1B[0m     the"));
    ndx_buffer_free(&out);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_writes_the_same_rows),
        cmocka_unit_test(without_rows_only_formats_for_programs_have_a_header),
        cmocka_unit_test(what_is_absent_is_empty_and_no_member_in_json),
        cmocka_unit_test(no_control_or_override_reaches_the_output),
        cmocka_unit_test(json_keeps_the_controls_that_it_escapes),
        cmocka_unit_test(a_row_is_a_line_whatever_its_cells_hold),
        cmocka_unit_test(csv_quotes_as_rfc_4180_says),
        cmocka_unit_test(no_text_in_csv_is_a_formula_and_numbers_stay_numbers),
        cmocka_unit_test(markdown_and_html_mean_nothing_in_a_markdown_cell),
        cmocka_unit_test(cells_from_right_to_left_do_not_change_places_on_a_terminal),
        cmocka_unit_test(a_table_is_as_wide_as_the_terminal_and_cuts_the_widest),
        cmocka_unit_test(a_column_with_a_most_is_cut_first_and_no_further),
        cmocka_unit_test(wide_and_combining_characters_are_aligned_and_never_parted),
        cmocka_unit_test(strong_cells_are_bold_only_where_there_is_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
