/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copy_rule.c - implements copy_rule.h.
 *
 * What costs least is asked first. Of the hundreds among 100,000 articles whose signatures are like
 * that of one by chance, hardly any begins as the other does, for which its first words are read.
 */
#include "ranking/copy_rule.h"

bool ndx_copy_rule_open(ndx_copy_rule *rule, ndx_sweep *sweep, const ndx_signatures *signatures,
                        ndx_error *error)
{
    *rule = (ndx_copy_rule){.signatures = signatures, .one_number = SIZE_MAX};
    return ndx_sweep_reader_open(&rule->reader, sweep, error);
}

void ndx_copy_rule_close(ndx_copy_rule *rule)
{
    ndx_sweep_reader_close(&rule->reader);
    ndx_word_hashes_free(&rule->hashes);
    ndx_shingles_free(&rule->one.shingles);
    ndx_shingles_free(&rule->other.shingles);
}

/* Are both long enough, and their lengths such that one can be cut from the other? */
static bool lengths_fit(uint32_t a, uint32_t b)
{
    uint32_t shorter = a < b ? a : b;
    uint32_t longer = a < b ? b : a;
    return shorter >= NDX_COPY_LEAST_WORDS && longer <= (uint64_t)shorter * NDX_COPY_CUT;
}

static bool begins_as(const ndx_copy_text *text, const ndx_copy_text *other)
{
    return ndx_hashes_beginning(&text->shingles.shingles, &other->shingles.shingles,
                                NDX_COPY_BEGINNING_SHINGLES) >= NDX_COPY_BEGINNING;
}

/* Is neither the report of another day, as far as the two are dated, nor of another hour? */
static bool is_same_report(const ndx_copy_text *a, const ndx_copy_text *b)
{
    return (int64_t)b->first_day - a->last_day <= NDX_COPY_DAYS &&
           (int64_t)a->first_day - b->last_day <= NDX_COPY_DAYS &&
           ndx_hashes_containment(&a->shingles.figures, &b->shingles.figures, 1) >=
               NDX_COPY_FIGURES;
}

/* Of two that are gathered, and begin alike or need not. */
static bool are_copies(const ndx_copy_text *a, const ndx_copy_text *b)
{
    double shared = ndx_hashes_containment(&a->shingles.shingles, &b->shingles.shingles, 0);
    return shared >= NDX_COPY_CONTAINMENT && ndx_shingles_share_least(&a->shingles, &b->shingles) &&
           (shared >= NDX_COPY_VERBATIM || is_same_report(a, b));
}

/* Reads the article's record, and no more than so many of its shingles. */
static bool read_text(ndx_copy_rule *rule, size_t number, size_t most, ndx_copy_text *text,
                      ndx_error *error)
{
    ndx_record record;
    ndx_words *words;
    if (!ndx_sweep_read(&rule->reader, rule->signatures->document[number], &record, &words, error))
        return false;
    if (!ndx_date_days(&record.date, &text->first_day, &text->last_day)) {
        text->first_day = INT32_MIN;
        text->last_day = INT32_MAX;
    }
    return ndx_shingles_make(&text->shingles, &rule->hashes, words, &record, most, error);
}

static bool read_whole(ndx_copy_rule *rule, size_t number, ndx_copy_text *text, ndx_error *error)
{
    return read_text(rule, number, SIZE_MAX, text, error) &&
           ndx_shingles_gather(&text->shingles, error);
}

/* Reads the article's text into `one`, unless it is there. */
static bool hold_one(ndx_copy_rule *rule, size_t one, ndx_error *error)
{
    if (rule->one_number == one)
        return true;
    rule->one_number = SIZE_MAX;
    if (!read_whole(rule, one, &rule->one, error))
        return false;
    rule->one_number = one;
    return true;
}

bool ndx_copy_rule_ask(ndx_copy_rule *rule, size_t one, size_t other, bool *copies,
                       ndx_error *error)
{
    const ndx_signatures *of = rule->signatures;
    *copies = false;
    if (!lengths_fit(of->words[one], of->words[other]))
        return true;
    unsigned agreement = ndx_signatures_agreement(&of->signature[one], &of->signature[other]);
    bool alike = agreement >= NDX_COPY_ALIKE;
    if (agreement < NDX_COPY_AGREEMENT)
        return true;
    if (!hold_one(rule, one, error))
        return false;
    if (!alike) {
        if (!read_text(rule, other, NDX_COPY_BEGINNING_SHINGLES, &rule->other, error))
            return false;
        if (!begins_as(&rule->other, &rule->one))
            return true;
    }
    if (!read_whole(rule, other, &rule->other, error))
        return false;
    *copies =
        (alike || begins_as(&rule->one, &rule->other)) && are_copies(&rule->one, &rule->other);
    return true;
}
