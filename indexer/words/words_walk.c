/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words_walk.c - the words of a list that begin in one way or fit a pattern, and their terms.
 *
 * Owns: which chunks need not be looked at. Must not know: the format, what is kept (words_read.c),
 * what a pattern means (words_pattern.c).
 */
#include "indexer/words/words_internal.h"

#include <stdlib.h>

/* ---- which chunks to look at ---- */

/* Can a form that begins with the prefix stand between low and high, which are cut to
 * NDX_ZONE_BYTES? */
static bool may_hold_prefix(const ndx_descriptor *d, ndx_span prefix)
{
    if (!prefix.size)
        return true;
    if (!d->low.size && !d->high.size)
        return false;
    size_t with_high = d->high.size < prefix.size ? d->high.size : prefix.size;
    int order = with_high ? memcmp(d->high.data, prefix.data, with_high) : 0;
    if (order < 0 || (order == 0 && d->high.size < prefix.size && d->high.size < NDX_ZONE_BYTES))
        return false;
    size_t with_low = d->low.size < prefix.size ? d->low.size : prefix.size;
    return !with_low || memcmp(d->low.data, prefix.data, with_low) <= 0;
}

/* What all forms between low and high begin with, in whole characters. */
static ndx_span common_beginning(const ndx_descriptor *d)
{
    size_t most = d->low.size < d->high.size ? d->low.size : d->high.size;
    size_t size = 0;
    while (size < most && d->low.data[size] == d->high.data[size])
        size++;
    while (size && size < d->high.size && ((unsigned char)d->high.data[size] & 0xC0) == 0x80)
        size--;
    return ndx_span_make(d->low.data, size);
}

/* Can this form itself stand there? */
static bool may_hold_form(const ndx_descriptor *d, ndx_span form)
{
    ndx_span cut =
        ndx_span_make(form.data, form.size < NDX_ZONE_BYTES ? form.size : NDX_ZONE_BYTES);
    return ndx_span_compare(d->low, cut) <= 0 && ndx_span_compare(cut, d->high) <= 0;
}

static bool may_hold(const ndx_descriptor *d, const ndx_fitter *fitter)
{
    if (fitter->pattern.edits)
        return ndx_fitter_may_begin(fitter, common_beginning(d));
    return fitter->only_itself ? may_hold_form(d, fitter->prefix)
                               : may_hold_prefix(d, fitter->prefix);
}

static bool may_hold_any(const ndx_descriptor *d, const ndx_fitter *fitters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (may_hold(d, &fitters[i]))
            return true;
    return false;
}

/* ---- words ---- */

/* Who walks: chunks that may hold words that fit any of the fitters are shown to `visit`, which
 * returns false to stop. */
typedef struct chunk_walk {
    const ndx_fitter *fitters;
    size_t count;
    bool (*visit)(const struct chunk_walk *walk, const ndx_chunk *chunk);
    ndx_fitting_visitor fitting; /* of visit_fitting */
    ndx_word_visitor beginning;  /* of visit_beginning */
    void *context;
} chunk_walk;

static bool walk_chunks(ndx_words *words, const chunk_walk *walk, ndx_error *error)
{
    bool more = true;
    for (uint32_t index = 0; more && index < ndx_words_chunks(words); index++) {
        if (index % NDX_PAGE_CHUNKS == 0 &&
            !may_hold_any(ndx_words_describe_page(words, index / NDX_PAGE_CHUNKS), walk->fitters,
                          walk->count)) {
            index += NDX_PAGE_CHUNKS - 1;
            continue;
        }
        const ndx_descriptor *d = ndx_words_describe(words, index, error);
        ndx_chunk *own;
        if (!d)
            return false;
        if (d->kind != NDX_WORD)
            break;
        if (!may_hold_any(d, walk->fitters, walk->count))
            continue;
        const ndx_chunk *chunk = ndx_words_borrow_chunk(words, index, &own, error);
        if (!chunk)
            return false;
        more = walk->visit(walk, chunk);
        ndx_chunk_free(own);
    }
    return true;
}

static bool visit_beginning(const chunk_walk *walk, const ndx_chunk *chunk)
{
    bool more = true;
    for (uint32_t i = 0; more && i < chunk->entries && chunk->word[i].kind == NDX_WORD; i++)
        if (ndx_span_starts_with(chunk->word[i].folded, walk->fitters->prefix))
            more = walk->beginning(walk->context, chunk->number[i], &chunk->word[i]);
    return more;
}

bool ndx_words_walk(ndx_words *words, ndx_span folded_prefix, ndx_word_visitor visitor,
                    void *context, ndx_error *error)
{
    const ndx_fitter fitter = {.prefix = folded_prefix, .only_prefix = true};
    const chunk_walk walk = {.fitters = &fitter,
                             .count = 1,
                             .visit = visit_beginning,
                             .beginning = visitor,
                             .context = context};
    return walk_chunks(words, &walk, error);
}

static bool visit_fitting(const chunk_walk *walk, const ndx_chunk *chunk)
{
    bool more = true;
    for (uint32_t i = 0; more && i < chunk->entries && chunk->word[i].kind == NDX_WORD; i++) {
        const ndx_word *word = &chunk->word[i];
        for (size_t which = 0; more && word->term.size && which < walk->count; which++)
            if (ndx_fitter_fits(&walk->fitters[which], word->folded))
                more = walk->fitting(walk->context, which, word, chunk->number[i]);
    }
    return more;
}

bool ndx_words_walk_fitting(ndx_words *words, const ndx_word_pattern *patterns, size_t count,
                            ndx_fitting_visitor visitor, void *context, ndx_error *error)
{
    ndx_fitter *fitters = calloc(count + 1, sizeof *fitters);
    const chunk_walk walk = {.fitters = fitters,
                             .count = count,
                             .visit = visit_fitting,
                             .fitting = visitor,
                             .context = context};
    if (!fitters)
        return ndx_error_memory(error, "reading the word list");
    for (size_t i = 0; i < count; i++)
        ndx_fitter_init(&fitters[i], patterns[i]);
    bool done = walk_chunks(words, &walk, error);
    free(fitters);
    return done;
}

/* ---- their terms ---- */

/* Words that give one term stand together, but perhaps in more than one chunk: `fit` is of the term
 * at which the walk stands, kept from chunk to chunk while it goes on. */
typedef struct term_walk {
    ndx_words *words;
    ndx_fitter fitter;
    ndx_term_visitor visitor;
    void *context;
    ndx_term_fit fit; /* nothing fitting: the walk stands at no term */
    ndx_buffer term;  /* of one that goes on */
} term_walk;

static bool is_fitting(const term_walk *walk, const ndx_word *word)
{
    return word->term.size && ndx_fitter_fits(&walk->fitter, word->folded);
}

/* Tells of the term and leaves it; false: the visitor has enough. */
static bool leave_term(term_walk *walk)
{
    bool more = !walk->fit.fitting || walk->visitor(walk->context, &walk->fit);
    walk->fit = (ndx_term_fit){0};
    return more;
}

/* Counts the entries from `at` on that give the term; the index behind them. */
static uint32_t count_term(term_walk *walk, const ndx_chunk *chunk, uint32_t at)
{
    ndx_term_fit *fit = &walk->fit;
    for (; at < chunk->entries; at++) {
        const ndx_word *word = &chunk->word[at];
        if (word->kind != NDX_WORD || !ndx_span_equal(word->term, fit->term))
            break;
        bool fits = is_fitting(walk, word);
        fit->fitting += fits;
        fit->whole &= fits;
    }
    return at;
}

static bool walk_terms_of(term_walk *walk, const ndx_chunk *chunk, const ndx_descriptor *d)
{
    uint32_t at = walk->fit.fitting ? count_term(walk, chunk, 0) : 0;
    while (at < chunk->entries) {
        if (!leave_term(walk))
            return false;
        while (at < chunk->entries && !is_fitting(walk, &chunk->word[at]))
            at++;
        if (at == chunk->entries)
            return true;
        uint32_t first = at;
        while (first && ndx_span_equal(chunk->word[first - 1].term, chunk->word[at].term))
            first--;
        /* what stands in chunks before is none that fits: else they had been walked over */
        walk->fit.term = chunk->word[at].term;
        walk->fit.whole = first || !d->continues;
        at = count_term(walk, chunk, first);
    }
    return true;
}

/* The term at the chunk's end may go on in the next one: its bytes are kept. */
static bool keep_term(term_walk *walk, ndx_error *error)
{
    ndx_span term = walk->fit.term;
    if (!walk->fit.fitting || term.data == walk->term.data)
        return true;
    ndx_buffer_clear(&walk->term);
    if (!ndx_buffer_append_span(&walk->term, term))
        return ndx_error_memory(error, "reading the word list");
    walk->fit.term = ndx_buffer_span(&walk->term);
    return true;
}

/* Takes the walk to a chunk that may hold words that fit. */
static bool walk_chunk(term_walk *walk, uint32_t index, bool *more, ndx_error *error)
{
    const ndx_descriptor *d = ndx_words_describe(walk->words, index, error);
    ndx_chunk *own = NULL;
    if (!d)
        return false;
    const ndx_chunk *chunk = walk->fitter.prefix.size >= 2
                                 ? ndx_words_keep_chunk(walk->words, index, error)
                                 : ndx_words_borrow_chunk(walk->words, index, &own, error);
    if (!chunk)
        return false;
    *more = walk_terms_of(walk, chunk, d);
    bool done = keep_term(walk, error);
    ndx_chunk_free(own);
    return done;
}

/* The term at which the walk stands ends before this chunk, or goes on in it with words none of
 * which fits. */
static bool pass_chunk(term_walk *walk, const ndx_descriptor *d)
{
    walk->fit.whole &= !d->continues;
    return leave_term(walk);
}

bool ndx_words_walk_terms(ndx_words *words, ndx_word_pattern pattern, ndx_term_visitor visitor,
                          void *context, ndx_error *error)
{
    term_walk walk = {.words = words, .visitor = visitor, .context = context};
    bool more = true;
    bool done = true;
    ndx_fitter_init(&walk.fitter, pattern);
    for (uint32_t index = 0; done && more && index < ndx_words_chunks(words); index++) {
        bool stands = walk.fit.fitting > 0;
        if (index % NDX_PAGE_CHUNKS == 0 && !stands &&
            !may_hold(ndx_words_describe_page(words, index / NDX_PAGE_CHUNKS), &walk.fitter)) {
            index += NDX_PAGE_CHUNKS - 1;
            continue;
        }
        const ndx_descriptor *d = ndx_words_describe(words, index, error);
        done = d != NULL;
        if (!done || d->kind != NDX_WORD)
            break;
        if (may_hold(d, &walk.fitter))
            done = walk_chunk(&walk, index, &more, error);
        else
            more = pass_chunk(&walk, d);
    }
    if (done && more)
        leave_term(&walk);
    ndx_buffer_free(&walk.term);
    return done;
}
