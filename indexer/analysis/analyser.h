/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * analyser.h - the inside of ndx_analyser. Private to analysis/.
 */
#ifndef NEWSDEX_ANALYSIS_ANALYSER_H
#define NEWSDEX_ANALYSIS_ANALYSER_H

#include "analysis/detect.h"
#include "newsdex/analysis.h"
#include "xapian_c/stem.h"

#define NDX_ANALYSER_LANGUAGES 64u /* at least the rows of the language table */

struct ndx_analyser {
    xc_stemmer *stemmer[NDX_ANALYSER_LANGUAGES]; /* made when first needed */
    ndx_buffer folded;
    ndx_buffer scratch;
    ndx_detector detector;
};

#endif
