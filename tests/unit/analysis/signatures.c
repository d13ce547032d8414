/* SPDX-License-Identifier: GPL-2.0-or-later */
/* signatures.c - copies are told from retellings. */
#include "unit/analysis/support.h"

static bool sign(const char *text, size_t size, uint8_t signature[NDX_SIGNATURE_BYTES])
{
    ndx_signature_builder builder;
    ndx_splitter splitter;
    ndx_token tokens[64];
    ndx_buffer folded = {0};
    size_t count;
    ndx_signature_begin(&builder);
    ndx_splitter_init(&splitter, ndx_span_make(text, size), language("en"));
    while ((count = ndx_splitter_next(&splitter, tokens, 64)) > 0) {
        for (size_t i = 0; i < count; i++) {
            if (tokens[i].kind != NDX_TOKEN_WORD)
                continue;
            ndx_buffer_clear(&folded);
            assert_true(ndx_fold(&folded, ndx_span_make(tokens[i].data, tokens[i].size)));
            ndx_signature_add(&builder, ndx_word_hash(ndx_buffer_span(&folded)));
        }
    }
    ndx_buffer_free(&folded);
    return ndx_signature_finish(&builder, signature);
}

/* Random prose: words of a vocabulary of 2,000. */
static size_t prose(random_source *source, unsigned words, char *text)
{
    size_t size = 0;
    for (unsigned i = 0; i < words; i++)
        size += (size_t)sprintf(text + size, "w%u ", random_below(source, 2000));
    return size;
}

static void the_same_text_resembles_itself_wholly(void **state)
{
    (void)state;
    random_source source = {3};
    char text[8000];
    uint8_t a[NDX_SIGNATURE_BYTES];
    uint8_t b[NDX_SIGNATURE_BYTES];
    static const unsigned lengths[] = {11, 20, 60, 800};
    for (size_t i = 0; i < 4; i++) {
        size_t size = prose(&source, lengths[i], text);
        assert_true(sign(text, size, a));
        for (size_t j = 0; j < size; j++)
            if (text[j] == 'w')
                text[j] = 'W'; /* case does not count */
        assert_true(sign(text, size, b));
        assert_memory_equal(a, b, sizeof a);
        assert_true(ndx_signature_resemblance(a, b) == 1.0);
    }
}

static void a_copy_cut_at_the_end_resembles_by_what_is_left(void **state)
{
    (void)state;
    random_source source = {11};
    char text[8000];
    uint8_t a[NDX_SIGNATURE_BYTES];
    uint8_t b[NDX_SIGNATURE_BYTES];
    double sum = 0;
    for (unsigned i = 0; i < 50; i++) {
        size_t size = prose(&source, 400, text);
        assert_true(sign(text, size, a));
        assert_true(sign(text, size * 3 / 4, b)); /* true resemblance 0.75 */
        double resemblance = ndx_signature_resemblance(a, b);
        assert_true(resemblance >= 0.5);
        sum += resemblance;
    }
    assert_true(sum / 50 > 0.70 && sum / 50 < 0.80);
}

static void unlike_texts_do_not_resemble(void **state)
{
    (void)state;
    random_source source = {17};
    char text[8000];
    uint8_t a[NDX_SIGNATURE_BYTES];
    uint8_t b[NDX_SIGNATURE_BYTES];
    double sum = 0;
    for (unsigned i = 0; i < 200; i++) {
        assert_true(sign(text, prose(&source, i % 2 ? 400 : 30, text), a));
        assert_true(sign(text, prose(&source, 300, text), b));
        double resemblance = ndx_signature_resemblance(a, b);
        assert_true(resemblance < 0.3);
        sum += resemblance;
    }
    assert_true(sum / 200 < 0.05);
}

static void a_text_too_short_has_no_signature(void **state)
{
    (void)state;
    uint8_t a[NDX_SIGNATURE_BYTES];
    static const uint8_t zero[NDX_SIGNATURE_BYTES] = {0};
    assert_false(sign("Photo: Reuters", 14, a));
    assert_memory_equal(a, zero, sizeof a);
    assert_true(ndx_signature_resemblance(a, a) == 0);
}

/* The value is in indexes: it may not change without NDX_SIGNATURE_VERSION. */
static void a_signature_is_the_same_on_every_machine(void **state)
{
    (void)state;
    assert_true(ndx_word_hash(NDX_SPAN("moscow")) == ndx_word_hash(NDX_SPAN("moscow")));
    assert_true(ndx_word_hash(NDX_SPAN("")) ==
                0x2D06800538D394C2u); /* XXH3's published value for no bytes */
}

static void same_events_told_by_three_papers_are_no_copies(void **state)
{
    (void)state;
    ndx_buffer text = {0};
    /* One article a line: event, tab, words. */
    if (!real_text("tar xzOf basil/basil.tar.gz --wildcards '*.json' | tr '\\n' ' ' | sed "
                   "'s/}{/}\\n{/g;s/} *{ *\"/}\\n{\"/g'",
                   20000000, &text)) {
        print_message("skipped: no basil in $NEWSDEX_DATA\n");
        ndx_buffer_free(&text);
        skip();
    }
    static uint8_t signatures[2000][NDX_SIGNATURE_BYTES];
    size_t count = 0;
    for (const char *line = text.data; line < text.data + text.size && count < 2000;) {
        const char *end = memchr(line, '\n', (size_t)(text.data + text.size - line));
        if (!end)
            end = text.data + text.size;
        if (end - line > 1500 && sign(line, (size_t)(end - line), signatures[count]))
            count++;
        line = end + 1;
    }
    size_t close = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            close += ndx_signature_resemblance(signatures[i], signatures[j]) >= 0.5;
    ndx_buffer_free(&text);
    if (count < 100) {
        print_message("skipped: only %zu articles could be cut out of basil\n", count);
        skip();
    }
    assert_true(close * 1000 <= count * (count - 1) / 2); /* a few stories are agency copy indeed */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_resembles_itself_wholly),
        cmocka_unit_test(a_copy_cut_at_the_end_resembles_by_what_is_left),
        cmocka_unit_test(unlike_texts_do_not_resemble),
        cmocka_unit_test(a_text_too_short_has_no_signature),
        cmocka_unit_test(a_signature_is_the_same_on_every_machine),
        cmocka_unit_test(same_events_told_by_three_papers_are_no_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
