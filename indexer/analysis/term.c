/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * term.c - the analyser and the term a word gives.
 *
 * A word is case-folded (NFKC), loses a possessive 's, an elision, a Finnish or Swedish suffix
 * behind a colon, is stemmed and then folded. Words with digits are not stemmed; groups of three
 * digits lose what stands between them, so that 1,000 and 1.000 and 1'000 and 1000 are one term.
 *
 * A reader who types no accents must find accented words, so the order of stemming and folding
 * matters: Snowball's stemmers need accents to know endings. Measured on the accented words of real
 * news, as running words, with the same words typed without accents as queries (Spanish 22,900
 * running words, Portuguese 4,100, Hungarian 300; German and French 350,000):
 *
 *               fold(stem(x))  stem(fold(x)) finds all   chosen                          found
 *                 finds        but loses of the pairs
 *                              of words conflated
 *   German        0.998          0.000                   the folded word is stemmed      0.999
 *   French        0.848          0.195                   stem, fold, stem, fold;         0.984
 *                                                        endings put right
 *   Spanish       0.760          0.155                   endings put right (cion: ción)  0.887
 *   Portuguese    0.808          0.086                   ditto                           0.892
 *   Hungarian     0.872          0.292                   fold(stem(x))                   0.872
 *
 * In Danish, Finnish and Dutch nothing was lost either way. Cyrillic words are folded first: that
 * only drops stress and makes ё е, which Snowball's Russian stemmer does not know.
 */
#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "analysis/properties.h"
#include "analysis/rules.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#include <stdlib.h>

#define TERM_BYTES (NDX_LIMIT_TERM_BYTES - 2u)

ndx_analyser *ndx_analyser_new(ndx_error *error)
{
    ndx_analyser *analyser = calloc(1, sizeof *analyser);
    if (!analyser) {
        ndx_error_memory(error, "starting the text analysis");
        return NULL;
    }
    return analyser;
}

void ndx_analyser_free(ndx_analyser *analyser)
{
    if (!analyser)
        return;
    for (size_t i = 0; i < NDX_ANALYSER_LANGUAGES; i++)
        xc_stemmer_free(analyser->stemmer[i]);
    ndx_detector_free(&analyser->detector);
    ndx_buffer_free(&analyser->folded);
    ndx_buffer_free(&analyser->scratch);
    free(analyser);
}

/* Turkish and Azerbaijani: I is the capital of dotless i. Appends word so that case folding does
 * right. */
static bool append_dotless(ndx_buffer *out, ndx_span word)
{
    for (size_t i = 0; i < word.size; i++) {
        bool done;
        if (word.data[i] == 'I') {
            done = ndx_buffer_append(out, "\xC4\xB1", 2);
        } else if (i + 1 < word.size && word.data[i] == '\xC4' && word.data[i + 1] == '\xB0') {
            done = ndx_buffer_append_byte(out, 'i'); /* U+0130 */
            i++;
        } else {
            done = ndx_buffer_append_byte(out, (unsigned char)word.data[i]);
        }
        if (!done)
            return false;
    }
    return true;
}

static bool is_ascii(ndx_span word)
{
    return ndx_ascii_prefix(word) == word.size;
}

/* Case-folded into analyser->folded, diacritics kept (unless the language folds first), apostrophes
 * U+0027. */
static bool prepare(ndx_analyser *analyser, ndx_span word, const ndx_language_rules *rules)
{
    ndx_buffer *out = &analyser->folded;
    ndx_buffer_clear(out);
    if (rules->dotless_i) {
        ndx_buffer_clear(&analyser->scratch);
        if (!append_dotless(&analyser->scratch, word))
            return false;
        word = ndx_buffer_span(&analyser->scratch);
    }
    if (rules->fold_first || is_ascii(word))
        return ndx_fold(out, word);
    return ndx_fold_keeping_diacritics(out, word);
}

static ndx_span without_possessive(ndx_span word)
{
    if (word.size > 2 && ndx_span_ends_with(word, NDX_SPAN("'s")))
        word.size -= 2;
    return word;
}

/* Groups of exactly three digits behind one to three, a separator between each: 1,000
 * and 12.345.678, not 0.125. */
static bool is_grouped_number(ndx_span word)
{
    size_t run = 0;
    bool grouped = false;
    if (!word.size || word.data[0] == '0')
        return false;
    for (size_t i = 0; i < word.size; i++) {
        char c = word.data[i];
        if (c >= '0' && c <= '9') {
            run++;
        } else {
            if ((c != ',' && c != '.' && c != '\'') || run == 0 || run > 3 || (grouped && run != 3))
                return false;
            grouped = true;
            run = 0;
        }
    }
    return grouped && run == 3;
}

static bool append_number(ndx_buffer *term, ndx_span word)
{
    if (!is_grouped_number(word))
        return ndx_buffer_append_span(term, word);
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] >= '0' && word.data[i] <= '9' &&
            !ndx_buffer_append_byte(term, (unsigned char)word.data[i]))
            return false;
    return true;
}

static ndx_span without_elision(ndx_span word, ndx_language language)
{
    const char *apostrophe = word.size ? memchr(word.data, '\'', word.size) : NULL;
    if (!apostrophe)
        return word;
    size_t front = (size_t)(apostrophe - word.data);
    if (front + 1 < word.size && ndx_language_is_elision(language, ndx_span_make(word.data, front)))
        return ndx_span_skip(word, front + 1);
    return word;
}

/* The stemmer of a language, made when first asked for; NULL without an error where there is none.
 */
static bool stemmer_of(ndx_analyser *analyser, ndx_language language, xc_stemmer **stemmer,
                       ndx_error *error)
{
    *stemmer = NULL;
    const ndx_language_info *info = ndx_language_describe(language);
    if (!info || !info->stemmer || language >= NDX_ANALYSER_LANGUAGES)
        return true;
    if (!analyser->stemmer[language]) {
        xc_error reason;
        xc_status status = xc_stemmer_new(info->stemmer, &analyser->stemmer[language], &reason);
        if (status == XC_OUT_OF_MEMORY)
            return ndx_error_memory(error, "making a stemmer");
        if (status != XC_OK)
            return ndx_error_set(error, NDX_ERROR_XAPIAN,
                                 "the %s stemmer of libxapian cannot be made: %s", info->stemmer,
                                 reason.message);
    }
    *stemmer = analyser->stemmer[language];
    return true;
}

static bool stem(ndx_analyser *analyser, ndx_span word, ndx_language language, ndx_span *result,
                 ndx_error *error)
{
    xc_stemmer *stemmer;
    *result = word;
    if (!stemmer_of(analyser, language, &stemmer, error))
        return false;
    if (!stemmer)
        return true;
    xc_bytes stemmed;
    xc_error reason;
    xc_status status =
        xc_stemmer_stem(stemmer, (xc_bytes){word.data, word.size}, &stemmed, &reason);
    if (status == XC_OUT_OF_MEMORY)
        return ndx_error_memory(error, "stemming a word");
    if (status != XC_OK)
        return ndx_error_set(error, NDX_ERROR_XAPIAN, "libxapian's stemmer failed: %s",
                             reason.message);
    if (stemmed.size)
        *result = ndx_span_make(stemmed.data, stemmed.size);
    return true;
}

/* word (in analyser->folded) stemmed and folded. */
static bool append_stem(ndx_analyser *analyser, ndx_span word, ndx_language language,
                        const ndx_language_rules *rules, ndx_buffer *term, ndx_error *error)
{
    ndx_span stemmed;
    const ndx_ending *ending = ndx_language_ending(language, word);
    if (ending) {
        ndx_buffer_clear(&analyser->scratch);
        if (!ndx_buffer_append(&analyser->scratch, word.data, word.size - strlen(ending->typed)) ||
            !ndx_buffer_append_text(&analyser->scratch, ending->written))
            return false;
        word = ndx_buffer_span(&analyser->scratch);
    }
    if (!stem(analyser, word, language, &stemmed, error))
        return false;
    if (!rules->stems_twice)
        return ndx_fold(term, stemmed);
    ndx_buffer_clear(&analyser->folded); /* the stemmer holds its own copy */
    return ndx_fold(&analyser->folded, stemmed) &&
           stem(analyser, ndx_buffer_span(&analyser->folded), language, &stemmed, error) &&
           ndx_fold(term, stemmed);
}

/* u.s. for U.S, U.S. and U.S.'s. */
static bool append_acronym(ndx_buffer *term, ndx_span folded)
{
    folded = without_possessive(folded);
    return ndx_buffer_append_span(term, folded) &&
           (ndx_span_ends_with(folded, NDX_SPAN(".")) || ndx_buffer_append_byte(term, '.'));
}

static bool append_term(ndx_analyser *analyser, ndx_span word, uint8_t flags, ndx_language language,
                        ndx_buffer *term, ndx_error *error)
{
    const ndx_language_rules rules = ndx_language_rules_of(language);
    if (flags & NDX_TOKEN_ACRONYM) {
        ndx_buffer_clear(&analyser->folded);
        return ndx_fold(&analyser->folded, word) &&
               append_acronym(term, ndx_buffer_span(&analyser->folded));
    }
    if (!prepare(analyser, word, &rules))
        return false;
    ndx_span folded = without_possessive(ndx_buffer_span(&analyser->folded));
    if (rules.colon_joins) {
        const char *colon = folded.size ? memchr(folded.data, ':', folded.size) : NULL;
        if (colon && colon > folded.data)
            folded.size = (size_t)(colon - folded.data);
    }
    if (rules.elisions)
        folded = without_elision(folded, language);
    if (flags & NDX_TOKEN_DIGITS) {
        ndx_buffer_clear(&analyser->scratch);
        return ndx_fold(&analyser->scratch, folded) &&
               append_number(term, ndx_buffer_span(&analyser->scratch));
    }
    return append_stem(analyser, folded, language, &rules, term, error);
}

bool ndx_analyser_term(ndx_analyser *analyser, ndx_span word, uint8_t token_flags,
                       ndx_language language, ndx_buffer *term, ndx_error *error)
{
    if ((token_flags & NDX_TOKEN_NGRAM) || !word.size)
        return true;
    size_t start = term->size;
    ndx_error_clear(error);
    if (!append_term(analyser, word, token_flags, language, term, error)) {
        if (term->failed || analyser->folded.failed || analyser->scratch.failed)
            return ndx_error_memory(error, "making a word's term");
        return false;
    }
    if (term->size - start > TERM_BYTES) {
        term->size =
            start +
            ndx_utf8_cut(ndx_span_make(term->data + start, term->size - start), TERM_BYTES).size;
        term->data[term->size] = '\0';
    }
    return true;
}
