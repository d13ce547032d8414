/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian_error.c - implements xapian_error.h. */
#include "newsdex/xapian_error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#undef ndx_error_from_xapian /* xapian_error.h has a macro of it for the analyser */

/* In order: the first status that the error is, or descends from, decides. */
static const struct {
    xc_status status;
    ndx_code code;
} codes[] = {
    {XC_OUT_OF_MEMORY, NDX_ERROR_MEMORY},
    {XC_DATABASE_CORRUPT_ERROR, NDX_ERROR_CORRUPT},
    {XC_DATABASE_VERSION_ERROR, NDX_ERROR_VERSION},
    {XC_DATABASE_NOT_FOUND_ERROR, NDX_ERROR_NOT_FOUND},
    {XC_DATABASE_LOCK_ERROR, NDX_ERROR_LOCKED},
    {XC_DATABASE_CREATE_ERROR, NDX_ERROR_IO},
    {XC_DATABASE_OPENING_ERROR, NDX_ERROR_CORRUPT},
    {XC_NETWORK_ERROR, NDX_ERROR_IO},
    {XC_SERIALISATION_ERROR, NDX_ERROR_CORRUPT},
};

bool ndx_error_from_xapian(ndx_error *error, const xc_error *xapian, const char *what, ...)
{
    if (!error)
        return false;
    char text[512];
    char where[256];
    va_list arguments;
    va_start(arguments, what);
    vsnprintf(where, sizeof where, what, arguments);
    va_end(arguments);

    ndx_code code = NDX_ERROR_XAPIAN;
    for (size_t i = sizeof codes / sizeof codes[0]; i-- > 0;)
        if (xc_status_is(xapian->status, codes[i].status))
            code = codes[i].code;
    /* What the system refused (a full disk above all) comes as a plain database error with errno's
     * text; without one it is a file that ends too early. */
    if (code == NDX_ERROR_XAPIAN && xapian->status == XC_DATABASE_ERROR)
        code = xapian->system[0] ? NDX_ERROR_IO : NDX_ERROR_CORRUPT;
    return ndx_error_set(error, code, "%s: %s", where,
                         xc_error_describe(xapian, text, sizeof text));
}
