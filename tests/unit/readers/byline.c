/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of bylines (indexer/readers/byline.c). */
#include "unit/unit.h"

#include "indexer/readers/press.h"

typedef struct byline_case {
    const char *byline;
    const char *authors;
} byline_case;

static void check_all(const byline_case *cases, size_t count)
{
    ndx_arena arena = {0};
    for (size_t i = 0; i < count; i++) {
        ndx_span authors;
        assert_true(ndx_byline_authors(&arena, ndx_span_of(cases[i].byline), &authors));
        if (!ndx_span_equal(authors, ndx_span_of(cases[i].authors)))
            fail_msg("the authors of \"%s\" are \"%.*s\"", cases[i].byline, NDX_SPAN_ARGS(authors));
    }
    ndx_arena_free(&arena);
}

#define CHECK_ALL(cases) check_all((cases), sizeof(cases) / sizeof *(cases))

static void names_are_found_and_agencies_and_titles_left_out(void **state)
{
    (void)state;
    static const byline_case cases[] = {
        {"By Anna Smith", "Anna Smith"},
        {"By Anna Smith and Bob Ray, Reuters", "Anna Smith\nBob Ray"},
        {"By Anna Smith, Bob Ray and Carol Lee", "Anna Smith\nBob Ray\nCarol Lee"},
        {"By Anna Smith, Staff Writer", "Anna Smith"},
        {"By ANNA SMITH", "ANNA SMITH"},
        {"By Anna Smith | Reuters", "Anna Smith"},
        {"By Anna Smith in Moscow and Bob Ray in Kyiv", "Anna Smith\nBob Ray"},
        {"By Anna Smith, Political Editor", "Anna Smith"},
        {"By Chief Reporter Anna Smith", "Anna Smith"},
        {"By BBC News", ""},
        {"By The Associated Press", ""},
        {"Reuters", ""},
        {"By Martin Luther King, Jr.", "Martin Luther King, Jr."},
        {"By J. K. Rowling", "J. K. Rowling"},
        {"By Jean-Claude O'Neill & Ursula von der Leyen",
         "Jean-Claude O'Neill\nUrsula von der Leyen"},
        {"Written by Anna Smith", "Anna Smith"},
        {"Anna Smith", "Anna Smith"},
        {"By Banksy", "Banksy"},
        {"Reporting by Anna Smith; Editing by Bob Ray", "Anna Smith"},
        {"By Anna Smith (Reuters)", "Anna Smith"},
        {"By Anna Smith, anna@example.org", "Anna Smith"},
        {"By Anna Smith, Anna Smith", "Anna Smith"},
        {"", ""},
        {"By", ""},
    };
    CHECK_ALL(cases);
}

static void bylines_of_other_languages_are_understood(void **state)
{
    (void)state;
    static const byline_case cases[] = {
        {"Von Hans Müller und Eva Groß, dpa", "Hans Müller\nEva Groß"},
        {"Par Jean Dupont et Marie-Claire Le Goff", "Jean Dupont\nMarie-Claire Le Goff"},
        {"Por María del Carmen López y José Pérez", "María del Carmen López\nJosé Pérez"},
        {"Di Paolo Rossi", "Paolo Rossi"},
        {"Door Jan de Vries", "Jan de Vries"},
        {"Автор: Иван Петров", "Иван Петров"},
        {"Иван Петров, корреспондент", "Иван Петров"},
        {"Олена Коваль та Петро Саєнко", "Олена Коваль\nПетро Саєнко"},
        {"بقلم: أحمد علي", "أحمد علي"},
        {"作者：张三", "张三"},
        {"记者 张三 李四", "张三\n李四"},
        {"文/王小明", "王小明"},
        {"최인영 기자", "최인영"},
    };
    CHECK_ALL(cases);
}

static void a_byline_is_told_from_a_sentence(void **state)
{
    (void)state;
    static const char *const bylines[] = {
        "By Anna Smith",           "By ANNA SMITH and BOB RAY", "By Anna Smith, Staff Writer",
        "By The Associated Press", "Von Hans Müller",           "Par Jean Dupont",
        "Por José Pérez",          "Автор: Иван Петров",        "作者：张三",
        "بقلم أحمد علي",           "Anna Smith, Staff Writer",  "Anna Smith, Reuters",
        "By Anna Smith in Moscow"};
    static const char *const sentences[] = {
        "By early 2005 the net could have two new domain names.",
        "By far the most satisfying element of the game is seeing old favourites",
        "By 2025, 40% of the UK's population will still be without internet access at home, says a "
        "study.",
        "By the time they met it was over",
        "Von der Leyen trifft Macron in Paris",
        "Por fin llega la paz",
        "Par ailleurs, le ministre a dit",
        "Anna Smith, the envoy, met Bob Ray",
        "Anna Smith",
        "Di chi è la colpa",
        "NADLER SEEKS BARR TESTIMONY ON REPORT, CHALLENGES CALL",
        "By The Numbers",
        "Brad Pitt and Hugh Grant have been added, one newspaper reports claim",
        "The European Union agreed on Friday, Reuters reported.",
        "",
    };
    for (size_t i = 0; i < sizeof bylines / sizeof *bylines; i++)
        if (!ndx_press_is_byline(ndx_span_of(bylines[i])))
            fail_msg("\"%s\" is no byline", bylines[i]);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (ndx_press_is_byline(ndx_span_of(sentences[i])))
            fail_msg("\"%s\" is taken for a byline", sentences[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_and_agencies_and_titles_left_out),
        cmocka_unit_test(bylines_of_other_languages_are_understood),
        cmocka_unit_test(a_byline_is_told_from_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
