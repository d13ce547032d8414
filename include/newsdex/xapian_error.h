/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian_error.h - from an error of the binding to one of ours: the one mapping. */
#ifndef NEWSDEX_XAPIAN_ERROR_H
#define NEWSDEX_XAPIAN_ERROR_H

#include "newsdex/error.h"
#include "xapian_c/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "WHAT: libxapian's message": memory, full disk and the like (io), damage (corrupt), absence (not
 * found), a format that this libxapian cannot read (version), else xapian. Returns false. */
bool ndx_error_from_xapian(ndx_error *error, const xc_error *xapian, const char *what, ...)
    NDX_PRINTF(3, 4);
#ifdef __clang_analyzer__ /* as in newsdex/error.h */
#define ndx_error_from_xapian(...) ndx_error_is_false(ndx_error_from_xapian(__VA_ARGS__))
#endif

#ifdef __cplusplus
}
#endif
#endif
