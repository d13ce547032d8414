/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * splitter.c - cuts a text into words and separators.
 *
 * Words are those of Unicode Standard Annex #29, section 4, tailored to news and to search:
 *
 *  - a full stop between letters parts (`end.The`, `pic.twitter.com`), except in acronyms: single
 * letters with stops between them (`U.S.`, `e.g.`, `J.K.`) are one word, with the last stop unless
 * a letter follows it at once, and with a possessive (`U.S.'s`); between digits stop and comma join
 * as in the annex (`1.5bn`, `1,000`);
 *  - a colon parts, except in Finnish and Swedish (`EU:n`), as CLDR has it;
 *  - U+005F and its kin part; users look for what stands between them;
 *  - an apostrophe joins also a digit and a letter (`G20's`); U+0060 and U+00B4 between two letters
 * count as apostrophes; a Hebrew letter does not keep an apostrophe behind it;
 *  - French, Italian and Catalan elisions are words of their own (`l'accord`);
 *  - letters of scripts written without spaces are a word each with their marks (NDX_TOKEN_NGRAM).
 * Hangul too: Korean has spaces, but particles cling to the nouns and libxapian has no Korean
 * stemmer; bigrams find them;
 *  - invisible characters (soft hyphen, joiners, direction marks) join inside a word and belong to
 * the separator at its end;
 *  - a subscript digit belongs to the word before it (`CO₂`);
 *  - a run of more than NDX_LIMIT_WORD_CHARACTERS characters is cut.
 *
 * ASCII has a path of its own, driven by one table; it leaves a token to the general path as soon
 * as it meets a byte that is not ASCII. Must not know: folding, stemming, which words end sentences
 * (sentence.c).
 */
#include "analysis/properties.h"
#include "analysis/rules.h"
#include "analysis/sentence.h"
#include "newsdex/analysis.h"
#include "newsdex/limits.h"
#include "newsdex/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Marks and invisible characters looked over between an apostrophe or full stop and the letter
 * behind it. */
#define LOOK_AHEAD 8u
/* Letters of one acronym: with their stops and marks they stay below the limit of a word. */
#define ACRONYM_LETTERS 16u

typedef struct splitter_state {
    ndx_language_rules rules;
    size_t word_begin; /* the last word */
    size_t separator_end;
    uint16_t word_size;
    uint8_t word_flags;
    uint8_t breaks;    /* of the separator in pieces */
    bool after_word;   /* the last token was a word: a separator comes next */
    bool in_separator; /* a separator in pieces goes on up to separator_end */
    bool continuing;   /* the next word is the next piece of a cut word */
} splitter_state;

_Static_assert(sizeof(splitter_state) <= sizeof(((ndx_splitter *)0)->state),
               "state fits its place");

enum { /* bits of the ASCII table */
       LETTER = 1,
       DIGIT = 2,
       JOINER = 4,   /* ' ` . , : may join what stands at both sides */
       TERMINAL = 8, /* may end a sentence or paragraph: sentence.c must look */
       HIGH = 16,    /* not ASCII */
       UPPER = 32
};

#define L LETTER
#define U (LETTER | UPPER)
#define D DIGIT
#define H HIGH
#define H16 H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H
static const uint8_t ascii_table[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, TERMINAL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0,
    /* SP ! " # $ % & ' ( ) * + , - . / */
    0, TERMINAL, 0, 0, 0, 0, 0, JOINER, 0, 0, 0, 0, JOINER, 0, JOINER | TERMINAL, 0,
    /* 0-9 : ; < = > ? */
    D, D, D, D, D, D, D, D, D, D, JOINER, JOINER | TERMINAL, 0, 0, 0, TERMINAL,
    /* @ A-Z [ \ ] ^ _ */
    0, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, 0, 0, 0, 0, 0,
    /* ` a-z { | } ~ DEL */
    JOINER, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, 0, 0, 0,
    0, 0, H16, H16, H16, H16, H16, H16, H16, H16};
#undef L
#undef U
#undef D
#undef H
#undef H16

/* ---- general path ---- */

typedef struct scanner {
    const char *text;
    size_t size;
    ndx_language language;
    ndx_language_rules rules;
} scanner;

typedef struct character {
    uint32_t code;
    size_t size; /* bytes; 0 at the end of the text */
    ndx_class class;
} character;

static inline character character_at(const scanner *s, size_t at)
{
    character c = {0, 0, NDX_CLASS_OTHER};
    if (at >= s->size)
        return c;
    const unsigned char *p = (const unsigned char *)s->text + at;
    if (p[0] < 0x80) {
        c.code = p[0];
        c.size = 1;
    } else if (p[0] >= 0xC2 && p[0] <= 0xDF && s->size - at > 1 && (p[1] & 0xC0) == 0x80) {
        c.code = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
        c.size = 2;
    } else {
        c.code = ndx_utf8_decode(s->text + at, s->text + s->size, &c.size);
    }
    c.class = ndx_character_class(c.code);
    return c;
}

static bool is_letter(ndx_class class)
{
    return class == NDX_CLASS_LETTER || class == NDX_CLASS_HEBREW;
}

static bool begins_word(ndx_class class)
{
    return is_letter(class) || class == NDX_CLASS_DIGIT || class == NDX_CLASS_NGRAM;
}

/* Behind the marks and invisible characters at `at`, at most LOOK_AHEAD of them; adds their number
 * to *count. */
static size_t skip_marks(const scanner *s, size_t at, unsigned *count)
{
    for (unsigned i = 0; i < LOOK_AHEAD; i++) {
        character c = character_at(s, at);
        if (c.class != NDX_CLASS_MARK && c.class != NDX_CLASS_FORMAT)
            break;
        at += c.size;
        ++*count;
    }
    return at;
}

static bool joins(const scanner *s, ndx_class before, ndx_class middle, ndx_class after)
{
    switch (middle) {
    case NDX_CLASS_APOSTROPHE:
        return (is_letter(before) && is_letter(after)) ||
               (before == NDX_CLASS_DIGIT && (is_letter(after) || after == NDX_CLASS_DIGIT));
    case NDX_CLASS_ACCENT:
    case NDX_CLASS_MIDDLE:
        return is_letter(before) && is_letter(after);
    case NDX_CLASS_STOP:
    case NDX_CLASS_COMMA:
        return before == NDX_CLASS_DIGIT && after == NDX_CLASS_DIGIT;
    case NDX_CLASS_COLON:
        return s->rules.colon_joins && is_letter(before) && is_letter(after);
    case NDX_CLASS_QUOTE:
        return before == NDX_CLASS_HEBREW && after == NDX_CLASS_HEBREW;
    default:
        return false;
    }
}

/* Behind a possessive 's at `at` that ends a word, else at. */
static size_t skip_possessive(const scanner *s, size_t at)
{
    character apostrophe = character_at(s, at);
    if (apostrophe.class != NDX_CLASS_APOSTROPHE)
        return at;
    character letter = character_at(s, at + apostrophe.size);
    if (letter.code != 's' && letter.code != 'S')
        return at;
    size_t end = at + apostrophe.size + letter.size;
    character next = character_at(s, end);
    if (begins_word(next.class) || next.class == NDX_CLASS_MARK || next.class == NDX_CLASS_FORMAT)
        return at;
    return end;
}

/* One letter with its marks at `at`, and no other letter or digit behind it: its end, else 0. */
static size_t single_letter(const scanner *s, size_t at)
{
    character c = character_at(s, at);
    if (!is_letter(c.class))
        return 0;
    at += c.size;
    for (unsigned i = 0;; i++) {
        character next = character_at(s, at);
        if (next.class != NDX_CLASS_MARK)
            return begins_word(next.class) || next.class == NDX_CLASS_FORMAT ? 0 : at;
        if (i == 1)
            return 0;
        at += next.size;
    }
}

/* The end of the acronym that begins at `at`, 0 if none does: single letters with full stops
 * between. */
static size_t acronym_end(const scanner *s, size_t at)
{
    size_t end = single_letter(s, at);
    unsigned letters = end ? 1 : 0;
    while (end && end < s->size && s->text[end] == '.' && letters < ACRONYM_LETTERS) {
        size_t next = single_letter(s, end + 1);
        if (!next)
            break;
        end = next;
        letters++;
    }
    if (letters < 2)
        return 0;
    if (end < s->size && s->text[end] == '.' && !begins_word(character_at(s, end + 1).class))
        end++;
    return skip_possessive(s, end);
}

/* A word as scanned: its end and flags. */
typedef struct word_end {
    size_t end;
    uint8_t flags;
} word_end;

static uint8_t ascii_flag(const scanner *s, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if ((unsigned char)s->text[i] >= 0x80)
            return 0;
    return NDX_TOKEN_ASCII;
}

/* One character of a spaceless script with its marks. */
static word_end scan_ngram(const scanner *s, size_t begin)
{
    size_t end = begin + character_at(s, begin).size;
    for (unsigned count = 1; count < NDX_LIMIT_WORD_CHARACTERS; count++) {
        character c = character_at(s, end);
        if (c.class != NDX_CLASS_MARK)
            break;
        end += c.size;
    }
    return (word_end){end, NDX_TOKEN_NGRAM};
}

static word_end scan_word(const scanner *s, size_t begin, bool continuing)
{
    character first = character_at(s, begin);
    if (first.class == NDX_CLASS_NGRAM)
        return scan_ngram(s, begin);
    if (is_letter(first.class) && !continuing) {
        character second = character_at(s, begin + first.size);
        size_t acronym =
            second.code == '.' || second.class == NDX_CLASS_MARK ? acronym_end(s, begin) : 0;
        if (acronym)
            return (word_end){acronym,
                              (uint8_t)(NDX_TOKEN_ACRONYM | ascii_flag(s, begin, acronym))};
    }
    size_t at = begin;  /* scanned so far */
    size_t end = begin; /* without invisible characters behind the last visible one */
    unsigned count = 0;
    ndx_class before = first.class;
    size_t apostrophe = 0; /* the first one */
    uint32_t codes = 0;    /* of the word's characters, or-ed */
    uint8_t flags = 0;
    for (;;) {
        character c = character_at(s, at);
        if (is_letter(c.class) || c.class == NDX_CLASS_DIGIT || c.class == NDX_CLASS_MARK) {
            if (count >= NDX_LIMIT_WORD_CHARACTERS) {
                if (at == end)
                    flags |= NDX_TOKEN_CUT;
                break;
            }
            if (c.class == NDX_CLASS_DIGIT)
                flags |= NDX_TOKEN_DIGITS;
            if (c.class != NDX_CLASS_MARK)
                before = c.class;
            codes |= c.code;
            at += c.size;
            end = at;
            count++;
            continue;
        }
        if (c.class == NDX_CLASS_FORMAT && count < NDX_LIMIT_WORD_CHARACTERS) {
            at += c.size;
            count++;
            continue;
        }
        unsigned needed = 2;
        size_t behind = c.size ? skip_marks(s, at + c.size, &needed) : at;
        character after = character_at(s, behind);
        if (!c.size || !joins(s, before, c.class, after.class) ||
            count + needed > NDX_LIMIT_WORD_CHARACTERS)
            break;
        if (c.class == NDX_CLASS_APOSTROPHE && !apostrophe)
            apostrophe = at;
        count += needed - 1;
        at = behind; /* the letter is taken by the next turn */
    }
    if (apostrophe && s->rules.elisions && !continuing &&
        ndx_language_is_elision(s->language, ndx_span_make(s->text + begin, apostrophe - begin))) {
        end = apostrophe;
        flags = NDX_TOKEN_FRONT;
        codes = 0; /* what is left is looked at below */
    } else if (s->rules.elisions && !continuing && end < s->size && end == at) {
        /* l'11 septembre: the apostrophe did not join, but it is an elision */
        character c = character_at(s, end);
        if (c.class == NDX_CLASS_APOSTROPHE &&
            character_at(s, end + c.size).class == NDX_CLASS_DIGIT &&
            ndx_language_is_elision(s->language, ndx_span_make(s->text + begin, end - begin)))
            flags |= NDX_TOKEN_FRONT;
    }
    /* Joining characters and cut-off elisions were not or-ed: looked at only if the rest is ASCII.
     */
    return (word_end){end, (uint8_t)(flags | (codes < 0x80 ? ascii_flag(s, begin, end) : 0))};
}

/* *seen gathers the bits of the ASCII table; other characters count as terminals: sentence.c must
 * look. */
static size_t scan_separator(const scanner *s, size_t begin, uint8_t *seen)
{
    size_t at = begin;
    for (;;) {
        character c = character_at(s, at);
        if (!c.size || begins_word(c.class))
            return at;
        *seen = (uint8_t)(*seen | (c.code < 0x80 ? ascii_table[c.code] : TERMINAL));
        at += c.size;
    }
}

/* ---- ASCII path ---- */

#ifdef __SSE2__
/* How many of the sixteen bytes at `text` are ASCII letters and digits before the first that is
 * not; which of the sixteen are digits, as bits. */
static inline unsigned ascii_length16(const unsigned char *text, unsigned *digits)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
    __m128i letter = _mm_sub_epi8(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
    __m128i digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    letter = _mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(25)), letter);
    digit = _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit);
    *digits = (unsigned)_mm_movemask_epi8(digit);
    unsigned others = ~(*digits | (unsigned)_mm_movemask_epi8(letter));
    return (unsigned)__builtin_ctz(others | 0x10000u);
}
#endif

/* The end of the run of ASCII letters and digits at `at`, not beyond stop; whether it holds a digit
 * goes to *seen. */
static inline size_t ascii_run(const unsigned char *text, size_t at, size_t stop, uint8_t *seen)
{
#ifdef __SSE2__
    /* Sixteen bytes at a time: the length of a word is no branch that could be mispredicted. */
    while (stop - at >= 16) {
        unsigned digits;
        unsigned size = ascii_length16(text + at, &digits);
        if (digits & ((1u << size) - 1))
            *seen |= DIGIT;
        at += size;
        if (size < 16)
            return at;
    }
#endif
    while (at < stop && (ascii_table[text[at]] & (LETTER | DIGIT)))
        *seen |= ascii_table[text[at++]];
    return at;
}

/* The end of the word that begins at `begin`; false when the general path must look: other bytes
 * than ASCII in it or beside it, an elision or an acronym possible, a long word. */
static bool scan_ascii_word(const scanner *s, size_t begin, word_end *word)
{
    const unsigned char *text = (const unsigned char *)s->text;
    /* One byte beyond is read as "other" so that the loop needs one test. */
    size_t stop =
        s->size - begin > NDX_LIMIT_WORD_CHARACTERS ? begin + NDX_LIMIT_WORD_CHARACTERS : s->size;
    size_t at = begin;
    uint8_t seen = 0;
    for (;;) {
        at = ascii_run(text, at, stop, &seen);
        if (at == stop) {
            if (at < s->size)
                return false;
            break;
        }
        uint8_t class = ascii_table[text[at]];
        if (class & HIGH)
            return false;
        if (!(class & JOINER))
            break;
        if (at + 1 == s->size)
            break;
        uint8_t before = ascii_table[text[at - 1]];
        uint8_t after = ascii_table[text[at + 1]];
        if (after & HIGH)
            return false;
        if (!(after & (LETTER | DIGIT)))
            break;
        bool join = false;
        switch (text[at]) {
        case '\'':
            if (s->rules.elisions)
                return false;
            join = (before & DIGIT) || (after & LETTER);
            break;
        case '`':
            join = (before & LETTER) && (after & LETTER);
            break;
        case '.':
            if (at == begin + 1 && (before & LETTER))
                return false; /* perhaps an acronym */
            join = (before & DIGIT) && (after & DIGIT);
            break;
        case ':':
            join = s->rules.colon_joins && (before & LETTER) && (after & LETTER);
            break;
        default: /* , ; */
            join = (before & DIGIT) && (after & DIGIT);
            break;
        }
        if (!join)
            break;
        if (at + 1 >= stop) /* the general path minds the limit */
            return false;
        at++;
    }
    word->end = at;
    word->flags = (uint8_t)(NDX_TOKEN_ASCII | (seen & DIGIT ? NDX_TOKEN_DIGITS : 0));
    return true;
}

/* The end of the separator; false when it holds other bytes than ASCII. *seen gathers the classes.
 */
static bool scan_ascii_separator(const scanner *s, size_t begin, size_t *end, uint8_t *seen)
{
    const unsigned char *text = (const unsigned char *)s->text;
    size_t at = begin;
    uint8_t bits = 0;
    while (at < s->size && !(ascii_table[text[at]] & (LETTER | DIGIT | HIGH)))
        bits |= ascii_table[text[at++]];
    *seen = bits;
    *end = at;
    return at == s->size || !(ascii_table[text[at]] & HIGH);
}

/* ---- tokens ---- */

void ndx_splitter_init(ndx_splitter *splitter, ndx_span text, ndx_language language)
{
    memset(splitter, 0, sizeof *splitter);
    splitter->text = text;
    splitter->language = language;
    splitter_state state = {.rules = ndx_language_rules_of(language)};
    memcpy(splitter->state, &state, sizeof state);
}

static void put(ndx_token *token, const char *data, size_t size, ndx_token_kind kind,
                uint8_t breaks, uint8_t flags)
{
    token->data = data;
    token->size = (uint32_t)size;
    token->kind = (uint8_t)kind;
    token->breaks = breaks;
    token->flags = flags;
    token->unused = 0;
}

static bool word_begins_at(const scanner *s, size_t at)
{
    if (at >= s->size)
        return false;
    uint8_t class = ascii_table[(unsigned char)s->text[at]];
    if (!(class & HIGH))
        return (class & (LETTER | DIGIT)) != 0;
    return begins_word(character_at(s, at).class);
}

/* Finds the separator at `at` and what ends there; gives its first piece to *token. */
static size_t next_separator(const scanner *s, splitter_state *state, size_t at, bool general,
                             ndx_token *token)
{
    if (!state->in_separator) {
        size_t end = at;
        uint8_t seen = 0;
        bool ascii = !general && scan_ascii_separator(s, at, &end, &seen);
        if (!ascii) {
            seen = 0;
            end = scan_separator(s, at, &seen);
        }
        bool stop_before = state->after_word && state->word_size &&
                           s->text[state->word_begin + state->word_size - 1] == '.';
        state->breaks = NDX_BREAK_NONE;
        if (end > at && ((seen & TERMINAL) || stop_before))
            state->breaks =
                (uint8_t)ndx_sentence_break(ndx_span_make(s->text, s->size),
                                            ndx_span_make(s->text + state->word_begin,
                                                          state->after_word ? state->word_size : 0),
                                            state->word_flags, at, end, s->language, &s->rules);
        state->separator_end = end;
    }
    size_t left = state->separator_end - at;
    size_t size = left;
    if (left > NDX_LIMIT_WORD_BYTES)
        size = ndx_utf8_cut(ndx_span_make(s->text + at, left), NDX_LIMIT_WORD_BYTES).size;
    if (size == 0 && left) /* cannot be: a character has at most 4 bytes */
        size = 1;
    state->in_separator = size < left;
    put(token, s->text + at, size, NDX_TOKEN_SEPARATOR,
        state->in_separator ? (uint8_t)NDX_BREAK_NONE : state->breaks,
        ascii_flag(s, at, at + size));
    state->after_word = false;
    return at + size;
}

static size_t next_word(const scanner *s, splitter_state *state, size_t at, bool general,
                        ndx_token *token)
{
    word_end word;
    if (general || state->continuing || (ascii_table[(unsigned char)s->text[at]] & HIGH) ||
        !scan_ascii_word(s, at, &word))
        word = scan_word(s, at, state->continuing);
    state->word_begin = at;
    state->word_size = (uint16_t)(word.end - at);
    state->word_flags = word.flags;
    state->continuing = (word.flags & NDX_TOKEN_CUT) != 0;
    state->after_word = true;
    put(token, s->text + at, word.end - at, NDX_TOKEN_WORD, NDX_BREAK_NONE, word.flags);
    return word.end;
}

/* Words of at most fifteen ASCII letters and digits, each with a single space behind it, or a comma
 * and a space, and another such character behind that: most of running text, and nothing about them
 * depends on the language. Gives where it stopped, which is where a word begins. *count goes up to
 * capacity at most. */
static size_t next_simple_words(const scanner *s, size_t at, bool leave_out_spaces,
                                ndx_token *tokens, size_t capacity, size_t *count)
{
#ifdef __SSE2__
    const unsigned char *text = (const unsigned char *)s->text;
    size_t put_count = *count;
    while (s->size - at > 17 && capacity - put_count >= 2) {
        unsigned digits;
        unsigned size = ascii_length16(text + at, &digits);
        const unsigned char *behind = text + at + size;
        unsigned comma = *behind == ',';
        if (size - 1u >= 15u || behind[comma] != ' ' ||
            !(ascii_table[behind[comma + 1]] & (LETTER | DIGIT)))
            break;
        bool has_digit = (digits & ((1u << size) - 1)) != 0;
        put(&tokens[put_count++], s->text + at, size, NDX_TOKEN_WORD, NDX_BREAK_NONE,
            (uint8_t)(NDX_TOKEN_ASCII | (has_digit ? NDX_TOKEN_DIGITS : 0)));
        at += size;
        if (comma || !leave_out_spaces)
            put(&tokens[put_count++], s->text + at, comma + 1, NDX_TOKEN_SEPARATOR, NDX_BREAK_NONE,
                NDX_TOKEN_ASCII);
        at += comma + 1;
    }
    *count = put_count;
#else
    (void)s;
    (void)leave_out_spaces;
    (void)tokens;
    (void)capacity;
    (void)count;
#endif
    return at;
}

size_t ndx_splitter_next(ndx_splitter *splitter, ndx_token *tokens, size_t capacity)
{
    const bool general = splitter->ascii_only_disabled;
    splitter_state state;
    memcpy(&state, splitter->state, sizeof state);
    const scanner s = {splitter->text.data, splitter->text.size, splitter->language, state.rules};
    size_t at = splitter->at;
    size_t count = 0;
    while (count < capacity && at < s.size) {
        if (state.after_word) {
            const unsigned char *text = (const unsigned char *)s.text;
            if (!general && text[at] == ' ' && at + 1 < s.size &&
                ((ascii_table[text[at + 1]] & (LETTER | DIGIT)) ||
                 ((ascii_table[text[at + 1]] & HIGH) &&
                  begins_word(character_at(&s, at + 1).class))) &&
                text[at - 1] != '.') {
                if (!splitter->leave_out_spaces)
                    put(&tokens[count++], s.text + at, 1, NDX_TOKEN_SEPARATOR, NDX_BREAK_NONE,
                        NDX_TOKEN_ASCII);
                state.after_word = false;
                at++;
                continue;
            }
            if (state.continuing) { /* the cut */
                put(&tokens[count++], s.text + at, 0, NDX_TOKEN_SEPARATOR, NDX_BREAK_NONE,
                    NDX_TOKEN_ASCII);
                state.after_word = false;
                continue;
            }
            at = next_separator(&s, &state, at, general, &tokens[count++]);
        } else if (!state.in_separator && (state.continuing || word_begins_at(&s, at))) {
            if (!general && !state.continuing)
                at = next_simple_words(&s, at, splitter->leave_out_spaces, tokens, capacity - 1,
                                       &count);
            at = next_word(&s, &state, at, general, &tokens[count++]);
        } else {
            at = next_separator(&s, &state, at, general, &tokens[count++]);
        }
    }
    splitter->at = at;
    memcpy(splitter->state, &state, sizeof state);
    return count;
}
