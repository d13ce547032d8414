/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sentence.h - does a sentence or a paragraph end at a separator? Private to analysis/.
 */
#ifndef NEWSDEX_ANALYSIS_SENTENCE_H
#define NEWSDEX_ANALYSIS_SENTENCE_H

#include "analysis/rules.h"
#include "newsdex/analysis.h"

/* before: the word in front of the separator (size 0 at the text's beginning); text.data[begin,
 * end) the separator. The word behind it begins at text.data[end]. */
ndx_break ndx_sentence_break(ndx_span text, ndx_span before, uint8_t before_flags, size_t begin,
                             size_t end, ndx_language language, const ndx_language_rules *rules);

#endif
