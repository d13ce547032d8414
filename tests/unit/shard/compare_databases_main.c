/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newsdex-compare-databases A B: says nothing and gives 0 if they are equal (compare_databases.h),
 * else tells how they differ and gives 1. */
#include "compare_databases.h"

#include <stdio.h>

int main(int argument_count, char **arguments)
{
    ndx_buffer report = {0};
    if (argument_count != 3) {
        fputs("Usage: newsdex-compare-databases A B\n", stderr);
        return 2;
    }
    size_t differences = compare_databases(arguments[1], arguments[2], &report);
    if (report.size)
        fputs(report.data, stdout);
    ndx_buffer_free(&report);
    return differences != 0;
}
