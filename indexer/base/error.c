/* SPDX-License-Identifier: GPL-2.0-or-later */
/* error.c - implements newsdex/error.h. */
#define _GNU_SOURCE /* strerror_r that returns the text */
#include "newsdex/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#undef ndx_error_set /* error.h has macros of them for the analyser */
#undef ndx_error_set_at
#undef ndx_error_errno
#undef ndx_error_memory
#undef ndx_error_prefix

/* Removes the pieces of a UTF-8 character that a cut has left at the end. */
static void mend_cut(char *text, size_t capacity, int wanted)
{
    if (wanted < 0 || (size_t)wanted < capacity)
        return;
    size_t size = capacity - 1;
    size_t begin = size;
    while (begin > 0 && size - begin < 3 && ((unsigned char)text[begin - 1] & 0xC0) == 0x80)
        begin--;
    if (begin > 0 && ((unsigned char)text[begin - 1] & 0xC0) == 0xC0)
        text[begin - 1] = '\0';
}

static void set_message(ndx_error *error, ndx_code code, const char *place, const char *format,
                        va_list arguments)
{
    error->code = code;
    mend_cut(error->message, sizeof error->message,
             vsnprintf(error->message, sizeof error->message, format, arguments));
    mend_cut(error->place, sizeof error->place,
             snprintf(error->place, sizeof error->place, "%s", place));
}

bool ndx_error_set(ndx_error *error, ndx_code code, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        set_message(error, code, "", format, arguments);
        va_end(arguments);
    }
    return false;
}

bool ndx_error_set_at(ndx_error *error, ndx_code code, const char *place, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        set_message(error, code, place, format, arguments);
        va_end(arguments);
    }
    return false;
}

bool ndx_error_errno(ndx_error *error, int errno_value, const char *format, ...)
{
    if (!error)
        return false;
    ndx_code code = NDX_ERROR_IO;
    if (errno_value == ENOENT || errno_value == ENOTDIR)
        code = NDX_ERROR_NOT_FOUND;
    else if (errno_value == ENOMEM)
        code = NDX_ERROR_MEMORY;
    va_list arguments;
    va_start(arguments, format);
    set_message(error, code, "", format, arguments);
    va_end(arguments);
    char text[128];
    const char *reason = strerror_r(errno_value, text, sizeof text);
    size_t used = strlen(error->message);
    size_t left = sizeof error->message - used;
    mend_cut(error->message + used, left, snprintf(error->message + used, left, ": %s", reason));
    return false;
}

bool ndx_error_memory(ndx_error *error, const char *what)
{
    return ndx_error_set(error, NDX_ERROR_MEMORY, "out of memory while %s", what);
}

bool ndx_error_prefix(ndx_error *error, const char *format, ...)
{
    if (!error)
        return false;
    ndx_error old = *error;
    va_list arguments;
    va_start(arguments, format);
    set_message(error, old.code, old.place, format, arguments);
    va_end(arguments);
    size_t used = strlen(error->message);
    size_t left = sizeof error->message - used;
    mend_cut(error->message + used, left,
             snprintf(error->message + used, left, ": %s", old.message));
    return false;
}

void ndx_error_clear(ndx_error *error)
{
    if (error)
        *error = (ndx_error){0};
}

const char *ndx_code_name(ndx_code code)
{
    static const char *const names[] = {
        [NDX_OK] = "ok",
        [NDX_ERROR_MEMORY] = "memory",
        [NDX_ERROR_IO] = "io",
        [NDX_ERROR_FORMAT] = "format",
        [NDX_ERROR_LIMIT] = "limit",
        [NDX_ERROR_USAGE] = "usage",
        [NDX_ERROR_NOT_FOUND] = "not-found",
        [NDX_ERROR_LOCKED] = "locked",
        [NDX_ERROR_VERSION] = "version",
        [NDX_ERROR_CORRUPT] = "corrupt",
        [NDX_ERROR_INTERRUPTED] = "interrupted",
        [NDX_ERROR_XAPIAN] = "xapian",
        [NDX_ERROR_INTERNAL] = "internal",
    };
    size_t index = (size_t)code;
    return index < sizeof names / sizeof *names ? names[index] : "unknown";
}
