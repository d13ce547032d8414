/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian_error.h - an error of xapian_c as an error of newsdex: the one mapping. All of it is
 * inline. */
#ifndef NEWSDEX_XAPIAN_ERROR_H
#define NEWSDEX_XAPIAN_ERROR_H

#include "newsdex/error.h"
#include "xapian_c/error.h"

#ifdef __cplusplus
extern "C" {
#endif

static inline ndx_code ndx_code_of_xapian(xc_status status)
{
    if (status == XC_OUT_OF_MEMORY)
        return NDX_ERROR_MEMORY;
    if (xc_status_is(status, XC_DATABASE_LOCK_ERROR))
        return NDX_ERROR_LOCKED;
    if (xc_status_is(status, XC_DATABASE_NOT_FOUND_ERROR))
        return NDX_ERROR_NOT_FOUND;
    if (xc_status_is(status, XC_DATABASE_VERSION_ERROR))
        return NDX_ERROR_VERSION;
    if (xc_status_is(status, XC_DATABASE_CORRUPT_ERROR) ||
        xc_status_is(status, XC_DATABASE_OPENING_ERROR))
        return NDX_ERROR_CORRUPT;
    if (xc_status_is(status, XC_LOGIC_ERROR))
        return NDX_ERROR_INTERNAL;
    return NDX_ERROR_XAPIAN;
}

/* "WHAT: DatabaseCorruptError: ..."; returns false. what: "reading the index a/b". A callback's own
 * ndx_error, if it kept one, is the caller's to prefer. */
static inline bool ndx_error_xapian(ndx_error *error, const xc_error *xapian, const char *what)
{
    char text[640];
    return ndx_error_set(error, ndx_code_of_xapian(xapian->status), "%s: %s", what,
                         xc_error_describe(xapian, text, sizeof text));
}

#ifdef __cplusplus
}
#endif
#endif
