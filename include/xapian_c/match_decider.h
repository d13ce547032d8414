/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * match_decider.h - a filter written in C, asked while the match runs.
 *
 * It is called for a document only when its weight can still bring it into the result. The remote
 * backend has no match deciders: XC_UNIMPLEMENTED_ERROR.
 */
#ifndef XAPIAN_C_MATCH_DECIDER_H
#define XAPIAN_C_MATCH_DECIDER_H

#include "xapian_c/document.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The document is borrowed for the length of the call; what it lends is as well. */
typedef xc_decision (*xc_match_decider)(void *context, xc_document *document, xc_error *error);

#ifdef __cplusplus
}
#endif
#endif
