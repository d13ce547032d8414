/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * key_maker.h - sort keys made from documents.
 */
#ifndef XAPIAN_C_KEY_MAKER_H
#define XAPIAN_C_KEY_MAKER_H

#include <stdbool.h>

#include "xapian_c/bytes.h"
#include "xapian_c/document.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_key_maker xc_key_maker;

/* Writes the key with xc_string_assign; *key is empty at first and reused. XC_FAIL makes the match
 * fail; any other decision goes on. The document is borrowed for the length of the call. */
typedef xc_decision (*xc_key_maker_make)(void *context, xc_document *document, xc_string *key,
                                         xc_error *error);
xc_status xc_key_maker_new(xc_key_maker_make make, void *context, xc_key_maker **maker,
                           xc_error *error);

/* Keys made of several values, to which slots are added one by one. */
xc_status xc_key_maker_new_values(xc_key_maker **maker, xc_error *error);
xc_status xc_key_maker_add_value(xc_key_maker *maker, xc_slot slot, bool reverse,
                                 xc_bytes default_value, xc_error *error);

/* NULL does nothing. An enquire that was given it keeps it alive. */
void xc_key_maker_free(xc_key_maker *maker);

#ifdef __cplusplus
}
#endif
#endif
