/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_analysis.c - libFuzzer target: any bytes as a text. The first byte chooses the language.
 * Both paths of the splitter must agree, lose nothing and obey the limits; every word must fold and
 * give a bounded term; detection must return.
 */
#include "newsdex/analysis.h"
#include "newsdex/limits.h"

#include <stdlib.h>

static void require(bool true_always)
{
    if (!true_always)
        abort();
}

static void check_word(ndx_analyser *analyser, const ndx_token *token, ndx_language language)
{
    ndx_buffer folded = {0};
    ndx_buffer term = {0};
    ndx_span word = ndx_span_make(token->data, token->size);
    require(ndx_fold(&folded, word));
    require(ndx_analyser_term(analyser, word, token->flags, language, &term, NULL));
    require(term.size <= NDX_LIMIT_TERM_BYTES - 2);
    require(!term.size || !memchr(term.data, 0, term.size));
    ndx_buffer_free(&folded);
    ndx_buffer_free(&term);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    ndx_analyser *analyser = ndx_analyser_new(NULL);
    if (!analyser)
        return 0;
    ndx_language language = (ndx_language)(data[0] % ndx_language_count());
    ndx_span text = ndx_span_make((const char *)data + 1, size - 1);
    ndx_splitter fast;
    ndx_splitter slow;
    ndx_token a[5];
    ndx_token b[5];
    size_t count;
    size_t at = 0;
    ndx_splitter_init(&fast, text, language);
    ndx_splitter_init(&slow, text, language);
    slow.ascii_only_disabled = true;
    while ((count = ndx_splitter_next(&fast, a, 5)) > 0) {
        require(ndx_splitter_next(&slow, b, 5) == count);
        for (size_t i = 0; i < count; i++) {
            require(a[i].data == text.data + at && a[i].size <= NDX_LIMIT_WORD_BYTES);
            require(a[i].data == b[i].data && a[i].size == b[i].size && a[i].kind == b[i].kind &&
                    a[i].flags == b[i].flags && a[i].breaks == b[i].breaks);
            if (a[i].kind == NDX_TOKEN_WORD)
                check_word(analyser, &a[i], language);
            at += a[i].size;
        }
    }
    require(at == text.size);
    (void)ndx_analyser_detect(analyser, text, text, NULL);
    ndx_analyser_free(analyser);
    return 0;
}
