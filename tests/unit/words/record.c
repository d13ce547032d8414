/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record.c - tests of an article's record as bytes, and of its text coming back byte for byte. */
#include "unit/unit.h"

#include "newsdex/text.h"
#include "support.h"

/* ---- random records ---- */

static ndx_date random_date(dice_state *dice)
{
    ndx_date date = {.precision = (uint8_t)roll(dice, NDX_PRECISION_FRACTION + 1)};
    if (date.precision == NDX_PRECISION_NONE)
        return date;
    date.year = (int16_t)(1 + roll(dice, 9999));
    date.month = date.day = 1;
    if (date.precision >= NDX_PRECISION_MONTH)
        date.month = (uint8_t)(1 + roll(dice, 12));
    if (date.precision >= NDX_PRECISION_DAY)
        date.day = (uint8_t)(1 + roll(dice, ndx_days_in_month(date.year, date.month)));
    if (date.precision >= NDX_PRECISION_HOUR)
        date.hour = (uint8_t)roll(dice, 24);
    if (date.precision >= NDX_PRECISION_MINUTE)
        date.minute = (uint8_t)roll(dice, 60);
    if (date.precision >= NDX_PRECISION_SECOND)
        date.second = (uint8_t)roll(dice, 60);
    if (date.precision == NDX_PRECISION_FRACTION)
        date.nanosecond = roll(dice, 1000000000);
    if (date.precision >= NDX_PRECISION_HOUR && roll(dice, 2)) {
        date.zone_known = true;
        date.zone_minutes = (int16_t)((int)roll(dice, 2 * 14 * 60 + 1) - 14 * 60);
    }
    return date;
}

static ndx_span pick(dice_state *dice)
{
    static const char *const texts[] = {
        "", "", "a", "folder/story.html", "https://example.org/a", "Nov. 30, 2025", "\x01\x80\xFF"};
    return ndx_span_of(texts[roll(dice, sizeof texts / sizeof *texts)]);
}

static ndx_record random_record(dice_state *dice)
{
    ndx_record r = {.serial = (uint64_t)roll(dice, 1u << 30) << roll(dice, 30),
                    .document = roll(dice, UINT32_MAX),
                    .update = roll(dice, 100000),
                    .language = (uint8_t)roll(dice, 256),
                    .language_detected = roll(dice, 2)};
    for (size_t i = 0; i < sizeof r.words_name; i++)
        r.words_name[i] = (uint8_t)roll(dice, 256);
    r.date = random_date(dice);
    r.modified = random_date(dice);
    r.id = pick(dice);
    r.path = roll(dice, 2) ? pick(dice) : ndx_span_make(r.id.data, r.id.size / 2);
    r.url = roll(dice, 2) ? pick(dice) : r.id;
    r.date_text = pick(dice);
    r.modified_text = pick(dice);
    if (roll(dice, 2))
        r.signature = NDX_SPAN("\x80 signature \xFF\0\0\0");
    uint32_t *const atoms[] = {&r.source,    &r.version, &r.language_text,
                               &r.path_atom, &r.site,    &r.folder};
    for (size_t i = 0; i < sizeof atoms / sizeof *atoms; i++)
        *atoms[i] = roll(dice, 2) ? 1 + roll(dice, 1u << 28) : 0;
    r.atoms_section = pick(dice);
    r.atoms_keywords = pick(dice);
    r.atoms_authors = pick(dice);
    if (roll(dice, 2))
        r.origin_set = 1 + roll(dice, 1000);
    for (int i = 0; i < NDX_FIELD_COUNT && !r.origin_set; i++)
        r.origin[i] = roll(dice, 2) ? 1 + roll(dice, 1000) : 0;
    for (int i = 0; i < NDX_TEXT_COUNT; i++) {
        r.code[i] = pick(dice);
        r.word_count[i] = r.code[i].size ? roll(dice, (uint32_t)r.code[i].size + 1) : 0;
    }
    return r;
}

static void assert_same_date(const ndx_date *a, const ndx_date *b)
{
    assert_int_equal(a->precision, b->precision);
    assert_int_equal(a->year, b->year);
    assert_int_equal(a->month, b->month);
    assert_int_equal(a->day, b->day);
    assert_int_equal(a->hour, b->hour);
    assert_int_equal(a->minute, b->minute);
    assert_int_equal(a->second, b->second);
    assert_int_equal(a->nanosecond, b->nanosecond);
    assert_int_equal(a->zone_known, b->zone_known);
    assert_int_equal(a->zone_minutes, b->zone_minutes);
}

static void assert_same_record(const ndx_record *a, const ndx_record *b)
{
    assert_true(a->serial == b->serial && a->document == b->document && a->update == b->update);
    assert_memory_equal(a->words_name, b->words_name, sizeof a->words_name);
    assert_int_equal(a->language, b->language);
    assert_int_equal(a->language_detected, b->language_detected);
    assert_same_date(&a->date, &b->date);
    assert_same_date(&a->modified, &b->modified);
    assert_true(ndx_span_equal(a->id, b->id));
    assert_true(ndx_span_equal(a->path, b->path));
    assert_true(ndx_span_equal(a->url, b->url));
    assert_true(ndx_span_equal(a->date_text, b->date_text));
    assert_true(ndx_span_equal(a->modified_text, b->modified_text));
    assert_true(ndx_span_equal(a->signature, b->signature));
    assert_int_equal(a->site, b->site);
    assert_int_equal(a->folder, b->folder);
    assert_true(a->source == b->source && a->version == b->version);
    assert_true(a->language_text == b->language_text && a->path_atom == b->path_atom);
    assert_int_equal(a->origin_set, b->origin_set);
    assert_memory_equal(a->origin, b->origin, sizeof a->origin);
    assert_true(ndx_span_equal(a->atoms_section, b->atoms_section));
    assert_true(ndx_span_equal(a->atoms_keywords, b->atoms_keywords));
    assert_true(ndx_span_equal(a->atoms_authors, b->atoms_authors));
    for (int i = 0; i < NDX_TEXT_COUNT; i++) {
        assert_int_equal(a->word_count[i], b->word_count[i]);
        assert_true(ndx_span_equal(a->code[i], b->code[i]));
    }
}

/* What a matcher needs of the record, and nothing else, is skimmed. */
static void assert_skimmed(const ndx_record *read, ndx_span bytes)
{
    ndx_record skimmed = {0};
    ndx_error error = {0};
    if (!ndx_record_skim(bytes, &skimmed, &error))
        fail_msg("%s", error.message);
    assert_true(read->serial == skimmed.serial && read->document == skimmed.document);
    assert_true(read->update == skimmed.update && read->language == skimmed.language);
    assert_memory_equal(read->words_name, skimmed.words_name, sizeof read->words_name);
    assert_true(ndx_span_equal(read->id, skimmed.id));
    assert_true(ndx_span_equal(read->signature, skimmed.signature));
    assert_ptr_equal(read->texts.data, skimmed.texts.data);
    assert_int_equal(read->texts.size, skimmed.texts.size);
    for (int i = 0; i < NDX_TEXT_COUNT; i++) {
        assert_int_equal(read->word_count[i], skimmed.word_count[i]);
        assert_true(ndx_span_equal(read->code[i], skimmed.code[i]));
    }
}

/* ---- tests of the bytes ---- */

static void every_part_of_a_record_comes_back(void **state)
{
    (void)state;
    dice_state dice = {1};
    for (int round = 0; round < 20000; round++) {
        ndx_record written = random_record(&dice);
        ndx_record read;
        ndx_buffer bytes = {0};
        ndx_error error = {0};
        uint64_t serial = 0;
        uint32_t document = 0;
        assert_true(ndx_record_append(&bytes, &written, &error));
        if (!ndx_record_read(ndx_buffer_span(&bytes), &read, &error))
            fail_msg("round %d: %s", round, error.message);
        assert_same_record(&written, &read);
        assert_skimmed(&read, ndx_buffer_span(&bytes));
        assert_true(ndx_record_address(ndx_buffer_span(&bytes), &serial, &document));
        assert_true(serial == written.serial && document == written.document);
        ndx_buffer_free(&bytes);
    }
}

/* In a zone west of Greenwich a leap second does not come at midnight. */
static void a_leap_second_comes_back_in_every_zone(void **state)
{
    (void)state;
    static const char *const texts[] = {"2016-12-31T23:59:60Z", "2016-12-31T18:59:60-05:00",
                                        "2017-01-01T05:29:60.5+05:30"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ndx_record written = {.id = NDX_SPAN("a")};
        ndx_record read;
        ndx_buffer bytes = {0};
        assert_true(ndx_date_from_iso(ndx_span_of(texts[i]), &written.date));
        assert_true(ndx_record_append(&bytes, &written, NULL));
        assert_true(ndx_record_read(ndx_buffer_span(&bytes), &read, NULL));
        assert_same_date(&written.date, &read.date);
        ndx_buffer_free(&bytes);
    }
}

/* A copy of exactly its size on the heap, so that the sanitizer sees a byte read too far. */
static bool read_copy(ndx_span bytes, ndx_error *error)
{
    char *copy = malloc(bytes.size + 1);
    ndx_record read;
    memcpy(copy + 1, bytes.data, bytes.size);
    bool done = ndx_record_read(ndx_span_make(copy + 1, bytes.size), &read, error);
    ndx_record skimmed = {0};
    assert_true(ndx_record_skim(ndx_span_make(copy + 1, bytes.size), &skimmed, NULL) || !done);
    free(copy);
    return done;
}

static void a_damaged_record_is_refused_or_read_but_never_crashes(void **state)
{
    (void)state;
    dice_state dice = {2};
    for (int round = 0; round < 200; round++) {
        ndx_record written = random_record(&dice);
        ndx_buffer bytes = {0};
        assert_true(ndx_record_append(&bytes, &written, NULL));
        for (size_t at = 0; at < bytes.size; at++) {
            for (int bit = 0; bit < 8; bit++) {
                ndx_error error = {0};
                bytes.data[at] = (char)(bytes.data[at] ^ (1 << bit));
                if (!read_copy(ndx_buffer_span(&bytes), &error))
                    assert_true(error.code == NDX_ERROR_CORRUPT || error.code == NDX_ERROR_VERSION);
                bytes.data[at] = (char)(bytes.data[at] ^ (1 << bit));
            }
            ndx_error error = {0};
            if (!read_copy(ndx_span_make(bytes.data, at), &error))
                assert_int_equal(error.code, NDX_ERROR_CORRUPT);
            else /* only a body may be shorter and whole */
                assert_true(written.code[NDX_TEXT_BODY].size > 0);
        }
        ndx_buffer_free(&bytes);
    }
}

/* ---- tests of the text ---- */

static const char *const pieces[] = {"the",
                                     "The",
                                     "Trump's",
                                     "U.S.",
                                     "3.5",
                                     "caf\xC3\xA9",
                                     "\xE4\xB8\xAD\xE6\x96\x87",
                                     " ",
                                     " ",
                                     " ",
                                     ". ",
                                     ", ",
                                     "\n\n",
                                     "-",
                                     "(",
                                     ")",
                                     "\xE2\x80\x94",
                                     "$",
                                     "MOSCOW",
                                     "\xEF\xBF\xBD",
                                     "a\xCC\x81"};

static ndx_span random_text(dice_state *dice, ndx_arena *arena)
{
    ndx_buffer text = {0};
    ndx_span kept = {0};
    uint32_t length = roll(dice, 60);
    for (uint32_t i = 0; i < length; i++)
        ndx_buffer_append_text(&text, pieces[roll(dice, sizeof pieces / sizeof *pieces)]);
    ndx_text normal = {0};
    assert_true(ndx_text_append(&normal, ndx_buffer_span(&text), NDX_NEWLINES_BLANK_LINE_PARTS));
    ndx_arena_copy(arena, ndx_text_span(&normal), &kept);
    ndx_text_free(&normal);
    ndx_buffer_free(&text);
    return kept;
}

enum { ARTICLES = 300 };

typedef struct made {
    library_state library;
    ndx_arena arena;
    ndx_span text[ARTICLES][NDX_TEXT_COUNT];
} made;

static made *make_articles(uint64_t seed)
{
    made *m = calloc(1, sizeof *m);
    dice_state dice = {seed};
    ndx_error error = {0};
    for (int i = 0; i < ARTICLES; i++) {
        for (int field = 0; field < NDX_TEXT_COUNT; field++)
            m->text[i][field] = random_text(&dice, &m->arena);
        assert_true(library_add(&m->library, m->text[i], ndx_language_from_code(NDX_SPAN("en"))));
    }
    if (!library_finish(&m->library, &error))
        fail_msg("%s", error.message);
    return m;
}

static void free_articles(made *m)
{
    library_free(&m->library);
    ndx_arena_free(&m->arena);
    free(m);
}

static void a_text_comes_back_byte_for_byte(void **state)
{
    (void)state;
    made *m = make_articles(3);
    ndx_buffer text = {0};
    for (int i = 0; i < ARTICLES; i++)
        for (int field = 0; field < NDX_TEXT_COUNT; field++) {
            ndx_buffer_clear(&text);
            assert_true(ndx_record_text(m->library.list, &m->library.record[i],
                                        (ndx_text_field)field, &text, NULL));
            assert_true(ndx_span_equal(ndx_buffer_span(&text), m->text[i][field]));
        }
    ndx_buffer_free(&text);
    free_articles(m);
}

static void the_words_of_a_text_stand_where_they_say(void **state)
{
    (void)state;
    made *m = make_articles(4);
    ndx_buffer text = {0};
    for (int i = 0; i < ARTICLES; i++)
        for (int field = 0; field < NDX_TEXT_COUNT; field++) {
            const ndx_record *record = &m->library.record[i];
            ndx_arena arena = {0};
            ndx_text_word *words = NULL;
            size_t count = 0;
            assert_true(ndx_record_text_words(m->library.list, record, (ndx_text_field)field,
                                              &arena, &text, &words, &count, NULL));
            assert_true(ndx_span_equal(ndx_buffer_span(&text), m->text[i][field]));
            assert_int_equal(count, record->word_count[field]);
            for (size_t k = 0; k < count; k++) {
                const ndx_word *word = NULL;
                assert_true(ndx_words_get(m->library.list, words[k].number, &word, NULL));
                assert_int_equal(words[k].position,
                                 ndx_record_field_start(record, (ndx_text_field)field) + k);
                assert_true(
                    ndx_span_equal(word->surface, ndx_span_make(text.data + words[k].begin,
                                                                words[k].end - words[k].begin)));
            }
            ndx_arena_free(&arena);
        }
    ndx_buffer_free(&text);
    free_articles(m);
}

static void damaged_codes_give_an_error_or_a_text_and_never_a_crash(void **state)
{
    (void)state;
    made *m = make_articles(6);
    dice_state dice = {7};
    for (int round = 0; round < 5000; round++) {
        ndx_record record = m->library.record[roll(&dice, ARTICLES)];
        ndx_span code = record.code[NDX_TEXT_BODY];
        ndx_buffer text = {0};
        ndx_arena arena = {0};
        ndx_text_word *words = NULL;
        size_t count = 0;
        ndx_error error = {0};
        if (!code.size)
            continue;
        char *copy = malloc(code.size);
        memcpy(copy, code.data, code.size);
        copy[roll(&dice, (uint32_t)code.size)] = (char)roll(&dice, 256);
        record.code[NDX_TEXT_BODY] =
            ndx_span_make(copy, roll(&dice, 2) ? code.size : roll(&dice, (uint32_t)code.size + 1));
        record.word_count[NDX_TEXT_BODY] += roll(&dice, 3);
        if (!ndx_record_text_words(m->library.list, &record, NDX_TEXT_BODY, &arena, &text, &words,
                                   &count, &error))
            assert_int_equal(error.code, NDX_ERROR_CORRUPT);
        error = (ndx_error){0};
        if (!ndx_record_window(m->library.list, &record, NDX_TEXT_BODY, roll(&dice, 20),
                               roll(&dice, 20), roll(&dice, 200), &arena, &text, &words, &count,
                               &error))
            assert_int_equal(error.code, NDX_ERROR_CORRUPT);
        ndx_buffer_free(&text);
        ndx_arena_free(&arena);
        free(copy);
    }
    free_articles(m);
}

/* A site that the list does not have was read all the same: bytes from anywhere. */
static void an_atom_that_the_list_lacks_makes_the_article_damaged(void **state)
{
    (void)state;
    made *m = make_articles(8);
    const uint32_t missing = ndx_words_count(m->library.list) + 1;
    for (int i = 0; i < 7; i++) {
        ndx_record record = m->library.record[0];
        uint32_t *const atoms[] = {&record.source,    &record.version, &record.language_text,
                                   &record.path_atom, &record.site,    &record.folder,
                                   &record.origin_set};
        ndx_arena arena = {0};
        ndx_article article = {0};
        ndx_error error = {0};
        *atoms[i] = missing;
        assert_false(ndx_record_article_head(m->library.list, &record, &arena, &article, &error));
        assert_int_equal(error.code, NDX_ERROR_CORRUPT);
        ndx_arena_free(&arena);
    }
    free_articles(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_of_a_record_comes_back),
        cmocka_unit_test(a_leap_second_comes_back_in_every_zone),
        cmocka_unit_test(a_damaged_record_is_refused_or_read_but_never_crashes),
        cmocka_unit_test(a_text_comes_back_byte_for_byte),
        cmocka_unit_test(the_words_of_a_text_stand_where_they_say),
        cmocka_unit_test(damaged_codes_give_an_error_or_a_text_and_never_a_crash),
        cmocka_unit_test(an_atom_that_the_list_lacks_makes_the_article_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
