/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * number.h - numbers as values that sort as the numbers do (Xapian::sortable_serialise).
 */
#ifndef XAPIAN_C_NUMBER_H
#define XAPIAN_C_NUMBER_H

#include "xapian_c/bytes.h"

#ifdef __cplusplus
extern "C" {
#endif

#define XC_NUMBER_BYTES_MAX 9

/* Writes at most XC_NUMBER_BYTES_MAX bytes to `bytes` and says how many (0 for minus infinity). */
size_t xc_number_serialise(double number, char bytes[XC_NUMBER_BYTES_MAX]);

/* For bytes that xc_number_serialise wrote; others give some number. */
double xc_number_unserialise(xc_bytes bytes);

#ifdef __cplusplus
}
#endif
#endif
