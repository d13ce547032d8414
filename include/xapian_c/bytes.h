/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * bytes.h - strings of xapian_c: borrowed and owned.
 *
 * Owns: the two string types, and the number types. Terms, values, document data and metadata are
 * bytes and may hold NUL.
 *
 * An xc_bytes is borrowed: whoever gives one says how long it is valid. An xc_string is owned by
 * the caller, starts zeroed (XC_STRING_EMPTY) and is meant to be used again and again: a call that
 * fills one replaces its contents and grows it only when it is too small.
 */
#ifndef XAPIAN_C_BYTES_H
#define XAPIAN_C_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "xapian_c/error.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t xc_docid;     /* a document, from 1; 0 is none */
typedef uint32_t xc_doccount;  /* a number of documents */
typedef uint32_t xc_termcount; /* a number of terms, a wdf, a document length */
typedef uint32_t xc_termpos;   /* a position in a document */
typedef uint32_t xc_slot;      /* a value slot */
#define XC_BAD_SLOT ((xc_slot)0xffffffffu)

/* data may be NULL when size is 0. */
typedef struct xc_bytes {
    const char *data;
    size_t size;
} xc_bytes;

/* data[size] is NUL once anything was assigned; NULL before. */
typedef struct xc_string {
    char *data;
    size_t size;
    size_t capacity;
} xc_string;

#ifdef __cplusplus
#define XC_STRING_EMPTY xc_string()
#else
#define XC_STRING_EMPTY ((xc_string){NULL, 0, 0})
#endif

/* The bytes of a NUL-terminated string; of NULL, none. */
xc_bytes xc_bytes_of(const char *text);

/* Borrowed from the string: valid until it is assigned or freed. */
xc_bytes xc_string_bytes(const xc_string *string);

/* Replaces the contents. XC_OUT_OF_MEMORY leaves the string as it was. */
xc_status xc_string_assign(xc_string *string, xc_bytes bytes, xc_error *error);

/* Frees and zeroes; NULL does nothing. */
void xc_string_free(xc_string *string);

#ifdef __cplusplus
}
#endif
#endif
