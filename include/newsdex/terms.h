/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terms.h - which terms and values a document has in Xapian: one table each, used by the indexer
 * and the search alike.
 *
 * Prefixes follow the Xapian/Omega conventions (xapian-applications/omega/docs/termprefixes.rst).
 */
#ifndef NEWSDEX_TERMS_H
#define NEWSDEX_TERMS_H

#include "newsdex/buffer.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_term_kind {
    NDX_TERM_WORD,        /* Z: stemmed word of headline, byline, dateline or body; wdf weighted
                             (ndx_weights) */
    NDX_TERM_AUTHOR_WORD, /* XAW: folded word of authors and byline */
    NDX_TERM_DAY,         /* D: YYYYMMDD, day in the article's own zone; only if known to the day */
    NDX_TERM_MONTH,       /* M: YYYYMM; if known to the month */
    NDX_TERM_YEAR,        /* Y: YYYY */
    NDX_TERM_LANGUAGE,    /* L: code, "en" */
    NDX_TERM_HOST, /* H: host of the URL, lower case, and every parent domain of two labels or more
                    */
    NDX_TERM_ID, /* Q: the id, or its hash; exactly one in a document, unique in the index save for
                    tombstones */
    NDX_TERM_SECTION,      /* K: a whole section or keyword, folded */
    NDX_TERM_SECTION_WORD, /* XKW: a folded word of sections and keywords */
    NDX_TERM_SOURCE,       /* XSO: the whole source, folded */
    NDX_TERM_SOURCE_WORD,  /* XSW: a folded word of the source */
    NDX_TERM_KIND_COUNT
} ndx_term_kind;

typedef struct ndx_term_info {
    const char *prefix;
    const char *description;
    bool weighted; /* counts in document length; the others have wdf 0 */
} ndx_term_info;
const ndx_term_info *ndx_term_describe(ndx_term_kind kind);

/* Ids longer than this are hashed: 6 characters of base64url (RFC 4648) of XXH3-64. Paths, which
 * are the ids of files, would take more than their articles' words. Who looks one up compares it
 * with the record's; with 36 bits, one of ten million articles has a namesake. */
#define NDX_ID_TERM_BYTES 8u

/* Appends prefix and value as a term of at most NDX_LIMIT_TERM_BYTES: Omega's ":" goes between a
 * prefix of several letters and a value that begins with a capital letter or a colon; a longer one
 * keeps its head and ends in 16 hexadecimal digits of XXH3-64 over the whole value; NUL becomes
 * space. The value is taken as it is: fold it before where the table says folded. */
bool ndx_term_append(ndx_buffer *out, ndx_term_kind kind, ndx_span value);

/* Values: what libxapian must have at hand for each document it looks at. All else that a value
 * could say is in the record, in fewer bytes. Numbers are stored by sortable_serialise. */
typedef enum ndx_slot {
    NDX_SLOT_TIME = 0, /* ndx_date_seconds; absent: undated */
    NDX_SLOT_COUNT
} ndx_slot;
typedef struct ndx_slot_info {
    const char *name;
    const char *description;
} ndx_slot_info;
const ndx_slot_info *ndx_slot_describe(ndx_slot slot);

/* wdf of a Z term: body for each occurrence in body, byline and dateline, headline for each in the
 * headline, lead more for each among the first NDX_LEAD_WORDS words of the body. Recorded in every
 * shard. */
#define NDX_LEAD_WORDS 30u
typedef struct ndx_weights {
    uint8_t body, headline, lead; /* default 2, 6, 1 */
} ndx_weights;
#define NDX_WEIGHTS_DEFAULT                                                                        \
    {                                                                                              \
        2, 6, 1                                                                                    \
    }

#ifdef __cplusplus
}
#endif
#endif
