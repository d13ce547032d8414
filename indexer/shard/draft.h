/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * draft.h - an article on its way into a shard: its fields, its text as ids of words. Internal.
 *
 * Owns: the bytes in which drafts wait in memory or in a temporary file. Must not know: which
 * vocabulary the ids belong to.
 *
 * Ids are varints: words are met in the order of their frequency, more or less, so that an id
 * takes 1.6 bytes on news where an array of 32-bit numbers would take 4.
 */
#ifndef NEWSDEX_SHARD_DRAFT_H
#define NEWSDEX_SHARD_DRAFT_H

#include "newsdex/analysis.h"
#include "newsdex/record.h"

enum { /* atoms, one each: 0 none, else id + 1 */
       NDX_DRAFT_SOURCE,
       NDX_DRAFT_VERSION,
       NDX_DRAFT_LANGUAGE_TEXT,
       NDX_DRAFT_ORIGIN_SET,
       NDX_DRAFT_PATH,
       NDX_DRAFT_SITE,
       NDX_DRAFT_FOLDER,
       NDX_DRAFT_ATOM_COUNT
};
enum { /* runs of ids, as varints */
       NDX_DRAFT_SECTIONS,
       NDX_DRAFT_KEYWORDS,
       NDX_DRAFT_AUTHORS,
       NDX_DRAFT_TEXT, /* NDX_TEXT_COUNT of them */
       NDX_DRAFT_RUN_COUNT = NDX_DRAFT_TEXT + NDX_TEXT_COUNT
};

typedef struct ndx_draft {
    ndx_span id, path,
        url; /* path empty: the atom says it; url: behind the site, if there is one */
    ndx_span date_text, modified_text;
    ndx_date date, modified;
    uint64_t update;     /* as in ndx_record */
    uint64_t content;    /* ndx_content_hash() */
    uint64_t text_bytes; /* of all text fields together */
    uint8_t language;
    bool language_detected;
    bool has_signature;
    uint8_t signature[NDX_SIGNATURE_BYTES];
    uint32_t word_count[NDX_TEXT_COUNT];
    uint32_t atom[NDX_DRAFT_ATOM_COUNT];
    ndx_span run[NDX_DRAFT_RUN_COUNT];
} ndx_draft;

bool ndx_draft_append(ndx_buffer *out, const ndx_draft *draft); /* false: memory */
/* Spans are borrowed from bytes. False: not a draft. */
bool ndx_draft_read(ndx_span bytes, ndx_draft *draft);

/* Which of two articles of one id is the newer: >0 the first, <0 the second, 0 neither. Version
 * numbers (any number of decimal digits, empty counts as 0), then the day and time of modification;
 * one that has none is older. */
int ndx_version_compare(ndx_span version_a, const ndx_date *modified_a, ndx_span version_b,
                        const ndx_date *modified_b);

/* The next id of a run; false at its end or when it is damaged. */
static inline bool ndx_draft_next(ndx_span *run, uint32_t *id)
{
    const uint8_t *at = (const uint8_t *)run->data;
    if (run->size >= 3) { /* nearly all ids take three bytes at most */
        uint32_t value = at[0];
        size_t used = 1;
        if (value >= 0x80) {
            value = (value & 0x7F) | (uint32_t)at[1] << 7;
            used = 2;
            if (value >= 0x4000) {
                value = (value & 0x3FFF) | (uint32_t)at[2] << 14;
                used = 3;
            }
        }
        if (value < 0x200000) {
            *id = value;
            run->data += used;
            run->size -= used;
            return true;
        }
    }
    return ndx_read_varint32(run, id);
}

/* All ids of a run: room for run.size of them, for an id takes a byte or more. Gives how many;
 * SIZE_MAX: the run is damaged. */
size_t ndx_draft_ids(ndx_span run, uint32_t *ids);
/* Appends ids to a run; false: memory. */
bool ndx_draft_append_ids(ndx_buffer *run, const uint32_t *ids, size_t count);

#endif
