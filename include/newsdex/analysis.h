/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * analysis.h - from text to words and separators, and from a word to its term.
 *
 * Owns: where a word begins and ends (UAX #29, tailored), where a sentence and a paragraph end,
 * folding (NFKC case folding, diacritics), stemming, language detection. Articles and queries go
 * through these same functions. Must not know: files, articles' fields, word numbers, the index.
 *
 * A text is cut without loss: the tokens' bytes, one after another, are the text.
 */
#ifndef NEWSDEX_ANALYSIS_H
#define NEWSDEX_ANALYSIS_H

#include "newsdex/buffer.h"
#include "newsdex/language.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Raised by one whenever other terms, words or breaks come out than before for some text. */
#define NDX_ANALYSIS_VERSION 2u

typedef enum ndx_token_kind {
    NDX_TOKEN_WORD = 0,
    NDX_TOKEN_SEPARATOR = 1 /* all that stands between two words; may be empty between two words
                               that touch (cut words, CJK), never empty otherwise */
} ndx_token_kind;

typedef enum ndx_break { /* what ends at this separator */
                         NDX_BREAK_NONE = 0,
                         NDX_BREAK_SENTENCE = 1,
                         NDX_BREAK_PARAGRAPH = 2 /* and the sentence with it */
} ndx_break;

enum {                      /* token flags */
       NDX_TOKEN_ASCII = 1, /* every byte is below 0x80 */
       NDX_TOKEN_NGRAM =
           2, /* one character of a script written without spaces (CJK, Thai ...): it gives no
                 term by itself; two that stand together give a bigram term */
       NDX_TOKEN_CUT = 4,     /* a piece of an overlong word that goes on in the next token */
       NDX_TOKEN_ACRONYM = 8, /* single letters with full stops: U.S., e.g. */
       NDX_TOKEN_DIGITS = 16, /* holds a digit */
       NDX_TOKEN_FRONT =
           32 /* ends with an elision (l', qu'): the apostrophe begins the separator */
};

typedef struct ndx_token {
    const char *data; /* borrowed from the text */
    uint32_t size;    /* bytes; <= NDX_LIMIT_WORD_BYTES, a longer separator comes in pieces */
    uint8_t kind;
    uint8_t breaks; /* separators only; of a separator in pieces the last piece carries the break */
    uint8_t flags;
    uint8_t unused;
} ndx_token;

/* Cuts a text into tokens, a block at a time; needs no memory and cannot fail. text is valid UTF-8
 * in the normal form of text.h and outlives the splitter. Tokens alternate word, separator, word,
 * ... where a single space between two words is given as the separator " " with NDX_BREAK_NONE (the
 * caller leaves it out, or has it left out); a text may begin and end with a separator. */
typedef struct ndx_splitter {
    ndx_span text;
    size_t at;
    ndx_language language;
    bool ascii_only_disabled; /* tests: force the general path */
    bool leave_out_spaces;    /* most single spaces between two words are not given: where two words
                                 come one after the other, one stood between them */
    uint8_t state[54];
} ndx_splitter;

void ndx_splitter_init(ndx_splitter *splitter, ndx_span text, ndx_language language);
/* Up to `capacity` (>= 4) tokens; 0 at the end. */
size_t ndx_splitter_next(ndx_splitter *splitter, ndx_token *tokens, size_t capacity);

/* ---- from a word to its term: once per distinct word ---- */

typedef struct ndx_analyser ndx_analyser; /* holds stemmers; one per thread */

ndx_analyser *ndx_analyser_new(ndx_error *error);
void ndx_analyser_free(ndx_analyser *analyser);

/* Appends the folded form of a word: NFKC case folding, apostrophes of all kinds as U+0027, hyphens
 * and soft hyphens gone, diacritics of Latin, Greek, Arabic and Hebrew letters gone (and what
 * stands for them: ß ss, ø o, ł l ...). What wildcards, spelling and exact-but-for-accents compare.
 * Empty only if the word is. */
bool ndx_fold(ndx_buffer *out, ndx_span word);

/* Appends the term (no prefix; at most NDX_LIMIT_TERM_BYTES - 2 bytes, never a NUL) that the word
 * gives in the language: case-folded, possessive 's and elision gone, stemmed, diacritics folded.
 * Words with digits are not stemmed and lose what groups the digits (1,000: 1000). Acronyms:
 * "u.s." for "U.S."; one character of an n-gram script: appends nothing. Deterministic: same word,
 * language and NDX_ANALYSIS_VERSION, same term. */
bool ndx_analyser_term(ndx_analyser *analyser, ndx_span word, uint8_t token_flags,
                       ndx_language language, ndx_buffer *term, ndx_error *error);

/* Appends the bigram term of two neighbouring n-gram characters (each folded). */
bool ndx_bigram_term(ndx_buffer *term, ndx_span first, ndx_span second);

/* The language of a text (headline and body may be given one after the other), from its script and
 * function words, the library only where that is unsure. Cheap: looks at the first few thousand
 * bytes. NDX_LANGUAGE_UNKNOWN when it cannot be told. *sure (may be NULL): false when it is little
 * more than a guess. */
ndx_language ndx_analyser_detect(ndx_analyser *analyser, ndx_span headline, ndx_span body,
                                 bool *sure);

/* ---- signature: what copies of one text have in common (analysis/signature.c) ---- */

#define NDX_SIGNATURE_BYTES 16u
#define NDX_SIGNATURE_VERSION 2u

/* Folded words' hashes (ndx_word_hash) go in, in text order; each shingle of consecutive words is
 * hashed once and falls into one of the buckets of a one-permutation MinHash (Li, Owen, Zhang, NIPS
 * 2012; densified as Shrivastava, ICML 2017). */
typedef struct ndx_signature_builder {
    uint64_t window[3]; /* the words before, oldest first */
    uint32_t count;     /* of words */
    uint32_t bucket[64];
} ndx_signature_builder;

uint64_t ndx_word_hash(ndx_span folded); /* XXH3 64-bit */

/* The finaliser of MurmurHash3 as improved by Stafford ("mix 13"): every input bit reaches every
 * output bit. */
static inline uint64_t ndx_hash_mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 27;
    x *= UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

/* Of a shingle: four consecutive words, by their hashes, in text order. */
#define NDX_SHINGLE_WORDS 4u
static inline uint64_t ndx_shingle_hash(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    return ndx_hash_mix(((((a * factor ^ b) * factor) ^ c) * factor ^ d) * factor);
}

void ndx_signature_begin(ndx_signature_builder *builder);
void ndx_signature_add(ndx_signature_builder *builder, uint64_t word_hash);
void ndx_signature_add_words(ndx_signature_builder *builder, const uint64_t *word_hash,
                             size_t count); /* the same for each */
/* False (signature all zero) when the text is too short to have one. */
bool ndx_signature_finish(ndx_signature_builder *builder, uint8_t signature[NDX_SIGNATURE_BYTES]);
/* Estimated Jaccard resemblance of the two shingle sets, 0 to 1. */
double ndx_signature_resemblance(const uint8_t a[NDX_SIGNATURE_BYTES],
                                 const uint8_t b[NDX_SIGNATURE_BYTES]);

#ifdef __cplusplus
}
#endif
#endif
