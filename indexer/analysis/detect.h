/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * detect.h - the tables of language detection. Private to analysis/.
 */
#ifndef NEWSDEX_ANALYSIS_DETECT_H
#define NEWSDEX_ANALYSIS_DETECT_H

#include "newsdex/language.h"

#include <stdint.h>

#define NDX_DETECTOR_SLOTS                                                                         \
    8192u /* a power of two, at least twice the function words of all languages */
#define NDX_DETECTOR_FOLDS 0x900u /* U+0000 to U+07FF, then U+1E00 to U+1EFF */

typedef struct ndx_detector_slot {
    uint64_t languages; /* bit n: language n has this function word */
    uint32_t hash;      /* of the word; 0: the slot is empty */
} ndx_detector_slot;

/* The scripts told apart; the first four write several languages. */
enum {
    NDX_DETECT_LATIN,
    NDX_DETECT_CYRILLIC,
    NDX_DETECT_ARABIC,
    NDX_DETECT_DEVANAGARI,
    NDX_DETECT_GREEK,
    NDX_DETECT_HEBREW,
    NDX_DETECT_ARMENIAN,
    NDX_DETECT_GEORGIAN,
    NDX_DETECT_BENGALI,
    NDX_DETECT_TAMIL,
    NDX_DETECT_THAI,
    NDX_DETECT_HANGUL,
    NDX_DETECT_KANA,
    NDX_DETECT_HAN,
    NDX_DETECT_SCRIPTS
};

typedef struct ndx_detector_tables {
    uint64_t candidates[NDX_DETECT_SCRIPTS]; /* the languages written in the script */
    ndx_language only[NDX_DETECT_SCRIPTS];   /* the one that is; unknown: several are */
    ndx_detector_slot slots[NDX_DETECTOR_SLOTS];
    uint64_t letters[NDX_DETECTOR_FOLDS]; /* the languages that a letter speaks for; 0: none in
                                             particular */
    uint32_t fold[NDX_DETECTOR_FOLDS]; /* one or two folded code points (low and high 16 bits); 0:
                                          no letter */
} ndx_detector_tables;

typedef struct ndx_detector {
    ndx_detector_tables
        *tables; /* owned; made when a text is first looked at: a search may never need it */
} ndx_detector;

void ndx_detector_free(ndx_detector *detector);

#endif
