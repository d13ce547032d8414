/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copy_rule.h - whether two articles are copies of one text. Internal to libnewsdex-search.
 *
 * Owns: the rule, its thresholds, and reading what it asks of two articles. Must not know: clusters.
 *
 * The rule is the same whichever of the two comes first. Its thresholds were chosen on one set of
 * pairs that were read and measured on another, drawn from Reuters-21578 and Arabic newspapers:
 * tests/relevance/copies-judged.tsv, tests/bench/copies.sh.
 */
#ifndef NEWSDEX_RANKING_COPY_RULE_H
#define NEWSDEX_RANKING_COPY_RULE_H

#include "ranking/shingles.h"
#include "ranking/signatures.h"

enum {
    NDX_COPY_LEAST_WORDS = 30, /* a body of fewer has no copies: notices in a set form */
    /* The longer body has at most so many times the shorter one's words. */
    NDX_COPY_CUT = 5,
    /* Buckets of the signatures that agree, of 64: of a text cut to a third 32 do (one in twenty
     * such cuts has fewer than 26; one in four of those to a quarter), of texts that have nothing in
     * common 16, and 26 of one in 260 (in news of one in 160). */
    NDX_COPY_AGREEMENT = 26,
    /* So many agree of texts that share two thirds of all their shingles: alike as a whole. */
    NDX_COPY_ALIKE = 48,
    NDX_COPY_DAYS = 2,
    NDX_COPY_BEGINNING_SHINGLES = 48
};
/* The part of the shorter body's shingles that the longer one has. Wire copy is edited by every
 * paper that prints it: in Arabic papers three in four pairs with 0.6 to 0.7 are copies. */
#define NDX_COPY_CONTAINMENT 0.6
/* Wire copy is cut from its end. So of each body's first NDX_COPY_BEGINNING_SHINGLES this part is in
 * the other one, unless the two are alike as a whole: else the one is about something else first,
 * and goes on with the other. */
#define NDX_COPY_BEGINNING 0.2
/* The market reports of two hours, or of two weeks, are one text with other figures. So the part of
 * the shorter one's figures that the longer one has must be this, and the days between the two at
 * most NDX_COPY_DAYS, or the containment NDX_COPY_VERBATIM. */
#define NDX_COPY_FIGURES 0.75
#define NDX_COPY_VERBATIM 0.95

/* What is compared of an article. */
typedef struct ndx_copy_text {
    ndx_shingles shingles;
    int32_t first_day, last_day; /* between which it was published */
} ndx_copy_text;

/* For one thread. */
typedef struct ndx_copy_rule {
    const ndx_signatures *signatures;
    ndx_sweep_reader reader;
    ndx_word_hashes hashes;
    ndx_copy_text one, other;
    size_t one_number; /* whose text `one` is; SIZE_MAX: none */
} ndx_copy_rule;

/* The sweep and the signatures must outlive it. To be closed also after an error; zeroed is fine. */
bool ndx_copy_rule_open(ndx_copy_rule *rule, ndx_sweep *sweep, const ndx_signatures *signatures,
                        ndx_error *error);
void ndx_copy_rule_close(ndx_copy_rule *rule);

/* Are the articles of these numbers copies? Costs least when the first stays the same. */
bool ndx_copy_rule_ask(ndx_copy_rule *rule, size_t one, size_t other, bool *copies,
                       ndx_error *error);

#endif
