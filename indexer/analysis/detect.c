/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/analyser.h"
#include "analysis/function_words.h"

#include <stdlib.h>

bool ndx_detector_init(ndx_detector *detector)
{
    detector->slots = calloc(NDX_DETECTOR_SLOTS, sizeof *detector->slots);
    return detector->slots != NULL;
}

void ndx_detector_free(ndx_detector *detector)
{
    free(detector->slots);
    detector->slots = NULL;
}

ndx_language ndx_analyser_detect(ndx_analyser *analyser, ndx_span headline, ndx_span body,
                                 bool *sure)
{
    (void)analyser;
    (void)headline;
    (void)body;
    if (sure)
        *sure = false;
    return NDX_LANGUAGE_UNKNOWN;
}
