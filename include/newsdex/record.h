/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * record.h - the article as it is stored: libxapian's document data of one document.
 *
 * Owns: the record's format (version 1, described in indexer/words/record.c byte by byte). Must not
 * know: how it is stored. A record is untrusted: every length is checked against the bytes that are
 * there.
 */
#ifndef NEWSDEX_RECORD_H
#define NEWSDEX_RECORD_H

#include "newsdex/article.h"
#include "newsdex/words.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NDX_RECORD_VERSION 2u
/* Of a list's name in a record. 40 bits of a content hash: a thousand shards put together by
 * xapian-compact have two of the same name with a probability of 5e-7; every byte here is 0.1 % of
 * a wire story. */
#define NDX_WORDS_NAME_BYTES 5u

/* The text fields in the order in which positions run: headline, byline, dateline, body. Positions
 * count words (not separators) from 0; between two fields (absent ones too: ndx_record_field_start)
 * lies a gap of NDX_POSITION_GAP. */
typedef enum ndx_text_field {
    NDX_TEXT_HEADLINE,
    NDX_TEXT_BYLINE,
    NDX_TEXT_DATELINE,
    NDX_TEXT_BODY,
    NDX_TEXT_COUNT
} ndx_text_field;
#define NDX_POSITION_GAP 1000u

ndx_field ndx_text_field_of(ndx_text_field field); /* NDX_FIELD_HEADLINE ... */

/* The first position of a field: fields before it, absent ones too, take their words and a gap
 * each. */
struct ndx_record;
uint32_t ndx_record_field_start(const struct ndx_record *record, ndx_text_field field);

/* A record in parts. Spans of a record that was read are borrowed from its bytes. Numbers are of
 * the word list `words_name`. */
typedef struct ndx_record {
    uint64_t serial;   /* of the shard (never reused in an index) */
    uint32_t document; /* number in that shard, from 0 */
    uint64_t update;   /* serial of the update that brought the article; kept through merges */
    uint8_t words_name[NDX_WORDS_NAME_BYTES];
    uint8_t language; /* ndx_language the text was analysed in */
    bool language_detected;
    ndx_date date;
    ndx_date modified;
    uint32_t word_count[NDX_TEXT_COUNT]; /* words, separators not counted */
    ndx_span code[NDX_TEXT_COUNT]; /* the fields' numbers in the dense code; empty: the field is
                                      absent */
    ndx_span texts; /* of a record that was read: the bytes in which all codes lie, in order, none
                       at the first of them */
    ndx_span id, path,
        url; /* bytes; empty: absent (path: see path_atom; url: what follows `site`) */
    /* Atoms: 0 none, else number + 1. */
    uint32_t source, version, language_text;
    ndx_span atoms_section, atoms_keywords,
        atoms_authors;                 /* dense-coded numbers of atoms, one per value */
    ndx_span date_text, modified_text; /* as the source wrote it */
    ndx_span
        signature; /* NDX_SIGNATURE_BYTES (analysis.h); empty: the body is too short to have one */
    uint32_t origin[NDX_FIELD_COUNT]; /* atoms + 1 */
    /* Shorter ways for what many records share; 0: not used. */
    uint32_t origin_set; /* atom + 1: all origins as one value (ndx_origin_set_append); origin[] is
                            then not written. Saves about 15 bytes an article: articles of one
                            outlet share it. */
    uint32_t folder; /* atom + 1: what both id and path begin with, for an article whose id is its
                        path; both are the rest (ndx_record_names) */
    uint32_t site;   /* atom + 1: the beginning of the URL, up to the host and a slash; `url` is the
                        rest */
    uint32_t path_atom; /* atom + 1: the path, for a file that holds many articles; path is then
                           empty when read */
} ndx_record;

/* Appends the value of an origin set: the fields' origins in the order of ndx_field, each followed
 * by "\n", empty ones at the end left out. */
bool ndx_origin_set_append(ndx_buffer *out, const ndx_span origin[NDX_FIELD_COUNT]);

/* Appends the record's bytes. dense: of the list, for the atom lists' lengths only. */
bool ndx_record_append(ndx_buffer *out, const ndx_record *record, ndx_error *error);

/* NDX_ERROR_CORRUPT for bytes that are no record, NDX_ERROR_VERSION for another version. */
bool ndx_record_read(ndx_span bytes, ndx_record *record, ndx_error *error);

/* Reads no more than a matcher needs, in a fifth of the time: address, words_name, update,
 * language, id, signature, codes and word counts. All else is left as it is: zero *record before
 * the first. */
bool ndx_record_skim(ndx_span bytes, ndx_record *record, ndx_error *error);

/* Makes id and path whole, in the arena, and `folder` 0. words: the list that the record names. */
bool ndx_record_names(ndx_words *words, ndx_record *record, ndx_arena *arena, ndx_error *error);
/* Is it the article of this id? */
bool ndx_record_has_id(ndx_words *words, const ndx_record *record, ndx_span id, bool *has,
                       ndx_error *error);

/* Only serial and document, which stand first: what a MatchDecider needs to see a tombstone. */
bool ndx_record_address(ndx_span bytes, uint64_t *serial, uint32_t *document);

/* Appends the text of one field, byte for byte as the reader gave it. */
bool ndx_record_text(ndx_words *words, const ndx_record *record, ndx_text_field field,
                     ndx_buffer *out, ndx_error *error);

/* The whole article back, spans in the arena. */
bool ndx_record_article(ndx_words *words, const ndx_record *record, ndx_arena *arena,
                        ndx_article *article, ndx_error *error);

/* The same without the body: for a list of results it costs a hundredth. */
bool ndx_record_article_head(ndx_words *words, const ndx_record *record, ndx_arena *arena,
                             ndx_article *article, ndx_error *error);

/* ---- the words of a field, one after another, for snippets, highlights, concordances ---- */

typedef struct ndx_text_word {
    uint32_t number;
    uint32_t position;   /* in the article, as matcher.h gives positions */
    size_t begin, end;   /* byte range in the field's text */
    uint8_t break_after; /* ndx_break at the separator behind it */
} ndx_text_word;

/* The text and its words in one go: appends text to *out (cleared first), words to *words_out
 * (arena). */
bool ndx_record_text_words(ndx_words *words, const ndx_record *record, ndx_text_field field,
                           ndx_arena *arena, ndx_buffer *text, ndx_text_word **words_out,
                           size_t *count, ndx_error *error);

/* The numbers of a field's words and what ends behind each (ndx_break), without looking at a single
 * string: what chooses a part to show. count is the field's word count. Arrays in the arena. */
bool ndx_record_outline(ndx_words *words, const ndx_record *record, ndx_text_field field,
                        ndx_arena *arena, uint32_t **numbers, uint8_t **break_after, size_t *count,
                        ndx_error *error);

/* The text of the words from first on, at most `count` of them, and the words; only their strings
 * are looked up. The text begins at the word (at the field's beginning for first 0) and ends behind
 * the separator that follows the last word; or, from the second word on, with the word that makes
 * it longer than `characters` Unicode characters (SIZE_MAX: no such limit). text is cleared first.
 */
bool ndx_record_window(ndx_words *words, const ndx_record *record, ndx_text_field field,
                       size_t first, size_t count, size_t characters, ndx_arena *arena,
                       ndx_buffer *text, ndx_text_word **words_out, size_t *got, ndx_error *error);

#ifdef __cplusplus
}
#endif
#endif
