/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stem.h - Snowball stemmers.
 */
#ifndef XAPIAN_C_STEM_H
#define XAPIAN_C_STEM_H

#include "xapian_c/bytes.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_stemmer xc_stemmer;

/* language: a name of the list below or an ISO 639 code ("english", "en"); "none": words come back
 * as they are. XC_INVALID_ARGUMENT_ERROR if there is no such stemmer. One thread at a time. */
xc_status xc_stemmer_new(const char *language, xc_stemmer **stemmer, xc_error *error);
void xc_stemmer_free(xc_stemmer *stemmer); /* NULL does nothing */

/* word: UTF-8, lower case. Borrowed: valid until the next call with this stemmer. */
xc_status xc_stemmer_stem(xc_stemmer *stemmer, xc_bytes word, xc_bytes *stem, xc_error *error);
/* The same into a string that the caller owns and reuses. */
xc_status xc_stemmer_get_stem(xc_stemmer *stemmer, xc_bytes word, xc_string *stem, xc_error *error);
xc_status xc_stemmer_description(const xc_stemmer *stemmer, xc_string *text, xc_error *error);

/* The names of all stemmers, separated by single spaces. */
xc_status xc_stemmer_languages(xc_string *languages, xc_error *error);

#ifdef __cplusplus
}
#endif
#endif
