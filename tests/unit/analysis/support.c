/* SPDX-License-Identifier: GPL-2.0-or-later */
/* support.c - implements support.h. */
#include "unit/analysis/support.h"
#include "newsdex/utf8.h"

#include <inttypes.h>

ndx_language language(const char *code)
{
    return ndx_language_from_code(ndx_span_of(code));
}

char *split(const char *code, const char *text)
{
    ndx_buffer out = {0};
    ndx_splitter splitter;
    ndx_token tokens[4];
    size_t count;
    ndx_splitter_init(&splitter, ndx_span_of(text), language(code));
    ndx_buffer_append_text(&out, "");
    while ((count = ndx_splitter_next(&splitter, tokens, 4)) > 0) {
        for (size_t i = 0; i < count; i++) {
            bool word = tokens[i].kind == NDX_TOKEN_WORD;
            static const char *const breaks[] = {"", "#", "P"};
            ndx_buffer_append_text(&out, word ? "[" : "<");
            ndx_buffer_append(&out, tokens[i].data, tokens[i].size);
            ndx_buffer_append_text(&out, word ? "]" : ">");
            ndx_buffer_append_text(&out, breaks[tokens[i].breaks]);
        }
    }
    return ndx_buffer_take(&out);
}

char *terms(const char *code, const char *text)
{
    ndx_buffer out = {0};
    ndx_splitter splitter;
    ndx_token tokens[16];
    size_t count;
    ndx_error error = {0};
    ndx_analyser *analyser = ndx_analyser_new(&error);
    assert_non_null(analyser);
    ndx_splitter_init(&splitter, ndx_span_of(text), language(code));
    ndx_buffer_append_text(&out, "");
    while ((count = ndx_splitter_next(&splitter, tokens, 16)) > 0) {
        for (size_t i = 0; i < count; i++) {
            if (tokens[i].kind != NDX_TOKEN_WORD)
                continue;
            size_t before = out.size;
            if (before)
                ndx_buffer_append_text(&out, " ");
            size_t start = out.size;
            if (!ndx_analyser_term(analyser, ndx_span_make(tokens[i].data, tokens[i].size),
                                   tokens[i].flags, language(code), &out, &error))
                fail_msg("term: %s", error.message);
            if (out.size == start)
                out.size = before;
        }
    }
    ndx_analyser_free(analyser);
    return ndx_buffer_take(&out);
}

void assert_split(const char *code, const char *text, const char *expected)
{
    char *found = split(code, text);
    assert_string_equal(found, expected);
    free(found);
}

void assert_terms(const char *code, const char *text, const char *expected)
{
    char *found = terms(code, text);
    assert_string_equal(found, expected);
    free(found);
}

void assert_same_terms(const char *code_a, const char *a, const char *code_b, const char *b)
{
    char *terms_a = terms(code_a, a);
    char *terms_b = terms(code_b, b);
    assert_true(terms_a[0] != '\0');
    assert_string_equal(terms_a, terms_b);
    free(terms_a);
    free(terms_b);
}

/* xorshift64*, Vigna 2014. */
uint32_t random_below(random_source *source, uint32_t limit)
{
    source->state ^= source->state >> 12;
    source->state ^= source->state << 25;
    source->state ^= source->state >> 27;
    return (uint32_t)((source->state * 0x2545F4914F6CDD1Du) >> 33) % limit;
}

bool real_text(const char *command, size_t limit, ndx_buffer *text)
{
    const char *folder = getenv("NEWSDEX_DATA");
    if (!folder || !*folder)
        return false;
    ndx_buffer raw = {0};
    ndx_buffer shell = {0};
    ndx_buffer_printf(&shell, "cd '%s' 2>/dev/null && { %s; } 2>/dev/null", folder, command);
    FILE *pipe = shell.failed ? NULL : popen(shell.data, "r");
    ndx_buffer_free(&shell);
    if (!pipe)
        return false;
    while (raw.size < limit && ndx_buffer_reserve(&raw, 65536)) {
        size_t size = fread(raw.data + raw.size, 1, 65536, pipe);
        if (!size)
            break;
        raw.size += size;
    }
    pclose(pipe);
    bool done = raw.size > 0 && ndx_utf8_repair(text, ndx_buffer_span(&raw), NULL);
    ndx_buffer_free(&raw);
    return done;
}
