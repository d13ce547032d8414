/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests of pieces, batches and the inversion: what one thread makes of articles, put together and
 * turned into terms. */
#include "unit/unit.h"

#include "batch.h"
#include "inversion.h"

#include <stdio.h>
#include <stdlib.h>

static ndx_article article(const char *id, const char *headline, const char *body)
{
    ndx_article made = {0};
    made.field[NDX_FIELD_ID] = ndx_span_of(id);
    made.field[NDX_FIELD_PATH] = ndx_span_of(id);
    made.field[NDX_FIELD_LANGUAGE] = NDX_SPAN("en");
    made.field[NDX_FIELD_HEADLINE] = ndx_span_of(headline);
    made.field[NDX_FIELD_BODY] = ndx_span_of(body);
    return made;
}

/* One drafter, one batch. */
typedef struct bench {
    ndx_drafter *drafter;
    ndx_piece piece;
    ndx_id_map map;
    ndx_batch *batch;
} bench;

static void begin(bench *with, uint64_t memory_bytes, size_t vocabulary_bytes)
{
    ndx_error error = {0};
    *with = (bench){0};
    with->drafter = ndx_drafter_new(vocabulary_bytes, &error);
    with->batch = ndx_batch_new(memory_bytes, "/tmp", NULL, &error);
    assert_non_null(with->drafter);
    assert_non_null(with->batch);
    ndx_drafter_begin(with->drafter, &with->piece);
}

static void end(bench *with)
{
    ndx_piece_free(&with->piece);
    ndx_drafter_free(with->drafter);
    ndx_id_map_free(&with->map);
    ndx_batch_free(with->batch);
}

static void draft(bench *with, const ndx_article *made)
{
    ndx_error error = {0};
    if (!ndx_drafter_add(with->drafter, &with->piece, made, false, 1, &error))
        fail_msg("%s", error.message);
}

/* Absorbs the piece and begins another; gives the last outcome. */
static ndx_batch_outcome turn(bench *with)
{
    ndx_error error = {0};
    ndx_batch_outcome outcome = NDX_BATCH_ADDED;
    ndx_span drafts = ndx_buffer_span(&with->piece.drafts);
    if (!ndx_batch_add_words(with->batch, &with->map, &with->piece, &error))
        fail_msg("%s", error.message);
    while (drafts.size) {
        ndx_span one;
        assert_true(ndx_read_counted(&drafts, &one));
        outcome = ndx_batch_add(with->batch, &with->map, one, 0, &error);
        if (outcome == NDX_BATCH_FAILED)
            fail_msg("%s", error.message);
    }
    ndx_drafter_begin(with->drafter, &with->piece);
    return outcome;
}

static uint64_t frequency(bench *with, const char *surface, uint8_t kind)
{
    const ndx_vocabulary *vocabulary = ndx_batch_vocabulary(with->batch);
    uint64_t sum = 0;
    for (uint32_t i = 0; i < vocabulary->entry_count; i++)
        if (vocabulary->entry[i].kind == kind &&
            ndx_span_equal(ndx_entry_surface(&vocabulary->entry[i]), ndx_span_of(surface)))
            sum += ndx_batch_uses(with->batch)[i].frequency;
    return sum;
}

static void a_word_is_counted_as_often_as_it_stands_there(void **state)
{
    bench with;
    (void)state;
    begin(&with, 1 << 24, 1 << 24);
    ndx_article one = article("1", "Moscow talks", "The talks, said Moscow, were talks.");
    draft(&with, &one);
    turn(&with);
    assert_int_equal(frequency(&with, "talks", NDX_WORD), 3);
    assert_int_equal(frequency(&with, "Moscow", NDX_WORD), 2);
    assert_int_equal(frequency(&with, ", ", NDX_SEPARATOR), 2);
    assert_int_equal(frequency(&with, " ", NDX_SEPARATOR), 0);
    assert_int_equal(ndx_batch_documents(with.batch), 1);
    assert_int_equal(ndx_batch_text_bytes(with.batch),
                     strlen("Moscow talks") + strlen("The talks, said Moscow, were talks."));
    end(&with);
}

/* The text of every draft, put together again as the record does it. */
static void spell(bench *with, ndx_buffer *out)
{
    ndx_error error = {0};
    ndx_batch_cursor cursor = {0};
    ndx_span bytes;
    ndx_step step;
    const ndx_vocabulary *vocabulary = ndx_batch_vocabulary(with->batch);
    while ((step = ndx_batch_next(with->batch, &cursor, &bytes, &error)) == NDX_STEP_ROW) {
        ndx_draft read;
        assert_true(ndx_draft_read(bytes, &read));
        ndx_buffer_append_span(out, read.id);
        for (size_t i = 0; i < NDX_TEXT_COUNT; i++) {
            ndx_span run = read.run[NDX_DRAFT_TEXT + i];
            uint32_t id;
            bool after_word = false;
            ndx_buffer_append_text(out, "|");
            while (ndx_draft_next(&run, &id)) {
                const ndx_entry *entry = &vocabulary->entry[id];
                if (after_word && entry->kind == NDX_WORD)
                    ndx_buffer_append_text(out, " ");
                ndx_buffer_append_span(out, ndx_entry_surface(entry));
                after_word = entry->kind == NDX_WORD;
            }
        }
        ndx_buffer_append_text(out, "\n");
    }
    assert_int_equal(step, NDX_STEP_END);
    ndx_buffer_free(&cursor.window);
    assert_false(out->failed);
}

static void the_text_comes_back_from_the_ids(void **state)
{
    bench with;
    ndx_buffer text = {0};
    (void)state;
    begin(&with, 1 << 24, 1 << 24);
    ndx_article one = article("a", "\"Quoted\" headline",
                              "First one.\n\nSecond  part — with dashes, $1.5bn. (End)");
    one.field[NDX_FIELD_BODY] =
        NDX_SPAN("First one.\n\nSecond part \xE2\x80\x94 with dashes, $1.5bn. (End)");
    one.field[NDX_FIELD_BYLINE] = NDX_SPAN("By Anna Smith");
    one.field[NDX_FIELD_DATELINE] = NDX_SPAN("MOSCOW (Reuters)");
    draft(&with, &one);
    turn(&with);
    spell(&with, &text);
    assert_string_equal(text.data,
                        "a|\"Quoted\" headline|By Anna Smith|MOSCOW (Reuters)|"
                        "First one.\n\nSecond part \xE2\x80\x94 with dashes, $1.5bn. (End)\n");
    ndx_buffer_free(&text);
    end(&with);
}

static void make_many(bench *with, unsigned count, unsigned piece_articles)
{
    char id[32], body[256];
    for (unsigned i = 0; i < count; i++) {
        snprintf(id, sizeof id, "doc-%u", i);
        snprintf(body, sizeof body,
                 "Article %u speaks of word%u, word%u and of Moscow.\n\nIt ends with w%ux.", i,
                 i % 97, i % 1013, i);
        ndx_article one = article(id, "A headline that recurs", body);
        draft(with, &one);
        if (i % piece_articles == piece_articles - 1)
            turn(with);
    }
    turn(with);
}

static void pieces_memory_and_forgotten_words_change_nothing(void **state)
{
    bench plain, other;
    ndx_buffer expected = {0};
    ndx_buffer got = {0};
    (void)state;
    begin(&plain, 1 << 28, 1 << 28);
    make_many(&plain, 8000, 100000);
    begin(&other, 1 << 20,
          64 * 1024); /* drafts go to the file, words are forgotten again and again */
    make_many(&other, 8000, 37);
    spell(&plain, &expected);
    spell(&other, &got);
    assert_int_equal(got.size, expected.size);
    assert_memory_equal(got.data, expected.data, got.size);
    assert_int_equal(frequency(&plain, "word13", NDX_WORD), frequency(&other, "word13", NDX_WORD));
    assert_int_equal(ndx_batch_text_bytes(plain.batch), ndx_batch_text_bytes(other.batch));
    assert_true(other.piece.generation > 3);
    ndx_buffer_free(&expected);
    ndx_buffer_free(&got);
    end(&plain);
    end(&other);
}

static void of_one_id_the_later_article_stays(void **state)
{
    bench with;
    ndx_buffer text = {0};
    (void)state;
    begin(&with, 1 << 24, 1 << 24);
    ndx_article one = article("a", "first", "oldword");
    ndx_article two = article("a", "second", "newword");
    draft(&with, &one);
    assert_int_equal(turn(&with), NDX_BATCH_ADDED);
    draft(&with, &two);
    assert_int_equal(turn(&with), NDX_BATCH_REPLACED);
    assert_int_equal(ndx_batch_documents(with.batch), 1);
    assert_int_equal(frequency(&with, "oldword", NDX_WORD), 0);
    assert_int_equal(frequency(&with, "newword", NDX_WORD), 1);
    spell(&with, &text);
    assert_string_equal(text.data, "a|second|||newword\n");
    ndx_buffer_free(&text);
    end(&with);
}

static void of_one_id_the_higher_version_stays_then_the_later_change(void **state)
{
    bench with;
    (void)state;
    begin(&with, 1 << 20, 1 << 24);
    ndx_article one = article("a", "first", "body");
    one.field[NDX_FIELD_VERSION] = NDX_SPAN("10");
    draft(&with, &one);
    turn(&with);
    ndx_article two = article("a", "second", "body");
    two.field[NDX_FIELD_VERSION] = NDX_SPAN("9");
    draft(&with, &two);
    assert_int_equal(turn(&with), NDX_BATCH_PASSED_OVER);
    two.field[NDX_FIELD_VERSION] = NDX_SPAN("010");
    assert_true(ndx_date_from_iso(NDX_SPAN("2025-11-30T10:00Z"), &two.modified));
    draft(&with, &two);
    assert_int_equal(turn(&with), NDX_BATCH_REPLACED);
    assert_true(ndx_date_from_iso(NDX_SPAN("2025-11-30T09:00Z"), &two.modified));
    draft(&with, &two);
    assert_int_equal(turn(&with), NDX_BATCH_PASSED_OVER);
    assert_int_equal(frequency(&with, "body", NDX_WORD), 1);
    end(&with);
}

static void an_article_in_the_file_can_still_be_replaced_and_removed(void **state)
{
    bench with;
    ndx_error error = {0};
    bool removed;
    (void)state;
    begin(&with, 1 << 20, 1 << 20);
    make_many(&with, 20000, 100);
    ndx_article again = article("doc-0", "x", "replacement");
    draft(&with, &again);
    assert_int_equal(turn(&with), NDX_BATCH_REPLACED);
    assert_int_equal(frequency(&with, "w0x", NDX_WORD), 0);
    assert_int_equal(frequency(&with, "w1x", NDX_WORD), 1);
    assert_true(ndx_batch_remove(with.batch, NDX_SPAN("doc-1"), &removed, &error));
    assert_true(removed);
    assert_int_equal(frequency(&with, "w1x", NDX_WORD), 0);
    assert_true(ndx_batch_remove(with.batch, NDX_SPAN("doc-1"), &removed, &error));
    assert_false(removed);
    assert_int_equal(ndx_batch_documents(with.batch), 19999);
    end(&with);
}

static void a_temporary_file_that_cannot_be_made_is_an_error(void **state)
{
    bench with;
    ndx_error error = {0};
    (void)state;
    begin(&with, 1 << 20, 1 << 20);
    ndx_batch_free(with.batch);
    with.batch = ndx_batch_new(1, "/nonexistent/folder", NULL, &error);
    ndx_batch_outcome outcome = NDX_BATCH_ADDED;
    for (unsigned i = 0; i < 3 && outcome != NDX_BATCH_FAILED; i++) {
        char id[8];
        snprintf(id, sizeof id, "%u", i);
        ndx_article one = article(id, "headline", "body");
        draft(&with, &one);
        assert_true(ndx_batch_add_words(with.batch, &with.map, &with.piece, &error));
        ndx_span drafts = ndx_buffer_span(&with.piece.drafts);
        ndx_span bytes;
        assert_true(ndx_read_counted(&drafts, &bytes));
        outcome = ndx_batch_add(with.batch, &with.map, bytes, 0, &error);
        ndx_drafter_begin(with.drafter, &with.piece);
    }
    assert_int_equal(outcome, NDX_BATCH_FAILED);
    assert_int_equal(error.code, NDX_ERROR_NOT_FOUND);
    assert_non_null(strstr(error.message, "/nonexistent/folder"));
    end(&with);
}

/* ---- ids ---- */

static void ids_of_every_length_come_back_from_a_run(void **state)
{
    static const uint32_t ids[] = {0,    1,        0x7F,       0x80,       0x3FFF,    0x4000, 5,
                                   127,  0x1FFFFF, 0x200000,   UINT32_MAX, 0xFFFFFFF, 300,    0x80,
                                   0x7F, 0x80,     0x10000000, 0,          0x3FFF,    0x4000, 1};
    enum { COUNT = sizeof ids / sizeof ids[0] };
    (void)state;
    for (size_t begin = 0; begin < COUNT; begin++) {
        for (size_t end = begin; end <= COUNT; end++) {
            ndx_buffer run = {0};
            assert_true(ndx_draft_append_ids(&run, ids + begin, end - begin));
            uint32_t *read = malloc((run.size + 1) * sizeof *read);
            assert_non_null(read);
            assert_int_equal(ndx_draft_ids(ndx_buffer_span(&run), read), end - begin);
            assert_memory_equal(read, ids + begin, (end - begin) * sizeof *read);
            bool cut = run.size > 1 && (uint8_t)run.data[run.size - 2] >= 0x80;
            if (cut) /* the last id has lost its end */
                assert_true(ndx_draft_ids(ndx_span_make(run.data, run.size - 1), read) == SIZE_MAX);
            free(read);
            ndx_buffer_free(&run);
        }
    }
}

/* ---- inversion ---- */

static int compare_terms(const void *left, const void *right)
{
    return ndx_span_compare(((const ndx_shard_term *)left)->bytes,
                            ((const ndx_shard_term *)right)->bytes);
}

/* "term:wdf " for each term in order, then "slot=..." for textual values. */
static void invert(bench *with, ndx_weights weights, ndx_buffer *out)
{
    ndx_error error = {0};
    ndx_batch_cursor cursor = {0};
    ndx_span bytes;
    ndx_draft read;
    ndx_shard_document document;
    ndx_inversion *inversion =
        ndx_inversion_new(ndx_batch_vocabulary(with->batch), weights, &error);
    assert_non_null(inversion);
    ndx_buffer_clear(out);
    while (ndx_batch_next(with->batch, &cursor, &bytes, &error) == NDX_STEP_ROW) {
        assert_true(ndx_draft_read(bytes, &read));
        assert_true(ndx_inversion_document(inversion, ndx_batch_uses(with->batch), &read, &document,
                                           &error));
        ndx_shard_term *terms = malloc(document.term_count * sizeof *terms);
        assert_non_null(terms);
        memcpy(terms, document.terms, document.term_count * sizeof *terms);
        qsort(terms, document.term_count, sizeof *terms, compare_terms);
        for (size_t i = 0; i < document.term_count; i++)
            ndx_buffer_printf(out, "%.*s:%u ", NDX_SPAN_ARGS(terms[i].bytes), terms[i].wdf);
        ndx_buffer_append_text(out, "\n");
        free(terms);
    }
    ndx_buffer_free(&cursor.window);
    ndx_inversion_free(inversion);
    assert_false(out->failed);
}

static void assert_terms(ndx_article one, ndx_weights weights, const char *expected)
{
    bench with;
    ndx_buffer got = {0};
    begin(&with, 1 << 24, 1 << 24);
    draft(&with, &one);
    turn(&with);
    invert(&with, weights, &got);
    assert_string_equal(got.data, expected);
    ndx_buffer_free(&got);
    end(&with);
}

static void words_count_more_in_the_headline_and_in_the_lead(void **state)
{
    (void)state;
    assert_terms(article("1", "Moscow", "moscow"), (ndx_weights)NDX_WEIGHTS_DEFAULT,
                 "Len:0 Q1:0 Zmoscow:9 \n");
    assert_terms(article("1", "Moscow", "moscow"), (ndx_weights){1, 0, 0},
                 "Len:0 Q1:0 Zmoscow:1 \n");
}

static void the_lead_ends_after_thirty_words(void **state)
{
    ndx_buffer body = {0};
    (void)state;
    for (unsigned i = 0; i < NDX_LEAD_WORDS + 5; i++)
        ndx_buffer_append_text(&body, i ? " seven" : "seven");
    assert_terms(article("1", "", body.data), (ndx_weights)NDX_WEIGHTS_DEFAULT,
                 "Len:0 Q1:0 Zseven:100 \n");
    ndx_buffer_free(&body);
}

static void fields_give_whole_terms_and_words(void **state)
{
    ndx_article one = article("i", "", "x");
    (void)state;
    one.field[NDX_FIELD_BODY] = ndx_span_make(NULL, 0);
    one.field[NDX_FIELD_HEADLINE] = NDX_SPAN("x");
    one.field[NDX_FIELD_AUTHORS] = NDX_SPAN("Anna M\xC3\xBCller\nBob Ray");
    one.field[NDX_FIELD_SECTION] = NDX_SPAN("World News");
    one.field[NDX_FIELD_KEYWORDS] = NDX_SPAN("news");
    one.field[NDX_FIELD_SOURCE] = NDX_SPAN("The Times");
    one.field[NDX_FIELD_URL] = NDX_SPAN("https://user@News.Example.co.uk:8080/a?b");
    assert_true(ndx_date_from_iso(NDX_SPAN("2025-11-30T01:00+03:00"), &one.date));
    assert_terms(
        one, (ndx_weights)NDX_WEIGHTS_DEFAULT,
        "D20251130:0 Hco.uk:0 Hexample.co.uk:0 Hnews.example.co.uk:0 "
        "Knews:0 Kworld "
        "news:0 Len:0 M202511:0 Qi:0 XAWanna:0 "
        "XAWbob:0 XAWmuller:0 "
        "XAWray:0 XKWnews:0 XKWworld:0 XSOthe times:0 XSWthe:0 XSWtimes:0 Y2025:0 Zx:6 \n");
}

static void a_date_gives_no_term_that_is_finer_than_it_is_known(void **state)
{
    ndx_article one = article("i", "x", "");
    (void)state;
    assert_true(ndx_date_from_iso(NDX_SPAN("2025-11"), &one.date));
    assert_terms(one, (ndx_weights)NDX_WEIGHTS_DEFAULT, "Len:0 M202511:0 Qi:0 Y2025:0 Zx:6 \n");
    assert_true(ndx_date_from_iso(NDX_SPAN("2025"), &one.date));
    assert_terms(one, (ndx_weights)NDX_WEIGHTS_DEFAULT, "Len:0 Qi:0 Y2025:0 Zx:6 \n");
}

static void neighbouring_characters_give_bigrams(void **state)
{
    ndx_article one =
        article("i", "", "\xE8\x8E\xAB\xE6\x96\xAF\xE7\xA7\x91 \xE8\xAB\x87"); /* 莫斯科 談 */
    (void)state;
    one.field[NDX_FIELD_LANGUAGE] = NDX_SPAN("zh");
    assert_terms(
        one, (ndx_weights){1, 1, 0},
        "Lzh:0 Qi:0 Z\xE6\x96\xAF\xE7\xA7\x91:1 Z\xE8\x8E\xAB\xE6\x96\xAF:1 \n"); /* not 科談: a
                                                                                     space parts
                                                                                     them */
}

static void the_byline_is_searched_as_author_and_as_text(void **state)
{
    ndx_article one = article("i", "x", "");
    (void)state;
    one.field[NDX_FIELD_BYLINE] = NDX_SPAN("By Jones");
    assert_terms(one, (ndx_weights){2, 6, 1},
                 "Len:0 Qi:0 XAWby:0 XAWjones:0 Zby:2 Zjone:2 Zx:6 \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_counted_as_often_as_it_stands_there),
        cmocka_unit_test(the_text_comes_back_from_the_ids),
        cmocka_unit_test(pieces_memory_and_forgotten_words_change_nothing),
        cmocka_unit_test(of_one_id_the_later_article_stays),
        cmocka_unit_test(of_one_id_the_higher_version_stays_then_the_later_change),
        cmocka_unit_test(an_article_in_the_file_can_still_be_replaced_and_removed),
        cmocka_unit_test(a_temporary_file_that_cannot_be_made_is_an_error),
        cmocka_unit_test(words_count_more_in_the_headline_and_in_the_lead),
        cmocka_unit_test(the_lead_ends_after_thirty_words),
        cmocka_unit_test(fields_give_whole_terms_and_words),
        cmocka_unit_test(a_date_gives_no_term_that_is_finer_than_it_is_known),
        cmocka_unit_test(ids_of_every_length_come_back_from_a_run),
        cmocka_unit_test(neighbouring_characters_give_bigrams),
        cmocka_unit_test(the_byline_is_searched_as_author_and_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
