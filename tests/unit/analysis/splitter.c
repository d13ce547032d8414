/* SPDX-License-Identifier: GPL-2.0-or-later */
/* splitter.c - where words begin and end. */
#include "newsdex/limits.h"
#include "newsdex/utf8.h"
#include "unit/analysis/support.h"

static void a_full_stop_between_letters_parts(void **state)
{
    (void)state;
    assert_split("en", "the end.The next", "[the]< >[end]<.>#[The]< >[next]");
    assert_split("en", "pic.twitter.com/cpylWd", "[pic]<.>[twitter]<.>[com]</>[cpylWd]");
}

static void an_acronym_is_one_word_with_its_last_stop(void **state)
{
    (void)state;
    assert_split("en", "U.S. troops", "[U.S.]< >[troops]");
    assert_split("en", "U.S troops", "[U.S]< >[troops]");
    assert_split("en", "a U.S.-backed plan", "[a]< >[U.S.]<->[backed]< >[plan]");
    assert_split("en", "e.g. J.K. Rowling", "[e.g.]< >[J.K.]< >[Rowling]");
    assert_split("en", "the U.S.'s and U.S.\xE2\x80\x99s",
                 "[the]< >[U.S.'s]< >[and]< >[U.S.\xE2\x80\x99s]");
    assert_split("en", "U.S.The", "[U.S]<.>#[The]");
    assert_split("en", "N.Korea", "[N]<.>[Korea]");
    assert_split("ru", "\xD0\xB8 \xD1\x82.\xD0\xB4. \xD0\xB4",
                 "[\xD0\xB8]< >[\xD1\x82.\xD0\xB4.]< >[\xD0\xB4]");
}

static void numbers_keep_stops_and_commas_between_digits(void **state)
{
    (void)state;
    assert_split("en", "$1.5bn 1,000 28th 3.5.1", "<$>[1.5bn]< >[1,000]< >[28th]< >[3.5.1]");
    assert_split("en", "5,6, 7. 8", "[5,6]<, >[7]<. >#[8]");
    assert_split("en", "COVID-19 28-point", "[COVID]<->[19]< >[28]<->[point]");
}

static void signs_and_handles_part(void **state)
{
    (void)state;
    assert_split("en", "@sentdefender #Ukraine a_b $5",
                 "<@>[sentdefender]< #>[Ukraine]< >[a]<_>[b]< $>[5]");
}

static void hyphens_of_every_kind_part(void **state)
{
    (void)state;
    static const char *const hyphens[] = {"-",
                                          "\xE2\x80\x90",
                                          "\xE2\x80\x91",
                                          "\xE2\x80\x92",
                                          "\xE2\x80\x93",
                                          "\xE2\x80\x94",
                                          "\xE2\x80\x95",
                                          "\xE2\x88\x92"};
    for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++) {
        char text[32];
        char expected[32];
        snprintf(text, sizeof text, "US%sUkraine", hyphens[i]);
        snprintf(expected, sizeof expected, "[US]<%s>[Ukraine]", hyphens[i]);
        assert_split("en", text, expected);
    }
}

static void invisible_characters_join_inside_and_are_left_at_the_end(void **state)
{
    (void)state;
    assert_split("en", "Uk\xC2\xADraine", "[Uk\xC2\xADraine]");
    assert_split("en", "Uk\xE2\x80\x8Draine", "[Uk\xE2\x80\x8Draine]");
    assert_split("fa", "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xB1",
                 "[\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xB1]");
    assert_split("en", "end\xE2\x80\x8F next\xC2\xAD-", "[end]<\xE2\x80\x8F >[next]<\xC2\xAD->");
    assert_split("en", "zero\xE2\x80\x8Bwidth",
                 "[zero]<\xE2\x80\x8B>[width]"); /* U+200B is a space */
}

static void apostrophes_of_every_kind_join(void **state)
{
    (void)state;
    static const char *const apostrophes[] = {
        "'", "\xE2\x80\x99", "\xCA\xBC", "\xEF\xBC\x87", "\xE2\x80\x98", "`", "\xC2\xB4"};
    for (size_t i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++) {
        char text[32];
        char expected[32];
        snprintf(text, sizeof text, "O%sBrien", apostrophes[i]);
        snprintf(expected, sizeof expected, "[O%sBrien]", apostrophes[i]);
        assert_split("en", text, expected);
    }
    assert_split("en", "'quoted' the workers' G20's",
                 "<'>[quoted]<' >[the]< >[workers]<' >[G20's]");
    assert_split("uk", "\xD0\xBC'\xD1\x8F\xD1\x82\xD0\xB0", "[\xD0\xBC'\xD1\x8F\xD1\x82\xD0\xB0]");
}

static void elisions_part_in_the_languages_that_have_them(void **state)
{
    (void)state;
    assert_split("fr",
                 "l'accord d\xE2\x80\x99"
                 "aujourd'hui",
                 "[l]<'>[accord]< >[d]<\xE2\x80\x99>[aujourd'hui]");
    assert_split("fr", "qu'il l'11 Jusqu'ici", "[qu]<'>[il]< >[l]<'>[11]< >[Jusqu]<'>[ici]");
    assert_split("it", "dell'accordo", "[dell]<'>[accordo]");
    assert_split("ca", "l'acord", "[l]<'>[acord]");
    assert_split("en", "l'accord", "[l'accord]");
    ndx_splitter splitter;
    ndx_token tokens[4];
    ndx_splitter_init(&splitter, NDX_SPAN("l'accord"), language("fr"));
    assert_int_equal(ndx_splitter_next(&splitter, tokens, 4), 3);
    assert_true(tokens[0].flags & NDX_TOKEN_FRONT);
    assert_false(tokens[2].flags & NDX_TOKEN_FRONT);
}

static void a_colon_joins_in_finnish_and_swedish_only(void **state)
{
    (void)state;
    assert_split("fi", "EU:n joht", "[EU:n]< >[joht]");
    assert_split("en", "Update:The", "[Update]<:>[The]");
}

static void each_character_of_spaceless_scripts_is_a_word(void **state)
{
    (void)state;
    assert_split("zh", "\xE8\x8E\xAB\xE6\x96\xAF", "[\xE8\x8E\xAB]<>[\xE6\x96\xAF]");
    assert_split("zh", "iPhone\xE6\x89\x8B", "[iPhone]<>[\xE6\x89\x8B]");
    assert_split("ko", "\xED\x95\x9C\xEA\xB5\xAD", "[\xED\x95\x9C]<>[\xEA\xB5\xAD]");
    assert_split("ja", "\xE3\x83\x86\xE3\x81\xAB", "[\xE3\x83\x86]<>[\xE3\x81\xAB]");
    /* Thai: the vowel sign belongs to its consonant */
    assert_split("th", "\xE0\xB8\x81\xE0\xB8\xB4\xE0\xB8\x99",
                 "[\xE0\xB8\x81\xE0\xB8\xB4]<>[\xE0\xB8\x99]");
    ndx_splitter splitter;
    ndx_token tokens[4];
    ndx_splitter_init(&splitter, NDX_SPAN("\xE8\x8E\xAB\xE6\x96\xAF"), language("zh"));
    assert_int_equal(ndx_splitter_next(&splitter, tokens, 4), 3);
    assert_true(tokens[0].flags & NDX_TOKEN_NGRAM);
    assert_int_equal(tokens[1].size, 0);
}

static void a_long_word_is_cut_into_pieces_that_join(void **state)
{
    (void)state;
    char text[10001];
    memset(text, 'a', 10000);
    text[10000] = '\0';
    ndx_splitter splitter;
    ndx_token tokens[400];
    ndx_splitter_init(&splitter, ndx_span_of(text), language("en"));
    size_t count = ndx_splitter_next(&splitter, tokens, 400);
    assert_int_equal(count, 2 * 156 + 1); /* 156 pieces of 64, one of 16 */
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(tokens[i].kind, i % 2 ? NDX_TOKEN_SEPARATOR : NDX_TOKEN_WORD);
        assert_int_equal(tokens[i].size, i % 2 ? 0 : i == count - 1 ? 16 : 64);
        if (i % 2 == 0)
            assert_int_equal((tokens[i].flags & NDX_TOKEN_CUT) != 0, i != count - 1);
    }
}

static void a_long_separator_comes_in_pieces_and_the_last_has_the_break(void **state)
{
    (void)state;
    char text[1003];
    memset(text, '-', sizeof text);
    memcpy(text, "a", 1);
    memcpy(text + 900, "\n\n", 2);
    text[1001] = 'b';
    text[1002] = '\0';
    ndx_splitter splitter;
    ndx_token tokens[16];
    ndx_splitter_init(&splitter, ndx_span_of(text), language("en"));
    size_t count = ndx_splitter_next(&splitter, tokens, 16);
    assert_int_equal(count, 6);
    for (size_t i = 1; i < 5; i++) {
        assert_int_equal(tokens[i].kind, NDX_TOKEN_SEPARATOR);
        assert_true(tokens[i].size <= NDX_LIMIT_WORD_BYTES);
        assert_int_equal(tokens[i].breaks, i == 4 ? NDX_BREAK_PARAGRAPH : NDX_BREAK_NONE);
    }
}

/* Where single spaces are left out, all other tokens are the same. */
static void check_left_out_spaces(ndx_span text, ndx_language code)
{
    ndx_splitter all;
    ndx_splitter fewer;
    ndx_token whole[4];
    ndx_token some[5];
    size_t whole_count = 0;
    size_t at = 0;
    size_t count;
    ndx_splitter_init(&all, text, code);
    ndx_splitter_init(&fewer, text, code);
    fewer.leave_out_spaces = true;
    while ((count = ndx_splitter_next(&fewer, some, 5)) > 0) {
        for (size_t i = 0; i < count; i++) {
            bool found = false;
            while (!found) {
                if (at == whole_count) {
                    whole_count = ndx_splitter_next(&all, whole, 4);
                    assert_true(whole_count > 0);
                    at = 0;
                }
                const ndx_token *next = &whole[at++];
                found = next->data == some[i].data && next->kind == some[i].kind;
                if (!found) {
                    assert_int_equal(next->kind, NDX_TOKEN_SEPARATOR);
                    assert_true(next->size == 1 && next->data[0] == ' ');
                    assert_int_equal(next->breaks, NDX_BREAK_NONE);
                } else {
                    assert_int_equal(next->size, some[i].size);
                    assert_int_equal(next->breaks, some[i].breaks);
                    assert_int_equal(next->flags, some[i].flags);
                }
            }
        }
    }
    assert_int_equal(at, whole_count);
    assert_int_equal(ndx_splitter_next(&all, whole, 4), 0);
}

/* The tokens of both paths are the same, alternate, obey the limits, and put together are the text.
 */
static void check_text(ndx_span text, ndx_language code)
{
    ndx_splitter fast;
    ndx_splitter slow;
    ndx_token a[7];
    ndx_token b[7];
    size_t at = 0;
    int last = -1;
    bool piece = false;
    ndx_splitter_init(&fast, text, code);
    ndx_splitter_init(&slow, text, code);
    slow.ascii_only_disabled = true;
    for (;;) {
        size_t count = ndx_splitter_next(&fast, a, 7);
        assert_int_equal(ndx_splitter_next(&slow, b, 7), count);
        if (!count)
            break;
        for (size_t i = 0; i < count; i++) {
            if (a[i].data != b[i].data || a[i].size != b[i].size || a[i].kind != b[i].kind ||
                a[i].breaks != b[i].breaks || a[i].flags != b[i].flags)
                fail_msg("paths differ at byte %zu of \"%.*s\": \"%.*s\" %d %d %d, general "
                         "\"%.*s\" %d %d %d",
                         at, NDX_SPAN_ARGS(text), (int)a[i].size, a[i].data, a[i].kind, a[i].breaks,
                         a[i].flags, (int)b[i].size, b[i].data, b[i].kind, b[i].breaks, b[i].flags);
            assert_ptr_equal(a[i].data, text.data + at);
            assert_true(a[i].size <= NDX_LIMIT_WORD_BYTES);
            if (a[i].kind == last && !(piece && last == NDX_TOKEN_SEPARATOR))
                fail_msg("two of kind %d in a row at byte %zu: \"%.*s\"", last, at,
                         (int)(at > 20 ? 40 : 20), text.data + (at > 20 ? at - 20 : 0));
            assert_true(a[i].size > 0 || a[i].kind == NDX_TOKEN_SEPARATOR);
            bool ascii = ndx_ascii_prefix(ndx_span_make(a[i].data, a[i].size)) == a[i].size;
            assert_int_equal((a[i].flags & NDX_TOKEN_ASCII) != 0, ascii);
            piece = a[i].kind == NDX_TOKEN_SEPARATOR && a[i].size > NDX_LIMIT_WORD_BYTES - 4;
            last = a[i].kind;
            at += a[i].size;
        }
    }
    assert_int_equal(at, text.size);
    check_left_out_spaces(text, code);
}

static void the_ascii_path_gives_what_the_general_path_gives(void **state)
{
    (void)state;
    static const char alphabet[] = "aabcSsTUtzé0123..,,;:''``  \n-_\"!?()$@#%/";
    static const char *const codes[] = {"en", "fr", "fi", "it", "de", "", "el"};
    random_source source = {42};
    char text[200];
    for (unsigned round = 0; round < 200000; round++) {
        size_t size = random_below(&source, round % 50 == 0 ? 199 : 24);
        for (size_t i = 0; i < size; i++)
            text[i] = round % 3 == 0 ? (char)(1 + random_below(&source, 127))
                                     : alphabet[random_below(&source, sizeof alphabet - 1)];
        /* the alphabet's é comes in halves: replace what is not valid */
        for (size_t i = 0; i < size; i++)
            if ((unsigned char)text[i] >= 0x80)
                text[i] = 'e';
        check_text(ndx_span_make(text, size), language(codes[round % 7]));
    }
}

/* Characters of every class, and combinations that are awkward. */
static const uint32_t characters[] = {
    'a',     'b',     'S',    's',     'U',    '1',    '2',    '.',     '.',      ',',     '\'',
    ' ',     ' ',     '-',    '"',     ':',    '\n',   '!',    '`',     0x00E9,   0x00DF,  0x0130,
    0x0301,  0x0308,  0x00AD, 0x200B,  0x200C, 0x200D, 0x200E, 0x2060,  0xFEFF,   0x2019,  0x2018,
    0xFF07,  0x02BC,  0x00B4, 0x00B7,  0x2027, 0x2024, 0xFF0E, 0xFE52,  0x2044,   0x037E,  0x0416,
    0x0457,  0x05D0,  0x05F4, 0x05F3,  0x0627, 0x0640, 0x064B, 0x0661,  0x0664,   0x066B,  0x0915,
    0x0940,  0x094D,  0x0966, 0x0E01,  0x0E34, 0x0E33, 0x0E40, 0x1780,  0x17D2,   0x3042,  0x30A2,
    0x30FC,  0x3099,  0x4E2D, 0x20000, 0x3007, 0x3005, 0x1100, 0x1161,  0xAC00,   0xFF71,  0xFF9E,
    0xFF21,  0xFF11,  0x2082, 0x00B2,  0x00BD, 0x2160, 0x24D0, 0x1F600, 0x1F3FB,  0x1F1FA, 0x1F1F8,
    0xFE0F,  0xE0100, 0x3002, 0x061F,  0x0964, 0x2026, 0x2028, 0xFFFD,  0x10FFFF, 0xE000,  0x1D11E,
    0x1E900, 0xFB01,  0xFDFA, 0x0958,  0x2E2F, 0x070F,
};

static void the_tokens_put_together_are_the_text(void **state)
{
    (void)state;
    static const char *const codes[] = {"en", "fr", "zh", "ar", "fi", "", "he"};
    random_source source = {7};
    char text[1200];
    for (unsigned round = 0; round < 100000; round++) {
        size_t size = 0;
        uint32_t length = random_below(&source, round % 100 == 0 ? 290 : 16);
        uint32_t favourite = random_below(&source, sizeof characters / sizeof *characters);
        for (uint32_t i = 0; i < length; i++) {
            uint32_t pick = round % 4 == 0 && random_below(&source, 4)
                                ? favourite
                                : random_below(&source, sizeof characters / sizeof *characters);
            uint32_t c = round % 16 == 1 ? random_below(&source, 0x110000) : characters[pick];
            size += ndx_utf8_encode(c, text + size);
        }
        check_text(ndx_span_make(text, size), language(codes[round % 7]));
    }
}

static void bytes_that_are_not_utf8_lose_nothing_either(void **state)
{
    (void)state;
    random_source source = {99};
    char text[64];
    for (unsigned round = 0; round < 100000; round++) {
        size_t size = random_below(&source, sizeof text);
        for (size_t i = 0; i < size; i++)
            text[i] = (char)random_below(&source, 256);
        check_text(ndx_span_make(text, size), language("en"));
    }
}

static void both_paths_agree_on_real_text(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        const char *command;
    } sets[] = {
        {"en", "tar xzOf bbc/bbc.tar.gz"},
        {"de", "zcat 10kgnad/test.csv.gz"},
        {"fr", "zcat masakhanews/fra-test.tsv.gz"},
        {"ar", "zcat saudinewsnet/articles.jsonl.gz"},
        {"uk", "tar xzOf bruk-press/bruk-press.tar.gz"},
    };
    unsigned read = 0;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        ndx_buffer text = {0};
        if (real_text(sets[i].command, 3000000, &text)) {
            check_text(ndx_buffer_span(&text), language(sets[i].code));
            read++;
        }
        ndx_buffer_free(&text);
    }
    if (!read) {
        print_message("skipped: no real news in $NEWSDEX_DATA\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_stop_between_letters_parts),
        cmocka_unit_test(an_acronym_is_one_word_with_its_last_stop),
        cmocka_unit_test(numbers_keep_stops_and_commas_between_digits),
        cmocka_unit_test(signs_and_handles_part),
        cmocka_unit_test(hyphens_of_every_kind_part),
        cmocka_unit_test(invisible_characters_join_inside_and_are_left_at_the_end),
        cmocka_unit_test(apostrophes_of_every_kind_join),
        cmocka_unit_test(elisions_part_in_the_languages_that_have_them),
        cmocka_unit_test(a_colon_joins_in_finnish_and_swedish_only),
        cmocka_unit_test(each_character_of_spaceless_scripts_is_a_word),
        cmocka_unit_test(a_long_word_is_cut_into_pieces_that_join),
        cmocka_unit_test(a_long_separator_comes_in_pieces_and_the_last_has_the_break),
        cmocka_unit_test(the_ascii_path_gives_what_the_general_path_gives),
        cmocka_unit_test(the_tokens_put_together_are_the_text),
        cmocka_unit_test(bytes_that_are_not_utf8_lose_nothing_either),
        cmocka_unit_test(both_paths_agree_on_real_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
