/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * weight.h - weighting schemes, each with its parameters.
 *
 * Owns: libxapian's schemes; one constructor for each, and a table for programs that take the name
 * of a scheme from their user. Defaults are libxapian's.
 */
#ifndef XAPIAN_C_WEIGHT_H
#define XAPIAN_C_WEIGHT_H

#include "xapian_c/bytes.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_weight xc_weight;

xc_status xc_weight_new_bool(xc_weight **weight, xc_error *error);
xc_status xc_weight_new_coord(xc_weight **weight, xc_error *error); /* matching query terms */
/* Defaults 1, 0, 1, 0.5, 0.5. */
xc_status xc_weight_new_bm25(double k1, double k2, double k3, double b, double min_normlen,
                             xc_weight **weight, xc_error *error);
/* Defaults 1, 0, 1, 0.5, 0.5, 1. */
xc_status xc_weight_new_bm25_plus(double k1, double k2, double k3, double b, double min_normlen,
                                  double delta, xc_weight **weight, xc_error *error);
xc_status xc_weight_new_trad(double k, xc_weight **weight, xc_error *error); /* default 1 */
/* SMART normalisations of wdf, idf and weight, e.g. "ntn" (the default). */
xc_status xc_weight_new_tfidf(const char *normalisations, xc_weight **weight, xc_error *error);
/* Divergence from randomness: c > 0 normalises the length, default 1. */
xc_status xc_weight_new_inl2(double c, xc_weight **weight, xc_error *error);
xc_status xc_weight_new_ifb2(double c, xc_weight **weight, xc_error *error);
xc_status xc_weight_new_ineb2(double c, xc_weight **weight, xc_error *error);
xc_status xc_weight_new_bb2(double c, xc_weight **weight, xc_error *error);
xc_status xc_weight_new_pl2(double c, xc_weight **weight, xc_error *error);
/* Defaults 1, 0.8. Unreliable before libxapian 1.4.26: see xc_weight_unreliable. */
xc_status xc_weight_new_pl2_plus(double c, double delta, xc_weight **weight, xc_error *error);
xc_status xc_weight_new_dlh(xc_weight **weight, xc_error *error);
xc_status xc_weight_new_dph(xc_weight **weight, xc_error *error);

typedef enum xc_smoothing {
    XC_SMOOTHING_TWO_STAGE,
    XC_SMOOTHING_DIRICHLET,
    XC_SMOOTHING_ABSOLUTE_DISCOUNT,
    XC_SMOOTHING_JELINEK_MERCER,
    XC_SMOOTHING_DIRICHLET_PLUS
} xc_smoothing;

/* Language models, unigram. smoothing1 is lambda, mu or delta, as the smoothing asks; smoothing2
 * the second one of TWO_STAGE and DIRICHLET_PLUS. Unreliable in libxapian 1.4 (the formula is wrong
 * there, and NEWS says so); in 2.x one class each, `log_scale` without effect. */
xc_status xc_weight_new_language_model(double log_scale, xc_smoothing smoothing, double smoothing1,
                                       double smoothing2, xc_weight **weight, xc_error *error);
/* Dice coefficient: libxapian 2; XC_UNIMPLEMENTED_ERROR before. */
xc_status xc_weight_new_dice(xc_weight **weight, xc_error *error);

#define XC_WEIGHT_PARAMETERS_MAX 6

typedef struct xc_weight_scheme {
    const char *name; /* "bm25", "tfidf", "lm-dirichlet", ... */
    const char *title;
    int parameter_count;
    const char *parameter_names[XC_WEIGHT_PARAMETERS_MAX]; /* the first parameter_count of both */
    double parameter_defaults[XC_WEIGHT_PARAMETERS_MAX];
    /* Why not to trust it with the libxapian that is loaded; NULL if there is nothing to say. */
    const char *(*unreliable)(void);
} xc_weight_scheme;

/* Every scheme, in a fixed order; static. NULL for an index at or above the count. */
size_t xc_weight_scheme_count(void);
const xc_weight_scheme *xc_weight_scheme_at(size_t index);

/* "bm25" or "bm25 1.2 0 1 0.75 0": name and as many of its parameters as are wanted, in order; for
 * "tfidf" the normalisations instead. XC_INVALID_ARGUMENT_ERROR names what is wrong. */
xc_status xc_weight_parse(xc_bytes text, xc_weight **weight, xc_error *error);

const char *xc_weight_name(const xc_weight *weight); /* as in the table; static */
/* NULL, or why the scheme is not to be trusted with the libxapian that is loaded; static. */
const char *xc_weight_unreliable(const xc_weight *weight);

/* NULL does nothing. An enquire that was given it is not affected. */
void xc_weight_free(xc_weight *weight);

#ifdef __cplusplus
}
#endif
#endif
