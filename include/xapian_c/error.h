/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * error.h - how a call of xapian_c tells that it failed, and what a cursor's step gives.
 *
 * Owns: the status codes, the error, the step. Must not know: who uses the library.
 *
 * Every call that can fail returns an xc_status and takes `xc_error *error` last, which may be
 * NULL. On XC_OK the error is left as it was; otherwise it is filled. Outputs are written on XC_OK
 * only. No exception, no C++ type and no failed allocation leaves the library, and none goes
 * through a callback written in C.
 *
 * The codes follow libxapian's class hierarchy and not a closed list of its classes: a class that
 * is added to libxapian tomorrow arrives under the nearest ancestor listed here, and xc_error.type
 * carries its own name.
 */
#ifndef XAPIAN_C_ERROR_H
#define XAPIAN_C_ERROR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define XC_PRINTF(format_index, first_argument)                                                    \
    __attribute__((format(printf, format_index, first_argument)))
#else
#define XC_PRINTF(format_index, first_argument)
#endif

typedef enum xc_status {
    XC_OK = 0,

    /* Not libxapian's. */
    XC_OUT_OF_MEMORY,  /* an allocation failed, in libxapian or here */
    XC_CALLBACK_ERROR, /* a callback reported failure; the message is the callback's */
    XC_SYSTEM_ERROR,   /* another C++ exception (std::exception): the type is "std::exception" */
    XC_UNKNOWN_ERROR,  /* something was thrown that is no exception class at all */

    /* Xapian::Error itself, or a class of it that is neither of the two below. */
    XC_XAPIAN_ERROR,

    /* Xapian::LogicError: the caller's mistake. */
    XC_LOGIC_ERROR,
    XC_ASSERTION_ERROR,
    XC_INVALID_ARGUMENT_ERROR, /* also: a NULL that is not allowed, an index beyond the end */
    XC_INVALID_OPERATION_ERROR,
    XC_UNIMPLEMENTED_ERROR, /* e.g. a match decider on a remote database */

    /* Xapian::RuntimeError: outside the caller's control. */
    XC_RUNTIME_ERROR,
    XC_DATABASE_ERROR,
    XC_DATABASE_CORRUPT_ERROR,
    XC_DATABASE_CREATE_ERROR,
    XC_DATABASE_LOCK_ERROR,     /* another writer holds the lock */
    XC_DATABASE_MODIFIED_ERROR, /* reopen the database and run the whole query again */
    XC_DATABASE_OPENING_ERROR,
    XC_DATABASE_VERSION_ERROR,   /* a kind of opening error: a format this libxapian cannot read */
    XC_DATABASE_NOT_FOUND_ERROR, /* a kind of opening error */
    XC_DATABASE_CLOSED_ERROR,    /* used after xc_database_close */
    XC_DOCUMENT_NOT_FOUND_ERROR, /* Xapian::DocNotFoundError */
    XC_FEATURE_UNAVAILABLE_ERROR,
    XC_INTERNAL_ERROR,
    XC_NETWORK_ERROR,
    XC_NETWORK_TIMEOUT_ERROR,
    XC_QUERY_PARSER_ERROR,
    XC_SERIALISATION_ERROR,
    XC_RANGE_ERROR,
    XC_WILDCARD_ERROR /* a wildcard went over its limit; thrown when the match runs */
} xc_status;

/* Owns no memory: it can be copied and needs no clean-up. All texts are NUL-terminated and cut
 * where they do not fit. */
typedef struct xc_error {
    xc_status status;
    char type[64];     /* libxapian's class, e.g. "DatabaseLockError"; "std::bad_alloc"; ... */
    char message[512]; /* libxapian's message */
    char context[256]; /* libxapian's context, e.g. which server; often empty */
    char system[128];  /* the operating system's word on it (errno as text); often empty */
} xc_error;

/* What a cursor's step gives; three different things. After XC_ERROR the cursor may only be freed,
 * and after XC_END it stays at the end. */
typedef enum xc_step { XC_ERROR = -1, XC_END = 0, XC_ROW = 1 } xc_step;

/* What a callback that decides says. With XC_FAIL it should first fill the error it was given
 * (xc_error_set); the call during which it was asked then fails with XC_CALLBACK_ERROR. */
typedef enum xc_decision { XC_FAIL = -1, XC_REJECT = 0, XC_ACCEPT = 1 } xc_decision;

/* Fills *error (when not NULL) with the type "callback" and a printf message; returns status. For
 * callbacks that fail, whose status becomes XC_CALLBACK_ERROR whatever they set. */
xc_status xc_error_set(xc_error *error, xc_status status, const char *format, ...) XC_PRINTF(3, 4);

void xc_error_clear(xc_error *error);

/* "database lock error" and so on, static; never NULL, also for a number that is no status. */
const char *xc_status_text(xc_status status);

/* 1 if `status` is `ancestor` or lies below it in libxapian's hierarchy: a lock error is a database
 * error, a runtime error and a xapian error. */
int xc_status_is(xc_status status, xc_status ancestor);

/* Writes "type: message (context; system)" into text (capacity bytes, always NUL-terminated unless
 * capacity is 0); gives text. */
char *xc_error_describe(const xc_error *error, char *text, size_t capacity);

#ifdef __cplusplus
}
#endif
#endif
