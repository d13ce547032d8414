/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of a batch: lines, order, parts, ends. */
#include "unit/unit.h"

#include "batch/batch.h"
#include "batch/lines.h"

#include <sched.h>
#include <unistd.h>

/* ---- lines ---- */

static void assert_lines(const char *text, size_t size, const char *expected)
{
    int pipe_ends[2];
    ndx_buffer line = {0};
    ndx_buffer all = {0};
    bool too_long;
    assert_int_equal(pipe(pipe_ends), 0);
    assert_int_equal(write(pipe_ends[1], text, size), size);
    close(pipe_ends[1]);
    ndx_batch_lines lines = {.file = pipe_ends[0]};
    while (ndx_batch_lines_next(&lines, &line, &too_long, NULL) == NDX_STEP_ROW)
        ndx_buffer_printf(&all, "%d=%.*s;", (int)lines.number, (int)line.size, line.data);
    ndx_buffer_append_text(&all, "");
    assert_string_equal(all.data, expected);
    close(pipe_ends[0]);
    ndx_buffer_free(&line);
    ndx_buffer_free(&all);
}

#define ASSERT_LINES(literal, expected) assert_lines(literal, sizeof(literal) - 1, expected)

static void lines_are_numbered_and_those_without_a_query_passed_over(void **state)
{
    (void)state;
    ASSERT_LINES("", "");
    ASSERT_LINES("\n", "");
    ASSERT_LINES("a", "1=a;");
    ASSERT_LINES("a\r\nb\n\n \t \n#\n# c\n#c\n#\tc\nd", "1=a;2=b;7=#c;9=d;");
    assert_lines("\xEF\xBB\xBF# no\n\xEF\xBB\xBF"
                 "a\n",
                 13,
                 "2=\xEF\xBB\xBF"
                 "a;");
    ASSERT_LINES("a\0b\n", "1=a;");
}

static void a_line_has_a_topic_before_its_first_tab(void **state)
{
    ndx_span topic;
    ndx_span query;
    (void)state;
    ndx_batch_line_parts(NDX_SPAN(" 301 \t a b\tc "), &topic, &query);
    assert_true(ndx_span_equal(topic, NDX_SPAN("301")) &&
                ndx_span_equal(query, NDX_SPAN("a b\tc")));
    ndx_batch_line_parts(NDX_SPAN("\ta"), &topic, &query);
    assert_true(topic.size == 0 && ndx_span_equal(query, NDX_SPAN("a")));
    ndx_batch_line_parts(NDX_SPAN("a b"), &topic, &query);
    assert_true(topic.size == 0 && ndx_span_equal(query, NDX_SPAN("a b")));
    ndx_batch_line_parts(ndx_span_make(NULL, 0), &topic, &query);
    assert_true(topic.size == 0 && query.size == 0);
}

/* ---- the batch ---- */

typedef struct counting {
    uint64_t questions, asked, printed;
    uint64_t parts;     /* an answer is handed on so many times */
    uint64_t refuse_at; /* printing fails there; 0: never */
    bool broken;        /* reading fails at the end */
    ndx_buffer out;
} counting;

static ndx_step next(void *context, ndx_batch_item *item, ndx_error *error)
{
    counting *c = context;
    if (c->asked == c->questions) {
        if (!c->broken)
            return NDX_STEP_END;
        ndx_error_set(error, NDX_ERROR_IO, "it broke off");
        return NDX_STEP_ERROR;
    }
    item->number = ++c->asked;
    return NDX_STEP_ROW;
}

static void answer(void *context, unsigned worker, ndx_batch_item *item)
{
    const counting *c = context;
    (void)worker;
    for (uint64_t i = 0; i < item->number * 7 % 5; i++)
        sched_yield();
    for (uint64_t i = 0; i < c->parts; i++) {
        ndx_buffer_printf(&item->out, "%d.%d ", (int)item->number, (int)i);
        ndx_batch_hand_on(item);
    }
    ndx_buffer_printf(&item->out, "%d ", (int)item->number);
}

static bool print(void *context, ndx_batch_item *item, bool last_part, bool more, ndx_error *error)
{
    counting *c = context;
    (void)more;
    ndx_buffer_append_span(&c->out, ndx_buffer_span(&item->out));
    c->printed += last_part;
    return !c->refuse_at || item->number < c->refuse_at ||
           ndx_error_set(error, NDX_ERROR_IO, "no space");
}

static bool run(counting *c, unsigned workers, ndx_error *error)
{
    const ndx_batch batch = {c, workers, next, answer, print};
    return ndx_batch_run(&batch, error);
}

static void answers_come_in_the_order_of_the_questions_with_any_number_of_threads(void **state)
{
    (void)state;
    for (unsigned workers = 1; workers <= 9; workers += 2)
        for (uint64_t parts = 0; parts < 3; parts++) {
            counting c = {.questions = 300, .parts = parts};
            ndx_buffer expected = {0};
            assert_true(run(&c, workers, NULL));
            for (int number = 1; number <= 300; number++) {
                for (int i = 0; i < (int)parts; i++)
                    ndx_buffer_printf(&expected, "%d.%d ", number, i);
                ndx_buffer_printf(&expected, "%d ", number);
            }
            assert_string_equal(c.out.data, expected.data);
            assert_int_equal(c.printed, 300);
            ndx_buffer_free(&expected);
            ndx_buffer_free(&c.out);
        }
}

static void no_question_is_no_error(void **state)
{
    counting c = {0};
    (void)state;
    assert_true(run(&c, 4, NULL));
    assert_int_equal(c.printed, 0);
}

static void what_was_asked_before_reading_broke_off_is_answered(void **state)
{
    counting c = {.questions = 20, .broken = true};
    ndx_error error = {0};
    (void)state;
    assert_false(run(&c, 3, &error));
    assert_string_equal(error.message, "it broke off");
    assert_int_equal(c.printed, 20);
    ndx_buffer_free(&c.out);
}

static void an_output_that_is_full_ends_it_with_no_thread_left_waiting(void **state)
{
    (void)state;
    for (uint64_t parts = 0; parts < 3; parts++) {
        counting c = {.questions = 1000, .refuse_at = 10, .parts = parts};
        ndx_error error = {0};
        assert_false(run(&c, 5, &error));
        assert_string_equal(error.message, "no space");
        assert_true(c.asked < 1000);
        ndx_buffer_free(&c.out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_numbered_and_those_without_a_query_passed_over),
        cmocka_unit_test(a_line_has_a_topic_before_its_first_tab),
        cmocka_unit_test(answers_come_in_the_order_of_the_questions_with_any_number_of_threads),
        cmocka_unit_test(no_question_is_no_error),
        cmocka_unit_test(what_was_asked_before_reading_broke_off_is_answered),
        cmocka_unit_test(an_output_that_is_full_ends_it_with_no_thread_left_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
