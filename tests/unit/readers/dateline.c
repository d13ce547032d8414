/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of datelines (indexer/readers/dateline.c). */
#include "unit/unit.h"

#include "indexer/readers/press.h"

typedef struct dateline_case {
    const char *paragraph;
    const char *dateline;
    const char *text;
    const char *agency; /* "": none */
} dateline_case;

static void check(const dateline_case *expected)
{
    ndx_span dateline;
    ndx_span agency;
    size_t begins = 0;
    ndx_span paragraph = ndx_span_of(expected->paragraph);
    if (!ndx_dateline_split(paragraph, &dateline, &begins))
        fail_msg("no dateline in \"%s\"", expected->paragraph);
    if (!ndx_span_equal(dateline, ndx_span_of(expected->dateline)))
        fail_msg("the dateline of \"%s\" is \"%.*s\"", expected->paragraph,
                 NDX_SPAN_ARGS(dateline));
    if (!ndx_span_equal(ndx_span_skip(paragraph, begins), ndx_span_of(expected->text)))
        fail_msg("the text of \"%s\" begins at %zu", expected->paragraph, begins);
    agency = ndx_press_dateline_agency(dateline);
    if (!ndx_span_equal(agency, ndx_span_of(expected->agency)))
        fail_msg("the agency of \"%s\" is \"%.*s\"", expected->paragraph, NDX_SPAN_ARGS(agency));
}

static void check_all(const dateline_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(&cases[i]);
}

#define CHECK_ALL(cases) check_all((cases), sizeof(cases) / sizeof *(cases))

static void city_and_agency_before_a_dash_are_a_dateline(void **state)
{
    (void)state;
    static const dateline_case cases[] = {
        {"MOSCOW (Reuters) — The Kremlin said", "MOSCOW (Reuters)", "The Kremlin said", "Reuters"},
        {"KYIV, Ukraine (AP) — A drone", "KYIV, Ukraine (AP)", "A drone", "AP"},
        {"HALLANDALE BEACH, Fla. (Meridian) — American negotiators",
         "HALLANDALE BEACH, Fla. (Meridian)", "American negotiators", "Meridian"},
        {"GENF (dpa) - Die Minister", "GENF (dpa)", "Die Minister", "dpa"},
        {"Berlin (dpa/bb) – Die Minister", "Berlin (dpa/bb)", "Die Minister", "dpa/bb"},
        {"(Meridian) — The draft", "(Meridian)", "The draft", "Meridian"},
        {"LONDON, England (CNN) -- A man", "LONDON, England (CNN)", "A man", "CNN"},
        {"(CNN) The president", "(CNN)", "The president", "CNN"},
        {"BADEN-BADEN (dpa) - Der Sender", "BADEN-BADEN (dpa)", "Der Sender", "dpa"},
        {"KYIV/MOSCOW (Reuters) - “We will", "KYIV/MOSCOW (Reuters)", "“We will", "Reuters"},
    };
    CHECK_ALL(cases);
}

static void a_day_and_month_make_a_dateline(void **state)
{
    (void)state;
    static const dateline_case cases[] = {
        {"KYIV, Nov 30 (Ukrinform) - The delegation", "KYIV, Nov 30 (Ukrinform)", "The delegation",
         "Ukrinform"},
        {"PARIS, 30 novembre (AFP) – Les ministres", "PARIS, 30 novembre (AFP)", "Les ministres",
         "AFP"},
        {"Berlin, 30. November – Die Minister", "Berlin, 30. November", "Die Minister", ""},
        {"МОСКВА, 2 дек — РИА Новости. Президент принял", "МОСКВА, 2 дек — РИА Новости",
         "Президент принял", "РИА Новости"},
        {"МОСКВА, 2 декабря. /ТАСС/. Президент принял", "МОСКВА, 2 декабря. /ТАСС/",
         "Президент принял", "ТАСС"},
        {"NEW YORK, Nov. 30, 2025 /PRNewswire/ -- The company",
         "NEW YORK, Nov. 30, 2025 /PRNewswire/", "The company", "PRNewswire"},
        {"КИЇВ, 30 листопада (Укрінформ) – Делегація", "КИЇВ, 30 листопада (Укрінформ)",
         "Делегація", "Укрінформ"},
    };
    CHECK_ALL(cases);
}

static void a_place_in_capitals_before_a_dash_or_colon_is_a_dateline(void **state)
{
    (void)state;
    static const dateline_case cases[] = {
        {"WASHINGTON — President Donald Trump", "WASHINGTON", "President Donald Trump", ""},
        {"WASHINGTON, D.C.: The president", "WASHINGTON, D.C.", "The president", ""},
        {"GENEVA, Switzerland: The ministers", "GENEVA, Switzerland", "The ministers", ""},
        {"NEW DELHI: The minister", "NEW DELHI", "The minister", ""},
        {"PARIS—The president", "PARIS", "The president", ""},
    };
    CHECK_ALL(cases);
}

static void scripts_without_capitals_have_datelines_too(void **state)
{
    (void)state;
    static const dateline_case cases[] = {
        {"موسكو (رويترز) - قال الكرملين", "موسكو (رويترز)", "قال الكرملين", "رويترز"},
        {"新华社莫斯科12月2日电（记者李四）俄罗斯总统会见", "新华社莫斯科12月2日电（记者李四）",
         "俄罗斯总统会见", ""},
        {"【モスクワ共同】ロシアの大統領は", "【モスクワ共同】", "ロシアの大統領は", ""},
        {"(모스크바=연합뉴스) 최인영 특파원 = 러시아", "(모스크바=연합뉴스) 최인영 특파원",
         "러시아", "연합뉴스"},
    };
    CHECK_ALL(cases);
}

static void a_sentence_is_not_taken_for_a_dateline(void **state)
{
    (void)state;
    static const char *const paragraphs[] = {
        "Moscow — the capital — was quiet.",
        "The European Union (EU) - which has 27 members - said",
        "NATO — the alliance — met",
        "DVD review: The film",
        "FILE - In this June 20 photo",
        "Update, Monday June 2: The rules",
        "Alexander (Al) Green: The memo",
        "POLITICO Staff Poll: Dems in danger",
        "UPDATE 1 - Talks end",
        "EXCLUSIVE: Envoy to resign",
        "TRUMP: We will see.",
        "He said: We will see.",
        "By early 2005 the net could have two new domain names.",
        "It was late. The talks (in Geneva) - were over",
        "Kim (41) - The leader",
        "At 10:15 the talks began",
        "2025 - A year of talks",
        "short",
        "",
    };
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++) {
        ndx_span dateline;
        size_t begins = 0;
        if (ndx_dateline_split(ndx_span_of(paragraphs[i]), &dateline, &begins))
            fail_msg("\"%s\" has the dateline \"%.*s\"", paragraphs[i], NDX_SPAN_ARGS(dateline));
        assert_int_equal(begins, 0);
        assert_int_equal(dateline.size, 0);
    }
}

static void every_prefix_of_a_dateline_is_read_within_its_bounds(void **state)
{
    (void)state;
    static const char text[] =
        "新华社莫斯科12月2日电（记者李四） KYIV, Nov 30 (Ukrinform) — РИА. /ТАСС/ =";
    for (size_t begin = 0; begin < sizeof text - 1; begin++)
        for (size_t end = begin; end < sizeof text; end++) {
            ndx_span dateline;
            size_t begins = 0;
            size_t size = end - begin;
            char *copy = malloc(size + 1); /* of its own, so that a sanitizer sees a byte too far */
            char *exact = NULL;
            assert_non_null(copy);
            memcpy(copy, text + begin, size);
            exact = size ? realloc(copy, size) : copy;
            ndx_dateline_split(ndx_span_make(exact, size), &dateline, &begins);
            assert_true(begins <= size);
            free(exact);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(city_and_agency_before_a_dash_are_a_dateline),
        cmocka_unit_test(a_day_and_month_make_a_dateline),
        cmocka_unit_test(a_place_in_capitals_before_a_dash_or_colon_is_a_dateline),
        cmocka_unit_test(scripts_without_capitals_have_datelines_too),
        cmocka_unit_test(a_sentence_is_not_taken_for_a_dateline),
        cmocka_unit_test(every_prefix_of_a_dateline_is_read_within_its_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
