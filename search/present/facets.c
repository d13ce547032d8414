/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facets.c - counts facets (facets.h).
 *
 * A value is mostly an atom of the shard's words: a number, looked up once for each shard and
 * thread. What is no atom is counted by its text.
 */
#include "present/facets.h"

#include "newsdex/array.h"
#include "newsdex/url.h"
#include "present/facets_values.h"
#include "present/names.h"

#include <stdio.h>
#include <stdlib.h>

#define WHAT "counting facets"

/* ---- counting values ---- */

/* Which value an atom of one list of words is. */
typedef struct atom_values {
    ndx_words *words;
    uint8_t name[NDX_WORDS_NAME_BYTES];
    uint32_t count;
    uint32_t *value; /* number + 1; 0: not looked up yet, NO_VALUE: it is none */
    struct atom_values *next;
} atom_values;
#define NO_VALUE UINT32_MAX

typedef struct value_count {
    uint64_t articles;
    uint64_t last; /* the article that was counted last, from 1 */
} value_count;

/* One facet, as one thread counts it. */
typedef struct tally {
    ndx_names names;
    value_count *value; /* by the number of its name */
    size_t value_capacity;
    uint64_t without;
    atom_values *lists;
} tally;

typedef struct counter {
    const ndx_facet_list *list;
    uint64_t articles;
    bool has_value; /* the article, of the facet that is being counted */
    ndx_buffer text;
    tally tally[NDX_FACETS_MAX];
} counter;

static bool value_of(tally *t, ndx_span text, uint32_t *value, ndx_error *error)
{
    uint32_t before = t->names.count;
    if (!ndx_names_number(&t->names, text, value, error))
        return false;
    if (t->names.count == before)
        return true;
    value_count *values = ndx_array_room(t->value, before, &t->value_capacity, 64, sizeof *values);
    if (!values)
        return ndx_error_memory(error, WHAT);
    t->value = values;
    values[before] = (value_count){0};
    return true;
}

/* An article counts once for a value that it has twice. */
static void count_value(counter *c, tally *t, uint32_t value)
{
    value_count *of = &t->value[value];
    of->articles += of->last != c->articles;
    of->last = c->articles;
    c->has_value = true;
}

static bool count_text(counter *c, tally *t, ndx_span text, ndx_error *error)
{
    uint32_t value;
    if (!text.size)
        return true;
    if (!value_of(t, text, &value, error))
        return false;
    count_value(c, t, value);
    return true;
}

/* ---- atoms ---- */

static atom_values *values_of_list(tally *t, const ndx_found *found, ndx_error *error)
{
    const uint8_t *name = found->record->words_name;
    atom_values *list = t->lists;
    while (list &&
           (list->words != found->words || memcmp(list->name, name, sizeof list->name) != 0))
        list = list->next;
    if (list)
        return list;
    list = calloc(1, sizeof *list);
    uint32_t count = ndx_words_count(found->words);
    uint32_t *values = calloc((size_t)count + 1, sizeof *values);
    if (!list || !values) {
        free(list);
        free(values);
        ndx_error_memory(error, WHAT);
        return NULL;
    }
    *list = (atom_values){.words = found->words, .count = count, .value = values, .next = t->lists};
    memcpy(list->name, name, sizeof list->name);
    t->lists = list;
    return list;
}

/* From an atom's bytes to the text that is counted; may be NULL: they are the text. */
typedef ndx_span (*atom_reader)(ndx_span atom, char room[NDX_URL_HOST_BYTES]);

static bool look_up(tally *t, const ndx_found *found, uint32_t atom, atom_reader reader,
                    uint32_t *value, ndx_error *error)
{
    char room[NDX_URL_HOST_BYTES];
    const ndx_word *word;
    uint32_t number = NO_VALUE - 1;
    if (!ndx_words_get(found->words, atom, &word, error))
        return false;
    ndx_span text = reader ? reader(word->surface, room) : word->surface;
    if (text.size && !value_of(t, text, &number, error))
        return false;
    *value = number + 1;
    return true;
}

static bool damaged(const ndx_found *found, ndx_error *error)
{
    return ndx_error_set(error, NDX_ERROR_CORRUPT, "the record of the article %.*s is damaged",
                         NDX_SPAN_ARGS(found->record->id));
}

static bool count_atom(counter *c, tally *t, const ndx_found *found, uint32_t atom,
                       atom_reader reader, ndx_error *error)
{
    atom_values *list = values_of_list(t, found, error);
    if (!list)
        return false;
    if (atom >= list->count)
        return damaged(found, error);
    if (!list->value[atom] && !look_up(t, found, atom, reader, &list->value[atom], error))
        return false;
    if (list->value[atom] != NO_VALUE)
        count_value(c, t, list->value[atom] - 1);
    return true;
}

static bool count_atoms(counter *c, tally *t, const ndx_found *found, ndx_span codes,
                        ndx_error *error)
{
    ndx_dense dense = ndx_words_dense(found->words);
    const uint8_t *at = (const uint8_t *)codes.data;
    const uint8_t *end = at ? at + codes.size : NULL;
    while (at < end) {
        uint32_t atom;
        if (!ndx_dense_read(dense, &at, end, &atom))
            return damaged(found, error);
        if (!count_atom(c, t, found, atom, NULL, error))
            return false;
    }
    return true;
}

/* ---- the facets ---- */

static bool count_source(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    uint32_t source = found->record->source;
    return !source || count_atom(c, t, found, source - 1, NULL, error);
}

static bool count_section(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    return count_atoms(c, t, found, found->record->atoms_section, error);
}

static bool count_keyword(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    return count_atoms(c, t, found, found->record->atoms_keywords, error);
}

static bool count_author(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    return count_atoms(c, t, found, found->record->atoms_authors, error);
}

/* The language it was analysed in, as lang: has it; of one that newsdex does not know, what the
 * article says. */
static bool count_language(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    const ndx_record *record = found->record;
    const ndx_language_info *language = ndx_language_describe(record->language);
    if (language && *language->code)
        return count_text(c, t, ndx_span_of(language->code), error);
    return !record->language_text ||
           count_atom(c, t, found, record->language_text - 1, NULL, error);
}

static bool count_date(counter *c, tally *t, const ndx_found *found, ndx_precision precision,
                       ndx_error *error)
{
    ndx_date date = found->record->date;
    if (date.precision < precision)
        return true;
    date.precision = (uint8_t)precision;
    date.zone_known = false;
    ndx_buffer_clear(&c->text);
    if (!ndx_date_append_iso(&c->text, &date))
        return ndx_error_memory(error, WHAT);
    return count_text(c, t, ndx_buffer_span(&c->text), error);
}

static bool count_day(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    return count_date(c, t, found, NDX_PRECISION_DAY, error);
}

static bool count_month(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    return count_date(c, t, found, NDX_PRECISION_MONTH, error);
}

static bool count_year(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    return count_date(c, t, found, NDX_PRECISION_YEAR, error);
}

static bool count_host(counter *c, tally *t, const ndx_found *found, ndx_error *error)
{
    char room[NDX_URL_HOST_BYTES];
    const ndx_record *record = found->record;
    if (record->site) /* the beginning of the URL, the whole host in it */
        return count_atom(c, t, found, record->site - 1, ndx_url_host, error);
    return count_text(c, t, ndx_url_host(record->url, room), error);
}

typedef struct facet_rule {
    ndx_facet_info info;
    bool (*count)(counter *c, tally *t, const ndx_found *found, ndx_error *error);
} facet_rule;

static const facet_rule rules[] = {
    {{"source", "outlet or agency"}, count_source},
    {{"section", "sections"}, count_section},
    {{"language", "language, as lang: has it"}, count_language},
    {{"author", "authors"}, count_author},
    {{"keyword", "keywords"}, count_keyword},
    {{"day", "day of publication"}, count_day},
    {{"month", "month of publication"}, count_month},
    {{"year", "year of publication"}, count_year},
    {{"host", "host of the URL"}, count_host},
};
enum { FACETS = sizeof rules / sizeof *rules };

const ndx_facet_info *ndx_facet_describe(size_t facet)
{
    return facet < FACETS ? &rules[facet].info : NULL;
}

static bool unknown(ndx_span name, ndx_error *error)
{
    ndx_buffer names = {0};
    for (size_t i = 0; i < FACETS; i++)
        ndx_buffer_printf(&names, "%s%s", i ? ", " : "", rules[i].info.name);
    ndx_error_set(error, NDX_ERROR_USAGE, "there is no facet '%.*s'; there are %s",
                  NDX_SPAN_ARGS(name), names.data ? names.data : "");
    ndx_buffer_free(&names);
    return false;
}

static bool add_facet(ndx_facet_list *list, ndx_span name, ndx_error *error)
{
    size_t facet = 0;
    while (facet < FACETS && !ndx_span_equal(name, ndx_span_of(rules[facet].info.name)))
        facet++;
    if (facet == FACETS)
        return unknown(name, error);
    for (size_t i = 0; i < list->count; i++)
        if (list->facet[i] == facet)
            return true;
    list->facet[list->count++] = facet; /* each once, and there are fewer than room for */
    return true;
}
_Static_assert(FACETS <= NDX_FACETS_MAX, "a list has room for every facet");

bool ndx_facet_list_read(ndx_span text, ndx_facet_list *list, ndx_error *error)
{
    *list = (ndx_facet_list){0};
    for (;;) {
        const char *comma = text.size ? memchr(text.data, ',', text.size) : NULL;
        size_t size = comma ? (size_t)(comma - text.data) : text.size;
        if (!add_facet(list, ndx_span_trim(ndx_span_make(text.data, size)), error))
            return false;
        if (!comma)
            return true;
        text = ndx_span_skip(text, size + 1);
    }
}

/* ---- all matches ---- */

static bool count_article(void *state, const ndx_found *found, ndx_error *error)
{
    counter *c = state;
    c->articles++;
    for (size_t i = 0; i < c->list->count; i++) {
        tally *t = &c->tally[i];
        c->has_value = false;
        if (!rules[c->list->facet[i]].count(c, t, found, error))
            return false;
        t->without += !c->has_value;
    }
    return true;
}

static void tally_free(tally *t)
{
    for (atom_values *list = t->lists, *next; list; list = next) {
        next = list->next;
        free(list->value);
        free(list);
    }
    ndx_names_free(&t->names);
    free(t->value);
    *t = (tally){0};
}

static bool merge(tally *into, const tally *other, ndx_error *error)
{
    into->without += other->without;
    for (uint32_t i = 0; i < other->names.count; i++) {
        uint32_t value;
        if (!value_of(into, other->names.text[i], &value, error))
            return false;
        into->value[value].articles += other->value[i].articles;
    }
    return true;
}

static int compare_values(const void *left, const void *right)
{
    const ndx_facet_value *a = left;
    const ndx_facet_value *b = right;
    if (a->articles != b->articles)
        return a->articles < b->articles ? 1 : -1;
    return ndx_span_compare(a->text, b->text);
}

/* The values in their order; their texts go with them. */
static bool take_values(tally *from, size_t facet, ndx_facet_values *values, ndx_error *error)
{
    *values =
        (ndx_facet_values){.name = rules[facet].info.name,
                           .without = from->without,
                           .count = from->names.count,
                           .value = calloc(from->names.count + (size_t)1, sizeof *values->value)};
    if (!values->value)
        return ndx_error_memory(error, WHAT);
    for (size_t i = 0; i < values->count; i++)
        values->value[i] = (ndx_facet_value){from->names.text[i], from->value[i].articles};
    qsort(values->value, values->count, sizeof *values->value, compare_values);
    values->names = from->names;
    from->names = (ndx_names){0};
    return true;
}

static bool gather(ndx_facets *facets, counter *counters, unsigned threads, ndx_error *error)
{
    for (unsigned i = 0; i < threads; i++)
        facets->matching += counters[i].articles;
    for (size_t i = 0; i < facets->facet_count; i++) {
        tally *all = &counters[0].tally[i];
        for (unsigned k = 1; k < threads; k++)
            if (!merge(all, &counters[k].tally[i], error))
                return false;
        if (!take_values(all, counters[0].list->facet[i], &facets->facet[i], error))
            return false;
    }
    return true;
}

ndx_facets *ndx_facets_count(const ndx_survey *survey, const ndx_query *query,
                             const ndx_facet_list *list, ndx_error *error)
{
    unsigned threads = ndx_survey_threads(survey);
    counter *counters = ndx_survey_states(survey, sizeof *counters, error);
    ndx_facets *facets = calloc(1, sizeof *facets);
    bool done = counters && facets;
    if (counters && !facets)
        ndx_error_memory(error, WHAT);
    if (done) {
        facets->facet_count = list->count;
        for (unsigned i = 0; i < threads; i++)
            counters[i].list = list;
        done = ndx_survey_walk(survey, query, count_article, counters, sizeof *counters, 0, 1,
                               error) &&
               gather(facets, counters, threads, error);
    }
    for (unsigned i = 0; counters && i < threads; i++) {
        for (size_t k = 0; k < list->count; k++)
            tally_free(&counters[i].tally[k]);
        ndx_buffer_free(&counters[i].text);
    }
    free(counters);
    if (done)
        return facets;
    ndx_facets_free(facets);
    return NULL;
}

void ndx_facets_free(ndx_facets *facets)
{
    if (!facets)
        return;
    for (size_t i = 0; i < facets->facet_count; i++) {
        free(facets->facet[i].value);
        ndx_names_free(&facets->facet[i].names);
    }
    free(facets);
}

uint64_t ndx_facets_matching(const ndx_facets *facets)
{
    return facets->matching;
}
