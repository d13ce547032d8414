/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copies_seen.h - which matching articles are copies of one indexed before. Internal to
 * search/present.
 *
 * Owns: comparing signatures, which must be equal: cheap, and no stranger is taken for a copy. Must
 * not know: clusters of copies that differ a little.
 */
#ifndef NEWSDEX_PRESENT_COPIES_SEEN_H
#define NEWSDEX_PRESENT_COPIES_SEEN_H

#include "present/survey.h"

/* Zeroed is empty. */
typedef struct ndx_copies_seen {
    uint8_t *copy; /* a bit a document */
    xc_docid documents;
    uint64_t matching; /* articles */
    uint64_t copies;   /* of them */
} ndx_copies_seen;

/* Walks over all matches; part as in ndx_survey_walk(). The same whatever the threads. */
bool ndx_copies_seen_find(const ndx_survey *survey, const ndx_query *query, unsigned part,
                          unsigned parts, ndx_copies_seen *seen, ndx_error *error);
void ndx_copies_seen_free(ndx_copies_seen *seen);

static inline bool ndx_copies_seen_is_copy(const ndx_copies_seen *seen, xc_docid document)
{
    return document < seen->documents && (seen->copy[document / 8] >> document % 8 & 1);
}

#endif
