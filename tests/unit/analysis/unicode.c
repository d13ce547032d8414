/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unicode.c - where the splitter is not tailored it agrees with ICU's word break iterator; the
 * ASCII classes with the library. */
#include "analysis/properties.h"
#include "newsdex/utf8.h"
#include "unit/analysis/support.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* Characters that no tailoring touches: letters and digits of scripts with spaces, marks, commas,
 * hyphens, quotes. */
static const uint32_t plain[] = {
    'a',     'b',     'Z',     '1',    '2',    '0',    ',',    ';',    ' ',    ' ',
    '-',     '(',     '/',     '!',    '?',    '$',    '#',    '&',    '%',    0x00E9,
    0x00DF,  0x0301,  0x0308,  0x00B7, 0x2027, 0x2013, 0x2014, 0x00A0, 0x00AB, 0x00BD,
    0x00A7,  0x03B1,  0x0416,  0x0457, 0x0561, 0x0627, 0x0644, 0x064B, 0x0661, 0x066C,
    0x060C,  0x0915,  0x0940,  0x0966, 0x10D0, 0x1200, 0x0C95, 0x0CCD, 0x0BA4, 0x2160,
    0x1D400, 0x10400, 0x1F600, 0x2026, 0x2044, 0x00AD,
};

/* Both lists of words, one after another, by their first byte and length. */
static void assert_as_icu(ndx_span text)
{
    UErrorCode status = U_ZERO_ERROR;
    UText *utext = utext_openUTF8(NULL, text.data, (int64_t)text.size, &status);
    UBreakIterator *words = ubrk_open(UBRK_WORD, "en", NULL, 0, &status);
    ubrk_setUText(words, utext, &status);
    assert_true(U_SUCCESS(status));
    ndx_splitter splitter;
    ndx_token token[4];
    size_t count = 0;
    size_t at = 0;
    ndx_splitter_init(&splitter, text, language("en"));
    int32_t begin = ubrk_first(words);
    for (int32_t end = ubrk_next(words); end != UBRK_DONE; begin = end, end = ubrk_next(words)) {
        if (ubrk_getRuleStatus(words) < UBRK_WORD_NONE_LIMIT)
            continue;
        while (end > begin + 1 && (unsigned char)text.data[end - 2] == 0xC2 &&
               (unsigned char)text.data[end - 1] == 0xAD)
            end -= 2; /* tailored: a soft hyphen at the end belongs to the separator */
        for (;;) {
            if (at == count) {
                count = ndx_splitter_next(&splitter, token, 4);
                at = 0;
                if (!count)
                    fail_msg("ICU has the word \"%.*s\" more in \"%.*s\"", end - begin,
                             text.data + begin, NDX_SPAN_ARGS(text));
            }
            if (token[at].kind == NDX_TOKEN_WORD)
                break;
            at++;
        }
        if (token[at].data != text.data + begin || token[at].size != (uint32_t)(end - begin))
            fail_msg("\"%.*s\", ICU \"%.*s\" in \"%.*s\"", (int)token[at].size, token[at].data,
                     end - begin, text.data + begin, NDX_SPAN_ARGS(text));
        at++;
    }
    for (; at < count || (count = ndx_splitter_next(&splitter, token, 4)) > 0;
         at = at < count ? at + 1 : 0)
        if (at < count && token[at].kind == NDX_TOKEN_WORD)
            fail_msg("ICU does not have the word \"%.*s\" in \"%.*s\"", (int)token[at].size,
                     token[at].data, NDX_SPAN_ARGS(text));
    ubrk_close(words);
    utext_close(utext);
}

static void random_text_is_cut_as_icu_cuts_it(void **state)
{
    (void)state;
    random_source source = {23};
    char text[128];
    for (unsigned round = 0; round < 20000; round++) {
        size_t size = 0;
        uint32_t length = random_below(&source, 20);
        for (uint32_t i = 0; i < length; i++)
            size += ndx_utf8_encode(plain[random_below(&source, sizeof plain / sizeof *plain)],
                                    text + size);
        assert_as_icu(ndx_span_make(text, size));
    }
}

/* Tailored characters become spaces, elisions and acronyms with them. */
static void real_text_is_cut_as_icu_cuts_it(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "tar xzOf bbc/bbc.tar.gz | head -c 400000",
        "zcat 10kgnad/test.csv.gz | head -c 400000",
        "zcat masakhanews/fra-test.tsv.gz | head -c 400000",
        "zcat saudinewsnet/articles.jsonl.gz | head -c 400000",
        "tar xzOf bruk-press/bruk-press.tar.gz | head -c 400000",
    };
    unsigned read = 0;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        ndx_buffer text = {0};
        ndx_buffer clean = {0};
        if (real_text(commands[i], 400000, &text)) {
            size_t length;
            for (const char *at = text.data; at < text.data + text.size; at += length) {
                uint32_t c = ndx_utf8_decode(at, text.data + text.size, &length);
                ndx_class class = ndx_character_class(c);
                bool tailored = class == NDX_CLASS_STOP || class == NDX_CLASS_COLON ||
                                class == NDX_CLASS_NGRAM || class == NDX_CLASS_FORMAT ||
                                class == NDX_CLASS_APOSTROPHE || class == NDX_CLASS_ACCENT ||
                                c == '_' || c == 0x202F || c == '@' ||
                                /* ICU's own tailoring */ (c >= 0x2080 && c <= 0x2089) ||
                                c == NDX_REPLACEMENT;
                ndx_buffer_append(&clean, tailored ? " " : at, tailored ? 1 : length);
            }
            assert_as_icu(ndx_buffer_span(&clean));
            read++;
        }
        ndx_buffer_free(&text);
        ndx_buffer_free(&clean);
    }
    if (!read) {
        print_message("skipped: no real news in $NEWSDEX_DATA\n");
        skip();
    }
}

static void the_shortcuts_give_what_the_library_gives(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++)
        if (ndx_character_class(c) != ndx_character_class_from_library(c))
            fail_msg("U+%04X: %d, from the library %d", (unsigned)c, ndx_character_class(c),
                     ndx_character_class_from_library(c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_text_is_cut_as_icu_cuts_it),
        cmocka_unit_test(real_text_is_cut_as_icu_cuts_it),
        cmocka_unit_test(the_shortcuts_give_what_the_library_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
