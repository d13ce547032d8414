/* SPDX-License-Identifier: GPL-2.0-or-later */
/* recency.c - implements recency.h. */
#include "ranking/recency.h"

#include <math.h>

double ndx_recency(const ndx_search_options *options, int64_t time)
{
    const double day_seconds = 86400;
    if (time == INT64_MIN)
        return 0;
    double age_days = (double)(options->now - time) / day_seconds;
    return age_days <= 0 ? 1 : exp2(-age_days / options->half_life_days);
}
