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

typedef struct ndx_detector_slot {
    uint32_t check;     /* the word's hash; 0: empty */
    uint64_t languages; /* bit n: language n has this function word */
} ndx_detector_slot;

typedef struct ndx_detector {
    ndx_detector_slot *slots; /* owned; NULL when memory ran out: then nothing is detected */
} ndx_detector;

bool ndx_detector_init(ndx_detector *detector);
void ndx_detector_free(ndx_detector *detector);

#endif
