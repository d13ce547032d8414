/* SPDX-License-Identifier: GPL-2.0-or-later */
/* glass_terms.c - all terms in order. They follow metadata, values and lengths, whose keys begin
 * with a NUL that is none of a term's. */
#include "glass_terms.h"
#include "glass_mapped.h"

/* The term in a key, and whether the key is that of its first chunk. False if it is no term's. */
static bool term_of_key(ndx_span key, uint8_t *bytes, uint32_t *size, bool *first_chunk)
{
    uint32_t length = 0;
    *first_chunk = true;
    for (size_t i = 0; i < key.size; i++) {
        if (!key.data[i]) {
            if (i + 1 >= key.size)
                return false;
            if ((uint8_t)key.data[++i] != 0xff) {
                *first_chunk = false;
                break;
            }
            bytes[length++] = 0;
        } else {
            bytes[length++] = (uint8_t)key.data[i];
        }
    }
    *size = length;
    return length > 0;
}

bool ndx_glass_terms_open(ndx_glass_terms *terms, const ndx_glass_database *database, ndx_span from,
                          ndx_error *error)
{
    *terms = (ndx_glass_terms){0};
    if (from.size > sizeof terms->from) /* a term that begins with it is too long as well */
        from.size = sizeof terms->from;
    if (from.size)
        memcpy(terms->from, from.data, from.size);
    terms->from_size = (uint32_t)from.size;
    return ndx_glass_postings_open(&terms->postings, database, ndx_span_make(NULL, 0), error);
}

void ndx_glass_terms_close(ndx_glass_terms *terms)
{
    ndx_glass_postings_close(&terms->postings);
}

/* To the first key that may be one of a term >= from. */
static ndx_step begin(ndx_glass_terms *terms, ndx_error *error)
{
    ndx_glass_key key;
    key.size = 0;
    terms->begun = true;
    for (uint32_t i = 0; i < terms->from_size; i++)
        if (!ndx_glass_key_append_term(&key, ndx_span_make((const char *)&terms->from[i], 1)))
            break;
    if (!key.size)
        ndx_glass_key_append(&key, "\0\xff", 2);
    return ndx_glass_cursor_find_from(&terms->postings.cursor, ndx_glass_key_span(&key), error);
}

/* To the first key behind all chunks of the term it stands at. */
static ndx_step pass_term(ndx_glass_terms *terms, ndx_error *error)
{
    ndx_glass_key key = terms->postings.key;
    if (!terms->postings.last_chunk && ndx_glass_key_append(&key, "\0\xfe", 2) &&
        !ndx_glass_cursor_find(&terms->postings.cursor, ndx_glass_key_span(&key), NULL, error))
        return NDX_STEP_ERROR;
    return ndx_glass_cursor_next(&terms->postings.cursor, error);
}

ndx_step ndx_glass_terms_next(ndx_glass_terms *terms, ndx_error *error)
{
    uint32_t size;
    bool first_chunk;
    ndx_span from = ndx_span_make((const char *)terms->from, terms->from_size);
    bool is_first = !terms->begun;
    ndx_step step = terms->begun ? pass_term(terms, error) : begin(terms, error);
    for (; step == NDX_STEP_ROW; step = ndx_glass_cursor_next(&terms->postings.cursor, error)) {
        if (!term_of_key(terms->postings.cursor.key, terms->bytes, &size, &first_chunk)) {
            ndx_glass_cursor_damaged(&terms->postings.cursor, "a key is no term's", error);
            return NDX_STEP_ERROR;
        }
        terms->term = ndx_span_make((const char *)terms->bytes, size);
        if (!first_chunk || ndx_span_compare(terms->term, from) < 0)
            continue;
        /* a search in a damaged table may lead back: the walk would never end */
        if (!is_first && ndx_span_compare(terms->postings.cursor.key,
                                          ndx_glass_key_span(&terms->postings.key)) <= 0) {
            ndx_glass_cursor_damaged(&terms->postings.cursor, "its keys do not rise", error);
            return NDX_STEP_ERROR;
        }
        return ndx_glass_postings_begin(&terms->postings, terms->term, error) ? NDX_STEP_ROW
                                                                              : NDX_STEP_ERROR;
    }
    return step;
}
