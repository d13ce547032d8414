/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * words.h - the numbered words of a shard, and the dense code in which an article's numbers are
 * written.
 *
 * Owns: the format of both. Must not know: articles' fields, how words came to be (analysis),
 * libxapian (chunks are put and fetched through callbacks).
 *
 * Numbers go by falling frequency over the shard, equal frequencies by the entry's sort order
 * (kind, term, language, surface, break), so that the code is short and the numbers need hardly be
 * stored.
 */
#ifndef NEWSDEX_WORDS_H
#define NEWSDEX_WORDS_H

#include "newsdex/buffer.h"
#include "newsdex/language.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ndx_word_kind {
    NDX_WORD = 0,      /* a word as written */
    NDX_SEPARATOR = 1, /* what stands between two words, except a single space; may be empty */
    NDX_ATOM = 2       /* a whole value that many records share: a source, a section, an origin */
} ndx_word_kind;

/* An entry of the list. (kind, language, breaks, flags, surface) identifies it; term and folded
 * follow from it. */
typedef struct ndx_word {
    ndx_span surface; /* the bytes as written */
    ndx_span term; /* stemmed term without prefix; empty: gives none (n-gram characters, separators,
                      atoms) */
    ndx_span folded;    /* ndx_fold(surface); words only */
    uint64_t frequency; /* occurrences in the shard */
    uint8_t kind;       /* ndx_word_kind */
    uint8_t language;   /* words only, else 0 */
    uint8_t breaks;     /* ndx_break; separators only, else 0 */
    uint8_t flags;      /* token flags of analysis.h; words only */
} ndx_word;

/* Most bytes of an entry's surface, term or folded form; more is NDX_ERROR_LIMIT. */
#define NDX_WORDS_ENTRY_BYTES 8192u

/* The sort order of the list: kind, term, language, surface, breaks, flags. <0, 0, >0; 0 only for
 * the same entry. */
int ndx_word_compare(const ndx_word *a, const ndx_word *b);

/* ---- the dense code: (s,c)-dense codes, Brisaboa, Farina, Navarro, Parama, Information Retrieval
 * 10 (2007) ---- A codeword is zero or more continuers (bytes s..255) and one stopper (a byte below
 * s), so a byte below s ends a codeword and a codeword found in the bytes is a hit if the byte
 * before it is below s or the code begins there. */

typedef struct ndx_dense {
    uint32_t stoppers; /* s, 1 to 255 */
} ndx_dense;

#define NDX_DENSE_MAX_BYTES 5u

/* The s that makes the sum of frequency[i] * length(i) smallest; frequencies fall with i. Only an s
 * with which every number below count fits into NDX_DENSE_MAX_BYTES is chosen. */
ndx_dense ndx_dense_choose(const uint64_t *frequency, size_t count);
/* The same where times[i] numbers one after another have frequency[i]. */
ndx_dense ndx_dense_choose_runs(const uint64_t *frequency, const uint32_t *times, size_t count);
size_t ndx_dense_length(ndx_dense dense, uint32_t number);
/* Writes the codeword; gives its length; 0 (nothing written) when it would be longer than
 * NDX_DENSE_MAX_BYTES, which cannot be for a number below the count that s was chosen for. */
size_t ndx_dense_write(ndx_dense dense, uint32_t number, uint8_t out[NDX_DENSE_MAX_BYTES]);
/* Reads one codeword at *at (< end) and moves *at past it; false when it is cut or too large
 * (untrusted bytes). */
bool ndx_dense_read_long(ndx_dense dense, const uint8_t **at, const uint8_t *end,
                         uint32_t *number); /* what the next one leaves to it */
static inline bool ndx_dense_read(ndx_dense dense, const uint8_t **at, const uint8_t *end,
                                  uint32_t *number)
{
    const uint8_t *from = *at;
    if (from < end && *from < dense.stoppers) { /* most are one byte, nearly all others two */
        *number = *from;
        *at = from + 1;
        return true;
    }
    if (end - from > 1 && from[1] < dense.stoppers) {
        *number = (*from - dense.stoppers + 1) * dense.stoppers + from[1];
        *at = from + 2;
        return true;
    }
    return ndx_dense_read_long(dense, at, end, number);
}

/* ---- writing the list of a shard ---- */

/* Where chunks go: key and value are bytes; keys are short and begin with the name given. */
typedef bool (*ndx_put)(void *context, ndx_span key, ndx_span value, ndx_error *error);

typedef struct ndx_words_summary {
    uint64_t entries;
    uint64_t bytes; /* of all chunks, keys included */
    ndx_dense dense;
} ndx_words_summary;

/* What the numbers of a list follow from: which frequencies there are, and the code. Zeroed is that
 * of no list; free with ndx_words_numbering_free. */
typedef struct ndx_words_numbering {
    uint64_t *frequency; /* falling, each once */
    uint32_t *times;     /* entries that have it */
    size_t count;
    uint32_t entries; /* of all frequencies together */
    ndx_dense dense;
} ndx_words_numbering;
void ndx_words_numbering_free(ndx_words_numbering *numbering);

/* NDX_ERROR_INTERNAL for what is no entry (a frequency of 0, a separator or atom with a term or a
 * folded form ...), NDX_ERROR_LIMIT for one that is too long. */
bool ndx_word_check(const ndx_word *word, ndx_error *error);

/* Gives every entry its number (0 to count-1) and chooses the code: frequency[i] and numbers[i] are
 * of the entry that stands at i in the list's sort order. count <= 2^28. NDX_ERROR_INTERNAL for a
 * frequency of 0. */
bool ndx_words_number_sorted(const uint64_t *frequency, size_t count, uint32_t *numbers,
                             ndx_words_numbering *numbering, ndx_error *error);

/* Writes a list entry by entry, in the sort order: so it can be longer than memory (what is kept:
 * 4 bytes for an entry that occurs more than 24 times, 8 for a separator, 100 for 256 entries).
 * name: at most 16 bytes. Keys come in ascending order, each once; a value has at most 64 KiB
 * unless single entries are very long. */
typedef struct ndx_words_writer ndx_words_writer;
ndx_words_writer *ndx_words_writer_new(const ndx_words_numbering *numbering, ndx_span name,
                                       ndx_put put, void *context, ndx_error *error);
/* number: as ndx_words_number_sorted gave it. The word is borrowed during the call. */
bool ndx_words_writer_add(ndx_words_writer *writer, const ndx_word *word, uint32_t number,
                          ndx_error *error);
/* After the last; summary may be NULL. NDX_ERROR_INTERNAL if entries are missing. */
bool ndx_words_writer_end(ndx_words_writer *writer, ndx_words_summary *summary, ndx_error *error);
void ndx_words_writer_free(ndx_words_writer *writer);

/* The same for entries that are all in memory. Gives every entry its number (numbers[i] for
 * words[i]), puts the indices of words into `order` in the list's sort order, and chooses the code.
 * Entries are distinct, in any order (given in the list's sort order nothing is sorted, which is
 * faster). Errors as above, and NDX_ERROR_INTERNAL for an entry that is there twice. */
bool ndx_words_number(const ndx_word *words, size_t count, uint32_t *numbers, uint32_t *order,
                      ndx_words_numbering *numbering, ndx_error *error);
/* Writes the list; numbers, order and numbering are those of ndx_words_number for the same words.
 * Same entries and frequencies, same bytes, whatever the order they are given in. */
bool ndx_words_write(const ndx_word *words, size_t count, const uint32_t *numbers,
                     const uint32_t *order, const ndx_words_numbering *numbering, ndx_span name,
                     ndx_put put, void *context, ndx_words_summary *summary, ndx_error *error);

/* ---- reading it: only what is asked for is fetched ---- */

/* Fetches the value of a key into *value (replaced, cleared first); an absent key gives an empty
 * value. */
typedef bool (*ndx_fetch)(void *context, ndx_span key, ndx_buffer *value, ndx_error *error);

typedef struct ndx_words ndx_words; /* one per thread; caches chunks */

ndx_words *ndx_words_open(ndx_span name, ndx_fetch fetch, void *context, ndx_error *error);
void ndx_words_close(ndx_words *words);

ndx_dense ndx_words_dense(const ndx_words *words);
uint32_t ndx_words_count(const ndx_words *words);

/* The entry of a number; its spans are borrowed until ndx_words_close. NDX_ERROR_CORRUPT for a
 * number that is not there. */
bool ndx_words_get(ndx_words *words, uint32_t number, const ndx_word **word, ndx_error *error);

/* The entry as a text shows it: its surface, kind and breaks; nothing else need be set. The most frequent
 * numbers lie together, so that a snippet, whose words stand all over the list, costs few look-ups. */
bool ndx_words_shown(ndx_words *words, uint32_t number, const ndx_word **word, ndx_error *error);

/* What a number is to one who only walks over a text: much cheaper than the entry. A byte a number,
 * borrowed until ndx_words_close; a number at or beyond *count is an NDX_CLASS_WORD (separators are
 * frequent, so the table is short). The first call fetches it. */
enum {
    NDX_CLASS_WORD = 0,      /* or an atom, which does not occur in a text */
    NDX_CLASS_SEPARATOR = 1, /* NDX_CLASS_SEPARATOR + ndx_break */
    NDX_CLASS_SENTENCE_END = 1 + 1,
    NDX_CLASS_PARAGRAPH_END = 1 + 2
};
bool ndx_words_classes(ndx_words *words, const uint8_t **classes, uint32_t *count,
                       ndx_error *error);

/* A growing set of numbers; zeroed is empty. */
typedef struct ndx_numbers {
    uint32_t *number;
    size_t count;
    size_t capacity;
} ndx_numbers;
void ndx_numbers_free(ndx_numbers *numbers);
bool ndx_numbers_add(ndx_numbers *numbers, uint32_t number, ndx_error *error);

#define NDX_LANGUAGE_ANY 255

/* Adds the numbers of all words that give exactly this term, in one language or NDX_LANGUAGE_ANY.
 */
bool ndx_words_with_term(ndx_words *words, ndx_span term, int language, ndx_numbers *numbers,
                         ndx_error *error);

/* Does any word give exactly this term? */
bool ndx_words_has_term(ndx_words *words, ndx_span term, bool *has, ndx_error *error);

/* Adds the numbers of the n-gram characters whose folded form this is (one character). */
bool ndx_words_with_character(ndx_words *words, ndx_span folded, ndx_numbers *numbers,
                              ndx_error *error);

/* Walks the list in its sort order: words (kind NDX_WORD) whose folded form begins with
 * `folded_prefix` (may be empty: all). The callback returns false to stop. Entries are valid during
 * the call only. */
typedef bool (*ndx_word_visitor)(void *context, uint32_t number, const ndx_word *word);
bool ndx_words_walk(ndx_words *words, ndx_span folded_prefix, ndx_word_visitor visitor,
                    void *context, ndx_error *error);

/* Walks every entry of every kind in sort order (checking). */
bool ndx_words_walk_all(ndx_words *words, ndx_word_visitor visitor, void *context,
                        ndx_error *error);

/* The same, pulled (merging): little more than a chunk is in memory at a time. Zeroed but for words
 * it stands before the first; the entry is borrowed until the next call. One cursor at a time. */
typedef struct ndx_words_cursor {
    ndx_words *words;
    /* The rest is its own. */
    uint32_t chunk, entry; /* that come next */
    const struct ndx_chunk *borrowed;
    struct ndx_chunk *own;
} ndx_words_cursor;
ndx_step ndx_words_next(ndx_words_cursor *cursor, uint32_t *number, const ndx_word **word,
                        ndx_error *error);
void ndx_words_cursor_close(ndx_words_cursor *cursor);

/* ---- patterns: words that are alike ---- */

/* edits 0: a wildcard. "*" in the text stands for any run of characters, also none, "?" for one.
 * Else a fuzzy word: what fits is at most so many edits away from the text. An edit inserts, deletes
 * or replaces a character or swaps two neighbours, between which nothing is edited (optimal string
 * alignment, of the edits of Damerau, "A technique for computer detection and correction of spelling
 * errors", Communications of the ACM 7(3), 1964). */
typedef struct ndx_word_pattern {
    ndx_span text; /* folded; no word fits a fuzzy one of more than NDX_WORD_PATTERN_LETTERS */
    uint8_t edits; /* more than NDX_WORD_EDITS_MOST are taken for so many */
} ndx_word_pattern;
#define NDX_WORD_EDITS_MOST 2u
#define NDX_WORD_PATTERN_LETTERS 128u /* twice NDX_LIMIT_WORD_CHARACTERS: folding lengthens some */

static inline bool ndx_word_pattern_equal(ndx_word_pattern a, ndx_word_pattern b)
{
    return a.edits == b.edits && ndx_span_equal(a.text, b.text);
}

/* Does the whole word fit the pattern? */
bool ndx_word_pattern_fits(ndx_word_pattern pattern, ndx_span folded);
/* The edits between two folded words; NDX_WORD_EDITS_MOST + 1 if they are more. */
unsigned ndx_word_edits(ndx_span folded, ndx_span other);

/* Adds the numbers of all words that give this term and whose folded form fits the pattern. */
bool ndx_words_with_term_fitting(ndx_words *words, ndx_span term, ndx_word_pattern pattern,
                                 ndx_numbers *numbers, ndx_error *error);

/* Walks the list in its sort order: words that give a term, once for each of the patterns (which: its
 * index) that their folded form fits. The callback returns false to stop. Entries are valid during
 * the call only. */
typedef bool (*ndx_fitting_visitor)(void *context, size_t which, const ndx_word *word,
                                    uint32_t number);
bool ndx_words_walk_fitting(ndx_words *words, const ndx_word_pattern *patterns, size_t count,
                            ndx_fitting_visitor visitor, void *context, ndx_error *error);

/* A term that words give whose folded form fits a pattern. */
typedef struct ndx_term_fit {
    ndx_span term;    /* valid during the call */
    uint32_t fitting; /* entries that fit */
    bool whole;       /* all entries that give it fit */
} ndx_term_fit;

/* Walks the terms of all words that fit, each once, in rising order; what gives no term is passed
 * over. The callback returns false to stop. Chunks are kept if the pattern begins with two bytes at
 * least. */
typedef bool (*ndx_term_visitor)(void *context, const ndx_term_fit *fit);
bool ndx_words_walk_terms(ndx_words *words, ndx_word_pattern pattern, ndx_term_visitor visitor,
                          void *context, ndx_error *error);

#ifdef __cplusplus
}
#endif
#endif
