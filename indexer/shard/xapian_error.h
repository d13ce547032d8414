/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xapian_error.h - from an error of the binding to one of ours. Internal to indexer/; search/ may
 * use it.
 */
#ifndef NEWSDEX_SHARD_XAPIAN_ERROR_H
#define NEWSDEX_SHARD_XAPIAN_ERROR_H

#include "newsdex/error.h"
#include "xapian_c/error.h"

/* "WHAT: libxapian's message": memory, full disk and the like (io), damage (corrupt), absence (not
 * found), a format that this libxapian cannot read (version), else xapian. Returns false. */
bool ndx_error_from_xapian(ndx_error *error, const xc_error *xapian, const char *what, ...)
    NDX_PRINTF(3, 4);

#endif
