/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * posting_source.h - documents and weights that come from outside the postings.
 *
 * Owns: libxapian's own sources, and sources written in C. One becomes a leaf of a query
 * (xc_query_new_posting_source), e.g. the right side of XC_AND_MAYBE for a prior by date.
 */
#ifndef XAPIAN_C_POSTING_SOURCE_H
#define XAPIAN_C_POSTING_SOURCE_H

#include "xapian_c/bytes.h"
#include "xapian_c/database.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xc_posting_source xc_posting_source;

/* Every document with the weight given. */
xc_status xc_posting_source_new_fixed_weight(double weight, xc_posting_source **source,
                                             xc_error *error);
/* The weight is the document's value (xc_number_serialise). */
xc_status xc_posting_source_new_value_weight(xc_slot slot, xc_posting_source **source,
                                             xc_error *error);
/* As before for documents that are stored by falling value from `first` to `last` (0: to the end);
 * libxapian before 1.4.31 wants that order and says the reverse in its documentation. */
xc_status xc_posting_source_new_decreasing_value_weight(xc_slot slot, xc_docid first, xc_docid last,
                                                        xc_posting_source **source,
                                                        xc_error *error);
/* The weight is looked up by the document's value. */
xc_status xc_posting_source_new_value_map(xc_slot slot, double default_weight,
                                          xc_posting_source **source, xc_error *error);
xc_status xc_posting_source_value_map_add(xc_posting_source *source, xc_bytes value, double weight,
                                          xc_error *error);

/* What a source says of one shard when it is opened. */
typedef struct xc_posting_source_bounds {
    xc_doccount termfreq_min;
    xc_doccount termfreq_estimate;
    xc_doccount termfreq_max;
    double max_weight; /* no weight may be above it */
} xc_posting_source_bounds;

/* A source written in C. The match opens it once for each shard (docids are the shard's own), asks
 * for rows with rising docids, and closes it; it may be opened again by a later match and more than
 * once at a time. XC_ERROR and XC_FAIL make the match fail with XC_CALLBACK_ERROR. */
typedef struct xc_posting_source_callbacks {
    void *context;
    /* *state is handed to the other functions. `shard` is borrowed for the length of this call. */
    xc_decision (*open)(void *context, const xc_database *shard, xc_posting_source_bounds *bounds,
                        void **state, xc_error *error);
    /* The first row, or the one after the last given, whose weight is at least min_weight (rows
     * below it may be given as well). */
    xc_step (*next)(void *state, double min_weight, xc_docid *docid, double *weight,
                    xc_error *error);
    /* The first row at or after the target, which is never before the last given. NULL: `next` is
     * called until there. */
    xc_step (*skip_to)(void *state, xc_docid target, double min_weight, xc_docid *docid,
                       double *weight, xc_error *error);
    void (*close)(void *state);          /* may be NULL */
    void (*free_context)(void *context); /* may be NULL; when the last query with it is gone */
} xc_posting_source_callbacks;

/* The callbacks are copied. If this fails, the context stays the caller's. */
xc_status xc_posting_source_new(const xc_posting_source_callbacks *callbacks,
                                xc_posting_source **source, xc_error *error);

/* NULL does nothing. Queries made with the source keep it alive. */
void xc_posting_source_free(xc_posting_source *source);

#ifdef __cplusplus
}
#endif
#endif
