/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inversion.c - implements inversion.h. */
#include "inversion.h"

#include "xapian_c/number.h"

#include "newsdex/array.h"
#include "newsdex/url.h"

#include <stdlib.h>

/* Terms of a value (atom) or of a byline's word, made when it is first met: `count` ids in
 * `derived`. */
typedef struct derivation {
    uint64_t key; /* kind of use << 32 | id of the word, + 1; 0: free */
    uint32_t first, count;
} derivation;

struct ndx_inversion {
    ndx_vocabulary *vocabulary;
    ndx_weights weights;

    uint32_t *counted; /* by term id: wdf in the article + 1; 0: the article has it not */
    size_t capacity;
    ndx_term_count *touched; /* the article's terms */
    size_t touched_count;
    size_t touched_capacity;

    derivation *derivation; /* hash table, at most half full */
    uint32_t derivation_count, derivation_capacity;
    uint32_t *derived;
    uint32_t derived_count;
    size_t derived_capacity;

    ndx_ids texts[NDX_TEXT_COUNT]; /* if the caller has not decoded them */

    ndx_shard_term *terms;
    size_t term_capacity;
    ndx_buffer term, folded, only; /* only: the term of this document alone */
    char time[XC_NUMBER_BYTES_MAX];
};

ndx_inversion *ndx_inversion_new(ndx_vocabulary *vocabulary, ndx_weights weights, ndx_error *error)
{
    ndx_inversion *inversion = calloc(1, sizeof *inversion);
    if (!inversion) {
        ndx_error_memory(error, "inverting articles");
        return NULL;
    }
    inversion->vocabulary = vocabulary;
    inversion->weights = weights;
    return inversion;
}

void ndx_inversion_free(ndx_inversion *inversion)
{
    if (!inversion)
        return;
    free(inversion->counted);
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        free(inversion->texts[i].id);
    free(inversion->touched);
    free(inversion->derivation);
    free(inversion->derived);
    free(inversion->terms);
    ndx_buffer_free(&inversion->term);
    ndx_buffer_free(&inversion->folded);
    ndx_buffer_free(&inversion->only);
    free(inversion);
}

uint64_t ndx_inversion_bytes(const ndx_inversion *inversion)
{
    return inversion->capacity * sizeof *inversion->counted +
           inversion->derivation_capacity * sizeof *inversion->derivation +
           inversion->derived_capacity * sizeof *inversion->derived;
}

/* ---- counting ---- */

static bool make_room(ndx_inversion *inversion)
{
    size_t capacity = inversion->vocabulary->term_capacity;
    uint32_t *larger = realloc(inversion->counted, capacity * sizeof *larger);
    if (!larger)
        return false;
    memset(larger + inversion->capacity, 0, (capacity - inversion->capacity) * sizeof *larger);
    inversion->counted = larger;
    inversion->capacity = capacity;
    return true;
}

static inline bool touch(ndx_inversion *inversion, uint32_t term)
{
    ndx_term_count *larger = ndx_array_room(inversion->touched, inversion->touched_count,
                                            &inversion->touched_capacity, 1024, sizeof *larger);
    if (!larger)
        return false;
    inversion->touched = larger;
    inversion->counted[term]++;
    inversion->touched[inversion->touched_count++].term = term;
    return true;
}

static inline bool count_term(ndx_inversion *inversion, uint32_t term, uint32_t wdf)
{
    if (term >= inversion->capacity && !make_room(inversion))
        return false;
    uint32_t before = inversion->counted[term];
    inversion->counted[term] = before + wdf;
    return before || touch(inversion, term);
}

/* The id of prefix + value; NDX_NO_ID: memory. */
static uint32_t term_id(ndx_inversion *inversion, ndx_term_kind kind, ndx_span value)
{
    ndx_buffer_clear(&inversion->term);
    if (!ndx_term_append(&inversion->term, kind, value))
        return NDX_NO_ID;
    return ndx_vocabulary_term(inversion->vocabulary, ndx_buffer_span(&inversion->term));
}

static bool count_value(ndx_inversion *inversion, ndx_term_kind kind, ndx_span value)
{
    uint32_t id = term_id(inversion, kind, value);
    return id != NDX_NO_ID && count_term(inversion, id, 0);
}

/* ---- terms of values ---- */

static bool derive(ndx_inversion *inversion, ndx_term_kind kind, ndx_span value)
{
    uint32_t id = term_id(inversion, kind, value);
    if (id == NDX_NO_ID)
        return false;
    uint32_t *larger = ndx_array_room(inversion->derived, inversion->derived_count,
                                      &inversion->derived_capacity, 256, sizeof *larger);
    if (!larger)
        return false;
    inversion->derived = larger;
    inversion->derived[inversion->derived_count++] = id;
    return true;
}

/* The folded words of a value: `kind` for each. Characters of an n-gram script give words of one
 * character. */
static bool derive_words(ndx_inversion *inversion, ndx_term_kind kind, ndx_span value)
{
    enum { BLOCK = 64 };
    ndx_token tokens[BLOCK];
    ndx_splitter splitter;
    size_t count;
    ndx_splitter_init(&splitter, value, NDX_LANGUAGE_UNKNOWN);
    while ((count = ndx_splitter_next(&splitter, tokens, BLOCK))) {
        for (size_t i = 0; i < count; i++) {
            if (tokens[i].kind != NDX_TOKEN_WORD)
                continue;
            ndx_buffer_clear(&inversion->folded);
            if (!ndx_fold(&inversion->folded, ndx_span_make(tokens[i].data, tokens[i].size)) ||
                !derive(inversion, kind, ndx_buffer_span(&inversion->folded)))
                return false;
        }
    }
    return true;
}

static bool derive_whole(ndx_inversion *inversion, ndx_term_kind kind, ndx_span value)
{
    ndx_buffer_clear(&inversion->folded);
    return ndx_fold(&inversion->folded, value) &&
           derive(inversion, kind, ndx_buffer_span(&inversion->folded));
}

typedef enum use { USE_SOURCE = 1, USE_SECTION, USE_AUTHOR, USE_BYLINE } use;

static bool derive_use(ndx_inversion *inversion, use how, const ndx_entry *entry)
{
    static const struct {
        ndx_term_kind whole, word;
    } kinds[] = {
        [USE_SOURCE] = {NDX_TERM_SOURCE, NDX_TERM_SOURCE_WORD},
        [USE_SECTION] = {NDX_TERM_SECTION, NDX_TERM_SECTION_WORD},
    };
    if (how == USE_BYLINE)
        return derive(inversion, NDX_TERM_AUTHOR_WORD, ndx_entry_folded(entry));
    ndx_span value = ndx_entry_surface(entry);
    if (how == USE_AUTHOR)
        return derive_words(inversion, NDX_TERM_AUTHOR_WORD, value);
    return derive_whole(inversion, kinds[how].whole, value) &&
           derive_words(inversion, kinds[how].word, value);
}

static bool grow_derivations(ndx_inversion *inversion)
{
    if ((inversion->derivation_count + 1) * 2 <= inversion->derivation_capacity)
        return true;
    uint32_t capacity = inversion->derivation_capacity ? inversion->derivation_capacity * 2 : 256;
    derivation *table = calloc(capacity, sizeof *table);
    if (!table)
        return false;
    for (uint32_t i = 0; i < inversion->derivation_capacity; i++) {
        const derivation *moved = &inversion->derivation[i];
        if (!moved->key)
            continue;
        uint32_t at = (uint32_t)((moved->key * 0x9E3779B97F4A7C15u) >> 32) & (capacity - 1);
        while (table[at].key)
            at = (at + 1) & (capacity - 1);
        table[at] = *moved;
    }
    free(inversion->derivation);
    inversion->derivation = table;
    inversion->derivation_capacity = capacity;
    return true;
}

static bool count_use(ndx_inversion *inversion, use how, uint32_t word)
{
    if (!grow_derivations(inversion))
        return false;
    uint64_t key = ((uint64_t)how << 32 | word) + 1;
    uint32_t mask = inversion->derivation_capacity - 1;
    uint32_t at = (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 32) & mask;
    while (inversion->derivation[at].key && inversion->derivation[at].key != key)
        at = (at + 1) & mask;
    derivation *found = &inversion->derivation[at];
    if (!found->key) {
        uint32_t first = inversion->derived_count;
        if (!derive_use(inversion, how, &inversion->vocabulary->entry[word]))
            return false;
        *found =
            (derivation){.key = key, .first = first, .count = inversion->derived_count - first};
        inversion->derivation_count++;
    }
    for (uint32_t i = 0; i < found->count; i++)
        if (!count_term(inversion, inversion->derived[found->first + i], 0))
            return false;
    return true;
}

static bool count_uses(ndx_inversion *inversion, use how, ndx_span run)
{
    uint32_t word;
    while (ndx_draft_next(&run, &word))
        if (!count_use(inversion, how, word))
            return false;
    return true;
}

/* ---- text ---- */

/* Two characters of an n-gram script that touch (parted by the empty separator) give a bigram,
 * which counts as the first of them. */
static bool count_bigram(ndx_inversion *inversion, const ndx_entry *first, const ndx_entry *second,
                         uint32_t weight)
{
    ndx_buffer_clear(&inversion->folded);
    if (!ndx_bigram_term(&inversion->folded, ndx_entry_surface(first), ndx_entry_surface(second)))
        return false;
    uint32_t id = term_id(inversion, NDX_TERM_WORD, ndx_buffer_span(&inversion->folded));
    return id != NDX_NO_ID && count_term(inversion, id, weight);
}

static bool touched_make_room(ndx_inversion *inversion, size_t more)
{
    size_t need = inversion->touched_count + more;
    if (need <= inversion->touched_capacity)
        return true;
    ndx_term_count *larger = realloc(inversion->touched, need * sizeof *larger);
    if (!larger)
        return false;
    inversion->touched = larger;
    inversion->touched_capacity = need;
    return true;
}

/* Words of one weight, up to the first of an n-gram script: nearly all of most texts. *at is where
 * it begins and ended. */
static bool count_simple(ndx_inversion *inversion, const ndx_word_use *uses, uint32_t weight,
                         const uint32_t *ids, size_t count, size_t *at)
{
    if (!touched_make_room(inversion, count - *at))
        return false;
    size_t i = *at;
    uint32_t *counted = inversion->counted;
    ndx_term_count *touched = inversion->touched + inversion->touched_count;
    for (; i < count; i++) {
        const ndx_word_use *of = &uses[ids[i]];
        if (of->term >= inversion->capacity) { /* none, or new */
            if (of->flags & NDX_TOKEN_NGRAM)
                break;
            if (of->term == NDX_NO_ID)
                continue;
            if (!make_room(inversion))
                return false;
            counted = inversion->counted;
        }
        uint32_t before = counted[of->term];
        counted[of->term] = before + weight + !before;
        touched->term = of->term;
        touched += !before;
    }
    inversion->touched_count = (size_t)(touched - inversion->touched);
    *at = i;
    return true;
}

static bool count_text(ndx_inversion *inversion, const ndx_word_use *uses, ndx_text_field field,
                       const uint32_t *ids, size_t count)
{
    const ndx_weights weights = inversion->weights;
    bool headline = field == NDX_TEXT_HEADLINE;
    uint32_t words = 0;
    uint32_t ngram = NDX_NO_ID; /* the character before, if only the empty separator came since */
    uint32_t ngram_weight = 0;
    bool touching = false;

    for (size_t i = 0; i < count; i++) {
        bool one_weight = headline || (field == NDX_TEXT_BODY && words >= NDX_LEAD_WORDS);
        if (one_weight && ngram == NDX_NO_ID) {
            if (!count_simple(inversion, uses, headline ? weights.headline : weights.body, ids,
                              count, &i))
                return false;
            if (i == count)
                break;
        }
        uint32_t id = ids[i];
        const ndx_word_use *of = &uses[id];
        if (of->kind != NDX_WORD) {
            touching = ngram != NDX_NO_ID && of->size == 0;
            continue;
        }
        uint32_t weight = headline ? weights.headline : weights.body;
        if (field == NDX_TEXT_BODY && words < NDX_LEAD_WORDS)
            weight += weights.lead;
        words++;
        bool is_ngram = of->flags & NDX_TOKEN_NGRAM;
        if (is_ngram && touching &&
            !count_bigram(inversion, &inversion->vocabulary->entry[ngram],
                          &inversion->vocabulary->entry[id], ngram_weight))
            return false;
        touching = false;
        ngram = is_ngram ? id : NDX_NO_ID;
        ngram_weight = weight;
        if (of->term != NDX_NO_ID && !count_term(inversion, of->term, weight))
            return false;
        if (field == NDX_TEXT_BYLINE && !count_use(inversion, USE_BYLINE, id))
            return false;
    }
    return true;
}

/* ---- fields ---- */

static void put_digits(char *at, size_t count, unsigned number)
{
    for (; count; number /= 10)
        at[--count] = (char)('0' + number % 10);
}

static bool count_date(ndx_inversion *inversion, const ndx_date *date)
{
    if (date->precision < NDX_PRECISION_YEAR)
        return true;
    char bytes[8];
    put_digits(bytes, 4, (unsigned)date->year);
    put_digits(bytes + 4, 2, date->month);
    put_digits(bytes + 6, 2, date->day);
    ndx_span digits = ndx_span_make(bytes, sizeof bytes);
    return count_value(inversion, NDX_TERM_YEAR, ndx_span_make(digits.data, 4)) &&
           (date->precision < NDX_PRECISION_MONTH ||
            count_value(inversion, NDX_TERM_MONTH, ndx_span_make(digits.data, 6))) &&
           (date->precision < NDX_PRECISION_DAY || count_value(inversion, NDX_TERM_DAY, digits));
}

static bool count_hosts(ndx_inversion *inversion, const ndx_draft *draft)
{
    char bytes[NDX_URL_HOST_BYTES];
    uint32_t site = draft->atom[NDX_DRAFT_SITE]; /* holds the whole host */
    ndx_span host = ndx_url_host(
        site ? ndx_entry_surface(&inversion->vocabulary->entry[site - 1]) : draft->url, bytes);
    while (host.size) {
        const char *dot = memchr(host.data, '.', host.size);
        if (!dot)
            break; /* a top-level domain alone says nothing */
        if (!count_value(inversion, NDX_TERM_HOST, host))
            return false;
        host = ndx_span_skip(host, (size_t)(dot - host.data) + 1);
    }
    return true;
}

static bool count_fields(ndx_inversion *inversion, const ndx_draft *draft)
{
    const ndx_language_info *language = ndx_language_describe(draft->language);
    if (language && language->code[0] &&
        !count_value(inversion, NDX_TERM_LANGUAGE, ndx_span_of(language->code)))
        return false;
    if (draft->atom[NDX_DRAFT_SOURCE] &&
        !count_use(inversion, USE_SOURCE, draft->atom[NDX_DRAFT_SOURCE] - 1))
        return false;
    return count_date(inversion, &draft->date) && count_hosts(inversion, draft) &&
           count_uses(inversion, USE_SECTION, draft->run[NDX_DRAFT_SECTIONS]) &&
           count_uses(inversion, USE_SECTION, draft->run[NDX_DRAFT_KEYWORDS]) &&
           count_uses(inversion, USE_AUTHOR, draft->run[NDX_DRAFT_AUTHORS]);
}

/* ---- values ---- */

void ndx_inversion_values(ndx_inversion *inversion, const ndx_draft *draft,
                          ndx_span value[NDX_SLOT_COUNT])
{
    memset(value, 0, NDX_SLOT_COUNT * sizeof *value);
    if (draft->date.precision != NDX_PRECISION_NONE)
        value[NDX_SLOT_TIME] = ndx_span_make(
            inversion->time,
            xc_number_serialise((double)ndx_date_seconds(&draft->date), inversion->time));
}

/* ---- a document ---- */

/* The terms that were touched get their wdf, and the table is empty again. */
static bool collect(ndx_inversion *inversion, const ndx_draft *draft, ndx_inverted *inverted)
{
    size_t count = inversion->touched_count;
    for (size_t i = 0; i < count; i++) {
        ndx_term_count *touched = &inversion->touched[i];
        touched->wdf = inversion->counted[touched->term] - 1;
        inversion->counted[touched->term] = 0;
    }
    inversion->touched_count = 0;
    ndx_buffer_clear(&inversion->only);
    if (!ndx_term_append(&inversion->only, NDX_TERM_ID, draft->id))
        return false;
    *inverted = (ndx_inverted){inversion->touched, count, ndx_buffer_span(&inversion->only)};
    return true;
}

bool ndx_inversion_terms(ndx_inversion *inversion, const ndx_word_use *uses, const ndx_draft *draft,
                         const ndx_ids *texts, ndx_inverted *inverted, ndx_error *error)
{
    bool done = count_fields(inversion, draft);
    for (size_t i = 0; done && i < NDX_TEXT_COUNT; i++)
        done = count_text(inversion, uses, (ndx_text_field)i, texts[i].id, texts[i].count);
    return (done && collect(inversion, draft, inverted)) ||
           ndx_error_memory(error, "inverting articles");
}

bool ndx_ids_make_room(ndx_ids *ids, size_t count)
{
    if (ids->capacity >= count)
        return true;
    uint32_t *larger = realloc(ids->id, count * sizeof *larger);
    if (!larger)
        return false;
    ids->id = larger;
    ids->capacity = count;
    return true;
}

static bool decode(ndx_span run, ndx_ids *ids)
{
    if (!ndx_ids_make_room(ids, run.size))
        return false;
    ids->count = ndx_draft_ids(run, ids->id);
    return ids->count != SIZE_MAX;
}

static bool name_terms(ndx_inversion *inversion, const ndx_inverted *inverted,
                       ndx_shard_document *document)
{
    size_t count = inverted->count;
    if (count + 1 > inversion->term_capacity) {
        size_t capacity = (count + 1) * 2;
        ndx_shard_term *larger = realloc(inversion->terms, capacity * sizeof *larger);
        if (!larger)
            return false;
        inversion->terms = larger;
        inversion->term_capacity = capacity;
    }
    for (size_t i = 0; i < count; i++) {
        ndx_term_count counted = inverted->term[i];
        const ndx_term *term = &inversion->vocabulary->term[counted.term];
        inversion->terms[i] = (ndx_shard_term){.id = counted.term,
                                               .wdf = counted.wdf,
                                               .bytes = ndx_span_make(term->bytes, term->size)};
    }
    inversion->terms[count] =
        (ndx_shard_term){.id = NDX_TERM_OF_ONE_DOCUMENT, .bytes = inverted->id_term};
    document->terms = inversion->terms;
    document->term_count = count + 1;
    return true;
}

bool ndx_inversion_document(ndx_inversion *inversion, const ndx_word_use *uses,
                            const ndx_draft *draft, ndx_shard_document *document, ndx_error *error)
{
    ndx_inverted inverted;
    for (size_t i = 0; i < NDX_TEXT_COUNT; i++)
        if (!decode(draft->run[NDX_DRAFT_TEXT + i], &inversion->texts[i]))
            return ndx_error_memory(error, "inverting articles");
    if (!ndx_inversion_terms(inversion, uses, draft, inversion->texts, &inverted, error))
        return false;
    if (!name_terms(inversion, &inverted, document))
        return ndx_error_memory(error, "inverting articles");
    ndx_inversion_values(inversion, draft, document->value);
    return true;
}
