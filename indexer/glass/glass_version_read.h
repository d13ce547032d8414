/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_version_read.h - the version file with what only the reader asks of it: whether a table's
 * free list holds blocks. Internal to indexer/glass. */
#ifndef NEWSDEX_GLASS_VERSION_READ_H
#define NEWSDEX_GLASS_VERSION_READ_H

#include "glass_read.h"

bool ndx_glass_version_parse(ndx_span bytes, const char *directory, ndx_glass_version *version,
                             bool holds_free[NDX_GLASS_TABLE_COUNT], ndx_error *error);
bool ndx_glass_version_load(const char *directory, ndx_glass_version *version,
                            bool holds_free[NDX_GLASS_TABLE_COUNT], ndx_error *error);

#endif
