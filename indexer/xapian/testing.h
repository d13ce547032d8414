/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * testing.h - what the tests need of C++: throwing through the catch ladder, and making allocations
 * fail. Compiled into test programs only; neither installed nor part of the library.
 */
#ifndef XAPIAN_C_TESTING_H
#define XAPIAN_C_TESTING_H

#include "xapian_c/error.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    XC_TESTING_ASSERTION,
    XC_TESTING_INVALID_ARGUMENT,
    XC_TESTING_INVALID_OPERATION,
    XC_TESTING_UNIMPLEMENTED,
    XC_TESTING_DATABASE,
    XC_TESTING_DATABASE_CORRUPT,
    XC_TESTING_DATABASE_CREATE,
    XC_TESTING_DATABASE_LOCK,
    XC_TESTING_DATABASE_MODIFIED,
    XC_TESTING_DATABASE_OPENING,
    XC_TESTING_DATABASE_VERSION,
    XC_TESTING_DATABASE_NOT_FOUND,
    XC_TESTING_DATABASE_CLOSED,
    XC_TESTING_DOCUMENT_NOT_FOUND,
    XC_TESTING_FEATURE_UNAVAILABLE,
    XC_TESTING_INTERNAL,
    XC_TESTING_NETWORK,
    XC_TESTING_NETWORK_TIMEOUT,
    XC_TESTING_QUERY_PARSER,
    XC_TESTING_SERIALISATION,
    XC_TESTING_RANGE,
    XC_TESTING_WILDCARD,
    XC_TESTING_NEW_LOCK_ERROR, /* classes that the binding does not know */
    XC_TESTING_NEW_RUNTIME_ERROR,
    XC_TESTING_NEW_LOGIC_ERROR,
    XC_TESTING_NEW_ERROR,
    XC_TESTING_BAD_ALLOC,
    XC_TESTING_OUT_OF_RANGE,
    XC_TESTING_INT,
    XC_TESTING_TEXT,
    XC_TESTING_LONG_MESSAGE,
    XC_TESTING_ERRNO,
    XC_TESTING_KINDS
};

/* Throws one of these inside the guard that every entry point has. */
xc_status xc_testing_throw(int kind, xc_error *error);

/* From now on the n-th C++ allocation of the program fails (1: the next), once; 0: none. */
void xc_testing_fail_allocation(unsigned long n);
/* Whether it has failed since. */
int xc_testing_allocation_failed(void);

#ifdef __cplusplus
}
#endif
#endif
