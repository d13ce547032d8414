/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rules.h - what a language asks of splitter, sentences and terms beyond Unicode. Private to
 * analysis/.
 */
#ifndef NEWSDEX_ANALYSIS_RULES_H
#define NEWSDEX_ANALYSIS_RULES_H

#include "newsdex/language.h"

typedef struct ndx_language_rules {
    bool colon_joins;        /* EU:n, a colon between letters is inside a word */
    bool elisions;           /* l'accord is two words */
    bool dotless_i;          /* I is the capital of U+0131 */
    bool numbers_stop;       /* 3. Oktober: a stop behind a day's number does not end a sentence */
    bool question_semicolon; /* Greek: ; asks */
    bool fold_first;         /* stem the folded word, not fold the stem (term.c says why) */
    bool stems_twice;        /* the folded stem is stemmed again (term.c) */
} ndx_language_rules;

ndx_language_rules ndx_language_rules_of(ndx_language language);

/* Is word (any case) what an elision leaves before its apostrophe: l, qu, dell? Only in languages
 * that have them. */
bool ndx_language_is_elision(ndx_language language, ndx_span word);

/* An ending that readers type without its accent though the stemmer needs it: informacion,
 * securite. */
typedef struct ndx_ending {
    const char *typed;
    const char *written;
} ndx_ending;

/* The ending of word (folded or not, lower case) to put right, or NULL. */
const ndx_ending *ndx_language_ending(ndx_language language, ndx_span word);

/* The abbreviations before whose full stop no sentence ends. */
typedef enum ndx_abbreviation {
    NDX_ABBREVIATION_NONE = 0,
    NDX_ABBREVIATION_TITLE,  /* Mr, St, vs: a sentence never ends behind it */
    NDX_ABBREVIATION_NUMBER, /* No, Nov, p: followed by a number it does not end */
    NDX_ABBREVIATION_OTHER   /* Inc, etc: ends only before a capitalised function word */
} ndx_abbreviation;

/* word as written, without its stop. */
ndx_abbreviation ndx_language_abbreviation(ndx_language language, ndx_span word);

#endif
